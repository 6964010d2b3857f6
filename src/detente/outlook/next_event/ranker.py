"""The order of candidates, learned from days whose events are known.

What comes in: tables of features with which candidates came true. What goes out: a score for
each candidate; only the order within a question means anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.outlook.next_event.features import preliminary
from detente.outlook.next_event.history import Floats, Singles

# First guesses of the usual size; nothing else was tried.
TREES = 250
LEARNING_RATE = 0.08
LEAVES = 40
LEAST_ROWS = 60
SEED = 2026


@dataclass(frozen=True)
class Ranker:
    """Boosted trees that tell candidates that came true from those that did not.

    Without trees, the preliminary order stands.
    """

    trees: Any | None

    def scores(self, table: Singles) -> Floats:
        """Log odds of each row, shape (rows,)."""
        if self.trees is None or not len(table):
            return preliminary(table)
        found: Floats = self.trees.decision_function(table)
        return found


def fit(
    table: Singles, came_true: NDArray[np.bool_], weight: Floats, *, trees: int = TREES
) -> Ranker:
    """Fit on rows of candidates, with a pinned seed: the same rows give the same ranker.

    Rows that are all true or all false teach nothing; the preliminary order stands then.
    ``weight`` says how many rows each stands for, ``trees`` how many trees are grown.
    """
    if came_true.all() or not came_true.any():
        return Ranker(None)
    from sklearn.ensemble import HistGradientBoostingClassifier

    boosting = HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=LEARNING_RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_ROWS,
        l2_regularization=1.0,
        max_features=0.5,
        early_stopping=False,
        random_state=SEED,
    )
    return Ranker(boosting.fit(table, came_true, sample_weight=weight))
