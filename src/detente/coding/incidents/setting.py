"""Where and when an act happened.

Comes in: a scene, a case, and the sentences in which its details may stand. Goes out: spans for
the field place and dates for the field date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.arguments import DAYS, case_of
from detente.coding.incidents.acts import Act
from detente.coding.incidents.cases import Case, day_reached
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene, phrase_span
from detente.coding.when import date_for
from detente.records import CaseDate, EventDate, Span


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
