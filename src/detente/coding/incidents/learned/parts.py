"""What the encoder makes of the parts of a case file, word beside word and sentence by sentence.

Comes in: a scene with the encoder's answers, its words that may head a value. Goes out: named
features. A probability by itself says little where a text names ten people; which of them is the
likeliest victim of the text, and which sentence holds most of a case, says more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from detente.coding.incidents.learned.model import FIELDS, POINTED
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.coding.standing import At

Floats = npt.NDArray[np.float64]

# From these probabilities on something is warm, or hot: may be, or surely is.
_WARM = (0.02, 0.08, 0.2, 0.4, 0.65)
# What a word may fill.
_FILLED = tuple(f"f:{name}" for name in (*FIELDS, *POINTED))
ACT = "f:act"  # the encoder's tag for words that tell the act of a case file
_SEEN = 0.02  # probability from which that is told
_HIGHER = 0.1  # by so much another telling of a word must be likelier to be told
_RANKS = (1, 2, 3, 6, 12)  # ranks among the words of a text, from 0, that are told apart
_INSIDE = frozenset(("flat", "compound", "amod", "nummod", "appos", "nmod"))
# What says that a sentence tells the act of a case, with how much; the last ones are told of other
# sentences too, and only stand among the features. By hand; the folds gain two cases in a hundred.
_TOLD = {
    "f:victim": 1.5,
    "f:casualties": 1.5,
    "f:perpetrator": 1.0,
    "f:weapon": 1.0,
    "f:place": 0.7,
    "f:access": 0.7,
    "f:office": 0.0,
    "f:suspects": 0.0,
    "f:motives": 0.0,
    ACT: 0.0,
}
_BESIDE = 0.3  # share that a sentence has in what its neighbours hold
_MOST = 0.2  # probability from which the sentence with most of a part is told
_LAST = 5  # ranks of sentences from here on are told alike
_OFTEN = 3  # tellings from here on are told alike
_FULL = 8  # halves of a sum from here on are told alike


def level(p: float) -> int:
    """How hot a probability is, 0 to 5.

    Examples
    --------
    >>> level(0.0), level(0.3), level(0.9)
    (0, 3, 5)
    """
    return bisect_right(_WARM, p)


class Fits(NamedTuple):
    """What the words of a text that may head a value may fill.

    Attributes
    ----------
    parts
        Those of a case file that the encoder knows; all below is by them, in this order.
    told
        Of each sentence, word by word, how likely it fills each part; lists, since they are asked
        one by one.
    rows
        The row of each word in ``ranks`` and ``order``.
    ranks
        How many words are likelier, shape (words, parts).
    order
        The parts that a word is likeliest to fill, the first two, shape (words, 2).
    again
        By lemma the likeliest of its tellings.
    """

    parts: tuple[str, ...]
    told: Sequence[Sequence[Sequence[float]]]
    rows: Mapping[At, int]
    ranks: Sequence[Sequence[int]]
    order: Sequence[Sequence[int]]
    again: Mapping[str, Sequence[float]]


class Held(NamedTuple):
    """How much of a case file each sentence holds.

    Attributes
    ----------
    parts
        Those that the encoder knows.
    best
        Of each part the probability of its likeliest word, shape (sentences, parts).
    sum
        Their weighed sum with that of the sentences beside, shape (sentences,).
    rank
        How many sentences have more, shape (sentences,).
    """

    parts: tuple[str, ...]
    best: Floats
    sum: Floats
    rank: npt.NDArray[np.intp]


def filling(scene: Scene, heads: Iterable[At], s: Sentence, k: int) -> Iterator[str]:
    """What a word may fill, beside the other ``heads`` of the text.

    Nothing where the encoder was not asked.
    """
    fits = scene.once("fits", lambda: _fits(scene, heads))
    row = None if fits is None else fits.rows.get((s.number, k))
    if fits is None or row is None:
        return
    told, ranks = fits.told[s.number], fits.ranks[row]
    mine = told[k] if k < len(told) else [0.0] * len(fits.parts)
    again, around = fits.again[s.lemmas[k]], _in_phrase(told, s, k) or mine
    for c, part in enumerate(fits.parts):
        p = mine[c]
        if p >= _SEEN:
            rank = bisect_right(_RANKS, ranks[c])
            yield from (f"{part} rank {rank}", f"{part} rank {rank} {level(p)}")
        if again[c] > p + _HIGHER:
            yield f"{part} elsewhere {level(again[c])}"
        if around[c] > p + _SEEN and level(around[c]):
            yield f"{part} in phrase {level(around[c])}"
    first, second = fits.order[row]
    likest = fits.parts[first] if mine[first] > _SEEN else None
    if likest is not None:
        yield from (f"likest {likest}", f"likest {likest} over {fits.parts[second]}")
        yield f"likest {likest} {level(mine[first] - mine[second])}"
    held = _held_of(scene)
    if held is not None:
        rank = min(int(held.rank[s.number]), _LAST)
        yield f"parts rank {rank}"
        if likest is not None:
            yield f"parts rank {rank} {likest}"


def held_around(scene: Scene, n: int, types: Collection[str]) -> Iterator[str]:
    """How much of a case file a sentence and those beside it hold.

    ``types`` are the acts that a word there can tell. Nothing where the encoder was not asked.
    """
    held = _held_of(scene)
    if held is None:
        return
    for c, part in enumerate(held.parts):
        column = held.best[:, c]
        here = level(float(column[n]))
        near = level(max(float(column[k]) for k in (n - 1, n + 1) if 0 <= k < len(column)))
        if here:
            yield f"{part} here {here}"
        if near:
            yield f"{part} near {near}"
        if column[n] > _MOST and int(column.argmax()) == n:
            yield f"most of {part}"
    rank = min(int(held.rank[n]), _LAST)
    yield f"act in parts rank {rank}"
    yield from (f"act in parts rank {rank} {t}" for t in types)
    yield f"act in parts {min(int(2 * held.sum[n]), _FULL)}"


def chance(scene: Scene, tag: str, at: At) -> float:
    """How likely a word has one of the encoder's tags; 0.0 where it was not asked of it."""
    n, k = at
    if not scene.hints or tag not in scene.hints[n].known.tags:
        return 0.0
    sense = scene.hints[n].sense
    return float(sense.tags[k, scene.hints[n].known.tags.index(tag)]) if k < len(sense) else 0.0


