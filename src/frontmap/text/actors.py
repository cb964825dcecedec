"""Finds who does what a clause tells: the subject, the ``by`` phrase, the adjective before a noun, and the side that they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.registry.sources import Conflict, SourceRegistry
from frontmap.text.clauses import is_preposition

_REACH = 14
"""Words after a trigger among which its `by` phrase is sought."""
_SUBJECT_REACH = 40
"""Words before a trigger among which its subject is sought."""
_NOUN_REACH = 4
"""Words before a noun among which an adjective or name says whose it is."""
_CLEARLY = 2
"""A side is the opponent where the document names it so many times as often as the next."""
_NAME_REACH = 8
"""Words of the longest name of an actor before its last word."""

Words = tuple[int, int]
"""First word, and the word after the last."""


@dataclass(slots=True)
class Sides:
    """What a document's words say about who belongs to which side; looks each phrase up once."""

    sources: SourceRegistry
    conflict: Conflict | None
    parsed: Parsed
    named: Sequence[int]
    """Word -> place mention that covers it, or -1: places are no actors."""
    known: dict[str, str | None] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)
    """How often each side is named in the document; counted when first asked for."""

    def of(self, words: str) -> str | None:
        """Return the side of whom these words name; None where they do not tell."""
        if words not in self.known:
            side, _ = self.sources.side_of(words, self.conflict, actor=True)
            self.known[words] = None if side in ("unknown", "third_party", "") else side
        return self.known[words]

    def named_by(self, word: int) -> str | None:
        """Return the side that one capitalised word names, where it is no place."""
        name = self.parsed.words[word]
        return self.of(name) if name[0].isupper() and self.named[word] < 0 else None

    def against(self, side: str | None) -> str | None:
        """Return who stands against a side: the other one that the document names most; None where that is open."""
        if side is None:
            return None
        if not self.met:
            self.met.update(filter(None, map(self.named_by, range(len(self.parsed.words)))))
            self.met["nobody"] = 0  # counted, though nobody was met
        fighting = self.conflict.sides if self.conflict else frozenset(self.met)
        others = [(other, count) for other, count in self.met.most_common() if count and other != side and other in fighting]
        if len(others) > 1 and others[0][1] < _CLEARLY * others[1][1]:
            return None  # a war of many sides: who is meant stays open
        return others[0][0] if others else self._other_of_two(side)

    def _other_of_two(self, side: str) -> str | None:
        others = sorted(self.conflict.sides - {side}) if self.conflict else []
        return others[0] if len(others) == 1 else None


def find_actor(trigger: Words, clause: Words, lexicon: Lexicon, sides: Sides, *, verb: bool, passive: bool) -> Words | None:
    """Find the words that say who acts; None where the clause does not say.

    Parameters
    ----------
    trigger
        What names the event.
    clause
        The clause that holds it.
    verb
        True for a verb, which has a subject; a noun has an adjective or a name before it.
    """
    found = None if verb and not passive else _by_phrase(sides.parsed, trigger[1], clause[1], lexicon)
    if found is None and not verb:
        found = _owner(trigger, clause[1], lexicon, sides)
    if found is None and not verb:
        found = _modifier(trigger[0], clause[0], lexicon, sides)
    if found is None and not passive:
        found = _subject(trigger[0], clause[0], lexicon, sides)
    return found


def patient_side(phrase: range, lexicon: Lexicon, sides: Sides) -> str | None:
    """Return the side of whom a noun phrase names, as those to whom something is done."""
    for word in phrase:
        if (side := sides.named_by(word)) is not None:
            return side
        if lexicon.is_a(sides.parsed.lowers[word], "party") and (side := sides.of(sides.parsed.lowers[word])) is not None:
            return side
    return None


def is_passive(parsed: Parsed, first: int, last: int, start: int, lexicon: Lexicon, *, transitive: bool) -> bool:
    """Tell whether a verb form stands in the passive: `was shelled`, `has been retaken`, `shelled by`, `soldiers trapped in`."""
    if parsed.lowers[first] not in lexicon.past:
        return False
    after = parsed.lowers[last] if last < len(parsed.lowers) else ""
    before = parsed.lowers[max(start, first - 3) : first]
    if after == "by" or any(lexicon.is_a(lower, "passive") for lower in before):
        return True
    reduced = first == start or parsed.lowers[first - 1] in (",", "and") or lexicon.is_a(parsed.lowers[first - 1], "force")
    return transitive and reduced and is_preposition(after, lexicon) and after != "from"


def _by_phrase(parsed: Parsed, last: int, stop: int, lexicon: Lexicon) -> Words | None:
    for word in range(last, min(stop, last + _REACH)):
        if parsed.lowers[word] != "by":
            continue
        end = word + 1
        while end < min(stop, word + 9) and not _ends_name(parsed.lowers[end], lexicon):
            end += 1
        meant = end > word + 1 and not parsed.lowers[word + 1].endswith("ing")
        return (word + 1, end) if meant else None
    return None


def _ends_name(lower: str, lexicon: Lexicon) -> bool:
    return not lower[0].isalnum() or lower in lexicon.clauses or is_preposition(lower, lexicon)


def _modifier(first: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    for word in range(first - 1, max(start - 1, first - 1 - _NOUN_REACH), -1):
        lower = sides.parsed.lowers[word]
        if lower in lexicon.past or is_preposition(lower, lexicon):
            return None
        if sides.named_by(word) is not None:
            return word, word + 1
        if lexicon.is_a(lower.removesuffix("'s"), "party"):
            return _whole_name(word, start, lexicon, sides)
    return None


def _owner(trigger: Words, stop: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    """Return who is named inside what names the event, or just after it: `under Russian control`, `the control of the rebels`."""
    first, last = trigger
    for word in range(first, last):
        if sides.named_by(word) is not None or lexicon.is_a(sides.parsed.lowers[word], "party"):
            return word, word + 1
    if last >= stop or not lexicon.is_a(sides.parsed.lowers[last], "of"):
        return None
    named = (word for word in range(last + 1, min(last + 1 + _NOUN_REACH, stop)) if sides.named_by(word) is not None)
    return next(((word, word + 1) for word in named), None)


def _subject(first: int, start: int, lexicon: Lexicon, sides: Sides) -> Words | None:
    for word in range(first - 1, max(start - 1, first - 1 - _SUBJECT_REACH), -1):
        lower = sides.parsed.lowers[word]
        if lexicon.is_a(lower, "pronoun"):
            return word, word + 1
        if lexicon.is_a(lower, "force") or lexicon.is_a(lower, "party") or sides.named_by(word) is not None:
            return _whole_name(word, start, lexicon, sides)
    return None


def _whole_name(last: int, start: int, lexicon: Lexicon, sides: Sides) -> Words:
    """Return the noun phrase that ends with a word: back over capitals and group words to its article."""
    first = last
    while first > start and last - first < _NAME_REACH:
        lower = sides.parsed.lowers[first - 1]
        if lexicon.is_a(lower, "article") and not (first - 1 > start and lexicon.is_a(sides.parsed.lowers[first - 2], "of")):
            return first - 1, last + 1
        word = sides.parsed.words[first - 1]
        linked = word[0].isupper() or word[0].isdigit() or lower.endswith(("-backed", "-led"))
        linked = linked or lexicon.is_a(lower, "party") or lexicon.is_a(lower, "unit_word")
        if not linked or sides.named[first - 1] >= 0:
            break
        first -= 1
    return first, last + 1
