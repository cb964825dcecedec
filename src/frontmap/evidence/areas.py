"""Square kilometres: how much ground each side claims for whom, and how much of it nobody else does.

Method: for each claimant, place and part of it the latest word counts, a word about the whole place replacing those about its parts; a
word more than a day older than a capture by another side, of the place itself or of the whole that it lies in, is history. The areas of
the claims (``locate``) that say that a side holds or has taken ground are joined, so that what is claimed twice counts once, and measured
on the ellipsoid. The figures are of places and regions as frontmap draws them (discs, sectors, polygons), not of a front line; claims of
precision 3 (regions) are left out unless asked for, since one of them outweighs a hundred villages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from frontmap.evidence.containment import parts_inside
from frontmap.evidence.days import day_range
from frontmap.evidence.groups import zone_of
from frontmap.model import Claim, Document, Located


@dataclass(frozen=True, slots=True)
class ClaimedArea:
    """Ground that one side says a side holds."""

    claimant: str
    """Side key of who says so."""
    holder: str
    """Side key of who is said to hold it."""
    area_km2: float
    only_km2: float
    """Of it, what no other claimant gives to that holder."""
    disputed_km2: float
    """Of it, what another claimant gives to another side."""
    claim_ids: tuple[str, ...]


def claimed_areas(
    claims: Sequence[Claim],
    located: Mapping[str, Located],
    documents: Mapping[str, Document],
    claimants: Mapping[str, str] | None = None,
    regions: bool = False,
) -> tuple[ClaimedArea, ...]:
    """Measure the ground that each side claims for itself or concedes to another.

    Parameters
    ----------
    claimants
        Side of whoever vouches for each claim, by its id, where it is better known than ``Claim.source_side`` (a narrator's publisher).
    regions
        Count claims of precision 3 too.
    """
    said: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim, claimant in _latest_words(claims, documents, claimants or {}):
        where = located.get(claim.claim_id)
        if where and claim.actor_side and (regions or where.geo_precision < 3):
            said[claimant, claim.actor_side].append(claim)
    ground = {pair: _union([located[claim.claim_id].area for claim in found]) for pair, found in said.items()}
    return tuple(_measure(pair, ground, said[pair]) for pair in sorted(ground))


@dataclass(frozen=True, slots=True)
class _Word:
    """A claim of control that stands."""

    claim: Claim
    claimant: str
    zone: str
    day: int


def _latest_words(claims: Sequence[Claim], documents: Mapping[str, Document], claimants: Mapping[str, str]) -> list[tuple[Claim, str]]:
    """Return the control claims that neither their claimant has replaced nor a later capture has made history."""
    standing: dict[str, list[_Word]] = defaultdict(list)
    inside = parts_inside({claim.place.place_id: claim.place for claim in claims if claim.place}.values())
    dated = ((_last_day(claim, documents), claim) for claim in claims if _is_of_control(claim))
    for day, claim in sorted(dated, key=itemgetter(0)):
        new = _Word(claim, claimants.get(claim.claim_id, claim.source_side), zone_of(claim), day)
        place_id = claim.place.place_id if claim.place else ""
        standing[place_id] = [old for old in standing[place_id] if not _replaces(new, old)]
        for part in inside.get(place_id, ()) if claim.relation is None else ():
            standing[part] = [old for old in standing[part] if not _ends(new, old)]
        if claim.type != "withdrawal" and claim.modality != "denied":
            standing[place_id].append(new)
    return [(word.claim, word.claimant) for words in standing.values() for word in words]


def _replaces(new: _Word, old: _Word) -> bool:
    """Tell whether a word about a place, or about the same part of it, replaces an older one."""
    if new.zone not in ("", old.zone):
        return False
    return new.claimant == old.claimant or (new.claim.type == "capture" and _ends(new, old))


def _ends(new: _Word, old: _Word) -> bool:
    """Tell whether an older word is history by an event: a capture by another side, or the withdrawal of whom it puts there."""
    if new.claim.modality == "denied" or not 0 < old.day < new.day - 1:
        return False
    same = new.claim.actor_side == old.claim.actor_side
    return same if new.claim.type == "withdrawal" else new.claim.type == "capture" and not same


def _is_of_control(claim: Claim) -> bool:
    inside = claim.relation in (None, "in", "outskirts") or str(claim.relation).endswith(" part")
    return claim.type in ("capture", "hold", "withdrawal") and claim.modality != "possible" and claim.place is not None and inside


def _last_day(claim: Claim, documents: Mapping[str, Document]) -> int:
    document = documents.get(claim.document_id)
    published = day_range(document.published) if document else None
    days = day_range(claim.date, published) or published
    return days[1] if days else 0


def _union(areas: Sequence[Any]) -> Any:
    import shapely  # only here: weighing claims needs no geometry, and extract must start fast

    return shapely.union_all(list({id(area): area for area in areas}.values()))


def _measure(pair: tuple[str, str], ground: Mapping[tuple[str, str], Any], claims: Sequence[Claim]) -> ClaimedArea:
    from frontmap.geometry.crs import area_km2

    claimant, holder = pair
    mine = ground[pair]
    same = [area for (who, whose), area in ground.items() if who != claimant and whose == holder]
    other = [area for (who, whose), area in ground.items() if who != claimant and whose != holder]
    only = mine.difference(_union(same)) if same else mine
    disputed = area_km2(mine.intersection(_union(other))) if other else 0.0
    return ClaimedArea(claimant, holder, area_km2(mine), area_km2(only), disputed, tuple(claim.claim_id for claim in claims))
