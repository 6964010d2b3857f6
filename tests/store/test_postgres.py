"""The team's store: what is PostgreSQL's own, and that both engines hold and count the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.imports import build
from tests.postgres import Server

from detente import cli
from detente.errors import StoreUnusable
from detente.imports import import_files
from detente.records import Document, Reading
from detente.relations import dyad_acts, dyad_history
from detente.relations.panel import dyad_panel
from detente.store import Store, open_store
from strategies import make_event, make_reading, synthetic_reading

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture
def url(server: Server, tmp_path: Path) -> str:
    return server.url(tmp_path)


def child(code: str, *args: object) -> subprocess.Popen[str]:
    """A Python process that can import the strategies."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_one_writes_and_many_read_meanwhile(url: str) -> None:
    with open_store(url) as writer:
        writer.add(synthetic_reading(1))
        with pytest.raises(StoreUnusable) as caught:
            open_store(url)
        assert "another process has it open for writing" in caught.value.message
        assert "commands that only read may run meanwhile" in str(caught.value.hint)
        with (
            open_store(url, read_only=True) as one,
            open_store(url, create=False, read_only=True) as two,
        ):
            before = len(one.documents())
            writer.add_all([synthetic_reading(n) for n in range(2, 5)])
            assert (before, len(one.documents()), len(two.documents())) == (1, 4, 4)
            with pytest.raises(psycopg.Error, match="read-only transaction"):
                one._con.execute("DELETE FROM documents")
    open_store(url).close()


def test_the_lock_of_a_killed_writer_is_free_and_nothing_is_half_there(url: str) -> None:
    adding = (
        "import sys\n"
        "from detente.store import open_store\n"
        "from strategies import synthetic_reading\n"
        "with open_store(sys.argv[1]) as store:\n"
        "    store.begin_run('add')\n"
        "    print('go', flush=True)\n"
        "    for n in range(0, 600, 3):\n"
        "        store.add_all([synthetic_reading(i) for i in range(n, n + 3)])\n"
    )
    for moment in range(3):
        adder = child(adding, url)
        assert adder.stdout is not None
        adder.stdout.readline()
        time.sleep(0.05 + 0.1 * moment)
        adder.send_signal(signal.SIGKILL)
        # Later adders find most documents there, and may be done before the signal.
        assert adder.wait() == -signal.SIGKILL or moment > 0
        store = patient(url)
        held = store.query(
            "SELECT d.events, (SELECT count(*) FROM events e WHERE e.doc_id = d.doc_id),"
            " (SELECT count(*) FROM mentions m WHERE m.doc_id = d.doc_id) FROM documents d"
        )
        assert len(held) % 3 == 0
        assert all(row[0] == row[1] == row[2] for row in held)
        store.close()
    assert child(adding, url).wait() == 0
    with open_store(url, read_only=True) as store:
        assert len(store.documents()) == 600
        assert store.runs()[-1].finished is not None


def patient(url: str) -> Store:
    """The store, once the server has noticed that its last writer is gone."""
    for _ in range(100):
        try:
            return open_store(url)
        except StoreUnusable:
            time.sleep(0.05)
    return open_store(url)


def test_what_is_no_store_is_refused_and_left_alone(server: Server, url: str) -> None:
    for option in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreUnusable, match="there is no store of détente in it"):
            open_store(url, **option)  # type: ignore[arg-type]
    with psycopg.connect(url, autocommit=True) as con:
        assert con.execute(TABLES).fetchall() == []
        con.execute("CREATE TABLE prices (day DATE)")
    with pytest.raises(StoreUnusable, match=r"not a store of détente \(it holds prices\)"):
        open_store(url)
    with psycopg.connect(url, autocommit=True) as con:
        assert con.execute(TABLES).fetchall() == [("prices",)]
        con.execute("DROP TABLE prices")
    open_store(url).close()
    with psycopg.connect(url, autocommit=True) as con:
        con.execute("INSERT INTO schema_version VALUES (9999, 'later', now())")
    with pytest.raises(StoreUnusable, match="schema is version 9999"):
        open_store(url)
    with pytest.raises(StoreUnusable, match=r"nobody.*does not exist|does not exist") as caught:
        open_store(server.base.replace("/postgres?", "/nobody?"))
    assert "is there such a database" in str(caught.value.hint)


TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"


def test_a_password_is_neither_shown_nor_logged(url: str, tmp_path: Path) -> None:
    secret = url.replace("detente@", "detente:hush-hush@")
    with open_store(secret) as store:
        assert "detente@" in store.path
        store.begin_run("add", {"store.path": secret, "coding.jobs": 2})
        assert "hush" not in str(store.query("SELECT * FROM runs"))
        assert "hush" not in store.path
    with pytest.raises(StoreUnusable) as caught:
        open_store("postgresql://detente:hush-hush@127.0.0.1:1/none?connect_timeout=2")
    assert "hush" not in str(caught.value)
    assert "does the server run" in str(caught.value.hint)


def test_without_psycopg_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreUnusable, match="psycopg is not installed") as caught:
        open_store("postgresql://nobody@localhost/none")
    assert "pip install 'detente[postgres]'" in str(caught.value.hint)


def test_a_text_that_postgres_cannot_hold_costs_no_other(url: str) -> None:
    bad = Reading(Document("n", "half\0text", source="wire"), (), ())
    with open_store(url) as store:
        assert store.add_all([synthetic_reading(1), bad, synthetic_reading(2)]) == [
            True, False, True,
        ]  # fmt: skip
        (found,) = [r for r in store.rejections() if r.stage == "store"]
    assert (found.source, "NUL" in found.reason) == ("wire", True)


