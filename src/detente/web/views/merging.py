"""Why reports tell one event, with what they were not merged, and what analysts said of it.

What comes in: an open session and a report's id. What goes out: a `Merging`, part of the page of
an event. The merging itself is `detente.reports`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.api import Session
from detente.brief.merged import REASONS
from detente.reports import decisions, event_of, refused
from detente.reports.assign import Link
from detente.web import sql
from detente.web.views.common import Quote, quotes


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of the event: why it was merged, ``points`` and ``features`` summing them.

    ``like`` is the report that it is most like, None for the first; ``copy_of`` the document of
    which its own is a copy.
    """

    event_id: str
    why: str
    like: str | None
    points: float | None
    features: tuple[tuple[str, float], ...]
    copy_of: str | None
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class OtherEvent:
    """Another event that the report was held against: ``event_id`` is its nearest report."""

    event_id: str
    points: float | None
    barred: str | None
    features: tuple[tuple[str, float], ...]
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What an analyst said of reports of the event: ``kind`` is join or split."""

    id: str
    kind: str
    analyst: str
    made_at: str
    report: str
    others: tuple[str, ...]
    note: str | None
    withdrawn_at: str | None
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True)
class Merging:
    """The reports of one event, the events that it is not, and the decisions of analysts."""

    reports: tuple[ReportRow, ...]
    others: tuple[OtherEvent, ...]
    decisions: tuple[DecisionRow, ...]


def merging_of(session: Session, event_id: str, as_of: str | None) -> Merging | None:
    """How a report was merged as known on a day; None where nobody compared it."""
    if not session.store.query(sql.COMPARED, {"id": event_id}):
        return None
    found, not_of = event_of(session.store, event_id), refused(session.store, event_id)
    kept = [r for r in found.reports if _known(r.published, as_of)]
    ids = [r.event.id for r in kept]
    words = quotes(session, [*ids, *(r.nearest for r in not_of)])

    def first(one: str) -> Quote | None:
        return words[one][0] if one in words else None

    others = tuple(
        OtherEvent(r.nearest, _rounded(r.points), r.barred, _features(r.features), first(r.nearest))
        for r in not_of
        if (quote := first(r.nearest)) is not None and _known(quote.published, as_of)
    )
    rows = tuple(
        ReportRow(
            r.event.id, _why(r.link), r.link.like, _rounded(r.link.points),
            _features(r.link.features), r.copy_of, first(r.event.id),
        )
        for r in kept
    )  # fmt: skip
    return Merging(rows, others, _decisions(session, ids, as_of))


def _known(published: str | None, as_of: str | None) -> bool:
    return as_of is None or (published is not None and published <= as_of)


def _why(link: Link) -> str:
    return REASONS.get(link.rule, link.rule)


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 2)


def _features(found: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    return tuple((name, round(points, 2)) for name, points in found)


def _decisions(session: Session, ids: list[str], as_of: str | None) -> tuple[DecisionRow, ...]:
    """The decisions that name one of some reports, the latest first."""
    mine = set(ids)
    out = []
    for d in decisions(session.store):
        others = tuple(one.event_id for one in d.others)
        if mine & {d.report.event_id, *others} and (as_of is None or d.made_at[:10] <= as_of):
            out.append(
                DecisionRow(
                    d.id, d.kind, d.analyst, d.made_at, d.report.event_id, others, d.note,
                    d.withdrawn_at, d.withdrawn_by,
                )
            )  # fmt: skip
    return tuple(reversed(out))
