"""Reads the gazetteer files that users bring: CSV, GeoJSON, GeoNames dumps, plain, gzipped or zipped.

Every row that cannot be used is named with its file and line, and then the whole file is refused: a gazetteer that silently lacks a
village is worse than one that asks to be mended.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from frontmap.data import geo_dir, read_rows
from frontmap.errors import GazetteerError
from frontmap.model import Place
from frontmap.names import fold
from frontmap.registry.cells import Ring
from frontmap.registry.index import Entry

MOST_COMPLAINTS = 10
LONGEST_LINE = 1_000_000
"""Bytes. Capitals with all their alternate names need 10,000."""
LARGEST_GEOJSON = 512_000_000
"""Bytes; it is read as a whole."""
PEOPLE_PER_KM2 = 3000
"""Of built-up land: makes Pokrovsk 2.5 km and Kyiv 17 km in radius."""

_SHORTEST_RING = 4  # points, the first one again at the end
_KM_PER_DEGREE = 111.2
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "geonameid", "osm_id", "@id", "place_id", "gid"),
    "name": ("name_en", "name:en", "name", "english", "asciiname", "title"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "kind": ("kind", "place", "type", "feature_code", "fclass"),
    "country": ("country", "country_code", "countrycode", "iso2", "cc"),
    "admin1": ("admin1_code", "admin1", "region", "oblast", "state", "province"),
    "population": ("population", "pop"),
    "radius_km": ("radius_km",),
    "origin": ("origin", "source"),
}
_MANY_NAMES = ("aliases", "alternatenames", "alternate_names", "alt_name", "old_name")
_GEONAMES = (
    "geonameid name asciiname alternatenames latitude longitude fclass fcode country cc2 admin1 admin2 admin3 admin4 population elevation"
    " dem timezone modified"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a user's file."""

    line: int
    """Line of the file, or number of the feature."""
    cells: Mapping[str, str]
    """By the column names of ``_COLUMNS``, and ``aliases`` joined by ``|``."""
    area: tuple[tuple[Ring, ...], ...] = ()
    """Polygons of rings of lon and lat. Empty: a point."""


def read_entries(path: Path, prefix: str, country_point: Callable[[str], Place | None]) -> Iterator[Entry]:
    """Yield the entries of a file, or raise ``GazetteerError`` that names its bad rows.

    Rows without any name are passed over: no look-up could reach them. ``prefix`` starts the ids of rows that have no GeoNames id
    (``user:villages``). ``country_point`` finds a country by its code or name; a point far from its country is told to be swapped.
    """
    complaints: list[str] = []
    seen: dict[str, int] = {}
    for row in read_file(path):
        if not row.cells["name"]:
            continue
        try:
            entry = _entry(row, prefix, country_point)
            if entry.place.place_id in seen:
                raise ValueError(f"id {row.cells['id']} stands in line {seen[entry.place.place_id]} already")
        except ValueError as error:
            complaints.append(f"{path} line {row.line}: {error}")
            if len(complaints) >= MOST_COMPLAINTS:
                complaints.append("further rows were not read")
                break
            continue
        seen[entry.place.place_id] = row.line
        yield entry
    if complaints:
        raise GazetteerError("\n".join(complaints))
    if not seen:
        raise GazetteerError(f"{path}: no place in it; a CSV needs columns name, lat and lon")


def read_file(path: Path) -> Iterator[Row]:
    """Yield the rows of a file by what it is: GeoJSON, a GeoNames dump, or CSV with a header."""
    try:
        with _opened(path) as (name, stream):
            if name.lower().endswith((".geojson", ".json")):
                yield from _geojson_rows(path, stream)
            else:
                yield from _line_rows(path, stream)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise GazetteerError(f"{path} cannot be read: {error}; is the file complete?") from error


