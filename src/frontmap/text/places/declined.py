"""Judges names in Russian and Ukrainian texts by what grammar says of them: which are surely ground, and which surely none.

There a class word stands right before the name or its list (``села Вербове та Лозова``), an adjective before the noun that it
describes (``Президентській бригаді``), and what is written in Latin letters is an outlet or a brand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from frontmap.registry.stems import is_cyrillic, stem
from frontmap.text.places.cells import Cells
from frontmap.text.places.found import Found, home_countries
from frontmap.text.places.persons import Persons
from frontmap.text.places.wordlists import Words

_SURE, _LIKELY, _NEVER = 0.8, 0.6, 0.0
"""Probability of what the text calls a place, of a name of the country that it is about after a preposition, and of what is none."""
_FEMININE = {
    "ская": "аяь",
    "цкая": "аяь",
    "скую": "уюь",
    "цкую": "уюь",
    "ской": "ыиейью",
    "цкой": "ыиейью",
    "ська": "аяь",
    "цька": "аяь",
    "ську": "уюь",
    "ської": "иіїь",
    "цької": "иіїь",
    "ській": "іїь",
    "цькій": "іїь",
    "ською": "юь",
    "скими": "и",
    "ькими": "и",
}
"""Ends of adjectives in the feminine, or the instrumental plural -> the letters in which a noun that agrees with them ends."""
_OPENING = ("ые", "ие", "ий", "ый", "ая", "яя", "ські", "цькі", "ський", "цький", "ська", "цька", "ні", "ві")
"""Ends of adjectives that open a sentence before their noun."""
_VERBAL = ("ли", "ла", "ло", "ав", "ив", "ют", "ят", "ет", "ит", "ють", "ять", "ить", "но", "то", "на", "ны", "ен", "ена", "ась", "ся")
"""Ends of verbs and short participles, which an adjective does not stand before."""
_PAST = ("ула", "ила", "ала", "іла", "ела", "лась", "лася")
"""Ends of verbs in the past, of so many letters at least that they are hardly nouns."""
_SHORTEST_PAST = 7
_SHORTEST_NOUN = 4
_LIST_MARK = 2
"""Cells between two items of a list (``, а``), beside the one after the first."""
_DISTRICTS = 5
"""Cells after the first of several districts among which their class word stands: ``в Заводском и Октябрьском районах``."""
_ACRONYM = 4
"""Letters of the short name of an army or a ministry, at most."""
_LARGE = 50_000
"""Inhabitants from which a town is meant wherever its country is spoken of."""
_LONG_NAME = 6
"""Letters of a name that is hardly anything else."""
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
"""Letters of Ukrainian, in which towns of Ukraine are meant before those of other countries."""
_BEGINNING = 400
_IN = frozenset({"в", "у", "на"})
_OUTLAWED = ("запрещ", "заборон", "признан", "визнан")
"""Beginnings of what a state does to a group: ``запрещённая в России``."""
_OUTLET_REACH = 4
"""Cells from the noun for an outlet to a word of its name."""
_OUTLETS = ("телеканал", "агентств", "газет", "издани", "портал", "телекомпан", "радио", "радіо", "видан", "агенці", "журнал")
_ALSO = frozenset({"а", "также", "також"})
"""Words that join the last item of a list: ``а также``."""


def judge_declined(candidates: Sequence[Found], scores: dict[int, float], cells: Cells, persons: Persons, words: Words) -> dict[int, float]:
    """Return the probabilities that grammar alone decides, by the identity of a candidate; empty for texts in Latin letters."""
    declined = [found for found in candidates if is_cyrillic(cells.words[found.first])]
    if not declined:
        return {}
    judged = {id(found): _NEVER for found in candidates if _is_foreign(found, cells)}
    people = frozenset(cells.lowers[cell] for cell in persons.cells)
    ground = [found for found in declined if people.isdisjoint(cells.lowers[found.first : found.last])]
    home = home_countries(ground) | ({"UA"} if _UKRAINIAN.search(cells.text[:_BEGINNING]) else frozenset())
    at_home = {id(found) for found in ground if _is_at_home(found, cells, words, home)}
    called = {id(found) for found in _called(declined, cells, words)}
    for found in declined:
        if _is_no_ground(found, cells, words):
            judged[id(found)] = _NEVER
        elif id(found) in called or (found.sort == "classed" and found.entries):
            judged[id(found)] = max(_SURE, scores[id(found)])
        elif id(found) in at_home:
            judged[id(found)] = max(_LIKELY, scores[id(found)])
    return judged


def _is_foreign(found: Found, cells: Cells) -> bool:
    """Tell whether a name in Latin letters stands among words in Cyrillic: ``портал Alpha News``."""
    if is_cyrillic(cells.words[found.first]):
        return False
    beside = cells.words[max(0, found.first - 2) : found.first] + cells.words[found.last : found.last + 2]
    return any(map(is_cyrillic, beside))


def _is_no_ground(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a name is an adjective before its noun, an unknown acronym, or the name of a numbered channel: ``24 Канал``."""
    if _is_where_forbidden(found, cells) or _is_in_outlet(found, cells) or _is_nickname(found, cells, words):
        return True
    if _is_city_district(found, cells, words) or _is_of_a_body(found, cells):
        return True
    word = cells.words[found.first]
    acronym = word.isupper() and len(word) > 1 and not cells.all_caps
    if acronym and not found.entries and found.sort != "classed":
        return True  # ``МВД Афганистана``
    if found.sort == "classed" or found.last - found.first > 1:
        return False
    numbered = found.first > 0 and cells.words[found.first - 1].isdigit() and cells.starts[found.first] - cells.ends[found.first - 1] == 1
    return (not found.entries and (acronym or numbered or _is_surname(found, cells))) or describes(cells, words, found.first)


