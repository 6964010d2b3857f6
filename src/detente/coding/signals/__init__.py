"""How the sides answered a shock: acts and omissions read as reassurance or escalation."""

from detente.coding.signals.choose import find_signals
from detente.coding.signals.reactions import reactions
from detente.coding.signals.rules import by_rules

__all__ = ["by_rules", "find_signals", "reactions"]
