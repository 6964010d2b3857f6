"""One event from many reports: copies of documents, and which reports tell one event."""

from detente.reports.decisions import Decision, decisions, join, split, withdraw
from detente.reports.rules import Rules, load_rules
from detente.reports.update import Updated, rebuild, update

__all__ = [
    "Decision",
    "Rules",
    "Updated",
    "decisions",
    "join",
    "load_rules",
    "rebuild",
    "split",
    "update",
    "withdraw",
]
