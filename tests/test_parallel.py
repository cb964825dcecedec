"""Work on many processes: the order holds, nothing is lost, and an item that kills its worker is named."""

from __future__ import annotations

import os
from collections.abc import Iterator

from frontmap.model import Document, Notice
from frontmap.parallel import INLINE_ITEMS, map_chunks


def _open(factor: int) -> int:
    return factor


def _times(item: int, factor: int) -> int:
    return item * factor


def _where(item: int, factor: int) -> int:
    return os.getpid()


def _deadly(item: Document, factor: int) -> str:
    if item.text == "kills":
        os._exit(3)
    return item.id


def test_results_come_in_the_order_of_the_items() -> None:
    items = range(INLINE_ITEMS * 3)
    assert list(map_chunks(_times, items, _open, 3, jobs=2)) == [i * 3 for i in items]


def test_few_items_stay_in_this_process() -> None:
    assert set(map_chunks(_where, range(20), _open, 1, jobs=2)) == {os.getpid()}


def test_many_items_leave_it() -> None:
    assert os.getpid() not in set(map_chunks(_where, range(INLINE_ITEMS), _open, 1, jobs=2))


def test_the_stream_is_not_read_far_ahead() -> None:
    read = 0

    def items() -> Iterator[int]:
        nonlocal read
        for i in range(5000):
            read += 1
            yield i

    results = map_chunks(_times, items(), _open, 1, jobs=2)
    next(iter(results))
    assert read <= 1000


def test_an_item_that_kills_its_worker_is_named_and_the_others_are_kept() -> None:
    items = [Document(f"d{i}", "kills" if i == 57 else "lives", origin=f"file{i}") for i in range(INLINE_ITEMS + 50)]
    results = list(map_chunks(_deadly, items, _open, 1, jobs=2))
    assert len(results) == len(items)
    lost = results.pop(57)
    assert isinstance(lost, Notice)
    assert (lost.where, lost.skipped) == ("file57", True)
    assert results == [d.id for d in items if d.text == "lives"]
