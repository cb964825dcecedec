"""Draw docs/gallery.html: every relation and every kind of movement, drawn by frontmap's own code beside its sentence.

Run ``python scripts/make_gallery.py`` after a change to geometry/, look at the page, and commit it. The places are invented, the sentences
are ours; the claims are written by hand, so that the page shows geometry alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from frontmap.geometry import crs
from frontmap.geometry.locate import locate_claims
from frontmap.geometry.movement import draw_movements, measures, undrawn_directions
from frontmap.model import ON_BANK, Claim, Located, Movement, Place

PAGE = Path(__file__).resolve().parents[1] / "docs" / "gallery.html"
SIZE = 260
"""Width and height of a panel in pixels."""

LISNE = Place("g:lisne", "Lisne", 36.20, 48.30, "settlement", radius_km=4.0, population=60_000)
ZELENE = Place("g:zelene", "Zelene", 36.40, 48.36, "settlement", radius_km=1.5)
DUBOVE = Place("g:dubove", "Dubove", 36.02, 48.21, "settlement", radius_km=1.0)
NOWHERE = Place("g:kachyn", "Kachyn", 0.0, 148.0, "settlement")
STEPOVA = Place("g:stepova", "Stepova Oblast", 36.2, 48.3, "region", radius_km=70.0)
HIRSKA = Place("g:hirska", "Hirska Oblast", 37.7, 48.3, "region", radius_km=50.0)
LOUKA = Place("g:louka", "Louka Province", 36.2, 48.3, "region", radius_km=60.0)
DNIEPER = Place("fm:dnieper-river", "Dnieper", 30.8101, 51.9255, "river", radius_km=499.0)
KHERSON = Place("g:kherson", "Kherson", 32.6178, 46.6558, "settlement", radius_km=5.0)
TYKHA = Place("g:tykha", "Tykha", 36.2, 48.0, "river", radius_km=150.0)
ROAD = Place("g:m77", "M77", 36.3, 48.33, "road", radius_km=15.0)
ISLAND = Place("g:island", "Motu", 179.97, -17.0, "settlement", radius_km=4.0)
STATION = Place("g:station", "Nordby", 12.0, 89.85, "facility", radius_km=4.0)

OBLAST = shapely.Polygon(
    [
        (35.2, 47.9),
        (35.7, 47.7),
        (36.4, 47.75),
        (36.9, 47.6),
        (37.2, 48.0),
        (37.1, 48.6),
        (36.6, 48.95),
        (35.9, 48.8),
        (35.4, 48.85),
        (35.1, 48.4),
    ]
)
NEIGHBOUR = shapely.Polygon([(37.2, 48.0), (37.1, 48.6), (37.4, 48.9), (38.2, 48.8), (38.3, 48.0), (37.6, 47.8)])
POLYGONS = {STEPOVA.place_id: OBLAST, HIRSKA.place_id: NEIGHBOUR}


@dataclass(frozen=True, slots=True)
class Panel:
    """A sentence and the claim that it makes."""

    sentence: str
    type: str = "clash"
    place: Place = LISNE
    relation: str | None = None
    distance_km: float | None = None
    directions: tuple[str, ...] = ()
    anchors: tuple[Place, ...] = field(default=())
    modality: str = "asserted"
    bank: tuple[str, Place] | None = None
    """Which bank of which river: ``left``, ``E``; empty for either."""

    @property
    def claim(self) -> Claim:
        """The claim as extraction would make it."""
        return Claim(
            claim_id="c_panel",
            document_id="gallery",
            start=0,
            end=len(self.sentence),
            quote=self.sentence,
            type=self.type,
            place_name=self.place.name,
            place=self.place,
            relation=self.relation,
            distance_km=self.distance_km,
            directions=self.directions,
            anchors=self._named(),
            modality=self.modality,
        )

    def _named(self) -> tuple[tuple[str, Place], ...]:
        rivers = ((f"{ON_BANK}{self.bank[0]}", self.bank[1]),) if self.bank else ()
        return (*((anchor.name, anchor) for anchor in self.anchors), *rivers)


SECTIONS: tuple[tuple[str, str, tuple[Panel, ...]], ...] = (
    (
        "The place itself",
        "A settlement is a disc of its own radius or the user's polygon; a region is its polygon and never a pin.",
        (
            Panel("Fighting went on in Lisne."),
            Panel("Clashes were reported in Stepova Oblast.", place=STEPOVA),
            Panel("Clashes were reported in Louka Province (no outline is known).", place=LOUKA),
        ),
    ),
    (
        "Parts of a place",
        "Sectors of the footprint to both sides of the bearing: 45 degrees for a quarter, 30 between two, 20 for the finest. A lopsided "
        "region is cut so that the middle of the part lies on the bearing.",
        (
            Panel("They hold out in the very south of Lisne.", "hold", relation="S part"),
            Panel("The flag flew in the north-eastern districts of Lisne.", "capture", relation="NE part"),
            Panel("Shells hit the south-south-west of Lisne.", "strike", relation="SSW part"),
            Panel("Troops reached the centre of Lisne.", "advance", relation="C part"),
            Panel("Fighting has moved to the outskirts of Lisne.", relation="outskirts"),
            Panel("Villages in eastern Stepova Oblast were shelled.", "strike", STEPOVA, "E part"),
            Panel("Villages in central Stepova Oblast were shelled.", "strike", STEPOVA, "C part"),
        ),
    ),
    (
        "Near and beside a place",
        "A lens is as wide as the words leave open: a distance may count from the centre or from the edge; without one, 10 km or a radius.",
        (
            Panel("A convoy was seen near Lisne.", "deployment", relation="near"),
            Panel("A convoy was seen within 12 km of Lisne.", "deployment", relation="near", distance_km=12),
            Panel("Positions to the west of Lisne were lost.", "withdrawal", relation="W of"),
            Panel("Positions 10 km north-west of Lisne were lost.", "withdrawal", relation="NW of", distance_km=10),
            Panel("A post 2 km east of Lisne was hit.", "strike", relation="E of", distance_km=2),
            Panel("Columns moved south-east of Stepova Oblast.", "advance", STEPOVA, "SE of"),
        ),
    ),
    (
        "Between places and along lines",
        "Bands on the geodesic between two places; without a known other end, the surroundings of the one that is known. Banks and "
        "stretches of a river follow its course where geo/rivers.csv holds it.",
        (
            Panel("Battles rage between Lisne and Zelene.", relation="between", anchors=(ZELENE,)),
            Panel("Battles rage between Lisne and a farm that no gazetteer knows.", relation="between"),
            Panel("Patrols met between Stepova Oblast and Hirska Oblast.", place=STEPOVA, relation="between", anchors=(HIRSKA,)),
            Panel("Drones struck along the M77 from Dubove to Zelene.", "strike", ROAD, "along", anchors=(DUBOVE, ZELENE)),
            Panel("They attack on the Lisne-Dubove line.", "assault", relation="along", anchors=(DUBOVE,)),
            Panel("They dug in on the east bank of the Tykha near Lisne.", "deployment", relation="near", bank=("E", TYKHA)),
            Panel("They hold the east bank of the Dnieper near Kherson.", "hold", KHERSON, "near", bank=("E", DNIEPER)),
            Panel("Shells fell on the right bank of the Dnieper at Kherson.", "strike", KHERSON, bank=("right", DNIEPER)),
            Panel("Patrols clashed along the Dnieper near Kherson.", "clash", KHERSON, "near", bank=("", DNIEPER)),
        ),
    ),
    (
        "Advances, attacks and arrivals",
        "An arrow ends at the place's rim. An approach from a compass point has three strokes: the side is known, the road is not.",
        (
            Panel("Units advanced on Lisne from the south.", "advance", directions=("from:S",)),
            Panel("Lisne was attacked from the north-west.", "assault", directions=("from:NW",)),
            Panel("In a pincer they struck at Lisne from north and south.", "assault", directions=("from:N", "from:S")),
            Panel("The attackers came from Zelene.", "assault", directions=("from:Zelene",), anchors=(ZELENE,)),
            Panel("From Lisne they pushed on towards Zelene.", "advance", directions=("toward:Zelene",), anchors=(ZELENE,)),
            Panel("From Lisne they pushed westwards.", "advance", directions=("from:Lisne", "toward:W")),
            Panel("They pushed west to take Lisne.", "advance", directions=("toward:W",)),
            Panel("They moved east, towards Lisne.", "advance", directions=("toward:E", "toward:Lisne")),
            Panel("An attack from east and south-east was beaten off.", "repulse", directions=("from:E", "from:SE")),
            Panel("Reserves gathered, coming from the north.", "deployment", directions=("from:N",)),
            Panel("They may attack Lisne from the west.", "assault", directions=("from:W",), modality="possible"),
            Panel("Lisne was stormed from all sides.", "assault", directions=("from:all",)),
            Panel("Stepova Oblast was invaded from the north.", "assault", STEPOVA, directions=("from:N",)),
        ),
    ),
    (
        "Withdrawals and flight",
        "",
        (
            Panel("The garrison fell back to the west.", "withdrawal", directions=("toward:W",)),
            Panel("The garrison fell back to Dubove.", "withdrawal", directions=("toward:Dubove",), anchors=(DUBOVE,)),
            Panel("Families fled north-east.", "displacement", directions=("toward:NE",)),
        ),
    ),
    (
        "Encirclement",
        "One arc for each reported side, gaps left open. Only words like 'completely' close the ring; without a side there is no line.",
        (
            Panel("They are encircling Lisne from the south and north-east.", "encirclement", directions=("from:S", "from:NE")),
            Panel("Lisne is cut off from north, east and south.", "encirclement", directions=("from:N", "from:E", "from:S")),
            Panel("The ring may close from the west.", "encirclement", directions=("from:W",), modality="possible"),
            Panel("Lisne is completely surrounded.", "encirclement", directions=("from:all",)),
            Panel("Lisne is being encircled.", "encirclement"),
        ),
    ),
    (
        "Where coordinates are awkward",
        "Shapes are geodesic: split at the antimeridian, valid about a pole.",
        (
            Panel("Motu was attacked from the east; its port is shelled.", "assault", ISLAND, directions=("from:E",)),
            Panel("A landing took place 30 km east of Motu.", "assault", ISLAND, "E of", 30),
            Panel("A flare was seen 25 km north of Nordby.", "strike", STATION, "N of", 25),
        ),
    ),
    (
        "Not drawn, and why",
        "What makes no sense gets no shape; it is counted and listed with its reason.",
        (
            Panel("They stood 0 km west of Lisne.", relation="W of", distance_km=0.0),
            Panel("They stood 30,000 km west of Lisne.", relation="W of", distance_km=30_000),
            Panel("Lisne, 5 km west of itself, was shelled.", "strike", relation="W of", distance_km=5.0, anchors=(LISNE,)),
            Panel("Fighting between Lisne and Lisne.", relation="between", anchors=(LISNE,)),
            Panel("They hold Kachyn.", "hold", NOWHERE),
            Panel("They advanced towards Lisne.", "advance", directions=("toward:Lisne",)),
            Panel("They advanced towards Kachyn.", "advance", directions=("toward:Kachyn",)),
        ),
    ),
)

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1180px; padding: 0 1rem; color: #1d2733; background: #fff }
h1 { font-size: 1.7rem } h2 { font-size: 1.2rem; margin: 2.2rem 0 .2rem } h2 + p { margin-top: 0; color: #55606c }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 1.1rem }
figure { margin: 0 } svg { display: block; background: #f6f4ef; border: 1px solid #d8d4ca; border-radius: 4px; width: 100%; height: auto }
figcaption { margin-top: .35rem } figcaption small { display: block; color: #55606c } .refused { color: #9a3412 }
"""


