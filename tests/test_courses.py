"""The courses in geo/rivers.csv: every one runs downstream over a sane length and passes the towns that stand on it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from frontmap.data import geo_dir, read_rows
from frontmap.geometry import crs
from frontmap.geometry.courses import STRETCH_KM, course_of
from frontmap.model import Place

NEAR_KM = 8.0
"""A town's point stands in its middle, a few kilometres off the bank, and the lines are true to two to three kilometres."""

TOWNS = {  # in the order in which the river passes them: longitude and latitude as the gazetteer has them
    "dnieper-river": [("Zaporizhzhia", 35.14, 47.85), ("Kherson", 32.62, 46.66)],
    "euphrates-river": [("Raqqa", 39.01, 35.95), ("Ramadi", 43.31, 33.42), ("Nasiriyah", 46.26, 31.06)],
    "tigris-river": [("Mosul", 43.12, 36.34), ("Tikrit", 43.68, 34.62), ("Amarah", 47.14, 31.84)],
    "blue-nile-river": [("Er Roseires", 34.39, 11.87), ("Singa", 33.93, 13.15), ("Sennar", 33.57, 13.57), ("Wad Medani", 33.52, 14.40)],
    "white-nile-river": [("Malakal", 31.66, 9.53), ("Renk", 32.81, 11.83), ("Kosti", 32.66, 13.16), ("Omdurman", 32.48, 15.64)],
    "nile-river": [
        ("Shendi", 33.43, 16.69),
        ("Atbara", 33.99, 17.70),
        ("Merowe", 31.81, 18.47),
        ("Dongola", 30.48, 19.18),
        ("Aswan", 32.90, 24.09),
    ],
    "danube-river": [
        ("Vukovar", 19.00, 45.35),
        ("Novi Sad", 19.84, 45.25),
        ("Belgrade", 20.47, 44.80),
        ("Ruse", 25.95, 43.85),
        ("Izmail", 28.84, 45.35),
    ],
    "jordan-river": [("Tiberias", 35.53, 32.79), ("Beit She'an", 35.50, 32.50), ("Deir Alla", 35.62, 32.20)],
    "shatt-al-arab-river": [("Basra", 47.78, 30.51), ("Khorramshahr", 48.18, 30.44), ("Abadan", 48.30, 30.34), ("Faw", 48.47, 29.97)],
    "salween-river": [("Kunlong", 98.65, 23.42), ("Hpa-An", 97.63, 16.89)],
    "irrawaddy-river": [
        ("Myitkyina", 97.40, 25.38),
        ("Bhamo", 97.23, 24.25),
        ("Katha", 96.34, 24.18),
        ("Mandalay", 96.08, 21.97),
        ("Pyay", 95.22, 18.82),
    ],
    "mekong-river": [
        ("Vientiane", 102.60, 17.97),
        ("Savannakhet", 104.76, 16.57),
        ("Pakse", 105.80, 15.12),
        ("Kratie", 106.02, 12.49),
        ("Phnom Penh", 104.92, 11.56),
    ],
    "ubangi-river": [("Mobaye", 21.18, 4.32), ("Bangui", 18.59, 4.35), ("Libenge", 18.64, 3.65), ("Impfondo", 18.06, 1.62)],
    "jubba-river": [
        ("Luuq", 42.54, 3.80),
        ("Bardera", 42.28, 2.34),
        ("Bu'aale", 42.58, 1.08),
        ("Jilib", 42.79, 0.49),
        ("Jamaame", 42.74, 0.07),
    ],
    "helmand-river": [("Kajaki", 65.05, 32.27), ("Sangin", 64.84, 32.07), ("Lashkar Gah", 64.37, 31.59), ("Garmsir", 64.19, 31.13)],
    "chari-river": [("Sarh", 18.38, 9.15), ("Bousso", 16.71, 10.48), ("N'Djamena", 15.04, 12.11)],
    "niger-river": [
        ("Bamako", -7.98, 12.61),
        ("Segou", -6.26, 13.44),
        ("Gao", -0.04, 16.27),
        ("Ansongo", 0.50, 15.66),
        ("Tillaberi", 1.45, 14.21),
        ("Niamey", 2.11, 13.51),
        ("Lokoja", 6.74, 7.80),
    ],
    "amu-darya-river": [("Termez", 67.28, 37.22), ("Kerki", 65.21, 37.84), ("Nukus", 59.61, 42.46)],
    "panj-river": [("Ishkashim", 71.61, 36.72), ("Khorog", 71.55, 37.49), ("Panj", 69.10, 37.24)],
    "congo-river": [
        ("Bolobo", 16.23, -2.16),
        ("Kwamouth", 16.20, -3.18),
        ("Kinshasa", 15.31, -4.33),
        ("Luozi", 14.14, -4.95),
        ("Matadi", 13.46, -5.84),
    ],
    "kasai-river": [("Tshikapa", 20.80, -6.42), ("Ilebo", 20.59, -4.33), ("Kwamouth", 16.20, -3.18)],
    "indus-river": [("Chilas", 74.10, 35.41), ("Dera Ismail Khan", 70.90, 31.83), ("Sukkur", 68.86, 27.70), ("Hyderabad", 68.38, 25.40)],
    "zambezi-river": [
        ("Sesheke", 24.30, -17.48),
        ("Victoria Falls", 25.83, -17.93),
        ("Chirundu", 28.85, -16.03),
        ("Tete", 33.59, -16.16),
        ("Sena", 35.03, -17.44),
    ],
    "orinoco-river": [("Puerto Ayacucho", -67.58, 5.66), ("Caicara", -66.17, 7.64), ("Ciudad Bolivar", -63.55, 8.12)],
    "magdalena-river": [
        ("Neiva", -75.28, 2.93),
        ("Honda", -74.74, 5.21),
        ("Puerto Berrio", -74.40, 6.49),
        ("Barrancabermeja", -73.85, 7.07),
        ("El Banco", -73.98, 9.00),
    ],
    "don-river": [("Serafimovich", 42.73, 49.57), ("Kalach", 43.52, 48.69), ("Rostov", 39.72, 47.24)],
    "setit-river": [("Humera", 36.58, 14.25)],
    "atbara-river": [("Khashm el Girba", 35.92, 14.97), ("Atbara", 33.99, 17.70)],
}
ROWS = [row for _, row in read_rows(geo_dir() / "rivers.csv")]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_course_has_no_jumps_and_the_length_of_a_river(row: dict[str, str]) -> None:
    lons, lats = np.array(row["course"].split(), dtype=float).reshape(-1, 2).T
    _, _, km = crs.inverse(lons[:-1], lats[:-1], lons[1:], lats[1:])
    assert 0 < km.min() <= km.max() < 75
    assert 100 < km.sum() < 4500


@pytest.mark.parametrize("river", TOWNS)
def test_a_river_passes_its_towns_in_their_order(river: str) -> None:
    course = course_of(Place(f"fm:{river}", river, 0.0, 0.0, "river"))
    assert course is not None
    line = shapely.LineString(course)
    reached = [line.project(shapely.Point(lon, lat)) for _, lon, lat in TOWNS[river]]
    assert reached == sorted(reached)
    for town, lon, lat in TOWNS[river]:
        on_it = line.interpolate(line.project(shapely.Point(lon, lat)))
        _, _, km = crs.inverse(lon, lat, np.array([on_it.x]), np.array([on_it.y]))
        assert km[0] < NEAR_KM < STRETCH_KM, town


def test_a_course_is_found_by_every_name_of_its_river() -> None:
    for row in ROWS:
        for name in row["names"].split("|"):
            river = Place("text:somewhere@1,1", name, 1.0, 1.0, "river")
            assert (course_of(river) is not None) == river.is_described
