import csv
import gc
import io
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pandas
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import make_run
from frontmap.errors import DataError, OutputError
from frontmap.layers import schema
from frontmap.layers.frames import make_layers
from frontmap.output import files
from frontmap.output.files import write_build
from frontmap.output.geojson import geojson_from_layer
from frontmap.output.staging import write_bytes, write_files
from frontmap.output.tables import csv_from_frame, safe_text

MANIFEST = {"frontmap": "0", "inputs": [], "counts": {"documents": 3}}


@pytest.fixture(scope="module")
def layers():
    return make_layers(**make_run(30))


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_build_holds_every_file_of_the_contract(tmp_path, layers):
    written = write_build(tmp_path / "out", layers, MANIFEST, "<html></html>")
    wanted = {"map.html", "claims.csv", "sources.csv", "unplaced.csv", "evidence.csv", "frontmap.gpkg", "build.json"}
    wanted |= {f"layers/{name}.geojson" for name in schema.LAYERS}
    assert wanted <= set(contents(tmp_path / "out"))
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in written) == sorted(contents(tmp_path / "out"))
    assert written[-1].name == "build.json"


def test_the_manifest_lists_files_and_content_digests(tmp_path, layers):
    write_build(tmp_path, layers, MANIFEST, "<html></html>")
    found = json.loads((tmp_path / "build.json").read_text())
    assert found["counts"] == {"documents": 3}
    assert found["layers"]["claims"] == len(layers["claims"])
    assert found["files"] == sorted(contents(tmp_path))
    for name, digest in found["content"].items():
        assert sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert str(tmp_path) not in (tmp_path / "build.json").read_text()


def test_the_same_rows_give_the_same_bytes_wherever_they_are_written(tmp_path, layers):
    for name in ("one", "other"):
        write_build(tmp_path / name, make_layers(**make_run(30)), MANIFEST, "<html></html>")
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_only_files_that_the_last_manifest_lists_are_removed(tmp_path, layers):
    write_build(tmp_path, layers, MANIFEST, "")
    listed = json.loads((tmp_path / "build.json").read_text())
    (tmp_path / "old.csv").write_text("ours")
    (tmp_path / "notes.txt").write_text("the user's")
    outside = tmp_path.parent / "outside.txt"
    outside.write_text("not ours")
    listed["files"] += ["old.csv", "../outside.txt", str(outside), "gone.csv", "layers"]
    (tmp_path / "build.json").write_text(json.dumps(listed))
    write_build(tmp_path, layers, MANIFEST, "")
    assert not (tmp_path / "old.csv").exists()
    assert (tmp_path / "notes.txt").exists()
    assert outside.exists()


@pytest.mark.parametrize("broken", ["", "[]", '{"files": 3}', '{"files": [1, null, ""]}', "\x00", '{"files": {"a": 1}}'])
def test_a_broken_manifest_of_the_run_before_removes_nothing(tmp_path, layers, broken):
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "build.json").write_text(broken)
    write_build(tmp_path, layers, MANIFEST, "")
    assert (tmp_path / "mine.txt").exists()


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path, layers):
    out = tmp_path / "out"
    write_build(out, layers, MANIFEST, "")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.csv").write_text("not ours")
    (out / "linked").symlink_to(tmp_path / "elsewhere")
    (out / "build.json").write_text(json.dumps({"files": ["linked/a.csv"]}))
    write_build(out, layers, MANIFEST, "")
    assert (tmp_path / "elsewhere" / "a.csv").exists()


def test_a_failure_in_the_middle_leaves_the_old_files_and_no_scraps(tmp_path, layers, monkeypatch):
    write_build(tmp_path, layers, MANIFEST, "old page")
    before = contents(tmp_path)

    def full(path, tables):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(files, "write_geopackage", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_build(tmp_path, layers, MANIFEST, "new page")
    assert contents(tmp_path) == before


def test_a_full_disk_is_told_in_one_line(tmp_path):
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no device that is always full")
    with pytest.raises(OutputError, match="No space left on device") as told:
        write_files(tmp_path, {"a.txt": lambda path: full.write_text("x") and None})
    assert "\n" not in str(told.value)


def test_a_file_in_place_of_the_folder_is_told(tmp_path, layers):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match=r"out.*cannot be written"):
        write_build(tmp_path / "out", layers, MANIFEST, "")
    assert (tmp_path / "out").read_text() == "a file"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(tmp_path, layers):
    tmp_path.chmod(0o555)
    with pytest.raises(OutputError, match="cannot be written"):
        write_build(tmp_path, layers, MANIFEST, "")


