"""A small transformer that reads sentences word by word, in NumPy.

Comes in: the words of a document's sentences. Goes out: for each sentence its `Sense`: how likely
each word tells of an act of each type, how well each word would do as doer or goal of another's
act, which parts of a case file each word may belong to. The network is the lower layers of MiniLM
(Wang et al. 2020, arXiv:2002.10957) taught further on our annotated articles
(``python -m training.encoder.train``, docs/model-card-encoder.md); encoder and answers were taught
together. It hints, and the models of this room decide.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.coding.learned.passages import Passage, passages
from detente.coding.learned.pieces import Pieces
from detente.coding.weights import Arrays, packed, shipped, unpacked, write

COMMAND = "python -m training.encoder.train"
HEADS = 12
LONGEST = 160  # pieces of a sentence that are read; what comes after is not
ROOM = 2_000  # pieces that are read at a time: what they take in memory is under 50 MB
Floats = npt.NDArray[Any]  # float32
SIDES = "ar"  # doer and goal


@dataclass(frozen=True, slots=True)
class Known:
    """What `Sense.acts`, `Sense.statuses` and `Sense.tags` are of, in the order of their columns.

    Acts have a column more, the first, for none; statuses the last, for what is no act.
    """

    types: tuple[str, ...]
    statuses: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What the words of a passage offer as doers and goals, those of all its sentences in a row.

    Attributes
    ----------
    offering
        What each word offers, shape (words, 2, k).
    bias
        Log odds of doer and goal of each word, shape (words, 2).
    rows
        By sentence its rows.
    """

    offering: Floats
    bias: Floats
    rows: Mapping[int, range]

    def row(self, number: int, i: int) -> int | None:
        """The row of word ``i`` of a sentence; None if it was not read."""
        own = self.rows.get(number)
        return own[i] if own is not None and i < len(own) else None


@dataclass(frozen=True, slots=True)
class Sense:
    """What the encoder makes of one sentence's words; words after `LONGEST` have no row.

    Attributes
    ----------
    acts
        Probabilities, shape (words, 1 + types): first that a word tells of no act.
    statuses
        Were it one, how sure the text is of it, shape (words, statuses + 1): the last that it
        only looks like one.
    tags
        The same of each of the encoder's ``tags``, by itself, shape (words, tags).
    asking
        What words look for in a doer or goal, shape (words, 2, k).
    around
        What the words of the passage offer.
    """

    acts: Floats
    statuses: Floats
    tags: Floats
    asking: Floats
    around: Around

    def __len__(self) -> int:
        return len(self.acts)

    def side(self, i: int, side: str) -> Floats | None:
        """Log odds that each word `around` is doer ("a") or goal ("r") of what word ``i`` tells."""
        if i >= len(self):
            return None
        s = SIDES.index(side)
        out: Floats = self.around.offering[:, s] @ self.asking[i, s] + self.around.bias[:, s]
        return out


@dataclass(frozen=True)
class Encoder:
    """The network.

    Attributes
    ----------
    pieces
        How words are cut.
    known
        What its answers are of.
    arrays
        Weights by name; those of layer 2 begin with "2_". Embeddings are steps of int8, with a
        scale a row.
    layers
        How many layers there are.
    """

    pieces: Pieces
    known: Known
    arrays: Arrays
    layers: int

    def read(self, sentences: Sequence[Sequence[str]]) -> list[Sense]:
        """The senses of a document's sentences, in their order."""
        cut = [in_pieces(self.pieces, words) for words in sentences]
        out: list[Sense] = []
        held: list[Passage] = []
        size = 0
        for passage in passages([len(numbers) for numbers, _ in cut]):
            long = 1 + sum(len(cut[n][0]) for n in (*passage.before, *passage.own))
            if held and size + long > ROOM:
                out += self._sensed(held, cut)
                held, size = [], 0
            held.append(passage)
            size += long
        return out + self._sensed(held, cut) if held else out

    def _sensed(
        self, held: Sequence[Passage], cut: Sequence[tuple[list[int], list[int]]]
    ) -> list[Sense]:
        a = self.arrays
        bounds: list[tuple[int, int]] = []
        numbers: list[int] = []
        at: list[int] = []
        rows: list[dict[int, range]] = []
        for passage in held:
            begin = len(numbers)
            numbers.append(self.pieces.start)
            rows.append({})
            for n in (*passage.before, *passage.own):
                pieces, first = cut[n]
                rows[-1][n] = range(len(at), len(at) + len(first))
                at += [len(numbers) + k for k in first]
                numbers += pieces
            bounds.append((begin, len(numbers)))
        x = self._vectors(numbers, bounds)[at]
        acts = _shares(x @ a["act"] + a["act_bias"])
        statuses = _shares(x @ a["status"] + a["status_bias"])
        tags = 1.0 / (1.0 + np.exp(-(x @ a["tag"] + a["tag_bias"])))
        k = a["asking"].shape[1] // 2
        asking = _gelu(x @ a["asking"] + a["asking_bias"]).reshape(-1, 2, k)
        offering = _gelu(x @ a["offering"] + a["offering_bias"]).reshape(-1, 2, k)
        bias = (offering * a["side"]).sum(-1) + a["side_bias"]
        asking = asking / np.float32(np.sqrt(k))
        out = []
        for passage, of in zip(held, rows, strict=True):
            lo, hi = min(r.start for r in of.values()), max(r.stop for r in of.values())
            here = {n: range(r.start - lo, r.stop - lo) for n, r in of.items()}
            around = Around(offering[lo:hi], bias[lo:hi], here)
            for n in passage.own:
                own = slice(of[n].start, of[n].stop)
                out.append(Sense(acts[own], statuses[own], tags[own], asking[own], around))
        return out

    def _vectors(self, numbers: Sequence[int], bounds: Sequence[tuple[int, int]]) -> Floats:
        """The vector of each piece, shape (pieces, width); passages do not see each other."""
        a = self.arrays
        places = np.concatenate([np.arange(e - b) for b, e in bounds])
        x = a["words"][numbers].astype(np.float32) * a["words_scale"][numbers, None]
        x = _even(x + a["places"][places], a["first_gain"], a["first_bias"])
        for n in range(self.layers):
            own = {k: a[f"{n}_{k}"] for k in _OF_LAYER}
            seen = _attended(x @ own["all"] + own["all_bias"], bounds)
            x = _even(x + seen @ own["out"] + own["out_bias"], own["gain1"], own["bias1"])
            wide = _gelu(x @ own["up"] + own["up_bias"])
            x = _even(x + wide @ own["down"] + own["down_bias"], own["gain2"], own["bias2"])
        return x


