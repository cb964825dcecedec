"""Times the writers over generated claims: ``python benchmarks/bench_files.py [CLAIMS]``.

Prints seconds and bytes for each format, beside what GDAL takes for the same claims without styles, and for PostGIS where
FRONTMAP_BENCH_POSTGIS gives the URL of a server. Nothing is printed that was not measured in this run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyogrio

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from factories import make_run
from frontmap.layers import schema
from frontmap.layers.frames import make_layers
from frontmap.layers.validate import validate
from frontmap.output.exports import export_layers, gdal_frame
from frontmap.output.files import write_build
from frontmap.output.postgis import export_postgis
from frontmap.output.readers import read_layers

ROUNDS = 3


def timed(what: str, work: Callable[[], object], path: Path | None = None, rounds: int = ROUNDS) -> float:
    """Print and return the least seconds of some rounds."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    size = f"{path.stat().st_size / 1e6:8.1f} MB" if path else ""
    print(f"{what:<42} {min(seconds):7.2f} s  {size}", flush=True)
    return min(seconds)


def main(number: int) -> None:
    run = make_run(number)
    layers = make_layers(**run)
    counts = ", ".join(f"{len(frame)} {name}" for name, frame in layers.items())
    print(f"{number} claims: {counts}")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        claims = {"claims": layers["claims"]}
        timed("records to layers", lambda: make_layers(**run))
        timed("validate", lambda: validate(layers))
        ours = timed("GeoPackage, styles, claims alone", lambda: export_layers(claims, out / "c.gpkg", "gpkg"), out / "c.gpkg")
        gdal = timed("  the same through GDAL, unstyled", lambda: through_gdal(layers["claims"], out / "g.gpkg"))
        print(f"  ours takes {ours / gdal:.2f} of GDAL's time")
        timed("GeoPackage, styles, all layers", lambda: export_layers(layers, out / "all.gpkg", "gpkg"), out / "all.gpkg")
        for kind, suffix in (("geoparquet", "parquet"), ("geojson", "geojson"), ("fgb", "fgb"), ("csv", "csv"), ("shp", "shp")):
            target = out / f"claims.{suffix}"
            timed(f"{kind}, claims", lambda kind=kind, target=target: export_layers(claims, target, kind), target)
        timed("KML, claims", lambda: export_layers(claims, out / "c.kml", "kml"), out / "c.kml")
        timed("a whole build, without the map", lambda: write_build(out / "build", layers, {}, ""), rounds=1)
        timed("reading it back typed", lambda: read_layers(out / "build"), rounds=1)
    bench_postgis(layers)


def through_gdal(frame: object, path: Path) -> None:
    pyogrio.write_dataframe(gdal_frame(schema.layer("claims"), frame), path, driver="GPKG", layer="claims")


def bench_postgis(layers: dict) -> None:
    url = os.environ.get("FRONTMAP_BENCH_POSTGIS")
    if not url:
        print("PostGIS: FRONTMAP_BENCH_POSTGIS is not set")
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS frontmap_bench CASCADE")
        claims = {name: layers[name] for name in ("sources", "places", "evidence", "claims")}
        timed("PostGIS, first load, claims", lambda: export_postgis(claims, url, "frontmap_bench"), rounds=1)
        timed("PostGIS, unchanged, claims", lambda: export_postgis(claims, url, "frontmap_bench"), rounds=1)
        connection.execute("DROP SCHEMA IF EXISTS frontmap_bench CASCADE")
        timed("PostGIS, first load, all layers", lambda: export_postgis(layers, url, "frontmap_bench"), rounds=1)
        timed("PostGIS, unchanged, all layers", lambda: export_postgis(layers, url, "frontmap_bench"), rounds=1)
        connection.execute("DROP SCHEMA frontmap_bench CASCADE")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
