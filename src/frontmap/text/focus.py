"""Keeps the place that a passage is about, for statements that do not name one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from frontmap.model import PlaceMention, Site

_LARGE = frozenset({"region", "country", "sea", "river", "relief"})
_AREA_NOUNS = frozenset({"region", "province", "country", "area", "areas"})


@dataclass(slots=True)
class Focus:
    """The places that a document named so far, latest first, and its main place as last resort."""

    placed: Sequence[PlaceMention]
    usable: Sequence[int]
    """Mentions that name ground, in text order."""
    named: list[int] = field(default_factory=list)
    """Mentions passed so far."""
    used: list[int] = field(default_factory=list)
    """Mentions that were the place of an event so far."""

    def pass_to(self, offset: int) -> None:
        """Take note of all places named before this offset."""
        while len(self.named) < len(self.usable) and self.placed[self.usable[len(self.named)]].mention.end <= offset:
            self.named.append(self.usable[len(self.named)])

    def use(self, sites: Iterable[Site]) -> None:
        """Take note of where an event happened."""
        self.used += [site.mention for site in reversed(list(sites)) if site.mention is not None]

    def place(self, noun: str = "") -> int | None:
        """Return the mention of the place that the passage is about; None where the document names no place.

        Parameters
        ----------
        noun
            What the clause calls it (``city``); empty where it says nothing.
        """
        if noun in _AREA_NOUNS and noun not in ("area", "areas") and (areas := [m for m in self.named if self._is_large(m)]):
            return areas[-1]
        settlements = [m for m in self.named if not self._is_large(m)]
        if noun and noun not in _AREA_NOUNS and settlements:
            return settlements[-1]
        if self.used:
            return self.used[-1]
        if settlements:
            return settlements[-1]
        return self.named[-1] if self.named else self._first()

    def _first(self) -> int | None:
        """Return the first place that the document names, a settlement before a region where both stand near its start."""
        smaller = [m for m in self.usable[:4] if not self._is_large(m)]
        return smaller[0] if smaller else self.usable[0] if self.usable else None

    def _is_large(self, mention: int) -> bool:
        place = self.placed[mention].place
        return (place.kind if place else self.placed[mention].mention.kind) in _LARGE


def ground_mentions(placed: Sequence[PlaceMention], sources: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return the mentions that name ground and are no part of a source's name or title."""
    return tuple(
        i for i, p in enumerate(placed) if p.mention.role == "literal" and not any(start <= p.mention.start < end for start, end in sources)
    )
