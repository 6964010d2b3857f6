"""The tree search against every tree there is."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from detente.language.trees import best_tree, is_tree


def every_tree(count: int):
    for heads in itertools.product(range(-1, count), repeat=count):
        if all(h != n for n, h in enumerate(heads)) and is_tree(np.array(heads)):
            yield heads


def total(scores, heads) -> float:
    return sum(float(scores[n, h]) for n, h in enumerate(heads))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_no_tree_scores_more(count):
    rng = np.random.default_rng(count)
    trees = list(every_tree(count))
    assert len(trees) == count ** (count - 1)  # Cayley's number of rooted trees
    for _ in range(40):
        # The root is column -1 in NumPy's counting as well as in ours.
        scores = rng.normal(size=(count, count + 1)).astype(np.float32)
        found = best_tree(scores)
        assert is_tree(found)
        best = max(total(scores, heads) for heads in trees)
        assert total(scores, found.tolist()) == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize(
    ("heads", "answer"),
    [([-1], True), ([1, -1], True), ([1, 0], False), ([-1, -1], False), ([1, 2, 1, -1], False),
     ([-1, 0, 1, 2], True)],
)  # fmt: skip
def test_is_tree(heads, answer):
    assert is_tree(np.array(heads)) is answer


def test_one_root_even_if_two_score_more():
    scores = np.array([[0, -9, 5], [-9, 0, 5]], dtype=np.float32)
    assert sorted(best_tree(scores).tolist()).count(-1) == 1


def test_long_ring_is_broken():
    count = 150
    scores = np.full((count, count + 1), -5, dtype=np.float32)
    scores[np.arange(count), (np.arange(count) + 1) % count] = 5
    assert is_tree(best_tree(scores))
