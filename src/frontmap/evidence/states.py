"""The records of what was weighed: groups, and for each place who agrees, who does not, and who is said to hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from frontmap.evidence.containment import parts_inside
from frontmap.evidence.days import hull, iso
from frontmap.evidence.groups import zone_of
from frontmap.evidence.verdicts import OUTSIDERS, Standing
from frontmap.evidence.voices import Voice
from frontmap.model import NARRATOR, Document, EvidenceGroup, PlaceState


def group_records(stands: Sequence[Standing]) -> tuple[EvidenceGroup, ...]:
    """Make the public records of groups."""
    records = []
    for standing in stands:
        group = standing.group
        first, last = iso(group.days)
        record = EvidenceGroup(
            group_id=group.group_id,
            place_id=group.place_id,
            type=group.statement,
            date_start=first,
            date_end=last,
            claim_ids=tuple(voice.claim.claim_id for voice in group.voices),
            roots=group.roots,
            sides=tuple(dict.fromkeys(voice.side for voice in group.voices)),
            contradicts=standing.contradicts,
            zone=group.zone,
            agreement=standing.agreement,
            supported_by=standing.supported_by,
        )
        records.append(record)
    return tuple(records)


def place_states(
    stands: Sequence[Standing], parties: Mapping[str, frozenset[str]], documents: Mapping[str, Document]
) -> tuple[PlaceState, ...]:
    """Make one record for each place; ``parties`` are the sides that fight for it."""
    at_place: dict[str, list[Standing]] = defaultdict(list)
    for standing in stands:
        at_place[standing.group.place_id].append(standing)
    of_wholes = _changes_of_wholes(stands)
    return tuple(
        _place_state(place_id, here, of_wholes.get(place_id, ()), parties.get(place_id, frozenset()), documents)
        for place_id, here in at_place.items()
    )


def _changes_of_wholes(stands: Sequence[Standing]) -> dict[str, list[Voice]]:
    """Return, by the id of each place that lies in others, who said last that the whole of one of these was taken or left."""
    voices = [voice for standing in stands for voice in standing.group.voices]
    inside = parts_inside({voice.claim.place.place_id: voice.claim.place for voice in voices if voice.claim.place}.values())
    latest: dict[tuple[str, str, str, str | None], Voice] = {}
    for voice in sorted(voices, key=_last_day):
        claim = voice.claim
        if claim.place and claim.type in ("capture", "withdrawal") and voice.says == "yes" and claim.relation is None:
            latest[claim.place.place_id, voice.side, claim.type, claim.actor_side] = voice
    found: dict[str, list[Voice]] = defaultdict(list)
    for (place_id, *_), voice in latest.items():
        for part in inside.get(place_id, ()):
            found[part].append(voice)
    return found


def _last_day(voice: Voice) -> int:
    return voice.days[1] if voice.days else 0


def _place_state(
    place_id: str,
    stands: Sequence[Standing],
    of_wholes: Sequence[Voice],
    fighting: frozenset[str],
    documents: Mapping[str, Document],
) -> PlaceState:
    voices = [voice for standing in stands for voice in standing.group.voices]
    first, last = iso(hull(voice.days for voice in voices))
    says = _control_says(voices)
    words = _standing_words(_control_says([*voices, *of_wholes])) if says else {}
    also_fighting = {voice.claim.actor_side for voice in of_wholes}.difference(OUTSIDERS)
    status, holder = _control_status(words, fighting | also_fighting)
    return PlaceState(
        place_id=place_id,
        agreement=_worst(standing.agreement for standing in stands),
        claim_ids=tuple(voice.claim.claim_id for voice in voices),
        sources=tuple(dict.fromkeys(_name_of(voice, documents) for voice in voices)),
        sides=tuple(dict.fromkeys(voice.side for voice in voices)),
        date_start=first,
        date_end=last,
        control=tuple((iso(voice.days)[1] or "", voice.side, holds) for voice, holds in says),
        by_date=_by_date(stands),
        control_status=status,
        holder=holder,
    )


def _worst(states: Iterable[str]) -> str:
    return max(states, key=("single", "agreed", "disputed").index)


def _name_of(voice: Voice, documents: Mapping[str, Document]) -> str:
    if voice.claim.source and voice.claim.source != NARRATOR:
        return voice.claim.source
    document = documents.get(voice.claim.document_id)
    return (document.publisher if document else None) or "unnamed report"


def _by_date(stands: Sequence[Standing]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return, for each last day that a group means: the day, how far its groups agree, and the sides that speak."""
    days: dict[str, list[Standing]] = defaultdict(list)
    for standing in stands:
        days[iso(standing.group.days)[1] or ""].append(standing)
    return tuple((day, _worst(s.agreement for s in found), _sides_of(found)) for day, found in sorted(days.items()))


def _sides_of(stands: Sequence[Standing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(voice.side for standing in stands for voice in standing.group.voices))


def _control_says(voices: Iterable[Voice]) -> list[tuple[Voice, str]]:
    """Return who says in time order that which side holds the whole place; ``not:ukraine`` where it is said not to, or to have left."""
    found = []
    for voice in voices:
        claim = voice.claim
        if claim.type not in ("capture", "hold", "withdrawal") or not claim.actor_side or voice.says == "maybe" or zone_of(claim):
            continue
        absent = (claim.type == "withdrawal") == (voice.says == "yes")
        found.append((voice, f"not:{claim.actor_side}" if absent else claim.actor_side))
    return sorted(found, key=lambda item: _last_day(item[0]))


def _standing_words(says: Sequence[tuple[Voice, str]]) -> dict[str, str]:
    """Return the latest word of each side that no later event has made history: a capture, or the withdrawal of whom it puts there."""
    latest: dict[str, tuple[Voice, str]] = {}
    for voice, holds in says:
        if voice.says == "yes" and voice.claim.type != "hold" and voice.days:
            left = holds.removeprefix("not:") if voice.claim.type == "withdrawal" else None
            latest = {
                side: word for side, word in latest.items() if not _is_before(word[0], voice) or (left is not None and word[1] != left)
            }
        latest[voice.side] = (voice, holds)
    return {side: holds for side, (_, holds) in latest.items()}


def _is_before(voice: Voice, event: Voice) -> bool:
    """Tell whether a word is more than a day older than an event."""
    return voice.days is not None and event.days is not None and voice.days[1] + 1 < event.days[0]


def _control_status(latest: Mapping[str, str], fighting: Collection[str | None]) -> tuple[str, str | None]:
    """Return how the latest words of the sides compare, and the side said to hold the place where there is one.

    ``contested``: two sides are said to hold it, or one side denies what the other claims. ``agreed_by_both``: a side that fights for it
    concedes it to the other. ``claimed_by_one``: nobody else speaks of it. ``conceded``: it was given up, and nobody says to whom.
    Empty: nobody says who holds it.
    """
    holders = sorted({holds for holds in latest.values() if not holds.startswith("not:")})
    if not holders:
        return ("conceded" if latest else "", None)
    if len(holders) > 1:
        return "contested", None
    holder = holders[0]
    if f"not:{holder}" in latest.values():
        return "contested", holder
    conceding = [side for side in latest if side in fighting and side != holder]
    return ("agreed_by_both" if conceding and holder in latest else "claimed_by_one"), holder
