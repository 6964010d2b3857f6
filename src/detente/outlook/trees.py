"""Boosted trees as arrays, applied and explained with NumPy alone.

What comes in: a fitted scikit-learn gradient boosting, or arrays read from a file. What goes
out: log odds, and which feature each part of them comes from. Equal to scikit-learn's own
answer, which a test checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Rows that all trees are asked about at once.
ROWS = 4096


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees one after another; node indices count from the first tree's root.

    ``feature`` is -1 at a leaf; a row goes ``left`` where its feature is at most
    ``threshold``. ``value`` is the log odds that a leaf adds; at inner nodes the mean of what
    lies below, weighted by the rows it was fitted on. ``baseline`` is where the sum begins.
    """

    baseline: float
    roots: Ints
    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats

    def raw(self, table: Floats) -> Floats:
        """Log odds of each row, shape (rows,)."""
        out = np.empty(len(table))
        for first in range(0, len(table), ROWS):
            part = slice(first, first + ROWS)
            leaves = self.value[self._leaves(table[part])]
            begun = np.full((len(leaves), 1), self.baseline)
            # One tree after the other: a sum in another order is another number.
            out[part] = np.cumsum(np.hstack([begun, leaves]), axis=1)[:, -1]
        return out

    def _leaves(self, table: Floats) -> Ints:
        """The leaf of each row in each tree, shape (rows, trees)."""
        node = np.broadcast_to(self.roots, (len(table), len(self.roots))).copy()
        rows = np.arange(len(table))[:, None]
        while True:
            feature = self.feature[node]
            inner = feature >= 0
            if not inner.any():
                return node
            goes_left = table[rows, np.maximum(feature, 0)] <= self.threshold[node]
            node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)

    def contributions(self, row: Floats) -> tuple[float, Floats]:
        """The log odds of one row, attributed along its paths.

        Returns
        -------
        The part that no feature explains, and the part of each feature; together exactly
        ``raw``. Passing a node moves the expected value from the node's to its child's; the
        difference is put down to the node's feature.

        References
        ----------
        Saabas (2014); Palczewska et al. (2014), Interpreting random forest models using a
        feature contribution method.
        """
        parts = np.zeros(len(row))
        base = self.baseline
        for root in self.roots:
            node = int(root)
            base += self.value[node]
            while self.feature[node] >= 0:
                feature = int(self.feature[node])
                below = row[feature] <= self.threshold[node]
                child = int(self.left[node] if below else self.right[node])
                parts[feature] += self.value[child] - self.value[node]
                node = child
        return base, parts

    def arrays(self) -> dict[str, NDArray[Any]]:
        """As plain arrays by name, for a file."""
        return {
            "baseline": np.array([self.baseline]),
            "roots": self.roots,
            "feature": self.feature.astype(np.int16),
            "threshold": self.threshold,
            "left": self.left.astype(np.int32),
            "right": self.right.astype(np.int32),
            "value": self.value,
        }


def trees_of(arrays: Mapping[str, NDArray[Any]]) -> Trees:
    """Trees from the arrays of `Trees.arrays`."""
    return Trees(
        float(arrays["baseline"][0]),
        arrays["roots"].astype(np.int64),
        arrays["feature"].astype(np.int64),
        arrays["threshold"].astype(np.float64),
        arrays["left"].astype(np.int64),
        arrays["right"].astype(np.int64),
        arrays["value"].astype(np.float64),
    )


def from_boosting(fitted: Any) -> Trees:
    """The trees of a fitted ``HistGradientBoostingClassifier`` of two classes.

    Reads what scikit-learn keeps under a private name (``_predictors``), for it has no public
    one; features must be numbers without gaps.
    """
    roots: list[int] = []
    columns: dict[str, list[NDArray[Any]]] = {
        k: [] for k in ("feature", "threshold", "left", "right", "value")
    }
    offset = 0
    for stage in fitted._predictors:
        nodes = stage[0].nodes
        leaf = nodes["is_leaf"].astype(bool)
        roots.append(offset)
        columns["feature"].append(np.where(leaf, -1, nodes["feature_idx"].astype(np.int64)))
        columns["threshold"].append(nodes["num_threshold"].astype(np.float64))
        columns["left"].append(nodes["left"].astype(np.int64) + offset)
        columns["right"].append(nodes["right"].astype(np.int64) + offset)
        columns["value"].append(_expected(nodes, leaf))
        offset += len(nodes)
    joined = {name: np.concatenate(parts) for name, parts in columns.items()}
    return Trees(float(np.ravel(fitted._baseline_prediction)[0]), np.array(roots), **joined)


def _expected(nodes: Any, leaf: NDArray[np.bool_]) -> Floats:
    """Leaf values, and at inner nodes the mean of the leaves below by their rows."""
    value = nodes["value"].astype(np.float64).copy()
    count = nodes["count"].astype(np.float64)
    # A child stands after its parent, so from the end every child is ready.
    for i in range(len(nodes) - 1, -1, -1):
        if not leaf[i]:
            a, b = int(nodes["left"][i]), int(nodes["right"][i])
            value[i] = (value[a] * count[a] + value[b] * count[b]) / (count[a] + count[b])
    return np.asarray(value)
