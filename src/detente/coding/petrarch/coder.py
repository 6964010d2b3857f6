"""Text and PETRARCH dictionaries in, coded events out.

The rules are those of PETRARCH 1 as its dictionary format and unit records document them, over
our own parse: each verb of the dictionary takes its first fitting pattern, or its own code; the
source is the subject, or the first actor before the verb, the target the first other actor after
it; patterns may say otherwise with ``$``, ``+`` and ``%``; a passive with *by* turns them about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.coding.petrarch.clauses import (
    breaks,
    is_passive,
    kept_words,
    left_edge,
    subject_of,
    verb_phrase,
)
from detente.coding.petrarch.familiar import lend
from detente.coding.petrarch.options import Options
from detente.coding.petrarch.parties import SUBJECTS, Names, Party
from detente.coding.petrarch.patterns import Pattern, Side, Taken, compiled, match_side
from detente.coding.petrarch.read_actors import NULL
from detente.coding.petrarch.rows import Dictionary, VerbRow
from detente.coding.petrarch.screen import Screen
from detente.coding.petrarch.sentence import Line, lines
from detente.coding.petrarch.transformations import (
    ANY_VERB,
    Transformation,
    bound,
    transformation,
)
from detente.coding.petrarch.words import cut

if TYPE_CHECKING:
    from spacy.language import Language

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NO_EVENT = frozenset({"", NULL, "###", "+++"})


@dataclass(frozen=True, slots=True)
class Coded:
    """An event as PETRARCH writes it: codes of source, target and event, and what decided it.

    ``where`` is the dictionary line of the pattern or verb. Spans are (start, end) in the text;
    a party that has no words is None. ``sentence`` counts from 0, ``evidence`` is its span.
    """

    source: str
    target: str
    code: str
    where: str
    verb: tuple[int, int]
    source_span: tuple[int, int] | None
    target_span: tuple[int, int] | None
    sentence: int = 0
    evidence: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that yielded nothing, and why.

    ``reason`` is dateline, sentencediscard, storydiscard (of every sentence of the text), or ""
    if it was read and holds no event.
    """

    reason: str
    sentence: int
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The events of a text, and the sentences without one; both in the order of the text."""

    events: tuple[Coded, ...]
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True)
class _Verb:
    """A verb of the dictionary: words beside the verb itself, code, patterns of its block."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    code: str
    block: str
    where: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A transformation with the blocks of its inner verb; None for any."""

    parts: Transformation
    blocks: frozenset[str] | None
    where: str


class PetrarchCoder:
    """Codes parsed texts with a dictionary.

    Parameters
    ----------
    dictionary
        Rows from `read_verbs` and the like, or from our own folder.
    options
        What to keep, which clauses to pass over.
    """

    def __init__(self, dictionary: Dictionary, options: Options | None = None) -> None:
        self.options = options or Options()
        self._names = Names(dictionary.actors, dictionary.agents)
        self._screen = Screen(dictionary.discards)
        synsets: dict[str, tuple[str, ...]] = {}
        for row in dictionary.synsets:
            synsets[row.name] = synsets.get(row.name, ()) + row.phrases
        self._verbs = _verbs_by_form(dictionary.verbs)
        self._patterns = _patterns_by_block(dictionary, synsets)
        self._rules = _rules_by_block(dictionary)

    def with_options(self, options: Options) -> PetrarchCoder:
        """The same dictionary under other options."""
        other = object.__new__(PetrarchCoder)
        other.__dict__.update(self.__dict__)
        other.options = options
        return other

    def code(self, nlp: Language, text: str, day: str = "") -> Outcome:
        """Events of a text.

        Parameters
        ----------
        nlp
            A pipeline that writes Universal Dependencies.
        text
            Any text; its sentences are coded one by one.
        day
            Day of the text as yyyymmdd, for codes that hold for some time only; "" if not known.
        """
        # Half of a surrogate pair is no character, and spaCy cannot store it.
        text = _HALF_PAIR.sub("\ufffd", text)
        lent = lend(nlp.make_doc(text), self._names.actors)
        story = self._screen.story(text)
        found: dict[tuple[str, str, str], Coded] = {}
        passed: list[Passed] = []
        for number, line in enumerate(lines(nlp(lent.text), lent)):
            start, end = line.span
            reason = story or self._screen.sentence(text[start:end])
            events = [] if reason else list(self._line(line, day))
            if not events:
                passed.append(Passed(reason, number, line.span))
            for event in events:
                told = replace(event, sentence=number, evidence=line.span)
                found.setdefault((event.source, event.target, event.code), told)
        return Outcome(tuple(found.values()), tuple(passed))

    def _line(self, line: Line, day: str) -> Iterator[Coded]:
        if not line.words:
            return
        line = line.with_verb(self._verbs.__contains__)
        parties = self._names.parties(line, day)
        break_places = breaks(line, parties)
        kept = kept_words(line, break_places, self.options)
        reading = _Reading(line, parties, break_places, kept)
        passed: set[int] = set()  # tokens in the phrase of a verb that was coded
        for place, word in enumerate(line.words):
            if not kept[place] or word.token.i in passed or not _is_verb(line, place, parties):
                continue
            for verb in self._at(line, place):
                events = self._transformed(reading, place, verb)
                events = events or self._coded(reading, place, verb)
                yield from events
                if events:
                    inside = verb_phrase(line, word.token)
                    passed |= {w.token.i for w, i in zip(line.words, inside, strict=True) if i}
                    break

    def _at(self, line: Line, place: int) -> list[_Verb]:
        """Verbs of the dictionary at a place, those of most words first."""
        return [
            v
            for v in self._verbs.get(line.texts[place], ())
            if tuple(line.texts[max(0, place - len(v.before)) : place]) == v.before
            and tuple(line.texts[place + 1 : place + 1 + len(v.after)]) == v.after
        ]

    def _coded(self, reading: _Reading, place: int, verb: _Verb) -> list[Coded]:
        sides = reading.sides(place, len(verb.before), len(verb.after))
        for pattern in self._patterns.get(verb.block, ()):
            taken = _matched(pattern, sides)
            if taken is not None:
                return self._events(reading, place, sides, pattern.code, pattern.where, taken)
        return self._events(reading, place, sides, verb.code, verb.where, Taken())

    def _transformed(self, reading: _Reading, place: int, verb: _Verb) -> list[Coded]:
        """Events of a verb that says something of another in its phrase; [] if no rule fits."""
        rules = self._rules.get(verb.block)
        if not rules:
            return []
        line = reading.line
        sides = reading.sides(place, len(verb.before), len(verb.after))
        if any(_matched(p, sides) is not None for p in self._patterns.get(verb.block, ())):
            return []  # a pattern says more
        speakers = self._codes(reading, reading.sources(place, sides, Taken())[0])
        inside = verb_phrase(line, line.words[place].token)
        for at in range(place + 1, len(line.words)):
            if not (inside[at] and reading.kept[at] and _is_verb(line, at, reading.parties)):
                continue
            for inner in self._at(line, at):
                said = self._coded(reading, at, inner)
                if said:
                    own = any(c.dep_ in SUBJECTS for c in line.words[at].token.children)
                    return [
                        event
                        for who in speakers
                        for one in said
                        if (event := _told(rules, who, one, inner.block, own)) is not None
                    ]
        return []

    def _events(
        self,
        reading: _Reading,
        place: int,
        sides: _Sides,
        code: str,
        where: str,
        taken: Taken[Party],
    ) -> list[Coded]:
        forth, _, back = code.partition(":")
        source: Party | None
        target: Party | None
        if forth in _NO_EVENT and back in _NO_EVENT:
            return []
        if taken.both is not None:
            # PETRARCH codes a compound that acts on itself both ways.
            back = back or forth
            source, target = taken.both, taken.both
        else:
            source, target = reading.sources(place, sides, taken)
        sources, targets = self._codes(reading, source), self._codes(reading, target)
        verb = reading.line.words[place].span
        found: list[Coded] = []
        for a, at in sources:
            for b, there in targets:
                if a == b or (self.options.require_dyad and NULL in (a, b)):
                    continue
                if forth not in _NO_EVENT:
                    found.append(Coded(a, b, forth, where, verb, at, there))
                if back not in _NO_EVENT:
                    found.append(Coded(b, a, back, where, verb, there, at))
        return found

    def _codes(
        self, reading: _Reading, party: Party | None
    ) -> list[tuple[str, tuple[int, int] | None]]:
        """Codes of a party with their places in the text.

        For one in no dictionary its words are the code, if new actors are wanted.
        """
        if party is None:
            return [(NULL, None)]
        if party.codes:
            return [
                (code, reading.span(*spot))
                for code, spot in zip(party.codes, party.spots, strict=True)
            ]
        words = reading.line.texts[party.start : party.end]
        if not 0 < len(words) <= self.options.new_actor_length:
            return [(NULL, None)]
        return [('"' + " ".join(words) + '"', reading.span(party.start, party.end))]


def _told(
    rules: Sequence[_Rule],
    who: tuple[str, tuple[int, int] | None],
    said: Coded,
    block: str,
    own_subject: bool,
) -> Coded | None:
    """What the first rule that fits makes of an act that somebody speaks of."""
    if who[0] == NULL:
        return None
    spans = {said.source: said.source_span, said.target: said.target_span, who[0]: who[1]}
    for rule in rules:
        if rule.blocks is not None and block not in rule.blocks:
            continue
        actors = bound(rule.parts, who[0], said.source, said.target, own_subject=own_subject)
        if actors is None:
            continue
        doer, to = actors[rule.parts.doer], actors[rule.parts.to]
        code = said.code if rule.parts.code == ANY_VERB else rule.parts.code
        return replace(said, source=doer, target=to, code=code, where=rule.where,
                       source_span=spans[doer], target_span=spans[to])  # fmt: skip
    return None


def _matched(pattern: Pattern, sides: _Sides) -> Taken[Party] | None:
    if not (sides.before.may_hold(pattern.before) and sides.after.may_hold(pattern.after)):
        return None
    nothing: Taken[Party] = Taken()
    taken = match_side(pattern.before, sides.before, nothing)
    return None if taken is None else match_side(pattern.after, sides.after, taken)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What stands before a verb (in the order away from it) and after it."""

    before: Side[Party]
    after: Side[Party]
    passive_by: int | None  # place in ``after`` of the word by of a passive


