"""Reassurance and escalation after a shock, side by side.

What comes in: `Sign`s, one for what a side showed the other. What goes out: a chart with a lane
for each side: days after the shock to the right, reassurance up, escalation down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.brief.charts.drawn import (
    BAD,
    GOOD,
    INK,
    PLAIN,
    counted,
    empty,
    inline,
    shown_day,
    titled,
)
from detente.brief.charts.links import document_link
from detente.records import Direction, Signal

STEP = 13
# Mean width of a character of the names, in pixels.
CHARACTER = 5.2
WAYS: tuple[Direction, ...] = ("reassurance", "escalation", "neutral")


@dataclass(frozen=True, slots=True)
class Sign:
    """What one side showed the other, days after a shock.

    ``days`` is the latency where the text tells it (``told``), else that of its report, which
    is the most it can be; never None. ``ids`` are ids of the signal and its event.
    """

    side: str
    way: Direction
    kind: str
    days: int
    told: bool
    ids: tuple[str, ...]
    link: str


def signs_after(
    signals: Iterable[Signal],
    shock_day: str,
    published: Mapping[str, str | None],
    *,
    sides: Sequence[str],
    within_days: int = 30,
) -> list[Sign]:
    """The signals of some sides in the days after a shock, by day and side.

    Parameters
    ----------
    shock_day
        ISO day of the shock.
    published
        Publication day of each document, by its id; signals of undated ones are left out.
    """
    shock = date.fromisoformat(shock_day)
    out = []
    for signal in signals:
        reported = published.get(signal.doc_id)
        if reported is None:
            continue
        latest = (date.fromisoformat(reported) - shock).days
        told = signal.latency_days is not None and signal.after is not None
        days = signal.latency_days[1] if told and signal.latency_days else latest
        days = min(days, latest)
        if not 0 <= days <= within_days:
            continue
        span = signal.spans[0] if signal.spans else None
        link = document_link(signal.doc_id, *((span.start, span.end) if span else ()))
        ids = tuple(i for i in (signal.id, signal.event) if i)
        for side in dict.fromkeys(signal.sender):
            if side in sides:
                out.append(Sign(side, signal.direction, signal.type, days, told, ids, link))
    return sorted(out, key=lambda s: (s.side, s.days, s.way, s.kind, s.ids))


def reactions(
    signs: Sequence[Sign], *, width: int, shock: str, shock_day: str, source: str = "détente"
) -> Any:
    """The lanes of the sides; ``shock`` names the shock of ``shock_day``."""
    import altair as alt

    about = f"after: {shock}, {shown_day(shock_day)}"
    if not signs:
        return empty("No signal of either side", f"None is known {about}.", source, width=width)
    values = _rows(signs)
    sides = list(dict.fromkeys(s.side for s in signs))
    reach = (max([1, *(-v["height"] for v in values)]), max([1, *(v["height"] for v in values)]))
    last = max(s.days for s in signs)
    colours = alt.Scale(domain=list(WAYS), range=[GOOD, BAD, PLAIN])
    shapes = alt.Scale(domain=list(WAYS), range=["triangle-up", "triangle-down", "circle"])
    lanes = [
        _lane([v for v in values if v["side"] == side], side, reach, last, colours, shapes, width,
              axis=side == sides[-1])
        for side in sides
    ]  # fmt: skip
    counts = {w: sum(1 for s in signs if s.way == w) for w in WAYS}
    title = _title(counts, last)
    told = " ".join(
        f"{s.side}, day {s.days}{'' if s.told else ' or before'}: {s.kind} ({s.way})."
        for s in signs
    )
    return titled(
        alt.vconcat(*lanes, spacing=4).resolve_scale(x="shared", color="shared", shape="shared"),
        title,
        [about + "; up: reassurance, down: escalation; open: day of the report, if not told"],
        source,
        f"{title}, {about}. {told}",
    )


def _title(counts: Mapping[Direction, int], last: int) -> str:
    return (
        f"{counted(counts['reassurance'], 'reassuring signal')} and {counts['escalation']}"
        f" escalating in {counted(last, 'day')}"
    )


def _rows(signs: Sequence[Sign]) -> list[dict[str, Any]]:
    """Signs stacked on their day, reassurance up, escalation down, neutral on the line."""
    at: dict[tuple[str, int, str], int] = {}
    out = []
    for s in signs:
        key = (s.side, s.days, s.way)
        at[key] = at.get(key, 0) + 1
        sign = {"reassurance": 1, "escalation": -1}.get(s.way, 0)
        out.append(
            {
                "side": s.side,
                "day": s.days,
                "height": sign * at[key],
                "way": s.way,
                "kind": s.kind,
                "told": "told" if s.told else "by its report",
                "ids": list(s.ids),
                "link": s.link,
            }
        )
    return out


def _lane(
    values: list[dict[str, Any]],
    side: str,
    reach: tuple[int, int],
    last: int,
    colours: Any,
    shapes: Any,
    width: int,
    *,
    axis: bool,
) -> Any:
    import altair as alt

    x = alt.X(
        "day:Q",
        scale=alt.Scale(domain=[-0.5, max(last, 3) + 0.5], nice=False),
        axis=alt.Axis(title="days after", tickMinStep=1, format="d", grid=False) if axis else None,
    )
    y_scale = alt.Scale(domain=[-reach[0] - 0.6, reach[1] + 0.6], nice=False)
    y = alt.Y(
        "height:Q",
        scale=y_scale,
        axis=alt.Axis(
            title=side, titleAngle=0, titleX=-14, titleY=STEP * (reach[1] + 0.5),
            labels=False, ticks=False, grid=False,
        ),
    )  # fmt: skip
    zero = (
        alt.Chart(inline([{"zero": 0, "link": ""}]))
        .mark_rule(color="#9A9A9A")
        .encode(y=alt.Y("zero:Q", scale=y_scale))
    )
    tip = ["side:N", "day:Q", "kind:N", "way:N", "told:N"]
    layers = [zero]
    for filled in (True, False):
        kept = [v for v in values if (v["told"] == "told") is filled]
        if kept:
            layers.append(
                alt.Chart(inline(kept))
                .mark_point(filled=filled, size=70, opacity=1, strokeWidth=1.6)
                .encode(
                    x=x,
                    y=y,
                    color=alt.Color("way:N", scale=colours),
                    shape=alt.Shape("way:N", scale=shapes),
                    tooltip=tip,
                )
            )
    words = (
        alt.Chart(inline(_named(values, last, width)))
        .mark_text(align="left", dx=8, fontSize=9.5, color=INK)
        .encode(x=x, y=y, text="kind:N")
    )
    return alt.layer(*layers, words).properties(width=width, height=_height(reach))


def _height(reach: tuple[int, int]) -> int:
    """Of a lane that reaches so many signs down and up."""
    return STEP * (sum(reach) + 1)


def _named(values: list[dict[str, Any]], last: int, width: int) -> list[dict[str, Any]]:
    """The signs that have room for their name: no sign to the right as far as it reaches."""
    day = width / (max(last, 3) + 1)
    out = []
    for v in values:
        reach = (len(v["kind"]) * CHARACTER + 12) / day
        room = (width / day) - 0.5 - v["day"] >= reach
        near = any(0 < w["day"] - v["day"] <= reach and w["height"] == v["height"] for w in values)
        if room and not near:
            out.append(v)
    return out
