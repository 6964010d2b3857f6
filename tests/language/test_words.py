"""Features, lemmas and the order of recurrence, without a trained model."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.language.features import Clusters, WordFeatures, shape
from detente.language.lemmas import learn
from detente.language.network import Network, _Order

CLUSTERS = Clusters(np.array([5], np.uint32), np.array([9], np.uint32))
FEATURES = WordFeatures(["ankara", "said"], CLUSTERS)


@given(st.text(max_size=60))
def test_every_string_has_rows_in_the_table(form):
    rows, weights = FEATURES(form)
    assert len(rows) == len(weights) >= 14
    assert all(0 <= row < FEATURES.rows for row in rows)


def test_rows_do_not_change_between_versions():
    # A change here means that every shipped table must be trained anew.
    assert FEATURES("Ankara")[0][:5] == [1, 4161, 2442, 7286, 4330]


def test_known_words_ignore_case_and_unknown_share_a_row():
    assert FEATURES("SAID")[0][0] == FEATURES("said")[0][0] == 2
    assert FEATURES("Zugdidi")[0][0] == FEATURES("Kutaisi")[0][0] == 0


def test_shape_cuts_long_runs():
    assert shape("Internationalization") == "Xxxx"


TRIPLES = [
    ("walks", "VBZ", "walk"), ("talks", "VBZ", "talk"), ("Sinks", "VBZ", "sink"),
    ("goes", "VBZ", "go"), ("is", "VBZ", "be"), ("Talks", "NNP", "Talks"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [("balks", "VBZ", "balk"), ("BALKS", "VBZ", "balk"), ("is", "VBZ", "be"), ("Is", "VBZ", "be"),
     ("Ankara", "NNP", "Ankara"), ("", "VBZ", ""), ("said", "XX", "said")],
)  # fmt: skip
def test_lemmas_by_rule_exception_and_word(form, tag, lemma):
    assert learn(TRIPLES)(form, tag) == lemma


def tiny_network(seed: int = 0, hidden: int = 6, width: int = 5) -> Network:
    rng = np.random.default_rng(seed)

    def array(*size: int) -> np.ndarray:
        return rng.normal(scale=0.5, size=size).astype(np.float32)

    h, d, b, kinds = hidden, width, 4, 3
    p = {
        "spaced": array(2, d), "norm_g": array(d), "norm_b": array(d),
        "break_w1": array(5 * d, b), "break_b1": array(b), "break_w2": array(5 * b, b),
        "break_b2": array(b), "break_w3": array(b, 1), "break_b3": array(1),
        "xpos_w": array(2 * h, kinds), "xpos_b": array(kinds), "morph_w": array(2 * h, kinds),
        "morph_b": array(kinds), "tag_e": array(kinds, 2 * h),
        "arc_dep_w": array(2 * h, 7), "arc_dep_b": array(7), "arc_head_w": array(2 * h, 7),
        "arc_head_b": array(7), "arc_u": array(7, 7), "arc_bias": array(7), "arc_root": array(7),
        "lab_dep_w": array(2 * h, 4), "lab_dep_b": array(4), "lab_head_w": array(2 * h, 4),
        "lab_head_b": array(4), "lab_root": array(4), "lab_w": array(12, kinds),
        "lab_b": array(kinds),
    }  # fmt: skip
    for layer, inputs in ((1, d), (2, 2 * h)):
        for way in "fb":
            p[f"l{layer}{way}_x"] = array(inputs, 4 * h)
            p[f"l{layer}{way}_h"] = array(h, 4 * h)
            p[f"l{layer}{way}_b"] = array(4 * h)
    return Network(p)


def test_recurrence_is_that_of_each_sentence_alone():
    network = tiny_network()
    rng = np.random.default_rng(1)
    bounds = np.array([0, 4, 5, 12])
    x = rng.normal(size=(12, 5)).astype(np.float32)
    together = network._recur(0, x, _Order(bounds))

    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    expected = np.zeros((12, 12))
    for begin, end in ((0, 4), (4, 5), (5, 12)):
        for way, places in (("f", range(begin, end)), ("b", range(end - 1, begin - 1, -1))):
            h = c = np.zeros(6)
            for n in places:
                z = (
                    x[n] @ network.p[f"l1{way}_x"] + h @ network.p[f"l1{way}_h"]
                    + network.p[f"l1{way}_b"]
                )  # fmt: skip
                i, f, o, g = sigmoid(z[:6]), sigmoid(z[6:12]), sigmoid(z[12:18]), np.tanh(z[18:])
                c = f * c + i * g
                h = o * np.tanh(c)
                expected[n, slice(0, 6) if way == "f" else slice(6, 12)] = h
    assert np.allclose(together, expected, atol=1e-5)


@given(st.integers(0, 10_000))
def test_any_text_becomes_one_tree_per_sentence(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 40))
    network = tiny_network()
    network.longest = 10
    breaks = rng.random(count) < 0.2
    decided = network(
        rng.normal(size=(count, 5)).astype(np.float32), rng.integers(0, 2, count), breaks
    )
    bounds = [*np.flatnonzero(decided.starts).tolist(), count]
    assert bounds[0] == 0
    assert all(decided.starts[breaks])
    for begin, end in itertools.pairwise(bounds):
        assert end - begin <= 10
        heads = decided.heads[begin:end]
        assert (heads < 0).sum() == 1
        inside = heads[heads >= 0]
        assert ((inside >= begin) & (inside < end)).all()
