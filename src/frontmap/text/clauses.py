"""Cuts a sentence into clauses: the stretches that state one thing each and serve as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frontmap.model import Parsed, Sentence
from frontmap.registry.lexicon import Lexicon

_BREAKS = frozenset({";", ":", "–", "—", "--", "•", "|", "#"})
_NO_CLAUSE_AFTER_AS = frozenset({"of", "well", "part", "many", "much", "far", "soon", "long", "a", "an", "early", "recently"})
_NO_CLAUSE_BEFORE_AS = frozenset({"such", "well", "as", "far", "known", "described", "regarded"})
_VERBS_TO_BE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "may",
        "might",
        "could",
        "can",
        "did",
        "does",
        "do",
        "said",
        "says",
        "say",
        "told",
        "reported",
        "claimed",
        "stated",
        "been",
        "be",
        "being",
    ]
)
_VERB_REACH = 4
"""Words after `and` or a comma among which a verb makes it the start of a clause."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence that states one thing."""

    first: int
    last: int
    """Words of ``Parsed``, the last exclusive."""
    kind: str
    """How it begins: ``main``, ``sub``, ``rel``, ``and``, ``ing``."""


def split_clauses(parsed: Parsed, sentence: Sentence, lexicon: Lexicon, named: Sequence[int]) -> tuple[Clause, ...]:
    """Split a sentence into clauses.

    Parameters
    ----------
    named
        Word -> place mention that covers it, or -1: names are never split.
    """
    starts: list[tuple[int, str]] = [(sentence.first, "main")]
    for word in range(sentence.first + 1, sentence.last):
        if named[word] < 0 and (kind := _starts_clause(parsed, sentence, word, lexicon, named)):
            starts.append((word, kind))
    ends = [start for start, _ in starts[1:]] + [sentence.last]
    return tuple(Clause(first, last, kind) for (first, kind), last in zip(starts, ends, strict=True))


def _starts_clause(parsed: Parsed, sentence: Sentence, word: int, lexicon: Lexicon, named: Sequence[int]) -> str | None:
    lower, before = parsed.lowers[word], parsed.lowers[word - 1]
    if before in _BREAKS:
        return "main"
    kind = lexicon.clauses.get(lower)
    if kind == "sub":
        return "sub" if _subordinates(parsed, word, lexicon) else None
    if kind == "rel":
        return "rel"
    if kind == "and":
        return "and" if _verb_soon(parsed, sentence, word + 1, lexicon, named) else None
    if before == ",":
        if len(lower) > 5 and lower.endswith("ing"):
            return "ing"
        return "and" if _verb_soon(parsed, sentence, word, lexicon, named) else None
    return None


def _subordinates(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    after = parsed.lowers[word + 1] if word + 1 < len(parsed.lowers) else ""
    if parsed.lowers[word] == "as":
        return after not in _NO_CLAUSE_AFTER_AS and parsed.lowers[word - 1] not in _NO_CLAUSE_BEFORE_AS
    if parsed.lowers[word] in ("since", "before", "after", "until"):  # a point in time is no clause
        return after[:1].isalpha() and not any(kind in ("month", "weekday", "link") for kind, _ in lexicon.calendar.get(after, ()))
    return True


def _verb_soon(parsed: Parsed, sentence: Sentence, word: int, lexicon: Lexicon, named: Sequence[int]) -> bool:
    """Tell whether a verb follows before any name, preposition or comma: `A and B` is a list, `A, and they took B` is not."""
    for at in range(word, min(word + _VERB_REACH, sentence.last)):
        lower = parsed.lowers[at]
        if named[at] >= 0 or not lower[0].isalnum():
            return False
        if lower in _VERBS_TO_BE or (
            lower in lexicon.verbs and lower.endswith(("ed", "ook", "ized", "hit", "ell", "ought", "aken", "ost", "led"))
        ):
            return True
        if any(slot in ("plain", "near", "from", "toward") for _, slot, _ in lexicon.relations.get(lower, ())):
            return False
    return False


def clause_of(clauses: Sequence[Clause], word: int) -> int:
    """Return the ordinal of the clause that holds a word."""
    for index, clause in enumerate(clauses):
        if clause.first <= word < clause.last:
            return index
    return len(clauses) - 1
