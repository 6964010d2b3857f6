"""From a text to the desk, with the shipped pipeline and the real coder."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import detente
from detente.api import DyadView, Session, add_items, bundled_texts, code_items, read_inputs
from detente.config import defaults
from detente.records import Document, Reading, all_spans, document_id
from detente.store import open_store

NEWS = (
    "Hungary expelled two Serbian diplomats on Tuesday. Belgrade condemned the decision and "
    "recalled its ambassador from Budapest.\n"
    "Foreign Minister Péter Szijjártó will meet his Serbian counterpart in Vienna next week. "
    "The two countries signed a gas agreement in 2019."
)


def detente_command(*args: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "detente.cli", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False)


# --- one text -------------------------------------------------------------------------------


def test_a_text_becomes_events_with_parties_dates_and_evidence() -> None:
    coded = detente.code(NEWS, date="2021-03-04")
    found = {(e.event_type, tuple(p.country for p in e.actor)) for e in coded.events}
    assert ("SANCTION", ("HUN",)) in found
    expulsion = next(e for e in coded.events if e.trigger.text == "expelled")
    assert [p.country for p in expulsion.recipient] == ["SRB"]
    assert expulsion.date is not None
    assert (expulsion.date.start, expulsion.date.basis) == ("2021-03-02", "relative")
    assert "planned" in {e.status for e in coded.events if e.event_type == "CONSULT"}
    for event in coded.events:
        for span in all_spans(event):
            assert coded.document.text[span.start : span.end] == span.text


def test_without_a_date_relative_dates_stay_unresolved() -> None:
    coded = detente.code(NEWS)
    expulsion = next(e for e in coded.events if e.trigger.text == "expelled")
    assert expulsion.date is None


def test_what_was_coded_shows_itself_as_frame_and_as_escaped_html() -> None:
    coded = detente.code("Hungary expelled <b>two</b> Serbian diplomats.", date="2021-03-04")
    frame = coded.to_pandas()
    assert list(frame["event_type"]) == [e.event_type for e in coded.events]
    assert coded.to_arrow().num_rows == len(coded.events) > 0
    html = coded._repr_html_()
    assert "&lt;b&gt;two" in html
    assert 'title="trigger"' in html


noise = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
texts = st.lists(st.one_of(noise, st.sampled_from([*NEWS.split(". "), "“", "🕊️", "\n", " é"])))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts.map("".join).filter(str.strip))
def test_every_span_of_any_text_slices_back_to_its_words(text: str) -> None:
    document = Document(document_id(text), text, "2021-03-04")
    (reading,) = code_items([document], settings=defaults())
    assert isinstance(reading, Reading)
    spans = [s for e in reading.events for s in all_spans(e)]
    spans += [s for r in reading.rejections for s in r.spans]
    for span in spans:
        assert text[span.start : span.end] == span.text


# --- many documents -------------------------------------------------------------------------


def test_two_processes_write_the_bytes_of_one(tmp_path: Path) -> None:
    chronicle = next(p for p in bundled_texts() if p.name == "rus_tur_2015.jsonl")
    lines = chronicle.read_text(encoding="utf-8").splitlines()[:40]
    (tmp_path / "some.jsonl").write_text("\n".join([*lines, "not json"]), encoding="utf-8")
    (tmp_path / "detente.toml").write_text("[coding]\nbatch_documents = 7\n")
    done = {
        jobs: detente_command(
            "code", "some.jsonl", "--jobs", jobs, "-f", "jsonl",
            "--kinds", "document,event,rejection", cwd=tmp_path,
        )
        for jobs in ("1", "2")
    }  # fmt: skip
    assert done["1"].stdout.count(b'"kind":"document"') == 40
    assert done["1"].stdout == done["2"].stdout
    assert done["1"].returncode == done["2"].returncode == 1
    assert b"not valid JSON" in done["2"].stderr


def test_a_killed_run_is_continued_by_the_same_command(tmp_path: Path) -> None:
    chronicle = next(p for p in bundled_texts() if p.name == "rus_tur_2016.jsonl")
    lines = chronicle.read_text(encoding="utf-8").splitlines()[:60]
    (tmp_path / "some.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "detente.toml").write_text("[coding]\nbatch_documents = 1\n")
    command = [sys.executable, "-m", "detente.cli", "add", "some.jsonl", "-s"]
    with subprocess.Popen([*command, "cut.duckdb"], cwd=tmp_path, stderr=subprocess.PIPE) as cut:
        log = tmp_path / "cut.duckdb.wal"
        while cut.poll() is None and not (log.exists() and log.stat().st_size > 50_000):
            time.sleep(0.005)
        cut.kill()
    with open_store(tmp_path / "cut.duckdb", read_only=True) as store:
        held = len(store.documents())
    assert 0 < held < 60, "killed too early or too late to test anything"
    again = detente_command(*command[3:], "cut.duckdb", cwd=tmp_path)
    assert again.returncode == 0
    assert f"{60 - held} documents added" in again.stderr.decode()
    detente_command(*command[3:], "whole.duckdb", cwd=tmp_path)
    exports = [
        detente_command("events", "-s", name, "-f", "jsonl", cwd=tmp_path).stdout
        for name in ("cut.duckdb", "whole.duckdb")
    ]
    assert exports[0] == exports[1] != b""


def test_a_document_reads_the_same_whatever_stands_beside_it() -> None:
    first = bundled_texts()[1]
    documents = [d for d in read_inputs([first], settings=defaults()) if isinstance(d, Document)][
        :12
    ]
    together = list(code_items(documents, settings=defaults()))
    alone = [o for d in reversed(documents) for o in code_items([d], settings=defaults())]
    assert [json.dumps(e.to_json()) for o in together if isinstance(o, Reading) for e in o.events] == [
        json.dumps(e.to_json()) for o in reversed(alone) if isinstance(o, Reading) for e in o.events
    ]  # fmt: skip


# --- the bundled desk -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DyadView]:
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    with open_store(path) as store:
        items = read_inputs(bundled_texts(), settings=defaults())
        for step in add_items(store, items, settings=defaults(), command="test"):
            assert not step.rejections
        yield DyadView(Session(store, defaults()), "RUS", "TUR")


def test_the_desk_shows_rupture_repair_and_assassination(desk: DyadView) -> None:
    marks = {(m.kind, m.day[:7]) for m in desk.desk().marks}
    assert ("rupture", "2015-11") in marks
    assert {day for kind, day in marks if kind == "repair"} & {"2016-06", "2016-07", "2016-08"}
    assert ("third-party", "2016-12") in marks


def test_the_murder_is_told_apart_and_left_the_level_in_its_interval(desk: DyadView) -> None:
    shocks = [s for s in desk.shocks() if s.week < "2017-03"]
    assert [(s.kind, s.week) for s in shocks if s.kind != "repair"] == [
        ("rupture", "2015-11-23"),
        ("third-party", "2016-12-19"),
    ]
    assert ["2016-06" <= s.week[:7] <= "2016-08" for s in shocks if s.kind == "repair"] == [True]
    weeks = desk.weeks()
    at = next(i for i, week in enumerate(weeks) if week.week == "2016-12-19")
    low, high = weeks[at - 1].low, weeks[at - 1].high
    levels = [week.level for week in weeks[at : at + 5] if week.level is not None]
    assert len(levels) >= 2
    assert low is not None
    assert high is not None
    assert all(low <= level <= high for level in levels)


def test_the_days_after_the_assassination_are_told(desk: DyadView) -> None:
    found = desk.session.events(date_from="2016-12-19", date_to="2016-12-20", status="asserted")
    types = {(e.event_type, p.country) for e in found for p in (*e.actor, *e.recipient)}
    assert ("ASSAULT", "RUS") in types
    assert {("CONSULT", "RUS"), ("CONSULT", "TUR"), ("CONSULT", "IRN")} <= types


def test_an_earlier_as_of_knows_no_later_mark(desk: DyadView) -> None:
    early = DyadView(desk.session, "RUS", "TUR", as_of="2016-06-01").desk()
    assert early.weeks[-1].week == "2016-05-30"
    assert all(mark.day <= "2016-06-01" for mark in early.marks)


def test_every_event_of_the_store_slices_back_to_its_document(desk: DyadView) -> None:
    store = desk.session.store
    texts = {d.id: d.text for d in store.documents()}
    found = store.events()
    assert len(found) > 200
    for event in found:
        for span in all_spans(event):
            assert texts[event.doc_id][span.start : span.end] == span.text


def test_the_demo_runs_alone(tmp_path: Path) -> None:
    done = detente_command("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    shown = done.stdout.decode()
    for sign in ("▼", "▲", "✚", "2016-12-19 to 2016-12-20"):
        assert sign in shown
    drawn = sorted(p.name for p in (tmp_path / "detente-demo").iterdir())
    assert drawn == ["demo.duckdb", "rus-tur.html", "rus-tur.png", "rus-tur.svg"]
