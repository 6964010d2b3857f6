"""Boosted trees over named features that something has or has not: kept, loaded, applied.

Comes in: features, by name or in parts. Goes out: log odds of each answer. The trees are grown by
LightGBM (Ke et al. 2017, NeurIPS) when models are fitted (`training.trees`) and need no library
here. A tree is read without walking it (QuickScorer: Lucchese et al. 2015, SIGIR): every test
asks whether a feature is there, and if it is, the leaves that are for its absence are struck out;
of those left over, the first is the one that a walk would end in. So what a feature strikes out is
worked out once and remembered, and features count once, in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.coding.learned.parts import Feature, names_of
from detente.coding.pairs.detector import probability
from detente.coding.weights import Arrays, packed, unpacked

LEAVES = 32
"""The most leaves that a tree has: one bit each."""
Leaves = npt.NDArray[np.uint32]
"""The leaves left of each tree, a bit each; shape (trees,)."""
Odds = npt.NDArray[np.float64]
# Bytes that what features strike out may take up, for each model: with a fifth of it articles are
# coded a third slower.
_MEMORY = 64_000_000


@dataclass(frozen=True)
class Trees:
    """Trees for one or several answers.

    Attributes
    ----------
    answers
        What may be answered.
    names
        The number of each feature that a test asks for.
    ends
        Where the tests of a feature end, the next one's begin; shape (features,).
    tree, struck
        Of each test its tree, and the leaves that stay if the feature is there; shape (tests,).
    values
        What each leaf adds to the log odds; shape (trees, LEAVES).
    counts
        How many trees each answer has, one answer's behind the other's; shape (answers,).
    bias
        Log odds before any tree; shape (answers,).
    """

    answers: tuple[str, ...]
    names: Mapping[str, int]
    ends: npt.NDArray[np.int32]
    tree: npt.NDArray[np.int32]
    struck: Leaves
    values: npt.NDArray[np.float32]
    counts: npt.NDArray[np.int32]
    bias: npt.NDArray[np.float32]
    _struck: dict[Feature, Leaves | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    # --- reading ----------------------------------------------------------------------------

    def leaves(self, features: Iterable[Feature], before: Leaves | None = None) -> Leaves:
        """The leaves left when these features are there, and those that left ``before``."""
        known = self._struck
        out = self._all.copy() if before is None else before.copy()
        for feature in features:
            try:
                struck = known[feature]
            except KeyError:
                struck = self._look_up(feature)
            if struck is not None:
                np.bitwise_and(out, struck, out=out)
        return out

    def odds(self, leaves: Leaves) -> Odds:
        """Log odds of every answer; shape (answers,), of several rows of leaves a row each."""
        first = np.frexp((leaves & (~leaves + np.uint32(1))).astype(np.float32))[1] - 1
        found = self._flat.take(first + self._base)
        if len(self.answers) == 1:
            out: Odds = np.add.reduce(found, axis=-1, keepdims=True)
        else:
            out = np.add.reduceat(found, self._firsts, axis=-1)
        return out + self.bias

    def chance(self, features: Iterable[Feature], before: Leaves | None = None) -> float:
        """The probability of the first answer by itself, in [0, 1]."""
        return probability(float(self.odds(self.leaves(features, before))[0]))

    def because(
        self, names: Iterable[str], answer: str, over: str | None = None, most: int = 3
    ) -> tuple[tuple[str, float], ...]:
        """The features that speak most for an answer (over another), greatest first.

        Each with the log odds that the answer would lose without it.
        """
        told = [n for n in dict.fromkeys(names) if n in self.names]
        if not told:
            return ()
        struck = [self._of((n,)) for n in told]
        whole, behind = self._all, [self._all]
        for mask in reversed(struck[1:]):
            behind.append(behind[-1] & mask)
        rows = []
        for mask, rest in zip(struck, reversed(behind), strict=True):
            rows.append(whole & rest)
            whole = whole & mask
        odds = self.odds(np.array([whole, *rows]))
        kept = odds[:, self.answers.index(answer)]
        if over is not None:
            kept = kept - odds[:, self.answers.index(over)]
        found = [(n, round(float(kept[0] - w), 3)) for n, w in zip(told, kept[1:], strict=True)]
        return tuple(sorted((f for f in found if f[1] > 0), key=lambda f: (-f[1], f[0]))[:most])

    # --- what is remembered -----------------------------------------------------------------

    def _look_up(self, feature: Feature) -> Leaves | None:
        if len(self._struck) * 4 * len(self.values) >= _MEMORY:
            self._struck.clear()
        known = [n for n in names_of((feature,)) if n in self.names]
        found = self._struck[feature] = self._of(known) if known else None
        return found

    def _of(self, names: Iterable[str]) -> Leaves:
        """What some known features strike out together."""
        out = self._all.copy()
        for name in names:
            k = self.names[name]
            tests = slice(self.ends[k - 1] if k else 0, self.ends[k])
            out[self.tree[tests]] &= self.struck[tests]
        return out

    @cached_property
    def _all(self) -> Leaves:
        return np.full(len(self.values), np.uint32(0xFFFFFFFF))

    @cached_property
    def _flat(self) -> Odds:
        return self.values.astype(np.float64).ravel()

    @cached_property
    def _base(self) -> npt.NDArray[np.intp]:
        return np.arange(len(self.values), dtype=np.intp) * LEAVES

    @cached_property
    def _firsts(self) -> npt.NDArray[np.intp]:
        return np.concatenate([[0], np.cumsum(self.counts)[:-1]]).astype(np.intp)


# files ------------------------------------------------------------------------------------------


def packed_trees(trees: Trees, prefix: str = "") -> dict[str, npt.NDArray[Any]]:
    """Arrays for an ``.npz`` file, each name after a prefix."""
    return {
        f"{prefix}answers": packed(trees.answers),
        f"{prefix}names": packed(sorted(trees.names, key=trees.names.__getitem__)),
        f"{prefix}ends": trees.ends.astype(np.int32),
        f"{prefix}tree": trees.tree.astype(np.int32),
        f"{prefix}struck": trees.struck,
        f"{prefix}values": trees.values.astype(np.float32),
        f"{prefix}counts": trees.counts.astype(np.int32),
        f"{prefix}bias": trees.bias.astype(np.float32),
    }


def unpacked_trees(held: Arrays, prefix: str = "") -> Trees:
    """The trees of `packed_trees`.

    Raises
    ------
    KeyError, ValueError
        An array is missing; arrays do not belong together.
    """
    answers, names = unpacked(held[f"{prefix}answers"]), unpacked(held[f"{prefix}names"])
    ends, tree, struck, values, counts, bias = (
        held[f"{prefix}{name}"] for name in ("ends", "tree", "struck", "values", "counts", "bias")
    )
    whole = len(ends) == len(names) and len(tree) == len(struck) == (ends[-1] if len(ends) else 0)
    if not whole or len(answers) != len(counts) or len(counts) != len(bias):
        raise ValueError(f"{len(names)} features, {len(tree)} tests, {len(answers)} answers")
    if values.shape != (int(counts.sum()), LEAVES) or (tree >= len(values)).any():
        raise ValueError(f"{len(tree)} tests of trees of shape {values.shape}")
    rows = {name: k for k, name in enumerate(names)}
    return Trees(tuple(answers), rows, ends, tree, struck, values, counts, bias)
