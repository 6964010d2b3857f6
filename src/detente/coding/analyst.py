"""The analyst's reading of one document: claims, incidents, hypotheses, stakes, signals.

Comes in: a `Scene`. Goes out: what `Reading` holds beside events. Each part has a module of
its own; this one only puts them in order, since each builds on those before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from detente.coding.claims import (
    find_claims,
    further_claims,
    named_claims,
    named_hypothesis,
    named_incident,
)
from detente.coding.hypotheses import find_hypotheses
from detente.coding.incidents import find_incidents, firm, learned_incidents
from detente.coding.incidents.joining import likeness
from detente.coding.incidents.learned.joining import joining_of
from detente.coding.incidents.learned.model import CONTEXT, CaseModels, load_case_models
from detente.coding.scene import Scene
from detente.coding.signals import by_rules, find_signals, reactions
from detente.coding.stakes import find_stakes
from detente.records import Claim, Hypothesis, Incident, Signal, Stake


class Findings(TypedDict, total=False):
    """The fields of a `Reading` that this module fills."""

    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    hypotheses: tuple[Hypothesis, ...]
    stakes: tuple[Stake, ...]
    signals: tuple[Signal, ...]


# Sentences below which a text is read by the rules alone: the models learned from whole articles.
LEAST = 5


def analyse(scene: Scene, *, learned: bool = False, cases: CaseModels | None = None) -> Findings:
    """Everything read beyond single events; ``learned`` lets models choose beside the rules.

    ``cases`` are models of case files in place of the shipped ones, for measuring.
    """
    if learned and cases is None and len(scene.sentences) >= CONTEXT:
        cases = load_case_models()
    learned = learned and len(scene.sentences) >= LEAST
    claims = find_claims(scene)
    continues = likeness if cases is None else joining_of(cases)
    built = find_incidents(firm(scene), claims, continues)
    if cases is not None:
        built = learned_incidents(scene, claims, built, cases)
    told = by_rules(scene, built)
    answers = [signal for _, signal in told]
    incidents = [replace(b.incident, reactions=reactions(scene, answers, b, built)) for b in built]
    further = further_claims(scene, claims) if learned else claims
    return {
        "claims": named_claims(scene, further),
        "incidents": tuple(named_incident(scene, claims, i) for i in incidents),
        "hypotheses": tuple(
            named_hypothesis(scene, claims, h) for h in find_hypotheses(scene, claims, built)
        ),
        "stakes": find_stakes(scene, learned=learned),
        "signals": find_signals(scene, built, told, learned=learned),
    }
