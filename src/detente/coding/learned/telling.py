"""How a text tells of an act, as named features: by whose word, in which tense, under which "not".

Comes in: a sentence, an act that is about to be recorded, what the rules say of its certainty. Goes
out: its features, whose names are all readable ("above=accuse", "own aux=will", "voice according").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.coding.certainty import Certainty
from detente.coding.learned.hints import Hints
from detente.coding.learned.parts import Feature, names_of
from detente.coding.match import Frame
from detente.coding.sentence import Sentence

Words = frozenset[str]


def _words(text: str) -> Words:
    return frozenset(text.split())


_FUNCTION = _words("AUX SCONJ PART ADV DET PRON CCONJ ADP")
_VERBAL = _words("VERB AUX")
_CLAUSES = _words("ccomp xcomp advcl acl acl:relcl parataxis csubj csubj:pass conj")
_SAID = _words("ccomp parataxis xcomp obj acl obl csubj csubj:pass")
_FINITE = _words("VBD VBZ VBP MD")
_INFINITE = _words("VBN VBG VB")
_SMALL = _words("aux cop mark case cc det")
_PRESENT = frozenset(("VBZ", "VBP", "is VBG", "are VBG", "am VBG", "of VBZ", "of VBP"))
_FIRST = _words("we our us i my")
_TIMES = _words(
    "monday tuesday wednesday thursday friday saturday sunday week month year spring summer autumn"
    " winter today tonight weekend"
)
# Words by which a clause says when, or whether it has come to that.
_WHEN = _TIMES - {"weekend"} | _words(
    "next tomorrow coming soon yet still already due scheduled planned later last ago since"
    " yesterday now once twice ever never again long recently upcoming until till remains remain"
    " calendar ahead forthcoming intended"
)
_AHEAD = _words(
    "next tomorrow tonight coming soon due scheduled planned later upcoming forthcoming intended"
    " calendar shall will until ahead plan plans hope hopes"
)
_BEHIND = _words("last ago yesterday earlier already since recently once before")
_IFS = _words("if unless whether should lest until till")
_LINKS = _words("if unless whether neither nor or")
# Words behind which a negation does not reach, and objects that say that nothing was done.
_TURNS = _words("but and yet then although though while")
_NOTHING = _words("nothing nobody none no neither")
_KINDS = ("speech", "doubting", "factive", "speech_noun", "denying", "feared", "proving")
_APART = frozenset((";", ":"))
_ASKED = frozenset(("?", '?"', "?”"))
# The voice of who is named as source: by contract his word, whatever else is likely.
ACCORDING = "according"
_LEVELS = 6  # governors that are looked at
_REACH = 4  # tokens around the word
_WINDOW = 8  # tokens around the word in which times and negations are looked for
_LABEL = 5  # tokens of a speaker's label and its colon


@dataclass(frozen=True, slots=True)
class Telling:
    """An act about to be recorded, as the model of status sees it.

    Attributes
    ----------
    s, frame, sure
        The sentence, the act in it, what the rules say of its certainty.
    status
        What the rules make of it.
    own, theirs
        Whether the speakers that the rules find are among its doers, among those it is done to.
    sides
        How many parties are on each side.
    day
        When it is, seen from the day of publication: "ahead", "past", "around week", "none".
    likely
        How likely the models of words and sides hold it; None for what the rules tell.
    voice, speaker
        What `TellingView.voice` says, and who speaks: "doer", "goal", another that is "known" or
        "unknown", a pronoun, "none".
    """

    s: Sentence
    frame: Frame
    sure: Certainty
    status: str
    own: bool
    theirs: bool
    sides: tuple[int, int]
    day: str
    likely: float | None
    voice: str
    speaker: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of a sentence whatever act it tells: features, words of saying, sources."""

    names: list[str]
    speech: list[int]
    sources: list[int]


