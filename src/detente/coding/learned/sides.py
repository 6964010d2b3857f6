"""How a state stands to an act of a text, as named features.

Comes in: the sentences of a document with their phrases and parties, the acts told so far. Goes
out: for a word that tells of an act, and each state that could be its doer or the one it is done
to, the features that speak for it or against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from detente.codebook import load_codebook
from detente.coding.actors import ActorMention
from detente.coding.actors.reading import Reading
from detente.coding.discussion import Discussion, quoted
from detente.coding.home import first_person
from detente.coding.learned.hints import Hints, Odds, beside
from detente.coding.learned.parts import Feature, names_of
from detente.coding.learned.trees import Leaves
from detente.coding.pairs.reach import candidates
from detente.coding.sentence import Sentence

_STEPS = 5
_NEAR = 3
_LATE = 2  # acts told last whose sides may be those of the next
_TOP = 3  # states named most that may be a side though the sentence does not name them
REMEMBERED = 200  # acts; more than an article tells
_MOST = 5_000


def path_between(s: Sentence, i: int, j: int) -> str | None:
    """The tree's way from word ``i`` to word ``j``: "<ccomp>nsubj"; None where it is long."""
    if i == j:
        return "self"
    up = [i]
    while len(up) <= _STEPS and s.heads[up[-1]] >= 0:
        up.append(s.heads[up[-1]])
    down = [j]
    while len(down) <= _STEPS:
        k = down[-1]
        if k in up:
            break
        if s.heads[k] < 0:
            return None
        down.append(s.heads[k])
    if down[-1] not in up:
        return None
    n = up.index(down[-1])
    if n + len(down) - 1 > _STEPS:
        return None
    way = [f"<{_relation(s, k)}" for k in up[:n]]
    way += [f">{_relation(s, k)}" for k in reversed(down[:-1])]
    return "".join(way)


@cache
def quad_of(kind: str) -> str:
    """The quad class of an event type, as "q1" to "q4"."""
    return f"q{load_codebook().quad_class(kind)}"


def _relation(s: Sentence, k: int) -> str:
    dep = s.deps[k]
    if dep in ("obl", "nmod", "obl:agent", "obl:unmarked"):
        case = next((s.lower[c] for c in s.children[k] if s.deps[c] == "case"), "")
        return f"{dep}:{case}" if case else dep
    return dep


