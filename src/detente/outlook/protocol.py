"""The protocol by which outlooks are fitted and scored.

Origins every four weeks; a fit at each 26 weeks on labels fully observed by then (the embargo
is the horizon); no row of the test before its time. What comes in: a `Known`. What goes out:
tables of features and labels, split as the protocol says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.errors import BadSetting
from detente.outlook.features import Known, features_at
from detente.outlook.hazard import Table
from detente.outlook.target import Bools, Floats, Ints, Origins, happens_within, origins

GRID_WEEKS = 4
REFIT_WEEKS = 26
# Fits draw on origins from this week on: before, a year's reference is more gap than year.
FIRST_ORIGIN = 28
# The universe is drawn from the three years before the test.
UNIVERSE_WEEKS = 156
KINDS = ("all", "relapse", "post-shock")


def active_share(known: Known, until: int) -> Floats:
    """The share of the known days on which each dyad has data, in the 156 weeks up to a week.

    For single events it is the share of weeks with any.
    """
    panel = known.panel
    first = max(0, until + 1 - UNIVERSE_WEEKS)
    window = panel.active[:, first : until + 1]
    if not window.shape[1] or np.isnan(window).all():
        return np.zeros(len(panel.dyads))
    if panel.units == "events":
        return np.asarray(np.nanmean(np.where(np.isnan(window), np.nan, window > 0), axis=1))
    return np.asarray(np.nanmean(window, axis=1) / 7)


@dataclass(frozen=True, slots=True)
class Setup:
    """A panel with its origins and onsets, ready to be split.

    ``forecast`` are the dyads that outlooks are scored for, ``training`` those fitted on, as
    masks of the dyads.
    """

    known: Known
    where: Origins
    forecast: Bools
    training: Bools
    # Features of a week, once asked for: fits of other horizons and half years ask again.
    seen: dict[int, Table] = field(default_factory=dict, compare=False, repr=False)

    def kind(self, kind: str) -> Bools:
        """The origins of a kind, shape (dyads, weeks)."""
        found = {
            "acts": self.where.calm,
            "all": self.where.calm,
            "relapse": self.where.relapse,
            "post-shock": self.where.post_shock,
        }
        if kind not in found:
            raise BadSetting(f"{kind!r} is no kind of origin", hint=f"one of {', '.join(found)}")
        return found[kind]


def origins_of(known: Known) -> Origins:
    """Where outlooks may be issued."""
    return origins(known.rupture, known.onset, known.panel.known)


def set_up(known: Known, until: int, *, forecast_share: float, training_share: float) -> Setup:
    """Draw the universe from what was known at the end of week ``until``."""
    share = active_share(known, until)
    return Setup(
        known,
        origins_of(known),
        share >= forecast_share,
        share >= training_share,
    )


def _week_table(setup: Setup, t: int) -> Table:
    """Features of every origin of a week, of any kind."""
    if t not in setup.seen:
        where = setup.where
        asked = (where.calm | where.post_shock)[:, t] & (setup.training | setup.forecast)
        rows = np.flatnonzero(asked)
        found = features_at(setup.known, t, rows)
        if setup.known.panel.units == "events":
            # A store knows the two states it was filled for: their neighbours are not in it.
            found = {k: v for k, v in found.items() if not k.startswith("others_")}
        setup.seen[t] = Table(
            tuple(found), np.column_stack(list(found.values())), rows, np.full(len(rows), t)
        )
    return setup.seen[t]


def table_at(setup: Setup, weeks: Sequence[int], mask: Bools) -> Table:
    """Features of the origins of a mask, shape (dyads, weeks), for the weeks named.

    The mask may hold origins of any kind, of dyads that are fitted on or forecast.
    """
    parts: list[Floats] = []
    dyads: list[Ints] = []
    at: list[Ints] = []
    names: tuple[str, ...] = ()
    for t in weeks:
        rows = np.flatnonzero(mask[:, t])
        if not len(rows):
            continue
        week = _week_table(setup, t)
        names = week.names
        parts.append(week.values[np.searchsorted(week.dyad, rows)])
        dyads.append(rows)
        at.append(np.full(len(rows), t))
    if not parts:
        return Table((), np.empty((0, 0)), np.empty(0, np.int64), np.empty(0, np.int64))
    return Table(names, np.vstack(parts), np.concatenate(dyads), np.concatenate(at))


def training_weeks(cut: int, horizon: int) -> list[int]:
    """Origin weeks whose labels are fully observed at the end of week ``cut``, a grid apart."""
    return list(range(cut - horizon, FIRST_ORIGIN - 1, -GRID_WEEKS))[::-1]


@dataclass(frozen=True, slots=True)
class Fold:
    """One fit and the origins it answers: ``cut`` is the last week known when it was fitted."""

    cut: int
    test_weeks: tuple[int, ...]


def folds(known: Known, test_from: date, test_to: date, horizon: int) -> list[Fold]:
    """The fits of a test, and the origin weeks of each whose labels the panel settles.

    The first origin is the end of the first whole week on or after ``test_from``.

    Raises
    ------
    BadSetting
        The range is empty, or leaves no origin with a settled label.
    """
    panel = known.panel
    first = panel.last_whole_week(test_from - timedelta(days=1)) + 1
    last = min(panel.last_whole_week(test_to), panel.weeks - 1 - horizon)
    if test_from > test_to or last < first:
        raise BadSetting(
            f"no outlook of {horizon} weeks between {test_from} and {test_to} can be scored: the"
            f" data run from {panel.monday} to {panel.week(panel.weeks) - timedelta(days=1)}",
            hint="choose an earlier --test-from or give later files",
        )
    out: dict[int, list[int]] = {}
    for t in range(first, last + 1, GRID_WEEKS):
        out.setdefault(first + (t - first) // REFIT_WEEKS * REFIT_WEEKS, []).append(t)
    return [Fold(cut, tuple(weeks)) for cut, weeks in sorted(out.items())]


def labels(known: Known, horizon: int) -> tuple[NDArray[np.bool_], int]:
    """Whether an onset follows within the horizon, and how many weeks have a settled label."""
    return happens_within(known.onset, horizon)


def rows_of(table: Table) -> Iterator[tuple[int, int]]:
    """Dyad and week of each row."""
    yield from zip(table.dyad.tolist(), table.week.tolist(), strict=True)
