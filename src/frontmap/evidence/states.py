"""The records of what was weighed: groups, and for each place who agrees, who does not, and who is said to hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from frontmap.evidence.days import hull, iso
from frontmap.evidence.groups import Group, zone_of
from frontmap.evidence.voices import Voice
from frontmap.model import NARRATOR, Document, EvidenceGroup, PlaceState


def group_records(groups: Sequence[Group], against: Mapping[int, set[int]]) -> tuple[EvidenceGroup, ...]:
    """Make the public records of groups; ``against`` holds the indices of those that contradict each."""
    records = []
    for index, group in enumerate(groups):
        first, last = iso(group.days)
        contradicts = tuple(groups[other].group_id for other in sorted(against[index]))
        record = EvidenceGroup(
            group_id=group.group_id,
            place_id=group.place_id,
            type=group.statement,
            date_start=first,
            date_end=last,
            claim_ids=tuple(voice.claim.claim_id for voice in group.voices),
            roots=group.roots,
            sides=tuple(dict.fromkeys(voice.side for voice in group.voices)),
            contradicts=contradicts,
            zone=group.zone,
            agreement=_agreement(len(group.roots), bool(contradicts)),
        )
        records.append(record)
    return tuple(records)


def _agreement(roots: int, disputed: bool) -> str:
    return "disputed" if disputed else "agreed" if roots > 1 else "single"


def place_states(
    groups: Sequence[Group], against: Mapping[int, set[int]], parties: Mapping[str, frozenset[str]], documents: Mapping[str, Document]
) -> tuple[PlaceState, ...]:
    """Make one record for each place; ``parties`` are the sides that fight for it."""
    at_place: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        at_place[group.place_id].append(index)
    return tuple(
        _place_state(place_id, [(groups[index], bool(against[index])) for index in indices], parties.get(place_id, frozenset()), documents)
        for place_id, indices in at_place.items()
    )


def _place_state(
    place_id: str, groups: Sequence[tuple[Group, bool]], fighting: frozenset[str], documents: Mapping[str, Document]
) -> PlaceState:
    voices = [voice for group, _ in groups for voice in group.voices]
    agreement = _worst(_agreement(len(group.roots), disputed) for group, disputed in groups)
    first, last = iso(hull(voice.days for voice in voices))
    names_of = tuple(dict.fromkeys(_name_of(voice, documents) for voice in voices))
    sides = tuple(dict.fromkeys(voice.side for voice in voices))
    says = _control_says(voices)
    status, holder = _control_status(says, fighting)
    timeline = tuple((iso(voice.days)[1] or "", voice.side, holds) for voice, holds in says)
    claim_ids = tuple(voice.claim.claim_id for voice in voices)
    return PlaceState(place_id, agreement, claim_ids, names_of, sides, first, last, timeline, _by_date(groups), status, holder)


def _worst(states: Iterable[str]) -> str:
    return max(states, key=("single", "agreed", "disputed").index)


def _name_of(voice: Voice, documents: Mapping[str, Document]) -> str:
    if voice.claim.source and voice.claim.source != NARRATOR:
        return voice.claim.source
    document = documents.get(voice.claim.document_id)
    return (document.publisher if document else None) or "unnamed report"


def _by_date(groups: Sequence[tuple[Group, bool]]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return, for each last day that a group means: the day, how far its groups agree, and the sides that speak."""
    days: dict[str, list[tuple[Group, bool]]] = defaultdict(list)
    for group, disputed in groups:
        days[iso(group.days)[1] or ""].append((group, disputed))
    return tuple(
        (
            day,
            _worst(_agreement(len(group.roots), disputed) for group, disputed in members),
            tuple(dict.fromkeys(voice.side for group, _ in members for voice in group.voices)),
        )
        for day, members in sorted(days.items())
    )


def _control_says(voices: Iterable[Voice]) -> list[tuple[Voice, str]]:
    """Return who says in time order that which side holds the whole place; ``not:ukraine`` where it is said not to, or to have left."""
    found = []
    for voice in voices:
        claim = voice.claim
        if claim.type not in ("capture", "hold", "withdrawal") or not claim.actor_side or voice.says == "maybe" or zone_of(claim):
            continue
        absent = (claim.type == "withdrawal") == (voice.says == "yes")
        found.append((voice, f"not:{claim.actor_side}" if absent else claim.actor_side))
    return sorted(found, key=lambda item: (item[0].days or (0, 0))[1])


def _control_status(says: Sequence[tuple[Voice, str]], fighting: frozenset[str]) -> tuple[str, str | None]:
    """Return how the latest word of each side compares, and the side said to hold the place where there is one.

    ``contested``: two sides are said to hold it, or one side denies what the other claims. ``agreed_by_both``: a side that fights for it
    concedes it to the other. ``claimed_by_one``: nobody else speaks of it. Empty: nobody says who holds it.
    """
    latest = {voice.side: holds for voice, holds in says}
    holders = sorted({holds for holds in latest.values() if not holds.startswith("not:")})
    if not holders:
        return ("conceded" if latest else "", None)
    if len(holders) > 1:
        return "contested", None
    holder = holders[0]
    if f"not:{holder}" in latest.values():
        return "contested", holder
    others = [side for side in latest if side in fighting and side != holder]
    return ("agreed_by_both" if others and holder in latest else "claimed_by_one"), holder
