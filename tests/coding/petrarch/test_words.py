"""Words are cut in a text and in a dictionary alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.petrarch.words import PhraseIndex, cut, phrase


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Barad-dur", ["BARAD", "DUR"]),
        ("won't", ["WO", "N'T"]),
        ("n’t", ["N'T"]),
        ("Libya's", ["LIBYA"]),
        ("Erdoğan", ["ERDOGAN"]),
        ("U.N.", ["U.N."]),
        ("anti-", ["ANTI"]),
        ("(EU)", ["EU"]),
        ("—", []),
        ("cannot", ["CAN", "NOT"]),
    ],
)
def test_cut(written: str, words: list[str]) -> None:
    assert cut(written) == words


@given(st.text(max_size=20))
def test_cut_is_stable(written: str) -> None:
    for word in cut(written):
        assert cut(word) in ([word], []) or len(cut(word)) > 1


def test_the_longest_phrase_counts_and_underscores_join() -> None:
    def index_of(*names: str) -> PhraseIndex[str]:
        return PhraseIndex([(p, n) for n in names if (p := phrase(n))])

    index = index_of("NEW_ZORN", "NEW_ZORN_CITY", "LEAGUE OF COAST")
    anything, nothing = (lambda _a, _b: True), (lambda _a, _b: False)
    words = ["THE", "NEW", "ZORN", "CITY", "LEAGUE", "OF", "THE", "COAST"]
    assert index.at(words, 1, nothing) == ((1, 2, 3), "NEW_ZORN_CITY")
    assert index.at(words[:3], 1, nothing) == ((1, 2), "NEW_ZORN")
    assert index.at(words, 4, anything) == ((4, 5, 7), "LEAGUE OF COAST")
    assert index.at(words, 4, nothing) is None
    assert index.at(["NEW", "BIG", "ZORN"], 0, anything) is None
