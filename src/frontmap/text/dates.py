"""Reads the dates of a text as EDTF: ``2025-12-01``, ``2024-04-27/2024-05-06``, ``XXXX-12-01`` where the year is not known.

Relative dates (``on Sunday``, ``yesterday``, ``the next day``) are reckoned from the publication date, a dateline, or the date before.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DAY = re.compile(r"([12]?\d|3[01]|0[1-9])(?:st|nd|rd|th)?(?:[-–]([12]?\d|3[01]|0[1-9])(?:st|nd|rd|th)?)?")  # 3, 3rd, 24-25
_TITLE_YEAR = re.compile(r"\(((?:19|20)\d\d)\)")  # The battle of X (2019)
_YEAR = re.compile(r"(19|20)\d\d")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_DASHES = frozenset({"-", "–", "—"})
_DATELINE = 200
"""Characters at the start of a text in which a full date is its dateline."""
_UNKNOWN_YEAR = 2000
"""A leap year to reckon in while the year is not known."""
_FUTURE_DAYS = 31
"""A day and month without a year lies at most so far after publication; else it is the year before."""


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
    """In ``_UNKNOWN_YEAR`` where ``edtf`` has no year."""
    year_known: bool = True


@dataclass(frozen=True, slots=True)
class _Atom:
    """One date of the text before ranges are joined."""

    first: int
    last: int
    begins: date
    ends: date
    year_known: bool = True


def find_dates(parsed: Parsed, lexicon: Lexicon) -> tuple[DateMention, ...]:
    """Find the dates of a document, in order, ranges joined."""
    reference = reference_date(parsed, lexicon)
    atoms: list[_Atom] = []
    dateline = None if parsed.document.published else _dateline(parsed, lexicon)
    lead = parsed.lowers[dateline.first - 1] if dateline and dateline.first else ""
    word = dateline.last if dateline and not lexicon.is_a(lead, "time_lead") else 0
    while word < len(parsed.words):
        atom = _atom_at(parsed, word, lexicon, reference, atoms[-1] if atoms else None)
        if atom is None:
            word += 1
            continue
        atoms.append(atom)
        word = atom.last
    return tuple(_mention(atom) for atom in _with_ranges(atoms, parsed, lexicon, reference))


def reference_date(parsed: Parsed, lexicon: Lexicon) -> date | None:
    """Return the day from which relative dates are reckoned; None where nothing tells it.

    It is the day of publication, else of a dateline, else the last day of the year that the title gives: `The battle of X (2019)`.
    """
    published = parsed.document.published
    if published and (iso := _ISO.match(published)):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if dateline := _dateline(parsed, lexicon):
        return dateline.begins
    year = _TITLE_YEAR.search(parsed.document.title or "")
    return date(int(year[1]), 12, 31) if year else None


def _dateline(parsed: Parsed, lexicon: Lexicon) -> _Atom | None:
    """Return the full date among the first characters of a text."""
    for word, start in enumerate(parsed.starts):
        if start > _DATELINE:
            return None
        atom = _calendar_day(parsed, word, lexicon, None)
        if atom is not None and atom.year_known and atom.begins == atom.ends:
            return atom
    return None


def date_precision(begins: date, ends: date) -> int:
    """Return ACLED's time precision of a stretch of days."""
    days = (ends - begins).days
    return 1 if days <= 1 else 2 if days <= 7 else 3


def _mention(atom: _Atom) -> DateMention:
    first, last = (_edtf(day, atom.year_known) for day in (atom.begins, atom.ends))
    edtf = first if atom.begins == atom.ends else f"{first}/{last}"
    return DateMention(atom.first, atom.last, edtf, date_precision(atom.begins, atom.ends), atom.begins, atom.ends, atom.year_known)


def _edtf(day: date, year_known: bool) -> str:
    return day.isoformat() if year_known else f"XXXX-{day:%m-%d}"


def _atom_at(parsed: Parsed, word: int, lexicon: Lexicon, reference: date | None, previous: _Atom | None) -> _Atom | None:
    lower = parsed.lowers[word]
    if lower[0].isdigit() or lower in lexicon.calendar:
        if atom := _calendar_day(parsed, word, lexicon, reference):
            return atom
        if reference is not None and (atom := _relative_day(parsed, word, lexicon, reference)):
            return atom
    return _following_day(parsed, word, lexicon, previous) if previous is not None else None


