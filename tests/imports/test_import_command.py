"""`detente import`: exit codes, the report, and what is told of what could not be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente import cli
from tests.imports import build


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_a_clean_file_is_done(runner: CliRunner, tmp_path: Path) -> None:
    build.put(tmp_path / "x.csv", build.gdelt())
    done = runner.invoke(cli.app, ["import", "x.csv", "-s", "s.duckdb", "-f", "jsonl"])
    assert done.exit_code == cli.DONE
    (report,) = map(json.loads, done.stdout.splitlines())
    assert (report["path"], report["format"], report["kept"]) == ("x.csv", "gdelt1", 1)
    listed = runner.invoke(cli.app, ["imports", "-s", "s.duckdb", "-f", "jsonl"])
    assert json.loads(listed.stdout)["dataset"] == "gdelt"


def test_rows_set_aside_show_in_the_exit_code_and_the_list(
    runner: CliRunner, tmp_path: Path
) -> None:
    build.put(tmp_path / "x.csv", build.gdelt(), build.gdelt(EventCode="999"))
    done = runner.invoke(cli.app, ["import", "x.csv", "gone.csv", "-s", "s.duckdb"])
    assert done.exit_code == cli.SET_ASIDE
    assert "gone.csv: No such file" in done.stderr
    assert "1 rows with" not in done.stderr
    assert "1 files with 1 rows, 1 rows set aside" in done.stderr
    listed = runner.invoke(cli.app, ["imports", "--quarantine", "-s", "s.duckdb", "-f", "jsonl"])
    found = json.loads(listed.stdout)
    assert (found["row_no"], found["reason"]) == (2, "CAMEO code '999' is unknown")


def test_nothing_readable_is_a_failure(runner: CliRunner, tmp_path: Path) -> None:
    build.put(tmp_path / "x.csv", "hello world\n")
    done = runner.invoke(cli.app, ["import", "x.csv", "-s", "s.duckdb"])
    assert done.exit_code == cli.FAILED
    assert "no known format" in done.stderr
