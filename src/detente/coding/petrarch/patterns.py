"""Verb patterns: what stands before and after the verb, made ready and matched.

``$`` takes the source, ``+`` the target, ``^`` passes an actor over, ``%`` takes a compound of
actors, ``&NAME`` is any member of a synset, ``*`` the verb. ``_`` joins neighbours; white space
lets other words stand between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from detente.coding.petrarch.lines import plural
from detente.coding.petrarch.words import cut

SOURCE, TARGET, PASSED, COMPOUND, WORDS = "$", "+", "^", "%", "words"
_PIECE = re.compile(r"[$+^%*]|&|[(){}]|[ _]+|[^\s_$+^%*&(){}]+")
_NAME = re.compile(r"&([A-Z0-9][A-Z0-9_]*)")


@dataclass(frozen=True)
class Element:
    """One step of a pattern, away from the verb."""

    kind: str
    joined: bool  # to the step before it, nearer the verb
    phrases: tuple[tuple[str, ...], ...] = ()  # of kind WORDS, longest first

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The words that its phrases begin with."""
        return frozenset(p[0] for p in self.phrases)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to be matched; ``before`` is in the order away from the verb."""

    before: tuple[Element, ...]
    after: tuple[Element, ...]
    code: str
    where: str

    @property
    def size(self) -> int:
        """Number of its steps."""
        return len(self.before) + len(self.after)


def synset_at(text: str, names: Mapping[str, object]) -> str | None:
    """The name of the longest known synset that ``text`` (``&...``) begins with."""
    match = _NAME.match(text)
    if match is None:
        return None
    parts = match[1].split("_")
    for count in range(len(parts), 0, -1):
        name = "&" + "_".join(parts[:count])
        if name in names:
            return name
    return None


def phrases_of(
    synsets: Mapping[str, Sequence[str]], name: str, above: tuple[str, ...] = ()
) -> list[tuple[str, ...]]:
    """The phrases of a synset, those of synsets among its members too."""
    found: list[tuple[str, ...]] = []
    for member in synsets.get(name, ()):
        if member.startswith("&"):
            inner = synset_at(member, synsets)
            if inner is not None and inner not in above:
                found += phrases_of(synsets, inner, (*above, name))
            continue
        words = tuple(w for piece in re.split("[ _]+", member) for w in cut(piece))
        if words:
            found.append(words)
    return found


def compiled(
    text: str, code: str, where: str, synsets: Mapping[str, Sequence[str]], *, any_number: bool
) -> Pattern:
    """A pattern made ready."""
    before, _, after = text.partition("*")
    return Pattern(
        tuple(_backwards(_elements(before, synsets, any_number), before.endswith("_"))),
        tuple(_elements(after, synsets, any_number)),
        code,
        where,
    )


def _elements(text: str, synsets: Mapping[str, Sequence[str]], any_number: bool) -> list[Element]:
    """Elements from left to right; ``joined`` says whether to what is on the left."""
    found: list[Element] = []
    joined, at = False, 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:  # a stray mark
            at += 1
            continue
        piece, at = match[0], match.end()
        if piece[0] in " _(){}":
            joined = set(piece) == {"_"}
            continue
        if piece == "&":
            name = synset_at(text[at - 1 :], synsets)
            if name is None:
                continue
            at += len(name) - 1
            # The trailing _ of a name that takes no plurals is no part of the name.
            phrases = tuple(sorted(set(phrases_of(synsets, name)), key=lambda p: (-len(p), p)))
            found.append(Element(WORDS, joined, phrases))
        elif piece in (SOURCE, TARGET, PASSED, COMPOUND):
            found.append(Element(piece, joined))
        else:
            for word in cut(piece):
                found.append(Element(WORDS, joined, _numbers(word, any_number)))
                joined = True
        joined = True
    return found


def _numbers(word: str, any_number: bool) -> tuple[tuple[str, ...], ...]:
    if not any_number:
        return ((word,),)
    forms = [word, plural(word)]
    if word.endswith("S") and len(word) > 3:
        forms.append(word[:-3] + "Y" if word.endswith("IES") else word[:-1])
    return tuple((f,) for f in forms)


def _backwards(elements: list[Element], joined_to_verb: bool) -> list[Element]:
    """The same steps from right to left, words of phrases too."""
    found: list[Element] = []
    joined = joined_to_verb
    for element in reversed(elements):
        phrases = tuple(p[::-1] for p in element.phrases)
        found.append(Element(element.kind, joined, phrases))
        joined = element.joined
    return found


class Party(Protocol):
    """What a pattern needs to know of an actor in a text."""

    @property
    def coded(self) -> bool:
        """Whether it has a code of the dictionary."""
        ...

    @property
    def compound(self) -> bool:
        """Whether it is several actors joined by *and*."""
        ...


P = TypeVar("P", bound=Party)


@dataclass(frozen=True)
class Side(Generic[P]):
    """What stands before or after a verb, in the order away from it.

    ``parties`` are (first place, place after, party) in that order; the place after is where
    matching goes on.
    """

    words: Sequence[str]
    parties: Sequence[tuple[int, int, P]]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words without their order."""
        return frozenset(self.words)

    def may_hold(self, elements: Sequence[Element]) -> bool:
        """Whether the words that a pattern wants are there at all, in whatever order."""
        seen = self.vocabulary
        return not any(e.kind == WORDS and e.firsts.isdisjoint(seen) for e in elements)


@dataclass(frozen=True, slots=True)
class Taken(Generic[P]):
    """What the steps of one side took."""

    source: P | None = None
    target: P | None = None
    both: P | None = None
    used: tuple[P, ...] = ()


def match_side(
    elements: Sequence[Element], side: Side[P], taken: Taken[P], at: int = 0
) -> Taken[P] | None:
    """What the steps take, or None if they do not fit; the first fit away from the verb."""
    if not elements:
        return taken
    element, rest = elements[0], elements[1:]
    if element.kind == WORDS:
        last = at if element.joined else len(side.words) - 1
        for start in range(at, min(last, len(side.words) - 1) + 1):
            for words in element.phrases:
                end = start + len(words)
                if tuple(side.words[start:end]) == words:
                    found = match_side(rest, side, taken, end)
                    if found is not None:
                        return found
        return None
    for end, party in _choices(element, side, taken, at):
        found = match_side(rest, side, _with(element.kind, party, taken), end)
        if found is not None:
            return found
    return None


def _choices(element: Element, side: Side[P], taken: Taken[P], at: int) -> list[tuple[int, P]]:
    """The nearest actor that is coded and still free, then the nearest of all."""
    free = [
        (start, end, p)
        for start, end, p in side.parties
        if end > at and not any(p is u for u in taken.used)
    ]
    if element.joined:
        free = [(s, e, p) for s, e, p in free if s <= at]
    if element.kind == COMPOUND:
        free = [(s, e, p) for s, e, p in free if p.compound]
    coded = [(e, p) for _, e, p in free if p.coded][:1]
    nearest = [(e, p) for _, e, p in free[:1] if not p.coded]
    return coded + nearest


def _with(kind: str, party: P, taken: Taken[P]) -> Taken[P]:
    used = (*taken.used, party)
    if kind == SOURCE:
        return Taken(party, taken.target, taken.both, used)
    if kind == TARGET:
        return Taken(taken.source, party, taken.both, used)
    if kind == COMPOUND:
        return Taken(taken.source, taken.target, party, used)
    return Taken(taken.source, taken.target, taken.both, used)
