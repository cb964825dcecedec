"""The gazetteer that comes with frontmap: where it lies, and when a checkout has to make it anew.

In a wheel both indexes lie ready. In a checkout they are made from GeoNames (slow, when the code that makes them changes) and from
the rows of geo/ (quick, whenever a row changes). Folder names carry the fingerprint of what they were made of.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path

from frontmap.data import geo_dir
from frontmap.errors import DataError, GazetteerError
from frontmap.registry.index import FORMAT, Index
from frontmap.registry.overlay import rows_fingerprint, write_overlay

_PACKAGE = Path(__file__).resolve().parents[1]
DATA = _PACKAGE / "_data" / "gazetteer"
_KEPT = 2
_CELL_MAKERS = ("registry/_cells.py", "registry/outlines.py")
_INDEX_MAKERS = ("names.py", "registry/sounds.py", "registry/index.py")
_BASE_MAKERS = (*_INDEX_MAKERS, "registry/_compile.py")


def embedded_indexes(data: Path = DATA) -> list[Path]:
    """Return the folders of the embedded index and of the overlay, made anew where a checkout's sources changed."""
    if geo_dir().is_relative_to(_PACKAGE):
        return [_only(data, "base"), _only(data, "overlay")]
    return build_embedded(data, geo_dir(), on_bad_row=_say)[1:]


def cells_file(data: Path = DATA) -> Path:
    """Return the file with the areas of first-level units."""
    folder = _only(data, "cells") if geo_dir().is_relative_to(_PACKAGE) else _cells(data, geo_dir())
    return folder / "cells.bin"


def build_embedded(data: Path, geo: Path, on_bad_row: Callable[[DataError], None]) -> list[Path]:
    """Make areas, embedded index and overlay below ``data`` unless they lie there, and return their folders.

    ``on_bad_row`` is told of each row of geo/ that cannot be used; the build of a wheel raises.
    """
    cells = _cells(data, geo)
    base = _made(data, "base", _short(cells.name + _code_fingerprint(_BASE_MAKERS)), lambda folder: _compile_base(folder, cells))
    rows = _short(base.name + _code_fingerprint(("registry/overlay.py",)) + rows_fingerprint(geo))
    overlay = _made(data, "overlay", rows, lambda folder: write_overlay(folder, geo, Index(base), on_bad_row))
    return [cells, base, overlay]


def compiler_fingerprint() -> str:
    """Return a digest of the code that decides what an index looks like; an index of other code has to be made anew."""
    return _code_fingerprint(_INDEX_MAKERS)


def _cells(data: Path, geo: Path) -> Path:
    made_of = _code_fingerprint(_CELL_MAKERS) + _short((geo / "outlines.json").read_bytes())
    return _made(data, "cells", _short(made_of), _compile_cells)


def _compile_cells(folder: Path) -> int:
    from frontmap.registry._compile import compile_cells

    return compile_cells(folder)


def _compile_base(folder: Path, cells: Path) -> int:
    from frontmap.registry._compile import compile_base

    return compile_base(folder, cells)


def _only(data: Path, kind: str) -> Path:
    found = sorted(data.glob(f"{kind}-*"))
    if not found:
        raise GazetteerError(f"the {kind} of the embedded gazetteer is missing in {data}; reinstall frontmap")
    return found[-1]


def _made(data: Path, kind: str, fingerprint: str, make: Callable[[Path], int]) -> Path:
    folder = data / f"{kind}-{fingerprint}"
    if folder.is_dir():
        return folder
    data.mkdir(parents=True, exist_ok=True)
    with _alone(data / ".lock"):
        if folder.is_dir():
            return folder
        older = sorted(data.glob(f"{kind}-*"), key=lambda known: known.stat().st_mtime)
        places = make_aside(folder, make)
        _say(f"gazetteer {kind} made anew from changed sources ({places:,} places)")
        for old in older[:-_KEPT]:  # a process that runs on with the code of before still looks for the last ones
            shutil.rmtree(old, ignore_errors=True)
    return folder


def _say(message: object) -> None:
    sys.stderr.write(f"frontmap: {message}\n")


def make_aside(folder: Path, make: Callable[[Path], int]) -> int:
    """Fill a folder under another name and rename it when it is complete, so that nobody meets half of it."""
    aside = folder.with_name(f".{folder.name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        places = make(aside)
        if not folder.is_dir():  # another process may have been quicker
            aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return places


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def _code_fingerprint(makers: tuple[str, ...]) -> str:
    return _short(str(FORMAT).encode() + b"".join((_PACKAGE / maker).read_bytes() for maker in makers))


def _short(data: str | bytes) -> str:
    return blake2b(data.encode() if isinstance(data, str) else data, digest_size=6).hexdigest()
