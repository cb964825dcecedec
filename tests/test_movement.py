from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from frontmap.data import layers_dir, read_rows
from frontmap.geometry.locate import locate_claims
from frontmap.geometry.movement import KINDS, draw_movements, measures, undrawn_directions
from frontmap.model import CLAIM_TYPES, COMPASS, MODALITIES, Claim, Movement, Place

GEOD = Geod(ellps="WGS84")
TOWN = Place("t:town", "Krasnopillia", 37.18, 48.28, "settlement", radius_km=4.0)
WEST = Place("t:west", "Zelene", 36.90, 48.28, "settlement", radius_km=2.0)
REGION = Place("t:region", "Northern District", 37.5, 48.5, "region", radius_km=100.0)
BOX = shapely.box(36.5, 47.8, 38.5, 49.2)
EIGHT = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def draw(kind: str, *directions: str, place: Place = TOWN, footprint: Any = None, **more: Any) -> tuple[Movement, ...]:
    claim = Claim("c_1", "d", 0, 4, "q", kind, place.name, place, directions=directions, anchors=(("Zelene", WEST),), **more)
    located, _ = locate_claims([claim], lambda _: footprint)
    return draw_movements([claim], located)


def why_not(kind: str, *directions: str, place: Place | None = TOWN, **more: Any) -> str:
    claim = Claim("c_1", "d", 0, 4, "q", kind, "Krasnopillia", place, directions=directions, **more)
    located, _ = locate_claims([claim], lambda _: None)
    assert not draw_movements([claim], located)
    return undrawn_directions([claim], located)[0].reason


def polar(place: Place, line: Any) -> tuple[np.ndarray, np.ndarray]:
    """Bearings and distances in km of a line's corners as seen from a place."""
    xy = shapely.get_coordinates(line)
    azimuth, _, metres = GEOD.inv(np.full(len(xy), place.lon), np.full(len(xy), place.lat), xy[:, 0], xy[:, 1])
    return azimuth % 360.0, metres / 1000.0


def turn(one: Any, other: Any) -> Any:
    return np.abs((one - other + 180.0) % 360.0 - 180.0)


