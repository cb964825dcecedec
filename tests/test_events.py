from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claim_cases import events_of, placed_names
from frontmap.data import read_rows
from frontmap.model import CLAIM_TYPES, MODALITIES, Document
from frontmap.registry.lexicon import open_lexicon
from frontmap.registry.sources import open_sources
from frontmap.text.clauses import dateline_end
from frontmap.text.events.detect import find_events
from frontmap.text.sentences import parse
from steps import is_linear

WAR = "The rebels and the army have infantry and howitzers. "


def told(sentence: str) -> list[tuple[str, tuple[str, ...]]]:
    text = WAR + sentence
    placed = placed_names(text)
    return [(e.type, tuple(placed[m].mention.surface for m in e.places)) for e in events_of(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The army captured Petrivka.", [("capture", ("Petrivka",))]),
        ("Petrivka was captured by the army.", [("capture", ("Petrivka",))]),
        ("The capture of Petrivka by the army was announced.", [("capture", ("Petrivka",))]),
        ("After capturing Petrivka, the army rested.", [("capture", ("Petrivka",))]),
        ("The army captured 20 soldiers in Petrivka.", [("losses", ("Petrivka",))]),
        ("The army lost control of Petrivka.", [("capture", ("Petrivka",))]),
        ("The rebels were driven out of Petrivka.", [("capture", ("Petrivka",))]),
        ("Petrivka remains under army control.", [("hold", ("Petrivka",))]),
        ("The rebels repelled an attack on Petrivka.", [("repulse", ("Petrivka",))]),
        ("An attack on Petrivka was repelled by the rebels.", [("repulse", ("Petrivka",))]),
        ("The army launched unsuccessful assaults on Petrivka.", [("assault", ("Petrivka",)), ("repulse", ("Petrivka",))]),
        ("The army failed to capture Petrivka.", [("repulse", ("Petrivka",))]),
        ("The army tried to capture Petrivka.", [("assault", ("Petrivka",))]),
        ("The army launched an offensive to capture Petrivka.", [("assault", ("Petrivka",))]),
        ("The army cut the supply route to Petrivka.", [("encirclement", ("Petrivka",))]),
        ("The army cut the road near Petrivka.", [("encirclement", ("Petrivka",))]),
        ("Drones attacked Petrivka overnight.", [("strike", ("Petrivka",))]),
        ("The army attacked Petrivka with drones.", [("strike", ("Petrivka",))]),
        ("The army destroyed a tank near Petrivka.", [("losses", ("Petrivka",))]),
        ("The army destroyed the bridge in Petrivka.", [("damage", ("Petrivka",))]),
        ("Three hundred soldiers surrendered in Petrivka.", [("losses", ("Petrivka",))]),
        ("Residents fled Petrivka.", [("displacement", ("Petrivka",))]),
        ("The volunteers fled as soldiers neared Petrivka.", [("withdrawal", ("Petrivka",))]),
    ],
)
def test_a_sentence_tells_its_event_and_place(sentence: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Workers went on strike in Petrivka.",
        "The unions called a general strike in Petrivka.",
        "The minister held talks in Petrivka.",
        "The thief was captured on video in Petrivka.",
        "The mayor of Petrivka fell ill.",
        "The club fell to fourth place in Petrivka.",
        "The builder got an advance payment in Petrivka.",
        "He defended his title in Petrivka.",
        "The police raided an office in Petrivka.",
        "The miners work in a coal mine in Petrivka.",
        "Will the army ever take Petrivka?",
    ],
)
def test_words_that_mean_something_else_are_no_events(sentence: str) -> None:
    assert told(sentence) == []


def test_every_place_of_a_list_is_told() -> None:
    assert told("Clashes broke out in Petrivka, Ivanivka and near Stepove.") == [("clash", ("Petrivka", "Ivanivka", "Stepove"))]


def test_each_verb_keeps_its_own_place() -> None:
    found = told("The army launched assaults on Petrivka and made gains near Ivanivka.")
    assert found == [("assault", ("Petrivka",)), ("advance", ("Ivanivka",))]


def test_a_country_that_acts_is_no_place_of_the_event() -> None:
    assert told("Russia attacked Petrivka, and Ukraine's army withdrew.")[0] == ("assault", ("Petrivka",))


