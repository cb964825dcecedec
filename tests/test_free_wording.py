"""Presence, control, movement and fire told freely, in passages of many wars: all types that each tells with the real gazetteer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from claim_cases import events_of, types_told
from frontmap.api import extract
from frontmap.data import read_rows
from frontmap.model import Document

TABLE = [(row["sentence"], row["types"]) for _, row in read_rows(Path(__file__).parent / "data" / "events_free_1.csv")]
WAR = "Heavy fighting went on between the army and the rebels, who have infantry, howitzers, tanks and mortars.\n\n"


@cache
def told() -> tuple[str, ...]:
    """Return the types that each passage of the table tells, in alphabetic order."""
    return tuple("|".join(sorted({*types})) for types in types_told((passage for passage, _ in TABLE), WAR, "2025-03-12"))


def test_a_passage_tells_what_happens_in_it_however_it_is_worded() -> None:
    wrong = [(passage, wanted, found) for (passage, wanted), found in zip(TABLE, told(), strict=True) if wanted != found]
    assert len(wrong) <= 0.03 * len(TABLE), wrong


def test_a_passage_on_other_matters_tells_nothing_in_a_report_of_a_war() -> None:
    wrong = [(passage, found) for (passage, wanted), found in zip(TABLE, told(), strict=True) if found and not wanted]
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Reserves of the Iraqi army are in Petrivka.", {"deployment"}),
        ("Spokesmen of the Iraqi army are in Petrivka for talks.", set()),
        ("Tanks lurched into Petrivka at noon.", {"advance"}),
        ("The tanks were turned into scrap in Petrivka.", set()),
        ("Insurgents are 12km south of Petrivka.", {"advance"}),
        ("The push on Petrivka was halted by stiff resistance.", {"repulse"}),
        ("Two sergeants died in a blast near Petrivka.", {"losses"}),
        ("Fighters shot up a patrol near Petrivka, killing three.", {"assault", "losses"}),
        ("The brigade attacked in order to relieve the garrison and prevent a breakthrough near Petrivka.", {"assault"}),
    ],
)
def test_what_tells_an_event_is_its_structure(sentence: str, expected: set[str]) -> None:
    assert {event.type for event in events_of(WAR + sentence) if event.start >= len(WAR)} == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2025-03-12", {"clash"}), (None, {"clash", "capture"})],
)
def test_what_a_dated_report_says_of_a_year_long_gone_is_background(published: str | None, expected: set[str]) -> None:
    text = WAR + "Clashes went on near Tuzla on Monday. " * 4 + "Rebels captured Banja Luka in 1993."
    (found,) = extract([Document("1", text, published=published, lang="en")], jobs=1)
    assert {claim.type for claim in found.claims if claim.start >= len(WAR)} == expected


@pytest.mark.parametrize(
    ("note", "told"),
    [("Sappers blew up a bridge near Petrivka.", True), ("Analysts attacked the plan, and sales advanced in Petrivka.", False)],
)
def test_one_word_that_only_armies_use_makes_a_note_of_deeds_one_about_a_war(note: str, told: bool) -> None:
    assert bool(events_of(note)) is told