def in_pieces(known: Pieces, words: Sequence[str]) -> tuple[list[int], list[int]]:
    """The pieces of a sentence with its end, and where each word begins among them."""
    numbers: list[int] = []
    first: list[int] = []
    for word in words:
        first.append(len(numbers))
        numbers += known.of(word)
        if len(numbers) >= LONGEST:
            break
    numbers = numbers[:LONGEST]
    return [*numbers, known.end], [k for k in first if k < len(numbers)]


_MATRICES = ("all", "out", "up", "down")
_OF_LAYER = (
    *_MATRICES,
    *(f"{m}_bias" for m in _MATRICES),
    *("gain1", "bias1", "gain2", "bias2"),
)


def _attended(mixed: Floats, bounds: Sequence[tuple[int, int]]) -> Floats:
    """What each piece takes from those of its passage; ``mixed`` are queries, keys, values."""
    width = mixed.shape[1] // 3
    out = np.empty((len(mixed), width), dtype=np.float32)
    scale = np.float32(1.0 / np.sqrt(width // HEADS))
    for begin, end in bounds:
        n = end - begin
        own = mixed[begin:end].reshape(n, 3, HEADS, width // HEADS)
        query, key, value = own.transpose(1, 2, 0, 3)
        weights = _shares((query * scale) @ key.transpose(0, 2, 1))
        out[begin:end] = (weights @ value).transpose(1, 0, 2).reshape(n, width)
    return out


def _shares(scores: Floats) -> Floats:
    e = np.exp(scores - scores.max(-1, keepdims=True))
    out: Floats = e / e.sum(-1, keepdims=True)
    return out


def _even(x: Floats, gain: Floats, bias: Floats) -> Floats:
    """Layer normalisation."""
    x = x - x.mean(-1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / np.float32(x.shape[1]) + 1e-12)
    out: Floats = x / spread * gain + bias
    return out


def _gelu(x: Floats) -> Floats:
    """Gaussian error linear unit, by hyperbolic tangent (Hendrycks & Gimpel 2016, section 2)."""
    inner = np.float32(np.sqrt(2.0 / np.pi)) * x * (1.0 + np.float32(0.044715) * x * x)
    out: Floats = np.float32(0.5) * x * (1.0 + np.tanh(inner))
    return out


# files ------------------------------------------------------------------------------------------


def save_encoder(
    folder: Path,
    names: Sequence[str],
    arrays: Arrays,
    card: Mapping[str, Any],
) -> None:
    """Write ``encoder.npz`` and its card; matrices become steps of int8, with a scale a column.

    Embeddings ("words") have a scale a row. ``card`` tells ``layers``, ``types``, ``statuses``
    and ``tags``.
    """
    out: dict[str, npt.NDArray[Any]] = {"pieces": packed(names)}
    for name, x in arrays.items():
        if x.ndim < 2 or name in ("side", "places"):
            out[name] = x.astype(np.float32)
            continue
        axis = 1 if name == "words" else 0
        scale = np.maximum(np.abs(x).max(axis=axis), 1e-9) / 127
        steps = x / (scale[:, None] if axis else scale)
        out[name] = np.round(steps).astype(np.int8)
        out[f"{name}_scale"] = scale.astype(np.float32)
    write(folder, "encoder", out, card)


@cache
def load_encoder(folder: Path | None = None) -> Encoder:
    """The shipped network, or another's folder.

    Raises
    ------
    BadDataFile
        A file is missing or damaged.
    """
    folder = folder or Path(str(resources.files("detente.coding.learned") / "data" / "deep"))
    with shipped("the encoder", folder / "encoder.npz", COMMAND):
        card = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        with np.load(folder / "encoder.npz") as held:
            layers = int(card["layers"])
            return Encoder(
                Pieces(unpacked(held["pieces"])),
                Known(tuple(card["types"]), tuple(card["statuses"]), tuple(card["tags"])),
                _weights(held),
                layers,
            )


def _weights(held: Arrays) -> dict[str, npt.NDArray[Any]]:
    out: dict[str, npt.NDArray[Any]] = {}
    for name in held:
        if name in ("pieces", "words", "words_scale"):
            out[name] = held[name]
        elif f"{name}_scale" in held:
            out[name] = held[name].astype(np.float32) * held[f"{name}_scale"]
        elif not name.endswith("_scale"):
            out[name] = held[name]
    return out
