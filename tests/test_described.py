"""Places that no gazetteer holds, put where the text itself says that they lie."""

from __future__ import annotations

import pytest

from frontmap.model import Document, Mention, PlaceMention
from frontmap.registry.gazetteer import Gazetteer, open_gazetteer
from frontmap.resolve import resolve_places
from frontmap.sphere import apart_km
from frontmap.text.places.mentions import find_mentions
from frontmap.text.sentences import parse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


WAR = "Rebels and troops fight with artillery after an offensive. "


def _mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    return find_mentions(parse(Document("d", text)), gazetteer)


def _placed(text: str, gazetteer: Gazetteer) -> dict[str, PlaceMention]:
    parsed = parse(Document("d", WAR + text))
    return {p.mention.surface: p for p in resolve_places(parsed, find_mentions(parsed, gazetteer), gazetteer)}


BESIDE = [
    # (text, the name, the place it lies by, at most so many km from it)
    ("The rebels seized the village of Tarmanik, 20 km west of Aleppo, in Syria.", "Tarmanik", "Aleppo", 21),
    ("Gunmen burned the village of Dalakura, about ten kilometres from Maiduguri in Nigeria.", "Dalakura", "Maiduguri", 11),
    ("Fighters captured Sarhanka and Qubbat Zin outside Kunduz in Afghanistan.", "Sarhanka", "Kunduz", 1),
    ("Troops entered Idlib in Syria. Warplanes then bombed the nearby village of Zuqbara.", "Zuqbara", "Idlib", 1),
    ("Shells hit Bakhmut in Ukraine. Troops shelled the neighbouring villages of Wolsk and Nowasil.", "Nowasil", "Bakhmut", 1),
    ("Rebels hold Bara in Sudan. They repelled an attack on nearby Umm Zanbaq.", "Umm Zanbaq", "Bara", 1),
    ("The army shelled villages near Goma in Congo, including Kabukenda and Ruti.", "Kabukenda", "Goma", 1),
]


@pytest.mark.parametrize(("text", "name", "anchor", "most_km"), BESIDE, ids=[name for _, name, _, _ in BESIDE])
def test_a_village_lies_where_the_text_puts_it(text: str, name: str, anchor: str, most_km: float, gazetteer: Gazetteer) -> None:
    found = _placed(text, gazetteer)
    place, by = found[name].place, found[anchor].place
    assert place is not None
    assert by is not None
    assert apart_km(place, by) <= most_km
    assert place.radius_km >= 5
    assert found[name].matched == "local"
    assert found[name].score < 0.5
    assert anchor in place.origin


def test_a_village_somewhere_in_a_province_is_as_wide_as_that_part_of_it(gazetteer: Gazetteer) -> None:
    found = _placed(
        "The army captured the villages of Tarmanik and Qubbat Zin in the northern countryside of Hama province, Syria.", gazetteer
    )
    province = found["Hama province"].place
    assert province is not None
    for name in ("Tarmanik", "Qubbat Zin"):
        place = found[name].place
        assert place is not None
        assert place.lat > province.lat
        assert place.radius_km == pytest.approx(province.radius_km / 2, abs=0.1)


def test_a_quarter_lies_in_the_town_that_its_sentence_names(gazetteer: Gazetteer) -> None:
    text = "The army shelled Homs in Syria. Homs was hit again. In the city of Deir ez-Zor, clashes shook the Dubayla neighbourhood."
    quarter = _placed(text, gazetteer)["Dubayla neighbourhood"].place
    assert quarter is not None
    assert "Deir ez-Zor" in quarter.origin


def test_a_list_that_is_mostly_known_tells_the_neighbourhood_of_the_rest(gazetteer: Gazetteer) -> None:
    text = "Russian troops attacked near Bakhmut, Soledar, Nowasilka and Klishchiivka in Ukraine."
    found = _placed(text, gazetteer)
    place, near = found["Nowasilka"].place, found["Soledar"].place
    assert place is not None
    assert near is not None
    assert apart_km(place, near) < 25
    assert place.radius_km >= 12


def test_a_list_in_a_province_lies_about_its_known_towns_and_not_at_the_middle_of_the_province(gazetteer: Gazetteer) -> None:
    text = "The army retook villages in central Hama province in Syria, including Karnaz, Tal Zerban and Hayaloun."
    found = _placed(text, gazetteer)
    place, town, province = found["Tal Zerban"].place, found["Karnaz"].place, found["Hama province"].place
    assert place is not None
    assert town is not None
    assert province is not None
    assert apart_km(place, town) < 1 < apart_km(province, town)


