"""Projects, flows, treaties and sums that a text names, each with what becomes of it.

Comes in: a `Scene` and the lexicon (``data/stakes.toml``). Goes out: `Stake` records in text
order. A stake is a named work, a flow that something is done with, a treaty, what stops a flow,
or a sum of money; a sum belongs to the stake that its sentence names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.arguments import arguments, case_of, mark_of
from detente.coding.certainty import clause_status, shipped_cues
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import QuantityMention, find_quantities
from detente.coding.scene import Scene, governed_by, phrase, phrase_span
from detente.coding.sentence import Sentence
from detente.coding.stakes.money import ENERGY, LEAST_PEOPLE, currency_of, domains_of, is_area
from detente.coding.stakes.nouns import (
    HELD,
    PEOPLE,
    Named,
    named_in,
    travellers,
    words,
)
from detente.coding.stakes.periods import lengths, rate
from detente.coding.stakes.status import climbed, status_of, verbal_status
from detente.records import Period, Span, Stake, digest

_UNITS = frozenset(
    (
        "cubic metre",
        *"tonne ton barrel percent megawatt kilowatt litre bushel head hectare".split(),  # noqa: SIM905
    )
)
# Sums below this are fares and fines, not stakes, unless a stake's noun holds them.
_LEAST_SUM = 100_000
# Tokens between a stake's noun and the verb that is shown with it.
_NEAR = 12
_NOT = frozenset(("not", "n't", "n’t", "never", "neither"))
_NEEDING = frozenset(
    ("need", "want", "depend", "rely", "partner", "interest", "guarantee", "stake")
)
_OUR = frozenset(("our", "we", "us"))


def find_stakes(scene: Scene) -> tuple[Stake, ...]:
    """Every stake of a document, in text order; the same one told again is taken together."""
    known = words()
    out: list[Stake] = []
    for s in scene.sentences:
        if scene.is_caption(s):
            continue
        out += _of_sentence(scene, s, known)
    return tuple(_together(out))


def _of_sentence(scene: Scene, s: Sentence, known: Lexicon) -> list[Stake]:
    named = [*named_in(scene, s, known), *travellers(scene, s, known)]
    days = scene.dates(s)
    sums = [q for q in find_quantities(s, dates=days) if _counts(s, q, named)]
    made: list[Stake] = []
    taken: set[int] = set()
    for q in sums:
        noun = None if is_area(s, q) else _nearest(s, q, named)
        verb = governed_by(s, q.head)
        if noun is not None and noun.kind in ("curb", "harm") and _lossy(s, verb, known):
            noun = None  # the sum lost is a stake beside the embargo that cost it
        if noun is not None and noun.kind == "curb" and not q.money:
            noun = None
        if noun is None and not q.money and q.unit not in ENERGY and not is_area(s, q):
            continue
        if q.money and (q.value or q.low or q.high or 0) < _LEAST_SUM:
            continue
        if not q.money and q.unit == "person" and s.lemmas[verb] in HELD:
            continue  # "nine pilgrims were captured"
        if q.unit in ("tonne", "ton") and noun is not None and set(noun.domains) == {"arms"}:
            continue  # the corvette's own weight
        if q.money and _REWARDS & {
            s.lemmas[k] for k in (s.heads[q.head], *s.children[q.head]) if k >= 0
        }:
            continue  # a price on somebody's head
        if not q.money and s.lemmas[q.head] in _TROOPS and s.lemmas[verb] not in _STATIONED:
            continue
        if noun is not None:
            taken.add(noun.last)
        made.append(_stake(scene, s, noun, q, named, known))
    wholes = {n.last for n in named if n.kind != "flow"}
    summed = {q.head for q in sums if q.money}
    for noun in named:
        if noun.kind == "flow" and summed & set(s.ancestors(noun.last)):
            continue  # "a loan of 18 million for cotton" is one stake
        if noun.kind == "flow" and wholes & set(s.ancestors(noun.last)):
            continue  # "the embargo on tourism" is one stake
        joined = s.heads[noun.last] if s.deps[noun.last] == "conj" else -1
        if noun.kind == "flow" and any(
            o.last == joined and set(o.domains) & set(noun.domains) for o in named
        ):
            continue  # "citrus, mackerel and pastries"
        if noun.kind == "flow" and any(
            o.last == s.heads[noun.last] and o.kind in ("flow", "project") and o is not noun
            for o in named
        ):
            continue  # "the export of sand" is one stake
        if noun.last not in taken and _stands(scene, s, noun, known):
            made.append(_stake(scene, s, noun, None, named, known))
    return made


# Prepositions that make a work a place or a point in time.
_ASIDE = frozenset(
    """at in near to from before after during since until outside through along into""".split()  # noqa: SIM905
)
_HARMING = frozenset(
    """hit attack strike storm bomb shell damage hijack seize divert direct land divert
    threaten""".split()  # noqa: SIM905
)
_TROOPS = frozenset(("soldier", "troop", "peacekeeper", "serviceman", "man", "people", "person"))
_STATIONED = frozenset(
    """keep station host have base maintain remain serve house harbour accommodate quarter leave
    stay pull withdraw remove fly""".split()  # noqa: SIM905
)
_SUPPLY = frozenset("supply delivery flow import export shipment sale purchase".split())  # noqa: SIM905


def _lossy(s: Sentence, verb: int, known: Lexicon) -> bool:
    lemma = s.lemmas[verb]
    return known.maps["status"].get(lemma) == "lost" or known.maps["verdict"].get(lemma) == "object"


def _counts(s: Sentence, q: QuantityMention, named: Sequence[Named]) -> bool:
    """Whether a number can be a stake's: money, or a measure or people beside a stake's noun."""
    if q.money:
        return True
    if q.unit in ENERGY or is_area(s, q):
        return True
    if any(n.kind == "people" and -1 <= n.last - q.last <= 2 for n in named):
        return (q.value or q.low or 0) >= LEAST_PEOPLE
    if q.unit is None or not named or (q.value or q.low or q.high or 0) < LEAST_PEOPLE:
        return False
    if q.noun is not None and any(n.first <= q.noun <= n.last for n in named):
        return True  # "84 aircraft", "20,000 visas": what is counted is the stake
    if q.unit == "person" and q.noun is not None:
        under = set(s.subtree(q.noun))
        if any("bases" in n.domains and n.last in under for n in named):
            return True  # "250 engineers of its contingent"
    return q.unit in _UNITS or s.lemmas[q.head] in PEOPLE & {s.lemmas[n.last] for n in named}


def _nearest(s: Sentence, q: QuantityMention, named: Sequence[Named]) -> Named | None:
    """The stake's noun that a number belongs to: nearest in the tree, within the clause."""
    best: tuple[int, int, Named] | None = None
    for noun in named:
        if noun.kind == "people" and -1 <= noun.last - q.last <= 2:
            return noun
    beside = _beside(s, q, named)
    if beside is not None:
        return beside
    for noun in named:
        if noun.kind == "people":
            continue
        steps = _steps(s, q.head, noun.last)
        if steps is None or steps > 5:
            continue
        # A river is more often the way than the worth; what a sum is for ("for cotton") stands
        # below it, what it is a sum of above.
        away = 3 * (s.lemmas[noun.last] == "river") + 2 * (q.head in s.ancestors(noun.last))
        key = (steps + away, abs(noun.last - q.head))
        if best is None or key < best[:2]:
            best = (*key, noun)
    return None if best is None else best[2]


