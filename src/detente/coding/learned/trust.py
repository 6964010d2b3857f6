"""What speaks for an act once its word, its type and its sides are known, as named features."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from detente.coding.learned.parts import Feature, names_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act as the models see it: probabilities of word, type and sides, and what else is known.

    ``doer`` and ``goal`` are the probabilities of the likeliest state of each side, ``actors`` and
    ``recipients`` the states chosen, and what else is known by its id; ``rule`` is the rule's id,
    ``ruled`` whether a rule told it, ``whole`` whether with its sides, ``around`` what stands
    around the word and bears on its truth.
    """

    act: float
    kind: float
    doer: float
    goal: float
    actors: Collection[str]
    recipients: Collection[str]
    event_type: str
    status: str
    rule: str
    ruled: bool
    whole: bool
    nominal: bool
    passing: bool
    again: bool
    here: int
    around: Collection[str]


def features(told: Proposal) -> list[str]:
    """The names of an act's features, each once."""
    return names_of(looks_of(told))


def looks_of(told: Proposal) -> list[Feature]:
    """The features of an act."""
    by = "rule" if told.ruled else "word"
    both = f"{min(len(told.actors), 2)}{min(len(told.recipients), 2)}"
    same = bool(told.actors) and set(told.actors) == set(told.recipients)
    status = told.status
    out: list[Feature] = [
        (_word, _step(told.act), _step(told.kind), by),
        (_parties, _step(told.doer), _step(told.goal), "whole" if told.whole else "open"),
        (_act, both, same, told.event_type, by),
        (_status, status, by, min(told.here, 3)),
    ]
    out += told.around
    out += [f"{name} {status}" for name in told.around]
    if told.ruled:
        out.append(f"rule={told.rule.partition('+')[0]}")
    if told.nominal or told.passing or told.again:
        out.append((_flags, told.nominal, told.passing, told.again, by))
    return out


def _step(p: float) -> int:
    """A probability in tenths."""
    return min(9, int(p * 10))


# parts ------------------------------------------------------------------------------------------


def _word(act: int, kind: int, by: str) -> list[str]:
    return [
        f"act={act}",
        f"act={act} {by}",
        f"kind={kind}",
        f"kind={kind} {by}",
        f"act={act} kind={kind}",
    ]


def _parties(doer: int, goal: int, sides: str) -> list[str]:
    return [
        f"doer={doer}",
        f"goal={goal}",
        f"doer={doer} goal={goal}",
        f"doer={doer} {sides}",
        f"goal={goal} {sides}",
        sides,
    ]


def _act(both: str, same: bool, kind: str, by: str) -> list[str]:
    return [
        f"sides={both}",
        f"sides={both} {kind}",
        f"same={same:d} {kind}",
        f"type={kind}",
        f"type={kind} {by}",
    ]


def _status(status: str, by: str, here: int) -> list[str]:
    return [f"status={status}", f"status={status} {by}", f"here={here}", by]


def _flags(nominal: bool, passing: bool, again: bool, by: str) -> list[str]:
    named = ((nominal, "noun"), (passing, "in passing"), (again, "again"))
    return [n for flag, name in named if flag for n in (name, f"{name} {by}")]
