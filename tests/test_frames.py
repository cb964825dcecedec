import dataclasses
from datetime import date, timedelta

import geopandas
import pandas
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from factories import Registry, make_claim, make_document, make_evidence, make_located, make_mention, make_movement, make_place, make_run
from frontmap import model
from frontmap.ids import made_id, slug
from frontmap.layers import schema
from frontmap.layers.frames import date_bounds, make_layers, typed_frame


def layers_of(claims, documents=(), located=None, movements=(), unplaced=(), places=()):
    documents = documents or [make_document()]
    extractions = [model.Extraction(document, tuple(places)) for document in documents]
    if located is None:
        located = {claim.claim_id: make_located(claim) for claim in claims if claim.place}
    return make_layers(extractions, make_evidence(claims), located, list(movements), list(unplaced), Registry())


def only(frame):
    assert len(frame) == 1
    return frame.iloc[0]


@pytest.mark.parametrize("number", [0, 1, 12])
def test_layers_have_exactly_the_columns_of_their_definitions(number):
    for name, frame in make_layers(**make_run(number)).items():
        layer = schema.layer(name)
        assert list(frame.columns) == [*layer.names, *(["geometry"] if layer.geometry else [])]
        assert isinstance(frame, geopandas.GeoDataFrame) is bool(layer.geometry)


def test_frames_come_in_the_order_of_the_definitions():
    assert tuple(make_layers(**make_run(3))) == schema.LAYERS + schema.TABLES


def test_a_narrators_claim_is_told_by_its_publisher():
    row = only(layers_of([make_claim(source="narrator", source_id=None, source_side="unknown")])["claims"])
    assert (row.source, row.source_id, row.source_side) == ("River Post", "outlet:river-post", "northland")
    assert (row.source_role, row.source_kind) == ("narrator", "outlet")


def test_a_publisher_outside_the_registry_gets_an_outlet_id_and_no_side():
    row = only(layers_of([make_claim(source="narrator")], [make_document(publisher="The Far Hill Gazette")])["claims"])
    assert (row.source, row.source_id, row.source_side) == ("The Far Hill Gazette", "outlet:the-far-hill-gazette", "unknown")


def test_a_report_without_publisher_is_an_unnamed_report():
    row = only(layers_of([make_claim(source="narrator")], [make_document(publisher=None)])["claims"])
    assert (row.source, row.source_id) == ("unnamed report", "outlet:unnamed-report")


def test_a_quoted_source_keeps_its_words_side_and_registry_id():
    claim = make_claim(source="the observers", source_id="body:watch", source_side="third_party", source_title="monitors")
    row = only(layers_of([claim])["claims"])
    assert (row.source, row.source_id, row.source_side, row.source_role) == ("the observers", "body:watch", "third_party", "quoted")
    assert row.source_title == "monitors"


def test_officials_of_two_sides_are_two_sources():
    claims = [make_claim(i, source="officials", source_id=None, source_side=side) for i, side in enumerate(("northland", "southland"))]
    layers = layers_of(claims)
    assert list(layers["claims"].source_id) == ["source:officials@northland", "source:officials@southland"]
    assert layers["claims"]["marker-color"].nunique() == 2
    assert set(layers["sources"].source_id) >= set(layers["claims"].source_id)


def test_lists_are_joined_as_the_contract_says():
    row = only(layers_of([make_claim(via=("TV One", "Wire"), directions=("from:S", "from:NE"), attributes=(("troops", "900"),))])["claims"])
    assert (row.via, row.directions, row.attributes) == ("TV One > Wire", "from:S; from:NE", "troops=900")


def test_an_unplaced_claim_is_in_the_table_and_not_in_a_layer():
    claim = make_claim(place=None)
    unplaced = model.Unplaced(claim.document_id, claim.claim_id, "Farther", 0, 5, "not in the gazetteer")
    layers = layers_of([claim], unplaced=[unplaced])
    assert len(layers["claims"]) == len(layers["areas"]) == 0
    assert pandas.isna(only(layers["claims_table"]).lon)
    row = only(layers["unplaced"])
    assert (row["item"], row["item_id"], row["name"], row["quote"]) == ("claim", claim.claim_id, "Farther", claim.quote)


