"""Which mentions of acts are of one case, by rules.

Comes in: the acts of a `Scene` in text order. Goes out: groups of them, and what speaks for and
against that a mention continues a group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from detente.coding.arguments import case_of
from detente.coding.incidents.acts import Act, person, words
from detente.coding.incidents.days import day_of, long_ago, of_today
from detente.coding.merge import same_event
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.records import Event

# Acts that answer others: a case of their own only if they are what the text is about.
ANSWERS = frozenset(("expulsion", "arrest"))

# Acts that people are arrested in the course of.
_TAKING = frozenset(("hijacking", "seizure"))

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

# More cases, and mentions of one, than an article tells: what bounds the time that a file of
# megabytes takes. A mention is held against the latest of each, and against a case's first.
_CASES, _MENTIONS = 40, 40


class Among(NamedTuple):
    """Which of the cases told so far a group of mentions is, and how many there are."""

    number: int
    cases: int


Continues = Callable[[Scene, Act, Sequence[Act], Among], float]
"""How well a mention continues a case, by those that tell of it so far; 0 where it does not."""


def likeness(scene: Scene, act: Act, group: Sequence[Act], among: Among) -> float:
    """How well a mention continues a case by rules; 0 where something speaks against it."""
    if any(contradict(scene, act, other) for other in group):
        return 0.0
    if elsewhere(scene, act, group) or set_apart(scene, act, group):
        return 0.0
    answers = {a.kind for a in group} & ANSWERS
    if answers or act.kind in ANSWERS:
        taken = act.kind == "arrest" and bool({a.kind for a in group} & _TAKING)
        near = abs(act.s.number - group[-1].s.number) <= 2
        return 2.0 if act.kind in answers or (taken and near) else 0.0
    nearest = min(act.s.number - a.s.number for a in group)
    if another(scene, act, group) or told_before(scene, act, group):
        return 0.0
    close = nearest == 0 or (nearest <= 2 and scene.same_paragraph(act.s, group[-1].s))
    if act.event is not None and any(one_event(act.event, a.event) for a in group):
        return 5.0
    if any(same_patient(scene, act, a) for a in group):
        return 4.0
    if act.generic and named_there(scene, act, group):
        return 3.8
    pointing = not act.verbal and act.patient is None and definite(act)
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
    if among.cases == 1 and any(akin(act, a) for a in group):
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


def grouped(scene: Scene, acts: Sequence[Act], continues: Continues = likeness) -> list[list[Act]]:
    """Mentions of one act together: each goes to the case it best continues, or opens one."""
    groups: list[list[Act]] = []
    for act in acts:
        best: tuple[float, int] | None = None
        for n, told in enumerate(groups[-_CASES:], max(0, len(groups) - _CASES)):
            group = told if len(told) <= _MENTIONS else [told[0], *told[-_MENTIONS:]]
            like = continues(scene, act, group, Among(n, len(groups)))
            if like > 0 and (best is None or (like, n) > best):
                best = (like, n)
        if best is None:
            groups.append([act])
        else:
            groups[best[1]].append(act)
    return groups


def one_event(a: Event, b: Event | None) -> bool:
    """Whether two mentions are of one event, or of two that a case may hold both of.

    A model parts what rules take for one; a raid and the deaths in it are one case.
    """
    return b is not None and (a.id == b.id or same_event(b, a))


def _told_whole(a: Act) -> bool:
    """Whether a mention says by a verb who did it or to whom."""
    return a.verbal and (a.agent is not None or a.patient is not None)


def lead_case(group: Sequence[Act]) -> bool:
    """Whether a text opens with telling a case."""
    return any(a.verbal and a.s.number <= 3 for a in group)


def same_family(a: Act, b: Act) -> bool:
    """Whether two kinds of acts are told in each other's words."""
    return any(a.kind in f and b.kind in f for f in _FAMILIES)


def akin(a: Act, b: Act) -> bool:
    """Whether two mentions may tell one act in different words, neither upon another's side."""
    if not same_family(a, b):
        return False
    left, right = _class_of(a), _class_of(b)
    return left is None or right is None or left == right


def another(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether a mention is of another kind than all of a case and upon something else."""
    if act.generic or not named_patient(act):
        return False
    if (
        act.agent is not None
        and act.s.pos[act.agent] == "PRON"
        and act.s.number - group[-1].s.number <= 1
    ):
        return False  # "they rammed and boarded two boats"
    if person(act.s, act.patient) and act.s.number - group[-1].s.number <= 2:
        return False  # the driver, shot in the course of it
    told = [a for a in group if not a.generic and named_patient(a)]
    return bool(told) and not any(
        a.kind == act.kind or akin(act, a) or same_patient(scene, act, a) for a in told
    )


def told_before(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
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
    if not of_today(scene, told):
        return False
    return bool(recent) or len(told) > 1


def named_patient(a: Act) -> bool:
    """Whether a mention names whom it hit, by no mere pronoun."""
    return a.patient is not None and a.s.pos[a.patient] in ("NOUN", "PROPN")


def _class_of(a: Act) -> str | None:
    return None if a.patient is None else words().maps["alike"].get(a.s.lemmas[a.patient])


def _open(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether a headline or lead, which names sides by state only, may be told again here."""
    mine = set(scene.states_in(act.s))
    theirs = {c for a in group for c in scene.states_in(a.s)}
    return bool(mine & theirs) and act.s.number <= 4


def contradict(scene: Scene, a: Act, b: Act) -> bool:
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


def elsewhere(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
    """Whether an act's own clause puts it into a city, and those of a case are in others."""
    mine = cities(scene, act)
    if not mine or act.kind in _ROAMING:
        return False
    told = [c for a in group if (c := cities(scene, a))]
    roaming = any(a.kind in _ROAMING for a in group)
    return bool(told) and not roaming and not any(mine & c for c in told)


# Acts that begin in one place and end in another.
_ROAMING = frozenset(("hijacking", "kidnapping", "seizure", "invasion", "cyberattack", "expulsion"))


def cities(scene: Scene, act: Act) -> frozenset[str]:
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


def set_apart(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
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


def definite(a: Act) -> bool:
    """Whether a noun is told as one already known: "the raid", "their attack"."""
    return any(
        (a.s.deps[j] == "det" and a.s.lower[j] in ("the", "this", "that", "these", "those"))
        or (a.s.deps[j] == "nmod:poss")
        for j in a.s.children[a.last]
    )


def same_patient(scene: Scene, a: Act, b: Act) -> bool:
    """Whether two mentions may have hit the same."""
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


def named_there(scene: Scene, act: Act, group: Sequence[Act]) -> bool:
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
