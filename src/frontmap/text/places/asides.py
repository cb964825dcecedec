"""Tells the places that a passage is about from those that it names in passing: where somebody speaks, by what another place lies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from frontmap.model import Parsed, PlaceMention, Span
from frontmap.text.places.called import is_apposition, nouns, words_at
from frontmap.text.places.whereabouts import is_counted_from, vocabulary
from frontmap.text.places.wordlists import open_words

_ASIDE = 14
"""Words between a place and another that describes it."""
_JOINTS = frozenset({"junction", "crossroads", "hub", "halfway", "midway", "situated", "located", "lies", "lying"})
_TIED = 4
"""Words before a place among which stands what it has to do with it: "the largest city after"."""
_LINKS = frozenset({"in", "at", "from"})
"""Words before the place where somebody speaks."""
_WHITHER = frozenset({"for", "to", "toward", "towards"})
"""Words before the place that somebody left for."""
_GOES_ON = frozenset({" and ", " to "})
"""What joins a place to one that was named in passing, which is so too ("the road from Kuneitra to Damascus")."""
_SPOKEN_LINKS = _LINKS | {"of"}


def without_asides(ground: Sequence[int], placed: Sequence[PlaceMention], parsed: Parsed) -> Sequence[int]:
    """Return the mentions without those that only tell where another place lies ("A, a stronghold in B", "A, 20 km north of B").

    Roads are left out too: who comes by the Alpha road is not in Alpha.
    """
    containers = {p.mention.container for p in placed if p.mention.container is not None}

    kept, listed = [], False
    for k, mention in enumerate(ground):
        aside = mention in containers or placed[mention].mention.kind == "road"
        if not aside:
            goes_on = listed and parsed.text[placed[ground[k - 1]].mention.end : placed[mention].mention.start] in _GOES_ON
            aside = goes_on or _tells_where(parsed, placed[ground[k - 1]] if k else None, placed[mention])
        listed = aside
        if not aside:
            kept.append(mention)
    return kept or ground


def _tells_where(parsed: Parsed, head: PlaceMention | None, mention: PlaceMention) -> bool:
    """Tell whether a mention stands in words that only describe the place named before it in the same sentence."""
    _, first = words_at(parsed, head) if head is not None else (0, 0)
    last, _ = words_at(parsed, mention)
    sentence = parsed.sentences[bisect_right(parsed.sentences, mention.mention.start, key=lambda s: s.start) - 1]
    words = parsed.lowers[max(sentence.first, first, last - _ASIDE) : last]
    is_head = first > sentence.first
    if _leads_elsewhere(words) or _heads_for(words):
        return True
    if _is_elsewhere(words) or not vocabulary().nearby.isdisjoint(words[-1:]):
        return True
    if is_counted_from(words):
        return is_head or any(word in nouns() for word in words)
    if "between" in words[1:]:
        noun = words[len(words) - 2 - words[::-1].index("between")]
        return noun in nouns() or noun in open_words().between or noun in _JOINTS
    return is_head and last - first <= _ASIDE and is_apposition(words)


def _leads_elsewhere(words: Sequence[str]) -> bool:
    """Tell whether the words before a name say that something comes from there, or goes with it ("flown in from", "loyal to")."""
    last = len(words) - (words[-1:] == ("the",))
    if last == 0:
        return False
    small, before = open_words().small, words[max(0, last - _TIED) : last - 1]
    if words[last - 1] == "from" or words[last - 1] in small["looks_at"]:
        return True
    return words[last - 1] in small["ties_link"] and not small["ties"].isdisjoint(before)


def _heads_for(words: Sequence[str]) -> bool:
    """Tell whether the words before a name say that somebody only left for it ("the fighters fled to the town of")."""
    last = len(words)
    if last > 2 and words[last - 1] == "of" and words[last - 2] in nouns():
        last -= 2 + (words[last - 3] == "the")
    return last > 1 and words[last - 1] in _WHITHER and words[last - 2] in open_words().small["leaves"]


def _is_elsewhere(words: Sequence[str]) -> bool:
    """Tell whether the words before a name say that somebody speaks, meets or is cared for there ("a tribunal in the")."""
    small = open_words().small
    last = len(words) - (words[-1:] == ("the",))
    return last > 1 and words[last - 1] in small["elsewhere_link"] and words[last - 2] in small["elsewhere"]


def spoken_at(placed: Sequence[PlaceMention], parsed: Parsed) -> Iterator[Span]:
    """Yield the mentions that only tell where somebody spoke ("told reporters in Nairobi", "Angop reported in Luanda")."""
    for mention in placed:
        first, last = words_at(parsed, mention)
        if first < 2 or parsed.lowers[first - 1] not in _SPOKEN_LINKS:
            continue
        first = _before_building(parsed, first)
        if parsed.lowers[first - 1] in _LINKS and _is_said(parsed, first - 2) and _says_no_more(parsed, last):
            yield mention.mention.start, mention.mention.end


def _before_building(parsed: Parsed, first: int) -> int:
    """Return the first word of the building from which somebody speaks in a town: `told AFP from the airport at X`."""
    lowers = parsed.lowers
    inside = first > 4 and lowers[first - 3] in ("the", "his", "her", "a") and lowers[first - 2] in nouns()
    return first - 3 if inside else first


def _is_said(parsed: Parsed, word: int) -> bool:
    """Tell whether somebody speaks by this word: a verb with its subject, or those who listen."""
    small, lower = open_words().small, parsed.lowers[word]
    if lower in small["listens"]:
        return True
    before = parsed.words[word - 1] if word else ""
    return lower in small["says"] or (lower in small["says_or_said"] and (before[:1].isupper() or before.lower() in small["speaker"]))


def _says_no_more(parsed: Parsed, word: int) -> bool:
    """Tell whether a clause ends with the word, so that the place before it belongs to who speaks."""
    if word >= len(parsed.lowers):
        return True
    lower = parsed.lowers[word]
    return not lower[0].isalnum() or lower in open_words().calendar or lower in open_words().small["ends_saying"]
