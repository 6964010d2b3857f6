"""Why an act was done, as somebody has it: what was wanted, aimed at, avenged, answered.

Comes in: a case as told, and its suspects. Goes out: `Motive` values in text order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.arguments import arguments, case_of, mark_of
from detente.coding.incidents.acts import words
from detente.coding.incidents.doubting import disbelieved, had_reason, unlikely
from detente.coding.incidents.reasons import reasons
from detente.coding.incidents.suspects import away_with, does
from detente.coding.incidents.taken import reason_span, taken_for
from detente.coding.incidents.told import HELD, NOT, Told, by_somebody, may_do
from detente.coding.scene import Scene, clause_span, governed_by, phrase_span
from detente.coding.sentence import Sentence
from detente.records import Claim, Motive, Span, Suspect, Voice

_ANSWERING = frozenset(
    """retaliation revenge reprisal protest vengeance retribution punishment response warning
    payback reaction reply answer retort tit-for-tat riposte""".split()  # noqa: SIM905
)
# What an act is explained as, beside an answer.
_EXPLAINED = _ANSWERING | frozenset(
    """mistake error accident message signal test diversion distraction blackmail pressure
    ransom robbery vendetta feud greed jealousy hatred""".split()  # noqa: SIM905
)
_REASON = frozenset("reason cause motive explanation motivation key trigger".split())  # noqa: SIM905
_ABOUT = ("of", "about", "over", "at", "for", "with", "between", "in", "to", "against")
# Orders tell what is to be done, not what for.
_ORDERING = frozenset("order direct command authorise authorize instruct".split())  # noqa: SIM905
# What people try and plan is no motive of theirs by itself.
_TRYING = frozenset("try attempt plan hope".split())  # noqa: SIM905


def motives(told: Told, accused: Iterable[Suspect]) -> tuple[Motive, ...]:
    """Why, as somebody has it: what was wanted, aimed at, avenged."""
    doers = {w.value.split()[-1].lower() for w in told.people}
    doers |= {x.value.split()[-1].lower() for x in accused}
    doers |= {p.country for w in told.people if (p := w.party) is not None and p.country}
    for x in accused:
        at = told.scene.tokens(x.spans[0])
        if at is not None:
            doers |= set(told.scene.countries(at[0], at[2]))
    found: list[tuple[int, Span, Voice | None]] = []
    for claim in told.claims:
        found += _of_claim(told, claim, doers)
    last: tuple[int, Voice | None] | None = None
    for s in told.scene.sentences:
        here = [*_motives_in(told, s, doers)]
        for t in taken_for(told, s):
            why = reason_span(told, t)
            if why is not None:
                found.append((0, why, t.by))
        if not here and last is not None and s.number == last[0] + 1:
            here = [(span, last[1]) for span in _continued(s)]
        found += [(1, span, by) for span, by in here]
        found += [(3, span, told.speaker(span)) for span in reasons(told, s)]
        if here:
            last = (s.number, here[-1][1])
    found += _answers_why(told)
    return _distinct(told, found)


def _distinct(told: Told, found: list[tuple[int, Span, Voice | None]]) -> tuple[Motive, ...]:
    """Each motive once, the surest way of finding it first, in text order."""
    out: list[Motive] = []

    def order(x: tuple[int, Span, Voice | None]) -> tuple[bool, int, int]:
        # What a proposition gives goes first; of what the text gives itself, the fuller wording.
        return (x[0] > 0, x[1].start - x[1].end if x[0] in (1, 3) else 0, x[1].start)

    for _, whole, by in sorted(found, key=order):
        span = trimmed(told.scene, whole)
        if any(m.spans[0].start < span.end and span.start < m.spans[0].end for m in out):
            continue
        if is_disbelieved(told.scene, span):
            continue
        out.append(Motive(span.text, by, (span,)))
    return tuple(sorted(out, key=lambda m: m.spans[0].start))


def is_disbelieved(scene: Scene, span: Span) -> bool:
    """Whether a reason stands in what its speaker does not believe."""
    at = scene.tokens(span)
    if at is None:
        return False
    s, first, last = at
    tops = [k for k in range(first, last + 1) if not first <= s.heads[k] <= last]
    return any(disbelieved(s, k) for k in tops)


def _of_claim(
    told: Told, claim: Claim, doers: set[str]
) -> Iterator[tuple[int, Span, Voice | None]]:
    """What somebody's proposition makes the reason or the end of the act."""
    at = told.held(claim, HELD)
    if at is None:
        return
    s, first, last = at
    thought = claim.stance in ("suspects", "claims")
    for k in range(first, last + 1):
        mark = mark_of(s, k)
        up = s.heads[k]
        span: Span | None = None
        if s.tags[k] == "VB" and mark in ("to", "in", "so") and up >= 0:
            ordered = s.lower[max(0, k - 3) : k]
            # "So as to", and not "so stupid as to".
            aim = "order" in ordered or ordered[:2] == ["so", "as"]
            aim = aim and s.deps[k] in ("advcl", "xcomp", "acl")
            ends = s.deps[k] in ("advcl", "xcomp", "acl") and _end_of(told, s, up)
            if (aim or ends) and s.lemmas[k] not in told.known.lists["harm"]:
                span = clause_span(s, k)
        elif s.deps[k] == "advcl" and mark in ("because", "for") and up >= first:
            acted = told.act_at(s, up) is not None or s.lemmas[up] in ("act", "do", "die", "pick")
            acted = acted or away_with(told, s, up)
            if (acted or does(told, s, up)) and not _held_false(told, s, up):
                span = clause_span(s, k)
        elif s.lemmas[k] in _REASON and s.child(k, "cop") is not None:
            # "that the election is the reason"
            subject = s.child(k, "nsubj")
            why = subject is not None and s.pos[subject] in ("NOUN", "PROPN")
            span = phrase_span(s, subject or 0, preps=_ABOUT, deep=3) if why else None
        elif s.lemmas[k] in _EXPLAINED and s.pos[k] == "NOUN":
            span = _explained(told, s, k, first, whole=last - first < 8)
        elif s.tags[k].startswith("VB") and (
            s.lemmas[k] == "mistake"
            or (s.lemmas[k] == "take" and any(p == "for" for p, _ in arguments(s, k).preps))
        ):
            span = clause_span(s, k)
        elif s.lemmas[k] in told.known.lists["avenging"] and s.tags[k] == "VBG":
            subject = arguments(s, k).subject
            if subject is not None and s.child(k, "aux") is not None:
                span = clause_span(s, k)  # "that it was punishing the house for"
        elif thought and s.lemmas[k] in told.known.lists["wanting"] - _TRYING:
            span = _wished(told, s, k, doers)
        if span is not None:
            unnamed = claim.speaker.value == "unnamed"
            yield 0, span, told.speaker(span) if unnamed else claim.speaker


