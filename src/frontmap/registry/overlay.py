"""Makes an index of the rows of geo/: places, aliases, countries, first-level units, regions, seas, rivers and mountains.

It lies over the embedded index: a row about a place that GeoNames has keeps that place's id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from frontmap.data import read_rows, split_cell
from frontmap.errors import DataError
from frontmap.model import PLACE_KINDS, Place
from frontmap.names import fold
from frontmap.registry.index import Entry, Index, write_index
from frontmap.sphere import apart_km

TABLES = ("countries.csv", "admin1.csv", "regions.csv", "natural.csv", "places.csv", "aliases.csv")
SAME_PLACE_KM = 5.0
"""Two settlements of one name within this distance are the same place."""

# What newspapers call a first-level unit; added behind its bare name as further names.
_UNIT_WORDS = ("Region", "Province", "Oblast", "Governorate", "State")
_UNIT_CLASSES = {
    *("region", "province", "oblast", "governorate", "state", "krai"),
    *("republic", "county", "district", "department", "prefecture", "city"),
}

_Row = tuple[Path, int, dict[str, str]]


def rows_fingerprint(geo: Path) -> str:
    """Return a digest of the tables that the overlay is made of."""
    digest = blake2b(digest_size=8)
    for table in TABLES:
        path = geo / table
        digest.update(table.encode() + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()


def write_overlay(folder: Path, geo: Path, base: Index, on_bad_row: Callable[[DataError], None]) -> int:
    """Compile the rows of geo/ to an index and return the number of its places; ``on_bad_row`` raises, or notes that a row is left out."""
    entries: dict[str, Entry] = {}
    ids: dict[str, str] = {}
    for table in TABLES:
        for row in _rows(geo / table):
            try:
                _add_row(row, entries, ids, base)
            except DataError as error:
                on_bad_row(error)
    return write_index(folder, entries.values())


def _add_row(row: _Row, entries: dict[str, Entry], ids: dict[str, str], base: Index) -> None:
    table = row[0].name
    if table == "aliases.csv":
        _add_alias(row, entries, ids, base)
    elif entry := _ENTRY_OF[table](row, base):
        _add(entry, row, entries, ids)


def _rows(path: Path) -> Iterator[_Row]:
    if path.is_file():
        for number, row in read_rows(path):
            yield path, number, row


def _add(entry: Entry, row: _Row, entries: dict[str, Entry], ids: dict[str, str]) -> None:
    known = entries.get(entry.place.place_id)
    if known:
        if not set(entry.ids).isdisjoint(known.ids) or not entry.ids:
            raise _bad(row, f"{entry.place.place_id} was defined before")
        entry = replace(entry, aliases=(*known.aliases, known.place.name, *entry.aliases), ids=(*known.ids, *entry.ids))
    entries[entry.place.place_id] = entry
    ids.update(dict.fromkeys(entry.ids, entry.place.place_id))


def _add_alias(row: _Row, entries: dict[str, Entry], ids: dict[str, str], base: Index) -> None:
    cells = row[2]
    place_id = ids.get(cells["place_id"], cells["place_id"])
    entry = entries.get(place_id)
    if entry is None:
        place = base.by_id(place_id)
        if place is None:
            raise _bad(row, f"no place has the id {place_id}")
        entry = entries.get(place.place_id) or Entry(place)
    entries[entry.place.place_id] = _with_alias(entry, cells["alias"], shown=(cells["lang"], cells["sort"]) == ("en", "official"))


def _with_alias(entry: Entry, alias: str, shown: bool) -> Entry:
    """Add a name; the one that English news use now is shown instead of the older one of GeoNames."""
    if not shown:
        return replace(entry, aliases=(*entry.aliases, alias))
    return replace(entry, place=replace(entry.place, name=alias), aliases=(*entry.aliases, entry.place.name))


def _country(row: _Row, base: Index) -> Entry:
    code = row[2]["code"]
    place_id = f"fm:{code}"
    known = base.by_id(place_id)
    place = known or Place(place_id, code, 0.0, 0.0, "country", country=code)
    return _overlaid(place, row, (place_id,) if known else ())


def _admin1(row: _Row, base: Index) -> Entry | None:
    code = row[2]["code"]
    known = base.by_id(f"fm:{code}")
    if known is None and not row[2]["lat"]:
        return None  # a unit younger or older than the embedded settlements: nothing says where it is
    place = known or Place(f"fm:{code}", code, 0.0, 0.0, "region", country=code.partition(".")[0], admin1_code=code, radius_km=50.0)
    return _overlaid(place, row)


def _overlaid(place: Place, row: _Row, ids: tuple[str, ...] = ()) -> Entry:
    cells = row[2]
    moved = replace(place, name=cells["name"] or place.name, origin=cells["origin"])
    if cells["lat"]:
        lat, lon = _point(row)
        moved = replace(moved, lat=lat, lon=lon)
    if cells.get("radius_km"):
        moved = replace(moved, radius_km=_number(row, "radius_km"))
    aliases = unit_names(moved.name) if place.kind == "region" else ()
    return Entry(moved, (*split_cell(cells["aliases"]), place.name, *aliases), ids)


def unit_names(name: str) -> list[str]:
    """Return what else a unit is called: its name without the class word, and with others.

    >>> unit_names("Donetsk Oblast")[:2]
    ['Donetsk', 'Donetsk Region']
    """
    words = name.split()
    bare = " ".join(words[:-1]) if len(words) > 1 and words[-1].lower() in _UNIT_CLASSES else name
    return [bare, *(f"{bare} {word}" for word in _UNIT_WORDS)]


def _region(row: _Row, _: Index) -> Entry:
    cells = row[2]
    lat, lon = _point(row)
    kind = _kind(row)
    countries = split_cell(cells["countries"])
    place = Place(
        place_id=f"fm:{cells['id']}",
        name=cells["name"],
        lon=lon,
        lat=lat,
        kind=kind,
        country=countries[0] if len(countries) == 1 else None,
        radius_km=_number(row, "radius_km"),
        origin=cells["origin"],
    )
    return Entry(place, split_cell(cells["aliases"]))


def _settlement(row: _Row, base: Index) -> Entry:
    cells = row[2]
    lat, lon = _point(row)
    place = Place(
        place_id=f"fm:{cells['id']}",
        name=cells["name"],
        lon=lon,
        lat=lat,
        kind=_kind(row),
        country=cells["country"] or None,
        admin1_code=cells["admin1_code"] or None,
        population=int(_number(row, "population")) if cells["population"] else 0,
        radius_km=_number(row, "radius_km") if cells["radius_km"] else 1.0,
        origin=cells["origin"],
    )
    aliases = split_cell(cells["aliases"])
    twin = twin_of(place, aliases, base) if place.kind == "settlement" else None
    if twin is None:
        return Entry(place, aliases)
    merged = replace(place, place_id=twin.place_id, population=place.population or twin.population, admin1_code=twin.admin1_code)
    return Entry(merged, (*aliases, twin.name), (place.place_id,))


def twin_of(place: Place, aliases: tuple[str, ...], base: Index) -> Place | None:
    """Return the settlement of an index that is the same as this one: it shares a name and lies within ``SAME_PLACE_KM``."""
    twins = {
        found.place_id: found
        for key in dict.fromkeys(map(fold, (place.name, *aliases)))
        for found, _ in base.find(key)
        if found.kind == place.kind and found.country == place.country
    }
    near = [(apart_km(place, twin), twin) for twin in twins.values()]
    near = [pair for pair in near if pair[0] <= SAME_PLACE_KM]
    return min(near, key=lambda pair: (pair[0], pair[1].place_id))[1] if near else None


def _kind(row: _Row) -> str:
    kind = row[2]["kind"]
    if kind not in PLACE_KINDS:
        raise _bad(row, f"kind {kind!r} is none of {', '.join(PLACE_KINDS)}")
    return kind


def _point(row: _Row) -> tuple[float, float]:
    lat, lon = _number(row, "lat"), _number(row, "lon")
    if not -90 <= lat <= 90:
        raise _bad(row, f"lat {lat} is outside -90..90; are lon and lat swapped?")
    if not -180 <= lon <= 180:
        raise _bad(row, f"lon {lon} is outside -180..180")
    return lat, lon


def _number(row: _Row, column: str) -> float:
    try:
        return float(row[2][column])
    except ValueError:
        raise _bad(row, f"{column} {row[2][column]!r} is no number") from None


def _bad(row: _Row, message: str) -> DataError:
    path, number, _ = row
    return DataError(f"geo/{path.name} line {number}: {message}")


_ENTRY_OF: dict[str, Callable[[_Row, Index], Entry | None]] = {
    "countries.csv": _country,
    "admin1.csv": _admin1,
    "regions.csv": _region,
    "natural.csv": _region,
    "places.csv": _settlement,
}
