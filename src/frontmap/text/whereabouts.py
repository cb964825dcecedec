"""Reads where a text says that something lies as seen from a place: "about 15 km north of", "just outside"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from frontmap.data import geo_dir, read_rows
from frontmap.text.wordlists import open_words

_FARTHEST_KM = 300.0
"""A place farther away than this says little of where another lies."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of descriptions (``geo/words/descriptions.csv``)."""

    bearings: dict[str, float]
    """Degrees clockwise from north."""
    units: dict[str, float]
    """Kilometres in a unit."""
    near: frozenset[str]
    fillers: frozenset[str]
    points: frozenset[str]
    """Words after a bearing or a distance, before the place it is counted from."""


@dataclass(frozen=True, slots=True)
class Description:
    """Where a name lies as seen from another place."""

    bearing: float | None
    """Degrees clockwise from north. None: near, on no side."""
    distance_km: float | None
    """None: not stated."""


@cache
def vocabulary() -> Vocabulary:
    """Return the words of descriptions."""
    rows = [row for _, row in read_rows(geo_dir() / "words" / "descriptions.csv")]
    of = {
        sort: [(word, row["value"]) for row in rows if row["sort"] == sort for word in row["words"].split("|")]
        for sort in ("bearing", "unit", "near", "filler", "point")
    }
    return Vocabulary(
        {word: float(value) for word, value in of["bearing"]},
        {word: float(value) for word, value in of["unit"]},
        frozenset(word for word, _ in of["near"]),
        frozenset(word for word, _ in of["filler"]),
        frozenset(word for word, _ in of["point"]),
    )


def read_description(words: Sequence[str]) -> Description | None:
    """Read a description off the words between two names; None where other words stand among them.

    >>> read_description(("some", "12", "km", "south", "of"))
    Description(bearing=180.0, distance_km=12.0)
    """
    known = vocabulary()
    bearing = distance = number = None
    near = False
    for word in words:
        value, unit = _split_number(word)
        if word in known.bearings:
            bearing = known.bearings[word]
        elif word in known.near:
            near = True
        elif value is not None:
            number = value
            distance = value * known.units[unit] if unit in known.units else distance
        elif word in known.units and number is not None:
            distance = number * known.units[word] if distance is None else distance
        elif word not in known.fillers and word not in known.points:
            return None
    if bearing is None and not near and distance is None:
        return None
    if distance is not None and distance > _FARTHEST_KM:
        return None
    return Description(bearing, distance)


def is_counted_from(words: Sequence[str]) -> bool:
    """Tell whether the words before a name only count a way or a direction from it.

    >>> is_counted_from("fighters took a village 40 miles south of".split()), is_counted_from("fighters left".split())
    (True, False)
    """
    known = vocabulary()
    at = len(words) - 1
    if at > 0 and words[at] == "of" and words[at - 1] in open_words().before:
        at -= 2  # north of the central province of
    while (
        at >= 0 and words[at] not in known.points and (words[at] in known.fillers or words[at] in known.bearings or words[at] == "central")
    ):
        at -= 1
    return at > 0 and words[at] in known.points and (words[at - 1] in known.bearings or words[at - 1] in known.units)


def _split_number(word: str) -> tuple[float | None, str]:
    """Split "10km" into number and unit.

    >>> _split_number("10km")
    (10.0, 'km')
    """
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz-")
    try:
        return float(digits.replace(",", "")), word[len(digits) :].strip("-")
    except ValueError:
        return None, ""
