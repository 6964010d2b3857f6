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
from spacy.tokens import Doc

from detente.codebook import load_codebook
from detente.coding.coder import Coder
from detente.coding.learned.levels import Levels
from detente.coding.learned.lexicon import ActLexicon
from detente.coding.learned.model import DOER, GOAL, ReaderModels
from detente.coding.learned.parts import Feature, Looks, names_of
from detente.coding.learned.reader import Learned, Reads
from detente.coding.learned.sides import Asked, Standing
from detente.coding.learned.trees import Trees
from detente.coding.learned.trust import Proposal, features
from detente.coding.sentence import Sentence
from detente.evaluation.agreement import meet, share_country
from detente.evaluation.articles import Article
from detente.evaluation.reading import sides_agree
from training.reading.traps import trap_status
from training.trees import Growth, grown, grown_classes

TYPES = load_codebook().types
NONE = "NONE"
NEGATED = "negated"
OPEN = frozenset(("hypothetical", "planned"))
# How much more a word counts that only looks like an act.
TRAP = 2.0
# A word that stood so often and told of an act in at most this share is passed over.
OFTEN, SELDOM = 4, 0.03
# A feature is learned that stood so often.
LEAST = 3
# Of a question with two answers; of which type an act is, trees for each of sixteen.
YES_OR_NO = Growth(trees=300, leaves=20)
KINDS = Growth(trees=100, leaves=15)
# Of whether an act should be recorded: its features are few and say much, so it is learned slower.
TRUST = Growth(trees=300, rate=0.05, leaves=20, least=30)


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

    def __init__(self, models: ReaderModels, article: Article) -> None:
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
        # What did not happen is recorded as that; of what only may happen nothing is said.
        traps = {
            trap_status(t.why)
            for t in self.article.traps
            if (not t.types or told.event_type in t.types) and meet(at, [t.span])
        }
        if right or told.status not in OPEN or not traps & OPEN:
            right = right or (told.status == NEGATED and NEGATED in traps)
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


def fit(taught: Iterable[Lesson]) -> ReaderModels:
    """Models that have learned these lessons; none yet that acts are trusted by."""
    taught = list(taught)
    words = [row for lesson in taught for row in lesson.words]
    sides = [row for lesson in taught for row in lesson.sides]
    names = [row for row, _, _ in words]
    told = np.array([label != NONE for _, label, _ in words])
    acts = _grown(names, told, [w for _, _, w in words])
    met = [(row, label) for row, label, _ in words if label != NONE]
    at = vocabulary((row for row, _ in met), LEAST)
    x = matrix((row for row, _ in met), at)
    kind = grown_classes(x, [label for _, label in met], at, KINDS)
    return ReaderModels(
        TYPES,
        acts,
        kind,
        {part: _of_side(sides, part) for part in (DOER, GOAL)},
        idle=_idle(words),
    )


def _of_side(sides: Sequence[tuple[list[str], bool]], part: str) -> Trees:
    """What tells whether a state is on a side; names begin with the side's letter."""
    rows = [(names, held) for names, held in sides if names[0][0] == part]
    return _grown([[n[2:] for n in names] for names, _ in rows], [held for _, held in rows])


def _grown(
    rows: Sequence[Sequence[str]],
    told: Sequence[bool] | Any,
    weight: Sequence[float] | None = None,
    how: Growth = YES_OR_NO,
) -> Trees:
    at = vocabulary(rows, LEAST)
    return grown(matrix(rows, at), np.asarray(told), at, how, weight)


def _idle(words: Sequence[tuple[list[str], str, float]]) -> frozenset[str]:
    """Words that stood in the articles often enough and told of (nearly) no act."""
    stood: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for names, label, _ in words:
        word = names[1].removeprefix("word=")
        stood[word] += 1
        told[word] += label != NONE
    return frozenset(w for w, n in stood.items() if n >= OFTEN and told[w] <= SELDOM * n)


def fit_trust(rows: Sequence[tuple[list[str], bool]]) -> Trees:
    """What tells which of the acts found should be recorded."""
    return _grown([names for names, _ in rows], [right for _, right in rows], how=TRUST)


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
