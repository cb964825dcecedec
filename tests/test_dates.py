from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontmap.model import Document
from frontmap.registry.lexicon import open_lexicon
from frontmap.text.events.dates import find_dates
from frontmap.text.sentences import parse

TUESDAY = "2025-12-02"


def dates_in(text: str, published: str | None = TUESDAY, title: str | None = None) -> list[str]:
    parsed = parse(Document("d", text, title, published=published, lang="en"))
    return [d.edtf for d in find_dates(parsed, open_lexicon()) if not d.background]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops entered the town on 14 October.", ["2025-10-14"]),
        ("Troops entered the town on October 14, 2023.", ["2023-10-14"]),
        ("It fell on May 3rd after a siege.", ["2025-05-03"]),
        ("On 13-14 August the army advanced.", ["2025-08-13/2025-08-14"]),
        ("On 13–14 August the army advanced.", ["2025-08-13/2025-08-14"]),
        ("It happened between 1 and 14 January.", ["2025-01-01/2025-01-14"]),
        ("From April 27 to May 6 both sides shelled it.", ["2025-04-27/2025-05-06"]),
        ("They left on Sunday.", ["2025-11-30"]),
        ("They left on Tuesday.", ["2025-12-02"]),
        ("They left last Tuesday.", ["2025-11-25"]),
        ("Yesterday they left.", ["2025-12-01"]),
        ("The raid was last week.", ["2025-11-24/2025-11-30"]),
        ("The raid was last month.", ["2025-11-01/2025-11-30"]),
        ("They advanced over the past 24 hours.", ["2025-12-01/2025-12-02"]),
        ("The town fell in July 2025.", ["2025-07-01/2025-07-31"]),
        ("They pushed on in Winter 2024.", ["2024-12-01/2025-02-28"]),
        ("They surrounded it in early April.", ["2025-04-01/2025-04-10"]),
        ("Since Saturday they have held it.", ["2025-11-29/2025-12-02"]),
        ("The report of 2025-11-05 says so.", ["2025-11-05"]),
        ("The battle lasted from Thursday through Saturday.", ["2025-11-27/2025-11-29"]),
        ("Last night they left.", ["2025-12-01"]),
        ("They left this morning.", ["2025-12-02"]),
        ("Monday's raid killed ten.", ["2025-12-01"]),
        ("They withdrew three days ago.", ["2025-11-29"]),
        ("They withdrew two weeks ago.", ["2025-11-18"]),
        ("They withdrew overnight on Sunday.", ["2025-11-30"]),
        ("The daily 26 September News told of it.", []),
        ("The 17 November group was blamed.", []),
        ("On 5 May Russian troops left.", ["2025-05-05"]),
        ("By 5 May Russian troops had left.", ["2025-05-05"]),
        ("Ten died over the last twenty-four hours.", ["2025-12-01/2025-12-02"]),
        ("They withdrew two years ago.", []),
        ("Shells fell overnight.", ["2025-12-01/2025-12-02"]),
        ("Over the past two days shells fell.", ["2025-12-01/2025-12-02"]),
        ("Over the past day shells fell.", ["2025-12-01/2025-12-02"]),
        ("Over the last fortnight shells fell.", ["2025-11-18/2025-12-02"]),
        ("It was theirs in 2014.", []),
        ("Earlier this week they took it.", ["2025-12-01/2025-12-02"]),
        ("Shells fell over the weekend.", ["2025-11-29/2025-11-30"]),
        ("In the past two weeks they lost ten.", ["2025-11-18/2025-12-02"]),
        ("They advanced over the past week.", ["2025-11-25/2025-12-02"]),
        ("Shells fell on Sunday and Monday.", ["2025-11-30/2025-12-01"]),
        ("It fell on Sunday, November 30.", ["2025-11-30"]),
        ("It has been theirs since 2014.", ["2014-01-01/2025-12-02"]),
        ("They came in mid-October.", ["2025-10-11/2025-10-20"]),
        ("They came last October.", ["2025-10-01/2025-10-31"]),
        ("They came last summer.", ["2025-06-01/2025-08-31"]),
        ("Shelling was heard on 05.11.2025.", ["2025-11-05"]),
        ("On 5 May 1999 it fell and on 7 May they left.", ["1999-05-05", "1999-05-07"]),
        ("Next Sunday they will meet.", []),
        ("They took it on the morning of the 24th.", ["2025-11-24"]),
        ("It fell on the 2nd, he said.", ["2025-12-02"]),
        ("The 24th Brigade and the 3rd Army of the 9th Corps came.", []),
    ],
)
def test_dates_are_read_against_the_day_of_publication(text: str, expected: list[str]) -> None:
    assert dates_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On December 1 the general spoke.", ["XXXX-12-01"]),
        ("By 24-25 September they had gone.", ["XXXX-09-24/XXXX-09-25"]),
        ("On 16 October it fell. The same day they left.", ["XXXX-10-16", "XXXX-10-16"]),
        ("On 16 October it fell. The next day they left.", ["XXXX-10-16", "XXXX-10-17"]),
        ("On 20 October it fell. Two days later they left.", ["XXXX-10-20", "XXXX-10-22"]),
        ("On 20 October it fell. A day earlier they had left.", ["XXXX-10-20", "XXXX-10-19"]),
        ("On 20 October it fell, three days after they stormed it.", ["XXXX-10-20", "XXXX-10-17"]),
        ("On 20 October they stormed it. Three days after the raid it fell.", ["XXXX-10-20", "XXXX-10-23"]),
        ("On 20 October it fell. That night they left.", ["XXXX-10-20", "XXXX-10-20"]),
        ("On 20 October it fell. A week later they came back.", ["XXXX-10-20", "XXXX-10-27"]),
        ("On 20 October it fell. A month later they came back.", ["XXXX-10-20"]),
        ("In October it fell.", ["XXXX-10-01/XXXX-10-31"]),
        ("On 20 October it fell, a day before talks began.", ["XXXX-10-20"]),
        ("They left on Sunday.", []),
    ],
)
def test_a_year_that_nothing_tells_stays_unknown(text: str, expected: list[str]) -> None:
    assert dates_in(text, published=None) == expected


