"""Which event each report tells: one report after the other, in order of publication.

What comes in: profiles in blocks, and what an analyst said. What goes out: for every report the
event that it tells, known by its first report.

A report joins one of the events told *before* it (by publication day, then document), or begins
one. So three things hold without further care: a later report never changes what an earlier one
tells, so that the past as of a day stays what it was; the outcome is a function of the set of
documents, whatever the order in which they came; and an event's name is its first report's. A
document that comes late, with an early date, has those after it looked at again that share a block
with it or with an event whose reports changed, and no others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from detente.reports.compare import Match, compare
from detente.reports.profile import Key, Profile, sought_keys, told_keys
from detente.reports.rules import Rules

# So many reports of an event are held against a new one, the earliest first: what the first
# dozens do not contradict, the hundredth does not decide.
WITNESSES = 24


@dataclass(frozen=True, slots=True)
class Link:
    """Which event a report tells and why.

    ``cluster`` is the id of the event, its first report's; ``like`` the report that it was found
    to be most like, None where it begins the event; ``rule`` ``first``, ``points``, ``copy``,
    ``word``, ``passing`` or ``analyst``.
    """

    cluster: str
    like: str | None
    points: float | None
    rule: str
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What analysts said: pairs of event ids that are one event, and pairs that are not."""

    one: Mapping[str, frozenset[str]] = field(default_factory=dict)
    two: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def apart(self, a: str, b: str) -> bool:
        """Whether an analyst said that these are two events."""
        return b in self.two.get(a, ())

    def together(self, a: str) -> frozenset[str]:
        """The reports that an analyst said tell the same event."""
        return self.one.get(a, frozenset())


