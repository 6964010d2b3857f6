"""Features in parts, so that what is often met is worked out once.

A feature is a name ("before=the"), or stands with others in a part: a function and what it is
called with, which gives their names, as in `detente.coding.pairs.parts`. A part says the same
whatever text it stands in, so what a model makes of it is worked out once and remembered. Names of
parts are only spelled out for who learns or explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


class Weights:
    """What a model's names weigh; what a part weighs is remembered.

    Weights are kept as steps of one size, as float32: sums of them are exact in double, in any
    order.

    Parameters
    ----------
    names
        The weight of each name that the model knows.
    """

    def __init__(self, names: Mapping[str, float]) -> None:
        self._names = names
        self._parts: dict[Part, float] = {}

    def total(self, features: Iterable[Feature], start: float) -> float:
        """What features weigh on top of a start; names that the model does not know, nothing.

        No two of the features may have a name in common.
        """
        names, parts = self._names.get, self._parts.get
        out = start
        for feature in features:
            if isinstance(feature, str):
                weight = names(feature)
                if weight is not None:
                    out += weight
            else:
                weight = parts(feature)
                out += self._look_up(feature) if weight is None else weight
        return out

    def _look_up(self, part: Part) -> float:
        if len(self._parts) >= _MOST:
            self._parts.clear()
        found = self._parts[part] = sum(self._names.get(n, 0.0) for n in names_of((part,)))
        return found


class Columns:
    """Where a model's names stand among its weights; what a part says there is remembered.

    Parameters
    ----------
    names
        Where each name stands that the model knows.
    """

    def __init__(self, names: Mapping[str, int]) -> None:
        self._names = names
        self._parts: dict[Part, tuple[int, ...]] = {}

    def of(self, features: Iterable[Feature]) -> list[int]:
        """Where the names of features stand, in their order; others stand nowhere."""
        names, parts = self._names.get, self._parts.get
        out: list[int] = []
        for feature in features:
            if isinstance(feature, str):
                at = names(feature)
                if at is not None:
                    out.append(at)
            else:
                some = parts(feature)
                out += self._look_up(feature) if some is None else some
        return out

    def _look_up(self, part: Part) -> tuple[int, ...]:
        if len(self._parts) >= _MOST:
            self._parts.clear()
        names = names_of((part,))
        found = tuple([at for n in names if (at := self._names.get(n)) is not None])
        self._parts[part] = found
        return found
