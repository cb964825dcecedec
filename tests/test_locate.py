from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from frontmap.data import geo_dir, read_rows
from frontmap.geometry import crs
from frontmap.geometry.locate import locate_claims
from frontmap.geometry.regions import plain_outline
from frontmap.model import COMPASS, ON_BANK, Claim, Located, Place, Unplaced
from frontmap.registry import outlines
from frontmap.registry.cells import Cells
from frontmap.registry.embedded import cells_file, embedded_indexes
from frontmap.registry.footprints import footprint
from frontmap.registry.index import Index
from test_crs import assert_rfc7946

GEOD = Geod(ellps="WGS84")
TOWN = Place("t:town", "Krasnopillia", 37.18, 48.28, "settlement", country="UA", radius_km=4.0)
OTHER = Place("t:other", "Zelene", 37.60, 48.45, "settlement", radius_km=2.0)
REGION = Place("t:region", "Northern District", 37.5, 48.5, "region", radius_km=100.0)
BOX = shapely.box(36.5, 47.8, 38.5, 49.2)


def claim(place: Place | None = TOWN, relation: str | None = None, distance: float | None = None, **more: Any) -> Claim:
    name = place.name if place else None
    return Claim("c_1", "d", 0, 4, "quoted", "advance", name, place, relation=relation, distance_km=distance, **more)


def locate(place: Place | None = TOWN, relation: str | None = None, distance: float | None = None, **more: Any) -> Located:
    located, unplaced = locate_claims([claim(place, relation, distance, **more)], lambda _: None)
    assert not unplaced
    return located["c_1"]


def refuse(*args: Any, **more: Any) -> Unplaced:
    located, unplaced = locate_claims([claim(*args, **more)], lambda _: None)
    assert not located
    return unplaced[0]


def seen_from(place: Place, area: Any) -> tuple[float, np.ndarray, np.ndarray]:
    """Bearing of an area's centroid, bearings and distances of its corners, by pyproj, in the plane about the place."""

    def flat(xy: np.ndarray) -> np.ndarray:
        azimuth, _, metres = GEOD.inv(np.full(len(xy), place.lon), np.full(len(xy), place.lat), xy[:, 0], xy[:, 1])
        return np.column_stack([metres * np.sin(np.radians(azimuth)), metres * np.cos(np.radians(azimuth))]) / 1000.0

    plane = shapely.transform(area, flat)
    corners = shapely.get_coordinates(plane)
    middle = shapely.centroid(plane)
    bearings = np.degrees(np.arctan2(corners[:, 0], corners[:, 1]))
    return math.degrees(math.atan2(middle.x, middle.y)), bearings, np.hypot(*corners.T)


def turn(one: Any, other: Any) -> Any:
    return np.abs((one - other + 180.0) % 360.0 - 180.0)


def assert_points_to(place: Place, found: Located, bearing: float) -> None:
    assert_rfc7946(found.area)
    assert shapely.intersects_xy(found.area, found.lon, found.lat)
    centroid, corners, _ = seen_from(place, found.area)
    assert turn(centroid, bearing) < 10
    assert turn(corners, bearing).max() < 60


def places(lons: Any, lats: Any) -> Any:
    return st.builds(lambda lon, lat, r: Place("t:any", "Any", lon, lat, "settlement", radius_km=r), lons, lats, st.floats(0.3, 15))


somewhere = places(st.floats(-180, 180), st.floats(-70, 70))
at_the_edge = places(
    st.floats(179.9, 180) | st.floats(-180, -179.9) | st.floats(-180, 180),
    st.floats(88, 89.99) | st.floats(-89.99, -88) | st.floats(-70, 70),
)
compass = st.sampled_from(COMPASS)


@settings(max_examples=120)
@given(somewhere | at_the_edge, compass, st.floats(0.2, 400))
def test_a_distance_to_a_side_lies_on_that_side_anywhere(place: Place, point: str, km: float) -> None:
    assert_points_to(place, locate(place, f"{point} of", km), COMPASS.index(point) * 22.5)


