"""Turns the records of a run into layers: GeoDataFrames in EPSG:4326 with exactly the columns of layers/*.toml, and plain tables."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import geopandas
import numpy
import pandas
import shapely

from frontmap.evidence.areas import claimed_areas
from frontmap.geometry.crs import polygon_parts
from frontmap.layers import schema, styles
from frontmap.layers.run import Registry, Run, Speaker
from frontmap.layers.symbology import REGIONAL
from frontmap.model import (
    Candidate,
    Claim,
    Document,
    Evidence,
    Extraction,
    Located,
    Movement,
    Place,
    PlaceMention,
    Source,
    Unplaced,
)

DECIMALS = 6
"""Of a coordinate, degrees: 0.1 m, as RFC 7946 recommends."""
CRS = "EPSG:4326"
AREA = 2
"""The dimension of a polygon."""
DTYPES: dict[str, Any] = {"text": "str", "integer": "Int64", "number": "float64", "boolean": "bool", "date": "datetime64[s]"}
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # NUL, and half of a surrogate pair

_CLAIM_FIELDS = (
    *("claim_id", "type", "modality", "actor", "actor_side", "implicit", "relation", "distance_km", "date", "quote", "start", "end"),
    *("acled", "time_precision", "confidence", "credibility"),
)

Columns = dict[str, Sequence[Any]]


def make_layers(
    extractions: Sequence[Extraction],
    evidence: Evidence,
    located: Mapping[str, Located],
    movements: Sequence[Movement],
    unplaced: Sequence[Unplaced],
    sources: Registry,
) -> dict[str, geopandas.GeoDataFrame | pandas.DataFrame]:
    """Make every layer and table of a run, in the order of ``schema.LAYERS`` and ``schema.TABLES``.

    Claims are taken from ``evidence``. A claim that is not in ``located`` stands in ``claims_table`` only.
    """
    run = Run(extractions, evidence, located, movements, unplaced, sources)
    every = _claims_frame(run)
    return {
        "claims": _claims(run, every),
        "areas": _areas(run, every),
        "movements": _movements(run, every),
        "places": _places(run),
        "mentions": _mentions(run),
        "claims_table": every[list(schema.layer("claims_table").names)],
        "sources": _sources(run),
        "unplaced": _unplaced(run),
        "evidence": _evidence(run),
        "control_areas": _control_areas(run),
    }


def typed_frame(name: str, columns: Columns, geometry: Any = None) -> geopandas.GeoDataFrame | pandas.DataFrame:
    """Make a frame with exactly the columns and types of a layer's definition. Geometry is oriented and rounded as RFC 7946 asks."""
    layer = schema.layer(name)
    if set(columns) != set(layer.names):
        raise ValueError(f"layer {name}: columns differ from its definition: {sorted(set(columns) ^ set(layer.names))}")
    frame = pandas.DataFrame({column.name: _series(columns[column.name], column.type) for column in layer.columns})
    return frame if layer.geometry is None else _with_geometry(frame, geometry)


def _with_geometry(frame: pandas.DataFrame, shapes: Any) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(frame, geometry=tidy_geometry(shapes), crs=CRS)


def _series(values: Sequence[Any], kind: str) -> pandas.Series:
    if kind == "text":
        return pandas.Series(_writable(values), dtype="str")
    if kind == "date":
        return pandas.Series(numpy.array([value or "NaT" for value in values], dtype="datetime64[s]"))
    series: pandas.Series = pandas.Series(values, dtype=DTYPES[kind])
    return series


def _writable(values: Sequence[str | None]) -> list[str | None]:
    """Replace what no file format holds, and empty texts by None."""
    if _UNWRITABLE.search("".join(value for value in values if value)):
        return [_UNWRITABLE.sub("\ufffd", value) if value else None for value in values]
    return [value or None for value in values]


def tidy_geometry(shapes: Any) -> Any:
    """Round to ``DECIMALS``, and orient rings counter-clockwise outside and clockwise inside."""
    array = numpy.asarray(shapes, dtype=object)
    if not len(array):
        return array
    rounded = shapely.transform(array, lambda coordinates: numpy.round(coordinates, DECIMALS) + 0.0)
    crossed = ~shapely.is_valid(rounded) & (shapely.get_dimensions(rounded) == AREA)
    for row in numpy.flatnonzero(crossed):  # a corner that rounding moved over an edge
        rounded[row] = shapely.MultiPolygon(polygon_parts(shapely.make_valid(rounded[row])))
    return shapely.orient_polygons(rounded)


