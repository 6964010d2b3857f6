"""Sentences and whole briefs, checked.

A sentence holds if all its ids do, and it either has one of the forms of a brief with each of
its names, numbers, dates, directions and statuses as the cited records have them, or is prose of
which the same can be read (``prose``). Everything else is withheld with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.brief.brief import Brief
from detente.brief.checking.facts import gather
from detente.brief.checking.forms import held_by_form
from detente.brief.checking.prose import held_by_prose
from detente.brief.checking.reading import plain, quoted_in, quotes
from detente.brief.checking.said import Said
from detente.brief.ids import COMPUTED, Ref, parse
from detente.brief.ledger import Ledger
from detente.store import Store

# A footnote may quote its stretch with so many characters around it.
NEAR = 60


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence of a brief that does not hold, and why; ``note`` is a footnote's number."""

    section: str
    text: str
    reasons: tuple[str, ...]
    note: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The failure as JSON object."""
        return {
            "kind": "failure",
            "section": self.section,
            "text": self.text,
            "reasons": list(self.reasons),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a brief found: how many sentences and footnotes, and which do not hold."""

    sentences: int
    notes: int
    failures: tuple[Failure, ...]

    @property
    def holds(self) -> bool:
        """Whether every sentence and footnote does."""
        return not self.failures

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON object."""
        return {
            "kind": "checked",
            "sentences": self.sentences,
            "notes": self.notes,
            "holds": self.holds,
            "failures": [f.to_json() for f in self.failures],
        }


def _holds(quote: str, words: str) -> bool:
    """Whether a footnote's quote has the cited words, or their start, near its beginning."""
    return plain(words)[:NEAR].rstrip(" .,;:") in plain(quote)[: 3 * NEAR]


class Checker:
    """Checks sentences against one store; what it looked up once it keeps."""

    def __init__(self, store: Store, ledger: Ledger | None = None) -> None:
        self.ledger = ledger or Ledger(store)

    def sentence(self, text: str, refs: Sequence[str]) -> tuple[str, ...]:
        """Why a sentence does not hold; empty where it does.

        Parameters
        ----------
        text
            The sentence as it would be printed.
        refs
            The ids that it cites (`detente.brief.ids`).
        """
        if not refs:
            return ("it cites nothing",)
        facts, wrong = gather(refs, self.ledger)
        if wrong:
            return tuple(dict.fromkeys(wrong))
        own, quoted = quotes(text)
        if not own.strip("“” .") and not quoted:
            return ("it says nothing",)
        found = held_by_form(Said(own, tuple(quoted)), facts)
        if found is None:
            found = held_by_prose(text, facts)
        return tuple(dict.fromkeys(found))

    def brief(self, brief: Brief) -> Checked:
        """Every sentence and footnote of a brief, checked anew."""
        failures: list[Failure] = []
        count = 0
        self.ledger.fetch(ref for _, sentence in brief.sentences() for ref in sentence.refs)
        for section, sentence in brief.sentences():
            count += 1
            reasons = self.sentence(sentence.text, sentence.refs)
            reasons += self._belongs(section, sentence.refs, brief)
            if reasons:
                failures.append(Failure(section, sentence.text, reasons))
        for note in brief.notes:
            reasons = self._note(note.ref, note.quote, note.date)
            if reasons:
                failures.append(Failure("notes", note.quote, reasons, note.number))
        return Checked(count, len(brief.notes), tuple(failures))

    def _belongs(self, section: str, refs: Sequence[str], brief: Brief) -> tuple[str, ...]:
        """What is cited that does not belong into this brief: later, or of another relation."""
        out = []
        for text in refs:
            ref = parse(text)
            if ref is None:
                continue
            if ref.kind in COMPUTED:
                if ref.as_of != brief.as_of:
                    out.append(f"{text} is not as known on {brief.as_of}")
                if ref.kind != "rate" and ref.parts[0] != brief.dyad:
                    out.append(f"{text} is not of {brief.dyad}")
                if ref.kind == "news" and ref.parts[1:] != (brief.since,):
                    out.append(f"{text} is not since {brief.since}")
                continue
            published = self._published(ref)
            if published is not None and published > brief.as_of:
                out.append(f"{text} was not known on {brief.as_of}")
            if section == "new" and published is not None and published <= brief.since:
                out.append(f"{text} was known on {brief.since} already")
        return tuple(out)

    def _published(self, ref: Ref) -> str | None:
        """The day a span or row was published; ``undated`` sorts after every day."""
        if ref.kind == "row":
            told = self.ledger.told(ref)
            return None if told is None else told.day
        document = self.ledger.document(ref.parts[0]) if ref.kind == "span" else None
        return None if document is None else document.date or "undated"

    def _note(self, ref_text: str, quote: str, day: str | None) -> tuple[str, ...]:
        ref = parse(ref_text)
        if ref is None:
            return (f"{ref_text!r} is no id",)
        if ref.kind == "row":
            told = self.ledger.told(ref)
            if told is None:
                return (f"the store has no such record: {ref_text}",)
            holds = told.words is None or quoted_in(quote, [told.words])
            return () if holds else ("the row says otherwise",)
        place = self.ledger.place(ref) if ref.kind == "span" else None
        if place is None:
            return (f"the store has no such stretch: {ref_text}",)
        text, span = place.document.text, place.span
        near = text[max(0, span.start - NEAR) : span.end + NEAR]
        if not quoted_in(quote, [near]) or not _holds(quote, span.text):
            return ("the document has other words there",)
        return () if day == place.document.date else (f"it is of {place.document.date}",)
