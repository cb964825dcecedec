from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import factories
from frontmap.data import layers_dir, read_rows
from frontmap.errors import UsageError
from frontmap.layers import frames, styles
from frontmap.model import CLAIM_TYPES, MODALITIES
from frontmap.output import webmap
from frontmap.output.columns import Pack, coded
from frontmap.output.overlays import Overlay
from frontmap.output.popups import cut, day_number, web_link
from map_layers import make_layers

DATA = Path(__file__).parent / "data"
WEB = Path(webmap.__file__).parent / "web"
HOSTILE = [json.loads(line) for line in (DATA / "hostile_strings.txt").read_text(encoding="utf-8").splitlines() if line.startswith('"')]
TYPES = {"u1": "<u1", "u2": "<u2", "u4": "<u4", "i4": "<i4"}


def unpack(encoded: str) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Read a pack as the page does, by another route than the one that wrote it."""
    body = gzip.decompress(base64.b64decode(encoded))
    size = int.from_bytes(body[:4], "little")
    header = json.loads(body[4 : 4 + size])
    columns: dict[str, list[Any]] = {}
    for name, column in header["columns"].items():
        block = body[4 + size + column["at"] :][: column["bytes"]]
        if column["type"] == "text":
            columns[name] = block.decode().split("\0") if column["count"] else []
        else:
            width = int(column["type"][1])
            planes = [block[p * column["count"] : (p + 1) * column["count"]] for p in range(width)]
            columns[name] = list(np.frombuffer(b"".join(bytes(cells) for cells in zip(*planes, strict=True)), TYPES[column["type"]]))
    return header["meta"], columns


def data_of(page: str) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    found = re.search(r'id="frontmap-data">([^<]*)</script>', page)
    assert found
    return unpack(found.group(1))


class Tags(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def page() -> str:
    return webmap.render_map(make_layers(), title="Who says what")


# ---- Columns --------------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=50))
def test_numbers_come_back_as_they_were(values: list[int]) -> None:
    pack = Pack()
    pack.add_integers("n", values)
    assert unpack(pack.encode({}))[1]["n"] == values


@given(st.lists(st.integers(0, 2**32 - 1), max_size=50))
def test_large_numbers_without_sign_come_back_as_they_were(values: list[int]) -> None:
    pack = Pack()
    pack.add_integers("n", values)
    assert unpack(pack.encode({}))[1]["n"] == values


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=30))
def test_texts_come_back_as_they_were(values: list[str]) -> None:
    pack = Pack()
    pack.add_codes("t", values)
    columns = unpack(pack.encode({}))[1]
    assert [columns["t.values"][code] for code in columns["t"]] == values


def test_a_nul_in_a_text_cannot_shift_the_texts_behind_it() -> None:
    pack = Pack()
    pack.add_strings("t", ["a\0b", "c"])
    assert unpack(pack.encode({}))[1]["t"] == ["a\N{REPLACEMENT CHARACTER}b", "c"]


def test_codes_follow_the_order_of_appearance() -> None:
    codes, values = coded(["b", "a", "b"])
    assert (codes.tolist(), values) == ([0, 1, 0], ["b", "a"])


def test_shapes_come_back_to_the_metre() -> None:
    hole = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (1, 2), (2, 2)]])
    shapes = [shapely.MultiPolygon([hole, shapely.box(-9.5, -9, -8, -8.123456)]), shapely.LineString([(179.99999, 5), (170, -5)])]
    pack = Pack()
    pack.add_shapes("s", np.array(shapes, dtype=object))
    columns = unpack(pack.encode({}))[1]
    x, y = np.cumsum(columns["s.x"]) / 1e5, np.cumsum(columns["s.y"]) / 1e5
    assert columns["s.shape"] == [3, 1]
    assert columns["s.part"] == [5, 4, 5, 2]
    assert np.allclose(np.column_stack([x, y]), shapely.get_coordinates(shapes), atol=1e-5)


# ---- Texts and links ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://a.example", "https://a.example/b?c=d&e=%20#f", "HTTPS://A.EXAMPLE/", "https://xn--e1aybc.example:8080/"]
)
def test_a_web_address_becomes_a_link(url: str) -> None:
    assert web_link(url) == url


@pytest.mark.parametrize("url", [None, float("nan"), pd.NA, "", "www.a.example", "https://" + "a" * 2001, *HOSTILE])
def test_nothing_else_becomes_a_link(url: Any) -> None:
    assert web_link(url) == ""


def test_a_long_quote_is_cut_at_300_characters() -> None:
    assert len(cut("word " * 100)) <= 300
    assert cut("word " * 100).endswith("word…")
    assert cut("x" * 300) == "x" * 300


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert cut("half a \ud83d pair") == "half a ? pair"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1970-01-01", 719163),
        (pd.Timestamp("1970-01-02"), 719164),
        ("XXXX-12-01", 0),
        ("2025-02-31", 0),
        (None, 0),
        (pd.NaT, 0),
        ("soon", 0),
    ],
)
def test_a_date_is_a_day_number_and_no_date_is_nought(value: Any, day: int) -> None:
    assert day_number(value) == day


# ---- The page -------------------------------------------------------------------------------------------------------------------


def test_the_same_layers_give_the_same_bytes_in_another_process(page: str) -> None:
    script = "import map_layers; from frontmap.output.webmap import render_map as r; import sys; from hashlib import sha256\n"
    script += "print(sha256(r(map_layers.make_layers(), title='Who says what').encode()).hexdigest())"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == hashlib.sha256(page.encode()).hexdigest()


def test_the_example_page_is_small(page: str) -> None:
    assert len(page.encode()) <= 400_000


def test_the_page_names_no_address_that_a_browser_would_fetch(page: str) -> None:
    for tag, attributes in Tags(page).found:
        assert tag not in {"img", "iframe", "object", "embed", "base", "form", "audio", "video"}
        assert "src" not in attributes
        assert attributes.get("href") in (None, "data:,")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_admits_this_pages_script_and_leaflet_only(page: str) -> None:
    policy = next(attributes["content"] for _, attributes in Tags(page).found if attributes.get("http-equiv") == "Content-Security-Policy")
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)
    packed = re.search(r'id="frontmap-script">([^<]*)<', page)
    assert policy
    assert script
    assert packed
    texts = [script.group(1).encode(), gzip.decompress(base64.b64decode(packed.group(1)))]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in texts]
    assert f"script-src {' '.join(hashes)};" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_online_tiles_open_the_policy_for_their_server_alone() -> None:
    page = webmap.render_map(make_layers(), online_tiles="https://tiles.example/{z}/{x}/{y}.png", basemap=False)
    assert "img-src data: https://tiles.example;" in page


@pytest.mark.parametrize("address", ["http://tiles.example/{z}", "javascript:alert(1)", "https://a b/{z}", "https://x;script-src *//{z}"])
def test_a_tile_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="tile server"):
        webmap.render_map({}, online_tiles=address)


def test_an_unknown_language_or_theme_is_refused() -> None:
    with pytest.raises(UsageError, match="en, uk, ru, fr, es, ar"):
        webmap.render_map({}, lang="xx")
    with pytest.raises(UsageError, match="auto, light, dark"):
        webmap.render_map({}, theme="pink")


def test_every_claim_travels_with_what_its_card_shows(page: str) -> None:
    meta, columns = data_of(page)
    claims = make_layers()["claims"]
    assert meta["claims"] == len(claims)
    for name in ("quote", "type", "modality", "via"):
        values = [columns[f"claim.{name}.values"][code] for code in columns[f"claim.{name}"]]
        assert values == claims[name].tolist()
    ids = [f"c_{high:08x}{low:08x}" for high, low in zip(columns["claim.id.high"], columns["claim.id.low"], strict=True)]
    assert ids == claims["claim_id"].tolist()
    lon = [columns["point.x"][code] / 1e5 for code in columns["claim.point"]]
    assert np.allclose(lon, claims.geometry.x, atol=1e-5)


def test_groups_that_contradict_point_at_each_other(page: str) -> None:
    _, columns = data_of(page)
    against = columns["group.against"]
    pairs = {(group, int(other)) for group, others in enumerate(against) for other in others.split()}
    assert pairs
    assert pairs == {(other, group) for group, other in pairs}


def test_claims_with_equal_areas_share_one_shape(page: str) -> None:
    _, columns = data_of(page)
    areas = make_layers()["areas"]
    assert len(columns["area.shape"]) == len({shape.wkb for shape in areas.geometry})
    assert min(columns["claim.area"]) == 1


def test_layers_from_the_real_frames_are_drawn() -> None:
    layers = frames.make_layers(**factories.make_run(20))
    meta, columns = data_of(webmap.render_map(layers))
    assert meta["claims"] == len(layers["claims"])
    assert len(columns["move.claim"]) == len(layers["movements"])
    assert meta["unplacedTotal"] == len(layers["unplaced"])


def test_a_side_has_the_hue_that_its_rows_have_in_the_layers() -> None:
    layers = make_layers()
    layers["claims"]["family"] = layers["claims"]["source_side"].map({"russia": "amber", "ukraine": "purple"}).fillna("grey")
    sides = {side["key"]: side["light"] for side in data_of(webmap.render_map(layers))[0]["sides"]}
    assert (sides["russia"], sides["ukraine"]) == (styles.family_colour("amber"), styles.family_colour("purple"))


def test_a_source_has_the_shade_that_its_rows_have_in_the_layers() -> None:
    layers = frames.make_layers(**factories.make_run(30))
    meta, columns = data_of(webmap.render_map(layers))
    families = dict(zip(layers["claims"]["source_side"], layers["claims"]["family"], strict=True))
    drawn = dict(zip(layers["claims"]["source_id"], layers["claims"]["stroke"], strict=True))
    alone = [side for side, family in families.items() if list(families.values()).count(family) == 1]
    assert alone
    for source, side, (light, dark) in zip(columns["source.id"], columns["source.side"], meta["sourceColors"], strict=True):
        assert dark == styles.dark_partner(light) or side not in alone
        if side in alone:
            assert light == drawn[source]


def test_sides_that_share_a_hue_keep_one_shade_each() -> None:
    meta, columns = data_of(webmap.render_map(make_layers()))
    found = {
        side: {tuple(pair) for pair, own in zip(meta["sourceColors"], columns["source.side"], strict=True) if own == side}
        for side in ("third_party", "unknown", "russia")
    }
    assert len(found["third_party"]) == len(found["unknown"]) == 1
    assert found["third_party"] != found["unknown"]
    assert len(found["russia"]) == 3


def test_no_claims_at_all_give_a_page_too() -> None:
    meta, _ = data_of(webmap.render_map({}))
    assert meta["claims"] == 0


def test_hostile_words_stand_in_no_markup() -> None:
    page = webmap.render_map(make_layers(HOSTILE), title=HOSTILE[1])
    page.encode("utf-8")
    plain = webmap.render_map(make_layers(), title="x")
    assert {tag for tag, _ in Tags(page).found} == {tag for tag, _ in Tags(plain).found}
    assert page.count("<script") == plain.count("<script")
    _, columns = data_of(page)
    wanted = [cut(text).replace("\0", "\N{REPLACEMENT CHARACTER}") for text in HOSTILE if text]
    assert set(wanted) <= set(columns["claim.quote.values"])
    assert not [url for url in columns["document.url"] if "evil" in url and not url.startswith("https://evil.example")]


def test_references_of_the_user_travel_beneath_the_claims() -> None:
    shapes = [shapely.box(37, 48, 38, 49), shapely.LineString([(37, 48), (38, 49)])]
    frame = geopandas.GeoDataFrame(geometry=shapes, crs="EPSG:4326")
    page = webmap.render_map(make_layers(), overlays=[Overlay("Front <b>", "Someone", frame, "2025-12-01")])
    meta, columns = data_of(page)
    assert meta["overlays"] == [{"name": "Front <b>", "credit": "Someone", "day": day_number("2025-12-01")}]
    assert (columns["overlay.shape"], columns["overlay.part"]) == ([1, 1], [5, 2])
    assert "Front <b>" not in page


def test_readers_without_scripts_get_a_table(page: str) -> None:
    table = page[page.index("<noscript>") : page.index("</noscript>")]
    assert table.count("<tr>") == len(make_layers()["claims"]) + 1
    assert "reports of the fall of the city are untrue" in table


# ---- Words of the interface --------------------------------------------------------------------------------------------------------


def ui_rows() -> dict[str, dict[str, str]]:
    return {row["key"]: row for _, row in read_rows(layers_dir() / "ui.csv")}


def test_every_word_is_there_in_every_language_with_the_same_values() -> None:
    for key, row in ui_rows().items():
        values = {lang: sorted(re.findall(r"\{\w+\}", row[lang])) for lang in webmap.LANGUAGES}
        assert all(row[lang] for lang in webmap.LANGUAGES), key
        assert len({str(found) for found in values.values()}) == 1, key


def test_no_key_stands_twice() -> None:
    keys = [row["key"] for _, row in read_rows(layers_dir() / "ui.csv")]
    assert len(keys) == len(set(keys))


def test_every_word_that_the_page_asks_for_exists() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(WEB.iterdir()))
    asked = set(re.findall(r'\bt\(app, "([\w.]+)"', source)) | set(re.findall(r'data-(?:t|label|placeholder)="([\w.]+)"', source))
    assert asked <= set(ui_rows())
    assert len(asked) > 60


def test_every_code_of_a_claim_has_a_word() -> None:
    keys = set(ui_rows())
    wanted = [f"type.{code}" for code in CLAIM_TYPES] + [f"modality.{code}" for code in MODALITIES]
    assert not [key for key in wanted if key not in keys]


def test_no_script_writes_markup_or_runs_text() -> None:
    for path in sorted(WEB.glob("*.js")):
        assert not re.search(
            r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|bindPopup|bindTooltip", path.read_text(encoding="utf-8")
        )
