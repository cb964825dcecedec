"""Lines about a place, drawn many at a time: radial strokes, arcs and rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from frontmap.geometry import crs

_CORNERS = {"radial": 5, "arc": 9, "ring": 33}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line about a point; bearing and distance from it both run evenly from start to end."""

    lon: float
    lat: float
    start_deg: float
    end_deg: float
    start_km: float
    end_km: float
    form: str = "radial"
    """``radial``, ``arc`` or ``ring``: how many corners it needs."""


def radial(lon: float, lat: float, bearing_deg: float, start_km: float, end_km: float) -> Stroke:
    """Return a stroke on one bearing."""
    return Stroke(lon, lat, bearing_deg, bearing_deg, start_km, end_km)


def arc(lon: float, lat: float, bearing_deg: float, half_deg: float, reach_km: float) -> Stroke:
    """Return an arc to both sides of a bearing, counterclockwise, so that the point lies on its left."""
    return Stroke(lon, lat, bearing_deg + half_deg, bearing_deg - half_deg, reach_km, reach_km, "arc")


def ring(lon: float, lat: float, reach_km: float) -> Stroke:
    """Return a closed ring, counterclockwise."""
    return Stroke(lon, lat, 360.0, 0.0, reach_km, reach_km, "ring")


def draw_strokes(groups: Sequence[Sequence[Stroke]]) -> list[Any]:
    """Draw each group of strokes as one MultiLineString."""
    lines = iter(_draw([stroke for group in groups for stroke in group]))
    return [shapely.MultiLineString([part for _ in group for part in shapely.get_parts(next(lines))]) for group in groups]


def _draw(strokes: Sequence[Stroke]) -> list[Any]:
    """Draw all strokes, those of one form at once."""
    drawn: list[Any] = [None] * len(strokes)
    for form, corners in _CORNERS.items():
        chosen = [index for index, stroke in enumerate(strokes) if stroke.form == form]
        if not chosen:
            continue
        columns = [(s.lon, s.lat, s.start_deg, s.end_deg, s.start_km, s.end_km) for s in (strokes[index] for index in chosen)]
        lon, lat, start_deg, end_deg, start_km, end_km = np.array(columns).T[:, :, None]
        share = np.linspace(0.0, 1.0, corners)
        lons, lats = crs.offset(lon, lat, start_deg + (end_deg - start_deg) * share, start_km + (end_km - start_km) * share)
        if form == "ring":
            lons[:, -1], lats[:, -1] = lons[:, 0], lats[:, 0]
        for index, line in zip(chosen, crs.line_batch(lons, lats), strict=True):
            drawn[index] = line
    return drawn
