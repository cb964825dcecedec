"""Fails when the figures of places fall below what was reached (skipped where the measuring sets are absent)."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from frontmap.registry.gazetteer import open_gazetteer

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = tomllib.loads((ROOT / "tests" / "quality_floors.toml").read_text(encoding="utf-8"))["places"]

pytestmark = pytest.mark.skipif(not (SHARED / "bench" / "places_dev.jsonl").is_file(), reason="the measuring sets are not here")


def _bench() -> Any:
    spec = importlib.util.spec_from_file_location("bench_places", ROOT / "benchmarks" / "bench_places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_places"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, dict[str, float]]]:
    bench = _bench()
    cases = list(bench.read_cases(SHARED))
    annotated = [case for case in cases if case.set not in ("seen", "unseen")]
    pack = SHARED / "geo" / "packs" / "ua_settlements.csv"
    return {
        "embedded": bench.measure(cases, open_gazetteer(), SHARED),
        "with_pack": bench.measure(annotated, open_gazetteer([pack]), SHARED),
    }


@pytest.mark.parametrize(
    ("setup", "name", "figure", "floor"),
    [(setup, name, figure, floor) for setup, sets in FLOORS.items() for name, row in sets.items() for figure, floor in row.items()],
)
def test_a_figure_does_not_fall_below_its_floor(
    setup: str, name: str, figure: str, floor: float, figures: dict[str, dict[str, dict[str, float]]]
) -> None:
    assert figures[setup][name.replace("_", " ")][figure] >= floor
