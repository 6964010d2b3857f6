"""`detente evaluate next-event`: who does what to whom next, scored as published systems are."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from detente.cli.evaluate import ScoreFormat, evaluate
from detente.cli.exits import EXIT_CODES, SET_ASIDE
from detente.cli.messages import tell
from detente.cli.options import OutputOption
from detente.cli.output import write_text
from detente.cli.variadic import ManyValues


@evaluate.command("next-event", cls=ManyValues, epilog=EXIT_CODES)
def evaluate_next_event(
    history: Annotated[
        list[str],
        typer.Option(
            metavar="FILE",
            help="Events known, Parquet with date, source, relation, target (or their ids).",
        ),
    ],
    test: Annotated[
        list[str],
        typer.Option(metavar="FILE", help="Later events to foresee, in the same form."),
    ],
    history_split: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Of the history, the rows whose split has this name."),
    ] = None,
    test_split: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Of the test, the rows whose split has this name."),
    ] = None,
    multi_step: Annotated[
        bool,
        typer.Option("--multi-step", help="Learn nothing of test days, not even of past ones."),
    ] = False,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How to write the scores.")
    ] = ScoreFormat.table,
    output: OutputOption = None,
) -> None:
    """Score the next event's target and source, ranked among all entities.

    A day is asked about with what was known before it. Ranks are time-aware filtered: the other
    answers that are true on the same day do not count. Means are over both directions.
    """
    from detente.outlook.next_event import next_event_backtest, read_events
    from detente.outlook.next_event.report import as_json, as_text

    known, later = read_events(
        history, test, history_split=history_split or (), test_split=test_split or ()
    )
    skipped = known.skipped + later.skipped
    if skipped:
        tell(f"set aside: {skipped} rows that lack a date, source, relation or target")
    run = next_event_backtest(known, later, multi_step=multi_step, progress=tell)
    if format is ScoreFormat.json:
        write_text(json.dumps(as_json(run), indent=1) + "\n", output)
    else:
        write_text(as_text(run), output)
    if skipped:
        raise typer.Exit(SET_ASIDE)
