"""Finds what a text says happened: each trigger that holds, with where, who, how firmly and in which words.

The words that name events are found in ``triggers``, their places in ``sites``, their actors in ``actors``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from frontmap.model import Attribution, Event, Parsed, PlaceMention, Sentence, Site
from frontmap.registry.lexicon import APPEAL, Lexicon, lexicon_of
from frontmap.registry.sources import SourceRegistry
from frontmap.text.clauses import split_clauses
from frontmap.text.events.agents import who_acts
from frontmap.text.events.directions import words_of
from frontmap.text.events.discourse import answered, carry_sides
from frontmap.text.events.listed import with_listed
from frontmap.text.events.means import by_attackers, by_means
from frontmap.text.events.mishaps import year_of_news
from frontmap.text.events.modality import modality_of
from frontmap.text.events.numbers import read_numbers
from frontmap.text.events.passages import Hit, Passage
from frontmap.text.events.sides import Sides
from frontmap.text.events.sites import Scene, Sought, choose_sites, read_phrases
from frontmap.text.events.speaking import find_speakers
from frontmap.text.events.tellers import by_tellers
from frontmap.text.events.triggers import find_hits, settle_hits
from frontmap.text.events.ways import read_directions
from frontmap.text.sentences import LONGEST_NOTE

_LONGEST = 300
"""Words of the longest sentence; what is longer is no prose, and is cut so that time stays linear."""
_WAR_WORDS = 3
"""Distinct military words that make a document one about a war."""
_WAR_DENSITY = 40
"""Words to one military word that make a short document one about a war."""
_ARMED_DENSITY = 25
"""The same where one of them is military, and the others only may be: `forces`, `fighting`, `rocket`."""
_NOTE_WORDS = 2
"""Words that may be military which make a note one about a war."""
_LINE = 25
"""Words of a text of one line, where one word of fighting is enough: `Heavy fighting in A`."""
_ONCE = frozenset({"losses", "withdrawal", "repulse", "clash"})
"""Types that a clause without a place tells once, though the words before it list several."""
_MILITARY, _OF_NOTE = frozenset({"strongwar", "note"}), frozenset({"war", "note", "note_deed"})
"""Classes of words that tell of an army beyond doubt, and of those that may beside one of them."""


@dataclass(frozen=True, slots=True)
class _Report:
    """A document with what all its sentences are read with."""

    parsed: Parsed
    placed: Sequence[PlaceMention]
    usable: Sequence[int]
    """Mentions that name ground, in text order."""
    named: Sequence[int]
    """Word -> usable mention that covers it, or -1."""
    lexicon: Lexicon
    sides: Sides
    at_war: bool
    recent: int


def find_events(
    parsed: Parsed, placed: Sequence[PlaceMention], lexicon: Lexicon, sources: SourceRegistry, attributions: Sequence[Attribution] = ()
) -> tuple[Event, ...]:
    """Find the events of a document, in text order; none where it is not about a war.

    ``attributions`` tell who speaks where, so that `the enemy` is seen from there.
    """
    lexicon = _fitting(lexicon, parsed)
    war = len(parsed.vocabulary & lexicon.strong_words.keys())
    usable = [i for i, p in enumerate(placed) if p.mention.role == "literal"]
    note = _is_note(parsed, placed, usable, lexicon)
    if not (war or note) and lexicon.strong_triggers.keys().isdisjoint(parsed.vocabulary):
        return ()
    armed = sum("war" in lexicon.classes[lower] for lower in parsed.vocabulary & lexicon.classes.keys()) if war else 0
    at_war = note or war >= _WAR_WORDS or max(war * _WAR_DENSITY, armed * _ARMED_DENSITY) >= len(parsed.words)
    named = _named_words(parsed, placed, usable)
    conflict = sources.find_conflict(parsed, placed)
    sides = Sides(sources, conflict, parsed, named, find_speakers(attributions, parsed, sources, conflict))
    report = _Report(parsed, placed, usable, named, lexicon, sides, at_war, year_of_news(parsed))
    events: list[Event] = []
    for index, sentence in enumerate(parsed.sentences):
        if _asks(parsed, sentence, lexicon):
            continue
        for part in _parts(parsed, sentence):
            if not lexicon.triggers.keys().isdisjoint(parsed.lowers[part.first : part.last]):
                events += answered(_sentence_events(report, index, part), events, parsed, lexicon)
    events = with_listed(events, parsed, placed, usable)
    return tuple(by_tellers(by_attackers(carry_sides(events, parsed, lexicon, sides), sides), placed, sides))


def _is_note(parsed: Parsed, placed: Sequence[PlaceMention], usable: Sequence[int], lexicon: Lexicon) -> bool:
    """Tell whether a text is a short note about a place, where few military words are enough: `Fighting near A, units retreat`."""
    if len(parsed.words) > LONGEST_NOTE:
        return False
    known = parsed.vocabulary & lexicon.classes.keys()
    military = sum("war" in lexicon.classes[lower] for lower in known)
    told = any(lexicon.is_any(lower, _MILITARY) for lower in known) and sum(lexicon.is_any(lower, _OF_NOTE) for lower in known)
    line = len(parsed.words) <= _LINE and any(lexicon.is_a(lower, "warfare") for lower in known)
    if max(military, told) < _NOTE_WORDS and not line:
        return False
    return any(mention.place is None or mention.place.kind not in ("country", "region") for mention in map(placed.__getitem__, usable))


def _asks(parsed: Parsed, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Tell whether a sentence only asks: `Will they ever take X?`."""
    return parsed.lowers[sentence.last - 1] == "?" and lexicon.is_a(parsed.lowers[sentence.first], "asking")


