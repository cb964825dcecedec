from __future__ import annotations

import pytest

from claim_cases import claims_of, placed_names
from frontmap.model import Document, Place
from frontmap.registry.lexicon import open_lexicon
from frontmap.text.events.lands import lies_in
from frontmap.text.events.links import place_phrases
from frontmap.text.sentences import parse


def phrases_of(text: str) -> list[tuple[str, str | None, float | None, bool]]:
    parsed = parse(Document("d", text, lang="en"))
    placed = placed_names(text)
    found = place_phrases(parsed, parsed.sentences[0], placed, range(len(placed)), open_lexicon())
    return [(placed[p.mention].mention.surface, p.relation, p.distance_km, p.stands) for p in found]


@pytest.mark.parametrize(
    ("words", "relation", "distance"),
    [
        ("in Petrivka", None, None),
        ("near Petrivka", "near", None),
        ("in the area of Petrivka", "near", None),
        ("around the town of Petrivka", "near", None),
        ("in the area surrounding Petrivka", "near", None),
        ("in the wooded hills surrounding Petrivka", "near", None),
        ("in the surrounding Petrivka district", None, None),
        ("on the outskirts of Petrivka", "outskirts", None),
        ("on the northwestern outskirts of Petrivka", "outskirts", None),
        ("in Petrivka's southern outskirts", "S part", None),
        ("south of Petrivka", "S of", None),
        ("to the southeast of Petrivka", "SE of", None),
        ("to the north-northwest of Petrivka", "NNW of", None),
        ("in villages north of Petrivka", "N of", None),
        ("5 km west of Petrivka", "W of", 5.0),
        ("10km north-east of Petrivka", "NE of", 10.0),
        ("3 miles east of Petrivka", "E of", 4.828),
        ("in southern Petrivka", "S part", None),
        ("in the western districts of the city of Petrivka", "W part", None),
        ("in the very south of Petrivka", "S part", None),
        ("in the east of Petrivka", "E part", None),
        ("in central Petrivka", "C part", None),
        ("1,500 metres north of Petrivka", "N of", 1.5),
        ("2,5 km north of Petrivka", "N of", 2.5),
        ("in the center of Petrivka", None, None),
        ("in downtown Petrivka", "C part", None),
        ("in the northern and eastern portions of Petrivka", "N part", None),
        ("in the northern district of Petrivka", None, None),
        ("in Petrivka southern countryside", "S of", None),
        ("in Petrivka countryside", "near", None),
        ("to Petrivka's north", "N of", None),
        ("in close proximity to Petrivka", "near", None),
        ("a short distance from Petrivka", "near", None),
        ("on the perimeter of Petrivka", "outskirts", None),
        ("near the border with Russia", "near", None),
        ("along the border with Russia", "along", None),
        ("in villages bordering Russia", "near", None),
        ("an hour's drive from Petrivka", "near", None),
        ("within earshot of Petrivka", "near", None),
        ("12 km south-west from Petrivka", "SW of", 12.0),
        ("in an eastern neighbourhood of Petrivka", "E part", None),
        ("at the northern entrance to Petrivka", "N part", None),
        ("at the entrance to Petrivka", "outskirts", None),
        ("in suburban Petrivka", "outskirts", None),
        ("within 4 km of the western districts of Petrivka", "W of", 4.0),
        ("within 4 km of the outskirts of Petrivka", "near", 4.0),
        ("in and around Petrivka", None, None),
        ("in the west and south of Petrivka", "W part", None),
        ("in the northern countryside of Petrivka", "N of", None),
        ("on the eastern approaches to Petrivka", "E of", None),
        ("on the outskirts of the coal-mining town of Petrivka", "outskirts", None),
        ("10 miles (16 kilometers) north of Petrivka", "N of", 16.0),
        ("three km away from Petrivka", "near", 3.0),
        ("within a few hundred metres of Petrivka", "near", None),
        ("in the southern city of Petrivka", None, None),
        ("along the Petra River", "along", None),
        ("to the west, south and east of Petrivka", "near", None),
    ],
)
def test_words_before_a_place_tell_where(words: str, relation: str | None, distance: float | None) -> None:
    [(_, found, km, stands)] = phrases_of(f"Soldiers fought {words} on Monday.")
    assert (found, km, stands) == (relation, distance, True)


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("They shelled Petrivka, Ivanivka and Stepove.", ["Petrivka", "Ivanivka", "Stepove"]),
        ("They shelled Petrivka, 20 km north of Ivanivka.", ["Petrivka"]),
        ("They shelled Petrivka, south of Ivanivka.", ["Petrivka"]),
        ("They shelled Petrivka (10km west of Lisne), Ivanivka (5 km south of Lisne), and Stepove.", ["Petrivka", "Ivanivka", "Stepove"]),
        ("They shelled Petrivka in Kamenka Oblast.", ["Petrivka"]),
        ("They shelled Petrivka, Kamenka Oblast, on Monday.", ["Petrivka"]),
        ("They fought west of Lisne near Petrivka and Ivanivka.", ["Petrivka", "Ivanivka"]),
        ("They shelled areas north of Lisne, including Petrivka and Stepove.", ["Petrivka", "Stepove"]),
        ("They shelled Petrivka, 110 miles (180 kilometers) north of Ivanivka.", ["Petrivka"]),
        ("They shelled Petrivka, a distance of four kilometres from Ivanivka.", ["Petrivka"]),
        ("A railway hub between Lisne and Stepove, Petrivka was shelled.", ["Petrivka"]),
        ("A junction south of Lisne, Petrivka has been shelled.", ["Petrivka"]),
        ("They advanced into Ukraine near Petrivka.", ["Petrivka"]),
        ("They entered the north Ukraine town of Petrivka.", ["Petrivka"]),
        ("They fought near Petrivka, on the border of Lisne.", ["Petrivka"]),
        ("They stormed Petrivka, situated on the Petra Highway.", ["Petrivka"]),
        ("They joined the war between Ukraine and its neighbours at Petrivka.", ["Petrivka"]),
        ("They fought near Lisne itself, east of Lisne near Petrivka, and near Stepove.", ["Lisne", "Petrivka", "Stepove"]),
    ],
)
def test_a_place_that_only_says_where_another_is_stands_for_nothing(text: str, standing: list[str]) -> None:
    assert [name for name, _, _, stands in phrases_of(text) if stands] == standing


