"""The file format of a compiled gazetteer: places by name, opened by mmap, answering without reading the whole.

An index is a folder with two files. ``names.marisa`` is a trie of keys: folded names, and place ids behind ``_ID``. ``places.bin`` is a
JSON header line followed by four sections:

``strings``
    Short texts that repeat (country codes, admin-1 codes, origins), as a JSON list.
``names``
    The display names, UTF-8, one after another.
``records``
    One ``_RECORD`` a place.
``firsts`` and ``postings``
    For key ``k`` of the trie the postings ``postings[firsts[k]:firsts[k + 1]]``, best known place first. A posting is the number of a
    record times four plus how the key belongs to it (``NAME``, ``ALIAS``, ``CODE``).
"""

from __future__ import annotations

import json
import math
import mmap
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import marisa_trie

from frontmap.errors import GazetteerError
from frontmap.model import PLACE_KINDS, Place
from frontmap.names import fold_variants

FORMAT = 1
NAME, ALIAS, CODE = 0, 1, 2
"""How a key belongs to a place: its name, another name, an abbreviation that counts only where it is written in capitals (``US``)."""

_ID = "="  # no folded name holds it
_MAGIC = "frontmap-gazetteer"
# lat, lon (1e-5 degrees), population, key of the id, offset and length of the name, country, admin-1, origin, radius (0.1 km), kind
_RECORD = struct.Struct("<iiIIIHHHHHBx")
_KINDS = {kind: number for number, kind in enumerate(PLACE_KINDS)}
_KIND_RANK = {"country": 3.5, "region": -1.0, "sea": 5.0, "river": 4.0, "relief": 3.0}
_MAX_U16 = 0xFFFF
_CODE_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on its way into an index."""

    place: Place
    aliases: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    """Other ids that lead to it."""


def prominence(place: Place, how: int) -> float:
    """Tell how likely a bare name means this place, as a rank: powers of ten of inhabitants, more for large units, less for aliases."""
    return math.log10(place.population + 1) + _KIND_RANK.get(place.kind, 0.0) - (how != NAME)


def is_code(name: str) -> bool:
    """Tell whether a name is an abbreviation in capitals: ``US``, ``U.S.``, ``UAE``, ``США``."""
    return name.isupper() and sum(letter.isalpha() for letter in name) <= _CODE_LETTERS


def distance_km(lat: float, lon: float, place: Place) -> float:
    """Return the great-circle distance of a point to a place; for telling neighbours apart, not for drawing."""
    north, south = math.radians(lat), math.radians(place.lat)
    half = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(math.radians(lon - place.lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def write_index(folder: Path, entries: Iterable[Entry], fingerprint: str = "", notes: dict[str, str] | None = None) -> int:
    """Compile entries to an index in a folder that exists, and return how many places it holds.

    ``fingerprint`` tells a reader whether the index still fits its source; ``notes`` are kept for people. The same entries give the
    same bytes.
    """
    strings = _Strings()
    rows: list[Place] = []
    keys: dict[str, list[int]] = {}
    for entry in entries:
        number = len(rows)
        rows.append(entry.place)
        for key, how in _keys_of(entry):
            keys.setdefault(key, []).append(number * 4 + how)
    trie = marisa_trie.Trie(keys)
    firsts, postings = _postings(trie, keys, rows)
    names = _Names()
    records = b"".join(_record(place, trie.key_id(_ID + place.place_id), names, strings) for place in rows)
    header = {"magic": _MAGIC, "format": FORMAT, "places": len(rows), "keys": len(trie), "fingerprint": fingerprint, "notes": notes or {}}
    trie.save(str(folder / "names.marisa"))
    sections = {"strings": strings.dump(), "names": bytes(names.blob), "records": records}
    sections |= {"firsts": firsts.tobytes(), "postings": postings.tobytes()}
    (folder / "places.bin").write_bytes(_container(header, sections))
    return len(rows)


def _keys_of(entry: Entry) -> Iterator[tuple[str, int]]:
    seen: dict[str, int] = {}
    for name in (entry.place.name, *entry.aliases):
        how = NAME if name is entry.place.name else CODE if is_code(name) else ALIAS
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

    ordered: list[list[int]] = [[]] * len(trie)
    for key, found in keys.items():
        ordered[trie.key_id(key)] = sorted(found, key=rank) if len(found) > 1 else found
    firsts, postings = array("I", [0]), array("I")
    for found in ordered:
        postings.extend(found)
        firsts.append(len(postings))
    return firsts, postings


class _Strings:
    """Repeated short texts by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def number(self, text: str | None) -> int:
        number = self._numbers.setdefault(text or "", len(self._numbers))
        if number > _MAX_U16:
            raise GazetteerError("more than 65,535 different countries, admin-1 units and origins; are these columns right?")
        return number

    def dump(self) -> bytes:
        return json.dumps(list(self._numbers), ensure_ascii=False).encode()


