"""The tokenizer: spaCy's English rules, bent to the treebanks where they differ."""

from __future__ import annotations

from spacy.lang.en import English
from spacy.language import Language


def blank() -> Language:
    """English pipeline with nothing but the tokenizer."""
    return English()
