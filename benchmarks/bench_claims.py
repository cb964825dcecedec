"""Scores claims against gold annotations, with gold or found places and attributions, so that each stage's errors show alone.

usage: python benchmarks/bench_claims.py [--split tune|holdout] [--seeds] [--places gold|found] [--sources gold|found|none] [--errors N]

The scorer is the one in the shared folder. Errors of the holdout are never listed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from frontmap.evaluate import Evaluation, evaluate, read_gold
from frontmap.model import Attribution, Claim, Document, Mention, Parsed, Place, PlaceMention
from frontmap.registry.lexicon import open_lexicon
from frontmap.registry.sources import open_sources
from frontmap.text.attribution.quotes import find_attributions
from frontmap.text.claims import find_claims
from frontmap.text.events.detect import find_events
from frontmap.text.read import parse_date
from frontmap.text.sentences import parse

_REGION = re.compile(r"oblast|region|province|governorate|department|state\b|raion|donbas|crimea|darfur|ghouta|plain", re.IGNORECASE)
_COUNTRIES = {"ukraine", "russia", "syria", "sudan", "iraq", "mali", "el salvador", "honduras", "us", "turkey", "iran", "israel", "lebanon"}


def main() -> None:
    options = _options()
    gold = list(_gold(options))
    started = time.perf_counter()
    figures, errors = _score(gold, options)
    seconds = time.perf_counter() - started
    _print(figures, seconds, sum(len(d.text) for d, _ in gold))
    if options.errors and options.split == "holdout":
        sys.exit("the errors of the holdout are not to be read")
    texts = {d.id: d.text for d, _ in gold}
    for kind, document_id, claim in errors if options.errors else ():
        place = (claim.get("place") or {}).get("name")
        words = " ".join(texts[document_id][claim["start"] : claim["end"]].split())
        print(f"{kind}\t{document_id}\t{claim['type']}\t{place}\t{claim.get('rule', '')}\t{words[: options.errors]}")


def measure(shared: Path, **chosen: Any) -> dict[str, Any]:
    """Return the scorer's figures; the choices are those of the command line."""
    options = _options([])
    vars(options).update(chosen, shared=shared)
    return _score(list(_gold(options)), options)[0]


def _score(gold: list[tuple[Document, dict[str, Any]]], options: argparse.Namespace) -> tuple[dict[str, Any], list[Any]]:
    scorer = _module(options.shared / "eval" / "score_claims.py")
    predicted = [_predicted(document, record, options) for document, record in gold]
    figures, errors = scorer.score([record for _, record in gold], predicted)
    return figures, errors


def _options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--split", choices=("tune", "holdout"), default="tune")
    parser.add_argument("--seeds", action="store_true")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--places", choices=("gold", "found"), default="found")
    parser.add_argument("--sources", choices=("gold", "found", "none"), default="found")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list the errors with N characters of evidence")
    parser.add_argument("--only", default="", help="only documents whose id begins so")
    return parser.parse_args(arguments)


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _gold(options: argparse.Namespace) -> Iterator[tuple[Document, dict[str, Any]]]:
    folder = options.shared / "gold"
    if options.seeds:
        for record in map(json.loads, (folder / "seeds.jsonl").open(encoding="utf-8")):
            path = next((options.shared / "seeds").glob(f"{Path(record['id']).stem}*"))
            yield Document(record["id"], path.read_text(encoding="utf-8"), lang="en"), record
        return
    texts = {d["id"]: d for d in map(json.loads, (folder / "dev_docs.jsonl").open(encoding="utf-8"))}
    for record in map(json.loads, (folder / "dev.jsonl").open(encoding="utf-8")):
        meta = texts[record["id"]]
        if record["split"] == options.split and meta["lang"] in options.lang.split(",") and record["id"].startswith(options.only):
            published = parse_date(meta["published"])
            yield Document(record["id"], meta["text"], meta["title"], meta["publisher"], published, lang=meta["lang"]), record


