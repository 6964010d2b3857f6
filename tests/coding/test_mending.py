"""Conjuncts hung on the wrong verb, put where they belong."""

from __future__ import annotations

from detente.coding.mending import mended


def test_a_conjunct_goes_to_the_nearer_clause_with_a_subject() -> None:
    # police took ship ; Rome protested and recalled envoy
    deps = ["nsubj", "root", "obj", "punct", "nsubj", "parataxis", "cc", "conj", "obj"]
    tags = ["NN", "VBD", "NN", ":", "NNP", "VBD", "CC", "VBD", "NN"]
    heads = [1, -1, 1, 5, 5, 1, 7, 1, 7]
    assert list(mended(heads, deps, tags)) == [1, -1, 1, 5, 5, 1, 7, 5, 7]


def test_a_conjunct_with_its_own_subject_stays() -> None:
    deps = ["nsubj", "root", "punct", "nsubj", "parataxis", "cc", "nsubj", "conj"]
    tags = ["NN", "VBD", ":", "NNP", "VBD", "CC", "NNP", "VBD"]
    heads = [1, -1, 4, 4, 1, 7, 7, 1]
    assert mended(heads, deps, tags) is heads
