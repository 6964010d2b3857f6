"""The arguments of a predicate, also those that grammar leaves unsaid or a parser misplaces.

Comes in: a `Sentence` and a token. Goes out: `Arguments`, heads of phrases by grammatical
function. Works on Universal Dependencies and knows nothing of events.
"""

from __future__ import annotations

from typing import NamedTuple

from detente.coding.sentence import Sentence

_RELATIVE = {"who", "which", "that", "whom"}
_SUBJECT = ("nsubj", "nsubj:outer", "csubj")
_OBLIQUE = ("obl", "obl:unmarked", "nmod", "obl:agent", "obl:tmod", "obl:npmod")
# Verbs whose object, not subject, does what stands in their infinitive.
_OBJECT_CONTROL = frozenset(
    [
        "order",
        "urge",
        "force",
        "allow",
        "help",
        "ask",
        "tell",
        "press",
        "pressure",
        "persuade",
        "convince",
        "encourage",
        "instruct",
        "invite",
        "permit",
        "enable",
        "cause",
        "compel",
        "request",
        "advise",
        "warn",
        "push",
        "lead",
        "authorize",
        "authorise",
        "get",
        "expect",
        "believe",
        "want",
        "require",
        "oblige",
        "beg",
        "implore",
        "exhort",
        "let",
        "make",
    ]
)


class Arguments(NamedTuple):
    """What stands around a predicate: heads of phrases, by grammatical function."""

    subject: int | None = None
    object: int | None = None
    iobj: int | None = None
    agent: int | None = None
    preps: tuple[tuple[str, int], ...] = ()
    particles: frozenset[str] = frozenset()
    passive: bool = False


def arguments(s: Sentence, i: int, *, deep: bool = True) -> Arguments:
    """The arguments of predicate ``i``, including those that grammar leaves unsaid.

    A relative pronoun stands for its noun, an infinitive borrows its subject from the clause
    above, a participle from the noun or clause it hangs on, a conjunct from the first conjunct.
    """
    subject = obj = iobj = agent = passive_subject = None
    preps: list[tuple[str, int]] = []
    particles: set[str] = set()
    passive = False
    for j in s.children[i]:
        dep = s.deps[j]
        if dep in _SUBJECT and not _is_date(s, j):
            subject = j if subject is None else subject
        elif dep in ("nsubj:pass", "csubj:pass"):
            passive_subject = j if passive_subject is None else passive_subject
            passive = True
        elif dep == "aux:pass":
            passive = True
        elif dep == "obj":
            if obj is None:
                obj = j
            elif iobj is None and obj > i and s.lemmas[i] in _GIVING:
                # "granted Chad a loan", where the parser saw two objects: the first is given to.
                iobj, obj = obj, j
        elif dep == "iobj":
            iobj = j
        elif dep in _OBLIQUE:
            case = case_of(s, j)
            if (dep == "obl:agent" or (case == "by" and s.pos[j] != "NUM")) and (
                s.lower[j] not in DAYS  # "by Monday" nobody does anything
            ):
                agent = j
                preps.append(("by", j))
            elif case:
                preps.append((case, j))
        elif dep == "compound:prt" or (
            dep == "advmod" and s.pos[j] in ("ADV", "ADP") and s.lower[j] in _PARTICLES
        ):
            particles.add(s.lower[j])
    if passive and passive_subject is None and obj is None and s.child(i, "aux:pass") is not None:
        # "they were let go": a parser that calls a passive's subject plainly a subject.
        passive_subject, subject = subject, None
    if passive and passive_subject is not None and obj is not None and agent is None:
        # "was given a pension by the state": parsers hang the giver on the gift.
        agent = next((j for j in s.each(obj, "nmod") if case_of(s, j) == "by"), None)
    if passive and passive_subject is None and obj is None and subject is None:
        passive_subject = _before_auxiliary(s, i)
    if passive_subject is not None and agent is None and _active_after_all(s, i, obj):
        subject, passive_subject, passive = passive_subject, None, False
    if passive_subject is not None and obj is not None and iobj is None:
        iobj = passive_subject  # "the envoy was declared persona non grata"
    if obj is None and agent is None and s.child(i, "aux:pass") is None:
        shared = _shared_object(s, i)
        if shared is not None and passive_subject is not None:
            # "masked men shot and injured an envoy": a passive without its verb is none.
            subject, passive_subject, passive = passive_subject, None, False
        if shared is not None and (subject is not None or disguised(s, i)):
            obj = shared
    if obj is None and iobj is None and not passive:
        obj = _mislabelled_object(s, i)
    if iobj is None and obj is not None and not passive:
        iobj = _swallowed(s, i, obj)
    if obj is None and iobj is not None and s.child(i, "ccomp", "xcomp") is None:
        # "allowed inspectors into the country": with nothing given, the one given to is the object.
        obj = iobj
    if s.tags[i] == "VBN" and not passive and subject is None and obj is None:
        passive = s.deps[i] in ("acl", "amod") or any(p == "by" for p, _ in preps)
    if passive_subject is not None and obj is None:
        obj = passive_subject
    if agent is not None and not passive and s.tags[i] != "VBN":
        agent = None
    finite = s.tags[i] in ("VBD", "VBZ", "VBP") or disguised(s, i)
    if subject is None and not passive and finite:
        subject = _mislabelled_subject(s, i)
    if deep:
        subject, obj, passive = _unsaid(s, i, subject, obj, passive)
    if subject is not None and s.lower[subject] == "each" and s.deps[i] in ("advcl", "acl"):
        # "A and B answered the expulsion, each declaring"
        verb = next((k for k in s.ancestors(i) if s.pos[k] == "VERB"), None)
        above = None if verb is None else arguments(s, verb, deep=False).subject
        subject = subject if above is None else above
    subject = antecedent(s, i, subject)
    obj = antecedent(s, i, obj)
    if passive:
        subject = agent
    return Arguments(subject, obj, iobj, agent, tuple(preps), frozenset(particles), passive)