def test_a_relation_is_passed_on_over_a_list() -> None:
    assert [relation for _, relation, _, _ in phrases_of("They fought near Petrivka, Ivanivka, and Stepove.")] == ["near"] * 3


def test_a_relation_is_passed_on_to_a_name_with_its_noun() -> None:
    found = phrases_of("They bombed the area between the municipality of Petrivka and the town of Ivanivka.")
    assert [(name, relation) for name, relation, _, _ in found] == [("Petrivka", "between"), ("Ivanivka", "between")]


def test_a_part_is_not_passed_on_over_a_list() -> None:
    assert [relation for _, relation, _, _ in phrases_of("They fought in western Petrivka, Ivanivka and Stepove.")] == [
        "W part",
        None,
        None,
    ]


def test_both_ends_of_between_are_named() -> None:
    claims = claims_of("Soldiers and rebels clashed between Petrivka and Ivanivka. The army sent tanks.")
    ends = [(c.place_name, c.relation, [words for words, _ in c.anchors]) for c in claims if c.type == "clash"]
    assert ends == [("Petrivka", "between", ["Ivanivka"]), ("Ivanivka", "between", ["Petrivka"])]


def test_a_road_between_two_towns_runs_along() -> None:
    claims = claims_of("The army shelled positions along the Petrivka-Ivanivka road while rebels dug trenches.")
    assert {(c.place_name, c.relation) for c in claims if c.type == "strike"} == {("Petrivka", "along"), ("Ivanivka", "along")}


@pytest.mark.parametrize("dash", ["-", "–", " - "])
def test_only_a_dash_between_two_names_makes_a_line_of_them(dash: str) -> None:
    assert [relation for _, relation, _, _ in phrases_of(f"They shelled the Petrivka{dash}Ivanivka road.")] == ["along", "along"]
    assert [relation for _, relation, _, _ in phrases_of(f"They crossed the Petrivka{dash}Ivanivka line.")] == ["between", "between"]
    assert [relation for _, relation, _, _ in phrases_of("They took Petrivka-on-Ivanivka.")] == [None, None]
    assert [relation for _, relation, _, _ in phrases_of(f"They took the junctions of Petrivka{dash}Ivanivka.")] == [None, None]


@pytest.mark.parametrize(
    ("lat", "lon", "code", "lies"),
    [(36.7, 69.5, "N", True), (36.7, 69.5, "NE", True), (31.0, 64.0, "N", False), (31.0, 64.0, "S", True), (36.7, 69.5, "C", False)],
)
def test_a_region_lies_on_a_side_of_its_country(lat: float, lon: float, code: str, lies: bool) -> None:
    assert lies_in(Place("t:1", "Province", lon, lat, "region", "AF"), code) is lies


def test_a_place_of_no_country_lies_on_no_side() -> None:
    assert not lies_in(Place("t:1", "Somewhere", 0.0, 0.0, "sea"), "N")


