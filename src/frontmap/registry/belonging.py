"""Tells to which party of a war a registered source belongs: an outsider's own side is none there."""

from __future__ import annotations

from frontmap.model import Source
from frontmap.registry.wars import Conflict

UNKNOWN = "unknown"
THIRD_PARTY = "third_party"

_INDEPENDENT = "ABC"
"""Grades of outlets that are no mouthpiece."""
_OTHER_NAMES = {"sudan": "saf"}
"""What the side of a state is called in its latest war, where both parties to that claim to be the state."""


def side_of_source(source: Source, conflict: Conflict | None, actor: bool) -> str:
    """Return the side of a registered source as one who speaks, or as one who acts: an outsider then keeps his own."""
    side = side_in(source, conflict)
    return source.side if actor and side == THIRD_PARTY and source.side != UNKNOWN else side


def side_in(source: Source, conflict: Conflict | None) -> str:
    """Return the side of a source in a war, where independent newspapers of a state are not its army."""
    independent = source.kind in ("outlet", "agency") and source.grade in _INDEPENDENT and source.owner is None
    if independent and conflict is not None and source.side == conflict.plain.get("home"):
        return THIRD_PARTY
    side = as_party(source.side, conflict)
    state = conflict.parties.get(source.country or "") if conflict else None
    return state if state is not None and side == THIRD_PARTY and source.side == _OTHER_NAMES.get(state) else side


def as_party(side: str, conflict: Conflict | None) -> str:
    """Return a side where it is a party to the war, else ``third_party``."""
    if conflict is None or side in (UNKNOWN, THIRD_PARTY) or side in conflict.sides:
        return side
    return THIRD_PARTY
