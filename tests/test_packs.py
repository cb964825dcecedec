from __future__ import annotations

import gzip
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from frontmap.errors import GazetteerError
from frontmap.registry import packs, userfiles
from frontmap.registry.embedded import embedded_indexes
from frontmap.registry.footprints import footprints_of
from frontmap.registry.gazetteer import Gazetteer

HEADER = "id,name,name_uk,kind,lat,lon,admin1,country\n"
VILLAGES = HEADER + (
    "a1,Testivka,Тестівка,village,48.51000,37.51000,Donetsk Oblast,UA\n"
    "a2,Pokrovsk,Покровськ,town,48.28200,37.18100,Donetsk Oblast,UA\n"
    'a3,"Nova, Testivka",,hamlet,49.10000,36.20000,Kharkiv Oblast,UA\n'
)


def _dump_row(number: int, name: str, aliases: str, point: str, feature: str, population: int) -> str:
    lat, lon = point.split()
    feature_class, feature_code = feature.split(".")
    cells = [str(number), name, name, aliases, lat, lon, feature_class, feature_code, "UA", "", "05", "", "", "", str(population)]
    return "\t".join([*cells, "", "190", "Europe/Kyiv", "2025-01-01"])


# As GeoNames writes them: nineteen columns, no header.
DUMP = "\n".join(
    (
        _dump_row(704422, "Pokrovsk", "Grishino,Testname", "48.28014 37.17706", "P.PPLA2", 61000),
        _dump_row(999000001, "Dumpivka", "Дампівка", "48.5 37.6", "P.PPL", 0),
        _dump_row(999000002, "Dump-River", "", "48.6 37.7", "H.STM", 0),
    )
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def _file(folder: Path, text: str | bytes, name: str = "villages.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _gazetteer(data: Path) -> Gazetteer:
    return Gazetteer([*embedded_indexes(), *packs.installed_indexes(data)])


def test_a_data_folder_that_cannot_be_is_said_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "villages.csv").write_text(VILLAGES)
    with pytest.raises(GazetteerError, match="FRONTMAP_DATA"):
        packs.add_pack(tmp_path / "villages.csv", tmp_path / "file")


def test_a_csv_of_villages_is_added_found_and_removed(tmp_path: Path, data: Path) -> None:
    file = _file(tmp_path, VILLAGES)
    info = packs.add_pack(file, data)
    assert (info.name, info.places, info.merged, info.sha256) == ("villages", 3, 1, sha256(file.read_bytes()).hexdigest())
    assert packs.list_packs(data) == (info,) == (packs.pack_info("villages", data),)
    found, how = _gazetteer(data).find("Testivka")[0]
    assert (found.place_id, found.admin1, found.admin1_code, found.kind, how) == (
        "user:villages:a1", "Donetsk Oblast", "UA.05", "settlement", "exact",
    )  # fmt: skip
    assert packs.remove_pack("villages", data) == info
    assert packs.list_packs(data) == ()
    assert not _gazetteer(data).find("Testivka")


def test_a_place_that_is_embedded_already_stays_one_place(tmp_path: Path, data: Path) -> None:
    packs.add_pack(_file(tmp_path, VILLAGES.replace("Pokrovsk,Покровськ", "Pokrovsk,Вигадане Місто")), data)
    gazetteer = _gazetteer(data)
    assert [found.place_id for found, _ in gazetteer.find("Pokrovsk") if found.admin1_code == "UA.05"] == ["gn:704422"]
    assert [found.place_id for found, _ in gazetteer.find("Вигадане Місто")] == ["gn:704422"]
    ours = gazetteer.place("user:villages:a2")
    assert ours
    assert (ours.place_id, ours.population) == ("gn:704422", 60127)


def test_of_two_rows_that_could_be_one_town_the_nearer_is_it(tmp_path: Path, data: Path) -> None:
    rows = HEADER + "far,Pokrovsk,,village,48.30,37.22,,UA\nnear,Pokrovsk,,town,48.2801,37.1771,,UA\n"
    packs.add_pack(_file(tmp_path, rows), data)
    gazetteer = _gazetteer(data)
    near, far = gazetteer.place("user:villages:near"), gazetteer.place("user:villages:far")
    assert near
    assert far
    assert (near.place_id, far.place_id) == ("gn:704422", "user:villages:far")


def _zipped(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "about " * 10_000)
        archive.writestr("UA.txt", text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("UA.txt", DUMP.encode()), ("UA.zip", _zipped(DUMP)), ("UA.txt.gz", gzip.compress(DUMP.encode(), mtime=0))],
)
def test_a_geonames_dump_is_read_plain_zipped_or_gzipped(tmp_path: Path, data: Path, name: str, content: bytes) -> None:
    info = packs.add_pack(_file(tmp_path, content, name), data)
    assert (info.name, info.places) == ("UA", 3)
    gazetteer = _gazetteer(data)
    assert [found.place_id for found, _ in gazetteer.find("Testname")] == ["gn:704422"]
    village, river = gazetteer.place("gn:999000001"), gazetteer.place("gn:999000002")
    assert village
    assert river
    assert (village.admin1, village.kind, river.kind) == ("Donetsk Oblast", "settlement", "river")
    assert [found.place_id for found, _ in gazetteer.find("Дампівка")] == ["gn:999000001"]


