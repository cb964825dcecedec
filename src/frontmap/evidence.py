"""Claims to evidence: what agrees is joined by the roots of its attribution chains, what differs is kept side by side.

**Root.** The first link that vouches for a claim: the named source; the outlet that a text relays; the publisher for the narrator's own
words. Whoever the registry says owns the root stands for it, so an outlet never corroborates its owner, two reports that relay one source
have one root, and two outlets that print the same sentence word for word have one root. A report without a publisher is its own root.

**Group.** Claims that state the same of the same place (or the same part of it) at a common time. Capture and hold both state control. A
claim means the days that it gives; without a date, the three days up to publication. Groups are formed with a tolerance of a day, a week
or a month by time precision 1, 2 or 3, so that all members overlap; undated claims join only where there is one group to join.

**Contradiction** is a table, ``layers/contradictions.csv``, with windows of days.

**Credibility** (Admiralty) of a claim with s roots in its group and o other roots in the groups that contradict it:

1  o = 0 and three roots, or two roots of two sides that fight each other there
2  o = 0 and two roots, or one that speaks against its own side's interest (its withdrawal, its loss of the place)
3  o = 0, one root, and another root reports something else of the same place and time; or s > o > 0
4  s = o > 0
5  s < o
6  nothing to compare with, or the claim is of something merely possible
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from typing import Protocol

from frontmap import names
from frontmap.data import layers_dir, read_rows
from frontmap.errors import DataError
from frontmap.model import CLAIM_TYPES, NARRATOR, Claim, Document, Evidence, EvidenceGroup, PlaceState, Source

TOLERANCE_DAYS = {1: 1, 2: 7, 3: 31}
NEWS_DAYS = 3
"""A claim without a date is news: it means so many days up to its publication."""
COPIED_WORDS = 8
"""A narrator's sentence of so many words that another report has word for word was copied."""
OUTSIDERS = ("third_party", "unknown")
ANY = "*"

Days = tuple[int, int]
"""First and last day as ordinals of ``datetime.date``."""


class SourceLookup(Protocol):
    """What is needed of the source registry."""

    def find(self, name: str) -> Source | None:
        """Return the entry of a name."""

    def by_id(self, source_id: str) -> Source | None:
        """Return the entry of an id."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of layers/contradictions.csv."""

    rule_id: str
    first: str
    first_says: str
    second: str
    second_says: str
    sides: str
    from_days: int
    to_days: int


@dataclass(frozen=True, slots=True)
class _Voice:
    """A claim with all that weighing it needs."""

    claim: Claim
    root: str
    side: str
    """Of whoever vouches for it; a narrator's is the publisher's."""
    source_id: str | None
    grade: str
    days: Days | None
    tolerance: int
    says: str
    """``yes``, ``no`` or ``maybe``."""

    @property
    def reach(self) -> Days | None:
        """The days that it may mean, tolerance included."""
        return (self.days[0] - self.tolerance, self.days[1] + self.tolerance) if self.days else None


@dataclass(frozen=True, slots=True)
class _Group:
    """Voices that say the same."""

    group_id: str
    place_id: str
    statement: str
    zone: str
    actor: str | None
    voices: tuple[_Voice, ...]
    days: Days | None
    roots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """What a group puts against others: its claims of one type, as one."""

    group: int
    type: str
    says: str
    actor: str | None
    zone: str
    days: Days | None
    roots: frozenset[str]


def weigh(claims: Sequence[Claim], documents: Mapping[str, Document], sources: SourceLookup) -> Evidence:
    """Group the claims that agree, find the groups that contradict each other, and judge every claim by both."""
    voices = _voices(claims, documents, sources)
    groups = _group(voice for voice in voices if voice.claim.place)
    against = _contradictions(groups)
    opponents = [_roots(groups[other] for other in sorted(against[index])) for index in range(len(groups))]
    parties = _parties(groups)
    grade = _judge(groups, opponents, parties)
    judged = tuple(replace(voice.claim, credibility=grade.get(voice.claim.claim_id, 6), source_grade=voice.grade) for voice in voices)
    return Evidence(judged, _group_records(groups, against), _place_states(groups, against, parties, documents))


