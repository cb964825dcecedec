"""Proposes spans that may name a place: what the gazetteer knows, and capitalised names that it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frontmap.model import Place
from frontmap.text.cells import Cells
from frontmap.text.cyrillic import is_cyrillic, nominative_names
from frontmap.text.persons import Persons
from frontmap.text.wordlists import Words

if TYPE_CHECKING:
    from frontmap.registry.gazetteer import Gazetteer

Entries = tuple[tuple[Place, str], ...]

_LONGEST = 7
"""Cells of the longest name that is looked up."""
_LONGEST_DECLINED = 3
_LINKS = frozenset(
    {
        "of",
        "the",
        "and",
        "de",
        "la",
        "le",
        "les",
        "du",
        "des",
        "del",
        "di",
        "da",
        "do",
        "dos",
        "el",
        "al",
        "ez",
        "es",
        "as",
        "upon",
        "on",
        "en",
        "sur",
        "am",
        "y",
    }
)
_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "er", "es", "et", "ez"})
"""Arabic articles, which stay lower case before a hyphen."""
_ROAD_CODE = re.compile(r"[A-ZМНТРЕ]{1,2}\d{1,4}")
_TERRITORIAL_ROAD = 5
"""Length of a code such as T1302, which is nothing but a road."""
_ALONG = frozenset({"along", "on", "via", "across"})
_ROAD_WORDS = frozenset({"highway", "road", "motorway", "route", "roads", "highways"})


@dataclass(frozen=True, slots=True)
class Found:
    """A span of cells that may name a place."""

    first: int
    last: int
    """Cells of the span, the last exclusive."""
    name: str
    """Ready for look-up."""
    entries: Entries
    """What the gazetteer holds of that name; empty for a name that it does not know."""
    kind: str | None = None
    """The kind that a class word in the span asks for."""
    sort: str = "known"
    """``known``, ``unit`` (a short form), ``classed`` (by a class word), ``unknown``, ``code`` (a road number)."""


_TOWN = 20_000
"""Inhabitants from which a town is what a bare name means, beside the region named after it."""
_STANDING = {"country": 1e9, "region": 3e5, "sea": 3e5, "district": 3e4, "river": 3e4, "relief": 3e4}
"""What a kind counts for beside a town's inhabitants, when the main bearer of a name is asked for."""


def standing(entry: tuple[Place, str]) -> float:
    """Return how much a place stands out among those of its name: inhabitants, or what its kind counts for."""
    place, matched = entry
    value = max(_STANDING.get(place.kind, 1e4 if place.kind != "settlement" else 1.0), float(place.population))
    return value * (0.1 if matched == "alias" and place.kind == "settlement" else 1.0)


def _main_first(entries: Entries) -> Entries:
    """Put the entry that stands out most first."""
    if len(entries) < 2:
        return entries
    main = max(range(len(entries)), key=lambda i: (standing(entries[i]), -i))
    return (entries[main], *entries[:main], *entries[main + 1 :])


def find_candidates(cells: Cells, persons: Persons, words: Words, gazetteer: Gazetteer) -> list[Found]:
    """Propose spans, sorted by start; they may overlap."""
    known = list(_known(cells, words, gazetteer))
    covered = {i: f for f in known for i in range(f.first, f.last)}
    found = known + [g for f in known if (g := _with_class_word(f, cells, words, gazetteer))]
    found += _unknown(cells, persons, words, covered)
    found += _road_codes(cells)
    return sorted((f for f in found if not _is_ruled_out(f, cells, persons, words)), key=lambda f: (f.first, f.last))


def _is_ruled_out(found: Found, cells: Cells, persons: Persons, words: Words) -> bool:
    """Tell whether a span belongs to a person or an organisation for certain."""
    first, last = found.first, found.last
    if persons.certain.issuperset(range(first, last)):
        return True  # Mr. Washington
    before = first - 1 - (first > 0 and cells.lowers[first - 1] == "the")
    if before > 0 and cells.lowers[before] == "of" and cells.capital[before - 1] and cells.lowers[before - 1] in words.bodies["whole"]:
        return not cells.all_caps  # the Armed Forces of Ukraine
    named = last < len(cells.words) and cells.capital[last] and cells.lowers[last] in words.bodies["paper"] and not cells.all_caps
    return named and not (last + 1 < len(cells.words) and cells.capital[last + 1])  # the Washington Post


