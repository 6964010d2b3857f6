"""What was told before and is meant again: the same people, the same act.

Comes in: an act whose recipients have no country ("the sailors", "he", "six of the men"), or one
that only says that another was repeated or returned ("followed suit", "answered in kind"), and
the acts told so far. Goes out: the party that suffered the nearest act, if the words can mean
the same people; the act that is repeated. RECORDS.md rule 5 asks for a party that the sentence
reaches by pronoun or role noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.match import Frame
from detente.coding.sentence import Sentence
from detente.records import Event, Party

# How many sentences back people are still "the men".
_BACK = 6
# How many sentences back an act lies that is repeated or returned, and which can be.
_ECHO = 3
_ECHOED = frozenset(("SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "AID", "SUPPORT", "ACCUSE"))
CONFLICT = 3  # the lower of the quad classes of conflict
# What is done to people, and whom the next act to them may befall as well.
_DONE = frozenset(("COERCE", "ASSAULT", "RETREAT", "SANCTION", "ACCUSE"))
_HELD = frozenset(("COERCE", "ASSAULT"))
_PRONOUNS = frozenset(("he", "she", "him", "her", "they", "them", "his", "their", "both"))
_MANY = frozenset(("they", "them", "their", "both"))
CRAFT = frozenset(
    """ship vessel boat tanker trawler tug frigate plane jet airliner helicopter
    aircraft""".split()  # noqa: SIM905
)
# Who or what an act befalls and the text points back to; a craft stands for its crew.
PEOPLE = CRAFT | frozenset(
    """man woman sailor soldier crew fisherman captain pilot pastor preacher priest nun journalist
    reporter hostage captive prisoner detainee passenger diplomat envoy ambassador consul student
    tourist hiker engineer worker couple pair trio guard policeman officer activist lawyer teacher
    doctor nurse businessman trader aid-worker missionary pilgrim marine peacekeeper researcher
    academic editor correspondent anchor suspect fugitive spy agent convict boy girl child youth
    teenager national citizen countryman survivor victim airman servicemen serviceman seaman
    skipper defendant accused dissident cleric athlete skier climber monk fighter militant rebel
    villager farmer migrant refugee deportee exile stowaway mechanic translator driver attaché
    attache aide secretary""".split()  # noqa: SIM905
)
_POINTING = frozenset(("the", "these", "those", "both", "all", "his", "her", "their", "its"))


def same_people(s: Sentence, frame: Frame, told: Sequence[Event]) -> Party | None:
    """The party of an act told before that the act's recipients point back to, with its state."""
    if frame.type not in _DONE or frame.reciprocal:
        return None
    head = next((k for k, how in frame.recipients if how == "np" and _points(s, k)), None)
    if head is None:
        return None
    lemma = _noun(s, head)
    if frame.type == "RETREAT":
        # Who is let go was held before, however long ago.
        held = [e for e in told if e.event_type in _HELD]
        since = s.number + 1  # all of the text
        return (
            _meant(s, head, lemma, held, since)
            or _meant(s, head, lemma, held, since, states=True)
            or _meant(s, head, lemma, told, _BACK)
        )
    return _meant(s, head, lemma, told, _BACK)


def _meant(
    s: Sentence,
    head: int,
    lemma: str | None,
    told: Sequence[Event],
    back: int,
    *,
    states: bool = False,
) -> Party | None:
    """The party, among acts up to ``back`` sentences before, that a phrase can mean.

    ``states`` says that of people who were held the state may be told alone.
    """
    fallback: Party | None = None
    for event in reversed(told):
        if event.sentence < s.number - back:
            break
        if event.event_type not in _DONE:
            continue
        for party in event.recipient:
            bare = (party.id or "").startswith("state:") and lemma is None and not states
            if party.country is None or bare:
                continue
            words = party.span.text.lower().split()
            if lemma is not None and any(w in (lemma, f"{lemma}s") for w in words):
                return replace(party, span=s.span(head, head))
            if fallback is None and _may_be(s, head, lemma, words):
                fallback = replace(party, span=s.span(head, head))
    return fallback


def echoed(
    how: str, s: Sentence, actors: Sequence[Party], told: Sequence[Event]
) -> tuple[Event, tuple[Party, ...]] | None:
    """The act told last that others now repeat (``how`` "same") or return ("back"), and to whom.

    Who repeats an act did not do it before; who returns one suffered it. Only conflict is returned.
    """
    doers = {p.country for p in actors if p.country is not None}
    if not doers:
        return None
    for event in reversed(told):
        if event.sentence < s.number - _ECHO:
            break
        before = {p.country for p in event.actor if p.country is not None}
        against = {p.country for p in event.recipient if p.country is not None}
        if not before or not against or event.event_type not in _ECHOED:
            continue
        if how == "same" and doers.isdisjoint(before | against):
            return event, event.recipient
        if how == "same" and event.sentence == s.number and not doers.isdisjoint(against):
            return event, event.actor  # "A recalled its envoy; B did the same"
        if event.quad_class < CONFLICT or doers.isdisjoint(against):
            continue
        return event, event.actor
    return None


def _noun(s: Sentence, head: int) -> str | None:
    """The lemma of the people meant; None for a pronoun."""
    if s.lower[head] in _PRONOUNS:
        return None
    if s.lemmas[head] in PEOPLE:
        return s.lemmas[head]
    return next((s.lemmas[j] for j in s.children[head] if s.lemmas[j] in PEOPLE), None)


def _points(s: Sentence, head: int) -> bool:
    """Whether a phrase points back: a pronoun, "the sailors", "six of the men", "its crew"."""
    if s.lower[head] in _PRONOUNS:
        return True
    if s.pos[head] == "NUM" or s.lower[head] in ("all", "some", "most", "half", "others"):
        # "six of the men", "all of them"
        return any(
            s.deps[j] == "nmod" and (s.lower[j] in _PRONOUNS or _points(s, j))
            for j in s.children[head]
        )
    if s.lemmas[head] not in PEOPLE or s.pos[head] != "NOUN":
        return False
    return any(s.lower[j] in _POINTING for j in s.children[head])


def _may_be(s: Sentence, head: int, lemma: str | None, words: Sequence[str]) -> bool:
    """Whether people told of as ``words`` can be meant: craft and people are told apart."""
    craft = any(w.rstrip("s") in CRAFT for w in words)
    if lemma in CRAFT:
        return craft
    if s.lower[head] not in _MANY and lemma is None:
        many = words[-1] in ("people", "men", "women", "children") or words[0].isdigit()
        return not craft and not many
    return True


__all__ = ["CONFLICT", "CRAFT", "PEOPLE", "echoed", "same_people"]
