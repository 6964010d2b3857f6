"""The records that travel through détente, and their JSON; field names are public API.

``base`` holds documents, spans, events and what relations make of them; ``findings`` what is
read beyond single events; ``reading`` all that one document yielded.
"""

from __future__ import annotations

from detente.records.base import (
    IN_PASSING,
    STATUSES,
    Attribution,
    Document,
    DyadWeek,
    Event,
    EventDate,
    Mention,
    Party,
    Place,
    Quantity,
    Rejection,
    Span,
    all_spans,
    digest,
    document_id,
    span_of,
)
from detente.records.base import (
    Basis as Basis,
)
from detente.records.base import (
    Precision as Precision,
)
from detente.records.base import (
    Status as Status,
)
from detente.records.findings import (
    INCIDENT_FIELDS,
    RATINGS,
    CaseDate,
    Casualties,
    Claim,
    FieldValue,
    Hypothesis,
    Incident,
    Judgement,
    Motive,
    Period,
    Reaction,
    Signal,
    Stake,
    Suspect,
    Voice,
    finding_spans,
    judgement_from_json,
)
from detente.records.findings import (
    About as About,
)
from detente.records.findings import (
    Action as Action,
)
from detente.records.findings import (
    Direction as Direction,
)
from detente.records.findings import (
    Finding as Finding,
)
from detente.records.findings import (
    Rating as Rating,
)
from detente.records.findings import (
    StakeStatus as StakeStatus,
)
from detente.records.findings import (
    VoiceKind as VoiceKind,
)
from detente.records.outlook import Driver, ModelCard, Outlook, Precedent
from detente.records.reading import Reading

__all__ = [
    "INCIDENT_FIELDS",
    "IN_PASSING",
    "RATINGS",
    "STATUSES",
    "Attribution",
    "CaseDate",
    "Casualties",
    "Claim",
    "Document",
    "Driver",
    "DyadWeek",
    "Event",
    "EventDate",
    "FieldValue",
    "Hypothesis",
    "Incident",
    "Judgement",
    "Mention",
    "ModelCard",
    "Motive",
    "Outlook",
    "Party",
    "Period",
    "Place",
    "Precedent",
    "Quantity",
    "Reaction",
    "Reading",
    "Rejection",
    "Signal",
    "Span",
    "Stake",
    "Suspect",
    "Voice",
    "all_spans",
    "digest",
    "document_id",
    "finding_spans",
    "judgement_from_json",
    "span_of",
]
