"""What the cards of the map say: claims, documents, sources and places as columns, with texts cut and links checked.

Texts of articles leave here as plain strings in data columns. They never become markup: the page writes them with ``textContent``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import pandas as pd

from frontmap.output.columns import Pack, coded, whole_degrees

QUOTE_LENGTH = 300
_NAME_LENGTH = 160
_TITLE_LENGTH = 240
_URL_LENGTH = 2000
_NO_DATE = 0
T = TypeVar("T", bound=Hashable)
_MOST_PAIRS = 30  # of claimant and holder; the page keeps a bit for each
_CLAIM_ID = re.compile(r"c_[0-9a-f]{16}")  # c_00ff00ff00ff00ff
_LIST = re.compile(r"[;,|\s]+")  # g1; g2
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")  # 2025-12-01
# No address that a browser accepts as it is has one of these.
_UNSAFE_IN_URL = re.compile(r"[\s\x00-\x1f\x7f<>\"'`\\{}|^\u202a-\u202e\u2066-\u2069]")

# Columns of the claims layer that repeat from row to row, with the length at which they are cut: what filters and marks go by, and what a
# card says besides.
_SORTED_BY = {"type": _NAME_LENGTH, "modality": _NAME_LENGTH}
_WORDING = {
    "via": _TITLE_LENGTH,
    "actor": _NAME_LENGTH,
    "actor_side": _NAME_LENGTH,
    "relation": _NAME_LENGTH,
    "directions": _TITLE_LENGTH,
    "acled": _NAME_LENGTH,
    "rule": _NAME_LENGTH,
    "source_grade": _NAME_LENGTH,
    "source_title": _TITLE_LENGTH,
    "quote": QUOTE_LENGTH,
}
TABLE_COLUMNS = ("place", "type", "modality", "source", "date_start", "quote", "title")
_DOCUMENT_COLUMNS = ("document_id", "title", "publisher", "url")


def cut(value: object, length: int = QUOTE_LENGTH) -> str:
    """Return a text of at most ``length`` characters, the last an ellipsis where something was cut. A missing value is empty."""
    text = "" if is_missing(value) else str(value)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be written to a file
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def is_missing(value: object) -> bool:
    """Tell whether a cell of a frame holds nothing: None, NaN, NaT or pandas' NA."""
    return value is None or value is pd.NA or value is pd.NaT or value != value


def web_link(value: object) -> str:
    """Return an address that is safe to put behind a link, else an empty text: http or https with a host, and nothing odd in it."""
    url = "" if is_missing(value) else str(value).strip()
    if not url or len(url) > _URL_LENGTH or _UNSAFE_IN_URL.search(url):
        return ""
    try:
        parts = urlsplit(url)
        return url if parts.scheme.lower() in ("http", "https") and parts.hostname else ""
    except ValueError:  # urlsplit refuses some broken hosts
        return ""


def day_number(value: object) -> int:
    """Return days since 0001-01-01 for an ISO date or timestamp, 0 where there is none or the year is open (``XXXX-12-01``)."""
    found = _DAY.match(str(value)) if not is_missing(value) else None
    if not found:
        return _NO_DATE
    try:
        return date.fromisoformat(found.group()).toordinal()
    except ValueError:  # 2025-02-31
        return _NO_DATE


def claim_ids(claims: pd.DataFrame) -> list[str]:
    """Return the id of every claim."""
    return _texts(claims, "claim_id", _NAME_LENGTH)


def pack_claims(pack: Pack, claims: pd.DataFrame) -> dict[str, Any]:
    """Add what filters, marks and the time slider need of every claim; return the plain facts that belong to no row."""
    for name, length in _SORTED_BY.items():
        pack.add_coded(f"claim.{name}", *_codes(claims, name, _cutter(length)))
    pack.add_integers("claim.geo_precision", _numbers(claims, "geo_precision").clip(0, 9))
    _pack_days(pack, claims)
    _pack_sources(pack, claims)
    _pack_points(pack, claims)
    return {"claims": len(claims)}


