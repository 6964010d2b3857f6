"""What the patterns told of a sentence, weighed against what the models say of its pairs.

Comes in: the drafts that the patterns made of a sentence, the acts between its parties by the
models. Goes out: the drafts, some with the side that the pattern did not find or with another
type, and frames for the acts of which no pattern tells. A pattern's word stands unless the
models are nearly sure of another root for the same pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeVar

from detente.coding.match import Frame
from detente.coding.merge import Draft
from detente.coding.pairs.acts import CLEAR, DOUBTFUL, Act, ActFinder, Chances, Found
from detente.coding.pairs.model import YIELD, root_of
from detente.coding.pairs.reach import Candidate
from detente.coding.plover import plover_type
from detente.coding.sentence import Sentence
from detente.records import IN_PASSING, Event, Party

T = TypeVar("T")
MODEL, PATTERN = "model", "pattern"
# From this probability of another root the models' word goes before a pattern's; set on the
# development part of plv_dev (docs/model-card-acts.md).
SURER = 0.85
# Acts that both sides do: every party is an actor (RECORDS.md rule 5).
RECIPROCAL = frozenset(("CONSULT", "COOPERATE"))
_BLAME = "ACCUSE"
_PRONOUNS = frozenset(["he", "she", "him", "her", "his", "it", "its", "they", "them", "their"])
# Roots that say by themselves that the act is to come, refused or asked for.
_MODAL = frozenset(("AGREE", "REJECT", "THREATEN", "REQUEST"))


def weigh(
    s: Sentence,
    made: Sequence[Draft | T],
    found: Found,
    finder: ActFinder,
    firm: frozenset[str],
    retreats: frozenset[str],
    spared: AbstractSet[int] = frozenset(),
) -> tuple[list[Draft | T | None], list[tuple[Frame, Act]]]:
    """What the patterns made as the models complete it, and frames for what they leave unsaid.

    What is no draft passes through; None stands for a draft that gives way to one of the frames.
    ``finder`` gives the models' reasons; ``firm`` are the ids of rules whose type stands;
    ``retreats`` the lemmas of yielding that is carried out; ``spared`` the tokens of those whom
    nobody accuses who condemns what was done to them.
    """
    out: list[Draft | T | None] = [
        _named(d, found.candidates) if isinstance(d, Draft) else d for d in made
    ]
    frames: list[tuple[Frame, Act]] = []
    for likely in found.likely:
        drafts = [(k, d) for k, d in enumerate(out) if isinstance(d, Draft) and not d.anaphor]
        told = [(k, d) for k, d in drafts if joins(s, d.event, likely)]
        surest = max(told, key=lambda one: one[1].event.confidence, default=None)
        if surest is not None and _stands(surest[1].event, firm):
            continue  # whatever the models say: they need not be asked
        act = found.act(likely)
        if act is None or (act.root == _BLAME and not _tokens(act.target).isdisjoint(spared)):
            continue
        if surest is not None:
            if act.share < SURER or any(act.root in _roots(d.event) for _, d in told):
                continue
            out[surest[0]] = None
        elif half := [(k, d) for k, d in drafts if _lacks(s, d, act)]:
            k, draft = half[0]
            out[k] = replace(draft, event=_completed(draft.event, act, finder))
            continue
        elif other := [(k, d) for k, d in drafts if _differs(s, d.event, act)]:
            k, draft = other[0]
            if _better(s, draft.event, act, found):
                out[k] = replace(draft, event=_corrected(s, draft.event, act, finder))
            continue
        if not any(_same_telling(act, earlier) for _, earlier in frames):
            frames.append((_frame(s, act, retreats), act))
    return out, frames


def _tokens(c: Candidate) -> frozenset[int]:
    return frozenset(range(c.first, c.last + 1))


def _roots(event: Event) -> tuple[str, str]:
    """The root of an event's own type and, its status folded in, of PLOVER's."""
    return root_of(event.event_type), root_of(plover_type(event))


def _stands(event: Event, firm: frozenset[str]) -> bool:
    """Whether an event's type is not to be changed: by a pattern that is sure, or by the code."""
    who, _, rule = event.decided_by.partition(":")
    return who != PATTERN or event.confidence > DOUBTFUL or rule.removesuffix(IN_PASSING) in firm


def _named(draft: Draft, candidates: Sequence[Candidate]) -> Draft:
    """A draft whose pronouns give way to the names that they stand for in the same sentence."""
    e = draft.event
    for p in (*e.actor, *e.recipient):
        if p.span.text.lower() in _PRONOUNS:
            break
    else:
        return draft

    def named(party: Party) -> Party:
        if party.span.text.lower() not in _PRONOUNS:
            return party
        for c in candidates:
            for p in c.parties:
                if (p.name, p.country, p.id) == (party.name, party.country, party.id):
                    return replace(party, span=p.span)
        return party

    event = replace(e, actor=tuple(map(named, e.actor)), recipient=tuple(map(named, e.recipient)))
    return replace(draft, event=event)


