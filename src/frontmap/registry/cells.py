"""Reads the areas of first-level units that ``_cells`` made when the package was built."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from frontmap.errors import GazetteerError

GRID = 1000
"""Stored steps in a degree."""
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
                part.append([(x / GRID, y / GRID) for x, y in zip(xs, ys, strict=True)])
                at = end
            yield part
