"""The dyad-week: what a store's events say of two states, week by week.

What comes in: a store and two codes. What goes out: `DyadWeek` records, Monday to Sunday,
without gaps. Which reports tell one event is left to ``one_event``, the level to ``level``,
ruptures and phases to ``shocks``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import pairwise
from math import isnan

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadSetting
from detente.records import DyadWeek
from detente.relations.acts import EPOCH_MONDAY, Acts, week_numbers
from detente.relations.asking import Queryable, ask, asked_day
from detente.relations.counting import acts_of
from detente.relations.level import Floats, Ints, Levels, filter_level
from detente.relations.shocks import Found, Weekly, phases, shocks
from detente.relations.standing import surges
from detente.relations.weights import Weights, load_weights


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
    asked = ask(a, b)
    start, end = _asked_range(date_from, date_to)
    acts = acts_of(store, [(a, b)], as_of=as_of, dataset=dataset, without=without)[asked.dyad]
    return history_of(
        asked.dyad, acts, start=start, end=end, as_of=asked_day(as_of, "as_of"), weights=weights
    )


def _asked_range(date_from: str | None, date_to: str | None) -> tuple[date | None, date | None]:
    start, end = asked_day(date_from, "date_from"), asked_day(date_to, "date_to")
    if start is not None and end is not None and start > end:
        raise BadSetting(
            f"the range from {start} to {end} is empty", hint="put the earlier day first"
        )
    return start, end


def history_of(
    dyad: str,
    acts: Acts,
    *,
    start: date | None = None,
    end: date | None = None,
    as_of: date | None = None,
    weights: Weights | None = None,
) -> DyadHistory:
    """`dyad_history` from the acts of a dyad, all of them up to the day ``as_of``.

    Parameters
    ----------
    dyad
        Its name, codes sorted.
    acts
        As `dyad_acts` or `acts_of` give them.
    start, end
        Days whose weeks are the first and the last shown, as ``date_from`` and ``date_to``.
    as_of
        The day that the acts were asked for, None if for none.
    weights
        Those of ``weights.toml`` if None.
    """
    weights = weights or load_weights()
    bounds = _range(acts, start, end, as_of)
    if bounds is None:
        return _series(dyad, acts, 0, 0, weights)
    shown_from, shown_to = bounds
    told_from = min(int(acts.week.min()), shown_from) if len(acts) else shown_from
    history = _series(dyad, acts, told_from, shown_to + 1 - told_from, weights)
    return _after(history, shown_from - told_from)


def _after(history: DyadHistory, first: int) -> DyadHistory:
    """The history from the week of that index on."""
    levels = {f.name: getattr(history.levels, f.name)[first:] for f in fields(Levels)}
    found = {f.name: getattr(history.found, f.name)[first:] for f in fields(Found)}
    return DyadHistory(history.weeks[first:], Levels(**levels), Found(**found))


def monday_of(day: date) -> date:
    """The Monday of a day\'s week."""
    return day - timedelta(days=day.weekday())


def _week_of(day: date) -> int:
    """The number of a day's week; see `week_numbers`."""
    return int(week_numbers(np.array([day], dtype="M8[D]"))[0])


def _range(
    acts: Acts, start: date | None, end: date | None, as_of: date | None
) -> tuple[int, int] | None:
    """Numbers of the first and last week to show; None if there is nothing to show."""
    if not len(acts) and (start is None or (end is None and as_of is None)):
        return None
    if start is not None:
        first = _week_of(start)
    else:
        live = acts.week[acts.live]
        first = int((live if len(live) else acts.week).min())
    if end is not None:
        last = _week_of(end)
    elif as_of is not None:
        last = _week_of(as_of)
    else:
        last = int(acts.week.max())
    return (first, last) if first <= last else None


def _series(dyad: str, acts: Acts, first: int, length: int, weights: Weights) -> DyadHistory:
    """The history of continuous weeks from week number ``first`` on."""
    inside = (acts.week >= first) & (acts.week < first + length)
    acts = acts if inside.all() else acts.of(inside)
    own = acts.bilateral
    week = acts.week - first

    def summed(what: NDArray[np.float64] | NDArray[np.int64], which: NDArray[np.bool_]) -> Floats:
        return np.bincount(week[which], what[which], minlength=length).astype(np.float64)

    def counted(which: NDArray[np.bool_], what: Ints | None = None) -> Ints:
        found = np.ones(len(acts), dtype=np.int64) if what is None else what
        return np.rint(summed(found, which)).astype(np.int64)

    # Rounded, so that what is summed in another order is the same number.
    sums = summed(acts.score, own).round(6)
    conflict = summed(np.maximum(-acts.score, 0.0), own).round(6)
    events, reports = counted(own), counted(own, acts.reports)
    surged = surges(conflict[None, :], weights.surge)
    levels = filter_level(sums / np.maximum(events, 1), events, weights.level, surged.announced[0])
    quad = acts.quad_class
    weekly = Weekly(
        level=levels.level,
        sd=levels.sd,
        conflict=conflict,
        conflict_reports=counted(own & (quad >= 3), acts.reports),
        material=counted(own & (quad == 4)),
        cooperation=counted(own & (quad <= 2)),
    )
    found = shocks(weekly, weights.shock, surged)
    phase = phases(levels.level, found.shock, weights.phase)
    counts, ids = _told(acts, week, length)
    mondays = np.datetime_as_string(EPOCH_MONDAY + 7 * np.arange(first, first + length)).tolist()
    level, low, high = (_numbers(v) for v in (levels.level, levels.low, levels.high))
    weeks = [
        DyadWeek(
            dyad, monday, counts[i], n, told, score, level[i] if n else None, low[i], high[i],
            phase[i], found.shock[i], ids[i],
        )
        for i, (monday, n, told, score) in enumerate(
            zip(mondays, events.tolist(), reports.tolist(), sums.tolist(), strict=True)
        )
    ]  # fmt: skip
    return DyadHistory(weeks, levels, found)


def _told(
    acts: Acts, week: Ints, length: int
) -> tuple[list[dict[str, int]], list[tuple[str, ...]]]:
    """Of each week: events by direction and quad class, and the ids of those between the two."""
    counts: list[dict[str, int]] = [{} for _ in range(length)]
    # By week, direction, quad class, then day and the place where each was told.
    directions, rank = _ranks(acts)
    order = np.lexsort((acts.told, acts.day, acts.quad_class, rank, week))
    told = np.stack((week[order], rank[order], acts.quad_class[order]))
    changed = (told[:, 1:] != told[:, :-1]).any(axis=0)
    starts = np.flatnonzero(np.concatenate([np.ones(min(len(order), 1), dtype=bool), changed]))
    ends = np.append(starts[1:], len(order))
    for i, n, quad, count in zip(*told[:, starts].tolist(), (ends - starts).tolist(), strict=True):
        counts[i][f"{directions[n]}:{quad}"] = count
    own = order[acts.bilateral[order]]
    ids = acts.event_id[own].tolist()
    bounds = np.searchsorted(week[own], np.arange(length + 1)).tolist()
    return counts, [tuple(ids[first:last]) for first, last in pairwise(bounds)]


def _ranks(acts: Acts) -> tuple[list[str], Ints]:
    """All directions, sorted, and the place of each act's among them."""
    directions = sorted(set(acts.direction))
    places = {name: i for i, name in enumerate(directions)}
    return directions, np.array([places[name] for name in acts.direction], dtype=np.int64)


def _numbers(values: Floats) -> list[float | None]:
    """Levels to four decimals, None where there is none yet."""
    return [None if isnan(v) else round(v, 4) for v in values.tolist()]
