"""Surges of conflict: what stands out, what is announced, and that nothing looks ahead."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.outlook.target import RUPTURE_EVENTS, rupture_weeks
from detente.relations.shocks import Weekly, shocks
from detente.relations.standing import IQR_OF_NORMAL, Floats, first_of_run, reference, surges
from detente.relations.weights import load_weights

WEIGHTS = load_weights()
conflicts = st.lists(st.floats(0, 500), min_size=1, max_size=120)


def series(values: list[float]) -> Floats:
    return np.array([values], dtype=np.float64)


@settings(max_examples=40, deadline=None)
@given(conflicts, st.data())
def test_no_week_looks_ahead(values: list[float], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(values)))
    whole, part = (
        surges(series(values), WEIGHTS.surge),
        surges(series(values[:cut]), WEIGHTS.surge),
    )
    np.testing.assert_array_equal(part.flagged[0], whole.flagged[0, :cut])
    np.testing.assert_array_equal(part.announced[0], whole.announced[0, :cut])
    assert not (whole.announced & ~whole.flagged).any()


@settings(max_examples=30, deadline=None)
@given(conflicts)
def test_flags_are_the_weeks_of_the_outlooks_target(values: list[float]) -> None:
    z, rupture = rupture_weeks(series(values), RUPTURE_EVENTS)
    got = surges(series(values), WEIGHTS.surge)
    np.testing.assert_array_equal(got.flagged, rupture)
    np.testing.assert_array_equal(got.z, z)


def test_a_crisis_is_announced_once_and_again_when_it_is_twice_as_bad() -> None:
    values = [6.0] * 30 + [80.0, 60.0, 70.0] + [6.0] * 6 + [90.0] + [6.0] * 6 + [200.0] + [6.0] * 9
    got = surges(series(values), WEIGHTS.surge)
    assert np.flatnonzero(got.flagged[0]).tolist() == [30, 31, 32, 39, 46]
    assert np.flatnonzero(got.announced[0]).tolist() == [30, 46]


def test_small_conflict_is_no_surge_and_an_unknown_week_says_nothing() -> None:
    got = surges(series([0.0] * 30 + [WEIGHTS.surge.floor - 0.1] + [np.nan] * 3), WEIGHTS.surge)
    assert not got.flagged.any()
    assert np.isnan(got.z[0, 31:]).all()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(0, 6))
def test_first_of_run(flags: list[bool], quiet: int) -> None:
    got = first_of_run(np.array([flags]), quiet)[0]
    for i, flag in enumerate(flags):
        assert got[i] == (flag and not any(flags[max(0, i - quiet) : i]))


def test_much_reported_dyads_rupture_by_surge_and_repair_by_level() -> None:
    """Fifty events a week: the mean score moves by two, conflict sevenfold."""
    n = 120
    conflict = np.full(n, 40.0)
    conflict[60:66] = 300.0
    level = np.full(n, 0.8)
    level[60:70] = -1.2
    level[70:] = np.minimum(0.8, -1.2 + 0.1 * np.arange(n - 70))
    many = np.full(n, 50)
    weekly = Weekly(level, np.full(n, 0.4), conflict, many, many, many)
    got = shocks(weekly, WEIGHTS.shock, surges(weekly.conflict[None, :], WEIGHTS.surge))
    told = {i: kind for i, kind in enumerate(got.shock) if kind}
    assert told == {60: "rupture", 84: "repair"}  # 0.7 of what was lost, regained by week 84
    conflict[65] = 700.0
    got = shocks(weekly, WEIGHTS.shock, surges(weekly.conflict[None, :], WEIGHTS.surge))
    assert [i for i, again in enumerate(got.again) if again] == [65]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.just(np.nan), st.floats(0, 9)), max_size=90), st.integers(1, 3))
def test_a_week_is_held_against_numpys_quartiles_to_the_last_bit(
    values: list[float], dyads: int
) -> None:
    y = np.stack([np.array(values, dtype=np.float64) * (d + 1) for d in range(dyads)])
    got = reference(y)
    known = ~np.isnan(y[0])
    for t in range(len(values) + 1):
        past = y[:, max(0, t - 52) : t][:, known[max(0, t - 52) : t]]
        if past.shape[1] < 16:
            assert np.isnan(got.median[:, t]).all()
            continue
        low, middle, high = np.percentile(past, [25, 50, 75], axis=1)
        np.testing.assert_array_equal(got.median[:, t], middle)
        np.testing.assert_array_equal(got.spread[:, t], (high - low) / IQR_OF_NORMAL + 0.35)
