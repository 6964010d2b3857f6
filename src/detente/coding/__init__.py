"""Parsed text to events: triggers, roles, actors, dates, places, status, each with its spans."""

from detente.coding.coder import CODER, CODER_VERSION, Coder
from detente.coding.overlay import own_digest
from detente.coding.patterns import load_patterns

__all__ = ["CODER", "CODER_VERSION", "Coder", "load_patterns", "own_digest"]
