"""What a word that may tell of an act looks like, as named features.

Comes in: a parsed `Sentence`, the actors found in it, what rules and the lexicon of acts know. Goes
out: for each word the names of its features, all readable ("object=embassy", "lex=SANCTION/3").
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.actors.mentions import ActorMention
from detente.coding.learned.lexicon import ActLexicon, Said
from detente.coding.pairs.words import WordLore
from detente.coding.sentence import Sentence

CONTENT = frozenset(("VERB", "NOUN", "ADJ", "PROPN"))
UNKNOWN = "unknown word"
_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "no", "without", "neither", "nor"))
_NOBODY = frozenset(("nobody", "none", "neither", "nothing"))
_CLAUSES = frozenset(("ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis"))
_OBJECTS = frozenset(("obj", "nsubj:pass", "iobj"))
_MODIFIERS = frozenset(("amod", "compound"))
_ASKING = ("?", '?"', "?”")
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
    """

    def __init__(
        self,
        s: Sentence,
        mentions: Sequence[ActorMention],
        lore: WordLore,
        lexicon: ActLexicon,
    ) -> None:
        self.s = s
        self.lore = lore
        self.lexicon = lexicon
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
        """Whether lexicon or rules know a word at all: the cheap first look."""
        return self.known(i)[0] != UNKNOWN

    def known(self, i: int) -> tuple[str, ...]:
        """What lexicon and rules say of a word, by itself or as head of a phrase."""
        found = self._known.get(i)
        if found is None:
            found = self._known[i] = self._look_up(i)
        return found

    def _look_up(self, i: int) -> tuple[str, ...]:
        s = self.s
        lemma, words = s.lemmas[i], self.lexicon.words
        verbal = s.pos[i] in ("VERB", "AUX") or s.tags[i].startswith("VB")
        phrase: Said | None
        if verbal:
            phrase = self._phrase(i)
        else:
            phrase = words.get((f"{s.lower[i - 1]} {lemma}", "n")) if i else None
        if phrase:
            return (*[f"lex={t}" for t in phrase], "phrase")
        kind = "v" if verbal else "a" if s.pos[i] == "ADJ" else "n"
        said = words.get((lemma, kind))
        if said is None and kind == "a":
            said = words.get((lemma, "v"))  # "barred": a participle that a parser calls adjective
        out = [f"lex={t}" for t in said or ()]
        out += [f"rule={t}" for t in self.lore.types(lemma)]
        return tuple(out) or (UNKNOWN,)

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
        for rest, said in phrases:
            if rest <= near:
                first = next(k for k in after if s.lower[k] in rest or s.lemmas[k] in rest)
                # A particle stands by its verb or hangs on it.
                beside = first == i + 1 or i in (s.heads[first], s.heads[s.heads[first]])
                if len(rest) > 1 or beside:
                    return said
        return None

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
        """The features of word ``i``, each once."""
        s = self.s
        lemma, tag, dep, pos = s.lemmas[i], s.tags[i], s.deps[i], s.pos[i]
        known = self.known(i)
        out = [
            f"word={lemma}",
            f"word={lemma}/{pos}",
            f"tag={tag}",
            f"dep={dep}",
            f"tag={tag}/{dep}",
            f"states={self.states}",
            f"ending={lemma[-4:]}/{pos}",
            *known,
            *[f"{k}/{tag}" for k in known],
        ]
        if i:
            before = s.lemmas[i - 1]
            out += [f"before={before}", f"before={before}+{lemma}"]
        if i + 1 < len(s):
            out += [f"next={s.lemmas[i + 1]}", f"next={lemma}+{s.lower[i + 1]}"]
        if i in self.who:
            out.append(f"is {self.who[i]}")
        out += self._below(i, known)
        if self.asking:
            out.append("asked")
        head = s.heads[i]
        if head >= 0:
            base = dep.partition(":")[0]
            above = self.gist(head)
            out += [f"head={above}", f"head={base}:{above}", f"{lemma}<{s.lemmas[head]}"]
            out += [f"head {base} {k}" for k in self.known(head) if k[:3] in ("lex", "rul")]
        else:
            out.append("root")
        return list(dict.fromkeys(out))

    def _below(self, i: int, known: Sequence[str]) -> list[str]:
        """The features of what hangs on a word."""
        s = self.s
        lemma = s.lemmas[i]
        said = [k for k in known if k.startswith("lex")]
        subject = obj = False
        doer = goal = "-"
        cases: list[str] = []
        out: list[str] = []
        for j in s.children[i]:
            dep = s.deps[j]
            if dep == "punct":
                continue
            base = dep.partition(":")[0]
            negative = s.lower[j] in _NEGATIONS
            if base in ("nsubj", "csubj") and dep != "nsubj:pass":
                subject, doer = True, self.kind(j)
                negative = negative or s.lower[j] in _NOBODY
                out += [f"subject={self.gist(j)}", f"subject tag={s.tags[j]}"]
            elif dep in _OBJECTS:
                obj, goal = True, self.kind(j)
                out += self._object(lemma, j)
            elif base in ("obl", "nmod"):
                case = next((s.lower[c] for c in s.children[j] if s.deps[c] == "case"), "")
                gist = self.gist(j)
                cases.append(case)
                out += [f"with {case}", f"{lemma} {case}", f"{case} {gist}"]
                out.append(f"{lemma} {case} {gist}")
                out += [f"{case} {k}" for k in self.known(j) if k.startswith("lex")]
            elif dep in _CLAUSES:
                inner = s.lemmas[j]
                out += [f"clause {dep}", f"{lemma}>{dep}", f"{lemma}>{dep}:{inner}"]
                out.append(f"under {inner}")
                out += [f"under {k}" for k in self.known(j) if k[:3] in ("lex", "rul")]
                out += [f"{k}>{dep}" for k in said]
            elif base in ("aux", "cop"):
                out.append(f"aux={s.lower[j]}")
            elif base in _MODIFIERS or base == "advmod":
                gist = self.gist(j)
                out += [f"{base}={gist}", f"{gist}<{lemma}"]
            elif base == "det":
                out.append(f"det={s.lower[j]}")
            if negative:
                out += ["negated", f"not {lemma}", *[f"not {k}" for k in known]]
        sides = f"{doer}>{goal}"
        out.append(f"sides {sides}")
        for k in said:
            out += [f"{k} {sides}", f"{k} states={self.states}"]
        out.append(f"frame={subject:d}{obj:d}{'+'.join(sorted(set(cases))[:2])}")
        return out

    def _object(self, lemma: str, j: int) -> list[str]:
        """The features of what something is done to."""
        s = self.s
        gist = self.gist(j)
        out = [f"object={gist}", f"{lemma}>{gist}"]
        out += [f"object {k}" for k in self.known(j) if k[:3] in ("lex", "rul")]
        for k in s.children[j]:
            if s.deps[k].startswith("nmod"):
                out.append(f"object of {self.gist(k)}")
            elif s.deps[k] in _MODIFIERS:
                out.append(f"object's {self.gist(k)}")
        return out
