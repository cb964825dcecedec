"""Finds which attribution vouches for a stretch of text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from frontmap.model import Attribution, Span


class Covering:
    """The attributions of a document, to be asked who vouches for a stretch; only those near it are looked at."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        said = [(index, one) for index, one in enumerate(attributions) if one.content or one.runs_on]
        self._ordered = sorted(said, key=lambda found: (_first(found[1]), found[0]))
        self._starts = [_first(one) for _, one in self._ordered]
        self._furthest = list(accumulate((_last(one) for _, one in self._ordered), max))
        """The furthest end of what is said, up to each of them."""

    def at(self, start: int, end: int) -> Attribution | None:
        """Return the innermost attribution that vouches for most of ``text[start:end]``; None where the report itself does."""
        stop = bisect_left(self._starts, end)
        first = stop
        while first and self._furthest[first - 1] > start:
            first -= 1
        return attribution_at([one for _, one in sorted(self._ordered[first:stop], key=lambda found: found[0])], start, end)


def attribution_at(attributions: Sequence[Attribution], start: int, end: int) -> Attribution | None:
    """Return the innermost attribution that vouches for most of ``text[start:end]``; None where the report itself does.

    A stretch may hold the attribution as well (``Officials said the town fell``): source and cue then count as covered.
    """
    best: Attribution | None = None
    size = 0
    for attribution in attributions:
        said = (*attribution.content, *attribution.runs_on)
        inside = sum(_overlap(span, start, end) for span in said)
        if not inside:
            continue
        frame = sum(_overlap(span, start, end) for span in (*attribution.source, *attribution.cue))
        length = sum(right - left for left, right in said if _overlap((left, right), start, end))
        if 2 * (inside + frame) > end - start and (best is None or (not attribution.name, length) < (not best.name, size)):
            best, size = attribution, length
    return best


def _overlap(span: Span, start: int, end: int) -> int:
    return max(0, min(end, span[1]) - max(start, span[0]))


def _first(attribution: Attribution) -> int:
    return min(left for left, _ in (*attribution.content, *attribution.runs_on))


def _last(attribution: Attribution) -> int:
    return max(right for _, right in (*attribution.content, *attribution.runs_on))
