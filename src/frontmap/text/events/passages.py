"""A sentence with what its triggers are tested against, and a trigger that stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frontmap.model import Parsed, Sentence
from frontmap.registry.lexicon import Lexicon, Trigger
from frontmap.text.clauses import Clause, about_a_number, is_finite, is_preposition
from frontmap.text.events.sides import Sides

_OBJECT_REACH = 12
_LEADING = frozenset({"article", "number", "of", "time_lead"})
_TIMED = frozenset({"article", "time_lead", "clock"})
_DAYS = 7
_ADVERBIAL = 9
"""Words of the longest adverbial between a verb and what it acts upon."""
_INSERTED = 14
"""Words of the longest insertion between a verb and what it acts upon: `regaining, as footage shows, three posts`."""


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
    recent: int = 0
    """The year before which nothing is news; 0 where that is not known, or where the document is a chronicle."""

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


def past_adverbial(passage: Passage, word: int) -> int:
    """Return where a noun phrase begins behind an adverbial or insertion: `on Friday two hills`, `, X said, a post`; else that word."""
    lowers, lexicon, stop = passage.parsed.lowers, passage.lexicon, passage.sentence.last
    leads = word + 2 < stop and (is_preposition(lowers[word], lexicon) or lexicon.is_a(lowers[word], "time_lead"))
    comma = word if lowers[word : word + 1] == (",",) else -1
    for at in range(word + 2, min(stop, word + _ADVERBIAL) if leads and lowers[word] != "by" else word):
        before = lowers[at - 1]
        if before == ",":
            comma = at - 1
            break
        if not before[0].isalnum() or is_finite(before, lexicon):
            return word
        if _opens_phrase(passage, at) and not _leads(before, lexicon):
            return at
    closed = next((at for at in range(comma + 2, min(stop - 1, comma + _INSERTED)) if comma >= 0 and lowers[at] == ","), word)
    return closed + 1 if closed > word and _opens_phrase(passage, closed + 1) else word


def past_days(passage: Passage, word: int) -> int:
    """Return the word behind when something was done, at most a few words: `earlier in the day by`, `last week by`."""
    lowers, lexicon, at = passage.parsed.lowers, passage.lexicon, word
    while at < min(passage.sentence.last, word + _DAYS) and lowers[at] != "by":
        timed = lowers[at] in lexicon.calendar or lowers[at].isdigit() or lexicon.is_any(lowers[at], _TIMED)
        if not timed or lowers[at] in lexicon.clauses:
            break
        at += 1
    return at


def _opens_phrase(passage: Passage, word: int) -> bool:
    """Tell whether a noun phrase opens at a word: with an article, a number, a name behind a stop or a day."""
    lower, before, lexicon = passage.parsed.lowers[word], passage.parsed.lowers[word - 1], passage.lexicon
    named = passage.named[word] >= 0 and (before == "," or before in lexicon.calendar)
    return named or lower.isdigit() or lexicon.is_a(lower, "article") or lexicon.is_a(lower, "number")


def _leads(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word before a noun belongs to it: a preposition, an article, a number, `and`."""
    joins = lower[0].isdigit() or "and" in lexicon.clauses.get(lower, ()) or lexicon.is_any(lower, _LEADING)
    return joins or is_preposition(lower, lexicon)


def _ends_phrase(lowers: Sequence[str], word: int, start: int, lexicon: Lexicon) -> bool:
    lower = lowers[word]
    before = word - 1 - (lowers[word - 1].endswith("ly") and word - 1 > start)  # `a rapidly collapsing city`
    noun = lexicon.is_a(lowers[before], "nominal") or lexicon.is_a(lower, "structure")  # `a government building`
    participle = word > start and lower.endswith("ing") and lower in lexicon.verbs and not noun
    return lower == "," or participle or lexicon.is_a(lower, "phrase_end") or is_preposition(lower, lexicon)
