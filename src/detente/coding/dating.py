"""When an act was done: the date that its sentence gives it, counted from what was told before.

Comes in: a frame, the dates of its sentence, the acts told so far. Goes out: the days, or None.
Which of several dates is the act's is `detente.coding.when.attach`'s affair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.coding.match import Frame
from detente.coding.patterns import Rule
from detente.coding.sentence import Sentence
from detente.coding.when import DateMention, Narrative, date_for
from detente.records import Event, EventDate, Precision, Span

_REMEMBERED = 200  # acts from which a date may count; more than an article tells
Nouns = Mapping[str, Sequence[Rule]]


def date_of(
    s: Sentence,
    frame: Frame,
    dates: Sequence[DateMention],
    others: Sequence[int],
    told: Sequence[Event],
    nouns: Nouns,
    narrative: Narrative | None = None,
) -> EventDate | None:
    """The date of a frame's act.

    Parameters
    ----------
    others
        Tokens of the sentence's other acts: what stands with them is theirs.
    told
        The acts before this one, in text order.
    nouns
        The rules of deed nouns: "the morning after the attack" counts from an act of their type.
    narrative
        The dates of the text: "On Monday the bridge became one of tears. The same day the premier
        telephoned" counts from no act.
    """
    mention = date_for(s, frame.trigger, dates, others=others)
    mention = mention or _behind(s, frame, dates, others)
    if mention is None:
        return _counted_from(s, frame, dates, told)
    if mention.anchor not in ("linked", "open"):
        return mention.date
    for event in reversed(told):
        if event.sentence != s.number:
            break
        if event.date is not None and event.date.span == mention.span:
            return event.date  # "three days before, gunmen ambushed it and abducted two": one day
    anchor = _anchor(s, mention, dates, told, nouns, narrative)
    return mention.date if anchor is None else mention.resolve_linked(anchor)


def _anchor(
    s: Sentence,
    mention: DateMention,
    dates: Sequence[DateMention],
    told: Sequence[Event],
    nouns: Nouns,
    narrative: Narrative | None,
) -> EventDate | None:
    """From which day a mention counts: the act that it names, else the day told last."""
    if mention.unit is not None and mention.unit[0] == "monthday":
        # "In the first days of April, and signed on the sixteenth": of the month just named.
        here = [d.date for d in dates if d.last < mention.first and d.date is not None]
        if here:
            days = [date.fromisoformat(d) for d in (here[-1].start, here[-1].end)]
            middle = (days[0] + (days[1] - days[0]) / 2).isoformat()
            return replace(here[-1], start=middle, end=middle, precision="day")
    at, kinds = -1, set[str]()
    if mention.anchor_token is not None:
        at = s.start[mention.anchor_token]
        kinds = {r.type for r in nouns.get(s.lemmas[mention.anchor_token], ())}
    last: EventDate | None = None
    alike: EventDate | None = None
    where = -1
    vague = False
    for event in reversed(told[-_REMEMBERED:]):
        if event.date is None:
            continue
        # "In January 2020 they stormed it; the border was closed six weeks afterwards" counts from
        # that month, and from no day that was told before.
        if event.date.precision not in _COUNTED_FROM:
            vague = vague or (last is None and event.date.precision == "year")
            continue
        if event.sentence == s.number and event.trigger.start == at:
            return event.date
        if last is None and not vague and not _aside(event, narrative):
            last, where = event.date, event.sentence
        alike = alike or (event.date if event.event_type in kinds else None)
    if alike is not None or vague or narrative is None:
        return alike or last
    day, sentence = narrative.named_before(s.number)
    return day if day is not None and sentence > where else last


def _aside(event: Event, narrative: Narrative | None) -> bool:
    return narrative is not None and narrative.aside(event.sentence, event.trigger.start)


# What a day is counted from: after "in 2015" nobody knows what "two months later" is.
_COUNTED_FROM = frozenset(("day", "week", "month"))


def _counted_from(
    s: Sentence, frame: Frame, dates: Sequence[DateMention], told: Sequence[Event]
) -> EventDate | None:
    """The day of what another act is counted from: "expelled them a day after it was stormed"."""
    for mention in dates:
        if mention.anchor_token != frame.trigger or mention.offset_days is None or mention.unit:
            continue
        for event in reversed(told):
            if event.sentence != s.number:
                break
            when = event.date
            if when is None or when.precision != "day" or event.trigger.start > mention.span.start:
                continue
            day = date.fromisoformat(when.start)
            low, high = (day - timedelta(days=n) for n in reversed(mention.offset_days))
            precision: Precision = "day" if low == high else "approx"
            return EventDate(low.isoformat(), high.isoformat(), precision, "linked", mention.span)
    return None


def _behind(
    s: Sentence, frame: Frame, dates: Sequence[DateMention], others: Sequence[int]
) -> DateMention | None:
    """The sentence's only date if it stands behind the act with no other verb between.

    Parsers that stumble over a long name hang the date on the name ("the killing of Ambassador
    to X Ann Smith on Monday").
    """
    if len(dates) != 1:
        return None
    (only,) = dates
    between = range(frame.last + 1, only.first)
    if not between or any(s.tags[k].startswith("VB") or k in others for k in between):
        return None
    return only if s.lower[only.first - 1] in ("on", "in", "last", "this") else None


def of_the_hour(
    s: Sentence, frame: Frame, posts: Sequence[Span], published: date | None
) -> EventDate | None:
    """The day of a live blog for what a post tells as just done: "17.55 Kyiv has expelled two".

    Only what stands in the present or the perfect of the post's own voice: what is told in the
    past tense may be of any day.
    """
    if published is None or frame.nominal or not posts or posts[0].start > s.start[0]:
        return None
    verb = frame.clauses[-1]
    if s.deps[verb] not in ("root", "conj", "parataxis") or s.tags[verb] not in (
        "VBN",
        "VBZ",
        "VBP",
    ):
        return None
    aux = [s.lower[j] for j in s.children[verb] if s.deps[j].startswith("aux")]
    if s.tags[verb] == "VBN" and not {"has", "have"} & {*aux}:
        return None
    if any(s.lower[j] in _LASTING for j in s.children[verb]):
        return None
    clock = next(c for c in reversed(posts) if c.start <= s.start[0])
    day = published.isoformat()
    return EventDate(day, day, "day", "relative", clock)


_LASTING = frozenset(
    """always never repeatedly long often since already usually not still so also previously
    before once twice""".split()  # noqa: SIM905
)
