"""Fits the model of retellings: ``python -m training.reading.tellings``.

Reads the annotated articles of ``training/reading/articles`` and writes ``tellings.npz`` and its
card into the package: which tellings of a text are of one act. Every article is read with models
of the reader that were fitted without it. The card's figures come from folds. The same
articles and code give the same file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.coding.learned.linear import Linears, save
from detente.coding.learned.reader import Learned
from detente.coding.learned.retelling import features, telling
from detente.coding.merge import Same
from detente.coding.sentence import Sentence
from detente.evaluation.articles import Article
from detente.evaluation.reading import meet, sides_agree
from detente.records import Event
from training.processes import shared_out
from training.reading.linears import Row, linear
from training.reading.train import (
    FOLDS,
    PACKAGE,
    Folded,
    School,
    beside_encoders,
    figures_of,
    of_folds,
    options,
)

SAME = ("same",)
LEVELS = {"same": 0.28}  # by folds .2 finds no more than the rules, .35 is right less often
C, LEAST = 0.1, 2  # by folds .03 and .3 are no better


@dataclass
class Listener:
    """Takes down which tellings are asked about; holds none for another's."""

    pages: Sequence[Sentence]
    asked: list[tuple[Event, Event]] = field(default_factory=list)
    least: float = 1.0

    def chance(self, a: Event, b: Event) -> float:
        """Never one act, so that every later telling is asked about too."""
        self.asked.append((a, b))
        return 0.0


@dataclass(frozen=True)
class Listening(Learned):
    """What a document is read with, and who listens."""

    heard: list[Listener] = field(default_factory=list)

    def merging(self, pages: Sequence[Sentence]) -> Same:
        """A listener of its own for each document."""
        self.heard.append(Listener(pages))
        return self.heard[-1]


def lessons(school: School, k: int, models: Any) -> list[Row]:
    """The pairs of tellings of one article that are annotated, and whether they are one act."""
    coder, article = school.coder, school.articles[k]
    listening = Listening(models, school.lexicon, None, school.encoders[k])
    coder.learned = listening
    coder.code(article.document, school.docs[k])
    coder.learned = None
    raw = school.raws[k]
    return [row for heard in listening.heard for row in _rows(heard, article, raw)]


def _rows(heard: Listener, article: Article, raw: Mapping[str, Any]) -> Iterator[Row]:
    marked = {o: e["id"] for e in raw["events"] for at in e["triggers"] for o in _offsets(*at)}
    for a, b in heard.asked:
        left, right = _acts(a, article, marked), _acts(b, article, marked)
        if left and right:
            names = features(telling(a, heard.pages), telling(b, heard.pages))
            yield names, frozenset(SAME if left & right else ())


def _offsets(start: int | None, word: str) -> range:
    return range(0) if start is None else range(start, start + len(word))


def _acts(event: Event, article: Article, marked: Mapping[int, str]) -> frozenset[str]:
    """The annotated acts that a telling may be of: the one whose word it is, else by quotes."""
    trigger = event.mentions[0].trigger
    own = next((marked[o] for o in range(trigger.start, trigger.end) if o in marked), None)
    told, record = [(trigger.start, trigger.end)], event.to_json()
    found = frozenset(
        w.id
        for w in article.events
        if event.event_type in w.types
        and meet(told, w.spans)
        and sides_agree(w, record) is not None
    )
    return frozenset((own,)) if own is not None and (own in found or not found) else found


def write(school: School, folded: Folded, target: Path) -> dict[str, Any]:
    """Fit the model of all articles and write it; returns its card."""
    models = folded.models
    judged = range(school.judged)
    taught = shared_out(lambda k: lessons(school, k, models[k % FOLDS]), school.judged)
    by_rules = figures_of(school.score(models))
    school.tellings = [
        Linears({"same": _fitted([taught[j] for j in judged if j % FOLDS != k])}, _card())
        for k in range(FOLDS)
    ]
    by_models = figures_of(school.score(models))
    rows = [row for told in taught for row in told]
    card = {
        **_card(),
        "fitted_on": {
            "articles": school.judged,
            "pairs of tellings": len(rows),
            "of one act": sum(bool(same) for _, same in rows),
            "licence": "CC BY 4.0, the authors of detente",
        },
        "folds": FOLDS,
        "figures": {"merged by rules": by_rules, "models of the folds": by_models},
    }
    save(target, "tellings", {"same": _fitted(taught)}, card)
    return card


def _card() -> dict[str, Any]:
    return {"levels": LEVELS}


def _fitted(taught: Sequence[Sequence[Row]]) -> Any:
    return linear([row for told in taught for row in told], SAME, c=C, least=LEAST)


def main() -> None:
    """Fit, measure, write."""
    given = options(__doc__, PACKAGE).parse_args()
    school = beside_encoders(given.articles, given.texts)
    print(json.dumps(write(school, of_folds(school), given.output), indent=1))


if __name__ == "__main__":
    main()
