"""Why, by ways of giving a reason that are the text's own words for it.

Comes in: a case as told and a sentence near it. Goes out: spans of reasons. What somebody's
proposition makes the reason is `detente.coding.incidents.motives`' affair; here a reason is found
by set phrases ("in retaliation for", "out of"), by clauses of cause, by what an act is said to be
("was a warning to") or to have been set off by, and by what its doer felt or held against somebody.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.arguments import arguments, case_of, mark_of
from detente.coding.incidents.doubting import unlikely
from detente.coding.incidents.told import NOT, Told
from detente.coding.scene import clause_span, phrase_span, runs
from detente.coding.sentence import Sentence
from detente.records import Span

_CAUSAL = frozenset(("because", "since", "for"))
_FEELING = frozenset(
    """angry angered furious enraged upset resentful aggrieved outraged incensed bitter embittered
    infuriated disgruntled offended obsessed""".split()  # noqa: SIM905
)
_GRUDGE = frozenset("grudge resentment anger hatred grievance rage hostility loathing".split())  # noqa: SIM905
_DRIVING = frozenset(
    "motivate prompt drive inspire provoke trigger spark anger enrage incite occasion".split()  # noqa: SIM905
)
_SIGNS = frozenset("message signal warning lesson".split())  # noqa: SIM905
_OVER = ("of", "to", "for", "in", "with", "between", "against", "by", "at", "over", "on", "about")


def reasons(told: Told, s: Sentence) -> Iterator[Span]:
    """Every reason for the case's act that a sentence gives."""
    if not told.near(s):
        return
    yield from _set_phrases(told, s)
    yield from _out_of(told, s)
    for k, lemma in enumerate(s.lemmas):
        if s.deps[k] == "advcl" and mark_of(s, k) in _CAUSAL:
            yield from _because(told, s, k)
        elif lemma in told.known.lists["explaining"] and s.pos[k] == "NOUN":
            yield from _is_one(told, s, k)
        elif lemma in _DRIVING and s.tags[k].startswith("VB"):
            yield from _driven(told, s, k)
        elif lemma in _SIGNS and s.deps[k] == "obj" and s.lemmas[s.heads[k]] == "send":
            subject = arguments(s, s.heads[k]).subject
            if subject is not None and _of_act(told, s, subject):
                yield phrase_span(s, k, preps=_OVER, deep=3)
        if s.lower[k] in _FEELING or (lemma in _GRUDGE and s.deps[k] == "obj"):
            yield from _felt(told, s, k)


def _of_act(told: Told, s: Sentence, k: int, *, close: bool = False) -> bool:
    """Whether a phrase means the case's act: a mention of it, or a pronoun near one."""
    if told.act_below(s, k):
        return True
    near = bool({s.number, s.number - 1} & set(told.case.sentences))
    if not near and (close or s.lower[k] != "it"):
        return False
    return s.lower[k] in ("it", "this", "that") and told.near(s)


def _of_doer(told: Told, s: Sentence, k: int) -> bool:
    """Whether a phrase means who did it."""
    doers = {w.value.split()[-1].lower() for w in told.people}
    if s.lower[k] in ("he", "she", "they"):
        return s.number in told.numbers and bool(told.people)
    return (
        bool(doers & told.parties_words(s, k))
        or s.lemmas[k] in told.known.lists["perpetrator_noun"]
    )


def _tells_act(told: Told, s: Sentence, k: int) -> bool:
    """Whether a token hangs on the act: on its verb, its noun, or a verb that does it."""
    for up in (s.heads[k], *s.ancestors(s.heads[k])) if s.heads[k] >= 0 else ():
        if told.act_at(s, up) is not None:
            return True
        deed = s.pos[up] == "NOUN" and s.lemmas[up] in told.known.lists["deed"]
        if deed and s.child(up, "cop") is not None:
            return True  # "it was the work of X, with the aim of"
        below = [j for j in s.children[up] if s.deps[j] in ("xcomp", "obj", "nsubj", "nsubj:pass")]
        if any(told.act_at(s, j) is not None or _of_act(told, s, j) for j in below if j != k):
            return True
        if s.tags[up].startswith("VB"):
            return False
    return False


def _set_phrases(told: Told, s: Sentence) -> Iterator[Span]:
    """ "In retaliation for X", "out of hatred", "in a bid to": with what follows."""
    for first, last, _ in runs(s, told.known.lists["cause_phrases"]):
        if last + 1 >= len(s):
            continue
        anchor = next((k for k in range(first, last + 1) if not first <= s.heads[k] <= last), first)
        head = _behind(s, first, last)
        if head is None:
            continue
        if not (_tells_act(told, s, anchor) or _tells_act(told, s, head)):
            continue
        telling = [k for k in range(first, last + 1) if s.pos[k] == "NOUN"]
        begin = telling[-1] if telling and s.lemmas[telling[-1]] in _KEPT else last + 1
        end = clause_span(s, head) if s.tags[head].startswith("VB") else None
        span = end or phrase_span(s, head, preps=_OVER, deep=3)
        at = told.scene.tokens(span)
        yield span if at is None or at[2] < begin else s.span(begin, at[2])


