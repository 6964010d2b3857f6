"""Which mentions of acts make one case, and which case a document is about.

Comes in: the acts of a `Scene`. Goes out: `Case` values, the weightiest first.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.coding.arguments import case_of
from detente.coding.incidents.acts import FINDING, Act, find_acts, person, words
from detente.coding.merge import same_event
from detente.coding.mishap import FORCE
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.coding.when import DateMention, date_for
from detente.records import Event

# A case of its own beside the main one must weigh this much of it.
_BESIDE = 0.35
_APART = 0.2
_MOST = 4
# Mentions of one act that count towards its weight; a long text does not weigh more by length.
_COUNTED = 5
_TOLD = frozenset(("asserted", "attributed", "denied", "suspected"))
# Acts that answer others: a case of their own only if they are what the text is about.
_ANSWERS = frozenset(("expulsion", "arrest"))
# Acts that people are arrested in the course of.
_TAKING = frozenset(("hijacking", "seizure"))


@dataclass(frozen=True, slots=True)
class Case:
    """The mentions of one act, in text order, and the one that tells most of it."""

    anchor: Act
    acts: tuple[Act, ...]
    weight: float
    # How likely it is what the text is about, by the models; 0.0 where they were not asked.
    chance: float = 0.0

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
        # An act with a day and a target of its own is told apart from the main one.
        apart = _dated(scene, anchor) and _named_patient(anchor)
        share = _APART if apart else _BESIDE
        light = bool(out) and (case.weight < share * out[0].weight or not anchor.verbal)
        # A death alone is a case of its own only if it was coded or dated.
        bare = bare or (
            all(a.generic for a in case.acts)
            and not case.events
            and all(day_of(scene, a) is None for a in case.acts)
        )
        if out and (light or bare or anchor.kind in _ANSWERS or len(out) == _MOST):
            continue
        out.append(case)
    return out


def likely_cases(
    scene: Scene,
    chances: Mapping[tuple[int, int], float],
    more: Sequence[Act],
    *,
    least: float,
) -> list[Case]:
    """The cases of a document by how likely each of its words tells the act it is about.

    Parameters
    ----------
    chances
        The probability of words, by sentence and token, that they tell the act.
    more
        Acts that no rule knows.
    least
        The probability from which an act of the past counts.
    """
    here = [a for a in find_acts(scene) if a.status in _TOLD]
    here = [a for a in here if not a.background or chances.get((a.s.number, a.first), 0) >= least]
    acts = sorted([*here, *more], key=lambda a: (a.s.number, a.first))
    found = []
    for group in _grouped(scene, acts):
        case = _case(scene, group)
        if case is not None:
            chance = sum(chances.get((a.s.number, a.first), 0.0) for a in group)
            best = max(group, key=lambda a: chances.get((a.s.number, a.first), 0.0))
            anchor = case.anchor if case.anchor.verbal or not best.verbal else best
            found.append(replace(case, chance=chance, anchor=anchor))
    found.sort(key=lambda c: (-c.chance, c.anchor.s.number))
    return found[:_MOST]


def _ranked(scene: Scene, acts: Sequence[Act]) -> list[Case]:
    found = [c for c in (_case(scene, g) for g in _grouped(scene, acts)) if c is not None]

    # What answers another act stands behind it, but for an expulsion that opens a text which tells
    # of no such act: "ever since the coup" does not.
    others = any(
        c.anchor.kind not in _ANSWERS
        and (c.anchor.verbal or c.anchor.agent is not None or c.anchor.patient is not None)
        for c in found
    )

    def key(c: Case) -> tuple[bool, bool, float, int]:
        leading = c.anchor.kind == "expulsion" and c.anchor.s.number <= 2 and not others
        answer = c.anchor.kind in _ANSWERS and not leading
        weight = c.weight * _SURE.get(c.anchor.status, 0.5)
        return (answer, not c.anchor.verbal, -weight, c.anchor.s.number)

    return sorted(found, key=key)


# --- cases -----------------------------------------------------------------------------------

# More cases, and mentions of one, than an article tells: what bounds the time that a file of
# megabytes takes. A mention is held against the latest of each, and against a case's first.
_CASES, _MENTIONS = 40, 40


def _grouped(scene: Scene, acts: Sequence[Act]) -> list[list[Act]]:
    """Mentions of one act together: each goes to the case it best continues, or opens one."""
    groups: list[list[Act]] = []
    for act in acts:
        best: tuple[float, int] | None = None
        for n, told in enumerate(groups[-_CASES:], max(0, len(groups) - _CASES)):
            group = told if len(told) <= _MENTIONS else [told[0], *told[-_MENTIONS:]]
            likeness = _likeness(scene, act, group, alone=len(groups) == 1)
            if likeness > 0 and (best is None or (likeness, n) > best):
                best = (likeness, n)
        if best is None:
            groups.append([act])
        else:
            groups[best[1]].append(act)
    return groups


def _likeness(scene: Scene, act: Act, group: Sequence[Act], *, alone: bool) -> float:
    """How well a mention continues a case; 0 where something speaks against it.

    ``alone`` says that the text has told of no other case so far.
    """
    if any(_contradict(scene, act, other) for other in group):
        return 0.0
    if _elsewhere(scene, act, group) or _set_apart(scene, act, group):
        return 0.0
    answers = {a.kind for a in group} & _ANSWERS
    if answers or act.kind in _ANSWERS:
        taken = act.kind == "arrest" and bool({a.kind for a in group} & _TAKING)
        near = abs(act.s.number - group[-1].s.number) <= 2
        return 2.0 if act.kind in answers or (taken and near) else 0.0
    nearest = min(act.s.number - a.s.number for a in group)
    if _another(scene, act, group) or _bygone(scene, act, group):
        return 0.0
    close = nearest == 0 or (nearest <= 2 and scene.same_paragraph(act.s, group[-1].s))
    if act.event is not None and any(_one_event(act.event, a.event) for a in group):
        return 5.0
    if any(_same_patient(scene, act, a) for a in group):
        return 4.0
    if act.generic and _named_there(scene, act, group):
        return 3.8
    pointing = not act.verbal and act.patient is None and _definite(act)
    if pointing and any(a.kind == act.kind for a in group):
        return 3.5 - 0.02 * nearest
    if pointing and (act.generic or any(a.generic for a in group)):
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
    if alone and any(_akin(act, a) for a in group):
        # "The attack", called so before anything says what happened, as where the newest is first.
        unnamed = act.verbal and not any(_told_whole(a) for a in group)
        if nearest <= _NEAR or unnamed:
            return 1.1
    lead = min(a.s.number for a in group) <= 1
    harmed = act.generic and act.kind in ("killing", "wounding", "shooting")
    if harmed and nearest <= _NEAR and lead_case(group):
        return 0.8
    vague = act.generic and (act.patient is None or act.s.pos[act.patient] == "PRON")
    if (vague and (nearest <= 3 or act.kind in kinds)) or (lead and _open(scene, act, group)):
        return 1.0
    return 0.0


def _one_event(a: Event, b: Event | None) -> bool:
    """Whether two mentions are of one event, or of two that a case may hold both of.

    A model parts what rules take for one; a raid and the deaths in it are one case.
    """
    return b is not None and (a.id == b.id or same_event(b, a))


def _told_whole(a: Act) -> bool:
    """Whether a mention says by a verb who did it or to whom."""
    return a.verbal and (a.agent is not None or a.patient is not None)


def _dated(scene: Scene, act: Act) -> bool:
    """Whether the clause of an act has a day of its own, be it one from which on it went."""
    if day_of(scene, act) is not None:
        return True
    mention = date_for(act.s, act.first, scene.dates(act.s))
    if mention is None or mention.date is None:
        return False
    return mention.date.precision in _DATED or mention.relation in _OPEN_ENDED


def lead_case(group: Sequence[Act]) -> bool:
    """Whether a text opens with telling a case."""
    return any(a.verbal and a.s.number <= 3 for a in group)


# So many sentences on, an act of the same family is still that act, if nothing speaks against it.
_NEAR = 6
# Acts that are told in each other's words: what ends in deaths, what is taken, what is entered.
_FAMILIES = (
    frozenset(("assassination", "massacre", "ambush", "attack", "killing", "shooting", "wounding")),
    frozenset(("bombing", "strike", "attack", "sabotage", "shoot-down", "sinking", "killing")),
    frozenset(("kidnapping", "hijacking", "seizure", "storming", "ambush", "coup")),
    frozenset(("poisoning", "assassination", "killing", "wounding")),
    frozenset(("clash", "shooting", "strike", "killing", "wounding", "attack")),
    frozenset(("storming", "attack", "sabotage")),
    frozenset(("crash", "shoot-down", "strike", "bombing", "killing", "attack")),
)


def same_family(a: Act, b: Act) -> bool:
    """Whether two kinds of acts are told in each other's words."""
    return any(a.kind in f and b.kind in f for f in _FAMILIES)


