"""Loads layers and tables into PostGIS: keys, constraints, indexes and comments from layers/*.toml, rows by COPY, one transaction.

Rows are told apart by their key and compared by a digest that stands beside them, so that a run that brings nothing new writes nothing.
Everything is quoted by psycopg: names and texts of reports are never part of a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy
import pandas
import shapely

from frontmap.errors import OutputError
from frontmap.layers import schema
from frontmap.layers.schema import Column, Layer
from frontmap.layers.validate import validate
from frontmap.output.geojson import date_strings, plain_values
from frontmap.output.geopackage import GEOMETRY, Tables
from frontmap.output.gpkgmeta import description
from frontmap.output.staging import cycle_search_paused

if TYPE_CHECKING:  # an extra: pip install "frontmap[postgis]"
    import psycopg
    from psycopg import sql

DIGEST = "row_digest"
_DIGEST_COMMENT = "Digest of the row as frontmap wrote it; a row with the same digest is not written again"
_TYPES = {"text": "text", "integer": "bigint", "number": "double precision", "boolean": "boolean", "date": "date"}
_ORDER = ("sources", "places", "evidence", "claims", "areas", "movements", "mentions", "unplaced", "control_areas")
"""Tables before those that refer to them."""
_TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load changed, rows by table."""

    written: Mapping[str, int]
    """Rows that were new or different."""
    removed: Mapping[str, int]
    """Rows that this load does not hold; 0 unless asked for."""


def export_postgis(layers: Tables, url: str, schema_name: str = "frontmap", *, prune: bool = False) -> Loaded:
    """Insert new rows and update changed ones, all or nothing.

    Parameters
    ----------
    url
        ``postgresql://user@host/database`` or anything else that libpq takes. It is never shown: it may hold a password.
    schema_name
        The schema; made where it does not exist.
    prune
        Remove rows that the layers do not hold, so that the tables mirror this build alone. Otherwise builds add up.

    Raises
    ------
    OutputError
        psycopg is not installed; the server is down, refuses, lacks PostGIS or fails in the middle. The old state stays.
    """
    psycopg = _driver()
    validate(layers)
    chosen = {name: layers[name] for name in _ORDER if name in layers}
    with (
        cycle_search_paused(),
        _told(psycopg),
        psycopg.connect(url, connect_timeout=_TIMEOUT_S, application_name="frontmap") as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"frontmap {schema_name}",))  # two loads at once would wait or clash
        made = _prepare(cursor, schema_name, [schema.layer(name) for name in chosen])
        tables = {name: _Table(cursor, schema_name, schema.layer(name), frame) for name, frame in chosen.items()}
        written = {name: table.fill() if table.layer in made else table.upsert() for name, table in tables.items()}
        _finish(cursor, schema_name, made)
        removed = {name: table.prune() if prune and table.layer not in made else 0 for name, table in reversed(tables.items())}
    return Loaded(written, removed)


def _driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise OutputError('PostGIS needs the package psycopg: pip install "frontmap[postgis]"') from error
    return psycopg


@contextmanager
def _told(psycopg: Any) -> Iterator[None]:
    """Turn what the server says into one clear line."""
    try:
        yield
    except psycopg.Error as error:
        said = " ".join((error.diag.message_primary or str(error)).split())
        raise OutputError(f"PostGIS: {said}; the database is unchanged") from error


# --- tables ----------------------------------------------------------------------------------------------------------------------------


def _prepare(cursor: psycopg.Cursor[Any], schema_name: str, layers: Sequence[Layer]) -> list[Layer]:
    """Make what is missing, the extension, the schema and the tables; return the layers whose tables were made."""
    from psycopg import sql

    if not cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").fetchone():
        cursor.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    if not cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema_name,)).fetchone():
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema_name)))
    made: list[Layer] = []
    for layer in layers:
        present = _present_columns(cursor, schema_name, layer.name)
        if not present:
            _create(cursor, schema_name, layer)
            made.append(layer)
        elif present != set(_columns(layer)):
            differing = ", ".join(sorted(present ^ set(_columns(layer))))
            told = f"table {schema_name}.{layer.name} is of another version of frontmap ({differing} differ)"
            raise OutputError(f"PostGIS: {told}; load into another schema, or drop it first")
    return made


def _present_columns(cursor: psycopg.Cursor[Any], schema_name: str, table: str) -> set[str]:
    query = "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s"
    return {row[0] for row in cursor.execute(query, (schema_name, table)).fetchall()}


def _columns(layer: Layer) -> tuple[str, ...]:
    """Return the names of a table's columns, in order."""
    return (*layer.names, *((GEOMETRY,) if layer.geometry else ()), DIGEST)


