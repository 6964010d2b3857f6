"""A reading as an analyst wants to see it: incident, timeline, claims, hypotheses, stakes, signals.

What comes in: readings, case files, matrices. What goes out: rich renderables, every line with
the words it rests on and where they stand (``[start:end]`` in the text). Reads without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from detente.brief.desk import shorten
from detente.brief.highlight import who_does_what
from detente.coding.hypotheses import Matrix, matrix
from detente.records import (
    INCIDENT_FIELDS,
    Claim,
    Event,
    Hypothesis,
    Incident,
    Reading,
    Signal,
    Span,
    Stake,
    Voice,
)

_QUOTE = 96
_LABEL = 26
FIELD_NAMES = {
    "perpetrator": "perpetrator",
    "affiliation": "affiliation",
    "perpetrator_status": "standing",
    "victim": "victim",
    "office": "office",
    "attack_type": "attack type",
    "weapon": "weapon",
    "access": "access",
    "place": "place",
    "date": "date",
    "casualties": "casualties",
    "claims_of_responsibility": "responsibility claimed",
    "suspects": "suspected",
    "motives": "motive offered",
    "investigation": "investigation",
    "reactions": "reaction",
}


def reading_blocks(reading: Reading) -> Iterator[RenderableType]:
    """A whole reading, section by section; empty sections are left out."""
    sections: list[tuple[str, list[RenderableType]]] = [
        ("Incident", [incident_block(i) for i in reading.incidents]),
        ("Timeline", list(_timeline(reading))),
        ("Who says what", [_claim_line(c) for c in reading.claims]),
        ("Hypotheses", list(_hypotheses(reading.hypotheses))),
        ("Stakes", [stake_line(s) for s in reading.stakes]),
        ("Signals", list(_signals(reading))),
    ]
    for title, lines in sections:
        if lines:
            yield Text(f"\n{title}", style="bold")
            yield Group(*lines)


def _line(label: str, said: str, spans: Sequence[Span], *, sign: str = " ") -> RenderableType:
    """One line: label, what is said, and below it the words and where they stand."""
    body = Text(said)
    for span in spans[:2]:
        quote = shorten(" ".join(span.text.split()), _QUOTE)
        body.append("\n" if body.plain else "")
        body.append(f"“{quote}” [{span.start}:{span.end}]", style="dim")
    return _columns(sign, label, body)


def _columns(sign: str, label: str, body: Text) -> RenderableType:
    """A line whose body, wrapped, stays in its own column."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(width=_LABEL, no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(sign, Text(label, style="bold"), body)
    return grid


def _by(voice: Voice | None) -> str:
    return "" if voice is None else f", says {voice.value}"


def incident_block(incident: Incident) -> RenderableType:
    """A case file, field by field."""
    lines: list[RenderableType] = [Text(f"  {incident.name}", style="underline")]
    for name in INCIDENT_FIELDS:
        for value in getattr(incident, name):
            lines.append(_line(FIELD_NAMES[name], said_of(name, value), value.spans))
    return Padding(Group(*lines), (0, 0, 1, 0))


def said_of(name: str, value: Any) -> str:
    """What one value of a field says, with whose word it is."""
    if name == "casualties":
        return f"{_amount(value)} {value.kind}{_by(value.said_by)}"
    if name == "date":
        days = value.start if value.start == value.end else f"{value.start} to {value.end}"
        return f"{days} ({value.precision})"
    if name == "suspects":
        return f"{value.value}: {value.status}{_by(value.by)}"
    if name == "motives":
        return f"{value.value}{_by(value.by)}"
    if name == "reactions":
        days = "" if value.latency_days is None else f", after {_days(value.latency_days)}"
        return f"{value.by or '?'}: {value.value}{days}"
    return f"{value.value}{_by(value.said_by)}"


def _amount(value: Any) -> str:
    if value.low is not None and value.low == value.high:
        return f"{value.low:g}"
    if value.low is not None and value.high is not None:
        return f"{value.low:g} to {value.high:g}"
    if value.low is not None:
        return f"at least {value.low:g}"
    if value.high is not None:
        return f"up to {value.high:g}"
    return "an unknown number" if value.value is None else f"{value.value:g}"


def _days(n: int) -> str:
    return "1 day" if n == 1 else f"{n} days"


def _timeline(reading: Reading) -> Iterator[RenderableType]:
    """The events in the order of their days; undated ones last, in the order of the text."""

    def key(e: Event) -> tuple[bool, str, int]:
        return (e.date is None, "" if e.date is None else e.date.start, e.trigger.start)

    for event in sorted(reading.events, key=key):
        when = "undated" if event.date is None else event.date.start
        if event.date is not None and event.date.start != event.date.end:
            when = f"{event.date.start} to {event.date.end}"
        yield _line(when, who_does_what(event), [event.mentions[0].evidence])


def _claim_line(claim: Claim) -> RenderableType:
    chain = "".join(f"{v.value} quoting " for v in claim.chain)
    who = f"{chain}{claim.speaker.value}"
    return _line(shorten(who, _LABEL - 1), f"{claim.stance} ({claim.status})", [claim.proposition])


_ASKED = {"who": "Who", "why": "Why", "what-next": "What next"}


