"""Which acts and omissions an analyst would list as signals, by models beside the rules.

Comes in: a `Scene`, its incidents, what the rules found. Goes out: `Signal` records in text order.
What the rules read stands as they read it, unless the models hardly believe it; of the rest the
models say which way it points and whose it is, and `Signal.rule` names what speaks most for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.coding.arguments import case_of
from detente.coding.certainty import asked
from detente.coding.incidents import Built
from detente.coding.learned.lexicon import load_act_lexicon
from detente.coding.learned.linear import Linears, load
from detente.coding.scene import Scene, clause_span
from detente.coding.sentence import Sentence
from detente.coding.signals.judging import Judging, Offer
from detente.coding.signals.looks import Act, Shock, looks, senders, shock_of
from detente.coding.signals.rules import (
    Found,
    Told,
    advised,
    aimed,
    is_before,
    latency_of,
    nobody,
    private,
    told_in,
    words,
)
from detente.records import Direction, Event, Signal, digest

LEARNED = "learned"
DIRECTIONS: tuple[Direction, ...] = ("reassurance", "escalation", "neutral")
_HALF = 0.5
_GAP = 2  # tokens within which two words tell of one act
_INNER = frozenset(("aux", "aux:pass", "cop"))


def find_signals(
    scene: Scene, built: Sequence[Built], told: Sequence[Told], *, learned: bool = False
) -> tuple[Signal, ...]:
    """Every signal of a document after its main incident, in text order.

    ``told`` is what the rules read; without ``learned`` it stands alone.
    """
    if not learned:
        return tuple(signal for _, signal in told)
    return tuple(chosen(scene, built, told, load("signals")))


def acts(scene: Scene, shock: Shock, told: Sequence[Told]) -> Iterator[Act]:
    """Every word that may tell of a signal: verbs, and nouns of acts and of what rules found."""
    ruled = {(f.s.number, f.token): signal for f, signal in told}
    for s in scene.sentences:
        if scene.is_caption(s):
            continue
        found: dict[int, Found] = {}
        for one in told_in(scene, s, shock.built):
            found.setdefault(one.token, one)
        at = _events_at(scene, s)
        for k in range(len(s)):
            verbal = s.tags[k].startswith("VB") and s.deps[k] not in _INNER
            if verbal or k in at or k in found:
                yield Act(s, k, at.get(k), found.get(k), ruled.get((s.number, k)))


def _events_at(scene: Scene, s: Sentence) -> dict[int, Event]:
    out: dict[int, Event] = {}
    for e in scene.events_in(s):
        for m in e.mentions:
            at = scene.place_of(m.trigger.start) if m.sentence == s.number else None
            if at is not None and at[0] is s:
                out.setdefault(at[1], e)
    return out


def offers(
    scene: Scene, built: Sequence[Built], told: Sequence[Told], models: Linears
) -> list[Offer]:
    """The acts that the models take for likely signals, in text order."""
    shock = shock_of(scene, built)
    out: list[Offer] = []
    for act in acts(scene, shock, told):
        if act.ruled is None and _out_of_the_question(scene, act, shock):
            continue
        names = looks(scene, act, shock)
        chances = models["signal"].chances(names)
        way = max(DIRECTIONS, key=lambda d: chances[d])
        if chances[way] < models.level("offered"):
            continue
        calm = way == "escalation" and _calls_for_calm(act)
        plain = "neutral" if calm else _plainly(act, names) or way
        sent = _sent(scene, act, shock, models)
        signal = act.ruled or _signal(scene, act, shock, names, plain, sent, models)
        if signal is not None:
            out.append(Offer(chances, act, names, signal, max((p for p, _ in sent), default=0.0)))
    return out


def chosen(
    scene: Scene, built: Sequence[Built], told: Sequence[Told], models: Linears
) -> list[Signal]:
    """The signals that the models believe: of those that stand for one act the rules' own, then
    the likeliest.
    """
    offered = offers(scene, built, told, models)
    judge, judging = models.judge, Judging(scene, offered)
    likely: list[tuple[float, Offer]] = []
    for n, o in enumerate(offered):
        p = max(o.chances.values()) if judge is None else judge.chance(judging.features(n))
        if p >= models.level("worth" if o.act.ruled is None else "ruled"):
            likely.append((p, o))
    kept: list[Act] = []
    out: list[Signal] = []
    for chance, o in sorted(likely, key=lambda x: (x[1].act.ruled is None, -x[0])):
        if any(_one(o.act, other) for other in kept):
            continue
        kept.append(o.act)
        out.append(replace(o.signal, chance=round(float(chance), 3)))
    return sorted(out, key=lambda signal: (signal.spans[0].start, signal.id))


def _plainly(act: Act, names: Sequence[str]) -> Direction | None:
    """The direction of an act that is done and tells it by its kind; None where it may be either.

    A sanction comforts nobody, whatever a model says: of 281 signals that are one, 9 do, and of
    96 of support 4 do the opposite, by the annotation of the articles.
    """
    e = act.event
    if act.ruled is not None or e is None or e.status != "asserted":
        return None
    if "undone" in names or nobody(act.s, act.token):
        return None
    if e.event_type in _HARSH or "seize" in e.event_mode:
        return "escalation"
    return "reassurance" if e.event_type in _GENTLE else None


def _calls_for_calm(act: Act) -> bool:
    """Whether it is a call for restraint, which hurts nobody whatever a model says."""
    s, k = act.s, act.token
    return s.lemmas[k] in _CALLING and any(
        s.lemmas[j] in words().lists["calming"] for j in s.subtree(k)
    )


_CALLING = frozenset(("urge", "call", "appeal", "ask", "counsel", "plead", "tell", "advise"))
_HARSH = frozenset(("SANCTION", "THREATEN", "ASSAULT", "PROTEST"))
_GENTLE = frozenset(("SUPPORT", "COOPERATE", "AGREE", "CONCEDE", "CONSULT"))


def _out_of_the_question(scene: Scene, act: Act, shock: Shock) -> bool:
    """Whether an act is older than the shock, part of it, suffered, or what another is for."""
    s, k, e = act.s, act.token, act.event
    if s.tags[k].startswith("VB") and s.lemmas[k] in words().lists["suffered"]:
        return True
    if advised(s, k) or asked(s, k) or _privately(scene, act):
        return True
    if aimed(s, k) or (s.number, k) in shock.tokens or (e is not None and e.id in shock.events):
        return True
    if not s.tags[k].startswith("VB") and case_of(s, k):
        return True  # "lost after the embargo": told as known
    if e is None and _of_no_act(s, k):
        return True
    found = Found(s, k, LEARNED, "", "neutral", True, e)
    return shock.built is not None and is_before(scene, found, shock.built)


_FAINT = "/1"  # the strength of words that seldom tell an act


def _of_no_act(s: Sentence, k: int) -> bool:
    """Whether only something is there, or not, that no state does: "there was no panic"."""
    noun = s.child(k, "nsubj")
    if s.lemmas[k] != "be" or s.child(k, "expl") is None or noun is None:
        return False
    told = load_act_lexicon().words.get((s.lemmas[noun], "n")) or ()
    return not told or told[0].endswith(_FAINT)


def _privately(scene: Scene, act: Act) -> bool:
    """Whether it is done by people who act for no state, or belongs to what they do: "gunmen
    threatened to kill them"."""
    s, k, e = act.s, act.token, act.event
    if e is not None:
        return private(scene, e)
    while s.deps[k] in _THEIRS and s.heads[k] >= 0 and s.child(k, "nsubj", "nsubj:pass") is None:
        k = s.heads[k]
        above = next((x for x in scene.events_in(s) if _stands_at(scene, x, s, k)), None)
        if above is not None:
            return private(scene, above)
    return False


