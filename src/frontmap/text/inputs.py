"""Finds the files that the user's arguments name, each with the document id that it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from frontmap.model import Notice

TEXT_SUFFIXES = (".txt", ".md")
HTML_SUFFIXES = (".html", ".htm")
RECORD_SUFFIXES = (".jsonl", ".jsonl.gz", ".json", ".csv", ".parquet")
SUFFIXES = TEXT_SUFFIXES + HTML_SUFFIXES + RECORD_SUFFIXES
META_FILES = ("meta.toml", "meta.json")
STDIN = "-"
_MANIFEST_START = b'{\n "frontmap": '  # of the build.json that output.files writes


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that the user named, or that lies below a directory that the user named."""

    path: Path
    """Where it is; ``-`` for standard input."""
    id: str
    """The document id that it gives: relative to the input argument, made longer where two files would share it."""
    argument: str
    """The argument that led to it."""


def find_inputs(arguments: Sequence[str]) -> tuple[list[InputFile], list[Notice]]:
    """Expand arguments into files, in the order given, directories sorted.

    A missing argument, or a directory without a supported file, is a notice. What ``frontmap build`` wrote below a directory is passed
    over, or ``build . -o out`` would read its own map the second time.
    """
    files: list[InputFile] = []
    notices: list[Notice] = []
    for argument in arguments:
        path = Path(argument)
        if argument == STDIN:
            files.append(InputFile(path, "stdin", argument))
        elif path.is_dir():
            built = {manifest.parent for manifest in path.rglob("build.json") if _is_manifest(manifest)}
            below = [p for p in sorted(path.rglob("*")) if _is_supported(p) and built.isdisjoint(p.parents)]
            files += [InputFile(p, p.relative_to(path).as_posix(), argument) for p in below]
            if not below:
                why = "holds what frontmap build wrote, and no reports" if built else f"no file ends in {' '.join(SUFFIXES)}"
                notices.append(Notice(argument, f"{why}; name a folder that holds reports", skipped=True))
        elif not path.exists():
            notices.append(Notice(argument, "no such file or folder", skipped=True))
        elif not suffix_of(path):
            notices.append(Notice(argument, f"unknown kind of file; expected one of {' '.join(SUFFIXES)}", skipped=True))
        else:
            files.append(InputFile(path, path.name, argument))
    return _tell_apart(files), notices


def _is_manifest(path: Path) -> bool:
    """Tell whether a ``build.json`` is frontmap's own."""
    try:
        with path.open("rb") as manifest:
            return manifest.read(len(_MANIFEST_START)) == _MANIFEST_START
    except OSError:
        return False


def suffix_of(path: Path) -> str:
    """Return the supported ending of a file's name, or an empty string."""
    name = path.name.lower()
    return next((s for s in sorted(SUFFIXES, key=len, reverse=True) if name.endswith(s)), "")


def _is_supported(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts[-1:])
    return bool(suffix_of(path)) and path.name not in META_FILES and not hidden and path.is_file()


def _tell_apart(files: list[InputFile]) -> list[InputFile]:
    """Give files that would share an id the shortest path that tells them apart."""
    by_id: dict[str, list[InputFile]] = {}
    for file in files:
        by_id.setdefault(file.id, []).append(file)
    longer: dict[InputFile, str] = {}
    for group in by_id.values():
        if len({f.path.resolve() for f in group}) > 1:
            longer |= _longer_ids(group)
    return [InputFile(f.path, longer.get(f, f.id), f.argument) for f in files]


def _longer_ids(group: Sequence[InputFile]) -> dict[InputFile, str]:
    parts = {f: f.path.resolve().parts for f in group}
    paths = {f.path.resolve() for f in group}
    for length in range(2, max(map(len, parts.values())) + 1):
        tails = {f: PurePosixPath(*p[-length:]).as_posix().lstrip("/") for f, p in parts.items()}
        if len(set(tails.values())) == len(paths):
            return tails
    return {f: f.id for f in group}
