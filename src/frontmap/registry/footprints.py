"""Areas of countries, first-level units and regions, and the outlines that a map is drawn on.

Country outlines come from geo/outlines.json, units from ``_cells``, regions from the members that geo/regions.csv names. Shapes are
EPSG:4326, counter-clockwise outside, split at the antimeridian. shapely is imported when the first shape is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from frontmap.data import geo_dir, read_rows
from frontmap.model import Place
from frontmap.registry import outlines
from frontmap.registry.cells import Cells, Ring
from frontmap.registry.embedded import cells_file, embedded_indexes
from frontmap.registry.index import Index

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

    from frontmap.registry.gazetteer import Gazetteer

BBox = tuple[float, float, float, float]
"""West, south, east, north, degrees."""
_TOWNS = 150
_JOIN_DEG = 0.001
_CREDIT = "Natural Earth; GeoNames, WFP, OCHA (CC BY); Wikipedia (CC BY-SA); © OpenStreetMap contributors (ODbL)"
_TURNS = (-720, -360, 0, 360, 720)
"""Degrees by which a map and an outline may lie apart that show the same ground."""
_STEPS_ACROSS = 1500  # a map's width in steps that can be told apart
_LEAST_STEPS = 4  # across an island that is shown
_WIDEST_WITH_UNITS_DEG = 30.0


def footprint(place: Place) -> MultiPolygon | Polygon | None:
    """Return the area of a country, a first-level unit or a region with members; None where the place counts as a point."""
    if place.kind == "country" and place.country:
        return country_area(place.country)
    if place.kind == "region" and place.admin1_code and place.place_id == f"fm:{place.admin1_code}":
        return unit_area(place.admin1_code)
    members = _members().get(place.place_id, ())
    return region_area(members) if members else None


def footprints_of(gazetteer: Gazetteer) -> Callable[[Place], MultiPolygon | Polygon | None]:
    """Return ``footprint`` for a run: the areas that the user's gazetteers give come before those that are embedded."""

    def footprint_of(place: Place) -> MultiPolygon | Polygon | None:
        return _shape(gazetteer.area(place)) or footprint(place)

    return footprint_of


@cache
def country_area(code: str) -> MultiPolygon | Polygon | None:
    """Return the outline of a country by its ISO code."""
    return _shape(outlines.polygons(code))


@cache
def unit_area(code: str) -> MultiPolygon | Polygon | None:
    """Return the area of a first-level unit by its GeoNames code (``UA.05``)."""
    return _shape(_cells().polygons(code))


@cache
def region_area(members: tuple[str, ...]) -> MultiPolygon | Polygon | None:
    """Return the joined area of countries (``SY``) and first-level units (``UA.05``)."""
    import shapely

    areas = [unit_area(member) if "." in member else country_area(member) for member in members]
    known = [area for area in areas if area is not None]
    if not known:
        return None
    # Neighbours meet within a grid step of the stored shapes, which leaves slivers between them.
    return _polygonal(shapely.union_all(known, grid_size=_JOIN_DEG))


@cache
def _cells() -> Cells:
    return Cells(cells_file())


@cache
def _members() -> dict[str, tuple[str, ...]]:
    path = geo_dir() / "regions.csv"
    rows = read_rows(path) if path.is_file() else ()
    return {f"fm:{row['id']}": tuple(part.strip() for part in row["members"].split("|") if part.strip()) for _, row in rows}


def _shape(polygons: Iterable[Sequence[Ring]]) -> MultiPolygon | Polygon | None:
    import shapely

    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons if len(rings[0]) > 3]
    if not parts:
        return None
    return _polygonal(_within_180(_joined(shapely.make_valid(parts))))


def _joined(parts: Any) -> Any:
    """Join polygons of which few share a border (Crimea) or touch since they were simplified; only those need the costly union."""
    import shapely

    left, right = shapely.STRtree(parts).query(parts, predicate="intersects")
    touching = set(left[left != right])
    apart = [part for number, part in enumerate(parts) if number not in touching]
    united = shapely.union_all([parts[number] for number in sorted(touching)]) if touching else shapely.Polygon()
    return shapely.multipolygons([part for part in shapely.get_parts([*apart, united]) if part.geom_type == "Polygon"])


def _polygonal(shape: Any) -> MultiPolygon | Polygon | None:
    """Return the polygons of a shape, outer rings counter-clockwise."""
    import shapely

    parts = [shapely.orient_polygons(part) for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0] if parts else None


