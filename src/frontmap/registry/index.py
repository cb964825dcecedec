"""The file format of a compiled gazetteer: places by name, opened by mmap, answering without reading the whole.

An index is a folder of files. ``names.marisa`` is a trie of keys: folded names, and place ids behind ``_ID``. ``close.marisa`` is a
trie of ``country consonant sound|key``, for close spellings. ``areas.bin`` stands there only if places have areas. ``places.bin`` is a
JSON header line followed by five sections:

``classes``
    What many places have in common, as a JSON list of ``[country, admin-1, origin, kind]``.
``names``
    The display names, UTF-8, each behind a byte with its length.
``records``
    One ``_RECORD`` a place.
``heads`` and ``postings``
    A posting is the number of a record times four plus how a key belongs to it (``NAME``, ``ALIAS``, ``CAPITALS``, ``DOTTED``). For key
    ``k`` of the trie ``heads[k]`` is its only posting plus ``_ONLY``, or where in ``postings`` their count and they stand, best known
    place first.
"""

from __future__ import annotations

import json
import math
import mmap
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import marisa_trie

from frontmap.errors import GazetteerError
from frontmap.model import Place
from frontmap.names import fold_variants
from frontmap.registry.cells import Cells, Ring, write_areas
from frontmap.registry.sounds import bones, sound

FORMAT = 5
NAME, ALIAS, CAPITALS, DOTTED = 0, 1, 2, 3
"""How a key belongs to a place: its name, another name, an abbreviation that counts only in capitals (``US``) or dotted (``Calif.``)."""

_ID = "="  # no folded name holds it
_MAGIC = "frontmap-gazetteer"
# lat, lon (1e-5 degrees), population, key of the id, where the name is, class, radius (0.1 km)
_RECORD = struct.Struct("<iiIIIHH")
_RECORD_DTYPE = [("lat", "<i4"), ("lon", "<i4"), ("population", "<u4"), ("id", "<u4"), ("name", "<u4"), ("class", "<u2"), ("radius", "<u2")]
_KIND_RANK = {"country": 3.5, "region": -1.0, "district": -1.0, "river": -3.0, "relief": -2.0, "road": -2.0, "facility": 1.0}
_OTHER_NAME = 1.5  # a name that is only one of a place's other names tells thirty times less
_PEOPLE_PER_KM2 = 10
_ONLY = 1 << 31
_MAX_U16 = 0xFFFF
_LONGEST_NAME = 255  # bytes
_CODE_LETTERS = 4
SHORTEST_CLOSE = 4  # letters; of shorter names everything is close to everything

