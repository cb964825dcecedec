"""Finds who does what a clause tells: the subject, the ``by`` phrase, the adjective before a noun, and the side that they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.registry.sources import Conflict, SourceRegistry

_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "our", "several", "some", "both"})
_PRONOUNS = frozenset({"they", "it", "he", "we", "she"})
_STOPS = frozenset(
    {",", ".", ";", ":", "(", ")", "in", "on", "at", "near", "from", "that", "which", "who", "said", "and", "to", "with", "as", "--", '"'}
)
_REACH = 14
"""Words before a trigger among which its subject is sought."""
_NOUN_REACH = 4
"""Words before a noun among which an adjective or name says whose it is."""


@dataclass(slots=True)
class Sides:
    """What a document's words say about who belongs to which side; looks each phrase up once."""

    sources: SourceRegistry
    conflict: Conflict | None
    known: dict[str, str | None] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    """How often each side acted so far in the document."""

    def of(self, words: str) -> str | None:
        """Return the side of whom these words name; None where they do not tell."""
        if words not in self.known:
            side, _ = self.sources.side_of(words, self.conflict, actor=True)
            self.known[words] = None if side in ("unknown", "third_party", "") else side
        return self.known[words]

    def against(self, side: str | None) -> str | None:
        """Return who stands against a side: the other of two, else the one that acted most in the document; None where that is open."""
        if side is None:
            return None
        others = sorted(self.conflict.sides - {side}) if self.conflict else []
        if len(others) == 1:
            return others[0]
        acted = [other for other, _ in self.seen.most_common() if other != side]
        return acted[0] if acted else None


def find_actor(
    parsed: Parsed, trigger: tuple[int, int], start: int, stop: int, lexicon: Lexicon, sides: Sides, *, verb: bool
) -> tuple[str | None, str | None]:
    """Return who acts, in the text's words, with the side; None for what is not said.

    Parameters
    ----------
    trigger
        First word of what names the event and the word after it.
    start, stop
        Words among which the actor stands: from the beginning of the clause, or of the one that has the subject, to its end.
    """
    first, last = trigger
    found = _by_phrase(parsed, last, stop)
    if found is None and not verb:
        found = _modifier(parsed, first, start, sides)
    if found is None:
        found = _subject(parsed, first, start, lexicon, sides)
    if found is None:
        return None, None
    words = " ".join(parsed.words[found[0] : found[1]])
    return parsed.text[parsed.starts[found[0]] : parsed.ends[found[1] - 1]], sides.of(words)


def is_passive(parsed: Parsed, first: int, last: int, start: int, lexicon: Lexicon) -> bool:
    """Tell whether a verb form stands in the passive: `was shelled`, `has been retaken`, `shelled by`, `trapped in`."""
    if parsed.lowers[first] not in lexicon.past:
        return False
    after = parsed.lowers[last] if last < len(parsed.lowers) else ""
    if after == "by":
        return True
    before = parsed.lowers[max(start, first - 3) : first]
    if any(lexicon.is_a(lower, "passive") for lower in before):
        return True
    reduced = first == start or parsed.lowers[first - 1] in (",", "and") or lexicon.is_a(parsed.lowers[first - 1], "force")
    return reduced and any(slot in ("plain", "near") for _, slot, _ in lexicon.relations.get(after, ()))


def _by_phrase(parsed: Parsed, last: int, stop: int) -> tuple[int, int] | None:
    for word in range(last, min(stop, last + _REACH)):
        if parsed.lowers[word] == "by" and word + 1 < stop:
            end = word + 1
            while end < min(stop, word + 9) and (parsed.lowers[end] not in _STOPS):
                end += 1
            return (word + 1, end) if end > word + 1 and not parsed.lowers[word + 1].endswith("ing") else None
    return None


def _modifier(parsed: Parsed, first: int, start: int, sides: Sides) -> tuple[int, int] | None:
    for word in range(first - 1, max(start - 1, first - 1 - _NOUN_REACH), -1):
        if parsed.lowers[word] in _STOPS:
            return None
        if _names_side(parsed, word, sides):
            return word, word + 1
    return None


def _names_side(parsed: Parsed, word: int, sides: Sides) -> bool:
    return parsed.words[word][0].isupper() and sides.of(parsed.words[word]) is not None


def _subject(parsed: Parsed, first: int, start: int, lexicon: Lexicon, sides: Sides) -> tuple[int, int] | None:
    for word in range(first - 1, max(start - 1, first - 1 - _REACH), -1):
        lower = parsed.lowers[word]
        if lower in _PRONOUNS:
            return word, word + 1
        if lexicon.is_a(lower, "force") or _names_side(parsed, word, sides):
            return _whole_name(parsed, word, start), word + 1
    return None


def _whole_name(parsed: Parsed, word: int, start: int) -> int:
    """Return the first word of the noun phrase that ends at a word."""
    first = word
    while first > start and word - first < 6:
        before = parsed.words[first - 1]
        if not (before[0].isupper() or parsed.lowers[first - 1] in _ARTICLES or before.endswith(("-backed", "-led"))):
            break
        first -= 1
        if parsed.lowers[first] in _ARTICLES:
            break
    return first


def sides_in(parsed: Parsed, words: Sequence[int], sides: Sides) -> list[str]:
    """Return the sides that capitalised words among these name, in order."""
    return [side for word in words if parsed.words[word][0].isupper() and (side := sides.of(parsed.words[word]))]
