"""What an id of a brief stands for, looked up in the store or computed anew from it.

What comes in: an open store and ids (see ``ids``). What goes out: spans with their documents,
records, and figures; each once, kept for the next question. Composer and checker both read
the store through this; neither tells the other anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from detente.brief.ids import RECORDS, Ref, parse
from detente.codebook import load_states
from detente.errors import BadSetting, UnknownState
from detente.outlook.answer import outlooks
from detente.outlook.casebook import cases_for, known_cases, rupture_rate
from detente.outlook.casebook.wording import rate_line
from detente.records import (
    Claim,
    Document,
    DyadWeek,
    Event,
    Finding,
    Incident,
    Outlook,
    Party,
    Precedent,
    Signal,
    Span,
    all_spans,
    finding_spans,
)
from detente.relations import (
    Acts,
    DyadHistory,
    Shock,
    dyad_acts,
    history_of,
    shocks_of,
)
from detente.store import Published, Store

HORIZONS = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class Side:
    """A party of an act: the text's words for it, its name, state and sectors.

    ``article`` stands before the words in the text ("a" gunman). A holder of an office whom the
    text does not name has the name of his state.
    """

    text: str
    name: str
    country: str | None
    sector: tuple[str, ...]
    article: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An act as a text or an imported row tells it.

    ``day`` and ``day_end`` are ISO, None where nothing dates it; ``published`` the day of the
    report. ``words`` are the report's own, None where a row has none. ``together`` says that
    the parties did it to each other, ``before`` holds the words of the report up to the act,
    ``trigger`` those of the act, ``decided_by`` what made it a record.
    """

    event_type: str | None
    status: str
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    day: str | None
    day_end: str | None
    precision: str | None
    published: str | None
    words: str | None
    speakers: tuple[str, ...]
    origin: str
    together: bool
    before: str = ""
    trigger: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A span with the document that holds it."""

    document: Document
    span: Span


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a store tells of a dyad up to a day; without any event all is 0 and empty."""

    dyad: str
    as_of: str
    events: int
    reports: int
    known_weeks: int
    weeks: int
    first: str
    last: str
    shocks: int = 0


@dataclass(frozen=True, slots=True)
class News:
    """What was published of a dyad after one day and up to another."""

    documents: int
    events: int


# What gives the weeks and acts of two sides as known on a day.
History = Callable[[str, str, str], tuple[DyadHistory, Acts]]


