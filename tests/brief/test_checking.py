"""The checker lets true sentences through and no false ones: by hand, and by seeded corruption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from detente.brief.checking import Checker
from detente.store import open_store
from tests.brief.hand import CASES

# The bar of issue 7.
CAUGHT, KEPT = 0.95, 0.95


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    path = tmp_path_factory.mktemp("hand") / "hand.duckdb"
    with open_store(path) as store:
        store.add_all([case.reading() for case in CASES])
        yield Checker(store)


def test_sentences_by_hand_that_are_true_are_kept(by_hand: Checker) -> None:
    true = [(text, case.refs()) for case in CASES for text in case.true]
    refused = {t: by_hand.sentence(t, refs) for t, refs in true if by_hand.sentence(t, refs)}
    assert len(true) >= 20
    assert len(true) - len(refused) >= KEPT * len(true), refused


def test_sentences_by_hand_that_are_false_are_caught(by_hand: Checker) -> None:
    false = [(how, text, case.refs()) for case in CASES for how, text in case.false]
    assert len(false) >= 60
    assert set(Counter(how for how, _, _ in false)) == {
        "number",
        "name",
        "date",
        "actors",
        "polarity",
    }
    missed = [(how, text) for how, text, refs in false if not by_hand.sentence(text, refs)]
    assert len(false) - len(missed) >= CAUGHT * len(false), missed
