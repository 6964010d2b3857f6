"""Who did it, and the sentences in which the details of a case may stand.

Comes in: a scene and a case. Goes out: the values of the field perpetrator, each with the words
that say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.arguments import arguments, case_of, mark_of
from detente.coding.claims import who_says
from detente.coding.incidents.acts import Act, find_acts, words
from detente.coding.incidents.cases import Case
from detente.coding.incidents.ended import ends_its_doer, stops
from detente.coding.incidents.joining import same_family
from detente.coding.incidents.who import (
    Who,
    bare,
    conjuncts,
    of_parties,
    personal,
    who_of,
)
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.records import Claim, Party, Span


def perpetrators(scene: Scene, case: Case, claims: tuple[Claim, ...], known: Lexicon) -> list[Who]:
    """Everything said of who did it; the named ones alone if anybody is named."""
    found: list[Who] = []
    told = ("asserted", "attributed")
    for act in case.acts:
        if ends_its_doer(scene, act):
            continue
        claim = who_says(claims, act.s.span(act.first, act.last))
        if claim is not None and claim.stance in _OPEN:
            continue  # whoever somebody thinks did it is a suspect
        if claim is not None and _charged(scene, act, claim):
            continue
        akin = act.kind == case.anchor.kind or same_family(act, case.anchor)
        if not (akin or act.generic or _beside_anchor(act, case)):
            continue
        if act.agent is not None and act.verbal and act.status in told:
            for head in conjuncts(act.s, act.agent):
                found += who_of(scene, act.s, head)
        by = act.agent is not None and not act.verbal and act.status in told
        if by and act.agent is not None and case_of(act.s, act.agent) == "by":
            # "the bombing of a camp by Sudanese aircraft"
            for head in conjuncts(act.s, act.agent):
                found += who_of(scene, act.s, head)
        flipped = act.verbal and act.agent is None and act.patient is not None
        if act.event is not None and act.event.status in told and not flipped:
            found += of_parties(scene, act.event.actor)
    for n in _near(scene, case):
        s = scene.sentences[n]
        for k, lemma in enumerate(s.lemmas):
            if lemma not in known.lists["perpetrator_noun"] or s.pos[k] not in ("NOUN", "PROPN"):
                continue
            if lemma == "bomber" and _flies(scene, s, k):
                continue
            if s.deps[k] == "nsubj" and stops(scene, s, s.heads[k], k):
                continue
            if s.deps[k] == "obj" and s.lemmas[s.heads[k]] in _HAVING:
                continue  # "commands some hundred gunmen"
            if s.deps[k] in ("compound", "nmod:desc", "amod"):
                head = s.heads[k]
                if head >= 0 and s.pos[head] == "PROPN":
                    found += who_of(scene, s, head)
                continue
            subject = s.child(k, "nsubj") if s.child(k, "cop") is not None else None
            if subject is not None and s.pos[subject] in ("NOUN", "PROPN"):
                if who_says(claims, s.span(subject, subject)) is None:
                    found += who_of(scene, s, subject)  # "officers of X were the kidnappers"
                continue
            found += list(_named_after(scene, s, k)) or who_of(scene, s, k)
    found += _armed_side(scene, case, known)
    if not any(not bare(w) for w in found):
        found += _charged_with(scene, case)
    lead = case.anchor.agent
    loose = known.lists["perpetrator_noun"] | {"crowd", "mob", "group"}
    vague = lead is not None and case.anchor.s.lemmas[lead] in loose
    if vague or not any(not bare(w) for w in found):
        found = [*_described_before(scene, case, known), *found]
    return _best(found)


def _charged(scene: Scene, act: Act, claim: Claim) -> bool:
    """Whether one side says it of another: "in X they affirm that soldiers of Y fired first"."""
    if act.agent is None or claim.stance == "confirms":
        return False
    theirs = set(scene.countries(act.s, act.agent)) & set(scene.context.tables.states)
    speaker = claim.speaker.country
    return (
        bool(theirs)
        and speaker not in theirs
        and (claim.speaker.kind == "state" or speaker is not None or claim.speaker.value == "they")
    )


def _flies(scene: Scene, s: Sentence, k: int) -> bool:
    """Whether a bomber is an aircraft: a nation's, numbered, or shot down."""
    beside = [j for j in s.children[k] if j < k]
    if any(s.lower[j] == "suicide" for j in beside):
        return False
    up = s.heads[k]
    hit = s.deps[k] in ("obj", "nsubj:pass", "nmod", "compound", "obl")
    down = up >= 0 and (s.lemmas[up] in ("down", "downing", "shoot", "lose", "crash") or hit)
    return down or bool(scene.states_in(s, s.subtree(k))) or any(s.pos[j] == "NUM" for j in beside)


