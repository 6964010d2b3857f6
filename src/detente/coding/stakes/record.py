"""A stake as record: name, domains, sides, amount, period, who bears and who gains.

Comes in: a sentence, a stake's noun or number or both. Goes out: the `Stake`; the same one told
again is taken together with the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.arguments import arguments, case_of
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import QuantityMention, quantity_words
from detente.coding.scene import Scene, governed_by, phrase
from detente.coding.sentence import Sentence
from detente.coding.stakes.money import currency_of, domains_of, home_of
from detente.coding.stakes.nouns import Named
from detente.coding.stakes.periods import lengths, rate
from detente.coding.stakes.status import status_of, verbal_status
from detente.coding.when import date_for
from detente.records import Period, Span, Stake, digest

# Tokens between a stake's noun and the verb that is shown with it.
_NEAR = 12


def stake_of(
    scene: Scene,
    s: Sentence,
    noun: Named | None,
    q: QuantityMention | None,
    named: Sequence[Named],
    known: Lexicon,
) -> Stake:
    """The record of a stake's noun, number or both."""
    q = as_share(s, q)
    anchor = noun.last if noun is not None else q.head if q is not None else s.root
    verb = governed_by(s, anchor)
    name = _name(s, noun, q, verb, known)
    domains = domains_of(scene, s, noun, q, named, known)
    status = status_of(s, noun, known) or verbal_status(s, verb, q, known)
    paying = verb if q is None else governed_by(s, q.head)
    apart = q is not None and q.money and paying != verb
    weak = status in (None, "planned", "running")
    if apart and weak and verbal_status(s, paying, q, known) == "lost":
        status, verb = "lost", paying  # "hotels reckon that they lost 12 billion"
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
    if noun is not None and status == "lost" and not bearer:
        bearer = _harmed(scene, s, noun.last, verb)
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
        unit=None if q is None else _unit(scene, s, q, noun),
        period=_period(scene, s, anchor if q is None else q.head),
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


def _name(
    s: Sentence, noun: Named | None, q: QuantityMention | None, verb: int, known: Lexicon
) -> Span:
    if noun is None:
        if q is None:
            return s.span(verb, verb)
        head = s.heads[q.head]
        if head >= 0 and s.pos[head] == "NOUN":
            first, last = phrase(s, head, preps=("of", "for", "in"))
            return s.span(min(first, q.first), max(last, q.last))
        if not _lossy(s, verb, known):
            return s.span(q.first, max(q.last, phrase(s, q.head)[1]))
        # "about $9 billion was lost": the sum with its verb
        low, high = min(q.first, verb), max(q.last, verb)
        return s.span(low, high) if high - low < _NEAR else q.span
    preps = ("of", "on", "with", "between", "from", "to", "in")
    first, last = phrase(s, noun.last, preps=preps, deep=1)
    if noun.kind in ("curb", "deal"):
        under = [j for j in s.children[noun.last] if case_of(s, j) in ("on", "of", "with")]
        ends = [k for j in under for k in s.subtree(j) if k - noun.last < 9]
        last = max([last, *ends])
    last = max(last, _other_end(s, noun.last))
    owner = s.child(noun.last, "nmod:poss")
    if owner is not None and s.pos[owner] == "PROPN":
        first = min(first, phrase(s, owner, deep=0)[0])
    verb_after = _to_clause(s, noun)
    if verb_after is not None:
        last = max(last, s.subtree(verb_after)[-1])
    if q is not None and first <= q.first <= last < q.last:
        last = q.last  # "a loan of £7.5 million", where the parser parts the sign from the sum
    while last > first and s.pos[last] == "PUNCT":
        last -= 1
    return s.span(first, last)


def _lossy(s: Sentence, verb: int, known: Lexicon) -> bool:
    """Whether a verb tells who pays, gains or loses a sum."""
    lemma = s.lemmas[verb]
    return lemma in known.maps["verdict"] or known.maps["status"].get(lemma) == "lost"


def _other_end(s: Sentence, k: int) -> int:
    """The last token of what joins two: "between A and B", "from A to B"; -1 without."""
    last = -1
    for j in s.children[k]:
        case = case_of(s, j)
        if case == "between" and j > k:
            for i in s.children[j]:
                if s.deps[i] == "conj":
                    last = max(last, phrase(s, i, deep=0)[1])
        elif case == "from" and j > k:
            ends = [i for i in (*s.children[j], *s.children[k]) if case_of(s, i) == "to" and i > j]
            last = max([last, *(phrase(s, i, deep=0)[1] for i in ends)])
    return last if last - k < _NEAR else -1


def _to_clause(s: Sentence, noun: Named) -> int | None:
    """ "Gas to reach the market": the infinitive right behind a flow."""
    if noun.kind != "flow" or noun.last + 1 >= len(s) or s.lower[noun.last + 1] != "to":
        return None
    after = noun.last + 2
    if after < len(s) and s.tags[after] == "VB":
        return after
    return None


