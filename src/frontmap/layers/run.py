"""The records of one run with the look-ups between them: who vouches for a claim, its evidence group, its colour."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from frontmap.ids import made_id, outlet_id
from frontmap.layers import styles
from frontmap.model import NARRATOR, Claim, Document, Evidence, EvidenceGroup, Extraction, Located, Movement, Source, Unplaced

UNNAMED_REPORT = "unnamed report"
UNNAMED_SOURCE = "unnamed source"


class Registry(Protocol):
    """What is asked of the source registry."""

    def find(self, name: str) -> Source | None:
        """Return the entry that goes by a name."""

    def by_id(self, source_id: str) -> Source | None:
        """Return the entry with an id."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who vouches for a claim on the map, where the narrator has a name."""

    source_id: str
    name: str
    side: str
    kind: str
    role: str
    """``quoted`` or ``narrator``."""


class Run:
    """The records of one run, with the look-ups between them that the layers need."""

    def __init__(
        self,
        extractions: Sequence[Extraction],
        evidence: Evidence,
        located: Mapping[str, Located],
        movements: Sequence[Movement],
        unplaced: Sequence[Unplaced],
        registry: Registry,
    ) -> None:
        self.extractions = extractions
        self.evidence = evidence
        self.located = located
        self.movements = movements
        self.unplaced = unplaced
        self.registry = registry
        self.claims = evidence.claims
        self.placed_rows = [row for row, claim in enumerate(evidence.claims) if claim.claim_id in located]
        self.placed = [evidence.claims[row] for row in self.placed_rows]
        self.documents: dict[str, Document] = {extraction.document.id: extraction.document for extraction in extractions}
        self._outlets: dict[str | None, Source] = {}

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        """Every claim by its id."""
        return {claim.claim_id: claim for claim in self.claims}

    @cached_property
    def speakers(self) -> dict[str, Speaker]:
        """Who vouches for each claim, by its id."""
        return {claim.claim_id: self._speaker(claim) for claim in self.claims}

    @cached_property
    def groups(self) -> dict[str, EvidenceGroup]:
        """The evidence group of each claim that has one, by its id."""
        return {claim_id: group for group in self.evidence.groups for claim_id in group.claim_ids}

    @cached_property
    def claims_at(self) -> dict[str, list[Claim]]:
        """The claims at each place, by its id."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            if claim.place:
                found[claim.place.place_id].append(claim)
        return found

    @cached_property
    def colours(self) -> dict[str, str]:
        """The colour of each source; those with the most claims get their family's own."""
        counts = Counter((speaker.source_id, speaker.side) for speaker in self.speakers.values())
        ordered = [source for source, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        return styles.source_colours(ordered, self.families)

    @cached_property
    def families(self) -> dict[str, str]:
        """The colour family of each side; sides with the most claims choose first."""
        counts = Counter(speaker.side for speaker in self.speakers.values())
        return styles.side_families(sorted(counts, key=lambda side: (-counts[side], side)))

    def outlet(self, publisher: str | None) -> Source:
        """Return the registry's entry of a publisher, or one made of its name."""
        if publisher not in self._outlets:
            known = self.registry.find(publisher) if publisher else None
            name = publisher or UNNAMED_REPORT
            self._outlets[publisher] = known or Source(outlet_id(name), name, "outlet", "unknown")
        return self._outlets[publisher]

    def _speaker(self, claim: Claim) -> Speaker:
        if claim.source == NARRATOR:
            publisher = self.documents[claim.document_id].publisher
            outlet = self.outlet(publisher)
            side = claim.source_side if outlet.side == "unknown" else outlet.side
            return Speaker(outlet.source_id, publisher or UNNAMED_REPORT, side, outlet.kind, "narrator")
        name = claim.source or UNNAMED_SOURCE
        source_id = claim.source_id or made_id(name, claim.source_side)
        return Speaker(source_id, name, claim.source_side, claim.source_kind, "quoted")
