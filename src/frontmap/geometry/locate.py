"""Claims to shapes: where each claim holds, drawn as wide as the words leave it.

What a relation means, measured from the place's point, ``r`` being the place's radius:

=================  =========================================================================================================
``None``, ``in``   the footprint: the place's polygon where one is known, else the disc of its radius
``C part``         the middle: within 0.4 r
``S part``         a sector of the footprint: 0.4 r to r, to both sides of the bearing by ``PART_SPREAD``
``outskirts``      the rim: 0.7 r to 1.3 r
``near``           a disc of r + 5 km, or r + the stated distance
``W of``           a lens: from the edge outwards by 10 km, or r where that is more; with a stated distance d, d +- a quarter of d
                   and of the lesser of r and d (reports measure from the centre or from the edge and rarely say which; d below r
                   can only be meant from the edge); to both sides of the bearing by ``OF_SPREAD``
``between``        a band from rim to rim (from point to point where the two nearly touch), a tenth of the distance of the two to each
                   side, 1 to 10 km
``along``          a band from point to point, a twentieth of the distance to each side, 0.5 to 5 km: a road, a line, the A-B direction
=================  =========================================================================================================

Parts, sides and surroundings of a place with a polygon are cut from that polygon in the plane about its middle, r then being the radius
of a disc of equal area; what lies beside it reaches 10 km outwards, or r / 2 where that is more. The bank of a river near a town is the
town's surroundings on that side, 60 degrees to both sides of the bearing.

A place's radius comes with the gazetteer: from its population where that is known, from its kind where not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite, pi, sqrt
from typing import Any

import numpy as np
import shapely

from frontmap.geometry import crs, shapes
from frontmap.model import COMPASS, Claim, Located, Place, Unplaced

Footprint = Callable[[Place], Any]
"""Gives the polygon of a region, country or user's settlement in degrees; None for places that are points."""

