"""How sure the text is of an act, whose word it is, and whether it is background.

Comes in: a sentence, a frame and the cue lexicon (``data/cues.toml``, which names its sources:
FactBank, Sauri & Pustejovsky 2009; PragBank, de Marneffe, Manning & Potts 2012). Goes out: a
`Certainty`. The rules of RECORDS.md hold: status belongs to the event, not to the speech act
that reports it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from detente.coding.arguments import arguments, possessor
from detente.coding.match import Filler, Frame
from detente.coding.sentence import Sentence
from detente.errors import BadDataFile
from detente.records import Attribution, Party, Status

Words = frozenset[str]
# The parties that a place in a sentence names.
Resolve = Callable[[Filler], tuple[Party, ...]]

_NEEDED = (
    "speech",
    "doubting",
    "factive",
    "speech_noun",
    "hearsay",
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
    "denying",
    "feared",
    "neg_raising",
    "quoting",
    "as_saying",
    "view_nouns",
    "true_predicates",
    "false_predicates",
    "open_predicates",
    "denied_adjectives",
    "negations",
    "negated_determiners",
    "negated_marks",
    "proving",
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


@lru_cache(maxsize=1)
def shipped_cues() -> Mapping[str, Words]:
    """The shipped cue lexicon, read once a process."""
    return load_cues()


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
    judge = _Judge(s, frame, cues)
    top, presupposed = judge.act()
    judge.climb(top, presupposed)
    judge.sources(top, presupposed)
    if asked(s, frame.trigger):
        judge.found.add("hypothetical")
    status: Status = next((x for x in _ORDER if x in judge.found), "asserted")
    first = frame.clauses[0]
    gerund = s.tags[first] == "VBG" and any(
        s.deps[j] in ("mark", "case") for j in s.children[first]
    )
    # "The pilot killed after his bomber was hit was buried": who somebody is, not the news.
    participle = s.tags[first] == "VBN" and s.deps[first] == "acl"
    passing = judge.background or presupposed or gerund or participle
    speakers = tuple(dict.fromkeys(judge.speakers))
    return Certainty(status, speakers, judge.doubted, judge.background, passing)


# How sure a sentence is of one of its frames.
Judge = Callable[[Frame], Certainty]


def judge(s: Sentence, cues: Mapping[str, Words]) -> Judge:
    """`certainty` for the frames of one sentence, worked out at the first asking."""
    judged: dict[int, tuple[Frame, Certainty]] = {}

    def sure(frame: Frame) -> Certainty:
        held = judged.get(id(frame))
        if held is None:
            # With the frame: as long as it is held no other has its number.
            held = judged[id(frame)] = (frame, certainty(s, frame, cues))
        return held[1]

    return sure


def attributions(s: Sentence, speakers: Iterable[int], resolve: Resolve) -> tuple[Attribution, ...]:
    """Who the speakers are, by the tokens that head them; whom no table knows, as written."""
    out: list[Attribution] = []
    for head in speakers:
        parties = resolve((head, "np"))
        out += [Attribution(p.name, p.country, p.span) for p in parties]
        if not parties:
            tokens = [k for k in s.subtree(head) if s.deps[k] != "punct"]
            span = s.span(tokens[0], tokens[-1])
            out.append(Attribution(span.text, None, span))
    return tuple(out)


_COMPLEMENTS = frozenset(("ccomp", "acl", "parataxis", "xcomp", "csubj", "csubj:pass"))


_BEHIND = frozenset(("after", "since"))


def _has_it(s: Sentence, verb: int) -> bool:
    """Whether a "have" is that of "rumour has it that"."""
    return any(s.lower[j] == "it" and s.deps[j] in ("obj", "expl") for j in s.children[verb])


def _full(s: Sentence, i: int) -> bool:
    """Whether "that" takes no part in its clause: "allegations that it had poisoned him"."""
    objects = [j for j in s.children[i] if s.deps[j] == "obj"]
    subject = any(s.deps[j].startswith("nsubj") and s.lower[j] != "that" for j in s.children[i])
    return subject and len(objects) > 1 and s.lower[objects[0]] == "that"


class _Judge:
    """What is found on the way up from one act; made and used up by `certainty`."""

    def __init__(self, s: Sentence, frame: Frame, cues: Mapping[str, Words]) -> None:
        self.s = s
        self.frame = frame
        self.cues = cues
        self.found: set[Status] = set()
        self.speakers: list[int] = []
        self.doubted = False
        self.background = False

    def act(self) -> tuple[int, bool]:
        """Takes in the act's own clause; its topmost predicate, and whether it is presupposed."""
        s, frame, cues = self.s, self.frame, self.cues
        settled: set[int] = set()
        if frame.status is not None:
            settled = self.governed(frame.status)
        if frame.nominal:
            local = _nominal(s, frame.trigger, cues)
            if local is not None:
                self.found.add(local)
            head = s.heads[frame.trigger]
            subject = s.deps[frame.trigger] == "nsubj" and head >= 0
            if subject and s.lemmas[head] in cues["unreal_predicates"]:
                self.found.add("hypothetical")
            presupposed = _definite(s, frame.trigger) or any(
                s.deps[j] == "case" and s.lower[j] in cues["presupposing"]
                for j in s.children[frame.trigger]
            )
            return frame.trigger, presupposed
        for c in frame.clauses[1:] if frame.settled else frame.clauses:
            local = None if c in settled else clause_status(s, c, cues)
            if local is not None:
                self.found.add(local)
        top = frame.clauses[-1]
        if frame.trigger != top and s.pos[frame.trigger] == "NOUN":
            local = _nominal(s, frame.trigger, cues)
            if local is not None:
                self.found.add(local)
        return top, False

    def governed(self, status: str) -> set[int]:
        """Takes in the operator above the act (deny, suspect, fear); predicates done with."""
        s, cues, frame = self.s, self.cues, self.frame
        by = frame.speaker
        if by is None:
            self.found.add(status)  # type: ignore[arg-type]
            return set()
        subject = arguments(s, by).subject if s.tags[by].startswith("VB") else possessor(s, by)
        if subject is not None and s.lower[subject] in cues["negations"]:
            subject = None
        held = subject is not None and not s.tags[by].startswith("VB")
        if subject is not None and (held or status != "planned"):
            self.speakers.append(subject)
        negated = clause_status(s, by, cues) == "negated"
        if not negated:
            self.found.add(status)  # type: ignore[arg-type]
            return set()
        # Not to deny leaves the other's word; not to fear leaves the act open.
        if status == "denied":
            self.found.add("attributed")
            self.doubted = True
            return {by}
        if status == "hypothetical" and s.lemmas[by] in cues["feared"]:
            self.found.add("hypothetical")
            return {by}
        self.found.add(status)  # type: ignore[arg-type]
        return set()

    def climb(self, top: int, presupposed: bool) -> None:
        """Out of the clause: who says it, under which condition, as whose plan."""
        s, cues = self.s, self.cues
        at = top
        aside = presupposed
        for up in s.ancestors(top):
            dep = s.deps[at]
            if dep == "parataxis" and _parted(s, up, at):
                return  # what a semicolon parts stands by itself
            mark = _mark(s, at)
            if dep in ("ccomp", "csubj", "advcl", "acl") and mark in ("whether", "if"):
                if not presupposed:
                    self.found.add("hypothetical")
            elif dep == "advcl":
                self.adverbial(at, up, mark, presupposed)
                # "To prepare it, three days after they met": what had been done is no purpose.
                presupposed = presupposed or (mark in _BEHIND and s.tags[at] == "VBD")
            elif dep in _COMPLEMENTS and not presupposed:
                self.embedded(up, dep)
            elif dep == "acl:relcl" and not presupposed and _full(s, at):
                self.embedded(up, "acl")
            # "They think that it was for Gebrev, who sold arms": that he did the text says itself.
            presupposed = presupposed or added(s, at)
            if s.deps[up] == "root" or s.pos[up] in ("VERB", "AUX"):
                for j in s.children[up]:
                    if j != at and _trails(s, top, j, cues):
                        self.doubted = self.doubted or s.lemmas[j] in cues["doubting"]
                        taken = aside or s.lemmas[j] in cues["factive"]
                        _said(s, j, taken, self.found, self.speakers)
            if self.frame.nominal and not presupposed and s.pos[up] in ("VERB", "AUX"):
                local = clause_status(s, up, cues)
                if local is not None:
                    self.found.add(local)
            at = up

    def adverbial(self, at: int, up: int, mark: str, presupposed: bool) -> None:
        """An adverbial clause on the way up: condition, background, purpose."""
        s, cues = self.s, self.cues
        if mark in cues["conditional_marks"] and not presupposed:
            self.found.add("hypothetical")
        if s.tags[at] == "VBG" and mark == "as" and s.lemmas[up] in cues["quoting"]:
            return  # "quoted X as saying": the quotation is the news
        if mark in cues["background_marks"]:
            self.background = True
        elif not presupposed and mark == "to" and s.tags[at] == "VB":
            # A purpose ("to strengthen ties") is no deed yet.
            self.found.add("planned")

    def embedded(self, up: int, dep: str) -> None:
        """The predicate above a complement clause: speech, belief, truth, a noun of saying."""
        s, cues = self.s, self.cues
        lemma = s.lemmas[up]
        noun = s.pos[up] in ("NOUN", "PROPN") or s.deps[up] in ("obj", "nsubj", "nsubj:pass")
        if noun and (lemma in cues["speech_noun"]):
            self.told_by_noun(up)
        elif s.pos[up] == "ADJ" or s.child(up, "cop") is not None:
            self.judged_true(up, lemma)
        elif lemma == "have" and s.deps[up] != "aux" and _has_it(s, up):
            self.found.add("attributed")  # "rumour has it that"
            self.doubted = True
        elif s.pos[up] == "VERB" and lemma in cues["speech"]:
            if dep == "csubj:pass":
                self.found.add("attributed")  # "it is alleged that"
                return
            args = arguments(s, up)
            local = clause_status(s, up, cues)
            if dep == "xcomp":
                if args.passive:
                    self.found.add("negated" if local == "negated" else "attributed")
                return
            if lemma not in cues["factive"] or local is not None:
                self.found.add("attributed")
            self.doubted = self.doubted or lemma in cues["doubting"] or local is not None
            speaker = args.agent if args.passive else args.subject
            head = s.heads[up]
            if s.deps[up] == "advcl" and head >= 0 and s.lemmas[head] in cues["quoting"]:
                quoted = arguments(s, head).object
                speaker = speaker if quoted is None else quoted
            if local == "negated" and lemma in cues["neg_raising"]:
                self.found.add("negated")
            elif local == "negated" and lemma not in cues["factive"]:
                self.found.add("hypothetical")
                return
            if speaker is not None and s.lower[speaker] not in cues["negations"]:
                self.speakers.append(speaker)

        elif lemma in cues["proving"] and clause_status(s, up, cues) == "negated":
            self.found.add("hypothetical")

    def told_by_noun(self, noun: int) -> None:
        """ "Reports that", "denied claims that", "Kyiv's claim that"."""
        s, cues = self.s, self.cues
        head = s.heads[noun]
        if s.deps[noun] == "obj" and head >= 0 and s.lemmas[head] in cues["denying"]:
            self.found.add("denied")
            subject = arguments(s, head).subject
            if subject is not None:
                self.speakers.append(subject)
            return
        self.found.add("attributed")
        owner = s.child(noun, "nmod:poss")
        if owner is not None:
            self.speakers.append(owner)

    def judged_true(self, up: int, lemma: str) -> None:
        """ "It is not true that", "it is unclear that", "it is likely that"."""
        s, cues = self.s, self.cues
        negated = any(s.lower[j] in cues["negations"] for j in s.children[up])
        if lemma in cues["false_predicates"] or (negated and lemma in cues["true_predicates"]):
            self.found.add("negated")
        elif lemma in cues["open_predicates"] or lemma in cues["unreal_predicates"]:
            self.found.add("hypothetical")
        elif clause_status(s, up, cues) in ("hypothetical", "planned"):
            self.found.add("hypothetical")  # "it would be a mistake for X to expel it"

    def sources(self, top: int, presupposed: bool) -> None:
        """Who is named as source beside the act: "according to X", a trailing "X said"."""
        s, cues = self.s, self.cues
        if _so_it_goes(s, cues):
            self.found.add("attributed")
            self.doubted = True
        for c in dict.fromkeys((*self.frame.clauses, top, s.root)):
            said = _according(s, c, cues)
            if said is not None and not _parted(s, said, top):
                self.found.add("attributed")
                self.speakers.append(said)
            # "The envoy, he claims, had asked": between commas parsers hang it on the subject.
            subjects = [n for n in s.children[c] if s.deps[n].startswith("nsubj")]
            for j in (*s.children[c], *(k for n in subjects for k in s.children[n])):
                if _trails(s, top, j, cues):
                    self.doubted = self.doubted or s.lemmas[j] in cues["doubting"]
                    taken = presupposed or s.lemmas[j] in cues["factive"]
                    _said(s, j, taken, self.found, self.speakers)


