"""Rules that read acts and omissions after a shock as reassurance or escalation.

Comes in: a `Scene`, the incident that was the shock, and the rules (``data/signals.toml``). Goes
out: what they found and the `Signal` record of it, in text order, with the rule that reads it so
and its latency. What was expected and did not happen ("has not recalled its ambassador") is a
signal too, without event.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from detente.coding.arguments import arguments, case_of
from detente.coding.certainty import asked, clause_status, shipped_cues
from detente.coding.home import first_person
from detente.coding.incidents import Built
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, clause_span, phrase, runs
from detente.coding.sentence import Sentence
from detente.coding.stakes.nouns import words as stake_words
from detente.coding.when import date_for
from detente.records import Direction, Event, EventDate, Party, Signal, digest

# Undated news of so many days after the shock is bounded by the day of publication.
_NEWS_DAYS = 31
_OLD_DAYS = 180
_OTHER: dict[str, Direction] = {"reassurance": "escalation", "escalation": "reassurance"}


def words() -> Lexicon:
    """The lexicon of signals."""
    return lexicon(
        "signals",
        "rule",
        "kept",
        "soon",
        "restraint",
        "harsh",
        "gentle",
        "protesting",
        "suffered",
        "private",
        "crimes",
        "calming",
    )


@dataclass(frozen=True, slots=True)
class Found:
    """An act, or one left undone, with the rule that knows it."""

    s: Sentence
    token: int
    rule: str
    type: str
    direction: Direction
    done: bool
    event: Event | None


Told = tuple[Found, Signal]


def by_rules(scene: Scene, built: Sequence[Built]) -> list[Told]:
    """Every signal of a document after its main incident that the rules read, in text order."""
    shock = built[0] if built else None
    pair = pair_of(scene, shock)
    out: list[Told] = []
    for s in scene.sentences:
        if not scene.is_caption(s):
            out += _of_sentence(scene, s, shock, pair)
    return sorted(_once(out), key=lambda x: x[1].spans[0].start)


def _once(told: list[Told]) -> list[Told]:
    """One signal an event, the telling that says most of it."""
    out: dict[str, Told] = {}
    for found, x in told:
        key = x.event or x.id
        old = out.get(key)
        if old is None:
            out[key] = found, x
        elif "kept" in x.type and "kept" not in old[1].type:
            out[key] = found, replace(x, latency_days=x.latency_days or old[1].latency_days)
    return list(out.values())


def _of_sentence(
    scene: Scene, s: Sentence, shock: Built | None, pair: tuple[str, ...]
) -> list[Told]:
    made: list[Told] = []
    for found in told_in(scene, s, shock):
        signal = signal_of(scene, found, shock, pair)
        if signal is None:
            continue
        twin = next((n for n, (_, o) in enumerate(made) if _same(o, signal)), None)
        if twin is None:
            made.append((found, signal))
        elif made[twin][1].event is None and signal.event is not None:
            made[twin] = found, signal
    return made


def _same(a: Signal, b: Signal) -> bool:
    """Whether two signals of a sentence are one: same way, same sender, one in the other."""
    x, y = a.spans[0], b.spans[0]
    alike = a.direction == b.direction and a.sender == b.sender
    return alike and ((x.start <= y.start and y.end <= x.end) or (a.type == b.type))


# --- candidates ------------------------------------------------------------------------------


def told_in(scene: Scene, s: Sentence, shock: Built | None) -> Sequence[Found]:
    """What a sentence tells that a rule knows, done or left undone."""
    # Asked by the rules and for the models; with the shock, so that no other has its number.
    key = ("signals told", s.number, id(shock))
    return scene.once(key, lambda: (shock, tuple(_told_in(scene, s, shock))))[1]


def _told_in(scene: Scene, s: Sentence, shock: Built | None) -> Iterator[Found]:
    known = words()
    mine = case_tokens(shock)
    first = shock_date(shock)
    old = first is not None and _old(scene, first)
    events = [e for e in scene.events_in(s) if old or not e.historical]
    doers = set() if shock is None else set(doing(scene, shock))
    used: set[str] = set()
    spared = {
        j: found
        for k, lemma in enumerate(s.lemmas)
        if s.tags[k].startswith("VB")
        for j, found in _restrained(s, k, lemma, known)
    }
    yield from spared.values()
    for k, lemma in enumerate(s.lemmas):
        if k in spared or (s.number, k) in mine or not s.tags[k].startswith("VB") or aimed(s, k):
            continue
        if advised(s, k):
            continue
        meant = _before_it(scene, s, k)
        for rule in _by_verb().get(lemma, ()):
            if not _fits(s, k, lemma, rule, before=meant):
                continue
            event = _event_at(events, s, k)
            if event is not None:
                used.add(event.id)
                if private(scene, event):
                    break
            found = _judged(s, k, rule, event)
            if found is not None:
                yield found
                break
        yield from _kept(s, k, lemma, known, events)
    for event in events:
        if event.id in used or (shock is not None and event.id in case_events(shock)):
            continue
        row = _own_arrest(event, known, doers) or _row_of(event, known)
        at = scene.place_of(_mention_in(event, s))
        if row is None or at is None or _telling(scene, event) != _mention_in(event, s):
            continue
        verbal = s.tags[at[1]].startswith("VB")
        if verbal and s.deps[at[1]] in _ASIDE:
            continue  # "who had met a French officer": told of somebody, not as an answer
        if at[1] in spared or private(scene, event) or advised(s, at[1]) or asked(s, at[1]):
            continue
        if not verbal and event.status != "negated" and s.deps[at[1]] in _SPOKEN_OF:
            continue  # "Trade is worth two billion": a topic, no act
        if row["id"] == "accused" and s.lemmas[at[1]] not in known.lists["protesting"]:
            continue
        if not verbal and len({p.country for p in event.actor}) < 2:
            continue
        if event.status in ("asserted", "attributed", "planned", "negated"):
            done = event.status != "negated"
            yield Found(
                s,
                at[1],
                row["id"],
                row["type"] if done else row["undone"],
                row["direction"] if done else _OTHER[row["direction"]],
                done,
                event,
            )


# Clauses that say who somebody is or what something was for.
_ASIDE = frozenset(("acl", "acl:relcl", "advcl"))


# Where a noun is what is spoken about: the subject, or a part of another phrase.
_SPOKEN_OF = frozenset(("nsubj", "nmod", "obl", "compound", "case", "appos"))


def private(scene: Scene, event: Event) -> bool:
    """Whether those who do it act for no state: rebels, a crowd, the families.

    "The Americans" and "they" are civilians to the coder, but who says so means the state.
    """
    known = words().lists["private"]
    return bool(event.actor) and all(
        any(x in known for x in p.sector) or ("CVL" in p.sector and _common(scene, p))
        for p in event.actor
    )


def _common(scene: Scene, party: Party) -> bool:
    at = None if party.span is None else scene.tokens(party.span)
    return at is not None and any(at[0].pos[j] == "NOUN" for j in range(at[1], at[2] + 1))


def advised(s: Sentence, k: int) -> bool:
    """Whether a clause asks or advises: "whether it recalls him", "it should send an envoy"."""
    subject = s.child(k, "nsubj", "nsubj:pass")
    ours = subject is not None and first_person(s, subject)  # "we should regard that as hostile"
    return any(
        (s.deps[j] == "mark" and s.lower[j] == "whether")
        or (s.deps[j] == "aux" and s.lower[j] in ("should", "ought") and not ours)
        for j in s.children[k]
    )


def _own_arrest(event: Event, known: Lexicon, doers: set[str]) -> Mapping[str, Any] | None:
    """The rule for a doer's state that holds its own people for the act."""
    mine = {p.country for p in event.actor if p.country}
    theirs = {p.country for p in event.recipient if p.country}
    held = "arrest" in event.event_mode and mine and mine <= doers and theirs <= mine
    return next((r for r in known.rows["rule"] if r["id"] == "own-arrest"), None) if held else None


