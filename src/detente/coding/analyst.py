"""The analyst's reading of one document: claims, incidents, hypotheses, stakes, signals.

Comes in: a `Scene`. Goes out: what `Reading` holds beside events. Each part has a module of
its own; this one only puts them in order, since each builds on those before.
"""

from __future__ import annotations

from typing import TypedDict

from detente.coding.claims import find_claims
from detente.coding.incidents import find_incidents
from detente.coding.scene import Scene
from detente.records import Claim, Incident


class Findings(TypedDict, total=False):
    """The fields of a `Reading` that this module fills."""

    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]


def analyse(scene: Scene) -> Findings:
    """Everything read beyond single events."""
    claims = find_claims(scene)
    built = find_incidents(scene, claims)
    return {"claims": claims, "incidents": tuple(b.incident for b in built)}
