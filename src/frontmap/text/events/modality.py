"""Reads how firmly a clause states its event: asserted, hedged, possible or denied. To attribute is not to hedge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from frontmap.model import Parsed
from frontmap.registry.lexicon import APPEAL, Cue, Lexicon
from frontmap.text.clauses import Clause, is_finite
from frontmap.text.events.passages import Hit, Passage

_NEAR = 7
"""Words before a trigger that a ``near`` cue may be away from it."""
_BESIDE = 2
"""The same for an ``attribute``."""
_KNOWN = 5
"""Words behind a denial among which stands what is not known: `could not be independently confirmed`."""
_UNABLE = frozenset({"yet", "to", "possible", "able", "been", "be"})
"""Words between a denial and what is not known: `it was not possible to verify that`."""
_LED = 3
"""Words before a noun among which stands what makes its end a time: `until the shelling stopped`."""
_RANK = {"asserted": 0, "hedged": 1, "possible": 2, "denied": 3, APPEAL: 4}
_ARTICLE_REACH = 2
"""Words before a noun among which stands its article."""
_MATRIX = 4
"""Words before a `that` which say how sure its clause is."""
_SHARED_SUBJECT = 2
"""Words before the verb of a clause that has no subject of its own: `and then took`."""
_AUXILIARIES = frozenset({"passive", "helping"})
"""Classes of words between a noun and what is said of it."""
_ARTICLES = frozenset({"article", "demonstrative"})
_FINITE = frozenset({"was", "were", "is", "are", "has", "had"})
"""Verbs that begin what a `would` or `to` before them no longer governs."""
_PASSED_ON = frozenset({"hedged", "possible", APPEAL})
_SENSELESS = frozenset({"barrier", "auxiliary"})
"""Scopes of words that say nothing themselves."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What names the event that a cue may speak of."""

    word: int
    """The first word of it."""
    noun: bool = False
    definite: bool = False
    """True for a noun that the text takes for known: `the attack`, `its attack`."""
    past: bool = False
    """True for a verb in the past, which stands on its own: no `to` and no `would` governs it without `have` or `be`."""
    outcome: bool = False
    """True where the clause may go on to say what it would bring: `the capture of X would open the road`."""
    end: int = 0
    """The word after what names it."""


def modality_of(passage: Passage, hit: Hit) -> str:
    """Return the modality of an event: one of ``MODALITIES``, or ``APPEAL`` for what somebody is only called upon to do."""
    parsed, lexicon, clause = passage.parsed, passage.lexicon, passage.clauses[hit.clause]
    modality = _stretch_modality(parsed, clause.first, clause.last, _named_by(passage, hit), lexicon)
    if modality == "asserted":
        modality = _matrix_modality(passage, hit)
    if modality == "asserted":
        modality = _carried_modality(passage, hit, lexicon)
    if hit.effect == "fail" and modality == "denied":
        return "asserted"  # `could not enter X` denies the entry and asserts that it failed
    return "possible" if hit.effect == "intent" and modality == "asserted" else modality


def _named_by(passage: Passage, hit: Hit) -> _Named:
    parsed, lexicon = passage.parsed, passage.lexicon
    verb, lower = hit.trigger.verb, parsed.lowers[hit.first]
    return _Named(
        _reach_of_cues(parsed, hit, lexicon),
        noun=not verb,
        definite=not verb and _is_definite(parsed, hit.first, lexicon),
        past=verb and lower in lexicon.past and lower not in lexicon.bases,
        outcome="capture" in hit.types and (not verb or (lower.endswith("ing") and hit.first == passage.clauses[hit.clause].first)),
        end=hit.last,
    )


