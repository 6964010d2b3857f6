"""Sentences that tell an act: form, and what must hold against the record."""

from __future__ import annotations

import re

from detente.brief.checking.borne import not_done, not_of_type
from detente.brief.checking.facts import Facts
from detente.brief.checking.parties import names_sides
from detente.brief.checking.reading import Interval, day_of, interval_of, plain, quoted_in
from detente.brief.checking.said import DAY, Said, unquoted, whole
from detente.brief.ledger import Told
from detente.brief.words import ActWords, Words

_WHEN = (
    rf"(?:On (?P<on>{DAY})|In (?P<in>(?:[A-Z][a-z]+ )?\d{{4}})"
    rf"|Between (?P<between>{DAY} and {DAY})|Reported on (?P<reported>{DAY})"
    r"|(?P<undated>Undated))"
)


def act(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``On 24 November 2015, X used force against Y: “words”.``, and acts not simply done."""
    if not facts.acts:
        return None
    found = whole(rf"{_WHEN}, (?P<body>.+?)(?P<quote>: “”)?\.", said.own)
    if found is None:
        return None
    reasons: list[str] = []
    for told in facts.acts:
        wrong = _act(found, told, facts, words)
        if wrong is None:
            continue
        # The quote must be the report of this act, not just of its document.
        own = [told.words] if told.words else []
        wrong += [f"“{q}” is not what tells the act" for q in said.quotes if not quoted_in(q, own)]
        wrong += unquoted(said, facts)
        if not wrong:
            return []
        reasons += wrong
    return reasons or None


def _act(found: re.Match[str], told: Told, facts: Facts, words: Words) -> list[str] | None:
    wrong = _when(found, told)
    read = _body(found["body"], told, words)
    if read is None:
        return None
    status, kind, left, right, speakers = read
    if status != told.status:
        wrong.append(f"told as {status}, the record has it as {told.status}")
    if kind != told.event_type:
        wrong.append(f"told as {kind}, the record has {told.event_type}")
    wrong += not_done(told.before, told.trigger, told.event_type, status)
    wrong += not_of_type(told.trigger, told.event_type, told.decided_by)
    texts = facts.texts()
    if not names_sides(left, told.actors, texts):
        wrong.append(f"{left!r} is not who acted in the record, or not in the cited words")
    if right is not None and not names_sides(right, told.recipients, texts):
        wrong.append(f"{right!r} is not whom it was done to, or not in the cited words")
    if speakers is not None:
        known = {plain(s).lower() for s in told.speakers}
        if plain(speakers).lower() not in known:
            wrong.append(f"{speakers!r} is not who says so in the record")
        elif not any(plain(speakers).lower() in plain(t).lower() for t in texts):
            wrong.append(f"{speakers!r} is not in the cited words")
    return wrong


def _when(found: re.Match[str], told: Told) -> list[str]:
    own: Interval | None = None if told.day is None else (told.day, told.day_end or told.day)
    if found["undated"]:
        return [] if own is None and told.published is None else ["it has a date"]
    if found["reported"]:
        day = day_of(found["reported"])
        return [] if day == told.published else [f"it was reported on {told.published}"]
    named = interval_of(found["on"] or found["in"] or found["between"])
    return [] if named is not None and named == own else [f"the record has it on {own}"]


def _body(
    body: str, told: Told, words: Words
) -> tuple[str, str, str, str | None, str | None] | None:
    """Status, type, who acted, on whom (None if unsaid), who says so; None if unreadable."""
    for status, mark in words.status.items():
        head = re.match(rf"{re.escape(mark.lower())}(?: \((?P<who>[^()]+)\))?: ", body)
        if head is not None:
            return _noun(body[head.end() :], status, head["who"], words)
    best: tuple[int, str, str, str | None] | None = None
    for kind, act_words in words.acts.items():
        for phrase, way in _phrases(act_words):
            at = body.find(f" {phrase}")
            if at <= 0:
                continue
            right = body[at + 1 + len(phrase) :]
            if (way == "verb") != right.startswith(" ") or (way != "verb" and right):
                continue
            size = len(phrase)
            if best is None or size > best[0]:
                best = (size, kind, body[:at], right.strip() or None)
    return None if best is None else ("asserted", best[1], best[2], best[3], None)


def _phrases(words: ActWords) -> list[tuple[str, str]]:
    return [(words.verb, "verb"), (words.alone, "alone"), (words.together, "together")]


def _noun(
    text: str, status: str, who: str | None, words: Words
) -> tuple[str, str, str, str | None, str | None] | None:
    for kind, act_words in words.acts.items():
        head = f"{act_words.noun} by "
        if not text.startswith(head):
            continue
        left, towards, right = text[len(head) :].partition(f" {act_words.towards} ")
        return status, kind, left, right if towards else None, who
    return None
