"""Reads what leans on the events told just before: answers that deny or confirm them, and events whose clause names nobody who acts.

``The rebels attacked A. The assault failed.``: the assault is the rebels', and whoever stopped it stands against them.
``The army said it took A and B. Rebels rejected the claims.``: the rebels deny both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from frontmap.model import Event, Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.text.events.directions import words_of
from frontmap.text.events.sides import Sides

_SENTENCES = 3
"""Sentences back, within the paragraph, that still tell who acts."""
_ATTACKING = frozenset({"capture", "advance", "assault", "encirclement", "strike", "deployment"})
_ONE_SIDED = frozenset({"capture", "advance", "assault", "encirclement", "strike", "repulse", "withdrawal"})
"""Types of which a text tells those of one side, if it names only that."""
_DEFENDING = frozenset({"repulse", "hold"})
"""Types whose events are told of the two sides of one fight."""

_BARE = frozenset({"force", "unit_word"})
"""Classes of nouns for those who fight, which alone do not tell for whom."""

_ATTACKS = frozenset({"attack", "deadly", "blame"})
"""Classes of nouns for an attack that was told before, and for having done it."""
_AN_ATTACK = frozenset({"assault", "strike"})
"""Types of events that are called an attack."""
_RECENT = 100
"""Events told before one, and after it in its sentence, that it may lean on; it keeps endless texts linear."""
_LED = 5
"""Words before a noun among which stands what makes it the background of something else: `after two days of fierce fighting`."""
_ANSWERS = {"denial": "denied", "confirmation": "asserted"}
"""Types of triggers that answer what was said before -> how the answer puts it."""


def answered(found: Iterator[Event], before: Sequence[Event], parsed: Parsed, lexicon: Lexicon) -> Iterator[Event]:
    """Make of an answer the events that it denies or confirms: what was told last, or all of that sentence for `these claims`."""
    told = list(before[-_RECENT:])
    for event in found:
        if event.type not in _ANSWERS:
            told.append(event)
            yield event
            continue
        yield from (_answer(event, other) for other in _meant(event, told, parsed, lexicon))


def _meant(answer: Event, told: Sequence[Event], parsed: Parsed, lexicon: Lexicon) -> Sequence[Event]:
    """Return what an answer speaks of: `it` is what was told last, `these claims` is all of that sentence, `the attack` only an attack."""
    first, last = words_of(parsed, *answer.trigger)
    words = parsed.lowers[first:last]
    if any(lexicon.is_any(lower, _ATTACKS) for lower in words):  # `denied carrying out the attack`
        told = [event for event in told if event.type in _AN_ATTACK] or told
    together = bool(told) and told[-1].sentence == answer.sentence and answer.type == "denial"
    whole = "claim_noun" if together else "claims_told"  # `said it took A and shelled B, but X denied the claim`
    meant = _told_last(told, parsed, lexicon, several=any(lexicon.is_a(lower, whole) for lower in words))
    accused = any(lexicon.is_a(lower, "accusation") for lower in words)
    return [event for event in meant if accused and event.type in _AN_ATTACK] or meant


def _told_last(told: Sequence[Event], parsed: Parsed, lexicon: Lexicon, *, several: bool) -> Sequence[Event]:
    """Return the event told last, or all that its sentence tells, those that are only denied or its background left out."""
    claimed = [event for event in told if event.modality != "denied"]
    if not claimed:
        return ()
    of_sentence = [event for event in claimed if event.sentence == claimed[-1].sentence]
    news = [event for event in of_sentence if not _is_background(event, parsed, lexicon)] or of_sentence
    return news if several else news[-1:]


def _is_background(event: Event, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether an event is only what another one followed: `captured A after two days of fierce fighting`."""
    first, _ = words_of(parsed, *event.trigger)
    before = parsed.lowers[max(0, first - _LED) : first]
    return any(lexicon.is_timed(lower, "background") for lower in before)


def _answer(answer: Event, told: Event) -> Event:
    return replace(
        answer,
        type=told.type,
        places=told.places,
        sites=told.sites,
        actor=None,
        actor_side=told.actor_side,
        modality=_ANSWERS[answer.type] if answer.modality == "asserted" else answer.modality,
    )


