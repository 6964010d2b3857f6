"""From a document's cases to its incidents.

Comes in: a scene and its claims. Goes out: `Built` values, an incident with the case it was made
from, for signals and hypotheses to go on with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.coding.incidents.accounts import investigation, responsibility, said_so
from detente.coding.incidents.acts import find_acts, words
from detente.coding.incidents.belonging import affiliations, claimants, standings
from detente.coding.incidents.cases import Case, cases
from detente.coding.incidents.circumstances import accesses, weapons
from detente.coding.incidents.harm import casualties
from detente.coding.incidents.joining import Continues, likeness
from detente.coding.incidents.motives import motives
from detente.coding.incidents.perpetrators import near, perpetrators
from detente.coding.incidents.setting import dates, places
from detente.coding.incidents.suspects import suspects
from detente.coding.incidents.told import Told
from detente.coding.incidents.victims import offices, patients, victims
from detente.coding.incidents.who import Who, names, values
from detente.coding.lexicon import Lexicon
from detente.coding.merge import guessed
from detente.coding.scene import Scene
from detente.records import Claim, Event, FieldValue, Incident, Motive, Span, Suspect, digest


@dataclass(frozen=True, slots=True)
class Built:
    """An incident and what it was made from."""

    incident: Incident
    case: Case
    people: tuple[Who, ...]
    # Who is pointed at, and what is given as a reason, away from the case's own sentences: no
    # fields of a case file, but explanations that somebody offers.
    afar: tuple[tuple[Suspect, ...], tuple[Motive, ...]] = ((), ())


def firm(scene: Scene) -> Scene:
    """A scene with the events that rules know of: what a model makes of a word is not sure enough
    to found a case upon."""
    return scene.with_events(tuple(e for e in scene.events if not guessed(e)))


def find_incidents(
    scene: Scene, claims: tuple[Claim, ...], continues: Continues = likeness
) -> list[Built]:
    """The incidents of a document, what it is about first.

    ``continues`` says which mentions of acts are of one case.
    """
    found = cases(scene, continues)
    built = [
        built_from(scene, case, claims, sole=len(found) == 1, main=n == 0)
        for n, case in enumerate(found)
    ]
    return [b for b in built if _substantial(b)]


def _substantial(b: Built) -> bool:
    """Whether a case tells who, whom or how many; a mere "the attack" is pointed to, not told."""
    i = b.incident
    told = bool(i.perpetrator or i.victim or i.casualties or i.suspects or i.weapon)
    placed = bool(i.place and i.date) and not b.case.anchor.generic
    return told or bool(i.claims_of_responsibility or i.motives) or placed


def built_from(
    scene: Scene, case: Case, claims: tuple[Claim, ...], *, sole: bool, main: bool
) -> Built:
    """What the rules make of a case.

    ``sole`` says that the text tells of no other case, ``main`` that it tells of this one most.
    """
    known = words()
    people = perpetrators(scene, case, claims, known)
    hit = victims(scene, case, people)
    numbers = near(scene, case, [*people, *hit])
    where = [w.span for w in hit]
    told = Told(scene, case, claims, numbers, people, known, hit=where, sole=sole, main=main)
    accused = suspects(told)
    # Of whom nobody is sure, the text may tell all the same what he belongs to.
    doers = people or _as_people(scene, accused)
    event = _event(case)
    where_at = values(places(scene, case, numbers, where, known))
    victim = names(hit)
    claimed = tuple(responsibility(told)) or _once(said_so(told))
    bodies = values(affiliations(scene, doers, numbers, known))
    bodies = _joined(bodies, claimants(claimed, () if bodies else accused, scene))
    doc_id = scene.document.id
    incident = Incident(
        name=name_of(case, victim, where_at),
        event=None if event is None else event.id,
        perpetrator=names(people),
        affiliation=_apart(bodies, people),
        perpetrator_status=values(standings(scene, doers, numbers, known)),
        victim=victim,
        office=values(offices(scene, hit)) or values(offices(scene, patients(scene, case))),
        attack_type=_types(case),
        weapon=_armed(scene, case, numbers, where, known, main=main),
        access=values(accesses(scene, numbers, case.sentences, known)),
        place=where_at,
        date=dates(scene, case),
        casualties=casualties(scene, case, numbers, claims, known),
        claims_of_responsibility=claimed,
        suspects=accused,
        motives=motives(told, accused),
        investigation=tuple(investigation(told))[:4],
        id=case_id(scene, case),
        doc_id=doc_id,
    )
    afar = _afar(told, incident) if main and not sole else ((), ())
    return Built(incident, case, tuple(people), afar)


def case_id(scene: Scene, case: Case) -> str:
    """The id of the incident that is made of a case."""
    start = case.anchor.s.start[case.anchor.first]
    return digest("incident", scene.document.id, str(start))


def _armed(
    scene: Scene,
    case: Case,
    numbers: list[int],
    hit: list[Span],
    known: Lexicon,
    *,
    main: bool,
) -> tuple[FieldValue, ...]:
    """What the act was done with; where its own sentences are silent, what others tell of it."""
    found = values(weapons(scene, case, numbers, hit, known))
    if found or not main:
        return found
    others = {a.s.number for a in find_acts(scene)} - set(case.sentences)
    rest = [s.number for s in scene.sentences if s.number not in others]
    return values(weapons(scene, case, rest, hit, known), limit=1)


def _afar(told: Told, incident: Incident) -> tuple[tuple[Suspect, ...], tuple[Motive, ...]]:
    """What pointing anywhere in the text adds to a case's suspects and motives."""
    told.wide = True
    accused = suspects(told)
    known = {x.spans[0].start for x in incident.suspects}
    given = {m.spans[0].start for m in incident.motives}
    return (
        tuple(x for x in accused if x.spans[0].start not in known),
        tuple(m for m in motives(told, accused) if m.spans[0].start not in given),
    )