@dataclass(slots=True)
class Standing:
    """Features that several acts share; what they leave of a side's trees is put in by who asks."""

    features: tuple[Feature, ...]
    leaves: dict[str, Leaves] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The names of the features, each once."""
        return list(dict.fromkeys(names_of(self.features)))


class Asked:
    """Which side of which act is asked for.

    Attributes
    ----------
    s, i, kind, side
        The sentence, the word that tells of the act, the act's type, "a" for doer, "r" for goal.
    other
        The states of the side that is known already, None where it is not.
    said
        The states that the rules put on this side, each with how they came to it.
    unknown
        Who stands there without being known, in words.
    """

    def __init__(
        self,
        s: Sentence,
        i: int,
        kind: str,
        side: str,
        other: frozenset[str] | None,
        said: Mapping[str, str],
        unknown: str,
    ) -> None:
        self.s, self.i, self.kind, self.side = s, i, kind, side
        self.other, self.said, self.unknown = other, said, unknown
        self.quad = quad_of(kind)
        # The best that the rules have: a side that is named, else how they came to the first.
        self.best = "named" if "named" in said.values() else next(iter(said.values()), "")
        noun = "n" if s.pos[i] in ("NOUN", "PROPN") else "v"
        passive = any(s.deps[j] in ("nsubj:pass", "aux:pass") for j in s.children[i])
        passive = passive or (s.tags[i] == "VBN" and s.deps[i] in ("acl", "amod"))
        self.voice = f"{noun}p" if passive else noun
        self.odds: dict[str, Odds] | None = None  # what the encoder says, once it was asked
        self._ways: dict[int, str | None] = {}

    def way(self, k: int) -> str | None:
        """The tree's way from the act's word to another."""
        if k not in self._ways:
            self._ways[k] = path_between(self.s, self.i, k)
        return self._ways[k]

    def way_to(self, offset: int) -> str | None:
        """The same to the word at an offset of the text."""
        s = self.s
        k = next((k for k in range(len(s)) if s.start[k] <= offset < s.end[k]), None)
        return None if k is None else self.way(k)


class Told(NamedTuple):
    """An act told before: sentence, offset of its word, type and sides."""

    number: int
    at: int
    kind: str
    actors: frozenset[str]
    recipients: frozenset[str]

    def role(self, code: str) -> str:
        """What part a state had in it."""
        return (
            ("a" if code in self.actors else "") + ("r" if code in self.recipients else "")
        ) or "-"

    def nearness(self, s: Sentence) -> str:
        """How far back it was told."""
        back = s.number - self.number
        return "same" if back == 0 else "near" if back == 1 else "far"


class SideView:
    """The states of a document and where they stand in each sentence; grows with what is told.

    Parameters
    ----------
    talk
        The discussion of the document.
    hints
        What the encoder makes of each sentence; none where it was not asked.
    """

    def __init__(self, talk: Discussion, hints: Sequence[Hints] = ()) -> None:
        self.talk = talk
        self.hints = hints
        self.codes: Counter[str] = Counter()
        self.at: list[dict[str, list[tuple[int, str]]]] = []
        self.names: list[list[tuple[str, int, int]]] = []
        self.told: list[Told] = []
        self._standing: dict[tuple[int, str, str, int], Standing] = {}
        for _, mentions in talk.found:
            # Each once a sentence, in text order: of equals the one named first ranks first.
            named = [m.country for m in mentions if m.country is not None]
            self.codes.update(dict.fromkeys(named).keys())
        self.order = [c for c, _ in self.codes.most_common()]
        self.rank = {c: k for k, c in enumerate(self.order)}
        self.where: dict[str, tuple[Sentence, ActorMention]] = {}

    def see(self, s: Sentence, reading: Reading) -> None:
        """Take in the next sentence."""
        here: dict[str, list[tuple[int, str]]] = {}
        for c in candidates(s, reading):
            how = "pronoun" if s.pos[c.head] == "PRON" else "phrase"
            for p in c.parties:
                if p.country is not None:
                    here.setdefault(p.country, []).append((c.head, how))
        for m in reading.mentions:
            if m.country is not None:
                self.where[m.country] = (s, m)
                spots = here.setdefault(m.country, [])
                if not any(k == m.last for k, _ in spots):
                    spots.append(
                        (m.last, m.kind if m.kind in ("adjective", "city", "capital") else "name")
                    )
        home = self.talk.home
        if home is not None:
            for k in range(len(s)):
                if (first_person(s, k) or s.lower[k] == "our") and not quoted(s, k):
                    here.setdefault(home, []).append((k, "we"))
        self.at.append(here)
        self.names.append(
            [(m.country, m.start, m.end) for m in reading.mentions if m.country is not None]
        )

    def tell(
        self, number: int, at: int, kind: str, actors: frozenset[str], recipients: frozenset[str]
    ) -> None:
        """Take in an act, told at an offset of the text."""
        self.told.append(Told(number, at, kind, actors, recipients))

    def candidates(self, s: Sentence, said: Iterable[str]) -> list[str]:
        """The states that could be sides of an act of a sentence, those first that it names."""
        late = [c for one in self.told[-_LATE:] for c in sorted(one.actors | one.recipients)]
        return list(dict.fromkeys((*said, *self.at[s.number], *self.order[:_TOP], *late)))

    def standing(self, s: Sentence, code: str, quad: str) -> Standing:
        """What a state has to do with a sentence, whichever its act: made once for all of them."""
        key = (s.number, code, quad, len(self.told))
        found = self._standing.get(key)
        if found is None:
            if len(self._standing) > _MOST:
                self._standing.clear()
            found = self._standing[key] = Standing(tuple(self._of_state(s, code, quad)))
        return found

    def _of_state(self, s: Sentence, code: str, quad: str) -> list[Feature]:
        here = self.at[s.number]
        spots = here.get(code, ())
        talk = self.talk
        rank = min(self.rank.get(code, 9), 5)
        before = range(s.number - 1, max(-1, s.number - 1 - _NEAR), -1)
        last = next((s.number - n for n in before if code in self.at[n]), None)
        at = f"here={'1' if spots else '0'}"
        out: list[Feature] = [
            (_presence, at, min(len(here), 4), quad, rank, code in talk.main),
            (_place, bool(spots) and len(here) == 1, code in talk.titled, code == talk.home, quad),
            f"last={'far' if last is None else last} {at}",
        ]
        for back, one in enumerate(reversed(self.told[-2:])):
            other = quad_of(one.kind)
            out.append((_told, back, one.role(code), one.nearness(s), at, other, quad))
        mine = [o for o in self.told[-REMEMBERED:] if code in o.actors or code in o.recipients]
        if not mine:
            out.append("never told of")
            return out
        did = sum([code in o.actors for o in mine])
        habit = "a" if 3 * did > 2 * len(mine) else "r" if 3 * did < len(mine) else "both"
        alike = next((o.role(code) for o in reversed(mine) if quad_of(o.kind) == quad), None)
        out.append((_history, mine[-1].role(code), habit, alike, quad, at))
        return out

    def link(self, asked: Asked, code: str) -> list[Feature]:
        """What links a state to the word of an act, each feature once."""
        s, i, kind = asked.s, asked.i, asked.kind
        spots = self.at[s.number].get(code, ())
        quad, voice, unknown = asked.quad, asked.voice, asked.unknown
        out: list[Feature] = []
        for k, how in spots:
            way = asked.way(k)
            order = "before" if k < i else "after"
            if way is None:
                out.append(f"far {how} {order}")
            else:
                out.append((_way, way, voice, kind, quad))
                out += (f"as {how}", f"as {how} {way}")
                out += (f"word={s.lemmas[i]}{way}", f"{order} {voice}")
        at = "here" if spots else "elsewhere"
        if self.hints:
            if asked.odds is None:
                asked.odds = self.hints[s.number].sides(i, asked.side, self.at)
            out += beside(asked.odds, code, quad)
        for back, one in enumerate(reversed(self.told[-2:])):
            role = one.role(code)
            if one.kind == kind:
                out.append(f"told{back}={role} again")
            if unknown:
                out.append((_told_of, back, role, one.nearness(s), unknown))
        if self.told and self.told[-1].number == s.number:
            one = self.told[-1]
            out.append((_chain, asked.way_to(one.at), one.role(code), voice))
        other = asked.other
        mine = None if other is None else code in other
        if other is not None:
            out.append((_other, code in other, min(len(other), 2), kind, quad))
            if not mine and other:
                pair = {code, *other}.issuperset(self.talk.main)
                out.append((_faced, min(self._faced(code, other), 3), pair, quad, at))
        said = asked.said
        if said:
            out.append((_said, said.get(code), asked.best, len(said) == 1, kind, quad, voice))
        else:
            out.append("said nothing")
        if unknown:
            rank = min(self.rank.get(code, 9), 3)
            home = "home" if code == self.talk.home else "abroad"
            out.append((_unknown, unknown, at, rank, home, quad, mine))
        out.append(f"kind={kind}")
        return out if len(spots) < 2 else list(dict.fromkeys(out))

    def _faced(self, code: str, other: frozenset[str]) -> int:
        """In how many acts a state faced the other side before."""
        return sum(
            (not other.isdisjoint(o.actors) and code in o.recipients)
            or (not other.isdisjoint(o.recipients) and code in o.actors)
            for o in self.told[-REMEMBERED:]
        )


# parts ------------------------------------------------------------------------------------------


def _presence(at: str, count: int, quad: str, rank: int, main: bool) -> list[str]:
    return [
        f"{at} of {count}",
        f"{at} of {count} {quad}",
        f"rank={rank}",
        f"rank={rank} {quad}",
        f"rank={rank} {at}/{min(count, 3)}",
        f"main={main} {at}",
    ]


def _place(only: bool, titled: bool, home: bool, quad: str) -> list[str]:
    out = ["only one here"] if only else []
    if titled:
        out.append("titled")
    return [*out, "home", f"home {quad}"] if home else out


def _told(back: int, role: str, near: str, at: str, other: str, quad: str) -> list[str]:
    told = f"told{back}={role}"
    return [f"{told} {near}", f"{told} {near} {at}", f"{told} {other}>{quad}"]


def _history(lately: str, habit: str, alike: str | None, quad: str, at: str) -> list[str]:
    out = [f"lately={lately}", f"mostly={habit}"]
    if alike is not None:
        out += [f"lately in {quad}={alike}", f"lately alike={alike} {at}"]
    return out


def _way(way: str, voice: str, kind: str, quad: str) -> list[str]:
    return [f"way={way}", f"way={voice}{way}", f"way={kind}{way}", f"way={quad}{voice}{way}"]


def _told_of(back: int, role: str, near: str, unknown: str) -> list[str]:
    return [f"told{back}={role} {near} {unknown}"]


def _chain(way: str | None, role: str, voice: str) -> list[str]:
    return [f"chain={way}:{role}", f"chain={way}:{role} {voice}"]


def _other(mine: bool, known: int, kind: str, quad: str) -> list[str]:
    return [f"other={mine}", f"other={mine} {kind}", f"other={mine} known={known} {quad}"]


def _faced(times: int, pair: bool, quad: str, at: str) -> list[str]:
    out = [f"faced={times}"]
    return [*out, "completes the pair", f"completes the pair {quad} {at}"] if pair else out


def _said(how: str | None, best: str, only: bool, kind: str, quad: str, voice: str) -> list[str]:
    here, inside = f"said={how is not None}", f"said={how or 'no'}"
    return [
        here,
        f"{here} {best}",
        f"{here} {best} {quad}",
        inside,
        f"{inside} {quad}",
        f"{inside} {voice}",
        f"{inside} {'only' if only else 'of more'} {kind}",
    ]


def _unknown(
    unknown: str, at: str, rank: int, home: str, quad: str, mine: bool | None
) -> list[str]:
    who = f"?{unknown}"
    out = [who, f"{who} {at}", f"{who} rank={rank}", f"{who} {home}", f"{who} {quad}"]
    return out if mine is None else [*out, f"{who} other={mine}"]
