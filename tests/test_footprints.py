from __future__ import annotations

import json
import statistics
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from frontmap.model import Place
from frontmap.registry import outlines
from frontmap.registry.embedded import embedded_indexes
from frontmap.registry.footprints import basemap, country_area, footprint, region_area, unit_area
from frontmap.registry.gazetteer import Gazetteer
from frontmap.registry.index import Index

OBLASTS = Path(__file__).resolve().parents[2] / "shared" / "geo" / "ua_oblasts.geojson"
LEAST_MEAN_IOU = 0.89
NEAR_DEG = 0.1
# By common knowledge: a place well inside, by country or unit.
INSIDE = [("UA", 30.52, 50.45), ("UA", 34.10, 44.95), ("RU", 37.6, 55.75), ("RU", -175.0, 66.5), ("US", -77.04, 38.9), ("FJ", 178.0, -17.8)]
UNITS = [("UA.05", 37.18, 48.28), ("UA.14", 39.3, 48.57), ("US.TX", -97.74, 30.27), ("SD.29", 32.53, 15.6)]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(embedded_indexes())


@pytest.mark.parametrize(("code", "lon", "lat"), INSIDE)
def test_a_country_holds_its_cities(code: str, lon: float, lat: float) -> None:
    area = country_area(code)
    assert area is not None
    assert area.covers(shapely.Point(lon, lat))


@pytest.mark.parametrize(("code", "lon", "lat"), UNITS)
def test_a_unit_holds_its_cities(code: str, lon: float, lat: float) -> None:
    area = unit_area(code)
    assert area is not None
    assert area.covers(shapely.Point(lon, lat))


def test_cities_all_over_the_world_lie_in_the_area_of_their_unit() -> None:
    base = Index(embedded_indexes()[0])
    cities = base.most_populous((-180, -90, 180, 90), 3000)
    areas = [(city, area) for city in cities if city.admin1_code and (area := unit_area(city.admin1_code)) is not None]
    off = [city for city, area in areas if area.distance(shapely.Point(city.lon, city.lat)) > NEAR_DEG]
    assert len(areas) > 2900
    assert len(off) <= 0.01 * len(areas), off


def test_crimea_goes_with_ukraine_and_the_policy_says_so() -> None:
    simferopol = shapely.Point(34.10, 44.95)
    russia = country_area("RU")
    assert russia is not None
    assert not russia.covers(simferopol)
    assert "Crimea" in outlines.policy()


@pytest.mark.parametrize("code", outlines.codes())
def test_every_outline_is_valid_and_within_the_world(code: str) -> None:
    area = country_area(code)
    assert area is not None
    assert area.is_valid
    west, south, east, north = area.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    assert all(part.exterior.is_ccw for part in shapely.get_parts(area))


def test_only_areas_have_a_footprint(gazetteer: Gazetteer) -> None:
    def of(place_id: str) -> object:
        place = gazetteer.place(place_id)
        assert place
        return footprint(place)

    assert of("gn:690791") is country_area("UA")
    assert of("fm:UA.05") is unit_area("UA.05")
    assert of("gn:704422") is None
    assert footprint(Place("fm:nowhere", "Nowhere", 0.0, 0.0, "region")) is None


def test_a_region_is_its_members_joined() -> None:
    members = [unit_area("UA.05"), unit_area("UA.14")]
    joined = region_area(("UA.05", "UA.14"))
    assert joined is not None
    assert joined.geom_type == "Polygon"
    assert joined.area == pytest.approx(sum(member.area for member in members if member), rel=0.001)
    assert region_area(("ZZ", "ZZ.00")) is None


def test_a_point_of_a_unit_is_its_middle(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("fm:UA.05")
    area = unit_area("UA.05")
    assert place
    assert area
    assert area.centroid.distance(shapely.Point(place.lon, place.lat)) < 0.1


@pytest.mark.skipif(not OBLASTS.is_file(), reason="needs the shared reference of Ukraine's oblasts")
def test_areas_of_units_agree_with_real_oblasts() -> None:
    scores = []
    land = country_area("UA")
    units = {code: area for code in (f"UA.{number:02}" for number in range(1, 28)) if (area := unit_area(code)) is not None}
    for feature in json.loads(OBLASTS.read_text())["features"]:
        real = shapely.make_valid(shape(feature["geometry"])).intersection(land)  # the reference counts waters too
        best = max(units.values(), key=lambda area: area.intersection(real).area)
        scores.append(best.intersection(real).area / best.union(real).area)
    assert statistics.mean(scores) >= LEAST_MEAN_IOU, scores


def test_a_map_of_a_front_has_borders_units_and_towns() -> None:
    west, south, east, north = bbox = (35.0, 46.5, 40.5, 50.5)
    base = basemap(bbox)
    assert {country["code"] for country in base["countries"]} == {"UA", "RU"}
    assert {"Donetsk Oblast", "Luhansk Oblast"} <= {unit["name"] for unit in base["admin1"]}
    assert "Donetsk" in [town["name"] for town in base["towns"][:5]]
    points = [point for row in base["countries"] for ring in row["rings"] for point in ring]
    points += [point for row in base["admin1"] for line in row["lines"] for point in line]
    assert all(west <= lon <= east and south <= lat <= north for lon, lat in points)
    assert all(len(line) > 1 for row in base["admin1"] for line in row["lines"])
    populations = [town["population"] for town in base["towns"]]
    assert all(more >= less for more, less in pairwise(populations))


@pytest.mark.parametrize(("bbox", "most_kb"), [((21, 43, 42, 54), 130), ((-20, 30, 60, 60), 190), ((-180, -85, 180, 85), 250)])
def test_a_map_of_any_width_stays_small(bbox: tuple[float, float, float, float], most_kb: int) -> None:
    assert len(json.dumps(basemap(bbox), separators=(",", ":"))) <= most_kb * 1000


def test_a_capital_is_told(gazetteer: Gazetteer) -> None:
    towns = {town["name"]: town["capital"] for town in basemap((29, 49, 33, 52))["towns"]}
    assert [name for name, capital in towns.items() if capital] == ["Kyiv"]
    assert gazetteer.find("Kyiv")
