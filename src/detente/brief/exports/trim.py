"""A brief cut to fit: fewer sentences a section, footnotes numbered anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detente.brief.brief import Brief, Note, Section
from detente.brief.desk import shorten

# What fits on two pages with its pictures; the whole brief is in every other format.
SHORT: Mapping[str, int] = {
    "situation": 5,
    "incident": 7,
    "new": 4,
    "voices": 4,
    "hypotheses": 4,
    "reactions": 5,
    "stakes": 4,
    "course": 4,
    "outlook": 9,
    "unknown": 4,
}


def trimmed(brief: Brief, limits: Mapping[str, int], *, note_length: int) -> Brief:
    """The brief with at most so many sentences a section and shorter footnotes.

    ``more`` of a section then counts what the brief itself has more of.
    """
    numbers: dict[int, int] = {}
    sections: list[Section] = []
    for section in brief.sections:
        most = limits.get(section.key, len(section.sentences))
        kept = section.sentences[:most]
        left = len(section.sentences) - len(kept)
        made = []
        for sentence in kept:
            for number in sentence.notes:
                numbers.setdefault(number, len(numbers) + 1)
            made.append(replace(sentence, notes=tuple(numbers[n] for n in sentence.notes)))
        if made:
            sections.append(replace(section, sentences=tuple(made), more=left))
    notes = [_short(n, numbers[n.number], note_length) for n in brief.notes if n.number in numbers]
    ordered = tuple(sorted(notes, key=lambda n: n.number))
    return replace(brief, sections=tuple(sections), notes=ordered)


def _short(note: Note, number: int, length: int) -> Note:
    return replace(note, number=number, quote=shorten(note.quote, length))
