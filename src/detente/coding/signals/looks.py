"""How an act of a text looks that may be a signal, and who may send it, as named features.

Comes in: a word that tells of an act, done or left undone, and what its document says of the shock
and of other acts. Goes out: readable names ("not recall", "hit>did", "closes a paragraph"), for the
models that say whether an analyst would list it, which way, and whose it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from detente.coding.certainty import clause_status, shipped_cues
from detente.coding.home import FIRST_PERSON, first_person
from detente.coding.incidents import Built
from detente.coding.learned.lexicon import load_act_lexicon
from detente.coding.learned.words import WordView
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.coding.signals.rules import (
    BODIES,
    Found,
    case_events,
    case_tokens,
    date_of,
    doing,
    hit_by,
    nobody,
    pair_of,
    shock_date,
    sides_of,
)
from detente.records import Event, Signal

_GOING = frozenset(
    """still continue remain stay stand yet already not n't never nor neither nobody no none nothing
    however nevertheless meanwhile though but only instead both also too again even resume go keep
    planned agreed as""".split()  # noqa: SIM905
)
_CONTENT = frozenset(("NOUN", "VERB", "ADJ", "ADV", "PROPN"))
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
_OWN = FIRST_PERSON | {"my", "i"}
_STATUSES = ("asserted", "attributed", "planned", "negated")
_NINTHS = 9
_CLAUSE = 40  # tokens of a clause that are looked at
_UP = 4  # clauses above whose subject may be meant


class _NoRules:
    """A lore that knows no word: what rules say of an act is among the features already."""

    def types(self, lemma: str) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Act:
    """A word of a sentence that may tell of a signal.

    ``event`` is the act coded there, ``ruled`` what the rules found there with the signal that
    they make of it.
    """

    s: Sentence
    token: int
    event: Event | None
    found: Found | None
    ruled: Signal | None


@dataclass(slots=True)
class Shock:
    """What a document says of the shock and of those concerned by it."""

    built: Built | None
    pair: tuple[str, ...]
    hit: frozenset[str]
    did: frozenset[str]
    main: tuple[str, ...]
    home: str | None
    told_in: int | None
    tokens: frozenset[tuple[int, int]]
    events: frozenset[str]
    days: tuple[str, str] | None
    acts: Mapping[str | None, Sequence[Event]]
    types: Mapping[str, int]
    views: dict[int, WordView] = field(default_factory=dict)

    def role(self, code: str | None) -> str:
        """What a state is to the shock."""
        if code is None:
            return "none"
        out = [n for n, codes in (("hit", self.hit), ("did", self.did)) if code in codes]
        if code in self.main:
            out.append("main" if code in self.main[:2] else "third")
        return "+".join(out) or "other"


def shock_of(scene: Scene, built: Sequence[Built]) -> Shock:
    """What a document says of its main incident."""
    shock = built[0] if built else None
    events = frozenset() if shock is None else frozenset(case_events(shock))
    live = [
        e
        for e in sorted(scene.events, key=lambda e: e.trigger.start)
        if not e.historical and e.id not in events and e.status in _STATUSES
    ]
    acts: dict[str | None, list[Event]] = {}
    for e in live:
        for p in e.actor[:1]:
            acts.setdefault(p.country, []).append(e)
    return Shock(
        shock,
        pair_of(scene, shock),
        frozenset() if shock is None else frozenset(hit_by(scene, shock)),
        frozenset() if shock is None else frozenset(c for c in doing(scene, shock) if c),
        scene.main_states(3),
        scene.home or _home(scene),
        None if shock is None else shock.case.anchor.s.number,
        frozenset(case_tokens(shock)),
        events,
        shock_date(shock),
        acts,
        Counter(e.event_type for e in live),
    )


def _home(scene: Scene) -> str | None:
    """The state that the acts of "we" are put down to."""
    told = Counter(
        p.country
        for e in scene.events
        for p in (*e.actor, *e.recipient)
        if p.country and p.span is not None and _OWN & set(p.span.text.lower().split())
    )
    return max(told, key=lambda c: (told[c], c), default=None)


# --- whether it is one --------------------------------------------------------------------------


def looks(scene: Scene, act: Act, shock: Shock) -> list[str]:
    """The names of an act's features, each once."""
    s, k = act.s, act.token
    view = shock.views.get(s.number)
    if view is None:
        view = WordView(s, scene.mentions[s.number], _NoRules(), load_act_lexicon())  # type: ignore[arg-type]
        shock.views[s.number] = view
    status = clause_status(s, k, shipped_cues())
    undone = status == "negated" or nobody(s, k)
    out = [*view.features(k), *scene.hinted(s, k), f"clause {status}"]
    if undone:
        out += ["undone", *(f"undone {n}" for n in view.known(k))]
    out += _of_event(act, shock)
    out += _of_rules(act)
    out += _of_sides(scene, act, shock)
    out += _of_clause(s, k, undone)
    out += _of_place(scene, act, shock)
    out += _of_others(scene, act, shock)
    return list(dict.fromkeys(out))