def aimed(s: Sentence, k: int) -> bool:
    """Whether an infinitive only says what for: "sent a letter to end the quarrel"."""
    if s.tags[k] != "VB" or not any(
        s.deps[j] == "mark" and s.lower[j] == "to" for j in s.children[k]
    ):
        return False
    up = s.heads[k]
    if _decided(s, k) is not None:
        return False
    return s.deps[k] in ("advcl", "acl") or (up >= 0 and s.lemmas[up] not in _COMMITTING)


_COMMITTING = frozenset(
    """agree decide promise pledge order vow plan offer be go intend refuse decline begin start
    continue resolve threaten choose want wish move have""".split()  # noqa: SIM905
)

_LOOSE = ("PUNCT", "CCONJ")
# "The decision of Ecuador to expel him": what is decided or offered is shown.
_DECIDED = frozenset(("decision", "order", "offer", "pledge", "promise"))


def _decided(s: Sentence, k: int) -> int | None:
    """The noun that an infinitive fills: "the decision (of Ecuador) to expel him, to send troops".

    It stands right before it; the parser often hangs the infinitive upon the verb above.
    """
    if s.tags[k] != "VB" or s.deps[k] not in ("acl", "advcl", "conj"):
        return None
    before = s.subtree(k)[0]
    for j in range(before - 1, -1, -1):
        if s.lemmas[j] in _DECIDED and s.pos[j] == "NOUN":
            below = [i for i in s.subtree(j) if i < before]
            if below and below[-1] == before - 1 and j not in s.subtree(k):
                return j
    up = s.heads[k]
    return _decided(s, up) if up >= 0 and s.deps[k] in ("advcl", "conj") else None