class _Reading:
    """A sentence with its parties, and the rules that pick source and target."""

    def __init__(
        self, line: Line, parties: list[Party], break_places: list[int], kept: list[bool]
    ) -> None:
        self.line = line
        self.break_places = break_places
        self.kept = kept
        self.parties = sorted([*parties, *_unnamed(line, parties)], key=lambda p: p.start)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where words stand in the text."""
        return self.line.words[start].span[0], self.line.words[end - 1].span[1]

    def sides(self, place: int, before: int, after: int) -> _Sides:
        """Words and parties before and after the verb at a place, its own words left out."""
        line, token = self.line, self.line.words[place].token
        edge = left_edge(line, token, place, [b for b in self.break_places if self._breaks(b)])
        back = [p for p in range(place - before - 1, edge - 1, -1) if self.kept[p]]
        inside = verb_phrase(line, token)
        ahead = [p for p in range(place + after + 1, len(line.words)) if inside[p] and self.kept[p]]
        by = None
        if is_passive(line, token):
            by = next((n for n, p in enumerate(ahead) if line.texts[p] == "BY"), None)
        return _Sides(self._side(back, True), self._side(ahead, False), by)

    def _breaks(self, place: int) -> bool:
        """Whether a comma still parts clauses: what it set off has not been passed over."""
        return self.kept[place] and self.kept[place - 1]

    def _side(self, places: list[int], backwards: bool) -> Side[Party]:
        at = {p: n for n, p in enumerate(places)}
        found = []
        for party in self.parties:
            name = [at[p] for p in range(party.mark, party.mark_end) if p in at]
            if name:
                found.append((min(name), max(name) + 1, party))
        found.sort(key=lambda entry: entry[0])
        return Side([self.line.texts[p] for p in places], found)

    def sources(
        self, place: int, sides: _Sides, taken: Taken[Party]
    ) -> tuple[Party | None, Party | None]:
        """Source and target of an event whose pattern took what it took."""
        source, target = taken.source, taken.target
        if sides.passive_by is not None and source is None:
            doer = _first(sides.after, (target,) if target else (), sides.passive_by)
            if doer is not None and doer.coded:
                return doer, target or self._actor_before(place, sides, (doer,))
        if source is None:
            source = self._actor_before(place, sides, (target,) if target else ())
        if target is None:
            target = _target(sides, source)
        return source, target

    def _actor_before(self, place: int, sides: _Sides, taken: Sequence[Party]) -> Party | None:
        """The subject's first actor, else the first before the verb in the order of the text."""
        before = [p for _, _, p in sides.before.parties if not any(p is t for t in taken)][::-1]
        subject = subject_of(self.line.words[place].token)
        if subject is not None:
            places = {
                self.line.first_word[t.i] for t in subject.subtree if t.i in self.line.first_word
            }
            own = [p for p in before if p.coded and places & set(range(p.mark, p.mark_end))]
            if own:
                return own[0]
        return next((p for p in before if p.coded), before[0] if before else None)


