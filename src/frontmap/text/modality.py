"""Reads how firmly a clause states its event: asserted, hedged, possible or denied. To attribute is not to hedge."""

from __future__ import annotations

from frontmap.model import Parsed
from frontmap.registry.lexicon import Cue, Lexicon

_NEAR = 7
"""Words before a trigger that a ``near`` cue may be away from it."""
_RANK = {"asserted": 0, "hedged": 1, "possible": 2, "denied": 3}


def modality_of(parsed: Parsed, first: int, trigger: int, last: int, lexicon: Lexicon) -> str:
    """Return the modality of an event from the words of its clause.

    Parameters
    ----------
    first, last
        Words of the clause, the last exclusive.
    trigger
        First word of what names the event.
    """
    found = "asserted"
    word = first
    while word < last:
        cue = _cue_at(parsed, word, last, lexicon)
        if cue is None:
            word += 1
            continue
        if _reaches(cue, word, trigger) and _RANK[cue.modality] > _RANK[found]:
            found = cue.modality
        word += len(cue.words)
    return found


def _cue_at(parsed: Parsed, word: int, last: int, lexicon: Lexicon) -> Cue | None:
    for cue in lexicon.cues.get(parsed.lowers[word], ()):
        end = word + len(cue.words)
        if end <= last and parsed.lowers[word:end] == cue.words:
            return None if cue.words == ("may",) and parsed.words[word] == "May" else cue
    return None


def _reaches(cue: Cue, word: int, trigger: int) -> bool:
    if cue.scope == "clause":
        return True
    gap = trigger - (word + len(cue.words))
    return gap >= 0 and (cue.scope == "before" or gap <= _NEAR)
