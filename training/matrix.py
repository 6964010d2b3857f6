"""Rows of named features as sparse matrices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix


class Matrix:
    """Rows as a sparse matrix with the vocabulary of what occurs in some of them."""

    def __init__(self, names: Sequence[Sequence[str]], least: int) -> None:
        counts = Counter(n for row in names for n in set(row))
        kept = sorted(n for n, c in counts.items() if c >= least)
        self.at = {n: k for k, n in enumerate(kept)}
        indices: list[int] = []
        ends = [0]
        for row in names:
            indices += [self.at[n] for n in dict.fromkeys(row) if n in self.at]
            ends.append(len(indices))
        data = np.ones(len(indices), dtype=np.float32)
        self.x: Any = csr_matrix((data, indices, ends), shape=(len(names), len(self.at)))
