"""Records cannot be changed after they were made, carry no dictionary, and say what every field means."""

from __future__ import annotations

import ast
import dataclasses
import inspect
from itertools import pairwise

import pytest

from frontmap import model

RECORDS = [c for _, c in inspect.getmembers(model, inspect.isclass) if c.__module__ == model.__name__]


@pytest.mark.parametrize("record", RECORDS, ids=lambda c: c.__name__)
def test_a_record_is_frozen_and_slotted(record: type) -> None:
    assert dataclasses.is_dataclass(record)
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(record)
    assert record.__doc__


def _silent_fields() -> dict[str, set[str]]:
    """For each record: the fields without a line that says what they mean."""
    out: dict[str, set[str]] = {}
    for node in (n for n in ast.parse(inspect.getsource(model)).body if isinstance(n, ast.ClassDef)):
        described = {
            ast.unparse(item.target)
            for item, after in pairwise(node.body)
            if isinstance(item, ast.AnnAssign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        }
        out[node.name] = {ast.unparse(item.target) for item in node.body if isinstance(item, ast.AnnAssign)} - described
    return out


@pytest.mark.parametrize(("name", "silent"), _silent_fields().items())
def test_every_field_says_what_it_means(name: str, silent: set[str]) -> None:
    assert silent == set(), f"describe these fields of {name}"
