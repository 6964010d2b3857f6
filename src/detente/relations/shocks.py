"""Ruptures, repairs and phases of a dyad, from its level, without looking ahead.

What comes in: the filtered level and the weekly counts of conflict and cooperation. What goes
out: for each week a shock or None, and a phase or None. Each week's answer uses that week and
earlier ones alone, so that a shock once told is never taken back. A first honest rule; its
numbers stand in ``weights.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.relations.level import Floats, Ints
from detente.relations.weights import PhaseWeights, ShockWeights


@dataclass(frozen=True, slots=True)
class Weekly:
    """What the rules look at, arrays of the weeks' length.

    ``level`` is the filtered level, NaN before the first event. ``conflict_reports`` are reports
    of quad classes 3 and 4, ``material`` events of class 4, ``cooperation`` of classes 1 and 2,
    all between the two; third-party violence is in none of them.
    """

    level: Floats
    conflict_reports: Ints
    material: Ints
    cooperation: Ints


def shocks(weekly: Weekly, weights: ShockWeights) -> list[str | None]:
    """``rupture``, ``repair`` or None for each week.

    A rupture can only follow no rupture or a repaired one, a repair only a rupture.
    """
    level = weekly.level
    out: list[str | None] = [None] * len(level)
    lowest: float | None = None  # since the rupture; None while there is none
    for i, now in enumerate(level):
        if np.isnan(now):
            continue
        if lowest is None:
            before = level[max(0, i - weights.reference_weeks) : i]
            before = before[~np.isnan(before)]
            if len(before) and _ruptures(weekly, i, float(before.mean()) - now, weights):
                out[i], lowest = "rupture", float(now)
            continue
        lowest = min(lowest, float(now))
        risen = now - lowest >= weights.repair_rise and now >= weights.repair_level
        if risen and weekly.cooperation[i] > 0:
            out[i], lowest = "repair", None
    return out


def _ruptures(weekly: Weekly, i: int, drop: float, weights: ShockWeights) -> bool:
    return bool(
        drop >= weights.rupture_drop
        and weekly.level[i] <= weights.rupture_level
        and weekly.conflict_reports[i] >= weights.rupture_reports
        and weekly.material[i] > 0
    )


def phases(level: Floats, shock: list[str | None], weights: PhaseWeights) -> list[str | None]:
    """``cooperation``, ``strain``, ``rupture`` or ``normalisation`` for each week.

    None before the first event. From a rupture to its repair the phase is rupture, then
    normalisation; else it changes only when the level passes the further of two thresholds.
    """
    out: list[str | None] = [None] * len(level)
    phase: str | None = None
    since = 0
    for i, now in enumerate(level):
        if np.isnan(now):
            continue
        if shock[i] == "rupture":
            phase = "rupture"
        elif shock[i] == "repair":
            phase, since = "normalisation", i
        elif phase == "normalisation":
            if now >= weights.cooperation_above:
                phase = "cooperation"
            elif i - since >= weights.normalisation_weeks:
                phase = _by_level(float(now), None, weights)
        elif phase != "rupture":
            phase = _by_level(float(now), phase, weights)
        out[i] = phase
    return out


def _by_level(level: float, phase: str | None, weights: PhaseWeights) -> str:
    """Cooperation or strain; between the thresholds what it was, or the nearer one at first."""
    if level >= weights.cooperation_above:
        return "cooperation"
    if level <= weights.strain_below:
        return "strain"
    if phase in ("cooperation", "strain"):
        return phase
    middle = (weights.cooperation_above + weights.strain_below) / 2
    return "cooperation" if level >= middle else "strain"
