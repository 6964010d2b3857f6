"""Texts in, parsed documents out, one for one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Half a UTF-16 pair: no character, but JSON can smuggle one in; spaCy cannot store it.
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def parse(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """One Doc per text, in order, each parsed by itself.

    A text gives the same Doc whatever stands before or after it, because no two texts share a
    batch: matrix products over other shapes round differently in the last bit.

    Parameters
    ----------
    nlp
        A pipeline from `load`.
    texts
        Any strings, empty ones too; taken one at a time.

    Yields
    ------
    Doc
        With ``doc.text == text``, so that offsets of tokens are offsets in the text. Half of a
        surrogate pair, which is no character, is read as U+FFFD in its place.
    """
    for text in texts:
        yield nlp(text if text.isascii() else _HALF_PAIR.sub("\ufffd", text))
