"""A local preview: serves a built folder on the loopback interface and builds it again when an input changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from frontmap.errors import FrontmapError, OutputError
from frontmap.text.inputs import find_inputs

HOST = "127.0.0.1"
POLL_SECONDS = 1.0

Snapshot = tuple[tuple[str, int, int], ...]


class _Handler(SimpleHTTPRequestHandler):
    """Serves files without writing a line a request, and tells browsers to ask again."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the command's own lines are what the user reads."""


def snapshot(inputs: Sequence[str]) -> Snapshot:
    """Return the path, size and time of change of every file that the inputs name now."""
    found = []
    for file in find_inputs(inputs)[0]:
        try:
            state = file.path.stat()
        except OSError:
            continue  # gone between listing and looking: the next look will tell
        found.append((str(file.path), state.st_size, state.st_mtime_ns))
    return tuple(found)


def open_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Listen on the loopback interface only; port 0 takes a free one.

    Raises
    ------
    OutputError
        The folder holds no map, or the port is taken.
    """
    if not (folder / "map.html").is_file():
        raise OutputError(f"{folder} holds no map.html; build it first: frontmap build INPUT... -o {folder}")
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise OutputError(f"port {port} cannot be used: {error.strerror}; choose another with --port") from None


def serve(
    server: ThreadingHTTPServer,
    inputs: Sequence[str],
    seen: Snapshot,
    rebuild: Callable[[], None],
    say: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """Serve until ``stop`` is set; rebuild after every change of the inputs. A build that fails is said, and the old map stays.

    ``seen`` is the snapshot taken before the served map was built, so that no change made since then is missed.
    """
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        while not stop.wait(POLL_SECONDS):
            now = snapshot(inputs)
            if now != seen:
                seen = now
                _try(rebuild, say)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _try(rebuild: Callable[[], None], say: Callable[[str], None]) -> None:
    try:
        rebuild()
    except FrontmapError as error:
        say(f"not rebuilt: {error}")
    else:
        say("rebuilt; reload the page")
