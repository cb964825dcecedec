"""Invented claims around a few real towns, as the layers that a map is made from; nothing in here was reported by anyone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Point

from frontmap.data import read_rows

TOWNS = {
    "Pokrovsk": ("gn:704422", 37.176, 48.282, 3.5),
    "Myrnohrad": ("gn:700000", 37.262, 48.302, 2.5),
    "Rodynske": ("gn:695379", 37.208, 48.353, 1.6),
    "Hryshyne": ("fm:hryshyne", 37.082, 48.325, 1.5),
    "Kotlyne": ("fm:kotlyne", 37.066, 48.236, 1.2),
    "Novohrodivka": ("gn:699589", 37.343, 48.206, 2.0),
    "Selydove": ("gn:693805", 37.300, 48.147, 2.4),
    "Dobropillia": ("gn:709161", 37.085, 48.469, 2.6),
    "Kostyantynivka": ("gn:704858", 37.707, 48.528, 4.0),
    "Kupiansk": ("gn:703656", 37.613, 49.710, 3.0),
    "Kharkiv": ("gn:706483", 36.231, 49.988, 12.0),
    "Zaporizhzhia": ("gn:687700", 35.137, 47.838, 9.0),
}

# source, side, kind, role, title
SOURCES = {
    "east": ("Defence Ministry of Aland", "russia", "ministry", "quoted", "daily briefing"),
    "blogger": ("Front Diary channel", "russia", "outlet", "narrator", None),
    "head": ("Ivan Testov", "russia", "official", "quoted", "head of the occupied district"),
    "staff": ("General Staff of Beland", "ukraine", "ministry", "quoted", "evening summary"),
    "brigade": ("Colonel Olena Vymyslena", "ukraine", "military", "quoted", "spokeswoman of a brigade"),
    "institute": ("Institute for Careful Maps", "third_party", "think_tank", "quoted", None),
    "paper": ("The Invented Herald", "third_party", "outlet", "narrator", None),
    "street": ("a resident", "unknown", "person", "quoted", "who gave only her first name"),
}

ROWS = [row for _, row in read_rows(Path(__file__).parent / "data" / "map_claims.csv")]


# row, kind, bearing it comes from, distance in km, lateral bend
MOVES = [
    (5, "encirclement", "S", 0, 0),
    (5, "encirclement", "NE", 0, 0),
    (6, "encirclement", "E", 0, 0),
    (7, "encirclement", "E", 0, 0),
    (4, "approach", "S", 11, 0.2),
    (8, "approach", "E", 9, -0.2),
    (10, "axis", "S", 8, 0.3),
    (13, "withdrawal", "E", 7, 0.1),
    (0, "approach", "NE", 14, 0.2),
]
BEARINGS = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}


GROUND = {"russia": (0, 12, 20), "ukraine": (2, 21)}  # numbers of ROWS that say that a side holds ground

UNPLACED = {
    "claim_id": None,
    "document_id": "report_3.txt",
    "name": "Kachin",
    "reason": "two places of that name are equally likely",
    "candidates": "gn:1 Kachyn, Volyn Oblast, UA (50.9, 24.9) 0.31; gn:2 Kachyn, Zhytomyr Oblast, UA (50.4, 28.1) 0.30",
}


def make_layers(texts: Sequence[str] = ()) -> dict[str, Any]:
    """Return the layers; with ``texts`` there is a claim for each, and every word of its article is that text."""
    rows = [ROWS[number % len(ROWS)] for number in range(max(len(ROWS), len(texts)))]
    words = texts or [None] * len(rows)
    claims = geopandas.GeoDataFrame([_claim(n, row, words[n % len(words)]) for n, row in enumerate(rows)], crs="EPSG:4326")
    return {
        "claims": claims,
        "areas": _areas(claims),
        "movements": geopandas.GeoDataFrame([_movement(claims, *move) for move in MOVES], crs="EPSG:4326"),
        "places": _places(),
        "mentions": geopandas.GeoDataFrame([_mention(name) for name in TOWNS for _ in range(3)], crs="EPSG:4326"),
        "claims_table": pd.DataFrame(claims.drop(columns="geometry")),
        "unplaced": pd.DataFrame([UNPLACED | dict.fromkeys(("name", "reason", "candidates"), text) for text in texts] or [UNPLACED]),
        "sources": pd.DataFrame(),
        "evidence": pd.DataFrame([{"group_id": "g11", "supported_by": "g12"}]),  # who withdraws supports that the others took it
        "control_areas": _control_areas(claims),
    }


def _claim(number: int, row: dict[str, str], said: str | None) -> dict[str, Any]:
    place, kind, relation, day, quote = row["place"], row["type"], row["relation"] or None, row["day"] or None, row["quote"]
    place_id, lon, lat, radius = TOWNS[place]
    name, side, source_kind, role, title = SOURCES[row["source"]]
    lon, lat = _moved(lon, lat, relation, radius)
    return {
        "claim_id": f"c_{number:016x}",
        "document_id": f"report_{number % 7}.txt",
        "title": said or f"Report number {number % 7} from the front",
        "publisher": said or ["The Invented Herald", "Beland Today", "Aland Wire"][number % 3],
        "url": said or f"https://news.example/report/{number % 7}",
        "published": f"2025-12-0{1 + number % 5}",
        "source": said or name,
        "source_id": f"{source_kind}:{row['source']}",
        "source_side": side,
        "source_kind": source_kind,
        "source_role": role,
        "source_title": said or title,
        "via": said or row["via"],
        "type": kind,
        "modality": row["modality"],
        "actor": said or ("the enemy" if side == "ukraine" else None),
        "actor_side": side,
        "place": said or place,
        "place_id": place_id,
        "relation": relation,
        "distance_km": 3.0 if relation == "W of" else None,
        "directions": "from:S; from:NE" if number == 5 else None,
        "date_start": day,
        "date_end": day,
        "quote": said or quote,
        "start": 100 * number,
        "end": 100 * number + len(quote),
        "acled": "Armed clash",
        "geo_precision": 2 if relation else 1,
        "time_precision": 1 if day else None,
        "confidence": 0.8,
        "credibility": 3,
        "source_grade": "C",
        "rule": "test",
        "group_id": row["group"],
        "contradicts": row["contradicts"],
        "evidence": row["evidence"],
        "place_lon": TOWNS[place][1],
        "place_lat": TOWNS[place][2],
        "radius_km": radius,
        "geometry": Point(lon, lat),
    }


def _mention(name: str) -> dict[str, Any]:
    place_id, lon, lat, _ = TOWNS[name]
    return {"name": name, "surface": name, "place_id": place_id, "geometry": Point(lon, lat)}


def _moved(lon: float, lat: float, relation: str | None, radius: float) -> tuple[float, float]:
    if not relation or relation.split()[0] not in BEARINGS:
        return lon, lat
    return _offset(lon, lat, BEARINGS[relation.split()[0]], radius * (1.8 if relation.endswith("of") else 0.6))


def _offset(lon: float, lat: float, bearing: float, km: float) -> tuple[float, float]:
    angle = math.radians(bearing)
    return lon + math.sin(angle) * km / (111.3 * math.cos(math.radians(lat))), lat + math.cos(angle) * km / 111.3


def _disc(lon: float, lat: float, km: float) -> MultiPolygon:
    ring = [_offset(lon, lat, -step * 7.5, km) for step in range(48)]
    return MultiPolygon([[ring, []]])


def _areas(claims: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    rows = list(claims.itertuples())
    shapes = [_disc(row.geometry.x, row.geometry.y, row.radius_km * (0.6 if isinstance(row.relation, str) else 1)) for row in rows]
    columns = {"claim_id": claims["claim_id"], "shape": "disc", "radius_km": claims["radius_km"]}
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def _control_areas(claims: geopandas.GeoDataFrame) -> pd.DataFrame:
    areas = _areas(claims).geometry
    held = {side: shapely.union_all(areas.iloc[list(rows)].to_numpy()) for side, rows in GROUND.items()}
    return pd.DataFrame([_held(side, held, claims["claim_id"].iloc[list(rows)]) for side, rows in GROUND.items()])


def _held(side: str, held: dict[str, Any], claim_ids: Sequence[str]) -> dict[str, Any]:
    others = shapely.union_all([ground for other, ground in held.items() if other != side])
    km2 = [sum(_km2(part) for part in shapely.get_parts(shape)) for shape in (held[side], held[side], held[side].intersection(others))]
    figures = dict(zip(("area_km2", "only_km2", "disputed_km2"), km2, strict=True))
    return {"claimant": side, "holder": side, **figures, "claim_ids": "; ".join(claim_ids)}


def _km2(shape: Any) -> float:
    return float(shape.area) * 111.3**2 * math.cos(math.radians(shape.centroid.y))


def _movement(claims: geopandas.GeoDataFrame, row: int, kind: str, side: str, km: float, bend: float) -> dict[str, Any]:
    claim = claims.iloc[row]
    lon, lat, radius = claim.place_lon, claim.place_lat, claim.radius_km
    bearing = BEARINGS[side]
    if kind == "encirclement":
        line = [_offset(lon, lat, bearing + turn, radius * 1.35) for turn in range(40, -41, -5)]
    else:
        start, end = _offset(lon, lat, bearing, km + radius), _offset(lon, lat, bearing, radius * 0.9)
        middle = _offset((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, bearing + 90, km * bend)
        line = [_bezier(start, middle, end, step / 12) for step in range(13)]
        line = line[::-1] if kind == "withdrawal" else line
    shape = MultiLineString([LineString(line)])
    return {"claim_id": claim.claim_id, "kind": kind, "bearing_deg": (bearing + 180) % 360, "from": side, "toward": None, "geometry": shape}


def _bezier(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], t: float) -> tuple[float, float]:
    return tuple((1 - t) ** 2 * p + 2 * t * (1 - t) * q + t**2 * r for p, q, r in zip(a, b, c, strict=True))  # type: ignore[return-value]


def _places() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame([_place(name) for name in TOWNS], crs="EPSG:4326")


def _place(name: str) -> dict[str, Any]:
    place_id, lon, lat, _ = TOWNS[name]
    is_first = name == "Pokrovsk"
    names = f"{name}; Krasnoarmeysk" if is_first else name
    agreement = "disputed" if is_first else "single"
    return {"place_id": place_id, "name": name, "names": names, "agreement": agreement, "geometry": Point(lon, lat)}
