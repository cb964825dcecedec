"""Proposes names that the gazetteer does not hold: capitalised words that something around them calls ground, and numbered roads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frontmap.registry.stems import is_cyrillic
from frontmap.text.places.cells import Cells
from frontmap.text.places.found import Found
from frontmap.text.places.known import can_open, openings
from frontmap.text.places.persons import Persons
from frontmap.text.places.wordlists import Words

_LONGEST = 7
"""Cells of the longest name."""
_SYLLABLE = 4
"""Letters up to which a part of a compound may be no name of its own."""
_ROAD_CODE = re.compile(r"[A-ZМНТРЕ]{1,2}\d{1,4}")  # M18 T0504 Н-20
_ROMAN = frozenset("IVX")
_DASHES = frozenset({"-", "--", "–", "—"})
_LINKS, _ARTICLES = frozenset({"de", "del", "da", "do", "dos", "das", "la", "las", "los"}), frozenset({"la", "las", "los"})
"""Words inside Spanish and Portuguese names."""
_OF_UNIT = ("ского", "ской", "цкого", "цкой", "ського", "ської", "цького", "цької", "зького", "зької")
"""Ends of adjectives in the genitive, which open the name of a unit behind that of a town in it."""
_TERRITORIAL_ROAD = 5
"""Length of a code such as T1302, which is nothing but a road."""
_OF_A_NATION = ("ian", "ean", "ese", "ish")
"""Ends of adjectives of nations."""
_INDEFINITE = frozenset({"A", "An"})
"""Articles that open the text behind a dateline in capitals."""


def unknown_names(cells: Cells, persons: Persons, words: Words, covered: dict[int, Found]) -> Iterator[Found]:
    """Propose runs of capitalised words that the gazetteer does not hold as a whole, and their namesakes elsewhere."""
    runs = [run for run in _runs(cells, persons, words) if not _is_covered(cells, *run, covered) and not _joins_known(cells, *run, covered)]
    runs = [run for run in runs if not _says_whose_land(cells, words, *run)]
    names = {cells.name(*run) for run in runs if (cells.warlike and run[0] not in cells.opens) or _worth_a_look(cells, words, *run)}
    names |= {bare for first, last in runs if (bare := _without_class(cells, words, first, last))}
    for first, last in runs:
        if cells.name(first, last) in names and not _is_generic(cells, words, first, last) and not _is_of_body(cells, words, first, last):
            yield _unknown_name(cells, words, first, last)


def _without_class(cells: Cells, words: Words, first: int, last: int) -> str | None:
    """Return the name that a class word follows, so that it is known again without it ("Nowa district", then "Nowa")."""
    followed = last < len(cells.words) and cells.lowers[last] in words.after and not cells.capital[last] and first not in cells.opens
    return cells.name(first, last) if followed and last - 1 not in cells.owned else None


def _is_generic(cells: Cells, words: Words, first: int, last: int) -> bool:
    """Tell whether a run holds only words that are no name: "the Regional Military Headquarters"."""
    return all(cells.lowers[i] in words.small["generic"] or cells.lowers[i] in words.after for i in range(first, last))


def _is_of_body(cells: Cells, words: Words, first: int, last: int) -> bool:
    """Tell whether a name opens with the letters of a body that owns it: "SAF Antonovs", not "FOB Salerno", "PK 12"."""
    second = first + 1
    owned = second < last and _is_acronym(cells, first) and len(cells.words[second]) > 1 and cells.words[second].istitle()
    return owned and cells.lowers[first] not in words.before and cells.lowers[last - 1] not in words.after


def _is_covered(cells: Cells, first: int, last: int, covered: dict[int, Found]) -> bool:
    """Tell whether the gazetteer already proposes this span, or more."""
    known = covered.get(first)
    if known is None or known.first > first or known.last >= last:
        return known is not None and known.first <= first
    after = covered.get(known.last)  # "у Вовчанську Харківської області": a town and its region, each known
    return is_cyrillic(cells.words[first]) and after is not None and after.sort == "classed" and after.last >= last


def _joins_known(cells: Cells, first: int, last: int, covered: dict[int, Found]) -> bool:
    """Tell whether a compound is made of known places of one country ("the junction of Izyum-Lyman"), which then stand for themselves."""
    if "-" not in cells.words[first:last]:
        return False
    parts = {id(covered[i]): covered[i] for i in range(first, last) if i in covered}
    between = [i for i in range(first, last) if i not in covered]
    if len(parts) < 2 or not between or any(cells.words[i] != "-" for i in between):
        return False
    countries = [{p.country for p, _ in part.entries if p.kind == "settlement"} for part in parts.values()]
    return bool(set.intersection(*countries)) and all(part.last - part.first > 1 or len(part.name) > _SYLLABLE for part in parts.values())


def _runs(cells: Cells, persons: Persons, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words outside of persons' names, without the words that only introduce a name."""
    if cells.all_caps:
        yield from _runs_in_capitals(cells, words)
        return
    done = 0
    for i in openings(cells, words):
        if i < done or i in persons.cells or cells.sentence[i] in cells.titled:
            continue
        done = _run_end(cells, persons, words, i)
        first = _trimmed(cells, words, i, done)
        if first < done <= first + _LONGEST:
            yield from _ends_of_stretch(cells, words, first, done)