def _fields(records: Sequence[Any], wanted: Iterable[str]) -> Columns:
    return {name: [getattr(record, name) for record in records] for name in wanted}


def _joined(values: Iterable[str], separator: str = "; ") -> str | None:
    return separator.join(values) or None


@lru_cache(maxsize=100_000)
def date_bounds(edtf: str | None) -> tuple[str | None, str | None]:
    """Return the first and the last day of an EDTF date or interval; None where it does not give one.

    >>> date_bounds("2025-11")
    ('2025-11-01', '2025-11-30')
    >>> date_bounds("XXXX-12-01")
    (None, None)
    """
    first, _, last = (edtf or "").partition("/")
    return _bound(first, 0), _bound(last or first, -1)


def _bound(edtf: str, which: int) -> str | None:
    parts = edtf.strip("?~% ").partition("T")[0].split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    year, month, day = ([int(part) for part in parts] + [0, 0])[:3]
    first, last = month or 1, month or 12
    try:
        if which == 0:
            return date(year, first, day or 1).isoformat()
        return date(year, last, day or monthrange(year, last)[1]).isoformat()
    except ValueError:
        return None


# --- claims, areas, movements -----------------------------------------------------------------------------------------------------------


def _claims_frame(run: Run) -> pandas.DataFrame:
    """Return every column that any layer takes over from a claim, one row a claim, in the order of ``run.claims``."""
    claims = run.claims
    columns = (
        _document_columns([run.documents[claim.document_id] for claim in claims])
        | _source_columns(run)
        | _statement_columns(claims)
        | _where_columns(run)
        | _evidence_columns(run)
        | _style_columns(run)
    )
    types = {column.name: column.type for name in ("claims", "claims_table") for column in schema.layer(name).columns}
    return pandas.DataFrame({name: _series(values, types[name]) for name, values in columns.items()})


def _claims(run: Run, every: pandas.DataFrame) -> geopandas.GeoDataFrame:
    shapes = [run.located[claim.claim_id] for claim in run.placed]
    points = shapely.points([shape.lon for shape in shapes], [shape.lat for shape in shapes])
    return _from_claims("claims", every.take(run.placed_rows), {}, points)


def _areas(run: Run, every: pandas.DataFrame) -> geopandas.GeoDataFrame:
    fill = styles.size("area_fill_opacity")
    drawn: Columns = {
        "stroke-width": [styles.size("area_line")] * len(run.placed),
        "fill-opacity": [fill if styles.modality_style(claim.modality).fill else 0.0 for claim in run.placed],
    }
    shapes = _multi_polygons([run.located[claim.claim_id].area for claim in run.placed])
    return _from_claims("areas", every.take(run.placed_rows), drawn, shapes)


def _multi_polygons(areas: Sequence[shapely.Polygon | shapely.MultiPolygon]) -> Any:
    parts, row = shapely.get_parts(numpy.asarray(areas, dtype=object), return_index=True)
    return shapely.multipolygons(parts, indices=row)


def _movements(run: Run, every: pandas.DataFrame) -> geopandas.GeoDataFrame:
    row_of = {claim.claim_id: row for row, claim in enumerate(run.claims)}
    rows = every.take([row_of[movement.claim_id] for movement in run.movements])
    own = _movement_columns(run.movements) | {"stroke-width": [styles.size("arrow_line")] * len(rows)}
    return _from_claims("movements", rows, own, [movement.line for movement in run.movements])


def _from_claims(name: str, claims: pandas.DataFrame, own: Columns, shapes: Any) -> geopandas.GeoDataFrame:
    """Make a layer of rows of the claims' frame, with columns of its own in place of theirs."""
    rows = claims.reset_index(drop=True)
    columns = schema.layer(name).columns
    frame = pandas.DataFrame({c.name: _series(own[c.name], c.type) if c.name in own else rows[c.name] for c in columns})
    return _with_geometry(frame, shapes)


def _movement_columns(movements: Sequence[Movement]) -> Columns:
    seen: Counter[str] = Counter()
    ids = []
    for movement in movements:
        seen[movement.claim_id] += 1
        ids.append(f"{movement.claim_id}#{seen[movement.claim_id]}")
    return {
        "movement_id": ids,
        "kind": [movement.kind for movement in movements],
        "bearing_deg": [None if movement.bearing_deg is None else round(movement.bearing_deg, 1) for movement in movements],
        "from": [movement.origin for movement in movements],
        "toward": [movement.toward for movement in movements],
        "control_measure": [movement.control_measure or None for movement in movements],
        "confirmed": [movement.confirmed for movement in movements],
    }


