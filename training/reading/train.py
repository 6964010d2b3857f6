"""Fits the models of the reader: ``python -m training.reading.train``.

Reads the annotated articles of ``training/reading/articles`` and writes ``reader.npz``,
``status.npz`` and ``reader.json`` into the package. The card's figures come from folds: every
article is read by models that were fitted without it. `python -m
training.reading` fits these and all other models of reading; the same articles and code give the
same files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from detente.coding.coder import Coder
from detente.coding.learned.encoder import Sense
from detente.coding.learned.levels import Levels
from detente.coding.learned.lexicon import load_act_lexicon
from detente.coding.learned.linear import Linears
from detente.coding.learned.model import ReaderModels, save
from detente.coding.learned.reader import Learned, Models
from detente.coding.learned.status import StatusModel, StatusModels, save_status
from detente.coding.scene import Scene
from detente.evaluation.reading import ReadingScores, score_article, summed
from detente.records import Reading
from training.processes import shared_out
from training.reading.fit import Examiner, Lesson, fit, fit_trust, lessons
from training.reading.material import TEXTS, Once, encoders_for, read_material, with_marked
from training.reading.status import Lure, Pupil, Row, fit_status, merged

HERE = Path(__file__).parent
PACKAGE = Path("src/detente/coding/learned/data")
FOLDS = 5
NO_FOLD = -1
T = TypeVar("T")
FIGURES = ("event_recall", "event_precision", "status", "parties")


class School:
    """The articles, parsed once, and the coder that reads them.

    ``texts``: marked texts whose acts are learned too, those that no encoder is taught on. They
    come after the articles, and no figure is of them.
    """

    def __init__(self, folder: Path, texts: Path | None = None) -> None:
        self.coder = Coder(analyst=False, learned=None)
        self.lexicon = load_act_lexicon()
        material = read_material(folder, self.coder.nlp)
        self.judged = len(material.articles)
        if texts is not None:
            material = with_marked(material, texts, self.coder.nlp)
        self.articles, self.raws, self.docs = material.articles, material.raws, material.docs
        self.encoders: Sequence[Once | None] = [None] * len(self.articles)
        # Which tellings are one act, by folds; None for the rules, which all models are fitted by.
        self.tellings: Sequence[Linears | None] = [None]

    def without(self, fold: int, each: Sequence[T]) -> list[T]:
        """Of something of each article that of those which are not of a fold."""
        return [x for k, x in enumerate(each) if k % FOLDS != fold]

    def lessons(self) -> list[Lesson]:
        """What each article teaches; what the encoders make of it is kept for later."""

        def taught(k: int) -> tuple[Lesson, list[Sense] | None]:
            one = slice(k, k + 1)
            told = self.articles[one], self.raws[one], self.docs[one]
            lesson = lessons(self.coder, *told, self.lexicon, self.encoders[one])[0]
            encoder = self.encoders[k]
            return lesson, None if encoder is None else encoder.told

        out = shared_out(taught, len(self.articles))
        for encoder, (_, senses) in zip(self.encoders, out, strict=True):
            if encoder is not None:
                encoder.told = senses
        return [lesson for lesson, _ in out]

    def learned(self, k: int, models: Models, status: StatusModels | None = None) -> Learned:
        """What an article is read with."""
        tellings = self.tellings[k % len(self.tellings)]
        return Learned(models, self.lexicon, status, self.encoders[k], tellings)

    def read(self, k: int, models: Any, status: StatusModels | None = None) -> list[dict[str, Any]]:
        """The events of an article, as records, by models; None for the rules alone."""
        self.coder.learned = None if models is None else self.learned(k, models, status)
        reading = self.coder.code(self.articles[k].document, self.docs[k])
        self.coder.learned = None
        return [{**e.to_json(), "kind": "event"} for e in reading.events]

    def score(
        self,
        models: Sequence[ReaderModels | None],
        statuses: Sequence[StatusModels | None] = (None,),
    ) -> ReadingScores:
        """What models find, each article read by those of its fold."""

        def scored(k: int) -> ReadingScores:
            read = self.read(k, models[k % len(models)], statuses[k % len(statuses)])
            return score_article(self.articles[k], read)

        return summed(shared_out(scored, self.judged))

    def told(self, models: Sequence[ReaderModels]) -> list[list[Row]]:
        """The acts of each article that a status is asked of, with those it may have."""

        def asked(k: int) -> list[Row]:
            of_fold = models[k % len(models)]
            read, lured = Pupil(self.articles[k]), Pupil(self.articles[k])
            self.read(k, of_fold, read)
            self.read(k, Lure(of_fold, self.raws[k]), lured)
            return merged(read.rows, lured.rows)

        return shared_out(asked, len(self.articles))

    def examined(self, models: Sequence[ReaderModels]) -> list[list[tuple[list[str], bool]]]:
        """The acts that models find in each article, and whether they are right."""

        def found(k: int) -> list[tuple[list[str], bool]]:
            examiner = Examiner(models[k % len(models)], self.articles[k])
            self.read(k, examiner)
            return examiner.rows

        return shared_out(found, len(self.articles))


@dataclass(frozen=True)
class Folded:
    """The models of each fold, fitted without its articles, and what all articles teach.

    Attributes
    ----------
    lessons, rows, told
        Of each article what words and sides teach, which acts that models find are right, and of
        which acts a status is asked.
    models, statuses
        Of each fold.
    """

    lessons: list[Lesson]
    rows: list[list[tuple[list[str], bool]]]
    told: list[list[Row]]
    models: list[ReaderModels]
    statuses: list[StatusModel]


def of_folds(school: School) -> Folded:
    """The models of each fold."""
    taught = school.lessons()
    asking = shared_out(lambda k: fit(school.without(k, taught)), FOLDS)
    rows = school.examined(asking)

    def trusting(k: int) -> ReaderModels:
        trusts = fit_trust([r for x in school.without(k, rows) for r in x])
        return replace(asking[k], trusts=trusts, levels=Levels())

    models = shared_out(trusting, FOLDS)
    told = school.told(models)
    statuses = shared_out(
        lambda k: fit_status(r for x in school.without(k, told) for r in x), FOLDS
    )
    return Folded(taught, rows, told, models, statuses)


def whole(school: School, folded: Folded) -> tuple[ReaderModels, StatusModel]:
    """The models of all articles."""
    trusts = fit_trust([r for x in school.without(NO_FOLD, folded.rows) for r in x])
    models = fit(school.without(NO_FOLD, folded.lessons))
    status = fit_status(r for x in school.without(NO_FOLD, folded.told) for r in x)
    return replace(models, trusts=trusts, levels=Levels()), status


def write(school: School, folded: Folded, target: Path) -> dict[str, Any]:
    """Fit the models of all articles and write them; returns their card."""
    models, status = whole(school, folded)
    card = {
        "fitted_on": {
            "articles": school.judged,
            "marked texts": len(school.articles) - school.judged,
            "events": sum(len(a.events) for a in school.articles),
            "licence": "CC BY 4.0, the authors of detente",
        },
        "folds": FOLDS,
        "figures": {
            "rules alone": figures_of(school.score([None])),
            "models of the folds, status by rules": figures_of(school.score(folded.models)),
            "models of the folds": figures_of(school.score(folded.models, folded.statuses)),
        },
    }
    target.mkdir(parents=True, exist_ok=True)
    save(target, models, card)
    save_status(target, status)
    return card


def figures_of(scores: ReadingScores) -> dict[str, Any]:
    """What a card says of events."""
    told = scores.to_json()
    out = {name: told["figures"][name]["share"] for name in FIGURES}
    return {**out, "false_assertions_per_article": told["false_assertions_per_article"]}


def options(what: str | None, output: Path) -> argparse.ArgumentParser:
    """What every step of fitting may be told: where it reads, and where it writes."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--articles", type=Path, default=HERE / "articles")
    parser.add_argument("--texts", type=Path, default=TEXTS)
    parser.add_argument("--output", type=Path, default=output)
    return parser