def _create(cursor: psycopg.Cursor[Any], schema_name: str, layer: Layer) -> None:
    """Make a table with its checks and comments. Keys and indexes come after its first rows, which is several times faster."""
    from psycopg import sql

    table = sql.Identifier(schema_name, layer.name)
    parts = [_column_definition(column) for column in layer.columns]
    if layer.geometry:
        parts.append(sql.SQL("{} geometry({}, 4326) NOT NULL").format(sql.Identifier(GEOMETRY), sql.SQL(layer.geometry)))
    parts.append(sql.SQL("{} bigint NOT NULL").format(sql.Identifier(DIGEST)))
    cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join(parts)))
    _comment(cursor, sql.SQL("TABLE {}").format(table), f"{layer.title}. {layer.abstract}")
    for name, text in _comments(layer).items():
        _comment(cursor, sql.SQL("COLUMN {}").format(sql.Identifier(schema_name, layer.name, name)), text)


def _comments(layer: Layer) -> dict[str, str]:
    comments = {column.name: f"{column.alias}: {description(column)}" for column in layer.columns} | {DIGEST: _DIGEST_COMMENT}
    return comments | ({GEOMETRY: f"Shape: {layer.geometry}, WGS 84 (EPSG:4326)"} if layer.geometry else {})


def _finish(cursor: psycopg.Cursor[Any], schema_name: str, made: Sequence[Layer]) -> None:
    """Give new tables their keys and indexes, then the references between them."""
    from psycopg import sql

    for layer in made:
        table = sql.Identifier(schema_name, layer.name)
        cursor.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(table, sql.Identifier(layer.key)))
        for name in _indexed(layer):
            kind = sql.SQL("gist" if name == GEOMETRY else "btree")
            cursor.execute(sql.SQL("CREATE INDEX ON {} USING {} ({})").format(table, kind, sql.Identifier(name)))
    for layer in made:
        for column in layer.columns:
            if column.references and not column.list:
                reference = _foreign_key(schema_name, column)
                cursor.execute(sql.SQL("ALTER TABLE {} ADD {}").format(sql.Identifier(schema_name, layer.name), reference))


def _column_definition(column: Column) -> sql.Composable:
    from psycopg import sql

    name = sql.Identifier(column.name)
    parts: list[sql.Composable] = [name, sql.SQL(_TYPES[column.type])]
    if column.required:
        parts.append(sql.SQL("NOT NULL"))
    if column.codes and not column.codes.open:
        codes = [int(code) if column.type == "integer" else code for code in column.codes.values]
        parts.append(sql.SQL("CHECK ({} IN ({}))").format(name, sql.SQL(", ").join(map(sql.Literal, codes))))
    for bound, operator in ((column.minimum, ">="), (column.maximum, "<=")):
        if bound is not None:
            parts.append(sql.SQL("CHECK ({} {} {})").format(name, sql.SQL(operator), sql.Literal(bound)))
    return sql.SQL(" ").join(parts)


def _foreign_key(schema_name: str, column: Column) -> sql.Composable:
    """Return a reference that is checked at the end of a load, so that rows may come in any order."""
    from psycopg import sql

    target, key = column.references or ("", "")
    text = sql.SQL("FOREIGN KEY ({}) REFERENCES {} ({}) DEFERRABLE INITIALLY DEFERRED")
    return text.format(sql.Identifier(column.name), sql.Identifier(schema_name, target), sql.Identifier(key))


def _indexed(layer: Layer) -> list[str]:
    """Return the columns that people search by: the geometry, references, the first day."""
    found = [column.name for column in layer.columns if column.references and not column.list]
    return [*((GEOMETRY,) if layer.geometry else ()), *found, *((layer.begin,) if layer.begin else ())]


def _comment(cursor: psycopg.Cursor[Any], what: sql.Composable, text: str) -> None:
    from psycopg import sql

    cursor.execute(sql.SQL("COMMENT ON {} IS {}").format(what, sql.Literal(text)))


# --- rows ------------------------------------------------------------------------------------------------------------------------------


