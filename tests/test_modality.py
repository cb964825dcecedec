from __future__ import annotations

from pathlib import Path

import pytest

from claim_cases import claims_of, events_of
from frontmap.data import read_rows
from frontmap.model import Attribution
from test_fields import claims_in

WAR = "The rebels and the army have infantry and howitzers. "
DATA = Path(__file__).parent / "data"
SENTENCES = [(row["firmness"], row["sentence"]) for _, row in read_rows(DATA / "firmness_1.csv")]
PASSAGES = [(row["passage"], row["claims"].split(" | ")) for _, row in read_rows(DATA / "firmness_2.csv")]


def modalities(sentence: str) -> list[tuple[str, str]]:
    return [(event.type, event.modality) for event in events_of(WAR + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rebels threatening to overthrow the governor captured Petrivka.", [("capture", "asserted")]),
        ("Soldiers who hoped to go home captured Petrivka.", [("capture", "asserted")]),
        ("The truce did not apply in areas held by rebels in Petrivka.", [("hold", "asserted")]),
        ("Rebels threatened to capture Petrivka.", [("capture", "possible")]),
        ("The army may have captured Petrivka.", [("capture", "possible")]),
        ("Petrivka could be captured by rebels.", [("capture", "possible")]),
    ],
)
def test_to_and_would_govern_no_verb_in_the_past(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No civilians were hurt during the assault on Petrivka.", [("assault", "asserted")]),
        ("The minister was not present at the clashes in Petrivka.", [("clash", "asserted")]),
        ("The commander was reportedly seen in the assault on Petrivka.", [("assault", "asserted")]),
        ("The mayor was reportedly present at Russia's strike on Petrivka.", [("strike", "asserted")]),
        ("There was no assault on Petrivka.", [("assault", "denied")]),
        ("The army launched no assaults on Petrivka.", [("assault", "denied")]),
        ("There is no evidence of an assault on Petrivka.", [("assault", "denied")]),
        ("There was reportedly an assault on Petrivka.", [("assault", "hedged")]),
    ],
)
def test_doubt_and_denial_stop_before_an_event_that_is_taken_for_known(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The army reportedly captured Petrivka after shelling Lisne.", ["hedged", "hedged"]),
        ("The army reportedly captured Petrivka, shelling Lisne.", ["hedged", "hedged"]),
        ("The army reportedly captured Petrivka after rebels shelled Lisne.", ["hedged", "asserted"]),
        ("The army reportedly captured Petrivka and was engaged in clashes in Lisne.", ["hedged", "hedged"]),
    ],
)
def test_doubt_passes_on_to_what_hangs_on_a_doubted_verb(sentence: str, expected: list[str]) -> None:
    assert [modality for _, modality in modalities(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Heavy fighting was reported in Petrivka.", "hedged"),
        ("Some reports suggest that rebels captured Petrivka.", "hedged"),
        ("An alleged strike on Petrivka made headlines.", "hedged"),
        ("A spokesman did not comment on the reported capture of Petrivka.", "hedged"),
        ("According to reports, the army captured Petrivka.", "hedged"),
        ("Ten soldiers were believed killed in Petrivka.", "hedged"),
        ("The rebels are days away from capturing Petrivka.", "possible"),
        ("The rebels agreed to withdraw from Petrivka.", "possible"),
        ("The rebels are close to capturing Petrivka.", "possible"),
        ("Capturing Petrivka would be a prize for the rebels.", "possible"),
        ("The rebels could not enter Petrivka.", "asserted"),  # that their attempt was repelled
        ("An imminent assault on Petrivka was on everybody's mind.", "possible"),
        ("In what appeared to be a first, rebels captured Petrivka.", "asserted"),
        ("In spring 2014 rebels captured Petrivka.", "asserted"),
        ("In addition it is reported that the army captured Petrivka.", "asserted"),
        ("Petrivka had never seen such heavy shelling.", "asserted"),
        ("The army never captured Petrivka.", "denied"),
        ("The general said it was only a matter of time before Petrivka fell.", "possible"),
        ("The new road made it possible to capture Petrivka.", "asserted"),
        ("It does not appear the rebels captured Petrivka.", "denied"),
        ("The general said the raid would be revenge for the killing of soldiers in Petrivka.", "asserted"),
    ],
)
def test_words_of_doubt_and_of_plans(sentence: str, modality: str) -> None:
    assert modalities(sentence)[-1][1] == modality