def main(path: Path = PAGE) -> None:
    """Write the page."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(draw_page(), encoding="utf-8")
    sys.stdout.write(f"{path}: {sum(len(panels) for _, _, panels in SECTIONS)} panels\n")


def draw_page() -> str:
    """Return the whole page."""
    body = "\n".join(_section(title, text, panels) for title, text, panels in SECTIONS)
    intro = (
        "Every relation and every kind of movement that frontmap knows, drawn by its own code (<code>scripts/make_gallery.py</code>). "
        "Grey: the places named. Vermilion: where the claim holds. Dark: reported movement, dashed where it is hedged, possible or denied. "
        "North is up; the bar is a round number of kilometres. What each relation means is written in "
        "<code>src/frontmap/geometry/relations.py</code>, what each direction is drawn as in <code>layers/measures.csv</code>."
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>frontmap: gallery of shapes</title>\n<style>{STYLE}</style>\n"
        f"</head>\n<body>\n<h1>Gallery: from words to shapes</h1>\n<p>{intro}</p>\n{body}\n</body>\n</html>\n"
    )


def _section(title: str, text: str, panels: Sequence[Panel]) -> str:
    figures = "\n".join(_figure(panel) for panel in panels)
    return f'<h2>{escape(title)}</h2>\n<p>{escape(text)}</p>\n<div class="panels">\n{figures}\n</div>'


def _figure(panel: Panel) -> str:
    claim = panel.claim
    located, unplaced = locate_claims([claim], lambda place: POLYGONS.get(place.place_id))
    movements = draw_movements([claim], located)
    refused = [*unplaced, *undrawn_directions([claim], located)] if located else list(unplaced)
    where = located.get(claim.claim_id)
    picture = _svg(panel, where, movements) if where else ""
    notes = [*_notes(where), *(_movement_note(movement) for movement in movements)]
    lines = "".join(f"<small>{escape(note)}</small>" for note in notes)
    lines += "".join(f'<small class="refused">Not drawn: {escape(entry.reason)}</small>' for entry in refused)
    return f"<figure>{picture}<figcaption>“{escape(panel.sentence)}”<small>{_fields(claim)}</small>{lines}</figcaption></figure>"


def _fields(claim: Claim) -> str:
    told = [claim.type, claim.modality if claim.modality != "asserted" else "", claim.relation or "", *claim.directions]
    distance = f"{claim.distance_km:g} km" if claim.distance_km is not None else ""
    return " · ".join(f"<code>{escape(word)}</code>" for word in [*told, distance] if word)


def _notes(where: Located | None) -> list[str]:
    if where is None:
        return []
    return [f"{where.shape}, {crs.area_km2(where.area):,.0f} km², within {where.radius_km:.1f} km, precision {where.geo_precision}"]


def _movement_note(movement: Movement) -> str:
    names = {measure.code: measure.name for measure in measures().values() if measure.code}
    bearing = "all round" if movement.bearing_deg is None else f"bearing {movement.bearing_deg:.0f}°"
    code = f", {movement.control_measure} {names[movement.control_measure].lower()}" if movement.control_measure else ""
    return f"{movement.kind}, {bearing}{code}{'' if movement.confirmed else ' (suspected)'}"


# --- drawing ------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """The plane about the claim's place, fitted to a panel."""

    place: Place
    left: float
    top: float
    scale: float
    """Pixels a kilometre."""

    def path(self, xy: np.ndarray[Any, Any], close: bool) -> str:
        """Return kilometres of the plane as an SVG path."""
        points = " L".join(f"{(x - self.left) * self.scale:.1f} {(self.top - y) * self.scale:.1f}" for x, y in xy)
        return f"M{points}{'Z' if close else ''}"


