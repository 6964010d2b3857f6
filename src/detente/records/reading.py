"""All that one document yielded."""

from __future__ import annotations

from dataclasses import dataclass

from detente.records.base import Document, Event, Rejection
from detente.records.findings import Claim, Finding, Hypothesis, Incident, Signal, Stake


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one document yielded, in the order of the text."""

    document: Document
    events: tuple[Event, ...]
    rejections: tuple[Rejection, ...]
    claims: tuple[Claim, ...] = ()
    incidents: tuple[Incident, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    stakes: tuple[Stake, ...] = ()
    signals: tuple[Signal, ...] = ()

    def beyond_events(self) -> tuple[Finding, ...]:
        """What was read beyond single events, by kind, each in the order of the text."""
        return (
            *self.claims,
            *self.incidents,
            *self.hypotheses,
            *self.stakes,
            *self.signals,
        )
