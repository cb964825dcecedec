from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontmap.data import geo_dir, read_rows
from frontmap.model import Document, Mention
from frontmap.registry.gazetteer import Gazetteer, open_gazetteer
from frontmap.text.places.cells import cells_from_parsed
from frontmap.text.places.cyrillic import nominatives
from frontmap.text.places.mentions import find_mentions
from frontmap.text.sentences import parse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def _mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    return list(find_mentions(parse(Document("d", text)), gazetteer))


def _surfaces(text: str, gazetteer: Gazetteer) -> list[str]:
    return [m.surface for m in _mentions(text, gazetteer)]


FOUND = [
    # names and their boundaries
    ("Troops entered Bakhmut on Friday.", ["Bakhmut"]),
    ("Fighting went on in Chasiv Yar and near Kostiantynivka.", ["Chasiv Yar", "Kostiantynivka"]),
    ("Shells fell on Ivano-Frankivsk.", ["Ivano-Frankivsk"]),
    ("The city of Omdurman lies across the Nile from Khartoum.", ["Omdurman", "Nile", "Khartoum"]),
    ("Residents of St. Louis, Missouri, heard the noise.", ["St. Louis", "Missouri"]),
    ("A court in Gary, Ind., heard the case.", ["Gary", "Ind."]),
    # class words
    ("Rockets struck the Donetsk region and Kharkiv Oblast.", ["Donetsk region", "Kharkiv Oblast"]),
    ("Deputies in Levy County made an arrest.", ["Levy County"]),
    # possessives, hyphens, dashes, articles
    ("Kharkiv’s northern suburbs were shelled.", ["Kharkiv"]),
    ("The Bakhmut-Lysychansk highway was cut by artillery.", ["Bakhmut", "Lysychansk"]),
    ("Artillery hit the Svatove–Kreminna line again.", ["Svatove", "Kreminna"]),
    ("The rebels withdrew from al-Bab towards Aleppo.", ["al-Bab", "Aleppo"]),
    ("The army shelled el-Fasher for hours.", ["el-Fasher"]),
    # datelines
    ("KYIV, Dec. 2 (Agency) - The army left the town of Bakhmut.", ["KYIV", "Bakhmut"]),
    # not places: people, bodies, months, peoples
    ("Mr. Washington met Paris Hilton and General Lincoln.", []),
    ("The Armed Forces of Ukraine repelled two assaults.", []),
    ("The Washington Post reported it in May.", []),
    ("Ukrainian and Russian officers disagreed.", []),
    ("The 92nd Mechanized Brigade repelled an attack.", []),
    ("Houston said that she would appeal. Whitney Houston, 48, sang.", []),
    # not places: armed groups, agencies, weapons
    ("Boko Haram fighters attacked Bama and Gwoza.", ["Bama", "Gwoza"]),
    ("Rebels of Faylaq ar-Rahman shelled Damascus from Ghouta.", ["Damascus", "Ghouta"]),
    ("An officer told Xinhua that rebels fired Grad rockets at Misrata.", ["Misrata"]),
    ("The army marched into Xinhua in China.", ["Xinhua", "China"]),
    ("Two Stryker vehicles and a Canberra bomber were lost near Vovchansk.", ["Vovchansk"]),
    ("The Azov battalion and the Lviv brigade held Mariupol.", ["Mariupol"]),
    ("Israel invaded in Operation Peace for Galilee and shelled Tyre.", ["Israel", "Tyre"]),
    ("After Operation Storm the army entered Knin.", ["Knin"]),
    ("The destroyer Sheffield sank off the Falklands.", ["Falklands"]),
    ("Rockets hit the Kharkiv tank plant after a Belgorod missile attack.", ["Kharkiv", "Belgorod"]),
    ("In northern Syria Kurdish forces attacked Raqqa.", ["Syria", "Raqqa"]),
    ("Fighters of the Islamic State of Iraq and the Levant shelled Mosul.", ["Mosul"]),
    ("Troops captured the Regional Military Headquarters in Taunggyi in Myanmar.", ["Taunggyi", "Myanmar"]),
    ("Near Sarajevo U.N. observers saw Tormazig forces and Blackhawk helicopters in the offensive.", ["Sarajevo"]),
    ("The chief of staff in Bosnia, Brig. Gen. Jan Nobody, spoke of artillery.", ["Bosnia"]),
    ("Rebels handed three bodies over through the Red Cross in Jaffna.", ["Jaffna"]),
    # the name of a people that is its region's too
    ("Fano fighters took a town in the Amhara region from Amhara officials.", ["Amhara region"]),
    # hyphens and letters between them
    ("Rebels and troops fought with artillery near the Band-e-Zarq district after an offensive.", ["Band-e-Zarq district"]),
    # names that end in a number or in a syllable without a capital, and numbered roads in a war
    ("Snipers held Kilo 16, and rebels shelled Hodeida with artillery.", ["Kilo 16", "Hodeida"]),
    ("Troops fell back from Hagaru-ri to Koto-ri and were shelled.", ["Hagaru-ri", "Koto-ri"]),
    ("Rebels ambushed a convoy on Route 5 and shelled Poipet.", ["Route 5", "Poipet"]),
    ("Soldiers took the causeway on the A-9 road and shelled Pallai.", ["A-9 road", "Pallai"]),
    ("A lorry overturned on Highway 9 and blocked the school bus.", []),
    # what follows a name that nobody knows: a front, an axis, an area; a building called after somebody
    ("Federal troops shelled the rebels along the Achalo axis after an offensive.", ["Achalo"]),
    ("Soldiers with artillery fought rebels on the Ghindalo front.", ["Ghindalo"]),
    ("The army shelled the Abu Farid school after clashes with rebels.", ["Abu Farid school"]),
    # sentence starts that must not invent names
    ("MOGADISHU, Somalia – Heavily armed rebels attacked troops after an offensive with artillery.", ["MOGADISHU", "Somalia"]),
    ("Nice weather helped. Mobile units fired. Reading the map took time.", []),
    ("Artillery fired on the positions of the rebels. Most shells missed the troops.", []),
]


