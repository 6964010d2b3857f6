"""Which acts a document tells of, and which of them make one case.

Comes in: a `Scene` and the lexicon (``data/incidents.toml``). Goes out: `Case` values, the
weightiest first: the mentions of one act, told by verb or noun or only pointed back to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.coding.arguments import DAYS, arguments, case_of, mark_of
from detente.coding.certainty import asked, clause_status, shipped_cues
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, runs
from detente.coding.sentence import Sentence
from detente.coding.when import DateMention, date_for
from detente.records import Event, Status

# A case of its own beside the main one must weigh this much of it.
_BESIDE = 0.35
_MOST = 4
# Mentions of one act that count towards its weight; a long text does not weigh more by length.
_COUNTED = 5
_TOLD = frozenset(("asserted", "attributed", "denied", "suspected"))
# Acts that answer others: a case of their own only if they are what the text is about.
_ANSWERS = frozenset(("expulsion", "arrest"))
# Acts that people are arrested in the course of.
_TAKING = frozenset(("hijacking", "seizure"))
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
    acts = [a for a in find_acts(scene) if a.status in _TOLD]
    found = _ranked(scene, [a for a in acts if not a.background])
    if not found or not found[0].anchor.verbal:
        # A text without news of an act of its own: the ones that it looks back on.
        found = _ranked(scene, acts)
    out: list[Case] = []
    for case in found:
        anchor = case.anchor
        bare = anchor.agent is None and anchor.patient is None
        light = bool(out) and (case.weight < _BESIDE * out[0].weight or not anchor.verbal)
        if out and (light or bare or anchor.kind in _ANSWERS or len(out) == _MOST):
            continue
        out.append(case)
    return out


def _ranked(scene: Scene, acts: Sequence[Act]) -> list[Case]:
    found = [c for c in (_case(scene, g) for g in _grouped(scene, acts)) if c is not None]

    def key(c: Case) -> tuple[bool, bool, float, int]:
        answer = c.anchor.kind in _ANSWERS
        return (answer, not c.anchor.verbal, -c.weight, c.anchor.s.number)

    return sorted(found, key=key)


# --- mentions --------------------------------------------------------------------------------


def find_acts(scene: Scene) -> list[Act]:
    """Every mention of an act, in text order."""
    return scene.once("acts", lambda: _find_acts(scene))


def _find_acts(scene: Scene) -> list[Act]:
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
            verbal = verbal or (phrase in verbs and phrase.endswith(" dead"))
            row = verbs.get(phrase) if verbal else nouns.get(phrase)
            row = row or (nouns.get(phrase) if s.pos[last] in ("NOUN", "PROPN") else None)
            if row is None or (not verbal and s.deps[last] == "compound"):
                continue
            taken = last
            act = _act(scene, s, first, last, row, verbal=verbal)
            if phrase in _FIGURATIVE and not _bodily(act):
                continue
            if not verbal and act.patient is not None and s.deps[last] == "nsubj":
                act = replace(act, verbal=True)
            out.append(act)
        told = {a.first for a in out if a.s is s}
        for k in range(len(s)):
            if k not in told and s.tags[k].startswith("VB"):
                pair = _pair(s, k, verbs)
                if pair is not None:
                    out.append(_act(scene, s, k, k, verbs[pair], verbal=True))
    out.sort(key=lambda a: (a.s.number, a.first))
    return out


# Verbs that are as often a figure of speech ("the ban hits both sides").
_FIGURATIVE = frozenset(("hit", "strike", "target"))


def _bodily(act: Act) -> bool:
    """Whether a blow is told with a weapon or upon a place or people in arms."""
    known = words()
    s = act.s
    armed = any(True for _ in runs(s, frozenset(known.maps["weapon"])))
    hit = "" if act.patient is None else s.lemmas[act.patient]
    return armed or hit in known.lists["site"] or hit in known.lists["doer"]


def _pair(s: Sentence, k: int, verbs: Mapping[str, Any]) -> str | None:
    """An entry of verb and object that stand apart ("dropped five bombs on")."""
    for j in s.children[k]:
        if s.deps[j] in ("obj", "obl", "nsubj:pass"):
            entry = f"{s.lemmas[k]} {s.lemmas[j]}"
            if entry in verbs:
                return entry
    return None


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
        background = event.historical or (event.date is None and _long_ago(scene, s))
    else:
        status = clause_status(s, head, shipped_cues()) or "asserted"
        if verbal and s.tags[head] == "VB" and mark_of(s, head) == "to" and status == "asserted":
            status = "planned"
        background = _long_ago(scene, s)
    supposed = s.deps[head] == "advcl" and mark_of(s, head) in ("if", "unless", "lest")
    if asked(s, head) or supposed:
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
    if s.lemmas[verb] in _SUFFERED:
        return None, agent  # "the photographer drowned"
    if s.lemmas[verb] in ("explode", "detonate", "go") and patient is None:
        agent = None  # "two mines went off against the hull"
    headline = s.words[-1] not in _STOPS
    if headline and patient is None and s.tags[verb] in ("VBD", "VBN") and kind not in _MUTUAL:
        return None, agent  # "Consul abducted in Herat"
    if patient is None or s.lemmas[patient] in _MEANS:
        wanted = (
            ("to", "on", "at", "into", "with") if kind in _MUTUAL else ("to", "on", "at", "into")
        )
        away = [j for p, j in args.preps if p in wanted]
        patient = away[0] if away else None
    if patient is not None and (s.lower[patient] in DAYS or s.pos[patient] == "NUM"):
        patient = None
    if patient is not None and s.lemmas[patient] in ("air", "ground", "sky", "sea", "water"):
        patient = None
    return agent, patient


def _beside(s: Sentence, first: int, last: int) -> tuple[int | None, int | None]:
    """The nouns right before and behind a verb that the tree has lost."""
    nouns = [k for k in range(len(s)) if s.pos[k] in ("NOUN", "PROPN")]
    before = [k for k in nouns if k < first]
    after = [k for k in nouns if k > last and s.deps[k] not in ("compound", "nmod:desc")]
    return (before[-1] if before else None), (after[0] if after else None)


_STOPS = frozenset(". ! ? \" ” ' ’ ) :".split())  # noqa: SIM905
_SUFFERED = frozenset(("drown", "die", "fall", "perish"))
# What an attack does to whom it hits.
_DEALT = frozenset(
    """kill wound injure hit paralyse paralyze destroy damage cripple disable claim shake strike
    target level flatten rock maim leave disrupt""".split()  # noqa: SIM905
)
# Objects that are the means, not whom it hit.
_MEANS = frozenset(
    """fire hostage gunfire bomb missile rocket shot grenade stone burst round mine charge
    attack raid strike shell torpedo gate window""".split()  # noqa: SIM905
)
_TARGETED = frozenset(("to", "on", "at", "into", "across"))
_MUTUAL = frozenset(("clash", "sinking"))


def _owners(s: Sentence, noun: int) -> tuple[int | None, int | None]:
    agent = patient = None
    up = s.heads[noun]
    if up >= 0 and s.deps[noun] == "nsubj" and s.lemmas[up] in _DEALT:
        patient = arguments(s, up).object  # "a blast killed twelve people"
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
    dates = [d.date for d in scene.dates(s) if d.date is not None]
    days = [scene.published.toordinal() - _day(d.end) for d in dates]
    return bool(days) and min(days) > _OLD_DAYS


def _day(iso: str) -> int:
    import datetime

    return datetime.date.fromisoformat(iso).toordinal()


# --- cases -----------------------------------------------------------------------------------


def _grouped(scene: Scene, acts: Sequence[Act]) -> list[list[Act]]:
    """Mentions of one act together: each goes to the case it best continues, or opens one."""
    groups: list[list[Act]] = []
    for act in acts:
        best: tuple[float, int] | None = None
        for n, group in enumerate(groups):
            likeness = _likeness(scene, act, group)
            if likeness > 0 and (best is None or (likeness, n) > best):
                best = (likeness, n)
        if best is None:
            groups.append([act])
        else:
            groups[best[1]].append(act)
    return groups


def _likeness(scene: Scene, act: Act, group: Sequence[Act]) -> float:
    """How well a mention continues a case; 0 where something speaks against it."""
    if any(_contradict(scene, act, other) for other in group):
        return 0.0
    answers = {a.kind for a in group} & _ANSWERS
    if answers or act.kind in _ANSWERS:
        taken = act.kind == "arrest" and bool({a.kind for a in group} & _TAKING)
        near = abs(act.s.number - group[-1].s.number) <= 2
        return 2.0 if act.kind in answers or (taken and near) else 0.0
    nearest = min(act.s.number - a.s.number for a in group)
    close = nearest == 0 or (nearest <= 2 and scene.same_paragraph(act.s, group[-1].s))
    same_event = act.event is not None and any(
        a.event is not None and a.event.id == act.event.id for a in group
    )
    if same_event:
        return 5.0
    if any(_same_patient(scene, act, a) for a in group):
        return 4.0
    pointing = not act.verbal and act.patient is None and _definite(act)
    if pointing and (act.generic or any(a.kind == act.kind or a.generic for a in group)):
        return 3.0 - 0.02 * nearest
    kinds = {a.kind for a in group}
    if act.kind in kinds and (act.patient is None or all(a.patient is None for a in group)):
        return 2.5
    if close:
        return 2.0
    if act.generic and nearest <= 1:
        return 1.2
    if act.kind in kinds and not act.generic:
        return 1.5
    lead = min(a.s.number for a in group) <= 1
    vague = act.generic and (act.patient is None or act.s.pos[act.patient] == "PRON")
    if (vague and (nearest <= 3 or act.kind in kinds)) or (lead and _open(scene, act, group)):
        return 1.0
    return 0.0


def _open(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether a headline or lead, which names sides by state only, may be told again here."""
    mine = set(scene.states_in(act.s))
    theirs = {c for a in group for c in scene.states_in(a.s)}
    return bool(mine & theirs) and act.s.number <= 4