def test_layers_that_break_their_definition_are_not_written(tmp_path, layers):
    broken = {**layers, "claims": layers["claims"].assign(modality="shouted")}
    with pytest.raises(DataError, match="modality"):
        write_build(tmp_path, broken, MANIFEST, "")
    assert contents(tmp_path) == {}


# --- GeoJSON ---------------------------------------------------------------------------------------------------------------------------


def test_geojson_has_no_crs_and_an_id_a_feature(layers):
    found = json.loads(geojson_from_layer(layers["areas"], "claim_id"))
    assert set(found) == {"type", "features"}
    assert [f["id"] for f in found["features"]] == list(layers["areas"].claim_id)
    assert {f["geometry"]["type"] for f in found["features"]} == {"MultiPolygon"}


def test_geojson_values_are_those_of_the_frame(layers):
    found = json.loads(geojson_from_layer(layers["claims"], "claim_id"))
    for (_, row), feature in zip(layers["claims"].iterrows(), found["features"], strict=True):
        assert set(feature["properties"]) == set(schema.layer("claims").names)
        assert feature["properties"]["quote"] == row.quote
        assert feature["properties"]["implicit"] is bool(row.implicit)
        assert feature["properties"]["date_start"] == f"{row.date_start:%Y-%m-%d}"
        assert feature["properties"]["distance_km"] is None
        assert tuple(feature["geometry"]["coordinates"]) == (row.geometry.x, row.geometry.y)


def test_geojson_of_no_rows_is_an_empty_collection():
    empty = make_layers(**make_run(0))["claims"]
    assert json.loads(geojson_from_layer(empty, "claim_id")) == {"type": "FeatureCollection", "features": []}


ONE_CLAIM = make_layers(**make_run(1))["claims"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))  # frames hold no lone surrogates
@settings(deadline=None)
def test_any_text_survives_geojson_and_csv(text):
    frame = ONE_CLAIM.assign(quote=pandas.Series([text or None], dtype="str"))
    assert (json.loads(geojson_from_layer(frame, "claim_id"))["features"][0]["properties"]["quote"] or "") == text
    rows = list(csv.DictReader(io.StringIO(csv_from_frame(frame[["claim_id", "quote"]]).decode(), newline="")))
    assert rows[0]["quote"] in (text, "'" + text)


def test_coordinates_near_zero_stay_numbers():
    layers = make_layers(**make_run(1))
    layers["claims"].geometry = [shapely.Point(0.000001, 0.0)]
    assert json.loads(geojson_from_layer(layers["claims"], "claim_id"))["features"][0]["geometry"]["coordinates"] == [0.000001, 0]


# --- CSV -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2 km", "@cmd", "\tx", "\rx", "\nx", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert safe_text(text) == "'" + text


@pytest.mark.parametrize("text", ["plain", "a=b", "5 - 3", " =1", ""])
def test_a_plain_text_stays_as_it_is(text):
    assert safe_text(text) == text


def test_negative_numbers_stay_numbers_in_csv(layers):
    frame = layers["claims_table"].assign(lon=-70.5)
    rows = list(csv.DictReader(io.StringIO(csv_from_frame(frame).decode())))
    assert rows[0]["lon"] == "-70.5"
    assert rows[0]["implicit"] == "false"
    assert rows[10]["geo_precision"] == ""  # the eleventh claim has no place
    assert rows[0]["geo_precision"] == "1"


def test_claims_csv_holds_every_claim(tmp_path, layers):
    write_build(tmp_path, layers, MANIFEST, "")
    rows = list(csv.DictReader((tmp_path / "claims.csv").open(encoding="utf-8", newline="")))
    assert [row["claim_id"] for row in rows] == list(layers["claims_table"].claim_id)
    assert sum(row["lon"] == "" for row in rows) == len(rows) - len(layers["claims"])


def test_the_search_for_cycles_goes_on_after_a_write_as_before(tmp_path: Path) -> None:
    def write(path: Path) -> None:
        assert not gc.isenabled()
        path.write_bytes(b"x")

    write_files(tmp_path, {"a": write})
    assert gc.isenabled()


@pytest.mark.skipif(os.name != "posix", reason="only there can a process be asked for without harm")
def test_what_a_killed_run_left_aside_is_removed_by_the_next_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    left, living = tmp_path / f".map.{killed.pid}.part.html", tmp_path / f".map.{os.getppid()}.part.html"
    unlike = tmp_path / ".map.old.part.html"
    for path in (left, living, unlike):
        path.write_text("half", encoding="utf-8")
    write_files(tmp_path, {"map.html": write_bytes(b"whole")})
    assert contents(tmp_path) == {"map.html": b"whole", living.name: b"half", unlike.name: b"half"}
