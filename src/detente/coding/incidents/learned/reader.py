"""The models of case files at work on one document.

Comes in: a `Scene`, its claims, the rules' case files, the models. Goes out: how likely each word
tells the act that the text is about, which phrases fill which field of a case, who is suspected
and what is offered as a motive, by whom.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.coding.incidents.cases import Case, surely_two
from detente.coding.incidents.learned.counts import HARMS, counted, features, harm_of
from detente.coding.incidents.learned.holders import Candidate, candidates
from detente.coding.incidents.learned.model import (
    FIELDS,
    POINTED,
    CaseModels,
    odds,
    shares,
)
from detente.coding.incidents.learned.parts import At
from detente.coding.incidents.learned.view import Towards, View
from detente.coding.learned.lexicon import load_act_lexicon
from detente.coding.quantities import QuantityMention
from detente.coding.scene import Scene, clause_span, phrase_span
from detente.coding.sentence import Sentence
from detente.coding.weights import Floats
from detente.records import Claim, Incident, Span

# What stands in a case file beside what the models fill; said of a word as a feature.
_TOLD = (*FIELDS, *POINTED, "investigation")
# So many acts are looked at for a case, if their share is at least this.
_MOST, _LEAST = 4, 0.05
# Below this probability a mention adds nothing; as the float32 that it is compared with.
_FAINT = float(np.float32(0.01))
# What a telling is worth of one act that is worth more than so many times as much of another is
# the other's: annotators give one telling to one case file, without exception.
THEIRS = 0.8
# Words that tell no two values apart.
_EMPTY = frozenset(
    """a an the of in on at to for by from with and or who that which his her its their our mr mrs
    ms""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that may fill a field: how likely, where its words stand, and all its mentions.

    ``mentions`` are indices into the heads of the reader.
    """

    chance: float
    at: At
    span: Span
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people whom an act may have harmed: how likely, and the number where it is told.

    ``harm`` is one of `HARMS`.
    """

    chance: float
    harm: str
    s: Sentence
    number: QuantityMention


@dataclass(frozen=True, slots=True)
class Entity:
    """The words of a text that may name one and the same: indices into the heads of a view."""

    words: frozenset[str]
    mentions: list[int]


