"""Reads one date at a word: ``14 October``, ``early April``, ``on Sunday``, ``last week``, ``three days ago``, ``the next day``.

Which day a word means depends on a ``Clock``: the day of writing where it is known, else the year that the text is in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from frontmap.model import Parsed, Sentence
from frontmap.registry.lexicon import Lexicon

UNKNOWN_YEAR = 2000
"""A leap year to reckon in while the year is not known."""
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.((?:19|20)?\d\d)")  # 05.03.2022, 05.03.22: nobody writes the month first with dots
_CENTURY = 2000
"""Years that a year of two digits counts from."""
_DAY = re.compile(r"([12]?\d|3[01]|0[1-9])(?:st|nd|rd|th)?(?:[-–]([12]?\d|3[01]|0[1-9])(?:st|nd|rd|th)?)?")  # 3, 3rd, 24-25
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"([12]?\d|3[01])(?:st|nd|rd|th)")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_POSSESSIVES = ("'s", "’s")
_FUTURE_DAYS = 31
"""A day and month without a year lies at most so far after the day of writing; else it is the year before."""
_BASE_DAYS = 5
"""Days of the longest date from which another one is reckoned: `the next day`."""
_LATE_MONTH, _EARLY_MONTH = 11, 2
"""From one of the last months of a year a story that goes on comes to one of the first of the next."""
_A_YEAR = 364
"""Days after which what a text tells is history, in whose year it may go on; what lasts so long is no day of it."""
_NEWS_DAYS = 62
"""A day and month without a year that lie so near the day of writing are news, whatever history was told before."""
_HISTORY_REACH = 150
"""Words over which a year goes on so."""
_HALF_A_WEEK = 3
_HEADING = 6
"""Words of the longest heading that only says when, and perhaps where, its entry happened."""
_HOURS_A_DAY = 24
_AHEAD = 6
"""Words before a weekday among which stands what tells that it lies ahead."""
_LIMITS = frozenset({"by", "until", "till"})
_CALENDAR_UNITS = frozenset({7, 30, 365})
"""Days of the units that begin on a fixed day: `last week` is from Monday to Sunday, the last fortnight the days up to now."""
_LONGEST_STEP = 7
"""Days of the longest unit that is counted from a date: `a month later` tells no day."""
_COUNTED_FROM = 3
"""Words behind `two days after` among which stands the date from which they are counted."""
_SOON = 14
"""Days that `the next ten days` may be at most to date what happened within them."""
_FURTHEST = 999
"""Days that a counted date lies at most from the one that it is reckoned from."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the dates of a text are reckoned from."""

    today: date | None = None
    """The day of writing."""
    year: int | None = None
    """The year that the text is in, where the day of writing is not known."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the text, before ranges are joined."""

    first: int
    last: int
    """Words, the last exclusive."""
    begins: date
    ends: date
    """In ``UNKNOWN_YEAR`` where the year is not known."""
    year_known: bool = True
    year_written: bool = False
    """True where the year stands in the words."""
    background: bool = False
    """True for `in 2014` and `two years ago`: what happened in a year, no more is said, is no news."""
    lasting: bool = False
    """As ``DateMention.lasting``."""


def day_at(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock, previous: Day | None) -> Day | None:
    """Read the date that begins, or whose main word stands, at a word; None where there is none."""
    lower = parsed.lowers[word]
    if not lower[0].isdigit() and all(kind == "link" for kind, _ in lexicon.calendar.get(_plain(lower), ())):
        return None
    return (
        calendar_day(parsed, word, lexicon, clock, previous)
        or _weekday(parsed, word, lexicon, clock, previous)
        or _counted(parsed, word, lexicon, clock, previous)
        or _relative(parsed, word, lexicon, clock)
    )


def _plain(lower: str) -> str:
    return lower[:-2] if lower.endswith(_POSSESSIVES) else lower


