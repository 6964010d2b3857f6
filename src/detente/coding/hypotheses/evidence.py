"""What a text brings for and against a proposition of who did it or why.

Comes in: a proposition, the others of its text, a `Scene`. Goes out: spans of evidence, filled into
the proposition. Evidence is tied by a connective (because, since, but), by what its holder points
to, by a colon, by a denial, or by a sentence that weighs what stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.coding.arguments import arguments, mark_of
from detente.coding.incidents.told import NOT
from detente.coding.lexicon import Lexicon
from detente.coding.scene import Scene, clause_span, phrase_span
from detente.coding.sentence import Sentence
from detente.records import About, Span, Voice


@dataclass(slots=True)
class Draft:
    """A hypothesis in the making: its words, who holds it, what speaks for and against it."""

    about: About
    span: Span
    s: Sentence
    holders: list[tuple[Voice, str]] = field(default_factory=list)
    favour: list[Span] = field(default_factory=list)
    against: list[Span] = field(default_factory=list)
    incident: str | None = None


def weigh(
    scene: Scene,
    draft: Draft,
    drafts: list[Draft],
    known: Lexicon,
) -> None:
    """Fills in what the text brings for and against a proposition."""
    s = draft.s
    _reasons(s, draft, drafts, known)
    for n in range(s.number + 1, min(s.number + 4, len(scene.sentences))):
        after = scene.sentences[n]
        if any(d.s is after and d.about != "what-next" for d in drafts):
            if not _goes_on(after):
                break
            continue
        side = _side_of(after, known)
        if side is None:
            if n == s.number + 1 and draft.about == "what-next":
                continue
            break
        target = draft.favour if side == "for" else draft.against
        target.append(_core(after, known))
        if side == "for" and _weighs(after, known):
            draft.favour += list(_elaborated(scene, after))
        break


def _goes_on(s: Sentence) -> bool:
    return s.lower[0] in ("or", "and", "others", "another")


def _reasons(s: Sentence, draft: Draft, drafts: list[Draft], known: Lexicon) -> None:
    """Clauses of reason and contrast in the proposition's own sentence."""
    others = [d for d in drafts if d.s is s and d is not draft]
    for span, side in _beside(s, draft, known):
        span = _until_semicolon(s, span)
        if not _of_another(s, draft, others, span):
            (draft.favour if side == "for" else draft.against).append(span)


def _until_semicolon(s: Sentence, span: Span) -> Span:
    """A clause without what a semicolon parts from it."""
    inside = [k for k in range(len(s)) if span.start <= s.start[k] < span.end]
    cut = next((k for k in inside[1:] if s.words[k] == ";"), None)
    return span if cut is None else s.span(inside[0], cut - 1)


def _of_another(s: Sentence, draft: Draft, others: list[Draft], span: Span) -> bool:
    """Whether a semicolon parts evidence from a proposition, and another stands on its side."""

    def part(start: int) -> int:
        return sum(s.words[k] == ";" and s.start[k] < start for k in range(len(s)))

    mine = part(draft.span.start)
    return part(span.start) != mine and any(part(d.span.start) == part(span.start) for d in others)


def _beside(s: Sentence, draft: Draft, known: Lexicon) -> Iterator[tuple[Span, str]]:
    """The evidence in a proposition's own sentence, with its side."""
    lists = known.lists
    behind = [k for k in range(len(s)) if s.start[k] >= draft.span.end]
    for k in range(len(s)):
        if s.deps[k] in ("acl:relcl", "acl") and _rejects(s, k, draft, known):
            yield clause_span(s, k), "against"
        elif s.deps[k] == "acl:relcl" and k in behind and s.lemmas[k] in _EXPLAINING:
            yield clause_span(s, k), "for"  # "which would explain why"
        if s.lemmas[k] in lists["proof"] and s.pos[k] == "NOUN" and k in behind and _none(s, k):
            yield clause_span(s, s.heads[k] if s.heads[k] >= 0 else k), "against"
        if s.deps[k] not in ("advcl", "obl", "conj", "parataxis"):
            continue
        marks = {s.lower[j] for j in s.children[k] if s.deps[j] in ("mark", "case", "cc", "advmod")}
        mark = mark_of(s, k)
        clausal = s.pos[k] in ("VERB", "AUX") or s.child(k, "cop") is not None
        span = clause_span(s, k)
        if span.start <= draft.span.start < span.end:
            continue
        if mark == "as" and s.lemmas[k] in lists["manner"]:
            continue  # "as they see it"
        if mark == "against" or (s.tags[k] == "VB" and marks & {"as", "to"}):
            continue  # "warned against rushing", "so stupid as to", "no choice but to"
        going = s.tags[k] == "VBG" or any(s.lower[j] == "being" for j in s.children[k])
        if going and mark in ("for", "while"):
            continue  # "to punish Helsinki for joining", "while it was being settled"
        if draft.about == "why" and mark == "because" and _inside(span, draft.span):
            continue  # "they killed him because he was heard": that is the reason itself
        if clausal and (mark in lists["reason"] or marks & {"because", "since", "given"}):
            yield span, "for"
        elif clausal and marks & (lists["contrast"] - {"as"}):
            yield span, "against"
        elif k in behind and s.lemmas[k] in _CITING and s.deps[k] in ("advcl", "conj"):
            cited = _cited(s, k)
            if cited is not None:
                yield cited, "for"
    colon = next((k for k in behind if s.words[k] == ":"), None)
    if colon is not None:
        head = next((k for k in range(colon + 1, len(s)) if s.heads[k] < colon), None)
        if head is not None and s.child(head, "nsubj", "nsubj:pass") is not None:
            yield s.span(colon + 1, s.subtree(head)[-1]), "for"  # "see a distraction: X has failed"


