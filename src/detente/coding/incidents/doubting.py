"""Who is cleared of an act: whom somebody thinks unlikely or rules out to be its doer.

Comes in: a sentence's tokens. Goes out: whether a clause is held to be improbable, who is said to
have had no part, reason or hand in something. `detente.coding.incidents.suspects` makes of them
suspects with the status "denied": what somebody doubts is a view of his as well.
"""

from __future__ import annotations

from detente.coding.arguments import arguments, mark_of
from detente.coding.incidents.acts import words
from detente.coding.incidents.told import NOT, Told
from detente.coding.sentence import Sentence
from detente.records import Claim

_SHARING = frozenset("have play take bear".split())  # noqa: SIM905
_STAKE = frozenset("motive reason interest incentive cause".split())  # noqa: SIM905
_STRONG = frozenset(
    """every good better best strong stronger strongest more most clear obvious powerful ample
    excellent own""".split()  # noqa: SIM905
)


def unlikely(s: Sentence, k: int) -> bool:
    """Whether a predicate's clause is held to be improbable: "think it unlikely that X did"."""
    mark = next((j for j in s.children[k] if s.deps[j] == "mark" and s.lower[j] == "that"), None)
    if mark is None or mark < 1:
        return False
    before = s.lemmas[mark - 1]
    if before not in words().lists["improbable"]:
        return False
    return not any(s.lower[j] in NOT for j in range(max(0, mark - 4), mark))


def in_doubt(s: Sentence, k: int) -> bool:
    """Whether a word stands in a clause that is held to be improbable."""
    return any(unlikely(s, up) for up in (k, *s.ancestors(k)))


def wonders(claim: Claim) -> bool:
    """Whether who claims only wonders whether it is so: he suspects rather than doubts it."""
    return claim.cue is not None and claim.cue.text.lower().startswith("wonder")


def disbelieved(s: Sentence, k: int) -> bool:
    """Whether a word stands in what is held to be unlikely, or is only the measure of a thing.

    "Improbable that they acted alone, because it was big", "too crude to be their work", "so stupid
    as to order it": none of it is a reason for an act.
    """
    if in_doubt(s, k):
        return True
    for up in (k, s.heads[k]):
        degree = (
            up >= 0
            and s.pos[up] == "ADJ"
            and any(s.lower[j] in ("too", "so") for j in s.children[up])
        )
        if degree and any(
            s.tags[j] == "VB" or s.child(j, "cop") is not None
            for j in s.each(up, "xcomp", "advcl", "ccomp")
        ):
            return True
    return False


def held_back(s: Sentence, k: int) -> bool:
    """ "Stopped short of blaming", "refused to name", "without accusing": it is not done."""
    mark = mark_of(s, k)
    if mark == "without":
        return True
    if s.lower[max(0, k - 2) : k] == ["short", "of"]:
        return True
    up = s.heads[k]
    if up < 0 or s.deps[k] not in ("xcomp", "advcl", "ccomp"):
        return False
    return s.lemmas[up] in _SHUNNING and not any(s.lower[j] in NOT for j in s.children[up])


_SHUNNING = frozenset("refuse decline avoid refrain hesitate forbear omit fail".split())  # noqa: SIM905


def had_no_part(told: Told, s: Sentence, k: int) -> int | None:
    """Who, by predicate ``k``, had "nothing to do with it", "no part in it", "no reason to"."""
    if s.lemmas[k] not in _SHARING or not s.tags[k].startswith("VB"):
        return None
    args = arguments(s, k)
    if args.subject is None or args.object is None:
        return None
    thing = args.object
    lists = told.known.lists
    if s.lower[thing] == "nothing":
        end = s.child(thing, "acl")
        return args.subject if end is not None and s.lemmas[end] in ("do", "gain") else None
    negated = any(s.lower[j] in NOT or s.lower[j] == "little" for j in s.children[thing])
    negated = negated or any(s.lower[j] in NOT for j in s.children[k])
    part = s.lemmas[thing] in (lists["part_in"] - _CALLED) | _STAKE
    return args.subject if negated and part else None


# What one has of others as well: "had no support", "no work", "no intelligence".
_CALLED = frozenset("support backing work intelligence link connection sponsorship".split())  # noqa: SIM905


def had_reason(s: Sentence, k: int) -> int | None:
    """Who, by predicate ``k``, "had every reason to", "a motive", "a strong interest in"."""
    if s.lemmas[k] != "have" or not s.tags[k].startswith("VB"):
        return None
    args = arguments(s, k)
    if args.subject is None or args.object is None or s.lemmas[args.object] not in _STAKE:
        return None
    around = {s.lower[j] for j in (*s.children[k], *s.children[args.object])}
    if around & NOT or around & {"little", "any"}:
        return None
    strong = bool(around & _STRONG)
    return args.subject if strong or s.lemmas[args.object] == "motive" else None