def test_geojson_of_points_and_polygons_is_read(tmp_path: Path, data: Path) -> None:
    square = [[[30.0, 50.0], [30.2, 50.0], [30.2, 50.2], [30.0, 50.2], [30.0, 50.0]]]
    features = [
        {"type": "Feature", "id": 7, "properties": {"name": "Pointovo"}, "geometry": {"type": "Point", "coordinates": [36.5, 49.5]}},
        {"type": "Feature", "properties": {"name": "Squareville", "population": 900}}
        | {"geometry": {"type": "Polygon", "coordinates": square}},
    ]
    packs.add_pack(_file(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}), "mine.geojson"), data)
    gazetteer = _gazetteer(data)
    point, middle = gazetteer.find("Pointovo")[0][0], gazetteer.find("Squareville")[0][0]
    assert (point.place_id, point.lon, point.lat) == ("user:mine:7", 36.5, 49.5)
    assert (middle.lon, middle.lat, middle.population) == (30.1, 50.1, 900)


def test_a_polygon_of_a_user_is_the_footprint_of_its_place(tmp_path: Path, data: Path) -> None:
    square = [[37.12, 48.24], [37.24, 48.24], [37.24, 48.32], [37.12, 48.32], [37.12, 48.24]]
    hole = [[37.17, 48.27], [37.19, 48.27], [37.19, 48.29], [37.17, 48.29], [37.17, 48.27]]
    known = {"type": "Feature", "properties": {"name": "Pokrovsk"}, "geometry": {"type": "Polygon", "coordinates": [square, hole]}}
    broken = {"type": "Feature", "properties": {"name": "Brokenovo"}, "geometry": {"type": "Polygon", "coordinates": [square[:2]]}}
    packs.add_pack(_file(tmp_path, json.dumps({"type": "FeatureCollection", "features": [known, broken]}), "towns.geojson"), data)
    gazetteer = _gazetteer(data)
    of = footprints_of(gazetteer)
    pokrovsk, brokenovo, oblast = (gazetteer.find(name)[0][0] for name in ("Pokrovsk", "Brokenovo", "Donetsk Oblast"))
    area = of(pokrovsk)
    assert area is not None
    assert area.bounds == pytest.approx((37.12, 48.24, 37.24, 48.32))
    assert area.area == pytest.approx(0.12 * 0.08 - 0.02 * 0.02)
    assert of(brokenovo) is None
    assert of(oblast) is not None


