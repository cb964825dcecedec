"""Who does what a sentence tells, and whose side that is: by the clause, by the war, by what the text said before."""

from __future__ import annotations

import pytest

from claim_cases import placed_names
from frontmap.model import Attribution, Document, Event
from frontmap.pipeline import Settings, extract_document, open_engine
from frontmap.registry.lexicon import open_lexicon
from frontmap.registry.sources import open_sources
from frontmap.text.events.detect import find_events
from frontmap.text.sentences import parse

WAR = "Books on infantry and howitzers sell well. "


def events_in(war: str, text: str, *said: Attribution) -> tuple[Event, ...]:
    """Return the events of a text that is about a war."""
    parsed = parse(Document("test", text, lang="en", conflict=war))
    return find_events(parsed, placed_names(text), open_lexicon(), open_sources(), said)


def acting(war: str, text: str) -> list[tuple[str, str | None]]:
    """Return the type and the actor's side of each event of a text that is about a war."""
    return [(event.type, event.actor_side) for event in events_in(war, WAR + text)]


def side_of_last(war: str, text: str) -> str | None:
    return acting(war, text)[-1][1]


@pytest.mark.parametrize("letters", ["US", "U.S.", "UAE"])
def test_the_letters_of_a_state_before_a_noun_say_whose_deed_it_is(letters: str) -> None:
    text = f"Somali forces, backed by {letters} air strikes, recaptured Kismayo."
    claims = extract_document(Document("d", text, lang="en"), open_engine(Settings())).claims
    assert {(c.type, c.actor, c.actor_side) for c in claims} == {
        ("strike", letters, letters.replace(".", "").lower()),
        ("capture", "Somali forces", "somalia"),
    }


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("syria", "The army backed by popular defence fighters seized back Petrivka.", "syria"),
        ("gaza", "The Israeli brigade, which was backed by foreign warplanes, entered Petrivka.", "israel"),
        ("syria", "Rebel fighters including members of the local Hezbollah branch withdrew from Petrivka.", "rebels"),
        ("sri_lanka", "The army's 53 and 55 Divisions captured Petrivka.", "sri_lanka"),
        ("sri_lanka", "Troops of the 58th Division captured Petrivka.", "sri_lanka"),
        ("libya", "Pro-GNA forces stormed the base in Petrivka.", "gna"),
        ("libya", "Anti-LNA forces attacked Petrivka.", "gna"),
        ("ukraine", "Russian reconnaissance units entered Petrivka.", "russia"),
        ("ukraine", "Russia's Battlegroup West took control of Petrivka.", "russia"),
        ("myanmar", "Arakan Army (AA) fighters stormed Petrivka.", "aa"),
        ("syria", "Jaysh al-Islam recaptured Petrivka from ISIL.", "rebels"),
        ("syria", "Ahrar al-Sham and the Army of Glory recaptured Petrivka.", "rebels"),
        ("georgia", "The Russian Federation has shelled Petrivka.", "russia"),
        ("libya_2011", "A column of nine Gaddafi tanks and 60 men advanced on Petrivka.", "gaddafi"),
    ],
)
def test_the_whole_subject_tells_the_side(war: str, sentence: str, side: str) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("car", "Troops from Chad were stationed at Petrivka.", "chad"),
        ("mali", "West African troops arrived in Petrivka.", None),
        ("mali", "Government troops arrived in Petrivka.", "mali"),
        ("car", "Kenyan troops arrived in Petrivka.", "kenya"),
    ],
)
def test_troops_of_elsewhere_are_not_the_states_own(war: str, sentence: str, side: str | None) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("mali", "Tuareg rebels in the north claimed to have seized Petrivka.", "tuareg"),
        ("ukraine", "Ukrainian marines additionally claimed to have taken Petrivka.", "ukraine"),
        ("colombia", "Five people were wounded in an attack staged by FARC guerrillas on Petrivka.", "farc"),
        ("sudan", "Civilians fled after the heavy shelling of Petrivka carried out by the RSF.", "rsf"),
        ("congo_brazzaville", "Military officials have said rebels calling themselves Ninjas staged an attack on Petrivka.", "rebels"),
        ("congo_brazzaville", "Militia loyal to the ousted president attacked Petrivka.", "rebels"),
        ("congo_brazzaville", "Troops loyal to the president attacked Petrivka.", "congo_brazzaville"),
        ("ethiopia", "The recapture of Petrivka by forces loyal to the TPLF was reported.", "tplf"),
        ("iraq", "Petrivka fell to IS in May.", "isil"),
        ("ukraine", "Russian troops concentrated near Stepove and conducted unsuccessful assaults in Petrivka.", "russia"),
    ],
)
def test_who_claims_to_have_done_it_or_carried_it_out_acts(war: str, sentence: str, side: str) -> None:
    assert side in [found for _, found in acting(war, sentence)]


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("afghanistan", "Five policemen were killed in a Taliban ambush near Petrivka.", "taliban"),
        ("yemen", "Forty Houthi fighters were killed, mostly in coalition air strikes, near Petrivka.", "saudi"),
        ("syria", "Seventeen soldiers were killed in fighting with the Islamic State group near Petrivka.", "isil"),
        ("somalia", "Two soldiers died in clashes with al-Shabaab near Petrivka.", "shabaab"),
    ],
)
def test_whoever_kills_is_named_by_the_fight(war: str, sentence: str, side: str) -> None:
    assert ("losses", side) in acting(war, sentence)


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("syria", "Regime forces and a foreign rebel group shelled Petrivka.", "syria"),
        ("syria", "Syrian and Russian aircraft struck Petrivka.", "syria"),
        ("syria", "American and Turkish forces entered Petrivka.", "us"),
    ],
)
def test_of_two_who_act_together_the_first_counts(war: str, sentence: str, side: str) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("drc", "After the army withdrew on Friday, people wept in Petrivka.", "drc"),
        ("afghanistan", "The security forces withdrew to the hills from Petrivka.", "afghanistan"),
    ],
)
def test_a_past_tense_that_is_no_participle_is_never_passive(war: str, sentence: str, side: str) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "text", "side"),
    [
        ("lebanon", "The Islamic Jihad group said its militants killed two soldiers in Petrivka.", "pij"),
        ("syria", "The Russian defence ministry denied its warplanes bombed Petrivka.", "russia"),
        ("gaza", "Israel said on Monday its troops had reached Petrivka.", "israel"),
        ("ethiopia", "Ethiopian forces crossed the river. They captured Petrivka.", "ethiopia"),
        ("lebanon", "Hezbollah fired on a patrol. It also attacked a base in Petrivka.", "hezbollah"),
        ("nigeria", "Boko Haram attacked Stepove, but they were forced to flee from Petrivka.", "boko_haram"),
        ("gaza", "Residents spoke of a hard night. They shelled Petrivka.", None),
        ("syria", "The Syrian Democratic Forces (SDF) attacked Stepove. The alliance seized Petrivka.", "sdf"),
        ("myanmar", "The TNLA entered Lisne. The group's fighters advanced into Petrivka.", "tnla"),
        ("burundi", "The rebels left. The group attacked Petrivka.", "rebels"),
        ("ukraine", "Azov men rested. A group of tourists entered Petrivka.", None),
    ],
)
def test_a_pronoun_is_whoever_the_sentence_before_is_about(war: str, text: str, side: str | None) -> None:
    assert side_of_last(war, text) == side


