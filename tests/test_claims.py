from __future__ import annotations

import re

import pytest

from claim_cases import claims_of, placed_names
from frontmap.data import layers_dir, read_rows
from frontmap.model import CLAIM_TYPES, Attribution, Document, Extraction, PlaceMention
from frontmap.pipeline import Settings, extract_document, open_engine
from frontmap.registry.lexicon import open_lexicon
from frontmap.registry.sources import open_sources
from frontmap.text.claims import acled_sub_event, confidence_of, doubts_of, find_claims
from frontmap.text.events.detect import find_events
from frontmap.text.explain import explain_claim
from frontmap.text.sentences import parse

WAR = "The rebels and the army have infantry and howitzers. "


def said_by(text: str, name: str, words: str, **given: str) -> Attribution:
    start = text.index(words)
    source = text.index(name) if name in text else 0
    return Attribution(((source, source + len(name)),) if name else (), (), ((start, start + len(words)),), name, side="russia", **given)  # type: ignore[arg-type]


def test_a_claim_tells_where_what_and_in_which_words() -> None:
    text = WAR + "On Sunday, Russian troops captured Petrivka after weeks of siege."
    claim = next(c for c in claims_of(text, "2025-12-02") if c.type == "capture")
    assert text[claim.start : claim.end] == claim.quote == "On Sunday, Russian troops captured Petrivka after weeks of siege."
    assert (claim.place_name, claim.actor, claim.actor_side, claim.source) == ("Petrivka", "Russian troops", "russia", "narrator")
    assert (claim.date, claim.time_precision, claim.modality, claim.implicit) == ("2025-11-30", 1, "asserted", False)


def test_evidence_is_the_whole_sentence_unless_it_is_too_long_to_quote() -> None:
    tail = "which the ministry had listed among the stations of its northern border railway since the end of the last century " * 3
    text = WAR + f"Rebels took Petrivka and burnt the mill. Soldiers shelled Ivanivka, {tail}."
    assert [(c.type, c.quote) for c in claims_of(text) if c.type in ("capture", "strike")] == [
        ("capture", "Rebels took Petrivka and burnt the mill."),
        ("strike", "Soldiers shelled Ivanivka"),
    ]


def test_the_mark_of_an_item_is_no_part_of_its_evidence() -> None:
    text = WAR + "\n\nOn Monday:\n- Rebels shelled Petrivka.\n- The army took Ivanivka."
    assert [c.quote for c in claims_of(text) if c.type != "deployment"] == ["Rebels shelled Petrivka.", "The army took Ivanivka."]


def test_a_place_that_only_the_sentence_names_is_not_implicit_but_doubted() -> None:
    claims = claims_of(WAR + "After rebels had entered Petrivka, many civilians fled to the hills.")
    [fled] = [c for c in claims if c.type == "displacement"]
    assert (fled.place_name, fled.implicit, "focus" in fled.rule) == ("Petrivka", False, True)


def test_who_says_it_is_the_innermost_attribution() -> None:
    text = WAR + "TASS said that Ivan Petrov claimed that the army captured Petrivka."
    outer = said_by(text, "TASS", "Ivan Petrov claimed that the army captured Petrivka")
    inner = said_by(text, "Ivan Petrov", "the army captured Petrivka")
    [claim] = claims_of(text, attributions=(outer, inner))
    assert (claim.source, claim.source_side) == ("Ivan Petrov", "russia")


def test_to_attribute_is_not_to_hedge() -> None:
    text = WAR + "Ivan Petrov claimed that the army captured Petrivka."
    [claim] = claims_of(text, attributions=(said_by(text, "Ivan Petrov", "the army captured Petrivka"),))
    assert claim.modality == "asserted"


def test_a_denial_denies_what_it_covers() -> None:
    text = WAR + "Ivan Petrov denied that the army captured Petrivka."
    [claim] = claims_of(text, attributions=(said_by(text, "Ivan Petrov", "the army captured Petrivka", stance="denied"),))
    assert (claim.source, claim.modality) == ("Ivan Petrov", "denied")


def test_hearsay_without_a_name_is_the_narrators_and_hedged() -> None:
    text = WAR + "It was reported that the army captured Petrivka."
    [claim] = claims_of(text, attributions=(said_by(text, "", "the army captured Petrivka"),))
    assert (claim.source, claim.modality) == ("narrator", "hedged")


def test_we_and_our_are_the_sources_side() -> None:
    text = WAR + "Ivan Petrov said our forces captured Petrivka."
    [claim] = claims_of(text, attributions=(said_by(text, "Ivan Petrov", "our forces captured Petrivka"),))
    assert claim.actor_side == "russia"


