"""The desk of a dyad: its weeks, the events that mark it, and labels in the text's own words.

What comes in: weekly records of a dyad and the events they count. What goes out: a frozen
`Desk`, from which the terminal view and the chart are drawn, so that both say the same. What
is left to others: counting and levels (`relations`), reading the store (`store`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from detente.records import IN_PASSING, DyadWeek, Event, Party
from detente.relations.expressions import FORCE, STATELESS, VIOLENCE

MarkKind = Literal["rupture", "repair", "third-party"]
QUAD_NAMES: dict[int, str] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
LABEL_LENGTH = 60
# Words that should not be left hanging at the end of a shortened label.
HANGING = {
    *("a", "an", "the", "its", "his", "her", "and", "or", "that", "as"),
    *("of", "in", "on", "at", "to", "for", "with", "by", "from", "near"),
}
# A shock is told by an event of its own week or of the week before: the level moves when the
# reports arrive, which for an event of a Sunday is the next week.
TELLS_WITHIN_WEEKS = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """One labelled moment: what kind, the day, a label in the text's words, its event."""

    kind: MarkKind
    day: str
    label: str
    event: Event | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the timeline of one dyad shows.

    ``weeks`` are continuous, Monday by Monday; a week without any report has ``reports`` 0 and
    no level. ``marks`` are in order of day. ``events`` maps event id to event.
    """

    dyad: str
    weeks: tuple[DyadWeek, ...]
    marks: tuple[Mark, ...]
    events: dict[str, Event]
    as_of: str | None = None


def make_desk(
    weeks: Sequence[DyadWeek],
    events: Iterable[Event],
    *,
    labels: int,
    published: Callable[[str], str | None] = lambda doc_id: None,
    as_of: str | None = None,
) -> Desk:
    """The desk of the dyad that ``weeks`` belong to.

    Parameters
    ----------
    weeks
        Continuous weeks of one dyad, in order; may be empty.
    events
        The events that the weeks count, and others of the dyad.
    published
        Publication date of a document id: the day of news whose text gives none.
    labels
        How many marks at most; third-party violence and shocks go before other events.
    """
    by_id = {event.id: event for event in events}
    marks = [*_shock_marks(weeks, by_id, published), *_third_party_marks(weeks, by_id, published)]
    chosen = _strongest(marks, labels)
    dyad = weeks[0].dyad if weeks else ""
    ordered = tuple(sorted(chosen, key=lambda m: (m.day, m.kind, m.label)))
    return Desk(dyad, tuple(weeks), ordered, by_id, as_of)


def event_score(event: Event) -> float:
    """Conflict or cooperation of an event, in [-10, 10]: Goldstein's, else PLOVER's."""
    return event.plover_score if event.goldstein is None else event.goldstein


def event_day(event: Event) -> str | None:
    """The ISO day an event starts on, where its text dates it to a month or better."""
    if event.date is None or event.date.precision not in ("day", "week", "month"):
        return None
    return event.date.start


def is_third_party_violence(event: Event, a: str, b: str) -> bool:
    """Whether an assault hit one side, by nobody's state forces, from or in the other.

    Such as the murder of an ambassador by a citizen of his host country. The rule is that of
    `detente.relations`, which keeps such acts out of the score of the two.
    """
    if event.event_type != VIOLENCE or any(_state_forces(party) for party in event.actor):
        return False
    hit = {party.country for party in event.recipient}
    near = {party.country for party in event.actor}
    if event.place is not None:
        near.add(event.place.country)
    return (a in hit and b in near) or (b in hit and a in near)


def _state_forces(party: Party) -> bool:
    stateless = party.country is None or party.country in STATELESS
    return not stateless and (not party.sector or bool(set(party.sector) & set(FORCE)))


def label_of(event: Event, length: int = LABEL_LENGTH) -> str:
    """What happened, in the document's own words, at most ``length`` characters.

    The stretch of the first mention from the party before the act on: its actor, or in the
    passive whom it hit. Where no actor stands there, its code and a colon go before the words.
    """
    text = event.mentions[0].evidence.text
    start = _label_start(event, length)
    words = " ".join(text[start - event.mentions[0].evidence.start :].split())
    codes = list(dict.fromkeys(p.country for p in event.actor if p.country))
    if codes and start == event.trigger.start:
        words = f"{'+'.join(codes)}: {words}"
    return shorten(words, length)


def _label_start(event: Event, length: int) -> int:
    """Where the label of an event starts: a party that stands shortly before the act, or that."""
    first, trigger = event.mentions[0].evidence.start, event.trigger.start
    for side in (event.actor, event.recipient):
        near = [
            party.span.start
            for party in side
            if first <= party.span.start < trigger and trigger - party.span.start <= length // 2
        ]
        if near:
            return min(near)
    return trigger


def shorten(text: str, length: int) -> str:
    """``text`` cut at a word's end to at most ``length`` characters, an ellipsis where cut."""
    if len(text) <= length:
        return text.rstrip(" .,;:")
    cut = text[: length - 1]
    if " " in cut[length // 2 :]:
        words = cut[: cut.rfind(" ")].split(" ")
        while len(words) > 1 and words[-1].lower() in HANGING:
            words.pop()
        cut = " ".join(words)
    return cut.rstrip(" .,;:'\"“”‘’(-–—") + "…"


def week_of(day: str) -> str:
    """The Monday of an ISO day's week."""
    value = date.fromisoformat(day)
    return (value - timedelta(days=value.weekday())).isoformat()


def _shown_day(event: Event, published: Callable[[str], str | None]) -> str | None:
    """The day an event is shown at: its own, or the publication of undated news.

    As in `detente.relations`; None where there is no such day. What is taken for granted is no
    news of the day it is told (decision 6).
    """
    if event.date is None and not event.historical:
        passing = event.decided_by.endswith(IN_PASSING)
        return None if passing else published(event.doc_id)
    return event_day(event)


def _shock_marks(
    weeks: Sequence[DyadWeek], by_id: Mapping[str, Event], published: Callable[[str], str | None]
) -> list[Mark]:
    marks: list[Mark] = []
    for i, week in enumerate(weeks):
        if week.shock is None:
            continue
        kind: MarkKind = "repair" if week.shock == "repair" else "rupture"
        near = weeks[max(0, i - TELLS_WITHIN_WEEKS) : i + 1]
        ids = [event_id for w in reversed(near) for event_id in w.event_ids]
        told = [by_id[e] for e in ids if e in by_id and _agrees(by_id[e], kind)]
        best = max(told, key=lambda e: (abs(event_score(e)), _telling(e)), default=None)
        if best is None:
            marks.append(Mark(kind, week.week, kind, None))
        else:
            day = _shown_day(best, published) or week.week
            marks.append(Mark(kind, day, label_of(best), best))
    return marks


def _telling(event: Event) -> tuple[bool, int, int]:
    """How well an event's report would label it; the best is the greatest.

    A report with a day of its own that names both sides around the act ("Turkish jets shot down
    a Russian ...") makes a better label than a look back at it ("after the shooting ...").
    """
    start = _label_start(event, LABEL_LENGTH)
    named = sum(
        start <= party.span.start < start + LABEL_LENGTH
        for party in (*event.actor, *event.recipient)
    )
    before = 2 * (start < event.trigger.start)
    return (event_day(event) is not None, named + before, len(event.mentions))


def _agrees(event: Event, kind: MarkKind) -> bool:
    return event_score(event) > 0 if kind == "repair" else event_score(event) < 0


def _third_party_marks(
    weeks: Sequence[DyadWeek], by_id: Mapping[str, Event], published: Callable[[str], str | None]
) -> list[Mark]:
    """One mark a week of violence by others: the same act told by many documents is one."""
    if not weeks:
        return []
    a, _, b = weeks[0].dyad.partition("-")
    first, last = weeks[0].week, weeks[-1].week
    best: dict[str, Mark] = {}
    for event in by_id.values():
        if event.status != "asserted" or not is_third_party_violence(event, a, b):
            continue
        day = _shown_day(event, published)
        if day is None or not first <= week_of(day) <= last:
            continue
        before = best.get(week_of(day))
        if before is None or before.event is None or _telling(event) > _telling(before.event):
            best[week_of(day)] = Mark("third-party", day, label_of(event), event)
    return list(best.values())


def _strongest(marks: Sequence[Mark], count: int) -> list[Mark]:
    shocks = sorted((m for m in marks if m.kind != "third-party"), key=_weight, reverse=True)
    others = sorted((m for m in marks if m.kind == "third-party"), key=_weight, reverse=True)
    # Violence by others must not be crowded out by shocks, nor shocks by it.
    room = max(count - min(len(others), count // 3), 0)
    kept = shocks[:room]
    return [*kept, *others[: count - len(kept)]]


def _weight(mark: Mark) -> tuple[float, int]:
    if mark.event is None:
        return (0.0, 0)
    return (abs(event_score(mark.event)), len(mark.event.mentions))
