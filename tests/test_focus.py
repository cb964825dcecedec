"""What a passage is about, told on whole texts of several wars with the places that the gazetteer knows."""

from __future__ import annotations

import pytest

from frontmap.model import Claim, Document
from frontmap.pipeline import Engine, extract_document


def _claims(text: str, engine: Engine) -> list[Claim]:
    return list(extract_document(Document("d", text, lang="en"), engine).claims)


def _place_of(words: str, text: str, engine: Engine) -> str | None:
    return next(c.place_name for c in _claims(text, engine) if words in c.quote)


SUBJECTS = [
    # the noun of the anaphor finds the place that the text called so
    (
        "The army shelled the town of Tabqa in Syria, officials said. That came weeks after Aleppo, the provincial capital, fell. "
        "Militants later withdrew from the town.",
        "withdrew from the town",
        "Tabqa",
    ),
    (
        "Boko Haram gunmen attacked the village of Gwoza in Nigeria and drove on to the city of Maiduguri, residents said. "
        "Troops retook the village on Monday.",
        "retook the village",
        "Gwoza",
    ),
    # a place that only tells where another lies is not the subject
    (
        "Seleka fighters captured Sibut, about 180 kilometers north of Bangui, in the Central African Republic. "
        "Troops withdrew from the town.",
        "withdrew from the town",
        "Sibut",
    ),
    (
        "Taliban fighters seized Khanabad, a district centre in Kunduz. Government troops then shelled the area.",
        "shelled the area",
        "Khanabad",
    ),
    (
        "Rebels seized Bourem in Mali, halfway between the old towns of Gao and Timbuktu. They said they hold the camp. Troops fled.",
        "Troops fled",
        "Bourem",
    ),
    (
        "Serbs attacked Gorazde overnight, two years after the war began in nearby Sarajevo. Twenty soldiers were killed, doctors said.",
        "Twenty soldiers",
        "Goražde",
    ),
    # a large town is not the capital where the text names the seat of government, and a village is not the city
    (
        "Rebels in Libya captured Zawiya, 50km west of Tripoli. They say they are closing in on the capital.",
        "closing in on the capital",
        "Tripoli",
    ),
    (
        "M23 rebels advanced on Bukavu. The rebels took Katana, some 40 km to the north. They are now shelling the city, an officer said.",
        "shelling the city",
        "Bukavu",
    ),
    # a government that fighters are for is no ground
    (
        "Troops dug in at Novoazovsk in Ukraine. The war is fought with pro-Moscow rebels, officials said. Grad rockets hit a field.",
        "Grad rockets",
        "Novoazovs'k",
    ),
    # nor is where somebody speaks, or meets
    (
        "Al Shabaab attacked the town of Barawe in Somalia. The army denied it at a conference in Nairobi. Gunmen shelled the town.",
        "shelled the town",
        "Barawe",
    ),
    # a region where something happened is what is told on, before the first town to come
    (
        "Rebels advanced in Helmand province of Afghanistan. Troops repelled the attack. Clashes were reported in Kandahar later.",
        "repelled the attack",
        "Helmand",
    ),
    # the dateline may stand behind a headline
    (
        "Rebels shell villages in the north\n\nBEIRUT (AP) — The army withdrew after heavy fighting with rebels. It lost Idlib in Syria.",
        "army withdrew",
        "Idlib",
    ),
    # a road is no town
    (
        "The army holds the city of El Obeid in Sudan, but rebels came down the Nahud road. Artillery shelled the city.",
        "Artillery shelled",
        "El Obeid",
    ),
    # nor is one that somebody only left for
    (
        "Rebels captured Mbres in the Central African Republic. The mercenaries had fled to the town of Bamingui. "
        "The town was recaptured on Friday.",
        "was recaptured",
        "Mbrés",
    ),
    # but it may be what a noun asks for
    (
        "The RSF shelled the Abu Shouk camp north of El Fasher in Sudan. Army aircraft bombed the eastern part of the city.",
        "Army aircraft",
        "El Fasher",
    ),
    (
        "Chad's army said it had destroyed a column at Massaguet, 80 km northeast of N'Djamena. The rebels bypassed the town and "
        "marched on the capital.",
        "marched on",
        "N'Djamena",
    ),
    # a seat of government named in passing is not what a text begins with, but it is where the text names one of its parts
    (
        "Talks in Kinshasa went on. Rebels attacked a garrison. They drove out the soldiers and took Masisi in Congo.",
        "attacked a garrison",
        "Masisi",
    ),
    (
        "The army said it had repelled attacks overnight. Rebels in Syria hold some suburbs of Damascus. Soldiers left for Afrin.",
        "repelled attacks",
        "Damascus",
    ),
    # nor is where a report was written
    (
        "Goma, Congo. Officers spoke of an attack. Rebels stormed a camp at dawn, and the army fought back at Masisi for hours.",
        "Rebels stormed",
        "Masisi",
    ),
    # what those do who are named as a source is done where the words for them say
    (
        "The rebels took Goma in Congo. Soldiers defending positions near Masisi said they had heard of it. They were shelled at dawn.",
        "were shelled",
        "Masisi",
    ),
    # which a noun between commas does not
    (
        "Mercenaries in the Central African Republic left Mbres. The town, 415 km from Bangui, the capital, was captured by rebels.",
        "was captured",
        "Mbrés",
    ),
]


