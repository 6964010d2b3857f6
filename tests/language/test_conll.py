"""The CoNLL 2018 measure on cases that can be counted by hand."""

from __future__ import annotations

import lzma

import pytest

from detente.measure.conll import (
    Sentence,
    Surface,
    TextsDiffer,
    Word,
    add,
    read_conllu,
    score,
    score_relations,
    texts,
)

RULERS = """\
# newdoc id = d1
# newpar
# text = Don't.
1-2	Don't	_	_	_	_	_	_	_	SpaceAfter=No
1	Do	do	AUX	VB	VerbForm=Inf	0	root	_	_
2	n't	not	PART	RB	_	1	advmod	_	_
3	.	.	PUNCT	.	_	1	punct	_	_

# newpar
1	He	he	PRON	PRP	Case=Nom	2	nsubj	_	_
2	left	leave	VERB	VBD	Tense=Past	0	root	_	SpaceAfter=No
2.1	gone	go	VERB	VBN	_	_	_	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

# newdoc id = d2
1	Yes	yes	INTJ	UH	_	0	root	_	_
"""


def sentence(*rows: tuple[str, str, int, str], lemma: str = "x", feats: str = "_") -> Sentence:
    """Sentence of rows form, upos, head, relation; one word per surface token."""
    surfaces = tuple(
        Surface(form, (Word(form, lemma, upos, upos, feats, head, relation),), True)
        for form, upos, head, relation in rows
    )
    return Sentence(surfaces, new_document=False, new_paragraph=False)


GOLD = sentence(
    ("Kim", "PROPN", 2, "nsubj"), ("left", "VERB", 0, "root"), (".", "PUNCT", 2, "punct")
)


@pytest.fixture
def treebank(tmp_path):
    path = tmp_path / "x.conllu.xz"
    path.write_bytes(lzma.compress(RULERS.encode()))
    return list(read_conllu(path))


def test_reader_keeps_multiword_tokens_and_drops_empty_nodes(treebank):
    first, second, third = treebank
    assert [s.form for s in first.surfaces] == ["Don't", "."]
    assert [w.form for w in first.words] == ["Do", "n't", "."]
    assert not first.surfaces[0].space_after
    assert [w.form for w in second.words] == ["He", "left", "."]
    assert (third.new_document, third.new_paragraph) == (True, False)


def test_raw_text_parts_paragraphs_and_documents(treebank):
    assert [text for text, _ in texts(treebank)] == ["Don't.\n\nHe left.", "Yes"]


def test_perfect_answer_scores_100():
    assert {s.f1 for s in score([GOLD], [GOLD]).values()} == {100.0}


def test_wrong_head_costs_uas_and_las():
    system = sentence(
        ("Kim", "PROPN", 0, "root"), ("left", "VERB", 1, "nsubj"), (".", "PUNCT", 2, "punct")
    )
    scores = score([GOLD], [system])
    assert scores["uas"].correct == 1
    assert scores["las"].f1 == pytest.approx(100 / 3)
    assert scores["upos"].f1 == 100.0
    assert scores["clas"].correct == 0
    assert (scores["clas"].gold, scores["clas"].system) == (2, 2)
    assert (scores["las_no_punct"].correct, scores["las_no_punct"].gold) == (0, 2)


def test_subtype_counts_only_where_asked():
    system = sentence(
        ("Kim", "PROPN", 2, "nsubj:pass"), ("left", "VERB", 0, "ROOT"), (".", "PUNCT", 2, "punct")
    )
    scores = score([GOLD], [system])
    assert scores["las"].correct == 3
    assert scores["las_subtypes"].correct == 2


def test_word_cut_in_two_is_lost_with_what_hangs_on_it():
    system = sentence(
        ("Kim", "PROPN", 2, "nsubj"), ("le", "VERB", 0, "root"), ("ft", "X", 2, "dep"),
        (".", "PUNCT", 2, "punct"),
    )  # fmt: skip
    scores = score([GOLD], [system])
    # 2 of 3 gold and 4 system words match; both had the lost word for head.
    assert scores["words"].f1 == pytest.approx(100 * 2 * 2 / 7)
    assert scores["uas"].correct == 0


def test_sentences_need_both_ends():
    one = sentence(("Yes", "INTJ", 0, "root"))
    joined = sentence(
        ("Kim", "PROPN", 2, "nsubj"), ("left", "VERB", 0, "root"), (".", "PUNCT", 2, "punct"),
        ("Yes", "INTJ", 2, "parataxis"),
    )  # fmt: skip
    scores = score([GOLD, one], [joined])
    assert (scores["sentences"].correct, scores["sentences"].gold) == (0, 2)
    assert scores["uas"].correct == 3


def test_words_of_a_multiword_token_align_by_form(treebank):
    gold = treebank[:1]
    split = sentence(
        ("Do", "AUX", 0, "root"), ("n't", "PART", 1, "advmod"), (".", "PUNCT", 1, "punct")
    )
    assert score(gold, [split])["las"].correct == 3
    whole = sentence(("Don't", "AUX", 0, "root"), (".", "PUNCT", 1, "punct"))
    scores = score(gold, [whole])
    assert (scores["words"].correct, scores["words"].gold, scores["words"].system) == (1, 3, 2)


def test_only_universal_features_count():
    gold = sentence(("Kim", "PROPN", 0, "root"), feats="Number=Sing|ExtPos=ADP")
    system = sentence(("Kim", "PROPN", 0, "root"), feats="Number=Sing")
    assert score([gold], [system])["feats"].correct == 1


def test_unannotated_lemma_is_right_whatever_is_said():
    gold = sentence(("Kim", "PROPN", 0, "root"), lemma="_")
    assert score([gold], [sentence(("Kim", "PROPN", 0, "root"))])["lemma"].correct == 1


def test_other_characters_are_an_error():
    with pytest.raises(TextsDiffer, match="character 0"):
        score([GOLD], [sentence(("Tim", "PROPN", 0, "root"))])


def test_relations_are_scored_by_full_name():
    system = sentence(
        ("Kim", "PROPN", 2, "nsubj:pass"), ("left", "VERB", 0, "ROOT"), (".", "PUNCT", 1, "punct")
    )
    scores = score_relations([GOLD], [system])
    assert {k: (s.correct, s.gold, s.system) for k, s in scores.items()} == {
        "nsubj": (0, 1, 0), "nsubj:pass": (0, 0, 1), "punct": (0, 1, 1),
        "root": (1, 1, 1),
    }  # fmt: skip


def test_adding_scores_adds_counts():
    once = score([GOLD], [GOLD])
    assert add(add({}, once), once)["las"] == type(once["las"])(6, 6, 6)