def _meaning(parsed: Parsed, word: int, kind: str, lexicon: Lexicon) -> int | None:
    """Return what a calendar word counts, where it is one of this kind and written as a name where names are."""
    if word >= len(parsed.words):
        return None
    for meaning, value in lexicon.calendar.get(parsed.lowers[word].rstrip("."), ()):
        if meaning == kind and (kind not in ("month", "weekday") or parsed.words[word][0].isupper() or lexicon.lang != "en"):
            return int(value)
    return None


def _calendar_day(parsed: Parsed, word: int, lexicon: Lexicon, reference: date | None) -> _Atom | None:
    """Read ``2025-12-01``, ``14 October``, ``13-14 August``, ``May 3rd, 2024``, ``July 2025``, ``early April`` at a word."""
    if iso := _ISO.fullmatch(parsed.words[word]):
        day = _day(int(iso[1]), int(iso[2]), int(iso[3]))
        return _Atom(word, word + 1, day, day) if day else None
    return (
        _day_month(parsed, word, lexicon, reference)
        or _month_day(parsed, word, lexicon, reference)
        or _month_alone(parsed, word, lexicon, reference)
    )


def _days(parsed: Parsed, word: int, lexicon: Lexicon) -> tuple[int, int, int] | None:
    """Return first and last day of the month at a word, and the word after them: `3rd`, `24-25`, `1 and 14`."""
    if (first := _day_number(parsed, word)) is None:
        return None
    day, last, after = first
    joined = last is None and after < len(parsed.words) and ("link", "to") in lexicon.calendar.get(parsed.lowers[after], ())
    if joined and (second := _day_number(parsed, after + 1)):
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


def _day_month(parsed: Parsed, word: int, lexicon: Lexicon, reference: date | None) -> _Atom | None:
    if (days := _days(parsed, word, lexicon)) is None:
        return None
    day, last_day, after = days
    after += after < len(parsed.words) and parsed.lowers[after] == "of"
    month = _meaning(parsed, after, "month", lexicon)
    if month is None:
        return None
    year, end = _year_after(parsed, after + 1)
    return _dated(word, end, year, month, day, last_day, reference)


def _month_day(parsed: Parsed, word: int, lexicon: Lexicon, reference: date | None) -> _Atom | None:
    if (month := _meaning(parsed, word, "month", lexicon)) is None:
        return None
    after = word + 1 + (word + 1 < len(parsed.words) and parsed.words[word + 1] == ".")
    if (days := _days(parsed, after, lexicon)) is None:
        return None
    day, last_day, after = days
    year, end = _year_after(parsed, after)
    return _dated(word, end, year, month, day, last_day, reference)


def _dated(word: int, end: int, year: int | None, month: int, day: int, last_day: int, reference: date | None) -> _Atom | None:
    known = year is not None or reference is not None
    begins = _day(year or _year_for(month, day, reference), month, day)
    ends = _day(year or _year_for(month, day, reference), month, last_day)
    if begins is None or ends is None or ends < begins:
        return None
    return _Atom(word, end, begins, ends, known)


def _year_for(month: int, day: int, reference: date | None) -> int:
    if reference is None:
        return _UNKNOWN_YEAR
    guess = _day(reference.year, month, day)
    return reference.year if guess and guess <= reference + timedelta(days=_FUTURE_DAYS) else reference.year - 1


def _month_alone(parsed: Parsed, word: int, lexicon: Lexicon, reference: date | None) -> _Atom | None:
    third = _meaning(parsed, word, "third", lexicon)
    at = word + (third is not None)
    month, season = _meaning(parsed, at, "month", lexicon), _meaning(parsed, at, "season", lexicon)
    if month is None and season is None:
        return None
    year, end = _year_after(parsed, at + 1)
    linked = word > 0 and ("link", "in") in lexicon.calendar.get(parsed.lowers[word - 1], ())
    if year is None and (season is not None or not (third or linked or _since(parsed, word, lexicon))):
        return None
    if year is None and reference is None:
        return None
    year = year or _year_for(month or 1, 1, reference)
    begins = date(year, month or season or 1, 1)
    return _Atom(word, end, *_part_of(begins, 1 if month else 3, third))


def _part_of(begins: date, months: int, third: int | None) -> tuple[date, date]:
    final = begins.month + months - 1
    year, month = begins.year + (final - 1) // 12, (final - 1) % 12 + 1
    ends = date(year, month, monthrange(year, month)[1])
    if third is None:
        return begins, ends
    first = begins.replace(day=(third - 1) * 10 + 1)
    return first, ends if third == 3 else first + timedelta(days=9)


