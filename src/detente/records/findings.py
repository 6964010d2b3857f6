"""What is read beyond single events: claims, incidents, hypotheses, stakes, signals.

What comes in: values found by ``coding``. What goes out: frozen records, each with the spans
that prove it; a field that the text does not fill is None or empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.records.base import Precision, Span, Status

VoiceKind = Literal["author", "person", "state", "collective"]
Direction = Literal["reassurance", "escalation", "neutral"]
About = Literal["who", "why", "what-next"]
StakeStatus = Literal["planned", "running", "suspended", "restarted", "cancelled", "ended", "lost"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word something is: the author's own, a person's, a state's or a collective's.

    ``value`` is what the text calls it ("most of the comments"); ``country`` a code or None.
    """

    value: str
    kind: VoiceKind
    country: str | None = None
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The voice as JSON object."""
        return {
            "value": self.value,
            "kind": self.kind,
            "country": self.country,
            "spans": _spans(self.spans),
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition and whose word it is.

    ``chain`` is the way the word came, the nearest voice first ("an agency quoting an official"
    is agency, official); ``speaker`` is the chain's last, whose word it is. ``stance`` is what
    the speaker does with the proposition (says, denies, suspects, fears ...), ``status`` what
    this leaves of it. ``events`` are the ids of the acts told inside it.
    """

    speaker: Voice
    stance: str
    proposition: Span
    status: Status
    chain: tuple[Voice, ...] = ()
    cue: Span | None = field(default=None, compare=False)
    events: tuple[str, ...] = field(default=(), compare=False)
    sentence: int = field(default=0, compare=False)
    id: str = field(default="", compare=False)
    doc_id: str = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        """The claim as JSON object."""
        return {
            "kind": "claim",
            "id": self.id,
            "doc_id": self.doc_id,
            "sentence": self.sentence,
            "speaker": self.speaker.to_json(),
            "chain": [v.to_json() for v in self.chain],
            "stance": self.stance,
            "status": self.status,
            "proposition": {
                "value": self.proposition.text,
                "spans": [self.proposition.to_json()],
            },
            "cue": None if self.cue is None else self.cue.to_json(),
            "events": list(self.events),
        }


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One value of one field of an incident; ``said_by`` is None where the text states it."""

    value: str
    said_by: Voice | None = None
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The value as JSON object."""
        return {
            "value": self.value,
            "spans": _spans(self.spans),
            "said_by": None if self.said_by is None else self.said_by.to_json(),
        }


