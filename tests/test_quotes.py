"""Attributions: who says what, in every word order, with names resolved; each row of the word tables works on its example."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import make_mention, make_place
from frontmap.data import geo_dir, read_rows
from frontmap.model import Attribution, Document
from frontmap.registry.sources import open_sources
from frontmap.text.attribution.covering import Covering, attribution_at
from frontmap.text.attribution.quotes import find_attributions
from frontmap.text.sentences import parse
from steps import is_linear


def attributions(text: str, conflict: str | None = "ukraine", **metadata: str) -> tuple[Attribution, ...]:
    return find_attributions(parse(Document("d", text, conflict=conflict, **metadata)), (), open_sources())


def at(text: str, part: str, conflict: str | None = "ukraine", **metadata: str) -> Attribution | None:
    start = text.index(part)
    return attribution_at(attributions(text, conflict, **metadata), start, start + len(part))


def who(text: str, part: str, conflict: str | None = "ukraine", **metadata: str) -> str:
    found = at(text, part, conflict, **metadata)
    return found.name if found else ""


def rows(name: str) -> list[dict[str, str]]:
    return [row for _, row in read_rows(geo_dir() / "words_speech" / name)]


@pytest.mark.parametrize("row", rows("cues.csv"), ids=lambda row: f"{row['verb']}-{row['sort']}")
def test_each_verb_of_saying_works_on_its_example(row: dict[str, str]) -> None:
    text = row["example"]
    cues = [text[start:end].lower() for found in attributions(text) for start, end in found.cue]
    forms = set(row["forms"].split("|"))
    assert any(cue == form or cue.startswith(form + " ") for cue in cues for form in forms), attributions(text)


@pytest.mark.parametrize("row", rows("frames.csv"), ids=lambda row: row["phrase"])
def test_each_frame_attributes_its_example_to_someone(row: dict[str, str]) -> None:
    assert any(found.name for found in attributions(row["example"])), attributions(row["example"])


@pytest.mark.parametrize("row", rows("said_nouns.csv"), ids=lambda row: row["noun"])
def test_each_noun_for_something_said_has_its_maker(row: dict[str, str]) -> None:
    names = {found.name.lower().removeprefix("the ") for found in attributions(row["example"])}
    assert names & {"army", "firm", "monitor", "institute", "ministry", "kimov"} or row["example"].startswith(("His", "The officer")), names


@pytest.mark.parametrize(
    "text",
    [
        "Hale said the pier had fallen.",
        "Hale said that the pier had fallen.",
        "The pier had fallen, Hale said.",
        "The pier had fallen, said Hale.",
        "“The pier had fallen,” Hale said on Monday.",
        "“The pier had fallen,” said Hale on Monday.",
        "Hale said: “The pier had fallen.”",
        "Hale: “The pier had fallen.”",
        "According to Hale, the pier had fallen.",
        "The pier had fallen, according to Hale.",
        "Hale, who runs the harbour, said the pier had fallen.",
        "Hale, the head of the harbour, on Monday said the pier had fallen.",
        "Hale told reporters in a briefing that the pier had fallen.",
        "Hale also said on Monday that the pier had fallen.",
        "But Hale has repeatedly said the pier had fallen.",
    ],
)
def test_every_word_order_finds_the_same_source_and_content(text: str) -> None:
    assert who(text, "pier had fallen", None) == "Hale"


def test_a_quotation_over_several_sentences_is_one_content() -> None:
    text = "“We left. They came. Nobody knew,” said Hale."
    assert who(text, "They came", None) == "Hale"


def test_the_second_half_of_an_interrupted_quotation_runs_on() -> None:
    text = "“We left,” Hale said, “and nobody knew.”"
    assert who(text, "nobody knew", None) == "Hale"


def test_a_quotation_without_a_cue_belongs_to_who_spoke_before() -> None:
    text = "“We left at night,” said Hale. “Nobody knew where to go.”\n\n“It was dark and cold in there.”\n\nRain fell."
    assert who(text, "where to go", None) == "Hale"
    assert who(text, "dark and cold", None) == "Hale"
    assert who(text, "Rain fell", None) == ""


def test_a_quotation_reopened_in_the_next_paragraph_is_one() -> None:
    text = "Hale said: “We left at night.\n\n“Nobody knew where to go.”"
    assert who(text, "Nobody knew", None) == "Hale"


def test_the_report_itself_vouches_for_what_no_one_else_says() -> None:
    assert who("Hale said the pier had fallen. Rain fell for days.", "Rain fell", None) == ""


def test_two_speakers_of_a_sentence_keep_their_own_content() -> None:
    text = "The mayor said the bridge was open, but the police said the road was closed."
    assert who(text, "bridge was open", None) == "The mayor"
    assert who(text, "road was closed", None) == "the police"


def test_what_follows_a_semicolon_is_the_reports_own() -> None:
    text = "Bloggers claimed that Yarova was lost; by 28 May the brigade had crossed the river."
    assert who(text, "Yarova was lost") == "Bloggers"
    assert who(text, "crossed the river") == ""


def test_what_a_report_adds_about_the_time_is_its_own() -> None:
    text = "The junta said its planes hit two camps near Loikaw, as the rebels kept up their siege of the town."
    assert who(text, "planes hit", "myanmar") == "The junta"
    assert at(text, "kept up their siege", "myanmar") is None
    for spoken in (
        "The army said it lost Kidal, as well as the road to Gao.",
        "“We left Goma, as the rebels had tanks,” the officer said.",
    ):
        said = "the road to Gao" if "Gao" in spoken else "had tanks"
        assert at(spoken, said, "mali") is not None


def test_the_spokesman_of_an_army_is_not_the_rebels() -> None:
    text = "Troops were nearing Bentiu, the army spokesman said. They were beaten, rebel spokesman Gatwech Deng said."
    assert who(text, "Troops were nearing", "south_sudan") == "the army spokesman"
    same = "Rain held up the convoy, the governor said. Later governor Taban Lual said it had come."
    assert who(same, "held up the convoy", "south_sudan") == "Taban Lual"


def test_an_army_spokesman_belongs_to_the_army_that_the_sentence_is_about() -> None:
    text = "The Indian Army retook two posts near Drass, an army spokesman said."
    found = at(text, "retook two posts", "india_pakistan")
    assert found is not None
    assert found.side == "india"
    other = at("Indian gunners hit two posts near Drass, an army spokesman said.", "hit two posts", "india_pakistan")
    assert other is not None
    assert other.side == "unknown"


def test_a_group_that_speaks_before_its_name_is_told_does_not_hide_the_name() -> None:
    text = "Fighters took a hill, the group said. The Arakan Army entered the camp near Ann at noon, the group said."
    assert who(text, "entered the camp", "myanmar") == "The Arakan Army"
    unnamed = "A rights group said wells ran dry. Camps were emptied, the group said."
    assert who(unnamed, "Camps were emptied", "myanmar") == "A rights group"


def test_the_innermost_speaker_is_chosen() -> None:
    text = "The mayor said that the driver had told him that the bridge was open."
    assert who(text, "bridge was open", None) == "the driver"


def test_pronouns_and_surnames_are_resolved_to_the_full_name() -> None:
    text = "Denis Pushilin, head of the region, spoke on Monday. “We hold it,” Pushilin said. He added that the road was cut."
    assert who(text, "We hold it") == "Denis Pushilin"
    assert who(text, "the road was cut") == "Denis Pushilin"


def test_a_role_is_resolved_to_who_has_it() -> None:
    text = "The mayor, Oleh Hnat, said water was short. The mayor said the pumps had failed."
    assert who(text, "the pumps had failed") == "Oleh Hnat"


def test_a_short_form_may_say_where_its_body_sits() -> None:
    text = "The Sahel Conflict Observatory said a post fell. The London-based Observatory said that the ferry had sunk."
    assert who(text, "the ferry had sunk", None) == "The Sahel Conflict Observatory"
    stranger = "The Sahel Conflict Observatory said a post fell. The London-based newspaper said that the ferry had sunk."
    assert who(stranger, "the ferry had sunk", None) != "The Sahel Conflict Observatory"


def test_a_governor_named_only_later_is_found() -> None:
    text = "Four died in shelling, the governor said. Governor Oleh Hnat said more were hurt."
    assert who(text, "Four died") == "Oleh Hnat"


def test_an_observatory_is_the_one_named_before() -> None:
    text = "The Syrian Observatory for Human Rights said nine died. The Observatory said five were children."
    assert who(text, "five were children", "syria") == "The Syrian Observatory for Human Rights"


def test_another_one_of_the_same_trade_shares_the_side_of_the_first() -> None:
    text = "A Russian milblogger claimed that the bridge fell. Another milblogger claimed that it stands."
    found = at(text, "it stands")
    assert found is not None
    assert (found.name, found.side) == ("Another milblogger", "russia")


def test_title_and_affiliation_are_kept() -> None:
    text = "Vlad Ivin, a gunner with the ‘Centre’ group of troops, said the city was clear."
    found = at(text, "the city was clear")
    assert found is not None
    assert (found.name, found.title, found.side) == ("Vlad Ivin", "a gunner with the ‘Centre’ group of troops", "russia")


def test_a_title_before_the_name_is_split_off() -> None:
    found = at("Ukrainian General Oleh Sirko said the city was clear.", "the city was clear")
    assert found is not None
    assert (found.name, found.title, found.side) == ("Oleh Sirko", "Ukrainian General", "ukraine")


def test_a_registered_source_carries_its_id() -> None:
    found = at("The Institute for the Study of War (ISW) said the line holds.", "the line holds")
    assert found is not None
    assert (found.source_id, found.kind, found.side) == ("body:isw", "think_tank", "third_party")


def test_a_denial_is_denied_and_an_accusation_is_not() -> None:
    denial = at("Officials denied that the town had fallen.", "the town had fallen")
    assert denial is not None
    assert denial.stance == "denied"
    rejected = at("The army denied these reports: “The town is ours.”", "The town is ours")
    assert rejected is not None
    assert rejected.stance == "asserted"


def test_who_could_not_confirm_vouches_for_nothing() -> None:
    assert who("Reuters could not confirm who held the town.", "who held the town") == ""


def test_the_publisher_is_no_source_beside_itself() -> None:
    text = "Troops left the town, per ISW’s map. ISW assesses that they regroup."
    assert who(text, "they regroup", publisher="Institute for the Study of War") == ""
    assert who(text, "they regroup", publisher="The Guardian") == "ISW"


def test_a_body_that_speaks_as_we_issues_the_bulletin() -> None:
    text = "THE FMLN HOLDS THE HILL.\n\nWE CAPTURED TEN RIFLES IN APOPA. OUR FORCES HOLD THE ROAD TO SAN MARCOS AND OUR COLUMNS ADVANCE."
    assert who(text, "HOLD THE ROAD", "el_salvador") == "THE FMLN"


def test_a_bulletin_named_in_its_heading_belongs_to_its_body() -> None:
    text = "General Staff of the Armed Forces of Ukraine: evening update\n\nThe enemy shelled Zelene.\n\nForty attacks were repelled."
    assert "General Staff" in who(text, "The enemy shelled Zelene")


def test_a_line_that_names_the_source_vouches_for_the_report() -> None:
    text = "Two bridges were hit near Kupiansk.\n\nSource: General Staff\n\nA third one stands."
    assert who(text, "Two bridges were hit") == who(text, "A third one stands") == "General Staff"


def test_a_post_signed_below_its_headline_belongs_to_who_signs() -> None:
    text = "Ten drones shot down near Kupiansk\n— Ukrainian Air Force\nTwo more fell at night."
    assert who(text, "Two more fell") == "Ukrainian Air Force"


def test_a_place_before_a_colon_does_not_speak() -> None:
    assert who("Kharkiv: two shells fell in the northern district.", "two shells fell") == ""
    assert who("BEIRUT/TYRE: “The road is cut.”", "The road is cut") == ""


def test_a_broken_dateline_is_no_part_of_the_speaker() -> None:
    assert who("BEIRUT (AP) \ufffd A Kurdish militia spokesman said the road was cut.", "the road was cut") == "A Kurdish militia spokesman"


def test_a_dateline_that_nothing_parts_from_the_text_is_no_part_of_the_speaker() -> None:
    report = "Rebels aligned with the council said on Friday they had left the port."
    assert who(f"TRIPOLI {report} They had come from Tripoli.", "they had left") == "Rebels aligned with the council"
    assert who("UNMISS Observers said they had left the port.", "they had left") == "UNMISS Observers"


@pytest.mark.parametrize("name", ["“Falcon”", '"Falcon"', "“Grey Falcon”"])
def test_a_name_in_quotation_marks_is_a_name_with_its_office(name: str) -> None:
    found = at(f"{name}, the commander of a Ukrainian drone unit, says troops left Lisne.", "troops left")
    assert found is not None
    assert (found.name, found.side) == (name[1:-1], "ukraine")
    assert (found.title or "").startswith("the commander")


def test_neither_an_owner_nor_the_end_of_the_line_before_is_part_of_a_full_name() -> None:
    owner = "The brigade’s Ivan was here. Ivan, a lieutenant, said troops left Lisne."
    assert who(owner, "troops left") == "Ivan"
    line = "Fighting goes on in the hills of Karabakh\n\nArmenia also said troops left Lisne."
    assert who(line, "troops left", "karabakh") == "Armenia"


def test_whoever_only_says_what_something_was_does_not_vouch_for_it() -> None:
    assert attributions("Jets bombed Lisne on Monday, hitting what residents said was a hospital.") == ()


@pytest.mark.parametrize("aside", [" without evidence", ", without giving any proof,", " on Monday without elaborating"])
def test_what_a_claim_lacks_parts_it_from_no_speaker(aside: str) -> None:
    assert who(f"Rebels claimed{aside} to have killed ten soldiers in Lisne.", "killed ten") == "Rebels"


def test_a_claim_to_have_done_something_is_its_owners() -> None:
    text = "Ukrainian troops hold Lisne despite Moscow’s claim to have expelled them from the town."
    assert (who(text, "expelled them"), who(text, "hold Lisne")) == ("Moscow", "")


def test_what_is_commented_on_does_not_report() -> None:
    assert who("The spokesman declined to comment on reports that troops left Lisne.", "troops left") == ""


def test_nouns_and_other_homographs_are_no_cues() -> None:
    assert attributions("The state report notes are in the claims office of the plan.", None) == ()
    assert attributions("She posted the letter and added salt to the soup.", None) == ()


def test_a_think_tank_does_not_think() -> None:
    assert who("The US-based think tank said troops left.", "troops left") == "The US-based think tank"


def test_claims_in_capitals_are_read_too() -> None:
    text = "THE ARMED FORCES DENIED TODAY THAT PLANES BOMBED THE VILLAGE. COLONEL MARIO PAZ TOLD REPORTERS THAT THE REBELS FLED."
    assert who(text, "PLANES BOMBED", "el_salvador") == "THE ARMED FORCES"
    assert who(text, "REBELS FLED", "el_salvador") == "MARIO PAZ"


WORDS = """said told according to , . “ ” " ‘ ’ : ( ) — that he it who a the officials Hale Putin Russian claimed denied citing TASS
quoted as saying by claims of in on Monday which and but was published sources 5 • accused footage shows his call sign заявив 🔥 ! ?"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n\n"])


