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


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("The Muslims fought back with hunting rifles in Petrivka.", "clash"),
        ("The warfare around Petrivka has drawn in three armies.", "clash"),
        ("Petrivka has been a battleground since the Ethiopian troops came.", "clash"),
        ("The night in Petrivka was broken by rifle fire.", "clash"),
        ("Machine-gun and mortar fire crackled over Petrivka.", "clash"),
        ("The Sudanese film showed an engagement with the enemy near Petrivka.", "clash"),
        ("Sporadic firing continued in the streets of Petrivka.", "clash"),
        ("Footage showed Eritrean troops fighting in Petrivka.", "clash"),
        ("Armenian gunners brought the only road out of Petrivka under fire.", "strike"),
        ("The Libyan column advanced with air support near Petrivka.", "strike"),
        ("The bombers dropped thirty or so bombs on Petrivka.", "strike"),
        ("The Defence Forces inflicted heavy fire damage on the enemy near Petrivka.", "strike"),
        ("Villagers in Petrivka heard artillery and mortars all night.", "strike"),
        ("The thunder of distant artillery woke the people of Petrivka.", "strike"),
        ("There were clashes involving artillery and drones in Petrivka.", "strike"),
        ("Observers counted the launch of fifty rockets from Petrivka.", "strike"),
        ("Serb gunners fired in vain at the hills of Petrivka.", "strike"),
    ],
)
def test_fighting_and_fire_are_told_by_what_is_heard_and_used(sentence: str, type_: str) -> None:
    assert type_ in types_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("She fought back tears in Petrivka.", "clash"),
        ("The minister came under fire over the budget in Petrivka.", "strike"),
        ("They heard a concert in Petrivka.", "strike"),
        ("The rebels in Petrivka asked for air support.", "strike"),
        ("The launch of a satellite was watched in Petrivka.", "strike"),
        ("The parties agreed a deal involving tanks and aid in Petrivka.", "strike"),
        ("The firm fired two cooks in Petrivka.", "strike"),
    ],
)
def test_what_only_sounds_like_fighting_is_none(sentence: str, type_: str) -> None:
    assert type_ not in types_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The M23 rebels came yesterday. They are in Petrivka, Ivanivka and Stepove.",
        "Helicopter gunships are now in Petrivka.",
        "Five hundred soldiers from Chad are already in Petrivka.",
        "Croatian gunmen manned batteries near Petrivka.",
        "The jets hit a gathering of militants in Petrivka.",
        "The shell struck a hall where fighters had gathered in Petrivka.",
        "Houthi militiamen paraded through Petrivka.",
        "Three battalions of the junta are located near Petrivka.",
        "The guerrillas used the mine at Petrivka as a base.",
        "Serb soldiers turned the school of Petrivka into a fortress.",
        "The contras have training camps near Petrivka.",
        "Hamas fighters had lain in wait for hours in Petrivka.",
        "The old fort at Petrivka houses regular troops.",
        "The town has become a centre for militants, said an officer in Petrivka.",
    ],
)
def test_those_who_stand_somewhere_are_deployed(sentence: str) -> None:
    assert "deployment" in types_in(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Mourners gathered in Petrivka.",
        "The tourists are in Petrivka.",
        "The rebel leaders are in Petrivka for talks.",
        "Students marched through Petrivka.",
        "The offices of the company are located in Petrivka.",
        "The offensive is gathering pace near Petrivka.",
        "They used the barn at Petrivka as a dance hall.",
    ],
)
def test_people_who_are_no_fighters_are_not_deployed(sentence: str) -> None:
    assert "deployment" not in types_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Aid workers found two bridges destroyed near Petrivka.", "damage"),
        ("Petrivka has been ravaged by weeks of fighting.", "damage"),
        ("The commander told us that Petrivka was totally destroyed.", "damage"),
        ("Two bridges at Petrivka had been brought down by the Russians.", "damage"),
        ("Fifty dwellings were damaged in Petrivka.", "damage"),
        ("The bomber blasted through the gate of the base at Petrivka.", "damage"),
        ("Civilians are moving further south from Petrivka.", "displacement"),
        ("Reporters met fleeing families near Petrivka.", "displacement"),
        ("About 900 families have left Petrivka since the siege.", "displacement"),
        ("The road out of Petrivka was jammed with carts and tractors as the shells fell.", "displacement"),
    ],
)
def test_damage_and_flight_are_told_in_many_ways(sentence: str, type_: str) -> None:
    assert type_ in types_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("A storm devastated the economy of Petrivka.", "damage"),
        ("Commuters were moving slowly in Petrivka.", "displacement"),
        ("The roads in Petrivka were clogged with snow.", "displacement"),
        ("The gunners brought down a jet over Petrivka.", "damage"),
    ],
)
def test_what_no_war_does_is_no_damage_and_no_flight(sentence: str, type_: str) -> None:
    assert type_ not in types_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("The militants said six villagers were killed in Petrivka.", "losses"),
        ("Forty prisoners escaped from the jail in Petrivka.", "losses"),
        ("Neither army would disclose its casualties at Petrivka.", "losses"),
        ("The shelling caused civilian casualties in Petrivka.", "losses"),
        ("The army seeks help to combat the rebels in Petrivka.", "clash"),
        ("The gunners lost combat equipment in Petrivka.", "clash"),
        ("Attacks by resistance groups worry the junta in Petrivka.", "clash"),
        ("The Tamils have fought the state for decades, people in Petrivka say.", "clash"),
        ("The insurgents tried to hide near Petrivka.", "deployment"),
        ("The army struggled to send reinforcements to Petrivka.", "deployment"),
        ("The raid hit the headquarters in Petrivka.", "deployment"),
    ],
)
def test_what_is_sought_or_only_named_does_not_happen(sentence: str, type_: str) -> None:
    assert type_ not in types_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("The war cost the army 2000 men at Petrivka.", "losses"),
        ("Dozens of Iraqi conscripts gave themselves up in Petrivka.", "losses"),
        ("An F-16 was downed over Petrivka.", "losses"),
        ("Angolan troops rounded up forty suspected guerrillas in Petrivka.", "losses"),
        ("The soldiers' corpses were piled on a lorry in Petrivka.", "losses"),
        ("The war has spread to Petrivka.", "clash"),
        ("There was shooting in Petrivka until dawn.", "clash"),
        ("The Contras ran into a column of soldiers near Petrivka.", "clash"),
        ("Helicopters were in action over Petrivka.", "strike"),
        ("The jets dropped their loads over Petrivka.", "strike"),
        ("The roof of the clinic in Petrivka was blown off.", "damage"),
        ("Fires burned in Petrivka after the shells came.", "damage"),
        ("The market of Petrivka is a charred ruin.", "damage"),
        ("Petrivka is a ghost town.", "displacement"),
        ("Women and children huddled in the cellars of Petrivka.", "displacement"),
        ("The army ordered civilians out of Petrivka.", "displacement"),
        ("Eritrean troops have been in Petrivka since March.", "deployment"),
        ("Some 3000 rebels are thought to be in Petrivka.", "deployment"),
        ("The militia has heavy guns near Petrivka.", "deployment"),
        ("A frigate is lying off Petrivka.", "deployment"),
    ],
)
def test_more_of_the_language_of_war_reports_is_known(sentence: str, type_: str) -> None:
    assert type_ in types_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("The shares took a heavy beating, brokers in Petrivka said.", "losses"),
        ("The flood cost the town of Petrivka a million dollars.", "losses"),
        ("The trade war has spread to Petrivka.", "clash"),
        ("The story was blown out of proportion in Petrivka.", "damage"),
        ("Forest fires burned near Petrivka.", "damage"),
        ("The market in Petrivka opened up with a gain.", "strike"),
        ("Generals are thought to be in charge in Petrivka.", "deployment"),
        ("The police rounded up stray dogs in Petrivka.", "losses"),
    ],
)
def test_what_peace_says_in_the_same_words_is_left_alone(sentence: str, type_: str) -> None:
    assert type_ not in types_in(sentence)


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("Saudi warplanes destroyed two tanks near Petrivka.", {"losses", "strike"}),
        ("A cruise missile destroyed the bridge in Petrivka.", {"damage", "strike"}),
        ("Rebel engineers destroyed the bridge in Petrivka.", {"damage"}),
        ("The infantry destroyed two tanks near Petrivka.", {"losses"}),
        ("An army helicopter crashed near Petrivka.", {"losses"}),
    ],
)
def test_what_is_destroyed_from_afar_was_struck(sentence: str, types: set[str]) -> None:
    assert types_in(sentence) == types


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Kenyan troops who came last week are positioned around Petrivka.", True),
        ("Howitzers are emplaced behind Petrivka.", True),
        ("The rebels are few; they wait in the hills near Petrivka.", True),
        ("Soldiers of the junta stand on the bridge at Petrivka.", True),
        ("The army announced it in a note posted on a wall in Petrivka.", False),
        ("The troops left a village located near Petrivka.", False),
        ("The rebels' demands remain on the table in Petrivka.", False),
    ],
)
def test_presence_is_told_of_a_subject_that_is_armed(sentence: str, told: bool) -> None:
    assert ("deployment" in types_in(sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("The rebels shot down a combat helicopter near Petrivka.", {"losses"}),
        ("Medics came back to Petrivka from the battle area.", set()),
        ("Army tanks rolled into the slowly burning town of Petrivka.", {"advance"}),
        ("Rebel gunmen moved unopposed into Petrivka.", {"advance"}),
        ("Shots were heard along the Petra River, which the army crossed on Friday.", {"advance"}),
        ("In Petrivka the rebels seized the police HQ and two oil terminals.", {"capture"}),
        ("The marines were forced to pull back from Petrivka.", {"withdrawal"}),
        ("The taking of Petrivka has opened a road to the coast.", {"capture"}),
        ("Nine soldiers died in clashes in Petrivka.", {"losses", "clash"}),
        ("The army has been battling a guerrilla movement around Petrivka for thirty years.", set()),
        ("The government wants to liberate 40 soldiers who are in Petrivka.", set()),
        ("The artillery attack on Petrivka, which began at dawn, has killed nine soldiers.", {"strike", "losses"}),
    ],
)
def test_what_a_clause_is_about_is_read_past_what_only_describes_it(sentence: str, types: set[str]) -> None:
    assert types_in(sentence) - {"deployment"} == types


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("The town the army had taken by Monday was Petrivka, and the land it captured lies near it.", {"capture"}),
        ("Hunger forced a whole detachment of border police to abandon Petrivka.", {"withdrawal"}),
        ("Rebels who had controlled Petrivka for a month buried their dead.", set()),
        ("Troops entered the heavily defended and partly burnt town of Petrivka.", {"advance"}),
        ("The army tried to gain a cease-fire in Petrivka.", set()),
    ],
)
def test_ground_that_was_taken_stands_before_who_took_it_too(sentence: str, types: set[str]) -> None:
    assert types_in(sentence) - {"deployment"} == types
