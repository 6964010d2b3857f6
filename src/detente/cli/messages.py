"""What is told on standard error: messages, what was set aside, progress."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from detente.cli.exits import DONE, SET_ASIDE
from detente.records import Reading, Rejection

if TYPE_CHECKING:
    from detente.api import Added, Outcome
    from detente.scale import Progress, SparkCoded


def tell(message: str) -> None:
    """A message on standard error."""
    typer.echo(message, err=True)


def where(rejection: Rejection) -> str:
    """Where a rejected input came from."""
    return rejection.source or rejection.doc_id or "input"


def why(rejection: Rejection) -> str:
    """The reason of a rejection, with its detail."""
    return f"{rejection.reason}: {rejection.detail}" if rejection.detail else rejection.reason


class Meter:
    """A bar on standard error with the rate of the work; silent where nobody looks.

    A context manager. Documents counted before ``begin`` (a run that goes on) are in the bar but
    not in the rate.
    """

    def __init__(self, doing: str, count: int | None, *, shown: bool = True) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        console = Console(stderr=True)
        columns = (
            TextColumn(doing),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        quiet = not (shown and console.is_terminal)
        self._bar = Progress(*columns, console=console, transient=True, disable=quiet)
        self._task = self._bar.add_task(doing, total=count, note="")
        self._began = time.monotonic()
        self._told = self._began

    def __enter__(self) -> Meter:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, done: int, events: int, words: int) -> None:
        """Move the bar: inputs done, events found, words read since the beginning."""
        now = time.monotonic()
        if self._bar.disable or now - self._told < 0.1:
            return
        self._told = now
        rate = words / (now - self._began)
        note = f"{events:,} events, {rate:,.0f} words/s"
        self._bar.update(self._task, completed=done, note=note)


class Tally:
    """Counts outcomes as they pass and tells what was set aside when all have passed.

    ``before`` is how far an earlier run came that this one goes on with.
    """

    def __init__(
        self, before: Progress | SparkCoded | None = None, meter: Meter | None = None
    ) -> None:
        self.documents = self.events = self.aside = self.words = 0
        if before is not None:
            self.documents, self.events = before.documents, before.events
            self.aside = before.aside
        self.items = 0 if before is None else before.items
        self._meter = meter

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Pass outcomes on, counting them."""
        for outcome in outcomes:
            self.items += 1
            if isinstance(outcome, Reading):
                self.documents += 1
                self.events += len(outcome.events)
                self.words += len(outcome.document.text.split())
            else:
                self.aside += 1
                tell(f"set aside: {where(outcome)}: {why(outcome)}")
            if self._meter is not None:
                self._meter.show(self.items, self.events, self.words)
            yield outcome

    def finish(self) -> int:
        """Tell what was read and what was set aside; the exit code."""
        from detente.brief.terminal import counted

        note = f", {self.aside} set aside" if self.aside else ""
        found = f"{counted(self.documents, 'document')}, {counted(self.events, 'event')}"
        tell(found + note)
        return SET_ASIDE if self.aside else DONE


def with_progress(steps: Iterable[Added], count: int | None) -> Added:
    """Run through the steps with a bar on standard error; what they sum to."""
    from detente.api import Added

    documents = known = events = words = 0
    aside: list[Rejection] = []
    with Meter("coding", count) as meter:
        for step in steps:
            documents, known = documents + step.documents, known + step.known
            events, words = events + step.events, words + step.words
            aside.extend(step.rejections)
            meter.show(documents + known + len(aside), events, words)
    return Added(documents, known, events, tuple(aside), words)
