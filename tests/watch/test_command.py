"""`detente watch` as a process: once, until it is told to stop, with the desk beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente import cli
from detente.store import open_store
from tests.disasters.test_disks import DETENTE, ROOT
from tests.feeds.server import Site
from tests.watch.build import article, feed, item, put, rss

SHOT = "Turkey shot down a jet of Russia near the border."


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", DETENTE.format(root=str(ROOT)), "0", "watch", *arguments]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(path: Path, words: str, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if path.exists() and words in path.read_text():
            return
        time.sleep(0.05)
    raise AssertionError(f"{words!r} never stood in {path}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_watch_ends_cleanly_when_it_is_told(
    site: Site, tmp_path: Path, number: signal.Signals
) -> None:
    site.page("/a", article(SHOT))
    site.page("/feed.xml", rss(item("/a", "1")))
    put(tmp_path, feed(site))
    with started(tmp_path, "w.toml") as process:
        until(tmp_path / "w.log", "1 documents with 1 events")
        began = time.monotonic()
        process.send_signal(number)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert time.monotonic() - began < 10
    assert "stopped; nothing is half done" in told
    assert "Traceback" not in told
    with open_store(tmp_path / "s.duckdb", read_only=True) as store:
        assert len(store.documents()) == 1
        assert all(run.finished for run in store.runs())


def test_the_desk_is_served_beside_the_watch(site: Site, tmp_path: Path) -> None:
    site.page("/a", article(SHOT))
    site.page("/feed.xml", rss(item("/a", "1")))
    put(tmp_path, feed(site))
    with started(tmp_path, "w.toml", "--serve", "--port", "0") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        until(tmp_path / "w.log", "1 documents with 1 events")
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.status == 200
        base = address.partition("/?")[0]
        with urllib.request.urlopen(f"{base}/api/desk", timeout=30) as answer:
            assert "RUS" in answer.read().decode()
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert "Traceback" not in told


def test_once_says_in_its_exit_code_what_was_set_aside(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.page("/a", article(SHOT))
    site.page("/feed.xml", rss(item("/a", "1")))
    put(tmp_path, feed(site))
    runner = CliRunner()
    asked = ["watch", "w.toml", "--once"]
    assert runner.invoke(cli.app, asked).exit_code == cli.DONE
    site.page("/feed.xml", rss(item("/gone", "2")))
    assert runner.invoke(cli.app, asked).exit_code == cli.SET_ASIDE
    site.page("/feed.xml", "", status=500)
    assert runner.invoke(cli.app, asked).exit_code == cli.SET_ASIDE
    plan = runner.invoke(cli.app, ["watch", "w.toml", "--check"])
    assert plan.exit_code == cli.DONE
    assert f"feed press: {site.url}/feed.xml, every 0:15:00" in plan.stdout


def test_gaps_are_listed_and_weeks_in_them_are_said_to_be_unknown(
    site: Site, tmp_path: Path
) -> None:
    from datetime import datetime, timedelta

    from detente.records import Document
    from detente.store import SourceState
    from tests.stub import read

    ago = datetime.now().replace(microsecond=0) - timedelta(days=30)
    with open_store("s.duckdb") as store:
        day = (ago + timedelta(days=1)).date().isoformat()
        store.add(read(Document("d", "Turkey shot at Russia.", day)))
        state = SourceState("w", "press", "feed", "u", 900, ago, succeeded=ago + timedelta(days=2))
        store.watching.record_check([state])
    runner = CliRunner()
    listed = runner.invoke(cli.app, ["coverage", "-s", "s.duckdb", "-f", "jsonl"])
    assert '"reason":"not watched"' in listed.stdout
    weeks = runner.invoke(cli.app, ["coverage", "-s", "s.duckdb", "--weeks", "-f", "csv"])
    assert ",0,false" in weeks.stdout
    for command in ("timeline", "dyad"):
        shown = runner.invoke(cli.app, [command, "RUS", "TUR", "-s", "s.duckdb"])
        assert "no events there is unknown, not quiet" in " ".join(shown.stderr.split()), command


def test_a_wrong_file_is_wrong_use_with_line_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    path.write_text("[[feed]]\nurl = 'ftp://x.example/'\n")
    command = [sys.executable, "-m", "detente.cli", "watch", "w.toml"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert done.returncode == cli.FAILED
    assert "w.toml, line 2: url:" in done.stderr
    assert "hint: only http and https" in done.stderr
