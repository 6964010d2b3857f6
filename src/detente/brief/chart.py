"""The picture of a dyad: level with its band, weekly counts in lanes, shocks labelled.

What comes in: a `Desk`. What goes out: one Altair chart, drawn as PNG, SVG or a page that
needs no network. Colours are Okabe and Ito's (2008), told apart by colour-blind readers and in
grey print, and every colour is doubled by place or shape. A week without reports is hatched
and has no level: it is unknown, not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.brief.desk import QUAD_NAMES, Desk, Mark
from detente.errors import BadSetting

if TYPE_CHECKING:
    import altair as alt

# Okabe, Ito (2008), Color Universal Design.
QUAD_COLOURS = {1: "#56B4E9", 2: "#0072B2", 3: "#E69F00", 4: "#D55E00"}
INK, GREY, PALE = "#222222", "#767676", "#F3F3F3"
MARK_STYLE = {
    "rupture": ("#D55E00", "triangle-down"),
    "repair": ("#0072B2", "triangle-up"),
    "third-party": ("#222222", "cross"),
}
MARK_NAMES = {"rupture": "rupture", "repair": "repair", "third-party": "by others"}
FONT = "Helvetica, Arial, sans-serif"
LEVEL_HEIGHT, LANE_HEIGHT, LABEL_ROW = 210, 30, 27
LABEL_FONT = 10.5
# Mean width of a character of the label font, in pixels; measured on the chronicle's labels.
CHARACTER = 5.6
FORMATS = (".svg", ".png", ".html")


def draw(desk: Desk, *, width: int) -> alt.VConcatChart:
    """The chart of a desk, ``width`` pixels wide.

    Raises
    ------
    BadSetting
        The desk has no weeks: there is nothing to draw.
    """
    import altair as alt

    if not desk.weeks:
        raise BadSetting("there are no weeks to draw", hint="widen --from and --to")
    x = _time_axis(desk)
    rows = _label_rows(desk.marks, desk, width)
    level = _level_panel(desk, x, rows, width)
    lanes = [_lane(desk, x, quad, width) for quad in QUAD_NAMES]
    strip = _unknown_strip(desk, x, width)
    chart = alt.vconcat(level, *lanes, strip, spacing=6)
    return (
        chart.properties(
            title=_title(desk), padding={"left": 8, "right": 16, "top": 8, "bottom": 8}
        )
        .configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(labelColor=GREY, titleColor=INK, domainColor="#BBBBBB", tickColor="#BBBBBB")
        .resolve_scale(x="shared")
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
        if target.suffix.lower() not in FORMATS:
            raise BadSetting(
                f"cannot draw to {target}: the suffix {target.suffix!r} is not one of "
                f"{', '.join(FORMATS)}",
                path=str(target),
            )
    import vl_convert

    spec = draw(desk, width=width).to_json(indent=None)
    svg = vl_convert.vegalite_to_svg(spec)
    for target in targets:
        suffix = target.suffix.lower()
        if suffix == ".png":
            target.write_bytes(vl_convert.svg_to_png(svg, scale=png_scale))
        elif suffix == ".svg":
            target.write_text(svg, encoding="utf-8")
        else:
            page = vl_convert.vegalite_to_html(spec, bundle=True)
            target.write_text(page, encoding="utf-8")


def _title(desk: Desk) -> dict[str, Any]:
    first, last = desk.weeks[0].week, _end(desk.weeks[-1].week)
    known = sum(1 for w in desk.weeks if w.reports)
    events = sum(w.events for w in desk.weeks)
    about = f"{_day(first)} to {_day(last)}"
    if desk.as_of:
        about += f", as known on {_day(desk.as_of)}"
    told = f"{events:,} events reported in {known} of {len(desk.weeks)} weeks"
    return {
        "text": desk.dyad.replace("-", " – "),
        "subtitle": f"{about}. {told}; the others are hatched: unknown, not zero.",
        "anchor": "start",
        "fontSize": 20,
        "color": INK,
        "subtitleColor": GREY,
        "subtitleFontSize": 12,
        "offset": 10,
    }


def _day(iso: str) -> str:
    value = date.fromisoformat(iso)
    return f"{value.day} {value:%b %Y}"


def _end(monday: str) -> str:
    """The Sunday of a week."""
    return (date.fromisoformat(monday) + timedelta(days=6)).isoformat()


def _next(monday: str) -> str:
    return (date.fromisoformat(monday) + timedelta(days=7)).isoformat()


def _middle(monday: str) -> str:
    return (date.fromisoformat(monday) + timedelta(days=3)).isoformat()


def _time_axis(desk: Desk) -> dict[str, Any]:
    """Field-less definition of the shared axis: the whole range, whether told or not."""
    span = len(desk.weeks) // 53
    return {
        "domain": [_utc(desk.weeks[0].week), _utc(_next(desk.weeks[-1].week))],
        "ticks": {"interval": "month", "step": 1 if span < 1 else 3 if span < 4 else 6},
        "format": "%b %Y",
    }


def _utc(iso: str) -> dict[str, int | bool]:
    value = date.fromisoformat(iso)
    return {"year": value.year, "month": value.month, "date": value.day, "utc": True}


def _x(x: dict[str, Any], field: str, *, axis: bool = False) -> alt.X:
    import altair as alt

    shown = (
        alt.Axis(
            title=None,
            format=x["format"],
            tickCount=x["ticks"],
            grid=False,
            labelFontSize=11,
            labelFlush=False,
            labelOverlap="greedy",
        )
        if axis
        else None
    )
    return alt.X(
        f"{field}:T", scale=alt.Scale(type="utc", domain=x["domain"], nice=False), axis=shown
    )


def _data(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    import altair as alt

    return alt.InlineData(values=list(rows))


def _unknown_runs(desk: Desk) -> list[dict[str, Any]]:
    """Runs of weeks without any report, as start and end days."""
    runs: list[dict[str, Any]] = []
    for week in desk.weeks:
        if week.reports:
            continue
        if runs and runs[-1]["end"] == week.week:
            runs[-1]["end"] = _next(week.week)
        else:
            runs.append({"start": week.week, "end": _next(week.week)})
    return runs


def _shade(desk: Desk, x: dict[str, Any]) -> alt.Chart:
    import altair as alt

    return (
        alt.Chart(_data(_unknown_runs(desk)))
        .mark_rect(color=PALE)
        .encode(x=_x(x, "start"), x2="end:T")
    )


def _label_width(mark: Mark) -> float:
    return max(len(mark.label), 14) * CHARACTER + 14


def _label_rows(marks: Sequence[Mark], desk: Desk, width: int) -> list[tuple[Mark, int, bool]]:
    """Each mark with the row of its label and whether the label runs to the left.

    Greedy from the last mark to the first, so that the rule of a label never crosses the text
    of a label above it; a label that would leave the picture on the right runs to the left.
    """
    start = date.fromisoformat(desk.weeks[0].week)
    days = max(len(desk.weeks) * 7, 1)
    placed: list[tuple[Mark, int, bool]] = []
    taken: list[list[tuple[float, float]]] = []
    for mark in reversed(marks):
        at = (date.fromisoformat(mark.day) - start).days / days * width
        size = _label_width(mark)
        left = at + size > width
        span = (at - size, at) if left else (at, at + size)
        row = 0
        while row < len(taken) and any(span[0] < b and a < span[1] for a, b in taken[row]):
            row += 1
        if row == len(taken):
            taken.append([])
        # Rules come down through the rows below: text there must keep clear of them.
        for below in range(row + 1):
            taken[below].append(span if below == row else (at - 2, at + 2))
        placed.append((mark, row, left))
    return placed[::-1]


def _level_panel(
    desk: Desk, x: dict[str, Any], rows: list[tuple[Mark, int, bool]], width: int
) -> alt.LayerChart:
    import altair as alt

    count = max((row for _, row, _ in rows), default=-1) + 1
    top = count * LABEL_ROW + (8 if count else 0)
    height = top + LEVEL_HEIGHT
    values = [v for w in desk.weeks for v in (w.low, w.high, w.level) if v is not None]
    low, high = min([*values, -1.0]), max([*values, 1.0])
    scale = alt.Scale(domain=[low, high], range=[height, top], nice=False, zero=False)
    axis = alt.Axis(
        title="level, 80 % band",
        tickCount=5,
        grid=True,
        gridColor="#E6E6E6",
        titleFontWeight="normal",
        titleY=top + LEVEL_HEIGHT / 2,
    )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    points = _data(_level_rows(desk))
    unknown = _shade(desk, x).encode(y=alt.value(top), y2=alt.value(height))
    zero = (
        alt.Chart(_data([{"zero": 0}]))
        .mark_rule(color="#9A9A9A", strokeWidth=1)
        .encode(y=y("zero"))
    )
    # The band goes on through unknown weeks, where it grows: what was known gets older.
    band = (
        alt.Chart(_data(_band_rows(desk)))
        .mark_area(color="#555555", opacity=0.2, line=False)
        .encode(x=_x(x, "middle"), y=y("low"), y2="high:Q")
    )
    line = (
        alt.Chart(points)
        .mark_line(color=INK, strokeWidth=1.7, strokeJoin="round")
        .encode(x=_x(x, "middle"), y=y("level"), detail="run:N")
    )
    dots = (
        alt.Chart(points)
        .mark_circle(color=INK, size=11, opacity=1)
        .encode(
            x=_x(x, "middle"),
            y=y("level"),
            tooltip=["week:N", "level:Q", "low:Q", "high:Q", "events:Q", "reports:Q"],
        )
    )
    layers = [unknown, zero, band, line, dots]
    for mark, row, left in rows:
        layers.extend(_mark_layers(mark, count - 1 - row, left, x, height))
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
                "middle": _middle(week.week),
                "level": round(week.level, 3),
                "low": None if week.low is None else round(week.low, 3),
                "high": None if week.high is None else round(week.high, 3),
                "events": week.events,
                "reports": week.reports,
                "run": run,
            }
        )
    return rows


def _band_rows(desk: Desk) -> list[dict[str, Any]]:
    """Every week whose level has bounds, told or not."""
    return [
        {"middle": _middle(w.week), "low": round(w.low, 3), "high": round(w.high, 3)}
        for w in desk.weeks
        if w.low is not None and w.high is not None
    ]


def _mark_layers(
    mark: Mark, row: int, left: bool, x: dict[str, Any], height: int
) -> list[alt.Chart]:
    import altair as alt

    colour, shape = MARK_STYLE[mark.kind]
    base = alt.Chart(_data([{"day": mark.day}]))
    at = row * LABEL_ROW + 8
    align = "right" if left else "left"
    dx = -8 if left else 8
    heading = f"{_day(mark.day)} · {MARK_NAMES[mark.kind]}"
    # The dates are marked at noon, so that a rule stands on its day and not before it.
    place = _x(x, "day")
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
            "end": _next(w.week),
            "count": quad_count(w.counts, quad),
            "week": w.week,
        }
        for w in desk.weeks
        if w.reports and quad_count(w.counts, quad)
    ]
    bars = (
        alt.Chart(_data(rows))
        .mark_rect(color=QUAD_COLOURS[quad])
        .encode(
            x=_x(x, "start"),
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

    weeks = [{"middle": _middle(w.week)} for w in desk.weeks if not w.reports]
    hatch = (
        alt.Chart(_data(weeks))
        .mark_point(shape="M-1,1L1,-1", size=60, color="#8A8A8A", strokeWidth=1, opacity=1)
        .encode(x=_x(x, "middle", axis=True), y=alt.value(5))
    )
    name = (
        alt.Chart(_data([{"day": desk.weeks[0].week}]))
        .mark_text(text="no reports", align="right", dx=-6, fontSize=11, color=INK)
        .encode(x=_x(x, "day", axis=True), y=alt.value(5))
    )
    return alt.layer(hatch, name).properties(width=width, height=10)
