"""The map as a person uses it: in Chromium, from a file, with the network off."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from chromium import HOSTILE, PHONE, Reader, checkbox, count_of, needs_chromium, settle, shown
from frontmap.output.overlays import Overlay
from frontmap.output.popups import cut
from frontmap.output.webmap import render_map
from map_layers import ROWS, SOURCES, make_layers

pytestmark = needs_chromium

BROKEN = ["#v=x/y/z", "#s=%00&c=c_zz&d=1/2", "#v=99/99/99&q=%3Cimg%20src=x%20onerror=window.hacked=1%3E", "#%E0%A4%A"]
WORDS = {"uk": "Твердження", "ru": "Утверждения", "fr": "Affirmations", "es": "Afirmaciones", "ar": "المزاعم"}
SCROLL = """() => {
  const list = document.getElementById('list'), was = list.scrollTop;
  list.scrollTop += 400;
  return list.scrollTop === was;
}"""
NAMELESS = """() => [...document.querySelectorAll('button, input, select, [role=dialog], [role=listbox]')]
  .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length))
  .map((e) => e.outerHTML.slice(0, 80))"""
MIDDLE = "e => { const [r, g, b] = e.getContext('2d').getImageData(16, 16, 1, 1).data; return `rgb(${r}, ${g}, ${b})`; }"
CITY = "#v=12/48.282/37.176"  # the middle of the map is the middle of Pokrovsk


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("map")
    pages = {
        "plain": render_map(make_layers(), title="Who says what"),
        "hostile": render_map(
            make_layers([text for text in HOSTILE if text.strip()] + ["<b>" * 40_000]), title="</title><script>window.hacked=1</script>"
        ),
        "overlay": render_map(make_layers(), overlays=[_front("2025-11-20", 0.0), _front("2025-12-01", 0.1)]),
        "empty": render_map({}),
        "fan": render_map(_three_strokes()),
        "single": render_map({name: layer.iloc[16:17] for name, layer in make_layers().items() if name in ("claims", "areas")}),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}


STROKES = {name: (37.176 + x, 48.282 + y) for name, x, y in (("west", -0.10, 0.045), ("middle", -0.085, 0.057), ("north", -0.067, 0.067))}


def _three_strokes() -> dict[str, Any]:
    """One claim about Pokrovsk with an advance along three strokes, each from its point towards the city."""
    layers = {name: layer.iloc[4:5] for name, layer in make_layers().items() if name in ("claims", "areas")}
    ends = {name: (37.176 + (x - 37.176) * 0.2, 48.282 + (y - 48.282) * 0.2) for name, (x, y) in STROKES.items()}
    line = shapely.MultiLineString([[start, ends[name]] for name, start in STROKES.items()])
    columns = {"claim_id": layers["claims"]["claim_id"].tolist(), "kind": "approach"}
    return {**layers, "movements": geopandas.GeoDataFrame(columns, geometry=[line], crs="EPSG:4326")}


def _front(day: str, shift: float) -> Overlay:
    shapes = [shapely.box(37.0 + shift, 48.0, 37.4 + shift, 48.4), shapely.LineString([(37.4, 48.0), (37.5, 48.6)])]
    return Overlay("Reference line", "Careful Maps", geopandas.GeoDataFrame(geometry=shapes, crs="EPSG:4326"), day)


@pytest.fixture
def reader(browser: Any, files: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Reader]:
    options = dict(getattr(request, "param", {}))
    reader = Reader(browser, files[options.pop("file", "plain")], **options)
    yield reader
    reader.context.close()
    assert reader.said == []
    assert [url for url in reader.asked if not url.startswith(("file:", "data:", "blob:"))] == []


def rows_where(**wanted: str) -> list[dict[str, str]]:
    return [row for row in ROWS if all(row[key] == value for key, value in wanted.items())]


# ---- What is shown ----------------------------------------------------------------------------------------------------


def test_the_page_opens_with_every_claim(reader: Reader) -> None:
    page = reader.open()
    assert shown(page) == len(ROWS)
    assert page.title() == "Who says what"
    assert page.locator("#status").inner_text().endswith(f"of {len(ROWS)} listed")


def test_each_source_can_be_switched_off_and_the_counts_follow(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-filters")
    staff = SOURCES["staff"][0]
    own = len(rows_where(source="staff"))
    assert count_of(page, staff) == own
    checkbox(page, staff).uncheck()
    assert shown(page) == len(ROWS) - own
    assert count_of(page, staff) == own, "what it would show again"
    assert count_of(page, "strike") == len([row for row in rows_where(type="strike") if row["source"] != "staff"])


def test_a_side_switches_all_of_its_sources(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-filters")
    page.locator(".family input").first.uncheck()
    gone = [row for row in ROWS if SOURCES[row["source"]][1] == "russia"]
    assert shown(page) == len(ROWS) - len(gone)
    assert not checkbox(page, SOURCES["head"][0]).is_checked()


def test_filters_combine(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-filters")
    entry = page.locator("#page-filters .entry", has_text="capture")
    entry.hover()
    entry.locator(".only").click()
    checkbox(page, "denied").uncheck()
    left = [row for row in rows_where(type="capture") if row["modality"] != "denied"]
    assert shown(page) == len(left)
    page.click("#reset")
    assert shown(page) == len(ROWS)


def test_search_finds_quotes_sources_and_other_names_of_places(reader: Reader) -> None:
    page = reader.open()
    for query, count in [
        ("LIBERATED", len([row for row in ROWS if "liberated" in row["quote"]])),
        ("vymyslena", len(rows_where(source="brigade"))),
        ("krasnoarmeysk", len(rows_where(place="Pokrovsk"))),
        ('krasnoarmeysk "central square"', 1),
        ("nothing like this", 0),
    ]:
        page.fill("#search", query)
        page.wait_for_function("n => document.getElementById('subtitle').textContent.startsWith(String(n))", arg=count)
    assert page.locator(".empty").is_visible()


def test_a_row_without_a_day_of_its_own_says_when_it_was_reported(reader: Reader) -> None:
    page = reader.open()
    page.uncheck("#inview")
    dated, undated = (next(row for row in ROWS if bool(row["day"]) == known) for known in (True, False))
    for row, said in ((dated, False), (undated, True)):
        page.fill("#search", f'"{row["quote"][:40]}"')
        assert page.locator(".row", has_text=row["quote"]).locator("time").inner_text().startswith("reported ") is said


def test_moving_the_map_filters_the_list(reader: Reader) -> None:
    page = reader.open(CITY)
    settle(page)
    places = set(page.locator(".row .where").all_inner_texts())
    assert "Pokrovsk" in places
    assert "Kharkiv" not in places
    page.uncheck("#inview")
    assert page.locator("#status").inner_text().startswith(f"{len(ROWS)} of")


def test_a_row_flies_to_its_mark_and_opens_its_card(reader: Reader) -> None:
    page = reader.open()
    page.fill("#search", "car park")
    page.get_by_role("button", name="Show the 1 elsewhere").click()
    page.locator(".row", has_text="car park").click()
    settle(page)
    assert page.locator("#card h2").inner_text().lower() == "strike"
    assert "Kharkiv" in page.locator("#card").inner_text()
    latitude, longitude = map(float, re.search(r"v=[\d.]+%2F([\d.]+)%2F([\d.]+)", page.evaluate("location.hash")).groups())
    assert abs(latitude - 49.988) < 0.2
    assert abs(longitude - 36.231) < 0.6


def test_a_row_stays_the_same_element_while_the_list_moves_under_it(reader: Reader) -> None:
    page = reader.open()
    page.uncheck("#inview")
    settle(page)
    pressed = page.locator(".row").nth(4).element_handle()
    page.locator("#list").evaluate("list => { list.scrollTop += 150 }")
    settle(page)
    assert pressed.evaluate("row => row.isConnected")
    positions = page.locator(".row").evaluate_all("rows => rows.map((row) => Number(row.getAttribute('aria-posinset')))")
    assert positions == sorted(set(positions))


def test_the_map_opens_where_most_claims_are_and_shows_everything_on_demand(reader: Reader) -> None:
    page = reader.open()
    assert int(page.locator("#status").inner_text().split()[0]) >= len(ROWS) / 1.25
    page.get_by_role("button", name="Show everything").click()
    settle(page)
    assert page.locator("#status").inner_text().startswith(f"{len(ROWS)} of")


def test_from_close_by_the_country_is_named_beside_the_scale(reader: Reader) -> None:
    page = reader.open(CITY)
    assert page.locator("#where").inner_text() == "Ukraine"
    page.evaluate("() => { location.hash = '#v=5/48/37' }")
    settle(page)
    assert page.locator("#where").inner_text() == ""


def test_pressing_a_place_lists_its_claims_by_side(reader: Reader) -> None:
    page = reader.open(CITY)
    box = page.locator(".folium-map").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "Pokrovsk" in page.locator("#tip").inner_text()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    heads = page.locator("#card h3").all_inner_texts()
    assert [head.split(" (")[0] for head in heads][:2] == ["Russia", "Ukraine"]
    assert "contradict" in page.locator("#card .standing").inner_text()
    page.locator("#card .claim").first.click()
    page.get_by_role("button", name="All", exact=False).first.click()
    assert page.locator("#card .claim").count() > 3


@pytest.mark.parametrize("reader", [{"file": "fan"}], indirect=True)
@pytest.mark.parametrize("shift", [0.0, 0.0016, 0.0032, 0.0048])
def test_every_stroke_of_a_movement_is_drawn_wherever_the_map_lies(reader: Reader, shift: float) -> None:
    zoom, lat, lon = 11, 48.282, 37.176 + shift
    page = reader.open(f"#v={zoom}/{lat}/{lon}")
    settle(page)
    box = page.locator(".folium-map").bounding_box()
    scale = 256 * 2**zoom / 360  # pixels of a degree of longitude
    for name, (x, y) in STROKES.items():
        away = [(x - 37.176) * 0.8 - shift, -((y - 48.282) * 0.8) / math.cos(math.radians(lat))]  # a fifth of the way from its start
        page.mouse.move(
            *(box[corner] + box[size] / 2 + way * scale for corner, size, way in zip("xy", ("width", "height"), away, strict=True))
        )
        assert page.locator("#tip").is_visible(), name


def test_a_symbol_beside_its_place_says_on_which_side(reader: Reader) -> None:
    row = next(row for row in ROWS if row["relation"] == "W of")
    page = reader.open()
    page.fill("#search", f'"{row["quote"]}"')
    page.locator(".row", has_text=row["quote"]).click()
    settle(page)
    page.click("#card .card-head button.icon")
    box = page.locator(".folium-map").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2 - 180, box["y"] + box["height"] / 2)  # left of the card that was open
    name, relation = page.locator("#tip").inner_text().split("\n")[:2]
    assert name == row["place"]
    assert relation.startswith("west of it")


def test_a_card_shows_the_chain_and_what_contradicts(reader: Reader) -> None:
    page = reader.open()
    page.locator(".row", has_text="northern part").click()
    steps = page.locator(".chain li strong").all_inner_texts()
    assert steps[:3] == ["General Staff of Beland", "Beland Today", "The Invented Herald"]
    against = page.locator(".related.against .claim")
    assert against.count() == 2
    against.first.click()
    assert "Defence Ministry of Aland" in page.locator(".chain").inner_text()
    link = page.locator(".document a")
    assert link.get_attribute("href").startswith("https://news.example/")
    assert "noopener" in link.get_attribute("rel")


def test_a_card_shows_what_supports_a_claim_without_saying_the_same(reader: Reader) -> None:
    page = reader.open()
    page.uncheck("#inview")
    page.fill("#search", "the village has been liberated")
    settle(page)
    page.locator(".row").click()
    assert page.locator(".related.with .claim").count() == 1
    backing = page.locator(".related.backing .claim")
    assert backing.all_inner_texts() == ["Withdrawal\nGeneral Staff of Beland\nunits were moved to more favourable positions"]
    assert page.locator(".alone").count() == 0


def test_a_claim_has_the_shade_of_its_source_and_the_legend_says_so(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-filters")
    colors = {
        name: page.locator("#page-filters .entry", has_text=name).locator(".swatch").evaluate("e => e.style.backgroundColor")
        for name in (SOURCES["east"][0], SOURCES["blogger"][0])
    }
    assert len(set(colors.values())) == 2
    page.click("#tab-claims")
    page.uncheck("#inview")
    for quote, color in zip(("liberated the city", "now being encircled"), colors.values(), strict=True):
        page.fill("#search", quote)
        assert page.locator(".row", has_text=quote).first.locator(".chip").evaluate(MIDDLE) == color
    assert "Shades: sources of one side" in page.locator("#legend").inner_text()


# ---- Time -------------------------------------------------------------------------------------------------------------


def test_the_time_slider_filters_and_names_its_days(reader: Reader) -> None:
    page = reader.open()
    days = sorted(row["day"] for row in ROWS if row["day"])
    page.uncheck("#undated")
    assert shown(page) == len(days)
    page.locator("#from").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    first = days[0][:8] + f"{int(days[0][8:]) + 3:02d}"
    assert shown(page) == len([day for day in days if day >= first])
    assert page.locator("#from").get_attribute("aria-valuetext").startswith(str(int(first[8:])))


def test_playback_starts_with_the_first_days_and_runs_to_the_end(reader: Reader) -> None:
    page = reader.open()
    page.uncheck("#undated")
    settle(page)
    page.evaluate("""() => {
      const seen = (window.seen = []), line = document.getElementById('subtitle'), button = document.getElementById('play');
      const see = () => seen.push({ title: button.title, shown: parseInt(line.textContent) });
      new MutationObserver(see).observe(line, { childList: true, characterData: true, subtree: true });
    }""")
    page.click("#play")
    page.wait_for_function("() => window.seen.length && document.getElementById('play').title === 'Play'")
    settle(page)
    first, *_, last = page.evaluate("window.seen")
    assert first["title"] == "Pause"
    assert first["shown"] < len(ROWS) / 2
    assert last["shown"] == shown(page) == len([row for row in ROWS if row["day"]])


def test_report_dates_can_be_used_instead(reader: Reader) -> None:
    page = reader.open()
    page.select_option("#datefield", "published")
    assert page.locator("#span").inner_text() == "1 Dec 2025 – 5 Dec 2025"


# ---- Disagreement, not placed -----------------------------------------------------------------------------------------


def test_the_disagreement_view_sorts_claims_by_who_shares_them(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-compare")
    counts = {name: int(page.locator(f".standing-{name} summary .count").inner_text()) for name in ("both", "one", "disputed", "denied")}
    assert counts["denied"] == len(rows_where(modality="denied"))
    assert counts["both"] == len(rows_where(group="g11"))
    assert counts["disputed"] == len([row for row in ROWS if row["contradicts"] and row["modality"] != "denied"])
    assert sum(counts.values()) == len(ROWS)


def test_claimed_ground_counted_on_the_grid_agrees_with_the_geodesic_figures(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-compare")
    exact = [[float(cell) for cell in row.locator(".km2").all_inner_texts()] for row in page.locator(".ground tbody tr").all()]
    page.uncheck("#undated")  # a filter that takes no claim of ground away
    counted = [[float(cell) for cell in row.locator(".km2").all_inner_texts()] for row in page.locator(".ground tbody tr").all()]
    assert len(exact) == 2
    for before, after in zip(exact, counted, strict=True):
        assert after == pytest.approx(before, rel=0.04)


def test_what_was_not_placed_is_listed_with_its_candidates(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-unplaced")
    text = page.locator("#page-unplaced").inner_text()
    assert "Kachin" in text
    assert "Zhytomyr" in text


def test_a_direction_without_a_line_is_listed_in_words(browser: Any, tmp_path: Path) -> None:
    layers = make_layers()
    layers["unplaced"].loc[0, "name"] = "toward:Hryshyne"
    (tmp_path / "map.html").write_text(render_map(layers), encoding="utf-8")
    reader = Reader(browser, tmp_path / "map.html")
    page = reader.open()
    page.click("#tab-unplaced")
    assert page.locator(".unplaced h2").inner_text() == "Toward Hryshyne"
    page.click("#legend summary")
    page.select_option("#datefield", "published")
    assert page.locator("#legend ul").is_hidden(), "it stays as the reader left it"
    reader.context.close()


@pytest.mark.parametrize("reader", [{"file": "overlay"}], indirect=True)
def test_a_reference_can_be_switched_off_and_is_credited(reader: Reader) -> None:
    page = reader.open()
    assert "Reference line: Careful Maps" in page.locator("#credits").inner_text()
    page.click("#tab-filters")
    page.locator("#page-filters label", has_text="Reference line").locator("input").uncheck()
    settle(page)
    assert "o=Reference+line" in page.evaluate("location.hash")


# ---- Sharing ----------------------------------------------------------------------------------------------------------


def test_the_address_restores_view_filters_time_and_selection(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-filters")
    checkbox(page, SOURCES["staff"][0]).uncheck()
    page.fill("#search", "city")
    settle(page)
    page.click("#tab-claims")
    page.locator(".row", has_text="liberated").first.click()
    settle(page)
    address, before = page.evaluate("location.hash"), shown(page)
    again = reader.open(address)
    settle(again)
    assert shown(again) == before < len(ROWS)
    assert again.input_value("#search") == "city"
    assert "liberated" in again.locator("#card blockquote").inner_text()
    assert again.evaluate("location.hash") == address


@pytest.mark.parametrize("address", BROKEN)
def test_a_broken_address_opens_the_map_all_the_same(reader: Reader, address: str) -> None:
    page = reader.open(address)
    assert page.locator("#title").inner_text() == "Who says what"
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize("reader", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True)
def test_citation_link_and_embedding_code_can_be_copied(reader: Reader) -> None:
    page = reader.open()
    page.locator(".row", has_text="liberated the city").click()
    page.get_by_role("button", name="Copy citation").click()
    settle(page)
    assert "Defence Ministry of Aland, daily briefing — " in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy link").click()
    settle(page)
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"c=c_{0:016x}")
    page.click("#menu-button")
    page.get_by_role("button", name="Copy embed code").click()
    settle(page)
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe src=")


def test_the_view_can_be_saved_as_a_picture(reader: Reader) -> None:
    page = reader.open()
    page.click("#menu-button")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save picture").click()
    picture = saved.value.path().read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") >= 1800


def test_a_print_is_one_sheet_with_headline_legend_credits_and_borders(reader: Reader) -> None:
    page = reader.open()
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    for part in ("#title", "#legend ul", "#credits", "#policy", "#scale"):
        assert page.locator(part).is_visible()
    assert page.locator("#tools").is_hidden()
    assert page.pdf(landscape=True).count(b"/Type /Page\n") == 1
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#tools").is_visible()


def test_a_correction_is_a_line_that_the_build_reads(reader: Reader) -> None:
    page = reader.open()
    page.locator(".row", has_text="liberated the city").click()
    page.get_by_role("button", name="Wrong place").click()
    page.fill("#right-place", "48.5, 37.25")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save correction").click()
    rows = list(csv.DictReader(io.StringIO(saved.value.path().read_text(encoding="utf-8"))))
    assert rows == [{"name": "Pokrovsk", "document": "report_0.txt", "place": "", "lon": "37.25", "lat": "48.5"}]


# ---- Keyboard, phone, themes, languages -------------------------------------------------------------------------------


def test_the_list_and_the_tabs_work_by_keyboard(reader: Reader) -> None:
    page = reader.open()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.locator("#list").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    selected = page.locator(".row[aria-selected=true]")
    assert selected.get_attribute("id") == page.locator("#list").get_attribute("aria-activedescendant")
    assert page.locator("#card").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    page.locator("#tab-claims").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#page-filters").is_visible()


def test_every_control_has_a_name(reader: Reader) -> None:
    page = reader.open()
    page.locator(".row").first.click()
    page.click("#menu-button")
    assert page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_nothing_sticks_out_on_a_phone(reader: Reader) -> None:
    page = reader.open()
    page.click("#tab-filters")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = "[...document.querySelectorAll('#panel *, #time *')].filter((e) => e.getBoundingClientRect().right > 392).length"
    assert page.evaluate(wide) == 0
    assert page.locator("#credits").evaluate("e => e.scrollWidth <= e.clientWidth && e.textContent.includes('OpenStreetMap')")
    page.click("#tab-claims")
    page.locator(".row").first.click()
    settle(page)
    assert page.locator("#card").bounding_box()["width"] == 390


@pytest.mark.parametrize(("lang", "word"), WORDS.items())
def test_the_interface_speaks_the_readers_language(reader: Reader, lang: str, word: str) -> None:
    page = reader.open(f"#lang={lang}")
    assert page.locator("#tab-claims").inner_text() == word
    assert page.evaluate("document.documentElement.dir") == ("rtl" if lang == "ar" else "ltr")


@pytest.mark.parametrize("reader", [{"color_scheme": "dark"}], indirect=True)
def test_a_dark_system_gets_a_dark_page(reader: Reader) -> None:
    page = reader.open()
    dark = page.evaluate("getComputedStyle(document.getElementById('panel')).backgroundColor")
    page.click("#menu-button")
    page.locator("#menu select").last.select_option("light")
    light = page.evaluate("getComputedStyle(document.getElementById('panel')).backgroundColor")
    assert [sum(map(int, re.findall(r"\d+", color))) > 380 for color in (dark, light)] == [False, True]


@pytest.mark.parametrize("reader", [{"file": "empty"}], indirect=True)
def test_a_map_without_claims_says_so(reader: Reader) -> None:
    page = reader.open()
    assert shown(page) == 0
    assert page.locator(".empty").inner_text() == "None of the reports holds a claim that could be placed."
    assert page.locator("#legend").is_hidden()


@pytest.mark.parametrize("reader", [{"file": "single"}], indirect=True)
def test_a_map_of_one_claim_counts_in_the_singular_and_explains_only_what_it_shows(reader: Reader) -> None:
    page = reader.open()
    assert page.locator("#subtitle").inner_text() == "1 claim from 1 source"
    assert page.locator("#legend li").all_inner_texts() == ["Ukraine", "Asserted", "Area, or how unsure the spot is"]


# A wide page with its legend open, a tablet and a phone, each with whichever of these stands over the map.
@pytest.mark.parametrize("reader", [{}, {"viewport": {"width": 768, "height": 1024}}, PHONE], indirect=True)
def test_scale_legend_and_credits_do_not_cover_each_other(reader: Reader) -> None:
    page = reader.open()
    boxes = {name: page.locator(name).bounding_box() for name in ("#scale", "#legend", "#credits", "#tools")}
    for (name, one), (other_name, other) in combinations(boxes.items(), 2):
        apart = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        below = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
        assert apart or below, (name, other_name)


@pytest.mark.parametrize("reader", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_there_is_a_table(reader: Reader) -> None:
    page = reader.context.new_page()
    page.goto(reader.path.as_uri())
    assert page.locator("noscript tr").count() == len(ROWS) + 1


# ---- Safety -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [{"file": "hostile"}], indirect=True)
def test_hostile_words_show_as_text_everywhere_and_do_nothing(reader: Reader) -> None:
    assert len(HOSTILE) >= 60
    page = reader.open()
    page.uncheck("#inview")
    quotes = set()
    while page.locator(".row").count():
        count = page.evaluate("document.querySelectorAll('.row').length")
        quotes |= set(page.locator(".row .row-quote").all_text_contents())
        at_end = page.evaluate(SCROLL)
        settle(page)
        if at_end or not count:
            break
    wanted = {cut(text).replace("\0", "\N{REPLACEMENT CHARACTER}") for text in HOSTILE if text.strip()}
    assert wanted <= quotes
    for tab in ("filters", "compare", "unplaced"):
        page.click(f"#tab-{tab}")
        while (closed := page.locator(f"#page-{tab} details:not([open]) > summary")).count():
            closed.first.click()
        settle(page)
    page.click("#tab-claims")
    for _ in range(40):
        page.locator("#list").press("ArrowDown")
    assert page.locator("#card").is_visible()
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("[...document.querySelectorAll('a')].filter((a) => !/^https?:$/.test(a.protocol)).length") == 0
    assert (
        page.evaluate("document.querySelectorAll('img, iframe, object, embed, style:not(head style), form:not(.correction)').length") == 0
    )
