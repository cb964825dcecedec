"""Tells what a text calls its places, so that "the village" is the one that it called a village and not the city named last."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from frontmap.data import geo_dir, read_rows
from frontmap.model import Parsed, PlaceMention
from frontmap.text.places.wordlists import open_words

SAME, FITS, UNLIKE, OTHER = 3, 2, 1, 0
"""How well a noun stands for a place: the text calls it so; nothing speaks against it; its size does, or that the text calls it
something else; it is of another kind."""
_SIZES = frozenset({"city", "town", "village", "capital"})
"""Sorts of settlements that a text tells apart."""
_CITIES = frozenset({"city", "capital"})
_APPOSES = frozenset({"a", "an", "one", "the", "its"})
_LONG_APPOSITION = 12
"""Words between a place and what its apposition ends in."""
_APPOSITION = 6
"""Words after "X, a" in which the noun of an apposition may stand."""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun by which places are called."""

    sort: str
    """Nouns of one sort mean the same."""
    least: int
    most: int | None
    """Inhabitants of a place that the noun fits. None: any number."""
    kinds: frozenset[str]
    """Kinds of place that it fits."""


@cache
def nouns() -> dict[str, Noun]:
    """Return the nouns of ``geo/words/called.csv`` by word."""
    found = {}
    for _, row in read_rows(geo_dir() / "words" / "called.csv"):
        most = int(row["most"]) if row["most"] else None
        noun = Noun(row["class"], int(row["least"]), most, frozenset(row["kinds"].split("|")))
        found.update(dict.fromkeys(row["words"].split("|"), noun))
    return found


@cache
def capitals() -> frozenset[str]:
    """Return the names of seats of government (``geo/words/capitals.csv``)."""
    return frozenset(name for _, row in read_rows(geo_dir() / "words" / "capitals.csv") for name in row["words"].split("|"))


def is_seat_of_government(mention: PlaceMention) -> bool:
    """Tell whether a mention names a capital, and no smaller namesake of one (London in Ontario)."""
    place = mention.place
    if place is None or place.name not in capitals():
        return False
    towns = (candidate.place for candidate in mention.candidates if candidate.place.kind == "settlement")
    return all(town.population <= place.population for town in towns)


def sorts_by_name(parsed: Parsed, placed: Sequence[PlaceMention]) -> dict[str, frozenset[str]]:
    """Return by name the sorts of nouns that the text calls its places by."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    listed: str | None = None
    for k, mention in enumerate(placed):
        first, last = words_at(parsed, mention)
        if listed and _follows_in_list(parsed, placed[k - 1], first):
            found[mention.mention.name].add(listed)
        else:
            listed = None
        for noun, plural in (*_before(parsed, first), *_after(parsed, last)):
            found[mention.mention.name].add(nouns()[noun].sort)
            listed = nouns()[noun].sort if plural else listed
    return {name: frozenset(sorts) for name, sorts in found.items()}


def words_at(parsed: Parsed, mention: PlaceMention) -> tuple[int, int]:
    """Return the words of a mention, the last exclusive."""
    first = bisect_left(parsed.starts, mention.mention.start)
    return first, bisect_left(parsed.starts, mention.mention.end, lo=min(first, len(parsed.starts)))


def how_well(noun: Noun, mention: PlaceMention, called: frozenset[str]) -> int:
    """Tell how well a noun stands for a place: ``SAME``, ``FITS``, ``UNLIKE`` or ``OTHER``."""
    place = mention.place
    if noun.sort in called or (noun.sort == "capital" and is_seat_of_government(mention)):
        return SAME
    kind = (place.kind if place else mention.mention.kind) or "settlement"
    if kind not in noun.kinds:
        return OTHER
    if noun.sort in _SIZES and called & _SIZES:
        return OTHER if noun.sort != "city" and called & _CITIES else UNLIKE
    if kind != "settlement":
        return FITS
    if place is None and mention.mention.kind is None:
        return UNLIKE
    if place is not None and place.is_described:
        return OTHER if noun.least else UNLIKE
    if place is None or not place.population:
        return FITS if noun.least == 0 else UNLIKE if place else OTHER  # the rows without inhabitants are villages
    return FITS if noun.least <= place.population and (noun.most is None or place.population <= noun.most) else UNLIKE


def _before(parsed: Parsed, first: int) -> Iterator[tuple[str, bool]]:
    """Yield the noun before a name, and whether it is a plural: "the town of X", "the village X"."""
    at = first - 2 if first > 1 and parsed.lowers[first - 1] == "of" else first - 1
    if at >= 0 and parsed.lowers[at] in nouns():
        yield parsed.lowers[at], parsed.lowers[at].endswith(("s", "ies")) and parsed.lowers[at] != "headquarters"


def _after(parsed: Parsed, last: int) -> Iterator[tuple[str, bool]]:
    """Yield the noun after a name: "X town", "X, a strategic town in ..."."""
    words = parsed.lowers[last : last + _APPOSITION]
    if words and words[0] in nouns() and not words[0].endswith("s"):
        yield words[0], False
    if len(words) > 1 and words[0] == "," and words[1] in ("a", "an", "the"):
        for word in words[2:]:
            if word in nouns():
                yield word, False
                return
            if word in (",", "of", "in", "and", "where", "which") or not word[0].isalpha():
                return


def _follows_in_list(parsed: Parsed, previous: PlaceMention, first: int) -> bool:
    """Tell whether only marks of a list stand between a mention and the word ``first``."""
    _, end = words_at(parsed, previous)
    between = parsed.lowers[end:first]
    return 0 < len(between) <= 2 and open_words().small["list_mark"].issuperset(between)


def is_apposition(words: Sequence[str]) -> bool:
    """Tell whether the words between two names are an apposition to the first that ends in the second.

    >>> is_apposition(", one of the strongholds in the restive".split()), is_apposition(", the rebels took the town of".split())
    (True, False)
    """
    if not 2 < len(words) <= _LONG_APPOSITION or words[0] != "," or words[1] not in _APPOSES or "," in words[1:] or "and" in words:
        return False
    link = next((at for at in range(len(words) - 1, 2, -1) if words[at] in ("of", "in")), 0)
    if link == 0 or (link < len(words) - 1 and words[link + 1] not in ("the", *open_words().small["part_of"])):
        return False
    words = words[: link + 1]
    known = open_words().small["apposed_noun"]
    last = -1 if words[-1] == "in" or words[-2] in ("capital", "part", "suburb", "seat") else -2  # "the town of B" names another
    return any(word in known or word in nouns() for word in words[2:last])
