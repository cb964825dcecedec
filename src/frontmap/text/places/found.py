"""The record of a span that may name a place, and what stands out among the bearers of a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from frontmap.model import Place

Entries = tuple[tuple[Place, str], ...]

_STANDING = {"country": 1e9, "region": 3e5, "sea": 3e5, "district": 3e4, "river": 3e4, "relief": 3e4}
"""What a kind counts for beside a town's inhabitants, when the main bearer of a name is asked for."""
_OTHER_STANDING = 1e4
_ALIAS_SHARE = 0.1
"""What a town counts for under another name than its usual one."""
AREA_VOTE = 3
"""What a country or unit that is named outright counts for beside a town in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A span of cells that may name a place."""

    first: int
    last: int
    """Cells of the span, the last exclusive."""
    name: str
    """Ready for look-up."""
    entries: Entries
    """What the gazetteer holds of that name; empty for a name that it does not know."""
    kind: str | None = None
    """The kind that a class word in the span asks for."""
    sort: str = "known"
    """``known``, ``unit`` (a short form), ``classed`` (by a class word), ``unknown``, ``code`` (a road number)."""
    heard: bool = False
    """An unknown name that sounds like a town of a country that the document is about."""


def standing(entry: tuple[Place, str]) -> float:
    """Return how much a place stands out among those of its name: inhabitants, or what its kind counts for."""
    place, matched = entry
    if place.kind == "settlement":
        return max(1.0, float(place.population)) * (_ALIAS_SHARE if matched == "alias" else 1.0)
    return max(_STANDING.get(place.kind, _OTHER_STANDING), float(place.population))


def main_first(entries: Entries) -> Entries:
    """Put the entry that stands out most first."""
    if len(entries) < 2:
        return entries
    main = max(range(len(entries)), key=lambda i: (standing(entries[i]), -i))
    return (entries[main], *entries[:main], *entries[main + 1 :])


def home_countries(candidates: Iterable[Found]) -> frozenset[str]:
    """Return the two countries that the main bearers of the names speak for most, named countries and units thrice."""
    votes: Counter[str] = Counter()
    for found in candidates:
        if found.entries and (country := found.entries[0][0].country):
            votes[country] += AREA_VOTE if found.entries[0][0].kind in ("country", "region") else 1
    return frozenset(country for country, _ in votes.most_common(2))
