"""`detente outlook`, and `detente evaluate outlook` that scores it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.app import app
from detente.cli.evaluate import ScoreFormat, evaluate
from detente.cli.exits import EXIT_CODES
from detente.cli.messages import tell
from detente.cli.options import AsOfOption, OutputOption, StorePath, settings_for
from detente.cli.output import write_text
from detente.cli.variadic import ManyValues
from detente.errors import BadSetting

if TYPE_CHECKING:
    from detente.outlook import Panel
    from detente.records import Outlook
    from detente.relations import Act
    from detente.store import Store


@evaluate.command("outlook", cls=ManyValues, epilog=EXIT_CODES)
def evaluate_outlook(
    test_from: Annotated[
        str, typer.Option(metavar="DATE", help="First outlooks: the end of the week of this day.")
    ],
    test_to: Annotated[str, typer.Option(metavar="DATE", help="Last day of the outlooks.")],
    net: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE", help="Daily net scores of dyads: Parquet with date, a, b, net."
        ),
    ] = None,
    days: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="The days with data: Parquet with a column date."),
    ] = None,
    events: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="Instead: events, Parquet with date, source, target, quad, goldstein.",
        ),
    ] = None,
    universe: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="Score dyads with data on this share of days (events: weeks).",
        ),
    ] = None,
    picture: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Draw the reliability diagram: .svg, .png or .html."),
    ] = None,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How to write the scores.")
    ] = ScoreFormat.table,
    output: OutputOption = None,
) -> None:
    """Score outlooks as they would have been issued, on daily net scores or on events.

    Every fourth week of the test range, each dyad's odds of a rupture in the next 4, 13 and 26
    weeks are given, with nothing later, and held against what happened. Files must begin some
    years before the test, for that is what is fitted on.
    """
    from detente.outlook.backtest import backtest
    from detente.outlook.config import load_config
    from detente.outlook.report import as_json, as_text
    from detente.outlook.target import definition_for

    panel = _panel(net or [], days or [], events or [])
    setting = load_config().of(panel.units)
    if universe is not None:
        if not 0 <= universe <= 1:
            raise BadSetting(f"--universe {universe} is no share", hint="from 0 to 1, such as 0.3")
        share = min(universe, setting.training_share)
        setting = replace(setting, forecast_share=universe, training_share=share)
    start, end = _day(test_from, "--test-from"), _day(test_to, "--test-to")
    tell(f"{len(panel.dyads)} dyads, {panel.weeks} weeks from {panel.monday}")
    found = backtest(panel, start, end, setting=setting, progress=tell)
    scores = found.scores()
    if picture is not None:
        from detente.brief.charts.reliability import save_reliability

        save_reliability(found, picture)
        tell(f"drawn: {picture}")
    if format is ScoreFormat.json:
        report = as_json(found, scores, definition_for(panel), setting)
        write_text(json.dumps(report, indent=1) + "\n", output)
    else:
        write_text(as_text(found, scores), output)


def _panel(net: list[str], days: list[str], events: list[str]) -> Panel:
    from detente.outlook.panel import read_event_panel, read_net_panel

    if bool(net) != bool(days) or bool(net) == bool(events):
        raise BadSetting(
            "outlooks are scored on --net with --days, or on --events",
            hint="detente evaluate outlook --net FILE --days FILE --test-from DATE --test-to DATE",
        )
    if net:
        return read_net_panel(net, days)
    panel, coverage = read_event_panel(events)
    tell(coverage)
    return panel


def _day(value: str, option: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadSetting(
            f"{option}: {value!r} is not an ISO date", hint="dates are YYYY-MM-DD", value=value
        ) from None


@app.command("outlook", cls=ManyValues, epilog=EXIT_CODES)
def outlook(
    context: typer.Context,
    one: Annotated[
        str | None, typer.Argument(metavar="[STATE]", help="Code or name: RUS, Russia.")
    ] = None,
    other: Annotated[
        str | None, typer.Argument(metavar="[STATE]", help="Code or name: TUR, Türkiye.")
    ] = None,
    store: StorePath = None,
    as_of: AsOfOption = None,
    horizon: Annotated[
        str, typer.Option(metavar="DAYS,...", help="Days ahead, at most 182.")
    ] = "30,90,180",
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="EVENT", help="What if this event had not been: its id."),
    ] = None,
    with_file: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FILE", help="What if these events had been: JSON lines."),
    ] = None,
    net: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Instead of a store: daily net scores, Parquet."),
    ] = None,
    days: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="With --net: the days with data.")
    ] = None,
    shock: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="Kind of the last shock: precedents from the casebook."),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="WHO", help="Who did it: state, non-state or unknown.")
    ] = None,
    log: Annotated[
        bool, typer.Option("--log", help="Score what has passed and show the track record.")
    ] = False,
    log_file: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The log; STORE.outlooks.jsonl if not given."),
    ] = None,
    no_log: Annotated[bool, typer.Option("--no-log", help="Do not log this outlook.")] = False,
    format: Annotated[
        ScoreFormat, typer.Option("--format", "-f", help="How to write outlooks.")
    ] = ScoreFormat.table,
    output: OutputOption = None,
) -> None:
    """Say how likely two states' relation is disrupted again, or mended if it is.

    The odds within each horizon with their interval, the base rate beside them, what drives them
    with the events behind, and how the nearest episodes went on. Every outlook is logged, and
    scored when its time has come.
    """
    from detente.api import check_dyad
    from detente.brief.outlook import outlook_text, track_text
    from detente.outlook.answer import outlooks, outlooks_from_net
    from detente.outlook.casebook import cases_for
    from detente.outlook.log import issue, log_beside, track
    from detente.outlook.shipped import horizons_from
    from detente.store import open_store

    settings = settings_for(context, store__path=store)
    place = Path(log_file) if log_file else log_beside(settings["store.path"])
    today = datetime.now(UTC).date()
    if log:
        if not net:
            _settle(settings["store.path"], place, today)
        record = track(place)
        text = json.dumps(record.to_json(), indent=1) + "\n"
        write_text(text if format is ScoreFormat.json else track_text(record, place), output)
        return
    if one is None or other is None:
        raise BadSetting("an outlook is of two states", hint="detente outlook RUS TUR")
    a, b = check_dyad(one, other)
    dyad = "-".join(sorted((a, b)))
    ahead = horizons_from(horizon)
    day = today if as_of is None else _day(as_of, "--as-of")
    asked = bool(without or with_file)
    found: Sequence[Outlook]
    if net:
        if asked:
            raise BadSetting("daily net scores hold no events to take out or put in")
        found = outlooks_from_net(_panel(net, days or [], []), dyad, day, ahead)
    else:
        with open_store(settings["store.path"], create=False, read_only=True) as opened:
            acts = _acts(opened, a, b, day, without or [], with_file or [])
        found = outlooks(acts, dyad, day, ahead)
    cases = cases_for((a, b), day, shock, by)
    found = [replace(o, precedents=(*o.precedents, *cases)) for o in found]
    if not asked and not no_log and (not net or log_file):
        found = issue(place, found, today=today)
    if format is ScoreFormat.json:
        rows = [{**o.to_json(), **({"what_if": True} if asked else {})} for o in found]
        write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", output)
    else:
        write_text(outlook_text(found, what_if=asked, rates=_rates(day, shock, by)), output)


def _rates(day: date, shock: str | None, by: str | None) -> list[str]:
    """How often relations ruptured after such a shock; nothing where none is named."""
    from detente.outlook.casebook import HORIZONS, known_cases, rupture_rate
    from detente.outlook.casebook.wording import rate_line

    if shock is None and by is None:
        return []
    alike = [
        case
        for case in known_cases(day)
        if shock in (None, case.kind) and by in (None, case.perpetrator)
    ]
    return [rate_line(rupture_rate(alike, horizon, day), shock, by) for horizon in HORIZONS]


def _acts(
    store: Store, a: str, b: str, day: date, without: list[str], with_files: list[str]
) -> list[Act]:
    from detente.outlook.whatif import acts_from_lines, less
    from detente.relations import dyad_acts

    acts = less(dyad_acts(store, a, b, as_of=day.isoformat()), without)
    for file in with_files:
        acts += acts_from_lines(Path(file).read_bytes(), a, b, file=file)
    return acts


def _settle(path: str, place: Path, today: date) -> None:
    """Score what has passed by the last day that the store knows."""
    from detente.outlook.log import settle
    from detente.outlook.outcome import outcome_in
    from detente.store import open_store

    if not place.is_file() or not Path(path).is_file():
        return
    with open_store(path, create=False, read_only=True) as opened:
        known_to = _last_day(opened)
        if known_to is None:
            return

        def outcome(told: dict[str, Any]) -> bool | None:
            return outcome_in(opened, told)

        number = settle(place, outcome, known_to=known_to, today=today)
    tell(f"{number} outlooks scored by what is known up to {known_to}")


def _last_day(store: Store) -> date | None:
    rows = store.query("SELECT max(published) FROM event_dates")
    last = rows[0][0] if rows else None
    return None if last is None else date.fromisoformat(str(last)[:10])
