"""Batches through many processes: order kept, memory bounded, a lost process made good.

What comes in: a picklable function from a list of items to as many results, and batches of items.
What goes out: the results, batch by batch, in the order of the batches. A process that dies is
replaced and what it was reading is read again, item by item; an item that kills its process
whenever it is read is given up with the caller's word for it, and costs no other item.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from detente.config import prepare_process
from detente.errors import WorkersLost

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

# Batches that a process has at hand: one in work and one to go on with while results are fetched.
AT_HAND = 2
# Batches that may be in work or wait for an earlier one, for each process.
IN_FLIGHT = 4
# Processes that may die one after the other before any was ready to work.
FALSE_STARTS = 3
# Times that an item may kill its process when it is read by itself.
DEATHS = 2


@dataclass(slots=True)
class _Task(Generic[Item]):
    """A batch, or one item of a batch whose process died."""

    number: int
    part: int | None
    items: list[Item]
    deaths: int = 0


@dataclass(slots=True)
class _Answers(Generic[Result]):
    """What is there already of a batch that is read item by item."""

    results: list[Result | None]
    missing: int


@dataclass(slots=True, eq=False)
class _Worker(Generic[Item]):
    process: SpawnProcess
    line: Connection
    ready: bool = False
    tasks: deque[_Task[Item]] = field(default_factory=deque)
    first_bytes: int = 0
    retiring: bool = False


def map_batches(
    work: Callable[[list[Item]], list[Result]],
    batches: Iterable[list[Item]],
    jobs: int,
    *,
    lost: Callable[[Item], Result],
    notice: Callable[[str], None],
    limit_bytes: int,
) -> Iterator[list[Result]]:
    """The results of each batch, in the order of the batches.

    Parameters
    ----------
    work
        Gives one result an item; picklable, called in another process. An exception it raises
        ends the whole run, here.
    batches
        Taken only as the work goes on: at most four a process are in memory.
    jobs
        How many processes, one thread of linear algebra each.
    lost
        The result of an item whose process died each of the three times it was read.
    notice
        Told of every process that died, in a sentence.
    limit_bytes
        A process that holds more memory than this after a batch, and half as much again as after
        its first, is replaced by a fresh one.

    Raises
    ------
    WorkersLost
        Processes die as soon as they start.
    """
    pool = _Pool(work, jobs, lost, notice, limit_bytes)
    try:
        yield from pool.run(batches)
        pool.dismiss()
    finally:
        pool.stop()


class _Pool(Generic[Item, Result]):
    def __init__(
        self,
        work: Callable[[list[Item]], list[Result]],
        jobs: int,
        lost: Callable[[Item], Result],
        notice: Callable[[str], None],
        limit_bytes: int,
    ) -> None:
        self.work = work
        self.jobs = jobs
        self.lost = lost
        self.notice = notice
        self.limit_bytes = limit_bytes
        # Spawned, not forked: the parent may hold threads (DuckDB, BLAS) that a fork would break.
        self.context = get_context("spawn")
        self.workers: list[_Worker[Item]] = []
        self.again: deque[_Task[Item]] = deque()
        self.done: dict[int, list[Result]] = {}
        self.parts: dict[int, _Answers[Result]] = {}
        self.false_starts = 0

    def run(self, batches: Iterable[list[Item]]) -> Iterator[list[Result]]:
        """Hand out, collect, and pass on what is next in order."""
        source = iter(batches)
        taken = passed = 0
        more = True
        while True:
            while more and taken - passed < IN_FLIGHT * self.jobs and self._free() is not None:
                batch = next(source, None)
                if batch is None:
                    more = False
                    break
                self.again.append(_Task(taken, None, batch))
                taken += 1
                self._hand_out()
            self._hand_out()
            if passed in self.done:
                yield self.done.pop(passed)
                passed += 1
            elif passed == taken and not more:
                return
            else:
                self._collect()

    def _free(self) -> _Worker[Item] | None:
        """A process that can take a task, the idlest; started if there are too few."""
        if len(self.workers) < self.jobs and (
            not self.workers or all(w.tasks for w in self.workers)
        ):
            self._start()
        able = [w for w in self.workers if not w.retiring and len(w.tasks) < AT_HAND]
        return min(able, key=lambda w: len(w.tasks), default=None)

    def _hand_out(self) -> None:
        while self.again and (worker := self._free()) is not None:
            # What died before is handed to a process with nothing else at hand, so that no other
            # batch has to be read twice for it.
            task = self.again.popleft()
            worker.tasks.append(task)
            with contextlib.suppress(OSError):  # it died: noticed when its line is read
                worker.line.send((task.number, task.part, task.items))

    def _start(self) -> None:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs, self.work), daemon=True)
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))

    def _collect(self) -> None:
        """Wait until some process says something or dies."""
        lines = {worker.line: worker for worker in self.workers}
        for line in connection.wait(list(lines)):
            worker = lines[line]  # type: ignore[index]
            try:
                said = worker.line.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if said is None:
                worker.ready = True
                self.false_starts = 0
            elif isinstance(said, BaseException):
                raise said
            else:
                results, held = said
                self._keep(worker.tasks.popleft(), results)
                self._retire(worker, held)

    def _keep(self, task: _Task[Item], results: list[Result]) -> None:
        if task.part is None:
            self.done[task.number] = results
            return
        answers = self.parts[task.number]
        answers.results[task.part] = results[0]
        answers.missing -= 1
        if not answers.missing:
            self.done[task.number] = self.parts.pop(task.number).results  # type: ignore[assignment]

    def _retire(self, worker: _Worker[Item], held: int) -> None:
        worker.first_bytes = worker.first_bytes or held
        worker.retiring |= held > max(self.limit_bytes, 1.5 * worker.first_bytes)
        if worker.retiring and not worker.tasks:
            self.workers.remove(worker)
            _send_home(worker)

    def _bury(self, worker: _Worker[Item]) -> None:
        """Have done again what a dead process had at hand."""
        self.workers.remove(worker)
        worker.line.close()
        worker.process.join()
        how = _how_it_ended(worker.process.exitcode)
        if not worker.ready:
            self.false_starts += 1
            if self.false_starts >= FALSE_STARTS:
                raise WorkersLost(
                    f"coding with {self.jobs} processes: {self.false_starts} of them {how}"
                    " before they could begin",
                    hint="is there memory enough? `--jobs 1` codes without further processes",
                    jobs=self.jobs,
                )
            self.again.extendleft(reversed(worker.tasks))
            return
        held = list(worker.tasks)
        if not held:
            return
        first, rest = held[0], held[1:]
        size = len(first.items)
        self.again.extendleft(reversed(rest))
        if first.part is None:
            self.notice(
                f"a worker {how} while it read {size} documents; they are read again, one by one"
            )
            self.parts[first.number] = _Answers([None] * size, size)
            alone = [_Task(first.number, i, [item]) for i, item in enumerate(first.items)]
            self.again.extendleft(reversed(alone))
        elif first.deaths + 1 < DEATHS:
            first.deaths += 1
            self.notice(f"a worker {how} while it read one document; it is read again")
            self.again.appendleft(first)
        else:
            self.notice(f"a worker {how} again while it read one document; that one is set aside")
            self._keep(first, [self.lost(first.items[0])])

    def dismiss(self) -> None:
        """Let every process end by itself."""
        for worker in self.workers:
            _send_home(worker)
        self.workers.clear()

    def stop(self) -> None:
        """End every process that is left, at once: what it had in work is not kept."""
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join()
            worker.line.close()
        self.workers.clear()


def _send_home(worker: _Worker[Any]) -> None:
    with contextlib.suppress(OSError):
        worker.line.send(None)
    worker.process.join()
    worker.line.close()


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"was killed ({signal.Signals(-code).name})"
    return f"ended (exit code {code})"


def _serve(line: Connection, work: Callable[[list[Any]], list[Any]]) -> None:
    """The life of a process: read tasks, answer with results and the memory held."""
    prepare_process()
    # Ctrl-C reaches every process of the terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: SimpleQueue[list[Any] | None] = SimpleQueue()

    def listen() -> None:
        # Its own thread, so that neither side waits for the other with both pipes full.
        while True:
            try:
                said = line.recv()
            except (EOFError, OSError):
                os._exit(1)  # the parent is gone; nobody wants the rest
            tasks.put(None if said is None else said[2])
            if said is None:
                return

    line.send(None)
    threading.Thread(target=listen, daemon=True).start()
    while (items := tasks.get()) is not None:
        try:
            answer: Any = (work(items), held_bytes())
        except Exception as error:
            answer = error
        try:
            line.send(answer)
        except BrokenPipeError:
            return


def held_bytes() -> int:
    """Memory that this process holds now, in bytes; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