class TellingView:
    """The features of the acts of one document; what several acts share is worked out once.

    Parameters
    ----------
    pages
        The document's sentences.
    cues
        The cue lexicon of `detente.coding.certainty`.
    hints
        What the encoder makes of each sentence; none where it was not asked.
    """

    def __init__(
        self,
        pages: Sequence[Sentence],
        cues: Mapping[str, Words],
        hints: Sequence[Hints] = (),
    ) -> None:
        self.pages = pages
        self.hints = hints
        self.cues = cues
        self._known: dict[int, _Page] = {}
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._past: str | None = None

    def features(self, told: Telling) -> list[str]:
        """The names of an act's features, each once."""
        return list(dict.fromkeys(names_of(self.looks(told))))

    def looks(self, told: Telling) -> list[Feature]:
        """The features of an act; a name may stand there more than once."""
        s, i = told.s, told.frame.trigger
        tense = self._tense(s, i)
        out = self._ruled(told)
        out += self._word(s, i)
        out += self._above(s, i)
        out += _near(s, i)
        out += self._page(s).names
        out += [f"soon {_soon(told)}", f"cond {_condition(s, i)}"]
        if self._quoted(s, i):
            out += ["quoted", f"quoted {told.status}"]
        if tense in _PRESENT:
            out += self._present(told)
        if self.hints:
            out += self.hints[s.number].status(i)
        frame, no = told.frame, self._negation(s, i)
        out.append((_signs, tense, told.voice, no, told.speaker, frame.type, told.status))
        return out

    def voice(self, s: Sentence, i: int) -> tuple[str, int | None]:
        """Whose word an act is, by grammar, and the token that heads who says it."""
        far = ""
        for at, up in _way(s, i):
            dep, lemma = s.deps[at], s.lemmas[up]
            if lemma in self.cues["speech"] and dep in _SAID:
                return f"under {dep}", _subject(s, up)
            if lemma in self.cues["speech_noun"] and dep in ("acl", "nmod", "ccomp"):
                return "under noun", s.child(up, "nmod:poss")
            if dep == "ccomp" and s.pos[up] == "VERB":
                return "under verb", _subject(s, up)
            if dep == "acl" and any(s.lower[j] == "that" for j in s.each(at, "mark")):
                return "under that", s.child(up, "nmod:poss")
            if dep in ("advcl", "acl", "acl:relcl"):
                far = " aside"
        page = self._page(s)
        source = next((j for j in page.sources if _together(s, i, j)), None)
        if source is not None:
            return f"{ACCORDING}{far}", source
        near = [j for j in page.speech if j != i and _together(s, i, j)]
        for j in near:
            if s.deps[j] == "parataxis" or (j > i and s.deps[j] == "root"):
                return f"{'before' if j > i else 'after'} speech{far}", _subject(s, j)
        if self._quoted(s, i):
            return "quoted", _subject(s, near[0]) if near else None
        if ":" in s.words[_LABEL:i]:
            return "colon", None
        return "near" if near else "apart" if page.speech else "none", None

    # what rules say ---------------------------------------------------------------------------

    def _ruled(self, told: Telling) -> list[Feature]:
        f, sure, status, day = told.frame, told.sure, told.status, told.day
        rule, _, above = f.rule.partition("+")
        said = min(len(sure.speakers), 2), told.own, told.theirs
        one, two = told.sides
        out: list[Feature] = [
            (_status, status, sure.status, f.type, f.by, "noun" if f.nominal else "verb"),
            (_rule, rule, status),
            (_speakers, f.by, *said, status),
            (_day, f"{min(one, 2)}{min(two, 2)}", day, status, f.type),
        ]
        if above:
            out += [f"operator={above}", f"operator={above} {status}"]
        if f.status is not None:
            out.append(f"governed={f.status}")
        if f.settled:
            out.append("settled")
        if "(" in rule:
            out.append(f"outer={rule.partition('(')[0]}")
        for flag, name in (
            (sure.doubted, "doubted"),
            (sure.background, "background"),
            (sure.passing, "passing"),
        ):
            if flag:
                out += [name, f"{name} {status}"]
        if told.likely is not None:
            out.append(f"likely={min(9, int(told.likely * 10))}")
        return out

    # the word and what hangs on it --------------------------------------------------------------

    def _word(self, s: Sentence, i: int) -> list[Feature]:
        out: list[Feature] = [(_word, s.lemmas[i], s.tags[i], s.deps[i])]
        out += self._small(s, i, "own")
        out += [f"subject={_who(s, j)}" for j in s.children[i] if s.deps[j].startswith("nsubj")]
        return out

    def _small(self, s: Sentence, i: int, at: str) -> list[str]:
        """The small words that hang on a word, and those that say when."""
        out = []
        no = self.cues["negations"]
        tensed = False
        for j in s.children[i]:
            base, word = s.deps[j].partition(":")[0], s.lower[j]
            if base in _SMALL:
                out.append(f"{at} {base}={word}")
                tensed = tensed or base in ("aux", "cop")
                if word in no:
                    out.append(f"{at} negated")
            elif base == "advmod":
                out.append(f"{at} adv={word}")
                if word in no:
                    out.append(f"{at} negated")
            elif base == "amod" or s.deps[j] == "nmod:poss":
                out.append(f"{at} {base}={_who(s, j) if base == 'nmod' else s.lemmas[j]}")
            elif base in ("obl", "nmod", "nsubj", "obj"):
                if any(s.lower[k] in no for k in s.each(j, "det")):
                    out.append(f"{at} no {base}")
                if word in no:
                    out.append(f"{at} nobody")
                if base == "obl":
                    out += [f"{at} when={w}" for w in _when(s, j)]
        if not tensed and s.pos[i] in _VERBAL:
            out.append(f"{at} bare {s.tags[i]}")
        return out

    # what stands above --------------------------------------------------------------------------

    def _above(self, s: Sentence, i: int) -> list[Feature]:
        """The governors up the tree, with their small words and how the word hangs on them."""
        out: list[Feature] = []
        clause = 0
        for level, (at, up) in enumerate(_way(s, i)):
            if level == _LEVELS:
                break
            dep, lemma = s.deps[at], s.lemmas[up]
            out.append((_over, dep, lemma, self._kinds_of(lemma)))
            if level == 0:
                out.append((_head, dep, lemma, s.tags[up]))
                case = s.child(i, "case")
                if case is not None:
                    out.append(f"head {s.lower[case]}:{lemma}")
            if dep in _CLAUSES or (s.pos[up] in _VERBAL and s.pos[at] not in _VERBAL):
                clause += 1
                where = f"over{min(clause, 3)}"
                out += [f"{where} {dep} {s.tags[up]}", *self._small(s, up, where)]
                subject = s.child(up, "nsubj", "nsubj:pass")
                if subject is not None:
                    out.append(f"{where} subject={_who(s, subject)}")
        return out

    def _kinds_of(self, lemma: str) -> tuple[str, ...]:
        """Which of the cue lexicon's lists of words have a lemma."""
        kinds = self._kinds.get(lemma)
        if kinds is None:
            kinds = tuple([name for name in _KINDS if lemma in self.cues[name]])
            self._kinds[lemma] = kinds
        return kinds

    def _tense(self, s: Sentence, i: int) -> str:
        """Auxiliaries and form of the verb that makes the clause of a word; "none" for none."""
        at, lead = i, ""
        for _ in range(_LEVELS):
            small = [s.lower[j] for j in s.children[at] if s.deps[j].startswith(("aux", "cop"))]
            small += ["to" for j in s.each(at, "mark") if s.lower[j] == "to"]
            if small or s.tags[at] in _FINITE:
                return lead + " ".join((*small[:2], s.tags[at]))
            head = s.heads[at]
            bare = s.tags[at] in _INFINITE
            if bare and (s.deps[at] != "conj" or (head >= 0 and s.pos[head] not in _VERBAL)):
                return f"{lead}bare {s.tags[at]}"
            if head < 0:
                break
            at, lead = head, "of "
        return "none"

    def _present(self, told: Telling) -> list[str]:
        """Whether a present may speak of what is to come: with a time, in a text of the past."""
        s, i, kind = told.s, told.frame.trigger, told.frame.type
        near = s.lower[max(0, i - _WINDOW) : i + _WINDOW + 1]
        timed = told.day != "none" or not (_TIMES | _AHEAD).isdisjoint(near)
        if self._past is None:
            past = sum(page.tags[page.root] == "VBD" for page in self.pages)
            self._past = f"text past={min(4, 5 * past // max(len(self.pages), 1))}"
        name = f"present timed={timed:d}"
        return [name, f"{name} {self._past}", f"{name} {kind}", f"{name} {kind} {self._past}"]

    def _negation(self, s: Sentence, i: int) -> str:
        """Where a negation stands that may bear on a word: left of it, in its object, above it."""
        no = self.cues["negations"]
        for k in range(i - 1, max(-1, i - _WINDOW - 1), -1):
            if s.pos[k] == "PUNCT" or s.lower[k] in _TURNS:
                break
            if s.lower[k] in no or s.lower[k] == "nothing":
                return f"left{min(i - k, 4)}"
        for j in s.children[i]:
            if j > i and not _NOTHING.isdisjoint(
                (s.lower[j], *(s.lower[k] for k in s.children[j]))
            ):
                return "nothing"
        place = "up"
        for n, up in enumerate((i, *s.ancestors(i))):
            if any(s.lower[j] in no and j < max(up, i) for j in s.children[up]):
                return f"{place}{min(n, 3)}"
            if s.deps[up] in ("acl:relcl", "advcl", "parataxis"):
                place = "outer"
        return "none"

    # the sentence -------------------------------------------------------------------------------

    def _page(self, s: Sentence) -> _Page:
        known = self._known.get(s.number)
        if known is None:
            known = self._known[s.number] = self._read(s)
        return known

    def _read(self, s: Sentence) -> _Page:
        cues = self.cues
        speech = [j for j in range(len(s)) if s.pos[j] == "VERB" and self._says(s, j)]
        root = s.root
        names = [
            f"root={s.lemmas[root]}",
            f"root tag={s.tags[root]}",
            f"opens={s.lower[0]}",
            f"ends={s.words[-1]}",
            _asks(s),
            *(f"root {n}" for n in self._small(s, root, "") if "aux" in n or "negated" in n),
        ]
        if speech:
            names.append("speech")
        if s.lemmas[root] in cues["speech"]:
            names.append("speech at root")
        sources = [j for j in range(len(s)) if s.lower[j] in cues["according"]]
        if sources:
            names.append(ACCORDING)
        if ":" in s.words[:_LABEL]:
            names.append("label")
        if not _FIRST.isdisjoint(s.lower):
            names.append("first person")
        heads = [s.heads[j] if s.deps[j] in ("case", "fixed", "mark") else j for j in sources]
        return _Page(names, speech, [h for h in heads if h >= 0])

    def _says(self, s: Sentence, j: int) -> bool:
        """Whether a verb is one of saying, by itself or as a short clause put in ("he charged")."""
        if s.lemmas[j] in self.cues["speech"]:
            return True
        if s.deps[j] != "parataxis":
            return False
        kids = [k for k in s.children[j] if s.deps[k] != "punct"]
        return len(kids) <= 2 and any(s.deps[k].startswith("nsubj") for k in kids)

    def _quoted(self, s: Sentence, i: int) -> bool:
        """Whether a word stands between quotation marks, counted from its paragraph's beginning."""
        start = s.start[i]
        before = s.text[s.text.rfind("\n", 0, start) + 1 : start]
        if before.count('"') % 2:
            return True
        opened = before.count("“") + before.count("«")
        return opened > before.count("”") + before.count("»")


