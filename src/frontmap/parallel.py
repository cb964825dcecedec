"""Runs one function over many items on several processes: in order, with bounded memory, losing no item to a worker that dies."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, TypeVar

from frontmap.errors import FrontmapError

Item = TypeVar("Item")
Result = TypeVar("Result")
Settings = TypeVar("Settings")
Engine = TypeVar("Engine")

INLINE_ITEMS = 200  # fewer than this are done before workers have started
CHUNK_ITEMS = 100
CHUNK_CHARS = 500_000
CHUNKS_IN_FLIGHT = 2  # per worker


def map_chunks(
    work: Callable[[Item, Engine], Result],
    items: Iterable[Item],
    open_engine: Callable[[Settings], Engine],
    settings: Settings,
    jobs: int,
) -> Iterator[Result]:
    """Yield ``work(item, engine)`` for every item, in order.

    Parameters
    ----------
    work, open_engine
        Functions of a module, since workers import them. Each process opens its own engine once.
    jobs
        Worker processes. 1, or few items: all is done in this process.

    Raises
    ------
    FrontmapError
        An item ended the worker that handled it, alone and twice.
    """
    stream = iter(items)
    head = list(islice(stream, INLINE_ITEMS if jobs > 1 else 0))
    if len(head) < INLINE_ITEMS:
        engine = open_engine(settings)
        yield from (work(item, engine) for item in chain(head, stream))
        return
    yield from _Supervisor(work, open_engine, settings, jobs).run(chain(head, stream))


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Cut a stream into chunks of bounded number and size."""
    chunk: list[Item] = []
    chars = 0
    for item in items:
        chunk.append(item)
        chars += len(getattr(item, "text", ""))
        if len(chunk) >= CHUNK_ITEMS or chars >= CHUNK_CHARS:
            yield chunk
            chunk, chars = [], 0
    if chunk:
        yield chunk


class _Supervisor:
    """Keeps a pool busy with a few chunks a worker, and replaces it when a worker dies."""

    def __init__(self, work: Callable[..., Any], open_engine: Callable[..., Any], settings: Any, jobs: int) -> None:
        self._start = (work, open_engine, settings, os.getpid())
        self._jobs = jobs
        self._pool = self._new_pool(jobs)

    def _new_pool(self, jobs: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=self._start)

    def run(self, items: Iterable[Any]) -> Iterator[Any]:
        waiting: deque[tuple[list[Any], Future[list[Any]]]] = deque()
        try:
            for chunk in _chunks(items):
                waiting.append((chunk, self._submit(chunk)))
                if len(waiting) >= CHUNKS_IN_FLIGHT * self._jobs:
                    yield from self._next(waiting)
            while waiting:
                yield from self._next(waiting)
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, chunk: list[Any]) -> Future[list[Any]]:
        try:
            return self._pool.submit(_handle, chunk)
        except BrokenProcessPool as broken:
            failed: Future[list[Any]] = Future()
            failed.set_exception(broken)
            return failed

    def _next(self, waiting: deque[tuple[list[Any], Future[list[Any]]]]) -> Iterator[Any]:
        chunk, future = waiting.popleft()
        try:
            yield from future.result()
        except BrokenProcessPool:
            self._replace(waiting)
            yield from self._one_by_one(chunk)

    def _replace(self, waiting: deque[tuple[list[Any], Future[list[Any]]]]) -> None:
        """Start a new pool after a worker died, and hand it again what was in flight."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._new_pool(self._jobs)
        again = [chunk for chunk, _ in waiting]
        waiting.clear()
        waiting.extend((chunk, self._submit(chunk)) for chunk in again)

    def _one_by_one(self, chunk: list[Any]) -> Iterator[Any]:
        """Handle the items of a chunk that broke its worker in a process of their own, to name the one that does."""
        alone = self._new_pool(1)
        try:
            for item in chunk:
                try:
                    yield from alone.submit(_handle, [item]).result()
                except BrokenProcessPool:
                    alone.shutdown(wait=False, cancel_futures=True)
                    alone = self._new_pool(1)
                    yield self._lost(item)
        finally:
            alone.shutdown(wait=False, cancel_futures=True)

    def _lost(self, item: Any) -> Any:
        from frontmap.model import Notice

        name = getattr(item, "origin", "") or getattr(item, "id", "")
        if not name:
            raise FrontmapError("a worker process ended and the item it handled has no name; run again with --jobs 1")
        return Notice(name, "skipped: the process that read it ended (out of memory?); try it alone with --jobs 1", skipped=True)


_worker: tuple[Callable[..., Any], Any] | None = None


def _begin(work: Callable[..., Any], open_engine: Callable[..., Any], settings: Any, parent: int) -> None:
    global _worker  # the one place where a worker process keeps what it opened
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    _worker = (work, open_engine(settings))


def _end_with_parent(parent: int) -> None:
    """End this worker when its parent is gone, so that a killed run leaves no process behind."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(1.0)
    sys.stderr.flush()
    os._exit(1)


def _handle(chunk: list[Any]) -> list[Any]:
    assert _worker is not None, "a worker handles chunks only after _begin"  # noqa: S101
    work, engine = _worker
    return [work(item, engine) for item in chunk]
