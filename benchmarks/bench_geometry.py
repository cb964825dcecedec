"""Time claims to shapes, to movements and to evidence on one core.

Run ``python benchmarks/bench_geometry.py [N]``. The claims are made up: N different places all over the world, so that nothing is shared
(the worst case), and again N claims at N / 50 places, as a corpus has them. At last 16 parts of a region with a ragged coast of islands.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter, process_time
from typing import Any

from frontmap.evidence import weigh
from frontmap.geometry.locate import locate_claims
from frontmap.geometry.movement import draw_movements
from frontmap.model import CLAIM_TYPES, COMPASS, Claim, Document, Place
from frontmap.registry.footprints import footprint
from frontmap.registry.sources import open_sources

ISLANDS = Place("fm:CA.14", "Nunavut", -92.44, 68.65, "region", country="CA", admin1_code="CA.14", radius_km=850.0)
RELATIONS = (None, None, None, None, None, "near", "outskirts", "S part", "C part", "W of", "NNE of", "between", "along")
"""About as often as reports use them."""


def make_claims(count: int, places: int) -> tuple[list[Claim], dict[str, Document]]:
    rng = random.Random(7)
    towns = [_town(f"b:{n}", rng.uniform(-180, 180), rng.uniform(-70, 70), rng) for n in range(places)]
    beside = [_town(f"e:{n}", (town.lon + 180.3) % 360 - 180, town.lat + 0.1, rng) for n, town in enumerate(towns)]
    documents = {
        f"d{n}": Document(f"d{n}", "", publisher=f"Outlet {n % 40}", published=f"2025-{n % 12 + 1:02d}-{n % 28 + 1:02d}")
        for n in range(max(count // 20, 1))
    }
    claims = []
    for n in range(count):
        town, other = towns[n % places], beside[n % places]
        relation = rng.choice(RELATIONS)
        directions = (f"from:{rng.choice(COMPASS)}",) if rng.random() < 0.1 else ()
        claims.append(
            Claim(
                claim_id=f"c_{n}",
                document_id=f"d{rng.randrange(len(documents))}",
                start=0,
                end=1,
                quote=f"quote {n}",
                type=rng.choice(CLAIM_TYPES),
                place_name=town.name,
                place=town,
                relation=relation,
                distance_km=round(rng.uniform(1, 30), 1) if relation and relation.endswith(" of") and rng.random() < 0.5 else None,
                directions=directions,
                anchors=(("Other", other),) if relation in ("between", "along") else (),
                actor_side=rng.choice(("red", "blue", None)),
                source_side=rng.choice(("red", "blue", "unknown")),
                modality=rng.choice(("asserted", "asserted", "hedged", "denied")),
            )
        )
    return claims, documents


def _town(place_id: str, lon: float, lat: float, rng: random.Random) -> Place:
    return Place(place_id, place_id, lon, lat, "settlement", radius_km=rng.uniform(0.5, 8))


def timed(what: str, work: Callable[[], Any]) -> Any:
    start, busy = perf_counter(), process_time()
    result = work()
    print(f"  {what:<16} {perf_counter() - start:6.2f} s   {process_time() - busy:6.2f} s of processor")
    return result


def main(count: int) -> None:
    for label, places in (("all places different", count), ("50 claims a place", max(count // 50, 1))):
        claims, documents = make_claims(count, places)
        print(f"{count:,} claims, {label}")
        located, _ = timed("locate_claims", lambda claims=claims: locate_claims(claims, lambda _: None))
        timed("draw_movements", lambda claims=claims, located=located: draw_movements(claims, located))
        timed("weigh", lambda claims=claims, documents=documents: weigh(claims, documents, open_sources()))
    print(f"{2 * len(COMPASS)} parts and sides of an archipelago")
    sides = [replace(claims[0], claim_id=f"{point} {tail}", place=ISLANDS, relation=f"{point} {tail}", distance_km=None, anchors=())
             for point in COMPASS for tail in ("part", "of")]  # fmt: skip
    timed("locate_claims", lambda: locate_claims(sides, footprint))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
