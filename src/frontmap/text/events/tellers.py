"""Tells who did what a party to a war tells without naming anybody: its own deeds on the enemy's ground, the enemy's on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from frontmap.model import Event, PlaceMention
from frontmap.text.events.sides import Sides

_OWN = frozenset({"repulse", "hold"})
"""Types that a party tells of itself, wherever they happen: `атаки отбиты`."""
_BY_GROUND = frozenset({"strike", "damage"})
"""Types that a party tells of its foe on its own ground, and of itself on the foe's."""
_GAINED = frozenset({"capture", "advance"})
"""Types that a party tells of itself on the foe's ground; on its own it may be either's."""


def by_tellers(events: Iterable[Event], placed: Sequence[PlaceMention], sides: Sides) -> Iterator[Event]:
    """Give events without an agent to the side that tells them or to its foe, as the report of a party to the war means them."""
    for event in events:
        teller = sides.speakers.at(event.start) if event.actor_side is None else None
        side = _side(event, teller, placed, sides) if teller is not None else None
        yield replace(event, actor_side=side) if side is not None else event


def _side(event: Event, teller: str, placed: Sequence[PlaceMention], sides: Sides) -> str | None:
    if event.type in _OWN:
        return teller
    if event.type not in _BY_GROUND | _GAINED or sides.conflict is None:
        return None
    places = (placed[mention].place for mention in event.places)
    owner = next((sides.conflict.parties.get(place.country or "") for place in places if place), None)
    if owner == teller:
        return sides.against(teller) if event.type in _BY_GROUND else None
    return teller if owner is not None and owner == sides.against(teller) else None
