"""Writes a layer as an ESRI Shapefile, and says what that old format made it shorten.

A dBASE column has at most 10 characters of name and 254 bytes of text, and cannot tell false from unknown.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pyogrio

from frontmap.layers.schema import Layer
from frontmap.model import Notice
from frontmap.output.staging import Write, write_bytes
from frontmap.output.tables import csv_from_frame

_NAME_LENGTH, _TEXT_BYTES = 10, 254
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def shapefile_from_layer(layer: Layer, frame: geopandas.GeoDataFrame, stem: str) -> tuple[dict[str, Write], list[Notice]]:
    """Return the files of a Shapefile with a table of its shortened column names, and what was lost."""
    short = short_names(layer.names)
    columns = {short[column.name]: _dbf_values(frame[column.name], column.type) for column in layer.columns}
    notices = _shortened(layer, short, columns)
    made = geopandas.GeoDataFrame(columns, geometry=frame.geometry.to_numpy(), crs=frame.crs)
    for column in layer.columns:
        if column.type == "text":
            made[short[column.name]] = columns[short[column.name]].map(cut_to_bytes, na_action="ignore")
    legend = pandas.DataFrame({"column": list(short), "short": list(short.values())}, dtype="str")
    files = {f"{stem}{suffix}": write_bytes(content) for suffix, content in _parts(made, layer).items()}
    return files | {f"{stem}.columns.csv": write_bytes(csv_from_frame(legend))}, notices


def short_names(names: tuple[str, ...]) -> dict[str, str]:
    """Shorten column names to ten characters, each its own.

    >>> short_names(("place_kind", "source_side", "source_size"))
    {'place_kind': 'place_kind', 'source_side': 'source_sid', 'source_size': 'source_si1'}
    """
    short: dict[str, str] = {}
    for name in names:
        wanted, number = name.replace("-", "_")[:_NAME_LENGTH], 0
        while wanted in short.values():
            number += 1
            wanted = name.replace("-", "_")[: _NAME_LENGTH - len(str(number))] + str(number)
        short[name] = wanted
    return short


def cut_to_bytes(text: str) -> str:
    """Cut a text to what a dBASE cell holds, never inside a character."""
    return text.encode()[:_TEXT_BYTES].decode(errors="ignore")


def _dbf_values(values: pandas.Series, kind: str) -> pandas.Series:
    if kind == "date":
        return values.astype("datetime64[ms]").dt.date
    if kind == "boolean":
        return values.astype("int32")
    return values


def _shortened(layer: Layer, short: dict[str, str], columns: dict[str, Any]) -> list[Notice]:
    renamed = [f"{name} -> {new}" for name, new in short.items() if name != new]
    texts = [columns[short[column.name]] for column in layer.columns if column.type == "text"]
    cut = sum(int((values.dropna().map(lambda text: len(text.encode())) > _TEXT_BYTES).sum()) for values in texts)
    notices = [Notice(f"{layer.name}.shp", f"{len(renamed)} columns renamed: {', '.join(renamed)}")] if renamed else []
    return notices + ([Notice(f"{layer.name}.shp", f"{cut} texts cut to {_TEXT_BYTES} bytes")] if cut else [])


def _parts(frame: geopandas.GeoDataFrame, layer: Layer) -> dict[str, bytes]:
    """Return the files that make up a Shapefile, by suffix."""
    # GDAL writes all parts beside each other under one name, so they are made elsewhere and then put into place like all files.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.shp"
        kind = {"Point": "Point", "MultiLineString": "MultiLineString", "MultiPolygon": "MultiPolygon"}[layer.geometry or ""]
        pyogrio.write_dataframe(
            frame, path, driver="ESRI Shapefile", geometry_type=kind, encoding="UTF-8", DBF_DATE_LAST_UPDATE="2000-01-01"
        )
        return {suffix: path.with_suffix(suffix).read_bytes() for suffix in _PARTS}
