"""`detente import` and `detente imports`: event data that others coded, into the store."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import DONE, EXIT_CODES, FAILED, SET_ASIDE
from detente.cli.messages import tell
from detente.cli.options import Format, FormatOption, OutputOption, StorePath, settings_for
from detente.cli.output import write_rows

REPORTED = ("path", "format", "rows_read", "kept", "known", "aside", "repaired", "damage")


@app.command("import", epilog=EXIT_CODES)
def import_(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Event data, packed or not; a folder.")
    ],
    store: StorePath = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="NAME",
            help="gdelt1, gdelt2, gdelt-mentions, icews, polecat, acled, ucdp, phoenix, plover ...;"
            " told by the first line if not given.",
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="TOML that says which column of a plain table is what."),
    ] = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """Import event data of others: GDELT, ICEWS, POLECAT, ACLED, UCDP, Phoenix, PLOVER, tables.

    Every file ends in a report: rows read, kept, known already, set aside and why. A file that
    is there already is skipped; one whose import was cut off is imported anew.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from detente.imports import import_files
    from detente.store import Imported, open_store

    settings = settings_for(context, store__path=store)
    reports: list[dict[str, Any]] = []
    unread = 0
    shown = (SpinnerColumn(), TextColumn("{task.fields[rows]:,} rows"), TimeElapsedColumn())
    with (
        open_store(settings["store.path"]) as opened,
        Progress(*shown, console=Console(stderr=True), transient=True) as bar,
    ):
        task = bar.add_task("importing", rows=0)
        for found in import_files(
            opened,
            files,
            format=source,
            mapping=mapping,
            progress=lambda rows: bar.update(task, rows=rows),
        ):
            if isinstance(found, Imported):
                reports.append({name: getattr(found, name) for name in REPORTED})
            else:
                unread += 1
                tell(f"set aside: {found}")
    write_rows(reports, format, output)
    kept, aside = (sum(r[n] for r in reports) for n in ("kept", "aside"))
    broken = sum(r["damage"] is not None for r in reports)
    tell(
        f"{opened.path}: {len(reports)} files with {kept:,} rows, {aside:,} rows set "
        f"aside (`detente imports --quarantine`), {broken} files broke off, {unread} unreadable"
    )
    if unread and not reports:
        raise typer.Exit(FAILED)
    raise typer.Exit(SET_ASIDE if unread or aside or broken else DONE)


@app.command(epilog=EXIT_CODES)
def imports(
    context: typer.Context,
    store: StorePath = None,
    quarantine: Annotated[
        bool, typer.Option("--quarantine", help="The rows set aside and why, instead.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="At most so many rows set aside.")] = 1000,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List what was imported into a store, or the rows that were set aside."""
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        if quarantine:
            write_rows(opened.quarantine(limit=limit), format, output)
        else:
            write_rows([found.to_json() for found in opened.imports()], format, output)
