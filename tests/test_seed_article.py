"""The article that the project grew from: what a reader would underline is found (issue 2).

The article lies in ../shared, which only developers and CI have; elsewhere the test is skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.records import Event, Reading, all_spans

ARTICLE = Path(__file__).resolve().parents[2] / "shared" / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(
    not ARTICLE.exists(), reason="../shared/seed is not part of this checkout"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    from detente.coding import Coder
    from detente.documents import from_text

    document = from_text(ARTICLE.read_text(encoding="utf-8"), date="2016-12-22")
    return next(Coder().read([document]))


def countries(parties: tuple) -> set[str | None]:  # type: ignore[type-arg]
    return {p.country for p in parties}


def find(reading: Reading, event_type: str, **wanted: object) -> list[Event]:
    found = []
    for e in reading.events:
        if e.event_type != event_type:
            continue
        if all(getattr(e, k) == v for k, v in wanted.items()):
            found.append(e)
    return found


def test_every_span_slices_back(reading: Reading) -> None:
    text = reading.document.text
    for event in reading.events:
        for span in all_spans(event):
            assert text[span.start : span.end] == span.text
            assert span.text
    for rejection in reading.rejections:
        for span in rejection.spans:
            assert text[span.start : span.end] == span.text


def test_the_assassination(reading: Reading) -> None:
    killings = [
        e
        for e in find(reading, "ASSAULT", status="asserted")
        if any("Karlov" in p.name for p in e.recipient)
    ]
    assert len(killings) == 1
    (killing,) = killings
    assert killing.date is not None
    assert killing.date.start == killing.date.end == "2016-12-19"
    assert "RUS" in countries(killing.recipient)
    assert any("Altintas" in p.name for p in killing.actor)
    assert killing.historical is False


def test_the_shoot_down_is_background(reading: Reading) -> None:
    downed = [
        e
        for e in find(reading, "ASSAULT", status="asserted")
        if "TUR" in countries(e.actor) and "RUS" in countries(e.recipient)
    ]
    assert len(downed) == 1
    assert downed[0].historical
    assert downed[0].status == "asserted"


def test_the_moscow_meeting(reading: Reading) -> None:
    meetings = [e for e in find(reading, "CONSULT") if {"RUS", "TUR", "IRN"} <= countries(e.actor)]
    assert len(meetings) == 1
    (meeting,) = meetings
    assert meeting.date is not None
    assert meeting.date.start == "2016-12-20"
    assert meeting.place is not None
    assert meeting.place.name == "Moscow"
    assert len(meeting.mentions) >= 2


def test_the_phone_call(reading: Reading) -> None:
    calls = [e for e in find(reading, "CONSULT") if "phone" in e.event_mode]
    assert [countries(e.actor) for e in calls] == [{"RUS", "TUR"}]


def test_the_team_sent_to_ankara(reading: Reading) -> None:
    sent = [
        e
        for e in find(reading, "COOPERATE", status="asserted")
        if countries(e.actor) >= {"RUS"} and "TUR" in countries((*e.actor, *e.recipient))
    ]
    assert sent


def test_the_embargo_and_the_western_sanctions(reading: Reading) -> None:
    sanctions = find(reading, "SANCTION")
    assert any("RUS" in countries(e.actor) for e in sanctions)
    assert any(s.trigger.text == "sanctions" for s in sanctions)


def test_the_common_position_on_syria(reading: Reading) -> None:
    agreed = find(reading, "AGREE")
    assert any(
        {"RUS", "TUR"} <= countries(e.actor) or len(e.actor) >= 2
        for e in agreed
        if "position" in e.mentions[0].evidence.text
    )


def test_suspects_are_suspected(reading: Reading) -> None:
    suspicion = find(reading, "ASSAULT", status="suspected")
    names = " ".join(p.name + p.span.text for e in suspicion for p in e.actor)
    for word in ("Islamic State", "Kurdish", "Gulen"):
        assert word in names
    asserted = " ".join(
        p.name for e in find(reading, "ASSAULT", status="asserted") for p in e.actor
    )
    for word in ("Islamic State", "Kurdish", "Gulen"):
        assert word not in asserted


def test_nothing_asserted_from_hearsay(reading: Reading) -> None:
    at = reading.document.text.index("many opinions say")
    for e in reading.events:
        for m in e.mentions:
            if m.evidence.start <= at < m.evidence.end and m.trigger.start > at:
                assert e.status != "asserted"
