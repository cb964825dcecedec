"""Reads verbs of saying that no table lists, where what stands around them leaves no doubt (``The governor crowed that ...``)."""

from __future__ import annotations

from frontmap.text.attribution.contents import content_before, content_from
from frontmap.text.attribution.cues import is_passive
from frontmap.text.attribution.labels import apposition_end
from frontmap.text.attribution.phrases import Reader, phrase_after, skip_venue
from frontmap.text.attribution.speakers import Found
from frontmap.text.attribution.subjects import subject_before

_CLOSING = frozenset(('"', "”", "»"))
_ENDS_SPEECH = frozenset((",", "!", "?"))


def read_unlisted(r: Reader, first: int, i: int, last: int) -> Found | None:
    """Read an unlisted verb of saying before ``that``, or after the mark that closes a quotation; who says it must be known."""
    if r.lowers[i] == "that":
        return _before_that(r, first, i, last)
    if r.words[i] in _CLOSING and i in r.quoted and r.parsed.quotations[r.quoted[i]].last == i:
        return _after_quotation(r, first, i, last)
    return None


def _before_that(r: Reader, first: int, that: int, last: int) -> Found | None:
    """Read ``The governor crowed that ...``."""
    verb = that - 1
    if verb <= first or that + 2 >= last or not _may_say(r, verb) or is_passive(r, first, verb):
        return None
    subject, antecedent = subject_before(r, first, verb)
    if subject is None or antecedent is not None or not r.has_verb(that + 1, last):
        return None
    return Found(subject, (verb, that), [content_from(r, that + 1, last)], "unlisted", needs_known=True)


def _after_quotation(r: Reader, first: int, closing: int, last: int) -> Found | None:
    """Read ``"We hold the bridge," snapped the colonel``."""
    verb = closing + 1
    if r.words[closing - 1] not in _ENDS_SPEECH or verb + 1 >= last or not _may_say(r, verb):
        return None
    subject = phrase_after(r, skip_venue(r, verb + 1, last), last, stop_at_clause=False)
    if subject is None or r.lowers[subject[0]] in r.prep:
        return None
    source = (subject[0], apposition_end(r, subject[1], last))
    return Found(source, (verb, verb + 1), [content_before(r, first, closing + 1)], "unlisted", needs_known=True)


def _may_say(r: Reader, i: int) -> bool:
    """Tell whether a word is a verb that may mean to say something: a past form of no other use here."""
    low = r.lowers[i]
    unsaid = low in r.speech.cues or low in r.reduced or low in r.speech.classes["unsaid"] or low in r.speech.classes["edword"]
    return low.endswith("ed") and len(low) > 4 and not unsaid and not r.is_capital(i)
