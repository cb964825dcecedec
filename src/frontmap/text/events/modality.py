"""Reads how firmly a clause states its event: asserted, hedged, possible or denied. To attribute is not to hedge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from frontmap.model import Parsed
from frontmap.registry.lexicon import APPEAL, Cue, Lexicon
from frontmap.text.clauses import Clause, is_finite
from frontmap.text.events.passages import Hit, Passage

_NEAR = 7
"""Words before a trigger that a ``near`` cue may be away from it."""
_ATTRIBUTE_REACH = 4
"""The same for an ``attribute``."""
_BESIDE = 2
"""Words behind a verb among which stands that an event occurs."""
_COMPLEMENT = 4
"""The same for what has the noun of an event as its ``complement``."""
_KNOWN = 5
"""Words behind a denial among which stands what is not known: `could not be independently confirmed`."""
_CLAIM_REACH = 4
"""Words before what is claimed among which stands that it is: `reports of the recent fall of A`."""
_LISTED = 16
"""Words over which a list of such nouns may reach."""
_DESCRIBED = 3
"""Words before a noun of a list among which stands what joins it to the list."""
_UNABLE = frozenset({"yet", "to", "possible", "able", "been", "be"})
"""Words between a denial and what is not known: `it was not possible to verify that`."""
_BIDDEN_REACH = 20
"""Words before `to leave` among which stands that people are told to."""
_LED = 3
"""Words before a noun among which stands what makes its end a time: `until the shelling stopped`."""
_RANK = {"asserted": 0, "hedged": 1, "possible": 2, "denied": 3, APPEAL: 4}
_ARTICLE_REACH = 2
"""Words before a noun among which stands its article."""
_ASIDES = 2
"""Clauses of an aside at most, behind which a clause goes on with its verb."""
_LONGEST_CUE = 5
"""Words of a cue that ends in the clause behind it."""
_MATRIX = 5
"""Words before a `that` which say how sure its clause is."""
_SHARED_SUBJECT = 2
"""Words before the verb of a clause that has no subject of its own: `and then took`."""
_AUXILIARIES = frozenset({"passive", "helping", "still"})
"""Classes of words between a noun and what is said of it."""
_COPULAS = frozenset({"passive", "seeming", "modal", "helping"})
"""Classes of words between a noun and its predicate."""
_ARTICLES = frozenset({"article", "demonstrative"})
_DETERMINING = _ARTICLES | {"unspecific"}
_NOT = frozenset({"not", "n't"})
_OF_CLAIM = frozenset({"that", "of"})
"""Words between a noun for a claim and what is claimed."""
_ONLY = frozenset({"only", "just", "merely", "simply", "solely"})
"""Words that make of `not` no denial: `not only took A`."""
_PRESENT = frozenset({"is", "are"})
_FINITE = frozenset({"was", "were", "is", "are", "has", "had"})
"""Verbs that begin what a `would` or `to` before them no longer governs."""
_TOLD = frozenset({"claim_noun", "knowing", "saying"})
"""Classes of words for what is told or known, after which a clause says what that is."""
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
    deed: bool = False
    """True for a noun of what somebody does, which may be planned, and not of how things stand."""
    told: bool = False
    """True where it is what a noun for a claim tells: `reports that A has fallen are premature`, `called reports of its fall false`."""
    outcome: bool = False
    """True where the clause may go on to say what it would bring: `the capture of X would open the road`, `storming it would`."""
    end: int = 0
    """The word after what names it."""
    shared: bool = False
    """True for the end of a clause whose verb the next one shares: what governs that verb may stand far before it."""


def modality_of(passage: Passage, hit: Hit) -> str:
    """Return the modality of an event: one of ``MODALITIES``, or ``APPEAL`` for what somebody is only called upon to do."""
    parsed, lexicon, clause = passage.parsed, passage.lexicon, passage.clauses[hit.clause]
    modality = _stretch_modality(parsed, _first_cue(passage, clause), clause.last, _named_by(passage, hit), lexicon)
    if modality == "asserted":
        modality = _resumed_modality(passage, hit)
    if modality == "asserted":
        modality = _matrix_modality(passage, hit)
    if modality == "asserted":
        modality = _carried_modality(passage, hit, lexicon)
    if modality == "asserted" and len(passage.clauses) > 1:
        modality = _fringe_modality(passage)
    if modality == "asserted" and _is_awaited(passage, hit):
        return "possible"
    if modality in ("hedged", "denied") and _is_known(passage, hit):
        return "asserted"
    if hit.effect == "fail" and modality == "denied":
        return "asserted"  # `could not enter X` denies the entry and asserts that it failed
    if hit.effect == "decision" and modality == "possible":
        return "asserted"  # `decided to send a brigade to A`
    bidden = _is_bidden(passage, hit)
    if modality == APPEAL and (bidden or hit.types == ("displacement",)):
        return "possible"  # `urged residents to leave A`: what civilians are told to do is expected
    meant = (bidden or hit.effect == "intent") and modality in ("asserted", "hedged")  # `have apparently decided to storm A`
    return "possible" if meant else modality


def _resumed_modality(passage: Passage, hit: Hit) -> str:
    """Return what is said of a noun behind an aside: `the loss of A, though long expected, would be a blow`."""
    lowers, lexicon, clause = passage.parsed.lowers, passage.lexicon, passage.clauses[hit.clause]
    if hit.trigger.verb or lowers[clause.last - 1] != "," or any(is_finite(lower, lexicon) for lower in lowers[hit.last : clause.last]):
        return "asserted"
    behind = (
        other
        for other in passage.clauses[hit.clause + 2 : hit.clause + 2 + _ASIDES]
        if lowers[other.first - 1] == "," and is_finite(lowers[other.first], lexicon)
    )
    if (resumed := next(behind, None)) is None:
        return "asserted"
    last = min(resumed.last, resumed.first + _BESIDE + 1)
    return _stretch_modality(passage.parsed, resumed.first, last, replace(_named_by(passage, hit), end=resumed.first), lexicon)


def _is_known(passage: Passage, hit: Hit) -> bool:
    """Tell whether a noun is the known occasion of what is hedged or denied: `it is said that nobody was hurt in the attack`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    before = hit.first - 1
    before -= lowers[before] not in lexicon.cues and not lexicon.is_a(lowers[before], "demonstrative")  # `the latest attack`
    if not hit.trigger.verb and _is_owned_up(passage, before):
        return True
    if hit.trigger.verb or not lexicon.is_a(lowers[before], "demonstrative") or _is_told(passage, hit):
        return False
    leading = _cues_between(passage.parsed, max(passage.sentence.first, before - _LONGEST_CUE), before, lexicon)
    return any(word == before - 1 and cue.scope == "barrier" for word, cue in leading)  # but not of `no part in the attack`


