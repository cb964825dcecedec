"""Passages of several sentences in our own words: who vouches for each stretch, over many wars, word orders and verbs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from frontmap.data import read_rows
from frontmap.model import Document
from frontmap.registry.sources import open_sources
from frontmap.text.attribution.covering import attribution_at
from frontmap.text.attribution.quotes import find_attributions
from frontmap.text.sentences import parse

TABLE = [row for _, row in read_rows(Path(__file__).parent / "data" / "passages.csv")]


def content_words(name: str) -> set[str]:
    return {word for word in re.findall(r"[\w'-]+", name.lower()) if word not in ("the", "a", "an", "of")}


def means(found: str, expected: str) -> bool:
    """Tell whether one name is the other, with or without what describes it; the report itself is only itself."""
    if "narrator" in (found, expected):
        return found == expected
    ours, theirs = content_words(found), content_words(expected)
    return ours <= theirs or theirs <= ours


def test_the_table_is_large_enough_to_mean_something() -> None:
    said = [one for row in TABLE for one in row["said"].split(" | ")]
    assert len(said) >= 300
    assert sum(one.endswith("=> narrator") for one in said) >= 40
    assert len({row["war"] for row in TABLE}) >= 40


@pytest.mark.parametrize("row", TABLE, ids=[row["text"][:60] for row in TABLE])
def test_a_reader_sees_who_vouches_for_what(row: dict[str, str]) -> None:
    text = row["text"].replace("\\n", "\n")
    found = find_attributions(parse(Document("d", text)), (), open_sources())
    for line in row["said"].split(" | "):
        words, _, who = line.partition(" => ")
        source, _, outlet = who.partition(" > ")
        start = text.index(words)
        attribution = attribution_at(found, start, start + len(words))
        assert means(attribution.name or "narrator" if attribution else "narrator", source), (words, attribution)
        if outlet:
            assert attribution is not None
            assert [means(name, outlet) for name in attribution.via] == [True], (words, attribution)