def _held_false(told: Told, s: Sentence, k: int) -> bool:
    """ "Improbable that they acted alone, because": the reason of the doubt, not of the act."""
    return any(s.lower[j] in NOT for j in s.children[k]) or unlikely(s, k)


def _end_of(told: Told, s: Sentence, up: int) -> bool:
    """Whether a verb or noun that an infinitive hangs on is the act, its planning or its doing."""
    lists = told.known.lists
    if any(s.lower[j] in NOT for j in s.children[up]):
        return False  # "does not plan to"
    if s.lemmas[up] in _ORDERING:
        what = arguments(s, up).object
        return what is not None and (
            told.act_at(s, what) is not None or s.lemmas[what] in lists["harm"] | lists["deed"]
        )
    act = told.act_at(s, up)
    if act is not None:
        return True
    deed = s.lemmas[up] in lists["deed"] and s.pos[up] == "NOUN"
    return deed or does(told, s, up) or (s.lemmas[up] in lists["masterminding"])


def _explained(told: Told, s: Sentence, k: int, first: int, *, whole: bool) -> Span | None:
    """ "Read it as revenge for", "a revenge for X, say most", "suspect revenge"."""
    case = case_of(s, k)
    up = s.heads[k]
    predicate = s.child(k, "cop") is not None or s.deps[k] == "root"
    seen = case == "as" or predicate or whole or (up >= 0 and s.deps[k] == "obj" and k - first < 4)
    if not seen or (case in ("in", "by", "without") and not told.act_below(s, up)):
        return None
    of = [j for j in s.children[k] if s.deps[j] == "nmod"]
    beside = [j for j in s.children[up] if s.deps[j] == "obl"] if up >= 0 else []
    if s.deps[k] == "obj" and any(told.act_below(s, j) for j in beside):
        return None  # "will take revenge for the strike"
    if any(told.act_below(s, j) for j in of) or not (of or whole):
        return None  # the answer to the act, not what the act answers
    return phrase_span(s, k, preps=("for", "to", "at", "against", "over", "of"), deep=3)


