"""Whom or what an act hit, and what they were.

Comes in: a scene and a case. Goes out: the values of the fields victim and office.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.actors.phrases import Phrase
from detente.coding.actors.reading import read_sentence
from detente.coding.arguments import case_of
from detente.coding.incidents.acts import Act, person, words
from detente.coding.incidents.cases import Case
from detente.coding.incidents.ended import ends_its_doer
from detente.coding.incidents.who import (
    Who,
    conjuncts,
    of_parties,
    personal,
    who_of,
)
from detente.coding.scene import Scene, phrase, phrase_span
from detente.coding.sentence import Sentence
from detente.records import Party, Span


def victims(scene: Scene, case: Case, perpetrators: list[Who]) -> list[Who]:
    """Whom or what the act hit: people by name where there are any, all things named else."""
    found: list[Who] = []
    for act in case.acts:
        if act.kind == "incident" or act.status not in ("asserted", "attributed", "denied"):
            continue
        if ends_its_doer(scene, act):
            continue
        event = act.event
        if event is not None and (act.kind == case.anchor.kind or act.generic):
            found += of_parties(scene, event.recipient)
        if act.patient is not None:
            for head in conjuncts(act.s, act.patient):
                apposed = [j for j in act.s.children[head] if act.s.deps[j] == "appos"]
                for j in (head, *(j for j in apposed if _alike(act.s, head, j))):
                    found += _of_patient(scene, act.s, j)
            found += _listed(scene, act)
            found += _including(scene, act)
    found += _among(scene, case)
    found = [w for w in found if not _means(w)]
    if case.anchor.kind in _PEOPLE_ACTS | {"killing"}:
        found = [w for w in found if not _is_spot(scene, w)]
        if not any(w.named or person(w.s, w.head) for w in found):
            found += _salient(scene, case, perpetrators)
    named = any(w.named and w.party is not None and personal(w.party) for w in found)
    found += _introduced(scene, found, envoys=named)
    if not found and case.anchor.kind in ("strike", "bombing", "crash", "killing", "shoot-down"):
        found += _by_class(scene, "aircraft", case.anchor.s.number + 1)
    doers = {w.value for w in perpetrators}
    kept: list[Who] = []
    for w in sorted(found, key=lambda w: (not w.named, w.span.start - w.span.end)):
        if w.value in doers or any(_overlap(w.span, k.span) for k in kept):
            continue
        kept.append(w)
    kept.sort(key=lambda w: w.span.start)
    if case.anchor.kind == "expulsion":
        kept = _expelled(kept)
    kept = [w for w in kept if w.s.lemmas[w.head] != "deputy" or w.named]
    people = [w for w in kept if w.named and w.party is not None and personal(w.party)]
    return _unlike(people + [w for w in kept if w not in people])[:5]


# What is done to people only: a city or state that stands for the victim is where it was done.
_PEOPLE_ACTS = frozenset(
    ("assassination", "kidnapping", "poisoning", "shooting", "arrest", "expulsion", "wounding")
)


def _is_spot(scene: Scene, w: Who) -> bool:
    """Whether a telling is a state's or a city's bare name."""
    if w.party is not None and personal(w.party):
        return False
    here = [m for m in scene.mentions[w.s.number] if m.is_place or m.kind == "name"]
    spots = scene.once("spots", lambda: _spot_names(scene))
    return any(m.first <= w.head <= m.last for m in here) or w.value.lower() in spots


def _spot_names(scene: Scene) -> frozenset[str]:
    """The names of cities and states in a text, lower case."""
    return frozenset(
        scene.text[m.start : m.end].lower()
        for mentions in scene.mentions
        for m in mentions
        if m.is_place or m.kind == "name"
    )


def _salient(scene: Scene, case: Case, doers: list[Who]) -> list[Who]:
    """Whom a text on something done to a person speaks of, where no act names a victim.

    Of the people named in full up to the act who neither did it nor mostly speak, the one who is
    named most, of several the first: whom a text brings in first is whom it is about.
    """
    people = scene.once("people named", lambda: _people_named(scene))
    mine = {w.value.split()[-1].lower() for w in doers}
    told = [a for a in case.acts if a.verbal]
    open_to = [a for a in told if a.patient is None or a.s.pos[a.patient] == "PRON"]
    if not open_to or len(open_to) < len(told):
        return []
    until = max(a.s.number for a in case.acts)
    ranked = sorted(
        (x for x in people if x[0] not in mine and x[1] and x[2].s.number <= until),
        key=lambda x: (-x[1], x[2].span.start),
    )
    return [ranked[0][2]] if ranked else []


def _people_named(scene: Scene) -> list[tuple[str, int, Who]]:
    """Last name, in how many sentences but as speaker, and first telling of people in full."""
    first: dict[str, Who] = {}
    for s in scene.sentences:
        for p in read_sentence(s, scene.mentions[s.number], scene.context).phrases:
            if p.name is None or p.name[1] == p.name[0] or not _no_place(scene, s, p.name):
                continue
            last = s.lower[p.name[1]]
            if last not in first:
                span = s.span(*p.name)
                party = Party(span.text, None, (), None, span)
                first[last] = Who(span.text, span, s, p.name[0], True, party)
    counts = dict.fromkeys(first, 0)
    for s in scene.sentences:
        for k, word in enumerate(s.lower):
            if word in counts and s.pos[k] == "PROPN":
                up = s.heads[k] if s.deps[k] not in ("flat", "compound") else s.heads[s.heads[k]]
                saying = up >= 0 and s.lemmas[up] in _SPEAKING
                counts[word] += not saying
    return [(name, counts[name], who) for name, who in first.items()]


_SPEAKING = frozenset("say tell announce declare add warn write reply insist claim call".split())  # noqa: SIM905


def _alike(s: Sentence, head: int, j: int) -> bool:
    """Whether an apposition may say what a noun is: people of people, things of things."""
    return s.pos[head] == "PROPN" or s.pos[j] == "PROPN" or person(s, head) == person(s, j)


def _expelled(found: list[Who]) -> list[Who]:
    """Who was sent out: people, and no "two diplomats" beside two that are named."""
    people = [w for w in found if w.named or person(w.s, w.head)]
    named = [w for w in people if w.named and w.party is not None and personal(w.party)]
    return named if len(named) > 1 else people


def _means(w: Who) -> bool:
    """Whether a noun is what the act was done with, or a count of lives, not whom it hit."""
    lemma = w.s.lemmas[w.head]
    kind = words().maps["weapon"].get(lemma)
    return (
        (kind is not None and kind != "Vehicle")
        or lemma in ("liquid", "substance", "life")
        or (not w.named and lemma in words().lists["abstract"])
    )


def _of_patient(scene: Scene, s: Sentence, k: int) -> list[Who]:
    """Whom a patient means: himself, whose face it is, the building's mission, what "it" was."""
    named = any(s.deps[j] == "appos" and s.pos[j] == "PROPN" for j in s.children[k])
    if s.lemmas[k] in words().lists["body_part"] and not named:  # "its head, Karen Holm"
        owner = s.child(k, "nmod:poss")
        owner = next((j for j in s.children[k] if s.deps[j] == "nmod"), None) or owner
        return [] if owner is None else _of_patient(scene, s, owner)
    found = _premises(scene, s, k) or _owned(scene, s, k) or who_of(scene, s, k)
    kind = words().maps["alike"].get(s.lemmas[k])
    definite = any(s.lower[j] in ("the", "this", "that") for j in s.children[k])
    bare_noun = kind in _THINGS and definite and s.child(k, "nmod", "compound", "amod") is None
    if (s.lower[k] in ("it", "her", "them", "one") and not found) or bare_noun:
        kinds = (kind,) if bare_noun else _THINGS
        earlier = [w for c in kinds if c for w in _by_class(scene, c, s.number + 1)[:1]]
        earlier.sort(key=lambda w: -w.s.number)
        return earlier[:1] or found
    if s.lower[k] in ("him", "her", "his", "he", "she") and not found:
        found = _last_person(scene, s, k)
    return found