def _is_definite(parsed: Parsed, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether the text takes a noun for known: `the attack`, `the latest attack`, `its attack`."""
    before = parsed.lowers[max(0, noun - _ARTICLE_REACH) : noun]
    return any(lower.endswith(("'s", "’s")) or lexicon.is_a(lower, "demonstrative") for lower in before[-1:]) or before[:1] == ("the",)


def _reach_of_cues(parsed: Parsed, hit: Hit, lexicon: Lexicon) -> int:
    """Return the word up to which cues hold for a trigger: over a gap of its own that says `no`, as in `made no gains`."""
    inside = parsed.lowers[hit.first + 1 : hit.last]
    gap = [lower for lower in inside if _is_cue(lower, lexicon) and not any(slot.fits(lower) for slot in hit.trigger.slots)]
    return hit.last - 1 if gap else hit.first


def _is_cue(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a cue by itself."""
    return any(cue.words == (lower,) for cue in lexicon.cues.get(lower, ()))


def _matrix_modality(passage: Passage, hit: Hit) -> str:
    """Return what the words before a `that` say of its clause: `there is no evidence that`, `it is thought that`."""
    clause = passage.clauses[hit.clause]
    if clause.kind != "rel" or hit.clause == 0 or not passage.lexicon.is_a(passage.parsed.lowers[clause.first], "complementiser"):
        return "asserted"
    before = passage.clauses[hit.clause - 1]
    first = max(before.first, before.last - _MATRIX)
    if passage.any_is("claims_told", first, before.last):  # `dismissed as lies claims by X that`
        first = max(before.first, before.last - 2 * _MATRIX)
    return _stretch_modality(passage.parsed, first, before.last, _Named(before.last), passage.lexicon)


def _carried_modality(passage: Passage, hit: Hit, lexicon: Lexicon) -> str:
    """Return what the clauses before say of this one too: `has reportedly taken A and encircled B`."""
    if not _shares_subject(passage, hit):
        return "asserted"
    for index in range(hit.clause, 0, -1):
        if not _leans(passage, passage.clauses[index]):
            break
        before, joined = passage.clauses[index - 1], passage.parsed.lowers[passage.clauses[index].first] == "and"
        if before.kind in ("ing", "rel") and not joined:
            continue  # `rebels, who are believed to be few, took A`
        last = before.last if joined else _aside_begins(passage.parsed, before, lexicon)
        carried = _stretch_modality(passage.parsed, before.first, last, _Named(last - 1), lexicon)
        if carried in _PASSED_ON:
            return carried
    return "asserted"


def _aside_begins(parsed: Parsed, clause: Clause, lexicon: Lexicon) -> int:
    """Return the word at which an aside begins that ends a clause; its end where there is none: `rebels, believed to be few, took A`."""
    last = clause.last - 1
    if parsed.lowers[last] != ",":
        return clause.last
    comma = next((word for word in range(last - 1, clause.first, -1) if parsed.lowers[word] == ","), last)
    opening = parsed.lowers[comma + 1]
    return comma if comma < last and (opening in lexicon.past or opening.endswith("ed")) else clause.last


def _shares_subject(passage: Passage, hit: Hit) -> bool:
    """Tell whether the verb of a clause has the subject of the clause before."""
    opening = passage.parsed.lowers[passage.clauses[hit.clause].first : hit.first]
    if not hit.trigger.verb:  # `reportedly took A and were involved in clashes`
        return len(opening) > 1 and "and" in passage.lexicon.clauses.get(opening[0], ()) and is_finite(opening[1], passage.lexicon)
    alone = len(opening) <= _SHARED_SUBJECT and not any(passage.lexicon.is_a(lower, "pronoun") for lower in opening)
    return alone or "and" in passage.lexicon.clauses.get(passage.parsed.lowers[hit.first - 1], ())


def _leans(passage: Passage, clause: Clause) -> bool:
    """Tell whether a clause hangs on the one before: `and took`, `taking`, `after taking`."""
    if clause.kind in ("and", "ing"):
        return True
    if "with" in passage.lexicon.clauses.get(passage.parsed.lowers[clause.first], ()):
        return True  # `reportedly emptied, with many fleeing`
    second = passage.parsed.lowers[clause.first + 1] if clause.first + 1 < clause.last else ""
    return clause.kind == "sub" and second.endswith("ing")


def _stretch_modality(parsed: Parsed, first: int, last: int, named: _Named, lexicon: Lexicon) -> str:
    """Return the modality that the cues among the words ``first`` to ``last`` give to an event."""
    found = "asserted"
    for word, cue in _cues_between(parsed, first, last, lexicon):
        if cue.scope not in _SENSELESS and _reaches(cue, word, named, parsed, lexicon):
            meant = _unknown(parsed, word + len(cue.words), last, lexicon) if cue.modality == "denied" else None
            found = max(found, meant or cue.modality, key=_RANK.__getitem__)
    return found


def _unknown(parsed: Parsed, word: int, last: int, lexicon: Lexicon) -> str | None:
    """Return how firm an event is of which something is only not known or said: `could not confirm that`, `made no mention of`."""
    for at in range(word, min(word + _KNOWN, last)):
        if lexicon.is_a(parsed.lowers[at], "knowing"):
            told = parsed.lowers[at + 1 : at + 2] == ("that",) and lexicon.is_a(parsed.lowers[at], "confirming")
            return "possible" if told else "asserted"
        if not (lexicon.is_a(parsed.lowers[at], "passive") or parsed.lowers[at] in _UNABLE or parsed.lowers[at][-2:] in ("ly", "nt")):
            return None
    return None


def _cues_between(parsed: Parsed, first: int, last: int, lexicon: Lexicon) -> Iterator[tuple[int, Cue]]:
    word = first
    while word < last:
        cues = _cues_at(parsed, word, last, lexicon) if parsed.lowers[word] in lexicon.cues else []
        for cue in cues:
            yield word, cue
        word += len(cues[0].words) if cues else 1


def _cues_at(parsed: Parsed, word: int, last: int, lexicon: Lexicon) -> list[Cue]:
    """Return the cues of the longest words that stand at a word."""
    fitting = [c for c in lexicon.cues.get(parsed.lowers[word], ()) if _stands(parsed, c, word, last)]
    return [cue for cue in fitting if len(cue.words) == len(fitting[0].words)]


def _stands(parsed: Parsed, cue: Cue, word: int, last: int) -> bool:
    end = word + len(cue.words)
    written = parsed.lowers[word + 1 : end] == cue.words[1:] and end <= last
    return written and not (cue.words == ("may",) and parsed.words[word] == "May")


def _reaches(cue: Cue, word: int, named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a cue at a word speaks of what names an event."""
    after = word + len(cue.words)
    gap = named.word - after
    if cue.scope == "clause":
        return True
    if gap < 0 and named.noun and _said_of(cue, word, after, named, parsed, lexicon):
        return True
    if cue.scope == "noun":
        return named.outcome and gap < 0
    if cue.scope == "attribute":
        described = named.noun or lexicon.is_any(parsed.lowers[word - 1], _ARTICLES)  # `a threatened assault`, which might be a verb
        return described and 0 <= gap <= _BESIDE and not _has_begun(named, parsed, lexicon)
    if cue.scope == "beside":
        return gap == 0 and not named.noun
    if cue.scope == "said":
        return False
    aside = parsed.lowers[word - 1] == "," and "," in parsed.lowers[after : named.word]  # `the army, not the police, stormed A`
    if cue.scope == "modal" and parsed.lowers[after] == "not" and _unknown(parsed, after + 1, named.word, lexicon):
        return False  # `footage, which could not be verified, shows tanks entering X`
    if gap < 0 or (cue.scope in ("near", "modal") and gap > _NEAR) or (aside and cue.modality == "denied"):
        return False
    between = [(at, other.scope) for at, other in _cues_between(parsed, after, named.word, lexicon)]
    if cue.scope in ("modal", "infinitive"):
        if any(lower in _FINITE for lower in parsed.lowers[after : named.word]):
            return False  # `rebels seeking to overthrow him were said to hold A`
        if named.past:
            return any(scope == "auxiliary" and named.word - at <= _LED for at, scope in between)
    barred = any(scope == "barrier" for _, scope in between)
    return not (named.noun and barred and (named.definite or cue.modality == "denied"))


def _has_begun(named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a noun is said to go on: `the long-awaited offensive on X has begun`, `launched its expected offensive`."""
    after, before = parsed.lowers[named.end : named.end + _NEAR], parsed.lowers[max(0, named.word - _MATRIX) : named.word]
    begun = any(lexicon.is_a(lower, "begun") for lower in after)
    return begun or any(lower in lexicon.past and lexicon.is_a(lower, "begun") for lower in before)


def _said_of(cue: Cue, word: int, after: int, named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a cue behind a noun speaks of it: `the assault will begin`, `battles were reportedly raging`."""
    between = parsed.lowers[named.end : word]
    if cue.scope in ("modal", "said"):
        if any(lower == "," or is_finite(lower, lexicon) for lower in between):
            return False
        if cue.scope == "said":
            led = parsed.lowers[max(0, named.word - _LED) : named.word]
            if any(lexicon.is_a(lower, "demonstrative") or lower in ("a", "an") for lower in parsed.lowers[after : after + 1]):
                return False  # `militias have stopped the advance`
            return not any(kind == "background" for lower in led for kind, _ in lexicon.calendar.get(lower, ()))
        return any(lexicon.is_a(lower, "occurring") for lower in parsed.lowers[after : after + _BESIDE])
    return cue.scope == "before" and len(cue.words) == 1 and all(lexicon.is_any(lower, _AUXILIARIES) for lower in between)