def _since(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    return word > 0 and ("link", "since") in lexicon.calendar.get(parsed.lowers[word - 1], ())


def _relative_day(parsed: Parsed, word: int, lexicon: Lexicon, reference: date) -> _Atom | None:
    """Read ``on Sunday``, ``yesterday``, ``last week``, ``last month`` at a word."""
    if (shift := _meaning(parsed, word, "relative", lexicon)) is not None:
        day = reference + timedelta(days=shift)
        return _Atom(word, word + 1, day, day)
    last = ("link", "last") in lexicon.calendar.get(parsed.lowers[word], ())
    if (weekday := _meaning(parsed, word + last, "weekday", lexicon)) is not None:
        back = (reference.weekday() - weekday) % 7
        day = reference - timedelta(days=7 if last and back == 0 else back)
        return _Atom(word, word + last + 1, day, day)
    if last and parsed.lowers[word + 1 : word + 2] == ("24",) and _is(parsed, word + 2, "hours", lexicon):
        return _Atom(word, word + 3, reference - timedelta(days=1), reference)
    if last and (days := _meaning(parsed, word + 1, "unit", lexicon)) is not None and parsed.lowers[word] != "past":
        return _Atom(word, word + 2, *_unit_before(reference, days))
    return None


def _unit_before(reference: date, days: int) -> tuple[date, date]:
    if days == 7:
        monday = reference - timedelta(days=reference.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if days == 30:
        ends = reference.replace(day=1) - timedelta(days=1)
        return ends.replace(day=1), ends
    return date(reference.year - 1, 1, 1), date(reference.year - 1, 12, 31)


def _following_day(parsed: Parsed, word: int, lexicon: Lexicon, previous: _Atom) -> _Atom | None:
    """Read ``the same day``, ``the next day``, ``two days later``, reckoned from the date before."""
    same = lexicon.is_a(parsed.lowers[word], "same_day")
    if (same or lexicon.is_a(parsed.lowers[word], "next_day")) and _is(parsed, word + 1, "day", lexicon):
        day = previous.ends + timedelta(days=not same)
        return _Atom(word, word + 2, day, day, previous.year_known)
    number = _meaning(parsed, word, "number", lexicon) or _small_number(parsed.lowers[word])
    if number and _is(parsed, word + 1, "day", lexicon) and _is(parsed, word + 2, "later", lexicon):
        day = previous.ends + timedelta(days=number)
        return _Atom(word, word + 3, day, day, previous.year_known)
    return None


def _is(parsed: Parsed, word: int, kind: str, lexicon: Lexicon) -> bool:
    return word < len(parsed.lowers) and lexicon.is_a(parsed.lowers[word], kind)


def _small_number(lower: str) -> int | None:
    return int(lower) if len(lower) < 3 and lower.isascii() and lower.isdigit() else None


def _with_ranges(atoms: Sequence[_Atom], parsed: Parsed, lexicon: Lexicon, reference: date | None) -> list[_Atom]:
    joined: list[_Atom] = []
    for atom in atoms:
        if joined and _continues(joined[-1], atom, parsed, lexicon):
            before = joined.pop()
            atom = _Atom(before.first, atom.last, before.begins, atom.ends, before.year_known and atom.year_known)
        joined.append(atom)
    return [_open_ended(atom, parsed, lexicon, reference) for atom in joined]


def _continues(before: _Atom, atom: _Atom, parsed: Parsed, lexicon: Lexicon) -> bool:
    between = [w for w in parsed.lowers[before.last : atom.first] if w != ","]
    if len(between) != 1 or ("link", "to") not in lexicon.calendar.get(between[0], ()):
        return False
    opened = before.first > 0 and any(
        ("link", "from") in lexicon.calendar.get(w, ()) for w in parsed.lowers[max(0, before.first - 3) : before.first]
    )
    return before.begins <= atom.ends and (opened or between[0] in _DASHES)


def _open_ended(atom: _Atom, parsed: Parsed, lexicon: Lexicon, reference: date | None) -> _Atom:
    if reference is not None and _since(parsed, atom.first, lexicon) and atom.begins < reference:
        return _Atom(atom.first, atom.last, atom.begins, reference, atom.year_known)
    return atom


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
