"""Whose view something is: those whom a sentence offers as its holders, as named features.

Comes in: a `View` and a word that heads a suspect or a motive. Goes out: `Candidate` values, the
author among them, each with the names of its features.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.coding.arguments import case_of
from detente.coding.incidents.learned.parts import At, chance, level
from detente.coding.incidents.learned.view import View, path
from detente.coding.scene import phrase
from detente.coding.sentence import Sentence
from detente.records import Voice

_HOLDING = frozenset(("NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM"))
_INNER = frozenset(("flat", "compound", "det", "amod", "nummod", "appos"))
HOLDER = "holder"  # the encoder's tag for who suspects or explains
_LAST = 3  # ranks from here on are told alike


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may hold a view: his word, or who speaks by the rules, or the author."""

    at: At | None
    voice: Voice | None
    features: tuple[str, ...]


def candidates(view: View, at: At) -> list[Candidate]:
    """Whose view something may be: the author's, or somebody's in or before its sentence."""
    n, k = at
    s = view.scene.sentences[n]
    below = set(s.subtree(k))
    own = [f for f in view.own(at) if f.startswith(("in what", "in the word", "spoken", "led by"))]
    out = [Candidate(None, None, tuple(f"author {f}" for f in ("", *own, *_cues(s))))]
    here = s.start[k]
    inside = [c for c in view.claims if c.proposition.start <= here < c.proposition.end]
    speaking = {x.start: c for c in inside for x in c.speaker.spans}
    for j in range(len(s)):
        if s.pos[j] not in _HOLDING or s.deps[j] in _INNER or j in below:
            continue
        first = s.start[phrase(s, j)[0]]
        claim = next((c for x, c in speaking.items() if first <= x <= s.start[j]), None)
        names = [*_standing(view, s, j), *_towards(view, s, j, k)]
        if claim is not None:
            names += ["rule", f"rule {claim.stance}"]
        voice = None if claim is None else claim.speaker
        out.append(Candidate((n, j), voice, tuple(dict.fromkeys(names))))
    for c in inside:
        place = view.scene.place_of(c.speaker.spans[0].start) if c.speaker.spans else None
        if place is not None and place[0] is not s:
            names = ["rule away", f"rule away {c.stance}", f"rule away {c.speaker.kind}"]
            out.append(Candidate((place[0].number, place[1]), c.speaker, tuple(names)))
    if n:
        before = view.scene.sentences[n - 1]
        same = "paragraph" if view.scene.same_paragraph(before, s) else "other paragraph"
        for j in before.children[before.root]:
            if before.deps[j].startswith("nsubj") and before.pos[j] in _HOLDING:
                names = [f"before {f}" for f in _standing(view, before, j)]
                names += [f"before {same}", f"before {s.lower[0]}"]
                out.append(Candidate((n - 1, j), None, tuple(dict.fromkeys(names))))
    return _compared(view, out)


def _compared(view: View, found: Sequence[Candidate]) -> list[Candidate]:
    """Those who may hold something with what the encoder makes of them, each beside the others."""
    odds = [0.0 if c.at is None else chance(view.scene, HOLDER, c.at) for c in found]
    highest = sorted(odds, reverse=True)[:_LAST]
    best = highest[0]
    out = []
    for c, p in zip(found, odds, strict=True):
        rank = sum(x > p for x in highest)
        if c.at is None:
            more = [f"author, {HOLDER} {level(best)}"]
        else:
            s = view.scene.sentences[c.at[0]]
            more = [f"it {t}" for t in view.scene.tagged(s, c.at[1])]
            more += [f"{HOLDER} rank {rank}", f"{HOLDER} rank {rank} {level(p)}"]
            more += [f"{HOLDER} short of {level(best - p)}"]
        out.append(replace(c, features=(*c.features, *more)) if best else c)
    return out


def _cues(s: Sentence) -> Iterator[str]:
    for w in ("probably", "perhaps", "may", "might", "must", "seems", "i", "we", "you", "because"):
        if w in s.lower:
            yield f"says {w}"
    if '"' in s.words or "“" in s.words:
        yield "says in quotes"


def _standing(view: View, s: Sentence, j: int) -> Iterable[str]:
    kind, dep, led = view.kind(s, j), s.deps[j], case_of(s, j) or ""
    yield from (f"word {s.lemmas[j]}", f"kind {kind}", f"dep {dep}", f"kind {kind} {dep}")
    yield from (f"tag {s.tags[j]}", f"led by {led}", f"led by {led} {dep}")
    yield f"ending {s.lower[j][-3:]}"
    for name in view.lists.get(s.lemmas[j], ()):
        yield f"list {name}"
    up = s.heads[j]
    if up < 0:
        yield "root"
        return
    link = f"{dep.partition(':')[0]}:{led}"
    yield from (
        f"above {s.lemmas[up]}",
        f"above {s.lemmas[up]}/{link}",
        f"above {s.deps[up]}/{link}",
    )
    for name in view.lists.get(s.lemmas[up], ()):
        yield f"above list {name}/{link}"
    for t in view.lex(s, up):
        yield f"above tells {t}/{link}"
    if up == s.root:
        yield f"root's {link}"


def _towards(view: View, s: Sentence, j: int, k: int) -> Iterable[str]:
    way = path(s, j, k)
    up = s.heads[j]
    above = s.lemmas[up] if up >= 0 else ""
    yield "before it" if j < k else "behind it"
    yield f"apart {min(8, abs(j - k) // 2)} {j < k}"
    yield from (f"way {way}", f"way {way} {above}", f"way {way} {view.kind(s, j)}")
    between = range(min(j, k) + 1, max(j, k))
    subjects = sum(s.deps[x].startswith("nsubj") for x in between)
    yield f"subjects between {min(subjects, 3)} {j < k}"
    if any(s.words[x] in (":", ";") for x in between):
        yield "parted"
    if up >= 0 and k in s.subtree(up):
        yield "over it"
