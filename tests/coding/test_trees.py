"""Boosted trees are read as the library that grew them reads them, and kept whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from detente.coding.learned.trees import LEAVES, Trees, packed_trees, unpacked_trees

lightgbm = pytest.importorskip("lightgbm", reason="LightGBM grows the trees")
from training import trees as growing  # noqa: E402

NAMES = [f"f{k}" for k in range(12)]
AT = {name: k for k, name in enumerate(NAMES)}
SMALL = growing.Growth(trees=20, least=2)


def drawn(seed: int, rows: int = 300) -> tuple[csr_matrix, np.ndarray]:
    draw = np.random.default_rng(seed)
    x = (draw.random((rows, len(NAMES))) < 0.4).astype(np.float32)
    return csr_matrix(x), x @ draw.normal(size=len(NAMES)) + x[:, 0] * x[:, 1] * 3


def said(row: np.ndarray) -> list[str]:
    return [name for name, there in zip(NAMES, row, strict=True) if there]


@pytest.mark.parametrize("leaves", [2, 15, LEAVES - 1])
def test_trees_say_what_the_library_says(leaves: int) -> None:
    x, z = drawn(leaves)
    how = growing.Growth(trees=20, leaves=leaves, least=2)
    trees = growing.grown(x, z > 0, AT, how)
    data = lightgbm.Dataset(x, (z > 0).astype(float))
    booster = lightgbm.train({**how.settings(), "objective": "binary"}, data, how.trees)
    wanted = booster.predict(x, raw_score=True)
    found = [trees.odds(trees.leaves(said(row)))[0] for row in x.toarray()]
    np.testing.assert_allclose(found, wanted, atol=1e-5)
    together = np.array([trees.leaves(said(row)) for row in x.toarray()])
    np.testing.assert_array_equal(trees.odds(together)[:, 0], found)


def test_trees_of_several_classes_say_what_the_library_says() -> None:
    x, z = drawn(5)
    labels = np.where(z > 1, "much", np.where(z > -1, "some", "little")).tolist()
    trees = growing.grown_classes(x, labels, AT, SMALL)
    assert trees.answers == ("little", "much", "some")
    which = np.array([trees.answers.index(label) for label in labels], dtype=float)
    wanted = {**SMALL.settings(), "objective": "multiclass", "num_class": 3}
    booster = lightgbm.train(wanted, lightgbm.Dataset(x, which), SMALL.trees)
    found = np.array([trees.odds(trees.leaves(said(row))) for row in x.toarray()])
    np.testing.assert_allclose(found, booster.predict(x, raw_score=True), atol=1e-5)


@settings(max_examples=30)
@given(st.lists(st.sampled_from([*NAMES, "unknown"]), max_size=15))
def test_order_repeats_and_unknown_names_change_nothing(names: list[str]) -> None:
    x, z = drawn(3)
    trees = growing.grown(x, z > 0, AT, SMALL)
    once = trees.odds(trees.leaves(sorted(set(names) - {"unknown"})))
    assert trees.odds(trees.leaves([*reversed(names), *names])) == once


def test_trees_are_kept_whole(tmp_path: Path) -> None:
    x, z = drawn(1)
    trees = growing.grown(x, z > 0, AT, SMALL)
    np.savez_compressed(tmp_path / "t.npz", **packed_trees(trees, "x_"))
    with np.load(tmp_path / "t.npz") as held:
        again = unpacked_trees(held, "x_")
    for row in x.toarray()[:50]:
        assert again.odds(again.leaves(said(row))) == trees.odds(trees.leaves(said(row)))
    assert again.because(NAMES, "so") == trees.because(NAMES, "so")


@pytest.mark.parametrize("short", ["ends", "tree", "values", "counts"])
def test_arrays_that_do_not_belong_together_are_refused(short: str) -> None:
    x, z = drawn(2)
    arrays = packed_trees(growing.grown(x, z > 0, AT, SMALL))
    with pytest.raises(ValueError, match=r"trees|tests"):
        unpacked_trees({**arrays, short: arrays[short][:-1]})


def test_the_same_rows_grow_the_same_trees() -> None:
    x, z = drawn(4)
    one, two = (growing.grown(x, z > 0, AT, growing.Growth(trees=30, least=2)) for _ in range(2))
    assert isinstance(one, Trees)
    for name, array in packed_trees(one).items():
        np.testing.assert_array_equal(array, packed_trees(two)[name])
