"""An event as it is compared with reports from other documents, and where to look for those.

What comes in: an event with its document's publication day. What goes out: a `Profile`, and keys:
two events are compared only if one's keys are looked up by the other. Keys name a family of types,
a pair of countries and a day, so that a report meets a few hundred others at most, however large
the store is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from detente.codebook import load_states
from detente.codebook.tables import read_table
from detente.records import IN_PASSING, Event, Party
from detente.reports.rules import Rules

# One event of one document: the document's id, the event's place in it.
Key = tuple[str, int]
# What sorts events of a store into the order in which they are taken: publication, document, place.
Order = tuple[str, str, int]
LAST = "9999-99-99"
# The story that a document tells shows in its beginning; further down it tells what was before.
LEAD = 500

# Whether an event is told as done or as planned; what is neither is never merged.
_DONE = frozenset(("asserted", "attributed", "suspected", "denied"))
_STATE_IDS = ("state:", "igo:", "org:")
_TOKEN = re.compile(r"[^\W\d_](?:[\w’'-]*[\w])?", re.UNICODE)
# Where it was, as it is said: "in the village of Kolani", "near Tyre", "at two posts in Uri".
_PROPER = (
    r"(?P<name>(?:al-|el-)?[A-Z][\w’'-]+(?:\s+(?:al-|el-)?[A-Z][\w’'-]+|\s+(?:al|el)-[a-z]+)*)"
)
_SPOT = re.compile(
    r"\b(?:in|at|near|off|outside|around|on|over|of|against|towards?|to|into)\s+(?:the\s+)?"
    rf"(?:[a-z]+\s+){{0,2}}{_PROPER}"
)
_STRUCK = re.compile(rf"\s+(?:the\s+)?(?:[a-z]+\s+of\s+)?{_PROPER}")
_SUFFIXES = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")
OFFICES = (
    "country", "office", "name", "start", "end", "standing", "aliases", "alone", "checked", "source"
)  # fmt: skip
_MOST_COUNTRIES = 6
_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of an event.

    ``told`` is ``done``, ``planned`` or None; ``first`` and ``last`` bound its days (ordinals);
    ``dated`` says how they are known: ``day``, ``interval``, ``news`` (no date, but told as news
    of the publication day), ``passing`` (mentioned in passing some time before), ``vague`` (not
    known, or to a season or year). ``actors`` and ``recipients`` are country codes; ``persons``
    are (country, last name) of those whom the text names, ``offices`` (country, kind of office);
    ``effect`` tells that the trigger is what an act did ("killing"). ``amounts`` are (kind, low,
    high). ``stems`` and ``names`` are words of the evidence, ``spots`` those of the names that
    say where force was used; ``anew`` tells that it says "again" or the like. ``group`` is the
    document's group of near-duplicates.
    """

    key: Key
    event_id: str
    published: str | None
    family: str
    event_type: str
    told: str | None
    status: str
    modes: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    persons: frozenset[tuple[str, str]]
    offices: frozenset[tuple[str, int]]
    effect: bool
    first: int
    last: int
    dated: str
    place: tuple[str, str | None, float | None, float | None] | None
    amounts: tuple[tuple[str, float, float], ...]
    rule: str
    verb: str
    stems: frozenset[str]
    names: frozenset[str]
    spots: frozenset[str]
    anew: bool
    trigger: tuple[int, int]
    sentences: frozenset[int]
    group: str
    lead: frozenset[str]

    @property
    def order(self) -> Order:
        """Where it stands in the order of taking: a report sees those before it alone."""
        return (self.published or LAST, *self.key)

    @property
    def countries(self) -> frozenset[str]:
        """Of all its parties."""
        return self.actors | self.recipients


