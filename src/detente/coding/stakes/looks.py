"""How a noun or number of a text looks that may be a stake, as named features.

Comes in: a `Candidate` and what its document says elsewhere. Goes out: readable names ("verb
obj=suspend", "close energy"), for the models that say whether an analyst would list it and what it
is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from detente.coding.arguments import case_of
from detente.coding.certainty import clause_status, shipped_cues
from detente.coding.learned.lexicon import load_act_lexicon
from detente.coding.lexicon import Lexicon, lexicon
from detente.coding.scene import Scene, governed_by
from detente.coding.sentence import Sentence
from detente.coding.stakes.candidates import Candidate
from detente.coding.stakes.nouns import words

DOMAINS = (
    "energy", "trade", "tourism", "agriculture", "arms", "bases", "security", "territory",
    "migration", "transit", "finance", "water", "technology", "culture", "institution",
)  # fmt: skip
_MAPS = ("project", "flow", "topic", "sojourn", "deed", "status", "verdict", "folk")
_ABOUT = ("project", "flow", "topic", "sojourn", "deed", "folk")
_LISTS = (
    "deal", "curb", "harm", "paying", "trading", "handled", "site", "part", "lifting",
    "transparent", "once",
)  # fmt: skip
_CONTENT = frozenset(("NOUN", "PROPN", "ADJ", "VERB"))
_BELOW = frozenset(("amod", "compound", "nmod", "acl", "appos", "nummod"))
_GOING = frozenset(
    "still continue yet already not n't never meanwhile nevertheless however".split()  # noqa: SIM905
)
_NONE = frozenset(("no", "not", "any"))
_RATES = frozenset(("a", "per", "year", "annually", "each"))
# Tokens to either side whose words are looked at; within which a hint is close or around.
_WINDOW, _CLOSE, _AROUND = 6, 4, 10
_FIFTHS = 5


def domain_words() -> Lexicon:
    """The words that hint at domains."""
    return lexicon("domains", *DOMAINS)


@lru_cache(maxsize=1)
def _hints() -> Mapping[str, frozenset[str]]:
    """The domains that each word hints at."""
    out: dict[str, set[str]] = {}
    for domain in DOMAINS:
        for word in domain_words().lists[domain]:
            out.setdefault(word, set()).add(domain)
    return {word: frozenset(found) for word, found in out.items()}


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, tuple[str, ...]]:
    """What the lexicon of stakes says of each word."""
    known = words()
    out: dict[str, list[str]] = {}
    for name in _MAPS:
        for word, value in known.maps[name].items():
            out.setdefault(word, []).append(f"{name}:{value}")
    for name in _LISTS:
        for word in sorted(known.lists[name]):
            out.setdefault(word, []).append(name)
    return {word: tuple(found) for word, found in out.items()}


def hinted(s: Sentence, k: int) -> frozenset[str]:
    """The domains that a word hints at, by itself or with the word before it."""
    hints = _hints()
    found = hints.get(s.lemmas[k], frozenset())
    if s.lower[k] != s.lemmas[k]:
        found |= hints.get(s.lower[k], frozenset())
    if k:
        found |= hints.get(f"{s.lower[k - 1]} {s.lemmas[k]}", frozenset())
    return found


@dataclass(frozen=True, slots=True)
class Around:
    """What a document says beside a candidate.

    Attributes
    ----------
    counts, first
        How often each noun stands in it, and in which sentence first.
    title
        The words of its title.
    domains
        For each sentence the tokens that hint at each domain.
    most
        The domains hinted at most, the first first.
    """

    counts: Mapping[str, int]
    first: Mapping[str, int]
    title: frozenset[str]
    domains: tuple[Mapping[str, tuple[int, ...]], ...]
    most: tuple[str, ...]


def around(scene: Scene) -> Around:
    """What a document says beside its candidates."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for s in scene.sentences:
        for lemma, pos in zip(s.lemmas, s.pos, strict=True):
            if pos in ("NOUN", "PROPN"):
                counts[lemma] += 1
                first.setdefault(lemma, s.number)
    domains = tuple(_domains_in(s) for s in scene.sentences)
    total = Counter({d: sum(len(x.get(d, ())) for x in domains) for d in DOMAINS})
    most = tuple(d for d, n in total.most_common(3) if n)
    title = frozenset(w.strip(",.:;?!") for w in (scene.document.title or "").lower().split())
    return Around(counts, first, title, domains, most)


