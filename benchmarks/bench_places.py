"""Scores places against the development sets and times them beside two other offline geoparsers.

usage: python benchmarks/bench_places.py [--shared DIR] [--gazetteer FILE] [--json] [--speed N] [--errors SET]

The sets are places_dev.jsonl, told apart into what its authors may look at (`seen`) and a third that nobody here reads (`unseen`), the
annotated documents of gold/ by split, and the seeds. Scorers are those of the shared folder. `--speed N` reads N stories of
bulk_reuters.jsonl.gz with frontmap, geotext and flashgeotext in this one process and prints documents per second and the ratios.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontmap.model import Document, PlaceMention
from frontmap.registry.gazetteer import Gazetteer, open_gazetteer
from frontmap.resolve import resolve_places
from frontmap.text.places.mentions import find_mentions
from frontmap.text.sentences import parse

SHARED = Path(__file__).resolve().parents[2] / "shared"
READABLE = ("seen", "tune", "tune other", "seeds")
"""Sets whose errors may be listed."""


@dataclass(frozen=True, slots=True)
class Case:
    """A document with what its annotators found."""

    document: Document
    places: list[dict[str, Any]]
    set: str
    """``seen``, ``unseen``, ``seeds``, or a split of the gold (``tune other``: not English)."""


def main() -> None:
    """Print the figures."""
    options = _options()
    gazetteer = open_gazetteer(options.gazetteer)
    cases = list(read_cases(options.shared))
    if options.errors:
        _print_errors([c for c in cases if c.set == options.errors], gazetteer)
        return
    figures = measure(cases, gazetteer, options.shared)
    print(json.dumps(figures, indent=1) if options.json else _table(figures))
    if options.speed:
        _print_speed(options.shared, options.speed, gazetteer)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--gazetteer", type=Path, action="append", default=[])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--speed", type=int, default=0, metavar="N")
    parser.add_argument("--errors", choices=READABLE)
    return parser.parse_args()


def read_cases(shared: Path) -> Iterator[Case]:
    """Yield the documents of all development sets."""
    for record in _lines(shared / "bench" / "places_dev.jsonl"):
        yield Case(Document(record["id"], record["text"], lang="en"), record["toponyms"], "unseen" if is_unseen(record["id"]) else "seen")
    texts = {record["id"]: record for record in _lines(shared / "gold" / "dev_docs.jsonl")}
    for record in _lines(shared / "gold" / "dev.jsonl"):
        source = texts[record["id"]]
        document = Document(record["id"], source["text"], publisher=source.get("publisher"), lang=source.get("lang"))
        yield Case(document, record["places"], record["split"] + ("" if document.lang == "en" else " other"))
    for record in _lines(shared / "gold" / "seeds.jsonl"):
        with (shared / "seeds" / record["id"]).open(encoding="utf-8", newline="") as text:
            yield Case(Document(record["id"], text.read(), lang="en"), record["places"], "seeds")


def is_unseen(document_id: str) -> bool:
    """Tell whether a document belongs to the third that is scored and never read."""
    return int(hashlib.blake2b(document_id.encode(), digest_size=4).hexdigest(), 16) % 3 == 0


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def find_places(document: Document, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """Find and place the mentions of a document."""
    parsed = parse(document)
    return resolve_places(parsed, find_mentions(parsed, gazetteer), gazetteer)


def record_from_places(document: Document, placed: tuple[PlaceMention, ...]) -> dict[str, Any]:
    """Return places in the shape of ``frontmap extract``, as far as the scorers read it."""
    places = []
    for found in placed:
        lat, lon = (found.place.lat, found.place.lon) if found.place else (None, None)
        places.append({"start": found.mention.start, "end": found.mention.end, "lat": lat, "lon": lon})
    return {"id": document.id, "places": places, "mentions": places, "claims": []}


def measure(cases: list[Case], gazetteer: Gazetteer, shared: Path) -> dict[str, dict[str, float]]:
    """Return the figures of every set."""
    found: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for case in cases:
        predicted = record_from_places(case.document, find_places(case.document, gazetteer))
        gold = {"id": case.document.id, "toponyms": case.places, "places": case.places, "claims": []}
        found.setdefault(case.set, []).append((gold, predicted))
    bench, claims = _module(shared / "eval" / "score_places.py"), _module(shared / "eval" / "score_claims.py")
    figures = {}
    for name, pairs in sorted(found.items()):
        if name in ("seen", "unseen"):
            figures[name] = _bench_figures(bench, pairs)
        else:
            figures[name] = {
                key: round(value, 4) for key, value in claims.score([g for g, _ in pairs], [p for _, p in pairs])[0]["places"].items()
            }
    return figures


def _bench_figures(scorer: Any, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, float]:
    score = scorer.score({g["id"]: g for g, _ in pairs}, {p["id"]: p for _, p in pairs}, "overlap", {"place"})
    everything, recognised = score["resolution"]["all_gold"], score["resolution"]["recognised"]
    figures = {"exact_f1": score["exact"]["f1"], "overlap_f1": score["overlap"]["f1"]}
    figures |= {"all_161": everything["acc161"], "all_25": everything["acc25"], "recognised_161": recognised["acc161"]}
    return {key: round(value, 4) for key, value in figures.items()}


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is missing; give the folder with --shared")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _table(figures: dict[str, dict[str, float]]) -> str:
    return "\n".join(f"{name:14s}" + "  ".join(f"{key} {value:.3f}" for key, value in row.items()) for name, row in figures.items())


def _print_errors(cases: list[Case], gazetteer: Gazetteer) -> None:
    """List what was missed and what was found beside the annotation."""
    for case in cases:
        text, placed = case.document.text, find_places(case.document, gazetteer)
        predicted = [(p.mention.start, p.mention.end) for p in placed]
        gold = [(g["start"], g["end"]) for g in case.places if g.get("kind", "place") == "place"]
        known = [(g["start"], g["end"]) for g in case.places]
        for kind, spans, others in (("missed", gold, predicted), ("extra", predicted, known)):
            for start, end in spans:
                if not any(a < end and start < b for a, b in others):
                    context = " ".join(f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}".split())
                    print(f"{kind}\t{case.document.id}\t{context}")


def _print_speed(shared: Path, count: int, gazetteer: Gazetteer) -> None:
    """Time the geoparsers on the same stories, one after the other, in CPU seconds, since other work may share the machine."""
    texts = _stories(shared, count)
    rates = {name: _rate(geoparser, texts) for name, geoparser in _geoparsers(gazetteer).items()}
    for name, rate in rates.items():
        print(f"{name:24s} {rate:8.0f} documents/s; frontmap runs at {rates['frontmap'] / rate:.2f} of that")


def _stories(shared: Path, count: int) -> list[str]:
    with gzip.open(shared / "bench" / "bulk_reuters.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line, _ in zip(lines, range(count), strict=False)]


def _geoparsers(gazetteer: Gazetteer) -> dict[str, Callable[[str], object]]:
    geoparsers: dict[str, Callable[[str], object]] = {
        "frontmap": lambda text: find_places(Document("", text), gazetteer),
        "frontmap, parse alone": lambda text: parse(Document("", text)),
    }
    if importlib.util.find_spec("geotext"):
        from geotext import GeoText

        geoparsers["geotext"] = lambda text: GeoText(text).cities
    if importlib.util.find_spec("flashgeotext"):
        from flashgeotext.geotext import GeoText as FlashGeoText

        geoparsers["flashgeotext"] = FlashGeoText().extract
    return geoparsers


def _rate(geoparser: Callable[[str], object], texts: list[str]) -> float:
    geoparser(texts[0])
    started = time.process_time()
    for text in texts:
        geoparser(text)
    return len(texts) / (time.process_time() - started)


if __name__ == "__main__":
    main()
