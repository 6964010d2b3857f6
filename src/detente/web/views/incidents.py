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
from detente.records import Incident, Signal
from detente.store.findings import incident_from_json, signal_from_json
from detente.web import sql
from detente.web.params import AsOf, IdPath, OfDyad, PageNumber, Words
from detente.web.views.common import (
    Quote,
    Sides,
    about_documents,
    day_of,
    in_sentences,
    iso,
    quotes,
    side_name,
    sides_of,
    span_quote,
)

RECENT_DAYS = 90
# Reports of incidents that are put together at a time: each is compared with each.
MOST = 400
# A page of the list holds the incidents whose latest report is among so many ...
STRETCH = 200
# ... and looks so many reports further to both sides for others of the same act.
OVERLAP = 100
# So many reports between the first and the last that fit are looked through for more of their acts.
AROUND = 1000
BESIDE_DAYS = 60
# Sides that have a lane in the picture of reactions.
LANES = 6


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
    """The incidents of a store, the latest first; ``total`` counts the reports of them."""

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
    reports: int
    countries: tuple[str, ...]
    dyads: tuple[str, ...]
    fields: tuple[Field, ...]
    unknown: tuple[str, ...]
    reactions: tuple[Reaction, ...]
    evidence: tuple[Quote, ...]
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reports of incidents are asked for: all of these must hold, None asks nothing.

    ``words`` are all in the report, ``sides`` both take part in its event.
    """

    as_of: str | None = None
    words: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    sides: Sides | None = None

    def values(self, **more: Any) -> dict[str, Any]:
        """The parameters of the statements on incidents."""
        a, b = (None, None) if self.sides is None else (self.sides.a, self.sides.b)
        words = [w.lower() for w in self.words] or None
        days = {"date_from": self.date_from, "date_to": self.date_to}
        return {"as_of": self.as_of, "words": words, **days, "a": a, "b": b, **more}


def files_of(session: Session, asked: Asked, *, first: int = 0, most: int = MOST) -> list[CaseFile]:
    """Case files of a store, the latest first: of ``most`` reports that fit from the first on."""
    return _files(session, _reports(session, asked, first, most))


def _reports(session: Session, asked: Asked, first: int, most: int) -> list[Incident]:
    """Reports of incidents, the latest first."""
    rows = session.store.query(sql.INCIDENTS, asked.values(limit=most, offset=first))
    return [incident_from_json(json.loads(row[0])) for row in rows]


def _files(session: Session, found: Sequence[Incident]) -> list[CaseFile]:
    about = about_documents(session, [i.doc_id for i in found])
    return case_files(found, {doc: row[2] for doc, row in about.items()})


def _count(session: Session, asked: Asked) -> int:
    return int(session.store.query(sql.INCIDENT_COUNT, asked.values())[0][0])


def _around(
    session: Session, as_of: str | None, first: str | None, last: str | None
) -> list[Incident]:
    """Reports that may tell of the acts of some days too, fitting or not; none if too many.

    Those that look back come later; where all later ones are too many, some weeks later.
    """
    if first is None or last is None:
        return []
    begin = _shifted(first, -BESIDE_DAYS)
    for end in (None, _shifted(last, BESIDE_DAYS)):
        asked = Asked(as_of, date_from=begin, date_to=end)
        if _count(session, asked) <= AROUND:
            return _reports(session, asked, 0, AROUND)
    return []


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _page_of(session: Session, asked: Asked, page: int) -> list[CaseFile]:
    """The files whose latest report that fits is among those of a page, with all their reports."""
    begin = (page - 1) * STRETCH
    lead = min(OVERLAP, begin)
    window = {"offset": begin - lead, "limit": lead + STRETCH + OVERLAP}
    found = _reports(session, asked, window["offset"], window["limit"])
    place = {report.id: n for n, report in enumerate(found)}
    whole = {report.id: report for report in found}
    if asked.words or asked.sides is not None:
        first, last = session.store.query(sql.INCIDENT_DAYS, asked.values(**window))[0]
        whole |= {r.id: r for r in _around(session, asked.as_of, iso(first), iso(last))}
    files = [
        (min((place[r.id] for r in file.reports if r.id in place), default=-1), file)
        for file in _files(session, list(whole.values()))
    ]
    return [file for at, file in files if lead <= at < lead + STRETCH]


def file_of(session: Session, incident_id: str, as_of: str | None) -> CaseFile:
    """The case file that a report belongs to, by the report's id or that of the file.

    Raises
    ------
    NotFound
        There is none, or none that was known by then.
    """
    asked = Asked(as_of)
    rows = session.store.query(sql.INCIDENT_PLACE, asked.values(id=incident_id))
    first = max(0, int(rows[0][0]) - MOST // 2) if rows else 0
    for file in files_of(session, asked, first=first):
        if incident_id in (file.id, *(r.id for r in file.reports)):
            return file
    raise NotFound(
        f"there is no incident {incident_id!r}",
        hint="as of an earlier day it may not have been known; see the list of incidents",
    )


def _when(file: CaseFile) -> str | None:
    return next((r.date[0].start for r in file.reports if r.date), None)


def _countries(session: Session, files: Sequence[CaseFile]) -> dict[str, tuple[str, ...]]:
    """The countries that take part in each file's events."""
    events = {r.event: f.id for f in files for r in f.reports if r.event is not None}
    out: dict[str, set[str]] = {}
    for event, codes in session.store.query(sql.INCIDENT_COUNTRIES, {"ids": list(events)}):
        out.setdefault(events[event], set()).update(c for c in codes.split(";") if c)
    return {key: tuple(sorted(codes)) for key, codes in out.items()}


