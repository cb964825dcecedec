from __future__ import annotations

import pytest

from claim_cases import claims_of

WAR = "The rebels and the army have infantry. "


def where(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(claim.type, claim.place_name, claim.relation) for claim in claims_of(WAR + text)]


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("The army fought near Petrivka, which rebels captured.", ("capture", "Petrivka", None)),
        ("The army fought near Petrivka, where rebels stormed a base.", ("assault", "Petrivka", "near")),
        ("The army fought in villages near Petrivka, which rebels captured.", ("capture", "Petrivka", None)),
    ],
)
def test_which_speaks_of_the_place_itself_and_where_of_where_that_was(sentence: str, claim: tuple[str, str, str | None]) -> None:
    assert where(sentence)[-1] == claim


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Petrivka was shelled on its outskirts.", ("strike", "Petrivka", "outskirts")),
        ("Rebels entered Petrivka, seizing streets in its southern districts.", ("capture", "Petrivka", "S part")),
        ("Petrivka was shelled and its people fled.", ("strike", "Petrivka", None)),
    ],
)
def test_a_part_that_a_sentence_calls_its_own_is_one_of_the_place_it_names(sentence: str, claim: tuple[str, str, str | None]) -> None:
    assert claim in where(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The army clashed with rebels south of Petrivka, killing ten rebels.", "Rebels fought south of Petrivka after the army shelled them."],
)
def test_what_hangs_on_an_event_is_at_its_place_without_its_relation(sentence: str) -> None:
    [first, second] = where(sentence)
    assert (first[1:], second[1:]) == (("Petrivka", "S of"), ("Petrivka", None))


def test_two_parts_of_one_place_are_two_claims() -> None:
    found = where("In the very south of Petrivka, and on its outskirts, fierce battles go on.")
    assert found == [("clash", "Petrivka", "S part"), ("clash", "Petrivka", "outskirts")]


def test_a_region_north_of_another_is_not_the_other() -> None:
    assert where("The army advanced in the Kamenka Oblast region north of the province of Lisne.")[0][1] == "Kamenka Oblast"


def test_who_advances_from_the_east_of_a_place_is_at_that_place() -> None:
    assert where("The army is advancing from the east of Petrivka.") == [("advance", "Petrivka", None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Villagers fled to Ivanivka and Stepove.",
        "The garrison withdrew to an airfield in the town of Ivanivka.",
        "Soldiers retreated towards Ivanivka.",
    ],
)
def test_who_leaves_for_another_place_leaves_the_one_that_the_passage_is_about(sentence: str) -> None:
    assert where("Rebels stormed Petrivka. " + sentence)[-1][1] == "Petrivka"


def test_positions_near_a_town_to_which_soldiers_withdraw_are_where_they_withdraw() -> None:
    assert where("Rebels stormed Petrivka. Soldiers withdrew to positions near Ivanivka.")[-1][1:] == ("Ivanivka", "near")


def test_who_pushes_north_from_a_place_is_north_of_it() -> None:
    assert where("The army advanced north from Petrivka.") == [("advance", "Petrivka", "N of")]


@pytest.mark.parametrize(
    "opening",
    [
        "Rebels captured a strategic town, officials said.",
        "The army retook a key northern city from rebels who had held it near the road to Lisne.",
        "Rebels have stormed another government stronghold.",
    ],
)
def test_a_town_that_the_opening_does_not_name_is_the_one_called_a_town_after_it(opening: str) -> None:
    text = opening + " Rebels and soldiers have infantry in Ivanivka. The town of Petrivka lies on a river."
    assert claims_of(text)[0].place_name == "Petrivka"


@pytest.mark.parametrize(
    ("opening", "place"),
    [
        ("Rebels captured a strategic town in Kamenka Oblast.", "Kamenka Oblast"),
        ("Rebels captured a town near Lisne.", "Lisne"),
        ("Rebels captured Lisne, a strategic town.", "Lisne"),
    ],
)
def test_a_town_that_the_opening_locates_is_where_it_says(opening: str, place: str) -> None:
    assert claims_of(opening + " Rebels and soldiers have infantry. The town of Petrivka lies on a river.")[0].place_name == place


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Capturing it would open the road to Ivanivka.", "Petrivka"),
        ("Rebels shelled it from Ivanivka.", "Petrivka"),
        ("Rebels shelled it in the suburbs of Ivanivka.", "Ivanivka"),
        ("Rebels took both the base and the town of Ivanivka.", "Ivanivka"),
        ("Soldiers retook the town administration building in Ivanivka.", "Ivanivka"),
        ("Soldiers retook the town after a battle in Ivanivka.", "Petrivka"),
    ],
)
def test_a_pronoun_or_noun_is_the_place_named_before_unless_a_name_says_which(sentence: str, place: str) -> None:
    assert where("The army stormed Petrivka. " + sentence)[1][1] == place


