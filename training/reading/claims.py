"""What annotated articles teach about claims, and how their model does on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.coding.claims import find_claims
from detente.coding.claims.further import chosen, claim, looks, sayings
from detente.coding.learned.linear import Linear, Linears
from detente.coding.learned.words import WordView
from detente.coding.scene import Scene
from detente.evaluation.agreement import meet, same_name
from detente.evaluation.articles import Article
from training.reading.linears import linear

CLAIM = "claim"
# From which probability a word of judging is a claim: about as many of those added are annotated as
# of those that the rules read, one in five.
LEVELS = {"claim": 0.07}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A saying that no rule reads: its features, and whether it is annotated as a claim."""

    names: list[str]
    right: bool


def lessons(article: Article, scene: Scene) -> list[Lesson]:
    """What the sayings of an article are."""
    views: dict[int, WordView] = {}
    out = []
    for x in sayings(scene, find_claims(scene)):
        told = claim(scene, x)
        at = [(told.proposition.start, told.proposition.end)]
        right = any(
            meet(at, [w.span]) and same_name(w.speaker, told.speaker.value) for w in article.claims
        )
        out.append(Lesson(looks(scene, x, views), right))
    return out


def fit(taught: Sequence[Lesson]) -> dict[str, Linear]:
    """The model that has learned these lessons."""
    rows = [(x.names, {CLAIM} if x.right else set()) for x in taught]
    return {"claim": linear(rows, [CLAIM], c=0.1, least=3)}


def found(scene: Scene, models: Linears) -> list[dict[str, Any]]:
    """The claims of an article, those of the rules and those that the model finds, as records."""
    ruled = find_claims(scene)
    more = chosen(scene, ruled, models)
    return [c.to_json() for c in (*ruled, *more)]
