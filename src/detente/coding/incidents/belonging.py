"""What the perpetrators belong to, and how they stood to their office.

Comes in: a scene and the perpetrators. Goes out: spans for the fields affiliation and
perpetrator_status.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.arguments import case_of
from detente.coding.incidents.acts import words
from detente.coding.incidents.who import Who
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene, phrase, phrase_span, runs
from detente.coding.sentence import Sentence
from detente.records import FieldValue, Span, Suspect


def affiliations(
    scene: Scene, people: list[Who], numbers: Iterable[int], known: Lexicon
) -> Iterator[Span]:
    """What the perpetrators belong to, as spans."""
    for s, head in _tellings(scene, people, numbers, known):
        for noun in _roles_beside(s, head):
            yield from _body_of(scene, s, noun, known)
        yield from _group_below(scene, s, head)
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


# Organisations that people act for; states are told as such.
_BODIES = frozenset(("armed", "movement", "party", "agency", "igo", "religious", "company"))


def _group_below(scene: Scene, s: Sentence, head: int) -> Iterator[Span]:
    """ "Forces of the Revolutionary Guards", "gunmen from X": the body below a noun of people."""
    for j in s.children[head]:
        if s.deps[j] != "nmod" or case_of(s, j) not in ("of", "from", "in", "with"):
            continue
        mine = set(s.subtree(j))
        told = any(
            m.kind in _BODIES and not mine.isdisjoint(range(m.first, m.last + 1))
            for m in scene.mentions[s.number]
        )
        group = s.lemmas[j] in words().lists["group"] and s.pos[j] in ("NOUN", "PROPN")
        if told or (group and (s.pos[j] == "PROPN" or len(mine) > 2)):
            yield phrase_span(s, j, preps=("of",))


def claimants(
    found: Iterable[FieldValue], accused: Iterable[Suspect], scene: Scene
) -> Iterator[FieldValue]:
    """Groups that claim the act, and groups suspected of it, each with who says so."""
    for value in found:
        if value.value != "none" and any(w[:1].isupper() for w in value.value.split()):
            yield FieldValue(value.value, value.said_by, value.spans)
    for x in accused:
        at = scene.tokens(x.spans[0])
        if at is None or x.status == "denied":
            continue
        s, first, last = at
        groups = any(
            m.kind in _BODIES - {"igo", "company"} and first <= m.first <= last
            for m in scene.mentions[s.number]
        )
        if groups or s.lemmas[last] in ("bandit", "militia", "cartel", "gang", "clan"):
            yield FieldValue(x.value, x.by, x.spans)


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
            up = s.heads[head]
            if s.deps[head] == "nmod" and case_of(s, head) == "of" and s.lower[up] in _MOST:
                head = up  # "most of the attackers"
            if (n, head) not in seen:
                seen.add((n, head))
                yield s, head


_MOST = frozenset(("most", "some", "many", "all", "several", "both", "two", "three", "one", "few"))


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


_MANNER = frozenset(("alleged", "suspected", "presumed", "unidentified", "unknown", "same"))
