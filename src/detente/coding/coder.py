"""Documents to readings: parse, match, resolve, date, judge, merge.

Comes in: `Document` records. Goes out: one `Reading` a document, events and rejections in text
order. The same document gives the same reading whatever stands beside it.
"""

from __future__ import annotations

import copy
import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from detente.codebook import load_codebook
from detente.coding.actors import (
    ActorFinder,
    ActorMention,
    ActorTables,
    DocumentContext,
    load_tables,
    own_actors_digest,
    resolve_np,
    uncollected,
)
from detente.coding.actors.entries import SUPRA
from detente.coding.actors.mentions import NATION_KINDS
from detente.coding.actors.reading import read_sentence
from detente.coding.again import echoed
from detente.coding.analyst import analyse
from detente.coding.arguments import case_of
from detente.coding.certainty import Certainty, Judge, Resolve, attributions, judge, load_cues
from detente.coding.context import contexts_of, load_contexts, with_topics
from detente.coding.dating import date_of, of_the_hour
from detente.coding.discussion import DONE, SUPPLIED, Discussion, quoted
from detente.coding.home import first_person
from detente.coding.learned.reader import KNOWN, DocumentReader, Learned, load_learned
from detente.coding.learned.status import NO_ACT, Ruled, Settled, StatusReader
from detente.coding.masking import posts, readable
from detente.coding.match import Filler, Frame, Matcher
from detente.coding.merge import READER, Draft, merge
from detente.coding.mishap import FORCE, Mishaps
from detente.coding.modes import Company, cameo_of, load_modes, modes_of
from detente.coding.pairs.acts import POLITICAL, ActFinder, Found
from detente.coding.pairs.reach import Candidate, candidates
from detente.coding.patterns import Patterns, load_patterns
from detente.coding.place import place_of
from detente.coding.quantities import QuantityMention, find_quantities, quantities_for
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence, sentences
from detente.coding.weigh import MODEL, tells, weigh
from detente.coding.when import DateMention, Narrative
from detente.documents.dateline import where_filed
from detente.records import (
    IN_PASSING,
    Attribution,
    Document,
    Event,
    EventDate,
    Mention,
    Party,
    Place,
    Reading,
    Rejection,
    Span,
    Status,
    digest,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

CODER = "detente.patterns"
CODER_VERSION = "1"
# Confidence that a model's act needs where its text is about two other states: on the
# annotated articles of develop 2 of 9 below it were right.
OFF_TOPIC = 0.6
NO_ACTOR, NO_RECIPIENT = "no actor", "no recipient"
NO_OFFICE = "no actor of known country or office"
NOBODY, NO_COUNTRY = "no actor or recipient", "no party of known country"
ASSENT = "assents to what was said"
# What the models may fill in where the rules leave it open.
_OPEN = (NO_ACTOR, NO_RECIPIENT, NOBODY, NO_COUNTRY)
_ONE_SIDED = (NO_ACTOR, NO_RECIPIENT, NO_OFFICE)
UNLIKELY = "unlikely in its text"
MISHAP = "done by nature or in an accident"
# RECORDS.md rule 7: an act that ended more than 180 days before publication is history.
HISTORICAL_DAYS = 180
_WORD = re.compile(r"[\w-]+")
# "English service": a language, no state; nor is "translated from the Spanish" Spain's paper.
_TONGUE = re.compile(
    r"\b[A-Z]\w+[- ](?:[Ss]ervice|[Ee]dition|[Vv]ersion|[Ll]anguage|[Pp]ages?|[Ss]upplement)\b"
    r"|\b(?:from|into|in) (?:the )?(?:English|French|Spanish|Portuguese|Arabic|German|Russian)\b"
)
TOLD_HERE = "told in the same sentence"
# Ids of parties that are a part of the world rather than a state.
REGION = "region:"


@dataclass(frozen=True, slots=True)
class _Dropped:
    reason: str
    span: Span | None = None
    detail: str | None = None


@dataclass(frozen=True)
class _Found:
    """What was found in one sentence, for each of its frames.

    ``told`` are the document's events so far; ``sure`` says how sure the text is of a frame.
    """

    sentence: Sentence
    mentions: list[ActorMention]
    published: datetime.date | None
    narrative: Narrative
    told: list[Event]
    talk: Discussion
    sure: Judge
    reader: DocumentReader | None = None
    standing: StatusReader | None = None
    posts: tuple[Span, ...] = ()

    def tell(self, event: Event) -> None:
        """Take in an act."""
        self.told.append(event)
        if self.reader is not None:
            self.reader.tell(event)

    @cached_property
    def dates(self) -> list[DateMention]:
        """The date expressions, read when an act asks for its date."""
        return self.narrative.dates(self.sentence.number)


Parties = tuple[Party, ...]


class _Resolver:
    """Whom a filler of a sentence means, each looked up once.

    An object rather than a function that calls itself: that would be a cycle, which keeps what
    was read of a document until the garbage collector comes by (a quarter of all time).
    """

    def __init__(self, coder: Coder, read: _Found, context: DocumentContext) -> None:
        self.coder, self.read, self.context = coder, read, context
        self.whose = "whose" in read.sentence.lower
        self.ours = "our" in read.sentence.lower
        self.found: dict[Filler, tuple[Party, ...]] = {}

    def __call__(self, filler: Filler) -> tuple[Party, ...]:
        found = self.found.get(filler)
        if found is None:
            found = self.found[filler] = self._look_up(filler)
        return found

    def _look_up(self, filler: Filler) -> tuple[Party, ...]:
        s, mentions = self.read.sentence, self.read.mentions
        head, how = filler
        if how == "adj":
            found = _adjectives(s, head, mentions, self.coder.regions)
        elif first_person(s, head):
            found = ()  # the text itself tells who "we" are
        else:
            found = resolve_np(s, head, mentions, self.context)
        owner = _whose(s, head) if self.whose else None
        if owner is not None and _known(owners := self((owner, "np"))):
            # "France, whose soldiers": theirs, whoever holds the place.
            found = tuple(replace(p, country=owners[0].country) for p in found) or tuple(
                replace(p, span=s.span(head, head)) for p in owners
            )
        if not found and s.lemmas[head] in self.coder.state_nouns:
            found = _adjectives(s, head, mentions, self.coder.regions)
        sides = s.lemmas[head] in ("side", "party") and s.tags[head] == "NNS"
        if how == "np" and self.ours and self._posted(head):
            # "Our ambassador in Lima" is ours, wherever he is.
            ours = self.read.talk.pointed(s, head, self.read.told)
            home = ours[0].country if ours else None
            found = tuple(replace(p, country=home, id=None) for p in found)
        if how == "np" and (sides or not _known(found)):
            found = self.read.talk.pointed(s, head, self.read.told) or found
        return self.read.talk.asked(s, head, self.read.told) or found

    def _posted(self, head: int) -> bool:
        """Whether a phrase is "our" people somewhere, with nothing but the place to name a state.

        Not "our neighbours in the south" nor "our Russian guests".
        """
        s = self.read.sentence
        if s.lemmas[head] in self.coder.tables.references.relational:
            return False
        near = s.children[head]
        if not any(s.lower[j] == "our" and s.deps[j] == "nmod:poss" for j in near):
            return False
        if quoted(s, head):
            return False
        where = {
            k
            for j in near
            if s.deps[j] in ("nmod", "obl") and case_of(s, j) in ("in", "at", "to")
            for k in s.subtree(j)
        }
        named = [m for m in self.read.mentions if m.country is not None]
        whole = set(s.subtree(head))
        inside = [m for m in named if whole.intersection(range(m.first, m.last + 1))]
        return bool(inside) and all(where.intersection(range(m.first, m.last + 1)) for m in inside)


class Coder:
    """Reads documents; loads tables at once and the language pipeline at the first document.

    Parameters
    ----------
    pipeline
        Name or path of a spaCy pipeline with UD labels; None for the shipped one.
    patterns
        Rules to code by, such as `load_patterns` with a folder of one's own; None for the shipped.
    analyst
        Whether to read beyond events: claims, incidents, hypotheses, stakes, signals.
    actors
        The user's folder of actors, read on top of the shipped tables; None for these alone.
    learned
        What annotated articles taught, "shipped" for what comes with the package: with the
        encoder where the analyst reads on, without it, three times faster, where events are all
        that is asked. None for the rules alone. Texts of one sentence are read by the rules
        either way.
    """

    def __init__(
        self,
        pipeline: str | None = None,
        *,
        patterns: Patterns | None = None,
        analyst: bool = True,
        actors: Path | None = None,
        learned: Learned | Literal["shipped"] | None = "shipped",
    ) -> None:
        self.learned = learned
        self.pipeline = pipeline
        self.actors = actors
        self.analyst = analyst
        self.analyse = analyse  # what is read of a scene; training looks in here
        self.codebook = load_codebook()
        patterns = patterns or load_patterns(codebook=self.codebook)
        self.patterns = patterns
        self.matcher = Matcher(patterns)
        self.modes = load_modes(patterns, self.codebook)
        self.regions = patterns.classes["region-adjective"]
        self.state_nouns = patterns.classes["state-noun"]
        self.mishaps = Mishaps(
            *(patterns.classes[name] for name in ("nature", "accident", "lifeless"))
        )
        self.deeds = {
            noun: kinds
            for noun, rules in patterns.nouns.items()
            if (kinds := frozenset(r.type for r in rules if r.type in DONE))
        }
        self.retreats = patterns.classes["retreat"]
        self.firm = frozenset(r.id for r in patterns.rules() if r.firm)
        # What stands whatever models hold of it: what firm rules tell, and the user's own.
        self.kept = self.firm | {r.id for r in patterns.rules() if r.own}
        self.cues = load_cues()
        self.contexts = load_contexts(known=frozenset(self.codebook.contexts))
        self.acts = ActFinder(self.matcher, self.cues)
        with uncollected():
            self.tables = load_tables(own=self.actors)
            self.finder = ActorFinder(self.tables)
        self.gazetteer = {
            name: (city.lat, city.lon)
            for city in self.tables.cities
            for name in (city.name, *city.aliases)
        }
        self.places = _places(self.tables)
        self._nlp: Language | None = None

    @property
    def nlp(self) -> Language:
        """The language pipeline, loaded when first asked for."""
        if self._nlp is None:
            from detente.language import load

            self._nlp = load(self.pipeline)
        return self._nlp

    @property
    def versions(self) -> dict[str, str]:
        """Name and version of coder, codebook and pipeline, for the run log.

        The coder's version ends in a digest of its data files: who adds a verb or a minister
        has another coder, and stored documents are read again.
        """
        meta = self.nlp.meta
        own = self.patterns.own_digest and f".{self.patterns.own_digest}"
        mine = own_actors_digest(self.actors)
        return {
            "coder": f"{CODER} {CODER_VERSION}+{_data_digest()}{own}{mine and f'.{mine}'}",
            "codebook": str(self.codebook.version),
            "pipeline": f"{meta.get('lang')}_{meta.get('name')} {meta.get('version')}",
        }

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Readings of documents, in their order; streams."""
        from detente.language import parse

        held: list[Document] = []

        def texts() -> Iterator[str]:
            for document in documents:
                held.append(document)
                yield readable(document.text)

        for doc in parse(self.nlp, texts()):
            yield self.code(held.pop(0), doc)

    def code(self, document: Document, doc: Doc, *, every_reason: bool = False) -> Reading:
        """The reading of one parsed document.

        ``every_reason`` tells of each frame that became no event, also where others did.
        """
        published = _day(document.date)
        context = DocumentContext(document.date, self.tables)
        drafts: list[Draft] = []
        rejections: list[Rejection] = []
        told: list[Event] = []
        seen = [(s, self.finder.find(s, context.era)) for s in sentences(doc, document.text)]
        talk = Discussion(
            seen,
            self.tables.states,
            metonyms=self.tables.metonyms,
            titled=self._states_in(document.title),
            publisher=self._states_in(f"{document.source or ''}, {where_filed(document.text)}"),
            deeds=self.deeds,
        )
        context.abroad, context.named = talk.foreign, frozenset(talk.named)
        clocks = posts(document.text)
        narrative = Narrative([s for s, _ in seen], published)
        reader = standing = same = None
        if self.learned is not None and len(seen) > 1:
            learned = self.learned
            if not isinstance(learned, Learned):
                learned = load_learned(deep=self.analyst)
            pages = [s for s, _ in seen]
            reader = learned.on(talk, self.acts.lore, pages, self.kept)
            same = learned.merging(pages)
            if learned.status is not None:
                standing = StatusReader(learned.status, pages, self.cues, published, reader.hints)
        for s, mentions in seen:
            frames = self.matcher.frames(s) if self.matcher.may_match(s) else []
            parties = read_sentence(s, mentions, context)
            if reader is not None:
                reader.see(s, parties)
                frames = reader.frames(s, mentions, frames)
            sure = judge(s, self.cues)
            acts = self.acts.find(s, parties, frames)
            if not frames and not acts.any:
                rejections.append(_rejection(document, s, _Dropped("no trigger")))
                continue
            read = _Found(
                s, mentions, published, narrative, told, talk, sure, reader, standing, clocks
            )
            coded = self._sentence(document, read, frames, acts, context)
            kept = [d for d in coded if isinstance(d, Draft)]
            drafts += kept
            dropped = [d for d in coded if isinstance(d, _Dropped)]
            # One reason is enough where the sentence yielded something all the same.
            told_of = dropped if every_reason else [] if kept else dropped[:1]
            rejections += [_rejection(document, s, d) for d in told_of]
        title = (document.title or "").strip()
        headed = bool(title) and document.text.lstrip(" \n#").startswith(title)
        events, loose = merge(drafts, same, headed=headed)
        events = with_topics(events, [s for s, _ in seen], self.contexts)
        for event in loose:
            rejections.append(
                Rejection(
                    document.id,
                    "coding",
                    "points back to no event",
                    event.sentence,
                    (event.trigger,),
                )
            )
        rejections.sort(key=lambda r: (r.sentence or 0, r.reason))
        ordered = sorted(events, key=lambda e: (e.trigger.start, e.event_type, e.decided_by))
        named = tuple(_named(ordered, document.id))
        if not self.analyst:
            return Reading(document, named, tuple(rejections))
        found = [s for s, _ in seen], [m for _, m in seen]
        hints = () if reader is None else reader.hints
        scene = Scene(document, *found, context, named, talk.home, hints, narrative)
        findings = self.analyse(scene, learned=self.learned is not None)
        return Reading(document, named, tuple(rejections), **findings)

    def _states_in(self, name: str | None) -> tuple[str, ...]:
        """The states that a title or a source's name tells, by name, adjective or city."""
        words = [] if name is None else _WORD.findall(_TONGUE.sub("", name))
        told = (
            self.places.get(" ".join(words[k : k + n]))
            for k in range(len(words))
            for n in (3, 2, 1)
        )
        return tuple(dict.fromkeys(code for code in told if code is not None))

    def _brought(self, frame: Frame, modes: tuple[str, ...]) -> Iterator[str]:
        """The contexts that modes bring along, by the codebook."""
        for mode in self.codebook.event_type(frame.type).modes if modes else ():
            if mode.name in modes and mode.adds_context is not None:
                yield mode.adds_context

    def read_parties(
        self, doc: Doc, text: str
    ) -> Iterator[tuple[Sentence, list[Candidate], list[Frame]]]:
        """Each sentence of a parsed text with its parties and the frames of the patterns."""
        context = DocumentContext(None, self.tables)
        for s in sentences(doc, text):
            frames = self.matcher.frames(s) if self.matcher.may_match(s) else []
            yield (
                s,
                candidates(s, read_sentence(s, self.finder.find(s, context.era), context)),
                frames,
            )

    def deciding_by(self, acts: ActFinder) -> Coder:
        """The same coder with other models where the patterns are silent."""
        other = copy.copy(self)
        other.acts = acts
        return other

    def events_only(self) -> Coder:
        """The same coder without claims, incidents, hypotheses, stakes and signals."""
        if self._nlp is None:
            _ = self.nlp  # loaded once, for both
        other = copy.copy(self)
        other.analyst = False
        return other

    def rules_only(self) -> Coder:
        """The same coder without what annotated articles taught: faster, and it finds less."""
        other = copy.copy(self)
        other.learned = None
        return other

    # one sentence ----------------------------------------------------------------------------

    def _sentence(
        self,
        document: Document,
        read: _Found,
        frames: list[Frame],
        acts: Found,
        context: DocumentContext,
    ) -> list[Draft | _Dropped]:
        s = read.sentence
        resolve = _Resolver(self, read, context)
        triggers = [f.trigger for f in frames]

        def code(frame: Frame) -> Draft | _Dropped:
            # The tokens of the other acts: dates and numbers that stand with them are theirs.
            others = [t for t in triggers if t != frame.trigger and t not in frame.clauses]
            return self._event(document, frame, read, others, resolve)

        made: list[Draft | _Dropped] = []
        for frame in frames:
            made.append(one := code(frame))
            if isinstance(one, Draft):
                read.tell(one.event)
        if acts.candidates:
            spared = {k for f in frames for head, _ in f.spared for k in s.subtree(head)}
            weighed, silent = weigh(s, made, acts, self.acts, self.firm, self.retreats, spared)
            kept = [(f, d) for f, d in zip(frames, weighed, strict=True) if d is not None]
            for frame, act in silent:
                if read.reader is not None:
                    read.reader.weigh(s, frame)
                one = code(frame)
                known = [d.event for _, d in kept if isinstance(d, Draft)]
                if isinstance(one, Draft) and not any(tells(e, one.event) for e in known):
                    because = (*self.acts.because(act), *one.event.because)
                    kept.append((frame, replace(one, event=replace(one.event, because=because))))
                    read.tell(one.event)
            frames, made = [f for f, _ in kept], [d for _, d in kept]
        made = _once(s, frames, made)
        if not any(isinstance(one, Draft) for one in made):
            return made
        return _counted(s, frames, made, find_quantities(s, dates=read.dates))

    def _unlikely(self, talk: Discussion, frame: Frame, actors: Parties, goals: Parties) -> bool:
        """Whether a model's act, of which no pattern tells, is against the odds of its text.

        The models look at sentences; a text about two states makes an act between others, or
        with nobody known, less likely than its sentence does.
        """
        if frame.by != MODEL or not talk.main:
            return False
        if not _known(goals) and not any(p.sector for p in goals):
            return True
        return round(frame.confidence, 2) < OFF_TOPIC and talk.off_topic(actors, goals)

    def _event(
        self,
        document: Document,
        frame: Frame,
        found: _Found,
        others: Sequence[int],
        resolve: Resolve,
    ) -> Draft | _Dropped:
        s = found.sentence
        trigger = s.span(frame.trigger, frame.last)
        if self.mishaps.tell(s, frame):
            return _Dropped(MISHAP, trigger, frame.rule)
        actors, recipients = _sides(s, frame, resolve)
        if frame.echo is not None:
            again = echoed(frame.echo, s, actors, found.told)
            if again is None:
                return _Dropped("repeats no act", trigger, frame.rule)
            frame = replace(frame, type=again[0].event_type, mode=again[0].event_mode)
            recipients = again[1]
            if found.sure(frame).status in ("negated", "hypothetical"):
                return _Dropped("repeats no act", trigger, frame.rule)
        if frame.echo is not None and s.tags[frame.trigger] == "VB" and not _did(s, frame.trigger):
            return _Dropped("repeats no act", trigger, frame.rule)  # "wants B to do the same"
        if not actors and not frame.actors and not frame.nominal:
            actors = _announcers(s, frame, found.sure(frame), recipients, resolve, self.cues)
        if not actors and frame.type == "THREATEN" and not frame.nominal:
            actors = _speakers(found.sure(frame), recipients, resolve)
        actors, recipients, added = found.talk.supplied(s, frame, actors, recipients, found.told)
        recipients = _blamed(frame, recipients, resolve, found.told)
        likely, by = KNOWN, frame.by
        reader = found.reader
        decides = reader is not None and reader.decides(s, frame)
        reason = _missing(frame, actors, recipients)
        if reason == NO_RECIPIENT and found.talk.enough(frame, actors):
            reason = None
        if reason is None and _assents(s, frame, actors, recipients):
            reason = ASSENT
        if reason == NO_ACTOR and found.talk.charged(s, frame, recipients):
            reason = None
        if (
            reason is None
            and added
            and frame.nominal
            and _told_here(frame, actors, recipients, found)
        ):
            reason = TOLD_HERE
        if reason is None and self._unlikely(found.talk, frame, actors, recipients):
            reason = UNLIKELY
        whole = reason is None and frame.by != READER
        if reader is not None and decides and reader.fills(frame, reason is None, reason in _OPEN):
            actors, recipients, likely = reader.sides(s, frame, actors, recipients)
            by = READER
            added = any(not s.holds(p.span) for p in (*actors, *recipients))
            reason = _missing(frame, actors, recipients)
            if reason in _ONE_SIDED:
                reason = None  # one side is enough where the models say how likely the act is
        elif reader is not None and decides and whole:
            ruled = actors, recipients
            actors, recipients, likely = reader.mended(s, frame, actors, recipients)
            if (actors, recipients) != ruled:
                by = READER
        recipients = _blamed(frame, recipients, resolve, found.told)
        if reason is not None:
            return _Dropped(reason, trigger, frame.rule)
        sure = found.sure(frame)
        status, says = _whose_word(sure, frame.type, actors, s, resolve)
        taken = {k for p in (*actors, *recipients) for k in _tokens(s, p.span)}
        confidence, because = frame.confidence, frame.because
        if reader is not None and decides:
            sides = actors, recipients, likely
            trust = reader.trust(s, frame, *sides, status=status, passing=sure.passing, whole=whole)
            if trust < reader.enough(frame, whole):
                return _Dropped(UNLIKELY, trigger, frame.rule)
            if by == READER:
                confidence, because = trust, (*frame.because, *reader.because(s, frame))
        place = place_of(s, frame, found.mentions, taken, self.gazetteer)
        nouns = self.patterns.nouns
        when = date_of(s, frame, found.dates, others, found.told, nouns, found.narrative)
        if when is None and status in ("asserted", "attributed"):
            when = of_the_hour(s, frame, found.posts, found.published)
        if when is not None and _yet_to_come(when, status, found.published):
            when = None
        settled: Settled | None = Settled(status, says)
        if found.standing is not None and not frame.anaphor:
            trusted = confidence if by == READER else None
            told = Ruled(frame, sure, status, says, actors, recipients, when, trusted)
            settled = found.standing.settle(s, told, resolve)
        if settled is None:
            return _Dropped(NO_ACT, trigger, frame.rule)
        modes = modes_of(s, frame, self.modes, _company(actors, recipients, place))
        cameo = cameo_of(self.codebook, frame, modes)
        event = Event(
            event_type=frame.type,
            event_mode=modes,
            context=contexts_of(s, self.contexts, (*frame.context, *self._brought(frame, modes))),
            cameo=cameo,
            quad_class=self.codebook.quad_class(frame.type),
            plover_score=self.codebook.plover_score(frame.type, modes or None),
            goldstein=self.codebook.goldstein(cameo),
            actor=actors,
            recipient=recipients,
            date=when,
            place=place,
            status=settled.status,
            historical=_historical(
                s, frame, when, sure, settled.status, found.published, self.cues
            ),
            attributed_to=settled.says,
            doc_id=document.id,
            mentions=(Mention(trigger, s.evidence, s.number),),
            decided_by=f"{by}:{frame.rule}" + (IN_PASSING if sure.passing else ""),
            confidence=round(confidence, 2),
            because=(*because, *settled.because, *([(SUPPLIED, 0.0)] if added else ())),
        )
        return Draft(event, frame.anaphor, status)


def _yet_to_come(when: EventDate, status: str, published: datetime.date | None) -> bool:
    """Whether a day counted from another act's would be behind the paper, of what is done already.

    "Restored four months after the historic meeting", where the text dates only another meeting.
    """
    if published is None or when.basis != "linked" or status not in ("asserted", "attributed"):
        return False
    return when.start > published.isoformat()


def _places(tables: ActorTables) -> dict[str, str]:
    """The states by their names, adjectives and cities as written."""
    out: dict[str, str] = {}
    for entry in tables.entries:
        if entry.kind in NATION_KINDS and entry.country in tables.states:
            out.setdefault(entry.alias, entry.country or "")
    for city in tables.cities:
        if city.country is not None:
            for alias in (city.name, *city.aliases):
                out.setdefault(alias, city.country)
    return out


def _once(
    s: Sentence, frames: Sequence[Frame], made: Sequence[Draft | _Dropped]
) -> list[Draft | _Dropped]:
    """The drafts without guesses of an act that the word they govern tells: "ordered the arrest".

    A guess is what a model tells of a word that no rule knows there.
    """
    out = list(made)
    for k, one in enumerate(made):
        if not isinstance(one, Draft) or not _guess(one):
            continue
        at = frames[k].trigger
        for frame, other in zip(frames, made, strict=True):
            if not isinstance(other, Draft) or other is one or _guess(other):
                continue
            below = frame.trigger == at or (
                s.heads[frame.trigger] == at and s.deps[frame.trigger] in _GOVERNED
            )
            if below and other.event.event_type == one.event.event_type and _same_doers(one, other):
                out[k] = _Dropped(TOLD_HERE, s.span(at, at), frames[k].rule)
                break
    return out


def _guess(draft: Draft) -> bool:
    return draft.event.decided_by.startswith((READER, MODEL))


_GOVERNED = frozenset(("obj", "xcomp", "ccomp", "nsubj:pass"))


def _same_doers(one: Draft, other: Draft) -> bool:
    mine, theirs = ({p.country for p in d.event.actor if p.country} for d in (one, other))
    return not mine or not theirs or bool(mine & theirs)


def _counted(
    s: Sentence,
    frames: Sequence[Frame],
    made: Sequence[Draft | _Dropped],
    quantities: Sequence[QuantityMention],
) -> list[Draft | _Dropped]:
    """The drafts with their quantities; a frame that became no event keeps no number for itself."""
    kept = {f.trigger for f, d in zip(frames, made, strict=True) if isinstance(d, Draft)}
    out: list[Draft | _Dropped] = []
    for frame, draft in zip(frames, made, strict=True):
        if isinstance(draft, Draft):
            away = kept - {frame.trigger, *frame.clauses}
            found = quantities_for(s, frame.trigger, quantities, others=away)
            if found:
                draft = replace(draft, event=replace(draft.event, quantities=found))
        out.append(draft)
    return out


def _data_digest() -> str:
    """Eight hex digits of all patterns, cues, dates, quantities, actor tables, learned weights."""
    total = hashlib.sha256()
    room = Path(str(resources.files("detente.coding")))
    states = Path(str(resources.files("detente.codebook"))).glob("data/state*")
    learned = [*room.glob("data/*.tsv"), *room.glob("**/learned/data/**/*")]
    rules = room.glob("data/**/*.toml")
    for path in sorted([*rules, *learned, *room.glob("actors/data/*"), *states]):
        if path.is_file():
            total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:8]


