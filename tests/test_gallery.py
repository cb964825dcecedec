from __future__ import annotations

import importlib.util
import sys
from html import escape
from pathlib import Path
from types import ModuleType

import pytest

from frontmap.geometry.locate import locate_claims
from frontmap.geometry.movement import KINDS, draw_movements

ROOT = Path(__file__).parents[1]
RELATIONS = {None, "outskirts", "near", "between", "along"}


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gallery() -> ModuleType:
    return load("make_gallery")


def test_the_gallery_shows_every_relation_shape_and_kind_of_movement(gallery: ModuleType) -> None:
    panels = [panel for _, _, section in gallery.SECTIONS for panel in section]
    relations = {panel.relation for panel in panels}
    assert relations >= RELATIONS
    assert {str(relation).partition(" ")[2] for relation in relations} >= {"part", "of"}
    shapes, kinds = set(), set()
    for panel in panels:
        located, _ = locate_claims([panel.claim], lambda place: gallery.POLYGONS.get(place.place_id))
        shapes |= {found.shape for found in located.values()}
        kinds |= {movement.kind for movement in draw_movements([panel.claim], located)}
    assert shapes == {"footprint", "disc", "sector", "centre", "rim", "lens", "corridor", "region"}
    assert kinds == set(KINDS)


def test_the_committed_gallery_is_the_one_that_the_code_draws(gallery: ModuleType) -> None:
    committed, drawn = (ROOT / "docs" / "gallery.html").read_text(encoding="utf-8"), gallery.draw_page()
    for _, _, section in gallery.SECTIONS:
        for panel in section:
            assert escape(panel.sentence) in committed
    # Pixels may differ in a last digit between versions of PROJ and GEOS; words and figures may not.
    assert _captions(committed) == _captions(drawn)


def _captions(page: str) -> list[str]:
    return [part.partition("</figcaption>")[0] for part in page.split("<figcaption>")[1:]]


def test_the_committed_page_on_evidence_is_the_one_that_the_code_writes() -> None:
    assert (ROOT / "docs" / "evidence.html").read_text(encoding="utf-8") == load("make_evidence_page").draw_page()
