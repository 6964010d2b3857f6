"""Conjuncts that a parser hung on the wrong verb, put where they belong.

Comes in: the columns of a parsed sentence. Goes out: its heads, with conjuncts moved that have no
subject of their own and stand behind a clause that has one: "A took the ship; B protested and has
accused": B accuses. Works on Universal Dependencies alone.

A finite verb under a verb that is none ("accuses it of plotting and has arrested") was mended as
well for a time: that won one act in four sets of articles and cost three of the
marked pairs of plv_dev, so it is left as parsed.
"""

from __future__ import annotations

from collections.abc import Sequence

_FINITE = ("VBD", "VBZ", "VBP")
_SUBJECTS = ("nsubj", "nsubj:pass")


def mended(heads: Sequence[int], deps: Sequence[str], tags: Sequence[str]) -> Sequence[int]:
    """The heads of a sentence; the same list where nothing is to be mended."""
    out: list[int] | None = None
    for i, dep in enumerate(deps):
        if dep != "conj" or not tags[i].startswith("VB") or tags[i] == "VBG" or heads[i] < 0:
            continue
        now = heads if out is None else out
        at = _clause(i, now, deps, tags)
        if at != now[i]:
            out = list(now)
            out[i] = at
    return heads if out is None else out


def _clause(i: int, heads: Sequence[int], deps: Sequence[str], tags: Sequence[str]) -> int:
    """The sibling clause with a subject of its own that stands between a conjunct and its head."""
    head = heads[i]
    if any(heads[k] == i and deps[k] in _SUBJECTS for k in range(head + 1, i)):
        return head
    for k in range(i - 1, head, -1):
        if (
            heads[k] == head
            and deps[k] in ("conj", "parataxis")
            and tags[k] in _FINITE
            and any(heads[j] == k and deps[j] in _SUBJECTS for j in range(head + 1, k))
        ):
            return k
    return head


__all__ = ["mended"]
