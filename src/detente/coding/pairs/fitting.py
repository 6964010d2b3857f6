"""Fitting the pair model; needs scikit-learn, which is no dependency of the shipped model.

Comes in: features of marked pairs with their roots, and a dictionary part fitted elsewhere.
Goes out: a `PairModel`. Used by `training/pairs/train.py`, and by `detente evaluate coding` to
cross-validate rows that the shipped model has seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.coding.pairs.features import Features
from detente.coding.pairs.model import (
    DICTIONARY,
    ROOTS,
    Floats,
    Linear,
    PairModel,
    Vocabulary,
    dictionary_says,
    vocabulary,
)
from detente.errors import BadSetting

# Set by ten-fold cross-validation on plv_dev; re-run training/pairs/train.py after any change.
WEIGHTS = {
    "words": 1.0,
    "window": 1.0,
    "acts": 1.0,
    "frames": 0.7,
    "kin": 0.5,
}
# Of the act model, which is asked where the patterns are silent: on these sentences they hardly
# ever are, since they were made with them in view, and a model that hears them leans on them
# (docs/model-card-pairs.md has the figures).
ACT_WEIGHTS = {"words": 1.0, "window": 1.0, "acts": 1.0, "kin": 0.5}
DICTIONARY_WEIGHT = 0.2
INVERSE_REGULARISATION = 100.0
LEAST = 2  # pairs that a feature must stand in
SEED = 20161219
FOLDS = 10


def fit(
    features: Sequence[Features],
    roots: Sequence[str],
    dictionary: Linear,
    *,
    weights: Mapping[str, float] = WEIGHTS,
    inverse_regularisation: float = INVERSE_REGULARISATION,
    dictionary_weight: float = DICTIONARY_WEIGHT,
) -> PairModel:
    """Logistic regression over tf-idf of each feature group, rare roots weighted up."""
    import scipy.sparse as sp

    known = {
        group: vocabulary([f[group] for f in features], least=LEAST, weight=weight)
        for group, weight in weights.items()
    }
    blocks = [matrix(v, [f[group] for f in features]) for group, v in known.items()]
    said = np.array([dictionary_says(dictionary, f) for f in features], dtype=np.float32)
    mean = said.mean(axis=0)
    x = sp.hstack([*blocks, sp.csr_matrix((said - mean) * dictionary_weight)]).tocsr()
    coefficients, bias = regress(x, roots, inverse_regularisation)
    own = coefficients[-len(ROOTS) :] * np.float32(dictionary_weight)
    bounds = np.cumsum([0, *(b.shape[1] for b in blocks)])
    parts = {group: coefficients[bounds[n] : bounds[n + 1]] for n, group in enumerate(known)}
    return PairModel(Linear(known, parts, bias), dictionary, mean, own)


def fit_dictionary(lists: Sequence[Sequence[str]], roots: Sequence[str]) -> Linear:
    """The part that knows the CAMEO verb dictionary: its patterns as little texts."""
    known = vocabulary(lists, least=1, weight=1.0)
    coefficients, bias = regress(matrix(known, lists), roots, 5.0)
    return Linear({DICTIONARY: known}, {DICTIONARY: coefficients}, bias)


def matrix(known: Vocabulary, lists: Sequence[Sequence[str]]) -> Any:
    """Sparse rows of a vocabulary's vectors, shape (lists, names)."""
    import scipy.sparse as sp

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for i, names in enumerate(lists):
        at, numbers = known.vector(names)
        rows += [i] * len(at)
        columns += at
        values += numbers
    shape = (len(lists), len(known.names))
    return sp.csr_matrix((np.array(values, dtype=np.float32), (rows, columns)), shape=shape)


def regress(x: Any, roots: Sequence[str], inverse: float) -> tuple[Floats, Floats]:
    """Coefficients, shape (names, 15), and bias of a softmax regression.

    A root that no row has gets a bias that keeps it from ever being chosen.
    """
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise BadSetting(
            "fitting the pair model needs scikit-learn, which is not installed",
            hint="pip install scikit-learn",
        ) from error
    fitted = LogisticRegression(C=inverse, class_weight="balanced", max_iter=500)
    fitted.fit(x, np.array(roots))
    coefficients = np.zeros((x.shape[1], len(ROOTS)), dtype=np.float32)
    bias = np.full(len(ROOTS), -30.0, dtype=np.float32)
    weights, intercepts = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # one row then, for the second class against the first
        weights = np.vstack([-weights, weights]) / 2
        intercepts = np.concatenate([-intercepts, intercepts]) / 2
    for n, root in enumerate(fitted.classes_):
        k = ROOTS.index(str(root))
        coefficients[:, k] = weights[n]
        bias[k] = intercepts[n]
    return coefficients, bias


def folds(roots: Sequence[str], groups: Sequence[str]) -> list[npt.NDArray[np.intp]]:
    """Ten sets of row numbers to hold out: roots in equal shares, a group never divided."""
    from sklearn.model_selection import StratifiedGroupKFold

    numbers = {g: n for n, g in enumerate(dict.fromkeys(groups))}
    cut = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED)
    ids = [numbers[g] for g in groups]
    return [held for _, held in cut.split(np.zeros(len(roots)), np.array(roots), ids)]


def cross_validated(
    features: Sequence[Features],
    roots: Sequence[str],
    groups: Sequence[str],
    dictionary: Linear,
    *,
    shown: Sequence[Features] | None = None,
    **options: Any,
) -> Floats:
    """Logits of every row by a model fitted without its fold, shape (rows, 15).

    No two folds share a group. ``shown`` are what the models are asked about in place of the
    rows' own features.
    """
    shown = features if shown is None else shown
    out = np.zeros((len(roots), len(ROOTS)), dtype=np.float32)
    for held in folds(roots, groups):
        outside = set(held.tolist())
        rest = [i for i in range(len(roots)) if i not in outside]
        model = fit([features[i] for i in rest], [roots[i] for i in rest], dictionary, **options)
        for i in held:
            out[i] = model.logits(shown[i])
    return out
