"""The rules of `repair-v1`, as they stood when its models were fitted.

What comes in: weekly means and counts of one dyad. What goes out: its level, ruptures and
repairs by the definition `repair-v1`. A definition never changes under its name: the level and
the shocks of ``relations`` have moved on (heavy tails, noise of the dyad's own, surges), so what
`repair-v1` means is kept here with its numbers. A `repair-v2` on today's level would be fitted
anew and reported beside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PRIOR_MEAN, PRIOR_SD = 1.0, 3.0
DRIFT_SD, EVENT_SD, WEEK_SD = 0.25, 4.0, 1.5
SURPRISE, JUMP_SD = 1.8, 3.0
REFERENCE_WEEKS = 12
RUPTURE_DROP, RUPTURE_LEVEL, RUPTURE_REPORTS = 3.0, 0.5, 3
REPAIR_RISE, REPAIR_LEVEL = 2.0, 0.5


def level_v1(mean: Floats, count: Ints) -> Floats:
    """The level after each week: a random walk seen through noise, opened by a surprise.

    NaN before the first event; in a week without events what it was.
    """
    level = np.full(len(count), np.nan)
    at, variance, begun = PRIOR_MEAN, PRIOR_SD**2, False
    for i in range(len(count)):
        if begun:
            variance += DRIFT_SD**2
        if count[i] > 0:
            begun = True
            noise = WEEK_SD**2 + EVENT_SD**2 / float(count[i])
            off = float(mean[i]) - at
            if abs(off / np.sqrt(variance + noise)) > SURPRISE:
                variance += JUMP_SD**2
            gain = variance / (variance + noise)
            at += gain * off
            variance *= 1.0 - gain
        if begun:
            level[i] = at
    return level


def shocks_v1(
    level: Floats, conflict_reports: Ints, material: Ints, cooperation: Ints
) -> list[str | None]:
    """``rupture``, ``repair`` or None for each week, without looking ahead.

    A rupture: a drop below the mean level of the weeks before, on material conflict. A repair:
    a rise above the lowest point since, in a week with cooperation.
    """
    out: list[str | None] = [None] * len(level)
    lowest: float | None = None
    for i, now in enumerate(level.tolist()):
        if np.isnan(now):
            continue
        if lowest is None:
            told = conflict_reports[i] >= RUPTURE_REPORTS and material[i] > 0
            if now <= RUPTURE_LEVEL and told:
                before = level[max(0, i - REFERENCE_WEEKS) : i]
                before = before[~np.isnan(before)]
                if len(before) and float(before.mean()) - now >= RUPTURE_DROP:
                    out[i], lowest = "rupture", now
            continue
        lowest = min(lowest, now)
        if now - lowest >= REPAIR_RISE and now >= REPAIR_LEVEL and cooperation[i] > 0:
            out[i], lowest = "repair", None
    return out
