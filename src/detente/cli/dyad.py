"""`detente timeline`, `dyad`, `shocks` and `compare`: two sides over time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    StorePath,
    ToOption,
    settings_for,
)
from detente.cli.output import write_lines, write_rows, write_text
from detente.cli.views import print_timeline, tell_unknown_weeks
from detente.errors import BadSetting

if TYPE_CHECKING:
    from detente.relations import DyadHistory, Proof, Shock
    from detente.store import Store

SideArgument = Annotated[
    str,
    typer.Argument(metavar="SIDE", help="A state (RUS, Russia), bloc (NATO) or armed group (PKK)."),
]
OriginOption = Annotated[
    str | None,
    typer.Option("--source", metavar="NAME", help="One origin: texts, gdelt, icews ..."),
]
WithoutOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Leave out one publisher or dataset."),
]
# With --all, dyads with fewer events are passed over: too little to speak of a level.
LEAST_EVENTS = 50


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


@app.command(epilog=EXIT_CODES)
def dyad(
    context: typer.Context,
    one: SideArgument,
    other: SideArgument,
    store: StorePath = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
    source: OriginOption = None,
    without: WithoutOption = None,
    why: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Say which events moved the level in that week."),
    ] = None,
    format: FormatOption = Format.table,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Draw the picture: .svg, .png or .html."
        ),
    ] = None,
) -> None:
    """The index of two sides week by week: level, 80 % interval, slope, phase and shocks."""
    from detente.api import Session
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        view = Session(opened, settings).dyad(
            one,
            other,
            date_from=date_from,
            date_to=date_to,
            as_of=as_of,
            dataset=source,
            without=without,
        )
        if output is not None:
            view.save(output)
            tell(f"drawn: {output}")
        elif why is not None:
            rows = _why_rows(opened, view.history(), view.acts(), why)
            if format is Format.table:
                write_text("".join(_told(row) for row in rows), None)
            else:
                write_rows(rows, format, None)
        elif format is Format.jsonl:
            write_lines((week.to_json() for week in view.weeks()), None)
        else:
            history = view.history()
            _say_what_is_missing(history, view.a, view.b)
            if history.weeks:
                write_rows(_level_rows(history), format, None)
                tell_unknown_weeks(opened, history.weeks[0].week)


def _level_rows(history: DyadHistory) -> list[dict[str, Any]]:
    """A row a week with reports; what was not reported on has no row."""
    slopes = history.levels.slope
    return [
        {
            "week": week.week,
            "level": week.level,
            "low": week.low,
            "high": week.high,
            "slope": round(float(slopes[i]), 4),
            "events": week.events,
            "reports": week.reports,
            "phase": week.phase,
            "shock": week.shock,
        }
        for i, week in enumerate(history.weeks)
        if week.events
    ]


def _say_what_is_missing(history: DyadHistory, a: str, b: str) -> None:
    silent = sum(1 for week in history.weeks if not week.events)
    if not history.weeks:
        tell(f"the store has no events between {a} and {b} in that time")
    elif silent:
        tell(f"{silent} of {len(history.weeks)} weeks without reports: their level is unknown")


def _why_rows(
    store: Store, history: DyadHistory, acts: Sequence[Any], day: str
) -> list[dict[str, Any]]:
    """What each act did to the level, with the words that prove it."""
    from detente.relations import proofs, why
    from detente.relations.asking import asked_day

    asked = asked_day(day, "--why")
    if asked is None:
        raise BadSetting("--why names no day")
    told = why(history, acts, asked)
    before = "unknown" if told.before is None else f"{told.before:+.2f}"
    moved = sum(share.moved for share in told.shares)
    tell(
        f"{told.dyad}, week of {told.week}: level {told.after:+.2f}; before it {before},"
        f" carried by its slope {told.carried:+.2f}, moved by {len(told.shares)} events"
        f" {moved:+.2f}{', a jump was let through' if told.opened else ''}"
    )
    found = proofs(store, (share.act.event_id for share in told.shares))
    rows = []
    for share in told.shares:
        act, proof = share.act, found.get(share.act.event_id)
        rows.append(
            {
                "moved": round(share.moved, 3),
                "day": act.day.isoformat(),
                "who": act.direction,
                "type": act.event_type,
                "score": act.score,
                "reports": act.reports,
                "words": proof.words if proof else None,
                "where": proof.where if proof else None,
                "event": act.event_id,
            }
        )
    return rows


def _told(row: dict[str, Any]) -> str:
    """What an act did, in a line and its words below."""
    reports = f", {row['reports']} reports" if row["reports"] > 1 else ""
    line = f"{row['moved']:+7.2f}  {row['day']}  {row['who']}  {row['type']} {row['score']:+g}"
    return f"{line}{reports}\n{_wrapped(row['words'], row['where'])}"


def _wrapped(words: str | None, where: str | None) -> str:
    """Words and where they stand, indented below a line; nothing if there are none."""
    from textwrap import fill

    from detente.cli.output import console_for

    width = min(console_for(None).width, 100)
    parts = [part for part in (words, f"[{where}]" if where else None) if part]
    return "".join(
        fill(part, width, initial_indent=" " * 9, subsequent_indent=" " * 9) + "\n"
        for part in parts
    )


@app.command(epilog=EXIT_CODES)
def shocks(
    context: typer.Context,
    one: Annotated[str | None, typer.Argument(metavar="[SIDE", help="One side.")] = None,
    other: Annotated[str | None, typer.Argument(metavar="SIDE]", help="The other.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help=f"Every pair of states with {LEAST_EVENTS} events.")
    ] = False,
    store: StorePath = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
    source: OriginOption = None,
    without: WithoutOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List ruptures, escalations, repairs and third-party violence, with the acts behind them."""
    from detente.api import Session
    from detente.relations import proofs, shocks_of
    from detente.store import open_store

    if every == (one is not None and other is not None) or (every and one is not None):
        raise BadSetting("shocks of which dyads?", hint="name two sides, or give --all alone")
    settings = settings_for(context, store__path=store)
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        session = Session(opened, settings)
        found: list[Shock] = []
        pairs = _all_pairs(opened, as_of, source) if every else [(str(one), str(other))]
        for a, b in pairs:
            view = session.dyad(
                a,
                b,
                date_from=date_from,
                date_to=date_to,
                as_of=as_of,
                dataset=source,
                without=without,
            )
            history = view.history()
            if any(week.shock or week.counts for week in history.weeks):
                found += shocks_of(history, view.acts())
        found.sort(key=lambda shock: (shock.week, shock.dyad, shock.kind))
        if not found:
            tell("no shocks in that time")
        if format is Format.jsonl:
            write_lines((shock.to_json() for shock in found), None)
            return
        words = proofs(opened, (shock.events[0] for shock in found if shock.events))
        rows = [_shock_row(shock, words) for shock in found]
        if format is Format.table:
            write_text("".join(_shock_line(row) for row in rows), None)
        else:
            write_rows(rows, format, None)


