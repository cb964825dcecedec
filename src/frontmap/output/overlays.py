"""Holds claims against a reference that the user brings: a front line or areas, one file for all days or one a day.

frontmap ships no such line. A file is whatever GDAL reads: GeoJSON, GeoPackage, Shapefile, KML.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from glob import glob
from pathlib import Path
from typing import Any

import geopandas
import numpy
import pandas
import pyogrio
import shapely

from frontmap.errors import InputError
from frontmap.geometry import crs
from frontmap.layers.frames import CRS, DECIMALS
from frontmap.output.geojson import date_strings
from frontmap.output.geopackage import Tables

_DATE = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")  # front_2025-12-01.geojson, 20251201.kml
COLUMNS = ("claim_id", "date_start", "reference", "position", "distance_km", "share_inside", "zone")


@dataclass(frozen=True, slots=True)
class Overlay:
    """A reference that the user brought."""

    name: str
    """What the map and the legend call it."""
    credit: str
    """Who made it. Empty: not said."""
    frame: geopandas.GeoDataFrame
    """Its features, EPSG:4326."""
    day: str | None = None
    """ISO day that its file name gives. None: it holds for all days."""

    @property
    def areas(self) -> Any:
        """Its polygons as one geometry, empty where it has lines only."""
        kinds = self.frame.geom_type.isin(["Polygon", "MultiPolygon"])
        return shapely.union_all(self.frame.geometry[kinds].to_numpy())

    @property
    def lines(self) -> Any:
        """Its lines, and the edges of its polygons."""
        kinds = self.frame.geom_type.isin(["LineString", "MultiLineString"])
        return shapely.union_all([*self.frame.geometry[kinds], shapely.boundary(self.areas)])


def read_overlay(path: Path, name: str = "", credit: str = "") -> Overlay:
    """Read a reference file.

    Raises
    ------
    InputError
        It cannot be read, holds no line or area, or lies outside the globe.
    """
    try:
        frame = pyogrio.read_dataframe(path)
        if not isinstance(frame, geopandas.GeoDataFrame):  # a table, as GDAL reads CSV
            raise InputError(f"{path}: holds no line and no area")
        frame = frame.set_crs(CRS) if frame.crs is None else frame.to_crs(CRS)
    except (pyogrio.errors.DataSourceError, ValueError, TypeError) as error:
        raise InputError(f"{path}: cannot be read as lines or areas ({' '.join(str(error).split())})") from error
    frame = frame[frame.geom_type.isin(["Polygon", "MultiPolygon", "LineString", "MultiLineString"])]
    if frame.empty:
        raise InputError(f"{path}: holds no line and no area")
    west, south, east, north = frame.total_bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(f"{path}: reaches {west:g}, {south:g}, {east:g}, {north:g}; expected longitude and latitude in degrees")
    fixed = shapely.set_precision(shapely.make_valid(shapely.force_2d(frame.geometry.to_numpy())), 10**-DECIMALS)
    return Overlay(name or path.stem, credit, frame.set_geometry(fixed, crs=CRS).reset_index(drop=True), day_of(path.name))


def read_overlays(pattern: str, name: str = "", credit: str = "") -> tuple[Overlay, ...]:
    """Read the files that a path or a pattern with ``*`` names, those of a day in the order of their days."""
    # Not Path.glob, which takes no absolute pattern.
    found = sorted(glob(pattern)) if any(c in pattern for c in "*?[") else [pattern]  # noqa: PTH207
    paths = [Path(path) for path in found]
    if not paths:
        raise InputError(f"{pattern}: no file is named so")
    return tuple(sorted((read_overlay(path, name, credit) for path in paths), key=lambda overlay: overlay.day or ""))


def day_of(name: str) -> str | None:
    """Return the ISO day in a file name.

    >>> day_of("front_20251201.geojson")
    '2025-12-01'
    """
    for match in _DATE.finditer(name):
        try:
            return date(*map(int, match.groups())).isoformat()
        except ValueError:
            continue
    return None


def check_against(layers: Tables, overlays: Sequence[Overlay], near_km: float = 5.0) -> pandas.DataFrame:
    """Say of each placed claim where it lies against the reference of its day: the latest that is not younger than the claim.

    Returns
    -------
    One row a claim: ``position`` is ``inside``, ``outside``, ``near`` (within ``near_km`` of the line or edge) or ``no reference``
    (none is that old, or the claim has no date); ``distance_km`` to the line or edge; ``share_inside`` of the claim's area; ``zone``, the
    name of the reference's feature that it lies in.
    """
    areas = layers["areas"].set_index("claim_id").geometry
    claims = layers["claims"]
    shapes = {id(overlay): _Reference(overlay) for overlay in overlays}
    rows = []
    for claim_id, day, point in zip(claims["claim_id"], date_strings(claims["date_start"]), claims.geometry, strict=True):
        overlay = overlay_of_day(overlays, None if day == "NaT" else day)
        found = shapes[id(overlay)].place(point, areas[claim_id], near_km) if overlay else {"position": "no reference"}
        rows.append({"claim_id": claim_id, "date_start": None if day == "NaT" else day} | _named(overlay) | found)
    return pandas.DataFrame(rows, columns=list(COLUMNS))


def overlay_of_day(overlays: Sequence[Overlay], day: str | None) -> Overlay | None:
    """Return the latest reference that is not younger than a day; one without a day holds for all, dated and undated."""
    lasting = next((overlay for overlay in overlays if overlay.day is None), None)
    dated = [overlay for overlay in overlays if overlay.day]
    if day is None:
        return lasting
    index = bisect_right([overlay.day or "" for overlay in dated], day)
    return dated[index - 1] if index else lasting


def _named(overlay: Overlay | None) -> dict[str, str | None]:
    if overlay is None:
        return {"reference": None}
    return {"reference": f"{overlay.name} {overlay.day}" if overlay.day else overlay.name}


class _Reference:
    """An overlay's geometry, prepared once for many claims."""

    def __init__(self, overlay: Overlay) -> None:
        self.areas = overlay.areas
        self.lines = overlay.lines
        self.frame = overlay.frame
        shapely.prepare(self.areas)

    def place(self, point: Any, area: Any, near_km: float) -> dict[str, Any]:
        """Say where a claim lies."""
        inside = bool(shapely.intersects(self.areas, point))
        distance = distance_to(point, self.lines)
        position = "near" if distance <= near_km else "inside" if inside else "outside"
        share = shapely.area(shapely.intersection(self.areas, area)) / shapely.area(area) if not self.areas.is_empty else None
        return {
            "position": position,
            "distance_km": round(distance, 3),
            "share_inside": None if share is None else round(float(share), 4),
            "zone": self._zone(point) if inside else None,
        }

    def _zone(self, point: Any) -> str | None:
        column = next((name for name in self.frame.columns if str(name).casefold() in ("name", "title", "label", "zone")), None)
        if column is None:
            return None
        here = self.frame[self.frame.intersects(point) & self.frame.geom_type.isin(["Polygon", "MultiPolygon"])]
        return None if here.empty or pandas.isna(here[column].iloc[0]) else str(here[column].iloc[0])


def distance_to(point: Any, lines: Any) -> float:
    """Return the distance in km from a point to the nearest point of lines, along a geodesic.

    The nearest point is sought where a degree of longitude is as long as it is at the point's latitude: exact enough near the point, where
    it matters.
    """
    shrink = math.cos(math.radians(point.y))
    scaled = shapely.transform(lines, lambda coordinates: (coordinates - [point.x, point.y]) * [shrink, 1])
    nearest = shapely.get_coordinates(shapely.shortest_line(shapely.Point(0, 0), scaled))[1]
    lon, lat = nearest / [max(shrink, 1e-9), 1] + [point.x, point.y]
    return float(crs.distance_km(point.x, point.y, float(lon), float(numpy.clip(lat, -90, 90))))


def check_summary(checked: pandas.DataFrame) -> Mapping[str, int]:
    """Count the claims of each position."""
    return dict(sorted(Counter(checked["position"]).items()))
