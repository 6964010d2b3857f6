"""CoNLL-U in, and the measure of the CoNLL 2018 shared task out."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Word:
    """A syntactic word of a treebank.

    `head` is the place of the governor in the sentence, counted from 1, 0 for the root.
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str


@dataclass(frozen=True)
class Surface:
    """A piece of the text as written, with the words that it stands for and what follows it."""

    form: str
    words: tuple[Word, ...]
    space_after: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence of a treebank and whether it opens a document or a paragraph."""

    surfaces: tuple[Surface, ...]
    new_document: bool
    new_paragraph: bool

    @property
    def words(self) -> tuple[Word, ...]:
        """Syntactic words in order."""
        return tuple(word for surface in self.surfaces for word in surface.words)


def read_conllu(path: str | Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file, plain or compressed with xz; empty nodes are passed over."""
    opener = lzma.open if str(path).endswith(".xz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        comments: list[str] = []
        rows: list[list[str]] = []
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                comments.append(line)
            elif line:
                rows.append(line.split("\t"))
            elif rows:
                yield _sentence(comments, rows)
                comments, rows = [], []
        if rows:
            yield _sentence(comments, rows)


def _sentence(comments: list[str], rows: list[list[str]]) -> Sentence:
    surfaces: list[Surface] = []
    pending: list[Word] = []
    last, form, spaced = 0, "", True
    for row in rows:
        if "." in row[0]:
            continue
        after = "SpaceAfter=No" not in row[9].split("|")
        if "-" in row[0]:
            last, form, spaced = int(row[0].split("-")[1]), row[1], after
            continue
        word = Word(row[1], row[2], row[3], row[4], row[5], int(row[6]), row[7])
        if int(row[0]) <= last:
            pending.append(word)
            if int(row[0]) == last:
                surfaces.append(Surface(form, tuple(pending), spaced))
                pending = []
        else:
            surfaces.append(Surface(word.form, (word,), after))
    return Sentence(
        surfaces=tuple(surfaces),
        new_document=any(line.startswith("# newdoc") for line in comments),
        new_paragraph=any(line.startswith("# newpar") for line in comments),
    )
