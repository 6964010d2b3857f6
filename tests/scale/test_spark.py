"""Spark: the same records as one process, whatever is lost on the way; the same numbers too.

One Spark serves the whole module. Most tests code with the stub; one takes the real coder.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from detente import cli
from detente.api import add_items, bundled_texts, flat_table, read_inputs
from detente.config import defaults
from detente.errors import BadSetting, WorkersLost
from detente.records import Document, Reading, Rejection
from detente.relations.expressions import QUERIES, compiled
from detente.scale import SparkCoded, code_corpus, spark_session
from detente.store import Store, open_store
from tests.stub import read

ROOT = Path(__file__).resolve().parents[2]
NEWS = [
    {"id": "n1", "date": "2015-11-24", "text": "Turkey shot down a jet of Russia. Čaj 🕊️."},
    {"id": "n2", "date": "someday", "text": "Russia recalled its envoy from Turkey."},
    {"id": "n3", "text": "Nothing happened."},
    {"id": "n1", "date": "2015-11-25", "text": "Turkey shot down a jet of Russia. Čaj 🕊️."},
    {"id": "n2", "text": "Russia met Turkey in Moscow."},
    {"text": 5},
    {"id": "n4", "date": "2016-08-09", "text": "Russia met Turkey again. Russia met Iran \ud83d."},
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if shutil.which("java") is None and not os.environ.get("CI"):
        pytest.skip("no Java on this machine")
    # Workers unpickle functions of these tests.
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *([before] if before else [])])
    made = spark_session("local[2]")
    yield made
    made.stop()
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files of lines, the same documents in both, and one line that is none."""
    monkeypatch.chdir(tmp_path)
    inside = tmp_path / "in"
    inside.mkdir()
    lines = [json.dumps(record) for record in NEWS]
    mark = "\ufeff"
    (inside / "a.jsonl").write_text(mark + "\n\n".join(lines[:4]) + "\r\n{broken\n", "utf-8")
    (inside / "b.jsonl").write_text("\n".join([*lines[4:], lines[0]]), "utf-8")
    return inside


def coded(items: list[Document | Rejection]) -> list[Reading | Rejection]:
    return [item if isinstance(item, Rejection) else read(item) for item in items]


def lines_of(outcome: Reading | Rejection) -> list[bytes]:
    if isinstance(outcome, Rejection):
        found = [outcome]
    else:
        found = [outcome.document, *outcome.events, *outcome.rejections]  # type: ignore[list-item]
    return [json.dumps(record.to_json()).encode() + b"\n" for record in found]


READING = {"date": None, "max_bytes": 2_000_000, "lang": "en"}


def on_spark(spark: Any, inputs: list[str], output: str, **changes: Any) -> SparkCoded:
    given: dict[str, Any] = {"work": coded, "reading": READING, "lines": lines_of, **changes}
    return code_corpus(inputs, output, spark=spark, **given)


def written(output: str) -> list[bytes]:
    return sorted(
        line for part in Path(output).glob("part-*") for line in part.read_bytes().splitlines(True)
    )


def expected(*inputs: str) -> list[bytes]:
    items = list(read_inputs(inputs, settings=defaults()))
    return sorted(line for outcome in coded(items) for line in lines_of(outcome))


def test_lines_become_the_records_of_one_process(spark: Any, folder: Path) -> None:
    done = on_spark(spark, ["in"], "out")
    assert written("out") == expected("in")
    assert (done.documents, done.events, done.aside) == (4, 4, 6)
    assert [r.source for r in done.rejections] == [
        "in/a.jsonl:3", "in/a.jsonl:7", "in/a.jsonl:8",
        "in/b.jsonl:1", "in/b.jsonl:2", "in/b.jsonl:4",
    ]  # fmt: skip
    assert [r.reason for r in done.rejections][1::4] == ["same document again"] * 2
    assert "first in in/a.jsonl:1" in str(done.rejections[1].detail)


