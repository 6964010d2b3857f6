"""Events of bare sentences in PLOVER's terms, and the answer for a marked pair."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.coding.plover import plover_type
from detente.evaluation.extraction import FoundEvent, answer_for, directed
from detente.evaluation.marked import MarkedPair
from detente.evaluation.report import as_text, scored
from detente.records import Event, Party, Span, Status

TEXT = "Chile and Peru met Bolivia."
CHILE = Party("Chile", "CHL", span=Span(0, 5, "Chile"))
PERU = Party("Peru", "PER", span=Span(10, 14, "Peru"))
BOLIVIA = Party("Bolivia", "BOL", span=Span(19, 26, "Bolivia"))


def event(kind: str = "CONSULT", quad: int = 1, status: Status = "asserted") -> Event:
    return Event(
        kind, (), (), None, quad, 0.0, None, (CHILE, PERU), (BOLIVIA,), None, None, status, False,
        confidence=0.8,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "quad", "status", "said"),
    [
        ("AID", 2, "planned", "AGREE"),
        ("CONSULT", 1, "hypothetical", "AGREE"),
        ("ASSAULT", 4, "planned", "THREATEN"),
        ("ASSAULT", 4, "hypothetical", "ASSAULT"),
        ("SUPPORT", 1, "negated", "REJECT"),
        ("REJECT", 3, "planned", "REJECT"),
        ("AID", 2, "asserted", "AID"),
        ("ASSAULT", 4, "attributed", "ASSAULT"),
    ],
)
def test_status_is_told_by_the_type(kind: str, quad: int, status: Status, said: str) -> None:
    assert plover_type(event(kind, quad, status)) == said


def sides(e: Event) -> list[tuple[str | None, str | None]]:
    return [
        (f.source.text if f.source else None, f.target.text if f.target else None)
        for f in directed(e)
    ]


def test_an_event_is_one_directed_pair_for_each_of_its_parties() -> None:
    assert sides(event()) == [("Chile", "Bolivia"), ("Peru", "Bolivia")]
    meeting = replace(event(), recipient=())
    assert sides(meeting) == [("Chile", "Peru"), ("Peru", "Chile")]
    assert sides(replace(event(), actor=())) == [(None, "Bolivia")]
    assert sides(replace(event(), actor=(CHILE,), recipient=())) == [("Chile", None)]


ROW = MarkedPair("1", TEXT, ((0, 5),), ((19, 26),), "CONSULT", 1, "cooperation")


def found(kind: str, score: float, source: Party = CHILE, target: Party = BOLIVIA) -> FoundEvent:
    return FoundEvent(kind, source.span, target.span, score, "pattern:x")


def test_only_an_event_between_the_marked_parties_answers() -> None:
    assert answer_for(ROW, [found("AID", 0.9)]) == "AID"
    assert answer_for(ROW, [found("AID", 0.9, source=PERU)]) is None
    assert answer_for(ROW, [found("AID", 0.9, source=BOLIVIA, target=CHILE)]) is None
    assert answer_for(ROW, [replace(found("AID", 0.9), target=None)]) is None


def test_the_right_event_counts_among_several_else_the_surest() -> None:
    assert answer_for(ROW, [found("AID", 0.9), found("CONSULT", 0.3)]) == "CONSULT"
    assert answer_for(ROW, [found("AID", 0.5), found("RETREAT", 0.7)]) == "YIELD"


def test_scores_tell_silence_from_error() -> None:
    rows = [replace(ROW, id=str(n)) for n in range(4)]
    scores = scored("open", rows, ["CONSULT", "AGREE", None, "ASSAULT"])
    assert scores.unanswered == 0.25
    assert scores.precision_when_answered == pytest.approx(1 / 3)
    assert scores.root_accuracy == 0.25
    assert scores.quad_accuracy == scores.binary_accuracy == 0.5
    assert scores.confusion == {"CONSULT": {"": 1, "AGREE": 1, "ASSAULT": 1, "CONSULT": 1}}
    assert "pairs with no event found" in as_text(scores)


def test_rows_without_a_known_root_are_not_scored() -> None:
    unknown = replace(ROW, root=None, quad=None, binary=None)
    assert scored("open", [ROW, unknown], ["CONSULT", "AID"]).root_accuracy == 1.0