def carry_sides(events: Sequence[Event], parsed: Parsed, lexicon: Lexicon, sides: Sides) -> list[Event]:
    """Give each event that names nobody who acts, or only a pronoun, the side that the events told before it imply."""
    carried: list[Event] = []
    told = _sides_by_place(events, sides) if any(_is_open(event, lexicon) for event in events) else {}
    for index, event in enumerate(events):
        if _is_open(event, lexicon):
            before = carried[: -_RECENT - 1 : -1]
            together = [other for other in (*before, *events[index + 1 : index + 1 + _RECENT]) if other.sentence == event.sentence]
            if _is_planted(event, parsed, lexicon):
                side = next((other.actor_side for other in together if other.type == "losses"), None)
            else:
                side = _told_elsewhere(event, told, sides) or _implied(event, [*together, *before], parsed, sides)
            event = replace(event, actor_side=side)
        carried.append(event)
    return _as_throughout(carried, events, parsed, lexicon)


def _sides_by_place(events: Sequence[Event], sides: Sides) -> dict[tuple[str, str], set[str]]:
    """Return whose the events of each type are that the text tells of each place, by its name."""
    told: dict[tuple[str, str], set[str]] = {}
    for event in events:
        if event.actor_side is not None:
            for name in _names_of(event, sides):
                told.setdefault((event.type, name), set()).add(event.actor_side)
    return told


def _names_of(event: Event, sides: Sides) -> set[str]:
    return {sides.name_of(mention) for mention in event.places}


def _told_elsewhere(event: Event, told: Mapping[tuple[str, str], set[str]], sides: Sides) -> str | None:
    """Return the side whose deed an event is elsewhere in the text: `the fall of A` is the work of who `captured A`."""
    if event.type not in _ONE_SIDED:
        return None
    whose = set[str]().union(*(told.get((event.type, name), ()) for name in _names_of(event, sides)))
    return whose.pop() if len(whose) == 1 else None


def _as_throughout(carried: Sequence[Event], told: Sequence[Event], parsed: Parsed, lexicon: Lexicon) -> list[Event]:
    """Give each event that is still nobody's the side whose all events of its type are that the text tells somebody's."""
    whose: dict[str, set[str]] = {}
    for event in told:
        if event.actor_side is not None:
            whose.setdefault(event.type, set()).add(event.actor_side)
    alone = {kind: sides.copy().pop() for kind, sides in whose.items() if len(sides) == 1 and kind in _ONE_SIDED}
    nobodys = {id(event) for event in carried if _is_open(event, lexicon) and not _is_planted(event, parsed, lexicon)}
    return [replace(event, actor_side=alone.get(event.type)) if id(event) in nobodys else event for event in carried]


def _is_open(event: Event, lexicon: Lexicon) -> bool:
    if event.actor_side is not None or event.type not in _ATTACKING | _DEFENDING | {"losses", "withdrawal"}:
        return False
    if event.actor is None or lexicon.is_a(event.actor.lower(), "pronoun"):
        return True
    return event.actor[1:].islower() and lexicon.is_any(event.actor.split()[-1].lower(), _BARE)  # `units on the flank`


def _is_planted(event: Event, parsed: Parsed, lexicon: Lexicon) -> bool:
    """Tell whether somebody unseen planted what did it, whose side only the toll beside it may tell: `a car bomb`, `a suicide attack`."""
    first, last = words_of(parsed, *event.trigger)
    return any(lexicon.is_a(lower, "planted") for lower in parsed.lowers[max(0, first - 1) : last])


def _implied(event: Event, nearby: Sequence[Event], parsed: Parsed, sides: Sides) -> str | None:
    paragraph = parsed.sentences[event.sentence].paragraph
    alike = (other.actor_side for other in nearby if other.sentence == event.sentence and other.type == event.type)
    if side := next(filter(None, alike), None):
        return side
    for other in nearby:
        if abs(event.sentence - other.sentence) > _SENTENCES or parsed.sentences[other.sentence].paragraph != paragraph:
            continue
        if other.actor_side is None:
            continue
        together = _ATTACKING | {"losses"} if other.sentence == event.sentence else _ATTACKING
        if other.type == event.type or {other.type, event.type} <= together:
            return other.actor_side
        if len({other.type, event.type} & _ATTACKING) == len({other.type, event.type} & _DEFENDING) == 1:
            return sides.against(other.actor_side)
    return None
