"""One relation: its index, shocks, directed counts, events with filters, where they happened.

What comes in: an open session and two sides. What goes out: a `DyadPage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.api import Session
from detente.errors import BadSetting
from detente.records import STATUSES, DyadWeek
from detente.relations import shocks_of
from detente.web import sql
from detente.web.params import (
    AsOf,
    DateFrom,
    DateTo,
    DyadPath,
    PageNumber,
    PublishedFrom,
    Quad,
    SideName,
    StatusName,
    TypeName,
    Words,
)
from detente.web.views.common import Quote, Sides, day_of, iso, quotes, sides_of
from detente.web.views.standing import (
    Index,
    ShockLine,
    WeekCount,
    index_of,
    relation,
    shock_lines,
    within,
)

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event between two sides in a line; ``origin`` is ``texts`` or an imported dataset."""

    id: str
    day: str | None
    dated_by: str | None
    event_type: str
    event_mode: tuple[str, ...]
    quad: int
    score: float
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: str
    historical: bool
    origin: str
    doc_id: str | None
    words: str
    title: str | None
    source: str | None
    published: str | None
    decided_by: str
    reports: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What the table of events was asked for."""

    type: str | None
    quad: int | None
    status: str | None
    actor: str | None
    date_from: str | None
    date_to: str | None
    published_from: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class EventsPage:
    """A page of the events between two sides, the latest first."""

    sides: Sides
    day: str
    as_of: str | None
    filters: Filters
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    page: int
    pages: int
    total: int
    rows: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Direction:
    """Events of one direction by quad class; ``key`` is ``RUS>TUR``, ``RUS<>TUR``, ``*>RUS``."""

    key: str
    label: str
    counts: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week with reports."""

    week: str
    level: float | None
    low: float | None
    high: float | None
    counts: tuple[int, int, int, int]
    events: int
    reports: int
    phase: str | None
    shock: str | None


@dataclass(frozen=True, slots=True)
class ShockTold:
    """A shock with the words that tell it."""

    shock: ShockLine
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """Events of one quad class at one place."""

    name: str
    lat: float
    lon: float
    quad: int
    events: int
    last: str | None
    event_id: str


@dataclass(frozen=True, slots=True)
class DyadPage:
    """One relation as of a day."""

    sides: Sides
    day: str
    as_of: str | None
    date_from: str | None
    date_to: str | None
    index: Index
    weeks: tuple[WeekLine, ...]
    silent: int
    coverage: tuple[WeekCount, ...]
    directions: tuple[Direction, ...]
    shocks: tuple[ShockTold, ...]
    places: tuple[PlaceMark, ...]
    events: EventsPage


def dyad(
    session: Session,
    dyad: DyadPath,
    as_of: AsOf = None,
    date_from: DateFrom = None,
    date_to: DateTo = None,
) -> DyadPage:
    """One relation: index week by week, directed counts, shocks, events, places."""
    sides, day = sides_of(dyad), day_of(session, as_of)
    history, acts = relation(session, sides, as_of)
    if date_from is not None or date_to is not None:
        first, last = within(acts, date_from, date_to, as_of)
        view = session.dyad(sides.a, sides.b, as_of=as_of, date_from=first, date_to=last)
        history = view.history()
    shocks = shock_lines(shocks_of(history, acts)) if history.weeks else ()
    words = quotes(session, (s.events[0] for s in shocks if s.events))
    told = tuple(
        ShockTold(s, words[s.events[0]][0] if s.events and s.events[0] in words else None)
        for s in shocks
    )
    return DyadPage(
        sides=sides,
        day=day,
        as_of=as_of,
        date_from=date_from,
        date_to=date_to,
        index=index_of(history, day),
        weeks=tuple(_week_line(w) for w in reversed(history.weeks) if w.reports or w.counts),
        silent=sum(1 for w in history.weeks if not w.reports),
        coverage=tuple(WeekCount(w.week, w.reports, w.events) for w in history.weeks),
        directions=_directions(history.weeks, sides),
        shocks=told,
        places=places_of(session, sides, as_of) if sides.states else (),
        events=events(session, sides.code, as_of=as_of, date_from=date_from, date_to=date_to),
    )


def _week_line(week: DyadWeek) -> WeekLine:
    counts = tuple(
        sum(n for key, n in week.counts.items() if key.endswith(f":{quad}"))
        for quad in (1, 2, 3, 4)
    )
    return WeekLine(
        week.week, week.level, week.low, week.high, counts,  # type: ignore[arg-type]
        week.events, week.reports, week.phase, week.shock,
    )  # fmt: skip


