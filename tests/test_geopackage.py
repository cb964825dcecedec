import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import numpy
import pandas
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from factories import make_run
from frontmap.layers import schema, styles
from frontmap.layers.frames import make_layers
from frontmap.output.files import write_build
from frontmap.output.geopackage import quoted, write_geopackage
from frontmap.output.gpkgmeta import iso_metadata
from frontmap.output.qgs import project_from_layers
from frontmap.output.qml import qgis_filter, qml_from_layer, rgba
from frontmap.output.rtree import fill_rtree
from frontmap.output.sld import sld_from_layer

parsed = ElementTree.fromstring
"""XML of our own making, so that nothing in it is to be feared."""
FAMILIES = styles.side_families(["russia", "ukraine", "third_party"])


@pytest.fixture(scope="module")
def layers():
    return {name: frame for name, frame in make_layers(**make_run(60)).items() if name != "claims_table"}


@pytest.fixture(scope="module")
def path(layers, tmp_path_factory):
    path = tmp_path_factory.mktemp("gpkg") / "frontmap.gpkg"
    write_geopackage(path, layers)
    return path


@pytest.fixture
def db(path):
    with closing(sqlite3.connect(path)) as db:
        yield db


def test_it_is_a_geopackage_of_version_1_3(db):
    assert db.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert db.execute("PRAGMA user_version").fetchone() == (10300,)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("name", schema.LAYERS)
def test_gdal_reads_back_every_layer_as_it_was(path, layers, name):
    frame = pyogrio.read_dataframe(path, layer=name)
    assert pyogrio.read_info(path, layer=name)["geometry_type"] == schema.layer(name).geometry
    assert shapely.equals_exact(frame.geometry.to_numpy(), layers[name].geometry.to_numpy(), tolerance=0).all()
    for column in schema.layer(name).columns:
        mine, read = layers[name][column.name], frame[column.name]
        missing = mine.isna().to_numpy()
        assert (read.isna().to_numpy() == missing).all(), column.name
        if column.type == "date":
            read, mine = read.astype("datetime64[s]"), mine.astype("datetime64[s]")
        assert read[~missing].tolist() == mine[~missing].tolist(), column.name


@pytest.mark.parametrize("name", ["sources", "unplaced", "evidence", "control_areas"])
def test_gdal_reads_back_every_table(path, layers, name):
    frame = pyogrio.read_dataframe(path, layer=name)
    key = schema.layer(name).key
    assert list(frame[key]) == list(layers[name][key])


def test_the_spatial_index_finds_what_a_scan_finds(path, layers):
    box = (31, 45.5, 34, 48)
    found = pyogrio.read_dataframe(path, layer="areas", bbox=box)
    wanted = layers["areas"][layers["areas"].intersects(shapely.box(*box))]
    assert sorted(found.claim_id) == sorted(wanted.claim_id)


