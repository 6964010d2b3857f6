"""What annotated articles teach about stakes, and how the models of stakes do on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.coding.learned.linear import Linear, Linears
from detente.coding.scene import Scene
from detente.coding.stakes.candidates import candidates
from detente.coding.stakes.choose import chosen
from detente.coding.stakes.looks import DOMAINS, around, domain_names, looks
from detente.coding.stakes.nouns import words
from detente.coding.stakes.record import stake_of, together
from detente.evaluation.agreement import meet
from detente.evaluation.articles import Article, WantedStake
from detente.evaluation.reading import same_stake
from training.reading.linears import linear

WORTH = "stake"
# From which probability a candidate is a stake, if the rules take it and if not, and a domain is
# one of its domains: where folds find most at six in ten right. What rules take stands from .04
# on: from .05 a hundredth more of the whole is right, but an embargo of the seed article is lost.
LEVELS = {"ruled": 0.04, "worth": 0.25, "domain": 0.2}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A candidate: its features, the domains that rules say, the stake that it is, if any."""

    names: list[str]
    said: tuple[str, ...]
    wanted: WantedStake | None


def lessons(article: Article, scene: Scene) -> list[Lesson]:
    """What the candidates of an article are."""
    known = words()
    beside = around(scene)
    out = []
    for s in scene.sentences:
        if scene.is_caption(s):
            continue
        for c in candidates(scene, s, known):
            stake = stake_of(scene, s, c.noun, c.q, c.named, known)
            at = [(s.start[c.anchor], s.end[c.anchor])]
            if c.q is not None:
                at.append((c.q.span.start, c.q.span.end))
            told = {**stake.to_json(), "domain": []}
            wanted = next(
                (w for w in article.stakes if meet(at, w.spans) and same_stake(w, told)), None
            )
            out.append(Lesson(looks(scene, c, beside), stake.domain, wanted))
    return out


def fit(taught: Sequence[Lesson]) -> dict[str, Linear]:
    """The models of worth and domain that have learned these lessons."""
    rows = [(x.names, {WORTH} if x.wanted is not None else set()) for x in taught]
    about = [
        (domain_names(x.names, x.said), x.wanted.domain) for x in taught if x.wanted is not None
    ]
    return {
        "worth": linear(rows, [WORTH], c=0.06, least=3),
        "domain": linear(about, DOMAINS, c=0.1, least=2),
    }


def found(scene: Scene, models: dict[str, Linear]) -> list[dict[str, Any]]:
    """The stakes that the models find in an article, as records."""
    stakes = chosen(scene, words(), Linears(models, {"levels": LEVELS}))
    return [stake.to_json() for stake in together(stakes)]
