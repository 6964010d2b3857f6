"""`detente reports`: which documents tell one event, why, and an analyst's word on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.messages import tell
from detente.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    FromOption,
    OutputOption,
    StorePath,
    ToOption,
    dyad_of,
    settings_for,
)
from detente.cli.output import print_blocks, write_lines, write_rows

if TYPE_CHECKING:
    from detente.reports import OneEvent
    from detente.store import Store

reports = typer.Typer(
    help="Show which documents tell one event and why; join and split by hand.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(reports, name="reports")

ReportId = Annotated[str, typer.Argument(metavar="REPORT", help="Id of a report (an event_id).")]
Analyst = Annotated[
    str, typer.Option("--analyst", metavar="NAME", help="Who says so; kept with the decision.")
]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Why; kept with the decision.")]


@reports.callback()
def merging() -> None:
    """Show which documents tell one event and why; join and split by hand."""


@reports.command("list", epilog=EXIT_CODES)
def list_events(
    context: typer.Context,
    dyad: Annotated[
        str | None, typer.Argument(metavar="STATE-STATE", help="Between the two, either way.")
    ] = None,
    store: StorePath = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
    least: Annotated[
        int, typer.Option("--least", min=1, help="Events told by so many reports or more.")
    ] = 2,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List events with all their reports side by side, in order of day."""
    from detente.reports import counts_of, events_of, once
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    filters: dict[str, Any] = {"date_from": date_from, "date_to": date_to, "as_of": as_of}
    filters["dyad"] = None if dyad is None else dyad_of(dyad)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        told = opened.events(**filters)
        counts = counts_of(opened, [event.id for event in told])
        firsts = [counts[e.id].cluster for e in once(told, counts) if e.id in counts]
        found = [one for one in events_of(opened, firsts) if len(one.reports) >= least]
        _write(found, format, output)
    tell(
        f"{len(told):,} reports of {len(firsts) + _alone(told, counts):,} events;"
        f" {len(found):,} told by {least} or more"
    )


def _alone(told: list[Any], counts: dict[str, Any]) -> int:
    return sum(event.id not in counts for event in told)


@reports.command("why", epilog=EXIT_CODES)
def why(
    context: typer.Context,
    report: ReportId,
    store: StorePath = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """Say why reports were merged into one event, and with what this one was not."""
    from detente.brief.merged import refused_lines
    from detente.reports import event_of, refused
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        found, not_of = event_of(opened, report), refused(opened, report)
        if format is Format.jsonl:
            whole = found.to_json() | {"asked": report, "refused": [r.to_json() for r in not_of]}
            write_lines([whole], output)
        elif format is Format.table:
            from detente.brief.merged import event_block

            print_blocks([event_block(found, why=True), *refused_lines(report, not_of)], output)
        else:
            _write([found], format, output)


@reports.command("copies", epilog=EXIT_CODES)
def copies(
    context: typer.Context,
    store: StorePath = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List documents that are near-duplicates of earlier ones, with the numbers that say so."""
    from detente.reports import copied_documents
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        found = copied_documents(opened)
    write_rows([one.to_json() for one in found], format, output)
    tell(f"{len(found):,} copies of {len({one.first for one in found}):,} documents")


@reports.command("join", epilog=EXIT_CODES)
def join_reports(
    context: typer.Context,
    report: ReportId,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="A report of the event meant.")],
    analyst: Analyst,
    note: Note = None,
    store: StorePath = None,
) -> None:
    """Say that two reports tell one event."""
    from detente.reports import join
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False) as opened:
        made = join(opened, report, other, analyst=analyst, note=note)
        _say(opened, made.id, report)


@reports.command("split", epilog=EXIT_CODES)
def split_report(
    context: typer.Context,
    report: ReportId,
    analyst: Analyst,
    note: Note = None,
    store: StorePath = None,
) -> None:
    """Say that a report tells another event than those it was merged with."""
    from detente.reports import split
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False) as opened:
        made = split(opened, report, analyst=analyst, note=note)
        _say(opened, made.id, report)


@reports.command("undo", epilog=EXIT_CODES)
def undo(
    context: typer.Context,
    decision: Annotated[
        str, typer.Argument(metavar="DECISION", help="As `detente reports decisions` lists it.")
    ],
    analyst: Analyst,
    store: StorePath = None,
) -> None:
    """Take a decision back; it stays on record with who took it back."""
    from detente.reports import withdraw
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False) as opened:
        found = withdraw(opened, decision, analyst=analyst)
        _say(opened, found.id, found.report.event_id)


@reports.command("decisions", epilog=EXIT_CODES)
def list_decisions(
    context: typer.Context,
    store: StorePath = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
) -> None:
    """List what analysts said of reports, the decisions taken back too."""
    from detente.reports import decisions
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        found = decisions(opened)
    if format is Format.jsonl:
        write_lines((one.to_json() for one in found), output)
        return
    rows = [
        {
            "decision": one.id,
            "made": one.made_at,
            "analyst": one.analyst,
            "says": one.kind,
            "report": one.report.event_id,
            "others": [other.event_id for other in one.others],
            "note": one.note,
            "taken back": None if one.withdrawn_at is None else f"{one.withdrawn_by}",
        }
        for one in found
    ]
    write_rows(rows, format, output)


@reports.command("rebuild", epilog=EXIT_CODES)
def rebuild_reports(context: typer.Context, store: StorePath = None) -> None:
    """Merge all reports of a store anew; what analysts said stands."""
    from detente.reports import Updated, rebuild
    from detente.store import open_store

    def shown(step: Updated) -> None:
        if step.documents < step.pending:
            tell(f"{step.documents:,} of {step.pending:,} documents compared")

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False) as opened:
        total = rebuild(opened, progress=shown)
    tell(f"{total.documents:,} documents compared, {total.reports:,} reports of events")


def _say(store: Store, decision: str, report: str) -> None:
    from detente.reports import event_of

    found = event_of(store, report)
    tell(f"decision {decision}: {report} is one of {len(found.reports)} reports of {found.id}")


def _write(found: list[OneEvent], format: Format, output: str | None) -> None:
    if format is Format.jsonl:
        write_lines((one.to_json() for one in found), output)
    elif format is Format.table:
        from detente.brief.merged import event_block

        print_blocks((event_block(one) for one in found), output)
    else:
        rows: list[dict[str, Any]] = [
            {
                "event": one.id,
                "event_type": one.first.event_type,
                "event_id": report.event.id,
                "doc_id": report.event.doc_id,
                "published": report.published,
                "source": report.source,
                "copy_of": report.copy_of,
                "status": report.event.status,
                "like": report.link.like,
                "rule": report.link.rule,
                "points": report.link.points,
            }
            for one in found
            for report in one.reports
        ]
        write_rows(rows, format, output)
