"""Reports for the tests of merging: events told by documents, drawn or made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from detente.records import (
    Document,
    Event,
    EventDate,
    Mention,
    Quantity,
    Reading,
    Span,
    digest,
    span_of,
)
from strategies import make_event

START = date(2021, 3, 1)
VILLAGES = ("Kolani", "Aghdam", "Shusha")
VERBS = {"ASSAULT": "shelled", "SANCTION": "punished", "ACCUSE": "accused", "CONSULT": "met"}


def day(number: int) -> str:
    return (START + timedelta(days=number)).isoformat()


def event(
    event_type: str = "ASSAULT",
    actor: str = "ARM/MIL",
    recipient: str = "AZE",
    *,
    on: int | None = None,
    precision: str = "day",
    words: str = "",
    killed: int | None = None,
    status: str = "asserted",
    mode: tuple[str, ...] = (),
    rule: str = "pattern:test",
) -> Event:
    """An event told by the words ``<verb> <words>``."""
    made = make_event(event_type, actor, recipient, status=status, mode=mode)
    text = f"Forces {VERBS[event_type]} {words}."
    trigger = span_of(text, 7, 7 + len(VERBS[event_type]))
    amounts = ()
    if killed is not None:
        n = float(killed)
        amounts = (Quantity("killed", n, n, n, "person", Span(0, 1, "F")),)
    when = None
    if on is not None:
        end = day(on) if precision == "day" else day(on + 6)
        when = EventDate(day(on), end, precision, "stated", trigger)  # type: ignore[arg-type]
    return replace(
        made,
        date=when,
        quantities=amounts,
        decided_by=rule,
        mentions=(Mention(trigger, span_of(text, 0, len(text)), 0),),
    )


def reading(doc_id: str, published: int | None, *told: Event, text: str | None = None) -> Reading:
    """A document of some events, in sentences of their own."""
    out, parts, at = [], [], 0
    for number, one in enumerate(told):
        (mention,) = one.mentions
        shifted = Mention(
            Span(mention.trigger.start + at, mention.trigger.end + at, mention.trigger.text),
            Span(at, at + len(mention.evidence.text), mention.evidence.text),
            number,
        )
        parts.append(mention.evidence.text)
        at += len(mention.evidence.text) + 1
        out.append(replace(one, id=digest(doc_id, str(number)), doc_id=doc_id, mentions=(shifted,)))
    body = " ".join(parts) if text is None else text
    when = None if published is None else day(published)
    return Reading(Document(doc_id, body, when), tuple(out), ())


@st.composite
def told_events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(("ASSAULT", "ASSAULT", "SANCTION", "ACCUSE", "CONSULT")))
    return event(
        kind,
        draw(st.sampled_from(("ARM/MIL", "ARM/MIL", "AZE", ""))),
        draw(st.sampled_from(("AZE", "AZE", "ARM"))),
        on=draw(st.none() | st.integers(0, 6)),
        precision=draw(st.sampled_from(("day", "day", "day", "week"))),
        words=draw(st.sampled_from(VILLAGES)) + draw(st.sampled_from((" again", " at night", ""))),
        killed=draw(st.none() | st.sampled_from((2, 3, 11))),
        status=draw(st.sampled_from(("asserted", "asserted", "attributed", "denied", "planned"))),
        rule=draw(st.sampled_from(("pattern:test", "pattern:test in passing", "pattern:other"))),
    )


SENTENCES = (
    "The Defence Ministry said on Tuesday that two villages had come under fire again.",
    "Schools in the district stayed closed, and buses no longer ran to the border.",
    "The mission of observers counted 120 violations of the ceasefire in one night.",
    "Both governments have asked the mediators to come back to the capital soon.",
)


@st.composite
def worlds(draw: st.DrawFn) -> list[Reading]:
    """A few documents of one week, some of them copies of others."""
    out = []
    for number in range(draw(st.integers(2, 7))):
        told = draw(st.lists(told_events(), max_size=2))
        kept = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True))
        made = reading(f"d{number}", draw(st.none() | st.integers(0, 8)), *told)
        text = f"{made.document.text} {' '.join(kept)}".strip()
        out.append(replace(made, document=replace(made.document, text=text)))
    return out