class CaseReader:
    """The models at work on one document; made anew for each."""

    def __init__(
        self,
        scene: Scene,
        claims: tuple[Claim, ...],
        told: Sequence[tuple[Incident, Case]],
        models: CaseModels,
    ) -> None:
        self.scene = scene
        self.models = models
        self.view = view_of(scene, claims, told)
        self.heads = list(self.view.heads())
        own = [self.view.own(at) for at in self.heads]
        scored = odds(models.pointed.sums(own) + models.pointed.bias)
        self.held = {
            what: dict(zip(self.heads, scored[:, c].tolist(), strict=True))
            for c, what in enumerate(POINTED)
        }
        self._joined = {what: _joined(scene, chances) for what, chances in self.held.items()}
        self._spans: dict[int, Span | None] = {}
        point(self.view, self.held)
        self.acting = list(self.view.acting())
        seen = [self.view.act(at) for at in self.acting]
        scores = [float(models.acts.sum(names)[0]) for names in seen]
        self.chances: dict[At, float] = dict(zip(self.acting, shares(scores), strict=True))
        alone = [float(odds(models.each.sum(names) + models.each.bias)[0]) for names in seen]
        self.alone: dict[At, float] = dict(zip(self.acting, alone, strict=True))
        self._row = {at: i for i, at in enumerate(self.heads)}
        self._chances: dict[At, Floats] = {}
        self._harmed: dict[At, dict[int, list[float]]] = {}
        self._rivals: dict[tuple[At, tuple[At, ...]], list[Case]] = {}
        self._held_by: dict[At, tuple[Candidate, float]] = {}
        self._own: Floats | None = None
        self._plain: Floats | None = None

    def chance(self, case: Case) -> float:
        """How likely a case is what the text is about."""
        mine = {(a.s.number, a.first) for a in case.acts}
        return sum(p for at, p in self.chances.items() if at in mine)

    def by_itself(self, case: Case) -> float:
        """How likely a word of a case tells the act of one, whatever else the text tells."""
        return max((self.alone.get((a.s.number, a.first), 0.0) for a in case.acts), default=0.0)

    # --- fields -----------------------------------------------------------------------------

    def fields(self, case: Case, others: Sequence[Case] = ()) -> dict[str, list[Value]]:
        """What may fill each field of a case, the likeliest first.

        A telling that by far likelier fills the field of one of ``others`` is that one's.
        """
        chance = self.heads_for(case)
        for other in self._apart(case, others):
            chance = chance * (chance >= THEIRS * self.heads_for(other))
        share = self.models.levels.plain
        chance = (1 - share) * chance + share * self.plain() * (chance > 0)
        return {name: self._values(chance[:, c]) for c, name in enumerate(FIELDS)}

    def theirs(self, case: Case, others: Sequence[Case], name: str, spans: Iterable[Span]) -> bool:
        """Whether words that fill a field are by far likelier of another case."""
        column = FIELDS.index(name)
        rows = [
            self._row[at] for span in spans for at in heads_of(self.scene, span) if at in self._row
        ]
        rivals = self._apart(case, others)
        if not rows or not rivals:
            return False
        mine = float(self.heads_for(case)[rows, column].max())
        best = THEIRS * max(float(self.heads_for(o)[rows, column].max()) for o in rivals)
        return best >= _FAINT and mine < best

    def _apart(self, case: Case, others: Sequence[Case]) -> list[Case]:
        """The others that are another act beyond doubt: those that may be the same share words.

        By folds fields are .617 so, .604 where whatever is likelier of any other is taken away,
        .616 where nothing is; of the values .333, .341 and .325 are right (decision 35).
        """
        key = (_head(case), tuple(map(_head, others)))
        if key not in self._rivals:
            self._rivals[key] = [o for o in others if surely_two(self.scene, case, o)]
        return self._rivals[key]

    def heads_for(self, case: Case) -> Floats:
        """How likely each head fills each field of a case, by the words that tell it; shape
        (heads, fields)."""
        at = _head(case)
        if at not in self._chances:
            chance = np.zeros((len(self.heads), len(FIELDS)), dtype=np.float32)
            for act, weight in self.told(case).items():
                chance += weight * self.given(act)
            self._chances[at] = chance
        return self._chances[at]

    def row(self, at: At) -> int | None:
        """The row of a word among the heads, if it is one."""
        return self._row.get(at)

    def told(self, case: Case) -> dict[At, float]:
        """The words that tell a case likeliest, with their shares; the likeliest first."""
        mine = {(a.s.number, k) for a in case.acts for k in range(a.first, a.last + 1)}
        acts = {at: p for at, p in self.chances.items() if at in mine}
        best = sorted(acts, key=lambda at: (-acts[at], at))[:_MOST]
        best = [at for at in best if acts[at] >= _LEAST * acts[best[0]]]
        if not best:
            return {_head(case): 1.0}
        whole = sum(acts[at] for at in best)
        return {at: acts[at] / whole for at in best}

    def harmed(self, case: Case) -> dict[int, list[float]]:
        """How likely each number, by where it starts, counts those whom the act harmed, a harm
        each."""
        at = _head(case)
        if at not in self._harmed:
            towards = Towards(self.view, [next(iter(self.told(case)))])
            told = list(counted(self.scene))
            names = [features(self.view, s, m, towards) for s, m in told]
            table = self.models.counts
            chances = odds(table.sums(names) + table.bias).tolist() if names else []
            starts = (m.span.start for _, m in told)
            self._harmed[at] = dict(zip(starts, chances, strict=True))
        return self._harmed[at]

    def counts_theirs(self, case: Case, others: Sequence[Case], spans: Iterable[Span]) -> bool:
        """Whether numbers within some words by far likelier count those of another case."""

        def best(of: Case) -> float:
            told = self.harmed(of).items()
            inside = (max(p) for a, p in told if any(x.start <= a < x.end for x in mine))
            return max(inside, default=0.0)

        mine = list(spans)
        where = {at[0].number for x in mine if (at := self.scene.place_of(x.start)) is not None}
        told = {n for o in others for n in o.sentences} - set(case.sentences)
        if where and where <= told:
            return True  # told in the very sentences of another act, and of no other
        rivals = (THEIRS * best(o) for o in self._apart(case, others))
        return any(p >= _FAINT and best(case) < p for p in rivals)

    def counts(self, case: Case) -> list[Count]:
        """How many an act of a case may have harmed, likeliest first.

        A telling of a number counts one harm, its likeliest; tellings of one number and harm are
        put together.
        """
        told = list(counted(self.scene))
        harmed = self.harmed(case)
        tellings: dict[tuple[str, float | None, float | None, float | None], list[Count]] = {}
        for s, m in told:
            p, harm = max(zip(harmed[m.span.start], HARMS, strict=True))
            tellings.setdefault((harm, m.value, m.low, m.high), []).append(Count(p, harm, s, m))
        out = [
            replace(
                max(same, key=lambda c: c.chance),
                chance=1 - math.prod(1 - c.chance for c in same),
            )
            for same in tellings.values()
        ]
        return sorted(out, key=lambda c: (-c.chance, c.number.span.start, c.harm))

    def given(self, act: At) -> Floats:
        """How likely each head fills each field if a certain word tells the act."""
        towards = Towards(self.view, [act])
        table = self.models.fields
        if self._own is None:
            self._own = table.sums([self.view.own(at) for at in self.heads]) + table.bias
        return odds(self._own + table.sums([towards.features(at) for at in self.heads]))

    def plain(self) -> Floats:
        """How likely each head fills each field, whichever word tells the act."""

        if self._plain is None:
            table = self.models.plain
            self._plain = odds(table.sums([self.view.own(at) for at in self.heads]) + table.bias)
        return self._plain

    def _values(self, chance: Floats) -> list[Value]:
        out = []
        plain = chance.tolist()
        for entity in self.entities():
            if max([plain[i] for i in entity.mentions]) < _FAINT:
                continue
            worded = [i for i in entity.mentions if self.span(i) is not None]
            if not worded:
                continue
            best = max(worded, key=lambda i: (plain[i], -i))
            span = self.span(best)
            if span is not None:
                likely = float(1 - np.prod(1 - chance[entity.mentions]))
                out.append(Value(likely, self.heads[best], span, tuple(entity.mentions)))
        return sorted(out, key=lambda v: (-v.chance, v.span.start))

    def span(self, i: int) -> Span | None:
        """The words of the value of a head by its number; none of a pronoun."""
        if i not in self._spans:
            self._spans[i] = value_span(self.scene, self.heads[i])
        return self._spans[i]

    def entities(self) -> list[Entity]:
        """Heads that may name one and the same: one's words hold the other's."""
        return self.scene.once("case entities", lambda: entities(self.view, self.heads))

    # --- who is pointed at, and why ---------------------------------------------------------

    def pointed(self, what: str, least: float) -> list[Value]:
        """Suspects or motives of at least some probability, likeliest first, none overlapping."""
        out: list[Value] = []
        chances = self._joined[what]
        for at in sorted(chances, key=lambda at: (-chances[at], at)):
            if chances[at] < least:
                break
            span = held_span(self.scene, at)
            if span is None or any(
                v.span.start < span.end and span.start < v.span.end for v in out
            ):
                continue
            out.append(Value(chances[at], at, span))
        return out

    def holder(self, at: At) -> Candidate:
        """Whose view something is, likeliest."""
        return self._holders(at)[0]

    def holding(self, at: At) -> float:
        """How likely it is the view of its likeliest holder."""
        return self._holders(at)[1]

    def _holders(self, at: At) -> tuple[Candidate, float]:
        if at not in self._held_by:
            found = candidates(self.view, at)
            likely = shares([float(self.models.holders.sum(c.features)[0]) for c in found])
            best = max(range(len(found)), key=likely.__getitem__)
            self._held_by[at] = found[best], likely[best]
        return self._held_by[at]


