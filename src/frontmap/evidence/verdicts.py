"""How much each claim is worth: Admiralty credibility by who else says so, who contradicts, and whose interest it serves."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter

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
    neighbours = _Neighbours(groups)
    verdict: dict[str, int] = {}
    for index, group in enumerate(groups):
        opponents = {root for other in against[index] for root in groups[other].roots}
        grade = _credibility(group, opponents, parties.get(group.place_id, frozenset()))
        if grade == 6 and group.voices[0].says != "maybe" and neighbours.have(group):
            grade = 3
        verdict.update((voice.claim.claim_id, grade) for voice in group.voices)
    return verdict


def _credibility(group: Group, opponents: set[str], fighting: frozenset[str]) -> int:
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
    return 6


class _Neighbours:
    """Tells whether another root reports something else at the same place and time."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._at: dict[str, list[tuple[int, int, tuple[str, ...]]]] = defaultdict(list)
        for group in groups:
            if group.days:
                self._at[group.place_id].append((*group.days, group.roots))
        for entries in self._at.values():
            entries.sort()
        self._longest = {place_id: max(last - first for first, last, _ in entries) for place_id, entries in self._at.items()}

    def have(self, group: Group) -> bool:
        """Look from the latest group that may overlap back to the earliest."""
        if not group.days:
            return False
        first, last = group.days
        entries, roots = self._at[group.place_id], set(group.roots)
        for start, end, others in reversed(entries[: bisect_right(entries, last, key=itemgetter(0))]):
            if start < first - self._longest[group.place_id]:
                return False
            if end >= first and not roots.issuperset(others):
                return True
        return False
