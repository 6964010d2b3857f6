"""One event, many mentions: tellings of the same act within a document become one Event.

Comes in: the events of a document in text order, one per telling. Goes out: the events, each
with all its mentions, later tellings filling what the first left open. Conservative: where two
tellings could be two acts, they stay two. Where a model is at hand (`Same`), it says which
tellings are of one act, among those that contradict each other in nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from detente.records import IN_PASSING, Event, EventDate, Mention, Party, Place, Status

# Words said on two occasions are two acts; only the same wording is taken for a retelling.
_VERBAL = frozenset(("AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"))
# Acts that a sentence lists rather than retells: "froze trade, cancelled flights".
_LISTED = frozenset(("SANCTION", "COERCE", "MOBILIZE", "RETREAT", "AID"))
# Acts that news retells in ever new words: the killing, the shooting, the murder.
_MANY_WORDED = frozenset(("ASSAULT", "CONSULT"))
# A retelling is sought among so many acts of its type; a book-long text would take for ever else.
_REMEMBERED = 200
# So many that a model is asked about, acts and tellings of each: articles tell fewer.
_ASKED = 40
# Who decides an act whose word or sides were left to the models of `detente.coding.learned`.
READER = "reader"
_SURE = frozenset(("asserted", "attributed"))
_LEAD = 3  # sentences under a headline that tell its news


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as one sentence tells it; ``anaphor`` marks a bare "the attack".

    ``ruled`` is the status by the rules, where a model says otherwise: what they tell apart, a
    plan and a deed, stays two acts.
    """

    event: Event
    anaphor: bool = False
    ruled: Status | None = None


class Same(Protocol):
    """Who knows how likely two tellings are of one act."""

    @property
    def least(self) -> float:
        """The probability from which they are taken for one."""

    def chance(self, a: Event, b: Event) -> float:
        """How likely the later telling ``b`` is of the act of ``a``, in [0, 1]."""


def merge(
    drafts: Sequence[Draft], same: Same | None = None, *, headed: bool = False
) -> tuple[list[Event], list[Event]]:
    """Merge tellings, by rules or as a model says; ``headed``: the first sentence is a headline.

    Returns
    -------
    The merged events in the order of their first mention, and the anaphoric mentions that
    point to nothing told before.
    """
    out: list[Event] = []
    mentions: list[list[Mention]] = []
    tellings: list[list[Event]] = []
    of_type: dict[str, list[int]] = {}
    loose: list[Event] = []
    ruled: list[Status] = []

    def add(event: Event, status: Status) -> None:
        of_type.setdefault(event.event_type, []).append(len(out))
        out.append(event)
        ruled.append(status)
        mentions.append(list(event.mentions))
        tellings.append([event])

    for draft in drafts:
        event, status = draft.event, draft.ruled or draft.event.status
        known = of_type.get(event.event_type, [])
        if draft.anaphor:
            at = _antecedent(out, mentions, known, event)
            if at is None:
                loose.append(event)
                continue
            if event.actor and event.status != "asserted":
                add(_another_reading(event, of=out[at]), status)
                continue
        else:
            recent = reversed(known[-_REMEMBERED:])
            alike = (k for k in recent if _compatible_statuses(ruled[k], status))
            if same is None:
                free = list(alike)
                at = next((k for k in free if same_event(out[k], event)), None)
            else:
                free = [k for k in islice(alike, _ASKED) if _may_be_one(out[k], event)]
                at = next((k for k in free if _surely_one(out[k], event)), None)
            if at is None and headed:
                at = next((k for k in free if _headline_of(tellings[k], event)), None)
            if at is None and same is not None:
                at = _likeliest(same, {k: tellings[k][-_ASKED:] for k in free}, event)
            if at is None:
                add(event, status)
                continue
        out[at] = _joined(out[at], event)
        mentions[at] += event.mentions
        tellings[at].append(event)
    told = zip(out, mentions, strict=True)
    return [_mentioned(e, tuple(dict.fromkeys(m))) for e, m in told], loose


def _likeliest(same: Same, known: Mapping[int, Sequence[Event]], event: Event) -> int | None:
    """The act whose likeliest telling one is a retelling of; None where a new act is likelier."""
    chances = {k: max(same.chance(a, event) for a in told) for k, told in known.items()}
    best = max(chances, key=lambda k: (chances[k], k), default=None)
    return best if best is not None and chances[best] >= same.least else None


def _agreed(a: Event, b: Event) -> tuple[bool | None, bool | None] | None:
    """How doers and goals of two tellings agree (True, or None where one is silent).

    None where they cannot be of one act: other days, speakers or parties.
    """
    if a.date is not None and b.date is not None and not overlap(a.date, b.date):
        return None
    if a.status == b.status == "attributed" and _other_voices(a, b):
        return None
    sides = _compatible(a.actor, b.actor), _compatible(a.recipient, b.recipient)
    return None if False in sides else sides