def pack_wording(pack: Pack, claims: pd.DataFrame, ids: Sequence[str]) -> None:
    """Add what the card of each claim says besides."""
    for name, length in _WORDING.items():
        pack.add_coded(f"claim.{name}", *_codes(claims, name, _cutter(length)))
    for name in ("time_precision", "credibility"):
        pack.add_integers(f"claim.{name}", _numbers(claims, name).clip(0, 9))
    pack.add_integers("claim.confidence", (_floats(claims, "confidence") * 100).round().clip(0, 100))
    pack.add_integers("claim.distance", (_floats(claims, "distance_km") * 10).round().clip(0, 60_000))
    for name in ("start", "end"):
        pack.add_integers(f"claim.{name}", _numbers(claims, name).clip(0, 0xFFFF_FFFF))
    _pack_ids(pack, ids)


def coded_documents(claims: pd.DataFrame) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
    """Give each distinct document a number: id, title, publisher and address."""
    makers = [_cutter(_TITLE_LENGTH), _cutter(_TITLE_LENGTH), _cutter(_TITLE_LENGTH), web_link]
    return _joint([_codes(claims, name, make) for name, make in zip(_DOCUMENT_COLUMNS, makers, strict=True)])


def pack_documents(pack: Pack, documents: Sequence[tuple[str, ...]]) -> None:
    """Add documents in the order of their numbers."""
    for position, name in enumerate(("id", "title", "publisher", "url")):
        pack.add_strings(f"document.{name}", [document[position] for document in documents])


def pack_places(pack: Pack, claims: pd.DataFrame, places: pd.DataFrame, mentions: pd.DataFrame) -> None:
    """Add the places that claims name, with all their names, and where else places were mentioned."""
    codes, keys = _joint([_codes(claims, name, _cutter(_NAME_LENGTH)) for name in ("place_id", "place")])
    pack.add_integers("claim.place", codes)
    known = {cut(row.get("place_id")): row for row in places.to_dict("records")}
    rows = [known.get(place_id, {}) for place_id, _ in keys]
    pack.add_strings("place.id", [place_id for place_id, _ in keys])
    pack.add_strings("place.name", [name for _, name in keys])
    pack.add_strings("place.names", [cut(row.get("names"), _TITLE_LENGTH) for row in rows])
    pack.add_codes("place.agreement", [cut(row.get("agreement"), _NAME_LENGTH) for row in rows])
    own = _from_first_claim(claims, codes, len(keys))
    pack.add_integers("place.dx", own[:, 0])
    pack.add_integers("place.dy", own[:, 1])
    _pack_mentions(pack, mentions)


def pack_standing(pack: Pack, claims: pd.DataFrame, evidence: pd.DataFrame, ids: Sequence[str]) -> None:
    """Add how each claim stands to the others: its group of evidence, and the groups that say the opposite or support it."""
    groups = [group or claim for group, claim in zip(_texts(claims, "group_id", _NAME_LENGTH), ids, strict=True)]
    codes, keys = coded(groups)
    numbers = {key: number for number, key in enumerate(keys)}
    against = dict(zip(groups, _texts(claims, "contradicts", 10_000), strict=True))
    backing = dict(zip(_texts(evidence, "group_id", _NAME_LENGTH), _texts(evidence, "supported_by", 10_000), strict=True))
    pack.add_integers("claim.group", codes)
    for name, others in (("against", against), ("backing", backing)):
        listed = [[numbers[other] for other in _LIST.split(others.get(key, "")) if other in numbers] for key in keys]
        pack.add_strings(f"group.{name}", [" ".join(map(str, row)) for row in listed])
    pack.add_coded("claim.evidence", *_codes(claims, "evidence", _cutter(_NAME_LENGTH)))


def pack_ground(pack: Pack, ids: Sequence[str], ground: pd.DataFrame) -> list[dict[str, Any]]:
    """Add which claims each figure of claimed ground is made of; return the figures: who says that who holds how many square kilometres."""
    ground = ground.head(_MOST_PAIRS)
    pair_of = {
        claim: number for number, claims_ in enumerate(_texts(ground, "claim_ids", 10**9), start=1) for claim in _LIST.split(claims_)
    }
    pack.add_integers("claim.ground", [pair_of.get(claim, 0) for claim in ids])
    wanted = ("claimant", "holder", "area_km2", "only_km2", "disputed_km2")
    return [{name: row.get(name) for name in wanted} for row in ground.to_dict("records")]


