from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from frontmap.data import geo_dir
from frontmap.errors import DataError
from frontmap.model import Place
from frontmap.registry.embedded import embedded_indexes
from frontmap.registry.gazetteer import Gazetteer
from frontmap.registry.index import Entry, Index, prominence, write_index
from frontmap.registry.overlay import write_overlay
from frontmap.sphere import sphere_km

PLACES_HEADER = "id,name,kind,country,admin1_code,lat,lon,radius_km,population,aliases,origin\n"


def place(place_id: str, name: str, lon: float = 1.0, lat: float = 1.0, kind: str = "settlement", **fields: Any) -> Place:
    return Place(place_id, name, lon, lat, kind, **fields)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(embedded_indexes())


def test_the_pokrovsk_of_donetsk_comes_before_its_namesakes(gazetteer: Gazetteer) -> None:
    best, how = gazetteer.find("Pokrovsk")[0]
    assert (best.place_id, best.admin1, best.admin1_code, best.country, how) == ("gn:704422", "Donetsk Oblast", "UA.05", "UA", "exact")
    assert sphere_km(37.18, 48.28, best.lon, best.lat) < 5
    assert {found.country for found, _ in gazetteer.find("Pokrovsk")} >= {"UA", "RU"}


@pytest.mark.parametrize(
    ("name", "place_id", "how"),
    [
        ("Pokrovsk", "gn:704422", "exact"),
        ("POKROVSK", "gn:704422", "folded"),
        ("Покровськ", "gn:704422", "folded"),
        ("Krasnoarmeysk", "gn:704422", "alias"),
        ("Ukraine", "gn:690791", "exact"),
        ("Donetsk region", "fm:UA.05", "alias"),
        ("Polk County", "fm:US.FL.polk-county", "exact"),
        ("US", "gn:6252001", "alias"),
        ("U.S.", "gn:6252001", "alias"),
    ],
)
def test_a_name_is_found_and_told_how(gazetteer: Gazetteer, name: str, place_id: str, how: str) -> None:
    assert (place_id, how) in [(found.place_id, matched) for found, matched in gazetteer.find(name)]


def test_an_abbreviation_counts_only_as_it_is_written(gazetteer: Gazetteer) -> None:
    assert "gn:6252001" not in [found.place_id for found, _ in gazetteer.find("us")]
    assert "fm:US.CA" in [found.place_id for found, _ in gazetteer.find("Calif.")]
    assert not gazetteer.find("calif")


def test_a_close_spelling_is_looked_for_in_one_country_only(gazetteer: Gazetteer) -> None:
    assert gazetteer.find_fuzzy("Bakhmoot", "UA")[0][0].name == "Bakhmut"
    assert {how for _, how in gazetteer.find_fuzzy("Bakhmoot", "UA")} == {"fuzzy"}
    assert {found.country for found, _ in gazetteer.find_fuzzy("Bakhmoot", "RU")} <= {"RU"}
    assert not gazetteer.find_fuzzy("Oz", "UA")


def test_an_arabic_name_is_found_with_and_without_its_article(gazetteer: Gazetteer) -> None:
    for spelling in ("El Fasher", "al-Fasher", "Fasher", "Al Zabadani", "Zabadani"):
        assert gazetteer.starts(spelling)
        assert gazetteer.find(spelling)[0][0].country in ("SD", "SY")
    assert not gazetteer.find("al-Pokrovsk")


def test_longer_names_are_found_by_their_first_words(gazetteer: Gazetteer) -> None:
    assert gazetteer.starts("Deir ez")
    assert gazetteer.starts("New")
    assert gazetteer.starts("Pokrovsk")
    assert not gazetteer.starts("New Pokrovsk Nowhere")
    assert not gazetteer.starts("’")


def test_a_place_lies_in_its_unit_and_its_country(gazetteer: Gazetteer) -> None:
    pokrovsk = gazetteer.place("gn:704422")
    assert pokrovsk
    assert [parent.place_id for parent in gazetteer.parents(pokrovsk)] == ["fm:UA.05", "gn:690791"]
    assert [parent.place_id for parent in gazetteer.parents(gazetteer.parents(pokrovsk)[0])] == ["gn:690791"]
    assert gazetteer.parents(gazetteer.parents(pokrovsk)[1]) == ()


def test_an_unknown_id_or_name_finds_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.place("gn:0") is None
    assert gazetteer.place("Pokrovsk") is None
    assert gazetteer.find("Qwertzuiop") == gazetteer.find("") == gazetteer.find("=gn:704422") == ()


@pytest.mark.parametrize("name", ["a" * 1_000_000, "\x00", "gn:704422\x00", "\ud800", "=", "|", "’", " ", "\u202epokrovsk" * 50])
def test_hostile_names_find_nothing_and_raise_nothing(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name) == gazetteer.find_fuzzy(name, "UA") == ()
    assert not gazetteer.starts(name)
    assert gazetteer.place(name) is None


def test_the_embedded_rows_have_no_fault(tmp_path: Path) -> None:
    faults: list[DataError] = []
    write_overlay(tmp_path, geo_dir(), Index(embedded_indexes()[0]), faults.append)
    assert not faults


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is read from /proc")
def test_the_embedded_index_is_small_and_imports_nothing_heavy(gazetteer: Gazetteer) -> None:
    size = sum(file.stat().st_size for folder in embedded_indexes() for file in folder.iterdir())
    assert size <= 25 * 2**20
    code = (
        "from frontmap.registry.gazetteer import open_gazetteer\n"
        "open_gazetteer().find('Pokrovsk')\n"
        "import pathlib, sys; heavy = {'shapely', 'numpy', 'pandas', 'geopandas', 'rapidfuzz'} & set(sys.modules)\n"
        "print(next(l.split()[1] for l in pathlib.Path('/proc/self/status').read_text().splitlines() if l.startswith('VmRSS')), *heavy)"
    )
    kilobytes, *heavy = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not heavy
    assert int(kilobytes) <= 60 * 1024