def profile(
    event: Event,
    key: Key,
    published: date | None,
    group: str,
    lead: frozenset[str],
    rules: Rules,
) -> Profile:
    """What is compared of an event.

    Parameters
    ----------
    event
        As coded.
    key
        Its document and its place in that.
    published
        The document's publication day.
    group
        The first document of the document's near-duplicates.
    lead
        The words that its document begins with, as `lead_words` gives them.
    """
    parties = (*event.actor, *event.recipient)
    family = rules.families.get(event.event_type, event.event_type)
    first, last, dated = _window(event, family, published, rules)
    stems, names = _words(event, family, rules)
    told = "done" if event.status in _DONE else "planned" if event.status == "planned" else None
    return Profile(
        key=key,
        event_id=event.id,
        published=None if published is None else published.isoformat(),
        family=family,
        event_type=event.event_type,
        told=told,
        status=event.status,
        modes=frozenset(event.event_mode) - {"targeted"},
        actors=_countries(event.actor),
        recipients=_countries(event.recipient),
        persons=frozenset(
            (p.country or "", p.name.split()[-1].lower()) for p in parties if _named(p, rules)
        ),
        offices=_offices(parties, rules) if event.event_type in rules.by_office else frozenset(),
        effect=bool({w.lower() for w in _TOKEN.findall(event.trigger.text)} & rules.effects),
        first=first,
        last=last,
        dated=dated,
        place=None
        if event.place is None
        else (event.place.name.lower(), event.place.country, event.place.lat, event.place.lon),
        amounts=tuple(
            (q.kind, _bound(q.low, q.value, 0.0), _bound(q.high, q.value, float("inf")))
            for q in event.quantities
        ),
        rule=event.decided_by.removesuffix(IN_PASSING),
        verb=stem(event.trigger.text.lower()),
        stems=stems,
        names=names,
        spots=_spots(event, rules) if family == "force" else frozenset(),
        anew=any(
            word.lower() in rules.anew
            for mention in event.mentions[:1]
            for word in _TOKEN.findall(mention.evidence.text)
        ),
        trigger=(event.trigger.start, event.trigger.end),
        sentences=frozenset(m.sentence for m in event.mentions),
        group=group,
        lead=lead,
    )


def lead_words(title: str | None, text: str, rules: Rules) -> frozenset[str]:
    """The content words, stemmed, of a headline and of the first `LEAD` characters of a text."""
    return frozenset(
        stem(low)
        for found in _TOKEN.finditer(f"{title or ''}\n{text[:LEAD]}")
        if len(low := found.group().lower().removesuffix("'s").removesuffix("’s")) >= 3
        and low not in rules.common
        and low not in _country_words()
    )


def _bound(bound: float | None, value: float | None, default: float) -> float:
    return next((x for x in (bound, value) if x is not None), default)


def _countries(parties: Iterable[Party]) -> frozenset[str]:
    return frozenset(p.country for p in parties if p.country is not None)


def _personal(party: Party, rules: Rules) -> bool:
    words = party.name.split()
    return (
        len(words) >= 2
        and all(w[:1].isupper() for w in words)
        and not (party.id or "").startswith(_STATE_IDS)
        and words[-1].isalpha()
        and words[-1].lower() not in rules.titles
        and words[-1].lower() not in _country_words()
    )


def _offices(parties: Iterable[Party], rules: Rules) -> frozenset[tuple[str, int]]:
    """The kinds of office that the parties hold, by the words for them."""
    found = set()
    for party in parties:
        words = {w.lower() for w in _TOKEN.findall(f"{party.span.text} {party.name}")}
        kinds = {rules.offices[w] for w in words if w in rules.offices}
        kinds |= {rules.offices["military"]} if "MIL" in party.sector else set()
        found |= {(party.country or "", kind) for kind in kinds}
    return frozenset(found)


def _named(party: Party, rules: Rules) -> bool:
    """Whether a text names somebody itself; who held an office on that day, tables say."""
    last = party.name.split()[-1].lower() if party.name.strip() else ""
    return _personal(party, rules) and last in party.span.text.lower()


