"""Reported directions to lines: axes, approaches, withdrawals and the arcs of an encirclement.

Only what a claim reports is drawn, one movement for each of its ``directions``:

- ``from:S`` arrives from the south (travel bearing 0) and ends at the place's rim. An approach has three strokes, one on the bearing
  (the first) and one towards each flank, since a compass point is a sector and no road; an axis has one.
- ``from:A`` and ``toward:B`` follow the geodesic between the rims of the two places, at most ``LONGEST_KM`` of it beside the claim's place.
- ``toward:W`` ends at the place's rim where the place is the goal ("pushed west to take it", or the claim lies east of it), else it
  leaves the rim ("fell back west").
- An encirclement is one arc for each reported side, ``ARC_SPREAD`` to both sides of it and no further, so that the gaps stay open. The
  closed ring needs the direction ``from:all``: words that say "completely". An encirclement without a reported side has no line, only
  its area: nobody said where the ring runs.

Lines start where the movement starts. Arcs run counterclockwise, the place on their left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import shapely

from frontmap.data import layers_dir, read_rows
from frontmap.errors import DataError
from frontmap.geometry import crs
from frontmap.geometry.relations import (
    LINE_KINDS,
    NEAR_KM,
    OF_SPREAD,
    SMALLEST_KM,
    UndrawableError,
    compass_bearing,
    is_drawable,
    spread,
)
from frontmap.geometry.strokes import Stroke, arc, draw_strokes, radial, ring
from frontmap.model import Claim, Located, Movement, Place, Unplaced

ALL_SIDES = "all"
"""``from:all``: the words say that the place is surrounded, or attacked, on every side."""
ARC_SPREAD = (22.0, 22.0, 11.0)
"""Degrees to each side of an arc; two neighbouring sides of the 8-point compass almost touch, others leave a gap."""
ARC_DISTANCE = 1.2
"""An arc's distance from the place's point, in radii: outside the footprint."""
LONGEST_KM = 100.0
"""A stroke towards or from a far place is cut at this length beside the claim's place."""
KINDS = ("axis", "approach", "withdrawal", "encirclement")


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of layers/measures.csv: what a direction of a claim type is drawn as."""

    kind: str
    """One of ``KINDS``."""
    arrives: bool
    """A compass point leads to the place where the claim names it without a relation; else it leads away."""
    code: str
    """APP-6 entity code; empty where there is none."""
    name: str
    """Its name."""


@dataclass(frozen=True, slots=True)
class _Reported:
    """One direction of a claim, ready to be drawn."""

    claim: Claim
    place: Place
    where: Located
    measure: Measure
    sense: str
    """``from`` or ``toward``."""
    name: str
    """A compass point, a place, or ``ALL_SIDES``."""


@dataclass(frozen=True, slots=True)
class _Aim:
    """Where a direction's compass point or place lies, as seen from the claim's place."""

    bearing: float
    spread: float = 0.0
    """Degrees to each side that the words leave open; 0 for a place."""
    far: Place | None = None
    length_km: float = 0.0
    """Distance of the far place."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A movement before it is drawn."""

    claim: Claim
    measure: Measure
    strokes: tuple[Stroke, ...]
    bearing_deg: float | None
    origin: str | None
    toward: str | None


def draw_movements(claims: Iterable[Claim], located: Mapping[str, Located]) -> tuple[Movement, ...]:
    """Draw the reported directions of the claims that have a place, in their order."""
    plans, _ = _plan_all(claims, located)
    return tuple(
        Movement(
            claim_id=plan.claim.claim_id,
            kind=plan.measure.kind,
            line=line,
            bearing_deg=None if plan.bearing_deg is None else plan.bearing_deg % 360.0,
            origin=plan.origin,
            toward=plan.toward,
            control_measure=plan.measure.code,
            confirmed=plan.claim.modality == "asserted",
        )
        for plan, line in zip(plans, draw_strokes([plan.strokes for plan in plans]), strict=True)
    )


def undrawn_directions(claims: Iterable[Claim], located: Mapping[str, Located]) -> tuple[Unplaced, ...]:
    """Return the reported directions that gave no line, with the reason."""
    _, reasons = _plan_all(claims, located)
    return reasons


