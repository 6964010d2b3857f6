"""Fit the pair model and the act model and write them into the package.

    python -m training.pairs.train

Ten-fold cross-validation comes first, with a TF-IDF classifier in the same folds beside it; the
figures go into the models' cards. No fold holds rows of a sentence that its model has seen. Folds
by the lemma of the act besides, so that a model has seen no other row of the same verb or noun:
what it makes of words that it does not know.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from detente.codebook import load_codebook
from detente.coding.coder import Coder
from detente.coding.pairs.features import Features
from detente.coding.pairs.fitting import (
    ACT_WEIGHTS,
    FOLDS,
    SEED,
    WEIGHTS,
    cross_validated,
    fit,
    fit_dictionary,
    folds,
)
from detente.coding.pairs.model import (
    ACT_MODEL,
    PAIR_MODEL,
    ROOTS,
    Linear,
    PairModel,
    load_pair_model,
    save,
    softmax,
)
from detente.evaluation.marked import MarkedPair, binary_of, quad_of, read_marked_pairs
from detente.evaluation.pairs import features_of
from detente.measure.classification import accuracy, macro_f1
from training.pairs.dictionary import little_texts

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "coding"
PACKAGE = Path(__file__).resolve().parents[2] / "src" / "detente" / "coding" / "pairs" / "data"


PURPOSES = {
    PAIR_MODEL: "the root of the act between two parties marked in an English sentence",
    ACT_MODEL: "the root of an act between two parties of which no pattern tells",
}


def figures(rows: list[MarkedPair], roots: list[str]) -> dict[str, float]:
    """Accuracy and macro-F1 of roots, quads and binary."""
    gold = [str(r.root) for r in rows]
    quads = [str(r.quad) for r in rows]
    sides = [str(r.binary) for r in rows]
    said = [str(quad_of(r)) for r in roots]
    sided = [binary_of(quad_of(r)) for r in roots]
    out = {
        "root_accuracy": accuracy(gold, roots),
        "root_macro_f1": macro_f1(gold, roots),
        "quad_accuracy": accuracy(quads, said),
        "quad_macro_f1": macro_f1(quads, said),
        "binary_accuracy": accuracy(sides, sided),
        "binary_macro_f1": macro_f1(sides, sided),
    }
    return {name: round(value, 4) for name, value in out.items()}


def tfidf(rows: list[MarkedPair], held: list[Any]) -> list[str]:
    """The baseline: a linear support vector machine on word unigrams and bigrams."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    out = [""] * len(rows)
    for fold in held:
        outside = set(fold.tolist())
        rest = [i for i in range(len(rows)) if i not in outside]
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            LinearSVC(class_weight="balanced", random_state=SEED),
        )
        model.fit([rows[i].sentence for i in rest], [rows[i].root for i in rest])
        for i, said in zip(fold, model.predict([rows[i].sentence for i in fold]), strict=True):
            out[i] = str(said)
    return out


def temperature(logits: Any, gold: list[str]) -> float:
    """What to divide logits by so that probabilities of rows not seen in fitting hold."""
    at = [ROOTS.index(g) for g in gold]
    grid = np.geomspace(0.25, 4, 49)
    losses = [
        -float(np.log(softmax(logits / t)[np.arange(len(at)), at] + 1e-9).mean()) for t in grid
    ]
    return float(grid[int(np.argmin(losses))])


def act_lemma(features: Features) -> str:
    """The verb or noun of a pair's act, by which rows are kept together."""
    acts = [n for n in features["acts"] if n.startswith("act=") and "+" not in n]
    nouns = [n for n in features["acts"] if n.startswith("noun=") and " " not in n]
    return next(iter((*acts, *nouns)), "")


def silenced(features: Features) -> Features:
    """Features as if no pattern knew the words of the sentence."""
    return {**features, "frames": ["frame=none"]}