def _other_voices(a: Event, b: Event) -> bool:
    """Whether two acts are told on the word of others: not of a state and of its minister."""
    one, two = ({x.country or x.name for x in e.attributed_to} for e in (a, b))
    return one != two and one.isdisjoint(two)


def _surely_one(a: Event, b: Event) -> bool:
    """Whether rules know two tellings for one act: upon one person, or of one day and sides.

    Of the annotated tellings that they take so, 16 of 22 of one day are one act, and 17 of 42 upon
    one person: likelier than what the model is believed from.
    """
    if not same_event(a, b):
        return False
    if a.event_type == "ASSAULT" and any(
        _one_person(p, q) for p in a.recipient for q in b.recipient
    ):
        return True
    sides = (keys((*e.actor, *e.recipient)) for e in (a, b))
    return _same_day(a, b) and next(sides) == next(sides)


def _one_person(p: Party, q: Party) -> bool:
    """Whether two victims are one by name, or an official by name and by his office."""
    if not (_personal(p) or _personal(q)):
        return False
    if _personal(p) and _personal(q):
        return _same_person(p.name, q.name)
    office = p.country == q.country and "GOV" in p.sector and "GOV" in q.sector
    return office or _same_person(p.name, q.name)


def _may_be_one(a: Event, b: Event) -> bool:
    return _agreed(a, b) is not None and not _charged(a, b)


def _headline_of(told: Sequence[Event], event: Event) -> bool:
    """Whether a headline tells in brief what the first sentences under it now tell in full."""
    (first, *more), at = told, event.mentions[0].sentence
    if more or first.mentions[0].sentence != 0 or not 0 < at <= _LEAD:
        return False
    sides = _agreed(first, event)
    if sides is None or _charged(first, event):
        return False
    if kinds(first) and kinds(event) and not kinds(first) & kinds(event):
        return False
    return True in sides


def _charged(a: Event, b: Event) -> bool:
    """Whether only somebody's word says who did what the other telling asserts of nobody."""
    if a.status == b.status or "asserted" not in (a.status, b.status):
        return False
    told, said = (a, b) if a.status == "asserted" else (b, a)
    return bool(said.actor) and not keys(said.actor) <= keys(told.actor)


def _mentioned(event: Event, mentions: tuple[Mention, ...]) -> Event:
    return event if event.mentions == mentions else replace(event, mentions=mentions)


def _another_reading(event: Event, *, of: Event) -> Event:
    """ "X is suspected of being behind the attack": the act known, with what is said of it."""
    return replace(
        event,
        recipient=of.recipient,
        event_mode=of.event_mode,
        cameo=of.cameo,
        plover_score=of.plover_score,
        goldstein=of.goldstein,
        date=event.date or of.date,
        place=event.place or of.place,
    )


def same_event(a: Event, b: Event) -> bool:
    """Whether two tellings in one document are of one act, on conservative grounds.

    Same type, compatible certainty, modes, dates and parties, with at least one party in
    common; for verbal acts the same pattern too.
    """
    if a.event_type != b.event_type:
        return False
    if not _compatible_statuses(a.status, b.status):
        return False
    if kinds(a) and kinds(b) and not kinds(a) & kinds(b):
        return False
    if a.event_type in _VERBAL and _rule(a) != _rule(b):
        return False
    alike = _rule(a) == _rule(b) or bool(kinds(a) & kinds(b)) or _same_day(a, b)
    if a.event_type not in _MANY_WORDED and not alike:
        return False
    if a.event_type in _LISTED and guessed(a) != guessed(b) and _rule(a) != _rule(b):
        return False  # "closed two consulates", whose doer is guessed, and "recalled its envoy"
    if a.event_type in _LISTED and a.mentions[-1].sentence == b.mentions[0].sentence:
        passing = a.decided_by.endswith(IN_PASSING) or b.decided_by.endswith(IN_PASSING)
        if not passing and a.trigger != b.trigger:
            return False
    sides = _agreed(a, b)
    if sides is None:
        return False
    left, right = sides
    if a.event_type in _VERBAL:
        return bool(left) and keys(a.recipient) == keys(b.recipient)
    return bool(left or right)


def _compatible_statuses(a: Status, b: Status) -> bool:
    return a == b or {a, b} <= _SURE


def _rule(e: Event) -> str:
    return e.decided_by.removesuffix(IN_PASSING).partition(":")[2]


def kinds(e: Event) -> set[str]:
    """Modes that tell acts apart: "targeted" says against whom, not with what."""
    return set(e.event_mode) - {"targeted"}


def _same_day(a: Event, b: Event) -> bool:
    if a.date is None or b.date is None:
        return False
    return a.date.precision == b.date.precision == "day" and a.date.start == b.date.start


def overlap(a: EventDate, b: EventDate) -> bool:
    """Whether two dates share a day."""
    return a.start <= b.end and b.start <= a.end


def keys(parties: Sequence[Party]) -> set[str]:
    """What tells parties apart: their countries, names where these are open."""
    return {p.country or p.name for p in parties}


