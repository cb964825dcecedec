"""What the same verb means by who does it: who flees, who evacuates whom."""

from __future__ import annotations

import pytest

from claim_cases import events_of

WAR = "The rebels and the army have infantry and howitzers. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thousands of families fled Petrivka.", "displacement"),
        ("Hundreds of soldiers fled Petrivka.", "withdrawal"),
        ("Families of fighters fled Petrivka.", "displacement"),
        ("The volunteers fled as guns opened up near Petrivka.", "withdrawal"),
        ("The guerrillas, who had fled Petrivka, came back.", "withdrawal"),
        ("As shells hit the mill, residents fled Petrivka.", "displacement"),
        ("Residents fled the rebels in Petrivka.", "displacement"),
        ("Army shells hit the mill, and many people fled Petrivka.", "displacement"),
        ("Ten gunmen died at the bridge; the rest fled Petrivka.", "withdrawal"),
        ("The army evacuated its base at Petrivka.", "withdrawal"),
        ("The rebels evacuated women and children from Petrivka.", "displacement"),
        ("Villagers were evacuated from Petrivka by soldiers.", "displacement"),
        ("The garrison was evacuated from Petrivka.", "withdrawal"),
    ],
)
def test_fighters_who_flee_withdraw_and_villagers_are_displaced(sentence: str, expected: str) -> None:
    assert expected in {event.type for event in events_of(WAR + sentence) if event.places}
    assert {"displacement", "withdrawal"} & {event.type for event in events_of(WAR + sentence)} == {expected}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The security forces based in Petrivka vacated the area.", {"withdrawal"}),
        ("A convoy of 50 vehicles surrounded Petrivka.", {"encirclement"}),
        ("Additional troops were seen near Petrivka.", {"deployment"}),
    ],
)
def test_a_force_that_only_does_something_else_is_no_deployment(sentence: str, expected: set[str]) -> None:
    assert {event.type for event in events_of(WAR + sentence)} == expected
