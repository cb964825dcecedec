"""Tells which side speaks at a point of a text, because `the enemy` and `our troops` mean another side in another mouth."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frontmap.model import Attribution, Parsed
from frontmap.registry.sources import Conflict, SourceRegistry
from frontmap.registry.tongues import side_of_tongue

_NO_PARTY = frozenset({"", "unknown", "third_party"})
_ACCUSES = "object:accuse"
"""The rule of attributions that begin with whom somebody accuses."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """The sides that speak in a document."""

    starts: tuple[int, ...] = ()
    """Characters at which one begins to speak, in text order."""
    turns: tuple[tuple[int, str], ...] = ()
    """For each of them the character at which it ends, and the side; empty for who belongs to none."""
    report: str | None = None
    """The side whose report it is. None: nobody's, or not told."""
    names: tuple[tuple[int, int], ...] = ()
    """The characters that name who is cited, in text order."""
    accusing: frozenset[int] = frozenset()
    """Those of ``starts`` at which whom somebody accuses is named: `Alphia of shelling Beta`."""

    def at(self, offset: int) -> str | None:
        """Return the side that speaks at a character: who is cited there, else the report's own; None where neither has one."""
        return self.cited_at(offset) or self.report

    def cited_at(self, offset: int) -> str | None:
        """Return the side of who is cited at a character; None where nobody is, or nobody of a party."""
        index = bisect_right(self.starts, offset) - 1
        return self.turns[index][1] or None if index >= 0 and offset < self.turns[index][0] else None

    def opening(self, offset: int) -> int | None:
        """Return the character at which the words begin that somebody says at a character; None where nobody is cited."""
        index = bisect_right(self.starts, offset) - 1
        return self.starts[index] if index >= 0 and offset < self.turns[index][0] else None

    def name(self, offset: int) -> bool:
        """Tell whether a character belongs to the name of who is cited, who speaks and does not fight."""
        index = bisect_right(self.names, offset, key=lambda span: span[0]) - 1
        return any(start <= offset < end for start, end in self.names[max(0, index - 1) : index + 1])


def find_speakers(attributions: Sequence[Attribution], parsed: Parsed, sources: SourceRegistry, conflict: Conflict | None) -> Speakers:
    """Tell the sides that speak where, by whom the text cites, who published it and in which language it is."""
    turns = sorted(_turns(attributions, conflict))
    sides = {side for _, _, side in turns if side}
    published = sources.find(parsed.document.publisher or "")
    report = sources.side_in(published, conflict) if published else ""
    if report in _NO_PARTY:
        report = side_of_tongue(parsed, conflict) or (sides.pop() if len(sides) == 1 else "")
    names = tuple(sorted(span for attribution in attributions for span in attribution.source))
    accusing = frozenset(span[0] for attribution in attributions if attribution.rule == _ACCUSES for span in attribution.content)
    starts, ends = tuple(start for start, _, _ in turns), tuple((end, side) for _, end, side in turns)
    return Speakers(starts, ends, report or None, names, accusing)


def _turns(attributions: Sequence[Attribution], conflict: Conflict | None) -> Iterator[tuple[int, int, str]]:
    for attribution in attributions:
        party = attribution.side not in _NO_PARTY and (conflict is None or attribution.side in conflict.sides)
        for start, end in (*attribution.content, *attribution.runs_on):
            yield start, end, attribution.side if party else ""
