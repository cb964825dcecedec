import csv
import io
import json
from xml.etree import ElementTree

import geopandas
import pandas
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from factories import make_run
from frontmap.errors import DataError, InputError, OutputError, UsageError
from frontmap.layers import schema
from frontmap.layers.frames import make_layers
from frontmap.output import exports
from frontmap.output.crosswalk import crosswalk
from frontmap.output.exports import FORMATS, export_crosswalk, export_layers
from frontmap.output.files import write_build
from frontmap.output.filters import Filter, filter_from_texts, filter_layers
from frontmap.output.kml import kml_color, text
from frontmap.output.readers import read_layers
from frontmap.output.shapefile import cut_to_bytes, short_names

KML = {"k": "http://www.opengis.net/kml/2.2"}
parsed = ElementTree.fromstring
"""XML of our own making, so that nothing in it is to be feared."""


@pytest.fixture(scope="module")
def layers():
    return make_layers(**make_run(60))


def equal(one, other, columns):
    """Whether two frames hold the same values, whatever their types and order."""
    one, other = (frame[list(columns)].astype("object").where(frame[list(columns)].notna(), None) for frame in (one, other))
    return sorted(map(tuple, one.to_numpy().tolist()), key=str) == sorted(map(tuple, other.to_numpy().tolist()), key=str)


# --- reading back, with another library than the one that wrote ------------------------------------------------------------------------


def test_a_build_is_read_back_with_the_same_types_and_values(tmp_path, layers):
    write_build(tmp_path, layers, {}, "")
    read = read_layers(tmp_path)
    assert tuple(read) == tuple(layers)
    for name, frame in layers.items():
        pandas.testing.assert_frame_equal(pandas.DataFrame(read[name]), pandas.DataFrame(frame), obj=name)


def test_a_geopackage_alone_is_read_without_the_table_of_all_claims(tmp_path, layers):
    export_layers(layers, tmp_path / "x.gpkg", "gpkg")
    assert set(read_layers(tmp_path / "x.gpkg")) == set(layers) - {"claims_table"}


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0 broken"])
def test_what_is_no_geopackage_is_named(tmp_path, content):
    path = tmp_path / "x.gpkg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.gpkg"):
        read_layers(path)


def test_gdal_reads_our_geojson(tmp_path, layers):
    exported = export_layers(layers, tmp_path, "geojson")
    assert {path.name for path in exported.files} == {f"{name}.{suffix}" for name in schema.LAYERS for suffix in ("geojson", "qml")}
    for name in schema.LAYERS:
        frame = pyogrio.read_dataframe(tmp_path / f"{name}.geojson")
        assert len(frame) == len(layers[name])
        assert shapely.equals_exact(frame.geometry.to_numpy(), layers[name].geometry.to_numpy(), tolerance=0).all()


def test_a_flatgeobuf_is_read_by_flatgeobufs_own_library(tmp_path, layers):
    flatgeobuf = pytest.importorskip("flatgeobuf")
    export_layers(layers, tmp_path, "fgb")
    for name in ("areas", "places", "mentions"):  # the others have boolean columns, on which that library fails
        features = flatgeobuf.load(io.BytesIO((tmp_path / f"{name}.fgb").read_bytes()))["features"]
        key = schema.layer(name).key
        assert {feature["properties"][key] for feature in features} == set(layers[name][key])
        assert {feature["geometry"]["type"] for feature in features} == {schema.layer(name).geometry}


def test_a_geoparquet_is_read_by_duckdb(tmp_path, layers):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    export_layers(layers, tmp_path, "geoparquet")
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as db:
        rows = db.execute(f"SELECT claim_id, quote, date_start, bbox.xmin FROM read_parquet('{tmp_path}/claims.parquet')").fetchall()  # noqa: S608
    wanted = {row.claim_id: (row.quote, row.date_start, row.geometry.x) for row in layers["claims"].itertuples()}
    assert {row[0]: (row[1], pandas.Timestamp(row[2]), row[3]) for row in rows} == wanted


def test_a_geoparquet_is_a_geoparquet_of_version_1_1(tmp_path, layers):
    parquet = pytest.importorskip("pyarrow.parquet")
    export_layers(layers, tmp_path, "geoparquet")
    meta = json.loads(parquet.read_schema(tmp_path / "areas.parquet").metadata[b"geo"])
    assert meta["version"] == "1.1.0"
    assert meta["columns"]["geometry"]["geometry_types"] == ["MultiPolygon"]
    assert "covering" in meta["columns"]["geometry"]


