"""Batches of Russian and Ukrainian passages, posts and sentences: who tells them, where, on which side, and which of them tell nothing."""

from __future__ import annotations

from pathlib import Path

from claim_cases import events_of
from frontmap.data import read_rows
from frontmap.model import Document, Extraction
from frontmap.pipeline import Engine, extract_document

DATA = Path(__file__).parent / "data"
PASSAGES = [row for _, row in read_rows(DATA / "slavic_passages.csv")]
POSTS = [row for _, row in read_rows(DATA / "slavic_leads.csv")]
SENTENCES = [row for _, row in read_rows(DATA / "slavic_events.csv")]
WAR = {"ru": "Повстанцы и армия ведут бои, у солдат есть танки. ", "uk": "Війська й бойовики ведуть бої, у солдатів є танки. "}


def _extracted(row: dict[str, str], text: str, engine: Engine) -> Extraction:
    document = Document("d", text.replace("\\n", "\n"), lang=row.get("lang"), published=row.get("published"))
    return extract_document(document, engine)


def _told(extraction: Extraction) -> list[tuple[str, ...]]:
    """Return of each claim what and where, who says it on which side, who acts, and who relays it."""
    return [(f"{c.type}@{c.place_name}", c.source, c.source_side, c.actor_side or "", ">".join(c.via)) for c in extraction.claims]


def _is_told(expected: tuple[str, ...], found: list[tuple[str, ...]]) -> bool:
    return any(
        all(part == other or (n == 3 and not part) for n, (part, other) in enumerate(zip(expected, one, strict=True))) for one in found
    )


def test_nearly_all_claims_of_passages_have_their_place_source_and_sides(engine: Engine) -> None:
    claims, wrong = 0, []
    for row in PASSAGES:
        found = _told(_extracted(row, row["passage"], engine))
        for claim in filter(None, row["claims"].split(" | ")):
            claims += 1
            expected = tuple(part.strip() for part in claim.split(";"))
            wrong += [] if _is_told(expected, found) else [(row["passage"], expected, found)]
    assert len(wrong) <= 0.05 * claims, wrong


def test_nearly_no_passage_of_civil_life_tells_a_claim(engine: Engine) -> None:
    civil = [row for row in PASSAGES if not row["claims"]]
    told = [row["passage"] for row in civil if _extracted(row, row["passage"], engine).claims]
    assert civil
    assert len(told) <= 1, told


def test_nearly_all_posts_are_told_by_whom_their_first_or_last_lines_name(engine: Engine) -> None:
    wrong = [
        (row["post"], row["source"], sources)
        for row in POSTS
        if (sources := {claim.source for claim in _extracted(row, row["post"], engine).claims}) and row["source"] not in sources
    ]
    assert len(wrong) <= 0.05 * len(POSTS), wrong


def test_nearly_all_sentences_tell_their_event_and_civil_ones_none() -> None:
    wrong = []
    for row in SENTENCES:
        lead = WAR[row["lang"]]
        types = {event.type for event in events_of(lead + row["sentence"], row["lang"]) if event.start >= len(lead)}
        wrong += [] if (row["type"] in types if row["type"] else not types) else [(row["sentence"], row["type"], types)]
    assert len(wrong) <= 0.05 * len(SENTENCES), wrong
