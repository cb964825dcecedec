"""Writes plain tables as CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import pandas

from frontmap.output.geojson import date_strings, plain_values

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""A spreadsheet takes a text that starts so for a formula (OWASP, CSV injection)."""


def csv_from_frame(frame: pandas.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV with a header. A text that a spreadsheet would run gets an apostrophe before it."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")  # RFC 4180; with a bare \n, Python leaves a \r inside a text unquoted
    writer.writerow(frame.columns)
    writer.writerows(zip(*(cells(frame[name]) for name in frame.columns), strict=True))
    return lines.getvalue().encode()


def cells(series: pandas.Series) -> Sequence[Any]:
    """Return a column as cells: ISO dates, ``true`` and ``false``, safe texts, None where there is none."""
    kind = series.dtype.kind
    if kind == "M":
        return ["" if day == "NaT" else day for day in date_strings(series)]
    if kind == "b":
        return ["true" if value else "false" for value in series.tolist()]
    values = plain_values(series)
    return values if kind in "iuf" else [safe_text(value) if isinstance(value, str) else value for value in values]


def safe_text(value: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    >>> safe_text("=1+1")
    "'=1+1"
    """
    return "'" + value if value.startswith(_FORMULA_STARTS) else value


def plain_text(value: str) -> str:
    """Take away the apostrophe that ``safe_text`` put before a text.

    >>> plain_text("'=1+1")
    '=1+1'
    """
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA_STARTS) else value