_MACHINES = frozenset(
    """disk computer network server system website site machine workstation database account file
    infrastructure""".split()  # noqa: SIM905
)


def _owned(scene: Scene, s: Sentence, k: int) -> list[Who]:
    """ "The disks of office computers at X": whose machines they are."""
    if s.lemmas[k] not in _MACHINES:
        return []
    for j in s.subtree(k):
        below = s.deps[j] in ("nmod", "nmod:poss") and s.pos[j] == "PROPN" and j != k
        if below:
            return who_of(scene, s, j)
    # "at X", hung on the verb
    verb = s.heads[k]
    for j in s.children[verb] if verb >= 0 else ():
        if s.deps[j] == "obl" and case_of(s, j) in ("at", "of") and s.pos[j] == "PROPN":
            return who_of(scene, s, j)
    return []


# Things that a text names once and then calls by what they are.
_THINGS = ("vessel", "aircraft", "mission", "line", "network")


def _by_class(scene: Scene, kind: str, until: int) -> list[Who]:
    """The tellings of a thing of a class before a sentence, the fullest first."""
    alike = words().maps["alike"]
    out: list[Who] = []
    for s in scene.sentences[:until]:
        for k in range(len(s)):
            if alike.get(s.lemmas[k]) != kind or s.pos[k] not in ("NOUN", "PROPN"):
                continue
            if s.deps[k] in ("compound", "nmod:poss", "amod", "flat"):
                continue
            out += who_of(scene, s, k)
    return sorted(out, key=lambda w: (-_fullness(w), w.s.number))


