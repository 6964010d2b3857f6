"""CoNLL-U in, and the measure of the CoNLL 2018 shared task out.

The measure starts from raw text: a system's own words and sentences are aligned with those of
the treebank by their characters, white space left out, and every figure is an F1 over words
(or sentences) that match. Written anew after the description of the task; where it can be
compared with the task's own `conll18_ud_eval.py` it follows that program, including the
alignment inside multiword tokens.

References
----------
Zeman et al. (2018), CoNLL 2018 Shared Task: Multilingual Parsing from Raw Text to Universal
Dependencies. https://universaldependencies.org/conll18/evaluation.html
"""

from __future__ import annotations

import lzma
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# Features that the shared task compares; any other is a language's own business.
_FEATURES = """
    PronType NumType Poss Reflex Foreign Abbr Gender Animacy Number Case Definite Degree
    VerbForm Mood Tense Aspect Voice Evident Polarity Person Polite
"""
UNIVERSAL_FEATURES = frozenset(_FEATURES.split())
_OF_WORDS = (
    "upos", "xpos", "feats", "lemma", "uas", "las", "las_subtypes", "clas",
    "uas_no_punct", "las_no_punct",
)  # fmt: skip
FUNCTION_RELATIONS = frozenset({"aux", "cop", "mark", "det", "clf", "case", "cc", "punct"})


class TextsDiffer(ValueError):
    """Gold standard and system do not stand for the same characters."""


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


def texts(sentences: Iterable[Sentence]) -> Iterator[tuple[str, list[Sentence]]]:
    """Raw text and sentences of each document; paragraphs are parted by an empty line."""
    document: list[Sentence] = []
    for sentence in sentences:
        if document and sentence.new_document:
            yield _raw(document), document
            document = []
        document.append(sentence)
    if document:
        yield _raw(document), document


def _raw(document: list[Sentence]) -> str:
    pieces: list[str] = []
    for sentence in document:
        if pieces and sentence.new_paragraph:
            pieces.append("\n\n")
        for surface in sentence.surfaces:
            pieces.append(surface.form + (" " if surface.space_after else ""))
    # A space before the paragraph break would be no more than what the treebank forgot.
    return "".join(pieces).replace(" \n\n", "\n\n").strip()


@dataclass(frozen=True)
class Score:
    """Words (or sentences) that match, beside those of the gold standard and of the system."""

    correct: int
    gold: int
    system: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        total = self.gold + self.system
        return 200.0 * self.correct / total if total else 100.0


@dataclass(frozen=True)
class _Placed:
    """A word with its characters [start, end) and the number of its governor, -1 for the root."""

    word: Word
    start: int
    end: int
    multiword: bool
    governor: int

    @property
    def relation(self) -> str:
        return self.word.deprel.split(":")[0].lower()


def _place(sentences: Sequence[Sentence]) -> tuple[str, list[_Placed], list[tuple[int, int]]]:
    """Characters without white space, words in place, spans of sentences."""
    characters: list[str] = []
    placed: list[_Placed] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for sentence in sentences:
        opening, first = at, len(placed)
        for surface in sentence.surfaces:
            solid = "".join(surface.form.split())
            characters.append(solid)
            for word in surface.words:
                governor = first + word.head - 1 if word.head else -1
                placed.append(_Placed(word, at, at + len(solid), len(surface.words) > 1, governor))
            at += len(solid)
        spans.append((opening, at))
    return "".join(characters), placed, spans


def _pairs(gold: list[_Placed], system: list[_Placed]) -> dict[int, int]:
    """Number of the gold word for each system word that matches one."""
    out: dict[int, int] = {}
    g = s = 0
    while g < len(gold) and s < len(system):
        if gold[g].multiword or system[s].multiword:
            g0, s0, g, s = _multiword_stretch(gold, system, g, s)
            ours = [w.word.form.lower() for w in system[s0:s]]
            theirs = [w.word.form.lower() for w in gold[g0:g]]
            out.update((s0 + j, g0 + i) for i, j in _common(theirs, ours))
        elif (gold[g].start, gold[g].end) == (system[s].start, system[s].end):
            out[s] = g
            g, s = g + 1, s + 1
        elif gold[g].start <= system[s].start:
            g += 1
        else:
            s += 1
    return out


def _multiword_stretch(
    gold: list[_Placed], system: list[_Placed], g: int, s: int
) -> tuple[int, int, int, int]:
    """Words on either side that the multiword token at hand, and any it overlaps, cover."""
    if gold[g].multiword:
        end = gold[g].end
        if not system[s].multiword and system[s].start < gold[g].start:
            s += 1
    else:
        end = system[s].end
        if not gold[g].multiword and gold[g].start < system[s].start:
            g += 1
    g0, s0 = g, s

    def beyond(words: list[_Placed], at: int) -> bool:
        if at >= len(words):
            return True
        return words[at].start >= end if words[at].multiword else words[at].end > end

    while not beyond(gold, g) or not beyond(system, s):
        if g < len(gold) and (s >= len(system) or gold[g].start <= system[s].start):
            word, g = gold[g], g + 1
        else:
            word, s = system[s], s + 1
        if word.multiword:
            end = max(end, word.end)
    return g0, s0, g, s


