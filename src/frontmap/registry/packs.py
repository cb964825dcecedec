"""Gazetteers of the user: packs that are installed once, and files named for one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def installed_indexes() -> list[Path]:
    """Return the indexes of the packs that the user installed, oldest first."""
    return []


def indexes_of_files(files: Sequence[Path]) -> list[Path]:
    """Return the indexes of the files of this run, compiled once for each content."""
    return []