def _fullness(w: Who) -> int:
    """How much a telling says: capitalised words, then any."""
    tokens = w.value.split()
    return 3 * sum(t[:1].isupper() for t in tokens) + len(tokens)


def _last_person(scene: Scene, s: Sentence, k: int) -> list[Who]:
    """The person named last before a pronoun, in its sentence or the one before."""
    for n in (s.number, s.number - 1):
        if n < 0:
            break
        before = scene.sentences[n]
        last = k if n == s.number else len(before)
        for j in range(last - 1, -1, -1):
            if before.tags[j] in ("NNPS", "NNS"):
                continue  # "him" is one
            if before.pos[j] == "PROPN" and before.deps[j] in (
                "obj",
                "nsubj:pass",
                "nsubj",
                "appos",
            ):
                found = [w for w in who_of(scene, before, j) if w.named]
                if found:
                    return found
        for j in range(last - 1, -1, -1):
            kind = words().maps["alike"].get(before.lemmas[j])
            if kind in ("envoy", "official") and before.pos[j] == "NOUN":
                return who_of(scene, before, j)
    return []


def _introduced(scene: Scene, found: list[Who], *, envoys: bool) -> list[Who]:
    """The name of a victim whom the lead tells by office only.

    News names him in one of the next sentences, as subject or in apposition and as nobody else:
    "... killing the envoy. X Y, 55, had left his residence".
    """
    roles = words().lists["person"] | words().lists["membership"]
    alike = words().maps["alike"]
    told = [
        w
        for w in found
        if not w.named
        and w.s.lemmas[w.head] in roles
        and _single(w)
        and (not envoys or alike.get(w.s.lemmas[w.head]) == "envoy")
    ]
    for w in told:
        for s in scene.sentences[w.s.number : w.s.number + 3]:
            for p in read_sentence(s, scene.mentions[s.number], scene.context).phrases:
                if p.name is None or p.name[1] == p.name[0] or p.role is not None:
                    continue
                head = next(
                    (
                        k
                        for k in range(p.name[0], p.name[1] + 1)
                        if s.heads[k] not in range(p.name[0], p.name[1] + 1)
                    ),
                    p.name[0],
                )
                aged = p.name[1] + 2 < len(s) and s.words[p.name[1] + 1] == ","
                aged = aged and s.words[p.name[1] + 2].isdigit()
                lead = s.number > w.s.number and s.deps[head].startswith("nsubj") and p.name[0] < 3
                # "X, Y and Z adopted a declaration": several people are not the one victim.
                lead = lead and s.child(head, "conj") is None
                if aged or lead:
                    span = s.span(*p.name)
                    party = Party(span.text, w.party.country if w.party else None, (), None, span)
                    return [Who(span.text, span, s, head, True, party)]
    if told and not envoys:
        subject = _main_person(scene)
        return [] if subject is None else [subject]
    return []


