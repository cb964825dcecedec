"""Tells of a speaker what only a Russian or Ukrainian text does: whose surname stands in another case, whose ground an office is on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from frontmap.registry.sources import UNKNOWN
from frontmap.registry.stems import is_cyrillic, stem, stems
from frontmap.registry.tongues import side_of_tongue
from frontmap.text.attribution.cast import Cast
from frontmap.text.attribution.naming import Speaker
from frontmap.text.attribution.phrases import Words
from frontmap.text.attribution.relays import OUTLETS

_OF_A_STATE = ("military", "ministry", "official")
_FORMS = (
    *("ого", "ому", "ово"),
    *("ым", "им", "ый", "ий", "ій", "ой", "ою", "ую", "ої", "ом", "ем", "єм", "ей"),
    *("а", "у", "е", "и", "ы", "і", "о", "я", "ю", "ї", "є", "й", "ь"),
)
"""Endings of surnames in all cases, the longest first."""
_SUBJECT = ("verb", "inverted", "pointing back", "label", "tail")
"""Rules that find whoever speaks in the nominative, all but the bodies after ``в``."""
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


def named_as_subject(named: Sequence[tuple[Speaker, str, str]]) -> list[str]:
    """Return the names of speakers as where each is the subject: ``Аль-Джазира`` for ``«Аль-Джазиры»``.

    With each stand the rule that found it and the words that name it there.
    """
    forms: dict[tuple[str, ...], str] = {}
    for speaker, rule, here in named:
        if rule.startswith(_SUBJECT):
            written = " ".join(here.split()[-len(speaker.name.split()) :])
            same = _cases(written) == _cases(speaker.name)
            forms.setdefault(_all_cases(speaker), written if same else speaker.name)
    return [speaker.name if speaker.name.isascii() else forms.get(_all_cases(speaker), speaker.name) for speaker, _, _ in named]


def _cases(name: str) -> tuple[str, ...]:
    return tuple(base(part.strip('«»"')) for part in name.split())


def _all_cases(speaker: Speaker) -> tuple[str, ...]:
    """Return what all cases of a name have in common; for a known outlet which one it is."""
    if speaker.source_id and speaker.kind in OUTLETS:
        return (speaker.source_id,)
    return _cases(speaker.name)


def side_of_declined(cast: Cast, speaker: Speaker, words: Words) -> str:
    """Return the side of an office whose words tell none.

    That is the state on whose ground the war is fought; of two states that of whose ground a local office tells, or that which alone writes
    in the language.
    """
    if cast.conflict is None or speaker.kind not in _OF_A_STATE or speaker.plural or not any(map(is_cyrillic, cast.r.words[slice(*words)])):
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
    naming, parsed = cast.naming, cast.r.parsed
    sentence, at = parsed.sentences[cast.sentence_of(word)], parsed.starts[word]
    here = [m for m in naming.placed_between(sentence.start, sentence.end) if m.place and m.place.country]
    if not here:
        index = bisect_left(naming.located, at, key=lambda m: m.mention.start)
        here = naming.located[max(0, index - 1) : index] or naming.located[:1]
    found = min(here, key=lambda m: abs(m.mention.start - at), default=None)
    return found.place.country if found and found.place else None