def _run_end(cells: Cells, persons: Persons, words: Words, i: int) -> int:
    """Return the end of the run of capitalised words that begins at ``i``, hyphens and articles between them included."""
    j = end = i
    while j < len(cells.words) and cells.sentence[j] == cells.sentence[i] and j not in persons.cells:
        if end > i and cells.lowers[j] in words.demonyms and cells.words[j - 1] != "-":
            break  # northern Syria Kurdish forces took ...
        if end > i and cells.warlike and _is_acronym(cells, j) and cells.lowers[j] not in words.after:
            break  # near Sarajevo U.N. observers; ``в Новоселовском ЛНР``
        if end > i and cells.words[j] == "The" and cells.words[j - 1] != "-":
            break  # KABUL, Ruritania The rebels took ...
        if end > i and cells.words[j] in _INDEFINITE and _is_acronym(cells, j - 1):
            break  # KABUL A mine went off ...
        if end > i and cells.lowers[j].endswith(_OF_UNIT) and not words.after.keys().isdisjoint(cells.lowers[j + 1 : j + 3]):
            break  # ``Макарове Золочівської громади``, ``Каменка Донецкой Народной Республики``
        if cells.capital[j] and cells.lowers[j] not in words.calendar:
            end = j + 1
            if j in cells.owned:
                break
        elif not (_joins(cells, words, j) or can_open(cells, words, j) or _is_particle(cells, j) or _is_link(cells, j)):
            break
        j += 1
    return end


def _is_acronym(cells: Cells, j: int) -> bool:
    """Tell whether cell ``j`` is in capitals where others are not, and no number ("Sector IV")."""
    word = cells.words[j]
    return len(word) > 1 and word.isupper() and not cells.all_caps and not _ROMAN.issuperset(word)


def _is_link(cells: Cells, j: int) -> bool:
    """Tell whether a Spanish or Portuguese word stands between two parts of a name: "San Jose de las Flores"."""
    if cells.lowers[j] not in _LINKS:
        return False
    following = j + 1 + (j + 1 < len(cells.words) and cells.lowers[j + 1] in _ARTICLES)
    opened = cells.lowers[j] in _ARTICLES and cells.lowers[j - 1] in _LINKS
    return (cells.capital[j - 1] or opened) and following < len(cells.words) and cells.capital[following]


def _is_particle(cells: Cells, j: int) -> bool:
    """Tell whether cell ``j`` is a letter between two hyphens: "Chah-e-Aab"."""
    around = cells.words[j - 1 : j] + cells.words[j + 1 : j + 2]
    return len(cells.words[j]) == 1 and around == ("-", "-")