@contextmanager
def _opened(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Open a file, the table inside a zip, or the inside of a gzip; with its name."""
    with path.open("rb") as raw:
        start = raw.read(4)
    if start[:2] == b"PK":
        with zipfile.ZipFile(path) as archive:
            member = _table_in(archive, path)
            with archive.open(member) as stream:
                yield member.filename, stream
    elif start[:2] == b"\x1f\x8b":
        with gzip.open(path) as stream:
            yield path.name.removesuffix(".gz"), stream  # type: ignore[misc]
    else:
        with path.open("rb") as stream:
            yield path.name, stream


def _table_in(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    tables = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith((".txt", ".csv", ".tsv", ".geojson", ".json")) and "readme" not in member.filename.lower()
    ]
    if not tables:
        raise GazetteerError(f"{path} holds no .txt, .csv or .geojson")
    return max(tables, key=lambda member: member.file_size)


def _lines(path: Path, stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise GazetteerError(f"{path} line {number}: longer than {LONGEST_LINE:,} bytes; this is no table of places")
        try:
            yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise GazetteerError(f"{path} line {number}: not UTF-8 ({error.reason}); save the file as UTF-8") from error


def _line_rows(path: Path, stream: IO[bytes]) -> Iterator[Row]:
    lines = _lines(path, stream)
    first = next(((number, line) for number, line in lines if line.strip() and not line.startswith("#")), None)
    if first is None:
        return
    if _is_geonames(first[1]):
        columns = {name: [at] for at, name in enumerate(_GEONAMES.split())}
        yield _row(first[0], first[1].rstrip("\r\n").split("\t"), columns)
        for number, line in lines:
            yield _row(number, line.rstrip("\r\n").split("\t"), columns)
        return
    yield from _csv_rows(path, first[1], lines)


def _is_geonames(line: str) -> bool:
    cells = line.split("\t")
    return len(cells) == len(_GEONAMES.split()) and cells[0].isdigit()


def _csv_rows(path: Path, header: str, lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
    delimiter = max(",;\t", key=header.count)
    names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
    columns: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        columns.setdefault(name, []).append(at)
    if not any(name in columns for name in _COLUMNS["lat"]) or not any(name in columns for name in _COLUMNS["lon"]):
        raise GazetteerError(f"{path} line 1: no columns lat and lon in the header ({', '.join(names[:12])})")
    last = [0]

    def texts() -> Iterator[str]:
        for number, line in lines:
            last[0] = number
            yield line

    try:
        for cells in csv.reader(texts(), delimiter=delimiter):
            if cells and not cells[0].startswith("#"):
                yield _row(last[0], cells, columns)
    except csv.Error as error:
        raise GazetteerError(f"{path} line {last[0]}: {error}; is a quotation mark open?") from error


def _row(number: int, cells: list[str], columns: Mapping[str, list[int]]) -> Row:
    found = {name: cells[places[0]].strip() for name, places in columns.items() if places[0] < len(cells)}
    if "fcode" in found:
        found["kind"] = f"{found.get('fclass', '')}.{found['fcode']}"
    return Row(number, _named(found, number))


def _named(found: Mapping[str, str], number: int) -> dict[str, str]:
    """Bring a row's columns to our names: the first that is filled of each group; all names but the shown one are aliases."""
    row = {ours: next((found[name] for name in theirs if found.get(name)), "") for ours, theirs in _COLUMNS.items()}
    names = [found[name] for name in _COLUMNS["name"] if found.get(name)]
    names += [value for name, value in found.items() if name.startswith(("name_", "name:")) and value]
    for column in _MANY_NAMES:
        value = found.get(column, "")
        separator = next((mark for mark in "|;" if mark in value), "," if column.startswith("alternate") else "|")
        names += [part.strip() for part in value.split(separator)]
    row["name"] = row["name"] or next(iter(names), "")
    row["aliases"] = "|".join(dict.fromkeys(name.replace("|", " ") for name in names if name and name != row["name"]))
    row["id"] = f"gn:{found['geonameid']}" if found.get("geonameid") else row["id"] or str(number)
    return row


def _geojson_rows(path: Path, stream: IO[bytes]) -> Iterator[Row]:
    raw = stream.read(LARGEST_GEOJSON + 1)
    if len(raw) > LARGEST_GEOJSON:
        raise GazetteerError(f"{path}: larger than {LARGEST_GEOJSON:,} bytes; bring it as CSV")
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise GazetteerError(f"{path} is no GeoJSON ({error})") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise GazetteerError(f"{path} is no GeoJSON FeatureCollection")
    for number, feature in enumerate(features, start=1):
        yield _feature_row(number, feature if isinstance(feature, dict) else {})


def _feature_row(number: int, feature: Mapping[str, Any]) -> Row:
    properties = feature.get("properties")
    cells = {str(name).lower(): str(value).strip() for name, value in (properties or {}).items() if value is not None and value == value}
    cells.setdefault("id", str(feature.get("id") or ""))
    geometry = feature.get("geometry")
    point = _middle(geometry.get("coordinates")) if isinstance(geometry, dict) else None
    if point:
        cells |= {"lon": str(point[0]), "lat": str(point[1])}
    return Row(number, _named(cells, number), _polygons(geometry) if isinstance(geometry, dict) else ())


def _polygons(geometry: Mapping[str, Any]) -> tuple[tuple[Ring, ...], ...]:
    """Return the polygons of a GeoJSON geometry; a ring that is none is left out with its polygon."""
    found = geometry.get("coordinates")
    polygons = {"Polygon": [found], "MultiPolygon": found}.get(str(geometry.get("type")))
    shapes = [tuple(map(_ring, polygon)) for polygon in polygons or () if isinstance(polygon, list)]
    return tuple(shape for shape in shapes if shape and all(shape))


def _ring(points: Any) -> Ring:
    """Return a closed ring of at least four points inside the world; empty where it is none."""
    try:
        ring = [(float(point[0]), float(point[1])) for point in points]
    except (TypeError, ValueError, IndexError, KeyError):
        return []
    inside = all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in ring)
    return ring if inside and len(ring) >= _SHORTEST_RING and ring[0] == ring[-1] else []


