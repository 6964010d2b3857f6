"""Weights of linear models by the names of features: packed small for the package, and unpacked.

Comes in: rows of weights and the names of their features. Goes out: arrays for an ``.npz`` file, in
which weights are int8 with a scale, and the same back; sums of rows, and shares of scores.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from detente.errors import BadDataFile

STEP = 127
"""The largest step that a weight is rounded to."""
Floats = npt.NDArray[np.float32]
Arrays = Mapping[str, npt.NDArray[Any]]


def packed(names: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Names as bytes, a line each."""
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def unpacked(array: npt.NDArray[Any]) -> list[str]:
    """The names of `packed`."""
    text = array.tobytes().decode()
    return text.split("\n") if text else []


def packed_rows(
    rows: Mapping[str, int], weights: npt.NDArray[Any], prefix: str = "", *, by_column: bool = False
) -> dict[str, npt.NDArray[Any]]:
    """Arrays "names", "weights" and "scale" of a table, each name after a prefix.

    Parameters
    ----------
    rows, weights
        The row of each feature in ``weights``, shape (features, columns); rows that round to
        nothing are left out.
    by_column
        Whether each column has its own scale; otherwise one serves all.
    """
    scale: Any
    if by_column:
        scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / STEP
    else:
        scale = max(float(np.abs(weights).max(initial=0.0)), 1e-9) / STEP
    steps = np.round(weights / scale).astype(np.int8)
    kept = [(n, r) for n, r in rows.items() if steps[r].any()]
    return {
        f"{prefix}names": packed([n for n, _ in kept]),
        f"{prefix}weights": steps[[r for _, r in kept]],
        f"{prefix}scale": np.array(scale, dtype=np.float32),
    }


def write(folder: Path, name: str, arrays: Arrays, card: Mapping[str, Any] | None = None) -> None:
    """Write ``NAME.npz``, and its card ``NAME.json`` where there is one."""
    np.savez_compressed(folder / f"{name}.npz", **arrays)  # type: ignore[arg-type]
    if card is not None:
        text = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def unpacked_rows(held: Arrays, prefix: str = "") -> tuple[dict[str, int], Floats]:
    """The table of `packed_rows`.

    Raises
    ------
    KeyError, ValueError
        An array is missing; names and rows are not as many.
    """
    names = unpacked(held[f"{prefix}names"])
    weights: Floats = held[f"{prefix}weights"].astype(np.float32) * held[f"{prefix}scale"]
    if len(weights) != len(names):
        raise ValueError(f"{len(weights)} rows of weights for {len(names)} features")
    return {n: k for k, n in enumerate(names)}, weights


@contextmanager
def shipped(what: str, file: Path, command: str) -> Iterator[None]:
    """Reads a shipped model; what goes wrong inside becomes a `BadDataFile`.

    Parameters
    ----------
    what
        Of what the model is: "the detector of acts".
    file, command
        Where it is read from, and the command that fits it again.
    """
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile) as error:
        raise BadDataFile(
            f"cannot read {what}: {error}",
            file=str(file),
            hint=f"reinstall detente, or fit it again with {command}",
        ) from error


def total(
    rows: Mapping[str, int], weights: Floats, bias: Floats, names: Iterable[str]
) -> npt.NDArray[np.float32]:
    """What features weigh together on top of the bias, one number a column."""
    return summed(weights, bias, [r for n in names if (r := rows.get(n)) is not None])


def summed(weights: Floats, bias: Floats, at: Sequence[int]) -> npt.NDArray[np.float32]:
    """What some rows weigh together on top of the bias, added in their order."""
    found = weights.take(np.array(at, dtype=np.intp), axis=0)
    out: Floats = bias + np.add.reduce(found, axis=0)
    return out


def softmax(scores: npt.NDArray[Any]) -> list[float]:
    """How likely each of several is the one, by their scores; the shares add up to 1."""
    e = np.exp(scores - np.maximum.reduce(scores))
    out: list[float] = (e / np.add.reduce(e)).tolist()
    return out