def surfaces(claims: pd.DataFrame, mentions: pd.DataFrame) -> list[str]:
    """Return the words by which each claim's passage calls its place, where they are not its name, so that a correction can name them."""
    called: dict[tuple[str, str], list[tuple[int, str]]] = {}
    keys = zip(_texts(mentions, "document_id", _TITLE_LENGTH), _texts(mentions, "place_id", _NAME_LENGTH), strict=True)
    for key, start, surface in zip(keys, _numbers(mentions, "start"), _texts(mentions, "surface", _NAME_LENGTH), strict=True):
        called.setdefault(key, []).append((int(start), surface))
    keys = zip(_texts(claims, "document_id", _TITLE_LENGTH), _texts(claims, "place_id", _NAME_LENGTH), strict=True)
    names = _texts(claims, "place", _NAME_LENGTH)
    rows = zip(keys, _numbers(claims, "start"), names, strict=True)
    return [_nearest(called.get(key, ()), int(start), name) for key, start, name in rows]


def _nearest(mentions: Sequence[tuple[int, str]], start: int, name: str) -> str:
    surface = min(mentions, key=lambda mention: abs(mention[0] - start), default=(0, name))[1]
    return "" if surface == name else surface


def unplaced_rows(unplaced: pd.DataFrame, all_claims: pd.DataFrame, limit: int = 2000) -> list[list[str]]:
    """Return what got no coordinates as rows of name, reason, candidates, document and quote; claims come before mere mentions."""
    if unplaced.empty:
        return []
    claim_ids = np.array(_texts(unplaced, "claim_id", _NAME_LENGTH), dtype=object)
    order = np.argsort(claim_ids == "", kind="stable")[:limit]
    first = unplaced.iloc[order]
    quotes = dict(zip(_texts(all_claims, "claim_id", _NAME_LENGTH), _texts(all_claims, "quote", QUOTE_LENGTH), strict=True))
    wanted = (("name", _NAME_LENGTH), ("reason", _TITLE_LENGTH), ("candidates", 600), ("document_id", _TITLE_LENGTH))
    columns = [_texts(first, name, length) for name, length in wanted]
    return [list(row) for row in zip(*columns, [quotes.get(claim, "") for claim in claim_ids[order]], strict=True)]


def _codes(frame: pd.DataFrame, name: str, make: Callable[[object], T]) -> tuple[npt.NDArray[np.int64], list[T]]:
    """Give each distinct value of a column a number and make it ready once: columns repeat themselves, which keeps 100,000 rows fast."""
    if name not in frame.columns:
        return np.zeros(len(frame), dtype=np.int64), [make(None)]
    codes, values = pd.factorize(frame[name], use_na_sentinel=False)
    merged, distinct = coded(map(make, np.asarray(values, dtype=object)))
    return (merged[codes] if len(merged) else np.zeros(0, dtype=np.int64)), distinct


def _cutter(length: int) -> Callable[[object], str]:
    return partial(cut, length=length)


def _texts(frame: pd.DataFrame, name: str, length: int) -> list[str]:
    codes, values = _codes(frame, name, _cutter(length))
    return [values[code] for code in codes.tolist()]


def _joint(parts: Sequence[tuple[npt.NDArray[np.int64], list[str]]]) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
    """Give each distinct combination of several columns a number."""
    codes, keys = coded(zip(*(column.tolist() for column, _ in parts), strict=True))
    return codes, [tuple(values[code] for code, (_, values) in zip(key, parts, strict=True)) for key in keys]


def _floats(frame: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    if name not in frame.columns:
        return np.zeros(len(frame))
    return np.nan_to_num(_numeric(frame[name]))


def _numeric(column: pd.Series) -> npt.NDArray[np.float64]:
    return np.asarray(pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan))


def _numbers(frame: pd.DataFrame, name: str) -> npt.NDArray[np.int64]:
    return _floats(frame, name).astype(np.int64)


def _pack_ids(pack: Pack, ids: Sequence[str]) -> None:
    """Ids are random, so gzip cannot shrink them: eight bytes each instead of eighteen characters."""
    if all(_CLAIM_ID.fullmatch(claim_id) for claim_id in ids):
        pack.add_integers("claim.id.high", np.array([int(claim_id[2:10], 16) for claim_id in ids], dtype=np.int64))
        pack.add_integers("claim.id.low", np.array([int(claim_id[10:], 16) for claim_id in ids], dtype=np.int64))
    else:
        pack.add_strings("claim.id", ids)


