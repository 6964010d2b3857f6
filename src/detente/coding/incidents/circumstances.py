"""With what, how he got there, where, when, and how many.

Comes in: a scene, a case, and the sentences in which its details may stand. Goes out: spans,
dates and numbers for the fields weapon, access, place, date and casualties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.arguments import DAYS, case_of
from detente.coding.claims import who_says
from detente.coding.incidents.acts import Act, find_acts
from detente.coding.incidents.cases import Case, day_reached
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import find_quantities, quantities_for
from detente.coding.scene import Scene, phrase, phrase_span, runs
from detente.coding.sentence import Sentence
from detente.coding.when import date_for
from detente.records import CaseDate, Casualties, Claim, EventDate, Quantity, Span

# Weapons that are often the victim or the theatre rather than the means.
_VEHICLES = "Vehicle"
_NO_WEAPON = frozenset(("nuclear", "arms", "fire", "sales", "programme", "program", "test"))
# Casualties of any case, and what only cases of that kind count.
_HARM = frozenset(("killed", "injured", "missing", "captured"))
_ACTS = {"expulsion": frozenset(("expelled",)), "arrest": frozenset(("arrested",))}
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
            if s.pos[last] not in ("NOUN", "PROPN") or _NO_WEAPON & set(s.lower[first : last + 2]):
                continue
            span = s.span(first, last)
            if any(v.start <= span.start < v.end for v in hit):
                continue
            used = _wielded(s, last, known) or (n, s.heads[last]) in act_tokens
            means = case_of(s, last) in known.lists["instrument_prepositions"]
            if kinds[word] == _VEHICLES and not (n in told and (means or used)):
                continue
            if used or means or n in told:
                yield _lean(s, first, last)


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
    for n in numbers:
        s = scene.sentences[n]
        ways = [a for a in runs(s, known.lists["access_verb"]) if s.tags[a[0]].startswith("VB")]
        verbs = {a[0] for a in ways}
        for first, last, word in runs(s, keys):
            if s.pos[last] not in ("NOUN", "PROPN"):
                continue
            modifiers = {s.lower[j] for j in s.children[last]}
            telling = word in _TELLING or bool(_FAKED & modifiers)
            if telling or (n in in_case and verbs and _serves(s, last, verbs)):
                if s.deps[last] == "compound" and not telling:
                    continue
                yield _lean(s, first, last)
        for verb, _, word in ways:
            if word in known.lists["posing"]:
                yield from _posing(s, verb)


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


# --- where -----------------------------------------------------------------------------------


def places(scene: Scene, case: Case, numbers: Iterable[int], known: Lexicon) -> Iterator[Span]:
    """Where the act happened, as spans: the place its own clause names, then the target's."""
    found = list(_places(scene, case, numbers, known))
    states = {
        m.start
        for mentions in scene.mentions
        for m in mentions
        if m.kind == "name" and m.country in scene.context.tables.states
    }
    finer = [p for p in found if p.start not in states]
    yield from finer or found


def _places(scene: Scene, case: Case, numbers: Iterable[int], known: Lexicon) -> Iterator[Span]:
    for event in case.events:
        if event.place is not None and event.status != "suspected":
            yield event.place.span
    for act in case.acts:
        yield from _around(scene, act, known)
    for n in numbers:
        s = scene.sentences[n]
        for k in range(len(s)):
            if s.lemmas[k] in known.lists["access_verb"] and s.tags[k].startswith("VB"):
                for j in s.children[k]:
                    if s.deps[j] in ("obj", "obl") and s.lemmas[j] in known.lists["site"]:
                        yield phrase_span(s, j, preps=("of", "in"))


def _around(scene: Scene, act: Act, known: Lexicon) -> Iterator[Span]:
    s = act.s
    head = act.first if act.verbal else act.last
    queue = [(head, 0)]
    spots = {
        k: m
        for m in scene.mentions[s.number]
        if m.is_place or m.kind == "name"
        for k in range(m.first, m.last + 1)
    }
    while queue:
        at, depth = queue.pop(0)
        for j in s.children[at]:
            dep = s.deps[j]
            if dep not in ("obl", "nmod", "obj", "obl:unmarked", "appos", "nsubj:pass"):
                continue
            located = case_of(s, j) in known.lists["place_prepositions"]
            named = s.pos[j] == "PROPN" and s.lower[j] not in DAYS and dep != "obj"
            named = named and case_of(s, j) in ("in", "at", "near", "outside")
            if located and (s.lemmas[j] in known.lists["site"] or j in spots or named):
                m = spots.get(j)
                if s.lemmas[j] in known.lists["site"] or m is None:
                    yield phrase_span(s, j, preps=("of",))
                else:
                    yield s.span(m.first, m.last)
            if depth < 2:
                queue.append((j, depth + 1))


# --- when ------------------------------------------------------------------------------------

_FINE = {"day": 0, "week": 1, "approx": 2, "month": 3, "season": 4, "year": 5}


def dates(scene: Scene, case: Case) -> tuple[CaseDate, ...]:
    """When the act happened: the finest date, and any other day that contradicts it."""
    found: list[EventDate] = [e.date for e in case.events if e.date is not None]
    for act in case.acts:
        if act.status not in ("asserted", "attributed"):
            continue
        here = scene.dates(act.s)
        mention = date_for(act.s, act.first, here)
        if mention is not None and mention.anchor in ("open", "linked"):
            # "on Friday ... for the capture of X two weeks earlier": what counts from elsewhere
            # gives way to a day of its own nearer to the act.
            plain = [d for d in here if d.anchor not in ("open", "linked") and d.date is not None]
            near = [d for d in plain if act.last < d.first < mention.first]
            mention = near[0] if near else mention
            if near:
                found = [d for d in found if d.span != here[-1].span]
        if mention is not None and mention.date is not None:
            inside = act.s.subtree(act.first if act.verbal else act.last)
            if act.s.deps[act.first] in ("ccomp", "parataxis") and mention.first not in inside:
                continue  # "on Sunday he said that agents sank the ship": the day of saying so
            found.append(mention.date)
    if not any(d.precision == "day" for d in found):
        for act in sorted(case.acts, key=lambda a: a is not case.anchor):
            sure = act.status in ("asserted", "attributed") and act.verbal
            reached = day_reached(scene, act.s) if sure else None
            if (
                reached is not None
                and reached.date is not None
                and act.s.deps[act.first] != "advcl"
            ):
                found.append(reached.date)
                break
    found.sort(key=lambda d: (_FINE[d.precision], d.span.start))
    return tuple(CaseDate(d.span.text, d.start, d.end, d.precision, (d.span,)) for d in found[:1])


# --- how many --------------------------------------------------------------------------------


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
        days = scene.dates(s)
        numbers_here = find_quantities(s, dates=days)
        if not numbers_here:
            continue
        for k, lemma in enumerate(s.lemmas):
            if lemma in known.lists["casualty"]:
                here = quantities_for(s, k, numbers_here)
                nothing = {q.kind for q in here if q.value == 0}  # "none of the 23 was hurt"
                here = tuple(q for q in here if q.value == 0 or q.kind not in nothing)
                found += [q for q in here if q.kind in wanted]
    out: dict[tuple[str, float | None, float | None, float | None], Casualties] = {}
    for q in found:
        key = (q.kind, q.value, q.low, q.high)
        if key in out:
            continue
        claim = who_says(claims, q.span)
        by = None if claim is None else claim.speaker
        out[key] = Casualties(q.kind, q.value, q.low, q.high, by, (q.span,))
    return tuple(out.values())
