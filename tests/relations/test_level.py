"""The filter of the level: exact where theory is exact, honest where it is not.

The simulation that coverage is measured on: 260 weeks of a level that starts at N(1, 2), wanders
with the weights' drift and slope, and in half the dyads falls by 4 to 8 in week 100 and rises by
as much in week 180; weekly means off it by Student's t with 4 degrees of freedom (or a normal
distribution), scale 1.5 to 4, smaller in weeks with more events; 1, 3, 10 or 40 events a week in
Poisson numbers, three times as many in the two weeks of a rupture; scores cut at -10 and 10.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.relations.level import Floats, Ints, filter_level
from detente.relations.weights import load_weights

WEIGHTS = load_weights().level
GAUSSIAN = replace(WEIGHTS, degrees_of_freedom=np.inf, surprise=np.inf, sustained=np.inf)
weeks = st.lists(st.tuples(st.floats(-10, 10), st.integers(0, 40)), min_size=1, max_size=80)


def arrays(told: list[tuple[float, int]]) -> tuple[Floats, Ints]:
    mean, count = zip(*told, strict=True)
    return np.array(mean, dtype=np.float64), np.array(count, dtype=np.int64)


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_it_agrees_with_statsmodels() -> None:
    """Gaussian and without jumps it is Kalman's filter, with an observation noise of each week."""
    statespace = pytest.importorskip("statsmodels.tsa.statespace.kalman_filter")
    rng = np.random.default_rng(5)
    for _ in range(20):
        count = rng.poisson(2, 150)
        count[0] = 3
        mean = rng.normal(0, 3, 150)
        ours = filter_level(mean, count, GAUSSIAN)
        noise = np.nan_to_num(ours.noise_sd, nan=1.0) ** 2
        assert len(set(noise.round(6))) > 20, "the noise must vary, or less is tested"
        theirs = statespace.KalmanFilter(k_endog=1, k_states=2)
        theirs.bind(np.where(count > 0, mean, np.nan)[:, None])
        theirs["design"] = np.array([[1.0, 0.0]])
        theirs["transition"] = np.array([[1.0, 1.0], [0.0, GAUSSIAN.slope_damping]])
        theirs["selection"] = np.eye(2)
        theirs["state_cov"] = np.diag([GAUSSIAN.drift_sd**2, GAUSSIAN.slope_sd**2])
        theirs["obs_cov"] = noise[None, None, :]
        start = np.array([GAUSSIAN.prior_mean, 0.0])
        theirs.initialize_known(start, np.diag([GAUSSIAN.prior_sd**2, 0.0]))
        found = theirs.filter()
        np.testing.assert_allclose(ours.level, found.filtered_state[0], atol=1e-6, rtol=0)
        np.testing.assert_allclose(ours.slope, found.filtered_state[1], atol=1e-6, rtol=0)
        np.testing.assert_allclose(ours.sd**2, found.filtered_state_cov[0, 0], atol=1e-6, rtol=0)


def test_the_heavy_tails_are_those_of_student() -> None:
    """One week far off moves the level as the exact posterior under t noise does, roughly.

    The exact mean is integrated on a grid: prior N(1, 3^2), one week's mean at -9.
    """
    grid = np.linspace(-30, 30, 60001)
    df, noise = WEIGHTS.degrees_of_freedom, WEIGHTS.noise_sd
    prior = np.exp(-0.5 * ((grid - WEIGHTS.prior_mean) / WEIGHTS.prior_sd) ** 2)
    likelihood = (1 + ((-9 - grid) / noise) ** 2 / df) ** (-(df + 1) / 2)
    exact = float((grid * prior * likelihood).sum() / (prior * likelihood).sum())
    quiet = replace(WEIGHTS, surprise=np.inf, sustained=np.inf)
    got = filter_level(np.array([-9.0]), np.array([1]), quiet).level[0]
    kalman = filter_level(np.array([-9.0]), np.array([1]), GAUSSIAN).level[0]
    assert abs(got - exact) < 0.5 * abs(kalman - exact)


