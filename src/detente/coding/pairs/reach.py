"""Whether a sentence tells of an act of one party towards another, as named features.

Comes in: a parsed sentence, its parties, the frames that the patterns found. Goes out: for an
ordered pair of parties the features of the way between them ("route=nsubj|obj", "act=urge",
"roles=nsubj+obl:on"), each readable, so that a decision can be explained. What they weigh is
`detente.coding.pairs.detector`'s affair; which act it is, `detente.coding.pairs.model`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.coding.actors.phrases import Phrase
from detente.coding.actors.reading import Reading
from detente.coding.match import Filler, Frame
from detente.coding.patterns import Patterns
from detente.coding.sentence import Sentence
from detente.language.features import Clusters
from detente.records import Party

_BITS = (6, 10, 14)  # prefixes of a cluster's code: coarse to fine
_LONGEST = 7  # tokens of a path; parties farther apart share no act
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "without", "neither", "nor"))
_FUTURE = frozenset(("will", "'ll", "’ll", "would", "shall", "wo", "going"))
_POSSIBLE = frozenset(("may", "might", "could", "can", "should", "must"))


class Remembered:
    """Brown clusters that remember the words asked for, up to a limit: looking up costs."""

    def __init__(self, clusters: Clusters) -> None:
        self.code = lru_cache(maxsize=50_000)(clusters.code)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One phrase that may be a side of an act: its head, its tokens, who it means."""

    head: int
    first: int
    last: int
    parties: tuple[Party, ...]
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Way:
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


def upwards(s: Sentence, c: Candidate) -> list[int]:
    """A candidate's head and what stands above it, as far as a way may lead."""
    out = [c.head]
    k = s.heads[c.head]
    while k >= 0 and len(out) <= _LONGEST + 3:
        out.append(k)
        k = s.heads[k]
    return out


def way(
    s: Sentence, a: Candidate, b: Candidate, above_a: Sequence[int], above_b: Sequence[int]
) -> Way | None:
    """The way between two parties, given what stands above each; None if there is none."""
    top = next((k for k in above_a if k in above_b), None)
    if top is None:
        return None
    up = list(above_a[: above_a.index(top)])
    down = list(above_b[: above_b.index(top)])
    if len(up) + len(down) > _LONGEST + 2:
        return None
    route = ">".join(_dep(s, k) for k in up) + "|" + "<".join(_dep(s, k) for k in reversed(down))
    roles = (_role(s, up), _role(s, down))
    return Way(
        top,
        tuple(k for k in up if not a.first <= k <= a.last),
        tuple(k for k in down if not b.first <= k <= b.last),
        route,
        roles,
    )


def _dep(s: Sentence, k: int) -> str:
    dep = s.deps[k]
    return (
        dep
        if dep in ("nsubj:pass", "obl:agent", "nmod:poss", "acl:relcl")
        else dep.partition(":")[0]
    )


def _role(s: Sentence, path: Sequence[int]) -> str:
    """How a side hangs on the top: relation and preposition, conjuncts as the first."""
    if not path:
        return "top"
    k = path[-1]
    dep = _dep(s, k)
    if dep in ("obl", "nmod", "obl:agent"):
        return f"{dep}:{_case(s, k)}"
    return dep


def _case(s: Sentence, k: int) -> str:
    return next((s.lower[j] for j in s.children[k] if s.deps[j] in ("case", "mark")), "")


def manner(s: Sentence, k: int) -> str:
    """What has been done to an act's reality: "not", "will", "may" or nothing."""
    words = {s.lower[j] for j in s.children[k] if s.deps[j] in ("aux", "advmod", "det", "mark")}
    if words & _NEGATIONS:
        return "not"
    if words & _FUTURE:
        return "will"
    if words & _POSSIBLE:
        return "may"
    return ""


def kind(c: Candidate) -> str:
    """What a candidate is: a state, somebody of a country, of a sector, or a bare name."""
    p = c.parties[0]
    if p.country is not None:
        return "state" if (p.id or "").startswith("state:") else "national"
    if p.sector:
        return "sector"
    return "name"