def _lines(session: Session, files: Sequence[CaseFile]) -> tuple[IncidentLine, ...]:
    countries, days = _countries(session, files), _days(session, files)
    return tuple(
        IncidentLine(
            f.reports[0].id,
            f.name,
            days[f.id],
            countries.get(f.id, ()),
            _killed(f),
            len(f.doc_ids),
        )
        for f in files
    )


def _day(session: Session, file: CaseFile) -> str | None:
    """The day of an incident, or where no report gives one that of its first report."""
    return _days(session, [file])[file.id]


def _days(session: Session, files: Sequence[CaseFile]) -> dict[str, str | None]:
    told = {f.id: _when(f) for f in files}
    undated = [f for f in files if told[f.id] is None]
    about = about_documents(session, [doc for f in undated for doc in f.doc_ids]) if undated else {}
    for f in undated:
        told[f.id] = min((d for doc in f.doc_ids if (d := about[doc][2])), default=None)
    return told


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
    """Incidents of the 90 days before a day.

    Older reports are put together with those: what a late one looks back on is no new incident.
    """
    first = _shifted(day, -RECENT_DAYS)
    files = files_of(session, Asked(as_of or day), most=STRETCH + OVERLAP)
    days = _days(session, files)
    recent = [f for f in files if (when := days[f.id]) is not None and first <= when <= day]
    return _lines(session, recent[:most])


def incidents(
    session: Session,
    as_of: AsOf = None,
    words: Words = None,
    dyad: OfDyad = None,
    page: PageNumber = 1,
) -> IncidentsPage:
    """The incidents of a store, reports of one act from all documents as one.

    With words or two sides those are shown of which one report has all of them.
    """
    sides = sides_of(dyad) if dyad else None
    asked = Asked(as_of, tuple(words.split()) if words else (), sides=sides)
    files = _page_of(session, asked, page)
    total = _count(session, asked)
    return IncidentsPage(
        day_of(session, as_of), as_of, words, dyad, page, max(1, -(-total // STRETCH)), total,
        _lines(session, files),
    )  # fmt: skip


def incident(session: Session, incident_id: IdPath, as_of: AsOf = None) -> IncidentPage:
    """One incident, field by field, with what is contested and what no report tells."""
    file = file_of(session, incident_id, as_of)
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
        id=file.reports[0].id,
        name=file.name,
        when=_day(session, file),
        reports=len(file.doc_ids),
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


def signals_after(session: Session, file: CaseFile, as_of: str | None) -> list[Signal]:
    """The signals that any report of an incident tells after it, by publication.

    What a text only looks back on, and the incident itself, is no answer to it.
    """
    acts = {r.event for r in file.reports if r.event}
    ids = sorted({r.id for r in file.reports} | acts)
    rows = session.store.query(sql.SIGNALS_AFTER, {"ids": ids, "as_of": as_of})
    found = [signal_from_json(json.loads(row[0])) for row in rows]
    behind = session.store.several.events(s.event for s in found if s.event is not None)
    return [
        s
        for s in found
        if s.event not in acts and (s.event not in behind or not behind[s.event].historical)
    ]


def reactions_chart(
    session: Session, incident_id: str, as_of: str | None, width: int, dyad: Sides | None = None
) -> Any:
    """The picture of how the sides answered an incident, those of ``dyad`` alone if given.

    Raises
    ------
    NotFound
        There is no such incident, or no day of it is known.
    """
    from detente.brief import charts

    file = file_of(session, incident_id, as_of)
    day = _day(session, file)
    if day is None:
        raise NotFound(f"no day of the incident {incident_id!r} is known")
    found = signals_after(session, file, as_of)
    about = about_documents(session, [s.doc_id for s in found])
    senders = [code for s in found for code in s.sender]
    sides = sorted(set(senders), key=lambda code: (-senders.count(code), code))[:LANES]
    signs = charts.signs_after(
        found, day, {doc: row[2] for doc, row in about.items()},
        sides=(dyad.a, dyad.b) if dyad is not None else sides,
    )  # fmt: skip
    return charts.reactions(signs, width=width, shock=file.name, shock_day=day)


def _reactions(session: Session, file: CaseFile, as_of: str | None) -> tuple[Reaction, ...]:
    found = signals_after(session, file, as_of)
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