def _document_columns(documents: Sequence[Document]) -> Columns:
    return {
        "document_id": [document.id for document in documents],
        "title": [document.title for document in documents],
        "publisher": [document.publisher for document in documents],
        "url": [document.url for document in documents],
        "published": [date_bounds(document.published)[0] for document in documents],
    }


def _source_columns(run: Run) -> Columns:
    claims = run.claims
    speakers = [run.speakers[claim.claim_id] for claim in claims]
    return {
        "source": [speaker.name for speaker in speakers],
        "source_id": [speaker.source_id for speaker in speakers],
        "source_role": [speaker.role for speaker in speakers],
        "source_side": [speaker.side for speaker in speakers],
        "source_kind": [speaker.kind for speaker in speakers],
        "family": [run.families[speaker.side] for speaker in speakers],
        "source_title": [claim.source_title for claim in claims],
        "source_grade": [claim.source_grade for claim in claims],
        "via": [_joined(claim.via, " > ") for claim in claims],
    }


def _statement_columns(claims: Sequence[Claim]) -> Columns:
    """Return the columns that are the claim's own fields."""
    bounds = [date_bounds(claim.date) for claim in claims]
    return _fields(claims, _CLAIM_FIELDS) | {
        "rule": [claim.rule or None for claim in claims],
        "directions": [_joined(claim.directions) for claim in claims],
        "attributes": [_joined(f"{name}={value}" for name, value in claim.attributes) for claim in claims],
        "date_start": [first for first, _ in bounds],
        "date_end": [last for _, last in bounds],
    }


def _where_columns(run: Run) -> Columns:
    claims = run.claims
    shapes = [run.located.get(claim.claim_id) for claim in claims]
    found = [claim.place for claim in claims]
    return {
        "place": [claim.place_name for claim in claims],
        "place_id": [place.place_id if place else None for place in found],
        "place_kind": [place.kind if place else None for place in found],
        "country": [place.country if place else None for place in found],
        "admin1": [place.admin1 if place else None for place in found],
        "place_lon": [round(place.lon, DECIMALS) if place else None for place in found],
        "place_lat": [round(place.lat, DECIMALS) if place else None for place in found],
        "geo_precision": [shape.geo_precision if shape else None for shape in shapes],
        "radius_km": [round(shape.radius_km, 3) if shape else None for shape in shapes],
        "shape": [shape.shape if shape else None for shape in shapes],
        "lon": [round(shape.lon, DECIMALS) if shape else None for shape in shapes],
        "lat": [round(shape.lat, DECIMALS) if shape else None for shape in shapes],
    }


def _evidence_columns(run: Run) -> Columns:
    groups = [run.groups.get(claim.claim_id) for claim in run.claims]
    return {
        "group_id": [group.group_id if group else None for group in groups],
        "roots": [len(group.roots) if group else None for group in groups],
        "contradicts": [_joined(group.contradicts) if group else None for group in groups],
        "evidence": [group.agreement if group else "single" for group in groups],
    }


def _style_columns(run: Run) -> Columns:
    """Return simplestyle's columns of a claim drawn as a pin."""
    colours = [run.colours[run.speakers[claim.claim_id].source_id] for claim in run.claims]
    regional = [claim.claim_id in run.located and run.located[claim.claim_id].geo_precision == REGIONAL for claim in run.claims]
    patterns = [styles.modality_style(claim.modality) for claim in run.claims]
    fill = styles.size("pin_fill_opacity")
    return {
        "marker-color": colours,
        "marker-size": ["small" if wide else "medium" for wide in regional],
        "stroke": colours,
        "stroke-width": [styles.size("pin_line")] * len(colours),
        "stroke-opacity": [pattern.opacity for pattern in patterns],
        "fill": colours,
        # A region's point is where its name stands, not where something happened: it is not filled.
        "fill-opacity": [fill if pattern.fill and not wide else 0.0 for pattern, wide in zip(patterns, regional, strict=True)],
    }


# --- places and mentions --------------------------------------------------------------------------------------------------------------


def _placed_mentions(run: Run) -> list[tuple[Document, PlaceMention, Place]]:
    return [(extraction.document, found, found.place) for extraction in run.extractions for found in extraction.places if found.place]


def _mention_id(document_id: str, start: int, end: int) -> str:
    return f"{document_id}#{start}-{end}"


