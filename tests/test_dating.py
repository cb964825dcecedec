from __future__ import annotations

import pytest

from claim_cases import claims_of

WAR = "The rebels and the army have infantry. "
TUESDAY = "2025-12-02"


def dates_of(text: str, published: str | None = TUESDAY) -> list[tuple[str, str | None]]:
    return [(claim.type, claim.date) for claim in claims_of(WAR + text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army shelled Petrivka on Sunday.", [("strike", "2025-11-30")]),
        ("On Sunday the army shelled Petrivka and rebels captured Lisne.", [("strike", "2025-11-30"), ("capture", "2025-11-30")]),
        ("The army said on Sunday that rebels captured Lisne.", [("capture", "2025-11-30")]),
        ("The army shelled Petrivka overnight.", [("strike", "2025-12-01/2025-12-02")]),
    ],
)
def test_an_event_takes_the_date_of_its_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert dates_of(text) == expected


def test_what_led_to_news_is_of_the_same_day() -> None:
    text = "Rebels captured Lisne on Sunday after the army shelled Petrivka."
    assert dates_of(text) == [("capture", "2025-11-30"), ("strike", "2025-11-30")]


def test_an_entry_of_a_chronicle_has_the_date_of_its_heading() -> None:
    entries = ("The week.", "Petrivka, 26 November", "Rebels raided a farm. The army shelled Petrivka.", "Friday", "Rebels captured Lisne.")
    text = "\n\n".join(entries)
    assert dates_of(text)[-2:] == [("strike", "2025-11-26"), ("capture", "2025-11-28")]


def test_an_entry_may_be_of_some_days() -> None:
    assert dates_of("The week.\n\n16-17 October\n\nThe army shelled Petrivka.") == [("strike", "2025-10-16/2025-10-17")]
    assert dates_of("The week.\n\n1-28 October\n\nThe army shelled Petrivka.") == [("strike", None)]


def test_a_headline_dates_nothing_that_it_does_not_tell() -> None:
    text = "Rebels say that on Friday they burned ten lorries\n\nThe army shelled Petrivka."
    assert dates_of(text)[-1] == ("strike", None)


def test_the_date_of_what_came_before_is_that_of_nothing_else() -> None:
    text = "Soldiers advanced on Lisne, a village, in the worst fighting in Petrivka since the revolt broke out in mid-February."
    assert {date for _, date in dates_of(text)} == {None}


def test_the_date_of_a_relative_clause_is_that_of_nothing_else() -> None:
    assert dates_of("Soldiers advanced on Lisne, close to a district that fell last week.")[0] == ("advance", None)


def test_what_has_gone_on_since_a_day_lasts() -> None:
    assert dates_of("Rebels have shelled Lisne since Sunday.") == [("strike", "2025-11-30/2025-12-02")]


def test_an_hour_of_the_clock_is_one_of_the_day_that_was_told_last() -> None:
    text = "Soldiers advanced on Lisne on Sunday.\n\nA medic spoke.\n\nThe shelling of Petrivka began at 8 a.m."
    assert dates_of(text)[-1] == ("strike", "2025-11-30")


def test_a_day_after_something_dates_what_came_before() -> None:
    text = "The army shelled Petrivka on Sunday, a day after rebels captured Lisne."
    assert dates_of(text) == [("strike", "2025-11-30"), ("capture", "2025-11-29")]


def test_a_stretch_since_a_day_is_no_clause_of_its_own() -> None:
    assert dates_of("Since early Sunday, an official said, rebels have shelled Lisne.") == [("strike", "2025-11-30/2025-12-02")]


def test_what_is_told_later_or_with_doubt_is_of_the_same_day() -> None:
    text = "On 18 November rebels attacked Petrivka. They later withdrew from Lisne. The army reportedly shelled Stepove."
    assert dates_of(text) == [("assault", "2025-11-18"), ("withdrawal", "2025-11-18"), ("strike", "2025-11-18")]


def test_a_year_alone_dates_no_news() -> None:
    assert dates_of("Rebels captured Lisne in 2014.") == [("capture", None)]


def test_how_long_a_place_has_been_held_is_no_date_of_the_holding() -> None:
    assert dates_of("The rebels have held Petrivka since March 2024.") == [("hold", None)]


