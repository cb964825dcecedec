"""The Python interface for analysts: three functions and a map that shows itself in a notebook.

>>> import frontmap
>>> report = frontmap.build("examples/pokrovsk", "out")           # doctest: +SKIP
>>> layers = frontmap.read_layers("out")                          # doctest: +SKIP
>>> layers["claims"].query("type == 'capture'")[["place", "source", "modality"]]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from frontmap import pipeline
from frontmap.errors import InputError, UsageError
from frontmap.model import Document, Extraction, Notice
from frontmap.text.read import parse_date, read_documents

if TYPE_CHECKING:
    from frontmap.output.readers import Frame

Inputs = str | Path | Document | Iterable[str | Path | Document]


def extract(inputs: Inputs, *, published: str | None = None, **settings: Any) -> Iterator[Extraction]:
    """Yield the places, attributions and claims of each document, in order.

    Parameters
    ----------
    inputs
        Paths of files and folders, or ``Document`` records, one or several.
    published
        ISO date of documents that state none.
    settings
        ``gazetteers``, ``corrections``, ``jobs``, ``strict`` and ``resume`` as in ``pipeline.Settings``.

    Raises
    ------
    InputError
        With ``strict=True``, at the first input that cannot be read; otherwise such inputs are left out.
    UsageError
        An unknown setting, an impossible date, or two ``Document`` records with one id.
    """
    chosen = _settings(published, settings)
    for item in pipeline.extract(_documents(inputs, published), chosen):
        if isinstance(item, Extraction):
            yield item
        elif item.skipped and chosen.strict:
            raise InputError(f"{item.where}: {item.message}")


def build(
    inputs: Inputs,
    out: str | Path,
    *,
    published: str | None = None,
    **settings: Any,
) -> Map:
    """Write the map and the layers of documents into a folder, and return the map.

    Parameters and errors are those of ``extract``; the fields of ``pipeline.MapSettings`` (``title``, ``lang``, ``theme``, ...) are
    settings too. ``OutputError``: the folder cannot be written.
    """
    looks = {f.name for f in fields(pipeline.MapSettings)} & settings.keys()
    look = pipeline.MapSettings(**{name: settings.pop(name) for name in looks})
    report = pipeline.build(_documents(inputs, published), Path(out), _settings(published, settings), look)
    return Map(Path(out) / "map.html", report.counts, report.notices)


def read_layers(path: str | Path) -> dict[str, Frame]:
    """Read the layers of a built folder, or of its ``frontmap.gpkg``, as typed GeoDataFrames (EPSG:4326) and DataFrames."""
    from frontmap.output import readers

    return readers.read_layers(path)


@dataclass(frozen=True, slots=True)
class Map:
    """A built map. A notebook shows it; ``path`` is the file to send."""

    path: Path
    """Where map.html is."""
    counts: dict[str, int]
    """Documents, claims, places and so on."""
    notices: tuple[Notice, ...] = ()
    """What to know about the inputs."""

    def _repr_html_(self) -> str:
        """Return the page inside a frame of its own, so that neither it nor the notebook can reach the other."""
        page = self.path.read_text(encoding="utf-8")
        return f'<iframe srcdoc="{escape(page, quote=True)}" sandbox="allow-scripts" style="width:100%;height:620px;border:0"></iframe>'


def _settings(published: str | None, chosen: dict[str, Any]) -> pipeline.Settings:
    if published is not None and parse_date(published) != published:
        raise UsageError(f"published={published!r} is no date; expected one like 2025-12-01")
    gazetteers = tuple(Path(p) for p in chosen.pop("gazetteers", ()))
    paths: dict[str, Any] = {name: Path(chosen.pop(name)) for name in ("corrections", "resume") if chosen.get(name) is not None}
    try:
        return pipeline.Settings(gazetteers=gazetteers, published=published, **paths, **chosen)
    except TypeError as error:
        raise UsageError(f"unknown setting: {error}") from None


def _documents(inputs: Inputs, published: str | None) -> Iterator[Document | Notice]:
    """Yield records and what paths hold, in the order given; neighbouring paths are read together, as on the command line."""
    several = [inputs] if isinstance(inputs, (str, Path, Document)) else inputs
    for are_records, some in groupby(several, key=lambda one: isinstance(one, Document)):
        if are_records:
            yield from _records(cast("Iterator[Document]", some), published)
        else:
            yield from read_documents([str(path) for path in some], published)


def _records(documents: Iterable[Document], published: str | None) -> Iterator[Document]:
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise UsageError(f"two documents have the id {document.id!r}; claims are told apart by it, so give each document its own")
        seen.add(document.id)
        yield replace(document, published=published) if published and document.published is None else document
