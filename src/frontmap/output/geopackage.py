"""Writes layers and tables as one GeoPackage 1.3 (OGC 12-128r17) with the standard library's SQLite.

Written by hand and not through GDAL, because it also takes keys, foreign keys, aliases, code lists, styles and metadata, and must give
the same bytes for the same rows.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import pandas
import shapely

from frontmap.layers import schema
from frontmap.layers.schema import Column, Layer
from frontmap.output.geojson import date_strings, plain_values
from frontmap.output.gpkgmeta import write_descriptions
from frontmap.output.rtree import fill_rtree

GEOMETRY = "geom"
LAST_CHANGE = "2000-01-01T00:00:00.000Z"
"""Stands where the format wants a time of writing, so that equal rows give equal bytes."""
_APPLICATION_ID, _USER_VERSION = 0x47504B47, 10300
_SQL_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "BOOLEAN", "date": "DATE"}
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],'
    'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
_CORE = f"""
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_USER_VERSION};
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
_RTREE = "http://www.geopackage.org/spec120/#extension_rtree"

Tables = Mapping[str, geopandas.GeoDataFrame | pandas.DataFrame]


def write_geopackage(path: Path, tables: Tables) -> None:
    """Write layers and tables, each with exactly the columns of its definition, into a new file."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 16384;")
        db.executescript(_CORE)
        db.execute("BEGIN")
        _insert(db, "gpkg_spatial_ref_sys", _reference_systems())
        for name, frame in tables.items():
            _write_table(db, schema.layer(name), frame)
        write_descriptions(db, [schema.layer(name) for name in tables], side_families(tables), LAST_CHANGE, GEOMETRY)
        db.execute("COMMIT")


def side_families(tables: Tables) -> dict[str, str]:
    """Return the colour family of each side whose claims the layers show."""
    shown = [frame for frame in tables.values() if {"source_side", "family"} <= set(frame.columns)]
    pairs = [frame[["source_side", "family"]].drop_duplicates() for frame in shown]
    return dict(sorted({(side, family) for pair in pairs for side, family in pair.itertuples(index=False)}))


def _reference_systems() -> Iterable[tuple[Any, ...]]:
    yield "Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinate reference system"
    yield "Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinate reference system"
    yield "WGS 84 geodetic", 4326, "EPSG", 4326, _WGS84, "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid"


def quoted(name: str) -> str:
    """Quote an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]], width: int | None = None) -> None:
    """Insert rows of ``width`` values; None: as many as the first row has."""
    if width is None:
        rows = list(rows)
        width = len(rows[0]) if rows else 1
    db.executemany(f"INSERT INTO {quoted(table)} VALUES ({','.join('?' * width)})", rows)  # noqa: S608 - the name is quoted


def _write_table(db: sqlite3.Connection, layer: Layer, frame: geopandas.GeoDataFrame | pandas.DataFrame) -> None:
    db.execute(_create_statement(layer))
    columns = [sql_values(frame[column.name], column) for column in layer.columns]
    bounds: tuple[Any, ...] = (None, None, None, None, None)
    boxes = None
    if layer.geometry:
        shapes = frame.geometry.to_numpy()
        boxes = shapely.bounds(shapes).reshape(-1, 4)[:, [0, 2, 1, 3]]
        columns.insert(0, geopackage_blobs(shapes, layer.geometry, boxes))
        bounds = (*_extent(boxes), 4326)
    _insert(db, layer.name, zip(range(1, len(frame) + 1), *columns, strict=True), 1 + len(columns))
    # Built afterwards: an index that grows with each row takes longer.
    db.execute(f"CREATE UNIQUE INDEX {quoted(f'{layer.name}_key')} ON {quoted(layer.name)} ({quoted(layer.key)})")
    kind = "features" if layer.geometry else "attributes"
    _insert(db, "gpkg_contents", [(layer.name, kind, layer.title, layer.abstract, LAST_CHANGE, *bounds)])
    if layer.geometry:
        _insert(db, "gpkg_geometry_columns", [(layer.name, GEOMETRY, layer.geometry.upper(), 4326, 0, 0)])
        _write_index(db, layer.name, boxes)


