"""How a probability stands among others of its text, and what the encoder makes of words.

Comes in: probabilities of models, tags of the encoder. Goes out: named features for the boosted
trees that judge what to record (values of case files, stakes, signals). Probabilities are told as
the steps that they reach.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import neg

from detente.coding.learned.parts import Feature, Steps
from detente.coding.scene import Scene

At = tuple[int, int]
"""The number of a sentence and of a token in it."""

# Probabilities that a feature tells of: finer where most values lie.
STEPS = (0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.14, 0.2, 0.28, 0.37, 0.5, 0.65, 0.8, 0.9)
over = Steps(" over ", STEPS).over
_NONE = 1e-6  # of what is divided by


def share(mine: float, other: float) -> float:
    """How much of two probabilities' sum the first is, in [0, 1]."""
    return mine / max(mine + other, _NONE)


def among(chance: float, others: Sequence[float], where: str = "") -> Iterator[Feature]:
    """How a probability stands to those of others, who are ``where``."""
    best = max(others, default=0.0)
    yield over(f"{where}best beside", best)
    yield over(f"{where}share", share(chance, best))
    yield f"{where}rank {min(4, sum(c > chance for c in others))}"


def placed(what: str, mine: float, ranked: Sequence[float]) -> Iterator[Feature]:
    """Where a probability stands among all, the highest first, and beside the best other."""
    before = bisect_left(ranked, -mine, key=neg)
    yield f"{what} rank {min(9, before)}"
    others = ranked[0] if before else ranked[1] if len(ranked) > 1 else 0.0
    yield over(f"{what} share", share(mine, others))


# --- what the encoder makes of words, worked out once a text ------------------------------------


def tags(scene: Scene, at: At) -> Mapping[str, float]:
    """How likely a word has each of the encoder's tags; nothing where it was not asked of it."""

    def make() -> Mapping[str, float]:
        n, k = at
        if not scene.hints or k >= len(scene.hints[n].sense):
            return {}
        hints = scene.hints[n]
        return dict(zip(hints.known.tags, hints.sense.tags[k].tolist(), strict=True))

    return scene.once(("tags", at), make)


def likeliest(scene: Scene, words: Iterable[At]) -> Mapping[str, float]:
    """How likely the likeliest of some words has each tag."""
    out: dict[str, float] = {}
    for at in words:
        for tag, p in tags(scene, at).items():
            out[tag] = max(out.get(tag, 0.0), p)
    return out


def tags_in(scene: Scene, n: int) -> Mapping[str, float]:
    """How likely the likeliest word of a sentence has each tag."""
    words = ((n, k) for k in range(len(scene.sentences[n])))
    return scene.once(("tags in", n), lambda: likeliest(scene, words))


def ranked(scene: Scene, tag: str, each: Iterable[Iterable[At]]) -> list[float]:
    """How likely each of several, by the words that name it, has a tag; the likeliest first."""
    told = (max(tags(scene, at).get(tag, 0.0) for at in words) for words in each)
    return sorted(told, reverse=True)
