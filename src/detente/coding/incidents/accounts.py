"""What is said of an act: who claims it, who is suspected and by whom, why, and who looks into it.

Comes in: a scene, a case, the document's claims. Goes out: the fields claims_of_responsibility,
suspects, motives and investigation, each value with whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.coding.arguments import arguments, case_of, mark_of
from detente.coding.claims import voice, who_says
from detente.coding.incidents.acts import Act
from detente.coding.incidents.cases import Case
from detente.coding.incidents.people import Who
from detente.coding.lexicon import Lexicon
from detente.coding.scene import (
    Scene,
    clause,
    clause_span,
    governed_by,
    phrase,
    phrase_span,
)
from detente.coding.sentence import Sentence
from detente.records import Claim, Event, FieldValue, Motive, Span, Status, Suspect, Voice

_NOT = frozenset(("no", "not", "n't", "n’t", "nobody", "none", "never", "neither"))
_HEDGES = frozenset(
    """may might could probably possibly perhaps likely reportedly allegedly apparently
    presumably would""".split()  # noqa: SIM905
)
_INVOLVED = frozenset(
    """involvement responsibility role part complicity link connection hand guilt knowledge
    accusation allegation charge""".split()  # noqa: SIM905
)
_ANSWERING = frozenset(
    """retaliation revenge reprisal protest vengeance retribution punishment response warning
    payback reaction""".split()  # noqa: SIM905
)


class Told:
    """What the functions below look at: a scene, a case, the claims, and whose names count."""

    def __init__(
        self,
        scene: Scene,
        case: Case,
        claims: tuple[Claim, ...],
        numbers: Sequence[int],
        people: Sequence[Who],
        known: Lexicon,
    ) -> None:
        self.scene = scene
        self.case = case
        self.claims = claims
        self.numbers = numbers
        self.people = people
        self.known = known
        self.act_tokens = {
            (a.s.number, k): a for a in case.acts for k in range(a.first, a.last + 1)
        }

    def act_at(self, s: Sentence, k: int) -> Act | None:
        """The case's mention that token ``k`` belongs to."""
        return self.act_tokens.get((s.number, k))

    def act_below(self, s: Sentence, k: int) -> bool:
        """Whether a mention of the case stands under token ``k``."""
        return any((s.number, j) in self.act_tokens for j in s.subtree(k))

    def speaker(self, span: Span) -> Voice | None:
        """Whose word a span is; None if the text says it itself."""
        claim = who_says(self.claims, span)
        return None if claim is None else claim.speaker

    def parties_words(self, s: Sentence, head: int) -> set[str]:
        """What a noun phrase may be known by: countries and last names."""
        found: set[str] = set()
        for p in self.scene.parties(s, head):
            found |= {p.country or "", p.name.split()[-1].lower() if p.name else ""}
        found.add(s.lower[head])
        found |= set(self.scene.states_in(s, s.subtree(head)))
        return found - {""}


# --- responsibility --------------------------------------------------------------------------


def responsibility(told: Told) -> Iterator[FieldValue]:
    """Who claimed the act; ``none`` where the text says that nobody has."""
    for s in told.scene.sentences:
        for k, lemma in enumerate(s.lemmas):
            if s.deps[k] not in ("obj", "nsubj:pass", "obl"):
                continue
            deed = told.act_at(s, k) is not None or lemma in ("deed", "attack", "strike")
            if lemma != "responsibility" and not deed:
                continue
            verb = s.heads[k]
            if verb < 0 or s.lemmas[verb] not in told.known.lists["claiming"]:
                continue
            if deed and lemma != "responsibility" and s.lemmas[verb] != "claim":
                continue
            args = arguments(s, verb)
            who = args.agent if args.passive else args.subject
            negated = any(s.lower[j] in _NOT for j in s.children[verb])
            if s.lemmas[verb] in ("deny", "disclaim"):
                continue
            if who is None:
                continue
            determiner = [j for j in s.children[who] if s.deps[j] == "det"]
            nobody = negated or s.lower[who] in _NOT or any(s.lower[j] in _NOT for j in determiner)
            span = phrase_span(s, who, preps=("of", "in"))
            if nobody:
                yield FieldValue("none", told.speaker(span), (s.span(*clause(s, verb)),))
            else:
                yield FieldValue(span.text, None, (span,))


