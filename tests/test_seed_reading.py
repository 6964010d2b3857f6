"""The article that the project grew from, read like an analyst (issue 4).

The article lies in ../shared, which only developers and CI have; elsewhere the tests skip.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.records import Incident, Reading, finding_spans

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


@pytest.fixture(scope="module")
def incident(reading: Reading) -> Incident:
    return reading.incidents[0]


def words_of(values: tuple) -> list[str]:  # type: ignore[type-arg]
    return [v.value for v in values]


def test_every_finding_has_spans_that_slice_back(reading: Reading) -> None:
    text = reading.document.text
    found = reading.beyond_events()
    assert found
    for finding in found:
        spans = list(finding_spans(finding))
        assert spans
        for span in spans:
            assert text[span.start : span.end] == span.text
            assert span.text


def test_there_is_one_incident(reading: Reading, incident: Incident) -> None:
    assert len(reading.incidents) == 1
    assert "Karlov" in incident.name
    assert incident.event in {e.id for e in reading.events}


def test_perpetrator_affiliation_and_standing(incident: Incident) -> None:
    assert words_of(incident.perpetrator) == ["Mevlut Mert Altintas"]
    assert words_of(incident.affiliation) == ["Ankara riot police"]
    assert words_of(incident.perpetrator_status) == ["not assigned"]


def test_victim_and_office(incident: Incident) -> None:
    assert words_of(incident.victim) == ["Andrei Karlov"]
    assert words_of(incident.office) == ["Russian Ambassador to Türkiye"]


def test_means_access_place_and_day(incident: Incident) -> None:
    assert words_of(incident.weapon) == ["gun"]
    assert words_of(incident.access) == ["police badge"]
    assert "Ankara" in words_of(incident.place)
    assert "photo exhibition hall" in words_of(incident.place)
    assert [d.start for d in incident.date] == ["2016-12-19"]
    assert [(c.kind, c.value) for c in incident.casualties] == [("killed", 1)]


def test_three_groups_are_suspected_and_nothing_more(incident: Incident) -> None:
    assert len(incident.suspects) == 3
    for suspect, word in zip(
        incident.suspects, ("Islamic State", "Kurdish fighters", "Gulen"), strict=True
    ):
        assert word in suspect.value
        assert suspect.status == "suspected"


def test_two_motives_held_by_most_of_the_comments(incident: Incident) -> None:
    assert len(incident.motives) == 2
    assert "sabotage the recently repaired" in incident.motives[0].value
    assert "cause insecurity" in incident.motives[1].value
    for motive in incident.motives:
        assert motive.by is not None
        assert (motive.by.value, motive.by.kind) == ("most of the comments", "collective")


def test_who_says_what(reading: Reading) -> None:
    voices = {(c.speaker.value, c.speaker.kind) for c in reading.claims}
    assert {("most of the comments", "collective"), ("many opinions", "collective")} <= voices
    judged = [c for c in reading.claims if c.speaker.kind == "author"]
    assert any("normalization" in c.proposition.text for c in judged)
    left_out = [c for c in reading.claims if "left out" in c.proposition.text]
    assert [c.status for c in left_out] == ["attributed"]