def _parts(parsed: Parsed, sentence: Sentence) -> Iterator[Sentence]:
    """Yield a sentence, cut into stretches where it is so long that it can be none."""
    for first in range(sentence.first, sentence.last, _LONGEST):
        last = min(first + _LONGEST, sentence.last)
        whole = first == sentence.first and last == sentence.last
        yield sentence if whole else replace(sentence, start=parsed.starts[first], end=parsed.ends[last - 1], first=first, last=last)


def _fitting(lexicon: Lexicon, parsed: Parsed) -> Lexicon:
    """Return the lexicon of the document's language, the given one where it is that."""
    fitting = lexicon_of(parsed.document.lang, parsed.text)
    return lexicon if lexicon.lang == fitting.lang else fitting


def _named_words(parsed: Parsed, placed: Sequence[PlaceMention], usable: Sequence[int]) -> list[int]:
    named = [-1] * len(parsed.words)
    for mention in usable:
        for word in range(*words_of(parsed, placed[mention].mention.start, placed[mention].mention.end)):
            named[word] = mention
    return named


def _sentence_events(report: _Report, index: int, sentence: Sentence) -> Iterator[Event]:
    clauses = split_clauses(report.parsed, sentence, report.lexicon, report.named)
    passage = Passage(report.parsed, sentence, clauses, report.named, report.lexicon, report.at_war, report.sides, report.recent)
    hits = find_hits(passage)
    if not hits:
        return
    phrases = read_phrases(passage, report.placed, _grounds(report, passage))
    scene = Scene(passage, phrases)
    hits = [by_means(passage, hit) for hit in settle_hits(passage, hits, [phrase.first for phrase in phrases])]
    events: list[Event] = []
    for hit in hits:
        rivals = tuple(other.first for other in hits if other is not hit)
        for kind, acting in zip(hit.types, hit.actors, strict=True):
            event = _event(scene, index, hit, kind, acting, rivals, report.sides)
            if event.type == "losses" and event.modality == "denied" and not passage.any_is("denying", sentence.first, sentence.last):
                continue  # `there was no word of casualties`
            if event.modality == APPEAL:
                continue  # `urged the rebels to lay down arms` tells of nothing that happened or is planned
            events.append(event)
    yield from _without_repeats(events)


def _grounds(report: _Report, passage: Passage) -> list[int]:
    """Return the mentions of a sentence where something may happen: not in its dateline, not in somebody's title."""
    parsed, placed, sentence = report.parsed, report.placed, passage.sentence
    low, high = (bisect_left(report.usable, offset, key=lambda m: placed[m].mention.start) for offset in (sentence.start, sentence.end))
    body = parsed.starts[passage.clauses[1].first] if passage.clauses[0].kind == "dateline" else sentence.start
    starts = ((mention, placed[mention].mention.start) for mention in report.usable[low:high])
    return [mention for mention, start in starts if start >= body and not _is_in_title(parsed, start, report.lexicon, report.sides)]