def test_the_owner_of_a_region_or_an_army_is_no_place_of_the_event() -> None:
    assert told("The army launched an offensive into Russia's Kamenka Oblast.") == [("assault", ("Kamenka Oblast",))]
    assert told("The rebels attacked Petrivka. The army failed to break through Ukraine's defences.")[-1][1] == ()


def test_what_comes_from_a_place_did_not_happen_there() -> None:
    assert ("assault", ("Petrivka",)) in told("The army attacked Petrivka from Ivanivka.")


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("The army captured Petrivka.", "asserted"),
        ("The army reportedly captured Petrivka.", "hedged"),
        ("The army appears to have captured Petrivka.", "hedged"),
        ("The army may have captured Petrivka.", "possible"),
        ("The army could capture Petrivka.", "possible"),
        ("The army plans to capture Petrivka.", "possible"),
        ("The army is on the verge of capturing Petrivka.", "possible"),
        ("The army has not captured Petrivka.", "denied"),
        ("The army did not advance near Petrivka.", "denied"),
        ("The army made no gains near Petrivka.", "denied"),
        ("The army not only captured Petrivka.", "asserted"),
        ("In May 2024 the army captured Petrivka.", "asserted"),
    ],
)
def test_modality_is_as_the_clause_puts_it(sentence: str, modality: str) -> None:
    assert events_of(WAR + sentence)[-1].modality == modality


def test_doubt_reaches_the_verbs_that_share_a_subject() -> None:
    events = events_of(WAR + "The army has reportedly encircled Petrivka, taken control of Ivanivka, and cut the supply road to Stepove.")
    assert [e.modality for e in events] == ["hedged"] * 3


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("Russian troops captured Petrivka.", "russia"),
        ("Petrivka was captured by Russian troops.", "russia"),
        ("A Russian attack hit Petrivka.", "russia"),
        ("Ukrainian forces repelled Russian assaults on Petrivka.", "ukraine"),
        ("Russian forces failed to capture Petrivka.", "ukraine"),
        ("Russian forces lost control of Petrivka.", "ukraine"),
        ("Ukrainian soldiers were killed in Petrivka.", "russia"),
        ("Clashes between Russian and Ukrainian troops raged in Petrivka.", None),
    ],
)
def test_the_side_of_who_acts_is_told(sentence: str, side: str | None) -> None:
    text = "Ukrainian and Russian troops have artillery and infantry. " + sentence
    assert events_of(text)[-1].actor_side == side


def test_a_report_without_war_tells_nothing() -> None:
    assert events_of("Analysts attacked the plan. Sales advanced in Petrivka, and the firm captured the market.") == ()


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Croatian units retook Petrivka within three days.", "capture"),
        ("Skirmishes were registered at Petrivka.", "clash"),
        ("The two armies fought for a third day at Petrivka.", "clash"),
        ("Reinforcements were sent to Petrivka.", "deployment"),
        ("Fighting is under way near Petrivka, a commander says.", "clash"),
        ("Heavy fighting in Petrivka.", "clash"),
        ("Defenders repel an attack near Petrivka.", "repulse"),
        ("Explosions were heard in Petrivka.", "strike"),
        ("Units of the housing fund rose in price.", None),
        ("The opposition won a seat in Petrivka.", None),
    ],
)
def test_a_note_that_names_a_place_needs_one_word_of_war_or_of_fighting_or_two_that_may_be(note: str, expected: str | None) -> None:
    assert [event.type for event in events_of(note)] == ([expected] if expected else [])


def test_a_short_report_is_about_a_war_where_one_word_is_military_and_others_may_be() -> None:
    said = "The president said on Sunday that his forces were in Toretsk, the second city of the enclave, which the other side denied. "
    goes_on = '"Fighting in Toretsk continues," said a spokeswoman of the ministry who spoke to a dozen journalists in the capital. '
    hit = "Pokrovsk, a town 30 kilometres down the mountain road, came under rocket fire overnight."
    assert "clash" in {event.type for event in events_of(said + goes_on + hit)}


def test_a_denial_answers_what_was_said_last() -> None:
    *_, capture, denial = events_of(WAR + "The army captured Petrivka. The rebels rejected the claim.")
    assert (denial.type, denial.places, denial.modality) == (capture.type, capture.places, "denied")