def _contradict(scene: Scene, a: Act, b: Act) -> bool:
    """Whether two mentions cannot be of one act: other days, or other sides."""
    x, y = day_of(scene, a), day_of(scene, b)
    if x is not None and y is not None and (x[1] < y[0] or y[1] < x[0]):
        return True
    near = abs(a.s.number - b.s.number) <= 1
    for mine, other in ((a.agent, b.agent), (a.patient, b.patient)):
        if mine is None or other is None or (near and mine is a.patient):
            continue
        sites = words().lists["site"]
        if {a.s.lemmas[mine], b.s.lemmas[other]} & sites:
            continue  # an embassy is its sender's and its host's
        left, right = set(scene.countries(a.s, mine)), set(scene.countries(b.s, other))
        if left and right and not left & right:
            return True
    return False


_DATED = frozenset(("day", "week", "month"))


def day_of(scene: Scene, act: Act) -> tuple[str, str] | None:
    """First and last day of a mention, if its words tell them to a month."""
    return scene.once(("day", act.s.number, act.first), lambda: _day_of(scene, act))


def _day_of(scene: Scene, act: Act) -> tuple[str, str] | None:
    if act.event is not None and act.event.date is not None:
        date = act.event.date
        return (date.start, date.end) if date.precision in _DATED else None
    here = scene.dates(act.s)
    mention = date_for(act.s, act.first, here)
    loose = mention is None or mention.date is None or mention.anchor in ("open", "linked")
    if loose and act.s.deps[act.first] == "advcl":
        return None  # "ordered on Wednesday ..., a day after a crowd stormed": another's day
    if loose:
        mention = day_reached(scene, act.s) if act.verbal else None
    if mention is None or mention.date is None or mention.date.precision not in _DATED:
        return None
    return mention.date.start, mention.date.end


