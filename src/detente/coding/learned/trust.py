"""What speaks for an act once its word, its type and its sides are known, as named features."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act as the models see it: probabilities of word, type and sides, and what else is known.

    ``doer`` and ``goal`` are the probabilities of the likeliest state of each side, ``actors`` and
    ``recipients`` the states chosen, and what else is known by its id; ``rule`` is the rule's id,
    ``ruled`` whether a rule told it, ``around`` what stands around the word and bears on its truth.
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
    nominal: bool
    passing: bool
    again: bool
    here: int
    around: Collection[str]


def features(told: Proposal) -> list[str]:
    """The names of an act's features, each once."""
    act, kind = _step(told.act), _step(told.kind)
    doer, goal = _step(told.doer), _step(told.goal)
    by = "rule" if told.ruled else "word"
    both = f"{min(len(told.actors), 2)}{min(len(told.recipients), 2)}"
    same = bool(told.actors) and set(told.actors) == set(told.recipients)
    out = [
        f"act={act}",
        f"act={act} {by}",
        f"kind={kind}",
        f"kind={kind} {by}",
        f"act={act} kind={kind}",
        f"doer={doer}",
        f"goal={goal}",
        f"doer={doer} goal={goal}",
        f"sides={both}",
        f"sides={both} {told.event_type}",
        f"same={same:d} {told.event_type}",
        f"type={told.event_type}",
        f"type={told.event_type} {by}",
        f"status={told.status}",
        f"status={told.status} {by}",
        f"here={min(told.here, 3)}",
        by,
    ]
    out += told.around
    out += [f"{name} {told.status}" for name in told.around]
    if told.ruled:
        out.append(f"rule={told.rule.partition('+')[0]}")
    for flag, name in ((told.nominal, "noun"), (told.passing, "in passing"), (told.again, "again")):
        if flag:
            out += [name, f"{name} {by}"]
    return out


def _step(p: float) -> int:
    """A probability in tenths."""
    return min(9, int(p * 10))
