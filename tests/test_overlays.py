import geopandas
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from factories import Registry, make_claim, make_document, make_evidence, make_located, make_place
from frontmap import model
from frontmap.errors import InputError
from frontmap.layers.frames import make_layers
from frontmap.output.overlays import check_against, check_summary, day_of, distance_to, overlay_of_day, read_overlay, read_overlays


def layers_at(*places, date="2031-03-05"):
    claims = [make_claim(i, place=make_place(i, lon=lon, lat=lat), date=date) for i, (lon, lat) in enumerate(places)]
    located = {claim.claim_id: make_located(claim) for claim in claims}
    return make_layers([model.Extraction(make_document())], make_evidence(claims), located, [], [], Registry())


@pytest.fixture
def held(tmp_path):
    """A reference area of one degree, west of 31 E, with a name."""
    path = tmp_path / "held.geojson"
    geopandas.GeoDataFrame({"name": ["held ground"]}, geometry=[shapely.box(30, 45, 31, 46)], crs=4326).to_file(path)
    return path


def test_claims_are_told_inside_outside_and_near(held):
    checked = check_against(layers_at((30.5, 45.5), (32, 45.5), (31.02, 45.5)), [read_overlay(held)], near_km=5)
    assert list(checked.position) == ["inside", "outside", "near"]
    assert list(checked.zone.fillna("-")) == ["held ground", "-", "-"]
    assert list(checked.share_inside.iloc[:2]) == [1, 0]
    assert 0 < checked.share_inside.iloc[2] < 1
    assert check_summary(checked) == {"inside": 1, "near": 1, "outside": 1}


def test_distances_are_geodesic():
    edge = shapely.LineString([(31, 40), (31, 50)])
    # One degree of longitude at 45.5 N on the WGS 84 ellipsoid: cos(lat) times the prime vertical's radius.
    assert distance_to(shapely.Point(32, 45.5), edge) == pytest.approx(78.15, abs=0.4)
    assert distance_to(shapely.Point(31, 45.5), edge) == 0


def test_a_line_has_no_inside(tmp_path):
    path = tmp_path / "line.geojson"
    geopandas.GeoDataFrame(geometry=[shapely.LineString([(31, 44), (31, 47)])], crs=4326).to_file(path)
    checked = check_against(layers_at((30.5, 45.5), (31.01, 45.5)), [read_overlay(path)])
    assert list(checked.position) == ["outside", "near"]
    assert checked.share_inside.isna().all()


def test_each_claim_is_held_against_the_latest_file_of_its_day(tmp_path):
    for day, east in (("20310301", 31), ("20310304", 33)):
        geopandas.GeoDataFrame(geometry=[shapely.box(30, 45, east, 46)], crs=4326).to_file(tmp_path / f"front_{day}.geojson")
    overlays = read_overlays(str(tmp_path / "front_*.geojson"), "Front", "A. Nonymous")
    assert [overlay.day for overlay in overlays] == ["2031-03-01", "2031-03-04"]
    where = {day: check_against(layers_at((32, 45.5), date=day), overlays).iloc[0] for day in ("2031-02-28", "2031-03-03", "2031-03-05")}
    assert [row.position for row in where.values()] == ["no reference", "outside", "inside"]
    assert where["2031-03-05"].reference == "Front 2031-03-04"
    assert overlay_of_day(overlays, None) is None


def test_a_file_without_a_day_holds_for_undated_claims_too(held):
    assert check_against(layers_at((30.5, 45.5), date=None), [read_overlay(held)]).position.iloc[0] == "inside"


def test_another_projection_is_brought_to_degrees(tmp_path, held):
    geopandas.read_file(held).to_crs(3857).to_file(tmp_path / "web.gpkg")
    assert read_overlay(tmp_path / "web.gpkg").frame.total_bounds == pytest.approx([30, 45, 31, 46], abs=1e-6)


@pytest.mark.parametrize("content", [b"", b"{}", b"no map", b'{"type":"FeatureCollection","features":[]}'])
def test_what_is_no_reference_is_named(tmp_path, content):
    (tmp_path / "x.geojson").write_bytes(content)
    with pytest.raises(InputError, match=r"x\.geojson"):
        read_overlay(tmp_path / "x.geojson")


def test_a_table_is_no_reference(tmp_path):
    (tmp_path / "front.csv").write_text("lat,lon\n48.2,37.1\n")
    with pytest.raises(InputError, match="no line and no area"):
        read_overlay(tmp_path / "front.csv")


def test_points_alone_and_metres_without_a_projection_are_refused(tmp_path):
    geopandas.GeoDataFrame(geometry=[shapely.Point(1, 2)], crs=4326).to_file(tmp_path / "points.geojson")
    with pytest.raises(InputError, match="no line and no area"):
        read_overlay(tmp_path / "points.geojson")
    with pytest.raises(InputError, match="cannot be read"):
        read_overlay(tmp_path / "missing.geojson")
    with pytest.raises(InputError, match="no file is named so"):
        read_overlays(str(tmp_path / "*.kml"))


@pytest.mark.parametrize(
    ("name", "day"),
    [("a_2025-12-01.geojson", "2025-12-01"), ("20251201.kml", "2025-12-01"), ("v20251399_20251202.kml", "2025-12-02"), ("front.kml", None)],
)
def test_a_day_is_read_from_a_file_name(name, day):
    assert day_of(name) == day


@given(st.text(max_size=30))
def test_any_file_name_has_a_day_or_none(name):
    assert day_of(name) is None or len(day_of(name)) == 10
