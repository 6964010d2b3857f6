"""The reliability diagram: what was said against how often it happened.

What comes in: a `detente.outlook.backtest.Backtest`. What goes out: one Altair chart, drawn as
PNG, SVG or a page. Each point stands for a tenth of the outlooks; on the diagonal, what was
said is what happened. Colours as in ``chart``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.brief.chart import FONT, FORMATS, GREY, INK
from detente.errors import BadSetting
from detente.outlook.target import DAYS_OF_HORIZON

if TYPE_CHECKING:
    import altair as alt

    from detente.outlook.backtest import Backtest

SIDE = 250
KINDS = (("all", "#0072B2"), ("relapse", "#D55E00"))


def draw_reliability(found: Backtest) -> alt.HConcatChart:
    """A panel for each horizon; filled circles are all outlooks, open squares those of relapse.

    Raises
    ------
    BadSetting
        Nothing was scored.
    """
    import altair as alt

    horizons = sorted({a.horizon_weeks for a in found.answers})
    if not horizons:
        raise BadSetting("there are no outlooks to draw", hint="widen the test range")
    panels = [_panel(found, horizon) for horizon in horizons]
    title = {
        "text": "What was said, and how often it happened",
        "subtitle": f"outlooks from {found.first_origin} to {found.last_origin},"
        f" {found.dyads_forecast:,} dyads; each point a tenth of them",
        "anchor": "start",
        "color": INK,
        "subtitleColor": GREY,
    }
    return (
        alt.hconcat(*panels, spacing=26)
        .properties(title=title, padding={"left": 8, "right": 16, "top": 8, "bottom": 8})
        .configure(font=FONT, background="white")
        .configure_view(stroke="#DDDDDD")
        .configure_axis(labelColor=GREY, titleColor=INK, grid=False)
        .configure_legend(orient="bottom", title=None, labelColor=INK)
    )


def _panel(found: Backtest, horizon: int) -> alt.LayerChart:
    import altair as alt

    rows = [
        {"said": b.said, "seen": b.seen, "origins": kind, "outlooks": b.count}
        for kind, _ in KINDS
        for b in found.bins(kind, horizon)
    ]
    shown = [b for kind, _ in KINDS for b in found.bins(kind, horizon)]
    top = 1.08 * max([0.01, *(b.said for b in shown), *(b.seen for b in shown)])
    scale = alt.Scale(domain=[0, top], nice=False)
    names = [kind for kind, _ in KINDS]
    percent = alt.Axis(format=".0%", tickCount=5)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("said:Q", title="said", scale=scale, axis=percent),
        y=alt.Y("seen:Q", title="happened", scale=scale, axis=percent),
        color=alt.Color("origins:N", scale=alt.Scale(domain=names, range=[c for _, c in KINDS])),
    )
    points = base.mark_point(size=52, opacity=1, strokeWidth=1.6).encode(
        shape=alt.Shape("origins:N", scale=alt.Scale(domain=names, range=["circle", "square"])),
        tooltip=[
            "origins:N",
            "outlooks:Q",
            alt.Tooltip("said:Q", format=".1%"),
            alt.Tooltip("seen:Q", format=".1%"),
        ],
    )
    ends = alt.InlineData(values=[{"x": 0, "y": 0}, {"x": top, "y": top}])
    diagonal = (
        alt.Chart(ends)
        .mark_line(color="#BBBBBB", strokeDash=[4, 3])
        .encode(x=alt.X("x:Q", scale=scale), y=alt.Y("y:Q", scale=scale))
    )
    days = DAYS_OF_HORIZON.get(horizon)
    title = f"{horizon} weeks" + (f" (about {days} days)" if days else "")
    return alt.layer(diagonal, base.mark_line(strokeWidth=1.2), points).properties(
        width=SIDE, height=SIDE, title=alt.Title(title, anchor="start", fontSize=12, color=INK)
    )


def save_reliability(found: Backtest, path: str | Path, *, png_scale: float = 2.0) -> None:
    """Write the diagram; the suffix says how (.svg, .png or .html).

    Raises
    ------
    BadSetting
        The suffix is none of the three.
    """
    target = Path(path)
    if target.suffix not in FORMATS:
        raise BadSetting(
            f"{target}: a picture ends in {', '.join(FORMATS)}, not {target.suffix!r}",
            value=str(target),
        )
    chart = draw_reliability(found)
    if target.suffix == ".html":
        chart.save(str(target), inline=True)
    elif target.suffix == ".png":
        chart.save(str(target), scale_factor=png_scale)
    else:
        chart.save(str(target))
