"""Who may come next: a short list of entities for each question, and a back-off for the rest.

What comes in: a `History` and the questions of a day (asker, relation). What goes out: pairs of
question and entity, and walks over two acquaintances, kept for `features`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detente.outlook.next_event.history import MONTH, NEVER, Floats, History, Ints

# Sizes of the lists: first guesses, kept short for time and memory; nothing else was tried.
ACQUAINTANCES = 250
POPULAR = 30
WALKED = 40
NEIGHBOURS = 30
KIN = 40


@dataclass(frozen=True)
class Walks:
    """Where two steps lead from each question, sparse, shape (questions, entities).

    ``near`` goes by any two acquaintances; ``acting`` goes to an acquaintance and on by the
    question's own relation; ``alike`` goes to one that has the same acquaintances and on by the
    question's relation. Each row sums to at most one.
    """

    near: Any
    acting: Any
    alike: Any


def top_of_rows(matrix: Any, k: int) -> Any:
    """The k largest positive values of each row of a sparse matrix; ties to the first column."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    keep = np.flatnonzero(place_in_group(rows, matrix.data) < k)
    keep = keep[matrix.data[keep] > 0]
    return sparse.csr_matrix(
        (matrix.data[keep], (rows[keep], matrix.indices[keep])), shape=matrix.shape
    )


def place_in_group(group: Ints, value: Floats) -> Ints:
    """Place of each value within its group, 0 for the largest; ties in order of appearance."""
    order = np.lexsort((-value, group))
    ordered = group[order]
    first = np.searchsorted(ordered, ordered, side="left")
    places = np.empty(len(group), dtype=np.int64)
    places[order] = np.arange(len(group)) - first
    return places


def lookup(matrix: Any, rows: Ints, columns: Ints) -> Floats:
    """Values of a sparse matrix at these places, zero where it has none."""
    matrix.sort_indices()
    width = matrix.shape[1]
    codes = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)) * width + matrix.indices
    if not len(codes):
        return np.zeros(len(rows))
    wanted = rows * width + columns
    at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    found: Floats = np.where(codes[at] == wanted, matrix.data[at], 0.0)
    return found


def walks(history: History, asker: Ints, relation: Ints) -> Walks:
    """The walks from each question."""
    n = history.entities
    pair = history.pair
    seen = np.flatnonzero(pair.last > NEVER)
    weight = pair.counts[seen, MONTH].astype(np.float64)
    met = sparse.csr_matrix((weight, (pair.keys[seen] // n, pair.keys[seen] % n)), shape=(n, n))
    met = _rows_to_one(top_of_rows(met, NEIGHBOURS))
    near_all = met[np.unique(asker)] @ met
    near = sparse.csr_matrix(near_all)[np.searchsorted(np.unique(asker), asker)]
    by_ask = _answers_by_ask(history)
    return Walks(
        near=near,
        acting=_by_relation(history, met[asker], relation, by_ask),
        alike=_by_relation(history, top_of_rows(near, NEIGHBOURS), relation, by_ask),
    )


def _rows_to_one(matrix: Any) -> Any:
    total = np.asarray(matrix.sum(axis=1)).ravel()
    inverse = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return sparse.csr_matrix(sparse.diags(inverse) @ matrix)


def _answers_by_ask(history: History) -> Any:
    """Answers to each (asker, relation), rows in order of ``history.asks``, each summing to one."""
    n, m = history.entities, history.relations
    triple = history.triple
    seen = np.flatnonzero(triple.last > NEVER)
    keys = triple.keys[seen]
    ask = history.asks.find(keys // m // n * m + keys % m)
    data = triple.counts[seen, MONTH].astype(np.float64)
    shape = (len(history.asks.keys), n)
    return _rows_to_one(sparse.csr_matrix((data, (ask, keys // m % n)), shape=shape))


def _by_relation(history: History, first: Any, relation: Ints, by_ask: Any) -> Any:
    """Go one step by ``first``, (questions, entities), and on by the question's relation."""
    rows = np.repeat(np.arange(first.shape[0]), np.diff(first.indptr))
    ask = history.asks.find(first.indices.astype(np.int64) * history.relations + relation[rows])
    known = ask >= 0
    shape = (first.shape[0], len(history.asks.keys))
    step = sparse.csr_matrix((first.data[known], (rows[known], ask[known])), shape=shape)
    return sparse.csr_matrix(step @ by_ask)


def candidates(history: History, asker: Ints, relation: Ints, walked: Walks) -> tuple[Ints, Ints]:
    """Pairs of question and entity worth ordering, each once, in order of question and entity.

    They are what the asker met, whom the relation goes to of late, what its kin met, and where
    the walks lead.
    """
    n = history.entities
    questions = np.arange(len(asker))
    parts = [
        _of_each(history.pair, asker, n, ACQUAINTANCES),
        _of_each(history.answers, relation, n, POPULAR),
        _of_each(history.kin_pair, history.group[asker], n, KIN),
    ]
    for matrix in (walked.near, walked.acting, walked.alike):
        top = top_of_rows(matrix, WALKED)
        rows = np.repeat(questions, np.diff(top.indptr))
        parts.append(rows * n + top.indices)
    codes = np.unique(np.concatenate(parts))
    return codes // n, codes % n


def _of_each(counter: Any, owner: Ints, width: int, k: int) -> Ints:
    """Codes question * width + entity of the k entities that each question's owner met most."""
    owners, inverse = np.unique(owner, return_inverse=True)
    keys = counter.keys
    wanted = np.zeros(keys[-1] // width + 1, dtype=bool)
    wanted[owners[owners < len(wanted)]] = True
    seen = np.flatnonzero((counter.last > NEVER) & wanted[keys // width])
    # The season's count and the fortnight's together: old friends and new ones.
    value = counter.counts[seen, 3].astype(np.float64) + 3.0 * counter.counts[seen, 1]
    whose = keys[seen] // width
    seen = seen[place_in_group(whose, value) < k]
    whose = keys[seen] // width
    starts = np.searchsorted(whose, owners, side="left")
    sizes = np.searchsorted(whose, owners, side="right") - starts
    rows = np.repeat(np.arange(len(owner)), sizes[inverse])
    within = np.arange(len(rows)) - np.repeat(
        np.cumsum(sizes[inverse]) - sizes[inverse], sizes[inverse]
    )
    entity = keys[seen][starts[inverse][rows] + within] % width
    codes: NDArray[np.int64] = rows * width + entity
    return codes


def back_off(history: History, relation: int) -> Floats:
    """A score of every entity for what no list names: how often the relation, and any, met it."""
    n = history.entities
    counter = history.answers
    low, high = np.searchsorted(counter.keys, [relation * n, (relation + 1) * n])
    score = history.entity.counts[:, 3].astype(np.float64)
    score /= max(float(score.sum()), 1e-9)
    theirs = counter.counts[low:high, 3].astype(np.float64)
    score[counter.keys[low:high] % n] += theirs / max(float(theirs.sum()), 1e-9)
    return score
