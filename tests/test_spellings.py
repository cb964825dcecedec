"""Front-line towns under the names that reports give them: Latin transliterations, Soviet names, Cyrillic nominatives."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from frontmap.model import Place
from frontmap.registry.gazetteer import Gazetteer, open_gazetteer
from frontmap.sphere import sphere_km

TABLE = Path(__file__).parent / "data" / "spellings.csv"
SAME_PLACE_KM = 8.0
"""Two datasets put the centre of one town this far apart at most."""
FLOOR = 0.97


def spellings() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def meant(gazetteer: Gazetteer, spelling: str, country: str) -> Place | None:
    """Return the first entry of the name in the country, a close spelling where there is none."""
    found = [place for place, _ in gazetteer.find(spelling) if place.country == country]
    found += [place for place, _ in gazetteer.find_fuzzy(spelling, country)] if not found else []
    return found[0] if found else None


def is_right(place: Place | None, row: dict[str, str]) -> bool:
    return place is not None and sphere_km(float(row["lon"]), float(row["lat"]), place.lon, place.lat) <= SAME_PLACE_KM


def test_the_table_has_forty_towns_with_five_spellings_each() -> None:
    counts = Counter(row["town"] for row in spellings())
    assert sum(counts.values()) >= 252
    assert len(counts) >= 40
    assert min(counts.values()) >= 5


def test_nearly_every_spelling_leads_to_the_right_town_in_its_country() -> None:
    gazetteer = open_gazetteer()
    rows = spellings()
    wrong = [row["spelling"] for row in rows if not is_right(meant(gazetteer, row["spelling"], row["country"]), row)]
    assert len(wrong) <= (1 - FLOOR) * len(rows), wrong


@pytest.mark.parametrize("spelling", ["Krasny Armeysk", "Krasnogorod", "Krasnoarmiske", "Krasnoarmeysk", "Krasnoarmiysk", "Покровск"])
def test_every_name_of_pokrovsk_is_the_town_in_donetsk_oblast(spelling: str) -> None:
    place = meant(open_gazetteer(), spelling, "UA")
    assert place is not None
    assert (place.name, place.admin1_code) == ("Pokrovsk", "UA.05")


@pytest.mark.parametrize(
    ("spelling", "country", "lat", "lon"),
    [
        # To a tenth of a degree, for telling namesakes apart.
        ("Deir al-Zour", "SY", 35.3, 40.1),
        ("Kobani", "SY", 36.9, 38.4),
        ("Halab", "SY", 36.2, 37.2),
        ("al-Fashir", "SD", 13.6, 25.3),
        ("Wad Medani", "SD", 14.4, 33.5),
        ("Khan Younis", "PS", 31.3, 34.3),
        ("Jabaliya", "PS", 31.5, 34.5),
        ("Stepanakert", "AZ", 39.8, 46.8),
        ("Hodeida", "YE", 14.8, 43.0),
        ("Naypyidaw", "MM", 19.7, 96.1),
        ("Mekele", "ET", 13.5, 39.5),
        ("Falluja", "IQ", 33.4, 43.8),
    ],
)
def test_towns_of_other_wars_are_known_by_their_usual_spellings(spelling: str, country: str, lat: float, lon: float) -> None:
    place = meant(open_gazetteer(), spelling, country)
    assert place is not None
    assert sphere_km(lon, lat, place.lon, place.lat) < 15


def test_kachin_is_no_state_of_ukraine() -> None:
    regions = [place for place, _ in open_gazetteer().find("Kachin") if place.kind == "region"]
    assert [place.country for place in regions] == ["MM"]