def _window(
    event: Event, family: str, published: date | None, rules: Rules
) -> tuple[int, int, str]:
    """First and last day on which the event can have been, and how that is known."""
    if event.date is not None:
        first = date.fromisoformat(event.date.start).toordinal()
        last = date.fromisoformat(event.date.end).toordinal()
        if event.date.precision == "day":
            return first, last, "day"
        return first, last, "interval" if last - first < rules.longest_days else "vague"
    if published is None:
        return 1, date.max.toordinal(), "vague"
    day = published.toordinal()
    if event.historical:
        return 1, day, "vague"
    passing = event.decided_by.endswith(IN_PASSING) and event.status == "asserted"
    # What is denied was told before.
    if passing or event.status == "denied":
        if family in rules.passing_days:
            return max(1, day - rules.passing_days[family]), day, "passing"
        return 1, day, "vague"
    return max(1, day - rules.news_days), day, "news"


def _words(event: Event, family: str, rules: Rules) -> tuple[frozenset[str], frozenset[str]]:
    """Content words, stemmed, and names in what proves the event.

    Names are words with a capital that are not the first of the sentence; no titles, no words for
    a country or its capital (which stand for governments), and no persons but those whom an
    attack hit: who spoke of an act does not tell which act it was.
    """
    parties = (*event.actor, *event.recipient)
    victims = event.recipient if family == "force" else ()
    people = {
        word.lower()
        for p in parties
        if _personal(p, rules) and p not in victims
        for word in p.name.split()
    }
    names = {
        word
        for p in parties
        if p.country is None or (_personal(p, rules) and p in victims)
        for word in _name_words(p.name, rules)
    }
    stems: set[str] = set()
    for mention in event.mentions[:3]:
        text, titled = mention.evidence.text, -2
        for found in _TOKEN.finditer(text):
            word = found.group().removesuffix("'s").removesuffix("’s")
            low, at = word.lower(), found.start()
            follows = titled == at - 1
            if low in rules.titles or (follows and word[:1].isupper()):
                titled = found.end()
            if len(low) < 3 or low in rules.common or low in _country_words():
                continue
            stems.add(stem(low))
            name = word[:1].isupper() and not _begins(text, at)
            if name and not follows and _tells(low, rules):
                names.add(low)
    names -= people
    return frozenset(stems - {stem(name) for name in names}), frozenset(names)


def _spots(event: Event, rules: Rules) -> frozenset[str]:
    """Names of where force was used, by the words before them; no states and no capitals."""
    found = set()
    for mention in event.mentions[:1]:
        text = mention.evidence.text
        after = mention.trigger.end - mention.evidence.start
        places = [m["name"] for m in _SPOT.finditer(text)]
        if (struck := _STRUCK.match(text, after)) is not None:
            places.append(struck["name"])
        for word in (w for name in places for w in _TOKEN.findall(name)):
            low = word.lower().removesuffix("'s").removesuffix("’s")
            if low not in rules.common and low not in _country_words() and _tells(low, rules):
                found.add(low)
    return frozenset(found)


def _tells(low: str, rules: Rules) -> bool:
    """Whether a word with a capital may name what an act was about."""
    return low not in rules.titles and low not in _capitals() and low not in _officials()


def _begins(text: str, at: int) -> bool:
    """Whether a word is the first of a sentence, a dateline or a quotation."""
    before = text[:at].rstrip(" \t\n\"'“”‘’(")
    return not before or before[-1] in ".!?:–—-"


def _name_words(name: str, rules: Rules) -> set[str]:
    return {
        w.lower()
        for w in _TOKEN.findall(name)
        if w[:1].isupper() and w.lower() not in rules.titles and w.lower() not in _country_words()
    }


