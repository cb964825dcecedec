"""Relations to places that have a polygon: parts, sides and surroundings are cut in the plane about the place."""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

import numpy as np
import shapely

from frontmap.geometry import crs, shapes
from frontmap.geometry.relations import (
    BORDER_KM,
    CORE,
    DISTANCE_ERROR,
    NEAR_KM,
    OF_KM,
    OF_SPREAD,
    PART_SPREAD,
    RIM_IN,
    UndrawableError,
    required_bearing,
    spread,
    unknown_relation,
)
from frontmap.model import Place

DETAIL = 0.005
"""An outline is drawn to within this part of its radius: an area of uncertainty needs no coastline, and a thousand of them fill a map."""
_KM_A_DEGREE = 111.2


def plain_outline(polygon: Any) -> Any:
    """Return a polygon without corners and islands that are too small for its size, ready for GeoJSON."""
    radius_km = sqrt(crs.area_km2(polygon) / pi)
    islet_km2 = pi * (DETAIL * radius_km) ** 2
    parts = [part for part in crs.polygon_parts(polygon) if crs.area_km2(part) >= islet_km2]
    return crs.ready_for_geojson(shapely.simplify(shapely.MultiPolygon(parts), DETAIL * radius_km / _KM_A_DEGREE))


def cut_region(place: Place, polygon: Any, relation: str, distance_km: float | None) -> tuple[str, Any]:
    """Return the name of the shape and the shape that a relation cuts from a place's polygon or its surroundings.

    A part that the polygon does not have (an archipelago has no middle, a coast no seaward side) is all of the polygon: a claim
    that names its region lies in it, whatever else is said.

    Raises
    ------
    UndrawableError
        The relation is unknown, or what it leaves lies beside the polygon and is nothing.
    """
    about = _middle(place, polygon)
    name, cut = _cut_plane(crs.to_plane(polygon, *about), relation, distance_km)
    shape = crs.from_plane(cut, *about)
    if not shape.is_empty:
        return name, shape
    if not relation.endswith(" part"):
        raise UndrawableError(f"the relation {relation!r} leaves nothing of the place's polygon")
    return "region", polygon


def border_strip(place: Place, polygon: Any, other: Any) -> Any:
    """Return the ground within ``BORDER_KM`` of both polygons, or None where they are no neighbours."""
    about = _middle(place, polygon)
    wide = [crs.to_plane(shape, *about).buffer(BORDER_KM) for shape in (polygon, other)]
    strip = crs.from_plane(shapely.intersection(*wide), *about)
    return None if strip.is_empty else strip


def _middle(place: Place, polygon: Any) -> tuple[float, float]:
    """Return the place's point where it lies in its polygon, else the centroid: Alaska moves that of the United States to Wyoming."""
    inside = shapely.contains_xy(polygon, place.lon, place.lat)
    return (place.lon, place.lat) if inside else crs.middle(polygon, place.lon, place.lat)


def _cut_plane(plane: Any, relation: str, distance_km: float | None) -> tuple[str, Any]:
    r = sqrt(plane.area / pi)
    tail = relation.partition(" ")[2]
    if relation == "near":
        return "disc", plane.buffer(distance_km or NEAR_KM)
    if relation == "outskirts":
        return "rim", plane.difference(plane.buffer((RIM_IN - 1.0) * r))
    if relation == "C part":
        return "centre", plane.intersection(shapely.Point(0, 0).buffer(CORE * r))
    bearing = required_bearing(relation)
    reach = 2.0 * float(np.hypot(*np.abs(shapely.get_coordinates(plane)).max(axis=0)))
    if tail == "part":
        return "sector", plane.intersection(shapes.wedge(bearing, spread(relation, PART_SPREAD), CORE * r, reach))
    if tail == "of":
        near, far = _beside(r, distance_km)
        ring = plane.buffer(far).difference(plane.buffer(near))
        return "lens", ring.intersection(shapes.wedge(bearing, spread(relation, OF_SPREAD), 0.0, reach + 2.0 * far))
    raise unknown_relation(relation)


def _beside(r: float, distance_km: float | None) -> tuple[float, float]:
    """Return how far from the polygon's edge a ``W of`` lens begins and ends."""
    if distance_km is None:
        return 0.0, max(OF_KM, 0.5 * r)
    return distance_km * (1.0 - DISTANCE_ERROR), distance_km * (1.0 + DISTANCE_ERROR)
