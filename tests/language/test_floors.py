"""The pipeline is no worse than when it was committed, on a slice of PUD and of EWT test."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from detente.language import parse
from detente.language.treebank import sentences_of
from detente.measure.conll import add, read_conllu, score, texts

TREEBANKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "ud"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.skipif(not TREEBANKS.exists(), reason="the treebanks of ../shared/data are not here")
@pytest.mark.parametrize("name", ["en_pud-test", "en_ewt-test"])
def test_scores_stay_above_their_floors(nlp, name):
    total: dict = {}
    documents = itertools.islice(
        texts(read_conllu(TREEBANKS / f"{name}.conllu.xz")), FLOORS["language"][name]["documents"]
    )
    for text, gold in documents:
        (doc,) = parse(nlp, [text])
        total = add(total, score(gold, sentences_of(doc)))
    for figure, floor in FLOORS["language"][name]["floors"].items():
        assert total[figure].f1 >= floor, (name, figure, total[figure].f1)
