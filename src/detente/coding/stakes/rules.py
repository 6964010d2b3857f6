"""Which nouns and sums of a sentence the rules take for stakes.

Comes in: a sentence, the nouns of stakes in it and its numbers. Goes out: pairs of a noun and a
number, either of which may be missing. A stake is a named work, a flow that something is done with,
a treaty, what stops a flow, or a sum of money; a sum belongs to the stake that its sentence names.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.arguments import arguments, case_of, mark_of
from detente.coding.certainty import clause_status, shipped_cues
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import QuantityMention
from detente.coding.scene import Scene, governed_by
from detente.coding.sentence import Sentence
from detente.coding.stakes.money import ENERGY, LEAST_PEOPLE, is_area
from detente.coding.stakes.nouns import HELD, PEOPLE, Named
from detente.coding.stakes.status import climbed, status_of

_UNITS = frozenset(
    (
        "cubic metre",
        *"tonne ton barrel percent megawatt kilowatt litre bushel head hectare".split(),  # noqa: SIM905
    )
)
# Sums below this are fares and fines, not stakes, unless a stake's noun holds them.
_LEAST_SUM = 100_000
_NOT = frozenset(("not", "n't", "n’t", "never", "neither"))
_NEEDING = frozenset(
    ("need", "want", "depend", "rely", "partner", "interest", "guarantee", "stake")
)
_OUR = frozenset(("our", "we", "us"))
Pair = tuple[Named | None, QuantityMention | None]


def by_rules(
    scene: Scene,
    s: Sentence,
    named: Sequence[Named],
    numbers: Sequence[QuantityMention],
    known: Lexicon,
) -> list[Pair]:
    """The stakes of a sentence: sums in text order, then nouns without one."""
    sums = [q for q in numbers if _counts(s, q, named)]
    made: list[Pair] = []
    taken: set[int] = set()
    for q in sums:
        noun = None if is_area(s, q) else nearest(s, q, named)
        verb = governed_by(s, q.head)
        if noun is not None and noun.kind in ("curb", "harm") and _lossy(s, verb, known):
            noun = None  # the sum lost is a stake beside the embargo that cost it
        if noun is not None and noun.kind == "curb" and not q.money:
            noun = None
        if _passed_over(s, q, noun, verb):
            continue
        if noun is not None:
            taken.add(noun.last)
        made.append((noun, q))
    wholes = {n.last for n in named if n.kind != "flow"}
    summed = {q.head for q in sums if q.money}
    for noun in named:
        part = noun.kind == "flow" and _part(s, noun, named, wholes, summed)
        if not part and noun.last not in taken and _stands(scene, s, noun, known):
            made.append((noun, None))
    return made


def _passed_over(s: Sentence, q: QuantityMention, noun: Named | None, verb: int) -> bool:
    """Whether a number is no stake's after all."""
    if noun is None and not q.money and q.unit not in ENERGY and not is_area(s, q):
        return True
    if q.money and (q.value or q.low or q.high or 0) < _LEAST_SUM:
        return True
    if not q.money and q.unit == "person" and s.lemmas[verb] in HELD:
        return True  # "nine pilgrims were captured"
    if q.unit in ("tonne", "ton") and noun is not None and set(noun.domains) == {"arms"}:
        return True  # the corvette's own weight
    near = (s.heads[q.head], *s.children[q.head])
    if q.money and _REWARDS & {s.lemmas[k] for k in near if k >= 0}:
        return True  # a price on somebody's head
    troops = not q.money and s.lemmas[q.head] in _TROOPS
    return troops and s.lemmas[verb] not in _STATIONED


def _part(
    s: Sentence, noun: Named, named: Sequence[Named], wholes: set[int], summed: set[int]
) -> bool:
    """Whether a flow is part of a stake that is told with it."""
    above = set(s.ancestors(noun.last))
    if (summed | wholes) & above:
        return True  # "a loan of 18 million for cotton", "the embargo on tourism"
    joined = s.heads[noun.last] if s.deps[noun.last] == "conj" else -1
    if any(o.last == joined and set(o.domains) & set(noun.domains) for o in named):
        return True  # "citrus, mackerel and pastries"
    return any(  # "the export of sand"
        o.last == s.heads[noun.last] and o.kind in ("flow", "project") and o is not noun
        for o in named
    )


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


def nearest(s: Sentence, q: QuantityMention, named: Sequence[Named]) -> Named | None:
    """The stake's noun that a number belongs to: nearest in the tree, within the clause."""
    best: tuple[int, int, Named] | None = None
    for noun in named:
        if noun.kind == "people" and -1 <= noun.last - q.last <= 2:
            return noun
    beside = _beside(s, q, named)
    if beside is not None:
        return beside
    told = _told_of(s, q, named)
    if told is not None:
        return told
    for noun in named:
        if noun.kind == "people":
            continue
        steps = steps_between(s, q.head, noun.last)
        if steps is None or steps > 5:
            continue
        # A river is more often the way than the worth; what a sum is for ("for cotton") stands
        # below it, what it is a sum of above.
        away = 3 * (s.lemmas[noun.last] == "river") + 2 * (q.head in s.ancestors(noun.last))
        key = (steps + away, abs(noun.last - q.head))
        if best is None or key < best[:2]:
            best = (*key, noun)
    return None if best is None else best[2]


def _told_of(s: Sentence, q: QuantityMention, named: Sequence[Named]) -> Named | None:
    """The noun that a clause with the sum tells of: "the railway to Kars, into which they sank".

    By its place before the clause: parsers hang such clauses anywhere.
    """
    for k in (q.head, *s.ancestors(q.head)):
        if s.deps[k] != "acl:relcl":
            continue
        opens = min((j for j in s.subtree(k) if s.lower[j] in ("which", "that")), default=q.first)
        before = [n for n in named if n.kind != "people" and n.last < opens]
        if not before or opens - before[-1].last > _CLOSE:
            return None
        # "The base of drones, which cost 110 million": the base.
        above = (*s.ancestors(before[-1].last),)
        return next((n for n in before if n.last in above and s.pos[n.last] != "VERB"), before[-1])
    return None


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


def steps_between(s: Sentence, a: int, b: int) -> int | None:
    """The steps in the tree between two tokens of a clause; None where clauses part them."""
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
