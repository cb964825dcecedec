"""Finds the names that a text itself declares to mean one place ("Krasnogorod (Ukrainian name - Pokrovsk)")."""

from __future__ import annotations

from collections.abc import Sequence

from frontmap.text.places.cells import Cells
from frontmap.text.places.found import Found
from frontmap.text.places.wordlists import Words

_MOST_BEFORE = 12
"""Candidates before the second name among which the first is sought."""
_REACH = 8
"""Cells before the second name in which the cue must stand."""


def find_declared(cells: Cells, candidates: Sequence[Found], words: Words) -> list[tuple[Found, Found]]:
    """Return pairs of candidates that the text declares to name one place."""
    pairs = []
    for k, second in enumerate(candidates):
        cue = _cue_before(cells, second.first, words)
        if cue is None:
            continue
        first = _antecedent(cells, candidates[max(0, k - _MOST_BEFORE) : k], cue, words)
        if first is not None and first.name != second.name:
            pairs.append((first, second))
    return pairs


def _cue_before(cells: Cells, first: int, words: Words) -> int | None:
    """Return where the words that declare a name begin, for the name at ``first``."""
    cued, i = False, first - 1
    while i >= max(0, first - _REACH) and cells.sentence[i] == cells.sentence[first]:
        lower = cells.lowers[i]
        if lower in words.small["declares"]:
            cued = True
        elif lower not in words.small["declares_filler"] and lower not in words.demonyms:
            break
        i -= 1
    return i + 1 if cued else None


def _antecedent(cells: Cells, before: Sequence[Found], cue: int, words: Words) -> Found | None:
    """Return the candidate that the declaration is about: the one right before it, or the head of its appositive."""
    same = [f for f in before if f.last <= cue and cells.sentence[f.first] == cells.sentence[cue - 1]]
    if not same:
        return None
    for found in same:
        # "Old Mill, a town in the east, whose local name is ..."
        if cells.lowers[found.last : found.last + 2] in ((",", "a"), (",", "the"), (",", "an")) and set(
            cells.lowers[found.last + 2 : found.last + 6]
        ) & set(words.before):
            return found
    return same[-1] if cue - same[-1].last <= 1 else None
