"""Made-up records for tests and benchmarks: invented outlets, towns and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely

from frontmap import model

TOWNS = ("Alder", "Birchfield", "Cedar Hill", "Dunmore", "Elmsk", "Firgrad", "Gorsk", "Hazelivka")
SIDES = ("northland", "southland", "third_party", "unknown")
SPEAKERS = (
    ("narrator", None, "unknown"),
    ("Colonel Ada Reed", None, "northland"),
    ("local officials", None, "southland"),
    ("The Watch", "body:watch", "third_party"),
)


class Registry:
    """A source registry with two entries."""

    entries = (
        model.Source("outlet:river-post", "River Post", "outlet", "northland", "C", "NL", None, ("The River Post",), "tests"),
        model.Source("body:watch", "The Watch", "monitor", "third_party", "B", None, None, (), "tests"),
    )

    def find(self, name: str) -> model.Source | None:
        return next((e for e in self.entries if name.casefold() in {n.casefold() for n in (e.name, *e.aliases)}), None)

    def by_id(self, source_id: str) -> model.Source | None:
        return next((e for e in self.entries if e.source_id == source_id), None)


def make_place(number: int = 0, **changes: Any) -> model.Place:
    fields = {
        "place_id": f"fm:town-{number}",
        "name": TOWNS[number % len(TOWNS)] + (f" {number // len(TOWNS)}" if number >= len(TOWNS) else ""),
        "lon": 30 + number % 97 / 10,
        "lat": 45 + number % 61 / 10,
        "kind": "settlement",
        "country": "XA",
        "admin1": "East March",
        "population": 1000 + number,
        "radius_km": 2.0,
        "origin": "tests",
    }
    return model.Place(**(fields | changes))


def make_document(number: int = 0, **changes: Any) -> model.Document:
    fields = {
        "id": f"report-{number}.txt",
        "text": f"Troops took the town of {TOWNS[number % len(TOWNS)]} on Monday, officials said.",
        "title": f"Report {number}",
        "publisher": "River Post",
        "published": "2031-03-04",
        "url": f"https://news.example/{number}",
        "lang": "en",
        "origin": "reports",
    }
    return model.Document(**(fields | changes))


def make_claim(number: int = 0, document: model.Document | None = None, **changes: Any) -> model.Claim:
    place = changes.pop("place", make_place(number % 500))
    source, source_id, side = SPEAKERS[number % len(SPEAKERS)]
    fields = {
        "claim_id": f"c_{number:016x}",
        "document_id": document.id if document else "report-0.txt",
        "start": 0,
        "end": 40,
        "quote": f"Troops took the town of {place.name if place else 'nowhere'} on Monday, the {number}th time in as many days",
        "type": model.CLAIM_TYPES[number % 13],
        "place_name": place.name if place else None,
        "place": place,
        "mention": 0,
        "directions": ("from:S", "from:NE") if number % 5 == 0 else (),
        "actor": "Troops",
        "actor_side": SIDES[number % 2],
        "source": source,
        "source_id": source_id,
        "source_side": side,
        "via": ("River Post",) if number % 7 == 0 else (),
        "modality": model.MODALITIES[number % 4],
        "date": f"2031-03-{1 + number % 28:02d}",
        "time_precision": 1,
        "rule": "take.active+said",
        "acled": "Non-state actor overtakes territory",
        "confidence": 0.8,
    }
    return model.Claim(**(fields | changes))


def make_located(claim: model.Claim, **changes: Any) -> model.Located:
    assert claim.place
    ring = shapely.Point(claim.place.lon, claim.place.lat).buffer(0.05, quad_segs=8)
    fields = {
        "claim_id": claim.claim_id,
        "area": ring,
        "lon": claim.place.lon,
        "lat": claim.place.lat,
        "shape": "disc",
        "radius_km": 4.0,
        "geo_precision": 1,
    }
    return model.Located(**(fields | changes))


def make_movement(claim: model.Claim, **changes: Any) -> model.Movement:
    assert claim.place
    lon, lat = claim.place.lon, claim.place.lat
    line = shapely.MultiLineString([[(lon - 0.2, lat - 0.1), (lon - 0.05, lat)]])
    fields = {
        "claim_id": claim.claim_id,
        "kind": "axis",
        "line": line,
        "bearing_deg": 63.4,
        "origin": "SW",
        "toward": claim.place.name,
        "control_measure": "151400",
    }
    return model.Movement(**(fields | changes))


def make_mention(document: model.Document, place: model.Place | None, surface: str, start: int = 0, **changes: Any) -> model.PlaceMention:
    mention = model.Mention(start, start + len(surface), surface, surface)
    return model.PlaceMention(mention, place, "exact" if place else None, 0.9 if place else 0.0, **changes)


def make_run(number: int = 12, towns: int = 500) -> dict[str, Any]:
    """Return arguments for ``make_layers``: reports of four claims each at up to ``towns`` places, every eleventh claim without a place."""
    documents = [make_document(i) for i in range((number + 3) // 4)]
    places = [make_place(i) for i in range(min(towns, number))]
    claims = [make_claim(i, documents[i // 4], place=None if i % 11 == 10 else places[i % len(places)]) for i in range(number)]
    extractions = [
        model.Extraction(
            document,
            (make_mention(document, places[i % len(places)], places[i % len(places)].name, 24),),
            (),
            tuple(claims[4 * i : 4 * i + 4]),
        )
        for i, document in enumerate(documents)
    ]
    placed = [claim for claim in claims if claim.place]
    return {
        "extractions": extractions,
        "evidence": make_evidence(claims),
        "located": {claim.claim_id: make_located(claim) for claim in placed},
        "movements": [make_movement(claim) for claim in placed if claim.directions],
        "unplaced": [
            model.Unplaced(c.document_id, c.claim_id, "", c.start, c.end, "no place in the passage") for c in claims if not c.place
        ],
        "sources": Registry(),
    }


def make_evidence(claims: Sequence[model.Claim]) -> model.Evidence:
    at: dict[str, list[model.Claim]] = {}
    for claim in claims:
        if claim.place:
            at.setdefault(claim.place.place_id, []).append(claim)
    groups = [_group(place_id, here) for place_id, here in at.items()]
    states = tuple(
        model.PlaceState(
            place_id, "single" if len(here) == 1 else "agreed", tuple(c.claim_id for c in here), (), (), here[0].date, here[0].date
        )
        for place_id, here in at.items()
    )
    return model.Evidence(tuple(claims), tuple(groups), states)


def _group(place_id: str, here: Sequence[model.Claim]) -> model.EvidenceGroup:
    roots = tuple(sorted({claim.source for claim in here}))
    return model.EvidenceGroup(
        f"g_{place_id}", place_id, here[0].type, here[0].date, here[0].date, tuple(c.claim_id for c in here), roots, ("northland",)
    )
