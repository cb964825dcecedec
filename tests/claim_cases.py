"""Helpers of the claim tests: places and attributions made by hand, so that these tests need neither gazetteer nor registry of speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from frontmap.api import extract
from frontmap.model import Attribution, Claim, Document, Event, Mention, Place, PlaceMention
from frontmap.registry.lexicon import open_lexicon
from frontmap.registry.sources import open_sources
from frontmap.text.claims import find_claims
from frontmap.text.events.detect import find_events
from frontmap.text.sentences import parse

PLACES = {
    "Petrivka": "settlement",
    "Ivanivka": "settlement",
    "Stepove": "settlement",
    "Lisne": "settlement",
    "Kamenka Oblast": "region",
    "Ukraine": "country",
    "Russia": "country",
    "Petra River": "river",
    "Petra Highway": "road",
    "Nowa": "unplaced",
    "Wola": "unplaced",
    **dict.fromkeys(("Каменка", "Каменку", "Каменки", "Каменке", "Каменкой", "Каменкою"), "settlement"),
    **dict.fromkeys(("Кам'янка", "Кам'янку", "Кам'янки", "Кам'янці", "Кам'янкою"), "settlement"),
}


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its marks, and the stretches that stood between them: ``[[troops]] left [[Petrivka]]``."""
    plain, spans = "", []
    for part in re.split(r"(\[\[.*?\]\])", text):
        words = part[2:-2] if part.startswith("[[") else part
        if words != part:
            spans.append((len(plain), len(plain) + len(words)))
        plain += words
    return plain, spans


def placed_names(text: str, kinds: Mapping[str, str] = PLACES) -> tuple[PlaceMention, ...]:
    """Place every name of the table where it stands in a text, each at its own point."""
    found = []
    for number, (name, kind) in enumerate(kinds.items()):
        place = Place(f"test:{number}", name, 30.0 + number, 50.0, kind)
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            if kind == "unplaced":
                found.append(PlaceMention(Mention(match.start(), match.end(), name, name), None, reason="not in the gazetteer"))
                continue
            mention = Mention(match.start(), match.end(), name, name, kind=kind)
            found.append(PlaceMention(mention, place, "exact", 1.0))
    return tuple(sorted(found, key=lambda p: p.mention.start))


def events_of(text: str, lang: str = "en") -> tuple[Event, ...]:
    """Return the events of a text whose places are those of the table."""
    return find_events(parse(Document("test", text, lang=lang)), placed_names(text), open_lexicon(lang), open_sources())


def claims_of(
    text: str, published: str | None = None, attributions: tuple[Attribution, ...] = (), title: str | None = None
) -> tuple[Claim, ...]:
    """Return the claims of a text, by the narrator unless attributions are given."""
    parsed = parse(Document("test", text, title, published=published, lang="en"))
    placed = placed_names(text)
    events = find_events(parsed, placed, open_lexicon(), open_sources(), attributions)
    return find_claims(parsed, placed, attributions, events)


def types_told(passages: Iterable[str], opening: str, published: str | None = None) -> list[list[str]]:
    """Return the types of the claims that each passage makes behind an opening, in alphabetic order."""
    documents = [Document(str(number), opening + passage, published=published, lang="en") for number, passage in enumerate(passages)]
    return [sorted(c.type for c in found.claims if c.start >= len(opening)) for found in extract(documents, jobs=1)]
