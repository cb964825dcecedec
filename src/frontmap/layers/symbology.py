"""The rules by which a layer is drawn, before they become QML for QGIS or SLD for map servers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frontmap.layers import styles
from frontmap.layers.schema import Layer, code_lists
from frontmap.layers.styles import Pattern

REGIONAL = 3
"""The ``geo_precision`` of a claim about a region or more."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a column must hold."""

    column: str
    operator: str
    """``=``, ``<`` or ``null``."""
    value: str | int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How the rows that meet all conditions are drawn."""

    group: str
    """Heading in the legend. Empty: none."""
    label: str
    conditions: tuple[Condition, ...]
    color: str
    """Stands in the legend; rows with a colour of their own (``color_column``) are drawn in that."""
    pattern: Pattern
    size: float
    """Diameter or line width, px."""
    fill_opacity: float = 0.0
    """0: outline only."""
    color_column: str | None = None
    split: str | None = None
    """Colour of the other half of a split symbol. None: one piece."""


def drawing_rules(layer: Layer, families: Mapping[str, str]) -> tuple[Rule, ...]:
    """Return the rules of a layer whose sides have these families, in legend order."""
    if layer.style == "places":
        return _place_rules()
    if layer.style == "mentions":
        return (_mention_rule(),)
    rules: list[Rule] = []
    for side in styles.side_styles(families).values():
        rules += [_side_rule(layer, side, modality) for modality in code_lists()["modality"].values]
        if layer.style in ("pins", "areas"):
            rules.append(_region_rule(layer, side))
    return tuple(rules)


def _side_rule(layer: Layer, side: styles.SideStyle, modality: str) -> Rule:
    pattern = styles.modality_style(modality)
    conditions: tuple[Condition, ...] = (Condition("source_side", "=", side.side), Condition("modality", "=", modality))
    if layer.style in ("pins", "areas"):
        conditions += (Condition("geo_precision", "<", REGIONAL),)
    size, fill = {
        "pins": (styles.size("pin"), styles.size("pin_fill_opacity")),
        "areas": (styles.size("area_line"), styles.size("area_fill_opacity")),
        "arrows": (styles.size("arrow_line"), 0.0),
    }[layer.style or ""]
    return Rule(side.label, pattern.label, conditions, side.color, pattern, size, fill if pattern.fill else 0.0, "stroke")


def _region_rule(layer: Layer, side: styles.SideStyle) -> Rule:
    """Return how a claim about a region is drawn: never filled, as a hundred of them over each other would hide everything."""
    conditions = (Condition("source_side", "=", side.side), Condition("geo_precision", "=", REGIONAL))
    label, size = ("Region, not a point", "region_pin") if layer.style == "pins" else ("Region", "region_line")
    return Rule(side.label, label, conditions, side.color, styles.modality_style("possible"), styles.size(size), 0.0, "stroke")


def _place_rules() -> tuple[Rule, ...]:
    solid = styles.modality_style("asserted")
    rules = []
    for code in code_lists()["agreement"].values:
        state = styles.agreement_style(code)
        halves = styles.family_colour("grey") if state.split else None
        rules.append(
            Rule("", state.label, (Condition("agreement", "=", code),), state.color, solid, styles.size("place"), 1.0, None, halves)
        )
    quiet = Rule("", "Named only", (Condition("agreement", "null"),), styles.family_colour("grey"), solid, styles.size("mention"), 1.0)
    return (*rules, quiet)


def _mention_rule() -> Rule:
    return Rule("", "Mention", (), styles.family_colour("grey"), styles.modality_style("asserted"), styles.size("mention"), 1.0)
