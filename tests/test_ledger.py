"""Interrupted work goes on: what is done is not done again, and nothing stale is taken for done."""

from __future__ import annotations

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


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.sqlite").write_text("not a database, but long enough to be looked at " * 20)
    with pytest.raises(OutputError, match="cannot be used to resume"):
        Ledger(tmp_path / "l.sqlite", b"code")