def _is_where_forbidden(found: Found, cells: Cells) -> bool:
    """Tell whether a name only says where a group is outlawed: ``(запрещена в РФ)``."""
    return found.first > 1 and cells.lowers[found.first - 1] in _IN and cells.lowers[found.first - _LIST_MARK].startswith(_OUTLAWED)


def _is_of_a_body(found: Found, cells: Cells) -> bool:
    """Tell whether a country only says whose an army or a ministry is: ``ВС РФ``, ``МВД Афганистана``."""
    before = cells.words[found.first - 1] if found.first else ""
    if not before.isupper() or not 1 < len(before) <= _ACRONYM or cells.all_caps or before == cells.words[found.first]:
        return False
    return any(place.kind == "country" for place, _ in found.entries[:1]) and cells.sentence[found.first - 1] == cells.sentence[found.first]


def _is_city_district(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a name is that of a district which many a city has, of a city that is not named with it: ``в Заводском районе``."""
    if stem(cells.lowers[found.first]) not in words.small["city_district"]:
        return False
    ahead = range(found.last - 1, min(found.last + _DISTRICTS, len(cells.words) - 1))
    last = next((i for i in ahead if cells.lowers[i].startswith("район")), None)
    return last is not None and not (cells.capital[last + 1] and cells.sentence[last + 1] == cells.sentence[last])


def _is_nickname(found: Found, cells: Cells, words: Words) -> bool:
    """Tell whether a name is somebody's nickname or a street's: ``с позывным «Лиман»``, ``на улице Артёма``."""
    return not words.small["nickname"].isdisjoint(cells.lowers[max(0, found.first - _LIST_MARK) : found.first])


def _is_in_outlet(found: Found, cells: Cells) -> bool:
    """Tell whether a name stands behind the noun for an outlet: ``телеканал «Аль-Арабия»``, ``портал Аль-Эн``."""
    before = cells.lowers[max(0, found.first - _OUTLET_REACH) : found.first]
    if before and before[-1].startswith(_OUTLETS) and not found.entries:
        return True
    mark = next((i for i in range(len(before) - 1, 0, -1) if before[i] in '«“"'), 0)
    return mark > 0 and before[mark - 1].startswith(_OUTLETS)


def _is_surname(found: Found, cells: Cells) -> bool:
    """Tell whether an unknown name stands behind another word with a capital, as surnames do: ``Мансура Хади``."""
    i = found.first - 1
    if i < 0 or i in cells.opens or not cells.capital[i] or cells.sentence[i] != cells.sentence[found.first]:
        return False
    return is_cyrillic(cells.words[i]) and not cells.words[i].isupper() and cells.words[i].isalpha()


def describes(cells: Cells, words: Words, i: int) -> bool:
    """Tell whether a word is an adjective that describes the noun after it: ``Мурманской бригады``, ``Армянские войска``."""
    lower, after = cells.lowers[i], cells.lowers[i + 1] if i + 1 < len(cells.words) else ""
    if len(after) < _SHORTEST_NOUN or not after.isalpha() or cells.capital[i + 1] or cells.sentence[i + 1] != cells.sentence[i]:
        return False
    if after in words.after or after in words.small["sector"] or after in words.small["list_mark"] or after in words.triggers:
        return False
    return agrees(lower, after) or (i in cells.opens and lower.endswith(_OPENING) and not after.endswith(_VERBAL))


def agrees(adjective: str, noun: str) -> bool:
    """Tell whether a noun may be what an adjective in the feminine describes.

    >>> agrees("покровська", "бригада"), agrees("покровська", "росіяни"), agrees("покровська", "зупинилася")
    (True, False, False)
    """
    if len(noun) >= _SHORTEST_PAST and noun.endswith(_PAST):
        return False
    return noun.endswith(tuple(_FEMININE.get(adjective[-4:], _FEMININE.get(adjective[-5:], "")))) if noun else False


def _called(declined: Sequence[Found], cells: Cells, words: Words) -> Iterator[Found]:
    """Yield the names that a class word stands right before, and those that go on with its list."""
    listed = -1
    for found in declined:
        i = found.first - 1
        named = i >= 0 and cells.lowers[i] in words.before and not cells.capital[i] and cells.sentence[i] == cells.sentence[found.first]
        if named or found.first == listed:
            yield found
            listed = _next_item(found.last, cells, words)


def _next_item(last: int, cells: Cells, words: Words) -> int:
    """Return the cell at which a list goes on after an item; -1 where it ends."""
    i = last
    while i < len(cells.words) and i - last <= _LIST_MARK and (cells.lowers[i] in words.small["list_mark"] or cells.lowers[i] in _ALSO):
        i += 1
    return i if i > last else -1


def _is_at_home(found: Found, cells: Cells, words: Words, home: frozenset[str]) -> bool:
    """Tell whether a known name of the country that a text is about, or of a large town, stands where ground stands."""
    i = found.first - 1
    if not found.entries or i < 0 or found.first in cells.opens or cells.sentence[i] != cells.sentence[found.first]:
        return False
    lower = cells.lowers[i]
    leads = lower in words.triggers or lower in words.before or lower in words.after or lower in words.small["list_mark"]
    large = any(place.population >= _LARGE for place, _ in found.entries)
    at_home = any(place.country in home for place, _ in found.entries)
    return (leads or _stands_alone(found, cells)) and (at_home or large) and found.entries[0][0].kind not in ("river", "road")


def _stands_alone(found: Found, cells: Cells) -> bool:
    """Tell whether a long name has no other name beside it, as a person's or a body's would have."""
    i, after = found.first - 1, found.last
    beside = cells.capital[i] or (after < len(cells.words) and cells.capital[after] and cells.sentence[after] == cells.sentence[i])
    return cells.warlike and not beside and cells.ends[after - 1] - cells.starts[found.first] >= _LONG_NAME
