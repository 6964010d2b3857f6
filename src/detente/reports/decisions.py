"""What analysts said of reports: these tell one event, those do not.

What comes in: a store, report ids, a name. What goes out: decisions, kept with name and time, and
brought to bear on the merging. They are kept apart from what the rules make of the documents,
and survive every new coding and merging. A withdrawn one stays in the record and binds nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detente.errors import BadSetting
from detente.records import digest
from detente.reports.assign import Said
from detente.store import Store, report_sql


@dataclass(frozen=True, slots=True)
class Told:
    """A report as a decision names it: by id, and by the words, should coding rename it."""

    event_id: str
    doc_id: str
    event_type: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """The report as JSON object."""
        return {
            "event_id": self.event_id,
            "doc_id": self.doc_id,
            "event_type": self.event_type,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """An analyst's word that a report tells one event with others, or another than theirs.

    ``kind`` is ``join`` or ``split``; one decision may name several ``others``.
    ``made_at`` and ``withdrawn_at`` are UTC.
    """

    id: str
    made_at: str
    analyst: str
    kind: str
    report: Told
    others: tuple[Told, ...]
    note: str | None
    withdrawn_at: str | None = None
    withdrawn_by: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The decision as JSON object."""
        return {
            "kind": "report_decision",
            "id": self.id,
            "made_at": self.made_at,
            "analyst": self.analyst,
            "decision": self.kind,
            "report": self.report.to_json(),
            "others": [one.to_json() for one in self.others],
            "note": self.note,
            "withdrawn_at": self.withdrawn_at,
            "withdrawn_by": self.withdrawn_by,
        }


def decisions(store: Store) -> list[Decision]:
    """Every decision, oldest first, the withdrawn ones too."""
    out = []
    for number, made, analyst, withdrawn, by, record in store.query(report_sql.DECISIONS):
        told = json.loads(record)
        out.append(
            Decision(
                number,
                made.isoformat(timespec="seconds") + "Z",
                analyst,
                told["decision"],
                Told(**told["report"]),
                tuple(Told(**one) for one in told["others"]),
                told["note"],
                None if withdrawn is None else withdrawn.isoformat(timespec="seconds") + "Z",
                by,
            )
        )
    return out


def join(store: Store, one: str, other: str, *, analyst: str, note: str | None = None) -> Decision:
    """Say that two reports tell one event; the reports that this moves are moved at once.

    Raises
    ------
    BadSetting
        A report is not known, both are the same, or no name is given.
    """
    a, b = _told(store, one), _told(store, other)
    if a.event_id == b.event_id:
        raise BadSetting(f"joining reports: {one!r} and {other!r} are the same", value=one)
    return _decide(store, "join", a, (b,), analyst, note)


def split(store: Store, one: str, *, analyst: str, note: str | None = None) -> Decision:
    """Say that a report does not tell the event that it was merged with.

    Raises
    ------
    BadSetting
        The report is not known, is the only one of its event, or no name is given.
    """
    told = _told(store, one)
    (cluster,) = store.query(report_sql.CLUSTER_OF, {"event_id": told.event_id})[0]
    rows = store.query(report_sql.REPORTS_OF_CLUSTERS, {"ids": [cluster]})
    ids = sorted(json.loads(row[2])["id"] for row in rows)
    others = tuple(_told(store, i) for i in ids if i != told.event_id)
    if not others:
        raise BadSetting(
            f"splitting reports: {one!r} is the only report of its event",
            hint="`detente reports list` shows which events have several",
            value=one,
        )
    return _decide(store, "split", told, others, analyst, note)


def withdraw(store: Store, decision_id: str, *, analyst: str) -> Decision:
    """Take a decision back; it stays in the record with who took it back.

    Raises
    ------
    BadSetting
        There is no such decision that stands.
    """
    standing = {d.id: d for d in decisions(store) if d.withdrawn_at is None}
    if decision_id not in standing:
        raise BadSetting(
            f"withdrawing a decision: {decision_id!r} is none that stands",
            hint=f"those that stand: {', '.join(standing) or 'none'}",
            value=decision_id,
        )
    from detente.reports.update import resettle

    _named(analyst)
    store.withdraw_report_decision(decision_id, analyst)
    found = standing[decision_id]
    resettle(store, [found.report.event_id, *(one.event_id for one in found.others)])
    return next(d for d in decisions(store) if d.id == decision_id)


def _decide(
    store: Store, kind: str, report: Told, others: tuple[Told, ...], analyst: str, note: str | None
) -> Decision:
    from detente.reports.update import resettle

    _named(analyst)
    record = {
        "decision": kind,
        "report": report.to_json(),
        "others": [one.to_json() for one in others],
        "note": note,
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    number = digest("report decision", text, analyst, str(len(decisions(store))))
    store.add_report_decision(number, analyst, text)
    resettle(store, [report.event_id, *(one.event_id for one in others)])
    return next(d for d in decisions(store) if d.id == number)


def _named(analyst: str) -> None:
    if not analyst.strip():
        raise BadSetting(
            "a decision is kept with the name of who made it, and none is given",
            hint="name yourself by --analyst",
        )


def _told(store: Store, event_id: str) -> Told:
    rows = store.query(report_sql.REPORTS_OF_EVENTS, {"ids": [event_id]})
    if not rows:
        raise BadSetting(
            f"{event_id!r} is no report in this store",
            hint="`detente reports list` and `detente events -f jsonl` show their ids",
            value=event_id,
        )
    found = json.loads(rows[0][2])
    trigger = found["trigger"]
    return Told(event_id, found["doc_id"], found["event_type"], trigger["start"], trigger["end"])


def said(store: Store) -> Said:
    """What stands of all decisions, by the ids that the reports have today.

    Of two decisions on one pair the later one counts.
    """
    standing = [d for d in decisions(store) if d.withdrawn_at is None]
    if not standing:
        return Said()
    names = _today(store, [told for d in standing for told in (d.report, *d.others)])
    pairs: dict[tuple[str, str], str] = {}
    for decision in standing:
        for other in decision.others:
            a, b = names.get(decision.report), names.get(other)
            if a is not None and b is not None:
                pairs[min(a, b), max(a, b)] = decision.kind
    one: dict[str, set[str]] = {}
    two: dict[str, set[str]] = {}
    for (a, b), kind in pairs.items():
        kept = one if kind == "join" else two
        kept.setdefault(a, set()).add(b)
        kept.setdefault(b, set()).add(a)
    return Said(
        {k: frozenset(v) for k, v in one.items()}, {k: frozenset(v) for k, v in two.items()}
    )


def _today(store: Store, told: Iterable[Told]) -> dict[Told, str]:
    """The id that each report has today: its own, or that of the same words coded anew."""
    wanted = list(dict.fromkeys(told))
    documents = sorted({one.doc_id for one in wanted})
    there: dict[str, list[dict[str, Any]]] = {}
    for doc_id, _, record in store.query(report_sql.EVENTS_OF, {"ids": documents}):
        there.setdefault(doc_id, []).append(json.loads(record))
    out: dict[Told, str] = {}
    for one in wanted:
        events = there.get(one.doc_id, [])
        same = [e for e in events if e["id"] == one.event_id] or [
            e for e in events if e["trigger"]["start"] < one.end and one.start < e["trigger"]["end"]
        ]
        same.sort(key=lambda e: (e["event_type"] != one.event_type, e["id"]))
        if same:
            out[one] = same[0]["id"]
    return out
