"""Acts that end who did the deed: guards who shoot the attacker, or "him" after him.

Comes in: a `Scene` and one of its acts. Goes out: whether it ends its doer, by whom.
"""

from __future__ import annotations

from detente.coding.incidents.acts import Act, find_acts, words
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence

_SELF = frozenset(("himself", "herself", "themselves"))

_ONE = frozenset(("he", "she", "they"))

_SHORTLY = 2  # sentences back


def ends_its_doer(scene: Scene, a: Act) -> bool:
    """Whether an act ends who did the deed: it hits him, or guards stop him after it."""
    if answering(a) or _felled(scene, a):
        return True
    if a.agent is not None and stops(scene, a.s, a.first, a.agent):
        return True
    s = a.s
    clauses = ((j, s.child(j, "nsubj")) for j in s.each(a.first, "advcl"))
    return any(by is not None and stops(scene, s, j, by) for j, by in clauses)


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
