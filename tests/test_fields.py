"""Passages as reports of thirty wars word them: how each claim lies to its place, whence and whither it goes, how firm it is, and when."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claim_cases import placed_names
from frontmap.data import read_rows
from frontmap.model import Claim, Document
from frontmap.registry.lexicon import open_lexicon
from frontmap.registry.sources import open_sources
from frontmap.text.claims import find_claims
from frontmap.text.events.detect import find_events
from frontmap.text.sentences import parse

DATA = Path(__file__).parent / "data"
WAR = "The rebels and the army have infantry and howitzers. "
TABLES = ("fields_1.csv", "fields_2.csv", "fields_3.csv", "fields_4.csv", "several.csv")
PASSAGES = [row for name in TABLES for _, row in read_rows(DATA / name)]
PLACE = re.compile(r"\[([^\]:]+)(?::(\w+))?\]")
"""A name as a table marks it, with its kind where it is no settlement: `[Petra:river]`."""


def claims_in(marked: str, published: str) -> tuple[Claim, ...]:
    """Return the claims of a passage whose places are marked."""
    kinds = {match[1]: match[2] or "settlement" for match in PLACE.finditer(marked)}
    text = WAR + PLACE.sub(r"\1", marked)
    parsed = parse(Document("test", text, published=published or None, lang="en"))
    placed = placed_names(text, kinds)
    claims = find_claims(parsed, placed, (), find_events(parsed, placed, open_lexicon(), open_sources()))
    return tuple(claim for claim in claims if claim.start >= len(WAR))


def fields_of(claim: Claim, *, dated: bool) -> frozenset[str]:
    """Return what a claim says, as a table writes it: `strike@Petrivka`, `S of`, `from:Lisne`, `hedged`, `2024-05-01`."""
    relation = {claim.relation} - {None, "in"}
    modality = {claim.modality} - {"asserted"}
    date = {claim.date} - {None} if dated else set()
    name = claim.place.name if claim.place else ""
    return frozenset({f"{claim.type}@{name}", *relation, *claim.directions, *modality, *date})  # type: ignore[arg-type]


@pytest.mark.parametrize("row", PASSAGES, ids=lambda row: row["passage"][:60])
def test_claims_have_the_relation_directions_modality_and_date_of_their_passage(row: dict[str, str]) -> None:
    expected = [frozenset(claim.split("; ")) for claim in row["claims"].split(" | ")]
    dated = bool(row["published"]) or any(re.search(r"\d{4}-", claim) for claim in row["claims"].split(" | "))
    found = [fields_of(claim, dated=dated) for claim in claims_in(row["passage"], row["published"])]
    assert [claim for claim in expected if claim not in found] == [], found