def test_a_shapefile_is_read_by_pyshp_and_says_what_it_shortened(tmp_path, layers):
    shapefile = pytest.importorskip("shapefile")
    long = "ї" * 200
    changed = layers | {"claims": layers["claims"].assign(quote=pandas.Series([long] * len(layers["claims"]), dtype="str"))}
    exported = export_layers(changed, tmp_path, "shp")
    with shapefile.Reader(str(tmp_path / "claims.shp"), encoding="utf-8") as reader:
        records = reader.records()
    assert [record["claim_id"] for record in records] == list(layers["claims"].claim_id)
    assert {record["quote"] for record in records} == {"ї" * 127}
    told = [notice.message for notice in exported.notices if notice.where == "claims.shp"]
    assert any("source_side -> source_sid" in message for message in told)
    assert any(f"{len(records)} texts cut to 254 bytes" in message for message in told)
    names = {row["column"]: row["short"] for row in csv.DictReader((tmp_path / "claims.columns.csv").open())}
    assert names["marker-color"] == "marker_col"


def test_csv_holds_every_layer_once_with_its_geometry_as_text(tmp_path, layers):
    export_layers(layers, tmp_path, "csv")
    assert {path.stem for path in tmp_path.iterdir()} == set(layers) - {"claims"}
    rows = list(csv.DictReader((tmp_path / "areas.csv").open(encoding="utf-8")))
    assert shapely.from_wkt([row["wkt"] for row in rows]).tolist() == layers["areas"].geometry.tolist()


def test_kml_has_styles_time_spans_and_every_column(tmp_path, layers):
    export_layers(layers, tmp_path / "map.kml", "kml")
    root = parsed((tmp_path / "map.kml").read_bytes())
    folders = {folder.findtext("k:name", "", KML): folder.findall("k:Placemark", KML) for folder in root.iterfind(".//k:Folder", KML)}
    assert {name: len(marks) for name, marks in folders.items()} == {
        schema.layer(name).title: len(layers[name]) for name in ("claims", "movements", "areas", "places")
    }
    styles = {style.get("id") for style in root.iterfind(".//k:Style", KML)}
    row = layers["claims"].iloc[0]
    mark = folders["Claims"][0]
    assert mark.findtext("k:styleUrl", "", KML)[1:] in styles
    assert mark.findtext("k:TimeSpan/k:begin", "", KML) == f"{row.date_start:%Y-%m-%d}"
    data = {item.get("name"): item.findtext("k:value", "", KML) for item in mark.iterfind("k:ExtendedData/k:Data", KML)}
    assert data["quote"] == row.quote
    assert mark.findtext("k:Point/k:coordinates", "", KML) == f"{row.geometry.x:g},{row.geometry.y:g}"


def test_gdal_reads_the_shapes_of_our_kml(tmp_path, layers):
    holed = shapely.MultiPolygon([shapely.box(0, 0, 3, 3) - shapely.box(1, 1, 2, 2), shapely.box(5, 5, 6, 6)])
    areas = layers["areas"].assign(geometry=[shapely.orient_polygons(holed)] * len(layers["areas"])).set_crs("EPSG:4326")
    export_layers(layers | {"areas": areas}, tmp_path / "map.kml", "kml")
    read = pyogrio.read_dataframe(tmp_path / "map.kml", layer="Areas")
    assert read.geometry.iloc[0].equals(holed)
    lines = pyogrio.read_dataframe(tmp_path / "map.kml", layer="Movements").geometry.force_2d()
    assert shapely.equals(lines.to_numpy(), layers["movements"].geometry.to_numpy()).all()


@given(st.text(max_size=40))
def test_any_text_fits_into_xml(value):
    assert parsed(f"<a>{text(value)}</a>").text in (None, *[text(value)]) or "&" in text(value) or "\r" in value


def test_kml_colours_run_backwards():
    assert kml_color("#112233", 0.5) == "80332211"


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_takes_layers_without_rows(tmp_path, kind):
    if kind == "geoparquet":
        pytest.importorskip("pyarrow")
    target = tmp_path / f"x.{kind}" if kind in ("gpkg", "kml") else tmp_path
    assert export_layers(make_layers(**make_run(0)), target, kind).files