def _mentions(run: Run) -> geopandas.GeoDataFrame:
    rows = _placed_mentions(run)
    mentions = [found.mention for _, found, _ in rows]
    places = [place for _, _, place in rows]
    columns: Columns = _document_columns([document for document, _, _ in rows]) | {
        "mention_id": [_mention_id(document.id, found.mention.start, found.mention.end) for document, found, _ in rows],
        "surface": [mention.surface for mention in mentions],
        "start": [mention.start for mention in mentions],
        "end": [mention.end for mention in mentions],
        "role": [mention.role for mention in mentions],
        "matched": [found.matched for _, found, _ in rows],
        "score": [round(found.score, 4) for _, found, _ in rows],
        "reason": [found.reason or None for _, found, _ in rows],
        "marker-color": [styles.family_colour("grey")] * len(rows),
        "marker-size": ["small"] * len(rows),
    }
    return typed_frame("mentions", columns | _gazetteer_columns(places), shapely.points([p.lon for p in places], [p.lat for p in places]))


def _gazetteer_columns(places: Sequence[Place]) -> Columns:
    return _fields(places, ("place_id", "name", "kind", "country", "admin1"))


def _places(run: Run) -> geopandas.GeoDataFrame:
    met: dict[str, Place] = {claim.place.place_id: claim.place for claim in run.claims if claim.place}
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    for _, found, place in _placed_mentions(run):
        met.setdefault(place.place_id, place)
        spoken[place.place_id][found.mention.name or found.mention.surface] += 1
    places = [met[place_id] for place_id in sorted(met)]
    columns: Columns = _gazetteer_columns(places) | {
        "names": [
            _joined(name for name, _ in sorted(spoken[place.place_id].items(), key=lambda item: (-item[1], item[0]))) for place in places
        ],
        "mentions": [sum(spoken[place.place_id].values()) for place in places],
        "population": [place.population or None for place in places],
        "radius_km": [round(place.radius_km, 3) for place in places],
        "origin": [place.origin or None for place in places],
    }
    points = shapely.points([place.lon for place in places], [place.lat for place in places])
    return typed_frame("places", columns | _place_state_columns(run, places), points)


def _place_state_columns(run: Run, places: Sequence[Place]) -> Columns:
    states = {state.place_id: state for state in run.evidence.places}
    found = [states.get(place.place_id) for place in places]
    claims = [run.claims_at.get(place.place_id, []) for place in places]
    speakers = [[run.speakers[claim.claim_id] for claim in here] for here in claims]
    agreement = [state.agreement if state else None for state in found]
    return {
        "claims": [len(here) for here in claims],
        "sources": [len({speaker.source_id for speaker in here}) for here in speakers],
        "sides": [len({speaker.side for speaker in here}) for here in speakers],
        "source_names": [_joined(sorted({speaker.name for speaker in here})) for here in speakers],
        "side_names": [_joined(sorted({speaker.side for speaker in here})) for here in speakers],
        "agreement": agreement,
        "control_status": [state.control_status if state else None for state in found],
        "holder": [state.holder if state else None for state in found],
        "control": [_joined(_control_line(*entry) for entry in state.control) if state else None for state in found],
        "date_start": [state.date_start if state else None for state in found],
        "date_end": [state.date_end if state else None for state in found],
        "marker-color": [styles.agreement_style(code).color if code else styles.family_colour("grey") for code in agreement],
        "marker-size": ["medium" if here else "small" for here in claims],
    }


def _control_line(when: str, claimant: str, holder: str) -> str:
    return f"{when} {claimant}: {holder}".strip()


# --- tables ---------------------------------------------------------------------------------------------------------------------------


def _sources(run: Run) -> pandas.DataFrame:
    speakers = {speaker.source_id: speaker for speaker in reversed(list(run.speakers.values()))}
    vouched = Counter(speaker.source_id for speaker in run.speakers.values())
    documents = _documents_of_sources(run)
    relays = Counter(run.outlet(name).source_id for claim in run.claims for name in claim.via)
    entries = {source.source_id: source for source in map(run.outlet, sorted({name for claim in run.claims for name in claim.via}))}
    entries |= {source_id: run.registry.by_id(source_id) or _source_of(speaker) for source_id, speaker in speakers.items()}
    listed = sorted(entries.values(), key=lambda source: (-vouched[source.source_id], -relays[source.source_id], source.source_id))
    # A relay's side may be none of those that make claims; it chooses after them.
    families = styles.side_families([*run.families, *(source.side for source in listed)]) | run.families
    colours = styles.source_colours([(source.source_id, source.side) for source in listed], families) | run.colours
    columns = _fields(listed, ("source_id", "name", "kind", "side", "grade", "owner"))
    return typed_frame(
        "sources",
        columns
        | {
            "family": [families[source.side] for source in listed],
            "registered": [run.registry.by_id(source.source_id) is not None for source in listed],
            "claims": [vouched[source.source_id] for source in listed],
            "relayed": [relays[source.source_id] for source in listed],
            "documents": [len(documents[source.source_id]) for source in listed],
            "color": [colours[source.source_id] for source in listed],
        },
    )