@pytest.mark.parametrize(
    ("first", "carried"),
    [
        ("On 18 November rebels attacked Petrivka.", "2025-11-18"),
        ("By evening on 18 November rebels attacked Petrivka.", "2025-11-18"),
        ("In Petrivka, rebels attacked a base on 18 November.", None),
        ("Rebels attacked Petrivka on 18 November.", None),
    ],
)
def test_only_a_date_that_a_sentence_begins_with_is_carried_on(first: str, carried: str | None) -> None:
    assert dates_of(f"{first} Soldiers withdrew from Stepove.")[-1] == ("withdrawal", carried)


@pytest.mark.parametrize(
    ("first", "then", "carried"),
    [
        ("Rebels attacked Petrivka on 18 November.", "Soldiers repelled the attack.", "2025-11-18"),
        ("Troops stormed Petrivka on 18 November.", "Ten rebels were killed in the fighting.", "2025-11-18"),
        ("Rebels attacked Petrivka on 18 November.", "An attack on Lisne was repelled.", None),
        ("Rebels fought from 12 to 18 November in Petrivka.", "Soldiers repelled the attack.", None),
    ],
)
def test_what_comes_of_the_fight_told_before_is_of_its_day(first: str, then: str, carried: str | None) -> None:
    assert dates_of(f"{first} {then}")[-1][1] == carried


def test_what_was_the_day_before_is_reckoned_from_the_day_of_writing_where_no_other_day_is_told() -> None:
    assert dates_of("The army said rebels had captured Petrivka a day earlier.") == [("capture", "2025-12-01")]


def test_a_new_paragraph_begins_without_a_date() -> None:
    assert dates_of("On 18 November rebels attacked Petrivka.\n\nSoldiers shelled Lisne.")[-1] == ("strike", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army captured Lisne in 2011, and on Monday rebels shelled Petrivka.", [("capture", None), ("strike", "2025-12-01")]),
        ("On Monday the charity marked the bombing of Petrivka by the army a year ago.", [("strike", None)]),
        ("Rebels captured Lisne on Sunday after heavy clashes in Petrivka.", [("capture", "2025-11-30"), ("clash", "2025-11-30")]),
        (
            "Rebels captured Lisne on Sunday, where soldiers have shelled Petrivka since May.",
            [("capture", "2025-11-30"), ("strike", "2025-05-01/2025-12-02")],
        ),
    ],
)
def test_each_event_has_the_time_that_is_told_of_it(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert dates_of(text) == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Rebels captured Lisne on Sunday. In the evening the army shelled Petrivka.", "2025-11-30"),
        ("Rebels captured Lisne on Sunday.\n\nThe army entered Petrivka at dawn.", "2025-11-30"),
        ("The army shelled Petrivka throughout the day.", "2025-12-02"),
        ("The army shelled Petrivka before noon.", "2025-12-02"),
        ("Since 4.50am the army has shelled Petrivka.", "2025-12-02"),
        ("The army entered Petrivka shortly after daybreak.", "2025-12-02"),
        ("The army entered Petrivka in the early morning.", "2025-12-02"),
        ("The army shelled Petrivka day after day.", None),
        ("The army shelled Petrivka for days.", None),
        ("The army shelled Petrivka night after night.", None),
    ],
)
def test_an_hour_is_one_of_the_day_told_last_or_of_the_day_of_writing(text: str, date: str | None) -> None:
    assert dates_of(text)[-1][1] == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("On the night of 9-10 November FNLA troops advanced on Petrivka.", "2025-11-09/2025-11-10"),
        ("The rebels, who had entered the war last month, captured Petrivka, officials said on Monday.", "2025-12-01"),
        ("The army, after weeks of heavy fighting, captured Petrivka, diplomats said on Monday.", "2025-12-01"),
    ],
)
def test_a_date_is_of_the_verb_beside_which_it_stands(text: str, date: str) -> None:
    assert dates_of(text)[-1][1] == date


@pytest.mark.parametrize("hour", ["15:30", "about midday"])
def test_an_hour_dates_what_is_denied_or_held_too(hour: str) -> None:
    text = f"Rebels left Petrivka on Sunday. At {hour} the army said that rebels held Lisne."
    assert dates_of(text)[-1] == ("hold", "2025-11-30")


@pytest.mark.parametrize("opening", ["Subsequently, ", "Hours later, ", "Shortly after, "])
def test_what_followed_happened_on_the_day_that_was_told_last(opening: str) -> None:
    assert dates_of(f"Rebels left Petrivka on 5 May. {opening}the army shelled Lisne.", None)[-1] == ("strike", "XXXX-05-05")
    assert dates_of(f"Rebels left Petrivka. {opening}the army shelled Lisne.")[-1] == ("strike", None)


