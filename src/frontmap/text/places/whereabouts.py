"""Reads where a text says that something lies as seen from a place: "about 15 km north of", "just outside"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from frontmap.data import geo_dir, read_rows
from frontmap.text.places.wordlists import open_words

_FARTHEST_KM = 300.0
"""A place farther away than this says little of where another lies."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of descriptions (``geo/words/descriptions.csv``)."""

    bearings: dict[str, float]
    """Degrees clockwise from north."""
    units: dict[str, float]
    """Kilometres in a unit."""
    numbers: dict[str, float]
    near: frozenset[str]
    nearby: frozenset[str]
    """Words before a name that lies beside what the passage is about."""
    inside: frozenset[str]
    lists: frozenset[str]
    """Words before a list of what lies there."""
    wide: frozenset[str]
    fillers: frozenset[str]
    points: frozenset[str]
    """Words after a bearing or a distance, before the place it is counted from."""


@dataclass(frozen=True, slots=True)
class Description:
    """Where a name lies as seen from another place."""

    bearing: float | None
    """Degrees clockwise from north. None: on no side that is told."""
    distance_km: float | None = None
    """None: not stated."""
    inside: bool = False
    """True: in it, in the part of it that lies at the bearing. False: beside it."""


@cache
def vocabulary() -> Vocabulary:
    """Return the words of descriptions."""
    of: dict[str, dict[str, str]] = {}
    for _, row in read_rows(geo_dir() / "words" / "descriptions.csv"):
        of.setdefault(row["sort"], {}).update(dict.fromkeys(row["words"].split("|"), row["value"]))
    bearings, units, numbers = ({word: float(value) for word, value in of[sort].items()} for sort in ("bearing", "unit", "number"))
    words = (frozenset(of[sort]) for sort in ("near", "nearby", "inside", "lists", "wide", "filler", "point"))
    return Vocabulary(bearings, units, numbers, *words)


def read_description(words: Sequence[str]) -> Description | None:
    """Read a description off the words between a name and the place that locates it; None where other words stand among them.

    >>> read_description("some 12 km south of".split())
    Description(bearing=180.0, distance_km=12.0, inside=False)
    >>> read_description("in the northern countryside of".split())
    Description(bearing=0.0, distance_km=None, inside=True)
    """
    known = vocabulary()
    bearing = distance = number = None
    near = counted = within = False
    for at, word in enumerate(words):
        value, unit = _number(word, known)
        if word in known.bearings:
            bearing = known.bearings[word]
            counted = _is_point(words, at + 1) and not (within and words[at - 1] == "the")
        elif value is not None:
            number = value
            distance = value * known.units[unit] if unit in known.units else distance
        elif word in known.units and number is not None:
            distance = number * known.units[word] if distance is None else distance
        elif word in known.near or word in known.nearby:
            near = True
        elif word == "and" and not _joins_descriptions(words, at, known):
            return None  # clashes in A and near B
        elif word in known.inside or (at == 0 and word in (",", "(")):
            within = True
        elif not (word in known.fillers or word in known.points or word in known.wide or "-" in word[1:]):  # rebel-held
            return None
    if near or counted or distance is not None:
        return Description(bearing, distance) if distance is None or distance <= _FARTHEST_KM else None
    return Description(bearing, inside=True) if within else None


def _joins_descriptions(words: Sequence[str], at: int, known: Vocabulary) -> bool:
    """Tell whether an "and" joins what lies together: "north and east of B", "A and its hills near B", "A and neighbouring B"."""
    following = words[at + 1 : at + 3]
    return (at > 0 and words[at - 1] in known.bearings) or "its" in following or not known.nearby.isdisjoint(following)


def _is_point(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at] in vocabulary().points


def is_counted_from(words: Sequence[str]) -> bool:
    """Tell whether the words before a name only count a way or a direction from it.

    >>> is_counted_from("fighters took a village 40 miles south of".split()), is_counted_from("fighters left".split())
    (True, False)
    """
    known = vocabulary()
    at = len(words) - 1
    if at > 0 and words[at] == "of" and words[at - 1] in open_words().before:
        at -= 2  # north of the central province of
    while at >= 0 and words[at] not in known.points and _is_passed_over(words[at], known):
        at -= 1
    return at > 0 and words[at] in known.points and (words[at - 1] in known.bearings or words[at - 1] in known.units)


def _is_passed_over(word: str, known: Vocabulary) -> bool:
    """Tell whether a word may stand before the place that a way is counted from: "south of the Chadian capital"."""
    return word in known.fillers or word in known.bearings or word == "central" or word in open_words().demonyms


def _number(word: str, known: Vocabulary) -> tuple[float | None, str]:
    """Read a number, with the unit that is written to it.

    >>> _number("10km", vocabulary()), _number("ten", vocabulary())
    ((10.0, 'km'), (10.0, ''))
    """
    if word in known.numbers:
        return known.numbers[word], ""
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz-")
    try:
        return float(digits.replace(",", "")), word[len(digits) :].strip("-")
    except ValueError:
        return None, ""