@cache
def measures() -> dict[tuple[str, str], Measure]:
    """Read layers/measures.csv: (claim type or ``*``, ``from`` or ``toward``) to what it is drawn as."""
    path = layers_dir() / "measures.csv"
    table: dict[tuple[str, str], Measure] = {}
    for number, row in read_rows(path):
        if row["kind"] not in KINDS or not row["origin"]:
            raise DataError(f"{path} line {number}: kind {row['kind']!r} must be one of {', '.join(KINDS)}, with an origin")
        table[row["type"], row["direction"]] = Measure(row["kind"], row["compass"] == "arrives", row["code"], row["name"])
    return table


def _plan_all(claims: Iterable[Claim], located: Mapping[str, Located]) -> tuple[list[_Plan], tuple[Unplaced, ...]]:
    plans: list[_Plan] = []
    reasons: list[Unplaced] = []
    for claim in claims:
        for direction in dict.fromkeys(claim.directions):
            try:
                plans += _plan(claim, direction, located)
            except UndrawableError as why:
                reasons.append(Unplaced(claim.document_id, claim.claim_id, direction, claim.start, claim.end, str(why)))
    return plans, tuple(reasons)


def _plan(claim: Claim, direction: str, located: Mapping[str, Located]) -> list[_Plan]:
    """Plan one direction; none where it only names the place that the claim's other directions start from or go to."""
    reported = _read(claim, direction, located)
    if reported.name == ALL_SIDES:
        return [_plan_all_sides(reported)]
    if _is_own(claim, reported.name):
        if len(claim.directions) > 1:
            return []
        raise UndrawableError("no side is reported, only the place itself")
    aim = _aim(reported)
    if reported.measure.kind == "encirclement":
        return [_plan_arc(reported, aim)]
    return [_plan_arrival(reported, aim) if reported.sense == "from" else _plan_departure(reported, aim)]


def _read(claim: Claim, direction: str, located: Mapping[str, Located]) -> _Reported:
    where = located.get(claim.claim_id)
    if claim.place is None or where is None:
        raise UndrawableError("the claim has no place to draw it at")
    sense, _, name = direction.partition(":")
    if sense not in ("from", "toward") or not name:
        raise UndrawableError("a direction reads from: or toward: and then a compass point or a place")
    measure = measures().get((claim.type, sense)) or measures()["*", sense]
    return _Reported(claim, _stage(claim.place, where, claim.relation), where, measure, sense, name)


def _stage(place: Place, where: Located, relation: str | None) -> Place:
    """Return the place that a movement is drawn at: of a river or road the stretch that the claim speaks of."""
    if where.shape == "disc" and where.geo_precision == 3 and relation != "near":
        raise UndrawableError("the place is too wide to say where in it something moved")
    if place.kind in LINE_KINDS:
        return replace(place, lon=where.lon, lat=where.lat, radius_km=min(where.radius_km, NEAR_KM))
    return place


def _aim(reported: _Reported) -> _Aim:
    name, place = reported.name, reported.place
    bearing = compass_bearing(name)
    if bearing is not None:
        return _Aim(bearing, spread(name, OF_SPREAD))
    far = next((anchor for words, anchor in reported.claim.anchors if words.casefold() == name.casefold()), None)
    if far is None or not is_drawable(far):
        raise UndrawableError("the place that it names has no coordinates")
    azimuth, _, length = crs.inverse(place.lon, place.lat, far.lon, far.lat)
    if length < SMALLEST_KM:
        raise UndrawableError("it names a place at the same point")
    return _Aim(float(azimuth), 0.0, far, float(length))


def _is_own(claim: Claim, name: str) -> bool:
    """Tell whether a direction names the claim's own place."""
    if claim.place_name is not None and name.casefold() == claim.place_name.casefold():
        return True
    same = (anchor.place_id for words, anchor in claim.anchors if words.casefold() == name.casefold())
    return claim.place is not None and claim.place.place_id in same


def _goal(claim: Claim) -> str | None:
    """Return the claim's own place where a direction says that the movement goes there."""
    names = (direction.partition(":")[2] for direction in claim.directions if direction.startswith("toward:"))
    return next((name for name in names if _is_own(claim, name)), None)


def _arrives(reported: _Reported, travel: float) -> bool:
    """Tell whether ``toward:W`` ends at the place: it is the goal, the claim lies east of it, or its type takes places."""
    claim = reported.claim
    if _goal(claim) is not None:
        return True
    if any(direction.startswith("from:") and _is_own(claim, direction.removeprefix("from:")) for direction in claim.directions):
        return False
    point, _, tail = (claim.relation or "").partition(" ")
    side = compass_bearing(point)
    if tail == "of" and side is not None:
        return abs((travel - side + 180.0) % 360.0 - 180.0) > 90.0
    return claim.relation is None and reported.measure.arrives


