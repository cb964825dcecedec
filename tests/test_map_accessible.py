"""The map for readers with a screen reader, a keyboard or weak eyes: axe-core finds nothing in the states that they meet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chromium import PHONE, Reader, needs_chromium, settle
from frontmap.output.webmap import render_map
from map_layers import make_layers

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = needs_chromium

DARK = {"color_scheme": "dark"}
STATES: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {
    "as it opens": ({}, "", ()),
    "as it opens, dark": (DARK, "", ()),
    "on a phone": (PHONE, "", ()),
    "a card": ({}, "", (".row",)),
    "a card, dark": (DARK, "", (".row",)),
    "a card on a phone": (PHONE, "", ("#tab-claims", ".row")),
    "the correction form": ({}, "", (".row", "#card .actions button:nth-child(3)")),
    "filters": ({}, "", ("#tab-filters",)),
    "filters, dark": (DARK, "", ("#tab-filters", "#page-filters .entry input")),
    "disagreement": ({}, "", ("#tab-compare",)),
    "disagreement, dark": (DARK, "", ("#tab-compare",)),
    "not placed": ({}, "", ("#tab-unplaced",)),
    "the menu": ({}, "", ("#menu-button",)),
    "the border policy": ({}, "", ("#policy-button",)),
    "Arabic, right to left": ({}, "#lang=ar", (".row",)),
    "nothing found": ({}, "#q=zzz", ()),
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    path.write_text(render_map(make_layers(), title="Who says what"), encoding="utf-8")
    return path


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_violation(browser: Any, path: Path, state: str) -> None:
    options, address, presses = STATES[state]
    reader = Reader(browser, path, **options)
    page = reader.open(address)
    for selector in presses:
        page.locator(selector).first.click()
        settle(page)
    found = axe.Axe().run(page)
    reader.context.close()
    assert found.violations_count == 0, found.generate_report()
