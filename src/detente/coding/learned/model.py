"""The models of the reader: kept, loaded, applied.

Comes in: features. Goes out: probabilities. What they were fitted on and how well they do
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
from detente.coding.learned.parts import Feature, Looks
from detente.coding.learned.sides import Asked, Standing
from detente.coding.learned.trees import Trees, packed_trees, unpacked_trees
from detente.coding.learned.trust import Proposal, looks_of
from detente.coding.sentence import Sentence
from detente.coding.weights import packed, shipped, softmax, unpacked, write

COMMAND = "python -m training.reading.train"
DOER, GOAL = "a", "r"


@dataclass(frozen=True)
class ReaderModels:
    """Boosted trees over named features.

    Attributes
    ----------
    types
        The event types.
    acts, kind
        Whether a word tells of an act, and of which type, if of one.
    sides
        Whether a state is its doer (`DOER`) or goal (`GOAL`).
    trusts
        Whether an act should be recorded; None until one is fitted.
    idle
        Words ("guard/NOUN") of the lexicon that told of no act in the articles.
    levels
        From which probabilities on something is believed.
    card
        What the models were fitted on and how well they do.
    """

    types: tuple[str, ...]
    acts: Trees
    kind: Trees
    sides: Mapping[str, Trees]
    trusts: Trees | None = None
    idle: frozenset[str] = frozenset()
    teaching: bool = False
    levels: Levels = field(default_factory=Levels)
    card: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def act(self, s: Sentence, i: int, looks: Looks) -> float:
        """The probability that a word tells of an act, by its features."""
        return self.acts.chance(looks)

    def kinds(self, s: Sentence, i: int, looks: Looks) -> Mapping[str, float]:
        """The probability of each event type, if a word tells of an act."""
        scores = self.kind.odds(self.kind.leaves(looks))
        found = zip(self.kind.answers, softmax(scores), strict=True)
        return {**dict.fromkeys(self.types, 0.0), **dict(found)}

    def because(self, looks: Looks, kind: str) -> tuple[tuple[str, float], ...]:
        """The features that speak most for an act and for its type: name and weight."""
        names = looks.names
        acts = self.acts.because(names, self.acts.answers[0])
        of_type = self.kind.because(names, kind) if kind in self.kind.answers else ()
        return (*((f"an act: {n}", w) for n, w in acts), *of_type)

    def side(self, asked: Asked, code: str, standing: Standing, link: Sequence[Feature]) -> float:
        """The probability that a state is a side of an act."""
        trees = self.sides[asked.side]
        shared = standing.leaves.get(asked.side)
        if shared is None:
            shared = standing.leaves[asked.side] = trees.leaves(standing.features)
        return trees.chance(link, shared)

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        """The probability that an act with these sides should be recorded."""
        return 1.0 if self.trusts is None else self.trusts.chance(looks_of(told))


# files ------------------------------------------------------------------------------------------


def save(folder: Path, models: ReaderModels, card: Mapping[str, Any]) -> None:
    """Write ``reader.npz`` and its card."""
    arrays: dict[str, npt.NDArray[Any]] = {"idle": packed(sorted(models.idle))}
    for name, trees in _tables(models).items():
        arrays |= packed_trees(trees, f"{name}_")
    told = {"types": models.types, "levels": asdict(models.levels)}
    write(folder, "reader", arrays, {**told, **card})


def _tables(models: ReaderModels) -> dict[str, Trees]:
    if models.trusts is None:
        raise ValueError("models of the reader are saved with the one that acts are trusted by")
    return {
        "act": models.acts,
        "kind": models.kind,
        "doer": models.sides[DOER],
        "goal": models.sides[GOAL],
        "trust": models.trusts,
    }


@cache
def load_models(folder: Path | None = None) -> ReaderModels:
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
            names = ("act", "kind", "doer", "goal", "trust")
            acts, kind, doer, goal, trust = (unpacked_trees(held, f"{n}_") for n in names)
            idle = frozenset(unpacked(held["idle"]))
        types, levels = tuple(card["types"]), Levels(**card["levels"])
        sides = {DOER: doer, GOAL: goal}
        return ReaderModels(types, acts, kind, sides, trust, idle, levels=levels, card=card)
