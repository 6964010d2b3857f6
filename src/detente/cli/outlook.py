"""`detente evaluate outlook`: outlooks scored as they would have been issued."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.evaluate import ScoreFormat, evaluate
from detente.cli.exits import EXIT_CODES
from detente.cli.messages import tell
from detente.cli.options import OutputOption
from detente.cli.output import write_text
from detente.cli.variadic import ManyValues
from detente.errors import BadSetting

if TYPE_CHECKING:
    from detente.outlook import Panel


@evaluate.command("outlook", cls=ManyValues, epilog=EXIT_CODES)
def evaluate_outlook(
    net: Annotated[
        list[str],
        typer.Option(
            metavar="FILE",
            help="Daily net scores of dyads, Parquet with date, a, b, net; repeatable.",
        ),
    ],
    days: Annotated[
        list[str],
        typer.Option(
            metavar="FILE", help="The days with data, Parquet with a column date; repeatable."
        ),
    ],
    test_from: Annotated[
        str, typer.Option(metavar="DATE", help="First outlooks: the end of the week of this day.")
    ],
    test_to: Annotated[str, typer.Option(metavar="DATE", help="Last day of the outlooks.")],
    universe: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="Score dyads with data on this share of days; 0.3 if not given.",
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
    """Score outlooks on daily net scores as they would have been issued.

    Every fourth week of the test range, each dyad's odds of a rupture in the next 4, 13 and 26
    weeks are given, with nothing later, and held against what happened. Files must begin some
    years before the test, for that is what is fitted on.
    """
    from detente.outlook.backtest import backtest
    from detente.outlook.config import load_config
    from detente.outlook.panel import read_net_panel
    from detente.outlook.report import as_json, as_text
    from detente.outlook.target import definition_for

    config = load_config()
    if universe is not None:
        if not 0 <= universe <= 1:
            raise BadSetting(f"--universe {universe} is no share", hint="from 0 to 1, such as 0.3")
        share = min(universe, config.training_share)
        config = replace(config, forecast_share=universe, training_share=share)
    start, end = _day(test_from, "--test-from"), _day(test_to, "--test-to")
    panel: Panel = read_net_panel(net, days)
    tell(f"{len(panel.dyads)} dyads, {panel.weeks} weeks from {panel.monday}")
    found = backtest(panel, start, end, config=config, progress=tell)
    scores = found.scores()
    if picture is not None:
        from detente.brief.reliability import save_reliability

        save_reliability(found, picture)
        tell(f"drawn: {picture}")
    if format is ScoreFormat.json:
        report = as_json(found, scores, definition_for(panel), config)
        write_text(json.dumps(report, indent=1) + "\n", output)
    else:
        write_text(as_text(found, scores), output)


def _day(value: str, option: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadSetting(
            f"{option}: {value!r} is not an ISO date", hint="dates are YYYY-MM-DD", value=value
        ) from None
