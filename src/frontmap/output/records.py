"""Extractions as plain records: the JSON Lines of ``frontmap extract``."""

from __future__ import annotations

import json
from typing import Any

from frontmap.model import Attribution, Candidate, Claim, Extraction, Place, PlaceMention

_COORDINATE_DECIMALS = 6  # 0.1 m, as RFC 7946 advises
_SCORE_DECIMALS = 3


def to_json_line(extraction: Extraction, with_text: bool = False) -> str:
    """Render one document's extraction as a line of JSON, without the line's end.

    The text is included where it is not the file's own characters, and always where ``with_text``.
    """
    return json.dumps(to_record(extraction, with_text), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


def to_record(extraction: Extraction, with_text: bool = False) -> dict[str, Any]:
    """Render one document's extraction as CONTRACT.md names its fields."""
    document = extraction.document
    record: dict[str, Any] = {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
        "lang": document.lang,
        "text_sha256": document.text_sha256,
    }
    if with_text or not document.text_is_file:
        record["text"] = document.text
    record["places"] = [_place_mention(p) for p in extraction.places]
    record["attributions"] = [_attribution(a) for a in extraction.attributions]
    record["claims"] = [_claim(c) for c in extraction.claims]
    return record


def _place_mention(placed: PlaceMention) -> dict[str, Any]:
    mention, place = placed.mention, placed.place
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "role": mention.role,
        "name": place.name if place else mention.name,
        **_point(place),
        "place_id": place.place_id if place else None,
        "kind": place.kind if place else mention.kind,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "matched": placed.matched,
        "score": round(placed.score, _SCORE_DECIMALS),
        "candidates": [_candidate(c) for c in placed.candidates],
    }


def _point(place: Place | None) -> dict[str, float | None]:
    if place is None:
        return {"lat": None, "lon": None}
    return {"lat": round(place.lat, _COORDINATE_DECIMALS), "lon": round(place.lon, _COORDINATE_DECIMALS)}


def _candidate(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {"id": place.place_id, "name": place.name, **_point(place), "score": round(candidate.score, _SCORE_DECIMALS)}


def _attribution(attribution: Attribution) -> dict[str, Any]:
    return {
        "source": [list(s) for s in attribution.source],
        "cue": [list(s) for s in attribution.cue],
        "content": [list(s) for s in attribution.content],
        "name": attribution.name or None,
        "title": attribution.title,
        "source_id": attribution.source_id,
        "side": attribution.side,
        "via": list(attribution.via),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    place = None
    if claim.place_name is not None:
        place = {"name": claim.place_name, **_point(claim.place), "place_id": claim.place.place_id if claim.place else None}
    return {
        "id": claim.claim_id,
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "type": claim.type,
        "place": place,
        "implicit": claim.implicit,
        "relation": claim.relation,
        "distance_km": claim.distance_km,
        "directions": list(claim.directions),
        "actor": claim.actor,
        "actor_side": claim.actor_side,
        "source": claim.source,
        "source_id": claim.source_id,
        "source_side": claim.source_side,
        "source_title": claim.source_title,
        "via": list(claim.via),
        "modality": claim.modality,
        "date": claim.date,
        "time_precision": claim.time_precision,
        "rule": claim.rule,
        "acled": claim.acled,
        "confidence": round(claim.confidence, _SCORE_DECIMALS),
        "credibility": claim.credibility,
        "source_grade": claim.source_grade,
        "attributes": dict(claim.attributes),
    }