def sides_covered(place: Place, lines: Any) -> set[str]:
    """The sides of the 8-point compass in whose eighth of the circle a point of the lines lies."""
    bearings, _ = polar(place, shapely.MultiLineString([part for line in lines for part in shapely.get_parts(line)]))
    return {EIGHT[int(((bearing + 22.5) % 360.0) // 45.0)] for bearing in bearings}


def test_from_the_south_and_northeast_covers_these_two_sides_and_no_other() -> None:
    south, northeast = draw("encirclement", "from:S", "from:NE")
    assert sides_covered(TOWN, [south.line, northeast.line]) == {"S", "NE"}
    assert (south.bearing_deg, northeast.bearing_deg) == (0.0, 225.0)
    assert {south.kind, northeast.kind} == {"encirclement"}
    assert south.control_measure == "151800"
    assert south.line.distance(northeast.line) > 0


@settings(max_examples=80)
@given(
    st.lists(st.sampled_from(EIGHT), min_size=1, max_size=6, unique=True),
    st.floats(-180, 180),
    st.floats(-70, 70) | st.floats(85, 89.9) | st.floats(-89.9, -85),
    st.floats(0.3, 15),
)
def test_the_arcs_of_an_encirclement_cover_exactly_the_reported_sides(sides: list[str], lon: float, lat: float, r: float) -> None:
    place = Place("t:any", "Any", lon, lat, "settlement", radius_km=r)
    arcs = draw("encirclement", *(f"from:{side}" for side in sides), place=place)
    assert len(arcs) == len(sides)
    for side, arc in zip(sides, arcs, strict=True):
        bearings, far = polar(place, arc.line)
        inward = (COMPASS.index(side) * 22.5 + 180.0) % 360.0
        assert arc.bearing_deg == pytest.approx(inward)
        beside_pole = np.abs(shapely.get_coordinates(arc.line)[:, 1]) > 89.999
        assert turn(bearings, inward + 180.0)[~beside_pole].max() < 22.5
        assert far[~beside_pole] == pytest.approx(1.2 * r, rel=0.02)


def test_an_encirclement_without_a_side_has_no_line() -> None:
    assert draw("encirclement") == ()


def test_only_words_that_say_completely_close_the_ring() -> None:
    (ring,) = draw("encirclement", "from:all")
    (line,) = shapely.get_parts(ring.line)
    assert line.is_ring
    assert ring.bearing_deg is None
    assert sides_covered(TOWN, [ring.line]) == set(EIGHT)
    assert line.coords[0] == line.coords[-1]
    assert shapely.is_ccw(line)


@settings(max_examples=80)
@given(
    st.sampled_from(COMPASS),
    st.sampled_from(["assault", "advance", "deployment", "repulse"]),
    st.floats(-180, 180),
    st.floats(-70, 70),
    st.floats(0.3, 15),
)
def test_what_comes_from_a_side_ends_at_the_rim_on_that_side(point: str, kind: str, lon: float, lat: float, r: float) -> None:
    place = Place("t:any", "Any", lon, lat, "settlement", radius_km=r)
    (movement,) = draw(kind, f"from:{point}", place=place)
    bearing = COMPASS.index(point) * 22.5
    assert movement.bearing_deg == pytest.approx((bearing + 180.0) % 360.0)
    assert movement.origin == point
    bearings, far = polar(place, movement.line)
    assert turn(bearings, bearing).max() <= 15.001
    assert far.min() == pytest.approx(r, rel=1e-6)
    first = shapely.get_parts(movement.line)[0]
    assert polar(place, first)[1][0] == pytest.approx(far.max(), rel=1e-6)  # it starts outside


def test_an_approach_has_three_strokes_and_an_axis_one() -> None:
    (approach,), (axis,) = draw("assault", "from:S"), draw("advance", "from:S")
    assert (approach.kind, len(approach.line.geoms), approach.control_measure) == ("approach", 3, "140600")
    assert (axis.kind, len(axis.line.geoms), axis.control_measure) == ("axis", 1, "151400")


def test_a_movement_toward_a_compass_point_leaves_the_rim() -> None:
    (movement,) = draw("withdrawal", "toward:W")
    bearings, far = polar(TOWN, movement.line)
    assert (movement.kind, movement.bearing_deg, movement.toward, movement.control_measure) == ("withdrawal", 270.0, "W", "342400")
    assert turn(bearings, 270.0).max() < 0.01
    assert far[0] == pytest.approx(4.0)
    assert np.all(np.diff(far) > 0)


def test_toward_the_place_itself_makes_the_other_direction_end_there() -> None:
    (movement,) = draw("advance", "toward:E", "toward:Krasnopillia")
    bearings, far = polar(TOWN, movement.line)
    assert movement.bearing_deg == 90.0
    assert turn(bearings, 270.0).max() < 0.01
    assert far[-1] == pytest.approx(4.0)
    assert np.all(np.diff(far) < 0)


@pytest.mark.parametrize(
    ("kind", "directions", "relation", "arrives"),
    [
        ("advance", ("toward:W",), None, True),
        ("capture", ("toward:W",), None, True),
        ("advance", ("toward:W", "from:Krasnopillia"), None, False),
        ("advance", ("toward:W",), "near", False),
        ("advance", ("toward:W",), "W part", False),
        ("withdrawal", ("toward:W",), None, False),
        ("displacement", ("toward:W",), None, False),
        ("withdrawal", ("toward:W", "toward:Krasnopillia"), None, True),
    ],
)
def test_a_movement_to_a_side_arrives_where_its_type_takes_places(
    kind: str, directions: tuple[str, ...], relation: str | None, arrives: bool
) -> None:
    (movement,) = draw(kind, *directions, relation=relation)
    assert movement.bearing_deg == 270.0
    far = polar(TOWN, movement.line)[1]
    assert bool(far[-1] < far[0]) == arrives


def test_what_lies_east_of_a_place_and_moves_west_arrives() -> None:
    (movement,) = draw("advance", "toward:W", relation="E of")
    assert polar(TOWN, movement.line)[1][-1] == pytest.approx(4.0)
    (leaving,) = draw("advance", "toward:W", relation="W of")
    assert polar(TOWN, leaving.line)[1][0] == pytest.approx(4.0)


def test_a_stroke_between_two_places_runs_from_rim_to_rim() -> None:
    (coming,) = draw("assault", "from:Zelene")
    assert polar(TOWN, coming.line)[1][-1] == pytest.approx(4.0)
    assert polar(WEST, coming.line)[1][0] == pytest.approx(2.0, rel=1e-3)
    assert coming.bearing_deg == pytest.approx(90.0, abs=0.2)
    assert coming.origin == "Zelene"
    (going,) = draw("withdrawal", "toward:Zelene")
    assert polar(TOWN, going.line)[1][0] == pytest.approx(4.0)
    assert polar(WEST, going.line)[1][-1] == pytest.approx(2.0, rel=1e-3)
    assert going.bearing_deg == pytest.approx(270.0, abs=0.2)


def test_a_stroke_towards_a_far_place_is_cut() -> None:
    far = Place("t:far", "Faraway", 30.5, 50.4, "settlement", radius_km=10.0)
    claim = Claim("c_1", "d", 0, 4, "q", "advance", TOWN.name, TOWN, directions=("toward:Faraway",), anchors=(("Faraway", far),))
    located, _ = locate_claims([claim], lambda _: None)
    (movement,) = draw_movements([claim], located)
    assert polar(TOWN, movement.line)[1].max() == pytest.approx(104.0)


def test_at_a_region_movement_ends_at_the_edge_of_its_polygon() -> None:
    (movement,) = draw("assault", "from:N", place=REGION, footprint=BOX)
    first = shapely.get_parts(movement.line)[0]
    assert first.coords[-1] == pytest.approx((37.5, 49.2), abs=1e-3)
    assert movement.line.distance(BOX) < 1e-3
    assert not movement.line.crosses(BOX.buffer(-1e-3))


def test_along_a_river_movement_is_drawn_at_the_town_that_is_named() -> None:
    river = Place("t:river", "Tykha", 40.0, 50.0, "river", radius_km=300.0)
    claim = Claim("c_1", "d", 0, 4, "q", "advance", "Tykha", river, relation="along", directions=("toward:N",), anchors=(("Zelene", WEST),))
    located, _ = locate_claims([claim], lambda _: None)
    (movement,) = draw_movements([claim], located)
    assert polar(WEST, movement.line)[1] == pytest.approx([5, 7.5, 10, 12.5, 15])
    assert "too wide" in why_not("advance", "toward:N", place=river)
    assert "too wide" in why_not("advance", "toward:N", place=REGION)  # no outline is known


def test_hedged_and_possible_movements_are_suspected() -> None:
    confirmed = {modality: draw("assault", "from:S", modality=modality)[0].confirmed for modality in MODALITIES}
    assert confirmed == {"asserted": True, "hedged": False, "possible": False, "denied": False}


def test_an_attack_from_all_sides_comes_from_the_four_quarters() -> None:
    (movement,) = draw("assault", "from:all")
    assert len(movement.line.geoms) == 4
    assert movement.bearing_deg is None
    assert sides_covered(TOWN, [movement.line]) == {"N", "E", "S", "W"}


def test_a_direction_said_twice_is_drawn_once() -> None:
    assert len(draw("assault", "from:S", "from:S", "from:E")) == 2


def test_lines_across_the_antimeridian_are_split() -> None:
    place = Place("t:edge", "Edge", 179.99, 0.0, "settlement", radius_km=0.5)
    (movement,) = draw("advance", "from:E", place=place)
    assert movement.line.bounds[0] == -180
    assert movement.line.bounds[2] == 180
    assert len(movement.line.geoms) == 2


@pytest.mark.parametrize(
    ("directions", "reason"),
    [
        (("toward:Nowhere",), "no coordinates"),
        (("toward:Krasnopillia",), "no side is reported"),
        (("southwards",), "reads from: or toward:"),
        (("from:",), "reads from: or toward:"),
    ],
)
def test_a_direction_that_gives_no_line_is_listed_with_the_reason(directions: tuple[str, ...], reason: str) -> None:
    assert reason in why_not("advance", *directions)


def test_a_claim_without_a_place_has_no_movement() -> None:
    assert "no place" in why_not("advance", "from:S", place=None)


def test_every_direction_is_drawn_or_listed() -> None:
    words = [f"{sense}:{name}" for sense in ("from", "toward") for name in (*COMPASS, "Zelene", "Nowhere", "all")]
    claims = [
        Claim(f"c_{kind}_{word}", "d", 0, 1, "q", kind, TOWN.name, TOWN, directions=(word,), anchors=(("Zelene", WEST),))
        for kind in CLAIM_TYPES
        for word in words
    ]
    located, _ = locate_claims(claims, lambda _: None)
    drawn, listed = draw_movements(claims, located), undrawn_directions(claims, located)
    assert len(drawn) + len(listed) == len(claims)
    assert {claim.claim_id for claim in claims} == {m.claim_id for m in drawn} | {str(u.claim_id) for u in listed}
    assert {m.kind for m in drawn} <= set(KINDS)
    assert all(m.line.is_valid and not m.line.is_empty for m in drawn)


def test_every_row_of_the_measures_names_a_known_type_and_its_origin() -> None:
    rows = [row for _, row in read_rows(layers_dir() / "measures.csv")]
    assert {row["type"] for row in rows} <= {*CLAIM_TYPES, "*"}
    assert {row["direction"] for row in rows} == {"from", "toward"}
    assert all(row["origin"] for row in rows)
    assert all(len(row["code"]) in (0, 6) for row in rows)
    assert len(measures()) == len(rows)