def _decider(scene: Scene, s: Sentence, noun: int) -> list[str]:
    """Whose decision it is: its owner's, else that of who takes it."""
    for j in s.children[noun]:
        if s.deps[j] in ("nmod", "nmod:poss") and (codes := scene.countries(s, j)):
            return list(codes)
    up = s.heads[noun]
    taken = up >= 0 and s.deps[noun] == "obj" and s.lemmas[up] in _TAKING
    subject = s.child(up, "nsubj") if taken else None
    return [] if subject is None else list(scene.countries(s, subject))


_TAKING = frozenset(("take", "make", "announce", "give", "issue"))


def _telling(scene: Scene, event: Event) -> int:
    """Where an event is told best: by a verb, else where it is first told."""
    for m in event.mentions:
        at = scene.place_of(m.trigger.start)
        if at is not None and at[0].tags[at[1]].startswith("VB"):
            return m.trigger.start
    return event.trigger.start


def _mention_in(event: Event, s: Sentence) -> int:
    return next(m.trigger.start for m in event.mentions if m.sentence == s.number)


def case_tokens(shock: Built | None) -> set[tuple[int, int]]:
    """The words that tell of the shock itself: sentence and token."""
    if shock is None:
        return set()
    return {(a.s.number, k) for a in shock.case.acts for k in range(a.first, a.last + 1)}


def case_events(shock: Built) -> set[str]:
    """The ids of the events that are the shock itself."""
    return {e.id for e in shock.case.events}


def _row_of(event: Event, known: Lexicon) -> Mapping[str, Any] | None:
    """The rule for a coded event: by mode, then by type."""
    for row in known.rows["rule"]:
        if set(row.get("modes", ())) & set(event.event_mode):
            return row
    for row in known.rows["rule"]:
        if event.event_type in row.get("events", ()):
            return row
    return None


@lru_cache(maxsize=1)
def _by_verb() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The rules by the first word of their verbs, in their order."""
    out: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for rule in words().rows["rule"]:
        for verb in dict.fromkeys(v.split()[0] for v in rule["verbs"]):
            out[verb] = (*out.get(verb, ()), rule)
    return out


@lru_cache(maxsize=1)
def _phrasal() -> frozenset[str]:
    """The verbs of two words: "call in"."""
    return frozenset(v for rule in words().rows["rule"] for v in rule["verbs"] if " " in v)


def _before_it(scene: Scene, s: Sentence, k: int) -> frozenset[str]:
    """What a pronoun that is a verb's object may mean: the nouns of the sentence before."""
    target = s.child(k, "obj")
    if target is None or s.lower[target] not in ("him", "her", "them", "it") or not s.number:
        return frozenset()
    before = scene.sentences[s.number - 1]
    return frozenset(before.lemmas[j] for j in range(len(before)) if before.pos[j] == "NOUN")


