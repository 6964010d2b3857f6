"""What speaks for a stake once all that a text offers is known.

Comes in: the nouns and numbers that may be stakes, each with the linear models' probability. Goes
out: named features of each, by which boosted trees judge whether to record it. An analyst lists a
stake once, under its plainest name: whether a noun is one depends on what else stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.coding.learned.parts import Feature
from detente.coding.scene import Scene
from detente.coding.stakes.candidates import Candidate
from detente.coding.standing import At, among, over, placed, ranked, tags, tags_in
from detente.records import Stake

STAKE = "stake"  # the encoder's tag
_LIKELY = 0.25  # probability from which a candidate counts among those of its text


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate with its probability by itself, its looks, the record that it would make."""

    chance: float
    c: Candidate
    names: Sequence[str]
    stake: Stake

    @property
    def words(self) -> tuple[At, ...]:
        """Its noun and its number."""
        c = self.c
        out = (c.anchor,) if c.noun is None else (c.anchor, c.noun.last)
        return tuple((c.s.number, k) for k in dict.fromkeys(out))

    @property
    def lemma(self) -> str:
        """Its noun, else the unit of its number."""
        c = self.c
        return c.s.lemmas[c.anchor if c.noun is None else c.noun.last]


class Judging:
    """What speaks for each of the offers of a text, which are in text order."""

    def __init__(self, scene: Scene, offers: Sequence[Offer]) -> None:
        self.scene, self.offers = scene, offers
        self.chances = sorted((o.chance for o in offers), reverse=True)
        self.told = sum(p >= _LIKELY for p in self.chances)
        self.tagged = ranked(scene, STAKE, (o.words for o in offers))
        self.last = max(1, len(scene.sentences) - 1)

    def features(self, n: int) -> list[Feature]:
        """The features of an offer by its number."""
        o = self.offers[n]
        c, s = o.c, o.c.s
        out: list[Feature] = [over("chance", o.chance), *placed("chance", o.chance, self.chances)]
        out += [f"{'ruled' if c.ruled else 'not ruled'} {c.kind}", f"stakes {min(9, self.told)}"]
        out += [f"sentence {min(8, s.number)}", f"place {int(8 * s.number / self.last)}"]
        out += [f"status {o.stake.status}", f"sides {min(3, len(o.stake.dyad))}"]
        out += [f"domain {d}" for d in o.stake.domain]
        out += [f"domains {min(3, len(o.stake.domain))}"]
        here = [x for x in self.offers if x is not o and x.c.s is s]
        out += among(o.chance, [x.chance for x in here], "in the sentence ")
        near = [x.chance for x in here if abs(x.c.anchor - c.anchor) <= 3]
        out.append(over("close by", max(near, default=0.0)))
        out += self._again(n)
        out += self._sensed(o)
        return out

    def _again(self, n: int) -> Iterator[Feature]:
        """Where else the same noun may stand for a stake."""
        o = self.offers[n]
        before = [x.chance for x in self.offers[:n] if x.lemma == o.lemma]
        behind = [x.chance for x in self.offers[n + 1 :] if x.lemma == o.lemma]
        yield over("told before", max(before, default=0.0))
        yield over("told later", max(behind, default=0.0))
        yield f"told {min(4, len(before))} before {min(4, len(behind))} later"
        alike = [x for x in self.offers if x is not o and set(x.stake.domain) & set(o.stake.domain)]
        yield f"rank of the domain {min(4, sum(x.chance > o.chance for x in alike))}"
        words = [at for x in self.offers if x.lemma == o.lemma for at in x.words]
        yield over("stake anywhere", max(tags(self.scene, at).get(STAKE, 0.0) for at in words))

    def _sensed(self, o: Offer) -> Iterator[Feature]:
        """What the encoder makes of its words, beside those of other offers."""
        scene, n = self.scene, o.c.s.number
        for role, at in zip(("anchor", "noun"), o.words, strict=False):
            for tag, p in tags(scene, at).items():
                yield over(f"{tag} of the {role}", p)
        whole = tags_in(scene, n)
        for tag, p in whole.items():
            yield over(f"{tag} in the sentence", p)
        mine = max((tags(scene, at).get(STAKE, 0.0) for at in o.words), default=0.0)
        if whole:
            yield from placed(STAKE, mine, self.tagged)
            yield over("stake share of the sentence", mine / max(whole.get(STAKE, 0.0), 1e-6))
