"""Losses, clashes, fire, damage, flight and the presence of troops, as reports of many wars put them; and what only looks like them."""

from __future__ import annotations

import pytest

from claim_cases import events_of

WAR = "The rebels and the army have infantry and howitzers. "


def types_in(sentence: str) -> set[str]:
    return {event.type for event in events_of(WAR + sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Taliban are fighting government commandos in Petrivka.",
        "The Tigers kept fighting near Petrivka.",
        "Twelve Marines were wounded in the fighting at the gates of the town of Petrivka.",
        "Traders of Petrivka have not opened a shop because of the fighting.",
        "Chechen fighters died in the battle, a medic in Petrivka said.",
        "The Karen say fighting there has gone on for a week, villagers of Petrivka recall.",
    ],
)
def test_fighting_is_told_by_a_verb_and_by_those_whom_it_hits(sentence: str) -> None:
    assert "clash" in types_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister spoke of the fighting and of the price of bread.",
        "Both presidents discussed the clashes over dinner.",
        "A film about the battle won a prize.",
    ],
)
def test_fighting_that_is_only_recalled_is_no_clash(sentence: str) -> None:
    assert "clash" not in types_in(sentence)
