"""Checks that frames hold what their definitions in layers/*.toml say, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas
import pandas
import shapely

from frontmap.errors import DataError
from frontmap.layers import schema
from frontmap.layers.schema import Column, Layer

Tables = Mapping[str, geopandas.GeoDataFrame | pandas.DataFrame]


def validate(tables: Tables) -> None:
    """Check every layer and table.

    Raises
    ------
    DataError
        A frame breaks its definition; the first break is named with its row.
    """
    for name, frame in tables.items():
        for problem in problems(schema.layer(name), frame):
            raise DataError(f"layer {name}: {problem}")


def problems(layer: Layer, frame: geopandas.GeoDataFrame | pandas.DataFrame) -> Iterator[str]:
    """Yield what is wrong with a frame, a sentence each."""
    names = [str(name) for name in frame.columns if not (layer.geometry and name == frame.geometry.name)]
    if names != list(layer.names):
        yield f"columns are {', '.join(names)}; expected {', '.join(layer.names)}"
        return
    for column in layer.columns:
        yield from _column_problems(column, frame[column.name], frame[layer.key])
    if frame[layer.key].duplicated().any():
        yield f"{layer.key} {frame.loc[frame[layer.key].duplicated(), layer.key].iloc[0]!r} stands twice"
    if layer.geometry:
        yield from _geometry_problems(layer, frame)


def _column_problems(column: Column, values: pandas.Series, keys: pandas.Series) -> Iterator[str]:
    missing = values.isna()
    if column.required and missing.any():
        yield f"{column.name} is empty in row {keys[missing].iloc[0]!r}, but is required"
    if column.codes and not column.codes.open:
        unknown = ~missing & ~values.astype("str").isin(list(column.codes.values))
        if unknown.any():
            yield f"{column.name} is {values[unknown].iloc[0]!r} in row {keys[unknown].iloc[0]!r}; codes: {', '.join(column.codes.values)}"
    for bound, outside in ((column.minimum, values.lt), (column.maximum, values.gt)):
        if bound is not None and (wrong := outside(bound).fillna(value=False).astype(bool)).any():
            yield f"{column.name} is {values[wrong].iloc[0]!r} in row {keys[wrong].iloc[0]!r}, outside {column.minimum}..{column.maximum}"


def _geometry_problems(layer: Layer, frame: geopandas.GeoDataFrame) -> Iterator[str]:
    shapes: Any = frame.geometry.to_numpy()
    if not len(shapes):
        return
    kinds = set(frame.geom_type.unique())
    if kinds != {layer.geometry}:
        yield f"geometry is {', '.join(sorted(map(str, kinds)))}; expected {layer.geometry} alone"
        return
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        yield f"geometry is in {frame.crs}; expected EPSG:4326"
    west, south, east, north = shapely.total_bounds(shapes)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        yield f"geometry reaches {west}, {south}, {east}, {north}: outside longitude -180..180, latitude -90..90"
    distinct = list({id(shape): shape for shape in shapes}.values())  # claims of one place and relation share a shape
    if layer.geometry == "MultiPolygon" and not shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(distinct))).all():
        yield "an outer ring runs clockwise; RFC 7946 wants it counter-clockwise"
    if not shapely.is_valid(distinct).all():
        yield f"the geometry of {frame.loc[~shapely.is_valid(shapes), layer.key].iloc[0]!r} crosses itself"
