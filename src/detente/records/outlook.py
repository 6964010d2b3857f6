"""The outlook: odds of a rupture or a repair, with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Driver:
    """What moved the odds: a feature, its value, its share of the log odds, its events.

    ``contribution`` is in log odds against the average origin: above 0 it made the outlook
    worse. ``label`` says the feature in the field's words; ``events`` are ids of those behind it.
    """

    feature: str
    label: str
    value: float
    contribution: float
    events: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The driver as JSON object."""
        return {
            "feature": self.feature,
            "label": self.label,
            "value": round(self.value, 4),
            "contribution": round(self.contribution, 4),
            "events": list(self.events),
        }


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier episode like this one and how it went on.

    ``kind`` is ``episode`` (from event data) or ``case`` (from the casebook); ``similarity`` in
    [0, 1].
    """

    kind: str
    id: str
    similarity: float
    outcome: str

    def to_json(self) -> dict[str, Any]:
        """The precedent as JSON object."""
        return {
            "kind": self.kind,
            "id": self.id,
            "similarity": round(self.similarity, 3),
            "outcome": self.outcome,
        }


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Which model spoke, and how it scored at this horizon on data later than its own."""

    name: str
    version: str
    training_cut_off: str
    brier_score: float | None
    brier_skill: float | None

    def to_json(self) -> dict[str, Any]:
        """The model as JSON object."""
        return {
            "name": self.name,
            "version": self.version,
            "training_cut_off": self.training_cut_off,
            "brier_score": self.brier_score,
            "brier_skill": self.brier_skill,
        }


@dataclass(frozen=True, slots=True)
class Outlook:
    """The odds that a dyad's relation is disrupted again, or repaired, within a horizon.

    ``probability`` with its 80 % interval ``low`` to ``high``, and ``base_rate`` beside it, are
    in [0, 1]; all are None where there is not enough to say, and ``note`` says why. ``target``
    is ``rupture-v1`` or ``repair-v1``; ``state`` is ``calm``, ``relapse`` (calm, with a rupture
    in the last year), ``post-shock`` or ``in rupture``.
    """

    dyad: str
    as_of: str
    horizon_days: int
    probability: float | None
    low: float | None
    high: float | None
    base_rate: float | None
    target: str
    state: str
    drivers: tuple[Driver, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    model: ModelCard | None = None
    note: str | None = None
    inputs_digest: str = ""
    logged_as: str | None = field(default=None, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The outlook as JSON object, in the field order of the contract."""

        def share(value: float | None) -> float | None:
            return None if value is None else round(value, 4)

        return {
            "kind": "outlook",
            "dyad": self.dyad,
            "as_of": self.as_of,
            "horizon_days": self.horizon_days,
            "probability": share(self.probability),
            "low": share(self.low),
            "high": share(self.high),
            "base_rate": share(self.base_rate),
            "target": self.target,
            "state": self.state,
            "drivers": [d.to_json() for d in self.drivers],
            "precedents": [p.to_json() for p in self.precedents],
            "model": None if self.model is None else self.model.to_json(),
            "note": self.note,
            "inputs_digest": self.inputs_digest,
            "logged_as": self.logged_as,
        }
