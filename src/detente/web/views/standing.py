"""Where a relation stands, in the numbers that several screens share.

What comes in: the history of a dyad. What goes out: the index on a day, its change over 30 days
with an interval, its shocks, and the coverage of its weeks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np

from detente.api import Session
from detente.records import Outlook
from detente.relations import (
    Acts,
    DyadHistory,
    Reports,
    Shock,
    history_of,
    known_acts,
    load_weights,
    reports_of,
)
from detente.web.access import DeskSession
from detente.web.views.common import Sides

# 80 % of a normal distribution lies within so many standard deviations.
Z80 = 1.2816
CHANGE_DAYS = 30
COVERAGE_WEEKS = 26
SPARK_WEEKS = 104


@dataclass(frozen=True, slots=True)
class Index:
    """The index on a day: level with its 80 % interval, and its change over 30 days.

    ``week`` is the last week with events: its sentences moved the level last. ``change`` is None
    where no level was known 30 days before, in week ``change_from``; its interval takes the two
    levels' errors as independent, which makes it rather too wide.
    """

    level: float | None
    low: float | None
    high: float | None
    phase: str | None
    week: str | None
    change: float | None
    change_low: float | None
    change_high: float | None
    change_from: str | None


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How much was reported in a week; no reports means unknown, not calm."""

    week: str
    reports: int
    events: int


@dataclass(frozen=True, slots=True)
class Point:
    """The level of a week with its 80 % interval; ``told`` whether the week had events."""

    week: str
    level: float | None
    low: float | None
    high: float | None
    told: bool


@dataclass(frozen=True, slots=True)
class ShockLine:
    """A shock in a line: what, when, whether it lasts, and the ids of the acts that tell it."""

    kind: str
    week: str
    until: str | None
    weeks: int | None
    held: bool | None
    open: bool
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds of one target within a horizon, in [0, 1], None where there is too little."""

    target: str
    horizon_days: int
    probability: float | None
    low: float | None
    high: float | None
    base_rate: float | None
    state: str
    note: str | None


def relation(session: Session, sides: Sides, as_of: str | None) -> tuple[DyadHistory, Acts]:
    """The whole history of two sides and the acts it counts; remembered where the session can."""
    return relations(session, (sides,), as_of)[sides]


def relations(
    session: Session, wanted: Iterable[Sides], as_of: str | None
) -> dict[Sides, tuple[DyadHistory, Acts]]:
    """`relation` of several pairs of sides, those not remembered in one question to the store."""
    day = None if as_of is None else date.fromisoformat(as_of)
    wanted = list(dict.fromkeys(wanted))
    by_code = {sides.code: sides for sides in wanted}

    def told(keys: Sequence[Hashable]) -> dict[Hashable, Reports]:
        found = reports_of(session.store, ((s.a, s.b) for s in (reports[k] for k in keys)))
        return {key: found[reports[key].code] for key in keys}

    def made(keys: Sequence[Hashable]) -> dict[Hashable, tuple[DyadHistory, Acts]]:
        # What is reported is asked for once, not again for every other day.
        asked = {("reports", histories[key].code): key for key in keys}
        found = recall(list(asked), told)
        out: dict[Hashable, tuple[DyadHistory, Acts]] = {}
        weights = load_weights()
        for known, key in asked.items():
            acts = known_acts(found[known], day)
            history = history_of(histories[key].code, acts, as_of=day, weights=weights)
            out[key] = (history, acts)
        return out

    histories: dict[Hashable, Sides] = {("relation", s.code, as_of): s for s in wanted}
    reports: dict[Hashable, Sides] = {("reports", code): s for code, s in by_code.items()}
    recall = session.recall if isinstance(session, DeskSession) else lambda keys, make: make(keys)
    found = recall(list(histories), made)
    return {sides: found[key] for key, sides in histories.items()}


def within(
    acts: Acts, date_from: str | None, date_to: str | None, as_of: str | None
) -> tuple[str | None, str | None]:
    """A range of days cut to those that the acts of two sides, or the day of the desk, reach."""
    if not len(acts):
        return None, None
    first, last = str(acts.day.min()), max(str(acts.day.max()), as_of or "")
    start = None if date_from is None else max(date_from, first)
    end = None if date_to is None else min(date_to, last)
    return start, end


def index_of(history: DyadHistory, day: str) -> Index:
    """The index of a history that ends with the week of ``day``."""
    weeks, levels = history.weeks, history.levels
    known = [i for i in range(len(weeks)) if not np.isnan(levels.level[i])]
    if not known:
        return Index(None, None, None, None, None, None, None, None, None)
    last = known[-1]
    told = next((i for i in range(last, -1, -1) if weeks[i].events), last)
    before = _week_before(history, day)
    change: tuple[float | None, float | None, float | None] = (None, None, None)
    if before is not None and not np.isnan(levels.level[before]):
        moved = float(levels.level[last] - levels.level[before])
        wide = Z80 * sqrt(float(levels.sd[last]) ** 2 + float(levels.sd[before]) ** 2)
        change = (round(moved, 3), round(moved - wide, 3), round(moved + wide, 3))
    return Index(
        round(float(levels.level[last]), 3),
        round(float(levels.low[last]), 3),
        round(float(levels.high[last]), 3),
        weeks[last].phase,
        weeks[told].week,
        *change,
        weeks[before].week if before is not None and change[0] is not None else None,
    )


def _week_before(history: DyadHistory, day: str) -> int | None:
    """The index of the week that holds the day 30 days before."""
    then = date.fromisoformat(day) - timedelta(days=CHANGE_DAYS)
    monday = (then - timedelta(days=then.weekday())).isoformat()
    return next((i for i, week in enumerate(history.weeks) if week.week == monday), None)


def spark_of(history: DyadHistory, most: int = SPARK_WEEKS) -> tuple[Point, ...]:
    """The last weeks of the level, for a small picture."""
    levels = history.levels
    out = []
    for i in range(max(0, len(history.weeks) - most), len(history.weeks)):
        week, known = history.weeks[i], not np.isnan(levels.level[i])
        values = (levels.level[i], levels.low[i], levels.high[i])
        level, low, high = (round(float(v), 3) if known else None for v in values)
        out.append(Point(week.week, level, low, high, week.events > 0))
    return tuple(out)


def coverage_of(history: DyadHistory, most: int = COVERAGE_WEEKS) -> tuple[WeekCount, ...]:
    """Reports and events of the last weeks."""
    return tuple(WeekCount(w.week, w.reports, w.events) for w in history.weeks[-most:])


def shock_lines(shocks: Sequence[Shock]) -> tuple[ShockLine, ...]:
    """Shocks, the latest first; open are ruptures not repaired yet."""
    return tuple(
        ShockLine(
            s.kind, s.week, s.until, s.weeks, s.held, s.kind == "rupture" and s.until is None,
            s.events,
        )
        for s in reversed(shocks)
    )  # fmt: skip


def odds_of(outlook: Outlook) -> Odds:
    """The odds of an outlook without what they rest on."""
    return Odds(
        outlook.target,
        outlook.horizon_days,
        outlook.probability,
        outlook.low,
        outlook.high,
        outlook.base_rate,
        outlook.state,
        outlook.note,
    )
