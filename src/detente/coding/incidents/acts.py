"""Which acts a document tells of, and which of them make one case.

Comes in: a `Scene` and the lexicon (``data/incidents.toml``). Goes out: `Case` values, the
weightiest first: the mentions of one act, told by verb or noun or only pointed back to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.coding.arguments import DAYS, arguments, case_of, mark_of
from detente.coding.certainty import asked, clause_status, load_cues
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, runs
from detente.coding.sentence import Sentence
from detente.coding.when import find_dates
from detente.records import Event, Status

# A case of its own beside the main one must weigh this much of it.
_BESIDE = 0.5
# Mentions of one act that count towards its weight; a long text does not weigh more by length.
_COUNTED = 5
_TOLD = frozenset(("asserted", "attributed", "denied", "suspected"))
# Acts that answer others: a case of their own only if they are what the text is about.
_ANSWERS = frozenset(("expulsion", "arrest"))
_HARMFUL = frozenset(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE"))
_OLD_DAYS = 180


def words() -> Lexicon:
    """The lexicon of incidents."""
    return lexicon("incidents", "act", "weapon", "perpetrator_noun", "membership", "site")


@dataclass(frozen=True, slots=True)
class Act:
    """One mention of an act: its words, its sides as tokens, and how surely it is told."""

    s: Sentence
    first: int
    last: int
    kind: str
    type: str
    weight: float
    generic: bool
    verbal: bool
    status: Status
    background: bool
    event: Event | None
    agent: int | None
    patient: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """The mentions of one act, in text order, and the one that tells most of it."""

    anchor: Act
    acts: tuple[Act, ...]
    weight: float

    @property
    def sentences(self) -> tuple[int, ...]:
        """The numbers of the sentences that tell of it."""
        return tuple(sorted({a.s.number for a in self.acts}))

    @property
    def events(self) -> tuple[Event, ...]:
        """The events coded from its mentions, each once."""
        return tuple({a.event.id: a.event for a in self.acts if a.event is not None}.values())


def cases(scene: Scene) -> list[Case]:
    """The cases of a document, the weightiest first; none if it tells of no act."""
    acts = find_acts(scene)
    out: list[Case] = []
    left = [a for a in acts if a.status in _TOLD]
    while left and len(out) < 3:
        case = _heaviest(scene, left)
        if case is None:
            break
        anchor = case.anchor
        if out and (case.weight < _BESIDE * out[0].weight or anchor.kind in _ANSWERS):
            break
        if out and anchor.agent is None and anchor.patient is None:
            break
        out.append(case)
        left = [a for a in left if a not in case.acts and not a.generic]
    return out


# --- mentions --------------------------------------------------------------------------------


def find_acts(scene: Scene) -> list[Act]:
    """Every mention of an act, in text order."""
    rows = words().rows["act"]
    verbs = {w: row for row in rows for w in row["verbs"]}
    nouns = {w: row for row in rows for w in row["nouns"]}
    every = frozenset((*verbs, *nouns))
    out: list[Act] = []
    for s in scene.sentences:
        taken = -1
        for first, last, phrase in runs(s, every):
            if first <= taken:
                continue
            verbal = s.tags[first].startswith("VB") or s.pos[first] == "VERB"
            # "A gunman shot dead the consul": parsers take such verbs for nouns.
            verbal = verbal or (last > first and phrase in verbs)
            row = verbs.get(phrase) if verbal else nouns.get(phrase)
            row = row or (nouns.get(phrase) if s.pos[last] in ("NOUN", "PROPN") else None)
            if row is None or (not verbal and s.deps[last] == "compound"):
                continue
            taken = last
            out.append(_act(scene, s, first, last, row, verbal=verbal))
    return out


def _act(
    scene: Scene, s: Sentence, first: int, last: int, row: Mapping[str, Any], *, verbal: bool
) -> Act:
    event = _event_at(scene, s, first, last)
    head = first if verbal else last
    if verbal and not (s.tags[first].startswith("VB") or s.pos[first] == "VERB"):
        agent, patient = _beside(s, first, last)
    else:
        agent, patient = _sides(s, head, row["id"]) if verbal else _owners(s, head)
    if event is not None:
        status: Status = event.status
        background = event.historical
    else:
        status = clause_status(s, head, load_cues()) or "asserted"
        if verbal and s.tags[head] == "VB" and mark_of(s, head) == "to" and status == "asserted":
            status = "planned"
        background = _long_ago(scene, s)
    if asked(s, head):
        status = "hypothetical"
    if s.words[-1] == "?":
        agent = None  # parsers stumble over the order of questions
    if not verbal and _OTHERS & {s.lower[j] for j in s.children[head]}:
        background = True
    return Act(
        s,
        first,
        last,
        row["id"],
        row["type"],
        row["weight"],
        bool(row.get("generic")),
        verbal,
        status,
        background,
        event,
        agent,
        patient,
    )


def _event_at(scene: Scene, s: Sentence, first: int, last: int) -> Event | None:
    a, b = s.start[first], s.end[last]
    found = [
        e
        for e in scene.events_in(s)
        if e.event_type in _HARMFUL | {"SANCTION"}
        and any(
            m.sentence == s.number and m.trigger.start < b and m.trigger.end > a for m in e.mentions
        )
    ]
    found.sort(key=lambda e: e.status not in ("asserted", "attributed"))
    return found[0] if found else None


# "The second such attack", "an earlier raid": another one.
_OTHERS = frozenset(
    """such similar previous earlier past future another other second third latest recent deadliest
    worst series string wave""".split()  # noqa: SIM905
)


def _sides(s: Sentence, verb: int, kind: str) -> tuple[int | None, int | None]:
    args = arguments(s, verb)
    agent = args.agent if args.passive else args.subject
    patient = args.object
    headline = s.words[-1] not in _STOPS
    if headline and patient is None and s.tags[verb] in ("VBD", "VBN") and kind not in _MUTUAL:
        return None, agent  # "Consul abducted in Herat"
    if patient is None or s.lemmas[patient] in ("fire", "hostage", "gunfire"):
        wanted = (
            ("to", "on", "at", "into", "with") if kind in _MUTUAL else ("to", "on", "at", "into")
        )
        away = [j for p, j in args.preps if p in wanted]
        patient = away[0] if away else None
    if patient is not None and (s.lower[patient] in DAYS or s.pos[patient] == "NUM"):
        patient = None
    return agent, patient


def _beside(s: Sentence, first: int, last: int) -> tuple[int | None, int | None]:
    """The nouns right before and behind a verb that the tree has lost."""
    nouns = [k for k in range(len(s)) if s.pos[k] in ("NOUN", "PROPN")]
    before = [k for k in nouns if k < first]
    after = [k for k in nouns if k > last and s.deps[k] not in ("compound", "nmod:desc")]
    return (before[-1] if before else None), (after[0] if after else None)


_STOPS = frozenset(". ! ? \" ” ' ’ ) :".split())  # noqa: SIM905
_TARGETED = frozenset(("to", "on", "at", "into"))
_MUTUAL = frozenset(("clash", "ramming"))


def _owners(s: Sentence, noun: int) -> tuple[int | None, int | None]:
    agent = patient = None
    for j in s.children[noun]:
        case = case_of(s, j)
        if s.deps[j] == "nmod:poss":
            agent = j
        elif s.deps[j] in ("nmod", "obl") and case in ("of", "on", "against", "at"):
            patient = j if patient is None else patient
        elif s.deps[j] in ("nmod", "obl", "obl:agent") and case == "by":
            agent = j
    return agent, patient


def _long_ago(scene: Scene, s: Sentence) -> bool:
    if scene.published is None:
        return False
    dates = [d.date for d in find_dates(s, scene.published) if d.date is not None]
    days = [scene.published.toordinal() - _day(d.end) for d in dates]
    return bool(days) and min(days) > _OLD_DAYS


def _day(iso: str) -> int:
    import datetime

    return datetime.date.fromisoformat(iso).toordinal()


# --- cases -----------------------------------------------------------------------------------


def _heaviest(scene: Scene, acts: Sequence[Act]) -> Case | None:
    kinds: dict[str, list[Act]] = {}
    for act in acts:
        if not act.background:
            kinds.setdefault(act.kind, []).append(act)
    best: tuple[float, str] | None = None
    for kind, told in kinds.items():
        weights = sorted((_weight(scene, a) for a in told), reverse=True)[:_COUNTED]
        total = sum(weights) * (0.6 if told[0].generic else 1.0)
        if kind != "incident" and (best is None or total > best[0]):
            best = (total, kind)
    if best is None:
        return None
    anchor = max(kinds[best[1]], key=lambda a: (_told_of(a), -a.s.number))
    chosen = [a for a in acts if not a.background and _of_case(scene, a, anchor)]
    weight = best[0]
    if anchor.generic:
        # "The attack": what is told of it in particular gives the case its name.
        special = [a for a in chosen if not a.generic and a.kind not in _ANSWERS]
        if special:
            anchor = max(special, key=lambda a: (_told_of(a), -a.s.number))
    return Case(anchor, tuple(chosen), weight)


def _weight(scene: Scene, a: Act) -> float:
    lead = 2.0 if a.s.number <= 2 else 1.0
    sure = 1.0 if a.status in ("asserted", "attributed") else 0.4
    return a.weight * lead * sure * (1.0 if a.verbal else 0.8)


def _told_of(a: Act) -> float:
    sides = (a.agent is not None) + (a.patient is not None)
    coded = a.event is not None
    return sides + coded + 0.5 * a.verbal + (a.status in ("asserted", "attributed"))


def _of_case(scene: Scene, a: Act, anchor: Act) -> bool:
    """Whether a mention is of the anchor's act: nothing speaks against it."""
    if a is anchor:
        return True
    if (a.kind in _ANSWERS) != (anchor.kind in _ANSWERS):
        return False
    if a.kind in _ANSWERS and a.kind != anchor.kind:
        return False
    if a.event is not None and anchor.event is not None:
        if a.event.id == anchor.event.id:
            return True
        x, y = a.event.date, anchor.event.date
        if x is not None and y is not None and (x.end < y.start or y.end < x.start):
            return False
    for mine, other in ((a.agent, anchor.agent), (a.patient, anchor.patient)):
        if mine is None or other is None:
            continue
        left, right = set(scene.countries(a.s, mine)), set(scene.countries(anchor.s, other))
        if left and right and not left & right:
            return False
    if a.generic or a.kind == anchor.kind or anchor.generic:
        return True
    # Another kind of act is of the case if it is told with it: the same breath, or the same victim.
    near = abs(a.s.number - anchor.s.number) <= 2
    pointing = not a.verbal and a.agent is None and a.patient is None and _definite(a)
    return near or pointing or _same_patient(scene, a, anchor)


def _definite(a: Act) -> bool:
    return any(
        a.s.deps[j] == "det" and a.s.lower[j] in ("the", "this", "that", "these", "those")
        for j in a.s.children[a.last]
    )


def _same_patient(scene: Scene, a: Act, anchor: Act) -> bool:
    if a.patient is None or anchor.patient is None:
        return False
    mine = {p.name for p in scene.parties(a.s, a.patient)}
    return bool(mine & {p.name for p in scene.parties(anchor.s, anchor.patient)})


def with_acts(case: Case, acts: Sequence[Act]) -> Case:
    """The case with further mentions."""
    every = {(a.s.number, a.first): a for a in (*case.acts, *acts)}
    return replace(case, acts=tuple(every[k] for k in sorted(every)))