def day_reached(scene: Scene, s: Sentence) -> DateMention | None:
    """The day that the story has reached: the only one of this sentence or one shortly before."""
    for n in range(s.number, max(-1, s.number - 4), -1):
        before = scene.sentences[n]
        if not scene.same_paragraph(before, s):
            return None
        days = [
            d
            for d in scene.dates(before)
            if d.date is not None
            and d.date.precision == "day"
            and d.anchor not in ("open", "linked")
        ]
        if days:
            return days[0] if len(days) == 1 else None
    return None


def _case(scene: Scene, group: list[Act]) -> Case | None:
    kinds: dict[str, float] = {}
    for act in group:
        kinds[act.kind] = kinds.get(act.kind, 0.0) + _weight(scene, act) * (
            0.6 if act.generic else 1.0
        )
    if set(kinds) <= {"incident"}:
        return None
    told = [a for a in group if a.verbal and (a.agent is not None or a.patient is not None)]
    told = told or group
    # "The attack": what is told of it in particular gives the case its name.
    told = [a for a in told if not a.generic] or told
    best = max({a.kind for a in told}, key=lambda k: (kinds[k], k))
    anchor = max((a for a in told if a.kind == best), key=lambda a: (_told_of(a), -a.s.number))
    weights = sorted((_weight(scene, a) for a in group), reverse=True)[:_COUNTED]
    return Case(anchor, tuple(group), sum(weights))


def _weight(scene: Scene, a: Act) -> float:
    lead = 2.0 if a.s.number <= 2 else 1.0
    sure = 1.0 if a.status in ("asserted", "attributed") else 0.4
    told = 0.5 + 0.25 * ((a.agent is not None) + (a.patient is not None))
    return a.weight * lead * sure * told * (0.6 if a.generic and not a.verbal else 1.0)


def _told_of(a: Act) -> float:
    sides = (a.agent is not None) + (a.patient is not None)
    coded = a.event is not None
    return sides + coded + 0.5 * a.verbal + (a.status in ("asserted", "attributed"))


def _definite(a: Act) -> bool:
    return any(
        (a.s.deps[j] == "det" and a.s.lower[j] in ("the", "this", "that", "these", "those"))
        or (a.s.deps[j] == "nmod:poss")
        for j in a.s.children[a.last]
    )


def _same_patient(scene: Scene, a: Act, b: Act) -> bool:
    if a.patient is None or b.patient is None:
        return False
    mine = {p.name.split()[-1].lower() for p in scene.parties(a.s, a.patient) if p.name}
    other = {p.name.split()[-1].lower() for p in scene.parties(b.s, b.patient) if p.name}
    mine.add(a.s.lemmas[a.patient])
    other.add(b.s.lemmas[b.patient])
    return bool((mine & other) - _VAGUE)


# Victims that many acts have.
_VAGUE = frozenset(("people", "person", "man", "it", "he", "they", "she", "who", "them", "him"))
