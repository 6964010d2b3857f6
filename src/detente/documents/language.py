"""Whether a text is in the language asked for; in doubt it is.

What comes in: a text. What goes out: yes or no. Function words tell English at once; only
where they are few does py3langid decide. A text of fewer than twenty words has the benefit of
the doubt unless its letters are of another script.
"""

from __future__ import annotations

import re
from typing import Any

_WORD = re.compile(r"[^\W\d_]+")
# Function words of English that no other language in Latin letters writes alike and often.
_ENGLISH = frozenset((
    "the", "of", "and", "to", "that", "with", "by", "from", "his", "her", "which", "have",
    "were", "been", "this", "their", "they", "would", "said", "after", "will", "who", "has",
))  # fmt: skip
_SURE, _PERHAPS = 0.15, 0.08
_SHORT = 20
_SAMPLE = 3000


class LanguageCheck:
    """Tells whether texts are in one language; loads its model when first in need of it."""

    def __init__(self, lang: str | None) -> None:
        self._lang = _two_letters(lang) if lang else None
        self._model: Any = None

    def refuses(
        self, text: str, *, said: str | None = None, sure_needed: bool = False
    ) -> str | None:
        """What speaks against the text, or None if nothing does.

        Parameters
        ----------
        text
            The document's text.
        said
            The language that the input names for it, trusted if it is one.
        sure_needed
            Give no benefit of the doubt (for a text whose encoding is only guessed).
        """
        if self._lang is None:
            return None
        if said and (code := _two_letters(said)):
            return None if code == self._lang else f"said to be '{said}'"
        sample = _sample(text)
        words = [w.lower() for w in _WORD.findall(sample)]
        letters = [c for c in sample if c.isalpha()]
        if self._lang == "en":
            share = sum(w in _ENGLISH for w in words) / max(1, len(words))
            if share >= _SURE:
                return None
            if letters and sum(c > "\u024f" for c in letters) * 2 > len(letters):
                return "letters of another script"
            if share >= _PERHAPS and not sure_needed:
                return None
        if len(words) < _SHORT and not sure_needed:
            return None
        found = self._guess(sample)
        return None if found == self._lang else f"looks like '{found}'"

    def _guess(self, text: str) -> str:
        if self._model is None:
            from py3langid.langid import MODEL_FILE, LanguageIdentifier

            self._model = LanguageIdentifier.from_model_file(MODEL_FILE)
        return str(self._model.classify(text)[0])


def _sample(text: str) -> str:
    """The beginning and a stretch from the middle of a long text."""
    if len(text) <= 2 * _SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}"


_NAMES = {
    "english": "en", "eng": "en", "turkish": "tr", "tur": "tr", "russian": "ru", "rus": "ru",
    "french": "fr", "fra": "fr", "fre": "fr", "german": "de", "deu": "de", "ger": "de",
    "spanish": "es", "spa": "es", "arabic": "ar", "ara": "ar", "chinese": "zh", "zho": "zh",
}  # fmt: skip


def _two_letters(lang: str) -> str | None:
    """``en`` from ``en-US``, ``eng``, ``English``; None if it names no language."""
    name = lang.strip().lower()
    if name in _NAMES:
        return _NAMES[name]
    first = re.split(r"[-_]", name)[0]
    if first in ("und", "mul", "zxx", "xx"):
        return None
    return first if re.fullmatch(r"[a-z]{2,3}", first) else None
