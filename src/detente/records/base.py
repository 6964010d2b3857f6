"""The records that travel through détente, and their JSON.

What comes in: values found by the rooms. What goes out: frozen records whose every span
slices back to its own text, ``document.text[span.start:span.end] == span.text``, counted in
Unicode code points. Equality is meaning; evidence rides along uncompared, so that two reports
of one event are equal although other words prove them.

The JSON of each record is its public form (one object a line); its field order is fixed, so
the same records give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal[
    "asserted", "attributed", "suspected", "denied", "negated", "hypothetical", "planned"
]
STATUSES: tuple[Status, ...] = (
    "asserted",
    "attributed",
    "suspected",
    "denied",
    "negated",
    "hypothetical",
    "planned",
)
# Ends `Event.decided_by` where an act is taken for granted, not told ("after the downing of").
# Such an act, if it has no date, is not dated by the day of publication in a series.
IN_PASSING = " in passing"
Precision = Literal["day", "week", "month", "season", "year", "approx"]
Basis = Literal["stated", "relative", "linked"]


def digest(*parts: str) -> str:
    """Short, stable identifier of some text: 16 hex digits of a SHA-256.

    Examples
    --------
    >>> digest("a", "b") == digest("a", "b"), digest("ab") == digest("a", "b")
    (True, False)
    """
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text: code points, half-open."""

    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        """The span as JSON object."""
        return {"start": self.start, "end": self.end, "text": self.text}