# --- who vouches --------------------------------------------------------------------------------------------------------------------------


def _voices(claims: Sequence[Claim], documents: Mapping[str, Document], sources: SourceLookup) -> list[_Voice]:
    lookup = _Lookup(sources)
    copied: dict[str, str] = {}
    voices = []
    for claim in claims:
        document = documents.get(claim.document_id)
        source = lookup.source_of(claim, document)
        root = lookup.root_of(claim, document, source)
        if claim.source == NARRATOR:
            root = _first_printed(claim, root, copied)
        side = claim.source_side
        if side == "unknown" and source:
            side = source.side
        days, tolerance = _days_of(claim, document)
        grade = source.grade if source else claim.source_grade
        says = {"denied": "no", "possible": "maybe"}.get(claim.modality, "yes")
        voices.append(_Voice(claim, root, side, source.source_id if source else None, grade, days, tolerance, says))
    return voices


class _Lookup:
    """Looks names up in the registry once each."""

    def __init__(self, sources: SourceLookup) -> None:
        self._sources = sources
        self._named: dict[str, Source | None] = {}
        self._owners: dict[str, str] = {}

    def source_of(self, claim: Claim, document: Document | None) -> Source | None:
        """Return the registry's entry of whoever vouches for a claim."""
        if claim.source_id:
            return self._sources.by_id(claim.source_id)
        if claim.source and claim.source != NARRATOR:
            return self._find(claim.source)
        if claim.via:
            return self._find(claim.via[0])
        return self._find(document.publisher) if document and document.publisher else None

    def root_of(self, claim: Claim, document: Document | None, source: Source | None) -> str:
        """Return the id of the first link of a claim's chain, or of its owner."""
        if source:
            return self._owner(source)
        if claim.source and claim.source != NARRATOR:
            side = "" if claim.source_side == "unknown" else f"@{claim.source_side}"
            return f"source:{_slug(claim.source)}{side}"
        if claim.via:
            return f"outlet:{_slug(claim.via[0])}"
        if document and document.publisher:
            return f"outlet:{_slug(document.publisher)}"
        return f"document:{claim.document_id}"

    def _find(self, name: str) -> Source | None:
        if name not in self._named:
            self._named[name] = self._sources.find(name)
        return self._named[name]

    def _owner(self, source: Source) -> str:
        known = self._owners.get(source.source_id)
        if known is not None:
            return known
        seen = [source.source_id]
        owner = source.owner
        while owner and owner not in seen:
            seen.append(owner)
            entry = self._sources.by_id(owner)
            owner = entry.owner if entry else None
        self._owners[source.source_id] = seen[-1]
        return seen[-1]


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in names.fold(name)).split()) or "unnamed"


def _first_printed(claim: Claim, root: str, copied: dict[str, str]) -> str:
    """Return the root of the first report that printed a narrator's sentence in these very words."""
    words = "".join(c if c.isalnum() else " " for c in claim.quote.lower()).split()
    return copied.setdefault(" ".join(words), root) if len(words) >= COPIED_WORDS else root


# --- when ---------------------------------------------------------------------------------------------------------------------------------


def _days_of(claim: Claim, document: Document | None) -> tuple[Days | None, int]:
    """Return the days that a claim means and the tolerance for joining it with others."""
    published = day_range(document.published) if document else None
    stated = day_range(claim.date, published)
    if stated:
        return stated, TOLERANCE_DAYS.get(claim.time_precision or 1, 1)
    if published:
        return (published[0] - NEWS_DAYS, published[1]), TOLERANCE_DAYS[1]
    return None, 0


@cache
def day_range(edtf: str | None, published: Days | None = None) -> Days | None:
    """Return the first and last day of an EDTF date or interval as ordinals.

    ``XXXX-12-01`` takes the last such day up to a month after publication. None: no date, or none that can be read.

    >>> day_range("2025-11") == (date(2025, 11, 1).toordinal(), date(2025, 11, 30).toordinal())
    True
    """
    start, _, end = (edtf or "").partition("/")
    first, last = _bounds(start, published), _bounds(end or start, published)
    if first and last:
        return (first[0], last[1]) if first[0] <= last[1] else None
    return first or (last if end else None)


