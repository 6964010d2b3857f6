"""Precedents drawn: how alike each is, and how it went on.

What comes in: `Precedent` records, titles where they are known. What goes out: a chart with a
row for each, the most alike first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from detente.brief.charts.links import precedent_link
from detente.brief.desk import shorten
from detente.records import Precedent

ROW, BAR, LONGEST = 26, 0.22, 64
KINDS = ("a rupture followed", "none followed", "not known")


def precedents(
    found: Sequence[Precedent],
    *,
    width: int,
    names: Mapping[str, str] | None = None,
    source: str = "détente: episodes of event data, casebook of interstate shocks",
) -> Any:
    """Precedents by likeness; ``names`` gives titles by id."""
    import altair as alt

    if not found:
        why = "No shock of the two is known that precedents could be sought for."
        return empty("No precedents", why, source, width=width)
    ordered = sorted(found, key=lambda p: (-p.similarity, p.id))
    values = [_row(p, (names or {}).get(p.id)) for p in ordered]
    order = [row["name"] for row in values]
    side = int(width * BAR)
    y = alt.Y("name:N", sort=order, axis=alt.Axis(title=None, labelColor=INK, labelLimit=330))
    colour = alt.Color(
        "went:N",
        scale=alt.Scale(domain=list(KINDS), range=[BAD, GOOD, PLAIN]),
    )
    bars = (
        alt.Chart(inline(values))
        .mark_bar(height=9)
        .encode(
            x=alt.X(
                "similarity:Q",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(title="likeness, 0 to 1", values=[0, 0.5, 1], grid=False),
            ),
            y=y,
            color=colour,
            tooltip=["name:N", "similarity:Q", "outcome:N"],
        )
        .properties(width=side, height=ROW * len(order))
    )
    words = (
        alt.Chart(inline(values))
        .mark_text(align="left", fontSize=11, color=INK, limit=width - side - 40)
        .encode(x=alt.value(0), y=alt.Y("name:N", sort=order, axis=None), text="outcome:N")
        .properties(width=max(width - side - 40, 60), height=ROW * len(order))
    )
    broke = sum(1 for row in values if row["went"] == KINDS[0])
    title = f"Of {counted(len(values), 'precedent')}, {broke} went on to a rupture"
    told = " ".join(
        f"{row['name']}, likeness {row['similarity']}: {row['outcome']}." for row in values
    )
    return titled(
        alt.hconcat(bars, words, spacing=12).resolve_scale(y="independent"),
        title,
        ["the most alike first; what was known on the day of the outlook"],
        source,
        f"{title}. {told}",
    )


def went(outcome: str) -> str:
    """What an outcome's words come to: one of `KINDS`.

    >>> went("no new rupture within 180 days"), went("recall of envoys 1984-04")
    ('none followed', 'a rupture followed')
    """
    said = outcome.lower()
    if said.startswith("no ") or "; no rupture" in said or said.endswith("no rupture"):
        return KINDS[1]
    return KINDS[2] if "not known" in said.split(",")[0] else KINDS[0]


def episode_name(precedent_id: str) -> str:
    """The id of an episode or case as it is read.

    >>> episode_name("FRA-IRN@2013-04-14"), episode_name("su24-2015")
    ('FRA-IRN, 14 Apr 2013', 'su24-2015')
    """
    dyad, at, day = precedent_id.partition("@")
    return f"{dyad}, {shown_day(day)}" if at else dyad


def _row(p: Precedent, title: str | None) -> dict[str, Any]:
    name = title or episode_name(p.id)
    return {
        "name": shorten(name, LONGEST),
        "similarity": round(p.similarity, 2),
        "outcome": p.outcome,
        "went": went(p.outcome),
        "kind": p.kind,
        "ids": [p.id],
        "link": precedent_link(p.kind, p.id),
    }
