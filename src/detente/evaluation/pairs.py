"""The root of each marked pair by the pair model, never by one that has seen the row.

Comes in: a `Coder` and `MarkedPair` records. Goes out: an `Answer` a row. Rows that the shipped
model was fitted on are answered by cross-validation over these rows, the rest by the shipped
model; what the model is does not change by what it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.coding.coder import Coder
from detente.coding.masking import readable
from detente.coding.pairs.features import Features, locate, pair_features
from detente.coding.pairs.fitting import FOLDS, cross_validated
from detente.coding.pairs.model import ROOTS, PairModel, load_clusters, load_pair_model, softmax
from detente.coding.sentence import sentences
from detente.errors import BadSetting
from detente.evaluation.marked import MarkedPair


@dataclass(frozen=True, slots=True)
class Answer:
    """A root for one marked pair.

    ``root`` is None where the text has no words; ``score`` its probability in [0, 1]; ``how``
    is ``model`` or ``cross-validation``.
    """

    id: str
    root: str | None
    score: float
    how: str

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON object."""
        return {"id": self.id, "root": self.root, "score": round(self.score, 4), "how": self.how}


def features_of(coder: Coder, rows: Sequence[MarkedPair]) -> list[Features]:
    """Parse each sentence and take the features of its pair; empty for a text without words."""
    from detente.language import parse

    clusters = load_clusters()
    out: list[Features] = []
    docs = parse(coder.nlp, (readable(r.sentence) for r in rows))
    for row, doc in zip(rows, docs, strict=True):
        pair = locate(sentences(doc, row.sentence), row.source, row.target)
        found = {} if pair is None else pair_features(pair, coder.matcher, coder.cues, clusters)
        out.append(found)
    return out


def answer_pairs(
    coder: Coder, rows: Sequence[MarkedPair], *, model: PairModel | None = None
) -> list[Answer]:
    """The root of every row's pair, in order.

    Parameters
    ----------
    coder
        Its pipeline, patterns and cues are used.
    rows
        Marked pairs; those that the model was fitted on need their ``root``.
    model
        The shipped one by default.

    Raises
    ------
    BadSetting
        Rows were seen in fitting and cannot be cross-validated: scikit-learn is missing, a root
        is not given, or they are too few.
    """
    model = model or load_pair_model()
    features = features_of(coder, rows)
    seen_keys = frozenset(model.card.get("seen", ()))
    seen = [i for i, r in enumerate(rows) if r.key in seen_keys]
    logits = [model.logits(f) if f else None for f in features]
    if seen:
        for i, found in zip(seen, _held_out(rows, features, seen, model), strict=True):
            logits[i] = found
    cross = frozenset(seen)
    return [
        _answer(row, found, "cross-validation" if i in cross else "model")
        for i, (row, found) in enumerate(zip(rows, logits, strict=True))
    ]


def _answer(row: MarkedPair, logits: Any, how: str) -> Answer:
    if logits is None:
        return Answer(row.id, None, 0.0, how)
    probabilities = softmax(logits)
    best = int(np.argmax(probabilities))
    return Answer(row.id, ROOTS[best], float(probabilities[best]), how)


def _held_out(
    rows: Sequence[MarkedPair], features: Sequence[Features], seen: Sequence[int], model: PairModel
) -> Any:
    if any(rows[i].root is None for i in seen):
        raise BadSetting(
            "the file holds pairs that the model was fitted on, without their roots",
            hint="give 'root' with each, so that they can be cross-validated, or leave them out",
        )
    if len(seen) < 10 * FOLDS:
        raise BadSetting(
            f"{len(seen)} rows were seen in fitting, too few to be cross-validated",
            hint="score the whole file that the model was fitted on, or none of its rows",
        )
    roots = [str(rows[i].root) for i in seen]
    groups = [rows[i].sentence for i in seen]
    found = cross_validated([features[i] for i in seen], roots, groups, model.dictionary)
    return found / model.temperature
