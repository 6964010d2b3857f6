"""Annotated articles: texts with the reading that a competent analyst would give of them.

What comes in: a folder of pairs ``NAME.txt`` and ``NAME.json``. What goes out: `Article` records
whose every quote has become a span of the document's text, so that a reading can be scored
against them. The format is written down in ``tests/texts/reading/README.md``; whatever does not
hold up (a quote that the text has not, a type that the codebook has not) is refused by name.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from detente.codebook import load_codebook, load_states
from detente.documents import read
from detente.errors import BadDataFile
from detente.records import STATUSES, Document, Precision, Span, span_of

DIRECTIONS = ("reassurance", "escalation", "neutral")
ABOUT = ("who", "why", "what-next")
STAKE_STATUSES = ("planned", "running", "suspended", "restarted", "cancelled", "ended", "lost")
DOMAINS = frozenset(
    [
        "energy",
        "trade",
        "tourism",
        "agriculture",
        "arms",
        "bases",
        "security",
        "territory",
        "migration",
        "transit",
        "finance",
        "water",
        "technology",
        "culture",
        "institution",
    ]
)
Field = Literal[
    "perpetrator",
    "affiliation",
    "victim",
    "office",
    "weapon",
    "access",
    "place",
    "date",
    "casualties",
    "claims_of_responsibility",
    "suspects",
    "motives",
    "reactions",
]
FIELDS: tuple[str, ...] = get_args(Field)
AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class WantedEvent:
    """An event that should be, or may be, recorded.

    ``types`` and ``statuses`` begin with the preferred one and go on with those that can be
    argued for. ``actor`` and ``recipient`` are country codes; parties whose country the
    annotation leaves open are not among them. ``date`` is (first day, last day, precision).
    ``historical`` is None where it can be argued either way.
    """

    id: str
    types: tuple[str, ...]
    modes: tuple[str, ...]
    actor: frozenset[str]
    recipient: frozenset[str]
    date: tuple[str, str, str] | None
    place: str | None
    statuses: tuple[str, ...]
    attributed_to: tuple[str, ...]
    historical: bool | None
    quantities: tuple[Mapping[str, Any], ...]
    optional: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """Words that look like an act but assert none; ``types`` empty means no type may be."""

    types: tuple[str, ...]
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class WantedValue:
    """A value of an incident's field: its words, who says it, and what else the field holds.

    ``by`` is the speaker's name in the text, ``author``, a country (reactions), or None.
    ``more`` has the numbers of casualties, the days of a date, the event of a reaction.
    """

    value: str
    span: Span
    by: str | None
    more: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WantedIncident:
    """The case file of one act; ``event`` is the id of a wanted event."""

    id: str
    name: str
    event: str
    fields: Mapping[str, tuple[WantedValue, ...]]


@dataclass(frozen=True, slots=True)
class WantedHypothesis:
    """An explanation or forecast, who holds it, and what the text says for and against it."""

    about: str
    value: str
    spans: tuple[Span, ...]
    holders: tuple[str, ...]
    evidence_for: tuple[Span, ...]
    evidence_against: tuple[Span, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class WantedStake:
    """What the relation is worth; amounts in units of ``currency`` or ``unit``."""

    name: str
    domain: frozenset[str]
    dyad: frozenset[str]
    amount: float | None
    low: float | None
    high: float | None
    currency: str | None
    bearer: frozenset[str]
    gainer: frozenset[str]
    status: str | None
    spans: tuple[Span, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class WantedSignal:
    """A step after a shock; ``latency_days`` are the least and the most, None where open."""

    direction: str
    type: str
    sender: frozenset[str]
    to: frozenset[str]
    latency_days: tuple[int, int] | None
    spans: tuple[Span, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class WantedClaim:
    """Who says what; ``speaker`` is a name in the text, or ``author``."""

    speaker: str
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its annotation."""

    name: str
    style: str
    document: Document
    events: tuple[WantedEvent, ...]
    traps: tuple[Trap, ...]
    incidents: tuple[WantedIncident, ...]
    hypotheses: tuple[WantedHypothesis, ...]
    stakes: tuple[WantedStake, ...]
    signals: tuple[WantedSignal, ...]
    claims: tuple[WantedClaim, ...]


