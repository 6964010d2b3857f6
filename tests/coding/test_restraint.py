"""What a side says it will not do after a shock, and between whom its answers pass."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.coding import Coder
from detente.documents import from_text
from detente.records import Reading

Read = Callable[[str], Reading]
ACT = (
    "Indonesian soldiers shot and killed a Malaysian fisherman near the border on Sunday, "
    "the government of Malaysia said. "
)


@pytest.fixture(scope="module")
def read() -> Read:
    coder = Coder()
    return lambda text: next(coder.read([from_text(text, date="2016-05-20")]))


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Malaysia has ruled out trade measures.", "reassurance"),
        ("Malaysia stopped short of recalling its ambassador.", "reassurance"),
        ("Malaysia has no intention of closing the border.", "reassurance"),
        ("Malaysia is not considering sanctions.", "reassurance"),
        ("Malaysia has summoned nobody.", "reassurance"),
        ("Indonesia has ruled out an apology.", "escalation"),
        ("Nobody has recalled anybody.", "reassurance"),
        ("Talks have not been called off.", "reassurance"),
        ("Neither side has touched the palm oil trade.", "reassurance"),
        ("The consulate in Medan still works.", "reassurance"),
        ("Ambassadors remain at their posts.", "reassurance"),
        ("The contract for palm oil between Indonesia and Malaysia still stands.", "reassurance"),
    ],
)
def test_what_is_left_undone_is_a_signal(read: Read, sentence: str, direction: str) -> None:
    found = [x for x in read(ACT + sentence).signals if x.spans[0].start >= len(ACT)]
    assert [x.direction for x in found] == [direction]


def test_what_nobody_does_is_both_sides(read: Read) -> None:
    (signal,) = read(ACT + "No ambassador has been called home.").signals
    assert set(signal.sender) == {"IDN", "MYS"}


def test_a_further_blow_of_the_doer_is_no_answer(read: Read) -> None:
    again = read(ACT + "Indonesian soldiers shot at a Malaysian boat on Tuesday.")
    assert not any(x.type == "armed strike" for x in again.signals)


def test_a_third_state_named_often_does_not_hide_the_doer(read: Read) -> None:
    told = read(
        "American aircraft bombed the Chinese embassy in Belgrade on Friday and killed three people. "
        "Yugoslavia said that Yugoslavia mourns with China. Yugoslavia closed its schools. "
        "China has suspended its contacts with the United States."
    )
    assert any(x.sender == ("CHN",) and x.to == ("USA",) for x in told.signals)


def test_an_answer_that_is_no_signal_is_a_reaction(read: Read) -> None:
    told = read(ACT + "Indonesia rejected the accusation. Malaysia demanded an explanation.")
    assert {r.by for r in told.incidents[0].reactions} >= {"IDN", "MYS"}


@pytest.mark.parametrize(
    ("sentence", "kind", "direction", "sender"),
    [
        ("Malaysia summoned the Indonesian High Commissioner.", "ambassador summoned", "escalation", "MYS"),
        ("Malaysia called in the Indonesian ambassador.", "ambassador summoned", "escalation", "MYS"),
        ("The Malaysian prime minister denounced the killing as an Indonesian crime.", "accusation", "escalation", "MYS"),
        ("Malaysia has put its fleet on alert.", "forces moved", "escalation", "MYS"),
        ("Malaysia accepted Indonesia's explanation.", "explanation accepted", "reassurance", "MYS"),
        ("Trade between Malaysia and Indonesia continues.", "trade going on", "reassurance", "MYS"),
    ],
)  # fmt: skip
def test_ways_of_answering(
    read: Read, sentence: str, kind: str, direction: str, sender: str
) -> None:
    found = [x for x in read(ACT + sentence).signals if x.spans[0].start >= len(ACT)]
    assert [(x.type, x.direction) for x in found] == [(kind, direction)]
    assert sender in found[0].sender


@pytest.mark.parametrize(
    "sentence",
    [
        "The Malaysian envoy, who had met an Indonesian officer, said nothing.",
        "Shelling goes on along the line between Malaysia and Indonesia.",
    ],
)
def test_what_is_told_of_somebody_is_no_answer(read: Read, sentence: str) -> None:
    assert not [x for x in read(ACT + sentence).signals if x.spans[0].start >= len(ACT)]


def test_what_was_not_done_is_told_once_and_as_not_done() -> None:
    text = """Drones struck the Congolese port of Uvira on Thursday and killed eleven dockers. Congo
said that Rwanda had sent them.

Rwanda denied it on Friday. Congo did not close the Goma crossing to Rwanda, and did not expel the
Rwandan ambassador.

Burundi put its troops on alert. Angola called a meeting for Monday."""
    reading = next(iter(Coder().read([from_text(text, date="2024-08-10")])))
    told = [(r.value, r.spans[0].start) for r in reading.incidents[0].reactions if r.by == "COD"]
    assert any(value.endswith("not closed") or value.startswith("no ") for value, _ in told)
    assert "sanction" not in {value for value, _ in told}
    assert len({start for _, start in told}) == len(told)
