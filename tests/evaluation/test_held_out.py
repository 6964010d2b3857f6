"""Rows that the shipped models have seen are coded by models that have not."""

from __future__ import annotations

import dataclasses

import pytest

from detente.coding import Coder
from detente.coding.pairs.acts import ActFinder
from detente.coding.pairs.detector import FOLDS, fold_of, load_detector, sentence_key
from detente.coding.pairs.model import load_pair_model
from detente.evaluation.held_out import FEWEST, fair_coders
from tests.evaluation.test_pairs import rows


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def that_has_seen(coder: Coder, pairs: list) -> Coder:  # type: ignore[type-arg]
    detector = dataclasses.replace(
        load_detector(), card={"seen": [sentence_key(p.sentence) for p in pairs]}
    )
    model = dataclasses.replace(load_pair_model(), card={"seen": [p.key for p in pairs]})
    return coder.deciding_by(ActFinder(coder.matcher, coder.cues, detector=detector, model=model))


def test_unseen_rows_are_coded_by_what_is_shipped(coder: Coder) -> None:
    assert fair_coders(coder, rows(3)) == [coder] * 3


def test_seen_rows_are_coded_without_their_fold(coder: Coder) -> None:
    pairs = rows(2 * FEWEST)
    shipped = that_has_seen(coder, pairs[:-10])
    fair = fair_coders(shipped, pairs)
    assert all(c is shipped for c in fair[-10:])
    assert all(c is not shipped for c in fair[:-10])
    by_fold = {fold_of(p.sentence): c for p, c in zip(pairs[:-10], fair, strict=False)}
    assert len({id(c) for c in by_fold.values()}) == FOLDS
    for fold, other in by_fold.items():
        assert other is not None
        assert other.acts.detector.weights == load_detector().held[fold][0]
        assert other.acts.model.temperature == load_pair_model().temperature


def test_too_few_seen_rows_have_no_fair_coder(coder: Coder) -> None:
    pairs = rows(20)
    assert fair_coders(that_has_seen(coder, pairs), pairs) == [None] * 20
