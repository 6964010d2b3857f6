"""Who says what: propositions with their speakers, the way the word came, and the stance."""

from detente.coding.claims.further import further_claims
from detente.coding.claims.mouths import (
    named_claims,
    named_hypothesis,
    named_incident,
    spoken_by,
)
from detente.coding.claims.rules import find_claims, voice, who_says
from detente.coding.claims.turns import speakers

__all__ = [
    "find_claims",
    "further_claims",
    "named_claims",
    "named_hypothesis",
    "named_incident",
    "speakers",
    "spoken_by",
    "voice",
    "who_says",
]
