"""Writes layers in the formats that GIS programs and analysts ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy
import pandas
import pyogrio
import shapely

from frontmap.errors import OutputError, UsageError
from frontmap.layers import schema
from frontmap.layers.schema import Layer
from frontmap.layers.validate import validate
from frontmap.model import Notice
from frontmap.output.crosswalk import crosswalk
from frontmap.output.geojson import geojson_from_layer
from frontmap.output.geopackage import Tables, side_families, write_geopackage
from frontmap.output.kml import kml_from_layers
from frontmap.output.qml import qml_from_layer
from frontmap.output.shapefile import shapefile_from_layer
from frontmap.output.staging import Write, write_bytes, write_files
from frontmap.output.tables import csv_from_frame

_SUFFIXES = {"gpkg": ".gpkg", "kml": ".kml", "geojson": ".geojson", "fgb": ".fgb", "geoparquet": ".parquet", "csv": ".csv", "shp": ".shp"}
FORMATS = tuple(_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote, and what the format could not hold."""

    files: tuple[Path, ...]
    notices: tuple[Notice, ...] = ()


def export_layers(layers: Tables, target: Path, kind: str) -> Exported:
    """Write layers in a format.

    Parameters
    ----------
    target
        ``gpkg`` and ``kml`` make one file of that name. The other formats make one file a layer: in the folder ``target``; a target that
        ends in the format's suffix (``claims.fgb``) takes the layer of that name alone, or claims where no layer has it.
    kind
        One of ``FORMATS``.

    Raises
    ------
    OutputError
        It cannot be written, or needs a package that is not installed; older files are left whole.
    """
    if kind not in FORMATS:
        raise UsageError(f"--format {kind}: expected one of {', '.join(FORMATS)}")
    validate(layers)
    folder, files, notices = _plan(layers, target, kind)
    return Exported(write_files(folder, files), tuple(notices))


def export_crosswalk(layers: Tables, target: Path, scheme: str) -> Exported:
    """Write the placed claims as a CSV file in the columns of ``acled``, ``plover`` or ``viina``."""
    frame, notices = crosswalk(layers, scheme)
    return Exported(write_files(target.parent, {target.name: write_bytes(csv_from_frame(frame))}), notices)


def _plan(layers: Tables, target: Path, kind: str) -> tuple[Path, dict[str, Write], list[Notice]]:
    """Return the folder, a writer for each file in it, and what the format cannot hold."""
    if kind == "gpkg":
        packed = {name: frame for name, frame in layers.items() if name != "claims_table"}
        return target.parent, {target.name: lambda path: write_geopackage(path, packed)}, []
    if kind == "kml":
        return target.parent, {target.name: write_bytes(kml_from_layers(layers))}, _left_out(layers, kind)
    single = target.suffix == _SUFFIXES[kind]
    chosen = _chosen(layers, target, kind) if single else _wanted(layers, kind)
    files: dict[str, Write] = {}
    notices: list[Notice] = []
    for name, frame in chosen.items():
        stem = target.stem if single else name
        more, told = _MAKERS[kind](schema.layer(name), frame, stem, layers)
        files |= more
        notices += told
    return (target.parent if single else target), files, notices


def _wanted(layers: Tables, kind: str) -> Tables:
    if kind in ("csv", "geoparquet"):
        return {name: frame for name, frame in layers.items() if not (kind == "csv" and name == "claims" and "claims_table" in layers)}
    return {name: frame for name, frame in layers.items() if schema.layer(name).geometry}


def _chosen(layers: Tables, target: Path, kind: str) -> Tables:
    name = target.stem if target.stem in layers else "claims"
    if name not in _wanted(layers, kind) and kind != "csv":
        raise UsageError(f"{target}: {name} has no geometry, so it cannot be written as {kind}")
    return {name: layers[name]}


def _left_out(layers: Tables, kind: str) -> list[Notice]:
    names = [name for name in layers if name in ("mentions", *schema.TABLES)]
    return [Notice(f"--format {kind}", f"holds no tables and no mentions; left out: {', '.join(names)}")] if names else []


# --- one file a layer ------------------------------------------------------------------------------------------------------------------

Made = tuple[dict[str, Write], list[Notice]]


def _geojson(layer: Layer, frame: geopandas.GeoDataFrame, stem: str, layers: Tables) -> Made:
    style = qml_from_layer(layer, side_families(layers)).encode()
    return {f"{stem}.geojson": write_bytes(geojson_from_layer(frame, layer.key)), f"{stem}.qml": write_bytes(style)}, []


def _csv(layer: Layer, frame: Any, stem: str, _: Tables) -> Made:
    if layer.geometry:
        columns = frame.drop(columns=frame.geometry.name)
        columns["wkt"] = pandas.Series(shapely.to_wkt(frame.geometry.to_numpy(), rounding_precision=6), index=frame.index, dtype="str")
        frame = pandas.DataFrame(columns)
    return {f"{stem}.csv": write_bytes(csv_from_frame(frame))}, []


def _flatgeobuf(layer: Layer, frame: geopandas.GeoDataFrame, stem: str, _: Tables) -> Made:
    def write(path: Path) -> None:
        options = {"SPATIAL_INDEX": "YES" if len(frame) else "NO", "TITLE": layer.title, "DESCRIPTION": layer.abstract}
        pyogrio.write_dataframe(
            gdal_frame(layer, frame), path, layer=layer.name, driver="FlatGeobuf", geometry_type=layer.geometry, **options
        )

    return {f"{stem}.fgb": write}, []


def _geoparquet(layer: Layer, frame: Any, stem: str, _: Tables) -> Made:
    def write(path: Path) -> None:
        try:
            if layer.geometry:
                spatially_sorted(frame).to_parquet(path, index=False, compression="zstd", write_covering_bbox=True, schema_version="1.1.0")
            else:
                frame.to_parquet(path, index=False, compression="zstd")
        except ImportError as error:
            raise OutputError('GeoParquet needs the package pyarrow: pip install "frontmap[parquet]"') from error

    return {f"{stem}.parquet": write}, []


def spatially_sorted(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return rows in the order of a Hilbert curve, so that a reader who wants a box skips most row groups."""
    if len(frame) < 2:
        return frame
    return frame.iloc[numpy.argsort(frame.geometry.hilbert_distance().to_numpy(), kind="stable")]


def gdal_frame(layer: Layer, frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return a frame whose days are dates for GDAL and not moments."""
    days = {column.name: frame[column.name].astype("datetime64[ms]").dt.date for column in layer.columns if column.type == "date"}
    return frame.assign(**days)


def _shapefile(layer: Layer, frame: geopandas.GeoDataFrame, stem: str, _: Tables) -> Made:
    return shapefile_from_layer(layer, frame, stem)


_MAKERS: Mapping[str, Callable[[Layer, Any, str, Tables], Made]] = {
    "geojson": _geojson,
    "csv": _csv,
    "fgb": _flatgeobuf,
    "geoparquet": _geoparquet,
    "shp": _shapefile,
}
