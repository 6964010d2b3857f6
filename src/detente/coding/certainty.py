"""How sure the text is of an act, whose word it is, and whether it is background.

Comes in: a sentence, a frame and the cue lexicon (``data/cues.toml``, which names its sources:
FactBank, Sauri & Pustejovsky 2009). Goes out: a `Certainty`. The rules of RECORDS.md hold:
status belongs to the event, not to the speech act that reports it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from detente.coding.arguments import arguments
from detente.coding.match import Frame
from detente.coding.sentence import Sentence
from detente.errors import BadDataFile
from detente.records import Status

Words = frozenset[str]

_NEEDED = (
    "speech",
    "doubting",
    "factive",
    "speech_noun",
    "according",
    "reported_adverbs",
    "reported_adjectives",
    "suspected_adverbs",
    "suspected_adjectives",
    "planned_adjectives",
    "hypothetical_adjectives",
    "unreal_predicates",
    "presupposing",
    "announcing",
    "attempted_adjectives",
    "denied_adjectives",
    "negations",
    "negated_determiners",
    "planned_modals",
    "hypothetical_modals",
    "conditional_marks",
    "future_in_past",
    "background_marks",
    "historical_words",
)


@dataclass(frozen=True, slots=True)
class Certainty:
    """Status of an act, the tokens that head its speakers, whether the speakers only claim.

    ``background`` says that the act stands in a clause that explains the news; ``passing``
    that the sentence takes the act for granted rather than telling it ("after the downing of",
    "for shooting down"): without a date of its own it need not be of the day.
    """

    status: Status
    speakers: tuple[int, ...] = ()
    doubted: bool = False
    background: bool = False
    passing: bool = False


def load_cues(path: Path | None = None) -> Mapping[str, Words]:
    """Read the cue lexicon.

    Raises
    ------
    BadDataFile
        A list is missing or is no list of words.
    """
    file = path or Path(str(resources.files("detente.coding") / "data" / "cues.toml"))
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadDataFile(f"not valid TOML: {error}", file=file.name) from None
    for name in _NEEDED:
        if not isinstance(raw.get(name), list) or not all(isinstance(w, str) for w in raw[name]):
            raise BadDataFile(
                f"the list {name!r} is missing or holds something other than words",
                file=file.name,
                hint=f'add a line: {name} = ["..."]',
            )
    return {name: frozenset(words) for name, words in raw.items()}


# The stronger doubt wins: what the text denies itself is no plan, a plan is no report.
_ORDER: tuple[Status, ...] = (
    "negated",
    "denied",
    "hypothetical",
    "planned",
    "suspected",
    "attributed",
    "asserted",
)


def certainty(s: Sentence, frame: Frame, cues: Mapping[str, Words]) -> Certainty:
    """The certainty of a frame's act, from its own clause upwards."""
    found: set[Status] = set()
    speakers: list[int] = []
    doubted = False
    if frame.status is not None:
        found.add(frame.status)  # type: ignore[arg-type]
        if frame.speaker is not None:
            subject = arguments(s, frame.speaker).subject
            if subject is not None and frame.status in ("attributed", "denied", "suspected"):
                speakers.append(subject)
    if frame.nominal:
        local = _nominal(s, frame.trigger, cues)
        if local is not None:
            found.add(local)
        top = frame.trigger
        head = s.heads[top]
        if s.deps[top] == "nsubj" and head >= 0 and s.lemmas[head] in cues["unreal_predicates"]:
            found.add("hypothetical")
        presupposed = _definite(s, frame.trigger) or any(
            s.deps[j] == "case" and s.lower[j] in cues["presupposing"]
            for j in s.children[frame.trigger]
        )
    else:
        presupposed = False
        top = frame.clauses[0]
        for c in frame.clauses[1:] if frame.settled else frame.clauses:
            local = _clause(s, c, cues)
            if local is not None:
                found.add(local)
        top = frame.clauses[-1]
        if frame.trigger != top and s.pos[frame.trigger] == "NOUN":
            local = _nominal(s, frame.trigger, cues)
            if local is not None:
                found.add(local)
    background = False
    at = top
    # Climb out of the clause: who says it, under which condition, as whose plan.
    for up in s.ancestors(top):
        dep = s.deps[at]
        if dep == "advcl":
            mark = _mark(s, at)
            if mark in cues["conditional_marks"] and not presupposed:
                found.add("hypothetical")
            if mark in cues["background_marks"]:
                background = True
            elif not presupposed and mark == "to" and s.tags[at] == "VB":
                # A purpose ("to strengthen ties") is no deed yet.
                found.add("planned")
        elif dep in ("ccomp", "acl", "parataxis", "xcomp") and not presupposed:
            lemma = s.lemmas[up]
            if s.pos[up] == "VERB" and lemma in cues["speech"] and dep != "xcomp":
                if lemma not in cues["factive"] or _clause(s, up, cues) is not None:
                    found.add("attributed")
                doubted = doubted or lemma in cues["doubting"]
                args = arguments(s, up)
                speaker = args.agent if args.passive else args.subject
                if speaker is not None:
                    speakers.append(speaker)
                local = _clause(s, up, cues)
                if local == "negated" and lemma in cues["doubting"]:
                    found.add("negated")
            elif s.pos[up] == "VERB" and lemma in cues["speech"] and dep == "xcomp":
                args = arguments(s, up)
                if args.passive:
                    found.add("attributed")
            elif dep == "acl" and lemma in cues["speech_noun"]:
                found.add("attributed")
        elif dep == "acl:relcl" or (dep == "conj" and presupposed):
            pass
        if s.deps[up] == "root" or s.pos[up] in ("VERB", "AUX"):
            for j in s.children[up]:
                if s.deps[j] == "parataxis" and j != at and s.lemmas[j] in cues["speech"]:
                    _said(s, j, presupposed or s.lemmas[j] in cues["factive"], found, speakers)
        if frame.nominal and not presupposed and s.pos[up] in ("VERB", "AUX"):
            local = _clause(s, up, cues)
            if local is not None:
                found.add(local)
        at = up
    for c in dict.fromkeys((*frame.clauses, top, s.root)):
        said = _according(s, c, cues)
        if said is not None:
            found.add("attributed")
            speakers.append(said)
        for j in s.children[c]:
            if s.deps[j] == "parataxis" and s.lemmas[j] in cues["speech"]:
                _said(s, j, presupposed or s.lemmas[j] in cues["factive"], found, speakers)
    status: Status = next((x for x in _ORDER if x in found), "asserted")
    first = frame.clauses[0]
    gerund = s.tags[first] == "VBG" and any(
        s.deps[j] in ("mark", "case") for j in s.children[first]
    )
    passing = background or presupposed or gerund
    return Certainty(status, tuple(dict.fromkeys(speakers)), doubted, background, passing)


