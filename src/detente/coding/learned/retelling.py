"""Whether two tellings of a document are of one act, as named features for a linear model.

Comes in: two events, each as one sentence tells it, and the document's sentences. Goes out: the
names of features; `Retellings` asks the model (``data/tellings.npz``, fitted by
``python -m training.reading.tellings``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detente.coding.learned.linear import Linears
from detente.coding.merge import keys, kinds, overlap
from detente.coding.sentence import Sentence
from detente.records import IN_PASSING, Event, EventDate, Party

# From so many sentences, or shared words, on tellings are told alike.
_APART = (0, 1, 2, 3, 5, 8, 13)
_SHARED = (0, 1, 2, 4)
_FEW = 3
# What tells a further act from one told before, or that one again.
_CUES = frozenset(
    """another second third again also earlier later then next first previous previously new
    further meanwhile since before after still already same too once twice other both
    each""".split()  # noqa: SIM905
)
_POINTING = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her"))
_NEW = frozenset(("a", "an", "another", "some", "one", "two", "three", "several"))
_WORDY = frozenset(("NOUN", "PROPN", "VERB", "NUM"))
# Features that are told of each type by itself as well.
_CROSSED = ("rule", "word ", "modes", "days", "apart", "actors", "recipients", "kinds", "shared")


class Telling(NamedTuple):
    """An event as one sentence tells it: the sentence, the trigger's token, words around.

    ``own`` are the words that hang on the trigger, lower case; ``clause`` the telling ones below
    it, names and numbers as they are written.
    """

    event: Event
    s: Sentence
    k: int
    own: frozenset[str]
    clause: frozenset[str]


def telling(event: Event, pages: Sequence[Sentence]) -> Telling:
    """An event with the words of its first mention."""
    mention = event.mentions[0]
    s, start = pages[mention.sentence], mention.trigger.start
    k = next((k for k in range(len(s)) if s.start[k] <= start < s.end[k]), s.root)
    below = (c for c in s.subtree(k) if c != k and s.pos[c] in _WORDY)
    clause = frozenset(s.words[c] if s.pos[c] in ("PROPN", "NUM") else s.lemmas[c] for c in below)
    return Telling(event, s, k, frozenset(s.lower[c] for c in s.children[k]), clause)


def features(a: Telling, b: Telling) -> list[str]:
    """What speaks for or against that a later telling ``b`` is of the act of ``a``."""
    out = [*_words(a, b), *_sides(a.event, b.event), *_around(a, b)]
    kind = a.event.event_type
    crossed = [f"{kind}: {n}" for n in out if n.startswith(_CROSSED)]
    return list(dict.fromkeys((f"type {kind}", *out, *crossed)))


class Retellings:
    """The model at work on one document; made anew for each."""

    def __init__(self, models: Linears, pages: Sequence[Sentence]) -> None:
        self.models, self.pages = models, pages
        self.least = models.level("same")
        self._known: dict[int, Telling] = {}

    def chance(self, a: Event, b: Event) -> float:
        """How likely a later telling is of the act of an earlier one, in [0, 1]."""
        return self.models["same"].chance(features(self._telling(a), self._telling(b)))

    def _telling(self, event: Event) -> Telling:
        known = self._known.get(id(event))
        if known is None or known.event is not event:
            known = self._known[id(event)] = telling(event, self.pages)
        return known


def _words(a: Telling, b: Telling) -> Iterator[str]:
    x, y = a.s.lemmas[a.k], b.s.lemmas[b.k]
    yield "word same" if x == y else "word other"
    yield f"words {min(x, y)}/{max(x, y)}"
    yield f"word {y} after {x}"
    yield f"kinds {a.s.pos[a.k]} {b.s.pos[b.k]}"
    one, two = a.event, b.event
    (who, _, how), (who_, _, how_) = (_rule(e).partition(":") for e in (one, two))
    yield "rule same" if how == how_ else "rule other"
    yield f"rule by {who} {who_}"
    passing = (e.decided_by.endswith(IN_PASSING) for e in (one, two))
    yield f"rule passing {next(passing)} {next(passing)}"
    left, right = kinds(one), kinds(two)
    if left and right:
        yield "modes meet" if left & right else "modes part"
        yield f"modes {min(left)} {min(right)}"
    else:
        yield f"modes {bool(left)} {bool(right)}"
    yield f"status {one.status} {two.status}"
    yield f"past {one.historical} {two.historical}"


def _rule(e: Event) -> str:
    return e.decided_by.removesuffix(IN_PASSING)


def _sides(a: Event, b: Event) -> Iterator[str]:
    for what, p, q in (("actors", a.actor, b.actor), ("recipients", a.recipient, b.recipient)):
        yield f"{what} {_met(p, q)}"
        yield f"{what} by words {_met_in_words(p, q)}"
    crossed = keys(a.actor) & keys(b.recipient), keys(a.recipient) & keys(b.actor)
    if any(crossed):
        yield "sides crossed"
    if all(crossed):
        yield "sides crossed, both"
    yield f"days {_days(a.date, b.date)}"
    if a.place is not None and b.place is not None:
        yield f"places same {a.place.name == b.place.name} {a.place.country == b.place.country}"
    counted = [{(q.kind, q.value) for q in e.quantities} for e in (a, b)]
    if all(counted):
        yield f"counts meet {bool(counted[0] & counted[1])}"


def _met(p: Sequence[Party], q: Sequence[Party]) -> str:
    if not p or not q:
        return f"{bool(p)} {bool(q)}"
    return _share(keys(p), keys(q))


def _met_in_words(p: Sequence[Party], q: Sequence[Party]) -> str:
    left, right = ({w for x in of for w in x.name.lower().split()} for of in (p, q))
    return _share(left, right) if left and right else "none"


def _share(left: set[str], right: set[str]) -> str:
    return "same" if left == right else "meet" if left & right else "part"


def _days(a: EventDate | None, b: EventDate | None) -> str:
    if a is None or b is None:
        return f"{a is not None} {b is not None}"
    if (a.start, a.end) == (b.start, b.end):
        return f"same {a.precision}"
    return "meet" if overlap(a, b) else "part"


def _around(a: Telling, b: Telling) -> Iterator[str]:
    s, i, t, j = a.s, a.k, b.s, b.k
    apart = max(0, t.number - s.number)
    yield f"apart {next(n for n in reversed(_APART) if n <= apart)}"
    if s.number <= 1:
        yield f"apart from the lead {min(apart, _FEW)}"
    if s is t:
        yield f"apart {s.deps[j]} {s.heads[j] == i} {s.heads[i] == j}"
        yield f"apart {'joined' if s.joined_to(j) == s.joined_to(i) else 'loose'}"
    for name, x in (("first", a), ("second", b)):
        if x.s.pos[x.k] in ("NOUN", "PROPN"):
            told = "the" if x.own & _POINTING else "a" if x.own & _NEW else "bare"
            yield f"{name} noun {told}"
        else:
            yield f"{name} tag {x.s.tags[x.k]} {x.s.deps[x.k].partition(':')[0]}"
        if "had" in x.own:
            yield f"{name} had"
    for cue in sorted(_CUES & {*b.own, t.lower[0]}):
        yield f"cue {cue}"
    both = a.clause & b.clause
    yield f"shared {next(n for n in reversed(_SHARED) if n <= len(both))}"
    yield f"shared names {min(sum(w[:1].isupper() for w in both), _FEW)}"
    numbers = [{w for w in x.clause if w.isdigit()} for x in (a, b)]
    if all(numbers):
        yield f"shared numbers {bool(numbers[0] & numbers[1])}"
