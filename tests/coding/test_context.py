"""Contexts: by the words of a sentence, by what a whole document is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from detente.codebook import load_codebook
from detente.coding import Coder
from detente.coding.context import contexts_of, document_topics, load_contexts
from detente.errors import BadDataFile
from detente.records import Document, Event
from tests.coding.build import plain
from tests.floors import digest_of, hold

FILE = Path(__file__).parent / "data" / "contexts.tsv"
GAS = (
    "The pipeline under the sea was to carry gas from Norway to Poland. "
    "Energy has been scarce all winter, and gas is dear. "
    "Two Polish ministers spoke of a long delay. "
    "Oil and gas from elsewhere will have to do. "
    "Poland criticised Norway on Tuesday."
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(analyst=False)


def rows() -> list[tuple[str, set[str], set[str]]]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    out = []
    for sentence, cell in (x.split("\t") for x in lines if not x.startswith("#")):
        names = cell.split(",")
        out.append(
            (
                sentence,
                {n for n in names if not n.startswith("!")},
                {n[1:] for n in names if n.startswith("!")},
            )
        )
    return out


def events(coder: Coder, text: str) -> tuple[Event, ...]:
    (reading,) = coder.read([Document("d", text, "2023-05-04")])
    return reading.events


def test_share_of_sentences_with_the_contexts_written_down(coder: Coder) -> None:
    right = 0
    read: Counter[str] = Counter()
    for sentence, wanted, unwanted in rows():
        found = {c for e in events(coder, sentence) for c in e.context}
        right += wanted <= found and not unwanted & found and bool(events(coder, sentence))
        read.update(wanted & found)
    assert set(load_codebook().contexts) <= set(read)
    hold("coding.context_sentences.right", right / len(rows()), data=digest_of([FILE]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("press freedom", {"rights_freedoms"}),
        ("press conference", set()),
        ("the central bank", {"economic"}),
        ("the West Bank", set()),
        ("human rights", {"human_rights"}),
        ("freedom of the press", {"rights_freedoms"}),
        ("an open air theatre", set()),
        ("the air force", {"military"}),
    ],
)
def test_phrases_are_read_as_phrases(text: str, found: set[str]) -> None:
    assert set(contexts_of(plain(text), load_contexts(), ())) == found


def test_given_contexts_come_first_and_once() -> None:
    s = plain("an oil embargo of the army")
    assert contexts_of(s, load_contexts(), ("military", "military")) == (
        "military",
        "economic",
        "natural_resource",
    )


def test_a_document_lends_its_topic_to_an_event_whose_sentence_is_silent(coder: Coder) -> None:
    (event,) = [e for e in events(coder, GAS) if e.event_type == "ACCUSE"]
    assert "natural_resource" in event.context
    (alone,) = events(coder, "Poland criticised Norway on Tuesday.")
    assert "natural_resource" not in alone.context


def test_a_sentence_with_a_topic_of_its_own_takes_none_from_the_document(coder: Coder) -> None:
    text = GAS.replace("Norway on Tuesday", "Norway on Tuesday over whaling and deforestation")
    (event,) = [e for e in events(coder, text) if e.event_type == "ACCUSE"]
    assert "environment" in event.context
    assert "natural_resource" not in event.context


def test_a_word_in_passing_makes_no_topic_of_a_document(coder: Coder) -> None:
    text = GAS.replace("gas", "news").replace("Oil and news", "News").replace("Energy", "Time")
    (event,) = [e for e in events(coder, text) if e.event_type == "ACCUSE"]
    assert "natural_resource" not in event.context


def test_a_document_is_about_what_enough_sentences_and_words_tell() -> None:
    found = load_contexts()
    oil = [plain("oil"), plain("gas"), plain("oil")]
    rest = [plain("nothing")] * 5
    assert document_topics(oil, found) == ("natural_resource",)
    assert document_topics(oil + rest, found) == ("natural_resource",)
    assert document_topics(oil + rest * 2, found) == ()
    assert document_topics(oil[:2], found) == ()
    assert document_topics([plain("oil")] * 3, found) == ()  # one word alone
    assert document_topics(oil, replace(found, share=1.0)) == ("natural_resource",)
    assert document_topics([*oil, *rest], replace(found, share=1.0)) == ()


def test_a_mode_brings_its_context_along(coder: Coder) -> None:
    (event,) = events(coder, "Russia ran a smear campaign against Estonia.")
    assert event.event_mode == ("misinformation",)
    assert "misinformation" in event.context


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[context]\nmilitry = ["army"]', "'militry' is not a PLOVER context"),
        ('[context]\nmilitary = "army"', "no list of words"),
        ('[context]\nmilitary = [""]', "no list of words"),
        ('[context]\nmilitary = ["army"]\n[document]\nshare = 2', "share = 2"),
        ('[context]\nmilitary = ["army"]\n[document]\ntopics = ["x"]', "'x' is not a PLOVER"),
        ("[contexts]\n", "not a table"),
        ("[context", "not a table"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "contexts.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadDataFile, match=says) as error:
        load_contexts(file)
    assert error.value.values["file"] == "contexts.toml"
