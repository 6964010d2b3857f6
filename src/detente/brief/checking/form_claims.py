"""Sentences of who says what, and of hypotheses: form, and what must hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.brief.checking.facts import Facts
from detente.brief.checking.reading import day_of, plain, quoted_in
from detente.brief.checking.said import COUNT, DAY, Said, count, unquoted, whole
from detente.brief.words import Words
from detente.records import Voice


def claim(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``Reported on 19 December 2016, Putin said: “proposition”.``"""
    if not facts.claims:
        return None
    verbs = {verb: stance for stance, verb in words.stance.items()}
    shape = (
        rf"Reported on (?P<day>{DAY}), (?P<who>.+?)(?:, quoted by (?P<by>.+?),)?"
        rf" (?P<verb>{'|'.join(verbs)}): “”\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    wrong: list[str] = []
    for one in facts.claims:
        wrong = unquoted(said, facts)
        if verbs[found["verb"]] != one.stance:
            wrong.append(f"the record has {one.stance}, not {verbs[found['verb']]}")
        wrong += not_the_voices(found["who"], [one.speaker], facts)
        if found["by"] is not None:
            wrong += not_the_voices(found["by"], list(one.chain), facts)
        if day_of(found["day"]) != facts.published.get(one.doc_id):
            wrong.append(f"it was reported on {facts.published.get(one.doc_id)}")
        if not quoted_in(said.quotes[0], [one.proposition.text]):
            wrong.append("the quote is not what the record says was said")
        if not wrong:
            return []
    return wrong


def not_the_voices(said: str, voices: Sequence[Voice], facts: Facts) -> list[str]:
    """Where a sentence names others than the voices of the record, or calls them otherwise.

    A voice may be called as the record calls him or as the text does where he speaks.
    """
    calls = {plain(c): v for v in voices for c in (v.value, *(s.text for s in v.spans)) if c}
    rest = plain(said)
    named = []
    for call in sorted(calls, key=lambda c: (-len(c), c)):
        shorter = re.sub(rf"(?<!\w)(?:the )?{re.escape(call)}(?!\w)", "", rest, flags=re.I)
        if shorter != rest:
            named.append(call)
            rest = shorter
    wrong = []
    if re.sub(r"[\s,]|\band\b", "", rest):
        wrong.append(f"{said!r} is not the voice of the record")
    texts = [plain(t).lower() for t in facts.texts()]
    for call in named:
        if not any(_said_in(call, t) for t in texts):
            wrong.append(f"{call!r} is not in the cited words")
    return wrong


def _said_in(value: str, text: str) -> bool:
    """Whether a voice is called so in a text: its words, or all of them apart."""
    words = plain(value).lower().removeprefix("the ")
    return words in text or all(re.search(rf"(?<!\w){re.escape(w)}", text) for w in words.split())


def hypothesis(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``Who did it: “proposition”, held by X; evidence for it: 1, against it: 0.``"""
    if not facts.hypotheses:
        return None
    asked = {title: about for about, title in words.question.items()}
    titles = "|".join(map(re.escape, asked))
    shape = (
        rf"(?P<q>{titles}): “”(?:, held by (?P<held>.+?))?(?:, rejected by (?P<out>.+?))?"
        rf"; evidence for it: (?P<n>{COUNT}), against it: (?P<m>{COUNT})\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    all_of = facts.hypotheses
    wrong = unquoted(said, facts)
    if any(plain(h.proposition).lower() != plain(said.quotes[0]).lower() for h in all_of):
        wrong.append("the quote is not the proposition of the record")
    if any(h.about != asked[found["q"]] for h in all_of):
        wrong.append("the record answers another question")
    for stance, group in (("for", found["held"]), ("against", found["out"])):
        voices = [
            v for h in all_of for v, s in zip(h.holders, h.stances, strict=True) if s == stance
        ]
        if group is not None:
            wrong += not_the_voices(group, voices, facts)
        elif voices and stance == "against":
            wrong.append("the record has who rejects it")
    for name, said_count in (("evidence_for", found["n"]), ("evidence_against", found["m"])):
        held = sum(len(getattr(h, name)) for h in all_of)
        if held != count(said_count):
            wrong.append(f"the record has {held} items of {name.replace('_', ' ')}")
    return wrong


def order(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """What the reports have against each of several propositions: an order, not an answer."""
    titles = {title.lower(): about for about, title in words.question.items()}
    head = rf"Of (?P<n>{COUNT}) propositions on “(?P<q>{'|'.join(map(re.escape, titles))})”,"
    text = said.own if not said.quotes else said.own.replace("“”", f"“{said.quotes[0]}”", 1)
    even = whole(rf"{head} the reports speak against none: nothing tells them apart\.", text)
    least = whole(
        rf"{head} the reports speak least against “” \((?P<low>{COUNT}) items?\) and most against"
        rf" “” \((?P<high>{COUNT}) items?\): an order, not an answer\.",
        text,
    )
    found = even or least
    if found is None or not facts.hypotheses:
        return None
    against: dict[str, int] = {}
    wrong = []
    for h in facts.hypotheses:
        key = plain(h.proposition).lower()
        against[key] = against.get(key, 0) + len(h.evidence_against)
        if h.about != titles[found["q"]]:
            wrong.append("a cited proposition answers another question")
    if len(against) != count(found["n"]):
        wrong.append(f"{len(against)} propositions are cited")
    if even is not None:
        return wrong + (["something speaks against one"] if any(against.values()) else [])
    for quote, said_count, best in (
        (said.quotes[1], found["low"], min(against.values())),
        (said.quotes[2], found["high"], max(against.values())),
    ):
        held = against.get(plain(quote).lower())
        if held != best or held != count(said_count):
            wrong.append(f"against “{quote}” the reports have {held} items")
    return wrong


def evidence(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """``Speaks against “proposition”: “words”.``"""
    found = whole(r"Speaks (?P<way>for|against) “”: “”\.", said.own)
    if found is None or not facts.hypotheses:
        return None
    wrong = unquoted(Said(said.own, said.quotes[1:]), facts)
    for h in facts.hypotheses:
        spans = h.evidence_for if found["way"] == "for" else h.evidence_against
        if plain(h.proposition) == plain(said.quotes[0]) and quoted_in(
            said.quotes[1], [s.text for s in spans]
        ):
            return wrong
    return [*wrong, f"the record does not have it as speaking {found['way']} that"]