def _bounds(edtf: str, published: Days | None) -> Days | None:
    parts = edtf.strip("?~% ").partition("T")[0].split("-")
    if parts[0].upper() == "XXXX":
        return _in_some_year(parts, published)
    try:
        year, month, day = ([int(part) for part in parts] + [0, 0])[:3]
        first = date(year, month or 1, day or 1)
        after = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    except ValueError:
        return None
    return (first.toordinal(), first.toordinal() if day else after.toordinal() - 1)


def _in_some_year(parts: Sequence[str], published: Days | None) -> Days | None:
    if not published:
        return None
    latest = date.fromordinal(published[1]) + timedelta(days=31)
    for year in (latest.year, latest.year - 1):
        found = _bounds("-".join([f"{year:04d}", *parts[1:]]), None)
        if found and found[0] <= latest.toordinal():
            return found
    return None


def _meet(one: Days | None, other: Days | None) -> bool:
    return one is None or other is None or (one[0] <= other[1] and other[0] <= one[1])


def _hull(days: Iterable[Days | None]) -> Days | None:
    known = [each for each in days if each]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None


# --- what agrees --------------------------------------------------------------------------------------------------------------------------


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


def _group(voices: Iterable[_Voice]) -> list[_Group]:
    same: dict[_Key, list[_Voice]] = defaultdict(list)
    for voice in voices:
        claim = voice.claim
        if claim.place:
            same[claim.place.place_id, zone_of(claim), *statement_of(claim).partition(":")[::2]].append(voice)
    return [group for key, members in _with_named_actors(same).items() for group in _groups_of(key, members)]


_Key = tuple[str, str, str, str]
"""Place, zone, statement, the actor's side or empty."""


def _with_named_actors(same: Mapping[_Key, list[_Voice]]) -> dict[_Key, list[_Voice]]:
    """Let claims that name no actor join those that do, where these name one and the same side."""
    named: dict[tuple[str, str, str], list[_Key]] = defaultdict(list)
    for key in same:
        if key[3]:
            named[key[:3]].append(key)
    joined: dict[_Key, list[_Voice]] = defaultdict(list)
    for key, members in same.items():
        candidates = named[key[:3]]
        joined[candidates[0] if not key[3] and len(candidates) == 1 else key] += members
    return joined


def _groups_of(key: _Key, members: Sequence[_Voice]) -> list[_Group]:
    place_id, zone, verb, actor = key
    statement = f"{verb}:{actor}" if actor else verb
    groups = []
    for together in _at_common_time(members):
        hull = _hull(voice.days for voice in together)
        token = f"{place_id}\n{statement}\n{zone}\n{hull}"
        group_id = "g_" + blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        roots = tuple(dict.fromkeys(voice.root for voice in together))
        groups.append(_Group(group_id, place_id, statement, zone, actor or None, tuple(together), hull, roots))
    return groups


def _at_common_time(voices: Sequence[_Voice]) -> list[list[_Voice]]:
    """Cut claims that say the same into the fewest groups whose members' days, with tolerance, all overlap."""
    dated = [(voice.reach, order, voice) for order, voice in enumerate(voices) if voice.reach]
    undated = [voice for voice in voices if not voice.days]
    groups: list[list[tuple[int, _Voice]]] = []
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


# --- what differs -------------------------------------------------------------------------------------------------------------------------


@cache
def contradiction_rules() -> tuple[Rule, ...]:
    """Read layers/contradictions.csv."""
    path = layers_dir() / "contradictions.csv"
    return tuple(_rule(row, f"{path} line {number}") for number, row in read_rows(path))


def _rule(row: Mapping[str, str], where: str) -> Rule:
    if not {row["first"], row["second"]} <= {*CLAIM_TYPES, ANY} or not row["origin"]:
        raise DataError(f"{where}: {row['first']!r} and {row['second']!r} must be claim types, with an origin")
    if not {row["first_says"], row["second_says"]} <= {"yes", "no"} or row["sides"] not in ("same", "other"):
        raise DataError(f"{where}: says must be yes or no, sides must be same or other")
    try:
        window = (int(row["from_days"]), int(row["to_days"]))
    except ValueError:
        raise DataError(f"{where}: from_days and to_days must be whole numbers") from None
    return Rule(row["id"], row["first"], row["first_says"], row["second"], row["second_says"], row["sides"], *window)