def test_a_clause_that_says_where_a_town_lies_is_not_where_it_happened() -> None:
    assert where("Petrivka, which lies 30 km south of Ivanivka, has been shelled.") == [("strike", "Petrivka", None)]


def test_who_attacks_from_a_place_is_not_there() -> None:
    assert where("Rebels attacked Petrivka from Ivanivka.") == [("assault", "Petrivka", None)]


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The army shelled the Petrivka district and Ivanivka.", ["Petrivka", "Ivanivka"]),
        ("The army repelled attacks in the Petrivka direction, and near Ivanivka.", ["Petrivka", "Ivanivka"]),
        ("Shells hit Petrivka town, in northern Ukraine.", ["Petrivka"]),
        ("Rebels attacked police on the Petra Highway, in southern Ukraine.", ["Petra Highway"]),
    ],
)
def test_a_noun_after_a_name_does_not_cut_its_list(sentence: str, places: list[str]) -> None:
    assert [place for _, place, _ in where(sentence)] == places


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The army shelled the depot in Petrivka and the abandoned oil terminal at Ivanivka.", ["Petrivka", "Ivanivka"]),
        ("Rebels took six villages, five in Petrivka district and one in Ivanivka district.", ["Petrivka", "Ivanivka"]),
        ("Rebels shelled Petrivka, a large camp in Kamenka Oblast, and Ivanivka.", ["Petrivka", "Ivanivka"]),
        ("Rebels shelled the heart of Petrivka, and now also the heart of Ivanivka.", ["Petrivka", "Ivanivka"]),
        ("Rebels shelled Petrivka and Lisne as well as the Ivanivka district.", ["Petrivka", "Lisne", "Ivanivka"]),
        ("Rebels shelled Petrivka and Lisne in Ukraine's Kamenka Oblast and Ivanivka.", ["Petrivka", "Lisne", "Ivanivka"]),
        ("Rebels shelled the Petrivka air base in eastern Ukraine.", ["Petrivka"]),
        ("Rebels shelled Petrivka, a village north of Stepove, and Ivanivka.", ["Petrivka", "Ivanivka"]),
        ("Rebels shelled Petrivka, on the highway between Stepove and Lisne, and Ivanivka.", ["Petrivka", "Ivanivka"]),
    ],
)
def test_nouns_between_places_neither_cut_a_list_nor_make_one(sentence: str, places: list[str]) -> None:
    assert [place for _, place, _ in where(sentence)] == places


def test_two_events_with_their_places_are_no_list() -> None:
    found = where("Shelling in Petrivka and clashes in Ivanivka went on.")
    assert [(kind, place) for kind, place, _ in found] == [("strike", "Petrivka"), ("clash", "Ivanivka")]


def test_two_sides_of_one_place_are_two_claims() -> None:
    assert where("The army repelled attacks east and southeast of Petrivka.") == [
        ("repulse", "Petrivka", "E of"),
        ("repulse", "Petrivka", "SE of"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "cut the road linking Petrivka with Ivanivka",
        "cut the road connecting Petrivka and Ivanivka",
        "cut the road between Petrivka and Ivanivka",
    ],
)
def test_both_ends_of_what_joins_two_places_are_told(words: str) -> None:
    assert [site[1:] for site in where(f"Rebels {words}.")] == [("Petrivka", "between"), ("Ivanivka", "between")]


def test_a_road_between_two_places_only_tells_where_another_is() -> None:
    assert [place for _, place, _ in where("Rebels took Lisne on the road connecting Petrivka and Ivanivka.")] == ["Lisne"]


def test_by_whom_a_town_is_taken_is_not_beside_it() -> None:
    assert where("Petrivka was captured by Ivanivka in March.") == [("capture", "Petrivka", None)]


