"""Tells on which side of its country a place lies: `northern Takhar province` is the province in the north, not the north of it."""

from __future__ import annotations

import math
from functools import cache

from frontmap.data import geo_dir, read_rows
from frontmap.model import Place

_BEARINGS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0, "NW": 315.0}
_OFF = 70.0
"""Degrees that a place's bearing from the middle of its country may be off the side that words give."""


def lies_in(place: Place, code: str) -> bool:
    """Tell whether a place lies on a side of its country (a compass code such as ``NE``), seen from the country's middle."""
    middle = _middles().get(place.country or "")
    bearing = _BEARINGS.get(code)
    if middle is None or bearing is None:
        return False
    east = ((place.lon - middle[1] + 180) % 360 - 180) * math.cos(math.radians(middle[0]))
    found = math.degrees(math.atan2(east, place.lat - middle[0]))
    return abs((found - bearing + 180) % 360 - 180) <= _OFF


@cache
def _middles() -> dict[str, tuple[float, float]]:
    """Return the representative point (lat, lon) of each country by its code."""
    return {row["code"]: (float(row["lat"]), float(row["lon"])) for _, row in read_rows(geo_dir() / "countries.csv")}
