"""Batches through processes: order, bounds, and what becomes of a process that dies."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from detente.errors import BadDataFile, WorkersLost
from detente.scale import map_batches


def squares(items: list[int]) -> list[int]:
    time.sleep(0.01 * (items[0] % 3))
    return [i * i for i in items]


def with_pid(items: list[int]) -> list[tuple[int, int]]:
    return [(i, os.getpid()) for i in items]


def deadly(killers: dict[int, str], items: list[int]) -> list[int]:
    """Dies at some items: always, or as long as the file of the item is not there."""
    for item in items:
        if item in killers:
            mark = killers[item]
            if mark and Path(mark).exists():
                continue
            if mark:
                Path(mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return items


def broken(items: list[int]) -> list[int]:
    raise BadDataFile("three fields, four expected", file="mine.tsv", line=7, hint="add one")


class Grows:
    """Cannot be had in another process: its process ends before it can begin."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def through(work, count, size=4, jobs=2, **kwargs):  # type: ignore[no-untyped-def]
    told: list[str] = []
    batches = (list(range(i, min(i + size, count))) for i in range(0, count, size))
    given = {"lost": lambda i: -i, "notice": told.append, "limit_bytes": 10**12, **kwargs}
    return [r for out in map_batches(work, batches, jobs, **given) for r in out], told


def test_results_come_in_the_order_of_the_batches() -> None:
    found, told = through(squares, 50)
    assert found == [i * i for i in range(50)]
    assert told == []


def test_both_processes_work_and_few_batches_are_ahead() -> None:
    taken = 0

    def source() -> Iterator[list[int]]:
        nonlocal taken
        for i in range(60):
            taken += 1
            yield [i]

    pids, ahead = set(), 0
    rules = {"lost": lambda i: (i, 0), "notice": print, "limit_bytes": 10**12}
    for n, out in enumerate(map_batches(with_pid, source(), 2, **rules)):  # type: ignore[arg-type]
        ahead = max(ahead, taken - n)
        pids |= {pid for _, pid in out}
    assert len(pids) == 2
    assert ahead <= 9


def test_what_a_killed_process_was_reading_is_read_again(tmp_path: Path) -> None:
    found, told = through(partial(deadly, {9: str(tmp_path / "once")}), 30)
    assert found == list(range(30))
    assert len(told) == 1
    assert "was killed (SIGKILL) while it read 4 documents" in told[0]


def test_an_item_that_kills_every_process_costs_no_other(tmp_path: Path) -> None:
    found, told = through(partial(deadly, {9: "", 10: str(tmp_path / "once")}), 30)
    assert found == [-i if i == 9 else i for i in range(30)]
    assert "set aside" in told[-1] or "set aside" in told[-2]


def test_an_error_of_the_work_ends_the_run_whole() -> None:
    with pytest.raises(BadDataFile, match=r"mine\.tsv, line 7: three fields") as caught:
        through(broken, 8)
    assert caught.value.hint == "add one"


def test_processes_that_cannot_begin_end_the_run() -> None:
    with pytest.raises(WorkersLost, match=r"ended \(exit code 9\) before they could begin"):
        through(partial(deadly, Grows()), 8)


def test_a_process_that_grew_is_replaced() -> None:
    found, told = through(partial(_grow, {}), 24, jobs=1, limit_bytes=1)
    assert [i for i, _ in found] == list(range(24))
    assert len({pid for _, pid in found}) > 1
    assert told == []


def _grow(kept: dict[int, bytes], items: list[int]) -> list[tuple[int, int]]:
    if items[0] >= 8:
        HELD.append(b"x" * 30_000_000)
    return with_pid(items)


HELD: list[bytes] = []


def test_nothing_runs_on_when_the_consumer_stops() -> None:
    rules = {"lost": lambda i: (i, 0), "notice": print, "limit_bytes": 10**12}
    results = map_batches(with_pid, ([i] for i in range(10**6)), 2, **rules)  # type: ignore[arg-type]
    ((_, pid),) = next(results)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