@pytest.mark.parametrize("sentence", ["From Petrivka to Ivanivka, fighting goes on.", "They fight on a line from Petrivka to Ivanivka."])
def test_what_reaches_from_one_place_to_another_is_between_them(sentence: str) -> None:
    assert where(sentence) == [("clash", "Petrivka", "between"), ("clash", "Ivanivka", "between")]


@pytest.mark.parametrize("way", ["to Ivanivka", "into the town of Ivanivka"])
def test_who_advances_from_one_place_to_another_is_at_the_second(way: str) -> None:
    assert [place for _, place, _ in where(f"The army advanced from Petrivka {way}.")] == ["Ivanivka"]


def test_a_suburb_is_not_the_outskirts_of_what_it_is_called() -> None:
    assert where("Shells hit Petrivka suburb.") == [("strike", "Petrivka", None)]
    assert where("Shells hit Petrivka suburbs.") == [("strike", "Petrivka", "outskirts")]


@pytest.mark.parametrize(
    ("sentence", "site"),
    [
        ("Rebels attacked soldiers in the north.", ("Ukraine", "N part")),
        ("Rebels attacked soldiers in the north of Petrivka.", ("Petrivka", "N part")),
        ("Rebels attacked Lisne in the north.", ("Lisne", None)),
        ("Rebels attacked soldiers in the northern hills.", ("Petrivka", None)),
    ],
)
def test_a_point_of_the_compass_alone_is_a_part_of_the_country(sentence: str, site: tuple[str, str | None]) -> None:
    assert where("Fighting goes on in Ukraine. Soldiers hold Petrivka. " + sentence)[-1][1:] == site


@pytest.mark.parametrize(
    ("words", "place"), [("outside the town, near Ivanivka", "Ivanivka"), ("outside the town and shelled Ivanivka", "Petrivka")]
)
def test_a_name_that_says_where_outside_the_town_is_the_place(words: str, place: str) -> None:
    assert where(f"Soldiers hold Petrivka. Rebels ambushed a column {words}.")[1][1] == place


@pytest.mark.parametrize(
    ("words", "site"),
    [
        ("in the northern Petrivka countryside", ("Petrivka", "N of")),
        ("in the Kamenka Oblast countryside", ("Kamenka Oblast", "in")),
        ("in Kamenka Oblast's northern countryside", ("Kamenka Oblast", "N part")),
    ],
)
def test_the_countryside_of_a_town_lies_around_it_and_that_of_a_province_in_it(words: str, site: tuple[str, str | None]) -> None:
    assert where(f"Rebels attacked soldiers {words}.")[0][1:] == site


def test_what_happens_on_a_road_between_two_places_happens_there_to_all() -> None:
    found = where("Shells hit the road between Petrivka and Ivanivka, wounding three soldiers.")
    assert [relation for kind, _, relation in found if kind == "losses"] == ["between", "between"]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Rebels took the village of Petrivka, and its depots, in northern Ukraine.", ["Petrivka"]),
        ("Rebels took Petrivka, the headquarters of the Kamenka Oblast police.", ["Petrivka"]),
    ],
)
def test_an_apposition_names_no_further_place(sentence: str, place: list[str]) -> None:
    assert [name for _, name, _ in where(sentence)] == place


def test_the_smaller_of_two_places_is_where_it_happened() -> None:
    assert where("The army pushed into Ukraine near Petrivka.") == [("advance", "Petrivka", "near")]


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("The army captured villages in Kamenka Oblast.", "in"),
        ("Rebels were fighting inside Petrivka.", "in"),
        ("The army captured Petrivka.", None),
        ("Petrivka fell.", None),
        ("The army captured villages in western Kamenka Oblast.", "W part"),
    ],
)
def test_what_happens_somewhere_in_a_place_is_not_said_of_the_whole(sentence: str, relation: str | None) -> None:
    assert [found for _, _, found in where(sentence)] == [relation]


def test_all_of_a_list_of_places_is_where_it_happened_in() -> None:
    assert where("Rebels were fighting in Petrivka, Ivanivka and Stepove.") == [
        ("clash", name, "in") for name in ("Petrivka", "Ivanivka", "Stepove")
    ]


def test_a_town_that_stands_in_for_its_country_has_no_part_in_the_west() -> None:
    text = "Soldiers left Petrivka. Rebels captured a village in the west of the country."
    assert where(text)[-1] == ("capture", "Petrivka", None)