def _said(
    s: Sentence, verb: int, presupposed: bool, found: set[Status], speakers: list[int]
) -> None:
    """Takes in a trailing ", the ministry said"; what is presupposed stays a fact."""
    if not presupposed:
        found.add("attributed")
    subject = arguments(s, verb).subject
    if subject is None:
        # Parsers may give the speaker to the clause before the comma.
        late = [j for j in s.children[s.heads[verb]] if s.heads[verb] < j < verb]
        subject = next((j for j in late if s.deps[j].startswith("nsubj")), None)
    if subject is not None:
        speakers.append(subject)


def _mark(s: Sentence, i: int) -> str:
    for j in s.children[i]:
        if s.deps[j] in ("mark", "advmod") and s.lower[j] in _MARKS:
            return s.lower[j]
    return ""


_MARKS = frozenset(
    [
        "if",
        "unless",
        "whether",
        "lest",
        "after",
        "since",
        "when",
        "before",
        "following",
        "because",
        "as",
        "until",
        "to",
        "so",
        "that",
        "while",
        "though",
        "although",
        "once",
    ]
)


def _clause(s: Sentence, i: int, cues: Mapping[str, Words]) -> Status | None:
    """Tense, modality and negation of one predicate's own clause."""
    negated = planned = hypothetical = reported = suspected = False
    going = False
    for j in s.children[i]:
        word, dep = s.lower[j], s.deps[j]
        if dep in ("advmod", "det") and word in cues["negations"]:
            negated = True
        elif dep == "aux":
            if word in cues["planned_modals"]:
                planned = True
            elif word in cues["hypothetical_modals"]:
                if word in cues["future_in_past"] and _under_past_speech(s, i, cues):
                    planned = True
                else:
                    hypothetical = True
            elif word == "going":
                going = True
        elif dep == "advmod" and word in cues["reported_adverbs"]:
            reported = True
        elif dep == "advmod" and word in cues["suspected_adverbs"]:
            suspected = True
        elif (
            dep in ("nsubj", "nsubj:pass", "obj")
            and (
                word in cues["negations"]
                or any(
                    s.deps[k] == "det" and s.lower[k] in cues["negated_determiners"]
                    for k in s.children[j]
                )
            )
        ) or (dep == "mark" and word == "without"):
            negated = True
    head = s.heads[i]
    if s.deps[i] == "conj" and head >= 0 and s.tags[i] == "VB":
        # "will visit Moscow and meet": the auxiliary of the first conjunct holds for the second.
        return _clause(s, head, cues)
    if negated:
        return "negated"
    if hypothetical:
        return "hypothetical"
    if planned or going:
        return "planned"
    if suspected:
        return "suspected"
    if reported:
        return "attributed"
    # "has yet to act" has not; "has to act" may not have.
    if s.deps[i] == "xcomp" and head >= 0 and s.lemmas[head] == "have":
        yet = any(s.lower[j] == "yet" for k in (i, head) for j in s.children[k])
        return "negated" if yet else "hypothetical"
    # "is to meet", "are due to": an infinitive under a bare copula.
    if s.deps[i] == "xcomp" and head >= 0 and s.lemmas[head] in ("be", "go"):
        return "planned"
    return None


