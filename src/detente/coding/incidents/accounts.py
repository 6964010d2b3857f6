"""Who claims an act, and who looks into it.

Comes in: a case as told. Goes out: the fields claims_of_responsibility and investigation, each
value with whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.arguments import arguments
from detente.coding.incidents.told import NOT, Told
from detente.coding.scene import clause, clause_span, governed_by, phrase_span
from detente.coding.sentence import Sentence
from detente.records import FieldValue, Span

# --- responsibility --------------------------------------------------------------------------


def responsibility(told: Told) -> Iterator[FieldValue]:
    """Who claimed the act; ``none`` where the text says that nobody has."""
    for s in told.scene.sentences:
        for k, lemma in enumerate(s.lemmas):
            if s.deps[k] not in ("obj", "nsubj:pass", "obl"):
                continue
            deed = told.act_at(s, k) is not None or lemma in (
                "deed",
                "attack",
                "strike",
                "operation",
            )
            if lemma != "responsibility" and not deed:
                continue
            verb = s.heads[k]
            if verb < 0 or s.lemmas[verb] not in told.known.lists["claiming"]:
                continue
            if not told.goes_on(s):
                continue
            owning = s.lemmas[verb] in ("claim", "admit", "acknowledge", "avow", "own", "boast")
            if deed and lemma != "responsibility" and not owning:
                continue
            args = arguments(s, verb)
            who = args.agent if args.passive else args.subject
            negated = any(s.lower[j] in NOT for j in s.children[verb])
            if s.lemmas[verb] in ("deny", "disclaim"):
                continue
            if who is None:
                continue
            determiner = [j for j in s.children[who] if s.deps[j] == "det"]
            nobody = negated or s.lower[who] in NOT or any(s.lower[j] in NOT for j in determiner)
            span = _called(s, who) or phrase_span(s, who, preps=("of", "in"))
            if nobody:
                yield FieldValue("none", told.speaker(span), (s.span(*clause(s, verb)),))
            else:
                yield FieldValue(span.text, None, (span,))


def said_so(told: Told) -> Iterator[FieldValue]:
    """Who says that he did it: "a group said it had done it"."""
    for claim in told.claims:
        at = told.scene.tokens(claim.proposition)
        held = claim.stance in ("says", "claims", "confirms") and claim.speaker.kind != "author"
        if at is None or not held or not told.goes_on(at[0]):
            continue
        s, first, last = at
        for k in range(first, last + 1):
            if not s.tags[k].startswith("VB"):
                continue
            subject = next((j for j in s.children[k] if s.deps[j] == "nsubj"), None)
            own = subject is not None and s.lower[subject] in ("it", "they", "he", "she", "we")
            if own and first <= (subject or 0) and _done(told, s, k) and claim.speaker.spans:
                where = told.scene.tokens(claim.speaker.spans[0])
                name = None if where is None else _called(where[0], _head(where))
                span = name or claim.speaker.spans[0]
                yield FieldValue(span.text, None, (span,))
                break


def _head(at: tuple[Sentence, int, int]) -> int:
    s, first, last = at
    return next((k for k in range(first, last + 1) if not first <= s.heads[k] <= last), last)


def _done(told: Told, s: Sentence, k: int) -> bool:
    target = arguments(s, k).object
    if any(s.lower[j] in NOT for j in s.children[k]):
        return False
    if s.lemmas[k] == "do":
        return target is not None and s.lower[target] in ("it", "this", "that")
    act = told.act_at(s, k)
    weapon = target is not None and s.lemmas[target] in told.known.maps["weapon"]
    lists = told.known.lists
    deeds = lists["deed"] | lists["harm"]
    if target is not None and s.lemmas[k] in lists["masterminding"] and s.lemmas[target] in deeds:
        return True
    sent = s.lemmas[k] in ("send", "fire", "launch", "use", "plant", "detonate")
    return (act is not None and act.verbal) or (sent and weapon)


def _called(s: Sentence, who: int) -> Span | None:
    """ "A group which called itself X", "a group, X,": the name."""
    for j in s.subtree(who):
        calling = s.lemmas[j] in ("call", "name", "style", "dub", "know") and s.pos[j] == "VERB"
        if calling:
            names = [k for k in s.subtree(j) if s.pos[k] == "PROPN" and k > j]
            if names:
                return s.span(names[0], names[-1])
        if (
            s.deps[j] == "appos"
            and s.heads[j] == who
            and s.pos[j] == "PROPN"
            and s.pos[who] == "NOUN"
        ):
            return phrase_span(s, j, preps=("of",))
    return None


# --- who looks into it -----------------------------------------------------------------------


def investigation(told: Told) -> Iterator[FieldValue]:
    """Who looks into the act and what he found, as clauses."""
    words = told.known.lists["investigating"]
    for s in told.scene.sentences:
        if words.isdisjoint(s.lemmas) or told.scene.is_caption(s):
            continue
        for k, lemma in enumerate(s.lemmas):
            if lemma not in words or told.act_at(s, k) is not None:
                continue
            if lemma in ("detain", "arrest", "search", "question") and s.number not in told.numbers:
                continue
            if s.pos[k] not in ("VERB", "NOUN") or (lemma == "question" and s.pos[k] == "NOUN"):
                continue
            verb = k if s.pos[k] == "VERB" else governed_by(s, k)
            span = clause_span(s, verb)
            if 2 < len(span.text.split()) <= 40:
                yield FieldValue(span.text, told.speaker(span), (span,))
            break