def read_articles(folder: str | Path) -> list[Article]:
    """The annotated articles of a folder, by name.

    Raises
    ------
    BadDataFile
        The folder has none, a text has no annotation (or the other way round), or an annotation
        does not hold up; names the file and what is wrong with it.
    """
    folder = Path(folder)
    texts = {p.stem: p for p in sorted(folder.glob("*.txt"))}
    notes = {p.stem: p for p in sorted(folder.glob("*.json"))}
    if not texts:
        raise BadDataFile(
            "has no annotated articles",
            file=str(folder),
            hint="name a folder that holds pairs of NAME.txt and NAME.json",
        )
    for name in sorted(set(texts) ^ set(notes)):
        kind = "annotation NAME.json" if name in texts else "text NAME.txt"
        raise BadDataFile(
            f"{name!r} has no {kind}", file=str(folder), hint="both belong to an article"
        )
    vocabulary = _Vocabulary.load()
    return [_article(name, texts[name], notes[name], vocabulary) for name in texts]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """What an annotation may say: modes by event type, sectors, codes of states and others."""

    modes: Mapping[str, tuple[str, ...]]
    sectors: frozenset[str]
    codes: frozenset[str]

    @classmethod
    def load(cls) -> _Vocabulary:
        codebook = load_codebook()
        return cls(
            {t: tuple(codebook.modes(t)) for t in codebook.types},
            frozenset(codebook.sectors),
            frozenset([*load_states(), *codebook.entities]),
        )


