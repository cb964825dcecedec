"""Times the map against naive folium (a marker with a popup for each claim), both opened in Chromium from a file with the network off.

Run: ``python benchmarks/bench_map.py [--claims 100000] [--naive 10000] [--split 0] [--json FILE]``. Claims and quotes are made up from a
fixed seed; the quotes are as long as in news (109 characters on average). Naive folium takes minutes at 100,000, so by default it draws
fewer, and ours is measured at that number too. ``--split 1000000`` also measures the map with data files beside the page, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import django
import folium
import geopandas
import pandas as pd
import shapely
from playwright.sync_api import Browser, Page, sync_playwright

from frontmap.model import CLAIM_TYPES
from frontmap.output.split import render_split
from frontmap.output.webmap import _leaflet_path, render_map

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SIDES = ("russia", "ukraine", "third_party", "unknown")
SYLLABLES = ["ka", "lo", "mi", "ver", "sten", "ter", "po", "dra", "shi", "no", "vel", "ber", "gar", "tun", "sol", "ry"]


def make_layers(claims: int, towns: int = 6000, seed: int = 7) -> dict[str, Any]:
    """Return layers with as many claims, spread over towns as news is: a few get most."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(4000)]
    spots = [(name, 22 + 18 * chance.random(), 44.5 + 7.5 * chance.random()) for name in chance.choices(words, k=towns)]
    picked = [int(towns * chance.random() ** 3) for _ in range(claims)]
    sources = [(f"Source {number} {words[number]}", SIDES[number % 4]) for number in range(400)]
    rows = [_claim(chance, number, spots[town], town, sources, words) for number, town in enumerate(picked)]
    points = shapely.points([spots[town][1] for town in picked], [spots[town][2] for town in picked])
    frame = geopandas.GeoDataFrame(rows, geometry=points, crs="EPSG:4326")
    discs = shapely.buffer(shapely.points([spot[1:] for spot in spots]), 0.03, quad_segs=12)
    areas = geopandas.GeoDataFrame({"claim_id": frame["claim_id"]}, geometry=discs[picked], crs="EPSG:4326")
    return {"claims": frame, "areas": areas, "movements": _movements(chance, frame), "claims_table": frame.drop(columns="geometry")}


def _claim(
    chance: random.Random, number: int, spot: tuple[str, float, float], town: int, sources: list[Any], words: list[str]
) -> dict[str, Any]:
    source, side = chance.choice(sources)
    day = pd.Timestamp("2024-01-01") + pd.Timedelta(days=chance.randint(0, 700))
    report = number // 5
    return {
        "claim_id": f"c_{chance.getrandbits(64):016x}",
        "document_id": f"report_{report}",
        "title": " ".join(words[(report * 31 + k * 977) % len(words)] for k in range(7)),
        "publisher": sources[report % 40][0],
        "url": f"https://news.example/{report}",
        "published": pd.Timestamp("2024-01-01") + pd.Timedelta(days=report % 700),
        "source": source,
        "source_id": source,
        "source_side": side,
        "type": chance.choice(CLAIM_TYPES),
        "modality": chance.choices(("asserted", "hedged", "possible", "denied"), (80, 12, 4, 4))[0],
        "place": spot[0],
        "place_id": f"gn:{town}",
        "date_start": day,
        "date_end": day,
        "quote": " ".join(chance.choices(words, k=chance.randint(7, 21))),
        "start": chance.randint(0, 4000),
        "end": chance.randint(4000, 8000),
        "geo_precision": 1,
        "evidence": chance.choices(("single", "agreed", "disputed"), (70, 20, 10))[0],
        "group_id": f"g{town}-{number % 50}",
    }