@pytest.mark.parametrize(("text", "surfaces"), FOUND, ids=[text[:40] for text, _ in FOUND])
def test_places_are_found_with_their_boundaries(text: str, surfaces: list[str], gazetteer: Gazetteer) -> None:
    assert _surfaces(text, gazetteer) == surfaces


def test_communities_and_localities_are_places_though_nobody_knows_them(gazetteer: Gazetteer) -> None:
    assert _surfaces("Troops took the community of Zhelanivsk and the localities of Katulo and Ruvenge.", gazetteer) == [
        "Zhelanivsk",
        "Katulo",
        "Ruvenge",
    ]


CONTAINED = [
    ("El Fasher, the last foothold of the army in Darfur, is besieged.", "El Fasher", "Darfur"),
    ("Ramadi, the capital of the sprawling Anbar province, fell in May.", "Ramadi", "Anbar province"),
]


@pytest.mark.parametrize(("text", "inner", "outer"), CONTAINED)
def test_an_apposition_tells_what_contains_a_place(text: str, inner: str, outer: str, gazetteer: Gazetteer) -> None:
    mentions = _mentions(text, gazetteer)
    place = next(m for m in mentions if m.surface == inner)
    assert place.container is not None
    assert mentions[place.container].surface == outer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rebels seized the town of Ann.", True),
        ("Ann said the rebels had fled.", False),
        ("They gave it the name of Ann.", False),
    ],
)
def test_a_known_name_behind_the_town_of_is_a_town_though_people_are_called_so(text: str, found: bool, gazetteer: Gazetteer) -> None:
    assert ("Ann" in _surfaces(text, gazetteer)) is found


def test_an_adjective_that_opens_a_sentence_names_no_quarter(gazetteer: Gazetteer) -> None:
    for opener in ("Entire", "Whole", "Abandoned"):
        assert _surfaces(f"The war reached Aleppo. {opener} neighborhoods were reduced to rubble by the shelling.", gazetteer) == ["Aleppo"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The governor blamed Khartoum for the hunger.", "associative"),
        ("Rebels urged Colombo to lift the blockade.", "associative"),
        ("Rebels took the town; Kinshasa did not confirm the loss.", "associative"),
        ("Rebels took the town, which Khartoum has repeatedly denied.", "associative"),
        ("Rebels said that Aleppo did not fall to the army.", "literal"),
        ("Rebels shelled Khartoum for a week.", "literal"),
    ],
)
def test_a_capital_that_is_blamed_or_urged_is_its_government(text: str, role: str, gazetteer: Gazetteer) -> None:
    assert [m.role for m in _mentions(text, gazetteer)] == [role]


