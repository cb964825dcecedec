"""Finds the packaged knowledge: the folders geo/ and layers/, in an installed wheel or in a checkout."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from frontmap.errors import DataError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


@cache
def geo_dir() -> Path:
    """Return the folder that holds what frontmap knows about places, sources and words."""
    return _find("geo")


@cache
def layers_dir() -> Path:
    """Return the folder that holds the layer definitions and styles."""
    return _find("layers")


def _find(name: str) -> Path:
    # A wheel carries the folders as frontmap/_data/<name>; an editable install reads the checkout's own.
    for folder in (_PACKAGE / "_data" / name, _CHECKOUT / name):
        if folder.is_dir():
            return folder
    raise DataError(f"the folder {name}/ of frontmap is missing beside {_PACKAGE}; reinstall frontmap")


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a knowledge table with their line numbers.

    A table is UTF-8 CSV with a header. Empty lines and lines that start with ``#`` are skipped.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        header: list[str] | None = None
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = next(csv.reader([line]))
            if header is None:
                header = cells
                continue
            if len(cells) != len(header):
                raise DataError(f"{path} line {number}: {len(cells)} cells, expected {len(header)} ({', '.join(header)})")
            yield number, dict(zip(header, (c.strip() for c in cells), strict=True))


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that holds several, which ``|`` separates.

    >>> split_cell("Kyiv | Kiev")
    ('Kyiv', 'Kiev')
    """
    return tuple(part.strip() for part in cell.split("|") if part.strip())
