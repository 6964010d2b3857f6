"""`detente fetch`: event data in bulk from where it is published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import app
from detente.cli.exits import DONE, EXIT_CODES, FAILED, SET_ASIDE
from detente.cli.messages import tell
from detente.cli.options import StorePath, settings_for
from detente.errors import BadSetting

if TYPE_CHECKING:
    from detente.feeds import Mirror
    from detente.imports import Plan
    from detente.store import Store


@app.command(epilog=EXIT_CODES)
def fetch(
    context: typer.Context,
    collection: Annotated[
        str, typer.Argument(metavar="NAME", help="gdelt, gdelt-translation or gdelt1.")
    ],
    date_from: Annotated[str, typer.Option("--from", metavar="DATE", help="From this day on.")],
    date_to: Annotated[str, typer.Option("--to", metavar="DATE", help="Up to this day.")],
    store: StorePath = None,
    mirror: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Another server, or a folder, laid out like GDELT's own."),
    ] = None,
    folder: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Where files are kept; NAME-files beside the store."),
    ] = None,
    discard: Annotated[
        bool, typer.Option("--discard", help="Remove each file once it is in the store.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be fetched.")
    ] = False,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="The mirror may be on this machine or its network."),
    ] = False,
) -> None:
    """Fetch event data from its public place and import it: every file checked by its checksum.

    What the store has is not fetched again, a file that was cut off is gone on with: run the same
    command again to go on. Bad files and rows are put in quarantine with their reason.
    """
    from detente.feeds import PUBLIC, Client, Limits, Mirror
    from detente.imports import plan
    from detente.store import is_url, open_store

    settings = settings_for(context, store__path=store)
    first, last = _day(date_from, "--from"), _day(date_to, "--to")
    beside = Path() if is_url(settings["store.path"]) else Path(settings["store.path"]).parent
    kept = Path(folder) if folder else beside / f"{collection}-files"
    client = Client(Limits(delay_seconds=0.2, retries=4), allow_private=allow_private)
    place = Mirror(mirror or PUBLIC, kept, client)
    with open_store(settings["store.path"]) as opened:
        planned = plan(opened, place, collection, first, last)
        wanted = planned.wanted
        tell(
            f"{collection}: {len(planned.files)} files from {first} to {last},"
            f" {len(planned.known)} in the store already, {len(wanted)} to fetch"
            f" ({planned.bytes / 1e6:,.1f} MB)"
            + (f"; {planned.bad_lines} lines of the list are bad" if planned.bad_lines else "")
        )
        if dry_run:
            raise typer.Exit(DONE)
        code = _run(opened, place, planned, keep=not discard)
    raise typer.Exit(SET_ASIDE if code == DONE and planned.bad_lines else code)


def _run(store: Store, place: Mirror, planned: Plan, *, keep: bool) -> int:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from detente.imports import fetch as fetched

    kept = aside = files = broken = lost = later = 0
    shown = (
        TextColumn("fetching"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[rows]:,} rows"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("fetching", total=len(planned.files), rows=0)
        for step in fetched(store, place, planned, keep=keep):
            if step.imported is not None:
                files += 1
                kept += step.imported.kept
                aside += step.imported.aside
                broken += step.imported.damage is not None
            elif step.lost is not None:
                lost += 1
                later += step.lost.again
                tell(f"set aside: {step.remote.name}: {step.lost.why}")
            bar.update(task, advance=1, rows=kept)
    again = f" ({later} may be had later: run the same command again)" if later else ""
    tell(
        f"{store.path}: {files} files with {kept:,} rows, {aside:,} rows set aside"
        f" (`detente imports --quarantine`), {broken} files broke off,"
        f" {lost} could not be had{again}"
    )
    if lost and not files and not planned.known:
        return FAILED
    return SET_ASIDE if lost or aside or broken else DONE


def _day(given: str, option: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise BadSetting(
            f"{option}: {given!r} is not a day", hint="days are YYYY-MM-DD", value=given
        ) from None
