"""What goes in comes out: every record, span and offset, in any order, once."""

from __future__ import annotations

import dataclasses
import json
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import BadSetting
from detente.records import (
    Document,
    Event,
    Judgement,
    Reading,
    Rejection,
    Span,
    Stake,
    all_spans,
    finding_spans,
)
from detente.store import document_from_json, event_from_json, open_store, rejection_from_json
from detente.store.findings import FROM_JSON
from strategies import (
    documents,
    make_event,
    make_reading,
    readings,
    rejections,
    synthetic_reading,
    texts,
)

pytestmark = pytest.mark.usefixtures("engine")


def same(a: object, b: object) -> bool:
    """Equal in every field, also those that records do not compare."""
    return dataclasses.asdict(a) == dataclasses.asdict(b)  # type: ignore[call-overload]


@settings(max_examples=60, deadline=None)
@given(readings())
def test_json_gives_every_record_back(reading: Reading) -> None:
    for event in reading.events:
        assert same(event_from_json(json.loads(json.dumps(event.to_json()))), event)
    again = document_from_json(json.loads(json.dumps(reading.document.to_json())))
    assert same(again, reading.document)
    for rejection in reading.rejections:
        assert same(rejection_from_json(json.loads(json.dumps(rejection.to_json()))), rejection)
    for table in FROM_JSON:
        for finding in getattr(reading, table):
            assert same(FROM_JSON[table](json.loads(json.dumps(finding.to_json()))), finding)
            for span in finding_spans(finding):
                assert reading.document.text[span.start : span.end] == span.text


@settings(max_examples=15, deadline=None)
@given(st.lists(readings(), max_size=4, unique_by=lambda r: r.document.id), st.randoms())
def test_spans_survive_the_store_and_order_changes_nothing(
    engine: str, given_readings: list[Reading], rng: random.Random
) -> None:
    # PostgreSQL's text has no NUL; what it then does is tested apart.
    if engine == "postgres":
        given_readings = [r for r in given_readings if "\\x00" not in repr(r)]
    shuffled = list(given_readings)
    rng.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        with open_store(f"{folder}/a.duckdb") as store:
            assert all(store.add_all(given_readings))
        with open_store(f"{folder}/b.duckdb") as other:
            for reading in shuffled:
                assert other.add(reading)
            assert not any(other.add_all(given_readings))
            backward = other.events(), other.documents(), other.rejections()
            table = other.event_table().to_pylist()
        with open_store(f"{folder}/a.duckdb", read_only=True) as store:
            assert (store.events(), store.documents(), store.rejections()) == backward
            assert [e.id for e in store.events()] == [e.id for e in backward[0]]
            assert store.event_table().to_pylist() == table
            loaded = {r.document.id: r for r in store.readings()}
    assert len(loaded) == len(given_readings)
    for reading in given_readings:
        again = loaded[reading.document.id]
        assert same(again, reading)
        for event in again.events:
            for span in all_spans(event):
                assert again.document.text[span.start : span.end] == span.text


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    reading = synthetic_reading(3)
    path = tmp_path / "a.duckdb"
    with open_store(path) as store:
        assert store.add_all([reading, reading]) == [True, False]
        before = store.table("documents"), store.table("events"), store.table("rejections")
    with open_store(path) as store:
        assert store.has(reading.document.id)
        assert store.has(reading.document)
        assert store.add(reading) is False
        after = store.table("documents"), store.table("events"), store.table("rejections")
        assert [t.to_pylist() for t in before] == [t.to_pylist() for t in after]
        assert len(store.runs()) == 2


def test_another_coder_replaces_the_document_whole(tmp_path: Path) -> None:
    first = make_reading("d1", "2016-12-20", make_event(), make_event("ACCUSE"))
    second = make_reading("d1", "2016-12-20", make_event("ASSAULT"))
    with open_store(tmp_path / "a.duckdb") as store:
        store.begin_run("add", coder="coder 1")
        store.add_all([first, make_reading("d2", "2016-12-20", make_event())])
        store.begin_run("add", coder="coder 2")
        assert not store.has("d1")
        assert store.add(second)
        assert [e.event_type for e in store.of_document("d1")] == ["ASSAULT"]
        assert len(store.of_document("d2")) == 1
        assert store.table("mentions").num_rows == 2
        assert store.table("parties").num_rows == 4
        assert [r.counts["documents"] for r in store.runs()] == [1, 1]


def test_a_publication_date_that_was_missing_is_taken(tmp_path: Path) -> None:
    undated = make_reading("d1", None, make_event())
    dated = make_reading("d1", "2016-12-20", make_event())
    with open_store(tmp_path / "a.duckdb") as store:
        assert store.add(undated)
        assert store.has(undated.document)
        assert not store.has(dated.document)
        assert store.add(dated)
        assert not store.add(undated)
        assert [d.date for d in store.documents()] == ["2016-12-20"]