def test_other_headers_and_separators_are_understood(tmp_path: Path, data: Path) -> None:
    text = "\ufeffName;Latitude;LNG;Aliases;Country\nSemicolonia;48.5;37.5;Semka|Semochka;Ukraine\nЗелене;48,6;37.6;;UA\n"
    packs.add_pack(_file(tmp_path, text.replace("48,6", "48.6")), data)
    gazetteer = _gazetteer(data)
    assert [found.country for found, _ in gazetteer.find("Semochka")] == ["UA"]
    assert "Zelene" in [found.name for found, how in gazetteer.find("Зелене") if how == "folded" or found.place_id.startswith("user:")]


def test_a_row_without_a_name_is_passed_over(tmp_path: Path, data: Path) -> None:
    assert packs.add_pack(_file(tmp_path, HEADER + "a,,,locality,44.8,34.3,,UA\nb,Named,,village,48.0,37.0,,UA\n"), data).places == 1


BAD = [
    ("a1,X,,village,148.2,37.1,,UA", "line 2: lat 148.2 is outside -90..90; are lon and lat swapped?"),
    ("a1,X,,village,48.2,237.1,,UA", "line 2: lon 237.1 is outside -180..180"),
    ("a1,X,,village,37.1,48.2,,UA", "are lon and lat swapped?"),
    ("a1,X,,village,north,37.1,,UA", "line 2: lat 'north' is no number"),
    ("a1,X,,village,nan,37.1,,UA", "line 2: lat 'nan' is no number"),
    ("a1,X,,village,,37.1,,UA", "line 2: lat '' is no number"),
    ("a1,X,,village,48.2,37.1,,UA\na1,Y,,village,48.3,37.2,,UA", "line 3: id a1 stands in line 2 already"),
    ("", "no place in it"),
]


@pytest.mark.parametrize(("rows", "message"), BAD, ids=[message for _, message in BAD])
def test_a_bad_row_is_named_and_the_pack_of_before_stays(tmp_path: Path, data: Path, rows: str, message: str) -> None:
    before = packs.add_pack(_file(tmp_path, VILLAGES), data)
    bad = _file(tmp_path, HEADER + rows + "\n")
    with pytest.raises(GazetteerError) as caught:
        packs.add_pack(bad, data)
    assert message in str(caught.value)
    assert str(bad) in str(caught.value)
    assert packs.list_packs(data) == (before,)
    assert _gazetteer(data).find("Testivka")


def test_all_bad_rows_are_named_up_to_a_limit(tmp_path: Path, data: Path) -> None:
    with pytest.raises(GazetteerError) as caught:
        packs.add_pack(_file(tmp_path, HEADER + "".join(f"{n},X,,village,99,37,,UA\n" for n in range(50))), data)
    assert len(str(caught.value).splitlines()) == userfiles.MOST_COMPLAINTS + 1
    assert not packs.list_packs(data)


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (_zipped(DUMP)[:200], "broken.zip", "cannot be read"),
        (_zipped(DUMP).replace(b"UA.txt", b"UA.exe").replace(b"readme.txt", b"readme.doc"), "other.zip", "holds no .txt"),
        (gzip.compress(VILLAGES.encode() * 50)[:80], "broken.csv.gz", "cannot be read"),
        (b"name,lat,lon\n" + b"x" * 1_500_000 + b",1,2\n", "long.csv", "line 2: longer than"),
        (b"name,lat,lon\n\xff\xfe,1,2\n", "latin.csv", "line 2: not UTF-8"),
        (b"town,north,east\nX,1,2\n", "columns.csv", "no columns lat and lon"),
        (b'{"type": "Feature"}', "one.geojson", "no GeoJSON FeatureCollection"),
        (b"[" * 100_000, "deep.geojson", "no GeoJSON"),
        (b"", "empty.csv", "no place in it"),
        (b'name,lat,lon\nA,1,2\n"B,1,2\n' + b"C,1,2\n" * 40_000, "quote.csv", "is a quotation mark open"),
        (b"id,name,lat,lon\na\x00b,A,1,2\n", "nul.csv", "holds control characters"),
        (b"\x00\x01\x02" * 100, "binary.csv", "no columns lat and lon"),
    ],
)
def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path, data: Path, content: bytes, name: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message) as caught:
        packs.add_pack(_file(tmp_path, content, name), data)
    assert name in str(caught.value)
    assert not packs.list_packs(data)