def _plan_all_sides(reported: _Reported) -> _Plan:
    """Plan the closed ring of an encirclement, or strokes from the four quarters for anything else that comes from everywhere."""
    claim, place, measure = reported.claim, reported.place, reported.measure
    if reported.sense == "toward":
        raise UndrawableError("a movement to all sides has no direction")
    if measure.kind == "encirclement":
        reach = ARC_DISTANCE * max(_rim_km(reported, side * 45.0) for side in range(8))
        return _Plan(claim, measure, (ring(place.lon, place.lat, reach),), None, None, None)
    strokes = tuple(_inward(reported, _Aim(bearing)) for bearing in (0.0, 90.0, 180.0, 270.0))
    return _Plan(claim, measure, strokes, None, None, _goal(claim))


def _plan_arc(reported: _Reported, aim: _Aim) -> _Plan:
    half = ARC_SPREAD[0] if aim.far else spread(reported.name, ARC_SPREAD)
    stroke = arc(reported.place.lon, reported.place.lat, aim.bearing, half, ARC_DISTANCE * _rim_km(reported, aim.bearing))
    return _Plan(reported.claim, reported.measure, (stroke,), aim.bearing + 180.0, reported.name, None)


def _plan_arrival(reported: _Reported, aim: _Aim) -> _Plan:
    return _Plan(reported.claim, reported.measure, _fan(reported, aim), aim.bearing + 180.0, reported.name, _goal(reported.claim))


def _plan_departure(reported: _Reported, aim: _Aim) -> _Plan:
    """Plan what goes toward a bearing: outwards from the rim, or inwards from the other side where the place is its goal."""
    if aim.far is None and _arrives(reported, aim.bearing):
        strokes = _fan(reported, _Aim(aim.bearing + 180.0, aim.spread))
    else:
        near, far = _span(reported, aim)
        strokes = (radial(reported.place.lon, reported.place.lat, aim.bearing, near, far),)
    return _Plan(reported.claim, reported.measure, strokes, aim.bearing, None, reported.name)


def _fan(reported: _Reported, aim: _Aim) -> tuple[Stroke, ...]:
    """Return strokes that end at the rim: for an approach from a compass point also one towards each flank."""
    wide = reported.measure.kind == "approach" and aim.spread > 0
    turns = (0.0, -aim.spread / 2.0, aim.spread / 2.0) if wide else (0.0,)
    return tuple(_inward(reported, _Aim(aim.bearing + turn, 0.0, aim.far, aim.length_km)) for turn in turns)


def _inward(reported: _Reported, aim: _Aim) -> Stroke:
    near, far = _span(reported, aim)
    return radial(reported.place.lon, reported.place.lat, aim.bearing, far, near)


def _span(reported: _Reported, aim: _Aim) -> tuple[float, float]:
    """Return how far from the place's point a radial stroke is at its near and at its far end."""
    rim = _rim_km(reported, aim.bearing)
    if aim.far is None:
        return rim, rim + arrow_km(rim)
    end = aim.length_km - max(aim.far.radius_km, SMALLEST_KM)
    if end <= rim:  # the two places touch: the middle half of the way, so that the direction can still be seen
        return 0.25 * aim.length_km, 0.75 * aim.length_km
    return rim, min(end, rim + LONGEST_KM)


def arrow_km(rim_km: float) -> float:
    """Return the length of a stroke of which only the direction is reported: twice the place's radius, 5 to 60 km."""
    return min(max(2.0 * rim_km, 5.0), 60.0)


def _rim_km(reported: _Reported, bearing: float) -> float:
    """Return how far the place's rim lies from its point on a bearing: its polygon's outermost edge, else its radius."""
    place, where = reported.place, reported.where
    radius = max(place.radius_km, SMALLEST_KM)
    if where.shape not in ("region", "footprint") or abs(where.radius_km - radius) < 1e-9:
        return radius
    lons, lats = crs.offset(place.lon, place.lat, bearing, np.linspace(0.0, 2.0 * where.radius_km, 65))
    corners = shapely.get_coordinates(shapely.intersection(crs.lines(lons, lats), where.area))
    return float(crs.inverse(place.lon, place.lat, corners[:, 0], corners[:, 1])[2].max()) if len(corners) else radius
