"""Which war a text is about, and whom its plain words mean: by the rows, by the groups that it names, by itself where no row knows it."""

from __future__ import annotations

import re

import pytest

from frontmap.model import Document, Mention, Place, PlaceMention
from frontmap.registry.sources import Conflict, open_sources
from frontmap.registry.wars import abbreviated_names
from frontmap.text.sentences import parse


def war_of(text: str, country: str | None = None, published: str | None = None, hint: str | None = None) -> Conflict | None:
    parsed = parse(Document("test", text, lang="en", published=published, conflict=hint))
    place = Place("test:1", "Town", 1.0, 1.0, "settlement", country=country)
    mentions = (Mention(found.start(), found.end(), "Town", "Town") for found in re.finditer("Town", text))
    placed = tuple(PlaceMention(mention, place, "exact", 1.0) for mention in mentions) if country else ()
    return open_sources().find_conflict(parsed, placed)


def sides_in(war: Conflict | None, *words: str) -> list[str]:
    return [open_sources().side_of(phrase, war)[0] for phrase in words]


@pytest.mark.parametrize(
    ("hint", "text", "side"),
    [
        ("liberia", "LURD took Gbarnga. LURD said so. Then the rebels left.", "lurd"),
        ("colombia", "FARC men came. The FARC burnt the mill. The guerrillas left.", "farc"),
        ("iraq", "The Islamic State fired. Islamic State men came. The militants left.", "isil"),
        ("drc", "The mayor spoke. The guerrillas left.", "m23"),
        ("drc", "The CNDP came. CNDP men burnt a mill. The rebels left.", "cndp"),
        ("drc", "CNDP and M23 men came. The CNDP met the M23. The rebels left.", "m23"),
    ],
)
def test_plain_words_mean_the_group_that_a_text_names_most(hint: str, text: str, side: str) -> None:
    assert sides_in(war_of(text, hint=hint), "The rebels")[0] == side


@pytest.mark.parametrize(
    ("hint", "text", "side"),
    [
        ("drc", "The mayor spoke. The rebels left.", "rebels"),
        ("mozambique", "Insurgents burnt a mill. The insurgents left.", "insurgents"),
        ("congo_1996", "Rebel leader Laurent Kabila spoke. The rebels left.", "rebels"),
        ("angola", "Insurgents left Kuito. Savimbi's men, the UNITA, had come.", "unita"),
        ("nepal", "Maoist rebels left.", "maoists"),
        ("iraq", "Daesh came. The insurgents left.", "isil"),
        ("bosnia", "Serbs came. The rebels left.", "serbs"),
    ],
)
def test_rebels_whose_group_a_text_never_names_are_called_as_it_calls_them(hint: str, text: str, side: str) -> None:
    war = war_of(text, hint=hint)
    assert sides_in(war, "the rebels") == [side]
    assert sides_in(war, "M23" if hint == "drc" else "the rebels") == [side]


def test_a_group_that_only_the_text_knows_has_its_short_name_as_its_side() -> None:
    war = war_of("The Green Mountain Front (GMF) took a town. The GMF said that the militants would stay.", hint="burundi")
    assert sides_in(war, "the GMF", "a Green Mountain Front commander", "the rebels", "the army") == ["gmf", "gmf", "gmf", "burundi"]


@pytest.mark.parametrize("name", ["Rural Doctors Association (RDA)", "National Weather Office (NWO)"])
def test_bodies_that_do_not_fight_are_no_groups(name: str) -> None:
    war = war_of(f"The {name} spoke. The rebels left.", hint="burundi")
    assert war is not None
    assert war.groups == {}


def test_a_war_that_no_row_knows_is_one_of_the_state_against_whoever_fights_it() -> None:
    war = war_of("Town fell when rebels stormed it, and the army fled.", country="FJ")
    assert sides_in(war, "the army", "the rebels", "a police officer", "Norwegian officials") == ["fiji", "rebels", "fiji", "third_party"]
    war = war_of("Town was quiet after gang members drove the police out.", country="FJ")
    assert sides_in(war, "the police", "the gang", "gunmen") == ["fiji", "gangs", "gangs"]


@pytest.mark.parametrize("text", ["Town has a new mill.", "Town has rebels on its school board.", "Town sent its army home."])
def test_a_text_without_both_sides_is_about_no_war(text: str) -> None:
    assert war_of(text, country="FJ") is None


def test_a_war_that_was_over_gives_way_to_one_that_goes_on() -> None:
    text = "Troops of South Sudan left Juba. South Sudan said so in Juba."
    before, after = (war_of(text, country="SS", published=day) for day in ("2005-03-01", "2016-10-14"))
    assert (before and before.key, after and after.key) == ("sudan_south", "south_sudan")


def test_an_abbreviation_belongs_to_the_words_whose_letters_it_has() -> None:
    text = "Rebels of the Free Valley Army (FVA) met the Front for Justice and Peace (FJP)."
    assert list(abbreviated_names(text)) == [("Free Valley Army", "FVA"), ("Front for Justice and Peace", "FJP")]


def test_names_before_rebels_are_the_parties_of_a_war_that_no_row_knows() -> None:
    text = "Town fell when the Macushi rebels stormed it. Soldiers and the Ranger militia fled. Macushi men came, and Ranger men went."
    war = war_of(text, country="GY")
    assert sides_in(war, "the Macushi rebels", "the rebels", "Ranger fighters", "the army") == ["macushi", "macushi", "ranger", "guyana"]


@pytest.mark.parametrize(
    "text",
    [
        "Town fell when the Muslim rebels stormed it and soldiers fled. Muslim men came.",
        "Town fell on Sunday. On Sunday rebels stormed it and soldiers fled.",
        "Town fell when the Macushi rebels stormed it and soldiers fled.",
        "Town fell. Fleeing rebels stormed it. Fleeing soldiers wept.",
        "Town fell when Town rebels came. Town rebels beat the soldiers.",
    ],
)
def test_creeds_days_places_and_what_is_said_once_name_no_party(text: str) -> None:
    war = war_of(text, country="GY")
    assert war is not None
    assert war.groups == {}
