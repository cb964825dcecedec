"""A sentence with what its triggers are tested against, and a trigger that stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frontmap.model import Parsed, Sentence
from frontmap.registry.lexicon import Lexicon, Trigger
from frontmap.text.clauses import Clause, about_a_number, is_preposition
from frontmap.text.events.sides import Sides

_OBJECT_REACH = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what its triggers are tested against."""

    parsed: Parsed
    sentence: Sentence
    clauses: tuple[Clause, ...]
    named: Sequence[int]
    """Word of the document -> place mention that covers it, or -1."""
    lexicon: Lexicon
    at_war: bool
    """True where the document is about a war."""
    sides: Sides
    """Who the names of the document belong to."""

    def lowers(self, first: int, last: int) -> tuple[str, ...]:
        """Return the lower-case words of a stretch, cut at the sentence's ends."""
        return self.parsed.lowers[max(first, self.sentence.first) : max(self.sentence.first, min(last, self.sentence.last))]

    def any_is(self, kind: str, first: int, last: int) -> bool:
        """Tell whether one of the words of a stretch stands for this kind of thing."""
        return any(self.lexicon.is_a(lower, kind) for lower in self.lowers(first, last))


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger that stands in the text and holds."""

    trigger: Trigger
    first: int
    last: int
    """Words that match it, the last exclusive."""
    clause: int
    """Ordinal of its clause."""
    types: tuple[str, ...]
    """The events that it names here; they may differ from the trigger's own."""
    actors: tuple[str, ...]
    """As ``Trigger.actors``, one a type."""
    passive: bool
    effect: str = ""
    """What governs it: ``attempt intent fail done cause goal``, or ``afar`` (``means.by_means``); empty for nothing."""


def noun_phrase(passage: Passage, start: int, stop: int) -> range:
    """Return the words of the noun phrase that begins at a word: up to a preposition other than `of`, or a stop."""
    lowers, end = passage.parsed.lowers, start + about_a_number(passage.parsed, start, passage.lexicon)
    while end < min(stop, start + _OBJECT_REACH) and not _ends_phrase(lowers, end, start, passage.lexicon):
        end += 1
    return range(start, end)


def _ends_phrase(lowers: Sequence[str], word: int, start: int, lexicon: Lexicon) -> bool:
    lower = lowers[word]
    noun = lexicon.is_a(lowers[word - 1], "nominal") or lexicon.is_a(lower, "structure")  # `a government building`
    participle = word > start and lower.endswith("ing") and lower in lexicon.verbs and not noun
    return lower == "," or participle or lexicon.is_a(lower, "phrase_end") or is_preposition(lower, lexicon)
