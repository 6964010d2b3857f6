"""Footnotes: each cited stretch once, numbered in the order in which sentences use them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.brief.brief import Note, Section
from detente.brief.desk import shorten
from detente.brief.ids import parse
from detente.brief.ledger import Ledger
from detente.records import Document, Span

NOTE_LENGTH = 320
# A sentence points to so many footnotes at most; all its ids stay with it.
MOST = 3
# A shorter stretch is quoted with so many characters around it, to the edges of words.
ENOUGH, AROUND = 60, 45
# A stretch this short ("He") is no use as a footnote beside a longer one.
SHORT = 12


def footnotes(
    ledger: Ledger, sections: Sequence[Section]
) -> tuple[tuple[Section, ...], tuple[Note, ...]]:
    """The sections with their sentences' footnote numbers, and the footnotes."""
    numbers: dict[str, int] = {}
    notes: list[Note] = []
    out = []
    for section in sections:
        sentences = []
        for sentence in section.sentences:
            mine: list[int] = []
            for ref in _worth_noting(sentence.refs):
                if ref not in numbers:
                    note = _note(ledger, ref, len(notes) + 1)
                    if note is None:
                        continue
                    numbers[ref] = note.number
                    notes.append(note)
                mine.append(numbers[ref])
            sentences.append(replace(sentence, notes=tuple(mine)))
        out.append(replace(section, sentences=tuple(sentences)))
    return tuple(out), tuple(notes)


def _worth_noting(refs: Sequence[str]) -> list[str]:
    """The longest of the spans, in the order of the text; or the imported rows."""
    sized = []
    for ref in refs:
        found = parse(ref)
        if found is not None and found.kind == "span":
            sized.append((int(found.parts[2]) - int(found.parts[1]), ref))
        elif found is not None and found.kind == "row":
            sized.append((SHORT, ref))
    long = [ref for size, ref in sized if size >= SHORT] or [ref for _, ref in sized]
    kept = {ref for _, ref in sorted(sized, reverse=True) if ref in long}
    return [ref for ref in refs if ref in kept][:MOST]


def _note(ledger: Ledger, ref: str, number: int) -> Note | None:
    found = parse(ref)
    if found is None:
        return None
    if found.kind == "row":
        told = ledger.told(found)
        if told is None:
            return None
        dataset = found.parts[0].partition(":")[0]
        words = shorten(" ".join((told.words or "").split()), NOTE_LENGTH)
        return Note(number, ref, f"{told.origin} ({dataset})", told.published, None, words)
    place = ledger.place(found)
    if place is None:
        return None
    document = place.document
    return Note(
        number,
        ref,
        source_of(document),
        document.date,
        document.title,
        shorten(" ".join(_around(document.text, place.span).split()), NOTE_LENGTH),
        document.id,
        place.span.start,
        place.span.end,
        document.url,
    )


def _around(text: str, span: Span) -> str:
    """A span as a reader can make sense of it: a short one with the words beside it."""
    if span.end - span.start >= ENOUGH:
        return span.text
    first, last = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    # Not beyond its paragraph.
    first = max(first, text.rfind("\n", 0, span.start) + 1)
    end = text.find("\n", span.end, last)
    last = last if end < 0 else end
    before, after = text[first : span.start], text[span.end : last]
    if first > 0 and text[first - 1].isalnum():
        before = before.partition(" ")[2] if " " in before else ""
    if last < len(text) and text[last].isalnum():
        after = after.rpartition(" ")[0]
    whole = last == len(text) or text[last : last + 1] == "\n"
    return f"{'…' if first else ''}{before}{span.text}{after}{'' if whole else '…'}"


def source_of(document: Document) -> str:
    """Who published a document, or its id."""
    return document.source or document.id