@pytest.mark.parametrize("kind", ["gpkg", "geojson", "csv", "kml", "shp", "geoparquet"])
def test_the_same_rows_give_the_same_bytes_in_every_format(tmp_path, layers, kind):
    if kind == "geoparquet":
        pytest.importorskip("pyarrow")
    for name in ("one", "other"):
        export_layers(layers, tmp_path / name / ("x." + kind if kind in ("gpkg", "kml") else ""), kind)
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "other"))
    assert one == other


def test_a_target_with_the_formats_suffix_takes_one_layer(tmp_path, layers):
    assert [path.name for path in export_layers(layers, tmp_path / "areas.fgb", "fgb").files] == ["areas.fgb"]
    assert pyogrio.read_info(tmp_path / "areas.fgb")["geometry_type"] == "MultiPolygon"
    export_layers(layers, tmp_path / "mine.geojson", "geojson")
    assert len(geopandas.read_file(tmp_path / "mine.geojson")) == len(layers["claims"])
    with pytest.raises(UsageError, match="sources has no geometry"):
        export_layers(layers, tmp_path / "sources.fgb", "fgb")


def test_an_unknown_format_is_named_with_those_that_exist(tmp_path, layers):
    with pytest.raises(UsageError, match="--format dxf: expected one of gpkg, kml"):
        export_layers(layers, tmp_path, "dxf")


def test_an_export_that_fails_leaves_the_old_file(tmp_path, layers, monkeypatch):
    export_layers(layers, tmp_path / "x.gpkg", "gpkg")
    before = (tmp_path / "x.gpkg").read_bytes()

    def full(path, tables):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(exports, "write_geopackage", full)
    with pytest.raises(OutputError, match=r"x\.gpkg: cannot be written \(No space left"):
        export_layers(layers, tmp_path / "x.gpkg", "gpkg")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x.gpkg", before)]


def test_layers_that_break_their_definition_are_not_exported(tmp_path, layers):
    with pytest.raises(DataError, match="type"):
        export_layers(layers | {"claims": layers["claims"].assign(type="party")}, tmp_path, "csv")


# --- filters ---------------------------------------------------------------------------------------------------------------------------


def test_filters_are_read_as_users_write_them():
    found = filter_from_texts(["side=russia, ukraine", "type=capture", "type=hold", "after=2025-12-01", "bbox=36,47,38.5,49"])
    assert found == Filter(side=("russia", "ukraine"), type=("capture", "hold"), after="2025-12-01", bbox=(36, 47, 38.5, 49))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("colour=red", "expected NAME=VALUE with one of source, side"),
        ("side", "expected NAME=VALUE"),
        ("side=", "expected NAME=VALUE"),
        ("type=party", "expected one of capture, hold"),
        ("modality=loud", "expected one of asserted"),
        ("after=soon", "expected one like 2025-12-01"),
        ("before=2025-02-30", "expected one like"),
        ("bbox=1,2,3", "expected four numbers"),
        ("bbox=1,9,3,4", "south above north"),
        ("bbox=1,2,300,4", "outside longitude"),
        ("bbox=nan,1,2,3", "outside longitude"),
    ],
)
def test_a_filter_that_makes_no_sense_is_told(given, told):
    with pytest.raises(UsageError, match=told):
        filter_from_texts([given])


def kept(layers, **wanted):
    return filter_layers(layers, Filter(**wanted))


def test_filters_combine_and_keep_what_belongs_to_the_claims(layers):
    found = kept(layers, side=("northland",), type=("capture", "hold"))
    assert set(found["claims"].source_side) == {"northland"}
    assert set(found["claims"]["type"]) <= {"capture", "hold"}
    ids = set(found["claims"].claim_id)
    assert ids
    assert set(found["areas"].claim_id) == ids
    assert set(found["movements"].claim_id) <= ids
    assert set(found["places"].place_id) == set(found["claims"].place_id)
    assert set(found["sources"].source_id) >= set(found["claims"].source_id)
    assert isinstance(found["claims"], geopandas.GeoDataFrame)


def test_a_place_is_found_by_folded_name_or_id(layers):
    by_name, by_id = kept(layers, place=("ALDER",)), kept(layers, place=("fm:town-0",))
    assert len(by_name["claims"]) == len(by_id["claims"]) > 0


def test_a_source_is_found_by_name_or_id(layers):
    assert len(kept(layers, source=("the watch",))["claims"]) == len(kept(layers, source=("body:watch",))["claims"]) > 0


