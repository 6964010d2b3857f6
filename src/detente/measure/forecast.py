"""Proper scores and calibration of probability forecasts.

Comes in: forecast probabilities and outcomes, arrays of one length. Goes out: numbers. Scores
agree with scikit-learn, which a test checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
# A forecast of exactly 0 or 1 that fails would cost infinitely much in the log score.
LEAST = 1e-6


class ShapeMismatch(ValueError):
    """Forecasts and outcomes are not equally many, or there are none."""


def _pair(p: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    said, seen = np.asarray(p, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if said.shape != seen.shape or said.ndim != 1 or not len(said):
        raise ShapeMismatch(f"forecasts have shape {said.shape}, outcomes {seen.shape}")
    return said, seen


def brier_score(p: ArrayLike, y: ArrayLike) -> float:
    """Mean squared gap between forecast probability and outcome.

    Parameters
    ----------
    p
        Probability of the event, shape (n,), in [0, 1].
    y
        Whether it was observed, shape (n,), same order as ``p``.

    Returns
    -------
    Score in [0, 1], lower is better; always saying 0.5 scores 0.25.

    Raises
    ------
    ShapeMismatch
        ``p`` and ``y`` differ in length, or are empty.

    References
    ----------
    Brier (1950), Monthly Weather Review 78(1).

    Examples
    --------
    >>> round(brier_score([0.9, 0.2], [True, False]), 3)
    0.025
    """
    said, seen = _pair(p, y)
    return float(np.mean((said - seen) ** 2))


def brier_skill(p: ArrayLike, y: ArrayLike, reference: ArrayLike) -> float:
    """One less the ratio of the Brier score to that of a reference forecast.

    Returns
    -------
    At most 1; 0 is no better than the reference, below 0 is worse. 0 where the reference is
    perfect.

    Examples
    --------
    >>> brier_skill([1.0, 0.0], [True, False], [0.5, 0.5])
    1.0
    """
    said = brier_score(p, y)
    known = brier_score(reference, y)
    return 1 - said / known if known > 0 else 0.0


def log_score(p: ArrayLike, y: ArrayLike) -> float:
    """Mean of minus the log of the probability given to what happened, in nats; lower is better.

    Probabilities are kept ``1e-6`` away from 0 and 1.

    Examples
    --------
    >>> round(log_score([0.5], [True]), 4)
    0.6931
    """
    said, seen = _pair(p, y)
    said = np.clip(said, LEAST, 1 - LEAST)
    return float(-np.mean(np.where(seen > 0, np.log(said), np.log1p(-said))))


def auroc(p: ArrayLike, y: ArrayLike) -> float | None:
    """The chance that an event was given a higher probability than a non-event; ties count half.

    None where all outcomes are alike.

    Examples
    --------
    >>> auroc([0.1, 0.4, 0.4, 0.9], [False, False, True, True])
    0.875
    """
    said, seen = _pair(p, y)
    positive = seen > 0
    n1, n0 = int(positive.sum()), int((~positive).sum())
    if not n1 or not n0:
        return None
    _, inverse, counts = np.unique(said, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    rank = (last - (counts - 1) / 2)[inverse]
    return float((rank[positive].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of like size: how many, what they said on average, how often it happened."""

    count: int
    said: float
    seen: float


def reliability(p: ArrayLike, y: ArrayLike, bins: int = 10) -> tuple[Bin, ...]:
    """Forecasts in equally full bins by size, lowest first.

    Equal forecasts stay in one bin, so there may be fewer bins, and of unlike size.

    Examples
    --------
    >>> reliability([0.1, 0.1, 0.8, 0.8], [False, False, True, False], bins=2)
    (Bin(count=2, said=0.1, seen=0.0), Bin(count=2, said=0.8, seen=0.5))
    """
    said, seen = _pair(p, y)
    edges = np.unique(np.quantile(said, np.linspace(0, 1, bins + 1)[1:-1]))
    which = np.searchsorted(edges, said, side="left")
    out = []
    for k in range(len(edges) + 1):
        inside = which == k
        if inside.any():
            out.append(
                Bin(int(inside.sum()), float(said[inside].mean()), float(seen[inside].mean()))
            )
    return tuple(out)


def calibration_error(p: ArrayLike, y: ArrayLike, bins: int = 10) -> float:
    """Expected calibration error: mean gap of said and seen over equally full bins.

    Returns
    -------
    In [0, 1], lower is better.

    References
    ----------
    Naeini, Cooper and Hauskrecht (2015), AAAI.

    Examples
    --------
    >>> round(calibration_error([0.1, 0.1, 0.8, 0.8], [False, False, True, False], bins=2), 3)
    0.2
    """
    found = reliability(p, y, bins)
    total = sum(b.count for b in found)
    return sum(b.count * abs(b.said - b.seen) for b in found) / total


def block_interval(
    blocks: NDArray[Any],
    sums: Floats,
    statistic: Callable[[Floats], Floats],
    *,
    draws: int = 2000,
    seed: int = 0,
    level: float = 0.95,
) -> tuple[float, float]:
    """An interval for a statistic of sums over rows, by drawing whole blocks of rows anew.

    Rows of one week share its shocks: drawing them one by one would make the interval far too
    narrow.

    Parameters
    ----------
    blocks
        The block of each row, shape (n,).
    sums
        What is summed, shape (n, k), such as the squared errors of forecast and reference.
    statistic
        From sums of shape (draws, k) to values of shape (draws,).

    Returns
    -------
    The ends of the central interval.

    References
    ----------
    Davison and Hinkley (1997), Bootstrap Methods and their Application, ch. 3.8.
    """
    _, row = np.unique(blocks, return_inverse=True)
    count = int(row.max()) + 1
    per_block = np.stack(
        [np.bincount(row, weights=column, minlength=count) for column in sums.T], axis=1
    )
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(count, np.full(count, 1 / count), size=draws)
    values = statistic(np.asarray(drawn @ per_block, dtype=np.float64))
    tail = (1 - level) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)