def _wished(told: Told, s: Sentence, k: int, doers: set[str]) -> Span | None:
    """What somebody thinks that another party wanted."""
    if not s.tags[k].startswith("VB") or any(s.lower[j] in NOT for j in s.children[k]):
        return None
    subject = arguments(s, k).subject
    if subject is None or not may_do(told, s, subject):
        return None
    if not told.near(s) and not told.parties_words(s, subject) & doers:
        return None
    body = next((j for j in s.children[k] if s.deps[j] == "xcomp"), None)
    if body is None:
        body = s.child(k, "obj")
    return None if body is None else clause_span(s, body)


def _answers_why(told: Told) -> Iterator[tuple[int, Span, Voice | None]]:
    """What is said behind the question why: the propositions of the next sentences."""
    asked: int | None = None
    sentences = told.scene.sentences
    for s in sentences:
        if _asks_why(told, s):
            asked = s.number
            continue
        if asked is None or s.number - asked > 6:
            continue
        if s.words[-1] == "?" or (
            s.number - asked > 1 and not told.scene.same_paragraph(sentences[s.number - 1], s)
        ):
            asked = None
            continue
        for claim in told.claims:
            at = told.scene.tokens(claim.proposition)
            flat = at is not None and bool(NOT & set(at[0].lower[at[1] : at[2] + 1]))
            if claim.stance in ("says", "confirms") and flat:
                continue  # "says it knows of none"
            if any(_wider(claim, c) for c in told.claims if c.sentence == s.number):
                continue  # "X suspects something else: it was a rehearsal, he says"
            if claim.sentence == s.number and by_somebody(claim, HELD):
                yield 2, claim.proposition, claim.speaker


def _wider(claim: Claim, other: Claim) -> bool:
    """Whether a proposition holds another one of the sentence, with its speaker."""
    a, b = claim.proposition, other.proposition
    speaker = other.speaker.spans[0].start if other.speaker.spans else b.start
    return a != b and a.start <= b.start and b.end <= a.end and a.start <= speaker < b.start


def _asks_why(told: Told, s: Sentence) -> bool:
    nouns = told.known.lists["motive_noun"]
    question = s.words[-1] == "?"
    if question:
        return "why" in s.lower or bool(nouns & set(s.lemmas)) or "for" in s.lower[-3:-1]
    if "behind" in s.lower and "what" in s.lower and {"lie", "stand", "be"} & set(s.lemmas):
        return True  # "opinion is divided on what lies behind it"
    if {"opinion", "explanation", "theory", "view", "version", "school"} & set(s.lemmas) and (
        {"divide", "differ", "vary", "abound", "split", "three", "two", "several"} & set(s.lemmas)
    ):
        return True
    # "Members will ask what the purpose was"
    return any(
        s.lower[k] in ("what", "which", "why") and bool(nouns & set(s.lemmas[k : k + 4]))
        for k in range(len(s))
    )


_LEADING = frozenset(("at", "of", "for", "by", "in", "that", "because", "since", "as"))


def trimmed(scene: Scene, span: Span) -> Span:
    """A motive without the preposition before it and the relative clause behind it.

    Nor with what somebody says of it: "to discredit Peru, a suggestion that Lima dismissed".
    """
    at = scene.tokens(span)
    if at is None:
        return span
    s, first, last = at
    while first < last and (
        s.lower[first] in _LEADING
        or (s.lower[first] == "order" and s.lower[first + 1] == "to")
        or (s.lower[first] == "so" and s.lower[first + 1] == "as")
    ):
        first += 1
    for k in range(first + 1, last):
        if s.words[k] == ";":
            last = k - 1
            break
        if (
            k > first + 1
            and s.words[k] == ","
            and s.lower[k + 1] in ("which", "who", "where", "because", "but")
        ):
            last = k - 1
            break
        if k > first and s.words[k] == "," and _judged_behind(s, k, last):
            last = k - 1
            break
    return s.span(first, last)