def _inside(a: Span, b: Span) -> bool:
    return b.start <= a.start and a.end <= b.end


_EXPLAINING = frozenset("explain support confirm bear suggest".split())  # noqa: SIM905
_CITING = frozenset("point cite note recall quote invoke adduce refer".split())  # noqa: SIM905


def _cited(s: Sentence, k: int) -> Span | None:
    """ "And point to his remark", "citing the tapes": what somebody brings."""
    args = arguments(s, k)
    if args.passive:
        return None
    body = next((j for p, j in args.preps if p == "to"), args.object)
    if body is None:
        body = s.child(k, "ccomp")
    if body is None:
        return None
    clausal = s.tags[body].startswith("VB")
    return clause_span(s, body) if clausal else phrase_span(s, body, preps=_OVER, deep=3)


_OVER = (
    "of",
    "to",
    "for",
    "in",
    "with",
    "between",
    "against",
    "by",
    "at",
    "over",
    "on",
    "about",
    "from",
)


def _none(s: Sentence, k: int) -> bool:
    """ "No proof", "little evidence", "has not shown proof"."""
    up = s.heads[k]
    around = {s.lower[j] for j in s.children[k]}
    if up >= 0 and s.tags[up].startswith("VB"):
        around |= {s.lower[j] for j in s.children[up]}
    return bool(around & (NOT | {"little"}))


def _rejects(s: Sentence, k: int, draft: Draft, known: Lexicon) -> bool:
    """ "A charge that London denies", "which he dismissed as absurd": behind the proposition."""
    opposing = s.lemmas[k] in known.lists["opposing"] and s.tags[k].startswith("VB")
    return (
        opposing
        and s.start[k] > draft.span.start
        and not any(s.lower[j] in NOT for j in s.children[k])
    )


def _unproven(s: Sentence, known: Lexicon) -> bool:
    """ "They offered no proof", "there is no evidence of it"."""
    for k in (s.root, *s.children[s.root]):
        if s.lemmas[k] in known.lists["proof"] and s.pos[k] == "NOUN":
            return any(s.lower[j] in NOT or s.lower[j] == "little" for j in s.children[k])
    return False


def _hardly_believed(s: Sentence) -> bool:
    """ "Few believe it", "almost nobody outside the capital takes it seriously"."""
    subject = arguments(s, s.root).subject
    if subject is None or s.lemmas[s.root] not in _BELIEVING:
        return False
    around = {s.lower[subject], *(s.lower[j] for j in s.children[subject])}
    return bool(around & {"few", "nobody", "none", "no", "hardly", "little"})


_BELIEVING = frozenset("believe convince accept credit buy take persuade share".split())  # noqa: SIM905


def _side_of(s: Sentence, known: Lexicon) -> str | None:
    """Whether a sentence speaks for or against what stands before it."""
    lists = known.lists
    lemmas = set(s.lemmas)
    # "This assessment is well-founded because": the author weighs.
    if lemmas & lists["assessment"] and any(
        s.lower[j] in ("this", "that", "the", "such") for j in range(min(3, len(s)))
    ):
        if lemmas & lists["unfounded"]:
            return "against"
        if lemmas & lists["founded"]:
            return "for"
    opening = s.lower[0] if s.lower[0] not in ("“", '"') else s.lower[min(1, len(s) - 1)]
    if opening in ("but", "however", "yet", "against", "still"):
        return "against"
    root = s.lemmas[s.root]
    if _unproven(s, known) or _hardly_believed(s):
        return "against"
    if root in lists["opposing"]:
        return "against"
    if root in lists["supporting"] and not _denied(s):
        return "for"
    return None


def _denied(s: Sentence) -> bool:
    """Whether a sentence's predicate is denied: "neither can be proved", "it does not fit"."""
    subjects = [j for j in s.children[s.root] if s.deps[j] in ("nsubj", "nsubj:pass", "expl")]
    around = {*s.children[s.root], *(k for j in subjects for k in s.children[j])}
    return any(s.lower[j] in NOT or s.lower[j] == "nothing" for j in around)


def _weighs(s: Sentence, known: Lexicon) -> bool:
    return bool(set(s.lemmas) & known.lists["founded"])


def _core(s: Sentence, known: Lexicon) -> Span:
    """The reason in a weighing sentence, else the whole sentence."""
    for j in s.children[s.root]:
        if s.deps[j] == "advcl" and mark_of(s, j) in known.lists["reason"]:
            return clause_span(s, j)
    return clause_span(s, s.root)


def _elaborated(scene: Scene, s: Sentence) -> Iterator[Span]:
    """The sentences of the same paragraph that go on with a weighing sentence's reason."""
    for n in range(s.number + 1, min(s.number + 3, len(scene.sentences))):
        after = scene.sentences[n]
        if not scene.same_paragraph(s, after) or after.lower[0] in ("but", "however", "yet"):
            return
        yield clause_span(after, after.root)
