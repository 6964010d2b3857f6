"""Scores of heads in, one tree out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

_ROOT_PENALTY = 1e6  # above any sum of scores: a second root is taken only if there is no way round


def is_tree(heads: Integers) -> bool:
    """Whether the heads (places from 0, -1 for the root) reach one single root without a circle."""
    count = len(heads)
    if int((heads < 0).sum()) != 1:
        return False
    up = np.append(heads, count)  # the place after the last word stands for the root
    up[up < 0] = count
    for _ in range(count.bit_length()):
        up = up[up]
    return bool((up == count).all())


def best_tree(scores: Floats) -> Integers:
    """Heads of the highest-scoring tree with one root (Chu-Liu and Edmonds).

    Parameters
    ----------
    scores
        Score of each head for each word, shape (n, n + 1); the last column is the root. A word
        cannot be its own head whatever the diagonal says.

    Returns
    -------
    Place of each word's head, -1 for the root, shape (n,).

    Examples
    --------
    >>> best_tree(np.array([[0, 9, 1], [9, 0, 2]], dtype="float32")).tolist()
    [1, -1]
    """
    count = len(scores)
    full = np.full((count + 1, count + 1), -np.inf)  # full[word, head], 0 is the root
    full[1:, 1:] = scores[:, :count]
    full[1:, 0] = scores[:, count] - _ROOT_PENALTY
    np.fill_diagonal(full, -np.inf)
    return np.array(_edmonds(full)[1:], dtype=np.int64) - 1


def _edmonds(scores: npt.NDArray[np.float64]) -> list[int]:
    """Head of each node in the best arborescence from node 0 (whose own entry means nothing)."""
    count = len(scores)
    heads = [0, *(int(h) for h in scores[1:].argmax(axis=1))]
    circle = _circle(heads)
    if not circle:
        return heads
    inside = np.array(circle)
    outside = np.array([n for n in range(count) if n not in set(circle)])
    kept = scores[inside, [heads[n] for n in circle]]
    # The circle becomes the last node of a smaller problem: entering it at a node costs that
    # node's place in the circle.
    size = len(outside) + 1
    small = np.full((size, size), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    entering = scores[np.ix_(inside, outside)] - kept[:, None]
    small[-1, :-1] = entering.max(axis=0)
    leaving = scores[np.ix_(outside, inside)]
    small[:-1, -1] = leaving.max(axis=1)
    np.fill_diagonal(small, -np.inf)
    answer = _edmonds(small)
    out = list(heads)
    for place in range(1, size - 1):
        head = answer[place]
        node = int(outside[place])
        out[node] = int(inside[leaving[place].argmax()]) if head == size - 1 else int(outside[head])
    door = answer[-1]
    entry = int(inside[entering[:, door].argmax()])
    out[entry] = int(outside[door])
    return out


def _circle(heads: list[int]) -> list[int]:
    """Nodes of some circle among the heads, in no matter what order; [] if there is none."""
    state = [0] * len(heads)  # 0 not seen, 1 on the way, 2 known to reach node 0
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for passed in path:
            state[passed] = 2
    return []
