"""The root of each marked pair by the pair model, never by one that has seen the row.

Comes in: a `Coder` and `MarkedPair` records. Goes out: an `Answer` a row. Rows that the shipped
model was fitted on are answered by cross-validation over these rows, the rest by the shipped
model; what the model is does not change by what it is asked. Where rows seen in fitting cannot be
cross-validated (too few, without roots, no scikit-learn) they are answered all the same, marked
`SEEN`, and left out of every figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from detente.coding.coder import Coder
from detente.coding.masking import readable
from detente.coding.pairs.features import Features, locate, pair_features
from detente.coding.pairs.fitting import FOLDS, cross_validated
from detente.coding.pairs.model import ROOTS, PairModel, load_pair_model, softmax
from detente.coding.sentence import sentences
from detente.evaluation.marked import MarkedPair

MODEL, CROSS_VALIDATION, SEEN = "model", "cross-validation", "model that has seen the row"


@dataclass(frozen=True, slots=True)
class Answer:
    """A root for one marked pair.

    ``root`` is None where the text has no words; ``score`` its probability in [0, 1]; ``how``
    is `MODEL`, `CROSS_VALIDATION` or `SEEN`.
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

    acts = coder.acts
    out: list[Features] = []
    docs = parse(coder.nlp, (readable(r.sentence) for r in rows))
    for row, doc in zip(rows, docs, strict=True):
        pair = locate(sentences(doc, row.sentence), row.source, row.target)
        found = {} if pair is None else pair_features(pair, acts.matcher, acts.cues, acts.lore)
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
    """
    model = model or load_pair_model()
    features = features_of(coder, rows)
    logits = [model.logits(f) if f else None for f in features]
    how = [MODEL] * len(rows)
    seen_keys = frozenset(model.card.get("seen", ()))
    seen = [i for i, r in enumerate(rows) if r.key in seen_keys]
    held_out = _held_out(rows, features, seen, model)
    for n, i in enumerate(seen):
        if held_out is None:
            how[i] = SEEN
        else:
            logits[i], how[i] = held_out[n], CROSS_VALIDATION
    return [_answer(row, found, by) for row, found, by in zip(rows, logits, how, strict=True)]


def _answer(row: MarkedPair, logits: Any, how: str) -> Answer:
    if logits is None:
        return Answer(row.id, None, 0.0, how)
    probabilities = softmax(logits)
    best = int(np.argmax(probabilities))
    return Answer(row.id, ROOTS[best], float(probabilities[best]), how)


def _held_out(
    rows: Sequence[MarkedPair], features: Sequence[Features], seen: Sequence[int], model: PairModel
) -> Any:
    """Logits of the rows that were seen, by models that have not; None if that cannot be."""
    with_roots = all(rows[i].root is not None for i in seen)
    if len(seen) < 10 * FOLDS or not with_roots or find_spec("sklearn") is None:
        return None
    roots = [str(rows[i].root) for i in seen]
    groups = [rows[i].sentence for i in seen]
    found = cross_validated([features[i] for i in seen], roots, groups, model.dictionary)
    return found / model.temperature
