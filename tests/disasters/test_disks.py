"""A disk that fills, a store that cannot be written, two writers at once, a clock that jumps.

Each time: a clear error (what was being done, the value, what to do), and nothing lost once the
trouble is over.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from detente.store import open_store

ROOT = Path(__file__).resolve().parents[2]
# A command line with the stub coder; argument 1 is the most bytes a file may have, 0 for no limit.
DETENTE = """
import resource, signal, sys
sys.path.insert(0, {root!r})
limit = int(sys.argv.pop(1))
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
import detente.api
from tests.stub import StubCoder
detente.api.coder = lambda pipeline: StubCoder()
from detente.cli import main
main()
"""


def detente(*arguments: str, folder: Path, most_bytes: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", DETENTE.format(root=str(ROOT)), str(most_bytes), *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def many(folder: Path, count: int = 60) -> Path:
    """A file of long documents, some 40 KB each."""
    rows = []
    for n in range(count):
        filler = " ".join(f"Word{n * 7919 + i} of page {n}" for i in range(1800))
        rows.append(
            json.dumps({"text": f"Russia met Turkey at {n}. {filler}.", "date": "2016-12-19"})
        )
    path = folder / "many.jsonl"
    path.write_text("\n".join(rows))
    return path


def documents(path: Path) -> int:
    with open_store(path, create=False, read_only=True) as store:
        held = store.documents()
        assert sum(len(store.of_document(d.id)) for d in held) == len(held)
        return len(held)


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of that size; skips where none may be mounted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_file_that_may_not_grow_is_a_clear_error_and_the_next_run_goes_on(
    tmp_path: Path,
) -> None:
    many(tmp_path)
    open_store(tmp_path / "s.duckdb").close()
    arguments = ("add", "many.jsonl", "--store", "s.duckdb")
    full = detente(*arguments, folder=tmp_path, most_bytes=2_500_000)
    assert full.returncode == 3, full.stderr
    assert "s.duckdb" in full.stderr
    assert "hint:" in full.stderr
    assert "Traceback" not in full.stderr
    assert documents(tmp_path / "s.duckdb") < 60
    done = detente(*arguments, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert documents(tmp_path / "s.duckdb") == 60


def test_a_disk_that_fills_is_a_clear_error_and_the_next_run_goes_on(tmp_path: Path) -> None:
    news = many(tmp_path)
    with small_disk(tmp_path / "disk", "4m") as disk:
        arguments = ("add", str(news), "--store", "s.duckdb")
        full = detente(*arguments, folder=disk)
        assert full.returncode == 3, full.stderr
        assert "s.duckdb" in full.stderr
        assert "Traceback" not in full.stderr
        assert "room on the disk" in full.stderr or "run the same command again" in full.stderr
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        done = detente(*arguments, folder=disk)
        assert done.returncode == 0, done.stderr
        assert documents(disk / "s.duckdb") == 60


def test_a_store_on_a_read_only_disk_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Russia met Turkey.")
    with small_disk(tmp_path / "disk", "16m") as disk:
        open_store(disk / "s.duckdb").close()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        refused = detente("add", "a.txt", "--store", str(disk / "s.duckdb"), folder=tmp_path)
        assert refused.returncode == 3
        assert "no permission to write to it" in refused.stderr
        assert "Traceback" not in refused.stderr
        shown = detente("events", "--store", str(disk / "s.duckdb"), folder=tmp_path)
        assert shown.returncode == 0, shown.stderr
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


def test_a_store_that_may_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    if not os.geteuid():
        pytest.skip("permissions do not bind root; the read-only disk does")
    (tmp_path / "a.txt").write_text("Russia met Turkey.")
    open_store(tmp_path / "s.duckdb").close()
    (tmp_path / "s.duckdb").chmod(0o444)
    refused = detente("add", "a.txt", "--store", "s.duckdb", folder=tmp_path)
    assert refused.returncode == 3
    assert "no permission to write to it" in refused.stderr


def test_two_writers_at_once(tmp_path: Path) -> None:
    """One writes, the other is told to wait; a watch waits by itself."""
    (tmp_path / "in").mkdir()
    news = tmp_path / "in" / "a.txt"
    news.write_text("Russia met Turkey.")
    os.utime(news, (1_700_000_000, 1_700_000_000))
    (tmp_path / "w.toml").write_text("[watch]\nstore = 's.duckdb'\n[[folder]]\npath = 'in'\n")
    with open_store(tmp_path / "s.duckdb"):
        refused = detente("add", "in/a.txt", "--store", "s.duckdb", folder=tmp_path)
        assert refused.returncode == 3
        assert "another process has it open" in refused.stderr
        assert "wait until the other command has ended" in refused.stderr
        command = [sys.executable, "-c", DETENTE.format(root=str(ROOT)), "0"]
        watch = subprocess.Popen(
            [*command, "watch", "w.toml", "--once"], cwd=tmp_path, stderr=subprocess.PIPE
        )
        time.sleep(2.5)
        assert watch.poll() is None
    _, told = watch.communicate(timeout=60)
    assert watch.returncode == 0, told
    assert documents(tmp_path / "s.duckdb") == 1


def test_a_clock_that_jumps_back_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from detente.documents import from_text
    from tests.stub import read

    now = datetime(2026, 11, 28)
    for name in ("detente.store.store.utc_now", "detente.store.connect.utc_now"):
        monkeypatch.setattr(name, lambda: now)
    with open_store(tmp_path / "s.duckdb") as store:
        for n, jump in enumerate((0, -3650, 3650)):
            now = datetime(2026, 11, 28) + timedelta(days=jump)
            store.begin_run(f"run {n}")
            store.add(read(from_text(f"Russia met Turkey in round {n}.", date="2016-12-19")))
        store.end_run()
        assert [run.command for run in store.runs()] == ["run 0", "run 1", "run 2"]
        assert all(run.finished for run in store.runs())
    assert documents(tmp_path / "s.duckdb") == 3