class _Table:
    """One table of a load, with the keys and digests of the rows to come on the server."""

    def __init__(self, cursor: psycopg.Cursor[Any], schema_name: str, layer: Layer, frame: Any) -> None:
        from psycopg import sql

        self.cursor = cursor
        self.layer = layer
        self.frame = frame
        self.shapes = shapes_as_wkb(layer, frame)
        self.digests = row_digests(layer, frame, self.shapes)
        self.names = {
            "table": sql.Identifier(schema_name, layer.name),
            "coming": sql.Identifier(f"coming_{layer.name}"),
            "rows": sql.Identifier(f"rows_{layer.name}"),
            "key": sql.Identifier(layer.key),
            "digest": sql.Identifier(DIGEST),
        }

    def fill(self) -> int:
        """Write all rows into a table that was just made; return how many."""
        self._copy("table", _columns(self.layer), self._rows())
        return len(self.frame)

    def upsert(self) -> int:
        """Write the rows that are new or different; return how many."""
        from psycopg import sql

        self._run("CREATE TEMP TABLE {coming} (key text PRIMARY KEY, digest bigint) ON COMMIT DROP")
        keys = copy_texts(self.frame[self.layer.key], "text")
        self._copy("coming", ("key", "digest"), [keys, [str(digest) for digest in self.digests.tolist()]])
        self._run(
            "SELECT key FROM {coming} AS c WHERE NOT EXISTS (SELECT FROM {table} AS t WHERE t.{key} = c.key AND t.{digest} = c.digest)"
        )
        changed = {row[0] for row in self.cursor.fetchall()}
        if not changed:
            return 0
        columns = _columns(self.layer)
        updates = [sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in columns if name != self.layer.key]
        wanted = numpy.flatnonzero(self.frame[self.layer.key].isin(list(changed)))
        self._run("CREATE TEMP TABLE {rows} (LIKE {table}) ON COMMIT DROP")
        self._copy("rows", columns, self._rows(wanted))
        insert = "INSERT INTO {table} SELECT * FROM {rows} ON CONFLICT ({key}) DO UPDATE SET {updates}"
        self._run(insert, updates=sql.SQL(", ").join(updates))
        return len(changed)

    def prune(self) -> int:
        """Remove the rows that are not among those to come; return how many."""
        return self._run("DELETE FROM {table} AS t WHERE NOT EXISTS (SELECT FROM {coming} AS c WHERE c.key = t.{key})").rowcount

    def _run(self, statement: str, **parts: sql.Composable) -> psycopg.Cursor[Any]:
        from psycopg import sql

        return self.cursor.execute(sql.SQL(statement).format(**self.names, **parts))

    def _copy(self, table: str, columns: Sequence[str], values: Sequence[list[str]]) -> None:
        """Send columns of texts in COPY's format."""
        from psycopg import sql

        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        lines = map("\t".join, zip(*values, strict=True))
        with self.cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(self.names[table], listed)) as copy:
            while block := list(islice(lines, _BLOCK_ROWS)):
                copy.write("\n".join(block) + "\n")

    def _rows(self, wanted: Any = slice(None)) -> list[list[str]]:
        """Return the columns of the rows at these positions, all of them unless told, as texts for COPY."""
        frame = self.frame.iloc[wanted]
        columns = [copy_texts(frame[column.name], column.type) for column in self.layer.columns]
        if self.shapes is not None:
            columns.append([extended_hex(shape) for shape in self.shapes[wanted].tolist()])
        return [*columns, [str(digest) for digest in self.digests[wanted].tolist()]]


def shapes_as_wkb(layer: Layer, frame: Any) -> Any:
    """Return the geometries of a layer as an array of little-endian WKB. None: it has none."""
    return numpy.array(shapely.to_wkb(frame.geometry.to_numpy(), byte_order=1), dtype=object) if layer.geometry and len(frame) else None


def row_digests(layer: Layer, frame: Any, shapes: Any) -> Any:
    """Return a 64-bit digest of each row and its shape (WKB), as PostgreSQL's signed numbers."""
    columns = pandas.DataFrame({column.name: frame[column.name] for column in layer.columns})
    digests = pandas.util.hash_pandas_object(columns, index=False).to_numpy()
    if shapes is not None:
        digests = digests * numpy.uint64(31) + pandas.util.hash_array(shapes, categorize=False)
    return digests.view("int64")


def extended_hex(shape: bytes) -> str:
    """Return little-endian WKB as PostGIS's extended WKB in hex: a flag on the type, and the reference system (EPSG:4326) after it.

    >>> extended_hex(bytes.fromhex("0101000000"))
    '0101000020e6100000'
    """
    return f"{shape[:4].hex()}20e6100000{shape[5:].hex()}"


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL = re.compile(r"[\\\t\n\r]")
_NULL = "\\N"
_BLOCK_ROWS = 2000


def copy_texts(series: pandas.Series, kind: str) -> list[str]:
    """Return a column in COPY's text format, where ``\\N`` is NULL."""
    if kind == "date":
        return [_NULL if day == "NaT" else day for day in date_strings(series)]
    if kind == "boolean":
        return ["t" if value else "f" for value in series.tolist()]
    values = plain_values(series)
    if kind != "text":
        return [_NULL if value is None else repr(value) for value in values]
    if _SPECIAL.search("".join(filter(None, values))):
        return [_NULL if value is None else value.translate(_ESCAPES) for value in values]
    return [_NULL if value is None else value for value in values]
