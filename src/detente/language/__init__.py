"""Text to parsed spaCy Doc, with the English pipeline that comes with the package."""

from detente.language.parsing import parse
from detente.language.pipeline import load

__all__ = ["load", "parse"]
