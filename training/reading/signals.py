"""What annotated articles teach about signals, and how the models of signals do on others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.coding.claims import find_claims
from detente.coding.incidents import Built, find_incidents, firm
from detente.coding.learned.linear import Linear, Linears
from detente.coding.learned.parts import names_of
from detente.coding.learned.trees import Trees
from detente.coding.scene import Scene
from detente.coding.signals.choose import DIRECTIONS, acts, chosen, offers
from detente.coding.signals.judging import Judging
from detente.coding.signals.looks import Act, looks, senders, shock_of
from detente.coding.signals.rules import Told, by_rules
from detente.evaluation.agreement import meet, share_country
from detente.evaluation.articles import Article, WantedSignal
from detente.evaluation.reading import same_signal
from training.reading.linears import linear
from training.reading.verdicts import Verdict, judge_of
from training.trees import Growth

SENDER = "sender"
# From which probability the linear models offer an act, and from which the judge records it, if the
# rules read it as a signal and if not: where folds find more than by linear models alone, and more
# of it is right (from .03 and .08 on .644 at .284, from .03 and .12 on .619 at .321).
LEVELS = {"offered": 0.03, "ruled": 0.03, "worth": 0.1}
JUDGE = Growth(trees=200, rate=0.05, leaves=15, least=30)
OFTEN = 30  # rows that a feature of the judge's has at least


@dataclass(frozen=True, slots=True)
class Lesson:
    """An act: its features, the directions that it is annotated with, and who may send it.

    ``senders`` are empty where it is annotated as no signal.
    """

    names: list[str]
    ways: set[str]
    senders: list[tuple[list[str], bool]]


def _read(scene: Scene) -> tuple[Sequence[Built], list[Told]]:
    """The incidents of an article and what the rules read."""
    built = find_incidents(firm(scene), find_claims(scene))
    return built, by_rules(scene, built)


def lessons(article: Article, scene: Scene) -> list[Lesson]:
    """What the acts of an article are."""
    built, told = _read(scene)
    shock = shock_of(scene, built)
    found = list(acts(scene, shock, told))
    wanted: list[list[WantedSignal]] = [[] for _ in found]
    for w in article.signals:
        for n in _told_by(scene, found, w):
            wanted[n].append(w)
    out = []
    for act, ws in zip(found, wanted, strict=True):
        codes = {code for w in ws for code in w.sender}
        rows = [
            (names, share_country([code], codes))
            for code, names in (senders(scene, act, shock) if ws else ())
        ]
        out.append(Lesson(looks(scene, act, shock), {w.direction for w in ws}, rows))
    return out


def _told_by(scene: Scene, found: Sequence[Act], wanted: WantedSignal) -> list[int]:
    """The acts inside a quote, else the one that governs its first words."""
    inside = [
        n
        for n, a in enumerate(found)
        if meet([(a.s.start[a.token], a.s.end[a.token])], wanted.spans)
    ]
    if inside:
        return inside
    at = scene.place_of(wanted.spans[0].start)
    if at is None:
        return []
    s, first = at
    here = {a.token: n for n, a in enumerate(found) if a.s is s}
    for k in range(first, len(s)):
        if s.start[k] >= wanted.spans[0].end:
            break
        for up in (k, *s.ancestors(k)):
            if up in here:
                return [here[up]]
    return []


def fit(taught: Sequence[Lesson]) -> dict[str, Linear]:
    """The models of signal and sender that have learned these lessons."""
    senders = [(names, {SENDER} if y else set()) for x in taught for names, y in x.senders]
    return {
        "signal": linear([(x.names, x.ways) for x in taught], DIRECTIONS, c=0.05, least=3),
        "sender": linear(senders, [SENDER], c=0.1, least=3),
    }


def verdicts(article: Article, scene: Scene, models: dict[str, Linear]) -> list[Verdict]:
    """What models that have not seen an article offer for it, and whether the annotation has it."""
    offered = offers(scene, *_read(scene), Linears(models, {"levels": LEVELS}))
    judging = Judging(scene, offered)
    out = []
    for n, o in enumerate(offered):
        told = o.signal.to_json()
        right = any(same_signal(w, told) for w in article.signals)
        out.append((names_of(judging.features(n)), right))
    return out


def judge(rows: Sequence[Verdict]) -> Trees:
    """The judge that has learned these verdicts."""
    return judge_of(rows, JUDGE, OFTEN)


def found(scene: Scene, models: Linears) -> list[dict[str, Any]]:
    """The signals that the models find in an article, as records."""
    signals = chosen(scene, *_read(scene), models)
    return [signal.to_json() for signal in signals]
