"""Who did it, what he belonged to, and whom it hit.

Comes in: a scene and a case. Goes out: the values of the fields perpetrator, affiliation,
perpetrator_status, victim and office, each with the words that say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.coding.actors.phrases import Phrase
from detente.coding.actors.reading import read_sentence
from detente.coding.arguments import DAYS, arguments, case_of
from detente.coding.incidents.acts import Act, find_acts, words
from detente.coding.incidents.cases import Case
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene, phrase, phrase_span, runs
from detente.coding.sentence import Sentence
from detente.records import FieldValue, Party, Span

_PRONOUNS = frozenset(
    """he she him her they them it who whom which that this we us i me you his their its what
    nobody someone somebody anyone none both all one""".split()  # noqa: SIM905
)
_MANNER = frozenset(("alleged", "suspected", "presumed", "unidentified", "unknown", "same"))


@dataclass(frozen=True, slots=True)
class Who:
    """One telling of a person, group or thing: its words and where they stand."""

    value: str
    span: Span
    s: Sentence
    head: int
    named: bool
    party: Party | None


def perpetrators(scene: Scene, case: Case, known: Lexicon) -> list[Who]:
    """Everything said of who did it; the named ones alone if anybody is named."""
    found: list[Who] = []
    told = ("asserted", "attributed")
    for act in case.acts:
        if not (act.kind == case.anchor.kind or act.generic or _beside_anchor(act, case)):
            continue
        if act.agent is not None and act.verbal and act.status in told:
            for head in _conjuncts(act.s, act.agent):
                found += _who(scene, act.s, head)
        flipped = act.verbal and act.agent is None and act.patient is not None
        if act.event is not None and act.event.status in told and not flipped:
            found += _of_parties(scene, act.event.actor)
    for n in _near(scene, case):
        s = scene.sentences[n]
        for k, lemma in enumerate(s.lemmas):
            if lemma not in known.lists["perpetrator_noun"] or s.pos[k] not in ("NOUN", "PROPN"):
                continue
            if s.deps[k] in ("compound", "nmod:desc", "amod"):
                head = s.heads[k]
                if head >= 0 and s.pos[head] == "PROPN":
                    found += _who(scene, s, head)
                continue
            found += list(_named_after(scene, s, k)) or _who(scene, s, k)
    lead = case.anchor.agent
    bare = lead is not None and case.anchor.s.lemmas[lead] in known.lists["perpetrator_noun"]
    if bare or not any(not _bare(w) for w in found):
        found = [*_described_before(scene, case, known), *found]
    return _best(found)


def _beside_anchor(act: Act, case: Case) -> bool:
    return abs(act.s.number - case.anchor.s.number) <= 1


def _described_before(scene: Scene, case: Case, known: Lexicon) -> list[Who]:
    """ "Six armed men stopped them ... The attackers fired": who stands before as subject."""
    for n in (case.anchor.s.number, *case.sentences):
        for m in (n, n - 1, n - 2, n + 1):
            if not 0 <= m < len(scene.sentences):
                continue
            s = scene.sentences[m]
            for k in range(len(s)):
                doer = s.lemmas[k] in known.lists["doer"] and s.pos[k] == "NOUN"
                if doer and s.deps[k] in ("nsubj", "obl:agent") and s.child(k, "amod", "nummod"):
                    return _who(scene, s, k)
    return []


def _near(scene: Scene, case: Case) -> list[int]:
    """The case's sentences and those after them that go on telling of it."""
    out = set(case.sentences)
    for n in case.sentences:
        for m in (n + 1, n + 2):
            if m < len(scene.sentences) and (
                m == n + 1 or scene.same_paragraph(scene.sentences[n], scene.sentences[m])
            ):
                out.add(m)
    return sorted(out)


def near(scene: Scene, case: Case, people: Iterable[Who]) -> list[int]:
    """The sentences in which details of the case may stand: also those that name its people."""
    others = {a.s.number for a in find_acts(scene) if a.status in ("asserted", "attributed")}
    others -= set(case.sentences)
    out = set(_near(scene, case)) - others
    last_names = {w.value.split()[-1].lower() for w in people if w.named}
    for s in scene.sentences:
        if not last_names.isdisjoint(s.lower):
            out.add(s.number)
    if out:
        nxt = {
            n + 1
            for n in out
            if n + 1 < len(scene.sentences)
            and scene.same_paragraph(scene.sentences[n], scene.sentences[n + 1])
        }
        out |= nxt - others
    return sorted(out)


