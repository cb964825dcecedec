"""The vocabulary of relations: what each means, measured from the place's point, ``r`` being the place's radius.

=================  =========================================================================================================
``None``, ``in``   the footprint: the place's polygon where one is known, else the disc of its radius
``C part``         the middle: within 0.4 r
``S part``         a sector of the footprint: 0.4 r to r, to both sides of the bearing by ``PART_SPREAD``
``outskirts``      the rim: 0.7 r to 1.3 r
``near``           a disc of r + 5 km, or r + the stated distance
``W of``           a lens: from the edge outwards by 10 km, or r where that is more; with a stated distance d, from d to r + d and a quarter
                   of d beyond on both ends (reports measure from the centre or from the edge and rarely say which), its point at d,
                   or at r + d where d lies inside the place; to both sides of the bearing by ``OF_SPREAD``
``between``        a band from rim to rim (from point to point where the two nearly touch), a tenth of the distance of the two to each
                   side, 1 to 10 km; between two neighbouring regions the strip along their border, 10 km to each side
``along``          a band from point to point, a twentieth of the distance to each side, 0.5 to 5 km: a road, a line, the A-B direction
=================  =========================================================================================================

Parts, sides and surroundings of a place with a polygon are cut from that polygon in the plane about its middle, r then being the radius
of a disc of equal area; what lies beside it reaches 10 km outwards, or r / 2 where that is more. Where the polygon is lopsided, the edges
of a part or side move until its middle lies on the bearing (``sides``).

The bank of a river is a strip along its course on that side, where the course is known and passes near the place that is named with it
(``courses``), else that place's surroundings, 60 degrees to both sides of the bearing.

A place's radius comes with the gazetteer: from its population where that is known, from its kind where not. The default distances are
conventions: near a town means the next villages, beside it the next line of them.
"""

from __future__ import annotations

from math import isfinite

from frontmap.model import COMPASS, Place

PART_SPREAD = (45.0, 30.0, 20.0)
"""Degrees to each side that a part reaches: for N E S W, for NE SE SW NW, for the eight between. Four quarters tile a town."""
OF_SPREAD = (30.0, 22.5, 15.0)
"""The same for what lies outside: narrower, since a writer who could say "north-west" did not."""
BANK_SPREAD = 60.0
"""Degrees to each side of the bearing that the bank of a river reaches."""
NEAR_KM = 5.0
OF_KM = 10.0
BORDER_KM = 10.0
BAND_WIDTH = {"between": (0.1, 1.0, 10.0), "along": (0.05, 0.5, 5.0)}
"""How far a corridor reaches to each side: a share of its places' distance, at least, at most (km)."""
CORE, RIM_IN, RIM_OUT = 0.4, 0.7, 1.3
DISTANCE_ERROR = 0.25
LONGEST_KM = 1000.0
"""A stated distance beyond this is taken for a misreading."""
LONGEST_BAND_KM = 2000.0
"""Two places farther apart have no ground between them that a claim could mean: one of them is misread."""
SMALLEST_KM = 0.3
"""No place is smaller than this: a farm, a bridge, a checkpoint."""

LARGEST_KM = 6000.0
"""No place is larger than this: Asia."""

LINE_KINDS = ("road", "river")
"""Kinds of places whose point is only somewhere along them."""

_BEARINGS = {point: index * 22.5 for index, point in enumerate(COMPASS)}


class UndrawableError(Exception):
    """A relation or direction that makes no sense; its message is the reason given to the user."""


def compass_bearing(point: str) -> float | None:
    """Return the bearing of a compass point (``SW`` is 225). None: it is none of the 16."""
    return _BEARINGS.get(point)


def required_bearing(relation: str) -> float:
    """Return the bearing of ``W of`` or ``S part``."""
    bearing = compass_bearing(relation.partition(" ")[0])
    if bearing is None:
        raise unknown_relation(relation)
    return bearing


def unknown_relation(relation: str) -> UndrawableError:
    """Return the error for a relation outside the vocabulary."""
    return UndrawableError(f"the relation {relation!r} is none that is known")


def spread(relation: str, by_rank: tuple[float, float, float]) -> float:
    """Return how far to each side a compass point reaches: cardinal, between two cardinals, or one of the eight between."""
    return by_rank[len(relation.partition(" ")[0]) - 1]


def is_drawable(place: Place) -> bool:
    """Tell whether a place has coordinates and a size that can be drawn."""
    known = isfinite(place.lon) and isfinite(place.lat) and isfinite(place.radius_km)
    return known and abs(place.lon) <= 180.0 and abs(place.lat) <= 90.0 and place.radius_km <= LARGEST_KM


def check_distance(distance_km: float | None) -> None:
    """Refuse a stated distance that cannot be meant."""
    if distance_km is None:
        return
    if not isfinite(distance_km) or distance_km <= 0:
        raise UndrawableError(f"a distance of {distance_km:g} km says nothing")
    if distance_km > LONGEST_KM:
        raise UndrawableError(f"a distance of {distance_km:g} km is beyond {LONGEST_KM:g} km and taken for a misreading")


def lens_range(r: float, distance_km: float | None) -> tuple[float, float, float]:
    """Return how near and how far from the place's point a ``W of`` lens reaches, and where on its axis its own point is."""
    if distance_km is None:
        far = r + max(OF_KM, r)
        return r, far, (r + far) / 2.0
    error = DISTANCE_ERROR * distance_km
    return distance_km - error, r + distance_km + error, distance_km if distance_km >= r else r + distance_km