def _create_statement(layer: Layer) -> str:
    parts = ["fid INTEGER PRIMARY KEY NOT NULL"]
    if layer.geometry:
        parts.append(f"{GEOMETRY} {layer.geometry.upper()}")
    parts += [f"{quoted(column.name)} {_SQL_TYPES[column.type]}{' NOT NULL' if column.required else ''}" for column in layer.columns]
    parts += [
        f"FOREIGN KEY ({quoted(column.name)}) REFERENCES {quoted(column.references[0])} ({quoted(column.references[1])})"
        for column in layer.columns
        if column.references and not column.list
    ]
    return f"CREATE TABLE {quoted(layer.name)} ({', '.join(parts)})"


def sql_values(series: pandas.Series, column: Column) -> list[Any]:
    """Return a column as values that SQLite stores: ISO dates, 0 and 1, None where there is none."""
    if column.type == "date":
        return [None if day == "NaT" else day for day in date_strings(series)]
    if column.type == "boolean":
        return [int(value) for value in series.tolist()]
    return plain_values(series)


def _extent(boxes: Any) -> tuple[float | None, ...]:
    """Return minx, miny, maxx, maxy of all boxes."""
    if not len(boxes):
        return None, None, None, None
    low, high = boxes.min(axis=0).tolist(), boxes.max(axis=0).tolist()
    return low[0], low[2], high[1], high[3]


def geopackage_blobs(shapes: Any, geometry: str, boxes: Any) -> list[bytes]:
    """Return geometries as GeoPackage binary: a header, the envelope of all but points, then WKB, little-endian.

    ``boxes`` are rows of minx, maxx, miny, maxy.
    """
    bodies = shapely.to_wkb(shapes, byte_order=1).tolist() if len(shapes) else []
    if geometry == "Point":
        head = b"GP\x00\x01" + struct.pack("<i", 4326)
        return [head + body for body in bodies]
    head = b"GP\x00\x03" + struct.pack("<i", 4326)
    envelopes = boxes.astype("<f8").tobytes()
    return [head + envelopes[32 * i : 32 * i + 32] + body for i, body in enumerate(bodies)]


def _write_index(db: sqlite3.Connection, table: str, boxes: Any) -> None:
    tree = quoted(f"rtree_{table}_{GEOMETRY}")
    db.execute(f"CREATE VIRTUAL TABLE {tree} USING rtree(id, minx, maxx, miny, maxy)")
    fill_rtree(db, tree.removesuffix('"'), boxes)
    for statement in _index_triggers(table):
        db.execute(statement)
    _insert(db, "gpkg_extensions", [(table, GEOMETRY, "gpkg_rtree_index", _RTREE, "write-only")])


def _index_triggers(table: str) -> Iterator[str]:
    """Yield the triggers that keep the index right when somebody edits the layer (GeoPackage 1.3, annex F.3)."""
    name, tree, column = quoted(table), f"rtree_{table}_{GEOMETRY}", quoted(GEOMETRY)
    box = f"ST_MinX(NEW.{column}), ST_MaxX(NEW.{column}), ST_MinY(NEW.{column}), ST_MaxY(NEW.{column})"
    put = f"INSERT OR REPLACE INTO {quoted(tree)} VALUES (NEW.fid, {box})"  # noqa: S608 - names of our own
    drop = f"DELETE FROM {quoted(tree)} WHERE id = OLD.fid"  # noqa: S608
    full, empty = f"(NEW.{column} NOTNULL AND NOT ST_IsEmpty(NEW.{column}))", f"(NEW.{column} ISNULL OR ST_IsEmpty(NEW.{column}))"
    both = f"DELETE FROM {quoted(tree)} WHERE id IN (OLD.fid, NEW.fid)"  # noqa: S608
    rules = {
        "insert": ("INSERT", full, put),
        "update1": (f"UPDATE OF {column}", f"OLD.fid = NEW.fid AND {full}", put),
        "update2": (f"UPDATE OF {column}", f"OLD.fid = NEW.fid AND {empty}", drop),
        "update3": ("UPDATE", f"OLD.fid != NEW.fid AND {full}", f"{drop}; {put}"),
        "update4": ("UPDATE", f"OLD.fid != NEW.fid AND {empty}", both),
        "delete": ("DELETE", f"OLD.{column} NOT NULL", drop),
    }
    for rule, (event, condition, action) in rules.items():
        yield f"CREATE TRIGGER {quoted(f'{tree}_{rule}')} AFTER {event} ON {name} WHEN {condition} BEGIN {action}; END"
