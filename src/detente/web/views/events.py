"""One event with every sentence that tells it, and every rule that was tried on a sentence.

What comes in: an open session. What goes out: an `EventPage`, an `ExplainPage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.api import Session
from detente.errors import NotFound
from detente.web import sql
from detente.web.params import AsOf, IdPath, SentenceNumber
from detente.web.views.common import Quote, all_reports, day_of
from detente.web.views.documents import Verdict, judged_by, verdicts_of
from detente.web.views.merging import Merging, merging_of


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event: how it was coded, the sentences that tell it, what analysts judged.

    ``record`` is the event's own JSON, or the row of imported data as the store holds it;
    ``merging`` is None of such a row, and of an event that was compared with no other.
    """

    day: str
    as_of: str | None
    id: str
    origin: str
    line: str
    fields: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]
    verdicts: tuple[Verdict, ...]
    merging: Merging | None
    record: dict[str, Any]


def event(session: Session, event_id: IdPath, as_of: AsOf = None) -> EventPage:
    """One event with every sentence that tells it."""
    from detente.brief.highlight import who_does_what
    from detente.store.decode import event_from_json

    told = all_reports(session, [event_id], as_of).get(event_id, ())
    if as_of is not None:
        told = tuple(q for q in told if q.published is not None and q.published <= as_of)
    if not told:
        raise NotFound(
            f"there is no event {event_id!r}",
            hint="as of an earlier day it may not have been reported",
        )
    day = day_of(session, as_of)
    if told[0].doc_id is None:
        row = _imported(session, event_id)
        fields = tuple((k.replace("_", " "), str(v)) for k, v in row.items() if v not in (None, ""))
        line = told[0].text
        return EventPage(day, as_of, event_id, str(row["dataset"]), line, fields, told, (), None,
                         row)  # fmt: skip
    import json

    rows = session.store.query(sql.EVENT, {"id": event_id})
    record = json.loads(rows[0][0])
    found = event_from_json(record)
    made = [j for j in judged_by(session, as_of) if j.event == event_id]
    return EventPage(
        day, as_of, event_id, "texts", who_does_what(found), tuple(_fields(record)), told,
        verdicts_of(made).get(event_id, ()), merging_of(session, event_id, as_of), record,
    )  # fmt: skip


def _imported(session: Session, event_id: str) -> dict[str, Any]:
    dataset, _, rest = event_id.partition(":")
    source_id, _, day = rest.rpartition("@")
    asked = {"dataset": dataset, "source": source_id, "day": day}
    row = session.store.query(sql.IMPORTED, asked)[0]
    plain = [v if v is None or isinstance(v, str | int | float | bool) else str(v) for v in row]
    return dict(zip(sql.IMPORTED_COLUMNS, plain, strict=True))


def _fields(record: dict[str, Any]) -> list[tuple[str, str]]:
    """The fields of a coded event in words."""
    date, place = record["date"], record["place"]
    said = record["attributed_to"]
    speakers = [] if said is None else said if isinstance(said, list) else [said]
    out = [
        ("type", " ".join([record["event_type"], *(f"({m})" for m in record["event_mode"])])),
        ("context", ", ".join(record["context"])),
        ("quad class", str(record["quad_class"])),
        ("CAMEO", record["cameo"] or ""),
        ("PLOVER score", f"{record['plover_score']:+g}"),
        ("Goldstein", "" if record["goldstein"] is None else f"{record['goldstein']:+g}"),
        ("actor", "; ".join(_party(p) for p in record["actor"])),
        ("recipient", "; ".join(_party(p) for p in record["recipient"])),
        ("date", "" if date is None else f"{date['start']} to {date['end']} ({date['precision']},"
                                         f" {date['basis']}: “{date['text']}”)"),
        ("place", "" if place is None else f"{place['name']} ({place['country'] or '?'})"),
        ("status", record["status"] + (", told as background" if record["historical"] else "")),
        ("who says so", "; ".join(s["name"] for s in speakers)),
        ("quantities", "; ".join(f"{q['kind']}: “{q['text']}”" for q in record["quantities"])),
        ("decided by", f"{record['decided_by']}, {record['confidence']:.2f}"),
    ]  # fmt: skip
    return [(name, value) for name, value in out if value]


def _party(party: dict[str, Any]) -> str:
    about = ", ".join(p for p in (party["country"], *party["sector"]) if p)
    return f"{party['name']} ({about})" if about else str(party["name"])


@dataclass(frozen=True, slots=True)
class ExplainPage:
    """Every rule that was tried on one sentence, condition by condition, as lines of text."""

    day: str
    as_of: str | None
    doc_id: str
    title: str | None
    sentence: int
    text: str
    lines: tuple[str, ...]


def explain(
    session: Session, doc_id: IdPath, sentence: SentenceNumber = 0, as_of: AsOf = None
) -> ExplainPage:
    """Every rule that was tried on a sentence, and what of it did not fit."""
    from detente.api import coder_for
    from detente.brief.rules import why_text
    from detente.coding.masking import readable
    from detente.coding.trace import trace
    from detente.language import parse

    document = session.store.document(doc_id)
    if document is None:
        raise NotFound(f"there is no article {doc_id!r}")
    coder = coder_for(session.settings)
    (doc,) = parse(coder.nlp, [readable(document.text)])
    found = next((t for t in trace(coder, document, doc) if t.number == sentence), None)
    if found is None:
        raise NotFound(f"the article has no sentence {sentence}", hint="they are counted from 0")
    text = why_text([found])
    return ExplainPage(
        day_of(session, as_of), as_of, doc_id, document.title, sentence, found.text,
        tuple(text.splitlines()),
    )  # fmt: skip