@pytest.mark.parametrize("number", [0, 1, 48, 49, 2304, 2305, 20000])
def test_a_packed_index_is_sound_and_can_still_be_edited(number):
    random = numpy.random.default_rng(number)
    west, south = random.uniform(-180, 179, number), random.uniform(-90, 89, number)
    boxes = numpy.column_stack([west, west + random.uniform(0, 1, number), south, south + random.uniform(0, 1, number)])
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE boxes USING rtree(id, minx, maxx, miny, maxy)")
        fill_rtree(db, '"boxes', boxes)
        assert db.execute("SELECT rtreecheck('boxes')").fetchone() == ("ok",)
        found = db.execute("SELECT id FROM boxes WHERE minx < 10 AND maxx > 0 AND miny < 10 AND maxy > -10").fetchall()
        scan = (boxes[:, 0] < 10) & (boxes[:, 1] > 0) & (boxes[:, 2] < 10) & (boxes[:, 3] > -10)
        assert {row[0] for row in found} >= set((numpy.flatnonzero(scan) + 1).tolist())
        db.execute("DELETE FROM boxes WHERE id <= ?", (number // 2,))
        db.execute("INSERT INTO boxes VALUES (?, 1, 2, 3, 4)", (number + 1,))
        assert db.execute("SELECT rtreecheck('boxes')").fetchone() == ("ok",)


def test_every_drawn_layer_has_a_default_style_for_qgis_and_map_servers(db):
    rows = db.execute("SELECT f_table_name, f_geometry_column, styleQML, styleSLD, useAsDefault FROM layer_styles").fetchall()
    assert [row[0] for row in rows] == list(schema.LAYERS)
    for _, geometry, qml, sld, default in rows:
        assert (geometry, default) == ("geom", 1)
        assert parsed(qml).tag == "qgis"
        assert parsed(sld).tag.endswith("StyledLayerDescriptor")


def test_columns_are_described_where_gdal_and_qgis_look(db):
    rows = db.execute("SELECT column_name, title, description FROM gpkg_data_columns WHERE table_name = 'claims' ORDER BY rowid").fetchall()
    assert [(row[0], row[1]) for row in rows] == [(column.name, column.alias) for column in schema.layer("claims").columns]
    assert {row[0]: row[2] for row in rows}["distance_km"] == "Stated distance from the place. Unit: km"
    codes = db.execute("SELECT value, description FROM gpkg_data_column_constraints WHERE constraint_name = 'frontmap_modality'").fetchall()
    assert dict(codes) == dict(schema.code_lists()["modality"].values)


def test_metadata_carries_abstract_licence_and_lineage(db):
    for name in schema.LAYERS:
        text = iso_metadata(schema.layer(name))
        stored = db.execute(
            "SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON md_file_id = id WHERE table_name = ?", (name,)
        ).fetchone()
        assert stored == (text,)
        for word in ("abstract", "useLimitation", "lineage"):
            assert f"gmd:{word}" in text


def test_relations_are_foreign_keys(db):
    keys = {(row[2], row[3], row[4]) for row in db.execute("PRAGMA foreign_key_list(claims)")}
    assert keys >= {("places", "place_id", "place_id"), ("sources", "source_id", "source_id"), ("evidence", "group_id", "group_id")}


def test_hostile_names_and_texts_are_stored_as_text(tmp_path, layers):
    evil = "'); DROP TABLE claims; --\"\\"
    frame = layers["claims"].assign(quote=pandas.Series([evil] * len(layers["claims"]), dtype="str"))
    write_geopackage(tmp_path / "x.gpkg", {"claims": frame})
    assert set(pyogrio.read_dataframe(tmp_path / "x.gpkg", layer="claims").quote) == {evil}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20))
def test_any_name_can_be_quoted(name):
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE TABLE t ({quoted(name)} TEXT)")
        assert db.execute("PRAGMA table_info(t)").fetchone()[1] == name


def test_layers_without_rows_are_still_layers(tmp_path):
    empty = {name: frame for name, frame in make_layers(**make_run(0)).items() if name != "claims_table"}
    write_geopackage(tmp_path / "empty.gpkg", empty)
    assert pyogrio.read_info(tmp_path / "empty.gpkg", layer="areas")["features"] == 0


def test_the_same_rows_give_the_same_bytes(tmp_path, layers):
    for name in ("one", "other"):
        write_geopackage(tmp_path / name, layers)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


# --- styles ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", schema.LAYERS)
def test_qml_has_a_symbol_for_every_rule_and_an_alias_for_every_column(name):
    layer = schema.layer(name)
    root = parsed(qml_from_layer(layer, FAMILIES))
    wanted = {rule.get("symbol") for rule in root.iter("rule") if rule.get("symbol")}
    assert wanted == {symbol.get("name") for symbol in root.find(".//symbols")}
    assert {alias.get("field"): alias.get("name") for alias in root.iter("alias")} == {c.name: c.alias for c in layer.columns}
    assert root.find("temporal").get("startField") == layer.begin


