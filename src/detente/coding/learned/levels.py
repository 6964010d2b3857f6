"""From which probabilities on the reader believes what its models say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Levels:
    """Probabilities, each in [0, 1].

    Attributes
    ----------
    new
        That a word which no rule knows tells of an act of one type.
    kept
        That a word tells of the act that a rule tells of it, where the rule finds no sides.
    other
        That a word tells of another type than the rule's; only asked when models are taught.
    side
        That a state is a side of an act.
    best
        The same for the likeliest state, where none reaches ``side``.
    act
        That an act whose sides the rule did not find should be recorded.
    word
        The same of an act that no rule tells.
    """

    new: float = 0.3
    kept: float = 0.12
    other: float = 0.35
    side: float = 0.5
    best: float = 0.25
    act: float = 0.45
    word: float = 0.45