_THEIRS = frozenset(("xcomp", "conj", "advcl", "obj", "obl"))


def _stands_at(scene: Scene, event: Event, s: Sentence, k: int) -> bool:
    return any(m.sentence == s.number and m.trigger.start == s.start[k] for m in event.mentions)


def _one(act: Act, other: Act) -> bool:
    """Whether two words tell of one act; the rules part theirs."""
    if act.ruled is not None and other.ruled is not None:
        return False
    if act.event is not None and other.event is not None and act.event.id == other.event.id:
        return True
    s, a, b = act.s, act.token, other.token
    if s is not other.s:
        return False
    for low, high in ((a, b), (b, a)):
        if s.heads[low] == high:
            return s.deps[low] != "conj"
    return abs(a - b) <= _GAP


def _signal(
    scene: Scene,
    act: Act,
    shock: Shock,
    names: Sequence[str],
    way: Direction,
    sent: Sequence[tuple[float, str]],
    models: Linears,
) -> Signal | None:
    """The record of an act that no rule reads; None where nobody may send it."""
    s, k = act.s, act.token
    sender = tuple(code for p, code in sent if p >= _HALF) or tuple(code for _, code in sent[:1])
    if not sender:
        return None
    undone = nobody(s, k) or "undone" in names
    found = Found(s, k, LEARNED, _type(act, undone), way, not undone, act.event)
    weighed = "; ".join(name for name, _ in models["signal"].because(names, way))
    doc_id = scene.document.id
    return Signal(
        direction=way,
        type=found.type,
        sender=sender,
        to=_to(act, shock, sender),
        rule=f"{LEARNED}: {weighed}",
        latency_days=latency_of(scene, found, shock.built),
        event=None if act.event is None or undone else act.event.id,
        after=None if shock.built is None else shock.built.incident.id,
        spans=(clause_span(s, k) if s.tags[k].startswith("VB") else s.span(k, k),),
        id=digest("signal", doc_id, str(s.start[k]), LEARNED),
        doc_id=doc_id,
    )


def _sent(scene: Scene, act: Act, shock: Shock, models: Linears) -> list[tuple[float, str]]:
    """The states that may send it, each with its probability, the likeliest first."""
    held = [(models["sender"].chance(names), code) for code, names in senders(scene, act, shock)]
    return sorted(held, key=lambda x: (-x[0], x[1]))


def _to(act: Act, shock: Shock, sender: tuple[str, ...]) -> tuple[str, ...]:
    """The states it is sent to: those of the act, else the other side."""
    told = [] if act.event is None else [p.country for p in act.event.recipient if p.country]
    codes = [c for c in told if c not in sender] or [c for c in shock.pair if c not in sender][:1]
    return tuple(dict.fromkeys(codes)) or (sender if len(sender) > 1 else ())


def _type(act: Act, undone: bool) -> str:
    """What the act is called: by its mode or type, else in its own words."""
    s, k, e = act.s, act.token, act.event
    if e is not None and not undone:
        return e.event_mode[0] if e.event_mode else e.event_type.lower()
    target = s.child(k, "obj", "nsubj:pass")
    name = s.lemmas[k] if target is None else f"{s.lemmas[k]} {s.lemmas[target]}"
    return f"no {name}" if undone else name
