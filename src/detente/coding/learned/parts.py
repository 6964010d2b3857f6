"""Features in parts, so that what is often met is worked out once.

A feature is a name ("before=the"), or stands with others in a part: a function and what it is
called with, which gives their names, as in `detente.coding.pairs.parts`. A part says the same
whatever text it stands in, so what a model makes of it is worked out once and remembered. Names of
parts are only spelled out for who learns or explains.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from detente.coding.pairs.parts import Part

Feature = str | Part
# Parts that are remembered: about 20 MB when all are.
_MOST = 60_000


def names_of(features: Iterable[Feature]) -> list[str]:
    """The names of features, spelled out, in their order, as often as they stand there."""
    out: list[str] = []
    for feature in features:
        if isinstance(feature, str):
            out.append(feature)
        else:
            make, *args = feature
            out += make(*args)
    return out


@dataclass(frozen=True, slots=True)
class Looks:
    """What a word looks like.

    Attributes
    ----------
    features
        Those of the word, each once.
    frames
        Those of the frames that rules make of it, each as often as it stands there.
    """

    features: tuple[Feature, ...]
    frames: tuple[Feature, ...] = ()

    def __iter__(self) -> Iterator[Feature]:
        return chain(self.features, self.frames)

    @property
    def names(self) -> list[str]:
        """The names of all features, spelled out."""
        return [*dict.fromkeys(names_of(self.features)), *names_of(self.frames)]

    def beginning(self, stems: tuple[str, ...]) -> list[str]:
        """The names of the word's features that begin so, each once."""
        out: list[str] = []
        for feature in self.features:
            if not isinstance(feature, str):
                out += _beginning(feature, stems)
            elif feature.startswith(stems):
                out.append(feature)
        return list(dict.fromkeys(out))


@lru_cache(maxsize=_MOST)
def _beginning(part: Part, stems: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([name for name in names_of((part,)) if name.startswith(stems)])


class Steps:
    """Probabilities told as the steps that they reach.

    Parameters
    ----------
    between
        What stands between the name of a probability and a step.
    steps
        The steps, rising.

    Examples
    --------
    >>> names_of([Steps(">", (0.1, 0.5, 0.9)).over("act", 0.6)])
    ['act>0.1', 'act>0.5']
    """

    def __init__(self, between: str, steps: tuple[float, ...]) -> None:
        self.between, self.steps = between, steps

    def over(self, name: str, chance: float) -> Part:
        """The steps that a probability reaches."""
        return self._names, name, bisect_right(self.steps, chance)

    def _names(self, name: str, reached: int) -> list[str]:
        return [f"{name}{self.between}{step}" for step in self.steps[:reached]]