def _fits(
    s: Sentence,
    k: int,
    lemma: str,
    row: Mapping[str, Any],
    before: frozenset[str] = frozenset(),
) -> bool:
    verbs = [v for v in row["verbs"] if v.split()[0] == lemma]
    if not verbs:
        return False
    args = arguments(s, k)
    heads = [*s.children[k], *(j for _, j in args.preps), args.object]
    around = {s.lemmas[j] for j in heads if j is not None and not _bare_verb(s, j)} | before
    following = set(s.lower[k + 1 : k + 4])
    # "Called in the envoy" is no call of him.
    bare = f"{lemma} {s.lower[k + 1]}" not in _phrasal() if k + 1 < len(s) else True
    if not any(v.split()[1] in following if " " in v else bare for v in verbs):
        return False
    if row.get("beside") and not _beside(s, k, frozenset(row["beside"])):
        return False
    objects = row["objects"]
    if not objects:
        return args.subject is not None
    if args.object is not None and s.lower[args.object] in _NOTHING:
        return bool(row.get("people")) == (s.lower[args.object] in ("nobody", "no-one", "none"))
    if args.object is not None and s.lower[args.object] in _ANYBODY and nobody(s, k):
        return bool(row.get("people"))
    if row.get("direct"):
        # "denounced the arrest as a kidnapping" condemns the arrest
        around = set() if args.object is None else {s.lemmas[args.object]}
    if args.object is not None:
        around |= {
            s.lemmas[j] for j in s.children[args.object] if s.deps[j] in ("compound", "conj")
        }
    return not around.isdisjoint(objects)


def _beside(s: Sentence, k: int, nouns: frozenset[str]) -> bool:
    """Whether such a noun stands below a verb, other than as the doer's own: "its embassy"."""
    return any(
        s.lemmas[j] in nouns
        and not any(s.lower[i] in ("its", "their", "own") for i in s.children[j])
        for j in s.subtree(k)
        if s.pos[j] in ("NOUN", "PROPN")
    )


_ANYBODY = frozenset(("anybody", "anyone"))
_NOTHING = frozenset(("nobody", "nothing", "none", "no-one"))


def _bare_verb(s: Sentence, j: int) -> bool:
    """Whether a clause below a verb is headed by a word that is also a noun: "refused to call"."""
    return s.tags[j].startswith("VB") and s.lemmas[j] in ("call", "visit", "offer", "protest")


def _event_at(events: Sequence[Event], s: Sentence, k: int) -> Event | None:
    for e in events:
        for m in e.mentions:
            if m.sentence == s.number and m.trigger.start <= s.start[k] < max(
                m.trigger.end, m.trigger.start + 1
            ):
                return e
    # "had a phone call": the verb is light, the noun is the event's trigger
    near = set(s.children[k])
    for e in events:
        for m in e.mentions:
            if m.sentence == s.number and any(s.start[j] == m.trigger.start for j in near):
                return e
    return None


def _judged(s: Sentence, k: int, row: Mapping[str, Any], event: Event | None) -> Found | None:
    """The act of verb ``k`` with its polarity; None if it is only thought of."""
    status = clause_status(s, k, shipped_cues())
    up = s.heads[k]
    target = arguments(s, k).object
    if (target is not None and s.lower[target] in _NOTHING) or nobody(s, k):
        status = "negated"
    if s.deps[k] in ("xcomp", "ccomp") and up >= 0:
        above = s.lemmas[up]
        outer = clause_status(s, up, shipped_cues())
        if above in _REFUSING or (outer == "negated" and above in _INTENDING):
            status = "negated"
        elif above in _WISHING or status == "hypothetical":
            return None
    if asked(s, k) or status == "hypothetical" or _conditional(s, k):
        return None
    direction: Direction = row["direction"]
    if status == "negated" and s.lemmas[k] in row.get("doer", ()) and _unnamed(s, k):
        return None  # "nobody has been arrested": the case is open
    if status == "negated":
        return Found(s, k, row["id"], row["undone"], _OTHER[direction], False, None)
    unsure = event is not None and event.status in ("hypothetical", "suspected", "denied")
    # A decision to do it is a signal, however a model takes the status of what is decided.
    if unsure and _decided(s, k) is None:
        return None
    kept = row["direction"] == "reassurance" and {"still", "planned"} & set(s.lower)
    kind = f"{row['type']} kept" if kept and row["type"] in ("meeting", "visit") else row["type"]
    return Found(s, k, row["id"], kind, direction, True, event)


def _unnamed(s: Sentence, k: int) -> bool:
    args = arguments(s, k)
    return args.passive and args.agent is None


def nobody(s: Sentence, k: int) -> bool:
    """Whether nobody does it: "no envoy was", "neither side has", "nor has anyone"."""
    for j in s.children[k]:
        if s.deps[j].startswith("nsubj") and (
            s.lower[j] in _NOTHING
            or s.lower[j] == "neither"
            or any(s.lower[d] in ("no", "neither") for d in s.children[j] if s.deps[d] == "det")
        ):
            return True
        if s.lower[j] in ("nor", "neither") and j < k:
            return True
        # "broke off relations with nobody", "called in no ambassador"
        if s.deps[j].startswith("obl") and j > k:
            if s.lower[j] in ("nobody", "no-one", "none"):
                return True
            phrasal = f"{s.lemmas[k]} {case_of(s, j)}" in _phrasal()
            if phrasal and any(s.lower[d] == "no" for d in s.children[j] if s.deps[d] == "det"):
                return True
    return False


