"""Proposes the names that the gazetteer holds: longest match, short forms, declined forms, class words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from frontmap.registry.stems import is_cyrillic
from frontmap.text.places.cells import Cells
from frontmap.text.places.cyrillic import nominative_names, towns_of_adjective, units_of_adjective
from frontmap.text.places.declined import agrees
from frontmap.text.places.found import Entries, Found, main_first, standing
from frontmap.text.places.wordlists import Opener, Words

if TYPE_CHECKING:
    from frontmap.registry.gazetteer import Gazetteer

_LONGEST = 7
"""Cells of the longest name that is looked up."""
_LONGEST_DECLINED = 5
_SHORTEST_NOUN = 4
_AS_WRITTEN = 10
"""What a name counts for that is written as in the nominative plural, beside one that the text may have in another case."""
_PLURAL_ENDS = ("и", "ы")
_SHORT_WORD = 5
"""Letters up to which a word is no adjective of a place."""
_LOOSE_ARTICLES = ("al", "el")
"""Articles that are no English words."""
_GLUED = ("el", "al")
"""Articles that some write together with their noun."""
_LEAST_GLUED = 7
"""Letters of such a name."""
_OPENED = 5
"""Cells of the longest name whose first word may be spelt another way."""
_SYLLABLE = 3
"""Letters of the longest last part of a name that has no capital."""
_LIST = 14
"""Cells of the longest list whose units share a class word."""
_PHRASE = 3
"""Words of a class that has no name of one word."""
_TOWN = 20_000
"""Inhabitants from which a town is what a bare name means, beside the region named after it."""


def known_names(cells: Cells, words: Words, gazetteer: Gazetteer) -> Iterator[Found]:
    """Yield the names that the gazetteer holds, the longest at each place, none overlapping."""
    articles = {*_LOOSE_ARTICLES, *words.small["article"]}
    done = 0
    foreign = not cells.text.isascii()
    others = [i for i, lower in enumerate(cells.lowers) if lower in articles or (foreign and not lower.isascii())]
    for i in _with_capitals(cells, others):
        if i >= done and (found := _known_name(cells, words, gazetteer, i)):
            yield found
            done = found.last


def _known_name(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the longest name from cell ``i`` on."""
    if cells.lowers[i] in _LOOSE_ARTICLES and (found := _with_article(cells, words, gazetteer, i)):
        return found
    cyrillic = is_cyrillic(cells.words[i])
    if not can_open(cells, words, i) and not (cyrillic and _names_sector(cells, words, i)):
        return None
    if cyrillic:
        return _sector(cells, words, gazetteer, i) or _unit(cells, words, gazetteer, i) or _declined(cells, words, gazetteer, i)
    found = _short_form(cells, words, gazetteer, i) or _longest(cells, words, gazetteer, i)
    return found if found and found.last > i + 1 else _otherwise_spelt(cells, words, gazetteer, i) or found


def openings(cells: Cells, words: Words) -> Iterator[int]:
    """Return the cells at which a name may begin."""
    articles = words.small["article"]
    others = [i for i, lower in enumerate(cells.lowers) if lower in articles]
    return (i for i in _with_capitals(cells, others) if can_open(cells, words, i))


def _with_capitals(cells: Cells, others: Sequence[int]) -> Sequence[int]:
    """Return the cells with a capital and these others, in order."""
    return sorted({*cells.capitals, *others}) if others else cells.capitals


