"""What passages of seventy wars tell, read from end to end: who does it, how firmly it is told, on which day, from where and whither."""

from __future__ import annotations

from pathlib import Path

import pytest

from claim_cases import marked
from frontmap.data import read_rows
from frontmap.model import Claim, Document, Event
from frontmap.pipeline import Engine, extract_document
from frontmap.resolve import resolve_places
from frontmap.text.attribution.quotes import find_attributions
from frontmap.text.claims import find_claims
from frontmap.text.events.detect import find_events
from frontmap.text.places.mentions import find_mentions
from frontmap.text.sentences import parse

TABLE = [row for _, row in read_rows(Path(__file__).parent / "data" / "told.csv")]


def claims_told(engine: Engine, text: str, published: str, spans: list[tuple[int, int]]) -> list[list[Claim]]:
    """Return for each stretch the claims whose trigger stands in it."""
    parsed = parse(Document("d", text, lang="en", published=published))
    placed = resolve_places(parsed, find_mentions(parsed, engine.gazetteer), engine.gazetteer)
    attributions = find_attributions(parsed, placed, engine.sources)
    events = find_events(parsed, placed, engine.lexicon, engine.sources, attributions)
    claims = find_claims(parsed, placed, attributions, events)
    told = [[event for event in events if first <= event.trigger[0] < last] for first, last in spans]
    return [[claim for claim in claims if any(tells(claim, event) for event in here)] for here in told]


def tells(claim: Claim, event: Event) -> bool:
    """Tell whether a claim is made of an event."""
    alike = claim.type == event.type and claim.rule.startswith(event.rule) and claim.actor == event.actor
    return alike and claim.start <= event.trigger[0] < claim.end


def said(claim: Claim) -> set[str]:
    """Return what a claim says, as the table writes it."""
    whither = " ".join(sorted(claim.directions))
    return {claim.type, f"by {claim.actor_side or 'none'}", claim.modality, f"on {claim.date or 'none'}", whither}


def test_the_table_is_wide() -> None:
    assert len(TABLE) >= 140
    assert sum(len(row["told"].split("; ")) for row in TABLE) >= 650


@pytest.mark.parametrize("row", TABLE, ids=[f"{row['published']} {row['passage'][:40]}" for row in TABLE])
def test_a_reader_sees_who_did_it_how_surely_when_and_from_where(engine: Engine, row: dict[str, str]) -> None:
    text, spans = marked(row["passage"])
    found = claims_told(engine, text, row["published"], spans)
    for (first, last), claims, expected in zip(spans, found, row["told"].split(" | "), strict=True):
        if expected == "none":
            assert claims == [], text[first:last]
        else:
            said_here = set[str]().union(*map(said, claims))
            assert set(expected.split("; ")) <= said_here, text[first:last]


DOERS = [row for _, row in read_rows(Path(__file__).parent / "data" / "doers.csv")]


@pytest.mark.parametrize("row", DOERS, ids=[f"{row['war']} {row['sentence'][:40]}" for row in DOERS])
def test_a_reader_sees_whose_deed_it_is_though_nobody_is_named(engine: Engine, row: dict[str, str]) -> None:
    text = f"Guerrillas and soldiers have infantry and howitzers. {row['sentence']}"
    parsed = parse(Document("d", text, lang="en", conflict=row["war"]))
    placed = resolve_places(parsed, find_mentions(parsed, engine.gazetteer), engine.gazetteer)
    attributions = find_attributions(parsed, placed, engine.sources)
    events = find_events(parsed, placed, engine.lexicon, engine.sources, attributions)
    assert row["side"] in {event.actor_side for event in events}


@pytest.mark.parametrize(
    "text",
    [
        "Rebels and soldiers have howitzers. The army said the assault on Petrivka may",
        "MANAGUA - In their biggest offensive of the six-year war, about 7,000 U.S.-backed rebels",
        *(marked(row["passage"])[0] for row in TABLE[::8]),
    ],
    ids=lambda text: text[:40],
)
def test_a_text_may_end_behind_any_word(engine: Engine, text: str) -> None:
    words = text.split(" ")
    for count in range(len(words), 0, -2):
        cut = " ".join(words[:count]).rstrip(" .,;:!?")
        claims = extract_document(Document("cut", cut, published="1987-12-21", lang="en"), engine).claims
        assert all(cut[claim.start : claim.end] == claim.quote for claim in claims), cut
