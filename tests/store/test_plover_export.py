"""PLOVER's own JSON: its names, its folding of planned acts, and back again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.codebook import load_codebook
from detente.errors import BadSetting
from detente.imports import import_files
from detente.store import open_store
from strategies import make_event, make_reading

FIELDS = [
    "id", "date", "actor", "recipient", "event", "mode", "context", "quad_code", "event_scale",
    "event_loc", "event_text", "text", "text_info", "cite_info", "coder", "coded_date", "comment",
]  # fmt: skip


pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """An accusation, a planned meeting, an undated sanction, a denied attack."""
    with open_store(tmp_path / "s.duckdb") as store:
        store.add(
            make_reading(
                "d",
                "2016-12-22",
                make_event("ACCUSE", "RUS/GOV", "TUR", day="2016-12-20"),
                make_event("CONSULT", "RUS", "TUR", day="2016-12-25", status="planned"),
                make_event("SANCTION", "RUS", "TUR"),
                make_event("ASSAULT", "TUR/MIL", "RUS", day="2016-12-19", status="denied"),
            )
        )
        store.export(tmp_path / "events.jsonl", "plover")
    return tmp_path / "events.jsonl"


def test_names_and_values_are_plovers(exported: Path) -> None:
    records = [json.loads(line) for line in exported.read_text("utf-8").splitlines()]
    assert all(list(r) == FIELDS for r in records)
    found = {r["event"][0]: r for r in records}
    assert set(found) == {"ACCUSE", "AGREE", "SANCTION"}
    assert found["ACCUSE"]["actor"][0]["code"] == "RUS"
    assert found["ACCUSE"]["actor"][0]["sector"] == ["GOV"]
    assert (found["ACCUSE"]["quad_code"], found["ACCUSE"]["comment"]) == (3, None)


def test_what_is_planned_is_agreed_to(exported: Path) -> None:
    records = [json.loads(line) for line in exported.read_text("utf-8").splitlines()]
    (planned,) = (r for r in records if r["event"] == ["AGREE"])
    assert planned["comment"] == "planned CONSULT"
    assert planned["event_scale"] == load_codebook().plover_score("AGREE")


def test_what_has_no_date_says_whose_it_bears(exported: Path) -> None:
    records = [json.loads(line) for line in exported.read_text("utf-8").splitlines()]
    (sanction,) = (r for r in records if r["event"] == ["SANCTION"])
    assert (sanction["date"], sanction["comment"]) == ("2016-12-22", "dated by publication")


def test_what_goes_out_comes_back_in(exported: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "back.duckdb") as store:
        (report,) = import_files(store, [exported])
        back = store.query(
            "SELECT dyad, event_type, CAST(day AS VARCHAR), quad_class FROM imported_events"
            " ORDER BY event_type"
        )
    assert getattr(report, "kept", 0) == 3
    assert back == [
        ("RUS-TUR", "ACCUSE", "2016-12-20", 3),
        ("RUS-TUR", "AGREE", "2016-12-25", 1),
        ("RUS-TUR", "SANCTION", "2016-12-22", 4),
    ]


def test_only_events_are_plovers(exported: Path, tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "s.duckdb") as store,
        pytest.raises(BadSetting, match="holds events"),
    ):
        store.export(tmp_path / "x.jsonl", "plover", "documents")
