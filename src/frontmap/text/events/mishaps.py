"""Leaves out what is no news of a war: what happened decades ago, and the harm of accidents, disasters and crimes before a court."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from frontmap.model import Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.registry.wars import year_of
from frontmap.text.events.passages import Hit, Passage

_HARM = frozenset({"losses", "damage", "displacement"})
"""Types that accidents and disasters do as well."""
_VIOLENT = frozenset({"ranged", "attack_word", "fight", "deadly"})
"""Classes of words by which a sentence of an accident tells of war after all: `the rescuers were hit by an air strike`."""
_SINCE = 4
"""Words before a decade among which a `since` makes it what today is compared with."""
_NEWS = 1
"""Years before a report of which it may tell as news."""
_YEAR, _OLDEST = 4, 1500
"""Digits of a year, and the first that a number of so many may be."""
_CHRONICLE = 4
"""A document that names an old year in every so many sentences tells of history."""
_SPAN = 4
"""Words before `years` among which stands the `for` that makes them how long something has gone on."""
_YEARS = frozenset({"years", "decades"})
_IN_YEAR = frozenset({"in", "of", "during"})
"""Words right before a year that make it the time of what is told."""
_DECADE = re.compile(r"(?:1[89]|20)\d0s|mid-(?:1[89]|20)\d0s")


def year_of_news(parsed: Parsed) -> int:
    """Return the year before which nothing is news to a report; 0 where it is not dated or tells of old years throughout."""
    published = year_of(parsed)
    if published is None:
        return 0
    recent = published - _NEWS
    old = sum(_is_year(lower) and _OLDEST <= int(lower) < recent for lower in parsed.lowers)
    return recent if old * _CHRONICLE <= len(parsed.sentences) else 0


def _is_year(lower: str) -> bool:
    return len(lower) == _YEAR and lower.isdecimal()


def without_mishaps(passage: Passage, hits: Sequence[Hit]) -> list[Hit]:
    """Leave out what stands beside a decade, a world war or a year long gone, and harm beside a mishap without a word of violence."""
    lowers = passage.lowers(passage.sentence.first, passage.sentence.last) if hits else ()
    if _is_long_ago(lowers):
        return []
    if any(lower in _YEARS for lower in lowers) or (passage.recent and any(map(_is_year, lowers))):
        hits = [hit for hit in hits if not _is_of_old(passage, hit)]
    if not any(passage.lexicon.is_a(lower, "mishap") for lower in lowers):
        return list(hits)
    if any(passage.lexicon.is_any(lower, _VIOLENT) for lower in lowers):
        return list(hits)
    return [hit for hit in hits if _HARM.isdisjoint(hit.types)]


def _is_of_old(passage: Passage, hit: Hit) -> bool:
    """Tell whether the clause of an event says that it was in a year long gone: `the hills, which were lost in 2000`."""
    clause = passage.clauses[hit.clause]
    words = passage.lowers(clause.first, clause.last)
    if hit.types == ("clash",) and _for_years(words):
        return True
    years = (i for i, word in enumerate(words) if _is_year(word) and int(word) < passage.recent)
    return any(_is_in(words[max(0, i - 2) : i], passage.lexicon) for i in years)


def _is_in(before: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether the words before a year make it the time of what is told: `in 1998`, `in May 1998`; a state `since May 1998` lasts."""
    dated = before[-1:] and before[-1] in lexicon.calendar
    return any(word in _IN_YEAR for word in before[-2 if dated else -1 :])


def _for_years(words: Sequence[str]) -> bool:
    """Tell whether some words say that something has gone on for years: `has fought the rebels for three years`."""
    return any("for" in words[max(0, i - _SPAN) : i] for i, word in enumerate(words) if word in _YEARS)


def _is_long_ago(lowers: Sequence[str]) -> bool:
    """Tell whether some words name a decade or a world war as the time: `in the 1960s`, but not `the worst since the 1960s`."""
    decades = [i for i, lower in enumerate(lowers) if lower[-1] == "s" and lower[0] in "12m" and _DECADE.fullmatch(lower)]
    wars = [i for i, pair in enumerate(pairwise(lowers)) if pair == ("world", "war")]
    return any("since" not in lowers[max(0, i - _SINCE) : i] for i in (*decades, *wars))
