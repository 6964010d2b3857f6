"""What new rules change: events gained, lost and changed, and what counts as worse."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.brief.changes import changes_json, changes_text
from detente.coding import Coder, load_patterns
from detente.errors import BadDataFile
from detente.evaluation import bundled_event_free, changes, event_free_sentences
from detente.evaluation.marked import MarkedPair
from detente.records import Document

BLARG = '[[rule]]\nid = "own.x"\nverb = ["{verb}"]\nrecipient = ["object"]\ntype = "{type}"\n'


@pytest.fixture(scope="module")
def before() -> Coder:
    return Coder()


def after(text: str) -> Coder:
    return Coder(patterns=load_patterns(added={"own.toml": text}))


def news(*texts: str) -> list[tuple[str, list[Document]]]:
    return [("news", [Document(str(n), t, "2021-03-04") for n, t in enumerate(texts)])]


def test_gained_lost_and_changed_are_told_apart(before: Coder) -> None:
    text = (
        BLARG.format(verb="visualize", type="SUPPORT")
        + '\n[[rule]]\nid = "consult.visit-verb"\noff = true\n'
        + BLARG.format(verb="condemn", type="REJECT").replace("own.x", "accuse.criticise")
    )
    found = changes(
        before,
        after(text),
        texts=news(
            "Norway visualized Sweden.",
            "Norway's king visited Sweden.",
            "Norway condemned Chile.",
            "Norway expelled two Chilean diplomats.",
        ),
    )
    ((name, documents, events),) = found.sets
    assert (name, documents) == ("news", 4)
    assert [(e.doc_id, e.kind) for e in events] == [
        ("0", "gained"),
        ("1", "lost"),
        ("2", "changed"),
    ]
    assert found.count == 3
    text_of = changes_text(found)
    assert "1 gained, 1 lost, 1 changed" in text_of
    assert "Norway visualized Sweden." in text_of
    assert [c["change"] for c in changes_json(found)["sets"][0]["changes"]] == [
        "gained",
        "lost",
        "changed",
    ]


def test_the_same_rules_change_nothing(before: Coder) -> None:
    found = changes(before, before, texts=news("Norway condemned Chile."), silence=["It rained."])
    assert found.count == 0
    assert found.losses() == []
    assert "nothing changes" in changes_text(found)


def test_more_events_from_event_free_sentences_are_a_loss(before: Coder) -> None:
    noisy = after(BLARG.format(verb="like", type="SUPPORT"))
    found = changes(before, noisy, silence=["My aunt in Norway likes Sweden.", "It rained."])
    assert found.silence is not None
    assert (found.silence.sentences, found.silence.before, found.silence.after) == (2, 0, 1)
    assert found.losses() == ["1 more event coded from sentences that tell of none"]
    assert "worse: 1 more event" in changes_text(found)


def test_falling_scores_are_a_loss_and_rising_ones_are_not(before: Coder) -> None:
    sentence = "Norway condemned Chile."
    pair = MarkedPair("1", sentence, ((0, 6),), ((17, 22),), "ACCUSE", 3, "conflict")
    worse = after(BLARG.format(verb="condemn", type="AID").replace("own.x", "accuse.criticise"))
    found = changes(before, worse, plv=[pair])
    assert found.plv is not None
    assert found.plv[0].root_accuracy == 1
    assert found.plv[1].root_accuracy == 0
    assert any("root accuracy falls" in loss for loss in found.losses())
    assert changes(worse, before, plv=[pair]).losses() == []


def test_at_most_so_many_events_are_shown(before: Coder) -> None:
    noisy = after(BLARG.format(verb="like", type="SUPPORT"))
    found = changes(before, noisy, texts=news(*["Norway likes Sweden."] * 5))
    assert "... and 3 more gained" in changes_text(found, most=2)


def test_sentences_are_read_one_a_line_without_comments(tmp_path: Path) -> None:
    file = tmp_path / "quiet.txt"
    file.write_text("# a comment\n\nIt rained.\n  It snowed. \n", encoding="utf-8")
    assert event_free_sentences(file) == ["It rained.", "It snowed."]
    file.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(BadDataFile, match="holds no sentence"):
        event_free_sentences(file)
    with pytest.raises(BadDataFile, match="cannot be read"):
        event_free_sentences(tmp_path / "none.txt")


def test_hardly_an_event_comes_from_the_bundled_sentences(before: Coder) -> None:
    rows = bundled_event_free()
    assert len(rows) >= 50
    readings = before.read(Document(str(n), text) for n, text in enumerate(rows))
    assert sum(len(r.events) for r in readings) <= 2