def _as_people(scene: Scene, accused: tuple[Suspect, ...]) -> list[Who]:
    out: list[Who] = []
    for x in accused:
        at = scene.tokens(x.spans[0])
        if at is not None and x.status != "denied":
            s, first, last = at
            head = next(
                (k for k in range(first, last + 1) if not first <= s.heads[k] <= last), last
            )
            out.append(Who(x.value, x.spans[0], s, head, s.pos[head] == "PROPN", None))
    return out


def _apart(found: tuple[FieldValue, ...], people: list[Who]) -> tuple[FieldValue, ...]:
    """Affiliations that are not the perpetrator's own name."""
    own = {w.value.lower() for w in people}
    return tuple(v for v in found if not any(v.value.lower() == name for name in own))


def _once(found: Iterable[FieldValue]) -> tuple[FieldValue, ...]:
    return tuple({v.value.lower(): v for v in found}.values())[:3]


def _joined(found: tuple[FieldValue, ...], more: Iterable[FieldValue]) -> tuple[FieldValue, ...]:
    """Values with further ones that say something else."""
    out = list(found)
    for value in more:
        if not any(value.value.lower() in v.value.lower() for v in out):
            out.append(value)
    return tuple(out[:5])


def _event(case: Case) -> Event | None:
    """The event of the case: the anchor's, else the one told most often."""
    if case.anchor.event is not None:
        return case.anchor.event
    found = sorted(case.events, key=lambda e: -len(e.mentions))
    return found[0] if found else None


def _types(case: Case) -> tuple[FieldValue, ...]:
    out: dict[str, FieldValue] = {}
    for act in sorted(case.acts, key=lambda a: a is not case.anchor):
        if act.generic and any(not a.generic for a in case.acts):
            continue
        if act.type not in out:
            out[act.type] = FieldValue(act.type, None, (act.s.span(act.first, act.last),))
    return tuple(out.values())[:2]


_NAMES = {
    "assassination": "Assassination",
    "kidnapping": "Kidnapping",
    "hijacking": "Hijacking",
    "shoot-down": "Downing",
    "bombing": "Bombing",
    "poisoning": "Poisoning",
    "storming": "Storming",
    "sabotage": "Sabotage",
    "seizure": "Seizure",
    "clash": "Clash",
    "strike": "Strike",
    "sinking": "Sinking",
    "collision": "Collision",
    "invasion": "Invasion",
    "cyberattack": "Cyberattack",
    "massacre": "Massacre",
    "ambush": "Raid",
    "coup": "Coup",
    "expulsion": "Expulsion",
    "arrest": "Arrest",
    "attack": "Attack",
    "killing": "Killing",
    "shooting": "Shooting",
    "wounding": "Wounding",
    "crash": "Loss",
}


# What parties do with each other is not done to one of them.
_BETWEEN = frozenset(("clash", "collision"))
_OF_THINGS = frozenset(("storming", "sabotage", "seizure"))
_OF_PEOPLE = frozenset(
    ("assassination", "killing", "kidnapping", "massacre", "poisoning", "shooting", "wounding")
)


def name_of(case: Case, victim: tuple[FieldValue, ...], place: tuple[FieldValue, ...] = ()) -> str:
    """What a case is called: its act and its first victim, or of what is mutual its place."""
    kind = case.anchor.kind
    special = [a for a in case.acts if not a.generic]
    if case.anchor.generic and special:
        kind = max(special, key=lambda a: (a.weight, -a.s.number)).kind
    if victim and kind in _OF_THINGS:
        # The gallery was stormed, the envoy was shot: a case with a victim is named for his harm.
        harm = [a for a in special if a.kind in _OF_PEOPLE]
        kind = max(harm, key=lambda a: (a.weight, -a.s.number)).kind if harm else kind
    act = _NAMES.get(kind, "Case")
    if not victim or kind in _BETWEEN:
        return f"{act} at {place[0].value}" if place and kind in _BETWEEN else act
    link = " on " if act in ("Attack", "Strike", "Raid", "Cyberattack") else " of "
    link = " against " if act == "Coup" else link
    return f"{act}{link}{victim[0].value}"