@pytest.mark.parametrize(("source", "modality"), [((), "hedged"), (((39, 41),), "asserted")])
def test_what_nobody_says_is_doubtful_but_not_what_an_unknown_he_says(source: tuple[tuple[int, int], ...], modality: str) -> None:
    text = WAR + "He said the army captured Petrivka."
    [claim] = claims_of(text, attributions=(Attribution(source, ((42, 46),), ((47, len(text) - 1),)),))
    assert claim.modality == modality


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("An assault on Petrivka will begin at dawn.", [("assault", "possible")]),
        ("Fighting could soon resume in Petrivka.", [("clash", "possible")]),
        ("The fighting could be heard in Petrivka.", [("clash", "asserted")]),
        ("By morning Petrivka shall be captured by the army.", [("capture", "possible")]),
        ("Fierce clashes were reportedly raging in Petrivka.", [("clash", "hedged")]),
        ("Airstrikes have reportedly killed ten farmers in Petrivka.", [("strike", "hedged")]),
        ("The minister could not comment on the latest fighting in Petrivka.", [("clash", "asserted")]),
        ("The garrison did not allow rebels to advance near Petrivka.", [("repulse", "asserted")]),
        ("Hundreds of reinforcements reportedly arrived in Petrivka.", [("deployment", "hedged")]),
        ("The command ordered troops to leave Petrivka.", [("withdrawal", "asserted")]),
        ("The militia seeks to capture Petrivka.", [("capture", "possible")]),
        ("The group was planning attacks in Petrivka.", [("assault", "possible")]),
        ("The governor could not say whether Petrivka had been captured by rebels.", []),
        ("It was unclear if the army had withdrawn from Petrivka.", []),
        ("The raid on Petrivka was intended to prevent rebels from advancing.", [("assault", "asserted")]),
        ("It was not clear who controlled Petrivka.", []),
        ("It was not clear who shelled Petrivka.", [("strike", "asserted")]),
    ],
)
def test_what_stands_behind_a_noun_and_what_is_only_asked(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The rebels, seeking to spark an uprising, attacked Petrivka.", "asserted"),
        ("The fighters, believed to be few, captured Petrivka.", "asserted"),
        ("The army launched its long-awaited offensive on Petrivka.", "asserted"),
        ("The army is preparing its long-awaited offensive on Petrivka.", "possible"),
        ("The rebels reportedly attacked Lisne, captured Petrivka.", "hedged"),
        ("The army, which denies taking sides, moved tanks into Petrivka.", "asserted"),
        ("A spokesman for the army denied that Petrivka had fallen and said the rebels were few.", "denied"),
    ],
)
def test_what_an_aside_says_of_who_acts_is_not_said_of_the_act(text: str, modality: str) -> None:
    assert {event.modality for event in events_of(text) if "Petrivka" in text[event.start : event.end]} == {modality}


@pytest.mark.parametrize(
    "sentence",
    [
        "The envoy urged the rebels to withdraw from Petrivka.",
        "The bishop appealed to the garrison of Petrivka to lay down its arms.",
        "Leaflets warned that rebels in Petrivka must surrender.",
    ],
)
def test_what_somebody_is_only_called_upon_to_do_is_no_claim(sentence: str) -> None:
    assert modalities(sentence) == []


def test_what_a_party_says_that_it_must_do_is_its_plan() -> None:
    assert modalities("We must capture Petrivka before winter, the general said.") == [("capture", "possible")]


@pytest.mark.parametrize(("firmness", "sentence"), SENTENCES)
def test_all_that_a_sentence_tells_is_as_firm_as_it_words_it(firmness: str, sentence: str) -> None:
    assert {modality for _, modality in modalities(sentence)} == {firmness}