_REFUSING = frozenset(("refuse", "decline", "refrain", "avoid"))
_INTENDING = frozenset(("intend", "plan", "want", "wish", "mean", "go", "decide"))
_WISHING = frozenset(("want", "hope", "wish", "like", "try", "seek", "urge", "ask", "call"))


def _conditional(s: Sentence, k: int) -> bool:
    at = k
    for up in (k, *s.ancestors(k)):
        if s.deps[up] == "advcl" and any(
            s.lower[j] in ("if", "unless", "whether") for j in s.children[up]
        ):
            return True
        at = up
    del at
    return False


def _restrained(s: Sentence, k: int, lemma: str, known: Lexicon) -> Iterator[tuple[int, Found]]:
    """What a side says it will not do: "ruled out trade measures", "stopped short of expelling",
    "has no intention of crossing the frontier"."""
    row = next((r for r in known.rows["restraint"] if lemma in r["verbs"]), None)
    if row is not None and "particle" not in row and s.child(k, "compound:prt") is not None:
        return  # "talks have not been called off"
    if row is None or _conditional(s, k) or asked(s, k):
        return
    negated = clause_status(s, k, shipped_cues()) == "negated"
    args = arguments(s, k)
    body: int | None = None
    if row.get("noun"):
        held = args.object
        if held is None or s.lemmas[held] not in row["noun"]:
            return
        negated = negated or any(s.lower[j] in ("no", "little") for j in s.children[held])
        body = next(
            (j for j in s.children[held] if s.deps[j] in ("acl", "nmod") and j > held), None
        )
        body = body or next((j for j in s.children[k] if s.deps[j] in ("xcomp", "advcl")), None)
    else:
        particles = {s.lower[j] for j in s.subtree(k) if j > k}
        if "particle" in row and row["particle"] not in particles:
            return
        below = [j for j in s.children[k] if j > k and s.lower[j] not in ("short", "out")]
        below += [j for c in s.children[k] if s.lower[c] == "short" for j in s.children[c]]
        body = next((j for j in below if s.deps[j] in ("xcomp", "advcl")), args.object)
        if body is None:
            body = next((j for j in below if case_of(s, j) in _FROM), None)
    if body is None or negated != bool(row.get("negated")):
        return
    if "spares" in row:
        # "will not let anybody spoil the friendship"
        inside = {s.lemmas[j] for j in s.subtree(k) if j > k}
        if not inside.isdisjoint(row["spares"]) and not inside.isdisjoint(row["subjects"]):
            yield k, Found(s, k, "restraint", "no harm to relations", "reassurance", False, None)
        return
    found = _what_is_spared(s, k if s.pos[body] == "PRON" else body, known)
    if found is not None:
        rule, kind, direction = found
        yield body, Found(s, k, rule, kind, direction, False, None)


_FROM = frozenset(("of", "from", "against", "to", "for"))


def _what_is_spared(s: Sentence, body: int, known: Lexicon) -> tuple[str, str, Direction] | None:
    """Rule, type and direction of an act that is not done, told as verb or noun."""
    if s.tags[body].startswith("VB") and not any(s.pos[j] == "PRON" for j in s.children[body]):
        for rule in known.rows["rule"]:
            if rule["verbs"] and _fits(s, body, s.lemmas[body], rule):
                return rule["id"], rule["undone"], _OTHER[rule["direction"]]
    inside = {s.lemmas[j] for j in s.subtree(body)}
    harsh = inside & known.lists["harsh"]
    if harsh:
        return "restraint", f"no {sorted(harsh)[0]}", "reassurance"
    soft = inside & known.lists["gentle"]
    return ("refusal", f"no {sorted(soft)[0]}", "escalation") if soft else None


