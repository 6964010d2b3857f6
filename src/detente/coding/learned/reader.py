"""Reads a document's acts by what annotated articles taught: which words tell one, and of whom.

Comes in: the sentences of a document one after the other, the frames of the rules. Goes out: the
frames of the rules and those of words that no rule knows, with the sides of these and of frames
whose sides the rules did not find; and of every act, how likely it is one to record. The sides that
rules find stand.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Protocol

from detente.coding.actors import ActorMention
from detente.coding.actors.reading import Reading
from detente.coding.arguments import case_of
from detente.coding.discussion import Discussion
from detente.coding.learned.encoder import Known, Sense, load_encoder
from detente.coding.learned.hints import Hints
from detente.coding.learned.hunch import hunch
from detente.coding.learned.levels import Levels
from detente.coding.learned.lexicon import ActLexicon, load_act_lexicon
from detente.coding.learned.linear import Linears
from detente.coding.learned.linear import load as load_linears
from detente.coding.learned.model import load_models
from detente.coding.learned.parts import Feature, Looks
from detente.coding.learned.retelling import Retellings
from detente.coding.learned.sides import REMEMBERED, Asked, SideView, Standing
from detente.coding.learned.status import StatusModels, load_status
from detente.coding.learned.trust import Proposal
from detente.coding.learned.words import CONTENT, WordView
from detente.coding.match import Filler, Frame
from detente.coding.merge import READER, Same
from detente.coding.mishap import FORCE
from detente.coding.pairs.words import WordLore
from detente.coding.sentence import Sentence
from detente.coding.weigh import MODEL, RECIPROCAL
from detente.records import Event, Party

Parties = tuple[Party, ...]
# Words of saying, which tell an act by what is said alone: in dispatches hardly ever (decision 28).
PLAIN = frozenset(("say", "tell", "describe", "regard", "report", "add", "write", "state"))
# How likely sides are that the rules found.
KNOWN = (1.0, 1.0)
# Features of a word that bear on whether what it tells is so.
_TRUTH = ("aux=", "asked", "negated", "head=", "tag=", "before=")
# How the words hang on a noun that say whose or which it is.
_NAMING = frozenset(("amod", "compound", "flat", "nmod:poss", "nmod:desc", "nmod:unmarked"))
PRONOUNS = frozenset(
    ("he", "she", "it", "they", "we", "i", "him", "her", "them", "us", "who", "which")
)


class Models(Protocol):
    """What the models answer; a teacher answers from annotations instead."""

    @property
    def idle(self) -> frozenset[str]:
        """Words ("guard/NOUN") that tell of no act unless a rule says so."""

    @property
    def teaching(self) -> bool:
        """Whether every word and side is asked for, to learn from, and the rules decide nothing."""

    @property
    def levels(self) -> Levels:
        """From which probabilities on something is believed."""

    def act(self, s: Sentence, i: int, looks: Looks) -> float:
        """The probability that a word tells of an act, by its features."""

    def kinds(self, s: Sentence, i: int, looks: Looks) -> Mapping[str, float]:
        """The probability of each event type, if a word tells of an act."""

    def because(self, looks: Looks, kind: str) -> tuple[tuple[str, float], ...]:
        """The features that speak most for an act and for its type: name and weight."""

    def side(self, asked: Asked, code: str, standing: Standing, link: Sequence[Feature]) -> float:
        """The probability that a state is a side of an act."""

    def trust(self, s: Sentence, i: int, told: Proposal) -> float:
        """The probability that an act with these sides should be recorded."""


class DocumentReader:
    """The models at work on one document; made anew for each."""

    def __init__(
        self,
        models: Models,
        talk: Discussion,
        lore: WordLore,
        lexicon: ActLexicon,
        hints: Sequence[Hints] = (),
        kept: Container[str] = (),
    ) -> None:
        self.models = models
        self.levels = models.levels
        self.talk = talk
        self.lore = lore
        self.lexicon = lexicon
        self.hints = hints
        self.kept = kept
        self.view = SideView(talk, hints)
        self.words: WordView | None = None
        self.seen: dict[tuple[int, int, str], tuple[float, float, Looks]] = {}

    def see(self, s: Sentence, reading: Reading) -> None:
        """Take in a sentence before its acts are asked for."""
        self.view.see(s, reading)

    def frames(
        self, s: Sentence, mentions: Sequence[ActorMention], frames: Sequence[Frame]
    ) -> list[Frame]:
        """The frames that hold, in the order of their triggers."""
        hints = self.hints[s.number] if self.hints else None
        words = WordView(s, mentions, self.lore, self.lexicon, hints)
        at: dict[int, list[Frame]] = {}
        for f in frames:
            at.setdefault(f.trigger, []).append(f)
        self.words = words
        out: list[Frame] = []
        for i, pos in enumerate(s.pos):
            own = at.get(i)
            if _as_said(s, i):
                continue
            if own is None:
                if pos in CONTENT and self._may_tell(s, words, i):
                    out += self._weighed(s, i, (), words)
            elif any(f.anaphor or f.echo is not None for f in own):
                out += own
            else:
                out += self._weighed(s, i, own, words)
        return out

    def weigh(self, s: Sentence, frame: Frame) -> None:
        """Take in a frame of other models: what its word says for it."""
        if self.words is not None and self.words.s is s:
            self._weighed(s, frame.trigger, (frame,), self.words)

    def decides(self, s: Sentence, frame: Frame) -> bool:
        """Whether the models have a say in a frame: none in what only points back."""
        return (s.number, frame.trigger, frame.type) in self.seen

    def fills(self, frame: Frame, whole: bool, open_: bool) -> bool:
        """Whether sides are the models' affair.

        They are for a word that no rule knows, and where a rule leaves them ``open_``; what rules
        tell ``whole`` is only asked for when models are taught.
        """
        return frame.by == READER or open_ or (whole and self.models.teaching)

    def _may_tell(self, s: Sentence, words: WordView, i: int) -> bool:
        """Whether a word that triggers no rule is worth a look."""
        lemma = s.lemmas[i]
        if lemma in PLAIN or not words.tells(i):
            return False
        return f"{lemma}/{s.pos[i]}" not in self.models.idle

    def _weighed(self, s: Sentence, i: int, own: Sequence[Frame], words: WordView) -> list[Frame]:
        """The frames that rules make of a word, or one of the type that it most likely tells."""
        looks = Looks(words.looks(i), _framed(own))
        act = self.models.act(s, i, looks)
        if not own and act < self.levels.new:
            return []
        kinds = self.models.kinds(s, i, looks)
        told = list(own)
        if self.models.teaching:
            told = [f for f in own if kinds[f.type] > 0]
        best = max(kinds, key=lambda k: kinds[k])
        kept = any(self._kept(f) for f in told)
        if not kept and self._doubted(max((kinds[f.type] for f in told), default=1.0), kinds[best]):
            told = []
        if not told and act * kinds[best] >= self.levels.new:
            told.append(hunch(s, i, best, act * kinds[best]))
        self.seen.update({(s.number, i, f.type): (act, kinds[f.type], looks) for f in told})
        return told

    def _unlikely(self, said: Mapping[str, str], scored: Mapping[str, float]) -> bool:
        """Whether the states that rules put on a side give way to others."""
        if not said or self.models.teaching:
            return False
        others = max((p for c, p in scored.items() if c not in said), default=0.0)
        low, high = self._between(said)
        return max(scored[c] for c in said) < low and others > high

    def _between(self, said: Mapping[str, str]) -> tuple[float, float]:
        """How unlikely a side that rules give, and how likely another, is for it to give way."""
        if "named" in said.values():
            return self.levels.doubt, self.levels.surely
        return self.levels.unnamed, self.levels.rather

    def _kept(self, frame: Frame) -> bool:
        """Whether a frame is of a rule that is not to be doubted."""
        return frame.rule.partition("+")[0] in self.kept

    def _doubted(self, ruled: float, best: float) -> bool:
        """Whether what a rule tells is so much less likely than something else."""
        if self.models.teaching:
            return False
        return ruled < self.levels.doubt and best > self.levels.surely

    def sides(
        self, s: Sentence, frame: Frame, actors: Parties, recipients: Parties
    ) -> tuple[Parties, Parties, tuple[float, float]]:
        """The sides of a frame, those that the rules found where they are likely; how likely."""
        a_said, r_said = self._said(s, actors), self._said(s, recipients)
        cands = self.view.candidates(s, (*a_said, *r_said))
        scored = self._scored(self._asked(s, frame, "a", None, a_said, actors), cands)
        first, p1 = self._likely(scored), max(scored.values(), default=0.0)
        told = self._stands(frame, a_said, actors, scored)
        if told:
            first = frozenset(a_said)
        elif frame.type in FORCE and not self.models.teaching:
            first &= a_said.keys()  # whom nobody calls the doer of violence is not made one
        agents = frozenset() if self.models.teaching else self._agents(s, frame)
        passed = first - agents
        first = agents or _apart(frame, first, r_said)
        scored = self._scored(self._asked(s, frame, "r", first, r_said, recipients), cands)
        second, p2 = self._likely(scored), max(scored.values(), default=0.0)
        if self._stands(frame, r_said, recipients, scored):
            second = frozenset(r_said)
        if agents:
            second = (second - agents) or passed
        if len(first) > 1 or (frame.type not in FORCE and second - first):
            second -= first  # what several do together is done to none of them
        if frame.reciprocal and frame.type in RECIPROCAL:
            together = first if told and len(first) > 1 else first | second
            named = _by_name(a_said) | _by_name(r_said)
            if sum(c in self.talk.states for c in named) > 1 and not self.models.teaching:
                together = named  # "Nepal bought guns from China": whoever was told of before
            return self._filled(s, frame, together, (*actors, *recipients)), (), (p1, p2)
        return (
            self._filled(s, frame, first, actors),
            self._filled(s, frame, second, recipients),
            (p1, p2),
        )

    def mended(
        self, s: Sentence, frame: Frame, actors: Parties, recipients: Parties
    ) -> tuple[Parties, Parties, tuple[float, float]]:
        """The sides of a frame that rules tell whole, how likely; others for those hardly so."""
        if self.models.teaching or frame.reciprocal or self._kept(frame):
            return actors, recipients, KNOWN
        said = {"a": self._said(s, actors), "r": self._said(s, recipients)}
        codes: dict[str, frozenset[str]] = {}
        likely: list[float] = []
        wrong = False
        for side, parties in (("a", actors), ("r", recipients)):
            asked = self._asked(s, frame, side, codes.get("a"), said[side], parties)
            scored = self._scored(asked, list(said[side]))
            codes[side] = frozenset(said[side])
            best = max(scored.values(), default=1.0)
            if side == "a" and frame.type in FORCE:
                # Whom nobody calls the doer of violence is not made one; who is a guess is none.
                if best < self.levels.doubt and "named" not in said[side].values():
                    actors = tuple(replace(p, country=None, id=None) for p in actors)
                    codes[side], said[side] = frozenset(), {}
            elif best < self._between(said[side])[0]:
                others = self.view.candidates(s, (*said["a"], *said["r"]))
                scored |= self._scored(asked, [c for c in others if c not in scored])
                if self._unlikely(said[side], scored):
                    wrong, codes[side] = True, self._likely(scored)
            # Of a side that no state is on, there is nothing to doubt.
            likely.append(max((scored[c] for c in codes[side]), default=float(not said[side])))
        if not wrong:
            return actors, recipients, (likely[0], likely[1])
        codes["a"] = self._agents(s, frame) or _apart(frame, codes["a"], said["r"])
        if len(codes["a"]) > 1:
            codes["r"] -= codes["a"]
        first, second = (
            self._filled(s, frame, codes[side], parties)
            for side, parties in (("a", actors), ("r", recipients))
        )
        return first, second, (likely[0], likely[1])

    def _asked(
        self,
        s: Sentence,
        frame: Frame,
        side: str,
        other: frozenset[str] | None,
        said: Mapping[str, str],
        parties: Parties,
    ) -> Asked:
        fillers = frame.actors if side == "a" else frame.recipients
        unknown = _unknown(s, fillers, parties)
        return Asked(s, frame.trigger, frame.type, side, other, said, unknown)

    def _likely(self, scored: Mapping[str, float]) -> frozenset[str]:
        return frozenset(c for c, p in scored.items() if p >= self.levels.side)

    def _stands(
        self,
        frame: Frame,
        said: Mapping[str, str],
        parties: Parties,
        scored: Mapping[str, float],
    ) -> bool:
        """Whether the side that a rule gives stands: its sentence names it where the rule looks.

        A body or a part of the world that the tables know is named as well as a state.
        """
        if frame.by == READER:
            return False
        if self._unlikely(said, scored):
            return False
        if len(said) > 1 and len({p.span for p in parties}) == 1:
            return True  # "the two governments"
        return "named" in said.values() or any(p.country is None and p.id for p in parties)

    def _agents(self, s: Sentence, frame: Frame) -> frozenset[str]:
        """Whom "by" names as doers: "the violation of its airspace by Russian jets", "flown out by
        German and British planes"."""
        noun = s.pos[frame.trigger] in ("NOUN", "PROPN")
        ways = ("nmod", "obl") if noun else ("obl:agent",)
        near: set[int] = set()
        for j in s.children[frame.trigger]:
            if s.deps[j] in ways and case_of(s, j) == "by":
                near.add(j)
                for k in s.children[j]:
                    if s.deps[k] in _NAMING:
                        near |= {k, *s.each(k, "conj")}
        spots = self.view.at[s.number].items()
        return frozenset(code for code, at in spots if any(k in near for k, _ in at))

    def _said(self, s: Sentence, parties: Parties) -> dict[str, str]:
        """The states that rules put on a side, each with how they came to it."""
        out: dict[str, str] = {}
        here = self.view.names[s.number]
        for p in parties:
            if p.country is None:
                continue
            a, b = p.span.start, p.span.end
            if not s.holds(p.span):
                how = "supplied"
            elif any(code == p.country and x < b and a < y for code, x, y in here):
                how = "named"
            else:
                word = p.span.text.lower()
                how = word if word in PRONOUNS else "otherwise"
            if out.get(p.country) != "named":
                out[p.country] = how
        return out

    def _scored(self, asked: Asked, cands: Sequence[str]) -> dict[str, float]:
        """How likely each state is on a side."""
        return {
            code: self.models.side(
                asked,
                code,
                self.view.standing(asked.s, code, asked.quad),
                self.view.link(asked, code),
            )
            for code in cands
        }

    def _filled(
        self, s: Sentence, frame: Frame, codes: frozenset[str], parties: Parties
    ) -> Parties:
        """The parties of these states: the rules' own where they have them."""
        kept = tuple(p for p in parties if p.country in codes or (p.country is None and p.id))
        if not kept and not codes:
            return tuple(p for p in parties if p.country is None)
        have = {p.country for p in kept}
        more = []
        for code in sorted(codes - have):
            spare = next((p for p in parties if p.country is None), None)
            if spare is not None and not kept and len(codes) == 1:
                more.append(replace(spare, country=code))
            else:
                more.append(self._party(s, frame, code))
        return (*kept, *more)

    def _party(self, s: Sentence, frame: Frame, code: str) -> Party:
        """A state as party, on the words that named it last."""
        spots = self.view.at[s.number].get(code, ())
        near = self.view.where.get(code)
        if near is not None and (near[0] is s or not spots):
            where, m = near
            return Party(m.name, code, (), m.id or f"state:{code}", where.span(m.first, m.last))
        token = spots[0][0] if spots else frame.trigger
        name = near[1].name if near is not None else code
        return Party(name, code, (), f"state:{code}", s.span(token, token))

    def trust(
        self,
        s: Sentence,
        frame: Frame,
        actors: Parties,
        recipients: Parties,
        likely: tuple[float, float],
        *,
        status: str,
        passing: bool,
        whole: bool,
    ) -> float:
        """The probability that an act with these sides is one that should be recorded."""
        act, kind, looks = self.seen[s.number, frame.trigger, frame.type]
        states = _states(actors), _states(recipients)
        told = Proposal(
            act=act,
            kind=kind,
            doer=likely[0],
            goal=likely[1],
            actors=_known(actors),
            recipients=_known(recipients),
            event_type=frame.type,
            status=status,
            rule=frame.rule,
            ruled=frame.by != READER,
            whole=whole,
            nominal=frame.nominal,
            passing=passing,
            again=any(
                o.kind == frame.type and (o.actors, o.recipients) == states
                for o in self.view.told[-REMEMBERED:]
            ),
            here=len(self.view.at[s.number]),
            around=looks.beginning(_TRUTH),
            how=(_came(self._said(s, actors)), _came(self._said(s, recipients))),
            number=s.number,
            beside=sum(o.number == s.number for o in self.view.told),
            alike=sum(o.kind == frame.type for o in self.view.told),
            main=sum(c in self.talk.main for c in (*_known(actors), *_known(recipients))),
        )
        return self.models.trust(s, frame.trigger, told)

    def because(self, s: Sentence, frame: Frame) -> tuple[tuple[str, float], ...]:
        """What spoke most for an act, and for its type: features with what they add."""
        _, _, looks = self.seen[s.number, frame.trigger, frame.type]
        return self.models.because(looks, frame.type)

    def enough(self, frame: Frame, whole: bool) -> float:
        """The probability from which an act is recorded; ``whole`` says that rules tell it all."""
        if whole and self._kept(frame):
            return 0.0
        if frame.by == MODEL and frame.type in FORCE:
            # Violence that only the words between two parties tell: "Turkish soldiers carried the
            # coffin of Andrei Karlov". Nobody is charged with it on a guess.
            return self.levels.surely
        if frame.by in (READER, MODEL):
            return self.levels.force if frame.type in FORCE else self.levels.word
        return self.levels.whole if whole else self.levels.rule

    def tell(self, event: Event) -> None:
        """Take in an act that was told."""
        self.view.tell(
            event.sentence,
            event.trigger.start,
            event.event_type,
            _states(event.actor),
            _states(event.recipient),
        )