def _under_past_speech(s: Sentence, i: int, cues: Mapping[str, Words]) -> bool:
    at = i
    for up in s.ancestors(i):
        if s.deps[at] in ("ccomp", "parataxis") and s.lemmas[up] in cues["speech"]:
            return s.tags[up] in ("VBD", "VBN")
        if s.deps[at] not in ("ccomp", "xcomp", "conj"):
            break
        at = up
    return any(
        s.deps[j] == "parataxis" and s.lemmas[j] in cues["speech"]
        for up in (i, *s.ancestors(i))
        for j in s.children[up]
    )


def _nominal(s: Sentence, i: int, cues: Mapping[str, Words]) -> Status | None:
    """What the modifiers of an event noun say of it."""
    for j in s.children[i]:
        if s.deps[j] not in ("amod", "advmod", "det", "compound", "nmod:desc"):
            continue
        word = s.lower[j]
        if s.deps[j] == "det":
            if word in cues["negated_determiners"]:
                return "negated"
        elif word in cues["planned_adjectives"]:
            return "planned"
        elif word in cues["suspected_adjectives"]:
            return "suspected"
        elif word in cues["reported_adjectives"] or word in cues["reported_adverbs"]:
            return "attributed"
        elif word in cues["hypothetical_adjectives"] or word in cues["attempted_adjectives"]:
            return "hypothetical"
        elif word in cues["denied_adjectives"]:
            return "denied"
    return None


def _definite(s: Sentence, i: int) -> bool:
    """Whether the noun phrase takes its act for granted ("the killing of", "Russia's embargo")."""
    for j in s.children[i]:
        if s.deps[j] == "nmod:poss":
            return True
        if s.deps[j] == "det":
            return s.lower[j] in ("the", "this", "that", "these", "those")
    return False


def _according(s: Sentence, i: int, cues: Mapping[str, Words]) -> int | None:
    for j in s.children[i]:
        if s.deps[j] in ("obl", "nmod", "advcl", "advmod"):
            for k in s.children[j]:
                if s.deps[k] in ("case", "mark", "fixed") and s.lemmas[k] in (
                    *cues["according"],
                    "accord",
                ):
                    return j
            if s.lower[j] in cues["according"]:
                return next((k for k in s.children[j] if s.deps[k] in ("obl", "nmod")), j)
    return None
