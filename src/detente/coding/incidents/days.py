"""When the act of a mention was, and which mentions look back to long ago.

Comes in: a `Scene` and its acts. Goes out: days, and whether words tell of the past.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from detente.coding.incidents.acts import FINDING, Act, find_acts
from detente.coding.mishap import FORCE
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.coding.when import DateMention, date_for

_DATED = frozenset(("day", "week", "month"))

_LONG_AGO = 300  # days

_OPEN_ENDED = frozenset(("since", "after"))


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
    """The day that the story has reached: the only one of this sentence or one shortly before.

    No day to come: what "will meet on 14 May" is told in front of was before the paper.
    """
    last = None if scene.published is None else scene.published.isoformat()
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
            and (last is None or d.date.start <= last)
        ]
        if days:
            return days[0] if len(days) == 1 else None
    return None


def dated(scene: Scene, act: Act) -> bool:
    """Whether the clause of an act has a day of its own, be it one from which on it went."""
    if day_of(scene, act) is not None:
        return True
    mention = date_for(act.s, act.first, scene.dates(act.s))
    if mention is None or mention.date is None:
        return False
    return mention.date.precision in _DATED or mention.relation in _OPEN_ENDED


def long_ago(scene: Scene, act: Act) -> tuple[str, str] | None:
    """First and last day of a mention that its own clause dates long before the publication."""
    mention = date_for(act.s, act.first, scene.dates(act.s))
    if mention is None or mention.date is None or not _is_old(scene, mention):
        return None
    return mention.date.start, mention.date.end


def bygone(scene: Scene, acts: Sequence[Act]) -> Callable[[tuple[int, int]], bool]:
    """Whether words, by sentence and token, tell another act, of long ago, than a case of today.

    ``acts`` are the case's. Where it may be of long ago itself, none do.
    """
    if not of_today(scene, [a for a in acts if a.verbal]):
        return lambda _: False
    mine = {(a.s.number, a.first) for a in acts}
    old = [(a.s, a.first) for a in find_acts(scene) if a.verbal and long_ago(scene, a)]
    of_case = {a.event.id for a in acts if a.event is not None}
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


def of_today(scene: Scene, acts: Sequence[Act]) -> bool:
    """Whether acts are told before the text names any day or year of long ago."""
    if not acts or any(long_ago(scene, a) for a in acts):
        return False
    first = min(a.s.number for a in acts)
    return first < scene.once("first old date", lambda: _first_old(scene))


def _first_old(scene: Scene) -> int:
    """The first sentence that names a day or year of long ago; behind the last if none does."""
    dated = (s.number for s in scene.sentences if any(_is_old(scene, d) for d in scene.dates(s)))
    return next(dated, len(scene.sentences))


def _dated_old(scene: Scene, at: tuple[int, int]) -> bool:
    s = scene.sentences[at[0]]
    mention = date_for(s, at[1], scene.dates(s))
    return mention is not None and _is_old(scene, mention)


def _is_old(scene: Scene, mention: DateMention) -> bool:
    if scene.published is None or mention.date is None or mention.relation in _OPEN_ENDED:
        return False
    return (scene.published - datetime.date.fromisoformat(mention.date.end)).days > _LONG_AGO