def test_where_two_states_fight_officials_belong_to_the_one_in_which_the_places_lie() -> None:
    for name, code, side in (("Sumy", "UA", "ukraine"), ("Kursk", "RU", "russia")):
        text = f"Drones hit a depot in {name}, local officials said. A captain said nine men were hurt."
        document = Document("d", text, conflict="ukraine")
        placed = [make_mention(document, make_place(name=name, country=code), name, text.index(name))]
        assert {found.side for found in find_attributions(parse(document), placed, open_sources())} == {side}


def test_a_bulletin_under_the_name_of_its_body_belongs_to_it_whoever_publishes_it() -> None:
    text = "The Syrian Observatory for Human Rights\n\nClashes go on near Manbij. Shells fell on Atarib."
    assert who(text, "Shells fell", "syria", publisher="SOHR") == "The Syrian Observatory for Human Rights"
    assert who("Weather report\n\nClashes go on near Manbij.", "Clashes go on", "syria") == ""


def test_who_reports_this_near_the_top_vouches_for_what_follows() -> None:
    text = "Nine assaults were beaten off.\nThe General Staff reported this.\nNear Lyman two bridges fell.\n\nRain is expected."
    assert who(text, "two bridges fell") == "The General Staff"
    assert who("Hale denied this. Two bridges fell.", "Two bridges") == ""


