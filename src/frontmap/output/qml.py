"""Writes a layer's style as QML, which QGIS (3.16 and later) applies when it opens the layer.

Every measure is in millimetres, QGIS's own unit. Tests load the result in QGIS itself, where it is installed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from frontmap.layers.schema import Column, Layer
from frontmap.layers.symbology import Condition, Rule, drawing_rules

VERSION = "3.16.0"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
MM_PER_PX = 25.4 / 96
_LABEL_SCALE = 3_000_000
"""Names are shown at this scale and larger ones, 1 : n."""
_ARROWHEAD_PX = 11.0


def qml_from_layer(layer: Layer, families: Mapping[str, str]) -> str:
    """Return the style of a layer whose sides have these colour families: symbols, labels, aliases, code lists, tips and time."""
    root = Element("qgis", {"version": VERSION} | style_attributes(layer))
    add_style(root, layer, families)
    ElementTree.indent(root, " ")
    return DOCTYPE + ElementTree.tostring(root, encoding="unicode") + "\n"


def style_attributes(layer: Layer) -> dict[str, str]:
    """Return the attributes of an element that holds a layer's style."""
    return {"styleCategories": "AllStyleCategories", "labelsEnabled": str(int(layer.style == "places")), "readOnly": "0"}


def add_style(element: Element, layer: Layer, families: Mapping[str, str]) -> None:
    """Add a layer's style to an element: the root of a style file, or a layer of a project."""
    _add_time(element, layer)
    _add_renderer(element, layer, drawing_rules(layer, families))
    if layer.style == "places":
        _add_labels(element, layer)
    add_fields(element, layer)
    SubElement(element, "mapTip").text = _map_tip(layer)
    SubElement(element, "previewExpression").text = f'"{layer.label}"'
    SubElement(element, "layerGeometryType").text = {"Point": "0", "MultiLineString": "1", "MultiPolygon": "2"}[layer.geometry or ""]


def _add_time(root: Element, layer: Layer) -> None:
    """Tell QGIS's temporal controller which fields hold the days (mode 2: start and end, mode 1: one moment)."""
    if layer.begin and layer.end:
        mode = "1" if layer.begin == layer.end else "2"
        # limitMode 1 counts the last day in.
        SubElement(
            root,
            "temporal",
            enabled="1",
            mode=mode,
            startField=layer.begin,
            endField=layer.end,
            limitMode="1",
            durationUnit="d",
            fixedDuration="0",
        )


# --- rules ----------------------------------------------------------------------------------------------------------------------------


def _add_renderer(root: Element, layer: Layer, rules: Sequence[Rule]) -> None:
    parent = root
    if layer.style == "pins":
        # Claims at one place stand in rings around it, so that the last one drawn does not hide the others.
        spread = {"type": "pointDisplacement", "placement": "1", "tolerance": "0.5", "toleranceUnit": "MM", "circleWidth": "0"}
        spread |= {"circleColor": "125,125,125,0", "labelAttributeName": "", "circleRadiusAddition": "0"}
        parent = SubElement(root, "renderer-v2", spread)
        SubElement(parent, "labelFontProperties", description="Sans Serif,8,-1,5,50,0,0,0,0,0", style="")
    renderer = SubElement(parent, "renderer-v2", type="RuleRenderer", symbollevels="0", enableorderby="0", forceraster="0")
    top = SubElement(renderer, "rules", key="{0}")
    symbols = Element("symbols")
    groups: dict[str, Element] = {}
    for number, rule in enumerate(rules):
        _add_rule(_group(top, groups, rule.group), number, rule)
        _add_symbol(symbols, str(number), layer, rule)
    renderer.append(symbols)
    if parent is not root:
        _add_centre(parent)


def _group(top: Element, groups: dict[str, Element], name: str) -> Element:
    """Return the rule that holds a group of rules, made when first asked for."""
    if name and name not in groups:
        groups[name] = SubElement(top, "rule", key=f"{{g{len(groups)}}}", label=name)
    return groups.get(name, top)


def _add_rule(parent: Element, number: int, rule: Rule) -> None:
    SubElement(parent, "rule", key=f"{{{number + 1}}}", symbol=str(number), label=rule.label, filter=qgis_filter(rule.conditions))


def _add_centre(renderer: Element) -> None:
    """Add the mark in the middle of a ring: none that shows."""
    symbol = SubElement(renderer, "symbol", type="marker", name="centerSymbol", alpha="0", clip_to_extent="1", force_rhr="0")
    _add_layer(symbol, "SimpleMarker", {"name": "circle", "size": "0.1", "size_unit": "MM"})


def qgis_filter(conditions: Sequence[Condition]) -> str:
    """Return conditions as a QGIS expression.

    >>> qgis_filter([Condition("source_side", "=", "o'side")])
    '"source_side" = \\'o\\'\\'side\\''
    """
    return " AND ".join(_comparison(condition) for condition in conditions)


def _comparison(condition: Condition) -> str:
    if condition.operator == "null":
        return f'"{condition.column}" IS NULL'
    value = condition.value
    text = str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
    return f'"{condition.column}" {condition.operator} {text}'


