"""Who says and who does it, and on which side: passages of our own, as reports of a hundred wars word them, read from end to end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claim_cases import marked
from frontmap.data import read_rows
from frontmap.model import Document
from frontmap.pipeline import Engine
from frontmap.resolve import resolve_places
from frontmap.text.attribution.covering import attribution_at
from frontmap.text.attribution.quotes import find_attributions
from frontmap.text.events.detect import find_events
from frontmap.text.places.mentions import find_mentions
from frontmap.text.sentences import parse

TABLE = [row for _, row in read_rows(Path(__file__).parent / "data" / "who.csv")]
ONE_VOICE = [row for _, row in read_rows(Path(__file__).parent / "data" / "one_voice.csv")]
SAID = [row for _, row in read_rows(Path(__file__).parent / "data" / "said.csv")]


def is_named(expected: str, found: str) -> bool:
    """Tell whether a name holds another, articles aside."""
    told, read = ({*re.findall(r"\w+", name.casefold())} - {"the", "a", "an", "of", "s"} for name in (expected, found))
    return bool(told & read) and (told <= read or read <= told)


def test_the_table_is_wide() -> None:
    assert len({row["war"] for row in TABLE}) >= 95
    assert sum(len(re.findall(r"[^/;-]+", row["expected"].replace(" ", ""))) for row in TABLE) >= 600


@pytest.mark.parametrize("row", TABLE, ids=[f"{row['war']} {row['text'][:40]}" for row in TABLE])
def test_a_reader_sees_who_says_and_who_acts(engine: Engine, row: dict[str, str]) -> None:
    text, spans = marked(row["text"])
    parsed = parse(Document("d", text, lang="en", conflict=row["war"]))
    placed = resolve_places(parsed, find_mentions(parsed, engine.gazetteer), engine.gazetteer)
    attributions = find_attributions(parsed, placed, engine.sources)
    events = find_events(parsed, placed, engine.lexicon, engine.sources, attributions)
    for (start, end), expected in zip(spans, row["expected"].split(" ; "), strict=True):
        source, side, actor = expected.split("/")
        said = attribution_at(attributions, start, end)
        told = [event for event in events if start <= event.trigger[0] < end]
        told = told or [event for event in events if event.start < end and start < event.end]
        assert source == "-" or is_named(source, said.name if said and said.name else "narrator"), text[start:end]
        assert side == "-" or (said is not None and said.side == side), text[start:end]
        assert actor == "-" or actor in {event.actor_side or "none" for event in told}, text[start:end]


def test_the_passages_without_a_hint_are_many() -> None:
    assert len(SAID) >= 140
    assert sum(row["expected"].count("/") // 2 for row in SAID) >= 400


@pytest.mark.parametrize("row", SAID, ids=[f"{row['kind']} {row['text'][:40]}" for row in SAID])
def test_a_reader_sees_who_says_it_without_a_hint_of_the_war(engine: Engine, row: dict[str, str]) -> None:
    text, spans = marked(row["text"].replace("\\n", "\n"))
    parsed = parse(Document("d", text, lang="en"))
    placed = resolve_places(parsed, find_mentions(parsed, engine.gazetteer), engine.gazetteer)
    attributions = find_attributions(parsed, placed, engine.sources)
    for (start, end), expected in zip(spans, row["expected"].split(" ; "), strict=True):
        source, side, via = expected.split("/")
        said = attribution_at(attributions, start, end)
        name = said.name if said and said.name else "narrator"
        assert source in ("-", name) or is_named(source, name), text[start:end]
        assert side == "-" or (said is not None and said.side == side), text[start:end]
        relays = [] if said is None else list(said.via)
        asked = [] if via in ("-", "none") else via.split("|")
        assert via == "-" or (bool(relays) == bool(asked) and all(any(is_named(one, relay) for relay in relays) for one in asked))


@pytest.mark.parametrize("row", ONE_VOICE, ids=[row["text"][:40] for row in ONE_VOICE])
def test_a_reader_sees_whether_a_whole_text_is_the_word_of_one_body(engine: Engine, row: dict[str, str]) -> None:
    text, spans = marked(row["text"].replace("\\n", "\n"))
    parsed = parse(Document("d", text, lang="en", publisher=row["publisher"] or None, title=row["title"] or None))
    placed = resolve_places(parsed, find_mentions(parsed, engine.gazetteer), engine.gazetteer)
    attributions = find_attributions(parsed, placed, engine.sources)
    for (start, end), expected in zip(spans, row["expected"].split(" ; "), strict=True):
        source, side = expected.split("/")
        said = attribution_at(attributions, start, end)
        assert source == "-" or is_named(source, said.name if said and said.name else "narrator"), text[start:end]
        assert side == "-" or (said is not None and said.side == side), text[start:end]
