"""Suspects and motives with what the models say: who is pointed at, why, and whose view that is.

Comes in: a scene, what speaks for the values of a case, the rules' suspects and motives. Goes out:
those that stand, and what only the models find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from detente.coding.arguments import mark_of
from detente.coding.claims import voice
from detente.coding.incidents.acts import words
from detente.coding.incidents.doubting import wonders
from detente.coding.incidents.learned.holders import Candidate
from detente.coding.incidents.learned.judging import LEAST, Judging
from detente.coding.incidents.learned.model import FIELDS, CaseModels
from detente.coding.incidents.learned.reader import (
    CaseReader,
    Value,
    alike,
    heads_of,
    meets,
    telling,
)
from detente.coding.incidents.motives import is_disbelieved, trimmed
from detente.coding.incidents.suspects import charge_of
from detente.coding.scene import Scene
from detente.records import Incident, Motive, Span, Suspect, Voice

_COMPARING = frozenset(("see", "say", "put", "call", "know", "do", "hear", "tell"))
# How words for what somebody believes in end.
_IDEAS = ("ism", "isms")
_SELF = frozenset(("itself", "himself", "herself", "themselves"))

# Behind these "out of" is no reason: "left out of the talks".
_EXCLUDING = frozenset(
    """leave keep shut drop cut push throw kick lock squeeze freeze force order pull stay opt
    take carry bring""".split()  # noqa: SIM905
)

H = TypeVar("H", Suspect, Motive)


def suspects_of(
    scene: Scene, judging: Judging, told: Incident, models: CaseModels
) -> tuple[Suspect, ...]:
    """Suspects by rules and models, each with its holder, in text order.

    Who did it by the author's own words is not suspected of it, nor is an idea ("extremism"),
    whatever a model says.
    """

    def suspect(span: Span, by: Voice | None) -> Suspect:
        refused = _refused(reader, span, by)
        span = _uncharged(scene, span)
        return Suspect(span.text, by, "denied" if refused else "suspected", (span,))

    known = [telling(v.value) for v in told.perpetrator if v.said_by is None]
    # Whom the act hit by name ("Sergei Skripal") did not do it.
    fallen = [telling(v.value) for v in told.victim if sum(map(_capital, v.value.split())) > 1]
    ruled = {x.spans for x in told.suspects}

    def may_be(x: Suspect) -> bool:
        return not (
            x.value.lower().endswith(_IDEAS)
            or any(alike(telling(x.value), words) for words in known)
            or _of_himself(scene, x)
            or _anybody(scene, x.spans[0])
            or _of_manner(scene, x.spans[0])
            or any(telling(x.value) <= words for words in fallen)
        )

    reader = judging.reader
    found = _pointed(scene, judging, "suspects", told.suspects, models, suspect)
    # Who suspects somebody is not the one suspected in the same words.
    suspecting = [x.by.spans[0] for x in found if x.by is not None and x.by.spans]
    return tuple(
        x
        for x in found
        if x.spans in ruled or (may_be(x) and not (x.by is None and meets(x.spans[0], suspecting)))
    )


def handed_over(
    scene: Scene, incidents: Sequence[Incident], told: Sequence[Collection[int]]
) -> list[Incident]:
    """Cases, the first one's suspects and motives each with the case that its paragraph tells of.

    It stays with the first unless its paragraph tells another case, by its act or by a field, and
    nothing of the first. Annotated suspects are the first case's in .80 of texts with several, in
    .87 where this says so; motives in .82 and .84 (2,545 case files).

    Parameters
    ----------
    told
        The numbers of the sentences that tell each case.
    """
    if len(incidents) < 2:
        return list(incidents)
    where = [_paragraphs(scene, i, sentences) for i, sentences in zip(incidents, told, strict=True)]

    def of(value: Suspect | Motive) -> int:
        here = _paragraph(scene, value.spans[0])
        if where[0][here]:
            return 0
        return max(range(len(where)), key=lambda n: (where[n][here], -n))

    first = incidents[0]
    out = []
    for n, incident in enumerate(incidents):
        suspects = _handed(first.suspects, incident.suspects if n else (), of, n)
        motives = _handed(first.motives, incident.motives if n else (), of, n)
        out.append(replace(incident, suspects=suspects, motives=motives))
    return out


def _handed(
    first: tuple[H, ...], known: tuple[H, ...], of: Callable[[H], int], n: int
) -> tuple[H, ...]:
    """A case's own values, and what it has of the first one's in other words, in text order."""
    spans = [x for v in known for x in v.spans]
    more = tuple(v for v in first if of(v) == n and not any(meets(x, spans) for x in v.spans))
    return tuple(sorted(known + more, key=lambda v: v.spans[0].start))


def _paragraphs(scene: Scene, incident: Incident, sentences: Collection[int]) -> Counter[int]:
    """How often each paragraph tells of a case: by its act or by what fills a field."""
    out = Counter(_numbered(scene)[n] for n in sentences)
    fields = (*FIELDS, "casualties")
    spans = (x for name in fields for v in getattr(incident, name) for x in v.spans)
    out.update(_paragraph(scene, x) for x in spans)
    return out


def _paragraph(scene: Scene, span: Span) -> int:
    at = scene.place_of(span.start)
    return -1 if at is None else _numbered(scene)[at[0].number]


def _numbered(scene: Scene) -> list[int]:
    """The paragraph of each sentence."""

    def make() -> list[int]:
        out = [0] if scene.sentences else []
        for a, b in pairwise(scene.sentences):
            out.append(out[-1] + (not scene.same_paragraph(a, b)))
        return out

    return scene.once("paragraphs", make)


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _of_own_state(scene: Scene, x: Suspect) -> bool:
    """Whether a minister or spokesman names his own state: he defends it."""
    at = scene.tokens(x.spans[0])
    by = None if x.by is None else scene.tokens(x.by.spans[0])
    if at is None or by is None or at[1] != at[2] or not scene.is_state(at[0], [at[1]]):
        return False
    official = {by[0].lemmas[k] for k in range(by[1], by[2] + 1)} & _OFFICIAL
    here = set(scene.countries(at[0], at[1]))
    return bool(official) and bool(here & set(scene.countries(by[0], by[2])))


_OFFICIAL = frozenset("president minister spokesman spokeswoman ambassador ministry".split())  # noqa: SIM905


def _uncharged(scene: Scene, span: Span) -> Span:
    """Whom somebody accuses, without what he is accused of."""
    at = scene.tokens(span)
    for n, k in heads_of(scene, span):
        charge = charge_of(scene.sentences[n], k)
        if at is not None and charge:
            first = scene.sentences[n].subtree(charge[0])[0]
            return at[0].span(at[1], min(at[2], first - 1)) if first > at[1] else span
    return span


def _refused(reader: CaseReader, span: Span, by: Voice | None) -> bool:
    """Whether whose word it is doubts or denies what stands there."""
    return by is not None and any(
        c.stance in ("doubts", "denies")
        and not wonders(c)
        and c.speaker.value == by.value
        and c.proposition.start <= span.start < c.proposition.end
        for c in reader.view.claims
    )


def _anybody(scene: Scene, span: Span) -> bool:
    """ "Any government", "no group": nobody in particular."""
    return any(
        scene.sentences[n].lower[j] in ("any", "no", "which", "what", "neither")
        for n, k in heads_of(scene, span)
        for j in scene.sentences[n].children[k]
    )


def _of_manner(scene: Scene, span: Span) -> bool:
    """Whether it is no one but how somebody is: "loyal to the leader", "believe it was alone"."""
    heads = heads_of(scene, span)
    return bool(heads) and all(
        scene.sentences[n].pos[k] in ("ADJ", "ADV") and scene.sentences[n].words[k].islower()
        for n, k in heads
    )


def _of_himself(scene: Scene, x: Suspect) -> bool:
    """Whether somebody names himself: "a group calling itself the Martyrs has claimed it"."""
    if x.by is None or not x.by.spans:
        return False
    if alike(telling(x.by.value), telling(x.value)) or _of_own_state(scene, x):
        return True
    who, by = scene.tokens(x.spans[0]), scene.tokens(x.by.spans[0])
    if who is None or by is None or who[0] is not by[0]:
        return False
    s = who[0]
    (top, *_) = (k for k in range(by[1], by[2] + 1) if not by[1] <= s.heads[k] <= by[2])
    named = (j for j in s.each(top, "acl") if any(s.lower[c] in _SELF for c in s.children[j]))
    return any(who[1] in s.subtree(j) for j in named)


def motives_of(
    scene: Scene, judging: Judging, ruled: tuple[Motive, ...], models: CaseModels
) -> tuple[Motive, ...]:
    """Motives by rules and models, each with its holder, in text order."""

    def motive(span: Span, by: Voice | None) -> Motive:
        span = trimmed(scene, _in_full(scene, span))
        return Motive(span.text, by, (span,))

    found = _pointed(scene, judging, "motives", ruled, models, motive)
    known = {x.spans for x in ruled}
    return tuple(
        x
        for x in found
        if not is_disbelieved(scene, x.spans[0])
        and (x.spans in known or not any(idle(scene, x.spans[0]) for idle in _IDLE))
    )


def _in_full(scene: Scene, span: Span) -> Span:
    """A feeling that models offer, with what it is about: "angry at Moscow's role"."""
    at = scene.tokens(span)
    if at is None or at[1] != at[2] or at[0].pos[at[1]] != "ADJ":
        return span
    s, k = at[0], at[1]
    about = [j for j in s.children[k] if j > k and s.deps[j] in ("obl", "ccomp", "advcl", "xcomp")]
    return s.span(k, s.subtree(about[0])[-1]) if about else span


def _of_words(scene: Scene, span: Span) -> bool:
    """Whether words only name what is said of an act: "an old excuse", "the theory"."""
    known = words().lists["account"]
    return any(
        scene.sentences[n].lemmas[k] in known or scene.sentences[n].lower[k] in ("one", "ones")
        for n, k in heads_of(scene, span)
    )


def _compares(scene: Scene, span: Span) -> bool:
    """Whether a clause only compares: "the hand of India, as they see it in a rainy day"."""
    return any(
        mark_of(scene.sentences[n], k) == "as" and scene.sentences[n].lemmas[k] in _COMPARING
        for n, k in heads_of(scene, span)
    )


def _pointed(
    scene: Scene,
    judging: Judging,
    what: str,
    ruled: tuple[H, ...],
    models: CaseModels,
    make: Callable[[Span, Voice | None], H],
) -> tuple[H, ...]:
    """Those of the rules that are likely enough or denied, and what only models find."""
    reader, case, levels = judging.reader, judging.setting.case, models.levels
    offered = reader.pointed(what, LEAST)
    chances = [v.chance for v in offered]

    def likely(value: Value, found: H, is_ruled: bool) -> float:
        others = [p for p in chances if p != value.chance]
        holder = reader.holder(value.at)
        looks = judging.pointed(what, value, holder, ruled=is_ruled, others=others)
        return models.judge(what, case, found, looks)

    least = levels.kept.get(what, 0.0)
    out = []
    for x in ruled:
        held = _held(scene, reader, x)
        value = _likeliest(scene, reader, what, x.spans[0])
        if _denied(x) or value is None or likely(value, held, True) >= least:
            out.append(held)
    spans = [s for x in out for s in x.spans]
    for v in offered:
        if not meets(v.span, spans):
            found = make(v.span, _voice(scene, reader.holder(v.at)))
            if likely(v, found, False) >= levels.fresh.get(what, 1.0):
                out.append(found)
    return tuple(sorted(out, key=lambda x: x.spans[0].start))


def _likeliest(scene: Scene, reader: CaseReader, what: str, span: Span) -> Value | None:
    """The word of a span that likeliest heads a suspect or a motive; None if none may."""
    at = scene.tokens(span)
    if at is None:
        return None
    s, first, last = at
    held = reader.held[what]
    heads = [(s.number, k) for k in range(first, last + 1) if (s.number, k) in held]
    if not heads:
        return None
    best = max(heads, key=held.__getitem__)
    return Value(held[best], best, span)


def _denied(x: Suspect | Motive) -> bool:
    return isinstance(x, Suspect) and x.status == "denied"


def _voice(scene: Scene, found: Candidate) -> Voice | None:
    """Whose word it is; None for the author's."""
    if found.at is None:
        return None
    if found.voice is not None:
        return found.voice
    return voice(scene, scene.sentences[found.at[0]], found.at[1])


def _held(scene: Scene, reader: CaseReader, x: H) -> H:
    """A suspect or motive of the rules, by its holder's full name where models have more of it."""
    heads = heads_of(scene, x.spans[0])
    if not heads or _denied(x):
        return x
    found = _voice(scene, reader.holder(heads[0]))
    if found is None or x.by is None or not telling(x.by.value) < telling(found.value):
        return x
    return replace(x, by=found)


def _left_out(scene: Scene, span: Span) -> bool:
    """Whether words say what somebody is left out of: no reason for it."""
    for n, k in heads_of(scene, span):
        s = scene.sentences[n]
        before = [s.lower[j] for j in range(s.subtree(k)[0], k)]
        if s.heads[k] >= 0 and s.lemmas[s.heads[k]] in _EXCLUDING and before[:2] == ["out", "of"]:
            return True
    return False


# What only looks like a motive.
_IDLE = (_compares, _of_words, _left_out)