# Words for people that tell of no office.
_NO_OFFICE = frozenset(
    """man woman people person child civilian youth boy girl wife husband son daughter brother
    sister citizen resident national villager victim attacker assassin gunman""".split()  # noqa: SIM905
)


def _single(w: Who) -> bool:
    return not w.s.tags[w.head].endswith("S")


def _among(scene: Scene, case: Case) -> list[Who]:
    """ "Among the captives are X and Y", "the dead included Z"."""
    nouns = words().lists["victim_noun"]
    told = set(case.sentences)
    out: list[Who] = []
    for s in scene.sentences:
        near = any(abs(s.number - n) <= 4 for n in told)
        if not near or nouns.isdisjoint(s.lemmas):
            continue
        for k, lemma in enumerate(s.lemmas):
            if lemma not in nouns or s.deps[k] in ("amod", "compound"):
                continue
            opening = {s.lower[j] for j in (k - 2, k - 1) if j >= 0}
            listing = "among" in opening or bool(
                {"include", "identify", "name"} & set(s.lemmas[k + 1 : k + 4])
            )
            behind = next((m for m in range(k + 1, len(s) - 1) if _opens_list(s, m)), None)
            if not listing and behind is None:
                continue
            for p in read_sentence(s, scene.mentions[s.number], scene.context).phrases:
                if behind is not None and not listing and p.name is not None and p.name[0] < behind:
                    continue
                if p.name is not None and p.name[1] > p.name[0] and _no_place(scene, s, p.name):
                    span = s.span(*p.name)
                    party = Party(span.text, None, (), None, span)
                    out.append(Who(span.text, span, s, p.name[0], True, party))
    return out


def _opens_list(s: Sentence, k: int) -> bool:
    """ "Twenty-one dead, among them X": where names of those counted begin."""
    among = s.lower[k] in ("among", "amongst") and s.lower[k + 1] in ("them", "whom")
    return among or s.lower[k] in ("including", "notably")


def _no_place(scene: Scene, s: Sentence, name: tuple[int, int]) -> bool:
    """Whether a name in a list of victims is a person's: no state, nothing told as "of X"."""
    if scene.is_state(s, range(name[0], name[1] + 1)):
        return False
    return name[0] == 0 or s.lower[name[0] - 1] not in ("of", "in", "at", "near", "from")


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


def _including(scene: Scene, act: Act) -> list[Who]:
    """ "Seven officers were killed, among them General X and his deputy Y"."""
    s = act.s
    at = next(
        (
            k
            for k in range(act.first, len(s) - 1)
            if (s.lower[k] in ("among", "amongst") and s.lower[k + 1] in ("them", "whom"))
            or s.lower[k] in ("including", "notably")
        ),
        None,
    )
    if at is None or act.patient is None or not s.tags[act.patient].endswith("S"):
        return []
    out: list[Who] = []
    for p in read_sentence(s, scene.mentions[s.number], scene.context).phrases:
        if p.name is None or p.name[0] <= at or p.name[1] == p.name[0]:
            continue
        if scene.is_state(s, range(p.name[0], p.name[1] + 1)) or s.lower[p.name[0] - 1] == "of":
            continue
        span = s.span(*p.name)
        party = Party(span.text, None, (), None, span)
        out.append(Who(span.text, span, s, p.name[0], True, party))
    return out


