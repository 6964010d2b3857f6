"""The pipeline that comes with the package, and what is said of one that will not do."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from detente.errors import PipelineUnusable
from detente.language import load, parse

NEWS = (
    "The Russian ambassador to Turkey, Andrei Karlov, was shot by an off-duty police officer in "
    "Ankara on Monday. President Recep Tayyip Erdogan telephoned Mr. Putin; both said that "
    "relations would not be harmed.\n\nA joint team will investigate\n\n"
    "“We know what is behind it,” Gen. Smith told the U.S. Senate on Nov. 24."
)

# Whole code points, and the neighbourhoods where tokenizers lose characters.
ANYTHING = st.text(max_size=200)
AWKWARD = st.lists(
    st.sampled_from(
        ["\r\n", "\n", "\t", "\u00a0", "\u200b", "\u200d", "\ufeff", "\u2028", "\x00", "\x1c", "\x85",
         "é", "👩‍👩‍👧", "٣", "don't", "U.S.", "No. 5", "No.", "Mr.", "...", "!!?", "'", "”", "(", " ",
         "  ", "http://a.b/c", "state-owned", "5pm", "word", "Ankara", "-", "\u3000", "ﬁ", "ß"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def annotation(doc) -> list[tuple]:
    return [
        (t.idx, t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start)
        for t in doc
    ]


@settings(deadline=None, max_examples=150)
@given(ANYTHING | AWKWARD)
def test_offsets_are_those_of_the_text(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t.text)] == t.text for t in doc)
    # Every token is in one sentence, and every sentence has one root.
    assert sum(len(s) for s in doc.sents) == len(doc)
    for s in doc.sents:
        assert [t.dep_ for t in s if t.head.i == t.i] == ["ROOT"]
        assert all(s.start <= t.head.i < s.end for t in s)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\r\n", "\x00", "  x  ", "\n x", "x\n", "a" * 20_000]
)
def test_odd_texts_come_back_whole(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    assert doc.has_annotation("DEP") or not len(doc)


def test_a_long_text_without_stops_is_read_in_pieces(nlp):
    text = "the ministers of the states met and " * 1_500
    doc = nlp(text)
    assert doc.text == text
    assert max(len(s) for s in doc.sents) <= 200


def test_a_text_longer_than_a_chunk_keeps_its_paragraphs(nlp):
    text = "\n\n".join([NEWS] * 30)
    doc = nlp(text)
    alone = [s.text.strip() for s in nlp(NEWS).sents]
    assert [s.text.strip() for s in doc.sents] == alone * 30


def test_tags_relations_and_lemmas(nlp):
    doc = nlp("The ambassador was shot in Ankara by a policeman.")
    found = {t.text: (t.tag_, t.pos_, t.lemma_, t.dep_, t.head.text) for t in doc}
    assert found["ambassador"] == ("NN", "NOUN", "ambassador", "nsubj:pass", "shot")
    assert found["shot"] == ("VBN", "VERB", "shoot", "ROOT", "shot")
    assert found["was"][3] == "aux:pass"
    assert found["policeman"][3] == "obl:agent"
    assert found["Ankara"] == ("NNP", "PROPN", "Ankara", "obl", "shot")


def test_labels_are_those_of_universal_dependencies(nlp):
    labels = set(nlp.get_pipe("detente_grammar").labels)
    assert {"ROOT", "nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "acl:relcl",
            "advcl", "ccomp", "xcomp", "conj", "appos", "parataxis"} <= labels  # fmt: skip
    assert not labels & {"root", "dobj", "pobj"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Senate voted on Monday.",
        "He met Mr. Erdogan and Gen. Smith in St. Petersburg.",
        "The visit was put off until Nov. 24 in Washington, D.C.",
        "Resolution No. 2254 was adopted by the U.N. Security Council.",
        "Lt. Col. Ivanov and Sen. John McCain spoke at 5 p.m. on Friday.",
    ],
)
def test_abbreviations_do_not_end_a_sentence(nlp, sentence):
    assert [s.text for s in nlp(sentence).sents] == [sentence]


def test_no_alone_does_end_one(nlp):
    assert len(list(nlp("Would he go? No. He would stay.").sents)) == 3


def test_lines_without_stop_are_sentences(nlp):
    text = "Turkey and Russia to hold talks\n\nThe talks begin on Monday.\nAnkara\nThe end."
    assert [s.text.strip() for s in nlp(text).sents] == text.replace("\n\n", "\n").split("\n")


def test_a_line_wrapped_by_hand_is_no_break(nlp):
    text = "The foreign ministers of Turkey and Russia\nwere expected to meet on Monday."
    assert len(list(nlp(text).sents)) == 1


def test_neighbours_change_nothing(nlp):
    texts = [NEWS, "Iran denied it.", "", NEWS[:120], "Short.", NEWS * 3]
    alone = [annotation(nlp(text)) for text in texts]
    assert [annotation(d) for d in parse(nlp, texts)] == alone
    assert [annotation(d) for d in parse(nlp, reversed(texts))] == alone[::-1]
    assert [annotation(d) for d in nlp.pipe(texts, batch_size=3)] == alone
    assert [annotation(d) for d in parse(load(), texts)] == alone


def test_another_process_says_the_same(nlp):
    code = (
        "import sys, hashlib\n"
        "from detente.language import load\n"
        "d = load()(sys.argv[1])\n"
        "rows = [(t.tag_, t.dep_, t.head.i, t.lemma_, str(t.morph)) for t in d]\n"
        "print(hashlib.sha256(repr(rows).encode()).hexdigest())"
    )
    run = [
        subprocess.run(
            [sys.executable, "-c", code, NEWS], capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    assert run[0].stdout == run[1].stdout != ""


def test_parse_is_lazy(nlp):
    def endless():
        while True:
            yield "Iran denied it."

    assert next(parse(nlp, endless())).text == "Iran denied it."


def test_half_a_surrogate_pair_keeps_its_place(nlp):
    (doc,) = parse(nlp, ["Iran \ud800 denied it."])
    assert doc.text == "Iran \ufffd denied it."


def test_unknown_pipeline_says_what_to_do(tmp_path):
    with pytest.raises(PipelineUnusable, match="no_such_pipeline") as caught:
        load("no_such_pipeline")
    assert caught.value.hint is not None
    with pytest.raises(PipelineUnusable):
        load(str(tmp_path))


def test_pipeline_with_other_relations_is_refused(tmp_path):
    other = English()
    parser = other.add_pipe("parser")
    for label in ("nsubj", "dobj", "pobj"):
        parser.add_label(label)
    other.initialize()
    other.to_disk(tmp_path / "other")
    with pytest.raises(PipelineUnusable, match=r"no obj, obl"):
        load(str(tmp_path / "other"))


def test_pipeline_without_a_parser_is_refused(tmp_path):
    English().to_disk(tmp_path / "blank")
    with pytest.raises(PipelineUnusable, match="no nsubj, obj, obl"):
        load(str(tmp_path / "blank"))


def test_another_ud_pipeline_is_taken(tmp_path):
    other = English()
    parser = other.add_pipe("parser")
    for label in ("nsubj", "obj", "obl"):
        parser.add_label(label)
    other.initialize()
    other.to_disk(tmp_path / "ud")
    nlp = load(str(tmp_path / "ud"))
    assert len(next(iter(parse(nlp, ["Iran denied it."])))) == 4
