"""Writes layers as KML 2.2 (OGC 07-147r2) for Google Earth: folders, shared styles, time spans, every column as data.

Written by hand: GDAL's LIBKML driver crashes on styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

import geopandas
import shapely

from frontmap.layers import schema
from frontmap.layers.schema import Layer
from frontmap.output.geojson import date_strings, plain_values
from frontmap.output.geopackage import Tables

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow, even escaped: control characters."""
_FOLDERS = ("claims", "movements", "areas", "places")
"""Mentions would cover all the rest."""


def kml_from_layers(layers: Tables, title: str = "frontmap") -> bytes:
    """Return the layers with a geometry, but mentions, as one document."""
    drawn = [(schema.layer(name), layers[name]) for name in _FOLDERS if name in layers]
    styles = dict.fromkeys(style for layer, frame in drawn for style in _row_styles(layer, frame))
    names = {style: f"s{number}" for number, style in enumerate(styles)}
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{text(title)}</name>",
    ]
    parts += [f'<Style id="{name}">{style}</Style>' for style, name in names.items()]
    for layer, frame in drawn:
        shown = 0 if layer.name == "areas" else 1  # areas lie over each other, so the reader switches them on
        parts.append(f"<Folder><name>{text(layer.title)}</name><visibility>{shown}</visibility>")
        parts += _placemarks(layer, frame, [names[style] for style in _row_styles(layer, frame)])
        parts.append("</Folder>")
    return "\n".join([*parts, "</Document></kml>\n"]).encode()


def text(value: str) -> str:
    """Escape a text for XML; what XML cannot hold becomes U+FFFD."""
    return escape(_ILLEGAL.sub("\ufffd", value))


def _row_styles(layer: Layer, frame: geopandas.GeoDataFrame) -> list[str]:
    """Return each row's style."""
    if layer.geometry == "Point":
        return [_icon_style(color, size) for color, size in zip(frame["marker-color"], frame["marker-size"], strict=True)]
    columns = ["stroke", "stroke-width", "stroke-opacity"]
    lines = [_line_style(*row) for row in frame[columns].itertuples(index=False, name=None)]
    if layer.geometry == "MultiLineString":
        return lines
    fills = frame[["fill", "fill-opacity"]].itertuples(index=False, name=None)
    return [line + f"<PolyStyle><color>{kml_color(*fill)}</color></PolyStyle>" for line, fill in zip(lines, fills, strict=True)]


def _icon_style(color: str, size: str) -> str:
    scale = 0.5 if size == "small" else 0.9
    return f"<IconStyle><color>{kml_color(color, 1)}</color><scale>{scale}</scale></IconStyle><LabelStyle><scale>0.7</scale></LabelStyle>"


def _line_style(color: str, width: float, opacity: float) -> str:
    return f"<LineStyle><color>{kml_color(color, opacity)}</color><width>{width:g}</width></LineStyle>"


def kml_color(color: str, opacity: float) -> str:
    """Return ``#rrggbb`` as KML writes colours: aabbggrr.

    >>> kml_color("#d1481c", 1)
    'ff1c48d1'
    """
    return f"{round(255 * opacity):02x}{color[5:7]}{color[3:5]}{color[1:3]}"


def _placemarks(layer: Layer, frame: geopandas.GeoDataFrame, styles: list[str]) -> Iterator[str]:
    names = _cells(layer, frame, layer.label or layer.key)
    columns = [_data(column.name, _cells(layer, frame, column.name)) for column in layer.columns if not column.style]
    rows = zip(names, _time_spans(layer, frame), styles, map("".join, zip(*columns, strict=True)), _shapes(layer, frame), strict=True)
    for name, time, style, data, shape in rows:
        head = f"<Placemark><name>{name}</name>{time}<styleUrl>#{style}</styleUrl>"
        yield f"{head}<ExtendedData>{data}</ExtendedData>{shape}</Placemark>"


def _data(column: str, cells: list[str]) -> list[str]:
    head = f"<Data name={quoteattr(column)}><value>"
    return [f"{head}{cell}</value></Data>" if cell else "" for cell in cells]


def _cells(layer: Layer, frame: geopandas.GeoDataFrame, name: str) -> list[str]:
    """Return a column as escaped texts, each distinct one escaped once."""
    if layer[name].type == "date":
        return ["" if day == "NaT" else day for day in date_strings(frame[name])]
    values = plain_values(frame[name])
    known = {value: "" if value is None else text(str(value)) for value in set(values)}
    return [known[value] for value in values]


def _time_spans(layer: Layer, frame: geopandas.GeoDataFrame) -> list[str]:
    if not (layer.begin and layer.end):
        return [""] * len(frame)
    return [_time_span(first, last) for first, last in zip(date_strings(frame[layer.begin]), date_strings(frame[layer.end]), strict=True)]


def _time_span(first: str, last: str) -> str:
    begin = "" if first == "NaT" else f"<begin>{first}</begin>"
    end = "" if last == "NaT" else f"<end>{last}</end>"
    return f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""


def _shapes(layer: Layer, frame: geopandas.GeoDataFrame) -> list[str]:
    """Return each row's geometry. GEOS writes the numbers, many times faster than Python can."""
    texts = shapely.to_wkt(frame.geometry.to_numpy(), rounding_precision=6).tolist() if len(frame) else []
    make = {"Point": _point, "MultiLineString": _lines, "MultiPolygon": _polygons}[layer.geometry or ""]
    return [make(wkt) for wkt in texts]


def _coordinates(wkt: str) -> str:
    """Return ``30 45, 31 46`` as ``<coordinates>30,45 31,46</coordinates>``."""
    pairs = wkt.replace(", ", "|").replace(" ", ",").replace("|", " ")
    return f"<coordinates>{pairs}</coordinates>"


def _point(wkt: str) -> str:
    return f"<Point>{_coordinates(wkt[len('POINT (') : -1])}</Point>"


def _lines(wkt: str) -> str:
    lines = wkt[len("MULTILINESTRING ((") : -2].split("), (")
    parts = (f"<LineString><tessellate>1</tessellate>{_coordinates(line)}</LineString>" for line in lines)
    return f"<MultiGeometry>{''.join(parts)}</MultiGeometry>"


def _polygons(wkt: str) -> str:
    return f"<MultiGeometry>{''.join(map(_polygon, wkt[len('MULTIPOLYGON (((') : -3].split(')), ((')))}</MultiGeometry>"


def _polygon(rings: str) -> str:
    outer, *holes = (f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in rings.split("), ("))
    inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><tessellate>1</tessellate><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"
