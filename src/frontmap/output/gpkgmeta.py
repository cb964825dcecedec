"""The tables of a GeoPackage that describe its layers: styles, column aliases, code lists, metadata."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from frontmap.data import layers_dir
from frontmap.layers.schema import CodeList, Column, Layer
from frontmap.output.qml import qml_from_layer
from frontmap.output.sld import sld_from_layer

_SCHEMA_EXTENSION = "http://www.geopackage.org/spec121/#extension_schema"
_METADATA_EXTENSION = "http://www.geopackage.org/spec121/#extension_metadata"
_GMD, _GCO = "http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/gco"
_TABLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30),
  ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC,
  max_is_inclusive BOOLEAN, description TEXT, CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
"""


def write_descriptions(db: sqlite3.Connection, layers: Sequence[Layer], families: Mapping[str, str], changed: str, geometry: str) -> None:
    """Fill the describing tables for these layers.

    Parameters
    ----------
    families
        The colour family of each side that the layers show: a style has rules for each side.
    changed
        Stands for the time of the last change.
    geometry
        Name of the geometry column.
    """
    for statement in _TABLES.split(";\n"):  # not executescript, which would end the transaction
        db.execute(statement)
    _put(db, "gpkg_extensions", _extensions())
    _put(db, "layer_styles", [_style(number, layer, families, changed, geometry) for number, layer in enumerate(_drawn(layers), start=1)])
    described = "attributes", "layer_styles", "The style of each layer, as QGIS reads it", changed
    _put(db, "gpkg_contents", [("layer_styles", *described, None, None, None, None, None)])
    _put(db, "gpkg_data_columns", [row for layer in layers for row in _data_columns(layer)])
    _put(db, "gpkg_data_column_constraints", _constraints(layers))
    _put(db, "gpkg_metadata", [(n, "dataset", _GMD, "text/xml", iso_metadata(layer)) for n, layer in enumerate(layers, start=1)])
    _put(db, "gpkg_metadata_reference", [("table", layer.name, None, None, changed, n, None) for n, layer in enumerate(layers, start=1)])


def _put(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        db.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)  # noqa: S608 - table names of this module


def _drawn(layers: Sequence[Layer]) -> list[Layer]:
    return [layer for layer in layers if layer.style]


def _extensions() -> Iterator[tuple[Any, ...]]:
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        yield table, None, "gpkg_schema", _SCHEMA_EXTENSION, "read-write"
    for table in ("gpkg_metadata", "gpkg_metadata_reference"):
        yield table, None, "gpkg_metadata", _METADATA_EXTENSION, "read-write"


def _style(number: int, layer: Layer, families: Mapping[str, str], changed: str, geometry: str) -> tuple[Any, ...]:
    qml, sld = qml_from_layer(layer, families), sld_from_layer(layer, families)
    return number, "", "", layer.name, geometry, layer.title, qml, sld, 1, layer.abstract, "", None, changed


def _data_columns(layer: Layer) -> Iterator[tuple[Any, ...]]:
    for column in layer.columns:
        yield layer.name, column.name, column.name, column.alias, description(column), None, _constraint_name(column)


def description(column: Column) -> str:
    """Return a column's meaning with its unit and where its codes are listed."""
    parts = [column.meaning, f"Unit: {column.unit}" if column.unit else "", f"Codes: {column.codes.origin}" if column.codes else ""]
    return ". ".join(part for part in parts if part)


def _constraint_name(column: Column) -> str | None:
    """Return the name of the code list or range that holds a column. Open lists bind nobody."""
    if column.codes and not column.codes.open:
        return f"frontmap_{column.codes.name}"
    if column.minimum is not None and column.maximum is not None:
        return f"frontmap_{column.minimum:g}_{column.maximum:g}".replace("-", "m")
    return None


def _constraints(layers: Sequence[Layer]) -> Iterator[tuple[Any, ...]]:
    seen: set[str] = set()
    for column in (column for layer in layers for column in layer.columns):
        name = _constraint_name(column)
        if name is None or name in seen:
            continue
        seen.add(name)
        if column.codes:
            yield from _enum(name, column.codes)
        else:
            yield name, "range", None, column.minimum, 1, column.maximum, 1, None


def _enum(name: str, codes: CodeList) -> Iterator[tuple[Any, ...]]:
    for code, meaning in codes.values.items():
        yield name, "enum", code, None, None, None, None, meaning


@cache
def _general() -> dict[str, Any]:
    return tomllib.loads((layers_dir() / "metadata.toml").read_text(encoding="utf-8"))


def iso_metadata(layer: Layer) -> str:
    """Return a layer's metadata as ISO 19139 XML: title, abstract, licence, lineage."""
    general = _general()
    root = Element("gmd:MD_Metadata", {"xmlns:gmd": _GMD, "xmlns:gco": _GCO})
    _add_text(root, "gmd:fileIdentifier", f"frontmap:{layer.name}")
    _add_text(root, "gmd:language", general["language"])
    data = SubElement(SubElement(root, "gmd:identificationInfo"), "gmd:MD_DataIdentification")
    _add_text(SubElement(SubElement(data, "gmd:citation"), "gmd:CI_Citation"), "gmd:title", layer.title)
    _add_text(data, "gmd:abstract", layer.abstract)
    _add_text(data, "gmd:purpose", general["purpose"])
    words = SubElement(SubElement(data, "gmd:descriptiveKeywords"), "gmd:MD_Keywords")
    for word in general["keywords"]:
        _add_text(words, "gmd:keyword", word)
    _add_text(SubElement(SubElement(data, "gmd:resourceConstraints"), "gmd:MD_Constraints"), "gmd:useLimitation", general["licence"])
    SubElement(SubElement(data, "gmd:topicCategory"), "gmd:MD_TopicCategoryCode").text = general["topic"]
    quality = SubElement(SubElement(root, "gmd:dataQualityInfo"), "gmd:DQ_DataQuality")
    lineage = SubElement(SubElement(quality, "gmd:lineage"), "gmd:LI_Lineage")
    _add_text(lineage, "gmd:statement", f"{general['lineage']} Rows: {layer.source}.")
    return ElementTree.tostring(root, encoding="unicode")


def _add_text(parent: Element, name: str, text: str) -> None:
    SubElement(SubElement(parent, name), "gco:CharacterString").text = text
