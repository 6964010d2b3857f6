"""The component that reads: words in, sentences, tags, lemmas and a tree out.

Registered with spaCy as ``detente_grammar``. Each Doc is read by itself, so a text gives the same
result whatever it is processed with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, IS_SPACE, LEMMA, ORTH, POS, SPACY, TAG
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc, MorphAnalysis
from spacy.vocab import Vocab

from detente.language.features import Clusters, WordFeatures
from detente.language.lemmas import Lemmas
from detente.language.network import Decisions, Network

FACTORY = "detente_grammar"
_REMEMBERED = 60_000  # word vectors kept, half a kilobyte each
_CHUNK = 1_000  # words read at a time; more only leaves the processor's cache


@Language.factory(  # type: ignore[untyped-decorator]
    FACTORY,
    assigns=[
        "token.tag", "token.pos", "token.morph", "token.lemma", "token.dep", "token.head",
        "token.is_sent_start", "doc.sents",
    ],
)  # fmt: skip
def make(nlp: Language, name: str) -> Grammar:
    """Component without parameters; `from_disk` fills it."""
    return Grammar(nlp.vocab, name)


class Grammar:
    """Sentence breaks, tags, morphology, lemmas and Universal Dependencies in one pass.

    White space tokens belong to the word before them (relation ``dep``, part of speech
    ``SPACE``). The root's relation is ``ROOT``, as spaCy's own parsers write it; every other
    relation is in small letters with its subtype.
    """

    def __init__(self, vocab: Vocab, name: str = FACTORY) -> None:
        self.vocab = vocab
        self.name = name
        self._relations: Sequence[str] = ()
        self._arrays: dict[str, npt.NDArray[Any]] = {}
        self._tables: dict[str, Any] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        """Relations that can be written."""
        return tuple(self._relations)

    def fill(self, tables: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Grammar:
        """Take the trained parameters: labels and words as lists, numbers as arrays."""
        self._tables, self._arrays = tables, arrays
        strings = self.vocab.strings
        self._relations = ["ROOT" if r == "root" else r for r in tables["deprel"]]
        self._relation_ids = np.array([strings.add(r) for r in self._relations], np.uint64)
        self._xpos: list[str] = tables["xpos"]
        self._xpos_ids = np.array([strings.add(t) for t in self._xpos], np.uint64)
        upos, feats = zip(*(m.split("|", 1) for m in tables["morph"]), strict=True)
        self._upos_ids = np.array([IDS[u] for u in upos], np.uint64)
        self._morphs = [MorphAnalysis(self.vocab, f) for f in feats]
        self._stop_id = strings.add(".")
        self._numero_ids = {strings.add(form) for form in ("No", "Nos", "no", "nos", "NO")}
        self._space_ids = (strings.add("_SP"), IDS["SPACE"], strings.add("dep"))
        clusters = Clusters(arrays["cluster_keys"], arrays["cluster_codes"])
        self._features = WordFeatures(tables["words"], clusters)
        self._table = arrays["table"]
        self._scales = arrays["table_scales"]
        self._lemmas = Lemmas(tables["lemma_exceptions"], tables["lemma_suffixes"])
        self._lemma_ids: dict[tuple[int, int], int] = {}
        dense = {
            name[2:]: value.astype(np.float32)
            for name, value in arrays.items()
            if name.startswith("p_")
        }
        self._network = Network(dense)
        self._forget()
        return self

    def _forget(self) -> None:
        self._rows: dict[int, int] = {}
        self._vectors = np.empty((1024, self._table.shape[1]), dtype=np.float32)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc in place."""
        if not len(doc):
            return doc
        self._join_numero(doc)
        columns = doc.to_array([ORTH, SPACY, IS_SPACE])
        orths = columns[:, 0]
        after, space = columns[:, 1].astype(bool), columns[:, 2].astype(bool)
        words = np.flatnonzero(~space) if space.any() else np.arange(len(doc))
        if not len(words):
            return self._only_space(doc)
        spaced = np.ones(len(doc), dtype=np.int64)
        spaced[1:] = after[:-1] | space[:-1]
        breaks = np.zeros(len(words), dtype=bool)
        breaks[0] = True
        if len(words) < len(doc):
            following = np.searchsorted(words, _line_breaks(doc, space))
            breaks[following[following < len(words)]] = True
        decided = self._decide(self._look_up(orths[words]), spaced[words], breaks)
        self._write(doc, orths, words, decided)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Docs one by one: a shared batch would make a Doc depend on its neighbours."""
        for doc in stream:
            yield self(doc)

    def _join_numero(self, doc: Doc) -> None:
        """Make one token of "No." before a number; before anything else it ends a sentence.

        The tokenizer sees one piece of text between two spaces at a time and cannot tell.
        """
        orths = doc.to_array(ORTH)
        stops = (np.flatnonzero(orths[1:-1] == self._stop_id) + 1).tolist()
        places = [
            n
            for n in stops
            if int(orths[n - 1]) in self._numero_ids
            and not doc[n - 1].whitespace_
            and doc[n + 1].is_digit
        ]
        if places:
            with doc.retokenize() as retokenizer:
                for place in places:
                    retokenizer.merge(doc[place - 1 : place + 1])

    def _look_up(self, orths: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
        """Vectors of the words, worked out once per spelling."""
        keys: list[int] = orths.tolist()
        known = self._rows
        try:
            rows = [known[key] for key in keys]
        except KeyError:
            new = [key for key in dict.fromkeys(keys) if key not in known]
            if len(known) + len(new) > _REMEMBERED:
                self._forget()
                known = self._rows
                new = list(dict.fromkeys(keys))
            needed = len(known) + len(new)
            if needed > len(self._vectors):
                grown = np.empty((2 * needed, self._vectors.shape[1]), dtype=np.float32)
                grown[: len(known)] = self._vectors[: len(known)]
                self._vectors = grown
            for key in new:
                self._vectors[len(known)] = self._vector(self.vocab.strings[key])
                known[key] = len(known)
            rows = [known[key] for key in keys]
        return self._vectors[rows]

    def _vector(self, form: str) -> npt.NDArray[np.float32]:
        rows, weights = self._features(form)
        scaled = np.array(weights, dtype=np.float32) * self._scales[rows]
        total: npt.NDArray[np.float32] = scaled @ self._table[rows].astype(np.float32)
        return total

    def _decide(
        self,
        vectors: npt.NDArray[np.float32],
        spaced: npt.NDArray[np.int64],
        breaks: npt.NDArray[np.bool_],
    ) -> Decisions:
        """Decisions for a text of any length, read in chunks that end with a sentence."""
        count = len(vectors)
        if count <= _CHUNK:
            return self._network(vectors, spaced, breaks)
        parts: list[Decisions] = []
        begin = 0
        while begin < count:
            end = min(count, begin + _CHUNK)
            if end < count:
                # Best at the end of a paragraph; else the last sentence is read again.
                paragraph = np.flatnonzero(breaks[begin + 1 : end + 1])
                whole = len(paragraph) > 0
                end = begin + 1 + int(paragraph[-1]) if whole else end
            else:
                whole = True
            fresh = breaks[begin:end].copy()
            fresh[0] = True
            part = self._network(vectors[begin:end], spaced[begin:end], fresh)
            if not whole:
                last = int(np.flatnonzero(part.starts)[-1])
                end = begin + last  # sentences are shorter than a chunk, so last > 0
            size = end - begin
            heads = part.heads[:size]
            parts.append(
                Decisions(
                    part.starts[:size], part.xpos[:size], part.morph[:size],
                    np.where(heads < 0, -1, heads + begin), part.relations[:size],
                )
            )  # fmt: skip
            begin = end
        return Decisions(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("starts", "xpos", "morph", "heads", "relations")
            )
        )

    def _write(
        self,
        doc: Doc,
        orths: npt.NDArray[np.uint64],
        words: npt.NDArray[np.int64],
        decided: Decisions,
    ) -> None:
        tag, upos, relation = self._space_ids
        values = np.empty((len(doc), 5), dtype=np.uint64)
        if len(words) < len(doc):
            # A white space token hangs on the word before it, at the very start on the one after.
            owner = words[np.maximum(np.searchsorted(words, np.arange(len(doc))) - 1, 0)]
            values[:, 0], values[:, 1], values[:, 2] = tag, upos, relation
            values[:, 3] = orths
            values[:, 4] = (owner - np.arange(len(doc))).astype(np.uint64)
        values[words, 0] = self._xpos_ids[decided.xpos]
        values[words, 1] = self._upos_ids[decided.morph]
        values[words, 2] = self._relation_ids[decided.relations]
        values[words, 3] = self._lemma_column(orths[words], decided.xpos)
        heads = np.where(decided.heads < 0, np.arange(len(words)), decided.heads)
        values[words, 4] = (words[heads] - words).astype(np.uint64)
        doc.from_array([TAG, POS, DEP, LEMMA, HEAD], values)
        morphs = self._morphs
        if len(words) == len(doc):
            for token, kind in zip(doc, decided.morph.tolist(), strict=True):
                token.set_morph(morphs[kind])
        else:
            for place, kind in zip(words.tolist(), decided.morph.tolist(), strict=True):
                doc[place].set_morph(morphs[kind])

    def _lemma_column(
        self, orths: npt.NDArray[np.uint64], xpos: npt.NDArray[np.int64]
    ) -> list[int]:
        known = self._lemma_ids
        pairs = list(zip(orths.tolist(), xpos.tolist(), strict=True))
        try:
            return [known[pair] for pair in pairs]
        except KeyError:
            if len(known) > 2 * _REMEMBERED:
                known.clear()
            strings = self.vocab.strings
            for pair in pairs:
                if pair not in known:
                    known[pair] = strings.add(self._lemmas(strings[pair[0]], self._xpos[pair[1]]))
            return [known[pair] for pair in pairs]

    def _only_space(self, doc: Doc) -> Doc:
        tag, upos, relation = self._space_ids
        root = self.vocab.strings.add("ROOT")
        values = np.array(
            [[tag, upos, root if not n else relation, t.orth, 0] for n, t in enumerate(doc)],
            dtype=np.uint64,
        )
        values[:, 4] = (-np.arange(len(doc))).astype(np.uint64)
        return doc.from_array([TAG, POS, DEP, LEMMA, HEAD], values)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the parameters to a directory."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self._tables, ensure_ascii=False, indent=0)
        (folder / "tables.json").write_text(text, encoding="utf-8")
        for name, array in self._arrays.items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Grammar:
        """Read the parameters from a directory."""
        folder = Path(path)
        tables = json.loads((folder / "tables.json").read_text(encoding="utf-8"))
        arrays = {p.stem: np.load(p, allow_pickle=False) for p in sorted(folder.glob("*.npy"))}
        return self.fill(tables, arrays)


_FINAL = frozenset(".!?:;…\"'”’)]")


def _line_breaks(doc: Doc, space: npt.NDArray[np.bool_]) -> list[int]:
    """Places after which a line ends for good.

    A single newline before a small letter, with no final mark before it, may be a line wrapped
    by hand; there the breaker decides.
    """
    out = []
    for place in np.flatnonzero(space).tolist():
        newlines = len((doc[place].text + "x").splitlines()) - 1
        if not newlines or place + 1 >= len(doc):
            continue
        before = doc[place - 1].text if place else ""
        wrapped = doc[place + 1].text[:1].islower() and before[-1:] not in _FINAL
        if newlines > 1 or not wrapped:
            out.append(place)
    return out
