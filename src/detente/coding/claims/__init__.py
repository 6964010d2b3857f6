"""Who says what: propositions with their speakers, the way the word came, and the stance."""

from detente.coding.claims.further import further_claims
from detente.coding.claims.rules import find_claims, voice, who_says

__all__ = ["find_claims", "further_claims", "voice", "who_says"]
