"""The pattern rules in words: why a sentence was coded as it was, and lists of rules.

Comes in: the traces of `detente.coding.trace`, and rules. Goes out: lines of plain text, narrow
enough for a terminal. What would have to change for a rule to fit is said beside what was met.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from detente.coding.patterns import Patterns, Rule
from detente.coding.trace import Attempt, Check, FrameTrace, PredicateTrace, SentenceTrace
from detente.records import Event, Party

WIDTH = 100


def why_text(traces: Sequence[SentenceTrace]) -> str:
    """Everything that was tried on each sentence."""
    lines: list[str] = []
    for found in traces:
        lines += _wrapped(found.text, "")
        lines += ["", *(f"  {line}" for line in found.tree), ""]
        for predicate in found.predicates:
            lines += _predicate(predicate)
        lines += _outcome(found)
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def why_not_text(traces: Sequence[SentenceTrace], rule: Rule) -> str:
    """Why one rule did or did not make an event of each sentence."""
    lines = [f"{rule.id}  {_yields(rule)}  {rule.file}{_line(rule)}", ""]
    for found in traces:
        lines += _wrapped(found.text, "")
        tried = [(p, a) for p in found.predicates for a in p.attempts if a.rule.id == rule.id]
        if not tried:
            lines += _untried(found, rule)
        for predicate, attempt in tried:
            lines.append(f"  tried on {predicate.word!r} ({predicate.kind} {predicate.lemma!r})")
            lines += [_check(check) for check in attempt.checks]
            lines += [f"    {line}" for line in _verdict(predicate, attempt)]
            for frame in found.frames:
                if rule.id in frame.rule:
                    lines += _frame(frame)
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _untried(found: SentenceTrace, rule: Rule) -> list[str]:
    words = sorted(
        {word if particle is None else f"{word} {particle}" for word, particle in rule.words}
    )
    said = f"not tried: no {rule.kind} of the sentence is one of its words ({_few(words)})"
    out = _wrapped(said, "  ")
    lemmas = {p.lemma: p for p in found.predicates}
    for word, _ in rule.words:
        if word in lemmas:
            other = lemmas[word]
            out += _wrapped(
                f"{other.word!r} is read as a {other.kind} here, the rule wants a {rule.kind}", "  "
            )
    read = ", ".join(f"{p.word!r} as {p.kind} {p.lemma!r}" for p in found.predicates)
    return out + _wrapped(f"predicates read: {read or 'none'}", "  ")


def _predicate(found: PredicateTrace) -> Iterator[str]:
    taken = f", complement of {found.taken_by!r}" if found.taken_by else ""
    yield f"  {found.word}: {found.kind} {found.lemma!r}{taken}"
    if found.note:
        yield f"    {found.note}"
    for operator in found.operators:
        yield f"    operator {operator}"
    for attempt in found.attempts:
        yield from (f"    {line}" for line in _attempt(found, attempt))


def _attempt(predicate: PredicateTrace, attempt: Attempt) -> Iterator[str]:
    rule = attempt.rule
    mark = "+" if attempt.won else "o" if attempt.fits else "-"
    head = f"{mark} {rule.id}  {_yields(rule)}"
    unmet = [check for check in attempt.checks if not check.met]
    if unmet:
        first = unmet[0]
        yield from _wrapped(
            f"{head}: {first.condition}: has {first.has}, wants {first.wants}", "", "    "
        )
        return
    yield head
    if attempt.won:
        yield from (f"  {_check(check).strip()}" for check in attempt.checks)
    yield from (f"  {line}" for line in _verdict(predicate, attempt))


def _verdict(predicate: PredicateTrace, attempt: Attempt) -> list[str]:
    """What came of a rule that was tried."""
    if not attempt.fits:
        unmet = ", ".join(dict.fromkeys(c.condition for c in attempt.checks if not c.met))
        return [f"did not fit: {unmet}"]
    count = _counted(attempt.rule.conditions, "condition")
    if attempt.won and predicate.kind == "noun" and predicate.taken_by:
        return [f"won with {count}; set aside, as {predicate.taken_by!r} tells the act"]
    if attempt.won:
        return [f"won with {count}"]
    winner = next((a.rule for a in predicate.attempts if a.won), None)
    if winner is not None:
        return [f"fits with {count}; {winner.id} came first ({winner.conditions})"]
    if predicate.operators:
        return [f"fits with {count}; an operator of the same word came first"]
    if predicate.note:
        return [f"fits with {count}; {predicate.note}"]
    return [f"fits with {count}; another word of the sentence tells the act"]


def _check(check: Check) -> str:
    mark = "yes" if check.met else "no "
    return f"    {mark} {check.condition}: {check.has}; wants {check.wants}"


def _outcome(found: SentenceTrace) -> list[str]:
    if not found.frames and not found.events:
        return ["", "  No rule fitted: no event."]
    lines = [""]
    for frame in found.frames:
        lines += _frame(frame)
    told = {id(f.event) for f in found.frames if f.event is not None}
    for event in found.events:
        if id(event) not in told:
            lines.append(f"  => {_event(event)}")
    return lines


def _frame(frame: FrameTrace) -> list[str]:
    mode = f" ({', '.join(frame.mode)})" if frame.mode else ""
    lines = [f"  {frame.trigger!r}: {frame.rule}  {frame.event_type}{mode}"]
    made = _composition(frame.rule, frame.event_type)
    if made:
        lines += _wrapped(made, "    ")
    lines.append(
        f"    actor from {_few(frame.actors) or 'nowhere'}; "
        f"recipient from {_few(frame.recipients) or 'nowhere'}"
    )
    cues = f" by {', '.join(frame.cues)}" if frame.cues and frame.status != "asserted" else ""
    lines += _wrapped(f"modality: {frame.status}{cues}", "    ", "    ")
    if frame.event is not None:
        if (frame.status, frame.event.status) == ("attributed", "asserted"):
            lines.append("    the actor's own side says so: asserted")
        lines.append(f"  => {_event(frame.event)}")
    else:
        lines.append(f"  => no event: {frame.reason or 'told by another word, or set aside'}")
    return lines


def _composition(rule: str, event_type: str) -> str | None:
    """What operators made of the act, in words."""
    if "(" in rule:
        operator, _, inner = rule.partition("(")
        if operator == "will-not":
            return f'a party\'s own "will not" makes {event_type} of the act'
        ident = inner.rpartition("(")[2].rstrip(")").partition("+")[0].rstrip(")")
        return f"operator {operator!r} makes {event_type} of the act that {ident} tells"
    if "+" in rule:
        ident, _, operators = rule.partition("+")
        return f"{ident} tells the act; {operators.replace('+', ', ')!r} bears on its certainty"
    return None


def _event(event: Event) -> str:
    mode = f" ({', '.join(event.event_mode)})" if event.event_mode else ""
    says = ""
    if event.attributed_to:
        says = " by " + ", ".join(a.name or a.span.text for a in event.attributed_to)
    context = f" [{', '.join(event.context)}]" if event.context else ""
    return (
        f"{_party(event.actor)} > {_party(event.recipient)}  {event.event_type}{mode}  "
        f"{event.status}{says}{context}  {event.decided_by}, {event.confidence:g}"
    )


def _party(parties: Sequence[Party]) -> str:
    return "+".join(dict.fromkeys(p.country or p.name for p in parties)) or "?"


# lists ------------------------------------------------------------------------------------------


def rules_of(
    patterns: Patterns, *, event_type: str | None = None, lemma: str | None = None
) -> list[Rule]:
    """The rules of an event type, or that a word triggers; all without either."""
    wanted = None if lemma is None else lemma.lower()
    return [
        rule
        for rule in patterns.rules()
        if (event_type is None or rule.type == event_type)
        and (
            wanted is None
            or any(
                wanted in (word, f"{word} {particle or ''}".strip())
                for word, particle in rule.words
            )
        )
    ]


def rule_row(rule: Rule) -> dict[str, Any]:
    """A rule as a row to show or export."""
    words = sorted({w if p is None else f"{w} {p}" for w, p in rule.words})
    return {
        "id": rule.id,
        "event_type": rule.type,
        "mode": list(rule.mode),
        "cameo": rule.cameo,
        "kind": rule.kind,
        "words": words,
        "conditions": rule.conditions,
        "recipient": list(rule.recipient),
        "needs": rule.needs,
        "own": rule.own,
        "file": rule.file,
        "line": rule.line,
    }


def rules_text(rules: Iterable[Rule]) -> str:
    """Rules one a line: id, type and mode, words, conditions."""
    lines: list[str] = []
    for rule in rules:
        words = sorted({w if p is None else f"{w} {p}" for w, p in rule.words})
        own = "  (own)" if rule.own else ""
        lines.append(f"{rule.id:32} {_yields(rule):24} {rule.kind} {_few(words)}{own}")
    return "\n".join(lines) + ("\n" if lines else "")


def _yields(rule: Rule) -> str:
    return f"{rule.type}/{','.join(rule.mode)}" if rule.mode else rule.type


def _line(rule: Rule) -> str:
    return "" if rule.line is None else f":{rule.line}"


def _few(words: Sequence[str], most: int = 6) -> str:
    return ", ".join(words[:most]) + (", ..." if len(words) > most else "")


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _wrapped(text: str, indent: str, hanging: str | None = None) -> list[str]:
    rest = indent if hanging is None else indent + hanging
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=rest) or [""]


__all__ = ["rule_row", "rules_of", "rules_text", "why_not_text", "why_text"]
