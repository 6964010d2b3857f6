"""What a relation is worth to its sides, drawn: sums where a text gives one, hatched where not.

What comes in: `Stake` records of one dyad. What goes out: a chart with a row for each stake and
sum; money stands on a log scale, other units in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.brief.charts.drawn import HATCH, INK, STROKE, counted, empty, inline, titled
from detente.brief.charts.links import document_link
from detente.brief.desk import shorten
from detente.records import Stake

ROW, LONGEST, MOST = 24, 46, 14
# Vega writes 10^9 as G; readers of money want bn.
BILLIONS = "replace(datum.label, 'G', 'bn')"
# Okabe and Ito's colours by domain; the domain is written beside each row as well.
DOMAIN_COLOURS = {
    "energy": "#E69F00",
    "trade": "#0072B2",
    "tourism": "#56B4E9",
    "agriculture": "#009E73",
    "finance": "#CC79A7",
}
OTHER_COLOUR = "#555555"


def stakes(found: Sequence[Stake], *, width: int, source: str = "détente") -> Any:
    """Stakes by sum, those without one below; at most `MOST` rows, and how many were left out."""
    import altair as alt

    if not found:
        return empty("No stakes", "No text names what is at stake.", source, width=width)
    values = stake_rows(found)
    shown, left = values[:MOST], len(values) - MOST
    order = [row["name"] for row in shown]
    sums = [row for row in shown if row["amount"] is not None]
    top = max([1e9, *(row["amount"] for row in sums)])
    low = min([1e6, *(row["amount"] for row in sums if row["amount"] > 0)])
    side = int(width * 0.4)
    domains = list(dict.fromkeys(row["domain"] for row in shown))
    colour = alt.Color(
        "domain:N",
        scale=alt.Scale(
            domain=domains, range=[DOMAIN_COLOURS.get(d, OTHER_COLOUR) for d in domains]
        ),
        legend=None,
    )
    y = alt.Y("name:N", sort=order, axis=alt.Axis(title=None, labelColor=INK, labelLimit=300))
    bars = (
        alt.Chart(inline(sums))
        .mark_bar(height=9)
        .encode(
            x=alt.X(
                "amount:Q",
                scale=alt.Scale(type="log", domain=[low / 2, top * 2], nice=False),
                axis=alt.Axis(
                    title="money, log scale",
                    format="~s",
                    grid=True,
                    tickCount=4,
                    labelExpr=BILLIONS,
                ),
            ),
            x2=alt.datum(low / 2),
            y=y,
            color=colour,
            tooltip=["name:N", "domain:N", "sum:N", "status:N"],
        )
    )
    open_rows = [
        {**row, "place": place}
        for row in shown
        if row["amount"] is None
        for place in range(4, side, 9)
    ]
    hatch = (
        alt.Chart(inline(open_rows))
        .mark_point(shape=STROKE, size=50, color=HATCH, strokeWidth=1, opacity=0.7)
        .encode(
            x=alt.X("place:Q", scale=alt.Scale(domain=[0, side], nice=False), axis=None),
            y=y,
            tooltip=["name:N", "sum:N"],
        )
    )
    picture = (
        alt.layer(bars, hatch)
        .resolve_scale(x="independent")
        .properties(width=side, height=ROW * len(order))
    )
    words = (
        alt.Chart(inline(shown))
        .mark_text(align="left", fontSize=11, color=INK)
        .encode(x=alt.value(0), y=alt.Y("name:N", sort=order, axis=None), text="words:N")
        .properties(width=max(int(width * 0.3), 60), height=ROW * len(order))
    )
    title = _title(found, values)
    more = f"; {left} more are not drawn" if left > 0 else ""
    told = " ".join(f"{row['name']}: {row['words']}." for row in shown)
    return titled(
        alt.hconcat(picture, words, spacing=12).resolve_scale(y="independent", color="shared"),
        title,
        [f"as texts tell them; hatched: no sum of money told{more}"],
        source,
        f"{title}. {told}{more}",
    )


def _title(found: Sequence[Stake], values: Sequence[dict[str, Any]]) -> str:
    domains = list(dict.fromkeys(row["domain"] for row in values))
    names = ", ".join(domains[:4]) + (" and others" if len(domains) > 4 else "")
    dyad = "-".join(found[0].dyad) or "no dyad"
    return f"{dyad}: {counted(len(values), 'stake')} in {names}"


def stake_rows(found: Sequence[Stake]) -> list[dict[str, Any]]:
    """A row for each stake and sum, the largest sum first; equal names are one row."""
    groups: dict[tuple[str, float | None, str | None], list[Stake]] = {}
    for stake in found:
        key = (stake.name.lower(), stake.amount, stake.currency or stake.unit)
        groups.setdefault(key, []).append(stake)
    with_sum = {name for name, amount, _ in groups if amount is not None}
    out = [
        _row(group)
        for (name, amount, _), group in groups.items()
        if amount is not None or name not in with_sum
    ]
    out.sort(key=lambda r: (r["amount"] is None, -(r["amount"] or 0), r["name"]))
    return _told_apart(out)


def _told_apart(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows whose names differ: the second of a name gets its sum behind it."""
    seen: set[str] = set()
    for row in found:
        if row["name"] in seen:
            row["name"] = f"{row['name']} ({row['sum'] or row['domain']})"
        seen.add(row["name"])
    return found


def _row(group: Sequence[Stake]) -> dict[str, Any]:
    last = group[-1]
    money = last.amount if last.currency else None
    said = sum_of(last)
    status = next((s.status for s in reversed(group) if s.status), None)
    domain = last.domain[0] if last.domain else "other"
    parts = [domain, said, status or "", counted(len(group), "report") if len(group) > 1 else ""]
    span = last.spans[0] if last.spans else None
    return {
        "name": shorten(" ".join(last.name.split()), LONGEST),
        "domain": domain,
        "amount": money,
        "sum": said,
        "status": status,
        "words": " · ".join(p for p in parts if p),
        "ids": [s.id for s in group],
        "link": document_link(last.doc_id, *((span.start, span.end) if span else ())),
    }


def sum_of(stake: Stake) -> str:
    """A stake's sum in words; empty where the text gives none."""
    if stake.amount is None:
        return ""
    return f"{short_number(stake.amount)} {stake.currency or stake.unit or ''}".strip()


def short_number(value: float) -> str:
    """A number with thousand, million or billion, exact to three figures.

    >>> short_number(9e9), short_number(1.68e9), short_number(15.0), short_number(2_700_000)
    ('9 billion', '1.68 billion', '15', '2.7 million')
    """
    for scale, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= scale:
            return f"{value / scale:.3g} {word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"
