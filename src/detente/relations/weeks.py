"""The dyad-week: what a store's events say of two states, week by week.

What comes in: a store and two codes. What goes out: `DyadWeek` records, Monday to Sunday,
without gaps. Which reports tell one event is left to ``one_event``, the level to ``level``,
ruptures and phases to ``shocks``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from detente.errors import BadSetting
from detente.records import DyadWeek
from detente.relations.level import Floats, Ints, Levels, filter_level
from detente.relations.one_event import TAB
from detente.relations.shocks import Found, Weekly, phases, shocks
from detente.relations.sides import find_side, members_of
from detente.relations.standing import surges
from detente.relations.weights import Weights, load_weights

WEEK = timedelta(days=7)
THIRD_PARTY = "*"


class Queryable(Protocol):
    """Anything that answers SQL over the store's tables, as `detente.store.Store` does."""

    def query(
        self, statement: str, values: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of a statement with ``$name`` parameters."""
        ...


@dataclass(frozen=True, slots=True)
class _Cell:
    """Events of one week, direction and quad class."""

    direction: str
    quad: int
    events: int
    reports: int
    score_sum: float
    conflict: float
    live: bool
    event_ids: tuple[str, ...]

    @property
    def bilateral(self) -> bool:
        return not self.direction.startswith(THIRD_PARTY)


@dataclass(frozen=True, slots=True)
class DyadHistory:
    """The weeks of a dyad with all that was computed of them.

    ``weeks`` are those asked for; ``levels`` and ``found`` have an entry for each, in order.
    """

    weeks: list[DyadWeek]
    levels: Levels
    found: Found


def dyad_weeks(
    store: Queryable,
    a: str,
    b: str,
    *,
    date_from: str | None = None,
    date_to: str | None = None,
    as_of: str | None = None,
    dataset: str | None = None,
    without: str | None = None,
    weights: Weights | None = None,
) -> list[DyadWeek]:
    """Every week of a dyad over a range, with counts, level, phase and shocks.

    Only events that a text asserts count; what is attributed, suspected, denied, negated,
    hypothetical or planned does not. An event counts in the week of its own date where that is
    known to day, week or month (a week or month by its start, unless a finer report tells which
    day is meant), an asserted one without any date, not told as background, in the week of its
    publication. One type, direction and day is one event, however many reports tell it.

    Parameters
    ----------
    store
        An open store.
    a, b
        Codes of the two sides, in any order: states, or what `detente.relations.find_side`
        knows: blocs and armed groups.
    date_from, date_to
        ISO days; the weeks that hold them are the first and the last. The level still draws on
        the weeks before. Without them: from the first week with an event told as news to the
        last with any, under ``as_of`` to the week of that day.
    as_of
        ISO day: nothing published later, or without publication date, may enter.
    dataset
        Only events of one origin: ``texts`` for what was coded here, ``gdelt``, ``icews`` and
        so on for imported data. All together if None: the same type, direction and day is then
        one event, whoever tells it.
    without
        A publisher or dataset to leave out.
    weights
        Those of ``weights.toml`` if None.

    Returns
    -------
    One record a week, continuous; empty if there is no event and no range is given. Keys of
    ``counts`` are ``RUS>TUR:4`` (actor, recipient, quad class), ``RUS<>TUR:1`` for what both
    did together (met, signed, clashed), counted once, and ``*>RUS:4`` for third-party violence:
    an assault on one side by nobody's state forces but by nationals or on the soil of the
    other. The last is in ``counts`` alone: not in events, reports, score or level.
    ``score_sum`` adds Goldstein scores (PLOVER's where there is none). A week without events
    has ``level`` None and the interval of what was known before, grown wider.

    Raises
    ------
    BadSetting
        A date is not ISO, the range is empty, or both sides are the same.

    Examples
    --------
    >>> weeks = dyad_weeks(store, "TUR", "RUS", as_of="2016-12-22")  # doctest: +SKIP
    """
    return dyad_history(
        store,
        a,
        b,
        date_from=date_from,
        date_to=date_to,
        as_of=as_of,
        dataset=dataset,
        without=without,
        weights=weights,
    ).weeks


def dyad_history(
    store: Queryable,
    a: str,
    b: str,
    *,
    date_from: str | None = None,
    date_to: str | None = None,
    as_of: str | None = None,
    dataset: str | None = None,
    without: str | None = None,
    weights: Weights | None = None,
) -> DyadHistory:
    """`dyad_weeks` with levels, slopes, gains and what the rules found; the same arguments."""
    start, end = asked_day(date_from, "date_from"), asked_day(date_to, "date_to")
    if start is not None and end is not None and start > end:
        raise BadSetting(
            f"the range from {start} to {end} is empty", hint="put the earlier day first"
        )
    asked = ask(a, b, as_of=as_of, dataset=dataset, without=without)
    cells = _cells(store, asked)
    weights = weights or load_weights()
    bounds = _range(cells, start, end, asked.values["as_of"])
    if bounds is None:
        return _series(asked.dyad, [], {}, weights)
    shown_from, shown_to = bounds
    told_from = min([*cells, shown_from])
    mondays = [told_from + i * WEEK for i in range((shown_to - told_from).days // 7 + 1)]
    return _after(_series(asked.dyad, mondays, cells, weights), (shown_from - told_from).days // 7)


def _after(history: DyadHistory, first: int) -> DyadHistory:
    """The history from the week of that index on."""
    levels = {f.name: getattr(history.levels, f.name)[first:] for f in fields(Levels)}
    found = {f.name: getattr(history.found, f.name)[first:] for f in fields(Found)}
    return DyadHistory(history.weeks[first:], Levels(**levels), Found(**found))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a store about two sides: which query, and its values."""

    dyad: str
    values: dict[str, Any]
    members: bool

    def rows(self, store: Queryable, query: str) -> list[tuple[Any, ...]]:
        """The rows of ``weeks`` or ``acts``."""
        dialect = getattr(store, "dialect", "duckdb")
        name = f"{'side' if self.members else 'dyad'}_{query}.{dialect}.sql"
        statement = files("detente.relations").joinpath("sql", name).read_text("utf-8")
        return store.query(statement, self.values)


def ask(
    a: str, b: str, *, as_of: str | None, dataset: str | None, without: str | None = None
) -> Asked:
    """The question about two sides, in any order.

    Raises
    ------
    BadSetting
        Both are the same, one is unknown, or ``as_of`` is not ISO.
    """
    one, other = sorted((find_side(a), find_side(b)), key=lambda side: side.code)
    if one.code == other.code:
        raise BadSetting(f"a dyad has two sides, not {one.code!r} twice", value=a)
    values: dict[str, Any] = {
        "a": one.code,
        "b": other.code,
        "as_of": asked_day(as_of, "as_of"),
        "dataset": dataset,
        "without": without,
    }
    members = members_of(one, other)
    return Asked(f"{one.code}-{other.code}", {**values, **(members or {})}, members is not None)


def asked_day(value: str | None, option: str) -> date | None:
    """The day of an ISO date that was asked for, None if none was.

    Raises
    ------
    BadSetting
        It is not ISO.
    """
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise BadSetting(
            f"{option}: {value!r} is not an ISO date", hint="dates are YYYY-MM-DD", value=value
        )
    return found


def monday_of(day: date) -> date:
    """The Monday of a day\'s week."""
    return day - timedelta(days=day.weekday())


def _cells(store: Queryable, asked: Asked) -> dict[date, list[_Cell]]:
    """The counted events by week."""
    out: dict[date, list[_Cell]] = {}
    for row in asked.rows(store, "weeks"):
        week, direction, quad, events, reports, score_sum, conflict, live, told = row
        monday = week.date() if hasattr(week, "date") else week
        ids = tuple(entry.split(TAB, 3)[3] for entry in told)
        # The engine adds in any order; rounding makes the same sum the same number.
        sums = round(score_sum, 6), round(conflict, 6)
        cell = _Cell(direction, quad, events, int(reports), *sums, bool(live), ids)
        out.setdefault(monday, []).append(cell)
    return out


def _range(
    cells: dict[date, list[_Cell]], start: date | None, end: date | None, as_of: date | None
) -> tuple[date, date] | None:
    """First and last Monday to show; None if there is nothing to show."""
    if not cells and (start is None or (end is None and as_of is None)):
        return None
    live = [monday for monday, found in cells.items() if any(c.live for c in found)]
    first = monday_of(start) if start is not None else min(live or cells)
    if end is not None:
        last = monday_of(end)
    elif as_of is not None:
        last = monday_of(as_of)
    else:
        last = max(cells)
    return (first, last) if first <= last else None


def _series(
    dyad: str, mondays: Sequence[date], cells: dict[date, list[_Cell]], weights: Weights
) -> DyadHistory:
    """The history of continuous weeks."""
    told = [[c for c in cells.get(monday, ()) if c.bilateral] for monday in mondays]
    events = np.array([sum(c.events for c in found) for found in told], dtype=np.int64)
    sums = np.array([sum(c.score_sum for c in found) for found in told], dtype=np.float64)
    conflict = np.array([sum(c.conflict for c in found) for found in told], dtype=np.float64)
    surged = surges(conflict[None, :], weights.surge)
    levels = filter_level(sums / np.maximum(events, 1), events, weights.level, surged.announced[0])
    found = shocks(_weekly(told, conflict, levels), weights.shock, surged)
    shock = found.shock
    phase = phases(levels.level, shock, weights.phase)
    weeks = [
        DyadWeek(
            dyad=dyad,
            week=monday.isoformat(),
            counts={f"{c.direction}:{c.quad}": c.events for c in cells.get(monday, ())},
            events=int(events[i]),
            reports=sum(c.reports for c in told[i]),
            score_sum=round(float(sums[i]), 6),
            level=_number(levels.level[i]) if events[i] else None,
            low=_number(levels.low[i]),
            high=_number(levels.high[i]),
            phase=phase[i],
            shock=shock[i],
            event_ids=tuple(e for c in told[i] for e in c.event_ids),
        )
        for i, monday in enumerate(mondays)
    ]
    return DyadHistory(weeks, levels, found)


def _weekly(told: Sequence[Sequence[_Cell]], conflict: Floats, levels: Levels) -> Weekly:
    def counted(which: Callable[[_Cell], int]) -> Ints:
        return np.array([sum(which(c) for c in found) for found in told], dtype=np.int64)

    return Weekly(
        level=levels.level,
        sd=levels.sd,
        conflict=conflict,
        conflict_reports=counted(lambda c: c.reports if c.quad >= 3 else 0),
        material=counted(lambda c: c.events if c.quad == 4 else 0),
        cooperation=counted(lambda c: c.events if c.quad <= 2 else 0),
    )


def _number(value: float) -> float | None:
    """A level to four decimals, None if there is none yet."""
    return None if np.isnan(value) else round(float(value), 4)
