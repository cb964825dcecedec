"""Sentences of many clauses as reports of any war put them: what happened stands far from whom and where, between insertions."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from claim_cases import events_of
from frontmap.data import read_rows
from frontmap.model import Document
from frontmap.names import fold
from frontmap.pipeline import Engine, extract_document

WAR = "The rebels and the army have infantry and howitzers.\n\n"
DATA = Path(__file__).parent / "data"
BATCHES = ("long_sentences_1.csv", "long_sentences_2.csv")


def _told(passage: str, engine: Engine) -> dict[str, set[str]]:
    """Return by type the places of what a passage tells, as the gazetteer and as the passage names them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    extraction = extract_document(Document("d", WAR + passage, lang="en"), engine)
    for claim in extraction.claims:
        if claim.start >= len(WAR):
            surface = extraction.places[claim.mention].mention.surface if claim.mention is not None else ""
            found[claim.type] |= {fold(claim.place_name or ""), fold(surface)}
    return found


@pytest.mark.parametrize("name", BATCHES)
def test_nearly_all_events_of_long_sentences_are_told_where_they_happened(name: str, engine: Engine) -> None:
    wrong = {}
    for _, row in read_rows(DATA / name):
        found = _told(row["passage"], engine)
        wanted = [part.partition(":") for part in row["places"].split("|") if part]
        missed = [f"{kind}:{place}" for kind, _, place in wanted if fold(place) not in found[kind]]
        if missed or (found and not wanted):
            wrong[row["passage"]] = missed or sorted(found)
    assert len(wrong) <= 3, wrong


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("Petrivka, seized earlier in the day by insurgents, was quiet.", {"capture"}),
        ("5 attacks repelled near Petrivka.", {"repulse"}),
        ("Enemy offensive halted at Petrivka.", {"repulse"}),
        ("The garrison had been forced to fall back from Petrivka.", {"withdrawal"}),
        ("The rebels liberated Ivanivka, a market town, and moved westward to capture Petrivka.", {"capture"}),
        ("The regional army reported four of its soldiers killed and 68 wounded in Petrivka.", {"losses"}),
        ("The raid on Petrivka failed. The assault, the second in a week, cost the rebels dearly.", {"assault", "repulse"}),
    ],
)
def test_what_stands_between_a_verb_and_its_words_does_not_part_them(sentence: str, types: set[str]) -> None:
    assert {event.type for event in events_of(WAR + sentence) if event.start >= len(WAR)} >= types


@pytest.mark.parametrize(
    "sentence",
    [
        "Rain stopped the soldiers from reaching Petrivka.",
        "The minister urged that troops be withdrawn from Petrivka.",
        "The soldiers could not reach Ivanivka without taking Petrivka.",
        "They found 81 devices, including bombs and grenades, in Petrivka.",
        "Towns surrounding the camp at Petrivka were quiet.",
        "The police were unable to detain any of the attackers in Petrivka.",
    ],
)
def test_what_is_demanded_prevented_or_in_vain_is_not_told_as_done(sentence: str) -> None:
    told = {event.type for event in events_of(WAR + sentence) if event.start >= len(WAR)}
    assert told.isdisjoint({"advance", "withdrawal", "capture", "strike", "encirclement", "losses"})


def test_the_wounded_beside_the_dead_are_no_losses_of_their_own() -> None:
    events = events_of(WAR + "Two soldiers were killed and 16 others were wounded in Petrivka.")
    assert [event.type for event in events if event.start >= len(WAR)] == ["losses"]