def test_the_commands_take_a_url(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                 capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    from tests.stub import StubCoder

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("detente.api.coder", lambda pipeline: StubCoder())
    secret = url.replace("detente@", "detente:hush-hush@")
    Path("a.txt").write_text("date: 2016-12-20\n\nTurkey shot at Russia.\n", "utf-8")
    for args, said in (
        (["add", "a.txt"], "1 document added with 1 event"),
        (["events", "-f", "jsonl"], '"ASSAULT"'),
        (["export", "x.csv"], "written: x.csv"),
        (["timeline", "RUS", "TUR"], ""),
        (["doctor"], "documents from 1 runs"),
    ):
        monkeypatch.setattr(sys, "argv", ["detente", *args, "--store", secret])
        try:
            cli.main()
        except SystemExit as stop:
            assert stop.code == cli.DONE  # noqa: PT017
        done = capsys.readouterr()
        assert said in done.out + done.err
        assert "hush" not in done.out + done.err


@pytest.fixture(scope="module")
def both(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The same documents and imports in either engine."""
    folder = tmp_path_factory.mktemp("both")
    sides = ("RUS/GOV", "TUR/MIL", "USA", "SYR/REB", "- IRN", "EUR")
    types = ("CONSULT", "ASSAULT", "ACCUSE", "SANCTION", "COOPERATE")
    readings = [
        make_reading(
            f"{'Zäé'[n % 3]}{n}",
            f"2016-{1 + n % 12:02}-{1 + n % 28:02}",
            *(
                make_event(
                    types[(n + k) % 5], sides[n % 6], sides[(n + k + 1) % 6],
                    day=f"2016-{1 + (n + k) % 12:02}-{1 + (n * k) % 28:02}" if k % 2 else None,
                )
                for k in range(3)
            ),
        )
        for n in range(150)
    ]  # fmt: skip
    lines = [
        build.gdelt(GLOBALEVENTID=str(n), SQLDATE=f"201601{1 + n % 28:02}",
                    DATEADDED=f"201602{1 + n % 28:02}") for n in range(60)
    ]  # fmt: skip
    rows = build.put(folder / "g.csv", *lines, "broken\tline\n", lines[0])
    more = build.put(folder / "h.csv", *lines[:5], build.gdelt(GLOBALEVENTID="900"))
    with open_store(folder / "a.duckdb") as one, open_store(server.url(folder)) as other:
        for store in (one, other):
            store.add_all(
                [
                    replace(
                        r, document=replace(r.document, title=f"Бои в Дамаске: {r.document.id}")
                    )
                    for r in readings
                ]
            )
            store.reports = list(import_files(store, [rows, more]))  # type: ignore[attr-defined]
        yield one, other


KINDS = ("events", "mentions", "parties", "documents", "rejections", "imported", "incidents")


@pytest.mark.parametrize("kind", KINDS)
def test_tables_hold_the_same_rows_in_the_same_order(both: tuple[Store, Store], kind: str) -> None:
    one, other = (store.table(kind) for store in both)
    assert one.column_names == other.column_names
    assert one.to_pylist() == other.to_pylist()
    # TINYINT, which PostgreSQL lacks, is the one type that differs.
    types = [
        (f.name, f.type, g.type) for f, g in zip(one.schema, other.schema, strict=True)
        if f.type != g.type
    ]  # fmt: skip
    assert [name for name, *_ in types] == (["quad_class"] if kind == "imported" else [])


def test_imports_are_reported_the_same(both: tuple[Store, Store]) -> None:
    def told(store: Any) -> list[tuple[int, ...]]:
        return [(r.rows_read, r.kept, r.known, r.aside, r.repaired) for r in store.reports]

    assert told(both[0]) == told(both[1])
    assert told(both[0])[0][2] == 1
    assert told(both[0])[1][1:3] == (1, 5)
    assert both[0].quarantine(limit=9) == both[1].quarantine(limit=9)


@pytest.mark.parametrize("sides", [("RUS", "TUR"), ("RUS", "NATO"), ("USA", "PKK")])
def test_relations_count_the_same(both: tuple[Store, Store], sides: tuple[str, str]) -> None:
    one, other = (dyad_history(store, *sides, as_of="2016-11-30") for store in both)
    assert one.weeks == other.weeks
    assert sides == ("USA", "PKK") or any(week.reports for week in one.weeks)
    acts = [dyad_acts(store, *sides) for store in both]
    assert acts[0] == acts[1]


@pytest.mark.parametrize("by", ["week", "month"])
def test_panels_are_the_same(both: tuple[Store, Store], by: str) -> None:
    one, other = (dyad_panel(store, by=by, date_from="2016-02-01") for store in both)
    assert len(one) > 20
    assert one.equals(other)
    assert min(one["period"].to_pylist()) >= date(2016, 2, 1)


def test_filters_find_the_same(both: tuple[Store, Store]) -> None:
    for filters in (
        {"dyad": ("RUS", "TUR")}, {"text": "ДАМАСК"}, {"quad": [3, 4], "limit": 7},
        {"date_from": "2016-03-01", "date_to": "2016-04-30"}, {"as_of": "2016-05-05"},
    ):  # fmt: skip
        one, other = (store.events(**filters) for store in both)  # type: ignore[arg-type]
        assert one == other
        assert one
