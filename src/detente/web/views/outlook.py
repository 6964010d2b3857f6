"""The outlook of a relation: odds, what drives them, precedents, and how past outlooks fared.

What comes in: an open session, two sides and a day. What goes out: an `OutlookPage`; a
`RecordPage` with every outlook that was logged. Looking logs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detente.api import Session
from detente.errors import NotFound
from detente.outlook.answer import outlooks
from detente.outlook.log import Track, log_beside, read_log, track
from detente.records import Outlook
from detente.relations import Acts
from detente.web.params import AsOf, DyadPath, IdPath, KindPath, ShockBy, ShockKind
from detente.web.views.common import Quote, Sides, day_of, quotes, sides_of
from detente.web.views.standing import relation

HORIZONS = (30, 90, 180)
SHOWN_EVENTS = 6


@dataclass(frozen=True, slots=True)
class DriverRow:
    """What moved the odds, with the sentences of the events behind it."""

    label: str
    feature: str
    value: float
    contribution: float
    events: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PrecedentRow:
    """An earlier episode like this one, and how it went on; ``place`` is its page."""

    kind: str
    id: str
    similarity: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Target:
    """The odds of one target for each horizon, with what drives the middle one."""

    target: str
    words: str
    state: str
    odds: tuple[dict[str, Any], ...]
    driver_horizon: int
    drivers: tuple[DriverRow, ...]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One logged outlook and what came of it: None where its time has not come."""

    number: int
    on: str
    dyad: str
    as_of: str
    horizon_days: int
    target: str
    probability: float
    low: float | None
    high: float | None
    base_rate: float | None
    due: str
    happened: bool | None
    score: float | None
    hash: str


@dataclass(frozen=True, slots=True)
class OutlookPage:
    """The odds of a relation as of a day."""

    sides: Sides
    day: str
    as_of: str | None
    shock: str | None
    by: str | None
    kinds: tuple[str, ...]
    said: bool
    note: str | None
    state: str
    targets: tuple[Target, ...]
    precedents: tuple[PrecedentRow, ...]
    rates: tuple[str, ...]
    model: dict[str, Any] | None
    logged: tuple[LogRow, ...]
    record: Track


def outlooks_of(
    session: Session,
    sides: Sides,
    as_of: str | None,
    shock: str | None = None,
    by: str | None = None,
) -> tuple[tuple[Outlook, ...], Acts]:
    """The outlooks of two sides as of a day, with the casebook's precedents, and their acts."""
    from detente.outlook.casebook import cases_for

    day = date.fromisoformat(day_of(session, as_of))
    _, acts = relation(session, sides, day.isoformat())
    cases = cases_for((sides.a, sides.b), day, shock, by)
    found = outlooks(acts, sides.code, day, HORIZONS)
    return tuple(replace(o, precedents=(*o.precedents, *cases)) for o in found), acts


def outlook(
    session: Session,
    dyad: DyadPath,
    as_of: AsOf = None,
    shock: ShockKind = None,
    by: ShockBy = None,
) -> OutlookPage:
    """How likely a relation is disrupted again, or mended: odds, drivers, precedents, record."""
    from detente.brief.outlook import STATES
    from detente.outlook.casebook import known_cases

    sides, day = sides_of(dyad), day_of(session, as_of)
    found, _ = outlooks_of(session, sides, as_of, shock, by)
    said = [o for o in found if o.probability is not None]
    events = [e for o in said for d in o.drivers for e in d.events[:SHOWN_EVENTS]]
    words = quotes(session, events)
    first = found[0]
    place = log_beside(session.store.path)
    return OutlookPage(
        sides=sides,
        day=day,
        as_of=as_of,
        shock=shock,
        by=by,
        kinds=tuple(sorted({c.kind for c in known_cases(date.fromisoformat(day))})),
        said=bool(said),
        note=first.note,
        state=STATES.get(first.state, first.state),
        targets=_targets(said, words),
        precedents=tuple(
            PrecedentRow(p.kind, p.id, round(p.similarity, 3), p.outcome) for p in first.precedents
        ),
        rates=_rates(date.fromisoformat(day), shock, by),
        model=None if first.model is None else first.model.to_json(),
        logged=tuple(r for r in logged_rows(place) if r.dyad == sides.code),
        record=track(place),
    )