def test_the_main_town_of_names_a_region_and_the_town_of_a_town(gazetteer: Gazetteer) -> None:
    text = "Troops entered Daggar, the main town of Buner."
    assert [m.kind for m in _mentions(text, gazetteer)] == [None, None]
    assert [m.kind for m in _mentions("Troops entered the town of Daggar.", gazetteer)] == ["settlement"]


def test_a_loose_arabic_article_belongs_to_a_name_that_needs_it(gazetteer: Gazetteer) -> None:
    assert _surfaces("Fighting went on in al Jubah, south of Marib in Yemen.", gazetteer)[0] == "al Jubah"
    assert _surfaces("Colonel Said al Nobody spoke in Aden.", gazetteer) == ["Aden"]


def test_who_controls_a_place_is_no_ground(gazetteer: Gazetteer) -> None:
    roles = {m.surface: m.role for m in _mentions("Jets struck Azhara in the Tbilisi-controlled gorge.", gazetteer)}
    assert roles["Tbilisi"] == "associative"


def test_a_village_that_no_gazetteer_holds_is_still_a_mention(gazetteer: Gazetteer) -> None:
    found = _mentions("Fighting was reported near the village of Zhovtopilske as troops shelled rebel positions.", gazetteer)
    assert [(m.surface, m.kind) for m in found] == [("Zhovtopilske", "settlement")]


def test_two_words_of_fighting_make_a_note_one_about_a_war(gazetteer: Gazetteer) -> None:
    assert "Sake" in _surfaces("Rebels advanced toward Sake from the north.", gazetteer)
    assert "Sake" not in _surfaces("Sales of wine fell, and drinkers turned toward Sake.", gazetteer)


@pytest.mark.parametrize(
    "text", ["Missiles hit a depot near the Black Sea city of Kherson.", "They shelled the southern Lebanon town of Nabatieh."]
)
def test_a_sea_or_a_country_before_the_city_of_lies_in_no_city(text: str, gazetteer: Gazetteer) -> None:
    assert [m.container for m in find_mentions(parse(Document("a", text, lang="en")), gazetteer)] == [None, None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The brigade managed to capture Tolvanik but soon had to give it up.", "Tolvanik"),
        ("Commandos are assaulting Qasr Zuweir, which overlooks the plain.", "Qasr Zuweir"),
        ("The column went on to overrun Betumara, some 40 kilometres south of the border.", "Betumara"),
    ],
)
def test_what_a_verb_of_fighting_takes_is_a_place_in_any_of_its_forms(text: str, name: str, gazetteer: Gazetteer) -> None:
    war = "Rebels and soldiers fought with artillery on Friday, and the army sent troops. "
    assert name in [m.surface for m in find_mentions(parse(Document("a", war + text, lang="en")), gazetteer)]


def test_an_unknown_market_is_a_place_where_there_is_fighting_only(gazetteer: Gazetteer) -> None:
    war = "Rebels seized Vermelin market in Mogadishu. Troops shelled the gunmen, and tanks hit insurgents."
    assert "Vermelin market" in _surfaces(war, gazetteer)
    assert _surfaces("Prices at Vermelin market in Chicago rose for eggs and for bread.", gazetteer) == ["Chicago"]


def test_a_list_of_unknown_villages_is_found_to_its_last(gazetteer: Gazetteer) -> None:
    text = (
        "The army captured the villages of Kafr Zorab, Umm Qatrana, Tell Mirwash and Zabboura, north of Aleppo, after clashes with rebels."
    )
    assert _surfaces(text, gazetteer) == ["Kafr Zorab", "Umm Qatrana", "Tell Mirwash", "Zabboura", "Aleppo"]


def test_capitals_tell_nothing_in_wire_copy(gazetteer: Gazetteer) -> None:
    text = "THE ARMED FORCES SAID THAT THE GUERRILLAS HAD LEFT THE TOWN OF SOYAPANGO AND THAT TROOPS WERE ENTERING SAN MIGUEL. " * 3
    assert _surfaces(text, gazetteer) == ["SOYAPANGO", "SAN MIGUEL"] * 3


