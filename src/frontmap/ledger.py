"""Keeps finished documents in a file, so that an interrupted run goes on where it stopped.

The file is SQLite. A document's key covers all its fields, the code and knowledge of frontmap, and the settings that change results,
so that nothing stale is ever taken for done. Records are stored as JSON, never as pickles: a ledger from elsewhere can run no code.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import types
import typing
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from frontmap.data import geo_dir
from frontmap.errors import OutputError
from frontmap.model import Document, Extraction, Notice

Record = TypeVar("Record")
_SAVE_EVERY = 200  # documents: what a killed run may have to do again
_LOCKED_SECONDS = 60  # to wait for another run that writes into the same file


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """Stands for a document that the ledger holds, while others are being worked on."""

    key: bytes
    """Its key in the ledger."""
    origin: str = ""
    """Where the document came from."""


class Ledger:
    """An open ledger. Use it as a context manager: leaving it saves what is done. Several runs may share a file."""

    def __init__(self, path: Path, fingerprint: bytes) -> None:
        """Open a file, made where there is none; ``OutputError`` where it cannot be used, here and in every method."""
        self._path = path
        self._fingerprint = fingerprint
        self._unsaved: list[tuple[bytes, str]] = []
        with self._told():
            self._db = sqlite3.connect(path, timeout=_LOCKED_SECONDS)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("CREATE TABLE IF NOT EXISTS done (key BLOB PRIMARY KEY, extraction TEXT NOT NULL) WITHOUT ROWID")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._save()
        finally:
            self._db.close()

    def skip_done(self, documents: Iterable[Document | Notice]) -> Iterator[Document | Notice | Done]:
        """Replace documents that are done already by ``Done``."""
        for item in documents:
            if isinstance(item, Notice):
                yield item
                continue
            key = self._key(item)
            with self._told():
                is_done = self._db.execute("SELECT 1 FROM done WHERE key = ?", (key,)).fetchone()
            yield Done(key, item.origin) if is_done else item

    def settle(self, result: Extraction | Notice | Done) -> Extraction | Notice:
        """Enter a new extraction; fetch the one that a ``Done`` stands for."""
        if isinstance(result, Done):
            with self._told():
                [stored] = self._db.execute("SELECT extraction FROM done WHERE key = ?", (result.key,)).fetchone()
                extraction: Extraction = decode(json.loads(stored), Extraction)
            return extraction
        if isinstance(result, Extraction):
            stored = json.dumps(encode(result), ensure_ascii=False).encode("utf-8", "replace").decode()
            self._unsaved.append((self._key(result.document), stored))
            if len(self._unsaved) >= _SAVE_EVERY:
                self._save()
        return result

    def _save(self) -> None:
        """Write at once what came since the last time, so that no other run waits for long."""
        if not self._unsaved:
            return
        with self._told(), self._db:
            self._db.executemany("INSERT OR REPLACE INTO done VALUES (?, ?)", self._unsaved)
        self._unsaved.clear()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite says of the file, or a record in it that is none, into one clear line."""
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise OutputError(f"{self._path} cannot be used to resume from: {error}; name another file, or delete this one") from error

    def _key(self, document: Document) -> bytes:
        fields = json.dumps(encode(document), sort_keys=True).encode()
        return blake2b(fields, key=self._fingerprint, digest_size=16).digest()


@cache
def code_fingerprint() -> bytes:
    """Digest of frontmap's own code and knowledge: what was extracted by others is done again."""
    digest = blake2b(digest_size=32)
    package = Path(__file__).parent
    for path in sorted([*package.rglob("*.py"), *geo_dir().rglob("*.csv")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def encode(record: Any) -> Any:
    """Turn a record into lists and plain values: the fields in order, without their names."""
    if dataclasses.is_dataclass(record):
        return [encode(getattr(record, name)) for name in _types_of(type(record))]
    if isinstance(record, (tuple, list)):
        return [encode(x) for x in record]
    return record


def decode(value: Any, kind: Any) -> Any:
    """Turn lists and plain values back into a record of a type, guided by its annotations."""
    if value is None:
        return None
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return kind(**{name: decode(v, t) for (name, t), v in zip(_types_of(kind).items(), value, strict=True)})
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return decode(value, next(t for t in typing.get_args(kind) if t is not type(None)))
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)
        if inner[-1] is Ellipsis:
            return tuple(decode(v, inner[0]) for v in value)
        return tuple(decode(v, t) for v, t in zip(value, inner, strict=True))
    return value


def _types_of(kind: Any) -> dict[str, Any]:
    """Return the fields of a record's type, in order, with their types."""
    return _cached_types(kind)


@cache
def _cached_types(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in dataclasses.fields(kind)}
