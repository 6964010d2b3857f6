"""A sentence as plain lists, read once from a parsed spaCy Doc.

Coding looks at every token many times; spaCy's token objects cost about a microsecond per
attribute, so the columns are taken out in one call and kept as lists. Token numbers are local
to the sentence; ``start`` and ``end`` are offsets into the document's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


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
    ) -> None:
        self.number = number
        self.text = text
        self.words = words
        self.lower = [w.lower() for w in words]
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
    strings = doc.vocab.strings
    names = {k: strings[k] if k else "" for k in {*orth, *lemma, *pos, *tag, *dep, *morph}}
    lower = {k: name.lower() for k, name in names.items()}
    blank = {k for k in {*orth} if names[k].isspace()}
    bounds = [i for i, flag in enumerate(flags) if i == 0 or flag == 1]
    bounds.append(len(orth))
    out: list[Sentence] = []
    for a, b in pairwise(bounds):
        keep = [i for i in range(a, b) if orth[i] not in blank]
        if not keep:
            continue
        if len(keep) == b - a:
            heads = [k + offsets[i] if offsets[i] else -1 for k, i in enumerate(keep)]
            heads = [h if 0 <= h < len(keep) else -1 for h in heads]
        else:
            local = {i: k for k, i in enumerate(keep)}
            heads = [-1 if offsets[i] == 0 else local.get(i + offsets[i], -1) for i in keep]
        out.append(
            Sentence(
                len(out),
                text,
                [names[orth[i]] for i in keep],
                [lower[lemma[i]] or lower[orth[i]] for i in keep],
                [names[pos[i]] for i in keep],
                [names[tag[i]] for i in keep],
                [lower[dep[i]] for i in keep],
                [names[morph[i]] for i in keep],
                heads,
                [idx[i] for i in keep],
                [idx[i] + length[i] for i in keep],
            )
        )
    return out
