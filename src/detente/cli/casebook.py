"""`detente casebook`: what came of shocks like this one, with base rates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.exits import EXIT_CODES
from detente.cli.options import OutputOption
from detente.cli.output import print_blocks, write_lines
from detente.errors import BadSetting

if TYPE_CHECKING:
    from detente.outlook.casebook import Case, Precedent, Rate


class CasebookFormat(StrEnum):
    """How cases are written."""

    table = "table"
    jsonl = "jsonl"


@app.command(epilog=EXIT_CODES)
def casebook(
    kind: Annotated[
        str | None, typer.Option(help="Kind of act, such as envoy-attacked or aircraft-attacked.")
    ] = None,
    perpetrator: Annotated[
        str | None, typer.Option(help="Who did it: state, non-state or unknown.")
    ] = None,
    rank: Annotated[
        str | None, typer.Option(help="Rank of the highest victim, such as head-of-mission.")
    ] = None,
    reaction: Annotated[
        str | None, typer.Option(help="What the accused government did first, such as apology.")
    ] = None,
    prior: Annotated[
        str | None, typer.Option(help="The relation before: friendly to hostile, or war.")
    ] = None,
    dyad: Annotated[
        str | None, typer.Option(metavar="A-B", help="Prefer cases between these states.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Only what was known on this day; today."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Show so many cases; 0 for all.")] = 10,
    checked: Annotated[
        bool, typer.Option("--checked", help="Only cases that were held against a second text.")
    ] = False,
    folder: Annotated[
        str | None, typer.Option("--book", metavar="DIR", help="Another casebook, TOML files.")
    ] = None,
    format: Annotated[
        CasebookFormat, typer.Option("--format", "-f", help="How to write cases.")
    ] = CasebookFormat.table,
    output: OutputOption = None,
) -> None:
    """Precedents from the casebook of interstate shocks, and how often relations broke.

    Cases most like what is asked for come first. The base rates count the cases that have the
    kind and the perpetrator asked for, whatever else they share.
    """
    from detente.cli.options import dyad_of
    from detente.outlook.casebook import known_cases, load_casebook, precedents

    day = _day(as_of)
    cases = tuple(c for c in load_casebook(folder) if c.checked or not checked)
    found = precedents(
        kind,
        perpetrator,
        rank=rank,
        reaction=reaction,
        prior=prior,
        parties=() if dyad is None else dyad_of(dyad),
        as_of=day,
        limit=limit or None,
        cases=cases,
    )
    counted = [
        case
        for case in known_cases(day, cases)
        if kind in (None, case.kind) and perpetrator in (None, case.perpetrator)
    ]
    rates = _rates(counted, day)
    if format is CasebookFormat.jsonl:
        rows = [_case_row(p) for p in found] + [_rate_row(r, kind, perpetrator) for r in rates]
        write_lines(rows, output)
    else:
        print_blocks([*_blocks(found, rates, kind, perpetrator, day)], output)


def _day(given: str | None) -> date:
    if given is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise BadSetting(
            f"--as-of: {given!r} is not an ISO date", hint="dates are YYYY-MM-DD", value=given
        ) from None


def _rates(cases: Sequence[Case], day: date) -> list[Rate]:
    from detente.outlook.casebook import HORIZONS, repair_rate, rupture_rate

    ruptures = [rupture_rate(cases, horizon, day) for horizon in HORIZONS]
    return ruptures + [repair_rate(cases, horizon, day) for horizon in (*HORIZONS, 365)]


def _case_row(found: Precedent) -> dict[str, Any]:
    from dataclasses import asdict

    case = asdict(found.case)
    case |= {key: case[key].isoformat() for key in ("date", "date_end", "known")}
    return {
        "record": "case",
        **json.loads(json.dumps(case)),
        "similarity": round(found.similarity, 4),
        "shared": list(found.shared),
        "differing": list(found.differing),
    }


def _rate_row(rate: Rate, kind: str | None, perpetrator: str | None) -> dict[str, Any]:
    from dataclasses import asdict

    row = asdict(rate)
    row |= {key: round(row[key], 4) for key in ("mean", "low", "high")}
    return {"record": "rate", "kind": kind, "perpetrator": perpetrator, **row}


def _blocks(
    found: Sequence[Precedent],
    rates: Sequence[Rate],
    kind: str | None,
    perpetrator: str | None,
    day: date,
) -> list[Any]:
    from rich.table import Table

    from detente.outlook.casebook.wording import came_of, rate_line

    if not found:
        return [f"No case of the book was known by {day} and has anything of that."]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("date", no_wrap=True)
    table.add_column("dyad", no_wrap=True)
    table.add_column("alike", justify="right", no_wrap=True)
    table.add_column("what happened, and what came of it", overflow="fold")
    for one in found:
        case = one.case
        mark = "" if case.checked else " (not checked)"
        told = f"{case.title}{mark}\n[dim]{came_of(case)}[/dim]"
        table.add_row(
            case.date.isoformat(),
            f"{case.injured}-{case.accused}",
            f"{one.similarity:.2f}",
            told,
        )
    answered = [rate for rate in rates if rate.n]
    return [table, "", *(rate_line(rate, kind, perpetrator) for rate in answered)]