def reach_features(
    s: Sentence,
    a: Candidate,
    b: Candidate,
    between: Way,
    frames: Sequence[tuple[Frame, frozenset[int], frozenset[int]]],
    others: int,
    patterns: Patterns,
    clusters: Remembered,
    speech: frozenset[str],
) -> list[str]:
    """The features of an ordered pair: the way, the acts on it, the parties, the patterns.

    ``frames`` are the sentence's with the tokens of actors and recipients; ``others`` counts
    the parties that stand between the two.
    """
    top = between.top
    lemma = "<party>" if a.first <= top <= a.last or b.first <= top <= b.last else s.lemmas[top]
    if s.pos[top] == "PROPN":
        lemma = "Name"
    ra, rb = between.roles
    both = f"{ra}+{rb}"
    out = [
        f"route={between.route}",
        f"route={between.route}/{s.pos[top]}",
        f"from={ra}",
        f"to={rb}",
        f"roles={both}",
        f"act={lemma}",
        f"act={lemma}/{ra}",
        f"act={lemma}/{rb}",
        f"act={lemma}/{both}",
        f"tag={s.tags[top]}",
        f"place={_dep(s, top)}",
        f"place={_dep(s, top)}/{both}",
        f"steps={min(len(between.up), 4)}/{min(len(between.down), 4)}",
        f"order={'ab' if a.first < b.first else 'ba'}/{both}",
        f"gap={_bucket(abs(a.head - b.head))}",
        f"others={min(others, 4)}",
        f"speech={lemma in speech}/{both}",
    ]
    code = clusters.code(s.lower[top])
    if code and lemma != "<party>":
        for bits in _BITS:
            c = code & ((1 << bits) - 1)
            out += [f"c{bits}={c}", f"c{bits}={c}/{both}"]
    for side, path in (("up", between.up), ("down", between.down)):
        for k in path:
            if k == top or s.pos[k] == "PROPN":
                continue
            out += [f"{side}={s.lemmas[k]}", f"{side}={s.lemmas[k]}/{_dep(s, k)}"]
            code = clusters.code(s.lower[k])
            if code:
                out += [f"{side} c{bits}={code & ((1 << bits) - 1)}" for bits in _BITS]
    out += _about(s, a, b, between, lemma)
    out += _parties(s, a, b)
    out += _known(s, between, patterns)
    out += _framed(a, b, between, frames)
    return out


def _bucket(n: int) -> str:
    return (
        str(n) if n < 4 else "4-6" if n < 7 else "7-12" if n < 13 else "13-20" if n < 21 else "21"
    )


def _about(s: Sentence, a: Candidate, b: Candidate, between: Way, lemma: str) -> list[str]:
    """What stands about the act: its object, complement, negation."""
    top = between.top
    out = [f"manner={manner(s, top)}"]
    path = {*between.up, *between.down}
    for j in s.children[top]:
        if a.first <= j <= a.last or b.first <= j <= b.last:
            continue
        dep = _dep(s, j)
        if dep in ("obj", "xcomp", "ccomp", "nsubj:pass", "compound", "amod"):
            where = "on" if j in path else "off"
            out += [f"{where} {dep}={s.lemmas[j]}", f"has {where} {dep}"]
            if dep in ("obj", "xcomp"):
                out.append(f"act={lemma}+{s.lemmas[j]}")
    head = s.heads[top]
    if head >= 0 and s.pos[top] in ("VERB", "NOUN", "ADJ"):
        out.append(f"under={s.lemmas[head]}/{_dep(s, top)}")
    return out


def _parties(s: Sentence, a: Candidate, b: Candidate) -> list[str]:
    ka, kb = kind(a), kind(b)
    pa, pb = a.parties[0], b.parties[0]
    same = "same" if pa.country is not None and pa.country == pb.country else "other"
    out = [f"a is {ka}", f"b is {kb}", f"are {ka}+{kb}", f"are {ka}+{kb}/{same}"]
    out += [f"a of {x}" for x in pa.sector] + [f"b of {x}" for x in pb.sector]
    out += [f"a as {s.pos[a.head]}/{_dep(s, a.head)}", f"b as {s.pos[b.head]}/{_dep(s, b.head)}"]
    for side, c in (("a", a), ("b", b)):
        p = c.phrase
        what = "role" if p.role is not None else "core" if p.core is not None else "name"
        out.append(f"{side} by {what}" + (f"/{p.core.kind}" if p.core is not None else ""))
        case = _case(s, c.head)
        if case:
            out.append(f"{side} case {case}")
    return out


def _known(s: Sentence, between: Way, patterns: Patterns) -> list[str]:
    """Event types and operators that the words on the way, or right below the top, know."""
    top = between.top
    path = [top, *between.up, *between.down]
    near = [j for j in s.children[top] if _dep(s, j) in ("obj", "xcomp", "ccomp") and j not in path]
    out: list[str] = []
    for where, tokens in (("on", path), ("near", near)):
        found = False
        for k in tokens:
            lemma = s.lemmas[k]
            for index in (patterns.verbs, patterns.nouns, patterns.adjectives):
                for rule in index.get(lemma, ()):
                    out.append(f"{where} knows {rule.type}")
                    found = True
            for op in patterns.operators.get(lemma, ()):
                out.append(f"{where} knows {op.id}")
                found = True
        if not found:
            out.append(f"{where} knows nothing")
    return out


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


def _framed(
    a: Candidate,
    b: Candidate,
    between: Way,
    frames: Sequence[tuple[Frame, frozenset[int], frozenset[int]]],
) -> list[str]:
    """What the patterns say of the pair."""
    if not frames:
        return ["frame=none"]
    path = {between.top, *between.up, *between.down}
    out: list[str] = []
    for f, actors, recipients in frames:
        ends = (a.head in actors, b.head in recipients, b.head in actors, a.head in recipients)
        straight = (ends[0] and ends[1]) or (
            f.reciprocal and ends[0] + ends[3] > 0 and ends[1] + ends[2] > 0
        )
        where = (
            "both" if straight
            else "swapped" if ends[2] and ends[3]
            else "actor" if ends[0]
            else "recipient" if ends[1]
            else "none"
        )  # fmt: skip
        on = "on" if f.trigger in path or not path.isdisjoint(f.clauses) else "off"
        out += [f"frame {where} {on}", f"frame {where} {on}/{f.type}"]
    return out