def _contradictions(groups: Sequence[_Group]) -> dict[int, set[int]]:
    """Return, for each group, the groups that contradict it."""
    against: dict[int, set[int]] = {index: set() for index in range(len(groups))}
    at_place: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        at_place[group.place_id].append(index)
    for indices in at_place.values():
        sides: dict[tuple[str, str], list[_Side]] = defaultdict(list)
        for side in (side for index in indices for side in _sides_of(index, groups[index])):
            sides[side.type, side.says].append(side)
        for rule in contradiction_rules():
            for first, second in _pairs(rule, sides):
                against[first.group].add(second.group)
                against[second.group].add(first.group)
    return against


def _sides_of(index: int, group: _Group) -> list[_Side]:
    by_type: dict[str, list[_Voice]] = defaultdict(list)
    for voice in group.voices:
        by_type[voice.claim.type].append(voice)
    return [
        _Side(index, kind, members[0].says, group.actor, group.zone, _hull(v.days for v in members), frozenset(v.root for v in members))
        for kind, members in by_type.items()
    ]


def _pairs(rule: Rule, sides: Mapping[tuple[str, str], list[_Side]]) -> Iterable[tuple[_Side, _Side]]:
    for kind in CLAIM_TYPES if rule.first == ANY else (rule.first,):
        seconds = sides.get((kind if rule.second == ANY else rule.second, rule.second_says), [])
        for first in sides.get((kind, rule.first_says), []):
            for second in seconds:
                if first.group != second.group and _conflict(rule, first, second):
                    yield first, second


def _conflict(rule: Rule, first: _Side, second: _Side) -> bool:
    known = first.actor is not None and second.actor is not None
    same = first.actor == second.actor or not known
    if same != (rule.sides == "same") or len(first.roots | second.roots) < 2 or not _zones_meet(first.zone, second.zone):
        return False
    if first.days is None or second.days is None:
        return True
    earliest, latest = second.days[0] - first.days[1], second.days[1] - first.days[0]
    return earliest <= rule.to_days and latest >= rule.from_days


def _zones_meet(one: str, other: str) -> bool:
    """Tell whether two parts of a place overlap: the whole and any part of it do, two different quarters do not."""
    if one == other:
        return True
    inside = [zone for zone in (one, other) if not zone or zone == "outskirts" or zone.endswith(" part")]
    return len(inside) == 2 and ("" in inside or "outskirts" in inside)


# --- the verdicts -------------------------------------------------------------------------------------------------------------------------


def _roots(groups: Iterable[_Group]) -> frozenset[str]:
    return frozenset(root for group in groups for root in group.roots)


def _parties(groups: Sequence[_Group]) -> dict[str, frozenset[str]]:
    """Return the sides that take, hold, defend or leave each place: those who fight for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for voice in group.voices:
            if voice.claim.type in ("capture", "hold", "repulse", "withdrawal") and voice.claim.actor_side:
                found[group.place_id].add(voice.claim.actor_side)
    return {place_id: frozenset(sides - set(OUTSIDERS)) for place_id, sides in found.items()}


def _concedes(voice: _Voice, parties: frozenset[str]) -> bool:
    """Tell whether a side says that it left or lost the place."""
    claim = voice.claim
    if voice.says != "yes" or voice.side not in parties or zone_of(claim):
        return False
    if claim.type == "withdrawal":
        return claim.actor_side == voice.side
    return claim.type in ("capture", "hold") and claim.actor_side in parties and claim.actor_side != voice.side


def _judge(groups: Sequence[_Group], opponents: Sequence[frozenset[str]], parties: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Return the credibility of each grouped claim by its id."""
    neighbours = _neighbours(groups)
    verdict: dict[str, int] = {}
    for index, group in enumerate(groups):
        fighting = parties.get(group.place_id, frozenset())
        grade = _credibility(group, opponents[index], fighting, neighbours[index])
        verdict.update((voice.claim.claim_id, grade) for voice in group.voices)
    return verdict


def _credibility(group: _Group, opponents: frozenset[str], fighting: frozenset[str], has_neighbour: bool) -> int:
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


