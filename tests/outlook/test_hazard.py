"""The arrays answer as scikit-learn does, contributions sum, files keep every bit."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from detente.outlook.calibration import (
    calibrate,
    calibration_of,
    drawn_interval,
    expit,
    widened,
)
from detente.outlook.hazard import Recipe, Table, fit_hazard, hazard_of, monotone
from detente.outlook.trees import from_boosting

RNG = np.random.default_rng(0)
NAMES = ("passed_share_52", "conflict_4", "own_rate", "weeks_since_rupture")
X = np.abs(RNG.normal(size=(3000, 4)))
Y = (RNG.uniform(size=3000) < expit(X[:, 0] - X[:, 1] * X[:, 3] - 0.5)).astype(float)
TABLE = Table(NAMES, X, np.arange(3000), np.zeros(3000, dtype=np.int64))
RECIPE = Recipe(0.01, 40, 7, 50, 0.1, 1.0, 1.0, 0.5, 1)


def test_trees_answer_as_scikit_learn_does() -> None:
    fitted = HistGradientBoostingClassifier(
        max_iter=30, max_leaf_nodes=9, random_state=1, early_stopping=False
    ).fit(X, Y)
    np.testing.assert_allclose(
        from_boosting(fitted).raw(X), fitted.decision_function(X), rtol=0, atol=1e-12
    )


def test_contributions_sum_to_the_log_odds() -> None:
    hazard = fit_hazard(TABLE, Y, RECIPE)
    raw = hazard.raw(X[:50])
    for row, expected in zip(X[:50], raw, strict=True):
        base, parts = hazard.contributions(row)
        assert base + parts.sum() == pytest.approx(expected, abs=1e-9)


def test_arrays_keep_every_bit() -> None:
    hazard = fit_hazard(TABLE, Y, RECIPE)
    again = hazard_of(hazard.arrays())
    assert (again.raw(X) == hazard.raw(X)).all()


def test_the_same_seed_fits_the_same_hazard() -> None:
    one, two = (fit_hazard(TABLE, Y, RECIPE).raw(X) for _ in range(2))
    assert (one == two).all()


def test_trees_are_monotone_where_theory_is_plain() -> None:
    assert monotone(NAMES) == [1, 0, 1, 0]
    trees = fit_hazard(TABLE, Y, RECIPE).trees
    assert trees is not None
    row = np.repeat(X[:1], 200, axis=0)
    row[:, 0] = np.linspace(0, 4, 200)
    assert (np.diff(trees.raw(row)) >= -1e-12).all()


def test_calibration_mends_a_shift_and_keeps_order() -> None:
    score = RNG.normal(size=4000) * 1.5
    truth = expit(0.5 * score - 1)
    seen = (RNG.uniform(size=4000) < truth).astype(float)
    week = np.repeat(np.arange(20), 200)
    found = calibrate(score, seen, week)
    p = found.probability(score)
    # Some of the way from what was said to what is true.
    assert np.abs(p - truth).mean() < 0.85 * np.abs(expit(score) - truth).mean()
    order = np.argsort(score)
    assert (np.diff(p[order]) >= 0).all()
    low, high = found.interval(score)
    assert (low <= p).all()
    assert (p <= high).all()
    assert (calibration_of(found.arrays()).probability(score) == p).all()


def test_few_outcomes_give_a_wide_interval_and_no_shift() -> None:
    score = RNG.normal(size=60) - 1
    seen = (RNG.uniform(size=60) < expit(score)).astype(float)
    found = drawn_interval(score, seen, np.repeat(np.arange(12), 5))
    assert found.probability(score) == pytest.approx(expit(score))
    low, high = found.interval(score)
    assert (high - low).mean() > 0.05
    narrow = calibrate(np.tile(score, 40), np.tile(seen, 40), np.repeat(np.arange(24), 100))
    both = widened(narrow, found).interval(score)
    alone = narrow.interval(score)
    assert (both[0] <= alone[0]).all()
    assert (both[1] >= alone[1]).all()
