"""What the network sees of a word: rows of the embedding table, worked out from spelling alone.

In go word forms, out go row numbers and weights. The vector of a word is the weighted sum of
its rows, so it depends on nothing but the spelling and can be remembered; that is why many
features cost nothing in the long run. What the word means in its sentence is left to the
network.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

_DIGIT = re.compile(r"[0-9]")
# Curly and typewriter quotes are one thing to the grammar; unifying them here means that
# newswire and web text share what was learnt.
_SAME = str.maketrans("’‘“”–—‑…", "''\"\"---.")
_LONGEST = 40  # characters of a word that are looked at; a URL of a kilobyte has no grammar


def _hash(text: str) -> int:
    """CRC-32 of the UTF-8 bytes: the same on every machine and in every process."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def shape(form: str) -> str:
    """Outline of a word: X, x and d for capital, small letter and digit, runs cut at three.

    Examples
    --------
    >>> shape("Su-24"), shape("NATO"), shape("embassies")
    ('Xx-dd', 'XXX', 'xxx')
    """
    out: list[str] = []
    for character in form:
        if character.isupper():
            kind = "X"
        elif character.isalpha():
            kind = "x"
        elif character.isdigit():
            kind = "d"
        else:
            kind = character
        if len(out) < 3 or not out[-1] == out[-2] == out[-3] == kind:
            out.append(kind)
    return "".join(out)


@dataclass(frozen=True)
class Clusters:
    """Brown clusters of words, as two aligned arrays sorted by hash.

    Parameters
    ----------
    keys
        CRC-32 of each word, ascending, dtype uint32. Two words with one hash share a cluster;
        among 190,000 words that is about four pairs.
    codes
        Cluster of each word, bits of the merge tree with the root in the lowest bit, dtype
        uint32; 0 is never stored.
    """

    keys: npt.NDArray[np.uint32]
    codes: npt.NDArray[np.uint32]

    def code(self, word: str) -> int:
        """Cluster of a word as spelt or in small letters; 0 when neither is known."""
        for spelling in (word, word.lower()):
            key = _hash(spelling)
            at = int(np.searchsorted(self.keys, np.uint32(key)))
            if at < len(self.keys) and int(self.keys[at]) == key:
                return int(self.codes[at])
        return 0


@dataclass(frozen=True)
class WordFeatures:
    """Row numbers and weights for any word.

    Parameters
    ----------
    words
        Known words in small letters; row 0 stands for every other.
    clusters
        Brown clusters.
    affix_rows, gram_rows, shape_rows, cluster_rows
        Sizes of the hashed parts of the table.
    """

    words: Sequence[str]
    clusters: Clusters
    affix_rows: int = 12_000
    gram_rows: int = 16_000
    shape_rows: int = 1_500
    cluster_rows: int = 5_000
    _index: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._index.update((word, row) for row, word in enumerate(self.words, start=1))

    @property
    def rows(self) -> int:
        """Rows of the whole table."""
        return (
            1
            + len(self.words)
            + self.affix_rows
            + self.gram_rows
            + self.shape_rows
            + self.cluster_rows
        )

    def fold(self, form: str) -> str:
        """Spelling under which a word is known: small letters, every digit a nought."""
        return _DIGIT.sub("0", form[:_LONGEST].translate(_SAME).lower())

    def __call__(self, form: str) -> tuple[list[int], list[float]]:
        """Rows of a word, the row of the word itself first, and their weights."""
        lower = self.fold(form)
        form = form[:_LONGEST].translate(_SAME)
        rows = [self._index.get(lower, 0)]
        base = 1 + len(self.words)
        affixes = [
            f"p{n}{lower[:n]}" if n < 4 else f"s{n - 3}{lower[3 - n :]}" for n in range(1, 8)
        ]
        affixes.append("f" + form)
        rows.extend(base + _hash(text) % self.affix_rows for text in affixes)
        base += self.affix_rows
        outline = shape(form)
        code = self.clusters.code(form)
        rows.append(base + self.gram_rows + _hash(outline) % self.shape_rows)
        start = base + self.gram_rows + self.shape_rows
        rows.extend(
            start + _hash(f"{bits}:{code & ((1 << bits) - 1)}") % self.cluster_rows
            for bits in (4, 6, 10, 18)
        )
        weights = [1.0] * len(rows)
        edged = f"<{lower}>"
        grams = {edged[at : at + 3] for at in range(len(edged) - 2)}
        grams |= {edged[at : at + 4] for at in range(len(edged) - 3)}
        # Sorted, because the order of a set of strings changes from process to process and
        # with it the last bit of a sum.
        rows.extend(base + _hash(text) % self.gram_rows for text in sorted(grams))
        weights.extend([1.0 / max(1, len(grams)) ** 0.5] * len(grams))
        return rows, weights
