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


@pytest.mark.parametrize(
    "sentence",
    [
        "The drones hit a camp near Petrivka, killing eleven Shabaab members.",
        "Nine Renamo members were captured in Petrivka.",
        "The blast in Petrivka killed the district police chief.",
        "Police chief Ali Khan was killed near Petrivka by the insurgents.",
        "The ambush left six people dead, among them two officers, near Petrivka.",
        "Fourteen people were killed, including three Israeli soldiers, in Petrivka.",
        "The Serbs pulled out of Petrivka, leaving behind mortars and shells.",
        "Iraqi soldiers abandoned their tanks near Petrivka.",
        "Four machine guns were recovered in Petrivka by the rangers.",
        "Burnt-out tanks of the Georgian army line the road to Petrivka.",
        "Lorries carried scores of wounded soldiers from Petrivka.",
        "Many dead and wounded were counted on both sides in Petrivka.",
        "A jet was over Petrivka when the Tigers shot it down.",
        "The clash left 40 guerrillas and 3 civilians dead in Petrivka.",
        "Bandits of the MNR were killed near Petrivka by the army.",
    ],
)
def test_fighters_and_arms_that_are_lost_are_losses(sentence: str) -> None:
    assert "losses" in types_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The shell killed six members of one family in Petrivka.",
        "Five people were killed, including two children, in Petrivka.",
        "The court in Petrivka recovered the stolen money.",
        "Burnt-out buses stood in Petrivka.",
        "The floods left 40 villagers dead in Petrivka.",
        "He abandoned the plan in Petrivka.",
        "The hospital in Petrivka collected funds for the treatment of wounded soldiers.",
    ],
)
def test_what_civilians_lose_is_no_loss_of_fighters(sentence: str) -> None:
    assert "losses" not in types_in(sentence)