def test_states_that_speak_are_no_ground(gazetteer: Gazetteer) -> None:
    text = "Moscow denies that its troops have left Kherson, and Kyiv's allies welcomed the news from Kherson."
    assert [(m.surface, m.role) for m in _mentions(text, gazetteer)] == [
        ("Moscow", "associative"),
        ("Kherson", "literal"),
        ("Kyiv", "associative"),
        ("Kherson", "literal"),
    ]


def test_a_larger_place_after_a_comma_contains_the_smaller(gazetteer: Gazetteer) -> None:
    found = _mentions("He was born in Paris, Texas, in 1970.", gazetteer)
    assert [(m.surface, m.container) for m in found] == [("Paris", 1), ("Texas", None)]


def test_a_class_word_after_a_list_holds_for_all_of_it(gazetteer: Gazetteer) -> None:
    found = _mentions("Air defence was at work over the Donetsk and Luhansk regions all night.", gazetteer)
    assert {m.name.split()[0]: m.kind for m in found} == {"Donetsk": "region", "Luhansk": "region"}


DECLARED = [
    "Krasnogorod (Ukrainian name - Pokrovsk) came under fire, residents of Krasnogorod said.",
    "Krasnogorod, a city in the east whose Ukrainian name is Pokrovsk, came under fire near the town.",
    "The town of Krasnogorod, also known as Pokrovsk, came under fire.",
    "The town of Krasnogorod (called Pokrovsk by Ukraine) came under fire.",
]


@pytest.mark.parametrize("text", DECLARED)
def test_names_that_the_text_declares_equal_are_learnt(text: str, gazetteer: Gazetteer) -> None:
    found = [m for m in _mentions(text, gazetteer) if m.surface == "Krasnogorod"]
    assert found
    assert {m.alias_of for m in found} == {"Pokrovsk"}


DECLINED = [
    ("Війська відбили атаки під Бахмутом, у Києві та біля Авдіївки.", ["Бахмут", "Київ", "Авдіївка"]),
    ("Бои идут в Харьковской области и под Соледаром.", ["Харьковская область", "Соледар"]),
    ("Обстріляли Кривий Ріг і село Вербове на околиці Оріхова.", ["Кривий Ріг", "Вербове", "Оріхів"]),
]


@pytest.mark.parametrize(("text", "names"), DECLINED)
def test_russian_and_ukrainian_names_are_found_in_every_case(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    assert [_best_known(m.name, gazetteer) for m in _mentions(text, gazetteer)] == [_best_known(name, gazetteer) for name in names]


def _best_known(name: str, gazetteer: Gazetteer) -> str:
    return gazetteer.find(name)[0][0].place_id


def test_case_endings_lead_their_examples_to_a_nominative() -> None:
    for number, row in read_rows(geo_dir() / "words" / "endings.csv"):
        words = row["example"].split()
        assert any(word.endswith(row["ending"]) and len(nominatives(word)) > 1 for word in words), f"endings.csv line {number}"


_NOISE = st.text(alphabet=st.sampled_from("aBcД З.,'’-–“\"()\n\t\u202e🙂0123456789ıİßﬁ"), max_size=80)
_PIECES = st.sampled_from(
    [
        "Kyiv",
        "al-Bab",
        "St. Louis",
        "near the village of Zorab",
        "Mr. Washington",
        "Bakhmut-Lysychansk",
        "W. Va.",
        "GAZA",
        "T0504 highway",
        "’s",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_NOISE, _PIECES), max_size=12))
def test_mentions_keep_offsets_and_order_whatever_the_text(gazetteer: Gazetteer, pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = _mentions(text, gazetteer)
    assert all(text[m.start : m.end] == m.surface and m.surface for m in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(m.container is None or 0 <= m.container < len(found) for m in found)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(_NOISE, _PIECES), max_size=12))
def test_cells_are_exact_slices_of_the_text(pieces: list[str]) -> None:
    cells = cells_from_parsed(parse(Document("d", " ".join(pieces))))
    if not cells.all_caps:
        assert all(cells.text[a:b] == word for a, b, word in zip(cells.starts, cells.ends, cells.words, strict=True))
    assert list(cells.starts) == sorted(cells.starts)


def test_hostile_length_stays_linear(gazetteer: Gazetteer) -> None:
    text = "Zorab, " * 3000 + "near " * 3000 + "A-" * 5000
    assert all(m.surface for m in _mentions(text, gazetteer))


