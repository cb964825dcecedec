"""Files of areas: of first-level units, made by ``_cells`` when the package is built, and of places in a user's GeoJSON.

A file is a JSON header line and compressed shapes. A shape is ``[polygons, rings of each.., points of each ring.., steps..]`` as int32,
a step being from point to point in units of ``1 / grid`` degrees.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from frontmap.errors import GazetteerError

GRID = 1000
"""Stored steps in a degree: 100 m, far less than units made of cells are uncertain."""
FINE_GRID = 100_000
"""The same for areas that users bring."""
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class UnitArea:
    """What is stored of a unit's area."""

    lon: float
    lat: float
    """Centroid, degrees."""
    area_km2: float
    start: int
    length: int
    """Where its shape lies in the file."""


class Cells:
    """The open file of areas."""

    def __init__(self, path: Path) -> None:
        """Read the table of contents; shapes are read when they are asked for."""
        try:
            data = path.read_bytes()
            end = data.index(b"\n") + 1
            header = json.loads(data[:end])
        except (OSError, ValueError) as error:
            raise GazetteerError(f"{path} is no file of areas ({error}); reinstall frontmap") from error
        self.units = {code: UnitArea(*cells) for code, cells in header["units"].items()}
        self._borders: dict[str, list[int]] = header["borders"]
        self._grid: int = header["grid"]
        self._shapes = memoryview(data)[end:]

    def polygons(self, code: str) -> list[list[Ring]]:
        """Return the polygons of a unit as rings of lon, lat; empty where it has no area. Some go on beyond 180 degrees."""
        unit = self.units.get(code)
        return list(self._unpacked(unit.start, unit.length)) if unit else []

    def borders(self, country: str) -> list[Ring]:
        """Return the lines between the units of a country."""
        place = self._borders.get(country)
        return [part[0] for part in self._unpacked(*place)] if place else []

    def _unpacked(self, start: int, length: int) -> Iterator[list[Ring]]:
        values = array("i", zlib.decompress(self._shapes[start : start + length]))
        parts = values[0]
        rings = values[1 : 1 + parts]
        at = 1 + parts + sum(rings)
        sizes = iter(values[1 + parts : at])
        for count in rings:
            part = []
            for _ in range(count):
                end = at + 2 * next(sizes)
                xs, ys = accumulate(values[at:end:2]), accumulate(values[at + 1 : end : 2])
                part.append([(x / self._grid, y / self._grid) for x, y in zip(xs, ys, strict=True)])
                at = end
            yield part


def write_areas(path: Path, areas: Mapping[str, Sequence[Sequence[Ring]]]) -> None:
    """Write areas, polygons of rings of lon and lat by the id of their place, to a file that ``Cells`` reads."""
    units, blobs = {}, bytearray()
    for place_id, polygons in areas.items():
        blob = _packed(polygons)
        units[place_id] = [0.0, 0.0, 0.0, len(blobs), len(blob)]
        blobs += blob
    path.write_bytes(header_line(units, {}, FINE_GRID) + blobs)


def header_line(units: Mapping[str, object], borders: Mapping[str, object], grid: int) -> bytes:
    """Return the first line of a file of areas."""
    return json.dumps({"units": units, "borders": borders, "grid": grid}, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _packed(polygons: Sequence[Sequence[Ring]]) -> bytes:
    rings = [[(round(lon * FINE_GRID), round(lat * FINE_GRID)) for lon, lat in ring] for polygon in polygons for ring in polygon]
    values = array("i", [len(polygons), *map(len, polygons), *map(len, rings)])
    for ring in rings:
        values.extend(part for (a, b), (x, y) in pairwise([(0, 0), *ring]) for part in (x - a, y - b))
    return zlib.compress(values.tobytes(), 9)
