"""Writes a layer as RFC 7946 GeoJSON: fast, and the same bytes for the same rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import geopandas
import numpy
import pandas
import shapely

_encode = json.encoder.encode_basestring
"""A JSON string in which only quotes, backslashes and control characters are escaped."""


def geojson_from_layer(frame: geopandas.GeoDataFrame, key: str) -> bytes:
    """Return a FeatureCollection, one feature a line with the column ``key`` as its id.

    Coordinates are written as they are: WGS 84, longitude first, oriented and rounded by ``layers.frames``.
    """
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    properties = ",".join(_encode(name).replace("%", "%%") + ":%s" for name in names)
    feature = f'{{"type":"Feature","id":%s,"properties":{{{properties}}},"geometry":%s}}'
    shapes = shapely.to_geojson(frame.geometry.to_numpy()).tolist() if len(frame) else []
    rows = zip(json_values(frame[key]), *(json_values(frame[name]) for name in names), shapes, strict=True)
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join([feature % row for row in rows]) + "\n]}\n").encode()


def json_values(series: pandas.Series) -> list[str]:
    """Return a column's values as JSON."""
    kind = series.dtype.kind
    if kind == "M":
        return [f'"{day}"' if day != "NaT" else "null" for day in date_strings(series)]
    if kind == "b":
        return ["true" if value else "false" for value in series.tolist()]
    if kind in "iuf":
        return ["null" if value is None else repr(value) for value in plain_values(series)]
    return ["null" if value is None else _encode(value) for value in plain_values(series)]


def date_strings(series: pandas.Series) -> Sequence[str]:
    """Return a column of days as ISO dates, ``NaT`` where there is none."""
    days: list[str] = numpy.datetime_as_string(series.to_numpy("datetime64[D]")).tolist()
    return days


def plain_values(series: pandas.Series) -> list[Any]:
    """Return a column as Python values, None where there is none."""
    column: Any = series  # pandas-stubs do not know na_value=None
    values: list[Any] = column.to_numpy(dtype=object, na_value=None).tolist()
    return values
