"""`detente add`, `events`, `export` and `rejections`: into a store and out of it."""

from __future__ import annotations

import sys
from collections import Counter
from enum import StrEnum
from typing import Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import DONE, EXIT_CODES, SET_ASIDE
from detente.cli.messages import tell, where, why, with_progress
from detente.cli.options import (
    AsOfOption,
    DateOption,
    DictionariesOption,
    Files,
    Format,
    FormatOption,
    FromOption,
    JobsOption,
    OutputOption,
    StorePath,
    ToOption,
    count_inputs,
    dyad_of,
    event_types_of,
    settings_for,
)
from detente.cli.output import print_blocks, write_arrow, write_lines, write_rows
from detente.cli.views import event_blocks
from detente.errors import BadSetting


class Table(StrEnum):
    """A table of the store."""

    events = "events"
    mentions = "mentions"
    parties = "parties"
    documents = "documents"
    rejections = "rejections"
    imported = "imported"


@app.command(epilog=EXIT_CODES)
def add(
    context: typer.Context,
    files: Files,
    store: StorePath = None,
    date: DateOption = None,
    jobs: JobsOption = None,
    dictionaries: DictionariesOption = None,
) -> None:
    """Code documents and add them to a store.

    What is there already is skipped, so a run that was cut off is continued by running the same
    command again.
    """
    from detente.api import add_items, read_inputs
    from detente.brief.terminal import counted
    from detente.store import open_store

    settings = settings_for(
        context, coding__jobs=jobs, coding__dictionaries=dictionaries, store__path=store
    )
    items = read_inputs(files, settings=settings, date=date, stdin=sys.stdin.buffer)
    command = "add " + " ".join(files)
    with open_store(settings["store.path"]) as opened:
        steps = add_items(opened, items, settings=settings, command=command, notice=tell)
        total = with_progress(steps, count_inputs(files))
    for rejection in total.rejections:
        tell(f"set aside: {where(rejection)}: {why(rejection)}")
    tell(
        f"{opened.path}: {counted(total.documents, 'document')} added "
        f"with {counted(total.events, 'event')}, "
        f"{total.known} known already, {len(total.rejections)} set aside"
    )
    raise typer.Exit(SET_ASIDE if total.rejections else DONE)


@app.command(epilog=EXIT_CODES)
def events(
    context: typer.Context,
    store: StorePath = None,
    actor: Annotated[str | None, typer.Option(metavar="STATE", help="Who acted.")] = None,
    recipient: Annotated[str | None, typer.Option(metavar="STATE", help="On whom.")] = None,
    dyad: Annotated[
        str | None, typer.Option(metavar="STATE-STATE", help="Between the two, either way.")
    ] = None,
    type: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Event type; repeatable.")
    ] = None,
    quad: Annotated[
        list[int] | None, typer.Option(min=1, max=4, help="Quad class; repeatable.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(metavar="STATUS", help="asserted, planned ...; repeatable.")
    ] = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
    historical: Annotated[
        bool | None, typer.Option("--historical/--current", help="Told as background, or as news.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Words in the evidence, a name or title.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many.")] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Each event once, by the first report that passes.")
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List the events of a store that pass every filter, a line each report."""
    from detente.api import state_code
    from detente.brief.terminal import counted
    from detente.reports import counts_of
    from detente.reports import once as once_each
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    filters: dict[str, Any] = {
        "actor": None if actor is None else state_code(actor),
        "recipient": None if recipient is None else state_code(recipient),
        "dyad": None if dyad is None else dyad_of(dyad),
        "event_type": event_types_of(type),
        "quad": quad or None,
        "status": status or None,
        "date_from": date_from,
        "date_to": date_to,
        "as_of": as_of,
        "historical": historical,
        "text": text,
        "limit": limit,
    }
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        if format is Format.table:
            found = opened.events(**filters)
            counts = counts_of(opened, [event.id for event in found])
            singles = once_each(found, counts)
            print_blocks(event_blocks(opened, singles if once else found, counts), output)
            tell(f"{counted(len(singles), 'event')} in {counted(len(found), 'report')}")
        elif format is Format.jsonl:
            found = opened.events(**filters)
            if once:
                found = once_each(found, counts_of(opened, [event.id for event in found]))
            write_lines((e.to_json() for e in found), output)
        else:
            if once:
                raise BadSetting(
                    "--once is for tables and JSON lines", hint="cluster_id is a column"
                )
            write_arrow(opened.event_table(**filters), format, output)


@app.command(epilog=EXIT_CODES)
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="To write: .csv, .parquet, .jsonl.")],
    store: StorePath = None,
    kind: Annotated[Table, typer.Option("--kind", help="Which table.")] = Table.events,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="csv, parquet, jsonl; plover for PLOVER's own JSON.",
        ),
    ] = None,
) -> None:
    """Write a table of the store to a file, with a codebook of its columns beside it."""
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        for path in opened.export(file, format, kind.value):
            tell(f"written: {path}")


@app.command(epilog=EXIT_CODES)
def rejections(
    context: typer.Context,
    store: StorePath = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Count by stage and reason instead.")
    ] = False,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List what was set aside in a store, and why."""
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        found = opened.rejections()
        if summary:
            counts = Counter((r.stage, r.reason) for r in found)
            ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            rows = [{"stage": s, "reason": r, "count": n} for (s, r), n in ranked]
            write_rows(rows, format, output)
        elif format is Format.table:
            from detente.brief.terminal import rejection_table

            print_blocks([rejection_table(found)], output)
        elif format is Format.jsonl:
            write_lines((r.to_json() for r in found), output)
        else:
            write_arrow(opened.table("rejections"), format, output)
