"""What becomes of a stake: planned, running, suspended, restarted, cancelled, ended or lost.

Comes in: a sentence, a stake's noun or a sum, and the words of ``data/stakes.toml``. Goes out: the
status, None where the words on the stake and above it tell none.
"""

from __future__ import annotations

from detente.coding.arguments import arguments, case_of
from detente.coding.certainty import clause_status, shipped_cues
from detente.coding.lexicon import Lexicon
from detente.coding.quantities import QuantityMention
from detente.coding.scene import governed_by
from detente.coding.sentence import Sentence
from detente.coding.stakes.nouns import Named

_LASTING = frozenset(("survive", "remain", "stay", "stand", "continue", "last", "persist"))


def climbed(s: Sentence, k: int, known: Lexicon) -> int:
    """The noun that stands for a stake in its clause: "the number of tourists"."""
    for _ in range(3):
        up = s.heads[k]
        inner = s.deps[k] == "nmod" and case_of(s, k) in ("of", "on", "in", "for")
        if not inner or up < 0 or s.lemmas[up] not in known.lists["transparent"]:
            break
        k = up
    return k


def status_of(s: Sentence, noun: Named | None, known: Lexicon) -> str | None:
    """What becomes of a stake, by the words on it and above it."""
    if noun is None:
        return None
    statuses = known.maps["status"]
    if noun.kind == "harm":
        return "lost"
    if noun.kind == "curb":
        return _of_curb(s, noun, known)
    beside = [*s.children[noun.last]]
    for k in beside:
        if s.deps[k] in ("amod", "acl", "acl:relcl", "compound") and s.lemmas[k] in statuses:
            return statuses[s.lemmas[k]]
    if s.heads[noun.last] >= 0:
        up = s.heads[noun.last]
        if s.deps[noun.last] == "nmod" and s.lemmas[up] in statuses and s.pos[up] == "NOUN":
            return statuses[s.lemmas[up]]
    top = climbed(s, noun.last, known)
    verb = governed_by(s, top)
    return _of_verb(s, verb, top, known)


def _of_curb(s: Sentence, noun: Named, known: Lexicon) -> str:
    """What a curb makes of a flow: it stops it, unless it is lifted or only talked of."""
    verb = governed_by(s, noun.last)
    local = clause_status(s, verb, shipped_cues())
    if s.lemmas[verb] in known.lists["lifting"] and local is None:
        return "ended"
    if local in ("planned", "hypothetical"):
        return "planned"
    return "suspended"


def _of_verb(s: Sentence, verb: int, noun: int, known: Lexicon) -> str | None:
    statuses = known.maps["status"]
    args = arguments(s, verb)
    direct = noun in (args.object, args.subject) or s.deps[noun] in ("obj", "nsubj:pass", "nsubj")
    if not direct:
        return None
    local = clause_status(s, verb, shipped_cues())
    lemma = s.lemmas[verb]
    for j in s.children[verb]:
        if s.deps[j] in ("xcomp", "advcl") and s.lemmas[j] in statuses and lemma in _BEING:
            return statuses[s.lemmas[j]]  # "remains suspended"
    above = s.heads[verb]
    if s.deps[verb] == "xcomp" and above >= 0 and statuses.get(s.lemmas[above]) in _ENDING:
        return statuses[s.lemmas[above]]  # "stopped buying wheat"
    following = [f"{lemma} {s.lower[k]}" for k in range(verb + 1, min(verb + 2, len(s)))]
    longer = " ".join([lemma, *s.lower[verb + 1 : verb + 3]])
    for key in (longer, *following, lemma):
        if key in statuses:
            if local == "negated" or (local == "planned" and lemma in _LASTING):
                return "running"  # "will survive" now is
            if local in ("planned", "hypothetical"):
                return "planned"
            return statuses[key]
    if lemma in known.lists["touching"] and local == "negated":
        return "running"  # "trade has not been touched"
    return "planned" if local in ("planned", "hypothetical") else None


_BEING = frozenset(("remain", "stay", "lie", "stand", "be"))
_ENDING = frozenset(("suspended", "restarted", "cancelled", "ended"))


def verbal_status(s: Sentence, verb: int, q: QuantityMention | None, known: Lexicon) -> str | None:
    """What becomes of a sum, by the verb that it stands under."""
    local = clause_status(s, verb, shipped_cues())
    lemma = s.lemmas[verb]
    found = known.maps["status"].get(lemma)
    if found == "lost" or known.maps["verdict"].get(lemma) == "object":
        return "lost"
    if local in ("planned", "hypothetical"):
        return "planned"
    if found in ("planned", "running"):
        return found
    if found is not None and q is not None and _directly(s, q.head, verb):
        return "running" if local == "negated" else found
    if lemma in known.lists["once"] and s.tags[verb] in ("VBD", "VBN") and local is None:
        return "ended"
    return "running" if q is not None else None


def _directly(s: Sentence, k: int, verb: int) -> bool:
    """Whether a sum is what a verb acts on, itself or as the measure of it."""
    for _ in range(2):
        if s.heads[k] == verb:
            return s.deps[k] in ("obj", "nsubj", "nsubj:pass", "obl")
        if s.deps[k] not in ("nmod", "nummod", "appos", "compound") or s.heads[k] < 0:
            return False
        k = s.heads[k]
    return s.heads[k] == verb and s.deps[k] in ("obj", "nsubj", "nsubj:pass")