def _of_event(act: Act, shock: Shock) -> Iterator[str]:
    e, s = act.event, act.s
    if (s.number, act.token) in shock.tokens:
        yield "case word"
    if e is None:
        yield "no event"
        return
    quad = f"q{e.quad_class}"
    yield "event"
    yield f"event {e.event_type}"
    yield f"event {e.event_type} {e.status}"
    yield f"status {e.status}"
    yield f"{quad} {e.status}"
    yield f"historical {e.historical}"
    for mode in e.event_mode:
        yield f"mode {mode}"
        yield f"mode {mode} {e.status}"
    yield f"by {e.decided_by.partition(':')[0]}"
    actor = shock.role(next((p.country for p in e.actor if p.country), None))
    sides = f"{actor}>{shock.role(next((p.country for p in e.recipient if p.country), None))}"
    yield f"actor {actor}"
    yield f"recipient {sides.partition('>')[2]}"
    yield sides
    yield f"{e.event_type} {sides}"
    yield f"{quad} {sides}"
    if e.id in shock.events:
        yield "of the case"
    if len(e.mentions) > 1:
        yield "told again"
    if e.mentions[0].sentence == s.number:
        yield "first telling"
    yield f"type told {min(shock.types.get(e.event_type, 0), 4)} {e.event_type}"
    yield from _among(e, shock)


def _among(e: Event, shock: Shock) -> Iterator[str]:
    """Where an act stands among those of its doer."""
    if not e.actor:
        return
    mine = list(shock.acts.get(e.actor[0].country, ()))
    if e not in mine:
        return
    role, quad = shock.role(e.actor[0].country), f"q{e.quad_class}"
    n = min(mine.index(e), 3)
    yield f"act {n} of its doer"
    yield f"act {n} of its doer {role}"
    if mine[-1] == e:
        yield "last act of its doer"
        yield f"last act of {role}"
    yield f"doer acts {min(len(mine), 5)}"
    same = [m for m in mine if m.quad_class == e.quad_class]
    yield f"same quad {min(same.index(e), 2)} of {min(len(same), 3)} {quad} {role}"
    if abs(e.plover_score) >= max(abs(m.plover_score) for m in mine) - 1e-6:
        yield "strongest of its doer"
        yield f"strongest {quad} of {role}"


def _of_rules(act: Act) -> Iterator[str]:
    found = act.found
    if found is None:
        return
    yield "ruled"
    yield f"rule {found.rule} {found.done}"
    yield f"ruled {found.direction}"
    yield f"ruled {found.direction} {found.done}"
    yield f"kept by rules {act.ruled is not None}"
    if act.ruled is not None:
        yield f"kept {found.direction}"


def _of_sides(scene: Scene, act: Act, shock: Shock) -> Iterator[str]:
    s, k = act.s, act.token
    subject = s.child(k, *_SUBJECTS)
    if subject is None and s.deps[k] == "conj" and s.heads[k] >= 0:
        subject = s.child(s.heads[k], *_SUBJECTS[:2])
        if subject is not None:
            yield "subject shared"
    if subject is not None:
        codes = scene.countries(s, subject) or scene.states_in(s, s.subtree(subject))
        role = shock.role(codes[0] if codes else None)
        yield f"subject is {role}"
        if codes:
            yield f"subject {role} {s.lemmas[k]}"
        if first_person(s, subject):
            yield "subject we"
    yield f"names {min(len(scene.states_in(s, s.subtree(k))), 3)}"
    yield f"pair named {len(set(scene.states_in(s)) & set(shock.pair[:2]))}"


