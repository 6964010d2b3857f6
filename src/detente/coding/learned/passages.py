"""Passages: the sentences that the encoder reads at a time, each with some of what came before.

Comes in: how many pieces each sentence of a document has. Goes out: which are read together. Who
"the government" is, and whom it answers, is told in the title or a sentence before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WINDOW = 256  # pieces of a passage
BEFORE = 96  # of them for sentences that are read only for what they tell of those after
TITLE = 32  # a first sentence of so many pieces is read before every passage


class Passage(NamedTuple):
    """Numbers of sentences: those read only for what they tell of others, and those meant."""

    before: tuple[int, ...]
    own: tuple[int, ...]


def passages(sizes: Sequence[int]) -> list[Passage]:
    """The passages of a document, each sentence in one of them as its own.

    Parameters
    ----------
    sizes
        Pieces of each sentence, at most `WINDOW`.

    Examples
    --------
    >>> passages([12, 100, 70, 40])
    [Passage(before=(), own=(0, 1, 2)), Passage(before=(0,), own=(3,))]
    >>> passages([12, 150, 20, 150])[-1]
    Passage(before=(0, 2), own=(3,))
    """
    out: list[Passage] = []
    k = 0
    while k < len(sizes):
        before = _before(sizes, k)
        room = WINDOW - sum(sizes[n] for n in before) - sizes[k]
        last = k + 1
        while last < len(sizes) and sizes[last] <= room:
            room -= sizes[last]
            last += 1
        out.append(Passage(before, tuple(range(k, last))))
        k = last
    return out


def _before(sizes: Sequence[int], k: int) -> tuple[int, ...]:
    """The sentences before number ``k`` that are read with it: the title and the last ones."""
    room = min(BEFORE, WINDOW - sizes[k])
    first: tuple[int, ...] = ()
    if k and sizes[0] <= min(TITLE, room):
        first = (0,)
        room -= sizes[0]
    begin = k
    while begin - 1 >= len(first) and sizes[begin - 1] <= room:
        begin -= 1
        room -= sizes[begin]
    return (*first, *range(begin, k))
