"""The dyad-week: what a store's events say of two states, week by week.

What comes in: a store and two codes. What goes out: `DyadWeek` records, Monday to Sunday,
without gaps. Which reports tell one event is left to ``one_event``, the level to ``level``,
ruptures and phases to ``shocks``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, Protocol

import numpy as np

from detente.errors import BadSetting
from detente.records import DyadWeek
from detente.relations.level import filter_level
from detente.relations.shocks import Weekly, phases, shocks
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
    live: bool
    event_ids: tuple[str, ...]

    @property
    def bilateral(self) -> bool:
        return not self.direction.startswith(THIRD_PARTY)


def dyad_weeks(
    store: Queryable,
    a: str,
    b: str,
    *,
    date_from: str | None = None,
    date_to: str | None = None,
    as_of: str | None = None,
    dataset: str | None = None,
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
        Codes of the two sides, in any order.
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
    if a == b:
        raise BadSetting(f"a dyad has two sides, not {a!r} twice", value=a)
    first, second = sorted((a, b))
    start, end = asked_day(date_from, "date_from"), asked_day(date_to, "date_to")
    known = asked_day(as_of, "as_of")
    if start is not None and end is not None and start > end:
        raise BadSetting(
            f"the range from {start} to {end} is empty", hint="put the earlier day first"
        )
    cells = _cells(store, first, second, known, dataset)
    bounds = _range(cells, start, end, known)
    if bounds is None:
        return []
    shown_from, shown_to = bounds
    told_from = min([*cells, shown_from])
    mondays = [told_from + i * WEEK for i in range((shown_to - told_from).days // 7 + 1)]
    weeks = _series(f"{first}-{second}", mondays, cells, weights or load_weights())
    return weeks[(shown_from - told_from).days // 7 :]


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


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _statement() -> str:
    return files("detente.relations").joinpath("sql", "dyad_weeks.duckdb.sql").read_text("utf-8")


def _cells(
    store: Queryable, a: str, b: str, as_of: date | None, dataset: str | None
) -> dict[date, list[_Cell]]:
    """The counted events by week."""
    out: dict[date, list[_Cell]] = {}
    asked = {"a": a, "b": b, "as_of": as_of, "dataset": dataset}
    for row in store.query(_statement(), asked):
        week, direction, quad, events, reports, score_sum, live, ids = row
        monday = week.date() if hasattr(week, "date") else week
        # The engine adds in any order; rounding makes the same sum the same number.
        cell = _Cell(
            direction, quad, events, int(reports), round(score_sum, 6), bool(live), tuple(ids)
        )
        out.setdefault(monday, []).append(cell)
    return out


def _range(
    cells: dict[date, list[_Cell]], start: date | None, end: date | None, as_of: date | None
) -> tuple[date, date] | None:
    """First and last Monday to show; None if there is nothing to show."""
    if not cells and (start is None or (end is None and as_of is None)):
        return None
    live = [monday for monday, found in cells.items() if any(c.live for c in found)]
    first = _monday(start) if start is not None else min(live or cells)
    if end is not None:
        last = _monday(end)
    elif as_of is not None:
        last = _monday(as_of)
    else:
        last = max(cells)
    return (first, last) if first <= last else None


def _series(
    dyad: str, mondays: Sequence[date], cells: dict[date, list[_Cell]], weights: Weights
) -> list[DyadWeek]:
    """The records of continuous weeks."""
    told = [[c for c in cells.get(monday, ()) if c.bilateral] for monday in mondays]
    events = np.array([sum(c.events for c in found) for found in told], dtype=np.int64)
    sums = np.array([sum(c.score_sum for c in found) for found in told], dtype=np.float64)
    levels = filter_level(sums / np.maximum(events, 1), events, weights.level)
    weekly = Weekly(
        levels.level,
        np.array([sum(c.reports for c in found if c.quad >= 3) for found in told], dtype=np.int64),
        np.array([sum(c.events for c in found if c.quad == 4) for found in told], dtype=np.int64),
        np.array([sum(c.events for c in found if c.quad <= 2) for found in told], dtype=np.int64),
    )
    shock = shocks(weekly, weights.shock)
    phase = phases(levels.level, shock, weights.phase)
    return [
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


def _number(value: float) -> float | None:
    """A level to four decimals, None if there is none yet."""
    return None if np.isnan(value) else round(float(value), 4)