def real_day(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar; None where it has none of this number."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_link(parsed: Parsed, word: int, link: str, lexicon: Lexicon) -> bool:
    """Tell whether a word of the text links dates in this way: ``from``, ``to``, ``in``, ``last``, ...."""
    return 0 <= word < len(parsed.lowers) and ("link", link) in lexicon.calendar.get(parsed.lowers[word], ())


def calendar_day(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock, previous: Day | None = None) -> Day | None:
    """Read ``2025-12-01``, ``14 October``, ``13-14 August``, ``May 3rd, 2024``, ``July 2025``, ``early April``, ``in 2014`` at a word."""
    written = parsed.words[word]
    if iso := _ISO.fullmatch(written):
        return _whole_day(word, real_day(int(iso[1]), int(iso[2]), int(iso[3])))
    if dotted := _DOTTED.fullmatch(written):
        year = int(dotted[3]) + (_CENTURY if len(dotted[3]) == 2 else 0)
        first, second = int(dotted[1]), int(dotted[2])
        return _whole_day(word, real_day(year, second, first) or real_day(year, first, second))
    if previous is not None and previous.year_written and _in_one_sentence(parsed, previous.first, word):
        clock = Clock(None, previous.ends.year)  # `on 5 May 1999 it fell, and on 7 May they left`
    return (
        _day_month(parsed, word, lexicon, clock, previous)
        or _month_day(parsed, word, lexicon, clock, previous)
        or _month_alone(parsed, word, lexicon, clock, previous)
        or _year_alone(parsed, word, lexicon, clock)
        or _day_alone(parsed, word, lexicon, clock)
    )


def _whole_day(word: int, day: date | None) -> Day | None:
    return Day(word, word + 1, day, day, year_written=True) if day else None


def _meaning(parsed: Parsed, word: int, kind: str, lexicon: Lexicon) -> int | None:
    """Return what a calendar word counts, where it is one of this kind and written as a name where names are."""
    if not 0 <= word < len(parsed.words):
        return None
    for meaning, value in lexicon.calendar.get(parsed.lowers[word].rstrip("."), ()):
        if meaning == kind and (kind not in ("month", "weekday") or parsed.words[word][0].isupper() or lexicon.lang != "en"):
            return int(value)
    return None


def _days(parsed: Parsed, word: int, lexicon: Lexicon) -> tuple[int, int, int] | None:
    """Return first and last day of the month at a word, and the word after them: `3rd`, `24-25`, `1 and 14`."""
    if (first := _day_number(parsed, word)) is None:
        return None
    day, last, after = first
    if last is None and is_link(parsed, after, "to", lexicon) and (second := _day_number(parsed, after + 1)):
        return day, second[0], second[2]
    return day, last or day, after


def _day_number(parsed: Parsed, word: int) -> tuple[int, int | None, int] | None:
    if word >= len(parsed.words) or not (match := _DAY.fullmatch(parsed.lowers[word])):
        return None
    after = word + 1 + (word + 1 < len(parsed.words) and parsed.lowers[word + 1] in _ORDINALS)
    return int(match[1]), int(match[2]) if match[2] else None, after


def _year_after(parsed: Parsed, word: int) -> tuple[int | None, int]:
    at = word + (word < len(parsed.words) and parsed.words[word] == ",")
    if at < len(parsed.words) and _YEAR.fullmatch(parsed.words[at]):
        return int(parsed.words[at]), at + 1
    return None, word


def _year_told_after(parsed: Parsed, word: int, lexicon: Lexicon, today: date) -> tuple[int | None, int]:
    """Read the year behind a month that is told from the day of writing: `in August last year`, `July of this year`."""
    at = word + (word < len(parsed.words) and lexicon.is_a(parsed.lowers[word], "of"))
    shift = next((shift for link, shift in (("this", 0), ("last", 1)) if is_link(parsed, at, link, lexicon)), None)
    if shift is None or _meaning(parsed, at + 1, "unit", lexicon) != 365:
        return None, word
    return today.year - shift, at + 2


def _day_month(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock, previous: Day | None) -> Day | None:
    if (days := _days(parsed, word, lexicon)) is None:
        return None
    day, last_day, after = days
    after += after < len(parsed.words) and parsed.lowers[after] == "of"
    month = _meaning(parsed, after, "month", lexicon)
    if month is None:
        return None
    year, end = _year_after(parsed, after + 1)
    if year is None and _is_in_name(parsed, word, end, lexicon):
        return None
    return _dated(word, end, year, month, (day, last_day), clock, previous)


def _is_in_name(parsed: Parsed, first: int, last: int, lexicon: Lexicon) -> bool:
    """Tell whether a day and month begin a name: `the 17 November group`, `26 September News`, but not `On 5 May Alphan troops`."""
    if first == 0 or last >= len(parsed.words) or not parsed.words[last][0].isalpha():
        return False
    before, after = parsed.lowers[first - 1], parsed.words[last]
    led = parsed.lowers[first - 2] if before == "of" and first > 1 else before
    timed = led in lexicon.calendar or before in lexicon.calendar or lexicon.is_a(before, "time_lead")
    if not before[0].isalnum() or timed:
        return False  # `On 5 May`, `the night of 5 May`, `As of 5 May`
    return (after[0].isupper() and not parsed.all_caps) or (lexicon.is_a(before, "article") and lexicon.is_a(after, "party"))


def _month_day(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock, previous: Day | None) -> Day | None:
    if (month := _meaning(parsed, word, "month", lexicon)) is None:
        return None
    after = word + 1 + (word + 1 < len(parsed.words) and parsed.words[word + 1] == ".")
    if (days := _days(parsed, after, lexicon)) is None:
        return None
    day, last_day, after = days
    year, end = _year_after(parsed, after)
    if year is None and _is_in_name(parsed, word, end, lexicon):
        return None
    return _dated(word, end, year, month, (day, last_day), clock, previous)


def _dated(word: int, end: int, year: int | None, month: int, days: tuple[int, int], clock: Clock, previous: Day | None) -> Day | None:
    year = year or _year_of_history(word, month, days[0], clock, previous)
    reckoned = year or _year_for(month, days[0], clock, previous)
    begins, ends = (real_day(reckoned or UNKNOWN_YEAR, month, day) for day in days)
    if begins is None or ends is None or ends < begins:
        return None
    return Day(word, end, begins, ends, reckoned is not None, year is not None)


def _year_for(month: int, day: int, clock: Clock, previous: Day | None) -> int | None:
    """Return the year of a month and day that are written without one."""
    if clock.today is not None:
        guess = real_day(clock.today.year, month, day)
        return clock.today.year if guess and guess <= clock.today + timedelta(days=_FUTURE_DAYS) else clock.today.year - 1
    if clock.year is None or previous is None or previous.ends.year - clock.year not in (0, 1):
        return clock.year
    return previous.ends.year + (previous.ends.month >= _LATE_MONTH and month <= _EARLY_MONTH)


def _year_of_history(word: int, month: int, day: int, clock: Clock, previous: Day | None) -> int | None:
    """Return the year that a text tells of, years back: `On 3 August 1979 it fell. On 9 August they left`; None where it tells news."""
    if clock.today is None or previous is None or not previous.year_written or word - previous.last > _HISTORY_REACH:
        return None
    near = real_day(_year_for(month, day, clock, None) or 0, month, day)
    of_year = (previous.ends - previous.begins).days >= _A_YEAR
    if near is None or of_year or (clock.today - previous.ends).days <= _A_YEAR or abs((clock.today - near).days) <= _NEWS_DAYS:
        return None
    return previous.ends.year + (previous.ends.month >= _LATE_MONTH and month <= _EARLY_MONTH)


def _month_alone(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock, previous: Day | None) -> Day | None:
    third = _meaning(parsed, word, "third", lexicon)
    at = word + (third is not None)
    month, season = _meaning(parsed, at, "month", lexicon), _meaning(parsed, at, "season", lexicon)
    owner = _owning_month(parsed, at, lexicon)
    month = month or owner
    part = _since_part(parsed, word, lexicon)
    if month is None and (middle := _meaning(parsed, word, "middle", lexicon)) is not None:  # `mid-May`
        month, third = middle, 2
    if month is None and season is None:
        return None
    year, end = _year_after(parsed, at + 1)
    if year is None and clock.today is not None:
        year, end = _year_told_after(parsed, at + 1, lexicon, clock.today)
    last = is_link(parsed, word - 1, "last", lexicon)
    linked = owner or part or last or third is not None or any(is_link(parsed, word - 1, link, lexicon) for link in ("in", "since"))
    if year is None and (not linked or (season is not None and not last)):
        return None
    year = year or _year_of_history(word, month or season or 1, 1, clock, previous)
    reckoned = year or _year_for(month or season or 1, 1, clock, previous)
    begins = date(reckoned or UNKNOWN_YEAR, month or season or 1, 1)
    begins, ends = _part_of(begins, 1 if month else 3, third)
    if part is None:
        return Day(word, end, begins, ends, reckoned is not None, year is not None)
    first, at_end = part
    return Day(first, end, ends if at_end else begins, ends, reckoned is not None, year is not None)


def _owning_month(parsed: Parsed, word: int, lexicon: Lexicon) -> int | None:
    """Return the month of `September's attack`."""
    if word >= len(parsed.words) or not parsed.words[word].endswith(_POSSESSIVES) or not parsed.words[word][0].isupper():
        return None
    return next((int(value) for kind, value in lexicon.calendar.get(_plain(parsed.lowers[word]), ()) if kind == "month"), None)


def _since_part(parsed: Parsed, word: int, lexicon: Lexicon) -> tuple[int, bool] | None:
    """Return the first word before a month of `since the beginning of May`, `since the end of May`, and whether it is the end."""
    if word < 3 or not lexicon.is_a(parsed.lowers[word - 1], "of"):
        return None
    first = word - 2 - lexicon.is_a(parsed.lowers[word - 3], "article")
    at_end = is_link(parsed, word - 2, "end", lexicon)
    led = is_link(parsed, first - 1, "since", lexicon) and (at_end or is_link(parsed, word - 2, "start", lexicon))
    return (first, at_end) if led else None


def _part_of(begins: date, months: int, third: int | None) -> tuple[date, date]:
    final = begins.month + months - 1
    year, month = begins.year + (final - 1) // 12, (final - 1) % 12 + 1
    ends = date(year, month, monthrange(year, month)[1])
    if third is None:
        return begins, ends
    first = begins.replace(day=(third - 1) * 10 + 1)
    return first, ends if third == 3 else first + timedelta(days=9)


def _year_alone(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock) -> Day | None:
    """Read ``in 2014``, ``since 2014``; a bare number may be anything."""
    led = is_link(parsed, word - 1, "in", lexicon) or is_link(parsed, word - 1, "since", lexicon)
    if not led or not _YEAR.fullmatch(parsed.words[word]):
        return None
    year = int(parsed.words[word])
    if clock.today is not None and year > clock.today.year:
        return None
    since = is_link(parsed, word - 1, "since", lexicon)
    return Day(word, word + 1, date(year, 1, 1), date(year, 12, 31), year_written=True, background=not since)


def _day_alone(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock) -> Day | None:
    """Read ``on the 24th``, not ``the 24th Brigade``: the latest day of this number."""
    match = _ORDINAL.fullmatch(parsed.lowers[word])
    after = parsed.words[word + 1] if word + 1 < len(parsed.words) else "."
    led = word > 1 and any(lexicon.is_a(parsed.lowers[word - 2], kind) for kind in ("time_lead", "of"))
    if match is None or clock.today is None or not led or not lexicon.is_a(parsed.lowers[word - 1], "article"):
        return None
    if after[0].isalnum() and not (word > 2 and parsed.lowers[word - 3] in lexicon.calendar):  # `on the morning of the 11th they left`
        return None
    months = (clock.today, clock.today.replace(day=1) - timedelta(days=1))
    days = (real_day(month.year, month.month, int(match[1])) for month in months)
    latest = next((day for day in days if day is not None and day <= clock.today), None)
    return Day(word, word + 1, latest, latest) if latest else None


def _weekday(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock, previous: Day | None) -> Day | None:
    """Read ``on Sunday``, ``last Friday``, ``Monday's``; a day of next week is no date of news."""
    name = _plain(parsed.lowers[word])
    weekday = next((int(value) for kind, value in lexicon.calendar.get(name, ()) if kind == "weekday"), None)
    if weekday is None or not (parsed.words[word][0].isupper() or lexicon.lang != "en"):
        return None
    if is_link(parsed, word - 1, "next", lexicon):
        return None
    told = previous if previous is not None and previous.begins == previous.ends and previous.year_known else None
    if told is not None and is_entry(parsed.sentences[_sentence_of(parsed, told.first)]):
        return _shifted(told, (weekday - told.begins.weekday() + _HALF_A_WEEK) % 7 - _HALF_A_WEEK, word, word + 1)
    if clock.today is None:
        return _shifted(told, (weekday - told.begins.weekday()) % 7, word, word + 1) if told else None
    last = is_link(parsed, word - 1, "last", lexicon)
    back = (clock.today.weekday() - weekday) % 7
    if back and not last and _is_to_come(parsed, word, lexicon):
        back -= 7
    day = clock.today - timedelta(days=7 if last and back == 0 else back)
    return Day(word - last, word + 1, day, day)


def is_entry(sentence: Sentence) -> bool:
    """Tell whether a sentence may be the heading of a chronicle's entry, which says when it happened: a weekday in it is the one beside."""
    return sentence.kind == "heading" and sentence.last - sentence.first <= _HEADING


def _is_to_come(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    """Tell whether a weekday lies ahead: `will begin on Monday`, `told to leave by Friday`, but not `said on Monday that it will`."""
    kind = "modal" if parsed.lowers[word - 1] in _LIMITS else "future"
    for lower in reversed(parsed.lowers[max(0, word - _AHEAD) : word]):
        if lexicon.is_a(lower, kind):
            return True
        if not lower[0].isalpha():
            return False
    return False


def _relative(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock) -> Day | None:
    """Read ``yesterday``, ``last night``, ``this morning``, ``the weekend``, ``last week``, ``start of the year``."""
    if clock.today is None:
        return None
    if (shift := _meaning(parsed, word, "relative", lexicon)) is not None:
        day = clock.today + timedelta(days=shift)
        return Day(word, word + 1, day, day)
    if _meaning(parsed, word, "overnight", lexicon) is not None:
        return Day(word, word + 1, clock.today - timedelta(days=1), clock.today)
    if _meaning(parsed, word, "day", lexicon) is not None and is_link(parsed, word - 1, "past", lexicon):
        return Day(word - 1, word + 1, clock.today - timedelta(days=1), clock.today)
    last, this = (is_link(parsed, word - 1, link, lexicon) for link in ("last", "this"))
    if _meaning(parsed, word, "time_of_day", lexicon) is not None and (last or this):
        day = clock.today - timedelta(days=last)
        return Day(word - 1, word + 1, day, day)
    if _meaning(parsed, word, "weekend", lexicon) is not None and not is_link(parsed, word - 1, "next", lexicon):
        saturday = clock.today - timedelta(days=(clock.today.weekday() - 5) % 7)
        return Day(word, word + 1, saturday, min(clock.today, saturday + timedelta(days=1)))
    days = _meaning(parsed, word, "unit", lexicon) or _meaning(parsed, word, "day", lexicon)
    if days is not None and is_link(parsed, word - 3, "start", lexicon) and lexicon.is_a(parsed.lowers[word - 2], "of"):
        return Day(word - 3, word + 1, clock.today if days == 1 else _unit_begins(clock.today, days), clock.today)
    if days is None or days == 1 or not (last or this):
        return None
    return Day(word - 1, word + 1, *_unit_of(parsed, word, days, lexicon, clock.today))


def _unit_of(parsed: Parsed, word: int, days: int, lexicon: Lexicon, today: date) -> tuple[date, date]:
    """Return first and last day of ``this week``, ``the past week``, ``last week`` and the like."""
    if is_link(parsed, word - 1, "this", lexicon):
        return _unit_begins(today, days), today
    if is_link(parsed, word - 1, "past", lexicon) or days not in _CALENDAR_UNITS:
        return _back(today, 1, days), today
    ends = _unit_begins(today, days) - timedelta(days=1)
    return _unit_begins(ends, days), ends


def _unit_begins(day: date, days: int) -> date:
    if days == 7:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if days == 30 else date(day.year, 1, 1)


def _back(day: date, number: int, days: int) -> date:
    """Return the day so many days, weeks, months or years before another one."""
    if days < 30:
        return day - timedelta(days=min(number * days, _FURTHEST))
    months = day.year * 12 + day.month - 1 - min(number, 1200) * (1 if days == 30 else 12)
    year, month = max(1, months // 12), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _counted(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock, previous: Day | None) -> Day | None:
    """Read what is counted in days: ``the next day``, ``two days later``, ``three days ago``, ``over the past 48 hours``."""
    if is_link(parsed, word - 2, "last", lexicon) and (number := _number(parsed, word - 1, lexicon)) is not None:
        return _last_ones(parsed, word, number, lexicon, clock)
    length = _meaning(parsed, word, "day", lexicon) or _meaning(parsed, word, "unit", lexicon) or _meaning(parsed, word, "units", lexicon)
    if length is None:
        return None
    base = previous if previous is not None and (previous.ends - previous.begins).days <= _BASE_DAYS else None
    if length == 1 and base is not None and (shift := _neighbour(parsed, word, lexicon)) is not None:
        return _shifted(base, shift, word - 1, word + 1)
    if length > _LONGEST_STEP and is_link(parsed, word + 1, "ago", lexicon):
        today = clock.today or date(UNKNOWN_YEAR, 1, 1)
        return Day(max(0, word - 1), word + 2, today, today, clock.today is not None, background=True)
    return _distant(parsed, word, length, lexicon, clock, base) if length <= _LONGEST_STEP else None


def _last_ones(parsed: Parsed, word: int, number: int, lexicon: Lexicon, clock: Clock) -> Day | None:
    """Read ``the last 24 hours``, ``the past three weeks`` at the noun."""
    hours, days = (_meaning(parsed, word, kind, lexicon) for kind in ("hours", "units"))
    if clock.today is None or (hours is None and days is None):
        return None
    if hours is not None:
        number, days = -(-number // _HOURS_A_DAY), 1
    elif days == 1:  # of the last two days today is one
        number -= 1
    return Day(word - 2, word + 1, _back(clock.today, number, days or 1), clock.today)


def _neighbour(parsed: Parsed, word: int, lexicon: Lexicon) -> int | None:
    """Return how far ``the same day``, ``that night``, ``the next day``, ``the previous day`` lie from the date before."""
    shifts = {"same": 0, "following": 1, "preceding": -1}
    return next((shift for link, shift in shifts.items() if is_link(parsed, word - 1, link, lexicon)), None)


def _distant(parsed: Parsed, word: int, length: int, lexicon: Lexicon, clock: Clock, base: Day | None) -> Day | None:
    """Read ``five days ago``, ``two days later``, ``a week earlier``, ``the day before``, ``a day after`` something."""
    number = 1 if lexicon.is_a(parsed.lowers[word - 1], "article") else _number(parsed, word - 1, lexicon)
    if word == 0 or number is None:
        return None
    if is_link(parsed, word + 1, "ago", lexicon) and clock.today is not None:
        return _shifted(Day(word, word, clock.today, clock.today), -number * length, word - 1, word + 2)
    number *= length
    if base is not None and number <= _SOON and is_link(parsed, word - 2, "following", lexicon) and not _lies_ahead(base, clock):
        return Day(word - 2, word + 1, base.ends, _shifted(base, number, word, word).ends, base.year_known)
    sign = _meaning(parsed, word + 1, "shift", lexicon)
    if sign is not None and is_link(parsed, word + 1, "conjunction", lexicon) and (named := _named_after(parsed, word + 2, lexicon, clock)):
        return _shifted(named, sign * number, word - 1, word + 2)
    if sign is not None and sign < 0 and base is None and clock.today is not None:
        base = Day(word, word, clock.today, clock.today)  # `had fallen a day earlier`, where no other day is told before
    if sign is None or base is None:
        return None
    if is_link(parsed, word + 1, "conjunction", lexicon) and _goes_on(parsed, word + 2):
        # `On Friday, a day after they took X`: what follows happened so long before; `a day before`: it is still to come
        within = _in_one_sentence(parsed, base.first, word)
        within = within or lexicon.is_a(parsed.lowers[word - 2], "coming_about")  # `The raid came a day after they took X`
        if sign < 0:
            return None
        return _shifted(base, -number if within else number, word - 1, word + 2)
    return _shifted(base, sign * number, word - 1, word + 2)


def _lies_ahead(base: Day, clock: Clock) -> bool:
    """Tell whether what follows a date may be still to come at the day of writing."""
    return clock.today is not None and clock.today - base.ends <= timedelta(days=_BASE_DAYS)


def _named_after(parsed: Parsed, word: int, lexicon: Lexicon, clock: Clock) -> Day | None:
    """Return the date from which a distance before it is counted: `two days after the 5 March raid`."""
    days = (calendar_day(parsed, at, lexicon, clock) for at in range(word, min(word + _COUNTED_FROM, len(parsed.words))))
    return next((day for day in days if day is not None and day.begins == day.ends), None)


def _shifted(base: Day, shift: int, first: int, last: int) -> Day:
    day = base.ends + timedelta(days=max(-_FURTHEST, min(shift, _FURTHEST)))
    return Day(first, last, day, day, base.year_known)


def _goes_on(parsed: Parsed, word: int) -> bool:
    return word < len(parsed.words) and parsed.words[word][0].isalnum()


def _in_one_sentence(parsed: Parsed, first: int, second: int) -> bool:
    sentence = _sentence_of(parsed, second)
    return sentence >= 0 and parsed.sentences[sentence].first <= first


def _sentence_of(parsed: Parsed, word: int) -> int:
    return bisect_right(parsed.sentences, word, key=lambda s: s.first) - 1


def _number(parsed: Parsed, word: int, lexicon: Lexicon) -> int | None:
    if word < 0:
        return None
    lower = parsed.lowers[word]
    if len(lower) < 4 and lower.isascii() and lower.isdigit():
        return int(lower)
    return _meaning(parsed, word, "number", lexicon)