def _charged_with(scene: Scene, case: Case) -> list[Who]:
    """ "Three men have been charged with the kidnapping", "the court jailed X"."""
    out: list[Who] = []
    courts = words().lists["police"]
    for s in scene.sentences[case.sentences[0] :]:
        if _CHARGED.isdisjoint(s.lemmas):
            continue
        for k, lemma in enumerate(s.lemmas):
            if lemma not in _CHARGED or not s.tags[k].startswith("VB"):
                continue
            args = arguments(s, k)
            passive = s.child(k, "aux:pass") is not None and args.agent is None
            active = args.subject is not None and s.lemmas[args.subject] in courts
            if args.object is None or not (passive or active):
                continue
            for head in conjuncts(s, args.object):
                out += who_of(scene, s, head)
    return out


_CHARGED = frozenset(("charge", "convict", "sentence", "indict", "jail", "condemn", "try"))
_HAVING = frozenset(
    [
        "have",
        "command",
        "lead",
        "keep",
        "employ",
        "send",
        "hire",
        "pay",
        "train",
        "hold",
        "shelter",
        "support",
    ]
)
_OPEN = frozenset(("suspects", "claims", "denies", "doubts", "fears", "expects", "accuses"))


def _beside_anchor(act: Act, case: Case) -> bool:
    return abs(act.s.number - case.anchor.s.number) <= 1


def _armed_side(scene: Scene, case: Case, known: Lexicon) -> list[Who]:
    """Doers told beside an act: whose weapon it was, who surrounded, named him as.

    "Missiles from the cruiser X brought down", "were captured after gunboats of the Guards had
    surrounded them", "police named him as Y".
    """
    out: list[Who] = []
    weapon = known.maps["weapon"]
    for act in case.acts:
        s = act.s
        if act.status not in ("asserted", "attributed") or not act.verbal:
            continue
        if act.agent is not None and s.lemmas[act.agent] in weapon:
            for j in s.children[act.agent]:
                owner = s.deps[j] == "nmod" and case_of(s, j) in ("from", "of", "by")
                if (owner or s.deps[j] == "nmod:poss") and s.pos[j] in ("NOUN", "PROPN"):
                    out += who_of(scene, s, j)
                if s.deps[j] == "acl" and (by := arguments(s, j).agent) is not None:
                    out += who_of(scene, s, by)
        elif act.agent is None and act.patient is not None:
            for j in s.children[act.first]:
                timed = {s.lower[c] for c in s.children[j]} & {"after", "when", "as", "while"}
                subject = s.child(j, "nsubj") if s.deps[j] == "advcl" and timed else None
                if subject is None or stops(scene, s, j, subject):
                    continue
                if _acting(scene, s, subject, act):
                    out += who_of(scene, s, subject)
    for s in scene.sentences:
        for k, lemma in enumerate(s.lemmas):
            if lemma not in ("name", "identify") or s.pos[k] != "VERB":
                continue
            target = arguments(s, k).object
            close = s.number in _near(scene, case)
            him = target is not None and (
                (close and s.lower[target] in ("him", "her", "them", "he", "she"))
                or s.lemmas[target] in known.lists["perpetrator_noun"] | {"suspect"}
                or (
                    s.lemmas[target] in ("leader", "man", "member")
                    and {s.lemmas[j] for j in s.subtree(target)} & known.lists["perpetrator_noun"]
                )
            )
            for j in s.children[k] if him else ():
                if j == target:
                    continue
                if s.pos[j] == "PROPN" and s.deps[j] in ("obl", "xcomp", "obj", "advcl", "nsubj"):
                    out += who_of(scene, s, j)
                elif s.deps[j] == "advcl" and mark_of(s, j) == "as":
                    # "as Hussein Said", where the parser reads a verb
                    subject = s.child(j, "nsubj")
                    if subject is not None and j == subject + 1 and s.words[j][:1].isupper():
                        span = s.span(subject, j)
                        out.append(Who(span.text, span, s, subject, True, _person(span)))
    return out


def _person(span: Span) -> Party:
    return Party(span.text, None, (), None, span)


def _acting(scene: Scene, s: Sentence, k: int, act: Act) -> bool:
    """Whether the subject of a clause of time beside an act is another than whom it hit."""
    lists = words().lists
    doers = lists["doer"] | lists["perpetrator_noun"] | lists["group"] | lists["membership"]
    vehicle = words().maps["weapon"].get(s.lemmas[k]) == "Vehicle"
    if s.pos[k] not in ("NOUN", "PROPN") or not (s.lemmas[k] in doers or vehicle):
        return False
    hit = set() if act.patient is None else set(scene.countries(s, act.patient))
    mine = set(scene.countries(s, k))
    return not (hit and mine and hit == mine)