def _is_owned_up(passage: Passage, article: int) -> bool:
    """Tell whether a noun with its article is what somebody, or nobody, owns up to: `no one claimed responsibility for the attack`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    verb = article - 1
    if lowers[verb] == "for" and lexicon.is_a(lowers[verb - 1], "blame"):
        verb -= 2
        verb -= lowers[verb] == "of"  # `no claim of responsibility for the attack`
    inside = verb >= passage.sentence.first and lexicon.is_any(lowers[article], _ARTICLES)
    return inside and lexicon.is_a(lowers[verb], "owning_up")


def _first_cue(passage: Passage, clause: Clause) -> int:
    """Return the first word of a clause, or of a cue that ends in it: `only a matter of time before A falls`."""
    parsed, lexicon = passage.parsed, passage.lexicon
    reach = range(max(passage.sentence.first, clause.first - _LONGEST_CUE), clause.first) if clause.kind == "sub" else ()
    inside = ((word, cue) for word in reach for cue in lexicon.cues.get(parsed.lowers[word], ()))
    ends = (word for word, cue in inside if word + len(cue.words) == clause.first + 1 and _stands(parsed, cue, word, clause.last))
    return next(ends, clause.first)


def _is_awaited(passage: Passage, hit: Hit) -> bool:
    """Tell whether a clause of time names what is to come: `When the army takes A, the war will end`, `would fight until A was retaken`."""
    lowers, lexicon, clause = passage.parsed.lowers, passage.lexicon, passage.clauses[hit.clause]
    opening, soon = lowers[clause.first], lowers[clause.first - 1 : clause.first + 1] == ("soon", "as")
    if not hit.trigger.verb or not (soon or lexicon.is_a(opening, "awaiting")):
        return False
    told = lowers[hit.first] in lexicon.past and lowers[hit.first] not in lexicon.bases
    if told and any(lexicon.is_a(lower, "now") for lower in lowers[max(clause.first, hit.first - _BESIDE) : hit.first]):
        told = False  # `when A is taken`, `when they have taken A`
    if told and not lexicon.is_a(opening, "lasting"):
        return False
    in_front = lexicon.is_a(lowers[passage.clauses[0].first], "awaiting") or (soon and hit.clause == 1)
    main = passage.clauses[hit.clause + 1 :] if in_front else passage.clauses[: hit.clause][-1:]
    return any(lexicon.is_a(lower, "future") or lower == "would" for other in main[:1] for lower in lowers[other.first : other.last])


def _is_bidden(passage: Passage, hit: Hit) -> bool:
    """Tell whether people are told to leave, which they may or may not do: `ordered residents of A to leave`, `gave them a day to flee`."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    if lexicon.is_a(lowers[hit.first], "bidding"):
        return any(slot.fits("to") for slot in hit.trigger.slots)
    to = hit.first - 1 - lowers[hit.first - 1].endswith(("ly", "either"))  # `to immediately leave`
    if hit.types != ("displacement",) or not hit.trigger.verb or lowers[to] != "to":
        return False
    for word in range(to - 1, max(passage.sentence.first, to - _BIDDEN_REACH) - 1, -1):
        if lexicon.is_a(lowers[word], "bidding"):
            return True
        if is_finite(lowers[word], lexicon):
            return False  # `told reporters that they had to flee`
    return False


