"""What groups of claims are to each other, by two tables of rules: layers/contradictions.csv and layers/corroborations.csv."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from frontmap.data import layers_dir, read_rows
from frontmap.errors import DataError
from frontmap.evidence.containment import parts_inside
from frontmap.evidence.days import Days, hull
from frontmap.evidence.groups import Group
from frontmap.evidence.voices import Voice
from frontmap.model import CLAIM_TYPES, Place

ANY = "*"
WIDE_KINDS = ("region", "country", "sea")
"""Kinds of places that are too wide for a rule of local places."""
_CODES = {
    "first_says": ("yes", "no"),
    "second_says": ("yes", "no"),
    "sides": ("same", "other"),
    "zones": ("overlap", "cover"),
    "places": ("any", "local"),
    "reach": ("here", "inside", "both"),
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
    reach: str
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
    whole: bool
    """True where it is said of the whole place, not of something in it."""


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
    codes = {column: row[column] for column in ("first", "second", *_CODES)}
    try:
        return Rule(row["id"], **codes, from_days=int(row["from_days"]), to_days=int(row["to_days"]))
    except ValueError:
        raise DataError(f"{where}: from_days and to_days must be whole numbers") from None


def link_groups(groups: Sequence[Group]) -> Links:
    """Find the groups that contradict or support each other: those of one place, and those of a place and of what lies inside it."""
    against: list[set[int]] = [set() for _ in groups]
    backing: list[set[int]] = [set() for _ in groups]
    here = _sides_by_place(groups)
    inside = parts_inside(_places_of(groups))
    for place_id, sides in here.items():
        parts = [here[part] for part in inside.get(place_id, ())]
        for first, second in _linked("contradictions", sides, parts):
            against[first].add(second)
            against[second].add(first)
        for first, second in _linked("corroborations", sides, parts):
            backing[second].add(first)
    return Links(tuple(tuple(sorted(found)) for found in against), tuple(tuple(sorted(found)) for found in backing))


_Said = Mapping[tuple[str, str], Sequence[_Side]]
"""What is said of one place, by type and by whether it is said or denied."""


def _sides_by_place(groups: Sequence[Group]) -> dict[str, _Said]:
    found: dict[str, dict[tuple[str, str], list[_Side]]] = defaultdict(lambda: defaultdict(list))
    for index, group in enumerate(groups):
        for side in _sides_of(index, group):
            found[group.place_id][side.type, side.says].append(side)
    return dict(found)


def _places_of(groups: Sequence[Group]) -> list[Place]:
    places = {group.place_id: voice.claim.place for group in groups for voice in group.voices[:1]}
    return [place for place in places.values() if place]


def _linked(table: str, sides: _Said, parts: Sequence[_Said]) -> Iterator[tuple[int, int]]:
    """Yield the groups that some rule of a table puts first and second: both of this place, or the second of a part of it."""
    for rule in read_rules(table):
        if rule.reach != "inside":
            yield from _pairs(rule, sides, sides)
        if rule.reach != "here":
            for part in parts:
                yield from _pairs(rule, sides, part)


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
        whole=any(voice.claim.relation is None for voice in members),
        wide=any(voice.claim.place is not None and voice.claim.place.kind in WIDE_KINDS for voice in members),
    )


def _pairs(rule: Rule, firsts: _Said, seconds: _Said) -> Iterator[tuple[int, int]]:
    for kind in CLAIM_TYPES if rule.first == ANY else (rule.first,):
        candidates = seconds.get((kind if rule.second == ANY else rule.second, rule.second_says), ())
        for first in firsts.get((kind, rule.first_says), ()):
            for second in candidates:
                if first.group != second.group and _applies(rule, first, second, inside=firsts is not seconds):
                    yield first.group, second.group


def _applies(rule: Rule, first: _Side, second: _Side, *, inside: bool) -> bool:
    zones_match = first.whole and _is_of_ground(second.zone) if inside else _zones_match(rule, first.zone, second.zone)
    if (rule.sides == "same") != _same_actor(first, second) or not zones_match:
        return False
    if len(first.roots | second.roots) < 2 or (second.wide and rule.places == "local"):
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
    if not (_is_of_ground(first) and _is_of_ground(second)):
        return False
    return not first or (rule.zones == "overlap" and (not second or "outskirts" in (first, second)))


def _is_of_ground(zone: str) -> bool:
    """Tell whether a zone is the place or a part of it, rather than something beside it."""
    return not zone or zone == "outskirts" or zone.endswith(" part")
