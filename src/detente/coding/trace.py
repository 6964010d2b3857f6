"""Why a sentence was coded as it was: every predicate, every rule tried, every condition.

Comes in: a `Coder` and a parsed document. Goes out: a `SentenceTrace` a sentence, in plain records
that `detente.brief.trace` puts into words. The checks mirror `Matcher`'s in the same order; a test
holds the two together on every sentence of the bundled texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.coding.arguments import Arguments, case_of
from detente.coding.certainty import certainty
from detente.coding.match import Frame, _Search
from detente.coding.patterns import Patterns, Rule
from detente.coding.sentence import Sentence, sentences
from detente.records import Document, Event, Rejection

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from detente.coding.coder import Coder

_SHOWN = 6  # words of a list that are shown before "..."
_NOUN_MODIFIERS = ("amod", "compound", "nmod:desc", "nmod:unmarked", "flat", "advmod", "nummod")


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a rule: what it wants, what the sentence has, whether that is met."""

    condition: str
    met: bool
    wants: str
    has: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule tried on a predicate; ``won`` says that it made the predicate's frame."""

    rule: Rule
    checks: tuple[Check, ...]
    won: bool = False

    @property
    def fits(self) -> bool:
        """Whether every condition is met."""
        return all(check.met for check in self.checks)


@dataclass(frozen=True, slots=True)
class PredicateTrace:
    """A word that rules could have been tried on, and what came of it.

    ``attempts`` are in the order in which rules are tried; ``taken_by`` is the word that took
    this one as its complement ("agreed" of "to lift"), ``note`` why rules were not tried at all.
    """

    token: int
    word: str
    lemma: str
    kind: str  # verb, noun, adjective
    attempts: tuple[Attempt, ...]
    operators: tuple[str, ...]
    taken_by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class FrameTrace:
    """A possible event: which rule and operators made it, its modality, what became of it."""

    trigger: str
    rule: str
    event_type: str
    mode: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: str
    cues: tuple[str, ...]
    event: Event | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """Everything that was tried on one sentence."""

    number: int
    text: str
    tree: tuple[str, ...]
    predicates: tuple[PredicateTrace, ...]
    frames: tuple[FrameTrace, ...]
    events: tuple[Event, ...]


def trace(coder: Coder, document: Document, doc: Doc) -> list[SentenceTrace]:
    """The trace of each sentence of a parsed document, in order."""
    reading = coder.code(document, doc, every_reason=True)
    out: list[SentenceTrace] = []
    for s in sentences(doc, document.text):
        events = tuple(e for e in reading.events if _tells(e, s))
        search = _Search(coder.patterns, s)
        frames = coder.matcher.frames(s) if coder.matcher.may_match(s) else []
        predicates = tuple(_predicates(coder.patterns, search, s))
        told = tuple(_frame(coder, s, f, events, reading.rejections) for f in frames)
        out.append(
            SentenceTrace(s.number, s.evidence.text, tuple(tree(s)), predicates, told, events)
        )
    return out


def _tells(event: Event, s: Sentence) -> bool:
    return any(m.sentence == s.number for m in event.mentions)


# the tree ---------------------------------------------------------------------------------------


def tree(s: Sentence) -> Iterator[str]:
    """The Universal Dependencies tree, a word a line, indented below its head.

    Function words that take no part of their own (determiners, punctuation) are left out;
    prepositions stand with their noun.
    """

    def line(i: int, depth: int) -> Iterator[str]:
        case = case_of(s, i)
        about = f"{s.deps[i]} ({case})" if case else s.deps[i]
        note = "" if s.lemmas[i] == s.lower[i] else f" ({s.lemmas[i]})"
        yield f"{'   ' * depth}{s.words[i]}{note}  {about}, {s.tags[i]}"
        for j in s.children[i]:
            if s.deps[j] not in ("punct", "det", "case"):
                yield from line(j, depth + 1)

    for root in (i for i, head in enumerate(s.heads) if head < 0):
        yield from line(root, 0)


# predicates -------------------------------------------------------------------------------------


def _predicates(patterns: Patterns, search: _Search, s: Sentence) -> Iterator[PredicateTrace]:
    triggers, forms = patterns.triggers, patterns.verb_forms
    for i, lemma in enumerate(s.lemmas):
        if lemma in triggers or s.lower[i] in forms:
            search.frame(search.predicate(i))
    for i in range(len(s)):
        verbal = s.pos[i] == "VERB" or s.tags[i].startswith("VB")
        if i in search.memo or (verbal and s.deps[i] not in ("aux", "aux:pass", "cop")):
            found = _predicate(patterns, search, s, i)
            if verbal or found.attempts or found.operators:
                yield found


