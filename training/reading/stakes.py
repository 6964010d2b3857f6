"""What annotated articles teach about stakes, and how the models of stakes do on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.coding.learned.linear import Linear, Linears
from detente.coding.learned.parts import names_of
from detente.coding.learned.trees import Trees
from detente.coding.scene import Scene
from detente.coding.stakes.candidates import candidates
from detente.coding.stakes.choose import chosen, offers
from detente.coding.stakes.judging import Judging
from detente.coding.stakes.looks import DOMAINS, around, domain_names, looks
from detente.coding.stakes.nouns import words
from detente.coding.stakes.record import stake_of, together
from detente.evaluation.agreement import meet
from detente.evaluation.articles import Article, WantedStake
from detente.evaluation.reading import same_stake
from training.reading.linears import linear
from training.reading.verdicts import Verdict, judge_of
from training.trees import Growth

WORTH = "stake"
# From which probability the linear models offer a candidate; from which the judge records it, if
# the rules take it and if not: where folds find most at nearly six in ten right (from .1 and .25
# on .752 at .600, from .06 and .22 on .760 at .570); from which a domain is one of its domains.
LEVELS = {"offered": 0.03, "ruled": 0.1, "worth": 0.22, "domain": 0.2}
JUDGE = Growth(trees=150, rate=0.05, leaves=15, least=30)
OFTEN = 30  # rows that a feature of the judge's has at least


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


def verdicts(article: Article, scene: Scene, models: dict[str, Linear]) -> list[Verdict]:
    """What models that have not seen an article offer for it, and whether the annotation has it."""
    offered = offers(scene, words(), Linears(models, {"levels": LEVELS}))
    judging = Judging(scene, offered)
    out = []
    for n, o in enumerate(offered):
        told = o.stake.to_json()
        right = any(same_stake(w, told | {"domain": []}) for w in article.stakes)
        out.append((names_of(judging.features(n)), right))
    return out


def judge(rows: Sequence[Verdict]) -> Trees:
    """The judge that has learned these verdicts."""
    return judge_of(rows, JUDGE, OFTEN)


def found(scene: Scene, models: Linears) -> list[dict[str, Any]]:
    """The stakes that the models find in an article, as records."""
    stakes = chosen(scene, words(), models)
    return [stake.to_json() for stake in together(stakes)]
