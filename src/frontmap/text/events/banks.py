"""Reads on which bank of a river something is: `the east bank of the Dnipro near X`, `the Dnipro's left bank`."""

from __future__ import annotations

from frontmap.text.events.directions import PlacePhrase
from frontmap.text.events.passages import Passage

_BEFORE, _BEHIND = 4, 2
"""Words before a river's name, its article and `of` among them, and behind it that may name a bank."""


def read_bank(river: PlacePhrase, passage: Passage) -> str | None:
    """Return which bank of a river a phrase names: a compass code, ``left`` or ``right`` (downstream), empty where it does not say.

    None: it names no bank.
    """
    before = passage.lowers(max(passage.sentence.first, river.first - _BEFORE), river.first)
    behind = passage.lowers(river.last, min(river.last + _BEHIND, passage.sentence.last))
    for words in (before, behind):
        at = next((at for at, lower in enumerate(words) if passage.lexicon.is_a(lower, "riverbank")), None)
        if at is not None:
            return words[at - 1] if at and passage.lexicon.is_a(words[at - 1], "downstream") else _compass(river)
    return None


def _compass(river: PlacePhrase) -> str:
    return river.relation.partition(" ")[0] if river.relation and river.relation.endswith((" part", " of")) else ""
