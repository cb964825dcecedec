from __future__ import annotations

from pathlib import Path

import pytest

from frontmap.corrections import read_corrections
from frontmap.errors import InputError
from frontmap.model import Document, PlaceMention
from frontmap.registry.gazetteer import Gazetteer, open_gazetteer
from frontmap.resolve import explain_place, part_weights, resolve_places
from frontmap.sphere import apart_km, sphere_km
from frontmap.text.places.mentions import find_mentions
from frontmap.text.sentences import parse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def _placed(text: str, gazetteer: Gazetteer) -> dict[str, PlaceMention]:
    parsed = parse(Document("d", text))
    mentions = find_mentions(parsed, gazetteer)
    placed = resolve_places(parsed, mentions, gazetteer)
    assert [p.mention for p in placed] == list(mentions)
    return {p.mention.surface: p for p in placed}


SENSES = [
    # containment by a comma, the vote of the document, kinds, the best known as last resort
    ("He was born in Paris, Texas.", "Paris", "US", "settlement"),
    ("He was born in Paris.", "Paris", "FR", "settlement"),
    ("The mayor of London, Ontario, spoke in Toronto and in Hamilton.", "London", "CA", "settlement"),
    ("Kostiantynivka and Druzhkivka in the Donetsk region were shelled; Kramatorsk too.", "Kostiantynivka", "UA", "settlement"),
    ("Shelling hit the Donetsk region.", "Donetsk region", "UA", "region"),
    ("Shelling hit the city of Donetsk.", "Donetsk", "UA", "settlement"),
    ("The city of Pokrovsk in Ukraine was shelled from the Donetsk side.", "Pokrovsk", "UA", "settlement"),
    ("Tripoli, in the north of Lebanon, saw clashes; Beirut was calm.", "Tripoli", "LB", "settlement"),
    ("Tripoli and Benghazi saw clashes, Libya's government said.", "Tripoli", "LY", "settlement"),
    ("Ethiopian troops and militias fought in Southern Gondar; Bahir Dar and Lalibela were calm.", "Southern Gondar", "ET", "district"),
    ("Chinese troops shelled Lang Son, Lao Cai and Cao Bang.", "Lao Cai", "VN", "settlement"),
    ("Moroccan soldiers fought at Tindouf, Algeria.", "Tindouf", "DZ", "settlement"),
    ("Egyptian planes bombed Najran and Jizan; shells hit Sanaa and Saada in Yemen.", "Jizan", "SA", "settlement"),
    ("Drones hit villages in Northern Lebanon, the army in Beirut said.", "Lebanon", "LB", "country"),
]


@pytest.mark.parametrize(("text", "surface", "country", "kind"), SENSES, ids=[text[:40] for text, *_ in SENSES])
def test_a_name_takes_the_sense_that_its_text_asks_for(text: str, surface: str, country: str, kind: str, gazetteer: Gazetteer) -> None:
    place = _placed(text, gazetteer)[surface].place
    assert place is not None
    assert (place.country, place.kind) == (country, kind)


def test_a_namesake_far_away_is_no_placement(gazetteer: Gazetteer) -> None:
    text = "In Ukraine's Donetsk region, troops fought near the village of Kachin, south of Pokrovsk. Shelling hit Kramatorsk and Bakhmut."
    found = _placed(text, gazetteer)["Kachin"]
    if found.place is not None:  # the text itself locates it; no gazetteer entry was taken
        assert found.place.place_id.startswith("text:")
    assert found.candidates
    assert found.reason


