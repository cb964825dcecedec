"""What frontmap knows of wars: which one a report is about, and on whose side those stand whom it cites and tells of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontmap.model import Document
from frontmap.registry.sources import SourceRegistry, open_sources
from frontmap.text.sentences import parse

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


SIDES = list(rows("war_sides.csv"))
LEADS = list(rows("war_leads.csv"))


@pytest.fixture(scope="module")
def registry() -> SourceRegistry:
    return open_sources()


def test_the_tables_are_wide() -> None:
    assert len({row["war"] for row in SIDES}) >= 130
    assert sum(len(row["words"].split("|")) for row in SIDES) >= 4000
    assert len({row["war"] for row in LEADS}) >= 110


@pytest.mark.parametrize("war", sorted({row["war"] for row in SIDES}))
def test_sources_and_actors_of_a_war_have_their_side(registry: SourceRegistry, war: str) -> None:
    conflict = registry.conflicts[war]
    found = {
        (words, row["told_as"]): (registry.side_of(words, conflict, actor=row["told_as"] == "actor")[0], row["side"])
        for row in SIDES
        if row["war"] == war
        for words in row["words"].split("|")
    }
    assert {phrase: sides for phrase, sides in found.items() if sides[0] != sides[1]} == {}


@pytest.mark.parametrize("row", LEADS, ids=[f"{row['war']} {row['year']}" for row in LEADS])
def test_the_first_lines_of_a_report_tell_its_war(registry: SourceRegistry, row: dict[str, str]) -> None:
    war = registry.find_conflict(parse(Document("test", row["text"], lang="en", published=f"{row['year']}-05-05")))
    assert war is not None
    assert war.key == row["war"]


@pytest.mark.parametrize(
    ("war", "text"),
    [
        ("chiapas", "On 1 January 1994 Zapatista fighters seized San Cristobal. Mexico's army retook Ocosingo on January 4, 1994."),
        ("biafra", "In 1969 Biafran soldiers retook Owerri. Nigerian troops had been surrounded there since December 1968."),
        ("iran_iraq", "In September 1980 Iraqi armour surrounded Khorramshahr. Iran broke the siege of Abadan in 1981."),
    ],
)
def test_a_look_back_is_about_the_war_of_the_years_that_it_tells_of(registry: SourceRegistry, war: str, text: str) -> None:
    found = registry.find_conflict(parse(Document("test", text, lang="en", published="2025-03-01")))
    assert found is not None
    assert found.key == war


@pytest.mark.parametrize(
    "text",
    [
        "Sudan's army said on Tuesday it had repelled the RSF at El Fasher in Darfur. War came to Darfur in 2003, and again in 2004.",
        "The RSF shelled El Fasher in Darfur, and Sudan's army answered. Darfur has known war since 2003.",
    ],
)
def test_an_old_year_in_the_news_changes_no_war(registry: SourceRegistry, text: str) -> None:
    found = registry.find_conflict(parse(Document("test", text, lang="en", published="2024-06-04")))
    assert found is not None
    assert found.key == "sudan"


@pytest.mark.parametrize(
    "text",
    [
        "The White House said the southern plant paid 40 cts a share. In fact the northern one, with its tank, paid 60 cts.",
        "An interim report of the tribal council told of an emergency on the canal. The council met in emergency session.",
        "The bishop met the Red Cross in Washington. President Reagan sent a note, and Trump read it.",
    ],
)
def test_words_that_civil_news_use_too_name_no_war(registry: SourceRegistry, text: str) -> None:
    assert registry.find_conflict(parse(Document("test", text, lang="en"))) is None


@pytest.mark.parametrize(
    ("war", "words", "side"),
    [
        ("rwanda", "the Rwandan ambassador to the UN", "rwanda"),
        ("sudan", "the UN envoy to Sudan", "third_party"),
        ("libya", "a minister of the UN-backed government", "gna"),
        ("ukraine", "the Kremlin-appointed mayor", "russia"),
        ("falklands", "Foreign Minister Ames", "unknown"),
        ("burundi", "Foreign Minister Ames", "burundi"),
        ("burundi", "the Norwegian foreign minister", "third_party"),
        ("burundi", "a rebel general", "rebels"),
        ("yemen", "government forces backed by the coalition", "yemen"),
        ("burundi", "troops backed by the rebels", "burundi"),
        ("ukraine", "the OSCE's Ann Ames", "third_party"),
        ("liberia", "the West African nation's defence minister", "liberia"),
    ],
)
def test_what_stands_around_a_name_decides_whether_it_tells_a_side(registry: SourceRegistry, war: str, words: str, side: str) -> None:
    assert registry.side_of(words, registry.conflicts[war])[0] == side


@pytest.mark.parametrize("war", ["syria", "bosnia", "burundi", "kashmir", "congo_1998"])
@pytest.mark.parametrize("words", ["residents", "a doctor at the hospital", "hospital sources", "villagers", "witnesses"])
def test_townsfolk_and_hospitals_belong_to_no_side(registry: SourceRegistry, war: str, words: str) -> None:
    assert registry.side_of(words, registry.conflicts[war])[0] == "unknown"


@pytest.mark.parametrize("war", ["syria", "bosnia", "burundi", "kashmir", "congo_1998"])
@pytest.mark.parametrize(
    "words", ["the Red Cross", "Doctors Without Borders", "U.N. peacekeepers", "Human Rights Watch", "Western diplomats"]
)
def test_outsiders_are_outsiders_in_every_war(registry: SourceRegistry, war: str, words: str) -> None:
    assert registry.side_of(words, registry.conflicts[war])[0] == "third_party"


def test_rows_of_a_war_outrank_what_a_name_is_elsewhere(registry: SourceRegistry) -> None:
    assert registry.side_of("Al-Shabaab", registry.conflicts["somalia"], actor=True)[0] == "shabaab"
    assert registry.side_of("Al-Shabaab", registry.conflicts["mozambique"], actor=True)[0] == "isil"
