"""Where and when an act happened.

Comes in: a scene, a case, and the sentences in which its details may stand. Goes out: spans for
the field place and dates for the field date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from detente.coding.actors import ActorMention
from detente.coding.arguments import DAYS, case_of
from detente.coding.incidents.acts import FINDING, Act
from detente.coding.incidents.cases import Case
from detente.coding.incidents.days import day_reached
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene, governed_by, phrase_span
from detente.coding.sentence import Sentence
from detente.coding.when import DateMention, date_for
from detente.records import CaseDate, EventDate, Span


def places(
    scene: Scene, case: Case, numbers: Iterable[int], hit: Iterable[Span], known: Lexicon
) -> Iterator[Span]:
    """Where the act happened, as spans: the place its own clause names, then the target's."""
    found = list(_places(scene, case, numbers, known))
    found += [p for span in hit for p in _within(scene, span)]
    found += [] if len(found) > 2 else list(_around_case(scene, case, known))
    found = found or list(_struck(scene, case, known))
    found = found or list(_anywhere(scene, case))
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
    for act in sorted(case.acts, key=lambda a: a is not case.anchor):
        if act.status in ("asserted", "attributed"):
            yield from _around(scene, act, known)
    for n in numbers:
        s = scene.sentences[n]
        for k in range(len(s)):
            if s.lemmas[k] in known.lists["access_verb"] and s.tags[k].startswith("VB"):
                for j in s.children[k]:
                    named = s.pos[j] == "PROPN" and j in _spots(scene, s)
                    if s.deps[j] in ("obj", "obl") and (
                        s.lemmas[j] in known.lists["site"] or named
                    ):
                        yield phrase_span(s, j, preps=("of", "in"))


# Acts whose object may be where they happened: "raided Matola", "bombed the market of X".
_UPON_PLACES = frozenset(
    ("strike", "bombing", "ambush", "attack", "invasion", "storming", "seizure", "massacre")
)


def _struck(scene: Scene, case: Case, known: Lexicon) -> Iterator[Span]:
    """The place that an act fell upon: a site, or what is named in it or by itself."""
    for act in sorted(case.acts, key=lambda a: a is not case.anchor):
        if act.patient is None or act.kind not in _UPON_PLACES:
            continue
        s, k = act.s, act.patient
        spots = _spots(scene, s)
        inside = [j for j in s.subtree(k) if s.pos[j] == "PROPN" and j in spots]
        if inside:
            m = spots[inside[0]]
            yield s.span(m.first, m.last)
        elif s.lemmas[k] in known.lists["site"]:
            yield phrase_span(s, k, preps=("of", "in"))


def _anywhere(scene: Scene, case: Case) -> Iterator[Span]:
    """The city that a text names most where nothing near the act names a place."""
    counts: dict[str, list[ActorMention]] = {}
    for mentions in scene.mentions:
        for m in mentions:
            if m.kind == "city":  # a capital stands for its government as often
                counts.setdefault(m.name, []).append(m)
    if not counts:
        return
    best = max(counts.values(), key=lambda ms: (len(ms), -ms[0].start))
    if len(best) > 1:
        m = best[0]
        yield Span(m.start, m.end, scene.text[m.start : m.end])


def _within(scene: Scene, span: Span) -> Iterator[Span]:
    """The city or site inside a victim's own words ("the embassy in Tehran")."""
    at = scene.tokens(span)
    if at is None:
        return
    s, first, last = at
    spots = _spots(scene, s)
    for k in range(first + 1, last + 1):
        if s.pos[k] != "PROPN" or s.lower[k - 1] not in _NAMED_AFTER or s.lower[k] in _NO_PLACE:
            continue
        m = spots.get(k)
        yield s.span(k, k) if m is None else s.span(m.first, m.last)


def _spots(scene: Scene, s: Sentence) -> dict[int, ActorMention]:
    """The tokens of a sentence that name a city or state, with the mention."""
    return {
        k: m
        for m in scene.mentions[s.number]
        if m.is_place or m.kind == "name"
        for k in range(m.first, m.last + 1)
    }


def _around(scene: Scene, act: Act, known: Lexicon) -> Iterator[Span]:
    s = act.s
    head = act.first if act.verbal else act.last
    queue = [(head, 0)]
    spots = _spots(scene, s)
    while queue:
        at, depth = queue.pop(0)
        for j in s.children[at]:
            dep = s.deps[j]
            if dep not in ("obl", "nmod", "obj", "obl:unmarked", "appos", "nsubj:pass", "conj"):
                continue
            if dep == "conj" and s.tags[j].startswith("VB"):
                continue
            yield from _located(s, j, spots, known)
            if depth < 3:
                queue.append((j, depth + 1))


