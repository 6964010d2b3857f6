"""A watch from start to end: rounds until it is told to stop.

What comes in: a `WatchConfig`, settings, a way to open the store. What goes out: each `Round` as it
ends. A round that fails (a full disk, a store that another process holds) is told and tried again;
with ``once`` its error is the caller's.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import FrameType
from typing import Any

from detente.config import Settings
from detente.errors import DetenteError, StoreUnusable
from detente.store import Store, open_store
from detente.watch.clock import Stop, Stopped
from detente.watch.config import WatchConfig
from detente.watch.log import Log
from detente.watch.rounds import Opening, Round, Watch

LOCKED_SECONDS = 60.0
"""How long to wait for a store that another process holds, before a round is given up."""
LOOK_SECONDS = 30.0
"""How often to look whether something is due; a clock that was set is noticed by then."""


def opening(path: str | Path, stop: Stop, wait_seconds: float = LOCKED_SECONDS) -> Opening:
    """A way to open a store that waits while another process holds it."""

    @contextlib.contextmanager
    def opened() -> Iterator[Store]:
        end = time.monotonic() + wait_seconds
        while True:
            try:
                store = open_store(path)
                break
            except StoreUnusable as error:
                if not error.values.get("locked") or time.monotonic() > end:
                    raise
            stop.sleep(0.2)
        with store:
            yield store

    return opened


@contextlib.contextmanager
def stopping_by_signal(stop: Stop) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM ask for a stop; a second Ctrl-C ends at once."""

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.now()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before: dict[int, Any] = {number: signal.signal(number, asked) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run(
    config: WatchConfig,
    settings: Settings,
    log: Log,
    stop: Stop,
    *,
    once: bool = False,
    open_with: Callable[[], AbstractContextManager[Store]] | None = None,
    each: Callable[[Round], None] = lambda done: None,
) -> None:
    """Watch until ``stop`` is asked, or for one round.

    Parameters
    ----------
    once
        One round over all sources, then return.
    open_with
        How to open the store; waits for other processes if not given. The desk, where it runs in
        the same process, brings its own.
    each
        Called after each round.

    Raises
    ------
    DetenteError
        With ``once``: what went wrong in the round. Without: the watch file's store cannot be
        opened at the start.
    """
    path = config.store or str(settings["store.path"])
    way = open_with or opening(path, stop)
    with way():  # a store that cannot be used is told before anything is fetched
        pass
    watch = Watch(config, settings, way, log, stop=stop)
    first = True
    while True:
        try:
            if first or once or watch.something_due():
                done = watch.round(everything=once)
                log.well("round")
                if done.looked or done.documents:
                    log.say(str(done))
                each(done)
            first = False
            if once:
                return
            stop.sleep(min(LOOK_SECONDS, min(s.interval_seconds for s in config.sources)))
        except Stopped:
            log.say("stopped; nothing is half done, the next start goes on from here")
            return
        except DetenteError as error:
            if once:
                raise
            log.trouble("round", str(error))
            with contextlib.suppress(Stopped):
                stop.sleep(LOOK_SECONDS)