@settings(max_examples=60)
@given(somewhere | at_the_edge, compass)
def test_a_side_without_a_distance_lies_on_that_side_and_outside(place: Place, point: str) -> None:
    found = locate(place, f"{point} of")
    assert_points_to(place, found, COMPASS.index(point) * 22.5)
    assert seen_from(place, found.area)[2].min() > place.radius_km * 0.999


@settings(max_examples=60)
@given(somewhere | at_the_edge, compass)
def test_a_part_lies_on_that_side_and_inside(place: Place, point: str) -> None:
    found = locate(place, f"{point} part")
    assert_points_to(place, found, COMPASS.index(point) * 22.5)
    assert seen_from(place, found.area)[2].max() < place.radius_km * 1.02


@settings(max_examples=60)
@given(somewhere | at_the_edge, st.sampled_from([None, "near", "outskirts", "C part"]))
def test_round_shapes_are_valid_anywhere_and_have_the_area_of_their_circles(place: Place, relation: str | None) -> None:
    found = locate(place, relation)
    assert_rfc7946(found.area)
    r = place.radius_km
    squares = {None: r**2, "near": (r + 5) ** 2, "outskirts": (1.3 * r) ** 2 - (0.7 * r) ** 2, "C part": (0.4 * r) ** 2}
    assert crs.area_km2(found.area) == pytest.approx(math.pi * squares[relation], rel=1e-3)
    assert shapely.intersects_xy(found.area, found.lon, found.lat)


@settings(max_examples=60)
@given(somewhere | at_the_edge, st.floats(0, 360), st.floats(5, 300))
def test_what_lies_between_two_places_runs_from_rim_to_rim_anywhere(place: Place, bearing: float, km: float) -> None:
    lon, lat = (float(x) for x in crs.offset(place.lon, place.lat, bearing, km))
    end = Place("t:end", "End", lon, lat, "settlement", radius_km=2.0)
    found = locate(place, "between", anchors=(("End", end),))
    assert_rfc7946(found.area)
    half = min(max(0.1 * km, 1.0), 10.0)
    gap = km - place.radius_km - 2.0
    assume(abs(gap / km - 0.2) > 1e-3)  # from there on two places count as touching
    assert crs.area_km2(found.area) == pytest.approx(2 * half * (gap if gap > 0.2 * km else km), rel=5e-3)
    assert crs.distance_km(found.lon, found.lat, lon, lat) < km


@settings(max_examples=60)
@given(somewhere | at_the_edge, st.floats(0, 360), st.floats(5, 300))
def test_a_line_runs_from_point_to_point_anywhere(place: Place, bearing: float, km: float) -> None:
    lon, lat = (float(x) for x in crs.offset(place.lon, place.lat, bearing, km))
    found = locate(place, "along", anchors=(("End", Place("t:end", "End", lon, lat, "settlement")),))
    assert_rfc7946(found.area)
    assert crs.area_km2(found.area) == pytest.approx(2 * min(max(0.05 * km, 0.5), 5.0) * km, rel=5e-3)
    assert crs.distance_km(found.lon, found.lat, lon, lat) == pytest.approx(km / 2, rel=0.01)


def test_the_corner_farthest_from_the_point_is_within_the_radius() -> None:
    for relation in (None, "near", "outskirts", "S part", "C part", "W of", "NNE of"):
        found = locate(TOWN, relation)
        corners = shapely.get_coordinates(found.area)
        _, _, far = crs.inverse(found.lon, found.lat, corners[:, 0], corners[:, 1])
        assert far.max() <= found.radius_km * 1.01, relation


def test_a_stated_distance_is_measured_from_the_centre_unless_that_is_inside_the_place() -> None:
    point = locate(TOWN, "W of", 10.0)
    assert crs.distance_km(TOWN.lon, TOWN.lat, point.lon, point.lat) == pytest.approx(10.0)
    inside = locate(TOWN, "W of", 2.0)
    assert crs.distance_km(TOWN.lon, TOWN.lat, inside.lon, inside.lat) == pytest.approx(6.0)


