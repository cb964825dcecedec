"""Geodesics on the WGS 84 ellipsoid and what RFC 7946 asks of shapes: the only module that imports pyproj.

Longitudes and latitudes are degrees (EPSG:4326), bearings degrees clockwise from true north, distances kilometres. Every function takes
numbers or equally long arrays. A *plane* is the azimuthal equidistant projection about a point, in kilometres: distances and bearings from
that point are exact geodesics, so shapes that are described from a place ("5 km west of") are drawn without distortion at any latitude.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod
from shapely import affinity

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]

WGS84 = Geod(ellps="WGS84")
_WORLD = shapely.box(-180, -90, 180, 90)
_POLAR_LAT = 89.0
"""Shapes that come this near a pole are cut in a plane about the pole, where longitudes do not run wild."""
_STEPS = 100
"""A shape about a pole is drawn with edges of at most such a part of its reach, so that they may be read as straight in degrees too."""
_STRAIGHT_DEG = 0.25
"""An edge so long, straight in degrees, is straight in a plane to within ten metres."""
_EPS = 1e-7
"""Degrees (about a centimetre): nearer to the antimeridian than this is on it."""


def offset(lon: ArrayLike, lat: ArrayLike, bearing_deg: ArrayLike, distance_km: ArrayLike) -> tuple[Floats, Floats]:
    """Move points along geodesics; zero distance returns the start."""
    lon, lat, bearing, distance = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (lon, lat, bearing_deg, distance_km)))
    end_lon, end_lat, _ = WGS84.fwd(lon, lat, bearing, distance * 1000.0)
    return np.asarray(end_lon), np.asarray(end_lat)


def inverse(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return the bearing at the start (0..360), the bearing on arrival (0..360) and the distance in km of the geodesics from 1 to 2."""
    from_lon, from_lat, to_lon, to_lat = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in (lon1, lat1, lon2, lat2)))
    azimuth, back, metres = WGS84.inv(from_lon, from_lat, to_lon, to_lat)
    return np.asarray(azimuth) % 360.0, (np.asarray(back) + 180.0) % 360.0, np.asarray(metres) / 1000.0