@pytest.mark.parametrize(
    ("lead", "later", "expected"),
    [
        ("Rebels attacked Petrivka on Monday.", "A medic spoke. Shells hit Lisne.", "2025-12-01"),
        ("Rebels attacked Petrivka on Monday.", "Shells hit Lisne. A truce was broken in July.", "2025-12-01"),
        ("Rebels attacked Petrivka on Monday.", "Shells hit Lisne. A truce was broken on Friday.", None),
        ("Rebels attacked Petrivka on Monday.", "Shells have hit Lisne.", None),
        ("Rebels attacked Petrivka on Monday.", "A medic spoke. Jets came from Hora, bombing Lisne.", "2025-12-01"),
        ("Rebels attacked Petrivka on 1 December.", "A medic spoke. Shells hit Lisne.", None),
        ("Rebels attacked Petrivka on Wednesday.", "A medic spoke. Shells hit Lisne.", None),
    ],
)
def test_a_report_of_one_day_dates_what_it_tells(lead: str, later: str, expected: str | None) -> None:
    claims = claims_of(f"{lead} The rebels and the army have infantry. {later}", TUESDAY)
    assert next(claim.date for claim in claims if claim.type == "strike") == expected


def test_a_date_of_another_clause_leaves_an_event_to_the_passage() -> None:
    text = "On Sunday the army shelled Petrivka. Rebels captured Lisne after talks broke down last week."
    assert dates_of(text)[-1] == ("capture", "2025-11-30")


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("Medics said ten people died in the shelling of Petrivka.", ("strike", "2025-05-05")),
        ("The army denied that it had shelled Petrivka.", ("strike", "2025-05-05")),
        ("Medics said that ten people had died in the shelling of Lisne.", ("strike", None)),
        ("The army has shelled Petrivka.", ("strike", None)),
    ],
)
def test_what_was_told_before_has_the_date_that_it_had_there(later: str, expected: tuple[str, str | None]) -> None:
    text = f"The army shelled Petrivka on 5 May. Rebels left Hora.\n\nA truce was broken. Talks were held in the capital.\n\n{later}"
    assert dates_of(text)[-1] == expected


def test_only_words_up_to_an_event_leave_its_day_open() -> None:
    lead = "On Monday rebels attacked Petrivka. "
    assert dates_of(f"{lead}They shot down a jet, but the army has denied it.")[1] == ("losses", "2025-12-01")
    assert dates_of(f"{lead}They have shot down a jet, the army said.")[1] == ("losses", None)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("The army shelled Petrivka in revenge for the 5 May suicide attack.", None),
        ("In revenge for Friday's raid, the army shelled Petrivka.", None),
        ("The army shelled Petrivka in the 5 May attack.", "2025-05-05"),
        ("Ten soldiers were killed in Friday's attack on Petrivka.", "2025-11-28"),
    ],
)
def test_a_date_that_tells_a_fight_from_others_is_of_that_fight(text: str, date: str | None) -> None:
    assert date in [told for kind, told in dates_of(text) if kind != "assault" or "revenge" not in text]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Ten soldiers have been killed since the offensive on Petrivka began in May.", "2025-05-01/2025-12-02"),
        ("Ten soldiers have been killed and twenty wounded since the army launched the offensive on 9 May.", "2025-05-09/2025-12-02"),
    ],
)
def test_what_has_gone_on_since_a_fight_began_lasts_until_the_day_of_writing(text: str, date: str | None) -> None:
    assert dates_of(text)[0][1] == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Rebels left Hora on Sunday after shelling Petrivka for a week.", None),
        ("Rebels left Hora on Sunday, hours after shelling Petrivka.", "2025-11-30"),
        ("Rebels left Hora on Sunday, a day after shelling Petrivka.", "2025-11-29"),
        ("Rebels left Hora on Sunday after shelling Petrivka at dawn.", "2025-11-30"),
        ("Rebels left Hora on Sunday after they shelled Petrivka.", "2025-11-30"),
        ("Rebels left Hora on Sunday and have since shelled Petrivka.", None),
        ("On Sunday rebels left Hora, which they had previously shelled.", None),
    ],
)
def test_what_went_before_the_news_or_came_since_is_not_of_its_day(text: str, date: str | None) -> None:
    assert dict(dates_of(text))["strike"] == date
