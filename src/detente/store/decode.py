"""Records from their JSON: the way back from ``to_json``.

What comes in is the object that a record's ``to_json`` gave; what goes out is an equal record
whose every span is the same. Nothing is checked against a document's text here.
"""

from __future__ import annotations

import json
from typing import Any

from detente.records import (
    Attribution,
    Document,
    Event,
    EventDate,
    Mention,
    Party,
    Place,
    Quantity,
    Rejection,
    Span,
    span_of,
)
from detente.store.cells import Row

Json = dict[str, Any]


def span_from_json(found: Json) -> Span:
    """The span of ``{"start", "end", "text"}``; other keys are left alone."""
    return Span(found["start"], found["end"], found["text"])


def _short_span(found: Json) -> Span:
    start, end = found["span"]
    return Span(start, end, found["text"])


def document_from_json(found: Json) -> Document:
    """The document of one JSON object."""
    return Document(
        id=found["id"],
        text=found["text"],
        date=found["date"],
        date_basis=found["date_basis"],
        title=found["title"],
        source=found["source"],
        url=found["url"],
        lang=found["lang"],
        authors=tuple(found["authors"]),
        captions=tuple(span_from_json(c) for c in found["captions"]),
    )


def party_from_json(found: Json) -> Party:
    """The party of one JSON object."""
    return Party(
        name=found["name"],
        country=found["country"],
        sector=tuple(found["sector"]),
        id=found["id"],
        span=span_from_json(found),
    )


def date_from_json(found: Json) -> EventDate:
    """The event date of one JSON object."""
    return EventDate(
        start=found["start"],
        end=found["end"],
        precision=found["precision"],
        basis=found["basis"],
        span=_short_span(found),
    )


def place_from_json(found: Json) -> Place:
    """The place of one JSON object."""
    return Place(
        name=found["name"],
        country=found["country"],
        lat=found["lat"],
        lon=found["lon"],
        span=_short_span(found),
    )


def quantity_from_json(found: Json) -> Quantity:
    """The quantity of one JSON object."""
    return Quantity(
        kind=found["kind"],
        value=found["value"],
        low=found["low"],
        high=found["high"],
        unit=found["unit"],
        span=_short_span(found),
    )


def attribution_from_json(found: Json) -> Attribution:
    """The attribution of one JSON object."""
    return Attribution(name=found["name"], country=found["country"], span=span_from_json(found))


def mention_from_json(found: Json) -> Mention:
    """The mention of one JSON object."""
    return Mention(
        trigger=span_from_json(found["trigger"]),
        evidence=span_from_json(found["evidence"]),
        sentence=found["sentence"],
    )


def event_from_json(found: Json) -> Event:
    """The event of one JSON object, with every mention and span.

    ``attributed_to`` may be null, one speaker, or a list of them, as the contract has it.
    """
    says = found["attributed_to"]
    speakers: list[Json] = [] if says is None else says if isinstance(says, list) else [says]
    date, place = found["date"], found["place"]
    return Event(
        event_type=found["event_type"],
        event_mode=tuple(found["event_mode"]),
        context=tuple(found["context"]),
        cameo=found["cameo"],
        quad_class=found["quad_class"],
        plover_score=found["plover_score"],
        goldstein=found["goldstein"],
        actor=tuple(party_from_json(p) for p in found["actor"]),
        recipient=tuple(party_from_json(p) for p in found["recipient"]),
        date=None if date is None else date_from_json(date),
        place=None if place is None else place_from_json(place),
        status=found["status"],
        historical=found["historical"],
        attributed_to=tuple(attribution_from_json(s) for s in speakers),
        quantities=tuple(quantity_from_json(q) for q in found["quantities"]),
        id=found["id"],
        doc_id=found["doc_id"],
        mentions=tuple(mention_from_json(m) for m in found["mentions"]),
        decided_by=found["decided_by"],
        confidence=found["confidence"],
    )


def rejection_from_json(found: Json) -> Rejection:
    """The rejection of one JSON object."""
    return Rejection(
        doc_id=found["doc_id"],
        stage=found["stage"],
        reason=found["reason"],
        sentence=found["sentence"],
        spans=tuple(span_from_json(s) for s in found["spans"]),
        detail=found["detail"],
        source=found["source"],
    )


def as_document(row: Row) -> Document:
    """A document from its row of the store."""
    doc_id, text, date, basis, title, source, url, lang, authors, captions = row
    return Document(
        id=doc_id,
        text=text,
        date=None if date is None else date.isoformat(),
        date_basis=basis,
        title=title,
        source=source,
        url=url,
        lang=lang,
        authors=tuple(json.loads(authors)),
        captions=tuple(span_of(text, c["start"], c["end"]) for c in json.loads(captions)),
    )
