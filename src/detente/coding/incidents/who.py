"""A person, group or thing as a text tells of it: its words, its name where it has one.

Comes in: a scene and the head of a noun phrase. Goes out: `Who` values, and field values of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.coding.arguments import DAYS
from detente.coding.incidents.acts import words
from detente.coding.scene import Scene, phrase, phrase_span
from detente.coding.sentence import Sentence
from detente.records import FieldValue, Party, Span

PRONOUNS = frozenset(
    """he she him her they them it who whom which that this we us i me you his their its what
    nobody someone somebody anyone none both all one""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Who:
    """One telling of a person, group or thing: its words and where they stand."""

    value: str
    span: Span
    s: Sentence
    head: int
    named: bool
    party: Party | None


def personal(p: Party) -> bool:
    """Whether a party is one person by name."""
    words = p.name.split()
    capital = len(words) >= 2 and all(w[:1].isupper() or w in ("al", "bin", "de") for w in words)
    return capital and (p.id is None or p.id.startswith("person:"))


def who_of(scene: Scene, s: Sentence, head: int) -> list[Who]:
    """The tellings that a noun phrase holds, names whole where a hyphen parts them."""
    return [_whole(scene, w) for w in _who_of(scene, s, head)]


def _whole(scene: Scene, w: Who) -> Who:
    text, end = scene.text, w.span.end
    if not w.named or text[w.span.start : end] != w.value or text[end : end + 1] not in ("-", "–"):
        return w
    while end < len(text) and (text[end].isalpha() or text[end] in "-–"):
        end += 1
    value = text[w.span.start : end].rstrip("-–")
    return replace(w, value=value, span=Span(w.span.start, w.span.start + len(value), value))


def _who_of(scene: Scene, s: Sentence, head: int) -> list[Who]:
    """The tellings that a noun phrase holds."""
    parties = scene.parties(s, head)
    if s.lower[head] in PRONOUNS or s.pos[head] in ("PRON", "DET"):
        return [w for w in of_parties(scene, parties, pronoun=(s, head)) if w.named]
    named = [p for p in parties if personal(p)]
    if named and (s.pos[head] == "PROPN" or named[0].name in named[0].span.text):
        return of_parties(scene, named[:1])
    known = [p for p in named if _article(s, head) and s.pos[head] == "NOUN"]
    if known and s.tags[head] == "NN":
        return [_of_name(scene, s, head, known[0])]
    name = _name_in(s, head)
    if name is not None:
        return [Who(name.text, name, s, head, True, parties[0] if parties else None)]
    first, last = phrase(s, head, preps=("of", "in"))
    for d in scene.dates(s):
        if head < d.first <= last:  # "four dissidents in September 1992"
            last = d.first - 1
            last -= s.lower[last] in ("in", "on", "of", "at") and last > head
    while first < head and s.lower[first] in DAYS | _AT_LEAST:
        first += 1  # "on Friday evening American aircraft", "at least nine sailors"
    span = s.span(first, last)
    if "," in span.text:
        cut = span.text.index(",")
        span = Span(span.start, span.start + cut, span.text[:cut])
    if not any(c.isalpha() for c in span.text) or s.pos[head] not in ("NOUN", "PROPN", "ADJ"):
        return []
    named_thing = s.pos[head] == "PROPN"
    return [Who(span.text, span, s, head, named_thing, parties[0] if parties else None)]


_AT_LEAST = frozenset(("least", "most", "than", "about", "some", "nearly", "almost", "at", "over"))


def _article(s: Sentence, head: int) -> bool:
    return any(s.deps[j] == "det" and s.lower[j] in ("the", "this") for j in s.children[head])


def _of_name(scene: Scene, s: Sentence, head: int, p: Party) -> Who:
    """ "The ambassador": by the name that the text gives him elsewhere, with both as words."""
    at = scene.text.find(p.name)
    span = phrase_span(s, head)
    if at >= 0:
        span = Span(at, at + len(p.name), p.name)
    return Who(p.name, span, s, head, True, p)