WORDS = re.findall(
    r"\S+", "the army rebels captured Petrivka , and . to from south of ' \" ( ) ; not may shelling Ivanivka by was 5 km Ümlaut 🙂"
)


@pytest.mark.parametrize(
    ("answer", "modality"),
    [
        ("The rebels denied responsibility.", "denied"),
        ("The rebels denied carrying out the raid.", "denied"),
        ("The army accused the rebels of staging the attack.", "asserted"),
        ("The army blamed the rebels for the attack.", "asserted"),
        ("No group claimed responsibility for the attack.", None),
    ],
)
def test_who_is_accused_of_an_attack_or_denies_it_answers_what_was_told_of_it(answer: str, modality: str | None) -> None:
    found = [
        (e.type, e.modality)
        for e in events_of("Gunmen attacked an army post in Petrivka. Soldiers left Lisne. " + answer)
        if e.sentence == 2
    ]
    assert found == ([("assault", modality)] if modality else [])


def test_a_clause_that_which_denies_is_told_and_denied() -> None:
    found = [
        (e.type, e.modality) for e in events_of(WAR + "Rebels said they had destroyed two tanks near Petrivka, which the army denied.")
    ]
    assert found == [("losses", "asserted"), ("losses", "denied")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "\n"]), max_size=60))
def test_spans_are_exact_whatever_the_words(words: list[str]) -> None:
    text = WAR + " ".join(words)
    for event in find_events(parse(Document("d", text, lang="en")), placed_names(text), open_lexicon(), open_sources()):
        assert 0 <= event.start <= event.trigger[0] < event.trigger[1] <= event.end <= len(text)
        assert event.type in CLAIM_TYPES
        assert event.modality in MODALITIES


def test_a_sentence_without_end_is_read_in_linear_time() -> None:
    def read(text: str) -> None:
        assert find_events(parse(Document("d", text, lang="en")), (), open_lexicon(), open_sources())

    assert is_linear(read, "troops captured Petrivka and shelled Ivanivka ")


SENTENCES = [(row["type"], row["sentence"]) for _, row in read_rows(Path(__file__).parent / "data" / "claim_sentences.csv")]


@pytest.mark.parametrize(("event_type", "sentence"), SENTENCES)
def test_sentences_as_reports_word_them_tell_their_event(event_type: str, sentence: str) -> None:
    assert any(kind == event_type and places for kind, places in told(sentence))


def sides_of(text: str) -> list[tuple[str, str | None]]:
    return [(e.type, e.actor_side) for e in events_of(text)]


WARS = "Russian and Ukrainian troops have artillery and infantry. "


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("Russian soldiers backed by Chechen units took Petrivka.", "russia"),
        ("Ukrainian marines stormed Petrivka, killing thirty Russian soldiers.", "ukraine"),
        ("Ukrainian volunteers came to the aid of those under Russia's brutal assault on Petrivka.", "russia"),
        ("Ukraine's soldiers assault Petrivka.", "ukraine"),
        ("Petrivka fell to Russian paratroopers.", "russia"),
        ("Petrivka is held by Ukrainian marines.", "ukraine"),
        ("An assault on Petrivka by Russian infantry began.", "russia"),
        ("The Ukrainian garrison said on Monday Russian jets bombed Petrivka.", "russia"),
        ("A Russian brigade attacked Petrivka. The assault was repelled.", "ukraine"),
        ("Ukrainian units entered Petrivka. They seized the station there.", "ukraine"),
    ],
)
def test_the_subject_is_found_over_asides_clauses_and_sentences(sentence: str, side: str) -> None:
    assert events_of(WARS + sentence)[-1].actor_side == side


@pytest.mark.parametrize("planted", ["A car bomb exploded", "A suicide bombing hit a checkpoint", "A roadside bomb killed ten soldiers"])
def test_what_somebody_unseen_planted_is_nobodys_because_others_attack_elsewhere(planted: str) -> None:
    attack = "Russian troops attacked Petrivka."
    for report in (f"{attack} {planted} in Ivanivka.", f"{planted} in Ivanivka. {attack}"):
        events = [e for e in events_of(WARS + report) if e.actor is None and e.type in ("assault", "strike")]
        assert events
        assert {e.actor_side for e in events} == {None}


