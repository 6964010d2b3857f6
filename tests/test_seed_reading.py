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
    assert incident.name == "Assassination of Andrei Karlov"
    assert words_of(incident.attack_type) == ["Assassination"]
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


def test_the_nine_billion_are_one_stake(reading: Reading) -> None:
    (loss,) = [s for s in reading.stakes if s.amount is not None]
    assert (loss.amount, loss.currency, loss.status) == (9e9, "USD", "lost")
    assert loss.bearer == ("TUR",)
    assert loss.dyad == ("RUS", "TUR")
    assert loss.period is not None
    assert (loss.period.duration_days, loss.period.precision) == (365, "approx")
    assert {"tourism", "agriculture"} <= set(loss.domain)
    cause = next(e for e in reading.events if e.id == loss.cause)
    assert cause.event_type == "SANCTION"
    assert cause.trigger.text == "embargo"


def test_the_works_the_embargo_and_the_gas(reading: Reading) -> None:
    names = {s.name: s for s in reading.stakes}
    assert "energy" in names["Turkish Stream gas pipeline"].domain
    akkuyu = next(s for n, s in names.items() if "Akkuyu" in n)
    assert akkuyu.status == "restarted"
    embargo = next(s for n, s in names.items() if "embargo on tourism and agriculture" in n)
    assert {"tourism", "agriculture"} <= set(embargo.domain)
    gas = next(s for n, s in names.items() if n.startswith("gas to reach"))
    assert "energy" in gas.domain
    assert all(s.dyad == ("RUS", "TUR") for s in reading.stakes)


def test_the_signals_reassure(reading: Reading, incident: Incident) -> None:
    signals = {s.type: s for s in reading.signals}
    assert {"call", "team sent", "meeting kept as planned", "common position"} <= set(signals)
    for signal in reading.signals:
        assert signal.direction == "reassurance"
        assert signal.after == incident.id
        assert signal.latency_days is not None
    assert signals["call"].latency_days == (0, 3)
    assert signals["meeting kept as planned"].latency_days == (1, 1)
    assert (signals["team sent"].sender, signals["team sent"].to) == (("RUS",), ("TUR",))


def test_the_hypotheses_and_what_the_author_brings_for_them(reading: Reading) -> None:
    why = [h for h in reading.hypotheses if h.about == "why"]
    assert len(why) == 2
    for hypothesis in why:
        assert [v.value for v in hypothesis.holders] == ["most of the comments"]
        assert len(hypothesis.evidence_for) == 2
        assert "targets of terrorism" in hypothesis.evidence_for[0].text
        assert "crisis in Syria" in hypothesis.evidence_for[1].text
    assert len([h for h in reading.hypotheses if h.about == "who"]) == 3
    ahead = [h for h in reading.hypotheses if h.about == "what-next"]
    assert any("not happen again" in h.proposition for h in ahead)
