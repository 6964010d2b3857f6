"""Sentences of a case file: form, and what must hold against its reports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.brief.checking.facts import Facts
from detente.brief.checking.form_claims import not_the_voices
from detente.brief.checking.reading import interval_of, numbers_in, plain, quoted_in
from detente.brief.checking.said import COUNT, DAY, Said, count, unquoted, whole
from detente.brief.words import Words
from detente.records import Casualties, FieldValue, Incident, Motive, Span, Suspect, Voice

PRONOUNS = ("he", "she", "it", "they", "him", "her", "them", "his", "their", "who", "himself")


def incident(said: Said, facts: Facts, words: Words) -> list[str] | None:
    """The opening of a case file, a field of it, what no report names, where reports differ."""
    if not facts.incidents:
        return None
    for form in (_opening, _field, _absent, _differ):
        found = form(said, facts, words)
        if found is not None:
            return found
    return None


def _reports(facts: Facts) -> int:
    return len({i.doc_id for i in facts.incidents})


def _opening(said: Said, facts: Facts, words: Words) -> list[str] | None:
    shape = (
        rf"The incident that most reports tell: (?P<name>.+), in (?P<n>{COUNT}) reports?"
        rf" published (?:on (?P<on>{DAY})|between (?P<between>{DAY} and {DAY}))\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    wrong = []
    if plain(found["name"]) not in {plain(i.name) for i in facts.incidents}:
        wrong.append(f"no report calls it {found['name']!r}")
    if count(found["n"]) != _reports(facts):
        wrong.append(f"{_reports(facts)} reports are cited")
    days = sorted(d for d in (facts.published.get(i.doc_id) for i in facts.incidents) if d)
    named = interval_of(found["on"] or found["between"])
    if not days or named != (days[0], days[-1]):
        wrong.append("the reports were published on other days")
    return wrong


def _values(incidents: Sequence[Incident], name: str) -> list[object]:
    return [v for i in incidents for v in getattr(i, name)]


def _field(said: Said, facts: Facts, words: Words) -> list[str] | None:
    labels = {label: name for name, label in words.field.items()}
    shape = (
        rf"(?P<label>{'|'.join(map(re.escape, labels))}): (?P<value>.+?)"
        r"(?: \(according to (?P<by>.+)\))?\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    name = labels[found["label"]]
    wrong: list[str] = [f"the record has no such value of {name}"]
    for incident, value in ((i, v) for i in facts.incidents for v in getattr(i, name)):
        voice = getattr(value, "said_by", None) or getattr(value, "by", None)
        said_by = voice if isinstance(voice, Voice) else None
        if not _value_holds(name, value, found["value"], said):
            continue
        own = _own_words(incident, value, facts)
        wrong = unquoted(said, facts) + _not_borne(name, value, own, facts.texts())
        if (said_by is None) != (found["by"] is None):
            wrong.append("the record has another voice for it")
        elif said_by is not None and found["by"] is not None:
            wrong += not_the_voices(found["by"], [said_by], facts)
        if not wrong:
            return []
    return wrong


def _own_words(incident: Incident, value: object, facts: Facts) -> list[str]:
    """The cited stretches that are, or hold, the words that the record has for a value."""
    own: Sequence[Span] = getattr(value, "spans", ())
    return [
        p.span.text
        for p in facts.spans
        if p.document.id == incident.doc_id
        and any(p.span.start < s.end and s.start < p.span.end for s in own)
    ]


def _not_borne(name: str, value: object, own: Sequence[str], cited: Sequence[str]) -> list[str]:
    """What of a value does not stand in its own words: who, what, where; how many, from two on."""
    if isinstance(value, Casualties):
        told = {n for n in (value.value, value.low, value.high) if n is not None}
        numbers = {n.value for text in own for n in numbers_in(text)}
        if told and min(told) >= 2 and not told & numbers:
            return [f"no number in the words cited for it is {toll(value)!r}"]
        return []
    # A kind of act is our word for the text's; a day has forms of its own.
    if name in ("attack_type", "date") or not isinstance(value, FieldValue | Motive | Suspect):
        return []
    # Whom a pronoun stands for is named elsewhere: anywhere in what is cited.
    stands = own and all(plain(text).lower() in PRONOUNS for text in own)
    where = cited if stands else own
    if any(plain(value.value).lower() in plain(text).lower() for text in where):
        return []
    return [f"{value.value!r} is not in the words cited for it"]


def _value_holds(name: str, value: object, text: str, said: Said) -> bool:
    if name == "date":
        return interval_of(text.removeprefix("between ")) == (
            getattr(value, "start", None),
            getattr(value, "end", None),
        )
    if isinstance(value, Casualties):
        return plain(text) == plain(toll(value))
    shown = said.quotes[0] if text.startswith("“”") else text
    if isinstance(value, Suspect):
        status = text.rpartition(", ")[2]
        if status != value.status:
            return False
        shown = said.quotes[0] if said.quotes else text.rpartition(", ")[0]
    if not isinstance(value, FieldValue | Motive | Suspect):
        return False
    if said.quotes:
        return quoted_in(shown, [value.value])
    return plain(shown).lower() == plain(value.value).lower()


def toll(value: Casualties) -> str:
    """How many, in words and figures: ``1 killed``, ``at least 17 injured``."""
    low, high = value.low, value.high
    if low is not None and low == high:
        size = f"{low:g}"
    elif low is not None and high is not None:
        size = f"{low:g} to {high:g}"
    elif low is not None:
        size = f"at least {low:g}"
    elif high is not None:
        size = f"up to {high:g}"
    else:
        size = "a number not told" if value.value is None else f"{value.value:g}"
    return f"{size} {value.kind}"


def _absent(said: Said, facts: Facts, words: Words) -> list[str] | None:
    names = {said_as: name for name, said_as in words.unknown.items()}
    fields = "|".join(map(re.escape, names))
    shape = (
        rf"(?:None of the (?P<n>{COUNT}) reports names|The one report does not name)"
        rf" (?P<what>{fields})\."
    )
    found = whole(shape, said.own)
    if found is None:
        return None
    name = names[found["what"]]
    wrong = []
    if _values(facts.incidents, name):
        wrong.append(f"a cited report does name {name}")
    if (count(found["n"]) if found["n"] else 1) != _reports(facts):
        wrong.append(f"{_reports(facts)} reports are cited")
    return wrong


def _differ(said: Said, facts: Facts, words: Words) -> list[str] | None:
    labels = {label.lower(): name for name, label in words.field.items()}
    shape = rf"The reports differ on the (?P<label>{'|'.join(map(re.escape, labels))}): “” and “”\."
    found = whole(shape, said.own)
    if found is None:
        return None
    name = labels[found["label"]]
    known = [str(getattr(v, "value", "")) for v in _values(facts.incidents, name)]
    wrong = unquoted(said, facts)
    for quote in said.quotes:
        if not any(plain(quote) == plain(k) for k in known):
            wrong.append(f"no cited report has “{quote}” as {name}")
    if plain(said.quotes[0]) == plain(said.quotes[1]):
        wrong.append("the two are the same")
    return wrong
