"""Who claims an act, and who looks into it.

Comes in: a case as told. Goes out: the fields claims_of_responsibility and investigation, each
value with whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.arguments import arguments
from detente.coding.incidents.acts import find_acts
from detente.coding.incidents.told import NOT, Told
from detente.coding.incidents.who import called, who_of
from detente.coding.scene import clause, clause_span, governed_by, phrase_span
from detente.coding.sentence import Sentence
from detente.records import Claim, FieldValue, Span

# --- responsibility --------------------------------------------------------------------------


def responsibility(told: Told) -> Iterator[FieldValue]:
    """Who claimed the act; ``none`` where the text says that nobody has."""
    for s in told.scene.sentences:
        for k, lemma in enumerate(s.lemmas):
            if s.deps[k] not in ("obj", "nsubj:pass", "obl"):
                continue
            deed = told.act_at(s, k) is not None or lemma in _DEEDS or s.lower[k] in _IT
            owned = lemma in ("responsibility", "credit")
            if not owned and not deed:
                continue
            verb = s.heads[k]
            if verb < 0 or s.lemmas[verb] not in told.known.lists["claiming"]:
                continue
            if not told.goes_on(s):
                continue
            owning = s.lemmas[verb] in ("claim", "admit", "acknowledge", "avow", "own", "boast")
            if deed and not owned and not owning:
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
            span = _name_of(told, s, who)
            if span is None and not nobody:
                continue
            span = span or s.span(who, who)
            if nobody:
                yield FieldValue("none", told.speaker(span), (s.span(*clause(s, verb)),))
            else:
                yield FieldValue(span.text, None, (span,))


_DEEDS = frozenset(("deed", "attack", "strike", "operation"))
# "Two groups claimed it", "callers claimed both", "nobody has owned up to it".
_IT = frozenset(("it", "this", "that", "both", "them"))


def _name_of(told: Told, s: Sentence, who: int) -> Span | None:
    """What whoever claims an act is called; None for a pronoun that means nobody known."""
    named = called(s, who)
    if named is not None:
        return named
    if s.pos[who] == "PRON":
        meant = (p.span for p in told.scene.parties(s, who) if p.span.text[:1].isupper())
        return next((span for span in meant if span.text.lower() not in _OWN), None)
    found = who_of(told.scene, s, who)
    if found and found[0].named and s.pos[who] == "NOUN":
        return found[0].span
    return phrase_span(s, who, preps=("of", "in"))


def said_so(told: Told) -> Iterator[FieldValue]:
    """Who says that he did it: "a group said it had done it"."""
    for claim in told.claims:
        at = told.scene.tokens(claim.proposition)
        held = claim.stance in ("says", "claims", "confirms") and claim.speaker.kind != "author"
        if at is None or not held or not (told.goes_on(at[0]) or _the_attack(told, at[0])):
            continue
        s, first, last = at
        for k in range(first, last + 1):
            standing = any(s.lower[j] in ("behind", "responsible") for j in (k, *s.children[k]))
            if not s.tags[k].startswith("VB") and not standing:
                continue
            subject = next((j for j in s.children[k] if s.deps[j] == "nsubj"), None)
            if subject is not None and s.lower[subject] == "it" and s.child(k, "csubj", "ccomp"):
                continue  # "said it was likely that Russia was responsible": "it" is nobody
            if _theirs(s, k) and claim.speaker.spans and _group(told, claim):
                where = told.scene.tokens(claim.speaker.spans[0])
                name = None if where is None else _name_of(told, where[0], _head(where))
                span = name or claim.speaker.spans[0]
                yield FieldValue(span.text, None, (span,))
                break
            own = subject is not None and (
                _his(s, subject)
                or (s.lower[subject] in _OWN and _may_be(told, claim, s.lower[subject]))
            )
            did = own and first <= (subject or 0) and (standing or _done(told, s, k))
            if did and claim.speaker.spans:
                where = told.scene.tokens(claim.speaker.spans[0])
                name = None if where is None else _name_of(told, where[0], _head(where))
                span = name or claim.speaker.spans[0]
                yield FieldValue(span.text, None, (span,))
                break


def _the_attack(told: Told, s: Sentence) -> bool:
    """ "Said that it had carried out the attack": the main one, whatever was told in between."""
    acts = (a for a in find_acts(told.scene) if a.s is s and a.generic and not a.verbal)
    return told.main and any(s.lower[j] == "the" for a in acts for j in s.children[a.first])


def _his(s: Sentence, subject: int) -> bool:
    """ "His fighters", "its men": who speaks answers for those who are his."""
    poss = s.child(subject, "nmod:poss")
    return s.lemmas[subject] in _MEN and poss is not None and s.lower[poss] in _POSSESSIVE


_MEN = frozenset("fighter man troop soldier force unit commando guerrilla people".split())  # noqa: SIM905
_POSSESSIVE = frozenset(("his", "her", "its", "their", "our", "my"))


def _theirs(s: Sentence, k: int) -> bool:
    """ "That the Turks were its guests", "that the captives were in its hands"."""
    return any(
        s.lemmas[j] in _HELD
        and s.child(j, "nmod:poss") is not None
        and s.lower[s.child(j, "nmod:poss") or 0] in ("its", "their", "our")
        for j in (k, *s.children[k])
    )


def _group(told: Told, claim: Claim) -> bool:
    at = told.scene.tokens(claim.speaker.spans[0])
    return at is not None and at[0].lemmas[_head(at)] in told.known.lists["group"]


_HELD = frozenset("guest hostage prisoner captive hand custody".split())  # noqa: SIM905
_OWN = frozenset(("it", "they", "he", "she", "we", "i"))


def _may_be(told: Told, claim: Claim, pronoun: str) -> bool:
    """Whether a pronoun in somebody's word may be himself: "investigators said he had" is not."""
    if pronoun in ("we", "i"):
        return True
    at = told.scene.tokens(claim.speaker.spans[0]) if claim.speaker.spans else None
    if at is None:
        return False
    s, k = at[0], _head(at)
    if s.lemmas[k] in told.known.lists["police"] | _WITNESSES:
        return False
    plural = s.tags[k].endswith("S") or s.child(k, "conj") is not None
    if pronoun == "they":
        return plural or s.lemmas[k] in told.known.lists["group"]
    group = s.lemmas[k] in told.known.lists["group"] | {"branch", "organisation", "organization"}
    if pronoun == "it":
        states = any((p.id or "").startswith("state:") for p in told.scene.parties(s, k))
        return not plural and (group or s.pos[k] == "PROPN" or states)
    return not plural and not group


_WITNESSES = frozenset("witness official source analyst expert doctor investigator".split())  # noqa: SIM905


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
    if s.lemmas[k] == "carry" and "out" in (s.lower[j] for j in s.children[k]):
        return target is not None
    weapon = target is not None and s.lemmas[target] in told.known.maps["weapon"]
    lists = told.known.lists
    deeds = lists["deed"] | lists["harm"]
    if target is not None and s.lemmas[k] in lists["masterminding"] and s.lemmas[target] in deeds:
        return True
    sent = s.lemmas[k] in lists["firing"] | {"send", "use"}
    weapon = weapon or (target is not None and s.lemmas[target] == "device")
    return (act is not None and act.verbal) or (sent and weapon)


# --- who looks into it -----------------------------------------------------------------------


def investigation(told: Told) -> Iterator[FieldValue]:
    """Who looks into the act and what he found, as clauses."""
    words = told.known.lists["investigating"]
    for s in told.scene.sentences:
        if words.isdisjoint(s.lemmas) or told.scene.is_caption(s):
            continue
        if not (told.goes_on(s) or s.number in told.numbers):
            continue  # of the act told last before it, which is another case's
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
