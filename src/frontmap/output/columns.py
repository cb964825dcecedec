"""Packs tables into one small binary that a browser reads without parsing: dictionary-coded columns, gzip, base64.

Layout, little-endian: four bytes with the length of a JSON header, the header, then the columns end to end. The header says for each column
its type, where it starts and how many values it has. Wide integers are stored as planes (all low bytes, then all next bytes …), which gzip
shrinks better; a column of strings is one UTF-8 block with a NUL between strings.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import shapely

_UNSIGNED = (("u1", 0xFF), ("u2", 0xFFFF), ("u4", 0xFFFF_FFFF))
SEPARATOR = "\0"
_LARGE = 4_000_000  # bytes, from which compression at level 9 would take seconds for two to five percent
_QUANTUM = 100_000  # coordinates are whole numbers of 1e-5 degrees, about a metre
T = TypeVar("T", bound=Hashable)


class Pack:
    """Collects named columns and plain data; ``encode`` writes them down."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._columns: dict[str, dict[str, Any]] = {}
        self._size = 0

    def add_integers(self, name: str, values: Iterable[int]) -> None:
        """Add a column of whole numbers, in the narrowest type that holds them."""
        array = np.fromiter(values, dtype=np.int64) if not isinstance(values, np.ndarray) else values.astype(np.int64)
        kind = _narrowest(array)
        width = int(kind[1])
        planes = array.astype(f"<{kind}").view(np.uint8).reshape(len(array), width).T
        self._add(name, kind, len(array), np.ascontiguousarray(planes).tobytes())

    def add_strings(self, name: str, values: Sequence[str]) -> None:
        """Add a column of strings. A NUL inside one becomes U+FFFD, because NUL parts them; so does half a surrogate pair."""
        clean = [value.replace(SEPARATOR, "\N{REPLACEMENT CHARACTER}") for value in values]
        self._add(name, "text", len(clean), SEPARATOR.join(clean).encode("utf-8", "replace"))

    def add_codes(self, name: str, values: Iterable[str]) -> None:
        """Add a column of strings that repeat: each distinct string once under ``name.values``, and its number for every row."""
        self.add_coded(name, *coded(values))

    def add_coded(self, name: str, codes: npt.NDArray[np.int64], distinct: Sequence[str]) -> None:
        """Add such a column whose strings were numbered before."""
        self.add_integers(name, codes)
        self.add_strings(f"{name}.values", distinct)

    def add_shapes(self, name: str, geometries: npt.NDArray[Any], quantum: int = _QUANTUM) -> None:
        """Add lines or polygons (shapely, EPSG:4326) as coordinate differences in degrees divided by ``quantum``.

        ``name.x`` and ``name.y`` hold the differences from vertex to vertex, ``name.part`` the vertices of each ring or line and
        ``name.shape`` the number of rings or lines of each geometry.
        """
        rings, owner = _rings(geometries)
        coordinates, vertex_of = shapely.get_coordinates(rings, return_index=True)
        whole = np.rint(coordinates * quantum).astype(np.int64)
        steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        self.add_integers(f"{name}.x", steps[:, 0])
        self.add_integers(f"{name}.y", steps[:, 1])
        self.add_integers(f"{name}.part", np.bincount(vertex_of, minlength=len(rings)))
        self.add_integers(f"{name}.shape", np.bincount(owner, minlength=len(geometries)))

    def encode(self, meta: Mapping[str, Any], level: int | None = None) -> str:
        """Return everything as base64 of gzip; ``meta`` is plain JSON data that travels in the header, ``level`` how hard gzip tries."""
        header = json.dumps({"columns": self._columns, "meta": meta}, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        body = b"".join([len(header).to_bytes(4, "little"), header, *self._blocks])
        return squeeze(body, level)

    def _add(self, name: str, kind: str, count: int, block: bytes) -> None:
        self._columns[name] = {"type": kind, "at": self._size, "bytes": len(block), "count": count}
        self._blocks.append(block)
        self._size += len(block)


def coded(values: Iterable[T]) -> tuple[npt.NDArray[np.int64], list[T]]:
    """Give each distinct value a number in order of appearance; return the number of each row, and the values."""
    numbers: dict[T, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in values]
    return np.array(codes, dtype=np.int64), list(numbers)


def squeeze(data: bytes, level: int | None = None) -> str:
    """Compress bytes and write them as base64; equal bytes give equal text."""
    level = level or (9 if len(data) < _LARGE else 5)
    return base64.b64encode(gzip.compress(data, compresslevel=level, mtime=0)).decode("ascii")


def whole_degrees(values: Iterable[float]) -> npt.NDArray[np.int64]:
    """Return degrees as whole numbers of 1e-5 degrees, as ``add_shapes`` stores them."""
    return np.rint(np.fromiter(values, dtype=np.float64) * _QUANTUM).astype(np.int64)


def _rings(geometries: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    """Split geometries into rings and lines, each with the position of the geometry that it belongs to."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_owner = shapely.get_rings(parts[is_polygon], return_index=True)
    pieces = np.concatenate([parts[~is_polygon], rings])
    owners = np.concatenate([owner[~is_polygon], owner[is_polygon][ring_owner]]).astype(np.int64)
    order = np.argsort(owners, kind="stable")
    return pieces[order], owners[order]


def _narrowest(array: npt.NDArray[np.int64]) -> str:
    if len(array) and int(array.min()) < 0:
        return "i4"
    top = int(array.max()) if len(array) else 0
    return next(kind for kind, limit in _UNSIGNED if top <= limit)