def _akin(a: Act, b: Act) -> bool:
    """Whether two mentions may tell one act in different words, neither upon another's side."""
    if not same_family(a, b):
        return False
    left, right = _class_of(a), _class_of(b)
    return left is None or right is None or left == right


def _another(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether a mention is of another kind than all of a case and upon something else."""
    if act.generic or not _named_patient(act):
        return False
    if (
        act.agent is not None
        and act.s.pos[act.agent] == "PRON"
        and act.s.number - group[-1].s.number <= 1
    ):
        return False  # "they rammed and boarded two boats"
    if person(act.s, act.patient) and act.s.number - group[-1].s.number <= 2:
        return False  # the driver, shot in the course of it
    told = [a for a in group if not a.generic and _named_patient(a)]
    return bool(told) and not any(
        a.kind == act.kind or _akin(act, a) or _same_patient(scene, act, a) for a in told
    )


def _bygone(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether a mention is dated to long ago, and those of a case before it to nothing so old.

    "In 2015 gunmen kidnapped ten of its staff", after what is told of today.
    """
    mine = long_ago(scene, act)
    told = [a for a in group if a.verbal and not a.background]
    if mine is None or not told or told[0].s is act.s:
        return False
    others = [day_of(scene, a) for a in told]
    recent = [d for d in others if d is not None and mine[1] < d[0]]
    if any(d is not None and d[0] <= mine[1] and mine[0] <= d[1] for d in others):
        return False
    if not _of_today(scene, told):
        return False
    return bool(recent) or len(told) > 1


def _of_today(scene: Scene, acts: Sequence[Act]) -> bool:
    """Whether acts are told before the text names any day or year of long ago."""
    if not acts or any(long_ago(scene, a) for a in acts):
        return False
    first = min(a.s.number for a in acts)
    return first < scene.once("first old date", lambda: _first_old(scene))


def _first_old(scene: Scene) -> int:
    """The first sentence that names a day or year of long ago; behind the last if none does."""
    dated = (s.number for s in scene.sentences if any(_is_old(scene, d) for d in scene.dates(s)))
    return next(dated, len(scene.sentences))


def bygone(scene: Scene, case: Case) -> Callable[[tuple[int, int]], bool]:
    """Whether words, by sentence and token, tell another act, of long ago, than a case of today.

    Where the case may be of long ago itself, none do.
    """
    if not _of_today(scene, [a for a in case.acts if a.verbal]):
        return lambda _: False
    mine = {(a.s.number, a.first) for a in case.acts}
    old = [(a.s, a.first) for a in find_acts(scene) if a.verbal and long_ago(scene, a)]
    of_case = {e.id for e in case.events}
    for event in scene.events:
        if event.historical and event.event_type in FORCE and event.id not in of_case:
            places = (scene.place_of(m.trigger.start) for m in event.mentions)
            old += [at for at in places if at is not None]
    inside = {
        (s.number, k) for s, top in old if (s.number, top) not in mine for k in s.subtree(top)
    }

    def told(at: tuple[int, int]) -> bool:
        return at in inside or scene.once(("dated long ago", at), lambda: _dated_old(scene, at))

    return told


def _dated_old(scene: Scene, at: tuple[int, int]) -> bool:
    s = scene.sentences[at[0]]
    mention = date_for(s, at[1], scene.dates(s))
    return mention is not None and _is_old(scene, mention)


def long_ago(scene: Scene, act: Act) -> tuple[str, str] | None:
    """First and last day of a mention that its own clause dates long before the publication."""
    mention = date_for(act.s, act.first, scene.dates(act.s))
    if mention is None or mention.date is None or not _is_old(scene, mention):
        return None
    return mention.date.start, mention.date.end


def _is_old(scene: Scene, mention: DateMention) -> bool:
    if scene.published is None or mention.date is None or mention.relation in _OPEN_ENDED:
        return False
    return (scene.published - datetime.date.fromisoformat(mention.date.end)).days > _LONG_AGO


_LONG_AGO = 300  # days
_OPEN_ENDED = frozenset(("since", "after"))


def _named_patient(a: Act) -> bool:
    return a.patient is not None and a.s.pos[a.patient] in ("NOUN", "PROPN")


def _class_of(a: Act) -> str | None:
    return None if a.patient is None else words().maps["alike"].get(a.s.lemmas[a.patient])


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
    if a.s is b.s and (_aside_of(a, b) or _aside_of(b, a)):
        return False
    apart = abs(a.s.number - b.s.number)
    told = {a.status, b.status} <= {"asserted"}
    for mine, other in ((a.agent, b.agent), (a.patient, b.patient)):
        if mine is None or other is None:
            continue
        if mine is a.patient and (apart <= 1 or (apart <= _NEAR and (a.generic or b.generic))):
            continue  # whom else it hit
        if mine is a.agent and not told:
            continue  # rival accounts name other doers
        sites = words().lists["site"]
        if {a.s.pos[mine], b.s.pos[other]} & {"PRON", "DET"}:
            continue  # whom a pronoun means is a guess
        if {a.s.lemmas[mine], b.s.lemmas[other]} & sites:
            continue  # an embassy is its sender's and its host's
        left, right = set(scene.countries(a.s, mine)), set(scene.countries(b.s, other))
        if left and right and not left & right:
            return True
    return False


def _aside_of(a: Act, b: Act) -> bool:
    """Whether an act is told in a relative clause on the doer of another: "men who had burst into
    the reception murdered the envoy"."""
    return (
        b.agent is not None
        and a.s.deps[a.first] in ("acl:relcl", "acl")
        and b.agent in a.s.ancestors(a.first)
    )


def surely_two(scene: Scene, a: Case, b: Case) -> bool:
    """Whether two cases cannot be one: other days, or other cities."""
    days = [[d for x in c.acts if (d := day_of(scene, x)) is not None] for c in (a, b)]
    if all(days) and not any(x[0] <= y[1] and y[0] <= x[1] for x in days[0] for y in days[1]):
        return True
    cities = [frozenset(n for x in c.acts for n in _cities(scene, x)) for c in (a, b)]
    return all(cities) and not cities[0] & cities[1]


def _elsewhere(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether an act's own clause puts it into a city, and those of a case are in others."""
    mine = _cities(scene, act)
    if not mine or act.kind in _ROAMING:
        return False
    told = [c for a in group if (c := _cities(scene, a))]
    roaming = any(a.kind in _ROAMING for a in group)
    return bool(told) and not roaming and not any(mine & c for c in told)


# Acts that begin in one place and end in another.
_ROAMING = frozenset(("hijacking", "kidnapping", "seizure", "invasion", "cyberattack", "expulsion"))


def _cities(scene: Scene, act: Act) -> frozenset[str]:
    """The cities in which the clause of an act says that it happened."""
    return scene.once(
        ("cities", act.s.number, act.first), lambda: frozenset(_named_cities(scene, act))
    )


def _named_cities(scene: Scene, act: Act) -> Iterator[str]:
    s = act.s
    if act.status not in ("asserted", "attributed"):
        return
    cities = [m for m in scene.mentions[s.number] if m.kind == "city"]
    # "A roadside bomb exploded in": what a noun of the act does is where it was.
    done = not act.verbal and s.deps[act.last].startswith("nsubj")
    top = act.first if act.verbal else s.heads[act.last] if done else act.last
    for m in cities:
        if case_of(s, m.first) not in _PLACING and case_of(s, m.last) not in _PLACING:
            continue
        # In the clause of the act itself, or in one that says when: "exploded as the car passed".
        up = m.last
        while up >= 0 and up != top and (s.deps[up] in _BELOW or _timed(s, up)):
            up = s.heads[up]
        if up == top:
            yield m.name


_BELOW = frozenset(("obl", "nmod", "conj", "appos", "obj", "nsubj:pass", "compound", "flat"))


def _timed(s: Sentence, verb: int) -> bool:
    """Whether a clause says when; the parser hangs some on their subject: "as a convoy passed"."""
    by = verb if s.deps[verb] == "advcl" else s.heads[verb] if s.deps[verb] == "acl:relcl" else -1
    return by >= 0 and any(s.lower[j] in ("as", "when", "while") for j in s.children[by])


_PLACING = frozenset(("in", "at", "near", "outside", "of"))


def _set_apart(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether the text says that an act is another than those told before.

    "In a separate incident gunmen shot", "another bomb exploded", "the murder of X and the
    abduction of Y".
    """
    s = act.s
    before = [a for a in group if a.s.number < s.number]
    if before and len(before) == len(group) and scene.once(("apart", s.number), lambda: _apart(s)):
        return True
    last = group[-1]
    if last.s is not s or act.verbal or last.verbal:
        return False
    joined = s.deps[act.last] == "conj" and s.heads[act.last] == last.last
    sides = act.patient is not None and last.patient is not None
    return joined and sides and not same_family(act, last)


def _apart(s: Sentence) -> bool:
    """Whether a sentence opens with saying that it tells of another act."""
    acts = _act_nouns()
    for k in range(min(len(s), 8)):
        if s.lower[k] == "separately" and s.deps[k] == "advmod":
            return True
        other = s.lower[k] in _OTHER and s.deps[k] in ("amod", "det")
        if other and s.heads[k] > k and s.lemmas[s.heads[k]] in acts:
            return True
    return False


_OTHER = frozenset("separate another second third similar further unrelated".split())  # noqa: SIM905


def _act_nouns() -> frozenset[str]:
    lists = words().lists
    return lists["deed"] | lists["harm"] | {"incident", "case", "bomb", "attack", "blast"}


_DATED = frozenset(("day", "week", "month"))


def day_of(scene: Scene, act: Act) -> tuple[str, str] | None:
    """First and last day of a mention, if its words tell them to a month."""
    return scene.once(("day", act.s.number, act.first), lambda: _day_of(scene, act))


def _day_of(scene: Scene, act: Act) -> tuple[str, str] | None:
    if act.verbal and act.s.lemmas[act.first] in FINDING:
        return None  # the day on which the dead were found is not that of their death
    if act.event is not None and act.event.date is not None:
        date = act.event.date
        at = scene.place_of(date.span.start)
        said = act.s.deps[act.first] in ("ccomp", "parataxis", "advcl") and at is not None
        if said and at is not None and at[0] is act.s and at[1] not in act.s.subtree(act.first):
            return None
        return (date.start, date.end) if date.precision in _DATED else None
    here = scene.dates(act.s)
    mention = date_for(act.s, act.first, here)
    if _of_saying(act, mention):
        return None
    loose = mention is None or mention.date is None or mention.anchor in ("open", "linked")
    if loose and act.s.deps[act.first] in ("advcl", "acl"):
        return None  # "ordered on Wednesday ..., a day after a crowd stormed": another's day
    if loose:
        first = act.s.heads[act.first] if act.s.deps[act.first] == "conj" else act.first
        tensed = [j for k in {first, act.first} for j in act.s.children[k]]
        earlier = any(act.s.lower[j] in ("had", "'d") for j in tensed)
        said = act.s.deps[act.first] in ("ccomp", "parataxis")
        mention = day_reached(scene, act.s) if act.verbal and not (earlier or said) else None
    if mention is None or mention.date is None or mention.date.precision not in _DATED:
        return None
    return mention.date.start, mention.date.end


def _of_saying(act: Act, mention: DateMention | None) -> bool:
    """ "On Sunday he said that agents sank the ship": the day of saying so."""
    s, k = act.s, act.first
    if mention is None or s.deps[k] not in ("ccomp", "parataxis"):
        return False
    return mention.first not in s.subtree(k)


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
    sure = _SURE.get(a.status, 0.4)
    told = 0.5 + 0.25 * ((a.agent is not None) + (a.patient is not None))
    headed = 1.0 + 0.25 * min(2, len(_title_words(scene) & set(a.s.lemmas)))
    vague = 0.6 if a.generic and not a.verbal else 1.0
    if _passing(a):
        vague *= 0.6
    if answering(a):
        vague *= 0.2
    sides = [a.s.lower[k] for k in (a.agent, a.patient) if k is not None]
    if sides and all(w in _PRONOUNS for w in sides):
        vague *= 0.5
    return a.weight * lead * sure * told * headed * vague


# What is only said, and what is contested, makes less of a case than what the text tells itself.
_SURE = {"asserted": 1.0, "attributed": 0.7, "suspected": 0.5}


def _title_words(scene: Scene) -> frozenset[str]:
    """The telling words of the headline, lower case, also without a plural's or past's ending."""

    def make() -> frozenset[str]:
        words_of = (scene.document.title or "").lower().replace("'s", "").split()
        bare = {w.strip(",.:;!?\"'“”‘’()") for w in words_of}
        bare |= {w[: -len(e)] for w in bare for e in ("s", "ed", "d") if w.endswith(e)}
        return frozenset(w for w in bare if len(w) > 3 and w not in _LITTLE)

    return scene.once("title", make)


_PRONOUNS = frozenset("we they them it you us he she him her i".split())  # noqa: SIM905
_LITTLE = frozenset(
    """after with from that this what have been into over about against their were will would
    when where which while your they them know live happened""".split()  # noqa: SIM905
)


def _told_of(a: Act) -> float:
    sides = (a.agent is not None) + (a.patient is not None)
    coded = a.event is not None
    told = sides + coded + 0.5 * a.verbal + _SURE.get(a.status, 0.0)
    return told - 0.75 * _passing(a) - 2.0 * answering(a)


def answering(a: Act) -> bool:
    """Whether an act hits its own doers: guards who wound the attacker, or "him" after him."""
    if a.patient is None:
        return False
    s, doers = a.s, words().lists["perpetrator_noun"]
    if s.lemmas[a.patient] in doers:
        return True
    if s.lower[a.patient] not in ("him", "her", "them", "he", "she", "they"):
        return False
    before = [
        k
        for k in range(a.patient)
        if s.pos[k] in ("NOUN", "PROPN")
        and s.deps[k] in ("obj", "obl", "nsubj", "nsubj:pass")
        and k != a.agent
    ]
    return bool(before) and s.lemmas[before[-1]] in doers


def ends_its_doer(scene: Scene, a: Act) -> bool:
    """Whether an act ends who did the deed: it hits him, or guards stop him after it."""
    if answering(a) or _felled(scene, a):
        return True
    if a.agent is not None and stops(scene, a.s, a.first, a.agent):
        return True
    s = a.s
    clauses = ((j, s.child(j, "nsubj")) for j in s.each(a.first, "advcl"))
    return any(by is not None and stops(scene, s, j, by) for j, by in clauses)


def _felled(scene: Scene, a: Act) -> bool:
    """Whether an act ends its own doer: "before he was killed by police", once he has been told.

    Who did something shortly before, and was then stopped by guards, is not whom they attacked.
    """
    s, k = a.s, a.patient
    if k is None or a.agent is None or s.deps[k] != "nsubj:pass" or s.lower[k] not in _ONE:
        return False
    if s.lemmas[a.agent] not in scene.context.tables.references.guard:
        return False
    doers = words().lists["perpetrator_noun"]
    near = scene.sentences[max(0, s.number - _SHORTLY) : s.number]
    if not doers.isdisjoint(s.lemmas[:k]) or any(not doers.isdisjoint(x.lemmas) for x in near):
        return True
    before = (b for b in find_acts(scene) if b.verbal and b.agent is not None)
    return any(
        s.number - _SHORTLY <= b.s.number < s.number or (b.s is s and b.first < k) for b in before
    )


def stops(scene: Scene, s: Sentence, verb: int, by: int) -> bool:
    """Whether guards act and the doer dies of it: "was killed when special forces stormed it".

    ``verb`` is what the guards ``by`` do.
    """
    up = s.heads[verb]
    if s.deps[verb] != "advcl" or s.child(up, "aux:pass") is None:
        return False
    if s.lemmas[by] not in scene.context.tables.references.guard:
        return False
    if any(s.lower[j] in _SELF for j in s.children[up]):
        return True  # "was himself killed": after others, by his hand
    who = _subject(s, up)
    if who is None:
        return False
    if s.lemmas[who] in words().lists["perpetrator_noun"]:
        return True
    name = _name(s, who)
    return any(
        (b.s is s and b.agent == who) or not name.isdisjoint(_name(b.s, b.agent))
        for b in find_acts(scene)
        if b.agent is not None and not (b.s is s and b.first == verb)
    )


def _name(s: Sentence, head: int) -> set[str]:
    """The words of a name; none of another noun."""
    if s.pos[head] != "PROPN":
        return set()
    return {s.words[head], *(s.words[j] for j in s.children[head] if s.deps[j] == "flat")}


def _subject(s: Sentence, verb: int) -> int | None:
    """Whom a verb is told of: its own subject, or that of the verb it is joined to or hangs on."""
    for k in (verb, s.joined_to(verb), s.heads[verb]):
        who = s.child(k, "nsubj", "nsubj:pass") if k >= 0 else None
        if who is not None and s.lower[who] not in _SELF:
            return who
    return None


_SELF = frozenset(("himself", "herself", "themselves"))
_ONE = frozenset(("he", "she", "they"))
_SHORTLY = 2  # sentences back


def _passing(a: Act) -> bool:
    """Whether a verb tells its act in passing, in a clause of its own below another.

    Not so in the lead, nor in a cleft ("It is Wednesday that soldiers locked up the president").
    """
    s, k = a.s, a.first
    if not a.verbal or s.number <= 2 or s.deps[k] not in ("acl:relcl", "advcl", "acl"):
        return False
    up = s.heads[k]
    return not (up == s.root and s.lower[0] == "it" and s.child(up, "cop") is not None)


def _definite(a: Act) -> bool:
    return any(
        (a.s.deps[j] == "det" and a.s.lower[j] in ("the", "this", "that", "these", "those"))
        or (a.s.deps[j] == "nmod:poss")
        for j in a.s.children[a.last]
    )


def _same_patient(scene: Scene, a: Act, b: Act) -> bool:
    if a.patient is None or b.patient is None:
        return False
    mine, other = _called(scene, a.s, a.patient), _called(scene, b.s, b.patient)
    if (mine & other) - _VAGUE:
        return True
    kind = _class_of(a)
    if kind is None or kind != _class_of(b):
        return False
    if a.s.number > b.s.number + 1 and any(
        a.s.lower[j] in _ONE_OF for j in a.s.children[a.patient]
    ):
        return False  # "a watchman was shot", some sentences behind "the soldiers died"
    left, right = set(scene.countries(a.s, a.patient)), set(scene.countries(b.s, b.patient))
    return not (left and right) or bool(left & right)


_ONE_OF = frozenset(("a", "an", "another"))


def _named_there(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether an act hits somebody whom the telling of a case names, in whatever place there.

    "Rubbed a liquid into his face" hits no name; "Mr Kim was killed", much later, is that again.
    """
    s, k = act.s, act.patient
    if k is None or s.pos[k] != "PROPN" or not act.verbal or scene.is_state(s, [k]):
        return False
    if any(k in range(m.first, m.last + 1) for m in scene.mentions[s.number] if m.is_place):
        return False
    name = {s.words[j] for j in (k, *s.children[k]) if s.pos[j] == "PROPN"} - _TITLES
    return any(
        same_family(act, a)
        and any(w in name and p == "PROPN" for w, p in zip(a.s.words, a.s.pos, strict=True))
        for a in group
        if a.verbal
    )


_TITLES = frozenset("Mr Mrs Ms Dr Mr. Mrs. Ms. Dr. General Colonel President Minister".split())  # noqa: SIM905


def _called(scene: Scene, s: Sentence, head: int) -> set[str]:
    """What a patient and those joined to it may be known by: family names and head nouns."""
    out: set[str] = set()
    for k in (head, *(j for j in s.children[head] if s.deps[j] in ("conj", "appos"))):
        out |= {p.name.split()[-1].lower() for p in scene.parties(s, k) if p.name}
        out |= {s.lemmas[k], *(s.lower[j] for j in s.children[k] if s.deps[j] == "flat")}
    return out


# Victims that many acts have.
_VAGUE = frozenset(
    """people person man woman it he they she who them him which that""".split()  # noqa: SIM905
)
