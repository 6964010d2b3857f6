"""Fitting a calibrated hazard with what was known at the end of a week.

What comes in: a `Setup`, a kind of origin, the last week known. What goes out: a `Hazard` with
its `Calibration`.
"""

from __future__ import annotations

import numpy as np

from detente.errors import BadSetting
from detente.outlook.calibration import IDENTITY, Calibration, calibrate
from detente.outlook.config import Setting
from detente.outlook.hazard import Hazard, Table, fit_hazard
from detente.outlook.protocol import Setup, labels, table_at, training_weeks
from detente.outlook.target import Floats

FEWEST_ROWS = 50
# The base rate of few shocks is drawn to one in ten by this many.
PRIOR_ROWS = 10.0
PRIOR_RATE = 0.1


def base_rate_only(happened: Floats) -> Hazard:
    """A hazard that says the same of every dyad: how often it happened, drawn to one in ten."""
    rate = (happened.sum() + PRIOR_RATE * PRIOR_ROWS) / (len(happened) + PRIOR_ROWS)
    empty = np.empty(0)
    intercept = float(np.log(rate / (1 - rate)))
    return Hazard((), np.empty(0, np.int64), empty, empty, empty, intercept, None, 0.0)


def fit_calibrated(
    setup: Setup, kind: str, cut: int, horizon: int, setting: Setting
) -> tuple[Hazard, Calibration]:
    """Fit on all rows whose labels are fully observed at the end of week ``cut``.

    Raises
    ------
    BadSetting
        There are too few such rows, or all of them went the same way.
    """
    happened, _ = labels(setup.known, horizon)
    weeks = training_weeks(cut, horizon)
    mask = setup.kind(kind) & setup.training[:, None]
    table = table_at(setup, weeks, mask)
    seen = happened[table.dyad, table.week].astype(np.float64)
    if len(seen) < FEWEST_ROWS or seen.min() == seen.max():
        if kind in ("post-shock", "acts"):
            return base_rate_only(seen), IDENTITY
        raise BadSetting(
            f"only {len(seen)} {kind} origins with a settled outlook of {horizon} weeks lie before"
            f" {setup.known.panel.week(cut)}, {int(seen.sum())} of them followed by an onset",
            hint="give files that begin earlier: a year and a half before the test at least",
        )
    hazard = fit_hazard(table, seen, setting.recipe(kind))
    return hazard, _calibration(setup, kind, horizon, setting, table, seen)


def _calibration(
    setup: Setup, kind: str, horizon: int, setting: Setting, table: Table, seen: Floats
) -> Calibration:
    """Calibrate on the last weeks, by a fit on what was settled when they began."""
    begin = int(table.week.max()) - setting.calibration_weeks + 1
    later = (table.week >= begin) & setup.forecast[table.dyad]
    before = table.week + horizon < begin
    ready = int(before.sum()) >= FEWEST_ROWS and 0 < seen[before].mean() < 1
    if not ready or not later.any():
        return IDENTITY
    earlier = fit_hazard(table.where(before), seen[before], setting.recipe(kind))
    score = earlier.raw(table.values[later])
    return calibrate(
        score,
        seen[later],
        table.week[later],
        trust=setting.calibration_trust,
        seed=setting.hazard.seed,
    )
