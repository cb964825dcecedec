"""Writes a QGIS project that opens the GeoPackage beside it: layers in order and styled, tables, relations, and time.

A style alone cannot switch on QGIS's temporal controller nor relate layers; a project can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from frontmap.layers.schema import Column, Layer
from frontmap.output.qml import DOCTYPE, VERSION, add_fields, add_style, style_attributes

_GEOMETRIES = {"Point": "Point", "MultiLineString": "Line", "MultiPolygon": "Polygon"}
_DRAW_ORDER = ("places", "claims", "movements", "areas", "mentions")
"""From top to bottom; names lie over everything."""
_HIDDEN = ("mentions",)
"""Layers that are switched off when the project opens."""
Box = tuple[float, float, float, float]


def project_from_layers(layers: Sequence[Layer], families: Mapping[str, str], package: str, extent: Box | None) -> str:
    """Return a project of these layers.

    Parameters
    ----------
    families
        The colour family of each side that the layers show.
    package
        File name of the GeoPackage, in the project's own folder.
    extent
        West, south, east, north of what to show first. None: nothing has a place.
    """
    drawn = sorted((layer for layer in layers if layer.geometry), key=lambda layer: _DRAW_ORDER.index(layer.name))
    ordered = [*drawn, *(layer for layer in layers if not layer.geometry)]
    root = Element("qgis", version=VERSION, projectname="frontmap")
    SubElement(root, "title").text = "frontmap"
    _add_crs(SubElement(root, "projectCrs"))
    _add_tree(root, ordered, package)
    _add_canvas(root, extent)
    _add_relations(root, ordered)
    listed = SubElement(root, "projectlayers")
    for layer in ordered:
        _add_layer(listed, layer, families, package)
    paths = SubElement(SubElement(root, "properties"), "Paths")
    SubElement(paths, "Absolute", type="bool").text = "false"
    ElementTree.indent(root, " ")
    return DOCTYPE + ElementTree.tostring(root, encoding="unicode") + "\n"


def _source(layer: Layer, package: str) -> str:
    return f"./{package}|layername={layer.name}"


def _id(name: str) -> str:
    """Return a layer's id in the project; QGIS replaces ids of ten characters or fewer by random ones."""
    return f"frontmap_{name}"


def _add_crs(parent: Element) -> None:
    system = SubElement(parent, "spatialrefsys")
    for name, value in (("srid", "4326"), ("authid", "EPSG:4326"), ("description", "WGS 84"), ("geographicflag", "true")):
        SubElement(system, name).text = value


def _add_tree(root: Element, layers: Sequence[Layer], package: str) -> None:
    tree = SubElement(root, "layer-tree-group")
    tables = Element("layer-tree-group", name="Tables", checked="Qt::Checked", expanded="0")
    for layer in layers:
        shown = "Qt::Unchecked" if layer.name in _HIDDEN else "Qt::Checked"
        entry = {"id": _id(layer.name), "name": layer.title, "source": _source(layer, package), "providerKey": "ogr", "checked": shown}
        SubElement(tree if layer.geometry else tables, "layer-tree-layer", entry, expanded=str(int(layer.name == "claims")))
    tree.append(tables)


def _add_canvas(root: Element, extent: Box | None) -> None:
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas")
    SubElement(canvas, "units").text = "degrees"
    box = SubElement(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), extent or (-180, -90, 180, 90), strict=True):
        SubElement(box, name).text = repr(float(value))
    _add_crs(SubElement(canvas, "destinationsrs"))


def _add_relations(root: Element, layers: Sequence[Layer]) -> None:
    listed = SubElement(root, "relations")
    names = {layer.name for layer in layers}
    for layer, column, (target, key) in _references(layers):
        if target in names:
            about = {"id": f"{layer.name}_{column.name}", "name": f"{layer.title} by {column.alias}", "strength": "Association"}
            relation = SubElement(listed, "relation", about, referencingLayer=_id(layer.name), referencedLayer=_id(target))
            SubElement(relation, "fieldRef", referencingField=column.name, referencedField=key)


def _references(layers: Sequence[Layer]) -> Iterator[tuple[Layer, Column, tuple[str, str]]]:
    for layer in layers:
        for column in layer.columns:
            if column.references and not column.list:
                yield layer, column, column.references


def _add_layer(listed: Element, layer: Layer, families: Mapping[str, str], package: str) -> None:
    kind = _GEOMETRIES[layer.geometry] if layer.geometry else "No geometry"
    element = SubElement(listed, "maplayer", {"type": "vector", "geometry": kind} | style_attributes(layer))
    about = {"id": _id(layer.name), "datasource": _source(layer, package), "layername": layer.title, "abstract": layer.abstract}
    for name, value in about.items():
        SubElement(element, name).text = value
    if layer.geometry:
        _add_crs(SubElement(element, "srs"))
    SubElement(element, "provider", encoding="UTF-8").text = "ogr"
    if layer.geometry:
        add_style(element, layer, families)
    else:
        add_fields(element, layer)
