"""A parsed sentence as PETRARCH's rules see it: words, noun chunks, and where clauses end.

What comes in: a spaCy span in Universal Dependencies. What goes out: `Line`, words in capitals
with the chunk that each belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from detente.coding.petrarch.familiar import Lent
from detente.coding.petrarch.words import cut

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

# Relations by which a word belongs to the noun phrase of its head, when it stands before it.
_WITHIN = frozenset(
    [
        "det",
        "amod",
        "compound",
        "nummod",
        "nmod:poss",
        "flat",
        "fixed",
        "goeswith",
        "nmod:desc",
        "det:predet",
        "case",
        "nmod:unmarked",
        "appos",
        "advmod",
        "nmod:npmod",
        "dep",
    ]
)
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "SYM", "X", "ADJ"})
_LONGEST = 400  # words
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_NO_VERBS = frozenset({"amod", "compound"})
_ENDS = frozenset({".", "?", "!", "…"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its capitals, its token, the chunk it is part of (-1 for none), its place.

    Several words have one token when they are a name that was lent another (see `familiar`).
    """

    text: str
    token: Token
    chunk: int
    span: tuple[int, int]


class Line:
    """A sentence: ``words`` without punctuation, and commas as places between them.

    ``verbs`` are places of tokens that are verbs whatever the parser says.
    """

    def __init__(
        self, tokens: Iterable[Token], lent: Lent, verbs: frozenset[int] = frozenset()
    ) -> None:
        self.tokens = [t for t in tokens if not t.is_space]
        self.verbs = verbs
        self._lent = lent
        self.chunk_of = _chunks(self.tokens, verbs)
        self.words = [
            Word(word, t, self.chunk_of.get(t.i, -1), lent.span(t))
            for t in self.tokens
            for word in _cut(t, lent)
        ]
        self.texts = [w.text for w in self.words]
        # From the first word to the last mark, in the text as written.
        self.span = (
            (lent.span(self.tokens[0])[0], lent.span(self.tokens[-1])[1]) if self.tokens else (0, 0)
        )

    @cached_property
    def first_word(self) -> dict[int, int]:
        """Place among the words of a token's first word; of the next word for punctuation."""
        found: dict[int, int] = {}
        at = 0
        for token in self.tokens:
            while at < len(self.words) and self.words[at].token.i < token.i:
                at += 1
            found[token.i] = at
        return found

    def with_verb(self, known: Callable[[str], bool]) -> Line:
        """The same sentence with a verb, if the parser found none in it.

        A sentence has a finite verb. Where the parser sees none, it took the verb for an
        adjective or noun (*France celebrated Bastille Day at ...*); the word that a dictionary
        knows as a past or third person of a verb is it.
        """
        if any(t.tag_ in _FINITE and t.dep_ not in _NO_VERBS for t in self.tokens):
            return self
        for ending in ("ED", "S"):
            for word in self.words[1:]:
                fits = word.text.endswith(ending) and word.token.tag_ != "NNP"
                if fits and known(word.text):
                    return Line(self.tokens, self._lent, frozenset({word.token.i}))
        return self

    def commas(self) -> list[Token]:
        """Commas, dashes and semicolons, in order."""
        return [t for t in self.tokens if t.text in {",", ";", "--", "—", "–"}]


def lines(doc: Doc, lent: Lent) -> Iterator[Line]:
    """The sentences of a document.

    A sentence that does not end in a final mark goes on in the next: the parser breaks at odd
    capitals, dictionaries are made for whole sentences. What is longer than any sentence (a
    table, a list) is cut, so that the time for a text grows with its length only.
    """
    pending: list[Token] = []
    for span in doc.sents:
        pending += list(span)
        while len(pending) > _LONGEST:
            yield Line(pending[:_LONGEST], lent)
            pending = pending[_LONGEST:]
        if pending and _ended(span):
            yield Line(pending, lent)
            pending = []
    if pending:
        yield Line(pending, lent)