# --- suspects --------------------------------------------------------------------------------


def suspects(told: Told) -> tuple[Suspect, ...]:
    """Who is suspected, accused or denies, each with by whom; asserted perpetrators left out."""
    found: list[Suspect] = []
    for event in told.scene.events:
        found += _of_event(told, event)
    for s in told.scene.sentences:
        for k in range(len(s)):
            found += _of_token(told, s, k)
    sure = {w.value.split()[-1].lower() for w in told.people if w.named}
    doers = [w.span for w in told.people]
    out: dict[str, Suspect] = {}
    for x in sorted(found, key=lambda x: -len(x.value)):
        key = x.value.split()[-1].lower()
        mine = x.spans[0]
        if key in sure or not x.value[:1].isalnum():
            continue
        if any(d.start < mine.end and mine.start < d.end for d in doers):
            continue
        twin = next((k for k, o in out.items() if _inside(mine, o.spans[0])), None)
        key = key if twin is None else twin
        old = out.get(key)
        if (
            old is None
            or _RANK[x.status] < _RANK[old.status]
            or (old.by is None and x.by is not None and x.status == old.status)
        ):
            out[key] = x
    return tuple(sorted(out.values(), key=lambda x: x.spans[0].start))


def _inside(a: Span, b: Span) -> bool:
    return b.start <= a.start and a.end <= b.end


_RANK = {"suspected": 0, "attributed": 1, "hypothetical": 2, "denied": 3}


def _of_event(told: Told, event: Event) -> list[Suspect]:
    if event.event_type not in ("ASSAULT", "COERCE") or event.historical:
        return []
    if event.status not in ("suspected", "attributed", "denied", "hypothetical"):
        return []
    at = told.scene.place_of(event.trigger.start)
    if at is None or (event.status in ("attributed", "hypothetical") and not _tied(told, event)):
        return []
    if event.status in ("suspected", "denied") and not _tied(told, event):
        return []
    if event.status == "hypothetical" and told.speaker(event.trigger) is None:
        return []
    by = None
    if event.attributed_to:
        a = event.attributed_to[0]
        place = told.scene.tokens(a.span)
        by = None if place is None else voice(told.scene, place[0], place[2])
    status: Status = "suspected" if event.status == "hypothetical" else event.status
    out: list[Suspect] = []
    for p in event.actor:
        if p.span.text.lower() in ("he", "she", "it", "they", "who", "which"):
            continue
        place = told.scene.tokens(p.span)
        if place is None or place[0].pos[place[2]] == "ADJ":
            continue  # "in Omani waters": nobody
        out.append(Suspect(p.span.text, by, status, (p.span,)))
    return out


def _tied(told: Told, event: Event) -> bool:
    """Whether an event that somebody alleges is the case's act."""
    mine = {e.id for e in told.case.events}
    if event.id in mine:
        return True
    for m in event.mentions:
        at = told.scene.place_of(m.trigger.start)
        if at is not None and told.act_at(at[0], at[1]) is not None:
            return True
    hit = {p.name for e in told.case.events for p in e.recipient}
    return bool(hit & {p.name for p in event.recipient})


