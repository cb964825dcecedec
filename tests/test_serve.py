"""The local preview: loopback only, and a changed input makes a new map."""

from __future__ import annotations

import queue
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from frontmap.errors import InputError, OutputError
from frontmap.serve import Snapshot, open_server, serve, snapshot

PATIENCE = 120.0  # seconds, which only a failing test waits: a loaded machine is slow, not wrong


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


def test_a_changed_input_rebuilds_and_a_failed_build_keeps_the_old_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontmap.serve.POLL_SECONDS", 0.05)
    out, report = _built(tmp_path / "out"), tmp_path / "a.txt"
    report.write_text("Guns.")

    def rebuild() -> None:
        if "broken" in report.read_text():
            raise InputError("nothing usable was read")
        (out / "map.html").write_text("second")

    with _serving(out, report, rebuild) as (port, said):
        assert _page(port) == "first"
        _replace(report, "Guns again.")
        assert said.get(timeout=PATIENCE) == "rebuilt; reload the page"
        assert _page(port) == "second"
        _replace(report, "broken input")
        assert "not rebuilt" in said.get(timeout=PATIENCE)
        assert _page(port) == "second"


def test_an_input_that_changed_while_the_first_map_was_built_is_not_missed(tmp_path: Path) -> None:
    out, report = _built(tmp_path / "out"), tmp_path / "a.txt"
    report.write_text("Guns.")
    before = snapshot([str(report)])
    _replace(report, "Guns again.")
    with _serving(out, report, lambda: None, before) as (_, said):
        assert said.get(timeout=PATIENCE) == "rebuilt; reload the page"


@contextmanager
def _serving(out: Path, report: Path, rebuild: Callable[[], None], seen: Snapshot | None = None) -> Iterator[tuple[int, queue.Queue[str]]]:
    """Serve on a free port of the loopback interface, and give the port and what is said."""
    said: queue.Queue[str] = queue.Queue()
    stop = threading.Event()
    inputs = [str(report)]
    server = open_server(out, 0)
    host, port = server.server_address[:2]
    assert host == "127.0.0.1"
    thread = threading.Thread(target=serve, args=(server, inputs, seen or snapshot(inputs), rebuild, said.put, stop))
    thread.start()
    try:
        yield port, said
    finally:
        stop.set()
        thread.join()


def _replace(report: Path, text: str) -> None:
    """Change a report in one step, so that no look at it falls between its old and its new text."""
    new = report.with_suffix(".new")
    new.write_text(text)
    new.replace(report)


def _page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/map.html") as answer:
        return str(answer.read().decode())
