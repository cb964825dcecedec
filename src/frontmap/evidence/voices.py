"""Who vouches for each claim: the root of its attribution chain, its side and grade, and the days that it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import punctuation
from typing import Protocol

from frontmap.evidence.days import Days, day_range
from frontmap.ids import made_id, outlet_id
from frontmap.model import NARRATOR, Claim, Document, Source

TOLERANCE_DAYS = {1: 1, 2: 7, 3: 31}
"""By time precision: how far apart claims may be dated that mean one time."""
CONTROL_DAYS = 3
"""Added to it for claims of control, which lasts: what is held today was taken some days ago."""
NEWS_DAYS = 3
"""A claim without a date is news: it means so many days up to its publication."""
COPIED_WORDS = 8
"""A narrator's sentence of so many words that another report has word for word was copied."""


class SourceLookup(Protocol):
    """What is needed of the source registry."""

    def find(self, name: str) -> Source | None:
        """Return the entry of a name."""

    def by_id(self, source_id: str) -> Source | None:
        """Return the entry of an id."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A claim with all that weighing it needs."""

    claim: Claim
    root: str
    side: str
    """Of whoever vouches for it; a narrator's is the publisher's."""
    source_id: str | None
    grade: str
    days: Days | None
    tolerance: int
    says: str
    """``yes``, ``no`` or ``maybe``."""

    @property
    def reach(self) -> Days | None:
        """The days that it may mean, tolerance included."""
        return (self.days[0] - self.tolerance, self.days[1] + self.tolerance) if self.days else None


def voices_from_claims(claims: Sequence[Claim], documents: Mapping[str, Document], sources: SourceLookup) -> list[Voice]:
    """Find root, side, grade and days of every claim, in their order."""
    lookup = _Lookup(sources, claims)
    copied: dict[str, str] = {}
    voices = []
    for claim in claims:
        document = documents.get(claim.document_id)
        source = lookup.source_of(claim, document)
        root = lookup.root_of(claim, document, source)
        if claim.source == NARRATOR:
            root = _first_printed(claim, root, copied)
        side = claim.source_side
        if side == "unknown" and source:
            side = source.side
        days, tolerance = _days_of(claim, document)
        grade = source.grade if source else claim.source_grade
        says = {"denied": "no", "possible": "maybe"}.get(claim.modality, "yes")
        voices.append(Voice(claim, root, side, source.source_id if source else None, grade, days, tolerance, says))
    return voices


class _Lookup:
    """Looks names up in the registry once each."""

    def __init__(self, sources: SourceLookup, claims: Sequence[Claim]) -> None:
        self._sources = sources
        self._named_so = {(claim.source_side, claim.source) for claim in claims if not claim.source_id}
        self._named: dict[str, Source | None] = {}
        self._owners: dict[str, str] = {}

    def source_of(self, claim: Claim, document: Document | None) -> Source | None:
        """Return the registry's entry of whoever vouches for a claim."""
        if claim.source_id:
            return self._sources.by_id(claim.source_id)
        if claim.source and claim.source != NARRATOR:
            return self._find(claim.source)
        if claim.via:
            return self._find(claim.via[0])
        return self._find(document.publisher) if document and document.publisher else None

    def root_of(self, claim: Claim, document: Document | None, source: Source | None) -> str:
        """Return the id of the first link of a claim's chain, or of its owner."""
        if source:
            return self._owner(source)
        if claim.source and claim.source != NARRATOR:
            return made_id(self._shortest(claim), claim.source_side)
        if claim.via:
            return outlet_id(claim.via[0])
        if document and document.publisher:
            return outlet_id(document.publisher)
        return f"document:{claim.document_id}"

    def _shortest(self, claim: Claim) -> str:
        """Return the shortest form in which this run names a source: ``Petrenko`` for ``General Ivan Petrenko``, where both occur.

        Only forms that begin with a capital count: officials are not one because they are officials.
        """
        words = claim.source.split()
        for first in range(len(words) - 1, 0, -1):
            short = " ".join(words[first:])
            if words[first][:1].isupper() and (claim.source_side, short) in self._named_so:
                return short
        return claim.source

    def _find(self, name: str) -> Source | None:
        if name not in self._named:
            self._named[name] = self._sources.find(name)
        return self._named[name]

    def _owner(self, source: Source) -> str:
        known = self._owners.get(source.source_id)
        if known is not None:
            return known
        seen = [source.source_id]
        owner = source.owner
        while owner and owner not in seen:
            seen.append(owner)
            entry = self._sources.by_id(owner)
            owner = entry.owner if entry else None
        self._owners[source.source_id] = seen[-1]
        return seen[-1]


_TO_SPACES = str.maketrans(dict.fromkeys(punctuation + "“”„‘’«»—–…", " "))


def _first_printed(claim: Claim, root: str, copied: dict[str, str]) -> str:
    """Return the root of the first report that printed a narrator's sentence in these very words."""
    words = claim.quote.lower().translate(_TO_SPACES).split()
    return copied.setdefault(" ".join(words), root) if len(words) >= COPIED_WORDS else root


def _days_of(claim: Claim, document: Document | None) -> tuple[Days | None, int]:
    """Return the days that a claim means and the tolerance for joining it with others."""
    published = day_range(document.published) if document else None
    stated = day_range(claim.date, published)
    lasting = CONTROL_DAYS if claim.type in ("capture", "hold") else 0
    if stated:
        return stated, TOLERANCE_DAYS.get(claim.time_precision or 1, 1) + lasting
    if published:
        return (max(published[0] - NEWS_DAYS, 1), published[1]), TOLERANCE_DAYS[1] + lasting
    return None, 0
