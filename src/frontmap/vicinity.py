"""Makes places out of what a text says of them: beside a town, within a province, somewhere among the towns of a list.

They are as wide as the words are vague, and hold those words as their origin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from frontmap.model import Place, PlaceMention
from frontmap.names import fold
from frontmap.sphere import apart_km
from frontmap.text.places.whereabouts import Description

PARTS = ("district", "facility")
"""Kinds of parts of a town."""
NEARBY_KM = 12.0
"""Radius of "near Lyman" and of "the nearby village"."""
LIST_KM = 30.0
"""How far apart the towns of a list may lie that tells a neighbourhood."""
WIDEST_KM = 200.0
"""Radius of an area that is too large to tell where a village lies."""
_LEAST_RADIUS_KM = 6.0
_BARE_KM = 8.0
"""Distance meant by a direction without one ("north of Lyman")."""
_RIM = 0.75
"""Part of an area's radius at which it is left."""
_AROUND = 1.5
"""Radii of an area within which a place counts as in it, since areas are no discs."""
_KM_PER_DEGREE = 111.195
_ID = "text:"


def beside(name: str, anchor: Place, description: Description, said: str) -> Place:
    """Return a place at a bearing and distance from another, wide enough to hold the doubt."""
    if description.bearing is None:
        radius = description.distance_km or NEARBY_KM
        return _somewhere(name, anchor, 0.0, None, max(_LEAST_RADIUS_KM, radius), said)
    distance = description.distance_km if description.distance_km is not None else _BARE_KM
    return _somewhere(name, anchor, distance, description.bearing, max(_LEAST_RADIUS_KM, distance / 2), said)


def within(name: str, area: Place, bearing: float | None, said: str) -> Place | None:
    """Return a place somewhere in an area, or in the part of it that lies at a bearing; None where the area is too large."""
    if area.radius_km > WIDEST_KM:
        return None
    if bearing is None:
        return _somewhere(name, area, 0.0, None, max(_LEAST_RADIUS_KM, area.radius_km), said)
    return _somewhere(name, area, area.radius_km / 2, bearing, max(_LEAST_RADIUS_KM, area.radius_km / 2), said)


def on_the_rim(name: str, area: Place, bearing: float, said: str) -> Place:
    """Return a place about the border of an area, for "north of Hama province"."""
    return _somewhere(name, area, area.radius_km * _RIM, bearing, max(_LEAST_RADIUS_KM, area.radius_km / 2), said)


def among(name: str, towns: Sequence[Place], least_km: float, said: str) -> Place | None:
    """Return the neighbourhood of the towns of a list; None where they lie too far apart to make one."""
    middle = min(towns, key=lambda place: max(apart_km(place, other) for other in towns))
    spread = max(apart_km(middle, other) for other in towns)
    if spread > LIST_KM:
        return None
    said = f"{said}, with {', '.join(place.name for place in towns)}"
    return _somewhere(name, middle, 0.0, None, max(least_km, spread + _LEAST_RADIUS_KM), said)


def lies_in(place: Place, area: Place) -> bool:
    """Tell whether a place lies in an area, as far as its unit or its radius tell."""
    same_unit = area.kind == "region" and area.admin1_code is not None and area.admin1_code == place.admin1_code
    return same_unit or apart_km(place, area) <= _AROUND * area.radius_km


def _somewhere(name: str, origin: Place, moved_km: float, bearing: float | None, radius_km: float, said: str) -> Place:
    """Return a place at a distance and bearing (degrees) from the point of another, on the sphere."""
    angle = math.radians(bearing or 0.0)
    lat = origin.lat + moved_km / _KM_PER_DEGREE * math.cos(angle)
    lon = origin.lon + moved_km / _KM_PER_DEGREE * math.sin(angle) / max(0.05, math.cos(math.radians(origin.lat)))
    place = replace(
        origin,
        lon=round((lon + 180) % 360 - 180, 5),
        lat=round(max(-90.0, min(90.0, lat)), 5),
        kind="settlement",
        population=0,
        radius_km=round(radius_km, 1),
        origin=f"as the text says: {said}",
    )
    return named(place, name)


def named(place: Place, name: str) -> Place:
    """Return a described place under a name; its id tells it from namesakes elsewhere."""
    return replace(place, place_id=f"{_ID}{fold(name).replace(' ', '-')}@{place.lat:.1f},{place.lon:.1f}", name=name)


def part_of(town: Place, mention: PlaceMention) -> Place:
    """Return a part of a town, as wide as the town, since nothing tells where in it."""
    kind = mention.mention.kind if mention.mention.kind in PARTS else "district"
    return replace(town, name=mention.mention.name, kind=kind or "district", population=0, origin=f"within {town.name} ({town.place_id})")
