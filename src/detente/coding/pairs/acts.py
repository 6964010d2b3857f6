"""Acts between the parties of a sentence where the patterns are silent or disagree.

Comes in: a parsed sentence, its parties, the frames that the patterns found. Goes out: `Act`
values, each an ordered pair of parties with the root of the act between them, its probability
and the features that made it. `detente.coding.pairs.detector` says whether there is an act,
`detente.coding.pairs.model` which; what becomes of them is the coder's affair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from detente.coding.actors.reading import Reading
from detente.coding.match import Frame, Matcher
from detente.coding.pairs.detector import Detector, load_detector, probability
from detente.coding.pairs.features import Pair, act_features
from detente.coding.pairs.model import (
    ROOTS,
    YIELD,
    PairModel,
    Sight,
    load_act_model,
    root_of,
    shares,
)
from detente.coding.pairs.parts import PairFeatures, Parts
from detente.coding.pairs.reach import Candidate, Way, candidates, covered, ways
from detente.coding.pairs.words import WordLore
from detente.coding.sentence import Sentence
from detente.records import Party

# Sectors whose acts are political whatever the country ("the Supreme Court ruled", "rebels").
POLITICAL = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "REB", "UAF", "OPP", "PRM", "PTY"))
# Confidence up to which a pattern gives way; above it stands for a decision of the codebook.
DOUBTFUL = 0.7
# Log odds that make a pair as good as sure, and by which it must be surer than another.
CLEAR = 2.0
# A sentence that lists the world's states tells of no act between each two of them.
_MOST = 12
_WORDS = 50_000  # lemmas whose roots are remembered


@dataclass(frozen=True, slots=True)
class Act:
    """An act between two candidates of a sentence.

    ``odds`` are the log odds that there is one, ``root`` its most probable root and ``share``
    the probability of that if there is one; ``trigger`` is the token that tells of it. ``parts``
    and ``seen`` are what the two models looked at.
    """

    source: Candidate
    target: Candidate
    way: Way
    odds: float
    root: str
    share: float
    trigger: int
    parts: Parts
    seen: Sight

    @property
    def confidence(self) -> float:
        """Probability that there is an act and that it has this root."""
        return probability(self.odds) * self.share


class Chances(NamedTuple):
    """An ordered pair of candidates, also by number, with the features of the way between."""

    pair: tuple[int, int]
    source: Candidate
    target: Candidate
    way: Way
    parts: Parts

    @property
    def names(self) -> list[str]:
        """The names of the features."""
        return self.parts.names


class Found:
    """The pairs of a sentence that may share an act, the most certain first.

    Attributes
    ----------
    candidates
        The parties of the sentence.
    likely
        Pairs that may share an act of which no sure pattern tells; which act, `act` says.
    odds
        The log odds of an act for every ordered pair of ``candidates`` that was looked at, by
        their numbers.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        likely: Sequence[Chances],
        odds: Mapping[tuple[int, int], float],
        decide: Callable[[Chances], Act | None],
    ) -> None:
        self.candidates = candidates
        self.likely = likely
        self.odds = odds
        self._decide = decide
        self._acts: dict[tuple[int, int], Act | None] = {}

    def act(self, c: Chances) -> Act | None:
        """The act of a likely pair; None where the models are not sure enough of one."""
        if c.pair not in self._acts:
            self._acts[c.pair] = self._decide(c)
        return self._acts[c.pair]

    @property
    def any(self) -> bool:
        """Whether any pair shares an act."""
        return any(self.act(c) is not None for c in self.likely)


_number = attrgetter("pair")


