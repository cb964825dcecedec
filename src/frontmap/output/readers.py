"""Reads back what frontmap wrote, as typed frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import geopandas
import pandas
import pyogrio
import shapely

from frontmap.errors import InputError
from frontmap.layers import schema
from frontmap.layers.frames import CRS, DTYPES
from frontmap.layers.schema import Column, Layer
from frontmap.output.files import GEOPACKAGE
from frontmap.output.tables import plain_text

Frame: TypeAlias = "geopandas.GeoDataFrame | pandas.DataFrame"


def read_layers(path: Path | str) -> dict[str, Frame]:
    """Read the layers and tables of a folder that ``frontmap build`` wrote, or of its ``frontmap.gpkg``.

    Columns have the types of their definitions: text as ``str``, days as ``datetime64[s]``, whole numbers as ``Int64``.

    Raises
    ------
    InputError
        There is nothing of the kind, or it lacks columns that its definition has.
    """
    path = Path(path)
    package = path / GEOPACKAGE if path.is_dir() else path
    if not package.is_file():
        raise InputError(f"{package}: no such file; expected a folder that `frontmap build` wrote, or its {GEOPACKAGE}")
    layers = _read_package(package)
    table = path / schema.layer("claims_table").file
    if path.is_dir() and table.is_file():
        layers["claims_table"] = _read_table(schema.layer("claims_table"), table)
    return {name: layers[name] for name in schema.LAYERS + schema.TABLES if name in layers}


def _read_package(path: Path) -> dict[str, Frame]:
    try:
        present = {name for name, _ in pyogrio.list_layers(path)}
        return {layer.name: _read_layer(layer, path) for layer in schema.layers() if layer.name in present}
    except pyogrio.errors.DataSourceError as error:
        raise InputError(f"{path}: cannot be read as a GeoPackage ({error})") from error


def _read_layer(layer: Layer, path: Path) -> Frame:
    meta, _, shapes, arrays = pyogrio.raw.read(path, layer=layer.name, read_geometry=layer.geometry is not None)
    found = dict(zip(meta["fields"], arrays, strict=True))
    _check_columns(layer, set(found), path)
    frame = pandas.DataFrame({column.name: _series(found[column.name], column) for column in layer.columns})
    return frame if layer.geometry is None else geopandas.GeoDataFrame(frame, geometry=shapely.from_wkb(shapes), crs=CRS)


def _series(array: Any, column: Column) -> pandas.Series:
    """Return a column of GDAL's with the type of its definition. GDAL gives whole numbers with gaps as numbers with NaN."""
    if column.type == "date":
        return pandas.Series(array.astype("datetime64[s]"))
    return pandas.Series(array).astype(DTYPES[column.type])


def _read_table(layer: Layer, path: Path) -> Frame:
    rows = pandas.read_csv(path, dtype="str", na_values=[""], keep_default_na=False, encoding="utf-8")
    _check_columns(layer, set(rows.columns), path)
    return pandas.DataFrame({column.name: _parsed(rows[column.name], column) for column in layer.columns})


def _parsed(cells: pandas.Series, column: Column) -> pandas.Series:
    """Return a column of texts with the type of its definition."""
    if column.type == "text":
        guarded = cells.str.startswith("'").fillna(value=False).astype(bool)
        return cells.mask(guarded, cells[guarded].map(plain_text)) if guarded.any() else cells
    if column.type == "date":
        return pandas.Series(cells.fillna("NaT").to_numpy(dtype="datetime64[s]"))
    if column.type == "boolean":
        return cells == "true"
    return pandas.to_numeric(cells).astype(DTYPES[column.type])


def _check_columns(layer: Layer, found: set[str], path: Path) -> None:
    if missing := [name for name in layer.names if name not in found]:
        raise InputError(f"{path}: {layer.name} lacks the columns {', '.join(missing)}; was it written by another version of frontmap?")
