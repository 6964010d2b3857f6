"""Small linear models of the analyst's reading, and trees that judge what they offer.

Comes in: names of features. Goes out: probabilities, and the names that weigh most. What they were
fitted on and how well they do is in the card beside each, ``data/NAME.json``;
``python -m training.reading.worth`` fits them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.coding.learned.trees import Trees, packed_trees, unpacked_trees
from detente.coding.weights import Arrays, packed_rows, shipped, total, unpacked_rows, write

COMMAND = "python -m training.reading.worth"


@dataclass(frozen=True)
class Linear:
    """One model: a column of weights for each answer, a row for each feature.

    Attributes
    ----------
    answers
        What may be answered; each is judged by itself (one against the rest).
    rows
        The row of each feature's name.
    weights, bias
        Log odds, shape (features, answers) and (answers,).
    """

    answers: tuple[str, ...]
    rows: Mapping[str, int]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def odds(self, names: Iterable[str]) -> npt.NDArray[np.float32]:
        """Log odds of every answer."""
        return total(self.rows, self.weights, self.bias, names)

    def chances(self, names: Iterable[str]) -> dict[str, float]:
        """The probability of every answer, each in [0, 1]."""
        p = 1.0 / (1.0 + np.exp(-self.odds(names)))
        return dict(zip(self.answers, p.tolist(), strict=True))

    def chance(self, names: Iterable[str]) -> float:
        """The probability of the first answer."""
        return float(1.0 / (1.0 + np.exp(-self.odds(names)[0])))

    def because(self, names: Iterable[str], answer: str, most: int = 3) -> list[tuple[str, float]]:
        """The features that speak most for an answer: name and weight."""
        column = self.answers.index(answer)
        found = [
            (n, float(self.weights[r, column]))
            for n in names
            if (r := self.rows.get(n)) is not None
        ]
        found = [(n, round(w, 2)) for n, w in found if w > 0]
        return sorted(found, key=lambda f: (-f[1], f[0]))[:most]


@dataclass(frozen=True)
class Linears:
    """The models of one kind of finding by name, with their card.

    ``judge`` says what to record once all that a text offers is known; None where nothing asks.
    """

    models: Mapping[str, Linear]
    card: Mapping[str, Any] = field(default_factory=dict, compare=False)
    judge: Trees | None = None

    def __getitem__(self, name: str) -> Linear:
        return self.models[name]

    def level(self, name: str) -> float:
        """The probability from which something is believed."""
        return float(self.card["levels"][name])


def save(
    folder: Path,
    name: str,
    models: Mapping[str, Linear],
    card: Mapping[str, Any],
    judge: Trees | None = None,
) -> None:
    """Write ``NAME.npz`` and ``NAME.json``; weights as int8 with one scale a model."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for key, m in models.items():
        arrays |= packed_rows(m.rows, m.weights, f"{key}_")
        arrays[f"{key}_bias"] = m.bias.astype(np.float32)
    if judge is not None:
        arrays |= packed_trees(judge, "judge_")
    told = {"models": {key: list(m.answers) for key, m in models.items()}, **card}
    write(folder, name, arrays, told)


@cache
def load(name: str, folder: Path | None = None) -> Linears:
    """The shipped models of a kind of finding.

    Raises
    ------
    BadDataFile
        A file is missing or damaged.
    """
    folder = folder or Path(str(resources.files("detente.coding.learned") / "data"))
    with shipped(f"the models of {name}", folder / f"{name}.npz", COMMAND):
        card = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}.npz") as held:
            models = {key: _linear(key, tuple(a), held) for key, a in card["models"].items()}
            judge = unpacked_trees(held, "judge_") if "judge_ends" in held else None
    return Linears(models, card, judge)


def _linear(key: str, answers: tuple[str, ...], held: Arrays) -> Linear:
    rows, weights = unpacked_rows(held, f"{key}_")
    bias = held[f"{key}_bias"]
    if weights.shape[1:] != (len(answers),) or bias.shape != (len(answers),):
        raise ValueError(f"{len(answers)} answers, weights {weights.shape}")
    return Linear(answers, rows, weights, bias)


def names_of(groups: Sequence[Iterable[str]]) -> list[str]:
    """All names of several groups, each once."""
    return list(dict.fromkeys(n for group in groups for n in group))
