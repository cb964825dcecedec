from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from frontmap.geometry import crs
from frontmap.sphere import sphere_km

GEOD = Geod(ellps="WGS84")
LONS = st.floats(-180, 180)
LATS = st.floats(-89.9, 89.9)


def ring(lon: float, lat: float, km: float, corners: int = 32) -> tuple[np.ndarray, np.ndarray]:
    """Corners of a circle, counterclockwise, by pyproj itself."""
    lons, lats, _ = GEOD.fwd([lon] * corners, [lat] * corners, -np.arange(corners) * 360.0 / corners, [km * 1000.0] * corners)
    return np.array([lons]), np.array([lats])


def assert_rfc7946(shape: shapely.Geometry) -> None:
    assert shapely.is_valid(shape), shapely.is_valid_reason(shape)
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    for part in crs.polygon_parts(shape):
        assert shapely.is_ccw(part.exterior)
        assert not any(shapely.is_ccw(hole) for hole in part.interiors)


def test_a_degree_of_latitude_at_the_equator_is_110_574_km() -> None:
    lon, lat = crs.offset(30.0, 0.0, 0.0, 110.574)
    assert (float(lon), float(lat)) == pytest.approx((30.0, 1.0), abs=1e-5)


def test_zero_distance_returns_the_start() -> None:
    assert [float(x) for x in crs.offset(37.18, 48.28, 123.0, 0.0)] == pytest.approx([37.18, 48.28])


@given(LONS, st.floats(-85, 85), st.floats(0, 360), st.floats(0.1, 500))
def test_offset_and_inverse_undo_each_other(lon: float, lat: float, bearing: float, km: float) -> None:
    azimuth, _, distance = crs.inverse(lon, lat, *crs.offset(lon, lat, bearing, km))
    assert float(distance) == pytest.approx(km, rel=1e-9)
    assert abs((float(azimuth) - bearing + 180) % 360 - 180) < 1e-3


@given(LONS, LATS, LONS, LATS)
def test_the_distance_on_a_sphere_is_right_to_a_percent(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    assert sphere_km(lon1, lat1, lon2, lat2) == pytest.approx(crs.distance_km(lon1, lat1, lon2, lat2), rel=0.01, abs=0.001)


def test_the_bearing_on_arrival_goes_on_in_travel_direction() -> None:
    start, arrival, _ = crs.inverse(0.0, 60.0, 40.0, 60.0)  # a great circle between two points of one parallel is symmetric
    assert float(start) < 90 < float(arrival)
    assert float(start) + float(arrival) == pytest.approx(180.0, abs=1e-6)


@settings(max_examples=150)
@given(LONS, LATS, st.floats(0.1, 300))
def test_a_circle_anywhere_is_valid_for_geojson_and_has_its_area(lon: float, lat: float, km: float) -> None:
    lons, lats = ring(lon, lat, km)
    shape = crs.polygons(lons, lats)[0]
    assert_rfc7946(shape)
    corners = len(lons[0])
    flat = 0.5 * corners * km**2 * math.sin(2 * math.pi / corners)
    assert crs.area_km2(shape) == pytest.approx(flat, rel=1.5e-3)  # the sphere takes up to 0.02 % of 300 km; cuts about a pole the rest


@pytest.mark.parametrize(("lon", "lat"), [(180.0, 65.0), (-179.99, -17.0), (179.95, 0.0)])
def test_a_circle_across_the_antimeridian_is_split_there(lon: float, lat: float) -> None:
    shape = crs.polygons(*ring(lon, lat, 20.0))[0]
    parts = crs.polygon_parts(shape)
    assert len(parts) == 2
    assert max(part.bounds[2] for part in parts) == 180.0
    assert min(part.bounds[0] for part in parts) == -180.0
    assert all(part.bounds[2] - part.bounds[0] < 1 for part in parts)


@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_a_circle_about_a_pole_reaches_it_at_every_longitude(pole: float) -> None:
    shape = crs.polygons(*ring(12.0, pole, 100.0))[0]
    assert_rfc7946(shape)
    edge = pole - math.copysign(1e-4, pole)
    assert all(shapely.contains_xy(shape, lon, edge) for lon in range(-179, 180, 20))


def test_an_area_near_the_pole_agrees_with_an_equal_area_projection() -> None:
    shape = crs.polygons(*ring(170.0, 88.5, 250.0))[0]
    to_equal_area = Transformer.from_crs("EPSG:4326", "EPSG:6931", always_xy=True)
    dense = shapely.segmentize(shape, 0.5)
    flat = shapely.transform(dense, lambda xy: np.column_stack(to_equal_area.transform(xy[:, 0], xy[:, 1])))
    assert crs.area_km2(shape) == pytest.approx(flat.area / 1e6, rel=2e-3)


@given(LONS, st.floats(-70, 70), st.floats(1, 400))
def test_a_polygon_comes_back_from_the_plane_as_it_was(lon: float, lat: float, km: float) -> None:
    lons, lats = ring(lon, lat, km)
    shape = crs.polygons(lons, lats)[0]
    back = crs.from_plane(crs.to_plane(shape, lon, lat), lon, lat)
    assert_rfc7946(back)
    assert crs.area_km2(back) == pytest.approx(crs.area_km2(shape), rel=1e-4)


def test_a_clockwise_polygon_is_turned_and_a_bow_tie_repaired() -> None:
    assert_rfc7946(crs.ready_for_geojson(shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])))
    assert_rfc7946(crs.ready_for_geojson(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])))


def test_a_polygon_in_degrees_keeps_its_edge_along_the_pole() -> None:
    antarctica = shapely.box(-180, -90, 180, -65)
    assert_rfc7946(crs.ready_for_geojson(antarctica))
    assert crs.ready_for_geojson(antarctica).equals(antarctica)


def test_longitudes_beyond_180_are_brought_back() -> None:
    shape = crs.ready_for_geojson(shapely.box(175, 60, 185, 65))
    assert_rfc7946(shape)
    assert shape.equals(shapely.MultiPolygon([shapely.box(175, 60, 180, 65), shapely.box(-180, 60, -175, 65)]))


def test_a_line_across_the_antimeridian_goes_on_on_the_other_side() -> None:
    line = crs.lines(np.array([179.0, -179.0]), np.array([10.0, 20.0]))
    east, west = shapely.get_parts(line)
    assert list(east.coords) == [(179.0, 10.0), (180.0, 15.0)]
    assert list(west.coords) == [(-180.0, 15.0), (-179.0, 20.0)]


def test_a_line_over_the_pole_touches_it_from_both_sides() -> None:
    up, down = shapely.get_parts(crs.lines(np.array([30.0, -150.0]), np.array([89.0, 89.0])))
    assert up.coords[-1] == (30.0, 90.0)
    assert down.coords[0] == (-150.0, 90.0)


def test_stations_are_evenly_spaced_and_point_forward() -> None:
    lons, lats, forward = crs.stations(30.0, 50.0, 31.0, 50.5, 5)
    _, _, steps = crs.inverse(lons[0, :-1], lats[0, :-1], lons[0, 1:], lats[0, 1:])
    assert np.ptp(steps) < 1e-6
    assert (float(lons[0, -1]), float(lats[0, -1])) == pytest.approx((31.0, 50.5))
    assert np.all(np.diff(forward[0]) > 0)  # a geodesic to the east bends clockwise in the north