class Ledger:
    """Answers what ids stand for over one store; it holds nothing that a brief said.

    ``history`` stands in for the store where it has the weeks and acts of dyads at hand.
    """

    def __init__(self, store: Store, history: History | None = None) -> None:
        self.store = store
        self._history = history or self._counted
        self._documents: dict[str, Document | None] = {}
        self._histories: dict[tuple[str, str], tuple[DyadHistory, Acts, list[Shock]]] = {}
        self._outlooks: dict[tuple[str, str], tuple[Outlook, ...]] = {}
        self._cases: dict[tuple[str, str, str, str], tuple[Precedent, ...]] = {}
        self._records: dict[tuple[str, str], Event | Finding | None] = {}
        self._dated: dict[tuple[str, str], tuple[Published, ...]] = {}
        self._rows: dict[str, dict[str, Any] | None] = {}

    # --- text ---------------------------------------------------------------------------

    def document(self, doc_id: str) -> Document | None:
        """The document of an id, or None."""
        if doc_id not in self._documents:
            self._documents[doc_id] = self.store.document(doc_id)
        return self._documents[doc_id]

    def place(self, ref: Ref) -> Place | None:
        """The span of a ``span:`` id; None where the document or the stretch is not there."""
        doc_id, start, end = ref.parts[0], int(ref.parts[1]), int(ref.parts[2])
        document = self.document(doc_id)
        if document is None or not 0 <= start < end <= len(document.text):
            return None
        return Place(document, Span(start, end, document.text[start:end]))

    # --- records ------------------------------------------------------------------------

    def record(self, kind: str, record_id: str) -> Event | Finding | None:
        """The record of a kind and id, or None."""
        key = (kind, record_id)
        if key not in self._records:
            self._records[key] = self.store.record(kind, record_id)
        return self._records[key]

    def fetch(self, refs: Iterable[str]) -> None:
        """Ask at once for the records of some ids, to have them at hand."""
        wanted: dict[str, list[str]] = {}
        for ref in filter(None, map(parse, refs)):
            if ref.kind in RECORDS and (ref.kind, ref.parts[0]) not in self._records:
                wanted.setdefault(ref.kind, []).append(ref.parts[0])
        acts: list[str] = []
        documents: list[str] = []
        for kind, ids in wanted.items():
            found = self.store.several.records(kind, ids)
            self._records.update({(kind, i): found.get(i) for i in ids})
            documents += [one.doc_id for one in found.values()]
            acts += [s.event for s in found.values() if isinstance(s, Signal) and s.event]
        self.look_up(acts, documents)

    def row(self, act_id: str) -> dict[str, Any] | None:
        """The imported row of an act, or None."""
        if act_id not in self._rows:
            self._rows[act_id] = self.store.imported_row(act_id)
        return self._rows[act_id]

    def look_up(self, acts: Iterable[str] = (), documents: Iterable[str] = ()) -> None:
        """Fetch events with their documents, rows and documents at once, to have them at hand."""
        several = self.store.several
        ids = [i for i in acts if ("event", i) not in self._records and i not in self._rows]
        if ids:
            events = several.events(ids)
            self._records.update({("event", i): events.get(i) for i in ids})
            self._rows.update(several.imported(i for i in ids if i not in events))
            documents = [*documents, *(event.doc_id for event in events.values())]
        missing = [i for i in dict.fromkeys(documents) if i not in self._documents]
        if missing:
            found = several.documents(missing)
            self._documents.update({i: found.get(i) for i in missing})

    def told(self, ref: Ref) -> Told | None:
        """The act of an ``event:`` or ``row:`` id."""
        if ref.kind == "row":
            row = self.row(ref.parts[0])
            return None if row is None else _told_row(row)
        event = self.record("event", ref.parts[0])
        if not isinstance(event, Event):
            return None
        document = self.document(event.doc_id)
        return _told_event(event, document)

    # --- computed -----------------------------------------------------------------------

    def series(self, dyad: str, as_of: str) -> tuple[DyadHistory, Acts, list[Shock]] | None:
        """Weeks, acts and shocks of a dyad as known on a day; None where there is no such dyad."""
        key = (dyad, as_of)
        if key not in self._histories:
            sides = sides_of(dyad)
            if sides is None:
                return None
            history, acts = self._history(*sides, as_of)
            self._histories[key] = (history, acts, shocks_of(history, acts))
        return self._histories[key]

    def _counted(self, a: str, b: str, as_of: str) -> tuple[DyadHistory, Acts]:
        acts = dyad_acts(self.store, a, b, as_of=as_of)
        dyad = "-".join(sorted((a, b)))
        return history_of(dyad, acts, as_of=date.fromisoformat(as_of)), acts

    def week(self, dyad: str, week: str, as_of: str) -> DyadWeek | None:
        """One week of a dyad as known on a day."""
        found = self.series(dyad, as_of)
        weeks = [] if found is None else found[0].weeks
        return next((w for w in weeks if w.week == week), None)

    def shock(self, dyad: str, kind: str, week: str, as_of: str) -> Shock | None:
        """One shock of a dyad as known on a day."""
        found = self.series(dyad, as_of)
        shocks = [] if found is None else found[2]
        return next((s for s in shocks if (s.kind, s.week) == (kind, week)), None)

    def coverage(self, dyad: str, as_of: str) -> Coverage | None:
        """What the store tells of a dyad up to a day; None where there is no such dyad."""
        found = self.series(dyad, as_of)
        if found is None:
            return None
        weeks = found[0].weeks
        if not any(w.counts for w in weeks):
            return Coverage(dyad, as_of, 0, 0, 0, 0, "", "")
        last = date.fromisoformat(weeks[-1].week) + timedelta(days=6)
        return Coverage(
            dyad,
            as_of,
            sum(w.events for w in weeks),
            sum(w.reports for w in weeks),
            sum(1 for w in weeks if w.reports),
            len(weeks),
            weeks[0].week,
            last.isoformat(),
            len(found[2]),
        )

    def dated(self, dyad: str, as_of: str) -> tuple[Published, ...]:
        """The events of a dyad by the day they were published, up to a day, oldest first.

        An imported row stands for its own document, published on its own day.
        """
        key = (dyad, as_of)
        if key not in self._dated:
            sides, several = sides_of(dyad), self.store.several
            out = [] if sides is None else several.published_between(*sides, as_of=as_of)
            found = self.series(dyad, as_of)
            if found is not None:
                seen, acts = {one.event_id for one in out}, found[1]
                days = zip(acts.event_id, acts.day.tolist(), strict=True)
                out += [Published(i, i, day.isoformat()) for i, day in days if "@" in i]
                # Violence by others, which is between the two by where it happened.
                beside = [i for i in acts.event_id if "@" not in i and i not in seen]
                out += several.published(beside) if beside else []
            self._dated[key] = tuple(sorted(out, key=lambda one: (one.day, one.event_id)))
        return self._dated[key]

    def news(self, dyad: str, since: str, as_of: str) -> News:
        """What was published of a dyad after ``since`` and up to ``as_of``."""
        new = [one for one in self.dated(dyad, as_of) if one.day > since]
        return News(len({one.doc_id for one in new}), len(new))

    def outlooks(self, dyad: str, as_of: str) -> tuple[Outlook, ...]:
        """The outlooks of a dyad on a day, every target and horizon; none if it has no states."""
        key = (dyad, as_of)
        if key not in self._outlooks:
            found = self.series(dyad, as_of)
            if found is None or not _both_states(dyad):
                return ()
            self._outlooks[key] = outlooks(found[1], dyad, date.fromisoformat(as_of), HORIZONS)
        return self._outlooks[key]

    def outlook(self, dyad: str, target: str, days: str, as_of: str) -> Outlook | None:
        """The outlook of one target and horizon."""
        return next(
            (
                o
                for o in self.outlooks(dyad, as_of)
                if (o.target, str(o.horizon_days)) == (target, days)
            ),
            None,
        )

    def cases(self, dyad: str, kind: str, by: str, as_of: str) -> tuple[Precedent, ...]:
        """The casebook's precedents of a shock; empty words ask for no kind or perpetrator."""
        key = (dyad, kind, by, as_of)
        if key not in self._cases:
            sides = sides_of(dyad)
            if sides is None:
                return ()
            self._cases[key] = cases_for(sides, date.fromisoformat(as_of), kind or None, by or None)
        return self._cases[key]

    def rate(self, kind: str, by: str, days: str, as_of: str) -> str | None:
        """The casebook's base rate as the sentence that quotes it."""
        day = date.fromisoformat(as_of)
        alike = [
            case
            for case in known_cases(day)
            if kind in ("", case.kind) and by in ("", case.perpetrator)
        ]
        return rate_line(rupture_rate(alike, int(days), day), kind or None, by or None)