def test_a_day_that_would_lie_in_the_future_was_last_year() -> None:
    assert dates_in("It fell on 20 February.", published="2025-01-10") == ["2024-02-20"]


def test_a_title_may_give_the_year() -> None:
    assert dates_in("On 13 August it fell.", published=None, title="The battle of the hills (2019)") == ["2019-08-13"]


def test_a_year_that_was_written_stays_in_force() -> None:
    text = "The siege began on 3 November 2012. On 28 December they shelled it. On 4 January it fell."
    assert dates_in(text, published=None) == ["2012-11-03", "2012-12-28", "2013-01-04"]


def test_a_title_gives_no_day_to_reckon_from() -> None:
    assert dates_in("On Sunday it fell.", published=None, title="2019 offensive in the hills") == []


@pytest.mark.parametrize(
    "text",
    [
        "PETRIVKA, Dec 1 (Agency) - They left on Sunday.",
        "They leave the hills\n\nPETRIVKA, Dec 1 (Agency) - They left on Sunday.",
        "Nov 30, 2025 (PETRIVKA) They left on Sunday.",
    ],
)
def test_a_dateline_beside_the_day_of_publication_is_no_event(text: str) -> None:
    assert dates_in(text) == ["2025-11-30"]


def test_a_day_that_words_lead_to_is_no_dateline() -> None:
    assert dates_in("On 7 July 2015 it fell.") == ["2015-07-07"]


def test_a_dateline_is_the_day_of_writing_and_no_event() -> None:
    assert dates_in("PETRIVKA, 7 July 2015 (Agency) - They left on Sunday.", published=None) == ["2015-07-05"]


@pytest.mark.parametrize(
    "text", ["Forces may advance.", "The march went on.", "Version 3.5 of 12 units", "May he rest.", "They fall back.", ""]
)
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    assert dates_in(text) == []