def _judged_behind(s: Sentence, comma: int, last: int) -> bool:
    """Whether an apposition behind a comma only says what kind of saying came before it."""
    if s.lower[comma + 1] not in ("a", "an", "the"):
        return False
    head = next((k for k in range(comma + 2, min(comma + 6, last + 1)) if s.pos[k] == "NOUN"), None)
    return head is not None and s.lemmas[head] in words().lists["account"]


def _motives_in(told: Told, s: Sentence, doers: set[str]) -> Iterator[tuple[Span, Voice | None]]:
    if s.words[-1] == "?":
        return
    lists = told.known.lists
    near = told.near(s) or s.number in told.case.sentences
    for k, lemma in enumerate(s.lemmas):
        span: Span | None = None
        if lemma in lists["wanting"] and s.tags[k].startswith("VB"):
            span = _wanted(told, s, k, doers)
        elif s.deps[k] == "advcl" and mark_of(s, k) == "to" and s.tags[k] == "VB":
            span = _purpose(told, s, k)
        elif lemma in _ANSWERING and s.pos[k] == "NOUN" and near:
            span = _answer(told, s, k)
        elif lemma == "have" and near and had_reason(s, k) is not None:
            span = _stake_in(s, k)
        elif lemma in lists["motive_noun"] and s.pos[k] == "NOUN" and near:
            span = _motive_is(s, k)
        elif lemma in ("motivate", "prompt", "drive", "inspire") and near:
            agent = arguments(s, k).agent
            about = ("of", "about", "over", "at", "for", "with", "between", "in")
            span = None if agent is None else phrase_span(s, agent, preps=about)
        elif lemma in _DEMANDING and s.tags[k].startswith("VB") and told.taking:
            span = _demanded(told, s, k)
        elif lemma in _ASKED and s.deps[k].startswith("csubj") and told.taking:
            # "what the five asked for was the freedom of"
            span = clause_span(s, s.heads[k], drop=[k])
        if span is not None:
            yield span, told.speaker(span)


_ASKED = frozenset("ask demand want seek".split())  # noqa: SIM905


_DEMANDING = frozenset("demand insist call ask want require".split())  # noqa: SIM905


def _demanded(told: Told, s: Sentence, k: int) -> Span | None:
    """What those who hold people or things want for them."""
    args = arguments(s, k)
    if args.subject is None or any(s.lower[j] in NOT for j in s.children[k]):
        return None
    lists = told.known.lists
    doers = {w.value.split()[-1].lower() for w in told.people} | lists["perpetrator_noun"]
    wishing = s.lemmas[k] in ("want", "ask", "require")
    theirs = bool(
        {s.lemmas[args.subject], s.lower[args.subject]}
        & (doers if wishing else doers | lists["doer"] | {"it", "they"})
    )
    if not theirs or not told.near(s):
        return None
    body = args.object if s.lemmas[k] != "call" else None
    if body is None:
        body = next((j for p, j in args.preps if p in ("on", "for")), None)
    if body is None:
        body = next((j for j in s.children[k] if s.deps[j] in ("ccomp", "xcomp")), None)
    return None if body is None else clause_span(s, body)


def _wanted(told: Told, s: Sentence, k: int, doers: set[str]) -> Span | None:
    """What the doer wanted, or what the act was meant to bring about."""
    if any(s.lower[j] in NOT for j in s.children[k]) or mark_of(s, k) == "if":
        return None
    args = arguments(s, k)
    subject = args.object if args.passive else args.subject
    by_act = subject is not None and told.act_below(s, subject)
    by_doer = subject is not None and (
        bool(told.parties_words(s, subject) & doers)
        or s.lemmas[subject] in told.known.lists["perpetrator_noun"]
        or (s.lemmas[subject] in told.known.lists["doer"] and s.number in told.numbers)
    )
    if not (by_act or by_doer or told.act_below(s, k)):
        return None
    if by_doer and not by_act and (not _explains(told, s, k) or s.lemmas[k] in _TRYING):
        return None
    body = next((j for j in s.children[k] if s.deps[j] in ("xcomp", "advcl", "ccomp")), None)
    if body is None:
        gerund = next((j for p, j in args.preps if p == "at"), None)
        if gerund is None and (s.child(k, "obj") is None or args.passive):
            return None
        body = gerund if gerund is not None else args.object
        return None if body is None else clause_span(s, body)
    if s.lemmas[body] in _INQUIRING:
        return None  # "the police want to question three more"
    if told.act_below(s, body):
        # "wanted to use this action to sabotage": the end, not the means
        end = next((j for j in s.children[body] if s.deps[j] == "advcl"), None)
        if end is not None:
            return clause_span(s, end)
    return clause_span(s, body)


