"""Where events of long passages happened, and how that lies to the place, as reports of many wars word it."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontmap.data import read_rows
from frontmap.model import Document
from frontmap.names import fold
from frontmap.pipeline import Engine, extract_document

DATA = Path(__file__).parent / "data"


def _told(passage: str, engine: Engine) -> set[str]:
    """Return the places of the claims of a passage as the tables write them, by both of their names: `clash:goma@near`."""
    extraction = extract_document(Document("d", passage.replace("¶", "\n"), lang="en"), engine)
    found = set()
    for claim in extraction.claims:
        surface = extraction.places[claim.mention].mention.surface if claim.mention is not None else ""
        relation = f"@{claim.relation}" if claim.relation not in (None, "in") else ""
        found |= {f"{claim.type}:{fold(name)}{relation}" for name in (claim.place_name or "", surface)}
    return found


def _wrong(row: dict[str, str], engine: Engine) -> list[str]:
    told = _told(row["passage"], engine)
    places = {one.partition(":")[2].partition("@")[0] for one in told}
    wrong = []
    for part in row["places"].split("|"):
        kind, _, rest = part.partition(":")
        name, at, relation = rest.partition("@")
        missed = fold(part[1:]) in places if part.startswith("!") else f"{kind}:{fold(name)}{at}{relation}" not in told
        wrong += [part] if missed else []
    return wrong


@pytest.mark.parametrize("name", ["places_1.csv", "places_2.csv", "places_3.csv", "places_4.csv", "places_5.csv"])
def test_events_of_long_passages_happen_where_a_reader_would_put_them(name: str, engine: Engine) -> None:
    rows = [row for _, row in read_rows(DATA / name)]
    wrong = {row["passage"]: missed for row in rows if (missed := _wrong(row, engine))}
    assert len(wrong) <= 0.05 * len(rows), wrong
