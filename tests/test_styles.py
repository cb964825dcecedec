from itertools import combinations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontmap.layers import schema, styles, symbology

# Machado, Oliveira and Fernandes (2009), severity 1: linear RGB as seen without one kind of cones.
SIGHTS = {
    "full": numpy.eye(3),
    "protanopia": numpy.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": numpy.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": numpy.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


def lab(color: str, sight: str) -> numpy.ndarray:
    """CIE L*a*b* (D65) of #rrggbb as a person with that sight sees it."""
    srgb = numpy.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = numpy.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = numpy.clip(SIGHTS[sight] @ linear, 0, 1)
    xyz = numpy.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen / [0.95047, 1, 1.08883]
    f = numpy.where(xyz > 216 / 24389, numpy.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return numpy.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str) -> float:
    """The least distance (CIE76) that any sight leaves between two colours."""
    return min(float(numpy.linalg.norm(lab(one, sight) - lab(other, sight))) for sight in SIGHTS)


def test_the_ruler_knows_that_red_and_green_collapse():
    assert distance("#c00000", "#5a7000") < 20 < distance("#ffffff", "#000000")


def test_both_parties_and_outsiders_keep_apart_for_everyone():
    main = [styles.family_colour(name) for name in ("vermilion", "blue", "grey")]
    assert min(distance(*pair) for pair in combinations(main, 2)) > 22.5  # what the design asks for


def test_every_pair_of_families_keeps_apart():
    worst = min((distance(styles.family_colour(a), styles.family_colour(b)), a, b) for a, b in combinations(styles.families(), 2))
    assert worst[0] > 10, worst


@pytest.mark.parametrize("ground", ["shades", "dark"])
def test_no_shade_of_one_party_passes_for_the_other(ground):
    vermilion, blue = (getattr(styles.families()[name], ground) for name in ("vermilion", "blue"))
    assert min(distance(a, b) for a in vermilion for b in blue) > 12


@pytest.mark.parametrize("ground", ["shades", "dark"])
@pytest.mark.parametrize("name", styles.families())
def test_shades_of_one_family_can_be_told_apart(name, ground):
    shades = getattr(styles.families()[name], ground)
    assert min(distance(a, b) for a, b in combinations(shades[:4], 2)) > 7


def test_each_shade_has_one_partner_on_dark_ground():
    for family in styles.families().values():
        assert len(set(family.dark)) == len(family.dark) == len(family.shades)
        assert [styles.dark_partner(shade) for shade in family.shades] == list(family.dark)
    assert styles.dark_partner("#123456") == "#123456"


def test_the_first_source_of_a_side_has_the_sides_own_colour():
    colours = styles.source_colours([("a", "russia"), ("b", "ukraine"), ("c", "russia"), ("a", "russia")])
    assert colours["a"] == styles.family_colour(styles.side_families(["russia", "ukraine"])["russia"])
    assert len(set(colours.values())) == 3


def test_opponents_of_an_unlisted_war_get_different_hues():
    chosen = styles.side_families(["hillmen", "valleymen", "third_party", "unknown"])
    assert chosen["third_party"] == chosen["unknown"] == "grey"
    assert {chosen["hillmen"], chosen["valleymen"]} == {"vermilion", "blue"}


def test_two_listed_sides_of_one_hue_are_told_apart_when_they_meet():
    listed = [side for side, (_, family) in styles._listed_sides().items() if family == "blue"]
    if len(listed) < 2:
        pytest.skip("no two listed sides share a hue")
    chosen = styles.side_families(listed[:2])
    assert len(set(chosen.values())) == 2


@given(st.lists(st.text(max_size=8), max_size=30))
def test_every_side_gets_a_family_whatever_it_is_called(sides):
    chosen = styles.side_families(sides)
    assert set(chosen) == set(sides)
    assert set(chosen.values()) <= set(styles.families())


def test_modalities_are_told_apart_without_colour():
    drawn = {(p.dash, p.fill, p.cross) for p in map(styles.modality_style, schema.code_lists()["modality"].values)}
    assert len(drawn) == 4
    assert styles.modality_style("hedged").dash
    assert not styles.modality_style("possible").fill
    assert styles.modality_style("denied").cross
    assert styles.agreement_style("disputed").split


def test_the_more_important_of_two_sides_keeps_its_own_hue():
    listed = [side for side, (_, family) in styles._listed_sides().items() if family == "blue"]
    for first, second in (listed[:2], listed[1::-1]):
        assert styles.side_families([first, second])[first] == "blue"


def test_the_legend_explains_sides_modalities_and_agreement():
    entries = styles.legend(["russia", "ukraine"])
    assert [entry.group for entry in entries] == ["side"] * 2 + ["modality"] * 4 + ["agreement"] * 3
    assert all(entry.meaning for entry in entries)


@pytest.mark.parametrize("name", schema.LAYERS)
def test_each_row_of_a_layer_is_drawn_by_some_rule(name):
    layer = schema.layer(name)
    rules = symbology.drawing_rules(layer, styles.side_families(["russia", "unknown"]))
    tested = {condition.column for rule in rules for condition in rule.conditions}
    assert tested <= set(layer.names)
    if "modality" in tested:
        covered = {c.value for rule in rules for c in rule.conditions if c.column == "modality"}
        assert covered == set(schema.code_lists()["modality"].values)