def _main_person(scene: Scene) -> Who | None:
    """Whom a profile or obituary is about: who opens it by name and comes back throughout."""
    for s in scene.sentences[:2]:
        for p in read_sentence(s, scene.mentions[s.number], scene.context).phrases:
            if p.name is None or p.name[1] == p.name[0] or p.name[0] > 4:
                continue
            head = s.heads[p.name[0]] if s.deps[p.name[0]] in ("flat", "compound") else p.name[0]
            last = s.lower[p.name[1]]
            again = sum(last in other.lower for other in scene.sentences)
            if again < 3 or scene.is_state(s, range(p.name[0], p.name[1] + 1)):
                continue
            span = s.span(*p.name)
            return Who(span.text, span, s, head, True, Party(span.text, None, (), None, span))
    return None


_BUILDINGS = frozenset(
    """building compound premises premise mission complex door gate wall window fence flag
    entrance room floor wing roof hall annex annexe facade façade front basement courtyard
    furniture archive step railing garden
    lobby""".split()  # noqa: SIM905
)


_MISSIONS = frozenset(
    ("embassy", "consulate", "mission", "base", "headquarters", "office", "residence", "legation")
)


def _premises(scene: Scene, s: Sentence, head: int) -> list[Who]:
    """ "The building": the embassy named shortly before."""
    if s.lemmas[head] not in _BUILDINGS or s.child(head, "amod", "nmod") is not None:
        return []
    for n in range(s.number, max(-1, s.number - 5), -1):
        before = scene.sentences[n]
        for k in range(len(before) if n < s.number else head):
            if before.lemmas[k] in _MISSIONS and before.pos[k] in ("NOUN", "PROPN"):
                return who_of(scene, before, k)
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
        for head in conjuncts(a.s, a.patient)
        for w in who_of(scene, a.s, head)
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
            if last_name is not None:
                yield from _apposed(s, last_name)


def _apposed(s: Sentence, last_name: str) -> Iterator[Span]:
    """ "X, the half-brother of the ruler,": what a name in apposition is, or is said to be."""
    k = s.lower.index(last_name)
    while s.deps[k] in ("flat", "compound") and s.heads[k] >= 0:
        k = s.heads[k]
    up = s.heads[k]
    role = up >= 0 and s.pos[up] == "NOUN" and s.pos[k] == "PROPN" and person(s, up)
    if role:
        said = s.deps[k] == "nsubj" and s.child(up, "cop") is not None
        if s.deps[k] in ("appos", "flat") or said:
            drop = [j for j in s.children[up] if s.deps[j] in ("cop", "nsubj")]
            first, last = phrase(s, up, preps=("of", "to", "in", "for"))
            first = max([first, *(j + 1 for j in drop if j < up)])
            last = min(last, k - 1) if k > up else last
            while first < last and s.pos[first] in ("DET", "PUNCT", "ADV"):
                first += 1
            while last > up and s.pos[last] == "PUNCT":
                last -= 1
            if s.lemmas[up] not in _NO_OFFICE and first <= last:
                yield s.span(first, last)
    for j in s.children[k]:
        kin = s.lemmas[j] in words().lists["person"] | words().lists["membership"]
        kin = kin or s.lemmas[j].endswith(_ROLES)
        if s.deps[j] == "appos" and s.pos[j] == "NOUN" and (kin or "-" in s.words[j - 1 : j + 2]):
            yield phrase_span(s, j, preps=("of", "to", "in", "for"))


# Endings of what people are by trade: columnist, smuggler, librarian.
_ROLES = ("ist", "er", "or", "ian", "man", "woman")


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
    if role is None or role.kind != "person" or s.lemmas[p.last] in _NO_OFFICE:
        return None
    first, last = p.first, p.last
    if p.name is not None and p.name[0] > first:
        last = p.name[0] - 1
    while first < last and s.pos[first] in ("DET", "PUNCT"):
        first += 1
    while last > first and (s.pos[last] == "PUNCT"):
        last -= 1
    if p.name is not None and first >= p.name[0]:
        return None  # the name alone
    return s.span(first, last) if last >= first else None
