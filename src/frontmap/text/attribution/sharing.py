"""Finds who speaks where the subject is not right before the verb: shared with another verb, beyond an aside, who put out a statement."""

from __future__ import annotations

from collections.abc import Sequence

from frontmap.text.attribution.labels import DASHES
from frontmap.text.attribution.phrases import Reader, Words, leading_phrase, phrase_ending
from frontmap.text.attribution.speakers import Found
from frontmap.text.attribution.subjects import subject_before

_ANSWERED = frozenset(("that", "which"))
_NOBODY = frozenset(("no", "nobody", "none", "neither"))


def subject_of(r: Reader, first: int, i: int, found: Sequence[Found]) -> tuple[Words | None, Words | None]:
    """Return the subject of a finite verb, shared with an earlier verb where ``and`` joins them, and its antecedent."""
    subject, antecedent = subject_before(r, first, i)
    if subject is None and i > first:
        joint = next((j for j in range(i - 1, first, -1) if not (r.is_adverb(j) or r.lowers[j] in r.time)), first)
        joined = r.lowers[joint] in ("and", "but", "or") or r.lowers[joint : joint + 2] == (",", "then")
        subject = _shared_subject(r, first, i, found) if joined else None
    if subject is not None and r.lowers[subject[0]] in _NOBODY:
        return None, None  # "no group claimed the attack"
    if subject is not None:
        quoting = next((j for j in range(subject[0] + 1, subject[1]) if r.lowers[j] in ("quoting", "citing")), subject[1])
        subject = subject[0], quoting - (r.words[quoting - 1] == "," and quoting < subject[1])
    issuer = _who_put_out(r, first, antecedent) if subject is None or r.lowers[subject[0]] != "who" else None
    return (issuer, None) if issuer else (subject, antecedent)


def _shared_subject(r: Reader, first: int, i: int, found: Sequence[Found]) -> Words | None:
    """Return the subject that a second verb shares with the first one of its sentence."""
    own = [one for one in found if one.cue[0] >= first and one.source and not one.rule.startswith("noun:")]
    opens = next((j for j in range(i - 1, max(first, i - 25), -1) if r.lowers[j] in ("while", "whereas")), first)
    if own and own[-1].cue[0] >= opens:
        return _answerer(r, own[-1].cue[1], i) or own[-1].source
    for j in range(i - 1, max(opens, i - 25), -1):
        if r.is_verb(j) and (nearest := subject_before(r, first, j)[0]) is not None and nearest[1] == j:
            return nearest  # of the verb next before it
    return leading_phrase(r, first, i)


def _answerer(r: Reader, start: int, end: int) -> Words | None:
    """Return who answers what was just said in a relative clause (``a claim that the governor denied, saying``)."""
    for j in range(end - 1, start, -1):
        if r.cue_at(j) is not None and (subject := subject_before(r, start, j)[0]) is not None:
            answers = subject[0] > start and r.lowers[subject[0] - 1] in _ANSWERED and r.lowers[subject[0] - 2] in r.speech.nouns
            return subject if answers else None
    return None


def subject_of_participle(r: Reader, first: int, i: int, found: Sequence[Found]) -> Words | None:
    """Return who ``adding`` belongs to: the subject of the clause before, or the phrase that it touches."""
    if i == first:
        return None
    while i - 1 > first and r.is_adverb(i - 1):
        i -= 1
    before = r.words[i - 1]
    low = r.lowers[i - 1]
    if low in ("is", "are", "was", "were", "been"):
        return subject_before(r, first, i)[0]
    if low in r.speech.nouns and (issuer := _who_put_out(r, first, phrase_ending(r, first, i))) is not None:
        return issuer
    if before == "," or before in DASHES or i - 1 in r.quoted or low in ("while", "by", "as", "and", "to") or low in r.speech.nouns:
        return _shared_subject(r, first, i, found)
    opener = next((j for j in range(i - 2, max(first, i - 12), -1) if r.lowers[j] == "with" or r.words[j] == "," or r.is_verb(j)), first)
    if r.lowers[opener] == "with" and low not in r.prep and before[0].isalnum():
        return opener + 1, i  # "with residents of Alpha telling reporters"
    if found and found[-1].source and found[-1].cue[0] >= first:
        return found[-1].source
    if not before[0].isalnum() or low in r.prep:
        return None
    subject = phrase_ending(r, first, i)
    if subject and r.lowers[subject[0]].endswith("ing") and r.lowers[subject[0] + 1] in r.det:
        return None  # "..., prompting a swift warning that"
    return _who_put_out(r, first, subject) or subject


def _who_put_out(r: Reader, first: int, said: Words | None) -> Words | None:
    """Return the army in ``the army issued a statement saying`` and ``released footage that shows``: who does something with it."""
    if said is None or not any(r.lowers[k] in r.speech.nouns for k in range(*said)):
        return None
    verb = next((j for j in range(said[0] - 1, max(first, said[0] - 3), -1) if r.is_verb(j)), None)
    return (subject_before(r, first, verb)[0] or leading_phrase(r, first, verb)) if verb is not None else None
