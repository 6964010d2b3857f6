"""Verbs that parsers take for nouns behind a plural: "senators in Lima suspect the admirals".

Comes in: what the parser says of one sentence, as lists. Goes out: the same lists, put right in
place. A plural is never followed by "suspect" as a noun, so that the words alone decide.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_VERBS = frozenset(("suspect",))
_NOUN_TAGS = frozenset(("NN", "NNP", "JJ", "VB", "VBP"))
_NOMINAL = frozenset(("NN", "NNS", "NNP", "NNPS"))
_PLURAL = frozenset("police people some many others most few several both".split())  # noqa: SIM905
# What a plain object or clause may start with; anything else leaves the reading open.
_OPENING = frozenset("DT PRP$ PRP NNP NNPS NNS NN JJ IN VBG VBN CD WP".split())  # noqa: SIM905
_BOUNDS = frozenset((",", ";", ":", ".", "``", "''", "-LRB-", "-RRB-", "CC", "HYPH"))
_FINITE = frozenset(("root", "ccomp", "conj", "parataxis", "advcl", "acl:relcl"))


def verbs_like_nouns(
    lemmas: Sequence[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int]
) -> None:
    """Give a verb that was taken for a noun its subject and object."""
    if _VERBS.isdisjoint(lemmas):
        return
    # Here, since it brings the parser's libraries, which "detente --help" does without.
    from detente.language.trees import is_tree

    for k in range(1, len(lemmas) - 1):
        if lemmas[k] not in _VERBS or tags[k] not in _NOUN_TAGS or tags[k + 1] not in _OPENING:
            continue
        if tags[k] in ("VB", "VBP") and deps[k] not in ("amod", "compound", "nmod"):
            continue
        subject = _subject(lemmas, tags, k)
        if subject is None:
            continue
        old = list(deps), list(heads)
        _raise(tags, deps, heads, k, subject)
        if not is_tree(np.array(heads)):
            deps[:], heads[:] = old
            continue
        tags[k], pos[k] = "VBP", "VERB"
    _pointing(lemmas, tags, pos, deps, heads)


def _pointing(
    lemmas: Sequence[str], tags: list[str], pos: list[str], deps: list[str], heads: list[int]
) -> None:
    """ "They suspect agents, and point to a call": what goes on is a verb as well."""
    for j in range(2, len(lemmas) - 1):
        up = heads[j]
        if lemmas[j] != "point" or tags[j] not in ("NN", "NNP") or lemmas[j + 1] != "to":
            continue
        if tags[j - 1] != "CC" or deps[j] != "conj" or not 0 <= up < j:
            continue
        verb = heads[up]
        if 0 <= verb < j and tags[verb] == "VBP":
            heads[j], tags[j], pos[j] = verb, "VBP", "VERB"


def _subject(lemmas: Sequence[str], tags: Sequence[str], k: int) -> int | None:
    """The plural before a verb that may be its subject: the head of the phrase that ends there."""
    first = k
    while first > 0 and tags[first - 1] not in _BOUNDS and not _opens(lemmas[first - 1]):
        first -= 1
    phrase = range(first, k)
    if not phrase or any(tags[j] in ("VBD", "VBZ", "MD", "TO") for j in phrase):
        return None
    inner = next((j for j in phrase if j > first and tags[j] in ("IN", "WP", "WDT", "PRP")), k)
    named = [j for j in range(first, inner) if tags[j] in _NOMINAL]
    found = named[-1] if named else None
    if found is None or tags[found] not in ("NNS", "NNPS"):
        found = next((j for j in range(first, inner) if lemmas[j].lower() in _PLURAL), found)
    if found is None:
        return None
    plural = tags[found] in ("NNS", "NNPS") or lemmas[found].lower() in _PLURAL
    beside = inner == k and found != k - 1
    return None if not plural or beside or tags[k - 1] in ("PRP$", "POS", "CD") else found


def _opens(lemma: str) -> bool:
    return lemma.lower() in ("that", "because", "while", "although", "though", "when", "if", "as")


def _raise(tags: Sequence[str], deps: list[str], heads: list[int], k: int, subject: int) -> None:
    """Set a verb over its subject before it and its object behind it."""
    thing = _thing(tags, deps, heads, k, subject)
    own = [j for j in (subject, k, thing) if j is not None]
    top = next((j for j in own if heads[j] not in own and not subject <= heads[j] <= k), k)
    above, dep = heads[top], deps[top]
    if above in range(subject, k + 1):
        return
    for j in range(len(heads)):
        if j in own:
            continue
        if j < k and heads[j] in (k, thing):
            heads[j] = subject if j > subject or deps[j] in ("det", "amod", "compound") else k
        elif j > k and heads[j] == subject and (thing is None or j > thing):
            heads[j] = k
    heads[k] = above
    deps[k] = "root" if above < 0 else dep if dep in _FINITE else "parataxis"
    heads[subject], deps[subject] = k, "nsubj"
    if thing is not None:
        clause = (
            deps[thing] in ("acl", "acl:relcl", "ccomp", "parataxis") or tags[thing][:2] == "VB"
        )
        heads[thing], deps[thing] = k, "ccomp" if clause else "obj"


def _thing(
    tags: Sequence[str], deps: Sequence[str], heads: Sequence[int], k: int, subject: int
) -> int | None:
    """The head of what stands behind the verb: whom, or that what, somebody suspects."""
    if heads[k] > k:
        return heads[k]
    for j in range(k + 1, len(heads)):
        nominal = deps[j] in ("obj", "appos", "flat", "nmod") and tags[j] in _NOMINAL
        clause = deps[j] in ("acl", "acl:relcl", "ccomp") and tags[j].startswith("VB")
        if heads[j] in (k, subject) and (nominal or clause or deps[j] == "ccomp"):
            return j
    return None
