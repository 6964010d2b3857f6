"""Fits linear models of named features that may have several answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from detente.coding.learned.linear import Linear
from training.reading.fit import matrix, vocabulary

Row = tuple[list[str], Any]


def linear(rows: Sequence[Row], answers: Sequence[str], *, c: float, least: int) -> Linear:
    """A model of rows of names with the set of answers that hold for each."""
    at = vocabulary((names for names, _ in rows), least)
    x = matrix((names for names, _ in rows), at)
    weights = np.zeros((len(at), len(answers)), dtype=np.float32)
    bias = np.zeros(len(answers), dtype=np.float32)
    for column, answer in enumerate(answers):
        y = np.array([answer in held for _, held in rows])
        model = LogisticRegression(C=c, max_iter=300).fit(x, y)
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return Linear(tuple(answers), at, weights, bias)
