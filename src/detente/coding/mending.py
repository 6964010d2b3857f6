"""Conjuncts that a parser hung on the wrong verb, put where they belong.

Comes in: the columns of a parsed sentence. Goes out: its heads, with two kinds of conjunct moved:
a finite verb under a verb that is none ("accuses it of plotting and has arrested": who accuses
arrests), and one without a subject that stands behind a clause with one of its own ("A took the
ship; B protested and recalled": B recalled). Works on Universal Dependencies alone.
"""

from __future__ import annotations

from collections.abc import Sequence

_FINITE = ("VBD", "VBZ", "VBP")
_SUBJECTS = ("nsubj", "nsubj:pass")


def mended(
    heads: Sequence[int], deps: Sequence[str], tags: Sequence[str], lower: Sequence[str]
) -> Sequence[int]:
    """The heads of a sentence; the same list where nothing is to be mended."""
    out: list[int] | None = None
    for i, dep in enumerate(deps):
        if dep != "conj" or not tags[i].startswith("VB") or heads[i] < 0:
            continue
        now = heads if out is None else out
        at = _finite_head(i, now, deps, tags, lower)
        at = _later_clause(i, at, now, deps, tags)
        if at != now[i]:
            out = list(now)
            out[i] = at
    return heads if out is None else out


def _finite(i: int, heads: Sequence[int], deps: Sequence[str], tags: Sequence[str]) -> bool:
    """Whether a verb is finite, by itself or by an auxiliary ("has arrested")."""
    if tags[i] == "VBN" or tags[i] == "VBG":
        return any(
            heads[k] == i and deps[k].startswith("aux") and tags[k] in (*_FINITE, "MD")
            for k in range(max(0, i - 5), i)
        )
    return tags[i] in ("VBD", "VBZ")


def _finite_head(
    i: int, heads: Sequence[int], deps: Sequence[str], tags: Sequence[str], lower: Sequence[str]
) -> int:
    """The finite verb above a conjunct's head, where the conjunct is finite and the head not."""
    head = heads[i]
    bare = tags[head] == "VBG" or (
        tags[head] == "VB" and any(heads[k] == head and lower[k] == "to" for k in range(head))
    )
    if not bare or not _finite(i, heads, deps, tags) or _finite(head, heads, deps, tags):
        return head
    at = head
    for _ in range(6):
        at = heads[at]
        if at < 0:
            return head
        if tags[at].startswith("VB") and _finite(at, heads, deps, tags):
            return at
    return head


def _later_clause(
    i: int, head: int, heads: Sequence[int], deps: Sequence[str], tags: Sequence[str]
) -> int:
    """The sibling clause with a subject of its own that stands between a conjunct and its head."""
    if any(heads[k] == i and deps[k] in _SUBJECTS for k in range(head + 1, i)):
        return head
    for k in range(i - 1, head, -1):
        if (
            heads[k] == head
            and deps[k] in ("conj", "parataxis")
            and tags[k] in _FINITE
            and tags[i] != "VBG"
            and any(heads[j] == k and deps[j] in _SUBJECTS and j < k for j in range(head + 1, k))
        ):
            return k
    return head


__all__ = ["mended"]
