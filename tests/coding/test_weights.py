"""Weights packed for the package and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.coding.weights import (
    STEP,
    packed_rows,
    shipped,
    softmax,
    total,
    unpacked_rows,
)
from detente.errors import BadDataFile

ROWS = {"word=expel": 0, "nothing": 1, "tag=VBD": 2}
WEIGHTS = np.array([[1.0, -20.0], [0.0, 0.0], [0.25, 10.0]], dtype=np.float32)


@pytest.mark.parametrize("by_column", [False, True])
def test_weights_come_back_within_half_a_step(by_column: bool) -> None:
    held = packed_rows(ROWS, WEIGHTS, "a_", by_column=by_column)
    rows, weights = unpacked_rows(held, "a_")
    assert list(rows) == ["word=expel", "tag=VBD"], "what weighs nothing is left out"
    step = np.abs(WEIGHTS).max(axis=0 if by_column else None) / STEP
    for name, row in rows.items():
        assert (np.abs(weights[row] - WEIGHTS[ROWS[name]]) <= step / 2 + 1e-6).all()


def test_a_table_with_a_row_too_few_is_refused() -> None:
    held = packed_rows(ROWS, WEIGHTS)
    held["weights"] = held["weights"][:1]
    with pytest.raises(ValueError, match="1 rows of weights for 2 features"):
        unpacked_rows(held)


def test_unknown_features_weigh_nothing() -> None:
    bias = np.array([0.5, -0.5], dtype=np.float32)
    assert total(ROWS, WEIGHTS, bias, ["never seen"]).tolist() == [0.5, -0.5]
    assert total(ROWS, WEIGHTS, bias, ["word=expel", "tag=VBD"]).tolist() == [1.75, -10.5]


def test_shares_add_up_whatever_the_scores() -> None:
    shares = softmax(np.array([1000.0, 1000.0, -1000.0]))
    assert shares == pytest.approx([0.5, 0.5, 0.0])


def test_weights_that_were_cut_off_are_named(tmp_path: Path) -> None:
    whole = tmp_path / "rain.npz"
    np.savez(whole, drops=np.zeros(1000))
    whole.write_bytes(whole.read_bytes()[:500])
    with (
        pytest.raises(BadDataFile, match="cannot read the model of rain"),
        shipped("the model of rain", whole, "python -m training.rain"),
        np.load(whole),
    ):
        pass


def test_what_goes_wrong_names_file_and_command(tmp_path: Path) -> None:
    with (
        pytest.raises(BadDataFile, match=r"cannot read the model of rain.*rain\.npz") as caught,
        shipped("the model of rain", tmp_path / "rain.npz", "python -m training.rain"),
    ):
        np.load(tmp_path / "rain.npz")
    assert "training.rain" in (caught.value.hint or "")
