"""Texts in, parsed documents out, one for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def parse(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """One Doc per text, in order, each parsed by itself.

    A text gives the same Doc whatever stands before or after it, because no two texts share a
    batch: matrix products over other shapes round differently in the last bit.
    """
    for text in texts:
        yield nlp(text)
