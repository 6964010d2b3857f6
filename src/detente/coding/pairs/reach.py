"""The parties of a sentence, and the tree's way from each to each.

Comes in: a parsed sentence, its parties, the frames that the patterns found. Goes out: for an
ordered pair of parties the way between them. What the way tells is said by
`detente.coding.pairs.parts`; whether there is an act, by `detente.coding.pairs.detector`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from detente.coding.actors.phrases import Phrase
from detente.coding.actors.reading import Reading
from detente.coding.match import Filler
from detente.coding.sentence import Sentence
from detente.records import Party

_LONGEST = 7  # tokens of a path; parties farther apart share no act
_WHOLE = frozenset(("nsubj:pass", "obl:agent", "nmod:poss", "acl:relcl"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One phrase that may be a side of an act: its head, its tokens, who it means."""

    head: int
    first: int
    last: int
    parties: tuple[Party, ...]
    phrase: Phrase


class Ascent(NamedTuple):
    """What stands above a candidate, worked out once for all the pairs it is in.

    ``tokens`` are its head and what stands above it, as far as a way may lead; ``steps`` says
    how far up each is. ``ups`` and ``downs`` are the relations on the way to each of them, read
    upwards and downwards; ``roles`` how the candidate hangs on each. ``within`` are the tokens
    of parties that only say whose or where the candidate is.
    """

    candidate: Candidate
    tokens: tuple[int, ...]
    steps: dict[int, int]
    ups: tuple[str, ...]
    downs: tuple[str, ...]
    roles: tuple[str, ...]
    within: frozenset[int]


class Way(NamedTuple):
    """The tree's way from one party to another.

    ``top`` is where it turns; ``up`` and ``down`` are the tokens below it on either side, the
    parties' own left out; ``roles`` is how each side hangs on what lies above it.
    """

    top: int
    up: tuple[int, ...]
    down: tuple[int, ...]
    route: str
    roles: tuple[str, str]


def candidates(s: Sentence, reading: Reading) -> list[Candidate]:
    """The phrases of a sentence that mean a party, in text order."""
    out: list[Candidate] = []
    for phrase, parties in zip(reading.phrases, reading.parties, strict=True):
        if not parties:
            continue
        inside = range(phrase.first, phrase.last + 1)
        head = next((k for k in inside if s.heads[k] not in inside), phrase.last)
        out.append(Candidate(head, phrase.first, phrase.last, parties, phrase))
    return out


def ascent(s: Sentence, c: Candidate) -> Ascent:
    """What stands above a candidate, as far as a way may lead."""
    tokens = [c.head]
    ups, downs, roles = [""], [""], ["top"]
    k = s.heads[c.head]
    while k >= 0 and len(tokens) <= _LONGEST + 3:
        below = tokens[-1]
        dep = relation(s.deps[below])
        ups.append(f"{ups[-1]}>{dep}" if ups[-1] else dep)
        downs.append(f"{dep}<{downs[-1]}" if downs[-1] else dep)
        roles.append(_role(s, below, dep))
        tokens.append(k)
        k = s.heads[k]
    steps: dict[int, int] = {}
    for n, token in enumerate(tokens):
        steps.setdefault(token, n)  # a head outside the tree may lead round
    p = c.phrase
    own = (*p.nations, *p.body, *p.attached, *p.destination)
    within = frozenset(k for m in own for k in range(m.first, m.last + 1))
    return Ascent(c, tuple(tokens), steps, tuple(ups), tuple(downs), tuple(roles), within)


def ways(
    a: Ascent, b: Ascent, idle: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Way | None, Way | None]:
    """The way from one party to another and the way back.

    None where there is none or its roles are ``idle``.
    """
    steps = b.steps
    i = next((i for i, top in enumerate(a.tokens) if top in steps), -1)
    if i < 0:
        return None, None
    top = a.tokens[i]
    j = steps[top]
    if i + j > _LONGEST + 2:
        return None, None
    there, back = (a.roles[i], b.roles[j]), (b.roles[j], a.roles[i])
    if there in idle and back in idle:
        return None, None
    first, last = a.candidate.first, a.candidate.last
    up = tuple([k for k in a.tokens[:i] if not first <= k <= last])
    first, last = b.candidate.first, b.candidate.last
    down = tuple([k for k in b.tokens[:j] if not first <= k <= last])
    return (
        None if there in idle else Way(top, up, down, f"{a.ups[i]}|{b.downs[j]}", there),
        None if back in idle else Way(top, down, up, f"{b.ups[j]}|{a.downs[i]}", back),
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
