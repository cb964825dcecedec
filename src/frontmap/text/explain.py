"""Tells people why a claim reads as it does: its sentence with marks, the rules, the doubts, the rivals of its place."""

from __future__ import annotations

from collections.abc import Iterator

from frontmap.model import Attribution, Claim, Extraction, PlaceMention, Span
from frontmap.registry.lexicon import Trigger, open_lexicon
from frontmap.text.claims import CERTAIN, doubts_of

_AROUND = 300
"""Characters of context shown at either side of the evidence at most."""
_RIVALS = 5
_EFFECTS = {
    "attempt": "somebody only tried to",
    "intent": "somebody only means to",
    "fail": "somebody failed to",
    "done": "it came about",
    "cause": "somebody was made to",
    "afar": "only the words around its sentence tell that it was fired from a distance",
    "passive": "the verb stands in the passive",
    "focus": "its clause names no place; it is the one of its sentence, or that the passage is about",
    "unnamed": "it is attributed to nobody by name",
}


def explain_claim(extraction: Extraction, claim_id: str) -> tuple[str, ...]:
    """Return lines that explain a claim; empty where the document has no claim of that id.

    In the sentence « » mark the evidence, [ ] the place and { } the source.
    """
    claim = next((c for c in extraction.claims if c.claim_id == claim_id), None)
    return tuple(_lines(extraction, claim)) if claim is not None else ()


def _lines(extraction: Extraction, claim: Claim) -> Iterator[str]:
    mention = extraction.places[claim.mention] if claim.mention is not None else None
    attribution = next((one for one in extraction.attributions if one.name == claim.source and _vouches(one, claim)), None)
    yield f"{claim.claim_id}  {claim.type} at {claim.place_name or 'no place'}, {claim.modality}, by {claim.source} ({claim.source_side})"
    yield f"document: {claim.document_id}, characters {claim.start} to {claim.end}"
    yield f"text: {_marked(extraction.document.text, claim, mention, attribution)}"
    yield from (f"rule {line}" for line in _rule_lines(claim))
    yield f"confidence: {claim.confidence:.2f} of {CERTAIN:.2f}"
    yield from (f"  less {cost:.2f}: {reason}" for reason, cost in doubts_of(claim, mention))
    yield from _place_lines(mention)


def _vouches(attribution: Attribution, claim: Claim) -> bool:
    """Tell whether an attribution's words stand in the evidence of a claim."""
    return any(start < claim.end and claim.start < end for start, end in (*attribution.content, *attribution.runs_on))


def _marked(text: str, claim: Claim, mention: PlaceMention | None, attribution: Attribution | None) -> str:
    first, last = max(0, claim.start - _AROUND), min(len(text), claim.end + _AROUND)
    spans: list[tuple[Span, str, str]] = [((claim.start, claim.end), "«", "»")]
    if mention is not None:
        spans.append(((mention.mention.start, mention.mention.end), "[", "]"))
    if attribution is not None:
        spans += [(span, "{", "}") for span in attribution.source]
    marks = [(start, 1, opened) for (start, _), opened, _ in spans] + [(end, 0, closed) for (_, end), _, closed in spans]
    shown, at = [], first
    for offset, _, mark in sorted(m for m in marks if first <= m[0] <= last):
        shown += [text[at:offset], mark]
        at = offset
    return " ".join("".join((*shown, text[at:last])).split())


def _rule_lines(claim: Claim) -> Iterator[str]:
    triggers = _triggers()
    for rule in claim.rule.split("+"):
        if rule in triggers:
            yield f"{rule}: geo/lexicon, as in “{triggers[rule].example}”"
        else:
            yield f"{rule}: {_EFFECTS.get(rule, 'who says it')}"


def _triggers() -> dict[str, Trigger]:
    return {t.trigger_id: t for lang in ("en", "ru", "uk") for found in open_lexicon(lang).triggers.values() for t in found}


def _place_lines(mention: PlaceMention | None) -> Iterator[str]:
    if mention is None:
        return
    place = mention.place
    if place is not None:
        found = f"score {mention.score:.2f}, found as {mention.matched}"
        yield f"place: {place.name} ({place.place_id}, {place.kind}), {found}: {mention.reason}"
    else:
        yield f"place: “{mention.mention.surface}” could not be placed: {mention.reason}"
    for rival in mention.candidates[:_RIVALS]:
        reasons = "; ".join(rival.reasons)
        yield f"  or {rival.place.name} ({rival.place.place_id}, {rival.place.country or 'no country'}), score {rival.score:.2f}: {reasons}"
