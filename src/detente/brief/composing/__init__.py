"""The composer: records to sentences by templates, each kept only if the checker lets it."""

from detente.brief.composing.compose import LIMITS, compose
from detente.brief.composing.pictures import pictures

__all__ = ["LIMITS", "compose", "pictures"]
