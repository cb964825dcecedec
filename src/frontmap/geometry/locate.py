"""Claims to shapes: where each claim holds, drawn as wide as the words leave it (``relations`` says what each relation means).

Claims are first planned, then drawn: relations to places that are points in one batch for each drawing function, relations to polygons
one by one. Claims that share place and relation share one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely

from frontmap.geometry import crs, shapes
from frontmap.geometry.courses import along, bank
from frontmap.geometry.regions import Region, border_strip, plain_outline
from frontmap.geometry.relations import (
    BAND_WIDTH,
    BANK_SPREAD,
    CORE,
    LINE_KINDS,
    LONGEST_BAND_KM,
    NEAR_KM,
    OF_SPREAD,
    PART_SPREAD,
    RIM_IN,
    RIM_OUT,
    SMALLEST_KM,
    UndrawableError,
    check_distance,
    compass_bearing,
    is_drawable,
    lens_range,
    required_bearing,
    spread,
    unknown_relation,
)
from frontmap.model import COMPASS, ON_BANK, Claim, Located, Place, Unplaced
from frontmap.sphere import apart_km

Footprint = Callable[[Place], Any]
"""Gives the polygon of a region, country or user's settlement in degrees; None for places that are points."""

REGION_KM = 30.0
"""Uncertainty beyond this radius is precision 3: a claim so vague is no pin."""
DISTRICT_KM = 10.0
"""A district or facility up to this radius is part of a town and an exact location; a larger one is countryside."""
VILLAGE_KM = 5.0
"""A settlement of unknown size up to this radius is an exact location; a larger radius says that its row stands at a neighbour."""
AREA_KINDS = ("region", "country", "sea")

_Regions = Callable[[Place], Region | None]
"""Gives the polygon of a place made ready for cutting, once for all claims about it."""


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


def locate_claims(claims: Sequence[Claim], footprint: Footprint) -> tuple[dict[str, Located], tuple[Unplaced, ...]]:
    """Draw where each claim holds; what cannot be drawn is returned with the reason.

    Claims that share place and relation share one geometry object.
    """
    keys = [_key(claim) for claim in claims]
    drawn, reasons = _draw(dict(zip(keys, claims, strict=True)), cache(lambda place: _region(place, footprint)))
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


_Key = tuple[object, ...]


def _key(claim: Claim) -> _Key:
    place = claim.place
    if place is None:
        return (claim.place_name is None,)
    ends = tuple((end.place_id, end.lon, end.lat) for end in far_ends(claim)) if claim.anchors else ()
    rivers = tuple((words, river.place_id) for words, river in claim.anchors if words.startswith(ON_BANK))
    return (place.place_id, place.lon, place.lat, place.radius_km, claim.relation, claim.distance_km, ends, rivers)


def _draw(samples: dict[_Key, Claim], regions: _Regions) -> tuple[dict[_Key, _Shape], dict[_Key, str]]:
    drawn: dict[_Key, _Shape] = {}
    reasons: dict[_Key, str] = {}
    plans: dict[_Key, _Plan] = {}
    for key, claim in samples.items():
        try:
            planned = _plan(claim, regions)
        except UndrawableError as why:
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


def _is_exact(place: Place) -> bool:
    """Tell whether a place's name alone is an exact location (ACLED geo precision 1)."""
    if place.is_described or place.is_recalled:
        return False
    if place.kind == "settlement":
        return place.population > 0 or place.radius_km <= VILLAGE_KM
    return place.kind in ("facility", "district") and place.radius_km <= DISTRICT_KM