def _named_by(passage: Passage, hit: Hit) -> _Named:
    parsed, lexicon = passage.parsed, passage.lexicon
    lower, definite = parsed.lowers[hit.first], _is_definite(parsed, hit.first, lexicon)
    known = definite or "any" in parsed.lowers[max(0, hit.first - _DESCRIBED) : hit.first]
    verb = hit.trigger.verb and not (known and lower in lexicon.bases)  # `in the face of the rebel advance`, `any rebel advance`
    return _Named(
        _reach_of_cues(parsed, hit, lexicon),
        noun=not verb,
        definite=not verb and definite,
        past=verb and lower in lexicon.past and lower not in lexicon.bases,
        deed=not verb and hit.types != ("hold",),
        told=_is_told(passage, hit),
        outcome=("capture" in hit.types and not verb) or (lower.endswith("ing") and _opens(passage, hit)),
        end=hit.last,
    )


def _opens(passage: Passage, hit: Hit) -> bool:
    """Tell whether a verb opens its clause, as its subject may: `storming A would be`, `warned that storming A would be`."""
    first = passage.clauses[hit.clause].first
    return hit.first == first or (hit.first == first + 1 and passage.lexicon.is_a(passage.parsed.lowers[first], "complementiser"))


def _is_told(passage: Passage, hit: Hit) -> bool:
    """Tell whether an event is what a noun for a claim tells: `reports that A has fallen`, `claims of its capture`."""
    clause = passage.clauses[hit.clause]
    first = clause.first if clause.kind == "rel" else hit.first
    return passage.any_is("claim_noun", first - _CLAIM_REACH, first)


