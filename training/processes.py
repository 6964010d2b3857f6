"""Work that is shared out to processes, each a copy of this one with all that it holds."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
PROCESSES = int(os.environ.get("TRAINING_PROCESSES", "2"))


def shared_out(task: Callable[[int], T], count: int) -> list[T]:
    """What a task gives for each number below ``count``, in their order.

    The processes are forked, so that a task may be of anything; what it gives must be fit for
    pickling, and what it changes is lost.
    """
    if PROCESSES < 2 or count < 2:
        return [task(k) for k in range(count)]
    with multiprocessing.get_context("fork").Pool(
        min(PROCESSES, count), initializer=_hold, initargs=(task,)
    ) as pool:
        return pool.map(_run, range(count), chunksize=max(1, min(8, count // (4 * PROCESSES))))


_HELD: dict[str, Callable[[int], Any]] = {}


def _hold(task: Callable[[int], Any]) -> None:
    _HELD["task"] = task


def _run(k: int) -> Any:
    return _HELD["task"](k)
