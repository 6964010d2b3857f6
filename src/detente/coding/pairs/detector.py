"""Whether an ordered pair of parties shares an act: a linear model, applied without NumPy.

Comes in: features from `detente.coding.pairs.parts`. Goes out: log odds and the features that
made them. How it was fitted, on what and how well, is in the model's card,
``data/detector.json``; `training/pairs/detector.py` fits it again.

With the shipped weights come those of each fold's model, fitted without that fold's sentences:
sentences that the shipped weights have seen are only ever scored by them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import resources
from math import exp, inf, log
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from detente.coding.pairs.parts import Part, Parts
from detente.coding.weights import packed_rows, shipped, unpacked_rows, write
from detente.records import digest

T = TypeVar("T")
FOLDS = 5
COMMAND = "python -m training.pairs.detector"
# Log odds beyond which a probability says no more.
_FAR = 30.0
# Parts of features whose weights are remembered: about 20 MB when all are.
_MOST = 40_000


def fold_of(sentence: str) -> int:
    """The fold that a sentence falls into, by its words alone, 0 to 4."""
    return int(digest("fold", sentence), 16) % FOLDS


def sentence_key(sentence: str) -> str:
    """Tells whether a model was fitted on a sentence without keeping the sentence."""
    return digest("sentence", sentence)


def probability(log_odds: float) -> float:
    """Probability of log odds.

    Examples
    --------
    >>> probability(0.0)
    0.5
    """
    if log_odds > _FAR:
        log_odds = _FAR
    elif log_odds < -_FAR:
        log_odds = -_FAR
    return 1 / (1 + exp(-log_odds))


class Remembered(dict[Part, T]):
    """What a function says of each part, worked out when first looked up.

    A dictionary, since this is looked up some twenty times a pair of parties; emptied when it
    has grown too large.
    """

    def __init__(self, make: Callable[[Part], T]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, part: Part) -> T:
        if len(self) >= _MOST:
            self.clear()
        found = self[part] = self.make(part)
        return found


@dataclass(frozen=True)
class Detector:
    """Weights of features, and how log odds are read.

    ``slope`` and ``offset`` turn the sum of weights into calibrated log odds (Platt 1999, fitted
    on scores of held-out folds). From the probability ``least`` a pair may share an act;
    ``sure`` is the least probability of an act and its root together. Pairs whose roles are
    ``idle`` ("nmod:of", "top") were never found to share one, nor were those whose own features
    (`Parts.own`) weigh less than ``worth`` together: theirs alone are looked at.
    """

    weights: Mapping[str, float]
    bias: float
    slope: float = 1.0
    offset: float = 0.0
    least: float = 0.5
    sure: float = 0.0
    idle: frozenset[tuple[str, str]] = frozenset()
    worth: float = -inf
    card: Mapping[str, Any] = field(default_factory=dict, compare=False)
    held: Sequence[tuple[Mapping[str, float], float]] = field(default=(), compare=False)

    def log_odds(self, names: Iterable[str]) -> float:
        """The calibrated log odds that the pair shares an act."""
        return self._read(sum({n: self.weights.get(n, 0.0) for n in names}.values()))

    def log_odds_of(self, parts: Parts) -> float:
        """The same for features in parts, which need not be spelled out again."""
        shared: dict[str, float] = {}
        weighed = self._weighed[0]
        for part in parts.shared:
            if found := weighed[part]:
                shared.update(found)
        return self._read(self.weight_of(parts.own) + sum(shared.values()))

    def weight_of(self, own: Iterable[Part]) -> float:
        """What parts that share no name with others weigh together."""
        return sum(map(self._weighed[1].__getitem__, own))

    def _read(self, total: float) -> float:
        # The weights are float32 of like size: their sum is exact in double, in any order.
        return self.slope * (self.bias + total) + self.offset

    @cached_property
    def least_odds(self) -> float:
        """The log odds of the probability ``least``."""
        return log(self.least / (1 - self.least)) if 0 < self.least < 1 else -inf

    @cached_property
    def _weighed(self) -> tuple[Remembered[Mapping[str, float]], Remembered[float]]:
        """What the features of a part weigh, zeros left out: one by one, and in all."""
        weights = self.weights

        def weighed(part: Part) -> Mapping[str, float]:
            make, *args = part
            return {n: weights[n] for n in make(*args) if n in weights}

        def weight(part: Part) -> float:
            return sum(weighed(part).values())

        return Remembered(weighed), Remembered(weight)

    def explain(self, names: Iterable[str], *, most: int = 6) -> tuple[tuple[str, float], ...]:
        """The features that speak most for an act: name and what they add to the log odds."""
        found = [(n, self.slope * self.weights.get(n, 0.0)) for n in dict.fromkeys(names)]
        found.sort(key=lambda c: (-c[1], c[0]))
        return tuple((n, round(w, 3)) for n, w in found[:most] if w > 0)

    def without(self, fold: int) -> Detector:
        """The detector that has not seen the sentences of a fold."""
        weights, bias = self.held[fold]
        return replace(self, weights=weights, bias=bias, held=())


# files ------------------------------------------------------------------------------------------


def save(
    folder: Path,
    names: Sequence[str],
    weights: npt.NDArray[Any],
    bias: npt.NDArray[Any],
    card: Mapping[str, Any],
) -> None:
    """Write ``detector.npz`` and its card.

    ``weights`` has a row a name and a column a model: the whole's first, then each fold's; they
    are kept as int8 with one scale a column. ``bias`` has an entry a column.
    """
    rows = {n: k for k, n in enumerate(names)}
    arrays = packed_rows(rows, weights, by_column=True)
    write(folder, "detector", arrays | {"bias": bias.astype(np.float32)}, card)


@cache
def load_detector(folder: Path | None = None) -> Detector:
    """The shipped detector.

    Raises
    ------
    BadDataFile
        A file is missing or damaged.
    """
    folder = folder or Path(str(resources.files("detente.coding.pairs") / "data"))
    with shipped("the detector of acts", folder, COMMAND):
        card = json.loads((folder / "detector.json").read_text(encoding="utf-8"))
        with np.load(folder / "detector.npz") as held:
            names, table = unpacked_rows(held)
            bias = held["bias"].tolist()
        reading = card["reading"]
        columns = [
            {n: w for n, w in zip(names, column, strict=True) if w} for column in table.T.tolist()
        ]
        return Detector(
            columns[0],
            bias[0],
            float(reading["slope"]),
            float(reading["offset"]),
            float(reading["least"]),
            float(reading["sure"]),
            frozenset(_roles(both) for both in reading.get("idle", ())),
            float(reading.get("worth", -inf)),
            card,
            tuple(zip(columns[1:], bias[1:], strict=True)),
        )


def _roles(both: str) -> tuple[str, str]:
    """Two roles from how the card writes them: "nmod:of+top"."""
    one, _, two = both.partition("+")
    return one, two
