"""Where the named places of passages about eighty wars lie: namesakes, quarters, camps, passes, old spellings."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontmap.data import read_rows
from frontmap.model import Document
from frontmap.pipeline import Engine, extract_document
from frontmap.sphere import sphere_km

DATA = Path(__file__).parent / "data"
NEAR_KM = 25.0
"""How far from the point of a row a place still counts as right, where the row does not say."""


def _misplaced(row: dict[str, str], engine: Engine) -> list[str]:
    """Return the places of a passage that are not found, or found elsewhere."""
    points = {
        p.mention.surface: (p.place.lon, p.place.lat)
        for p in extract_document(Document("d", row["passage"], lang="en"), engine).places
        if p.place
    }
    wrong = []
    for part in row["places"].split("|"):
        name, _, where = part.partition("=")
        lat, lon, *near = map(float, where.split(","))
        point = points.get(name)
        if point is None or sphere_km(lon, lat, *point) > (near[0] if near else NEAR_KM):
            wrong.append(name)
    return wrong


@pytest.mark.parametrize("name", ["named_1.csv", "named_2.csv"])
def test_named_places_of_many_wars_lie_where_an_atlas_has_them(name: str, engine: Engine) -> None:
    rows = [row for _, row in read_rows(DATA / name)]
    wrong = {row["passage"][:60]: missed for row in rows if (missed := _misplaced(row, engine))}
    assert sum(map(len, wrong.values())) <= 0.01 * sum(row["places"].count("=") for row in rows), wrong
