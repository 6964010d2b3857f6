"""Coders for rows that the shipped models were fitted on: none decides by what it has seen.

Comes in: a `Coder` and `MarkedPair` records. Goes out: for each row the coder that may be scored
on it. The detector of acts ships with the weights of each fold's model; the pair model is fitted
again without the fold, on those of its rows that the file holds. What the shipped models are
does not change by what they are asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec

from detente.coding.coder import Coder
from detente.coding.pairs.acts import ActFinder
from detente.coding.pairs.detector import FOLDS, fold_of, sentence_key
from detente.coding.pairs.fitting import fit
from detente.evaluation.marked import MarkedPair
from detente.evaluation.pairs import features_of

# Rows outside a fold without which a pair model cannot be fitted again.
FEWEST = 100


def fair_coders(coder: Coder, rows: Sequence[MarkedPair]) -> list[Coder | None]:
    """For each row a coder that has not seen its sentence; None where there is none.

    There is none for a seen row if fewer than `FEWEST` seen rows with their roots lie outside
    its fold.
    """
    detector, model = coder.acts.detector, coder.acts.model
    known = frozenset(detector.card.get("seen", ()))
    known_pairs = frozenset(model.card.get("seen", ()))
    seen = [sentence_key(r.sentence) in known or r.key in known_pairs for r in rows]
    fits = [i for i, r in enumerate(rows) if r.root is not None and r.key in known_pairs]
    if not any(seen):
        return [coder] * len(rows)
    folds = [fold_of(r.sentence) for r in rows]
    features = dict(zip(fits, features_of(coder, [rows[i] for i in fits]), strict=True))
    fair: dict[int, Coder | None] = {}
    for fold in sorted({folds[i] for i, s in enumerate(seen) if s}):
        rest = [i for i in fits if folds[i] != fold]
        if len(rest) < FEWEST or fold >= min(FOLDS, len(detector.held)) or not _can_fit():
            fair[fold] = None
            continue
        roots = [str(rows[i].root) for i in rest]
        weights = {group: known.weight for group, known in model.main.vocabularies.items()}
        refitted = fit([features[i] for i in rest], roots, model.dictionary, weights=weights)
        refitted = replace(refitted, temperature=model.temperature)
        finder = ActFinder(
            coder.matcher, coder.cues, detector=detector.without(fold), model=refitted
        )
        fair[fold] = coder.deciding_by(finder)
    return [fair[f] if s else coder for f, s in zip(folds, seen, strict=True)]


def _can_fit() -> bool:
    return find_spec("sklearn") is not None