def _beside(s: Sentence, q: QuantityMention, named: Sequence[Named]) -> Named | None:
    """The noun right beside a sum: "$9 billion in assets", "a contract worth $9 million"."""
    if not q.money:
        return None
    for noun in reversed(named):
        if noun.kind != "people" and noun.last < q.first:
            between = range(noun.last + 1, q.first)
            if len(between) < _CLOSE and all(s.lower[j] in _WORTH for j in between):
                return noun
    for noun in named:
        if noun.kind != "people" and q.last + 1 < noun.first and s.lower[q.last + 1] in _IN:
            between = range(q.last + 2, noun.first)
            if len(between) < _CLOSE and all(s.pos[j] in _ADJUNCT for j in between):
                return noun
    return None


_CLOSE = 5
_IN = frozenset(("of", "in"))
_ADJUNCT = frozenset(("ADJ", "DET", "PROPN", "NUM", "ADV"))
_WORTH = frozenset(
    """worth of , valued at totalling totaling about some nearly over around a an the now put
    amounting to is are was were""".split()  # noqa: SIM905
)


def _steps(s: Sentence, a: int, b: int) -> int | None:
    left = {a: 0}
    at, n = a, 0
    while s.heads[at] >= 0 and n < 12:
        if _own_clause(s, at):
            break
        at, n = s.heads[at], n + 1
        left.setdefault(at, n)
    at, n = b, 0
    while n < 12:
        if at in left:
            return left[at] + n
        if s.heads[at] < 0 or _own_clause(s, at):
            return None
        at, n = s.heads[at], n + 1
    return None


def _own_clause(s: Sentence, k: int) -> bool:
    """Whether a verb is joined to another and has a subject of its own."""
    return s.deps[k] in ("conj", "parataxis") and s.child(k, "nsubj") is not None


