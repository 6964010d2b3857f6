"""How the sides answered a shock: each act and omission read as reassurance or escalation.

Comes in: a `Scene`, the incident that was the shock, and the rules (``data/signals.toml``). Goes
out: `Signal` records in text order, each with the rule that reads it so and its latency. What was
expected and did not happen ("has not recalled its ambassador") is a signal too, without event.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.coding.arguments import arguments
from detente.coding.certainty import asked, clause_status, shipped_cues
from detente.coding.incidents import Built
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, clause_span, phrase, runs
from detente.coding.sentence import Sentence
from detente.coding.when import date_for
from detente.records import Direction, Event, EventDate, Reaction, Signal, digest

# Undated news of so many days after the shock is bounded by the day of publication.
_NEWS_DAYS = 31
# Answers to an incident beside the main one stand within so many sentences of it.
_SHORTLY = 6
_OTHER: dict[str, Direction] = {"reassurance": "escalation", "escalation": "reassurance"}


def words() -> Lexicon:
    """The lexicon of signals."""
    return lexicon("signals", "rule", "kept", "soon")


@dataclass(frozen=True, slots=True)
class _Found:
    s: Sentence
    token: int
    rule: str
    type: str
    direction: Direction
    done: bool
    event: Event | None


def find_signals(scene: Scene, built: Sequence[Built]) -> tuple[Signal, ...]:
    """Every signal of a document after its main incident, in text order."""
    shock = built[0] if built else None
    pair = _pair(scene, shock)
    out: list[Signal] = []
    for s in scene.sentences:
        if scene.is_caption(s):
            continue
        out += _of_sentence(scene, s, shock, pair)
    return tuple(sorted(_once(out), key=lambda x: x.spans[0].start))


def _once(found: list[Signal]) -> list[Signal]:
    """One signal an event, the telling that says most of it."""
    out: dict[str, Signal] = {}
    for x in found:
        key = x.event or x.id
        old = out.get(key)
        if old is None:
            out[key] = x
        elif "kept" in x.type and "kept" not in old.type:
            out[key] = replace(x, latency_days=x.latency_days or old.latency_days)
    return list(out.values())


def _of_sentence(
    scene: Scene, s: Sentence, shock: Built | None, pair: tuple[str, ...]
) -> list[Signal]:
    made: list[Signal] = []
    for found in _candidates(scene, s, shock):
        signal = _signal(scene, found, shock, pair)
        if signal is None:
            continue
        twin = next((o for o in made if _same(o, signal)), None)
        if twin is None:
            made.append(signal)
        elif twin.event is None and signal.event is not None:
            made[made.index(twin)] = signal
    return made


def _same(a: Signal, b: Signal) -> bool:
    """Whether two signals of a sentence are one: same way, same sender, one in the other."""
    x, y = a.spans[0], b.spans[0]
    alike = a.direction == b.direction and a.sender == b.sender
    return alike and ((x.start <= y.start and y.end <= x.end) or (a.type == b.type))


# --- candidates ------------------------------------------------------------------------------


def _candidates(scene: Scene, s: Sentence, shock: Built | None) -> Iterator[_Found]:
    known = words()
    mine = _case_tokens(shock)
    events = [e for e in scene.events_in(s) if not e.historical]
    used: set[str] = set()
    for k, lemma in enumerate(s.lemmas):
        if (s.number, k) in mine or not s.tags[k].startswith("VB") or _aimed(s, k):
            continue
        for rule in known.rows["rule"]:
            if not _fits(s, k, lemma, rule):
                continue
            event = _event_at(events, s, k)
            if event is not None:
                used.add(event.id)
            found = _judged(s, k, rule, event)
            if found is not None:
                yield found
                break
        yield from _kept(s, k, lemma, known, events)
    for event in events:
        if event.id in used or (shock is not None and event.id in _case_events(shock)):
            continue
        row = _row_of(event, known)
        at = scene.place_of(_mention_in(event, s))
        if row is None or at is None or _telling(scene, event) != _mention_in(event, s):
            continue
        verbal = s.tags[at[1]].startswith("VB")
        if not verbal and len({p.country for p in event.actor}) < 2:
            continue
        if event.status in ("asserted", "attributed", "planned", "negated"):
            done = event.status != "negated"
            yield _Found(
                s,
                at[1],
                row["id"],
                row["type"] if done else row["undone"],
                row["direction"] if done else _OTHER[row["direction"]],
                done,
                event,
            )


def _aimed(s: Sentence, k: int) -> bool:
    """Whether an infinitive only says what for: "sent a letter to end the quarrel"."""
    if s.tags[k] != "VB" or not any(
        s.deps[j] == "mark" and s.lower[j] == "to" for j in s.children[k]
    ):
        return False
    up = s.heads[k]
    return s.deps[k] in ("advcl", "acl") or (up >= 0 and s.lemmas[up] not in _COMMITTING)


_COMMITTING = frozenset(
    """agree decide promise pledge order vow plan offer be go intend refuse decline begin start
    continue resolve threaten choose want wish move have""".split()  # noqa: SIM905
)


def _telling(scene: Scene, event: Event) -> int:
    """Where an event is told best: by a verb, else where it is first told."""
    for m in event.mentions:
        at = scene.place_of(m.trigger.start)
        if at is not None and at[0].tags[at[1]].startswith("VB"):
            return m.trigger.start
    return event.trigger.start


def _mention_in(event: Event, s: Sentence) -> int:
    return next(m.trigger.start for m in event.mentions if m.sentence == s.number)


def _case_tokens(shock: Built | None) -> set[tuple[int, int]]:
    if shock is None:
        return set()
    return {(a.s.number, k) for a in shock.case.acts for k in range(a.first, a.last + 1)}


def _case_events(shock: Built) -> set[str]:
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


def _fits(s: Sentence, k: int, lemma: str, row: Mapping[str, Any]) -> bool:
    verbs = [v for v in row["verbs"] if v.split()[0] == lemma]
    if not verbs:
        return False
    args = arguments(s, k)
    around = {lemma for j in s.children[k] for lemma in (s.lemmas[j],)}
    around |= {s.lemmas[j] for _, j in args.preps}
    around |= {s.lemmas[j] for j in (args.object,) if j is not None}
    following = set(s.lower[k + 1 : k + 4])
    if not any(len(v.split()) == 1 or v.split()[1] in following for v in verbs):
        return False
    objects = row["objects"]
    if not objects:
        return args.subject is not None
    if args.object is not None:
        around |= {
            s.lemmas[j] for j in s.children[args.object] if s.deps[j] in ("compound", "conj")
        }
    return not around.isdisjoint(objects)


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


def _judged(s: Sentence, k: int, row: Mapping[str, Any], event: Event | None) -> _Found | None:
    """The act of verb ``k`` with its polarity; None if it is only thought of."""
    status = clause_status(s, k, shipped_cues())
    up = s.heads[k]
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
    if status == "negated":
        return _Found(s, k, row["id"], row["undone"], _OTHER[direction], False, None)
    if event is not None and event.status in ("hypothetical", "suspected", "denied"):
        return None
    kept = row["direction"] == "reassurance" and {"still", "planned"} & set(s.lower)
    kind = f"{row['type']} kept" if kept and row["type"] in ("meeting", "visit") else row["type"]
    return _Found(s, k, row["id"], kind, direction, True, event)


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


def _kept(
    s: Sentence, k: int, lemma: str, known: Lexicon, events: Sequence[Event]
) -> Iterator[_Found]:
    """What goes on as before: "the embassy stays open", "took place as planned"."""
    if clause_status(s, k, shipped_cues()) in ("negated", "hypothetical") or _conditional(s, k):
        return
    inside = {w for j in s.subtree(k) for w in (s.lower[j], s.lemmas[j])}
    for row in known.rows["kept"]:
        if lemma not in row["verbs"] and not (lemma in row["words"] and s.child(k, "cop")):
            continue
        subject = next((j for j in s.children[k] if s.deps[j].startswith(("nsubj", "obj"))), None)
        if subject is None or inside.isdisjoint(row["words"]):
            continue
        noun = s.lemmas[subject]
        if noun in row["subjects"]:
            told = next((e for e in events if _mention_in(e, s) == s.start[subject]), None)
            yield _Found(s, k, row["id"], f"{noun} {row['type']}", "reassurance", True, told)
            return


# --- records ---------------------------------------------------------------------------------


def _pair(scene: Scene, shock: Built | None) -> tuple[str, ...]:
    """The two states of the shock: the victim's and the other that the text names most."""
    states = list(scene.main_states(2))
    if shock is not None:
        hit = [p.country for e in shock.case.events for p in e.recipient if p.country]
        hit += [c for s in states for c in (s,)]
        pair = list(dict.fromkeys(c for c in hit if c in scene.context.tables.states))
        return tuple(pair[:2])
    return tuple(states)