def _hypotheses(found: Sequence[Hypothesis]) -> Iterator[RenderableType]:
    for about, title in _ASKED.items():
        rows = [h for h in found if h.about == about]
        if not rows:
            continue
        yield Text(f"  {title}", style="underline")
        for h in rows:
            held = [
                f"{v.value} {'holds' if stance == 'for' else 'rejects'} it"
                for v, stance in zip(h.holders, h.stances, strict=True)
            ]
            yield _line("proposition", h.proposition + _joined(held), h.spans)
            for span in h.evidence_for:
                yield _line("  for", "", [span], sign="+")
            for span in h.evidence_against:
                yield _line("  against", "", [span], sign="-")
        yield from matrix_lines(matrix(found, about=about))


def _joined(parts: Sequence[str]) -> str:
    return f" ({'; '.join(parts)})" if parts else ""


def matrix_lines(found: Matrix) -> Iterator[RenderableType]:
    """The matrix of one question: ratings, order, what would change it. Never an answer."""
    if not found.items or len(found.rows) < 2:
        return
    yield Text("  matrix (least inconsistent first; an order, not an answer)", style="dim")
    for row in found.rows:
        cells = " ".join(f"{c.rating}{'*' if c.by else ''}" for c in row.cells)
        mine = f" [{row.proposed_by}]" if row.proposed_by else ""
        yield Text(f"    {row.rank}. {shorten(row.proposition, 60)}{mine}: {cells}")
        for analyst, made_at, text in row.notes:
            yield Text(f"       {made_at} {analyst}: {text}")
    for n, item in enumerate(found.items, 1):
        pivot = ", would change the order" if item.id in found.pivotal else ""
        text = shorten(" ".join(item.text.split()), 64)
        yield Text(f"    e{n} {item.id} “{text}” tells {item.diagnosticity:g}{pivot}", style="dim")
    for source, first in sorted(found.sensitive.items()):
        names = {r.id: r.proposition for r in found.rows}
        yield Text(f"    without {source}: {shorten(names[first[0]], 60)} first", style="dim")
    if any(c.by for r in found.rows for c in r.cells):
        yield Text("    * rated by an analyst", style="dim")


def stake_line(stake: Stake) -> RenderableType:
    """A stake with all that is known of it."""
    parts: list[str] = [stake.name]
    if stake.amount is not None or stake.low is not None or stake.high is not None:
        parts.append(_sum(stake))
    if stake.period is not None and stake.period.duration_days is not None:
        about = "about " if stake.period.precision == "approx" else ""
        parts.append(f"over {about}{_days(stake.period.duration_days)}")
    elif stake.period is not None and stake.period.start is not None:
        parts.append(f"{stake.period.start} to {stake.period.end}")
    parts += [f"borne by {','.join(stake.bearer)}"] if stake.bearer else []
    parts += [f"gained by {','.join(stake.gainer)}"] if stake.gainer else []
    parts += [stake.status] if stake.status else []
    label = f"{'-'.join(stake.dyad)} {', '.join(stake.domain)}"
    return _line(shorten(label, _LABEL - 1), "; ".join(parts), stake.spans)


def _sum(stake: Stake) -> str:
    value = stake.amount
    text = _amount_of(stake.low, stake.high) if value is None else f"{value:,.0f}"
    return " ".join(p for p in (text, stake.currency or "", stake.unit or "") if p)


def _amount_of(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:,.0f} to {high:,.0f}"
    return f"at least {low:,.0f}" if low is not None else f"up to {high or 0:,.0f}"


_SIGNS = {"reassurance": "+", "escalation": "-", "neutral": "="}


def _signals(reading: Reading) -> Iterator[RenderableType]:
    """A table for each shock and side, what an analyst would rather list before the rest."""
    names = {i.id: i.name for i in reading.incidents}
    groups: dict[tuple[str, str], list[Signal]] = {}
    for s in sorted(reading.signals, key=lambda s: -(s.chance or 0)):
        shock = names.get(s.after or "", "no shock")
        groups.setdefault((shock, ",".join(s.sender)), []).append(s)
    for (shock, side), found in groups.items():
        yield Text(f"  {side} after: {shock}", style="underline")
        for s in found:
            low_high = s.latency_days
            when = "" if low_high is None else f", {_latency(*low_high)}"
            said = f"{s.type} to {','.join(s.to)}{when} (rule {s.rule})"
            yield _line(s.direction, said, s.spans, sign=_SIGNS[s.direction])


def _latency(low: int, high: int) -> str:
    return f"after {_days(low)}" if low == high else f"after {low} to {high} days"


def case_file_block(name: str, fields: Mapping[str, Iterable[Mapping[str, Any]]]) -> RenderableType:
    """A case file of several documents: every value with its voices and documents."""
    lines: list[RenderableType] = [Text(f"  {name}", style="underline")]
    for field in INCIDENT_FIELDS:
        for value in fields.get(field, ()):
            said = value.get("said_by") or value.get("by")
            voice = said["value"] if isinstance(said, Mapping) else said
            text = str(value.get("value"))
            if field == "casualties":
                text = f"{value['value'] if value['value'] is not None else '?'} {value['kind']}"
            if field == "date":
                text = f"{value['start']} to {value['end']}"
            out = Text(text + (f" ({voice})" if voice else ""))
            for span in list(value["spans"])[:3]:
                quote = shorten(" ".join(span["text"].split()), _QUOTE)
                where = f"{span['doc_id']} [{span['start']}:{span['end']}]"
                out.append(f"\n“{quote}” {where}", style="dim")
            lines.append(_columns(" ", FIELD_NAMES[field], out))
    return Padding(Group(*lines), (0, 0, 1, 0))