def test_a_sentence_without_a_place_takes_that_of_the_passage() -> None:
    claims = claims_of(WAR + "The army surrounded Petrivka. Soldiers shelled the city all night.")
    assert [(c.type, c.place_name, c.implicit) for c in claims] == [("encirclement", "Petrivka", False), ("strike", "Petrivka", True)]


def test_a_relation_to_an_unnamed_city_is_kept() -> None:
    claims = claims_of(WAR + "The army surrounded Petrivka. Rebels captured a hamlet south of the city.")
    assert [(c.type, c.place_name, c.relation) for c in claims][1] == ("capture", "Petrivka", "S of")


def test_a_place_in_the_name_of_a_source_is_no_place_of_a_claim() -> None:
    text = WAR + "The army shelled Ivanivka. The Petrivka council said the army shelled depots."
    claims = claims_of(text, attributions=(said_by(text, "The Petrivka council", "the army shelled depots"),))
    assert [c.place_name for c in claims] == ["Ivanivka", "Ivanivka"]


def test_a_source_of_a_town_means_it_by_the_town() -> None:
    text = WAR + "The army shelled Ivanivka. The Petrivka council said the army shelled the town."
    claims = claims_of(text, attributions=(said_by(text, "The Petrivka council", "the army shelled the town"),))
    assert [c.place_name for c in claims] == ["Ivanivka", "Petrivka"]


def test_the_date_with_which_a_passage_begins_is_carried_on() -> None:
    claims = claims_of(WAR + "On 18 March, clashes broke out near Petrivka. The army bombarded rebel positions in Ivanivka.", "2024-03-20")
    assert [c.date for c in claims] == ["2024-03-18", "2024-03-18"]


def test_repeated_statements_are_claims_of_their_own() -> None:
    claims = claims_of(WAR + "The army captured Petrivka. The army captured Petrivka.")
    assert len(claims) == 2
    assert len({c.claim_id for c in claims}) == 2


def test_ids_survive_edits_elsewhere() -> None:
    before = claims_of(WAR + "The army captured Petrivka.")
    after = claims_of("An added opening. " + WAR + "The  army\ncaptured Petrivka. An added end.")
    assert [c.claim_id for c in before] == [c.claim_id for c in after]
    assert re.fullmatch(r"c_[0-9a-f]{16}", before[0].claim_id)


def test_stated_numbers_are_kept_with_their_meaning() -> None:
    claims = claims_of(WAR + "The army massed 110,000 troops near Petrivka. The army captured 300 square kilometres near Ivanivka.")
    assert [c.attributes for c in claims] == [(("troops", "110000"),), (("area_km2", "300"),)]


def test_confidence_is_what_the_doubts_leave() -> None:
    first, second = claims_of(WAR + "The army surrounded Petrivka. Shells hit the city.")
    mention: PlaceMention = placed_names("Petrivka")[0]
    assert first.confidence == confidence_of(first, mention) == 0.9
    assert second.confidence == pytest.approx(0.9 - sum(cost for _, cost in doubts_of(second, mention)))


@pytest.mark.parametrize(
    ("claim_type", "words", "sub_event"),
    [
        ("capture", "recaptured", "Government regains territory"),
        ("clash", "fighting", "Armed clash"),
        ("strike", "drone attack", "Air/drone strike"),
        ("strike", "shelled", "Shelling/artillery/missile attack"),
        ("withdrawal", "withdrew", "Non-violent transfer of territory"),
    ],
)
def test_claims_carry_the_sub_event_of_acled(claim_type: str, words: str, sub_event: str) -> None:
    assert acled_sub_event(claim_type, words) == sub_event


def test_every_type_has_a_row_for_acled() -> None:
    assert {row["type"] for _, row in read_rows(layers_dir() / "acled.csv")} == set(CLAIM_TYPES)


def test_an_explanation_marks_evidence_place_and_rules() -> None:
    text = WAR + "The army captured Petrivka."
    parsed, placed = parse(Document("d", text, lang="en")), placed_names(text)
    events = find_events(parsed, placed, open_lexicon(), open_sources())
    claims = find_claims(parsed, placed, (), events)
    lines = explain_claim(Extraction(parsed.document, placed, (), claims), claims[0].claim_id)
    assert any("«The army captured [Petrivka].»" in line for line in lines)
    assert any("capture.capture" in line for line in lines)
    assert explain_claim(Extraction(parsed.document, placed, (), claims), "c_0000000000000000") == ()