def can_open(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a name may begin at cell ``i``: a capital, or an Arabic article joined to one."""
    if cells.capital[i]:
        return len(cells.words[i]) > 1 or cells.words[i : i + 2] == ("W", ".")  # W. Va.
    return cells.lowers[i] in words.small["article"] and i + 2 < len(cells.words) and cells.words[i + 1] == "-" and cells.capital[i + 2]


def _with_article(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the name that an Arabic article in lower case and without a hyphen begins: "al Jubah"."""
    if cells.capital[i] or i + 1 == len(cells.words) or not cells.capital[i + 1]:
        return None
    found = _longest(cells, words, gazetteer, i)
    return found if found and found.last > i + 1 else None


def _longest(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the longest name from cell ``i`` on that the gazetteer holds."""
    if i not in cells.owned and not gazetteer.starts(cells.words[i]):
        return None
    best: Found | None = None
    sentence = cells.sentence[i]
    for j in range(i + 1, min(i + _LONGEST, len(cells.words)) + 1):
        k = j - 1
        if cells.sentence[k] != sentence:
            break
        tail = k > i and cells.lowers[k] in words.small["name_tail"]
        closes = cells.capital[k] or k == i or tail or _is_last_part(cells, k)
        if not closes and cells.words[k] not in "-.'’" and cells.lowers[k] not in words.small["link"]:
            break
        if cells.words[k] in "-.'’":
            continue
        name = _expanded(cells.name(i, j), words)
        goes_on = k in cells.owned and gazetteer.starts(f"{name}'s")  # "Donetsk People's Republic"
        if not goes_on and not gazetteer.starts(name):
            break
        if (
            closes
            and not (_is_no_end(cells, words, i, k) and not _is_region(cells, words, gazetteer, i, k))
            and (entries := _plausible(name, gazetteer.find(name)))
        ):
            best = Found(i, j, name, main_first(entries))
        if k in cells.owned and not goes_on:
            break
    return best


def _is_last_part(cells: Cells, k: int) -> bool:
    """Tell whether a word without a capital ends a name: a number ("Kilo 16"), a syllable that a hyphen joins ("Koto-ri")."""
    joined = cells.words[k - 1] == "-" and cells.touches(k) and cells.touches(k - 1)
    return cells.words[k][0].isdigit() or (joined and len(cells.words[k]) <= _SYLLABLE)


def _otherwise_spelt(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the name from cell ``i`` on whose first word the gazetteer spells another way ("Gebel Moya"), or apart ("Elfashir")."""
    opener, lower = words.openers.get(cells.lowers[i]), cells.lowers[i]
    if opener is None:
        apart = f"{lower[:2]} {lower[2:]}" if lower.startswith(_GLUED) and len(lower) >= _LEAST_GLUED else ""
        entries = gazetteer.find(apart) if apart and cells.warlike else ()
        return Found(i, i + 1, apart.title(), main_first(entries)) if entries and lower not in words.common else None
    for j in range(min(i + _OPENED, len(cells.words)), i + 1, -1):
        if cells.sentence[j - 1] != cells.sentence[i] or not cells.capital[j - 1]:
            continue
        rest = cells.text[cells.ends[i] : cells.ends[j - 1]]
        for other in opener.others:
            name = (other + rest).strip()
            entries = gazetteer.find(name)
            if entries and _may_be_spelt_so(entries, rest.strip(), opener, gazetteer):
                return Found(i, j, name, main_first(entries))
    return None


def _may_be_spelt_so(entries: Entries, rest: str, opener: Opener, gazetteer: Gazetteer) -> bool:
    """Tell whether a place may go by another first word: "Southern Gondar" is a zone, "Northern Lebanon" a part of Lebanon."""
    if not opener.kinds:
        return True
    return entries[0][0].kind in opener.kinds and not any(place.kind == "country" for place, _ in gazetteer.find(rest)[:1])


def _declined(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the longest Russian or Ukrainian name from cell ``i`` on that the gazetteer holds in some nominative."""
    if _is_no_name(cells, words, i) or _describes(cells, words, i):
        return None
    for last in range(min(i + _LONGEST_DECLINED, len(cells.words)), i, -1):
        k = last - 1
        if cells.words[k] == "-" or cells.sentence[k] != cells.sentence[i] or not (cells.capital[k] or cells.lowers[k] in words.after):
            continue
        if not all(cells.capital[m] or cells.words[m] == "-" or _is_joined(cells, m) for m in range(i, k)):
            continue
        held = [(name, main_first(entries)) for name in nominative_names(cells.name(i, last)) if (entries := gazetteer.find(name))]
        if held:
            name, entries = max(held, key=lambda h: (_weight(h, cells, i, last), len(h[1])))  # `Макіївки` itself is the largest alone
            kind = words.after[cells.lowers[k]].kind if k > i and cells.lowers[k] in words.after else None
            return Found(i, last, name, entries, kind, "classed" if kind else "known")
    return None


def _weight(held: tuple[str, Entries], cells: Cells, first: int, last: int) -> float:
    """Return how well known the place is that a form names, more where the form may stand as it is written."""
    return standing(held[1][0]) * (_AS_WRITTEN if _is_plural(*held, cells, first, last) else 1)


def _is_plural(name: str, entries: Entries, cells: Cells, first: int, last: int) -> bool:
    """Tell whether a name is written as the nominative of its bearer, which may be a plural: ``Шали``, ``Сумы``."""
    return entries[0][1] != "alias" and name.endswith(_PLURAL_ENDS) and name == cells.name(first, last)


def _is_joined(cells: Cells, i: int) -> bool:
    """Tell whether a word is the small part of a hyphenated name: ``Дейр-эз-Зора``."""
    return 0 < i < len(cells.words) - 1 and cells.words[i - 1] == cells.words[i + 1] == "-"


def _describes(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a word is an adjective that describes a noun: ``Мурманской бригады``."""
    after = cells.lowers[i + 1] if i + 1 < len(cells.words) else ""
    long = len(after) >= _SHORTEST_NOUN
    return long and agrees(cells.lowers[i], after) and not cells.capital[i + 1] and after not in words.after


def _names_sector(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a word is the adjective of a sector of the front: ``покровском`` in ``на покровском направлении``."""
    after = i + 1
    last = min(len(cells.words), i + _LIST)
    while after < last and cells.sentence[after] == cells.sentence[i] and cells.lowers[after] in words.small["list_mark"]:
        after += 2  # "на Краматорському та Торецькому напрямках"
    return after < len(cells.words) and cells.lowers[after] in words.small["sector"] and len(cells.words[i]) > _SHORT_WORD


def _sector(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the town that a sector of the front is named after."""
    if not _names_sector(cells, words, i) or cells.lowers[i] in words.demonyms:
        return None
    for name in towns_of_adjective(cells.words[i]):
        entries = tuple(e for e in gazetteer.find(name) if e[0].kind == "settlement")
        if entries:
            return Found(i, i + 1, name, main_first(entries))
    return None


def _unit(cells: Cells, words: Words, gazetteer: Gazetteer, i: int) -> Found | None:
    """Return the unit of an adjective before a class word: ``Пологівський район``, both of ``у Сумській та Донецькій областях``.

    A district that the gazetteer does not hold lies around the town that it is named after.
    """
    end = _class_word_after(cells, words, i)
    if end is None:
        return None
    lower, kind = cells.lowers[end], words.after[cells.lowers[end]].kind
    last = end + 1 if end == i + 1 else i + 1
    units = units_of_adjective(cells.words[i], lower)
    after = cells.lowers[end + 1 : end + 3]
    in_unit = after[-1:] != () and after[-1] in words.after  # "Юнаківська громада Сумської області"
    in_town = after != () and cells.capital[end + 1] and not in_unit  # "Киевский район Донецка" lies in Донецк, not around Киев
    towns = towns_of_adjective(cells.words[i]) if units and kind == "district" and not in_town else ()
    for name in units:
        if entries := tuple(e for e in gazetteer.find(name) if e[0].kind == kind):
            return Found(i, last, name, main_first(entries), kind, "classed")
    found = _largest_town(towns, gazetteer)
    return Found(i, last, *found, kind, "classed") if found else None


def _largest_town(names: Sequence[str], gazetteer: Gazetteer) -> tuple[str, Entries] | None:
    """Return the largest town that an adjective may be made of, with its name: ``Василівському`` is of Василівка before Василів."""
    held = [(name, main_first(towns)) for name in names if (towns := tuple(e for e in gazetteer.find(name) if e[0].kind == "settlement"))]
    return max(held, key=lambda one: one[1][0][0].population, default=None)


def _class_word_after(cells: Cells, words: Words, i: int) -> int | None:
    """Return where the class word of an adjective stands: right after it, or after the last of a list of adjectives."""
    for end in range(i + 1, min(i + _LIST, len(cells.words))):
        if cells.sentence[end] != cells.sentence[i]:
            return None
        if cells.lowers[end] in words.after:
            return end if is_cyrillic(cells.words[end]) else None
        listed = cells.lowers[end] in words.small["list_mark"]
        if not listed and not (cells.capital[end] and (cells.lowers[end - 1] in words.small["list_mark"])):
            return None
    return None


def _is_no_end(cells: Cells, words: Words, i: int, k: int) -> bool:
    """Tell whether a name from cell ``i`` cannot end with cell ``k``."""
    if k == i:
        return _is_no_name(cells, words, i)
    if cells.lowers[i] == "the" and k == i + 1 and (cells.lowers[k] in words.after or cells.lowers[k] in words.place_nouns):
        return not cells.capital[i] or cells.all_caps or i in cells.opens  # THE CAMP was bombed; The hill
    return cells.lowers[k] in ("city", "state") and _body_follows(cells, words, k + 1)  # the Kentucky | State Police


def _is_region(cells: Cells, words: Words, gazetteer: Gazetteer, i: int, k: int) -> bool:
    """Tell whether the name of a people stands for its region, by the class word behind it ("the Amhara region")."""
    following = words.after.get(cells.lowers[k + 1]) if k + 1 < len(cells.words) else None
    if k > i or following is None or following.kind != "region" or cells.lowers[i] not in words.demonyms:
        return False
    return any(place.kind == "region" and place.name.lower().startswith(cells.lowers[i]) for place, _ in gazetteer.find(cells.words[i]))


def _is_no_name(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a single word is no name: a demonym, a direction, an article before its name, a plain word in capitals."""
    lower = cells.lowers[i]
    if lower in words.calendar:
        return True
    if cells.words[i].isupper() and not cells.all_caps:
        return False  # an acronym: US is not us
    if lower in words.small["article"] and i + 1 < len(cells.words) and cells.words[i + 1] == "-":
        return True
    return lower in words.never or (cells.all_caps and (lower in words.common or lower in words.place_nouns))


def _expanded(name: str, words: Words) -> str:
    """Write out the short form that opens a name.

    >>> from frontmap.text.places.wordlists import open_words
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
    if cells.lowers[i] not in words.short_heads:
        return None
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


def with_class_word(found: Found, cells: Cells, words: Words, gazetteer: Gazetteer) -> Found | None:
    """Return the candidate with the class word after it ("Kramatorsk Raion", "Donetsk region"), where it belongs to the name."""
    i = found.last
    if i >= len(cells.words) or cells.sentence[i] != cells.sentence[found.first] or i - 1 in cells.owned:
        return None
    if cells.touches(found.first) and cells.words[found.first - 1] == "-" and cells.lowers[i] in words.between:
        return None  # the Bakhmut-Lysychansk highway
    phrase = words.after.get(" ".join(cells.lowers[i : i + _PHRASE]))
    if phrase and i + _PHRASE <= len(cells.words):
        return Found(found.first, i + _PHRASE, found.name, found.entries, phrase.kind, "classed")  # Gwoza Local Government Area
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