def _conjuncts(s: Sentence, head: int) -> list[int]:
    return [head, *(j for j in s.children[head] if s.deps[j] == "conj")]


def _who(scene: Scene, s: Sentence, head: int) -> list[Who]:
    """The tellings that a noun phrase holds."""
    parties = scene.parties(s, head)
    if s.lower[head] in _PRONOUNS or s.pos[head] in ("PRON", "DET"):
        return [w for w in _of_parties(scene, parties, pronoun=(s, head)) if w.named]
    named = [p for p in parties if personal(p)]
    if named and (s.pos[head] == "PROPN" or named[0].name in named[0].span.text):
        return _of_parties(scene, named[:1])
    known = [p for p in named if _article(s, head) and s.pos[head] == "NOUN"]
    if known and s.tags[head] == "NN":
        return [_of_name(scene, s, head, known[0])]
    name = _name_in(s, head)
    if name is not None:
        return [Who(name.text, name, s, head, True, parties[0] if parties else None)]
    first, last = phrase(s, head, preps=("of", "in"))
    while first < head and s.lower[first] in DAYS:
        first += 1  # "on Friday evening American aircraft"
    span = s.span(first, last)
    if "," in span.text:
        cut = span.text.index(",")
        span = Span(span.start, span.start + cut, span.text[:cut])
    if not any(c.isalpha() for c in span.text) or s.pos[head] not in ("NOUN", "PROPN", "ADJ"):
        return []
    named_thing = s.pos[head] == "PROPN"
    return [Who(span.text, span, s, head, named_thing, parties[0] if parties else None)]


def _article(s: Sentence, head: int) -> bool:
    return any(s.deps[j] == "det" and s.lower[j] in ("the", "this") for j in s.children[head])


def _of_name(scene: Scene, s: Sentence, head: int, p: Party) -> Who:
    """ "The ambassador": by the name that the text gives him elsewhere, with both as words."""
    at = scene.text.find(p.name)
    span = phrase_span(s, head)
    if at >= 0:
        span = Span(at, at + len(p.name), p.name)
    return Who(p.name, span, s, head, True, p)


def _name_in(s: Sentence, head: int) -> Span | None:
    """The person's name that stands beside a role noun ("the gunman, Ali Hassan")."""
    for j in s.children[head]:
        if s.deps[j] in ("appos", "flat") and s.pos[j] == "PROPN" and j > head:
            first, last = phrase(s, j, deep=0)
            if all(s.words[k][:1].isupper() for k in range(first, last + 1)):
                return s.span(first, last)
    return None


def _named_after(scene: Scene, s: Sentence, head: int) -> Iterator[Who]:
    """ "The gunman was identified as X", "the attacker was X"."""
    verb = s.heads[head]
    if verb < 0 or not s.deps[head].startswith("nsubj"):
        return
    if s.child(verb, "cop") is not None and s.pos[verb] == "PROPN":
        yield from _who(scene, s, verb)
    elif s.lemmas[verb] in ("identify", "name", "know"):
        for j in s.children[verb]:
            if s.deps[j] in ("obl", "xcomp", "advcl") and s.pos[j] == "PROPN":
                yield from _who(scene, s, j)


def personal(p: Party) -> bool:
    """Whether a party is one person by name."""
    words = p.name.split()
    capital = len(words) >= 2 and all(w[:1].isupper() or w in ("al", "bin", "de") for w in words)
    return capital and (p.id is None or p.id.startswith("person:"))


def _of_parties(
    scene: Scene, parties: Iterable[Party], pronoun: tuple[Sentence, int] | None = None
) -> list[Who]:
    out: list[Who] = []
    for p in parties:
        at = scene.tokens(p.span)
        if at is None:
            continue
        s, first, last = at
        named = personal(p)
        if s.lower[last] in _PRONOUNS and not named:
            continue
        value = p.name if named else p.span.text
        span = p.span
        if named and p.name in p.span.text:
            a = p.span.start + p.span.text.index(p.name)
            span = Span(a, a + len(p.name), p.name)
        out.append(Who(value, span, s, _top(s, first, last), named, p))
    return out


def _top(s: Sentence, first: int, last: int) -> int:
    """The token of a stretch that hangs outside it."""
    for k in range(first, last + 1):
        if not first <= s.heads[k] <= last:
            return k
    return last


