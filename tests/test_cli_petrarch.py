"""`detente actors|patterns import petrarch` and `detente evaluate coding --petr`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detente import cli
from detente.coding.petrarch.folder import read_folder
from detente.coding.petrarch.read import read_all
from tests.coding.petrarch.conftest import FILES, SMALL

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run the command line in this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["detente", *args])
        capfd.readouterr()
        code = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_both_imports_fill_one_folder_and_name_what_was_left_out(run: Run) -> None:
    actors = [str(path) for kind, path in FILES if kind != "verbs"]
    code, out, err = run("actors", "import", "petrarch", *actors)
    assert (code, out) == (cli.SET_ASIDE, "")
    assert "small.agents.txt:12: left out: a code in brackets is wanted after the name" in err
    assert "10 actors, 9 agents, 2 discards; 3 lines left out" in err
    code, out, err = run("patterns", "import", "petrarch", str(SMALL / "small.verbs.txt"))
    assert (code, out) == (cli.SET_ASIDE, "")
    assert "2 synsets, 11 verbs, 10 patterns; 5 lines left out" in err
    assert read_folder(Path("dictionaries")) == read_all(FILES).dictionary


def test_a_file_of_the_other_kind_says_which_command(run: Run) -> None:
    code, _, err = run("actors", "import", "petrarch", str(SMALL / "small.verbs.txt"))
    assert code == cli.WRONG_USE
    assert "hint: detente patterns import petrarch" in err
    code, _, err = run("patterns", "import", "petrarch", str(SMALL / "small.agents.txt"))
    assert code == cli.WRONG_USE
    assert "is a dictionary of agents, not of verbs" in err
    assert not Path("dictionaries").exists()


def test_unit_records_are_scored_as_a_table_and_as_json(run: Run, tmp_path: Path) -> None:
    record = {
        "id": "r", "date": "19970601", "text": "Varnia praised Ostrel.",
        "expected": [{"source": "VAR", "target": "OST", "code": "051"}],
        "dictionaries": {kind: path.name for kind, path in FILES},
    }  # fmt: skip
    (tmp_path / "r.jsonl").write_text(json.dumps(record), encoding="utf-8")
    options = ("evaluate", "coding", "--petr", "r.jsonl", "--dictionaries", str(SMALL))
    code, out, _ = run(*options, "--predictions", "p.jsonl")
    assert code == cli.DONE
    assert out.splitlines()[1].split() == ["expected", "1", "0", *["1.000"] * 6]
    assert json.loads((tmp_path / "p.jsonl").read_text(encoding="utf-8")) == {
        "id": "r",
        "events": [{"source_code": "VAR", "target_code": "OST", "code": "051"}],
    }
    code, out, _ = run(*options, "--format", "json")
    found = json.loads(out)
    assert (found["kind"], found["expected"]["f1"]) == ("petr_scores", 1.0)


def test_scoring_needs_something_to_score_and_its_dictionaries(run: Run) -> None:
    code, _, err = run("evaluate", "coding")
    assert code == cli.WRONG_USE
    assert "name a file by --plv or --petr" in err
    code, _, err = run("evaluate", "coding", "--petr", "r.jsonl")
    assert code == cli.WRONG_USE
    assert "--petr needs --dictionaries" in err
