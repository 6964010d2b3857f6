"""How much is reported of a dyad, week by week; a week without reports is hatched, never zero.

What comes in: weeks of one dyad. What goes out: a chart of reports a week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from detente.brief.charts.drawn import (
    HATCH,
    INK,
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
from detente.brief.charts.links import FEEDS, week_link
from detente.records import DyadWeek

HEIGHT, COLOUR = 70, "#56B4E9"
# How high the strip of gaps above the bars is.
STRIP = 7


@dataclass(frozen=True, slots=True)
class Unseen:
    """Days, ISO, in which a watched feed was not seen, and why."""

    source: str
    first: str
    last: str
    reason: str


def coverage(
    weeks: Sequence[DyadWeek],
    *,
    width: int,
    source: str = "détente",
    dyad: str = "",
    unseen: Sequence[Unseen] = (),
) -> Any:
    """Reports a week; ``dyad`` names the two where there are no weeks.

    ``unseen`` are the gaps of watched feeds: a strip above the bars, as few reports of these days
    may mean that nobody looked.
    """
    import altair as alt

    if not weeks:
        return empty(dyad or "No dyad", "No report of the two is known.", source, width=width)
    known = [w for w in weeks if w.reports]
    x = time_scale(weeks[0].week, following(weeks[-1].week), len(weeks))
    bars = (
        alt.Chart(inline([_row(w) for w in known]))
        .mark_rect(color=COLOUR)
        .encode(
            x=time_x(x, "start", axis=True),
            x2="end:T",
            y=alt.Y(
                "reports:Q",
                scale=alt.Scale(domain=[0, max([2, *(w.reports for w in known)])], nice=False),
                axis=alt.Axis(title="reports", tickCount=3, tickMinStep=1, format="d"),
            ),
            y2=alt.datum(0),
            tooltip=["week:N", "reports:Q", "events:Q"],
        )
    )
    hatch = (
        alt.Chart(inline([_row(w) for w in weeks if not w.reports]))
        .mark_point(shape=STROKE, size=60, color=HATCH, strokeWidth=1, opacity=1)
        .encode(x=time_x(x, "middle", axis=True), y=alt.value(HEIGHT - 6))
    )
    first, last = shown_day(weeks[0].week), shown_day(sunday(weeks[-1].week))
    total = sum(w.reports for w in weeks)
    unknown = len(weeks) - len(known)
    gaps = [row for one in unseen if (row := _gap(one, weeks)) is not None]
    layers = [bars, hatch]
    if gaps:
        strip = alt.Chart(inline(gaps)).mark_rect(color=INK, opacity=0.75)
        layers.append(
            strip.encode(
                x=time_x(x, "start", axis=True), x2="end:T", y=alt.value(0), y2=alt.value(STRIP),
                tooltip=["feed:N", "from:N", "to:N", "reason:N"],
            )
        )  # fmt: skip
    title = f"{weeks[0].dyad}: {counted(total, 'report')} in {len(known)} of {len(weeks)} weeks"
    about = f"{first} to {last}. {counted(unknown, 'week')} without reports: hatched, unknown."
    if gaps:
        about += f" Dark strip: {counted(len(gaps), 'gap')} of watched feeds."
    most = max(known, key=lambda w: (w.reports, w.week), default=None)
    told = "" if most is None else f" Most in the week of {shown_day(most.week)}: {most.reports}."
    return titled(
        alt.layer(*layers).properties(width=width, height=HEIGHT),
        title,
        [about],
        source,
        f"Reports a week. {title}. {about}{told}",
    )


def _gap(one: Unseen, weeks: Sequence[DyadWeek]) -> dict[str, Any] | None:
    """A gap inside the weeks shown; None where it lies outside."""
    first, last = max(one.first, weeks[0].week), min(one.last, sunday(weeks[-1].week))
    if first > last:
        return None
    end = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    return {
        "feed": one.source, "reason": one.reason, "from": one.first, "to": one.last,
        "start": first, "end": end, "link": FEEDS,
    }  # fmt: skip


def _row(week: DyadWeek) -> dict[str, Any]:
    return {
        "week": week.week,
        "start": week.week,
        "middle": middle(week.week),
        "end": following(week.week),
        "reports": week.reports or None,
        "events": week.events,
        "ids": list(week.event_ids),
        "link": week_link(week.dyad, week.week),
    }
