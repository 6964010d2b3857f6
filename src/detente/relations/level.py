"""The level of a dyad, week by week: a small on-line state-space filter.

What comes in: the mean score and the number of events of each week. What goes out: where the
level stands after each week, its slope and its uncertainty, from that week and earlier ones
alone.

The model is a local level with damped slope (Durbin and Koopman 2012, Time Series Analysis by
State Space Methods, ch. 3), seen through noise that

- is learned from the dyad itself, by discounted variance learning (West and Harrison 1997,
  Bayesian Forecasting and Dynamic Models, ch. 10.8);
- shrinks in a week with more events than the dyad usually has, and grows in one with fewer.
  Volume is held against the dyad's own, so that reporting which grows throughout moves nothing;
- has heavy tails: a week far off is weighed down as Student's t says, and leaves the level less
  sure (Masreliez 1975, IEEE Transactions on Automatic Control 20(1)).

One odd week is thus mostly noise. A jump that is well evidenced (far more events than usual) or
sustained (a second week off in the same direction) opens the level's variance instead: the
automatic intervention of West and Harrison, ch. 11.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isinf, sqrt
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

    ``level``, ``slope`` (a week) and ``sd`` are NaN before the first event. In a week without
    events ``level`` is what was expected of it and ``sd`` has grown. ``low`` and ``high`` bound
    the level with the probability of the weights, inside [-10, 10]. ``expected`` is the level
    foreseen before the week was read, ``gain`` what part of the distance between the week's mean
    and ``expected`` moved the level, 0 in a week without events. ``surprise`` is that distance
    in standard deviations; ``noise_sd`` is that of the week's mean about the level; both NaN in a
    week without events. ``opened`` says in which weeks a jump was let through.
    """

    level: Floats
    slope: Floats
    sd: Floats
    low: Floats
    high: Floats
    expected: Floats
    gain: Floats
    surprise: Floats
    noise_sd: Floats
    opened: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class State:
    """Level and slope with their covariance: level's, joint, slope's."""

    level: float
    slope: float
    p_level: float
    p_joint: float
    p_slope: float


def filter_level(
    mean: Floats,
    count: Ints,
    weights: LevelWeights,
    announced: NDArray[np.bool_] | None = None,
) -> Levels:
    """The level after each week, from that week and those before it.

    Parameters
    ----------
    mean
        Mean score of each week's events, shape (n,), in [-10, 10]; ignored where there are none.
    count
        Events of each week, shape (n,).
    weights
        The ``[level]`` part of ``weights.toml``.
    announced
        Weeks whose conflict is known to break with the dyad's past (``standing.surges``), shape
        (n,). The mean of such a week may be half talk: if it lies below what was expected the
        level's variance is opened whatever the surprise, the feed-forward intervention of West
        and Harrison, ch. 11.

    Examples
    --------
    >>> from detente.relations.weights import load_weights
    >>> got = filter_level(np.array([4.0, 0.0]), np.array([9, 0]), load_weights().level)
    >>> bool(got.level[1] == got.level[0] > 2), bool(got.sd[1] > got.sd[0])
    (True, True)
    """
    n = len(count)
    means, counts = mean.tolist(), count.tolist()  # plain numbers: read one by one they are faster
    names = ("level", "slope", "sd", "expected", "surprise", "noise_sd")
    out = {name: np.full(n, np.nan) for name in names}
    gain, opened = np.zeros(n), np.zeros(n, dtype=bool)
    state = State(weights.prior_mean, 0.0, weights.prior_sd**2, 0.0, 0.0)
    noise = _Noise(weights)
    begun, last = False, (0.0, 0.0)
    for i in range(n):
        if begun:
            state = predict(state, weights)
        if counts[i] > 0:
            begun = True
            out["expected"][i] = state.level
            ratio = noise.volume_ratio(float(counts[i]))
            variance = noise.scale * noise.factor(ratio)
            off = means[i] - state.level
            surprise = off / sqrt(state.p_level + variance)
            out["surprise"][i], out["noise_sd"][i] = surprise, sqrt(variance)
            told = announced is not None and bool(announced[i]) and off < 0
            opened[i] = told or _jumps((surprise, ratio), last, weights)
            if opened[i]:
                state = replace(state, p_level=state.p_level + weights.jump_sd**2)
            else:
                noise.learn(surprise)
            noise.see(float(counts[i]))
            # Heavy tails hold in opened weeks too: an opened week is often still an odd one, and
            # on simulated dyads the interval holds 80 % so, 75 % otherwise.
            state, gain[i] = update(state, off, variance, weights.degrees_of_freedom)
            last = (surprise, ratio)
        if begun:
            out["level"][i], out["slope"][i] = state.level, state.slope
            out["sd"][i] = sqrt(state.p_level)
            if counts[i] == 0:
                out["expected"][i] = state.level
    half = NormalDist().inv_cdf(0.5 + weights.interval / 2) * out["sd"]
    low, high = np.clip(out["level"] - half, *SCORES), np.clip(out["level"] + half, *SCORES)
    return Levels(low=low, high=high, gain=gain, opened=opened, **out)