@given(somewhere, compass, st.floats(0.3, 300))
def test_a_lens_holds_the_distance_from_the_centre_and_from_the_edge(place: Place, point: str, km: float) -> None:
    found = locate(place, f"{point} of", km)
    for distance in (km, place.radius_km + km):
        lon, lat = crs.offset(place.lon, place.lat, COMPASS.index(point) * 22.5, distance)
        assert shapely.intersects_xy(found.area, lon, lat)


@pytest.mark.parametrize(
    ("relation", "shape", "precision"),
    [
        (None, "footprint", 1), ("in", "footprint", 1), ("S part", "sector", 1), ("C part", "centre", 1), ("outskirts", "rim", 1),
        ("near", "disc", 2), ("W of", "lens", 2), ("along", "corridor", 2), ("between", "corridor", 2),
    ],
)  # fmt: skip
def test_each_relation_has_its_shape_and_precision(relation: str | None, shape: str, precision: int) -> None:
    found = locate(TOWN, relation, anchors=(("Zelene", OTHER),))
    assert (found.shape, found.geo_precision) == (shape, precision)


def test_the_four_quarters_and_the_centre_make_up_the_town() -> None:
    parts = [locate(TOWN, f"{point} part").area for point in ("N", "E", "S", "W", "C")]
    whole = crs.area_km2(locate(TOWN).area)
    assert sum(crs.area_km2(part) for part in parts) == pytest.approx(whole, rel=1e-3)
    assert crs.area_km2(shapely.union_all(parts)) == pytest.approx(whole, rel=5e-3)


def test_a_region_is_its_polygon_and_never_a_village() -> None:
    located, _ = locate_claims([claim(REGION)], lambda place: BOX if place is REGION else None)
    found = located["c_1"]
    assert found.shape == "region"
    assert found.geo_precision == 3
    assert found.area.equals(BOX)
    assert crs.area_km2(found.area) == pytest.approx(abs(GEOD.geometry_area_perimeter(BOX)[0]) / 1e6, rel=1e-9)


def test_a_detailed_outline_is_drawn_as_plain_as_its_size_allows() -> None:
    angles = np.linspace(0, 2 * np.pi, 4000, endpoint=False)
    jagged = 1.0 + 0.001 * np.sin(211 * angles)
    coast = shapely.Polygon(np.column_stack([37.5 + 1.2 * jagged * np.cos(angles), 48.5 + 0.8 * jagged * np.sin(angles)]))
    located, _ = locate_claims([claim(REGION)], lambda _: coast)
    area = located["c_1"].area
    assert shapely.get_num_coordinates(area) < 200
    assert crs.area_km2(area.symmetric_difference(coast)) < 0.02 * crs.area_km2(coast)


def test_a_region_without_a_polygon_is_a_wide_disc_of_precision_3() -> None:
    found = locate(REGION)
    assert (found.shape, found.geo_precision) == ("disc", 3)
    assert crs.area_km2(found.area) == pytest.approx(math.pi * 100**2, rel=1e-3)


def gazetteer_regions(every: int) -> list[tuple[Place, Any]]:
    """Every so many-th of the countries and first-level units that come with frontmap, with its polygon."""
    indexes = [Index(folder) for folder in embedded_indexes()]
    ids = [f"fm:{code}" for code in (*outlines.codes(), *Cells(cells_file()).units)]
    found = (next((place for index in reversed(indexes) if (place := index.by_id(id_))), None) for id_ in ids[::every])
    return [(place, polygon) for place in found if place and (polygon := plain_outline_of(place)) is not None]


def plain_outline_of(place: Place) -> Any:
    polygon = footprint(place)
    return None if polygon is None else plain_outline(polygon)