def evaluated(shared: Path, **chosen: Any) -> Evaluation:
    """Return what frontmap's own evaluation says of the same claims."""
    options = _options([])
    vars(options).update(chosen, shared=shared)
    gold = {record["id"]: (document, record) for document, record in _gold(options)}
    annotated = read_gold(shared / "gold" / ("seeds.jsonl" if options.seeds else "dev.jsonl"))
    found = {document_id: _found(document, record, options)[1] for document_id, (document, record) in gold.items()}
    return evaluate({document_id: annotated[document_id] for document_id in gold}, found)


def _predicted(document: Document, record: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    placed, claims = _found(document, record, options)
    return {"id": document.id, "places": [_place(p) for p in placed], "claims": [_record(c) for c in claims]}


def _found(document: Document, record: dict[str, Any], options: argparse.Namespace) -> tuple[tuple[PlaceMention, ...], tuple[Claim, ...]]:
    parsed = parse(document)
    sources = open_sources()
    placed = _gold_places(record) if options.places == "gold" else _found_places(parsed)
    if options.sources == "gold":
        attributions = _gold_attributions(record)
    else:
        attributions = find_attributions(parsed, placed, sources) if options.sources == "found" else ()
    events = find_events(parsed, placed, open_lexicon(), sources)
    return placed, find_claims(parsed, placed, attributions, events, title_places=_title_places(document, options))


def _title_places(document: Document, options: argparse.Namespace) -> tuple[PlaceMention, ...]:
    if options.places == "gold" or not document.title or document.title in document.text:
        return ()
    return _found_places(parse(replace(document, text=document.title)))


def _found_places(parsed: Parsed) -> tuple[PlaceMention, ...]:
    from frontmap.registry.gazetteer import open_gazetteer
    from frontmap.resolve import resolve_places
    from frontmap.text.places.mentions import find_mentions

    gazetteer = open_gazetteer()
    return resolve_places(parsed, find_mentions(parsed, gazetteer), gazetteer)


def _gold_places(record: dict[str, Any]) -> tuple[PlaceMention, ...]:
    return tuple(_gold_mention(p) for p in sorted(record["places"], key=lambda p: p["start"]))


def _gold_mention(gold: dict[str, Any]) -> PlaceMention:
    kind = "country" if gold["name"].lower() in _COUNTRIES else "region" if _REGION.search(gold["surface"]) else "settlement"
    mention = Mention(gold["start"], gold["end"], gold["surface"], gold["surface"], gold["role"], kind)
    if gold["lat"] is None:
        return PlaceMention(mention, None)
    place = Place(f"gold:{gold['lat']},{gold['lon']}", gold["name"], gold["lon"], gold["lat"], kind)
    return PlaceMention(mention, place, "exact", 1.0)


def _gold_attributions(record: dict[str, Any]) -> tuple[Attribution, ...]:
    return tuple(
        Attribution((), (), ((c["start"], c["end"]),), c["source"], side=c["source_side"], via=tuple(c["via"]))
        for c in record["claims"]
        if c["source"] != "narrator"
    )


def _place(placed: PlaceMention) -> dict[str, Any]:
    place = placed.place
    return {
        "start": placed.mention.start,
        "end": placed.mention.end,
        "name": place.name if place else placed.mention.name,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


def _record(claim: Claim) -> dict[str, Any]:
    place = claim.place
    return {
        "start": claim.start,
        "end": claim.end,
        "type": claim.type,
        "place": {"name": claim.place_name, "lat": place.lat, "lon": place.lon} if place else None,
        "relation": claim.relation,
        "directions": list(claim.directions),
        "actor_side": claim.actor_side,
        "source": claim.source,
        "source_side": claim.source_side,
        "via": list(claim.via),
        "modality": claim.modality,
        "date": claim.date,
        "rule": claim.rule,
    }


def _print(figures: dict[str, Any], seconds: float, characters: int) -> None:
    speed = f"{1e6 * seconds / characters:.2f} ms per kB"
    print(f"{figures['documents']} documents, {figures['gold_claims']} gold, {figures['predicted_claims']} found, {speed}")
    for level in ("event", "claim", "attributed", "full"):
        p, r, f = (figures[level][k] for k in "prf")
        print(f"{level:11s} P {p:.3f} R {r:.3f} F1 {f:.3f}")
    print("fields", figures["fields"])
    print("beyond", {k: (v["f"], v["n"]) for k, v in figures["beyond constants"].items()})


if __name__ == "__main__":
    main()
