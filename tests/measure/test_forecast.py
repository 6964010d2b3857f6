"""Scores of probability forecasts agree with scikit-learn and with their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from detente.measure.forecast import (
    ShapeMismatch,
    auroc,
    block_interval,
    brier_score,
    brier_skill,
    calibration_error,
    log_score,
    reliability,
)

RNG = np.random.default_rng(3)
P = np.round(RNG.uniform(size=400), 2)
Y = RNG.uniform(size=400) < P


def test_scores_agree_with_scikit_learn() -> None:
    assert brier_score(P, Y) == pytest.approx(brier_score_loss(Y, P))
    inside = np.clip(P, 0.01, 0.99)
    assert log_score(inside, Y) == pytest.approx(log_loss(Y, inside))
    assert auroc(P, Y) == pytest.approx(roc_auc_score(Y, P))


def test_skill_is_zero_for_the_reference_itself() -> None:
    assert brier_skill(P, Y, P) == pytest.approx(0)
    assert brier_skill(Y.astype(float), Y, P) == 1


def test_outcomes_all_alike_have_no_auroc() -> None:
    assert auroc([0.1, 0.2], [False, False]) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_bins_hold_every_forecast_once_in_order(rows: list[tuple[float, bool]]) -> None:
    p, y = [r[0] for r in rows], [r[1] for r in rows]
    bins = reliability(p, y)
    assert sum(b.count for b in bins) == len(rows)
    assert [b.said for b in bins] == sorted(b.said for b in bins)
    assert 0 <= calibration_error(p, y) <= 1


def test_calibration_error_sees_a_shift() -> None:
    calibrated = np.repeat([0.1, 0.5, 0.9], 1000)
    seen = np.concatenate([np.arange(1000) < k for k in (100, 500, 900)])
    assert calibration_error(calibrated, seen) < 1e-9
    assert calibration_error(calibrated + 0.05, seen) == pytest.approx(0.05)


def test_block_interval_is_wider_than_that_of_single_rows_where_blocks_share_shocks() -> None:
    weeks = np.repeat(np.arange(20), 50)
    shared = np.repeat(RNG.normal(size=20), 50)[:, None]
    rows = np.column_stack([shared, np.ones(1000)])

    def mean(sums: np.ndarray) -> np.ndarray:
        return sums[:, 0] / sums[:, 1]

    low, high = block_interval(weeks, rows, mean)
    narrow = block_interval(np.arange(1000), rows, mean)
    assert low < shared.mean() < high
    assert high - low > 3 * (narrow[1] - narrow[0])
    assert (low, high) == block_interval(weeks, rows, mean)


def test_unlike_lengths_are_refused() -> None:
    with pytest.raises(ShapeMismatch):
        brier_score([0.1], [True, False])