def test_a_phrase_after_another_verb_does_not_act() -> None:
    attack, shelling = sides_of(WARS + "The offensive on Petrivka led to shelling of Ivanivka by Russian gunners.")
    assert (attack[0], shelling) == ("assault", ("strike", "russia"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Petrivka fell after guerrillas seized it.", "capture"),
        ("The recapture by government soldiers of Petrivka was announced.", "capture"),
        ("Petrivka, which the rebels captured in May, lies on a hill.", "capture"),
        ("The fighters could not enter Petrivka.", "repulse"),
        ("The insurgents struck Petrivka at dusk.", "assault"),
        ("Drones struck Petrivka at dusk.", "strike"),
        ("The army killed up to 40 rebels near Petrivka.", "losses"),
        ("The rebels burnt the mill in Petrivka and fled.", "withdrawal"),
    ],
)
def test_pronouns_relatives_and_numbers_hide_no_event(sentence: str, expected: str) -> None:
    assert expected in [kind for kind, _ in told(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The army moved up with the aim of besieging Petrivka.",
        "The brigade made its plan for taking Petrivka.",
        "The brigade is there to completely destroy the rebels in Petrivka.",
        "Rebels crept out of Petrivka to strike the soldiers.",
        "The Liberation Tigers have an office in Petrivka.",
    ],
)
def test_what_is_only_aimed_at_or_named_after_it_is_no_event(sentence: str) -> None:
    assert not {"encirclement", "capture", "losses", "strike"} & {kind for kind, _ in told(sentence)}


def test_two_counts_of_the_dead_in_one_sentence_are_two_events() -> None:
    found = told("The army says 60 rebels were killed in Petrivka and the rebels say that 150 soldiers were killed.")
    assert [kind for kind, _ in found].count("losses") == 2


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("Russia launched 40 drones at Petrivka.", "russia"),
        ("Anti-Ukrainian fighters entered Petrivka.", "russia"),
        ("Ukrainian tanks and infantry entered Petrivka.", "ukraine"),
        ("As Ukrainian units entered Petrivka, people cheered.", "ukraine"),
        ("Ukrainian gunners killed thirty Russians in raids on Petrivka.", "ukraine"),
        ("Russian soldiers were killed in an artillery strike on Petrivka.", "ukraine"),
    ],
)
def test_a_country_a_pair_or_an_opponent_may_act(sentence: str, side: str) -> None:
    assert events_of(WARS + sentence)[-1].actor_side == side


def test_who_took_a_town_and_who_took_it_back_are_both_told() -> None:
    found = sides_of(WARS + "Russian troops captured Petrivka in May, but in June Ukrainian brigades recaptured the town.")
    assert found == [("capture", "russia"), ("capture", "ukraine")]


@pytest.mark.parametrize("sentence", ["There was no word on casualties in Petrivka.", "No soldiers were killed in Petrivka."])
def test_losses_that_nobody_denies_are_not_told_as_denied(sentence: str) -> None:
    assert "losses" not in [kind for kind, _ in told(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Weeks of heavy fighting have emptied Petrivka.", "clash"),
        ("The commander gave an account of the battle.", None),
        ("The navy sent gunboats to shell Petrivka.", "strike"),
        ("The army sent engineers to capture Petrivka.", None),
        ("Petrivka has been all but destroyed by the army.", "damage"),
    ],
)
def test_nouns_and_purposes_are_told_where_something_happened(sentence: str, expected: str | None) -> None:
    kinds = [kind for kind, _ in told(sentence)]
    assert expected in kinds if expected else not {"clash", "capture"} & set(kinds)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rockets were used in an attack on Petrivka.", "strike"),
        ("Gunmen on motorbikes launched an attack on Petrivka.", "assault"),
        ("Rebels attacked Petrivka from three sides.", "assault"),
        ("The brigade is on the verge of capturing the town of Petrivka.", "capture"),
        ("Gunners sank two fleeing boats near Petrivka.", "losses"),
    ],
)
def test_the_means_and_the_form_of_a_word_tell_its_event(sentence: str, expected: str) -> None:
    assert [kind for kind, _ in told(sentence)] == [expected]


