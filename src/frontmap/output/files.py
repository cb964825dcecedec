"""Writes what ``frontmap build`` leaves in its folder: the map, the layers, the tables and the manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import numpy
import shapely

from frontmap.layers import schema
from frontmap.layers.symbology import REGIONAL
from frontmap.layers.validate import validate
from frontmap.output.geojson import geojson_from_layer
from frontmap.output.geopackage import Tables, side_families, write_geopackage
from frontmap.output.qgs import project_from_layers
from frontmap.output.qml import qml_from_layer
from frontmap.output.staging import Write, write_bytes, write_files
from frontmap.output.tables import csv_from_frame

MANIFEST = "build.json"
GEOPACKAGE = "frontmap.gpkg"
MAP = "map.html"
PROJECT = "frontmap.qgs"
_NOT_PACKED = ("claims_table",)
"""Left out of the GeoPackage: its placed rows are the layer claims, the others stand in the table unplaced."""


def write_build(
    folder: Path, layers: Tables, manifest: Mapping[str, Any], page: str, beside: Mapping[str, Callable[[], bytes]] | None = None
) -> tuple[Path, ...]:
    """Write all files of a build into a folder and return their paths, ``build.json`` last.

    Files that the ``build.json`` before lists and that this build does not make are removed; nothing else is.

    Parameters
    ----------
    beside
        Makers of the data files of the page, by relative path. Each is called when its file is written, so that they need memory in turn.

    Raises
    ------
    DataError
        A layer breaks its definition in layers/*.toml; nothing was written.
    OutputError
        Something could not be written; the old files are all still there.
    """
    validate(layers)
    contents = {MAP: page.encode("utf-8", "replace")} | _layer_files(layers) | _style_files(layers)
    files: dict[str, Write] = {name: write_bytes(content) for name, content in contents.items()}
    packed = {name: frame for name, frame in layers.items() if name not in _NOT_PACKED}
    files[GEOPACKAGE] = lambda path: write_geopackage(path, packed)
    digests = {name: sha256(content).hexdigest() for name, content in contents.items()}
    files |= {name: _noted(name, make, digests) for name, make in (beside or {}).items()}
    rows = {name: len(frame) for name, frame in layers.items()}
    listed = {**manifest, "layers": rows, "content": digests, "files": sorted([*files, MANIFEST])}
    files[MANIFEST] = lambda path: write_bytes(_json(listed))(path)  # last, when all digests are known
    stale = tuple(name for name in _listed_before(folder) if name not in files)
    return write_files(folder, files, last=MANIFEST, stale=stale)


def _noted(name: str, make: Callable[[], bytes], digests: dict[str, str]) -> Write:
    """Return a writer of content that is made only then, which notes the content's digest."""

    def write(path: Path) -> None:
        content = make()
        digests[name] = sha256(content).hexdigest()
        path.write_bytes(content)

    return write


def _layer_files(layers: Tables) -> dict[str, bytes]:
    """Return the content of each layer's and table's own file."""
    made: dict[str, bytes] = {}
    for name, frame in layers.items():
        layer = schema.layer(name)
        made[layer.file] = geojson_from_layer(frame, layer.key) if layer.geometry else csv_from_frame(frame)
    return made


def _style_files(layers: Tables) -> dict[str, bytes]:
    """Return a .qml file for each GeoJSON file, which QGIS applies when it opens that, and a project that opens the GeoPackage."""
    drawn = [schema.layer(name) for name in layers if schema.layer(name).style]
    families = side_families(layers)
    styles = {layer.file.removesuffix(".geojson") + ".qml": qml_from_layer(layer, families).encode() for layer in drawn}
    packed = [schema.layer(name) for name in layers if name not in _NOT_PACKED]
    return styles | {PROJECT: project_from_layers(packed, families, GEOPACKAGE, _extent(layers)).encode()}


def _extent(layers: Tables) -> tuple[float, float, float, float] | None:
    """Return a box around most claims that are no region's, with a margin: one far away must not make all others a dot."""
    every = layers["claims"]
    claims = every[every["geo_precision"] < REGIONAL]
    if claims.empty:
        return None
    points = shapely.get_coordinates(claims.geometry.to_numpy())
    (west, south), (east, north) = numpy.quantile(points, [0.05, 0.95], axis=0).tolist()
    margin = max(east - west, north - south, 0.2) * 0.25
    return west - margin, south - margin, east + margin, north + margin


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _listed_before(folder: Path) -> list[str]:
    """Return the files that the folder's build.json lists, without any that lies outside the folder."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    names = [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
    return [name for name in names if name and _is_inside(PurePosixPath(name))]


def _is_inside(path: PurePosixPath) -> bool:
    return not path.is_absolute() and ".." not in path.parts