def _unnamed(line: Line, parties: Sequence[Party]) -> list[Party]:
    """Noun phrases that hold no actor or agent, each with what ``of`` ties to it."""
    taken = {p for party in parties for p in range(party.start, party.end)}
    found: list[Party] = []
    place = 0
    while place < len(line.words):
        chunk = line.words[place].chunk
        if chunk < 0 or place in taken:
            place += 1
            continue
        end = place
        while end < len(line.words) and end not in taken:
            following = line.words[end].chunk
            of = line.texts[end] == "OF" and end + 1 < len(line.words) and end + 1 not in taken
            if following != chunk and not (of and line.words[end + 1].chunk >= 0):
                break
            if following != chunk:
                end += 1
                chunk = line.words[end].chunk
            end += 1
        if line.words[end - 1].token.tag_ not in {"PRP", "WDT", "WP", "DT", "EX"}:
            found.append(Party(place, end, place, end, (), False))
        place = end
    return found


def _first(side: Side[Party], taken: Sequence[Party], at: int = 0) -> Party | None:
    free = [p for s, _, p in side.parties if s >= at and not any(p is t for t in taken)]
    return next((p for p in free if p.coded), free[0] if free else None)


def _target(sides: _Sides, source: Party | None) -> Party | None:
    """First coded actor after the verb with another code, else before it, else any noun phrase."""
    codes = source.codes if source is not None else ()

    def free(side: Side[Party]) -> list[Party]:
        return [p for _, _, p in side.parties if p is not source]

    def other(parties: list[Party]) -> Party | None:
        return next((p for p in parties if p.coded and p.codes != codes), None)

    after, before = free(sides.after), free(sides.before)
    uncoded = [p for p in after if not p.coded]
    return other(after) or (uncoded[0] if uncoded else None) or other(before)


