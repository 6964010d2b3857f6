"""Which mentions of acts make one case, and which case a document is about.

Comes in: the acts of a `Scene`. Goes out: `Case` values, the weightiest first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from detente.coding.incidents.acts import Act, find_acts
from detente.coding.incidents.days import dated, day_of, long_ago
from detente.coding.incidents.ended import answering
from detente.coding.incidents.joining import (
    ANSWERS,
    Continues,
    cities,
    grouped,
    likeness,
    named_patient,
)
from detente.coding.scene import Scene
from detente.records import Event

# A case of its own beside the main one must weigh this much of it.
_BESIDE = 0.35
_APART = 0.2
_MOST = 4
# Mentions of one act that count towards its weight; a long text does not weigh more by length.
_COUNTED = 5
TOLD = frozenset(("asserted", "attributed", "denied", "suspected"))


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


def cases(scene: Scene, continues: Continues = likeness) -> list[Case]:
    """The cases of a document, the weightiest first; none if it tells of no act.

    ``continues`` says which mentions are of one case.
    """
    acts = [a for a in find_acts(scene) if a.status in TOLD]
    found = _ranked(scene, [a for a in acts if not a.background], continues)
    if not found or not found[0].anchor.verbal:
        # A text without news of an act of its own: the ones that it looks back on.
        found = _ranked(scene, acts, continues)
    out: list[Case] = []
    for case in found:
        anchor = case.anchor
        bare = anchor.agent is None and anchor.patient is None
        # An act with a day and a target of its own is told apart from the main one.
        apart = dated(scene, anchor) and named_patient(anchor)
        share = _APART if apart else _BESIDE
        light = bool(out) and (case.weight < share * out[0].weight or not anchor.verbal)
        # A death alone is a case of its own only if it was coded or dated.
        bare = bare or (
            all(a.generic for a in case.acts)
            and not case.events
            and all(day_of(scene, a) is None for a in case.acts)
        )
        if out and (light or bare or anchor.kind in ANSWERS or len(out) == _MOST):
            continue
        out.append(case)
    return out


def likely_cases(
    scene: Scene,
    chances: Mapping[tuple[int, int], float],
    more: Sequence[Act],
    *,
    least: float,
    continues: Continues = likeness,
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
    continues
        Which mentions are of one case.
    """
    here = [a for a in find_acts(scene) if a.status in TOLD]
    here = [a for a in here if not a.background or chances.get((a.s.number, a.first), 0) >= least]
    acts = sorted([*here, *more], key=lambda a: (a.s.number, a.first))
    found = []
    for group in grouped(scene, acts, continues):
        case = _case(scene, group)
        if case is not None:
            chance = sum(chances.get((a.s.number, a.first), 0.0) for a in group)
            best = max(group, key=lambda a: chances.get((a.s.number, a.first), 0.0))
            anchor = case.anchor if case.anchor.verbal or not best.verbal else best
            found.append(replace(case, chance=chance, anchor=anchor))
    found.sort(key=lambda c: (-c.chance, c.anchor.s.number))
    return found[:_MOST]


def _ranked(scene: Scene, acts: Sequence[Act], continues: Continues) -> list[Case]:
    groups = grouped(scene, acts, continues)
    found = [c for c in (_case(scene, g) for g in groups) if c is not None]

    # What answers another act stands behind it, but for an expulsion that opens a text which tells
    # of no such act: "ever since the coup" does not.
    others = any(
        c.anchor.kind not in ANSWERS
        and (c.anchor.verbal or c.anchor.agent is not None or c.anchor.patient is not None)
        for c in found
    )

    def key(c: Case) -> tuple[bool, bool, float, int]:
        leading = c.anchor.kind == "expulsion" and c.anchor.s.number <= 2 and not others
        answer = c.anchor.kind in ANSWERS and not leading
        weight = c.weight * _SURE.get(c.anchor.status, 0.5)
        return (answer, not c.anchor.verbal, -weight, c.anchor.s.number)

    return sorted(found, key=key)


def looks_back(scene: Scene, case: Case) -> bool:
    """Whether a text only looks back on a case: told as history, or dated to long ago."""
    old = (a.background or (a.event is not None and a.event.historical) for a in case.acts)
    return all(old) or long_ago(scene, case.anchor) is not None


def surely_two(scene: Scene, a: Case, b: Case) -> bool:
    """Whether two cases cannot be one: other days, or other cities."""
    days = [[d for x in c.acts if (d := day_of(scene, x)) is not None] for c in (a, b)]
    if all(days) and not any(x[0] <= y[1] and y[0] <= x[1] for x in days[0] for y in days[1]):
        return True
    places = [frozenset(n for x in c.acts for n in cities(scene, x)) for c in (a, b)]
    return all(places) and not places[0] & places[1]


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


def _passing(a: Act) -> bool:
    """Whether a verb tells its act in passing, in a clause of its own below another.

    Not so in the lead, nor in a cleft ("It is Wednesday that soldiers locked up the president").
    """
    s, k = a.s, a.first
    if not a.verbal or s.number <= 2 or s.deps[k] not in ("acl:relcl", "advcl", "acl"):
        return False
    up = s.heads[k]
    return not (up == s.root and s.lower[0] == "it" and s.child(up, "cop") is not None)
