"""What nature and accidents do is no act: an earthquake that kills Nepalis assaults nobody.

Comes in: a sentence and a frame. Goes out: whether its doer, or what it happened in, is among the
words of ``classes.toml`` (``nature``, ``accident``, ``lifeless``). Counting the dead of storms and
crashes as violence is a known fault of machine-coded event data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.coding.arguments import case_of
from detente.coding.match import Frame
from detente.coding.sentence import Sentence

# Acts that somebody is held responsible for.
FORCE = frozenset(("ASSAULT", "COERCE"))
_BEFALL = frozenset(("in", "during", "by", "from"))
_NAMING = frozenset(("compound", "amod", "flat", "appos", "nmod:desc", "nmod:unmarked"))


@dataclass(frozen=True)
class Mishaps:
    """Words for what nobody does.

    Attributes
    ----------
    nature
        What kills by itself: storms, quakes, diseases.
    accident
        What people die in.
    lifeless
        What kills by accident where it is all that is said to kill: "the bus killed six".
    """

    nature: frozenset[str]
    accident: frozenset[str]
    lifeless: frozenset[str]

    def tell(self, s: Sentence, frame: Frame) -> bool:
        """Whether an act of force was done by nature or in an accident."""
        if frame.type not in FORCE:
            return False
        blind = self.nature | self.accident
        i = frame.trigger
        if frame.nominal:
            return _named(s, i, self.nature, itself=False)  # "a lightning strike"
        doers = {j for j in s.children[i] if s.deps[j] == "nsubj"}
        if frame.by == "pattern":  # models take parties from anywhere in the sentence
            doers |= {k for k, how in frame.actors if how == "np"}
        if doers:
            return any(_named(s, j, blind | self.lifeless) for j in doers)
        if not blind.isdisjoint(s.lower[max(0, i - 2) : i]):
            return True  # a subject that the parser took for something else
        return any(_named(s, j, blind if by else self.accident) for j, by in _around(s, i))


def _around(s: Sentence, i: int) -> Iterator[tuple[int, bool]]:
    """What somebody was killed in, and, True, by: "in a flood", "when an avalanche came"."""
    for j in s.children[i]:
        if s.deps[j] in ("obl", "obl:agent") and (case := case_of(s, j)) in _BEFALL:
            yield j, case == "by"
        elif s.deps[j] == "advcl":
            yield from ((k, True) for k in s.children[j] if s.deps[k] in ("nsubj", "nsubj:pass"))


def _named(s: Sentence, j: int, words: frozenset[str], *, itself: bool = True) -> bool:
    names = {s.lemmas[j], s.lower[j]} if itself else set()
    names.update(s.lower[k] for k in s.children[j] if s.deps[k] in _NAMING)
    return not names.isdisjoint(words)