def _is_definite(parsed: Parsed, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether the text takes a noun for known: `the attack`, `the latest attack`, `its attack`."""
    before = parsed.lowers[max(0, noun - _ARTICLE_REACH) : noun]
    own = any(lower.endswith(("'s", "’s")) for lower in before[-1:])
    return own or any(lexicon.is_a(lower, "demonstrative") for lower in before)


def _reach_of_cues(parsed: Parsed, hit: Hit, lexicon: Lexicon) -> int:
    """Return the word up to which cues hold for a trigger: over a gap of its own that says `no`, as in `made no gains`."""
    inside = [(word, cue) for word, cue in _cues_between(parsed, hit.first, hit.last, lexicon) if cue.scope not in _SENSELESS]
    gap = any(word > hit.first and not _is_own(cue, hit) for word, cue in inside)
    own = any(word == hit.first and cue.modality == "hedged" for word, cue in inside)  # `reportedly killed`
    # `people at risk of displacement`, `the operation could start`
    own = own or any(cue.modality == "possible" and (len(cue.words) > 1 or lexicon.is_a(cue.words[0], "modal")) for _, cue in inside)
    return hit.last - 1 if gap or own else hit.first


def _is_own(cue: Cue, hit: Hit) -> bool:
    """Tell whether a cue is one of the trigger itself: the `was` of `fighting was under way`, not the `no` of `found no rebels`."""
    absent = cue.modality == "denied" and hit.types == ("deployment",)
    return not absent and all(any(slot.fits(lower) for slot in hit.trigger.slots) for lower in cue.words)


def _matrix_modality(passage: Passage, hit: Hit) -> str:
    """Return what the words before a `that` say of its clause: `there is no evidence that`, `it is thought that`."""
    clause = passage.clauses[hit.clause]
    opening = passage.parsed.lowers[clause.first : clause.first + 2]
    if clause.kind != "rel" or hit.clause == 0:
        return "asserted"
    before = passage.clauses[hit.clause - 1]
    if (it := _opens_cleft(passage, before)) is not None:
        return _stretch_modality(passage.parsed, it, before.last, _Named(before.last), passage.lexicon)
    if not passage.lexicon.is_a(opening[0], "complementiser") or opening[1:] == ("of",):
        return "asserted"
    first = max(before.first, before.last - _MATRIX)
    if passage.any_is("claims_told", first, before.last):  # `dismissed as lies claims by X that`
        first = max(before.first, before.last - 2 * _MATRIX)
    return _stretch_modality(passage.parsed, first, before.last, _Named(before.last), passage.lexicon)


def _opens_cleft(passage: Passage, clause: Clause) -> int | None:
    """Return the `it` of a clause that says who did what the next one tells: `it could have been rebels who`; None without one."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    for word in range(clause.last - 2, max(clause.first, clause.last - 2 * _MATRIX) - 1, -1):
        if lexicon.is_a(lowers[word], "passive"):
            opens = (at for at in range(max(clause.first, word - _MATRIX), word) if lexicon.is_a(lowers[at], "it"))
            told = any(lexicon.is_any(lower, _TOLD) for lower in lowers[word : clause.last])  # `it was not possible to confirm claims that`
            return None if told else next(opens, None)
    return None


def _carried_modality(passage: Passage, hit: Hit, lexicon: Lexicon) -> str:
    """Return what the clauses before say of this one too: `has reportedly taken A and encircled B`."""
    if not (_shares_subject(passage, hit) or _is_with(passage, passage.clauses[hit.clause])):
        return "asserted"
    for index in range(hit.clause, 0, -1):
        if not _leans(passage, passage.clauses[index]):
            break
        before, joined = passage.clauses[index - 1], passage.parsed.lowers[passage.clauses[index].first] == "and"
        if before.kind in ("ing", "rel") and not joined:
            continue  # `rebels, who are believed to be few, took A`
        last = before.last if joined else _aside_begins(passage.parsed, before, lexicon)
        shared = joined or passage.clauses[index].kind != "and"  # not so where only a comma parts what has a subject of its own
        carried = _stretch_modality(passage.parsed, before.first, last, _Named(last - 1, shared=shared), lexicon)
        if carried in _PASSED_ON:
            return carried
    return "asserted"


def _fringe_modality(passage: Passage) -> str:
    """Return what the adverbial says with which a sentence opens or ends: `According to unconfirmed reports, the town has fallen`."""
    parsed, lexicon = passage.parsed, passage.lexicon
    for clause in (passage.clauses[passage.clauses[0].kind == "dateline"], passage.clauses[-1]):
        cues = _cues_at(parsed, clause.first, clause.last, lexicon) if parsed.lowers[clause.first] in lexicon.cues else ()
        if any(cue.scope == "clause" and cue.modality == "hedged" for cue in cues):
            return "hedged"
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


def _is_with(passage: Passage, clause: Clause) -> bool:
    """Tell whether a clause says what came along: `was reportedly emptied, with many fleeing`."""
    return "with" in passage.lexicon.clauses.get(passage.parsed.lowers[clause.first], ())


def _leans(passage: Passage, clause: Clause) -> bool:
    """Tell whether a clause hangs on the one before: `and took`, `taking`, `after taking`."""
    if clause.kind in ("and", "ing") or _is_with(passage, clause):
        return True
    second = passage.parsed.lowers[clause.first + 1] if clause.first + 1 < clause.last else ""
    return clause.kind == "sub" and (second.endswith("ing") or second == "also")  # `after taking A`, `but also took A`


def _stretch_modality(parsed: Parsed, first: int, last: int, named: _Named, lexicon: Lexicon) -> str:
    """Return the modality that the cues among the words ``first`` to ``last`` give to an event."""
    found, conditional = "asserted", False
    for word, cue in _cues_between(parsed, first, last, lexicon):
        if cue.scope not in _SENSELESS and _reaches(cue, word, named, parsed, lexicon):
            meant = _unknown(parsed, word + len(cue.words), last, lexicon) if cue.modality == "denied" else None
            found = max(found, meant or cue.modality, key=_RANK.__getitem__)
            conditional |= cue.scope == "before" and cue.modality == "possible"
    return "possible" if conditional and found == "denied" else found  # `if the rebels are not driven out of A`


def _unknown(parsed: Parsed, word: int, last: int, lexicon: Lexicon) -> str | None:
    """Return how firm an event is of which something is only not known or said: `could not confirm that`, `made no mention of`."""
    if parsed.lowers[word - 1] == "no" and parsed.lowers[word].endswith("ed"):
        return None  # `made no confirmed advances`
    for at in range(word, min(word + _KNOWN, last)):
        if lexicon.is_a(parsed.lowers[at], "knowing"):
            if not lexicon.is_a(parsed.lowers[at], "confirming"):
                return "asserted"
            if parsed.lowers[at + 1] == "that":
                return "possible"
            told = at + 1 + lexicon.is_a(parsed.lowers[at + 1], "article")
            rumour = lexicon.is_a(parsed.lowers[told], "claim_noun") and parsed.lowers[told + 1] in _OF_CLAIM
            return "hedged" if rumour else "asserted"  # `could not confirm reports that A fell`
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
    if parsed.lowers[word + 1 : end] != cue.words[1:] or end > last:
        return False
    partly = cue.words[-1] in _NOT and any(lower in _ONLY for lower in parsed.lowers[end : end + 1])  # `not only took A`
    return not partly and not (cue.words == ("may",) and parsed.words[word] == "May")


def _reaches(cue: Cue, word: int, named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a cue at a word speaks of what names an event."""
    after = word + len(cue.words)
    gap = named.word - after
    if word < named.word < after <= named.end and parsed.lowers[named.word] not in lexicon.cues:
        gap = 0  # `no sign` of `sign of troops`
    if cue.modality == "hedged" and parsed.lowers[word - 1] == "what":
        return False  # `what is believed to be a drone hit A`
    if cue.scope == "clause":
        return True
    if word >= named.end and _is_said_behind(cue, word, named, parsed, lexicon):
        return True
    if cue.scope in ("pending", "due"):
        return 0 <= gap <= _NEAR and not named.noun and _is_to_come(cue, named, parsed, lexicon)
    if cue.scope == "complement":
        return _is_complement(cue, after, named, parsed, lexicon)
    if cue.scope == "noun":
        return named.outcome and gap < 0
    if cue.scope == "attribute":
        led = parsed.lowers[word - 1]
        described = named.noun or led.endswith("ly") or lexicon.is_any(led, _DETERMINING)  # `a threatened assault`, which might be a verb
        described = described and not any(lexicon.is_any(lower, _ARTICLES) for lower in parsed.lowers[after : named.word])
        return described and 0 <= gap <= _ATTRIBUTE_REACH and not _has_begun(named, parsed, lexicon)
    if cue.scope == "beside":
        return gap == 0 and not named.noun
    if cue.scope in ("said", "predicate"):
        return False
    aside = parsed.lowers[word - 1] == "," and "," in parsed.lowers[after : named.word]  # `the army, not the police, stormed A`
    if cue.scope == "modal" and parsed.lowers[after] == "not" and _unknown(parsed, after + 1, named.word, lexicon):
        return False  # `footage, which could not be verified, shows tanks entering X`
    far = gap > _NEAR and (cue.scope == "near" or (cue.scope == "modal" and not named.shared))
    if gap < 0 or far or (aside and cue.modality == "denied"):
        return False
    between = [(at, other.scope) for at, other in _cues_between(parsed, after, named.word, lexicon)]
    if cue.scope == "near" and cue.modality == "possible" and named.past and not lexicon.is_a(cue.words[-1], "passive"):
        return any(scope == "auxiliary" and named.word - at <= _LED for at, scope in between)  # `prepare to attack an area held by`
    if cue.scope in ("modal", "infinitive") or cue.words[-1] == "to":
        governed = parsed.lowers[after : named.word]
        said = cue.modality == "possible" and any(_has_said(lower, lexicon) for lower in governed)  # `officials close to him said that`
        if said or any(lower in _FINITE for lower in governed):
            return False  # `rebels seeking to overthrow him were said to hold A`
        if named.past and cue.scope in ("modal", "infinitive"):
            return any(scope == "auxiliary" and named.word - at <= _LED for at, scope in between)
    barred = any(scope == "barrier" for _, scope in between)
    barred = barred or (cue.scope == "modal" and "for" in parsed.lowers[after + 1 : named.word])  # `would be revenge for the killing`
    barred = barred or (named.definite and any(lexicon.is_a(lower, "ending") for lower in parsed.lowers[after : named.word]))
    return not (named.noun and barred and (named.definite or not named.deed or cue.modality == "denied"))


def _is_complement(cue: Cue, after: int, named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether what follows a cue is what it speaks of: `plans the capture of A and an attack on B`, `thinking of leaving A`."""
    between = parsed.lowers[after : named.word]
    if not named.noun:
        passive = parsed.lowers[after : named.word] == ("being",)  # `feared being trapped in A`
        return passive or (after == named.word and parsed.lowers[after].endswith("ing"))
    if not named.deed or after > named.word or any(is_finite(lower, lexicon) for lower in between):
        return False
    if cue.modality == "denied" and any(other.scope == "barrier" for _, other in _cues_between(parsed, after, named.word, lexicon)):
        return False  # `without power because of sabotage`
    listed = len(between) <= _LISTED and _is_listed(parsed, named.word, lexicon)
    return listed or (len(between) <= _COMPLEMENT and "," not in between)


def _is_listed(parsed: Parsed, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether a noun goes on with a list: `an attack on A, an assault on B and shelling of C`."""
    before = parsed.lowers[max(0, noun - _DESCRIBED) : noun]
    return any(lower == "," or lexicon.is_a(lower, "listing") for lower in before)


def _is_to_come(cue: Cue, named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a verb behind a time says what is to come: `until they leave A`, `once they have left A`, `when A is taken`."""
    before = parsed.lowers[named.word - 1]
    if before in _PRESENT:
        return named.past
    if parsed.lowers[named.word].endswith("ing"):
        return False  # `before leaving A`
    return cue.scope == "pending" and (not named.past or (lexicon.is_a(before, "helping") and before != "had"))


def _has_begun(named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a noun is said to go on: `the long-awaited offensive on X has begun`, `launched its expected offensive`."""
    after, before = parsed.lowers[named.end : named.end + _NEAR], parsed.lowers[max(0, named.word - _MATRIX) : named.word]
    begun = any(lexicon.is_a(lower, "begun") for lower in after)
    return begun or any(lower in lexicon.past and lexicon.is_a(lower, "begun") for lower in before)


def _has_said(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a verb of saying in the past or the third person, not its base (`may say that`)."""
    return lower[-1] in "ds" and lexicon.is_a(lower, "saying")


def _is_said_behind(cue: Cue, word: int, named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a cue behind what names an event speaks of it."""
    said = named.noun and _said_of(cue, word, word + len(cue.words), named, parsed, lexicon)
    return said or ((named.noun or named.told) and _is_its_predicate(cue, word, named, parsed, lexicon))


def _said_of(cue: Cue, word: int, after: int, named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a cue behind a noun speaks of it: `the assault will begin`, `battles were reportedly raging`."""
    stop = word
    while stop > named.end and lexicon.is_any(parsed.lowers[stop - 1], _AUXILIARIES):
        stop -= 1
    between = parsed.lowers[named.end : stop]
    if any(lexicon.is_any(after, _DETERMINING) for lower, after in pairwise(between) if "and" in lexicon.clauses.get(lower, ())):
        return False  # `there is an army post in A and any attack would`
    if cue.scope == "before" and len(cue.words) == 1 and not between:
        return True
    if cue.scope == "said" and between[-1:] == (",",):
        between = between[:-1]  # `the withdrawal from A, scheduled for Monday`
    if any(lower == "," or is_finite(lower, lexicon) for lower in between):
        return False
    if cue.scope == "said":
        led = parsed.lowers[max(0, named.word - _LED) : named.word]
        if any(lexicon.is_a(lower, "demonstrative") or lower in ("a", "an") for lower in parsed.lowers[after : after + 1]):
            return False  # `militias have stopped the advance`
        return not any(lexicon.is_timed(lower, "background") for lower in led)
    if cue.scope not in ("modal", "infinitive") and cue.modality != "denied":
        return False
    occurs = any(lexicon.is_a(lower, "occurring") for lower in parsed.lowers[after : after + _BESIDE + 1])
    return occurs or (cue.scope == "modal" and _is_any(parsed, named.word, lexicon))


def _is_any(parsed: Parsed, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether a text speaks of no event in particular: `an attack on A would be`, `further strikes could`."""
    return any(lexicon.is_a(lower, "unspecific") for lower in parsed.lowers[max(0, noun - _ARTICLE_REACH) : noun])


def _is_its_predicate(cue: Cue, word: int, named: _Named, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether a cue is what is said of a noun: `the fall of A looks inevitable`, `the report of its capture is premature`."""
    after = parsed.lowers[word + len(cue.words) : word + len(cue.words) + 1]
    if cue.scope != "predicate" or any(lower == "to" or lower in lexicon.past or lower.endswith(("ing", "ed")) for lower in after):
        return False  # `the offensive is likely approaching its end`
    at = word
    while at > named.end and (parsed.lowers[at - 1].endswith("ly") or lexicon.is_a(parsed.lowers[at - 1], "still")):
        at -= 1
    copula = at
    while copula > named.end and lexicon.is_any(parsed.lowers[copula - 1], _COPULAS):
        copula -= 1
    linked = copula < at or (named.told and cue.modality == "denied")  # `called reports of the fall of A false`
    return linked and not any(lower == "," or is_finite(lower, lexicon) for lower in parsed.lowers[named.word + 1 : copula])