def test_every_side_of_real_regions_points_there_or_is_all_of_the_region() -> None:
    regions = gazetteer_regions(101)
    whole = 0
    for place, polygon in regions:
        claims = [replace(claim(place, f"{point} {tail}"), claim_id=f"{point} {tail}") for point in COMPASS for tail in ("part", "of")]
        located, unplaced = locate_claims(claims, lambda _, polygon=polygon: polygon)
        assert unplaced == ()
        for relation, found in located.items():
            if found.shape == "region":
                whole += 1
            else:
                assert_points_to(reference(place, polygon), found, COMPASS.index(relation.partition(" ")[0]) * 22.5)
    assert len(regions) > 25
    assert whole < 0.03 * len(regions) * 16


def reference(place: Place, polygon: Any) -> Place:
    """The place's point where it lies in its polygon, else the centroid."""
    if shapely.contains_xy(polygon, place.lon, place.lat):
        return place
    lon, lat = crs.middle(polygon, place.lon, place.lat)
    return replace(place, lon=lon, lat=lat)


def test_a_lopsided_region_has_its_northern_part_in_the_north() -> None:
    foot = shapely.union(shapely.box(37.0, 48.0, 37.5, 50.0), shapely.box(37.0, 48.0, 40.0, 48.6))
    place = Place("t:boot", "Boot District", 37.4, 48.4, "region", radius_km=100.0)
    for point in ("N", "NE", "E"):
        located, _ = locate_claims([claim(place, f"{point} part")], lambda _: foot)
        assert_points_to(place, located["c_1"], COMPASS.index(point) * 22.5)
        assert foot.buffer(0.01).covers(located["c_1"].area)


def test_beside_scattered_islands_is_beside_all_of_them() -> None:
    islands = shapely.union(shapely.box(30.0, 10.0, 30.3, 10.3), shapely.box(30.0, 20.0, 30.3, 20.3))
    place = Place("t:isles", "Northern and Southern Isles", 30.15, 15.15, "region", radius_km=550.0)
    located, unplaced = locate_claims([claim(place, "E of")], lambda _: islands)
    assert unplaced == ()
    assert_points_to(reference(place, islands), located["c_1"], 90.0)
    assert not located["c_1"].area.intersects(islands)


def test_what_lies_beside_an_archipelago_is_located() -> None:
    place = next(place for folder in embedded_indexes() if (place := Index(folder).by_id("fm:CA.14")))
    claims = [replace(claim(place, f"{point} of"), claim_id=point) for point in ("N", "E", "S", "W")]
    located, unplaced = locate_claims([*claims, replace(claim(place, "outskirts"), claim_id="outskirts")], footprint)
    assert (sorted(located), unplaced) == (["E", "N", "S", "W", "outskirts"], ())


@pytest.mark.parametrize("point", COMPASS)
def test_a_part_of_a_region_is_cut_from_its_polygon(point: str) -> None:
    located, _ = locate_claims([claim(REGION, f"{point} part")], lambda _: BOX)
    found = located["c_1"]
    assert_rfc7946(found.area)
    assert BOX.buffer(1e-4).covers(found.area)
    middle = shapely.centroid(BOX)
    at = Place("t:middle", "", middle.x, middle.y, "region")
    _, corners, _ = seen_from(at, found.area)
    assert turn(corners, COMPASS.index(point) * 22.5).max() < 60


@pytest.mark.parametrize("relation", ["near", "outskirts", "C part", "W of", "SE of"])
def test_the_surroundings_of_a_region_follow_its_polygon(relation: str) -> None:
    located, _ = locate_claims([claim(REGION, relation)], lambda _: BOX)
    found = located["c_1"]
    assert_rfc7946(found.area)
    overlap = crs.area_km2(found.area.intersection(BOX)) / crs.area_km2(found.area)
    assert overlap < 0.01 if relation.endswith(" of") else overlap > 0.3
    assert found.geo_precision == 3


def test_between_two_neighbouring_regions_is_the_strip_along_their_border() -> None:
    east = Place("t:east", "Eastern District", 39.5, 48.5, "region", radius_km=100.0)
    polygons = {REGION.place_id: BOX, east.place_id: shapely.box(38.5, 47.8, 40.5, 49.2)}
    located, _ = locate_claims([claim(REGION, "between", anchors=(("East", east),))], lambda place: polygons.get(place.place_id))
    found = located["c_1"]
    assert_rfc7946(found.area)
    assert (found.shape, found.geo_precision) == ("corridor", 3)
    assert found.area.covers(shapely.LineString([(38.5, 47.8), (38.5, 49.2)]))
    assert found.area.bounds[2] - found.area.bounds[0] < 0.3


