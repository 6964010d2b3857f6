"""What every form of a sentence is read with: the sentence, and small readers of figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from detente.brief.checking.facts import Facts
from detente.brief.checking.reading import quoted_in
from detente.brief.words import Words

DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
SIGNED = r"[+−-]\d+\.\d"
COUNT = r"\d{1,3}(?:,\d{3})*"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: its own words with ``“”`` for each quote, and the quotes in order."""

    own: str
    quotes: tuple[str, ...]


Form = Callable[[Said, Facts, Words], list[str] | None]


def whole(pattern: str, text: str) -> re.Match[str] | None:
    """The match of a pattern with a whole text."""
    return re.fullmatch(pattern, text)


def count(text: str) -> int:
    """A count as a brief writes it."""
    return int(text.replace(",", ""))


def signed(text: str) -> str:
    """A signed figure with the hyphen as its minus."""
    return text.replace("−", "-")


def unquoted(said: Said, facts: Facts) -> list[str]:
    """The quotes that are not in the cited words, as reasons."""
    texts = facts.texts()
    return [f"“{q}” is not in the cited words" for q in said.quotes if not quoted_in(q, texts)]
