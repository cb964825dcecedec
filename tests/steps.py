"""Counts the steps that Python takes, which tell how work grows with its input on any machine, however slow or busy it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

_MOST = 4.7
"""Four times, and some slack for what only a longer text makes worth while."""


def count_steps(run: Callable[[], object]) -> int:
    """Return how many lines of Python a call runs; a loop within one line counts once a turn."""
    steps = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        nonlocal steps
        steps += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return steps


def is_linear(run: Callable[[str], object], unit: str, size: int = 6_000) -> bool:
    """Tell whether reading a unit of text so often that it fills ``size`` characters four times takes four times the steps of once.

    The first call warms what is cached, so that only the work on the text counts.
    """
    short = unit * max(1, size // len(unit))
    run(short)
    return count_steps(lambda: run(short * 4)) < _MOST * count_steps(lambda: run(short))
