"""Narrows layers down to some claims and what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import pandas

from frontmap import names
from frontmap.errors import UsageError
from frontmap.layers.schema import code_lists
from frontmap.output.geopackage import Tables


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are wanted. What is empty asks for nothing; what is given must all hold."""

    source: tuple[str, ...] = ()
    """Names or ids of sources."""
    side: tuple[str, ...] = ()
    """Sides of the source."""
    type: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    """Names or ids of places."""
    after: str | None = None
    """First ISO day wanted. A claim without a date never fits."""
    before: str | None = None
    """Last ISO day wanted."""
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north, degrees; the claim's area must touch it. West above east: across the antimeridian."""


def filter_from_texts(texts: Sequence[str]) -> Filter:
    """Read filters as a user writes them: ``side=russia``, ``type=capture,hold``, ``after=2025-12-01``, ``bbox=36,47,38,49``.

    Values given for one name in several texts add up.

    Raises
    ------
    UsageError
        A name that is none, an impossible date or box, an unknown type or modality.
    """
    found = Filter()
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not value or name not in {field.name for field in fields(Filter)}:
            wanted = ", ".join(field.name for field in fields(Filter))
            raise UsageError(f"--filter {text!r}: expected NAME=VALUE with one of {wanted}")
        found = replace(found, **{name: _value(name, value, getattr(found, name))})
    return found


def _value(name: str, value: str, before: Any) -> Any:
    if name in ("after", "before"):
        return _day(name, value)
    if name == "bbox":
        return _box(value)
    wanted = tuple(part.strip() for part in value.split(",") if part.strip())
    if name in ("type", "modality"):
        _check_codes(name, wanted)
    return (*before, *wanted)


def _day(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise UsageError(f"--filter {name}={value}: that is no date; expected one like 2025-12-01") from error


def _box(value: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError as error:
        raise UsageError(f"--filter bbox={value}: expected four numbers, west,south,east,north") from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise UsageError(f"--filter bbox={value}: outside longitude -180..180 or latitude -90..90, or south above north")
    return west, south, east, north


def _check_codes(name: str, wanted: Sequence[str]) -> None:
    known = code_lists()["claim_type" if name == "type" else name].values
    for code in wanted:
        if code not in known:
            raise UsageError(f"--filter {name}={code}: expected one of {', '.join(known)}")


def filter_layers(layers: Tables, wanted: Filter) -> dict[str, Any]:
    """Return the layers with the claims that fit, their areas, movements, places, mentions, sources and evidence.

    ``control_areas`` and the mentions among ``unplaced`` belong to no claim and are left out when anything is filtered.
    """
    if wanted == Filter():
        return dict(layers)
    claims = layers["claims_table"] if "claims_table" in layers else layers["claims"]
    kept = _values_kept(claims[_fits(claims, wanted, layers)], layers)
    return {name: frame[_holds(frame, kept[name])].reset_index(drop=True) for name, frame in layers.items()}


def _values_kept(claims: pandas.DataFrame, layers: Tables) -> dict[str, dict[str, set[str]]]:
    """Return which values of which columns the rows of each layer must hold to belong to these claims."""
    ids, places = {"claim_id": set(claims["claim_id"])}, {"place_id": set(claims["place_id"].dropna())}
    relays = {name for chain in claims["via"].dropna() for name in chain.split(" > ")}
    met = layers["sources"]
    spoke = set(claims["source_id"]) | set(met.loc[met["name"].isin(list(relays)), "source_id"])
    return {
        **dict.fromkeys(("claims", "claims_table", "areas", "movements", "unplaced"), ids),
        "places": places,
        "mentions": places | {"document_id": set(claims["document_id"])},
        "sources": {"source_id": spoke},
        "evidence": {"group_id": set(claims["group_id"].dropna())},
        "control_areas": {"area_id": set()},
    }


def _holds(frame: pandas.DataFrame, wanted: dict[str, set[str]]) -> pandas.Series:
    holds = pandas.Series(data=True, index=frame.index)
    for column, values in wanted.items():
        holds &= frame[column].isin(list(values))
    return holds


def _fits(claims: pandas.DataFrame, wanted: Filter, layers: Tables) -> pandas.Series:
    fits = pandas.Series(data=True, index=claims.index)
    for column, values in (("source_side", wanted.side), ("type", wanted.type), ("modality", wanted.modality)):
        if values:
            fits &= claims[column].isin(values)
    for columns, values in ((("source", "source_id"), wanted.source), (("place", "place_id"), wanted.place)):
        if values:
            fits &= _named(claims, columns, values)
    if wanted.after:
        fits &= claims["date_end"] >= pandas.Timestamp(wanted.after)
    if wanted.before:
        fits &= claims["date_start"] <= pandas.Timestamp(wanted.before)
    if wanted.bbox:
        fits &= claims["claim_id"].isin(_touching(layers, wanted.bbox))
    return fits


def _named(claims: pandas.DataFrame, columns: Sequence[str], values: Sequence[str]) -> pandas.Series:
    """Tell which rows hold one of the values in one of the columns, as written or folded."""
    folded = {names.fold(value) for value in values}
    fits = pandas.Series(data=False, index=claims.index)
    for column in columns:
        fits |= claims[column].isin(list(values))
        met = [text for text in claims[column].dropna().unique() if names.fold(text) in folded]
        fits |= claims[column].isin(met)
    return fits


def _touching(layers: Tables, box: tuple[float, float, float, float]) -> set[str]:
    west, south, east, north = box
    areas = layers["areas"]
    boxes = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return {claim for low, high in boxes for claim in areas.cx[low:high, south:north]["claim_id"]}