def stem(word: str) -> str:
    """A word without its ending, enough to tell "shelled" and "shelling" as one.

    Examples
    --------
    >>> [stem(w) for w in ("shelled", "shelling", "villages", "met")]
    ['shell', 'shell', 'villag', 'met']
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word.removesuffix(suffix)
    return word.removesuffix("e") if len(word) > 4 else word


@cache
def _capitals() -> frozenset[str]:
    """Words for capitals and seats, which stand for governments."""
    kinds = ("capital", "government")
    return frozenset(
        word.lower()
        for row in load_states().names
        if row.kind in kinds
        for word in _TOKEN.findall(row.name)
        if word[:1].isupper()
    )


@cache
def _officials() -> frozenset[str]:
    """Words of the names of known office holders."""
    file = "officeholders.tsv"
    text = (resources.files("detente.coding.actors") / "data" / file).read_text("utf-8")
    return frozenset(
        word.lower()
        for row in read_table(text, file, OFFICES)
        for name in (row["name"], *row.listed("aliases"))
        for word in _TOKEN.findall(name)
    )


@cache
def _country_words() -> frozenset[str]:
    """Words for states and their people, a capital as well: shared, they tell nothing."""
    kinds = ("name", "adjective", "demonym", "demonyms")
    return frozenset(
        word.lower()
        for row in load_states().names
        if row.kind in kinds
        for word in _TOKEN.findall(row.name)
        if word[:1].isupper()
    )


# --- where to look --------------------------------------------------------------------------


def told_keys(found: Profile, rules: Rules) -> list[str]:
    """The keys under which others find an event."""
    when = _when_told(found, rules)
    return [f"{found.family}|{who}|{one}" for who in _parties_told(found) for one in when]


def sought_keys(found: Profile, rules: Rules) -> list[str]:
    """The keys of the events that it may be one with; who is found also finds."""
    when = _when_sought(found, rules)
    return [f"{found.family}|{who}|{one}" for who in _parties_sought(found) for one in when]


def _pairs(found: Profile) -> list[str]:
    codes = sorted(found.countries)[:_MOST_COUNTRIES]
    return [f"{a}-{b}" for i, a in enumerate(codes) for b in codes[i + 1 :]]


def _parties_told(found: Profile) -> list[str]:
    """A pair by its pair, and one by one for those who name one of the two only."""
    pairs = _pairs(found)
    codes = sorted(found.countries)[:_MOST_COUNTRIES]
    return pairs + [f"{'one' if not pairs else 'of'}:{code}" for code in codes]


def _parties_sought(found: Profile) -> list[str]:
    pairs = _pairs(found)
    codes = sorted(found.countries)[:_MOST_COUNTRIES]
    if pairs:
        return pairs + [f"one:{code}" for code in codes]
    return [f"{kind}:{code}" for code in codes for kind in ("one", "of")]


def _days(found: Profile) -> list[str]:
    return [date.fromordinal(d).isoformat() for d in range(found.first, found.last + 1)]


def _around(found: Profile) -> list[str]:
    """The day before and the day after: reports may be a day apart on when it was."""
    days = (found.first - 1, found.last + 1)
    return [date.fromordinal(d).isoformat() for d in days if 1 <= d <= date.max.toordinal()]


def _months(found: Profile) -> list[str]:
    return sorted({day[:7] for day in _days(found)})


def _when_told(found: Profile, rules: Rules) -> list[str]:
    """Days, or names where no day is known: ``d:`` of who has a day, ``n:`` of who has none."""
    names = sorted(found.names)[:_MOST_NAMES] if found.family in rules.vague else []
    if found.dated == "vague":
        return [f"n:{name}" for name in names]
    if found.dated == "passing":
        return [f"p:{month}" for month in _months(found)] + [f"n:{name}" for name in names]
    return _days(found) + [f"d:{name}" for name in names]


def _when_sought(found: Profile, rules: Rules) -> list[str]:
    passing = found.family in rules.passing_days
    names = sorted(found.names)[:_MOST_NAMES] if found.family in rules.vague else []
    if found.dated in ("vague", "passing"):
        by_name = [f"{kind}:{name}" for name in names for kind in "nd"]
        if found.dated == "vague":
            return by_name
        by_month = [f"p:{month}" for month in _months(found)]
        return [*_days(found), *_around(found), *by_month, *by_name]
    by_month = [f"p:{month}" for month in _months(found)] if passing else []
    return _days(found) + _around(found) + by_month + [f"n:{name}" for name in names]
