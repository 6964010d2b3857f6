"""The linear models of the reader: kept, loaded, applied.

Comes in: features. Goes out: probabilities. What they were fitted on and how well they do
is in the card, ``data/reader.json``; ``python -m training.reading.train`` fits them again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from heapq import nsmallest
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.coding.learned.levels import Levels
from detente.coding.learned.parts import Columns, Feature, Looks, Weights
from detente.coding.learned.sides import Asked, Standing
from detente.coding.learned.trust import Proposal, looks_of
from detente.coding.pairs.detector import probability
from detente.coding.sentence import Sentence
from detente.coding.weights import (
    Arrays,
    packed,
    packed_rows,
    shipped,
    softmax,
    summed,
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

    def act(self, s: Sentence, i: int, looks: Looks) -> float:
        """The probability that a word tells of an act, by its features."""
        return probability(self._acts.total(looks, self.act_bias))

    def kinds(self, s: Sentence, i: int, looks: Looks) -> Mapping[str, float]:
        """The probability of each event type, if a word tells of an act."""
        scores = summed(self.weights, self.bias, self._columns.of(looks))
        return dict(zip(self.types, softmax(scores), strict=True))

    def because(self, looks: Looks, kind: str) -> tuple[tuple[str, float], ...]:
        """The features that speak most for an act and for its type: name and weight."""
        column = self.types.index(kind)
        names = looks.names
        acts = {f"an act: {n}": w for n in names if (w := self.acts.get(n, 0.0)) > 0}
        rows = {n: r for n in names if (r := self.rows.get(n)) is not None}
        weights = self.weights[list(rows.values()), column].tolist()
        return (*_most(acts, 3), *_most(dict(zip(rows, weights, strict=True)), 3))

    def side(self, asked: Asked, code: str, standing: Standing, link: Sequence[Feature]) -> float:
        """The probability that a state is a side of an act."""
        side = asked.side
        weights = self._sides[side]
        shared = standing.weight.get(side)
        if shared is None:
            shared = standing.weight[side] = weights.total(standing.features, 0.0)
        return probability(weights.total(link, self.side_bias + shared))

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        """The probability that an act with these sides should be recorded."""
        return probability(self._trusts.total(looks_of(told), self.trust_bias))

    @cached_property
    def _acts(self) -> Weights:
        return Weights(self.acts)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self.rows)

    @cached_property
    def _sides(self) -> Mapping[str, Weights]:
        return {side: Weights(names) for side, names in self.sides.items()}

    @cached_property
    def _trusts(self) -> Weights:
        return Weights(self.trusts)


def _most(weights: Mapping[str, float], most: int) -> list[tuple[str, float]]:
    """The names of the greatest weights above zero."""
    above = [w for w in weights.items() if w[1] > 0]
    return [(name, round(w, 3)) for name, w in nsmallest(most, above, key=_first)]


def _first(weight: tuple[str, float]) -> tuple[float, str]:
    return -weight[1], weight[0]


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
            known = {name: name for name in tables["act"]}
            rows = {known.get(name, name): row for name, row in rows.items()}
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
    # As few numbers in memory as there are steps: what is looked up stays near at hand.
    numbers = {w: w for w in weights.ravel().tolist()}
    return {n: numbers[w] for n, w in zip(rows, weights.ravel().tolist(), strict=True)}
