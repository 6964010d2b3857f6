"""Words as PETRARCH's dictionaries write them: capitals, no hyphens, no possessive 's.

The same cut is made in a text and in a dictionary, so that ``Barad-dur``, ``BARAD-DUR`` and
``BARAD_DUR`` are the same two words, and ``WO N'T`` is ``won't``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_HYPHENS = re.compile("[-\u2010-\u2015/]+")
_OUTSIDE = re.compile(r"^[\s'\"`(){}\[\],:]+|[\s'\"`(){}\[\],:]+$")


def cut(written: str) -> list[str]:
    """The words in something written without white space; [] for punctuation and ``'s``."""
    plain = written.replace("\u2019", "'").replace("\u2018", "'")
    if not plain.isascii():
        # Capitals first: what capitals make of some letters is more than one, with marks.
        folded = unicodedata.normalize("NFKD", plain.upper())
        plain = "".join(c for c in folded if not unicodedata.combining(c))
    plain = plain.upper()
    if plain == "CANNOT":
        return ["CAN", "NOT"]
    found: list[str] = []
    for piece in _HYPHENS.split(plain):
        if piece == "N'T":
            found.append(piece)
            continue
        if piece.endswith("N'T"):
            found += [piece[:-3], "N'T"]
            continue
        piece = piece.removesuffix("'S") if len(piece) > 2 else piece.removeprefix("'S")
        piece = _OUTSIDE.sub("", piece)
        if any(c.isalnum() or c in "$%&" for c in piece):
            found.append(piece)
    return found


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in order; ``joined[i]`` when nothing may stand between word i and the next."""

    words: tuple[str, ...]
    joined: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.words)


def phrase(written: str) -> Phrase | None:
    """A dictionary's phrase: ``_`` joins words, white space lets others stand between.

    None if there is no word in it.
    """
    words: list[str] = []
    joined: list[bool] = []
    for part in written.split():
        first = True
        for piece in part.split("_"):
            for word in cut(piece):
                if words:
                    joined.append(not first)
                words.append(word)
                first = False
    return Phrase(tuple(words), tuple(joined)) if words else None


class PhraseIndex(Generic[T]):
    """Phrases by their first word, longest first; of equal phrases the first one given counts."""

    def __init__(self, entries: Iterable[tuple[Phrase, T]]) -> None:
        self._by_first: dict[str, list[tuple[Phrase, T]]] = {}
        seen: set[Phrase] = set()
        for found, value in entries:
            if found not in seen:
                seen.add(found)
                self._by_first.setdefault(found.words[0], []).append((found, value))
        for group in self._by_first.values():
            group.sort(key=lambda entry: -len(entry[0]))

    def at(
        self, words: Sequence[str], start: int, may_skip: Callable[[int, int], bool]
    ) -> tuple[tuple[int, ...], T] | None:
        """Longest phrase that begins at a word: the places of its words, and its value.

        ``may_skip(a, b)`` says whether the word at b may stand inside an open phrase whose last
        word was at a.
        """
        for found, value in self._by_first.get(words[start], ()):
            places = _places(found, words, start, may_skip)
            if places:
                return places, value
        return None


def _places(
    found: Phrase, words: Sequence[str], start: int, may_skip: Callable[[int, int], bool]
) -> tuple[int, ...]:
    places = [start]
    for word, joined in zip(found.words[1:], found.joined, strict=True):
        at = places[-1] + 1
        while at < len(words) and words[at] != word:
            if joined or not may_skip(places[-1], at):
                return ()
            at += 1
        if at >= len(words):
            return ()
        places.append(at)
    return tuple(places)
