"""Fits the reader's models on annotated articles, and measures them on articles left out.

The coder is run over every article with a teacher in place of the models: it answers from the
annotations and keeps what it was asked, so that the models learn from just what they will see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from detente.codebook import load_codebook
from detente.coding.coder import Coder
from detente.coding.learned.levels import Levels
from detente.coding.learned.lexicon import ActLexicon
from detente.coding.learned.model import LinearModels
from detente.coding.learned.parts import Feature, Looks, names_of
from detente.coding.learned.reader import Learned, Reads
from detente.coding.learned.sides import Asked, Standing
from detente.coding.learned.trust import Proposal, features
from detente.coding.sentence import Sentence
from detente.evaluation.agreement import meet, share_country
from detente.evaluation.articles import Article
from detente.evaluation.reading import sides_agree

TYPES = load_codebook().types
NONE = "NONE"
# How much more a word counts that only looks like an act.
TRAP = 2.0
# A word that stood so often and told of an act in at most this share is passed over.
OFTEN, SELDOM = 4, 0.03


@dataclass
class Lesson:
    """What one article teaches: features of words with their types, of states with their part."""

    words: list[tuple[list[str], str, float]] = field(default_factory=list)
    sides: list[tuple[list[str], bool]] = field(default_factory=list)


class Teacher:
    """Answers from an article's annotation and takes down what was asked."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.lesson = Lesson()
        self.idle: frozenset[str] = frozenset()
        self.levels = Levels()
        self.teaching = True
        self.marked: dict[int, Mapping[str, Any]] = {}
        self.traps = [
            (t["trigger"][0], t["trigger"][0] + len(t["trigger"][1]))
            for t in raw["not_events"]
            if t["trigger"][0] is not None
        ]
        for event in raw["events"]:
            for offset, _ in event["triggers"]:
                self.marked[offset] = event

    def _event(self, s: Sentence, i: int) -> Mapping[str, Any] | None:
        return next((self.marked[o] for o in range(s.start[i], s.end[i]) if o in self.marked), None)

    def act(self, s: Sentence, i: int, looks: Looks) -> float:
        """Whether the word is marked, 1 or 0."""
        event = self._event(s, i)
        names = looks.names
        label = NONE
        if event is not None:
            label = str(event["event_type"])
            said = [n[6:] for n in names if n.startswith("frame=")]
            label = (
                next((t for t in said if t in event["also"]), label) if label not in said else label
            )
        trap = label == NONE and any(a <= s.start[i] < b for a, b in self.traps)
        self.lesson.words.append((names, label, TRAP if trap else 1.0))
        self.label = label
        return float(label != NONE)

    def kinds(self, s: Sentence, i: int, looks: Looks) -> Mapping[str, float]:
        """The type that it is marked with."""
        return {t: float(t == self.label) for t in TYPES}

    def because(self, looks: Looks, kind: str) -> tuple[tuple[str, float], ...]:
        """Nothing: the annotation says so."""
        return ()

    def side(self, asked: Asked, code: str, standing: Standing, link: Sequence[Feature]) -> float:
        """Whether the state is on that side of the marked event, 1 or 0."""
        side, event = asked.side, self._event(asked.s, asked.i)
        if event is None:
            return 0.0
        parties = event["actor" if side == "a" else "recipient"]
        gold = any(p["country"] and share_country([p["country"]], [code]) for p in parties)
        names = *standing.names, *dict.fromkeys(names_of(link))
        self.lesson.sides.append(([f"{side} {n}" for n in names], gold))
        return float(gold)

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        """Everything that is marked should be recorded."""
        return 1.0


class Examiner:
    """Answers as models do and takes down which of the acts that they find are right."""

    def __init__(self, models: LinearModels, article: Article) -> None:
        self.act, self.kinds, self.side = models.act, models.kinds, models.side
        self.because = models.because
        self.idle = models.idle
        self.teaching = False
        self.levels = replace(models.levels, whole=0.0, rule=0.0, word=0.0, force=0.0)
        self.article = article
        self.rows: list[tuple[list[str], bool]] = []

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        """Takes down whether the act is right, and lets it pass."""
        said = {
            "event_type": told.event_type,
            "actor": [{"country": c} for c in told.actors if ":" not in c],
            "recipient": [{"country": c} for c in told.recipients if ":" not in c],
        }
        at = [(s.start[i], s.end[i])]
        right = any(
            told.event_type in w.types
            and meet(at, w.spans)
            and sides_agree(w, said) is not None
            and (told.status != "asserted" or told.status in w.statuses)
            for w in self.article.events
        )
        self.rows.append((features(told), right))
        return 1.0


