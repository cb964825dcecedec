"""Interrupted work goes on: what is done is not done again, and nothing stale is taken for done."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from frontmap.errors import OutputError
from frontmap.ledger import Done, Ledger, decode, encode
from frontmap.model import Attribution, Candidate, Claim, Document, Extraction, Mention, Place, PlaceMention

ALPHA = Place("gn:1", "Alpha", 37.5, 48.25, "settlement", "UA")
DOCUMENT = Document("a.txt", "Guns fired on Alpha, one officer said.", origin="a.txt")
EXTRACTION = Extraction(
    DOCUMENT,
    (PlaceMention(Mention(14, 19, "Alpha", "Alpha"), ALPHA, "exact", 0.9, (Candidate(ALPHA, 0.1, "alias", ("why",)),)),),
    (Attribution(((21, 32),), ((33, 37),), ((0, 19),), name="one officer"),),
    (
        Claim(
            "c_1", "a.txt", 0, 19, "Guns fired on Alpha", "strike", "Alpha", ALPHA, 0, directions=("from:S",), anchors=(("Alpha", ALPHA),)
        ),
    ),
)


def test_a_record_comes_back_whole() -> None:
    assert decode(encode(EXTRACTION), Extraction) == EXTRACTION


def test_what_is_done_is_fetched_and_not_worked_on_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite", b"code") as ledger:
        assert list(ledger.skip_done([DOCUMENT])) == [DOCUMENT]
        ledger.settle(EXTRACTION)
    with Ledger(tmp_path / "l.sqlite", b"code") as ledger:
        [done] = ledger.skip_done([DOCUMENT])
        assert isinstance(done, Done)
        assert ledger.settle(done) == EXTRACTION


@pytest.mark.parametrize(("fingerprint", "document"), [(b"new code", DOCUMENT), (b"code", replace(DOCUMENT, published="2025-12-01"))])
def test_other_code_or_another_document_is_not_done(tmp_path: Path, fingerprint: bytes, document: Document) -> None:
    with Ledger(tmp_path / "l.sqlite", b"code") as ledger:
        list(ledger.skip_done([DOCUMENT]))
        ledger.settle(EXTRACTION)
    with Ledger(tmp_path / "l.sqlite", fingerprint) as ledger:
        assert list(ledger.skip_done([document])) == [document]


def test_two_runs_may_write_into_one_file(tmp_path: Path) -> None:
    other = replace(EXTRACTION, document=replace(DOCUMENT, id="b.txt"))
    with Ledger(tmp_path / "l.sqlite", b"code") as first, Ledger(tmp_path / "l.sqlite", b"code") as second:
        first.settle(EXTRACTION)
        second.settle(other)
    with Ledger(tmp_path / "l.sqlite", b"code") as ledger:
        assert all(isinstance(item, Done) for item in ledger.skip_done([DOCUMENT, other.document]))


@pytest.mark.parametrize("stored", ["[1, 2", "[]", "[[]]", "7"])
def test_a_damaged_record_is_said(tmp_path: Path, stored: str) -> None:
    with Ledger(tmp_path / "l.sqlite", b"code") as ledger:
        ledger.settle(EXTRACTION)
    with sqlite3.connect(tmp_path / "l.sqlite") as file:
        file.execute("UPDATE done SET extraction = ?", (stored,))
    with Ledger(tmp_path / "l.sqlite", b"code") as ledger:
        [done] = ledger.skip_done([DOCUMENT])
        with pytest.raises(OutputError, match="cannot be used to resume"):
            ledger.settle(done)


def test_a_table_of_another_programme_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "l.sqlite") as file:
        file.execute("CREATE TABLE done (job TEXT)")
    with Ledger(tmp_path / "l.sqlite", b"code") as ledger, pytest.raises(OutputError, match="cannot be used to resume"):
        list(ledger.skip_done([DOCUMENT]))


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_text("not a database, but long enough to be looked at " * 20)
    with pytest.raises(OutputError, match="cannot be used to resume"):
        Ledger(tmp_path / "l.sqlite", b"code")