def _stands(scene: Scene, s: Sentence, noun: Named, known: Lexicon) -> bool:
    """Whether a noun is a stake without a number: something is done with it, or with its flow."""
    if noun.kind in ("harm", "people"):
        return False
    if noun.kind == "project" and case_of(s, noun.last) in _ASIDE:
        return False
    verb = governed_by(s, noun.last)
    if noun.kind == "project":
        site = s.lemmas[noun.last] in known.lists["site"]
        status = status_of(s, noun, known)
        kept = status == "running" and any(s.lower[j] in _NOT for j in s.children[verb])
        becomes = status is not None and (status != "running" or kept or _planned(s, noun))
        needed = {s.lemmas[k] for k in s.ancestors(noun.last)} & _NEEDING
        going = s.lemmas[verb] in known.lists["handled"] or bool(needed)
        going = going or not s.tags[verb].startswith("VB")
        return s.lemmas[verb] not in _HARMING and (becomes or (going and not site))
    around = {s.lemmas[verb], *(s.lemmas[j] for j in s.children[noun.last])}
    around |= {s.lemmas[k] for k in s.ancestors(noun.last)}
    status = status_of(s, noun, known)
    if noun.kind == "curb":
        local = clause_status(s, verb, shipped_cues())
        none = any(s.lower[j] in ("no", "without") for j in s.children[noun.last])
        return bool(noun.domains) and not none and local not in ("negated", "hypothetical")
    if _somebody(s, noun) and (s.tags[noun.last] == "NN" or not _moving(s, noun, verb, known)):
        return False
    if noun.kind == "deal":
        owned = len(scene.states_in(s)) > 0 or len(scene.main_states(2)) == 2
        if s.lemmas[noun.last] in ("entry", "accession", "membership", "candidacy"):
            return s.child(noun.last, "nmod:poss") is not None and owned
        if status in ("planned", "running") and noun.domains:
            return owned  # "the contract for the plant will be signed", "stands"
        return owned and (status in ("restarted", "suspended", "cancelled", "ended"))
    states = scene.states_in(s, s.subtree(verb))
    ours = bool(_OUR & set(s.lower))
    if _share_of(s, noun.last, known):
        return bool(states) or ours or bool(scene.main_states(1))
    if status in ("restarted", "suspended", "cancelled", "ended", "lost"):
        args = arguments(s, verb)
        acted = args.subject is not None or args.passive
        return bool(states) or ours or (acted and len(scene.main_states(2)) == 2)
    handled = s.lemmas[verb] in known.lists["handled"]
    up = s.heads[verb]
    planned = up >= 0 and s.deps[verb] == "acl" and s.lemmas[up] in _PLANS
    top = climbed(s, noun.last, known)
    direct = s.deps[top] in ("obj", "nsubj", "nsubj:pass") and s.heads[top] == verb
    own_states = scene.states_in(s, s.subtree(noun.last))
    people = set(noun.domains) <= {"bases", "culture", "security"}
    if handled and direct and not people and (own_states or len(states) > 1):
        return True
    if handled and direct and planned and states:
        return True  # "a plan to carry gas to B"
    if direct and ours and s.lemmas[verb] in _TRADING and len(scene.main_states(2)) == 2:
        return True  # "we shall go on buying the wine"
    supplied = noun.last > 1 and bool(
        {s.lemmas[j] for j in (*s.ancestors(noun.last), *s.children[noun.last])} & _SUPPLY
    )
    if handled and supplied and (states or ours):
        return True
    if {"through", "via"} & set(s.lower) and s.lemmas[verb] in (
        "go",
        "pass",
        "flow",
        "run",
        "move",
    ):
        return True  # "a fifth of the world's oil goes through it"
    carried = any(mark_of(s, j) == "to" for j in s.children[noun.last]) or any(
        s.deps[j] == "advcl" and j > noun.last for j in s.children[verb]
    )
    reaching = {"reach", "flow", "transit", "pass", "cross"} & set(s.lemmas)
    needing = {"need", "depend", "rely", "want"} & around
    return bool(states) and ((carried and bool(reaching)) or (bool(needing) and bool(reaching)))


def _somebody(s: Sentence, noun: Named) -> bool:
    """Whether a flow is one of people."""
    return noun.kind == "flow" and s.lemmas[noun.last] in PEOPLE


def _moving(s: Sentence, noun: Named, verb: int, known: Lexicon) -> bool:
    """Whether people are told of as those who work, come and go, not as those who do or suffer."""
    lemma = s.lemmas[verb]
    going = lemma in known.lists["handled"] or lemma in known.maps["sojourn"]
    return going or lemma in known.maps["status"] or not s.deps[noun.last].startswith("nsubj")