NOWHERE = [
    ("Troops left the village of Tarmanik in Syria.", "Tarmanik"),
    ("Jets bombed the village of Tarmanik in the Tbilisi-controlled gorge.", "Tarmanik"),
]


@pytest.mark.parametrize(("text", "name"), NOWHERE)
def test_a_village_of_which_nothing_is_said_stays_unplaced(text: str, name: str, gazetteer: Gazetteer) -> None:
    assert _placed(text, gazetteer)[name].place is None


BESIDE_A_TOWN = [
    ("There were clashes in Tarmanik and near Aleppo in Syria.", "Tarmanik", "Aleppo"),
    ("The rebels took the villages of Tarmanik and Zuqbara. The army shelled Homs in Syria.", "Zuqbara", "Homs"),
]


@pytest.mark.parametrize(("text", "name", "town"), BESIDE_A_TOWN)
def test_a_village_that_no_gazetteer_knows_lies_widely_about_the_town_that_is_named_beside_it(
    text: str, name: str, town: str, gazetteer: Gazetteer
) -> None:
    found = _placed(text, gazetteer)
    place, beside = found[name].place, found[town].place
    assert place is not None
    assert beside is not None
    assert place.radius_km >= 40
    assert apart_km(place, beside) < 1


@pytest.mark.parametrize(
    "text",
    [
        "The rebels took the villages of Tarmanik and Zuqbara, 400 kilometres north-east of Khartoum in Sudan.",
        "Troops burned the village of Zuqbara, 575 km. south of Khartoum in Sudan. Fighters left the area at night.",
        "Troops took the towns of Zuqbara and Tarmanik, 400 km east of Khartoum in Sudan. Rebels hold El Obeid.",
    ],
)
def test_a_village_far_from_a_town_by_the_texts_own_words_does_not_lie_about_it(text: str, gazetteer: Gazetteer) -> None:
    found = _placed(text, gazetteer)
    assert found["Zuqbara"].place is None


def test_a_name_whose_bearers_the_gazetteer_knows_in_this_country_is_not_moved_to_the_town_beside_it(gazetteer: Gazetteer) -> None:
    text = "Ukrainian and Russian forces clashed near the village of Kachin. Kyiv and Moscow disagree. Kharkiv and Kherson were shelled."
    assert _placed(text, gazetteer)["Kachin"].place is None


def test_the_narrowest_description_of_a_name_holds_for_all_its_mentions(gazetteer: Gazetteer) -> None:
    text = "Gunmen burned the village of Dalakura in Borno State, Nigeria. Dalakura is about 15 kilometres from Chibok town."
    found = _placed(text, gazetteer)
    place, town = found["Dalakura"].place, found["Chibok"].place
    assert place is not None
    assert town is not None
    assert apart_km(place, town) < 1


def test_a_village_lies_by_one_that_is_described_itself(gazetteer: Gazetteer) -> None:
    text = "Gunmen burned the village of Dalakura, 5 km from Chibok in Nigeria. The village of Zarbuta, 4 km from Dalakura, was spared."
    place = _placed(text, gazetteer)["Zarbuta"].place
    assert place is not None
    assert place.radius_km > 6


def test_the_area_with_which_a_text_opens_is_where_its_hills_lie(gazetteer: Gazetteer) -> None:
    text = "The army attacked rebels in eastern Qalamoun in Syria. On Monday it captured the hills of Jabal Zulbad and Jabal Afaq."
    found = {p.mention.surface: p for p in resolve_places(parse(Document("d", text)), _mentions(text, gazetteer), gazetteer)}
    hill, area = found["Jabal Zulbad"].place, found["Qalamoun"].place
    assert hill is not None
    assert area is not None
    assert apart_km(hill, area) <= area.radius_km
    assert hill.lon > area.lon


def test_the_district_of_a_province_is_no_part_of_the_town_named_most(gazetteer: Gazetteer) -> None:
    text = "The army holds Marib in Yemen. Marib was shelled. Rebels attacked in Taiz province and seized the Zulmat district there."
    district = _placed(text, gazetteer)["Zulmat district"].place
    assert district is not None
    assert "Taiz" in district.origin


def test_later_mentions_of_a_described_name_mean_the_same_place(gazetteer: Gazetteer) -> None:
    text = "The rebels seized the village of al-Tarmanik, 20 km west of Aleppo, in Syria. The army retook Tarmanik on Monday."
    found = _placed(text, gazetteer)
    assert found["Tarmanik"].place == found["al-Tarmanik"].place


