"""The map in Debian's Chromium: what the tests of the page share. The browser itself is a fixture in conftest."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

PROGRAM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(PROGRAM is None, reason="Debian's chromium is not installed")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
DESK = {"viewport": {"width": 1360, "height": 860}}
PATIENCE_MS = 120_000  # only a failing test waits so long: a loaded machine is slow, not wrong
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# Counts what the page has still to do by itself: timers of up to a second (a toast may stay longer) and frames that it asked for.
COUNT_WORK = """(() => {
  const { setTimeout: later, clearTimeout: forget, requestAnimationFrame: frame, cancelAnimationFrame: drop } = window;
  const waiting = new Set();
  const counted = (start, kind) => (task, ...rest) => {
    const id = start((...given) => (waiting.delete(kind + id), task(...given)), ...rest);
    if (!(rest[0] > 1000)) waiting.add(kind + id);
    return id;
  };
  window.setTimeout = counted(later.bind(window), "t");
  window.clearTimeout = (id) => (waiting.delete("t" + id), forget.call(window, id));
  window.requestAnimationFrame = counted(frame.bind(window), "f");
  window.cancelAnimationFrame = (id) => (waiting.delete("f" + id), drop.call(window, id));
  window.untilSettled = async () => {
    for (let calm = 0; calm < 3; calm = waiting.size ? 0 : calm + 1) await new Promise((done) => later.call(window, done, 25));
  };
})()"""
HOSTILE = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "hostile_strings.txt").read_text(encoding="utf-8").splitlines()
    if line.startswith('"')
]


class Reader:
    """A page with what its console said and what it asked the network for."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(offline=True, **{**DESK, **options})
        self.path = path
        self.said: list[str] = []
        self.asked: list[str] = []

    def open(self, hash_text: str = "") -> Any:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(COUNT_WORK)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(self.path.as_uri() + hash_text)
        page.wait_for_function("() => document.body.dataset.ready === 'true'")
        settle(page)
        return page


def settle(page: Any) -> None:
    """Wait until the page has done what it put off (the address, the search, a flight of the map), however slow the machine is."""
    page.evaluate("untilSettled()")


def shown(page: Any) -> int:
    """The number of claims that the headline says are shown."""
    found = re.match(r"\d+", page.locator("#subtitle").inner_text())
    assert found
    return int(found.group())


def checkbox(page: Any, name: str) -> Any:
    return page.locator("#page-filters .entry", has_text=name).locator("input")


def count_of(page: Any, name: str) -> int:
    return int(page.locator("#page-filters .entry", has_text=name).locator(".count").inner_text())