@pytest.mark.parametrize(
    ("lang", "part"),
    [
        ("en", "Russian forces shelled Kharkiv on 3 May and took Bakhmut while the army said that rebels attacked Goma "),
        ("ru", "Российские войска обстреляли Харьков 3 мая и захватили Бахмут а армия сообщила что боевики атаковали Донецк "),
    ],
)
def test_one_sentence_of_thousands_of_events_dates_and_sources_comes_to_an_end(lang: str, part: str) -> None:
    claims = extract_document(Document("d", part * 1000, lang=lang), open_engine(Settings())).claims
    assert len(claims) >= 2000


@pytest.mark.parametrize("text", ["", " ", "🙂", "‮مقاتلون", "\x00\x01", "(((((", "\"'" * 500, "Petrivka " * 500])
def test_hostile_texts_give_no_exception(text: str) -> None:
    for claim in claims_of(WAR + text) if text else ():
        assert claim.quote == (WAR + text)[claim.start : claim.end]


@pytest.mark.parametrize("year", ["²²²²", "①②③④", "٢٠٢٠", "0000", "9999"])
def test_a_year_in_any_digits_gives_no_exception_in_a_dated_report(year: str) -> None:
    text = f"Rebels shelled Goma on Monday. Troops attacked Sake, which fell in {year}. In {year} soldiers took Masisi."
    document = Document("d", text, lang="en", published="2024-01-15")
    assert ("strike", "Goma") in {(claim.type, claim.place_name) for claim in extract_document(document, open_engine(Settings())).claims}


def test_a_dateline_is_neither_the_place_nor_the_evidence() -> None:
    claims = claims_of(
        "LISNE, Nov. 30 (Harbour Post) - The army shelled the town of Petrivka. Rebels and soldiers fought in the city.".replace(
            "LISNE", "Lisne"
        )
    )
    assert [(c.type, c.place_name) for c in claims] == [("strike", "Petrivka"), ("clash", "Petrivka")]
    assert claims[0].quote == "The army shelled the town of Petrivka."


def test_a_dateline_in_capitals_that_nothing_parts_from_the_text_is_neither() -> None:
    claims = claims_of("LISNE Rebels with howitzers attacked the army. The army shelled Petrivka. Troops had left Lisne.")
    assert claims[0].quote == "Rebels with howitzers attacked the army."


def test_the_place_of_an_office_is_no_place_of_a_claim() -> None:
    claims = claims_of(WAR + "The army shelled Petrivka. The governor of Kamenka Oblast said shells hit the town.")
    assert [c.place_name for c in claims] == ["Petrivka", "Petrivka"]


def test_a_name_in_brackets_is_the_same_place() -> None:
    claims = claims_of(WAR + "In the very south of Petrivka (old name - Ivanivka), fighting continues.")
    assert [(c.place_name, c.relation) for c in claims] == [("Petrivka", "S part")]


def test_the_more_telling_of_two_statements_of_a_sentence_is_kept() -> None:
    claims = claims_of(
        WAR + "The army surrounded Petrivka. Siege of the city: rebels have begun to encircle the town from the south and northeast."
    )
    assert ("from:S", "from:NE") in [c.directions for c in claims]


def test_a_village_of_which_nothing_is_said_stays_unplaced() -> None:
    claims = claims_of(WAR + "The army surrounded Petrivka. Rebels captured Nowa.")
    assert [(c.place_name, c.place is None) for c in claims] == [("Petrivka", False), ("Nowa", True)]


def test_a_report_on_fresh_news_leaves_out_what_happened_years_ago() -> None:
    news = "On 3 May 2024 rebels attacked Petrivka. On 4 May 2024 the army shelled Ivanivka. Soldiers first captured Stepove in June 2019."
    assert [claim.place_name for claim in claims_of(news, published="2024-05-05")] == ["Petrivka", "Ivanivka"]


def test_a_chronicle_keeps_what_happened_years_ago() -> None:
    chronicle = "On 3 May 2014 rebels attacked Petrivka. On 4 May 2014 the army and its infantry shelled Ivanivka."
    assert len(claims_of(chronicle, published="2024-05-05")) == 2


def test_one_sentence_tells_the_losses_of_one_place_once() -> None:
    claims = claims_of(WAR + "In Petrivka the army killed 30 rebels in a gun battle, captured nine and destroyed two tanks.")
    assert [c.type for c in claims].count("losses") == 1
    claims = claims_of(WAR + "The rebels took Petrivka on Monday and the army retook Petrivka on Friday.")
    assert [c.type for c in claims].count("capture") == 2


def test_a_denial_of_that_claim_denies_what_was_said_before() -> None:
    claims = claims_of(WAR + "Rebels said their howitzers had shelled Petrivka, but the army rejected that claim.")
    assert ("strike", "denied") in {(c.type, c.modality) for c in claims}
