"""What speaks for an act once its word, its type and its sides are known, as named features."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from detente.coding.learned.parts import Feature, Steps, names_of

# Probabilities that features tell of, beside tenths: trees of tenths alone tell less (decision 37).
_STEPS = Steps(
    ">",
    (
        *(0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7),
        *(0.75, 0.8, 0.85, 0.9, 0.94, 0.97, 0.99),
    ),
)
_LATE = 10  # sentences from this one on are told alike


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act as the models see it: probabilities of word, type and sides, and what else is known.

    ``doer`` and ``goal`` are the probabilities of the likeliest state of each side, ``actors`` and
    ``recipients`` the states chosen, and what else is known by its id; ``rule`` is the rule's id,
    ``ruled`` whether a rule told it, ``whole`` whether with its sides, ``around`` what stands
    around the word and bears on its truth. ``how`` is how the states of each side came to it
    ("named", "supplied", "none" where no state is on it), ``number`` the sentence's, ``beside``
    how many acts it has told so far, ``alike`` how many of the type the text has, ``main`` how many
    of the sides are states that the text is about.
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
    how: tuple[str, str]
    number: int
    beside: int
    alike: int
    main: int


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
        (_came, *told.how),
        f"sentence={min(told.number, _LATE)}",
        f"beside={min(told.beside, 4)}",
        f"alike={min(told.alike, 6)}",
        f"main={told.main}",
    ]
    out += [_STEPS.over(name, p) for name, p in _chances(told)]
    out += told.around
    out += [f"{name} {status}" for name in told.around]
    if told.ruled:
        out.append(f"rule={told.rule.partition('+')[0]}")
    if told.nominal or told.passing or told.again:
        out.append((_flags, told.nominal, told.passing, told.again, by))
    return out


def _chances(told: Proposal) -> Iterator[tuple[str, float]]:
    """What is likely of an act, by itself and together."""
    what, sides = told.act * told.kind, told.doer * told.goal
    yield from (("act", told.act), ("kind", told.kind), ("doer", told.doer), ("goal", told.goal))
    yield from (("act and kind", what), ("both sides", sides), ("all", what * sides))


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


def _came(doer: str, goal: str) -> list[str]:
    return [f"doer {doer}", f"goal {goal}", f"doer {doer}, goal {goal}"]
