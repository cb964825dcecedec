"""Folds names to one comparable form, whatever their case, accents or transliteration."""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """Fold a name to its comparable form: lower case, without accents, apostrophes and soft signs.

    >>> fold("Kostyantynivka’")
    'kostyantynivka'
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’ʼʹ`ʻ")
    return " ".join(kept.replace("-", " ").split())
