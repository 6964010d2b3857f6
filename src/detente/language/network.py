"""The network without its gradient, in NumPy: word vectors in, decisions out.

One document at a time, so that nothing but the document decides the order in which floating
point numbers are added up. `training/network.py` is the same network with its gradient.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.language.trees import best_tree, is_tree

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Decisions:
    """What the network says of each word of a text, arrays of shape (words,).

    `heads` counts from the start of the text and is -1 for a root.
    """

    starts: Booleans
    xpos: Integers
    morph: Integers
    heads: Integers
    relations: Integers


def _leaky(x: Floats) -> Floats:
    out: Floats = np.maximum(x, np.float32(0.1) * x)
    return out


class Network:
    """The trained network.

    Parameters
    ----------
    parameters
        Arrays by the names that `training/network.py` gives them, dtype float32.
    longest
        Words beyond which a sentence is cut where the breaker is least sure that it goes on;
        such a sentence is a list or a page without punctuation, and time and memory grow with
        the square of its length.
    """

    def __init__(self, parameters: Mapping[str, Floats], *, longest: int = 200) -> None:
        self.longest = longest
        self.p = {
            name: np.ascontiguousarray(value, dtype=np.float32)
            for name, value in parameters.items()
        }
        hidden = self.hidden = len(self.p["l1f_h"])
        # sigmoid(x) = (1 + tanh(x / 2)) / 2: with the half folded into the weights, all four
        # gates need a single call of tanh.
        half = np.ones(4 * hidden, dtype=np.float32)
        half[: 3 * hidden] = 0.5
        self.layers = []
        for layer in (1, 2):
            inputs = np.concatenate([self.p[f"l{layer}{way}_x"] * half for way in "fb"], axis=1)
            bias = np.concatenate([self.p[f"l{layer}{way}_b"] * half for way in "fb"])
            recurrent = np.stack([self.p[f"l{layer}{way}_h"] * half for way in "fb"])
            self.layers.append((inputs, bias, recurrent))
        names = ("arc_dep", "arc_head", "lab_dep", "lab_head")
        self.spaces = np.concatenate([self.p[f"{n}_w"] for n in names], axis=1)
        self.spaces_bias = np.concatenate([self.p[f"{n}_b"] for n in names])
        self.tags = np.concatenate([self.p["xpos_w"], self.p["morph_w"]], axis=1)
        self.tags_bias = np.concatenate([self.p["xpos_b"], self.p["morph_b"]])

    def __call__(self, vectors: Floats, spaced: Integers, breaks: Booleans) -> Decisions:
        """Read a text.

        Parameters
        ----------
        vectors
            Sum of features of each word, shape (words, width).
        spaced
            1 where white space stands before the word, shape (words,).
        breaks
            True where a paragraph starts, shape (words,).
        """
        x = vectors + self.p["spaced"][spaced]
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt(np.einsum("ij,ij->i", x, x)[:, None] / x.shape[1] + np.float32(1e-5))
        x *= self.p["norm_g"]
        x += self.p["norm_b"]
        starts = self.sentence_starts(x, breaks)
        bounds = np.append(np.flatnonzero(starts), len(x))
        return self._read(x, starts, bounds)

    def sentence_starts(self, x: Floats, breaks: Booleans) -> Booleans:
        """Where sentences start: at paragraphs, and where the breaker says so."""
        # One empty place between paragraphs, as in training.
        places = np.arange(len(x)) + np.cumsum(breaks)
        size = int(places[-1]) + 2
        layer = np.zeros((size, x.shape[1]), dtype=np.float32)
        layer[places] = x
        real = np.zeros((size, 1), dtype=np.float32)
        real[places] = 1.0
        layer = _leaky(_around(layer) @ self.p["break_w1"] + self.p["break_b1"]) * real
        layer = _leaky(_around(layer) @ self.p["break_w2"] + self.p["break_b2"])
        scores = (layer @ self.p["break_w3"] + self.p["break_b3"])[places, 0]
        starts: Booleans = (scores > 0) | breaks
        starts[0] = True
        bounds = [*np.flatnonzero(starts).tolist(), len(x)]
        for begin, end in itertools.pairwise(bounds):
            while end - begin > self.longest:
                # Never at the first words, or a sentence would be shaved off word by word.
                window = slice(begin + self.longest // 2, begin + self.longest + 1)
                begin = window.start + int(scores[window].argmax())
                starts[begin] = True
        return starts

    def _read(self, x: Floats, starts: Booleans, bounds: Integers) -> Decisions:
        order = _Order(bounds)
        h = self._recur(0, x, order)
        tags = h @ self.tags + self.tags_bias
        kinds = self.p["xpos_b"].shape[0]
        xpos = tags[:, :kinds]
        soft = np.exp(xpos - xpos.max(axis=1, keepdims=True))
        soft /= soft.sum(axis=1, keepdims=True)
        h += self._recur(1, h + soft @ self.p["tag_e"], order)
        spaces = _leaky(h @ self.spaces + self.spaces_bias)
        arc, lab = self.p["arc_root"].shape[0], self.p["lab_root"].shape[0]
        dep, head, lab_dep, lab_head = np.split(spaces, np.cumsum([arc, arc, lab]), axis=1)
        heads = self._heads(dep, head, bounds)
        governors = np.where((heads < 0)[:, None], self.p["lab_root"], lab_head[heads])
        joint = np.concatenate([lab_dep, governors, lab_dep * governors], axis=1)
        relations = joint @ self.p["lab_w"] + self.p["lab_b"]
        return Decisions(
            starts=starts,
            xpos=xpos.argmax(axis=1),
            morph=tags[:, kinds:].argmax(axis=1),
            heads=heads,
            relations=relations.argmax(axis=1),
        )

    def _recur(self, layer: int, x: Floats, order: _Order) -> Floats:
        """Both directions over all sentences side by side; shape (words, 2 hidden)."""
        inputs, bias, weights = self.layers[layer]
        hidden = self.hidden
        z_all = (x @ inputs + bias).reshape(len(x), 2, 4 * hidden)
        z_all = np.stack([z_all[order.forward, 0], z_all[order.backward, 1]])
        out = np.empty((2, len(x), hidden), dtype=np.float32)
        h = c = np.zeros((2, 0, hidden), dtype=np.float32)
        at = 0
        for step, active in enumerate(order.active):
            z = z_all[:, at : at + active]
            if step:
                z += h[:, :active] @ weights
            np.tanh(z, out=z)
            gates = z[:, :, : 3 * hidden]
            gates *= 0.5
            gates += 0.5
            new = z[:, :, :hidden] * z[:, :, 3 * hidden :]
            if step:
                new += z[:, :, hidden : 2 * hidden] * c[:, :active]
            c = new
            h = out[:, at : at + active]
            np.multiply(z[:, :, 2 * hidden : 3 * hidden], np.tanh(c), out=h)
            at += active
        result = np.empty((len(x), 2 * hidden), dtype=np.float32)
        result[order.forward, :hidden] = out[0]
        result[order.backward, hidden:] = out[1]
        return result

    def _heads(self, dep: Floats, head: Floats, bounds: Integers) -> Integers:
        """Best head of each word, sentence by sentence."""
        left = dep @ self.p["arc_u"] + self.p["arc_bias"]
        root = left @ self.p["arc_root"]
        out = np.empty(len(dep), dtype=np.int64)
        for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            size = end - begin
            scores = np.empty((size, size + 1), dtype=np.float32)
            np.matmul(left[begin:end], head[begin:end].T, out=scores[:, :size])
            scores.flat[:: size + 2] = -1e9
            scores[:, size] = root[begin:end]
            heads = scores.argmax(axis=1)
            heads[heads == size] = -1
            if not is_tree(heads):
                heads = best_tree(scores)
            out[begin:end] = np.where(heads < 0, -1, heads + begin)
        return out


class _Order:
    """Words in the order of recurrence: the first of every sentence, then the second ..."""

    def __init__(self, bounds: Integers) -> None:
        lengths = np.diff(bounds)
        longest_first = np.argsort(-lengths, kind="stable")
        lengths, begins = lengths[longest_first], bounds[:-1][longest_first]
        ends = bounds[1:][longest_first]
        # Sentences that still go on at each step.
        self.active = (
            len(lengths) - np.searchsorted(lengths[::-1], np.arange(int(lengths[0])), side="right")
        ).tolist()
        row = np.concatenate([np.arange(a) for a in self.active])
        step = np.repeat(np.arange(len(self.active)), self.active)
        self.forward = begins[row] + step
        self.backward = ends[row] - 1 - step


def _around(x: Floats) -> Floats:
    """Each place with two neighbours on either side, shape (places, 5 inputs)."""
    size, width = x.shape
    out = np.zeros((size, 5 * width), dtype=np.float32)
    for k in range(5):
        shift = k - 2
        source = slice(max(0, shift), size + min(0, shift))
        target = slice(max(0, -shift), size + min(0, -shift))
        out[target, k * width : (k + 1) * width] = x[source]
    return out