def _compatible(a: tuple[Party, ...], b: tuple[Party, ...]) -> bool | None:
    """True if they share a party, False if they contradict each other, None if one is silent."""
    if not a or not b:
        return None
    if not keys(a) & keys(b):
        # A person of unknown country may be the one whose country was told elsewhere.
        names_a = {w for p in a for w in p.name.lower().split()}
        names_b = {w for p in b for w in p.name.lower().split()}
        return bool(names_a & names_b & {w for w in names_a if len(w) > 3})
    for p in a:
        for q in b:
            if (p.country or p.name) != (q.country or q.name):
                continue
            if p.sector and q.sector and not set(p.sector) & set(q.sector):
                continue
            if _personal(p) and _personal(q) and not _same_person(p.name, q.name):
                continue
            return True
    return False


def _personal(p: Party) -> bool:
    words = p.name.split()
    return (
        len(words) >= 2
        and all(w[:1].isupper() for w in words)
        and not (p.id or "").startswith(("state:", "igo:", "org:"))
    )


def _same_person(a: str, b: str) -> bool:
    return a.split()[-1].lower() == b.split()[-1].lower()


def _antecedent(
    events: list[Event], mentions: list[list[Mention]], candidates: list[int], anaphor: Event
) -> int | None:
    """The act told before that "the attack" most likely means.

    The news of a text has a date and is told again and again; a bare mention means that rather
    than a nearer act told in passing.
    """
    best: tuple[tuple[bool, int, int], int] | None = None
    for k in candidates[-_REMEMBERED:]:
        known = events[k]
        if known.status not in _SURE or known.historical:
            continue
        told = anaphor.actor and anaphor.status == "asserted"
        if told and _compatible(known.actor, anaphor.actor) is False:
            continue
        key = (known.date is not None, len(mentions[k]), k)
        if best is None or key > best[0]:
            best = (key, k)
    return None if best is None else best[1]


def _joined(a: Event, b: Event) -> Event:
    """Event ``a`` with what ``b`` adds; their mentions are the caller's affair."""
    asserted = "asserted" in (a.status, b.status)
    actor = a.actor if keys(a.recipient) & keys(b.actor) else _more(a.actor, b.actor)
    recipient = _more(a.recipient, b.recipient)
    if guessed(a) != guessed(b):
        # What a rule tells stands before what a model makes of a word.
        firm, loose = (b, a) if guessed(a) else (a, b)
        actor = _called(firm.actor, loose.actor)
        recipient = _called(firm.recipient, loose.recipient)
        a = replace(a, decided_by=firm.decided_by, because=firm.because)
    return replace(
        a,
        actor=actor,
        recipient=recipient,
        date=_finer(a.date, b.date),
        place=_nearer(a.place, b.place),
        event_mode=a.event_mode or b.event_mode,
        cameo=a.cameo if a.event_mode or not b.event_mode else b.cameo,
        plover_score=a.plover_score if a.event_mode or not b.event_mode else b.plover_score,
        goldstein=a.goldstein if a.event_mode or not b.event_mode else b.goldstein,
        context=(*a.context, *(c for c in b.context if c not in a.context)),
        status="asserted" if asserted else a.status,
        attributed_to=() if asserted else a.attributed_to,
        historical=a.historical and b.historical,
        quantities=a.quantities
        + tuple(q for q in b.quantities if q.kind not in {x.kind for x in a.quantities}),
        decided_by=b.decided_by
        if a.decided_by.endswith(IN_PASSING) and b.status == "asserted"
        else a.decided_by,
        confidence=max(a.confidence, b.confidence),
    )


def guessed(event: Event) -> bool:
    """Whether the models read what the rules leave open."""
    return event.decided_by.startswith(READER)


def restated(event: Event) -> bool:
    """Whether an act's status is a model's and not that of the rules."""
    return any(name.startswith(f"{event.status}, not ") for name, _ in event.because)


def _more(a: tuple[Party, ...], b: tuple[Party, ...]) -> tuple[Party, ...]:
    """The fuller of two tellings of one side: more parties, or a name where there was a role."""
    return b if len(b) > len(a) and keys(a) <= keys(b) else _called(a, b)


def _called(a: tuple[Party, ...], b: tuple[Party, ...]) -> tuple[Party, ...]:
    """The first telling of a side, by name where it has a role and the other a name."""
    if not a:
        return b
    one_each = len(a) == len(b) == 1 and a[0].country == b[0].country
    return b if one_each and _personal(b[0]) and not _personal(a[0]) else a


def _nearer(a: Place | None, b: Place | None) -> Place | None:
    """The city rather than its country."""
    if a is None or b is None:
        return a or b
    return b if a.lat is None and b.lat is not None and a.country == b.country else a


def _finer(a: EventDate | None, b: EventDate | None) -> EventDate | None:
    if a is None or b is None:
        return a or b
    rank = ("day", "week", "month", "season", "approx", "year")
    return b if rank.index(b.precision) < rank.index(a.precision) else a