@pytest.mark.parametrize("relation", ["C part", "N part"])
def test_a_part_that_a_region_does_not_have_is_all_of_it(relation: str) -> None:
    islands = shapely.union(shapely.box(30.0, 10.0, 30.5, 10.5), shapely.box(34.0, 10.0, 34.5, 10.5))
    place = Place("t:isles", "Western and Eastern Isles", 32.25, 10.25, "region", radius_km=250.0)
    located, unplaced = locate_claims([claim(place, relation)], lambda _: islands)
    assert unplaced == ()
    assert_rfc7946(located["c_1"].area)
    assert located["c_1"].area.symmetric_difference(islands).area < 0.01


def test_what_is_only_generally_known_to_lie_somewhere_is_never_exact() -> None:
    known = Place("t:bridge", "Bridge", 37.0, 48.0, "facility", radius_km=3.0, origin="general knowledge, to about 3 km")
    assert locate(known).geo_precision == 2
    assert locate(replace(known, origin="GeoNames")).geo_precision == 1


def test_a_city_district_is_exact_and_a_rural_one_is_not() -> None:
    assert locate(Place("t:ward", "Ward", 37.0, 48.0, "district", radius_km=3.0)).geo_precision == 1
    assert locate(Place("t:raion", "Raion", 37.0, 48.0, "district", radius_km=25.0)).geo_precision == 2


@pytest.mark.parametrize(
    ("kind", "population", "radius_km", "precision"),
    [
        ("settlement", 0, 2.0, 1),
        ("settlement", 0, 15.0, 2),
        ("settlement", 3_000_000, 15.0, 1),
        ("settlement", 0, 60.0, 3),
        ("facility", 0, 25.0, 2),
    ],
)
def test_a_row_that_stands_at_the_next_town_is_not_exact(kind: str, population: int, radius_km: float, precision: int) -> None:
    assert locate(Place("t:x", "X", 37.0, 48.0, kind, population=population, radius_km=radius_km)).geo_precision == precision


@pytest.mark.parametrize(("radius_km", "precision"), [(6.0, 2), (25.0, 2), (70.0, 3)])
def test_a_village_that_only_the_text_locates_is_never_exact(radius_km: float, precision: int) -> None:
    found = locate(Place("text:nowa@48.1,37.0", "Nowa", 37.0, 48.1, "settlement", radius_km=radius_km))
    assert (found.shape, found.geo_precision) == ("disc", precision)
    assert crs.area_km2(found.area) == pytest.approx(3.14159 * radius_km**2, rel=0.01)


def test_a_region_across_the_antimeridian_is_cut_on_both_sides_of_it() -> None:
    chukotka = shapely.MultiPolygon([shapely.box(170, 62, 180, 70), shapely.box(-180, 62, -170, 70)])
    place = Place("t:far", "Far East", 179.0, 66.0, "region", radius_km=300)
    located, _ = locate_claims([claim(place, "N part")], lambda _: chukotka)
    found = located["c_1"]
    assert_rfc7946(found.area)
    assert found.area.bounds[0] == -180
    assert found.area.bounds[2] == 180
    assert found.area.bounds[1] > 65.5


def test_a_settlement_with_a_polygon_of_the_users_own_takes_it() -> None:
    polygon = shapely.box(37.1, 48.2, 37.3, 48.3)
    whole, part = claim(TOWN), claim(TOWN, "N part")
    located, _ = locate_claims([whole], lambda _: polygon)
    assert located["c_1"].shape == "footprint"
    assert located["c_1"].geo_precision == 1
    located, _ = locate_claims([part], lambda _: polygon)
    assert located["c_1"].shape == "sector"
    assert polygon.buffer(1e-4).covers(located["c_1"].area)


