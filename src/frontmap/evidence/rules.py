"""What groups of claims are to each other, by two tables of rules: layers/contradictions.csv and layers/corroborations.csv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from frontmap.data import layers_dir, read_rows
from frontmap.errors import DataError
from frontmap.evidence.days import Days, hull
from frontmap.evidence.groups import Group
from frontmap.evidence.voices import Voice
from frontmap.model import CLAIM_TYPES

ANY = "*"
WIDE_KINDS = ("region", "country", "sea")
"""Kinds of places that are too wide for a rule of local places."""
_CODES = {
    "first_says": ("yes", "no"),
    "second_says": ("yes", "no"),
    "sides": ("same", "other"),
    "zones": ("overlap", "cover"),
    "places": ("any", "local"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of either table."""

    rule_id: str
    first: str
    first_says: str
    second: str
    second_says: str
    sides: str
    zones: str
    places: str
    from_days: int
    to_days: int


@dataclass(frozen=True, slots=True)
class _Side:
    """What a group says by its claims of one type, as one."""

    group: int
    type: str
    says: str
    actor: str | None
    zone: str
    days: Days | None
    roots: frozenset[str]
    speakers: frozenset[str]
    """Side keys of who says it."""
    wide: bool
    """True where the place is a region or country."""


@dataclass(frozen=True, slots=True)
class Links:
    """What the groups of a run are to each other, as indices."""

    against: tuple[tuple[int, ...], ...]
    """The groups that contradict each; it goes both ways."""
    backing: tuple[tuple[int, ...], ...]
    """The groups that support each without saying the same."""


@cache
def read_rules(name: str) -> tuple[Rule, ...]:
    """Read layers/contradictions.csv or layers/corroborations.csv."""
    path = layers_dir() / f"{name}.csv"
    return tuple(_rule(row, f"{path} line {number}") for number, row in read_rows(path))


def _rule(row: Mapping[str, str], where: str) -> Rule:
    if not {row["first"], row["second"]} <= {*CLAIM_TYPES, ANY} or not row["origin"]:
        raise DataError(f"{where}: {row['first']!r} and {row['second']!r} must be claim types, with an origin")
    for column, known in _CODES.items():
        if row[column] not in known:
            raise DataError(f"{where}: {column} is {row[column]!r}, must be one of {', '.join(known)}")
    try:
        window = (int(row["from_days"]), int(row["to_days"]))
    except ValueError:
        raise DataError(f"{where}: from_days and to_days must be whole numbers") from None
    return Rule(
        row["id"], row["first"], row["first_says"], row["second"], row["second_says"], row["sides"], row["zones"], row["places"], *window
    )


def link_groups(groups: Sequence[Group]) -> Links:
    """Find the groups that contradict or support each other."""
    against: list[set[int]] = [set() for _ in groups]
    backing: list[set[int]] = [set() for _ in groups]
    at_place: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        at_place[group.place_id].append(index)
    for indices in at_place.values():
        sides: dict[tuple[str, str], list[_Side]] = defaultdict(list)
        for side in (side for index in indices for side in _sides_of(index, groups[index])):
            sides[side.type, side.says].append(side)
        for first, second in _pairs("contradictions", sides):
            against[first].add(second)
            against[second].add(first)
        for first, second in _pairs("corroborations", sides):
            backing[second].add(first)
    return Links(tuple(tuple(sorted(found)) for found in against), tuple(tuple(sorted(found)) for found in backing))


def _sides_of(index: int, group: Group) -> list[_Side]:
    by_type: dict[str, list[Voice]] = defaultdict(list)
    for voice in group.voices:
        by_type[voice.claim.type].append(voice)
    return [_side(index, group, members) for members in by_type.values()]


def _side(index: int, group: Group, members: Sequence[Voice]) -> _Side:
    return _Side(
        group=index,
        type=members[0].claim.type,
        says=members[0].says,
        actor=group.actor,
        zone=group.zone,
        days=hull(voice.days for voice in members),
        roots=frozenset(voice.root for voice in members),
        speakers=frozenset(voice.side for voice in members),
        wide=any(voice.claim.place is not None and voice.claim.place.kind in WIDE_KINDS for voice in members),
    )


def _pairs(table: str, sides: Mapping[tuple[str, str], list[_Side]]) -> Iterable[tuple[int, int]]:
    """Yield the groups that some rule of a table puts first and second."""
    for rule in read_rules(table):
        for kind in CLAIM_TYPES if rule.first == ANY else (rule.first,):
            seconds = sides.get((kind if rule.second == ANY else rule.second, rule.second_says), [])
            for first in sides.get((kind, rule.first_says), []):
                for second in seconds:
                    if first.group != second.group and _applies(rule, first, second):
                        yield first.group, second.group


def _applies(rule: Rule, first: _Side, second: _Side) -> bool:
    if (rule.sides == "same") != _same_actor(first, second) or not _zones_match(rule, first.zone, second.zone):
        return False
    if len(first.roots | second.roots) < 2 or (first.wide and rule.places == "local"):
        return False
    if first.days is None or second.days is None:
        return True
    earliest, latest = second.days[0] - first.days[1], second.days[1] - first.days[0]
    return earliest <= rule.to_days and latest >= rule.from_days


def _same_actor(first: _Side, second: _Side) -> bool:
    """Tell whether two claims may speak of one actor. Who denies without a name what was done denies what others did, not his own side."""
    if first.actor is not None and second.actor is not None:
        return first.actor == second.actor
    named, nameless = (first, second) if second.actor is None else (second, first)
    return nameless.says == "yes" or named.actor not in nameless.speakers


def _zones_match(rule: Rule, first: str, second: str) -> bool:
    """Tell whether the parts of the place overlap, or the first covers the second: the whole covers any part, two quarters do not meet."""
    if first == second:
        return True
    if not all(not zone or zone == "outskirts" or zone.endswith(" part") for zone in (first, second)):
        return False
    return not first or (rule.zones == "overlap" and (not second or "outskirts" in (first, second)))
