"""Measure who-says-what on annotated news: accuracy on seen and unseen documents, and the time per document.

usage: python benchmarks/bench_attribution.py GOLD.jsonl SCORER.py [BULK.jsonl.gz]

GOLD holds documents with attributions, SCORER is the scorer that reads it (``score_attribution.py``). A third of the documents,
chosen by a hash of their id, is *unseen*: scored, its errors never looked at. With BULK (stories in JSON Lines) the time of
sentences and attributions on one core is printed as well.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from frontmap.model import Document
from frontmap.registry.sources import open_sources
from frontmap.text.attribution.quotes import find_attributions
from frontmap.text.sentences import parse

CLASSES = "speech,according,punct"
"""The kinds of cue that are scored, as ``--only`` of the scorer takes them."""
STORIES = 2000


def is_unseen(document_id: str) -> bool:
    return int(hashlib.blake2b(document_id.encode(), digest_size=4).hexdigest(), 16) % 3 == 0


def predict(gold: Path, out: Path) -> dict[str, list[str]]:
    """Write predictions for a gold file; return the ids by half."""
    sources = open_sources()
    ids: dict[str, list[str]] = {"seen": [], "unseen": []}
    with gold.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as predictions:
        for line in lines:
            record = json.loads(line)
            ids["unseen" if is_unseen(record["id"]) else "seen"].append(record["id"])
            found = find_attributions(parse(Document(record["id"], record["text"])), (), sources)
            spans = [{"source": one.source, "cue": one.cue, "content": one.content} for one in found]
            predictions.write(json.dumps({"id": record["id"], "attributions": spans}) + "\n")
    return ids


def score(gold: Path, scorer: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "predictions.jsonl"
        for half, ids in predict(gold, out).items():
            chosen = Path(folder) / half
            chosen.write_text("\n".join(ids), encoding="utf-8")
            command = [sys.executable, str(scorer), str(gold), str(out), "--only", CLASSES, "--ids", str(chosen)]
            result = subprocess.run(command, capture_output=True, text=True, check=True)
            rows = [line for line in result.stdout.splitlines() if line.startswith(("docs", "content overlap", "triple (overlap"))]
            print(half, *rows, sep="\n  ")


def clock(bulk: Path) -> None:
    with gzip.open(bulk, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line, _ in zip(lines, range(STORIES), strict=False)]
    documents = [Document(record["id"], record["text"], title=record.get("title")) for record in records]
    sources = open_sources()
    find_attributions(parse(documents[0]), (), sources)
    start = time.process_time()
    parsed = [parse(document) for document in documents]
    middle = time.process_time()
    for one in parsed:
        find_attributions(one, (), sources)
    end = time.process_time()
    kilobytes = sum(len(document.text) for document in documents) / 1000
    print(f"sentences    {len(documents) / (middle - start):8.0f} documents/s")
    print(f"attributions {1000 * (end - middle) / kilobytes:8.2f} ms per kB of text")


def main(arguments: list[str]) -> int:
    if len(arguments) < 2:
        print(__doc__)
        return 2
    score(Path(arguments[0]), Path(arguments[1]))
    for bulk in arguments[2:]:
        clock(Path(bulk))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
