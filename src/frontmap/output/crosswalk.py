"""Rewrites claims in the columns of other event datasets: ACLED, PLOVER, VIINA (layers/acled.csv, layers/crosswalk.csv).

Those record events that happened; so claims that are denied or only possible are left out, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pandas

from frontmap.data import geo_dir, layers_dir, read_rows
from frontmap.errors import UsageError
from frontmap.model import Notice
from frontmap.output.geojson import date_strings, plain_values
from frontmap.output.geopackage import Tables

_HAPPENED = ("asserted", "hedged")
_ACLED_COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1"),
    *("inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
_VIINA_LABELS = (
    *("t_mil", "t_loc", "t_san", "a_rus", "a_ukr", "a_civ", "a_other", "t_aad", "t_airstrike", "t_armor", "t_arrest", "t_artillery"),
    *(
        "t_civcas",
        "t_control",
        "t_cyber",
        "t_firefight",
        "t_hospital",
        "t_ied",
        "t_killing",
        "t_milcas",
        "t_occupy",
        "t_property",
        "t_raid",
    ),
)
_VIINA_ACTORS = {"russia": "a_rus", "ukraine": "a_ukr"}
_VIINA_PRECISION = {"settlement": "PPL", "district": "ADM2", "region": "ADM1", "country": "ADM0"}
_WORST_TIME = 3


def crosswalk(layers: Tables, scheme: str) -> tuple[pandas.DataFrame, tuple[Notice, ...]]:
    """Return the placed claims in the columns of a scheme, with notices of what it cannot hold.

    Parameters
    ----------
    scheme
        ``acled``, ``plover`` or ``viina``.
    """
    if scheme not in _SCHEMES:
        raise UsageError(f"--as {scheme}: expected one of {', '.join(sorted(_SCHEMES))}")
    claims = _claim_rows(layers)
    kept = [claim for claim in claims if claim["modality"] in _HAPPENED]
    rows = [row for claim in kept if (row := _SCHEMES[scheme](claim))]
    notices = _counted(
        scheme, (len(claims) - len(kept), "are denied or only possible"), (len(kept) - len(rows), f"are nothing that {scheme} codes")
    )
    return pandas.DataFrame(rows, columns=list(_columns(scheme)), dtype="object"), notices


def _counted(scheme: str, *counts: tuple[int, str]) -> tuple[Notice, ...]:
    return tuple(Notice(f"--as {scheme}", f"{number} claims {why} and were left out") for number, why in counts if number)


def _columns(scheme: str) -> Sequence[str]:
    return {"acled": _ACLED_COLUMNS, "plover": _PLOVER_COLUMNS, "viina": _VIINA_COLUMNS}[scheme]


def _claim_rows(layers: Tables) -> list[dict[str, Any]]:
    """Return the placed claims as dictionaries with ``lon``, ``lat`` and days as ISO texts."""
    frame = layers["claims"]
    columns = {str(name): plain_values(frame[name]) for name in frame.columns if name != frame.geometry.name}
    for name in ("published", "date_start", "date_end"):
        columns[name] = [None if day == "NaT" else day for day in date_strings(frame[name])]
    columns["lon"], columns["lat"] = frame.geometry.x.tolist(), frame.geometry.y.tolist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _day(claim: Mapping[str, Any]) -> tuple[str | None, int]:
    """Return the day of an event and its precision: as ACLED does, the report's own day where the text gives none."""
    if claim["date_start"]:
        return claim["date_start"], claim["time_precision"] or _WORST_TIME
    return claim["published"], _WORST_TIME


@cache
def _countries() -> Mapping[str, str]:
    return {row["code"]: row["name"] for _, row in read_rows(geo_dir() / "countries.csv")}


@cache
def _acled_events() -> Mapping[str, str]:
    """Sub-event type -> event type."""
    return {row["sub_event_type"]: row["event_type"] for _, row in read_rows(layers_dir() / "acled.csv")}


@cache
def _acled_defaults() -> Mapping[str, str]:
    """Claim type -> sub-event type where no word of the text asks for another."""
    return {row["type"]: row["sub_event_type"] for _, row in read_rows(layers_dir() / "acled.csv") if not row["words"]}