def _trails(s: Sentence, act: int, verb: int, cues: Mapping[str, Words]) -> bool:
    """Whether a verb is a trailing ", the ministry said" of what tells ``act``.

    "X accused Y; Z said it was not involved", "X offered an inquiry; Z did not reply" are not.
    """
    if s.lemmas[verb] not in cues["speech"]:
        return False
    if s.deps[verb] in ("parataxis", "advcl") and any(
        s.lower[j] == "so" and s.words[j - 1] in (",", ";")
        for j in s.children[verb]
        if 0 < j < verb
    ):
        return True  # "...; so the minister wrote"
    if s.deps[verb] != "parataxis" or _parted(s, verb, max(s.heads[verb], 0)):
        return False
    return not _parted(s, act, verb)


def _parted(s: Sentence, a: int, b: int) -> bool:
    """Whether a semicolon stands between two tokens."""
    return ";" in s.words[min(a, b) : max(a, b)]


def added(s: Sentence, i: int) -> bool:
    """Whether clause ``i`` says by the way who somebody is: ", whose men murdered eleven".

    What the sentence reports or doubts, it is not that; unless the words are quoted, or told as
    the past of what was said ("that it would punish Tbilisi, which had shelled them").
    """
    if s.deps[i] != "acl:relcl" or s.heads[i] < 0:
        return False
    inside = s.subtree(i)
    noun, first = s.heads[i], inside[0]
    relative = next((k for k in inside if s.lower[k] in _RELATIVE), None)
    if relative is None:
        # "a charge (that) India denied": the noun itself is put behind a comma.
        whole = next(k for k in s.subtree(noun) if s.pos[k] != "PUNCT")
        put = s.deps[noun] in ("appos", "parataxis") or s.lower[whole] in ("a", "an")
        if not put or whole < 1 or s.words[whole - 1] != ",":
            return False
    elif not (s.words[first] == "," or (first > 0 and s.words[first - 1] == ",")):
        return False
    if any(s.deps[j] == "aux" and s.lower[j] == "had" for j in s.children[i]):
        return False
    return s.words[:i].count('"') % 2 == 0 and s.words[:i].count("“") <= s.words[:i].count("”")