def lessons(
    coder: Coder,
    articles: Sequence[Article],
    raws: Sequence[Mapping[str, Any]],
    docs: Sequence[Doc],
    lexicon: ActLexicon,
    encoders: Sequence[Reads | None],
) -> list[Lesson]:
    """What each article teaches, with the hints of an encoder that was not taught on it."""
    out = []
    for article, raw, doc, encoder in zip(articles, raws, docs, encoders, strict=True):
        teacher = Teacher(raw)
        coder.learned = Learned(teacher, lexicon, encoder=encoder)
        coder.code(article.document, doc)
        out.append(teacher.lesson)
    coder.learned = None
    return out


def fit(
    taught: Iterable[Lesson],
    *,
    word_c: float = 0.2,
    kind_c: float = 0.3,
    side_c: float = 0.1,
    least: int = 2,
) -> LinearModels:
    """Models that have learned these lessons."""
    taught = list(taught)
    words = [row for lesson in taught for row in lesson.words]
    sides = [row for lesson in taught for row in lesson.sides]
    rows = vocabulary((names for names, _, _ in words), least)
    x = matrix((names for names, _, _ in words), rows)
    told = np.array([label != NONE for _, label, _ in words])
    weight = np.array([w for _, _, w in words])
    act = LogisticRegression(C=word_c, max_iter=100, tol=1e-3).fit(x, told, weight)
    which = np.array([TYPES.index(label) for _, label, _ in words if label != NONE])
    kind = LogisticRegression(C=kind_c, max_iter=100, tol=1e-3).fit(x[told], which)
    weights = np.zeros((len(rows), len(TYPES)), dtype=np.float32)
    bias = np.full(len(TYPES), -9.0, dtype=np.float32)
    weights[:, kind.classes_] = kind.coef_.T
    bias[kind.classes_] = kind.intercept_
    names = vocabulary((n for n, _ in sides), least)
    z = matrix((n for n, _ in sides), names)
    side = LogisticRegression(C=side_c, max_iter=200, tol=1e-3).fit(
        z, np.array([g for _, g in sides])
    )
    return LinearModels(
        TYPES,
        {n: float(act.coef_[0, k]) for n, k in rows.items()},
        float(act.intercept_[0]),
        rows,
        weights,
        bias,
        {
            part: {n[2:]: float(side.coef_[0, k]) for n, k in names.items() if n[0] == part}
            for part in "ar"
        },
        float(side.intercept_[0]),
        idle=_idle(words),
    )


def _idle(words: Sequence[tuple[list[str], str, float]]) -> frozenset[str]:
    """Words that stood in the articles often enough and told of (nearly) no act."""
    stood: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for names, label, _ in words:
        word = names[1].removeprefix("word=")
        stood[word] += 1
        told[word] += label != NONE
    return frozenset(w for w, n in stood.items() if n >= OFTEN and told[w] <= SELDOM * n)


def fit_trust(
    rows: Sequence[tuple[list[str], bool]], *, c: float = 0.1, least: int = 3
) -> tuple[dict[str, float], float]:
    """Weights and bias of the model that says which acts found should be recorded."""
    names = vocabulary((n for n, _ in rows), least)
    x = matrix((n for n, _ in rows), names)
    model = LogisticRegression(C=c, max_iter=300).fit(x, np.array([g for _, g in rows]))
    return {n: float(model.coef_[0, k]) for n, k in names.items()}, float(model.intercept_[0])


def vocabulary(rows: Iterable[Sequence[str]], least: int) -> dict[str, int]:
    """The column of every name that so many rows have at least."""
    counts = Counter(n for names in rows for n in set(names))
    return {n: k for k, n in enumerate(sorted(n for n, c in counts.items() if c >= least))}


def matrix(rows: Iterable[Sequence[str]], at: Mapping[str, int]) -> Any:
    """Rows of names as a sparse matrix of ones."""
    indices: list[int] = []
    ends = [0]
    for names in rows:
        indices += [at[n] for n in dict.fromkeys(names) if n in at]
        ends.append(len(indices))
    data = np.ones(len(indices), dtype=np.float32)
    return csr_matrix((data, indices, ends), shape=(len(ends) - 1, len(at)))