def held_out(
    rows: list[MarkedPair],
    features: list[Features],
    groups: list[str],
    dictionary: Linear,
    weights: dict[str, float],
    shown: list[Features] | None = None,
) -> tuple[dict[str, float], Any]:
    """Figures and logits by models that saw no row of a row's group."""
    gold = [str(r.root) for r in rows]
    logits = cross_validated(features, gold, groups, dictionary, shown=shown, weights=weights)
    return figures(rows, [ROOTS[int(k)] for k in logits.argmax(axis=1)]), logits


def main() -> None:
    """Cross-validate, fit on every row, write models and cards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plv", type=Path, default=SHARED / "plv_dev.jsonl")
    parser.add_argument(
        "--dictionary", type=Path, default=SHARED / "petrarch_dictionaries" / "CAMEO.2.0.txt"
    )
    parser.add_argument("--output", type=Path, default=PACKAGE)
    given = parser.parse_args()

    rows = read_marked_pairs(given.plv)
    gold = [str(r.root) for r in rows]
    coder = Coder()
    features = features_of(coder, rows)
    silent = [silenced(f) for f in features]
    lists, roots = little_texts(given.dictionary, load_codebook(), SEED)
    dictionary = fit_dictionary(lists, roots)
    sentences = [r.sentence for r in rows]
    lemmas = [act_lemma(f) for f in features]

    given.output.mkdir(parents=True, exist_ok=True)
    tested: dict[str, dict[str, Any]] = {}
    heats: dict[str, float] = {}
    for name, weights in ((PAIR_MODEL, WEIGHTS), (ACT_MODEL, ACT_WEIGHTS)):
        ours, logits = held_out(rows, features, sentences, dictionary, weights)
        heats[name] = temperature(logits, gold)
        tested[name] = {name: ours}
        if name == PAIR_MODEL:
            base = figures(rows, tfidf(rows, folds(gold, sentences)))
            tested[name]["tfidf_linear_svm_same_folds"] = base
            tested[name]["where_patterns_are_silent"] = held_out(
                rows, features, sentences, dictionary, weights, silent
            )[0]
        tested[name]["by_lemma_where_patterns_are_silent"] = held_out(
            rows, features, lemmas, dictionary, weights, silent
        )[0]
    for name, weights in ((PAIR_MODEL, WEIGHTS), (ACT_MODEL, ACT_WEIGHTS)):
        fitted = fit(features, gold, dictionary, weights=weights)
        model = PairModel(fitted.main, dictionary, fitted.mean, fitted.own, heats[name])
        card = {
            "name": f"detente {name.replace('_', ' ')}",
            "version": "2",
            "purpose": PURPOSES[name],
            "method": "softmax regression over tf-idf of feature groups; CAMEO dictionary stacked",
            "roots": list(ROOTS),
            "group_weights": weights,
            "temperature": round(heats[name], 3),
            "seed": SEED,
            "pipeline": coder.versions["pipeline"],
            "fitted_on": {
                "pairs": f"{len(rows)} sentences with one marked pair (Hu et al. 2024, ACL, "
                "Leveraging Codebook Knowledge with NLI and ChatGPT for Zero-Shot Political "
                "Relation Classification); weights only, no sentence is shipped",
                "pairs_sha256": hashlib.sha256(given.plv.read_bytes()).hexdigest(),
                "dictionary": f"CAMEO.2.0.txt of PETRARCH2 (MIT), {len(lists)} little texts",
            },
            "cross_validation": {
                "folds": FOLDS,
                "rows": len(rows),
                "how": "no sentence in two folds, by_lemma no verb or noun of an act; roots in "
                "equal shares",
                **tested[name],
            },
            "limits": "English news; one act a pair; every row it saw holds an act, so it cannot "
            "say that there is none. The dictionary part was fitted apart from the pairs.",
            "seen": sorted(r.key for r in rows),
        }
        save(model, given.output, card, name=name)
        kept = load_pair_model(given.output, name=name)
        same = [int(np.argmax(kept.logits(f))) == int(np.argmax(model.logits(f))) for f in features]
        print(json.dumps(card["cross_validation"], indent=1))
        print(f"temperature {heats[name]:.2f}; rounding keeps {sum(same)} of {len(same)} answers")


if __name__ == "__main__":
    main()