@pytest.mark.parametrize(
    ("war", "text", "side"),
    [
        ("sri_lanka", "Sri Lankan jets bombed Stepove on Monday. Later in the week people wept. Petrivka was bombed as well.", "sri_lanka"),
        ("sri_lanka", "Sri Lankan jets bombed Stepove. LTTE gunners shelled Lisne.\n\nNews came of a bombing of Petrivka.", None),
        ("sri_lanka", "Sri Lankan troops took Stepove. Soldiers died in Petrivka.", "ltte"),
    ],
)
def test_what_nobody_is_named_for_is_done_by_who_does_it_throughout(war: str, text: str, side: str | None) -> None:
    assert side_of_last(war, text) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("myanmar", "Four people were killed by junta shelling in Petrivka.", "junta"),
        ("bosnia", "Homes in Petrivka were being destroyed by Serb howitzers.", "serbs"),
        ("bosnia", "Two farmers were killed by a mortar shell in Petrivka.", None),
        ("nigeria", "Nigerian troops were dispatched to Petrivka.", "nigeria"),
        ("chechnya", "The attack by the rebel group had targeted Petrivka.", "chechen_rebels"),
        ("yemen", "The army, with the help of Saudi warplanes, stormed Petrivka.", "yemen"),
        ("myanmar", "The TNLA left. Three TNLA troops and a boy were killed in Petrivka.", "junta"),
    ],
)
def test_tools_passives_and_helpers_show_who_acts(war: str, sentence: str, side: str | None) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("The troops left Petrivka.", "georgia"),
        ("OUR FORCES HAVE CAPTURED Petrivka.", "georgia"),
        ("US forces captured Petrivka.", "us"),
        ("The army said it was leaving Petrivka.", "georgia"),
        ("The units tweeted that they had captured Petrivka.", "georgia"),
    ],
)
def test_the_troops_are_those_of_who_speaks_where_two_states_fight(words: str, side: str) -> None:
    text = WAR + words
    said = Attribution(source=((0, 1),), cue=(), content=((text.index(words), len(text)),), name="the minister", side="georgia")
    *_, event = events_in("georgia", text, said)
    assert event.actor_side == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("syria", "Army units, backed by the popular defence groups, established control over Petrivka.", "syria"),
        ("syria", "In the raid launched two days ago the army, backed by popular groups, swept on and took control of Petrivka.", "syria"),
        ("ukraine", "Russia ratcheted up its drive, taking control of Petrivka.", "russia"),
        ("iraq_2003", "US marines battled militiamen for control of Petrivka.", "us"),
        ("georgia", "The tanks retreated from Petrivka.", None),
        ("drc", "UN attack helicopters hit rebel positions in Petrivka.", "third_party"),
        ("chad", "France was ready in the face of the rebel advance on Petrivka.", "rebels"),
        ("karabakh", "The ministry denied the shelling by the Armenian side of Petrivka.", "armenia"),
        ("ukraine", "Fresh Russian advances might prompt Ukraine to withdraw from Petrivka.", "ukraine"),
        ("ukraine", "Soldiers fleeing Russia burnt the mill and captured Petrivka.", None),
        ("india_pakistan", "Pakistan 'resorted to' shelling Petrivka.", "pakistan"),
    ],
)
def test_allies_outsiders_and_states_are_told_apart(war: str, sentence: str, side: str | None) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("syria", "An officer told AFP government forces held Petrivka.", "syria"),
        ("pakistan", "A US drone fired two missiles at Petrivka.", "us"),
        ("liberia", "Liberian Defence Minister Daniel Chea told a station that dissidents had attacked Petrivka.", "rebels"),
        ("mexico_cartels", "Drones flew as cartel hitmen moved into Petrivka.", "cartels"),
        ("yemen", "The coup plotters' forces shelled Petrivka.", "houthis"),
        ("angola", "The stronghold of the Unita rebels in Petrivka was captured.", "angola"),
        ("el_salvador", "U.S. officials met U.S. envoys. Guerrillas claimed 300 soldiers were killed in Petrivka.", "fmln"),
        ("vietnam", "Government Marines killed 150 Communist soldiers in Petrivka.", "south_vietnam"),
        ("cambodia", "The NADK attacked Petrivka.", "khmer_rouge"),
        ("cambodia", "The NADK's 14, 27 and 95 divisions retreated from Petrivka.", "khmer_rouge"),
        ("sudan", "Abu Tira forces repelled the RSF in Petrivka.", "saf"),
        ("congo_1998", "Troops of the RPA entered Petrivka.", "rwanda"),
        ("uzbekistan", "The secretary said up to 100 gunmen had crossed into Petrivka.", "imu"),
        ("bosnia", "The guns used by Serbs to shell Petrivka were found.", "serbs"),
        ("karabakh", "The minister denied that the shelling of Petrivka was started by the Armenian side.", "armenia"),
        ("syria", "Farmers near Petrivka endured heavy shelling and air raids by Russian jets.", "russia"),
        ("ethiopia", "Forces from Ethiopia's northern region Tigray entered Petrivka.", "tplf"),
        ("car", "More than 500 soldiers from Zolanta entered Petrivka.", None),
        ("syria", "A rebel plane was on a bombing run against Petrivka.", "rebels"),
    ],
)
def test_glued_names_tools_and_short_names_are_read(war: str, sentence: str, side: str | None) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("“Petrivka is under our control.”", "ukraine"),
        ("“We're digging in at Petrivka.”", "ukraine"),
        ("Detachments of the brigade took Petrivka.", "ukraine"),
        ("In Petrivka 50 Russian soldiers were killed.", "ukraine"),
    ],
)
def test_who_speaks_means_his_own(words: str, side: str) -> None:
    text = WAR + words
    said = Attribution(source=((0, 1),), cue=(), content=((text.index(words), len(text)),), name="the press office", side="ukraine")
    *_, event = events_in("ukraine", text, said)
    assert event.actor_side == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("sudan", "Army forces fight fierce battles against the RSF in Petrivka.", "saf"),
        ("ukraine", "Russian forces additionally fought for control of Petrivka.", "russia"),
        ("chad", "The general staff said its soldiers engaged a band of rebels in Petrivka.", "chad"),
        ("gaza", "Israeli forces were also fighting in Petrivka.", "israel"),
        ("yemen", "Dozens of Houthi fighters were seen during the battles in Petrivka.", None),
        ("sudan", "Fighting between the army and the RSF went on in Petrivka.", None),
        ("lebanon", "Israeli troops came under rocket fire near Petrivka.", "hezbollah"),
        ("el_salvador", "Villagers saw 15 guerrilla dead in Petrivka.", "government"),
        ("ethiopia_eritrea", "They found the bodies of two Ethiopian soldiers in Petrivka.", "eritrea"),
        ("georgia", "Two Georgian armoured carriers were in flames in Petrivka.", "russia"),
        ("sierra_leone", "I saw 60 wounded soldiers in Petrivka.", "ruf"),
    ],
)
def test_phrases_without_an_agent_tell_who_fights_and_whose_loss_it_is(war: str, sentence: str, side: str | None) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("sri_lanka", "Government forces fighting separatist rebels have killed ten of them, taking Petrivka.", "sri_lanka"),
        ("el_salvador", "The rebels attacked military posts at Lisne on Saturday and by Sunday held Petrivka.", "rebels"),
        ("colombia", "The guerrillas stormed Lisne, destroying the police station and seizing Petrivka.", "rebels"),
        ("iraq", "Iraqi units, under cover of raids by the U.S.-led coalition, on Monday launched their drive, clearing Petrivka.", "iraq"),
        (
            "ukraine",
            "Ukrainian troops have begun to move, the military said on Monday, breaking through Russian lines near Petrivka.",
            "ukraine",
        ),
        ("sudan", "The RSF - a paramilitary group once allied to the army - has captured Petrivka.", "rsf"),
        ("ukraine", "Russia's ministry ordered Ukrainian troops to leave Petrivka.", "ukraine"),
        ("iraq_2003", "U.S. and Iraqi government troops seized Petrivka.", "us"),
        ("syria", "The Army of Deliverance attacked Petrivka.", None),
        ("iraq", "Iraqi troops retook Lisne, while to the south Islamic State fighters seized Petrivka.", "isil"),
        ("sudan", "The RSF shelled Lisne, and in the north army troops captured Petrivka.", "saf"),
    ],
)
def test_whom_another_verb_governs_is_not_who_acts(war: str, sentence: str, side: str | None) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("karabakh", "An Azerbaijani attack on the Armenian town of Petrivka was repelled.", "armenia"),
        ("iran_iraq", "The invading Iraqi army was halted outside Petrivka.", "iran"),
        ("ivory_coast", "Petrivka has been recaptured from the rebels.", "ivory_coast"),
        ("gaza", "Two houses in Petrivka were destroyed in overnight Israeli strikes.", "israel"),
    ],
)
def test_what_is_done_to_one_side_is_done_by_the_other(war: str, sentence: str, side: str) -> None:
    assert side_of_last(war, sentence) == side