def predict(state: State, weights: LevelWeights) -> State:
    """A week later: the level has moved by the slope, the slope is damped, both less sure."""
    damping = weights.slope_damping
    return State(
        level=state.level + state.slope,
        slope=damping * state.slope,
        p_level=state.p_level + 2 * state.p_joint + state.p_slope + weights.drift_sd**2,
        p_joint=damping * (state.p_joint + state.p_slope),
        p_slope=damping**2 * state.p_slope + weights.slope_sd**2,
    )


def update(
    state: State, off: float, variance: float, degrees_of_freedom: float
) -> tuple[State, float]:
    """The state after a week seen ``off`` the level through such noise, and the level's gain.

    First and second derivative of the log density of Student's t say how far the level moves
    and how much surer it gets (Masreliez 1975); with infinite degrees of freedom this is Kalman's
    update, and it never claims more than Kalman's.
    """
    total = state.p_level + variance
    df, far = degrees_of_freedom, off**2 / total
    if isinf(df):
        pull = surer = 1.0
    else:
        pull = min((df + 1) / (df + far), 1.0)
        surer = min((df + 1) * (df - far) / (df + far) ** 2, 1.0)
    gain, slope_gain = state.p_level / total, state.p_joint / total
    after = State(
        level=state.level + pull * gain * off,
        slope=state.slope + pull * slope_gain * off,
        p_level=state.p_level * (1 - surer * gain),
        p_joint=state.p_joint * (1 - surer * gain),
        p_slope=state.p_slope - surer * slope_gain * state.p_joint,
    )
    return after, pull * gain


def _jumps(now: tuple[float, float], last: tuple[float, float], weights: LevelWeights) -> bool:
    """Whether a week off says that the level itself has jumped.

    ``now`` and ``last``: how far this week with events and the one before it were off, and how
    many events they had against the usual number.
    """
    off, ratio = now
    if abs(off) < weights.sustained:
        return False
    twice = abs(last[0]) >= weights.sustained and last[0] * off > 0
    told = ratio + last[1] if twice else ratio
    return told >= weights.evidence and (twice or abs(off) >= weights.surprise)


class _Noise:
    """The dyad's own noise and volume, learned week by week."""

    def __init__(self, weights: LevelWeights) -> None:
        self.weights = weights
        self.scale = weights.noise_sd**2
        self.weeks = weights.noise_weeks
        self.log_usual: float | None = None
        self.seen = 0.0

    def volume_ratio(self, count: float) -> float:
        """This week's events against what the dyad usually has; 1 in its first week."""
        if self.log_usual is None:
            return 1.0
        # Rounded, so that twice the events against twice the usual is the same number to the
        # last bit: a week right at a threshold would else pass it or not by the scale.
        return round(count / float(np.exp(self.log_usual)), 9)

    def factor(self, ratio: float) -> float:
        """How the noise of a week with so much of the usual volume differs from a usual week's."""
        share = self.weights.week_share
        return share + (1 - share) / ratio

    def learn(self, surprise: float) -> None:
        """Move the scale by a week's squared surprise, weighed as Student's t does."""
        df = self.weights.degrees_of_freedom
        ratio = surprise**2
        if not isinf(df):
            ratio *= (df + 1) / (df + ratio)  # on average 1 where the scale is right
        self.weeks = self.weights.noise_memory * self.weeks + 1
        self.scale += self.scale * (ratio - 1) / self.weeks

    def see(self, count: float) -> None:
        """Count the week in the usual volume: a geometric mean that forgets."""
        self.seen = min(self.seen + 1, self.weights.volume_weeks)
        now = float(np.log(count))
        if self.log_usual is None:
            self.log_usual = now
        else:
            self.log_usual += (now - self.log_usual) / self.seen
