"""Several hosts at once, one request a host at a time, and an end at once when asked.

What comes in: jobs with the host that each goes to. What goes out: their results as they come.
"""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from detente.watch.clock import Stop, Stopped

J = TypeVar("J")
R = TypeVar("R")


def side_by_side(
    jobs: Sequence[J],
    host: Callable[[J], str],
    work: Callable[[J], R],
    *,
    threads: int,
    stop: Stop,
) -> Iterator[tuple[J, R | Exception]]:
    """Each job with its result, or with the exception that ended it, as they come.

    The threads die with the process: one that hangs in a slow request holds up nobody's end.

    Raises
    ------
    Stopped
        Asked to stop; what runs still is left alone.
    """
    by_host: dict[str, list[J]] = defaultdict(list)
    for job in jobs:
        by_host[host(job)].append(job)
    waiting: queue.SimpleQueue[list[J]] = queue.SimpleQueue()
    for group in by_host.values():
        waiting.put(group)
    results: queue.SimpleQueue[tuple[J, R | Exception]] = queue.SimpleQueue()

    def run() -> None:
        while True:
            try:
                group = waiting.get_nowait()
            except queue.Empty:
                return
            for job in group:
                if stop.asked:
                    return
                try:
                    result: R | Exception = work(job)
                except Exception as error:
                    result = error
                results.put((job, result))

    for _ in range(min(threads, len(by_host))):
        threading.Thread(target=run, daemon=True).start()
    for _ in range(len(jobs)):
        while True:
            if stop.asked:
                raise Stopped
            try:
                found = results.get(timeout=0.2)
            except queue.Empty:
                continue
            break
        yield found