def _predicate(patterns: Patterns, search: _Search, s: Sentence, i: int) -> PredicateTrace:
    kind = _kind(search, i)
    lemma = search.lemma(i) if kind == "verb" else s.lemmas[i]
    frames = search.memo.get(i, [])
    won = {_own_rule(f.rule) for f in frames if f.trigger == i and not _composed(f.rule)}
    attempts: list[Attempt] = []
    for rule, checks in _attempts(patterns, search, s, i, kind):
        attempts.append(Attempt(rule, tuple(checks), rule.id in won))
    above = [f for fs in search.memo.values() for f in fs if i in f.clauses and f.trigger != i]
    taker = next((f.trigger for f in above), None)
    if taker is None and i in search.consumed and s.heads[i] >= 0:
        taker = s.heads[i]
    operators = [
        f"{op.id} (takes {', '.join(op.takes)})"
        for op in patterns.operators.get(lemma, ())
        if op.kind == kind
    ]
    note = None
    if not attempts and not operators:
        note = f"no rule knows the {kind} {lemma!r}"
    elif kind == "verb" and s.deps[i] == "amod":
        note = "stands before a noun as an adjective; rules for verbs are not tried"
    elif kind == "noun" and s.deps[i] == "compound":
        note = "stands before another noun; rules for nouns are not tried"
    return PredicateTrace(
        i,
        s.words[i],
        lemma,
        kind,
        tuple(attempts),
        tuple(operators),
        None if taker is None or taker == i else s.words[taker],
        note,
    )


def _kind(search: _Search, i: int) -> str:
    s = search.s
    if s.pos[i] in ("VERB", "AUX") or s.tags[i].startswith("VB") or search.clausal(i):
        return "verb"
    return "noun" if s.pos[i] in ("NOUN", "PROPN") else "adjective"


def _composed(rule: str) -> bool:
    """Whether an operator made the frame; a party's "will not" is the verb's own."""
    return "(" in rule.removeprefix("will-not(")


def _own_rule(rule: str) -> str:
    """The id of the rule that a frame began with: "concede.x" of "agree(concede.x+plan)"."""
    return rule.rpartition("(")[2].rstrip(")").partition("+")[0].rstrip(")")


def _attempts(
    patterns: Patterns, search: _Search, s: Sentence, i: int, kind: str
) -> Iterator[tuple[Rule, list[Check]]]:
    if kind == "verb":
        args = search.with_split_verb(i, search.arguments(i))
        for rule in patterns.verbs.get(search.lemma(i), ()):
            yield rule, list(verb_checks(patterns, search, rule, i, args))
    elif kind == "noun":
        for rule in patterns.nouns.get(s.lemmas[i], ()):
            yield rule, list(noun_checks(patterns, search, rule, i))
    else:
        args = search.arguments(i)
        for rule in patterns.adjectives.get(s.lemmas[i], ()):
            yield rule, [_prep_check(patterns, search, rule, args.preps)]


def verb_checks(
    patterns: Patterns, search: _Search, rule: Rule, i: int, args: Arguments
) -> Iterator[Check]:
    """The conditions of a verb's rule, each with what the sentence has."""
    s = search.s
    obj, classes = args.object, patterns.classes
    particles = list(filter(None, rule.particles.get(search.lemma(i), ())))
    if particles:
        met = search.has_particle(rule, i, args)
        has = " ".join(sorted(args.particles)) or "no particle"
        yield Check("particle", met, " or ".join(particles), has)
    if rule.object is not None:
        met = search.is_a(obj, rule.object)
        yield Check("object", met, _named(rule.object, classes), _phrase(s, obj, "no object"))
    if rule.not_object:
        anything = "*" in rule.not_object and (obj is not None or s.child(i, "ccomp") is not None)
        met = not anything and not (obj is not None and s.lemmas[obj] in rule.not_object)
        wanted = "none" if "*" in rule.not_object else f"not {_named(rule.not_object, classes)}"
        yield Check("object", met, wanted, _phrase(s, obj, "no object"))
    if rule.subject is not None:
        met = search.is_a(args.subject, rule.subject)
        said = _phrase(s, args.subject, "no subject")
        yield Check("subject", met, _named(rule.subject, classes), said)
    if rule.prep:
        yield _prep_check(patterns, search, rule, args.preps)
    if rule.modifier is not None:
        met = search.modified(i, obj, rule.modifier)
        near = [k for j in (i, obj) if j is not None for k in s.children[j] if k != obj]
        beside = [s.lemmas[k] for k in near if s.deps[k] not in ("punct", "det")]
        yield Check("modifier", met, _named(rule.modifier, classes), ", ".join(beside) or "none")
    if rule.not_modifier:
        met = not search.modified(i, obj, rule.not_modifier)
        yield Check("not_modifier", met, f"not {_named(rule.not_modifier, classes)}", "beside")
    if rule.predicate is not None:
        met = search.predicated(i, args, rule.predicate)
        said = ", ".join(s.lemmas[k] for k in s.children[i] if k > i and s.deps[k] != "punct")
        yield Check("predicate", met, _named(rule.predicate, classes), said or "none")
    if rule.tense == "dated":
        met = s.tags[i] not in ("VBZ", "VBP")
        yield Check("tense", met, "past, future or participle", s.tags[i])
    if rule.complement is not None:
        met = search.completed(rule.complement, i, args.object)
        yield Check("complement", met, rule.complement, "other" if not met else rule.complement)
    if rule.voice is not None:
        said = "passive" if args.passive else "active"
        yield Check("voice", said == rule.voice, rule.voice, said)