def _shock_row(shock: Shock, words: Mapping[str, Proof]) -> dict[str, Any]:
    proof = words.get(shock.events[0]) if shock.events else None
    return {
        "dyad": shock.dyad,
        "week": shock.week,
        "shock": shock.kind,
        "level": shock.level,
        "repaired": shock.until,
        "weeks": shock.weeks,
        "held": shock.held,
        "words": proof.words if proof else None,
        "where": proof.where if proof else None,
        "event": shock.events[0] if shock.events else None,
    }


def _shock_line(row: dict[str, Any]) -> str:
    """A shock in a line and the words that tell it below."""
    parts = [f"{row['week']}  {row['dyad']}  {row['shock']}"]
    if row["level"] is not None:
        parts.append(f"level {row['level']:+.2f}")
    if row["shock"] == "rupture":
        weeks = f"{row['weeks']} week{'s' if row['weeks'] != 1 else ''}"
        lasts = "not repaired yet"
        parts.append(lasts if row["repaired"] is None else f"repaired {row['repaired']}, {weeks}")
    if row["held"] is not None:
        parts.append("the level held" if row["held"] else "the level fell below its interval")
    return f"{', '.join(parts)}\n{_wrapped(row['words'], row['where'])}"


def _all_pairs(store: Store, as_of: str | None, dataset: str | None) -> Iterator[tuple[str, str]]:
    """Pairs of states with enough events to follow, with a bar while they are read."""
    from rich.console import Console
    from rich.progress import track

    from detente.relations import dyad_panel

    panel = dyad_panel(store, as_of=as_of, dataset=dataset)
    counted = panel.group_by(["a", "b"]).aggregate([("events", "sum")]).to_pylist()
    pairs = sorted((r["a"], r["b"]) for r in counted if r["events_sum"] >= LEAST_EVENTS)
    yield from track(
        pairs, "dyads", console=Console(stderr=True), transient=True, disable=len(pairs) < 2
    )