def _out_of(told: Told, s: Sentence) -> Iterator[Span]:
    """ "Acted out of fury at the damage", "killed him out of spite": what moved the doer."""
    feelings = told.known.lists["explaining"] | _GRUDGE | _MOVING
    for k in range(2, len(s)):
        if s.pos[k] != "NOUN" or s.lemmas[k] not in feelings:
            continue
        led = sorted(j for j in s.subtree(k) if j < k and s.pos[j] != "PUNCT")
        if [s.lower[j] for j in led[:2]] != ["out", "of"]:
            continue
        up = s.heads[k]
        if up >= 0 and (s.lemmas[up] in ("act", "do") or _tells_act(told, s, k)):
            yield phrase_span(s, k, preps=_OVER, deep=3)


_MOVING = frozenset(
    """fury frustration desperation despair loyalty gratitude sympathy solidarity necessity
    conviction contempt bitterness shame pity self-interest malice nervousness
    """.split()  # noqa: SIM905
)
_KEPT = frozenset(
    """retaliation revenge reprisal response protest punishment warning vengeance retribution
    payback answer reply solidarity""".split()  # noqa: SIM905
)


def _behind(s: Sentence, first: int, last: int) -> int | None:
    """The head of what follows a set phrase."""
    inside = range(first, last + 1)
    for k in range(last + 1, min(len(s), last + 12)):
        if s.pos[k] in ("PUNCT", "DET"):
            continue
        at = k
        while s.heads[at] > last and s.heads[at] not in inside:
            at = s.heads[at]
        return at
    return None


def _because(told: Told, s: Sentence, k: int) -> Iterator[Span]:
    """ "Was killed because he had", "had to die because they had"."""
    up = s.heads[k]
    if up < 0 or any(s.lower[j] in NOT for j in s.children[up]) or unlikely(s, up):
        return
    if mark_of(s, k) == "since" and _of_time(s, k):
        return
    beside = [j for j in s.children[up] if s.deps[j] in ("xcomp", "ccomp")]
    dying = any(s.lemmas[j] in ("die", "act", "target", "pick", "do") for j in (up, *beside))
    act = any(told.act_at(s, j) is not None for j in (up, *beside))
    subject = arguments(s, up).subject
    if (
        act
        or (dying and s.number in told.reach)
        or (subject is not None and _of_act(told, s, subject, close=True))
    ):
        yield clause_span(s, k)


def _of_time(s: Sentence, k: int) -> bool:
    """Whether "since" tells when, not why: "since the war began"."""
    return s.tags[k] not in ("VBZ", "VBP")


def _is_one(told: Told, s: Sentence, k: int) -> Iterator[Span]:
    """ "The killing was a warning to X", "it was revenge for Y"."""
    if s.child(k, "cop") is None or any(s.lower[j] in NOT for j in s.children[k]):
        return
    subject = s.child(k, "nsubj")
    if subject is not None and _of_act(told, s, subject):
        of = [j for j in s.children[k] if s.deps[j] in ("nmod", "acl")]
        if of and not any(told.act_below(s, j) for j in of):
            yield phrase_span(s, k, preps=_OVER, deep=3)


def _driven(told: Told, s: Sentence, k: int) -> Iterator[Span]:
    """ "Motivated by X", "the killing was prompted by Y"."""
    args = arguments(s, k)
    agent, target = args.agent, args.object
    if agent is None or told.act_below(s, agent):
        return
    mine = target is not None and (_of_act(told, s, target) or _of_doer(told, s, target))
    if mine or _tells_act(told, s, k):
        yield phrase_span(s, agent, preps=_OVER, deep=3)


def _felt(told: Told, s: Sentence, k: int) -> Iterator[Span]:
    """ "He was angry at X", "bore a grudge against Y"."""
    if s.lemmas[k] in _GRUDGE:
        who = arguments(s, s.heads[k]).subject
        verb = s.heads[k]
    else:
        verb = k
        who = s.child(k, "nsubj", "nsubj:pass")
        if who is None and s.deps[k] in ("acl", "amod", "advcl"):
            who = s.heads[k]
    if who is None or not (_of_doer(told, s, who) or _tells_act(told, s, verb)):
        return
    about = ("at", "about", "over", "by", "with", "against", "towards", "toward", "that")
    rest = [
        j
        for j in (*s.children[k], *s.children[verb])
        if j > k and (case_of(s, j) in about or s.deps[j] in ("ccomp", "advcl"))
    ]
    if rest:
        yield s.span(k, told.scene.tokens(clause_span(s, rest[0]))[2])  # type: ignore[index]
