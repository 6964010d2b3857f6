"""The pipeline is no worse than when it was committed, on a slice of PUD and of EWT test."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from tests.floors import digest_of, hold

from detente.language import parse
from detente.language.treebank import sentences_of
from detente.measure.conll import add, read_conllu, score, texts

TREEBANKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "ud"
FIGURES = ("words", "sentences", "upos", "xpos", "lemma", "uas", "las", "las_no_punct")


@pytest.mark.skipif(not TREEBANKS.exists(), reason="the treebanks of ../shared/data are not here")
@pytest.mark.parametrize(("name", "documents"), [("en_pud-test", 150), ("en_ewt-test", 100)])
def test_scores_stay_above_their_floors(nlp, name, documents):
    treebank = TREEBANKS / f"{name}.conllu.xz"
    total: dict = {}
    for text, gold in itertools.islice(texts(read_conllu(treebank)), documents):
        (doc,) = parse(nlp, [text])
        total = add(total, score(gold, sentences_of(doc)))
    data = f"{digest_of([treebank])}, first {documents} documents"
    for figure in FIGURES:
        hold(f"language.{name}.{figure}", total[figure].f1 / 100, data=data)
