"""The measures of a classification agree with scikit-learn and with what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from detente.measure.classification import (
    LengthsDiffer,
    accuracy,
    class_scores,
    confusion,
    macro_f1,
)

labels = st.sampled_from(["AID", "ACCUSE", "YIELD", "REJECT"])
answered = st.lists(st.tuples(labels, labels), min_size=1, max_size=40)
with_silence = st.lists(st.tuples(labels, st.none() | labels), min_size=1, max_size=40)


@given(answered)
def test_agrees_with_scikit_learn(rows: list[tuple[str, str]]) -> None:
    gold, said = [g for g, _ in rows], [s for _, s in rows]
    assert accuracy(gold, said) == pytest.approx(accuracy_score(gold, said))
    expected = f1_score(gold, said, average="macro", zero_division=0)
    assert macro_f1(gold, said) == pytest.approx(expected)
    names = sorted({*gold, *said})
    p, r, f, n = precision_recall_fscore_support(gold, said, labels=names, zero_division=0)
    ours = class_scores(gold, said)
    for k, name in enumerate(names):
        score = ours[name]
        assert (score.precision, score.recall, score.f1) == pytest.approx((p[k], r[k], f[k]))
        assert score.support == n[k]


@given(with_silence)
def test_silence_costs_recall_and_is_no_class(rows: list[tuple[str, str | None]]) -> None:
    gold, said = [g for g, _ in rows], [s for _, s in rows]
    names = sorted({*gold, *(s for s in said if s is not None)})
    told = [s or "none" for s in said]
    expected = f1_score(gold, told, labels=names, average="macro", zero_division=0)
    assert macro_f1(gold, said) == pytest.approx(expected)
    assert set(class_scores(gold, said)) == set(names)


@given(with_silence)
def test_confusion_counts_every_row_once(rows: list[tuple[str, str | None]]) -> None:
    cells = confusion([g for g, _ in rows], [s for _, s in rows])
    assert sum(n for row in cells.values() for n in row.values()) == len(rows)
    right = sum(row.get(name, 0) for name, row in cells.items())
    assert right == sum(g == s for g, s in rows)


def test_lists_of_other_lengths_are_refused() -> None:
    for measure in (accuracy, macro_f1, confusion):
        with pytest.raises(LengthsDiffer, match="2 right answers, 1 given"):
            measure(["a", "b"], ["a"])


def test_no_rows_score_nothing() -> None:
    assert (accuracy([], []), macro_f1([], [])) == (0.0, 0.0)
