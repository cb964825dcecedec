"""Measures the gazetteer: size, opening, memory, look-ups, close spellings, areas, and a user's gazetteer of a million rows.

    python benchmarks/bench_gazetteer.py [--million]

Opening and memory are those of a fresh process; every figure is the best of several.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from frontmap import names
from frontmap.registry import packs
from frontmap.registry.embedded import cells_file, embedded_indexes
from frontmap.registry.footprints import basemap, footprint
from frontmap.registry.gazetteer import Gazetteer, open_gazetteer

ROUNDS = 5
FRESH = """
import sys, time
start = time.perf_counter()
from frontmap.registry.gazetteer import open_gazetteer
imported = time.perf_counter()
open_gazetteer().find("Pokrovsk")
answered = time.perf_counter()
resident = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS"))
print((imported - start) * 1000, (answered - imported) * 1000, int(resident) / 1024)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="also compile and open a gazetteer of a million rows (a minute, 1.2 GB)")
    million = parser.parse_args().million
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FRONTMAP_DATA"] = folder  # no pack of the user's is measured
        sizes()
        fresh("embedded gazetteer")
        look_ups(open_gazetteer())
        areas(open_gazetteer())
        if million:
            a_million_rows(Path(folder))


def sizes() -> None:
    index = sum(file.stat().st_size for folder in embedded_indexes() for file in folder.iterdir())
    places = sum(info.places for info in packs.embedded_info())
    show("index on disk", index / 1e6, "MB", f"{places:,} places; limit 25")
    show("areas of units on disk", cells_file().stat().st_size / 1e6, "MB")


def fresh(what: str) -> None:
    runs = [subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True).stdout.split() for _ in range(ROUNDS)]
    imports, opened, resident = (min(float(run[column]) for run in runs) for column in range(3))
    show(f"{what}: imports", imports, "ms")
    show(f"{what}: open and first answer", opened, "ms", "limit 40 embedded, 100 with a million rows")
    show(f"{what}: resident", resident, "MB", "limit 60 embedded")


def look_ups(gazetteer: Gazetteer) -> None:
    known = sample_names(gazetteer)
    show("fold, names never seen", rate(names.fold.__wrapped__, known), "/s")
    show("find, names never seen", rate(gazetteer.find, known), "/s", "with the places made")
    show("find, names seen before", rate(gazetteer.find, known * 10), "/s")
    show("starts, names never seen", rate(gazetteer.starts, [f"{name} of" for name in known]), "/s")
    misspelt = [name[:-2] + name[-1] + name[-2] for name in ("Pokrovsk", "Bakhmut", "Kostyantynivka", "Velyka Novosilka", "Lyman")]
    gazetteer.find_fuzzy("Kharkov", "UA")
    show("find_fuzzy in Ukraine, first time", 1000 / rate(lambda name: gazetteer.find_fuzzy(name, "UA"), misspelt), "ms")
    show("find_fuzzy in Ukraine, again", 1000 / rate(lambda name: gazetteer.find_fuzzy(name, "UA"), misspelt), "ms", "limit 2")


def areas(gazetteer: Gazetteer) -> None:
    for name in ("Ukraine", "Russia", "Donetsk Oblast", "Donbas"):
        place = next(found for found, _ in gazetteer.find(name) if found.kind in ("country", "region"))
        start = time.perf_counter()
        footprint(place)
        show(f"footprint of {name}", (time.perf_counter() - start) * 1000, "ms")
    start = time.perf_counter()
    basemap((21, 43, 42, 54))
    show("outlines of a map of Ukraine", (time.perf_counter() - start) * 1000, "ms")


def a_million_rows(folder: Path) -> None:
    file = folder / "million.csv"
    syllables = [consonant + vowel for consonant in "bdklmnprstvz" for vowel in "aeiou"]
    chance = random.Random(3)
    with file.open("w") as table:
        table.write("id,name,lat,lon,kind,country\n")
        for number in range(1_000_000):
            name = "".join(chance.choices(syllables, k=chance.randint(2, 5))).title()
            table.write(f"{number},{name},{chance.uniform(44, 52):.5f},{chance.uniform(22, 40):.5f},village,UA\n")
    start = time.perf_counter()
    info = packs.add_pack(file)
    show("a million rows: compile", time.perf_counter() - start, "s")
    show("a million rows: on disk", info.size / 1e6, "MB")
    fresh("with a million rows")


def sample_names(gazetteer: Gazetteer) -> list[str]:
    """Return names of the embedded gazetteer, each once, spread over it."""
    ids = (f"gn:{number}" for number in range(690_000, 715_000))
    return list(dict.fromkeys(place.name for place_id in ids if (place := gazetteer.place(place_id))))


def rate(call: Callable[[str], object], arguments: Iterable[str]) -> float:
    """Return calls a second."""
    arguments = list(arguments)
    start = time.perf_counter()
    for argument in arguments:
        call(argument)
    return len(arguments) / (time.perf_counter() - start)


def show(what: str, value: float, unit: str, note: str = "") -> None:
    print(f"{what:48} {value:12,.1f} {unit:4} {note}".rstrip())


if __name__ == "__main__":
    main()
