"""`detente actors unknown|add|show` as a user runs them, with our own coder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "detente.cli", *args]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_who_is_unknown_is_made_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The Blue Falcons attacked troops of France on Monday.")
    before = run(tmp_path, "actors", "unknown", "a.txt", "-f", "jsonl", "--date", "2019-03-01")
    assert [json.loads(line)["name"] for line in before.stdout.splitlines()] == ["Blue Falcons"]
    assert "detente actors add 'Blue Falcons'" in before.stderr

    added = run(tmp_path, "actors", "add", "Blue Falcons", "--country", "Tchad", "--sector", "reb")
    assert added.returncode == 0, added.stderr
    assert "Blue Falcons is TCD, read as armed" in added.stderr

    shown = run(tmp_path, "actors", "show", "Blue Falcons")
    assert shown.stdout.startswith("Blue Falcons is read as: Blue Falcons, TCD, REB\n")
    assert "actors.tsv, line 6" in shown.stdout

    after = run(tmp_path, "actors", "unknown", "a.txt", "-f", "jsonl", "--date", "2019-03-01")
    assert after.stdout == ""
    events = run(tmp_path, "code", "a.txt", "-f", "jsonl", "--date", "2019-03-01")
    event = json.loads(events.stdout.splitlines()[0])
    assert [p["country"] for p in event["actor"]] == ["TCD"]


def test_wrong_use_says_what_to_do(tmp_path: Path) -> None:
    neither = run(tmp_path, "actors", "unknown")
    assert neither.returncode == 2
    assert "name files, or a store" in neither.stderr
    state = run(tmp_path, "actors", "add", "A B", "--country", "Frence", "--sector", "GOV")
    assert state.returncode != 0
    assert "did you mean 'France' (FRA)?" in state.stderr
    sector = run(tmp_path, "actors", "add", "A B", "--country", "FRA", "--sector", "GVO")
    assert sector.returncode != 0
    assert "'GVO' is not a PLOVER sector" in sector.stderr
    assert not (tmp_path / "detente-actors").exists()
