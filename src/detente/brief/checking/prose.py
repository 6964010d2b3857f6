"""A sentence in free words held against what it cites: its names, numbers, dates, and its acts.

What comes in: a sentence that has none of the forms of a brief (an analyst's, or one changed by
hand), and the facts behind its ids. What goes out: what does not hold. Names, numbers and dates
must stand in the cited words, or be normalised from them; who did what to whom, and how surely,
is read from the sentence by the coder and compared with the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from detente.brief.checking.borne import not_done, not_of_type
from detente.brief.checking.facts import Facts
from detente.brief.checking.reading import (
    Interval,
    dates_in,
    names_in,
    numbers_in,
    plain,
    quoted_in,
    quotes,
    states_named,
    words_of,
)
from detente.brief.ledger import Told
from detente.records import Document, Event

if TYPE_CHECKING:
    from detente.coding import Coder

# Words with a capital that name nobody: they start sentences, or are dates and titles that a
# text need not spell out.
_COMMON = frozenset(
    """a an the this that these those in on at by from of for to with within after before since
    until during as and but or nor not no it its he she they his her their there both all some
    none one two while when where who what which monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november
    december according both each neither i we""".split()  # noqa: SIM905
)
# Words that turn what is told round; those of the sentence must be those of the cited words.
_NEGATING = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|without|cannot|\w+n't|den(?:y|ies|ied|ying)"
    r"|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|fail(?:s|ed|ing)?|false|untrue)\b",
    re.IGNORECASE,
)
_HEDGES: dict[str, str] = {
    "planned": r"\b(?:will|shall|plan(?:s|ned|ning)? to|is to|are to|due to|going to|would"
    r"|scheduled|intends?|intended)\b",
    "hedged": r"\b(?:may|might|could|suspect(?:s|ed)?|alleged(?:ly)?|reported(?:ly)?|possibl[ey]"
    r"|perhaps|probabl[ey]|apparently|presumably|rumou?r(?:s|ed)?|supposed(?:ly)?|believed)\b",
}


def held_by_prose(text: str, facts: Facts) -> list[str]:
    """What does not hold of a sentence in free words; empty where all does."""
    own, quoted = quotes(text)
    texts = facts.texts()
    wrong = [f"“{q}” is not in the cited words" for q in quoted if not quoted_in(q, texts)]
    wrong += _dates(own, facts)
    wrong += _numbers(own, facts)
    wrong += _names(own, facts)
    wrong += _polarity(own, texts)
    for told in facts.acts:
        wrong += not_done(told.before, told.trigger, told.event_type, told.status)
        wrong += not_of_type(told.trigger, told.event_type, told.decided_by)
    return wrong + _acts(own, facts)


# --- dates, numbers, names --------------------------------------------------------------------


def _known_days(facts: Facts) -> list[Interval]:
    known: list[Interval] = []
    for place in facts.spans:
        for found in dates_in(place.span.text, place.document.date):
            known += found.days
    known += [(d, d) for d in facts.days()]
    known += [(a.day, a.day_end or a.day) for a in facts.acts if a.day is not None]
    return known


def _dates(own: str, facts: Facts) -> list[str]:
    known = _known_days(facts)
    published = next(iter(facts.days()), None)
    wrong = []
    for found in dates_in(own, published):
        if not any(_meets(one, other) for one in found.days for other in known):
            wrong.append(f"the date {own[found.start : found.end]!r} is not in the cited words")
    return wrong


def _meets(said: Interval, known: Interval) -> bool:
    """Whether a date that is said is a known one, or a month or year that holds it."""
    return said[0] <= known[0] and known[1] <= said[1]


def _numbers(own: str, facts: Facts) -> list[str]:
    dated = [(d.start, d.end) for d in dates_in(own, "2000-01-01")]
    known = {n.value for t in facts.texts() for n in numbers_in(t)}
    wrong = []
    for number in numbers_in(own):
        if any(a <= number.start < b for a, b in dated):
            continue
        if number.value not in known and not _is_article(own, number.start, number.value):
            wrong.append(f"the number {own[number.start : number.end]!r} is not in the cited words")
    return wrong


def _is_article(own: str, start: int, value: float) -> bool:
    """Whether "one" or "both" counts nothing ("one of the", "both sides")."""
    word = re.match(r"[A-Za-z]+", own[start:])
    return word is not None and word.group().lower() in ("one", "both", "first", "once", "half")


def _names(own: str, facts: Facts) -> list[str]:
    texts = facts.texts()
    words = {w for t in texts for w in words_of(t)}
    codes = {c for t in texts for c in states_named(t)}
    codes |= {s.country for a in facts.acts for s in (*a.actors, *a.recipients) if s.country}
    dated = [(d.start, d.end) for d in dates_in(own, "2000-01-01")]
    wrong = []
    for at, name in names_in(own):
        parts = words_of(name) - _COMMON
        if not parts or any(a <= at < b for a, b in dated):
            continue
        if parts <= words or (at == 0 and _is_common(name)):
            continue
        if _state_of(own, at, name, codes):
            continue
        wrong.append(f"the name {name!r} is not in the cited words")
    named = states_named(own)
    wrong += [f"{code} is not in the cited words" for code in sorted(named - codes)]
    return wrong


def _is_common(word: str) -> bool:
    return word.lower() in _COMMON or (word[1:].islower() and not states_named(word))


def _state_of(own: str, at: int, name: str, codes: Iterable[str]) -> bool:
    """Whether a word belongs to the name of a state that is among the codes."""
    around = own[max(0, at - 40) : at + 40]
    mine = states_named(name) or {
        c for c in states_named(around) if plain(name).lower() in _spelled(c)
    }
    return bool(mine & set(codes))


@cache
def _spelled(code: str) -> frozenset[str]:
    from detente.brief.checking.parties import state_names

    return frozenset(w for n in state_names(code) for w in n.lower().split())


# --- polarity ---------------------------------------------------------------------------------


def _polarity(own: str, texts: Sequence[str]) -> list[str]:
    """Whether the sentence denies or hedges as often as the cited words do, and no less."""
    cited = " ".join(texts)
    wrong = []
    if bool(_NEGATING.search(own)) != bool(_NEGATING.search(cited)) and _NEGATING.search(own):
        wrong.append("it denies what the cited words do not deny")
    if re.search(_HEDGES["hedged"], own, re.I) and not (
        re.search(_HEDGES["hedged"], cited, re.I) or _says(cited)
    ):
        wrong.append("it hedges what the cited words state")
    return wrong


def _says(text: str) -> bool:
    return bool(re.search(r"\b(?:said|says?|told|claim|accus|according|announc)", text, re.I))


# --- acts -------------------------------------------------------------------------------------


def _acts(own: str, facts: Facts) -> list[str]:
    """Whether the acts that the coder reads in the sentence are those of the cited records.

    An act beside the recorded one ("..., killing four people") may also be one that the coder
    reads in the cited words themselves, where it has the same parties, type and status.
    """
    if not facts.acts:
        return ["no record of an act, a claim or a figure is cited that it could be held against"]
    day = next(iter(facts.days()), None)
    read = _coded(own, day)
    if not read:
        return ["what it tells could not be read; write it in the words of a brief"]
    cited = [e for p in facts.spans for e in _coded(p.span.text, p.document.date)]
    wrong: list[str] = []
    recorded = False
    for event in read:
        reasons = [_differs(event, told) for told in facts.acts]
        recorded = recorded or any(_parties_differ(event, told) == [] for told in facts.acts)
        if all(reasons) and not any(_same_act(event, other) for other in cited):
            wrong += min(reasons, key=lambda found: len(list(found)))
    return wrong if recorded or wrong else ["it tells none of the cited acts"]


def _same_act(one: Event, other: Event) -> bool:
    """Whether two readings are of one act: type, status, and the states of either side."""

    def states(event: Event) -> tuple[set[str | None], set[str | None]]:
        return {p.country for p in event.actor}, {p.country for p in event.recipient}

    same = (one.event_type, one.status) == (other.event_type, other.status)
    return same and states(one) == states(other)


def _differs(event: Event, told: Told) -> list[str]:
    """What of an act read from the sentence is otherwise in the record."""
    wrong = []
    if event.event_type != told.event_type:
        wrong.append(f"it tells of {event.event_type}, the record of {told.event_type}")
    if event.status != told.status:
        wrong.append(f"it tells it as {event.status}, the record as {told.status}")
    return wrong + _parties_differ(event, told)


def _parties_differ(event: Event, told: Told) -> list[str]:
    """Which states act, or are acted on, in the sentence and not in the record."""
    actors = {p.country for p in event.actor if p.country}
    recipients = {p.country for p in event.recipient if p.country}
    known = {s.country for s in told.actors if s.country}
    others = {s.country for s in told.recipients if s.country}
    wrong = []
    if not actors <= known:
        wrong.append(f"it has {sorted(actors)} act, the record {sorted(known)}")
    # What several did together may be told as done by one with the others.
    if not recipients <= (known | others if told.together else others):
        wrong.append(f"it has it done to {sorted(recipients)}, the record {sorted(others)}")
    return wrong


@lru_cache(maxsize=256)
def _coded(text: str, day: str | None) -> tuple[Event, ...]:
    document = Document("sentence", text, day)
    for reading in _coder().read([document]):
        return reading.events
    return ()


@cache
def _coder() -> Coder:
    from detente.coding import Coder

    return Coder(None).events_only()
