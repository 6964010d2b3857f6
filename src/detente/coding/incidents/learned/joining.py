"""What speaks for and against that two mentions of acts are of one case, for boosted trees.

Comes in: a mention, and those that tell of a case so far. Goes out: named features, or by the
trees how likely it continues the case. The rules' own word (`detente.coding.incidents.joining`)
is among the features, beside what the encoder makes of the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from detente.coding.incidents.acts import Act
from detente.coding.incidents.days import day_of, long_ago
from detente.coding.incidents.joining import (
    Among,
    akin,
    another,
    contradict,
    definite,
    elsewhere,
    likeness,
    one_event,
    same_family,
    same_patient,
    set_apart,
    told_before,
)
from detente.coding.incidents.learned.model import CaseModels
from detente.coding.incidents.learned.parts import ACT, chance
from detente.coding.learned.parts import Feature, Steps
from detente.coding.learned.trees import Trees
from detente.coding.scene import Scene
from detente.coding.weights import Floats
from detente.records import Party

_STEPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
_COSINES = (-0.2, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
# What rules make of a mention and a case: their own steps, `likeness`.
_RULES = (0.5, 0.9, 1.05, 1.3, 1.8, 2.2, 2.8, 3.3, 3.7, 3.9, 4.5)
_APART = (1.0, 2.0, 3.0, 4.0, 5.0, 7.0, 9.0, 12.0, 16.0)  # sentences
_over = Steps(" over ", _STEPS).over
_alike = Steps(" alike ", _COSINES).over
_ruled = Steps(" over ", _RULES).over
_far = Steps(" over ", _APART).over
_NONE = 1e-9  # the length of no direction
# What tells a further act from one told before.
_CUES = frozenset(
    "another second third also earlier previous separate similar then later".split()  # noqa: SIM905
)
_WORDY = frozenset(("NOUN", "PROPN", "NUM"))


class Joining:
    """A model's word for which mentions are of one case: a `detente...joining.Continues`.

    Parameters
    ----------
    least
        The probability from which a mention continues a case.
    ruled
        The same where rules say so too.
    """

    def __init__(self, trees: Trees, least: float, ruled: float | None = None) -> None:
        self.trees, self.least = trees, least
        self.ruled = least if ruled is None else ruled

    def __call__(self, scene: Scene, act: Act, group: Sequence[Act], among: Among) -> float:
        """The probability that a mention continues a case; 0 where it is less than the least."""
        p = self.chance(scene, act, group, among)
        if p < min(self.least, self.ruled):
            return 0.0
        if p >= self.least or likeness(scene, act, group, among) > 0:
            return p
        return 0.0

    def chance(self, scene: Scene, act: Act, group: Sequence[Act], among: Among) -> float:
        """The probability that a mention continues a case."""
        return self.trees.chance(features(scene, act, group, among))


def joining_of(models: CaseModels) -> Joining:
    """Which mentions the models of case files take for one case."""
    return Joining(models.joins, models.levels.same, models.levels.ruled)


class Mention(NamedTuple):
    """What is known of a mention by itself.

    Attributes
    ----------
    day
        First and last day, if its words tell them.
    old
        Its clause dates it to long ago.
    states, names
        Those of its sentence.
    below
        The telling words that hang on it.
    sides
        The states that do it and that it is done to, as coded.
    act
        How likely the encoder holds it to tell the act of a case file.
    kinds, asking, statuses
        What the encoder makes of it, of length one: what act it tells, whom it looks for as doer
        and as goal, how sure the text is. None where it was not asked.
    """

    day: tuple[str, str] | None
    old: bool
    states: frozenset[str]
    names: frozenset[str]
    below: frozenset[str]
    sides: tuple[frozenset[str], frozenset[str]]
    act: float
    kinds: Floats | None
    asking: tuple[Floats, Floats] | None
    statuses: Floats | None


def features(scene: Scene, act: Act, group: Sequence[Act], among: Among) -> list[Feature]:
    """What speaks for or against that a mention continues a case."""
    rule = likeness(scene, act, group, among)
    nearest = float(min(abs(act.s.number - a.s.number) for a in group))
    out: list[Feature] = [_ruled("rule", rule), _far("apart", nearest)]
    if rule > 0:
        out.append(f"rule {rule:.1f}")
    else:
        out += _against(scene, act, group)
    out += _alone(scene, act)
    out += _stands(scene, act, group, among)
    out += _beside(scene, act, group)
    mine = _mention(scene, act)
    return [*out, *_compared(mine, [_mention(scene, a) for a in group])]


def _against(scene: Scene, act: Act, group: Sequence[Act]) -> Iterator[str]:
    """What rules hold against it."""
    if any(contradict(scene, act, other) for other in group):
        yield "contradicts"
    if elsewhere(scene, act, group):
        yield "elsewhere"
    if set_apart(scene, act, group):
        yield "set apart"
    if another(scene, act, group):
        yield "another"
    if told_before(scene, act, group):
        yield "bygone"


def _alone(scene: Scene, act: Act) -> tuple[Feature, ...]:
    """What a mention tells by itself."""
    return scene.once(("joins alone", act.s.number, act.first), lambda: tuple(_own(scene, act)))


def _own(scene: Scene, act: Act) -> Iterator[Feature]:
    s, k = act.s, act.first
    yield from (f"kind {act.kind}", f"status {act.status}", f"background {act.background}")
    yield f"kind {act.kind} sentence {min(6, s.number)}"
    yield from (f"verbal {act.verbal}", f"generic {act.generic}")
    yield f"sides {act.agent is not None} {act.patient is not None}"
    if not act.verbal and act.patient is None and definite(act):
        yield "pointing"
    yield f"det {next((s.lower[j] for j in s.children[act.last] if s.deps[j] == 'det'), '')}"
    if not _CUES.isdisjoint(s.lower):
        yield "cue"
    if any(s.lower[j] in ("had", "'d") for j in s.children[k]):
        yield "past perfect"
    if any(m.date is not None and m.date.precision == "year" for m in scene.dates(s)):
        yield "year told"
    first = s.number == 0 or not scene.same_paragraph(scene.sentences[s.number - 1], s)
    yield "opens a paragraph" if first else "within a paragraph"
    yield _over("act", _mention(scene, act).act)


def _stands(scene: Scene, act: Act, group: Sequence[Act], among: Among) -> Iterator[str]:
    """Where a mention and a case stand in the text."""
    yield f"same paragraph {scene.same_paragraph(act.s, group[-1].s)}"
    yield f"back {min(4, among.cases - 1 - among.number)}"
    yield f"first {among.number == 0}"
    yield f"cases {min(5, among.cases)}"
    yield f"mentions {min(6, len(group))}"


def _beside(scene: Scene, act: Act, group: Sequence[Act]) -> Iterator[str]:
    """A mention beside the others: kinds, words, events, whom they hit."""
    yield f"kind {act.kind} upon {group[0].kind}"
    yield f"kind told {any(a.kind == act.kind for a in group)}"
    yield f"family {any(same_family(act, a) for a in group)}"
    yield f"akin {any(akin(act, a) for a in group)}"
    word = act.s.lemmas[act.first]
    yield f"word {any(a.s.lemmas[a.first] == word for a in group)}"
    if any(same_patient(scene, act, a) for a in group):
        yield "same patient"
    if act.event is not None:
        if any(one_event(act.event, a.event) for a in group):
            yield "one event"
        told = [a.event.event_type for a in group if a.event is not None]
        yield f"type told {act.event.event_type in told}"


def _compared(mine: Mention, group: Sequence[Mention]) -> Iterator[Feature]:
    """What is known of a mention beside what is known of others."""
    days = [m.day for m in group if m.day is not None]
    yield f"dated {mine.day is not None} {bool(days)}"
    if mine.day is not None and days:
        a, b = mine.day
        yield f"same day {any(c <= b and a <= d for c, d in days)}"
    yield f"old {mine.old} {any(m.old for m in group)}"
    states = frozenset().union(*(m.states for m in group))
    names = frozenset().union(*(m.names for m in group))
    below = frozenset().union(*(m.below for m in group))
    yield f"states {bool(mine.states & states)} {bool(mine.states - states)}"
    yield f"names {min(3, len(mine.names & names))} of {min(3, len(mine.names))}"
    yield f"words below {min(4, len(mine.below & below))}"
    for n, side in enumerate(("doers", "goals")):
        theirs = frozenset().union(*(m.sides[n] for m in group))
        if mine.sides[n] and theirs:
            yield f"{side} {'same' if mine.sides[n] & theirs else 'other'}"
    yield _over("act of the case", max(m.act for m in group))
    yield from _sensed(mine, group)


def _sensed(mine: Mention, group: Sequence[Mention]) -> Iterator[Feature]:
    """What the encoder makes of a mention beside what it makes of others."""
    if mine.kinds is None or mine.asking is None or mine.statuses is None:
        return
    kinds = [m.kinds for m in group if m.kinds is not None]
    asking = [m.asking for m in group if m.asking is not None]
    statuses = [m.statuses for m in group if m.statuses is not None]
    if not (kinds and asking and statuses):
        return
    yield _alike("types", _best(mine.kinds, kinds))
    yield _alike("types of the last", float(mine.kinds @ kinds[-1]))
    for n, side in enumerate(("doers", "goals")):
        yield _alike(f"asks for {side}", _best(mine.asking[n], [a[n] for a in asking]))
    yield _alike("status of the first", float(mine.statuses @ statuses[0]))


def _best(mine: Floats, others: Sequence[Floats]) -> float:
    return float((np.stack(others) @ mine).max())


def _mention(scene: Scene, act: Act) -> Mention:
    key = ("joins mention", act.s.number, act.first, act.last)
    return scene.once(key, lambda: _known(scene, act))


def _known(scene: Scene, act: Act) -> Mention:
    s = act.s
    k = act.first if act.verbal else act.last
    kinds = asking = statuses = None
    if scene.hints and k < len(scene.hints[s.number].sense):
        sense = scene.hints[s.number].sense
        kinds, statuses = _unit(sense.acts[k, 1:]), _unit(sense.statuses[k])
        asking = _unit(sense.asking[k, 0]), _unit(sense.asking[k, 1])
    event = act.event
    return Mention(
        day_of(scene, act),
        long_ago(scene, act) is not None,
        frozenset(m.country for m in scene.mentions[s.number] if m.country),
        frozenset(w for w, p in zip(s.lemmas, s.pos, strict=True) if p == "PROPN"),
        frozenset(s.lemmas[j] for j in s.subtree(act.first) if s.pos[j] in _WORDY),
        (frozenset(), frozenset())
        if event is None
        else (_countries(event.actor), _countries(event.recipient)),
        chance(scene, ACT, (s.number, k)),
        kinds,
        asking,
        statuses,
    )


def _countries(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(p.country for p in parties if p.country)


def _unit(x: Floats) -> Floats:
    """A direction, of length one."""
    out: Floats = x / max(float(np.linalg.norm(x)), _NONE)
    return out


__all__ = ["Joining", "features", "joining_of"]