def test_a_namesake_on_another_continent_gives_way_to_what_the_text_says(gazetteer: Gazetteer) -> None:
    text = "Gunmen attacked the village of Datong, near Chibok, in Nigeria. Fighting in Datong went on."
    place, near = _placed(text, gazetteer)["Datong"].place, _placed(text, gazetteer)["Chibok"].place
    assert place is not None
    assert near is not None
    assert apart_km(place, near) < 30


def test_a_village_in_a_province_is_not_its_namesake_in_another(gazetteer: Gazetteer) -> None:
    text = "Russian troops took the settlement of Pershotravnevoye in the Kharkov region of Ukraine. Pershotravnevoye was shelled."
    place = _placed(text, gazetteer)["Pershotravnevoye"].place
    assert place is not None
    assert place.lat > 49


def test_places_of_one_name_in_two_wars_have_different_ids(gazetteer: Gazetteer) -> None:
    one = _placed("Rebels took the village of Tarmanik near Aleppo in Syria.", gazetteer)["Tarmanik"].place
    other = _placed("Rebels took the village of Tarmanik near Goma in Congo.", gazetteer)["Tarmanik"].place
    assert one is not None
    assert other is not None
    assert one.place_id != other.place_id


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("The defenders still have cellars in the Kanal neighborhood in Chasiv Yar. Bakhmut fell.", "Kanal", "Chasiv Yar"),
        ("Saigon radio told of fighting 20 miles west of Saigon in the delta of Vietnam.", "Saigon", "Saigon"),
        ("Four people died in the town of Lyman in Donetsk, in Ukraine, the governor said.", "Lyman", "Lyman"),
    ],
)
def test_what_lies_in_a_town_is_no_namesake_far_away(text: str, name: str, town: str, gazetteer: Gazetteer) -> None:
    found = _placed(text, gazetteer)
    place, by = found[name].place, found[town].place
    assert place is not None
    assert by is not None
    assert apart_km(place, by) < 20


def test_a_seat_of_government_is_the_last_company(gazetteer: Gazetteer) -> None:
    found = _placed("Rebels and troops hold Malakal in South Sudan. Troops attacked Owacina, a general said in Juba.", gazetteer)
    place, by = found["Owacina"].place, found["Malakal"].place
    assert place is not None
    assert by is not None
    assert apart_km(place, by) < 1


def test_a_smaller_namesake_of_a_capital_is_company_like_any_town(gazetteer: Gazetteer) -> None:
    text = "Militants held the village of Orzadim. Police came from London, Ontario. Others came later from Sarnia, Ontario, in Canada."
    place = _placed(text, gazetteer)["Orzadim"].place
    assert place is not None
    assert place.origin == "as the text says: in one passage with London"


def test_a_village_is_no_city_of_its_name(gazetteer: Gazetteer) -> None:
    text = "Rebels fought in Suran in Hama, Syria, and crept up on the village of Alexandria, south of Tal Nowas."
    found = _placed(text, gazetteer)["Alexandria"]
    assert found.place is None or found.place.country == "SY"


@pytest.mark.parametrize(
    ("text", "name", "lat", "lon"),
    [
        ("Afghan fighters attacked Pakistani posts in the Spin Boldak area, an official in Quetta said.", "Spin Boldak", 31.0, 66.4),
        ("Ethiopian tanks drove the Eritreans out of Badme, officials said in Asmara.", "Badme", 14.7, 37.8),
        ("The last jihadists held out in Baghuz, and Iraqi guns fired over the border from near Al-Qaim.", "Baghuz", 34.45, 40.95),
    ],
)
def test_the_only_bearer_of_a_name_is_meant_where_the_text_is_about_there(
    text: str, name: str, lat: float, lon: float, gazetteer: Gazetteer
) -> None:
    place = _placed(text, gazetteer)[name].place
    assert place is not None
    assert (abs(place.lat - lat), abs(place.lon - lon)) < (0.3, 0.3)


@pytest.mark.parametrize("text", ["Turkish tanks entered Famagusta in Cyprus after the envoys had left Geneva without an agreement."])
def test_a_city_of_the_world_is_not_put_beside_the_town_that_a_passage_names(text: str, gazetteer: Gazetteer) -> None:
    place = _placed(text, gazetteer)["Geneva"].place
    assert place is None or place.country == "CH"


def test_a_village_is_no_city_of_its_name_where_all_names_are_known(gazetteer: Gazetteer) -> None:
    placed = _placed("Peshmerga entered Rabia in Iraq, north of Sinjar, after taking the villages of Mahmudiyah and Saudiyah.", gazetteer)
    place = placed["Mahmudiyah"].place
    assert place is None or place.lat > 35