@pytest.mark.parametrize(
    ("sentence", "directions"),
    [
        ("The army encircled Petrivka from the south and northeast.", ("from:S", "from:NE")),
        ("The army attacked Petrivka from the east.", ("from:E",)),
        ("The army advanced northward near Petrivka.", ("toward:N",)),
        ("The army pushed east near Petrivka.", ("toward:E",)),
        ("The army advanced towards Petrivka.", ("toward:Petrivka",)),
        ("The army attacked Petrivka from Ivanivka.", ("from:Ivanivka",)),
        ("The army completely surrounded Petrivka.", ("from:all",)),
        ("The army attacked the town south of Petrivka.", ()),
        ("The army shelled Petrivka.", ()),
        ("The army shelled Petrivka from the east.", ("from:E",)),
        ("The army is advancing from the east and south of Petrivka.", ("from:E", "from:S")),
        ("The army besieged Petrivka and cut off its roads to the south.", ("from:S",)),
        ("The army entered northwest Ukrainian towns near Petrivka.", ()),
        ("The assault on Petrivka was repelled by fighters from Ivanivka.", ()),
        ("The army attacked Petrivka with fighters from Ivanivka and Lisne.", ()),
        ("The army advanced near Petrivka and villages to its south.", ()),
        ("The army retook Petrivka from the south.", ("from:S",)),
        ("The army captured Petrivka from Ivanivka.", ()),
        ("Villagers fled to Petrivka.", ("toward:Petrivka",)),
        ("The army advanced towards the Petrivka-Ivanivka line.", ("toward:Ivanivka",)),
        ("Rebels are marching on Petrivka.", ("toward:Petrivka",)),
        ("Rebels were advancing Monday on the market town of Petrivka.", ("toward:Petrivka",)),
        ("Rebels advanced on the Petrivka front.", ()),
        ("Rebels advanced relentlessly on Petrivka.", ("toward:Petrivka",)),
        ("Rebels advanced on the outskirts of Petrivka.", ()),
        ("The army shelled Petrivka from its base west of Ivanivka.", ("from:W",)),
        ("Rebels fired rockets at Petrivka from hills north of Ivanivka.", ("from:N",)),
        ("The army attacked the base at Petrivka, 30 km from Ivanivka.", ()),
        ("The army advanced to within a few kilometres of Petrivka.", ("toward:Petrivka",)),
        ("The army entered Petrivka from the northern and western edges.", ("from:N", "from:W")),
        ("The army advanced to the western edges of Petrivka.", ()),
        ("The army attacked Petrivka from all directions.", ("from:all",)),
        ("The army attacked Petrivka with guns that fire in all directions.", ()),
        ("The army attacked Petrivka via Ivanivka.", ("from:Ivanivka",)),
        ("The army shelled Petrivka via Ivanivka.", ()),
        ("Rebels advanced near Petrivka with help from Russia.", ()),
        ("The army attacked villages to the east near Petrivka.", ()),
        ("Soldiers pulled back from Petrivka to the north.", ("toward:N",)),
        ("The army ambushed a convoy not far from Petrivka.", ()),
        ("The army advanced in Petrivka and Ivanivka to the east.", ()),
        ("The army advanced near Petrivka, about 20 miles to the east.", ()),
        ("The army advanced 20 miles to the east near Petrivka.", ("toward:E",)),
        ("The army shelled Petrivka from positions along the Petra River.", ()),
        ("The garrison abandoned Petrivka, to the north of the garrison town of Ivanivka.", ()),
        ("The garrison withdrew from Petrivka to an airfield in the town of Ivanivka.", ("toward:Ivanivka",)),
        ("Families fled Petrivka toward rebel-held villages in Stepove.", ("toward:Stepove",)),
        ("Soldiers on the northern front pushed closer to Petrivka.", ("from:N", "toward:Petrivka")),
        ("Units on the western axis closed in on Petrivka.", ("from:W", "toward:Petrivka")),
        ("Fighters assaulted Petrivka on its northern side.", ("from:N",)),
        ("The army began operations on the southern front near Petrivka.", ()),
        ("Fighters came within five km of the eastern districts of Petrivka.", ("from:E",)),
        ("The column rolled to within a mile of the southern edge of Petrivka.", ("from:S", "toward:Petrivka")),
        ("The rebels advanced towards the outskirts of Petrivka.", ("toward:Petrivka",)),
        ("The army is advancing on the southern outskirts of Petrivka.", ()),
        ("The rebels, using Petrivka as a launch pad, attacked Ivanivka.", ("from:Petrivka",)),
        ("Troops spread out from their bases in Petrivka.", ("from:Petrivka",)),
        ("The soldiers pushed northeast near Petrivka.", ("toward:NE",)),
        ("The rebels attacked Petrivka from the Ruritanian border.", ("from:Ruritanian border",)),
        ("The rebels attacked on the southern flank of Petrivka.", ()),
        ("The rebels, using Petrivka as a market, attacked Ivanivka.", ()),
        ("Two rebel columns are approaching Petrivka from the west.", ("from:W", "toward:Petrivka")),
        ("Rebels progressed towards the west of Petrivka.", ("toward:W",)),
        ("Heavy shelling could be heard from Petrivka.", ()),
        ("Troops were pushing to seize Petrivka.", ("toward:Petrivka",)),
        ("Rebels encircled troops at Petrivka, 120 kilometers to the southeast.", ()),
        ("Troops abandoned Petrivka and the bridge 27 miles to the south.", ()),
        ("Soldiers pulled back from Petrivka under a deal with Russia.", ()),
        ("The government sent reinforcements from Petrivka to Ivanivka.", ("from:Petrivka",)),
        ("Reinforcements from Petrivka were stationed at Ivanivka.", ()),
        ("Thousands of families have fled into Petrivka.", ("toward:Petrivka",)),
        ("The army shelled Petrivka from hills to the south of the town.", ("from:S",)),
        ("Families fled Petrivka westwards.", ("toward:W",)),
        ("Rockets coming from Ivanivka hit Petrivka.", ("from:Ivanivka",)),
        ("A column coming from Ivanivka was shelled near Petrivka.", ()),
        ("The army drove north out of Petrivka.", ("toward:N",)),
        ("The army drove the rebels out of Petrivka and attacked Ivanivka.", ()),
        ("Families streamed out of Petrivka to the south.", ("toward:S",)),
        ("Families fled Petrivka on the road to Ivanivka.", ("toward:Ivanivka",)),
        ("The army entered Petrivka on the road to Ivanivka.", ()),
        ("A column that was heading toward Petrivka was attacked near Ivanivka.", ()),
        ("The army attacked Petrivka from two directions, Ivanivka and Stepove.", ("from:Ivanivka", "from:Stepove")),
        ("The attack on Petrivka was launched from three axes, including Ivanivka.", ("from:Ivanivka",)),
    ],
)
def test_reported_directions_are_kept(sentence: str, directions: tuple[str, ...]) -> None:
    claims = claims_of("Rebels and soldiers have infantry. " + sentence)
    assert claims[-1].directions == directions


