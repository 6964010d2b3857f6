"""A frame for a word that no rule knows, made of what stands around it.

Comes in: a parsed sentence, a word and the event type that it is taken to tell. Goes out: a `Frame`
whose fillers are what grammar offers, the likeliest first.
"""

from __future__ import annotations

from detente.coding.arguments import Arguments, arguments, case_of, possessor
from detente.coding.match import Filler, Frame
from detente.coding.merge import READER
from detente.coding.mishap import FORCE
from detente.coding.sentence import Sentence
from detente.coding.weigh import RECIPROCAL

# Where the one stands to whom an act is done, likeliest first.
_TO = (
    "to",
    "against",
    "with",
    "at",
    "on",
    "upon",
    "from",
    "for",
    "of",
    "into",
    "over",
    "about",
    "between",
    "among",
)
# Words of violence whose subject it happens to: "three guards are dead", "nine engineers died".
_SUFFERED = frozenset(
    """die perish drown vanish disappear starve bleed dead missing wounded injured hurt
    captive""".split()  # noqa: SIM905
)
_VERBAL = frozenset(("VERB", "AUX"))


def hunch(s: Sentence, i: int, kind: str, confidence: float) -> Frame:
    """The frame of an act of type ``kind`` told by word ``i``."""
    verbal = s.pos[i] in _VERBAL or s.tags[i].startswith("VB")
    actors: list[Filler] = []
    recipients: list[Filler] = []
    clauses: tuple[int, ...] = (i,)
    nominal = False
    if verbal or s.pos[i] in ("ADJ", "ADV"):
        args = arguments(s, i)
        if args.subject is not None:
            suffers = kind in FORCE and s.lemmas[i] in _SUFFERED
            (recipients if suffers else actors).append((args.subject, "np"))
        _goals(s, args, recipients)
    else:
        nominal = True
        own = [j for j in s.children[i] if s.deps[j] == "nmod:poss"]
        above = possessor(s, i)
        actors += [(j, "np") for j in own]
        if above is not None and (above, "np") not in actors:
            actors.append((above, "np"))
        actors += _inside(s, i, ("by",))
        head = s.heads[i]
        if (
            head >= 0
            and s.deps[i] in ("obj", "obl", "nsubj:pass", "xcomp")
            and (s.pos[head] in _VERBAL or s.tags[head].startswith("VB"))
        ):
            args = arguments(s, head)
            if args.subject is not None and args.subject != i:
                actors.insert(0, (args.subject, "np"))
            if args.iobj is not None:
                recipients.append((args.iobj, "np"))
            recipients += _inside(s, i, _TO)
            recipients += [(j, "np") for p, j in args.preps if p in _TO and j != i]
            clauses, nominal = (head,), False
        else:
            recipients += _inside(s, i, _TO)
        actors.append((i, "adj"))
    return Frame(
        trigger=i,
        last=i,
        rule=f"{kind.lower()}.word-{s.lemmas[i]}",
        type=kind,
        mode=(),
        cameo=None,
        context=(),
        actors=list(dict.fromkeys(actors)),
        recipients=list(dict.fromkeys(recipients)),
        reciprocal=kind in RECIPROCAL,
        needs="either",
        clauses=clauses,
        nominal=nominal,
        confidence=confidence,
        by=READER,
    )


def _goals(s: Sentence, args: Arguments, into: list[Filler]) -> None:
    whom = args.object
    if args.iobj is not None:
        into.append((args.iobj, "np"))
    if whom is not None:
        into.append((whom, "np"))
        into += [(j, "np") for j in s.children[whom] if s.deps[j] == "nmod:poss"]
        into.append((whom, "adj"))
        into += _inside(s, whom, _TO)
    for p in _TO:
        into += [(j, "np") for q, j in args.preps if q == p]


def _inside(s: Sentence, noun: int, cases: tuple[str, ...]) -> list[Filler]:
    found = [
        (cases.index(case), j)
        for j in s.children[noun]
        if s.deps[j] in ("nmod", "obl", "acl") and (case := case_of(s, j)) in cases
    ]
    return [(j, "np") for _, j in sorted(found)]
