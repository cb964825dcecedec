"""Harm that no war did, forces that only stand somewhere, and whom a number or a verb without a subject means."""

from __future__ import annotations

import pytest

from claim_cases import events_of

WAR = "The rebels and the army have infantry and howitzers. "


def types_of(sentence: str) -> set[str]:
    return {event.type for event in events_of(WAR + sentence) if event.start >= len(WAR)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Eleven soldiers were hurt when their lorry skidded off the road near Petrivka.",
        "A quake destroyed forty houses in Petrivka.",
        "The tribunal sentenced the major for the killing of four soldiers in Petrivka.",
        "The brigade was stationed in Petrivka in the 1960s.",
        "The Second World War left Petrivka in ruins.",
    ],
)
def test_accidents_disasters_courts_and_old_wars_tell_no_harm(sentence: str) -> None:
    assert types_of(sentence) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "The army took Petrivka in the bloodiest attack since the 1990s.",
        "It was the largest assault in Europe since the Second World War when rebels captured Petrivka.",
    ],
)
def test_what_is_the_worst_since_an_old_war_is_told(sentence: str) -> None:
    assert "capture" in types_of(sentence)


def test_an_air_strike_on_rescuers_of_an_earthquake_is_told() -> None:
    assert "strike" in types_of("An air strike killed nine rebels in Petrivka, which the earthquake had spared.")


@pytest.mark.parametrize(
    "sentence", ["Four soldiers were killed in heavy rain in Petrivka.", "Prosecutors said rebels killed four soldiers in Petrivka."]
)
def test_rain_and_prosecutors_make_no_accident(sentence: str) -> None:
    assert "losses" in types_of(sentence)


def test_what_else_is_said_of_a_force_at_a_place_does_not_tell_that_it_is_deployed() -> None:
    assert types_of("Rebel units around Petrivka are probably short of boots.") == set()
    assert types_of("Rebel units near Petrivka shelled Ivanivka.") == {"strike"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The guerrillas, numbering perhaps three hundred, later camped in the hills above Petrivka.",
        "Before the raid, the tank battalion, numbering 400 men, was headquartered at Petrivka.",
    ],
)
def test_a_verb_behind_an_insertion_has_the_force_before_it(sentence: str) -> None:
    assert "deployment" in types_of(sentence)