def test_each_goal_of_a_list_is_headed_for_by_its_own_claim() -> None:
    claims = claims_of("The rebels and the army have infantry. The army repelled assaults towards Petrivka and Ivanivka.")
    assert [(c.place_name, c.directions) for c in claims] == [("Petrivka", ("toward:Petrivka",)), ("Ivanivka", ("toward:Ivanivka",))]


def test_a_town_that_is_headed_for_but_not_named_again_is_the_one_named_before() -> None:
    claims = claims_of("Rebels and soldiers have infantry. The army shelled Petrivka. Rebels are advancing towards the city.")
    assert claims[-1].directions == ("toward:Petrivka",)


def test_an_adverb_before_a_participle_begins_its_clause() -> None:
    claims = claims_of("Rebels and soldiers have infantry. Rebels advanced from the east, briefly occupying the town of Petrivka.")
    assert [(c.type, c.directions) for c in claims] == [("advance", ("from:E",)), ("capture", ())]


def test_an_area_that_is_headed_for_is_no_name() -> None:
    claims = claims_of("Rebels and soldiers have infantry. The army shelled Petrivka. Rebels are advancing towards the area.")
    assert claims[-1].directions == ()


def test_names_in_directions_come_with_their_places() -> None:
    [claim] = claims_of("The rebels and the army have infantry. The army attacked Petrivka from Ivanivka.")
    assert [(words, place.name) for words, place in claim.anchors] == [("Ivanivka", "Ivanivka")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Fresh troops arrived from Ivanivka.",
        "Additional forces arrived on the road from Ivanivka.",
    ],
)
def test_forces_that_arrive_from_a_place_are_where_the_report_is_not_there(sentence: str) -> None:
    claims = claims_of("The army and the rebels fought in Petrivka. " + sentence)
    arrived = [claim for claim in claims if claim.type == "deployment"]
    assert [(claim.place_name, claim.directions) for claim in arrived] == [("Petrivka", ("from:Ivanivka",))]


@pytest.mark.parametrize(
    ("who", "directions"),
    [
        ("Guerrillas from the Northern Front", ()),
        ("Troops from the Western Command", ()),
        ("Troops from the northern front", ("from:N",)),
    ],
)
def test_a_point_of_the_compass_in_the_name_of_a_unit_is_no_direction(who: str, directions: tuple[str, ...]) -> None:
    [claim] = claims_of(f"The rebels and the army have infantry. {who} stormed Petrivka.")
    assert claim.directions == directions
