"""Whose turn it is: one request a host at a time, with a pause between two.

What comes in: origins and how long to leave each alone. What goes out: turns. Only what happened
within the last hour is kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

FORGET_SECONDS = 3600.0


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    ready: float = 0.0
    users: int = 0


class Turns:
    """Hands out turns; safe for several threads.

    Parameters
    ----------
    sleep
        How to wait; a caller who wants to be stopped while waiting brings his own.
    """

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, origin: str, delay_seconds: float) -> Iterator[None]:
        """Wait until an origin may be asked, and leave it alone for a while afterwards."""
        with self._lock:
            host = self._hosts.setdefault(origin, _Host())
            host.users += 1
        try:
            with host.lock:
                wait = host.ready - time.monotonic()
                if wait > 0:
                    self._sleep(wait)
                try:
                    yield
                finally:
                    host.ready = time.monotonic() + delay_seconds
        finally:
            with self._lock:
                host.users -= 1
                self._forget()

    def _forget(self) -> None:
        old = time.monotonic() - FORGET_SECONDS
        for origin in [o for o, h in self._hosts.items() if not h.users and h.ready < old]:
            del self._hosts[origin]