def test_an_unplaced_mention_is_listed_with_its_candidates():
    namesakes = tuple(model.Candidate(make_place(i, name="Ford", lon=10.5, lat=50.25), 0.4 - i / 10, "exact") for i in range(2))
    document = make_document(text="Near Ford they met.")
    row = only(layers_of([], [document], places=[make_mention(document, None, "Ford", 5, candidates=namesakes)])["unplaced"])
    assert (row["item"], row["name"], row["quote"], row["start"], row["end"]) == ("mention", "Ford", "Ford", 5, 9)
    assert (
        row["candidates"]
        == "fm:town-0 Ford, East March, XA (50.2500, 10.5000) 0.40; fm:town-1 Ford, East March, XA (50.2500, 10.5000) 0.30"
    )


def test_a_direction_that_could_not_be_drawn_is_told_apart_from_its_claim():
    claim = make_claim()
    layers = layers_of([claim], unplaced=[model.Unplaced(claim.document_id, claim.claim_id, "toward:Nowhere", 0, 5, "not found")])
    row = only(layers["unplaced"])
    assert (row["item"], row["item_id"]) == ("direction", f"{claim.claim_id} toward:Nowhere")


def test_a_claim_about_a_region_is_no_filled_pin():
    claim = make_claim(modality="asserted")
    wide = only(layers_of([claim], located={claim.claim_id: make_located(claim, geo_precision=3, shape="region")})["claims"])
    assert (wide["marker-size"], wide["fill-opacity"], wide.geo_precision) == ("small", 0.0, 3)
    assert only(layers_of([claim])["claims"])["fill-opacity"] > 0