class ActFinder:
    """Finds acts; holds the models and nothing that changes.

    Parameters
    ----------
    matcher, cues
        The coder's.
    detector, model
        The shipped ones by default.
    """

    def __init__(
        self,
        matcher: Matcher,
        cues: Mapping[str, frozenset[str]],
        *,
        detector: Detector | None = None,
        model: PairModel | None = None,
    ) -> None:
        self.matcher = matcher
        self.cues = cues
        self.lore = WordLore(matcher.patterns)
        self._roots = lru_cache(maxsize=_WORDS)(self._roots_of)
        self._detector = detector
        self._model = model

    @cached_property
    def detector(self) -> Detector:
        """What says whether there is an act; read when first asked for."""
        if self._detector is None:
            self._detector = load_detector()
        return self._detector

    @cached_property
    def model(self) -> PairModel:
        """What says which act it is; read when first asked for."""
        if self._model is None:
            self._model = load_act_model()
        return self._model

    def chances(
        self,
        s: Sentence,
        found: Sequence[Candidate],
        frames: Sequence[Frame],
        screen: Detector | None = None,
    ) -> list[Chances]:
        """Every ordered pair of parties that could share an act, with its features.

        Pairs that a detector knows to be idle are passed over.
        """
        idle: frozenset[tuple[str, str]] = frozenset() if screen is None else screen.idle
        if not 2 <= len(found) <= _MOST:
            return []
        political = [_political(c.parties) for c in found]
        if not any(political):
            return []
        features = PairFeatures(s, found, frames, self.lore)
        sides = [side.ascent for side in features.sides]
        out: list[Chances] = []
        for i, a in enumerate(found):
            for j in range(i + 1, len(found)):
                b = found[j]
                if not (political[i] or political[j]):
                    continue
                # Who only says whose or where the other is: "the ambassador to Chile".
                if a.head in sides[j].within or b.head in sides[i].within:
                    continue
                there, back = ways(sides[i], sides[j], idle)
                for m, n, way in ((i, j, there), (j, i, back)):
                    if way is None:
                        continue
                    own = features.own(m, n, way)
                    if screen is not None and screen.weight_of(own) < screen.worth:
                        continue
                    parts = Parts(own, features.shared(m, n, way))
                    out.append(Chances((m, n), found[m], found[n], way, parts))
        out.sort(key=_number)
        return out

    def find(self, s: Sentence, reading: Reading, frames: Sequence[Frame]) -> Found:
        """The acts of a sentence."""
        found = candidates(s, reading)
        chances = self.chances(s, found, frames, self.detector)
        odds = {c.pair: self.detector.log_odds_of(c.parts) for c in chances}
        likely = self._likely(s, found, frames, chances, odds)
        likely.sort(key=lambda c: (-odds[c.pair], c.source.first, c.target.first))

        def decide(c: Chances) -> Act | None:
            act = self._act(s, c, odds[c.pair], frames)
            return act if act is not None and self._sure(s, act) else None

        return Found(found, likely, odds, decide)

    def _sure(self, s: Sentence, act: Act) -> bool:
        """Whether an act is as probable as one of its kind must be.

        Anybody may visit a country; who stands for none and holds no office must be as likely
        as not to act in politics. So must an act of force or punishment that no word tells of
        which a rule knows: to invent one costs the most trust.
        """
        known = act.root not in _FORCEFUL or self._knows(s.lemmas[act.trigger], act.root)
        plain = _stands(act.source) and known
        return act.confidence >= (self.detector.sure if plain else _STRANGER)

    def _likely(
        self,
        s: Sentence,
        found: Sequence[Candidate],
        frames: Sequence[Frame],
        chances: Sequence[Chances],
        odds: Mapping[tuple[int, int], float],
    ) -> list[Chances]:
        """The pairs that may share an act of which no sure pattern tells."""
        least = self.detector.least_odds
        likely = [c for c in chances if odds[c.pair] >= least and not _told(c, frames)]
        if not likely:
            return []
        # Words that sure patterns tell of two parties: only a clear case may correct them.
        heads = frozenset(c.head for c in found)
        owned = {
            f.trigger
            for f in frames
            if f.confidence > DOUBTFUL
            and not f.anaphor
            and covered(s, f.actors, heads)
            and covered(s, f.recipients, heads)
        }
        return [
            c
            for c in likely
            if (odds[c.pair] >= CLEAR or c.way.top not in owned)
            and not self._places(s, c, found, odds)
        ]

    def _places(
        self,
        s: Sentence,
        c: Chances,
        found: Sequence[Candidate],
        odds: Mapping[tuple[int, int], float],
    ) -> bool:
        """Whether the source only says where or whose the doer is: "a court in Egypt"."""
        k = c.source.head
        while s.deps[k].startswith(("nmod", "compound", "amod", "appos", "flat")):
            k = s.heads[k]
            for i, other in enumerate(found):
                if i not in c.pair and other.first <= k <= other.last:
                    rival = odds.get((i, c.pair[1]))
                    return rival is not None and rival >= self.detector.least_odds
        return False

    def _act(self, s: Sentence, c: Chances, odds: float, frames: Sequence[Frame]) -> Act | None:
        """The act of a pair.

        None where the models are not sure enough, where no word tells of it or the source only
        speaks of it.
        """
        likely = probability(odds)
        if likely < _STRANGER and not _stands(c.source):
            return None  # whatever the root: `_sure` asks for more
        pair = Pair(
            s,
            frozenset(range(c.source.first, c.source.last + 1)),
            frozenset(range(c.target.first, c.target.last + 1)),
        )
        seen = self.model.see(*act_features(pair, self.lore))
        p = shares(self.model.logits_of(seen))
        share = max(p)
        if likely * share < self.detector.sure:
            return None
        root = ROOTS[p.index(share)]
        trigger = self._trigger(s, c, root)
        if trigger is None or (root not in _SAID and _only_speaks(s, c, trigger)):
            return None
        if _contradicted(s, c, root, trigger, frames) or self._prevented(s, trigger):
            return None
        if root not in _SAID and any(
            op.status in _UNREAL
            for op in self.matcher.patterns.operators.get(s.lemmas[c.way.top], ())
        ):
            return None  # "prevented it from attacking": nobody attacked
        return Act(c.source, c.target, c.way, odds, root, share, trigger, c.parts, seen)

    def _prevented(self, s: Sentence, trigger: int) -> bool:
        """Whether the act is only what somebody prevented, avoided or failed to do."""
        operators = self.matcher.patterns.operators
        under = s.deps[trigger] in ("advcl", "xcomp", "acl")
        above = (s.heads[trigger],) if under and s.heads[trigger] >= 0 else ()
        # "Prevented B from attacking": the verb itself, where an act stands under it.
        holds = any(s.deps[j] in ("advcl", "xcomp") for j in s.children[trigger])
        for k in (*above, *((trigger,) if holds else ())):
            if any(op.status == "negated" for op in operators.get(s.lemmas[k], ())):
                return True
        return False

    def _knows(self, lemma: str, root: str) -> bool:
        """Whether some rule of this root is triggered by the word."""
        return root in self._roots(lemma)

    def _roots_of(self, lemma: str) -> frozenset[str]:
        return frozenset(map(root_of, self.lore.types(lemma)))

    def because(self, act: Act) -> tuple[tuple[str, float], ...]:
        """The features that spoke most for an act, and for its root."""
        why = self.detector.explain(act.parts.names, most=3)
        which = self.model.explain(act.seen, act.root, most=4)
        return (*((f"an act: {name}", adds) for name, adds in why), *which)

    def _trigger(self, s: Sentence, c: Chances, root: str) -> int | None:
        """The word that tells of the act: one that knows the root, else where the way turns."""
        inside = {*range(c.source.first, c.source.last + 1)}
        inside |= {*range(c.target.first, c.target.last + 1)}
        top = c.way.top
        near = [
            j for j in s.children[top] if s.deps[j] in ("obj", "xcomp", "ccomp") and j not in inside
        ]
        path = [k for k in (top, *c.way.down, *c.way.up, *near) if k not in inside]
        if not path:
            # "A and B met": the act is what the two hang on.
            path = [k for k in s.ancestors(top) if k not in inside][:2]
        for k in path:
            if self._knows(s.lemmas[k], root):
                return k
        words = [k for k in path if s.pos[k] in ("VERB", "NOUN", "ADJ")]
        # "said that it would open": what is said tells more than that it is.
        words.sort(key=lambda k: s.lemmas[k] in self.cues["speech"])
        return words[0] if words else None


