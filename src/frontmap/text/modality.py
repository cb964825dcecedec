"""Reads how firmly a clause states its event: asserted, hedged, possible or denied. To attribute is not to hedge."""

from __future__ import annotations

from frontmap.model import Parsed
from frontmap.registry.lexicon import Cue, Lexicon
from frontmap.text.triggers import Hit, Passage

_NEAR = 7
"""Words before a trigger that a ``near`` cue may be away from it."""
_RANK = {"asserted": 0, "hedged": 1, "possible": 2, "denied": 3}
_MATRIX = 4
"""Words before a `that` which say how sure its clause is."""
_SHARED_SUBJECT = 2
"""Words before the verb of a clause that has no subject of its own: `and then took`."""


def modality_of(passage: Passage, hit: Hit) -> str:
    """Return the modality of an event: one of ``MODALITIES``."""
    parsed, lexicon, clause = passage.parsed, passage.lexicon, passage.clauses[hit.clause]
    noun = not hit.trigger.verb and "capture" in hit.types
    modality = _stretch_modality(parsed, clause.first, _reach_of_cues(parsed, hit, lexicon), clause.last, lexicon, noun=noun)
    if modality == "asserted":
        modality = _matrix_modality(passage, hit)
    if modality == "asserted":
        modality = _carried_modality(passage, hit, lexicon)
    return "possible" if hit.effect == "intent" and modality == "asserted" else modality


def _matrix_modality(passage: Passage, hit: Hit) -> str:
    """Return what the words before a `that` say of its clause: `there is no evidence that`, `it is thought that`."""
    clause = passage.clauses[hit.clause]
    if clause.kind != "rel" or hit.clause == 0 or not passage.lexicon.is_a(passage.parsed.lowers[clause.first], "complementiser"):
        return "asserted"
    before = passage.clauses[hit.clause - 1]
    first = max(before.first, before.last - _MATRIX)
    return _stretch_modality(passage.parsed, first, before.last, before.last, passage.lexicon)


def _reach_of_cues(parsed: Parsed, hit: Hit, lexicon: Lexicon) -> int:
    """Return the word up to which cues hold for a trigger: over a gap of its own that says `no`, as in `made no gains`."""
    inside = parsed.lowers[hit.first + 1 : hit.last]
    gap = [lower for lower in inside if lower in lexicon.cues and not any(slot.fits(lower) for slot in hit.trigger.slots)]
    return hit.last - 1 if gap else hit.first


def _carried_modality(passage: Passage, hit: Hit, lexicon: Lexicon) -> str:
    """Return what the clauses before say of this one too: `has reportedly taken A and encircled B`."""
    clause = passage.clauses[hit.clause]
    opening = passage.parsed.lowers[clause.first : hit.first]
    joined = len(opening) <= _SHARED_SUBJECT and not any(lexicon.is_a(lower, "pronoun") for lower in opening)
    joined = joined or "and" in lexicon.clauses.get(passage.parsed.lowers[hit.first - 1], ())
    if not joined or not hit.trigger.verb:
        return "asserted"
    for index in range(hit.clause, 0, -1):
        if passage.clauses[index].kind not in ("and", "ing"):
            break
        before = passage.clauses[index - 1]
        carried = _stretch_modality(passage.parsed, before.first, before.last - 1, before.last, lexicon)
        if carried in ("hedged", "possible"):
            return carried
    return "asserted"


def _stretch_modality(parsed: Parsed, first: int, trigger: int, last: int, lexicon: Lexicon, *, noun: bool = False) -> str:
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