def _best(found: list[Who]) -> list[Who]:
    """Named people where there are any, else the fullest descriptions; each once."""
    found = [w for w in found if w.s.lemmas[w.head] not in _THINGS]
    chosen = [w for w in found if w.named and w.party is not None and personal(w.party)]
    if not chosen:
        told = [w for w in found if not _bare(w)]
        chosen = told or found
        precise = [w for w in chosen if not _is_state(w)]
        chosen = precise or chosen
    chosen = [
        w
        for w in chosen
        if not any(o is not w and w.value != o.value and w.value in o.value for o in chosen)
    ]
    out: dict[str, Who] = {}
    for w in chosen:
        key = w.value.split()[-1].lower().rstrip("s")
        old = out.get(key)
        if old is None or len(w.value) > len(old.value):
            out[key] = w
    return list(out.values())[:4]


# What is used does nothing by itself.
_THINGS = frozenset(
    """drone bomb bullet mine missile rocket shell fire blast explosion attack shot grenade torpedo
    storm war strike death child baby victim act""".split()  # noqa: SIM905
)


def _is_state(w: Who) -> bool:
    whole = w.s.pos[w.head] != "NOUN"
    return whole and w.party is not None and (w.party.id or "").startswith("state:")


def _bare(w: Who) -> bool:
    """ "The kidnappers", "the attackers": a word for the doer that says nothing of him."""
    return " " not in w.value and w.s.lemmas[w.head] in words().lists["perpetrator_noun"]


# --- what they belong to ---------------------------------------------------------------------


def affiliations(
    scene: Scene, people: list[Who], numbers: Iterable[int], known: Lexicon
) -> Iterator[Span]:
    """What the perpetrators belong to, as spans."""
    for s, head in _tellings(scene, people, numbers, known):
        for noun in _roles_beside(s, head):
            yield from _body_of(scene, s, noun, known)
        for j in s.children[head]:
            if s.deps[j].startswith(("acl", "amod")) and s.lemmas[j] in known.lists["belonging"]:
                yield from _objects(s, j)
        verb = s.heads[head]
        if (
            verb >= 0
            and s.deps[head].startswith("nsubj")
            and s.lemmas[verb] in known.lists["belonging"]
        ):
            yield from _objects(s, verb)
        if verb >= 0 and s.lemmas[head] == "loyal":
            yield from _objects(s, head)


def _tellings(
    scene: Scene, people: list[Who], numbers: Iterable[int], known: Lexicon
) -> Iterator[tuple[Sentence, int]]:
    """Sentence and head token of every phrase that names or describes the perpetrators."""
    seen: set[tuple[int, int]] = set()
    last_names = {w.value.split()[-1].lower() for w in people if w.named}
    for w in people:
        seen.add((w.s.number, w.head))
        yield w.s, w.head
    for n in numbers:
        s = scene.sentences[n]
        for k in range(len(s)):
            named = s.lower[k] in last_names and s.pos[k] == "PROPN"
            role = s.lemmas[k] in known.lists["perpetrator_noun"] and s.pos[k] == "NOUN"
            he = s.lower[k] in ("he", "she", "they") and _means(scene, s, k, last_names)
            if not (named or role or he):
                continue
            head = k
            while s.deps[head] in ("flat", "compound", "nmod:desc") and s.heads[head] >= 0:
                head = s.heads[head]
            if (n, head) not in seen:
                seen.add((n, head))
                yield s, head


def _means(scene: Scene, s: Sentence, k: int, last_names: set[str]) -> bool:
    return any(p.name.split()[-1].lower() in last_names for p in scene.parties(s, k))


def _roles_beside(s: Sentence, head: int) -> Iterator[int]:
    """The nouns that say what somebody is: himself, an apposition, a predicate, a title."""
    yield head
    for j in s.children[head]:
        if s.deps[j] in ("appos", "nmod:desc", "compound", "acl:relcl", "parataxis"):
            yield j
    up = s.heads[head]
    if up < 0:
        return
    if s.deps[head] == "appos" or (s.deps[head].startswith("nsubj") and s.pos[up] == "NOUN"):
        yield up
    if s.deps[head] in ("obl", "xcomp", "obj") and s.lemmas[up] in ("identify", "name", "describe"):
        yield from (j for j in s.children[up] if s.deps[j] in ("obl", "xcomp", "appos"))