def _located(
    s: Sentence, j: int, spots: Mapping[int, ActorMention], known: Lexicon
) -> Iterator[Span]:
    """The place that a phrase names, if its preposition makes it one."""
    case = case_of(s, j)
    up = s.heads[j]
    inner = case == "of" and up >= 0 and s.lemmas[up] in _PARTS
    if not (inner or case in known.lists["place_prepositions"]) or s.lower[j] in DAYS:
        return
    site = s.lemmas[j] in known.lists["site"]
    named = s.pos[j] == "PROPN" and s.deps[j] != "obj" and case in _NAMED_AFTER
    # "Into a Peugeot", "at the President's Mercedes": things of somebody, or one of many.
    owned = s.child(j, "nmod:poss") is not None or any(
        s.lower[c] in ("a", "an", "his", "her", "their") for c in s.children[j]
    )
    named = named and not owned
    if not (site or j in spots or named) or s.lower[j] in _NO_PLACE:
        return
    m = spots.get(j)
    if site or m is None:
        if s.lemmas[j] in ("area", "region", "zone", "city", "town") and s.child(j, "nmod") is None:
            return  # "in the area"
        yield phrase_span(s, j, preps=("of",))
    else:
        yield s.span(m.first, m.last)


# "The centre of Salisbury", "the port of Aden": the place is the latter.
_PARTS = frozenset(
    """centre center outskirt outskirts suburb north south east west middle heart city town village
    port province coast capital district edge island region streets""".split()  # noqa: SIM905
)
_NAMED_AFTER = frozenset(
    ("of", "in", "at", "near", "outside", "off", "around", "over", "inside", "into", "above")
)
# Proper names that prepositions of place stand before and that are none.
_NO_PLACE = frozenset(
    """january february march april may june july august september october november december
    internet television radio parliament twitter facebook tuesday monday wednesday thursday friday
    saturday sunday washington commons house office ministry""".split()  # noqa: SIM905
)
# So many sentences beside the act may name its place, and so many more in the lead.
_BESIDE = 2


def _around_case(scene: Scene, case: Case, known: Lexicon) -> Iterator[Span]:
    """Places in the sentences of the act, wherever the tree hangs them, then in those beside."""
    told = [case.anchor.s.number, *case.sentences]
    near = [n + d for d in range(-_BESIDE, _BESIDE + 1) for n in (case.anchor.s.number,)]
    for n in dict.fromkeys((*told, *near)):
        if not 0 <= n < len(scene.sentences):
            continue
        s = scene.sentences[n]
        if n not in told and not scene.same_paragraph(s, case.anchor.s):
            continue
        spots = _spots(scene, s)
        for k in range(len(s)):
            if s.deps[k] in ("obl", "nmod", "root", "obl:unmarked", "conj"):
                yield from _located(s, k, spots, known)


_FINE = {"day": 0, "week": 1, "approx": 2, "month": 3, "season": 4, "year": 5}


def dates(scene: Scene, case: Case) -> tuple[CaseDate, ...]:
    """When the act happened: the finest date, and any other day that contradicts it."""
    found_dead = {
        a.event.id for a in case.acts if a.event is not None and a.s.lemmas[a.first] in FINDING
    }
    found: list[EventDate] = [
        e.date for e in case.events if e.date is not None and e.id not in found_dead
    ]
    for act in case.acts:
        if act.status not in ("asserted", "attributed") or act.s.lemmas[act.first] in FINDING:
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
    if not found:
        found += _day_beside(scene, case)
    found.sort(key=lambda d: (_FINE[d.precision], d.span.start))
    return tuple(CaseDate(d.span.text, d.start, d.end, d.precision, (d.span,)) for d in found[:1])


def _day_beside(scene: Scene, case: Case) -> Iterator[EventDate]:
    """The date that the telling of an act goes by, where its own clause has none.

    In its sentence, then in the sentences right before and behind it, the first that lies before
    publication; no day that a verb of saying or answering bears.
    """
    anchor = case.anchor.s.number
    order = sorted(
        range(max(0, anchor - 3), min(len(scene.sentences), anchor + 3)),
        key=lambda n: (abs(n - anchor), n > anchor),
    )
    for n in order:
        s = scene.sentences[n]
        for mention in scene.dates(s):
            date = mention.date
            if date is None or mention.anchor in ("open", "linked"):
                continue
            if scene.published is not None and date.start > scene.published.isoformat():
                continue
            fine = date.precision in ("day", "week", "month")
            if _saying(s, mention) or not (fine or n == anchor):
                continue
            yield date
            return


def _saying(s: Sentence, mention: DateMention) -> bool:
    """Whether a date tells when somebody spoke, not when something happened."""
    verb = governed_by(s, mention.first)
    return s.lemmas[verb] in _SAYING


_SAYING = frozenset(
    """say tell announce declare add report condemn call telephone summon expel recall order meet
    demand ask warn write accuse blame deny arrest claim publish""".split()  # noqa: SIM905
)
