"""Whose turn it is in an interview, a hearing or a broadcast.

Comes in: a `Scene`. Goes out: the voice of who speaks at a place of the text, where that is not its
author. A turn opens with a label ("ERDEM: ", "A: ", "CORRESPONDENT: ") that the text uses again, or
answers a paragraph that only asks. Behind "A:" and behind such questions speaks whom the lines
before the first one name as talking to the paper; where they name nobody, the author explains.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.coding.arguments import arguments
from detente.coding.claims.rules import voice
from detente.coding.scene import Scene
from detente.coding.sentence import Sentence
from detente.records import Span, Voice

_LABEL = re.compile(
    r"^[ \t*_]*((?:[A-Z][A-Za-z.’'()-]*|[A-Z])(?: [A-Za-z.’'()-]+){0,4})[*_]*[:.][*_]*[ \t]"
)
_LETTERS = re.compile(r"^[ \t*_]*(Q|A|Question|Answer)[*_]*[:.][*_]*[ \t]")
_ASKING, _ANSWERING = frozenset(("q", "question")), frozenset(("a", "answer"))
# Who presents a broadcast speaks for its author.
_OWN = frozenset(
    """presenter correspondent reporter announcer host anchor narrator newsreader editor studio
    commentator""".split()  # noqa: SIM905
)
_LEAST = 3  # turns, or questions, that make a text a talk
_SHORT = 60  # words of a paragraph that only asks
_TALKING = frozenset(("speak", "talk", "ask", "interview", "meet", "question", "tell"))
_PAPER = frozenset(("we", "us", "our", "reporter", "correspondent", "newspaper", "paper"))
_PRONOUNS = frozenset(("he", "she", "him", "her", "they", "them"))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: its offsets, and label with where that stands."""

    start: int
    end: int
    label: str | None = None
    at: Span | None = None


def turn_at(scene: Scene, offset: int) -> Voice | None:
    """Who speaks at a place of the text; None for its author."""
    told = _turns(scene)
    before = bisect_right(told, offset, key=lambda turn: turn[0])
    if not before:
        return None
    _, end, who = told[before - 1]
    return who if offset < end else None


def speakers(scene: Scene) -> frozenset[str]:
    """The names of those whose turn it ever is."""
    return scene.once("speakers", lambda: frozenset(who.value for _, _, who in _turns(scene)))


def _turns(scene: Scene) -> list[tuple[int, int, Voice]]:
    """Begin, end and speaker of every line of somebody else than the author, in text order."""
    return scene.once("turns", lambda: list(_taken(scene)))


def _taken(scene: Scene) -> Iterator[tuple[int, int, Voice]]:
    lines = list(_lines(scene.text))
    lettered = [x for x in lines if x.label is not None and x.label.lower() in _ASKING]
    if len(lettered) >= _LEAST or not _labelled(lines):
        yield from _answers(scene, lines, [x.start for x in lettered])
        return
    again = _again(lines)
    speaker: Voice | None = None
    for line in lines:
        if line.label is not None and line.at is not None:
            if line.label.lower().split()[-1] in _OWN:
                speaker = None
            elif line.label in again or line.label.isupper():
                speaker = Voice(line.label, "person", None, (line.at,))
        if speaker is not None:
            yield line.start, line.end, speaker


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for piece in text.splitlines(keepends=True):
        end = start + len(piece)
        found = _LETTERS.match(piece) or _LABEL.match(piece)
        if found is None:
            yield _Line(start, end)
        else:
            a, b = start + found.start(1), start + found.end(1)
            yield _Line(start, end, found.group(1), Span(a, b, text[a:b]))
        start = end


def _labelled(lines: Sequence[_Line]) -> bool:
    """Whether labels are those of speakers: several, which come again."""
    return sum(x.label is not None for x in lines) > _LEAST and len(_again(lines)) > 1


def _again(lines: Sequence[_Line]) -> set[str]:
    """The labels that open more than one turn."""
    labels = Counter(x.label for x in lines if x.label is not None)
    return {label for label, times in labels.items() if times > 1}


def _answers(
    scene: Scene, lines: Sequence[_Line], asked: Sequence[int]
) -> Iterator[tuple[int, int, Voice]]:
    """The answers of whom the paper talks to, if it says who that is."""
    questions = list(asked) or [x.start for x in lines if _only_asks(scene.text[x.start : x.end])]
    if len(questions) < _LEAST:
        return
    first, questioned = questions[0], frozenset(questions)
    who = _interviewed(scene, first)
    if who is None:
        return
    asking = False
    for line in lines:
        if line.start < first:
            continue
        if line.label is not None and line.label.lower() in _ANSWERING:
            asking = False
        elif line.start in questioned:
            asking = True
            continue
        elif not asked and asking:
            asking = not scene.text[line.start : line.end].strip()
        if not asking:
            yield line.start, line.end, who


def _only_asks(line: str) -> bool:
    bare = line.strip().strip('*_"”“')
    return bare.endswith("?") and len(bare.split()) <= _SHORT


def _interviewed(scene: Scene, before: int) -> Voice | None:
    """Whom the lines before the first question name as talking to the paper."""
    intro = [s for s in scene.sentences if s.start[0] < before]
    named: Voice | None = None
    for s in intro:
        person = _first_name(scene, s)
        for k, lemma in enumerate(s.lemmas):
            if lemma not in _TALKING or s.pos[k] != "VERB":
                continue
            args = arguments(s, k)
            sides = [args.subject, args.object, *(j for p, j in args.preps if p in ("to", "with"))]
            told = [j for j in sides if j is not None]
            paper = [j for j in told if _PAPER & {s.lower[c] for c in s.subtree(j)}]
            others = [j for j in told if j not in paper]
            if not others or not (paper or lemma in ("speak", "talk")):
                continue
            who = others[0]
            if s.lower[who] in _PRONOUNS:
                return named or person
            return voice(scene, s, who)
        named = person or named
    return None


def _first_name(scene: Scene, s: Sentence) -> Voice | None:
    """The first person whom a sentence names in full."""
    for k in range(len(s)):
        full = s.pos[k] == "PROPN" and any(s.deps[j] == "flat" for j in s.children[k])
        if full and s.deps[k] in ("nsubj", "nsubj:pass", "root", "appos"):
            return voice(scene, s, k)
    return None