def _pack_days(pack: Pack, claims: pd.DataFrame) -> None:
    start, end, published = (_days(claims, name) for name in ("date_start", "date_end", "published"))
    pack.add_integers("claim.day.start", start)
    pack.add_integers("claim.day.length", np.where((start > 0) & (end > start), end - start, 0))
    pack.add_integers("claim.day.published", published)


def days_listed(claims: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the day under which the list shows each claim: of the event, else of the report."""
    start = _days(claims, "date_start")
    return np.where(start > 0, start, _days(claims, "published"))


def _days(claims: pd.DataFrame, name: str) -> npt.NDArray[np.int64]:
    codes, days = _codes(claims, name, day_number)
    return np.array(days, dtype=np.int64)[codes]


def coded_sources(claims: pd.DataFrame) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
    """Give each distinct source a number: name, id, side, kind and role. Each is one entry of the map's list."""
    wanted = ("source", "source_id", "source_side", "source_kind", "source_role")
    return _joint([_codes(claims, name, _cutter(_NAME_LENGTH)) for name in wanted])


def _pack_sources(pack: Pack, claims: pd.DataFrame) -> None:
    codes, sources = coded_sources(claims)
    pack.add_integers("claim.source", codes)
    for position, name in enumerate(("name", "id", "side", "kind", "role")):
        pack.add_strings(f"source.{name}", [source[position] for source in sources])


def _pack_points(pack: Pack, claims: pd.DataFrame) -> None:
    """Claims at one spot share a point, so that the page projects each spot once."""
    lon, lat = lonlat(claims)
    codes, points = coded(zip(whole_degrees(lon).tolist(), whole_degrees(lat).tolist(), strict=True))
    pack.add_integers("claim.point", codes)
    pack.add_integers("point.x", np.array([x for x, _ in points], dtype=np.int64))
    pack.add_integers("point.y", np.array([y for _, y in points], dtype=np.int64))


def lonlat(frame: pd.DataFrame) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the coordinates of a layer of points; noughts where it has none."""
    if "geometry" not in frame.columns or frame.empty:
        return np.zeros(len(frame)), np.zeros(len(frame))
    return np.nan_to_num(frame.geometry.x.to_numpy()), np.nan_to_num(frame.geometry.y.to_numpy())


def _from_first_claim(claims: pd.DataFrame, codes: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """Return how far each place itself lies from the point of its first claim, in 1e-5 degrees: mostly nothing, which packs to nothing."""
    if not count or not {"place_lon", "place_lat"} <= set(claims.columns):
        return np.zeros((count, 2), dtype=np.int64)
    first = np.zeros(count, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    steps = []
    for place, point in zip((_numeric(claims["place_lon"]), _numeric(claims["place_lat"])), lonlat(claims), strict=True):
        steps.append(whole_degrees(np.where(np.isnan(place), point, place)[first]) - whole_degrees(point[first]))
    return np.column_stack(steps)


def _pack_mentions(pack: Pack, mentions: pd.DataFrame) -> None:
    """Mentions are counted by spot and name: a page needs how often, not each offset."""
    lon, lat = lonlat(mentions)
    names = _texts(mentions, "name", _NAME_LENGTH) if "name" in mentions.columns else _texts(mentions, "surface", _NAME_LENGTH)
    codes, spots = coded(zip(whole_degrees(lon).tolist(), whole_degrees(lat).tolist(), names, strict=True))
    pack.add_integers("mention.count", np.bincount(codes, minlength=len(spots)))
    pack.add_integers("mention.x", np.array([x for x, _, _ in spots], dtype=np.int64))
    pack.add_integers("mention.y", np.array([y for _, y, _ in spots], dtype=np.int64))
    pack.add_strings("mention.name", [name for *_, name in spots])


def safe_rows(claims: pd.DataFrame, limit: int) -> list[Mapping[str, str]]:
    """Return the first claims as plain strings for the table that shows where scripts do not run."""
    first = claims.head(limit)
    columns = {name: _texts(first, name, _WORDING.get(name, _NAME_LENGTH)) for name in TABLE_COLUMNS}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