def test_an_unplaced_name_keeps_its_candidates_and_says_why(gazetteer: Gazetteer) -> None:
    text = "Ukrainian and Russian forces clashed near the village of Kachin. Kyiv and Moscow disagree. Kharkiv and Kherson were shelled."
    found = _placed(text, gazetteer)["Kachin"]
    assert found.place is None
    assert found.candidates
    assert found.score == 0
    assert "fits" in found.reason


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("Guerrillas attacked a south Colombia town on Friday.", "Colombia", "country"),
        ("Georgian jets bombed villages of South Ossetia.", "South Ossetia", "region"),
        ("Serb police shelled houses near Pec in Kosovo.", "Pec", "settlement"),
        ("Marines landed on the east bank of the Dnipro, a spokesman in Kyiv said.", "Dnipro", "river"),
        ("Mortars fell along the Dnipro's left bank in Kherson region, Ukraine.", "Dnipro", "river"),
        ("Boats crossed the Dnipro near Nova Kakhovka in Ukraine.", "Dnipro", "river"),
        ("Ukrainian troops fell back behind the Dnieper, leaving Kherson.", "Dnieper", "river"),
        ("A missile struck Dnipro, officials in Kyiv said.", "Dnipro", "settlement"),
        ("The mayor of Dnipro spoke in Kyiv.", "Dnipro", "settlement"),
        ("Wounded men were taken across the Dnipro region from Pokrovsk in Ukraine.", "Dnipro region", "region"),
        ("Fighting raged on the Euphrates near Raqqa.", "Euphrates", "river"),
        ("Gunners shelled the east bank of the White Nile near Kosti in Sudan.", "White Nile", "river"),
        ("Refugees from Congo spoke in Kinshasa of a raid on Bunia.", "Congo", "country"),
        ("Thai troops watched the Salween River from a hill near Hpa-An in Myanmar.", "Salween River", "river"),
    ],
)
def test_words_beside_a_name_tell_what_kind_of_place_it_is(text: str, surface: str, kind: str, gazetteer: Gazetteer) -> None:
    place = _placed(text, gazetteer)[surface].place
    assert place is not None
    assert place.kind == kind


def test_a_text_may_name_a_city_and_its_river(gazetteer: Gazetteer) -> None:
    placed = _placed("Recruits held the west bank of the Dnipro River and left DNIPRO, officers in Kyiv said.", gazetteer)
    assert [placed[surface].place.kind for surface in ("Dnipro River", "DNIPRO")] == ["river", "settlement"]


def test_of_two_villages_of_one_name_the_one_beside_its_neighbours_is_meant(gazetteer: Gazetteer) -> None:
    by_avdiivka = _placed("In Donetsk Oblast, Ukraine, troops fought in Opytne, south of Avdiivka.", gazetteer)["Opytne"].place
    by_bakhmut = _placed("In Donetsk Oblast, Ukraine, troops fought in Opytne, just south of Bakhmut.", gazetteer)["Opytne"].place
    assert by_avdiivka is not None
    assert by_bakhmut is not None
    assert by_avdiivka.lat < 48.2 < 48.5 < by_bakhmut.lat


def test_a_name_alone_in_its_sentence_lies_by_the_towns_of_the_sentence_before(gazetteer: Gazetteer) -> None:
    text = "Troops in Ukraine hold Chasiv Yar, Bakhmut and Ivanivske. The enemy stormed Kalynivka again. Kyiv and Kharkiv were calm."
    found = _placed(text, gazetteer)
    place, by = found["Kalynivka"].place, found["Chasiv Yar"].place
    assert place is not None
    assert by is not None
    assert apart_km(place, by) < 30


def test_a_longer_name_is_not_read_as_the_town_that_it_begins_with(gazetteer: Gazetteer) -> None:
    text = "Rebels and troops fought with artillery in an offensive. Ten soldiers died near Myeik Wa village in Paletwa, Myanmar."
    place = _placed(text, gazetteer)["Myeik Wa"].place
    assert place is None or place.lat > 20


def test_one_name_has_one_sense_in_a_document(gazetteer: Gazetteer) -> None:
    text = "Officials in Springfield, Illinois, met on Monday. Springfield has a new mayor. Nobody in Springfield was hurt."
    parsed = parse(Document("d", text))
    placed = resolve_places(parsed, find_mentions(parsed, gazetteer), gazetteer)
    assert len({p.place.place_id for p in placed if p.place and p.mention.surface == "Springfield"}) == 1


def test_a_declared_name_is_placed_with_the_name_that_the_gazetteer_knows(gazetteer: Gazetteer) -> None:
    found = _placed("The town of Xyzgorod (Ukrainian name - Pokrovsk) in the Donetsk region was shelled.", gazetteer)["Xyzgorod"]
    assert found.place is not None
    assert found.matched == "local"
    assert sphere_km(found.place.lon, found.place.lat, 37.18, 48.28) < 5


