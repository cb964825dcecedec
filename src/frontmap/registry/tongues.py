"""Tells which side of a war alone writes in a language, or in such words, by ``geo/words_speech/tongues.csv``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from frontmap.data import geo_dir, read_rows, split_cell
from frontmap.model import Parsed
from frontmap.registry.stems import stem
from frontmap.registry.wars import Conflict

_BEGINNING = 1000
"""Words of a text that tell in whose words it is written."""


@cache
def _tongues() -> Mapping[tuple[str, str], Sequence[tuple[frozenset[str], str]]]:
    """Return by language and war the sides, each with the stems of which a text must have one; none where the language tells."""
    found: dict[tuple[str, str], list[tuple[frozenset[str], str]]] = {}
    for _, row in read_rows(geo_dir() / "words_speech" / "tongues.csv"):
        words = frozenset(map(stem, split_cell(row["words"].lower())))
        found.setdefault((row["lang"], row["conflict"]), []).append((words, row["side"]))
    return found


def side_of_tongue(parsed: Parsed, conflict: Conflict | None) -> str:
    """Return the side that alone writes as a text does in its war; empty where there is none such."""
    rows = _tongues().get((parsed.document.lang or "", conflict.key), ()) if conflict else ()
    return next((side for words, side in rows if not words or not words.isdisjoint(map(stem, parsed.lowers[:_BEGINNING]))), "")