def test_qml_dashes_the_hedged_crosses_the_denied_and_points_arrows():
    root = parsed(qml_from_layer(schema.layer("movements"), FAMILIES))
    symbols = {symbol.get("name"): symbol for symbol in root.find(".//symbols")}
    by_label = {rule.get("label"): symbols[rule.get("symbol")] for rule in root.iter("rule") if rule.get("symbol")}
    dashed = {label: symbol.find("layer/prop[@k='use_custom_dash']").get("v") for label, symbol in by_label.items()}
    assert dashed == {"Asserted": "0", "Hedged": "1", "Possible": "1", "Denied": "0"}
    shapes = {label: [prop.get("v") for prop in symbol.iterfind(".//symbol/layer/prop[@k='name']")] for label, symbol in by_label.items()}
    assert all("filled_arrowhead" in found for found in shapes.values())
    assert {label for label, found in shapes.items() if "cross2" in found} == {"Denied"}


def test_sld_names_the_same_rules_as_qml():
    sld = parsed(sld_from_layer(schema.layer("claims"), FAMILIES))
    qml = parsed(qml_from_layer(schema.layer("claims"), FAMILIES))
    assert len(sld.findall(".//{http://www.opengis.net/se}Rule")) == len([rule for rule in qml.iter("rule") if rule.get("symbol")])


def test_a_filter_quotes_what_a_side_is_called():
    from frontmap.layers.symbology import Condition

    assert qgis_filter([Condition("source_side", "=", "o'side"), Condition("geo_precision", "<", 3)]) == (
        "\"source_side\" = 'o''side' AND \"geo_precision\" < 3"
    )
    assert rgba("#ff8000", 0.5) == "255,128,0,128"


def test_a_tip_over_a_feature_escapes_what_the_report_says():
    tip = parsed(qml_from_layer(schema.layer("claims"), FAMILIES)).findtext("mapTip")
    assert tip.count("[%") == tip.count("'&lt;'")


# --- the QGIS project ------------------------------------------------------------------------------------------------------------------

PROJECT = project_from_layers(
    [schema.layer(name) for name in (*schema.LAYERS, "sources", "evidence")], FAMILIES, "frontmap.gpkg", (1, 2, 3, 4)
)


def test_a_project_opens_the_geopackage_beside_it():
    root = parsed(PROJECT)
    sources = [element.text for element in root.iterfind("projectlayers/maplayer/datasource")]
    assert sorted(sources) == sorted(f"./frontmap.gpkg|layername={name}" for name in (*schema.LAYERS, "sources", "evidence"))
    assert root.findtext("properties/Paths/Absolute") == "false"
    ids = {element.text for element in root.iterfind("projectlayers/maplayer/id")}
    assert ids == {element.get("id") for element in root.iter("layer-tree-layer")}
    assert all(len(name) > 10 for name in ids)  # QGIS replaces shorter ones


def test_a_project_relates_only_layers_that_it_holds():
    relations = {(r.get("referencingLayer"), r.get("referencedLayer")) for r in parsed(PROJECT).iter("relation")}
    assert ("frontmap_claims", "frontmap_sources") in relations
    assert ("frontmap_areas", "frontmap_claims") in relations
    ids = {element.text for element in parsed(PROJECT).iterfind("projectlayers/maplayer/id")}
    assert {name for pair in relations for name in pair} <= ids


def has_qgis():
    system = Path("/usr/bin/python3")
    return system.exists() and subprocess.run([system, "-c", "import qgis.core"], capture_output=True).returncode == 0


@pytest.mark.skipif(not has_qgis(), reason="apt-get install python3-qgis")
def test_qgis_opens_every_layer_valid_styled_timed_and_related(tmp_path):
    write_build(tmp_path, make_layers(**make_run(60)), {}, "")
    script = Path(__file__).parents[1] / "benchmarks" / "check_qgis.py"
    done = subprocess.run(["/usr/bin/python3", script, tmp_path], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9 layers, 13 relations" in done.stdout
