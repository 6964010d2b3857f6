"""The time, for a process that runs for months on a machine whose clock may be set.

What comes in: the machine's clocks. What goes out: UTC, and how much time has really passed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

# Half of what two servers must be off by, before it is this machine that is off.
DAY_SECONDS = 86_400.0
SAME_SECONDS = 3_600.0
JUMP_SECONDS = 60.0


class Stopped(Exception):
    """Somebody asked the watch to stop."""


class Stop:
    """Whether to stop, asked by every wait."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def now(self) -> None:
        """Stop as soon as nothing half done is left."""
        self._event.set()

    @property
    def asked(self) -> bool:
        """Whether to stop."""
        return self._event.is_set()

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises
        ------
        Stopped
            Asked to stop, before or while waiting.
        """
        if self._event.wait(max(seconds, 0.0)):
            raise Stopped


def _running() -> float:
    """Seconds since the machine was switched on, sleep included where the system can tell."""
    kind = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if kind is None else time.clock_gettime(kind)


class Clock:
    """UTC without time zone, to the second, as the store has it."""

    def __init__(
        self, wall: Callable[[], float] = time.time, running: Callable[[], float] = _running
    ) -> None:
        self._wall, self._running = wall, running
        self._last = (wall(), running())

    def now(self) -> datetime:
        """Now."""
        moment = datetime.fromtimestamp(self._wall(), UTC)
        return moment.replace(tzinfo=None, microsecond=0)

    def today(self) -> date:
        """The day in UTC."""
        return self.now().date()

    def running(self) -> float:
        """Seconds on a clock that nobody sets."""
        return self._running()

    def jumped(self) -> float:
        """Seconds that the clock was set forward (below zero: back) since the last call; else 0."""
        before, self._last = self._last, (self._wall(), self._running())
        jump = (self._last[0] - before[0]) - (self._last[1] - before[1])
        return jump if abs(jump) > JUMP_SECONDS else 0.0

    def off_by(self, servers: Mapping[str, float]) -> float | None:
        """Seconds by which this machine's clock is wrong, if two servers agree that it is.

        Parameters
        ----------
        servers
            The time that each host gave, seconds since 1970. One alone may be wrong itself.
        """
        here = self._wall()
        off = sorted(here - there for there in servers.values())
        if len(off) < 2 or off[-1] - off[0] > SAME_SECONDS or abs(off[0]) < DAY_SECONDS:
            return None
        return off[0]