def _common(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Places of a longest common subsequence, earliest pairs first."""
    rows, columns = len(left), len(right)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            best[i][j] = (
                1 + best[i + 1][j + 1]
                if left[i] == right[j]
                else max(best[i + 1][j], best[i][j + 1])
            )
    pairs, i, j = [], 0, 0
    while i < rows and j < columns:
        if left[i] == right[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _features(word: Word) -> frozenset[str]:
    return frozenset(f for f in word.feats.split("|") if f.split("=")[0] in UNIVERSAL_FEATURES)


def score(gold: Sequence[Sentence], system: Sequence[Sentence]) -> dict[str, Score]:
    """Every figure of the shared task, and three of our own.

    Parameters
    ----------
    gold, system
        Sentences over the same characters; white space may differ.

    Returns
    -------
    ``words``, ``sentences``, ``upos``, ``xpos``, ``feats``, ``lemma``, ``uas``, ``las``
    (relations without subtypes), ``clas`` (content words only); ours: ``las_subtypes``
    (relations in full), ``uas_no_punct`` and ``las_no_punct``.

    Raises
    ------
    TextsDiffer
        The characters of gold standard and system are not the same.
    """
    gold_text, gold_words, gold_spans = _place(gold)
    system_text, system_words, system_spans = _place(system)
    if gold_text != system_text:
        at = next(
            (n for n, (a, b) in enumerate(zip(gold_text, system_text, strict=False)) if a != b),
            min(len(gold_text), len(system_text)),
        )
        raise TextsDiffer(
            f"gold standard and system differ at character {at}: "
            f"{gold_text[at : at + 20]!r} and {system_text[at : at + 20]!r}"
        )
    pairs = _pairs(gold_words, system_words)
    counts = dict.fromkeys(_OF_WORDS, 0)
    for ours, theirs in pairs.items():
        s, g = system_words[ours], gold_words[theirs]
        counts["upos"] += s.word.upos == g.word.upos
        counts["xpos"] += s.word.xpos == g.word.xpos
        counts["feats"] += _features(s.word) == _features(g.word)
        counts["lemma"] += g.word.lemma in ("_", s.word.lemma)
        governed = -1 if s.governor < 0 else pairs.get(s.governor, -2)
        if governed != g.governor:
            continue
        labelled = s.relation == g.relation
        counts["uas"] += 1
        counts["las"] += labelled
        counts["las_subtypes"] += s.word.deprel.lower() == g.word.deprel.lower()
        counts["clas"] += labelled and g.relation not in FUNCTION_RELATIONS
        counts["uas_no_punct"] += g.relation != "punct"
        counts["las_no_punct"] += labelled and g.relation != "punct"

    def among(words: list[_Placed], left_out: frozenset[str]) -> int:
        return sum(w.relation not in left_out for w in words)

    left_out = {
        "clas": FUNCTION_RELATIONS,
        "uas_no_punct": frozenset({"punct"}),
        "las_no_punct": frozenset({"punct"}),
    }
    scores = {
        "words": Score(len(pairs), len(gold_words), len(system_words)),
        "sentences": Score(
            len(set(gold_spans) & set(system_spans)), len(gold_spans), len(system_spans)
        ),
    }
    for name, correct in counts.items():
        out = left_out.get(name, frozenset())
        scores[name] = Score(correct, among(gold_words, out), among(system_words, out))
    return scores


def score_relations(gold: Sequence[Sentence], system: Sequence[Sentence]) -> dict[str, Score]:
    """Score of each relation with its subtype: right means the right head and the right name.

    Raises
    ------
    TextsDiffer
        The characters of gold standard and system are not the same.
    """
    gold_text, gold_words, _ = _place(gold)
    system_text, system_words, _ = _place(system)
    if gold_text != system_text:
        raise TextsDiffer("gold standard and system do not stand for the same characters")
    pairs = _pairs(gold_words, system_words)
    right: Counter[str] = Counter()
    for ours, theirs in pairs.items():
        s, g = system_words[ours], gold_words[theirs]
        governed = -1 if s.governor < 0 else pairs.get(s.governor, -2)
        if governed == g.governor and s.word.deprel.lower() == g.word.deprel.lower():
            right[g.word.deprel.lower()] += 1
    asked = Counter(w.word.deprel.lower() for w in gold_words)
    given = Counter(w.word.deprel.lower() for w in system_words)
    return {name: Score(right[name], asked[name], given[name]) for name in sorted(asked | given)}


def add(left: dict[str, Score], right: dict[str, Score]) -> dict[str, Score]:
    """Scores of two texts taken together; a figure that one of them lacks counts as nought."""
    nought = Score(0, 0, 0)
    return {
        name: Score(a.correct + b.correct, a.gold + b.gold, a.system + b.system)
        for name in dict.fromkeys([*left, *right])
        for a, b in ((left.get(name, nought), right.get(name, nought)),)
    }