def test_a_participle_that_opens_a_sentence_has_the_subject_that_follows() -> None:
    first, _ = sides_of(WARS + "Advancing on Petrivka, Ukrainian marines took Ivanivka.")
    assert first == ("advance", "ukraine")


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("The advance of Russian infantry near Petrivka goes on.", "russia"),
        ("The shelling of Ukrainian trenches near Petrivka goes on.", "russia"),
        ("Ukrainian raiders burst into Petrivka, killing ten guards, and then ambushed a convoy.", "ukraine"),
        ("Russian gunners said Ukrainian marines had stormed Petrivka and burnt the mill.", "ukraine"),
    ],
)
def test_of_names_who_moves_or_who_suffers(sentence: str, side: str) -> None:
    assert events_of(WARS + sentence)[-1].actor_side == side


def test_a_verb_whose_participle_is_its_base_may_be_passive() -> None:
    assert told("Petrivka was overrun by the guerrillas.") == [("capture", ("Petrivka",))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Guerrilla fighters attacked Petrivka, where rockets had fallen before.", "assault"),
        ("Guerrilla fighters attacked Petrivka with rockets.", "strike"),
        ("A suicide bomber blew himself up among soldiers in Petrivka.", "assault"),
        ("Two rockets, launched by rebel fighters, landed in Petrivka.", "strike"),
        ("The marines landed near Petrivka.", "advance"),
        ("A rebel post at Petrivka was attacked by the armed forces. Helicopters were seen far away.", "assault"),
    ],
)
def test_who_attacks_on_the_ground_makes_an_assault_unless_his_means_are_fire(sentence: str, expected: str) -> None:
    assert expected in [kind for kind, _ in told(sentence)]


def test_the_purpose_of_what_is_planned_is_no_plan_of_its_own() -> None:
    kinds = [kind for kind, _ in told("The army is preparing to launch raids to capture Petrivka.")]
    assert "capture" not in kinds


