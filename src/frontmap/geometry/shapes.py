"""The shapes that relations are drawn with, many at a time: discs, rims, sectors and corridors on the ellipsoid.

Curves are polygons whose area is that of the curve they stand for: their corners lie a third of a percent outside.
All arguments are equally long arrays; degrees, kilometres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from frontmap.geometry import crs
from frontmap.geometry.crs import Floats, Shapes

CORNERS = 32
"""Corners of a full circle: two between neighbouring points of the 16-point compass."""
APEX = 0.001
_ARC_STEPS = 8
_STATIONS = 9


@dataclass(frozen=True, slots=True)
class Drawn:
    """Shapes with a representative point inside each and the radius about it that holds the shape."""

    areas: Shapes
    lons: Floats
    lats: Floats
    radii_km: Floats


def discs(lon: Floats, lat: Floats, radius_km: Floats) -> Drawn:
    """Draw all that lies within a distance of a point."""
    ring = _circle(lon, lat, radius_km, turn=-1.0)
    return Drawn(crs.polygons(*ring), lon, lat, radius_km)


def rims(lon: Floats, lat: Floats, inner_km: Floats, outer_km: Floats) -> Drawn:
    """Draw what lies between two distances from a point, all round. Its representative point is the northernmost middle."""
    areas = crs.polygons(*_circle(lon, lat, outer_km, turn=-1.0), *_circle(lon, lat, inner_km, turn=1.0))
    middle = (inner_km + outer_km) / 2.0
    north = crs.offset(lon, lat, np.zeros_like(lon), middle)
    return Drawn(areas, *north, outer_km + middle)


def sectors(
    lon: Floats, lat: Floats, inner_km: Floats, outer_km: Floats, point_km: Floats, bearing_deg: Floats, spread_deg: Floats
) -> Drawn:
    """Draw what lies between two distances and within ``spread_deg`` of a bearing on both sides; its point lies at ``point_km``."""
    steps = np.linspace(1.0, -1.0, _ARC_STEPS + 1)
    bearings = bearing_deg[:, None] + spread_deg[:, None] * steps
    stretch = _equal_area(2.0 * spread_deg / _ARC_STEPS)
    far = crs.offset(lon[:, None], lat[:, None], bearings, (outer_km * stretch)[:, None])
    near = crs.offset(lon[:, None], lat[:, None], bearings[:, ::-1], (inner_km * stretch)[:, None])
    areas = crs.polygons(np.hstack([far[0], near[0]]), np.hstack([far[1], near[1]]))
    point = crs.offset(lon, lat, bearing_deg, point_km)
    reach = [np.sqrt(end**2 + point_km**2 - 2.0 * end * point_km * np.cos(np.radians(spread_deg))) for end in (inner_km, outer_km)]
    return Drawn(areas, *point, np.maximum.reduce([*reach, outer_km - point_km, point_km - inner_km]))


def corridors(
    lon1: Floats,
    lat1: Floats,
    lon2: Floats,
    lat2: Floats,
    rim1_km: Floats,
    rim2_km: Floats,
    share: Floats,
    least_km: Floats,
    most_km: Floats,
) -> Drawn:
    """Draw a band along the geodesics between two points, from rim to rim, or from point to point where the rims nearly touch.

    It reaches ``share`` of the points' distance to each side, at least ``least_km`` and at most ``most_km``.
    """
    away, _, length = crs.inverse(lon1, lat1, lon2, lat2)
    touch = length - rim1_km - rim2_km < 0.2 * length
    near, far = np.where(touch, 0.0, rim1_km), np.where(touch, length, length - rim2_km)
    half_km = np.clip(share * length, least_km, most_km)
    lons, lats, forward = crs.stations(*crs.offset(lon1, lat1, away, near), *crs.offset(lon1, lat1, away, far), _STATIONS)
    right = crs.offset(lons, lats, forward + 90.0, half_km[:, None])
    left = crs.offset(lons, lats, forward - 90.0, half_km[:, None])
    areas = crs.polygons(np.hstack([right[0], left[0][:, ::-1]]), np.hstack([right[1], left[1][:, ::-1]]))
    middle = _STATIONS // 2
    return Drawn(areas, lons[:, middle], lats[:, middle], np.hypot((far - near) / 2.0, half_km))


def wedge(start_deg: float, end_deg: float, reach_km: float) -> Any:
    """Return what lies between two bearings, clockwise, in the plane about a place, in km: what polygons of regions are cut with.

    It begins at ``APEX`` of its reach, not at the point itself, which lies on no bearing.
    """
    angles = np.radians(np.linspace(end_deg, start_deg, 4 * _ARC_STEPS + 1))
    far = reach_km * np.column_stack([np.sin(angles), np.cos(angles)])
    return shapely.Polygon(np.vstack([far, APEX * far[::-1]]))


def _circle(lon: Floats, lat: Floats, radius_km: Floats, turn: float) -> tuple[Floats, Floats]:
    """Return rings of corners; ``turn`` -1 runs counterclockwise, 1 clockwise."""
    bearings = turn * np.arange(CORNERS) * (360.0 / CORNERS)
    stretch = _equal_area(np.full_like(radius_km, 360.0 / CORNERS))
    return crs.offset(lon[:, None], lat[:, None], bearings, (radius_km * stretch)[:, None])


def _equal_area(step_deg: Floats) -> Floats:
    """Return how far out the corners must lie for a polygon with such steps to have its circle's area."""
    step = np.radians(step_deg)
    stretch: Floats = np.sqrt(step / np.sin(step))
    return stretch
