"""An event's type as PLOVER says it, which has no status: its folding, applied on export.

A plan to cooperate is AGREE, a plan to harm THREATEN, cooperation not given REJECT (PLOVER 2.0,
the remarks on AGREE, THREATEN and REJECT; RECORDS.md rule 3).
"""

from __future__ import annotations

from detente.records import Event

_OPEN = frozenset(("planned", "hypothetical"))


def plover_type(event: Event) -> str:
    """The event's type once its status is told by the type, as PLOVER does.

    Asserted and reported acts, and verbal conflict of any status, keep their type.
    """
    return folded(event.event_type, event.quad_class, event.status)


def folded(event_type: str, quad_class: int, status: str) -> str:
    """`plover_type` of an event with these three.

    Examples
    --------
    >>> folded("AID", 2, "planned"), folded("ASSAULT", 4, "planned"), folded("AID", 2, "asserted")
    ('AGREE', 'THREATEN', 'AID')
    """
    cooperative = quad_class in (1, 2)
    if status in _OPEN and cooperative:
        return "AGREE"
    if status == "planned" and quad_class == 4:
        return "THREATEN"
    if status == "negated" and cooperative:
        return "REJECT"
    return event_type