def test_a_village_is_put_where_the_text_says_that_it_lies(gazetteer: Gazetteer) -> None:
    text = "Ukrainian troops took the village of Zhovtopilske, about 15 km north of Lyman, in the Donetsk region, after heavy shelling."
    found = _placed(text, gazetteer)
    village, town = found["Zhovtopilske"].place, found["Lyman"].place
    assert village is not None
    assert town is not None
    assert apart_km(village, town) == pytest.approx(15, abs=0.2)
    assert village.lat > town.lat
    assert village.radius_km >= 6
    assert found["Zhovtopilske"].score < 0.5


def test_a_quarter_that_no_gazetteer_holds_is_put_on_its_town(gazetteer: Gazetteer) -> None:
    found = _placed("The army shelled El Obeid in Sudan. In the Zorabiya neighborhood, four people died.", gazetteer)
    quarter = next(p for surface, p in found.items() if surface.startswith("Zorabiya"))
    assert quarter.place is not None
    assert found["El Obeid"].place is not None
    assert quarter.place.place_id == found["El Obeid"].place.place_id
    assert "within" in quarter.place.origin


def test_an_explanation_lists_candidates_with_their_parts(gazetteer: Gazetteer) -> None:
    candidates = explain_place("Paris", "He was born in Paris, Texas.", gazetteer)
    assert candidates[0].place.country == "US"
    assert candidates[0].score >= candidates[1].score
    assert any("lies in the place that the text names" in reason for reason in candidates[0].reasons)
    assert explain_place("Qwertyuiopville", "Nothing is known of it.", gazetteer) == ()


@pytest.mark.parametrize(
    ("text", "surface", "meant"),
    [
        ("Rebels in Syria shelled the town of Soweida. In Daraa and Quneitra, Syrian troops held their lines.", "Soweida", "As-Suwayda"),
        ("Fighting went on in Raqaa and Deir ez-Zor provinces, the Syrian Observatory said. Homs in Syria was calm.", "Raqaa", "Raqqa"),
        ("Sudan and South Sudan traded blame for shelling Khartoum and Omdurman and the town of Qadougli.", "Qadougli", "Kadugli"),
        ("Libyan and Chadian rebels fought at Tripoli in Libya, Misrata in Libya and the town of Beni Ualid.", "Beni Ualid", "Bani Walid"),
    ],
)
def test_a_name_may_be_spelt_by_ear(text: str, surface: str, meant: str, gazetteer: Gazetteer) -> None:
    place = _placed(text, gazetteer)[surface].place
    assert place is not None
    assert meant in place.name


def test_a_name_by_ear_lies_where_the_text_says(gazetteer: Gazetteer) -> None:
    text = "Troops shelled the town of Soweida in Aleppo province, and Idlib in Syria."
    assert _placed(text, gazetteer)["Soweida"].matched != "fuzzy"


def test_scores_are_probabilities(gazetteer: Gazetteer) -> None:
    for found in _placed("Fighting in Aleppo, Homs, Tripoli, Springfield and San Miguel.", gazetteer).values():
        scores = [found.score, *(c.score for c in found.candidates)]
        assert all(0 <= score <= 1 for score in scores)
        assert sum(scores) <= 1.001


# Corrections


def _corrections(tmp_path: Path, rows: str) -> Path:
    path = tmp_path / "fixes.csv"
    path.write_text("name,document,place,lon,lat\n" + rows, encoding="utf-8")
    return path


