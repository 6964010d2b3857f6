"""A sentence as plain lists, read once from a parsed spaCy Doc.

Coding looks at every token many times; spaCy's token objects cost about a microsecond per
attribute, so the columns are taken out in one call and kept as lists. Token numbers are local
to the sentence; ``start`` and ``end`` are offsets into the document's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from detente.coding.mending import mend
from detente.records import Span

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_MOST = 200_000  # strings that are remembered; more than a language uses


class Sentence:
    """One parsed sentence.

    Attributes
    ----------
    number
        Position in the document, from 0.
    text
        The whole document's text; offsets index into it.
    words, lower, lemmas, pos, tags, deps, morphs
        Columns, one entry a token. ``lemmas`` and ``deps`` are lower case, the root's
        relation is ``root``.
    heads
        Local index of each token's head; -1 for the root.
    children
        Local indices of each token's dependents, in text order.
    start, end
        Offsets of each token into ``text``.
    root
        Local index of the root.
    """

    __slots__ = (
        "children",
        "deps",
        "end",
        "heads",
        "lemmas",
        "lower",
        "morphs",
        "number",
        "pos",
        "root",
        "start",
        "tags",
        "text",
        "words",
    )

    def __init__(
        self,
        number: int,
        text: str,
        words: list[str],
        lemmas: list[str],
        pos: list[str],
        tags: list[str],
        deps: list[str],
        morphs: list[str],
        heads: list[int],
        start: list[int],
        end: list[int],
        lower: list[str] | None = None,
    ) -> None:
        self.number = number
        self.text = text
        self.words = words
        self.lower = [w.lower() for w in words] if lower is None else lower
        self.lemmas = lemmas
        self.pos = pos
        self.tags = tags
        self.deps = deps
        self.morphs = morphs
        self.heads = heads
        self.start = start
        self.end = end
        children: list[list[int]] = [[] for _ in words]
        root = 0
        for i, head in enumerate(heads):
            if head < 0:
                root = i
            else:
                children[head].append(i)
        self.children = children
        self.root = root

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """The span from token ``first`` to token ``last``, both included."""
        a, b = self.start[first], self.end[last]
        return Span(a, b, self.text[a:b])

    @property
    def evidence(self) -> Span:
        """The whole sentence, without surrounding white space."""
        return self.span(0, len(self.words) - 1)

    def holds(self, span: Span) -> bool:
        """Whether a span begins in this sentence."""
        return self.start[0] <= span.start < self.end[-1]

    def subtree(self, i: int) -> list[int]:
        """Token ``i`` and all its descendants, in text order."""
        out = [i]
        for j in out:
            out.extend(self.children[j])
        out.sort()
        return out

    def child(self, i: int, *deps: str) -> int | None:
        """The first dependent of ``i`` with one of these relations (exact), or None."""
        for j in self.children[i]:
            if self.deps[j] in deps:
                return j
        return None

    def each(self, i: int, *deps: str) -> Iterator[int]:
        """All dependents of ``i`` with one of these relations (exact)."""
        for j in self.children[i]:
            if self.deps[j] in deps:
                yield j

    def joined_to(self, i: int) -> int:
        """The first of the words that ``i`` is joined to (``conj``); ``i`` itself if to none."""
        for up in self.ancestors(i):
            if self.deps[i] != "conj":
                break
            i = up
        return i

    def ancestors(self, i: int) -> Iterator[int]:
        """Head, head's head and so on to the root."""
        seen = 0
        while (i := self.heads[i]) >= 0 and seen <= len(self.heads):
            yield i
            seen += 1


def sentences(doc: Doc, text: str | None = None) -> list[Sentence]:
    """Every sentence of a parsed document, white-space tokens left out.

    ``text`` is what offsets index into, of the same length as the parsed text; None for that.

    Raises nothing on odd trees: a head outside its sentence makes its token a root.
    """
    text = doc.text if text is None else text
    from spacy import attrs

    table = doc.to_array(
        [
            attrs.ORTH,
            attrs.LEMMA,
            attrs.POS,
            attrs.TAG,
            attrs.DEP,
            attrs.MORPH,
            attrs.HEAD,
            attrs.IDX,
            attrs.LENGTH,
            attrs.SENT_START,
        ]
    )
    if len(table) == 0:
        return []
    signed = table[:, [6, 9]].astype("int64")  # heads are signed offsets
    orth, lemma, pos, tag, dep, morph, _, idx, length, _ = table.T.tolist()
    offsets, flags = signed.T.tolist()
    names = _names(doc.vocab.strings)
    named, lowered = names.plain.__getitem__, names.lower.__getitem__
    words, lower = list(map(named, orth)), list(map(lowered, orth))
    columns = _Columns(
        words,
        [one or other for one, other in zip(map(lowered, lemma), lower, strict=True)],
        list(map(named, pos)),
        list(map(named, tag)),
        list(map(lowered, dep)),
        list(map(named, morph)),
    )
    ends = list(map(add, idx, length))
    blank = {i for i, word in enumerate(words) if word.isspace()}
    bounds = [i for i, flag in enumerate(flags) if flag == 1 or i == 0]
    bounds.append(len(orth))
    out: list[Sentence] = []
    for a, b in pairwise(bounds):
        while a < b and b - 1 in blank:
            b -= 1
        while a < b and a in blank:
            a += 1
        if a == b:
            continue
        if blank.isdisjoint(range(a, b)):
            heads = [k + by if by else -1 for k, by in enumerate(offsets[a:b])]
            if max(heads) >= b - a or min(heads) < -1:
                heads = [h if 0 <= h < b - a else -1 for h in heads]
            cut = _Columns(*[column[a:b] for column in columns])
            mend(cut.lemmas, cut.tags, cut.pos, cut.deps, heads)
            out.append(Sentence(len(out), text, *cut, heads, idx[a:b], ends[a:b], lower[a:b]))
            continue
        keep = [i for i in range(a, b) if i not in blank]
        local = {i: k for k, i in enumerate(keep)}
        heads = [-1 if offsets[i] == 0 else local.get(i + offsets[i], -1) for i in keep]
        cut = _Columns(*[[column[i] for i in keep] for column in columns])
        mend(cut.lemmas, cut.tags, cut.pos, cut.deps, heads)
        start, end = [idx[i] for i in keep], [ends[i] for i in keep]
        out.append(Sentence(len(out), text, *cut, heads, start, end))
    return out


class _Columns(NamedTuple):
    words: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    deps: list[str]
    morphs: list[str]


class _Names:
    """The strings behind spaCy's numbers, as they are and in small letters."""

    def __init__(self, strings: StringStore) -> None:
        self.plain = _Column(lambda k: strings[k] if k else "")
        self.lower = _Column(lambda k: strings[k].lower() if k else "")


class _Column(dict[int, str]):
    """What a number stands for, looked up once; emptied when it has grown too large."""

    def __init__(self, look: Callable[[int], str]) -> None:
        super().__init__()
        self.look = look

    def __missing__(self, k: int) -> str:
        if len(self) >= _MOST:
            self.clear()
        found = self[k] = self.look(k)
        return found


@lru_cache(maxsize=4)
def _names(strings: StringStore) -> _Names:
    return _Names(strings)
