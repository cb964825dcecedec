"""Takes a picture of a built map, as README shows it.

Run: ``python scripts/screenshot.py OUT/map.html docs/pictures/map.png [--dark] [--phone] [--hash v=10/48/37] [--press '.row']``.
Needs playwright and Debian's chromium (or ``--chromium PATH``). The network stays off; a message on the page's console ends the run with 1.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DESK = {"viewport": {"width": 1360, "height": 860}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def take(chromium: str, page_file: Path, picture: Path, options: dict[str, Any], place: str, press: list[str]) -> list[str]:
    """Open the page, press what is asked for and save the picture; return what the console said."""
    said: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_context(offline=True, **options).new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(page_file.resolve().as_uri() + (f"#{place}" if place else ""))
        page.wait_for_function("() => document.body.dataset.ready === 'true'")
        for selector in press:
            page.locator(selector).first.click()
            page.wait_for_timeout(600)
        page.wait_for_timeout(300)
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(picture))
        browser.close()
    return said


def main() -> int:
    """Read the command line and take one picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--dark", action="store_true", help="as a reader with a dark system sees it")
    parser.add_argument("--phone", action="store_true", help="at the size of a phone")
    parser.add_argument("--hash", default="", help="the part of the address behind #: view, filters, selection")
    parser.add_argument("--press", action="append", default=[], help="CSS selector of something to press first; repeatable")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    given = parser.parse_args()
    if not given.chromium:
        sys.stderr.write("no chromium found; install Debian's package or give --chromium PATH\n")
        return 1
    options = {**(PHONE if given.phone else DESK), "color_scheme": "dark" if given.dark else "light"}
    said = take(given.chromium, given.page, given.picture, options, given.hash, given.press)
    for message in said:
        sys.stderr.write(f"console: {message}\n")
    return 1 if said else 0


if __name__ == "__main__":
    raise SystemExit(main())