def _day(date: str | None) -> datetime.date | None:
    return None if date is None else datetime.date.fromisoformat(date[:10])


def _named(events: Iterable[Event], doc_id: str) -> Iterator[Event]:
    """Events with their ids: document, type and place of the first trigger."""
    seen: dict[str, int] = {}
    for event in events:
        key = digest(
            doc_id, event.event_type, str(event.trigger.start), event.status, event.decided_by
        )
        n = seen[key] = seen.get(key, 0) + 1
        yield replace(event, id=key if n == 1 else digest(key, str(n)))


def _rejection(document: Document, s: Sentence, dropped: _Dropped) -> Rejection:
    span = dropped.span or s.evidence
    return Rejection(
        document.id, "coding", dropped.reason, s.number, (span,), detail=dropped.detail
    )


def _known(parties: Iterable[Party]) -> bool:
    for p in parties:
        if p.country is not None or (p.id is not None and p.id.startswith(REGION)):
            return True
    return False


def _political(actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> bool:
    """Whether both sides are told and one of them is of politics, though no country is named."""
    if not actors or not recipients:
        return False
    return any(POLITICAL.intersection(p.sector) for p in (*actors, *recipients))


def _did(s: Sentence, i: int) -> bool:
    """Whether an infinitive says that something was done: "did follow suit"."""
    return any(s.lower[j] in ("did", "do", "does") for j in s.each(i, "aux"))


def _told_here(frame: Frame, actors: Parties, recipients: Parties, found: _Found) -> bool:
    """Whether an act's noun, its sides from the text around, repeats its sentence's own verb."""
    sides = {p.country for p in actors}, {p.country for p in recipients}
    return any(
        e.event_type == frame.type
        and ({p.country for p in e.actor}, {p.country for p in e.recipient}) == sides
        for e in reversed(found.told)
        if e.sentence == found.sentence.number
    )


def _unique(parties: Iterable[Party]) -> tuple[Party, ...]:
    out: dict[tuple[str | None, str, tuple[str, ...]], Party] = {}
    for p in parties:
        out.setdefault((p.country, p.name, p.sector), p)
    return tuple(out.values())


def _sides(
    s: Sentence, frame: Frame, resolve: Resolve
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and recipients of a frame; reciprocal acts have all their parties as actors."""
    actors = _first(frame.actors, resolve)
    if frame.reciprocal:
        everyone: list[Party] = list(actors)
        for filler in frame.recipients:
            for p in resolve(filler):
                if p.country is None and len(everyone) > 1:
                    continue
                if not any(_same(p, q) for q in everyone):
                    everyone.append(p)
        return _unique(everyone), ()
    recipients = _first(frame.recipients, resolve)
    if not _known(recipients) and frame.type in _SOMEWHERE:
        recipients = _located(s, frame, resolve) or recipients
    recipients = tuple(r for r in recipients if not any(_same(r, a) for a in actors))
    if not recipients and frame.type in ("ACCUSE", "SUPPORT"):
        recipients = _whose_doing(s, frame, actors, resolve)
    if "visit" in frame.mode:
        # "At A's invitation B visited A": who is at home does not visit.
        hosts = {r.country for r in recipients}
        actors = tuple(a for a in actors if a.country not in hosts) or actors
    return _unique(actors), _unique(recipients)


def _whose_doing(s: Sentence, frame: Frame, actors: Parties, resolve: Resolve) -> Parties:
    """Whom "criticised what Cuba did" is said of; not "condemned what it called a massacre"."""
    for what in s.each(frame.trigger, "obj", "ccomp"):
        if s.lower[what] != "what" and "what" not in (s.lower[j] for j in s.children[what]):
            continue
        for clause in (what, *s.each(what, "acl:relcl", "acl")):
            doer = s.child(clause, "nsubj")
            parties = () if doer is None else resolve((doer, "np"))
            if _known(parties) and not any(p.country == a.country for p in parties for a in actors):
                return parties
    return ()


def _blamed(frame: Frame, recipients: Parties, resolve: Resolve, told: Sequence[Event]) -> Parties:
    """The recipients of an act without those hit by what it condemns.

    "Russia condemned the attack on the Turkish consulate" is said to the attackers: those of an
    attack on the same state that was told before, where one was.
    """
    if not frame.spared:
        return recipients
    hit = {p.country for f in frame.spared for p in resolve(f) if p.country is not None}
    hit -= {p.country for f in frame.recipients for p in resolve(f)}
    kept = tuple(p for p in recipients if p.country not in hit)
    if kept:
        return kept
    attacks = (e for e in reversed(told) if e.event_type in FORCE)
    same = (e for e in attacks if any(p.country in hit for p in e.recipient))
    return next((e.actor for e in same), ())


# Organisations of states: what one of them holds by itself, its members hold together.
_BODIES = frozenset(("IGO", "UNO", "EUR"))


def _company(
    actors: tuple[Party, ...], recipients: tuple[Party, ...], place: Place | None
) -> Company:
    """Who takes part in an act, for the modes that ask (third-party, multilateral)."""
    codes = {p.country for p in (*actors, *recipients) if p.country is not None}
    at = None if place is None else place.country
    alone = len(codes) == 1 and not codes.isdisjoint(_BODIES)
    return Company(len(codes), alone, at is not None and at not in codes)


# Acts done to people and things, which are somewhere.
_SOMEWHERE = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "AID", "RETREAT", "CONCEDE", "SANCTION"))


def _located(s: Sentence, frame: Frame, resolve: Resolve) -> tuple[Party, ...]:
    """The state in which the act's nameless object is: "a camp in X", "a village of X"."""
    for head, how in frame.recipients:
        if how != "np":
            continue
        # "worshippers at a mosque in X": two phrases deep.
        near = [k for k in s.children[head] if s.deps[k] == "nmod"]
        near += [
            k
            for j in near
            for k in s.children[j]
            if s.deps[k] == "nmod" and case_of(s, j) in ("at", "in") and case_of(s, k) == "in"
        ]
        for k in near:
            if any(
                s.deps[c] == "case" and s.lower[c] in ("in", "near", "of", "from", "inside")
                for c in s.children[k]
            ):
                parties = resolve((k, "np"))
                if _known(parties):
                    return parties
    return ()


def _first(fillers: list[Filler], resolve: Resolve) -> tuple[Party, ...]:
    """The first filler that names somebody of known country, else the first that names anybody."""
    fallback: tuple[Party, ...] = ()
    for filler in fillers:
        parties = resolve(filler)
        if _known(parties):
            return parties
        if parties and not fallback:
            fallback = parties
    return fallback


def _announcers(
    s: Sentence,
    frame: Frame,
    sure: Certainty,
    recipients: tuple[Party, ...],
    resolve: Resolve,
    cues: Mapping[str, frozenset[str]],
) -> tuple[Party, ...]:
    """Who announces an act that has no doer in its own clause: his side does it."""
    for head in sure.speakers:
        verb = s.heads[head]
        near = [verb, *(j for j in s.children[verb] if s.deps[j] == "parataxis")]
        if verb < 0 or not any(s.lemmas[j] in cues["announcing"] for j in near):
            continue
        parties = resolve((head, "np"))
        if _known(parties) and not any(_same(p, r) for p in parties for r in recipients):
            return parties
    return ()


def _speakers(sure: Certainty, recipients: Parties, resolve: Resolve) -> Parties:
    """Who threatens by saying that others "will pay the price"."""
    for head in sure.speakers:
        parties = resolve((head, "np"))
        if _known(parties) and not any(_same(p, r) for p in parties for r in recipients):
            return parties
    return ()


def _same(p: Party, q: Party) -> bool:
    if p.span == q.span:
        # "Both leaders" are two on one span.
        return p.country == q.country or p.country is None or q.country is None
    return p.country == q.country and (p.name == q.name or (p.id is not None and p.id == q.id))


def _assents(s: Sentence, frame: Frame, actors: Parties, recipients: Parties) -> bool:
    """Whether a speaker is only of one mind with what was said: "We agree."."""
    i = frame.trigger
    if s.lemmas[i] not in _ASSENTING or recipients or len(actors) > 1:
        return False
    subject = s.child(i, "nsubj")
    said = s.child(i, "obj", "obl", "xcomp", "ccomp", "advcl")
    return said is None and subject is not None and s.lower[subject] in ("we", "i")


_ASSENTING = frozenset(("agree", "concur"))


def _missing(frame: Frame, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> str | None:
    """Why the frame is no event: which side it needs and lacks."""
    if frame.anaphor:
        return None
    if not actors and not recipients:
        return NOBODY
    if not _known(actors) and not _known(recipients) and not _political(actors, recipients):
        return NO_COUNTRY
    # "NATO leaders met": a body of several states meets within itself.
    several = any(p.country in SUPRA for p in actors)
    if frame.reciprocal and frame.needs == "both" and len(actors) < 2 and not several:
        return "no second party"
    if frame.reciprocal:
        # A meeting told of in passing needs two sides; one that is held may name its host only.
        alone = frame.nominal and frame.type == "CONSULT" and len(actors) < 2
        return "no second party" if alone else None
    if frame.needs in ("actor", "official actor", "both") and not actors:
        return NO_ACTOR
    if frame.needs == "official actor" and not any(p.country or p.sector for p in actors):
        # A composer's visits to England are no politics: who goes must stand for a country
        # or hold an office.
        return NO_OFFICE
    if frame.needs in ("recipient", "both") and not recipients:
        return NO_RECIPIENT
    return None


def _whose_word(
    sure: Certainty, event_type: str, actors: tuple[Party, ...], s: Sentence, resolve: Resolve
) -> tuple[Status, tuple[Attribution, ...]]:
    """Status and speakers: a party that announces its own act asserts it."""
    says = attributions(s, sure.speakers, resolve)
    home = {a.country for a in actors if a.country is not None}
    own = any(a.country in home for a in says)
    status = sure.status
    if status == "attributed" and own and not sure.doubted:
        return "asserted", ()
    if status == "negated" and says and (not own or event_type in _HARM):
        # That others say it did not happen settles nothing (RECORDS.md rule 4).
        return "denied", says
    if status in ("asserted", "negated"):
        return status, ()
    if status in ("planned", "hypothetical") and own:
        return status, ()
    return status, says


# What a state is blamed for: its own "we did not" is a denial.
_HARM = frozenset(("ASSAULT", "COERCE", "MOBILIZE"))


def _adjectives(
    s: Sentence, noun: int, mentions: list[ActorMention], regions: frozenset[str]
) -> tuple[Party, ...]:
    """Parties that a noun's own modifiers name: "the Russian embargo", "Western sanctions"."""
    inside = {
        j
        for j in s.children[noun]
        if s.deps[j] in ("amod", "compound", "nmod:desc", "nmod:unmarked", "flat")
    }
    for j in list(inside):
        inside |= {k for k in s.children[j] if s.deps[k] in ("conj", "amod", "compound", "flat")}
    out: list[Party] = []
    for m in mentions:
        region = m.country is None and m.name.lower() in regions
        if (m.country is not None or region) and any(m.first <= k <= m.last for k in inside):
            ident = f"{REGION}{m.name.lower()}" if region else m.id
            out.append(Party(m.name, m.country, m.sectors, ident, s.span(m.first, m.last)))
    return tuple(out)


def _whose(s: Sentence, head: int) -> int | None:
    """The noun that "whose" stands for before ``head``: "France, whose soldiers"."""
    if not any(s.lower[j] == "whose" and s.deps[j] == "nmod:poss" for j in s.children[head]):
        return None
    clause = next((k for k in s.ancestors(head) if s.deps[k] == "acl:relcl"), None)
    return None if clause is None else s.heads[clause]


def _tokens(s: Sentence, span: Span) -> list[int]:
    return [k for k in range(len(s)) if s.start[k] >= span.start and s.end[k] <= span.end]


def _historical(
    s: Sentence,
    frame: Frame,
    when: EventDate | None,
    sure: Certainty,
    status: Status,
    published: datetime.date | None,
    cues: Mapping[str, frozenset[str]],
) -> bool:
    """Whether the act is history or told as background (RECORDS.md rule 7)."""
    if when is not None:
        if published is None:
            return False
        ended = datetime.date.fromisoformat(when.end)
        return (published - ended).days > HISTORICAL_DAYS
    if status in ("planned", "hypothetical"):
        return False
    if any(s.lower[j] in cues["historical_words"] for j in s.children[frame.trigger]):
        return True
    # Background: an undated "after X did" that explains a lasting state ("have led", "had").
    if sure.background:
        head = next(iter(s.ancestors(frame.clauses[-1])), None)
        if head is not None and any(
            s.deps[j] == "aux" and s.lemmas[j] == "have" for j in s.children[head]
        ):
            return True
    had = any(
        s.deps[j] == "aux" and s.lower[j] == "had" for c in frame.clauses for j in s.children[c]
    )
    # "said it had done": the past of a past report is no background.
    reported = any(s.deps[c] in ("ccomp", "parataxis") for c in frame.clauses)
    return had and not reported