# --- symbols --------------------------------------------------------------------------------------------------------------------------


def _add_symbol(symbols: Element, name: str, layer: Layer, rule: Rule) -> None:
    kind = {"Point": "marker", "MultiLineString": "line", "MultiPolygon": "fill"}[layer.geometry or ""]
    symbol = SubElement(symbols, "symbol", type=kind, name=name, alpha=str(rule.pattern.opacity), clip_to_extent="1", force_rhr="0")
    {"marker": _add_marker, "line": _add_arrow, "fill": _add_fill}[kind](symbol, rule)


def _add_marker(symbol: Element, rule: Rule) -> None:
    filled = rule.fill_opacity > 0
    outline = "#ffffff" if filled and not rule.pattern.dash else rule.color
    properties = {
        "name": "circle",
        "color": rgba(rule.color, rule.fill_opacity),
        "outline_color": rgba(outline),
        "outline_style": pen_style(rule),
    }
    properties |= {"size": mm(rule.size), "outline_width": mm(0.8 if filled else 1.6), "size_unit": "MM", "outline_width_unit": "MM"}
    own = {}
    if rule.color_column:
        own["fillColor"] = f"set_color_part(\"{rule.color_column}\", 'alpha', {round(255 * rule.fill_opacity)})"
        if outline == rule.color:
            own["outlineColor"] = f'"{rule.color_column}"'
    _add_layer(symbol, "SimpleMarker", properties, own)
    if rule.split:
        half = {"name": "semi_circle", "color": rgba(rule.split), "outline_color": rgba("#ffffff"), "outline_style": "no"}
        _add_layer(symbol, "SimpleMarker", half | {"size": mm(rule.size), "size_unit": "MM", "angle": "90"})
    if rule.pattern.cross:
        cross = {"name": "cross2", "color": rgba(rule.color), "outline_color": rgba(rule.color), "outline_width": mm(1.6)}
        _add_layer(
            symbol, "SimpleMarker", cross | {"size": mm(rule.size * 0.7), "size_unit": "MM"}, {"outlineColor": f'"{rule.color_column}"'}
        )


def _add_fill(symbol: Element, rule: Rule) -> None:
    brush = "diagonal_x" if rule.pattern.cross else "solid" if rule.fill_opacity else "no"
    opacity = 0.5 if rule.pattern.cross else rule.fill_opacity
    properties = {"color": rgba(rule.color, opacity), "outline_color": rgba(rule.color), "outline_style": pen_style(rule), "style": brush}
    own = {
        "outlineColor": f'"{rule.color_column}"',
        "fillColor": f"set_color_part(\"{rule.color_column}\", 'alpha', {round(255 * opacity)})",
    }
    _add_layer(symbol, "SimpleFill", properties | {"outline_width": mm(rule.size), "outline_width_unit": "MM"}, own)


def _add_arrow(symbol: Element, rule: Rule) -> None:
    dash = ";".join(mm(length * rule.size / 2) for length in rule.pattern.dash)
    properties = {
        "line_color": rgba(rule.color),
        "line_width": mm(rule.size),
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "flat",
    }
    properties |= {"joinstyle": "round", "use_custom_dash": str(int(bool(dash))), "customdash": dash or "5;2", "customdash_unit": "MM"}
    own = {"outlineColor": f'"{rule.color_column}"'}
    _add_layer(symbol, "SimpleLine", properties, own)
    head = f"CASE WHEN \"kind\" = 'encirclement' THEN 0 ELSE {mm(_ARROWHEAD_PX)} END"
    _add_marker_line(symbol, rule, "lastvertex", {"size": head}, "filled_arrowhead")
    # The bearing of an arc points inward: an arrow at its middle, turned from east, where the head points, to that bearing.
    inward = f'CASE WHEN "kind" = \'encirclement\' AND "bearing_deg" IS NOT NULL THEN {mm(_ARROWHEAD_PX)} ELSE 0 END'
    _add_marker_line(symbol, rule, "centralpoint", {"size": inward, "angle": '"bearing_deg" - 90'}, "filled_arrowhead")
    if rule.pattern.cross:
        _add_marker_line(symbol, rule, "centralpoint", {}, "cross2")


def _add_marker_line(symbol: Element, rule: Rule, placement: str, own: dict[str, str], shape: str) -> None:
    turned = "0" if "angle" in own else "1"
    line = _add_layer(symbol, "MarkerLine", {"placement": placement, "rotate": turned})
    marker = SubElement(
        line, "symbol", type="marker", name=f"@{symbol.get('name')}@{len(symbol) - 1}", alpha="1", clip_to_extent="1", force_rhr="0"
    )
    properties = {
        "name": shape,
        "color": rgba(rule.color),
        "outline_color": rgba(rule.color),
        "outline_width": mm(1.6 if shape == "cross2" else 0),
    }
    colour = f'"{rule.color_column}"'
    _add_layer(
        marker,
        "SimpleMarker",
        properties | {"size": mm(_ARROWHEAD_PX), "size_unit": "MM"},
        own | {"fillColor": colour, "outlineColor": colour},
    )


