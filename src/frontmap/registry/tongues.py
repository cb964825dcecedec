"""Tells which side of a war alone writes in a language, by ``geo/words_speech/tongues.csv``."""

from __future__ import annotations

from functools import cache

from frontmap.data import geo_dir, read_rows
from frontmap.registry.wars import Conflict


@cache
def _tongues() -> dict[tuple[str, str], str]:
    rows = (row for _, row in read_rows(geo_dir() / "words_speech" / "tongues.csv"))
    return {(row["lang"], row["conflict"]): row["side"] for row in rows}


def side_of_tongue(lang: str | None, conflict: Conflict | None) -> str:
    """Return the side that alone writes in a language in this war; empty where there is none such."""
    return _tongues().get((lang or "", conflict.key), "") if conflict else ""