def tells(event: Event, other: Event) -> bool:
    """Whether an event tells all of another of the same sentence: type, parties, status."""
    if event.event_type != other.event_type:
        return False
    mine = {p.span for p in event.actor}, {p.span for p in event.recipient}
    theirs = {p.span for p in other.actor}, {p.span for p in other.recipient}
    return mine[0] >= theirs[0] and mine[1] >= theirs[1]


def joins(s: Sentence, event: Event, act: Act | Chances) -> bool:
    """Whether an event connects the act's two parties in the act's direction."""
    one, two = _span(s, act.source), _span(s, act.target)
    if event.recipient:
        return _meets(event.actor, one) and _meets(event.recipient, two)
    return len(event.actor) > 1 and _meets(event.actor, one) and _meets(event.actor, two)


def _span(s: Sentence, c: Candidate) -> tuple[int, int]:
    return s.start[c.first], s.end[c.last]


def _meets(parties: Sequence[Party], span: tuple[int, int]) -> bool:
    return any(p.span.start < span[1] and span[0] < p.span.end for p in parties)


def _lacks(s: Sentence, draft: Draft, act: Act) -> bool:
    """Whether a draft tells the act but for its recipient, or in the act's own verb its actor."""
    e = draft.event
    if act.root not in _roots(e):
        return False
    if e.recipient:
        verbal = s.pos[act.trigger] == "VERB" and e.trigger.start == s.start[act.trigger]
        return verbal and not e.actor and _meets(e.recipient, _span(s, act.target))
    alone = len(e.actor) == 1 or len({p.country for p in e.actor}) == 1
    return alone and _meets(e.actor, _span(s, act.source))


def _completed(event: Event, act: Act, finder: ActFinder) -> Event:
    """An event with the side that its pattern did not find."""
    if event.recipient:
        return replace(event, actor=act.source.parties, because=finder.because(act))
    return replace(event, recipient=act.target.parties, because=finder.because(act))


def _differs(s: Sentence, event: Event, act: Act) -> bool:
    """Whether a pattern that is sure told the act's own word of other parties."""
    if not event.decided_by.startswith(PATTERN) or event.trigger.start != s.start[act.trigger]:
        return False
    return bool(event.actor and event.recipient) or len(event.actor) > 1


def _better(s: Sentence, event: Event, act: Act, found: Found) -> bool:
    """Whether the models are as good as sure of the act and not of the pattern's pair."""
    if act.odds < CLEAR or not event.recipient or act.root not in _roots(event):
        return False
    if _meets(event.actor, _span(s, act.source)) == _meets(event.recipient, _span(s, act.target)):
        return False
    mine = [
        odds
        for (a, b), odds in found.odds.items()
        if _meets(event.actor, _span(s, found.candidates[a]))
        and _meets(event.recipient, _span(s, found.candidates[b]))
    ]
    return max(mine, default=-CLEAR) <= act.odds - CLEAR


def _corrected(s: Sentence, event: Event, act: Act, finder: ActFinder) -> Event:
    """An event with the act's party on the side where its pattern had another."""
    if _meets(event.actor, _span(s, act.source)):
        return replace(event, recipient=act.target.parties, because=finder.because(act))
    return replace(event, actor=act.source.parties, because=finder.because(act))


def _same_telling(act: Act, other: Act) -> bool:
    """Whether an act is another's with a conjunct of its party, which is coded with it."""
    return (
        act.trigger == other.trigger
        and act.root == other.root
        and (act.source is other.source and act.target.head == other.target.head)
    )


def _type_of(act: Act, s: Sentence, retreats: frozenset[str]) -> str:
    """The event type of a root: YIELD is RETREAT where it is carried out, else CONCEDE."""
    if act.root != YIELD:
        return act.root
    words = {act.trigger, act.way.top, *act.way.up, *act.way.down}
    return "RETREAT" if any(s.lemmas[k] in retreats for k in words) else "CONCEDE"


def _frame(s: Sentence, act: Act, retreats: frozenset[str]) -> Frame:
    """A frame for an act that no pattern tells of."""
    kind = _type_of(act, s, retreats)
    k = act.trigger
    verbal = s.pos[k] in ("VERB", "AUX") or s.tags[k].startswith("VB")
    return Frame(
        trigger=k,
        last=k,
        rule=f"acts.{kind.lower()}",
        type=kind,
        mode=(),
        cameo=None,
        context=(),
        actors=[(act.source.head, "np")],
        recipients=[(act.target.head, "np")],
        reciprocal=kind in RECIPROCAL,
        needs="both",
        clauses=(k,),
        nominal=not verbal,
        settled=kind in _MODAL,
        confidence=act.confidence,
        by=MODEL,
    )