class _Names:
    """Display names in one blob."""

    def __init__(self) -> None:
        self.blob = bytearray()
        self._places: dict[str, tuple[int, int]] = {}

    def put(self, name: str) -> tuple[int, int]:
        place = self._places.get(name)
        if place is None:
            raw = name.encode()[:_MAX_U16]
            place = self._places[name] = (len(self.blob), len(raw))
            self.blob += raw
        return place


def _record(place: Place, id_key: int, names: _Names, strings: _Strings) -> bytes:
    offset, length = names.put(place.name)
    admin1 = place.admin1_code or (f"={place.admin1}" if place.admin1 else None)
    return _RECORD.pack(
        round(place.lat * 1e5),
        round(place.lon * 1e5),
        min(place.population, 0xFFFFFFFF),
        id_key,
        offset,
        length,
        strings.number(place.country),
        strings.number(admin1),
        strings.number(place.origin),
        min(round(place.radius_km * 10), _MAX_U16),
        _KINDS[place.kind],
    )


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
            with (folder / "places.bin").open("rb") as file:
                self._map = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
                self.header = json.loads(file.readline())
            if self.header["magic"] != _MAGIC or self.header["format"] != FORMAT:
                raise ValueError(f"format {self.header.get('format')}, expected {FORMAT}")
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise GazetteerError(f"{folder} is no gazetteer index that this version can read ({error}); build it again") from error
        self._start = _line_length(self._map)
        self._strings: list[str] = json.loads(bytes(self._section("strings")))
        self._names = self._section("names")
        self._records = self._section("records")
        self._firsts = self._section("firsts").cast("I")
        self._postings = self._section("postings").cast("I")
        self._cache: dict[int, Place] = {}

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
        found = self._postings[self._firsts[number] : self._firsts[number + 1]]
        return [(self.at(posting >> 2), posting & 3) for posting in found]

    def starts(self, key: str) -> bool:
        """Tell whether a folded name is one of the index, or the first words of one."""
        return key in self._trie or self._trie.has_keys_with_prefix(key + " ")

    def by_id(self, place_id: str) -> Place | None:
        """Return the place of an id."""
        found = self.find(_ID + place_id)
        return found[0][0] if found else None

    def at(self, number: int) -> Place:
        """Return the place of a record."""
        place = self._cache.get(number)
        if place is None:
            place = self._cache[number] = self._place(number)
        return place

    def _place(self, number: int) -> Place:
        lat, lon, population, id_key, offset, length, country, admin1, origin, radius, kind = _RECORD.unpack_from(
            self._records, number * _RECORD.size
        )
        admin1_text = self._strings[admin1]
        named = admin1_text.startswith("=")
        code = None if named or not admin1_text else admin1_text
        place_id = self._trie.restore_key(id_key)[1:]
        name = str(self._names[offset : offset + length], "utf-8")
        return Place(
            place_id=place_id,
            name=name,
            lon=lon / 1e5,
            lat=lat / 1e5,
            kind=PLACE_KINDS[kind],
            country=self._strings[country] or None,
            admin1=admin1_text[1:] if named else name if place_id == f"fm:{code}" else self._admin1_name(code) if code else None,
            admin1_code=code,
            population=population,
            radius_km=radius / 10,
            origin=self._strings[origin],
        )


def _line_length(data: memoryview) -> int:
    for at in range(0, len(data), 8):
        if data[at + 7] == 0x0A:
            return at + 8
    raise GazetteerError("a gazetteer index without a header")