_PARTICLES = frozenset(
    ["down", "off", "out", "up", "back", "over", "away", "aside", "together", "apart"]
)


# Verbs of two objects, to whom and what.
_GIVING = frozenset(
    """give grant lend offer send pay award hand sell deny promise owe loan allow guarantee
    pledge supply ship deliver donate""".split()  # noqa: SIM905
)

_PAPERS = frozenset(
    """decree order law letter statement agreement document bill note resolution declaration
    memorandum treaty accord act report deal""".split()  # noqa: SIM905
)


def _active_after_all(s: Sentence, i: int, obj: int | None) -> bool:
    """ "The ministry called for": a passive without "was", which only headlines leave out."""
    if s.child(i, "aux:pass", "aux") is not None or s.words[-1] != ".":
        return False
    return s.deps[i] in ("root", "conj", "parataxis") and (
        obj is not None or any(s.deps[j] == "obl" and j > i for j in s.children[i])
    )


def _is_date(s: Sentence, j: int) -> bool:
    """Whether a parser took "on 2 March" for a subject; the Prime Minister has no number."""
    return s.lower[j] in DAYS and any(0 <= k < len(s) and s.pos[k] == "NUM" for k in (j - 1, j + 1))


def case_of(s: Sentence, j: int) -> str:
    """The preposition of noun ``j`` ("" without one); "according to" is "according"."""
    for k in s.children[j]:
        if s.deps[k] == "case" and s.pos[k] != "PART":
            return s.lower[k]
    return ""


def antecedent(s: Sentence, i: int, j: int | None) -> int | None:
    """The noun that argument ``j`` of predicate ``i`` stands for, if it is a relative pronoun."""
    if j is None or s.lower[j] not in _RELATIVE or s.pos[j] not in ("PRON", "DET", "SCONJ"):
        return j
    k = i
    for _ in range(4):
        if s.deps[k] == "acl:relcl" and s.heads[k] >= 0:
            return _identified(s, _person_before(s, j, s.heads[k]))
        if s.deps[k] in ("conj", "xcomp", "ccomp") and s.heads[k] >= 0:
            k = s.heads[k]
        else:
            return j
    return j


