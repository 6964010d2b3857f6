"""Which words of a sentence count for a verb: clauses between commas, verb phrases, both sides.

PETRARCH reads these from a constituency tree; here they come from the dependency tree. The words
before a verb go back to the last comma that does not stand inside a noun phrase or a list, or to
the verb's subject; the words after it are those of its own phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.coding.petrarch.options import Options
from detente.coding.petrarch.parties import SUBJECTS, Party
from detente.coding.petrarch.sentence import Line

if TYPE_CHECKING:
    from spacy.tokens import Token

_BE = frozenset(["be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re"])
_HAVE = frozenset(["have", "has", "had", "having", "'ve", "'d"])
_CLAUSES = frozenset({"conj", "parataxis"})


def breaks(line: Line, parties: Sequence[Party]) -> list[int]:
    """Places (before the word of that number) of commas between clauses, in order.

    A comma inside a noun phrase, a party or a list of like words is none of them.
    """
    found: list[int] = []
    for comma in line.commas():
        place = line.first_word[comma.i]
        inside_party = any(p.start < place < p.end for p in parties)
        inside_chunk = 0 < place < len(line.words) and (
            line.words[place - 1].chunk == line.words[place].chunk >= 0
        )
        if not (inside_party or inside_chunk or _in_list(comma)) and 0 < place < len(line.words):
            found.append(place)
    return sorted(set(found))


def _in_list(comma: Token) -> bool:
    """Whether a comma parts two words of one list: both nouns, or both adjectives."""
    member = comma.head
    if member.dep_ != "conj" or comma.i > member.i:
        return False
    if member.tag_.startswith("VB") or any(c.dep_ in SUBJECTS for c in member.children):
        return False
    return not member.head.tag_.startswith("VB")


def kept_words(line: Line, places: Sequence[int], options: Options) -> list[bool]:
    """For each word whether it stays when clauses between commas are passed over.

    A clause with the sentence's main verb stays, unless it only reports the others (*an official
    said*); so does one that a conjunction or semicolon puts beside it.
    """
    kept = [True] * len(line.words)
    if not places:
        return kept
    edges = [0, *places, len(line.words)]
    limits = {
        0: (options.comma_bmin, options.comma_bmax),
        len(edges) - 2: (options.comma_emin, options.comma_emax),
    }
    for number in range(len(edges) - 1):
        low, high = limits.get(number, (options.comma_min, options.comma_max))
        start, end = edges[number], edges[number + 1]
        inside = {w.token.i for w in line.words[start:end]}
        main = any(_is_main(w.token, inside) for w in line.words[start:end])
        if high and low <= end - start <= high and not main:
            kept[start:end] = [False] * (end - start)
    return kept


def _is_main(token: Token, clause: set[int]) -> bool:
    """Whether a word heads the sentence, or a clause coordinated with what does."""
    if token.dep_ == "ROOT":
        reported = (c for c in token.children if c.dep_ in {"ccomp", "parataxis"})
        return all(c.i in clause or not any(g.dep_ in SUBJECTS for g in c.children)
                   for c in reported)  # fmt: skip
    if token.head.dep_ != "ROOT" or not token.tag_.startswith("VB"):
        return False
    before = {c.lower_ for c in token.children if c.i < token.i and c.dep_ in {"cc", "punct"}}
    beside = bool(before & {"and", "but", "or", ";"})
    return token.dep_ == "conj" or (token.dep_ == "parataxis" and beside)


def verb_phrase(line: Line, verb: Token) -> list[bool]:
    """For each word whether it is of the verb's phrase and after the verb.

    What hangs on a verb above, and stands to the right, is taken too unless it is a clause of its
    own: the parser and PETRARCH's trees often differ in where a prepositional phrase hangs.
    """
    if verb.i in line.verbs:
        return [w.token.i > verb.i for w in line.words]
    above = {verb.i} | {a.i for a in verb.ancestors if a.i < verb.i}
    answers: dict[int, bool] = {}

    def within(token: Token) -> bool:
        chain: list[int] = []
        at = token
        while at.i not in answers:
            chain.append(at.i)
            if at.i == verb.i:
                answers[at.i] = True
            elif _leaves(at, verb, above):
                answers[at.i] = False
            elif at.head.i == at.i:
                answers[at.i] = at.i in above
            elif at.head.i in above and at.head.i != verb.i:
                answers[at.i] = True
            else:
                at = at.head
                continue
            break
        answer = answers[at.i]
        answers.update(dict.fromkeys(chain, answer))
        return answer

    return [w.token.i > verb.i and within(w.token) for w in line.words]


def _leaves(token: Token, verb: Token, above: set[int]) -> bool:
    """Whether a word begins a clause beside the verb, not inside its phrase."""
    if token.i in above:
        return False
    clausal = token.tag_.startswith("VB") or any(c.dep_ in SUBJECTS for c in token.children)
    if token.dep_ in _CLAUSES and clausal and token.head.i in above:
        return True
    if token.head.i in above and token.head.i != verb.i:
        # On a verb above: its own subject and clauses are not of this phrase.
        return token.dep_ in SUBJECTS or clausal
    return False


def left_edge(line: Line, verb: Token, place: int, breaks_at: Sequence[int]) -> int:
    """Place of the first word that counts before a verb at ``place``."""
    edge = max((b for b in breaks_at if b <= place), default=0)
    subject = subject_of(verb)
    if subject is not None and subject.i < verb.i:
        edge = min(edge, min(line.first_word.get(t.i, edge) for t in subject.subtree))
    return edge


def subject_of(verb: Token) -> Token | None:
    """The subject that the parser gives a verb, its own or of the verb that it continues."""
    at = verb
    if verb.dep_ == "acl" and verb.tag_ in {"VBD", "VBP", "VBZ"}:
        return None  # no finite verb is one: the parser lost the sentence here
    for _ in range(10):
        for child in at.children:
            if child.dep_ in SUBJECTS and child.i < at.i:
                return child
        if at.dep_ in {"xcomp", "conj"} and at.head.i < at.i:
            at = at.head
        else:
            return None
    return None


def is_passive(line: Line, verb: Token) -> bool:
    """Whether a verb is a passive participle: after a form of *be*, or with no auxiliary at all."""
    if verb.tag_ not in {"VBN", "VBD"}:
        return False
    if any(c.dep_ in {"aux:pass", "nsubj:pass"} for c in verb.children):
        return True
    if verb.tag_ == "VBD":
        return False
    at = verb.i - 1 - line.tokens[0].i
    while at >= 0 and line.tokens[at].tag_.startswith("RB"):
        at -= 1
    before = line.tokens[at].lower_ if at >= 0 else ""
    has_been = any(c.dep_.startswith("aux") and c.lower_ in _HAVE for c in verb.children)
    return before in _BE or not (has_been or before in _HAVE)
