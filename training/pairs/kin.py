"""Event types of the words akin to each word, by WordNet: ``python -m training.pairs.kin``.

Reads the WordNet 3.0 database (Princeton University; Debian's ``wordnet-base`` puts it under
``/usr/share/wordnet``) and the rules as they stand. Writes ``kin.tsv`` of the package: a lemma,
its part of speech, and the types of the rules that know its synonyms, its hypernyms, hyponyms and
sisters, or what they derive from. A word's own rules say nothing of it here, nor do those of the
nouns and verbs derived from it, so that the table tells of a word that a rule knows what it would
tell if none did: `detente.coding.pairs.model` learns on known words what to make of unknown ones.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detente.coding.patterns import Patterns, load_patterns
from training.pairs.train import PACKAGE

WORDNET = Path("/usr/share/wordnet")
FILES = {"n": "noun", "v": "verb"}
KINDS = {"1": "n", "2": "v"}  # of the sense keys in cntlist.rev
# Senses of a word that count: this share of its uses in the tagged corpora, three at most.
SHARE, MOST = 0.15, 3
# What words of a synset weigh by how it stands to the word's own.
SAME, ABOVE, BELOW, DERIVED, ABOVE_DERIVED, SISTER = 1.0, 0.7, 0.7, 0.8, 0.4, 0.35
LEAST = 0.12  # votes from which a type is kept; looked at by eye, not fitted

Key = tuple[str, int]  # part of speech and offset of a synset


@dataclass(frozen=True, slots=True)
class Synset:
    """The words of one meaning, and pointers: symbol, other synset, number of the word, its."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, Key, int, int], ...]

    def to(self, symbol: str) -> list[Key]:
        """The synsets that one kind of pointer leads to."""
        return [key for sign, key, _, _ in self.pointers if sign == symbol]


class WordNet:
    """The nouns and verbs of a WordNet database folder."""

    def __init__(self, folder: Path) -> None:
        self.synsets = {key: s for pos in FILES for key, s in _synsets(folder, pos)}
        self.senses_of = {(w, pos): ids for pos in FILES for w, ids in _index(folder, pos)}
        self.counts = dict(_counts(folder / "cntlist.rev"))
        self.senses = cache(self._senses)
        self.family = cache(self._family)

    def _senses(self, lemma: str, pos: str) -> dict[Key, float]:
        """The main senses of a word with their shares of its uses, which sum to 1."""
        ids = self.senses_of.get((lemma, pos), ())
        uses = [self.counts.get((lemma, pos, n), 0) + 1 / n for n in range(1, len(ids) + 1)]
        total = sum(uses)
        kept = [(key, u) for key, u in zip(ids, uses, strict=True) if u >= SHARE * total]
        whole = sum(u for _, u in kept[:MOST])
        return {key: u / whole for key, u in kept[:MOST]}

    def derived(self, key: Key, lemma: str) -> list[tuple[Key, str]]:
        """Synsets and words of the other part of speech that a word of a synset derives from."""
        s = self.synsets[key]
        return [
            (other, self.synsets[other].words[theirs - 1])
            for sign, other, mine, theirs in s.pointers
            if sign == "+" and other[0] in FILES and mine and s.words[mine - 1] == lemma
        ]

    def _family(self, lemma: str, pos: str) -> frozenset[str]:
        """A word and what derives from it or it from: "condemn", "condemnation"."""
        ids = self.senses_of.get((lemma, pos), ())
        return frozenset((lemma, *(w for key in ids for _, w in self.derived(key, lemma))))


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if not line.startswith("  "):  # the licence
                yield line.partition("|")[0].split()


def _synsets(folder: Path, pos: str) -> Iterator[tuple[Key, Synset]]:
    for f in _lines(folder / f"data.{FILES[pos]}"):
        n = int(f[3], 16)
        words = tuple(f[4 + 2 * k].lower() for k in range(n))
        first = 5 + 2 * n
        pointers: list[tuple[str, Key, int, int]] = []
        for k in range(int(f[4 + 2 * n])):
            sign, offset, kind, ends = f[first + 4 * k : first + 4 * k + 4]
            pointers.append((sign, (kind, int(offset)), int(ends[:2], 16), int(ends[2:], 16)))
        yield (pos, int(f[0])), Synset(words, tuple(pointers))


