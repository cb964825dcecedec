"""Write docs/evidence.html: how claims are weighed, shown on invented reports and judged by frontmap's own code.

Run ``python scripts/make_evidence_page.py`` after a change to evidence/ or layers/contradictions.csv, look at the page, and commit it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from frontmap import evidence
from frontmap.data import layers_dir, read_rows
from frontmap.evidence import weigh
from frontmap.evidence.areas import ClaimedArea, claimed_areas
from frontmap.evidence.voices import voices_from_claims
from frontmap.geometry.locate import locate_claims
from frontmap.model import Claim, Document, Evidence, EvidenceGroup, Place, PlaceState, Source

PAGE = Path(__file__).resolve().parents[1] / "docs" / "evidence.html"
LISNE = Place("e:lisne", "Lisne", 36.20, 48.30, "settlement", admin1_code="XA.01", radius_km=4.0)
MILL = Place("e:mill", "Old Mill", 36.21, 48.32, "district", admin1_code="XA.01", radius_km=1.0)

SOURCES = (
    Source("body:red-ministry", "Red Ministry", "ministry", "red", "D"),
    Source("outlet:redwire", "Redwire", "agency", "red", "D", owner="body:red-ministry"),
    Source("outlet:bluepost", "Blue Post", "outlet", "blue", "C"),
    Source("outlet:field-line", "Field Line", "outlet", "third_party", "B"),
)


class Registry:
    """The invented sources of this page."""

    def find(self, name: str) -> Source | None:
        """Return the source of a name."""
        return next((source for source in SOURCES if source.name == name), None)

    def by_id(self, source_id: str) -> Source | None:
        """Return the source of an id."""
        return next((source for source in SOURCES if source.source_id == source_id), None)


@dataclass(frozen=True, slots=True)
class Report:
    """A sentence of an invented report with the claim that it makes."""

    publisher: str
    sentence: str
    type: str
    actor_side: str | None
    date: str
    source: str = "narrator"
    source_side: str = "unknown"
    via: tuple[str, ...] = ()
    modality: str = "asserted"
    relation: str | None = None
    place: Place = LISNE


EXAMPLES: tuple[tuple[str, str, tuple[Report, ...]], ...] = (
    (
        "One agency told three times is one witness",
        "Redwire belongs to the ministry, and The Courier relays Redwire: three reports, one root.",
        (
            Report("Redwire", "Lisne has been liberated.", "capture", "red", "2025-12-01"),
            Report("The Courier", "Lisne was taken, according to Redwire.", "capture", "red", "2025-12-01", via=("Redwire",)),
            Report("Evening Sheet", "Lisne is ours, the Red Ministry said.", "capture", "red", "2025-12-02", "Red Ministry", "red"),
        ),
    ),
    (
        "Two independent witnesses agree",
        "The dates differ by a day: within the tolerance of claims whose day is known.",
        (
            Report("Field Line", "Fighting goes on in Lisne.", "clash", None, "2025-12-01"),
            Report("Blue Post", "Battles rage in Lisne.", "clash", None, "2025-12-02"),
        ),
    ),
    (
        "Two sides disagree",
        "Capture and hold exclude each other; both are kept, and neither is averaged away.",
        (
            Report("Redwire", "Lisne has been liberated.", "capture", "red", "2025-12-01"),
            Report("Blue Post", "Lisne remains under our control, Captain Syn said.", "hold", "blue", "2025-12-02", "Captain Syn", "blue"),
            Report("Field Line", "Blue troops still hold Lisne.", "hold", "blue", "2025-12-02"),
        ),
    ),
    (
        "A denial answers the claim that it denies",
        "",
        (
            Report("Redwire", "Lisne is completely encircled.", "encirclement", "red", "2025-12-01"),
            Report("Blue Post", "Captain Syn denied that.", "encirclement", "red", "2025-12-02", "Captain Syn", "blue", modality="denied"),
        ),
    ),
    (
        "A side concedes its loss",
        "The retreat supports the capture: two accounts of one change of hands, one of them against its teller's interest.",
        (
            Report("Redwire", "Lisne has been liberated.", "capture", "red", "2025-12-01"),
            Report("Blue Post", "Our units have left Lisne, Captain Syn said.", "withdrawal", "blue", "2025-12-03", "Captain Syn", "blue"),
        ),
    ),
    (
        "A stopped attack is an attack",
        "Support goes one way: that there was an attack is confirmed, that it was stopped is not.",
        (
            Report("Redwire", "Our troops stormed Lisne.", "assault", "red", "2025-12-01"),
            Report("Field Line", "An attack on Lisne was beaten off.", "repulse", "blue", "2025-12-01"),
        ),
    ),
    (
        "A place changes hands",
        "The second word comes later than a contradiction may: the front moved, and the first word is history until it is repeated.",
        (
            Report("Redwire", "Lisne has been liberated.", "capture", "red", "2025-10-01"),
            Report("Blue Post", "Lisne was retaken.", "capture", "blue", "2025-12-02"),
        ),
    ),
    (
        "Different parts are no contradiction",
        "",
        (
            Report("Redwire", "The south of Lisne was taken.", "capture", "red", "2025-12-01", relation="S part"),
            Report("Blue Post", "The northern districts of Lisne hold.", "hold", "blue", "2025-12-01", relation="N part"),
        ),
    ),
    (
        "What is said of the whole is said of its parts",
        "Old Mill is a district of Lisne: who has taken all of Lisne has taken it too. The other way round nothing follows.",
        (
            Report("Redwire", "Lisne has been liberated.", "capture", "red", "2025-12-01"),
            Report("Blue Post", "Blue troops hold Old Mill.", "hold", "blue", "2025-12-02", place=MILL),
        ),
    ),
)

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1080px; padding: 0 1rem; color: #1d2733; background: #fff }
h1 { font-size: 1.7rem } h2 { font-size: 1.2rem; margin: 2rem 0 .3rem } table { border-collapse: collapse; width: 100%; margin: .4rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #d8d4ca; font-size: .9rem }
.verdict { color: #55606c } code { font-size: .88em } pre { background: #f6f4ef; padding: 1rem; overflow-x: auto; white-space: pre-wrap }
"""


