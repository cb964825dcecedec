"""Who says it, and through whom: a table of sentences in our own words, with the source and the chain that a reader sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from frontmap.data import read_rows
from frontmap.model import Attribution, Document
from frontmap.registry.sources import open_sources
from frontmap.text.attribution.covering import attribution_at
from frontmap.text.attribution.quotes import find_attributions
from frontmap.text.sentences import parse

TABLE = [row for _, row in read_rows(Path(__file__).parent / "data" / "relays.csv")]


def attributions_of(text: str, conflict: str = "") -> tuple[Attribution, ...]:
    return find_attributions(parse(Document("d", text, conflict=conflict or None)), (), open_sources())


def bare(name: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", name.casefold())


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(TABLE) >= 150
    assert sum(bool(row["via"]) for row in TABLE) >= 45
    assert len({row["conflict"] for row in TABLE}) >= 15


@pytest.mark.parametrize("row", TABLE, ids=[row["text"][:60] for row in TABLE])
def test_a_reader_sees_who_says_it(row: dict[str, str]) -> None:
    text = row["text"]
    found = attributions_of(text, row["conflict"])
    if not row["content"]:
        assert all(not attribution.name for attribution in found)
        return
    start = text.index(row["content"])
    attribution = attribution_at(found, start, start + len(row["content"]))
    assert attribution is not None, found
    if row["source"]:
        assert bare(attribution.name) == bare(row["source"])
        assert [bare(name) for name in attribution.via] == [bare(name) for name in row["via"].split("|") if name]
    if row["side"]:
        assert attribution.side == row["side"]
