"""Hypothesis strategies for records, and synthetic readings by number.

Every strategy draws records whose spans slice back to the document's text.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from detente.records import (
    STATUSES,
    Attribution,
    CaseDate,
    Casualties,
    Claim,
    Document,
    Event,
    EventDate,
    FieldValue,
    Hypothesis,
    Incident,
    Mention,
    Motive,
    Party,
    Period,
    Place,
    Quantity,
    Reaction,
    Reading,
    Rejection,
    Signal,
    Span,
    Stake,
    Suspect,
    Voice,
    digest,
    document_id,
    span_of,
)

EVENT_TYPES = {
    "CONSULT": (1, 4.0),
    "SUPPORT": (1, 5.0),
    "COOPERATE": (2, 6.0),
    "ACCUSE": (3, -3.0),
    "SANCTION": (4, -6.0),
    "ASSAULT": (4, -10.0),
}
COUNTRIES = ("RUS", "TUR", "SYR", "USA", "IRN", "EUR")
SECTORS = ("GOV", "MIL", "COP", "REB", "CVL")

# Letters beyond the Basic Multilingual Plane, combining marks, white space and quotes included;
# lone surrogates are no text and are tested apart.
texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)
scores = st.one_of(st.integers(-10, 10).map(float), st.floats(-10, 10))


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    a = draw(st.integers(0, len(text)))
    b = draw(st.integers(0, len(text)))
    return span_of(text, min(a, b), max(a, b))


@st.composite
def parties(draw: st.DrawFn, text: str) -> Party:
    return Party(
        name=draw(words),
        country=draw(st.none() | st.sampled_from(COUNTRIES)),
        sector=tuple(draw(st.lists(st.sampled_from(SECTORS), max_size=2, unique=True))),
        id=draw(st.none() | words),
        span=draw(spans(text)),
    )


@st.composite
def event_dates(draw: st.DrawFn, text: str) -> EventDate:
    a, b = sorted([draw(days), draw(days)])
    return EventDate(
        start=a,
        end=b,
        precision=draw(st.sampled_from(["day", "week", "month", "season", "year", "approx"])),
        basis=draw(st.sampled_from(["stated", "relative", "linked"])),
        span=draw(spans(text)),
    )


@st.composite
def places(draw: st.DrawFn, text: str) -> Place:
    known = draw(st.booleans())
    return Place(
        name=draw(words),
        country=draw(st.none() | st.sampled_from(COUNTRIES)),
        lat=draw(st.floats(-90, 90)) if known else None,
        lon=draw(st.floats(-180, 180)) if known else None,
        span=draw(spans(text)),
    )


@st.composite
def quantities(draw: st.DrawFn, text: str) -> Quantity:
    number = st.none() | st.floats(0, 1e12)
    return Quantity(
        kind=draw(st.sampled_from(["killed", "injured", "money"])),
        value=draw(number),
        low=draw(number),
        high=draw(number),
        unit=draw(st.none() | words),
        span=draw(spans(text)),
    )


@st.composite
def events(draw: st.DrawFn, text: str, doc_id: str = "d", number: int = 0) -> Event:
    event_type = draw(st.sampled_from(sorted(EVENT_TYPES)))
    quad, score = EVENT_TYPES[event_type]
    few = {"max_size": 3}
    mention = st.builds(Mention, spans(text), spans(text), st.integers(0, 500))
    speaker = st.builds(Attribution, words, st.none() | st.sampled_from(COUNTRIES), spans(text))
    return Event(
        event_type=event_type,
        event_mode=tuple(draw(st.lists(words, **few))),
        context=tuple(draw(st.lists(words, **few))),
        cameo=draw(st.none() | st.sampled_from(["046", "190", "0233"])),
        quad_class=quad,
        plover_score=score,
        goldstein=draw(st.none() | scores),
        actor=tuple(draw(st.lists(parties(text), **few))),
        recipient=tuple(draw(st.lists(parties(text), **few))),
        date=draw(st.none() | event_dates(text)),
        place=draw(st.none() | places(text)),
        status=draw(st.sampled_from(STATUSES)),
        historical=draw(st.booleans()),
        attributed_to=tuple(draw(st.lists(speaker, **few))),
        quantities=tuple(draw(st.lists(quantities(text), **few))),
        id=digest(doc_id, str(number)),
        doc_id=doc_id,
        mentions=tuple(draw(st.lists(mention, min_size=1, max_size=3))),
        decided_by=draw(words),
        confidence=draw(st.floats(0, 1)),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(texts)
    dated = draw(st.booleans())
    return Document(
        id=document_id(text),
        text=text,
        date=draw(days) if dated else None,
        date_basis=draw(st.sampled_from(["option", "file", "page"])) if dated else None,
        title=draw(st.none() | words),
        source=draw(st.none() | words),
        url=draw(st.none() | words),
        lang=draw(st.sampled_from([None, "en"])),
        authors=tuple(draw(st.lists(words, max_size=2))),
        captions=tuple(draw(st.lists(spans(text), max_size=2))),
    )


@st.composite
def rejections(draw: st.DrawFn, text: str, doc_id: str) -> Rejection:
    return Rejection(
        doc_id=doc_id,
        stage=draw(st.sampled_from(["language", "coding"])),
        reason=draw(words),
        sentence=draw(st.none() | st.integers(0, 500)),
        spans=tuple(draw(st.lists(spans(text), max_size=2))),
        detail=draw(st.none() | words),
        source=None,
    )


def several(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(of, max_size=2).map(tuple)


def findings(text: str, doc_id: str) -> dict[str, st.SearchStrategy[Any]]:
    """Strategies for everything read beyond single events, by the field of a reading."""
    ids = {"id": words, "doc_id": st.just(doc_id)}
    code, codes = st.none() | st.sampled_from(COUNTRIES), several(st.sampled_from(COUNTRIES))
    held, number = several(spans(text)), st.none() | st.floats(0, 1e12)
    kinds = st.sampled_from(["author", "person", "state", "collective"])
    voice = st.builds(Voice, words, kinds, code, held)
    value = several(st.builds(FieldValue, words, st.none() | voice, held))
    days_or_none = st.none() | days
    return {
        "claims": st.builds(
            Claim,
            voice,
            words,
            spans(text),
            st.sampled_from(STATUSES),
            several(voice),
            st.none() | spans(text),
            several(words),
            st.integers(0, 99),
            **ids,
        ),
        "incidents": st.builds(
            Incident,
            words,
            words,
            perpetrator=value,
            victim=value,
            access=value,
            date=several(st.builds(CaseDate, words, days, days, st.just("day"), held)),
            casualties=several(
                st.builds(Casualties, words, number, number, number, st.none() | voice, held)
            ),
            suspects=several(
                st.builds(Suspect, words, st.none() | voice, st.sampled_from(STATUSES), held)
            ),
            motives=several(st.builds(Motive, words, st.none() | voice, held)),
            reactions=several(
                st.builds(
                    Reaction, words, code, st.none() | words, st.none() | st.integers(0, 99), held
                )
            ),
            **ids,
        ),
        "hypotheses": st.lists(voice, max_size=2).flatmap(
            lambda v: st.builds(
                Hypothesis,
                st.sampled_from(["who", "why", "what-next"]),
                words,
                st.just(tuple(v)),
                st.just(("for",) * len(v)),
                st.none() | words,
                held,
                held,
                held,
                **ids,
            )
        ),
        "stakes": st.builds(
            Stake,
            words,
            several(words),
            codes,
            number,
            number,
            number,
            st.none() | st.just("USD"),
            st.none() | words,
            st.none()
            | st.builds(Period, days_or_none, days_or_none, st.none() | st.integers(0, 9999)),
            codes,
            codes,
            st.none() | st.sampled_from(["running", "lost"]),
            st.none() | words,
            held,
            **ids,
        ),
        "signals": st.builds(
            Signal,
            st.sampled_from(["reassurance", "escalation", "neutral"]),
            words,
            codes,
            codes,
            words,
            st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)),
            st.none() | words,
            st.none() | words,
            held,
            chance=st.none() | st.floats(0, 1),
            **ids,
        ),
    }


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    document = draw(documents())
    count = draw(st.integers(0, 3))
    return Reading(
        document,
        tuple(draw(events(document.text, document.id, n)) for n in range(count)),
        tuple(draw(st.lists(rejections(document.text, document.id), max_size=2))),
        **{k: draw(several(f)) for k, f in findings(document.text, document.id).items()},
    )


def make_event(
    event_type: str = "CONSULT",
    actor: str = "RUS",
    recipient: str = "TUR",
    *,
    day: str | None = None,
    precision: str = "day",
    status: str = "asserted",
    historical: bool = False,
    score: float | None = None,
    quad: int | None = None,
    mode: tuple[str, ...] = (),
    place: str | None = None,
    doc_id: str = "d",
    number: int = 0,
) -> Event:
    """An event between codes; several codes are parted by a blank, sectors follow a slash.

    ``make_event("ASSAULT", "TUR/MIL", "RUS", day="2015-11-24")``
    """

    def sides(given: str) -> tuple[Party, ...]:
        out = []
        for part in given.split():
            code, _, sector = part.partition("/")
            country = None if code == "-" else code
            out.append(Party(code, country, tuple(sector.split("|")) if sector else ()))
        return tuple(out)

    quad_class, plover = EVENT_TYPES[event_type]
    trigger = Span(0, 4, "text")
    return Event(
        event_type=event_type,
        event_mode=mode,
        context=(),
        cameo=None,
        quad_class=quad or quad_class,
        plover_score=plover,
        goldstein=plover if score is None else score,
        actor=sides(actor),
        recipient=sides(recipient),
        date=None if day is None else EventDate(day, day, precision, "stated", trigger),  # type: ignore[arg-type]
        place=None if place is None else Place(place, place, None, None, trigger),
        status=status,  # type: ignore[arg-type]
        historical=historical,
        id=digest(doc_id, str(number)),
        doc_id=doc_id,
        mentions=(Mention(trigger, Span(0, 9, "text of d"), 0),),
        decided_by="test",
        confidence=1.0,
    )


def make_reading(doc_id: str, published: str | None, *given: Event) -> Reading:
    """A reading of a document ``text of <doc_id>`` with these events, renumbered."""
    from dataclasses import replace

    told = tuple(replace(e, doc_id=doc_id, id=digest(doc_id, str(n))) for n, e in enumerate(given))
    return Reading(Document(doc_id, f"text of {doc_id}", published), told, ())


def synthetic_reading(number: int, *, seed: int = 7) -> Reading:
    """Reading ``number`` of an endless reproducible corpus about a few states, 2010-2019.

    Between none and nine events and up to two rejections; the same number, the same reading.
    """
    rng = random.Random(f"{seed}/{number}")
    text = f"Dispatch {number}: {rng.getrandbits(64):x} \U0001f54a happened in Ankara."
    doc_id = document_id(text)
    published = date(2010, 1, 1) + timedelta(days=rng.randrange(3650))
    told = []
    for n in range(rng.randrange(10)):
        event_type = rng.choice(sorted(EVENT_TYPES))
        quad, score = EVENT_TYPES[event_type]
        a, b = rng.sample(COUNTRIES, 2)
        when = (published - timedelta(days=rng.randrange(5))).isoformat()
        span = span_of(text, 9, 12)
        told.append(
            Event(
                event_type=event_type,
                event_mode=(),
                context=(),
                cameo=None,
                quad_class=quad,
                plover_score=score,
                goldstein=score,
                actor=(Party(a, a, ("GOV",), f"state:{a}", span),),
                recipient=(Party(b, b, (), f"state:{b}", span),),
                date=EventDate(when, when, "day", "stated", span),
                place=None,
                status=rng.choice(("asserted", "asserted", "attributed", "planned")),
                historical=False,
                id=digest(doc_id, str(n)),
                doc_id=doc_id,
                mentions=(Mention(span, span_of(text, 0, len(text)), 0),),
                decided_by="synthetic",
                confidence=0.5,
            )
        )
    held = tuple(
        Rejection(doc_id, "coding", "no actor", 0, (span_of(text, 0, 8),))
        for _ in range(rng.randrange(3))
    )
    return Reading(Document(doc_id, text, published.isoformat()), tuple(told), held)