@pytest.mark.parametrize(
    ("text", "told_at_town"),
    [
        ("Addis Ababa, Ethiopia — Rebels shelled Petrivka.", False),
        ("IVANIVKA: Rebels shelled Petrivka.", False),
        ("Rebels hold Ivanivka - they shelled Petrivka.", True),
        ("IVANIVKA/PETRIVKA Fighting broke out. Rebels left Petrivka.", False),
        ("NATO Troops left Petrivka on Friday.", True),
        ("U.S. Navy pilots left Petrivka on Friday.", True),
        ("IVANIVKA fell. Rebels hold Ivanivka.", True),
    ],
)
def test_datelines_are_told_from_sentences(text: str, told_at_town: bool) -> None:
    first = parse(Document("d", text, lang="en"))
    assert (dateline_end(first, first.sentences[0]) == 0) is told_at_town


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thousands fled Petrivka as rebels neared.", "displacement"),
        ("A block of flats in Petrivka partially collapsed after the missile fell.", "damage"),
        ("Fresh units have been moved to Petrivka.", "deployment"),
        ("Petrivka remains a rebel-held town.", "hold"),
        ("Rebels continue to occupy Petrivka.", "hold"),
        ("The garrison was forced to withdraw from Petrivka.", "withdrawal"),
        ("The enemy was stopped near Petrivka.", "repulse"),
    ],
)
def test_states_and_moves_are_told_as_reports_word_them(sentence: str, expected: str) -> None:
    assert expected in [kind for kind, _ in told(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The brigade moved its guns from occupied Petrivka to the river.",
        "Rebels withdrew from the whole occupied Petrivka region.",
        "The army withdrew from the contested province of Petrivka.",
    ],
)
def test_what_a_place_is_called_by_did_not_happen_now(sentence: str) -> None:
    assert not {"capture", "clash"} & {kind for kind, _ in told(sentence)}


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("Forces allied with Russia entered Petrivka.", "russia"),
        ("Volunteers from Ukraine reached Petrivka.", "ukraine"),
        ("Soldiers from nowhere in particular reached Petrivka.", None),
        ("Ukrainian marines under heavy Russian fire stormed Petrivka.", "ukraine"),
        ("Russia lost sixty soldiers near Petrivka.", "ukraine"),
        ("Ten Ukrainian soldiers died in Petrivka.", "russia"),
        ("More Russian troops arrived in Petrivka.", "russia"),
        ("Ukrainian scouts did not let the brigade enter Petrivka.", "ukraine"),
        ("Russian paratroopers fought street battles near Petrivka.", "russia"),
    ],
)
def test_the_words_after_a_force_tell_its_side_and_a_loss_is_the_opponents_deed(sentence: str, side: str | None) -> None:
    assert events_of(WARS + sentence)[-1].actor_side == side


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("State media launched a propaganda campaign against Petrivka.", []),
        ("The army launched a campaign to storm Petrivka.", ["assault"]),
        ("Gunners shot down nine drones over Petrivka.", ["losses"]),
        ("Gunners shot down nine missiles over Petrivka.", ["strike"]),
    ],
)
def test_a_campaign_may_be_of_words_and_a_drone_that_falls_is_lost(sentence: str, expected: list[str]) -> None:
    assert [event.type for event in events_of(WAR + sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "side"),
    [
        ("Hezbollah said it had struck Petrivka.", "hezbollah"),
        ("Hezbollah also said on Monday it had struck Petrivka.", "hezbollah"),
        ("A resident said it had struck Petrivka.", None),
    ],
)
def test_a_group_speaks_of_itself_as_it(sentence: str, side: str | None) -> None:
    assert events_of("The troops have artillery and infantry. " + sentence)[-1].actor_side == side


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The Russian army concentrates its main efforts on Petrivka.", ["assault"]),
        ("The two governments focus their efforts on peace in Petrivka.", []),
        ("Infantry contained a new offensive near Petrivka.", ["repulse"]),
        ("Police combed Petrivka for fleeing gunmen.", ["withdrawal"]),
        ("Government troops chased rebels near Petrivka.", ["advance"]),
        ("Prosecutors chased court charges in Petrivka.", []),
        ("The road remains closed near Petrivka.", ["encirclement"]),
        ("The road remains closed by snow near Petrivka.", []),
        ("Militiamen looted dozens of rifles in Petrivka.", ["losses"]),
        ("Militiamen looted a bakery in Petrivka.", []),
        ("Marines are clearing the last pockets near Petrivka.", ["assault"]),
        ("The Serbs blocked food deliveries to Petrivka.", ["encirclement"]),
        ("Sanctions of the senate blocked aid to Petrivka.", []),
        ("The junta airdropped reinforcements at Petrivka.", ["deployment"]),
        ("The skirmish left a dozen guerrillas dead in Petrivka.", ["clash", "losses"]),
        ("The invaders made futile attempts near Petrivka.", ["assault", "repulse"]),
    ],
)
def test_pressure_pursuit_and_plunder_are_told_apart(sentence: str, expected: list[str]) -> None:
    assert [event.type for event in events_of(WAR + sentence)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FARC rebels fired mortars in Cauca. On Friday Petrivka was attacked by the FARC.", "assault"),
        ("The junta bombed Rakhine with jets. On Friday the AA attacked Petrivka.", "assault"),
        ("The junta bombed Rakhine with jets. The AA attacked Artillery Battalion 12 at Petrivka.", "assault"),
        ("Helicopters rose over Cauca. The FARC attacked Petrivka after planes had bombed the hills.", "assault"),
        ("Helicopters rose over Cauca. The Colombian army attacked Petrivka on Friday.", "strike"),
        ("The FARC attacked Petrivka in Cauca with mortars.", "strike"),
    ],
)
def test_an_armed_group_attacks_on_the_ground_unless_its_own_clause_tells_of_fire(text: str, expected: str) -> None:
    assert expected in {event.type for event in events_of(text) if event.places and "attack" in event.rule}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The army advanced near Petrivka in order to encircle Lisne.", ["advance"]),
        ("The rebels shelled Petrivka in a bid to capture Lisne.", ["strike"]),
        ("The militia pushed into Petrivka, hoping to seize Lisne.", ["advance"]),
        ("Troops are advancing near Petrivka aiming to capture Lisne.", ["advance"]),
        ("Soldiers fired into Petrivka in an attempt to take Lisne.", ["strike"]),
        ("The rebels are hoping to capture Petrivka.", ["capture"]),
        ("The army is aiming to retake Petrivka.", ["capture"]),
        ("In an attempt to take Petrivka, rebels shelled Lisne.", ["strike"]),
        ("Fighters infiltrated Petrivka at night.", ["advance"]),
        ("Fighters tried to infiltrate Petrivka at night.", ["assault"]),
        ("The army made incursions into Petrivka.", ["advance"]),
        ("The army retook more than 3,000 square kilometres around Petrivka.", ["advance"]),
        ("The rebels seized new territory near Petrivka.", ["advance"]),
        ("The rebels widened their zone of control around Petrivka.", ["advance"]),
        ("The rebels extended their control over Petrivka.", ["capture"]),
    ],
)
def test_purposes_are_no_claims_and_ground_gained_is_an_advance(sentence: str, expected: list[str]) -> None:
    assert [kind for kind, places in told(sentence) if places] == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("The rebels rejected the claim.", [("capture", "Lisne", "denied")]),
        ("They were rejected by rebel spokesmen.", [("capture", "Petrivka", "denied"), ("capture", "Lisne", "denied")]),
        ("The government dismissed these assertions as propaganda.", [("capture", "Petrivka", "denied"), ("capture", "Lisne", "denied")]),
        ("His claim was also confirmed by residents.", [("capture", "Lisne", "asserted")]),
        ("A governor confirmed the reports.", [("capture", "Petrivka", "asserted"), ("capture", "Lisne", "asserted")]),
        ("The claims could not be independently confirmed.", []),
        ("The report was not confirmed by officials.", []),
        ("The rebels denied reports that they had shelled Ivanivka.", [("strike", "Ivanivka", "denied")]),
        ("The militia rejected a proposal for talks.", []),
    ],
)
def test_answers_deny_or_confirm_what_was_told_last(answer: str, expected: list[tuple[str, str, str]]) -> None:
    text = WAR + "The army captured Petrivka and recaptured Lisne. " + answer
    placed = placed_names(text)
    found = [e for e in events_of(text) if e.start >= text.index(answer)]
    assert [(e.type, placed[mention].mention.surface, e.modality) for e in found for mention in e.places] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The rebels were pushed back by the army near Petrivka.", "repulse"),
        ("The raiders were soon driven back out of Petrivka.", "capture"),
        ("The army drove the rebels back out of Petrivka.", "capture"),
        ("The rebels pushed out from their strongholds in Petrivka.", "advance"),
        ("Army troops are occupying Petrivka.", "hold"),
        ("Army troops occupied Petrivka on Friday.", "capture"),
        ("Rebels were in partial control of Petrivka.", "hold"),
        ("The militants are maintaining their hold on Petrivka.", "hold"),
        ("Petrivka came under the army's military administration.", "capture"),
        ("The rebels claim control over Petrivka.", "capture"),
        ("The rebels captured the 380th light infantry battalion in Petrivka.", "capture"),
        ("The rebels captured two soldiers of a battalion in Petrivka.", "losses"),
        ("Three columns of troops were moving on Petrivka.", "advance"),
        ("The rebels progressed towards Petrivka.", "advance"),
        ("The guerrillas burst out of the enclave of Petrivka.", "advance"),
        ("The rebels were pushing to seize control of Petrivka.", "advance"),
        ("Troops and tanks went in at Petrivka.", "advance"),
        ("A bicycle bomb hit a patrol of soldiers in Petrivka.", "assault"),
        ("An aerial onslaught on Petrivka killed soldiers.", "strike"),
    ],
)
def test_lines_that_move_and_hold_are_told_without_fixed_phrases(sentence: str, expected: str) -> None:
    assert [kind for kind, places in told(sentence) if places][:1] == [expected]


