"""Events with all their reports, side by side, and why they were merged.

What comes in: a store that `update` brought up to date. What goes out: `OneEvent` records; what
their reports say differently stays side by side, each value with who says it. Printing is left to
others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from detente.errors import BadSetting
from detente.records import Event
from detente.reports.assign import Link
from detente.reports.compare import compare
from detente.reports.decisions import said
from detente.reports.rules import load_rules
from detente.reports.update import StoreBlocks
from detente.store import Store, event_from_json, report_sql

# So many events that a report was held against and not merged with are told, the nearest first.
REFUSED = 5


@dataclass(frozen=True, slots=True)
class Report:
    """One document's telling of an event, and the link that made it one of its reports.

    ``copy_of`` is the document of which this one is a copy, None if of none.
    """

    event: Event
    published: str | None
    source: str | None
    title: str | None
    copy_of: str | None
    link: Link

    def to_json(self) -> dict[str, Any]:
        """The report as JSON object."""
        return {
            "event_id": self.event.id,
            "doc_id": self.event.doc_id,
            "published": self.published,
            "source": self.source,
            "title": self.title,
            "copy_of": self.copy_of,
            "status": self.event.status,
            "evidence": self.event.mentions[0].evidence.to_json(),
            "like": self.link.like,
            "rule": self.link.rule,
            "points": self.link.points,
            "features": [{"feature": name, "points": p} for name, p in self.link.features],
        }


@dataclass(frozen=True, slots=True)
class OneEvent:
    """An event with every report of it, the first first."""

    id: str
    reports: tuple[Report, ...]

    @property
    def documents(self) -> int:
        """How many documents tell it."""
        return len({r.event.doc_id for r in self.reports})

    @property
    def first(self) -> Event:
        """The first report, whose id is the event's."""
        return self.reports[0].event

    def details(self) -> dict[str, list[dict[str, Any]]]:
        """What the reports say of one thing, side by side: each value with the reports that say it.

        ``date``, ``place``, ``actor``, ``recipient``, ``status`` and each kind of quantity; of
        each the value told most comes first. ``said_by`` names whom a document has say so.
        """
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for report in self.reports:
            for name, value, said_by in _details(report.event):
                entry = found.setdefault(name, {}).setdefault(
                    value, {"value": value, "reports": [], "said_by": []}
                )
                entry["reports"].append(report.event.id)
                entry["said_by"] += [s for s in said_by if s not in entry["said_by"]]
        return {
            name: sorted(values.values(), key=lambda v: -len(v["reports"]))
            for name, values in found.items()
        }

    def to_json(self) -> dict[str, Any]:
        """The event as JSON object."""
        return {
            "kind": "merged_event",
            "id": self.id,
            "event_type": self.first.event_type,
            "reports": len(self.reports),
            "documents": self.documents,
            "details": self.details(),
            "told_by": [r.to_json() for r in self.reports],
        }


def _details(event: Event) -> list[tuple[str, str, list[str]]]:
    speakers = [a.name for a in event.attributed_to]
    out: list[tuple[str, str, list[str]]] = [("status", event.status, speakers)]
    if event.date is not None:
        d = event.date
        out.append(("date", d.start if d.start == d.end else f"{d.start}..{d.end}", []))
    if event.place is not None:
        out.append(("place", event.place.name, []))
    for name, parties in (("actor", event.actor), ("recipient", event.recipient)):
        if parties:
            out.append((name, ", ".join(p.name for p in parties), []))
    for q in event.quantities:
        value = f"{q.value:g}" if q.value is not None else _range(q.low, q.high)
        out.append((q.kind, value, speakers))
    return out


