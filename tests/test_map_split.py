"""The map whose claims lie in files beside it: what it counts, shows and says is what the one file does, from a folder and served."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import factories
from chromium import HOSTILE, Reader, checkbox, count_of, needs_chromium, settle, shown
from frontmap import cli
from frontmap.layers import frames
from frontmap.output import split
from frontmap.output.files import write_build
from frontmap.output.popups import cut
from frontmap.output.split import SplitMap, render_split
from frontmap.output.webmap import render_map
from frontmap.serve import open_server
from map_layers import ROWS, make_layers

IN_FILE = 5  # claims in a file, so that a card needs several


@pytest.fixture(scope="module")
def made() -> SplitMap:
    return render_split(make_layers(), rows=IN_FILE, title="Who says what")


def put(folder: Path, made: SplitMap) -> Path:
    (folder / "map.html").write_text(made.page, encoding="utf-8")
    for name, make in made.beside.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(make())
    return folder / "map.html"


def opened(content: bytes) -> tuple[str, bytes]:
    """Return the call of a data file without its data, and its data."""
    found = re.fullmatch(rb'(frontmapPart\("\w+",\d+,"[0-9a-f]{16}",)"([\w+/=]*)"\);\n', content)
    assert found, content[:80]
    return found[1].decode(), gzip.decompress(base64.b64decode(found[2]))


# ---- The files ----------------------------------------------------------------------------------------------------------


def test_each_file_is_one_call_with_packed_data_and_nothing_else(made: SplitMap) -> None:
    calls = [opened(make())[0] for make in made.beside.values()]
    assert len(set(calls)) == len(calls)
    assert len({call.split('"')[3] for call in calls}) == 1, "all name one build"


def test_every_quote_lies_beside_the_page_and_none_in_its_data(made: SplitMap) -> None:
    page_data = re.search(r'id="frontmap-data">([^<]*)</script>', made.page)
    assert page_data
    inside = gzip.decompress(base64.b64decode(page_data[1]))
    beside = b"".join(opened(make())[1] for make in made.beside.values())
    for row in ROWS:
        assert row["quote"].encode() in beside
        assert row["quote"].encode() not in inside


def test_the_same_layers_give_the_same_files(made: SplitMap) -> None:
    again = render_split(make_layers(), rows=IN_FILE, title="Who says what")
    assert again.page == made.page
    assert {name: make() for name, make in again.beside.items()} == {name: make() for name, make in made.beside.items()}


def test_other_claims_make_another_build(made: SplitMap) -> None:
    other = render_split(make_layers(["other words"] * len(ROWS)), rows=IN_FILE)
    assert opened(other.beside["map_data/ids_0000.js"]())[0] != opened(made.beside["map_data/ids_0000.js"]())[0]


def test_a_build_lists_the_files_and_a_build_without_them_removes_them(tmp_path: Path) -> None:
    layers = frames.make_layers(**factories.make_run(20))
    made = render_split(layers)
    files = {name: make() for name, make in made.beside.items()}
    write_build(tmp_path, layers, {}, made.page, made.beside)
    listed = json.loads((tmp_path / "build.json").read_text())
    assert set(files) <= set(listed["files"])
    assert {name: (tmp_path / name).read_bytes() for name in files} == files
    assert all(len(listed["content"][name]) == 64 for name in files)
    write_build(tmp_path, layers, {}, "one file")
    assert not (tmp_path / "map_data").exists()


def test_the_command_splits_and_suggests_it_for_many_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.txt").write_text("Rebels captured Kharkiv on Monday, the army said.", encoding="utf-8")
    command = ["build", str(tmp_path / "report.txt"), "-o", str(tmp_path / "out"), "--jobs", "1"]
    monkeypatch.setattr(split, "SUGGESTED_FROM", 0)
    one_file = CliRunner().invoke(cli.main, command)
    assert "--split" in one_file.output
    beside = CliRunner().invoke(cli.main, [*command, "--split"])
    assert beside.exit_code == 0
    assert "--split" not in beside.output
    assert (tmp_path / "out" / "map_data" / "claims_0000.js").is_file()
    assert json.loads((tmp_path / "out" / "build.json").read_text())["settings"]["split"] is True


def test_a_page_without_files_beside_it_admits_none() -> None:
    assert "strict-dynamic" not in render_map(make_layers())
    assert "frontmapPart" not in render_map(make_layers())


def test_no_claims_at_all_make_a_split_map_too() -> None:
    assert list(render_split({}).beside) == ["map_data/ids_0000.js"]


# ---- The page, as a person uses it ---------------------------------------------------------------------------------------


@pytest.fixture
def reader(browser: Any, made: SplitMap, tmp_path: Path) -> Iterator[Reader]:
    reader = Reader(browser, put(tmp_path, made))
    yield reader
    reader.context.close()
    assert reader.said == []
    assert [url for url in reader.asked if not url.startswith((tmp_path.as_uri(), "data:", "blob:"))] == []


@needs_chromium
def test_filters_counts_and_search_are_those_of_all_claims(reader: Reader) -> None:
    page = reader.open()
    assert shown(page) == len(ROWS)
    page.click("#tab-filters")
    strikes = len([row for row in ROWS if row["type"] == "strike"])
    assert count_of(page, "strike") == strikes
    checkbox(page, "strike").uncheck()
    assert shown(page) == len(ROWS) - strikes
    page.click("#reset")
    for query, count in [
        ("LIBERATED", len([row for row in ROWS if "liberated" in row["quote"]])),
        ("krasnoarmeysk", len([row for row in ROWS if row["place"] == "Pokrovsk"])),
        ('krasnoarmeysk "central square"', 1),
        ("report number 3", len(ROWS[3::7])),
        ("nothing like this", 0),
    ]:
        page.fill("#search", query)
        page.wait_for_function("n => document.getElementById('subtitle').textContent.startsWith(String(n))", arg=count)
    assert page.locator("#partial").is_hidden()


@needs_chromium
def test_rows_and_cards_say_what_was_said_and_a_link_finds_its_claim(reader: Reader) -> None:
    page = reader.open()
    page.wait_for_function("() => [...document.querySelectorAll('.row-quote')].every((quote) => quote.textContent)")
    page.locator(".row", has_text="northern part").click()
    page.wait_for_function("() => document.querySelectorAll('.related.against .claim').length === 2")
    assert page.locator(".chain li strong").all_inner_texts()[:3] == ["General Staff of Beland", "Beland Today", "The Invented Herald"]
    assert page.locator(".document a").get_attribute("href").startswith("https://news.example/")
    settle(page)
    address = page.evaluate("location.hash")
    again = reader.open(address)
    again.locator("#card blockquote").wait_for()
    assert "northern part" in again.locator("#card blockquote").inner_text()


@needs_chromium
def test_areas_and_movements_of_the_view_are_drawn_when_their_files_are_open(reader: Reader) -> None:
    page = reader.open("#v=11/48.282/37.176&l=claims~places~mentions")
    empty = page.evaluate("[...document.querySelectorAll('#stage canvas')].at(-1).toDataURL()")
    page.click("#tab-filters")
    for layer in ("areas", "movements"):
        box = page.locator(f"input[data-layer={layer}]")
        box.uncheck()
        settle(page)
        without = page.evaluate("[...document.querySelectorAll('#stage canvas')].at(-1).toDataURL()")
        box.check()
        settle(page)
        assert page.evaluate("[...document.querySelectorAll('#stage canvas')].at(-1).toDataURL()") != without
    assert empty


@needs_chromium
def test_a_folder_that_was_left_behind_is_said_and_the_counts_stay(browser: Any, made: SplitMap, tmp_path: Path) -> None:
    path = put(tmp_path, made)
    shutil.rmtree(tmp_path / "map_data")
    reader = Reader(browser, path)
    page = reader.open()
    page.locator("#partial", has_text="Keep the folder map_data").wait_for()
    assert shown(page) == len(ROWS)
    page.locator(".row").first.click()
    assert "Opening what was said" in page.locator("#card").inner_text()
    reader.context.close()


@needs_chromium
def test_files_of_another_build_are_not_taken_for_this_ones(browser: Any, made: SplitMap, tmp_path: Path) -> None:
    path = put(tmp_path, made)
    other = render_split(make_layers(["words of another build"] * len(ROWS)), rows=IN_FILE)
    for name, make in other.beside.items():
        (tmp_path / name).write_bytes(make())
    reader = Reader(browser, path)
    page = reader.open()
    page.locator("#partial", has_text="Keep the folder map_data").wait_for()
    assert "another build" not in page.locator("#panel").inner_text()
    reader.context.close()


@needs_chromium
def test_served_it_works_the_same(browser: Any, made: SplitMap, tmp_path: Path) -> None:
    put(tmp_path, made)
    server = open_server(tmp_path, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"http://127.0.0.1:{server.server_address[1]}/map.html")
    page.wait_for_function("() => [...document.querySelectorAll('.row-quote')].some((quote) => quote.textContent)")
    context.close()
    server.shutdown()
    server.server_close()
    thread.join()
    assert said == []


@needs_chromium
def test_hostile_words_in_the_files_show_as_text(browser: Any, tmp_path: Path) -> None:
    texts = [text for text in HOSTILE if text.strip()]
    reader = Reader(browser, put(tmp_path, render_split(make_layers(texts), rows=20, title=texts[0])))
    page = reader.open()
    page.uncheck("#inview")
    quotes: set[str] = set()
    while True:
        page.wait_for_function("() => [...document.querySelectorAll('.row-quote')].every((quote) => quote.textContent)")
        quotes |= set(page.locator(".row .row-quote").all_text_contents())
        if page.evaluate(
            "() => { const e = document.getElementById('list'), was = e.scrollTop; e.scrollTop += 400; return e.scrollTop === was }"
        ):
            break
        settle(page)
    assert {cut(text).replace("\0", "\N{REPLACEMENT CHARACTER}") for text in texts} <= quotes
    for _ in range(10):
        page.locator("#list").press("ArrowDown")
    assert page.evaluate("window.hacked") is None
    reader.context.close()
    assert reader.said == []
    assert [url for url in reader.asked if not url.startswith((tmp_path.as_uri(), "data:", "blob:"))] == []
