"""Sentences of what was computed of the series: form, and what must hold."""

from __future__ import annotations

import re

from detente.brief.checking.facts import Facts
from detente.brief.checking.parties import state_names
from detente.brief.checking.reading import day_of, plain
from detente.brief.checking.said import COUNT, DAY, SIGNED, Said, count, signed, whole
from detente.brief.words import Words


def week(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``In the week of 19 December 2016 the index stood at +2.7 (80 % interval ...), from ...``"""
    head = rf"In the week of (?P<day>{DAY})"
    band = rf"\(80 % interval (?P<low>{SIGNED}) to (?P<high>{SIGNED})\)"
    told = whole(
        rf"{head} the index stood at (?P<level>{SIGNED}) {band}, from (?P<events>{COUNT}) events?"
        rf" in (?P<reports>{COUNT}) reports?(?:; phase: (?P<phase>[a-z]+))?\.",
        said.own,
    )
    silent = whole(
        rf"{head} no report of the two is known: the index is unknown {band}\.", said.own
    )
    found = told or silent
    if found is None or not facts.weeks:
        return None
    one = facts.weeks[0]
    wrong = []
    if day_of(found["day"]) != one.week:
        wrong.append(f"the cited week is that of {one.week}")
    figures = [("low", one.low), ("high", one.high)]
    if told is not None:
        figures.append(("level", one.level))
        for name, value in (("events", one.events), ("reports", one.reports)):
            if count(told[name]) != value:
                wrong.append(f"the week has {value} {name}")
        if told["phase"] is not None and told["phase"] != one.phase:
            wrong.append(f"the phase is {one.phase}")
    elif one.reports:
        wrong.append(f"the week has {one.reports} reports")
    for name, figure in figures:
        if figure is None or f"{figure:+.1f}" != signed(found[name]):
            wrong.append(f"{name} is {figure}, not {found[name]}")
    return wrong


def shock(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``Rupture in the week of 23 November 2015 (index -2.6), repaired in ... after 31 weeks.``"""
    kinds = {said_as: kind for kind, said_as in words.shock.items()}
    titles = "|".join(sorted(map(re.escape, kinds), key=len, reverse=True))
    shape = (
        rf"(?P<kind>{titles}) in the week of (?P<day>{DAY})(?: \(index (?P<level>{SIGNED})\))?"
        rf"(?:, repaired in the week of (?P<until>{DAY}) after (?P<weeks>\d+) weeks?"
        rf"|(?P<open>, not repaired so far)|(?P<held>: the index held)"
        rf"|(?P<fell>: the index fell below its interval))?\."
    )
    found = whole(shape, said.own)
    if found is None or not facts.shocks:
        return None
    one = facts.shocks[0]
    wrong = []
    if kinds[found["kind"]] != one.kind:
        wrong.append(f"the record has {one.kind}")
    if day_of(found["day"]) != one.week:
        wrong.append(f"the record has the week of {one.week}")
    if found["level"] and (one.level is None or f"{one.level:+.1f}" != signed(found["level"])):
        wrong.append(f"the index was {one.level}")
    if found["until"] and (day_of(found["until"]), int(found["weeks"])) != (one.until, one.weeks):
        wrong.append(f"it was repaired in the week of {one.until}, after {one.weeks} weeks")
    if found["open"] and (one.until is not None or one.kind != "rupture"):
        wrong.append(f"it was repaired in the week of {one.until}")
    if one.kind == "rupture" and not (found["until"] or found["open"]):
        wrong.append("it does not say whether it was repaired")
    if (found["held"] and one.held is not True) or (found["fell"] and one.held is not False):
        wrong.append(f"whether the index held: {one.held}")
    return wrong


def coverage(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """What the store holds of the two, and the weeks of which it holds nothing."""
    if not facts.coverages:
        return None
    one = facts.coverages[0]
    held = whole(
        rf"The store holds (?P<events>{COUNT}) events? of (?P<who>.+) from (?P<reports>{COUNT})"
        rf" reports?, in (?P<known>{COUNT}) of (?P<weeks>{COUNT}) weeks from (?P<first>{DAY}) to"
        rf" (?P<last>{DAY})\.",
        said.own,
    )
    silent = whole(
        rf"(?P<unknown>{COUNT}) of (?P<weeks>{COUNT}) weeks have no report of the two: what"
        r" happened in them is unknown, not nothing\.",
        said.own,
    )
    empty = whole(rf"The store holds no event of (?P<who>.+) known on (?P<day>{DAY})\.", said.own)
    wrong = []
    if empty is not None:
        if one.events or one.weeks:
            wrong.append(f"it holds {one.events} events in {one.weeks} weeks")
        if not _both_named(empty["who"], one.dyad) or day_of(empty["day"]) != one.as_of:
            wrong.append(f"that is said of {one.dyad} on {one.as_of}")
        return wrong
    calm = whole(
        rf"No rupture, repair or violence by others is known of the two up to (?P<day>{DAY})\.",
        said.own,
    )
    if calm is not None:
        if one.shocks:
            wrong.append(f"{one.shocks} are known")
        return wrong if day_of(calm["day"]) == one.as_of else [*wrong, f"that is {one.as_of}"]
    if held is None and silent is None:
        return None
    if held is not None:
        figures = [("events", one.events), ("reports", one.reports), ("known", one.known_weeks)]
        if not _both_named(held["who"], one.dyad):
            wrong.append(f"the figures are of {one.dyad}")
        for name, day in (("first", one.first), ("last", one.last)):
            if day_of(held[name]) != day:
                wrong.append(f"the {name} day is {day}")
    else:
        figures = [("unknown", one.weeks - one.known_weeks)]
    found = held or silent
    for name, value in [*figures, ("weeks", one.weeks)]:
        if found is not None and count(found[name]) != value:
            wrong.append(f"{name}: {value}")
    return wrong


def _both_named(said: str, dyad: str) -> bool:
    from detente.brief.ledger import sides_of
    from detente.relations import find_side

    sides = sides_of(dyad)
    if sides is None:
        return False
    names = [state_names(s) | {plain(find_side(s).name), plain(s)} for s in sides]
    text = plain(said)
    return any(
        text == f"{a} and {b}" for one, two in (names, names[::-1]) for a in one for b in two
    )


def news(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``Since 22 November 2016 12 reports with 31 events of the two were published.``"""
    if not facts.news:
        return None
    one, _, since = facts.news[0]
    found = whole(
        rf"After (?P<day>{DAY}), (?P<n>{COUNT}|no) reports? (?:with (?P<m>{COUNT}) events? )?"
        r"of the two (?:was|were) published\.",
        said.own,
    )
    if found is None:
        return None
    wrong = []
    if day_of(found["day"]) != since:
        wrong.append(f"the cited news are those after {since}")
    if (0 if found["n"] == "no" else count(found["n"])) != one.documents:
        wrong.append(f"{one.documents} reports were published")
    if (count(found["m"]) if found["m"] else 0) != one.events:
        wrong.append(f"they have {one.events} events")
    return wrong
