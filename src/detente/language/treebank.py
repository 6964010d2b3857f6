"""Parsed Doc in, sentences as in a treebank out, for measuring and for CoNLL-U."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.measure.conll import Sentence, Surface, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc


def sentences_of(doc: Doc) -> list[Sentence]:
    """Sentences of a parsed Doc; white space tokens are left out, sentences of only such too."""
    out = []
    for number, span in enumerate(doc.sents):
        tokens = [t for t in span if not t.is_space]
        place = {t.i: n for n, t in enumerate(tokens, start=1)}
        surfaces = []
        for t in tokens:
            root = t.head.i == t.i or t.head.i not in place
            word = Word(
                form=t.text,
                lemma=t.lemma_,
                upos=t.pos_,
                xpos=t.tag_,
                feats=str(t.morph) or "_",
                head=0 if root else place[t.head.i],
                deprel="root" if root else t.dep_,
            )
            spaced = bool(t.whitespace_) or (t.i + 1 < len(doc) and doc[t.i + 1].is_space)
            surfaces.append(Surface(t.text, (word,), spaced))
        if surfaces:
            out.append(Sentence(tuple(surfaces), number == 0, number == 0))
    return out
