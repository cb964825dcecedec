"""Puts Russian and Ukrainian names into the nominative, by endings whose every outcome the gazetteer checks."""

from __future__ import annotations

from functools import cache
from itertools import islice, product

from frontmap.data import geo_dir, read_rows
from frontmap.registry.stems import stem

_LEAST_STEM = 2
_LONGEST_ENDING = 8
_VARIANTS = 6
"""Forms of one word that are tried."""
_NAMES = 48
"""Forms of one name that are tried."""


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for _, row in read_rows(geo_dir() / "words" / "endings.csv"):
        known = found.setdefault(row["ending"], [])
        known += [n for n in (n.replace("~", "") for n in row["nominatives"].split("|")) if n not in known]
    return {ending: tuple(nominatives) for ending, nominatives in found.items()}


def nominatives(word: str) -> tuple[str, ...]:
    """Return what the nominative of a word may be, the word itself first.

    >>> nominatives("Харкова")[:2]
    ('Харкова', 'Харків')
    """
    endings, forms = _endings(), [word]
    for size in range(min(_LONGEST_ENDING, len(word) - _LEAST_STEM), 0, -1):
        for ending in endings.get(word[-size:], ()):
            form = word[:-size] + ending
            if form not in forms:
                forms.append(form)
    return tuple(forms[:_VARIANTS])


def nominative_names(name: str) -> tuple[str, ...]:
    """Return what the nominative of a name of one or several words may be."""
    words = name.split(" ")
    return tuple(" ".join(forms) for forms in islice(product(*(nominatives(word) for word in words)), _NAMES))


@cache
def _adjectives(sort: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return the endings of ``geo/words/adjectives.csv`` with what they stand for, the longest first."""
    rows = (row for _, row in read_rows(geo_dir() / "words" / "adjectives.csv") if row["sort"] == sort)
    found = [(tuple(row["ending"].split("|")), tuple(row["forms"].replace("~", "").split("|"))) for row in rows]
    return tuple(sorted(found, key=lambda one: -len(one[0][0])))


def towns_of_adjective(adjective: str) -> tuple[str, ...]:
    """Return what town an adjective in any case may be made of, the likeliest first.

    >>> towns_of_adjective("Мелітопольському")[0], "Авдеевка" in towns_of_adjective("Авдеевском")
    ('Мелітополь', True)
    """
    bare = stem(adjective.lower())
    for (ending, *_), forms in _adjectives("town"):
        if bare.endswith(ending):
            return tuple((bare.removesuffix(ending) + form).capitalize() for form in forms)
    return ()


def units_of_adjective(adjective: str, class_word: str) -> tuple[str, ...]:
    """Return the region or district that an adjective names before a class word, which may be in the plural after a list.

    >>> units_of_adjective("Сумській", "областях")
    ('Сумськая область', 'Сумська область')
    """
    bare = stem(adjective.lower()).capitalize()
    if len(bare) == len(adjective):
        return ()  # a town: "Луганск и Харьковская область"
    return next((tuple(bare + form for form in forms) for words, forms in _adjectives("unit") if class_word in words), ())