def test_rows_of_parquet_become_the_same_and_are_written_as_a_table(
    spark: Any, folder: Path
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [r for r in NEWS if isinstance(r["text"], str) and "\ud83d" not in r["text"]]
    pq.write_table(pa.Table.from_pylist(rows), "in.parquet")
    table = lambda outcomes: flat_table(outcomes, "events")  # noqa: E731
    on_spark(spark, ["in.parquet"], "out", lines=None, table=table)
    items = coded(list(read_inputs(["in.parquet"], settings=defaults())))
    key = [("doc_id", "ascending"), ("trigger_start", "ascending")]
    found = pq.read_table("out").sort_by(key)
    whole = flat_table(items, "events").sort_by(key)
    assert len(whole) == 2
    assert found.column_names == whole.column_names
    assert found.to_pylist() == whole.to_pylist()


def test_the_partition_of_a_killed_worker_is_done_again(spark: Any, folder: Path) -> None:
    mark = str(folder.parent / "killed")

    def killed_once(items: list[Document | Rejection]) -> list[Reading | Rejection]:
        if any(item.id == "n4" for item in items if isinstance(item, Document)):
            try:
                os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return coded(items)

    done = on_spark(spark, ["in"], "out", work=killed_once)
    assert Path(mark).exists()
    assert written("out") == expected("in")
    assert (done.documents, done.events, done.aside) == (4, 4, 6)


def test_a_task_that_always_fails_ends_the_run_with_its_error(spark: Any, folder: Path) -> None:
    def broken(items: list[Document | Rejection]) -> list[Reading | Rejection]:
        raise ZeroDivisionError("seven")

    with pytest.raises(WorkersLost, match="ZeroDivisionError: seven"):
        on_spark(spark, ["in"], "out", work=broken)


def test_what_spark_cannot_read_or_would_overwrite_is_told_before(spark: Any, folder: Path) -> None:
    with pytest.raises(BadSetting, match="it exists already"):
        on_spark(spark, ["in"], "in")
    with pytest.raises(BadSetting, match="no such file"):
        on_spark(spark, ["nowhere.jsonl"], "out")
    (folder / "page.html").write_text("<html>")
    with pytest.raises(BadSetting, match=r"in/page\.html: Spark reads \.jsonl"):
        on_spark(spark, ["in"], "out")


def test_the_command_writes_what_the_real_coder_reads(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = Path(bundled_texts()[0]).read_text("utf-8").splitlines(True)[:12]
    Path("in.jsonl").write_text("".join(lines), "utf-8")
    for args in (
        ["code", "in.jsonl", "-f", "jsonl", "-o", "one.jsonl", "--kinds", "all"],
        ["code", "--engine", "spark", "--master", "local[2]", "--kinds", "all", "in.jsonl", "out"],
    ):
        monkeypatch.setattr(sys, "argv", ["detente", *args])
        with pytest.raises(SystemExit) as done:
            cli.main()
        assert done.value.code == cli.DONE
    assert "12 documents, " in capfd.readouterr().err
    assert written("out") == sorted(Path("one.jsonl").read_bytes().splitlines(True))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = defaults().replaced(coding__analyst=False)
    items = read_inputs(bundled_texts()[2:4], settings=settings)
    with open_store(tmp_path_factory.mktemp("store") / "news.duckdb") as made:
        for _ in add_items(made, items, settings=settings, command="test"):
            pass
        yield made


@pytest.mark.parametrize("query", sorted(QUERIES))
def test_relations_count_the_same_on_spark(spark: Any, store: Store, query: str) -> None:
    from detente.relations.asking import ask

    for table in (
        "events",
        "event_parties",
        "event_dates",
        "documents",
        "imported_events",
        "reports",
    ):
        spark.createDataFrame(store.arrow(f"SELECT * FROM {table}")).createOrReplaceTempView(table)
    sides = ("RUS", "NATO") if query.startswith("side") else ("RUS", "TUR")
    dyad = ask(*sides)
    day = date(2017, 12, 31)
    one = {"a": dyad.a, "b": dyad.b, "as_of": day, "dataset": None, "without": None}
    spark.createDataFrame([one], ASKED).createOrReplaceTempView("asked")
    pairs = [(dyad.a, dyad.b), ("RUS", "USA")]
    spark.createDataFrame(pairs, "a string, b string").createOrReplaceTempView("pairs")
    more: dict[str, Any] = {}
    if query.startswith("dyad"):
        more = {"firsts": [a for a, _ in pairs], "seconds": [b for _, b in pairs]}
    elif dyad.members is not None:
        more = dyad.members
        rows = list(zip(*(more[f"member_{k}"] for k in MEMBER), strict=True))
        spark.createDataFrame(rows, MEMBERS).createOrReplaceTempView("members")
    ours = store.query(compiled(query, "duckdb"), {**one, **more})
    theirs = [tuple(row) for row in spark.sql(compiled(query, "databricks")).collect()]
    assert len(ours) > 20
    assert comparable(theirs) == comparable(ours)


ASKED = "a string, b string, as_of date, dataset string, without string"
MEMBER = ("side", "kind", "code", "first", "last")
MEMBERS = "side string, kind string, code string, first_day date, last_day date"


def comparable(rows: list[tuple[Any, ...]]) -> list[str]:
    """Rows in an order of their own, days as days and sums as they are shown."""

    def cell(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, float):
            return round(value, 6)
        if isinstance(value, list | tuple):
            return sorted(map(cell, value), key=str)
        return value

    return sorted(repr([cell(value) for value in row]) for row in rows)


def test_what_is_missing_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(WorkersLost, match="no Java in JAVA_HOME") as caught:
        spark_session("local[2]")
    assert "apt-get install openjdk-17" in str(caught.value.hint)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(WorkersLost) as caught:
        spark_session("local[2]")
    assert "pip install 'detente[spark]'" in str(caught.value.hint)


def test_a_folder_must_be_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["detente", "code", "--engine", "spark", "in.jsonl"])
    with pytest.raises(SystemExit) as done:
        cli.main()
    assert done.value.code == cli.WRONG_USE
    assert "--engine spark --master URL IN OUT" in capsys.readouterr().err
