"""What the encoder makes of a sentence, as named features of the linear models.

Comes in: a `Sense`. Goes out: names such as "encoder: SANCTION 0.8" and "encoder: an act 3".
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from detente.coding.learned.encoder import Known, Sense

# Where a probability of a type passes to the next step; below the first it is not told.
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9)
_FAR = 6  # log odds beyond it are told alike
_LEAD = 4  # and a lead beyond it
_TELLS = 0.25  # probability from which a word that nothing else knows is worth a look

Places = Sequence[tuple[int, str]]  # words that stand for a state, each with how


class Hints:
    """The encoder's answers on one sentence.

    Parameters
    ----------
    sense
        What it makes of the sentence.
    known
        What the answers are of.
    """

    def __init__(self, sense: Sense, known: Known) -> None:
        self.sense = sense
        self.known = known

    def tells(self, i: int) -> bool:
        """Whether a word may tell of an act, whatever lexicon and rules know of it."""
        return i < len(self.sense) and 1.0 - float(self.sense.acts[i, 0]) >= _TELLS

    def acts(self, i: int) -> list[str]:
        """The features of a word that may tell of an act."""
        if i >= len(self.sense):
            return []
        none, *kinds = self.sense.acts[i].tolist()
        act = max(sum(kinds), 1e-9)
        odds = _rounded(math.log(act / max(none, 1e-9)))
        return [f"encoder: an act {odds}", *_told(self.known.types, [p / act for p in kinds])]

    def status(self, i: int) -> list[str]:
        """The features of a word that tells of an act: how sure the text is of it."""
        if i >= len(self.sense):
            return []
        return _told((*self.known.statuses, "no act"), self.sense.statuses[i].tolist())

    def tags(self, i: int) -> list[str]:
        """The features of any word: which parts of a case file, or the like, it may belong to."""
        if i >= len(self.sense):
            return []
        return _told(self.known.tags, self.sense.tags[i].tolist())

    def sides(self, i: int, side: str, at: Mapping[str, Places]) -> dict[str, float]:
        """Log odds of each state of a sentence to be a side of what word ``i`` tells.

        Parameters
        ----------
        i, side
            The word, and "a" for doer or "r" for goal.
        at
            Where the states stand in the sentence; those at words not read are left out.
        """
        told = {c: self.sense.side(i, [k for k, _ in places], side) for c, places in at.items()}
        return {code: odds for code, odds in told.items() if odds is not None}


def beside(odds: Mapping[str, float], code: str, quad: str) -> list[str]:
    """The features of a state as a side, by itself and beside the others of its sentence."""
    own = odds.get(code)
    if own is None:
        return []
    hint = f"encoder: {_rounded(own)}"
    out = [hint, f"{hint} {quad}"]
    others = [x for c, x in odds.items() if c != code]
    if not others:
        return [*out, f"encoder: alone {_rounded(own)}"]
    lead = f"encoder: ahead {max(-_LEAD, min(_LEAD, round(own - max(others))))}"
    return [*out, lead, f"{lead} {quad}", f"{lead} {max(-2, min(2, round(own)))}"]


def _told(names: Sequence[str], shares: Sequence[float]) -> list[str]:
    steps = ((name, bisect_right(_STEPS, p)) for name, p in zip(names, shares, strict=True))
    return [f"encoder: {name} {_STEPS[step - 1]}" for name, step in steps if step]


def _rounded(odds: float) -> int:
    return max(-_FAR, min(_FAR, round(odds)))
