"""`detente evaluate`: the coding measured on data with known answers."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.options import OutputOption, settings_for
from detente.cli.output import write_lines, write_text

evaluate = typer.Typer(
    help="Measure the coding on data with known answers.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(evaluate, name="evaluate")


class ScoreFormat(StrEnum):
    """How scores are written."""

    table = "table"
    json = "json"


@evaluate.callback()
def measuring() -> None:
    """Measure the coding on data with known answers."""


@evaluate.command("coding", epilog=EXIT_CODES)
def evaluate_coding(
    context: typer.Context,
    plv: Annotated[
        str,
        typer.Option(metavar="FILE", help="Sentences with one marked pair, as JSON lines (PLV)."),
    ],
    pairs: Annotated[
        bool,
        typer.Option("--pairs", help="The pair is given; without it, the bare sentence is coded."),
    ] = False,
    predictions: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write each row's answer, as JSON lines.")
    ] = None,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How to write the scores.")
    ] = ScoreFormat.table,
    output: OutputOption = None,
) -> None:
    """Score the coder on sentences whose acts are known; no row by a model that has seen it."""
    from detente.coding import Coder
    from detente.evaluation import as_text, evaluate_plv

    settings = settings_for(context)
    scores, answers = evaluate_plv(plv, pairs=pairs, coder=Coder(settings.pipeline))
    if predictions is not None:
        write_lines(answers, predictions)
    if format is ScoreFormat.table:
        write_text(as_text(scores), output)
    else:
        write_text(json.dumps(scores.to_json(), indent=1) + "\n", output)
