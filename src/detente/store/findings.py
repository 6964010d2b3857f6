"""Claims, incidents, hypotheses, stakes and signals as rows, and back from their JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from detente.records import (
    CaseDate,
    Casualties,
    Claim,
    FieldValue,
    Finding,
    Hypothesis,
    Incident,
    Motive,
    Period,
    Reaction,
    Reading,
    Signal,
    Span,
    Stake,
    Suspect,
    Voice,
)
from detente.store.cells import Row, day, dumps, joined
from detente.store.decode import span_from_json

Json = dict[str, Any]


# --- rows -----------------------------------------------------------------------------------


def finding_rows(reading: Reading) -> dict[str, list[Row]]:
    """The rows of a reading's findings by table, in the order of `sql.COLUMNS`."""
    doc_id = reading.document.id
    return {
        "claims": _rows(_claim_row, reading.claims, doc_id),
        "incidents": _rows(_incident_row, reading.incidents, doc_id),
        "hypotheses": _rows(_hypothesis_row, reading.hypotheses, doc_id),
        "stakes": _rows(_stake_row, reading.stakes, doc_id),
        "signals": _rows(_signal_row, reading.signals, doc_id),
    }


def _rows(row: Callable[[Any], Row], found: Sequence[Finding], doc_id: str) -> list[Row]:
    return [(doc_id, n, f.id, *row(f), dumps(f.to_json())) for n, f in enumerate(found)]


def _claim_row(c: Claim) -> Row:
    return (
        c.sentence,
        c.speaker.value,
        c.speaker.kind,
        c.speaker.country,
        joined(v.value for v in c.chain),
        c.stance,
        c.status,
        c.proposition.text,
        c.proposition.start,
        c.proposition.end,
        joined(c.events),
    )


def _incident_row(i: Incident) -> Row:
    when = i.date[0] if i.date else None
    return (
        i.name,
        i.event,
        _values(i.perpetrator),
        _values(i.affiliation),
        _values(i.victim),
        _values(i.office),
        _values(i.weapon),
        _values(i.place),
        None if when is None else day(when.start, f"date of incident {i.id!r}"),
        None if when is None else day(when.end, f"date of incident {i.id!r}"),
        _values(i.suspects),
    )


def _values(found: Iterable[FieldValue | Suspect]) -> str:
    return joined(v.value for v in found)


def _hypothesis_row(h: Hypothesis) -> Row:
    return (
        h.about,
        h.incident,
        h.proposition,
        joined(v.value for v in h.holders),
        len(h.evidence_for),
        len(h.evidence_against),
    )


def _stake_row(s: Stake) -> Row:
    return (
        s.name,
        joined(s.domain),
        joined(s.dyad),
        s.amount,
        s.currency,
        s.unit,
        None if s.period is None else s.period.duration_days,
        joined(s.bearer),
        joined(s.gainer),
        s.status,
        s.cause,
    )


def _signal_row(s: Signal) -> Row:
    low, high = s.latency_days or (None, None)
    return (
        s.direction,
        s.type,
        s.event,
        joined(s.sender),
        joined(s.to),
        s.after,
        low,
        high,
        s.rule,
    )


# --- back from JSON -------------------------------------------------------------------------


def _spans(found: Iterable[Json]) -> tuple[Span, ...]:
    return tuple(span_from_json(s) for s in found)


def voice_from_json(found: Json) -> Voice:
    """The voice of one JSON object."""
    return Voice(found["value"], found["kind"], found["country"], _spans(found["spans"]))


def _voice(found: Json | None) -> Voice | None:
    return None if found is None else voice_from_json(found)


def claim_from_json(found: Json) -> Claim:
    """The claim of one JSON object."""
    cue = found["cue"]
    return Claim(
        speaker=voice_from_json(found["speaker"]),
        stance=found["stance"],
        proposition=span_from_json(found["proposition"]["spans"][0]),
        status=found["status"],
        chain=tuple(voice_from_json(v) for v in found["chain"]),
        cue=None if cue is None else span_from_json(cue),
        events=tuple(found["events"]),
        sentence=found["sentence"],
        id=found["id"],
        doc_id=found["doc_id"],
    )


def _field_value(v: Json) -> FieldValue:
    return FieldValue(v["value"], _voice(v["said_by"]), _spans(v["spans"]))


_FIELDS: dict[str, Callable[[Json], Any]] = {
    "date": lambda v: CaseDate(
        v["value"], v["start"], v["end"], v["precision"], _spans(v["spans"])
    ),
    "casualties": lambda v: Casualties(
        v["kind"], v["value"], v["low"], v["high"], _voice(v["said_by"]), _spans(v["spans"])
    ),
    "suspects": lambda v: Suspect(v["value"], _voice(v["by"]), v["status"], _spans(v["spans"])),
    "motives": lambda v: Motive(v["value"], _voice(v["by"]), _spans(v["spans"])),
    "reactions": lambda v: Reaction(
        v["value"], v["by"], v["event"], v["latency_days"], _spans(v["spans"])
    ),
}


def incident_from_json(found: Json) -> Incident:
    """The incident of one JSON object."""
    fields = {
        name: tuple(_FIELDS.get(name, _field_value)(v) for v in values)
        for name, values in found["fields"].items()
    }
    return Incident(
        name=found["name"], event=found["event"], id=found["id"], doc_id=found["doc_id"], **fields
    )


def hypothesis_from_json(found: Json) -> Hypothesis:
    """The hypothesis of one JSON object."""
    return Hypothesis(
        about=found["about"],
        proposition=found["proposition"]["value"],
        holders=tuple(voice_from_json(v) for v in found["holders"]),
        stances=tuple(v["stance"] for v in found["holders"]),
        incident=found["incident"],
        spans=_spans(found["proposition"]["spans"]),
        evidence_for=_spans(found["evidence_for"]),
        evidence_against=_spans(found["evidence_against"]),
        id=found["id"],
        doc_id=found["doc_id"],
    )


def stake_from_json(found: Json) -> Stake:
    """The stake of one JSON object."""
    return Stake(
        name=found["name"],
        domain=tuple(found["domain"]),
        dyad=tuple(found["dyad"]),
        amount=found["amount"],
        low=found["low"],
        high=found["high"],
        currency=found["currency"],
        unit=found["unit"],
        period=None if found["period"] is None else Period(**found["period"]),
        bearer=tuple(found["bearer"]),
        gainer=tuple(found["gainer"]),
        status=found["status"],
        cause=found["cause"],
        spans=_spans(found["spans"]),
        id=found["id"],
        doc_id=found["doc_id"],
    )


def signal_from_json(found: Json) -> Signal:
    """The signal of one JSON object."""
    latency = found["latency_days"]
    return Signal(
        direction=found["direction"],
        type=found["type"],
        sender=tuple(found["from"]),
        to=tuple(found["to"]),
        rule=found["rule"],
        latency_days=None if latency is None else (latency[0], latency[1]),
        event=found["event"],
        after=found["after"],
        chance=found.get("chance"),
        spans=_spans(found["spans"]),
        id=found["id"],
        doc_id=found["doc_id"],
    )


FROM_JSON: dict[str, Callable[[Json], Finding]] = {
    "claims": claim_from_json,
    "incidents": incident_from_json,
    "hypotheses": hypothesis_from_json,
    "stakes": stake_from_json,
    "signals": signal_from_json,
}
"""How each table's records come back, by table."""
