"""How sure the text is of an act, by what annotated articles taught: a model of status.

Comes in: an act about to be recorded, with what the rules make of it. Goes out: its status, whose
word it is, and why it is not what the rules say. ``python -m training.reading.train`` fits it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Protocol

import numpy as np

from detente.coding.certainty import Certainty, Resolve, attributions
from detente.coding.learned.hints import Hints
from detente.coding.learned.parts import Feature, names_of
from detente.coding.learned.telling import ACCORDING, Telling, TellingView
from detente.coding.learned.trees import Trees, packed_trees, unpacked_trees
from detente.coding.match import Frame
from detente.coding.sentence import Sentence
from detente.coding.weights import shipped, softmax, write
from detente.records import STATUSES, Attribution, EventDate, Party, Status

# No act at all: a figure of speech, a general truth.
NO_ACT = "no act"
CLASSES: tuple[str, ...] = (*STATUSES, NO_ACT)
Parties = tuple[Party, ...]
Reasons = tuple[tuple[str, float], ...]
# What somebody else is said to say, suspect, deny.
_SPOKEN = frozenset(("attributed", "suspected", "denied"))
# Voices by which the grammar of a sentence gives an act to who says it.
_NAMED = (ACCORDING, "under ccomp", "under noun", "under obj", "under xcomp", "under verb")
COMMAND = "python -m training.reading.train"


class StatusModels(Protocol):
    """What says how sure the text is of an act; a teacher takes down what it is asked."""

    def status(self, told: Telling, view: TellingView) -> tuple[str, Reasons]:
        """One of `CLASSES`, and what speaks for it where the rules say otherwise."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """An act about to be recorded, as the rules read it; ``likely`` as in `Telling`."""

    frame: Frame
    sure: Certainty
    status: Status
    says: tuple[Attribution, ...]
    actors: Parties
    recipients: Parties
    when: EventDate | None
    likely: float | None


@dataclass(frozen=True, slots=True)
class Settled:
    """The status of an act, who says so, and why it is not what the rules say."""

    status: Status
    says: tuple[Attribution, ...]
    because: Reasons = ()


class StatusReader:
    """The model at work on one document; made anew for each.

    Parameters
    ----------
    models
        The model, or a teacher in its place.
    pages
        The document's sentences.
    cues
        The cue lexicon of `detente.coding.certainty`.
    published
        The day of publication, None if unknown.
    hints
        What the encoder makes of each sentence; none where it was not asked.
    """

    def __init__(
        self,
        models: StatusModels,
        pages: Sequence[Sentence],
        cues: Mapping[str, frozenset[str]],
        published: datetime.date | None,
        hints: Sequence[Hints] = (),
    ) -> None:
        self.models = models
        self.view = TellingView(pages, cues, hints)
        self.published = published

    def settle(self, s: Sentence, act: Ruled, resolve: Resolve) -> Settled | None:
        """Status and speakers of an act, None where the words tell of none."""
        voice, who = self.view.voice(s, act.frame.trigger)
        doers, goals = _keys(act.actors), _keys(act.recipients)
        speakers = {p.country for h in act.sure.speakers for p in resolve((h, "np")) if p.country}
        speaker = "none" if who is None else _speaker(s, who, resolve, doers, goals)
        if act.status == "attributed" and voice.startswith(_NAMED):
            return Settled(act.status, act.says)  # by grammar another's word: RECORDS.md
        told = Telling(
            s=s,
            frame=act.frame,
            sure=act.sure,
            status=act.status,
            own=not speakers.isdisjoint(doers),
            theirs=not speakers.isdisjoint(goals),
            sides=(len(doers), len(goals)),
            day=_day(act.when, self.published),
            likely=act.likely,
            voice=voice,
            speaker=speaker,
        )
        status, because = self.models.status(told, self.view)
        if status == NO_ACT:
            return None
        if status == act.status:
            return Settled(act.status, act.says)
        says: tuple[Attribution, ...] = ()
        if status in _SPOKEN:
            heads = act.sure.speakers or (() if who is None else (who,))
            says = act.says or attributions(s, heads, resolve)
        return Settled(status, says, because)  # type: ignore[arg-type]


def _keys(parties: Parties) -> frozenset[str]:
    return frozenset(p.country or p.name for p in parties)


def _speaker(
    s: Sentence, who: int, resolve: Resolve, doers: frozenset[str], goals: frozenset[str]
) -> str:
    """Who a speaker is to the act: see `Telling`."""
    found = _keys(resolve((who, "np")))
    if not found.isdisjoint(doers):
        return "doer"
    if not found.isdisjoint(goals):
        return "goal"
    if found:
        return "known"
    return s.lower[who] if s.pos[who] == "PRON" else "unknown"


def _day(when: EventDate | None, published: datetime.date | None) -> str:
    """When an act is, seen from the day of publication."""
    if when is None or published is None:
        return "none"
    today = published.isoformat()
    if when.start > today:
        return "ahead"
    return "past" if when.end < today else f"around {when.precision}"


@dataclass(frozen=True, slots=True)
class StatusLevels:
    """From which probabilities, each in [0, 1], an act is asserted.

    An assertion that is none does more harm than one that is hedged; what each level costs and
    saves by folds stands in docs/decisions/0024-status-by-a-model.md.

    Attributes
    ----------
    asserted
        Where the rules assert it too.
    own
        Where they assert it and the doer announces it: by RECORDS.md he asserts it.
    firm
        Where the rules say otherwise.
    odds
        How many times likelier than what the rules say another status but "asserted" must be.
    """

    asserted: float = 0.8
    own: float = 0.6
    firm: float = 0.9
    odds: float = 1.5


@dataclass(frozen=True)
class StatusModel:
    """Boosted trees over named features.

    Attributes
    ----------
    trees
        Which of `CLASSES` it is, of those that were met.
    levels
        From which probabilities on an act is asserted.
    """

    trees: Trees
    levels: StatusLevels = field(default_factory=StatusLevels)

    def probabilities(self, looks: Iterable[Feature]) -> dict[str, float]:
        """The probability of each class."""
        shares = softmax(self.trees.odds(self.trees.leaves(looks)))
        found = dict(zip(self.trees.answers, shares, strict=True))
        return {name: found.get(name, 0.0) for name in CLASSES}

    def status(self, told: Telling, view: TellingView) -> tuple[str, Reasons]:
        """The status of an act, or `NO_ACT`, and what speaks for it where rules say otherwise."""
        looks = view.looks(told)
        own = told.speaker == "doer" and not told.sure.doubted
        found = decided(self.probabilities(looks), told.status, self.levels, own=own)
        if found == told.status:
            return found, ()
        return found, self.because(names_of(looks), told.status, found)

    def because(self, names: Iterable[str], ruled: str, found: str) -> Reasons:
        """The features that speak most for one status rather than another: name and weight."""
        if not {ruled, found} <= set(self.trees.answers):
            return ()
        best = self.trees.because(names, found, over=ruled)
        return tuple((f"{found}, not {ruled}: {n}", w) for n, w in best)


def decided(p: Mapping[str, float], ruled: str, levels: StatusLevels, *, own: bool = False) -> str:
    """The class to believe, by the probability of each, what the rules and whether the doer say.

    Examples
    --------
    >>> p = dict.fromkeys(CLASSES, 0.0) | {"asserted": 0.8, "planned": 0.2}
    >>> decided(p, "asserted", StatusLevels(asserted=0.85))
    'planned'
    >>> decided(p, "asserted", StatusLevels(asserted=0.7))
    'asserted'
    """
    enough = levels.firm
    if ruled == "asserted":
        enough = levels.own if own else levels.asserted
    if p["asserted"] >= enough:
        return "asserted"
    best = max((k for k in p if k != "asserted"), key=lambda k: p[k])
    if best == NO_ACT and p[NO_ACT] > p["asserted"]:
        return NO_ACT
    if best == NO_ACT:
        best = max((k for k in p if k not in ("asserted", NO_ACT)), key=lambda k: p[k])
    return best if ruled == "asserted" or p[best] >= levels.odds * p[ruled] else ruled


# files ------------------------------------------------------------------------------------------


def save_status(folder: Path, model: StatusModel) -> None:
    """Write ``status.npz``."""
    levels = model.levels
    told = [levels.asserted, levels.own, levels.firm, levels.odds]
    arrays = {**packed_trees(model.trees), "levels": np.array(told, dtype=np.float32)}
    write(folder, "status", arrays)


@cache
def load_status(folder: Path | None = None) -> StatusModel:
    """The shipped model.

    Raises
    ------
    BadDataFile
        The file is missing or damaged.
    """
    folder = folder or Path(str(resources.files("detente.coding.learned") / "data"))
    with (
        shipped("the model of status", folder / "status.npz", COMMAND),
        np.load(folder / "status.npz") as held,
    ):
        trees = unpacked_trees(held)
        if unknown := set(trees.answers).difference(CLASSES):
            raise ValueError(f"no statuses: {', '.join(sorted(unknown))}")
        return StatusModel(trees, StatusLevels(*(round(x, 4) for x in held["levels"].tolist())))
