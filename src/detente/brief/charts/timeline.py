"""The picture of a dyad: level with its band, weekly counts in lanes, shocks labelled.

What comes in: a `Desk`. What goes out: one Altair chart. A week without reports is hatched
and has no level: it is unknown, not zero. Colours and the title's form are those of ``drawn``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.brief.charts.drawn import (
    HATCH,
    INK,
    PALE,
    QUAD_COLOURS,
    STROKE,
    check_format,
    counted,
    following,
    inline,
    listed,
    middle,
    shown_day,
    sunday,
    time_scale,
    time_x,
    titled,
    write,
)
from detente.brief.charts.links import event_link, week_link
from detente.brief.desk import QUAD_NAMES, Desk, Mark
from detente.errors import BadSetting

if TYPE_CHECKING:
    import altair as alt

MARK_STYLE = {
    "rupture": ("#D55E00", "triangle-down"),
    "repair": ("#0072B2", "triangle-up"),
    "third-party": ("#222222", "cross"),
}
MARK_NAMES = {"rupture": "rupture", "repair": "repair", "third-party": "by others"}
LEVEL_HEIGHT, LANE_HEIGHT, LABEL_ROW = 210, 30, 27
LABEL_FONT = 10.5
# Mean width of a character of the label font, in pixels; measured on the chronicle's labels.
CHARACTER = 5.6


def draw(
    desk: Desk, *, width: int, source: str | None = None, level_height: int = LEVEL_HEIGHT
) -> alt.VConcatChart:
    """The chart of a desk, ``width`` pixels wide; ``source`` names what it is drawn from.

    Raises
    ------
    BadSetting
        The desk has no weeks: there is nothing to draw.
    """
    import altair as alt

    if not desk.weeks:
        raise BadSetting("there are no weeks to draw", hint="widen --from and --to")
    x = time_scale(desk.weeks[0].week, following(desk.weeks[-1].week), len(desk.weeks))
    rows = _label_rows(desk.marks, desk, width)
    level = _level_panel(desk, x, rows, width, level_height)
    lanes = [_lane(desk, x, quad, width) for quad in QUAD_NAMES]
    strip = _unknown_strip(desk, x, width)
    chart = alt.vconcat(level, *lanes, strip, spacing=6)
    return titled(
        chart.resolve_scale(x="shared"),
        _title(desk),
        _about(desk),
        source or _source(desk),
        alt_text(desk),
    )


def save(desk: Desk, *paths: str | Path, width: int, png_scale: float) -> None:
    """Write the picture to each path; its suffix says how (.svg, .png or .html).

    The page carries the drawing library inside and needs no network.

    Raises
    ------
    BadSetting
        A suffix is none of the three, or there is nothing to draw.
    OSError
        A file cannot be written.
    """
    targets = [Path(path) for path in paths]
    for target in targets:
        check_format(target)
    write(draw(desk, width=width), *targets, png_scale=png_scale)


def _title(desk: Desk) -> str:
    """What is seen: where the level stands last, and the shocks on the way."""
    said = _standing(desk)
    shocks = _shocks(desk)
    return f"{desk.dyad.replace('-', ' – ')}: {said}" + (f"; {shocks}" if shocks else "")


def _standing(desk: Desk) -> str:
    told = [w for w in desk.weeks if w.level is not None]
    if not told:
        return "no level known"
    last = told[-1]
    band = (
        "" if last.low is None or last.high is None else f" ({last.low:+.1f} to {last.high:+.1f})"
    )
    return f"level {last.level:+.1f}{band} in the week of {shown_day(last.week)}"


def _shocks(desk: Desk) -> str:
    """How many shocks of each kind the weeks hold."""
    ruptures = sum(1 for w in desk.weeks if w.shock == "rupture")
    repairs = sum(1 for w in desk.weeks if w.shock == "repair")
    parts = [counted(ruptures, "rupture")] if ruptures else []
    return listed([*parts, *([counted(repairs, "repair")] if repairs else [])])


def _about(desk: Desk) -> list[str]:
    first, last = desk.weeks[0].week, sunday(desk.weeks[-1].week)
    known = sum(1 for w in desk.weeks if w.reports)
    events = sum(w.events for w in desk.weeks)
    about = f"{shown_day(first)} to {shown_day(last)}"
    if desk.as_of:
        about += f", as known on {shown_day(desk.as_of)}"
    told = f"{events:,} events reported in {known} of {len(desk.weeks)} weeks"
    return [f"{about}. {told};", "the others are hatched: unknown, not zero."]


def _source(desk: Desk) -> str:
    return f"détente, {counted(sum(w.reports for w in desk.weeks), 'report')} of the two"


def alt_text(desk: Desk) -> str:
    """What the picture shows, in words: range, level, its lowest and highest, every mark."""
    told = [w for w in desk.weeks if w.level is not None]
    parts = [f"Timeline of {desk.dyad}. {' '.join(_about(desk))}"]
    if told:
        low = min(told, key=lambda w: (w.level or 0.0, w.week))
        high = max(told, key=lambda w: (w.level or 0.0, w.week))
        parts.append(
            f"The {_standing(desk)}; lowest {low.level:+.1f} in the week of"
            f" {shown_day(low.week)}, highest {high.level:+.1f} in that of {shown_day(high.week)}."
        )
    for quad, name in QUAD_NAMES.items():
        total = sum(quad_count(w.counts, quad) for w in desk.weeks)
        parts.append(f"{name.capitalize()}: {counted(total, 'event')}.")
    for mark in desk.marks:
        parts.append(f"{shown_day(mark.day)}, {MARK_NAMES[mark.kind]}: {mark.label}.")
    return " ".join(parts)


def _unknown_runs(desk: Desk) -> list[dict[str, Any]]:
    """Runs of weeks without any report, as start and end days."""
    runs: list[dict[str, Any]] = []
    for week in desk.weeks:
        if week.reports:
            continue
        if runs and runs[-1]["end"] == week.week:
            runs[-1]["end"] = following(week.week)
        else:
            runs.append(
                {
                    "start": week.week,
                    "end": following(week.week),
                    "week": week.week,
                    "link": week_link(week.dyad, week.week),
                }
            )
    return runs


def _shade(desk: Desk, x: dict[str, Any]) -> alt.Chart:
    import altair as alt

    return (
        alt.Chart(inline(_unknown_runs(desk)))
        .mark_rect(color=PALE)
        .encode(x=time_x(x, "start"), x2="end:T")
    )


def _label_width(mark: Mark) -> float:
    return max(len(mark.label), 14) * CHARACTER + 14


def _label_rows(marks: Sequence[Mark], desk: Desk, width: int) -> list[tuple[Mark, int, bool]]:
    """Each mark with the row of its label, from below, and whether the label runs to the left.

    A label that would leave the picture on the right runs to the left. Greedy: each takes the
    lowest row in which it overlaps no other label and the fewest rules cross a text.
    """
    start = date.fromisoformat(desk.weeks[0].week)
    days = max(len(desk.weeks) * 7, 1)
    places = []
    for mark in marks:
        at = (date.fromisoformat(mark.day) - start).days / days * width
        size = _label_width(mark)
        left = at + size > width
        places.append((mark, at, (at - size, at) if left else (at, at + size), left))
    # Labels to the right from the last on, then those to the left from the first on: so a rule
    # comes down beside the labels below it.
    ordered = [p for p in reversed(places) if not p[3]] + [p for p in places if p[3]]
    rows: dict[int, int] = {}
    placed: list[tuple[int, float, tuple[float, float]]] = []
    for mark, at, span, _ in ordered:
        row = _free_row(placed, at, span)
        placed.append((row, at, span))
        rows[id(mark)] = row
    return [(mark, rows[id(mark)], left) for mark, _, _, left in places]


def _free_row(
    placed: Sequence[tuple[int, float, tuple[float, float]]], at: float, span: tuple[float, float]
) -> int:
    best: tuple[int, int] | None = None
    for row in range(max((r for r, _, _ in placed), default=-1) + 2):
        if any(r == row and span[0] < b and a < span[1] for r, _, (a, b) in placed):
            continue
        over = sum(1 for r, x, _ in placed if r > row and span[0] < x < span[1])
        under = sum(1 for r, _, (a, b) in placed if r < row and a < at < b)
        if best is None or over + under < best[0]:
            best = (over + under, row)
    return 0 if best is None else best[1]


def _level_panel(
    desk: Desk, x: dict[str, Any], rows: list[tuple[Mark, int, bool]], width: int, tall: int
) -> alt.LayerChart:
    import altair as alt

    count = max((row for _, row, _ in rows), default=-1) + 1
    top = count * LABEL_ROW + (8 if count else 0)
    height = top + tall
    values = [v for w in desk.weeks for v in (w.low, w.high, w.level) if v is not None]
    low, high = min([*values, -1.0]), max([*values, 1.0])
    scale = alt.Scale(domain=[low, high], range=[height, top], nice=False, zero=False)
    axis = alt.Axis(
        title="level, 80 % band",
        tickCount=5,
        grid=True,
        gridColor="#E6E6E6",
        titleFontWeight="normal",
        titleY=top + tall / 2,
    )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    points = inline(_level_rows(desk))
    unknown = _shade(desk, x).encode(y=alt.value(top), y2=alt.value(height))
    zero = (
        alt.Chart(inline([{"zero": 0, "link": ""}]))
        .mark_rule(color="#9A9A9A", strokeWidth=1)
        .encode(y=y("zero"))
    )
    # The band goes on through unknown weeks, where it grows: what was known gets older.
    band = (
        alt.Chart(inline(_band_rows(desk)))
        .mark_area(color="#555555", opacity=0.2, line=False)
        .encode(x=time_x(x, "middle"), y=y("low"), y2="high:Q")
    )
    line = (
        alt.Chart(points)
        .mark_line(color=INK, strokeWidth=1.7, strokeJoin="round")
        .encode(x=time_x(x, "middle"), y=y("level"), detail="run:N")
    )
    dots = (
        alt.Chart(points)
        .mark_circle(color=INK, size=11, opacity=1)
        .encode(
            x=time_x(x, "middle"),
            y=y("level"),
            tooltip=["week:N", "level:Q", "low:Q", "high:Q", "events:Q", "reports:Q"],
        )
    )
    layers = [unknown, zero, band, line, dots]
    for mark, row, left in rows:
        layers.extend(_mark_layers(mark, desk.dyad, count - 1 - row, left, x, height))
    return alt.layer(*layers).properties(width=width, height=height)


def _level_rows(desk: Desk) -> list[dict[str, Any]]:
    """Weeks with a level, each with the number of its unbroken run."""
    rows: list[dict[str, Any]] = []
    run, previous = 0, None
    for week in desk.weeks:
        if week.level is None:
            previous = None
            continue
        if previous is None:
            run += 1
        previous = week
        rows.append(
            {
                "week": week.week,
                "middle": middle(week.week),
                "level": round(week.level, 3),
                "low": None if week.low is None else round(week.low, 3),
                "high": None if week.high is None else round(week.high, 3),
                "events": week.events,
                "reports": week.reports,
                "run": run,
                "ids": list(week.event_ids),
                "link": week_link(week.dyad, week.week),
            }
        )
    return rows


def _band_rows(desk: Desk) -> list[dict[str, Any]]:
    """Every week whose level has bounds, told or not."""
    return [
        {
            "week": w.week,
            "middle": middle(w.week),
            "low": round(w.low, 3),
            "high": round(w.high, 3),
            "link": week_link(w.dyad, w.week),
        }
        for w in desk.weeks
        if w.low is not None and w.high is not None
    ]


def _mark_row(mark: Mark, dyad: str) -> dict[str, Any]:
    """The datum of a mark: its event where there is one, else its week."""
    monday = date.fromisoformat(mark.day)
    week = (monday - timedelta(days=monday.weekday())).isoformat()
    link = week_link(dyad, week) if mark.event is None else event_link(mark.event.id)
    ids = [] if mark.event is None else [mark.event.id]
    return {"day": mark.day, "week": week, "ids": ids, "kind": mark.kind, "link": link}


def _mark_layers(
    mark: Mark, dyad: str, row: int, left: bool, x: dict[str, Any], height: int
) -> list[alt.Chart]:
    import altair as alt

    colour, shape = MARK_STYLE[mark.kind]
    base = alt.Chart(inline([_mark_row(mark, dyad)]))
    at = row * LABEL_ROW + 8
    align = "right" if left else "left"
    dx = -8 if left else 8
    heading = f"{shown_day(mark.day)} · {MARK_NAMES[mark.kind]}"
    # The dates are marked at noon, so that a rule stands on its day and not before it.
    place = time_x(x, "day")
    return [
        base.mark_rule(color=colour, strokeWidth=1, strokeDash=[2, 2]).encode(
            x=place, y=alt.value(at), y2=alt.value(height)
        ),
        base.mark_point(shape=shape, filled=True, color=colour, size=62, opacity=1).encode(
            x=place, y=alt.value(at)
        ),
        base.mark_text(
            text=heading,
            align=align,
            dx=dx,
            fontSize=LABEL_FONT - 0.5,
            color=colour,
            baseline="middle",
            fontWeight="bold",
        ).encode(x=place, y=alt.value(at - 1)),
        base.mark_text(
            text=mark.label,
            align=align,
            dx=dx,
            fontSize=LABEL_FONT,
            color=INK,
            baseline="middle",
        ).encode(x=place, y=alt.value(at + 11)),
    ]


def _lane(desk: Desk, x: dict[str, Any], quad: int, width: int) -> alt.LayerChart:
    import altair as alt

    tall = max((quad_count(w.counts, q) for w in desk.weeks for q in QUAD_NAMES), default=1)
    rows = [
        {
            "start": w.week,
            "end": following(w.week),
            "count": quad_count(w.counts, quad),
            "week": w.week,
            "ids": list(w.event_ids),
            "link": week_link(w.dyad, w.week),
        }
        for w in desk.weeks
        if w.reports and quad_count(w.counts, quad)
    ]
    bars = (
        alt.Chart(inline(rows))
        .mark_rect(color=QUAD_COLOURS[quad])
        .encode(
            x=time_x(x, "start"),
            x2="end:T",
            y=alt.Y(
                "count:Q",
                scale=alt.Scale(domain=[0, max(tall, 2)], nice=False),
                axis=alt.Axis(
                    title=QUAD_NAMES[quad].replace(" ", "\n").split("\n"),
                    titleAngle=0,
                    titleAlign="right",
                    titleBaseline="middle",
                    titleFontWeight="normal",
                    titleFontSize=11,
                    titleX=-24,
                    titleY=LANE_HEIGHT / 2,
                    values=[0, max(tall, 2)],
                    grid=False,
                    labelFontSize=9,
                ),
            ),
            y2=alt.datum(0),
            tooltip=["week:N", "count:Q"],
        )
    )
    return alt.layer(_shade(desk, x), bars).properties(width=width, height=LANE_HEIGHT)


def quad_count(counts: dict[str, int], quad: int) -> int:
    """Events of a quad class between the two, whatever their direction.

    Violence by others (``*>RUS:4``) is no act of either and is marked apart.
    """
    return sum(n for key, n in counts.items() if key[-1] == str(quad) and not key.startswith("*"))


def _unknown_strip(desk: Desk, x: dict[str, Any], width: int) -> alt.LayerChart:
    """The hatched strip of weeks without reports, under which the years are written."""
    import altair as alt

    weeks = [
        {"week": w.week, "middle": middle(w.week), "link": week_link(w.dyad, w.week)}
        for w in desk.weeks
        if not w.reports
    ]
    hatch = (
        alt.Chart(inline(weeks))
        .mark_point(shape=STROKE, size=60, color=HATCH, strokeWidth=1, opacity=1)
        .encode(x=time_x(x, "middle", axis=True), y=alt.value(5))
    )
    name = (
        alt.Chart(inline([{"day": desk.weeks[0].week, "link": ""}]))
        .mark_text(text="no reports", align="right", dx=-6, fontSize=11, color=INK)
        .encode(x=time_x(x, "day", axis=True), y=alt.value(5))
    )
    return alt.layer(hatch, name).properties(width=width, height=10)
