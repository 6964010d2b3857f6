"""Words in pieces: the greedy longest-match pieces that the encoder knows a word by.

Comes in: words. Goes out: numbers of pieces, as BERT's uncased vocabulary cuts them (Wu et al.
2016, "Google's Neural Machine Translation System", section 4.1; Devlin et al. 2019).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
_INSIDE = "##"  # begins a piece that does not begin a word
_LONGEST = 100  # letters; a longer word is no word
_MOST = 50_000  # words whose pieces are remembered: some 10 MB


class Pieces:
    """A vocabulary of pieces.

    Parameters
    ----------
    names
        The pieces; each one's number is its place. `UNKNOWN`, `START` and `END` are among them.

    Examples
    --------
    >>> known = Pieces([UNKNOWN, START, END, "envoy", "##s", "'"])
    >>> known.of("Envoys'"), known.of("xyz")
    ((3, 4, 5), (0,))
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._at = {name: k for k, name in enumerate(names)}
        self.unknown, self.start, self.end = (self._at[n] for n in (UNKNOWN, START, END))
        self._words: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces: one at least."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= _MOST:
                self._words.clear()
            cut = [k for part in _parts(word) for k in self._cut(part)]
            found = self._words[word] = tuple(cut) or (self.unknown,)
        return found

    def _cut(self, part: str) -> list[int]:
        if len(part) > _LONGEST:
            return [self.unknown]
        out: list[int] = []
        first = 0
        while first < len(part):
            stem = _INSIDE if first else ""
            ends = range(len(part), first, -1)
            last = next((e for e in ends if stem + part[first:e] in self._at), None)
            if last is None:
                return [self.unknown]
            out.append(self._at[stem + part[first:last]])
            first = last
        return out


def _parts(word: str) -> Iterable[str]:
    """A word's stretches of letters and digits, and each other sign, in lower case, bare."""
    plain = unicodedata.normalize("NFD", word.lower())
    part = ""
    for c in plain:
        if unicodedata.category(c) == "Mn":
            continue  # an accent
        if c.isalnum():
            part += c
            continue
        if part:
            yield part
            part = ""
        if not c.isspace():
            yield c
    if part:
        yield part
