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