@example([(0.0, 12), (-7.0, 18)], 2)  # exactly at the threshold of evidence
@settings(max_examples=100, deadline=None)
@given(weeks, st.integers(2, 9))
def test_reporting_that_grows_throughout_moves_nothing(
    told: list[tuple[float, int]], times: int
) -> None:
    """The issue asks for 5 %; volume against the dyad's own makes it exact."""
    mean, count = arrays(told)
    one, many = filter_level(mean, count, WEIGHTS), filter_level(mean, count * times, WEIGHTS)
    np.testing.assert_allclose(many.level, one.level, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(many.sd, one.sd, rtol=1e-9)


@settings(max_examples=100, deadline=None)
@given(weeks)
def test_a_week_without_reports_widens_and_never_reads_zero(told: list[tuple[float, int]]) -> None:
    mean, count = arrays([*told, (0.0, 0)])
    got = filter_level(mean, count, WEIGHTS)
    assert (got.gain[count == 0] == 0).all()
    known = ~np.isnan(got.sd)
    if len(told) > 1 and known[-2]:
        assert got.sd[-1] > got.sd[-2]
        assert got.level[-1] == pytest.approx(got.level[-2] + got.slope[-2])
    filled = mean.copy()
    filled[count == 0] = -10.0
    np.testing.assert_array_equal(filter_level(filled, count, WEIGHTS).level, got.level)


@settings(max_examples=100, deadline=None)
@given(weeks)
def test_the_move_is_the_gain_times_the_distance(told: list[tuple[float, int]]) -> None:
    """What `why` rests on: events' shares sum to the move of the week."""
    mean, count = arrays(told)
    got = filter_level(mean, count, WEIGHTS)
    seen = count > 0
    moved = got.level[seen] - got.expected[seen]
    shares = got.gain[seen] * (mean[seen] - got.expected[seen])
    np.testing.assert_allclose(shares, moved, atol=1e-9)
    assert ((got.gain >= 0) & (got.gain <= 1)).all()
    assert (got.sd[~np.isnan(got.sd)] > 0).all()


def test_one_odd_week_is_noise_and_a_sustained_or_well_told_one_a_jump() -> None:
    base = [2.0] * 60
    counts = [4] * 60
    level = {}
    for name, odd, told in (
        ("one odd week", [-9.0, 2.0, 2.0], [4, 4, 4]),
        ("well told", [-9.0, -9.0, -9.0], [20, 4, 4]),
        ("sustained", [-9.0, -9.0, -9.0], [4, 4, 4]),
    ):
        got = filter_level(np.array(base + odd), np.array(counts + told), WEIGHTS)
        level[name] = got.level[-3:]
    assert level["one odd week"].min() > 0
    assert level["sustained"][0] > 0
    assert level["well told"][0] < -1
    assert level["sustained"][1] < -2
    assert level["well told"][1] < -6


def simulated(
    rng: np.random.Generator, *, ruptures: bool, heavy: bool
) -> tuple[Floats, Floats, Ints]:
    n, volume, scale = 260, float(rng.choice([1, 3, 10, 40])), rng.uniform(1.5, 4)
    slope, level = 0.0, np.empty(n)
    level[0] = rng.normal(1, 2)
    for i in range(1, n):
        slope = WEIGHTS.slope_damping * slope + rng.normal(0, WEIGHTS.slope_sd)
        level[i] = level[i - 1] + slope + rng.normal(0, WEIGHTS.drift_sd)
    count = rng.poisson(volume, n)
    if ruptures:
        for at, sign in ((100, -1), (180, 1)):
            level[at:] += sign * rng.uniform(4, 8)
            count[at : at + 2] = rng.poisson(3 * volume, 2) + 1
    level = np.clip(level, -9, 9)
    share = WEIGHTS.week_share
    spread = scale * np.sqrt(share + (1 - share) * volume / np.maximum(count, 1))
    off = rng.standard_t(4, n) if heavy else rng.standard_normal(n)
    return level, np.clip(level + spread * off, -10, 10), count.astype(np.int64)


@pytest.mark.parametrize("heavy", [True, False])
def test_the_interval_holds_what_it_promises(heavy: bool) -> None:
    """80 % is promised: measured over all weeks, and in the eight weeks after a rupture."""
    rng = np.random.default_rng(20151124)
    held: list[float] = []
    after: list[float] = []
    for k in range(80):
        level, mean, count = simulated(rng, ruptures=k % 2 == 0, heavy=heavy)
        got = filter_level(mean, count, WEIGHTS)
        inside = (got.low <= level) & (level <= got.high)
        held.append(inside[12:].mean())
        if k % 2 == 0:
            after += [inside[100:108].mean(), inside[180:188].mean()]
    assert 0.77 <= np.mean(held) <= 0.86
    # Right after a rupture a filter that may not peek falls short of its promise.
    assert np.mean(after) >= 0.7


def test_a_week_known_to_break_with_the_past_opens_the_level_though_half_of_it_is_talk() -> None:
    weights = load_weights().level
    mean = np.array([4.0, -1.5, 3.5, -1.0, 4.5, 0.5] * 6 + [-2.4, -1.0])
    count = np.array([2] * 36 + [17, 7])
    told = np.zeros(38, dtype=bool)
    told[36] = True
    plain, known = filter_level(mean, count, weights), filter_level(mean, count, weights, told)
    assert not plain.opened[:37].any()
    assert known.opened[36]
    assert known.level[36] < min(plain.level[36], known.level[35] - 1)
    # What was read before the week does not move, and a week above what was expected opens nothing.
    np.testing.assert_array_equal(plain.level[:36], known.level[:36])
    upward = np.where(np.arange(38) == 36, 4.0, mean)
    np.testing.assert_array_equal(
        filter_level(upward, count, weights).opened,
        filter_level(upward, count, weights, told).opened,
    )