def _svg(panel: Panel, where: Located, movements: Sequence[Movement]) -> str:
    place = panel.place
    outlines = {p.place_id: _footprint(p) for p in (place, *panel.anchors) if p.kind not in ("river", "road")}
    area = crs.to_plane(where.area, place.lon, place.lat)
    flat = {name: crs.to_plane(shape, place.lon, place.lat) for name, shape in outlines.items()}
    strokes = [[_plane_line(part, place) for part in shapely.get_parts(movement.line)] for movement in movements]
    view = _view(
        place, [shapely.get_coordinates(shape) for shape in (area, *flat.values())] + [line for lines in strokes for line in lines]
    )
    parts = [_shape(view, shape, 'fill="#cfcbc0" stroke="#a7a294" fill-opacity=".6"') for shape in flat.values()]
    parts.append(_shape(view, area, 'fill="#d55e00" fill-opacity=".28" stroke="#b34e00" stroke-width="1.2"'))
    for movement, lines in zip(movements, strokes, strict=True):
        parts += [_stroke(view, line, movement, number) for number, line in enumerate(lines)]
    parts += [_label(view, p) for p in (place, *panel.anchors) if p.kind not in ("river", "road")]
    return f'<svg viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="{escape(panel.sentence)}">{"".join(parts)}{_bar(view)}</svg>'