def main(path: Path = PAGE) -> None:
    """Write the page."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(draw_page(), encoding="utf-8")
    sys.stdout.write(f"{path}: {len(EXAMPLES)} examples\n")


def draw_page() -> str:
    """Return the whole page."""
    method = "\n".join(_paragraph(part) for part in (evidence.__doc__ or "").strip().split("\n\n"))
    examples = "\n".join(_example(*example) for example in EXAMPLES)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>frontmap: how claims are weighed</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>How claims are weighed</h1>\n"
        f"{method}\n{examples}\n<h2>What contradicts what</h2>\n{_rules('contradictions')}\n"
        f"<h2>What supports what</h2>\n{_rules('corroborations')}\n</body>\n</html>\n"
    )


def _paragraph(text: str) -> str:
    """Return a paragraph of a docstring; the numbered scale keeps its lines."""
    safe = re.sub(r"``(.+?)``", r"<code>\1</code>", re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text, quote=False)))
    return f"<pre>{safe}</pre>" if text[0].isdigit() else f"<p>{safe}</p>"


def _example(title: str, text: str, reports: Sequence[Report]) -> str:
    claims, documents = _claims(reports)
    judged = weigh(claims, documents, Registry())
    groups = {claim_id: group for group in judged.groups for claim_id in group.claim_ids}
    rows = [_row(report, claim, groups[claim.claim_id]) for report, claim in zip(reports, judged.claims, strict=True)]
    table = _table(("Outlet", "Sentence", "Says", "Roots of its group", "Agreement", "Credibility"), rows)
    return f"<h2>{escape(title)}</h2>\n<p>{escape(text)}</p>\n{table}\n<p class='verdict'>{escape(_verdict(judged, claims, documents))}</p>"


def _claims(reports: Sequence[Report]) -> tuple[list[Claim], dict[str, Document]]:
    documents = {f"d{n}": Document(f"d{n}", r.sentence, publisher=r.publisher, published=r.date) for n, r in enumerate(reports)}
    claims = [
        Claim(
            claim_id=f"c_{number}",
            document_id=f"d{number}",
            start=0,
            end=len(report.sentence),
            quote=report.sentence,
            type=report.type,
            place_name=report.place.name,
            place=report.place,
            relation=report.relation,
            actor_side=report.actor_side,
            source=report.source,
            source_side=report.source_side,
            via=report.via,
            modality=report.modality,
            date=report.date,
            time_precision=1,
        )
        for number, report in enumerate(reports)
    ]
    return claims, documents


def _row(report: Report, claim: Claim, group: EvidenceGroup) -> tuple[str, ...]:
    zone = f" ({group.zone})" if group.zone else ""
    return (
        report.publisher,
        f"“{report.sentence}” {report.date}",
        group.type + zone,
        ", ".join(group.roots),
        group.agreement,
        str(claim.credibility),
    )


def _verdict(judged: Evidence, claims: Sequence[Claim], documents: dict[str, Document]) -> str:
    told = [_state(state) for state in judged.places]
    located, _ = locate_claims(claims, lambda _: None)
    sides = {voice.claim.claim_id: voice.side for voice in voices_from_claims(claims, documents, Registry())}
    told += [_ground(area) for area in claimed_areas(claims, located, documents, sides)]
    return " ".join(told)


def _state(state: PlaceState) -> str:
    name = next(place.name for place in (LISNE, MILL) if place.place_id == state.place_id)
    holder = f", {state.holder}" if state.holder else ""
    control = f" Control: {state.control_status.replace('_', ' ')}{holder}." if state.control_status else ""
    return f"{name}: {state.agreement}.{control}"


def _ground(area: ClaimedArea) -> str:
    alone, disputed = f"{area.only_km2:.0f} of it alone", f"{area.disputed_km2:.0f} disputed"
    return f"{area.claimant} gives {area.holder} {area.area_km2:.0f} km², {alone}, {disputed}."


def _rules(name: str) -> str:
    rows = [_rule_cells(row) for _, row in read_rows(layers_dir() / f"{name}.csv")]
    return _table(("Rule", "First", "Second", "Actors", "Parts", "Places", "Days", "Why"), rows)


def _rule_cells(row: dict[str, str]) -> tuple[str, ...]:
    first, second = (f"{row[which]} ({row[f'{which}_says']})" for which in ("first", "second"))
    places = f"{row['places']}, {row['reach']}"
    return (row["id"], first, second, row["sides"], row["zones"], places, f"{row['from_days']} to {row['to_days']}", row["note"])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    main()
