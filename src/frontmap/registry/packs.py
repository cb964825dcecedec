"""Gazetteers of the user: packs that are installed once, and files named for one run.

An installed pack is a folder below the user's data folder with the file as it was brought, an index compiled from it, and ``pack.json``,
which is written last and names both. So a stop at any moment leaves the pack of before. Everything is compiled anew, from the kept file,
when another version of frontmap needs another index.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from frontmap.errors import GazetteerError
from frontmap.model import Place
from frontmap.names import fold
from frontmap.registry.embedded import compiler_fingerprint, embedded_indexes, make_aside
from frontmap.registry.index import Entry, Index, write_index
from frontmap.registry.overlay import SAME_PLACE_KM
from frontmap.sphere import apart_km

_KEPT_RUN_INDEXES = 16
_NAME = re.compile(r"[^\w.-]+")
_SUFFIXES = (".gz", ".zip", ".csv", ".tsv", ".txt", ".geojson", ".json")


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What is known of one gazetteer on this machine."""

    name: str
    """By which it is removed; part of its places' ids."""
    source: str
    """The path or address that it was added from."""
    sha256: str
    """Of the file as it was brought; empty for what comes with frontmap."""
    places: int
    merged: int
    """Places that the embedded gazetteer has too: they keep its id and gain names."""
    index: str
    """Folder of the compiled index, relative to the pack's folder."""
    maker: str
    """Fingerprint of the code that compiled it."""
    size: int = 0
    """Bytes of the compiled index."""


