"""Reads the dates of a text as EDTF: ``2025-12-01``, ``2024-04-27/2024-05-06``, ``XXXX-12-01`` where the year is not known.

Relative dates (``on Sunday``, ``yesterday``, ``the next day``) are reckoned from the publication date, a dateline, or the date before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import dateline_end
from frontmap.text.events.days import Clock, Day, calendar_day, day_at, is_link, real_day

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TITLE_YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # The battle of X (2019), 2022 offensive at X
_DASHES = frozenset({"-", "–", "—"})
_DATELINE = 200
"""Characters at the start of a text in which a full date is its dateline."""
_DATELINE_SENTENCES = 4
"""Sentences at the start of a text that may begin with a dateline: headlines come before it."""
_SAME_NEWS = 31
"""Days that a dateline and the day of publication lie apart at most; else one of them is about something else."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of words that gives a date."""

    first: int
    last: int
    """Words, the last exclusive."""
    edtf: str
    precision: int
    """ACLED: 1 the day is known, 2 within a week, 3 within a month or worse."""
    begins: date
    ends: date
    """In ``days.UNKNOWN_YEAR`` where ``edtf`` has no year."""
    year_known: bool = True
    lasting: bool = False
    """True for `since May`, which lasts until the day of writing."""
    background: bool = False
    """True for `in 2014`: the time of what is no news, which is told to no day."""


def find_dates(parsed: Parsed, lexicon: Lexicon) -> tuple[DateMention, ...]:
    """Find the dates of a document, in order, ranges joined; those of its dateline are none, those of its background are marked."""
    clock, body = _set_clock(parsed, lexicon)
    days: list[Day] = []
    word = body
    while word < len(parsed.words):
        day = day_at(parsed, word, lexicon, clock, days[-1] if days else None)
        if day is None or (days and day.first < days[-1].last):
            word += 1
            continue
        if day.year_written and clock.today is None:
            clock = Clock(None, day.ends.year)
        days.append(day)
        word = day.last
    return tuple(map(_mention, _with_ranges(days, parsed, lexicon, clock.today)))


def find_day_of_writing(parsed: Parsed, lexicon: Lexicon) -> DateMention | None:
    """Return the day from which the dates of a document are reckoned, as a date of no words; None where it is not known."""
    today = _set_clock(parsed, lexicon)[0].today
    return _mention(Day(0, 0, today, today)) if today else None


def _set_clock(parsed: Parsed, lexicon: Lexicon) -> tuple[Clock, int]:
    """Return what dates are reckoned from, and the word after the dateline: the first word where there is none.

    A dateline near the day of publication is when the text was written. A title may give the year: `The battle of X (2019)`.
    """
    published = _published(parsed, lexicon)
    dateline, body = _dateline(parsed, lexicon, published)
    today = dateline if dateline and (published is None or abs(dateline - published) <= timedelta(days=_SAME_NEWS)) else published
    years = set(_TITLE_YEAR.findall(parsed.document.title or ""))
    return Clock(today, int(years.pop()) if today is None and len(years) == 1 else None), body


