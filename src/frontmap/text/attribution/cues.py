"""Tells verbs of saying from the same words as nouns, and statements from passives and doubts."""

from __future__ import annotations

from frontmap.text.attribution.phrases import GO_ON, Reader
from frontmap.text.attribution.speech import Cue

_AFTER_NOUN = frozenset(("of", "by", "from", "on", "about", "in", "for", "and", ",", ".", ""))
_AFTER_OBJECT = _AFTER_NOUN | {"to", "that"}
_DESPITE = frozenset(("despite", "amid", "following", "against", "after", "over", "contrary"))
_NEAR = 5
"""Words from the start of a sentence to the noun that its first preposition governs, at most."""
_ORDINALS = frozenset(("first", "second", "third", "fourth", "fifth", "sixth", "latest", "last", "next", "previous", "full"))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))


def is_cue_here(r: Reader, first: int, i: int, last: int, cue: Cue) -> bool:
    """Tell a verb from the same form as a noun or adjective."""
    before = r.lowers[i - 1] if i > first else ""
    after = r.lowers[i + 1] if i + 1 < last else ""
    if before == "to" and i - 2 > first and r.lowers[i - 2] in GO_ON:
        return True
    if (
        before in ("to", "the", "a", "an", "of", "no", "any", "every", "various")
        or before in r.poss
        or (before.endswith("'s") and r.words[i - 1] not in ("'s",))
    ):
        return False
    if r.words[i][0].isupper() and i > first and not _is_headline(r, first, last):
        return False
    if before in _ORDINALS and r.lowers[i].endswith("ed") and i - 2 >= first and r.lowers[i - 2] in r.det:
        return False  # "the second claimed jet"
    if after.endswith(("self", "selves")):
        return False  # "found themselves trapped"
    return not cue.noun or _is_verb_form(r, first, i, last, cue)


def _is_verb_form(r: Reader, first: int, i: int, last: int, cue: Cue) -> bool:
    """Tell a verb from a noun or adjective of the same form (``reports``, ``claimed``)."""
    before = r.lowers[i - 1] if i > first else ""
    after = r.lowers[i + 1] if i + 1 < last else ""
    form = r.lowers[i]
    if form.endswith("s") and after in _AFTER_OBJECT and _is_object(r, first, i):
        return False  # "denied rebel claims"
    opener = r.lowers[first]
    if form.endswith("s") and after == "that" and i - first < _NEAR and (opener in _DESPITE or opener.endswith("ing")):
        return False  # "Despite rebel claims that the town fell, ..."
    if form.endswith("ed") or cue.participle:
        return before != "as" if cue.participle else before not in r.prep
    if (
        after in r.aux
        or after in r.finite
        or (i + 1 < last and r.cue_at(i + 1))
        or (after.endswith("ed") and r.is_verb(i + 1) and not cue.participle and cue.sort != "show")  # but "videos show destroyed tanks"
    ):
        return False  # "conflicting reports emerged"
    if after in (".", "") and form == cue.verb and "," in r.words[max(first, i - 5) : i] and before in r.roles and before.endswith("s"):
        return True  # "..., city officials report."
    if after in (".", "") and i > first and r.is_capital(i - 1) and before not in r.prep:
        return "according" not in r.lowers[max(first, i - 8) : i]
    if after == "," and (i + 2 in r.quoted or (i + 2 < last and r.lowers[i + 2] in ("quoting", "citing"))):
        return True
    if before == ")" and form == cue.verb and after == ",":
        return True  # "..., the Armed Forces (AAF) claim, ..."
    if before in r.prep:
        return False  # "declined to comment on reports that Alpha had fallen"
    if before in r.det or after in _AFTER_NOUN:
        return after == "that"
    if form == cue.verb:  # the bare form asks for a plural subject
        return _has_plural_subject(r, first, i)
    return not before.endswith(("ian", "ean", "ish", "ese", "can", "eli", "aqi", "ant", "ous", "ive", "al"))


def _is_headline(r: Reader, first: int, last: int) -> bool:
    """Tell whether nearly all longer words of a sentence have a capital, so that a capital tells nothing."""
    longer = [i for i in range(first, min(last, first + 25)) if len(r.words[i]) > 3 and r.words[i].isalpha()]
    return last - first <= 25 and len(longer) > 3 and sum(r.is_capital(i) for i in longer) > 0.75 * len(longer)


def _is_object(r: Reader, first: int, i: int) -> bool:
    """Tell whether another verb of saying governs the word, with no mark between."""
    for j in range(i - 1, max(first, i - 4) - 1, -1):
        if not r.words[j][0].isalnum():
            return False
        if r.cue_at(j):
            return True
    return False


def _has_plural_subject(r: Reader, first: int, i: int) -> bool:
    """Tell whether a bare form (``show``) can have a plural subject, or a pronoun, before it."""
    if i > first and r.words[i - 1] == ")":  # "the Armed Forces (AAF) claim"
        i = next((j for j in range(i - 2, max(first, i - 8), -1) if r.words[j] == "("), i)
    before = r.lowers[i - 1] if i > first else ""
    if before in r.pron or before in r.aux or before.endswith("s") or before in ("media", "people", "which", ","):
        return True
    if any(r.lowers[k] in r.speech.nouns or r.lowers[k] == "data" for k in range(max(first, i - 8), i)):
        return True
    many = (k for k in range(max(first, i - 6), i - 1) if r.lowers[k] in r.roles and r.lowers[k].endswith("s"))
    return i > first and (r.is_adverb(i - 1) or any(r.lowers[k + 1] in ("in", "at", "from") for k in many))  # "diplomats in Alpha report"


def is_passive(r: Reader, first: int, i: int) -> bool:
    """Tell whether the form is a passive participle (``was reported``)."""
    j = i - 1
    while j > first and (r.is_adverb(j) or r.lowers[j] in r.time or (r.lowers[j] == "on" and r.lowers[j + 1] in r.time)):
        j -= 1  # "were on Friday reported to have fallen"
    return r.lowers[j] in _BE and r.words[j] != "IS" and not r.lowers[i].endswith("s")


def is_doubted(r: Reader, first: int, i: int, cue: Cue) -> bool:
    """Tell ``could not confirm who holds it``, which vouches for nothing, from a statement."""
    if cue.verb in ("say", "tell", "deny"):
        return False
    for j in range(i - 1, max(first, i - 5) - 1, -1):
        if r.lowers[j] in ("not", "cannot", "never") or r.lowers[j].endswith("n't"):
            return True
        if not (r.is_adverb(j) or r.lowers[j] in r.aux):
            return False
    return False


def is_saying(r: Reader, i: int) -> bool:
    """Tell whether the word is the participle of a verb of saying."""
    return any(cue.participle and cue.sort in ("say", "tell", "that") for cue in r.speech.cues.get(r.lowers[i], ()))
