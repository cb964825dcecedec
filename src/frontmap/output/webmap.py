"""Builds the shareable map: one HTML file that works from a folder, without a network, in every current browser.

folium is the shell. What the page adds to it is one custom element; data travel as packed columns (``columns``), never as markup, and a
Content-Security-Policy admits exactly the scripts and styles of this file by their hashes. Nothing is ever requested, unless the maker of
the map names an online tile server and the reader switches it on.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import folium
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from branca.element import Figure, MacroElement
from folium.template import Template

from frontmap import data
from frontmap.errors import DataError, UsageError
from frontmap.layers import styles
from frontmap.output.columns import Pack, coded, squeeze
from frontmap.output.popups import (
    TABLE_COLUMNS,
    claim_ids,
    coded_documents,
    coded_sources,
    cut,
    day_number,
    pack_claims,
    pack_documents,
    pack_ground,
    pack_places,
    pack_standing,
    pack_wording,
    safe_rows,
    surfaces,
    unplaced_rows,
    web_link,
)
from frontmap.registry import footprints

if TYPE_CHECKING:
    from frontmap.output.overlays import Overlay

Box = tuple[float, float, float, float]
"""West, south, east and north edge, degrees."""

LANGUAGES = ("en", "uk", "ru", "fr", "es", "ar")
THEMES = ("auto", "light", "dark")
_SCRIPTS = ("inflate", "data", "state", "symbols", "canvas", "marks", "labels", "dom", "list", "card", "panels", "time", "tools", "map")
_SCRIPTS_BESIDE = ("parts", "scan")  # of a page with data files beside it
_ADDED_BY_US = " 'strict-dynamic'"
_LAYERS = ("claims", "areas", "movements", "places", "mentions", "unplaced", "claims_table", "evidence", "control_areas")
_BASE_QUANTUM = 1000  # outlines come rounded to 1e-3 degrees
_TABLE_ROWS = 100  # claims in the table for readers without scripts
# How far outlines reach beyond the claims: as a share of their extent, and in degrees at least, so that claims about one town do not
# float on a blank page. Close by there are small towns, around that detailed outlines, and coarse ones where single claims lie far off.
_CLOSE, _AROUND, _BEYOND = (0.3, 0.5), (1.2, 3.5), (0.2, 2.0)
_CORE = (0.05, 0.95)  # quantiles of the claims' coordinates that the detailed outlines are made for


class _Shell(folium.Map):
    """folium's map without its links to other servers: Leaflet alone, and that from this file."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 (folium declares it so)
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map(
            "{{ this.get_name() }}", {center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}}
        );
        {% endmacro %}
        """
    )


class _Claims(MacroElement):
    """The one custom element: the panels around the map, and the script that fills both."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}{{ this.body }}{% endmacro %}
        {% macro script(this, kwargs) %}frontmap({{ this._parent.get_name() }}, pack);{% endmacro %}
        """
    )

    def __init__(self, body: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Claims"
        self.body = body


class _Page(Figure):
    """The whole file. ``render`` puts the parts together and computes the policy from them."""

    def __init__(self, parts: Mapping[str, str], beside: bool) -> None:
        super().__init__()
        self.parts = dict(parts)
        self.beside = beside

    def render(self, **kwargs: Any) -> str:
        """Return the HTML; the same parts give the same characters."""
        for child in self._children.values():
            child.render(**kwargs)
        packed = f"{self.parts['leaflet']}\n{_page_script(self.script.render(**kwargs), self.beside)}"
        script = _scoped(_asset("inflate.js") + _asset("boot.js"))
        made = {
            "policies": _policies([script, packed], [self.parts["style"]], self.parts["tile_host"], self.beside),
            "body": self.html.render(**kwargs),
            "script": script,
            "packed": squeeze(packed.encode()),
        }
        return _fill(_asset("page.html"), {**self.parts, **made})


@dataclass(frozen=True, slots=True)
class Look:
    """What the maker of a map chooses."""

    title: str = ""
    """Headline and window title. Empty: a general one in the reader's language."""
    lang: str = "en"
    """Language that the page opens in, one of ``LANGUAGES``; readers can change it."""
    theme: str = "auto"
    """``light``, ``dark``, or ``auto`` for the reader's own setting."""
    basemap: bool = True
    """Whether to embed outlines of countries and regions."""
    online_tiles: str = ""
    """Address of a tile server (``https://…/{z}/{x}/{y}.png``). Empty: none. Tiles stay off until the reader asks for them."""
    credit: str = ""
    """A line to show beside the credits of the data."""
    overlays: Sequence[Overlay] = ()
    """References that the user brought, drawn beneath the claims in a neutral grey. Of several with one name and a day each, the page
    shows the one that held at the end of the time chosen."""