def _footprint(place: Place) -> Any:
    located, _ = locate_claims([Panel("", place=place).claim], lambda named: POLYGONS.get(named.place_id))
    return located["c_panel"].area


def _plane_line(line: Any, place: Place) -> np.ndarray[Any, Any]:
    xy = shapely.get_coordinates(line)
    azimuth, _, km = crs.inverse(place.lon, place.lat, xy[:, 0], xy[:, 1])
    return np.column_stack([km * np.sin(np.radians(azimuth)), km * np.cos(np.radians(azimuth))])


def _view(place: Place, points: Sequence[np.ndarray[Any, Any]]) -> View:
    every = np.vstack(points)
    low, high = every.min(axis=0), every.max(axis=0)
    side = float((high - low).max()) * 1.25
    middle = (low + high) / 2
    return View(place, float(middle[0]) - side / 2, float(middle[1]) + side / 2, SIZE / side)


def _shape(view: View, shape: Any, look: str) -> str:
    rings = [ring for part in crs.polygon_parts(shape) for ring in (part.exterior, *part.interiors)]
    path = " ".join(view.path(shapely.get_coordinates(ring)[:-1], close=True) for ring in rings)
    return f'<path d="{path}" fill-rule="evenodd" {look}/>'


def _stroke(view: View, line: np.ndarray[Any, Any], movement: Movement, number: int) -> str:
    dash = "" if movement.confirmed else ' stroke-dasharray="6 4"'
    width = 2.6 if number == 0 or movement.kind == "encirclement" else 1.5
    look = f'fill="none" stroke="#1d2733" stroke-width="{width}"{dash}'
    body = f'<path d="{view.path(line, close=False)}" {look}/>'
    if movement.kind == "encirclement":
        return body + _teeth(view, line)
    return body + _head(view, line[-1], line[-1] - line[-2], 9 if number == 0 else 6)