def _of_token(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    lemma = s.lemmas[k]
    lists = told.known.lists
    if lemma in lists["blaming"] and s.tags[k].startswith("VB"):
        yield from _blamed(told, s, k)
    elif s.lower[k] in lists["behind"]:
        yield from _behind(told, s, k)
    elif lemma in ("deny", "reject", "dismiss") and s.tags[k].startswith("VB"):
        yield from _denying(told, s, k)
    elif lemma in lists["masterminding"] and s.tags[k].startswith("VB"):
        yield from _mastermind(told, s, k)
    elif lemma in lists["suspicion"] and s.pos[k] == "NOUN":
        yield from _pointed(told, s, k)


def _named(told: Told, s: Sentence, head: int, by: Voice | None, status: Status) -> list[Suspect]:
    out: list[Suspect] = []
    if s.lemmas[head] in ("spokesman", "spokeswoman", "spokesperson"):
        # Who speaks for somebody is not meant himself.
        head = next(
            (j for j in s.children[head] if case_of(s, j) in ("for", "of")),
            next((j for j in s.children[head] if s.deps[j] in ("compound", "nmod:poss")), head),
        )
    for j in (head, *(c for c in s.children[head] if s.deps[c] == "conj")):
        if s.pos[j] not in ("NOUN", "PROPN", "ADJ") or s.lemmas[j] in _INVOLVED:
            continue
        first, last = phrase(s, j, preps=("of", "to", "in"))
        relative = s.child(j, "acl:relcl")
        if relative is not None and s.lemmas[j] in ("man", "woman", "people", "person", "suspect"):
            last = max(last, clause(s, relative)[1])
        span = s.span(first, last)
        out.append(Suspect(span.text, by, status, (span,)))
    return out


def _by(told: Told, s: Sentence, who: int | None, span: Span) -> Voice | None:
    if who is None:
        return told.speaker(span)
    if s.lower[who] in ("nobody", "none"):
        return None
    return voice(told.scene, s, who)


def _blamed(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    args = arguments(s, k)
    target = args.object
    if s.lemmas[k] in ("point", "attribute", "pin", "hold", "link", "see", "name", "identify"):
        yield from _pinned(told, s, k)
        return
    blamed = s.lemmas[k] == "blame" and not _blames_thing(s, k)
    if target is None or not (told.act_below(s, k) or _refers(told, s, k) or blamed):
        return
    if any(s.lower[j] in _NOT for j in s.children[k]):
        return
    who = args.agent if args.passive else args.subject
    status: Status = "suspected" if s.lemmas[k] == "suspect" else "attributed"
    yield from _named(told, s, target, _by(told, s, who, s.span(k, k)), status)


def _blames_thing(s: Sentence, k: int) -> bool:
    """ "Blamed X for the poor harvest": for something that is no act."""
    return any(case_of(s, j) in ("for", "on") for j in s.children[k])


def _refers(told: Told, s: Sentence, k: int) -> bool:
    """Whether a sentence of the case's neighbourhood speaks of nothing else."""
    words = set(s.lemmas)
    near = s.number in told.numbers
    return near and bool(words & {"involvement", "behind", "responsible", "it", "plot"})


def _pinned(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "Pointed the finger at X", "attributed the attack to X", "held X responsible"."""
    args = arguments(s, k)
    span = s.span(k, k)
    who = None if args.passive else args.subject
    if who is None and not args.passive:
        who = next((a.subject for u in s.ancestors(k) if (a := arguments(s, u)).subject), None)
    words = {s.lemmas[j] for j in s.children[k]}
    if s.lemmas[k] == "hold":
        if "responsible" in words and args.object is not None and told.act_below(s, k):
            yield from _named(told, s, args.object, _by(told, s, who, span), "attributed")
        return
    preps = {"point": "at", "attribute": "to", "pin": "on", "link": "to"}
    wanted = preps.get(s.lemmas[k])
    act = args.object is not None and told.act_below(s, args.object)
    finger = bool(words & {"finger", "blame"})
    for prep, j in args.preps:
        if prep == wanted and (act or finger):
            yield from _named(told, s, j, _by(told, s, who, span), "attributed")


def _behind(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "X was behind the attack", "X is responsible for it"."""
    predicate = s.heads[k] if s.deps[k] == "case" else k
    if predicate < 0 or not (told.act_below(s, predicate) or _near_act(told, s, predicate)):
        return
    subject = next((j for j in s.children[predicate] if s.deps[j].startswith("nsubj")), None)
    up = s.heads[predicate]
    if subject is None and up >= 0 and s.deps[predicate] in ("xcomp", "advcl", "acl", "ccomp"):
        args = arguments(s, up)
        subject = args.object if args.passive or s.lemmas[up] == "suspect" else args.subject
        if s.lemmas[up] in ("hold", "see"):
            return
    if subject is None or s.lower[subject] in _NOT:
        return
    words = {s.lower[j] for c in (predicate, up) if c >= 0 for j in s.children[c]}
    if words & _NOT:
        return
    span = s.span(subject, subject)
    by = told.speaker(span)
    hedged = bool(words & _HEDGES) or (up >= 0 and s.lemmas[up] in ("suspect", "believe", "think"))
    if by is None and not hedged:
        return
    yield from _named(told, s, subject, by, "suspected" if hedged else "attributed")


def _near_act(told: Told, s: Sentence, k: int) -> bool:
    """ "Responsible for it" in a sentence of the case."""
    return s.number in told.case.sentences and any(
        s.lower[j] in ("it", "this") for j in s.subtree(k)
    )


def _denying(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    args = arguments(s, k)
    if args.subject is None:
        return
    body = [args.object, *(j for j in s.children[k] if s.deps[j] in ("ccomp", "xcomp", "advcl"))]
    about = any(j is not None and (told.act_below(s, j) or s.lemmas[j] in _INVOLVED) for j in body)
    near = s.number in told.numbers or s.number - 1 in told.numbers
    if about and near:
        by = voice(told.scene, s, args.subject)
        yield from _named(told, s, args.subject, by, "denied")


def _mastermind(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "Staged the attack", "ordered the raid": who is said to have."""
    args = arguments(s, k)
    who = args.agent if args.passive else args.subject
    if who is None or args.object is None:
        return
    doers = s.lemmas[args.object] in told.known.lists["perpetrator_noun"]
    if not told.act_below(s, args.object) and not doers:
        return
    if s.lemmas[k] == "carry" and "out" not in s.lower:
        return
    span = s.span(who, who)
    by = told.speaker(span)
    words = {s.lower[j] for j in s.children[k]} | {
        s.lower[j] for u in s.ancestors(k) for j in (u, *s.children[u])
    }
    hedged = bool(words & _HEDGES)
    if words & _NOT or (by is None and not hedged):
        return
    yield from _named(told, s, who, by, "suspected" if hedged or by is None else "attributed")


def _pointed(told: Told, s: Sentence, k: int) -> Iterator[Suspect]:
    """ "Suspicion fell on X", "bears the hallmarks of X", "the prime suspect is X"."""
    up = s.heads[k]
    near = s.number in told.numbers
    if s.lemmas[k] == "suspect":
        if near and s.deps[k].startswith("nsubj") and up >= 0 and s.child(up, "cop") is not None:
            yield from _named(told, s, up, told.speaker(s.span(up, up)), "suspected")
        elif (near and k == s.root) or s.child(k, "cop") is not None:
            subject = s.child(k, "nsubj")
            if subject is not None:
                yield from _named(told, s, subject, told.speaker(s.span(k, k)), "suspected")
        return
    if not near or up < 0:
        return
    fell = s.lemmas[up] in ("fall", "point", "turn", "be", "lead", "centre", "center", "focus")
    places = [j for j in s.children[up] if s.deps[j] == "obl"] if fell else []
    places += [j for j in s.children[k] if s.deps[j] == "nmod"]
    for j in places:
        if case_of(s, j) in ("on", "at", "of", "to", "towards"):
            yield from _named(told, s, j, told.speaker(s.span(j, j)), "suspected")


# --- motives ---------------------------------------------------------------------------------


def motives(told: Told, accused: Iterable[Suspect]) -> tuple[Motive, ...]:
    """Why, as somebody has it: what was wanted, aimed at, avenged."""
    doers = {w.value.split()[-1].lower() for w in told.people}
    doers |= {x.value.split()[-1].lower() for x in accused}
    doers |= {p.country for w in told.people if (p := w.party) is not None and p.country}
    for x in accused:
        at = told.scene.tokens(x.spans[0])
        if at is not None:
            doers |= set(told.scene.countries(at[0], at[2]))
    out: list[Motive] = []
    last: tuple[int, Voice | None] | None = None
    for s in told.scene.sentences:
        found = [*_motives_in(told, s, doers)]
        if not found and last is not None and s.number == last[0] + 1:
            found = [(span, last[1]) for span in _continued(s)]
        for span, by in found:
            span = _trimmed(told, s, span)
            if any(m.spans[0].start <= span.start < m.spans[0].end for m in out):
                continue
            out.append(Motive(span.text, by, (span,)))
            last = (s.number, by)
    return tuple(out)


_LEADING = frozenset(("at", "of", "for", "by", "in", "that"))


def _trimmed(told: Told, s: Sentence, span: Span) -> Span:
    """A motive without the preposition before it and the relative clause behind it."""
    at = told.scene.tokens(span)
    if at is None:
        return span
    _, first, last = at
    while first < last and s.lower[first] in _LEADING:
        first += 1
    for k in range(first + 2, last):
        if s.words[k] == "," and s.lower[k + 1] in ("which", "who", "where", "because", "but"):
            last = k - 1
            break
    return s.span(first, last)


def _motives_in(told: Told, s: Sentence, doers: set[str]) -> Iterator[tuple[Span, Voice | None]]:
    lists = told.known.lists
    near = s.number in told.numbers or s.number in told.case.sentences
    for k, lemma in enumerate(s.lemmas):
        span: Span | None = None
        if lemma in lists["wanting"] and s.tags[k].startswith("VB"):
            span = _wanted(told, s, k, doers)
        elif s.deps[k] == "advcl" and mark_of(s, k) == "to" and s.tags[k] == "VB":
            span = _purpose(told, s, k)
        elif lemma in _ANSWERING and s.pos[k] == "NOUN" and near:
            span = _answer(told, s, k)
        elif lemma in lists["motive_noun"] and s.pos[k] == "NOUN" and near:
            span = _motive_is(s, k)
        elif lemma in ("motivate", "prompt", "drive", "inspire") and near:
            agent = arguments(s, k).agent
            span = None if agent is None else phrase_span(s, agent)
        if span is not None:
            yield span, told.speaker(span)


def _wanted(told: Told, s: Sentence, k: int, doers: set[str]) -> Span | None:
    """What the doer wanted, or what the act was meant to bring about."""
    if any(s.lower[j] in _NOT for j in s.children[k]):
        return None
    args = arguments(s, k)
    subject = args.object if args.passive else args.subject
    by_act = subject is not None and told.act_below(s, subject)
    by_doer = subject is not None and (
        bool(told.parties_words(s, subject) & doers)
        or s.lemmas[subject] in told.known.lists["perpetrator_noun"]
        or (s.lemmas[subject] in told.known.lists["doer"] and s.number in told.numbers)
    )
    if not (by_act or by_doer or told.act_below(s, k)):
        return None
    if by_doer and not by_act and not _explains(told, s, k):
        return None
    body = next((j for j in s.children[k] if s.deps[j] in ("xcomp", "advcl", "ccomp")), None)
    if body is None:
        gerund = next((j for p, j in args.preps if p == "at"), None)
        if gerund is None and (s.child(k, "obj") is None or args.passive):
            return None
        body = gerund if gerund is not None else args.object
        return None if body is None else clause_span(s, body)
    if told.act_below(s, body):
        # "wanted to use this action to sabotage": the end, not the means
        end = next((j for j in s.children[body] if s.deps[j] == "advcl"), None)
        if end is not None:
            return clause_span(s, end)
    return clause_span(s, body)


def _explains(told: Told, s: Sentence, k: int) -> bool:
    """Whether a wish of the doer's is told to explain the act: in its sentences or as a view."""
    del k
    return s.number in told.numbers or any(c.sentence == s.number for c in told.claims)


def _purpose(told: Told, s: Sentence, k: int) -> Span | None:
    """ "Staged the attack to blacken": a purpose that hangs on the act or on who planned it."""
    up = s.heads[k]
    if up < 0:
        return None
    planned = s.lemmas[up] in told.known.lists["masterminding"] and (
        told.act_below(s, up)
        or any(s.lemmas[j] in told.known.lists["perpetrator_noun"] for j in s.children[up])
    )
    act = told.act_at(s, up)
    done = act is not None and act.verbal and not act.generic
    avenging = s.lemmas[k] in told.known.lists["avenging"] and s.number in told.case.sentences
    if not (planned or done or avenging):
        return None
    return clause_span(s, k)


def _answer(told: Told, s: Sentence, k: int) -> Span | None:
    """ "In retaliation for X": with what it answers."""
    if case_of(s, k) not in ("in", "as", "out", "for"):
        return None
    up = governed_by(s, k)
    if told.act_at(s, up) is None and not told.act_below(s, up):
        return None
    first = k
    last = phrase_span(s, k, preps=("for", "to", "at", "against", "over", "of"), deep=3)
    at = told.scene.tokens(last)
    return last if at is None else s.span(first, at[2])


def _motive_is(s: Sentence, k: int) -> Span | None:
    """ "The motive was X", "the aim of the attack was to"."""
    up = s.heads[k]
    if up < 0 or not s.deps[k].startswith("nsubj"):
        return None
    if s.child(up, "cop") is not None and not any(s.lower[j] in _NOT for j in s.children[up]):
        drop = [j for j in s.children[up] if s.deps[j].startswith("nsubj") or s.deps[j] == "cop"]
        return clause_span(s, up, drop=drop)
    if s.lemmas[up] == "be":
        body = next((j for j in s.children[up] if s.deps[j] in ("xcomp", "ccomp")), None)
        return None if body is None else clause_span(s, body)
    return None


def _continued(s: Sentence) -> Iterator[Span]:
    """ "Or, more simply, to cause": a further motive in a sentence of its own."""
    if s.lower[0] not in ("or", "and", "but") and s.lower[0] != "to":
        return
    if s.tags[s.root] == "VB" and mark_of(s, s.root) == "to":
        drop = [j for j in s.children[s.root] if s.deps[j] in ("advmod", "cc") and j < s.root]
        yield clause_span(s, s.root, drop=drop)


# --- who looks into it -----------------------------------------------------------------------


def investigation(told: Told) -> Iterator[FieldValue]:
    """Who looks into the act and what he found, as clauses."""
    words = told.known.lists["investigating"]
    for s in told.scene.sentences:
        if words.isdisjoint(s.lemmas) or told.scene.is_caption(s):
            continue
        for k, lemma in enumerate(s.lemmas):
            if lemma not in words or told.act_at(s, k) is not None:
                continue
            if lemma in ("detain", "arrest", "search", "question") and s.number not in told.numbers:
                continue
            if s.pos[k] not in ("VERB", "NOUN") or (lemma == "question" and s.pos[k] == "NOUN"):
                continue
            verb = k if s.pos[k] == "VERB" else governed_by(s, k)
            span = clause_span(s, verb)
            if 2 < len(span.text.split()) <= 40:
                yield FieldValue(span.text, told.speaker(span), (span,))
            break
