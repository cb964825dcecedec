"""The whole flow in one screen: documents -> claims with places -> shapes -> evidence -> layers -> files and map."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontmap import __version__
from frontmap.errors import FrontmapError, InputError
from frontmap.ledger import Done, Ledger, code_fingerprint
from frontmap.model import Document, Extraction, Notice, PlaceMention
from frontmap.parallel import map_chunks

if TYPE_CHECKING:
    from frontmap.corrections import Corrections
    from frontmap.registry.gazetteer import Gazetteer
    from frontmap.registry.lexicon import Lexicon
    from frontmap.registry.sources import SourceRegistry


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose for a run. Small and picklable, so that every worker opens the same registries."""

    gazetteers: tuple[Path, ...] = ()
    """Gazetteer files for this run, besides the embedded one and the installed packs."""
    corrections: Path | None = None
    """A file of the user's corrections. None: none."""
    published: str | None = None
    """ISO date for documents that state none."""
    jobs: int = 1
    """Worker processes; 1 stays in this one."""
    strict: bool = False
    """A bad input ends the run."""
    resume: Path | None = None
    """A file that keeps finished documents between runs. None: every run starts anew."""


@dataclass(frozen=True, slots=True)
class MapSettings:
    """How the map is to look."""

    title: str = ""
    """Empty: the map says ``Who claims what``."""
    lang: str = "en"
    theme: str = "auto"
    basemap: bool = True
    """False: no outlines beneath the claims."""
    online_tiles: str = ""
    """URL template of tiles that a reader may turn on. Empty: the page makes no request at all."""
    split: bool = False
    """True: what the claims say lies in files beside the page, so that a million claims stay usable."""
    overlay: str = ""
    """A file, or a pattern of daily files, with a reference of the user's to draw beneath the claims. Empty: none."""
    overlay_name: str = ""
    """What the legend calls it. Empty: the file's name."""
    overlay_credit: str = ""
    """Who made it. Empty: not said."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The open registries that reading a document needs."""

    gazetteer: Gazetteer
    sources: SourceRegistry
    lexicon: Lexicon
    corrections: Corrections | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, for the user to read."""

    counts: dict[str, int]
    notices: tuple[Notice, ...]
    files: tuple[Path, ...] = field(default=())


Item = Extraction | Notice
Progress = Callable[[int, int], None]
"""Called with the documents and the claims so far."""
Say = Callable[[Notice], None]
"""Called with every notice as soon as it comes up."""


def open_engine(settings: Settings) -> Engine:
    """Open gazetteer, source registry and lexicon once for a run."""
    from frontmap.corrections import read_corrections
    from frontmap.registry.gazetteer import open_gazetteer
    from frontmap.registry.lexicon import open_lexicon
    from frontmap.registry.sources import open_sources

    gazetteer = open_gazetteer(settings.gazetteers)
    corrections = read_corrections(settings.corrections, gazetteer) if settings.corrections else None
    return Engine(gazetteer, open_sources(), open_lexicon(), corrections)


def extract_document(document: Document, engine: Engine) -> Extraction:
    """Find the places, attributions and claims of one document; what the claims are worth is not judged yet."""
    from frontmap.resolve import resolve_places
    from frontmap.text.attribution.quotes import find_attributions
    from frontmap.text.claims import find_claims
    from frontmap.text.events.detect import find_events
    from frontmap.text.places.mentions import find_mentions
    from frontmap.text.sentences import parse

    parsed = parse(document)
    mentions = find_mentions(parsed, engine.gazetteer)
    placed = resolve_places(parsed, mentions, engine.gazetteer, engine.corrections)
    attributions = find_attributions(parsed, placed, engine.sources)
    events = find_events(parsed, placed, engine.lexicon, engine.sources, attributions)
    claims = find_claims(parsed, placed, attributions, events, title_places=_title_places(document, engine) if events else ())
    corrected = sorted(engine.corrections.used(document.id, mentions)) if engine.corrections else ()
    return Extraction(document, placed, attributions, claims, tuple(corrected))


def _title_places(document: Document, engine: Engine) -> tuple[PlaceMention, ...]:
    """Find the places of a title that does not stand in the text: context for what the text leaves unsaid."""
    from frontmap.resolve import resolve_places
    from frontmap.text.places.mentions import find_mentions
    from frontmap.text.sentences import parse

    if not document.title or document.title in document.text:
        return ()
    parsed = parse(replace(document, text=document.title))
    return resolve_places(parsed, find_mentions(parsed, engine.gazetteer), engine.gazetteer, engine.corrections)


def extract(documents: Iterable[Document | Notice], settings: Settings) -> Iterator[Item]:
    """Extract documents in their order with notices between them, claims judged as far as their own document alone allows."""
    from frontmap.evidence import weigh
    from frontmap.registry.sources import open_sources

    sources = open_sources()
    for item in _read(documents, settings):
        if isinstance(item, Extraction) and item.claims:
            item = replace(item, claims=weigh(item.claims, {item.document.id: item.document}, sources).claims)
        yield item


def _read(documents: Iterable[Document | Notice], settings: Settings) -> Iterator[Item]:
    """Extract documents in their order, on as many processes as the settings ask for; skip those that a run before has done."""
    if settings.resume is None:
        yield from map_chunks(_extract_item, documents, open_engine, settings, settings.jobs)
        return
    with Ledger(settings.resume, _fingerprint(settings)) as ledger:
        for result in map_chunks(_extract_item, ledger.skip_done(documents), open_engine, settings, settings.jobs):
            yield ledger.settle(result)


def _fingerprint(settings: Settings) -> bytes:
    """Digest of all that decides what a document gives, besides the document."""
    from frontmap.registry.gazetteer import open_gazetteer

    digest = blake2b(code_fingerprint(), digest_size=32)
    digest.update(open_gazetteer(settings.gazetteers).fingerprint.encode())
    digest.update(settings.corrections.read_bytes() if settings.corrections else b"")
    return digest.digest()


def _extract_item(item: Document | Notice | Done, engine: Engine) -> Any:
    if not isinstance(item, Document):
        return item
    try:
        return extract_document(item, engine)
    except FrontmapError as error:
        return Notice(item.origin or item.id, str(error), skipped=True)
    except Exception as error:  # one document that trips a bug must not lose the others' results
        last = traceback.extract_tb(error.__traceback__)[-1]
        told = f"skipped after an error inside frontmap ({error!r} in {Path(last.filename).name}:{last.lineno}); please report it"
        return Notice(item.origin or item.id, told, skipped=True)


def build(
    documents: Iterable[Document | Notice],
    out: Path,
    settings: Settings,
    look: MapSettings,
    progress: Progress | None = None,
    say: Say | None = None,
) -> Report:
    """Read documents and write the map and its layers into a folder.

    Raises
    ------
    UsageError
        The look asks for what there is not; nothing was read.
    InputError
        Nothing usable was read; the folder is left as it was.
    OutputError
        The folder cannot be written, which is told before anything is read as far as it can be known by then; the files of the run before
        stay whole.
    """
    from frontmap.evidence import weigh
    from frontmap.geometry.locate import locate_claims
    from frontmap.geometry.movement import draw_movements, undrawn_directions
    from frontmap.layers.frames import make_layers
    from frontmap.output.files import write_build
    from frontmap.output.overlays import read_overlays
    from frontmap.output.split import SplitMap, render_split
    from frontmap.output.staging import check_folder
    from frontmap.output.webmap import checked_look, render_map
    from frontmap.registry.footprints import footprints_of
    from frontmap.registry.gazetteer import open_gazetteer
    from frontmap.registry.sources import open_sources

    chosen: dict[str, Any] = {name: getattr(look, name) for name in ("title", "lang", "theme", "basemap", "online_tiles")}
    checked_look(**chosen)
    check_folder(out)
    gazetteer = open_gazetteer(settings.gazetteers)
    overlays = read_overlays(look.overlay, look.overlay_name, look.overlay_credit) if look.overlay else ()
    extractions, notices = _collect(_read(documents, settings), settings, progress, say)
    notices += _unused_corrections(extractions, settings, gazetteer, say)
    sources = open_sources()
    reports = {e.document.id: e.document for e in extractions}
    evidence = weigh([c for e in extractions for c in e.claims], reports, sources)
    located, unplaced = locate_claims(evidence.claims, footprints_of(gazetteer))
    movements = draw_movements(evidence.claims, located)
    undrawn = [u for u in undrawn_directions(evidence.claims, located) if u.claim_id in located]
    layers = make_layers(extractions, evidence, located, movements, (*unplaced, *undrawn), sources)
    made = (render_split if look.split else render_map)(layers, **chosen, overlays=overlays)
    page, beside = (made.page, made.beside) if isinstance(made, SplitMap) else (made, {})
    counts = {**_counts(extractions, layers, notices), "undrawn directions": len(undrawn)}
    files = write_build(out, layers, _manifest(extractions, settings, look, counts, notices), page, beside)
    return Report(counts, tuple(notices), tuple(files))


def _collect(
    items: Iterator[Item], settings: Settings, progress: Progress | None, say: Say | None
) -> tuple[list[Extraction], list[Notice]]:
    extractions: list[Extraction] = []
    notices: list[Notice] = []
    claims = 0
    for item in items:
        if isinstance(item, Notice):
            if item.skipped and settings.strict:
                raise InputError(f"{item.where}: {item.message}")
            notices.append(item)
            if say:
                say(item)
            continue
        extractions.append(item)
        claims += len(item.claims)
        if progress:
            progress(len(extractions), claims)
    if not extractions:
        reasons = "; ".join(f"{n.where}: {n.message}" for n in notices[:3])
        raise InputError(f"nothing usable was read ({reasons or 'no input'})")
    return extractions, notices


def _unused_corrections(extractions: Sequence[Extraction], settings: Settings, gazetteer: Gazetteer, say: Say | None) -> list[Notice]:
    if settings.corrections is None:
        return []
    from frontmap.corrections import read_corrections

    corrections = read_corrections(settings.corrections, gazetteer)
    unused = corrections.unused({row for e in extractions for row in e.corrected})
    notices = [Notice(row.where, f"the correction of {row.name!r} was not used: no mention is called so") for row in unused]
    if say:
        for notice in notices:
            say(notice)
    return notices


def _counts(extractions: Sequence[Extraction], layers: dict[str, Any], notices: Sequence[Notice]) -> dict[str, int]:
    claims = [c for e in extractions for c in e.claims]
    return {
        "documents": len(extractions),
        "skipped": sum(n.skipped for n in notices),
        "claims": len(claims),
        "placed claims": len(layers["claims"]),
        "movements": len(layers["movements"]),
        "places": len(layers["places"]),
        "mentions": sum(len(e.places) for e in extractions),
        "unplaced": len(layers["unplaced"]),
        "sources": len({(c.source_id or c.source) for c in claims if c.source != "narrator"}),
        "unknown sources": len({c.source for c in claims if c.source != "narrator" and c.source_side == "unknown"}),
        "corrected": len({row for e in extractions for row in e.corrected}),
    }


def _manifest(
    extractions: Sequence[Extraction], settings: Settings, look: MapSettings, counts: dict[str, int], notices: Sequence[Notice]
) -> dict[str, Any]:
    """Describe a run for ``build.json``: nothing in it tells when, where or by how many processes it ran."""
    return {
        "frontmap": __version__,
        "inputs": [{"id": e.document.id, "sha256": e.document.text_sha256, "claims": len(e.claims)} for e in extractions],
        "settings": {
            "gazetteers": [p.name for p in settings.gazetteers],
            "corrections": settings.corrections.name if settings.corrections else None,
            "published": settings.published,
            "title": look.title,
            "lang": look.lang,
            "theme": look.theme,
            "basemap": look.basemap,
            "online_tiles": look.online_tiles,
            "split": look.split,
            "overlay": Path(look.overlay).name,
            "overlay_name": look.overlay_name,
            "overlay_credit": look.overlay_credit,
        },
        "counts": counts,
        "warnings": [{"where": Path(n.where).name, "message": n.message} for n in notices if not n.skipped],
        "skipped": [{"where": Path(n.where).name, "message": n.message} for n in notices if n.skipped],
    }
