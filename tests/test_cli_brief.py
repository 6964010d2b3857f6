"""`detente brief` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.cli import app
from detente.cli.app import main
from detente.store import open_store
from tests.brief.hand import CASES

DAY = "2024-04-20"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("brief") / "hand.duckdb"
    with open_store(path) as opened:
        opened.add_all([case.reading() for case in CASES])
    return str(path)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_brief_is_printed_and_says_how_many_sentences_it_has(store: str) -> None:
    done = run("brief", "Nicaragua", "ECU", "-s", store, "--as-of", DAY)
    assert done.exit_code == 0, done.output
    assert "Ecuador and Nicaragua, as of 2024-04-20" in done.stdout
    assert "Nicaragua took measures against Ecuador" in " ".join(done.stdout.split())
    assert "sentences" in done.stderr


def test_an_exported_brief_is_checked(store: str, tmp_path: Path) -> None:
    file = tmp_path / "brief.json"
    assert run("brief", "ECU", "NIC", "-s", store, "--as-of", DAY, "-o", str(file)).exit_code == 0
    done = run("brief", "--check", str(file), "-s", store)
    assert done.exit_code == 0
    assert "every one holds" in done.stdout
    told = json.loads(file.read_text(encoding="utf-8"))
    told["sections"][0]["sentences"][0]["text"] = "Ecuador broke off relations with Nicaragua."
    file.write_text(json.dumps(told), encoding="utf-8")
    done = run("brief", "--check", str(file), "-s", store, "-o", str(tmp_path / "found.json"))
    assert done.exit_code == 1
    assert "does not hold (situation): Ecuador broke off" in done.stderr
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert not found["holds"]
    assert found["failures"][0]["reasons"]


def test_since_an_older_brief_says_what_changed(store: str, tmp_path: Path) -> None:
    older = tmp_path / "older.json"
    before = ("--as-of", "2024-04-12")
    assert run("brief", "ECU", "NIC", "-s", store, *before, "-o", str(older)).exit_code == 0
    done = run("brief", "ECU", "NIC", "-s", store, "--as-of", DAY, "--since", str(older))
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("ECU-NIC: 2024-04-12 to 2024-04-20")
    done = run("brief", "ECU", "MEX", "-s", store, "--as-of", DAY, "--since", str(older))
    assert "cannot be compared" in str(done.exception)
    done = run("brief", "ECU", "NIC", "-s", store, "--as-of", DAY, "--since", str(older))
    assert "+ On 6 April 2024, Nicaragua took measures against Ecuador" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("brief",), 2, "two sides"),
        (("brief", "ECU"), 2, "two sides"),
        (("brief", "ECU", "Ruritania"), 2, "Ruritania"),
        (("brief", "ECU", "NIC", "-o", "x.odt"), 2, ".odt"),
        (("brief", "ECU", "NIC", "--as-of", "soon"), 2, "ISO date"),
        (("brief", "ECU", "NIC", "--since", "nowhere.json"), 3, "nowhere.json"),
        (("brief", "ECU", "--check", "b.json"), 2, "--check"),
    ],
)
def test_wrong_use_says_what_is_allowed(
    store: str,
    words: tuple[str, ...],
    code: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.argv", ["detente", *words, "-s", store])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    assert said in capsys.readouterr().err