DNIPRO = Place("fm:dnieper-river", "Dnieper", 30.81, 51.93, "river", radius_km=499.0)
EUPHRATES = Place("fm:euphrates-river", "Euphrates", 44.18, 32.93, "river", radius_km=364.0)
TIGRIS = Place("text:tigris@36.3,43.1", "Tigris", 43.12, 36.34, "river", radius_km=12.0)
KHERSON = Place("t:kherson", "Kherson", 32.618, 46.656, "settlement", radius_km=5.0)
RAQQA = Place("t:raqqa", "Raqqa", 39.01, 35.95, "settlement", radius_km=4.0)


@pytest.mark.parametrize(
    ("river", "town", "relation", "there", "elsewhere"),
    [
        (DNIPRO, KHERSON, "E part", (32.72, 46.62), (32.60, 46.68)),  # Oleshky lies across the river, which runs west here
        (DNIPRO, KHERSON, "W part", (32.60, 46.68), (32.72, 46.60)),
        (EUPHRATES, RAQQA, "N part", (39.01, 35.95), (39.02, 35.85)),
        (EUPHRATES, RAQQA, "S part", (39.02, 35.85), (39.01, 35.95)),
        (TIGRIS, None, "W part", (43.05, 36.33), (43.25, 36.35)),  # the text itself locates the stretch: near Mosul
        (TIGRIS, None, "E of", (43.25, 36.32), (43.05, 36.33)),
    ],
)
def test_the_bank_of_a_known_river_follows_its_course(river: Place, town: Place | None, relation: str, there: Any, elsewhere: Any) -> None:
    found = locate(river, relation, anchors=((town.name, town),) if town else ())
    assert found.shape == "corridor"
    assert_rfc7946(found.area)
    assert shapely.intersects_xy(found.area, *there)
    assert not shapely.intersects_xy(found.area, *elsewhere)


@pytest.mark.parametrize(
    ("side", "there", "elsewhere"),
    [
        ("E", (32.72, 46.62), (32.60, 46.68)),
        ("left", (32.72, 46.62), (32.60, 46.68)),
        ("right", (32.60, 46.68), (32.72, 46.62)),
    ],
)
def test_what_happened_at_a_town_on_a_bank_lies_on_that_bank(side: str, there: Any, elsewhere: Any) -> None:
    found = locate(KHERSON, "near", anchors=((f"{ON_BANK}{side}", DNIPRO),))
    assert found.shape == "corridor"
    assert_rfc7946(found.area)
    assert shapely.intersects_xy(found.area, *there)
    assert not shapely.intersects_xy(found.area, *elsewhere)


def test_a_bank_that_the_text_does_not_name_is_both_of_them() -> None:
    found = locate(KHERSON, "near", anchors=((ON_BANK, DNIPRO),))
    assert shapely.intersects_xy(found.area, 32.66, 46.63)
    assert shapely.intersects_xy(found.area, 32.62, 46.65)


def test_a_bank_of_a_river_whose_course_nobody_knows_is_that_side_of_the_town() -> None:
    brook = Place("t:river", "Siversk Brook", 33.0, 47.0, "river", radius_km=30)
    found = locate(TOWN, "near", anchors=((f"{ON_BANK}E", brook),))
    assert turn(seen_from(TOWN, found.area)[0], 90) < 10
    assert locate(TOWN, "near", anchors=((f"{ON_BANK}left", brook),)).shape == "disc"


def test_two_banks_share_only_the_river() -> None:
    east, west = (locate(DNIPRO, f"{point} part", anchors=(("Kherson", KHERSON),)).area for point in "EW")
    assert crs.area_km2(shapely.intersection(east, west)) < 0.1 * crs.area_km2(east)