def _add_layer(symbol: Element, kind: str, properties: dict[str, str], own: dict[str, str] | None = None) -> Element:
    """Add a symbol layer. ``own`` gives properties that an expression computes for each row."""
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    for key, value in properties.items():
        SubElement(layer, "prop", k=key, v=value)
    if own:
        collection = SubElement(SubElement(layer, "data_defined_properties"), "Option", type="Map")
        SubElement(collection, "Option", name="name", type="QString", value="")
        listed = SubElement(collection, "Option", name="properties", type="Map")
        for key, expression in own.items():
            entry = SubElement(listed, "Option", name=key, type="Map")
            SubElement(entry, "Option", name="active", type="bool", value="true")
            SubElement(entry, "Option", name="expression", type="QString", value=expression)
            SubElement(entry, "Option", name="type", type="int", value="3")
        SubElement(collection, "Option", name="type", type="QString", value="collection")
    return layer


def pen_style(rule: Rule) -> str:
    """Return the pen of an outline."""
    if not rule.pattern.dash:
        return "solid"
    return "dash" if rule.pattern.dash[0] > 1 else "dot"


def rgba(color: str, opacity: float = 1.0) -> str:
    """Return ``#rrggbb`` as QGIS writes colours.

    >>> rgba("#d1481c", 0.5)
    '209,72,28,128'
    """
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def mm(px: float) -> str:
    """Return a length in px as millimetres."""
    return f"{px * MM_PER_PX:.2f}"


# --- labels and fields ----------------------------------------------------------------------------------------------------------------


def _add_labels(root: Element, layer: Layer) -> None:
    settings = SubElement(SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    text = {"fieldName": layer.label or "", "isExpression": "0", "fontFamily": "Sans Serif", "fontSize": "8.5", "fontSizeUnit": "Point"}
    text |= {"fontWeight": "50", "textColor": "46,52,64,255", "textOpacity": "1", "multilineHeight": "1", "namedStyle": "Regular"}
    style = SubElement(settings, "text-style", text)
    SubElement(
        style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM", bufferColor="255,255,255,230", bufferOpacity="1"
    )
    SubElement(
        settings, "placement", placement="6", dist="1", distUnits="MM", priority="5", predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR"
    )
    # A place with many claims keeps its name where there is room for one only.
    scale = {
        "scaleVisibility": "1",
        "scaleMin": "1",
        "scaleMax": str(_LABEL_SCALE),
        "drawLabels": "1",
        "obstacle": "1",
        "obstacleType": "1",
    }
    SubElement(settings, "rendering", scale)
    options = SubElement(SubElement(settings, "dd_properties"), "Option", type="Map")
    SubElement(options, "Option", name="name", type="QString", value="")
    listed = SubElement(options, "Option", name="properties", type="Map")
    priority = SubElement(listed, "Option", name="Priority", type="Map")
    SubElement(priority, "Option", name="active", type="bool", value="true")
    SubElement(priority, "Option", name="expression", type="QString", value='min(10, 1 + "claims")')
    SubElement(priority, "Option", name="type", type="int", value="3")
    SubElement(options, "Option", name="type", type="QString", value="collection")


def add_fields(root: Element, layer: Layer) -> None:
    """Add what QGIS calls the columns, how it shows their codes, and which it hides."""
    fields, aliases, table = (SubElement(root, name) for name in ("fieldConfiguration", "aliases", "attributetableconfig"))
    columns = SubElement(table, "columns")
    for number, column in enumerate(layer.columns):
        widget = SubElement(SubElement(fields, "field", name=column.name), "editWidget", type=_widget(column))
        _add_widget_options(SubElement(widget, "config"), column)
        SubElement(aliases, "alias", field=column.name, index=str(number), name=column.alias)
        SubElement(columns, "column", type="field", name=column.name, hidden=str(int(column.style)), width="-1")


def _widget(column: Column) -> str:
    if column.codes and not column.codes.open:
        return "ValueMap"
    return {"date": "DateTime", "boolean": "CheckBox"}.get(column.type, "TextEdit")


def _add_widget_options(config: Element, column: Column) -> None:
    options = SubElement(config, "Option", type="Map")
    if column.codes and not column.codes.open:
        choices = SubElement(options, "Option", name="map", type="List")
        for code, meaning in column.codes.values.items():
            SubElement(SubElement(choices, "Option", type="Map"), "Option", name=f"{code}: {meaning}", type="QString", value=code)


def _map_tip(layer: Layer) -> str:
    """Return the HTML that QGIS shows over a feature. Values are escaped: texts of reports are not to be run."""
    shown = [
        name
        for name in ("source", "type", "modality", "date", "quote", "kind", "toward", "names", "agreement", "surface", "document_id")
        if name in layer.names
    ]
    lines = [
        f"{layer[name].alias}: [% replace(replace(to_string(coalesce(\"{name}\", '')), '&', '&amp;'), '<', '&lt;') %]" for name in shown
    ]
    return "<br>".join([f"<b>[% replace(replace(to_string(coalesce(\"{layer.label}\", '')), '&', '&amp;'), '<', '&lt;') %]</b>", *lines])
