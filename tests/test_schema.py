import json
import tomllib
from pathlib import Path
from types import MappingProxyType

import jsonschema
import pytest

from factories import make_run
from frontmap import model
from frontmap.data import read_rows
from frontmap.errors import DataError
from frontmap.layers import docs, schema, styles
from frontmap.layers.frames import make_layers
from frontmap.layers.validate import validate
from frontmap.output.geojson import geojson_from_layer

ALL = schema.LAYERS + schema.TABLES
CONTRACT = """
claim_id document_id title publisher url published source source_id source_side via type modality actor
actor_side place place_id relation distance_km directions date_start date_end quote start end acled geo_precision time_precision
confidence credibility source_grade rule marker-color stroke fill
""".split()  # noqa: SIM905 - the words of the contract, "Claim columns in layers"


def test_claims_have_every_column_of_the_contract():
    assert set(CONTRACT) <= set(schema.layer("claims").names)
    assert {"place_lon", "place_lat", "radius_km", "geo_precision", "source_role"} <= set(schema.layer("claims").names)


def test_the_table_of_all_claims_has_the_layers_columns_without_styling():
    styled = {column.name for column in schema.layer("claims").columns if column.style}
    assert set(schema.layer("claims_table").names) == set(schema.layer("claims").names) - styled | {"lon", "lat"}


@pytest.mark.parametrize(
    ("codes", "constant"),
    [
        ("claim_type", model.CLAIM_TYPES),
        ("modality", model.MODALITIES),
        ("place_kind", model.PLACE_KINDS),
        ("matched", model.MATCHES),
    ],
)
def test_code_lists_hold_the_codes_of_the_records(codes, constant):
    assert tuple(schema.code_lists()[codes].values) == constant


def test_every_control_measure_that_is_drawn_is_among_the_codes():
    drawn = {row["code"] for _, row in read_rows(schema.layers_dir() / "measures.csv") if row["code"]}
    assert drawn <= set(schema.code_lists()["control_measure"].values)


def test_every_column_says_what_it_means():
    for layer in schema.layers():
        for column in layer.columns:
            assert column.meaning, f"{layer.name}.{column.name}"
            assert column.alias, f"{layer.name}.{column.name}"


def test_references_lead_to_a_key():
    for layer in schema.layers():
        for column in layer.columns:
            if column.references:
                target, name = column.references
                assert schema.layer(target).key == name, f"{layer.name}.{column.name}"


def test_every_definition_file_is_a_layer_or_a_known_helper():
    folder = Path(schema.layers_dir())
    assert {path.stem for path in folder.glob("*.toml")} == {*ALL, "codes", "style", "metadata"}


def test_colour_families_are_those_of_the_style():
    assert list(schema.code_lists()["family"].values) == list(styles.families())


@pytest.mark.parametrize("name", schema.LAYERS)
def test_geojson_obeys_the_json_schema_made_from_the_definition(name):
    layers = make_layers(**make_run(12))
    document = json.loads(geojson_from_layer(layers[name], schema.layer(name).key))
    jsonschema.Draft202012Validator(schema.json_schema(name)).validate(document)


def test_a_json_schema_refuses_an_unknown_code():
    layers = make_layers(**make_run(3))
    document = json.loads(geojson_from_layer(layers["claims"], "claim_id"))
    document["features"][0]["properties"]["modality"] = "shouted"
    assert not jsonschema.Draft202012Validator(schema.json_schema("claims")).is_valid(document)


def test_the_whole_description_is_plain_data():
    described = schema.describe()
    assert json.loads(json.dumps(described)) == described
    assert [row["name"] for row in described["layers"]["claims"]["columns"]] == list(schema.layer("claims").names)


def test_an_unknown_layer_is_named_with_those_that_exist():
    with pytest.raises(DataError, match="no layer is called 'roads'; there are claims"):
        schema.layer("roads")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"columns": [{"name": "a", "type": "colour", "alias": "A", "meaning": "m"}]}, "column a has type 'colour'"),
        ({"columns": [{"name": "a", "type": "text", "alias": "A", "meaning": "m"}], "key": "b"}, "'b' is no column of it"),
        ({"geometry": "Blob"}, "geometry is 'Blob'"),
        ({"colour": "red"}, "unexpected keyword argument 'colour'"),
    ],
)
def test_a_broken_definition_is_named_with_its_file(tmp_path, monkeypatch, change, told):
    good = tomllib.loads((schema.layers_dir() / "evidence.toml").read_text())
    monkeypatch.setattr(schema, "_read", lambda path: MappingProxyType({**good, **change}))
    schema.layer.cache_clear()
    try:
        with pytest.raises(DataError, match=rf"evidence\.toml: .*{told}"):
            schema.layer("evidence")
    finally:
        schema.layer.cache_clear()


def _broken(name, column, value):
    layers = make_layers(**make_run(3))
    layers[name].loc[1, column] = value
    return layers


@pytest.mark.parametrize(
    ("name", "column", "value", "told"),
    [
        ("claims", "modality", "shouted", "modality is 'shouted' in row 'c_0000000000000001'; codes: asserted"),
        ("claims", "confidence", 1.5, r"confidence is 1\.5 in row 'c_0000000000000001', outside 0\.\.1|outside 0"),
        ("claims", "source", None, "source is empty in row 'c_0000000000000001', but is required"),
        ("claims", "claim_id", "c_0000000000000000", "claim_id 'c_0000000000000000' stands twice"),
        ("sources", "claims", -1, "outside 0"),
    ],
)
def test_a_frame_that_breaks_its_definition_is_refused(name, column, value, told):
    with pytest.raises(DataError, match=told):
        validate(_broken(name, column, value))


def test_a_frame_without_a_column_is_refused():
    layers = make_layers(**make_run(3))
    with pytest.raises(DataError, match="columns are"):
        validate({"claims": layers["claims"].drop(columns="quote")})


def test_a_clockwise_ring_is_refused():
    layers = make_layers(**make_run(3))
    layers["areas"].geometry = layers["areas"].geometry.reverse()
    with pytest.raises(DataError, match="counter-clockwise"):
        validate(layers)


@pytest.mark.parametrize("name", docs.pages())
def test_the_docs_pages_are_those_that_the_definitions_make(name):
    folder = Path(__file__).parents[1] / "docs" / "layers"
    assert (folder / name).read_text(encoding="utf-8") == docs.pages()[name], "run: python -m frontmap.layers.docs docs/layers"