_RELATIVE = frozenset(("who", "whom", "whose", "which", "where"))


def _so_it_goes(s: Sentence, cues: Mapping[str, Words]) -> bool:
    """Whether a sentence is hearsay as a whole: "so the theory ran", "or so the story goes"."""
    return any(
        s.lower[k] == "so"
        and s.lower[k + 1] in ("the", "this", "that", "one")
        and any(w in cues["hearsay"] for w in s.lemmas[k + 2 : k + 4])
        and any(w in ("run", "go") for w in s.lemmas[k + 3 : k + 5])
        for k in range(len(s) - 3)
    )


def asked(s: Sentence, trigger: int) -> bool:
    """Whether the act stands in a yes-no question or in an inverted condition ("Had X done")."""
    if s.words[-1] == "?" and s.lower[_opening(s)] in _ASKING:
        return True
    if s.lower[0] in ("had", "should", "were") and s.pos[0] == "AUX":
        comma = s.words.index(",") if "," in s.words else 0
        return trigger < comma and not {"would", "could", "might", "will"}.isdisjoint(s.lower)
    return False


def _opening(s: Sentence) -> int:
    """The first token of what is said, behind a speaker's label ("Q:") and "and", "but"."""
    colon = s.words.index(":") if ":" in s.words[:_LABEL] else -1
    k = colon + 1 if all(w[:1].isupper() for w in s.words[: max(colon, 0)]) else 0
    while k + 1 < len(s) and (s.pos[k] == "PUNCT" or s.lower[k] in ("and", "but", "or", "so")):
        k += 1
    return min(k, len(s) - 1)