def _way(s: Sentence, i: int) -> Iterator[tuple[int, int]]:
    """Each step from a word to the root: a token and its head."""
    at = i
    for up in s.ancestors(i):
        yield at, up
        at = up


def _who(s: Sentence, j: int) -> str:
    if s.pos[j] == "PROPN":
        return "name"
    return s.lower[j] if s.pos[j] == "PRON" else s.lemmas[j]


def _when(s: Sentence, j: int) -> list[str]:
    words = (s.lower[j], *(s.lower[k] for k in s.children[j] if s.deps[k] != "det"))
    return [w for w in words if w in _WHEN]


def _subject(s: Sentence, verb: int) -> int | None:
    """The subject of a verb, or of the one that it is joined to."""
    found = s.child(verb, "nsubj", "nsubj:pass")
    if found is None and s.deps[verb] == "conj":
        found = s.child(s.heads[verb], "nsubj", "nsubj:pass")
    return found


def _together(s: Sentence, i: int, j: int) -> bool:
    """Whether no semicolon or colon stands between two words."""
    return _APART.isdisjoint(s.words[min(i, j) : max(i, j)])


def _near(s: Sentence, i: int) -> list[str]:
    """The small words around a word."""
    out = []
    for k in range(max(0, i - _REACH), min(len(s), i + _REACH + 1)):
        if k != i and (s.pos[k] in _FUNCTION or s.lower[k] in _WHEN):
            out.append(f"{'left' if k < i else 'right'}={s.lower[k]}")
    if i:
        out.append(f"left1={s.lower[i - 1]}")
    if i > 1:
        out.append(f"left2={s.lower[i - 2]} {s.lower[i - 1]}")
    if i + 1 < len(s):
        out.append(f"right1={s.lower[i + 1]}")
    out += [f"in sentence={w}" for w in sorted(_LINKS.intersection(s.lower[:i]))]
    return out


