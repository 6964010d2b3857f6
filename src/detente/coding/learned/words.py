"""What a word that may tell of an act looks like, as named features.

Comes in: a parsed `Sentence`, the actors found in it, what rules and the lexicon of acts know. Goes
out: for each word its features, whose names are all readable ("object=embassy", "lex=SANCTION/3").
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.actors.mentions import ActorMention
from detente.coding.learned.hints import Hints
from detente.coding.learned.lexicon import ActLexicon, Said
from detente.coding.learned.parts import Feature, names_of
from detente.coding.pairs.words import WordLore
from detente.coding.sentence import Sentence

CONTENT = frozenset(("VERB", "NOUN", "ADJ", "PROPN"))
UNKNOWN = "unknown word"
_NOTHING = (UNKNOWN,)
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "without", "neither", "nor"))
_NOBODY = frozenset(("nobody", "none", "neither", "nothing"))
_CLAUSES = frozenset(("ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis"))
_OBJECTS = frozenset(("obj", "nsubj:pass", "iobj"))
_MODIFIERS = frozenset(("amod", "compound"))
_ASKING = ("?", '?"', "?”")
_TOLD = ("lex", "rul")  # how what lexicon and rules say begins
_REACH = 7  # tokens in which the rest of a phrase stands


class WordView:
    """The features of one sentence's words; what several words share is worked out once.

    Parameters
    ----------
    s
        The sentence.
    mentions
        The actors found in it.
    lore
        The event types that rules know a lemma by.
    lexicon
        The event types that words and phrases can tell.
    hints
        What the encoder makes of the sentence, None where it was not asked.
    """

    def __init__(
        self,
        s: Sentence,
        mentions: Sequence[ActorMention],
        lore: WordLore,
        lexicon: ActLexicon,
        hints: Hints | None = None,
    ) -> None:
        self.s = s
        self.lore = lore
        self.lexicon = lexicon
        self.hints = hints
        self.who: dict[int, str] = {}
        states = set()
        for m in mentions:
            kind = "state" if m.country is not None else "role" if m.role is not None else "body"
            for k in range(m.first, m.last + 1):
                self.who[k] = kind
            if m.country is not None:
                states.add(m.country)
        self.states = min(len(states), 3)
        self.asking = bool(s.words) and s.words[-1] in _ASKING
        self._known: dict[int, tuple[str, ...]] = {}
        self._all: frozenset[str] | None = None

    def tells(self, i: int) -> bool:
        """Whether lexicon, rules or encoder know a word at all: the cheap first look."""
        if self.known(i)[0] != UNKNOWN:
            return True
        return self.hints is not None and self.hints.tells(i)

    def known(self, i: int) -> tuple[str, ...]:
        """What lexicon and rules say of a word, by itself or as head of a phrase."""
        found = self._known.get(i)
        if found is None:
            found = self._known[i] = self._look_up(i)
        return found

    def _look_up(self, i: int) -> tuple[str, ...]:
        s, lexicon = self.s, self.lexicon
        lemma = s.lemmas[i]
        types = self.lore.types(lemma)
        if not types and lemma not in lexicon.lemmas:
            return _NOTHING
        verbal = s.pos[i] in ("VERB", "AUX") or s.tags[i].startswith("VB")
        phrase: Said | None = None
        if verbal:
            phrase = self._phrase(i)
        elif i and lemma in lexicon.doubles:
            phrase = lexicon.doubles[lemma].get(s.lower[i - 1])
        if phrase:
            return (*[f"lex={t}" for t in phrase], "phrase")
        kind = "v" if verbal else "a" if s.pos[i] == "ADJ" else "n"
        said = lexicon.labels.get((lemma, kind))
        if said is None and kind == "a":
            said = lexicon.labels.get((lemma, "v"))  # "barred": a parser calls it adjective
        if types:
            return (*(said or ()), *[f"rule={t}" for t in types])
        return said or _NOTHING

    def _phrase(self, i: int) -> Said | None:
        """What the longest phrase says that begins with a verb."""
        s = self.s
        phrases: Sequence[tuple[frozenset[str], Said]] | None
        phrases = self.lexicon.phrases.get(s.lemmas[i])
        if phrases is None:
            return None
        if self._all is None:
            self._all = frozenset((*s.lower, *s.lemmas))
        phrases = [p for p in phrases if p[0] <= self._all]
        if not phrases:
            return None
        after = range(i + 1, min(len(s), i + _REACH))
        near = {*s.lower[i + 1 : i + _REACH], *s.lemmas[i + 1 : i + _REACH]}
        suffers = self._suffering(i)
        for rest, said in phrases:
            found = rest & suffers
            if rest - found <= near:
                if found or len(rest) > 1:
                    return said
                first = next(k for k in after if s.lower[k] in rest or s.lemmas[k] in rest)
                # A particle stands by its verb or hangs on it.
                if first == i + 1 or i in (s.heads[first], s.heads[s.heads[first]]):
                    return said
        return None

    def _suffering(self, i: int) -> frozenset[str]:
        """To whom a participle says that something is done: "the envoy was recalled"."""
        s = self.s
        if s.tags[i] != "VBN":
            return frozenset()
        out = {s.lemmas[j] for j in s.children[i] if s.deps[j] == "nsubj:pass"}
        if s.deps[i].startswith("acl") and s.heads[i] >= 0:
            out.add(s.lemmas[s.heads[i]])
        return frozenset(out)

    def gist(self, j: int) -> str:
        """What a dependent is: a state, an office, a pronoun, a name, else its lemma."""
        found = self.who.get(j)
        if found is not None:
            return found
        s = self.s
        pos = s.pos[j]
        if pos == "PROPN":
            return "name"
        if pos == "PRON":
            return s.lower[j]
        return "number" if pos == "NUM" else s.lemmas[j]

    def kind(self, j: int) -> str:
        """The coarse kind of a dependent."""
        found = self.who.get(j)
        if found is not None:
            return found
        s = self.s
        if any(self.who.get(k) == "state" for k in s.children[j]):
            return "of state"
        return {"PROPN": "name", "PRON": "pronoun"}.get(s.pos[j], "other")

    def features(self, i: int) -> list[str]:
        """The names of the features of word ``i``, each once."""
        return list(dict.fromkeys(names_of(self.looks(i))))

    def looks(self, i: int) -> tuple[Feature, ...]:
        """The features of word ``i``, each once."""
        s = self.s
        lemma, dep = s.lemmas[i], s.deps[i]
        known = self.known(i)
        out: list[Feature] = [
            (_itself, lemma, s.pos[i], s.tags[i], dep, self.states),
            (_known, known, s.tags[i]),
        ]
        if i:
            before = s.lemmas[i - 1]
            out += (f"before={before}", f"before={before}+{lemma}")
        if i + 1 < len(s):
            out += (f"next={s.lemmas[i + 1]}", f"next={lemma}+{s.lower[i + 1]}")
        if i in self.who:
            out.append(f"is {self.who[i]}")
        self._below(out, i, known)
        if self.asking:
            out.append("asked")
        head = s.heads[i]
        if head >= 0:
            base = dep.partition(":")[0]
            out += ((_head, self.gist(head), base), f"{lemma}<{s.lemmas[head]}")
            out.append((_head_known, base, self.known(head)))
        else:
            out.append("root")
        if self.hints is not None:
            out += self.hints.acts(i)
        return tuple(dict.fromkeys(out))

    def _below(self, out: list[Feature], i: int, known: tuple[str, ...]) -> None:
        """The features of what hangs on a word."""
        s = self.s
        lemma = s.lemmas[i]
        subject = obj = False
        doer = goal = "-"
        cases: list[str] = []
        for j in s.children[i]:
            dep = s.deps[j]
            if dep == "punct":
                continue
            base = dep.partition(":")[0]
            negative = s.lower[j] in _NEGATIONS
            if base in ("nsubj", "csubj") and dep != "nsubj:pass":
                subject, doer = True, self.kind(j)
                negative = negative or s.lower[j] in _NOBODY
                out += (f"subject={self.gist(j)}", f"subject tag={s.tags[j]}")
            elif dep in _OBJECTS:
                obj, goal = True, self.kind(j)
                self._object(out, lemma, j)
            elif base in ("obl", "nmod"):
                case = next((s.lower[c] for c in s.children[j] if s.deps[c] == "case"), "")
                gist = self.gist(j)
                cases.append(case)
                out += (f"with {case}", f"{lemma} {case}")
                out += (f"{case} {gist}", f"{lemma} {case} {gist}")
                out += [f"{case} {k}" for k in self.known(j) if k.startswith("lex")]
            elif dep in _CLAUSES:
                inner = s.lemmas[j]
                out += (f"clause {dep}", f"{lemma}>{dep}", f"{lemma}>{dep}:{inner}")
                out.append(f"under {inner}")
                out += [f"under {k}" for k in self.known(j) if k[:3] in _TOLD]
                out += [f"{k}>{dep}" for k in known if k.startswith("lex")]
            elif base in ("aux", "cop"):
                out.append(f"aux={s.lower[j]}")
            elif base in _MODIFIERS or base == "advmod":
                gist = self.gist(j)
                out += (f"{base}={gist}", f"{gist}<{lemma}")
            elif base == "det":
                out.append(f"det={s.lower[j]}")
            if negative:
                out.append((_negated, lemma, known))
        frame = f"{subject:d}{obj:d}{'+'.join(sorted(set(cases))[:2])}"
        out.append((_sides, f"{doer}>{goal}", known, self.states, frame))

    def _object(self, out: list[Feature], lemma: str, j: int) -> None:
        """The features of what something is done to."""
        s = self.s
        gist = self.gist(j)
        out += (f"object={gist}", f"{lemma}>{gist}")
        out += [f"object {k}" for k in self.known(j) if k[:3] in _TOLD]
        for k in s.children[j]:
            if s.deps[k].startswith("nmod"):
                out.append(f"object of {self.gist(k)}")
            elif s.deps[k] in _MODIFIERS:
                out.append(f"object's {self.gist(k)}")


# parts ------------------------------------------------------------------------------------------


def _itself(lemma: str, pos: str, tag: str, dep: str, states: int) -> list[str]:
    return [
        f"word={lemma}",
        f"word={lemma}/{pos}",
        f"tag={tag}",
        f"dep={dep}",
        f"tag={tag}/{dep}",
        f"states={states}",
        f"ending={lemma[-4:]}/{pos}",
    ]


def _known(known: tuple[str, ...], tag: str) -> list[str]:
    return [*known, *[f"{k}/{tag}" for k in known]]


def _head(above: str, base: str) -> list[str]:
    return [f"head={above}", f"head={base}:{above}"]


def _head_known(base: str, known: tuple[str, ...]) -> list[str]:
    return [f"head {base} {k}" for k in known if k[:3] in _TOLD]


def _negated(lemma: str, known: tuple[str, ...]) -> list[str]:
    return ["negated", f"not {lemma}", *[f"not {k}" for k in known]]


def _sides(sides: str, known: tuple[str, ...], states: int, frame: str) -> list[str]:
    out = [f"sides {sides}"]
    for k in known:
        if k.startswith("lex"):
            out += [f"{k} {sides}", f"{k} states={states}"]
    out.append(f"frame={frame}")
    return out