PART_SPREAD = (45.0, 30.0, 20.0)
"""Degrees to each side that a part reaches: for N E S W, for NE SE SW NW, for the eight between. Four quarters tile a town."""
OF_SPREAD = (30.0, 22.5, 15.0)
"""The same for what lies outside: narrower, since a writer who could say "north-west" did not."""
BANK_SPREAD = 60.0
NEAR_KM = 5.0
OF_KM = 10.0
CORE, RIM_IN, RIM_OUT = 0.4, 0.7, 1.3
DISTANCE_ERROR = 0.25
LONGEST_KM = 1000.0
"""A stated distance beyond this is taken for a misreading."""
LONGEST_BAND_KM = 2000.0
"""Two places farther apart have no ground between them that a claim could mean: one of them is misread."""
SMALLEST_KM = 0.3
"""No place is smaller than this: a farm, a bridge, a checkpoint."""
REGION_KM = 30.0
"""Uncertainty beyond this radius is precision 3: a claim so vague is no pin."""
NAMED_KINDS = ("settlement", "facility", "district")
"""Kinds whose name alone, without a relation, is an exact location (ACLED geo precision 1)."""
AREA_KINDS = ("region", "country", "sea")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to draw for all claims with the same place and relation: one row of a batch."""

    shape: str
    numbers: tuple[float, ...]
    """Arguments of the drawing function, in its order."""
    exact: bool
    """True where the claim names the place itself or a part of it."""
    vague: bool
    """True where it is of precision 3 whatever its size."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """A finished shape, shared by all claims with the same place and relation."""

    area: Any
    lon: float
    lat: float
    shape: str
    radius_km: float
    geo_precision: int


class _UndrawableError(Exception):
    """A relation that makes no sense; its message is the reason given to the user."""


def locate_claims(claims: Sequence[Claim], footprint: Footprint) -> tuple[dict[str, Located], tuple[Unplaced, ...]]:
    """Draw where each claim holds; what cannot be drawn is returned with the reason.

    Claims that share place and relation share one geometry object.
    """
    keys = [_key(claim) for claim in claims]
    drawn, reasons = _draw(dict(zip(keys, claims, strict=True)), cache(footprint))
    located: dict[str, Located] = {}
    unplaced: list[Unplaced] = []
    for claim, key in zip(claims, keys, strict=True):
        if key in drawn:
            found = drawn[key]
            located[claim.claim_id] = Located(
                claim.claim_id, found.area, found.lon, found.lat, found.shape, found.radius_km, found.geo_precision
            )
        else:
            unplaced.append(Unplaced(claim.document_id, claim.claim_id, claim.place_name or "", claim.start, claim.end, reasons[key]))
    return located, tuple(unplaced)


def compass_bearing(point: str) -> float | None:
    """Return the bearing of a compass point (``SW`` is 225). None: it is none of the 16."""
    return _BEARINGS.get(point)


def spread(point: str, by_rank: tuple[float, float, float]) -> float:
    """Return how far to each side a compass point reaches: cardinal, between two cardinals, or one of the eight between."""
    return by_rank[len(point) - 1]


_BEARINGS = {point: index * 22.5 for index, point in enumerate(COMPASS)}

_Key = tuple[object, ...]


def _key(claim: Claim) -> _Key:
    place = claim.place
    if place is None:
        return (claim.place_name is None,)
    ends = tuple((end.place_id, end.lon, end.lat) for end in far_ends(claim)) if claim.anchors else ()
    return (place.place_id, place.lon, place.lat, place.radius_km, claim.relation, claim.distance_km, ends)


def _draw(samples: dict[_Key, Claim], footprint: Footprint) -> tuple[dict[_Key, _Shape], dict[_Key, str]]:
    drawn: dict[_Key, _Shape] = {}
    reasons: dict[_Key, str] = {}
    plans: dict[_Key, _Plan] = {}
    for key, claim in samples.items():
        try:
            planned = _plan(claim, footprint)
        except _UndrawableError as why:
            reasons[key] = str(why)
            continue
        if isinstance(planned, _Plan):
            plans[key] = planned
        else:
            drawn[key] = planned
    drawn.update(_draw_batches(plans))
    return drawn, reasons


def _draw_batches(plans: dict[_Key, _Plan]) -> dict[_Key, _Shape]:
    """Draw all plans of one drawing function at once."""
    drawn: dict[_Key, _Shape] = {}
    for batch in (shapes.discs, shapes.rims, shapes.sectors, shapes.corridors):
        chosen = [(key, plan) for key, plan in plans.items() if _DRAWS[plan.shape] is batch]
        if not chosen:
            continue
        result = batch(*np.array([plan.numbers for _, plan in chosen], dtype=float).T)
        columns = (result.areas, result.lons.tolist(), result.lats.tolist(), result.radii_km.tolist())
        for (key, plan), area, lon, lat, radius in zip(chosen, *columns, strict=True):
            drawn[key] = _Shape(area, lon, lat, plan.shape, radius, _precision(plan.exact, plan.vague, radius))
    return drawn


_DRAWS: dict[str, Callable[..., shapes.Drawn]] = {
    "footprint": shapes.discs,
    "disc": shapes.discs,
    "centre": shapes.discs,
    "rim": shapes.rims,
    "sector": shapes.sectors,
    "lens": shapes.sectors,
    "corridor": shapes.corridors,
}


def _precision(exact: bool, vague: bool, radius_km: float) -> int:
    if vague or radius_km > REGION_KM:
        return 3
    return 1 if exact else 2


def _plan(claim: Claim, footprint: Footprint) -> _Plan | _Shape:
    place = claim.place
    if place is None:
        raise _UndrawableError("the passage names no place" if claim.place_name is None else "the place is not in the gazetteer")
    if not (isfinite(place.lon) and isfinite(place.lat) and abs(place.lat) <= 90):
        raise _UndrawableError("the place has impossible coordinates")
    relation = claim.relation or "in"
    head, _, tail = relation.partition(" ")
    _check_distance(claim.distance_km)
    if relation in ("between", "along"):
        return _band(claim, place, footprint)
    if place.kind == "river" and head in COMPASS and tail in ("part", "of"):
        return _bank(claim, place, head)
    polygon = footprint(place)
    if polygon is not None and not polygon.is_empty:
        return _cut(place, polygon, relation, claim.distance_km)
    return _round(place, relation, claim.distance_km)


def _check_distance(distance: float | None) -> None:
    if distance is None:
        return
    if not isfinite(distance) or distance <= 0:
        raise _UndrawableError(f"a distance of {distance:g} km says nothing")
    if distance > LONGEST_KM:
        raise _UndrawableError(f"a distance of {distance:g} km is beyond {LONGEST_KM:g} km and taken for a misreading")


def _round(place: Place, relation: str, distance: float | None) -> _Plan:
    """Plan a relation to a place of which only point and size are known."""
    r = max(place.radius_km, SMALLEST_KM)
    at = (place.lon, place.lat)
    vague = place.kind in AREA_KINDS
    exact = place.kind in NAMED_KINDS
    head, _, tail = relation.partition(" ")
    if relation == "in":
        return _Plan("footprint" if exact else "disc", (*at, r), exact, vague)
    if relation == "near":
        return _Plan("disc", (*at, r + (distance or NEAR_KM)), False, vague)
    if relation == "outskirts":
        return _Plan("rim", (*at, RIM_IN * r, RIM_OUT * r), exact, vague)
    if relation == "C part":
        return _Plan("centre", (*at, CORE * r), exact, vague)
    bearing = _required_bearing(head, relation)
    if tail == "part":
        return _Plan("sector", (*at, CORE * r, r, bearing, spread(head, PART_SPREAD)), exact, vague)
    if tail == "of":
        return _Plan("lens", (*at, *lens_range(r, distance), bearing, spread(head, OF_SPREAD)), False, vague)
    raise _UndrawableError(f"the relation {relation!r} is none that is known")


def _required_bearing(point: str, relation: str) -> float:
    bearing = compass_bearing(point)
    if bearing is None:
        raise _UndrawableError(f"the relation {relation!r} is none that is known")
    return bearing


def lens_range(r: float, distance: float | None) -> tuple[float, float]:
    """Return how near and how far from the place's point a ``W of`` lens reaches (see the module's table)."""
    if distance is None:
        return r, r + max(OF_KM, r)
    centre = distance if distance >= r else r + distance
    error = DISTANCE_ERROR * (distance + min(r, distance))
    return centre - error, centre + error


def far_ends(claim: Claim) -> list[Place]:
    """Return the other places of a ``between`` or ``along``: those that no direction names, else those that one names."""
    named = {direction.partition(":")[2] for direction in claim.directions}
    free = [place for words, place in claim.anchors if words not in named]
    return free or [place for _, place in claim.anchors]


def _band(claim: Claim, place: Place, footprint: Footprint) -> _Plan | _Shape:
    """Plan a corridor between two places; without a known far end it is the surroundings of the one that is known."""
    ends = [end for end in far_ends(claim) if end.place_id != place.place_id]
    if claim.anchors and not ends:
        raise _UndrawableError(f"{claim.relation} a place and itself")
    if not ends:
        return _lone_band(claim, place, footprint)
    start, end = (ends[0], ends[1]) if len(ends) > 1 and place.kind in ("road", "river") else (place, ends[0])
    away, _, length = (float(x) for x in crs.inverse(start.lon, start.lat, end.lon, end.lat))
    if length < SMALLEST_KM:
        raise _UndrawableError(f"{claim.relation} two places at one point")
    if length > LONGEST_BAND_KM:
        raise _UndrawableError(f"{claim.relation} two places {length:,.0f} km apart")
    vague = start.kind in AREA_KINDS or end.kind in AREA_KINDS
    if claim.relation == "along":
        return _Plan("corridor", (start.lon, start.lat, end.lon, end.lat, _clamp(0.05 * length, 0.5, 5.0)), False, vague)
    gap = start.radius_km, length - end.radius_km
    near, far = gap if gap[1] - gap[0] > 0.2 * length else (0.0, length)
    lons, lats = crs.offset(start.lon, start.lat, away, [near, far])
    return _Plan("corridor", (lons[0], lats[0], lons[1], lats[1], _clamp(0.1 * length, 1.0, 10.0)), False, vague)


def _clamp(number: float, least: float, most: float) -> float:
    return min(max(number, least), most)


def _lone_band(claim: Claim, place: Place, footprint: Footprint) -> _Plan | _Shape:
    polygon = footprint(place)
    if polygon is not None and not polygon.is_empty:
        return _cut(place, polygon, "in", None)
    lines = place.kind in ("road", "river")
    return _round(place, "in" if lines else "near", claim.distance_km)


def _bank(claim: Claim, river: Place, point: str) -> _Plan:
    """Plan the bank of a river: the side of a named town's surroundings, else of the river's own disc."""
    towns = [end for end in far_ends(claim) if end.place_id != river.place_id]
    middle = towns[0] if towns else river
    reach = max(middle.radius_km, SMALLEST_KM) + (NEAR_KM if towns else 0.0)
    bearing = _required_bearing(point, claim.relation or "")
    return _Plan("sector", (middle.lon, middle.lat, 0.01 * reach, reach, bearing, BANK_SPREAD), False, False)


def _cut(place: Place, polygon: Any, relation: str, distance: float | None) -> _Shape:
    """Cut a part, a side or the surroundings from a place's polygon."""
    exact, vague = place.kind in NAMED_KINDS, place.kind in AREA_KINDS
    name = "footprint" if exact else "region"
    if relation == "in":
        return _finish(place, crs.ready_for_geojson(polygon), name, exact, vague)
    about = crs.middle(polygon, place.lon, place.lat)
    plane = crs.to_plane(polygon, *about)
    kind, cut = _cut_plane(plane, relation, distance)
    shape = crs.from_plane(cut, *about)
    if shape.is_empty:
        raise _UndrawableError(f"the relation {relation!r} leaves nothing of the place's polygon")
    return _finish(None, shape, kind, exact and kind in ("sector", "centre", "rim"), vague)


