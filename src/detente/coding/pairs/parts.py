"""Whether a sentence tells of an act of one party towards another, as named features.

Comes in: the way between two parties of a sentence. Goes out: its features in parts. A part is a
function and what it is called with; called, it gives the names of its features ("act=urge",
"roles=nsubj+obl:on"), each readable, so that a decision can be explained. A part says the same
whatever sentence it stands in, so what it weighs is worked out once and remembered by
`detente.coding.pairs.detector`, and names are only spelled out for who asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from detente.coding.match import Frame
from detente.coding.pairs.reach import Ascent, Candidate, Way, case, covered, relation
from detente.coding.pairs.words import WordLore
from detente.coding.sentence import Sentence

# A function that spells out features, then its arguments; all hashable.
Part = tuple[Any, ...]

_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "without", "neither", "nor"))
_FUTURE = frozenset(("will", "'ll", "’ll", "would", "shall", "wo", "going"))
_POSSIBLE = frozenset(("may", "might", "could", "can", "should", "must"))
_NEAR = frozenset(("obj", "xcomp", "ccomp"))
_MANNERED = frozenset(("aux", "advmod", "det", "mark"))
_PARTY, _NAME = "<party>", "Name"
_NOTHING = ("nothing",)


class Parts(NamedTuple):
    """The features of a pair: parts whose names are theirs alone, and parts that may share some.

    A name counts once, however many parts have it ("on knows AID" of two words on the way).
    """

    own: list[Part]
    shared: list[Part]

    @property
    def names(self) -> list[str]:
        """The names of the features, spelled out."""
        return [name for make, *args in (*self.own, *self.shared) for name in make(*args)]


class Side(NamedTuple):
    """A party as either side of a pair: what is above it, and what it is by itself.

    ``actor`` and ``recipient`` tell for each frame of the sentence whether the party stands
    on that side of it.
    """

    ascent: Ascent
    kind: str
    country: str | None
    source: Part
    target: Part
    actor: tuple[bool, ...]
    recipient: tuple[bool, ...]


class Top(NamedTuple):
    """The word at which ways turn, and what stands about it.

    ``near`` are its complements that may tell of the act in its stead, as token and what is
    known of it.
    """

    lemma: str
    pos: str
    tag: str
    dep: str
    parts: tuple[Part, ...]
    near: tuple[tuple[int, tuple[str, ...]], ...]


class PairFeatures:
    """The features of the pairs of one sentence; what pairs share is worked out once.

    Parameters
    ----------
    s, found, frames
        The sentence, its parties in text order, and the frames of the patterns.
    lore
        What is known of words.
    """

    def __init__(
        self,
        s: Sentence,
        found: Sequence[Candidate],
        frames: Sequence[Frame],
        lore: WordLore,
    ) -> None:
        self.s = s
        self.lore = lore
        heads = frozenset(c.head for c in found)
        told = [f for f in frames if not f.anaphor]
        self.frames = [(f.type, f.reciprocal, frozenset((f.trigger, *f.clauses))) for f in told]
        actors = [covered(s, f.actors, heads) for f in told]
        recipients = [covered(s, f.recipients, heads) for f in told]
        self.sides = [_side(s, c, actors, recipients) for c in found]
        self._tops: dict[int, Top] = {}

    def parts(self, i: int, j: int, between: Way) -> Parts:
        """The features of the ordered pair of the parties numbered ``i`` and ``j``."""
        return Parts(self.own(i, j, between), self.shared(i, j, between))

    def _top(self, at: int) -> Top:
        """The word at which a way turns."""
        top = self._tops.get(at)
        if top is None:
            top = self._tops[at] = _top(self.s, at, self.lore)
        return top

    def own(self, i: int, j: int, between: Way) -> list[Part]:
        """The parts of a pair's features that share no name with another."""
        a, b = self.sides[i], self.sides[j]
        one, two = a.ascent.candidate, b.ascent.candidate
        at, up, down, (ra, rb) = between
        top = self._top(at)
        # A word of a party is none of the act's.
        inside = one.first <= at <= one.last or two.first <= at <= two.last
        lemma = _NAME if top.pos == "PROPN" else _PARTY if inside else top.lemma
        same = a.country is not None and a.country == b.country
        gap = _bucket(abs(one.head - two.head))
        return [
            (_act, lemma, ra, rb, one.first < two.first),
            (_placed, top.tag, top.dep, ra, rb),
            (_far, min(len(up), 4), min(len(down), 4), gap, min(abs(i - j) - 1, 4)),
            (_kinds, a.kind, b.kind, same),
            a.source,
            b.target,
            *top.parts,
        ]

    def shared(self, i: int, j: int, between: Way) -> list[Part]:
        """The parts of a pair's features that may have names in common."""
        a, b = self.sides[i], self.sides[j]
        at, up, down = between[:3]
        top = self._top(at)
        path = (at, *up, *down)
        knows = self.lore.known
        lemmas = self.s.lemmas
        out: list[Part] = [
            (_knows, "on", known) for k in path if (known := knows(lemmas[k]))
        ] or list(_KNOWS_ON)
        near = top.near and [(_knows, "near", known) for k, known in top.near if k not in path]
        out += near or _KNOWS_NEAR
        self._framed(out, a, b, path)
        return out

    def _framed(self, out: list[Part], a: Side, b: Side, path: Sequence[int]) -> None:
        """What the patterns say of the pair."""
        if not self.frames:
            out.append(_NO_FRAME)
            return
        sides = zip(self.frames, a.actor, b.recipient, a.recipient, b.actor, strict=True)
        for (kind, reciprocal, words), doer, goal, target, source in sides:
            if (doer and goal) or (reciprocal and (doer or target) and (goal or source)):
                where = "both"
            elif target and source:
                where = "swapped"  # the pair the other way round
            else:
                where = "actor" if doer else "recipient" if goal else "none"
            out.append((_frame, where, "off" if words.isdisjoint(path) else "on", kind))