@dataclass(frozen=True, slots=True)
class CaseDate:
    """When an incident happened: days, both included, as `EventDate` has them."""

    value: str
    start: str
    end: str
    precision: Precision
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The date as JSON object."""
        return {
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "precision": self.precision,
            "spans": _spans(self.spans),
        }


@dataclass(frozen=True, slots=True)
class Casualties:
    """How many people were killed, injured, captured ...; bounds as `Quantity` has them."""

    kind: str
    value: float | None
    low: float | None
    high: float | None
    said_by: Voice | None = None
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The casualties as JSON object."""
        return {
            "kind": self.kind,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "spans": _spans(self.spans),
            "said_by": None if self.said_by is None else self.said_by.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Suspect:
    """Who is suspected or accused of an incident, by whom, and where that stands."""

    value: str
    by: Voice | None = None
    status: Status = "suspected"
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The suspect as JSON object."""
        return {
            "value": self.value,
            "by": None if self.by is None else self.by.to_json(),
            "status": self.status,
            "spans": _spans(self.spans),
        }


@dataclass(frozen=True, slots=True)
class Motive:
    """Why an incident happened, as somebody has it."""

    value: str
    by: Voice | None = None
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The motive as JSON object."""
        return {
            "value": self.value,
            "by": None if self.by is None else self.by.to_json(),
            "spans": _spans(self.spans),
        }


@dataclass(frozen=True, slots=True)
class Reaction:
    """How a state answered an incident; latency in days, None where the text does not tell."""

    value: str
    by: str | None
    event: str | None
    latency_days: int | None
    spans: tuple[Span, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The reaction as JSON object."""
        return {
            "value": self.value,
            "by": self.by,
            "event": self.event,
            "latency_days": self.latency_days,
            "spans": _spans(self.spans),
        }


@dataclass(frozen=True, slots=True)
class Incident:
    """The case file of one act, as one document tells it.

    Two values of one field stay side by side, each with who says it. Which field is which
    variable of the Global Terrorism Database is said in ``coding/incidents/fields.toml``.
    """

    name: str
    event: str | None
    perpetrator: tuple[FieldValue, ...] = ()
    affiliation: tuple[FieldValue, ...] = ()
    perpetrator_status: tuple[FieldValue, ...] = ()
    victim: tuple[FieldValue, ...] = ()
    office: tuple[FieldValue, ...] = ()
    attack_type: tuple[FieldValue, ...] = ()
    weapon: tuple[FieldValue, ...] = ()
    access: tuple[FieldValue, ...] = ()
    place: tuple[FieldValue, ...] = ()
    date: tuple[CaseDate, ...] = ()
    casualties: tuple[Casualties, ...] = ()
    claims_of_responsibility: tuple[FieldValue, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    motives: tuple[Motive, ...] = ()
    investigation: tuple[FieldValue, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    id: str = field(default="", compare=False)
    doc_id: str = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        """The incident as JSON object."""
        return {
            "kind": "incident",
            "id": self.id,
            "doc_id": self.doc_id,
            "name": self.name,
            "event": self.event,
            "fields": {n: [v.to_json() for v in getattr(self, n)] for n in INCIDENT_FIELDS},
        }


INCIDENT_FIELDS = (
    "perpetrator",
    "affiliation",
    "perpetrator_status",
    "victim",
    "office",
    "attack_type",
    "weapon",
    "access",
    "place",
    "date",
    "casualties",
    "claims_of_responsibility",
    "suspects",
    "motives",
    "investigation",
    "reactions",
)
"""The fields of a case file, in the order in which it is read."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A proposition of who did it, why, or what comes next, with who holds it.

    ``stances`` says of each holder whether he holds or rejects it (``for``, ``against``).
    Evidence is what the text itself brings for or against, nothing of our own.
    """

    about: About
    proposition: str
    holders: tuple[Voice, ...] = ()
    stances: tuple[str, ...] = ()
    incident: str | None = field(default=None, compare=False)
    spans: tuple[Span, ...] = field(default=(), compare=False)
    evidence_for: tuple[Span, ...] = field(default=(), compare=False)
    evidence_against: tuple[Span, ...] = field(default=(), compare=False)
    id: str = field(default="", compare=False)
    doc_id: str = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        """The hypothesis as JSON object."""
        held = zip(self.holders, self.stances, strict=True)
        return {
            "kind": "hypothesis",
            "id": self.id,
            "doc_id": self.doc_id,
            "about": self.about,
            "incident": self.incident,
            "proposition": {"value": self.proposition, "spans": _spans(self.spans)},
            "holders": [{**v.to_json(), "stance": stance} for v, stance in held],
            "evidence_for": _spans(self.evidence_for),
            "evidence_against": _spans(self.evidence_against),
        }


@dataclass(frozen=True, slots=True)
class Period:
    """How long something lasted or lasts; ``duration_days`` where the text gives a length."""

    start: str | None = None
    end: str | None = None
    duration_days: int | None = None
    precision: Precision | None = None

    def to_json(self) -> dict[str, Any]:
        """The period as JSON object."""
        return {
            "start": self.start,
            "end": self.end,
            "duration_days": self.duration_days,
            "precision": self.precision,
        }


@dataclass(frozen=True, slots=True)
class Stake:
    """What a relation is worth to its sides: a project, a flow, a loss, a treaty, a base.

    ``dyad`` holds the codes of the parties, sorted, at most two where the text tells them;
    ``amount`` is in ``currency`` (ISO 4217) or in ``unit``; ``bearer`` and ``gainer`` are who
    loses and who gains; ``cause`` is the id of the event that the text makes its cause.
    """

    name: str
    domain: tuple[str, ...]
    dyad: tuple[str, ...] = ()
    amount: float | None = None
    low: float | None = None
    high: float | None = None
    currency: str | None = None
    unit: str | None = None
    period: Period | None = None
    bearer: tuple[str, ...] = ()
    gainer: tuple[str, ...] = ()
    status: StakeStatus | None = None
    cause: str | None = field(default=None, compare=False)
    spans: tuple[Span, ...] = field(default=(), compare=False)
    id: str = field(default="", compare=False)
    doc_id: str = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        """The stake as JSON object."""
        return {
            "kind": "stake",
            "id": self.id,
            "doc_id": self.doc_id,
            "name": self.name,
            "domain": list(self.domain),
            "dyad": list(self.dyad),
            "amount": self.amount,
            "low": self.low,
            "high": self.high,
            "currency": self.currency,
            "unit": self.unit,
            "period": None if self.period is None else self.period.to_json(),
            "bearer": list(self.bearer),
            "gainer": list(self.gainer),
            "status": self.status,
            "cause": self.cause,
            "spans": _spans(self.spans),
        }


@dataclass(frozen=True, slots=True)
class Signal:
    """What a side shows the other after a shock: reassurance, escalation, or neither.

    ``event`` is None for what did not happen ("has not recalled its ambassador"). ``after`` is
    the id of the incident or event that was the shock; ``latency_days`` the least and most days
    from it, None where the text does not tell. ``rule`` says why it was read so. ``chance`` is how
    likely an analyst would list it, by the models; None where the rules alone read.
    """

    direction: Direction
    type: str
    sender: tuple[str, ...]
    to: tuple[str, ...]
    rule: str
    latency_days: tuple[int, int] | None = None
    event: str | None = field(default=None, compare=False)
    after: str | None = field(default=None, compare=False)
    spans: tuple[Span, ...] = field(default=(), compare=False)
    id: str = field(default="", compare=False)
    doc_id: str = field(default="", compare=False)
    chance: float | None = field(default=None, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The signal as JSON object."""
        return {
            "kind": "signal",
            "id": self.id,
            "doc_id": self.doc_id,
            "direction": self.direction,
            "type": self.type,
            "event": self.event,
            "from": list(self.sender),
            "to": list(self.to),
            "after": self.after,
            "latency_days": None if self.latency_days is None else list(self.latency_days),
            "spans": _spans(self.spans),
            "rule": self.rule,
            "chance": self.chance,
        }


Rating = Literal["CC", "C", "N", "I", "II"]
RATINGS: tuple[Rating, ...] = ("CC", "C", "N", "I", "II")
"""Very consistent, consistent, neutral, inconsistent, very inconsistent (Heuer 1999, ch. 8)."""


Action = Literal["propose", "rate", "note", "accept", "fix", "reject"]
"""What an analyst does: the first three to hypotheses, the others to a coded event."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an analyst adds to the machine's findings: kept apart, with name and time.

    ``action`` is ``propose`` (a hypothesis of the analyst's own), ``rate`` (a cell of the
    matrix) or ``note``; of a coded event it is ``accept``, ``fix`` (``changes`` says field by
    field what it should be) or ``reject``. ``hypothesis`` and ``evidence`` are ids in the
    matrix, ``event`` and ``doc_id`` those of the event; ``made_at`` is UTC,
    ``YYYY-MM-DDTHH:MM:SSZ``.
    """

    analyst: str
    made_at: str
    action: Action
    hypothesis: str | None = None
    evidence: str | None = None
    rating: Rating | None = None
    text: str | None = None
    id: str = ""
    event: str | None = None
    doc_id: str | None = None
    changes: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The judgement as JSON object; of an event it names that, of a hypothesis that."""
        told: dict[str, Any] = {
            "kind": "judgement",
            "id": self.id,
            "analyst": self.analyst,
            "made_at": self.made_at,
            "action": self.action,
            "hypothesis": self.hypothesis,
            "evidence": self.evidence,
            "rating": self.rating,
            "text": self.text,
        }
        if self.event is not None:
            told |= {"event": self.event, "doc_id": self.doc_id, "changes": dict(self.changes)}
        return told


def judgement_from_json(found: dict[str, Any]) -> Judgement:
    """The judgement of one JSON object.

    Raises
    ------
    TypeError
        A field is missing or unknown.
    """
    given = {k: v for k, v in found.items() if k != "kind"}
    changes = given.pop("changes", None) or {}
    return Judgement(**given, changes=tuple((str(k), str(v)) for k, v in dict(changes).items()))


def _spans(spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [s.to_json() for s in spans]


Finding = Claim | Incident | Hypothesis | Stake | Signal
"""What is read beyond single events."""


def finding_spans(finding: Finding) -> Iterable[Span]:
    """Every span of a claim, incident, hypothesis, stake or signal, as `all_spans` of events."""
    if isinstance(finding, Claim):
        yield finding.proposition
        if finding.cue is not None:
            yield finding.cue
        for voice in (finding.speaker, *finding.chain):
            yield from voice.spans
    elif isinstance(finding, Incident):
        for name in INCIDENT_FIELDS:
            for value in getattr(finding, name):
                yield from value.spans
                for said in (getattr(value, "said_by", None), getattr(value, "by", None)):
                    if isinstance(said, Voice):
                        yield from said.spans
    else:
        yield from finding.spans
        if isinstance(finding, Hypothesis):
            yield from finding.evidence_for
            yield from finding.evidence_against
            for voice in finding.holders:
                yield from voice.spans