_PLANS = frozenset("plan project scheme agreement contract deal treaty pipeline proposal".split())  # noqa: SIM905
_TRADING = frozenset("buy sell import export purchase eat drink burn ship supply".split())  # noqa: SIM905
_REWARDS = frozenset("reward bounty ransom fine bail".split())  # noqa: SIM905


def _share_of(s: Sentence, k: int, known: Lexicon) -> bool:
    """ "A quarter of its gas", "two thirds of the coffee", "40 per cent of its food"."""
    up = s.heads[k]
    parts = known.lists["part"]
    if s.deps[k] == "nmod" and up >= 0 and case_of(s, k) in ("of", "in"):
        return s.lemmas[up] in parts or s.lower[up] in parts
    return False


def _planned(s: Sentence, noun: Named) -> bool:
    """Whether a work is told as one that is built or kept going."""
    return bool({"build", "complete", "finish", "construct", "operate"} & set(s.lemmas))


# --- the record ------------------------------------------------------------------------------


def _stake(
    scene: Scene,
    s: Sentence,
    noun: Named | None,
    q: QuantityMention | None,
    named: Sequence[Named],
    known: Lexicon,
) -> Stake:
    anchor = noun.last if noun is not None else q.head if q is not None else s.root
    verb = governed_by(s, anchor)
    name = _name(s, noun, q, verb)
    domains = domains_of(scene, s, noun, q, named, known)
    status = status_of(s, noun, known) or verbal_status(s, verb, q, known)
    cause, author = _cause(scene, s)
    bearer, gainer = _verdict(scene, s, verb, known)
    if noun is not None and s.lemmas[noun.last] in _GIVEN:
        given = [j for j in s.children[noun.last] if case_of(s, j) in ("to", "for", "in")]
        to = [c for j in given for c in scene.countries(s, j)][:1]
        bearer, gainer = ((), tuple(to)) if to else (bearer, gainer)
    dyad = _dyad(scene, s, anchor)
    if status == "lost" and not bearer and author is not None:
        bearer = tuple(c for c in scene.main_states(3) if c != author)[:1]
        dyad = tuple(sorted({*bearer, author}))
    spans = [name]
    if q is not None and not (name.start <= q.span.start < name.end):
        spans.append(q.span)
    told = s.span(verb, verb)
    if s.tags[verb].startswith("VB") and abs(verb - anchor) < _NEAR:
        # The verb tells what becomes of it.
        spans += [] if any(x.start <= told.start < x.end for x in spans) else [told]
    doc_id = scene.document.id
    return Stake(
        name=name.text,
        domain=domains,
        dyad=dyad,
        amount=None if q is None else q.value,
        low=None if q is None or q.low == q.value else q.low,
        high=None if q is None or q.high == q.value else q.high,
        currency=currency_of(scene, s, q, dyad, known) if q is not None and q.money else None,
        unit=None if q is None else _unit(s, q),
        period=_period(scene, s, anchor),
        bearer=bearer,
        gainer=gainer,
        status=status,  # type: ignore[arg-type]
        cause=cause,
        spans=tuple(spans),
        id=digest("stake", doc_id, str(name.start), "" if q is None else str(q.span.start)),
        doc_id=doc_id,
    )


_GIVEN = frozenset(
    """aid assistance loan credit grant compensation package investment subsidy
    fund""".split()  # noqa: SIM905
)


def _name(s: Sentence, noun: Named | None, q: QuantityMention | None, verb: int) -> Span:
    if noun is None:
        if q is None:
            return s.span(verb, verb)
        head = s.heads[q.head]
        if head >= 0 and s.pos[head] == "NOUN":
            first, last = phrase(s, head, preps=("of", "for", "in"))
            return s.span(min(first, q.first), max(last, q.last))
        # "about $9 billion was lost": the sum with its verb
        low, high = min(q.first, verb), max(q.last, verb)
        return s.span(low, high) if high - low < 12 else q.span
    preps = ("of", "on", "with", "between", "from", "to", "in")
    first, last = phrase(s, noun.last, preps=preps, deep=1)
    if noun.kind in ("curb", "deal"):
        under = [j for j in s.children[noun.last] if case_of(s, j) in ("on", "of", "with")]
        ends = [k for j in under for k in s.subtree(j) if k - noun.last < 9]
        last = max([last, *ends])
    owner = s.child(noun.last, "nmod:poss")
    if owner is not None and s.pos[owner] == "PROPN":
        first = min(first, phrase(s, owner, deep=0)[0])
    verb_after = _to_clause(s, noun)
    if verb_after is not None:
        last = max(last, s.subtree(verb_after)[-1])
        while s.pos[last] == "PUNCT":
            last -= 1
    return s.span(first, last)


