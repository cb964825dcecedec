"""Rivers as lines: their banks and stretches, drawn along the course that geo/rivers.csv holds.

Near a place that is named with it ("the east bank of the Dnipro near Kherson") the stretch is what the river runs within ``STRETCH_KM`` of
that place, all of its course where no place is named. A bank is the ground that the stretch sweeps when it is moved by ``BANK_KM`` to that
side: at right angles to itself near a place, towards the bearing where it is the whole course. Along the river is what lies within
``ALONG_KM`` of it on both sides.

A river that is said to have an east bank may run east for a while: then its heading over ``WIDE_KM`` tells which bank is called so.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from frontmap.data import geo_dir, read_rows
from frontmap.errors import DataError
from frontmap.geometry import crs
from frontmap.geometry.crs import Floats
from frontmap.geometry.relations import compass_bearing
from frontmap.model import Place
from frontmap.names import fold

STRETCH_KM = 15.0
"""A river that passes a place farther off than this is not drawn there: the text means another arm of it, or the line is too rough."""
BANK_KM = 10.0
ALONG_KM = 5.0
"""More than the two to three kilometres to which the lines are true."""
WIDE_KM = 100.0
_ACROSS = 0.5
"""The least sine between a stretch's heading and a bearing at which the stretch itself tells which of its banks lies there."""


def course_of(river: Place) -> Floats | None:
    """Return a river's course downstream as longitudes and latitudes, by its id or, where only a text locates a stretch of it, its name."""
    if river.kind != "river":
        return None
    found = _courses().get(river.place_id)
    return _courses().get(fold(river.name)) if found is None and river.is_described else found


@cache
def _courses() -> dict[str, Floats]:
    path = geo_dir() / "rivers.csv"
    courses: dict[str, Floats] = {}
    for number, row in read_rows(path):
        try:
            course = np.array(row["course"].split(), dtype=float).reshape(-1, 2)
        except ValueError:
            raise DataError(f"{path} line {number}: the course must be pairs of longitude and latitude") from None
        courses[f"fm:{row['id']}"] = course
        courses.update((fold(name), course) for name in row["names"].split("|"))
    return courses


def bank(river: Place, near: Place | None, side: str) -> Any:
    """Draw a river's bank: that on a compass point, the ``left`` or ``right`` (downstream), both where the side is empty.

    None: its course is not known, or passes too far from the place.
    """
    line = _stretch(river, near, STRETCH_KM)
    if line is None or not side:
        return along(river, near)
    bearing_deg = compass_bearing(side)
    if bearing_deg is None:
        return _unproject(line.buffer(BANK_KM if side == "left" else -BANK_KM, single_sided=True), river, near)
    angle = np.radians(bearing_deg if near is None else _across(line, _stretch(river, near, WIDE_KM), bearing_deg))
    return _unproject(_sweep(line, BANK_KM * np.array([np.sin(angle), np.cos(angle)])), river, near)


def _across(line: Any, wide: Any, bearing_deg: float) -> float:
    """Return the bearing at right angles to a stretch that leads to the bank which is called by a compass point."""
    heading = _heading(line)
    right = np.sin(np.radians(bearing_deg - heading))
    if abs(right) < _ACROSS:
        right = np.sin(np.radians(bearing_deg - _heading(wide)))
    return heading + float(np.copysign(90.0, right))


def _heading(line: Any) -> float:
    """Return the bearing from a line's first point to its last."""
    points = shapely.get_coordinates(line)
    x, y = points[-1] - points[0]
    return float(np.degrees(np.arctan2(x, y)))


def along(river: Place, near: Place | None) -> Any:
    """Draw what lies along a river. None: its course is not known, or passes too far from the place."""
    line = _stretch(river, near, STRETCH_KM)
    return None if line is None else _unproject(line.buffer(ALONG_KM, quad_segs=4), river, near)


def _stretch(river: Place, near: Place | None, reach_km: float) -> Any:
    """Return the course in the plane about the place near it, cut to its surroundings, or all of it about the river's own point."""
    course = course_of(river)
    if course is None:
        return None
    centre = near or river
    azimuth, _, km = crs.inverse(centre.lon, centre.lat, course[:, 0], course[:, 1])
    angle = np.radians(azimuth)
    line: Any = shapely.LineString(np.column_stack([km * np.sin(angle), km * np.cos(angle)]))
    if near is not None:
        line = shapely.intersection(line, shapely.Point(0.0, 0.0).buffer(near.radius_km + reach_km))
    return None if line.length == 0 else line


def _sweep(line: Any, move: Floats) -> Any:
    """Return the ground that a line passes over when it is moved."""
    strips = []
    for part in shapely.get_parts(line):
        points = shapely.get_coordinates(part)
        strips += [shapely.Polygon([a, b, b + move, a + move]) for a, b in pairwise(points)]
    return shapely.union_all(strips)


def _unproject(shape: Any, river: Place, near: Place | None) -> Any:
    centre = near or river
    return crs.from_plane(shape, centre.lon, centre.lat)