def view_of(scene: Scene, claims: tuple[Claim, ...], told: Iterable[tuple[Incident, Case]]) -> View:
    """What the models see of a document, with what the rules make of it."""
    said: dict[At, list[str]] = {}
    cased: dict[At, list[str]] = {}
    for n, (incident, case) in enumerate(told):
        rank = min(n, 2)
        told_of = [(name, v.spans) for name in _TOLD for v in getattr(incident, name)]
        told_of += [(harm_of(c.kind), c.spans) for c in incident.casualties]
        for name, spans in told_of:
            for at in (at for span in spans for at in heads_of(scene, span)):
                said.setdefault(at, []).append(f"{name} {min(rank, 1)}")
        for act in case.acts:
            names = cased.setdefault((act.s.number, act.first), [])
            names += [f"case {rank}"]
            if act is case.anchor:
                names += [f"anchor {rank}", f"anchor {rank} {act.kind}"]
    return View(scene, claims, load_act_lexicon(), said, cased)


def point(view: View, held: Mapping[str, Mapping[At, float]]) -> None:
    """Tell a view in which sentences somebody is suspected, or a motive offered."""
    for what, chances in held.items():
        told: dict[int, float] = {}
        for (n, _), p in chances.items():
            told[n] = max(told.get(n, 0.0), p)
        view.pointed[what] = told


