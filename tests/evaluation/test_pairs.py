"""No row is scored by a model that has seen it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from detente.coding import Coder
from detente.coding.pairs.model import PairModel, load_pair_model
from detente.evaluation import MarkedPair, answer_pairs, evaluate_plv
from detente.evaluation.pairs import CROSS_VALIDATION, MODEL, SEEN


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def rows(count: int) -> list[MarkedPair]:
    """Little sentences whose verb gives the root."""
    out = []
    for n in range(count):
        verb, root = (("praised", "SUPPORT"), ("bombed", "ASSAULT"))[n % 2]
        sentence = f"Chile {verb} Peru {n} times."
        start = sentence.index("Peru")
        out.append(MarkedPair(str(n), sentence, ((0, 5),), ((start, start + 4),), root, None, None))
    return out


def that_has_seen(pairs: list[MarkedPair]) -> PairModel:
    return dataclasses.replace(load_pair_model(), card={"seen": [p.key for p in pairs]})


def test_unseen_rows_are_answered_by_the_model(coder: Coder) -> None:
    answers = answer_pairs(coder, rows(2))
    assert [a.how for a in answers] == [MODEL, MODEL]
    assert [a.root for a in answers] == ["SUPPORT", "ASSAULT"]
    assert all(0 < a.score <= 1 for a in answers)


def test_seen_rows_are_cross_validated(coder: Coder) -> None:
    pairs = rows(120)
    answers = answer_pairs(coder, pairs, model=that_has_seen(pairs[:110]))
    assert [a.how for a in answers] == [CROSS_VALIDATION] * 110 + [MODEL] * 10
    assert [a.root for a in answers] == [p.root for p in pairs]


def test_too_few_or_unlabelled_seen_rows_are_marked(coder: Coder) -> None:
    few = rows(3)
    assert [a.how for a in answer_pairs(coder, few, model=that_has_seen(few[:1]))] == [
        SEEN,
        MODEL,
        MODEL,
    ]
    bare = [dataclasses.replace(p, root=None) for p in rows(110)]
    assert {a.how for a in answer_pairs(coder, bare, model=that_has_seen(bare))} == {SEEN}


def test_marked_rows_are_answered_but_not_scored(
    coder: Coder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = rows(4)
    path = tmp_path / "plv.jsonl"
    lines = (
        {
            "id": p.id,
            "sentence": p.sentence,
            "source": {"spans": p.source},
            "target": {"spans": p.target},
            "root": p.root,
        }
        for p in pairs
    )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    model = that_has_seen(pairs[:1])
    monkeypatch.setattr("detente.evaluation.pairs.load_pair_model", lambda: model)
    scores, predictions = evaluate_plv(path, pairs=True, coder=coder)
    assert (scores.rows, len(predictions)) == (3, 4)
    assert scores.how == {MODEL: 3, SEEN: 1}
    assert scores.root_accuracy == 1.0


def test_a_text_without_words_gets_no_answer(coder: Coder) -> None:
    (answer,) = answer_pairs(coder, [MarkedPair("1", " \n", (), (), None, None, None)])
    assert (answer.root, answer.score) == (None, 0.0)