def test_a_source_in_brackets_is_no_evidence() -> None:
    text = WAR + "The army encircled Petrivka (agencies, 9 January)."
    [event] = [event for event in events_of(text) if event.places]
    assert text[event.start : event.end] == "The army encircled Petrivka"


def test_what_a_relative_clause_says_was_taken_stands_before_it() -> None:
    assert ("capture", ("Petrivka",)) in told("Petrivka, which had all been taken by the army, is quiet.")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rebel forces are now within 150 km of Petrivka.", "advance"),
        ("The troops are also pressing to the south of Petrivka.", "advance"),
        ("The army swarmed across the Petra River.", "advance"),
        ("Insurgents are still dug into pockets of Petrivka.", "hold"),
        ("The army clings to its last foothold in Petrivka.", "hold"),
        ("The garrison is holding the defence in Petrivka.", "hold"),
        ("Insurgents control the main highway into Petrivka.", "hold"),
        ("Troops imposed their control over Petrivka.", "capture"),
        ("Guerrilla fighters overtook a section of Petrivka.", "capture"),
        ("Most parts of Petrivka came under rebel forces.", "capture"),
        ("The soldiers were mopping up near Petrivka.", "assault"),
        ("The rebels snuck through the tunnels of Petrivka.", "assault"),
        ("Attempts by the rebels to advance on Petrivka were disrupted.", "repulse"),
        ("This is a blow to the fleeing rebels of Petrivka.", "withdrawal"),
        ("The guerrilla cadres in Petrivka are sandwiched between two armies.", "encirclement"),
    ],
)
def test_more_words_for_who_moves_and_who_holds(sentence: str, expected: str) -> None:
    assert expected in [kind for kind, places in told(sentence) if places]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Three districts of Petrivka have fallen, a rebel said.", "capture"),
        ("Petrivka is likely to fall soon, rebels say.", "capture"),
        ("The rebels have recovered and controlled the heights of Petrivka.", "capture"),
        ("The gunmen who were still holed up in Petrivka gave a signal.", "deployment"),
        ("The army took over an abandoned building in Petrivka.", "capture"),
        ("The group attacked at dawn. It has also progressed towards Petrivka.", "advance"),
        ("Rebels reached the bank after battling into parts of Petrivka.", "advance"),
        ("The relentless offensive by the militia emptied Petrivka.", "assault"),
    ],
)
def test_who_acts_and_what_falls_may_stand_further_off(sentence: str, expected: str) -> None:
    assert expected in {kind for kind, _ in told(sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Prices in Petrivka have fallen since May.",
        "Night has fallen, and Petrivka sleeps.",
        "Output of wheat near Petrivka fell.",
    ],
)
def test_what_falls_without_being_ground_is_no_capture(sentence: str) -> None:
    assert "capture" not in {kind for kind, _ in told(sentence)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The army took control on Friday of Petrivka.", ["capture"]),
        ("The rebels claim to control half of Petrivka.", ["hold"]),
        ("The rebels claim control over Petrivka.", ["capture"]),
        ("The enemy's attempts to advance into Petrivka were foiled.", ["repulse"]),
        ("An offensive on Petrivka failed.", ["assault", "repulse"]),
        ("The harbour of Petrivka contains military installations.", []),
        ("Ships near Petrivka are now free to leave the war zone.", []),
        ("Fighting is taking place outside the palace in Petrivka.", ["clash"]),
    ],
)
def test_control_is_taken_held_or_claimed(sentence: str, expected: list[str]) -> None:
    assert [kind for kind, places in told(sentence) if places] == expected