@given(st.lists(PIECES, max_size=50).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_whatever_it_is(text: str) -> None:
    for found in attributions(text):
        for start, end in (*found.source, *found.cue, *found.content, *found.runs_on):
            assert 0 <= start < end <= len(text)
        assert found.stance in ("asserted", "hedged", "possible", "denied")
        assert "" not in found.via


@pytest.mark.parametrize("unit", ["word said ", "He said “a b c d e”. ", "Xa Yb said. ", "a, "])
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    assert is_linear(lambda text: attributions(text + "said"), unit)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The valley saw heavy fighting in March.", "heavy fighting"),
        ("The soldiers saw a convoy and attacked it near the bridge.", "attacked it"),
        ("The brigade is retaking villages in various states. It lost two tanks.", "retaking villages"),
        ("The army is close to the river, Hale Simmons in Kyiv reports.", "close to the river"),
    ],
)
def test_no_witness_is_found_where_nobody_vouches(text: str, part: str) -> None:
    assert who(text, part) == ""


def test_what_a_quotation_sees_does_not_end_it() -> None:
    text = "“They will fail,” Hale declared, his voice trembling. “Our men are pushing on, and the world saw the truth.”"
    assert who(text, "Our men are pushing on") == "Hale"


def test_a_text_with_several_speakers_is_nobodys_briefing() -> None:
    text = "The defence ministry reported that the bridge was open. The ministry said it was safe. The quarter was cleared by noon."
    assert who(text + " A doctor said 40 people had died.", "quarter was cleared", "iraq") == ""