def _signal(
    scene: Scene, found: _Found, shock: Built | None, pair: tuple[str, ...]
) -> Signal | None:
    s, k = found.s, found.token
    sender, to = _sides(scene, found, pair)
    if not sender or not to:
        return None
    if shock is not None and _before(scene, found, shock):
        return None
    span = clause_span(s, k) if s.tags[k].startswith("VB") else s.span(k, k)
    up = s.heads[k]
    if s.tags[k] == "VB" and up >= 0 and s.lemmas[up] in _COMMITTING and s.deps[k] == "xcomp":
        span = clause_span(s, up)
    doc_id = scene.document.id
    return Signal(
        direction=found.direction,
        type=found.type,
        sender=sender,
        to=to,
        rule=found.rule if found.done else f"not {found.rule}",
        latency_days=_latency(scene, found, shock),
        event=None if found.event is None or not found.done else found.event.id,
        after=None if shock is None else shock.incident.id,
        spans=(span,),
        id=digest("signal", doc_id, str(s.start[k]), found.rule),
        doc_id=doc_id,
    )


def _sides(
    scene: Scene, found: _Found, pair: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    event, s, k = found.event, found.s, found.token
    states = scene.context.tables.states
    sender: list[str] = []
    to: list[str] = []
    if event is not None:
        sender = [p.country for p in event.actor if p.country]
        to = [p.country for p in event.recipient if p.country]
    args = arguments(s, k)
    subject = args.agent if args.passive else args.subject
    up = s.heads[k]
    if s.tags[k] == "VB" and up >= 0 and s.lemmas[up] == "order":
        # "A ordered B to close its embassy": A's act
        subject, to = arguments(s, up).subject, []
        sender = []
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
    sender = [c for c in dict.fromkeys(sender) if c in states or c in _BODIES]
    if not to:
        inside = [c for c in scene.states_in(s, s.subtree(k)) if c not in sender]
        to = inside[:1]
    to = [c for c in dict.fromkeys(to) if (c in states or c in _BODIES) and c not in sender]
    if len(sender) > 1 and (event is None or not event.recipient):
        return tuple(sender), tuple(sender)
    if not to and found.rule not in _EXPLICIT:
        to = [c for c in pair if c not in sender][:1]
    if pair and not set(pair) & set(to):
        return (), ()  # of no concern to the pair
    if pair and not set(pair) & set(sender) and found.rule in _OWN:
        return (), ()  # what third parties say of it
    return tuple(sender), tuple(to)


def _phrase_of(s: Sentence, head: int) -> range:
    first, last = phrase(s, head)
    return range(first, last + 1)


# What only the sides themselves can show each other; from others it is comment.
_OWN = frozenset(
    """common-position apology threatened joint-work own-condemnation visit message meeting
    rejected protest-note team call helped as-planned kept-open talks-off""".split()  # noqa: SIM905
)
# Acts that may as well be a state's affair with its own people.
_EXPLICIT = frozenset(("detained",))
_BODIES = frozenset(("EUR", "IGO", "UNO"))


def _before(scene: Scene, found: _Found, shock: Built) -> bool:
    """Whether an act is older than the shock, by its date or as background."""
    if found.event is not None and found.event.historical:
        return True
    mine, first = _date(scene, found), _shock_date(shock)
    return mine is not None and first is not None and mine.end < first[0]


def _date(scene: Scene, found: _Found) -> EventDate | None:
    if found.event is not None and found.event.date is not None:
        return found.event.date
    mention = date_for(found.s, found.token, scene.dates(found.s))
    return None if mention is None else mention.date


def _shock_date(shock: Built | None) -> tuple[str, str] | None:
    if shock is None or not shock.incident.date:
        return None
    date = shock.incident.date[0]
    return date.start, date.end


def _latency(scene: Scene, found: _Found, shock: Built | None) -> tuple[int, int] | None:
    """Least and most days after the shock; None where the text does not tell."""
    known = words().maps["soon"]
    for _, _, soon in runs(found.s, frozenset(known)):
        low, high = known[soon].split()
        return int(low), int(high)
    first = _shock_date(shock)
    if first is None:
        return None
    start, end = (datetime.date.fromisoformat(d) for d in first)
    mine = _date(scene, found)
    if mine is not None:
        a, b = datetime.date.fromisoformat(mine.start), datetime.date.fromisoformat(mine.end)
        return max(0, (a - end).days), max(0, (b - start).days)
    if scene.published is None or not found.done:
        return None
    days = (scene.published - start).days
    return (0, days) if 0 <= days <= _NEWS_DAYS else None


def reactions(scene: Scene, signals: Sequence[Signal], shock: Built) -> tuple[Reaction, ...]:
    """How each state answered the incident, with latency.

    For the main incident all signals; for another those told shortly after it.
    """
    start = shock.case.anchor.s.number
    out: list[Reaction] = []
    for signal in signals:
        main = signal.after == shock.incident.id
        at = scene.place_of(signal.spans[0].start)
        close = at is not None and start <= at[0].number <= start + _SHORTLY
        if not main and not close:
            continue
        latency = signal.latency_days if main else None
        exact = latency[0] if latency is not None and latency[0] == latency[1] else None
        for code in signal.sender:
            out.append(Reaction(signal.type, code, signal.event, exact, signal.spans))
    return tuple(out)
