"""Status and speaker over cue, tense and polarity, on whole sentences of our own (issue 4).

The table lies in ``data/certainty_grid.tsv``; the shipped pipeline parses it, so that a row can
fail for want of a trigger too. What no row may do is assert what its sentence does not.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from detente.records import Event
from tests.floors import digest_of, hold

GRID = Path(__file__).parent / "data" / "certainty_grid.tsv"


class Row(NamedTuple):
    cue: str
    sentence: str
    event_type: str
    status: str
    speaker: str


ROWS = [
    Row(*line.split("\t"))
    for line in GRID.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def found() -> dict[str, list[Event]]:
    from detente.coding import Coder
    from detente.documents import from_text

    sentences = list(dict.fromkeys(row.sentence for row in ROWS))
    documents = [from_text(text, date="2024-05-15") for text in sentences]
    readings = Coder().read(documents)
    return {text: list(r.events) for text, r in zip(sentences, readings, strict=True)}


def right(row: Row, events: list[Event]) -> bool:
    told = [e for e in events if e.event_type == row.event_type and e.status == row.status]
    if row.speaker == "-":
        return bool(told)
    names = " ".join(f"{a.name} {a.span.text}" for e in told for a in e.attributed_to)
    return row.speaker.lower() in names.lower()


def test_the_grid_is_wide() -> None:
    assert len(ROWS) >= 120
    assert len({row.cue for row in ROWS}) >= 30
    assert {row.status for row in ROWS} == {
        "asserted",
        "attributed",
        "suspected",
        "denied",
        "negated",
        "hypothetical",
        "planned",
    }


@pytest.mark.parametrize(
    "row", [r for r in ROWS if r.status != "asserted"], ids=lambda r: r.sentence
)
def test_nothing_is_asserted_that_the_sentence_does_not(
    row: Row, found: dict[str, list[Event]]
) -> None:
    events = [e for e in found[row.sentence] if e.event_type == row.event_type]
    assert all(e.status != "asserted" for e in events)


def test_status_and_speaker_are_right(found: dict[str, list[Event]]) -> None:
    share = sum(right(row, found[row.sentence]) for row in ROWS) / len(ROWS)
    hold("coding.certainty_grid.right", share, data=digest_of([GRID]))
