"""When: dates and intervals of claims as ranges of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

Days = tuple[int, int]
"""First and last day as ordinals of ``datetime.date``."""


@cache
def day_range(edtf: str | None, published: Days | None = None) -> Days | None:
    """Return the first and last day of an EDTF date or interval as ordinals.

    ``XXXX-12-01`` takes the last such day up to a month after publication. None: no date, or none that can be read.

    >>> day_range("2025-11") == (date(2025, 11, 1).toordinal(), date(2025, 11, 30).toordinal())
    True
    """
    start, _, end = (edtf or "").partition("/")
    first, last = _bounds(start, published), _bounds(end or start, published)
    if first and last:
        return (first[0], last[1]) if first[0] <= last[1] else None
    return first or (last if end else None)


def _bounds(edtf: str, published: Days | None) -> Days | None:
    parts = edtf.strip("?~% ").partition("T")[0].split("-")
    if parts[0].upper() == "XXXX":
        return _in_some_year(parts, published)
    try:
        year, month, day = ([int(part) for part in parts] + [0, 0])[:3]
        first = date(year, month or 1, day or 1)
        after = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    except ValueError:
        return None
    return (first.toordinal(), first.toordinal() if day else after.toordinal() - 1)


def _in_some_year(parts: Sequence[str], published: Days | None) -> Days | None:
    if not published:
        return None
    latest = date.fromordinal(published[1]) + timedelta(days=31)
    for year in (latest.year, latest.year - 1):
        found = _bounds("-".join([f"{year:04d}", *parts[1:]]), None)
        if found and found[0] <= latest.toordinal():
            return found
    return None


def hull(days: Iterable[Days | None]) -> Days | None:
    """Return the range from the first to the last day of all that are dated. None: none is."""
    known = [each for each in days if each]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None


def iso(days: Days | None) -> tuple[str | None, str | None]:
    """Return the first and last day as ISO dates."""
    return (date.fromordinal(days[0]).isoformat(), date.fromordinal(days[1]).isoformat()) if days else (None, None)