def acting_ranked(scene: Scene, acting: Sequence[At], at: At) -> Iterator[str]:
    """How likely a word tells the act of a case file, beside the other ``acting`` words.

    Nothing where the encoder was not asked.
    """
    known = scene.once("acting ranked", lambda: _acting(scene, acting))
    if at not in known:
        return
    p, place, most, often = known[at]
    rank = bisect_right(_RANKS, place)
    yield from (f"{ACT} rank {rank}", f"{ACT} rank {rank} {level(p)}", f"{ACT} {level(p)}")
    yield from (f"{ACT} elsewhere {level(most)}", f"{ACT} tellings {min(often, _OFTEN)}")


def _acting(scene: Scene, acting: Sequence[At]) -> Mapping[At, tuple[float, int, float, int]]:
    """Of each word that may tell an act: how likely it tells that of a case file, its rank, how
    likely the likeliest telling of it does, and how many do."""
    odds = np.array([chance(scene, ACT, at) for at in acting])
    if not odds.any():
        return {}
    lemmas = [scene.sentences[n].lemmas[k] for n, k in acting]
    most: dict[str, float] = {}
    often = Counter[str]()
    for lemma, p in zip(lemmas, odds.tolist(), strict=True):
        most[lemma] = max(most.get(lemma, 0.0), p)
        often[lemma] += p >= _MOST
    told = zip(acting, odds.tolist(), _ranks(odds).tolist(), lemmas, strict=True)
    return {at: (p, rank, most[lemma], often[lemma]) for at, p, rank, lemma in told}


def _fits(scene: Scene, heads: Iterable[At]) -> Fits | None:
    rows = {at: row for row, at in enumerate(heads)}
    if not scene.hints or not rows:
        return None
    tags = scene.hints[0].known.tags
    parts = tuple(part for part in _FILLED if part in tags)
    if len(parts) < 2:
        return None
    columns = [tags.index(part) for part in parts]
    told = [h.sense.tags[:, columns].astype(np.float64).tolist() for h in scene.hints]
    none = [0.0] * len(parts)
    mine = [told[n][k] if k < len(told[n]) else none for n, k in rows]
    again: dict[str, list[float]] = {}
    for (n, k), row in rows.items():
        lemma = scene.sentences[n].lemmas[k]
        again[lemma] = list(map(max, again.get(lemma, none), mine[row]))
    chances = np.array(mine)
    order = np.argsort(-chances, axis=1, kind="stable")[:, :2]
    return Fits(parts, told, rows, _ranks(chances).tolist(), order.tolist(), again)


def _in_phrase(told: Sequence[Sequence[float]], s: Sentence, k: int) -> list[float]:
    """The likeliest of a word and those that hang on it in its phrase, part by part."""
    inside = [
        told[j]
        for j in (k, *s.children[k])
        if j < len(told) and (j == k or s.deps[j].partition(":")[0] in _INSIDE)
    ]
    return [max(column) for column in zip(*inside, strict=True)]


def _held_of(scene: Scene) -> Held | None:
    return scene.once("held", lambda: _held(scene))


def _held(scene: Scene) -> Held | None:
    if len(scene.hints) < 2:
        return None
    tags = scene.hints[0].known.tags
    parts = tuple(part for part in _TOLD if part in tags)
    columns = [tags.index(part) for part in parts]
    told = [h.sense.tags[:, columns] for h in scene.hints]
    best = np.array([x.max(0) if len(x) else np.zeros(len(columns)) for x in told])
    own = best @ np.array([_TOLD[part] for part in parts])
    beside = np.r_[0.0, own[:-1]] + np.r_[own[1:], 0.0]
    whole = own + _BESIDE * beside
    return Held(parts, best, whole, _ranks(whole))


def _ranks(values: Floats) -> npt.NDArray[np.intp]:
    """How many are greater, along the first axis; of equals the first comes first."""
    order = np.argsort(-values, axis=0, kind="stable")
    return np.argsort(order, axis=0, kind="stable")


__all__ = ["At", "acting_ranked", "chance", "filling", "held_around", "level"]
