"""Finds what the one office vouches for whose briefing a text relays: what stands between its statements, and what follows the last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from frontmap.model import Attribution, Parsed, Source, Span
from frontmap.registry.sources import THIRD_PARTY, UNKNOWN
from frontmap.text.attribution.phrases import Reader

_OFFICES = frozenset(("military", "ministry", "official"))
_FEWEST = 3
"""Statements by one office from which on a text relays its briefing."""
_LONGEST_GAP = 5
"""Sentences between two of its statements that are its own as well, at most."""
_LEAD = 1
"""The last paragraph in which the office is named of which all the text is."""


def read_relayed(r: Reader, made: Sequence[Attribution], publisher: Source | None) -> list[Attribution]:
    """Give what stands between and after the statements of the one office that a text relays to that office."""
    made = [one for one in made if publisher is None or one.source_id != publisher.source_id]
    office = _only_office(made)
    if office is None:
        return []
    told = _told(r.parsed, made)
    between = list(_gaps(told)) if len(made) >= _FEWEST and sum(bool(one.name) for one in made) > 1 else []
    if (rest := _rest(r, office, made, told)) is not None:
        between.append((rest, len(told)))
    spans = tuple((r.parsed.sentences[first].start, r.parsed.sentences[last - 1].end) for first, last in between)
    if not spans:
        return []
    return [Attribution((), (), (), office.name, office.title, office.source_id, office.kind, office.side, rule="relayed", runs_on=spans)]


def _only_office(made: Sequence[Attribution]) -> Attribution | None:
    """Return the one office of a party to the war that a text cites; None where it cites others too, or none."""
    named = [one for one in made if one.name and not _is_spokesman(one)]
    if not named or any((one.source_id or one.name) != (named[0].source_id or named[0].name) for one in named):
        return None
    return named[0] if named[0].kind in _OFFICES and named[0].side not in (UNKNOWN, THIRD_PARTY) else None


def _is_spokesman(one: Attribution) -> bool:
    """Tell whether somebody is only called a spokesman, who then is the one that the text names."""
    return one.title is None and one.name.lower().split()[-1].startswith("spokes")


def _told(parsed: Parsed, made: Sequence[Attribution]) -> list[bool]:
    """Tell for each sentence whether somebody is said to say it, or some of it."""
    spans: list[Span] = sorted(span for one in made for span in (*one.source, *one.cue, *one.content, *one.runs_on))
    furthest = list(accumulate((end for _, end in spans), max, initial=0))
    return [sentence.start < furthest[bisect_left(spans, (sentence.end,))] for sentence in parsed.sentences]


def _gaps(told: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the short runs of sentences that nobody is said to say, between others."""
    at = 0
    for is_told, run in groupby(told):
        size = len(list(run))
        if not is_told and at > 0 and at + size < len(told) and size <= _LONGEST_GAP:
            yield at, at + size
        at += size


def _rest(r: Reader, office: Attribution, made: Sequence[Attribution], told: Sequence[bool]) -> int | None:
    """Return the sentence from which on a text goes on with the briefing that it opened with, in the words of the office itself.

    That is told by a statement that it cites, or by words that only a party uses; an agency adds its own reporting.
    """
    sentences = r.parsed.sentences
    last = max((index for index, is_told in enumerate(told) if is_told), default=len(told)) + 1
    by_body = office.title is None and (office.source_id is not None or office.kind == "ministry")
    if last >= len(told) or not by_body or sentences[told.index(True)].paragraph > _LEAD:
        return None
    ours = r.speech.classes["partisan"]
    cites = len(made) >= _FEWEST and any(r.lowers[i] in r.speech.classes["bulletin"] for i in range(sentences[last - 1].last))
    return last if cites or any(r.lowers[i] in ours for i in range(sentences[last].first, sentences[-1].last)) else None
