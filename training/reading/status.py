"""Fits the model of status: how sure a text is of an act.

The coder reads every article twice, by models fitted without it: once as it would, once with every
word that the annotation marks, as an event or as a trap, taken for an act. What it is about to
record is taken down with the statuses that the annotation accepts there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.coding.learned.levels import Levels
from detente.coding.learned.model import ReaderModels
from detente.coding.learned.parts import Feature, Looks
from detente.coding.learned.sides import Asked, Standing
from detente.coding.learned.status import StatusModel
from detente.coding.learned.telling import Telling, TellingView
from detente.coding.learned.trust import Proposal
from detente.coding.sentence import Sentence
from detente.evaluation.agreement import meet
from detente.evaluation.articles import Article
from training.reading.fit import TYPES, matrix, vocabulary
from training.reading.traps import trap_status
from training.trees import Growth, grown_classes

# Words of an event of another type than the one recorded: what holds of the one may hold of both.
OTHER = 0.5
# A feature is learned that stood so often.
LEAST = 4
GROWTH = Growth(trees=150, leaves=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One act as it is asked about: its features, the statuses accepted, what the rules say.

    ``at`` is its sentence, token and type, ``weight`` how much it counts.
    """

    names: tuple[str, ...]
    accepted: tuple[str, ...]
    ruled: str
    weight: float
    at: tuple[int, int, str]

    @property
    def label(self) -> str:
        """The accepted class to learn: the rules' own where it is accepted."""
        return self.ruled if self.ruled in self.accepted else self.accepted[0]


def accepted(article: Article, at: tuple[int, int], kind: str) -> tuple[tuple[str, ...], float]:
    """The statuses that an act of a type on these words may have, and how much that counts.

    Empty where the annotation says nothing.
    """
    here = [w for w in article.events if meet([at], w.spans)]
    same = [w for w in here if kind in w.types]
    if same:
        near = min(same, key=lambda w: min(x.end - x.start for x in w.spans if meet([at], [x])))
        return near.statuses, 1.0
    traps = [t for t in article.traps if meet([at], [t.span]) and (not t.types or kind in t.types)]
    if traps:
        return (trap_status(traps[0].why),), 1.0
    if here and not any("asserted" in w.statuses for w in here):
        return here[0].statuses, OTHER
    return (), 0.0


class Pupil:
    """Stands in for the model of status: takes down what is asked, leaves the rules' status."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.rows: list[Row] = []

    def status(self, told: Telling, view: TellingView) -> tuple[str, tuple[tuple[str, float], ...]]:
        """The rules' status."""
        s, f = told.s, told.frame
        said, weight = accepted(self.article, (s.start[f.trigger], s.end[f.last]), f.type)
        if said:
            names = tuple(view.features(told))
            at = (s.number, f.trigger, f.type)
            self.rows.append(Row(names, said, told.status, weight, at))
        return told.status, ()


class Lure:
    """Models for which just the words that the annotation marks tell of acts, traps too."""

    def __init__(self, models: ReaderModels, raw: Mapping[str, Any]) -> None:
        self.models = models
        self.because = models.because
        self.idle = models.idle
        self.teaching = False
        self.levels = replace(Levels(), whole=0.0, rule=0.0, word=0.0, force=0.0)
        self.marked: dict[int, str] = {}
        for event in raw["events"]:
            self.marked.update({offset: event["event_type"] for offset, _ in event["triggers"]})
        for trap in raw["not_events"]:
            if trap["trigger"][0] is not None and trap["event_types"]:
                self.marked.setdefault(trap["trigger"][0], trap["event_types"][0])

    def _type(self, s: Sentence, i: int) -> str | None:
        return next((self.marked[o] for o in range(s.start[i], s.end[i]) if o in self.marked), None)

    def act(self, s: Sentence, i: int, looks: Looks) -> float:
        """Whether the word is marked, 1 or 0."""
        return float(self._type(s, i) is not None)

    def kinds(self, s: Sentence, i: int, looks: Looks) -> Mapping[str, float]:
        """The type that it is marked with."""
        marked = self._type(s, i)
        return {t: float(t == marked) for t in TYPES}

    def side(self, asked: Asked, code: str, standing: Standing, link: Sequence[Feature]) -> float:
        """What the models say: traps have no sides."""
        return self.models.side(asked, code, standing, link)

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        """Everything is recorded."""
        return 1.0


def merged(read: Sequence[Row], lured: Sequence[Row]) -> list[Row]:
    """The rows of one article: those of its reading, and the others of its marked words."""
    known = {row.at for row in read}
    return [*read, *(row for row in lured if row.at not in known)]


def fit_status(rows: Iterable[Row]) -> StatusModel:
    """The model that has learned these rows."""
    rows = list(rows)
    at = vocabulary((row.names for row in rows), LEAST)
    x = matrix((row.names for row in rows), at)
    return StatusModel(
        grown_classes(x, [row.label for row in rows], at, GROWTH, [row.weight for row in rows])
    )
