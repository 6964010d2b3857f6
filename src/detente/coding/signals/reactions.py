"""How each state answered an incident, as reactions of its case file.

Comes in: the signals that rules read and the events told behind an incident. Goes out: `Reaction`
records in text order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.coding.incidents import Built
from detente.coding.scene import Scene, clause_span
from detente.coding.signals.rules import BODIES, case_events, pair_of
from detente.records import Reaction, Signal

# Answers to an incident beside the main one stand within so many sentences of it.
_SHORTLY = 6


def reactions(
    scene: Scene, signals: Sequence[Signal], shock: Built, others: Sequence[Built] = ()
) -> tuple[Reaction, ...]:
    """How each state answered the incident, with latency.

    For the main incident all signals, and what is done before one of the ``others`` is told; for
    another what is told shortly after it.
    """
    start = shock.case.anchor.s.number
    out: list[Reaction] = []
    for signal in signals:
        main = signal.after == shock.incident.id
        at = scene.place_of(signal.spans[0].start)
        close = at is not None and start <= at[0].number <= start + _SHORTLY
        if not main and not close:
            continue
        latency = signal.latency_days if main else None
        exact = latency[0] if latency is not None and latency[0] == latency[1] else None
        for code in signal.sender:
            out.append(Reaction(signal.type, code, signal.event, exact, signal.spans))
    main = any(signal.after == shock.incident.id for signal in signals)
    own = shock.case.sentences[-1]
    begun = (o.case.sentences[0] for o in others if o.case.sentences[0] > own)
    last = own + _SHORTLY + 1
    last = max(last, min(begun, default=len(scene.sentences))) if main else last
    out += _further(scene, out, shock, last)
    return tuple(sorted(out, key=lambda r: r.spans[0].start))


# What states answer that is no signal by itself, and what it is called.
_ANSWERS = {
    "ACCUSE": "accusation",
    "REJECT": "rejection",
    "REQUEST": "request",
    "SUPPORT": "support",
    "CONCEDE": "concession",
    "AGREE": "agreement",
    "CONSULT": "consultation",
    "COOPERATE": "cooperation",
    "AID": "aid",
    "PROTEST": "protest",
    "THREATEN": "threat",
    "SANCTION": "sanction",
    "MOBILIZE": "mobilization",
    "COERCE": "coercion",
    "RETREAT": "retreat",
}


def _further(
    scene: Scene, found: Sequence[Reaction], shock: Built, last: int
) -> Iterator[Reaction]:
    """Acts of states told behind the incident, of those concerned by it or towards them.

    Those in sentences before ``last`` count.
    """
    concerned = set(pair_of(scene, shock))
    start = shock.case.sentences[0]
    mine = case_events(shock)
    told = {r.event for r in found}
    spans = [x for r in found for x in r.spans]
    near = range(start, last)
    for event in scene.events:
        if event.id in mine or event.id in told or event.historical:
            continue
        at = scene.place_of(event.trigger.start)
        if at is None or at[0].number not in near or event.event_type not in _ANSWERS:
            continue
        if event.status not in ("asserted", "planned", "negated"):
            continue
        undone = event.status == "negated"
        if undone and any(x.start <= event.trigger.start < x.end for x in spans):
            continue  # the signal says already what was not done
        sides = {p.country for p in (*event.actor, *event.recipient)}
        states = scene.context.tables.states
        for code in dict.fromkeys(p.country for p in event.actor):
            if code is None or not (code in states or code in BODIES) or not sides & concerned:
                continue
            span = clause_span(at[0], at[1]) if at[0].tags[at[1]][:2] == "VB" else event.trigger
            name = _ANSWERS[event.event_type]
            yield Reaction(f"no {name}" if undone else name, code, event.id, None, (span,))