def data_dir() -> Path:
    """Return the folder for what the user installs: ``FRONTMAP_DATA``, or the platform's usual place."""
    if chosen := os.environ.get("FRONTMAP_DATA"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "frontmap"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "frontmap"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "frontmap"


def cache_dir() -> Path:
    """Return the folder for what can be made again: ``FRONTMAP_CACHE``, or the platform's usual place."""
    if chosen := os.environ.get("FRONTMAP_CACHE"):
        return Path(chosen)
    if sys.platform in ("win32", "darwin"):
        return data_dir() / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "frontmap"


def add_pack(source: str | Path, data: Path | None = None, name: str | None = None) -> PackInfo:
    """Install a gazetteer file, or download one (``http(s)://``; a stopped download goes on where it stopped) and install it.

    A pack of that name is replaced once the new one is complete; an error leaves it as it was.
    """
    from frontmap.registry.download import fetch  # 40 ms, and every run imports this module

    packs = _packs(data)
    try:
        packs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GazetteerError(f"{packs} cannot be made ({error.strerror}); name a folder of yours in the variable FRONTMAP_DATA") from error
    address = str(source)
    file = fetch(address, packs / ".downloads") if address.startswith(("http://", "https://")) else Path(source)
    if not file.is_file():
        raise GazetteerError(f"{source}: no such file; give a CSV, GeoJSON or GeoNames file, or its http(s) address")
    name = pack_name(Path(name) if name else file)
    info = _install(file, packs / name, name, address)
    if file.parent == packs / ".downloads":
        file.unlink()
    return info


def list_packs(data: Path | None = None) -> tuple[PackInfo, ...]:
    """Return the installed packs, by name."""
    return tuple(_read_info(folder) for folder in _pack_folders(data))


def pack_info(name: str, data: Path | None = None) -> PackInfo:
    """Return what is known of an installed pack."""
    folder = _packs(data) / name
    if name != pack_name(Path(name)) or not (folder / "pack.json").is_file():
        known = ", ".join(info.name for info in list_packs(data)) or "none"
        raise GazetteerError(f"no gazetteer {name!r} is installed (installed: {known})")
    return _read_info(folder)


def remove_pack(name: str, data: Path | None = None) -> PackInfo:
    """Remove an installed pack and return what it was."""
    info = pack_info(name, data)
    folder = _packs(data) / name
    try:
        (folder / "pack.json").unlink()  # first: from here on it is not installed
        shutil.rmtree(folder)
    except OSError as error:
        raise GazetteerError(f"{folder} cannot be removed: {error.strerror}") from error
    return info


def embedded_info() -> tuple[PackInfo, ...]:
    """Return what is known of the gazetteer that comes with frontmap: the base, and the rows of geo/ over it."""
    infos = []
    for name, folder in zip(("base", "geo"), embedded_indexes(), strict=True):
        index = Index(folder)
        source = str(index.header["notes"].get("origin", "rows of geo/"))
        infos.append(PackInfo(name, source, "", len(index), 0, folder.name, compiler_fingerprint(), _size(folder)))
    return tuple(infos)


def installed_indexes(data: Path | None = None) -> list[Path]:
    """Return the indexes of the installed packs, by name; one that another version made is made anew."""
    return [_current(folder) for folder in _pack_folders(data)]


def indexes_of_files(files: Sequence[Path], cache: Path | None = None) -> list[Path]:
    """Return the indexes of the files of this run, compiled once for each content and kept in the cache folder."""
    return [_run_index(Path(file), cache or cache_dir()) for file in files]


def pack_name(file: Path) -> str:
    """Return the name of a file's pack: its stem, with letters, digits, ``.``, ``_`` and ``-`` only.

    >>> pack_name(Path("maps/My villages.csv.gz"))
    'My_villages'
    """
    stem = file.name
    while stem.lower().endswith(_SUFFIXES):
        stem = stem.rpartition(".")[0]
    return _NAME.sub("_", stem).strip("._") or "places"


def _packs(data: Path | None) -> Path:
    return (data or data_dir()) / "gazetteers"


def _pack_folders(data: Path | None) -> list[Path]:
    packs = _packs(data)
    return sorted(file.parent for file in packs.glob("*/pack.json")) if packs.is_dir() else []


def _read_info(folder: Path) -> PackInfo:
    try:
        return PackInfo(**json.loads((folder / "pack.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise GazetteerError(f"{folder / 'pack.json'} is broken ({error}); add the gazetteer again") from error


def _current(folder: Path) -> Path:
    info = _read_info(folder)
    index = folder / info.index
    if info.maker == compiler_fingerprint() and index.is_dir():
        return index
    sys.stderr.write(f"frontmap: gazetteer {info.name} is compiled anew for this version\n")
    return folder / _install(folder / "source" / _only_name(folder / "source"), folder, info.name, info.source).index


def _only_name(folder: Path) -> str:
    names = sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
    if not names:
        raise GazetteerError(f"{folder} is empty; add the gazetteer again")
    return names[0]


def _install(file: Path, folder: Path, name: str, source: str) -> PackInfo:
    digest = file_digest(file)
    index = folder / f"index-{digest[:12]}-{compiler_fingerprint()}"
    fresh = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        places, merged = _compiled(file, name, index)
        if file.parent != folder / "source":
            shutil.rmtree(folder / "source", ignore_errors=True)
            (folder / "source").mkdir()
            shutil.copyfile(file, folder / "source" / file.name)
    except OSError as error:
        raise GazetteerError(f"{folder} cannot be written: {error}") from error
    finally:
        if fresh and not (index.is_dir() and (folder / "source").is_dir()):
            shutil.rmtree(folder, ignore_errors=True)
    info = PackInfo(name, source, digest, places, merged, index.name, compiler_fingerprint(), _size(index))
    aside = folder / ".pack.json"
    aside.write_text(json.dumps(asdict(info), indent=1, ensure_ascii=False), encoding="utf-8")
    aside.replace(folder / "pack.json")
    for old in folder.glob("index-*"):
        if old != index:
            shutil.rmtree(old, ignore_errors=True)
    return info


def _compiled(file: Path, name: str, index: Path) -> tuple[int, int]:
    if not index.is_dir():
        make_aside(index, lambda folder: _compile(file, name, folder))
    header = Index(index).header
    return int(header["places"]), int(header["notes"]["merged"])


def _run_index(file: Path, cache: Path) -> Path:
    name = pack_name(file)
    if not file.is_file():
        raise GazetteerError(f"{file}: no such file")
    index = cache / "gazetteers" / f"{name}-{file_digest(file)[:16]}-{compiler_fingerprint()}"
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        _compiled(file, name, index)
        os.utime(index)
        _forget_old(index.parent)
    except OSError:  # no cache folder can be written: keep it for this process
        index = _process_folder() / index.name
        _compiled(file, name, index)
    return index


@cache
def _process_folder() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="frontmap-"))


def _forget_old(folder: Path) -> None:
    indexes = sorted((index for index in folder.iterdir() if index.is_dir()), key=lambda index: index.stat().st_mtime)
    for old in indexes[:-_KEPT_RUN_INDEXES]:
        shutil.rmtree(old, ignore_errors=True)


def _compile(file: Path, name: str, folder: Path) -> int:
    """Compile a file to an index in a folder; ``name`` goes into the ids of its places."""
    from frontmap.registry.userfiles import read_entries  # 20 ms

    base = BasePlaces()
    entries = list(base.merged(read_entries(file, f"user:{name}", base.country)))
    merged = sum(not entry.place.place_id.startswith("user:") for entry in entries)
    return write_index(folder, entries, notes={"origin": file.name, "merged": merged})


class BasePlaces:
    """The embedded gazetteer, as the places of a pack are compared with it."""

    def __init__(self) -> None:
        """Open the embedded indexes, the rows of geo/ first."""
        self._indexes = [Index(folder) for folder in reversed(embedded_indexes())]
        self._countries: dict[str, Place | None] = {}
        self._units: dict[tuple[str, str], str | None] = {}

    def country(self, word: str) -> Place | None:
        """Return the country of a code or a name."""
        if word not in self._countries:
            by_code = self._by_id(f"fm:{word.upper()}")
            named = [place for index in self._indexes for place, _ in index.find(fold(word)) if place.kind == "country"]
            self._countries[word] = by_code or next(iter(named), None)
        return self._countries[word]

    def merged(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the entries with units resolved; one that is a settlement of the embedded gazetteer takes over that one's id.

        Of several entries that claim one settlement the nearest is it.
        """
        resolved = [self._with_unit(entry) for entry in entries]
        nearest: dict[str, tuple[float, int]] = {}
        twins: dict[int, Place] = {}
        for at, entry in enumerate(resolved):
            if twin := self._twin(entry):
                away = apart_km(entry.place, twin)
                twins[at] = twin
                nearest[twin.place_id] = min((away, at), nearest.get(twin.place_id, (away, at)))
        for at, entry in enumerate(resolved):
            is_it = at in twins and nearest[twins[at].place_id][1] == at
            yield _united(entry, twins[at]) if is_it else entry

    def _by_id(self, place_id: str) -> Place | None:
        return next((place for index in self._indexes if (place := index.by_id(place_id))), None)

    def _with_unit(self, entry: Entry) -> Entry:
        place = entry.place
        if not place.admin1 or not place.country:
            return entry
        key = (place.country, place.admin1)
        if key not in self._units:
            self._units[key] = self._unit_code(*key)
        code = self._units[key]
        return replace(entry, place=replace(place, admin1=None, admin1_code=code)) if code else entry

    def _unit_code(self, country: str, unit: str) -> str | None:
        for code in (unit, f"{country}.{unit}"):
            if (place := self._by_id(f"fm:{code}")) and place.kind == "region":
                return place.admin1_code
        named = [place for index in self._indexes for place, _ in index.find(fold(unit))]
        return next((place.admin1_code for place in named if place.kind == "region" and place.country == country), None)

    def _twin(self, entry: Entry) -> Place | None:
        place = entry.place
        if place.kind not in ("settlement", "district"):  # GeoNames counts quarters as settlements
            return None
        twins = {
            found.place_id: found
            for index in self._indexes
            for key in dict.fromkeys(map(fold, (place.name, *entry.aliases)))
            for found, _ in index.find(key)
            if found.kind == "settlement" and (place.country is None or found.country == place.country)
        }
        near = [(apart_km(place, twin), place_id) for place_id, twin in twins.items()]
        away, place_id = min(near, default=(SAME_PLACE_KM + 1, ""))
        return twins[place_id] if away <= SAME_PLACE_KM else None


def _united(entry: Entry, twin: Place) -> Entry:
    """Return one place of two: the id and the usual name of the embedded one, all names, the better filled fields."""
    ours = entry.place
    place = replace(
        twin,
        population=ours.population or twin.population,
        admin1=None,
        admin1_code=twin.admin1_code or ours.admin1_code,
        country=twin.country or ours.country,
    )
    return Entry(place, (ours.name, *entry.aliases), (ours.place_id,) if ours.place_id != twin.place_id else (), entry.area)


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = sha256()
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise GazetteerError(f"{file} cannot be read: {error}") from error
    return digest.hexdigest()


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())