def _soon(told: Telling) -> str:
    """Whether the words around speak of what is to come, of what has been, of a time at all."""
    s, i = told.s, told.frame.trigger
    near = s.lower[max(0, i - _WINDOW) : i + _WINDOW + 1]
    signs = (not words.isdisjoint(near) for words in (_AHEAD, _BEHIND, _TIMES))
    return "".join(f"{sign:d}" for sign in signs) + told.day.partition(" ")[0]


def _condition(s: Sentence, i: int) -> str:
    """Which condition, if any, an act stands in or under."""
    place = ""
    for up in (i, *s.ancestors(i)):
        for j in s.children[up]:
            if s.deps[j] in ("mark", "advmod") and s.lower[j] in _IFS:
                return place + s.lower[j]
            if s.deps[j] == "advcl" and not _IFS.isdisjoint(s.lower[k] for k in s.children[j]):
                return f"{place}main"
        if s.deps[up] in ("acl:relcl", "parataxis"):
            place = "outer "
    for k in range(i - 1, -1, -1):
        if s.words[k] in _APART:
            break
        if s.lower[k] in _IFS:
            return "in it"
    return "none"


def _asks(s: Sentence) -> str:
    """Whether a sentence tells or asks: who or what, whether, or with a statement's order."""
    if _ASKED.isdisjoint(s.words[-2:]):
        return "told"
    label = s.words.index(":") + 1 if ":" in s.words[:_LABEL] else 0
    first = next((k for k in range(label, len(s)) if s.pos[k] != "PUNCT"), 0)
    if s.tags[first].startswith("W"):
        return "asked what"
    return "asked whether" if s.pos[first] == "AUX" else "asked so"


