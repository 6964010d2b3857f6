"""What judges learn from: what something offered looks like, and whether it should be recorded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.coding.learned.trees import Trees
from training.matrix import Matrix
from training.trees import Growth, grown

# What something offered looks like, and whether it should be recorded.
Verdict = tuple[list[str], bool]


def judge_of(rows: Sequence[Verdict], how: Growth, often: int) -> Trees:
    """The judge that has learned these verdicts, by features that ``often`` rows have."""
    matrix = Matrix([looks for looks, _ in rows], often)
    right = np.array([right for _, right in rows])
    return grown(matrix.x, right, matrix.at, how)
