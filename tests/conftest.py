"""What all tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

import chromium

# No test may see, or touch, the gazetteers that whoever runs it has installed.
_FOLDER = tempfile.TemporaryDirectory()
os.environ["FRONTMAP_DATA"] = os.environ["FRONTMAP_CACHE"] = _FOLDER.name

# The same examples every time, so that a run in CI can be repeated; FRONTMAP_EXPLORE=1 looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("explore" if os.environ.get("FRONTMAP_EXPLORE") else "repeatable")


@pytest.fixture(scope="session")
def engine() -> Any:
    """What extraction needs: the gazetteer, the sources and the words."""
    from frontmap.pipeline import Settings, open_engine

    return open_engine(Settings())


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium for the tests of one module; they skip where playwright is not installed."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.FLAGS)
        yield browser
        browser.close()
