"""Ground on one side of a place, cut so that it points there whatever the ground's outline is.

A compass point is cut as a wedge to both sides of its bearing. Where the ground is lopsided the middle of such a cut lies off the bearing:
then the wedge's two edges are moved, each for itself, to the nearest pair that brings the middle back within ``MOST_LEAN`` degrees. No edge
goes beyond ``WIDEST``, so that no corner lies farther off than that.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely

from frontmap.geometry.crs import Floats, Shapes
from frontmap.geometry.shapes import wedge

MOST_LEAN = 9.0
"""Degrees that the middle of a cut may lie off its bearing; a claim's reader is promised ten."""
WIDEST = 57.0
"""Degrees to each side that a cut may reach; a claim's reader is promised sixty."""
_STEP = 3.0
_EDGES = np.arange(MOST_LEAN, WIDEST + _STEP / 2, _STEP)
"""Where an edge may lie, degrees from the bearing; between the narrowest two no middle can lean too far."""


def cut_side(ground: Any, bearing_deg: float, spread_deg: float, reach_km: float) -> Any:
    """Cut what lies on a bearing, ``spread_deg`` to each side where that is balanced, from ground in the plane about a place.

    Empty where the ground has nothing that would point there.
    """
    cut = shapely.intersection(ground, wedge(bearing_deg - spread_deg, bearing_deg + spread_deg, reach_km))
    if not cut.is_empty and abs(_lean(_moments(np.array([cut]), bearing_deg))[0]) <= MOST_LEAN:
        return cut
    edges = _balanced(ground, bearing_deg, spread_deg, reach_km)
    if edges is None:
        return shapely.Polygon()
    return shapely.intersection(ground, wedge(bearing_deg - edges[0], bearing_deg + edges[1], reach_km))


def _balanced(ground: Any, bearing_deg: float, spread_deg: float, reach_km: float) -> tuple[float, float] | None:
    """Return how far to the left and right a wedge reaches whose ground has its middle near the bearing: the pair nearest to the spread."""
    starts = np.arange(-WIDEST, WIDEST, _STEP)
    slices = shapely.intersection(ground, _slices(reach_km, bearing_deg))
    sums = np.vstack([np.zeros(2), np.cumsum(_moments(np.asarray(slices), bearing_deg), axis=0)])
    left = np.round((WIDEST - _EDGES) / _STEP).astype(int)
    right = len(starts) - left
    lean = _lean(sums[right][None, :] - sums[left][:, None])
    moved = np.abs(_EDGES - spread_deg)
    cost = np.where(np.abs(lean) <= MOST_LEAN, moved[:, None] + moved[None, :], np.inf)
    best = np.unravel_index(np.argmin(cost), cost.shape)
    return (float(_EDGES[best[0]]), float(_EDGES[best[1]])) if np.isfinite(cost[best]) else None


@cache
def _unit_slices() -> Shapes:
    return np.array([wedge(start, start + _STEP, 1.0) for start in np.arange(-WIDEST, WIDEST, _STEP)])


def _slices(reach_km: float, bearing_deg: float) -> Shapes:
    """Return the wedge of ``WIDEST`` to each side of a bearing in slices, from left to right."""
    angle = np.radians(bearing_deg)
    turn = reach_km * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(shapely.transform(_unit_slices(), lambda points: points @ turn))


def _moments(parts: Shapes, bearing_deg: float) -> Floats:
    """Return area times middle of each part: along the bearing and to the right of it; nothing for empty parts."""
    middles = np.zeros((len(parts), 2))
    there = ~shapely.is_empty(parts)
    middles[there] = shapely.get_coordinates(shapely.centroid(parts[there]))
    angle = np.radians(bearing_deg)
    axes = np.array([[np.sin(angle), np.cos(angle)], [np.cos(angle), -np.sin(angle)]]).T
    moments: Floats = shapely.area(parts)[:, None] * (middles @ axes)
    return moments


def _lean(moments: Floats) -> Floats:
    """Return how far off the bearing a middle lies, degrees to the right; 180 where there is no ground."""
    along, right = moments[..., 0], moments[..., 1]
    return np.where(np.hypot(along, right) > 0, np.degrees(np.arctan2(right, along)), 180.0)