def _is_in_title(parsed: Parsed, start: int, lexicon: Lexicon, sides: Sides) -> bool:
    """Tell whether a place stands in somebody's title: `the head of the X administration`, `the governor of X`."""
    word, _ = words_of(parsed, start, start + 1)
    before = parsed.lowers[max(0, word - 3) : word]
    roles = [sides.sources.role(lower) for i, lower in enumerate(before[:-1]) if lexicon.is_a(before[i + 1], "of")]
    return any(role is not None and role.title and role.kind in ("official", "military") for role in roles)


def _without_repeats(events: Sequence[Event]) -> Iterator[Event]:
    """Leave out an event that another of its type in the sentence tells with the same place, or with one where it has none."""
    for index, event in enumerate(events):
        others = [(i, e) for i, e in enumerate(events) if i != index and e.type == event.type and e.modality == event.modality]
        if not any(_tells(other, event, earlier=i < index) for i, other in others):
            yield event


def _tells(other: Event, event: Event, *, earlier: bool) -> bool:
    """Tell whether another event says all that this one says."""
    overlap = other.start < event.end and event.start < other.end
    opposed = None not in (event.actor_side, other.actor_side) and event.actor_side != other.actor_side
    if not overlap and (opposed or event.attributes != other.attributes):
        return False  # `A says 60 rebels died, and B says that 150 soldiers did`
    if set(event.places) < set(other.places):
        return earlier or overlap
    if other.sites != event.sites:
        return False
    return (len(other.directions), earlier) > (len(event.directions), not earlier)


def _event(scene: Scene, index: int, hit: Hit, kind: str, acting: str, rivals: tuple[int, ...], sides: Sides) -> Event:
    parsed, lexicon, clause = scene.parsed, scene.lexicon, scene.clauses[hit.clause]
    sought = Sought(kind, hit.trigger.place, hit.first, hit.last, hit.clause, rivals, hit.passive)
    sites = _once(scene, sought, choose_sites(scene, sought))
    directions, heads_for = read_directions(scene, sought, sites)
    actor, side = who_acts(scene, hit, acting, sides)
    if side is None and any(lexicon.is_a(lower, "liberating") for lower in parsed.lowers[hit.first : hit.last]):
        side = sides.speakers.at(parsed.starts[hit.first])  # whoever frees a place is on the speaker's own side
    modality = modality_of(scene.passage, hit)
    start, end = _evidence(scene, hit)
    return Event(
        start,
        end,
        (parsed.starts[hit.first], parsed.ends[hit.last - 1]),
        kind,
        index,
        tuple(site.mention for site in sites if site.mention is not None),
        actor,
        side,
        modality,
        "+".join(filter(None, (hit.trigger.trigger_id, hit.effect, "passive" if hit.passive else ""))),
        sites,
        directions,
        heads_for,
        read_numbers(parsed, clause.first, clause.last, kind, lexicon),
    )


def _once(scene: Scene, sought: Sought, sites: tuple[Site, ...]) -> tuple[Site, ...]:
    """Return the first of the places that the event before lists, for what is told but once: `took A, B and C, killing nine rebels`."""
    first = scene.clauses[sought.clause].first
    if sought.type not in _ONCE or len(sites) == 1 or not any(rival < first for rival in sought.rivals):
        return sites
    before = {phrase.mention for phrase in scene.phrases if phrase.first < first}
    return sites[:1] if all(site.mention in before and site.relation != "between" for site in sites) else sites


def _evidence(scene: Scene, hit: Hit) -> tuple[int, int]:
    """Return the characters of the clause that states an event, without `that`, `and`, a bracket at its end and stops at its edges."""
    parsed, lexicon, clause = scene.parsed, scene.lexicon, scene.clauses[hit.clause]
    first, last = clause.first, _before_bracket(parsed, hit.last, clause.last)
    while first < hit.first and (not parsed.lowers[first][0].isalnum() or lexicon.is_a(parsed.lowers[first], "complementiser")):
        first += 1
    while last > hit.last and not parsed.lowers[last - 1][0].isalnum():
        last -= 1
    return parsed.starts[first], parsed.ends[last - 1]


def _before_bracket(parsed: Parsed, first: int, last: int) -> int:
    """Return where a stretch ends, before a bracket at its end: `A was encircled (agencies, January 9`."""
    opened = next((word for word in range(first, last) if parsed.lowers[word] == "("), last)
    closed = next((word for word in range(opened, last) if parsed.lowers[word] == ")"), last)
    goes_on = any(lower[0].isalnum() for lower in parsed.lowers[closed:last])
    return last if goes_on else opened
