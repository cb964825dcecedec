"""Finds the names of armed groups, agencies and weapons, so that Boko Haram, Xinhua and Grad rockets are not put on the map."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from frontmap.data import geo_dir, read_rows
from frontmap.text.places.cells import Cells
from frontmap.text.places.wordlists import Words, open_words

_CELL = re.compile(r"[\w.&']+|-")
_NAMED = frozenset({"agency", "group", "military", "monitor", "ngo", "outlet", "think_tank"})
"""Kinds of sources whose names are no places."""
_LONGEST = 6
"""Cells of a name that a word such as Jaish opens."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """Where organisations are named."""

    spans: dict[int, tuple[int, int]]
    """By cell, the first and the last cell (exclusive) of the organisation's name that it belongs to."""

    def hold(self, first: int, last: int, *, known: bool) -> bool:
        """Tell whether a span is an organisation's name or a part of it; ``known``: the gazetteer holds the whole name as a place."""
        span = self.spans.get(first)
        return span is not None and last <= span[1] and not (known and (first, last) == span)


@cache
def _outlets() -> frozenset[str]:
    """Return the names, as written, by which outlets and groups are far better known than places."""
    rows = (row for _, row in read_rows(geo_dir() / "sources.csv") if row["kind"] in _NAMED)
    return frozenset(name for row in rows for name in (row["name"], *row["aliases"].split("|")) if name)


def is_outlet(cells: Cells, words: Words, first: int, last: int) -> bool:
    """Tell whether a span is such a name, or a weapon, and nothing beside it calls it ground ("told Xinhua", but not "in Xinhua")."""
    name = cells.text[cells.starts[first] : cells.ends[last - 1]]
    if cells.all_caps or (cells.lowers[first] not in words.bodies["weapon"] and name not in _outlets()):
        return False
    before = cells.lowers[first - 1] if first else ""
    after = cells.lowers[last] if last < len(cells.words) else ""
    return words.triggers.get(before) not in ("strong", "verb", "direction") and before not in words.before and after not in words.after


def is_materiel(cells: Cells, words: Words, first: int, last: int) -> bool:
    """Tell whether a name is that of a weapon, a unit or a ship by the word beside it ("Stryker vehicles", not "the Lviv tank plant")."""
    ahead = cells.lowers[last : last + 2]
    if ahead and ahead[0] in words.bodies["materiel"] and last - 1 not in cells.owned:
        return words.bodies["site"].isdisjoint(ahead[1:])
    return first > 0 and cells.lowers[first - 1] in words.bodies["ship"] and not cells.all_caps


@cache
def _names() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the names of organisations, cut into cells in lower case, by their first two cells, the longest first."""
    found: defaultdict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for name in _registered():
        cells = tuple(_CELL.findall(name.lower()))
        if cells and name.isascii():
            found[cells[:2]].add(cells)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


def _registered() -> Iterator[str]:
    for _, row in read_rows(geo_dir() / "sources.csv"):
        if row["kind"] in _NAMED:
            yield row["name"]
            yield from filter(None, row["aliases"].split("|"))
    yield from open_words().bodies["phrase"]
    for _, row in read_rows(geo_dir() / "words_speech" / "parties.csv"):
        if row["sort"] == "name" and row["kind"] in _NAMED:
            yield from row["words"].split("|")


def find_bodies(cells: Cells, words: Words) -> Bodies:
    """Find the organisations that the registry knows, and those whose first word gives them away ("Jaish al-Islam")."""
    spans: dict[int, tuple[int, int]] = {}
    openers = _openers()
    free = 0
    for i in cells.capitals:
        if cells.lowers[i] in openers and i >= free and (last := _end(cells, words, i)) > i:
            spans.update(dict.fromkeys(range(i, last), (i, last)))
            free = last
    return Bodies(spans)


@cache
def _openers() -> frozenset[str]:
    return frozenset(first for first, *_ in _names()) | open_words().bodies["force"]


def _end(cells: Cells, words: Words, i: int) -> int:
    """Return the end of the organisation's name that begins at cell ``i``; ``i`` where none does."""
    for length in (2, 1):
        for name in _names().get(cells.lowers[i : i + length], ()):
            if cells.lowers[i : i + len(name)] == name:
                return i + len(name)
    return _end_of_force(cells, words, i) if cells.lowers[i] in words.bodies["force"] else i


def _end_of_force(cells: Cells, words: Words, i: int) -> int:
    """Return the end of a name that a word for an army or a movement opens."""
    end = j = i + 1
    while j < min(i + _LONGEST, len(cells.words)) and cells.sentence[j] == cells.sentence[i]:
        if cells.capital[j]:
            end = j + 1
        elif cells.words[j] != "-" and cells.lowers[j] not in words.small["article"]:
            break
        j += 1
    return end if end > i + 1 else i
