"""The one definition of every layer and table, read from layers/*.toml.

Frames, styles, the docs page, the JSON Schema and the comments in databases are all made from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from frontmap.data import layers_dir
from frontmap.errors import DataError

LAYERS = ("claims", "areas", "movements", "places", "mentions")
"""Layers with a geometry, in the order in which they are drawn from top to bottom of a legend."""
TABLES = ("claims_table", "sources", "unplaced", "evidence", "control_areas")
"""Plain tables."""
TYPES = ("text", "integer", "number", "boolean", "date")
GEOMETRIES = ("Point", "MultiLineString", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes that a column may hold, each with its meaning."""

    name: str
    title: str
    origin: str
    """Where the list is kept or comes from."""
    values: Mapping[str, str]
    """Code -> meaning."""
    open: bool = False
    """True where further codes may occur: the list grows with rows of ``geo/``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layer."""

    name: str
    type: str
    """One of ``TYPES``."""
    alias: str
    """What people read instead of the name."""
    meaning: str
    required: bool = False
    """True where no row may leave it empty."""
    unit: str | None = None
    codes: CodeList | None = None
    minimum: float | None = None
    maximum: float | None = None
    list: str | None = None
    """What joins the values of a list. None: a single value."""
    references: tuple[str, str] | None = None
    """Layer and column whose values these are. None: none."""
    style: bool = False
    """True where it says how to draw and not what is so."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer, or a plain table where ``geometry`` is None."""

    name: str
    title: str
    abstract: str
    source: str
    """The records that its rows are made of."""
    file: str
    """Its file in the folder that ``frontmap build`` writes."""
    key: str
    """The column that identifies a row."""
    columns: tuple[Column, ...]
    geometry: str | None = None
    """One of ``GEOMETRIES``. None: a table without geometry."""
    label: str | None = None
    """The column that names a row on a map."""
    begin: str | None = None
    end: str | None = None
    """The columns with its first and last day. None: timeless."""
    style: str | None = None
    """The way it is drawn, see ``layers.styles``. None: it is not."""

    def __getitem__(self, name: str) -> Column:
        """Return a column by its name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Return every code list by its name (``layers/codes.toml``)."""
    rows = _read(layers_dir() / "codes.toml")
    return {name: CodeList(name, row["title"], row["origin"], row["values"], row.get("open", False)) for name, row in rows.items()}


@cache
def layer(name: str) -> Layer:
    """Return the definition of one layer or table."""
    if name not in LAYERS + TABLES:
        raise DataError(f"no layer is called {name!r}; there are {', '.join(LAYERS + TABLES)}")
    path = layers_dir() / f"{name}.toml"
    try:
        row = dict(_read(path))
        columns = tuple(column for entry in row.pop("columns") for column in _columns(entry))
        found = Layer(columns=columns, **row)
    except (KeyError, TypeError) as error:
        raise DataError(f"{path}: {error}") from error
    _check(found, path)
    return found


def layers() -> tuple[Layer, ...]:
    """Return all layers and tables."""
    return tuple(layer(name) for name in LAYERS + TABLES)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: {error}") from error


def _columns(entry: Mapping[str, Any]) -> Iterator[Column]:
    """Yield the column that an entry defines, or those that it takes over from another layer (``like``)."""
    if "like" not in entry:
        yield _column(entry)
        return
    model = layer(entry["like"])
    names = entry.get("names") or [name for name in model.names if name not in entry["but"]]
    for name in names:
        yield model[name]


def _column(entry: Mapping[str, Any]) -> Column:
    fields = dict(entry)
    if "codes" in fields:
        fields["codes"] = code_lists()[fields["codes"]]
    if "references" in fields:
        target, _, name = fields["references"].partition(".")
        fields["references"] = (target, name)
    return Column(**fields)


def _check(found: Layer, path: Path) -> None:
    names = found.names
    problems = [f"column {c.name} has type {c.type!r}, expected one of {', '.join(TYPES)}" for c in found.columns if c.type not in TYPES]
    problems += [f"column {name} is defined twice" for name in sorted(set(names)) if names.count(name) > 1]
    problems += [f"{name!r} is no column of it" for name in (found.key, found.label, found.begin, found.end) if name and name not in names]
    if found.geometry not in (None, *GEOMETRIES):
        problems.append(f"geometry is {found.geometry!r}, expected one of {', '.join(GEOMETRIES)}")
    if problems:
        raise DataError(f"{path}: {problems[0]}")


_JSON_TYPES = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "string"}


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a layer's GeoJSON file, or of one row of a table."""
    found = layer(name)
    properties = {
        "type": "object",
        "properties": {column.name: _json_property(column) for column in found.columns},
        "required": list(found.names),
        "additionalProperties": False,
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": found.title, "description": found.abstract}
    if found.geometry is None:
        return head | properties
    shape = {
        "type": "object",
        "properties": {"type": {"const": found.geometry}, "coordinates": {"type": "array"}},
        "required": ["type", "coordinates"],
    }
    feature = {
        "type": "object",
        "properties": {"type": {"const": "Feature"}, "geometry": shape, "properties": properties},
        "required": ["type", "geometry", "properties"],
    }
    collection = {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": feature}}
    return head | {"type": "object", "properties": collection, "required": ["type", "features"]}


def _json_property(column: Column) -> dict[str, Any]:
    kind = _JSON_TYPES[column.type]
    found: dict[str, Any] = {"title": column.alias, "description": column.meaning, "type": kind if column.required else [kind, "null"]}
    if column.type == "date":
        found["format"] = "date"
    if column.unit:
        found["x-unit"] = column.unit
    if column.minimum is not None:
        found["minimum"] = column.minimum
    if column.maximum is not None:
        found["maximum"] = column.maximum
    if column.codes:
        codes: list[Any] = [int(code) if column.type == "integer" else code for code in column.codes.values]
        found["x-codes" if column.codes.open else "enum"] = codes if column.required or column.codes.open else [*codes, None]
    return found


def describe() -> dict[str, Any]:
    """Return everything that is defined, as plain data: what ``frontmap schema`` prints."""
    lists = {c.name: {"title": c.title, "origin": c.origin, "open": c.open, "values": dict(c.values)} for c in code_lists().values()}
    return {"layers": {found.name: _describe_layer(found) for found in layers()}, "codes": lists}


def _describe_layer(found: Layer) -> dict[str, Any]:
    keys = ("title", "abstract", "source", "file", "geometry", "key", "label", "begin", "end", "style")
    return {key: getattr(found, key) for key in keys} | {"columns": [_describe_column(column) for column in found.columns]}


def _describe_column(column: Column) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "alias": column.alias,
        "meaning": column.meaning,
        "required": column.required,
    }
    row |= {key: getattr(column, key) for key in ("unit", "minimum", "maximum", "list") if getattr(column, key) is not None}
    if column.codes:
        row["codes"] = column.codes.name
    if column.references:
        row["references"] = ".".join(column.references)
    return row