def _body_of(scene: Scene, s: Sentence, noun: int, known: Lexicon) -> Iterator[Span]:
    if s.lemmas[noun] not in known.lists["membership"]:
        return
    for j in s.children[noun]:
        inside_of = case_of(s, j) in ("of", "in", "from", "with", "at")
        if s.deps[j] == "nmod" and inside_of and s.pos[j] in ("PROPN", "NOUN"):
            yield phrase_span(s, j, preps=("of",))
            return
    first, _ = phrase(s, noun)
    inside = [
        k
        for k in range(first, noun)
        if s.deps[k] in ("compound", "amod", "nmod:desc", "flat")
        and s.lower[k] not in _MANNER
        and not any(a <= k <= b for a, b, _ in runs(s, known.lists["standing"]))
    ]
    # "riot police officer": the police; "Turkish officer" tells of no body.
    bodies = [k for k in inside if s.pos[k] in ("NOUN", "PROPN") and s.tags[k] != "JJ"]
    if bodies:
        yield s.span(inside[0], inside[-1])
    elif s.lemmas[noun] not in known.lists["open_membership"]:
        yield s.span(inside[0] if inside else noun, noun)


def _objects(s: Sentence, verb: int) -> Iterator[Span]:
    for j in s.children[verb]:
        if s.deps[j] not in ("obl", "nmod", "obj") or s.pos[j] not in ("PROPN", "NOUN"):
            continue
        if s.deps[j] == "obj" or case_of(s, j) in ("to", "with", "for", "in"):
            yield phrase_span(s, j, preps=("of",))
            return


def standings(
    scene: Scene, people: list[Who], numbers: Iterable[int], known: Lexicon
) -> Iterator[Span]:
    """How the perpetrators stood to their office: off duty, former, not assigned."""
    tellings = list(_tellings(scene, people, numbers, known))
    for s, head in tellings:
        family = {head, *_roles_beside(s, head)}
        up = s.heads[head]
        if s.deps[head].startswith("nsubj") and up >= 0:
            family.add(up)
        for first, last, _ in runs(s, known.lists["standing"]):
            span = range(first, last + 1)
            if any(k in family or s.heads[k] in family for k in span):
                yield s.span(first, last)


# --- whom it hit -----------------------------------------------------------------------------


def victims(scene: Scene, case: Case, perpetrators: list[Who]) -> list[Who]:
    """Whom or what the act hit: people by name where there are any, all things named else."""
    found: list[Who] = []
    for act in case.acts:
        if act.kind == "incident" or act.status not in ("asserted", "attributed", "denied"):
            continue
        event = act.event
        if event is not None and (act.kind == case.anchor.kind or act.generic):
            found += _of_parties(scene, event.recipient)
        if act.patient is not None:
            for head in _conjuncts(act.s, act.patient):
                for j in (head, *(j for j in act.s.children[head] if act.s.deps[j] == "appos")):
                    found += _premises(scene, act.s, j) or _who(scene, act.s, j)
            found += _listed(scene, act)
    doers = {w.value for w in perpetrators}
    kept: list[Who] = []
    for w in sorted(found, key=lambda w: (not w.named, w.span.start - w.span.end)):
        if w.value in doers or any(_overlap(w.span, k.span) for k in kept):
            continue
        kept.append(w)
    kept.sort(key=lambda w: w.span.start)
    kept = [w for w in kept if w.s.lemmas[w.head] != "deputy" or w.named]
    people = [w for w in kept if w.named and w.party is not None and personal(w.party)]
    return _unlike(people + [w for w in kept if w not in people])[:5]


def _listed(scene: Scene, act: Act) -> list[Who]:
    """ "Three journalists were killed: X of the agency, Y and his wife Z"."""
    s = act.s
    if ":" not in s.words or s.words.index(":") < act.first:
        return []
    colon = s.words.index(":")
    out: list[Who] = []
    for p in read_sentence(s, scene.mentions[s.number], scene.context).phrases:
        if p.name is not None and p.name[0] > colon and p.name[1] > p.name[0]:
            if s.lower[p.name[0] - 1] in ("of", "the", "for"):
                continue  # the paper they wrote for
            span = s.span(*p.name)
            party = Party(span.text, None, (), None, span)
            out.append(Who(span.text, span, s, p.name[0], True, party))
    return out


_BUILDINGS = frozenset(
    """building compound premises premise mission complex door gate wall window fence flag
    entrance""".split()  # noqa: SIM905
)
_MISSIONS = frozenset(("embassy", "consulate", "mission", "base", "headquarters", "office"))