def _joined(scene: Scene, chances: Mapping[At, float]) -> dict[At, float]:
    """Chances of words, those joined to others drawn together: all are meant, or none.

    Of "led by Russia, Iran and Turkey" one alone is not suspected.
    """
    groups: dict[At, list[At]] = {}
    for n, k in chances:
        groups.setdefault((n, scene.sentences[n].joined_to(k)), []).append((n, k))
    mean = {at: sum(chances[x] for x in g) / len(g) for g in groups.values() for at in g}
    return {at: min(p, mean[at]) for at, p in chances.items()}


def heads_of(scene: Scene, span: Span) -> list[At]:
    """The words of a span that hang outside it, and those joined to them."""
    at = scene.tokens(span)
    if at is None:
        return []
    s, first, last = at
    return tops(s, range(first, last + 1))


def tops(s: Sentence, tokens: Sequence[int]) -> list[At]:
    """Of some words of a sentence those that hang on none of them, and those joined to them."""
    inside = set(tokens)
    return [(s.number, k) for k in tokens if s.heads[k] not in inside or s.deps[k] == "conj"]


def entities(view: View, heads: Sequence[At]) -> list[Entity]:
    """Heads that may name one and the same, in text order."""
    out: list[Entity] = []
    for i, at in enumerate(heads):
        words = telling(named(view, at))
        if not words:
            continue
        twin = next((e for e in out if words <= e.words or e.words <= words), None)
        if twin is None:
            out.append(Entity(words, [i]))
        else:
            twin.mentions.append(i)
    return out


def named(view: View, at: At) -> str:
    """What a head and its phrase say; of a pronoun whom it means."""
    span = value_span(view.scene, at)
    if span is not None:
        return span.text
    return view.meant(view.scene.sentences[at[0]], at[1]) or ""


def telling(text: str) -> frozenset[str]:
    """The words of a value that tell it from others, lower case."""
    bare = text.lower().replace("'s", " ").replace("’s", " ")
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    return frozenset(w for w in words if w not in _EMPTY)


def alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether the telling words of two values may name one and the same."""
    return bool(a and b) and (a <= b or b <= a)


def meets(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares words with any of others."""
    return any(o.start < span.end and span.start < o.end for o in others)


def value_span(scene: Scene, at: At) -> Span | None:
    """The words of a value by its head; none of a pronoun."""
    s = scene.sentences[at[0]]
    return None if s.pos[at[1]] == "PRON" else phrase_span(s, at[1], preps=("of",))


def held_span(scene: Scene, at: At) -> Span | None:
    """The words of a suspect or motive by its head: a phrase, of a verb its clause."""
    s = scene.sentences[at[0]]
    if s.tags[at[1]].startswith("VB"):
        return clause_span(s, at[1])
    return value_span(scene, at)


def _head(case: Case) -> At:
    return case.anchor.s.number, case.anchor.first


__all__ = ["CaseReader", "Count", "Value", "entities", "heads_of", "view_of"]
