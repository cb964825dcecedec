"""Reads geo/outlines.json: the outlines of countries as polygons that share their borders.

The file is derived by ``scripts/derive_outlines.py``; an arc is its first point followed by steps, in units of ``grid_deg``; a ring is a
list of arcs, ``~n`` being arc ``n`` backwards.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import accumulate
from typing import Any

from frontmap.data import geo_dir

Ring = list[tuple[float, float]]
Box = tuple[float, float, float, float]
"""West, south, east, north, degrees."""


@cache
def _topology() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((geo_dir() / "outlines.json").read_text(encoding="utf-8"))
    return data


def policy() -> str:
    """Return the sentence that names the point of view on borders."""
    return str(_topology()["policy"])


def origin() -> str:
    """Return where the outlines come from."""
    return str(_topology()["origin"])


def codes() -> tuple[str, ...]:
    """Return the codes of all countries that have an outline."""
    return tuple(_topology()["countries"])


@cache
def polygons(code: str) -> tuple[tuple[Ring, ...], ...]:
    """Return the polygons of a country as rings of lon, lat.

    A country that crosses the antimeridian goes on beyond 180 degrees: all its parts lie on the side of its largest one.
    """
    parts = [[_ring(ring) for ring in rings] for rings in _topology()["countries"].get(code, ())]
    if not parts:
        return ()
    largest = _middle(max(parts, key=lambda rings: _width(rings[0]))[0])
    home = largest - 360 * round(largest / 360)
    return tuple(tuple(_turned(ring, 360 * round((home - _middle(rings[0])) / 360)) for ring in rings) for rings in parts)


@cache
def boxes(code: str) -> tuple[Box, ...]:
    """Return the box around each polygon of a country: west, south, east, north in degrees, whole turns of the globe not counted."""
    return tuple(_box(rings[0]) for rings in _topology()["countries"].get(code, ()))


def _box(ring: list[int]) -> Box:
    """Return the box around a ring by those of its arcs; only a ring that crosses the antimeridian is put together for it."""
    wests, souths, easts, norths = zip(*(_box_of_arc(part if part >= 0 else ~part) for part in ring), strict=True)
    west, east = min(wests), max(easts)
    if east - west > 180:
        lons = [lon for lon, _ in _ring(ring)]
        west, east = min(lons), max(lons)
    return west, min(souths), east, max(norths)


@cache
def _box_of_arc(number: int) -> Box:
    topology = _topology()
    steps, grid = topology["arcs"][number], topology["grid_deg"]
    lons, lats = list(accumulate(steps[::2])), list(accumulate(steps[1::2]))
    return round(min(lons) * grid, 6), round(min(lats) * grid, 6), round(max(lons) * grid, 6), round(max(lats) * grid, 6)


@cache
def arc(number: int) -> Ring:
    """Return an arc as points of lon, lat."""
    topology = _topology()
    steps, grid = topology["arcs"][number], topology["grid_deg"]
    x = y = 0
    points = []
    for at in range(0, len(steps), 2):
        x, y = x + steps[at], y + steps[at + 1]
        points.append((round(x * grid, 6), round(y * grid, 6)))
    return points


def arcs_of(code: str) -> tuple[int, ...]:
    """Return the numbers of the arcs that bound a country, each once."""
    numbers = {part if part >= 0 else ~part for rings in _topology()["countries"].get(code, ()) for ring in rings for part in ring}
    return tuple(sorted(numbers))


def _middle(ring: Ring) -> float:
    lons = [lon for lon, _ in ring]
    return (min(lons) + max(lons)) / 2


def _width(ring: Ring) -> float:
    lons = [lon for lon, _ in ring]
    return max(lons) - min(lons)


def _turned(ring: Ring, degrees: int) -> Ring:
    return [(lon + degrees, lat) for lon, lat in ring] if degrees else ring


def _ring(parts: list[int]) -> Ring:
    joined: Ring = []
    for part in parts:
        for lon, lat in arc(part) if part >= 0 else reversed(arc(~part)):
            unwrapped = lon + 360 * round((joined[-1][0] - lon) / 360) if joined else lon
            if not joined or joined[-1] != (unwrapped, lat):
                joined.append((unwrapped, lat))
    return joined
