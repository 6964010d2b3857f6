"""The reliability diagram: what was said against how often it happened.

What comes in: `Point`s, a `detente.outlook.backtest.Backtest`, or the backtest of the shipped
models. What goes out: one Altair chart, a panel for each horizon. Each point stands for a group of
outlooks; on the diagonal, what was said is what happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.brief.charts.drawn import (
    GREY,
    INK,
    check_format,
    counted,
    empty,
    inline,
    titled,
    write,
)
from detente.brief.charts.links import MODELS, TESTED
from detente.errors import BadSetting
from detente.outlook.target import DAYS_OF_HORIZON

if TYPE_CHECKING:
    import altair as alt

    from detente.outlook.backtest import Backtest

SIDE = 250
COLOURS = {"all": "#0072B2", "relapse": "#D55E00"}
# Of origins that have none of their own, by their order.
OTHER_COLOURS = ("#0072B2", "#D55E00", "#555555", "#555555")
# The origins whose outlooks a target is scored on, with their names for readers. In the weeks after
# a shock the shipped model says the base rate: there is nothing to hold against what happened.
ORIGINS = {
    "rupture-v1": {"all": "any week"},
    "acts-v1": {"acts": "any week"},
    "repair-v1": {"repair": "weeks in rupture"},
}


@dataclass(frozen=True, slots=True)
class Point:
    """A group of outlooks: how many, what they said on average, how often it happened.

    ``kind`` names the group's origins (``all``, ``relapse``) and ``panel`` its horizon in words;
    ``said`` and ``seen`` are in [0, 1].
    """

    kind: str
    panel: str
    said: float
    seen: float
    count: int
    link: str = ""


def reliability(points: Sequence[Point], *, about: str = "", source: str = "détente") -> Any:
    """The diagram; filled circles are the first kind, open squares the second."""
    import altair as alt

    if not points:
        why = "No outlook has been scored yet: their horizons have not passed."
        return empty("What was said, and how often it happened", why, source, width=2 * SIDE)
    kinds = list(dict.fromkeys(p.kind for p in points))
    names = list(dict.fromkeys(p.panel for p in points))
    panels = [_panel([p for p in points if p.panel == name], name, kinds) for name in names]
    made = titled(
        alt.hconcat(*panels, spacing=26),
        _title(points),
        [about] if about else [],
        source,
        _alt(points),
    )
    return made.configure_view(stroke="#DDDDDD").configure_axis(
        labelColor=GREY, titleColor=INK, titleFontWeight="normal", grid=False
    )


def _gap(points: Sequence[Point]) -> float:
    total = sum(p.count for p in points)
    return sum(p.count * abs(p.said - p.seen) for p in points) / total if total else 0.0


def _title(points: Sequence[Point]) -> str:
    total = sum(p.count for p in points if p.kind == points[0].kind)
    return (
        f"What was said and what happened lay {_gap(points):.1%} apart"
        f" on average over {counted(total, 'outlook')}"
    )


def _alt(points: Sequence[Point]) -> str:
    told = " ".join(
        f"{p.panel}, {p.kind}: said {p.said:.1%}, happened {p.seen:.1%} of {p.count}."
        for p in points
    )
    return f"Reliability diagram. {_title(points)}. {told}"


def _panel(points: Sequence[Point], name: str, kinds: Sequence[str]) -> alt.LayerChart:
    import altair as alt

    rows = [
        {
            "said": p.said,
            "seen": p.seen,
            "origins": p.kind,
            "outlooks": p.count,
            "ids": [],
            "link": p.link,
        }
        for p in points
    ]
    top = min(1.0, 1.08 * max([0.01, *(p.said for p in points), *(p.seen for p in points)]))
    scale = alt.Scale(domain=[0, top], nice=False)
    percent = alt.Axis(format=".0%", tickCount=5)
    colours = [COLOURS.get(kind, other) for kind, other in zip(kinds, OTHER_COLOURS, strict=False)]
    # One kind needs no key: the title says what is drawn.
    key = alt.Legend() if len(kinds) > 1 else None
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("said:Q", title="said", scale=scale, axis=percent),
        y=alt.Y("seen:Q", title="happened", scale=scale, axis=percent),
        color=alt.Color(
            "origins:N", scale=alt.Scale(domain=list(kinds), range=colours), legend=key
        ),
    )
    shapes = ["circle", "square", "diamond", "cross"][: len(kinds)]
    marks = base.mark_point(size=52, opacity=1, strokeWidth=1.6).encode(
        shape=alt.Shape("origins:N", scale=alt.Scale(domain=list(kinds), range=shapes), legend=key),
        tooltip=[
            "origins:N",
            "outlooks:Q",
            alt.Tooltip("said:Q", format=".1%"),
            alt.Tooltip("seen:Q", format=".1%"),
        ],
    )
    ends = [{"x": 0, "y": 0, "link": ""}, {"x": top, "y": top, "link": ""}]
    diagonal = (
        alt.Chart(inline(ends))
        .mark_line(color="#BBBBBB", strokeDash=[4, 3])
        .encode(x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale))
    )
    return alt.layer(diagonal, base.mark_line(strokeWidth=1.2), marks).properties(
        width=SIDE, height=SIDE, title=alt.Title(name, anchor="start", fontSize=12, color=INK)
    )


def points_of(found: Backtest) -> list[Point]:
    """The points of a backtest, horizon by horizon."""
    horizons = sorted({a.horizon_weeks for a in found.answers})
    return [
        Point(kind, _horizon(weeks), b.said, b.seen, b.count, MODELS)
        for weeks in horizons
        for kind in COLOURS
        for b in found.bins(kind, weeks)
    ]


def _horizon(weeks: int) -> str:
    days = DAYS_OF_HORIZON.get(weeks)
    return f"{weeks} weeks" + (f" (about {days} days)" if days else "")


def reliability_as_tested(target: str, units: str = "events") -> Any:
    """The diagram of the shipped models for a target, from outlooks on days never fitted on."""
    from detente.outlook.shipped import load_tested

    tested = load_tested(units)
    if tested is None:
        return reliability([])
    points = [
        Point(name, _horizon(weeks), b.said, b.seen, b.count, TESTED)
        for weeks in sorted({weeks for _, weeks in tested.bins})
        for kind, name in ORIGINS[target].items()
        for b in tested.bins.get((kind, weeks), ())
    ]
    about = f"outlooks from {tested.first} to {tested.last} on days that nothing was fitted on"
    if target == "repair-v1":
        about = "each year answered by the ruptures that were settled before it"
    return reliability(points, about=f"{about}; a point is one bin of them")


def draw_reliability(found: Backtest) -> Any:
    """The diagram of a backtest, a panel for each horizon.

    Raises
    ------
    BadSetting
        Nothing was scored.
    """
    points = points_of(found)
    if not points:
        raise BadSetting("there are no outlooks to draw", hint="widen the test range")
    about = (
        f"outlooks from {found.first_origin} to {found.last_origin},"
        f" {found.dyads_forecast:,} dyads; each point a tenth of them"
    )
    return reliability(points, about=about, source="détente, backtest")


def save_reliability(found: Backtest, path: str | Path, *, png_scale: float = 2.0) -> None:
    """Write the diagram; the suffix says how (.svg, .png or .html).

    Raises
    ------
    BadSetting
        The suffix is none of the three.
    """
    target = Path(path)
    check_format(target)
    write(draw_reliability(found), target, png_scale=png_scale)