def _person_before(s: Sentence, pronoun: int, head: int) -> int:
    """The noun before "who" where the tree took a day for it ("on Monday to X, who")."""
    if s.lower[pronoun] not in ("who", "whom") or s.lower[head] not in DAYS:
        return head
    k = pronoun - 1
    while k > 0 and s.pos[k] == "PUNCT":
        k -= 1
    while s.deps[k] in ("flat", "compound") and s.heads[k] >= 0:
        k = s.heads[k]
    return k if s.pos[k] in ("NOUN", "PROPN") else head


def _identified(s: Sentence, noun: int) -> int:
    """ "The man who did it was X": X, where the noun is the subject of a name."""
    above = s.heads[noun]
    if (
        s.deps[noun] == "nsubj"
        and above >= 0
        and s.pos[noun] == "NOUN"
        and s.pos[above] == "PROPN"
        and s.child(above, "cop") is not None
    ):
        return above
    return noun


DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december today yesterday evening morning night
    afternoon""".split()  # noqa: SIM905
)


def _unsaid(
    s: Sentence, i: int, subject: int | None, obj: int | None, passive: bool
) -> tuple[int | None, int | None, bool]:
    dep, head = s.deps[i], s.heads[i]
    if head < 0:
        return subject, obj, passive
    if dep == "acl:relcl":
        relative = any(
            s.lower[j] in _RELATIVE and s.deps[j] in ("nsubj", "nsubj:pass", "obj")
            for j in s.children[i]
        )
        if not relative:
            if obj is None and subject is not None and not passive:
                obj = head
            elif subject is None and not passive:
                subject = head
    elif dep == "acl":
        if s.tags[i] == "VBG" and s.lemmas[head] in _PAPERS:
            subject = possessor(s, head) if subject is None else subject
        elif _main_after_all(s, i, head, passive) or (obj is not None and not passive):
            # "Gunmen killed the envoy": what has an object of its own is no passive participle.
            subject = head if subject is None else subject
        elif s.tags[i] == "VBN" or passive:
            obj = head if obj is None else obj
            passive = True
        elif subject is None:
            # "his offer to help", "a decree lifting the ban": not the paper acts but its author.
            written = s.tags[i] == "VB" or s.lemmas[head] in _PAPERS
            subject = possessor(s, head) if written else head
    elif dep == "amod" and joined_verb(s, i):
        higher = s.heads[head]
        subject = _compound_before(s, i) if higher < 0 else arguments(s, higher).subject
        return subject, head, False
    elif subject is None and not (passive and obj is not None):
        if dep == "conj" and (s.pos[head] in ("VERB", "AUX", "ADJ") or disguised(s, head)):
            above = arguments(s, _nearer_clause(s, i, head))
            if passive or (s.tags[i] == "VBN" and above.passive):
                passive = True
                obj = above.object if obj is None else obj
            else:
                subject = above.object if above.passive else above.subject
        elif dep == "xcomp":
            above = arguments(s, head)
            borrowed = above.object if above.passive else above.subject
            if not above.passive and above.object is not None and s.lemmas[head] in _OBJECT_CONTROL:
                borrowed = above.object
            elif not above.passive and above.iobj is not None:
                borrowed = above.iobj
            if passive:
                obj = borrowed if obj is None else obj
            else:
                subject = borrowed
        elif dep in ("advcl", "ccomp", "parataxis") and s.tags[i] in ("VBG", "VBN", "VB"):
            above = arguments(s, head, deep=s.deps[head] != "advcl")
            borrowed = above.object if above.passive else above.subject
            if (above.passive or s.lemmas[head] in _DYING) and mark_of(s, i) in _DURING:
                # "died in shelling by Russia": who suffers does not shell.
                by = (j for j in s.children[i] if s.deps[j] == "obl" and case_of(s, j) == "by")
                borrowed = next(by, None)
            if passive or s.tags[i] == "VBN":
                obj = borrowed if obj is None else obj
                passive = passive or obj is borrowed
            else:
                subject = borrowed
    return subject, obj, passive


def joined_verb(s: Sentence, i: int) -> bool:
    """Whether a verb passes for an adjective of its own object.

    "Followed B and severed relations with C", "had threatened sanctions": parsers take the object
    for something that was followed, or had.
    """
    noun = s.heads[i]
    if s.tags[i] not in ("VBN", "VBD") or s.deps[i] != "amod" or i < 1 or noun <= i:
        return False
    if any(j > i for j in s.each(noun, "det", "nmod:poss")):
        return False
    above = s.heads[noun]
    if above < 0:  # "The US suspended food aid to Chad."
        return s.words[-1] == "." and _compound_before(s, i) is not None
    if s.lemmas[i - 1] == "have" and above == i - 1:
        return s.deps[noun] == "obj" and s.child(above, "nsubj") is not None
    return (
        s.lower[i - 1] in ("and", "but")
        and s.heads[i - 1] in (noun, i)
        and s.deps[noun] in ("obj", "conj")
        and 0 <= above < i
        and s.tags[above] in ("VBD", "VBN")
        and s.child(above, "nsubj") is not None
    )


def _compound_before(s: Sentence, i: int) -> int | None:
    """The name before a verb that passes for an adjective, hung on the verb's own object."""
    return next(
        (j for j in s.children[s.heads[i]] if j == i - 1 and s.pos[j] == "PROPN"
         and s.deps[j] in ("compound", "nmod", "nmod:desc")),
        None,
    )  # fmt: skip


