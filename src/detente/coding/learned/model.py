"""The linear models of the reader: kept, loaded, applied.

Comes in: names of features. Goes out: probabilities. What they were fitted on and how well they do
is in the card, ``data/reader.json``; ``python -m training.reading.train`` fits them again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.coding.learned.levels import Levels
from detente.coding.learned.sides import Standing
from detente.coding.learned.trust import Proposal, features
from detente.coding.pairs.detector import probability
from detente.coding.sentence import Sentence
from detente.coding.weights import (
    Arrays,
    packed,
    packed_rows,
    shipped,
    softmax,
    total,
    unpacked,
    unpacked_rows,
    write,
)

COMMAND = "python -m training.reading.train"
DOER, GOAL = "a", "r"


@dataclass(frozen=True)
class LinearModels:
    """Weights by the names of features.

    Attributes
    ----------
    types
        The event types, in the order of the columns of ``weights``.
    acts, sides, trusts
        The weight of each feature of a word that tells of an act, of a state that is its doer
        (`DOER`) or goal (`GOAL`), of an act that should be recorded; log odds.
    rows, weights, bias
        Which act it is: the row of each feature, and a column a type.
    idle
        Words ("guard/NOUN") of the lexicon that told of no act in the articles.
    levels
        From which probabilities on something is believed.
    card
        What the models were fitted on and how well they do.
    """

    types: tuple[str, ...]
    acts: Mapping[str, float]
    act_bias: float
    rows: Mapping[str, int]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    sides: Mapping[str, Mapping[str, float]]
    side_bias: float
    trusts: Mapping[str, float] = field(default_factory=dict)
    trust_bias: float = 0.0
    idle: frozenset[str] = frozenset()
    teaching: bool = False
    levels: Levels = field(default_factory=Levels)
    card: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def act(self, s: Sentence, i: int, names: Sequence[str]) -> float:
        """The probability that a word tells of an act, by its features."""
        return _probability(self.acts, self.act_bias, names)

    def kinds(self, s: Sentence, i: int, names: Sequence[str]) -> Mapping[str, float]:
        """The probability of each event type, if a word tells of an act."""
        scores = total(self.rows, self.weights, self.bias, names)
        return dict(zip(self.types, softmax(scores), strict=True))

    def because(self, names: Sequence[str], kind: str) -> tuple[tuple[str, float], ...]:
        """The features that speak most for an act and for its type: name and weight."""
        column = self.types.index(kind)
        acts = {f"an act: {n}": self.acts.get(n, 0.0) for n in names}
        rows = {n: r for n in names if (r := self.rows.get(n)) is not None}
        kinds = {n: float(self.weights[r, column]) for n, r in rows.items()}
        return (*_most(acts, 3), *_most(kinds, 3))

    def side(
        self, s: Sentence, i: int, code: str, side: str, standing: Standing, link: Sequence[str]
    ) -> float:
        """The probability that a state is a side of an act."""
        weights = self.sides[side]
        total = standing.weight.get(side)
        if total is None:
            total = standing.weight[side] = sum(weights.get(n, 0.0) for n in standing.names)
        return _probability(weights, self.side_bias + total, link)

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        """The probability that an act with these sides should be recorded."""
        return _probability(self.trusts, self.trust_bias, features(told))


def _most(weights: Mapping[str, float], most: int) -> list[tuple[str, float]]:
    """The names of the greatest weights above zero."""
    best = sorted(weights.items(), key=lambda w: (-w[1], w[0]))[:most]
    return [(name, round(w, 3)) for name, w in best if w > 0]


def _probability(weights: Mapping[str, float], bias: float, names: Sequence[str]) -> float:
    get = weights.get
    total = bias
    for n in names:
        weight = get(n)
        if weight is not None:
            total += weight
    return probability(total)


# files ------------------------------------------------------------------------------------------


def save(folder: Path, models: LinearModels, card: Mapping[str, Any]) -> None:
    """Write ``reader.npz`` and its card; weights are kept as int8 with one scale a table."""
    arrays = packed_rows(models.rows, models.weights, "kind_")
    for name, table in _tables(models).items():
        rows = {n: k for k, n in enumerate(table)}
        column = np.array(list(table.values()), dtype=np.float64)
        arrays |= packed_rows(rows, column, f"{name}_")
    arrays["kind_bias"] = models.bias.astype(np.float32)
    biases = [models.act_bias, models.side_bias, models.trust_bias]
    arrays["bias"] = np.array(biases, dtype=np.float32)
    arrays["idle"] = packed(sorted(models.idle))
    write(
        folder,
        "reader",
        arrays,
        {"types": models.types, "levels": asdict(models.levels), **card},
    )


def _tables(models: LinearModels) -> dict[str, Mapping[str, float]]:
    return {
        "act": models.acts,
        "doer": models.sides[DOER],
        "goal": models.sides[GOAL],
        "trust": models.trusts,
    }


@cache
def load_models(folder: Path | None = None) -> LinearModels:
    """The shipped models.

    Raises
    ------
    BadDataFile
        A file is missing or damaged.
    """
    folder = folder or Path(str(resources.files("detente.coding.learned") / "data"))
    with shipped("the models of the reader", folder, COMMAND):
        card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        with np.load(folder / "reader.npz") as held:
            tables = {name: _table(held, name) for name in ("act", "doer", "goal", "trust")}
            rows, weights = unpacked_rows(held, "kind_")
            act_bias, side_bias, trust_bias = held["bias"].tolist()
            return LinearModels(
                types=tuple(card["types"]),
                acts=tables["act"],
                act_bias=act_bias,
                rows=rows,
                weights=weights,
                bias=held["kind_bias"],
                sides={DOER: tables["doer"], GOAL: tables["goal"]},
                side_bias=side_bias,
                trusts=tables["trust"],
                trust_bias=trust_bias,
                idle=frozenset(unpacked(held["idle"])),
                levels=Levels(**card["levels"]),
                card=card,
            )


def _table(held: Arrays, name: str) -> dict[str, float]:
    rows, weights = unpacked_rows(held, f"{name}_")
    return dict(zip(rows, weights.ravel().tolist(), strict=True))