@pytest.mark.parametrize(("passage", "expected"), PASSAGES, ids=lambda value: value[:60] if isinstance(value, str) else "")
def test_each_claim_of_a_passage_is_as_firm_as_the_passage_words_it(passage: str, expected: list[str]) -> None:
    found = {f"{claim.type}:{claim.modality}@{claim.place.name}" for claim in claims_in(passage, "") if claim.place}
    assert {claim.casefold() for claim in expected} <= {claim.casefold() for claim in found}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("When the army takes Petrivka, the war will be over.", [("capture", "possible")]),
        ("As soon as Petrivka is taken, the camps will be closed.", [("capture", "possible")]),
        ("The general said his men would not stop until Petrivka was retaken.", [("capture", "possible")]),
        ("Talks will resume when rebels have left Petrivka.", [("withdrawal", "possible")]),
        ("Before attacking Petrivka, the army will rest.", [("assault", "possible")]),
        ("When the army took Petrivka, the war was over.", [("capture", "asserted")]),
        ("The army fought on until Petrivka was retaken.", [("clash", "asserted"), ("capture", "asserted")]),
        ("After rebels captured Petrivka, the mayor said he would return.", [("capture", "asserted")]),
    ],
)
def test_a_clause_of_time_beside_what_is_to_come_tells_what_is_to_come(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "As the rebels had failed to hand in their guns, a second attack on the depot in Petrivka was carried out.",
            [("assault", "asserted")],
        ),
        ("After failing to break into Petrivka, rebels assaulted Lisne.", [("repulse", "asserted"), ("assault", "asserted")]),
    ],
)
def test_what_a_clause_in_front_denies_is_not_denied_of_the_main_clause(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It could have been rebels from Lisne who attacked Petrivka.", [("assault", "possible")]),
        ("It was not the army that shelled Petrivka.", [("strike", "denied")]),
        ("It was the rebels who shelled Petrivka.", [("strike", "asserted")]),
        ("Rebels may not have captured Petrivka.", [("capture", "possible")]),
        ("There is a chance that Petrivka has fallen to the rebels.", [("capture", "possible")]),
    ],
)
def test_a_cleft_and_a_doubted_denial_say_how_firm_their_event_is(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The army asked the residents of Petrivka to evacuate.", [("displacement", "possible")]),
        ("The army moved its lines, ordering families to flee Petrivka.", [("displacement", "possible")]),
        ("The army threatened to force the rebels to withdraw from Petrivka.", [("withdrawal", "possible")]),
        ("The army managed to force the rebels to withdraw from Petrivka.", [("withdrawal", "asserted")]),
        ("The shells were an attempt to force the rebels to withdraw from Petrivka.", []),
    ],
)
def test_what_is_ordered_or_meant_has_not_happened_and_what_is_caused_has(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The garrison of Petrivka vowed to respond if attacked.", []),
        ("Petrivka fell to the rebels without much fighting.", [("capture", "asserted")]),
        ("Rebels hope to encircle Petrivka by capturing the ridge.", [("encirclement", "possible")]),
        ("Rebels encircled Petrivka by capturing Lisne.", [("encirclement", "asserted"), ("capture", "asserted")]),
    ],
)
def test_conditions_of_an_answer_absent_fights_and_the_means_of_a_plan_are_no_claims(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert modalities(sentence) == expected


def test_gains_that_somebody_may_use_have_been_made() -> None:
    assert modalities("The junta is likely to set up an office on the square and use its military gains in Petrivka as a card.") == [
        ("advance", "asserted")
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Army to withdraw from Petrivka", [("withdrawal", "possible")]),
        ("Army to send 5,000 soldiers to Petrivka", [("deployment", "possible")]),
        ("Rebels set for assault on Petrivka", [("assault", "possible")]),
        ("The brigade withdraws from Petrivka next week.", [("withdrawal", "possible")]),
        ("The next week the brigade withdrew from Petrivka.", [("withdrawal", "asserted")]),
        ("In all likelihood the army shelled Petrivka.", [("strike", "hedged")]),
    ],
)
def test_headlines_and_days_to_come_tell_of_what_is_to_be_done(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The withdrawal from [Petrivka] begins on 12 May.", "possible"),
        ("The withdrawal from [Petrivka] began on 12 April.", "asserted"),
        ("The withdrawal from [Petrivka] begins on 12 April.", "asserted"),
    ],
)
def test_what_has_a_day_after_the_report_has_not_happened(sentence: str, expected: str) -> None:
    assert [claim.modality for claim in claims_in(sentence, "2016-05-03") if claim.type == "withdrawal"] == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The army is gathering strength ahead of an assault on Petrivka.", [("assault", "possible")]),
        ("The army is far from taking Petrivka.", [("capture", "denied")]),
        ("The promised assault on Petrivka has still not begun.", [("assault", "denied")]),
        ("A train believed to be full of guns was bombed in Petrivka.", [("strike", "asserted")]),
        ("What is believed to be a drone bombed Petrivka.", [("strike", "asserted")]),
        ("Petrivka is believed to have been bombed.", [("strike", "hedged")]),
    ],
)
def test_what_is_awaited_or_far_off_has_not_happened_and_belief_stops_at_the_main_verb(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert modalities(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No civilians were reported killed in the latest shelling of Petrivka.", "asserted"),
        ("It is estimated that forty people were killed in this attack on Petrivka.", "asserted"),
        ("It is estimated that forty people were killed in an attack on Petrivka.", "hedged"),
        ("The army was not only shelling Petrivka but also bombing it.", "asserted"),
        ("Rebels not merely shelled Petrivka.", "asserted"),
        ("Rebels have not shelled Petrivka.", "denied"),
    ],
)
def test_a_known_occasion_stays_one_and_not_only_denies_nothing(sentence: str, expected: str) -> None:
    assert {modality for kind, modality in modalities(sentence) if kind in ("strike", "assault")} == {expected}