_PARTS = {
    "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip


def as_share(s: Sentence, q: QuantityMention | None) -> QuantityMention | None:
    """ "Nine tenths of its water" as ninety percent of it."""
    if q is None or q.money or q.value is None:
        return q
    parts = _PARTS.get(q.unit or s.lemmas[q.head])
    if parts is None or not 0 < q.value < parts:
        return q
    share = round(100 * q.value / parts, 1)
    return replace(q, value=share, low=share, high=share, unit="percent")


def _unit(scene: Scene, s: Sentence, q: QuantityMention, noun: Named | None) -> str | None:
    pace = rate(s, q.last)
    if q.money:
        return pace
    base = q.unit if q.unit is not None else s.lemmas[q.head]
    people = noun is not None and noun.kind == "people"
    people = people or any(m.first <= q.head <= m.last for m in scene.mentions[s.number])
    if people and base not in quantity_words().units.values():
        base = "person"  # "15,000 Saudis"
    elif q.unit is None and s.pos[q.head] not in ("NOUN", "PROPN"):
        return pace  # "of 27,000 tonnes it gets 10,000": a number counts nothing by itself
    return base if pace is None else f"{base} {pace}"


def _verdict(
    scene: Scene, s: Sentence, verb: int, known: Lexicon
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who bears and who gains, by the verb and its sides: "Ethiopia pays Djibouti"."""
    kind = known.maps["verdict"].get(s.lemmas[verb])
    args = arguments(s, verb)
    subject = args.agent if args.passive else args.subject
    if kind == "object":
        target = args.iobj if args.iobj is not None else args.object
        codes = () if target is None else scene.countries(s, target)
        return codes[:1], ()
    if kind is None or subject is None:
        return (), ()
    codes = scene.countries(s, subject)[:1] or _our(scene, s, subject)
    if kind == "gainer":
        return (), codes
    to = [args.iobj] if args.iobj is not None else [j for case, j in args.preps if case == "to"]
    paid = [c for j in to for c in scene.countries(s, j) if c not in codes]
    return codes, tuple(paid[:1]) if s.lemmas[verb] in known.lists["paying"] else ()


def _our(scene: Scene, s: Sentence, k: int) -> tuple[str, ...]:
    """ "Our province": the state of those who speak."""
    home = home_of(scene)
    ours = home is not None and any(s.lower[j] == "our" for j in s.children[k])
    return (home,) if ours and home is not None else ()


def _harmed(scene: Scene, s: Sentence, noun: int, verb: int) -> tuple[str, ...]:
    """Whose a loss is: the owner that its words name, else those who reckon it."""
    states = scene.context.tables.states
    own = [c for c in scene.states_in(s, s.subtree(noun)) if c in states]
    if len(own) == 1:
        return (own[0],)
    subject = s.child(verb, "nsubj")
    told = () if own or subject is None else scene.countries(s, subject)
    return told if len(told) == 1 else ()


def _dyad(scene: Scene, s: Sentence, anchor: int) -> tuple[str, ...]:
    """The two sides of a stake: those its words name, then its clause, "we", its sentence.

    Filled up with those of whom the document speaks most.
    """
    states = scene.context.tables.states
    main = list(scene.main_states(3))
    verb = governed_by(s, anchor)
    own = [c for c in scene.states_in(s, s.subtree(anchor)) if c in states][:2]
    clause = [c for c in scene.states_in(s, s.subtree(verb)) if c in states]
    for j in s.children[verb]:
        if s.deps[j].startswith("nsubj"):
            clause += [c for c in scene.countries(s, j) if c in states and c not in clause]
    home = None if _OURS.isdisjoint(s.lower) else home_of(scene)
    if home is not None and home in states:
        own = own[:1] if home not in own else own
        clause = [home, *clause]
    rest = [c for c in scene.states_in(s) if c in states]
    near = list(own)
    for told in (clause, rest, main):
        further = [c for c in dict.fromkeys(told) if c not in near]
        if told is clause and len(near) + len(further) > 2 and home not in further:
            further.sort(key=lambda c: main.index(c) if c in main else 9)
        near += further[: max(0, 2 - len(near))]
    return tuple(sorted(near[:2]))


_OURS = frozenset(("we", "our", "us", "ours"))


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


def _period(scene: Scene, s: Sentence, at: int) -> Period | None:
    """How long, or over which months or years, by the clause of a stake's sum or noun."""
    for length in lengths(s):
        return Period(None, None, length.days, "approx" if length.rough else "day")
    told = [d for d in scene.dates(s) if d.date is not None and d.date.precision in _PERIODS]
    mention = date_for(s, at, told) or date_for(s, governed_by(s, at), told)
    date = None if mention is None else mention.date
    return None if date is None else Period(date.start, date.end, None, date.precision)


_PERIODS = frozenset(("year", "month", "season"))


def together(found: list[Stake]) -> list[Stake]:
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
