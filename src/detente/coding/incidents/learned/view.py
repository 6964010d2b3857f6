"""What the words of a text look like to the models of case files, as named features.

Comes in: a `Scene`, its claims, what the rules put into case files. Goes out: for each word that
may head a value the names of its features, all readable ("led by from", "above kill/obj").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import neg

from detente.coding.arguments import case_of, mark_of
from detente.coding.incidents.acts import find_acts, words
from detente.coding.incidents.learned.parts import (
    At,
    acting_ranked,
    filling,
    held_around,
    level,
)
from detente.coding.learned.lexicon import ActLexicon
from detente.coding.merge import guessed
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.records import Claim

_NOMINAL = frozenset(("NOUN", "PROPN", "NUM"))
_HEADS = _NOMINAL | {"VERB", "ADJ"}
_INNER = frozenset(("flat", "flat:foreign", "fixed", "goeswith", "det", "case", "punct", "cc"))
# Pronouns that may stand for whoever did or suffered something.
_MEANT = frozenset("he him his she her they them who whom whose".split())  # noqa: SIM905


class View:
    """The features of a document's words; what several share is worked out once."""

    def __init__(
        self,
        scene: Scene,
        claims: tuple[Claim, ...],
        lexicon: ActLexicon,
        said: Mapping[At, Sequence[str]],
        cased: Mapping[At, Sequence[str]],
    ) -> None:
        self.scene = scene
        self.claims = claims
        self.lexicon = lexicon
        # What the rules make of a word: fields of their case files.
        self.said = said
        # Which of their cases it tells of.
        self.cased = cased
        self.known = words()
        self.lists = _lists(self.known.lists, self.known.maps["weapon"])
        self.count = Counter(w for s in scene.sentences for w in s.lemmas)
        self.total = max(1, len(scene.sentences))
        self.events: dict[At, list[str]] = {}
        for e in scene.events:
            by = "guess" if guessed(e) else "rule"
            for m in e.mentions:
                at = scene.place_of(m.trigger.start)
                if at is not None:
                    out = self.events.setdefault((at[0].number, at[1]), [])
                    out += [f"event {e.event_type}", f"event {by}", f"event {e.event_type} {by}"]
                    out += [f"event {e.status}", f"event sides {bool(e.actor)}{bool(e.recipient)}"]
                    if e.historical:
                        out.append("event of the past")
        self.acts: dict[At, list[str]] = {}
        for a in find_acts(scene):
            out = self.acts.setdefault((a.s.number, a.first), [])
            out += [f"act {a.kind}", f"act {a.status}", f"act verbal {a.verbal}"]
            out += ["act generic"] if a.generic else []
            out += ["act before"] if a.background else []
            out.append(f"act sides {a.agent is not None}{a.patient is not None}")
        title = (scene.document.title or "").lower()
        self.title = frozenset(w.strip(",.:;!?\"'") for w in title.split() if len(w) > 3)
        self.kinds: dict[At, str] = {}
        for s in scene.sentences:
            for actor in scene.mentions[s.number]:
                for k in range(actor.first, actor.last + 1):
                    self.kinds[s.number, k] = actor.kind
        self._spoken: dict[int, list[Claim]] = {}
        for c in claims:
            self._spoken.setdefault(c.sentence, []).append(c)
        self._own: dict[At, tuple[str, ...]] = {}
        self._acting: tuple[At, ...] | None = None
        self._near: dict[str, tuple[Mapping[int, float], dict[int, tuple[str, ...]]]] = {}
        self._hung: dict[At, tuple[str, str, str]] = {}
        # How likely somebody is suspected, and a reason offered, in each sentence.
        self.pointed: dict[str, dict[int, float]] = {}
        self.stems = Counter(w[:4] for s in scene.sentences for w in set(s.lemmas))
        self.again = Counter(
            t
            for n, k in self.acting()
            for t in {x.partition("/")[0] for x in self.lex(scene.sentences[n], k)}
        )

    # --- which words ------------------------------------------------------------------------

    def acting(self) -> Sequence[At]:
        """The words that may tell the act a case file is of."""
        if self._acting is None:
            self._acting = tuple(self._find_acting())
        return self._acting

    def _find_acting(self) -> Iterable[At]:
        for s in self.scene.sentences:
            for k, pos in enumerate(s.pos):
                at = (s.number, k)
                told = at in self.events or at in self.acts
                if told or (pos in ("VERB", "NOUN") and self.lex(s, k)):
                    yield at

    def heads(self) -> Iterable[At]:
        """The words that may head a value."""
        for s in self.scene.sentences:
            for k, pos in enumerate(s.pos):
                meant = pos == "PRON" and s.lower[k] in _MEANT and self.meant(s, k)
                if meant or (pos in _HEADS and s.deps[k] not in _INNER):
                    yield s.number, k

    def meant(self, s: Sentence, k: int) -> str | None:
        """The name that a pronoun means, if the text gives one."""
        for p in self.scene.parties(s, k):
            if p.name and p.name[:1].isupper():
                return p.name
        return None

    # --- features ---------------------------------------------------------------------------

    def lex(self, s: Sentence, k: int) -> tuple[str, ...]:
        """The acts that the lexicon says a word can tell."""
        kind = "v" if s.pos[k] == "VERB" else "a" if s.pos[k] == "ADJ" else "n"
        return self.lexicon.words.get((s.lemmas[k], kind)) or ()

    def kind(self, s: Sentence, k: int) -> str:
        """What a word stands for: a state, a city, an office, a name, else its class."""
        found = self.kinds.get((s.number, k))
        return found if found is not None else s.pos[k]

    def hung(self, at: At) -> tuple[str, str, str]:
        """What a word stands for, the preposition before it, and how it hangs on its head."""
        found = self._hung.get(at)
        if found is None:
            s, k = self.scene.sentences[at[0]], at[1]
            led = case_of(s, k) or ""
            link = f"{s.deps[k].partition(':')[0]}:{led or mark_of(s, k) or ''}"
            found = self._hung[at] = (self.kind(s, k), led, link)
        return found

    def own(self, at: At) -> tuple[str, ...]:
        """The features of a word by itself and where it stands."""
        found = self._own.get(at)
        if found is None:
            found = self._own[at] = tuple(dict.fromkeys(self._features(at)))
        return found

    def _features(self, at: At) -> Iterable[str]:
        n, k = at
        s = self.scene.sentences[n]
        lemma, pos, dep = s.lemmas[k], s.pos[k], s.deps[k]
        kind = self.kind(s, k)
        yield from (f"word {lemma}", f"tag {s.tags[k]}", f"dep {dep}", f"kind {kind}")
        yield from self.scene.tagged(s, k)
        yield f"kind {kind} {dep}"
        yield f"ending {s.lower[k][-3:]}/{pos}"
        for name in self.lists.get(lemma, ()):
            yield f"list {name}"
            yield f"list {name} {dep}"
        for t in self.lex(s, k):
            yield f"tells {t}"
        case = case_of(s, k) or ""
        mark = mark_of(s, k) or ""
        yield f"led by {case or mark}"
        yield f"led by {case or mark} {kind}"
        up = s.heads[k]
        if up >= 0:
            above = s.lemmas[up]
            link = f"{dep.partition(':')[0]}:{case or mark}"
            yield from (f"above {above}", f"above {above}/{link}", f"above {s.pos[up]}/{link}")
            for t in self.lex(s, up):
                yield f"above tells {t}/{link}"
            for name in self.lists.get(above, ()):
                yield f"above list {name}/{link}"
            if dep == "conj":
                yield from (f"joined to {self.kind(s, up)} {s.deps[up]}",)
            high = s.heads[up]
            if high >= 0:
                yield f"high {s.lemmas[high]}/{s.deps[up]}>{link}"
                yield f"high {s.lemmas[high]}"
        else:
            yield "root"
        yield from self._below(s, k)
        if k:
            yield f"before {s.lower[k - 1]}"
        if k > 1:
            yield f"before {s.lower[k - 2]} {s.lower[k - 1]}"
        if k + 1 < len(s):
            yield f"after {s.lower[k + 1]}"
        yield from (f"said {f}" for f in self.said.get(at, ()))
        yield f"many {min(self.count[lemma], 4)}"
        if lemma in self.title or s.lower[k] in self.title:
            yield "in the title"
        yield from self._place(s)
        yield from self._voice(s, k)
        yield from filling(self.scene, self.heads(), s, k)

    def _below(self, s: Sentence, k: int) -> Iterable[str]:
        for j in s.children[k]:
            dep = s.deps[j]
            if dep == "punct":
                continue
            base = dep.partition(":")[0]
            if base in ("amod", "compound", "det", "nummod", "flat", "aux", "cop", "advmod"):
                word = s.lower[j] if base in ("det", "aux", "cop") else self._gist(s, j)
                yield f"{base} {word}"
                if base in ("nummod", "flat", "cop"):
                    yield f"has {base}"
                if word in ("not", "n't", "never", "no"):
                    yield "negated"
            elif base in ("nmod", "obl"):
                led = case_of(s, j) or ""
                yield f"{base} {led} {self._gist(s, j)}"
                yield f"has {base} {led}"
            else:
                yield f"{base} {self._gist(s, j)}"
                yield f"has {base} {mark_of(s, j) or ''}"

    def _gist(self, s: Sentence, j: int) -> str:
        found = self.kinds.get((s.number, j))
        if found is not None:
            return found
        pos = s.pos[j]
        return {"PROPN": "name", "NUM": "number"}.get(pos, s.lemmas[j])

    def _place(self, s: Sentence) -> Iterable[str]:
        yield f"sentence {min(s.number, 6)}"
        yield f"part {int(5 * s.number / self.total)}"
        if self.scene.is_caption(s):
            yield "caption"
        if s.words[-1] in ("?", '?"', "?”"):
            yield "asked"

    def _voice(self, s: Sentence, k: int) -> Iterable[str]:
        here = self._spoken.get(s.number)
        if not here:
            return
        yield "spoken"
        inside = [c for c in here if c.proposition.start <= s.start[k] < c.proposition.end]
        for c in inside[:2]:
            yield from (f"in what one {c.stance}", f"in the word of {c.speaker.kind}")
        if any(x.start <= s.start[k] < x.end for c in here for x in c.speaker.spans):
            yield "speaks"

    def act(self, at: At) -> list[str]:
        """The features of a word that may tell the act."""
        out = [*self.own(at), *self.events.get(at, ("no event",)), *self.acts.get(at, ("no act",))]
        out += self.cased.get(at, ("no case",))
        s = self.scene.sentences[at[0]]
        out += self.scene.hinted(s, at[1])
        types = {t.partition("/")[0] for t in self.lex(s, at[1])}
        out += [f"early tells {t} {min(s.number, 4)}" for t in types]
        out += [f"early {w} {min(s.number, 4)}" for w in self.events.get(at, ())[:1]]
        out += [f"first of {t}" for t in types if self._first(t) == at]
        out += [f"often {t} {min(self.again[t], 8) // 2}" for t in types]
        out += self._around(s, at[1], types)
        out += held_around(self.scene, at[0], types)
        out += acting_ranked(self.scene, self.acting(), at)
        return out

    def _around(self, s: Sentence, k: int, types: set[str]) -> Iterable[str]:
        """What stands around an act: dates, numbers, who is pointed at for it."""
        days = self.scene.dates(s)
        below = s.subtree(k)
        if days:
            yield "dated"
            if any(d.first in below for d in days):
                yield "dated itself"
                yield from (f"dated itself {t}" for t in types)
        yield from self._told_around(s.number)
        under = [name for j in below if j != k for name in self.lists.get(s.lemmas[j], ())]
        yield from (f"under it {name}" for name in dict.fromkeys(under))
        stem = s.lemmas[k][:4]
        yield f"word told {min(self.stems[stem], 4)}"
        yield from (f"word told {min(self.stems[stem], 4)} {t}" for t in types)
        names = {s.lemmas[j] for j in below if s.pos[j] == "PROPN"}
        often = max((self.count[w] for w in names), default=0)
        yield f"names told {min(often, 6) // 2} times"
        if names & self.title or {w.lower() for w in names} & self.title:
            yield "names of the title"
        for what, told in self.pointed.items():
            yield from self._pointed_near(what, told, s.number)
            if told and self.lex(s, k):
                best = max(zip(told.values(), map(neg, told), strict=True))
                lemmas, theirs = self._words_of(-best[1])
                if s.lemmas[k] in lemmas:
                    yield f"word again where {what}"
                if names & lemmas:
                    yield f"names again where {what}"
                yield from (f"{t} again where {what}" for t in types & theirs)

    def _pointed_near(self, what: str, told: Mapping[int, float], n: int) -> tuple[str, ...]:
        """How surely somebody is pointed at in and near a sentence."""
        known = self._near.get(what)
        if known is None or known[0] is not told:
            known = self._near[what] = (told, {})  # others' models may point elsewhere
        found = known[1].get(n)
        if found is None:
            near = (("here", (n,)), ("next", (n + 1,)), ("soon", (n + 2, n + 3)))
            found = known[1][n] = tuple(
                f"{what} {name} {level(max(told.get(k, 0.0) for k in sentences))}"
                for name, sentences in (*near, ("before", (n - 1, n - 2)))
            )
        return found

    def _told_around(self, n: int) -> tuple[str, ...]:
        """What a sentence and its neighbours tell."""
        return self.scene.once(
            ("told around", n),
            lambda: tuple(f"{x} {d}" for d in (0, 1, -1) for x in self._told(n + d)),
        )

    def _words_of(self, n: int) -> tuple[frozenset[str], frozenset[str]]:
        """The lemmas of a sentence, and the acts that its words can tell."""

        def make() -> tuple[frozenset[str], frozenset[str]]:
            s = self.scene.sentences[n]
            types = (t.partition("/")[0] for k in range(len(s)) for t in self.lex(s, k))
            return frozenset(s.lemmas), frozenset(types)

        return self.scene.once(("words of", n), make)

    def _told(self, n: int) -> frozenset[str]:
        """The lists whose words a sentence has, and the acts that it may tell."""
        if not 0 <= n < len(self.scene.sentences):
            return frozenset()
        s = self.scene.sentences[n]

        def make() -> frozenset[str]:
            lists = {f"sentence list {x}" for w in s.lemmas for x in self.lists.get(w, ())}
            tells = {
                f"sentence tells {t.partition('/')[0]}"
                for k in range(len(s))
                for t in self.lex(s, k)
                if not t.endswith("/s")
            }
            return frozenset(lists | tells)

        return self.scene.once(("told in", n), make)

    def _first(self, kind: str) -> At | None:
        """The first word that may tell of a type of act."""

        def make() -> dict[str, At]:
            out: dict[str, At] = {}
            for n, k in self.acting():
                for t in self.lex(self.scene.sentences[n], k):
                    out.setdefault(t.partition("/")[0], (n, k))
            return out

        return self.scene.once("first of each", make).get(kind)