def _middle(coordinates: Any) -> tuple[float, float] | None:
    """Return a point, or the middle of the box around the coordinates of any other geometry."""
    points, waiting = [], [coordinates]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list) and len(item) >= 2 and all(isinstance(value, int | float) for value in item[:2]):
            points.append((float(item[0]), float(item[1])))
        elif isinstance(item, list):
            waiting += item
    if not points:
        return None
    lons, lats = zip(*points, strict=True)
    return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2


def _entry(row: Row, prefix: str, country_point: Callable[[str], Place | None]) -> Entry:
    cells = row.cells
    if not cells["id"].isprintable():
        raise ValueError(f"id {cells['id']!r} holds control characters")
    lat, lon = _degrees(cells, "lat", 90), _degrees(cells, "lon", 180)
    country = country_point(cells["country"]) if cells["country"] else None
    _check_side(lat, lon, country)
    kind, radius = kind_of(cells["kind"])
    population = int(_number(cells["population"] or "0", "population"))
    aliases = tuple(cells["aliases"].split("|")) if cells["aliases"] else ()
    name, aliases = _shown(cells["name"], aliases)
    place = Place(
        place_id=cells["id"] if cells["id"].startswith("gn:") else f"{prefix}:{cells['id']}",
        name=name,
        lon=lon,
        lat=lat,
        kind=kind,
        country=(country.country if country else cells["country"].upper()[:2]) or None,
        admin1=cells["admin1"] or None,
        population=max(population, 0),
        radius_km=_radius(cells["radius_km"], population, _area_radius_km(row.area) or radius, kind),
        origin=cells["origin"] or prefix,
    )
    return Entry(place, aliases, area=row.area)


def _area_radius_km(area: tuple[tuple[Ring, ...], ...]) -> float:
    """Return half the diagonal of the box around an area; zero where there is none."""
    points = [point for polygon in area for point in polygon[0]]
    if not points:
        return 0.0
    lons, lats = zip(*points, strict=True)
    wide = (max(lons) - min(lons)) * math.cos(math.radians((min(lats) + max(lats)) / 2))
    return round(_KM_PER_DEGREE * math.hypot(wide, max(lats) - min(lats)) / 2, 1)


def _shown(name: str, aliases: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the name to show and the others: a Cyrillic name is shown in Latin letters."""
    if name.isascii() or not any("а" <= letter <= "ӿ" for letter in name.lower()):
        return name, aliases
    return fold(name).title(), (name, *aliases)


def _radius(stated: str, population: int, usual: float, kind: str) -> float:
    if stated:
        return _number(stated, "radius_km")
    return settlement_radius_km(population) if kind == "settlement" and population > 0 else usual


def settlement_radius_km(population: int) -> float:
    """Return the radius of a disc as large as the built-up land of a settlement; never under one kilometre."""
    return round(max(1.0, math.sqrt(population / PEOPLE_PER_KM2 / math.pi)), 1)


def _degrees(cells: Mapping[str, str], column: str, limit: int) -> float:
    value = _number(cells[column], column)
    if not -limit <= value <= limit:
        raise ValueError(f"{column} {cells[column]} is outside -{limit}..{limit}; are lon and lat swapped?")
    return value


def _number(text: str, column: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{column} {text[:40]!r} is no number") from None
    if not math.isfinite(value):
        raise ValueError(f"{column} {text!r} is no number")
    return value


def _check_side(lat: float, lon: float, country: Place | None) -> None:
    """Tell a point whose coordinates are swapped: it would lie in its country the other way round, and lies far from it as it is."""
    if country is None or abs(lon) > 90:
        return
    off = math.hypot(lat - country.lat, lon - country.lon)
    swapped = math.hypot(lon - country.lat, lat - country.lon)
    reach = country.radius_km / 50  # degrees: more than twice the radius
    if off > reach > swapped:
        raise ValueError(f"lat {lat} lon {lon} is not in {country.name}, but lat {lon} lon {lat} is; are lon and lat swapped?")


@cache
def _kinds() -> dict[str, tuple[str, float]]:
    return {row["word"].lower(): (row["kind"], float(row["radius_km"])) for _, row in read_rows(geo_dir() / "kinds.csv")}


def kind_of(word: str) -> tuple[str, float]:
    """Return the kind and the usual radius of a class of OpenStreetMap or GeoNames; a settlement where nothing is said.

    >>> kind_of("A.ADM1")
    ('region', 80.0)
    """
    kinds, word = _kinds(), word.lower()
    if not word:
        return kinds["settlement"]
    fits = [known for known in kinds if word == known or ("." in word and word.startswith(known))]
    return kinds[max(fits, key=len)] if fits else kinds["other"]
