"""What agrees: claims that state the same of the same place, part of it and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from frontmap.evidence.days import Days, hull
from frontmap.evidence.voices import Voice
from frontmap.model import Claim


@dataclass(frozen=True, slots=True)
class Group:
    """Voices that say the same."""

    group_id: str
    place_id: str
    statement: str
    zone: str
    actor: str | None
    voices: tuple[Voice, ...]
    days: Days | None
    roots: tuple[str, ...]


def statement_of(claim: Claim) -> str:
    """Return what a claim amounts to: ``control:russia``, ``left:ukraine``, ``strike``, ``not control:russia``, ``maybe advance:rsf``.

    A capture and a hold both state that their side controls the place.
    """
    verb = {"capture": "control", "hold": "control", "withdrawal": "left"}.get(claim.type, claim.type)
    prefix = {"denied": "not ", "possible": "maybe "}.get(claim.modality, "")
    return f"{prefix}{verb}:{claim.actor_side}" if claim.actor_side else f"{prefix}{verb}"


def zone_of(claim: Claim) -> str:
    """Return the part of the place that a claim speaks of, or what outside of it; empty for the whole."""
    return "" if claim.relation in (None, "in") else str(claim.relation)


def group_voices(voices: Iterable[Voice]) -> list[Group]:
    """Join the claims that say the same; claims without a place are left out."""
    same: dict[_Key, list[Voice]] = defaultdict(list)
    for voice in voices:
        claim = voice.claim
        if claim.place:
            same[claim.place.place_id, zone_of(claim), *statement_of(claim).partition(":")[::2]].append(voice)
    return [group for key, members in _with_named_actors(same).items() for group in _groups_of(key, members)]


_Key = tuple[str, str, str, str]
"""Place, zone, statement, the actor's side or empty."""


def _with_named_actors(same: Mapping[_Key, list[Voice]]) -> dict[_Key, list[Voice]]:
    """Let claims that name no actor join those that do, where these name one and the same side."""
    named: dict[tuple[str, str, str], list[_Key]] = defaultdict(list)
    for key in same:
        if key[3]:
            named[key[:3]].append(key)
    joined: dict[_Key, list[Voice]] = defaultdict(list)
    for key, members in same.items():
        candidates = named[key[:3]]
        joined[candidates[0] if not key[3] and len(candidates) == 1 else key] += members
    return joined


def _groups_of(key: _Key, members: Sequence[Voice]) -> list[Group]:
    place_id, zone, verb, actor = key
    statement = f"{verb}:{actor}" if actor else verb
    groups = []
    for together in _at_common_time(members):
        days = hull(voice.days for voice in together)
        token = f"{place_id}\n{statement}\n{zone}\n{days}"
        group_id = "g_" + blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        roots = tuple(dict.fromkeys(voice.root for voice in together))
        groups.append(Group(group_id, place_id, statement, zone, actor or None, tuple(together), days, roots))
    return groups


def _at_common_time(voices: Sequence[Voice]) -> list[list[Voice]]:
    """Cut claims that say the same into the fewest groups whose members' days, with tolerance, all overlap."""
    dated = [(voice.reach, order, voice) for order, voice in enumerate(voices) if voice.reach]
    undated = [voice for voice in voices if not voice.days]
    groups: list[list[tuple[int, Voice]]] = []
    latest = 0
    for reach, order, voice in sorted(dated, key=lambda item: (item[0][1], item[1])):
        if not groups or reach[0] > latest:  # sorted by their end: the group's first end is the day that all of it shares
            groups.append([])
            latest = reach[1]
        groups[-1].append((order, voice))
    cut = [[voice for _, voice in sorted(group, key=lambda item: item[0])] for group in groups]
    if undated and len(cut) == 1:
        return [cut[0] + undated]
    return [*cut, undated] if undated else cut