def _head(view: View, tip: np.ndarray[Any, Any], along: np.ndarray[Any, Any], pixels: float) -> str:
    forward = along / np.hypot(*along) * pixels / view.scale
    side = np.array([-forward[1], forward[0]]) * 0.55
    return f'<path d="{view.path(np.array([tip, tip - forward + side, tip - forward - side]), close=True)}" fill="#1d2733"/>'


def _teeth(view: View, line: np.ndarray[Any, Any]) -> str:
    """Draw ticks on the left of an arc, which is where the place lies: inward."""
    ticks = []
    for start, end in zip(line[:-1:2], line[1::2], strict=False):
        along = (end - start) / np.hypot(*(end - start)) * 7 / view.scale
        middle = (start + end) / 2
        ticks.append(view.path(np.array([middle, middle + np.array([-along[1], along[0]])]), close=False))
    return f'<path d="{" ".join(ticks)}" stroke="#1d2733" stroke-width="1.6" fill="none"/>'


def _label(view: View, place: Place) -> str:
    x, y = _plane_line(shapely.Point(place.lon, place.lat), view.place)[0]
    px, py = (x - view.left) * view.scale, (view.top - y) * view.scale
    halo = 'paint-order="stroke" stroke="#f6f4ef" stroke-width="3"'
    side = f'x="{px - 5:.1f}" text-anchor="end"' if px > 0.7 * SIZE else f'x="{px + 5:.1f}"'
    below = py + (14 if place is not view.place else -5)
    return (
        f'<circle cx="{px:.1f}" cy="{py:.1f}" r="2.4" fill="#1d2733"/>'
        f'<text {side} y="{below:.1f}" font-size="11" {halo} fill="#1d2733">{escape(place.name)}</text>'
    )


def _bar(view: View) -> str:
    room = SIZE / view.scale / 3
    power = 10.0 ** np.floor(np.log10(room))
    km = float(max(step * power for step in (1, 2, 5) if step * power <= room))
    end = 10 + km * view.scale
    return (
        f'<path d="M10 {SIZE - 14} v5 H{end:.1f} v-5" fill="none" stroke="#55606c"/>'
        f'<text x="10" y="{SIZE - 18}" font-size="10" fill="#55606c">{km:g} km</text>'
    )


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    main()
