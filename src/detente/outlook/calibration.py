"""Calibration on later data, with an interval.

What comes in: scores of a model on rows later than all it was fitted on, with their outcomes
and weeks. What goes out: a `Calibration` that turns a score into a probability and bounds it.

The calibrated probability goes part of the way (in log odds) to Venn-Abers': half a year
of later weeks is partly that half year's. Its interval is as wide, in log odds, as what
isotonic regressions say when those weeks are drawn anew, with both probabilities of Venn-Abers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# How far to go from the model's own log odds to the calibrated ones, if nothing else is said.
TRUST = 0.5
LEVEL = 0.8
DRAWS = 60
GRID = 40
FEWEST_ROWS, FEWEST_EVENTS = 300, 15


def logit(p: Floats) -> Floats:
    """Log odds of probabilities, kept off 0 and 1."""
    kept = np.clip(p, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def expit(x: Floats) -> Floats:
    """Probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -35, 35))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scores and what they mean, read off between grid points; no grid is no calibration.

    ``grid`` holds scores (log odds), rising; ``said`` the log odds of Venn-Abers' probability
    there, ``low`` and ``high`` those of the ends of its 80 % interval. None falls with the score.
    ``trust``, in [0, 1], is how far the calibrated log odds go from the score to ``said``.
    """

    grid: Floats
    said: Floats
    low: Floats
    high: Floats
    trust: float = TRUST

    def probability(self, score: Floats) -> Floats:
        """The calibrated probability of each score; a higher score never has a lower one."""
        if not len(self.grid):
            return expit(score)
        said = np.interp(score, self.grid, self.said)
        return expit((1 - self.trust) * score + self.trust * said)

    def interval(self, score: Floats) -> tuple[Floats, Floats]:
        """The 80 % interval of each probability, which it always holds."""
        said = self.probability(score)
        if not len(self.grid):
            return said, said
        moved = logit(said) - np.interp(score, self.grid, self.said)
        low = expit(np.interp(score, self.grid, self.low) + moved)
        high = expit(np.interp(score, self.grid, self.high) + moved)
        return np.minimum(low, said), np.maximum(high, said)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As plain arrays by name, for a file."""
        return {
            "grid": self.grid,
            "said": self.said,
            "low": self.low,
            "high": self.high,
            "trust": np.array([self.trust]),
        }


def calibration_of(arrays: Mapping[str, NDArray[Any]]) -> Calibration:
    """The calibration of the arrays of `Calibration.arrays`."""
    grid, said, low, high = (
        arrays[name].astype(np.float64) for name in ("grid", "said", "low", "high")
    )
    trust = float(arrays["trust"][0]) if "trust" in arrays else TRUST
    return Calibration(grid, said, low, high, trust)


_EMPTY = np.empty(0)
IDENTITY = Calibration(_EMPTY, _EMPTY, _EMPTY, _EMPTY)


def calibrate(
    score: Floats, happened: Floats, week: Ints, *, trust: float = TRUST, seed: int = 0
) -> Calibration:
    """Fit by inductive Venn-Abers, and bound by drawing whole weeks anew.

    Parameters
    ----------
    score
        Log odds that the model gave, shape (rows,).
    happened, week
        Outcome and origin week of each row. Weeks are drawn whole, for their rows share shocks.
    trust
        Of the `Calibration`.

    Returns
    -------
    `IDENTITY` where fewer than 300 rows or 15 of either outcome are there.

    References
    ----------
    Vovk and Petej (2014), Venn-Abers predictors, UAI.
    """
    events = happened.sum()
    if len(score) < FEWEST_ROWS or min(events, len(score) - events) < FEWEST_EVENTS:
        return IDENTITY
    grid = np.unique(np.quantile(score, np.linspace(0.005, 0.995, GRID)))
    ones = np.ones(len(score))
    zero = np.array([_with_one_more(score, happened, g, 0.0) for g in grid])
    one = np.array([_with_one_more(score, happened, g, 1.0) for g in grid])
    said = one / (1 - zero + one)
    weeks, row = np.unique(week, return_inverse=True)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(len(weeks), np.full(len(weeks), 1 / len(weeks)), size=DRAWS)
    drawn = np.array([_isotonic(score, happened, ones * t[row], grid) for t in times])
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return Calibration(
        grid,
        np.maximum.accumulate(logit(said)),
        np.maximum.accumulate(logit(np.minimum(low, zero))),
        np.maximum.accumulate(logit(np.maximum(high, one))),
        trust,
    )


def _with_one_more(score: Floats, happened: Floats, at: float, outcome: float) -> float:
    weight = np.ones(len(score) + 1)
    fitted = _isotonic(np.append(score, at), np.append(happened, outcome), weight, np.array([at]))
    return float(fitted[0])


def _isotonic(score: Floats, happened: Floats, weight: Floats, at: Floats) -> Floats:
    from sklearn.isotonic import IsotonicRegression

    used = weight > 0
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    fitted.fit(score[used], happened[used], sample_weight=weight[used])
    return np.asarray(fitted.predict(at), dtype=np.float64)


def drawn_interval(score: Floats, happened: Floats, block: Ints, *, seed: int = 0) -> Calibration:
    """A calibration that moves no probability and bounds it by drawing blocks anew.

    For few outcomes: an isotonic regression would follow each of them. Each draw shifts all log
    odds until the mean probability is what was seen in the draw.
    """
    _, row = np.unique(block, return_inverse=True)
    count = int(row.max()) + 1
    rng = np.random.default_rng(seed)
    times = rng.multinomial(count, np.full(count, 1 / count), size=DRAWS * 5)
    shifts = np.array([_shift(score, happened, t[row].astype(np.float64)) for t in times])
    low, high = np.quantile(shifts, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    grid = np.array([-8.0, 8.0])
    return Calibration(grid, grid, grid + min(low, 0.0), grid + max(high, 0.0))


def widened(found: Calibration, drawn: Calibration) -> Calibration:
    """A calibration whose interval is at least as wide, in log odds, as a drawn one."""
    if not len(found.grid):
        return drawn
    below, above = float((drawn.low - drawn.grid)[0]), float((drawn.high - drawn.grid)[0])
    return Calibration(
        found.grid,
        found.said,
        np.minimum(found.low, found.said + below),
        np.maximum(found.high, found.said + above),
        found.trust,
    )


def _shift(score: Floats, happened: Floats, weight: Floats) -> float:
    """The shift of all log odds that makes the weighted mean probability what was seen."""
    if weight.sum() == 0:
        return 0.0
    goal = (weight @ happened + 0.5) / (weight.sum() + 1)
    low, high = -8.0, 8.0
    for _ in range(40):
        middle = (low + high) / 2
        mean = weight @ expit(score + middle) / weight.sum()
        low, high = (middle, high) if mean < goal else (low, middle)
    return (low + high) / 2