def test_precision_is_that_of_acled() -> None:
    parsed = parse(Document("d", "On 3 May, last week and in March 2024.", published=TUESDAY, lang="en"))
    assert [d.precision for d in find_dates(parsed, open_lexicon())] == [1, 2, 3]


def test_a_broken_day_of_publication_gives_no_reference() -> None:
    found = find_dates(parse(Document("d", "Rebels took Petrivka last week.", published="2025-13-99", lang="en")), open_lexicon())
    assert found == ()


@given(st.text(alphabet="0123456789 -–/.,:MayJuneth2024onsice", max_size=80))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    for edtf in dates_in(text):
        assert len(edtf) in (10, 21)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began after September's attack.", "2025-09-01/2025-09-30"),
        ("It has gone on since the beginning of October.", "2025-10-01/2025-12-02"),
        ("It has gone on since the end of October.", "2025-10-31/2025-12-02"),
        ("They will leave on Friday.", "2025-12-05"),
        ("They were told to leave by Friday.", "2025-12-05"),
        ("They left by Friday.", "2025-11-28"),
        ("They said on Friday that they will leave.", "2025-11-28"),
    ],
)
def test_months_that_own_and_days_to_come(text: str, expected: str) -> None:
    assert dates_in(text, published="2025-12-02") == [expected]


def test_a_text_that_ends_within_a_date_is_read() -> None:
    assert dates_in("It was early", published="2025-12-02") == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("On 3 August 1979 it fell. On 9 September they left.", "1979-09-09"),
        ("On 3 August 1979 it fell. In September they left.", "1979-09-01/1979-09-30"),
        ("On 3 November 1979 it fell. On 9 January they left.", "1980-01-09"),
        ("On 3 August 1979 it fell. On 9 November they left it again.", "2025-11-09"),
        ("On 3 August 2025 it fell. On 9 September they left.", "2025-09-09"),
        ("It was theirs in 1979. On 9 September they left.", "2025-09-09"),
    ],
)
def test_history_goes_on_in_its_year(text: str, last: str) -> None:
    assert dates_in(text)[-1] == last


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2 March\n\nThey left on Monday.", "2025-03-03"),
        ("2 March\n\nThey left on Saturday.", "2025-03-01"),
        ("On 2 March they left on Monday.", "2025-12-01"),
    ],
)
def test_a_weekday_in_an_entry_is_the_one_beside_its_heading(text: str, last: str) -> None:
    assert dates_in("The war so far.\n\n" + text)[-1] == last


def test_a_weekday_of_a_text_of_no_known_day_follows_the_day_told_last() -> None:
    assert dates_in("They came on 3 August 1979. On Sunday they left.", None)[-1] == "1979-08-05"
    assert dates_in("On Sunday they left.", None) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two days after the 5 March raid they left.", ["2025-03-07", "2025-03-05"]),
        ("On 9 March they came, three days after the 5 March raid.", ["2025-03-09", "2025-03-08", "2025-03-05"]),
        ("They came on 5 March. Within the next three days they took it.", ["2025-03-05", "2025-03-05/2025-03-08"]),
        ("They came on Monday. Within the next three days they may take it.", ["2025-12-01"]),
        ("They came on 5 March. Over the next 60 days they lost it.", ["2025-03-05"]),
        ("They fired on 5 March. The raid came two days after they took it.", ["2025-03-05", "2025-03-03"]),
    ],
)
def test_days_are_counted_from_the_date_behind_them_or_told_before(text: str, expected: list[str]) -> None:
    assert dates_in(text) == expected


def test_an_encyclopaedia_was_written_on_no_day() -> None:
    parsed = parse(Document("d", "On 14 October they left.", published=TUESDAY, publisher="Wikipedia", lang="en"))
    assert [d.edtf for d in find_dates(parsed, open_lexicon())] == ["XXXX-10-14"]


def test_a_story_that_came_to_the_next_year_goes_on_in_it() -> None:
    text = "They came on 31 December 1994. By 3 January they had lost it. On 19 January they left."
    assert dates_in(text, None) == ["1994-12-31", "1995-01-03", "1995-01-19"]
