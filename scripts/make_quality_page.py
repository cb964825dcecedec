"""Measures frontmap on the development sets beside the checkout and writes what came out to docs/quality.md.

usage: python scripts/make_quality_page.py        (needs ../shared; takes a few minutes)
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs" / "quality.md"
PACK = SHARED / "geo" / "packs" / "ua_settlements.csv"
CLAIM_ROWS = ("event", "claim", "attributed", "full")


def main() -> None:
    """Measure everything and write the page."""
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is not here; the development sets are not part of the project")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        parts = [_head(), _claims(work), _places(work), _attributions(work)]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")


def _head() -> str:
    return """# How good it is

Made by `scripts/make_quality_page.py`; do not edit. Figures are F1 unless said otherwise, on hand-annotated development documents that
are not part of this repository. *Holdout* documents were scored, their texts and errors never read while rules were written; *seen*
ones were. Two people who annotate the same documents agree at 0.93 on events, 0.92 on claims with their place and 0.89 with the source.
"""


def _extract(work: Path, inputs: list[Path], *options: str) -> Path:
    target = work / "found.jsonl"
    with target.open("wb") as lines:
        subprocess.run(
            [sys.executable, "-m", "frontmap.cli", "extract", *map(str, inputs), *options],
            stdout=lines,
            stderr=subprocess.DEVNULL,
            check=True,
        )
    return target


def _score(script: str, *arguments: object) -> str:
    command = [sys.executable, SHARED / "eval" / script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _claims(work: Path) -> str:
    rows = [
        "## Claims",
        "",
        "| documents | gazetteer | event | claim | + source | + all | places | placed right | right of given |",
        "| " + "--- | " * 9,
    ]
    beyond = [
        "",
        "Beyond what constants reach:",
        "",
        "| documents | named source | via | modality | relation | directions | date |",
        "| " + "--- | " * 7,
    ]
    docs = SHARED / "gold" / "dev_docs.jsonl"
    english = ("--lang", "en", "--docs", docs)
    sets = (
        ("five seed articles (seen)", SHARED / "gold" / "seeds.jsonl", sorted((SHARED / "seeds").glob("*.txt")), ()),
        ("holdout, English", SHARED / "gold" / "dev.jsonl", [docs], ("--split", "holdout", *english)),
        ("tune, English (seen)", SHARED / "gold" / "dev.jsonl", [docs], ("--split", "tune", *english)),
        ("all, Russian and Ukrainian (partly seen)", SHARED / "gold" / "dev.jsonl", [docs], ("--lang", "ru,uk", "--docs", docs)),
    )
    for gazetteer, options in (("embedded", ()), ("+ settlements of Ukraine", ("--gazetteer", str(PACK)))):
        for name, gold, inputs, chosen in sets:
            figures = json.loads(_score("score_claims.py", gold, _extract(work, inputs, *options), *chosen, "--json"))
            levels = [figures[level]["f"] for level in CLAIM_ROWS]
            places = figures["places"]
            rows.append(_row(name, gazetteer, *levels, places["f"], places["placed_right"], places["right_of_given"]))
            if gazetteer == "embedded":
                found = figures["beyond constants"]
                names = ("named source", "via", "modality", "relation", "directions", "date")
                beyond.append(_row(name, *(f"{found[n]['f']:.3f} ({found[n]['n']})" for n in names)))
    return "\n".join((*rows, *beyond, ""))


def _places(work: Path) -> str:
    rows = [
        "## Places in news",
        "",
        "LGL, TR-News and GeoWebNews; a third of the documents (by a hash of their id) was never looked at.",
        "",
    ]
    rows += ["| documents | exact | overlap | within 161 km, all gold | of recognised | within 25 km, all gold |", "| " + "--- | " * 6]
    gold = SHARED / "bench" / "places_dev.jsonl"
    found = {json.loads(line)["id"]: line for line in _extract(work, [gold]).read_text(encoding="utf-8").split("\n") if line}
    for name, unseen in (("seen", False), ("unseen", True)):
        lines = [line for line in gold.read_text(encoding="utf-8").strip().split("\n") if _is_unseen(json.loads(line)["id"]) == unseen]
        (work / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (work / "pred.jsonl").write_text("\n".join(found[json.loads(line)["id"]] for line in lines), encoding="utf-8")
        r = json.loads(
            _score("score_places.py", "--gold", work / "gold.jsonl", "--pred", work / "pred.jsonl", "--kinds", "place", "--json")
        )
        near = r["resolution"]
        figures = (near["all_gold"]["acc161"], near["recognised"]["acc161"], near["all_gold"]["acc25"])
        rows.append(_row(f"{len(lines)} {name}", r["exact"]["f1"], r["overlap"]["f1"], *figures))
    return "\n".join((*rows, ""))


def _is_unseen(name: str) -> bool:
    return int(blake2b(name.encode(), digest_size=4).hexdigest(), 16) % 3 == 0


def _attributions(work: Path) -> str:
    gold = SHARED / "bench" / "attribution_dev.jsonl"
    text = _score("score_attribution.py", gold, _extract(work, [gold]), "--only", "speech,according,punct")
    kept = [line for line in text.splitlines() if line.startswith((" " * 8, "content", "+ ", "triple"))]
    return "\n".join(
        ("## Who says what", "", "24 Wikinews articles (two thirds of them seen), cues of speech:", "", "```", *kept, "```", "")
    )


def _row(*cells: object) -> str:
    return "| " + " | ".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in cells) + " |"


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    main()
