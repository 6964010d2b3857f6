"""Whether two reports tell one event: bars, points, and the reasons for both.

What comes in: two profiles. What goes out: a `Match`. It is the same whichever of the two comes
first. Nothing here knows other reports, a store, or what an analyst said.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from detente.reports.profile import Profile, stem
from detente.reports.rules import Rules

# What of an event cannot be squared with another's, where the rest does not outweigh it: a report
# that contradicts one of an event's reports so is not of that event, whatever another one says.
_CONTRARY = frozenset(
    ("other_place", "other_spot", "other_amount", "other_person", "other_office", "other_mode")
)
EARTH_KM = 6371.0
UNSEEN = 1


@dataclass(frozen=True, slots=True)
class Match:
    """What speaks for and against two reports telling one event.

    ``barred`` says why they cannot, None if they can; else ``points`` is the sum of the
    ``features``' points, and they tell one event if it is 0 or more. ``rule`` is ``points``,
    ``copy`` (the same words in a copied document) or ``word`` (one document's one word, read
    twice).
    """

    points: float
    features: tuple[tuple[str, float], ...] = ()
    barred: str | None = None
    rule: str = "points"

    @property
    def one(self) -> bool:
        """Whether they tell one event."""
        return self.barred is None and self.points >= 0

    @property
    def contrary(self) -> bool:
        """Whether no event can be told by both."""
        if self.barred is not None:
            return True
        return self.points < 0 and any(name in _CONTRARY for name, _ in self.features)


def _barred(reason: str) -> Match:
    return Match(float("-inf"), barred=reason)


def compare(a: Profile, b: Profile, rules: Rules) -> Match:
    """Whether two reports tell one event, and why."""
    if a.family != b.family:
        kinds = sorted((a.event_type, b.event_type))
        return _barred(f"{kinds[0]} and {kinds[1]} are not of one kind")
    if a.told is None or b.told is None:
        return _barred("negated and hypothetical acts are merged with nothing")
    if a.told != b.told:
        return _barred("one is planned, the other done")
    if a.key[0] == b.key[0]:
        return _within(a, b, rules)
    if _copied_words(a, b):
        return Match(rules.points.copied_document, (("same words in a copy", 1.0),), rule="copy")
    return _scored(a, b, rules, words=True)


def _within(a: Profile, b: Profile, rules: Rules) -> Match:
    """Two events of one document: the coder told them apart, and mostly that stands."""
    if a.trigger == b.trigger and a.event_type == b.event_type:
        return Match(rules.points.copied_document, (("one word read twice", 1.0),), rule="word")
    if a.sentences & b.sentences:
        if a.family == "words":
            return _scored(a, b, rules, words=False)
        if _effect(a, b, rules):
            return Match(0.0, (("an act and its effect in one sentence", 1.0),), rule="word")
    return _barred("one document tells them as two")


def _effect(a: Profile, b: Profile, rules: Rules) -> bool:
    """Whether one sentence tells an act and its effect: "two were killed when X shelled Y".

    One of the two has no doer or is an effect by its word, and nothing of them disagrees.
    """
    return (
        a.event_type == b.event_type == "ASSAULT"
        and (bool(a.actors) != bool(b.actors) or a.effect != b.effect)
        and (not a.actors or not b.actors or bool(a.actors & b.actors))
        and (not a.recipients or not b.recipients or bool(a.recipients & b.recipients))
        and a.first <= b.last
        and b.first <= a.last
        and not (a.modes and b.modes and not a.modes & b.modes)
        and "other_amount" not in _amounts(a, b, rules)
        and "other_place" not in _place(a, b, rules)
    )


def _copied_words(a: Profile, b: Profile) -> bool:
    """Whether both stand in the same words in copies of one document.

    Then what differs ("today" in a copy of the next day) comes of reading, not of the act.
    """
    return (
        a.group == b.group
        and (a.event_type, a.rule, a.verb) == (b.event_type, b.rule, b.verb)
        and (a.actors, a.recipients) == (b.actors, b.recipients)
        and a.stems == b.stems
    )


def _scored(a: Profile, b: Profile, rules: Rules, *, words: bool) -> Match:
    found = evidence(a, b, rules, words=words)
    if isinstance(found, str):
        return _barred(found)
    weights = rules.points
    features = {name: round(getattr(weights, name) * much, 4) for name, much in found.items()}
    told = tuple((name, points) for name, points in features.items() if points)
    return Match(round(sum(features.values()), 4), told)


def evidence(a: Profile, b: Profile, rules: Rules, *, words: bool) -> dict[str, float] | str:
    """What speaks for and against two reports telling one event, or what bars it.

    Each feature (a field of `Points`) with how much of it there is, from 0 to 1: those with a
    share of words in common have that, all others 1. ``words`` says whether words count: in one
    document they are the same whatever is told.
    """
    parties = _parties(a, b, rules)
    days = _days(a, b, rules)
    for told in (parties, days):
        if isinstance(told, str):
            return told
    found = {"none": 1.0}
    if not parties:
        # One tells who acted, the other on whom: nothing against one event, and nothing for it.
        return found
    one_type = a.event_type == b.event_type
    names = ["same_type" if one_type else "other_type"]
    names += (
        *parties,
        *days,
        *_place(a, b, rules),
        *_persons(a, b),
        *_offices(a, b),
        *_amounts(a, b, rules),
    )
    if one_type and a.modes and b.modes:
        names.append("same_mode" if a.modes & b.modes else "other_mode")
    if a.rule == b.rule or a.verb == b.verb:
        names.append("same_wording")
    names += _named(a, b) if words else ()
    if words and a.group == b.group:
        names.append("copied_document")
    if (a.status == "denied") != (b.status == "denied"):
        names.append("denied")
    if a.anew != b.anew:
        names.append("anew")
    found |= dict.fromkeys(names, 1.0)
    if words:
        found |= {"words": _alike(a.stems, b.stems), "story": _alike(a.lead, b.lead)}
    return found


def _named(a: Profile, b: Profile) -> tuple[str, ...]:
    """Names of where force was used, else any names: the same, or others."""
    if a.spots and b.spots:
        if a.spots & b.spots:
            return ("same_spot",)
        # "in Kashmir" is no other place where the other tells of a village in Kashmir.
        told = ((one, {*other.names, *other.lead}) for one, other in ((a, b), (b, a)))
        apart = all(words.isdisjoint({*one.spots, *map(stem, one.spots)}) for one, words in told)
        return ("other_spot",) if apart else ()
    if a.names and b.names:
        return ("same_name",) if a.names & b.names else ("other_names",)
    return ()


def _alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Dice's share of words in common, as if each had `UNSEEN` more that the other lacks.

    Two words of two in common are less than twenty of twenty.
    """
    return 2 * len(a & b) / (len(a) + len(b) + 2 * UNSEEN)