def _ended(span: Span) -> bool:
    """Whether the last words of a sentence are a final mark, or a blank line follows."""
    for token in reversed(span):
        if token.is_space and token.text.count("\n") > 1:
            return True
        if token.is_space or token.is_quote or token.text in {")", "]", "''"}:
            continue
        return token.text[-1] in _ENDS or token.text in {"?!", "!!"}
    return False


def _cut(token: Token, lent: Lent) -> list[str]:
    if token.tag_ == "POS" or (token.is_punct and not any(c.isalnum() for c in token.text)):
        return []
    return [word for piece in lent.word(token).split() for word in cut(piece)]


def _chunks(tokens: list[Token], verbs: frozenset[int]) -> dict[int, int]:
    """Number of the noun chunk of each token that is in one.

    A chunk is a noun with what stands before it and depends on it, without prepositions.
    """
    found: dict[int, int] = {}
    number = -1
    last: tuple[Token, int] | None = None  # the noun of the phrase before, and its last place
    for token in tokens:
        top = None if token.i in verbs else _top(token)
        if top is None:
            last = None if token.i in verbs else last
            continue
        # A comma or *and* between adjectives of one noun (*full, complete and firm ties*) breaks
        # no phrase.
        if last is None or not _one_phrase(last[0], top):
            near = False
        else:
            near = token.i == last[1] + 1 or _lists_adjectives(token, last[1])
        if last is not None and near:
            found.update(dict.fromkeys(range(last[1] + 1, token.i), number))
            top = last[0]
        else:
            number += 1
        found[token.i] = number
        last = (top, token.i)
    return found


def _lists_adjectives(token: Token, last: int) -> bool:
    """Whether only commas and *and* stand between an adjective at ``last`` and this one."""
    between = [token.doc[i] for i in range(last + 1, token.i)]
    both = token.tag_.startswith("JJ") and token.doc[last].tag_.startswith("JJ")
    return both and len(between) <= 2 and all(t.text == "," or t.tag_ == "CC" for t in between)


def _one_phrase(one: Token, other: Token) -> bool:
    """Whether two nouns head one phrase: a verb has one subject (*X's head Minerva Y left*)."""
    if one.i == other.i:
        return True
    names = one.tag_.startswith("NNP") and other.tag_.startswith("NNP")
    once = one.dep_.startswith("nsubj") or (names and one.dep_.startswith(("obl", "obj", "nmod")))
    return bool(once and one.dep_ == other.dep_ and one.head.i == other.head.i)


def _top(token: Token) -> Token | None:
    """The noun at whose phrase a token stands, or None if it is in no noun phrase."""
    if token.dep_ == "case" and token.tag_ != "POS":
        return None
    if token.tag_ in {"CC", ","}:
        return None
    at, seen = token, 0
    while (at.dep_ in _WITHIN or _beside_adjective(at)) and at.head.i != at.i and seen < 50:
        if at.dep_ == "advmod" and at.head.tag_ not in {"JJ", "CD", "JJR", "JJS"}:
            break
        if at.dep_ in {"appos", "dep", "nmod:unmarked"} and not _follows(at):
            break
        at = at.head
        seen += 1
    if at.is_punct and at.i == token.i:
        # A hyphen or quotation mark inside the phrase of what it hangs on.
        mark = token.text in {"-", "–", '"', "'"} and token.head.i != token.i
        return _top(token.head) if mark and seen == 0 else None
    if at.pos_ not in _NOMINAL and at.tag_[:2] not in {"NN", "CD", "PR"}:
        return None
    if at.pos_ == "ADJ" and at.dep_ not in {"nsubj", "obj", "obl", "nmod", "conj", "nsubj:pass"}:
        return None
    return at


def _beside_adjective(token: Token) -> bool:
    """Whether an adjective is joined by *and* to one before the same noun."""
    adjectives = token.tag_.startswith(("JJ", "VBN")) and token.head.tag_.startswith("JJ")
    return bool(token.dep_ == "conj" and adjectives and token.head.dep_ == "amod")


def _follows(token: Token) -> bool:
    """Whether a phrase stands right after its head, without a comma: *its head Minerva X*."""
    edge = token.left_edge
    return bool(edge.i == token.head.i + 1 and not edge.is_punct)