def bearing(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the bearing at point 1 towards point 2, 0..360."""
    return float(inverse(lon1, lat1, lon2, lat2)[0])


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the length of the geodesic between two points."""
    return float(inverse(lon1, lat1, lon2, lat2)[2])


def area_km2(geometry: Any) -> float:
    """Return the geodesic area of a polygon or multipolygon, its edges taken as geodesics; holes do not count."""
    return sum(abs(WGS84.geometry_area_perimeter(part)[0]) for part in polygon_parts(geometry)) / 1e6


def stations(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike, count: int) -> tuple[Floats, Floats, Floats]:
    """Return longitudes, latitudes and forward bearings of evenly spaced points on geodesics, both ends included: arrays (n, count)."""
    lon1, lat1, lon2, lat2 = (np.atleast_1d(np.asarray(a, dtype=float))[:, None] for a in (lon1, lat1, lon2, lat2))
    azimuth, _, length = inverse(lon1, lat1, lon2, lat2)
    lons, lats = offset(lon1, lat1, azimuth, length * np.linspace(0.0, 1.0, count))
    forward, _, _ = inverse(lons[:, :-1], lats[:, :-1], lons[:, 1:], lats[:, 1:])
    _, last, _ = inverse(lons[:, -2], lats[:, -2], lons[:, -1], lats[:, -1])
    return lons, lats, np.column_stack([forward, last])


def to_plane(geometry: Any, lon: float, lat: float) -> Any:
    """Project a polygon or multipolygon into the azimuthal equidistant plane about a point, in km."""

    def project(points: Floats) -> Floats:
        azimuth, _, km = inverse(lon, lat, points[:, 0], points[:, 1])
        angle = np.radians(azimuth)
        return np.column_stack([km * np.sin(angle), km * np.cos(angle)])

    dense = shapely.segmentize(geometry, _STRAIGHT_DEG)
    flat = [shapely.make_valid(_move(part, project)) for part in polygon_parts(dense)]
    return shapely.union_all(flat)  # what the antimeridian parted is one again


def from_plane(geometry: Any, lon: float, lat: float) -> Any:
    """Bring a polygon of the plane about a point back to longitude and latitude, ready for GeoJSON."""

    def unproject(points: Floats) -> Floats:
        x, y = points[:, 0], points[:, 1]
        return np.column_stack(offset(lon, lat, np.degrees(np.arctan2(x, y)), np.hypot(x, y)))

    return _join([_ready(_move(part, unproject)) for part in polygon_parts(geometry)])


def _move(polygon: Any, function: Callable[[Floats], Floats]) -> Any:
    """Map each ring's corners and close it again: vector arithmetic may give equal points unequal last bits."""
    rings = [function(shapely.get_coordinates(ring)[:-1]) for ring in (polygon.exterior, *polygon.interiors)]
    return shapely.Polygon(rings[0], rings[1:])


def middle(geometry: Any, lon: float, lat: float) -> tuple[float, float]:
    """Return the centroid of a polygon or multipolygon, found in the plane about a point near it, so that no antimeridian disturbs it."""
    centre = shapely.centroid(to_plane(geometry, lon, lat))
    found_lon, found_lat = offset(lon, lat, np.degrees(np.arctan2(centre.x, centre.y)), np.hypot(centre.x, centre.y))
    return float(found_lon), float(found_lat)


def polygons(lons: Floats, lats: Floats, hole_lons: Floats | None = None, hole_lats: Floats | None = None) -> Shapes:
    """Build valid polygons from rings of longitudes and latitudes, one a row, the first point not repeated.

    Rings run counterclockwise as seen from above, holes clockwise. Shapes across the antimeridian are split there (RFC 7946, section
    3.1.9), shapes about a pole get the edge along it that makes them valid in longitude and latitude.
    """
    outer = _unwrap(lons, lons[:, :1])
    shells = _rings(outer, lats)
    if hole_lons is None or hole_lats is None:
        shapes = np.asarray(shapely.polygons(shells))
    else:
        inner = _unwrap(hole_lons, lons[:, :1])
        shapes = np.asarray(shapely.polygons(shells, holes=_rings(inner, hole_lats)[:, None]))
    odd = (outer.min(axis=1) < -180) | (outer.max(axis=1) > 180) | (np.abs(lats).max(axis=1) > _POLAR_LAT) | _winds(lons)
    for index in np.flatnonzero(odd):
        shapes[index] = _ready(shapes[index])
    return shapes


def ready_for_geojson(geometry: Any) -> Any:
    """Return a polygon or multipolygon in degrees as RFC 7946 wants it: valid, within -180..180, shells counterclockwise.

    Longitudes may run on beyond 180; a shape about a pole must already have its edge along it, as in every dataset in degrees.
    """
    parts = [_cut_at_antimeridian(part) for part in polygon_parts(shapely.make_valid(geometry))]
    return shapely.orient_polygons(_join(parts))


def line_batch(lons: Floats, lats: Floats) -> Shapes:
    """Build a line from each row of points in travel order: a LineString, or a MultiLineString where it had to be split."""
    drawn = np.asarray(shapely.linestrings(np.stack([lons, lats], axis=2)))
    for index in np.flatnonzero(np.abs(np.diff(lons, axis=1)).max(axis=1) > 90.0):
        drawn[index] = lines(lons[index], lats[index])
    return drawn


def lines(lons: Floats, lats: Floats) -> Any:
    """Build a MultiLineString from one run of points in travel order, split at the antimeridian and at a pole."""
    runs: list[list[tuple[float, float]]] = [[(float(lons[0]), float(lats[0]))]]
    for lon, lat in zip(lons[1:].tolist(), lats[1:].tolist(), strict=True):
        before_lon, before_lat = runs[-1][-1]
        turn = _turn(lon - before_lon)
        if abs(turn) > 90 and max(abs(lat), abs(before_lat)) > 80:  # over the pole
            pole = float(np.copysign(90.0, lat))
            runs[-1].append((before_lon, pole))
            runs.append([(lon, pole)])
        elif abs(before_lon + turn) > 180 + _EPS:
            edge = float(np.copysign(180.0, turn))
            share = (edge - before_lon) / turn
            crossing = before_lat + share * (lat - before_lat)
            runs[-1].append((edge, crossing))
            runs.append([(-edge, crossing)])
        runs[-1].append((lon, lat))
    return shapely.MultiLineString([run for run in runs if len(set(run)) > 1])


def polygon_parts(geometry: Any) -> list[Any]:
    """Return the polygons of any geometry; points and lines that an overlay left over are dropped."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _turn(degrees: Any) -> Any:
    """Return a difference of longitudes as the shorter way round, -180..180."""
    return (degrees + 180.0) % 360.0 - 180.0


def _unwrap(lons: Floats, start: Floats) -> Floats:
    """Make longitudes continuous along each row, beginning within 180 degrees of ``start``."""
    turns = np.round((start - lons[:, :1]) / 360.0)
    steps = np.diff(lons, axis=1)
    turns = np.concatenate([turns, turns + np.cumsum(np.round((_turn(steps) - steps) / 360.0), axis=1)], axis=1)
    unwrapped: Floats = lons + 360.0 * turns
    return unwrapped


def _winds(lons: Floats) -> NDArray[np.bool_]:
    """Tell which rings go round a pole."""
    around = _turn(np.diff(lons, axis=1)).sum(axis=1) + _turn(lons[:, 0] - lons[:, -1])
    return np.asarray(np.abs(around) > 180.0)


def _rings(lons: Floats, lats: Floats) -> Shapes:
    points = np.stack([lons, lats], axis=2)
    return np.asarray(shapely.linearrings(np.concatenate([points, points[:, :1]], axis=1)))


def _ready(polygon: Any) -> Any:
    """Make one polygon, its longitudes continuous or wrapped, valid in -180..180."""
    lats = shapely.get_coordinates(polygon)[:, 1]
    if np.abs(lats).max() > _POLAR_LAT or _winds(shapely.get_coordinates(polygon.exterior)[None, :-1, 0])[0]:
        shape = _cut_about_pole(polygon, float(np.copysign(1.0, lats[np.abs(lats).argmax()])))
    else:
        shape = _cut_at_antimeridian(shapely.make_valid(_continuous(polygon)))
    return shapely.orient_polygons(_join(polygon_parts(shapely.make_valid(shape))))


def _continuous(polygon: Any) -> Any:
    start = shapely.get_coordinates(polygon)[:1, :1]
    return _move(polygon, lambda points: np.column_stack([_unwrap(points[None, :, 0], start)[0], points[:, 1]]))


def _cut_at_antimeridian(polygon: Any) -> Any:
    """Split a polygon whose longitudes run on beyond 180 and shift what lies beyond."""
    west, _, east, _ = polygon.bounds
    if west >= -180 - _EPS and east <= 180 + _EPS:
        return polygon if west >= -180 and east <= 180 else shapely.intersection(polygon, _WORLD)
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        moved = affinity.translate(polygon, turn)
        parts += polygon_parts(shapely.intersection(moved, _WORLD))
    return _join(parts)


def _cut_about_pole(polygon: Any, pole: float) -> Any:
    """Cut a polygon near a pole (1 north, -1 south) at longitudes 0 and 180, in the plane about that pole, and lead it along the pole."""
    flat = _move(polygon, lambda points: _polar(points, pole))
    reach = float(np.abs(shapely.get_coordinates(flat)).max()) + 1.0
    flat = shapely.make_valid(shapely.segmentize(flat, reach / _STEPS))
    halves = [shapely.box(0, -reach, reach, reach), shapely.box(-reach, -reach, 0, reach)]
    cut = []
    for side, half in zip((1.0, -1.0), halves, strict=True):
        cut += [_from_polar(part, side, pole) for part in polygon_parts(shapely.intersection(flat, half))]
    return shapely.union_all(shapely.make_valid(cut))


def _polar(points: Floats, pole: float) -> Floats:
    """Map degrees to the plane about a pole: x grows towards 90 E, y towards 180; the unit is a degree of colatitude."""
    colatitude = 90.0 - pole * points[:, 1]
    angle = np.radians(points[:, 0])
    return np.column_stack([colatitude * np.sin(angle), -colatitude * np.cos(angle)])


def _from_polar(polygon: Any, side: float, pole: float) -> Any:
    holes = [_ring_from_polar(hole, side, pole) for hole in polygon.interiors]
    return shapely.Polygon(_ring_from_polar(polygon.exterior, side, pole), holes)


def _ring_from_polar(ring: Any, side: float, pole: float) -> list[tuple[float, float]]:
    """Map a ring of one half (side 1: longitudes 0..180, -1: -180..0) back to degrees; where it meets the pole it follows latitude 90."""
    corners = _with_pole(shapely.get_coordinates(ring)[:-1].tolist())
    count = len(corners)
    points: list[tuple[float, float]] = []
    for index, (x, y) in enumerate(corners):
        if abs(x) + abs(y) < 1e-9:
            neighbours = (corners[index - 1], corners[(index + 1) % count])
            points += [(_lon_from_polar(beside[0], beside[1], side), 90.0 * pole) for beside in neighbours]
        else:
            points.append((_lon_from_polar(x, y, side), pole * round(90.0 - float(np.hypot(x, y)), 9)))
    return points


def _with_pole(corners: list[list[float]]) -> list[list[float]]:
    """Insert the pole into the edge that runs along the cut and over it."""
    found: list[list[float]] = []
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        found.append([x0, y0])
        if abs(x0) < 1e-9 and abs(x1) < 1e-9 and y0 * y1 < 0:
            found.append([0.0, 0.0])
    return found


def _lon_from_polar(x: float, y: float, side: float) -> float:
    return round(float(np.degrees(np.arctan2(abs(x), -y))), 9) * side  # rounded, so that the two halves meet


def _join(parts: list[Any]) -> Any:
    """Return one polygon as it is and several as a multipolygon."""
    flat = [piece for part in parts for piece in polygon_parts(part)]
    return flat[0] if len(flat) == 1 else shapely.MultiPolygon(flat)
