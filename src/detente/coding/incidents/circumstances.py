"""With what an act was done, and how its doers got to their target.

Comes in: a scene, a case, and the sentences in which its details may stand. Goes out: spans for
the fields weapon and access.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.arguments import case_of
from detente.coding.incidents.cases import Case
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene, phrase, runs
from detente.coding.sentence import Sentence
from detente.records import Span

# Weapons that are often the victim or the theatre rather than the means.
_VEHICLES = "Vehicle"
_NO_WEAPON = frozenset(("nuclear", "arms", "fire", "sales", "programme", "program", "test"))
# Nouns of access that open doors by themselves wherever they stand.
_TELLING = frozenset(
    (
        "badge",
        "uniform",
        "credential",
        "accreditation",
        "invitation",
        "disguise",
        "identity card",
        "press card",
        "token",
    )
)
_FAKED = frozenset(
    (
        "fake",
        "false",
        "forged",
        "stolen",
        "bogus",
        "counterfeit",
        "diplomatic",
        "police",
        "press",
        "military",
        "borrowed",
    )
)


_RIDES = frozenset(("car", "vehicle", "van", "truck", "lorry", "boat", "minibus"))


def weapons(
    scene: Scene, case: Case, numbers: Iterable[int], victims: Iterable[Span], known: Lexicon
) -> Iterator[Span]:
    """The means of the act, as spans of their noun phrases."""
    kinds = known.maps["weapon"]
    hit = list(victims)
    act_tokens = {(a.s.number, k) for a in case.acts for k in range(a.first, a.last + 1)}
    told = set(case.sentences)
    for n in numbers:
        s = scene.sentences[n]
        for first, last, word in runs(s, frozenset(kinds)):
            if s.pos[last] not in ("NOUN", "PROPN") or _in_name(s, first, last):
                continue
            code = kinds[word] == "Sabotage Equipment"
            if not code and _NO_WEAPON & set(s.lower[first : last + 2]):
                continue
            span = s.span(first, last)
            if any(v.start <= span.start < v.end for v in hit):
                continue
            used = _wielded(s, last, known) or (n, s.heads[last]) in act_tokens
            first_of = s.heads[last] if s.deps[last] == "conj" else last
            means = case_of(s, first_of) in known.lists["instrument_prepositions"]
            acting = s.deps[first_of] in ("nsubj", "nsubj:pass")
            used = used or (acting and kinds[word] != _VEHICLES)
            if any(s.pos[j] == "PROPN" for j in s.children[last]) and s.lemmas[last] in _LANDMARKS:
                continue  # "the Raouche rocks"
            fired = (
                s.deps[first_of] == "obl:agent"
                and s.lemmas[s.heads[first_of]] in (known.lists["firing"])
            )
            if kinds[word] == _VEHICLES and not ((n in told and (means or used)) or fired):
                continue
            if used or means or n in told:
                yield _lean(s, first, last)
                yield from _baptised(s, last)


def _in_name(s: Sentence, first: int, last: int) -> bool:
    """ "The Cutting Sword of Justice": a weapon's word inside a name."""
    if s.pos[last] != "PROPN" or not s.words[last][:1].isupper():
        return False
    beside = [k for k in (first - 1, last + 1) if 0 <= k < len(s)]
    return last > 0 and any(s.pos[k] == "PROPN" and s.words[k][:1].isupper() for k in beside)


def _baptised(s: Sentence, k: int) -> Iterator[Span]:
    """ "A programme that researchers have baptised X", "a nerve agent known as X"."""
    for j in s.children[k]:
        if s.deps[j] == "appos" and s.pos[j] == "PROPN":
            yield s.span(*phrase(s, j))
        if s.deps[j] not in ("acl", "acl:relcl") or s.lemmas[j] not in _NAMING:
            continue
        for c in s.children[j]:
            if s.pos[c] == "PROPN" and c > j and s.deps[c] in ("obj", "obl", "xcomp", "iobj"):
                yield s.span(*phrase(s, c))
                return


