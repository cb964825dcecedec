"""Takes the case endings off Russian and Ukrainian words, so that all forms of a name or noun are looked up as one."""

from __future__ import annotations

from functools import cache, lru_cache

from frontmap.data import geo_dir, read_rows

_LEAST = 3
"""Letters that a stem keeps; shorter words are acronyms (``рф``, ``зсу``) and stay as they are."""


@cache
def _endings() -> tuple[frozenset[str], int]:
    """Return the endings, and the letters of the longest."""
    rows = (row for _, row in read_rows(geo_dir() / "words_speech" / "case_endings.csv"))
    endings = frozenset(ending for row in rows for ending in row["endings"].split("|"))
    return endings, max(map(len, endings))


_NOMINATIVE = {
    "ского": ("ого", "ий"),
    "ського": ("ого", "ий"),
    "а": ("а", "", "о"),
    "у": ("у", "", "о"),
    "ю": ("ю", "й", "ь"),
    "я": ("я", "й", "ь"),
    "ым": ("ым", ""),
    "им": ("им", ""),
    "ом": ("ом", "", "о"),
}
"""Endings of men's names in other cases, each with what falls off and what then stands in the nominative."""


def is_cyrillic(word: str) -> bool:
    """Tell whether a word is written in Cyrillic letters, by its first: such words change with their case."""
    return "\u0400" <= word[:1] <= "\u052f"


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return a lower-case word without its case ending; words of other scripts as they are.

    >>> stem("российского"), stem("росіянами"), stem("рф"), stem("forces")
    ('российск', 'росіян', 'рф', 'forces')
    """
    if not is_cyrillic(word):
        return word
    endings, longest = _endings()
    for size in range(min(longest, len(word) - _LEAST), 0, -1):
        if word[-size:] in endings:
            return word[:-size]
    return word


@lru_cache(maxsize=8)
def stems(words: frozenset[str]) -> frozenset[str]:
    """Return the stems of a class of words."""
    return frozenset(map(stem, words))


def subject_forms(name: str) -> tuple[str, ...]:
    """Return what a given name or surname of a man may be in the nominative.

    >>> subject_forms("Гайдая"), subject_forms("Кириленка")
    (('Гайдая', 'Гайдай'), ('Кириленка', 'Кириленк', 'Кириленко'))
    """
    ends = next((ends for ending, ends in _NOMINATIVE.items() if name.endswith(ending)), None)
    return (name,) if ends is None else (name, *(name[: -len(ends[0])] + end for end in ends[1:]))
