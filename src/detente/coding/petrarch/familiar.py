"""Names that the parser does not know, lent familiar ones while it parses.

A dictionary knows that *Minas Tirith* or *the Prince of Dol Amroth* is a name, and where it ends;
the parser has to guess. So each name of the dictionary is one well-known word for the parser, and
everything after it sees the text as it was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from detente.coding.petrarch.words import PhraseIndex, cut

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

T = TypeVar("T")
# Places that every treebank has; for a name after a title, surnames.
PLACES = ("France", "Germany", "Italy", "Japan", "Spain", "India", "Egypt", "Canada", "Mexico")
SURNAMES = ("Johnson", "Smith", "Miller", "Wilson", "Taylor")
_LITTLE = frozenset(
    [
        "OF",
        "THE",
        "AND",
        "DE",
        "LA",
        "EL",
        "AL",
        "BIN",
        "IBN",
        "DU",
        "VAN",
        "VON",
        "DER",
        "DEN",
        "FOR",
    ]
)


@dataclass(frozen=True, slots=True)
class Lent:
    """A text with names lent, and for each name its place there and in the text as written."""

    text: str
    written: str
    names: tuple[tuple[int, int, int, int], ...]  # start, end in text; start, end in written

    def span(self, token: Token) -> tuple[int, int]:
        """Place of a token of the parsed text in the text as written."""
        start, end = token.idx, token.idx + len(token.text)
        shift = 0
        for first, last, at, until in self.names:
            if last <= start:
                shift = until - last
            elif first <= start:
                return at, until
            else:
                break
        return start + shift, end + shift

    def word(self, token: Token) -> str:
        """A token as written."""
        start, end = self.span(token)
        return self.written[start:end]


def lend(tokens: Doc, names: PhraseIndex[T]) -> Lent:
    """The text of a tokenized document with a familiar name for each of the index's names.

    Only names written as such are lent: every word of weight in them begins with a capital.
    """
    words = [(w, t) for t in tokens for w in cut(t.text)]
    texts = [w for w, _ in words]
    pieces: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    done = length = at = 0
    # In a text that is all capitals every word looks like a name; small letters tell the parser
    # that they are none.
    plain = _quiet(tokens.text) if tokens.text.isupper() else tokens.text
    while at < len(words):
        found = names.at(texts, at, lambda _a, _b: False)
        if found is None or not _is_name([words[p][1] for p in found[0]]):
            at += 1
            continue
        first, last = words[found[0][0]][1], words[found[0][-1]][1]
        titled = _titled(first)
        familiar = (SURNAMES if titled else PLACES)[len(places) % (5 if titled else 9)]
        start, end = first.idx, last.idx + len(last.text)
        pieces += [plain[done:start], familiar]
        length += start - done
        places.append((length, length + len(familiar), start, end))
        length += len(familiar)
        done = end
        at = found[0][-1] + 1
    return Lent("".join([*pieces, plain[done:]]), tokens.text, tuple(places))


def _quiet(text: str) -> str:
    """The text in small letters, letter by letter, so that it stays as long as it was."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _is_name(tokens: Sequence[Token]) -> bool:
    weighty = [t for t in tokens if t.text.upper() not in _LITTLE]
    return bool(weighty) and all(t.text[:1].isupper() for t in weighty)


def _titled(first: Token) -> bool:
    """Whether a capital word that is no name of the dictionary stands right before."""
    if first.i == 0:
        return False
    before = first.nbor(-1)
    return bool(before.text[:1].isupper() and before.is_alpha and before.i > 0)
