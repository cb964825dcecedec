"""Which places of a run lie inside which others: towns of a first-level unit, districts and facilities of a town.

What is said of the whole is said of its parts. Countries, and regions that are no administrative unit (Donbas), contain nothing here: who
names them generalises.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from frontmap.model import Place
from frontmap.sphere import apart_km

PARTS_OF_TOWNS = ("district", "facility")


def parts_inside(places: Iterable[Place]) -> dict[str, list[str]]:
    """Return, by the id of each place that has any, the ids of the given places that lie inside it, in their order.

    A settlement, district or facility lies in the unit of its ``admin1_code``; a district or facility also lies in the settlement of that
    unit within whose ``radius_km`` its point is.
    """
    by_unit: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        if place.admin1_code:
            by_unit[place.admin1_code].append(place)
    inside: dict[str, list[str]] = {}
    for together in by_unit.values():
        parts_of_towns = [place for place in together if place.kind in PARTS_OF_TOWNS]
        for whole in together:
            candidates = together if whole.kind == "region" else parts_of_towns
            if parts := [part.place_id for part in candidates if lies_in(part, whole)]:
                inside[whole.place_id] = parts
    return inside


def lies_in(part: Place, whole: Place) -> bool:
    """Tell whether a place lies inside another."""
    if part.admin1_code is None or part.admin1_code != whole.admin1_code:
        return False
    if whole.kind == "region":
        return part.kind == "settlement" or part.kind in PARTS_OF_TOWNS
    return whole.kind == "settlement" and part.kind in PARTS_OF_TOWNS and apart_km(part, whole) <= whole.radius_km