_LABEL = 5  # tokens of a speaker's label and its colon
_ASKING = frozenset(
    """did do does has have had is are was were will would could can may might should""".split()  # noqa: SIM905
)


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


_DETERMINING = ("det", "cc:preconj", "cc")


def clause_status(s: Sentence, i: int, cues: Mapping[str, Words]) -> Status | None:
    """Tense, modality and negation of one predicate's own clause."""
    negated = planned = hypothetical = reported = suspected = False
    going = False
    for j in s.children[i]:
        word, dep = s.lower[j], s.deps[j]
        if dep in ("advmod", "det", "cc") and word in cues["negations"]:
            negated = negated or not _by_degree(s, j)
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
        elif dep == "advmod" and (word in cues["suspected_adverbs"] or _all_but(s, j)):
            suspected = True
        elif (
            dep in ("nsubj", "nsubj:pass", "obj")
            and (
                word in cues["negations"]
                or any(
                    s.deps[k] in _DETERMINING and s.lower[k] in cues["negated_determiners"]
                    for k in s.children[j]
                )
            )
        ) or (dep in ("mark", "case", "cc") and word in cues["negated_marks"]):
            negated = True
    if _inverted(s, i):
        return "hypothetical"
    head = s.heads[i]
    own = any(s.deps[j] == "aux" for j in s.children[i])
    bare = s.tags[i] == "VB" or (head >= 0 and s.tags[head] == "VB" and s.lower[i] == s.lemmas[i])
    if s.deps[i] == "conj" and head >= 0 and bare and not own:
        # "will visit Moscow and meet": the auxiliary of the first conjunct holds for the second.
        return clause_status(s, head, cues)
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
    if (
        s.deps[i] in ("root", "acl", "ccomp", "parataxis", "conj")
        and s.tags[i] == "VB"
        and _is_to(s, i)
    ):
        return "planned"
    # "has yet to act" has not; "has to act" may not have.
    if s.deps[i] == "xcomp" and head >= 0 and s.lemmas[head] == "have":
        yet = any(s.lower[j] == "yet" for k in (i, head) for j in s.children[k])
        return "negated" if yet else "hypothetical"
    # "is to meet", "are due to": an infinitive under a bare copula.
    if s.deps[i] == "xcomp" and head >= 0 and s.lemmas[head] in ("be", "go"):
        return "planned"
    return None