def _range(low: float | None, high: float | None) -> str:
    return f"{'' if low is None else f'{low:g}'}..{'' if high is None else f'{high:g}'}"


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that a report was held against and is not of.

    ``points`` are those of its ``nearest`` report; None where ``barred`` says why it cannot be.
    """

    cluster: str
    nearest: str
    points: float | None
    barred: str | None
    features: tuple[tuple[str, float], ...]

    def to_json(self) -> dict[str, Any]:
        """The refusal as JSON object."""
        return {
            "event": self.cluster,
            "nearest_report": self.nearest,
            "points": self.points,
            "barred": self.barred,
            "features": [{"feature": name, "points": p} for name, p in self.features],
        }


def event_of(store: Store, event_id: str) -> OneEvent:
    """The event that a report tells, by the id of any of its reports.

    Raises
    ------
    BadSetting
        There is no such report.
    """
    rows = store.query(report_sql.CLUSTER_OF, {"event_id": event_id})
    if not rows:
        raise BadSetting(
            f"{event_id!r} is no report in this store",
            hint="`detente reports list` and `detente events -f jsonl` show their ids",
            value=event_id,
        )
    return events_of(store, [rows[0][0]])[0]


def events_of(store: Store, clusters: Collection[str]) -> list[OneEvent]:
    """Events by their ids, in the order given; an id that is none's is left out."""
    rows = store.query(report_sql.SHOWN, {"ids": list(dict.fromkeys(clusters))})
    found: dict[str, list[Report]] = {}
    for row in rows:
        record, day, source, title, copy_of, cluster, like, points, rule, features = row
        pairs = tuple((name, float(p)) for name, p in json.loads(features))
        iso = None if day is None else day.isoformat()
        found.setdefault(cluster, []).append(
            Report(
                event_from_json(json.loads(record)),
                iso,
                source,
                title,
                copy_of,
                Link(cluster, like, points, rule, pairs),
            )
        )
    return [
        OneEvent(one, tuple(sorted(found[one], key=_order)))
        for one in dict.fromkeys(clusters)
        if one in found
    ]


def _order(report: Report) -> tuple[bool, str, bool, str, int]:
    """First the report that names the event, then by publication."""
    first = report.event.id != report.link.cluster
    return (
        first,
        report.published or "9999",
        report.link.like is not None,
        report.event.doc_id,
        report.event.sentence,
    )


def refused(store: Store, event_id: str) -> list[Refused]:
    """The events that a report was held against and is not of, the nearest first."""
    rules = load_rules()
    blocks = StoreBlocks(store, rules)
    blocks.need_events([event_id])
    key = blocks.by_id.get(event_id)
    if key is None:
        return []
    found, own = blocks.profiles[key], blocks.links[key].cluster
    apart = said(store)
    best: dict[str, Refused] = {}
    for other in blocks.near(found):
        cluster = blocks.links[other.key].cluster
        if cluster == own:
            continue
        match = compare(found, other, rules)
        points = None if match.barred else match.points
        bar = match.barred
        if apart.apart(event_id, other.event_id):
            bar = "an analyst split them"
        elif bar is None and match.one:
            bar = "another of its reports says otherwise, or another event is nearer"
        old = best.get(cluster)
        if old is None or (points or float("-inf")) > (old.points or float("-inf")):
            best[cluster] = Refused(cluster, other.event_id, points, bar, match.features)
    ranked = sorted(
        best.values(),
        key=lambda r: (r.points is None, -(r.points if r.points is not None else 0.0), r.cluster),
    )
    return ranked[:REFUSED]


@dataclass(frozen=True, slots=True)
class Counted:
    """How often the event of a report is told: ``cluster`` is the event's id."""

    cluster: str
    reports: int
    documents: int


def counts_of(store: Store, event_ids: Collection[str]) -> dict[str, Counted]:
    """For each report the event that it tells and how many tell it; none that was not compared."""
    rows = store.query(report_sql.REPORT_COUNTS, {"ids": list(event_ids)})
    return {row[0]: Counted(row[1], int(row[2]), int(row[3])) for row in rows}


def once(events: Collection[Event], counts: Mapping[str, Counted]) -> list[Event]:
    """Each event once, told by the first of the reports given; what was not compared stays."""
    seen: set[str] = set()
    out = []
    for event in events:
        counted = counts.get(event.id)
        if counted is not None:
            if counted.cluster in seen:
                continue
            seen.add(counted.cluster)
        out.append(event)
    return out


@dataclass(frozen=True, slots=True)
class CopiedDocument:
    """A document that is a near-duplicate of an earlier one, and the numbers that say so."""

    doc_id: str
    published: str | None
    source: str | None
    title: str | None
    copy_of: str
    first: str
    rule: str
    jaccard: float
    contained: float
    sentences: int

    def to_json(self) -> dict[str, Any]:
        """The copy as JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}


def copied_documents(store: Store) -> list[CopiedDocument]:
    """Every document that is a near-duplicate of an earlier one, by its group and publication."""
    out = []
    for row in store.query(report_sql.COPIED):
        doc_id, day, source, title, like, group, rule, jaccard, contained, sentences = row
        iso = None if day is None else day.isoformat()
        numbers = (float(jaccard), float(contained), int(sentences))
        out.append(CopiedDocument(doc_id, iso, source, title, like, group, rule, *numbers))
    return out
