"""What is checked against: the cited records and texts of one sentence.

What comes in: the ids of a sentence and the ledger. What goes out: `Facts`, or the reasons why
the ids do not hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.brief.ids import RECORDS, Ref, parse
from detente.brief.ledger import Coverage, Ledger, News, Place, Told, spans_of
from detente.records import (
    Claim,
    DyadWeek,
    Event,
    Finding,
    Hypothesis,
    Incident,
    Outlook,
    Precedent,
    Signal,
    Stake,
)
from detente.relations import Shock


@dataclass(slots=True)
class Facts:
    """The records and texts behind one sentence, by kind.

    ``published`` maps documents to their days, ``behind`` signals to the acts they were read from.
    """

    spans: list[Place] = field(default_factory=list)
    acts: list[Told] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    hypotheses: list[Hypothesis] = field(default_factory=list)
    stakes: list[Stake] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    weeks: list[DyadWeek] = field(default_factory=list)
    shocks: list[Shock] = field(default_factory=list)
    coverages: list[Coverage] = field(default_factory=list)
    news: list[tuple[News, str, str]] = field(default_factory=list)
    outlooks: list[Outlook] = field(default_factory=list)
    cases: list[Precedent] = field(default_factory=list)
    rates: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    published: dict[str, str | None] = field(default_factory=dict)
    behind: dict[str, Event] = field(default_factory=dict)

    def texts(self) -> list[str]:
        """The words that may be quoted: the cited spans and the notes of imported rows."""
        return [*(p.span.text for p in self.spans), *self.rows]

    def days(self) -> list[str]:
        """The publication days of the cited documents and rows."""
        told = [p.document.date for p in self.spans] + [a.published for a in self.acts]
        return [d for d in dict.fromkeys([*told, *self.published.values()]) if d]


_LISTS: dict[type, str] = {
    Claim: "claims",
    Incident: "incidents",
    Hypothesis: "hypotheses",
    Stake: "stakes",
    Signal: "signals",
}


def gather(refs: Sequence[str], ledger: Ledger) -> tuple[Facts, list[str]]:
    """The facts behind some ids, and what is wrong with the ids themselves."""
    facts, wrong = Facts(), []
    records: list[Event | Finding] = []
    for text in refs:
        ref = parse(text)
        if ref is None:
            wrong.append(f"{text!r} is no id")
        elif ref.kind == "span":
            place = ledger.place(ref)
            if place is None:
                wrong.append(f"the store has no such stretch: {text}")
            else:
                facts.spans.append(place)
        elif ref.kind in (*RECORDS, "row"):
            found = _record(ref, ledger, facts)
            if found is None:
                wrong.append(f"the store has no such record: {text}")
            elif not isinstance(found, Told):
                records.append(found)
        elif not _computed(ref, ledger, facts):
            wrong.append(f"the store gives no such figure: {text}")
    return facts, wrong + _apart(facts, records)


def _record(ref: Ref, ledger: Ledger, facts: Facts) -> Event | Finding | Told | None:
    if ref.kind in ("event", "row"):
        told = ledger.told(ref)
        if told is None:
            return None
        facts.acts.append(told)
        if ref.kind == "row":
            facts.rows += [told.words] if told.words else []
            # The names of a row are its only words for its parties.
            facts.rows += [s.name for s in (*told.actors, *told.recipients) if s.name]
            return told
    found = ledger.record(ref.kind, ref.parts[0])
    if found is None:
        return None
    document = ledger.document(found.doc_id)
    facts.published[found.doc_id] = None if document is None else document.date
    if isinstance(found, Signal) and found.event is not None:
        act = ledger.record("event", found.event)
        if isinstance(act, Event):
            facts.behind[found.id] = act
    if not isinstance(found, Event):
        getattr(facts, _LISTS[type(found)]).append(found)
    return found


def _apart(facts: Facts, records: Sequence[Event | Finding]) -> list[str]:
    """Spans of other documents than the records', and records none of whose words are cited."""
    if not records:
        return []
    documents = {r.doc_id for r in records}
    wrong = [
        f"a span of {p.document.id} does not belong to the cited records"
        for p in facts.spans
        if p.document.id not in documents
    ]
    for record in records:
        own = [
            p
            for p in facts.spans
            if p.document.id == record.doc_id
            and any(p.span.start < s.end and s.start < p.span.end for s in spans_of(record))
        ]
        if not own and not isinstance(record, Incident):
            wrong.append(f"no words of the record {record.id} are cited")
    return wrong


def _computed(ref: Ref, ledger: Ledger, facts: Facts) -> bool:
    """Put what a computed id stands for among the facts; whether there is such a thing."""
    if ref.as_of is None or not _is_day(ref.as_of):
        return False
    wanted = {"week": 2, "shock": 3, "coverage": 1, "news": 2, "outlook": 3, "cases": 3, "rate": 3}
    if len(ref.parts) != wanted[ref.kind]:
        return False
    parts, day = ref.parts, ref.as_of
    found: Any
    if ref.kind == "week":
        found = ledger.week(parts[0], parts[1], day)
        facts.weeks += [found] if found else []
    elif ref.kind == "shock":
        found = ledger.shock(parts[0], parts[1], parts[2], day)
        facts.shocks += [found] if found else []
    elif ref.kind == "coverage":
        found = ledger.coverage(parts[0], day)
        facts.coverages += [found] if found else []
    elif ref.kind == "news":
        found = ledger.news(parts[0], parts[1], day) if _is_day(parts[1]) else None
        facts.news += [(found, parts[0], parts[1])] if found else []
    elif ref.kind == "outlook":
        found = ledger.outlook(parts[0], parts[1], parts[2], day)
        facts.outlooks += [found] if found else []
    elif ref.kind == "cases":
        found = ledger.cases(parts[0], parts[1], parts[2], day)
        facts.cases += found
    else:
        found = ledger.rate(parts[0], parts[1], parts[2], day)
        facts.rates += [found] if found else []
    return bool(found)


def _is_day(value: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
