"""The model: the odds of an onset within a horizon, from a linear and a boosted part.

What comes in: a `Table` of features at many origins with what happened after. What goes out: a
`Hazard`, plain arrays that give log odds and attribute them to features. A hazard is the mean of
two log odds: a regularised logistic regression, whose shares are exact, and shallow boosted
trees, held monotone where theory is plain. scikit-learn fits; NumPy alone applies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.calibration import expit
from detente.outlook.trees import Trees, from_boosting, trees_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Standardised features are kept within so many standard deviations: one absurd week of data
# must not decide.
CLIP = 4.0
# Counts and shares near 0 work by their ratio; the linear part gets their logs as well.
LOGGED_PREFIXES = ("passed_", "passes_expected_", "ruptures_", "others_ruptures_")
LOGGED = ("own_rate", "onsets_a_year", "weeks_since_rupture")
LOG_SHIFT = 0.01
# More of these never makes a rupture less likely (+1), or more (-1).
MONOTONE = {
    "passed_": 1,
    "passes_expected_": 1,
    "ruptures_": 1,
    "tail_": -1,
    "nearest_gap_": -1,
    "third_gap_": -1,
}
MONOTONE_NAMES = {"own_rate": 1, "onsets_a_year": 1}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of features: one dyad at one origin each.

    ``values`` has shape (rows, features); ``dyad`` and ``week`` are indices into the panel.
    """

    names: tuple[str, ...]
    values: Floats
    dyad: Ints
    week: Ints

    def where(self, mask: NDArray[np.bool_]) -> Table:
        """Some of the rows."""
        return Table(self.names, self.values[mask], self.dyad[mask], self.week[mask])


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a hazard is fitted; the numbers are those of ``model.toml``."""

    penalty: float
    trees: int
    leaves: int
    leaf_rows: int
    learning_rate: float
    l2: float
    columns_share: float
    tree_share: float
    seed: int


@dataclass(frozen=True, slots=True)
class Hazard:
    """A fitted hazard.

    The linear part sees ``names`` and then the logs of ``logged`` (indices of names), less
    ``mean``, over ``scale``, kept within `CLIP`. ``tree_share`` is the trees' part of the log
    odds.
    """

    names: tuple[str, ...]
    logged: Ints
    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float
    trees: Trees | None
    tree_share: float

    def raw(self, values: Floats) -> Floats:
        """Log odds of each row of features, shape (rows,)."""
        linear = self._design(values) @ self.weights + self.intercept
        if self.trees is None:
            return np.asarray(linear)
        return np.asarray((1 - self.tree_share) * linear + self.tree_share * self.trees.raw(values))

    def probability(self, values: Floats) -> Floats:
        """Probabilities before calibration."""
        return expit(self.raw(values))

    def contributions(self, row: Floats) -> tuple[float, Floats]:
        """Log odds of one row: what no feature explains, and the share of each.

        Exact: they sum to ``raw``. A linear share is weight times distance from the mean of the
        rows fitted on; a tree's share follows `Trees.contributions`.
        """
        linear = self._design(row[None, :])[0] * self.weights
        parts = linear[: len(self.names)].copy()
        np.add.at(parts, self.logged, linear[len(self.names) :])
        if self.trees is None:
            return self.intercept, parts
        base, by_tree = self.trees.contributions(row)
        share = self.tree_share
        return (1 - share) * self.intercept + share * base, (1 - share) * parts + share * by_tree

    def _design(self, values: Floats) -> Floats:
        if not len(self.weights):
            return np.empty((len(values), 0))
        return _standard(_widened(values, self.logged), self.mean, self.scale)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As plain arrays by name, for a file."""
        out = {
            "names": np.array(self.names),
            "logged": self.logged,
            "mean": self.mean,
            "scale": self.scale,
            "weights": self.weights,
            "linear": np.array([self.intercept, self.tree_share]),
        }
        if self.trees is not None:
            out.update({f"tree_{k}": v for k, v in self.trees.arrays().items()})
        return out


def hazard_of(arrays: Mapping[str, NDArray[Any]]) -> Hazard:
    """The hazard of the arrays of `Hazard.arrays`."""
    trees = {k.removeprefix("tree_"): v for k, v in arrays.items() if k.startswith("tree_")}
    return Hazard(
        tuple(str(name) for name in arrays["names"]),
        arrays["logged"].astype(np.int64),
        arrays["mean"].astype(np.float64),
        arrays["scale"].astype(np.float64),
        arrays["weights"].astype(np.float64),
        float(arrays["linear"][0]),
        trees_of(trees) if trees else None,
        float(arrays["linear"][1]),
    )


def _widened(values: Floats, logged: Ints) -> Floats:
    extra = np.log(np.maximum(values[:, logged], 0) + LOG_SHIFT)
    return np.hstack([values, extra])


def _standard(values: Floats, mean: Floats, scale: Floats) -> Floats:
    return np.asarray(np.clip((values - mean) / scale, -CLIP, CLIP))


def fit_hazard(table: Table, happened: Floats, recipe: Recipe) -> Hazard:
    """Fit a hazard on rows of features and whether an onset followed, shape (rows,)."""
    from sklearn.linear_model import LogisticRegression

    logged = np.array(
        [i for i, n in enumerate(table.names) if n in LOGGED or n.startswith(LOGGED_PREFIXES)],
        dtype=np.int64,
    )
    wide = _widened(table.values, logged)
    mean, scale = wide.mean(axis=0), np.maximum(wide.std(axis=0), 1e-6)
    linear = LogisticRegression(C=recipe.penalty, max_iter=500)
    linear.fit(_standard(wide, mean, scale), happened)
    trees = _fit_trees(table, happened, recipe) if recipe.tree_share > 0 else None
    return Hazard(
        table.names,
        logged,
        mean,
        scale,
        np.asarray(linear.coef_[0], dtype=np.float64),
        float(linear.intercept_[0]),
        trees,
        recipe.tree_share,
    )


def _fit_trees(table: Table, happened: Floats, recipe: Recipe) -> Trees:
    from sklearn.ensemble import HistGradientBoostingClassifier

    boosting = HistGradientBoostingClassifier(
        learning_rate=recipe.learning_rate,
        max_iter=recipe.trees,
        max_leaf_nodes=recipe.leaves,
        min_samples_leaf=recipe.leaf_rows,
        l2_regularization=recipe.l2,
        max_features=recipe.columns_share,
        monotonic_cst=monotone(table.names),
        early_stopping=False,
        random_state=recipe.seed,
    )
    return from_boosting(boosting.fit(table.values, happened))


def monotone(names: Sequence[str]) -> list[int]:
    """+1, -1 or 0 for each feature: how the odds may move with it."""
    out = []
    for name in names:
        signs = [s for prefix, s in MONOTONE.items() if name.startswith(prefix)]
        out.append(MONOTONE_NAMES.get(name, signs[0] if signs else 0))
    return out