def test_what_befell_a_place_is_the_work_of_those_who_elsewhere_in_the_text_did_the_same_there() -> None:
    text = (
        "Rebels captured Petrivka on Monday. The army holds Lisne.\n\nThe army shelled Stepove.\n\nThe fall of Petrivka surprised the army."
    )
    assert acting("syria", text)[-1] == ("capture", "rebels")


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("sudan", "The army suffered heavy casualties near Petrivka.", "rsf"),
        ("afghanistan", "The city did all to defend Petrivka against Taliban attacks.", "taliban"),
        ("iran_iraq", "Cadets defend Petrivka from Iraqi shelling.", "iraq"),
        ("sudan", "RSF fighters attacked Lisne. Units on the eastern flank pushed closer to Petrivka.", "rsf"),
        ("kashmir", "The mujahideen had attacked Petrivka.", "kashmir_militants"),
        ("ukraine", "The occupiers are tired. The enemy tried to attack Petrivka.", "russia"),
    ],
)
def test_who_acts_is_told_by_who_suffers_who_owns_an_attack_and_who_speaks(war: str, sentence: str, side: str | None) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("chad", "Insurgents led by Idriss Deby, who was his adviser, took Petrivka.", "rebels"),
        ("india_pakistan", "Delhi accused Pakistan of shelling Petrivka.", "pakistan"),
        ("india_pakistan", "The invaders were halted at Petrivka and eleven Indian planes shot down.", "pakistan"),
    ],
)
def test_who_is_accused_led_or_elliptically_named_acts(war: str, sentence: str, side: str) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("war", "sentence", "side"),
    [
        ("afghanistan", "The Taliban claimed on Monday the capture of Petrivka.", "taliban"),
        ("afghanistan", "It is a blow for the government, which tries to defend Petrivka against Taliban attacks.", "taliban"),
        ("syria", "Ten members of Hezbollah were killed in Petrivka.", "rebels"),
        ("syria", "Hezbollah and the army fight in Lisne. Insurgents pulled back to Petrivka.", "rebels"),
    ],
)
def test_whose_deed_a_noun_is_and_against_whom_friends_fight(war: str, sentence: str, side: str) -> None:
    assert side_of_last(war, sentence) == side


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("THE ATONAL BATTALION IS CARRYING OUT AN OPERATION AROUND Petrivka.", "THE ATONAL BATTALION"),
        ("ITS FORCES HAVE OCCUPIED Petrivka.", "ITS FORCES"),
        ("AIR FORCE PLANES ARE BOMBING GUERRILLA POSITIONS IN Petrivka.", "AIR FORCE PLANES"),
        ("TROOPS WILL ENTER Petrivka ON FRIDAY.", "TROOPS"),
    ],
)
def test_in_a_text_in_capitals_a_verb_is_no_part_of_who_acts(sentence: str, actor: str) -> None:
    *_, event = events_in("el_salvador", f"THE FMLN ATTACKED SOYAPANGO AND MEJICANOS ON MONDAY AND TUESDAY. {sentence}")
    assert event.actor == actor
    assert event.actor_side != "isil"


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("On 23 November 2008 troops of the 57 Division attacked Petrivka.", "troops of the 57 Division"),
        ("Some 2000 fighters attacked Petrivka.", "Some 2000 fighters"),
        ("The town was a ruin by the time rebel forces attacked Petrivka.", "rebel forces"),
        ("Guerrillas began an offensive, attacking army garrisons in Lisne and seizing a radio station in Petrivka.", "Guerrillas"),
        ("The rebel leader said his fighters had encircled army soldiers in Petrivka.", "his fighters"),
        ("Gunmen dressed as soldiers attacked Petrivka.", "Gunmen"),
        ("Militants who back the government attacked Petrivka.", "Militants"),
        ("The rebels took Lisne, where the army had been based, and shelled Petrivka.", "The rebels"),
    ],
)
def test_who_acts_is_not_who_stands_nearest(sentence: str, actor: str) -> None:
    assert events_in("", WAR + sentence)[-1].actor == actor