def _movements(chance: random.Random, claims: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    some = claims.iloc[::20]
    x, y = some.geometry.x.to_numpy(), some.geometry.y.to_numpy()
    away = [(0.2 * (chance.random() - 0.5), 0.2 * (chance.random() - 0.5)) for _ in range(len(some))]
    lines = [shapely.LineString([(a + da, b + db), (a, b)]) for a, b, (da, db) in zip(x, y, away, strict=True)]
    columns = {"claim_id": some["claim_id"].to_numpy(), "kind": "approach", "from": "S", "toward": None}
    return geopandas.GeoDataFrame(columns, geometry=lines, crs="EPSG:4326")


def naive_page(claims: geopandas.GeoDataFrame) -> str:
    """Return what folium's own examples lead to: a marker with a popup for each claim; Leaflet comes from disk."""
    jquery = next(Path(django.__file__).parent.rglob("jquery.min.js"))  # folium's popups call it
    folium.Map.default_js = [("leaflet", _leaflet_path("leaflet.js").as_uri()), ("jquery", jquery.as_uri())]
    folium.Map.default_css = [("leaflet_css", _leaflet_path("leaflet.css").as_uri())]
    page = folium.Map(location=[48, 31], zoom_start=6, tiles=None)
    for row in claims.itertuples():
        facts = f"{row.type}, {row.modality}, {row.date_start:%Y-%m-%d}, {row.evidence}, {row.source_side}"
        text = f"<b>{row.place}</b> {facts}<br>{row.quote}<br>{row.source}<br><a href='{row.url}'>{row.title}</a>, {row.publisher}"
        folium.Marker([row.geometry.y, row.geometry.x], tooltip=row.place, popup=folium.Popup(text, max_width=300)).add_to(page)
    return str(page.get_root().render())


def _memory(process: str) -> float:
    """Return the resident megabytes of a process."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def renderer_memory() -> float:
    """Return the resident megabytes of the largest renderer process, which is the one with the map."""
    sizes = [0.0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                sizes.append(_memory(folder.name))
        except (OSError, StopIteration):  # the process has ended
            continue
    return max(sizes)


def opened(browser: Browser, path: Path, ready: str) -> tuple[dict[str, float], Page]:
    """Open a page; return seconds until it can be used, what a pan takes, and its memory."""
    page = browser.new_context(offline=True, viewport={"width": 1360, "height": 860}).new_page()
    page.set_default_timeout(900_000)
    start = time.perf_counter()
    page.goto(path.as_uri(), timeout=900_000)
    page.wait_for_function(ready)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    usable = time.perf_counter() - start
    start = time.perf_counter()
    page.mouse.move(800, 400)
    page.mouse.down()
    page.mouse.move(700, 300, steps=4)
    page.mouse.up()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return {
        "usable_s": round(usable, 2),
        "pan_ms": round((time.perf_counter() - start) * 1000),
        "memory_mb": round(renderer_memory()),
    }, page


STEPS = {
    "filter_ms": """() => { const box = document.querySelector('#page-filters input[data-facet=type]');
      const from = performance.now(); box.click(); return performance.now() - from; }""",
    "search_ms": """() => new Promise((done) => { const box = document.getElementById('search'); box.value = 'kalover';
      const was = document.getElementById('subtitle').textContent; box.dispatchEvent(new Event('input'));
      const from = performance.now(); const look = () => document.getElementById('subtitle').textContent === was
        ? setTimeout(look, 1) : done(performance.now() - from - WAIT); look(); })""",
}


SEARCH_ALL = """(words) => new Promise((done) => { const box = document.getElementById('search'); box.value = words;
  const from = performance.now();
  const watch = new MutationObserver(() => document.getElementById('list').ariaBusy !== 'true' && done(performance.now() - from));
  watch.observe(document.getElementById('list'), { attributeFilter: ['aria-busy'] }); box.dispatchEvent(new Event('input')); })"""
OPEN_CARD = """() => new Promise((done) => { const row = [...document.querySelectorAll('.row')].at(-1);
  const from = performance.now(); row.click();
  const look = () => document.querySelector('#card blockquote') ? done(performance.now() - from) : setTimeout(look, 2); look(); })"""


def measure_ours(browser: Browser, folder: Path, claims: int) -> dict[str, float]:
    layers = make_layers(claims)
    render_map(make_layers(10))  # opens the gazetteer and its outlines, which a build has open long before it draws
    start = time.perf_counter()
    html = render_map(layers, title="Benchmark")
    seconds = time.perf_counter() - start
    path = folder / "ours.html"
    path.write_text(html, encoding="utf-8")
    figures, page = opened(browser, path, "() => document.body.dataset.ready === 'true'")
    page.wait_for_timeout(1500)
    pause = 120 if claims > 20_000 else 30  # what the page waits for the next key before it searches
    steps = {name: round(page.evaluate(script.replace("WAIT", str(pause))), 1) for name, script in STEPS.items()}
    page.context.close()
    return {"claims": claims, "build_s": round(seconds, 2), "mb": round(path.stat().st_size / 1e6, 2), **figures, **steps}


def measure_split(browser: Browser, folder: Path, claims: int) -> dict[str, float]:
    """Measure the map whose quotes, areas and movements lie in files beside it."""
    layers = make_layers(claims)
    render_map(make_layers(10))
    before, start = _memory("self"), time.perf_counter()
    made = render_split(layers, title="Benchmark")
    most = _memory("self")
    (folder / "map_data").mkdir()
    (folder / "map.html").write_text(made.page, encoding="utf-8")
    beside = 0
    for name, make in made.beside.items():
        beside += (folder / name).write_bytes(make())
        most = max(most, _memory("self"))
    seconds, grown = time.perf_counter() - start, most - before
    figures, page = opened(browser, folder / "map.html", "() => document.body.dataset.ready === 'true'")
    page.wait_for_timeout(1500)
    steps = {name: round(page.evaluate(script.replace("WAIT", "120")), 1) for name, script in STEPS.items()}
    steps["search_all_ms"] = round(page.evaluate(SEARCH_ALL, "lo vel"))  # every quote is read and searched
    steps["search_again_ms"] = round(page.evaluate(SEARCH_ALL, "ver gar"))
    steps["card_ms"] = round(page.evaluate(OPEN_CARD))
    figures["memory_mb"] = round(renderer_memory())
    page.context.close()
    files = {"beside_mb": round(beside / 1e6, 1), "files": len(made.beside), "build_memory_mb": round(grown)}
    return {"claims": claims, "build_s": round(seconds, 2), "mb": round(len(made.page) / 1e6, 2), **files, **figures, **steps}


def measure_naive(browser: Browser, folder: Path, claims: int) -> dict[str, float]:
    frame = make_layers(claims)["claims"]
    start = time.perf_counter()
    html = naive_page(frame)
    seconds = time.perf_counter() - start
    path = folder / "naive.html"
    path.write_text(html, encoding="utf-8")
    figures, page = opened(browser, path, "() => document.querySelector('.leaflet-marker-icon') !== null")
    page.context.close()
    return {"claims": claims, "build_s": round(seconds, 2), "mb": round(path.stat().st_size / 1e6, 2), **figures}


def run(claims: int, naive: int) -> dict[str, dict[str, float]]:
    """Measure both in one run, each in a browser of its own so that memory does not mix."""
    found = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        for key, count, measure in (("ours", claims, measure_ours), ("ours_small", naive, measure_ours), ("naive", naive, measure_naive)):
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            found[key] = measure(browser, Path(name), count)
            browser.close()
    return found


def run_split(claims: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        return measure_split(browser, Path(name), claims)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--naive", type=int, default=10_000)
    parser.add_argument("--split", type=int, default=0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.split:
        print(json.dumps(run_split(given.split), indent=1))
        return
    found = run(given.claims, given.naive)
    names = ("claims", "build_s", "mb", "usable_s", "memory_mb", "pan_ms", "filter_ms", "search_ms")
    print("          " + "".join(f"{name:>11}" for name in names))
    for key, figures in found.items():
        print(f"{key:10}" + "".join(f"{figures.get(name, ''):>11}" for name in names))
    ratios = {
        name: round(found["naive"][name] / found["ours_small"][name], 1) for name in ("build_s", "mb", "usable_s", "memory_mb", "pan_ms")
    }
    print(f"naive / ours at {given.naive} claims:", ratios)
    if given.json:
        given.json.write_text(json.dumps(found | {"ratios": ratios}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
