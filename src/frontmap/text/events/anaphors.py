"""Finds the nouns that stand for a place: ``the city``, ``a strategic town`` that is named later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from frontmap.model import Parsed, Sentence
from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import clause_of, is_preposition
from frontmap.text.events.directions import PlacePhrase, is_common_noun
from frontmap.text.events.passages import Passage

ANAPHOR = -1
"""The mention of a place phrase that says ``the city`` and names nothing."""
_OPENING = 1
"""Ordinal of the last sentence that may speak of a town before its name."""
_COMPOUND = 3
"""Words after a noun among which a preposition may stand: those of a noun made of several."""
_DESCRIBING = 4
"""Words that may stand between `a` and its noun."""
_COUNTED = 3
"""Words before a noun among which stands how many it speaks of: `all five besieged towns`."""
_COUNTED_NAMES = 8
"""Words behind such a noun within which names say which are meant."""
_SEATS = frozenset({"capital", "seat"})
"""Nouns that say of a district which of its towns is meant."""
_SOON = 5
"""Words after a noun within which a name may say which it is."""


def anaphoric_words(parsed: Parsed, sentence: Sentence, named: Sequence[int], lexicon: Lexicon) -> Iterator[int]:
    """Yield the words that stand for a place named before: `the city`, `this hilltop town`, not `the city of X`."""
    for word in range(sentence.first + 1, sentence.last):
        noun = plain_noun(parsed.lowers[word])
        several = lexicon.is_a(noun, "anaphors") and counted(parsed, word, lexicon) > 1
        if several and any(named[at] >= 0 for at in range(word + 1, min(word + _COUNTED_NAMES, sentence.last))):
            continue  # `in three of the five towns it holds: A, B and C`
        if named[word] >= 0 or not (several or lexicon.is_a(noun, "anaphor")):
            continue
        after = word + 1
        if _names_it(parsed, after, sentence, named, lexicon) or _apposes(parsed, word, sentence, named, lexicon):
            continue
        if several or any(lexicon.is_a(parsed.lowers[at], "demonstrative") for at in range(max(sentence.first, word - 2), word)):
            yield word


def _apposes(parsed: Parsed, noun: int, sentence: Sentence, named: Sequence[int], lexicon: Lexicon) -> bool:
    """Tell whether a noun between commas only says what the name before it is: `Bangui, the capital, was`."""
    follows_name = noun - 3 >= sentence.first and parsed.lowers[noun - 2] == "," and named[noun - 3] >= 0
    if not follows_name or not lexicon.is_a(parsed.lowers[noun - 1], "article"):
        return False
    return noun + 1 >= sentence.last or not parsed.lowers[noun + 1][0].isalnum()


def counted(parsed: Parsed, noun: int, lexicon: Lexicon) -> int:
    """Return how many places named before a noun stands for: 2 for `both towns`, 5 for `all five towns`; 1 where it is not said."""
    before = parsed.lowers[max(0, noun - _COUNTED) : noun]
    for at, lower in enumerate(before):
        number = next((value for kind, value in lexicon.calendar.get(lower, ()) if kind == "number"), 0)
        definite = at > 0 and (lexicon.is_a(before[at - 1], "demonstrative") or lexicon.is_a(before[at - 1], "all_of"))
        if lexicon.is_a(lower, "both") or (definite and number):
            return int(number or 2)
    return 1


def unnamed_towns(passage: Passage, phrases: Sequence[PlacePhrase]) -> Iterator[int]:
    """Yield the words by which the first sentences speak of a town that the text names later: `captured a strategic town`."""
    parsed, sentence, lexicon = passage.parsed, passage.sentence, passage.lexicon
    if sentence.start > parsed.sentences[: _OPENING + 1][-1].start:
        return
    for word in range(sentence.first + 1, sentence.last):
        if not lexicon.is_a(parsed.lowers[word], "unnamed") or passage.named[word] >= 0:
            continue
        clause = passage.clauses[clause_of(passage.clauses, word)]
        located = any(p.start <= word < p.last or p.start == word + 1 for p in phrases)  # `a town in X`, `a town near X`
        named = any(clause.first <= p.first < word and not p.case for p in phrases)  # `X remains a town`
        if not (located or named) and is_indefinite(parsed, word, lexicon):
            yield word


def is_indefinite(parsed: Parsed, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether `a` or `another` stands before a noun and what describes it."""
    for lower in reversed(parsed.lowers[max(0, noun - _DESCRIBING) : noun]):
        if lexicon.is_a(lower, "indefinite"):
            return True
        if not lower[0].isalpha() or lexicon.is_a(lower, "article") or is_preposition(lower, lexicon):
            return False
    return False


def _names_it(parsed: Parsed, after: int, sentence: Sentence, named: Sequence[int], lexicon: Lexicon) -> bool:
    """Tell whether a name follows that says which it is: `the city of X`, `the base at X`."""
    if after >= sentence.last:
        return False
    if _opens_nearness(parsed, after - 1, lexicon):
        return True  # `the area surrounding X`
    if parsed.lowers[after] == ",":
        near = _opens_nearness(parsed, after + 1, lexicon)  # `outside the town, near X`
        return any(named[word] >= 0 for word in range(after + 1, min(after + 1 + near * _SOON + 1, sentence.last)))
    if lexicon.is_a(parsed.lowers[after], "joint"):
        return _shares_name(parsed, after, sentence, named, lexicon)
    for word in range(after, min(after + _COMPOUND, sentence.last - 1)):  # `the town administration building in X`
        slots = {slot for _, slot, _ in lexicon.relations.get(parsed.lowers[word], ())}
        if "of" in slots or named[word] >= 0:
            return word == after or parsed.lowers[word - 1] in _SEATS  # `the district capital of X`
        if "plain" in slots:
            return named[word + 1] >= 0
        if not is_common_noun(parsed, word, lexicon):
            return False
    return False


def _shares_name(parsed: Parsed, joint: int, sentence: Sentence, named: Sequence[int], lexicon: Lexicon) -> bool:
    """Tell whether two nouns share the name after them: `the base and the town of X`."""
    for word in range(joint + 1, min(joint + _SOON, sentence.last - 1)):
        if lexicon.is_a(parsed.lowers[word], "of"):
            return named[word + 1] >= 0
        if named[word] >= 0 or is_preposition(parsed.lowers[word], lexicon):
            return False
    return False


def _opens_nearness(parsed: Parsed, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether a word opens words of nearness, which a name follows: `the area surrounding`."""
    rows = lexicon.relations.get(parsed.lowers[noun], ()) if noun < len(parsed.lowers) else ()
    return any(slot == "near" and parsed.lowers[noun : noun + len(words)] == words for words, slot, _ in rows)


def plain_noun(lower: str) -> str:
    """Return a noun without its genitive: `the city's`."""
    return lower.removesuffix("'s")
