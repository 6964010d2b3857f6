"""Records as the rows of the store's tables, in the order of `sql.COLUMNS`."""

from __future__ import annotations

from detente.records import Attribution, Document, Event, Party, Quantity, Reading, Rejection
from detente.store.cells import Row, day, dumps, joined
from detente.store.findings import finding_rows


def _names(parties: tuple[Party | Attribution, ...]) -> str:
    return joined(p.name for p in parties)


def _countries(parties: tuple[Party, ...]) -> str:
    return joined(p.country for p in parties)


def _sectors(parties: tuple[Party, ...]) -> str:
    return joined("|".join(p.sector) for p in parties)


def _amount(quantity: Quantity) -> str:
    """A quantity in a word: ``killed=9`` or, with open value, ``killed=10..`` and ``..5``."""
    if quantity.value is not None:
        return f"{quantity.kind}={quantity.value:g}"
    low = "" if quantity.low is None else f"{quantity.low:g}"
    high = "" if quantity.high is None else f"{quantity.high:g}"
    return f"{quantity.kind}={low}..{high}"


def document_row(reading: Reading, run_id: int, coder: str) -> Row:
    """The row of a reading's document."""
    document: Document = reading.document
    return (
        document.id,
        run_id,
        coder,
        document.text,
        None
        if document.date is None
        else day(document.date, f"publication date of document {document.id!r}"),
        document.date_basis,
        document.title,
        document.source,
        document.url,
        document.lang,
        dumps(list(document.authors)),
        dumps([c.to_json() for c in document.captions]),
        len(reading.events),
        len(reading.rejections),
    )


def event_row(event: Event, doc_id: str, number: int) -> Row:
    """The row of an event, position ``number`` in its document."""
    when, where = event.date, event.place
    trigger, evidence = event.trigger, event.mentions[0].evidence
    return (
        doc_id,
        number,
        event.id,
        event.sentence,
        event.event_type,
        joined(event.event_mode),
        joined(event.context),
        event.cameo,
        event.quad_class,
        event.plover_score,
        event.goldstein,
        _names(event.actor),
        _countries(event.actor),
        _sectors(event.actor),
        _names(event.recipient),
        _countries(event.recipient),
        _sectors(event.recipient),
        None if when is None else day(when.start, f"date of event {event.id!r}"),
        None if when is None else day(when.end, f"date of event {event.id!r}"),
        None if when is None else when.precision,
        None if when is None else when.basis,
        None if where is None else where.name,
        None if where is None else where.country,
        None if where is None else where.lat,
        None if where is None else where.lon,
        event.status,
        event.historical,
        _names(event.attributed_to),
        joined(_amount(q) for q in event.quantities),
        trigger.start,
        trigger.end,
        trigger.text,
        evidence.start,
        evidence.end,
        evidence.text,
        len(event.mentions),
        event.decided_by,
        event.confidence,
        dumps(event.to_json()),
    )


def party_rows(event: Event, doc_id: str, number: int) -> list[Row]:
    """A row for each actor and recipient of an event."""
    return [
        (
            doc_id,
            number,
            event.id,
            role,
            ordinal,
            party.country,
            "|".join(party.sector),
            party.name,
            party.id,
            party.span.start,
            party.span.end,
            party.span.text,
        )
        for role, parties in (("actor", event.actor), ("recipient", event.recipient))
        for ordinal, party in enumerate(parties)
    ]


def mention_rows(event: Event, doc_id: str, number: int) -> list[Row]:
    """A row for each telling of an event."""
    return [
        (
            doc_id,
            number,
            event.id,
            ordinal,
            mention.sentence,
            mention.trigger.start,
            mention.trigger.end,
            mention.trigger.text,
            mention.evidence.start,
            mention.evidence.end,
            mention.evidence.text,
        )
        for ordinal, mention in enumerate(event.mentions)
    ]


def rejection_row(rejection: Rejection, run_id: int, doc_id: str | None, ordinal: int) -> Row:
    """The row of a rejection."""
    return (
        run_id,
        doc_id,
        ordinal,
        rejection.sentence,
        rejection.stage,
        rejection.reason,
        rejection.detail,
        rejection.source,
        dumps([s.to_json() for s in rejection.spans]),
    )


def reading_rows(reading: Reading, run_id: int, coder: str) -> dict[str, list[Row]]:
    """Every row of one reading, by table.

    Raises
    ------
    StoreUnusable
        A date is not ISO.
    UnicodeEncodeError
        Some text holds half a surrogate pair and is no Unicode text.
    """
    doc_id = reading.document.id
    numbered = list(enumerate(reading.events))
    rows = {
        "documents": [document_row(reading, run_id, coder)],
        "events": [event_row(e, doc_id, n) for n, e in numbered],
        "event_parties": [r for n, e in numbered for r in party_rows(e, doc_id, n)],
        "mentions": [r for n, e in numbered for r in mention_rows(e, doc_id, n)],
        "rejections": [
            rejection_row(r, run_id, doc_id, n) for n, r in enumerate(reading.rejections)
        ],
    }
    rows |= finding_rows(reading)
    for table in rows.values():
        for row in table:
            for value in row:
                if isinstance(value, str) and not value.isascii():
                    value.encode("utf-8")
    return rows
