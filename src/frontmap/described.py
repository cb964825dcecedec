"""Places names that no gazetteer holds where the text itself says where they lie.

"Nowa, some 12 km south of Petrivka" is put 12 km south of Petrivka, "the Taiba neighbourhood" on the town that the
passage is about. Such places are wide, score low, and say in their origin what they rest on.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from frontmap.model import Parsed, Place, PlaceMention
from frontmap.names import fold
from frontmap.text.whereabouts import Description, read_description

_REACH = 12
"""Words between a name and the place that it is described by."""
_CERTAIN = 0.5
"""Least score of that place."""
_SCORE = 0.35
_BARE_KM = 8.0
"""Distance meant by a direction without one ("north of Lyman")."""
_LEAST_RADIUS_KM = 6.0
_KM_PER_DEGREE = 111.195
_PARTS = ("district", "facility")
_LISTED = frozenset({",", "and", "or"})


def place_described(parsed: Parsed, placed: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Place what is unplaced and described by a place that is certain; all else is returned as it was."""
    found = list(placed)
    for k in range(len(found) - 1, -1, -1):
        if found[k].place is None:
            described = _beside_next(parsed, found, k) or _as_listed(parsed, found, k)
            found[k] = _placed(found[k], described) if described else found[k]
    named = Counter(m.place.place_id for m in found if m.place and _is_certain_town(m))
    main_town: Place | None = None
    for k, mention in enumerate(found):
        if mention.place is None and mention.mention.kind in _PARTS and (town := _container_town(found, k) or main_town):
            found[k] = _placed(mention, _part_of(town, mention))
        elif (
            mention.place
            and _is_certain_town(mention)
            and (main_town is None or named[mention.place.place_id] >= named[main_town.place_id])
        ):
            main_town = mention.place
    names = {m.mention.name: m.place for m in found if m.place and m.place.place_id.startswith("text:")}
    return [_placed(m, names[m.mention.name]) if m.place is None and m.mention.name in names else m for m in found]


def _is_certain_town(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.kind == "settlement" and mention.score >= _CERTAIN


def _placed(mention: PlaceMention, place: Place) -> PlaceMention:
    return replace(mention, place=place, matched="local", score=_SCORE, reason=place.origin)


def _words_between(parsed: Parsed, left: PlaceMention, right: PlaceMention) -> tuple[str, ...] | None:
    """Return the words between two mentions of one sentence; None where they are far apart."""
    first = bisect_left(parsed.starts, left.mention.end)
    last = bisect_left(parsed.starts, right.mention.start)
    sentence = bisect_left(parsed.sentences, right.mention.start, key=lambda s: s.end - 1)
    if not 0 < last - first <= _REACH or sentence >= len(parsed.sentences) or parsed.sentences[sentence].start > left.mention.start:
        return None
    return parsed.lowers[first:last]


def _beside_next(parsed: Parsed, found: Sequence[PlaceMention], k: int) -> Place | None:
    """Return the place of mention ``k`` as the words after it describe it by the next one ("X, 15 km north of Lyman")."""
    if k + 1 >= len(found):
        return None
    anchor = found[k + 1]
    if anchor.place is None or anchor.score < _CERTAIN or anchor.place.kind not in ("settlement", "facility"):
        return None
    words = _words_between(parsed, found[k], anchor)
    description = read_description(words) if words else None
    if description is None or words is None:
        return None
    return _offset(found[k].mention.name, anchor.place, description, " ".join((*words, anchor.place.name)))


def _as_listed(parsed: Parsed, found: Sequence[PlaceMention], k: int) -> Place | None:
    """Return the place that the next of a list was described by ("Nowa and Stara south of Petrivka")."""
    if k + 1 >= len(found):
        return None
    following = found[k + 1].place
    words = _words_between(parsed, found[k], found[k + 1])
    if following is None or not following.place_id.startswith("text:") or not words or not _LISTED.issuperset(words):
        return None
    return replace(following, place_id=_text_id(found[k].mention.name), name=found[k].mention.name)


def _offset(name: str, anchor: Place, description: Description, said: str) -> Place:
    """Return a place at a bearing and distance from another, on the sphere and wide enough to hold the doubt."""
    distance = description.distance_km if description.distance_km is not None else _BARE_KM
    moved = distance if description.bearing is not None else 0.0
    bearing = math.radians(description.bearing or 0.0)
    lat = anchor.lat + moved / _KM_PER_DEGREE * math.cos(bearing)
    lon = anchor.lon + moved / _KM_PER_DEGREE * math.sin(bearing) / max(0.05, math.cos(math.radians(anchor.lat)))
    radius = max(_LEAST_RADIUS_KM, distance / 2 if description.bearing is not None else distance)
    return replace(
        anchor,
        place_id=_text_id(name),
        name=name,
        lon=round((lon + 180) % 360 - 180, 5),
        lat=round(max(-90.0, min(90.0, lat)), 5),
        kind="settlement",
        population=0,
        radius_km=round(radius, 1),
        origin=f"as the text says: {said}",
    )


def _text_id(name: str) -> str:
    return f"text:{fold(name).replace(' ', '-')}"


def _container_town(found: Sequence[PlaceMention], k: int) -> Place | None:
    """Return the town that the text says contains the mention."""
    container = found[k].mention.container
    place = found[container].place if container is not None and container < len(found) else None
    return place if place and place.kind == "settlement" else None


def _part_of(town: Place, mention: PlaceMention) -> Place:
    """Return a part of a town, as wide as the town, since nothing tells where in it."""
    kind = mention.mention.kind or "district"
    return replace(town, name=mention.mention.name, kind=kind, population=0, origin=f"within {town.name} ({town.place_id})")
