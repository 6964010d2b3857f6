"""Grows boosted trees over named features, by LightGBM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from detente.coding.learned.trees import LEAVES, Trees

ALL = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Growth:
    """How trees are grown.

    Attributes
    ----------
    trees
        How many an answer.
    rate
        How much of what it learned a tree adds.
    leaves
        The most that a tree has; at most `detente.coding.learned.trees.LEAVES`.
    least
        Rows that a leaf is of at least.
    ridge
        L2 penalty of leaves.
    """

    trees: int = 300
    rate: float = 0.1
    leaves: int = 31
    least: int = 20
    ridge: float = 5.0

    def settings(self) -> dict[str, Any]:
        """What LightGBM calls them; one thread, so that fits may be shared out to processes."""
        return {
            "num_leaves": self.leaves,
            "learning_rate": self.rate,
            "min_data_in_leaf": self.least,
            "lambda_l2": self.ridge,
            "max_bin": 2,
            "min_data_in_bin": 1,
            "seed": 0,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": 1,
            "verbose": -1,
        }


def grown(
    x: csr_matrix,
    y: npt.NDArray[Any],
    names: Mapping[str, int],
    how: Growth,
    weight: npt.NDArray[Any] | Sequence[float] | None = None,
) -> Trees:
    """Trees that tell whether something is so.

    Parameters
    ----------
    x, names
        A row each, a column of ones and zeros for each name; shape (rows, names).
    y
        Whether it is so; shape (rows,).
    weight
        How much each row counts; shape (rows,).
    """
    data = lightgbm.Dataset(x, np.asarray(y, dtype=float), weight=weight)
    booster = lightgbm.train({**how.settings(), "objective": "binary"}, data, how.trees)
    return trees_of(booster, names, ("so",))


def grown_classes(
    x: csr_matrix,
    labels: Sequence[str],
    names: Mapping[str, int],
    how: Growth,
    weight: npt.NDArray[Any] | Sequence[float] | None = None,
) -> Trees:
    """Trees that tell which one of several it is (log odds for a softmax)."""
    answers = tuple(sorted(set(labels)))
    which = np.array([answers.index(label) for label in labels], dtype=float)
    data = lightgbm.Dataset(x, which, weight=weight)
    settings = {**how.settings(), "objective": "multiclass", "num_class": len(answers)}
    return trees_of(lightgbm.train(settings, data, how.trees), names, answers)


def trees_of(
    booster: lightgbm.Booster, names: Mapping[str, int], answers: tuple[str, ...]
) -> Trees:
    """The trees of a booster in the form in which they are read."""
    called = {k: name for name, k in names.items()}
    told = booster.dump_model()["tree_info"]
    # LightGBM grows the answers' trees by turns.
    order = [t for a in range(len(answers)) for t in range(a, len(told), len(answers))]
    values = np.zeros((len(order), LEAVES), dtype=np.float32)
    tests: dict[str, dict[int, int]] = {}

    def walk(node: Mapping[str, Any], tree: int, first: int) -> int:
        """Take in a branch whose leaves begin at ``first``; returns where they end."""
        if "split_feature" not in node:
            values[tree, first] = node["leaf_value"]
            return first + 1
        # The left branch is for "at most 0": the feature is not there.
        middle = walk(node["left_child"], tree, first)
        absent = (1 << middle) - (1 << first)
        held = tests.setdefault(called[node["split_feature"]], {})
        held[tree] = held.get(tree, ALL) & (ALL ^ absent)
        return walk(node["right_child"], tree, middle)

    for tree, k in enumerate(order):
        walk(told[k]["tree_structure"], tree, 0)
    known = sorted(tests)
    flat = [test for name in known for test in sorted(tests[name].items())]
    return Trees(
        answers,
        {name: k for k, name in enumerate(known)},
        np.cumsum([len(tests[name]) for name in known], dtype=np.int32),
        np.array([tree for tree, _ in flat], dtype=np.int32),
        np.array([mask for _, mask in flat], dtype=np.uint32),
        values,
        np.full(len(answers), len(order) // len(answers), dtype=np.int32),
        np.zeros(len(answers), dtype=np.float32),
    )
