"""Ruptures, repairs and phases of a dyad, without looking ahead.

What comes in: the filtered level and the weekly counts of conflict and cooperation. What goes
out: for each week a shock or None, and a phase or None. Each week's answer uses that week and
earlier ones alone, so that a shock once told is never taken back. The numbers stand in
``weights.toml``.

A rupture shows in one of two ways. Where little is reported, a few acts move the level: it falls
far, below a threshold, on reports of material conflict. Where much is reported, the mean score
hardly moves and conflict surges instead (``standing``).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from detente.relations.level import Floats, Ints
from detente.relations.standing import Surges
from detente.relations.weights import PhaseWeights, ShockWeights

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weekly:
    """What the rules look at, arrays of the weeks' length.

    ``level`` is the filtered level and ``sd`` its uncertainty, NaN before the first event.
    ``conflict`` sums the scores below zero, sign dropped. ``conflict_reports`` are reports of
    quad classes 3 and 4, ``material`` events of class 4, ``cooperation`` of classes 1 and 2.
    All are between the two; third-party violence is in none of them.
    """

    level: Floats
    sd: Floats
    conflict: Floats
    conflict_reports: Ints
    material: Ints
    cooperation: Ints


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules say of each week.

    ``shock``: ``rupture``, ``repair`` or None. ``again``: a surge is announced while a rupture
    lasts. ``flagged``: conflict stands out from the year before.
    """

    shock: list[str | None]
    again: list[bool]
    flagged: list[bool]


def shocks(weekly: Weekly, weights: ShockWeights, surged: Surges) -> Found:
    """The shocks of each week, ``surged`` being what `surges` says of its conflict.

    A rupture can only follow no rupture or a repaired one, a repair only a rupture.
    """
    level, n = weekly.level, len(weekly.level)
    flagged, announced = surged.flagged[0], surged.announced[0]
    out: list[str | None] = [None] * n
    again = [False] * n
    rupture: _Rupture | None = None
    last_flagged = -n
    first = n
    for i, now in enumerate(level.tolist()):
        if isnan(now):
            continue
        first = min(first, i)
        last_flagged = i if flagged[i] else last_flagged
        if rupture is None:
            low = _is_low(weekly, i, weights)
            standing = _standing(level, first, i, weights) if low or announced[i] else None
            falls = low and standing is not None and standing - now >= weights.rupture_drop
            if falls or announced[i]:
                out[i] = "rupture"
                rupture = _Rupture(now if standing is None else max(standing, now), now)
            continue
        again[i] = bool(announced[i])
        rupture = _Rupture(rupture.standing, min(rupture.lowest, now))
        calm = i - last_flagged > weights.repair_calm_weeks
        if calm and weekly.cooperation[i] > 0 and _regained(rupture, now, weekly.sd[i], weights):
            out[i], rupture = "repair", None
    return Found(out, again, flagged.tolist())


@dataclass(frozen=True, slots=True)
class _Rupture:
    """The level that the dyad stood at before a rupture, and the lowest since."""

    standing: float
    lowest: float


def _standing(level: Floats, first: int, i: int, weights: ShockWeights) -> float | None:
    """The mean level of the weeks before week ``i``; None before the first event."""
    # Levels are known from the first event on, without gaps.
    before = level[max(first, i - weights.reference_weeks) : i]
    return float(np.add.reduce(before) / len(before)) if len(before) else None


def _is_low(weekly: Weekly, i: int, weights: ShockWeights) -> bool:
    """Whether a fall to the level of a week could be a rupture."""
    return bool(
        weekly.level[i] <= weights.rupture_level
        and weekly.conflict_reports[i] >= weights.rupture_reports
        and weekly.material[i] > 0
    )


def _regained(rupture: _Rupture, now: float, sd: float, weights: ShockWeights) -> bool:
    risen = now - rupture.lowest
    lost = rupture.standing - rupture.lowest
    return risen >= weights.repair_share * lost and risen >= weights.repair_sds * sd


def phases(level: Floats, shock: list[str | None], weights: PhaseWeights) -> list[str | None]:
    """``cooperation``, ``strain``, ``rupture`` or ``normalisation`` for each week.

    None before the first event. From a rupture to its repair the phase is rupture, then
    normalisation; else it changes only when the level passes the further of two thresholds.
    """
    out: list[str | None] = [None] * len(level)
    phase: str | None = None
    since = 0
    for i, now in enumerate(level.tolist()):
        if isnan(now):
            continue
        if shock[i] == "rupture":
            phase = "rupture"
        elif shock[i] == "repair":
            phase, since = "normalisation", i
        elif phase == "normalisation":
            if now >= weights.cooperation_above and i - since >= weights.normalisation_least:
                phase = "cooperation"
            elif i - since >= weights.normalisation_weeks:
                phase = _by_level(now, None, weights)
        elif phase != "rupture":
            phase = _by_level(now, phase, weights)
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
