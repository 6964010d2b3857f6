"""The pictures of a brief, drawn from the same records.

What comes in: an open store and a brief. What goes out: Altair charts by name.
"""

from __future__ import annotations

from typing import Any

from detente.brief import charts
from detente.brief.brief import Brief
from detente.brief.composing.compose import (
    Material,
    gather,
    incident_day,
    is_reaction,
    precedents_of,
)
from detente.brief.desk import make_desk
from detente.records import Event
from detente.store import Store

LABELS = 6


def pictures(store: Store, brief: Brief, *, width: int, level_height: int = 190) -> dict[str, Any]:
    """The charts that the sections of a brief name, each ``width`` pixels wide at most.

    ``level_height`` is that of the index in the timeline, in pixels.
    """
    wanted = {name for section in brief.sections for name in section.charts}
    if not wanted:
        return {}
    m = gather(store, *_sides(brief), as_of=brief.as_of, since=brief.since)
    return {name: _draw(m, name, width, level_height) for name in sorted(wanted)}


def _sides(brief: Brief) -> tuple[str, str]:
    from detente.brief.ledger import sides_of

    return sides_of(brief.dyad) or brief.names


def _draw(m: Material, name: str, width: int, level_height: int) -> Any:
    series = m.ledger.series(m.dyad, m.as_of)
    weeks = [] if series is None else series[0].weeks
    if name == "timeline":
        return charts.dyad_timeline(_desk(m), width=width - 110, level_height=level_height)
    if name == "directed":
        return charts.directed_counts(weeks, width=width - 110, dyad=m.dyad)
    if name == "coverage":
        return charts.coverage(weeks, width=width - 60, dyad=m.dyad)
    if name == "odds":
        return charts.outlook_odds(m.outlooks, width=width - 80)
    if name == "stakes":
        return charts.stakes(m.stakes, width=width - 260)
    if name == "precedents":
        found: list[Any] = [p for _, some in precedents_of(m) for p in some]
        return charts.precedents(found, width=width - 160)
    published = {doc_id: _published(m, doc_id) for doc_id in m.documents}
    day = incident_day(m) or m.since
    signs = charts.signs_after(
        [s for s in m.signals if is_reaction(m, s)], day, published, sides=(m.a, m.b)
    )
    shock = m.incident_name or "the last day of the brief before"
    return charts.reactions(signs, width=width - 60, shock=shock, shock_day=day)


def _published(m: Material, doc_id: str) -> str | None:
    document = m.ledger.document(doc_id)
    return None if document is None else document.date


def _desk(m: Material) -> Any:
    series = m.ledger.series(m.dyad, m.as_of)
    weeks = [] if series is None else series[0].weeks
    acts = [] if series is None else series[1]
    found = [m.ledger.record("event", act.event_id) for act in acts]
    events = [e for e in found if isinstance(e, Event)]
    return make_desk(
        weeks, events, labels=LABELS, published=lambda doc: _published(m, doc), as_of=m.as_of
    )