def _neighbours(groups: Sequence[_Group]) -> list[bool]:
    """Tell of which groups another root reports something else at the same place and time."""
    days_at: dict[str, list[tuple[Days, frozenset[str]]]] = defaultdict(list)
    for group in groups:
        if group.days:
            days_at[group.place_id].append((group.days, frozenset(group.roots)))
    return [
        group.days is not None and any(_meet(group.days, days) and not roots <= set(group.roots) for days, roots in days_at[group.place_id])
        for group in groups
    ]


def _group_records(groups: Sequence[_Group], against: Mapping[int, set[int]]) -> tuple[EvidenceGroup, ...]:
    records = []
    for index, group in enumerate(groups):
        first, last = _iso(group.days)
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


def _iso(days: Days | None) -> tuple[str | None, str | None]:
    return (date.fromordinal(days[0]).isoformat(), date.fromordinal(days[1]).isoformat()) if days else (None, None)


def _place_states(
    groups: Sequence[_Group], against: Mapping[int, set[int]], parties: Mapping[str, frozenset[str]], documents: Mapping[str, Document]
) -> tuple[PlaceState, ...]:
    at_place: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        at_place[group.place_id].append(index)
    return tuple(
        _place_state(place_id, [(groups[index], bool(against[index])) for index in indices], parties.get(place_id, frozenset()), documents)
        for place_id, indices in at_place.items()
    )


def _place_state(
    place_id: str, groups: Sequence[tuple[_Group, bool]], fighting: frozenset[str], documents: Mapping[str, Document]
) -> PlaceState:
    voices = [voice for group, _ in groups for voice in group.voices]
    agreement = _worst(_agreement(len(group.roots), disputed) for group, disputed in groups)
    first, last = _iso(_hull(voice.days for voice in voices))
    names_of = tuple(dict.fromkeys(_name_of(voice, documents) for voice in voices))
    sides = tuple(dict.fromkeys(voice.side for voice in voices))
    says = _control_says(voices)
    status, holder = _control_status(says, fighting)
    timeline = tuple((_iso(voice.days)[1] or "", voice.side, holds) for voice, holds in says)
    claim_ids = tuple(voice.claim.claim_id for voice in voices)
    return PlaceState(place_id, agreement, claim_ids, names_of, sides, first, last, timeline, _by_date(groups), status, holder)


def _worst(states: Iterable[str]) -> str:
    return max(states, key=("single", "agreed", "disputed").index)


def _name_of(voice: _Voice, documents: Mapping[str, Document]) -> str:
    if voice.claim.source and voice.claim.source != NARRATOR:
        return voice.claim.source
    document = documents.get(voice.claim.document_id)
    return (document.publisher if document else None) or "unnamed report"


def _by_date(groups: Sequence[tuple[_Group, bool]]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return, for each last day that a group means: the day, how far its groups agree, and the sides that speak."""
    days: dict[str, list[tuple[_Group, bool]]] = defaultdict(list)
    for group, disputed in groups:
        days[_iso(group.days)[1] or ""].append((group, disputed))
    return tuple(
        (
            day,
            _worst(_agreement(len(group.roots), disputed) for group, disputed in members),
            tuple(dict.fromkeys(voice.side for group, _ in members for voice in group.voices)),
        )
        for day, members in sorted(days.items())
    )


# --- control ------------------------------------------------------------------------------------------------------------------------------


def _control_says(voices: Iterable[_Voice]) -> list[tuple[_Voice, str]]:
    """Return who says in time order that which side holds the whole place; ``not:ukraine`` where it is said not to, or to have left."""
    found = []
    for voice in voices:
        claim = voice.claim
        if claim.type not in ("capture", "hold", "withdrawal") or not claim.actor_side or voice.says == "maybe" or zone_of(claim):
            continue
        absent = (claim.type == "withdrawal") == (voice.says == "yes")
        found.append((voice, f"not:{claim.actor_side}" if absent else claim.actor_side))
    return sorted(found, key=lambda item: (item[0].days or (0, 0))[1])


def _control_status(says: Sequence[tuple[_Voice, str]], fighting: frozenset[str]) -> tuple[str, str | None]:
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
