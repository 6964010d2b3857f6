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

    def reason(self, text: str) -> str:
        """``storydiscard``, ``sentencediscard``, ``dateline``, or "" for a text to code."""
        plain = " ".join(text.split())
        if self._story is not None and self._story.search(plain):
            return "storydiscard"
        if self._sentence is not None and self._sentence.search(plain):
            return "sentencediscard"
        return "dateline" if _DATELINE.match(text) else ""


def _any_of(rows: Sequence[DiscardRow]) -> re.Pattern[str] | None:
    if not rows:
        return None
    parts = (re.escape(r.phrase) + (r"(?!\w)" if r.whole_word else "") for r in rows)
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)