def _as_said(s: Sentence, i: int) -> bool:
    """Whether a participle only points to what is told elsewhere: "goes on as agreed"."""
    if s.tags[i] != "VBN" or s.deps[i] != "advcl":
        return False
    below = s.children[i]
    return any(s.lower[j] == "as" for j in below) and not any(
        s.deps[j].startswith(("nsubj", "aux")) for j in below
    )


def _came(said: Mapping[str, str]) -> str:
    """How a side came by its states: "named" where one is, "none" where there are none."""
    return "named" if "named" in said.values() else next(iter(said.values()), "none")


def _by_name(said: Mapping[str, str]) -> frozenset[str]:
    """The states of a side that its sentence names where grammar looks for the side."""
    return frozenset(c for c, how in said.items() if how == "named")


def _apart(frame: Frame, doers: frozenset[str], whom: Mapping[str, str]) -> frozenset[str]:
    """Several doers without whom grammar names as the one to whom they do it."""
    if frame.reciprocal or len(doers) < 2:
        return doers
    return (doers - _by_name(whom)) or doers


def _states(parties: Parties) -> frozenset[str]:
    """The states of a side."""
    return frozenset(p.country for p in parties if p.country is not None)


def _known(parties: Parties) -> frozenset[str]:
    """The states of a side by their codes, bodies and parts of the world by their ids."""
    return frozenset(known for p in parties if (known := p.country or p.id))


