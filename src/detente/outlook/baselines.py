"""The simple guesses that every outlook is measured against, kept for ever in the report.

What comes in: the rows that a model may be fitted on, and those to answer. What goes out: a
probability for each of the latter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.outlook.features import Known
from detente.outlook.target import Floats, Ints

if TYPE_CHECKING:
    pass

# A dyad's own rate is drawn to the base rate as by so many origins with it.
OWN_RATE_WEIGHT = 20.0
COUNT_WEEKS = 12
# How far back persistence looks at least: at a calm origin the last four weeks are empty.
PERSISTENCE_WEEKS = 13
BASELINES = ("base-rate", "own-rate", "persistence", "logistic-counts", "boosted-counts")


@dataclass(frozen=True, slots=True)
class Rows:
    """Origins by dyad and week, and for those fitted on what happened."""

    dyad: Ints
    week: Ints
    happened: Floats

    def where(self, mask: NDArray[np.bool_]) -> Rows:
        """Some of the rows."""
        return Rows(self.dyad[mask], self.week[mask], self.happened[mask])


def base_rate(train: Rows, test: Rows, known: Known, horizon: int) -> Floats:
    """How often it happened in training."""
    return np.full(len(test.dyad), float(train.happened.mean()))


def own_rate(train: Rows, test: Rows, known: Known, horizon: int) -> Floats:
    """How often it happened to this dyad in training, drawn to the base rate."""
    count = len(known.panel.dyads)
    seen = np.bincount(train.dyad, minlength=count)
    hits = np.bincount(train.dyad, weights=train.happened, minlength=count)
    mean = train.happened.mean()
    rate = (hits + OWN_RATE_WEIGHT * mean) / (seen + OWN_RATE_WEIGHT)
    return np.asarray(rate[test.dyad])


def persistence(train: Rows, test: Rows, known: Known, horizon: int) -> Floats:
    """How often it happened in training after the like: an onset in the same time before, or none.

    The same time is the horizon, at least 13 weeks.
    """
    back = max(horizon, PERSISTENCE_WEEKS)
    counts = np.cumsum(np.pad(known.onset, ((0, 0), (1, 0))).astype(np.int64), axis=1)

    def before(rows: Rows) -> NDArray[np.bool_]:
        first = np.maximum(rows.week + 1 - back, 0)
        return np.asarray(counts[rows.dyad, rows.week + 1] - counts[rows.dyad, first] > 0)

    had = before(train)
    mean = train.happened.mean()
    after = train.happened[had].mean() if had.any() else mean
    else_ = train.happened[~had].mean() if (~had).any() else mean
    return np.asarray(np.where(before(test), after, else_), dtype=np.float64)


def count_features(rows: Rows, known: Known) -> Floats:
    """Conflict, cooperation and volume of the last 12 weeks, means of the year, own history."""
    parts = []
    for t in np.unique(rows.week):
        at = rows.dyad[rows.week == t]
        columns = []
        for values in (known.conflict, known.cooperation, known.volume):
            columns.append(values[at, t - COUNT_WEEKS + 1 : t + 1])
            columns.append(values[at, max(0, t - 51) : t + 1].mean(axis=1, keepdims=True))
        history = known.rupture[at, : t + 1]
        columns.append(history[:, -52:].sum(axis=1, keepdims=True).astype(np.float64))
        columns.append(history.mean(axis=1, keepdims=True))
        parts.append((np.flatnonzero(rows.week == t), np.hstack(columns)))
    out = np.empty((len(rows.week), parts[0][1].shape[1]))
    for where, values in parts:
        out[where] = values
    return out


def logistic_counts(train: Rows, test: Rows, known: Known, horizon: int) -> Floats:
    """Logistic regression on the counts of the last 12 weeks and the dyad's history."""
    from sklearn.linear_model import LogisticRegression

    if train.happened.min() == train.happened.max():
        return base_rate(train, test, known, horizon)
    x, asked = count_features(train, known), count_features(test, known)
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    fitted = LogisticRegression(C=0.01, max_iter=500).fit((x - mean) / scale, train.happened)
    return np.asarray(fitted.predict_proba((asked - mean) / scale)[:, 1])


def boosted_counts(train: Rows, test: Rows, known: Known, horizon: int) -> Floats:
    """Gradient boosting on the same counts: the measure that issue 6 names its bars by."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    if train.happened.min() == train.happened.max():
        return base_rate(train, test, known, horizon)
    fitted = HistGradientBoostingClassifier(
        learning_rate=0.03,
        max_iter=150,
        max_leaf_nodes=15,
        min_samples_leaf=100,
        early_stopping=False,
        max_features=0.5,
        random_state=0,
    ).fit(count_features(train, known), train.happened)
    return np.asarray(fitted.predict_proba(count_features(test, known))[:, 1])


METHODS: dict[str, Callable[[Rows, Rows, Known, int], Floats]] = {
    "base-rate": base_rate,
    "own-rate": own_rate,
    "persistence": persistence,
    "logistic-counts": logistic_counts,
    "boosted-counts": boosted_counts,
}
