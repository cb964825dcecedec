"""The five real articles that frontmap was first built for. They are third-party texts, so these tests skip where they are not at hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from frontmap.cli import main

SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seeds").glob("*.txt"))
pytestmark = pytest.mark.skipif(not SEEDS, reason="../shared/seeds is not here")

POKROVSK = (48.28, 37.18)


@pytest.fixture(scope="module")
def records() -> list[dict]:
    result = CliRunner().invoke(main, ["extract", *map(str, SEEDS), "--jobs", "1"])
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("seeds") / "out"
    assert CliRunner().invoke(main, ["build", *map(str, SEEDS), "-o", str(out), "--jobs", "1"]).exit_code == 0
    return out


def _places(records: list[dict], surface: str) -> list[dict]:
    return [p for r in records for p in r["places"] if p["surface"] == surface]


@pytest.mark.parametrize("surface", ["Krasny Armeysk", "Krasnogorod", "Krasnoarmiske", "Krasnoarmeysk", "Pokrovsk"])
def test_five_names_of_pokrovsk_are_one_place(records: list[dict], surface: str) -> None:
    found = _places(records, surface)
    assert found
    for place in found:
        assert (round(place["lat"], 2), round(place["lon"], 2)) == POKROVSK


def test_kostyantynivka_is_the_one_in_donetsk_oblast(records: list[dict]) -> None:
    [place] = _places(records, "Kostyantynivka")
    assert place["admin1"].startswith("Donetsk")


def test_kachin_stays_unplaced_with_its_candidates(records: list[dict], built: Path) -> None:
    for place in _places(records, "Kachin"):
        assert place["lat"] is None
        assert place["candidates"]
    rows = list(csv.DictReader((built / "unplaced.csv").open(encoding="utf-8")))
    assert any(row["name"] == "Kachin" and row["candidates"] for row in rows)


def test_an_encirclement_from_the_south_and_northeast_is_two_arcs_on_those_sides(records: list[dict], built: Path) -> None:
    [claim] = [c for r in records for c in r["claims"] if c["directions"] == ["from:S", "from:NE"]]
    assert (claim["type"], claim["place"]["name"]) == ("encirclement", "Pokrovsk")
    features = json.loads((built / "layers" / "movements.geojson").read_text())["features"]
    arcs = [f for f in features if f["properties"]["claim_id"] == claim["id"]]
    sides = set()
    for arc in arcs:
        points = [p for line in arc["geometry"]["coordinates"] for p in line]
        lon, lat = (sum(p[i] for p in points) / len(points) for i in (0, 1))
        sides.add(("N" if lat > POKROVSK[0] else "S") + ("E" if lon > POKROVSK[1] + 0.01 else ""))
    assert sides == {"S", "NE"}


def test_the_very_south_of_the_city_is_its_southern_part(records: list[dict]) -> None:
    assert any(c["type"] == "clash" and c["relation"] == "S part" and c["place"]["name"] == "Pokrovsk" for c in records[1]["claims"])


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("Pushilin", "russia"),
        ("Kimakovski", "russia"),
        ("Gerasimov", "russia"),
        ("Sirski", "ukraine"),
        ("ISW", "third_party"),
        ("Ivekeeev", "russia"),
        ("Electro", "russia"),
        ("Ukrainian defense officials", "ukraine"),
    ],
)
def test_the_sources_are_found_with_their_sides(records: list[dict], name: str, side: str) -> None:
    sides = {c["source_side"] for r in records for c in r["claims"] if name in c["source"]}
    assert sides == {side}


def test_a_relayed_claim_keeps_its_chain(records: list[dict]) -> None:
    assert any("Ivekeeev" in c["source"] and c["via"] == ["TASS"] for c in records[0]["claims"])
