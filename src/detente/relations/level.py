"""The level of a dyad, week by week: a small on-line filter.

What comes in: the mean score and the number of events of each week. What goes out: where the
level stands after each week, with its uncertainty, from that week and earlier ones alone. The
model is a random walk seen through noise that shrinks with the number of events (the local
level model: Durbin and Koopman 2012, Time Series Analysis by State Space Methods, ch. 2); a
week far off opens the level's variance, the automatic intervention of West and Harrison (1997,
Bayesian Forecasting and Dynamic Models, ch. 11).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from detente.relations.weights import LevelWeights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SCORES = (-10.0, 10.0)


@dataclass(frozen=True, slots=True)
class Levels:
    """The filtered level of every week, arrays of the weeks' length.

    ``level`` and ``sd`` are NaN before the first event. In a week without events ``level`` is
    what was known before and ``sd`` has grown. ``low`` and ``high`` bound the level with the
    probability of the weights, inside [-10, 10]. ``surprise`` is the week's mean less what was
    expected, in standard deviations; NaN in a week without events.
    """

    level: Floats
    sd: Floats
    low: Floats
    high: Floats
    surprise: Floats


def filter_level(mean: Floats, count: Ints, weights: LevelWeights) -> Levels:
    """The level after each week, from that week and those before it.

    Parameters
    ----------
    mean
        Mean score of each week's events, shape (n,), in [-10, 10]; ignored where there are none.
    count
        Events of each week, shape (n,).
    weights
        The ``[level]`` part of ``weights.toml``.

    Examples
    --------
    >>> from detente.relations.weights import load_weights
    >>> got = filter_level(np.array([4.0, 0.0]), np.array([9, 0]), load_weights().level)
    >>> bool(got.level[1] == got.level[0] > 2), bool(got.sd[1] > got.sd[0])
    (True, True)
    """
    n = len(count)
    level, sd, surprise = np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)
    at, variance, begun = weights.prior_mean, weights.prior_sd**2, False
    for i in range(n):
        if begun:
            variance += weights.drift_sd**2
        if count[i] > 0:
            begun = True
            noise = weights.week_sd**2 + weights.event_sd**2 / float(count[i])
            off = float(mean[i]) - at
            surprise[i] = off / np.sqrt(variance + noise)
            if abs(surprise[i]) > weights.surprise:
                variance += weights.jump_sd**2
            gain = variance / (variance + noise)
            at += gain * off
            variance *= 1.0 - gain
        if begun:
            level[i], sd[i] = at, np.sqrt(variance)
    half = NormalDist().inv_cdf(0.5 + weights.interval / 2) * sd
    low, high = np.clip(level - half, *SCORES), np.clip(level + half, *SCORES)
    return Levels(level, sd, low, high, surprise)