def test_along_a_known_river_is_a_strip_near_the_town_or_the_whole_of_it() -> None:
    near, whole = locate(DNIPRO, "along", anchors=(("Kherson", KHERSON),)), locate(DNIPRO, "along")
    assert (near.shape, near.geo_precision) == ("corridor", 2)
    assert (whole.shape, whole.geo_precision) == ("corridor", 3)
    assert shapely.covers(whole.area.buffer(0.01), near.area)
    assert locate(TIGRIS, "along").shape == "corridor"


def test_a_bank_of_a_whole_river_lies_on_that_side_of_it() -> None:
    east = locate(DNIPRO, "E part")
    assert east.geo_precision == 3
    assert shapely.intersects_xy(east.area, 33.80, 47.00)
    assert not shapely.intersects_xy(east.area, 33.50, 47.05)


def test_a_river_that_passes_elsewhere_is_the_side_of_the_town() -> None:
    found = locate(DNIPRO, "E part", anchors=(("Raqqa", RAQQA),))
    assert found.shape == "sector"
    centroid, _, far = seen_from(RAQQA, found.area)
    assert turn(centroid, 90) < 10
    assert far.max() < 10


def test_courses_are_whole_rivers_downstream() -> None:
    rows = [row for _, row in read_rows(geo_dir() / "rivers.csv")]
    known = {row["id"] for _, row in read_rows(geo_dir() / "natural.csv") if row["kind"] == "river"}
    assert {row["id"] for row in rows} <= known
    assert all(row["origin"] for row in rows)
    for row in rows:
        lons, lats = np.array(row["course"].split(), dtype=float).reshape(-1, 2).T
        _, _, km = crs.inverse(lons[:-1], lats[:-1], lons[1:], lats[1:])
        assert km.min() > 0
        assert km.max() < 75
        assert shapely.LineString(np.column_stack([lons, lats])).is_simple


def test_the_east_bank_of_a_river_near_a_town_lies_east_of_the_town() -> None:
    river = Place("t:river", "Siversk Brook", 33.0, 47.0, "river", radius_km=30)
    found = locate(river, "E part", anchors=(("Krasnopillia", TOWN),))
    centroid, _, far = seen_from(TOWN, found.area)
    assert turn(centroid, 90) < 10
    assert far.max() < 10
    assert found.geo_precision == 2
    assert_rfc7946(found.area)
    assert_rfc7946(locate(river, "NW part").area)
    assert locate(river, "C part").shape == "centre"


def test_a_road_runs_between_its_two_anchors() -> None:
    road = Place("t:road", "M99", 37.4, 48.4, "road", radius_km=50)
    found = locate(road, "along", anchors=(("Krasnopillia", TOWN), ("Zelene", OTHER)))
    for end in (TOWN, OTHER):
        assert found.area.buffer(1e-4).covers(shapely.Point(end.lon, end.lat))


def test_along_a_river_near_one_town_is_the_towns_surroundings() -> None:
    river = Place("t:river", "Dnipro", 33.0, 47.0, "river", radius_km=300)
    found = locate(river, "along", anchors=(("Krasnopillia", TOWN),))
    assert (found.shape, found.geo_precision) == ("disc", 2)
    assert (found.lon, found.lat) == (TOWN.lon, TOWN.lat)
    assert locate(river, "along").geo_precision == 3


def test_a_direction_is_no_far_end_of_a_corridor() -> None:
    target = Place("t:target", "Nove", 36.0, 47.0, "settlement")
    found = locate(TOWN, "along", anchors=(("Nove", target), ("Zelene", OTHER)), directions=("toward:Nove",))
    assert found.area.buffer(1e-4).covers(shapely.Point(OTHER.lon, OTHER.lat))
    assert not found.area.covers(shapely.Point(target.lon, target.lat))


def test_between_with_an_unknown_other_end_is_the_surroundings_of_the_known_one() -> None:
    assert locate(TOWN, "between").shape == "disc"


