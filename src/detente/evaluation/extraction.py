"""What the coder finds in bare sentences, held against the pair that is marked in each.

Comes in: a `Coder` and `MarkedPair` records; the marks are looked at only to judge. Goes out:
the events of each sentence as directed pairs of parties, and the answer for the marked pair.

PLOVER has no status; `detente.coding.plover` says an event in its terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from detente.coding.coder import Coder
from detente.coding.pairs.model import root_of
from detente.coding.plover import plover_type
from detente.evaluation.marked import MarkedPair
from detente.records import Document, Event, Party, Span


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One event between two parties, as PLOVER would say it.

    ``event_type`` is PLOVER's; a side that the text leaves open has no span. ``score`` is the
    coder's confidence in [0, 1].
    """

    event_type: str
    source: Span | None
    target: Span | None
    score: float
    decided_by: str

    def to_json(self) -> dict[str, Any]:
        """The event as JSON object."""
        return {
            "event_type": self.event_type,
            "source_text": None if self.source is None else self.source.text,
            "target_text": None if self.target is None else self.target.text,
            "source_span": None if self.source is None else [self.source.start, self.source.end],
            "target_span": None if self.target is None else [self.target.start, self.target.end],
            "score": self.score,
            "decided_by": self.decided_by,
        }


def found_events(coders: Sequence[Coder], rows: Sequence[MarkedPair]) -> list[list[FoundEvent]]:
    """The events of each row's bare sentence; one a pair of parties, both ways if reciprocal.

    ``coders`` has one for each row; rows of one coder are read together.
    """
    out: list[list[FoundEvent]] = [[] for _ in rows]
    by_coder: dict[int, list[int]] = {}
    for i, coder in enumerate(coders):
        by_coder.setdefault(id(coder), []).append(i)
    for numbers in by_coder.values():
        documents = (Document(rows[i].id, rows[i].sentence) for i in numbers)
        readings = coders[numbers[0]].read(documents)
        for i, reading in zip(numbers, readings, strict=True):
            out[i] = [found for event in reading.events for found in directed(event)]
    return out


def directed(event: Event) -> Iterator[FoundEvent]:
    """An event as pairs of source and target, in the order of its parties."""
    kind = plover_type(event)
    for source, target in _sides(event):
        yield FoundEvent(
            kind,
            None if source is None else source.span,
            None if target is None else target.span,
            event.confidence,
            event.decided_by,
        )


def _sides(event: Event) -> Iterator[tuple[Party | None, Party | None]]:
    if event.recipient or len(event.actor) < 2:
        for a in event.actor or (None,):
            for r in event.recipient or (None,):
                yield a, r
        return
    for a in event.actor:
        for b in event.actor:
            if a is not b:
                yield a, b


def answer_for(row: MarkedPair, found: Sequence[FoundEvent]) -> str | None:
    """The root of the event between the marked parties, None if there is none.

    A party answers for a marked side where the two overlap. Of several events the one with the
    gold root counts, since all of them were found; else the most confident, then the first.
    """
    hits = [e for e in found if _meets(e.source, row.source) and _meets(e.target, row.target)]
    if not hits:
        return None
    if any(root_of(e.event_type) == row.root for e in hits):
        return row.root
    return root_of(max(hits, key=lambda e: e.score).event_type)


def _meets(span: Span | None, marks: Sequence[tuple[int, int]]) -> bool:
    return span is not None and any(span.start < b and a < span.end for a, b in marks)