def _kept(
    s: Sentence, k: int, lemma: str, known: Lexicon, events: Sequence[Event]
) -> Iterator[Found]:
    """What goes on as before: "the embassy stays open", "took place as planned"."""
    rows = [r for r in known.rows["kept"] if lemma in r["verbs"] or lemma in r["words"]]
    if not rows:
        return
    status = clause_status(s, k, shipped_cues())
    if status == "hypothetical" or _conditional(s, k):
        return
    negated = status == "negated" or nobody(s, k)
    inside = {w for j in s.subtree(k) for w in (s.lower[j], s.lemmas[j])}
    if lemma == "keep" and not negated and inside & {"closed", "shut", "blocked", "sealed"}:
        return
    for row in rows:
        if lemma not in row["verbs"] and not (lemma in row["words"] and s.child(k, "cop")):
            continue
        if negated != bool(row.get("negated")):
            continue
        if row["words"] and inside.isdisjoint(row["words"]):
            continue
        roles = ("nsubj",) if row.get("subject") else ("nsubj", "obj", "obl")
        below = [j for j in s.children[k] if s.deps[j].startswith(roles)]
        below += [j for m in below for j in s.children[m] if s.deps[j] == "nmod" and negated]
        subject = next(
            (j for j in below if s.lemmas[j] in row["subjects"] or s.lemmas[j] in _worth()), None
        )
        if subject is not None:
            noun = s.lemmas[subject]
            told = next((e for e in events if _mention_in(e, s) == s.start[subject]), None)
            yield Found(s, k, row["id"], f"{noun} {row['type']}", "reassurance", True, told)
            return


@lru_cache(maxsize=1)
def _worth() -> frozenset[str]:
    """Nouns of what flows and stands between states."""
    stakes = stake_words()
    return frozenset((*stakes.maps["project"], *stakes.maps["flow"], *stakes.lists["deal"]))


# --- records ---------------------------------------------------------------------------------


def pair_of(scene: Scene, shock: Built | None) -> tuple[str, ...]:
    """The states of the shock: the victim's, the doer's, and the one that the text names most.

    Two where the text tells of two; three where those hit and those who did it are not the two
    that it names most.
    """
    states = list(scene.main_states(2))
    if shock is None:
        return tuple(states)
    known = scene.context.tables.states
    hit, did = hit_by(scene, shock), doing(scene, shock)
    # Whom some suspect is a side only where the text is about that state.
    surely = {*(p.country for e in shock.case.events for p in e.actor), *scene.main_states(3)}
    did = [c for c in did if c in surely]
    doers = [c for c in dict.fromkeys(did) if c in known and c not in hit]
    order = (*hit[:1], *doers[:1], *hit, *states)
    return tuple(dict.fromkeys(c for c in order if c is not None and c in known))[:3]


def hit_by(scene: Scene, shock: Built) -> list[str]:
    """The states of those hit, the one that its events name most first."""
    counted = Counter(p.country for e in shock.case.events for p in e.recipient if p.country)
    hit = [c for c, _ in counted.most_common(1)]
    for v in shock.incident.victim:
        at = scene.tokens(v.spans[0])
        hit += [] if at is None else scene.states_in(at[0], range(at[1], at[2] + 1))
    return hit


def doing(scene: Scene, shock: Built) -> list[str]:
    """The states of those who did it or are suspected, in that order."""
    did = [p.country for e in shock.case.events for p in e.actor if p.country]
    did += [w.party.country for w in shock.people if w.party is not None and w.party.country]
    for x in shock.incident.suspects:
        at = scene.tokens(x.spans[0])
        did += [] if at is None else scene.states_in(at[0], range(at[1], at[2] + 1))
    return did