def _write(folder: Path, *entries: Entry) -> Path:
    folder.mkdir()
    write_index(folder, entries)
    return folder


def test_an_index_gives_back_what_was_put_in(tmp_path: Path) -> None:
    town = place("user:a:1", "Ōsaka-Štefan", lon=-179.99999, lat=-45.12345, population=123456, radius_km=3.5)
    index = Index(_write(tmp_path / "a", Entry(town, ("Осака", "OSK"))))
    assert index.by_id("user:a:1") == town
    assert [found for found, _ in index.find("osaka stefan")] == [town]
    assert index.find("osaka") == [(town, 1)]
    assert len(index) == 1


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    entries = [Entry(place(f"user:a:{n}", f"Town {n % 7}", n, n)) for n in range(60)]
    one, two = _write(tmp_path / "one", *entries), _write(tmp_path / "two", *entries)
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in ("names.marisa", "close.marisa", "places.bin"))


def test_a_later_layer_stands_for_a_place_of_an_earlier_one(tmp_path: Path) -> None:
    old, new = (place("gn:1", name) for name in ("Old Town", "New Town"))
    gazetteer = Gazetteer([_write(tmp_path / "old", Entry(old)), _write(tmp_path / "new", Entry(new, ("Newest",)))])
    assert gazetteer.place("gn:1") == new
    assert gazetteer.find("Old Town") == ((new, "alias"),)
    assert gazetteer.find("Newest") == ((new, "alias"),)
    assert gazetteer.find("New Town") == ((new, "exact"),)


def test_two_gazetteers_are_alike_only_with_the_same_layers(tmp_path: Path) -> None:
    town = Entry(place("gn:1", "Town"))
    one, two = _write(tmp_path / "one", town), _write(tmp_path / "two", town)
    assert Gazetteer([one]).fingerprint == Gazetteer([one]).fingerprint
    assert Gazetteer([one]).fingerprint != Gazetteer([one, two]).fingerprint


@pytest.mark.parametrize(
    ("written", "meant", "country"),
    [
        ("Khanaser", "Khanasir", "SY"),
        ("Belogorovka", "Bilohorivka", "UA"),
        ("Soueida", "As-Suwayda", "SY"),
        ("Konduz", "Kunduz", "AF"),
        ("Qillinochchi", "Kilinochchi", "LK"),
        ("Mougadishu", "Mogadishu", "SO"),
    ],
)
def test_a_name_is_found_as_it_sounds(gazetteer: Gazetteer, written: str, meant: str, country: str) -> None:
    assert meant in [place.name for place, _ in gazetteer.find_fuzzy(written, country)[:2]]


@pytest.mark.parametrize(
    ("name", "other", "country"), [("Karkukli", "Kirkuk", "IQ"), ("Balkhut", "Bakhmut", "UA"), ("Musafir", "Mosul", "IQ")]
)
def test_a_name_with_other_consonants_is_another_name(gazetteer: Gazetteer, name: str, other: str, country: str) -> None:
    assert other not in [place.name for place, _ in gazetteer.find_fuzzy(name, country)]


def test_a_country_outranks_a_town_and_a_name_outranks_an_alias() -> None:
    country = place("gn:1", "X", kind="country", radius_km=100.0)
    town = place("gn:2", "X", population=100_000)
    assert prominence(country, 0) > prominence(town, 0) > prominence(town, 1)


BAD_ROWS = [
    ("places.csv", PLACES_HEADER + "x,X,settlement,UA,,148.2,37,1,,,o\n", "outside -90..90"),
    ("places.csv", PLACES_HEADER + "x,X,village,UA,,48.2,37,1,,,o\n", "kind 'village'"),
    ("places.csv", PLACES_HEADER + "x,X,other,,,a,37,1,,,o\n", "is no number"),
    ("aliases.csv", "place_id,alias,lang,sort,origin\ngn:1,Nowhere,en,old,o\n", "no place has the id gn:1"),
]


@pytest.mark.parametrize(("table", "text", "message"), BAD_ROWS, ids=[row[2] for row in BAD_ROWS])
def test_a_bad_row_of_ours_is_named_with_its_line(tmp_path: Path, table: str, text: str, message: str) -> None:
    (tmp_path / table).write_text(text)
    faults: list[DataError] = []
    out = tmp_path / "out"
    out.mkdir()
    write_overlay(out, tmp_path, Index(embedded_indexes()[0]), faults.append)
    assert len(faults) == 1
    assert f"geo/{table} line 2" in str(faults[0])
    assert message in str(faults[0])
    shutil.rmtree(out)


def test_a_row_about_a_known_settlement_keeps_its_id(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(PLACES_HEADER + "our-pokrovsk,Pokrovsk,settlement,UA,UA.05,48.281,37.18,3,,Fortress Town,a test\n")
    (tmp_path / "aliases.csv").write_text("place_id,alias,lang,sort,origin\nfm:our-pokrovsk,Second Alias,en,nickname,a test\n")
    out = tmp_path / "out"
    out.mkdir()
    base = embedded_indexes()[0]
    write_overlay(out, tmp_path, Index(base), pytest.fail)  # type: ignore[arg-type]
    gazetteer = Gazetteer([base, out])
    for name in ("Fortress Town", "Second Alias", "Grishino"):
        assert "gn:704422" in [found.place_id for found, _ in gazetteer.find(name)]
    ours = gazetteer.place("fm:our-pokrovsk")
    assert ours
    assert (ours.place_id, ours.population) == ("gn:704422", 60127)