def _plan(claim: Claim, regions: _Regions) -> _Plan | _Shape:
    place = claim.place
    if place is None:
        raise UndrawableError("the passage names no place" if claim.place_name is None else "the place is not in the gazetteer")
    if not is_drawable(place):
        raise UndrawableError("the place has impossible coordinates or an impossible size")
    relation = claim.relation or "in"
    head, _, tail = relation.partition(" ")
    check_distance(claim.distance_km)
    if (strip := _strip(claim, place)) is not None:
        return strip
    if tail == "of" and any(anchor.place_id == place.place_id for anchor in _free_anchors(claim)):
        raise UndrawableError(f"{relation} a place and itself")
    if relation in ("between", "along"):
        return _band(claim, place, relation, regions)
    side = head if place.kind == "river" and head in COMPASS and tail in ("part", "of") else ""
    if side and (drawn := _bank(place, _on_river(claim, place), side)) is not None:
        return drawn
    region = regions(place)
    if region is not None:
        return _cut(place, region, relation, claim.distance_km)
    return _round(place, relation, claim.distance_km)


def _region(place: Place, footprint: Footprint) -> Region | None:
    """Return a place's polygon, or None where it has none: points and lines that a user's file may hold are no footprint."""
    found = footprint(place)
    return Region(place, plain_outline(found)) if found is not None and crs.polygon_parts(found) else None


def _round(place: Place, relation: str, distance: float | None) -> _Plan:
    """Plan a relation to a place of which only point and size are known."""
    r = max(place.radius_km, SMALLEST_KM)
    at = (place.lon, place.lat)
    vague = place.kind in AREA_KINDS
    exact = _is_exact(place)
    if relation == "in":
        return _Plan("footprint" if exact else "disc", (*at, r), exact, vague)
    if relation == "near":
        return _Plan("disc", (*at, r + (distance or NEAR_KM)), False, vague)
    if relation == "outskirts":
        return _Plan("rim", (*at, RIM_IN * r, RIM_OUT * r), exact, vague)
    if relation == "C part":
        return _Plan("centre", (*at, CORE * r), exact, vague)
    bearing = required_bearing(relation)
    if relation.endswith(" part"):
        return _Plan("sector", (*at, CORE * r, r, (CORE + 1.0) / 2.0 * r, bearing, spread(relation, PART_SPREAD)), exact, vague)
    if relation.endswith(" of"):
        return _Plan("lens", (*at, *lens_range(r, distance), bearing, spread(relation, OF_SPREAD)), False, vague)
    raise unknown_relation(relation)


def far_ends(claim: Claim) -> list[Place]:
    """Return the other places of a ``between`` or ``along``: those that no direction names, else those that one names."""
    return _free_anchors(claim) or [place for words, place in claim.anchors if not words.startswith(ON_BANK) and is_drawable(place)]


def _free_anchors(claim: Claim) -> list[Place]:
    """Return the places that a relation names and no direction does."""
    named = {direction.partition(":")[2] for direction in claim.directions}
    return [place for words, place in claim.anchors if words not in named and not words.startswith(ON_BANK) and is_drawable(place)]


def _band(claim: Claim, place: Place, relation: str, regions: _Regions) -> _Plan | _Shape:
    """Plan a corridor between two places; without a known far end it is the surroundings of the one that is known."""
    known = far_ends(claim)
    ends = [end for end in known if end.place_id != place.place_id]
    if known and not ends:
        raise UndrawableError(f"{relation} a place and itself")
    if place.kind == "river" and len(ends) < 2:
        return _along_river(claim, place, ends)
    if not ends:
        return _lone_band(claim, place, regions)
    if place.kind in LINE_KINDS:  # its own point is somewhere along it: only places on it tell where
        return _corridor(ends[0], ends[1], relation) if len(ends) > 1 else _round(ends[0], "near", None)
    strip = _border(regions(place), regions(ends[0])) if relation == "between" else None
    return strip or _corridor(place, ends[0], relation)


def _corridor(start: Place, end: Place, relation: str) -> _Plan:
    length = apart_km(start, end)
    if length < SMALLEST_KM:
        raise UndrawableError(f"{relation} two places at one point")
    if length > LONGEST_BAND_KM:
        raise UndrawableError(f"{relation} two places {length:,.0f} km apart")
    vague = start.kind in AREA_KINDS or end.kind in AREA_KINDS
    # A line has its ends in the places, what lies between begins at their rims.
    rims = (start.radius_km, end.radius_km) if relation == "between" else (0.0, 0.0)
    return _Plan("corridor", (start.lon, start.lat, end.lon, end.lat, *rims, *BAND_WIDTH[relation]), False, vague)