def test_corrections_move_and_remove_names_and_report_their_use(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = _corrections(tmp_path, "Paris,,gn:4717560,,\nLyon,d,not-a-place,,\nNowhere,,,30.5,50.4\nLille,other,,3.1,50.6\n")
    corrections = read_corrections(path, gazetteer)
    parsed = parse(Document("d", "Trains run from Paris to Lyon and to Lille."))
    mentions = find_mentions(parsed, gazetteer)
    placed = resolve_places(parsed, mentions, gazetteer, corrections)
    places = {p.mention.surface: p.place for p in placed}
    assert "Lyon" not in places
    assert places["Paris"] is not None
    assert places["Paris"].country == "US"
    assert places["Lille"] is not None
    assert places["Lille"].country == "FR"
    used = corrections.used("d", mentions)
    assert used == {"fixes.csv line 2", "fixes.csv line 3"}
    assert [row.name for row in corrections.unused(used)] == ["Nowhere", "Lille"]


def test_a_row_for_one_document_goes_before_a_row_for_all(tmp_path: Path, gazetteer: Gazetteer) -> None:
    corrections = read_corrections(_corrections(tmp_path, "Paris,,,1,1\nPARIS,d,,2,2\n"), gazetteer)
    parsed = parse(Document("d", "He lives in Paris."))
    (placed,) = resolve_places(parsed, find_mentions(parsed, gazetteer), gazetteer, corrections)
    assert placed.place is not None
    assert (placed.place.lon, placed.matched, placed.reason) == (2.0, "local", "corrected by fixes.csv line 3")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Kyiv,,gn:0,,", "line 2: no gazetteer holds the place id 'gn:0'"),
        ("Kyiv,,,50.4,130.5", "line 2: lon 50.4, lat 130.5 is not on the globe; are they swapped?"),
        ("Kyiv,,,east,50", "line 2: lon 'east' and lat '50' must both be numbers"),
        ("Kyiv,,,,", "line 2: give either a place id"),
        ("Kyiv,,not-a-place,30,50", "line 2: give either a place id"),
        (",,not-a-place,,", "line 2: the name is empty"),
        ("Kyiv,,not-a-place,,\nkyiv,,not-a-place,,", "line 3: 'kyiv' was corrected before (fixes.csv line 2)"),
        ("Kyiv,,,nan,50", "line 2: lon nan, lat 50 is not on the globe"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_file_and_line(row: str, message: str, tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError) as error:
        read_corrections(_corrections(tmp_path, row + "\n"), gazetteer)
    assert f"fixes.csv {message}" in str(error.value)


def test_a_corrections_file_without_names_is_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "fixes.csv"
    path.write_text("place,lat\nKyiv,50\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column `name`"):
        read_corrections(path, gazetteer)
    with pytest.raises(InputError, match="cannot be read"):
        read_corrections(tmp_path / "missing.csv", gazetteer)


# Other wars, in the words of any agency: every place is found and put into its country, and nothing else is found.

WARS = [
    ("The RSF shelled El Fasher and Zamzam camp in North Darfur; the SAF struck Nyala airport.", "SD SD SD SD"),
    ("Israeli jets struck Khan Younis and Jabalia in the northern Gaza Strip, and Tyre in Lebanon.", "PS PS PS LB LB"),
    ("Myanmar's junta bombed Lashio in northern Shan State and Bhamo in Kachin State.", "MM MM MM MM MM"),
    ("Turkish-backed fighters advanced on Manbij and Tal Rifaat north of Aleppo.", "SY SY SY"),
    ("M23 rebels seized Goma and marched on Bukavu in South Kivu, eastern Democratic Republic of Congo.", "CD CD CD CD"),
    ("Azerbaijani forces took Hadrut and shelled Stepanakert, the capital of Nagorno-Karabakh.", "AZ AZ AZ"),
    ("Tigrayan forces retook Mekelle and Alamata; Amhara militia withdrew from Humera near the Sudanese border.", "ET ET ET"),
    ("Taliban fighters stormed Kunduz and Lashkar Gah in Helmand province.", "AF AF AF"),
    ("Al-Shabaab attacked a base in Beledweyne, Hiran region, Somalia.", "SO SO SO"),
    ("On Tuesday, Gen. Abdel Fattah al-Burhan visited Port Sudan. Burhan said Khartoum would be retaken.", "SD SD"),
    ("Operation Northern Shield began near Kupyansk, said Wagner chief Yevgeny Prigozhin.", "UA"),
    ("Взрывы прогремели в Крыму, в Одессе и в Николаеве. Украинские войска атаковали Мелитополь.", "UA UA UA UA"),
]


@pytest.mark.parametrize(("text", "countries"), WARS, ids=[text[:40] for text, _ in WARS])
def test_reports_of_any_war_are_put_into_its_countries(text: str, countries: str, gazetteer: Gazetteer) -> None:
    parsed = parse(Document("d", text))
    placed = resolve_places(parsed, find_mentions(parsed, gazetteer), gazetteer)
    assert [p.place.country if p.place else p.mention.surface for p in placed] == countries.split()


def test_a_misspelt_name_is_sought_in_the_country_that_the_text_is_about(gazetteer: Gazetteer) -> None:
    text = "Ukrainian forces fought near Bakhmutt and Soledar in the Donetsk region; Russian troops shelled Chasiv Yar and Siversk."
    found = _placed(text, gazetteer)["Bakhmutt"]
    assert found.place is not None
    assert (found.place.name, found.matched) == ("Bakhmut", "fuzzy")


def test_an_unknown_size_does_not_keep_a_village_of_our_own_rows_off_the_map(gazetteer: Gazetteer) -> None:
    weights = part_weights()
    assert weights["curated"] > 0
    place = _placed("Israeli troops attacked Qabrikha in southern Lebanon.", gazetteer)["Qabrikha"].place
    assert place is not None
    assert place.country == "LB"


def test_a_township_that_is_found_by_its_towns_name_does_not_vote_for_that_town(gazetteer: Gazetteer) -> None:
    text = (
        "Resistance fighters ambushed a convoy near Kani on the road from Monywa to Kalewa. Regime troops burnt houses in Kani Township. "
        "In Kayah State fighters took an outpost near Hpasawng."
    )
    place = _placed(text, gazetteer)["Kani"].place
    assert place is not None
    assert place.country == "MM"


def test_a_name_of_many_places_of_which_none_is_likely_is_none_of_them(gazetteer: Gazetteer) -> None:
    text = "Macedonian troops attacked rebels above Tetovo. Tanks moved up to the Kale fortress. Villagers fled from Selce to Prizren."
    found = _placed(text, gazetteer)["Kale"]
    assert "Calais" in {candidate.place.name for candidate in found.candidates}
    assert found.place is not None
    assert found.reason == "within Tetovo (gn:785082)"


def test_an_unknown_name_is_not_put_beside_the_town_where_the_reporter_writes(gazetteer: Gazetteer) -> None:
    text = (
        "The war has cost 10,000 lives, diplomats in Nairobi said. Ethiopian troops took Senafe and Adi Keyih in Eritrea. "
        "Eritrean soldiers shelled Adigrat and left Barentu. Diplomats in Nairobi spoke of an assault around the town of Zalembessa."
    )
    placed = _placed(text, gazetteer)["Zalembessa"]
    assert placed.place is None or sphere_km(placed.place.lon, placed.place.lat, 36.82, -1.29) > 1000


def test_demonyms_operations_and_commanders_are_no_places(gazetteer: Gazetteer) -> None:
    text = (
        "Hundreds of Biafran troops crossed the river at Onitsha in Nigeria. Rebels shelled Lashio as part of Operation 1027. "
        "Habre's army recaptured Abeche in Chad."
    )
    assert set(_placed(text, gazetteer)) == {"Onitsha", "Nigeria", "Lashio", "Abeche", "Chad"}


def test_a_town_without_a_namesake_in_its_country_may_lie_far_from_all_others(gazetteer: Gazetteer) -> None:
    text = "Tuareg rebels attacked Menaka, Tessalit and Aguelhok. The Malian army said it had repelled them at Menaka and in Niafunke."
    placed = _placed(text, gazetteer)
    assert {name: p.place.country for name, p in placed.items() if p.place} == dict.fromkeys(
        ("Menaka", "Tessalit", "Aguelhok", "Niafunke"), "ML"
    )


def test_a_village_in_the_region_that_stands_with_it_is_meant_before_a_city_elsewhere(gazetteer: Gazetteer) -> None:
    text = "Наші воїни відбили атаки в районі Макіївки Луганської області та біля Тернів Донецької області."
    parsed = parse(Document("d", text, lang="uk"))
    first = resolve_places(parsed, find_mentions(parsed, gazetteer), gazetteer)[0]
    assert first.place is not None
    assert first.place.admin1 == "Luhansk Oblast"