def _side(
    s: Sentence,
    c: Candidate,
    actors: Sequence[frozenset[int]],
    recipients: Sequence[frozenset[int]],
) -> Side:
    p, head = c.phrase, c.head
    who = kind(c)
    what = "role" if p.role is not None else "core" if p.core is not None else "name"
    by = what if p.core is None else f"{what}/{p.core.kind}"
    place = f"{s.pos[head]}/{relation(s.deps[head])}"
    about = (who, c.parties[0].sector, place, by, case(s, head))
    return Side(
        Ascent(s, c),
        who,
        c.parties[0].country,
        (_party, "a", *about),
        (_party, "b", *about),
        tuple([head in tokens for tokens in actors]),
        tuple([head in tokens for tokens in recipients]),
    )


def _top(s: Sentence, k: int, lore: WordLore) -> Top:
    deps = s.deps
    dep = relation(deps[k])
    parts: list[Part] = [(_manner, manner(s, k))]
    head = s.heads[k]
    if head >= 0 and s.pos[k] in ("VERB", "NOUN", "ADJ"):
        parts.append((_under, s.lemmas[head], dep))
    return Top(
        s.lemmas[k],
        s.pos[k],
        s.tags[k],
        dep,
        tuple(parts),
        tuple(
            (j, known)
            for j in s.children[k]
            if relation(deps[j]) in _NEAR and (known := lore.known(s.lemmas[j]))
        ),
    )


def manner(s: Sentence, k: int) -> str:
    """What has been done to an act's reality: "not", "will", "may" or nothing."""
    words = {s.lower[j] for j in s.children[k] if s.deps[j] in _MANNERED}
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


def _bucket(n: int) -> str:
    return (
        str(n) if n < 4 else "4-6" if n < 7 else "7-12" if n < 13 else "13-20" if n < 21 else "21"
    )


# parts ------------------------------------------------------------------------------------------


def _act(lemma: str, ra: str, rb: str, first: bool) -> list[str]:
    both = f"{ra}+{rb}"
    order = "ab" if first else "ba"
    return [
        f"act={lemma}",
        f"act={lemma}/{ra}",
        f"act={lemma}/{rb}",
        f"act={lemma}/{both}",
        f"from={ra}",
        f"to={rb}",
        f"roles={both}",
        f"order={order}/{both}",
    ]


def _placed(tag: str, dep: str, ra: str, rb: str) -> list[str]:
    return [f"tag={tag}", f"place={dep}", f"place={dep}/{ra}+{rb}"]


def _far(up: int, down: int, gap: str, others: int) -> list[str]:
    return [f"steps={up}/{down}", f"gap={gap}", f"others={others}"]


def _manner(how: str) -> list[str]:
    return [f"manner={how}"]


def _under(head: str, dep: str) -> list[str]:
    return [f"under={head}/{dep}"]


def _party(
    side: str, who: str, sectors: tuple[str, ...], place: str, by: str, marker: str
) -> list[str]:
    out = [f"{side} is {who}", f"{side} as {place}", f"{side} by {by}"]
    out += [f"{side} of {sector}" for sector in sectors]
    if marker:
        out.append(f"{side} case {marker}")
    return out


def _kinds(one: str, two: str, same: bool) -> list[str]:
    return [f"are {one}+{two}", f"are {one}+{two}/{'same' if same else 'other'}"]


def _knows(where: str, known: tuple[str, ...]) -> list[str]:
    return [f"{where} knows {what}" for what in known]


def _frame(where: str, on: str, event_type: str) -> list[str]:
    return [f"frame {where} {on}", f"frame {where} {on}/{event_type}"]


def _unframed() -> list[str]:
    return ["frame=none"]


_KNOWS_ON: list[Part] = [(_knows, "on", _NOTHING)]
_KNOWS_NEAR: list[Part] = [(_knows, "near", _NOTHING)]
_NO_FRAME: Part = (_unframed,)
