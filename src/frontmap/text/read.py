"""Reads inputs of every supported kind into documents: one bad file is a notice, never the end of a run."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import signal
import sys
import threading
import tomllib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from frontmap.data import geo_dir, read_rows
from frontmap.errors import InputError
from frontmap.model import Document, Notice
from frontmap.text.inputs import HTML_SUFFIXES, META_FILES, STDIN, TEXT_SUFFIXES, InputFile, find_inputs, suffix_of

META_FIELDS = ("title", "publisher", "published", "url", "lang", "conflict")

MAX_TEXT_BYTES = 50_000_000
MAX_HTML_BYTES = 2_000_000  # trafilatura hangs on pages of 5 MB
MAX_RECORD_CHARS = 50_000_000
HTML_SECONDS = 10
TITLE_CHARS = 200

Item = Document | Notice


# ------------------------------------------------------------------- documents


def read_documents(arguments: Sequence[str], published: str | None = None, stdin: IO[bytes] | None = None) -> Iterator[Item]:
    """Read every document that the arguments name, in order, with notices between them.

    Parameters
    ----------
    arguments
        Files, folders, or ``-`` for one text on standard input.
    published
        ISO date for documents whose own metadata give none. None: they stay undated.
    stdin
        Where ``-`` reads from; None means the process's own standard input.
    """
    files, notices = find_inputs(arguments)
    yield from notices
    yield from read_files(files, published, stdin)


def read_files(files: Iterable[InputFile], published: str | None = None, stdin: IO[bytes] | None = None) -> Iterator[Item]:
    """Read the documents of files that ``find_inputs`` gave."""
    seen: dict[bytes, int] = {}
    folders: set[Path] = set()
    for file in files:
        folder = file.path.parent
        if folder not in folders and (problem := _folder_meta(folder)[1]):
            yield problem
        folders.add(folder)
        try:
            for item in _read_file(file, stdin):
                if isinstance(item, Notice):
                    yield item
                    continue
                document, notice = _unique(item, seen)
                if notice:
                    yield notice
                yield _dated(document, published)
        except InputError as error:
            yield Notice(str(file.path), str(error), skipped=True)
        except OSError as error:  # TimeoutError is one
            yield Notice(str(file.path), f"cannot be read: {error.strerror or error}", skipped=True)


def _dated(document: Document, published: str | None) -> Document:
    return _with(document, published=published) if published and document.published is None else document


def _with(document: Document, **changes: Any) -> Document:
    return replace(document, **changes)


def _unique(document: Document, seen: dict[bytes, int]) -> tuple[Document, Notice | None]:
    """Give a repeated id the ending ``#2``. Only an eight-byte digest is kept of each id, so a million cost some 100 MB."""
    key = blake2b(document.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    count = seen[key] = seen.get(key, 0) + 1
    if count == 1:
        return document, None
    renamed = _with(document, id=f"{document.id}#{count}")
    seen[blake2b(renamed.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()] = 1
    return renamed, Notice(document.origin, f"the id {document.id!r} stands more than once; this one is now {renamed.id!r}")


def _read_file(file: InputFile, stdin: IO[bytes] | None) -> Iterator[Item]:
    if file.argument == STDIN:
        stream = stdin if stdin is not None else sys.stdin.buffer
        yield from _from_text(file, stream.read(MAX_TEXT_BYTES + 1), {})
        return
    suffix = suffix_of(file.path)
    if suffix in TEXT_SUFFIXES:
        yield from _from_text(file, _bytes(file.path, MAX_TEXT_BYTES), _beside(file.path))
    elif suffix in HTML_SUFFIXES:
        yield from _from_html(file, _bytes(file.path, MAX_HTML_BYTES), _beside(file.path))
    else:
        yield from _from_records(file, suffix)


def _bytes(path: Path, limit: int) -> bytes:
    size = path.stat().st_size
    if size > limit:
        raise InputError(f"is {size:,} bytes, more than the {limit:,} that one document may have; split it")
    return path.read_bytes()


# ------------------------------------------------------------------------ text


def _from_text(file: InputFile, raw: bytes, meta: Mapping[str, Any]) -> Iterator[Item]:
    if len(raw) > MAX_TEXT_BYTES:
        raise InputError(f"is longer than the {MAX_TEXT_BYTES:,} bytes that one document may have; split it")
    text, encoding = decode(raw)
    if encoding != "utf-8":
        yield Notice(str(file.path), f"is not UTF-8; read as {encoding}")
    front, body = _front_matter(text)
    fields = {**meta, **front}
    fields.setdefault("title", _first_line_title(text[body:]))
    yield from _document(file.id, text, fields, str(file.path))


def decode(raw: bytes) -> tuple[str, str]:
    """Decode a file's bytes without touching its characters; return the text and the encoding's name.

    A byte order mark is dropped. UTF-8 is tried first, then the marks of UTF-16, then detection.

    Raises
    ------
    InputError
        The bytes are no text in any encoding.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise InputError(f"starts with the mark of {encoding} and is not {encoding} ({error.reason})") from None
    if b"\0" in raw[:8192] or raw.startswith((b"%PDF", b"PK\x03\x04")):
        raise InputError("is a binary file, expected text; convert it to .txt or .html first")
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _detect(raw)


def _detect(raw: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # 30 ms that UTF-8 files do not pay

    best = from_bytes(raw[:200_000]).best()
    if best is None:
        raise InputError("is text in no known encoding; save it as UTF-8")
    try:
        return raw.decode(best.encoding), best.encoding
    except UnicodeDecodeError:
        raise InputError(f"looks like {best.encoding} and breaks off in the middle; save it as UTF-8") from None


def _first_line_title(text: str) -> str | None:
    """Return the first line where it is a headline: under 200 characters, then a blank line or a longer paragraph."""
    start = len(text) - len(text.lstrip())
    end = next((i for i, c in enumerate(text[start:], start) if c in "\r\n"), len(text))
    line, rest = text[start:end].strip(), text[end : end + 2 * TITLE_CHARS]
    if not line or len(line) >= TITLE_CHARS or not rest.strip():
        return None
    newline, _, after = rest.partition("\n")
    next_line = after.split("\n", 1)[0]
    return line if not newline.strip() and (not next_line.strip() or len(next_line) > len(line)) else None


def _front_matter(text: str) -> tuple[dict[str, Any], int]:
    """Return the fields between two lines of ``---`` (YAML-like ``key: value``) or ``+++`` (TOML) and where the body starts."""
    for fence in ("---", "+++"):
        if not text.startswith(fence + "\n"):
            continue
        end = text.find(f"\n{fence}", len(fence))
        if 0 < end < 10_000:
            block, body = text[len(fence) + 1 : end], text.find("\n", end + 1) + 1 or len(text)
            return (_toml(block) if fence == "+++" else _key_values(block)), body
    return {}, 0


def _key_values(block: str) -> dict[str, Any]:
    pairs = (line.partition(":") for line in block.splitlines() if ":" in line)
    return {k.strip().lower(): v.strip().strip("'\"") for k, _, v in pairs if k.strip().lower() in META_FIELDS}


def _toml(block: str) -> dict[str, Any]:
    try:
        return {k: v for k, v in tomllib.loads(block).items() if k in META_FIELDS}
    except tomllib.TOMLDecodeError:
        return {}


@cache
def _folder_meta(folder: Path) -> tuple[Mapping[str, Any], Notice | None]:
    """Read meta.toml or meta.json of a folder: keys for all its files, and a table for each file name."""
    path = next((p for p in (folder / name for name in META_FILES) if p.is_file()), None)
    if path is None:
        return {}, None
    try:
        raw = path.read_text(encoding="utf-8")
        found: Any = tomllib.loads(raw) if path.suffix == ".toml" else json.loads(raw)
    except (OSError, ValueError) as error:
        return {}, Notice(str(path), f"cannot be read, so its files go without metadata: {error}")
    if not isinstance(found, dict):
        return {}, Notice(str(path), f"holds a {type(found).__name__}, expected a table of fields; ignored")
    return found, None


def _beside(path: Path) -> dict[str, Any]:
    meta, _ = _folder_meta(path.parent)
    shared = {k: v for k, v in meta.items() if k in META_FIELDS}
    own = meta.get(path.name)
    return {**shared, **(own if isinstance(own, dict) else {})}


# ------------------------------------------------------------------------ HTML


def _from_html(file: InputFile, raw: bytes, meta: Mapping[str, Any]) -> Iterator[Item]:
    with _time_limit(HTML_SECONDS):
        try:
            text, fields = _article(raw)
        except (InputError, TimeoutError):
            raise
        except Exception as error:  # whatever a parser does with a hostile page, the other files are read
            raise InputError(f"cannot be read as HTML ({error!r}); save the article as .txt") from error
    yield from _document(file.id, text, {**fields, **meta}, str(file.path), text_is_file=False)


def _article(raw: bytes) -> tuple[str, dict[str, Any]]:
    """Take the article's text and its metadata out of a page."""
    import trafilatura  # 0.6 s that text files do not pay

    page = trafilatura.load_html(raw)
    if page is None:
        raise InputError("is no HTML that can be parsed")
    text = trafilatura.extract(page, include_comments=False, include_tables=True, favor_recall=True)
    if not text:
        raise InputError("no article text found in the page; save the article as .txt")
    found = trafilatura.extract_metadata(page)
    return text, {
        "title": found and found.title,
        "publisher": found and (found.sitename or found.hostname),
        "published": found and found.date,
        "url": found and found.url,
    }


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Raise ``TimeoutError`` after so many seconds, where the system has alarms and this is the main thread; else wait."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> None:
        raise TimeoutError(f"took longer than {seconds} s to read; save the article as .txt")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# --------------------------------------------------------------------- records


def _from_records(file: InputFile, suffix: str) -> Iterator[Item]:
    read: Callable[[Path], Iterator[tuple[int, Any]]] = {
        ".jsonl": _json_lines,
        ".jsonl.gz": _json_lines,
        ".json": _json,
        ".csv": _csv,
        ".parquet": _parquet,
    }[suffix]
    for number, record in read(file.path):
        where = f"{file.path} line {number}"
        if isinstance(record, InputError):
            yield Notice(where, str(record), skipped=True)
        elif not isinstance(record, dict) or not isinstance(record.get("text"), str):
            yield Notice(where, "is no record with a `text`; expected an object with the fields id, text, title, ...", skipped=True)
        elif len(record["text"]) > MAX_RECORD_CHARS:
            yield Notice(where, f"has a text of {len(record['text']):,} characters, more than {MAX_RECORD_CHARS:,}", skipped=True)
        else:
            given = record.get("id")
            name = f"{file.id}#L{number}" if given is None or given == "" else str(given)
            yield from _document(name, record["text"], record, where)


def _json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    with gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb") as lines:
        number = 0
        try:
            while line := lines.readline(MAX_TEXT_BYTES + 1):
                number += 1
                if len(line) > MAX_TEXT_BYTES:
                    yield number, InputError(f"is longer than {MAX_TEXT_BYTES:,} bytes")
                    _skip_line(lines, line)
                elif line.strip():
                    yield number, _parsed_json(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise InputError(f"breaks off after line {number}: {error}") from None


def _skip_line(lines: IO[bytes] | gzip.GzipFile, start: bytes) -> None:
    """Read on to the end of a line whose start was read."""
    while start and not start.endswith(b"\n"):
        start = lines.readline(MAX_TEXT_BYTES)


def _parsed_json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except UnicodeDecodeError:
        return InputError("is not UTF-8")
    except (ValueError, RecursionError) as error:
        return InputError(f"is not JSON ({error})")


def _json(path: Path) -> Iterator[tuple[int, Any]]:
    """Read an array, one record, or JSON Lines under the name of .json."""
    raw = _bytes(path, MAX_TEXT_BYTES).removeprefix(b"\xef\xbb\xbf")
    whole = _parsed_json(raw)
    if isinstance(whole, list):
        yield from enumerate(whole, start=1)
    elif isinstance(whole, dict):
        yield 1, whole
    elif isinstance(whole, InputError) and b"\n" in raw.strip():
        yield from _json_lines(path)
    else:
        yield 1, whole


def _csv(path: Path) -> Iterator[tuple[int, Any]]:
    text, _ = decode(_bytes(path, MAX_TEXT_BYTES))
    csv.field_size_limit(MAX_RECORD_CHARS)
    rows = csv.DictReader(io.StringIO(text, newline=""))  # str.splitlines would also cut at what Unicode calls a line's end
    if "text" not in (rows.fieldnames or ()):
        raise InputError(f"has no column `text` (columns: {', '.join(rows.fieldnames or ()) or 'none'})")
    try:
        for row in rows:
            yield rows.line_num, {k: v for k, v in row.items() if k}
    except csv.Error as error:
        raise InputError(f"line {rows.line_num} is not CSV: {error}") from None


def _parquet(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise InputError("reading Parquet needs pyarrow: pip install 'frontmap[parquet]'") from None
    try:
        table = parquet.ParquetFile(path)
        number = 0
        for batch in table.iter_batches(batch_size=1000):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except (OSError, ValueError) as error:
        raise InputError(f"is no Parquet file that can be read: {error}") from None


# -------------------------------------------------------------------- metadata


def _document(name: str, text: str, fields: Mapping[str, Any], where: str, text_is_file: bool = True) -> Iterator[Item]:
    given = fields.get("published")
    published = parse_date(given)
    if published is None and given is not None:
        yield Notice(where, f"published {str(given)[:60]!r} is no single date; the document is kept without one (expected 2025-12-01)")
    lang = _text_field(fields, "lang")
    yield Document(
        id=_whole(name),
        text=_whole(text),
        title=_text_field(fields, "title"),
        publisher=_text_field(fields, "publisher"),
        published=published,
        url=_text_field(fields, "url"),
        lang=lang[:2].lower() if lang else detect_language(text),
        conflict=_text_field(fields, "conflict"),
        text_is_file=text_is_file,
        origin=where,
    )


def _text_field(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return _whole(value).strip() or None if isinstance(value, str) else None


_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def _whole(text: str) -> str:
    r"""Replace halves of a surrogate pair, which JSON can write (``"\ud83d"``) and no file can hold, each by one U+FFFD."""
    return _HALF_CHARACTER.sub("\ufffd", text)


_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.,+\-Z ]{0,30})?")
_SLASH_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
# "26-FEB-1987", "3 March 2025"  |  "Mar 20, 2025", "Mon May 8, 2023"
_NAMED_DATE = re.compile(r"(?<!\w)(?:(\d{1,2})[- ]([A-Za-z]{3,9})[-.,]? ?(\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4}))(?!\w)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_date(value: Any) -> str | None:
    """Read a publication date; return it as ISO, or None where it is no single day.

    Understands ISO dates and times, one day with a named English month among other words, and ``15/2/2015`` where only one reading
    is possible. Nothing is filled in: general date parsers complete ``May 2023`` with today's day.

    >>> parse_date("Mar 20, 2025"), parse_date("7/13/2016"), parse_date("7/6/2016"), parse_date("1988..1991")
    ('2025-03-20', '2016-07-13', None, None)
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    if not isinstance(value, str) or len(value) > 100:
        return None
    text = value.strip()
    if match := _ISO_DATE.fullmatch(text):
        return _real_date(*map(int, match.groups()))
    if match := _SLASH_DATE.fullmatch(text):
        a, b, year = map(int, match.groups())
        readings = {r for r in (_real_date(year, a, b), _real_date(year, b, a)) if r}
        return readings.pop() if len(readings) == 1 else None
    named = {_named_date(match) for match in _NAMED_DATE.finditer(text)}
    return named.pop() if len(named) == 1 else None


def _named_date(match: re.Match[str]) -> str | None:
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    name = month[:3].lower()
    return _real_date(int(year), _MONTHS.index(name) + 1, int(day)) if name in _MONTHS else None


def _real_date(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@cache
def _language_words() -> dict[str, frozenset[str]]:
    return {row["lang"]: frozenset(row["words"].split("|")) for _, row in read_rows(geo_dir() / "languages.csv")}


_UKRAINIAN_LETTERS = frozenset("іїєґ")
_RUSSIAN_LETTERS = frozenset("ыэъё")
_SAMPLE_CHARS = 3000


def detect_language(text: str) -> str | None:
    """Tell the language from its letters and its commonest words; None where they do not decide."""
    sample = text[:_SAMPLE_CHARS].lower()
    letters = [c for c in sample if c.isalpha()]
    if not letters:
        return None
    if sum("\u0400" <= c <= "\u04ff" for c in letters) > len(letters) / 2:
        ukrainian, russian = (sum(c in marks for c in letters) for marks in (_UKRAINIAN_LETTERS, _RUSSIAN_LETTERS))
        return "uk" if ukrainian > russian else "ru"
    if sum("\u0600" <= c <= "\u06ff" for c in letters) > len(letters) / 2:
        return "ar"
    words = re.findall(r"[^\W\d_]+", sample)
    counts = {lang: sum(w in known for w in words) for lang, known in _language_words().items()}
    best = max(counts, key=lambda lang: counts[lang])
    return best if counts[best] > len(words) / 20 else None