def _all_but(s: Sentence, j: int) -> bool:
    """ "Almost certainly abducted": so it is thought."""
    return s.lower[j] == "certainly" and s.lower[max(0, j - 1)] in ("almost", "nearly")


def _by_degree(s: Sentence, j: int) -> bool:
    """Whether "almost" says how surely or how many, not that there was no act: "nearly all"."""
    if s.lower[j] not in ("almost", "nearly") or j + 1 >= len(s):
        return False
    return s.pos[j + 1] in ("ADV", "NUM", "DET") or s.lower[j + 1] == "half"


def _inverted(s: Sentence, i: int) -> bool:
    """ "Had the soldiers waited, it could have": a condition that an auxiliary opens."""
    kids = s.children[i]
    if not kids or s.deps[kids[0]] != "aux" or s.lower[kids[0]] not in {"had", "should", "were"}:
        return False
    subject = s.child(i, "nsubj", "nsubj:pass")
    return subject is not None and kids[0] < subject < i


def _is_to(s: Sentence, i: int) -> bool:
    """ "are to meet", and a headline's bare "X to meet"."""
    marks = [j for j in s.children[i] if s.deps[j] == "mark" and s.lower[j] == "to"]
    if not marks:
        return False
    if any(s.deps[j] in ("cop", "aux") and s.lemmas[j] == "be" for j in s.children[i]):
        return True
    head = s.heads[i]
    bare = head == s.root and s.pos[head] in ("PROPN", "NOUN") and head == marks[0] - 1
    return bare and not any(s.tags[k] in ("VBD", "VBZ", "VBP") for k in range(len(s)))


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
        elif word == "called" and "so" in (s.lower[k] for k in s.children[j]):
            return "attributed"
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
    """The token of who is named as source of clause ``i``, or None."""
    for j in s.children[i]:
        if s.deps[j] not in ("obl", "nmod", "advcl", "advmod"):
            continue
        for k in s.children[j]:
            if s.deps[k] in ("case", "mark", "fixed") and s.lemmas[k] in (
                *cues["according"],
                "accord",
            ):
                return j
        if s.lower[j] in cues["according"]:
            return next((k for k in s.children[j] if s.deps[k] in ("obl", "nmod")), j)
        if s.deps[j] == "obl" and s.lemmas[j] in cues["view_nouns"]:
            case = next((s.lower[k] for k in s.children[j] if s.deps[k] == "case"), "")
            owner = s.child(j, "nmod:poss", "nmod")
            if case in ("in", "by", "on") and owner is not None:
                return owner
        if s.deps[j] == "advcl" and _mark(s, j) == "as" and s.lemmas[j] in cues["as_saying"]:
            return arguments(s, j).subject
    return None