def _cut_plane(plane: Any, relation: str, distance: float | None) -> tuple[str, Any]:
    r = sqrt(plane.area / pi)
    reach = float(np.hypot(*np.abs(shapely.get_coordinates(plane)).max(axis=0)))
    head, _, tail = relation.partition(" ")
    if relation == "near":
        return "disc", plane.buffer(distance or NEAR_KM)
    if relation == "outskirts":
        return "rim", plane.difference(plane.buffer((RIM_IN - 1.0) * r))
    if relation == "C part":
        return "centre", plane.intersection(shapely.Point(0, 0).buffer(CORE * r))
    bearing = _required_bearing(head, relation)
    if tail == "part":
        return "sector", plane.intersection(shapes.wedge(bearing, spread(head, PART_SPREAD), CORE * r, 2.0 * reach))
    if tail == "of":
        near, far = (0.0, max(OF_KM, 0.5 * r)) if distance is None else (distance * (1 - DISTANCE_ERROR), distance * (1 + DISTANCE_ERROR))
        ring = plane.buffer(far).difference(plane.buffer(near))
        return "lens", ring.intersection(shapes.wedge(bearing, spread(head, OF_SPREAD), 0.0, 2.0 * (reach + far)))
    raise _UndrawableError(f"the relation {relation!r} is none that is known")


def _finish(place: Place | None, area: Any, name: str, exact: bool, vague: bool) -> _Shape:
    """Find a representative point: the place's own where it lies inside, else one that does."""
    point = shapely.Point(place.lon, place.lat) if place else None
    if point is None or not area.contains(point):
        point = shapely.point_on_surface(area)
    corners = shapely.get_coordinates(area)
    radius = float(crs.inverse(point.x, point.y, corners[:, 0], corners[:, 1])[2].max())
    return _Shape(area, point.x, point.y, name, radius, _precision(exact, vague, radius))