def _nearer_clause(s: Sentence, i: int, head: int) -> int:
    """Of "A did; B protested, and has accused" the clause that the last verb goes on with.

    Parsers hang the last verb on the first clause: behind a semicolon the subject is B's.
    """
    for k in range(i - 1, head, -1):
        if s.words[k] == ";":
            return head
        clause = s.deps[k] in ("conj", "parataxis") and s.pos[k] in ("VERB", "AUX")
        if clause and s.child(k, "nsubj", "nsubj:pass") is not None:
            first = s.child(k, "nsubj", "nsubj:pass") or 0
            return (
                k
                if ";" in s.words[head:first] and s.heads[k] in (head, *s.ancestors(head))
                else head
            )
    return head


def _before_auxiliary(s: Sentence, i: int) -> int | None:
    """The noun right before "was" of a passive without subject: parsers give it to others.

    "In the battle that followed a jet was shot down": not what followed it.
    """
    was = s.child(i, "aux:pass")
    first = min((j for j in s.children[i] if s.deps[j].startswith("aux")), default=None)
    if was is None or first is None or first == 0 or s.deps[i] not in ("root", "conj", "ccomp"):
        return None
    if s.deps[i] == "conj" and any(s.deps[j] == "cc" for j in s.children[i]):
        return None
    k = first - 1
    while s.deps[k] in ("flat", "compound") and k < s.heads[k] + 4 and s.heads[k] >= 0:
        k = s.heads[k]
    stolen = s.deps[k] in ("obj", "obl", "obl:unmarked", "nmod", "appos", "iobj")
    if s.pos[k] not in ("NOUN", "PROPN") or not stolen or case_of(s, k) or s.lower[k] in DAYS:
        return None
    return k


_DYING = frozenset(("die", "perish"))
_DURING = frozenset(("in", "during", "amid"))


def _swallowed(s: Sentence, verb: int, obj: int) -> int | None:
    """The name right behind a verb that the parser took into the object: "sold Chad 48 jets".

    No name stands before a number or an article within one phrase, nor before a sum.
    """
    for j in s.children[obj]:
        if j == verb + 1 and s.pos[j] == "PROPN" and s.deps[j] in ("compound", "flat", "nmod"):
            counted = any(j < k < obj and s.deps[k] in ("nummod", "det") for k in s.children[obj])
            return j if counted or s.pos[obj] in ("SYM", "NUM") else None
    return None


def _mislabelled_object(s: Sentence, i: int) -> int | None:
    """The name right behind a verb that the parser called an address or a predicate."""
    for j in s.children[i]:
        if (
            j > i
            and s.deps[j] in ("vocative", "xcomp", "dep", "appos", "compound")
            and s.pos[j] == "PROPN"
            and s.lower[j] not in DAYS
            and not any(s.deps[k] in ("case", "cop", "mark") for k in s.children[j])
            and not any(s.words[k] == "," for k in range(i + 1, j))
        ):
            return j
    return None