def _joins(cells: Cells, words: Words, j: int) -> bool:
    """Tell whether cell ``j`` is a hyphen between two parts of a name."""
    if cells.words[j] != "-" or not cells.touches(j) or j + 1 == len(cells.words) or not cells.touches(j + 1):
        return False
    return cells.capital[j + 1] or cells.lowers[j + 1] in words.small["article"] or _is_particle(cells, j + 1)


def _trimmed(cells: Cells, words: Words, i: int, j: int) -> int:
    """Skip the words at the head of a run that are no part of a name: titles, demonyms, directions, sentence openers."""
    while i < j and (
        cells.lowers[i] in words.demonyms
        or cells.lowers[i] in words.titles
        or cells.words[i] == "-"
        or (words.triggers.get(cells.lowers[i]) and i + 1 < j and cells.words[i + 1] != "-")
        or ((i in cells.opens or cells.words[i - 1] in _DASHES) and (cells.lowers[i] in words.common or cells.lowers[i] in words.function))
    ):
        i += 1
    return i


def _ends_of_stretch(cells: Cells, words: Words, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the places that a compound joins ("the Ridkodub-Nove line"), or else the run itself."""
    hyphens = [i for i in range(first + 1, last - 1) if cells.words[i] == "-" and cells.lowers[i - 1] not in words.small["article"]]
    if hyphens and last < len(cells.words) and cells.lowers[last] in words.between:
        yield from zip([first, *(h + 1 for h in hyphens)], [*hyphens, last], strict=True)
    else:
        yield first, last


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


def _worth_a_look(cells: Cells, words: Words, first: int, last: int) -> bool:
    """Tell whether anything around a run speaks for ground at all."""
    before = cells.lowers[first - 1] if first and first not in cells.opens else ""
    return (
        before in words.triggers
        or before in words.before
        or before in words.small["list_mark"]
        or before in words.small["opening"]
        or cells.lowers[last - 1] in words.after
        or (last < len(cells.words) and (cells.lowers[last] in words.after or cells.lowers[last] in words.between))
    )


def _says_whose_land(cells: Cells, words: Words, first: int, last: int) -> bool:
    """Tell whether a name is an adjective that says whose a land is ("the Ruritanian province of X")."""
    land = last < len(cells.words) and cells.lowers[last] in words.after and cells.lowers[last + 1 : last + 2] == ("of",)
    return land and last == first + 1 and cells.lowers[first].endswith(_OF_A_NATION)


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


def road_codes(cells: Cells, words: Words) -> Iterator[Found]:
    """Propose numbered roads ("the T0504 highway", "highway M18", "the A-9 road")."""
    for i, word in enumerate(cells.words):
        if not word[-1].isdigit():
            continue
        first = i - 2 if i > 1 and cells.words[i - 1] == "-" and cells.touches(i) and cells.touches(i - 1) else i
        code = word if first == i else cells.words[first] + word
        if cells.capital[first] and _ROAD_CODE.fullmatch(code):
            named = i + 1 < len(cells.words) and cells.lowers[i + 1] in words.small["road"]
            before = cells.lowers[max(0, first - 2) : first]
            if named or len(code) == _TERRITORIAL_ROAD or (words.small["road"] | words.small["along"]).intersection(before):
                yield Found(first, i + 1 + named, cells.name(first, i + 1 + named), (), "road", "code")


def numbered_names(cells: Cells, words: Words) -> Iterator[Found]:
    """Propose heights and roads that go by a number ("Hill 881", "Point 5140", "Highway 9")."""
    roads = words.small["numbered_road"] if cells.warlike else frozenset()  # news of peace is full of them
    for nouns, kind in ((words.small["numbered"], "relief"), (roads, "road")):
        if nouns.isdisjoint(cells.lowers):
            continue
        for i, lower in enumerate(cells.lowers[:-1]):
            numbered = lower in nouns and cells.capital[i] and cells.lowers[i + 1][0].isdigit()
            if numbered and cells.sentence[i] == cells.sentence[i + 1]:
                yield Found(i, i + 2, cells.name(i, i + 2), (), kind, "code")
