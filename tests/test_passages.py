"""Passages as reports of any war put them: where each of their events happened, named in its clause or told by what stands before."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from frontmap.data import read_rows
from frontmap.model import Document
from frontmap.names import fold
from frontmap.pipeline import Engine, extract_document

DATA = Path(__file__).parent / "data"
BATCHES = ("passages_1.csv", "passages_2.csv")


def _places_of(passage: str, engine: Engine) -> dict[str, set[str]]:
    """Return by type the names of the places of events, as the gazetteer and as the passage has them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    extraction = extract_document(Document("d", passage, lang="en"), engine)
    for claim in extraction.claims:
        surface = extraction.places[claim.mention].mention.surface if claim.mention is not None else ""
        found[claim.type] |= {fold(claim.place_name or ""), fold(surface)}
    return found


def _wrong(row: dict[str, str], engine: Engine) -> list[str]:
    """Return what of a row's places is not told so; a place may be told by any of its names, divided by a slash."""
    found, wrong = _places_of(row["passage"], engine), []
    for part in row["places"].split("|"):
        if part.startswith("!"):
            wrong += [part] if any(fold(part[1:]) in places for places in found.values()) else []
            continue
        kind, _, names = part.partition(":")
        wrong += [f"{kind}:{name}" for name in names.split(",") if not found[kind] & {fold(other) for other in name.split("/")}]
    return wrong


@pytest.mark.parametrize("name", BATCHES)
def test_nearly_all_events_of_passages_happen_where_a_reader_would_put_them(name: str, engine: Engine) -> None:
    rows = [row for _, row in read_rows(DATA / name)]
    wrong = {row["passage"]: missed for row in rows if (missed := _wrong(row, engine))}
    assert len(wrong) <= 0.05 * len(rows), wrong


def test_a_height_that_goes_by_a_number_is_a_place_and_the_side_of_a_country_is_none(engine: Engine) -> None:
    passage = "Rebels and troops fought in Dras, Kargil. U.S.-backed soldiers stormed Point 5140, and shells fell on the village."
    assert {"point 5140"} <= _places_of(passage, engine)["assault"]
    assert not any("united states" in places for places in _places_of(passage, engine).values())
