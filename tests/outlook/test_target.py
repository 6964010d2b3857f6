"""The definitions by the letter of issue 6, and their properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from detente.errors import BadSetting
from detente.outlook.target import (
    RUPTURE_EVENTS,
    RUPTURE_NET,
    any_within,
    happens_within,
    onsets,
    origins,
    rupture_weeks,
)

conflict = hnp.arrays(
    np.float64, (2, 80), elements=st.one_of(st.just(0.0), st.floats(0, 5000, width=32))
)
flags = hnp.arrays(np.bool_, (2, 60), elements=st.sampled_from([False] * 9 + [True]))


def by_the_letter(neg: np.ndarray, c: float, floor: float) -> tuple[list[float], list[bool]]:
    """One dyad, week by week, as the issue words it."""
    zs, ruptures = [], []
    for t in range(len(neg)):
        y = np.arcsinh(neg[t] / c)
        past = [np.arcsinh(v / c) for v in neg[max(0, t - 52) : t] if not np.isnan(v)]
        if len(past) < 16 or np.isnan(y):
            zs.append(np.nan)
            ruptures.append(False)
            continue
        low, median, high = np.percentile(past, [25, 50, 75])
        z = (y - median) / ((high - low) / 1.349 + 0.35)
        zs.append(z)
        ruptures.append(bool(z >= 2 and neg[t] >= floor))
    return zs, ruptures


@settings(deadline=None)
@given(conflict, st.sets(st.integers(0, 79), max_size=8))
def test_rupture_weeks_are_those_of_the_definition(neg: np.ndarray, gaps: set[int]) -> None:
    neg = neg.copy()
    neg[:, sorted(gaps)] = np.nan
    for definition in (RUPTURE_NET, RUPTURE_EVENTS):
        z, rupture = rupture_weeks(neg, definition)
        for d in range(2):
            zs, ruptures = by_the_letter(neg[d], definition.c, definition.floor)
            np.testing.assert_allclose(z[d], zs, rtol=1e-9, atol=1e-9)
            # On a knife's edge the last bit of z may fall either way.
            sure = np.abs(np.nan_to_num(z[d]) - 2) > 1e-9
            assert (rupture[d] == ruptures)[sure].all()


def test_the_floors_and_scales_are_those_of_the_issue() -> None:
    assert (RUPTURE_NET.c, RUPTURE_NET.floor) == (50, 100)
    assert (RUPTURE_EVENTS.c, RUPTURE_EVENTS.floor) == (5, 20)


@settings(deadline=None)
@given(conflict, conflict, st.integers(20, 79))
def test_nothing_later_moves_a_week(neg: np.ndarray, other: np.ndarray, t: int) -> None:
    altered = np.where(np.arange(80) <= t, neg, other)
    for one, two in zip(
        rupture_weeks(neg, RUPTURE_NET), rupture_weeks(altered, RUPTURE_NET), strict=True
    ):
        np.testing.assert_array_equal(one[:, : t + 1], two[:, : t + 1])


@settings(deadline=None)
@given(flags)
def test_an_onset_is_a_rupture_after_four_weeks_without(rupture: np.ndarray) -> None:
    found = onsets(rupture)
    for d, t in np.ndindex(*rupture.shape):
        assert found[d, t] == (rupture[d, t] and not rupture[d, max(0, t - 4) : t].any())


@settings(deadline=None)
@given(flags)
def test_at_a_calm_origin_the_next_rupture_is_an_onset(rupture: np.ndarray) -> None:
    onset = onsets(rupture)
    where = origins(rupture, onset, np.ones(60, dtype=bool))
    for horizon in (4, 13):
        by_onset, settled = happens_within(onset, horizon)
        by_rupture, _ = happens_within(rupture, horizon)
        calm = where.calm[:, :settled]
        assert (by_onset[:, :settled][calm] == by_rupture[:, :settled][calm]).all()
    assert not (where.relapse & ~where.calm).any()
    assert (where.relapse == (where.calm & any_within(rupture, 52))).all()


@settings(deadline=None)
@given(flags)
def test_on_a_grid_of_four_weeks_each_onset_has_one_post_shock_origin(rupture: np.ndarray) -> None:
    onset = onsets(rupture)
    where = origins(rupture, onset, np.ones(60, dtype=bool))
    for d, t in zip(*np.nonzero(onset[:, 15:52]), strict=True):
        week = t + 15
        after = [k for k in range(week + 1, week + 5) if k % 4 == 0]
        assert len(after) == 1
        assert where.post_shock[d, after[0]]


@settings(deadline=None)
@given(flags, st.integers(1, 30))
def test_labels_look_from_the_week_after_to_the_horizon(rupture: np.ndarray, horizon: int) -> None:
    found, settled = happens_within(rupture, horizon)
    assert settled == max(0, 60 - horizon)
    for t in range(settled):
        assert (found[:, t] == rupture[:, t + 1 : t + 1 + horizon].any(axis=1)).all()


def test_a_horizon_of_no_weeks_is_refused() -> None:
    with pytest.raises(BadSetting, match="0 weeks"):
        happens_within(np.zeros((1, 3), dtype=bool), 0)
