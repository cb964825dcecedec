"""Fails when the figures of claims fall below what was reached (skipped where the measuring sets are absent)."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from frontmap.errors import InputError
from frontmap.evaluate import evaluate, read_gold, report_lines
from frontmap.model import Claim, Place

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
ALL_FLOORS = tomllib.loads((ROOT / "tests" / "quality_floors.toml").read_text(encoding="utf-8"))
FLOORS, FIELD_FLOORS = ALL_FLOORS["claims"], ALL_FLOORS["fields"]
MODES = {
    "stage_alone": {"places": "gold", "sources": "gold"},
    "whole": {"places": "found", "sources": "found"},
}
SETS = {"tune": {"split": "tune"}, "holdout": {"split": "holdout"}, "seeds": {"seeds": True}}

needs_gold = pytest.mark.skipif(not (SHARED / "gold" / "dev.jsonl").is_file(), reason="the measuring sets are not here")


def _bench() -> Any:
    spec = importlib.util.spec_from_file_location("bench_claims", ROOT / "benchmarks" / "bench_claims.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_gold
@pytest.mark.parametrize("mode", sorted(FLOORS))
@pytest.mark.parametrize("part", sorted(SETS))
def test_figures_of_claims_stay_above_their_floors(mode: str, part: str) -> None:
    figures = _bench().measure(SHARED, **MODES[mode], **SETS[part])
    reached = {level: figures[level]["f"] for level in ("event", "claim", "attributed")}
    below = {level: (reached[level], floor) for level, floor in FLOORS[mode][part].items() if reached[level] < floor}
    assert not below


@needs_gold
@pytest.mark.parametrize("part", sorted(SETS))
def test_figures_of_fields_stay_above_their_floors(part: str) -> None:
    figures = _bench().measure(SHARED, **MODES["whole"], **SETS[part])
    reached = {name: score["f"] for name, score in figures["beyond constants"].items()} | {"side": figures["fields"]["side"]}
    below = {name: (reached[name], floor) for name, floor in FIELD_FLOORS[part].items() if reached[name] < floor}
    assert not below


def test_own_evaluation_counts_as_the_definition_says(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    place = {"name": "Petrivka", "lat": 50.0, "lon": 30.0}
    common = {"type": "capture", "place": place, "source": "narrator", "source_side": "unknown", "modality": "asserted", "directions": []}
    claims = [
        {"start": 0, "end": 20, **common},
        {"start": 40, "end": 60, **common, "relation": "near"},
        {"start": 80, "end": 100, **common, "type": "strike"},
    ]
    gold.write_text(json.dumps({"id": "d", "places": [], "claims": claims}) + "\n", encoding="utf-8")
    petrivka = Place("test:1", "Petrivka", 30.0, 50.0, "settlement")
    found = [
        Claim("c_1", "d", 0, 18, "", "capture", "Petrivka", petrivka),
        Claim("c_2", "d", 42, 60, "", "capture", "Petrivka", petrivka),
        Claim("c_3", "d", 80, 100, "", "assault", "Petrivka", petrivka),
    ]
    evaluation = evaluate(read_gold(gold), {"d": found})
    assert {level: score.right for level, score in evaluation.levels.items()} == {"event": 2, "claim": 2, "attributed": 2, "full": 1}
    assert evaluation.errors == {"type: strike read as assault": 1, "relation: not read": 1}
    assert any("strike read as assault" in line for line in report_lines(evaluation))


def test_an_annotation_may_hold_any_separator_and_names_the_line_that_is_none(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a\u2028b", "claims": []}\n', encoding="utf-8")
    assert read_gold(gold) == {"a\u2028b": ()}
    gold.write_bytes(b'{"id": "a", "claims": []}\n\x8f\xff\n')
    with pytest.raises(InputError, match="line 2: no annotated document"):
        read_gold(gold)


@needs_gold
def test_own_evaluation_agrees_with_the_scorer() -> None:
    bench = _bench()
    figures = bench.measure(SHARED, places="gold", sources="gold", split="tune")
    evaluation = bench.evaluated(SHARED, places="gold", sources="gold", split="tune")
    for level in ("event", "claim", "attributed", "full"):
        assert evaluation.levels[level].f1 == pytest.approx(figures[level]["f"], abs=1e-4)
    for name, score in evaluation.beyond_constants.items():
        assert score.f1 == pytest.approx(figures["beyond constants"][name]["f"], abs=1e-4)
    for name, share in evaluation.fields.items():
        assert share == pytest.approx(figures["fields"][name], abs=1e-4)