def _described_before(scene: Scene, case: Case, known: Lexicon) -> list[Who]:
    """ "Six armed men stopped them ... The attackers fired": who stands before as subject."""
    for n in (case.anchor.s.number, *case.sentences):
        for m in (n, n - 1, n - 2):
            if not 0 <= m < len(scene.sentences):
                continue
            s = scene.sentences[m]
            for k in range(len(s)):
                doer = s.lemmas[k] in known.lists["doer"] and s.pos[k] == "NOUN"
                if doer and any(a.s is s and a.patient == k for a in case.acts):
                    continue  # whom it hit
                if doer and s.deps[k] == "nsubj" and stops(scene, s, s.heads[k], k):
                    continue
                watching = {s.lemmas[j] for j in (k, *s.children[k])} & _WATCHING
                if watching and not any(a.s is s and a.agent == k for a in case.acts):
                    continue
                told = s.child(k, "amod", "nummod", "nmod", "acl", "compound") is not None
                if doer and s.deps[k] in ("nsubj", "nsubj:pass", "obl:agent") and told:
                    return who_of(scene, s, k)
    return []


_WATCHING = frozenset("police coast navy customs security rescue border traffic fire".split())  # noqa: SIM905


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


def _named_after(scene: Scene, s: Sentence, head: int) -> Iterator[Who]:
    """ "The gunman was identified as X", "the attacker was X"."""
    verb = s.heads[head]
    if verb < 0 or not s.deps[head].startswith("nsubj"):
        return
    if s.child(verb, "cop") is not None and s.pos[verb] == "PROPN":
        yield from who_of(scene, s, verb)
    elif s.lemmas[verb] in ("identify", "name", "know"):
        for j in s.children[verb]:
            if s.deps[j] in ("obl", "xcomp", "advcl") and s.pos[j] == "PROPN":
                yield from who_of(scene, s, j)


def _best(found: list[Who]) -> list[Who]:
    """Named people where there are any, else the fullest descriptions; each once."""
    weapon = words().maps["weapon"]
    found = [
        w
        for w in found
        if w.s.lemmas[w.head] not in _THINGS
        and _able(w)
        and (w.s.lemmas[w.head] not in weapon or weapon[w.s.lemmas[w.head]] == "Vehicle")
    ]
    chosen = [w for w in found if w.named and w.party is not None and personal(w.party)]
    if not chosen:
        told = [w for w in found if not bare(w)]
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
        if w.named and len(w.value.split()) > 1 and key in out and _another(w, out[key]):
            key = w.value.lower()  # two men of one family name
        old = out.get(key)
        if old is None or len(w.value) > len(old.value):
            out[key] = w
    return list(out.values())[:4]


def _another(a: Who, b: Who) -> bool:
    first = (a.value.split()[0].lower(), b.value.split()[0].lower())
    return b.named and len(b.value.split()) > 1 and first[0] != first[1]


# What is used does nothing by itself.
_THINGS = frozenset(
    """drone bomb bullet mine missile rocket shell fire blast explosion attack shot grenade torpedo
    storm war strike death child baby victim act splinter shrapnel debris gunfire
    spokesman""".split()  # noqa: SIM905
)


def _able(w: Who) -> bool:
    """Whether a telling is of somebody who may act: people, groups, states, craft, names."""
    s, k = w.s, w.head
    if any(s.lower[j] in ("no", "neither") for j in s.children[k]):
        return False
    lists = words().lists
    lemma = s.lemmas[k]
    belonging = any(
        s.deps[j] == "nmod" and case_of(s, j) in ("from", "of") and s.pos[j] == "PROPN"
        for j in s.children[k]
    )
    if belonging and lemma in ("people", "person", "man", "youth"):
        return True  # "young people from the movement"
    if lemma in ("people", "person") and not {s.lower[j] for j in s.children[k]} & lists["armed"]:
        return False
    if lemma == "bomber" and s.child(k, "amod") is not None and w.party is not None:
        return False  # an aircraft
    people = ("doer", "perpetrator_noun", "membership", "group", "person", "police", "armed")
    if w.named or w.party is not None or s.pos[k] == "PROPN":
        return True
    vehicle = words().maps["weapon"].get(lemma) == "Vehicle" or lemma in words().maps["alike"]
    return vehicle or any(lemma in lists[name] for name in people)


def _is_state(w: Who) -> bool:
    whole = w.s.pos[w.head] != "NOUN"
    return whole and w.party is not None and (w.party.id or "").startswith("state:")
