"""Writes files aside and puts them into place only when all of them are whole."""

from __future__ import annotations

import gc
import glob
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyogrio.errors

from frontmap.errors import OutputError

Write = Callable[[Path], None]
"""Writes one file at the path it is given."""


def check_folder(folder: Path) -> None:
    """Check as far as one can without writing that files can be put into a folder, so that nobody learns of a typing error after hours.

    Raises
    ------
    OutputError
        The folder, or the nearest one above it that exists, is a file or may not be written.
    """
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise OutputError(f"{folder} cannot be a folder: {there} is a file; name another")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(f"{folder} cannot be written: there is no permission to write into {there}; name another folder")


def write_files(folder: Path, files: dict[str, Write], last: str | None = None, stale: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """Write files into a folder: each aside, then each renamed over the old one.

    Parameters
    ----------
    files
        What to write, by path relative to the folder.
    last
        The file of these that is put into place after all others.
    stale
        Relative paths of older files to remove before ``last`` is put into place.

    Raises
    ------
    OutputError
        Something could not be written. Every old file is still there, and nothing is half-written.
    """
    names = [name for name in files if name != last] + ([last] if last else [])
    aside = {name: _aside(folder / name) for name in names}
    try:
        for name in names:
            with _told(folder / name), cycle_search_paused():
                _remove_left_behind(folder / name)
                aside[name].parent.mkdir(parents=True, exist_ok=True)
                files[name](aside[name])
                _sync(aside[name])
        for name in names:
            with _told(folder / name):
                if name == last:
                    _remove(folder, stale)
                aside[name].replace(folder / name)
    finally:
        for path in aside.values():
            if path.is_file():
                path.unlink()
    return tuple(folder / name for name in names)


@contextmanager
def cycle_search_paused() -> Iterator[None]:
    """Keep Python from searching for reference cycles: writers make millions of values and no cycle, and it costs them a tenth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write_bytes(content: bytes) -> Write:
    """Return a writer of fixed content."""

    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def _aside(path: Path) -> Path:
    # The suffix stays: GDAL tells by it what to write.
    return path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")


def _remove_left_behind(path: Path) -> None:
    """Remove what killed runs wrote aside for a file; what a run that is still alive writes there stays."""
    for left in path.parent.glob(f".{glob.escape(path.stem)}.*.part{glob.escape(path.suffix)}"):
        pid = left.name.removeprefix(f".{path.stem}.").removesuffix(f".part{path.suffix}")
        if pid.isdecimal() and not _is_running(int(pid)):
            left.unlink()


def _is_running(pid: int) -> bool:
    """Tell whether a process runs; true where the system has no harmless way to ask."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass  # somebody else's, or no number of a process: not ours to remove
    return True


def _sync(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _remove(folder: Path, stale: tuple[str, ...]) -> None:
    """Remove older files, and the folders inside this one that they leave empty."""
    for name in stale:
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            path.unlink()
            if path.parent != folder and not any(path.parent.iterdir()):
                path.parent.rmdir()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system says of a file into one clear line."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); the old files are unchanged") from error
    except (sqlite3.Error, pyogrio.errors.DataSourceError) as error:
        raise OutputError(f"{path}: cannot be written ({' '.join(str(error).split())}); the old files are unchanged") from error
