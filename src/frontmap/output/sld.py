"""Writes a layer's style as SLD 1.1 / Symbology Encoding 1.1 (OGC 05-078r4, 05-077r4), for GeoServer, MapServer and others.

Rules have their side's colour: expressions in colours, which QML uses for the shade of each source, are not portable.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from frontmap.layers.schema import Layer
from frontmap.layers.symbology import Condition, Rule, drawing_rules

_HEAD = {
    "version": "1.1.0",
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "xmlns:se": "http://www.opengis.net/se",
}
_OPERATORS = {"=": "ogc:PropertyIsEqualTo", "<": "ogc:PropertyIsLessThan"}
_ARROWHEAD_PX = 11.0


def sld_from_layer(layer: Layer, families: Mapping[str, str]) -> str:
    """Return the style of a layer whose sides have these colour families."""
    root = Element("StyledLayerDescriptor", _HEAD)
    named = SubElement(root, "NamedLayer")
    SubElement(named, "se:Name").text = layer.name
    user = SubElement(named, "UserStyle")
    SubElement(user, "se:Name").text = layer.name
    rules = SubElement(user, "se:FeatureTypeStyle")
    for rule in drawing_rules(layer, families):
        _add_rule(rules, layer, rule)
    if layer.style == "places":
        _add_label(rules, layer)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_rule(rules: Element, layer: Layer, rule: Rule) -> None:
    element = SubElement(rules, "se:Rule")
    title = f"{rule.group}: {rule.label}" if rule.group else rule.label
    SubElement(element, "se:Name").text = title
    SubElement(SubElement(element, "se:Description"), "se:Title").text = title
    if rule.conditions:
        _add_conditions(SubElement(element, "ogc:Filter"), rule.conditions)
    {"Point": _add_point, "MultiLineString": _add_line, "MultiPolygon": _add_polygon}[layer.geometry or ""](element, rule)


def _add_conditions(parent: Element, conditions: tuple[Condition, ...]) -> None:
    target = SubElement(parent, "ogc:And") if len(conditions) > 1 else parent
    for condition in conditions:
        test = SubElement(target, "ogc:PropertyIsNull" if condition.operator == "null" else _OPERATORS[condition.operator])
        SubElement(test, "ogc:PropertyName").text = condition.column
        if condition.value is not None:
            SubElement(test, "ogc:Literal").text = str(condition.value)


def _add_point(element: Element, rule: Rule) -> None:
    line = rule.color if rule.fill_opacity == 0 or rule.pattern.dash else "#ffffff"
    _add_mark(SubElement(element, "se:PointSymbolizer"), rule, "circle", rule.color, line, rule.size)
    if rule.split:
        _add_mark(SubElement(element, "se:PointSymbolizer"), rule, "circle", rule.split, rule.split, rule.size / 2)
    if rule.pattern.cross:
        _add_mark(SubElement(element, "se:PointSymbolizer"), rule, "x", rule.color, rule.color, rule.size * 0.7)


def _add_mark(symbolizer: Element, rule: Rule, shape: str, fill: str, line: str, size: float) -> None:
    graphic = SubElement(symbolizer, "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    SubElement(mark, "se:WellKnownName").text = shape
    if rule.fill_opacity or shape == "x":
        _add_parameters(SubElement(mark, "se:Fill"), {"fill": fill, "fill-opacity": str(rule.fill_opacity or 1)})
    _add_parameters(SubElement(mark, "se:Stroke"), {"stroke": line, "stroke-width": "1.5"} | _dash(rule))
    SubElement(graphic, "se:Opacity").text = str(rule.pattern.opacity)
    SubElement(graphic, "se:Size").text = f"{size:g}"


def _add_polygon(element: Element, rule: Rule) -> None:
    symbolizer = SubElement(element, "se:PolygonSymbolizer")
    if rule.fill_opacity:
        _add_parameters(SubElement(symbolizer, "se:Fill"), {"fill": rule.color, "fill-opacity": str(rule.fill_opacity)})
    elif rule.pattern.cross:
        _add_mark(SubElement(SubElement(symbolizer, "se:Fill"), "se:GraphicFill"), rule, "x", rule.color, rule.color, 8)
    _add_stroke(symbolizer, rule)


def _add_line(element: Element, rule: Rule) -> None:
    symbolizer = SubElement(element, "se:LineSymbolizer")
    _add_stroke(symbolizer, rule)
    # The head at the end: a triangle on the last vertex. Arcs of an encirclement have no travel direction and get none.
    head = SubElement(element, "se:PointSymbolizer")
    end = SubElement(SubElement(head, "se:Geometry"), "ogc:Function", name="endPoint")
    SubElement(end, "ogc:PropertyName").text = "geom"
    graphic = SubElement(head, "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    SubElement(mark, "se:WellKnownName").text = "triangle"
    _add_parameters(SubElement(mark, "se:Fill"), {"fill": rule.color})
    SubElement(graphic, "se:Size").text = f"{_ARROWHEAD_PX:g}"
    SubElement(SubElement(graphic, "se:Rotation"), "ogc:PropertyName").text = "bearing_deg"


def _add_stroke(symbolizer: Element, rule: Rule) -> None:
    width = {"stroke": rule.color, "stroke-width": f"{rule.size:g}", "stroke-opacity": str(rule.pattern.opacity)}
    _add_parameters(SubElement(symbolizer, "se:Stroke"), width | _dash(rule))


def _dash(rule: Rule) -> dict[str, str]:
    return {"stroke-dasharray": " ".join(f"{length:g}" for length in rule.pattern.dash)} if rule.pattern.dash else {}


def _add_label(rules: Element, layer: Layer) -> None:
    symbolizer = SubElement(SubElement(rules, "se:Rule"), "se:TextSymbolizer")
    SubElement(SubElement(symbolizer, "se:Label"), "ogc:PropertyName").text = layer.label
    _add_parameters(SubElement(symbolizer, "se:Font"), {"font-family": "Sans Serif", "font-size": "11"})
    halo = SubElement(symbolizer, "se:Halo")
    SubElement(halo, "se:Radius").text = "1"
    _add_parameters(SubElement(halo, "se:Fill"), {"fill": "#ffffff"})
    _add_parameters(SubElement(symbolizer, "se:Fill"), {"fill": "#2e3440"})


def _add_parameters(element: Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        SubElement(element, "se:SvgParameter", name=name).text = value