def _index(folder: Path, pos: str) -> Iterator[tuple[str, tuple[Key, ...]]]:
    for f in _lines(folder / f"index.{FILES[pos]}"):
        yield f[0], tuple((pos, int(offset)) for offset in f[6 + int(f[3]) :])


def _counts(path: Path) -> Iterator[tuple[tuple[str, str, int], int]]:
    for key, number, uses in _lines(path):
        lemma, _, rest = key.partition("%")
        if rest[0] in KINDS:
            yield (lemma, KINDS[rest[0]], int(number)), int(uses)


def known_types(patterns: Patterns) -> dict[tuple[str, str], frozenset[str]]:
    """The types of the rules that each noun and verb triggers by itself.

    A light verb ("hold") tells of nothing without its object.
    """
    out: dict[tuple[str, str], frozenset[str]] = {}
    for pos, index in (("v", patterns.verbs), ("n", patterns.nouns)):
        for lemma, rules in index.items():
            alone = [r for r in rules if r.object is None or lemma not in patterns.light_verbs]
            if alone:
                out[lemma, pos] = frozenset(r.type for r in alone)
    return out


def kin_types(net: WordNet, known: dict[tuple[str, str], frozenset[str]]) -> Iterator[str]:
    """Lines of the table, in the order of lemmas."""
    for lemma, pos in sorted(net.senses_of):
        if lemma.isalpha():
            votes = _votes(net, lemma, pos, known)
            kept = sorted(kind for kind, v in votes.items() if v >= LEAST)
            if kept:
                yield f"{lemma}\t{pos}\t{' '.join(kept)}"


def _votes(
    net: WordNet, lemma: str, pos: str, known: dict[tuple[str, str], frozenset[str]]
) -> dict[str, float]:
    out: dict[str, float] = defaultdict(float)
    for key, share in net.senses(lemma, pos).items():
        seen = set(net.family(lemma, pos))
        for weight, ring in _rings(net, key, lemma):
            votes, asked = _asked(net, ring, seen, known)
            # A hundred sisters outvote nobody; of the few nearer kin each has its say.
            by = max(1.0, float(asked) if weight == SISTER else asked**0.5)
            for kind, v in votes.items():
                out[kind] += share * weight * v / by
    return out


def _rings(net: WordNet, key: Key, lemma: str) -> Iterator[tuple[float, Iterable[Key]]]:
    s = net.synsets[key]
    above = s.to("@")
    derived = [other for other, _ in net.derived(key, lemma)]
    yield SAME, [key]
    yield ABOVE, above
    yield BELOW, s.to("~")
    yield SISTER, [k for up in above for k in net.synsets[up].to("~") if k != key]
    yield DERIVED, derived
    yield ABOVE_DERIVED, [k for other in derived for k in net.synsets[other].to("@")]


def _asked(
    net: WordNet,
    ring: Iterable[Key],
    seen: set[str],
    known: dict[tuple[str, str], frozenset[str]],
) -> tuple[dict[str, float], int]:
    """What the words of some synsets say, each by how much it means this; how many there are."""
    votes: dict[str, float] = defaultdict(float)
    asked = 0
    for key in ring:
        for word in net.synsets[key].words:
            meant = net.senses(word, key[0]).get(key)
            if word in seen or "_" in word or meant is None:
                continue
            seen.add(word)
            asked += 1
            types = known.get((word, key[0]), frozenset())
            for kind in types:
                votes[kind] += meant / len(types)
    return votes, asked


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=WORDNET)
    parser.add_argument("--output", type=Path, default=PACKAGE)
    given = parser.parse_args()
    lines = list(kin_types(WordNet(given.wordnet), known_types(load_patterns())))
    text = "\n".join(lines) + "\n"
    (given.output / "kin.tsv").write_text(text, encoding="utf-8")
    print(f"{len(lines)} words, {len(text):,} bytes")


if __name__ == "__main__":
    main()