def _domains_in(s: Sentence) -> dict[str, tuple[int, ...]]:
    known = words().maps
    out: dict[str, list[int]] = {}
    for k, lemma in enumerate(s.lemmas):
        if s.pos[k] not in _CONTENT:
            continue
        told = {d for name in _ABOUT if (d := known[name].get(lemma)) is not None}
        for domain in sorted(told | hinted(s, k)):
            out.setdefault(domain, []).append(k)
    return {d: tuple(at) for d, at in out.items()}


def looks(scene: Scene, c: Candidate, beside: Around) -> list[str]:
    """The names of a candidate's features, each once."""
    out = [f"is {c.kind}"]
    out += _by_rules(c)
    for head in _heads(c):
        role = "word" if head == c.anchor else "noun"
        out += _of_noun(scene, c, head, role, beside)
        out += [f"{role} {hint}" for hint in scene.tagged(c.s, head)]
    out += _of_verb(scene, c)
    out += _of_number(c)
    out += _of_place(scene, c)
    out += _about(c, beside)
    return list(dict.fromkeys(out))


def _heads(c: Candidate) -> tuple[int, ...]:
    if c.noun is None or c.noun.last == c.anchor:
        return (c.anchor,)
    return (c.anchor, c.noun.last)


def _by_rules(c: Candidate) -> Iterator[str]:
    if c.ruled:
        yield "ruled"
        yield f"ruled {c.kind}"
    if c.noun is not None:
        yield f"noun kind={c.noun.kind} {c.kind}"
        if c.ruled:
            yield f"ruled {c.noun.kind} {c.kind}"
        for domain in c.noun.domains:
            yield f"noun domain={domain}"
            yield f"noun {c.noun.kind} {domain}"


def _word(s: Sentence, k: int, role: str) -> Iterator[str]:
    """A word in a role, with what the lexicons say of it."""
    lemma = s.lemmas[k]
    yield f"{role}={lemma}"
    for name in _classes().get(lemma, ()):
        yield f"{role} {name}"
    kind = "v" if s.tags[k].startswith("VB") else "a" if s.pos[k] == "ADJ" else "n"
    for told in load_act_lexicon().words.get((lemma, kind), ()):
        yield f"{role} lex={told}"


def _of_noun(scene: Scene, c: Candidate, k: int, role: str, beside: Around) -> Iterator[str]:
    s, lemma = c.s, c.s.lemmas[k]
    dep = s.deps[k].partition(":")[0]
    yield from _word(s, k, role)
    yield f"{role} ending={lemma[-4:]}"
    yield f"{role} tag={s.tags[k]} {c.kind}"
    yield f"{role} dep={dep}"
    case = case_of(s, k)
    yield f"{role} case={case}"
    up = s.heads[k]
    if case:
        yield f"{role} {case} {s.lemmas[up] if up >= 0 else ''}"
    if up >= 0:
        yield from _word(s, up, f"{role} head")
        yield f"{role} head pos={s.pos[up]} {dep}"
        yield f"{lemma}<{s.lemmas[up]}"
    yield from _below(scene, s, k, role)
    if s.pos[k] == "PROPN":
        yield f"{role} proper"
    yield f"{role} told={min(beside.counts.get(lemma, 0), 4)}"
    if lemma in beside.title:
        yield f"{role} in title"
    if beside.first.get(lemma) == s.number:
        yield f"{role} first time"


def _below(scene: Scene, s: Sentence, k: int, role: str) -> Iterator[str]:
    det = "bare"
    for j in s.children[k]:
        dep = s.deps[j].partition(":")[0]
        if dep in _BELOW and s.pos[j] != "PUNCT":
            state = bool(scene.states_in(s, [j]))
            if state:
                yield f"{role} {dep} state"
            else:
                yield from _word(s, j, f"{role} {dep}")
            if dep == "nmod":
                case = case_of(s, j) or s.deps[j]
                yield f"{role} has {case}"
                if state:
                    yield f"{role} {case} state"
                else:
                    for name in _classes().get(s.lemmas[j], ()):
                        yield f"{role} {case} {name}"
        elif dep == "det":
            det = s.lower[j]
        if s.lower[j] in _NONE:
            yield f"{role} no"
    yield f"{role} det={det}"


