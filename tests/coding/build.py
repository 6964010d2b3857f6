"""Sentences for tests, built without a model."""

from __future__ import annotations

import re

from detente.coding.sentence import Sentence

_TOKEN = re.compile(
    r"(?:U\.S\.|[ap]\.m\.|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thu|Fri|Sat)\.)"
    r"|[0-9][0-9.,:/]*[0-9][a-z]*|[0-9]+[a-z]*|['’](?:s|ll)\b|[^\W\d_]+-[0-9]+|[^\W\d_]+\$?|\S"
)


def plain(text: str, pos: dict[str, str] | None = None) -> Sentence:
    """A sentence with tokens but no tree: every word hangs on the first as ``dep``."""
    found = list(_TOKEN.finditer(text))
    words = [m.group() for m in found]
    tags = [(pos or {}).get(w, "X") for w in words]
    n = len(words)
    return Sentence(
        0,
        text,
        words,
        [w.lower() for w in words],
        tags,
        [""] * n,
        ["root" if i == 0 else "dep" for i in range(n)],
        [""] * n,
        [-1 if i == 0 else 0 for i in range(n)],
        [m.start() for m in found],
        [m.end() for m in found],
    )


def tree(rows: str) -> Sentence:
    """A sentence from lines of ``word lemma POS TAG head deprel``, heads from 1, root 0.

    Words are joined by one space; a word written with a leading ``_`` is joined without.
    """
    text, number = "", 0
    words, lemmas, pos, tags, heads, deps, start, end = [], [], [], [], [], [], [], []
    for row in rows.strip().splitlines():
        word, lemma, p, tag, head, dep = row.split()
        glued = word.startswith("_") and len(word) > 1
        word = word[1:] if glued else word
        if text and not glued:
            text += " "
        start.append(len(text))
        text += word
        end.append(len(text))
        words.append(word)
        lemmas.append(lemma)
        pos.append(p)
        tags.append(tag)
        heads.append(int(head) - 1)
        deps.append(dep)
        number += 1
    return Sentence(0, text, words, lemmas, pos, tags, deps, [""] * number, heads, start, end)
