"""Calibration on later data, with an interval.

What comes in: scores of a model on rows later than all it was fitted on, with their outcomes
and weeks. What goes out: a `Calibration` that turns a score into a probability and bounds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Outcomes are few at the ends: the slope is drawn to 1 and the shift to 0 as by so many
# rows that the model forecast right.
PRIOR_WEIGHT = 1.0
LEVEL = 0.8
DRAWS = 200


def logit(p: Floats) -> Floats:
    """Log odds of probabilities, kept off 0 and 1."""
    kept = np.clip(p, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def expit(x: Floats) -> Floats:
    """Probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -35, 35))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """``p = expit(shift + slope * score)``, with what it might have been.

    ``shifts`` and ``slopes`` are those of weeks drawn anew, shape (draws,): the spread over
    them bounds the probability. Order is kept: ``slope`` is above 0.
    """

    shift: float
    slope: float
    shifts: Floats
    slopes: Floats

    def probability(self, score: Floats) -> Floats:
        """The calibrated probability of each score, a log odds."""
        return expit(self.shift + self.slope * score)

    def interval(self, score: Floats) -> tuple[Floats, Floats]:
        """The 80 % interval of each probability."""
        drawn = expit(self.shifts[:, None] + self.slopes[:, None] * np.atleast_1d(score)[None, :])
        said = self.probability(np.atleast_1d(score))
        low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
        return np.minimum(low, said), np.maximum(high, said)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As plain arrays by name, for a file."""
        return {
            "own": np.array([self.shift, self.slope]),
            "shifts": self.shifts,
            "slopes": self.slopes,
        }


def calibration_of(arrays: Mapping[str, NDArray[Any]]) -> Calibration:
    """The calibration of the arrays of `Calibration.arrays`."""
    return Calibration(
        float(arrays["own"][0]), float(arrays["own"][1]), arrays["shifts"], arrays["slopes"]
    )


IDENTITY = Calibration(0.0, 1.0, np.zeros(1), np.ones(1))


def calibrate(
    score: Floats, happened: Floats, week: Ints, *, trust: float = 1.0, seed: int = 0
) -> Calibration:
    """Fit shift and slope by logistic regression, and again on weeks drawn with replacement.

    Parameters
    ----------
    score
        Log odds that the model gave, shape (rows,).
    happened, week
        Outcome and origin week of each row. Weeks are drawn whole, for their rows share shocks.
    trust
        How much of the fitted shift and slope to take, in [0, 1]: what is learnt from one year
        of weeks is partly that year's.
    """
    if len(score) == 0 or happened.min() == happened.max():
        return IDENTITY
    shift, slope = _platt(score, happened, np.ones(len(score)))
    rng = np.random.default_rng(seed)
    weeks, row = np.unique(week, return_inverse=True)
    drawn = rng.multinomial(len(weeks), np.full(len(weeks), 1 / len(weeks)), size=DRAWS)
    pairs = np.array([_platt(score, happened, times[row].astype(np.float64)) for times in drawn])
    moved_shift, moved_slope = trust * shift, 1 + trust * (slope - 1)
    # The spread is that of the draws, around what is said.
    return Calibration(
        moved_shift,
        moved_slope,
        pairs[:, 0] - shift + moved_shift,
        np.maximum(pairs[:, 1] - slope + moved_slope, 0.05),
    )


def _platt(score: Floats, happened: Floats, weight: Floats) -> tuple[float, float]:
    """Shift and slope by Newton's method, drawn slightly to 0 and 1."""
    theta = np.array([0.0, 1.0])
    for _ in range(30):
        p = expit(theta[0] + theta[1] * score)
        w = weight * p * (1 - p)
        pull = PRIOR_WEIGHT * (theta - np.array([0.0, 1.0]))
        gradient = (
            np.array([(weight * (p - happened)).sum(), (weight * (p - happened) * score).sum()])
            + pull
        )
        hessian = np.array(
            [[w.sum(), (w * score).sum()], [(w * score).sum(), (w * score * score).sum()]]
        ) + PRIOR_WEIGHT * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        theta = theta - step
        if np.abs(step).max() < 1e-8:
            break
    return float(theta[0]), float(max(theta[1], 0.05))
