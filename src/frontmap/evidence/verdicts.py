"""How much each claim is worth: Admiralty credibility by who else says so, who contradicts, and whose interest it serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from frontmap.evidence.days import Days, meet
from frontmap.evidence.groups import Group, zone_of
from frontmap.evidence.voices import Voice

OUTSIDERS = ("third_party", "unknown")
"""Side keys of those who fight for nothing."""


def fighting_sides(groups: Sequence[Group]) -> dict[str, frozenset[str]]:
    """Return the sides that take, hold, defend or leave each place: those who fight for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for voice in group.voices:
            if voice.claim.type in ("capture", "hold", "repulse", "withdrawal") and voice.claim.actor_side:
                found[group.place_id].add(voice.claim.actor_side)
    return {place_id: frozenset(sides - set(OUTSIDERS)) for place_id, sides in found.items()}


def _concedes(voice: Voice, parties: frozenset[str]) -> bool:
    """Tell whether a side says that it left or lost the place."""
    claim = voice.claim
    if voice.says != "yes" or voice.side not in parties or zone_of(claim):
        return False
    if claim.type == "withdrawal":
        return claim.actor_side == voice.side
    return claim.type in ("capture", "hold") and claim.actor_side in parties and claim.actor_side != voice.side


def judge(groups: Sequence[Group], against: Mapping[int, set[int]], parties: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Return the credibility of each grouped claim by its id; ``against`` holds the groups that contradict each, ``parties`` who fights."""
    neighbours = _neighbours(groups)
    verdict: dict[str, int] = {}
    for index, group in enumerate(groups):
        opponents = {root for other in against[index] for root in groups[other].roots}
        grade = _credibility(group, opponents, parties.get(group.place_id, frozenset()), neighbours[index])
        verdict.update((voice.claim.claim_id, grade) for voice in group.voices)
    return verdict


def _credibility(group: Group, opponents: set[str], fighting: frozenset[str], has_neighbour: bool) -> int:
    if group.voices[0].says == "maybe":
        return 6
    supporters, opposed = len(group.roots), len(opponents - set(group.roots))
    if opposed:
        return 3 if supporters > opposed else 4 if supporters == opposed else 5
    both_sides = len({voice.side for voice in group.voices} & fighting) > 1
    if supporters >= 3 or (supporters == 2 and both_sides):
        return 1
    if supporters == 2 or any(_concedes(voice, fighting) for voice in group.voices):
        return 2
    return 3 if has_neighbour else 6


def _neighbours(groups: Sequence[Group]) -> list[bool]:
    """Tell of which groups another root reports something else at the same place and time."""
    days_at: dict[str, list[tuple[Days, frozenset[str]]]] = defaultdict(list)
    for group in groups:
        if group.days:
            days_at[group.place_id].append((group.days, frozenset(group.roots)))
    return [
        group.days is not None and any(meet(group.days, days) and not roots <= set(group.roots) for days, roots in days_at[group.place_id])
        for group in groups
    ]