@pytest.mark.parametrize(
    ("sentence", "absent"),
    [
        ("The enemy is regrouping near Petrivka in order to resume its offensive.", "assault"),
        ("Troops rested in Petrivka to support the offensive.", "assault"),
        ("Short of food and shells, the garrison of Petrivka waits.", "strike"),
        ("The road at Petrivka is a supply route for troops advancing on the capital.", "advance"),
        ("Columns entered Petrivka, meeting little resistance.", "repulse"),
        ("Columns entered Petrivka without resistance.", "clash"),
    ],
)
def test_what_is_aimed_at_supplied_or_absent_is_no_event(sentence: str, absent: str) -> None:
    assert absent not in {kind for kind, _ in told(sentence)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The rebels began to mount an offensive on Petrivka.", "assault"),
        ("The army continued to launch attacks on Petrivka.", "assault"),
        ("Gunmen came into Petrivka in the night.", "advance"),
        ("The soldiers at Petrivka have disappeared.", "withdrawal"),
        ("Most of Petrivka is out of army hands.", "hold"),
    ],
)
def test_what_comes_about_and_who_comes_and_goes(sentence: str, expected: str) -> None:
    assert expected in {kind for kind, _ in told(sentence)}


def test_what_follows_a_list_of_places_without_one_of_its_own_is_told_once() -> None:
    assert told("The army took Petrivka, Ivanivka and Stepove, killing nine rebels.")[-1] == ("losses", ("Petrivka",))
    assert told("Soldiers were killed in Petrivka and Ivanivka.")[-1] == ("losses", ("Petrivka", "Ivanivka"))
