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
    side
        That a state is a side of an act.
    whole
        That an act should be recorded that a rule tells with its sides.
    rule
        The same where the rule leaves sides open.
    word
        The same of an act that no rule tells, only a word or the models of pairs.
    force
        The same where the act is one of force: nobody is charged with it on a guess.
    doubt, surely
        A type or a side that a rule tells gives way where it is less likely than the first and
        another likelier than the second.
    unnamed, rather
        The same of a side that a rule gives though its sentence does not name it there.
    """

    new: float = 0.3
    side: float = 0.28
    whole: float = 0.2
    rule: float = 0.38
    word: float = 0.38
    force: float = 0.5
    doubt: float = 0.2
    surely: float = 0.6
    unnamed: float = 0.5
    rather: float = 0.5
