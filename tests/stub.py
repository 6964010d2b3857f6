"""A coder for tests of everything around coding: three verbs, two states, no model.

It reads sentence by sentence: "shot", "met" and "recalled" are events if the sentence names a
side; every other sentence is a rejection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from detente.records import (
    Document,
    Event,
    EventDate,
    Mention,
    Party,
    Reading,
    Rejection,
    Span,
    digest,
    span_of,
)

STATES = {"Russia": "RUS", "Turkey": "TUR", "Iran": "IRN"}
VERBS = {
    "shot": ("ASSAULT", 4, -10.0),
    "met": ("CONSULT", 1, 4.0),
    "recalled": ("SANCTION", 4, -6.0),
}


class StubCoder:
    """Stands in for `detente.coding.Coder`."""

    versions: ClassVar = {"coder": "stub 1", "codebook": "stub 1", "pipeline": "none 1"}

    def __init__(self) -> None:
        self.read_ids: list[str] = []

    def events_only(self) -> StubCoder:
        """Itself: it reads nothing else."""
        return self

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Readings of documents, in their order."""
        for document in documents:
            self.read_ids.append(document.id)
            yield read(document)


def read(document: Document) -> Reading:
    """The reading of one document."""
    events: list[Event] = []
    rejections: list[Rejection] = []
    for number, found in enumerate(re.finditer(r"[^.\n]+\.", document.text)):
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        sentence = span_of(document.text, start, found.end())
        event = _event(document, sentence, number)
        if event is None:
            rejections.append(Rejection(document.id, "coding", "no trigger", number, (sentence,)))
        else:
            events.append(event)
    return Reading(document, tuple(events), tuple(rejections))


def _event(document: Document, sentence: Span, number: int) -> Event | None:
    verb = re.search("|".join(VERBS), sentence.text)
    sides = list(re.finditer("|".join(STATES), sentence.text))
    if verb is None or len(sides) < 2:
        return None
    first, second = (_party(document.text, sentence, side) for side in sides[:2])
    event_type, quad, score = VERBS[verb.group()]
    trigger = _within(document.text, sentence, verb)
    both = event_type == "CONSULT"
    day = document.date
    return Event(
        event_type=event_type,
        event_mode=(),
        context=(),
        cameo=None,
        quad_class=quad,
        plover_score=score,
        goldstein=score,
        actor=(first, second) if both else (first,),
        recipient=() if both else (second,),
        date=None if day is None else EventDate(day, day, "day", "relative", trigger),
        place=None,
        status="asserted",
        historical=False,
        id=digest(document.id, str(number)),
        doc_id=document.id,
        mentions=(Mention(trigger, sentence, number),),
        decided_by="stub",
        confidence=1.0,
    )


def _within(text: str, sentence: Span, found: re.Match[str]) -> Span:
    return span_of(text, sentence.start + found.start(), sentence.start + found.end())


def _party(text: str, sentence: Span, found: re.Match[str]) -> Party:
    span = _within(text, sentence, found)
    return Party(span.text, STATES[span.text], ("GOV",), f"state:{STATES[span.text]}", span)