def _border(one: Region | None, other: Region | None) -> _Shape | None:
    """Draw the common border of two neighbouring regions. None: they are no regions, or no neighbours."""
    if one is None or other is None:
        return None
    strip = border_strip(one, other)
    return None if strip is None else _finish(None, strip, "corridor", False, True)


def _lone_band(claim: Claim, place: Place, regions: _Regions) -> _Plan | _Shape:
    region = regions(place)
    if region is not None:
        return _cut(place, region, "in", None)
    return _round(place, "in" if place.kind in LINE_KINDS else "near", claim.distance_km)


def _strip(claim: Claim, place: Place) -> _Plan | _Shape | None:
    """Draw what happened on a river's bank near a place, or on the left or right of all of it; None where nothing of the kind is told.

    Where the course is not known there, a bank with a compass point is that side of the place's surroundings.
    """
    told = next(((words.removeprefix(ON_BANK), river) for words, river in claim.anchors if words.startswith(ON_BANK)), None)
    if told is None or claim.relation not in (None, "in", "near") or claim.distance_km is not None:
        return None
    side, river = told
    return _bank(river, None if place.place_id == river.place_id else place, side)


def _bank(river: Place, near: Place | None, side: str) -> _Plan | _Shape | None:
    """Draw the bank of a river along its course; where that is not known, the side of the named town's surroundings or of its own disc.

    None: the course is not known, and which bank it is tells no bearing.
    """
    drawn = bank(river, near, side)
    if drawn is not None:
        return _finish(None, drawn, "corridor", False, False)
    bearing = compass_bearing(side)
    if bearing is None:
        return None
    middle = near or river
    reach = max(middle.radius_km, SMALLEST_KM) + (NEAR_KM if near else 0.0)
    return _Plan("sector", (middle.lon, middle.lat, 0.01 * reach, reach, reach / 2.0, bearing, BANK_SPREAD), False, False)


def _on_river(claim: Claim, river: Place) -> Place | None:
    """Return the place that tells which stretch of a river is meant: another that the claim names, or where the text locates the river."""
    towns = [end for end in far_ends(claim) if end.place_id != river.place_id]
    return towns[0] if towns else river if river.is_described else None


def _along_river(claim: Claim, river: Place, ends: Sequence[Place]) -> _Plan | _Shape:
    """Draw what lies along a river near a place on it, or plan the place's surroundings where the river's course is not known there."""
    near = _on_river(claim, river)
    drawn = along(river, near)
    if drawn is not None:
        return _finish(None, drawn, "corridor", False, False)
    return _round(ends[0], "near", None) if ends else _round(river, "in", None)


def _cut(place: Place, region: Region, relation: str, distance: float | None) -> _Shape:
    """Draw a relation to a place with a polygon."""
    exact, vague = _is_exact(place), place.kind in AREA_KINDS
    if relation == "in":
        return _finish(place, region.polygon, "region" if vague else "footprint", exact, vague)
    name, shape = region.cut(relation, distance)
    return _finish(None, shape, name, exact and name in ("sector", "centre", "rim"), vague)


def _finish(place: Place | None, area: Any, name: str, exact: bool, vague: bool) -> _Shape:
    """Find a representative point: the place's own where it lies inside, else one that does."""
    point = shapely.Point(place.lon, place.lat) if place else None
    if point is None or not area.contains(point):
        point = shapely.point_on_surface(area)
    corners = shapely.get_coordinates(area)
    radius = float(crs.inverse(point.x, point.y, corners[:, 0], corners[:, 1])[2].max())
    return _Shape(area, point.x, point.y, name, radius, _precision(exact, vague, radius))
