"""The desk: every watched relation in a line, and what is new.

What comes in: an open session and a day. What goes out: a `DeskPage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from detente.api import Session
from detente.errors import NotFound
from detente.outlook.answer import first_odds
from detente.relations import Acts, DyadHistory, shocks_of
from detente.relations.expressions import STATELESS
from detente.web import sql
from detente.web.params import AsOf, Moment
from detente.web.views.common import Sides, bounds, day_of, sides_of
from detente.web.views.feeds import Feeds, feeds_of
from detente.web.views.incidents import IncidentLine, recent_incidents
from detente.web.views.standing import (
    COVERAGE_WEEKS,
    Index,
    Odds,
    Point,
    ShockLine,
    WeekCount,
    coverage_of,
    index_of,
    odds_of,
    relations,
    shock_lines,
    spark_of,
)

HORIZON_DAYS = 90
NEWS_DAYS = 7
OPEN_DAYS = 365
BUSIEST = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One watched relation.

    ``shocks`` are ruptures that last and breaks of the last year; ``outlook`` is that of the
    most serious target within 90 days. ``news`` counts events published in the last week,
    ``added`` those that came into the store since the last look, None without one.
    """

    sides: Sides
    index: Index
    spark: tuple[Point, ...]
    coverage: tuple[WeekCount, ...]
    shocks: tuple[ShockLine, ...]
    outlook: Odds
    events: int
    reports: int
    news: int
    added: int | None


@dataclass(frozen=True, slots=True)
class Since:
    """What came into the store since a moment (UTC)."""

    moment: str
    documents: int
    events: int
    first_run: int | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Every watched relation as of a day; ``chosen`` says whether the settings name them."""

    day: str
    as_of: str | None
    first: str | None
    last: str | None
    documents: int
    events: int
    imported: int
    chosen: bool
    lines: tuple[Line, ...]
    unusable: tuple[str, ...]
    incidents: tuple[IncidentLine, ...]
    since: Since | None
    news_from: str
    feeds: Feeds


def desk(
    session: Session,
    as_of: AsOf = None,
    since: Moment = None,
) -> DeskPage:
    """The watched relations: index, change, shocks, outlook, coverage, and what is new."""
    day = day_of(session, as_of)
    first, last = bounds(session)
    documents, events, imported = session.store.query(sql.SIZES, {"as_of": as_of})[0]
    named = list(session.settings["desk.watch"])
    wanted = named or busiest(session, as_of)
    usable: list[Sides] = []
    unusable: list[str] = []
    for one in wanted:
        try:
            usable.append(sides_of(one))
        except NotFound as error:
            unusable.append(error.message)
    came = None if since is None else _since(session, since, as_of)
    codes = [s.code for s in usable]
    news = _by_pair(session, sql.PUBLISHED_BY_PAIR, codes, after=_days_before(day, NEWS_DAYS),
                    day=day)  # fmt: skip
    added: dict[str, int] | None = None
    if came is not None:
        added = {}
        if came.first_run is not None:
            added = _by_pair(session, sql.ADDED_BY_PAIR, codes, run=came.first_run, as_of=as_of)
    told = relations(session, usable, as_of or day)
    lines = tuple(_line(sides, *told[sides], day, news, added) for sides in usable)
    return DeskPage(
        day, as_of, first, last, int(documents), int(events), int(imported), bool(named), lines,
        tuple(unusable), recent_incidents(session, as_of, day), came,
        _days_before(day, NEWS_DAYS - 1), feeds_of(session, as_of, COVERAGE_WEEKS * 7),
    )  # fmt: skip


def busiest(session: Session, as_of: str | None, most: int = BUSIEST) -> list[str]:
    """The pairs of states that most events tell of."""
    asked = {"stateless": [*STATELESS, "IGO", "UNO", "EUR"], "as_of": as_of, "most": most}
    return [row[0] for row in session.store.query(sql.BUSIEST, asked)]


def _line(
    sides: Sides,
    history: DyadHistory,
    acts: Acts,
    day: str,
    news: dict[str, int],
    added: dict[str, int] | None,
) -> Line:
    shocks = shocks_of(history, acts) if history.weeks else []
    recent = _days_before(day, OPEN_DAYS)
    shown = [s for s in shock_lines(shocks) if s.open or s.week >= recent]
    odds = first_odds(acts, sides.code, date.fromisoformat(day), HORIZON_DAYS)
    return Line(
        sides,
        index_of(history, day),
        spark_of(history),
        coverage_of(history),
        tuple(shown[:4]),
        odds_of(odds),
        sum(w.events for w in history.weeks),
        sum(w.reports for w in history.weeks),
        news.get(sides.code, 0),
        None if added is None else added.get(sides.code, 0),
    )


def _days_before(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def _by_pair(session: Session, query: str, dyads: list[str], **values: Any) -> dict[str, int]:
    return {row[0]: int(row[1]) for row in session.store.query(query, {"dyads": dyads, **values})}


def _since(session: Session, moment: datetime, as_of: str | None) -> Since:
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    run = session.store.query(sql.ADDED_RUNS, {"since": moment})[0][0]
    documents, events = 0, 0
    if run is not None:
        asked = {"run": run, "as_of": as_of}
        documents, events = session.store.query(sql.ADDED_DOCUMENTS, asked)[0]
    return Since(moment.isoformat(timespec="seconds") + "Z", int(documents), int(events), run)
