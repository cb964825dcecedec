"""Finds the places that stand in lines of their own below what happened there: ``The army took:``, then a line for each district."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from frontmap.model import Event, Parsed, PlaceMention, Sentence, Site

_LINES = 40
"""Lines of the longest list."""
_WIDE = frozenset({"region", "district", "country"})
"""Kinds of places that only say where those of a line lie."""
_PLACED = frozenset({"capture", "hold", "withdrawal", "advance", "encirclement", "assault", "repulse", "clash", "strike", "damage"})
"""Types that happen to places one after the other."""


def with_listed(events: Sequence[Event], parsed: Parsed, placed: Sequence[PlaceMention], usable: Sequence[int]) -> list[Event]:
    """Return the events, and those of the lines below one that ends in a colon and names no place of its own."""
    found = list(events)
    told = {event.sentence for event in events}
    for head in events:
        sentence = parsed.sentences[head.sentence]
        if parsed.words[sentence.last - 1] != ":" or head.type not in _PLACED or _is_followed(head, events):
            continue
        below = [event for line in _lines_below(head.sentence, told, parsed) for event in _in_line(head, line, parsed, placed, usable)]
        if below:
            found = [event for event in found if event is not head or head.sites] + below
    return sorted(found, key=lambda event: (event.sentence, event.trigger))


def _is_followed(head: Event, events: Sequence[Event]) -> bool:
    """Tell whether another event of the sentence stands nearer to its colon."""
    return any(event.sentence == head.sentence and event.trigger > head.trigger for event in events)


def _lines_below(head: int, told: set[int], parsed: Parsed) -> Iterator[int]:
    """Yield the sentences below a colon that are lines of a list: each a paragraph of its own in which nothing happens."""
    sentences = parsed.sentences
    for line in range(head + 1, min(len(sentences), head + 1 + _LINES)):
        marked = sentences[line].kind == "bullet" or sentences[head + 1].kind != "bullet"
        if line in told or not marked or sentences[line].paragraph == sentences[line - 1].paragraph:
            return
        yield line
        if line + 1 < len(sentences) and not _goes_on(sentences[line], parsed):
            return


def _goes_on(line: Sentence, parsed: Parsed) -> bool:
    """Tell whether a line does not end its list: it is marked as an item, or ends in a comma or semicolon."""
    return line.kind == "bullet" or parsed.words[line.last - 1] in (",", ";", ":") or parsed.words[line.last - 1][0].isalnum()


def _in_line(head: Event, line: int, parsed: Parsed, placed: Sequence[PlaceMention], usable: Sequence[int]) -> Iterator[Event]:
    """Yield the event of a line: what happened above, at the places that the line names."""
    sentence = parsed.sentences[line]
    low, high = (
        bisect_left(usable, offset, key=lambda mention: placed[mention].mention.start) for offset in (sentence.start, sentence.end)
    )
    named = list(usable[low:high])
    narrow = [mention for mention in named if _kind(placed[mention]) not in _WIDE] or named
    if narrow:
        sites = tuple(Site(mention) for mention in narrow)
        words = (parsed.starts[sentence.first], parsed.ends[sentence.last - 1])
        yield replace(
            head, start=words[0], end=words[1], trigger=words, sentence=line, places=tuple(narrow), sites=sites, directions=(), heads_for=()
        )


def _kind(place: PlaceMention) -> str | None:
    return place.mention.kind or (place.place.kind if place.place else None)
