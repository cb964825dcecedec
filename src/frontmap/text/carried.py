"""Keeps how an event lay to its place for the statements after it that name none.

`Fighting went on north of X. Two were killed.`: they were killed north of X.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from frontmap.model import Event, PlaceMention, Site
from frontmap.text.events.directions import is_sided

_VAGUE = frozenset({"area", "region"})
"""Nouns that only take up the ground of the event before: `in the area`."""
_FACILITIES = frozenset({"airport", "base", "plant", "facility"})
"""Nouns for what lies in a town and has parts of its own."""
_OUTCOMES = frozenset({"losses", "repulse", "withdrawal", "clash"})
"""Types that tell how the event before went on, and so near the same place."""


@dataclass(slots=True)
class Carried:
    """Where the last event happened, and how that lay to its place."""

    placed: Sequence[PlaceMention]
    last: Site | None = None

    def over(self, event: Event, sites: tuple[Site, ...]) -> tuple[Site, ...]:
        """Return the sites of an event; one that its sentence does not name lies to its place as the event before did."""
        taken = tuple(self._as_before(event, self._of_whole(site)) for site in sites)
        self.last = taken[-1] if taken else self.last
        return taken

    def _of_whole(self, site: Site) -> Site:
        """Return a site without the part of a facility that it names: the airport's southern entrance is not in the south of the city."""
        place = self.placed[site.mention].place if site.mention is not None else None
        if site.word not in _FACILITIES or not (site.relation or "").endswith("part") or place is None or place.kind != "settlement":
            return site
        return replace(site, relation=None)

    def _as_before(self, event: Event, site: Site) -> Site:
        before = self.last
        if before is None or site.relation is not None or event.type not in _OUTCOMES or (event.sites and site.word not in _VAGUE):
            return site
        lasting = is_sided(before.relation) or before.relation == "near"
        return replace(site, relation=before.relation) if lasting and self._is_same_place(site, before) else site

    def _is_same_place(self, site: Site, before: Site) -> bool:
        if site.mention is None or before.mention is None:
            return False
        return self.placed[site.mention].mention.name == self.placed[before.mention].mention.name
