"""Sentences that tell acts, from records of texts and imported rows."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.composing.wording import Draft, quote, refs_of, side, sides, when, where_named
from detente.brief.ids import act_id, parse
from detente.brief.ledger import Ledger, Side, Told
from detente.brief.words import load_words
from detente.records import Event, Span


def act_draft(ledger: Ledger, event_id: str) -> Draft | None:
    """The sentence of one act; None where no words of the brief fit it."""
    ref = act_id(event_id)
    parsed = parse(ref)
    told = None if parsed is None else ledger.told(parsed)
    if told is None:
        return None
    said = _said(told)
    if said is None:
        return None
    words = f": {quote(told.words)}" if told.words else ""
    text = f"{when(told)}, {said}{words}."
    return Draft(text, (ref, *_cited(ledger, event_id, told)))


def _said(told: Told) -> str | None:
    table = load_words()
    act = table.acts.get(told.event_type or "")
    if act is None:
        return None
    left = sides(told.actors)
    if told.status != "asserted":
        mark = table.status[told.status].lower()
        who = f" ({told.speakers[0]})" if told.speakers and "(" not in told.speakers[0] else ""
        right = f" {act.towards} {sides(told.recipients)}" if told.recipients else ""
        return f"{mark}{who}: {act.noun} by {left}{right}"
    if told.together and len({side(s) for s in told.actors}) > 1:
        return f"{left} {act.together}"
    if told.recipients:
        return f"{left} {act.verb} {sides(told.recipients)}"
    return f"{left} {act.alone}"


def _cited(ledger: Ledger, event_id: str, told: Told) -> tuple[str, ...]:
    """The spans that a sentence of an act rests on: its evidence, its parties, their names."""
    event = ledger.record("event", event_id)
    if not isinstance(event, Event):
        return ()
    spans: list[Span] = [event.mentions[0].evidence]
    spans += [p.span for p in (*event.actor, *event.recipient)]
    spans += [a.span for a in event.attributed_to]
    document = ledger.document(event.doc_id)
    if document is not None:
        named: Sequence[Side] = (*told.actors, *told.recipients)
        for name in (*(one.name for one in named), *told.speakers):
            shown = any(name in s.text for s in spans)
            found = None if shown else where_named(document, name)
            if found is not None:
                spans.append(found)
    return refs_of(event.doc_id, spans)


def weight(ledger: Ledger, event_id: str) -> tuple[float, str]:
    """How much an act matters among others, and its id: the greater the more."""
    event = ledger.record("event", event_id)
    if not isinstance(event, Event):
        row = ledger.row(event_id)
        if row is None:
            return (0.0, event_id)
        told = 1.0 if row["text"] else 0.0
        return (abs(float(row["score"])) + min(float(row["reports"]), 20.0) / 5 + told, event_id)
    score = event.plover_score if event.goldstein is None else event.goldstein
    sure = 2.0 if event.status == "asserted" and not event.historical else 0.0
    dated = 1.0 if event.date is not None and event.date.precision == "day" else 0.0
    return (abs(score) + sure + dated + len(event.mentions) / 2, event_id)
