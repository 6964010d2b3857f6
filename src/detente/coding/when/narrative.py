"""The dates of a whole text: whose year a month without one is of, where the text says so.

Comes in: the sentences of a document and its day of publication. Goes out: the date expressions of
each sentence. A year stands for a yearless month behind it under a heading ("1987. ... In August"),
in the same sentence ("signed in June 2006 and left by August"), and where it is pointed at ("in
November of that year"). Beyond these a month is the last one before the paper: of 44 months that a
year told within eight sentences would have changed (255 articles, 29 November 2026), most were
the worse for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.coding.sentence import Sentence
from detente.coding.when.calendar import Piece, event_date, resolve
from detente.coding.when.find import DateMention, find_dates, outlook
from detente.coding.when.words import date_words
from detente.records import EventDate

REACH = 3  # sentences over which "that year" points back
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SAME = (
    ("of", "that", "year"),
    ("that", "year"),
    ("that", "same", "year"),
    ("of", "the", "same", "year"),
    ("the", "same", "year"),
)
_HEADS = frozenset((".", ":", "-", "–", "—"))


@dataclass(frozen=True, slots=True)
class _Told:
    """The day told last that a year was named for, and where."""

    day: date
    whole_year: bool
    sentence: int
    heading: bool


class Narrative:
    """The date expressions of a document, each sentence read once.

    Parameters
    ----------
    sentences
        In text order; ``sentences[n].number`` is n.
    published
        Publication day, or None.
    """

    def __init__(self, sentences: Sequence[Sentence], published: date | None) -> None:
        self._sentences = sentences
        self._published = published
        self._read: list[list[DateMention]] = []
        self._told: _Told | None = None

    def dates(self, number: int) -> list[DateMention]:
        """The date expressions of a sentence, in text order."""
        while len(self._read) <= number:
            s = self._sentences[len(self._read)]
            if len(s) and _YEAR.fullmatch(s.words[0]) and _heads(s, 0):
                self._told = _Told(date(int(s.words[0]), 1, 1), True, s.number, True)
            self._read.append([self._take(s, m) for m in find_dates(s, self._published)])
        return self._read[number]

    def named_before(self, number: int) -> tuple[EventDate | None, int]:
        """The day named last in the few sentences before one, and in which; no day to come."""
        for n in range(number - 1, max(-1, number - 1 - REACH), -1):
            for mention in reversed(self.dates(n)):
                when, plain = mention.date, mention.relation is None and mention.unit is None
                if when is None or when.precision != "day" or not plain or mention.offset_days:
                    continue
                if mention.first and self._sentences[n].lower[mention.first - 1] == "for":
                    continue  # "called a meeting for Monday"
                if self._published is None or when.end <= self._published.isoformat():
                    return when, n
        return None, -1

    def aside(self, number: int, offset: int) -> bool:
        """Whether a word only looks back from what is told: "a step it had threatened in March",
        "the truce signed on 30 July".

        ``offset`` is where it begins in the text. What is counted behind it counts from no such
        day.
        """
        s = self._sentences[number]
        at = next((k for k in range(len(s)) if s.start[k] == offset), None)
        while at is not None and s.deps[at] == "conj":
            at = s.heads[at] if s.heads[at] >= 0 else None
        if at is None or s.deps[at] not in ("acl:relcl", "acl"):
            return False
        had = any(s.lower[j] in ("had", "'d") for j in s.children[at] if s.deps[j] == "aux")
        return had or (s.deps[at] == "acl" and s.tags[at] == "VBN")

    def _take(self, s: Sentence, mention: DateMention) -> DateMention:
        found = self._continued(s, mention)
        if found.date is None or found.relation in ("since", "until", "till", "by", "ahead"):
            return found
        named = _YEAR.search(mention.span.text) is not None
        heading = named and mention.first == 0 and _heads(s, mention.last)
        if heading or ((named or found is not mention) and not self._headed):
            day, whole = date.fromisoformat(found.date.start), found.date.precision == "year"
            self._told = _Told(day, whole, s.number, heading)
        return found

    @property
    def _headed(self) -> bool:
        return self._told is not None and self._told.heading

    def _continued(self, s: Sentence, mention: DateMention) -> DateMention:
        """The mention with the year that is being told, where that is meant."""
        told, piece = self._told, mention.piece
        if told is None or piece is None or piece.month is None or piece.year is not None:
            return mention
        year = self._year(s, mention, piece, told)
        found = None if year is None else resolve(replace(piece, year=year), None, None)
        if found is None or (self._published is not None and found.start > self._published):
            return mention
        return replace(mention, date=event_date(found, "relative", mention.span))

    def _year(self, s: Sentence, mention: DateMention, piece: Piece, told: _Told) -> int | None:
        """The year that is meant, if it is the told one's."""
        assert piece.month is not None
        if piece.year_shift is not None or piece.step is not None:
            return None
        if s.number - told.sentence <= REACH and _same_year(s, mention.last):
            return told.day.year
        if told.heading:
            return told.day.year + (not told.whole_year and piece.month < told.day.month)
        if s.number != told.sentence or told.whole_year or piece.weekday is not None:
            return None
        if outlook(s, mention.head, date_words()) is True:
            return None
        return told.day.year + (piece.month < told.day.month)


def _heads(s: Sentence, last: int) -> bool:
    """Whether a year at the start of a sentence is a heading: alone, or before a stop."""
    return len(s) <= last + 2 or s.words[last + 1] in _HEADS


def _same_year(s: Sentence, last: int) -> bool:
    """Whether "of that year" stands behind a token."""
    behind = s.lower[last + 1 : last + 5]
    return any(tuple(behind[: len(words)]) == words for words in _SAME)