def _parties(a: Profile, b: Profile, rules: Rules) -> tuple[str, ...] | str:
    """The features of the parties, or why they bar one event."""
    if rules.together & {a.event_type, b.event_type}:
        shared = a.countries & b.countries
        fewest = min(len(a.countries), len(b.countries))
        if not shared or (fewest >= 2 and len(shared) < 2):
            return "other parties"
        return ("same_actor", "same_recipient") if len(shared) >= 2 else ("same_actor",)
    found = []
    for name, one, other in (
        ("same_actor", a.actors, b.actors),
        ("same_recipient", a.recipients, b.recipients),
    ):
        if one & other:
            found.append(name)
        elif one and other:
            return "other parties"
    if not found and (a.actors & b.recipients or a.recipients & b.actors):
        return "the other way round"
    if len(a.actors & b.actors) >= 2:  # done by both with each other: a clash, a signing
        return ("same_actor", "same_recipient")
    if not a.actors and not b.actors:
        found.append("nobody_acts")
    return tuple(found)


def _days(a: Profile, b: Profile, rules: Rules) -> tuple[str, ...] | str:
    """The features of the days, or why they bar one event."""
    how = {a.dated, b.dated}
    apart = max(a.first, b.first) - min(a.last, b.last)
    if apart > 0:
        if how == {"day"} and apart == 1:
            return ("next_day",)
        # What is mentioned in passing may be long past, not yet to come.
        _, late = sorted((a, b), key=lambda p: p.first)
        return ("no_day",) if late.dated == "passing" else "on other days"
    if "vague" in how:
        return ("no_day",) if a.family in rules.vague else "no day is known"
    if "passing" in how:
        return ("in_passing",)
    if how == {"day"}:
        return ("same_day",)
    if how == {"news"}:
        return (("news_alike", "news_near", "news_apart")[min(2, abs(a.last - b.last))],)
    if how == {"day", "news"}:
        day, news = sorted((a, b), key=lambda p: p.dated)
        return ("day_of_news",) if news.last - day.last <= 1 else ("day_before_news",)
    return ("day_in_interval",)


def _place(a: Profile, b: Profile, rules: Rules) -> tuple[str, ...]:
    if a.place is None or b.place is None:
        return ()
    name, country, lat, lon = a.place
    name2, country2, lat2, lon2 = b.place
    if lat is not None and lon is not None and lat2 is not None and lon2 is not None:
        apart = distance_km(lat, lon, lat2, lon2)
        if apart <= rules.same_km:
            return ("same_place",)
        return ("other_place",) if apart >= rules.other_km else ()
    if name == name2 and (lat is not None or country is None):
        return ("same_place",)
    if country is None or country2 is None:
        return ()
    return ("same_country",) if country == country2 else ("other_place",)


def distance_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two places in degrees.

    Examples
    --------
    >>> round(distance_km(39.93, 32.86, 55.75, 37.62), -1)
    1790.0
    """
    a, b = radians(lat), radians(lat2)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def _persons(a: Profile, b: Profile) -> tuple[str, ...]:
    """Named persons of one country: the same, or others."""
    if a.persons & b.persons:
        return ("same_person",)
    countries = {country for country, _ in a.persons} & {country for country, _ in b.persons}
    return ("other_person",) if countries else ()


def _offices(a: Profile, b: Profile) -> tuple[str, ...]:
    """Offices of one country: the same, or others."""
    if a.offices & b.offices:
        return ("same_office",)
    countries = {country for country, _ in a.offices} & {country for country, _ in b.offices}
    return ("other_office",) if countries else ()


def _amounts(a: Profile, b: Profile, rules: Rules) -> tuple[str, ...]:
    """How the numbers of one kind agree; the best of several."""
    ranks = ("same_amount", "near_amount", "", "other_amount")  # of one, equal says little
    best: int | None = None
    for kind, low, high in a.amounts:
        for kind2, low2, high2 in b.amounts:
            if kind != kind2:
                continue
            rank = _agree(kind, (low, high), (low2, high2), rules)
            best = rank if best is None else min(best, rank)
    return (ranks[best],) if best is not None and ranks[best] else ()


def _agree(kind: str, one: tuple[float, float], other: tuple[float, float], rules: Rules) -> int:
    if one[0] <= other[1] and other[0] <= one[1]:
        return 0 if min(one[1], other[1]) >= 2 else 1
    if kind not in rules.amounts.tolls:
        return 3
    upper, lower = max(one[0], other[0]), min(one[1], other[1])
    ratio = upper / lower if lower > 0 else float("inf")
    return 1 if ratio <= rules.amounts.near else 2 if ratio <= rules.amounts.far else 3
