"""How each group stands: who witnesses it, who contradicts it, and what its claims are worth on the Admiralty scale."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from frontmap.evidence.groups import Group, zone_of
from frontmap.evidence.rules import Links
from frontmap.evidence.voices import Voice

OUTSIDERS = ("third_party", "unknown")
"""Side keys of those who fight for nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A group with all that speaks for and against it."""

    group: Group
    contradicts: tuple[str, ...]
    """Ids of the groups that contradict it."""
    supported_by: tuple[str, ...]
    """Ids of the groups that support it without saying the same."""
    witnesses: frozenset[str]
    """Roots that say it or support it."""
    opponents: frozenset[str]
    """Roots that contradict it and do not say it too."""
    sides: frozenset[str]
    """Sides of the witnesses."""

    @property
    def agreement(self) -> str:
        """``single``, ``agreed`` or ``disputed``."""
        if self.contradicts:
            return "disputed"
        return "agreed" if len(self.witnesses) > 1 else "single"


def standings(groups: Sequence[Group], links: Links) -> list[Standing]:
    """Gather what speaks for and against each group, in their order."""
    return [
        _standing(group, [groups[i] for i in links.against[n]], [groups[i] for i in links.backing[n]]) for n, group in enumerate(groups)
    ]


def _standing(group: Group, against: Sequence[Group], backing: Sequence[Group]) -> Standing:
    return Standing(
        group=group,
        contradicts=tuple(other.group_id for other in against),
        supported_by=tuple(other.group_id for other in backing),
        witnesses=frozenset(root for each in (group, *backing) for root in each.roots),
        opponents=frozenset(root for other in against for root in other.roots).difference(group.roots),
        sides=frozenset(voice.side for each in (group, *backing) for voice in each.voices),
    )


def fighting_sides(groups: Sequence[Group]) -> dict[str, frozenset[str]]:
    """Return the sides that take, hold, defend or leave each place: those who fight for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for voice in group.voices:
            if voice.claim.type in ("capture", "hold", "repulse", "withdrawal") and voice.claim.actor_side:
                found[group.place_id].add(voice.claim.actor_side)
    return {place_id: frozenset(sides.difference(OUTSIDERS)) for place_id, sides in found.items()}


def judge(stands: Sequence[Standing], parties: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Return the credibility of each grouped claim by its id; ``parties`` are the sides that fight for each place."""
    neighbours = _Neighbours([standing.group for standing in stands])
    verdict: dict[str, int] = {}
    for standing in stands:
        group = standing.group
        grade = _credibility(standing, parties.get(group.place_id, frozenset()))
        if grade == 6 and group.voices[0].says != "maybe" and neighbours.have(group):
            grade = 3
        verdict.update((voice.claim.claim_id, grade) for voice in group.voices)
    return verdict


def _credibility(standing: Standing, fighting: frozenset[str]) -> int:
    if standing.group.voices[0].says == "maybe":
        return 6
    witnesses, opponents = len(standing.witnesses), len(standing.opponents)
    if opponents:
        return 3 if witnesses > opponents else 4 if witnesses == opponents else 5
    if witnesses > 2 or (witnesses == 2 and len(standing.sides & fighting) > 1):
        return 1
    if witnesses == 2 or any(_concedes(voice, fighting) for voice in standing.group.voices):
        return 2
    return 6


def _concedes(voice: Voice, fighting: frozenset[str]) -> bool:
    """Tell whether a side says that it left or lost the place."""
    claim = voice.claim
    if voice.says != "yes" or voice.side not in fighting or zone_of(claim):
        return False
    if claim.type == "withdrawal":
        return claim.actor_side == voice.side
    return claim.type in ("capture", "hold") and claim.actor_side in fighting and claim.actor_side != voice.side


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