def beside_encoders(articles: Path = HERE / "articles", texts: Path = TEXTS) -> School:
    """The articles with the encoders that read them."""
    school = School(articles, texts)
    school.encoders = encoders_for(len(school.articles))
    return school


def met(school: School, folded: Folded, count: int) -> tuple[list[Reading], list[Scene]]:
    """The first articles as the analyst meets them: with the acts of models fitted without each."""
    scenes: list[Scene] = []

    def keep(scene: Scene, *, learned: bool = False) -> dict[str, Any]:
        scenes.append(scene)
        return {}

    coder = Coder()
    coder.analyse = keep  # type: ignore[assignment]
    readings = []
    for k in range(count):
        coder.learned = school.learned(k, folded.models[k % FOLDS], folded.statuses[k % FOLDS])
        readings.append(coder.code(school.articles[k].document, school.docs[k]))
    return readings, scenes


def main() -> None:
    """Fit, measure, write: once without the encoder, once beside it."""
    parser = options(__doc__, PACKAGE)
    parser.add_argument("--only", choices=("plain", "deep"))
    given = parser.parse_args()
    school = School(given.articles, given.texts)
    for kind, target in (("plain", given.output), ("deep", given.output / "deep")):
        if given.only not in (None, kind):
            continue
        if kind == "deep":
            school.encoders = encoders_for(len(school.articles))
        card = write(school, of_folds(school), target)
        print(kind, json.dumps(card, indent=1))


if __name__ == "__main__":
    main()
