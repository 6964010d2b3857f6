"""The Python API over a store, with the stub for a coder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from detente.api import Session, state_code
from detente.config import defaults
from detente.errors import BadSetting, UnknownState
from tests.stub import StubCoder


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    stub = StubCoder()
    monkeypatch.setattr("detente.api.coder", lambda pipeline: stub)
    lines = [
        {"id": "a", "date": "2015-11-20", "text": "Russia met Turkey in Moscow."},
        {"id": "b", "date": "2015-12-01", "text": "Turkey shot down a jet of Russia."},
    ]
    (tmp_path / "news.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    (tmp_path / "empty.txt").write_text("")
    with detente.open(tmp_path / "s.duckdb", settings=defaults()) as opened:
        added = opened.add(tmp_path / "news.jsonl", tmp_path / "empty.txt")
        assert (added.documents, added.known, added.events) == (2, 0, 2)
        assert [r.reason for r in added.rejections] == ["empty file"]
        yield opened


def test_adding_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    again = session.add(tmp_path / "news.jsonl")
    assert (again.documents, again.known, again.events) == (0, 2, 0)
    assert len(session.events()) == 2


def test_events_are_records_and_frames(session: Session) -> None:
    assert [e.event_type for e in session.events(quad=4)] == ["ASSAULT"]
    frame = session.to_pandas(actor="TUR")
    assert list(frame["event_type"]) == ["CONSULT", "ASSAULT"]
    assert session.to_arrow(event_type="ASSAULT").num_rows == 1
    with pytest.raises(BadSetting, match="9"):
        session.events(quad=9)


def test_a_dyad_has_weeks_a_frame_and_a_chart(session: Session, tmp_path: Path) -> None:
    view = session.dyad("Türkiye", "Russia")
    weeks = view.weeks()
    assert [w.week for w in weeks] == ["2015-11-16", "2015-11-23", "2015-11-30"]
    assert weeks[1].level is None
    frame = view.to_pandas()
    assert list(frame["TUR_RUS_4"]) == [0, 0, 1]
    assert list(frame["both_1"]) == [1, 0, 0]
    assert frame["level"].isna().tolist() == [False, True, False]
    assert "vconcat" in view.chart().to_dict()
    view.save(tmp_path / "desk.svg")
    assert (tmp_path / "desk.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_dyad_of_one_range_and_one_day_of_knowledge(session: Session) -> None:
    view = session.dyad("RUS", "TUR", date_to="2015-11-29", as_of="2015-11-25")
    assert [w.events for w in view.weeks()] == [1, 0]


@pytest.mark.parametrize(
    ("given", "code"),
    [("TUR", "TUR"), ("tur", "TUR"), ("Türkiye", "TUR"), ("turkiye", "TUR"), ("U.K.", "GBR"),
     ("  united   states ", "USA"), ("Côte d'Ivoire", "CIV"), ("cote d’ivoire", "CIV")],
)  # fmt: skip
def test_states_answer_to_codes_and_names(given: str, code: str) -> None:
    assert state_code(given) == code


@pytest.mark.parametrize(("given", "hint"), [("Turky", "Turkey"), ("Germny", "DEU"), ("", "ISO")])
def test_other_names_are_errors_with_a_hint(given: str, hint: str) -> None:
    with pytest.raises(UnknownState) as caught:
        state_code(given)
    assert hint in (caught.value.hint or "")


def test_the_reader_of_articles_can_be_left_out() -> None:
    text = (
        "France and Algeria are at odds again. France nullified its air agreement with Algeria. "
        "Algeria deplored it."
    )
    both = detente.code(text, settings=defaults())
    rules = detente.code(text, settings=defaults().replaced(coding__learned=False))
    assert "nullified" in [e.trigger.text for e in both.events]
    assert "nullified" not in [e.trigger.text for e in rules.events]
    assert "deplored" in [e.trigger.text for e in rules.events]