_HONORIFICS = frozenset(
    ["excellency", "majesty", "highness", "honour", "honor", "eminence", "holiness", "lordship"]
)


def _name_in(s: Sentence, head: int) -> Span | None:
    """The person's name that stands beside a role noun ("the gunman, Ali Hassan")."""
    if s.lemmas[head] in _HONORIFICS and head + 1 < len(s) and s.pos[head + 1] == "PROPN":
        last = head + 1
        while last + 1 < len(s) and (s.pos[last + 1] == "PROPN" or s.words[last + 1] == "-"):
            last += 1
        return s.span(head + 1, last)
    beside = head + 1  # "the banker Otto Lang", where the parser hangs both on one noun
    sibling = (
        beside < len(s) and s.heads[beside] == s.heads[head] and s.child(beside, "case") is None
    )
    for j in (*s.children[head], *((beside,) if sibling and s.child(beside, "flat") else ())):
        told = s.deps[j] in ("appos", "flat") or j == beside
        if told and s.pos[j] == "PROPN" and j > head:
            first, last = phrase(s, j, deep=0)
            if all(s.words[k][:1].isupper() for k in range(first, last + 1)):
                return s.span(first, last)
    return None


def of_parties(
    scene: Scene, parties: Iterable[Party], pronoun: tuple[Sentence, int] | None = None
) -> list[Who]:
    """Tellings of resolved parties; pronouns only where they mean somebody by name."""
    out: list[Who] = []
    for p in parties:
        at = scene.tokens(p.span)
        if at is None:
            continue
        s, first, last = at
        named = personal(p)
        if s.lower[last] in PRONOUNS and not named:
            continue
        value = p.name if named else p.span.text
        span = p.span
        if named and p.name in p.span.text:
            a = p.span.start + p.span.text.index(p.name)
            span = Span(a, a + len(p.name), p.name)
        out.append(Who(value, span, s, _top(s, first, last), named, p))
    return out


def _top(s: Sentence, first: int, last: int) -> int:
    """The token of a stretch that hangs outside it."""
    for k in range(first, last + 1):
        if not first <= s.heads[k] <= last:
            return k
    return last


def conjuncts(s: Sentence, head: int) -> list[int]:
    """A noun and those joined to it."""
    return [head, *(j for j in s.children[head] if s.deps[j] == "conj")]


def called(s: Sentence, who: int) -> Span | None:
    """ "A group which called itself X", "a group, X,": the name."""
    for j in s.subtree(who):
        calling = s.lemmas[j] in ("call", "name", "style", "dub", "know") and s.pos[j] == "VERB"
        if calling:
            names = [k for k in s.subtree(j) if s.pos[k] == "PROPN" and k > j]
            if names:
                return s.span(names[0], names[-1])
        if (
            s.deps[j] == "appos"
            and s.heads[j] == who
            and s.pos[j] == "PROPN"
            and s.pos[who] == "NOUN"
        ):
            return phrase_span(s, j, preps=("of",))
    return None


def bare(w: Who) -> bool:
    """ "The kidnappers", "the attackers": a word for the doer that says nothing of him."""
    return " " not in w.value and w.s.lemmas[w.head] in words().lists["perpetrator_noun"]


def values(spans: Iterable[Span], *, limit: int = 4) -> tuple[FieldValue, ...]:
    """Field values of spans, the same words once; the shorter of two that say the same."""
    out: dict[str, list[Span]] = {}
    for span in spans:
        key = span.text.lower()
        twin = next((k for k in out if k == key or f" {key} " in f" {k} "), None)
        longer = next((k for k in out if f" {k} " in f" {key} "), None)
        if twin is not None:
            out[twin].append(span)
        elif longer is not None:
            out[key] = [span, *out.pop(longer)]
        else:
            out[key] = [span]
    kept = list(out.values())[:limit]
    return tuple(FieldValue(s[0].text, None, tuple(dict.fromkeys(s))) for s in kept)


def names(found: Iterable[Who]) -> tuple[FieldValue, ...]:
    """Field values of people and things."""
    return tuple(FieldValue(w.value, None, (w.span,)) for w in found)