def test_an_id_of_another_text_and_broken_unicode_are_set_aside(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.duckdb") as store:
        good = make_reading("1", None, make_event())
        other = Reading(Document("1", "Another text.", source="wire"), (), ())
        broken = Reading(Document("2", "half \ud83d pair", source="b.txt"), (), ())
        last = make_reading("3", None)
        assert store.add_all([good, other, broken, last]) == [True, False, False, True]
        assert store.add_all([other, broken]) == [False, False]
        assert {d.id: d.text for d in store.documents()} == {"1": "text of 1", "3": "text of 3"}
        assert [(r.stage, r.reason, r.source) for r in store.rejections()] == [
            ("store", "its id belongs to another text", "wire"),
            ("store", "text is not valid Unicode", "b.txt"),
        ]


def test_rejections_without_a_document_are_kept_once(tmp_path: Path) -> None:
    found = Rejection(None, "documents", "empty file", source="a.txt", detail="0 bytes")
    with open_store(tmp_path / "a.duckdb") as store:
        assert store.add_rejections([found, found]) == 1
        assert store.add_rejections([found]) == 0
        assert [same(r, found) for r in store.rejections()] == [True]


@settings(max_examples=30, deadline=None)
@given(documents(), st.data())
def test_rejection_json(document: Document, data: st.DataObject) -> None:
    found = data.draw(rejections(document.text, document.id))
    assert same(rejection_from_json(found.to_json()), found)


@settings(max_examples=10, deadline=None)
@given(texts)
def test_filter_by_text_takes_any_characters(engine: str, text: str) -> None:
    """Wildcards, quotes and the like are words to look for, not syntax."""
    if engine == "postgres":
        text = text.replace("\0", " ")  # its texts cannot hold a NUL
    reading = Reading(
        Document("d", text),
        (
            dataclasses.replace(
                make_event(),
                mentions=(
                    dataclasses.replace(
                        make_event().mentions[0], evidence=Span(0, len(text), text)
                    ),
                ),
            ),
        ),
        (),
    )
    with tempfile.TemporaryDirectory() as folder, open_store(f"{folder}/a.duckdb") as store:
        store.add(reading)
        assert len(store.events(text=text)) == 1
        assert store.events(text=text + "%") == []


FILTER_CORPUS = (
    make_reading(
        "d1",
        "2016-12-20",
        make_event("CONSULT", "RUS TUR IRN", "", day="2016-12-20"),
        make_event("ASSAULT", "TUR/MIL", "RUS", day="2015-11-24", historical=True),
        make_event("ACCUSE", "TUR", "USA"),
        make_event("SANCTION", "RUS", "TUR", day="2015-01-01", precision="year"),
    ),
    make_reading(
        "d2", "2016-12-22", make_event("CONSULT", "TUR", "RUS", status="planned", day="2016-12-27")
    ),
    make_reading("d3", None, make_event("SUPPORT", "USA", "TUR", day="2016-12-19")),
)
CASES = [
    ({}, ["ASSAULT", "SUPPORT", "ACCUSE", "CONSULT", "CONSULT", "SANCTION"]),
    ({"actor": "RUS"}, ["CONSULT", "SANCTION"]),
    ({"recipient": "TUR"}, ["SANCTION", "SUPPORT"]),
    ({"dyad": ("TUR", "RUS")}, ["ASSAULT", "CONSULT", "CONSULT", "SANCTION"]),
    ({"dyad": ("IRN", "TUR")}, ["CONSULT"]),
    ({"event_type": "CONSULT"}, ["CONSULT", "CONSULT"]),
    ({"event_type": ["ACCUSE", "SUPPORT"]}, ["SUPPORT", "ACCUSE"]),
    ({"quad": 4}, ["ASSAULT", "SANCTION"]),
    ({"quad": (1, 3), "actor": "TUR"}, ["ACCUSE", "CONSULT", "CONSULT"]),
    ({"status": "planned"}, ["CONSULT"]),
    ({"date_from": "2016-12-19", "date_to": "2016-12-20"}, ["SUPPORT", "ACCUSE", "CONSULT"]),
    ({"date_from": "2015-06-01", "date_to": "2015-12-31"}, ["ASSAULT"]),
    ({"as_of": "2016-12-21"}, ["ASSAULT", "ACCUSE", "CONSULT", "SANCTION"]),
    ({"historical": True}, ["ASSAULT"]),
    ({"text": "TEXT OF"}, ["ASSAULT", "SUPPORT", "ACCUSE", "CONSULT", "CONSULT", "SANCTION"]),
    ({"text": "irn"}, ["CONSULT"]),
    ({"text": "nowhere"}, []),
    ({"limit": 1}, ["SANCTION"]),
    ({"doc_id": "d3"}, ["SUPPORT"]),
]


@pytest.fixture(scope="module")
def corpus(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "a.duckdb"
    with open_store(path) as store:
        store.add_all(list(FILTER_CORPUS))
    return path


@pytest.mark.parametrize(("filters", "expected"), CASES, ids=[str(c[0]) for c in CASES])
def test_filters(corpus: Path, filters: dict[str, object], expected: list[str]) -> None:
    with open_store(corpus, read_only=True) as store:
        found: list[Event] = store.events(**filters)  # type: ignore[arg-type]
        table = store.event_table(**filters)
    assert sorted(e.event_type for e in found) == sorted(expected)
    assert table.column("event_id").to_pylist() == [e.id for e in found]


def test_year_precision_counts_only_wholly_inside(tmp_path: Path) -> None:
    event = dataclasses.replace(make_event("SANCTION", day="2015-01-01", precision="year"))
    event = dataclasses.replace(event, date=dataclasses.replace(event.date, end="2015-12-31"))  # type: ignore[type-var]
    with open_store(tmp_path / "a.duckdb") as store:
        store.add(make_reading("d", "2016-01-05", event))
        assert len(store.events(date_from="2015-01-01", date_to="2015-12-31")) == 1
        assert store.events(date_from="2015-01-01", date_to="2015-06-30") == []
        row = store.event_table().to_pylist()[0]
        assert (row["series_date"], row["dated_by"]) == (None, None)


def test_dates_for_series_never_enter_the_event(corpus: Path) -> None:
    with open_store(corpus, read_only=True) as store:
        by_type = {r["event_type"]: r for r in store.event_table(doc_id="d1").to_pylist()}
        accuse = store.events(event_type="ACCUSE")[0]
    assert by_type["ACCUSE"]["dated_by"] == "publication"
    assert by_type["ACCUSE"]["series_date"].isoformat() == "2016-12-20"
    assert by_type["ACCUSE"]["date_start"] is None
    assert accuse.date is None
    assert by_type["ASSAULT"]["dated_by"] == "event"


@pytest.mark.parametrize(
    "filters",
    [
        {"quad": 5},
        {"status": "sure"},
        {"date_from": "20161219"},
        {"as_of": "yesterday"},
        {"dyad": ("RUS", "RUS")},
        {"limit": -1},
    ],
)
def test_filters_that_are_not_allowed(corpus: Path, filters: dict[str, object]) -> None:
    with open_store(corpus, read_only=True) as store, pytest.raises(BadSetting):
        store.events(**filters)  # type: ignore[arg-type]


def test_findings_are_invisible_before_publication(tmp_path: Path) -> None:
    early = make_reading("d1", "2016-12-19")
    late = make_reading("d2", "2016-12-21")
    stakes = [Stake("a pipeline", ("energy",), id=f"s{n}", doc_id=f"d{n}") for n in (1, 2)]
    with open_store(tmp_path / "a.duckdb") as store:
        for reading, stake in zip((early, late), stakes, strict=True):
            store.add(dataclasses.replace(reading, stakes=(stake,)))
        found = store.findings("stakes", as_of="2016-12-20")
        assert [f.id for f in found] == ["s1"]
        assert [f.id for f in store.findings("stakes", doc_id="d2")] == ["s2"]
        with pytest.raises(BadSetting, match="no table of findings"):
            store.findings("weeks")


def test_judgements_outlive_a_new_coding(tmp_path: Path) -> None:
    note = Judgement("A. Nalyst", "2026-01-02T03:04:05Z", "note", hypothesis="h1", text="?", id="j")
    with open_store(tmp_path / "a.duckdb") as store:
        store.begin_run("add", coder="one 1")
        store.add(make_reading("d1", "2016-12-19"))
        assert store.add_judgements([note]) == 1
        assert store.add_judgements([note]) == 1
        store.begin_run("add", coder="another 1")
        assert store.add(make_reading("d1", "2016-12-19"))
        assert store.judgements() == [note]


@settings(max_examples=15, deadline=None)
@given(st.lists(readings(), max_size=3, unique_by=lambda r: r.document.id))
def test_records_by_id_are_the_same_one_by_one_and_several_at_once(
    engine: str, given_readings: list[Reading]
) -> None:
    if engine == "postgres":
        given_readings = [r for r in given_readings if "\\x00" not in repr(r)]
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"{folder}/a.duckdb") as store,
    ):
        store.add_all(given_readings)
        told = {
            "event": "events",
            "claim": "claims",
            "incident": "incidents",
            "hypothesis": "hypotheses",
            "stake": "stakes",
            "signal": "signals",
        }
        for kind, name in told.items():
            found = [one for reading in given_readings for one in getattr(reading, name)]
            several = store.several.records(kind, [*(one.id for one in found), "none"])
            assert set(several) == {one.id for one in found}
            assert all(store.record(kind, i) == record for i, record in several.items())
        assert store.record("event", "none") is None
        for ask in (store.several.records, store.record):
            with pytest.raises(BadSetting, match="no kind of record"):
                ask("hunch", "x")
