"""Finds the towns of those who are quoted: what a resident of a town tells of, and names no place for, happened there.

A body that goes by the name of a town (its council, a government) speaks of it only where it says ``the town``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from frontmap.model import Attribution, Event, Parsed, PlaceMention, Site
from frontmap.text.attribution.covering import Covering
from frontmap.text.places.called import is_seat_of_government
from frontmap.text.places.wordlists import open_words

_LOCAL = frozenset({"settlement", "district"})
_WORD = re.compile(r"\w+")
_TOWN = frozenset({"", "town"})
"""Nouns of sites that may mean the town of who speaks: none at all, or ``the city``."""


class Witnesses:
    """The towns of those who vouch for statements, as far as the words for them name one (`a Kunduz resident`, `the mayor of Bambari`)."""

    def __init__(self, parsed: Parsed, attributions: Sequence[Attribution], placed: Sequence[PlaceMention], covering: Covering) -> None:
        self._placed = placed
        self._starts = [mention.mention.start for mention in placed]
        self._covering = covering
        self._homes: dict[str, int] = {}
        """By name of a speaker the mention of his town; none any more once he has named another place."""
        self._bodies: set[str] = set()
        """Speakers of whom nothing says that they live there."""
        for one in attributions:
            for start, end in one.source:
                if one.name not in self._homes and (home := self._town_in(start, end)) is not None:
                    self._homes[one.name] = home
                    if open_words().small["witness"].isdisjoint(_WORD.findall(parsed.text[start:end].lower())):
                        self._bodies.add(one.name)

    def _town_in(self, start: int, end: int) -> int | None:
        """Return the first mention of a town in a stretch; seats of government are where anybody speaks."""
        for mention in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            place = self._placed[mention].place
            if place is not None and place.kind in _LOCAL and not is_seat_of_government(self._placed[mention]):
                return mention
        return None

    def site(self, event: Event, sites: Sequence[Site]) -> Site | None:
        """Return the town of who tells of an event, where he says no more of its sites; None where that tells nothing."""
        one = self._covering.at(*event.trigger) if self._homes else None
        if one is None or one.name not in self._homes:
            return None
        own = [site for site in sites if site.mention is None or self._is_told(site.mention, one)]
        if any(site.mention is not None for site in own):
            del self._homes[one.name]
            return None
        says_so = all(site.noun in _TOWN for site in own) and (bool(own) or one.name not in self._bodies)
        return Site(self._homes[one.name], own[0].relation if own else None) if says_so else None

    def _is_told(self, mention: int, one: Attribution) -> bool:
        """Tell whether a speaker named a place, and not the sentence that he is cited in."""
        start = self._starts[mention] if mention < len(self._starts) else -1
        return not one.content or any(left <= start < right for left, right in (*one.content, *one.runs_on))