def _acled(claim: Mapping[str, Any]) -> dict[str, Any] | None:
    sub_event = claim["acled"] or _acled_defaults()[claim["type"]]
    if not sub_event:
        return None
    event, (day, precision) = _acled_events()[sub_event], _day(claim)
    return {
        "event_id_cnty": claim["claim_id"],
        "event_date": day,
        "year": int(day[:4]) if day else None,
        "time_precision": precision,
        "disorder_type": event if event == "Strategic developments" else "Political violence",
        "event_type": event,
        "sub_event_type": sub_event,
        "actor1": claim["actor"] or claim["actor_side"],
        "country": _countries().get(claim["country"], claim["country"]),
        "admin1": claim["admin1"],
        "location": claim["place"],
        "latitude": claim["lat"],
        "longitude": claim["lon"],
        "geo_precision": claim["geo_precision"],
        "source": claim["source"],
        "notes": claim["quote"],
        "tags": f"modality={claim['modality']}; evidence={claim['evidence']}",
    }


@cache
def _rows() -> tuple[tuple[str, str, Mapping[str, str]], ...]:
    return tuple((row["type"], row["acled"], row) for _, row in read_rows(layers_dir() / "crosswalk.csv"))


def _row(claim: Mapping[str, Any]) -> Mapping[str, str]:
    return next(row for kind, sub_event, row in _rows() if kind == claim["type"] and sub_event in ("", claim["acled"]))


_PLOVER_COLUMNS = (
    *("event_id", "event_date", "event_type", "event_mode", "event_context", "actor_name", "location_name", "country", "admin1"),
    *("latitude", "longitude", "event_text", "source", "publisher", "url"),
)


def _plover(claim: Mapping[str, Any]) -> dict[str, Any] | None:
    row = _row(claim)
    if not row["plover_event"]:
        return None
    return {
        "event_id": claim["claim_id"],
        "event_date": _day(claim)[0],
        "event_type": row["plover_event"],
        "event_mode": row["plover_mode"] or None,
        "event_context": row["plover_context"] or None,
        "actor_name": claim["actor"] or claim["actor_side"],
        "location_name": claim["place"],
        "country": claim["country"],
        "admin1": claim["admin1"],
        "latitude": claim["lat"],
        "longitude": claim["lon"],
        "event_text": claim["quote"],
        "source": claim["source"],
        "publisher": claim["publisher"],
        "url": claim["url"],
    }


_VIINA_COLUMNS = (
    *("event_id", "report_id", "location", "source", "date", "time", "url", "text", "lang", "address", "longitude", "latitude"),
    *("GEO_PRECISION", "GEO_API", "geonameid", *(f"{label}_b" for label in _VIINA_LABELS)),
)


def _viina(claim: Mapping[str, Any]) -> dict[str, Any]:
    labels = {label for label in _row(claim)["viina"].split("|") if label}
    if claim["actor_side"]:
        labels.add(_VIINA_ACTORS.get(claim["actor_side"], "a_other"))
    address = ", ".join(part for part in (claim["place"], claim["admin1"], _countries().get(claim["country"])) if part)
    day, place_id = _day(claim)[0], claim["place_id"] or ""
    return {
        "event_id": claim["claim_id"],
        "report_id": claim["document_id"],
        "location": 1,
        "source": claim["publisher"],
        "date": day.replace("-", "") if day else None,
        "url": claim["url"],
        "text": claim["quote"],
        "address": address,
        "longitude": claim["lon"],
        "latitude": claim["lat"],
        "GEO_PRECISION": _VIINA_PRECISION.get(claim["place_kind"], claim["place_kind"]),
        "GEO_API": "frontmap",
        "geonameid": place_id.removeprefix("gn:") if place_id.startswith("gn:") else None,
    } | _dummies(labels)


def _dummies(labels: Iterable[str]) -> dict[str, int]:
    return {f"{label}_b": int(label in labels) for label in _VIINA_LABELS}


_SCHEMES: dict[str, Callable[[Mapping[str, Any]], dict[str, Any] | None]] = {"acled": _acled, "plover": _plover, "viina": _viina}
