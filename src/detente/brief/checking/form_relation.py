"""Sentences of signals and stakes: form, and what must hold."""

from __future__ import annotations

import re
from datetime import date, timedelta

from detente.brief.checking.facts import Facts
from detente.brief.checking.parties import is_state_list
from detente.brief.checking.reading import dates_in, day_of, quoted_in
from detente.brief.checking.said import DAY, Said, unquoted, whole
from detente.brief.words import Words
from detente.records import Signal

_LATENCY = r"(?:the same day|(?P<d>\d+) days? after|(?P<low>\d+) to (?P<high>\d+) days after)"


def signal(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``Reported on 20 December 2016, Russia reassured Türkiye (call, 1 day after): “words”.``"""
    if not facts.signals:
        return None
    verbs = {verb: way for way, verb in words.signal.items()}
    shape = (
        rf"Reported on (?P<day>{DAY}), (?P<left>.+?) (?P<verb>{'|'.join(map(re.escape, verbs))})"
        rf" (?P<right>.+?) \((?P<type>[a-z -]+?)(?:, {_LATENCY})?\): “”\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    wrong: list[str] = []
    for one in facts.signals:
        wrong = unquoted(said, facts)
        if not quoted_in(said.quotes[0], [s.text for s in one.spans]):
            wrong.append("the quote is not what the signal rests on")
        if verbs[found["verb"]] != one.direction:
            wrong.append(f"the record has {one.direction}")
        wrong += _not_its_act(one, facts)
        if found["type"] != one.type:
            wrong.append(f"the record has {one.type!r}, not {found['type']!r}")
        both = set(one.sender) == set(one.to)
        if not is_state_list(found["left"], one.sender):
            wrong.append(f"{found['left']!r} is not who sent it")
        if (both and found["right"] != "each other") or (
            not both and not is_state_list(found["right"], one.to)
        ):
            wrong.append(f"{found['right']!r} is not whom it went to")
        if day_of(found["day"]) != facts.published.get(one.doc_id):
            wrong.append(f"it was reported on {facts.published.get(one.doc_id)}")
        if _days_after(found) not in (None, one.latency_days):
            wrong.append(f"the record has it {one.latency_days} days after")
        if not wrong:
            return []
    return wrong


# What a text dates further back than this is no reaction to what its reports are about.
_LONG_AGO = timedelta(days=92)


def _not_its_act(one: Signal, facts: Facts) -> list[str]:
    """Where the act behind a signal is not its sender's, or its words date it to long before."""
    wrong = []
    act = facts.behind.get(one.id)
    if act is not None and not set(one.sender) <= {p.country for p in act.actor}:
        wrong.append(f"the act behind it does not name {', '.join(one.sender)} as who did it")
    published = facts.published.get(one.doc_id)
    if published is not None:
        limit = (date.fromisoformat(published) - _LONG_AGO).isoformat()
        dates = [d for s in one.spans for d in dates_in(s.text, None)]
        if dates and all(end < limit for d in dates for _, end in d.days):
            wrong.append("the cited words date it to long before")
    return wrong


def _days_after(found: re.Match[str]) -> tuple[int, int] | None:
    if found["low"]:
        return int(found["low"]), int(found["high"])
    if found["d"]:
        return int(found["d"]), int(found["d"])
    return (0, 0) if "the same day" in found.group() else None


def stake(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``Stake: “name” (energy); 9 billion USD; suspended; borne by Türkiye.``"""
    if not facts.stakes:
        return None
    shape = (
        r"Stake: “” \((?P<domain>[a-z, ]+)\)"
        r"(?:; (?P<sum>(?:about )?[\d.,]+(?: (?:million|billion|trillion))?"
        r" [A-Za-z%][A-Za-z% /-]*))?"
        r"(?:; (?P<status>planned|running|suspended|restarted|cancelled|ended|lost))?"
        r"(?:; borne by (?P<bearer>[^;]+))?(?:; gained by (?P<gainer>[^;]+))?\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    wrong: list[str] = []
    for one in facts.stakes:
        wrong = unquoted(said, facts)
        if not quoted_in(said.quotes[0], [one.name]):
            wrong.append("the quote is not the name of the stake")
        if found["domain"] != ", ".join(one.domain):
            wrong.append(f"the record has the domain {', '.join(one.domain)}")
        if found["sum"] is not None and not _sum_holds(
            found["sum"], one.amount, one.currency or one.unit
        ):
            wrong.append(f"the record has {one.amount} {one.currency or one.unit}")
        if found["status"] is not None and found["status"] != one.status:
            wrong.append(f"the record has it {one.status}")
        for who, codes in ((found["bearer"], one.bearer), (found["gainer"], one.gainer)):
            if who is not None and not is_state_list(who, codes):
                wrong.append(f"{who!r} is not in the record there")
        if not wrong:
            return []
    return wrong


def _sum_holds(text: str, amount: float | None, unit: str | None) -> bool:
    found = re.fullmatch(
        r"(?:about )?(?P<n>[\d.,]+)(?: (?P<scale>million|billion|trillion))? (?P<unit>.+)", text
    )
    if found is None or amount is None or found["unit"] != (unit or ""):
        return False
    size = {None: 1.0, "million": 1e6, "billion": 1e9, "trillion": 1e12}[found["scale"]]
    digits = found["n"].replace(",", "")
    # The sum as it is, rounded to the figures that are shown, three at least.
    figures = max(3, len(digits.replace(".", "")))
    return f"{float(digits):.{figures}g}" == f"{amount / size:.{figures}g}"
