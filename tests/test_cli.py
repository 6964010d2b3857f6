"""The command line: what goes where, in which format, with which exit code.

Coding itself is the stub's; what the real coder says is tested in ``tests/test_end_to_end.py``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
import typer

from detente import cli
from tests.stub import StubCoder

GOLDEN = Path(__file__).parent / "golden" / "help"
NEWS = (
    "2015-11-20 Russia met Turkey in Moscow. Nothing else happened there.",
    "2015-11-24 Turkey shot down a jet of Russia. Russia recalled its envoy from Turkey.",
    "2016-08-09 Russia met Turkey again. Russia met Iran as well.",
)


@dataclass
class Done:
    """What a run left: exit code, standard output, standard error."""

    code: int
    out: bytes
    err: str

    @property
    def lines(self) -> list[dict[str, object]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> StubCoder:
    made = StubCoder()
    monkeypatch.setattr("detente.api.coder", lambda pipeline: made)
    return made


@pytest.fixture
def run(
    stub: StubCoder,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    tmp_path: Path,
) -> Run:
    """Run the command line in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*args: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["detente", *args])
        capfdbinary.readouterr()
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfdbinary.readouterr()
        return Done(code, out, err.decode())

    return call


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Three dispatches as JSON lines."""
    path = tmp_path / "news.jsonl"
    lines = [
        json.dumps({"id": f"n{i}", "date": line[:10], "title": f"Title {i}", "text": line[11:]})
        for i, line in enumerate(NEWS)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def store(run: Run, news: Path) -> str:
    assert run("add", str(news), "--store", "s.duckdb").code == cli.DONE
    return "s.duckdb"


# --- code -----------------------------------------------------------------------------------


def test_code_writes_events_one_json_object_a_line(run: Run, news: Path) -> None:
    done = run("code", str(news), "--format", "jsonl")
    assert done.code == cli.DONE
    assert [(r["kind"], r["doc_id"], r["event_type"]) for r in done.lines] == [
        ("event", "n0", "CONSULT"),
        ("event", "n1", "ASSAULT"),
        ("event", "n1", "SANCTION"),
        ("event", "n2", "CONSULT"),
        ("event", "n2", "CONSULT"),
    ]
    assert "3 documents, 5 events" in done.err


def test_code_writes_the_kinds_asked_for_in_text_order(run: Run, news: Path) -> None:
    done = run("code", str(news), "--format", "jsonl", "--kinds", "document,event,rejection")
    kinds = [r["kind"] for r in done.lines if r.get("doc_id", r.get("id")) == "n0"]
    assert kinds == ["document", "event", "rejection"]


def test_every_span_written_slices_back_to_its_text(run: Run, tmp_path: Path) -> None:
    text = "Prelude 🕊️ čaj. Turkey shot at Russia. "
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    done = run("code", "a.txt", "--format", "jsonl", "--kinds", "document,event")
    document, event = done.lines
    actor = event["actor"][0]  # type: ignore[index]
    assert document["text"][actor["start"] : actor["end"]] == "Turkey"  # type: ignore[index]


def test_code_writes_the_same_flat_table_as_csv_and_parquet(run: Run, news: Path) -> None:
    import pyarrow.parquet as parquet

    rows = list(csv.DictReader(io.StringIO(run("code", str(news), "-f", "csv").out.decode())))
    table = parquet.read_table(io.BytesIO(run("code", str(news), "-f", "parquet").out))
    assert [r["event_type"] for r in rows] == table["event_type"].to_pylist()
    assert list(rows[0]) == table.column_names
    assert rows[1]["evidence_text"] == "Turkey shot down a jet of Russia."


def test_a_flat_table_holds_one_kind(run: Run, news: Path) -> None:
    done = run("code", str(news), "--format", "csv", "--kinds", "event,rejection")
    assert (done.code, done.out) == (cli.WRONG_USE, b"")
    assert "one kind" in done.err
    one = run("code", str(news), "--format", "csv", "--kinds", "rejection")
    assert one.out.count(b"no trigger") == 1


def test_code_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(b"Turkey shot at Russia on that day in the north."))
    monkeypatch.setattr(sys, "stdin", piped)
    done = run("code", "-", "--date", "2015-11-24", "--format", "jsonl")
    assert [r["event_type"] for r in done.lines] == ["ASSAULT"]
    assert done.lines[0]["date"]["start"] == "2015-11-24"  # type: ignore[index]


def test_the_table_shows_type_and_sentence(run: Run, news: Path) -> None:
    out = run("code", str(news)).out.decode()
    assert "ASSAULT" in out
    assert "Turkey shot down a jet of Russia." in " ".join(out.split())


def test_output_goes_to_the_file_named(run: Run, news: Path, tmp_path: Path) -> None:
    plain = run("code", str(news), "--format", "jsonl").out
    done = run("code", str(news), "--format", "jsonl", "--output", "out.jsonl")
    assert done.out == b""
    assert (tmp_path / "out.jsonl").read_bytes() == plain


def test_bad_inputs_are_set_aside_and_the_rest_is_coded(
    run: Run, news: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    with gzip.open(tmp_path / "more.jsonl.gz", "wt") as file:
        file.write('{"text": "Turkey shot at Russia on that day in the north."}\nnot json\n')
    names = ("empty.txt", "absent.txt", "binary.txt", "more.jsonl.gz")
    done = run("code", *names, str(news), "--format", "jsonl")
    assert done.code == cli.SET_ASIDE
    assert len(done.lines) == 6
    for name in names:
        assert f"set aside: {name}" in done.err.replace(str(tmp_path) + "/", "")
    assert "4 set aside" in done.err
    assert "Traceback" not in done.err


# --- wrong use ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("code",), "FILE"),
        (("code", "x.txt", "--kinds", "events,stories"), "'stories' is not a kind"),
        (("code", "x.txt", "--format", "xml"), "xml"),
        (("code", "x.txt", "--jobs", "0"), "jobs"),
        (("code", "x.txt", "--date", "someday"), "someday"),
        (("timeline", "RUS", "Turky", "-s", "s.duckdb"), "did you mean 'Turkey' (TUR)?"),
        (("timeline", "Russia", "RUS", "-s", "s.duckdb"), "both RUS"),
        (("timeline", "RUS", "TUR", "-s", "s.duckdb", "-o", "x.gif"), ".gif"),
        (("timeline", "RUS", "TUR", "-s", "s.duckdb", "--from", "2016-13-01"), "2016-13-01"),
        (("events", "-s", "s.duckdb", "--type", "CONSLT"), "CONSULT"),
        (("events", "-s", "s.duckdb", "--dyad", "RUS"), "RUS-TUR"),
        (("events", "-s", "s.duckdb", "--status", "sure"), "asserted"),
        (("export", "x.xls", "-s", "s.duckdb"), "xls"),
        (("--config", "absent.toml", "doctor"), "absent.toml"),
        (("tmeline",), "timeline"),
    ],
)
def test_wrong_use_is_told_with_code_2_and_a_hint(
    run: Run, store: str, args: tuple[str, ...], says: str
) -> None:
    done = run(*args)
    assert (done.code, done.out) == (cli.WRONG_USE, b"")
    assert says in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", ["timeline RUS TUR", "events", "rejections", "export x.csv"])
def test_a_missing_store_cannot_be_read(run: Run, command: str) -> None:
    done = run(*command.split(), "--store", "absent.duckdb")
    assert done.code == cli.FAILED
    assert "absent.duckdb" in done.err
    assert "detente add" in done.err
    assert not Path("absent.duckdb").exists()


# --- a store --------------------------------------------------------------------------------


def test_adding_twice_reads_nothing_again(
    run: Run, store: str, news: Path, stub: StubCoder
) -> None:
    before = list(stub.read_ids)
    done = run("add", str(news), "--store", store)
    assert stub.read_ids == before
    assert "0 documents added with 0 events, 3 known already" in done.err
    assert run("events", "-s", store, "-f", "jsonl").lines[0]["event_type"] == "CONSULT"


def test_add_says_what_it_set_aside(run: Run, news: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = run("add", str(news), "empty.txt", "--store", "t.duckdb")
    assert done.code == cli.SET_ASIDE
    assert done.out == b""
    assert "3 documents added with 5 events, 0 known already, 1 set aside" in done.err
    kept = run("rejections", "-s", "t.duckdb", "-f", "jsonl")
    assert {r["stage"] for r in kept.lines} == {"documents", "coding"}
    summary = run("rejections", "-s", "t.duckdb", "--summary", "-f", "csv").out.decode()
    assert '"coding","no trigger",1' in summary


def test_settings_are_kept_with_the_run(run: Run, news: Path, tmp_path: Path) -> None:
    from detente.store import open_store

    (tmp_path / "detente.toml").write_text("[documents]\nmax_bytes = 1234567\n")
    run("add", str(news), "--store", "t.duckdb")
    with open_store("t.duckdb", read_only=True) as opened:
        (last,) = opened.runs()
    assert last.settings["documents.max_bytes"] == 1234567
    assert (last.coder, last.pipeline_version) == ("stub 1", "none 1")
    assert last.command.startswith("add ")
    assert last.finished is not None


@pytest.mark.parametrize(
    ("filters", "types"),
    [
        ("--actor Turkey", ["CONSULT", "ASSAULT", "CONSULT"]),
        ("--actor tur --recipient RUS", ["ASSAULT"]),
        ("--dyad RUS-IRN", ["CONSULT"]),
        ("--type assault --type sanction", ["ASSAULT", "SANCTION"]),
        ("--quad 4 --limit 1", ["ASSAULT"]),
        ("--from 2015-11-21 --to 2015-12-31", ["ASSAULT", "SANCTION"]),
        ("--as-of 2015-11-23", ["CONSULT"]),
        ("--text envoy", ["SANCTION"]),
        ("--historical", []),
    ],
)
def test_events_are_filtered(run: Run, store: str, filters: str, types: list[str]) -> None:
    done = run("events", "--store", store, "--format", "jsonl", *filters.split())
    assert done.code == cli.DONE
    assert [r["event_type"] for r in done.lines] == types


def test_events_as_a_table_show_their_evidence(run: Run, store: str) -> None:
    done = run("events", "--store", store, "--quad", "4")
    assert "Turkey shot down a jet of Russia." in " ".join(done.out.decode().split())
    assert "2 events" in done.err


def test_export_writes_the_table_and_its_codebook(run: Run, store: str, tmp_path: Path) -> None:
    assert run("export", "e.csv", "--store", store).code == cli.DONE
    rows = list(csv.DictReader((tmp_path / "e.csv").open(encoding="utf-8")))
    described = list(csv.DictReader((tmp_path / "e.codebook.csv").open(encoding="utf-8")))
    assert len(rows) == 5
    assert [d["column"] for d in described] == list(rows[0])


# --- timeline -------------------------------------------------------------------------------


def test_timeline_takes_names_and_codes_in_any_order(run: Run, store: str) -> None:
    first = run("timeline", "Türkiye", "russia", "--store", store, "--format", "jsonl")
    second = run("timeline", "RUS", "TUR", "--store", store, "--format", "jsonl")
    assert first.out == second.out
    weeks = {str(w["week"]): w for w in first.lines}
    assert weeks["2015-11-23"]["counts"] == {"RUS>TUR:4": 1, "TUR>RUS:4": 1}
    assert weeks["2015-11-30"]["level"] is None


def test_timeline_as_a_flat_table_has_a_column_for_every_direction(run: Run, store: str) -> None:
    done = run("timeline", "RUS", "TUR", "-s", store, "-f", "csv", "--to", "2015-11-29")
    rows = list(csv.DictReader(io.StringIO(done.out.decode())))
    assert (rows[1]["TUR_RUS_4"], rows[1]["RUS_TUR_4"], rows[0]["both_1"]) == ("1", "1", "1")


def test_timeline_in_the_terminal_and_as_a_picture(run: Run, store: str, tmp_path: Path) -> None:
    shown = run("timeline", "RUS", "TUR", "--store", store).out.decode()
    assert "RUS – TUR" in shown
    assert "material conflict" in shown
    assert run("timeline", "RUS", "TUR", "-s", store, "-o", "d.svg").code == cli.DONE
    assert "<svg" in (tmp_path / "d.svg").read_text(encoding="utf-8")


def test_timeline_knows_nothing_published_later(run: Run, store: str) -> None:
    done = run("timeline", "RUS", "TUR", "-s", store, "--as-of", "2015-11-23", "-f", "jsonl")
    assert [w["counts"] for w in done.lines] == [{"RUS<>TUR:1": 1}, {}]


def test_timeline_of_strangers_says_so(run: Run, store: str) -> None:
    done = run("timeline", "FRA", "DEU", "--store", store)
    assert (done.code, done.out) == (cli.DONE, b"")
    assert "no events between FRA and DEU" in done.err


# --- explain, codebook, doctor --------------------------------------------------------------


def test_explain_tells_of_every_sentence(run: Run, news: Path) -> None:
    done = run("explain", str(news), "--format", "jsonl")
    texts = [str(r["text"]) for r in done.lines]
    assert texts == [s for line in NEWS for s in line[11:].replace(". ", ".|").split("|")]
    assert all(bool(r["events"]) != bool(r["rejections"]) for r in done.lines)
    shown = " ".join(run("explain", str(news)).out.decode().split())
    assert "TUR > RUS ASSAULT" in shown
    assert "no trigger" in shown


def test_explain_as_a_page_escapes_the_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Turkey shot at <script>evil()</script> Russia.")
    page = run("explain", "x.txt", "--format", "html").out.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;evil()&lt;/script&gt;" in page


@pytest.mark.parametrize(("part", "count"), [("types", 16), ("modes", 30), ("cameo", 200)])
def test_codebook_lists(run: Run, part: str, count: int) -> None:
    lines = run("codebook", part, "--format", "jsonl").lines
    assert len(lines) == count if part == "types" else len(lines) > count
    assert all(row["event_type"] for row in lines if part != "cameo")
    table = run("codebook", part).out.decode()
    assert "event_type" in table.splitlines()[0]


def test_doctor_reports_and_fails_when_something_is_wrong(run: Run, store: str) -> None:
    fine = run("doctor", "--store", store)
    assert fine.code == cli.DONE
    assert "ok    store: s.duckdb: 3 documents from 1 runs" in fine.out.decode()
    Path("broken.duckdb").write_text("not a store")
    broken = run("doctor", "--store", "broken.duckdb")
    assert broken.code == cli.FAILED
    assert "FAIL  store" in broken.out.decode()
    assert "ok    codebook" in broken.out.decode()


def test_the_demo_replaces_no_store_but_its_own(run: Run, store: str) -> None:
    done = run("demo", "--store", store)
    assert done.code == cli.WRONG_USE
    assert "fresh store" in done.err
    assert "3 documents" in run("doctor", "--store", store).out.decode()


# --- the process ----------------------------------------------------------------------------


def commands() -> list[tuple[str, ...]]:
    """Every command and group, as typed after `detente`; the empty one is `detente` itself."""

    def below(found: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, inner in getattr(found, "commands", {}).items():
            yield from below(inner, (*path, name))

    return list(below(typer.main.get_command(cli.app), ()))


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_help_is_as_reviewed(run: Run, path: tuple[str, ...]) -> None:
    """Renew with ``DETENTE_RENEW=1 pytest tests/test_cli.py -k help`` and read the diff."""
    done = run(*path, "--help")
    shown = done.out.decode()
    golden = GOLDEN / f"{'-'.join(('detente', *path))}.txt"
    if os.environ.get("DETENTE_RENEW"):
        golden.write_text(shown, encoding="utf-8")
    assert done.code == cli.DONE
    assert shown == golden.read_text(encoding="utf-8")
    assert "Exit codes: 0 done; 1 done, but" in " ".join(shown.split())


def test_no_help_outlives_its_command() -> None:
    known = {f"{'-'.join(('detente', *path))}.txt" for path in commands()}
    assert {p.name for p in GOLDEN.iterdir()} == known


def test_every_command_and_exit_code_is_documented() -> None:
    docs = (Path(__file__).parent.parent / "docs" / "commands.md").read_text(encoding="utf-8")
    for path in commands():
        assert " ".join(("detente", *path)) in docs
    for code in (cli.DONE, cli.SET_ASIDE, cli.WRONG_USE, cli.FAILED):
        assert f"| {code} |" in docs


def test_a_closed_pipe_is_quiet() -> None:
    command = [sys.executable, "-m", "detente.cli", "codebook", "cameo", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 141)


@pytest.mark.alone
def test_help_is_quick() -> None:
    """In processor time, which a busy machine does not stretch as it does the clock's."""
    command = [sys.executable, "-m", "detente.cli", "--help"]
    took = []
    for _ in range(5):
        before = os.times()
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        took.append(
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
    assert min(took) < 0.4, "importing something heavy?"


def test_a_peer_that_hangs_up_ends_no_command() -> None:
    """The desk and the watch write to sockets: SIGPIPE must not be the system's default."""
    script = (
        "import signal, sys; from detente import cli; sys.argv = ['detente', '--version']\n"
        "try: cli.main()\n"
        "except SystemExit: print(signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "True"