def sides_of(dyad: str) -> tuple[str, str] | None:
    """The two sides of a series' name, which may hold hyphens; None where they are unknown."""
    from detente.relations import find_side

    for cut in (i for i, letter in enumerate(dyad) if letter == "-"):
        try:
            return find_side(dyad[:cut]).code, find_side(dyad[cut + 1 :]).code
        except UnknownState:
            continue
    return None


def _both_states(dyad: str) -> bool:
    from detente.relations import find_side

    sides = sides_of(dyad)
    return sides is not None and all(find_side(s).kind == "state" for s in sides)


# --- acts -----------------------------------------------------------------------------------


def _told_event(event: Event, document: Document | None) -> Told:
    when = event.date
    return Told(
        event_type=event.event_type,
        status=event.status,
        actors=tuple(_side(p, document) for p in event.actor),
        recipients=tuple(_side(p, document) for p in event.recipient),
        day=None if when is None else when.start,
        day_end=None if when is None else when.end,
        precision=None if when is None else when.precision,
        published=None if document is None else document.date,
        words=event.mentions[0].evidence.text,
        speakers=tuple(a.name for a in event.attributed_to),
        origin="" if document is None else document.source or document.id,
        together=len(event.actor) > 1 and not event.recipient,
        before=_before(event),
        trigger=event.mentions[0].trigger.text,
        decided_by=event.decided_by,
    )


def _before(event: Event) -> str:
    first = event.mentions[0]
    return first.evidence.text[: max(0, first.trigger.start - first.evidence.start)]


def _side(party: Party, document: Document | None) -> Side:
    before = "" if document is None else document.text[: party.span.start]
    found = re.search(r"\b(an?|the)\s+$", before[-6:], re.IGNORECASE)
    article = "" if found is None else found[1].lower()
    name = party.name
    if document is not None and name not in document.text and "GOV" in party.sector:
        # Whoever held the office that day: the text does not name him, it means his state.
        state = load_states().get(party.country or "")
        name = name if state is None else state.name
    return Side(party.span.text, name, party.country, party.sector, article)


def _told_row(row: dict[str, Any]) -> Told:
    def side(who: str) -> tuple[Side, ...]:
        name, country = row[f"{who}_name"] or "", row[f"{who}_country"]
        sectors = tuple(s for s in (row[f"{who}_sector"] or "").split("|") if s)
        return (Side(name, name, country, sectors),) if name or country else ()

    actors, recipients = side("actor"), side("recipient")
    together = not row["directed"]
    return Told(
        event_type=row["event_type"],
        status="asserted",
        actors=(*actors, *recipients) if together else actors,
        recipients=() if together else recipients,
        day=_iso(row["day"]),
        day_end=_iso(row["day_end"]),
        precision="day" if row["day"] == row["day_end"] else "approx",
        published=_iso(row["published"]),
        words=row["text"],
        speakers=(),
        origin=str(row["publisher"] or row["dataset"]),
        together=together,
    )


def _iso(value: Any) -> str:
    return str(value)[:10]


# --- spans of records -----------------------------------------------------------------------


def spans_of(record: Event | Finding) -> tuple[Span, ...]:
    """Every span of a record, evidence of events included."""
    if isinstance(record, Event):
        return (*all_spans(record), *(m.evidence for m in record.mentions))
    return tuple(finding_spans(record))


def documents_of(records: Sequence[Event | Claim | Incident]) -> list[str]:
    """The documents of some records, each once."""
    return list(dict.fromkeys(r.doc_id for r in records))


def check_as_of(value: str) -> str:
    """An ISO day that was asked for.

    Raises
    ------
    BadSetting
        It is none.
    """
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadSetting(
            f"{value!r} is not an ISO date", hint="dates are YYYY-MM-DD", value=value
        ) from None
