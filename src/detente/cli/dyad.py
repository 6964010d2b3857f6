"""`detente timeline`: two states over time."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.messages import tell
from detente.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    FromOption,
    StorePath,
    ToOption,
    settings_for,
)
from detente.cli.output import write_lines, write_rows
from detente.cli.views import print_timeline


@app.command(epilog=EXIT_CODES)
def timeline(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="STATE", help="Code or name: RUS, Russia.")],
    other: Annotated[str, typer.Argument(metavar="STATE", help="Code or name: TUR, Türkiye.")],
    store: StorePath = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
    format: FormatOption = Format.table,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Draw the picture: .svg, .png or .html."
        ),
    ] = None,
) -> None:
    """Follow two states over time: level, weekly counts, ruptures and repairs."""
    from detente.api import Session, check_dyad, week_row
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    a, b = check_dyad(one, other)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        view = Session(opened, settings).dyad(
            a, b, date_from=date_from, date_to=date_to, as_of=as_of
        )
        if output is not None:
            view.save(output)
            tell(f"drawn: {output}")
            return
        if format is Format.table:
            print_timeline(view)
        elif format is Format.jsonl:
            write_lines((week.to_json() for week in view.weeks()), None)
        else:
            write_rows([week_row(week, a, b) for week in view.weeks()], format, None)