def test_every_word_row_names_its_origin() -> None:
    for path in sorted((geo_dir() / "words").glob("*.csv")):
        for number, row in read_rows(path):
            assert row["origin"], f"{path.name} line {number} has no origin"
            assert all(cell is not None for cell in row.values())


def test_class_words_are_shown_in_their_example() -> None:
    for number, row in read_rows(geo_dir() / "words" / "classes.csv"):
        assert row["word"] in row["example"].lower(), f"classes.csv line {number}"


@pytest.mark.parametrize("start", ["The", "The Northern", "The Northern Alliance", "Northern", "In the south", "“The"])
def test_a_text_may_begin_with_anything(start: str, gazetteer: Gazetteer) -> None:
    assert "Kabul" in _surfaces(f"{start} Qwxyz fighters entered the city of Kabul.", gazetteer)
    assert "Kabul" in _surfaces(f"{start} rolled into Kabul.", gazetteer)


@pytest.mark.parametrize(
    ("text", "found", "not_found"),
    [
        ("Brig. Gen. An-ho Ramos spoke. The rebels left, said Ramos.", "", "Ramos"),
        ("Troops killed two rebels near the Philippine town of Jolo.", "Jolo", "Philippine"),
        ("Fighters of the Sareka rebel alliance shelled Bambari. Soldiers of the army fled under fire, troops said.", "Bambari", "Sareka"),
        ("Shells were fired at Kindrashivka, Petropavlivka, Synkivka, Dvorichna, Kamianka and Topoli.", "Petropavlivka", ""),
        ("Haftar-led forces shelled Tripoli.", "Tripoli", "Haftar"),
    ],
)
def test_who_fights_is_told_from_where(text: str, found: str, not_found: str, gazetteer: Gazetteer) -> None:
    surfaces = {mention.surface for mention in _mentions(text, gazetteer)}
    assert {found} - {""} <= surfaces
    assert not_found not in surfaces


def test_an_unknown_name_that_sounds_like_a_town_of_the_war_is_found(gazetteer: Gazetteer) -> None:
    war = "Rebels and troops of the Sudanese army clashed. Shells killed soldiers in Khartoum and El Fasher, Sudan."
    surfaces = {mention.surface for mention in _mentions(f"{war} Militia attacked and burned Zalingey.", gazetteer)}
    assert "Zalingey" in surfaces


@pytest.mark.parametrize(
    ("text", "name", "is_place"),
    [
        ("The army took Kafarak, a commercial crossroads 122 km northwest of Tessalit, from rebels.", "Kafarak", True),
        ("The army took In-Afarak, a village northwest of Tessalit, from rebels.", "In-Afarak", True),
        ("Fighters raided Okomolo, a fishing village on the lake, and killed soldiers.", "Okomolo", True),
        ("Soldiers met Okomolo, a village elder, and fought rebels near Tessalit.", "Okomolo", False),
    ],
)
def test_an_unknown_name_that_is_called_a_village_is_a_place(text: str, name: str, is_place: bool, gazetteer: Gazetteer) -> None:
    assert (name in {mention.surface for mention in _mentions(text, gazetteer) if mention.role == "literal"}) is is_place


@pytest.mark.parametrize(
    ("text", "name", "is_place"),
    [
        ("South of Nyala, SAF Antonovs dropped bombs on rebels.", "SAF Antonovs", False),
        ("In Sake, FARDC Sukhois bombed rebels.", "FARDC Sukhois", False),
        ("Soldiers fought rebels near LZ Albany.", "LZ Albany", True),
        ("Soldiers fought rebels near PK 12 and Boda.", "PK 12", True),
    ],
)
def test_a_name_that_opens_with_the_letters_of_an_army_is_its_own_and_no_place(
    text: str, name: str, is_place: bool, gazetteer: Gazetteer
) -> None:
    assert (name in {mention.surface for mention in _mentions(text, gazetteer)}) is is_place