def test_dates_bound_the_events_and_claims_without_a_date_never_fit(layers):
    found = kept(layers, after="2031-03-05", before="2031-03-07")["claims"]
    assert set(found.date_start.dt.day) == {5, 6, 7}
    undated = layers["claims_table"].assign(date_start=pandas.NaT, date_end=pandas.NaT).astype({"date_start": "datetime64[s]"})
    assert len(kept(layers | {"claims_table": undated}, after="1900-01-01")["claims"]) == 0


def test_a_box_keeps_claims_whose_area_touches_it(layers):
    found = kept(layers, bbox=(30.0, 45.0, 30.11, 45.11))["claims"]
    assert set(found.place) == {"Alder", "Birchfield"}
    assert len(kept(layers, bbox=(170, -10, -170, 10))["claims"]) == 0


def test_filtered_layers_still_obey_their_definitions(tmp_path, layers):
    assert export_layers(kept(layers, type=("strike",)), tmp_path / "x.gpkg", "gpkg").files


def test_no_filter_keeps_everything(layers):
    assert {name: len(frame) for name, frame in filter_layers(layers, Filter()).items()} == {n: len(f) for n, f in layers.items()}


# --- crosswalks ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["acled", "plover", "viina"])
def test_crosswalks_leave_out_what_did_not_happen_and_count_it(layers, scheme):
    frame, notices = crosswalk(layers, scheme)
    happened = layers["claims"][layers["claims"].modality.isin(["asserted", "hedged"])]
    out = len(layers["claims"]) - len(happened)
    assert any(notice.message.startswith(f"{out} claims are denied or only possible") for notice in notices)
    key = "event_id_cnty" if scheme == "acled" else "event_id"
    assert set(frame[key]) <= set(happened.claim_id)
    counted = sum(int(notice.message.split()[0]) for notice in notices)
    assert len(frame) + counted == len(layers["claims"])


def test_every_claim_type_has_a_row_in_each_crosswalk():
    from frontmap.data import layers_dir, read_rows
    from frontmap.model import CLAIM_TYPES

    for name in ("acled.csv", "crosswalk.csv"):
        plain = [row["type"] for _, row in read_rows(layers_dir() / name) if not row.get("words") and not row.get("acled")]
        assert sorted(plain) == sorted(CLAIM_TYPES), name


def test_acled_rows_have_its_columns_and_words(layers):
    frame, _ = crosswalk(layers, "acled")
    row = frame.set_index("event_id_cnty").loc["c_0000000000000000"]
    assert (row.event_type, row.sub_event_type) == ("Battles", "Non-state actor overtakes territory")
    assert (row.event_date, row.year, row.time_precision, row.geo_precision) == ("2031-03-01", 2031, 1, 1)
    assert (row.latitude, row.longitude) == (45, 30)


def test_an_event_without_a_date_takes_the_reports_with_the_worst_precision(layers):
    undated = layers["claims"].assign(date_start=pandas.NaT).astype({"date_start": "datetime64[s]"})
    frame, _ = crosswalk(layers | {"claims": undated}, "acled")
    assert set(frame.event_date) == {"2031-03-04"}
    assert set(frame.time_precision) == {3}


def test_viina_labels_are_set_by_type_and_actor(layers):
    frame, _ = crosswalk(layers, "viina")
    row = frame.set_index("event_id").loc["c_0000000000000000"]
    assert (row.t_mil_b, row.t_control_b, row.t_airstrike_b, row.a_other_b, row.a_rus_b) == (1, 1, 0, 1, 0)
    assert row.date == "20310301"


def test_a_crosswalk_is_a_csv_safe_for_spreadsheets(tmp_path, layers):
    evil = layers["claims"].assign(quote=pandas.Series(["=1+1"] * len(layers["claims"]), dtype="str"))
    export_crosswalk({"claims": evil}, tmp_path / "acled.csv", "acled")
    assert {row["notes"] for row in csv.DictReader((tmp_path / "acled.csv").open())} == {"'=1+1"}


def test_an_unknown_scheme_is_named_with_those_that_exist(layers):
    with pytest.raises(UsageError, match="expected one of acled, plover, viina"):
        crosswalk(layers, "cameo")


# --- Shapefile -------------------------------------------------------------------------------------------------------------------------


@given(st.lists(st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=15), unique=True, max_size=40))
def test_short_names_are_ten_characters_each_its_own(names):
    short = short_names(tuple(names))
    assert len(set(short.values())) == len(names)
    assert all(len(name) <= 10 for name in short.values())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_cut_text_is_a_beginning_that_fits(value):
    assert value.startswith(cut_to_bytes(value))
    assert len(cut_to_bytes(value).encode()) <= 254
