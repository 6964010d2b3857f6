"""Events as PLOVER's own JSON, one object a line, for the tools of that community.

What comes in: events and their documents. What goes out: objects with PLOVER's field names
(``event``, ``quad_code``, ``event_scale``). PLOVER codes what happened and what is agreed to:
asserted events go out as they are, planned ones as AGREE (its folding of announced acts); what is
attributed, suspected, denied, negated or hypothetical has no place there and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from detente.codebook import Codebook, load_codebook
from detente.records import Document, Event, Party

if TYPE_CHECKING:
    from detente.store.store import Store

EXPORTED = ("asserted", "planned")
FOLDED = "AGREE"


def plover_lines(store: Store) -> Iterator[dict[str, Any]]:
    """PLOVER records of a store's events, in the order of `Store.events`."""
    book = load_codebook()
    documents: dict[str, Document | None] = {}
    coded = {run.id: run.started[:10] for run in store.runs()}
    last = max(coded.values(), default=None)
    for event in store.events(status=EXPORTED):
        if event.doc_id not in documents:
            documents[event.doc_id] = store.document(event.doc_id)
        document = documents[event.doc_id]
        if document is not None:
            yield plover_record(event, document, book, coded_date=last)


def plover_record(
    event: Event, document: Document, book: Codebook, *, coded_date: str | None = None
) -> dict[str, Any]:
    """One event as a PLOVER record; ``date`` falls back on the publication, as PLOVER asks for
    one, and ``comment`` then says so."""
    folded = event.status == "planned" and event.event_type != FOLDED
    kind = FOLDED if folded else event.event_type
    mode = [] if folded else list(event.event_mode)
    evidence = event.mentions[0].evidence
    return {
        "id": event.id,
        "date": event.date.start if event.date is not None else document.date,
        "actor": _parties(event.actor),
        "recipient": _parties(event.recipient),
        "event": [kind],
        "mode": mode,
        "context": list(event.context),
        "quad_code": book.quad_class(kind),
        "event_scale": book.plover_score(kind, mode or None),
        "event_loc": None
        if event.place is None
        else {"name": event.place.name, "country": event.place.country},
        "event_text": event.trigger.text,
        "text": evidence.text,
        "text_info": {"sequence": event.sentence, "start": evidence.start, "end": evidence.end},
        "cite_info": {
            "corpus": None,
            "citation": document.source,
            "url": document.url,
            "title": document.title,
            "language": document.lang,
        },
        "coder": event.decided_by,
        "coded_date": coded_date,
        "comment": _comment(event, folded),
    }


def _comment(event: Event, folded: bool) -> str | None:
    said = []
    if folded:
        said.append(f"planned {event.event_type}")
    if event.date is None:
        said.append("dated by publication")
    elif event.date.precision != "day":
        said.append(f"date precise to the {event.date.precision}")
    return "; ".join(said) or None


def _parties(parties: Iterable[Party]) -> list[dict[str, Any]]:
    return [
        {"actorText": p.span.text, "name": p.name, "code": p.country, "sector": list(p.sector)}
        for p in parties
    ]
