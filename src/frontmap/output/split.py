"""Builds the map of a million claims: a page with what filters, counts, marks and time need, and files beside it with what claims say.

``map.html`` holds every claim, so whatever it counts is exact. Quotes, areas and movements lie in ``map_data/claims_*.js``, in stretches
of claims that are neighbours on the map; reports in ``documents_*.js``; and which claim a link names in ``ids_*.js``. The page adds these
files as scripts, which is the one way that works from a folder too, when a reader comes to them. Each names the build that it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontmap.output.columns import Pack, whole_degrees
from frontmap.output.popups import (
    claim_ids,
    coded_documents,
    days_listed,
    lonlat,
    pack_documents,
    pack_wording,
    surfaces,
)
from frontmap.output.webmap import checked_look, map_frames, pack_areas, pack_movements, pack_overview, render_page

FOLDER = "map_data"
ROWS = 4096
"""Claims, or documents, in a file."""
SUGGESTED_FROM = 100_000
"""Claims, from which one file becomes heavy."""
_LEVEL = 6  # of gzip: a third of the time of 9, for files five percent larger
_NAMED = 65_536  # ids in a file that tells which claim an id names, about
_CELLS = 0xFFFF  # the grid along whose curve claims are ordered, from edge to edge of the world
_Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SplitMap:
    """A page and the files that must lie beside it."""

    page: str
    beside: Mapping[str, Callable[[], bytes]]
    """By path relative to the page. Each is made when it is called for, so that no two need memory at once."""


def render_split(layers: Mapping[str, pd.DataFrame], rows: int = ROWS, **look: Any) -> SplitMap:
    """Return a map page that opens what its claims say from files beside it.

    Parameters
    ----------
    layers
        What ``layers.frames.make_layers`` returns.
    rows
        Claims, or documents, in a file.
    look
        The fields of ``webmap.Look``.
    """
    chosen = checked_look(**look)
    frames = map_frames(layers)
    if len(frames["claims"]):
        frames["claims"] = frames["claims"].iloc[_along_curve(frames["claims"])]
    wording = _Wording(frames, rows)
    pack = Pack()
    facts = pack_overview(pack, frames, wording.ids, chosen)
    page = render_page(frames, chosen, pack.encode({**facts, "parts": wording.plan()}), beside=True)
    return SplitMap(page, wording.files())


class _Wording:
    """What the claims say, cut into files."""

    def __init__(self, frames: Mapping[str, pd.DataFrame], rows: int) -> None:
        self.rows = rows
        self.claims = frames["claims"]
        self.ids = claim_ids(self.claims)
        self.codes, self.documents = coded_documents(self.claims)
        self.surfaces = surfaces(self.claims, frames["mentions"])
        self.areas, self.area_rows = _by_claim(frames["areas"], self.ids)
        self.movements, self.movement_rows = _by_claim(frames["movements"], self.ids)
        self.buckets = -(-len(self.ids) // _NAMED) or 1
        self.build = self._digest()

    def plan(self) -> dict[str, Any]:
        """Return what the page must know of the files."""
        kinds = sorted(set(self.movements["kind"])) if len(self.movements) else []
        counts = {"claims": len(self.ids), "documents": len(self.documents)}
        return {"folder": FOLDER, "build": self.build, "rows": self.rows, "counts": counts, "buckets": self.buckets, "movementKinds": kinds}

    def files(self) -> dict[str, Callable[[], bytes]]:
        """Return the makers of all files by path."""
        buckets = _buckets(self.ids, self.buckets)
        makers: list[tuple[str, int, Callable[[], Pack]]] = [
            *(("claims", n, partial(self._claims, n * self.rows)) for n in range(-(-len(self.ids) // self.rows))),
            *(("documents", n, partial(self._documents, n * self.rows)) for n in range(-(-len(self.documents) // self.rows))),
            *(("ids", n, partial(self._named, buckets == n)) for n in range(self.buckets)),
        ]
        return {f"{FOLDER}/{kind}_{n:04d}.js": partial(self._file, kind, n, make) for kind, n, make in makers}

    def _digest(self) -> str:
        """Return a name of this build, so that a page never takes files of another."""
        digest = sha256("\n".join([str(self.rows), *self.ids]).encode("utf-8", "replace"))
        for document in self.documents:
            digest.update("\0".join(document).encode("utf-8", "replace"))
        return digest.hexdigest()[:16]

    def _file(self, kind: str, number: int, make: Callable[[], Pack]) -> bytes:
        """Return a script that hands its data over and does nothing else; base64 needs no escapes."""
        return f'frontmapPart("{kind}",{number},"{self.build}","{make().encode({}, _LEVEL)}");\n'.encode("ascii")

    def _claims(self, first: int) -> Pack:
        pack, last = Pack(), first + self.rows
        ids = self.ids[first:last]
        pack_wording(pack, self.claims.iloc[first:last], ids)
        pack.add_integers("claim.document", self.codes[first:last])
        pack.add_codes("claim.surface", self.surfaces[first:last])
        pack_areas(pack, ids, _between(self.areas, self.area_rows, first, last))
        pack_movements(pack, ids, _between(self.movements, self.movement_rows, first, last))
        return pack

    def _documents(self, first: int) -> Pack:
        pack = Pack()
        pack_documents(pack, self.documents[first : first + self.rows])
        return pack

    def _named(self, chosen: npt.NDArray[np.bool_]) -> Pack:
        pack, rows = Pack(), np.flatnonzero(chosen)
        pack.add_strings("id", [self.ids[row] for row in rows])
        pack.add_integers("row", rows)
        return pack


def _along_curve(claims: pd.DataFrame) -> _Integers:
    """Order claims so that neighbours on the map are neighbours in the files, the latest of a spot first."""
    lon, lat = lonlat(claims)
    x, y = whole_degrees(lon), whole_degrees(lat)
    column, row = ((lon + 180) / 360 * _CELLS).astype(np.int64), ((lat + 90) / 180 * _CELLS).astype(np.int64)
    return np.lexsort((-days_listed(claims), y, x, _spread(column) | (_spread(row) << 1)))


def _spread(values: _Integers) -> _Integers:
    """Put a nought before each of 16 bits, for a Z-order curve."""
    spread = values.clip(0, _CELLS)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        spread = (spread | (spread << shift)) & mask
    return spread


def _by_claim(frame: pd.DataFrame, ids: Sequence[str]) -> tuple[pd.DataFrame, _Integers]:
    """Return the rows of a layer in the order of their claims, and the number of each row's claim."""
    if frame.empty:
        return frame, np.zeros(0, dtype=np.int64)
    numbers = {claim: number for number, claim in enumerate(ids)}
    found = np.array([numbers.get(claim, -1) for claim in frame["claim_id"].tolist()], dtype=np.int64)
    order = np.argsort(found, kind="stable")
    order = order[found[order] >= 0]
    return frame.iloc[order], found[order]


def _between(frame: pd.DataFrame, numbers: _Integers, first: int, last: int) -> pd.DataFrame:
    start, end = np.searchsorted(numbers, [first, last])
    return frame.iloc[start:end]


def _buckets(ids: Sequence[str], buckets: int) -> _Integers:
    """Return the file that tells which claim an id names: by the sum of its UTF-16 bytes, as the page reckons it too."""
    return np.array([sum(claim_id.encode("utf-16-le", "replace")) % buckets for claim_id in ids], dtype=np.int64)
