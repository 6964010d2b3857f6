"""What of a sentence could be a stake: every number of some size, every noun.

Comes in: a sentence of a `Scene`. Goes out: `Candidate` values, those that the rules take first.
Which of them an analyst would list is left to `choose`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.coding.lexicon import Lexicon
from detente.coding.quantities import QuantityMention
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.coding.stakes.money import sums_in
from detente.coding.stakes.nouns import Named, domains_below, named_in, travellers
from detente.coding.stakes.rules import Pair, by_rules, nearest

# Counts below this are of envoys and rounds of talks.
_LEAST = 5
# Lengths of time and of way.
_LENGTHS = frozenset("year month week day hour mile kilometre kilometer metre meter".split())  # noqa: SIM905
_INNER = frozenset(("compound", "flat", "fixed"))
# Last words of names of works and treaties ("Turkish Stream", "Camp David Accords").
_NAMES = frozenset(
    """agreement treaty pact accord convention base bridge dam pipeline stream plant railway canal
    port tunnel project programme fund bank contract corridor airline line authority university
    institute company charter commission protocol compact union market strait sea
    river""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun or a number or both that may be a stake.

    Attributes
    ----------
    s, noun, q
        The sentence, the noun, the number; one of the two may be missing.
    ruled
        Whether the rules take it for a stake.
    named
        The stakes' nouns that the lexicon knows in the sentence.
    """

    s: Sentence
    noun: Named | None
    q: QuantityMention | None
    ruled: bool
    named: tuple[Named, ...]

    @property
    def anchor(self) -> int:
        """The token that stands for it in the tree."""
        if self.q is not None:
            return self.q.head
        assert self.noun is not None
        return self.noun.last

    @property
    def kind(self) -> str:
        """``sum`` of money, ``measure`` of something else, or plain ``noun``."""
        if self.q is None:
            return "noun"
        return "sum" if self.q.money else "measure"


def _in(
    scene: Scene, s: Sentence, known: Lexicon
) -> tuple[tuple[Named, ...], list[QuantityMention], list[Pair]]:
    """What names a stake, what counts one, and which of these the rules join."""

    def make() -> tuple[tuple[Named, ...], list[QuantityMention], list[Pair]]:
        named = (*named_in(scene, s, known), *travellers(scene, s, known))
        numbers = sums_in(scene, s)
        return named, numbers, by_rules(scene, s, named, numbers, known)

    return scene.once(("what may be a stake", s.number), make)


def ruled(scene: Scene, s: Sentence, known: Lexicon) -> Iterator[Candidate]:
    """What the rules take for a stake."""
    named, _, pairs = _in(scene, s, known)
    for noun, q in pairs:
        yield Candidate(s, noun, q, True, named)


def candidates(scene: Scene, s: Sentence, known: Lexicon) -> Iterator[Candidate]:
    """All that could be a stake: what the rules take, then numbers, then nouns."""
    named, numbers, pairs = _in(scene, s, known)
    taken = {q.first for _, q in pairs if q is not None}
    nouns = {noun.last for noun, _ in pairs if noun is not None}
    for noun, q in pairs:
        yield Candidate(s, noun, q, True, named)
    for q in numbers:
        large = (q.value or q.low or q.high or 0) >= _LEAST
        if q.first in taken or q.unit in _LENGTHS:
            continue
        if q.money or large or q.unit == "percent":
            yield Candidate(s, nearest(s, q, named), q, False, named)
    known_nouns = {n.last: n for n in named if n.kind != "people"}
    for k, pos in enumerate(s.pos):
        if k in nouns or pos not in ("NOUN", "PROPN"):
            continue
        found = known_nouns.get(k)
        if found is None:
            if s.deps[k] in _INNER or (pos == "PROPN" and s.lemmas[k] not in _NAMES):
                continue
            found = Named(s, k, k, (), "noun")
            found = replace(found, domains=domains_below(s, found, known))
        yield Candidate(s, found, None, False, named)
