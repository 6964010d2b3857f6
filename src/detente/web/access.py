"""One store shared by many requests: readers side by side, one writer alone, answers kept.

What comes in: the store's path. What goes out: open `Session` values for the length of a request.
DuckDB lets one process hold a file either for reading or for writing, so a writer waits for the
readers to leave and they for it. The file is held only while somebody is served: between
requests `detente add` may write to it. PostgreSQL lets everybody read while one writes, so that
there nobody waits but one writer for another.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from detente.api import Session
from detente.config import Settings
from detente.errors import StoreUnusable
from detente.store import Store, is_url, open_store

T = TypeVar("T")
# What is remembered of some keys; what is not is made, of all of those together.
Recall = Callable[
    [Sequence[Hashable], Callable[[Sequence[Hashable]], Mapping[Hashable, Any]]],
    Mapping[Hashable, Any],
]
# How long a request waits for the other kind to finish, in seconds.
PATIENCE = 30.0
# Answers kept; a page's record is some tens of kilobytes.
KEPT = 256
# Histories with their acts kept; one of a busy relation is some megabytes.
RELATIONS = 24


def tick() -> int:
    """The number of the five minutes that run, for answers that the clock makes old."""
    return int(time.time() // 300)


class Gate:
    """Many readers or one writer; a waiting writer goes before new readers.

    With ``side_by_side`` readers pass at any time, beside the writer too.
    """

    def __init__(self, *, side_by_side: bool = False) -> None:
        self._side_by_side = side_by_side
        self._turn = threading.Condition()
        self._readers = 0
        self._writing = False
        self._waiting = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the gate with other readers."""
        if self._side_by_side:
            yield
            return
        with self._turn:
            self._wait(lambda: not self._writing and not self._waiting)
            self._readers += 1
        try:
            yield
        finally:
            with self._turn:
                self._readers -= 1
                self._turn.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the gate alone."""
        with self._turn:
            self._waiting += 1
            try:
                self._wait(lambda: not self._writing and not self._readers)
            finally:
                self._waiting -= 1
                self._turn.notify_all()
            self._writing = True
        try:
            yield
        finally:
            with self._turn:
                self._writing = False
                self._turn.notify_all()

    def _wait(self, free: Callable[[], bool]) -> None:
        if not self._turn.wait_for(free, PATIENCE):
            raise StoreUnusable(
                "the store is busy: another request has been using it for half a minute",
                hint="try again; adding a long article takes a while",
            )


class DeskSession(Session):
    """A session that remembers what several screens need and what takes long to compute."""

    def __init__(self, store: Store, settings: Settings, recall: Recall) -> None:
        super().__init__(store, settings)
        self.recall = recall


class Access:
    """The store of one application, with the answers that still hold."""

    def __init__(self, path: str, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self._gate = Gate(side_by_side=is_url(path))
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._relations: OrderedDict[Hashable, Any] = OrderedDict()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The store, open for reading, with others."""
        with (
            self._gate.reading(),
            open_store(self.path, create=False, read_only=True) as store,
        ):
            yield DeskSession(store, self.settings, self._recall)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The store, open for writing, alone."""
        with (
            self._gate.writing(),
            open_store(self.path, create=False) as store,
        ):
            yield Session(store, self.settings)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else at the store or the files beside it; the store itself stays closed."""
        with self._gate.writing():
            yield

    def make(self) -> None:
        """Make the store if there is none, and bring its tables up to date."""
        with self._gate.writing():
            open_store(self.path).close()

    def state(self) -> Hashable:
        """What changes whenever the store or its log of outlooks does; None if it cannot be told.

        Size and time of the files: a commit writes to the store or to the log beside it.
        """
        base = Path(self.path)
        if not base.is_file():
            return None
        files = (base, Path(f"{base}.wal"), Path(f"{base}.outlooks.jsonl"))
        return tuple((s.st_mtime_ns, s.st_size) for f in files if f.is_file() for s in [f.stat()])

    def answer(self, key: Hashable, make: Callable[[Session], T]) -> T:
        """What ``make`` says of the store; the kept answer while the store has not changed."""

        def made() -> T:
            with self.reading() as session:
                return make(session)

        found: T = self._held(self._kept, KEPT, [key], lambda _: {key: made()})[key]
        return found

    def _recall(
        self,
        keys: Sequence[Hashable],
        make: Callable[[Sequence[Hashable]], Mapping[Hashable, Any]],
    ) -> Mapping[Hashable, Any]:
        """As `answer`, inside a request, for what is large: relations' acts and histories."""
        return self._held(self._relations, RELATIONS, keys, make)

    def _held(
        self,
        kept: OrderedDict[Hashable, Any],
        most: int,
        keys: Sequence[Hashable],
        make: Callable[[Sequence[Hashable]], Mapping[Hashable, Any]],
    ) -> dict[Hashable, Any]:
        state = self.state()
        if state is None:
            return dict(make(keys))
        found: dict[Hashable, Any] = {}
        with self._lock:
            for key in keys:
                if (state, key) in kept:
                    kept.move_to_end((state, key))
                    found[key] = kept[state, key]
        missing = [key for key in keys if key not in found]
        made = make(missing) if missing else {}
        if made and state == self.state():
            with self._lock:
                kept.update({(state, key): value for key, value in made.items()})
                while len(kept) > most:
                    kept.popitem(last=False)
        return {**found, **made}
