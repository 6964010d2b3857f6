"""The outlook drawn: odds with their interval at each horizon, the base rate beside them.

What comes in: outlooks of one dyad and day. What goes out: a chart, a panel for each target;
where there is not enough to say, that in words and no mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.brief.charts.drawn import BAD, GOOD, GREY, INK, empty, inline, shown_day, titled
from detente.brief.charts.links import outlook_link
from detente.brief.outlook import WORDS
from detente.records import Outlook

ROW = 34


def outlook_odds(outlooks: Sequence[Outlook], *, width: int, source: str = "") -> Any:
    """Odds, interval and base rate by horizon."""
    import altair as alt

    if not outlooks:
        return empty("Outlook", "No outlook was asked for.", source or "détente", width=width)
    first = outlooks[0]
    told = [o for o in outlooks if o.probability is not None]
    name = source if source else _source(first)
    if not told:
        why = first.note or "Not enough to say."
        title = f"{first.dyad}, {shown_day(first.as_of)}: not enough to say"
        return empty(title, why, name, width=width)
    top = max(max(o.high or 0.0, o.base_rate or 0.0, o.probability or 0.0) for o in told)
    panels = [
        _panel([o for o in told if o.target == target], target, min(1.0, 1.15 * top), width)
        for target in dict.fromkeys(o.target for o in told)
    ]
    return titled(
        alt.vconcat(*panels, spacing=14),
        _title(told),
        [
            f"as of {shown_day(first.as_of)}; dot: odds, bar: 80 % interval, open diamond: base"
            " rate of all dyads"
        ],
        name,
        _alt(told),
    )


def _source(one: Outlook) -> str:
    if one.model is None:
        return "détente"
    return (
        f"détente, model {one.model.name} {one.model.version}, fitted up to"
        f" {one.model.training_cut_off}"
    )


def _title(told: Sequence[Outlook]) -> str:
    """The longest horizon of the first target against its base rate."""
    same = [o for o in told if o.target == told[0].target]
    last = max(same, key=lambda o: o.horizon_days)
    said, base = last.probability or 0.0, last.base_rate or 0.0
    low, high = last.low or 0.0, last.high or 1.0
    way = "within reach of" if low <= base <= high else "above" if said > base else "below"
    return (
        f"{WORDS.get(last.target, last.target).capitalize()} within {last.horizon_days} days:"
        f" {said:.1%}, {way} the base rate of {base:.1%}"
    )


def _alt(told: Sequence[Outlook]) -> str:
    parts = [f"Outlook of {told[0].dyad} as of {shown_day(told[0].as_of)}."]
    for o in told:
        parts.append(
            f"{WORDS.get(o.target, o.target).capitalize()} within {o.horizon_days} days:"
            f" {o.probability:.1%} ({o.low:.1%} to {o.high:.1%}), base rate {o.base_rate:.1%}."
        )
    return " ".join(parts)


def _panel(found: Sequence[Outlook], target: str, top: float, width: int) -> Any:
    import altair as alt

    order = [f"{o.horizon_days} days" for o in sorted(found, key=lambda o: o.horizon_days)]
    data = inline([_row(o) for o in found])
    x = alt.Scale(domain=[0, top], nice=False)
    axis = alt.Axis(format="~%", title=None, tickCount=6)
    y = alt.Y("horizon:N", sort=order, axis=alt.Axis(title=None, labelFontSize=12, labelColor=INK))
    colour = GOOD if target.startswith("repair") else BAD
    base = alt.Chart(data)
    tip = [
        "horizon:N",
        alt.Tooltip("said:Q", format=".1%"),
        alt.Tooltip("low:Q", format=".1%"),
        alt.Tooltip("high:Q", format=".1%"),
        alt.Tooltip("base:Q", format=".1%"),
    ]
    bar = base.mark_bar(height=7, color=colour, opacity=0.35).encode(
        x=alt.X("low:Q", scale=x, axis=axis), x2="high:Q", y=y, tooltip=tip
    )
    dot = base.mark_circle(size=90, color=colour, opacity=1).encode(
        x=alt.X("said:Q", scale=x, axis=axis), y=y, tooltip=tip
    )
    rate = base.mark_point(shape="diamond", size=80, color=INK, strokeWidth=1.6, opacity=1).encode(
        x=alt.X("base:Q", scale=x, axis=axis), y=y, tooltip=tip
    )
    words = base.mark_text(align="left", dx=9, dy=-10, fontSize=11, color=INK).encode(
        x=alt.X("said:Q", scale=x, axis=axis), y=y, text="words:N"
    )
    return alt.layer(bar, rate, dot, words).properties(
        width=width,
        height=ROW * len(order),
        title=alt.Title(
            WORDS.get(target, target), anchor="start", fontSize=12, color=GREY, fontWeight="normal"
        ),
    )


def _row(o: Outlook) -> dict[str, Any]:
    return {
        "horizon": f"{o.horizon_days} days",
        "said": o.probability,
        "low": o.low,
        "high": o.high,
        "base": o.base_rate,
        "words": f"{o.probability:.1%}",
        "target": o.target,
        "ids": [event for d in o.drivers for event in d.events],
        "link": outlook_link(o.dyad, o.as_of),
    }
