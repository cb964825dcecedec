"""Tells whose an event is from what the text told just before, where its own clause names nobody.

``The rebels attacked A. The assault failed.``: the assault is the rebels', and whoever stopped it stands against them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from frontmap.model import Event, Parsed
from frontmap.registry.lexicon import Lexicon
from frontmap.text.events.actors import Sides

_SENTENCES = 3
"""Sentences back, within the paragraph, that still tell who acts."""
_ATTACKING = frozenset({"capture", "advance", "assault", "encirclement", "strike", "deployment"})
_DEFENDING = frozenset({"repulse", "hold"})
"""Types whose events are told of the two sides of one fight."""


def carry_sides(events: Sequence[Event], parsed: Parsed, lexicon: Lexicon, sides: Sides) -> list[Event]:
    """Give each event that names nobody who acts, or only a pronoun, the side that the events told before it imply."""
    carried: list[Event] = []
    for index, event in enumerate(events):
        if _is_open(event, lexicon):
            together = [other for other in (*reversed(carried), *events[index + 1 :]) if other.sentence == event.sentence]
            nearby = [*together, *reversed(carried)]
            event = replace(event, actor_side=_implied(event, nearby, parsed, sides))
        carried.append(event)
    return carried


def _is_open(event: Event, lexicon: Lexicon) -> bool:
    if event.actor_side is not None or event.type not in _ATTACKING | _DEFENDING | {"losses", "withdrawal"}:
        return False
    return event.actor is None or lexicon.is_a(event.actor.lower(), "pronoun")


def _implied(event: Event, nearby: Sequence[Event], parsed: Parsed, sides: Sides) -> str | None:
    paragraph = parsed.sentences[event.sentence].paragraph
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
