"""Reading inputs: whatever lies in a folder becomes documents or notices, and no character moves."""

from __future__ import annotations

import gzip
import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontmap.errors import InputError
from frontmap.model import Document, Notice
from frontmap.text import read
from frontmap.text.inputs import find_inputs
from frontmap.text.read import decode, detect_language, parse_date, read_documents


def _read(*arguments: object, **options: object) -> tuple[list[Document], list[Notice]]:
    items = list(read_documents([str(a) for a in arguments], **options))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, Document)], [i for i in items if isinstance(i, Notice)]


def test_a_text_file_keeps_every_character_and_its_first_line_is_the_title(tmp_path: Path) -> None:
    raw = "Town shelled\r\n\r\nGuns fired on Łódź\tat dawn.\r\n".encode()
    (tmp_path / "a.txt").write_bytes(raw)
    [document], notices = _read(tmp_path / "a.txt")
    assert document.text.encode() == raw
    assert (document.id, document.title, document.text_is_file, notices) == ("a.txt", "Town shelled", True, [])


def test_a_first_line_before_a_longer_paragraph_is_the_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Short head\nA paragraph that is longer than its head.")
    assert _read(tmp_path / "a.txt")[0][0].title == "Short head"


@pytest.mark.parametrize("text", ["One line only.", "A first sentence that is long.\nShort.", "x" * 250 + "\n\nBody."])
def test_a_text_without_a_headline_has_no_title(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    assert _read(tmp_path / "a.txt")[0][0].title is None


def test_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfGuns.")
    assert _read(tmp_path / "a.txt")[0][0].text == "Guns."


def test_a_file_in_another_encoding_is_detected_and_said(tmp_path: Path) -> None:
    text = "Силы противника отошли на север после боя за посёлок у реки. " * 5
    (tmp_path / "a.txt").write_bytes(text.encode("cp1251"))
    [document], [notice] = _read(tmp_path / "a.txt")
    assert document.text == text
    assert "cp1251" in notice.message
    assert not notice.skipped


def test_a_binary_file_is_skipped_with_one_line_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02PNG")
    (tmp_path / "b.txt").write_text("Guns fired.")
    documents, [notice] = _read(tmp_path)
    assert [d.id for d in documents] == ["b.txt"]
    assert notice.skipped
    assert notice.where.endswith("a.txt")
    assert "binary" in notice.message


def test_a_missing_file_and_an_empty_folder_are_notices(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    documents, notices = _read(tmp_path / "nope.txt", tmp_path / "empty")
    assert documents == []
    assert ["no such file" in notices[0].message, "no file ends in" in notices[1].message] == [True, True]


def test_a_folder_gives_relative_ids_in_sorted_order(tmp_path: Path) -> None:
    for name in ("z.txt", "a.md", "deep/b.txt", "ignored.png", ".hidden.txt", "meta.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}" if name.endswith("json") else "Guns.")
    assert [d.id for d in _read(tmp_path)[0]] == ["a.md", "deep/b.txt", "z.txt"]


def test_files_of_one_name_take_the_shortest_path_that_tells_them_apart(tmp_path: Path) -> None:
    for folder in ("east", "west"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text("Guns.")
    files, _ = find_inputs([str(tmp_path / "east" / "report.txt"), str(tmp_path / "west" / "report.txt")])
    assert [f.id for f in files] == ["east/report.txt", "west/report.txt"]


def test_records_give_their_fields_and_unknown_ones_are_ignored(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "text": "Guns.",
        "title": "T",
        "publisher": "P",
        "published": "2025-12-01T08:00:00Z",
        "url": "https://x.example",
        "lang": "EN",
        "odd": 1,
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n\n" + json.dumps({"text": "More."}) + "\n")
    [first, second], _ = _read(tmp_path / "a.jsonl")
    assert (first.id, first.title, first.publisher, first.published, first.lang) == ("7", "T", "P", "2025-12-01", "en")
    assert second.id == "a.jsonl#L3"


@pytest.mark.parametrize("name", ["a.json", "b.json", "c.json"])
def test_a_json_file_may_be_an_array_a_record_or_lines(tmp_path: Path, name: str) -> None:
    one = {"id": "x", "text": "Guns."}
    body = {"a.json": json.dumps([one]), "b.json": json.dumps(one), "c.json": json.dumps(one) + "\n" + json.dumps({**one, "id": "y"})}
    (tmp_path / name).write_text(body[name])
    assert _read(tmp_path / name)[0][0].id == "x"


def test_gzip_lines_are_read_and_a_cut_one_says_where(tmp_path: Path) -> None:
    whole = gzip.compress("".join(json.dumps({"text": f"Guns {i}." * 50}) + "\n" for i in range(400)).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(whole)
    assert len(_read(tmp_path / "a.jsonl.gz")[0]) == 400
    (tmp_path / "b.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    assert "breaks off after line" in _read(tmp_path / "b.jsonl.gz")[1][0].message
    (tmp_path / "c.jsonl.gz").write_bytes(whole[:20] + b"\0" * 30 + whole[50:])
    assert "breaks off after line 0" in _read(tmp_path / "c.jsonl.gz")[1][0].message


def test_a_line_that_is_too_long_is_named_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_TEXT_BYTES", 100)
    lines = [{"id": "a", "text": "Guns."}, {"id": "b", "text": "Guns. " * 100}, {"id": "c", "text": "Guns."}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    documents, notices = _read(tmp_path / "a.jsonl")
    assert [d.id for d in documents] == ["a", "c"]
    assert [n.message for n in notices] == ["is longer than 100 bytes"]
    assert notices[0].where.endswith("line 2")


def test_a_csv_cell_may_hold_what_unicode_calls_the_end_of_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,text\r\n1,Guns.\x85 More guns.\u2028\r\n2,Silence.\r\n".encode())
    documents, notices = _read(tmp_path / "a.csv")
    assert [(d.id, d.text) for d in documents] == [("1", "Guns.\x85 More guns.\u2028"), ("2", "Silence.")]
    assert notices == []


def test_half_a_character_becomes_the_sign_for_it_and_offsets_hold(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Guns \\ud83d fired.", "title": "\\udc00"}\n')
    [document], _ = _read(tmp_path / "a.jsonl")
    assert (document.text, document.title) == ("Guns \ufffd fired.", "\ufffd")


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": \n["no record"]\n{"text": "Two."}\n')
    documents, notices = _read(tmp_path / "a.jsonl")
    assert [d.text for d in documents] == ["One.", "Two."]
    assert [n.where.rsplit(" ", 1)[1] for n in notices] == ["2", "3"]


def test_a_csv_row_is_a_record(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text,published\nk1,"Guns, again.\nAnd again.",2025-12-01\n')
    [document], _ = _read(tmp_path / "a.csv")
    assert (document.id, document.text, document.published) == ("k1", "Guns, again.\nAnd again.", "2025-12-01")


def test_a_csv_without_a_text_column_says_which_columns_it_has(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,x\n")
    assert "id, body" in _read(tmp_path / "a.csv")[1][0].message


def test_a_repeated_record_id_is_numbered_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "k", "text": "One."}\n{"id": "k", "text": "Two."}\n')
    documents, [notice] = _read(tmp_path / "a.jsonl")
    assert [d.id for d in documents] == ["k", "k#2"]
    assert "more than once" in notice.message


def test_html_gives_the_article_without_its_surroundings(tmp_path: Path) -> None:
    body = " ".join(f"The army shelled the town of Alpha on day {i}, officials said, and people left." for i in range(8))
    page = f"""<html><head><title>Alpha shelled</title><meta property="og:site_name" content="Test Wire">
    <meta property="article:published_time" content="2025-11-30T10:00:00Z"></head>
    <body><nav><a href="/">Home</a> <a href="/x">Subscribe now</a></nav>
    <article><h1>Alpha shelled</h1><p>{body}</p></article>
    </body></html>"""
    (tmp_path / "a.html").write_text(page)
    [document], _ = _read(tmp_path / "a.html")
    assert "shelled the town of Alpha" in document.text
    assert "Subscribe now" not in document.text
    assert (document.title, document.publisher, document.published, document.text_is_file) == (
        "Alpha shelled",
        "Test Wire",
        "2025-11-30",
        False,
    )


def test_a_page_that_trips_or_stalls_the_parser_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("<p>Guns.</p>")

    def trips(raw: bytes) -> None:
        raise RecursionError("too deep")

    def stalls(raw: bytes) -> None:
        time.sleep(5)

    for parser, told in ((trips, "RecursionError"), (stalls, "took longer")):
        monkeypatch.setattr(read, "_article", parser)
        monkeypatch.setattr(read, "HTML_SECONDS", 1)
        documents, [notice] = _read(tmp_path / "a.html")
        assert documents == []
        assert told in notice.message


def test_meta_beside_the_files_gives_fields_for_all_and_for_one(tmp_path: Path) -> None:
    (tmp_path / "meta.toml").write_text('publisher = "Wire"\n["b.txt"]\npublished = "2025-12-02"\n')
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("Guns.")
    a, b = _read(tmp_path)[0]
    assert (a.publisher, a.published, b.publisher, b.published) == ("Wire", None, "Wire", "2025-12-02")


def test_broken_meta_is_said_once_and_costs_no_document(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{broken")
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("Guns.")
    documents, notices = _read(tmp_path)
    assert (len(documents), len(notices)) == (2, 1)


def test_front_matter_gives_fields_and_its_characters_count(tmp_path: Path) -> None:
    text = "---\npublisher: Wire\npublished: 2025-12-01\n---\nGuns fired.\n"
    (tmp_path / "a.md").write_text(text)
    [document], _ = _read(tmp_path / "a.md")
    assert (document.text, document.publisher, document.published) == (text, "Wire", "2025-12-01")


def test_standard_input_is_one_text() -> None:
    [document], _ = _read("-", stdin=io.BytesIO(b"Guns fired."))
    assert (document.id, document.text) == ("stdin", "Guns fired.")


def test_a_given_date_fills_only_what_is_undated(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": "Two.", "published": "2020-01-02"}\n')
    assert [d.published for d in _read(tmp_path / "a.jsonl", published="2025-12-01")[0]] == ["2025-12-01", "2020-01-02"]


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("2025-12-01", "2025-12-01"),
        ("2025-12-01 10:20", "2025-12-01"),
        ("Mar 20, 2025", "2025-03-20"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26"),
        ("1:29 PM EDT, Mon May 8, 2023", "2023-05-08"),
        ("7/13/2016", "2016-07-13"),
        ("13.7.2016", "2016-07-13"),
        ("7/6/2016", None),  # 6 July or 7 June: not ours to choose
        ("7/7/2016", "2016-07-07"),
        ("1988..1991", None),
        ("2023-09-03 (snapshot)", None),
        ("2025-02-30", None),
        ("May 2023", None),
        ("", None),
        (None, None),
        (20251201, None),
    ],
)
def test_a_publication_date_is_one_day_or_none(given_date: object, expected: str | None) -> None:
    assert parse_date(given_date) == expected


def test_a_date_that_is_none_is_said_and_the_document_kept(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Guns.", "published": "1988..1991"}')
    [document], [notice] = _read(tmp_path / "a.jsonl")
    assert document.published is None
    assert "1988..1991" in notice.message


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The army said that it was in the town with its guns.", "en"),
        ("Войска противника отошли, сообщил штаб; бои у посёлка.", "ru"),
        ("Ворог відступив, повідомив Генштаб; бої біля селища її.", "uk"),
        ("Las tropas del gobierno han tomado la ciudad, según el ejército.", "es"),
        ("1234 !!", None),
    ],
)
def test_the_language_is_told_from_letters_and_words(text: str, lang: str | None) -> None:
    assert detect_language(text) == lang


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_clear_refusal(raw: bytes) -> None:
    try:
        text, encoding = decode(raw)
    except InputError as error:
        text, encoding = "refused", str(error)
    assert isinstance(text, str)
    assert encoding


@given(st.text(max_size=200))
def test_utf8_text_comes_back_unchanged(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    if b"\0" not in raw and not text.startswith(("\ufeff", "%PDF", "PK\x03\x04")):
        assert decode(raw)[0] == raw.decode()