# parts ------------------------------------------------------------------------------------------


def _signs(tense: str, voice: str, no: str, speaker: str, kind: str, status: str) -> list[str]:
    signs = (
        f"tense {tense}",
        f"voice {voice}",
        f"no {no}",
        f"said by {speaker}",
        f"type {kind}",
        f"status {status}",
    )
    return [*signs, *(f"{a} & {b}" for a, b in combinations(signs, 2))]


def _status(status: str, sure: str, kind: str, by: str, form: str) -> list[str]:
    return [
        f"status={status}",
        f"sure={sure}",
        f"status={status} {kind}",
        f"status={status} {by}",
        f"status={status} {form}",
        f"type={kind}",
        f"type={kind} {form}",
    ]


def _rule(rule: str, status: str) -> list[str]:
    return [f"rule={rule}", f"rule={rule} {status}"]


def _speakers(by: str, speakers: int, own: bool, theirs: bool, status: str) -> list[str]:
    said = f"speakers={speakers}{own:d}{theirs:d}"
    return [f"by={by}", said, f"{said} {status}"]


def _day(sides: str, day: str, status: str, kind: str) -> list[str]:
    return [f"sides={sides}", f"day={day}", f"day={day} {status}", f"day={day} {kind}"]


def _word(lemma: str, tag: str, dep: str) -> list[str]:
    return [f"word={lemma}", f"tag={tag}", f"dep={dep}", f"tag={tag}/{dep}", f"word={lemma}/{tag}"]


def _over(dep: str, lemma: str, kinds: tuple[str, ...]) -> list[str]:
    return [
        f"above={lemma}",
        f"above {dep}:{lemma}",
        *(f"above is {name}" for name in kinds),
        *(f"above {dep} is {name}" for name in kinds),
    ]


def _head(dep: str, lemma: str, tag: str) -> list[str]:
    return [f"head={lemma}", f"head {dep}:{lemma}", f"head tag={tag}"]
