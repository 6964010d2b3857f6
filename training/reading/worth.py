"""Fits the models of stakes, signals and claims: ``python -m training.reading.worth``.

Reads the annotated articles of ``training/reading/articles`` and writes ``stakes.npz``,
``signals.npz``, ``claims.npz`` and their cards into the package. Every article is read with models
of the reader that were fitted without it, so that its acts look as those of an unseen article. The
cards' figures come from folds: every article is judged by models that were fitted without it. Takes
some four minutes on two cores; the same articles and code give the same files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from detente.coding.analyst import analyse
from detente.coding.learned.linear import Linears, save
from detente.coding.learned.trees import Trees
from detente.coding.scene import Scene
from detente.evaluation.articles import Article
from detente.evaluation.reading import ReadingScores, score_article, summed
from training.reading import claims, signals, stakes
from training.reading.train import FOLDS, PACKAGE, beside_encoders, met, of_folds, options
from training.reading.verdicts import Verdict

T = TypeVar("T")
# Each kind of finding with its module and the figures of its card.
KINDS: dict[str, tuple[ModuleType, tuple[str, ...]]] = {
    "stakes": (stakes, ("stakes", "stake_precision", "stake_status")),
    "claims": (claims, ("claims",)),
    "signals": (signals, ("signals", "signal_precision")),
}
# Those that trees judge once all that a text offers is known.
JUDGED = ("stakes", "signals")


def train(
    name: str, articles: Sequence[Article], scenes: Sequence[Scene], folder: Path
) -> dict[str, Any]:
    """Fit and write the models of one kind of finding; returns their card."""
    kind, figures = KINDS[name]
    read = list(zip(articles, scenes, strict=True))
    taught = [kind.lessons(a, s) for a, s in read]
    folded = [kind.fit(_without(k, taught)) for k in range(FOLDS)]
    judged: list[list[Verdict]] | None = None
    judges: list[Trees | None] = [None] * FOLDS
    if name in JUDGED:
        judged = [kind.verdicts(a, s, folded[k % FOLDS]) for k, (a, s) in enumerate(read)]
        judges = [kind.judge(_without(k, judged)) for k in range(FOLDS)]
    models = [
        Linears(of_fold, {"levels": kind.LEVELS}, judge)
        for of_fold, judge in zip(folded, judges, strict=True)
    ]
    by_folds = summed(
        score_article(a, [*_events(s), *kind.found(s, models[k % FOLDS])])
        for k, (a, s) in enumerate(read)
    )
    by_rules = summed(
        score_article(a, [*_events(s), *(x.to_json() for x in analyse(s)[name])])  # type: ignore[literal-required]
        for a, s in read
    )
    card = {
        "levels": kind.LEVELS,
        "fitted_on": {
            "articles": len(articles),
            name: sum(len(getattr(a, name)) for a in articles),
            "licence": "CC BY 4.0, the authors of detente",
        },
        "folds": FOLDS,
        "figures": {
            "rules alone": _shares(by_rules, figures),
            "models of the folds": _shares(by_folds, figures),
        },
    }
    judge = None if judged is None else kind.judge([x for rows in judged for x in rows])
    save(folder, name, kind.fit([x for rows in taught for x in rows]), card, judge)
    return card


def _without(fold: int, each: Sequence[Sequence[T]]) -> list[T]:
    """What articles teach that are not of a fold."""
    return [x for k, rows in enumerate(each) if k % FOLDS != fold for x in rows]


def _events(scene: Scene) -> list[dict[str, Any]]:
    return [{**e.to_json(), "kind": "event"} for e in scene.events]


def _shares(scores: ReadingScores, figures: Sequence[str]) -> dict[str, float | None]:
    told = scores.to_json()["figures"]
    return {name: told[name]["share"] for name in figures}


def main() -> None:
    """Fit, measure, write."""
    parser = options(__doc__, PACKAGE)
    parser.add_argument("--only", choices=sorted(KINDS), action="append")
    given = parser.parse_args()
    school = beside_encoders(given.articles, given.texts)
    _, scenes = met(school, of_folds(school), school.judged)
    for name in given.only or KINDS:
        card = train(name, school.articles[: school.judged], scenes, given.output)
        print(name, json.dumps(card, indent=1))


if __name__ == "__main__":
    main()