def test_a_missing_file_or_pack_is_named(data: Path) -> None:
    with pytest.raises(GazetteerError, match=r"nowhere\.csv: no such file"):
        packs.add_pack("nowhere.csv", data)
    with pytest.raises(GazetteerError, match="'villages' is installed"):
        packs.remove_pack("villages", data)


def test_no_name_of_a_pack_leads_out_of_its_folder(tmp_path: Path, data: Path) -> None:
    info = packs.add_pack(_file(tmp_path, VILLAGES), data, name="../../outside")
    assert (data / "gazetteers" / info.name / "pack.json").is_file()
    assert info.name == "outside"
    with pytest.raises(GazetteerError):
        packs.remove_pack("../gazetteers/outside", data)


def test_a_file_of_one_run_is_compiled_once_for_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, cache = _file(tmp_path, VILLAGES), tmp_path / "cache"
    first = packs.indexes_of_files([file], cache)
    monkeypatch.setattr(packs, "_compile", lambda *_: pytest.fail("compiled again"))
    assert packs.indexes_of_files([file], cache) == first
    monkeypatch.undo()
    file.write_text(VILLAGES.replace("Testivka", "Changed"))
    assert packs.indexes_of_files([file], cache) != first


def test_a_pack_of_another_version_is_compiled_anew_from_its_file(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packs.add_pack(_file(tmp_path, VILLAGES), data)
    record = data / "gazetteers" / "villages" / "pack.json"
    record.write_text(record.read_text().replace(packs.compiler_fingerprint(), "other"))
    assert _gazetteer(data).find("Testivka")
    assert "compiled anew" in capsys.readouterr().err
    assert _gazetteer(data).find("Testivka")
    assert "compiled anew" not in capsys.readouterr().err


class _Server(BaseHTTPRequestHandler):
    content = VILLAGES.encode()
    stop_after: int | None = None
    ranges: list[str] = []  # noqa: RUF012 - reset by the fixture

    def do_GET(self) -> None:
        if self.path == "/missing.csv":
            self.send_error(404)
            return
        asked = self.headers.get("Range", "")
        _Server.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.headers["If-Range"] == '"v1"' else 0
        body = self.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("ETag", '"v1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: self.stop_after])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    _Server.stop_after, _Server.ranges = None, []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()
        thread.join()


def test_a_stopped_download_goes_on_where_it_stopped(server: str, data: Path) -> None:
    _Server.stop_after = 100
    with pytest.raises(GazetteerError, match="100 bytes are kept"):
        packs.add_pack(f"{server}/villages.csv", data)
    assert not packs.list_packs(data)
    _Server.stop_after = None
    info = packs.add_pack(f"{server}/villages.csv", data)
    assert _Server.ranges == ["", "bytes=100-"]
    assert (info.sha256, info.source) == (sha256(_Server.content).hexdigest(), f"{server}/villages.csv")
    assert not list((data / "gazetteers" / ".downloads").iterdir())


def test_a_download_that_is_not_there_says_so(server: str, data: Path) -> None:
    with pytest.raises(GazetteerError, match="404"):
        packs.add_pack(f"{server}/missing.csv", data)


@pytest.mark.parametrize(
    ("word", "kind"),
    [("village", "settlement"), ("suburb", "district"), ("P.PPLX", "district"), ("H.STMI", "river"), ("A.PCLI", "country")],
)
def test_classes_of_other_gazetteers_are_kinds_of_ours(word: str, kind: str) -> None:
    assert userfiles.kind_of(word)[0] == kind