@pytest.mark.parametrize("claim", ["reports that rebels had captured Petrivka", "the claims that rebels had captured Petrivka"])
def test_reports_that_nobody_can_confirm_are_hedged(claim: str) -> None:
    for doubt in ("The mission could not confirm", "It was not possible to verify"):
        assert modalities(f"{doubt} {claim}.") == [("capture", "hedged")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sources close to the governor said that rebels captured Petrivka.", "asserted"),
        ("Bloggers close to the army claimed that soldiers had captured Petrivka.", "asserted"),
        ("Rebels said that they were close to capturing Petrivka.", "possible"),
        ("Officials said the army may have captured Petrivka.", "possible"),
    ],
)
def test_what_is_close_to_somebody_makes_nothing_possible_that_he_says(sentence: str, expected: str) -> None:
    assert {modality for kind, modality in modalities(sentence) if kind == "capture"} == {expected}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("No group claimed the attack on the barracks in Petrivka.", "asserted"),
        ("No one immediately claimed responsibility for the attack on the barracks in Petrivka.", "asserted"),
        ("There was no immediate claim of responsibility for the attack on the barracks in Petrivka.", "asserted"),
        ("The rebels denied responsibility for the attack on the barracks in Petrivka.", "denied"),
        ("Rebels did not conduct any claimed or confirmed attacks on Petrivka.", "denied"),
    ],
)
def test_what_nobody_owns_up_to_has_happened(sentence: str, expected: str) -> None:
    assert {modality for kind, modality in modalities(sentence) if kind == "assault"} == {expected}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The loss of Petrivka, though long expected, would be a heavy blow.", "possible"),
        ("An attack on Petrivka, which lies on a river, would be a disaster.", "possible"),
        ("The capture of Petrivka, though long expected, was a heavy blow.", "asserted"),
        ("The attack on Petrivka, which killed ten people, would be punished, he said.", "asserted"),
    ],
)
def test_what_is_said_of_a_noun_may_stand_behind_an_aside(sentence: str, expected: str) -> None:
    assert {modality for kind, modality in modalities(sentence) if kind in ("capture", "strike", "assault")} == {expected}