class Blocks:
    """Profiles by the keys under which they are found, with the events they tell so far.

    In memory; ``detente.reports.update`` fills one from a store as keys are asked for.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.profiles: dict[Key, Profile] = {}
        self.links: dict[Key, Link] = {}
        self.by_id: dict[str, Key] = {}
        self._blocks: dict[str, set[Key]] = {}
        self._members: dict[str, set[Key]] = {}

    def need(self, keys: Collection[str]) -> None:
        """Be sure that all events found under these keys are here."""

    def need_members(self, clusters: Collection[str]) -> None:
        """Be sure that all reports of these events are here."""

    def need_events(self, ids: Collection[str]) -> None:
        """Be sure that these reports are here, if they exist."""

    def last(self) -> tuple[str, str, int] | None:
        """The order of the last event there is, or None if unknown."""
        return None

    def put(self, found: Profile, link: Link | None = None) -> None:
        """Add an event, or its new profile."""
        old = self.profiles.get(found.key)
        if old is not None and old != found:
            self.drop(found.key)
        self.profiles[found.key] = found
        self.by_id[found.event_id] = found.key
        for key in told_keys(found, self.rules):
            self._blocks.setdefault(key, set()).add(found.key)
        if link is not None:
            self.link(found.key, link)

    def drop(self, key: Key) -> None:
        """Take an event out."""
        found = self.profiles.pop(key)
        self.by_id.pop(found.event_id, None)
        for block in told_keys(found, self.rules):
            self._blocks[block].discard(key)
        link = self.links.pop(key, None)
        if link is not None:
            self._members[link.cluster].discard(key)

    def link(self, key: Key, link: Link) -> None:
        """Note which event a report tells."""
        old = self.links.get(key)
        if old is not None:
            self._members[old.cluster].discard(key)
        self.links[key] = link
        self._members.setdefault(link.cluster, set()).add(key)

    def near(self, found: Profile) -> list[Profile]:
        """The other events that one may be one with, in order."""
        sought = sought_keys(found, self.rules)
        self.need(sought)
        keys = {key for block in sought for key in self._blocks.get(block, ())}
        keys.discard(found.key)
        return sorted((self.profiles[key] for key in keys), key=lambda p: p.order)

    def members(self, cluster: str) -> list[Profile]:
        """The reports of an event, in order."""
        self.need_members([cluster])
        keys = self._members.get(cluster, ())
        return sorted((self.profiles[key] for key in keys), key=lambda p: p.order)


def settle(
    blocks: Blocks, changed: Iterable[Key], rules: Rules, said: Said | None = None
) -> dict[Key, Link]:
    """Find out anew which events some reports tell, and all reports that hang on them.

    Parameters
    ----------
    blocks
        All profiles that may be met; its links are brought up to date.
    changed
        Reports that are new or whose profile is.
    said
        What analysts said.

    Returns
    -------
    The links that changed.
    """
    said = said or Said()
    waiting = {blocks.profiles[key].order: key for key in changed}
    fresh = set(waiting.values())
    heap = list(waiting)
    heapify(heap)
    out: dict[Key, Link] = {}
    while heap:
        key = waiting.pop(heappop(heap))
        found = blocks.profiles[key]
        old = blocks.links.get(key)
        new = _told(found, blocks, rules, said)
        if new != old:
            blocks.link(key, new)
            out[key] = new
        moved = old is None or old.cluster != new.cluster
        if not moved and key not in fresh:
            continue
        clusters = {new.cluster} if old is None else {old.cluster, new.cluster}
        for later in after(found, clusters, blocks, said):
            if later.order not in waiting:
                waiting[later.order] = later.key
                heappush(heap, later.order)
    return out


def after(found: Profile, clusters: Collection[str], blocks: Blocks, said: Said) -> list[Profile]:
    """The reports after one that hang on which of these events it tells."""
    last = blocks.last()
    if last is not None and found.order >= last:
        return []
    near = {p.key: p for p in blocks.near(found)}
    told = [member for cluster in clusters for member in blocks.members(cluster)]
    blocks.need({key for member in told for key in sought_keys(member, blocks.rules)})
    for member in told:
        near.update({p.key: p for p in blocks.near(member)})
        near[member.key] = member
    ids = said.together(found.event_id)
    blocks.need_events(ids)
    for one in ids:
        if one in blocks.by_id:
            near[blocks.by_id[one]] = blocks.profiles[blocks.by_id[one]]
    return [p for p in near.values() if p.order > found.order and p.key in blocks.links]


def _told(found: Profile, blocks: Blocks, rules: Rules, said: Said) -> Link:
    """Which event a report tells, among those told before it."""
    by_word = _by_analyst(found, blocks, said)
    if by_word is not None:
        return by_word
    best: dict[str, tuple[Match, Profile]] = {}
    for other in blocks.near(found):
        link = blocks.links.get(other.key)
        if other.order >= found.order or link is None:
            continue
        match = compare(found, other, rules)
        if match.contrary or said.apart(found.event_id, other.event_id):
            continue
        if not match.one and not _may_mean(found, other, match):
            continue
        if link.cluster not in best or match.points > best[link.cluster][0].points:
            best[link.cluster] = (match, other)
    # The most alike first; of two alike, the one whose report came earlier.
    ranked = sorted(best, key=lambda c: (-best[c][0].points, best[c][1].order, c))
    if found.dated == "passing" and len(ranked) > 1:
        # It says that there is one such event, and names none: of two it may mean either.
        ahead = best[ranked[0]][0].points - best[ranked[1]][0].points
        ranked = ranked[:1] if ahead >= rules.passing_margin else []
    for cluster in ranked:
        match, other = best[cluster]
        least = 0.0 if found.dated != "passing" else rules.passing_least
        if match.points >= least and _agrees(found, cluster, blocks, rules, said):
            rule = match.rule if match.one else "passing"
            return Link(cluster, other.event_id, match.points, rule, match.features)
    return Link(found.event_id, None, None, "first")


def _may_mean(found: Profile, other: Profile, match: Match) -> bool:
    """Whether what is mentioned in passing may be that event of the weeks before."""
    return (
        found.dated == "passing"
        and other.dated != "passing"
        and found.event_type == other.event_type
        and any(name == "in_passing" for name, _ in match.features)
    )


def _by_analyst(found: Profile, blocks: Blocks, said: Said) -> Link | None:
    ids = said.together(found.event_id)
    if not ids:
        return None
    blocks.need_events(ids)
    known = [blocks.profiles[blocks.by_id[i]] for i in ids if i in blocks.by_id]
    before = sorted((p for p in known if p.order < found.order), key=lambda p: p.order)
    for other in before:
        link = blocks.links.get(other.key)
        if link is not None:
            return Link(link.cluster, other.event_id, None, "analyst")
    return None


def _agrees(found: Profile, cluster: str, blocks: Blocks, rules: Rules, said: Said) -> bool:
    """Whether no earlier report of an event, up to `WITNESSES`, contradicts this one."""
    heard = 0
    for member in blocks.members(cluster):
        if member.order >= found.order:
            break
        if said.apart(found.event_id, member.event_id):
            return False
        link = blocks.links.get(member.key)
        # What an analyst joined differs from the rest; who is like the rest must not pay for it.
        if heard < WITNESSES and (link is None or link.rule != "analyst"):
            heard += 1
            if compare(found, member, rules).contrary:
                return False
    return True