# country, admin-1 code or ``=`` and its name, origin, kind
_Class = tuple[str | None, str | None, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on its way into an index."""

    place: Place
    aliases: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    """Other ids that lead to it."""
    area: tuple[tuple[Ring, ...], ...] = ()
    """Polygons of rings of lon and lat. Empty: not known."""


def prominence(place: Place, how: int) -> float:
    """Tell how likely a bare name means this place, as a rank: powers of ten of inhabitants, by kind, less for other names.

    Units, seas and the like count as many inhabitants as an area of their size has at ``_PEOPLE_PER_KM2``.
    """
    people = place.population
    if place.kind != "settlement":
        people = max(people, round(_PEOPLE_PER_KM2 * math.pi * place.radius_km**2))
    return math.log10(people + 1) + _KIND_RANK.get(place.kind, 0.0) - (_OTHER_NAME if how != NAME else 0.0)


def kind_of_alias(name: str) -> int:
    """Tell an abbreviation from a name: ``US``, ``U.S.``, ``UAE`` and ``США`` are capitals, ``Calif.`` and ``W.Va.`` are dotted.

    >>> [kind_of_alias(name) for name in ("U.S.", "Calif.", "St. Louis")] == [CAPITALS, DOTTED, ALIAS]
    True
    """
    if name.isupper() and sum(letter.isalpha() for letter in name) <= _CODE_LETTERS:
        return CAPITALS
    return DOTTED if "." in name and " " not in name else ALIAS


def written_as(name: str, how: int) -> bool:
    """Tell whether a name is written so that a key of this kind counts."""
    return how < CAPITALS or (name.isupper() if how == CAPITALS else "." in name and name[:1].isupper())


def write_index(folder: Path, entries: Iterable[Entry], notes: dict[str, object] | None = None) -> int:
    """Compile entries to an index in a folder that exists, and return how many places it holds.

    ``notes`` are kept in its header. The same entries give the same bytes.
    """
    classes: dict[_Class, int] = {}
    rows: list[Place] = []
    areas: dict[str, Sequence[Sequence[Ring]]] = {}
    keys: dict[str, list[int]] = {}
    for entry in entries:
        number = len(rows)
        rows.append(entry.place)
        if entry.area:
            areas[entry.place.place_id] = entry.area
        for key, how in _keys_of(entry):
            keys.setdefault(key, []).append(number * 4 + how)
    trie = marisa_trie.Trie(keys)
    heads, postings = _postings(trie, keys, rows)
    names = _Names()
    records = b"".join(_record(place, trie.key_id(_ID + place.place_id), names, classes) for place in rows)
    header = {"magic": _MAGIC, "format": FORMAT, "places": len(rows), "keys": len(trie), "notes": notes or {}}
    trie.save(str(folder / "names.marisa"))
    marisa_trie.Trie(_close_keys(keys, rows)).save(str(folder / "close.marisa"))
    sections = {"classes": json.dumps(list(classes), ensure_ascii=False).encode(), "names": bytes(names.blob), "records": records}
    sections |= {"heads": heads.tobytes(), "postings": postings.tobytes()}
    (folder / "places.bin").write_bytes(_container(header, sections))
    if areas:
        write_areas(folder / "areas.bin", areas)
    return len(rows)


def _keys_of(entry: Entry) -> Iterator[tuple[str, int]]:
    seen: dict[str, int] = {}
    for name in (entry.place.name, *entry.aliases):
        how = NAME if name is entry.place.name else kind_of_alias(name)
        for key in fold_variants(name):
            if key:
                seen[key] = min(how, seen.get(key, how))
    yield from seen.items()
    for place_id in dict.fromkeys((entry.place.place_id, *entry.ids)):
        yield _ID + place_id, NAME


def _postings(trie: marisa_trie.Trie, keys: dict[str, list[int]], rows: list[Place]) -> tuple[array[int], array[int]]:
    def rank(posting: int) -> tuple[float, str]:
        place = rows[posting >> 2]
        return -prominence(place, posting & 3), place.place_id

    heads, postings = array("I", bytes(4 * len(trie))), array("I")
    for key, found in keys.items():
        if len(found) == 1:
            heads[trie.key_id(key)] = _ONLY + found[0]
        else:
            heads[trie.key_id(key)] = len(postings)
            postings.append(len(found))
            postings.extend(sorted(found, key=rank))
    return heads, postings


def _close_keys(keys: dict[str, list[int]], rows: list[Place]) -> Iterator[str]:
    for key, found in keys.items():
        if len(key) >= SHORTEST_CLOSE and not key.startswith(_ID):
            heard = sound(key)
            for country in {rows[posting >> 2].country for posting in found if posting & 3 <= ALIAS}:
                yield f"{_block(country or '', heard)}{heard}|{key}"


def _block(country: str, heard: str) -> str:
    """Return what the names of one country begin with whose first consonant is that of a sound."""
    return f"{country} {bones(heard)[:1]} "


class _Names:
    """Display names in one blob."""

    def __init__(self) -> None:
        self.blob = bytearray()
        self._starts: dict[str, int] = {}

    def put(self, name: str) -> int:
        start = self._starts.get(name)
        if start is None:
            start = self._starts[name] = len(self.blob)
            raw = name.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore").encode()
            self.blob += bytes([len(raw)]) + raw
        return start


def _record(place: Place, id_key: int, names: _Names, classes: dict[_Class, int]) -> bytes:
    admin1 = place.admin1_code or (f"={place.admin1}" if place.admin1 else None)
    number = classes.setdefault((place.country, admin1, place.origin, place.kind), len(classes))
    if number > _MAX_U16:
        raise GazetteerError("more than 65,535 different pairs of country and admin-1 unit; are these columns right?")
    point = round(place.lat * 1e5), round(place.lon * 1e5)
    radius = min(round(place.radius_km * 10), _MAX_U16)
    return _RECORD.pack(*point, min(place.population, 0xFFFFFFFF), id_key, names.put(place.name), number, radius)


def _container(header: dict[str, object], sections: dict[str, bytes]) -> bytes:
    # Sections start at multiples of eight after the header line, so that they can be read as arrays in place.
    body, where = bytearray(), {}
    for name, data in sections.items():
        where[name] = (len(body), len(data))
        body += data + bytes(-len(data) % 8)
    line = json.dumps({**header, "sections": where}, sort_keys=True).encode()
    return line + b" " * (-(len(line) + 1) % 8) + b"\n" + body


class Index:
    """An open index. It keeps both files mapped and makes a ``Place`` when it is asked for."""

    def __init__(self, folder: Path, admin1_name: Callable[[str], str | None] = lambda _code: None) -> None:
        """Open the index in a folder; ``admin1_name`` turns admin-1 codes into names."""
        self.folder = folder
        self._admin1_name = admin1_name
        try:
            self._trie = marisa_trie.Trie().mmap(str(folder / "names.marisa"))
            self._close = marisa_trie.Trie().mmap(str(folder / "close.marisa"))
            with (folder / "places.bin").open("rb") as file:
                self._map = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
                self.header = json.loads(file.readline())
            if self.header["magic"] != _MAGIC or self.header["format"] != FORMAT:
                raise ValueError(f"format {self.header.get('format')}, expected {FORMAT}")
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise GazetteerError(f"{folder} is no gazetteer index that this version can read ({error}); build it again") from error
        self._start = _line_length(self._map)
        self._classes: list[_Class] = json.loads(bytes(self._section("classes")))
        self._names = self._section("names")
        self._records = self._section("records")
        self._heads = self._section("heads").cast("I")
        self._postings = self._section("postings").cast("I")
        self._cache: dict[int, Place] = {}
        self._blocks: dict[str, tuple[list[str], list[str]]] = {}
        self._areas: Cells | None = None

    def __len__(self) -> int:
        return int(self.header["places"])

    def _section(self, name: str) -> memoryview:
        start, length = self.header["sections"][name]
        return self._map[self._start + start : self._start + start + length]

    def find(self, key: str) -> list[tuple[Place, int]]:
        """Return the places of a folded name with how it belongs to them, best known first."""
        number = self._trie.get(key)
        if number is None:
            return []
        head, at = self._heads[number], self.at
        if head >= _ONLY:
            return [(at((head - _ONLY) >> 2), head & 3)]
        postings = self._postings
        return [(at(postings[n] >> 2), postings[n] & 3) for n in range(head + 1, head + 1 + postings[head])]

    def starts(self, key: str) -> bool:
        """Tell whether a folded name is one of the index, or the first words of one."""
        return key in self._trie or next(self._trie.iterkeys(key + " "), None) is not None

    def close_names(self, heard: str, country: str) -> tuple[list[str], list[str]]:
        """Return the sounds of the names of one country whose first consonant is that of a sound, and beside them the folded names."""
        block = _block(country, heard)
        if block not in self._blocks:
            found = [key.removeprefix(block).partition("|") for key in self._close.keys(block)]
            self._blocks[block] = [sounds for sounds, _, _ in found], [key for _, _, key in found]
        return self._blocks[block]

    def by_id(self, place_id: str) -> Place | None:
        """Return the place of an id."""
        found = self.find(_ID + place_id) if place_id.isprintable() else []  # the trie would stop reading at a NUL
        return found[0][0] if found else None

    def at(self, number: int) -> Place:
        """Return the place of a record."""
        place = self._cache.get(number)
        if place is None:
            place = self._cache[number] = self._place(number)
        return place

    def area(self, place_id: str) -> list[list[Ring]]:
        """Return the polygons of a place as rings of lon and lat; empty where no area is known."""
        if self._areas is None and (self.folder / "areas.bin").is_file():
            self._areas = Cells(self.folder / "areas.bin")
        return self._areas.polygons(place_id) if self._areas else []

    def most_populous(self, bbox: tuple[float, float, float, float], count: int) -> list[Place]:
        """Return the settlements inside west, south, east, north with most inhabitants."""
        import numpy as np  # 80 ms; only maps ask

        table = np.frombuffer(self._records, dtype=_RECORD_DTYPE)
        lat, lon = table["lat"] / 1e5, table["lon"] / 1e5
        settled = np.array([kind == "settlement" for *_, kind in self._classes])[table["class"]]
        inside = np.flatnonzero((lat >= bbox[1]) & (lat <= bbox[3]) & (lon >= bbox[0]) & (lon <= bbox[2]) & settled)
        largest = inside[np.argsort(-table["population"][inside].astype("i8"), kind="stable")[:count]]
        return [self.at(int(number)) for number in largest]

    def _place(self, number: int) -> Place:
        lat, lon, population, id_key, start, class_number, radius = _RECORD.unpack_from(self._records, number * _RECORD.size)
        country, admin1, origin, kind = self._classes[class_number]
        name = str(self._names[start + 1 : start + 1 + self._names[start]], "utf-8")
        place_id = self._trie.restore_key(id_key)[1:]
        code = admin1 if admin1 and not admin1.startswith("=") else None
        return Place(
            place_id=place_id,
            name=name,
            lon=lon / 1e5,
            lat=lat / 1e5,
            kind=kind,
            country=country,
            admin1=self._admin1(place_id, name, admin1),
            admin1_code=code,
            population=population,
            radius_km=radius / 10,
            origin=origin,
        )

    def _admin1(self, place_id: str, name: str, admin1: str | None) -> str | None:
        if not admin1 or admin1.startswith("="):
            return admin1[1:] if admin1 else None
        return name if place_id == f"fm:{admin1}" else self._admin1_name(admin1)


def _line_length(data: memoryview) -> int:
    for at in range(0, len(data), 8):
        if data[at + 7] == 0x0A:
            return at + 8
    raise GazetteerError("a gazetteer index without a header")
