"""Sentences of the outlook and its precedents: form, and what must hold."""

from __future__ import annotations

import re

from detente.brief.checking.facts import Facts
from detente.brief.checking.reading import day_of, plain, quoted_in
from detente.brief.checking.said import DAY, Said, whole
from detente.brief.words import Words

_PERCENT = r"\d+\.\d %"


def outlook(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``A new rupture within 90 days: 6.9 % (80 % interval ...); base rate 3.8 %.``"""
    if not facts.outlooks:
        return None
    for form in (_odds, _unsaid, _driver):
        found = form(said, facts, words)
        if found is not None:
            return found
    return None


def _odds(said: Said, facts: Facts, words: Words) -> list[str] | None:
    targets = {title: name for name, title in words.target.items()}
    shape = (
        rf"(?P<target>{'|'.join(map(re.escape, targets))}) within (?P<days>\d+) days:"
        rf" (?P<said>{_PERCENT}) \(80 % interval (?P<low>{_PERCENT}) to (?P<high>{_PERCENT})\);"
        rf" base rate (?P<base>{_PERCENT})"
        rf"(?:; Brier skill of the model (?P<skill>[+-]{_PERCENT}))?\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    one = facts.outlooks[0]
    wrong = []
    if (targets[found["target"]], int(found["days"])) != (one.target, one.horizon_days):
        wrong.append(f"the cited outlook is of {one.target} within {one.horizon_days} days")
    for name, value in (
        ("said", one.probability),
        ("low", one.low),
        ("high", one.high),
        ("base", one.base_rate),
    ):
        if value is None or f"{100 * value:.1f} %" != found[name]:
            wrong.append(f"{name}: the outlook has {value}, the sentence {found[name]}")
    skill = None if one.model is None else one.model.brier_skill
    if found["skill"] and (skill is None or f"{100 * skill:+.1f} %" != found["skill"]):
        wrong.append(f"the model's skill is {skill}")
    return wrong


def _unsaid(said: Said, facts: Facts, words: Words) -> list[str] | None:
    found = whole(r"(?P<what>No odds|Reading of the odds): “”\.", said.own)
    if found is None:
        return None
    one = facts.outlooks[0]
    wrong = [] if one.note and quoted_in(said.quotes[0], [one.note]) else ["that is not its note"]
    if (found["what"] == "No odds") != (one.probability is None):
        wrong.append(
            "the outlook does give odds" if one.probability is not None else "it gives none"
        )
    return wrong


def _driver(said: Said, facts: Facts, words: Words) -> list[str] | None:
    found = whole(
        r"(?P<way>Raises|Lowers) the odds within (?P<days>\d+) days: “” \((?P<by>[+-]\d+\.\d\d) in"
        r" log odds\)\.",
        said.own,
    )
    if found is None:
        return None
    one = facts.outlooks[0]
    if int(found["days"]) != one.horizon_days:
        return [f"the cited outlook is of {one.horizon_days} days"]
    for driver in one.drivers:
        if plain(driver.label) == plain(said.quotes[0]):
            wrong = []
            if f"{driver.contribution:+.2f}" != found["by"]:
                wrong.append(f"it counts {driver.contribution:+.2f}")
            if (driver.contribution > 0) != (found["way"] == "Raises"):
                wrong.append("it counts the other way")
            return wrong
    return ["the outlook has no such driver"]


def precedent(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``Precedent, likeness 0.94: FRA-IRN from 14 April 2013, “a new rupture after 6 weeks”.``"""
    shape = (
        r"Precedent, likeness (?P<like>[01]\.\d\d):"
        rf" (?:(?P<dyad>[A-Z]{{3}}-[A-Z]{{3}}) from (?P<day>{DAY}), )?“”\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    known = [*facts.cases, *(p for o in facts.outlooks for p in o.precedents)]
    for one in known:
        dyad, at, day = one.id.partition("@")
        if plain(one.outcome) != plain(said.quotes[0]):
            continue
        if f"{one.similarity:.2f}" != found["like"]:
            continue
        same = not at or (dyad, day) == (found["dyad"], day_of(found["day"] or ""))
        if same and bool(at) == bool(found["dyad"]):
            return []
    return ["no cited precedent has that likeness and outcome"]


def rate(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """A base rate of the casebook, quoted whole."""
    if not facts.rates or said.own != "Casebook: “”":
        return None
    held = {plain(r) for r in facts.rates}
    return [] if plain(said.quotes[0]) in held else ["the casebook says otherwise"]
