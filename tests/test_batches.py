"""Batches of sentences as reports of any war put them: how many tell their events, and how many tell something that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from claim_cases import events_of
from frontmap.data import read_rows

WAR = "The rebels and the army have infantry and howitzers. "
DATA = Path(__file__).parent / "data"
BATCHES = (
    "events_movement_1.csv",
    "events_movement_2.csv",
    "events_movement_3.csv",
    "events_movement_4.csv",
    "events_fighting_1.csv",
    "events_fighting_2.csv",
    "events_fighting_3.csv",
    "events_harm_1.csv",
)


def read_batch(name: str) -> list[tuple[str, set[str]]]:
    return [(row["sentence"], set(filter(None, row["types"].split("|")))) for _, row in read_rows(DATA / name)]


def types_of(sentence: str) -> set[str]:
    return {event.type for event in events_of(WAR + sentence) if event.start >= len(WAR)}


@pytest.mark.parametrize("name", BATCHES)
def test_most_sentences_tell_their_events(name: str) -> None:
    told = [(sentence, expected, types_of(sentence)) for sentence, expected in read_batch(name) if expected]
    missed = [sentence for sentence, expected, found in told if not expected <= found]
    assert len(missed) <= 0.15 * len(told), missed


@pytest.mark.parametrize("name", BATCHES)
def test_most_sentences_of_other_matters_tell_nothing_though_the_document_is_about_a_war(name: str) -> None:
    others = [sentence for sentence, expected in read_batch(name) if not expected]
    told = [sentence for sentence in others if types_of(sentence)]
    assert len(told) <= 0.4 * len(others), told


def test_most_sentences_are_as_firm_as_they_are_put() -> None:
    batch = read_batch("events_modality_1.csv")
    told = [(s, wanted, {f"{e.type}:{e.modality}" for e in events_of(WAR + s) if e.start >= len(WAR)}) for s, wanted in batch]
    missed = [(sentence, found) for sentence, wanted, found in told if not wanted <= found]
    assert len(missed) <= 0.1 * len(told), missed


@pytest.mark.parametrize("name", ["events_company_1.csv", "events_counted_1.csv", "events_turns_1.csv"])
def test_a_sentence_tells_no_more_than_it_says(name: str) -> None:
    wrong = [(s, wanted, types_of(s)) for s, wanted in read_batch(name) if types_of(s) != wanted]
    assert not wrong