def _of_clause(s: Sentence, k: int, undone: bool) -> Iterator[str]:
    """The words below, what they can tell of, and what says that something goes on."""
    words = {s.lemmas[j] for j in s.children[k] if s.pos[j] in _CONTENT}
    words |= {
        s.lemmas[i]
        for j in s.children[k]
        if s.pos[j] in _CONTENT
        for i in s.children[j]
        if s.pos[i] in ("NOUN", "ADJ", "VERB")
    }
    yield from (f"clause word={w}" for w in sorted(words))
    known = load_act_lexicon().words
    told = {t for w in words | {s.lemmas[k]} for kind in "vn" for t in known.get((w, kind), ())}
    yield from (f"clause lex={t}{'/not' if undone else ''}" for t in sorted(told))
    yield from (f"going {s.lower[j]}" for j in s.subtree(k)[:_CLAUSE] if s.lower[j] in _GOING)
    if s.heads[k] >= 0:
        yield f"above {s.lemmas[s.heads[k]]} {s.deps[k]}"
    yield f"opens {' '.join(s.lower[:2])}"
    if k == s.root:
        yield "root verb"
    if s.words[0][:1] in ('"', "“"):
        yield "quoted"
    yield f"sentence length {min(len(s) // 8, 5)}"


def _of_place(scene: Scene, act: Act, shock: Shock) -> Iterator[str]:
    s, n = act.s, len(scene.sentences)
    yield f"place {int(s.number / max(1, n - 1) * _NINTHS)}"
    if shock.told_in is None:
        yield "no shock"
    else:
        yield f"after shock {max(-3, min(6, s.number - shock.told_in))}"
        if s.number < shock.told_in:
            yield "before the shock told"
    if s.number >= n - 3:
        yield f"end {n - 1 - s.number}"
    day = date_of(scene, Found(s, act.token, "", "", "neutral", True, act.event))
    if day is not None and shock.days is not None:
        first, last = shock.days
        yield f"date {'before' if day.end < first else 'same' if day.start <= last else 'after'}"
    elif day is not None:
        yield "dated"
    if s.number == 0 or not scene.same_paragraph(scene.sentences[s.number - 1], s):
        yield "opens a paragraph"
    if s.number + 1 >= n or not scene.same_paragraph(s, scene.sentences[s.number + 1]):
        yield "closes a paragraph"


def _of_others(scene: Scene, act: Act, shock: Shock) -> Iterator[str]:
    """The acts told right before and in the same sentence."""
    s = act.s
    yield f"acts {min(sum(map(len, shock.acts.values())) // 4, 6)}"
    if s.number:
        for e in scene.events_in(scene.sentences[s.number - 1]):
            yield f"before q{e.quad_class}"
            if e.actor:
                yield f"before q{e.quad_class} {shock.role(e.actor[0].country)}"
    for e in scene.events_in(s):
        if e is not act.event:
            yield f"beside q{e.quad_class}"
            yield f"beside {e.event_type}"


# --- whose it is --------------------------------------------------------------------------------


def senders(scene: Scene, act: Act, shock: Shock) -> list[tuple[str, list[str]]]:
    """The states that may send a signal, each with the names of its features."""
    told: dict[str, list[str]] = {}
    for code, name in _standing(scene, act, shock):
        told.setdefault(code, []).append(name)
    states = scene.context.tables.states
    s, k = act.s, act.token
    passive = any(s.deps[j] in ("nsubj:pass", "aux:pass") for j in s.children[k])
    with_subject = s.child(k, *_SUBJECTS[:2]) is not None
    kinds = (
        "passive" if passive else "active",
        "with subject" if with_subject else "without subject",
        "no event" if act.event is None else "event",
    )
    out = []
    for code, held in told.items():
        if code not in states and code not in BODIES:
            continue
        names = list(dict.fromkeys(held))
        top = "+".join(n for n in names if n.startswith(_NEAREST))
        others = any(
            n.startswith(_NEAREST) for other, ns in told.items() if other != code for n in ns
        )
        more = [f"{n} {kind}" for n in names for kind in kinds]
        more += [f"{n} though another" for n in names] if others else []
        out.append((code, [*names, f"top {top}", *more, *(["another nearer"] * others)]))
    return out