def _known(cells: Cells, words: Words, gazetteer: Gazetteer) -> Iterator[Found]:
    i, count = 0, len(cells.words)
    while i < count:
        if not _can_open(cells, i):
            i += 1
            continue
        if is_cyrillic(cells.words[i]):
            found = _declined(cells, words, gazetteer, i)
        else:
            found = _short_form(cells, words, gazetteer, i) or _longest(cells, words, gazetteer, i)
        if found:
            yield found
        i = found.last if found else i + 1


def _can_open(cells: Cells, i: int) -> bool:
    if cells.capital[i]:
        return len(cells.words[i]) > 1 or cells.words[i : i + 2] == ("W", ".")  # W. Va.
    return cells.lowers[i] in _ARTICLES and i + 2 < len(cells.words) and cells.words[i + 1] == "-" and cells.capital[i + 2]


def _longest(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the longest name from cell ``i`` on that the gazetteer holds."""
    best: Found | None = None
    sentence = cells.sentence[i]
    for j in range(i + 1, min(i + _LONGEST, len(cells.words)) + 1):
        k = j - 1
        if cells.sentence[k] != sentence:
            break
        closes = cells.capital[k] or k == i
        if not closes and cells.words[k] not in "-.'’" and cells.lowers[k] not in _LINKS:
            break
        if cells.words[k] in "-.'’":
            continue
        name = _expanded(cells.name(i, j), words)
        if not gazetteer.starts(name):
            break
        if closes and not _is_no_end(cells, words, i, k) and (entries := _plausible(name, gazetteer.find(name))):
            best = Found(i, j, name, _main_first(entries))
        if k in cells.owned and not gazetteer.starts(f"{name}'s"):
            break  # but "Donetsk People's Republic" goes on
    return best


def _declined(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the longest Russian or Ukrainian name from cell ``i`` on that the gazetteer holds in some nominative."""
    if _is_no_name(cells, words, i):
        return None
    for last in range(min(i + _LONGEST_DECLINED, len(cells.words)), i, -1):
        k = last - 1
        if cells.sentence[k] != cells.sentence[i] or not (cells.capital[k] or cells.lowers[k] in words.after or cells.words[k] == "-"):
            continue
        if not all(cells.capital[m] or cells.words[m] == "-" for m in range(i, k)):
            continue
        held = [(name, _main_first(entries)) for name in nominative_names(cells.name(i, last)) if (entries := gazetteer.find(name))]
        if held:
            name, entries = max(held, key=lambda h: standing(h[1][0]))
            kind = words.after[cells.lowers[k]].kind if k > i and cells.lowers[k] in words.after else None
            return Found(i, last, name, entries, kind, "classed" if kind else "known")
    return None


def _is_no_end(cells: Cells, words: Words, i: int, k: int) -> bool:
    """Tell whether a name from cell ``i`` cannot end with cell ``k``."""
    if k == i:
        return _is_no_name(cells, words, i)
    return cells.lowers[k] in ("city", "state") and _body_follows(cells, words, k + 1)  # the Kentucky | State Police


def _is_no_name(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a single word is no name: a demonym, a direction, an article before its name, a plain word in capitals."""
    lower = cells.lowers[i]
    if lower in words.calendar:
        return True
    if cells.words[i].isupper() and not cells.all_caps:
        return False  # an acronym: US is not us
    if lower in _ARTICLES and i + 1 < len(cells.words) and cells.words[i + 1] == "-":
        return True
    return lower in words.never or (cells.all_caps and (lower in words.common or lower in words.place_nouns))


def _expanded(name: str, words: Words) -> str:
    """Write out the short form that opens a name.

    >>> from frontmap.text.wordlists import open_words
    >>> _expanded("St. Louis", open_words())
    'Saint Louis'
    """
    if name[0] not in "SFMPsfmp":
        return name
    first, _, rest = name.partition(" ")
    short = words.short.get(first.rstrip("."))
    return f"{short.full} {rest}" if rest and short and short.sort == "opens" else name


def _plausible(name: str, entries: Entries) -> Entries:
    """Drop what a word of two or three letters means only in capitals: "US" is a country, "Us" is not."""
    if len(name) > 3 or name.isupper():
        return entries
    return tuple(e for e in entries if e[1] != "alias")


def _short_form(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the first-level unit that is written short at ``i`` ("Gary, Ind.", "W.Va.")."""
    last = _short_end(cells, words, i)
    short = words.short.get(cells.name(i, last)) or words.short.get(cells.words[i])
    if short is None or short.sort == "opens":
        return None
    after_town = i > 1 and cells.words[i - 1] == "," and cells.capital[i - 2]
    if not after_town and not (short.alone and cells.words[i].isupper()):
        return None
    entries = tuple(
        (place, "alias")
        for place, _ in gazetteer.find(short.full)
        if place.country == short.within and (short.sort == "town" or place.kind == "region")
    )
    return Found(i, last, short.full, entries, sort="unit") if entries else None


def _short_end(cells: Cells, words: Words, i: int) -> int:
    """Return the end of the short form at ``i``, with its dot ("Ind.") or of several cells ("W. Va.")."""
    for last in range(min(i + 4, len(cells.words)), i + 1, -1):
        if cells.words[last - 1] == "." and cells.name(i, last) in words.short:
            return last
    word = cells.words[i]
    dotted = i + 1 < len(cells.words) and cells.words[i + 1] == "." and cells.touches(i + 1)
    return i + 2 if dotted and "." not in word and not word.isupper() else i + 1


def _with_class_word(found: Found, cells: Cells, words: Words, gazetteer: Gazetteer) -> Found | None:
    """Return the candidate with the class word after it ("Kramatorsk Raion", "Donetsk region"), where it belongs to the name."""
    i = found.last
    if i >= len(cells.words) or cells.sentence[i] != cells.sentence[found.first] or i - 1 in cells.owned:
        return None
    if cells.touches(found.first) and cells.words[found.first - 1] == "-" and cells.lowers[i] in words.between:
        return None  # the Bakhmut-Lysychansk highway
    after = words.after.get(cells.lowers[i])
    if after is None:
        return None
    name = cells.name(found.first, i + 1)
    held = gazetteer.find(name)
    if not (held or (after.keep and (cells.capital[i] or _changes_meaning(found, after.kind)))):
        return None
    if cells.capital[i] and (_body_follows(cells, words, i + 1) or (cells.lowers[i] == "state" and found.entries[0][0].country == "US")):
        return None
    entries = held or tuple(e for e in found.entries if e[0].kind == after.kind) or found.entries
    return Found(found.first, i + 1, name, entries, after.kind, "classed")


def _body_follows(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether an organisation's word follows: "Salem City" in "Salem City Council" is no name."""
    return (
        i < len(cells.words) and cells.capital[i] and any(cells.lowers[i] in words.bodies[sort] for sort in ("institution", "body", "team"))
    )


def _changes_meaning(found: Found, kind: str) -> bool:
    """Tell whether a lower-case class word changes what is meant: the bare name is first of all a town."""
    if kind not in ("region", "district", "facility", "relief", "road") or not found.entries:
        return False
    if found.entries[0][0].kind == "settlement":
        return True
    return any(p.kind == "settlement" and matched != "alias" and p.population >= _TOWN for p, matched in found.entries)


def _unknown(cells: Cells, persons: Persons, words: Words, covered: dict[int, Found]) -> Iterator[Found]:
    """Propose runs of capitalised words that the gazetteer does not hold as a whole, and their namesakes elsewhere."""
    runs = [run for run in _runs(cells, persons, words) if not _is_covered(*run, covered)]
    names = {cells.name(*run) for run in runs if (cells.warlike and run[0] not in cells.opens) or _worth_a_look(cells, words, *run)}
    for first, last in runs:
        if cells.name(first, last) in names:
            yield _unknown_name(cells, words, first, last)


def _runs(cells: Cells, persons: Persons, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words outside of persons' names, without the words that only introduce a name."""
    if cells.all_caps:
        yield from _runs_in_capitals(cells, words)
        return
    i, count = 0, len(cells.words)
    while i < count:
        if not _can_open(cells, i) or i in persons.cells or cells.sentence[i] in cells.titled:
            i += 1
            continue
        j = _run_end(cells, persons, words, i)
        first = _trimmed(cells, words, i, j)
        if first < j <= first + _LONGEST:
            yield from _ends_of_stretch(cells, words, first, j)
        i = max(j, i + 1)


def _runs_in_capitals(cells: Cells, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the names that a class word gives away where all words are in capitals ("CIUDAD CREDISA", "EL CHENGUE HILL")."""
    for i, lower in enumerate(cells.lowers):
        before = words.before.get(lower)
        if before and before.keep and _goes_on_in_capitals(cells, words, i + 1):
            yield i, i + 2 + _goes_on_in_capitals(cells, words, i + 2)
        after = words.after.get(lower)
        if after and after.keep and i and _goes_on_in_capitals(cells, words, i - 1, i):
            yield i - 1 - _goes_on_in_capitals(cells, words, i - 2, i), i + 1


def _goes_on_in_capitals(cells: Cells, words: Words, i: int, near: int | None = None) -> bool:
    """Tell whether the cell may be part of a name whose class word stands beside it."""
    if not 0 <= i < len(cells.words) or cells.sentence[i] != cells.sentence[near if near is not None else i - 1]:
        return False
    lower = cells.lowers[i]
    return cells.capital[i] and len(lower) > 1 and lower not in words.function and lower not in words.common and lower not in words.after


def _ends_of_stretch(cells: Cells, words: Words, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the places that a compound joins ("the Ridkodub-Nove line"), or else the run itself."""
    hyphens = [i for i in range(first + 1, last - 1) if cells.words[i] == "-" and cells.lowers[i - 1] not in _ARTICLES]
    if hyphens and last < len(cells.words) and cells.lowers[last] in words.between:
        yield from zip([first, *(h + 1 for h in hyphens)], [*hyphens, last], strict=True)
    else:
        yield first, last


def _is_covered(first: int, last: int, covered: dict[int, Found]) -> bool:
    """Tell whether the gazetteer already proposes this span, or more."""
    known = covered.get(first)
    return known is not None and known.first <= first and known.last >= last


def _run_end(cells: Cells, persons: Persons, words: Words, i: int) -> int:
    j = end = i
    while j < len(cells.words) and cells.sentence[j] == cells.sentence[i] and j not in persons.cells:
        if cells.capital[j] and cells.lowers[j] not in words.calendar:
            end = j + 1
            if j in cells.owned:
                break
        elif (not (cells.words[j] == "-" and cells.touches(j)) and not (cells.lowers[j] in _ARTICLES and _can_open(cells, j))) or (
            cells.words[j] == "-" and j + 1 < len(cells.words) and not (cells.touches(j + 1) and _name_goes_on(cells, j + 1))
        ):
            break
        j += 1
    return end


def _name_goes_on(cells: Cells, j: int) -> bool:
    return cells.capital[j] or cells.lowers[j] in _ARTICLES


def _trimmed(cells: Cells, words: Words, i: int, j: int) -> int:
    """Skip the words at the head of a run that are no part of a name: titles, demonyms, directions, sentence openers."""
    while i < j and (
        cells.lowers[i] in words.demonyms
        or cells.lowers[i] in words.titles
        or cells.words[i] == "-"
        or (words.triggers.get(cells.lowers[i]) and i + 1 < j)
        or (i in cells.opens and cells.lowers[i] in words.common)
    ):
        i += 1
    return i


def _worth_a_look(cells: Cells, words: Words, first: int, last: int) -> bool:
    """Tell whether anything around a run speaks for ground at all."""
    before = cells.lowers[first - 1] if first else ""
    return (
        before in words.triggers
        or before in words.before
        or before in _LIST_MARKS
        or cells.lowers[last - 1] in words.after
        or (last < len(cells.words) and (cells.lowers[last] in words.after or cells.lowers[last] in words.between))
    )


_LIST_MARKS = frozenset({",", "and", "or", "the", "of", "-", "–", "—", "/", "(", "•", "*"})


def _unknown_name(cells: Cells, words: Words, first: int, last: int) -> Found:
    if last - first > 1:
        before = words.before.get(cells.lowers[first])
        inner = words.after.get(cells.lowers[last - 1]) or (before if before and before.keep else None)
        if inner:
            return Found(first, last, cells.name(first, last), (), inner.kind, "classed")
    follows = words.after.get(cells.lowers[last]) if last < len(cells.words) else None
    if follows and follows.keep and follows.kind != "settlement" and last - 1 not in cells.owned:
        return Found(first, last + 1, cells.name(first, last + 1), (), follows.kind, "classed")
    return Found(first, last, cells.name(first, last), (), None, "unknown")


def _road_codes(cells: Cells) -> Iterator[Found]:
    """Propose numbered roads ("the T0504 highway", "highway M18")."""
    for i, word in enumerate(cells.words):
        if cells.capital[i] and word[-1].isdigit() and _ROAD_CODE.fullmatch(word):
            named = i + 1 < len(cells.words) and cells.lowers[i + 1] in _ROAD_WORDS
            before = cells.lowers[max(0, i - 2) : i]
            if named or len(word) == _TERRITORIAL_ROAD or _ROAD_WORDS.intersection(before) or _ALONG.intersection(before):
                yield Found(i, i + 1 + named, cells.name(i, i + 1 + named), (), "road", "code")
