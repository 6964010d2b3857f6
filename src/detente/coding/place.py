"""Where an act happened: a named place in its clause, with coordinates where we have them.

Comes in: a sentence, a frame, the actor finder's mentions (which know cities and states).
Goes out: a `Place` or None. Places inside a party ("the Ankara police") are not the act's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.coding.actors import ActorMention
from detente.coding.arguments import case_of
from detente.coding.match import Frame
from detente.coding.sentence import Sentence
from detente.records import Place

_PREPOSITIONS = frozenset(
    ["in", "at", "near", "outside", "inside", "off", "over", "within", "around", "on"]
)
# After these also a party's words tell where: "stormed the compound in Tehran", "flew to Rome".
_INSIDE = frozenset(("in", "at", "near", "outside", "inside", "to"))
_PLACE_KINDS = frozenset(("city", "capital", "name", "region"))
# A talk at a distance or a statement has no place of its own (RECORDS.md rule 8).
_PLACELESS = frozenset(
    ("AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION")
)


def place_of(
    s: Sentence,
    frame: Frame,
    mentions: Iterable[ActorMention],
    taken: set[int],
    gazetteer: Mapping[str, tuple[float, float]],
) -> Place | None:
    """The place of a frame's act.

    Parameters
    ----------
    taken
        Tokens that already fill a role: "Ankara" the actor is no place.
    gazetteer
        Latitude and longitude, in degrees, by the name that the actor tables give a place.
    """
    if frame.type in _PLACELESS or "phone" in frame.mode:
        return None
    by_token = {
        k: m
        for m in mentions
        if m.kind in _PLACE_KINDS or s.span(m.first, m.last).text in gazetteer
        for k in range(m.first, m.last + 1)
    }
    if not by_token:
        return None
    best: tuple[int, ActorMention] | None = None
    anchors = [frame.trigger, *frame.clauses]
    prepositions = _PREPOSITIONS
    if "visit" in frame.mode:
        prepositions = _PREPOSITIONS | {"to"}
    if frame.anaphor:
        # Who goes to a city to clear up "the attack" tells where the attack was.
        anchors += s.ancestors(frame.trigger)
        prepositions = _PREPOSITIONS | {"to"}
    for anchor in dict.fromkeys(anchors):
        for j, depth in _obliques(s, anchor, prepositions):
            m = by_token.get(j)
            if m is None or (j in taken and case_of(s, j) not in _INSIDE):
                continue
            # The city is more telling than its country, the nearer than the farther.
            rank = depth * 2 + (m.kind == "name")
            if best is None or rank < best[0]:
                best = (rank, m)
    if best is None:
        return None
    m = best[1]
    span = s.span(m.first, m.last)
    # The tables name a capital's state; the place itself is what the text calls it.
    name = m.name if m.kind == "name" or m.name in gazetteer else span.text
    lat, lon = gazetteer.get(name, gazetteer.get(span.text, (None, None)))
    return Place(name, m.country, lat, lon, span)


def _obliques(s: Sentence, i: int, prepositions: frozenset[str]) -> list[tuple[int, int]]:
    """Nouns that a place preposition ties to ``i``, with how deep they hang."""
    out: list[tuple[int, int]] = []
    queue = [(i, 0)]
    while queue:
        at, depth = queue.pop()
        for j in s.children[at]:
            dep = s.deps[j]
            if dep not in (
                "obl",
                "nmod",
                "appos",
                "conj",
                "flat",
                "compound",
                "obj",
                "obl:unmarked",
            ):
                continue
            case = next((s.lower[k] for k in s.children[j] if s.deps[k] == "case"), "")
            if dep in ("obl", "nmod", "obl:unmarked") and case in prepositions:
                out.append((j, depth))
                queue.append((j, depth + 1))
            elif dep == "appos" and depth:
                out.append((j, depth))
            elif dep in ("compound", "obj", "obl", "nmod") and depth < 3:
                # "at the opening of an exhibition in Ankara"
                queue.append((j, depth + 1))
    return out
