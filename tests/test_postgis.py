"""Against a real server that the tests start on the loopback interface; skipped where PostgreSQL, PostGIS or psycopg is missing."""

import dataclasses
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

import pandas
import pytest

from factories import make_run
from frontmap.errors import OutputError
from frontmap.layers import schema
from frontmap.layers.frames import make_layers
from frontmap.output import postgis
from frontmap.output.postgis import Loaded, export_postgis, row_digests, shapes_as_wkb

psycopg = pytest.importorskip("psycopg")
BIN = next((path for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True) if (path / "initdb").exists()), None)
HAS_POSTGIS = BIN is not None and any(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
needs_server = pytest.mark.skipif(not HAS_POSTGIS, reason="apt-get install postgresql-15 postgresql-15-postgis-3")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_server(*command):
    """Run a server's command: as the user postgres where we are root, whom PostgreSQL refuses."""
    before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*before, *map(str, command)], check=True, capture_output=True, cwd="/")


@pytest.fixture(scope="module")
def server():
    folder = Path(tempfile.mkdtemp(prefix="frontmap-pg-"))
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    port = free_port()
    try:
        as_server(BIN / "initdb", "-D", folder / "data", "-U", user, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        as_server(BIN / "pg_ctl", "-D", folder / "data", "-w", "-o", settings, "-l", folder / "log", "start")
        yield f"postgresql://{user}@127.0.0.1:{port}/postgres"
        as_server(BIN / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def layers():
    return make_layers(**make_run(60))


@pytest.fixture
def url(server):
    """A database with nothing of ours in it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS frontmap CASCADE")
    return server


def ask(url, query, *values):
    with psycopg.connect(url) as connection:
        cursor = connection.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def state(url):
    """All rows with the transaction that wrote them."""
    return {name: ask(url, f"SELECT xmin::text, t.* FROM frontmap.{name} AS t ORDER BY 2") for name in postgis._ORDER}  # noqa: S608


@needs_server
def test_every_row_arrives_with_its_values_and_shape(url, layers):
    loaded = export_postgis(layers, url)
    for name in postgis._ORDER:
        assert loaded.written[name] == len(layers[name]) == ask(url, f"SELECT count(*) FROM frontmap.{name}")[0][0]  # noqa: S608
    rows = ask(url, "SELECT claim_id, quote, date_start, implicit, roots, ST_X(geom), ST_Y(geom), distance_km FROM frontmap.claims")
    wanted = [
        (r.claim_id, r.quote, r.date_start.date(), bool(r.implicit), r.roots, r.geometry.x, r.geometry.y, None)
        for r in layers["claims"].itertuples()
    ]
    assert sorted(rows) == sorted(wanted)
    areas = dict(ask(url, "SELECT claim_id, ST_AsText(geom) FROM frontmap.areas WHERE ST_IsValid(geom)"))
    assert len(areas) == len(layers["areas"])


@needs_server
def test_a_second_run_changes_nothing(url, layers):
    export_postgis(layers, url)
    before = state(url)
    loaded = export_postgis(layers, url)
    assert not any(loaded.written.values())
    assert state(url) == before


@needs_server
def test_only_changed_rows_are_written_again(url, layers):
    export_postgis(layers, url)
    before = {row[1]: row[0] for row in state(url)["claims"]}
    changed = layers["claims"].copy()
    changed.loc[3, "quote"] = "another quote"
    assert export_postgis(layers | {"claims": changed}, url).written["claims"] == 1
    after = {row[1]: row[0] for row in state(url)["claims"]}
    assert {key for key in after if after[key] != before[key]} == {changed.claim_id[3]}
    assert ask(url, "SELECT quote FROM frontmap.claims WHERE claim_id = %s", changed.claim_id[3]) == [("another quote",)]


@needs_server
def test_builds_add_up_and_pruning_mirrors_one(url, layers):
    few = make_layers(**make_run(12))
    export_postgis(layers, url)
    assert not any(export_postgis(few, url).removed.values())
    assert ask(url, "SELECT count(*) FROM frontmap.claims") == [(len(layers["claims"]),)]
    removed = export_postgis(few, url, prune=True).removed
    assert removed["claims"] == len(layers["claims"]) - len(few["claims"])
    assert ask(url, "SELECT count(*) FROM frontmap.claims") == [(len(few["claims"]),)]


@needs_server
def test_tables_have_keys_checks_indexes_and_comments_from_the_definitions(url, layers):
    export_postgis(layers, url)
    for name in postgis._ORDER:
        layer = schema.layer(name)
        columns = ask(
            url,
            "SELECT a.attname, col_description(a.attrelid, a.attnum), a.attnotnull FROM pg_attribute a "
            "WHERE a.attrelid = %s::regclass AND a.attnum > 0 ORDER BY a.attnum",
            f"frontmap.{name}",
        )
        assert [row[0] for row in columns] == [*layer.names, *(["geom"] if layer.geometry else []), "row_digest"]
        assert all(row[1] for row in columns)
        assert {row[0] for row in columns if row[2]} >= {column.name for column in layer.columns if column.required}
        indexes = " ".join(
            row[0] for row in ask(url, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'frontmap' AND tablename = %s", name)
        )
        assert ("USING gist" in indexes) is bool(layer.geometry)
    assert ask(url, "SELECT type FROM geometry_columns WHERE f_table_name = 'areas'") == [("MULTIPOLYGON",)]
    with pytest.raises(psycopg.errors.CheckViolation):
        ask(url, "UPDATE frontmap.claims SET modality = 'shouted' RETURNING 1")
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        ask(url, "UPDATE frontmap.areas SET claim_id = claim_id || 'x' RETURNING 1")


@needs_server
def test_texts_with_sql_in_them_are_stored_as_text(url, layers):
    evil = "'); DROP SCHEMA frontmap CASCADE; --\\\t\n\r\"\\."
    quotes = pandas.Series([evil, "\\N", "\\."] + ["x"] * (len(layers["claims"]) - 3), dtype="str")
    export_postgis(layers | {"claims": layers["claims"].assign(quote=quotes)}, url, 'evil"; schema')
    rows = ask(url, 'SELECT quote FROM "evil""; schema".claims ORDER BY claim_id LIMIT 3')
    assert [row[0] for row in rows] == [evil, "\\N", "\\."]
    ask(url, 'DROP SCHEMA "evil""; schema" CASCADE')


@needs_server
def test_a_load_that_fails_leaves_the_old_state(url, layers):
    export_postgis(layers, url)
    before = state(url)
    orphaned = layers["areas"].copy()
    orphaned.loc[0, "claim_id"] = "c_nobody"
    with pytest.raises(OutputError, match="foreign key") as told:
        export_postgis(layers | {"areas": orphaned, "claims": layers["claims"].assign(actor="someone else")}, url)
    assert "\n" not in str(told.value)
    assert state(url) == before


@needs_server
def test_a_server_that_ends_the_session_in_the_middle_leaves_the_old_state(url, layers, monkeypatch):
    export_postgis(layers, url)
    before = state(url)
    original = postgis._Table.upsert

    def upsert(self):
        if self.layer.name == "areas":
            ask(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'frontmap'")
        return original(self)

    monkeypatch.setattr(postgis._Table, "upsert", upsert)
    with pytest.raises(OutputError, match="database is unchanged"):
        export_postgis(layers | {"claims": layers["claims"].assign(actor="someone else")}, url)
    assert state(url) == before


@needs_server
def test_two_loads_at_once_do_not_clash(url, layers):
    found = []
    threads = [threading.Thread(target=lambda: found.append(export_postgis(layers, url))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sum(loaded.written.values()) for loaded in found) == [0, sum(len(layers[name]) for name in postgis._ORDER)]


@needs_server
def test_a_role_that_owns_only_its_schema_is_enough(url, layers):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        connection.execute("DROP ROLE IF EXISTS frontmap_loader")
        for statement in least_privilege("frontmap", "frontmap_loader"):
            connection.execute(statement)
    narrow = url.replace("postgresql://" + url.split("//")[1].split("@")[0], "postgresql://frontmap_loader")
    try:
        assert export_postgis(layers, narrow).written["claims"]
        with pytest.raises(OutputError, match="permission denied"):
            export_postgis(layers, narrow, "elsewhere")
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP OWNED BY frontmap_loader CASCADE")
            connection.execute("DROP ROLE frontmap_loader")


def least_privilege(schema_name, role):
    """The statements that docs/postgis.md gives, so that they stay true."""
    text = (Path(__file__).parents[1] / "docs" / "postgis.md").read_text(encoding="utf-8")
    block = text.split("```sql\n")[1].split("```")[0]
    return [
        statement for statement in block.replace("PASSWORD 'choose one'", "").split(";\n") if role in statement and schema_name in statement
    ]


@needs_server
def test_tables_of_another_version_are_not_touched(url, layers):
    export_postgis(layers, url)
    ask(url, "ALTER TABLE frontmap.claims DROP COLUMN actor")
    with pytest.raises(OutputError, match=r"frontmap\.claims is of another version of frontmap \(actor differ\)"):
        export_postgis(layers, url)


@needs_server
def test_a_refused_password_is_told_without_showing_it(server, layers):
    with pytest.raises(OutputError) as told:
        export_postgis(layers, server.replace("@", ":sesame@").replace("postgresql://", "postgresql://nobody_"))
    assert "sesame" not in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/x", "postgresql://127.0.0.1:notaport/x", "nonsense", "host=127.0.0.1 port=1"])
def test_a_server_that_is_down_or_no_server_is_told_in_one_line(url, layers):
    with pytest.raises(OutputError, match=r"^PostGIS: ") as told:
        export_postgis(layers, url)
    assert "\n" not in str(told.value)


def digests(layer, frame):
    return row_digests(layer, frame, shapes_as_wkb(layer, frame))


def test_digests_tell_rows_apart_and_equal_rows_together(layers):
    layer, frame = schema.layer("areas"), layers["areas"]
    assert (digests(layer, frame) == digests(layer, frame.copy())).all()
    assert len(set(digests(layer, frame))) == len(frame)
    moved = frame.set_geometry(frame.geometry.translate(0.000001))
    assert (digests(layer, moved) != digests(layer, frame)).all()


def test_a_load_is_a_record_of_what_it_changed():
    assert [field.name for field in dataclasses.fields(Loaded)] == ["written", "removed"]
