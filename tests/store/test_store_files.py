"""The store as a file: opening, refusing, migrating, being killed, exporting."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from detente.errors import BadSetting, StoreUnusable
from detente.store import open_store, sql
from detente.store.connect import migrations
from detente.store.export import KINDS, codebook
from strategies import make_event, make_reading, synthetic_reading

TESTS = Path(__file__).resolve().parents[1]


def child(code: str, *args: object) -> subprocess.Popen[str]:
    """A Python process that can import the strategies."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdout=subprocess.PIPE,
        text=True,
    )


def broken(path: Path, how: str) -> Path:
    """A path that is no usable store, in one of several ways."""
    if how == "a directory":
        path.mkdir()
    elif how == "not a database":
        path.write_bytes(b"id,text\n1,hello\n" * 1000)
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut short":
        with open_store(path) as store:
            store.add_all([synthetic_reading(n) for n in range(50)])
        path.write_bytes(path.read_bytes()[:20_000])
    elif how == "another database":
        with duckdb.connect(str(path)) as con:
            con.execute("CREATE TABLE prices (day DATE)")
    elif how == "newer":
        open_store(path).close()
        with duckdb.connect(str(path)) as con:
            con.execute("INSERT INTO schema_version VALUES (9999, '9999_later', now())")
    elif how == "missing":
        pass
    elif how == "no such folder":
        return path / "deep" / "a.duckdb"
    return path


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("a directory", "is a directory, not a file"),
        ("not a database", "not a DuckDB database"),
        ("empty", "not a DuckDB database"),
        ("cut short", "damaged or cut short"),
        ("another database", "not a store of détente (it holds prices)"),
        ("newer", "schema is version 9999"),
        ("no such folder", "does not exist"),
    ],
)
def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path, how: str, says: str) -> None:
    path = broken(tmp_path / "a.duckdb", how)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreUnusable) as caught:
        open_store(path)
    assert says in caught.value.message
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("option", [{"create": False}, {"read_only": True}])
def test_a_store_is_made_only_on_purpose(tmp_path: Path, option: dict[str, bool]) -> None:
    with pytest.raises(StoreUnusable, match="no such file"):
        open_store(tmp_path / "a.duckdb", **option)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody may write to")
def test_a_folder_that_cannot_be_written() -> None:
    with pytest.raises(StoreUnusable) as caught:
        open_store("/proc/a.duckdb")
    assert "making the store" in caught.value.message
    assert "writable" in (caught.value.hint or "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any file")
def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    path.chmod(0o444)
    with pytest.raises(StoreUnusable, match="no permission to write"):
        open_store(path)
    with open_store(path, read_only=True) as store:
        assert store.documents() == []


