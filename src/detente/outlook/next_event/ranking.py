"""Ranks of true entities and their summary: mean reciprocal rank and hits.

What comes in: scores and the entities that are true on the same day. What goes out: numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HITS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class RankScores:
    """Mean reciprocal rank and the shares of ranks up to 1, 3 and 10, of ``queries`` ranks."""

    queries: int
    mrr: float
    hits_1: float
    hits_3: float
    hits_10: float

    def to_json(self) -> dict[str, Any]:
        """The fields, as JSON has them."""
        return {
            "queries": self.queries,
            "mrr": self.mrr,
            "hits@1": self.hits_1,
            "hits@3": self.hits_3,
            "hits@10": self.hits_10,
        }


def mean_ranks(scores: Floats, true: Sequence[int] | Ints) -> Floats:
    """Time-aware filtered rank of each true entity.

    For each of them the other true ones are taken out before it is ranked, so that they do not
    stand in its way. Entities with equal scores share the mean of the ranks that they hold
    together: a scorer that gives all the same earns the middle rank, not the first.

    Parameters
    ----------
    scores
        Score of every entity, higher is likelier, shape (entities,).
    true
        Indices of the entities that are true for the same query on the same day.

    Returns
    -------
    Ranks from 1 on, in the order of ``true``; halves occur.

    References
    ----------
    Gastinger et al. (2024), IJCAI, "History repeats itself: a baseline for temporal knowledge
    graph forecasting".

    Examples
    --------
    >>> mean_ranks(np.array([0.5, 0.9, 0.7, 0.5]), [0, 1])
    array([2.5, 1. ])
    """
    true = np.asarray(true, dtype=np.int64)
    false = np.delete(scores, true)
    own = scores[true][:, None]
    better = (false[None, :] > own).sum(axis=1)
    equal = (false[None, :] == own).sum(axis=1)
    ranks: Floats = 1.0 + better + equal / 2.0
    return ranks


def rank_scores(ranks: Floats) -> RankScores:
    """The summary of ranks; all zero if there is none.

    Examples
    --------
    >>> rank_scores(np.array([1.0, 2.0, 4.0, 20.0])).mrr
    0.45
    """
    if not len(ranks):
        return RankScores(0, 0.0, 0.0, 0.0, 0.0)
    one, three, ten = (float((ranks <= k).mean()) for k in HITS)
    return RankScores(len(ranks), float((1.0 / ranks).mean()), one, three, ten)
