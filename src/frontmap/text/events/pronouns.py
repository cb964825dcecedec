"""Tells whom a pronoun means that acts or owns who acts: `They captured A`, `X said its troops had left`."""

from __future__ import annotations

from bisect import bisect_right

from frontmap.registry.lexicon import Lexicon
from frontmap.text.clauses import is_finite
from frontmap.text.events.actors import find_speaker, find_subject
from frontmap.text.events.sides import Sides

_BODY = 14
"""Words of the longest name of who speaks of itself."""
_REACH = 80
"""Words before a pronoun, or of the sentence before, that may tell whom it means."""
_SUBORDINATE = frozenset({"sub", "rel"})
"""Kinds of words that open a clause which only says more of another."""
_BACK = 2
"""Sentences back of which one tells whom a pronoun means."""
_THEM = frozenset({"it", "its", "they", "their", "them", "they've", "they're"})
"""Pronouns of the third person that stand for a group."""
_WHOSE = frozenset({"its", "their", "his"})
"""Those that say whose a force is: whoever speaks of `his troops` speaks of his own."""


def side_of_pronoun(pronoun: int, lexicon: Lexicon, sides: Sides, back: int = _BACK) -> str | None:
    """Return the side of whom a pronoun means: of who says the sentence, of who acts earlier in it, or in the one before."""
    parsed, lower = sides.parsed, sides.parsed.lowers[pronoun]
    if lower not in _THEM | _WHOSE:
        return None
    index = bisect_right(parsed.sentences, pronoun, key=lambda s: s.first) - 1
    start = max(parsed.sentences[index].first, pronoun - _REACH)
    if (speaker := find_speaker(pronoun, start, lexicon, sides)) is not None:
        return sides.of_phrase(speaker, lexicon) or sides.speakers.at(parsed.starts[pronoun])
    if lower in _WHOSE and (side := sides.speakers.at(parsed.starts[pronoun])) is not None:
        return side
    if lower == "his":
        return _of_person_before(pronoun, start, sides)
    return _of_body_that_speaks(pronoun, start, lexicon, sides) or _of_subject_before(pronoun, index, lexicon, sides, back)


def _of_person_before(pronoun: int, start: int, sides: Sides) -> str | None:
    """Return the side of whom a sentence names last before `his`; of a commander, it is that of his troops."""
    names = (sides.named_by(word) for word in range(pronoun - 1, start - 1, -1))
    return next(filter(None, names), None)


def _of_body_that_speaks(pronoun: int, start: int, lexicon: Lexicon, sides: Sides) -> str | None:
    """Return the side of the body that speaks of itself: `the defence ministry said its troops`; a person speaks of others."""
    lowers = sides.parsed.lowers
    saying = next((word for word in range(pronoun - 1, start, -1) if lexicon.is_a(lowers[word], "saying")), None)
    if saying is None or saying - start > _BODY:
        return None
    speaker = " ".join(sides.parsed.words[start:saying])
    return None if sides.sources.side_of(speaker, sides.conflict)[1] == "person" else sides.of(speaker)


def _of_subject_before(pronoun: int, index: int, lexicon: Lexicon, sides: Sides, back: int) -> str | None:
    """Return the side of who acts just before in the sentence, else of whom the sentences before are about."""
    parsed = sides.parsed
    start = max(parsed.sentences[index].first, pronoun - _REACH)
    verbs = [word for word in range(start, pronoun) if _tells(word, lexicon, sides)]
    if verbs:
        return next((side for verb in reversed(verbs) if (side := _of_subject(verb, start, lexicon, sides, 0))), None)
    if (side := _of_subject(pronoun, start, lexicon, sides, 0)) is not None:
        return side
    if not back or not index:
        return None
    before = parsed.sentences[index - 1]
    told = [word for word in range(before.first, min(before.last, before.first + _REACH)) if _tells(word, lexicon, sides)]
    main = (verb for verb in told if _is_of_main_clause(verb, before.first, lexicon, sides))
    verb = next(main, told[0] if told else None)
    return _of_subject(verb, before.first, lexicon, sides, back - 1) if verb is not None else None


def _is_of_main_clause(verb: int, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether the subject of a verb opens its sentence or follows a comma: `After X took A, the army shelled B`."""
    subject = find_subject(verb, start, lexicon, sides)
    lowers = sides.parsed.lowers
    if subject is None:
        return False
    opened = any(not _SUBORDINATE.isdisjoint(lexicon.clauses.get(lower, ())) for lower in lowers[start : subject[0]])
    return not opened or lowers[subject[0] - 1] == ","


def _of_subject(verb: int, start: int, lexicon: Lexicon, sides: Sides, back: int) -> str | None:
    subject = find_subject(verb, start, lexicon, sides)
    if subject is None:
        return None
    if lexicon.is_a(sides.parsed.lowers[subject[0]], "pronoun"):
        return side_of_pronoun(subject[0], lexicon, sides, back) if back else None
    return sides.of_phrase(subject, lexicon)


def _tells(word: int, lexicon: Lexicon, sides: Sides) -> bool:
    lower = sides.parsed.lowers[word]
    return is_finite(lower, lexicon) and not lexicon.is_a(lower, "saying")