def _within_180(shape: Any) -> Any:
    """Cut a shape that goes on beyond the antimeridian, and bring the rest to the other side."""
    import shapely
    from shapely import affinity

    west, _, east, _ = shape.bounds
    if west >= -180 and east <= 180:
        return shape
    pieces = []
    for turn in (-360, 0, 360):
        window = shapely.box(turn - 180, -90, turn + 180, 90)
        pieces.append(affinity.translate(shapely.intersection(shape, window), -turn))
    return shapely.union_all(pieces)


def basemap(bbox: BBox) -> dict[str, Any]:
    """Return what a map of this window is drawn on, as plain numbers: countries, their units, towns, credit and border policy.

    ``countries`` have ``code name lon lat rings``: outer and inner rings of the part inside the window, and a point inside it.
    ``admin1`` have ``code name lon lat lines``; the borders between the units of a country stand in one row without a point, each once. A
    map of a continent has none. ``towns`` have ``name lon lat population rank capital``, the most populous first. Everything is simplified
    to what a map of this width shows.
    """
    window = _window(bbox)
    tolerance = (bbox[2] - bbox[0]) / _STEPS_ACROSS
    countries = _countries_in(window, tolerance)
    near = countries if bbox[2] - bbox[0] <= _WIDEST_WITH_UNITS_DEG else []
    return {
        "countries": countries,
        "admin1": [unit for country in near for unit in _units_in(country["code"], window, tolerance)],
        "towns": _towns_in(bbox),
        "credit": _CREDIT,
        "policy": outlines.policy(),
    }


def _window(bbox: BBox) -> Any:
    import shapely

    window = shapely.box(*bbox)
    shapely.prepare(window)
    return window


def _countries_in(window: Any, tolerance: float) -> list[dict[str, Any]]:
    import shapely

    near = [code for code in outlines.codes() if _may_meet(code, window.bounds)]
    areas = {code: area for code in near if (area := country_area(code)) is not None and window.intersects(area)}
    inside = shapely.intersection(list(areas.values()), window)
    simple: Any = shapely.coverage_simplify(inside, tolerance) if areas else []
    rows = []
    for code, shape in zip(areas, simple, strict=True):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        polygons = [part for part in parts if part.area > (_LEAST_STEPS * tolerance) ** 2]
        if polygons:
            at = max(polygons, key=lambda part: part.area).representative_point()
            rings = [_rounded(ring.coords) for part in polygons for ring in (part.exterior, *part.interiors)]
            rows.append({"code": code, "name": _name(f"fm:{code}") or code, "lon": round(at.x, 4), "lat": round(at.y, 4), "rings": rings})
    return rows


def _may_meet(code: str, bbox: BBox) -> bool:
    """Tell whether the box around any part of a country meets a window; quicker than building its shape."""
    return any(
        south <= bbox[3] and north >= bbox[1] and any(west + turn <= bbox[2] and east + turn >= bbox[0] for turn in _TURNS)
        for west, south, east, north in outlines.boxes(code)
    )


def _units_in(country: str, window: Any, tolerance: float) -> list[dict[str, Any]]:
    import shapely

    borders = shapely.MultiLineString([line for line in _cells().borders(country) if len(line) > 1])
    visible = shapely.intersection(shapely.simplify(_within_180(borders), tolerance), window) if not borders.is_empty else borders
    lines = [_rounded(part.coords) for part in shapely.get_parts(visible) if part.geom_type == "LineString" and part.length > 0]
    west, south, east, north = window.bounds
    rows: list[dict[str, Any]] = [
        {"code": code, "name": _name(f"fm:{code}") or code, "lon": area.lon, "lat": area.lat, "lines": []}
        for code, area in _cells().units.items()
        if code.startswith(f"{country}.") and west <= area.lon <= east and south <= area.lat <= north
    ]
    return [*rows, {"code": country, "name": "", "lines": lines}] if lines else rows


def _rounded(points: Iterable[Sequence[float]]) -> list[list[float]]:
    return [[round(point[0], 4), round(point[1], 4)] for point in points]


def _towns_in(bbox: BBox) -> list[dict[str, Any]]:
    base = _indexes()[0]
    towns = base.most_populous(bbox, _TOWNS)
    capitals = set(base.header["notes"].get("capitals", ()))
    return [
        {"name": town.name, "lon": town.lon, "lat": town.lat, "population": town.population, "rank": rank}
        | {"capital": town.place_id in capitals}
        for rank, town in enumerate(towns, start=1)
    ]


@cache
def _indexes() -> tuple[Index, ...]:
    return tuple(Index(folder) for folder in embedded_indexes())


def _name(place_id: str) -> str | None:
    for index in reversed(_indexes()):
        if place := index.by_id(place_id):
            return place.name
    return None
