"""Reads and applies a user's corrections: which place a name means, in one document or in all, or that it is none.

A corrections file is a CSV with the columns ``name`` and any of ``document``, ``place`` (a place id or ``not-a-place``), ``lon``
and ``lat``. A row for one document goes before a row for all.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from frontmap.errors import InputError
from frontmap.model import Mention, Place, PlaceMention
from frontmap.names import fold

if TYPE_CHECKING:
    from frontmap.registry.gazetteer import Gazetteer

NOT_A_PLACE = "not-a-place"
COLUMNS = ("name", "document", "place", "lon", "lat")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of a corrections file."""

    where: str
    """File and line, for messages."""
    name: str
    document: str | None
    """Id of the document that it holds for. None: all."""
    place_id: str | None
    """None: a point, or no place at all."""
    point: tuple[float, float] | None
    """Longitude and latitude. None: a place id, or no place at all."""

    @property
    def is_place(self) -> bool:
        """Whether the name is a place."""
        return self.place_id is not None or self.point is not None


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a run."""

    rows: tuple[Correction, ...]
    by_name: Mapping[tuple[str, str | None], Correction]
    """By folded name and document."""

    def find(self, document_id: str, mention: Mention) -> Correction | None:
        """Return the row that holds for a mention."""
        for name in (fold(mention.surface), fold(mention.name)):
            for document in (document_id, None):
                if row := self.by_name.get((name, document)):
                    return row
        return None

    def apply(self, document_id: str, placed: PlaceMention, gazetteer: Gazetteer) -> PlaceMention | None:
        """Return the mention as the corrections have it; None where it is no place."""
        row = self.find(document_id, placed.mention)
        if row is None:
            return placed
        if not row.is_place:
            return None
        place = _place(row, placed.mention.name, gazetteer)
        runners = tuple(c for c in placed.candidates if c.place.place_id != place.place_id)
        return replace(placed, place=place, matched="local", score=1.0, candidates=runners, reason=f"corrected by {row.where}")

    def used(self, document_id: str, mentions: Iterable[Mention]) -> frozenset[str]:
        """Return the rows (as file and line) that hold for the mentions of a document."""
        return frozenset(row.where for mention in mentions if (row := self.find(document_id, mention)))

    def unused(self, used: Iterable[str]) -> tuple[Correction, ...]:
        """Return the rows that are not among those used."""
        known = frozenset(used)
        return tuple(row for row in self.rows if row.where not in known)


def _place(row: Correction, name: str, gazetteer: Gazetteer) -> Place:
    if row.place_id is not None:
        place = gazetteer.place(row.place_id)
        if place is None:  # checked when the file was read; the gazetteer of this run may be another
            raise InputError(f"{row.where}: no gazetteer of this run holds {row.place_id}")
        return place
    lon, lat = row.point or (0.0, 0.0)
    return Place(f"user:correction:{fold(name).replace(' ', '-')}", name, lon, lat, "other", origin=row.where)


def read_corrections(path: Path, gazetteer: Gazetteer) -> Corrections:
    """Read a corrections file.

    Raises ``InputError`` with file and line for a row that cannot be used: an unknown place id, a point off the globe,
    a second row for the same name and document.
    """
    rows: dict[tuple[str, str | None], Correction] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if "name" not in (reader.fieldnames or ()):
                raise InputError(f"{path} line 1: no column `name`; a corrections file has the columns {', '.join(COLUMNS)}")
            for cells in reader:
                row = _row(f"{path.name} line {reader.line_num}", cells, gazetteer)
                key = (fold(row.name), row.document)
                if key in rows:
                    raise InputError(f"{row.where}: {row.name!r} was corrected before ({rows[key].where}); keep one of the rows")
                rows[key] = row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: cannot be read as a corrections file ({error})") from error
    return Corrections(tuple(rows.values()), rows)


def _row(where: str, cells: Mapping[str | None, str | list[str] | None], gazetteer: Gazetteer) -> Correction:
    name, document, place, lon, lat = (_cell(cells.get(column)) for column in COLUMNS)
    if not fold(name):
        raise InputError(f"{where}: the name is empty")
    if bool(place) == bool(lon or lat):
        raise InputError(f"{where}: give either a place id, or {NOT_A_PLACE}, or both lon and lat")
    if place:
        if place != NOT_A_PLACE and gazetteer.place(place) is None:
            raise InputError(f"{where}: no gazetteer holds the place id {place!r}; `frontmap place {name}` lists the ids of that name")
        return Correction(where, name, document or None, None if place == NOT_A_PLACE else place, None)
    return Correction(where, name, document or None, None, _point(where, lon, lat))


def _cell(value: str | list[str] | None) -> str:
    return value.strip() if isinstance(value, str) else ""


def _point(where: str, lon: str, lat: str) -> tuple[float, float]:
    try:
        point = float(lon), float(lat)
    except ValueError:
        raise InputError(f"{where}: lon {lon!r} and lat {lat!r} must both be numbers in degrees") from None
    if not all(map(math.isfinite, point)) or abs(point[0]) > 180 or abs(point[1]) > 90:
        raise InputError(f"{where}: lon {lon}, lat {lat} is not on the globe; are they swapped?")
    return point
