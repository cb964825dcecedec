"""The map in Debian's Firefox ESR: the same file, the same clicks. Chromium's tests cover the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from frontmap.output.split import render_split
from frontmap.output.webmap import render_map
from map_layers import ROWS, make_layers

firefox = pytest.importorskip("firefox", reason="websocket-client is not installed")
PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Firefox is not installed")

PAINTED = """(() => { const canvas = [...document.querySelectorAll('#stage canvas')].at(-1);
  return new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size; })()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with firefox.Firefox(PROGRAM, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(params=["one file", "split"])
def page(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The map of the invented claims, opened from a folder."""
    path, beside = tmp_path / "map.html", {}
    if request.param == "split":
        made = render_split(make_layers(), rows=5, title="Who says what")
        path.write_text(made.page, encoding="utf-8")
        beside = made.beside
    else:
        path.write_text(render_map(make_layers(), title="Who says what"), encoding="utf-8")
    for name, make in beside.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(make())
    browser.said.clear()
    browser.asked.clear()
    browser.open(path.as_uri())
    browser.wait_for("document.body.dataset.ready === 'true'")
    yield browser
    assert browser.said == []
    assert [address for address in browser.asked if not address.startswith(("file:", "data:", "blob:"))] == []


def test_marks_list_filters_and_cards_work_from_a_folder(page: Any) -> None:
    assert page.ask("document.getElementById('subtitle').textContent").startswith(f"{len(ROWS)} claims")
    assert page.ask(PAINTED) > 50, "symbols of many colours"
    page.wait_for("[...document.querySelectorAll('.row-quote')].some((quote) => quote.textContent)")

    page.click("#tab-filters")
    page.click("#page-filters input[data-facet=type]")
    page.wait_for(f"document.getElementById('subtitle').textContent.includes(' of {len(ROWS)} claims')")

    page.click("#tab-claims")
    page.click(".row")
    page.wait_for("document.querySelector('#card blockquote')")
    assert page.ask("document.querySelector('#card blockquote').textContent") in {row["quote"] for row in ROWS}
