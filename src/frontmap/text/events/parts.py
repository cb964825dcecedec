"""Reads the parts of a place that are called by no name: ``its outskirts``, ``in the north``, ``some western districts``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from frontmap.model import Span
from frontmap.text.clauses import clause_of
from frontmap.text.events.anaphors import ANAPHOR
from frontmap.text.events.directions import PlacePhrase, slots_of
from frontmap.text.events.passages import Passage


def unnamed_parts(passage: Passage, phrases: Sequence[PlacePhrase]) -> Iterator[PlacePhrase]:
    """Yield the parts that a sentence speaks of, of the place before them (``phrases``) or of what the text is about (``ANAPHOR``)."""
    yield from _own_parts(passage, phrases)
    compass, sentence = passage.lexicon.compass, passage.sentence
    for point in range(sentence.first, sentence.last - 1):
        if passage.parsed.lowers[point] in compass:
            code, form = compass[passage.parsed.lowers[point]]
            part = _bare_point(passage, point, form) or _quarter(passage, point, form)
            if part is not None and _is_alone(passage, point, phrases):
                start, noun = part
                yield PlacePhrase(ANAPHOR, start, noun, noun + 1, "at", f"{code} part", group=-noun)


def _own_parts(passage: Passage, phrases: Sequence[PlacePhrase]) -> Iterator[PlacePhrase]:
    """Yield the parts of a place that a sentence calls its own: `Petrivka was shelled on its outskirts`, `in its southern districts`."""
    parsed, sentence, lexicon = passage.parsed, passage.sentence, passage.lexicon
    for word in range(sentence.first + 2, sentence.last):
        slots = slots_of(parsed.lowers[word], lexicon)
        code, form = lexicon.compass.get(parsed.lowers[word - 1], ("", ""))
        owner = word - 2 if form == "adjective" else word - 1
        if not slots & {"part", "outskirts"} or not lexicon.is_a(parsed.lowers[owner], "own") or passage.named[word] >= 0:
            continue
        relation = f"{code} part" if form == "adjective" else "outskirts" if "outskirts" in slots else None
        if relation is not None:
            owned = next((p for p in reversed(phrases) if p.stands and p.last <= owner), None)
            mention = owned.mention if owned else ANAPHOR
            listed = owned is not None and any("and" in lexicon.clauses.get(lower, ()) for lower in parsed.lowers[owner - 2 : owner])
            group = owned.group if owned is not None and listed else -word
            yield PlacePhrase(mention, owner - 1, word, word + 1, "at", relation, group=group)


def _bare_point(passage: Passage, point: int, form: str) -> Span | None:
    """Return the first word and the noun of a point of the compass that stands alone: `fighting goes on in the north`; else None."""
    lowers, lexicon = passage.parsed.lowers, passage.lexicon
    led = point - 2 >= passage.sentence.first and lexicon.is_a(lowers[point - 2], "inside") and lexicon.is_a(lowers[point - 1], "article")
    if form != "noun" or not led:
        return None
    after = lowers[point + 1]
    goes_on = lexicon.is_a(after, "of") or after in lexicon.compass or passage.named[point + 1] >= 0
    return None if goes_on or passage.named[point] >= 0 else (point - 2, point)


def _quarter(passage: Passage, point: int, form: str) -> Span | None:
    """Return the first word and the noun of a part whose owner is not said: `retook some western districts`; else None."""
    noun, after, lexicon = point + 1, point + 2, passage.lexicon
    if form not in ("adjective", "noun") or not slots_of(passage.parsed.lowers[noun], lexicon) & {"part", "outskirts"}:
        return None
    owned = point > passage.sentence.first and _owns(passage, point - 1)
    named = after < passage.sentence.last and (passage.named[after] >= 0 or lexicon.is_a(passage.parsed.lowers[after], "of"))
    return None if owned or named or passage.named[noun] >= 0 else (point, noun)


def _owns(passage: Passage, word: int) -> bool:
    """Tell whether a word says whose part is meant: `Petrivka's`, `its`, `whose`."""
    lower, lexicon = passage.parsed.lowers[word], passage.lexicon
    return passage.named[word] >= 0 or lower.endswith("s'") or lexicon.is_a(lower, "own") or "rel" in lexicon.clauses.get(lower, ())


def _is_alone(passage: Passage, word: int, phrases: Sequence[PlacePhrase]) -> bool:
    """Tell whether the clause of a word has no words of place."""
    clause = passage.clauses[clause_of(passage.clauses, word)]
    return not any(clause.first <= p.first < clause.last for p in phrases)
