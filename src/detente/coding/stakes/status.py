"""What becomes of a stake: planned, running, suspended, restarted, cancelled, ended or lost.

Comes in: a sentence, a stake's noun or a sum, and the words of ``data/stakes.toml``. Goes out: the
status, None where the words on the stake and above it tell none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.coding.arguments import arguments, case_of
from detente.coding.certainty import clause_status, shipped_cues
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import QuantityMention
from detente.coding.scene import governed_by
from detente.coding.sentence import Sentence
from detente.coding.stakes.nouns import Named
from detente.coding.stakes.periods import rate

_LASTING = frozenset(("survive", "remain", "stay", "stand", "continue", "last", "persist"))
_OF = frozenset(("of", "on", "in", "for", "about", "over"))
# What a status tells that is no more than being there or being meant.
_WEAK = frozenset((None, "planned", "running"))
_ENDING = frozenset(("suspended", "restarted", "cancelled", "ended"))
_OPEN = frozenset(("planned", "hypothetical"))


def climbed(s: Sentence, k: int, known: Lexicon) -> int:
    """The noun that stands for a stake in its clause.

    "The number of tourists", "three billion euros of investment", "the plan to link the grids".
    """
    for _ in range(4):
        up = s.heads[k]
        if up < 0:
            break
        if s.deps[k] == "nmod" and case_of(s, k) in _OF:
            if s.lemmas[up] not in known.lists["transparent"] and not _counted(s, up, known):
                break
            k = up
        elif s.deps[k] == "nmod:poss" and s.lemmas[up] in known.lists["transparent"]:
            k = up  # "the refugees' return"
        elif s.deps[k] == "obj" and s.deps[up] == "acl" and _meant(s, up, known):
            k = s.heads[up]
        else:
            break
    return k


def _counted(s: Sentence, k: int, known: Lexicon) -> bool:
    """Whether a noun is the measure of what stands below it: "20 tonnes of", "a third of"."""
    if s.lemmas[k] in known.lists["part"]:
        return True
    return s.pos[k] == "NUM" or any(s.deps[j] == "nummod" for j in s.children[k])


def _meant(s: Sentence, verb: int, known: Lexicon) -> bool:
    """Whether an infinitive tells what a plan or a treaty is for."""
    noun = s.heads[verb]
    to = any(s.deps[j] == "mark" and s.lower[j] == "to" for j in s.children[verb])
    of = s.lemmas[noun]
    return to and (of in known.lists["transparent"] or of in known.lists["deal"])


def status_of(s: Sentence, noun: Named | None, known: Lexicon) -> str | None:
    """What becomes of a stake, by the words on it and above it.

    What its verb does to it goes before what it is called: "the planned line was scrapped".
    """
    if noun is None:
        return None
    if noun.kind == "harm":
        return _of_harm(s, noun.last)
    if noun.kind == "curb":
        return _of_curb(s, noun, known)
    top = climbed(s, noun.last, known)
    told = _of_verb(s, _over(s, top), top, known) or _there(s, _over(s, top))
    called = _called(s, noun.last, known)
    return told if called is None or (called in _WEAK and told not in _WEAK) else called


def _there(s: Sentence, verb: int) -> str | None:
    """ "They share the road", "has not withdrawn its radars": what is told as being there now."""
    local = clause_status(s, verb, shipped_cues())
    now = s.tags[verb] in ("VBZ", "VBP") and s.lemmas[verb] not in _OPENING
    return "running" if (local is None and now) or local == "negated" else None


_OPENING = frozenset("mean say call suggest believe think argue want need face see".split())  # noqa: SIM905


def _over(s: Sentence, k: int) -> int:
    """The predicate above a noun, also one of a copula: "is stuck", "are on hold"."""
    for up in s.ancestors(k):
        if s.tags[up].startswith("VB") or s.pos[up] in ("VERB", "AUX"):
            return up
        if any(s.deps[j] == "cop" for j in s.children[up]):
            return up
    return s.root


def _called(s: Sentence, k: int, known: Lexicon) -> str | None:
    """What the words on a noun and the noun above it say: "the planned line", "loss of trade"."""
    statuses = known.maps["status"]
    for j in s.children[k]:
        if s.lower[j] in _ALIKE:
            continue
        if s.deps[j] in ("amod", "compound") and s.lemmas[j] in statuses:
            return statuses[s.lemmas[j]]
        if s.deps[j] in ("acl", "acl:relcl") and _upon(s, j, known):
            told = _predicate(s, j, known)
            if told is not None:
                return told
    up = s.heads[k]
    if up >= 0 and s.deps[k] == "nmod" and s.pos[up] == "NOUN":
        return statuses.get(s.lemmas[up])
    return None


# Adjectives that look like verbs: "close ties", "cut flowers".
_ALIKE = frozenset(("close", "cut"))


def _upon(s: Sentence, verb: int, known: Lexicon) -> bool:
    """Whether a relative clause tells what its noun does or what is done to it.

    Not so "the base from which they fly"; so "ships whose delivery Paris stopped".
    """
    pronouns = [j for k in s.children[verb] for j in (k, *s.children[k]) if s.lower[j] in _WHICH]
    for j in pronouns:
        if s.lower[j] == "whose" and s.lemmas[s.heads[j]] in known.lists["transparent"]:
            j = s.heads[j]
        if s.heads[j] != verb or s.deps[j] not in ("nsubj", "nsubj:pass", "obj"):
            return False
    return True


_WHICH = frozenset(("which", "whom", "whose", "where", "when"))


def _of_harm(s: Sentence, noun: int) -> str:
    """A loss that only may come is none yet: "the possible loss", "would mean losses"."""
    foreseen = any(s.lower[j] in _FORESEEN for j in s.children[noun])
    local = clause_status(s, governed_by(s, noun), shipped_cues())
    return "planned" if foreseen or local in _OPEN else "lost"


_FORESEEN = frozenset(
    """possible potential likely expected feared future estimated projected
    eventual""".split()  # noqa: SIM905
)


def _of_curb(s: Sentence, noun: Named, known: Lexicon) -> str:
    """What a curb makes of a flow: it stops it, unless it is lifted or only talked of."""
    verb = governed_by(s, noun.last)
    local = clause_status(s, verb, shipped_cues())
    if s.lemmas[verb] in known.lists["lifting"] and local is None:
        return "ended"
    if local in _OPEN:
        return "planned"
    return "suspended"


def _said(s: Sentence, verb: int, statuses: Mapping[str, str]) -> str | None:
    """What a predicate says, with the words that belong to it; the longest first."""
    return next((statuses[key] for key in _ways(s, verb) if key in statuses), None)


def _ways(s: Sentence, verb: int) -> Iterator[str]:
    """How a predicate may stand in the list: "put on hold", "call ... off", "on hold", "put"."""
    lemma = s.lemmas[verb]
    yield " ".join([lemma, *s.lower[verb + 1 : verb + 3]])
    yield " ".join([lemma, *s.lower[verb + 1 : verb + 2]])
    for j in s.children[verb]:
        if s.deps[j] in ("compound:prt", "advmod") and j > verb:
            yield f"{lemma} {s.lower[j]}"
        elif s.deps[j] == "obl" and j > verb:
            case = next((k for k in s.children[j] if s.deps[k] == "case"), j)
            yield " ".join(s.lower[case : j + 1])
    if any(s.deps[j] == "cop" for j in s.children[verb]):
        case = next((k for k in s.children[verb] if s.deps[k] == "case"), verb)
        yield " ".join(s.lower[case : verb + 1])
        yield f"be {lemma}"
    yield lemma


def _through(s: Sentence, verb: int, case: str, statuses: Mapping[str, str]) -> str | None:
    """What a predicate says of what stands behind its preposition: "pulled out of"."""
    lemma = s.lemmas[verb]
    particles = [s.lower[j] for j in s.children[verb] if s.deps[j] in ("compound:prt", "advmod")]
    keys = (f"{lemma} {case}", *(f"{lemma} {p} {case}" for p in particles))
    return next((statuses[key] for key in keys if key in statuses), None)


def _again(s: Sentence, verb: int) -> bool:
    return any(s.deps[j] == "advmod" and s.lower[j] in ("again", "anew") for j in s.children[verb])


def _refused(s: Sentence, verb: int) -> bool:
    """ "Refused to sell", "nothing obliges it to sell": what is not done, by the verb above."""
    up = s.heads[verb]
    if s.deps[verb] not in ("xcomp", "ccomp", "advcl") or up < 0 or s.tags[verb] != "VB":
        return False
    nobody = any(
        s.deps[j].startswith("nsubj") and (s.lower[j] in _NOBODY or _none(s, j))
        for j in s.children[up]
    )
    return s.lemmas[up] in _REFUSING or nobody


def _none(s: Sentence, k: int) -> bool:
    return any(s.deps[j] == "det" and s.lower[j] in ("no", "neither") for j in s.children[k])


_NOBODY = frozenset(("nothing", "nobody", "none", "neither", "no-one"))
_REFUSING = frozenset("refuse decline reject forget avoid hesitate".split())  # noqa: SIM905


def _undone(status: str, lemma: str, *, refused: bool = False) -> str:
    """What is told where a predicate is negated: "has not resumed", "has not been cut".

    "Refused to sell": what is refused does not run.
    """
    if lemma in _PROLONGING:
        return "ended"
    idle = status == "restarted" or (refused and status == "running")
    return "suspended" if idle else "running"


_PROLONGING = frozenset(("extend", "renew", "prolong"))


def _of_verb(s: Sentence, verb: int, noun: int, known: Lexicon) -> str | None:
    """What a predicate does to a noun that it acts on or that acts."""
    args = arguments(s, verb)
    direct = noun in (args.object, args.subject) or s.deps[noun] in ("obj", "nsubj:pass", "nsubj")
    direct = direct or (s.deps[noun] == "obl" and case_of(s, noun) == "up")  # "up to a million"
    if direct:
        return _predicate(s, verb, known)
    if s.deps[noun] == "obl" and s.heads[noun] == verb:
        return _predicate(s, verb, known, case_of(s, noun))  # "withdrew from the treaty"
    return None


def _predicate(s: Sentence, verb: int, known: Lexicon, case: str = "") -> str | None:
    """What a predicate makes of what it acts on, itself or by a preposition."""
    statuses = known.maps["status"]
    local = clause_status(s, verb, shipped_cues())
    if local is None and _due(s, verb):
        local = "planned"
    lemma = s.lemmas[verb]
    for j in s.children[verb]:
        if s.deps[j] in ("xcomp", "advcl") and s.lemmas[j] in statuses and lemma in _BEING:
            return statuses[s.lemmas[j]]  # "remains suspended"
    said = _through(s, verb, case, statuses) if case else _said(s, verb, statuses)
    if case and said is None:
        return None
    above = s.heads[verb]
    if _refused(s, verb):
        return None if said is None else _undone(said, lemma, refused=True)
    if s.deps[verb] == "xcomp" and above >= 0:
        if statuses.get(s.lemmas[above]) in _ENDING:
            return statuses[s.lemmas[above]]  # "stopped buying wheat"
        if s.lower[verb - 1] in ("on", "in"):
            # "put on hold a package": the parser makes a verb of the noun
            said = statuses.get(f"{s.lower[verb - 1]} {s.lower[verb]}", said)
    if said is not None:
        if local == "negated":
            return _undone(said, lemma)
        if local == "planned" and lemma in _LASTING:
            return "running"  # "will survive" now is
        if local in _OPEN or _wanted(s, verb):
            # "would cancel the order", "demands that it tear up the treaty": both still stand
            return "running" if said in _STOPPING else "planned"
        if said == "lost" and (_measured(s, verb) or _to_lose(s, verb)):
            return "running"
        return "restarted" if said == "running" and _again(s, verb) else said
    if lemma in known.lists["touching"] and local == "negated":
        return "running"  # "trade has not been touched"
    return "planned" if local in _OPEN else None


def _wanted(s: Sentence, verb: int) -> bool:
    """Whether what a predicate tells is only wished, feared or proposed by the verb above it."""
    if any(s.deps[j] == "mark" and s.lower[j] == "whether" for j in s.children[verb]):
        return True
    up = s.heads[verb]
    inner = s.deps[verb] in ("xcomp", "ccomp", "advcl", "acl", "obj")
    done = s.tags[verb] in ("VBD", "VBZ", "VBP") and s.deps[verb] != "ccomp"
    return inner and up >= 0 and not done and s.lemmas[up] in _WANTING


_WANTING = frozenset(
    """want wish demand threaten propose urge ask call fear afraid ready hope seek request prepare
    plan intend consider weigh mull discuss advise recommend suggest press lobby beg warn offer
    promise vow pledge proposal threat bill motion intention readiness willingness""".split()  # noqa: SIM905
)
_STOPPING = frozenset(("suspended", "cancelled", "ended"))


def _measured(s: Sentence, verb: int) -> bool:
    """ "Fell from 31 to 24 billion": what has become less, and still goes on."""
    return any(
        s.deps[j] == "obl"
        and case_of(s, j) in ("to", "from")
        and (s.pos[j] == "NUM" or any(s.deps[i] == "nummod" for i in s.children[j]))
        for j in s.children[verb]
    )


def _to_lose(s: Sentence, verb: int) -> bool:
    """ "There is too much to lose: the railway, the gas": what there is to lose is not lost."""
    to = any(s.deps[j] == "mark" and s.lower[j] == "to" for j in s.children[verb])
    return to and s.heads[verb] >= 0 and s.lemmas[s.heads[verb]] in _MUCH


_MUCH = frozenset(
    "much lot more most nothing everything something anything plenty deal little what all".split()  # noqa: SIM905
)


def _due(s: Sentence, verb: int) -> bool:
    """ "Is to be resumed": an infinitive that an auxiliary stands before."""
    to = next((j for j in s.children[verb] if s.deps[j] == "mark" and s.lower[j] == "to"), None)
    return to is not None and any(
        j < to and s.deps[j].startswith("aux") and s.lemmas[j] == "be" for j in s.children[verb]
    )


_BEING = frozenset(("remain", "stay", "lie", "stand", "be"))


def verbal_status(s: Sentence, verb: int, q: QuantityMention | None, known: Lexicon) -> str | None:
    """What becomes of a sum, by the words on it and the verb that it stands under."""
    local = clause_status(s, verb, shipped_cues())
    lemma = s.lemmas[verb]
    found = known.maps["status"].get(lemma)
    if found == "lost" or known.maps["verdict"].get(lemma) == "object":
        if local in _OPEN:
            return "planned"
        kept = _built(s, verb, known) if lemma == "cost" else _measured(s, verb)
        return "running" if kept or _to_lose(s, verb) else "lost"
    if q is not None:
        top = climbed(s, q.head, known)
        called = _called(s, top, known)
        if called not in _WEAK:
            return called  # "10 million euros lost by carriers"
        over = _over(s, top)
        said = _of_verb(s, over, top, known) if _directly(s, top, over) else None
        if said is not None:
            return said
    if local in _OPEN:
        return "planned"
    if found in ("planned", "running"):
        return found
    if lemma in known.lists["once"] and s.tags[verb] in ("VBD", "VBN") and local is None:
        again = q is not None and rate(s, q.last) is not None
        return "running" if again else "ended"
    return "running" if q is not None else None


def _built(s: Sentence, verb: int, known: Lexicon) -> bool:
    """ "The dam cost two billion": what a work costs its owner is no loss."""
    subject = s.child(verb, "nsubj")
    if subject is None:
        return False
    if s.deps[verb] == "acl:relcl" and s.lower[subject] in ("which", "that"):
        subject = s.heads[verb]  # "the base, which cost ten million"
    named = s.pos[subject] == "PROPN" and s.child(verb, "iobj") is None
    return named or s.lemmas[subject] in known.maps["project"]


def _directly(s: Sentence, k: int, verb: int) -> bool:
    """Whether a sum is what a verb acts on, itself or as the measure of it."""
    for _ in range(2):
        if s.heads[k] == verb:
            return s.deps[k] in ("obj", "nsubj", "nsubj:pass", "obl")
        if s.deps[k] not in ("nmod", "nummod", "appos", "compound") or s.heads[k] < 0:
            return False
        k = s.heads[k]
    return s.heads[k] == verb and s.deps[k] in ("obj", "nsubj", "nsubj:pass")
