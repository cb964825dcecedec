"""The local preview: loopback only, and a changed input makes a new map."""

from __future__ import annotations

import threading
import time
import urllib.request
from pathlib import Path

import pytest

from frontmap.errors import InputError, OutputError
from frontmap.serve import open_server, serve, snapshot


def _built(folder: Path) -> Path:
    folder.mkdir()
    (folder / "map.html").write_text("first")
    return folder


def test_a_folder_without_a_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="build it first"):
        open_server(tmp_path, 0)


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    server = open_server(_built(tmp_path / "out"), 0)
    with pytest.raises(OutputError, match="choose another"):
        open_server(tmp_path / "out", server.server_address[1])
    server.server_close()


def test_a_snapshot_sees_new_and_changed_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Guns.")
    before = snapshot([str(tmp_path)])
    (tmp_path / "b.txt").write_text("More guns.")
    assert len(before) == 1
    assert len(snapshot([str(tmp_path)])) == 2


def test_a_changed_input_rebuilds_and_a_failed_build_keeps_the_old_map(tmp_path: Path) -> None:
    out, report = _built(tmp_path / "out"), tmp_path / "a.txt"
    report.write_text("Guns.")
    said: list[str] = []
    stop = threading.Event()

    def rebuild() -> None:
        if "broken" in report.read_text():
            raise InputError("nothing usable was read")
        (out / "map.html").write_text("second")

    server = open_server(out, 0)
    host, port = server.server_address[:2]
    thread = threading.Thread(target=serve, args=(server, [str(report)], rebuild, said.append, stop))
    thread.start()
    try:
        assert host == "127.0.0.1"
        assert _page(port) == "first"
        report.write_text("Guns again.")
        _until(lambda: said == ["rebuilt; reload the page"])
        assert _page(port) == "second"
        report.write_text("broken input")
        _until(lambda: len(said) == 2)
        assert _page(port) == "second"
        assert "not rebuilt" in said[1]
    finally:
        stop.set()
        thread.join()


def _page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/map.html") as answer:
        return str(answer.read().decode())


def _until(holds: object) -> None:
    for _ in range(100):
        if holds():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError("did not happen within ten seconds")
