"""The sentences behind a mark: what was reported of two sides in a week, and what it did.

What comes in: an open session, two sides and a day, or a first and a last day. What goes out: a
`WeekPage`: every act that counts, its part in the movement of the level, and its words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from detente.api import Session
from detente.errors import BadSetting, NotFound
from detente.relations import Act, Acts, DyadHistory, why
from detente.relations.weeks import monday_of
from detente.web.params import AsOf, DirectionName, DyadPath, PageNumber, Quad, UpTo, WeekPath
from detente.web.views.common import Quote, Sides, all_reports, day_of, sides_of
from detente.web.views.standing import Point, relation

A_PAGE = 60


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act that counts: what it did to the level (None beside it), and the words of it.

    ``reports`` are all that tell it; ``quotes`` the words of each, the first first.
    """

    event_id: str
    day: str
    direction: str
    event_type: str
    quad: int
    score: float
    reports: int
    live: bool
    moved: float | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """How the level came to stand where it does after the week."""

    before: float | None
    carried: float
    moved: float
    after: float
    opened: bool


@dataclass(frozen=True, slots=True)
class WeekPage:
    """What was reported from a first to a last day, and what it did to the level."""

    sides: Sides
    day: str
    as_of: str | None
    week: str
    last: str
    weeks: int
    phase: str | None
    shock: str | None
    point: Point | None
    movement: Movement | None
    direction: str | None
    quad: int | None
    to: str | None
    total: int
    reports: int
    page: int
    pages: int
    acts: tuple[ActRow, ...]
    previous: str | None
    following: str | None


def week(
    session: Session,
    dyad: DyadPath,
    week: WeekPath,
    to: UpTo = None,
    direction: DirectionName = None,
    quad: Quad = None,
    page: PageNumber = 1,
    as_of: AsOf = None,
) -> WeekPage:
    """The sentences behind a week, or several: every act that counts and what it did."""
    sides = sides_of(dyad)
    first = monday_of(date.fromisoformat(week))
    end = None if to is None else date.fromisoformat(to)
    last = monday_of(end) if end is not None else first
    if last < first:
        raise BadSetting(f"the weeks from {first} to {last} are none", hint="the earlier day first")
    history, acts = relation(session, sides, as_of)
    index = {w.week: i for i, w in enumerate(history.weeks)}
    here = [a for a in acts if first <= monday_of(a.day) <= last]
    if first.isoformat() not in index and not here:
        raise NotFound(
            f"nothing is known of {sides.name} in the week of {first}",
            hint="choose a week of the timeline",
        )
    moved, movement = _moved(history, acts, first) if first == last else ({}, None)
    kept = [a for a in here if direction in (None, a.direction) and quad in (None, a.quad_class)]
    kept.sort(key=lambda a: (-abs(moved.get(a.event_id, 0.0)), a.day, -abs(a.score), a.event_id))
    shown_acts = kept[(page - 1) * A_PAGE : page * A_PAGE]
    words = all_reports(session, (a.event_id for a in shown_acts), as_of)
    rows = [_row(a, moved.get(a.event_id), words.get(a.event_id, ())) for a in shown_acts]
    at = index.get(first.isoformat())
    told = [w.week for w in history.weeks if w.reports or w.counts]
    shown = None if at is None else history.weeks[at]
    point = None
    if shown is not None:
        point = Point(shown.week, shown.level, shown.low, shown.high, shown.events > 0)
    return WeekPage(
        sides=sides,
        day=day_of(session, as_of),
        as_of=as_of,
        week=first.isoformat(),
        last=(last + timedelta(days=6)).isoformat(),
        weeks=(last - first).days // 7 + 1,
        phase=None if shown is None else shown.phase,
        shock=None if shown is None else shown.shock,
        point=point,
        movement=movement,
        direction=direction,
        quad=quad,
        to=to,
        total=len(kept),
        reports=sum(a.reports for a in kept),
        page=page,
        pages=max(1, -(-len(kept) // A_PAGE)),
        acts=tuple(rows),
        previous=max((w for w in told if w < first.isoformat()), default=None),
        following=min((w for w in told if w > last.isoformat()), default=None),
    )


def _moved(
    history: DyadHistory, acts: Acts, monday: date
) -> tuple[dict[str, float], Movement | None]:
    """What each act of a week did to the level; nothing where no level was known."""
    try:
        told = why(history, acts, monday)
    except BadSetting:
        return {}, None
    shares = {s.act.event_id: round(s.moved, 4) for s in told.shares}
    movement = Movement(
        None if told.before is None else round(told.before, 3),
        round(told.carried, 3),
        round(sum(s.moved for s in told.shares), 3),
        round(told.after, 3),
        told.opened,
    )
    return shares, movement


def _row(act: Act, moved: float | None, words: tuple[Quote, ...]) -> ActRow:
    return ActRow(
        act.event_id, act.day.isoformat(), act.direction, act.event_type, act.quad_class,
        act.score, act.reports, act.live, moved, words,
    )  # fmt: skip
