"""Reads how firmly a clause states its event: asserted, hedged, possible or denied. To attribute is not to hedge."""

from __future__ import annotations

from frontmap.model import Parsed
from frontmap.registry.lexicon import Cue, Lexicon

_NEAR = 7
"""Words before a trigger that a ``near`` cue may be away from it."""
_RANK = {"asserted": 0, "hedged": 1, "possible": 2, "denied": 3}


def modality_of(parsed: Parsed, first: int, trigger: int, last: int, lexicon: Lexicon, *, noun: bool = False) -> str:
    """Return the modality of an event from the words of its clause.

    Parameters
    ----------
    first, last
        Words of the clause, the last exclusive.
    trigger
        First word of what names the event.
    noun
        True where that is a noun of which the clause goes on to say what it would bring: `the capture of X would open the road`.
    """
    found = "asserted"
    word = first
    while word < last:
        cues = _cues_at(parsed, word, last, lexicon)
        for cue in cues:
            if _reaches(cue, word, trigger, noun=noun):
                found = max(found, cue.modality, key=_RANK.__getitem__)
        word += len(cues[0].words) if cues else 1
    return found


def _cues_at(parsed: Parsed, word: int, last: int, lexicon: Lexicon) -> list[Cue]:
    """Return the cues of the longest words that stand at a word."""
    fitting = [c for c in lexicon.cues.get(parsed.lowers[word], ()) if _stands(parsed, c, word, last)]
    return [cue for cue in fitting if len(cue.words) == len(fitting[0].words)]


def _stands(parsed: Parsed, cue: Cue, word: int, last: int) -> bool:
    end = word + len(cue.words)
    written = parsed.lowers[word + 1 : end] == cue.words[1:] and end <= last
    return written and not (cue.words == ("may",) and parsed.words[word] == "May")


def _reaches(cue: Cue, word: int, trigger: int, *, noun: bool) -> bool:
    gap = trigger - (word + len(cue.words))
    if cue.scope == "clause":
        return True
    if cue.scope == "noun":
        return noun and gap < 0
    return gap >= 0 and (cue.scope == "before" or gap <= _NEAR)
