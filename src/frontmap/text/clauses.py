"""Cuts a sentence into clauses: the stretches that state one thing each and serve as evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from frontmap.model import Parsed, Sentence
from frontmap.registry.lexicon import Lexicon
from frontmap.registry.stems import is_cyrillic

_NONE: frozenset[str] = frozenset()
_PREPOSITIONS = frozenset({"plain", "near", "from", "toward", "to", "along", "between", "aim"})
_DATELINE = 14
"""Words of the longest dateline."""
_TOWN = 6
"""Words of the longest name of a town with its country: `Addis Ababa, Ethiopia`."""
_SHORTEST = 4
"""Letters of the shortest town of a dateline that nothing parts from the text."""
_JOINTS = frozenset({"/", ","})
"""Marks between the towns of a dateline."""
_BEGINNING = 80
"""Words at the beginning of a document among which a dateline may be written without agency, date or capitals."""
_PLAIN = 2
"""Words without a capital in a dateline in Cyrillic letters: its month and what the agency is."""
_DASHES = frozenset({"-", "–", "—", "--"})
_OPENING = frozenset({":", ";", ")", ","})
"""Marks behind which a clause may begin; elsewhere a word of ``lexicon.clauses`` begins it."""
_NO_MAIN = frozenset({"rel", "sub", "and"})
"""Kinds of words that do not open the clause behind one in front of it."""
_STOPS = frozenset({",", ";", "(", "which", "who", "that"})
"""Words before which the main clause must have its verb."""
_VERB_REACH = 6
"""Words after `and` or a comma among which a verb makes it the start of a clause."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence that states one thing."""

    first: int
    last: int
    """Words of ``Parsed``, the last exclusive."""
    kind: str
    """How it begins: ``main sub rel and ing``; or what tells no event: ``goal`` (somebody's objective) and ``dateline``."""


def split_clauses(parsed: Parsed, sentence: Sentence, lexicon: Lexicon, named: Sequence[int]) -> tuple[Clause, ...]:
    """Split a sentence into clauses.

    Parameters
    ----------
    named
        Word -> place mention that covers it, or -1: names are never split.
    """
    starts = [(sentence.first, "main")]
    body = dateline_end(parsed, sentence)
    if body > sentence.first:
        starts = [(sentence.first, "dateline"), (body, "main")]
    lowers = parsed.lowers
    for word in [w for w in range(body + 1, sentence.last) if lowers[w] in lexicon.clauses or lowers[w - 1] in _OPENING]:
        if all(kind != "main" or first == body for first, kind in starts) and _ends_fronted(parsed, sentence, body, word, lexicon):
            starts.append((word, "main"))
            continue
        kind = _starts_clause(parsed, sentence, word, lexicon, named)
        if kind == "and" and not _has_begun(parsed, starts[-1], word, lexicon):
            continue  # `artillery and drones pounded X` has one subject of two
        if kind and (named[word] < 0 or named[word] != named[word - 1]):
            starts.append((word, kind))
    ends = [start for start, _ in starts[1:]] + [sentence.last]
    return tuple(Clause(first, last, kind) for (first, kind), last in zip(starts, ends, strict=True))


def _ends_fronted(parsed: Parsed, sentence: Sentence, first: int, word: int, lexicon: Lexicon) -> bool:
    """Tell whether a clause in front of the main one ends before a word: `When the army had failed to take A, a raid on B was ordered`."""
    lowers = parsed.lowers
    if lowers[word - 1] != "," or "front" not in lexicon.clauses.get(lowers[first], _NONE) or lexicon.forms:
        return False
    if not any(_may_state(parsed, at, lexicon) for at in range(first + 1, word)):
        return False
    kinds = lexicon.clauses.get(lowers[word], _NONE)
    if kinds & _NO_MAIN or is_finite(lowers[word], lexicon) or _opens_participle(parsed, word, sentence):
        return False
    stop = next((at for at in range(word, sentence.last) if lowers[at] in _STOPS), sentence.last)
    return any(is_finite(lower, lexicon) for lower in lowers[word + 1 : stop])