class Towards:
    """What stands where in a text, if certain words tell the act of a case."""

    def __init__(self, view: View, acts: Collection[At]) -> None:
        self.view = view
        self.acts = frozenset(acts)
        self.acting = view.scene.once("acting", lambda: frozenset(view.acting()))
        first = min(acts)
        self.number = first[0]
        self.in_sentence: dict[int, int] = {}
        for n, k in sorted(acts):
            self.in_sentence.setdefault(n, k)
        s = view.scene.sentences[first[0]]
        self.word = s.lemmas[first[1]]

    def features(self, at: At) -> list[str]:
        """The features of a word that may head a value, beside its own: where the act stands."""
        n, k = at
        s = self.view.scene.sentences[n]
        kind, led, link = self.view.hung(at)
        apart = max(-4, min(4, n - self.number))
        out = [f"apart {apart}", f"apart {abs(apart)} {kind}", f"act {self.word}"]
        out += [f"apart {apart} said {f}" for f in self.view.said.get(at, ())]
        out.append(f"apart {abs(apart)} led by {led} {kind}")
        act = self.in_sentence.get(n)
        if act is not None:
            way = path(s, act, k)
            if way is not None:
                out += [f"way {way}", f"way {way} {kind}"]
                out += [f"way {way} {t}" for t in self.view.lex(s, act)[:1]]
                if led:
                    out += [f"way {way} led by {led}", f"way {way} led by {led} {kind}"]
            out.append("before the act" if k < act else "behind the act")
            out.append(f"tokens from the act {min(6, abs(k - act) // 3)}")
        up = (n, s.heads[k])
        if up in self.acts or up in self.acting:
            w = "the act" if up in self.acts else "an act"
            out += [f"above {w}", f"above {w}/{link}", f"above {w}/{link} {kind}"]
            if abs(apart) <= 2:
                out += [f"above {w} near {t}/{link}" for t in self.view.lex(s, up[1])[:1]]
        if at in self.acts:
            out.append("the act")
        elif at in self.acting:
            out.append("an act")
        return list(dict.fromkeys(out))


def path(s: Sentence, a: int, b: int) -> str | None:
    """The relations from one word to another, up and then down; None if they stand far apart."""
    ups = [a, *s.ancestors(a)]
    downs = [b, *s.ancestors(b)]
    common = next((x for x in ups if x in downs), None)
    if common is None:
        return None
    i, j = ups.index(common), downs.index(common)
    if i + j > 4:
        return "far"
    up = [f"^{s.deps[x].partition(':')[0]}" for x in ups[:i]]
    down = [s.deps[x] if x == b else s.deps[x].partition(":")[0] for x in reversed(downs[:j])]
    return " ".join([*up, *down]) or "itself"


def _lists(
    lists: Mapping[str, frozenset[str]], weapon: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """The lists that a word stands in."""
    out: dict[str, list[str]] = {}
    for name, members in sorted(lists.items()):
        for w in members:
            out.setdefault(w, []).append(name)
    for w, kind in weapon.items():
        out.setdefault(w, []).append(f"weapon {kind}")
    return {w: tuple(names) for w, names in out.items()}
