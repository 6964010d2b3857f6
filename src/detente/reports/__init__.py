"""One event from many reports: copies of documents, and which reports tell one event."""

from detente.reports.decisions import Decision, decisions, join, split, withdraw
from detente.reports.rules import Rules, load_rules
from detente.reports.show import (
    CopiedDocument,
    Counted,
    OneEvent,
    Refused,
    Report,
    copied_documents,
    counts_of,
    event_of,
    events_of,
    once,
    refused,
)
from detente.reports.update import Updated, rebuild, update

__all__ = [
    "CopiedDocument",
    "Counted",
    "Decision",
    "OneEvent",
    "Refused",
    "Report",
    "Rules",
    "Updated",
    "copied_documents",
    "counts_of",
    "decisions",
    "event_of",
    "events_of",
    "join",
    "load_rules",
    "once",
    "rebuild",
    "refused",
    "split",
    "update",
    "withdraw",
]