@pytest.mark.parametrize(
    ("relation", "distance", "anchors", "reason"),
    [
        ("W of", 0.0, (), "says nothing"),
        ("W of", -5.0, (), "says nothing"),
        ("W of", math.nan, (), "says nothing"),
        ("near", 40_000.0, (), "misreading"),
        ("between", None, (("Krasnopillia", TOWN),), "and itself"),
        ("along", None, (("Krasnopillia", TOWN),), "and itself"),
        ("W of", 5.0, (("Krasnopillia", TOWN),), "and itself"),
        ("W of", 1e9, (), "misreading"),
        ("W of", math.inf, (), "says nothing"),
        ("upwind of", 5.0, (), "none that is known"),
        ("W", None, (), "none that is known"),
        ("Q part", None, (), "none that is known"),
    ],
)
def test_what_makes_no_sense_gets_no_shape_and_a_reason(relation: str, distance: float | None, anchors: Any, reason: str) -> None:
    found = refuse(TOWN, relation, distance, anchors=anchors)
    assert reason in found.reason
    assert (found.document_id, found.claim_id, found.name) == ("d", "c_1", "Krasnopillia")


def test_beside_a_place_that_a_direction_names_too_is_no_nonsense() -> None:
    found = locate(TOWN, "W of", 5.0, anchors=(("Krasnopillia", TOWN),), directions=("from:Krasnopillia",))
    assert found.shape == "lens"


def test_unknown_places_are_listed_with_the_reason() -> None:
    nowhere = Claim("c_1", "d", 0, 4, "q", "advance", "Kachin", None)
    assert "gazetteer" in locate_claims([nowhere], lambda _: None)[1][0].reason
    assert "no place" in refuse(None).reason
    assert "impossible" in refuse(Place("t:bad", "Bad", 10.0, 148.2, "settlement")).reason


@pytest.mark.parametrize(
    "footprint",
    [
        shapely.Polygon(),
        shapely.Point(37.0, 48.0),
        shapely.LineString([(37, 48), (38, 49)]),
        shapely.Polygon([(37, 48), (38, 49), (38, 48), (37, 49)]),  # a bow tie
        shapely.box(-180, -90, 180, -60),
        shapely.GeometryCollection([shapely.Point(37, 48), BOX]),
    ],
)
@pytest.mark.parametrize("relation", [None, "S part", "C part", "outskirts", "near", "W of"])
def test_odd_footprints_give_a_valid_shape_or_a_reason(footprint: Any, relation: str | None) -> None:
    located, unplaced = locate_claims([claim(REGION, relation)], lambda _: footprint)
    assert len(located) + len(unplaced) == 1
    for found in located.values():
        assert_rfc7946(found.area)
        assert not found.area.is_empty


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e300, -1e300, 181.0])
def test_odd_numbers_in_places_and_anchors_raise_nothing(number: float) -> None:
    for odd in (Place("t:o", "O", number, 1.0, "settlement"), Place("t:o", "O", 1.0, number, "settlement")):
        assert "impossible" in refuse(odd).reason
        assert locate(TOWN, "between", anchors=(("O", odd),)).shape == "disc"
    sized = Place("t:o", "O", 1.0, 1.0, "settlement", radius_km=number)
    located, unplaced = locate_claims([claim(sized, relation) for relation in (None, "W of", "outskirts")], lambda _: None)
    assert located or unplaced


def test_every_claim_is_either_located_or_listed() -> None:
    claims = [
        Claim(f"c_{i}", "d", 0, 1, "q", "clash", "X", place, relation=relation, distance_km=km)
        for i, (place, relation, km) in enumerate(
            (place, relation, km) for place in (TOWN, None, REGION) for relation in (None, "W of", "odd") for km in (None, 5.0, 0.0)
        )
    ]
    located, unplaced = locate_claims(claims, lambda _: None)
    assert {c.claim_id for c in claims} == set(located) | {u.claim_id for u in unplaced}
    assert len(located) + len(unplaced) == len(claims)


def test_claims_that_say_the_same_share_one_shape() -> None:
    one, two = claim(TOWN, "W of"), Claim("c_2", "e", 5, 9, "other", "clash", "Krasnopillia", TOWN, relation="W of")
    located, _ = locate_claims([one, two], lambda _: None)
    assert located["c_1"].area is located["c_2"].area
