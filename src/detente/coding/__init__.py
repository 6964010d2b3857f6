"""Parsed text to events: triggers, roles, actors, dates, places, status, each with its spans."""

from detente.coding.coder import CODER, CODER_VERSION, Coder

__all__ = ["CODER", "CODER_VERSION", "Coder"]