def _article(name: str, text: Path, notes: Path, vocabulary: _Vocabulary) -> Article:
    document = next(iter(read([text])))
    if not isinstance(document, Document):
        raise BadDataFile(f"cannot be read: {document.reason}", file=str(text))
    try:
        raw = json.loads(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadDataFile(f"is no JSON: {error}", file=str(notes)) from None
    if not isinstance(raw, dict):
        raise BadDataFile("is no JSON object", file=str(notes))
    try:
        return _Annotation(raw, document, notes, vocabulary).article(name)
    except KeyError as missing:
        raise BadDataFile(f"a record lacks the key {missing}", file=str(notes)) from None
    except (TypeError, AttributeError, ValueError) as error:
        raise BadDataFile(f"a record has another shape: {error}", file=str(notes)) from None


class _Annotation:
    """One annotation file on its way into records; every check that fails names the file."""

    def __init__(
        self, raw: Mapping[str, Any], document: Document, path: Path, vocabulary: _Vocabulary
    ) -> None:
        self.raw = raw
        self.document = document
        self.path = path
        self.modes = vocabulary.modes
        self.sectors = sorted(vocabulary.sectors)
        self.codes = vocabulary.codes
        self.events = {str(e["id"]) for e in raw["events"]}
        self.known = self.events | {str(i["id"]) for i in raw["incidents"]}

    def bad(self, message: str, hint: str | None = None) -> BadDataFile:
        return BadDataFile(message, file=str(self.path), hint=hint)

    def article(self, name: str) -> Article:
        raw = self.raw
        if raw["date"] != self.document.date:
            raise self.bad(f"date {raw['date']!r} is not that of the text, {self.document.date!r}")
        if len(self.events) != len(raw["events"]):
            raise self.bad("two events have one id")
        return Article(
            name,
            str(raw["style"]),
            self.document,
            tuple(self.event(e) for e in raw["events"]),
            tuple(
                Trap(self.types(t["event_types"]), str(t["why"]), self.span(t["quote"]))
                for t in raw["not_events"]
            ),
            tuple(self.incident(i) for i in raw["incidents"]),
            tuple(self.hypothesis(h) for h in raw["hypotheses"]),
            tuple(self.stake(s) for s in raw["stakes"]),
            tuple(self.signal(s) for s in raw["signals"]),
            tuple(
                WantedClaim(self.name(c["speaker"]), self.span(c["quote"])) for c in raw["claims"]
            ),
        )

    def span(self, quote: str) -> Span:
        text = self.document.text
        times = text.count(quote) if quote else 0
        if times != 1:
            raise self.bad(
                f"the quote {quote!r} occurs {times} times in the text",
                "quote as many words as make it occur once",
            )
        start = text.index(quote)
        return span_of(text, start, start + len(quote))

    def spans(self, quotes: Iterable[str]) -> tuple[Span, ...]:
        found = tuple(self.span(q) for q in quotes)
        if not found:
            raise self.bad("a record has no quote", "every record needs the words that carry it")
        return found

    def name(self, said: str) -> str:
        if said != AUTHOR and said not in self.document.text:
            raise self.bad(f"{said!r} is not in the text", f"a name of the text, or {AUTHOR!r}")
        return said

    def among(self, value: str, allowed: Iterable[str], what: str) -> str:
        allowed = tuple(allowed)
        if value not in allowed:
            raise self.bad(f"{value!r} is no {what}", f"one of {', '.join(allowed)}")
        return value

    def types(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.among(t, self.modes, "event type") for t in names)

    def countries(self, codes: Iterable[str | None]) -> frozenset[str]:
        found = frozenset(c for c in codes if c is not None)
        for code in sorted(found - self.codes):
            raise self.bad(f"{code!r} is no country or entity code", "ISO alpha-3, or IGO, UNO ...")
        return found

    def parties(self, rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
        rows = list(rows)
        for row in rows:
            self.name(row["text"])
            for sector in row["sector"]:
                self.among(sector, self.sectors, "sector")
        return self.countries(row["country"] for row in rows)

    def days(self, date: Mapping[str, Any] | None) -> tuple[str, str, str] | None:
        if date is None:
            return None
        first, last = (dt.date.fromisoformat(date[k]) for k in ("start", "end"))
        if last < first:
            raise self.bad(f"the date {date['start']} ends before it begins, {date['end']}")
        precision = self.among(date["precision"], get_args(Precision), "precision")
        return first.isoformat(), last.isoformat(), precision

    def event(self, e: Mapping[str, Any]) -> WantedEvent:
        types = self.types([e["event_type"], *e["also"]])
        allowed = {m for t in types for m in self.modes[t]}
        says = e["attributed_to"] or ()
        place = e["place"]
        if place is not None:
            self.countries([place["country"]])
        return WantedEvent(
            str(e["id"]),
            types,
            tuple(self.among(m, sorted(allowed), "mode of the types") for m in e["event_mode"]),
            self.parties(e["actor"]),
            self.parties(e["recipient"]),
            self.days(e["date"]),
            None if place is None else str(place["country"]),
            tuple(self.among(s, STATUSES, "status") for s in [e["status"], *e["also_status"]]),
            tuple(self.name(s) for s in says),
            e["historical"],
            tuple(e["quantities"]),
            bool(e["optional"]),
            self.spans(e["quotes"]),
        )

    def incident(self, i: Mapping[str, Any]) -> WantedIncident:
        self.among(i["event"], self.events, "event of this file")
        return WantedIncident(
            str(i["id"]),
            str(i["name"]),
            str(i["event"]),
            {
                self.among(field, FIELDS, "field"): tuple(self.value(field, row) for row in rows)
                for field, rows in i["fields"].items()
            },
        )

    def value(self, field: str, row: Mapping[str, Any]) -> WantedValue:
        if field == "reactions":
            self.countries([row["by"]])
            by: str | None = row["by"]
            if row["event"] is not None:
                self.among(row["event"], self.events, "event of this file")
        else:
            said = row["by"] if field in ("suspects", "motives") else row["said_by"]
            by = None if said is None else self.name(said)
        if field == "date":
            self.days(row)
        value = row["value"]
        return WantedValue(str(value), self.span(row["quote"]), by, row)

    def hypothesis(self, h: Mapping[str, Any]) -> WantedHypothesis:
        proposition = h["proposition"]
        return WantedHypothesis(
            self.among(h["about"], ABOUT, "subject of a hypothesis"),
            str(proposition["value"]),
            self.spans(proposition["quotes"]),
            tuple(self.name(v["value"]) for v in h["holders"]),
            tuple(self.span(q) for q in h["evidence_for"]),
            tuple(self.span(q) for q in h["evidence_against"]),
            bool(h["optional"]),
        )

    def stake(self, s: Mapping[str, Any]) -> WantedStake:
        status = s["status"]
        if s["cause"] is not None:
            self.among(s["cause"], self.known, "event or incident of this file")
        return WantedStake(
            str(s["name"]),
            frozenset(self.among(d, sorted(DOMAINS), "domain") for d in s["domain"]),
            self.countries(s["dyad"]),
            s["amount"],
            s["low"],
            s["high"],
            s["currency"],
            self.countries(s["bearer"]),
            self.countries(s["gainer"]),
            None if status is None else self.among(status, STAKE_STATUSES, "status of a stake"),
            self.spans(s["quotes"]),
            bool(s["optional"]),
        )

    def signal(self, s: Mapping[str, Any]) -> WantedSignal:
        for key in ("event", "after"):
            if s[key] is not None:
                self.among(s[key], self.known, "event or incident of this file")
        latency = s["latency_days"]
        return WantedSignal(
            self.among(s["direction"], DIRECTIONS, "direction"),
            str(s["type"]),
            self.countries(s["from"]),
            self.countries(s["to"]),
            None if latency is None else (int(latency[0]), int(latency[1])),
            self.spans(s["quotes"]),
            bool(s["optional"]),
        )