def _source_of(speaker: Speaker) -> Source:
    return Source(speaker.source_id, speaker.name, speaker.kind, speaker.side)


def _documents_of_sources(run: Run) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for claim in run.claims:
        found[run.speakers[claim.claim_id].source_id].add(claim.document_id)
    return found


def _unplaced(run: Run) -> pandas.DataFrame:
    items = [item for item in run.unplaced if item.claim_id] + _unplaced_mentions(run)
    kinds = [_unplaced_kind(run, item) for item in items]
    claims = [run.by_id[item.claim_id] if item.claim_id else None for item in items]
    columns = _fields(items, ("document_id", "claim_id", "start", "end", "reason"))
    return typed_frame(
        "unplaced",
        columns
        | {
            "item_id": [_item_id(item, kind) for item, kind in zip(items, kinds, strict=True)],
            "item": kinds,
            "name": [item.name for item in items],
            "type": [claim.type if claim else None for claim in claims],
            "source": [run.speakers[claim.claim_id].name if claim else None for claim in claims],
            "quote": [claim.quote if claim else _surface(run, item) for claim, item in zip(claims, items, strict=True)],
            "candidates": [_joined(map(_candidate_line, item.candidates)) for item in items],
        },
    )


def _surface(run: Run, item: Unplaced) -> str:
    return run.documents[item.document_id].text[item.start : item.end]


def _unplaced_kind(run: Run, item: Unplaced) -> str:
    if item.claim_id is None:
        return "mention"
    # A claim that has its place can only have come here for a direction that could not be drawn.
    return "direction" if item.claim_id in run.located else "claim"


def _item_id(item: Unplaced, kind: str) -> str:
    if item.claim_id is None:
        return _mention_id(item.document_id, item.start, item.end)
    return f"{item.claim_id} {item.name}" if kind == "direction" else item.claim_id


def _unplaced_mentions(run: Run) -> list[Unplaced]:
    given = {(item.document_id, item.start, item.end): item for item in run.unplaced if not item.claim_id}
    for extraction in run.extractions:
        for found in extraction.places:
            if found.place is None:
                mention = found.mention
                key = (extraction.document.id, mention.start, mention.end)
                reason = found.reason or "not in the gazetteer"
                given.setdefault(key, Unplaced(key[0], None, mention.surface, mention.start, mention.end, reason, found.candidates))
    return list(given.values())


def _candidate_line(candidate: Candidate) -> str:
    place = candidate.place
    name = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
    return f"{place.place_id} {name} ({place.lat:.4f}, {place.lon:.4f}) {candidate.score:.2f}"


def _evidence(run: Run) -> pandas.DataFrame:
    groups = run.evidence.groups
    columns = _fields(groups, ("group_id", "place_id", "type", "zone", "agreement"))
    return typed_frame(
        "evidence",
        columns
        | {
            "place": [
                run.by_id[group.claim_ids[0]].place_name if group.claim_ids and group.claim_ids[0] in run.by_id else None
                for group in groups
            ],
            "date_start": [date_bounds(group.date_start)[0] for group in groups],
            "date_end": [date_bounds(group.date_end)[1] for group in groups],
            "claims": [len(group.claim_ids) for group in groups],
            "roots": [len(group.roots) for group in groups],
            "sides": [_joined(group.sides) for group in groups],
            "claim_ids": [_joined(group.claim_ids) for group in groups],
            "root_ids": [_joined(group.roots) for group in groups],
            "supported_by": [_joined(group.supported_by) for group in groups],
            "contradicts": [_joined(group.contradicts) for group in groups],
        },
    )


def _control_areas(run: Run) -> pandas.DataFrame:
    claimants = {claim_id: speaker.side for claim_id, speaker in run.speakers.items()}
    measured = claimed_areas(run.claims, run.located, run.documents, claimants)
    return typed_frame(
        "control_areas",
        _fields(measured, ("claimant", "holder"))
        | {name: [round(getattr(area, name), 3) for area in measured] for name in ("area_km2", "only_km2", "disputed_km2")}
        | {
            "area_id": [f"{area.claimant}: {area.holder}" for area in measured],
            "claims": [len(area.claim_ids) for area in measured],
            "claim_ids": [_joined(area.claim_ids) for area in measured],
        },
    )