@pytest.mark.parametrize("surface", ["Gwoza Local Government Area", "Gwoza LGA"])
def test_a_local_government_area_is_a_district_named_after_its_town(surface: str, gazetteer: Gazetteer) -> None:
    text = f"Insurgents attacked a base in {surface} of Borno State, killing soldiers."
    found = {mention.surface: mention for mention in _mentions(text, gazetteer)}
    assert found[surface].kind == "district"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Troops pushed on while the Kremlin ignored all calls for a truce.", "associative"),
        ("A drone burst into flames over the Kremlin.", "literal"),
        ("Crowds gathered near the Kremlin after the attack.", "literal"),
    ],
)
def test_a_palace_goes_for_who_sits_in_it_unless_words_lead_to_it(text: str, role: str, gazetteer: Gazetteer) -> None:
    assert {mention.role for mention in _mentions(text, gazetteer) if mention.name == "Kremlin"} == {role}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Both sides shelled on while the Geneva peace talks went into their third week.", "associative"),
        ("Gunmen broke the Lusaka accord within hours.", "associative"),
        ("Troops were sent under the Geneva Joint Defence Agreement.", "associative"),
        ("Troops were sent under the Geneva pact.", "associative"),
        ("The rebels attacked again, days after the signing of the Washington Accords.", "associative"),
        ("Both sides dug in when Berber fighters attacked.", "associative"),
        ("The Kabul troops fell back at dawn.", "associative"),
        ("Shells fell on Kabul as troops fell back.", "literal"),
        ("An offensive in the Kandahar tribal area killed ten.", "literal"),
        ("Shells fell on Geneva before the talks.", "literal"),
        ("The soldiers from Lusaka left with their guns.", "literal"),
        ("Troops entered Washington as a ceasefire began.", "literal"),
    ],
)
def test_a_place_gives_its_name_to_fighters_and_to_what_was_negotiated_there(text: str, role: str, gazetteer: Gazetteer) -> None:
    assert [mention.role for mention in _mentions(text, gazetteer)] == [role]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("In an offensive dubbed Karbala-5 troops crossed near Basra. Karbala-5 was launched on Friday.", ["Basra"]),
        ("The drive at Mandali, code-named Baghdad, went on.", ["Mandali"]),
        ("Fighters began operation Kirkuk-2 near Sulaymaniyah.", ["Sulaymaniyah"]),
        ("Drones hit the air base Saky-4 near Saratov.", ["Saky", "Saratov"]),
        ("The fighting reached Karbala on Friday, five days after the offensive began near Basra.", ["Karbala", "Basra"]),
        ("A city called Kirkuk was shelled from the hills near Sulaymaniyah.", ["Kirkuk", "Sulaymaniyah"]),
    ],
)
def test_the_name_of_an_operation_is_no_place(text: str, places: list[str], gazetteer: Gazetteer) -> None:
    assert _surfaces(text, gazetteer) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Militias loyal to Moqtada al-Sadr clashed with soldiers in Kut.", ["Kut"]),
        ("Followers of cleric Muqtada al-Sadr fought in Najaf.", ["Najaf"]),
        ("Militants stormed al-Bab in Syria.", ["al-Bab", "Syria"]),
        ("Rebels shelled the town of Tell al-Abyad in Syria.", ["Tell al-Abyad", "Syria"]),
        ("KABUL - Four soldiers were killed by gunmen.", ["KABUL"]),
        ("Six rockets hit a base near Balad.", ["Balad"]),
    ],
)
def test_neither_the_end_of_a_mans_name_nor_a_number_is_a_place(text: str, places: list[str], gazetteer: Gazetteer) -> None:
    assert _surfaces(text, gazetteer) == places


@pytest.mark.parametrize("noun", ["CAMP", "HILL", "RIVER", "VILLAGE"])
def test_a_noun_with_its_article_is_no_place_where_all_is_in_capitals(noun: str, gazetteer: Gazetteer) -> None:
    text = f"VIET CONG TROOPS OVERRAN DAK PEK EARLY SUNDAY AFTER HEAVY SHELLING. GUNSHIPS BOMBED THE {noun} AND MANY TROOPS WERE KILLED."
    assert _surfaces(text, gazetteer) == ["DAK PEK"]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Troops entered the southern Ruritanian province of Kosovo after heavy shelling.", ["Kosovo"]),
        ("KABUL, Afghanistan The rebels attacked the army with rockets on Monday.", ["KABUL", "Afghanistan"]),
        ("BAKU/YEREVAN A mine went off near the border of Karabakh, where rebels attacked the army.", ["BAKU", "YEREVAN", "Karabakh"]),
    ],
)
def test_an_adjective_before_a_province_and_an_article_end_a_name(text: str, surfaces: list[str], gazetteer: Gazetteer) -> None:
    assert [mention.surface for mention in _mentions(text, gazetteer)] == surfaces