def _framed(own: Sequence[Frame]) -> tuple[Feature, ...]:
    """The features of the frames that rules make of a word."""
    if not own:
        return ("no frame",)
    return tuple([(_frame, f.type, f.rule, bool(f.actors), bool(f.recipients)) for f in own])


def _frame(kind: str, rule: str, actors: bool, recipients: bool) -> list[str]:
    return [f"frame={kind}", f"frame {rule}", f"frame {kind} {actors:d}{recipients:d}"]


def _unknown(s: Sentence, fillers: Sequence[Filler], parties: Parties) -> str:
    """Who stands on a side without being known: an office, a pronoun, a name; "" for nobody."""
    if any(p.country is not None for p in parties):
        return ""
    for p in parties:
        if p.sector:
            return f"of {p.sector[0]}"
    for k, how in fillers:
        if how == "np":
            if s.pos[k] == "PRON":
                return s.lower[k]
            if s.pos[k] == "PROPN":
                return "name"
            return f"noun {s.lemmas[k]}"
    return "nobody"


class Reads(Protocol):
    """What reads sentences word by word: the encoder, or what it made of them before."""

    @property
    def known(self) -> Known:
        """What it answers."""

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Sense]:
        """The senses of a document's sentences, in their order."""


@dataclass(frozen=True)
class Learned:
    """What was learned: the models, the lexicon that they look words up in, the model of status.

    Without ``status`` the rules alone say how sure the text is of an act; without ``encoder`` the
    models go by words and trees alone; without ``tellings`` rules say which of them are of one act.
    """

    models: Models
    lexicon: ActLexicon
    status: StatusModels | None = None
    encoder: Reads | None = None
    tellings: Linears | None = None

    def merging(self, pages: Sequence[Sentence]) -> Same | None:
        """Who says which tellings of a document are of one act; None for the rules."""
        return None if self.tellings is None else Retellings(self.tellings, pages)

    def on(
        self,
        talk: Discussion,
        lore: WordLore,
        pages: Sequence[Sentence],
        kept: Container[str] = (),
    ) -> DocumentReader:
        """A reader of one document, of which ``pages`` are the sentences.

        What rules tell is not doubted where their ids are among ``kept``.
        """
        hints: list[Hints] = []
        if self.encoder is not None:
            senses = self.encoder.read([s.words for s in pages])
            hints = [Hints(sense, self.encoder.known) for sense in senses]
        return DocumentReader(self.models, talk, lore, self.lexicon, hints, kept)


@cache
def load_learned(*, deep: bool = False) -> Learned:
    """What the package ships; ``deep`` with the encoder, and models that were taught beside it."""
    if not deep:
        found = load_models(), load_act_lexicon(), load_status()
        return Learned(*found, tellings=load_linears("tellings"))
    folder = Path(str(resources.files("detente.coding.learned") / "data" / "deep"))
    found = load_models(folder), load_act_lexicon(), load_status(folder)
    return Learned(*found, load_encoder(folder), load_linears("tellings"))
