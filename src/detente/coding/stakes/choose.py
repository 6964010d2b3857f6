"""Which nouns and numbers an analyst would list as stakes, by models.

Comes in: a `Scene`. Goes out: `Stake` records of the candidates that the models believe, the
likeliest of those that stand for one thing. Linear models offer what looks like a stake by itself,
trees judge it beside all else that is offered (`judging`). What the rules take is a candidate like
others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.learned.linear import Linears, load
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene
from detente.coding.stakes.candidates import Candidate, candidates
from detente.coding.stakes.judging import Judging, Offer
from detente.coding.stakes.looks import around, domain_names, looks
from detente.coding.stakes.record import stake_of
from detente.coding.stakes.rules import steps_between
from detente.records import Stake

# Steps in the tree within which two candidates stand for one thing.
_STEPS = 3
_MOST = 4  # domains of one stake


def offers(scene: Scene, known: Lexicon, models: Linears) -> list[Offer]:
    """What the models take for likely, with what the rules take, in text order."""
    beside = around(scene)
    out: list[Offer] = []
    for s in scene.sentences:
        if scene.is_caption(s):
            continue
        for c in candidates(scene, s, known):
            names = looks(scene, c, beside)
            p = models["worth"].chance(names)
            if c.ruled or p >= models.level("offered"):
                stake = stake_of(scene, s, c.noun, c.q, c.named, known)
                out.append(Offer(p, c, names, stake))
    return out


def chosen(scene: Scene, known: Lexicon, models: Linears | None = None) -> list[Stake]:
    """The stakes that the models believe, in text order."""
    models = models or load("stakes")
    offered = offers(scene, known, models)
    judge, judging = models.judge, Judging(scene, offered)
    likely: list[tuple[float, Offer]] = []
    for n, o in enumerate(offered):
        p = o.chance if judge is None else judge.chance(judging.features(n))
        if p >= models.level("ruled" if o.c.ruled else "worth"):
            likely.append((p, o))
    out = [_about(o.stake, o.names, models) for o in _best(likely)]
    return sorted(out, key=lambda stake: stake.spans[0].start)


def _best(likely: Sequence[tuple[float, Offer]]) -> list[Offer]:
    """The likeliest first; what stands for the same as one before is passed over."""
    kept: list[Offer] = []
    for _, o in sorted(likely, key=lambda x: -x[0]):
        if not any(x.c.s is o.c.s and _one(o.c, o.stake, x.c, x.stake) for x in kept):
            kept.append(o)
    return kept


def _one(c: Candidate, stake: Stake, o: Candidate, other: Stake) -> bool:
    """Whether two candidates of a sentence stand for one thing; the rules part theirs."""
    if c.ruled and o.ruled:
        return False
    if c.noun is not None and o.noun is not None and c.noun.last == o.noun.last:
        return True
    if any(a.start < b.end and b.start < a.end for a in stake.spans[:2] for b in other.spans[:2]):
        return True
    if c.q is not None and o.q is not None:
        return False
    steps = steps_between(c.s, c.anchor, o.anchor)
    return steps is not None and steps <= _STEPS


def _about(stake: Stake, names: Sequence[str], models: Linears) -> Stake:
    """The stake with its domains: those said by the rules and those learned."""
    chances = models["domain"].chances(domain_names(names, stake.domain))
    likeliest = sorted(chances, key=lambda d: (-chances[d], d))
    found = list(stake.domain) or likeliest[:1]
    found += [d for d in likeliest if chances[d] >= models.level("domain") and d not in found]
    return replace(stake, domain=tuple(found[:_MOST]))