def noun_checks(patterns: Patterns, search: _Search, rule: Rule, i: int) -> Iterator[Check]:
    """The conditions of a noun's rule, each with what the sentence has."""
    s, classes = search.s, patterns.classes
    if rule.anaphor:
        pointing = [s.lower[j] for j in s.children[i] if s.deps[j] == "det"]
        wanted = {"the", "this", "that"} & set(rule.modifier or ("the", "this", "that"))
        met = bool(wanted & set(pointing))
        yield Check("points back", met, ", ".join(sorted(wanted)), ", ".join(pointing) or "nothing")
        return
    modifiers = {s.lemmas[j] for j in s.children[i] if s.deps[j] in _NOUN_MODIFIERS}
    has = ", ".join(sorted(modifiers)) or "no modifier"
    if rule.modifier is not None:
        yield Check(
            "modifier", bool(modifiers & rule.modifier), _named(rule.modifier, classes), has
        )
    if rule.not_modifier:
        met = not rule.not_modifier & modifiers
        yield Check("modifier", met, f"not {_named(rule.not_modifier, classes)}", has)
    if rule.prep:
        preps = tuple(
            (case_of(s, j), j) for j in s.children[i] if s.deps[j] in ("nmod", "obl", "acl")
        )
        head = s.heads[i]
        if head >= 0 and s.deps[i] in ("obj", "nsubj:pass"):
            preps += search.arguments(head).preps  # lent by a light verb
        yield _prep_check(patterns, search, rule, preps)


def _prep_check(
    patterns: Patterns, search: _Search, rule: Rule, preps: Sequence[tuple[str, int]]
) -> Check:
    s = search.s
    met = any(
        p in rule.prep and (rule.prep_object is None or search.is_a(j, rule.prep_object))
        for p, j in preps
    )
    wants = " or ".join(rule.prep)
    if rule.prep_object is not None:
        wants += f" {_named(rule.prep_object, patterns.classes)}"
    has = ", ".join(f"{p} {s.words[j]}" for p, j in preps if p) or "no preposition"
    return Check("preposition", met, wants, has)


def _phrase(s: Sentence, i: int | None, nothing: str) -> str:
    return nothing if i is None else f"{s.words[i]!r}"


def _named(words: frozenset[str], classes: Mapping[str, frozenset[str]]) -> str:
    """A set of words by the classes that it is made of and the words left over."""
    left = set(words)
    parts: list[str] = []
    for name in sorted(classes, key=lambda n: -len(classes[n])):
        if len(classes[name]) > 2 and classes[name] <= words and classes[name] & left:
            parts.append(f"@{name}")
            left -= classes[name]
    rest = sorted(left)
    parts += rest[:_SHOWN]
    if len(rest) > _SHOWN:
        parts.append("...")
    return ", ".join(parts)


# frames -----------------------------------------------------------------------------------------


def _frame(
    coder: Coder,
    s: Sentence,
    f: Frame,
    events: Sequence[Event],
    rejections: Sequence[Rejection],
) -> FrameTrace:
    sure = certainty(s, f, coder.cues)
    start, end = s.start[f.trigger], s.end[f.last]
    event = next(
        (
            e
            for e in events
            if f.rule in e.decided_by
            or any(m.trigger.start == start and m.sentence == s.number for m in e.mentions)
        ),
        None,
    )
    reason = None
    if event is None:
        reason = next(
            (
                r.reason
                for r in rejections
                if r.sentence == s.number
                and any(x.start == start and x.end == end for x in r.spans)
                and r.reason != "no trigger"
            ),
            None,
        )
    return FrameTrace(
        s.span(f.trigger, f.last).text,
        f.rule,
        f.type,
        f.mode,
        tuple(_filler(s, j, how) for j, how in f.actors),
        tuple(_filler(s, j, how) for j, how in f.recipients),
        sure.status,
        tuple(_cues(s, f, coder.cues)),
        event,
        reason,
    )


def _filler(s: Sentence, head: int, how: str) -> str:
    return f"{s.words[head]!r}" if how == "np" else f"the adjectives of {s.words[head]!r}"


def _cues(s: Sentence, f: Frame, cues: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Words near a frame's clauses that bear on certainty, with the list that they stand in."""
    near: list[int] = []
    for clause in dict.fromkeys((f.trigger, *f.clauses)):
        near += [j for j in s.children[clause] if s.deps[j] in _BEARING]
        near += list(s.ancestors(clause))
    for j in sorted(dict.fromkeys(near)):
        lists = sorted(
            n for n, words in cues.items() if s.lower[j] in words or s.lemmas[j] in words
        )
        if lists:
            yield f"{s.words[j]!r} ({', '.join(lists)})"


_BEARING = ("aux", "advmod", "mark", "amod", "det", "cc", "parataxis")


def rule_named(patterns: Patterns, ident: str) -> Rule | None:
    """The rule of that id, or None."""
    return next((r for r in patterns.rules() if r.id == ident), None)


__all__ = [
    "Attempt",
    "Check",
    "FrameTrace",
    "PredicateTrace",
    "SentenceTrace",
    "rule_named",
    "trace",
    "tree",
]
