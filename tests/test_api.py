"""The Python interface, used as an analyst would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import frontmap
from frontmap.errors import InputError, UsageError
from frontmap.model import Document

EXAMPLES = Path(__file__).parents[1] / "examples"
NOTE = Document("note", "Russian troops captured Zvirove, the ministry said on Monday.", published="2025-12-02")


def test_a_record_is_read_without_a_file() -> None:
    [extraction] = frontmap.extract(NOTE)
    assert extraction.document is NOTE
    assert [c.type for c in extraction.claims] == ["capture"]


def test_records_and_paths_come_in_the_order_given(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Nothing.")
    first, last = Document("a", "Nothing."), Document("c", "Nothing.")
    found = [e.document for e in frontmap.extract(iter([first, tmp_path / "b.txt", last]), published="2025-12-02")]
    assert [d.id for d in found] == ["a", "b.txt", "c"]
    assert {d.published for d in found} == {"2025-12-02"}


def test_two_records_with_one_id_are_refused() -> None:
    with pytest.raises(UsageError, match="give each document its own"):
        list(frontmap.extract([NOTE, NOTE]))


def test_a_map_shows_itself_in_a_frame_that_can_reach_nothing(tmp_path: Path) -> None:
    built = frontmap.build(NOTE, tmp_path / "out", title="A 'title' \"with\" quotes")
    shown = built._repr_html_()
    assert built.path.is_file()
    assert built.counts["documents"] == 1
    assert 'sandbox="allow-scripts"' in shown
    assert shown.count('"') == 6  # three attributes: the page's own quotes are escaped


def test_layers_come_back_typed(tmp_path: Path) -> None:
    frontmap.build(EXAMPLES / "darfur", tmp_path / "out")
    layers = frontmap.read_layers(tmp_path / "out")
    assert layers["claims"].crs.to_epsg() == 4326
    assert {"claims", "areas", "movements", "places", "mentions"} <= set(layers)
    assert str(layers["claims"].geo_precision.dtype) == "Int64"


def test_inputs_that_cannot_be_read_are_left_out_or_end_it(tmp_path: Path) -> None:
    assert list(frontmap.extract(tmp_path / "missing.txt")) == []
    with pytest.raises(InputError, match="no such file"):
        list(frontmap.extract(tmp_path / "missing.txt", strict=True))


@pytest.mark.parametrize("wrong", [{"published": "yesterday"}, {"workers": 3}])
def test_wrong_settings_are_said(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        list(frontmap.extract(NOTE, **wrong))  # type: ignore[arg-type]


def test_the_example_runs_from_the_first_line_to_the_last() -> None:
    run = subprocess.run(
        [sys.executable, EXAMPLES / "analysis.py"], capture_output=True, text=True, env={**os.environ, "FRONTMAP_JOBS": "1"}
    )
    assert run.returncode == 0, run.stderr
    assert "capture" in run.stdout