def span_of(text: str, start: int, end: int) -> Span:
    """The span of ``text`` from ``start`` to ``end``."""
    return Span(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its publication date; everything else is derived from it.

    ``id`` is given by the source or derived from the text. ``date`` is ISO (``YYYY-MM-DD``)
    or None; ``date_basis`` says where it came from: ``option``, ``file`` (a field of the
    input), ``page`` (the HTML page), ``header`` (front matter of a text file), ``dateline`` (the
    one at the top of the text), ``feed`` (the feed that listed it), ``seen`` (the day a
    watched feed first listed it) or None. ``captions`` are the spans of photo captions inside
    ``text``.
    """

    id: str
    text: str
    date: str | None = None
    date_basis: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    lang: str | None = None
    authors: tuple[str, ...] = ()
    captions: tuple[Span, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The document as JSON object."""
        return {
            "kind": "document",
            "id": self.id,
            "text": self.text,
            "date": self.date,
            "date_basis": self.date_basis,
            "title": self.title,
            "source": self.source,
            "url": self.url,
            "lang": self.lang,
            "authors": list(self.authors),
            "captions": [c.to_json() for c in self.captions],
        }


def document_id(text: str) -> str:
    """The id of a document whose source gave none: a hash of its text."""
    return digest("document", text)


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or recipient: who it is, and the words that say so.

    ``country`` is ISO 3166-1 alpha-3 (KOS for Kosovo, PSE) or PLOVER's IGO, UNO, EUR, NGO,
    ISM, IMG, MNC; None if the text does not tell. ``sector`` holds PLOVER sector codes.
    ``id`` names the entity in our tables (``state:RUS``, ``igo:nato``), None if unlisted;
    ``stranger:attacker`` is who is known by what he did alone.
    """

    name: str
    country: str | None
    sector: tuple[str, ...] = ()
    id: str | None = None
    span: Span = field(default=Span(0, 0, ""), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The party as JSON object, its span's offsets inline."""
        return {
            "text": self.span.text,
            "start": self.span.start,
            "end": self.span.end,
            "name": self.name,
            "country": self.country,
            "sector": list(self.sector),
            "id": self.id,
        }


@dataclass(frozen=True, slots=True)
class EventDate:
    """When: an interval of days, both ends included, with precision and basis."""

    start: str
    end: str
    precision: Precision
    basis: Basis
    span: Span = field(compare=False)

    def to_json(self) -> dict[str, Any]:
        """The date as JSON object."""
        return {
            "start": self.start,
            "end": self.end,
            "precision": self.precision,
            "basis": self.basis,
            "text": self.span.text,
            "span": [self.span.start, self.span.end],
        }


@dataclass(frozen=True, slots=True)
class Place:
    """Where the act happened; ``lat`` and ``lon`` in degrees, None if not in the gazetteer."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    span: Span = field(compare=False)

    def to_json(self) -> dict[str, Any]:
        """The place as JSON object."""
        return {
            "name": self.name,
            "country": self.country,
            "lat": self.lat,
            "lon": self.lon,
            "text": self.span.text,
            "span": [self.span.start, self.span.end],
        }


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many: killed, injured, arrested, expelled, money, troops.

    ``low`` and ``high`` bound the value ("dozens", "at least 17"); None where open.
    """

    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    span: Span = field(compare=False)

    def to_json(self) -> dict[str, Any]:
        """The quantity as JSON object."""
        return {
            "kind": self.kind,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "text": self.span.text,
            "span": [self.span.start, self.span.end],
        }


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so."""

    name: str
    country: str | None
    span: Span = field(compare=False)

    def to_json(self) -> dict[str, Any]:
        """The attribution as JSON object, its span's offsets inline."""
        return {
            "text": self.span.text,
            "start": self.span.start,
            "end": self.span.end,
            "name": self.name,
            "country": self.country,
        }


@dataclass(frozen=True, slots=True)
class Mention:
    """One telling of an event: the trigger word, the words that prove it, the sentence."""

    trigger: Span
    evidence: Span
    sentence: int

    def to_json(self) -> dict[str, Any]:
        """The mention as JSON object."""
        return {
            "trigger": self.trigger.to_json(),
            "evidence": self.evidence.to_json(),
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when, where, how surely, and the words that prove it.

    ``event_type`` is one of PLOVER 2.0's sixteen; ``quad_class`` 1 verbal cooperation,
    2 material cooperation, 3 verbal conflict, 4 material conflict; ``plover_score`` and
    ``goldstein`` in [-10, 10]. ``because`` names the features that spoke most for an event that
    the model decided, each with what it added to the log odds; a pattern's reason is its rule.
    """

    event_type: str
    event_mode: tuple[str, ...]
    context: tuple[str, ...]
    cameo: str | None
    quad_class: int
    plover_score: float
    goldstein: float | None
    actor: tuple[Party, ...]
    recipient: tuple[Party, ...]
    date: EventDate | None
    place: Place | None
    status: Status
    historical: bool
    attributed_to: tuple[Attribution, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    id: str = field(default="", compare=False)
    doc_id: str = field(default="", compare=False)
    mentions: tuple[Mention, ...] = field(default=(), compare=False)
    decided_by: str = field(default="", compare=False)
    confidence: float = field(default=0.0, compare=False)
    because: tuple[tuple[str, float], ...] = field(default=(), compare=False)

    @property
    def trigger(self) -> Span:
        """The first mention's trigger."""
        return self.mentions[0].trigger

    @property
    def sentence(self) -> int:
        """The first mention's sentence."""
        return self.mentions[0].sentence

    def to_json(self) -> dict[str, Any]:
        """The event as JSON object, in the field order of the contract."""
        says = [a.to_json() for a in self.attributed_to]
        reasons = [{"feature": name, "adds": adds} for name, adds in self.because]
        return {
            "kind": "event",
            "id": self.id,
            "doc_id": self.doc_id,
            "sentence": self.sentence,
            "event_type": self.event_type,
            "event_mode": list(self.event_mode),
            "context": list(self.context),
            "cameo": self.cameo,
            "quad_class": self.quad_class,
            "plover_score": self.plover_score,
            "goldstein": self.goldstein,
            "actor": [p.to_json() for p in self.actor],
            "recipient": [p.to_json() for p in self.recipient],
            "date": None if self.date is None else self.date.to_json(),
            "place": None if self.place is None else self.place.to_json(),
            "status": self.status,
            "historical": self.historical,
            # One speaker is an object; claim and denial side by side are a list.
            "attributed_to": None if not says else says[0] if len(says) == 1 else says,
            "quantities": [q.to_json() for q in self.quantities],
            "trigger": self.trigger.to_json(),
            "mentions": [m.to_json() for m in self.mentions],
            "decided_by": self.decided_by,
            "confidence": self.confidence,
            **({"because": reasons} if reasons else {}),
        }


@dataclass(frozen=True, slots=True)
class Rejection:
    """What could not be coded or read, and why.

    ``stage`` is the room (``documents``, ``language``, ``coding``); ``reason`` a short fixed
    phrase that can be counted; ``detail`` the particulars. ``source`` names the input (file,
    line) when no document came of it, and then ``doc_id`` is None.
    """

    doc_id: str | None
    stage: str
    reason: str
    sentence: int | None = None
    spans: tuple[Span, ...] = field(default=(), compare=False)
    detail: str | None = field(default=None, compare=False)
    source: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The rejection as JSON object."""
        return {
            "kind": "rejection",
            "doc_id": self.doc_id,
            "sentence": self.sentence,
            "stage": self.stage,
            "reason": self.reason,
            "detail": self.detail,
            "source": self.source,
            "spans": [s.to_json() for s in self.spans],
        }


@dataclass(frozen=True, slots=True)
class DyadWeek:
    """One week of a dyad: what was counted, what it sums to, where the level stands.

    ``dyad`` is two codes, sorted, joined by a hyphen; ``week`` the Monday. ``counts`` maps
    ``"RUS>TUR:4"`` (actor, recipient, quad class) to events. ``level`` is None in a week
    without any report; ``low`` and ``high`` bound it at 80 %.
    """

    dyad: str
    week: str
    counts: dict[str, int]
    events: int
    reports: int
    score_sum: float
    level: float | None = None
    low: float | None = None
    high: float | None = None
    phase: str | None = None
    shock: str | None = None
    event_ids: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The week as JSON object."""
        return {
            "kind": "dyad_week",
            "dyad": self.dyad,
            "week": self.week,
            "counts": dict(sorted(self.counts.items())),
            "events": self.events,
            "reports": self.reports,
            "score_sum": self.score_sum,
            "level": self.level,
            "low": self.low,
            "high": self.high,
            "phase": self.phase,
            "shock": self.shock,
            "event_ids": list(self.event_ids),
        }


def all_spans(event: Event) -> Iterable[Span]:
    """Every span of an event, for checking that each slices back to its text."""
    for party in (*event.actor, *event.recipient):
        yield party.span
    for said in event.attributed_to:
        yield said.span
    for quantity in event.quantities:
        yield quantity.span
    if event.date is not None:
        yield event.date.span
    if event.place is not None:
        yield event.place.span
    for mention in event.mentions:
        yield mention.trigger
        yield mention.evidence