@pytest.mark.parametrize(("text", "words", "place"), SUBJECTS)
def test_what_is_not_named_happens_where_the_passage_is(text: str, words: str, place: str, engine: Engine) -> None:
    found = _place_of(words, text, engine)
    assert found is not None
    assert place.lower() in found.lower()


def test_the_place_of_a_clause_stays_the_subject_where_the_noun_fits_it(engine: Engine) -> None:
    text = "The army attacked Kidal in Mali. Rebels then stormed the village of Tessalit. The village was shelled for two days."
    assert _place_of("village was shelled", text, engine) == "Tessalit"


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        # who did it is no ground, even in words that elsewhere mean beside
        ("The village of Maroun al-Ras in Lebanon was captured by Israel at dawn.", "captured", "Maroun al-Ras"),
        ("The town of Gori was shelled by Russia all night, officials in Georgia said.", "shelled", "Gori"),
        # the town that an army moves towards, not the country it is in
        ("Turkish tanks advanced into Syria towards the town of Jarablus.", "advanced", "Jarabulus"),
        # who opens a clause of its own does not stand in the list before it, and a sea may only say which town is meant
        ("France bombed Mosul and a camp in Iraq, and Britain flew its first strikes there on Tuesday.", "Britain", "Mosul"),
        (
            "Soldiers fought Russians for the Black Sea port of Ochakiv in Ukraine, and shells fell on the Black Sea coast.",
            "fought",
            "Ochakiv",
        ),
        # a border is ground by whichever countries it goes
        ("Fighting between troops and rebels went on along the Honduras-Nicaragua border on Saturday.", "Fighting", "Honduras"),
        # nor is the seat of a government that acts
        ("The Khartoum regime bombed villages around the town of Kulbus in Darfur, in Sudan.", "bombed", "Kulbus"),
        # a base is ground whoever has it
        ("Jets bombed the Hodeidah naval base in western Yemen.", "bombed", "Hodeidah"),
    ],
)
def test_a_country_gives_way_to_the_ground_that_its_sentence_names(text: str, words: str, place: str, engine: Engine) -> None:
    assert _place_of(words, text, engine) == place


def test_a_briefing_is_not_where_the_fighting_goes_on(engine: Engine) -> None:
    text = (
        "The army shelled the town of Marawi in the Philippines on Sunday. "
        "The town is quiet now, a general told a press briefing in Manila. Hundreds of residents were forced to flee."
    )
    assert _place_of("forced to flee", text, engine) == "Marawi City"


def test_the_area_surrounding_a_place_is_near_it(engine: Engine) -> None:
    text = "Rebels hold Goma in Congo. They said they destroyed five tanks in the area surrounding Masisi."
    [claim] = [c for c in _claims(text, engine) if "tanks" in c.quote]
    assert (claim.place_name, claim.relation) == ("Masisi", "near")
