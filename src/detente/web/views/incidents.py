"""Incidents: what exactly happened, told by all reports of one act together.

What comes in: an open session. What goes out: a list of case files, or one of them field by
field, each value with whose word it is and the sentences that say it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from detente.api import Session
from detente.coding.incidents import CaseFile, case_files
from detente.errors import NotFound
from detente.store.findings import incident_from_json, signal_from_json
from detente.web import sql
from detente.web.params import AsOf, IdPath, OfDyad, PageNumber, Words
from detente.web.views.common import (
    Quote,
    about_documents,
    day_of,
    in_sentences,
    quotes,
    side_name,
    sides_of,
    span_quote,
)

RECENT_DAYS = 90
# Reports of incidents that are put together at a time.
MOST = 400
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident in a line; ``countries`` are codes of who acted and who was hit."""

    id: str
    name: str
    day: str | None
    countries: tuple[str, ...]
    killed: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class IncidentsPage:
    """The incidents of a store, the latest first."""

    day: str
    as_of: str | None
    words: str | None
    dyad: str | None
    page: int
    pages: int
    total: int
    lines: tuple[IncidentLine, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field: what is said, whose word it is, the sentences, a note on standing."""

    said: str
    by: str | None
    note: str | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a case file with its values side by side; ``contested`` if they differ."""

    name: str
    label: str
    contested: bool
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A signal that a side gave after the incident."""

    direction: str
    type: str
    sender: tuple[str, ...]
    to: tuple[str, ...]
    latency: str | None
    rule: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One incident: its fields, the signals after it, its reports, what is contested or unknown."""

    day: str
    as_of: str | None
    id: str
    name: str
    when: str | None
    countries: tuple[str, ...]
    dyads: tuple[str, ...]
    fields: tuple[Field, ...]
    unknown: tuple[str, ...]
    reactions: tuple[Reaction, ...]
    evidence: tuple[Quote, ...]
    record: dict[str, Any]


def files_of(
    session: Session,
    as_of: str | None,
    *,
    words: str | None = None,
    date_from: str | None = None,
) -> list[CaseFile]:
    """Case files of a store, the latest first: of the last `MOST` reports that fit.

    Putting reports together compares each with each, so that more would not come in time.
    """
    asked = {"as_of": as_of, "words": words, "date_from": date_from, "limit": MOST}
    rows = session.store.query(sql.INCIDENTS, asked)
    found = [incident_from_json(json.loads(row[0])) for row in rows]
    about = about_documents(session, [i.doc_id for i in found])
    return case_files(found, {doc: row[2] for doc, row in about.items()})


def _when(file: CaseFile) -> str | None:
    return next((r.date[0].start for r in file.reports if r.date), None)


def _countries(session: Session, files: Sequence[CaseFile]) -> dict[str, tuple[str, ...]]:
    """The countries that take part in each file's events."""
    events = {r.event: f.id for f in files for r in f.reports if r.event is not None}
    out: dict[str, set[str]] = {}
    for event, codes in session.store.query(sql.INCIDENT_COUNTRIES, {"ids": list(events)}):
        out.setdefault(events[event], set()).update(codes.split(";"))
    return {key: tuple(sorted(codes)) for key, codes in out.items()}


def _lines(session: Session, files: Sequence[CaseFile]) -> tuple[IncidentLine, ...]:
    countries = _countries(session, files)
    return tuple(
        IncidentLine(
            f.id, f.name, _day(session, f), countries.get(f.id, ()), _killed(f), len(f.doc_ids)
        )
        for f in files
    )


def _day(session: Session, file: CaseFile) -> str | None:
    found = _when(file)
    if found is not None:
        return found
    days = [row[2] for row in about_documents(session, file.doc_ids).values() if row[2]]
    return min(days, default=None)


def _killed(file: CaseFile) -> str | None:
    told = {
        f"{c.value:g}"
        for r in file.reports
        for c in r.casualties
        if c.kind == "killed" and c.value is not None
    }
    return " or ".join(sorted(told, key=float)) or None


def recent_incidents(
    session: Session, as_of: str | None, day: str, most: int = 12
) -> tuple[IncidentLine, ...]:
    """Incidents of the 90 days before a day."""
    first = (date.fromisoformat(day) - timedelta(days=RECENT_DAYS)).isoformat()
    lines = _lines(session, files_of(session, as_of or day, date_from=first))
    return tuple(x for x in lines if x.day is not None and first <= x.day <= day)[:most]


def incidents(
    session: Session,
    as_of: AsOf = None,
    words: Words = None,
    dyad: OfDyad = None,
    page: PageNumber = 1,
) -> IncidentsPage:
    """The incidents of a store, reports of one act from all documents as one."""
    files = files_of(session, as_of, words=None if not words else words.split()[0])
    if words:
        wanted = words.lower().split()
        files = [f for f in files if all(w in f"{f.name} {f.fields()}".lower() for w in wanted)]
    if dyad:
        sides = sides_of(dyad)
        countries = _countries(session, files)
        files = [f for f in files if {sides.a, sides.b} <= set(countries.get(f.id, ()))]
    shown = files[(page - 1) * A_PAGE : page * A_PAGE]
    pages = max(1, -(-len(files) // A_PAGE))
    return IncidentsPage(
        day_of(session, as_of), as_of, words, dyad, page, pages, len(files), _lines(session, shown)
    )


def incident(session: Session, incident_id: IdPath, as_of: AsOf = None) -> IncidentPage:
    """One incident, field by field, with what is contested and what no report tells."""
    files = files_of(session, as_of)
    file = next((f for f in files if incident_id in (f.id, *(r.id for r in f.reports))), None)
    if file is None:
        raise NotFound(
            f"there is no incident {incident_id!r}",
            hint="as of an earlier day it may not have been known; see the list of incidents",
        )
    about = about_documents(session, file.doc_ids)
    record = file.to_json()
    fields = tuple(_field(n, vs, about) for n, vs in record["fields"].items() if vs)
    every = [q for f in fields for v in f.values for q in v.quotes]
    whole = in_sentences(session, every)
    fields = tuple(
        replace(f, values=tuple(replace(v, quotes=tuple(whole[q] for q in v.quotes))
                                for v in f.values))
        for f in fields
    )  # fmt: skip
    from detente.brief.reading import FIELD_NAMES

    countries = _countries(session, [file]).get(file.id, ())
    told = quotes(session, record["events"])
    return IncidentPage(
        day=day_of(session, as_of),
        as_of=as_of,
        id=file.id,
        name=file.name,
        when=_day(session, file),
        countries=countries,
        dyads=tuple(f"{a}-{b}" for i, a in enumerate(countries) for b in countries[i + 1 :]),
        fields=fields,
        unknown=tuple(FIELD_NAMES[n] for n, vs in record["fields"].items() if not vs),
        reactions=_reactions(session, file, as_of),
        evidence=tuple(q for found in told.values() for q in found[:1]),
        record=record,
    )


def _field(name: str, values: Sequence[dict[str, Any]], about: dict[str, Any]) -> Field:
    from detente.brief.reading import FIELD_NAMES

    told = tuple(_value(name, v, about) for v in values)
    # Casualties of other kinds, reactions and motives stand beside each other by nature.
    free = name in ("casualties", "reactions", "investigation", "motives")
    contested = not free and len({v.said.lower() for v in told}) > 1
    return Field(name, FIELD_NAMES[name], contested, told)


def _value(name: str, value: dict[str, Any], about: dict[str, Any]) -> Value:
    said = str(value.get("value") or "")
    note = None
    by = value.get("said_by") or value.get("by")
    if name == "casualties":
        low, high = value.get("low"), value.get("high")
        count = value.get("value")
        said = f"{count:g}" if count is not None else _range(low, high)
        said = f"{said} {value['kind']}"
    elif name == "date":
        said = value["start"] if value["start"] == value["end"] else (
            f"{value['start']} to {value['end']}"
        )  # fmt: skip
        note = value.get("precision")
    elif name == "suspects":
        note = value.get("status")
    elif name == "reactions" and value.get("latency_days") is not None:
        note = f"after {value['latency_days']} days"
    who = by["value"] if isinstance(by, dict) else side_name(by) if by else None
    seen: dict[tuple[Any, ...], Quote] = {}
    for span in value["spans"]:
        seen.setdefault((span.get("doc_id"), span["start"]), span_quote(span, about))
    return Value(said, who, note, tuple(seen.values()))


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    if low is not None:
        return f"at least {low:g}"
    return "an unknown number" if high is None else f"up to {high:g}"


def _reactions(session: Session, file: CaseFile, as_of: str | None) -> tuple[Reaction, ...]:
    ids = {r.id for r in file.reports} | {r.event for r in file.reports if r.event}
    rows = session.store.query(sql.SIGNALS_AFTER, {"ids": sorted(ids), "as_of": as_of})
    found = [signal_from_json(json.loads(row[0])) for row in rows]
    about = about_documents(session, [s.doc_id for s in found])
    out = []
    for s in found:
        spans = [{**span.to_json(), "doc_id": s.doc_id} for span in s.spans]
        latency = None
        if s.latency_days is not None:
            low, high = s.latency_days
            latency = f"after {low} days" if low == high else f"after {low} to {high} days"
        told = tuple(span_quote(span, about) for span in spans)
        out.append(Reaction(s.direction, s.type, s.sender, s.to, latency, s.rule, told))
    return tuple(out)
