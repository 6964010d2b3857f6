"""Runs that are stopped, killed or fail, and go on: nothing half, twice or lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from detente import cli
from detente.api import bundled_texts
from detente.errors import BadSetting, OutputUnusable
from detente.records import Document, Reading
from detente.scale import Progress, Resumable
from tests.stub import StubCoder, read

Call = Callable[..., tuple[int, str]]


class Stops(StubCoder):
    """The stub, stopped at one document as Ctrl-C does, or failing there."""

    def __init__(self, at: str, error: BaseException) -> None:
        super().__init__()
        self.at = at
        self.error: BaseException | None = error

    def read(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for document in documents:
            if document.id == self.at and self.error is not None:
                raise self.error
            self.read_ids.append(document.id)
            yield read(document)


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Call:
    monkeypatch.chdir(tmp_path)
    lines = [
        json.dumps({"id": f"n{i}", "date": "2016-01-02", "text": f"Russia met Turkey {i} times."})
        for i in range(12)
    ]
    lines.insert(3, "{broken")
    Path("in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    Path("detente.toml").write_text("[coding]\nbatch_documents = 4\n", encoding="utf-8")

    def run(coder: StubCoder, *args: str) -> tuple[int, str]:
        monkeypatch.setattr("detente.api.coder", lambda pipeline: coder)
        monkeypatch.setattr(sys, "argv", ["detente", *args])
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, capsys.readouterr().err

    return run


CODE = ("code", "in.jsonl", "-f", "jsonl", "--kinds", "all", "-o", "out.jsonl")


def test_a_stopped_run_goes_on_where_it_was(call: Call) -> None:
    assert call(StubCoder(), *CODE)[0] == cli.SET_ASIDE
    whole = Path("out.jsonl").read_bytes()
    Path("out.jsonl").unlink()
    stopped = Stops("n9", KeyboardInterrupt())
    code, said = call(stopped, *CODE)
    assert code == 130
    assert "stopped after 7 documents, kept in out.jsonl.part" in said
    assert not Path("out.jsonl").exists()
    code, said = call(StubCoder(), *CODE)
    assert code == cli.WRONG_USE
    assert "--resume goes on with it" in said
    rest = StubCoder()
    code, said = call(rest, *CODE, "--resume")
    assert code == cli.SET_ASIDE
    assert "12 documents, 12 events, 1 set aside" in said
    assert rest.read_ids == ["n7", "n8", "n9", "n10", "n11"]
    assert Path("out.jsonl").read_bytes() == whole
    assert sorted(p.name for p in Path().iterdir()) == ["detente.toml", "in.jsonl", "out.jsonl"]


def test_a_line_cut_short_by_a_kill_is_written_again(call: Call) -> None:
    call(StubCoder(), *CODE)
    whole = Path("out.jsonl").read_bytes()
    call(Stops("n9", KeyboardInterrupt()), *CODE)
    with Path("out.jsonl.part").open("ab") as file:
        file.write(b'{"kind": "event", "doc_')
    with Path("out.jsonl.part.journal").open("a") as file:
        file.write('{"items": 12, "docu')
    call(StubCoder(), *CODE, "--resume")
    assert Path("out.jsonl").read_bytes() == whole


def test_another_run_is_not_gone_on_with(call: Call) -> None:
    call(Stops("n9", KeyboardInterrupt()), *CODE)
    code, said = call(StubCoder(), *CODE, "--resume", "--date", "2016-01-01")
    assert (code, "begun with other date" in said) == (cli.WRONG_USE, True)
    with Path("in.jsonl").open("a") as file:
        file.write("\n")
    code, said = call(StubCoder(), *CODE, "--resume")
    assert (code, "begun with other inputs" in said) == (cli.WRONG_USE, True)
    assert Path("out.jsonl.part").exists()


def test_only_a_file_of_lines_can_be_gone_on_with(call: Call) -> None:
    code, said = call(StubCoder(), "code", "in.jsonl", "--resume")
    assert (code, "name it with --output" in said) == (cli.WRONG_USE, True)
    assert call(StubCoder(), *CODE[:-1], "/dev/null")[0] == cli.SET_ASIDE


def test_a_document_that_the_coder_breaks_on_is_set_aside_alone(call: Call) -> None:
    code, said = call(Stops("n6", ZeroDivisionError("seven")), *CODE)
    assert code == cli.SET_ASIDE
    assert "set aside: n6: the coder failed: document 'n6': ZeroDivisionError: seven" in said
    found = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [r["id"] for r in found if r["kind"] == "document"] == [
        f"n{i}" for i in range(12) if i != 6
    ]
    code, said = call(Stops("n6", ZeroDivisionError("seven")), "add", "in.jsonl")
    assert "11 documents added with 11 events, 0 known already, 2 set aside" in said
    code, said = call(StubCoder(), "add", "in.jsonl")
    assert "1 document added with 1 event, 11 known already" in said


def test_two_processes_do_not_write_one_file(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with Resumable(out, {}, resume=False) as first:
        first.write(b"{}\n")
        first.step(Progress(1, 1))
        with pytest.raises(OutputUnusable, match="another process is writing it"):
            Resumable(out, {}, resume=True)
        first.finish()
    assert out.read_bytes() == b"{}\n"


def test_a_full_disk_keeps_what_stands_and_says_so(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    out = tmp_path / "out.jsonl"
    with Resumable(out, {}, resume=False) as first:
        first.write(b"{}\n")
        first.step(Progress(1, 1))
        first._lines.close()
        first._lines = open("/dev/full", "wb")  # noqa: SIM115
        first.write(b"x" * 10)
        with pytest.raises(OutputUnusable, match="No space left on device; 1 documents are kept"):
            first.step(Progress(2, 2))
    with pytest.raises(BadSetting, match="unfinished run of 1 documents"):
        Resumable(out, {}, resume=False)
    assert Resumable(out, {}, resume=True).progress == Progress(1, 1, bytes=3)


def test_after_ctrl_c_two_processes_go_on_to_the_bytes_of_one(tmp_path: Path) -> None:
    shutil.copy(bundled_texts()[0], tmp_path / "in.jsonl")
    detente = [sys.executable, "-c", "from detente.cli import main; main()"]
    command = [*detente, "code", "in.jsonl", "-f", "jsonl", "-o"]
    rules = {"cwd": tmp_path, "stderr": subprocess.PIPE, "text": True, "check": True}
    subprocess.run([*command, "one.jsonl"], **rules)  # type: ignore[call-overload]
    (tmp_path / "detente.toml").write_text("[coding]\nbatch_documents = 2\n", encoding="utf-8")
    running = subprocess.Popen(
        [*command, "two.jsonl", "--jobs", "2"], cwd=tmp_path, start_new_session=True,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    journal = tmp_path / "two.jsonl.part.journal"
    end = time.monotonic() + 120
    while not (journal.exists() and len(journal.read_text().splitlines()) > 3):
        assert running.poll() is None, running.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate()[1]
    if running.returncode == 0:
        pytest.skip("the run was done before it could be stopped")
    assert running.returncode == 130
    assert "--resume goes on" in said
    assert "Traceback" not in said
    subprocess.run([*command, "two.jsonl", "--jobs", "2", "--resume"], **rules)  # type: ignore[call-overload]
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()
