"""What a stake is about and in which money it is told.

Comes in: a stake's noun or number with its sentence, and the words of ``data/stakes.toml``. Goes
out: its domains, nearest words first, and the code of its currency.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detente.coding.arguments import arguments
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import QuantityMention, quantity_words
from detente.coding.scene import Scene, governed_by
from detente.coding.sentence import Sentence
from detente.coding.stakes.nouns import Named, named_in, words

# Units that tell the domain by themselves.
ENERGY = frozenset(("barrel", "cubic metre", "megawatt", "kilowatt"))
LEAST_PEOPLE = 8
_MOST = 3  # domains of one stake
# Tokens to either side of a sum in which words tell its domain.
_WINDOW = 10
# Wares: what is told as sold, bought or barred is a stake of trade too.
_WARES = frozenset(("agriculture", "energy", "arms", "technology"))


def domains_of(
    scene: Scene,
    s: Sentence,
    noun: Named | None,
    q: QuantityMention | None,
    named: Sequence[Named],
    known: Lexicon,
) -> tuple[str, ...]:
    """The domains of a stake: of its noun, else of the words beside it and what is done."""
    anchor = noun.last if noun is not None else q.head if q is not None else s.root
    if q is not None and noun is None and is_area(s, q):
        return ("territory",)
    domains = noun.domains if noun is not None else ()
    if noun is not None and s.lemmas[noun.last] in known.lists["generic"]:
        domains = (*_by_words(s, anchor, known), *domains)
    if not domains:
        near = sorted(named, key=lambda n: abs(n.last - anchor))
        domains = tuple(dict.fromkeys(d for n in near for d in n.domains))[:3]
    if not domains or domains == ("finance",):
        domains = (*domains, *_by_deed(s, known))
    if q is not None and q.unit in ENERGY and "water" not in domains:
        domains = ("energy", *domains)
    if noun is not None and noun.kind in ("flow", "deal"):
        below = {s.lemmas[k] for k in s.subtree(noun.last) if abs(k - noun.last) < 6}
        arms = [w for w in below if known.maps["deed"].get(w) == "arms"]
        domains = ("arms", *domains) if arms else domains
    if q is not None and q.money:
        domains = (*domains, *_in_clause(s, anchor, q, known))
    also = known.maps["also"].get(s.lemmas[noun.last]) if noun is not None else None
    if also is not None:
        domains = (*domains, also)
    if not domains:
        domains = _by_words(s, anchor, known)
    if not domains and noun is None:
        domains = _domains_before(scene, s, known)
    if not domains and noun is not None and noun.kind == "deal":
        domains = ("institution",)
    if not domains and s.lemmas[governed_by(s, anchor)] in known.lists["paying"]:
        domains = ("finance",)
    if _WARES & set(domains) and not known.lists["trading"].isdisjoint(_around(s, anchor)):
        domains = (*domains, "trade")
    domains = tuple(dict.fromkeys(domains))
    if domains and q is not None and q.money and not _measures(s, q, noun, known):
        # Money that is not the worth of a flow is paid, lent, owed or claimed.
        domains = tuple(dict.fromkeys((*domains[:_MOST], "finance")))
    return domains[: _MOST + 1]


def _measures(s: Sentence, q: QuantityMention, noun: Named | None, known: Lexicon) -> bool:
    """Whether a sum is the worth of what flows: "trade of 3 billion", "exports worth 9 million"."""
    if noun is None:
        return s.lemmas[governed_by(s, q.head)] in known.lists["trading"]
    if {"worth", "value"} & set(s.lemmas[max(0, q.first - 4) : q.last + 3]):
        return True
    near = (q.head, s.heads[q.head], *s.children[q.head])
    return noun.last in near or s.heads[noun.last] in near


def _around(s: Sentence, k: int) -> Iterator[str]:
    """The words on a noun and those it stands under."""
    for j in (*s.children[k], *s.ancestors(k)):
        yield s.lemmas[j]


def is_area(s: Sentence, q: QuantityMention) -> bool:
    """ "160,000 square kilometres": land."""
    if q.noun is None or (q.value or q.low or 0) < LEAST_PEOPLE:
        return False
    square = s.lemmas[q.noun] in ("kilometre", "kilometer", "mile") and any(
        s.lower[k] == "square" for k in range(max(0, q.noun - 2), q.noun)
    )
    return square or s.lemmas[q.noun] in ("hectare", "acre")


def _domains_before(scene: Scene, s: Sentence, known: Lexicon) -> tuple[str, ...]:
    """The domain of a sum whose sentence names none: of what the sentence before speaks."""
    if s.number == 0 or not scene.same_paragraph(s, scene.sentences[s.number - 1]):
        return ()
    before = scene.sentences[s.number - 1]
    found = [n for n in named_in(scene, before, known) if n.domains]
    return found[-1].domains if found else ()


def _in_clause(s: Sentence, k: int, q: QuantityMention, known: Lexicon) -> Iterator[str]:
    """The domains of what a sum is joined with: words below and above it, sides of its verb."""
    flows, works = known.maps["flow"], known.maps["project"]
    verb = governed_by(s, q.head)
    related = {*s.subtree(k), *s.subtree(q.head), *s.children[verb], *s.ancestors(q.head)}
    for j in sorted(related, key=lambda j: abs(j - q.head)):
        if s.pos[j] in ("NOUN", "PROPN") and abs(j - q.head) < _WINDOW:
            domain = flows.get(s.lemmas[j]) or works.get(s.lemmas[j])
            if domain is not None:
                yield domain
    if s.lemmas[verb] in known.lists["paying"]:
        yield "finance"


def _by_words(s: Sentence, k: int, known: Lexicon) -> tuple[str, ...]:
    """The domains of the nearest words of flows, also in compounds ("migration money")."""
    flows, topics = known.maps["flow"], known.maps["topic"]
    near = sorted(range(max(0, k - _WINDOW), min(len(s), k + _WINDOW)), key=lambda j: abs(j - k))
    found = (flows.get(s.lemmas[j]) or topics.get(s.lemmas[j]) for j in near if s.pos[j] != "VERB")
    return tuple(dict.fromkeys(d for d in found if d is not None))[:2]


def _by_deed(s: Sentence, known: Lexicon) -> tuple[str, ...]:
    """The domain of what is done or dealt with in a sentence ("to fly over", "cargoes")."""
    deeds = known.maps["deed"]
    return tuple(dict.fromkeys(deeds[w] for w in s.lemmas if w in deeds))[:2]


def currency_of(
    scene: Scene, s: Sentence, q: QuantityMention, dyad: Sequence[str], known: Lexicon
) -> str | None:
    """The code of a sum's currency; of a name that several states share, that of a side.

    Who pays goes first, then those whose paper or speech it is, then the sentence's own states,
    then the sides of the stake. None where the name alone does not tell and no state near has
    money of that name.
    """
    name = known.maps["shared_currency"].get((q.unit or "").lower())
    said = q.span.text.lower()
    if name is None or name[:4] not in said:
        return q.unit
    if any(w in said for w in known.lists["told_currency"]):
        return q.unit
    of = known.maps["currency_of"]
    near = sorted(
        (abs((m.first + m.last) // 2 - q.head), m.country)
        for m in scene.mentions[s.number]
        if m.country
    )
    home = home_of(scene)
    ours = () if home is None else (home,)
    sides = dict.fromkeys((*_payers(scene, s, q.head), *ours, *(c for _, c in near)))
    if name not in known.lists["default_currency"]:
        sides.update(dict.fromkeys((*dyad, *scene.main_states(3))))
    found = [c for c in (of.get(f"{side} {name}".lower()) for side in sides) if c is not None]
    if found:
        return found[0]
    return q.unit if name in known.lists["default_currency"] else None


def home_of(scene: Scene) -> str | None:
    """The state of those who say "we", if the text speaks of it as of a side.

    A text translated from the Spanish is not therefore Spain's.
    """
    return scene.home if scene.home in scene.main_states(3) else None


def _payers(scene: Scene, s: Sentence, k: int) -> tuple[str, ...]:
    """Those who give, lend or withhold a sum: the doers of its verb."""
    verb = governed_by(s, k)
    args = arguments(s, verb)
    doer = args.agent if args.passive else args.subject
    return () if doer is None else scene.countries(s, doer)


def sums_in(scene: Scene, s: Sentence) -> list[QuantityMention]:
    """The numbers of a sentence; millions of nothing named are of the money told last.

    "Some 50 million dollars were offered. He took five million": five million dollars.
    """
    out = []
    for q in scene.quantities(s):
        if _bare(s, q):
            unit = _named_money(s, q) or _told_money(scene, s.number)
            q = q if unit is None else replace(q, unit=unit, money=True)
        out.append(q)
    return out


_SCALES = frozenset(("thousand", "million", "millions", "billion", "billions", "trillion"))
_SPANS = frozenset(("year", "month", "week", "day", "hour"))
_LEAST_BARE = 100_000


def _bare(s: Sentence, q: QuantityMention) -> bool:
    """Whether a great round number counts nothing that the text names."""
    if q.money or (q.unit is not None and q.unit not in _SPANS):
        return False
    if (q.value or q.low or q.high or 0) < _LEAST_BARE:
        return False
    if "whom" in s.lower[max(0, q.first - 2) : q.first] or s.deps[q.head] == "nsubj":
        return False  # "of whom 1.2 million crossed", "two million marched": people
    return not _SCALES.isdisjoint(s.lower[q.first : q.last + 1])


def _told_money(scene: Scene, number: int) -> str | None:
    """The currency that a text told last up to a sentence, else the first that it tells."""
    told = scene.once("currencies", lambda: _currencies(scene))
    before = [unit for n, unit in told if n <= number]
    return before[-1] if before else told[0][1] if told else None


def _currencies(scene: Scene) -> list[tuple[int, str]]:
    known = words()
    told = (
        (s.number, currency_of(scene, s, q, (), known))
        for s in scene.sentences
        for q in scene.quantities(s)
        if q.money and q.unit is not None
    )
    return [(number, unit) for number, unit in told if unit is not None]


def _named_money(s: Sentence, q: QuantityMention) -> str | None:
    """The currency that a word beside a bare number tells: "its yen loans, 160 billion"."""
    names = quantity_words().names
    near = range(max(0, q.first - _WINDOW), q.first)
    told = [k for k in near if s.deps[k] == "compound" and s.lower[k] in names]
    return names[s.lower[told[-1]]].code if told else None