def _directions(weeks: list[DyadWeek], sides: Sides) -> tuple[Direction, ...]:
    totals: dict[str, list[int]] = {}
    for week in weeks:
        for key, count in week.counts.items():
            direction, _, quad = key.rpartition(":")
            totals.setdefault(direction, [0, 0, 0, 0])[int(quad) - 1] += count
    labels = {
        f"{sides.a}>{sides.b}": f"{sides.name_a} toward {sides.name_b}",
        f"{sides.b}>{sides.a}": f"{sides.name_b} toward {sides.name_a}",
        f"{sides.a}<>{sides.b}": "both together",
        f"*>{sides.a}": f"others by force on {sides.name_a}",
        f"*>{sides.b}": f"others by force on {sides.name_b}",
    }
    return tuple(
        Direction(key, label, tuple(totals[key]))  # type: ignore[arg-type]
        for key, label in labels.items()
        if key in totals
    )


def places_of(session: Session, sides: Sides, as_of: str | None) -> tuple[PlaceMark, ...]:
    """Where asserted events between two states happened, most events first."""
    rows = session.store.query(sql.PLACES_OF, _asked(sides, as_of))
    return tuple(
        PlaceMark(name or "", lat, lon, int(quad), int(count), iso(last), event)
        for name, lat, lon, quad, count, last, event in rows
    )


def _asked(sides: Sides, as_of: str | None) -> dict[str, Any]:
    return {"a": sides.a, "b": sides.b, "dyad": sides.code, "as_of": as_of}


def events(
    session: Session,
    dyad: DyadPath,
    as_of: AsOf = None,
    type: TypeName = None,
    quad: Quad = None,
    status: StatusName = None,
    actor: SideName = None,
    date_from: DateFrom = None,
    date_to: DateTo = None,
    published_from: PublishedFrom = None,
    words: Words = None,
    page: PageNumber = 1,
) -> EventsPage:
    """The events between two sides, the latest first, with filters."""
    from detente.codebook import load_codebook

    sides = sides_of(dyad)
    types = tuple(load_codebook().event_types)
    if type is not None and type.upper() not in types:
        raise BadSetting(f"{type!r} is no event type", hint=f"one of {', '.join(types)}")
    if status is not None and status not in STATUSES:
        raise BadSetting(f"{status!r} is no status", hint=f"one of {', '.join(STATUSES)}")
    given = {
        "event_type": [type.upper()] if type else None,
        "quad": [quad] if quad else None,
        "status": [status] if status else None,
        "actor": actor.upper() if actor else None,
        "date_from": date_from,
        "date_to": date_to,
        "published_from": published_from,
        "words": words,
    }
    used = {name: value for name, value in given.items() if value is not None}
    limits = {"limit": A_PAGE, "offset": (page - 1) * A_PAGE}
    rows = session.store.query(
        sql.events_of(tuple(used)), {**_asked(sides, as_of), **used, **limits}
    )
    total = int(rows[0][-1]) if rows else 0
    return EventsPage(
        sides, day_of(session, as_of), as_of,
        Filters(type, quad, status, actor, date_from, date_to, published_from, words),
        types, tuple(STATUSES), page, max(1, -(-total // A_PAGE)), total,
        tuple(_event_row(row) for row in rows),
    )  # fmt: skip


def _event_row(row: tuple[Any, ...]) -> EventRow:
    (ident, day, dated_by, kind, mode, quad, score, a_codes, a_names, r_codes, r_names, status,
     historical, origin, doc_id, words, title, source, published, _confidence, decided_by,
     _place, _lat, _lon, reports, _total) = row  # fmt: skip
    return EventRow(
        ident, iso(day), dated_by, kind, _split(mode), int(quad), float(score),
        _who(a_codes, a_names), _who(r_codes, r_names), status, bool(historical), origin, doc_id,
        words or "", title, source, iso(published), decided_by, int(reports),
    )  # fmt: skip


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(part for part in (value or "").split(";") if part)


def _who(codes: str | None, names: str | None) -> tuple[str, ...]:
    """Codes of the parties, names of those without one."""
    pairs = zip((codes or "").split(";"), (names or "").split(";"), strict=False)
    return tuple(dict.fromkeys(code or name for code, name in pairs if code or name))