@app.command(epilog=EXIT_CODES)
def compare(
    context: typer.Context,
    dyads: Annotated[
        list[str], typer.Argument(metavar="SIDE-SIDE...", help="Such as RUS-TUR GRC-TUR.")
    ],
    store: StorePath = None,
    date_from: FromOption = None,
    date_to: ToOption = None,
    as_of: AsOfOption = None,
    source: OriginOption = None,
    without: WithoutOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Set dyads side by side: where each stands, how it got there, how often it broke."""
    from detente.api import Session
    from detente.relations import shocks_of
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    rows = []
    with open_store(settings["store.path"], create=False, read_only=True) as opened:
        session = Session(opened, settings)
        for given in dyads:
            a, b = _sides_of(given)
            view = session.dyad(
                a,
                b,
                date_from=date_from,
                date_to=date_to,
                as_of=as_of,
                dataset=source,
                without=without,
            )
            history = view.history()
            found = shocks_of(history, view.acts())
            rows.append(_compared(given, history, found))
    write_rows(_side_by_side(rows) if format is Format.table else rows, format, None)


def _sides_of(given: str) -> tuple[str, str]:
    """The two sides of "RUS-TUR"; names may hold hyphens themselves."""
    from detente.errors import UnknownState
    from detente.relations import find_side

    cuts = [i for i, letter in enumerate(given) if letter == "-"]
    if not cuts:
        raise BadSetting(f"{given!r} names one side", hint="two of them, such as RUS-TUR")
    for cut in cuts:
        try:
            return find_side(given[:cut]).code, find_side(given[cut + 1 :]).code
        except UnknownState as error:
            unknown = error
    raise unknown


def _side_by_side(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows turned: a column a dyad, a row a measure, words for what is counted."""
    titles = {"last": "last rupture", "weeks": "weeks to repair", "others": "by others"}
    measures = [name for name in rows[0] if name != "dyad"]
    return [
        {"": titles.get(name, name), **{row["dyad"]: row[name] for row in rows}}
        for name in measures
    ]


def _compared(given: str, history: DyadHistory, found: Sequence[Shock]) -> dict[str, Any]:
    """A dyad in a row; ``weeks`` is the median from a rupture to its repair."""
    weeks = history.weeks
    told = [i for i, week in enumerate(weeks) if week.events]
    last = weeks[told[-1]] if told else None
    ruptures = [shock for shock in found if shock.kind == "rupture"]
    took = sorted(shock.weeks for shock in ruptures if shock.weeks is not None)
    return {
        "dyad": last.dyad if last else given,
        "events": sum(week.events for week in weeks),
        "level": _short(last.level if last else None),
        "low": _short(weeks[-1].low if weeks else None),
        "high": _short(weeks[-1].high if weeks else None),
        "phase": weeks[-1].phase if weeks else None,
        "ruptures": len(ruptures),
        "last": ruptures[-1].week if ruptures else None,
        "repairs": sum(1 for shock in found if shock.kind == "repair"),
        "weeks": took[len(took) // 2] if took else None,
        "others": sum(1 for shock in found if shock.kind == "third-party"),
    }


def _short(level: float | None) -> float | None:
    return None if level is None else round(level, 2)