def _targets(said: Sequence[Outlook], words: dict[str, tuple[Quote, ...]]) -> tuple[Target, ...]:
    from detente.brief.outlook import STATES, WORDS

    out = []
    for name in dict.fromkeys(o.target for o in said):
        mine = [o for o in said if o.target == name]
        middle = mine[min(1, len(mine) - 1)]
        rows = tuple(
            DriverRow(
                d.label, d.feature, round(d.value, 4), round(d.contribution, 3), len(d.events),
                tuple(q for e in d.events[:SHOWN_EVENTS] for q in words.get(e, ())[:1]),
            )
            for d in middle.drivers
        )  # fmt: skip
        odds = tuple(
            {
                "horizon_days": o.horizon_days,
                "probability": o.probability,
                "low": o.low,
                "high": o.high,
                "base_rate": o.base_rate,
                "brier_skill": None if o.model is None else o.model.brier_skill,
            }
            for o in mine
        )
        out.append(
            Target(
                name, WORDS.get(name, name), STATES.get(mine[0].state, mine[0].state), odds,
                middle.horizon_days, rows,
            )
        )  # fmt: skip
    return tuple(out)


def _rates(day: date, shock: str | None, by: str | None) -> tuple[str, ...]:
    """How often relations ruptured after such a shock; nothing where none is named."""
    from detente.outlook.casebook import HORIZONS as AHEAD
    from detente.outlook.casebook import known_cases, rupture_rate
    from detente.outlook.casebook.wording import rate_line

    if shock is None and by is None:
        return ()
    alike = [
        case
        for case in known_cases(day)
        if shock in (None, case.kind) and by in (None, case.perpetrator)
    ]
    return tuple(rate_line(rupture_rate(alike, ahead, day), shock, by) for ahead in AHEAD)


# --- the log --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Every outlook that was issued over this store, and the score of those whose time came."""

    as_of: str | None
    day: str
    record: Track
    rows: tuple[LogRow, ...]


def logged_rows(place: Any) -> list[LogRow]:
    """The log, the latest first."""
    from datetime import timedelta

    entries = read_log(place)
    happened = {e["of"]: bool(e["happened"]) for e in entries if e["what"] == "scored"}
    out = []
    for e in entries:
        if e["what"] != "issued":
            continue
        told = e["outlook"]
        due = date.fromisoformat(told["as_of"]) + timedelta(days=told["horizon_days"])
        came = happened.get(e["number"])
        score = None if came is None else round((told["probability"] - float(came)) ** 2, 4)
        out.append(
            LogRow(
                e["number"], e["on"], told["dyad"], told["as_of"], told["horizon_days"],
                told["target"], told["probability"], told["low"], told["high"],
                told["base_rate"], due.isoformat(), came, score, e["hash"][:12],
            )
        )  # fmt: skip
    return out[::-1]


def outlooks_log(session: Session, as_of: AsOf = None) -> RecordPage:
    """Every outlook that was logged, and how those whose time has come were scored."""
    place = log_beside(session.store.path)
    rows = [r for r in logged_rows(place) if as_of is None or r.on <= as_of]
    return RecordPage(as_of, day_of(session, as_of), track(place), tuple(rows[:500]))


# --- one precedent --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrecedentPage:
    """An episode of event data, or a case of the casebook with its fields and sources."""

    as_of: str | None
    kind: str
    id: str
    title: str
    dyad: str | None
    day: str | None
    fields: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def precedent(
    session: Session, kind: KindPath, precedent_id: IdPath, as_of: AsOf = None
) -> PrecedentPage:
    """One precedent: a case of the casebook, or an episode of event data."""
    from dataclasses import fields

    from detente.outlook.casebook import load_casebook

    if kind == "episode":
        dyad, _, day = precedent_id.partition("@")
        sides = sides_of(dyad)
        about = (("what it is", "a stretch of ICEWS event data that stood as this relation did"),)
        return PrecedentPage(as_of, kind, precedent_id, sides.name, sides.code, day, about, ())
    case = next((c for c in load_casebook() if c.id == precedent_id), None)
    if kind != "case" or case is None:
        raise NotFound(f"there is no precedent {precedent_id!r} of kind {kind!r}")
    told = []
    for field in fields(case):
        value = getattr(case, field.name)
        if field.name in ("id", "title", "sources") or value in (None, "", ()):
            continue
        text = "; ".join(str(v) for v in value) if isinstance(value, tuple) else str(value)
        told.append((field.name.replace("_", " "), text))
    pair = "-".join(sorted(case.parties))
    return PrecedentPage(
        as_of, kind, case.id, case.title, pair, str(case.date), tuple(told), tuple(case.sources)
    )
