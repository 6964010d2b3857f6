"""Who acts on whom: cooperation and conflict of each direction, week by week.

What comes in: weeks of one dyad. What goes out: a chart with a panel for each direction and
one for what both did together; cooperation stands up, conflict hangs down. Weeks without
reports are hatched. Violence by others is no act of either and is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.brief.charts.drawn import (
    HATCH,
    INK,
    PALE,
    QUAD_COLOURS,
    STROKE,
    counted,
    empty,
    following,
    inline,
    middle,
    shown_day,
    sunday,
    time_scale,
    time_x,
    titled,
)
from detente.brief.charts.links import week_link
from detente.brief.desk import QUAD_NAMES
from detente.records import DyadWeek

HEIGHT = 64


def directed_counts(
    weeks: Sequence[DyadWeek], *, width: int, source: str = "détente", dyad: str = ""
) -> Any:
    """The counts of each direction; ``dyad`` names the two where there are no weeks."""
    import altair as alt

    if not weeks:
        return empty(dyad or "No dyad", "No event of the two is known.", source, width=width)
    name = weeks[0].dyad
    a, _, b = name.partition("-")
    keys = {f"{a}>{b}": f"{a} on {b}", f"{b}>{a}": f"{b} on {a}", f"{a}<>{b}": "both together"}
    x = time_scale(weeks[0].week, following(weeks[-1].week), len(weeks))
    tall = max((abs(v) for w in weeks for key in keys for v in _ends(w, key)), default=1)
    panels = [_panel(weeks, key, said, x, max(tall, 2), width) for key, said in keys.items()]
    totals = {key: _totals(weeks, key) for key in keys}
    return titled(
        alt.vconcat(*panels, _strip(weeks, x, width), spacing=8).resolve_scale(x="shared"),
        _title(a, b, totals),
        [
            f"{shown_day(weeks[0].week)} to {shown_day(sunday(weeks[-1].week))}. Up: cooperation,"
            " down: conflict; dark: material. Hatched weeks have no reports."
        ],
        source,
        _alt(weeks, keys, totals),
    )


def _totals(weeks: Sequence[DyadWeek], key: str) -> dict[int, int]:
    return {q: sum(w.counts.get(f"{key}:{q}", 0) for w in weeks) for q in QUAD_NAMES}


def _title(a: str, b: str, totals: dict[str, dict[int, int]]) -> str:
    there, back = totals[f"{a}>{b}"], totals[f"{b}>{a}"]
    one, two = there[3] + there[4], back[3] + back[4]
    return (
        f"{a} on {b}: {counted(one, 'act')} of conflict of {sum(there.values())};"
        f" {b} on {a}: {two} of {sum(back.values())}"
    )


def _alt(weeks: Sequence[DyadWeek], keys: dict[str, str], totals: dict[str, dict[int, int]]) -> str:
    parts = [f"Acts of {weeks[0].dyad} by direction, {len(weeks)} weeks."]
    for key, said in keys.items():
        told = ", ".join(f"{name} {totals[key][q]}" for q, name in QUAD_NAMES.items())
        parts.append(f"{said}: {told}.")
    unknown = sum(1 for w in weeks if not w.reports)
    parts.append(f"{unknown} weeks have no reports and are unknown.")
    return " ".join(parts)


def _ends(week: DyadWeek, key: str) -> tuple[int, int]:
    count = {q: week.counts.get(f"{key}:{q}", 0) for q in QUAD_NAMES}
    return count[1] + count[2], -(count[3] + count[4])


def _rows(weeks: Sequence[DyadWeek], key: str) -> list[dict[str, Any]]:
    """A bar for each quad class, material nearest to the line."""
    out = []
    for week in weeks:
        at = {1: 0, -1: 0}
        for quad, sign in ((2, 1), (1, 1), (4, -1), (3, -1)):
            n = week.counts.get(f"{key}:{quad}", 0)
            if not n:
                continue
            out.append(
                {
                    "week": week.week,
                    "start": week.week,
                    "end": following(week.week),
                    "from": sign * at[sign],
                    "to": sign * (at[sign] + n),
                    "count": n,
                    "class": QUAD_NAMES[quad],
                    "direction": key,
                    "ids": list(week.event_ids),
                    "link": week_link(week.dyad, week.week),
                }
            )
            at[sign] += n
    return out


def _panel(
    weeks: Sequence[DyadWeek], key: str, said: str, x: dict[str, Any], tall: int, width: int
) -> Any:
    import altair as alt

    colours = alt.Scale(
        domain=list(QUAD_NAMES.values()), range=[QUAD_COLOURS[q] for q in QUAD_NAMES]
    )
    axis = alt.Axis(
        title=said.split(" ", 1),
        titleAngle=0,
        titleAlign="right",
        titleX=-28,
        titleY=HEIGHT / 2 - 4,
        values=[-tall, 0, tall],
        labelExpr="abs(datum.value)",
        grid=False,
    )
    scale = alt.Scale(domain=[-tall, tall], nice=False)
    shade = (
        alt.Chart(inline(list(_unknown(weeks))))
        .mark_rect(color=PALE)
        .encode(x=time_x(x, "start"), x2="end:T")
    )
    bars = (
        alt.Chart(inline(_rows(weeks, key)))
        .mark_rect()
        .encode(
            x=time_x(x, "start"),
            x2="end:T",
            y=alt.Y("from:Q", scale=scale, axis=axis),
            y2="to:Q",
            color=alt.Color("class:N", scale=colours),
            tooltip=["week:N", "direction:N", "class:N", "count:Q"],
        )
    )
    zero = (
        alt.Chart(inline([{"zero": 0, "link": ""}]))
        .mark_rule(color="#9A9A9A")
        .encode(y=alt.Y("zero:Q", scale=scale, axis=axis))
    )
    return alt.layer(shade, bars, zero).properties(width=width, height=HEIGHT)


def _unknown(weeks: Sequence[DyadWeek]) -> list[dict[str, Any]]:
    return [
        {
            "week": w.week,
            "start": w.week,
            "end": following(w.week),
            "middle": middle(w.week),
            "link": week_link(w.dyad, w.week),
        }
        for w in weeks
        if not w.reports
    ]


def _strip(weeks: Sequence[DyadWeek], x: dict[str, Any], width: int) -> Any:
    """The hatched strip of weeks without reports, under which the months are written."""
    import altair as alt

    hatch = (
        alt.Chart(inline(_unknown(weeks)))
        .mark_point(shape=STROKE, size=60, color=HATCH, strokeWidth=1, opacity=1)
        .encode(x=time_x(x, "middle", axis=True), y=alt.value(5))
    )
    name = (
        alt.Chart(inline([{"day": weeks[0].week, "link": ""}]))
        .mark_text(text="no reports", align="right", dx=-6, fontSize=11, color=INK)
        .encode(x=time_x(x, "day", axis=True), y=alt.value(5))
    )
    return alt.layer(hatch, name).properties(width=width, height=10)