_NAMING = frozenset("call name dub baptise baptize know christen label nickname term".split())  # noqa: SIM905
_LANDMARKS = frozenset(("rock", "stone", "hammer", "club", "mine", "field"))


def _wielded(s: Sentence, k: int, known: Lexicon) -> bool:
    head = s.heads[k]
    return head >= 0 and s.lemmas[head] in known.lists["wielding"]


def _lean(s: Sentence, first: int, last: int) -> Span:
    """A weapon with the nouns and adjectives that tell its kind, without number or owner."""
    a = first
    while (
        a > 0
        and s.heads[a - 1] in range(first, last + 1)
        and s.deps[a - 1] in ("compound", "amod", "punct")
        and s.pos[a - 1] != "NUM"
    ):
        a -= 1
    while a < first and s.pos[a] == "PUNCT":
        a += 1
    return s.span(a, last)


def accesses(
    scene: Scene, numbers: Iterable[int], told: Iterable[int], known: Lexicon
) -> Iterator[Span]:
    """How the perpetrators got to their target, as spans."""
    in_case = set(told)
    keys = known.lists["key"]
    entering = known.lists["entering"] | known.lists["hiding"]
    near_case = {m + d for m in in_case for d in (-2, -1, 0, 1, 2)}
    for n in numbers:
        s = scene.sentences[n]
        ways = [a for a in runs(s, known.lists["access_verb"]) if s.tags[a[0]].startswith("VB")]
        verbs = {a[0] for a in ways}
        for first, last, word in runs(s, keys):
            if s.pos[last] not in ("NOUN", "PROPN"):
                continue
            modifiers = {s.lower[j] for j in s.children[last]}
            faked = _FAKED if word not in _RIDES else _FAKED - {"diplomatic", "press"}
            telling = word in _TELLING or bool(faked & modifiers)
            if telling or (n in in_case and verbs and _serves(s, last, verbs)):
                if s.deps[last] == "compound" and not telling:
                    continue
                yield _lean(s, first, last)
        for verb, _, word in ways:
            if word in known.lists["posing"]:
                yield from _posing(s, verb)
        if n in near_case:
            for k, lemma in enumerate(s.lemmas):
                if s.tags[k].startswith("VB") and lemma in entering:
                    yield from _way(s, k, known)


def _way(s: Sentence, k: int, known: Lexicon) -> Iterator[Span]:
    """How somebody got there: "climbed over the railings", "hidden in a culvert"."""
    hidden = s.lemmas[k] in known.lists["hiding"]
    thing = s.child(k, "obj")
    if hidden and thing is not None and s.lemmas[thing] not in known.maps["weapon"]:
        return  # "put the fleet on alert"
    for j in s.children[k]:
        if j < k or s.deps[j] not in ("obl", "obj", "nmod"):
            continue
        case = case_of(s, j)
        over = case in _OVER or (s.deps[j] == "obj" and s.lemmas[j] in known.lists["key"])
        inside = hidden and case in (
            "in",
            "into",
            "inside",
            "beneath",
            "under",
            "among",
            "behind",
            "on",
        )
        if (inside if hidden else over) and s.pos[j] in ("NOUN", "PROPN"):
            yield s.span(k, phrase(s, j)[1])
            return


_OVER = frozenset("over through past down up into under across by from".split())  # noqa: SIM905


def _serves(s: Sentence, k: int, verbs: set[int]) -> bool:
    """Whether a thing is what an access verb is done with, over or through."""
    up = s.heads[k]
    if up in verbs:
        return True
    if up < 0:
        return False
    if s.lemmas[up] in ("use", "show", "flash", "present", "wear", "carry", "have", "with"):
        family = {up, s.heads[up], *s.children[up]}
        return bool(family & verbs)
    return False


def _posing(s: Sentence, verb: int) -> Iterator[Span]:
    for j in s.children[verb]:
        if s.deps[j] in ("obl", "advcl", "xcomp") and j > verb:
            mark = next((s.lower[c] for c in s.children[j] if s.deps[c] in ("case", "mark")), "")
            if mark in ("as", "in", "to"):
                yield s.span(verb, phrase(s, j)[1])
                return