def _to_clause(s: Sentence, noun: Named) -> int | None:
    """ "Gas to reach the market": the infinitive right behind a flow."""
    if noun.kind != "flow" or noun.last + 1 >= len(s) or s.lower[noun.last + 1] != "to":
        return None
    after = noun.last + 2
    if after < len(s) and s.tags[after] == "VB":
        return after
    return None


def _unit(s: Sentence, q: QuantityMention) -> str | None:
    pace = rate(s, q.last)
    if q.money:
        return pace
    base = q.unit if q.unit is not None else s.lemmas[q.head]
    return base if pace is None else f"{base} {pace}"


def _verdict(
    scene: Scene, s: Sentence, verb: int, known: Lexicon
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who bears and who gains, by the verb and its sides."""
    kind = known.maps["verdict"].get(s.lemmas[verb])
    args = arguments(s, verb)
    subject = args.agent if args.passive else args.subject
    if kind == "object":
        target = args.iobj if args.iobj is not None else args.object
        codes = () if target is None else scene.countries(s, target)
        return codes[:1], ()
    if kind is None or subject is None:
        return (), ()
    codes = scene.countries(s, subject)[:1]
    if kind == "bearer":
        return codes, ()
    return (), codes


def _dyad(scene: Scene, s: Sentence, anchor: int) -> tuple[str, ...]:
    """The two sides of a stake: those its sentence names, filled up with the document's."""
    states = scene.context.tables.states
    main = list(scene.main_states(3))
    verb = governed_by(s, anchor)
    near = [c for c in scene.states_in(s, s.subtree(verb)) if c in states]
    near += [c for c in scene.states_in(s) if c not in near]
    for j in s.children[verb]:
        if s.deps[j].startswith("nsubj"):
            near += [c for c in scene.countries(s, j) if c in states and c not in near]
    if len(near) > 2:
        near = sorted(near, key=lambda c: main.index(c) if c in main else 9)[:2]
    for code in main:
        if len(near) >= 2:
            break
        if code not in near:
            near.append(code)
    return tuple(sorted(near[:2]))


def _cause(scene: Scene, s: Sentence) -> tuple[str | None, str | None]:
    """The event that the sentence makes the cause of a loss, and the state that did it."""
    for event in scene.events_in(s):
        if event.event_type in ("SANCTION", "ASSAULT", "COERCE", "REJECT"):
            at = scene.place_of(event.trigger.start)
            before = "" if at is None or at[0] is not s else case_of(s, at[1])
            if before in ("after", "following", "since", "by", "from", "of", "under", "amid"):
                code = next((p.country for p in event.actor if p.country), None)
                return event.id, code
    return None, None


def _period(scene: Scene, s: Sentence, anchor: int) -> Period | None:
    for length in lengths(s):
        return Period(None, None, length.days, "approx" if length.rough else "day")
    for mention in scene.dates(s):
        date = mention.date
        if date is not None and date.precision in ("year", "month", "season"):
            return Period(date.start, date.end, None, date.precision)
    del anchor
    return None


def _together(found: list[Stake]) -> list[Stake]:
    """The same stake told again, by its name, as one; what is known of it adds up."""
    out: dict[str, Stake] = {}
    for stake in found:
        key = _key(stake)
        old = out.get(key)
        if old is None:
            out[key] = stake
            continue
        if old.amount is not None and stake.amount is not None and old.amount != stake.amount:
            out[f"{key}|{stake.id}"] = stake
            continue
        out[key] = replace(
            old,
            amount=old.amount if old.amount is not None else stake.amount,
            low=old.low if old.low is not None else stake.low,
            high=old.high if old.high is not None else stake.high,
            currency=old.currency or stake.currency,
            unit=old.unit or stake.unit,
            period=old.period or stake.period,
            bearer=old.bearer or stake.bearer,
            gainer=old.gainer or stake.gainer,
            status=stake.status or old.status,
            cause=old.cause or stake.cause,
            spans=(*old.spans, *stake.spans),
        )
    return list(out.values())


def _key(stake: Stake) -> str:
    """Names that mean one stake have the same capitalised words, or the same words."""
    named = [w.lower() for w in stake.name.split() if w[:1].isupper()]
    return " ".join(named[:2]) if len(named) > 1 else stake.name.lower()


def phrase_of(s: Sentence, head: int) -> Span:
    """The noun phrase of a stake's noun, for callers that show it."""
    return phrase_span(s, head)