# What those who look into an act want, not those who did it.
_INQUIRING = frozenset(
    "question interview interrogate arrest extradite identify trace hear try".split()  # noqa: SIM905
)


def _explains(told: Told, s: Sentence, k: int) -> bool:
    """Whether a wish of the doer's is told to explain the act: in its sentences or as a view."""
    del k
    return told.near(s) or any(c.sentence == s.number for c in told.claims)


def _purpose(told: Told, s: Sentence, k: int) -> Span | None:
    """ "Staged the attack to blacken": a purpose that hangs on the act or on who planned it."""
    up = s.heads[k]
    if up < 0:
        return None
    planned = s.lemmas[up] in told.known.lists["masterminding"] and (
        told.act_below(s, up)
        or any(s.lemmas[j] in told.known.lists["perpetrator_noun"] for j in s.children[up])
    )
    act = told.act_at(s, up)
    done = act is not None and act.verbal and not act.generic
    avenging = s.lemmas[k] in told.known.lists["avenging"] and s.number in told.case.sentences
    if not (planned or done or avenging) or s.lemmas[up] in _ORDERING:
        return None
    return clause_span(s, k)


def _answer(told: Told, s: Sentence, k: int) -> Span | None:
    """ "In retaliation for X": with what it answers."""
    if case_of(s, k) not in ("in", "as", "out", "for"):
        return None
    up = governed_by(s, k)
    if told.act_at(s, up) is None and not told.act_below(s, up):
        return None
    first = k
    last = phrase_span(s, k, preps=("for", "to", "at", "against", "over", "of"), deep=3)
    at = told.scene.tokens(last)
    return last if at is None else s.span(first, at[2])


def _motive_is(s: Sentence, k: int) -> Span | None:
    """ "The motive was X", "the aim of the attack was to"."""
    up = s.heads[k]
    if up >= 0 and case_of(s, k) == "as":
        # "gave the loss of the coast as its reason"
        verb = s.heads[up] if s.deps[up] == "obj" else up
        what = arguments(s, verb).object
        given = s.lemmas[verb] in _GIVING and what is not None and s.pos[what] in ("NOUN", "PROPN")
        return phrase_span(s, what or 0, preps=_ABOUT, deep=3) if given else None
    if up < 0 or not s.deps[k].startswith("nsubj"):
        return None
    if s.child(up, "cop") is not None and not any(s.lower[j] in NOT for j in s.children[up]):
        drop = [j for j in s.children[up] if s.deps[j].startswith("nsubj") or s.deps[j] == "cop"]
        return clause_span(s, up, drop=drop)
    if s.lemmas[up] == "be":
        body = next((j for j in s.children[up] if s.deps[j] in ("xcomp", "ccomp")), None)
        return None if body is None else clause_span(s, body)
    return None


_GIVING = frozenset(
    "give cite name mention offer quote suggest see describe regard state list".split()  # noqa: SIM905
)


def _stake_in(s: Sentence, k: int) -> Span | None:
    """ "Had every reason to want him gone", "an interest in": what for."""
    stake = arguments(s, k).object
    for j in () if stake is None else s.children[stake]:
        if j > k and (s.deps[j] == "acl" or case_of(s, j) in ("in", "for")):
            return clause_span(s, j)
    return None


def _continued(s: Sentence) -> Iterator[Span]:
    """ "Or, more simply, to cause": a further motive in a sentence of its own."""
    if s.lower[0] not in ("or", "and", "but") and s.lower[0] != "to":
        return
    if s.tags[s.root] == "VB" and mark_of(s, s.root) == "to":
        drop = [j for j in s.children[s.root] if s.deps[j] in ("advmod", "cc") and j < s.root]
        yield clause_span(s, s.root, drop=drop)
