"""Relations to places that have a polygon: parts, sides and surroundings are cut in the plane about the place."""

from __future__ import annotations

from functools import cached_property
from math import pi, sqrt
from typing import Any

import numpy as np
import shapely

from frontmap.geometry import crs
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
from frontmap.geometry.sides import cut_side
from frontmap.model import Place

DETAIL = 0.005
"""An outline is drawn to within this part of its radius: an area of uncertainty needs no coastline, and a thousand of them fill a map."""
PLAIN = 0.02
"""What surrounds an outline follows it to within this part of its distance from it."""
SMALLEST_PART = 0.002
"""A side with less of the polygon than this is no part that anybody would speak of."""
_KM_A_DEGREE = 111.2


def plain_outline(polygon: Any) -> Any:
    """Return a polygon without corners and islands that are too small for its size, ready for GeoJSON."""
    radius_km = sqrt(crs.area_km2(polygon) / pi)
    islet_km2 = pi * (DETAIL * radius_km) ** 2
    parts = [part for part in crs.polygon_parts(polygon) if crs.area_km2(part) >= islet_km2]
    return crs.ready_for_geojson(shapely.simplify(shapely.MultiPolygon(parts), DETAIL * radius_km / _KM_A_DEGREE))


class Region:
    """The polygon of a place and what relations cut from it; many claims share one."""

    def __init__(self, place: Place, polygon: Any) -> None:
        self.polygon = polygon
        inside = shapely.contains_xy(polygon, place.lon, place.lat)
        self.about: tuple[float, float] = (place.lon, place.lat) if inside else crs.middle(polygon, place.lon, place.lat)
        """The place's point where it lies in its polygon, else the centroid: Alaska moves that of the United States to Wyoming."""
        self._widened: dict[float, Any] = {}

    @cached_property
    def plane(self) -> Any:
        """The polygon in the plane about its point, km."""
        return crs.to_plane(self.polygon, *self.about)

    @cached_property
    def radius_km(self) -> float:
        """The radius of a disc of equal area."""
        return sqrt(self.plane.area / pi)

    @cached_property
    def reach_km(self) -> float:
        """A distance that no point of the polygon exceeds."""
        return 2.0 * float(np.hypot(*np.abs(shapely.get_coordinates(self.plane)).max(axis=0)))

    def widened(self, km: float) -> Any:
        """Return the plane with all that lies within a distance of it, or without its rim where that is negative.

        The coast is plain to within ``PLAIN`` of the distance, and each part is widened for itself: a thousand fjords would take seconds
        and change nothing that is seen.
        """
        if km not in self._widened:
            plain = shapely.simplify(self.plane, PLAIN * abs(km)) if km else self.plane
            self._widened[km] = shapely.union_all(shapely.buffer(shapely.get_parts(plain), km, quad_segs=8)) if km else plain
        return self._widened[km]

    def cut(self, relation: str, distance_km: float | None) -> tuple[str, Any]:
        """Return the name of the shape and the shape that a relation cuts from the polygon or its surroundings.

        A part that the polygon does not have (an archipelago has no middle, a coast no seaward side) is all of the polygon: a claim
        that names its region lies in it, whatever else is said.

        Raises
        ------
        UndrawableError
            The relation is unknown, or what it leaves lies beside the polygon and is nothing.
        """
        name, cut = self._cut_plane(relation, distance_km)
        shape = crs.from_plane(cut, *self.about)
        if not shape.is_empty:
            return name, shape
        if not relation.endswith(" part"):
            raise UndrawableError(f"the relation {relation!r} leaves nothing of the place's polygon")
        return "region", self.polygon

    def _cut_plane(self, relation: str, distance_km: float | None) -> tuple[str, Any]:
        tail = relation.partition(" ")[2]
        if relation == "near":
            return "disc", self.widened(distance_km or NEAR_KM)
        if relation == "outskirts":
            return "rim", shapely.difference(self.plane, self.widened((RIM_IN - 1.0) * self.radius_km))
        if relation == "C part":
            return "centre", shapely.intersection(self.plane, shapely.Point(0, 0).buffer(CORE * self.radius_km))
        bearing = required_bearing(relation)
        if tail == "part":
            return "sector", self._part(bearing, spread(relation, PART_SPREAD))
        if tail == "of":
            return "lens", self._beside(bearing, spread(relation, OF_SPREAD), distance_km)
        raise unknown_relation(relation)

    def _beside(self, bearing: float, spread_deg: float, distance_km: float | None) -> Any:
        """Cut what lies beside the polygon; beside all of it together where between scattered islands nothing lies on that side."""
        near, far = _beside_km(self.radius_km, distance_km)
        reach = self.reach_km + 2.0 * far
        lens = cut_side(shapely.difference(self.widened(far), self.widened(near)), bearing, spread_deg, reach)
        if lens.is_empty:
            hull = shapely.convex_hull(self.plane)
            lens = cut_side(shapely.difference(hull.buffer(far), hull.buffer(near)), bearing, spread_deg, reach)
        return lens

    def _part(self, bearing: float, spread_deg: float) -> Any:
        """Cut a side of the polygon: without its middle, unless there is no ground beyond that."""
        least = SMALLEST_PART * self.plane.area
        for share in (CORE, CORE / 2.0, 0.0):
            ground = shapely.difference(self.plane, shapely.Point(0, 0).buffer(share * self.radius_km)) if share else self.plane
            part = cut_side(ground, bearing, spread_deg, self.reach_km)
            if part.area > least:
                return part
        return shapely.Polygon()


def border_strip(region: Region, other: Region) -> Any:
    """Return the ground within ``BORDER_KM`` of both polygons, or None where they are no neighbours."""
    wide = crs.to_plane(other.polygon, *region.about).buffer(BORDER_KM)
    strip = crs.from_plane(shapely.intersection(region.widened(BORDER_KM), wide), *region.about)
    return None if strip.is_empty else strip


def _beside_km(r: float, distance_km: float | None) -> tuple[float, float]:
    """Return how far from the polygon's edge a ``W of`` lens begins and ends."""
    if distance_km is None:
        return 0.0, max(OF_KM, 0.5 * r)
    return distance_km * (1.0 - DISTANCE_ERROR), distance_km * (1.0 + DISTANCE_ERROR)
