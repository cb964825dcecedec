"""Colours, dashes and symbols from layers/style.toml: one source for GeoJSON, QGIS, SLD and the map page.

Hue tells the side of the source, lightness which source of that side; dash, outline and cross tell the modality.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from frontmap.data import geo_dir, layers_dir, read_rows
from frontmap.errors import DataError
from frontmap.layers.schema import code_lists

NO_SIDE = ("third_party", "unknown")
"""Sides that are no party; always grey."""


@dataclass(frozen=True, slots=True)
class Family:
    """A hue, shared by the sources of one side."""

    name: str
    label: str
    shades: tuple[str, ...]
    """``#rrggbb``; the first is the family's own colour."""
    dark: tuple[str, ...]
    """The same shades, one for one, for dark backgrounds."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a modality is drawn."""

    code: str
    label: str
    meaning: str
    dash: tuple[float, ...]
    """Line and gap in px. Empty: solid."""
    fill: bool
    """False: outline only."""
    cross: bool
    """True: crossed out."""
    opacity: float


@dataclass(frozen=True, slots=True)
class AgreementStyle:
    """How a state of the evidence is drawn."""

    code: str
    label: str
    meaning: str
    color: str
    split: bool
    """True: a symbol in two halves."""


@dataclass(frozen=True, slots=True)
class SideStyle:
    """How a side is drawn."""

    side: str
    label: str
    family: str
    color: str
    """On light backgrounds."""
    dark: str
    """On dark ones."""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend."""

    group: str
    """``side``, ``modality`` or ``agreement``."""
    code: str
    label: str
    meaning: str
    color: str
    pattern: Pattern | None = None
    split: bool = False


@cache
def _table() -> dict[str, Any]:
    path = layers_dir() / "style.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: {error}") from error


@cache
def families() -> Mapping[str, Family]:
    """Return the colour families by name."""
    return {name: Family(name, row["label"], tuple(row["shades"]), tuple(row["dark"])) for name, row in _table()["family"].items()}


@cache
def modality_style(modality: str) -> Pattern:
    """Return how a modality is drawn."""
    row = _table()["modality"][modality]
    return Pattern(
        modality, row["label"], code_lists()["modality"].values[modality], tuple(row["dash"]), row["fill"], row["cross"], row["opacity"]
    )


@cache
def agreement_style(agreement: str) -> AgreementStyle:
    """Return how a state of the evidence is drawn."""
    row = _table()["agreement"][agreement]
    return AgreementStyle(agreement, row["label"], code_lists()["agreement"].values[agreement], row["color"], row["split"])


@cache
def size(name: str) -> float:
    """Return a size of ``[size]``, px or a share."""
    return float(_table()["size"][name])


def family_colour(family: str) -> str:
    """Return a family's own colour."""
    return families()[family].shades[0]


@cache
def _listed_sides() -> Mapping[str, tuple[str, str]]:
    """Side -> (name, family) of geo/sides.csv; empty where there is no such table."""
    path = geo_dir() / "sides.csv"
    if not path.is_file():
        return {}
    return {row["side"]: (row["name"], row["family"]) for _, row in read_rows(path)}


def side_families(sides: Iterable[str]) -> dict[str, str]:
    """Give each side of a run its colour family.

    Parameters
    ----------
    sides
        The most important first; a set, which has no order, goes by the alphabet. A side of ``geo/sides.csv`` has its family from there,
        unless one before it has the same; then, and where it is not listed, it takes the first family of ``[fallback]`` that no side has.
        When all are taken, families are shared.
    """
    wanted = sorted(sides) if isinstance(sides, Set) else list(dict.fromkeys(sides))
    listed = _listed_sides()
    found: dict[str, str] = {}
    for side in wanted:
        family = "grey" if side in NO_SIDE else listed[side][1] if side in listed else None
        if family == "grey" or (family and family not in found.values()):
            found[side] = family
    order = _table()["fallback"]["families"]
    for number, side in enumerate(side for side in wanted if side not in found):
        free = [family for family in order if family not in found.values()]
        shared = listed[side][1] if side in listed else order[number % len(order)]
        found[side] = free[0] if free else shared
    return found


def side_styles(chosen: Mapping[str, str] | Iterable[str]) -> dict[str, SideStyle]:
    """Return how each side is drawn, in legend order: parties by family, then third party and unknown.

    Parameters
    ----------
    chosen
        Side -> family, as the layers' columns ``source_side`` and ``family`` have it; or sides alone, the most important
        first, which get their families here.
    """
    chosen = chosen if isinstance(chosen, Mapping) else side_families(chosen)
    rank = {family: number for number, family in enumerate(families())}
    order = sorted(chosen, key=lambda side: (side == "unknown", side == "third_party", rank[chosen[side]], side))
    found = {side: families()[chosen[side]] for side in order}
    return {side: SideStyle(side, side_label(side), family.name, family.shades[0], family.dark[0]) for side, family in found.items()}


def side_label(side: str) -> str:
    """Return a side's name for people."""
    listed = _listed_sides().get(side)
    return listed[0] if listed else side.replace("_", " ").capitalize()


def source_colours(sources: Sequence[tuple[str, str]], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give each source a shade of its side's family.

    Parameters
    ----------
    sources
        ``(source_id, side)``, the most important first: it gets the family's own colour, later ones its other shades in turn.
    chosen
        The family of each side. None: chosen here, in the order of the sources.
    """
    chosen = chosen or side_families(side for _, side in sources)
    taken: dict[str, int] = {}
    colours: dict[str, str] = {}
    for source_id, side in sources:
        if source_id in colours:
            continue
        shades = families()[chosen[side]].shades
        number = taken.get(chosen[side], 0)
        taken[chosen[side]] = number + 1
        colours[source_id] = shades[number % len(shades)]
    return colours


def dark_partner(color: str) -> str:
    """Return what a shade is on dark backgrounds; a colour that is no family's shade stays as it is."""
    pairs = (pair for family in families().values() for pair in zip(family.shades, family.dark, strict=True))
    return next((dark for light, dark in pairs if light == color), color)


def legend(sides: Iterable[str]) -> tuple[LegendEntry, ...]:
    """Return the legend of a map that shows these sides."""
    neutral = family_colour("grey")
    entries = [LegendEntry("side", s.side, s.label, code_lists()["family"].values[s.family], s.color) for s in side_styles(sides).values()]
    for code in _table()["modality"]:
        pattern = modality_style(code)
        entries.append(LegendEntry("modality", code, pattern.label, pattern.meaning, neutral, pattern))
    for code in _table()["agreement"]:
        state = agreement_style(code)
        entries.append(LegendEntry("agreement", code, state.label, state.meaning, state.color, None, state.split))
    return tuple(entries)
