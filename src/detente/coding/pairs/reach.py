"""The parties of a sentence, and the tree's way from each to each.

Comes in: a parsed sentence, its parties, the frames that the patterns found. Goes out: for an
ordered pair of parties the way between them. What the way tells is said by
`detente.coding.pairs.parts`; whether there is an act, by `detente.coding.pairs.detector`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from detente.coding.actors.phrases import Phrase
from detente.coding.actors.reading import Reading
from detente.coding.match import Filler
from detente.coding.sentence import Sentence
from detente.records import Party

_LONGEST = 7  # tokens of a path; parties farther apart share no act
_WHOLE = frozenset(("nsubj:pass", "obl:agent", "nmod:poss", "acl:relcl"))


class Candidate(NamedTuple):
    """One phrase that may be a side of an act: its head, its tokens, who it means."""

    head: int
    first: int
    last: int
    parties: tuple[Party, ...]
    phrase: Phrase


class Ascent:
    """What stands above a candidate, worked out once for all the pairs it is in.

    Attributes
    ----------
    candidate
        Where it starts.
    tokens
        Its head and what stands above it, as far as a way may lead.
    steps
        How far up each of these is.
    within
        The tokens of parties that only say whose or where the candidate is.
    """

    __slots__ = ("_roles", "_sentence", "candidate", "steps", "tokens", "within")

    def __init__(self, s: Sentence, c: Candidate) -> None:
        self._sentence = s
        self.candidate = c
        heads = s.heads
        self.steps: dict[int, int] = {c.head: 0}
        self.tokens = tokens = [c.head]
        k = heads[c.head]
        for n in range(1, _LONGEST + 4):
            if k < 0:
                break
            tokens.append(k)
            self.steps.setdefault(k, n)  # a head outside the tree may lead round
            k = heads[k]
        p = c.phrase
        own = (*p.nations, *p.body, *p.attached, *p.destination)
        self.within = {k for m in own for k in range(m.first, m.last + 1)} if own else _NONE
        self._roles: dict[int, str] = {0: "top"}

    def role(self, n: int) -> str:
        """How the candidate hangs on what is ``n`` steps up."""
        found = self._roles.get(n)
        if found is None:
            below = self.tokens[n - 1]
            dep = relation(self._sentence.deps[below])
            found = self._roles[n] = _role(self._sentence, below, dep)
        return found


_NONE: set[int] = set()


class Way(NamedTuple):
    """The tree's way from one party to another.

    ``top`` is where it turns; ``up`` and ``down`` are the tokens below it on either side, the
    parties' own left out; ``roles`` is how each side hangs on what lies above it.
    """

    top: int
    up: tuple[int, ...]
    down: tuple[int, ...]
    roles: tuple[str, str]


def candidates(s: Sentence, reading: Reading) -> list[Candidate]:
    """The phrases of a sentence that mean a party, in text order."""
    out: list[Candidate] = []
    for phrase, parties in zip(reading.phrases, reading.parties, strict=True):
        if not parties:
            continue
        first, last = phrase.first, phrase.last
        for head in range(first, last + 1):
            if not first <= s.heads[head] <= last:
                break
        else:
            head = last
        out.append(Candidate(head, phrase.first, phrase.last, parties, phrase))
    return out


def ways(
    a: Ascent, b: Ascent, idle: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Way | None, Way | None]:
    """The way from one party to another and the way back.

    None where there is none or its roles are ``idle``.
    """
    steps = b.steps
    for i, top in enumerate(a.tokens):  # noqa: B007
        if top in steps:
            break
    else:
        return None, None
    j = steps[top]
    if i + j > _LONGEST + 2:
        return None, None
    one, two = a.role(i), b.role(j)
    there, back = (one, two), (two, one)
    if there in idle and back in idle:
        return None, None
    first, last = a.candidate.first, a.candidate.last
    up = tuple([k for k in a.tokens[:i] if not first <= k <= last])
    first, last = b.candidate.first, b.candidate.last
    down = tuple([k for k in b.tokens[:j] if not first <= k <= last])
    return (
        None if there in idle else Way(top, up, down, there),
        None if back in idle else Way(top, down, up, back),
    )


@lru_cache(maxsize=1000)
def relation(dep: str) -> str:
    """A relation without its subtype, but for the subtypes that tell who does and who owns."""
    return dep if dep in _WHOLE else dep.partition(":")[0]


def _role(s: Sentence, k: int, dep: str) -> str:
    """How a token hangs on what is above it: relation and preposition."""
    return f"{dep}:{case(s, k)}" if dep in ("obl", "nmod", "obl:agent") else dep


def case(s: Sentence, k: int) -> str:
    """The preposition or marker of a token, in small letters; empty for none."""
    for j in s.children[k]:
        if s.deps[j] in ("case", "mark"):
            return s.lower[j]
    return ""


def covered(s: Sentence, fillers: Sequence[Filler], heads: frozenset[int]) -> frozenset[int]:
    """The tokens of the first phrase of a frame's side in which one of these parties stands."""
    for head, _ in fillers:
        out: set[int] = set()
        queue = [head]
        for k in queue:
            if k not in out:
                out.add(k)
                queue += [j for j in s.children[k] if s.deps[j] not in _CLAUSES]
        if not heads.isdisjoint(out):
            return frozenset(out)
    return frozenset()


_CLAUSES = frozenset(("acl:relcl", "acl", "advcl", "parataxis"))
