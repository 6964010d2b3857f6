"""Actors and agents in a sentence, put together to parties with a code.

An actor's code comes from the longest dictionary phrase and the day of the text; the codes of
agents in the same noun chunk are put after it (or before); an agent with ``of`` or ``in`` and an
actor is that actor's; what is joined by commas and ``and`` is one compound party.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.coding.petrarch.read_actors import NULL
from detente.coding.petrarch.rows import ActorRow, AgentRow, DatedCode
from detente.coding.petrarch.sentence import Line
from detente.coding.petrarch.words import PhraseIndex, phrase

if TYPE_CHECKING:
    from spacy.tokens import Token

# Prepositions by which an agent belongs to the actor after it: soldiers from X, lawmakers in X.
_BELONGING = frozenset(["OF", "FROM", "IN", "WITHIN", "INSIDE", "FOR"])
# Codes that mean "no actor" in files that came from TABARI.
_NO_CODES = frozenset({NULL, "###", "+++"})
_CONJUNCTIONS = frozenset({"AND", "OR", "&", "NOR"})
_LIST_MARKS = _CONJUNCTIONS | {"BOTH", "THE", "A", "AN"}
_AS_WELL_AS = ["AS", "WELL", "AS"]
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})


@dataclass(frozen=True, slots=True)
class Party:
    """An actor phrase, or several joined by ``and``: places of words, and codes.

    ``start`` and ``end`` bound the whole noun phrase, ``mark`` and ``mark_end`` the name in it;
    ``spots`` has the noun phrase of each code.
    """

    start: int
    end: int
    mark: int
    mark_end: int
    codes: tuple[str, ...]
    coded: bool  # some actor of the dictionary is in it
    compound: bool = False
    spots: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A dictionary phrase found: an actor's codes, or an agent."""

    places: tuple[int, ...]
    codes: tuple[str, ...] = ()
    agent: AgentRow | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A chunk with its actors and agents, not yet joined to others."""

    start: int
    end: int
    mark: int
    mark_end: int
    actors: tuple[str, ...]  # codes of the first actor in it; () for none
    agents: tuple[AgentRow, ...]
    modifier: bool  # the actor stands before the noun that the chunk is about


class Names:
    """Actors and agents of a dictionary, ready to be looked up."""

    def __init__(self, actors: Sequence[ActorRow], agents: Sequence[AgentRow]) -> None:
        self.actors = PhraseIndex(
            (found, row) for row in actors for name in row.names if (found := phrase(name))
        )
        self._agents = PhraseIndex(
            (found, row) for row in agents for name in row.names if (found := phrase(name))
        )

    def parties(self, line: Line, day: str) -> list[Party]:
        """Parties of a sentence, in order."""
        return _joined(line, _pieces(line, self._phrases(line, day)))

    def _phrases(self, line: Line, day: str) -> list[_Phrase]:
        found: list[_Phrase] = []
        texts = line.texts
        at = 0

        def may_skip(last: int, place: int) -> bool:
            chunk = line.words[last].chunk
            return chunk >= 0 and line.words[place].chunk == chunk

        while at < len(texts):
            actor = self.actors.at(texts, at, may_skip)
            agent = self._agents.at(texts, at, may_skip)
            if actor and not _may_name(line, actor[0]):
                actor = None
            if agent and not _may_name(line, agent[0]):
                agent = None
            if actor and (agent is None or len(actor[0]) >= len(agent[0])):
                found.append(_Phrase(actor[0], codes_on(actor[1].codes, day)))
                at = actor[0][-1] + 1
            elif agent:
                found.append(_Phrase(agent[0], agent=agent[1]))
                at = agent[0][-1] + 1
            else:
                at += 1
        return found


def codes_on(codes: Sequence[DatedCode], day: str) -> tuple[str, ...]:
    """Codes of an actor on a day (yyyymmdd or ""): the first dated code that holds, else default.

    A code with slashes is several actors; () means that the name is no actor on that day.
    """
    held = next((c for c in codes if c.holds(day)), None)
    if held is None:
        held = next((c for c in codes if c.default), None)
    if held is None or held.code in _NO_CODES:
        return ()
    return tuple(c for c in held.code.split("/") if c)


def _may_name(line: Line, places: tuple[int, ...]) -> bool:
    """Whether a phrase stands where a name or noun can: in a noun chunk, or written as a name."""
    tokens = [line.words[p].token for p in places]
    if any(t.tag_ in {"PRP", "PRP$"} for t in tokens) and len(places) == 1:
        return False
    if any(line.words[p].chunk >= 0 for p in places):
        return True
    return all(t.text[:1].isupper() for t in tokens) and tokens[0].tag_[:2] != "MD"


def _pieces(line: Line, found: list[_Phrase]) -> list[_Piece]:
    """Phrases by chunk; a phrase that reaches over several chunks makes them one."""
    groups: list[tuple[int, int, list[_Phrase]]] = []
    for one in found:
        start, end = _chunk_bounds(line, one.places)
        if groups and start < groups[-1][1]:
            first, last, inside = groups[-1]
            groups[-1] = (min(first, start), max(last, end), [*inside, one])
        else:
            groups.append((start, end, [one]))
    return [piece for start, end, inside in groups if (piece := _piece(line, start, end, inside))]


def _chunk_bounds(line: Line, places: tuple[int, ...]) -> tuple[int, int]:
    start, end = places[0], places[-1] + 1
    while start > 0 and _same_chunk(line, start - 1, start):
        start -= 1
    while end < len(line.words) and _same_chunk(line, end - 1, end):
        end += 1
    return start, end


def _same_chunk(line: Line, a: int, b: int) -> bool:
    return line.words[a].chunk >= 0 and line.words[a].chunk == line.words[b].chunk


def _piece(line: Line, start: int, end: int, inside: list[_Phrase]) -> _Piece | None:
    """None if nothing in it has a code on that day."""
    agents = tuple(p.agent for p in inside if p.agent is not None)
    named = [p for p in inside if p.codes]
    if not named and not agents:
        return None
    mark = named[0].places if named else (start, end - 1)
    codes = named[0].codes if named else ()
    return _Piece(start, end, mark[0], mark[-1] + 1, codes, agents, mark[-1] + 1 < end)


def _joined(line: Line, pieces: list[_Piece]) -> list[Party]:
    """Pieces joined to compounds, agents before ``of`` joined to the actors after it."""
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and _listed(line, groups[-1][-1], piece):
            groups[-1].append(_forwarded(groups[-1], piece))
        else:
            groups.append([piece])
    parties: list[Party] = []
    agents: list[_Piece] = []  # a group without an actor, waiting for one behind a preposition
    for group in groups:
        if agents and any(p.actors for p in group) and _belongs(line, agents[-1], group[0]):
            # Soldiers and police of A and B: each of the roles in each of the states.
            owned = [replace(p, agents=(*p.agents, *a.agents)) for p in group for a in agents]
            parties.append(_party(owned, agents[0].start))
            agents = []
            continue
        if agents:
            parties.append(_party(agents, agents[0].start))
        agents = [] if any(p.actors for p in group) else group
        if not agents:
            parties.append(_party(group, group[0].start))
    if agents:
        parties.append(_party(agents, agents[0].start))
    return parties


def _belongs(line: Line, agent: _Piece, actor: _Piece) -> bool:
    between = [w for w in line.texts[agent.end : actor.start] if w != "BOTH"]
    if len(between) != 1 or between[0] not in _BELONGING or _comma(line, agent, actor):
        return False
    if between[0] == "OF":
        return True
    # Its troops from X are somebody else's, sent there or withdrawn.
    return bool(line.words[agent.start].token.tag_ != "PRP$")


def _comma(line: Line, left: _Piece, right: _Piece) -> bool:
    first = line.words[left.end - 1].token.i
    last = line.words[right.start].token.i
    return any(first < c.i < last for c in line.commas())


def _listed(line: Line, left: _Piece, right: _Piece) -> bool:
    """Whether two pieces are neighbours in a list: ``A, B`` or ``A and B``."""
    if right.start < left.end:
        return False
    between = line.texts[left.end : right.start]
    if between == _AS_WELL_AS:
        return True
    head = line.words[right.end - 1].token
    tied = _conjunct(line, left, right) or _in_one_phrase(line, left, right)
    if all(w in _LIST_MARKS for w in between):
        if any(w in _CONJUNCTIONS for w in between):
            return tied or head.dep_ not in SUBJECTS
        # The parser may hang the second of A, B and C on a noun before the first, or take it
        # for a subject of the verb that has one already.
        return _comma(line, left, right) and (
            tied or head.dep_ == "conj" or _second_subject(line, left, head)
        )
    # Something without a code stands between in the list: A, (B) and C.
    tags = [line.words[p].token.tag_ for p in range(left.end, right.start)]
    return tied and not any(tag.startswith("VB") or tag in {"IN", "TO", "MD"} for tag in tags)


def _second_subject(line: Line, left: _Piece, head: Token) -> bool:
    """Whether a verb has a subject with the left piece in it before the one that is asked about."""
    at = line.words[left.mark].token.i
    return head.dep_ in SUBJECTS and any(
        c.dep_ in SUBJECTS and c.i < head.i and any(t.i == at for t in c.subtree)
        for c in head.head.children
    )


def _in_one_phrase(line: Line, left: _Piece, right: _Piece) -> bool:
    """Whether the left piece stands before the noun of the right one as a part of its phrase."""
    at = line.words[left.end - 1].token
    inside = {line.words[p].token.i for p in range(right.start, right.end)}
    return at.dep_ in {"compound", "amod", "nmod:poss"} and at.head.i in inside


def _conjunct(line: Line, left: _Piece, right: _Piece) -> bool:
    """Whether the parser joins some word of the right piece to one of the left by ``conj``."""
    first, last = line.words[left.start].token.i, line.words[left.end - 1].token.i
    for place in range(right.start, right.end):
        at = line.words[place].token
        for _ in range(30):
            if at.dep_ != "conj":
                break
            at = at.head
            if first <= at.i <= last:
                return True
            # Every member of a list hangs on its first; two may share it.
            if any(
                line.words[p].token.dep_ == "conj" and line.words[p].token.head.i == at.i
                for p in range(left.start, left.end)
            ):
                return True
    return False


def _forwarded(group: list[_Piece], piece: _Piece) -> _Piece:
    """An agent in a list takes the actor that stands as an adjective before the first."""
    first = next((p for p in group if p.actors), None)
    if piece.actors or first is None or not first.modifier or not first.agents:
        return piece
    return replace(piece, actors=first.actors)


def _party(group: list[_Piece], start: int) -> Party:
    codes: dict[str, tuple[int, int]] = {}
    for piece in group:
        for actor in piece.actors or (NULL,):
            spot = (piece.start, piece.end)
            codes.setdefault(with_agents(actor, piece.agents), spot)
    named = [p for p in group if p.actors]
    mark = (named or group)[0]
    return Party(
        start,
        group[-1].end,
        mark.mark,
        group[-1].mark_end if len(group) > 1 else mark.mark_end,
        tuple(codes),
        bool(named),
        len(group) > 1,
        tuple(codes.values()),
    )


def with_agents(actor: str, agents: Sequence[AgentRow]) -> str:
    """An actor's code with those of agents, none of them twice.

    Codes are of three letters each, so that a code counts as there only at a multiple of three.

    Examples
    --------
    >>> from detente.coding.petrarch.rows import Source
    >>> with_agents("GMWGOV", [AgentRow(("WORLD_GOVERNMENT",), "WGO", False, Source("a", 1))])
    'GMWGOVWGO'
    """
    code = actor
    for agent in agents:
        missing = "".join(t for t in _threes(agent.code) if t not in _threes(code))
        code = missing + code if agent.before else code + missing
    return code


def _threes(code: str) -> list[str]:
    return [code[i : i + 3] for i in range(0, len(code), 3)]
