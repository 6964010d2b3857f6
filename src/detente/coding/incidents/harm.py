"""How many an act killed, injured, captured: counts, ranges, rival figures with their voices.

Comes in: a scene, a case, its sentences, the document's claims. Goes out: `Casualties`.
"""

from __future__ import annotations

from collections.abc import Iterable

from detente.coding.claims import who_says
from detente.coding.incidents.acts import find_acts
from detente.coding.incidents.cases import Case
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import find_quantities, quantities_for
from detente.coding.scene import Scene
from detente.records import Casualties, Claim, Quantity

# Casualties of any case, and what only cases of that kind count.
_HARM = frozenset(("killed", "injured", "missing", "captured", "kidnapped"))
_ACTS = {
    "expulsion": frozenset(("expelled",)),
    "arrest": frozenset(("arrested",)),
    "storming": frozenset(("arrested",)),
}


def casualties(
    scene: Scene, case: Case, numbers: Iterable[int], claims: tuple[Claim, ...], known: Lexicon
) -> tuple[Casualties, ...]:
    """Killed, injured, captured and others; different numbers side by side, each with its voice."""
    found: list[Quantity] = []
    told = set(numbers)
    wanted = _HARM | _ACTS.get(case.anchor.kind, frozenset())
    for event in case.events:
        found += [q for q in event.quantities if q.kind in wanted]
    mine = {(a.s.number, a.first) for a in case.acts}
    others = [a for a in find_acts(scene) if (a.s.number, a.first) not in mine]
    elsewhere = {a.s.number for a in others}
    alone = not any(a.verbal and a.patient is not None for a in others)
    for s in scene.sentences:
        if s.number not in told and (s.number in elsewhere or not alone):
            continue
        if known.lists["casualty"].isdisjoint(s.lemmas):
            continue
        if any(e.historical and e.event_type == "ASSAULT" for e in scene.events_in(s)):
            continue
        days = scene.dates(s)
        numbers_here = find_quantities(s, dates=days)
        if not numbers_here:
            continue
        for k, lemma in enumerate(s.lemmas):
            if lemma in known.lists["casualty"]:
                here = quantities_for(s, k, numbers_here)
                nothing = {q.kind for q in here if q.value == 0}  # "none of the 23 was hurt"
                here = tuple(q for q in here if q.value == 0 or q.kind not in nothing)
                found += [q for q in here if q.kind in wanted]
    out: dict[tuple[str, float | None, float | None, float | None], Casualties] = {}
    for q in found:
        key = (q.kind, q.value, q.low, q.high)
        if key in out:
            continue
        claim = who_says(claims, q.span)
        by = None if claim is None else claim.speaker
        out[key] = Casualties(q.kind, q.value, q.low, q.high, by, (q.span,))
    return tuple(out.values())