def _is_verb(line: Line, place: int, parties: Sequence[Party]) -> bool:
    """Whether a word is the verb of a clause, not a participle before a noun or part of a name."""
    token = line.words[place].token
    if token.i in line.verbs:
        return True
    if not token.tag_.startswith("VB") or token.dep_ in {"amod", "compound", "case", "mark"}:
        return False
    return not any(p.coded and p.mark <= place < p.mark_end and not p.compound for p in parties)


def _verbs_by_form(rows: Sequence[VerbRow]) -> Mapping[str, Sequence[_Verb]]:
    found: dict[str, list[_Verb]] = {}
    for row in rows:
        for form in row.forms:
            words = form.split("_")
            place = next((i for i, w in enumerate(words) if w.startswith("+")), 0)
            parts = [cut(w.lstrip("+")) for w in words]
            head = parts[place]
            if not head:
                continue
            before = tuple(w for p in parts[:place] for w in p) + tuple(head[:-1])
            after = tuple(w for p in parts[place + 1 :] for w in p)
            verb = _Verb(before, after, row.code, row.block, f"{row.source}")
            if verb not in found.setdefault(head[-1], []):
                found[head[-1]].append(verb)
    for verbs in found.values():
        verbs.sort(key=lambda v: -len(v.before) - len(v.after))
    return found


def _patterns_by_block(
    dictionary: Dictionary, synsets: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[Pattern]]:
    found: dict[str, list[Pattern]] = {}
    for row in dictionary.patterns:
        pattern = compiled(
            row.pattern, row.code, str(row.source), synsets, any_number=row.any_number
        )
        found.setdefault(row.block, []).append(pattern)
    return found


def _rules_by_block(dictionary: Dictionary) -> Mapping[str, Sequence[_Rule]]:
    """Transformations by the block of their outer verb."""

    def blocks_of(verb: str) -> frozenset[str]:
        return frozenset(r.block for r in dictionary.verbs if verb in r.forms)

    found: dict[str, list[_Rule]] = {}
    for row in dictionary.transformations:
        parts = transformation(row.rule)
        if parts is None:
            continue
        inner = None if parts.inner == ANY_VERB else blocks_of(parts.inner)
        for block in sorted(blocks_of(parts.outer)):
            found.setdefault(block, []).append(_Rule(parts, inner, str(row.source)))
    return found