def test_the_place_that_heads_a_line_does_not_speak() -> None:
    text = "Baran Province: Government forces are moving up the road."
    document = Document("d", text, conflict="syria")
    placed = [make_mention(document, make_place(name="Baran Province", country="SY"), "Baran Province")]
    assert not any(found.name for found in find_attributions(parse(document), placed, open_sources()))


def test_a_side_told_once_is_a_persons_side_everywhere() -> None:
    text = "“The depot burned,” said Rizgar Hamo. The road is closed, said Rizgar Hamo, a spokesman of the YPG."
    found = at(text, "depot burned", "syria")
    assert found is not None
    assert found.side == "sdf"


@pytest.mark.parametrize(
    ("text", "part", "name", "conflict"),
    [
        ("The General Staff reported:\n- attacks were beaten back;\n- a depot burned.", "a depot", "The General Staff", "ukraine"),
        ("The army said that over the past day:\n• the bridge was taken\n• two drones were lost", "two drones", "The army", "mali"),
        ("THE STAFF OF THE ARMY REPORTS THAT:\n\n1. TROOPS MET.\n\n2. A ROAD OPENED.", "ROAD", "THE STAFF OF THE ARMY", "el_salvador"),
        ("According to the ministry:\n\nThe bridge was taken at dawn.", "bridge was taken", "the ministry", "sudan"),
        ("Ivan Koval, head of the Kherson administration:\n\nSixty shells fell. Three people died.", "Three", "Ivan Koval", "ukraine"),
    ],
)  # fmt: skip
def test_who_announces_lines_vouches_for_them(text: str, part: str, name: str, conflict: str) -> None:
    assert who(text, part, conflict) == name