def signal_of(
    scene: Scene, found: Found, shock: Built | None, pair: tuple[str, ...]
) -> Signal | None:
    """The signal of what was found; None if it is none of the pair after the shock."""
    s, k = found.s, found.token
    sender, to = sides_of(scene, found, pair)
    if not sender or not to:
        return None
    if shock is not None and is_before(scene, found, shock):
        return None
    # A blow of those hit answers the shock; one more of the doer's belongs to it.
    blow = found.rule == "struck" and found.event is not None
    if blow and (shock is None or sender[0] not in hit_by(scene, shock)):
        return None
    if found.rule == "justice-promised" and shock is not None:
        hit, did = hit_by(scene, shock), doing(scene, shock)
        if sender[0] in hit and sender[0] not in did:  # whoever was hit threatens with it
            found = replace(found, rule="threatened", type="threat", direction="escalation")
    if found.rule == "own-condemnation" and shock is not None and found.done:
        # Whoever was hit and condemns it accuses; sympathy is the other side's to show.
        accused = next(r for r in words().rows["rule"] if r["id"] == "accused")
        # A murder on its own soil is nobody's policy: a state that is suspected condemns it, too.
        theirs = sender[0] in doing(scene, shock) and _of_crime(s, k)
        if sender[0] in hit_by(scene, shock)[:1] and not theirs:
            found = replace(
                found, rule="accused", type=accused["type"], direction=accused["direction"]
            )
    span = clause_span(s, k) if s.tags[k].startswith("VB") else s.span(k, k)
    up = s.heads[k]
    if s.tags[k] == "VB" and up >= 0 and s.lemmas[up] in _COMMITTING and s.deps[k] == "xcomp":
        span = clause_span(s, up)
    if _decided(s, k) is not None:
        # Each thing that was decided by itself.
        whole = s.subtree(k)
        further = (s.subtree(j)[0] for j in s.children[k] if s.deps[j] in ("conj", "advcl"))
        end = min((j for j in further if j > k), default=whole[-1] + 1) - 1
        span = s.span(whole[0], next(j for j in range(end, k - 1, -1) if s.pos[j] not in _LOOSE))
    doc_id = scene.document.id
    return Signal(
        direction=found.direction,
        type=found.type,
        sender=sender,
        to=to,
        rule=found.rule if found.done else f"not {found.rule}",
        latency_days=latency_of(scene, found, shock),
        event=None if found.event is None or not found.done else found.event.id,
        after=None if shock is None else shock.incident.id,
        spans=(span,),
        id=digest("signal", doc_id, str(s.start[k]), found.rule),
        doc_id=doc_id,
    )


def _of_crime(s: Sentence, k: int) -> bool:
    target = arguments(s, k).object
    return target is not None and s.lemmas[target] in words().lists["crimes"]


