"""Settles which of two phrases that locate each other is the place, and reads what lies beside a place named before.

`the airport, four km south of X` is south of X; `X, 50 km north of the capital` is X; `X and the villages to its west` are west of X.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from frontmap.text.clauses import is_preposition
from frontmap.text.events.anaphors import ANAPHOR
from frontmap.text.events.compass import is_described
from frontmap.text.events.directions import PlacePhrase, is_sided, slots_of
from frontmap.text.events.passages import Passage

_APART = 3
"""Words before `to the south` among which stands what leads from there: `from the hills to the south`."""


def settled(phrases: Sequence[PlacePhrase], passage: Passage) -> tuple[PlacePhrase, ...]:
    """Return the phrases of a sentence without nouns that the next phrase locates, and without those that only locate a name."""
    kept: list[PlacePhrase] = []
    for phrase in phrases:
        before = kept[-1] if kept else None
        if before is not None and _locates(phrase, before, passage):
            if before.mention != ANAPHOR or _is_town_apart(before, phrase, passage):
                continue
            kept.pop()
        kept.append(phrase)
    return tuple(kept)


def _locates(phrase: PlacePhrase, before: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a phrase says where the noun or name right before it lies: `the area around X`, `X, 50 km north of the capital`."""
    if phrase.relation in (None, "outskirts") or "part" in phrase.relation or ANAPHOR not in (phrase.mention, before.mention):
        return False
    apart = passage.lowers(before.last, phrase.start)
    if before.mention == ANAPHOR and before.relation is not None:
        return False  # `on the northern edge of the town near X`
    beside = phrase.distance_km is not None or is_sided(phrase.relation) or phrase.relation == "near"
    return beside and (before.mention == ANAPHOR if not apart else apart == (",",))


def _is_town_apart(before: PlacePhrase, phrase: PlacePhrase, passage: Passage) -> bool:
    """Tell whether a town is meant before a comma, which what follows only describes: `the city, about 80 miles west of X`."""
    return before.last < phrase.start and passage.any_is("town_noun", before.first, before.last)


def beside(passage: Passage, phrases: Sequence[PlacePhrase]) -> Iterator[PlacePhrase]:
    """Yield what lies beside a place named before: `villages to its west`, `the hills to the south`, `the surrounding hills`."""
    lowers, lexicon, sentence = passage.parsed.lowers, passage.lexicon, passage.sentence
    for word in range(sentence.first + 2, sentence.last):
        if lexicon.is_a(lowers[word], "around") and _is_ground(passage, word + 1) and not _is_listed(passage, word):
            yield _phrase(passage, phrases, word - 1, word + 1, "near")
            continue
        code, form = lexicon.compass.get(lowers[word], ("", ""))
        if form != "noun" or passage.named[word] >= 0 or not lexicon.is_a(lowers[word - 2], "toward_side"):
            continue
        own = lexicon.is_a(lowers[word - 1], "own")
        if not own and not (lexicon.is_a(lowers[word - 1], "article") and _is_ground(passage, word - 3)):
            continue
        after = lowers[word + 1] if word + 1 < sentence.last else ""
        named = any(mention >= 0 for mention in passage.named[word + 1 : min(word + 1 + _APART, sentence.last)])
        goes_on = lexicon.is_a(after, "of") or after in lexicon.compass or (named and is_preposition(after, lexicon))
        if not goes_on and (own or not is_described(passage.parsed, word + 1, sentence.last, lexicon)):
            yield _phrase(passage, phrases, word - 2, word, f"{code} of")


def _is_ground(passage: Passage, word: int) -> bool:
    """Tell whether a word is a plural noun of ground: `hills`, `villages`."""
    lower = passage.parsed.lowers[word] if word < passage.sentence.last else ""
    return lower.endswith("s") and "noun" in slots_of(lower, passage.lexicon)


def _is_listed(passage: Passage, word: int) -> bool:
    """Tell whether a word goes on a list: `X and surrounding villages`, `X and the surrounding villages`."""
    return any("and" in passage.lexicon.clauses.get(lower, ()) for lower in passage.parsed.lowers[word - 2 : word])


def _phrase(passage: Passage, phrases: Sequence[PlacePhrase], start: int, word: int, relation: str) -> PlacePhrase:
    owner = next((p for p in reversed(phrases) if p.stands and p.last <= start), None)
    led = "from" if any(passage.lexicon.is_a(lower, "from") for lower in passage.lowers(start - _APART, start)) else ""
    return PlacePhrase(owner.mention if owner else ANAPHOR, start, word, word + 1, "at", relation, group=-word, led=led)