def _published(parsed: Parsed, lexicon: Lexicon) -> date | None:
    """Return the day of publication; None for an encyclopaedia, of which it is only when somebody changed it last."""
    if any(lexicon.is_a(word, "encyclopaedia") for word in (parsed.document.publisher or "").lower().split()):
        return None
    iso = _ISO.match(parsed.document.published or "")
    return real_day(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None


def _dateline(parsed: Parsed, lexicon: Lexicon, published: date | None) -> tuple[date | None, int]:
    """Return the date of a dateline, if it has one, and the word after the dateline."""
    for sentence in parsed.sentences[:_DATELINE_SENTENCES]:
        body = dateline_end(parsed, sentence)
        written = (calendar_day(parsed, word, lexicon, Clock(published)) for word in range(sentence.first, body))
        if day := next((day for day in written if day and day.begins == day.ends), None):
            return day.begins if day.year_known else None, body
    return _date_on_top(parsed, lexicon)


def _date_on_top(parsed: Parsed, lexicon: Lexicon) -> tuple[date | None, int]:
    """Return the full date among the first characters of a text, unless words lead to it: `on 7 July 2015` is when something happened."""
    for word, start in enumerate(parsed.starts):
        if start > _DATELINE:
            break
        day = calendar_day(parsed, word, lexicon, Clock())
        if day is not None and day.year_written and day.begins == day.ends:
            before = parsed.words[word - 1] if word else ""
            led = before[:1].islower() or lexicon.is_a(before.lower(), "time_lead")
            return (None, 0) if led else (day.begins, day.last)
    return None, 0


def date_precision(begins: date, ends: date) -> int:
    """Return ACLED's time precision of a stretch of days."""
    days = (ends - begins).days
    return 1 if days <= 1 else 2 if days <= 7 else 3


def _mention(day: Day) -> DateMention:
    begins, ends = (_edtf(end, day.year_known) for end in (day.begins, day.ends))
    edtf = begins if day.begins == day.ends else f"{begins}/{ends}"
    precision = date_precision(day.begins, day.ends)
    return DateMention(day.first, day.last, edtf, precision, day.begins, day.ends, day.year_known, day.lasting, day.background)


def _edtf(day: date, year_known: bool) -> str:
    return day.isoformat() if year_known else f"XXXX-{day:%m-%d}"


def _with_ranges(days: Sequence[Day], parsed: Parsed, lexicon: Lexicon, today: date | None) -> Iterator[Day]:
    """Join what belongs together: `from 1 May to 3 May`, `Monday and Tuesday`, `Sunday, April 21`; close what lasts until today."""
    joined: list[Day] = []
    for day in days:
        if joined and (whole := _joined(joined[-1], day, parsed, lexicon)):
            joined[-1] = whole
        else:
            joined.append(day)
    return (_open_ended(day, parsed, lexicon, today) for day in joined)


def _joined(before: Day, day: Day, parsed: Parsed, lexicon: Lexicon) -> Day | None:
    """Return two dates as one stretch where the words between them say so."""
    between = [word for word in parsed.lowers[before.last : day.first] if word != ","]
    if not between and _is_a(parsed, before, "weekday", lexicon) and _is_a(parsed, day, "month", lexicon):
        return replace(day, first=before.first)  # `Sunday, April 21`
    led = all(lexicon.is_a(word, "time_lead") for word in between)
    if led and _is_a(parsed, before, "overnight", lexicon) and day.begins == day.ends:
        return replace(day, first=before.first)  # `overnight on April 21`
    linked = len(between) == 1 and is_link(parsed, day.first - 1, "to", lexicon)
    if not linked or before.begins > day.ends:
        return None
    opened = any(is_link(parsed, word, "from", lexicon) for word in range(before.first - 3, before.first))
    adjacent = day.begins - before.ends == timedelta(days=1)
    if not (opened or adjacent or between[0] in _DASHES):
        return None
    return Day(before.first, day.last, before.begins, day.ends, before.year_known and day.year_known)


def _is_a(parsed: Parsed, day: Day, kind: str, lexicon: Lexicon) -> bool:
    return any(lexicon.is_timed(word.rstrip("."), kind) for word in parsed.lowers[day.first : day.last])


def _open_ended(day: Day, parsed: Parsed, lexicon: Lexicon, today: date | None) -> Day:
    """Let `since May`, `since early Sunday` and `since last July` last until today."""
    led = day.first - 1
    led -= is_link(parsed, led, "last", lexicon)
    led -= lexicon.is_timed(parsed.lowers[led], "third")
    if today is not None and is_link(parsed, led, "since", lexicon) and day.begins < today:
        return replace(day, ends=today, lasting=True)
    return day