def sides_of(
    scene: Scene, found: Found, pair: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who does what was found, and to whom."""
    event, s, k = found.event, found.s, found.token
    states = scene.context.tables.states
    sender: list[str] = []
    to: list[str] = []
    if event is not None:
        sender = [p.country for p in event.actor if p.country]
        to = [p.country for p in event.recipient if p.country]
        if not sender and set(to) & set(pair) and len(pair) > 1:
            # "The cabinet severed relations with B": the other side's
            sender = [c for c in pair if c not in to][:1]
    args = arguments(s, k)
    subject = args.agent if args.passive else args.subject
    up = s.heads[k]
    if s.tags[k] == "VB" and up >= 0 and s.lemmas[up] == "order":
        # "A ordered B to close its embassy": A's act
        subject, to = arguments(s, up).subject, []
        sender = []
    decision = _decided(s, k)
    if decision is not None:
        sender = _decider(scene, s, decision) or sender
        to = [c for c in to if c not in sender]
    named = subject is not None and s.pos[subject] == "PROPN"
    if not sender and event is None and named and subject is not None:
        sender = list(scene.countries(s, subject))
    if not sender and event is None:
        # Whose words are "we" and "the Government" is known where an act of the clause was coded.
        below = set(s.subtree(k))
        for e in scene.events_in(s):
            at = scene.place_of(_mention_in(e, s))
            if at is not None and at[1] in below and any(p.country for p in e.actor):
                sender = [p.country for p in e.actor if p.country]
                to = to or [p.country for p in e.recipient if p.country]
                break
    if not sender and subject is not None:
        sender = list(scene.countries(s, subject)) or list(
            scene.states_in(s, _phrase_of(s, subject))
        )
    if not sender:
        # "The cabinet severed relations with B", "two of B's diplomats were expelled": the other's
        owner = args.object
        theirs = [] if owner is None else list(scene.states_in(s, s.subtree(owner)))
        theirs = theirs or [c for _, j in args.preps for c in scene.states_in(s, s.subtree(j))]
        if theirs and set(theirs) & set(pair):
            sender = [c for c in pair if c not in theirs][:1]
            to = to or [c for c in theirs if c in pair][:1]
        elif owner is not None:
            sender = list(scene.countries(s, owner))
    unnamed = args.passive and args.agent is None and not nobody(s, k)
    if not sender and unnamed and s.number:
        # "Ankara withdrew him. Three exercises are cancelled": by whoever acted right before.
        before = scene.sentences[s.number - 1]
        acted = before.child(before.root, "nsubj")
        if acted is not None and scene.same_paragraph(before, s):
            sender = [c for c in scene.countries(before, acted) if c in pair][:1]
    sender = [c for c in dict.fromkeys(sender) if c in states or c in BODIES]
    if not to:
        inside = [c for c in scene.states_in(s, s.subtree(k)) if c not in sender]
        to = inside[:1]
    to = [c for c in dict.fromkeys(to) if (c in states or c in BODIES) and c not in sender]
    kept = any(found.rule == row["id"] for row in words().rows["kept"])
    if not sender and (kept or (not found.done and (subject is None or nobody(s, k)))):
        # Who says so shows it; else what goes on, or what nobody does, is both sides'.
        sender = _saying(scene, s, k, pair) or list(pair[:2])
    if len(sender) > 1 and (event is None or not event.recipient):
        return tuple(sender), tuple(sender)
    if found.rule in _BOTH and not (set(to) & set(pair) and set(sender) & set(pair)):
        return (), ()
    if not to and found.rule not in _EXPLICIT:
        to = [c for c in pair if c not in sender][:1]
    if pair and not set(pair) & set(to):
        return (), ()  # of no concern to the pair
    if pair and not set(pair) & set(sender) and found.rule in _OWN:
        return (), ()  # what third parties say of it
    return tuple(sender), tuple(to)


def _saying(scene: Scene, s: Sentence, k: int, pair: tuple[str, ...]) -> list[str]:
    """The state of the pair whose word a clause is: "China's envoy said that the work goes on"."""
    up = s.heads[k]
    speaker = s.child(up, "nsubj") if s.deps[k] == "ccomp" else None
    return [] if speaker is None else [c for c in scene.countries(s, speaker) if c in pair][:1]


def _phrase_of(s: Sentence, head: int) -> range:
    first, last = phrase(s, head)
    return range(first, last + 1)


# What is agreed is a signal only to the other side of the shock, told as such.
_BOTH = frozenset(("common-position", "accused", "rejected"))
# What only the sides themselves can show each other; from others it is comment.
_OWN = frozenset(
    """common-position apology threatened joint-work own-condemnation visit message meeting
    rejected protest-note team call helped as-planned kept-open talks-off""".split()  # noqa: SIM905
)
# Acts that may as well be a state's affair with its own people.
_EXPLICIT = frozenset(("detained",))
BODIES = frozenset(("EUR", "IGO", "UNO"))


def is_before(scene: Scene, found: Found, shock: Built) -> bool:
    """Whether an act is older than the shock, by its date or as background."""
    mine, first = date_of(scene, found), shock_date(shock)
    if found.event is not None and found.event.historical:
        # A text about old affairs tells also of old answers.
        if first is None or not _old(scene, first):
            return True
        return mine is not None and mine.end < first[0]
    if mine is None or first is None:
        return False
    return mine.end < first[0] or _days(mine.start, first[0]) > _BEGUN


_BEGUN = 366  # days before the shock; "this year" is no more than vague, "since 2015" is older


def _days(a: str, b: str) -> int:
    return (datetime.date.fromisoformat(b) - datetime.date.fromisoformat(a)).days


def _old(scene: Scene, shock: tuple[str, str]) -> bool:
    day = datetime.date.fromisoformat(shock[1])
    return scene.published is not None and (scene.published - day).days > _OLD_DAYS


def date_of(scene: Scene, found: Found) -> EventDate | None:
    """The date of what was found."""
    if found.event is not None and found.event.date is not None:
        return found.event.date
    mention = date_for(found.s, found.token, scene.dates(found.s))
    return None if mention is None else mention.date


def shock_date(shock: Built | None) -> tuple[str, str] | None:
    """First and last day of the shock."""
    if shock is None or not shock.incident.date:
        return None
    date = shock.incident.date[0]
    return date.start, date.end


def latency_of(scene: Scene, found: Found, shock: Built | None) -> tuple[int, int] | None:
    """Least and most days after the shock; None where the text does not tell."""
    known = words().maps["soon"]
    for _, _, soon in runs(found.s, frozenset(known)):
        low, high = known[soon].split()
        return int(low), int(high)
    first = shock_date(shock)
    if first is None:
        return None
    start, end = (datetime.date.fromisoformat(d) for d in first)
    mine = date_of(scene, found)
    if mine is not None:
        a, b = datetime.date.fromisoformat(mine.start), datetime.date.fromisoformat(mine.end)
        return max(0, (a - end).days), max(0, (b - start).days)
    if scene.published is None or not found.done:
        return None
    days = (scene.published - start).days
    return (0, days) if 0 <= days <= _NEWS_DAYS else None