def _of_verb(scene: Scene, c: Candidate) -> Iterator[str]:
    s, k = c.s, c.anchor
    verb = governed_by(s, k)
    if k == verb:
        return
    yield from _word(s, verb, "verb")
    yield f"verb tag={s.tags[verb]}"
    yield f"clause {clause_status(s, verb, shipped_cues())}"
    if s.heads[k] == verb:
        yield f"verb {s.deps[k]}={s.lemmas[verb]}"
        for name in _classes().get(s.lemmas[verb], ()):
            yield f"verb {s.deps[k]} {name}"
    for j in s.children[verb]:
        if s.deps[j].startswith("nsubj"):
            named = "name" if s.pos[j] == "PROPN" else s.lemmas[j]
            yield "subject state" if scene.states_in(s, [j]) else f"subject={named}"
        if s.lower[j] in _GOING:
            yield f"verb with {s.lower[j]}"
        if s.deps[j] == "aux":
            yield f"aux={s.lower[j]}"


def _of_number(c: Candidate) -> Iterator[str]:
    s, q = c.s, c.q
    if q is None:
        return
    value = q.value or q.low or q.high
    size = str(int(log10(max(value, 1)))) if value else "none"
    yield f"size={size} {c.kind}"
    if q.money:
        yield "money"
        yield f"currency={q.unit}"
        yield f"money {size}"
    else:
        yield f"unit={q.unit}"
        yield f"measured={q.unit} {size}"
    after = s.lower[q.last + 1 : q.last + 3]
    if after:
        yield f"after={after[0]}"
        yield f"after={' '.join(after)}"
    if not _RATES.isdisjoint(after):
        yield "rate"
    if q.first:
        yield f"before={s.lower[q.first - 1]}"


def _of_place(scene: Scene, c: Candidate) -> Iterator[str]:
    s, k = c.s, c.anchor
    states = scene.states_in(s)
    yield f"states={min(len(states), 3)}"
    yield f"main={len(set(states) & set(scene.main_states(2)))}"
    last = max(1, len(scene.sentences) - 1)
    place = int(s.number / last * _FIFTHS)
    yield f"place={place}"
    yield f"place={place} {c.kind}"
    if s.number >= last - 1:
        yield "at the end"
    for j in range(max(0, k - _WINDOW), min(len(s), k + _WINDOW + 1)):
        if j != k and s.pos[j] in _CONTENT:
            for name in _classes().get(s.lemmas[j], ()):
                yield f"near {name}"
            if s.pos[j] != "PROPN":
                yield f"near={s.lemmas[j]}"
    events = scene.events_in(s)
    yield f"events={min(len(events), 3)}"
    for e in events:
        yield f"with {e.event_type}"
        if any(m.trigger.start <= s.start[k] < m.trigger.end for m in e.mentions):
            yield f"tells {e.event_type}"


def _about(c: Candidate, beside: Around) -> Iterator[str]:
    """What words on, near and far hint at."""
    s, k = c.s, c.anchor
    for head in _heads(c):
        own = sorted(hinted(s, head))
        yield from (f"hint {d}" for d in own)
        yield from (f"hint {d} {'noun' if c.q is None else 'sum'}" for d in own)
        if s.heads[head] >= 0:
            yield from (f"head hint {d}" for d in sorted(hinted(s, s.heads[head])))
        for j in s.children[head]:
            yield from (f"below hint {d}" for d in sorted(hinted(s, j)))
            for i in s.children[j]:
                yield from (f"deep hint {d}" for d in sorted(hinted(s, i)))
    here = beside.domains[s.number]
    best = sorted((min(abs(j - k) for j in at), d) for d, at in here.items())
    for n, (away, domain) in enumerate(best):
        yield f"sentence {domain}"
        if n == 0:
            yield f"nearest {domain}"
        if away < _AROUND:
            yield f"{'close' if away < _CLOSE else 'around'} {domain}"
    for back in (1, 2):
        if s.number >= back:
            yield from (f"before{back} {d}" for d in beside.domains[s.number - back])
    yield from (f"text {d}" for d in beside.most)
    if beside.most:
        yield f"text first {beside.most[0]}"
    yield from (f"title {d}" for d in _of_title(beside.title))


def _of_title(title: Iterable[str]) -> list[str]:
    hints = _hints()
    return sorted({d for word in title for d in hints.get(word, ())})


def domain_names(names: Sequence[str], said: tuple[str, ...]) -> list[str]:
    """The features of what a stake is about: its looks and the domains that the rules say."""
    out = [*names, *(f"said {d}" for d in said)]
    if said:
        out.append(f"said first {said[0]}")
    if len(said) == 1:
        out.append(f"said only {said[0]}")
    return out