def test_a_reading_store_refuses_to_write(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    with open_store(path, read_only=True) as store:
        for write in (
            lambda: store.add(synthetic_reading(1)),
            lambda: store.begin_run("add"),
            lambda: store.add_rejections([]),
        ):
            with pytest.raises(StoreUnusable, match="for reading only"):
                write()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_second_process_is_told_who_waits(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "a.duckdb"
    holder = child(
        "import sys, time\n"
        "from detente.store import open_store\n"
        "with open_store(sys.argv[1]) as store:\n"
        "    print('open', flush=True); time.sleep(60)\n",
        path,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(StoreUnusable) as caught:
            open_store(path, read_only=read_only)
        assert "another process has it open" in caught.value.message
        assert "wait until" in (caught.value.hint or "")
    finally:
        holder.kill()
        holder.wait()
    open_store(path, read_only=read_only).close()


def test_migrations_are_numbered_without_gaps_and_run_once(tmp_path: Path) -> None:
    numbers = [number for number, _, _ in migrations()]
    assert numbers == list(range(1, len(numbers) + 1))
    path = tmp_path / "a.duckdb"
    for _ in range(2):
        with open_store(path) as store:
            held = store.query("SELECT version, name FROM schema_version ORDER BY version")
    assert held == [(number, name) for number, name, _ in migrations()]
    con = duckdb.connect()
    con.execute(f"ATTACH '{path}' AS made (READ_ONLY)")
    tags = con.execute(
        "SELECT tags FROM duckdb_databases() WHERE database_name = 'made'"
    ).fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.2.0")
    con.close()


def test_an_older_store_is_migrated_when_written_and_refused_when_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.duckdb"
    with open_store(path) as store:
        store.add(synthetic_reading(1))
    later = [*migrations(), (len(migrations()) + 1, "later", "CREATE TABLE later (x INTEGER);")]
    monkeypatch.setattr("detente.store.connect.migrations", lambda: later)
    with pytest.raises(StoreUnusable, match="schema is version"):
        open_store(path, read_only=True)
    with open_store(path) as store:
        assert store.query("SELECT count(*) FROM later") == [(0,)]
        assert len(store.documents()) == 1


ADD = """
import sys
from detente.store import open_store, sql
from strategies import synthetic_reading
with open_store(sys.argv[1]) as store:
    store.begin_run("add synthetic")
    print("go", flush=True)
    for start in range(0, int(sys.argv[2]), 3):
        batch = [synthetic_reading(n) for n in range(start, start + 3)]
        store.add_all(batch if start % 2 else batch[:1])
        store.add_all(batch)
"""


def test_killed_at_ten_moments_the_store_holds_whole_documents(tmp_path: Path) -> None:
    """SIGKILL while adding; the same command again completes it."""
    rng = random.Random(20161219)
    path, wanted = tmp_path / "a.duckdb", 240
    killed, seen = 0, 0
    for moment in range(10):
        adder = child(ADD, path, wanted)
        assert adder.stdout is not None
        if moment:  # the first is killed at any moment, also before the store is made
            adder.stdout.readline()
        time.sleep(rng.uniform(0.0, 0.25 if moment else 0.6))
        adder.send_signal(signal.SIGKILL)
        killed += adder.wait() == -signal.SIGKILL
        if not path.exists():
            assert moment == 0
            continue
        with open_store(path) as store:
            held = store.query(
                "SELECT d.doc_id, d.events, d.rejections,"
                " (SELECT count(*) FROM events e WHERE e.doc_id = d.doc_id),"
                " (SELECT count(*) FROM rejections r WHERE r.doc_id = d.doc_id),"
                " (SELECT count(*) FROM mentions m WHERE m.doc_id = d.doc_id),"
                " (SELECT count(*) FROM event_parties p WHERE p.doc_id = d.doc_id)"
                " FROM documents d"
            )
            for _, said, refused, stored, noted, mentions, parties in held:
                assert (said, refused) == (stored, noted)
                assert (mentions, parties) == (said, 2 * said)
            orphans = (
                "SELECT count(*) FROM events WHERE doc_id NOT IN (SELECT doc_id FROM documents)"
            )
            assert store.query(orphans) == [(0,)]
        assert len(held) >= seen
        seen = len(held)
    assert killed >= 8
    assert child(ADD, path, wanted).wait() == 0
    with open_store(path) as store, open_store(tmp_path / "b.duckdb") as fresh:
        fresh.add_all([synthetic_reading(n) for n in range(wanted)])
        assert [d.id for d in store.documents()] == [d.id for d in fresh.documents()]
        assert store.event_table().equals(fresh.event_table())
        assert store.runs()[-1].finished is not None
        assert any(run.finished is None for run in store.runs())


def test_the_run_log_says_what_was_done(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.duckdb") as store:
        run = store.begin_run(
            "detente add x.txt",
            {"coding.batch": 8},
            coder="coder 2",
            codebook_version="plover 2.0",
            pipeline_version="en 0.1",
        )
        reading = make_reading("d", "2016-12-20", make_event(), make_event())
        store.add(reading)
        assert store.runs()[0].finished is None
        store.end_run({"skipped": 4})
    with open_store(tmp_path / "a.duckdb", read_only=True) as store:
        (logged,) = store.runs()
    assert (logged.id, logged.command, logged.coder) == (run.id, "detente add x.txt", "coder 2")
    assert (logged.codebook_version, logged.pipeline_version) == ("plover 2.0", "en 0.1")
    assert logged.settings == {"coding.batch": 8}
    assert logged.counts == {"documents": 1, "events": 2, "rejections": 0, "skipped": 4}
    assert logged.finished is not None
    assert logged.started <= logged.finished


def test_a_run_that_fails_stays_unfinished(tmp_path: Path) -> None:
    def failing() -> None:
        with open_store(tmp_path / "a.duckdb") as store:
            store.begin_run("add")
            raise KeyError

    with pytest.raises(KeyError):
        failing()
    with open_store(tmp_path / "a.duckdb") as store:
        assert [run.finished for run in store.runs()] == [None]


def test_a_store_of_the_first_schema_is_migrated_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    (first, *_) = migrations()
    with duckdb.connect(str(path)) as con:
        con.execute(sql.MAKE_SCHEMA_VERSION)
        con.execute(first[2])
        con.execute(sql.ADD_SCHEMA_VERSION, [first[0], first[1], datetime(2026, 1, 1)])
        con.execute(
            "INSERT INTO documents VALUES ('d', 1, 'x', 'Talks.', '2016-12-19', NULL, NULL, NULL,"
            " NULL, NULL, '[]', '[]', 0, 0)"
        )
    with open_store(path) as store:
        assert [d.id for d in store.documents()] == ["d"]
        assert store.findings("incidents") == []
        assert store.judgements() == []


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "a.duckdb"
    with open_store(path) as store:
        store.add_all([synthetic_reading(n) for n in range(5)])
        store.add(
            make_reading("d", "2016-12-20", make_event("CONSULT", "RUS/GOV|MIL TUR", "- IRN"))
        )
    return path


def test_exports_hold_the_same_rows_in_every_format(filled: Path, tmp_path: Path) -> None:
    with open_store(filled, read_only=True) as store:
        written = store.export(tmp_path / "events.csv")
        assert [p.name for p in written] == ["events.csv", "events.codebook.csv"]
        store.export(tmp_path / "events.parquet")
        store.export(tmp_path / "x.out", "jsonl")
        expected = store.events()
        table = store.event_table()
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [r["event_id"] for r in rows] == [e.id for e in expected]
    assert [r["evidence_text"] for r in rows] == [e.mentions[0].evidence.text for e in expected]
    row = next(r for r in rows if r["doc_id"] == "d")
    assert row["actor_countries"] == "RUS;TUR"
    assert row["actor_sectors"] == "GOV|MIL;"
    assert row["recipient_countries"] == ";IRN"
    assert row["published"] == "2016-12-20"
    assert pq.read_table(tmp_path / "events.parquet").equals(table)
    lines_ = (tmp_path / "x.out").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines_] == [e.to_json() for e in expected]


@pytest.mark.parametrize("kind", KINDS)
def test_the_codebook_describes_every_column(filled: Path, tmp_path: Path, kind: str) -> None:
    with open_store(filled, read_only=True) as store:
        _, book = store.export(tmp_path / "x.csv", kind=kind)
        names = store.table(kind).column_names
    with book.open(encoding="utf-8", newline="") as lines:
        described = list(csv.DictReader(lines))
    assert [r["column"] for r in described] == names
    assert all(r["type"] and r["description"] for r in described)
    assert {r["table"] for r in codebook()} == set(KINDS)


@pytest.mark.parametrize(
    ("name", "kind", "error"),
    [
        ("x.xlsx", "events", BadSetting),
        ("x.csv", "weeks", BadSetting),
        ("no/such/folder/x.csv", "events", StoreUnusable),
    ],
)
def test_exports_that_cannot_be(
    filled: Path, tmp_path: Path, name: str, kind: str, error: type[Exception]
) -> None:
    with open_store(filled, read_only=True) as store, pytest.raises(error):
        store.export(tmp_path / name, kind=kind)
    assert not (tmp_path / name).exists()
