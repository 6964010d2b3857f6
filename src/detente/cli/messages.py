"""What is told on standard error: messages, what was set aside, progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import typer

from detente.cli.exits import DONE, SET_ASIDE
from detente.records import Reading, Rejection

if TYPE_CHECKING:
    from detente.api import Added, Outcome


def tell(message: str) -> None:
    """A message on standard error."""
    typer.echo(message, err=True)


def where(rejection: Rejection) -> str:
    """Where a rejected input came from."""
    return rejection.source or rejection.doc_id or "input"


def why(rejection: Rejection) -> str:
    """The reason of a rejection, with its detail."""
    return f"{rejection.reason}: {rejection.detail}" if rejection.detail else rejection.reason


class Tally:
    """Counts outcomes as they pass and tells what was set aside when all have passed."""

    def __init__(self) -> None:
        self.documents = self.events = 0
        self.aside: list[Rejection] = []

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Pass outcomes on, counting them."""
        for outcome in outcomes:
            if isinstance(outcome, Reading):
                self.documents += 1
                self.events += len(outcome.events)
            else:
                self.aside.append(outcome)
                tell(f"set aside: {where(outcome)}: {why(outcome)}")
            yield outcome

    def finish(self) -> int:
        """Tell what was read and what was set aside; the exit code."""
        from detente.brief.terminal import counted

        note = f", {len(self.aside)} set aside" if self.aside else ""
        found = f"{counted(self.documents, 'document')}, {counted(self.events, 'event')}"
        tell(found + note)
        return SET_ASIDE if self.aside else DONE


def with_progress(steps: Iterable[Added], count: int | None) -> Added:
    """Run through the steps with a bar on standard error; what they sum to."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from detente.api import Added

    documents = known = events = 0
    aside: list[Rejection] = []
    columns = (
        TextColumn("coding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[events]} events"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("coding", total=count, events=0)
        for step in steps:
            documents, known = documents + step.documents, known + step.known
            events += step.events
            aside.extend(step.rejections)
            bar.update(task, completed=documents + known + len(aside), events=events)
    return Added(documents, known, events, tuple(aside))
