"""Texts that are not coded at all: words of the discard list, datelines run into the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.coding.petrarch.rows import DiscardRow

# A place in capitals, a date or agency perhaps, and a mark: CEBU CITY: -- , ANKARA (AFP) - .
_DATELINE = re.compile(
    r"^\s*[A-Z][A-Z.'\u2019]+(?:[ ,-]+[A-Z][A-Za-z.'\u2019]+){0,5}(?:[ ,]+\d{1,2})?"
    r"\s*(?:\([^)]{1,30}\)\s*)?(?::\s*(?:--|-|\u2013|\u2014)|--|\u2013|\u2014|\s-\s)"
)


class Screen:
    """Says why a text must be dropped.

    The words of a discard are looked for in small or capital letters where a word begins; what
    follows is free, unless the dictionary ends the phrase with ``_``.
    """

    def __init__(self, rows: Sequence[DiscardRow]) -> None:
        self._story = _any_of([r for r in rows if r.story])
        self._sentence = _any_of([r for r in rows if not r.story])

    def story(self, text: str) -> str:
        """``storydiscard`` if nothing of a text may be coded, else ""."""
        return "storydiscard" if _holds(self._story, text) else ""

    def sentence(self, text: str) -> str:
        """``sentencediscard`` or ``dateline`` if a sentence may not be coded, else ""."""
        if _holds(self._sentence, text):
            return "sentencediscard"
        return "dateline" if _DATELINE.match(text) else ""


def _holds(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(" ".join(text.split())) is not None


def _any_of(rows: Sequence[DiscardRow]) -> re.Pattern[str] | None:
    if not rows:
        return None
    parts = (re.escape(r.phrase) + (r"(?!\w)" if r.whole_word else "") for r in rows)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)
