"""Fetches the one file that the user named, going on where a stopped download stopped."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from frontmap.errors import GazetteerError

_TIMEOUT_S = 60
_CHUNK = 1 << 18
_PARTIAL, _UNSATISFIABLE = 206, 416
_UNSAFE = re.compile(r"[^\w.-]+")


def fetch(address: str, folder: Path) -> Path:
    """Download a file into a folder and return its path.

    What a stopped download left there is used if the server still has the same file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = _UNSAFE.sub("_", Path(urllib.parse.urlsplit(address).path).name).strip("._") or "places"
    part, notes = folder / f"{name}.part", folder / f"{name}.json"
    try:
        _download(address, part, notes)
    except (OSError, HTTPException, ValueError) as error:
        kept = part.stat().st_size if part.is_file() else 0
        again = f"; {kept:,} bytes are kept, run it again to go on" if kept else ""
        raise GazetteerError(f"{address} could not be downloaded: {_reason(error)}{again}") from error
    notes.unlink(missing_ok=True)
    return part.replace(folder / name)


def _reason(error: Exception) -> str:
    return str(error.reason) if isinstance(error, urllib.error.URLError) and not isinstance(error, urllib.error.HTTPError) else str(error)


def _download(address: str, part: Path, notes: Path) -> None:
    have, tag = _left_over(address, part, notes)
    request = urllib.request.Request(address, headers={"User-Agent": "frontmap"})  # noqa: S310 - add_pack lets http and https through only
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", tag)
    try:
        response = urllib.request.urlopen(request, timeout=_TIMEOUT_S)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == _UNSATISFIABLE and have:  # the file is complete, or has shrunk: start over
            part.unlink()
            _download(address, part, notes)
            return
        raise
    with response:
        _write(response, part, notes, address, have)


def _left_over(address: str, part: Path, notes: Path) -> tuple[int, str]:
    """Return how many bytes of the same file lie there, and the tag by which the server knows it."""
    if not part.is_file() or not notes.is_file():
        return 0, ""
    known = json.loads(notes.read_text(encoding="utf-8"))
    return (part.stat().st_size, known["tag"]) if known.get("address") == address and known.get("tag") else (0, "")


def _write(response: HTTPResponse, part: Path, notes: Path, address: str, have: int) -> None:
    goes_on = have > 0 and response.status == _PARTIAL
    tag = response.headers.get("ETag") or response.headers.get("Last-Modified") or ""
    notes.write_text(json.dumps({"address": address, "tag": tag}), encoding="utf-8")
    expected = response.headers.get("Content-Length")
    written = 0
    with part.open("ab" if goes_on else "wb") as file:
        while chunk := response.read(_CHUNK):
            file.write(chunk)
            written += len(chunk)
    if expected is not None and written != int(expected):
        raise HTTPException(f"it stopped after {written:,} of {int(expected):,} bytes")