def render_map(layers: Mapping[str, pd.DataFrame], **look: Any) -> str:
    """Return a map page as one self-contained HTML text.

    Parameters
    ----------
    layers
        What ``layers.frames.make_layers`` returns. A layer that is missing or empty leaves its part of the page empty.
    look
        The fields of ``Look``.
    """
    chosen = checked_look(**look)
    frames = map_frames(layers)
    return render_page(frames, chosen, _pack(frames, chosen))


def checked_look(**look: Any) -> Look:
    """Return what the maker of a map chose; raise ``UsageError`` where that cannot be."""
    chosen = Look(**look)
    if chosen.lang not in LANGUAGES:
        raise UsageError(f"no interface language {chosen.lang!r}; there are {', '.join(LANGUAGES)}")
    if chosen.theme not in THEMES:
        raise UsageError(f"no theme {chosen.theme!r}; there are {', '.join(THEMES)}")
    tiles = chosen.online_tiles
    if tiles and (urlsplit(tiles).scheme != "https" or not _tile_host(tiles)):
        raise UsageError(f"{tiles!r} is no address of a tile server; expected one like https://tiles.example/{{z}}/{{x}}/{{y}}.png")
    return chosen


def map_frames(layers: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the layers that a map is made of; those that are missing are empty."""
    return {name: layers.get(name, pd.DataFrame()) for name in _LAYERS}


def render_page(frames: Mapping[str, pd.DataFrame], look: Look, packed: str, beside: bool = False) -> str:
    """Return the HTML around packed data; ``beside`` lets it open data files that lie beside it."""
    page = _Page(_parts(frames, look, packed), beside)
    page._id = "page"
    shell = _Shell(location=[0, 0], zoom_start=2, tiles=None, zoom_control=False, attribution_control=False, zoom_snap=0.5)
    shell._id = "shell"
    shell.add_to(page)
    element = _Claims(_asset("body.html"))
    element._id = "claims"
    element.add_to(shell)
    return page.render()


# ---- The data block ------------------------------------------------------------------------------------------------------


def _pack(frames: Mapping[str, pd.DataFrame], look: Look) -> str:
    pack, claims = Pack(), frames["claims"]
    ids = claim_ids(claims)
    facts = pack_overview(pack, frames, ids, look)
    codes, documents = coded_documents(claims)
    pack_wording(pack, claims, ids)
    pack.add_integers("claim.document", codes)
    pack_documents(pack, documents)
    pack.add_codes("claim.surface", surfaces(claims, frames["mentions"]))
    pack_areas(pack, ids, frames["areas"])
    pack_movements(pack, ids, frames["movements"])
    return pack.encode(facts)


def pack_overview(pack: Pack, frames: Mapping[str, pd.DataFrame], ids: Sequence[str], look: Look) -> dict[str, Any]:
    """Add all that the page counts, filters and marks by, and what lies beneath it; return the plain facts that belong to no row."""
    claims = frames["claims"]
    facts = pack_claims(pack, claims)
    pack_places(pack, claims, frames["places"], frames["mentions"])
    pack_standing(pack, claims, frames["evidence"], ids)
    ground = pack_ground(pack, ids, frames["control_areas"])
    base = _pack_basemap(pack, _extents(frames)) if look.basemap else _pack_outlines(pack, {}, {})
    return {
        "title": cut(look.title, 200),
        "lang": look.lang,
        "tiles": look.online_tiles,
        "credit": cut(look.credit, 300),
        **facts,
        **_colours(claims),
        "ground": [row | {"holder": styles.side_label(row["holder"])} for row in ground],
        "base": base,
        "overlays": _pack_overlays(pack, look.overlays),
        "unplaced": unplaced_rows(frames["unplaced"], frames["claims_table"]),
        "unplacedTotal": len(frames["unplaced"]),
        "words": _interface_words(),
    }


def _colours(claims: pd.DataFrame) -> dict[str, Any]:
    """Return the sides in legend order and the shade of every source, in the order in which ``pack_claims`` numbers sources.

    A source has the shade that it has in the layers. Sides that share a hue (third parties and unknown are both grey) keep one shade each,
    or the shades of one would pass for the other.
    """
    codes, distinct = coded_sources(claims)
    counts: Counter[tuple[str, str]] = Counter()
    for (name, _, side, *_), number in zip(distinct, np.bincount(codes, minlength=len(distinct)), strict=True):
        counts[name, side] += int(number)
    ranked = sorted(counts, key=lambda pair: (-counts[pair], pair))
    families = _families(claims, [side for _, side in ranked] or ["unknown"])
    shades = styles.source_colours([(f"{name}|{side}", side) for name, side in ranked], families)
    drawn = _shades_drawn(claims, codes, len(distinct)) or [shades[f"{name}|{side}"] for name, _, side, *_ in distinct]
    sides = _sides(families)
    own = {row["key"]: (row["light"], row["dark"]) for row in sides}
    shared = {side for side, family in families.items() if list(families.values()).count(family) > 1}
    pairs = [own[key[2]] if key[2] in shared else (shade, styles.dark_partner(shade)) for key, shade in zip(distinct, drawn, strict=True)]
    return {"sides": sides, "sourceColors": [list(pair) for pair in pairs]}


def _shades_drawn(claims: pd.DataFrame, codes: npt.NDArray[np.int64], sources: int) -> list[str]:
    """Return the shade of each source in the claims layer; nothing where the layer has no colours."""
    if "stroke" not in claims.columns or not len(claims):
        return []
    first = np.zeros(sources, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return [str(shade) for shade in claims["stroke"].to_numpy()[first]]


def _families(claims: pd.DataFrame, sides: Sequence[str]) -> dict[str, str]:
    """Return each side's family of colours: the one that its rows in the layers have, so that every output shows the same hue."""
    chosen = styles.side_families(sides)
    if "family" in claims.columns:
        pairs = claims[["source_side", "family"]].drop_duplicates().dropna()
        chosen |= {side: family for side, family in pairs.itertuples(index=False) if side in chosen and family in styles.families()}
    return chosen


def _sides(families: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the sides in legend order. Sides that share a hue (third parties and unknown are both grey) get different shades."""
    met: Counter[str] = Counter()
    rows = []
    for style in styles.side_styles(families).values():
        shades = styles.families()[style.family].shades
        number = met[style.family]
        met[style.family] += 1
        light = shades[2 * number % len(shades)]
        rows.append({"key": style.side, "label": style.label, "light": light, "dark": styles.dark_partner(light)})
    return rows


def pack_areas(pack: Pack, ids: Sequence[str], areas: pd.DataFrame) -> None:
    """Add the area of each claim. Equal areas are stored once; a claim without one has number 0."""
    shapes: list[Any] = []
    of_claim: dict[str, int] = {}
    if not areas.empty:
        codes, keys = coded(shapely.to_wkb(areas.geometry.to_numpy()).tolist())
        shapes = list(shapely.from_wkb(keys))
        of_claim = {claim: int(code) + 1 for claim, code in zip(areas["claim_id"].tolist(), codes, strict=True)}
    pack.add_integers("claim.area", [of_claim.get(claim, 0) for claim in ids])
    pack.add_shapes("area", _simplified(np.array(shapes, dtype=object)))


def _simplified(shapes: Any) -> Any:
    """Drop vertices that no screen shows: the tolerance is a 400th of a shape's own extent."""
    if not len(shapes):
        return shapes
    west, south, east, north = shapely.bounds(shapes).T
    return shapely.simplify(shapes, np.nan_to_num(np.maximum(east - west, north - south) / 400))


def pack_movements(pack: Pack, ids: Sequence[str], movements: pd.DataFrame) -> None:
    """Add the reported movements with the number of their claim."""
    numbers = {claim: number for number, claim in enumerate(ids)}
    known = movements[[claim in numbers for claim in _column(movements, "claim_id")]] if not movements.empty else movements
    pack.add_integers("move.claim", [numbers[claim] for claim in _column(known, "claim_id")])
    pack.add_codes("move.kind", [cut(value, 40) for value in _column(known, "kind")])
    pack.add_shapes("move", known.geometry.to_numpy() if len(known) else np.array([], dtype=object))


def _pack_overlays(pack: Pack, overlays: Sequence[Overlay]) -> list[dict[str, Any]]:
    """Add two shapes for each overlay, its areas and its lines; return its name, credit and day."""
    shapes = [shape for overlay in overlays for shape in (overlay.areas, _lines_of(overlay))]
    pack.add_shapes("overlay", _simplified(np.array(shapes, dtype=object)))
    return [{"name": cut(overlay.name, 80), "credit": cut(overlay.credit, 200), "day": day_number(overlay.day)} for overlay in overlays]


def _lines_of(overlay: Overlay) -> Any:
    return shapely.union_all(overlay.frame.geometry[overlay.frame.geom_type.isin(["LineString", "MultiLineString"])].to_numpy())


def _column(frame: pd.DataFrame, name: str) -> list[Any]:
    return list(frame[name].tolist()) if name in frame.columns else [""] * len(frame)


# ---- Outlines to find one's way ------------------------------------------------------------------------------------------


def _extents(frames: Mapping[str, pd.DataFrame]) -> tuple[Box, Box] | None:
    """Return the window of most claims and the window of all; None where there are none."""
    claims = frames["claims"]
    if not len(claims):
        return None
    precise = claims[_column_or(claims, "geo_precision", 1) < 3]
    points = shapely.get_coordinates((precise if len(precise) else claims).geometry.to_numpy())
    low, high = np.quantile(points, _CORE, axis=0)
    return (*map(float, low), *map(float, high)), tuple(map(float, claims.total_bounds))  # type: ignore[return-value]


def _column_or(frame: pd.DataFrame, name: str, missing: int) -> Any:
    return pd.to_numeric(frame[name], errors="coerce").fillna(missing) if name in frame.columns else pd.Series(missing, index=frame.index)


def _grown(box: Box, margin: tuple[float, float]) -> Box:
    """Return a larger window, by a share of its longer side or by degrees, on every side; wider than high, as screens are."""
    west, south, east, north = box
    high = max(max(east - west, north - south) * margin[0], margin[1])
    wide = high * 1.8
    return max(-180.0, west - wide), max(-85.0, south - high), min(180.0, east + wide), min(85.0, north + high)


def _pack_basemap(pack: Pack, extents: tuple[Box, Box] | None) -> dict[str, Any]:
    if extents is None:
        return _pack_outlines(pack, {}, {})
    core, every = extents
    window = _grown(core, _AROUND)
    around, close = footprints.basemap(window), footprints.basemap(_grown(core, _CLOSE))
    beyond = {} if _holds(window, every) else footprints.basemap(_grown(every, _BEYOND))
    towns = {(town["name"], town["lon"], town["lat"]): town for town in [*beyond.get("towns", []), *around["towns"], *close["towns"]]}
    ranked = sorted(towns.values(), key=lambda town: (-town["population"], town["name"]))
    bounds = _joined(window, _grown(every, _BEYOND)) if beyond else window
    facts = {"window": [round(edge, 3) for edge in window], "bounds": [round(edge, 3) for edge in bounds]}
    return {**_pack_outlines(pack, {**around, "towns": ranked}, beyond), **facts}


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _joined(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _pack_outlines(pack: Pack, outlines: Mapping[str, Any], beyond: Mapping[str, Any]) -> dict[str, Any]:
    """Add outlines as shapes: countries, then borders of regions, then the coarse countries beyond; return their names and the towns."""
    countries, regions, far = outlines.get("countries", []), outlines.get("admin1", []), beyond.get("countries", [])
    shapes = [_rings(row[name]) for rows, name in ((countries, "rings"), (regions, "lines"), (far, "rings")) for row in rows]
    pack.add_shapes("base", np.array(shapes, dtype=object), _BASE_QUANTUM)
    near = {row["code"] for row in countries}
    return {
        "countries": len(countries),
        "regions": len(regions),
        "labels": [_area_label(row, "country") for row in [*countries, *(row for row in far if row["code"] not in near)]]
        + [_area_label(row, "region") for row in regions if "lon" in row],
        "towns": [[row["name"], *_rounded(row), int(row["population"]), int(row["capital"])] for row in outlines.get("towns", [])],
        "credit": outlines.get("credit", ""),
        "policy": outlines.get("policy", ""),
    }


def _area_label(row: Mapping[str, Any], kind: str) -> list[Any]:
    return [row["name"], *_rounded(row), kind]


def _rings(rings: Iterable[Any]) -> Any:
    # Holes need no ring of their own kind: the page fills by the even-odd rule.
    return shapely.MultiLineString([ring for ring in rings if len(ring) > 1])


def _rounded(row: Mapping[str, Any]) -> list[float]:
    return [round(float(row["lon"]), 4), round(float(row["lat"]), 4)]


# ---- The parts of the file -----------------------------------------------------------------------------------------------


def _parts(frames: Mapping[str, pd.DataFrame], look: Look, packed: str) -> dict[str, str]:
    words = {key: row[look.lang] for key, row in _interface_words().items()}
    heading = cut(look.title, 200) or words["title"]
    return {
        "title": html.escape(heading),
        "lang": look.lang,
        "direction": "rtl" if look.lang == "ar" else "ltr",
        "theme": look.theme,
        "style": _leaflet("leaflet.css") + _asset("map.css"),
        "leaflet": _leaflet("leaflet.js"),
        "data": packed,
        "noscript": _plain_table(frames["claims"], heading, words),
        "tile_host": _tile_host(look.online_tiles),
    }


def _plain_table(claims: pd.DataFrame, heading: str, words: Mapping[str, str]) -> str:
    """Return the claims as an HTML table for readers without scripts; every text is escaped."""
    head = "".join(f"<th>{html.escape(words[f'column.{name}'])}</th>" for name in TABLE_COLUMNS)
    rows = ("".join(f"<td>{html.escape(row[name])}</td>" for name in TABLE_COLUMNS) for row in safe_rows(claims, _TABLE_ROWS))
    more = words["noscript.more"].replace("{n}", str(len(claims) - _TABLE_ROWS)) if len(claims) > _TABLE_ROWS else ""
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
    return f"<h1>{html.escape(heading)}</h1><p>{html.escape(words['noscript'])} {html.escape(more)}</p>{table}"


def _page_script(folium_script: str, beside: bool) -> str:
    """Wrap our scripts and folium's into one function scope; folium's runs when the data are open."""
    own = "\n".join(_asset(f"{name}.js") for name in (*_SCRIPTS, *(_SCRIPTS_BESIDE if beside else ())))
    return _scoped(f'{own}\nopenPack("frontmap-data").then((pack) => {{\n{folium_script.strip()}\n}});\n')


def _scoped(script: str) -> str:
    return f'"use strict";\n(() => {{\n{script}}})();\n'


def _policies(scripts: Sequence[str], sheets: Iterable[str], tile_host: str, beside: bool) -> str:
    """Return the policies as elements. Files beside the page are scripts: only our own may add one, and only from where the page is."""
    images = f"data: https://{tile_host}" if tile_host else "data:"
    known = " ".join(map(_hash, scripts))
    first = (
        f"default-src 'none'; script-src {known}{_ADDED_BY_US if beside else ''}; style-src {' '.join(map(_hash, sheets))}; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
    )
    policies = [first, f"script-src {known} 'self'"] if beside else [first]
    return "\n".join(f'<meta http-equiv="Content-Security-Policy" content="{policy}">' for policy in policies)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _tile_host(address: str) -> str:
    host = urlsplit(address.replace("{s}.", "*.")).netloc
    return host if web_link(f"https://{host.removeprefix('*.')}/") else ""


def _fill(template: str, parts: Mapping[str, str]) -> str:
    """Put each part where the template names it (``%%data%%``), in one pass, so that no part is searched for others."""
    pieces = template.split("%%")
    return "".join(parts[piece] if number % 2 else piece for number, piece in enumerate(pieces))


@cache
def _asset(name: str) -> str:
    return (files("frontmap.output") / "web" / name).read_text(encoding="utf-8")


@cache
def _leaflet(name: str) -> str:
    """Return a file of Leaflet without its pictures and source map, which would be requests."""
    text = _leaflet_path(name).read_text(encoding="utf-8")
    unwanted = "url(" if name.endswith(".css") else "sourceMappingURL"
    lines = [line for line in text.split("\n") if unwanted not in line]
    return "\n".join(lines) + "\n"


def _leaflet_path(name: str) -> Path:
    shipped = Path(data.__file__).parent / "_data" / "leaflet" / name
    if shipped.is_file():
        return shipped
    library = find_spec("leaflet")  # an editable checkout: the library that the build takes Leaflet from
    for folder in (library.submodule_search_locations or ()) if library else ():
        if (path := Path(folder) / "static" / "leaflet" / name).is_file():
            return path
    raise DataError(f"Leaflet's {name} is missing beside {shipped.parent}; reinstall frontmap")


@cache
def _interface_words() -> dict[str, dict[str, str]]:
    """Return the texts of the interface: key -> language -> text."""
    path = data.layers_dir() / "ui.csv"
    return {row["key"]: {lang: row[lang] or row["en"] for lang in LANGUAGES} for _, row in data.read_rows(path)}
