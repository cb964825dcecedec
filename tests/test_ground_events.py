"""Long sentences of reports on many wars: all the events that they tell, each once, with the places of the real gazetteer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from claim_cases import types_told
from frontmap.data import read_rows

TABLE = [(row["sentence"], row["types"]) for _, row in read_rows(Path(__file__).parent / "data" / "events_ground_1.csv")]
WAR = "The army and the rebels have been fighting for weeks.\n\n"


@cache
def told() -> tuple[str, ...]:
    """Return the types that each sentence of the table tells, in alphabetic order."""
    return tuple(map("|".join, types_told((sentence for sentence, _ in TABLE), WAR)))


def test_a_sentence_tells_all_its_events_and_each_of_them_once() -> None:
    wrong = [(sentence, wanted, found) for (sentence, wanted), found in zip(TABLE, told(), strict=True) if wanted != found]
    assert len(wrong) <= 0.06 * len(TABLE), wrong


def test_a_sentence_of_other_matters_tells_nothing_in_a_report_of_a_war() -> None:
    wrong = [(sentence, found) for (sentence, wanted), found in zip(TABLE, told(), strict=True) if found and not wanted]
    assert len(wrong) <= 2, wrong