def _shared_object(s: Sentence, i: int) -> int | None:
    """The object that "shot and wounded the envoy" hangs on its second verb alone."""
    for j in s.children[i]:
        joined = s.deps[j] == "conj" and s.tags[j] in ("VBD", "VBN") and j - i <= 3
        joined = (
            joined and s.child(j, "cc") is not None
        )  # "refused, recalled its envoy" shares none
        if joined and s.child(j, "nsubj", "nsubj:pass") is None:
            return s.child(j, "obj")
    return None


def disguised(s: Sentence, i: int) -> bool:
    """Whether a verb stands behind a noun's tag: "two gunmen shot and wounded the envoy".

    The parser then hangs a finite verb on it as its conjunct and the subject as its compound;
    a real noun is not joined by "and" to a verb, nor does a plural modify it.
    """
    if s.tags[i] != "NN":
        return False
    # "an Indian jet shot down an F-16"
    joined = any(
        (s.deps[j] == "conj" and s.tags[j] in ("VBD", "VBN"))
        or (s.deps[j] == "compound:prt" and i < j)
        for j in s.children[i]
    )
    if joined and any(s.deps[j] == "compound:prt" for j in s.children[i]):
        return any(
            s.deps[j] in ("compound", "nmod", "nmod:desc")
            and j < i
            and s.pos[j] in ("PROPN", "NOUN")
            for j in s.children[i]
        )
    return joined and any(
        s.deps[j] == "compound" and s.tags[j] in ("NNS", "NNP", "NNPS") for j in s.children[i]
    )


def _mislabelled_subject(s: Sentence, i: int) -> int | None:
    """The bare noun phrase right before a finite verb that the parser called something else."""
    for j in reversed(s.children[i]):
        if j < i and s.deps[j] == "obl" and s.lower[j] not in DAYS and s.pos[j] != "NUM":
            # "On Tuesday Iranian missiles hit": one phrase to some parsers.
            first = s.child(j, "case")
            if first is not None and s.lower[first + 1] in DAYS and s.heads[first + 1] == j:
                return j
        if (
            j < i
            and s.deps[j] in ("compound", "nmod", "flat", "dep", "nmod:desc", "obl:unmarked")
            and s.pos[j] in ("NOUN", "PROPN", "ADJ")
            and s.lower[j] not in DAYS
            and not any(s.deps[k] == "case" for k in s.children[j])
        ):
            return j
    return None


def _main_after_all(s: Sentence, i: int, head: int, passive: bool) -> bool:
    """ "X, which ..., called on Y": after the closing comma stands the sentence's own verb."""
    if s.deps[head] != "root" or passive or s.tags[i] not in ("VBN", "VBD") or i < 1:
        return False
    return s.words[i - 1] == "," and any(
        s.deps[j] == "acl:relcl" and j < i for j in s.children[head]
    )


def said_of(s: Sentence, i: int, obj: int | None) -> list[int]:
    """Heads of what a verb says of its object: "called it piracy", "described it as illegal"."""
    heads = [
        j
        for j in s.children[i]
        if j > i
        and (
            s.deps[j] in ("xcomp", "iobj", "dep", "advcl", "appos", "parataxis", "ccomp")
            or (s.deps[j] in ("obj", "nsubj") and s.child(i, "iobj", "obj") not in (None, j))
            or (s.deps[j] == "obl" and case_of(s, j) == "as")
        )
    ]
    if obj is not None and obj in s.children[i]:
        # "called the ban an abhorrent act": one phrase to some parsers.
        heads += [
            j
            for j in s.children[obj]
            if s.deps[j] in ("nmod", "nmod:unmarked", "appos", "acl", "xcomp") and not case_of(s, j)
        ]
    return heads


def possessor(s: Sentence, noun: int) -> int | None:
    """Who a noun belongs to: "Russia's readiness to", or the subject of its light verb."""
    poss = s.child(noun, "nmod:poss")
    if poss is not None:
        return poss
    head = s.heads[noun]
    if head >= 0 and s.deps[noun] in ("obj", "xcomp") and s.pos[head] == "VERB":
        return arguments(s, head).subject
    return None


def mark_of(s: Sentence, j: int) -> str:
    """The marker of clause ``j`` ("to", "that", "of"); "" without one."""
    for k in s.children[j]:
        if s.deps[k] == "mark":
            return s.lower[k]
    return ""