def _may_state(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    """Tell whether a word may be the verb of a clause in front: `After taking A`, `When the army takes A`, but not `Since the start`."""
    lower, before = parsed.lowers[word], parsed.lowers[word - 1]
    noun = lexicon.is_a(before, "article") or parsed.lowers[word + 1 : word + 2] == ("of",)
    return is_finite(lower, lexicon) or lower.endswith("ing") or (lower in lexicon.verbs and not noun)


def _has_begun(parsed: Parsed, clause: tuple[int, str], word: int, lexicon: Lexicon) -> bool:
    """Tell whether a clause (its first word and its kind) has its verb before a word."""
    first, kind = clause
    closed = kind == "rel" and parsed.lowers[word - 1] == ","  # `the army, which denies taking sides, moved`: whatever its verb
    verbs = (at for at in range(first, word) if _may_be_verb(parsed.lowers[at], lexicon))
    return kind == "ing" or closed or any(parsed.lowers[word - 1] == "," or not _is_reduced(parsed, at, first, lexicon) for at in verbs)


def _is_reduced(parsed: Parsed, word: int, first: int, lexicon: Lexicon) -> bool:
    """Tell whether a participle says by whom those before it are helped or led, and opens no clause: `units backed by X and Y`."""
    lowers = parsed.lowers
    return lowers[word + 1 : word + 2] == ("by",) and not any(
        lexicon.is_a(lower, "passive") for lower in lowers[max(first, word - 3) : word]
    )


def dateline_end(parsed: Parsed, sentence: Sentence) -> int:
    """Return the word after a dateline that opens a sentence: `KYIV, Nov. 30 (Agency) -`; its first word where it has none."""
    last = min(sentence.last - 1, sentence.first + _DATELINE)
    for word in range(sentence.first + 1, last):
        before = parsed.words[sentence.first : word]
        if parsed.words[word] in _DASHES and parsed.starts[word] > parsed.ends[word - 1]:
            signed = before[-1] == ")" or (before[0].isupper() and len(before[0]) > 1) or any(w.isdigit() for w in before)
            if is_cyrillic(before[0]) and sum(w.islower() for w in before) > _PLAIN:
                return sentence.first  # `Боевики 5 раз обстреляли Вербовое, трижды — Лозовую`
            signed = signed or (sentence.first < _BEGINNING and len(before) <= _TOWN and not any(w[0].islower() for w in before))
            return word + 1 if signed and before[0][0].isupper() else sentence.first
        if parsed.words[word] == ":" and sentence.first < _BEGINNING and not parsed.all_caps:  # `BEIRUT: Shells fell`
            capitals = all(w.isupper() or w == "," for w in before) and len(before) <= _TOWN and len(before[0]) > 1
            return word + 1 if capitals else sentence.first
    return bare_dateline_end(parsed) if sentence.first == 0 else sentence.first


def bare_dateline_end(parsed: Parsed) -> int:
    """Return the word after a dateline in capitals that nothing parts from the text: `BAKU/YEREVAN Fighting broke out`; else 0.

    The text writes a town of it in small letters elsewhere, which tells it from the letters of a body: `NATO Troops left`.
    """
    words = parsed.words
    end = next((i for i in range(min(_TOWN, len(words))) if words[i] not in _JOINTS and not (words[i].isupper() and len(words[i]) > 1)), 0)
    if parsed.all_caps or not 0 < end < len(words) or words[end - 1] in _JOINTS or not words[end][0].isupper():
        return 0
    return end if any(len(word) >= _SHORTEST and "." not in word and word.title() in words for word in words[:end]) else 0


def is_preposition(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a preposition of place; `of`, which holds a phrase together, is none here."""
    return any(slot in _PREPOSITIONS and len(words) == 1 for words, slot, _ in lexicon.relations.get(lower, ()))


def about_a_number(parsed: Parsed, word: int, lexicon: Lexicon) -> int:
    """Return how many words at a point only say about how many there are: `at least`, `up to`, `over 300`."""
    for length in (2, 1):
        if lexicon.is_a(" ".join(parsed.lowers[word : word + length]), "about"):
            after = parsed.lowers[word + length : word + length + 1]
            return length if after and (after[0][0].isdigit() or lexicon.is_a(after[0], "number")) else 0
    return 0


def clause_of(clauses: Sequence[Clause], word: int) -> int:
    """Return the ordinal of the clause that holds a word."""
    for index, clause in enumerate(clauses):
        if clause.first <= word < clause.last:
            return index
    return len(clauses) - 1


def _starts_clause(parsed: Parsed, sentence: Sentence, word: int, lexicon: Lexicon, named: Sequence[int]) -> str | None:
    before = parsed.lowers[word - 1]
    if before == ":":
        if lexicon.forms and not any(_is_verb(lower, lexicon) for lower in parsed.lowers[word : sentence.last]):
            return None  # `освобождены: Вербовое, Лозовая`
        return "goal" if "goal" in lexicon.clauses.get(parsed.lowers[word - 2] if word > 1 else "", _NONE) else "main"
    if before == ";":
        return "main" if _verb_soon(parsed, sentence, word, lexicon, named, reach=sentence.last) else None
    if before == ")" or (before == "," and word > 1 and parsed.lowers[word - 2] == ")" and parsed.starts[word] == parsed.ends[word - 1]):
        return "main" if parsed.words[word][0].isupper() and parsed.starts[word] == parsed.ends[word - 1] else None
    return _by_word(parsed, sentence, word, lexicon, named)


def _by_word(parsed: Parsed, sentence: Sentence, word: int, lexicon: Lexicon, named: Sequence[int]) -> str | None:
    lower, before = parsed.lowers[word], parsed.lowers[word - 1]
    kinds = lexicon.clauses.get(lower, _NONE)
    if "sub" in kinds:
        return "sub" if _subordinates(parsed, word, lexicon) else None
    if "aim" in kinds:
        return "goal"
    if "rel" in kinds:
        return "rel"
    if "and" in kinds and parsed.lowers[min(word + 1, sentence.last - 1)] in lexicon.compass:
        return None
    if "and" in kinds:
        return "and" if _verb_soon(parsed, sentence, word + 1, lexicon, named) else None
    if before == "," and _opens_participle(parsed, word, sentence) and "list" not in kinds:
        return "ing"
    if before == "," and "with" in kinds:
        return "sub"
    if before == ",":
        return "and" if _verb_soon(parsed, sentence, word, lexicon, named) else None
    return None


def _opens_participle(parsed: Parsed, word: int, sentence: Sentence) -> bool:
    """Tell whether a participle begins at a word, behind an adverb or not: `, seizing X`, `, briefly occupying X`."""
    word += parsed.lowers[word].endswith("ly") and word + 1 < sentence.last
    return len(parsed.lowers[word]) > 5 and parsed.lowers[word].endswith("ing")


def _subordinates(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    after = parsed.lowers[word + 1] if word + 1 < len(parsed.lowers) else ""
    before = parsed.lowers[word - 1]
    if before == after or (before == "all" and parsed.lowers[word] == "but"):  # `village after village`, `all but destroyed`
        return False
    if parsed.lowers[word] == "as":
        loose = "not_after_as" not in lexicon.clauses.get(after, _NONE) and "not_before_as" not in lexicon.clauses.get(before, _NONE)
        return loose and after not in lexicon.past and (before == "," or after not in ("a", "an"))
    if "point" not in lexicon.clauses.get(parsed.lowers[word], _NONE):
        return after[:1].isalpha()
    # `since May`, `after midnight` are points in time and no clauses
    return after[:1].isalpha() and not lexicon.is_a(after, "clock") and not lexicon.is_timed(after, "month", "weekday", "link")


def _verb_soon(parsed: Parsed, sentence: Sentence, word: int, lexicon: Lexicon, named: Sequence[int], reach: int = _VERB_REACH) -> bool:
    """Tell whether a verb follows before any name, preposition or comma: `A and B` is a list, `A, and they took B` is not."""
    for at in range(word, min(word + reach, sentence.last)):
        lower = parsed.lowers[at]
        if (named[at] >= 0 or not lower[0].isalnum()) and reach == _VERB_REACH:
            return False
        if _is_verb(lower, lexicon) and not _describes(parsed, at, lexicon):
            return True
        if reach == _VERB_REACH and is_preposition(lower, lexicon):
            return False
    return False


def _describes(parsed: Parsed, word: int, lexicon: Lexicon) -> bool:
    """Tell whether a participle describes a noun: `the abandoned base`, `its besieged towns`."""
    return parsed.lowers[word].endswith("ed") and lexicon.is_a(parsed.lowers[word - 1], "article")


def is_finite(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is known as a verb's past or finite form."""
    return lower in lexicon.past or "verb" in lexicon.clauses.get(lower, _NONE)


def _is_verb(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is a verb that may begin a clause; where verbs have endings of their own, one that tells an event."""
    if lexicon.forms:
        return _may_be_verb(lower, lexicon) and lower in lexicon.triggers
    ends = lexicon.lang == "en" and len(lower) > 4 and lower.endswith("ed") and "no_verb" not in lexicon.clauses.get(lower, _NONE)
    return is_finite(lower, lexicon) or ends


def _may_be_verb(lower: str, lexicon: Lexicon) -> bool:
    """Tell whether a word may be a verb: by its ending, where verbs have endings of their own."""
    if not lexicon.forms:
        return _is_verb(lower, lexicon)
    return lower.endswith(lexicon.forms["verb"] + lexicon.forms["passive"]) and not lexicon.is_a(lower, "event_noun")
