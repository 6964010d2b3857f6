"""What the encoder makes of a sentence, as named features of the models.

Comes in: a `Sense`. Goes out: names such as "encoder: SANCTION 0.8" and "encoder: an act 3".
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from detente.coding.learned.encoder import Known, Sense

# Where a probability of a type passes to the next step; below the first it is not told.
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9)
_FAR = 6  # log odds beyond it are told alike
_AHEAD = 4  # and a lead beyond it
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

    def sides(self, i: int, side: str, at: Sequence[Mapping[str, Places]]) -> dict[str, Odds]:
        """How likely states are a side of what word ``i`` tells; none for a word not read.

        Parameters
        ----------
        i, side
            The word, and "a" for doer or "r" for goal.
        at
            Where states stand in each sentence of the document so far; the last is this one.
        """
        found = self.sense.side(i, side)
        if found is None:
            return {}
        odds = found.tolist()
        here, around = len(at) - 1, self.sense.around
        out: dict[str, Odds] = {}
        for number in around.rows:
            if number > here:
                continue
            for code, places in at[number].items():
                rows = [r for k, _ in places if (r := around.row(number, k)) is not None]
                best = max((odds[r] for r in rows), default=-math.inf)
                own, before = out.get(code, _NOWHERE)
                out[code] = Odds(best, before) if number == here else Odds(own, max(best, before))
        return out


class Odds(NamedTuple):
    """Log odds of a state at its likeliest place in the sentence, and in those read before it."""

    own: float
    before: float

    @property
    def best(self) -> float:
        """At its likeliest place of all."""
        return max(self)


_NOWHERE = Odds(-math.inf, -math.inf)


def beside(odds: Mapping[str, Odds], code: str, quad: str) -> list[str]:
    """The features of a state as a side, by itself and beside the other states around."""
    others = max((x.best for c, x in odds.items() if c != code), default=-math.inf)
    mine = odds.get(code, _NOWHERE)
    if mine.best == -math.inf:
        return [] if others == -math.inf else [f"encoder: others {_rounded(others)}"]
    out = []
    if mine.own > -math.inf:
        out += [f"encoder: {_rounded(mine.own)}", f"encoder: {_rounded(mine.own)} {quad}"]
    if mine.before > -math.inf:
        at = "before" if mine.own == -math.inf else "also before"
        out += [f"encoder: {at} {_rounded(mine.before)}"]
    if others == -math.inf:
        return [*out, f"encoder: alone {_rounded(mine.best)}"]
    ahead = max(-_AHEAD, min(_AHEAD, round(mine.best - others)))
    likely = max(-2, min(2, round(mine.best)))
    lead = f"encoder: ahead {ahead}"
    return [*out, lead, f"{lead} {quad}", f"{lead} {likely}"]


def _told(names: Sequence[str], shares: Sequence[float]) -> list[str]:
    steps = ((name, bisect_right(_STEPS, p)) for name, p in zip(names, shares, strict=True))
    return [f"encoder: {name} {_STEPS[step - 1]}" for name, step in steps if step]


def _rounded(odds: float) -> int:
    return max(-_FAR, min(_FAR, round(odds)))