_NEAREST = ("actor", "rule sender", "agent", "subject up", "in subject", "we are subject")


def _standing(scene: Scene, act: Act, shock: Shock) -> Iterator[tuple[str, str]]:
    """How each state stands to an act."""
    s, k, e = act.s, act.token, act.event
    if e is not None:
        yield from ((p.country, "actor") for p in e.actor if p.country)
        yield from ((p.country, "recipient") for p in e.recipient if p.country)
    if act.found is not None:
        sender, to = sides_of(scene, act.found, shock.pair)
        yield from ((code, "rule sender") for code in sender)
        yield from ((code, "rule to") for code in to)
    yield from _subjects(scene, s, k, shock)
    for j in s.children[k]:
        dep = s.deps[j]
        inside = scene.states_in(s, s.subtree(j))
        if dep == "obl:agent" or (dep == "obl" and any(s.lower[i] == "by" for i in s.children[j])):
            yield from ((code, "agent") for code in scene.countries(s, j) or inside)
        if dep in ("obj", "iobj"):
            yield from ((code, "object") for code in scene.countries(s, j))
            yield from ((code, "in object") for code in inside)
        elif dep == "obl":
            yield from ((code, "in oblique") for code in inside)
        elif dep in ("ccomp", "xcomp"):
            yield from ((code, "in clause") for code in inside)
    yield from _near(scene, s, k)
    for other in scene.events_in(s):
        if other is not e:
            yield from ((p.country, "does another act here") for p in other.actor if p.country)
            yield from ((p.country, "suffers another here") for p in other.recipient if p.country)
    yield from ((code, f"main {n}") for n, code in enumerate(shock.main))
    yield from ((code, "of the pair") for code in shock.pair[:2])
    yield from ((code, "hit") for code in sorted(shock.hit))
    yield from ((code, "did") for code in sorted(shock.did))
    if shock.home is not None:
        yield shock.home, "home"


def _subjects(scene: Scene, s: Sentence, k: int, shock: Shock) -> Iterator[tuple[str, str]]:
    """The subject of the verb, else of the nearest clause above."""
    at = k
    for up in range(_UP):
        subject = s.child(at, *_SUBJECTS)
        if subject is not None:
            ours = first_person(s, subject) or any(s.lower[j] in _OWN for j in s.children[subject])
            if ours and shock.home is not None:
                yield shock.home, "we are subject"
                yield shock.home, f"we are subject up {up}"
            codes = scene.countries(s, subject)
            inside = () if codes else scene.states_in(s, s.subtree(subject))
            yield from ((code, f"subject up {up}") for code in codes)
            yield from ((code, f"in subject up {up}") for code in inside)
            if up == 0 and s.deps[subject] == "nsubj:pass":
                yield from ((code, "passive subject") for code in codes)
            return
        if s.heads[at] < 0:
            return
        at = s.heads[at]


def _near(scene: Scene, s: Sentence, k: int) -> Iterator[tuple[str, str]]:
    here = scene.states_in(s)
    yield from ((code, "in sentence") for code in here)
    if here:
        yield here[0], "first in sentence"
        yield here[-1], "last in sentence"
    for m in scene.mentions[s.number]:
        if m.country is not None:
            side = "before verb" if m.last < k else "after verb" if m.first > k else None
            if side is not None:
                yield m.country, side
    for back in (1, 2):
        if s.number >= back:
            before = scene.sentences[s.number - back]
            subject = before.child(before.root, "nsubj")
            if subject is not None:
                for code in scene.countries(before, subject):
                    yield code, f"subject {back} before"
            yield from ((code, f"named {back} before") for code in scene.states_in(before))