def test_coordinates_have_six_decimals_and_rings_run_counter_clockwise():
    claim = make_claim()
    clockwise = shapely.Polygon([(0, 0), (0, 1.123456789), (1.123456789, 1), (1, 0)])
    holed = shapely.Polygon([(0, 0), (0, 3), (3, 3), (3, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    for shape in (clockwise, shapely.MultiPolygon([clockwise]), holed):
        where = make_located(claim, area=shape, lon=37.18012345678, lat=48.2)
        layers = layers_of([claim], located={claim.claim_id: where})
        area = only(layers["areas"]).geometry
        assert area.geom_type == "MultiPolygon"
        assert all(part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors) for part in area.geoms)
        assert {round(number, 6) for pair in shapely.get_coordinates(area).tolist() for number in pair} == {
            number for pair in shapely.get_coordinates(area).tolist() for number in pair
        }
        assert only(layers["claims"]).geometry.wkt == "POINT (37.180123 48.2)"
        assert only(layers["claims_table"]).lon == 37.180123


def test_a_claims_several_directions_are_several_movements():
    claim = make_claim()
    moves = [make_movement(claim), make_movement(claim, kind="encirclement", bearing_deg=None, origin=None, toward=None, confirmed=False)]
    frame = layers_of([claim], movements=moves)["movements"]
    assert list(frame.movement_id) == [f"{claim.claim_id}#1", f"{claim.claim_id}#2"]
    assert list(frame["from"].fillna("-")) == ["SW", "-"]
    assert frame.bearing_deg.isna().tolist() == [False, True]
    assert frame.confirmed.tolist() == [True, False]


def test_a_place_counts_claims_sources_and_sides():
    place = make_place(name="Alder")
    speakers = [("narrator", "unknown"), ("Ada Reed", "northland"), ("local officials", "southland")]
    claims = [make_claim(i, place=place, source=name, source_id=None, source_side=side) for i, (name, side) in enumerate(speakers)]
    document = make_document(text="Alder, also called Alderburg, fell.")
    mentions = [
        make_mention(document, place, "Alder"),
        make_mention(document, place, "Alderburg", 19),
        make_mention(document, place, "Alder", 0),
    ]
    row = only(layers_of(claims, [document], places=mentions)["places"])
    assert (row.claims, row.sources, row.sides, row.mentions) == (3, 3, 2, 3)
    assert row.names == "Alder; Alderburg"
    assert row.side_names == "northland; southland"
    assert row.source_names == "Ada Reed; River Post; local officials"


def test_a_relay_is_a_source_met_that_vouches_for_nothing():
    frame = layers_of([make_claim(via=("River Post", "Hill Radio"), source="Ada Reed", source_id=None)])["sources"].set_index("source_id")
    assert (frame.claims["outlet:river-post"], frame.relayed["outlet:river-post"]) == (0, 1)
    assert bool(frame.registered["outlet:river-post"]) is True
    assert bool(frame.registered["outlet:hill-radio"]) is False


def test_texts_that_no_format_holds_are_replaced_and_offsets_kept():
    row = only(layers_of([make_claim(quote="a\0b\ud800c", actor="")])["claims"])
    assert row.quote == "a\ufffdb\ufffdc"
    assert pandas.isna(row.actor)


def test_evidence_is_told_on_claims_and_in_its_table():
    claims = [make_claim(i, place=make_place()) for i in range(2)]
    evidence = make_evidence(claims)
    group = dataclasses.replace(evidence.groups[0], contradicts=("g_other",), agreement="disputed", zone="S part")
    run = {"extractions": [model.Extraction(make_document())], "movements": [], "unplaced": [], "sources": Registry()}
    located = {claim.claim_id: make_located(claim) for claim in claims}
    layers = make_layers(evidence=dataclasses.replace(evidence, groups=(group,)), located=located, **run)
    assert list(layers["claims"].evidence) == ["disputed", "disputed"]
    assert list(layers["claims"].contradicts) == ["g_other", "g_other"]
    row = only(layers["evidence"])
    assert (row.claims, row.zone, row.agreement) == (2, "S part", "disputed")
    assert row.claim_ids == "; ".join(claim.claim_id for claim in claims)


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2025-12-01", ("2025-12-01", "2025-12-01")),
        ("2025-12-01/2025-12-03", ("2025-12-01", "2025-12-03")),
        ("2025-02", ("2025-02-01", "2025-02-28")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2025-12", ("2025-12-01", "2025-12-31")),
        ("1999", ("1999-01-01", "1999-12-31")),
        ("2025-12-01?", ("2025-12-01", "2025-12-01")),
        ("../2025-12-01", (None, "2025-12-01")),
        ("2025-12-01/..", ("2025-12-01", None)),
        ("XXXX-12-01", (None, None)),
        ("2025-02-30", (None, None)),
        ("9999", ("9999-01-01", "9999-12-31")),
        ("2025-12-01T10:00:00Z", ("2025-12-01", "2025-12-01")),
        (None, (None, None)),
        ("", (None, None)),
        ("soon", (None, None)),
    ],
)
def test_dates_become_a_first_and_a_last_day(edtf, bounds):
    assert date_bounds(edtf) == bounds


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_month_ends_the_day_before_the_next(day):
    first, last = date_bounds(f"{day:%Y-%m}" if day.year > 999 else f"{day.year:04}-{day.month:02}")
    assert date.fromisoformat(first).day == 1
    assert first <= day.isoformat() <= last
    if last != "9999-12-31":
        assert (date.fromisoformat(last) + timedelta(days=1)).day == 1


@given(st.text(max_size=20))
def test_any_text_as_a_date_is_read_or_left_empty(text):
    assert all(bound is None or date.fromisoformat(bound) for bound in date_bounds(text))


@given(st.text(max_size=30), st.sampled_from(["unknown", "northland"]))
def test_any_name_makes_an_id_without_spaces(name, side):
    assert slug(name)
    assert not any(c.isspace() for c in made_id(name, side))


def test_a_frame_with_a_column_too_many_is_refused():
    with pytest.raises(ValueError, match="colour"):
        typed_frame("control_areas", {"colour": []})


def test_the_same_records_give_the_same_frames():
    one, other = (make_layers(**make_run(30)) for _ in range(2))
    for name in one:
        pandas.testing.assert_frame_equal(one[name], other[name])


def test_a_shape_that_crosses_itself_is_mended():
    claim = make_claim()
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    area = only(layers_of([claim], located={claim.claim_id: make_located(claim, area=bow)})["areas"]).geometry
    assert area.is_valid
    assert area.geom_type == "MultiPolygon"
    assert area.area == pytest.approx(2)


def test_the_side_with_the_most_claims_chooses_its_hue_first():
    claims = [make_claim(i, source="s", source_id=None, source_side="hillmen" if i < 3 else "coastmen") for i in range(4)]
    frame = layers_of(claims)["claims"]
    assert dict(zip(frame.source_side, frame.family, strict=True)) == {"hillmen": "vermilion", "coastmen": "blue"}
