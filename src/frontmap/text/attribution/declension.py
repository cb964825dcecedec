"""Tells of a speaker what only a Russian or Ukrainian text does: whose surname stands in another case, whose ground an office is on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from frontmap.registry.sources import UNKNOWN
from frontmap.registry.stems import is_cyrillic, stem, stems
from frontmap.registry.tongues import side_of_tongue
from frontmap.text.attribution.cast import Cast
from frontmap.text.attribution.naming import Speaker
from frontmap.text.attribution.phrases import Words

_OF_A_STATE = ("military", "ministry", "official")
_FORMS = (
    *("ого", "ому", "ово"),
    *("ым", "им", "ый", "ий", "ій", "ой", "ою", "ую", "ої", "ом", "ем", "єм", "ей"),
    *("а", "у", "е", "и", "ы", "і", "о", "я", "ю", "ї", "є", "й", "ь"),
)
"""Endings of surnames in all cases, the longest first."""
_SHORTEST = 3
"""Letters that are left of a surname."""


def base(surname: str) -> str:
    """Return what all cases of a surname have in common.

    >>> base("Гладкова") == base("Гладков"), base("Сирського") == base("Сирський"), base("Гайдая") == base("Гайдай")
    (True, True, True)
    """
    low = surname.lower()
    return next((low.removesuffix(form) for form in _FORMS if low.endswith(form) and len(low) - len(form) >= _SHORTEST), low)


def same_declined(speaker: Speaker, others: Iterator[Speaker]) -> Speaker | None:
    """Return the person met before whose surname, and given name where there is one, a name is another case of."""
    parts = [base(part) for part in speaker.name.split()]
    if not is_cyrillic(speaker.name) or speaker.name[0].islower():
        return None
    for other in others:
        if other.person and is_cyrillic(other.name) and [base(part) for part in other.name.split()][-len(parts) :] == parts:
            return other
    return None


def side_of_declined(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Return the side of an office whose words tell none.

    That is the state on whose ground the war is fought; of two states that of whose ground a local office tells, or that which alone writes
    in the language.
    """
    if cast.conflict is None or speaker.kind not in _OF_A_STATE or speaker.plural or not is_cyrillic(cast.r.words[words[0]]):
        return UNKNOWN
    if cast.home:
        return cast.home
    lowers = cast.r.lowers[words[0] : words[1]]
    if not stems(cast.r.speech.classes["localbody"]).isdisjoint(map(stem, lowers)):
        country = _country_beside(cast, words[0])
        return cast.conflict.parties.get(country or "", UNKNOWN)
    return side_of_tongue(cast.r.parsed, cast.conflict) or UNKNOWN


def _country_beside(cast: Cast, word: int) -> str | None:
    """Return the country of the place that stands nearest to a word in its sentence, else of the last one before it."""
    parsed, placed = cast.r.parsed, [m for m in cast.naming.placed if m.place and m.place.country]
    sentence, at = parsed.sentences[cast.sentence_of(word)], parsed.starts[word]
    here = [m for m in placed if sentence.start <= m.mention.start < sentence.end]
    if not here:
        index = bisect_left(placed, at, key=lambda m: m.mention.start)
        here = placed[max(0, index - 1) : index] or placed[:1]
    found = min(here, key=lambda m: abs(m.mention.start - at), default=None)
    return found.place.country if found and found.place else None
