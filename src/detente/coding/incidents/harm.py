"""How many an act killed, injured, captured: counts, ranges, rival figures with their voices.

Comes in: a scene, a case, its sentences, the document's claims. Goes out: `Casualties`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.arguments import case_of
from detente.coding.claims import who_says
from detente.coding.incidents.acts import find_acts, person
from detente.coding.incidents.cases import Case
from detente.coding.incidents.told import NOT
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import QuantityMention, quantities_for
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.records import Casualties, Claim, Quantity, Span

# Casualties of any case, and what only cases of that kind count.
_HARM = frozenset(("killed", "injured", "missing", "captured", "kidnapped"))
_ACTS = {
    "expulsion": frozenset(("expelled",)),
    "arrest": frozenset(("arrested",)),
    "storming": frozenset(("arrested",)),
}


def casualties(
    scene: Scene, case: Case, numbers: Iterable[int], claims: tuple[Claim, ...], known: Lexicon
) -> tuple[Casualties, ...]:
    """Killed, injured, captured and others; different numbers side by side, each with its voice."""
    found: list[Quantity] = []
    told = set(numbers)
    wanted = _HARM | _ACTS.get(case.anchor.kind, frozenset())
    for event in case.events:
        found += [q for q in event.quantities if q.kind in wanted]
    mine = {(a.s.number, a.first) for a in case.acts}
    others = [a for a in find_acts(scene) if (a.s.number, a.first) not in mine]
    elsewhere = {a.s.number for a in others}
    alone = not any(a.verbal and a.patient is not None for a in others)
    for s in scene.sentences:
        if s.number not in told and (s.number in elsewhere or not alone):
            continue
        if known.lists["casualty"].isdisjoint(s.lemmas):
            continue
        if any(e.historical and e.event_type == "ASSAULT" for e in scene.events_in(s)):
            continue
        if "since" in s.lower and any(q.lower() in _PERIOD for q in s.lemmas):
            continue  # "forty were killed since August": not of one act
        numbers_here = scene.quantities(s)
        if not numbers_here:
            continue
        for k, lemma in enumerate(s.lemmas):
            if lemma in known.lists["casualty"]:
                here = quantities_for(s, k, numbers_here)
                nothing = {q.kind for q in here if q.value == 0}  # "none of the 23 was hurt"
                here = tuple(q for q in here if q.value == 0 or q.kind not in nothing)
                found += [q for q in here if q.kind in wanted]
        found += [q for q in _counted(scene, s, numbers_here, known) if q.kind in wanted]
        for whole in _summed(s, numbers_here, known):
            inside = [q for q in found if q.kind == whole.kind and _meets(q.span, whole.span)]
            if whole.kind in wanted and inside:
                found = [q for q in found if q not in inside] + [whole]
    found += [q for q in _single(case, known) if not any(f.kind == q.kind for f in found)]
    # "Nine were taken hostage": kidnapped, and not captured too.
    taken = [q.span for q in found if q.kind in ("kidnapped", "arrested")]
    found = [q for q in found if q.kind != "captured" or not any(_meets(q.span, x) for x in taken)]
    out: dict[tuple[str, float | None, float | None, float | None], Casualties] = {}
    for q in found:
        key = (q.kind, q.value, q.low, q.high)
        if key in out:
            continue
        claim = who_says(claims, q.span)
        by = None if claim is None else claim.speaker
        out[key] = Casualties(q.kind, q.value, q.low, q.high, by, (q.span,))
    return tuple(out.values())


def _counted(
    scene: Scene, s: Sentence, mentions: Iterable[QuantityMention], known: Lexicon
) -> Iterator[Quantity]:
    """Numbers of people under a predicate of harm: "176 lost their lives", "23 are held"."""
    for m in mentions:
        if m.money or (m.unit is not None and m.unit != "person" and not _people(s, m)):
            continue
        if _part(s, m):
            continue
        if m.value == 0 and "survive" in s.lemmas:
            continue  # "none of the nine survived": nine were killed, not none
        kind = _harm_above(s, m.head, known) or _toll(s, m)
        if kind is not None:
            yield Quantity(kind, m.value, m.low, m.high, "person", m.span)


def _summed(s: Sentence, mentions: Iterable[QuantityMention], known: Lexicon) -> Iterator[Quantity]:
    """ "Eight diplomats and a correspondent were killed": the sum of what is joined."""
    by_noun = {m.noun: m for m in mentions if m.noun is not None and m.value is not None}
    heads = {s.heads[k] if s.deps[k] == "conj" else k for k in by_noun}
    for head in sorted(heads):
        joined = [j for j in s.children[head] if s.deps[j] == "conj" and s.pos[j] in _NOUNS]
        if not joined:
            continue
        kind = _harm_above(s, joined[0], known)
        parts = [_one_of(s, j, by_noun) for j in (head, *joined)]
        if kind in ("killed", "injured") and all(p is not None for p in parts):
            total = sum(p for p in parts if p is not None)
            first = min((by_noun[k].first for k in (head, *joined) if k in by_noun), default=head)
            span = s.span(min(first, head), max(joined))
            yield Quantity(kind, total, total, total, "person", span)


_NOUNS = frozenset(("NOUN", "PROPN"))


def _one_of(s: Sentence, j: int, by_noun: dict[int, QuantityMention]) -> float | None:
    """How many a joined noun is: its number, or one person."""
    if j in by_noun:
        return by_noun[j].value if _people(s, by_noun[j]) else None
    one = any(s.lower[c] in ("a", "an", "the", "his", "her", "their") for c in s.children[j])
    single = not s.tags[j].endswith("S") and person(s, j)
    return 1.0 if single and (one or s.pos[j] == "PROPN") else None


def _meets(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


_PERIOD = frozenset(
    """january february march april may june july august september october november december
    year month spring summer autumn winter then independence war""".split()  # noqa: SIM905
)


def _toll(s: Sentence, m: QuantityMention) -> str | None:
    """ "Put the toll at thirteen", "a death toll of 40", "with the loss of 298 lives"."""
    up = s.heads[m.head]
    case = case_of(s, m.head)
    if up >= 0 and case in ("", "of") and s.lemmas[up] in _NUMBERING:
        # "the wounded number two hundred", "the dead pass twenty"
        counted = s.child(up, "nsubj")
        if counted is not None and s.lower[counted] in _STATES and case in ("", "of"):
            return _STATES[s.lower[counted]]
    if up < 0 or case not in ("at", "to", "of"):
        return None
    if s.lemmas[up] in ("toll", "loss", "death") and case == "of":
        return "killed" if s.lemmas[up] != "loss" or _people(s, m) else None
    beside = {s.lemmas[j] for j in s.children[up]}
    return "killed" if "toll" in beside and case in ("at", "to") else None


def _part(s: Sentence, m: QuantityMention) -> bool:
    """ "Among them eighteen foreigners", "thirty of them": of a number already given."""
    before = set(s.lower[max(0, m.first - 3) : m.first])
    behind = s.lower[m.last + 1 : m.last + 3]
    return bool(before & {"among", "including", "include"}) or "them" in (*behind, s.lower[m.last])


def _people(s: Sentence, m: QuantityMention) -> bool:
    return m.noun is not None and person(s, m.noun)


def _harm_above(s: Sentence, k: int, known: Lexicon) -> str | None:
    """What the predicate above a number says befell those counted; None if nothing or others."""
    kinds = known.maps["harm_kind"]
    at = k
    for _ in range(4):
        up, dep = s.heads[at], s.deps[at]
        if up < 0:
            return None
        if s.pos[up] in ("VERB", "AUX") or s.tags[up].startswith("VB"):
            suffering = dep in ("nsubj:pass", "obj")
            lost = s.lemmas[up] == "lose" and any(s.lemmas[j] == "life" for j in s.children[up])
            if lost and dep == "nsubj":
                return "killed"
            if s.lemmas[up] == "survive" and dep == "nsubj":
                # "its two pilots did not survive", "none of the nine survived" says it of the nine
                words = {s.lower[j] for j in (*s.children[up], *s.children[k], at)}
                return "killed" if words & NOT else None
            below = s.child(up, "xcomp")
            if dep == "nsubj:pass" and below is not None and s.lemmas[up] in _TOLD_OF:
                # "are known to have died", "were reported killed"
                return kinds.get(s.lemmas[below])
            state = next((j for j in s.children[up] if s.lemmas[j] in _STATES), None)
            if state is not None and s.deps[state] == "xcomp" and dep.startswith("nsubj"):
                return _STATES[s.lemmas[state]]
            for verb in (up, *(j for j in s.children[up] if s.deps[j] == "conj")):
                kind = kinds.get(s.lemmas[verb])
                if s.lemmas[verb] == "take" and not _CAPTIVE & {
                    s.lower[j] for j in s.subtree(verb)
                }:
                    kind = None  # "fifty were taken off by the coast guard"
                below = s.child(verb, "nsubj", "nsubj:pass")
                if kind is None or (verb != up and below is not None):
                    continue
                passive = s.child(verb, "aux:pass") is not None
                meek = s.lemmas[verb] in known.lists["suffering"] and dep == "nsubj"
                if (suffering and (verb == up or passive)) or (passive and dep.startswith("nsubj")):
                    return kind
                if meek:
                    return kind
            return None
        if s.pos[up] in ("ADJ", "VERB") and dep.startswith("nsubj") and s.lemmas[up] in _STATES:
            return _STATES[s.lemmas[up]]  # "four men are presumed dead"
        if dep not in ("nummod", "nmod", "compound", "amod", "appos", "conj", "nsubj", "det"):
            return None
        if s.lemmas[up] == "hand" and dep.startswith("nsubj"):
            return "captured"  # "are in the hands of the rebels"
        if dep == "nmod" and case_of(s, at) not in ("of", ""):
            return None
        at = up
    return None


def _single(case: Case, known: Lexicon) -> list[Quantity]:
    """People hit who are told one by one, where the text gives no number: "killing X and Y"."""
    kinds = known.maps["harm_kind"]
    best: dict[str, Quantity] = {}
    for act in case.acts:
        if act.patient is None or act.status not in ("asserted", "attributed"):
            continue
        s = act.s
        kind = "killed" if act.kind in _DEADLY else kinds.get(s.lemmas[act.first])
        dying = s.lemmas[act.first] == "be" and s.lower[act.last] == "dead"
        kind = "killed" if dying else kind
        taken = act.kind == "kidnapping" and act.verbal
        kind = "kidnapped" if taken else kind
        if kind not in ("killed", "injured", "kidnapped") or not act.verbal:
            continue
        heads = [act.patient, *(j for j in s.children[act.patient] if s.deps[j] == "conj")]
        alone = [
            j
            for j in heads
            if not s.tags[j].endswith("S")
            and s.child(j, "nummod") is None
            and (person(s, j) or s.lemmas[j] == "servant")
            and s.lower[j] not in ("it", "they", "them", "we", "us", "who")
        ]
        if len(alone) != len(heads):
            continue
        n = float(len(alone))
        old = best.get(kind)
        if old is None or (old.value or 0.0) < n:
            span = s.span(min(alone), max(alone))
            best[kind] = Quantity(kind, n, n, n, "person", span)
    return list(best.values())


_CAPTIVE = frozenset(("hostage", "captive", "prisoner", "away", "custody", "hostages"))
_TOLD_OF = frozenset("know report believe think say fear presume confirm".split())  # noqa: SIM905
_STATES = {"dead": "killed", "missing": "missing", "wounded": "injured", "injured": "injured"}
_NUMBERING = frozenset("number exceed pass reach total surpass count be".split())  # noqa: SIM905
_DEADLY = frozenset(("assassination",))