def _only_speaks(s: Sentence, c: Chances, trigger: int) -> bool:
    """Whether the act stands in a clause with a doer of its own, below what the source does.

    "Kyiv says that the army shelled the town": Kyiv shells nobody.
    """
    above = {*c.way.up, c.way.top}
    k = trigger
    for _ in range(8):
        if s.deps[k] in ("ccomp", "advcl", "acl", "acl:relcl", "parataxis"):
            doer = next((j for j in s.children[k] if s.deps[j] in _DOERS), None)
            if doer is not None and not c.source.first <= doer <= c.source.last:
                return s.heads[k] in above
        k = s.heads[k]
        if k < 0 or k in c.way.up:
            break
    return False


def _contradicted(
    s: Sentence, c: Chances, root: str, trigger: int, frames: Sequence[Frame]
) -> bool:
    """Whether the patterns read the act's words otherwise.

    As conflict for cooperation; or as what another act brought about ("the strikes forced").
    """
    doer = {*range(c.source.first, c.source.last + 1), *c.way.up} - {trigger}
    if any(f.trigger in doer and s.pos[f.trigger] == "NOUN" for f in frames):
        return True
    words = {trigger, c.way.top, *c.way.up, *c.way.down}
    signs = {root_of(f.type) in _FRIENDLY for f in frames if f.trigger in words and not f.anaphor}
    return bool(signs) and (root in _FRIENDLY) not in signs


# Roots of cooperation; what is agreed or refused may turn a pattern's act around.
_FRIENDLY = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", YIELD))
_UNREAL = frozenset(("negated", "denied", "suspected"))
_DOERS = ("nsubj", "nsubj:pass", "csubj")
# Roots of acts that are done by speaking of what another does.
_SAID = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE", "SUPPORT"))


def _told(c: Chances, frames: Sequence[Frame]) -> bool:
    """Whether a pattern that is sure tells an act of the two, first named on either side."""
    one, two = range(c.source.first, c.source.last + 1), range(c.target.first, c.target.last + 1)
    return any(
        f.confidence > DOUBTFUL
        and not f.anaphor
        and f.actors
        and f.recipients
        and f.actors[0][0] in one
        and f.recipients[0][0] in two
        for f in frames
    )


def _stands(c: Candidate) -> bool:
    """Whether a party stands for a country or is known by what it does in politics."""
    return any(p.country is not None or not _CIVIL.issuperset(p.sector) for p in c.parties)


_STRANGER = 0.5
_FORCEFUL = frozenset(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE"))
_CIVIL = frozenset(("CVL", "EDU", "MED", "JRN", "REL"))


def _political(parties: Sequence[Party]) -> bool:
    return any(p.country is not None or not POLITICAL.isdisjoint(p.sector) for p in parties)