def test_what_follows_a_list_is_not_of_it() -> None:
    text = "The General Staff reported:\n- three attacks were beaten back.\n\nElsewhere the road is open."
    assert who(text, "road is open") == ""


def test_a_partys_radio_that_says_our_forces_speaks_for_itself() -> None:
    text = "(CLANDESTINE) RADIO VENCEREMOS -- OUR FORCES TOOK THE HILL. OUR UNITS HOLD THE ROAD."
    assert who(text, "HOLD THE ROAD", "el_salvador") == "RADIO VENCEREMOS"


@pytest.mark.parametrize(
    "text", ["Officials said on", "Officials said on state", "Hale, who", "As for", "It is noted", "The army said:", "Source:"]
)
def test_a_text_that_breaks_off_is_read_as_far_as_it_goes(text: str) -> None:
    attributions(text, "syria")


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), max_size=3), max_size=8),
    st.integers(0, 70),
    st.integers(1, 20),
)
def test_the_index_of_what_is_said_finds_what_a_look_at_all_of_it_finds(said: list[list[tuple[int, int]]], start: int, length: int) -> None:
    spans = [tuple((left, left + size) for left, size in one) for one in said]
    found = [Attribution((), (), one[:2], name=str(i), runs_on=one[2:]) for i, one in enumerate(spans)]
    assert Covering(found).at(start, start + length) == attribution_at(found, start, start + length)


@pytest.mark.parametrize(
    ("metadata", "side"),
    [
        ({"publisher": "Morning.az"}, "azerbaijan"),
        ({"publisher": "Morning.am"}, "armenia"),
        ({"publisher": "The Far Hill Gazette", "url": "https://news.farhill.com.az/1"}, "azerbaijan"),
        ({"publisher": "The Far Hill Gazette", "url": "https://farhill.com/az"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_a_ministry_of_two_states_at_war_is_that_of_the_country_where_the_report_was_published(metadata: dict[str, str], side: str) -> None:
    text = "Two rockets fell on Fizuli, the defence ministry said on Friday."
    said = at(text, "Two rockets", "karabakh", **metadata)
    assert said is not None
    assert said.side == side


def test_a_text_may_open_with_one_word_for_who_speaks_and_go_on_to_a_broadcast() -> None:
    text = "Officials said rebels attacked Goma. A broadcast on Radio Okapi said troops shelled Sake."
    assert who(text, "rebels attacked", None) == "Officials"
    assert who(text, "troops shelled", None) == "Radio Okapi"