def _premises(scene: Scene, s: Sentence, head: int) -> list[Who]:
    """ "The building": the embassy named shortly before."""
    if s.lemmas[head] not in _BUILDINGS or s.child(head, "amod", "nmod") is not None:
        return []
    for n in range(s.number, max(-1, s.number - 4), -1):
        before = scene.sentences[n]
        for k in range(len(before) if n < s.number else head):
            if before.lemmas[k] in _MISSIONS and before.pos[k] in ("NOUN", "PROPN"):
                return _who(scene, before, k)
    return []


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _unlike(found: list[Who]) -> list[Who]:
    """Each victim once: one with a name stands for his description and his family name."""
    out: list[Who] = []
    for w in found:
        last = w.value.split()[-1].lower()
        if any(last == o.value.split()[-1].lower() for o in out):
            continue
        same = any(
            o.named
            and not w.named
            and w.party is not None
            and o.party is not None
            and w.party.country == o.party.country
            and o.party.country is not None
            and not w.s.tags[w.head].endswith("S")
            for o in out
        ) or any(o.named and not w.named and _called(o, w.s.lemmas[w.head]) for o in out)
        if not same:
            out.append(w)
    return out


def _called(who: Who, role: str) -> bool:
    """Whether a role stands before a name ("Deputy consul X")."""
    s, first = who.s, who.head
    return role in s.lemmas[max(0, first - 4) : first + 1]


def patients(scene: Scene, case: Case) -> list[Who]:
    """Everybody whom the case's verbs hit, as described there."""
    return [
        w
        for a in case.acts
        if a.patient is not None and a.status in ("asserted", "attributed") and a.verbal
        for head in _conjuncts(a.s, a.patient)
        for w in _who(scene, a.s, head)
    ]


def offices(scene: Scene, found: list[Who]) -> Iterator[Span]:
    """What the victims were, as spans: title with country and post, the name left out."""
    for who in found:
        last_name = who.value.split()[-1].lower() if who.named else None
        for s in scene.sentences:
            if last_name is None and s is not who.s:
                continue
            if last_name is not None and last_name not in s.lower:
                continue
            reading = read_sentence(s, scene.mentions[s.number], scene.context)
            for p in reading.phrases:
                if _is_of(s, p, who, last_name):
                    span = _office(s, p)
                    if span is not None:
                        yield span


def _is_of(s: Sentence, p: Phrase, who: Who, last_name: str | None) -> bool:
    if p.role is None or p.role.role is None:
        return False
    if last_name is not None:
        if p.name is not None:
            return s.lower[p.name[1]] == last_name
        # "Karlov, the ambassador to": the role stands beside the name.
        near = s.lower[p.last + 1 : p.last + 4] + s.lower[max(0, p.first - 4) : p.first]
        return last_name in near and "," in near
    return p.first <= who.head <= p.last


def _office(s: Sentence, p: Phrase) -> Span | None:
    role = p.role.role if p.role is not None else None
    if role is None or role.kind != "person":
        return None
    first, last = p.first, p.last
    if p.name is not None and p.name[0] > first:
        last = p.name[0] - 1
    while first < last and s.pos[first] in ("DET", "PUNCT"):
        first += 1
    while last > first and (s.pos[last] == "PUNCT"):
        last -= 1
    return s.span(first, last) if last >= first else None


def values(spans: Iterable[Span], *, limit: int = 4) -> tuple[FieldValue, ...]:
    """Field values of spans, the same words once; the shorter of two that say the same."""
    out: dict[str, list[Span]] = {}
    for span in spans:
        key = span.text.lower()
        twin = next((k for k in out if k == key or f" {key} " in f" {k} "), None)
        longer = next((k for k in out if f" {k} " in f" {key} "), None)
        if twin is not None:
            out[twin].append(span)
        elif longer is not None:
            out[key] = [span, *out.pop(longer)]
        else:
            out[key] = [span]
    kept = list(out.values())[:limit]
    return tuple(FieldValue(s[0].text, None, tuple(dict.fromkeys(s))) for s in kept)


def names(found: Iterable[Who]) -> tuple[FieldValue, ...]:
    """Field values of people and things."""
    return tuple(FieldValue(w.value, None, (w.span,)) for w in found)


def subject_of(s: Sentence, verb: int) -> int | None:
    """Who a verb's subject is, the agent where it is passive."""
    args = arguments(s, verb)
    return args.agent if args.passive else args.subject
