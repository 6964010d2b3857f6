"""A watch over a team's store in PostgreSQL: the same as over a file, and nobody waits to read."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.config import defaults
from detente.store import Store, open_store
from detente.web.access import Access
from tests.disasters.test_disks import DETENTE, ROOT
from tests.feeds.server import Site
from tests.postgres import Server
from tests.watch.build import article, feed, item, put, rss
from tests.watch.test_command import started, until

ALERT = "[[alert]]\ndyads = ['RUS-TUR']\nfile = 'alerts.jsonl'\nwithin_days = 3650\n"
WEEKS = [f"2026-{6 + w // 4:02d}-{1 + 7 * (w % 4):02d}" for w in range(20)]
# A document is whole, or absent.
HALVES = (
    "SELECT d.events, (SELECT count(*) FROM events e WHERE e.doc_id = d.doc_id) FROM documents d"
)


@pytest.fixture
def url(server: Server, tmp_path: Path) -> str:
    return server.url(tmp_path)


def press(site: Site, count: int = 10) -> None:
    """A feed of so many articles, three of them with a shock in them."""
    shots = " ".join(f"Turkey shot at Russia at place {n}." for n in range(3))
    for n in range(count):
        words = shots if n < 3 else f"Russia met Turkey {n} times."
        site.page(f"/{n}", article(f"Report {n}. {words}"))
    site.page("/feed.xml", rss(*(item(f"/{n}", str(n)) for n in range(count))))


def weeks_before(folder: Path) -> None:
    """Half a year of meetings in a folder that is watched too."""
    (folder / "in").mkdir()
    lines = [json.dumps({"text": f"Russia met Turkey, round {d}.", "date": d}) for d in WEEKS]
    path = folder / "in" / "before.jsonl"
    path.write_text("\n".join(lines))


def over(path: Path, where: str) -> None:
    """Have a watch file keep its store somewhere else."""
    path.write_text(path.read_text().replace("'s.duckdb'", json.dumps(where)))


def once(folder: Path) -> int:
    command = [sys.executable, "-c", DETENTE.format(root=str(ROOT)), "0", "watch", "w.toml"]
    done = subprocess.run([*command, "--once"], cwd=folder, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode


def told(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """What a watch left, but for the moments at which it did."""
    asked = {
        "documents": "SELECT doc_id, date, source, title FROM documents ORDER BY doc_id",
        "events": "SELECT event_id, event_type FROM events ORDER BY event_id",
        "reports": "SELECT event_id, cluster_id, rule, features FROM reports ORDER BY event_id",
        "alerts": "SELECT alert_id FROM alerts ORDER BY alert_id",
        "entries": "SELECT source, entry, state FROM watch_entries ORDER BY source, entry",
    }
    return {name: store.query(statement) for name, statement in asked.items()}


def test_a_watch_leaves_in_postgresql_what_it_leaves_in_a_file(
    site: Site, tmp_path: Path, url: str
) -> None:
    press(site)
    weeks_before(tmp_path)
    path = put(tmp_path, feed(site), "[[folder]]\npath = 'in'\n", ALERT)
    time.sleep(2.1)  # a file that is written to still is left for the next look
    assert once(tmp_path) == 0
    alerts = (tmp_path / "alerts.jsonl").read_text().splitlines()
    assert alerts
    (tmp_path / "alerts.jsonl").unlink()
    over(path, url)
    for _ in range(2):  # the second look finds nothing new, and tells nothing twice
        assert once(tmp_path) == 0
    again = (tmp_path / "alerts.jsonl").read_text().splitlines()
    assert [json.loads(a)["id"] for a in again] == [json.loads(a)["id"] for a in alerts]
    with (
        open_store(tmp_path / "s.duckdb", read_only=True) as file,
        open_store(url, read_only=True) as team,
    ):
        assert len(team.documents()) == 30
        assert told(team) == told(file)


def test_readers_are_served_at_any_time_beside_a_watch_that_writes(
    site: Site, tmp_path: Path, url: str
) -> None:
    """The desk of the watch's process, and processes of their own: whole documents, no refusal."""
    press(site, 24)
    open_store(url).close()
    over(put(tmp_path, feed(site)), url)
    counts: list[list[int]] = [[] for _ in range(4)]
    troubles: list[str] = []
    over_now = threading.Event()

    def read(mine: list[int]) -> None:
        with open_store(url, create=False, read_only=True) as store:
            rows = store.query(HALVES)
            assert all(events == held for events, held in rows), rows
            mine.append(len(rows))

    def ask(mine: list[int]) -> None:
        with urllib.request.urlopen(f"{base}/api/desk", timeout=30) as answer:
            assert answer.status == 200
            mine.append(len(answer.read()))

    def again(step: Callable[[list[int]], None], mine: list[int]) -> None:
        while not over_now.is_set():
            try:
                step(mine)
            except urllib.error.HTTPError as error:
                troubles.append(f"{error.code} {error.read().decode()}")
                return
            except BaseException as error:
                troubles.append(repr(error))
                return

    with started(tmp_path, "w.toml", "--serve", "--port", "0") as process:
        assert process.stdout is not None
        base = process.stdout.readline().strip().partition("/?")[0]
        steps = [read, read, ask, ask]
        threads = [
            threading.Thread(target=again, args=pair) for pair in zip(steps, counts, strict=True)
        ]
        for thread in threads:
            thread.start()
        try:
            until(tmp_path / "w.log", "24 documents with")
        finally:
            over_now.set()
            for thread in threads:
                thread.join()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=30)
    assert not troubles, (troubles, said)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    for seen in counts[:2]:
        assert seen == sorted(seen)
        assert len(set(seen)) > 1, "no reader saw the store grow: it read before or after only"
    assert all(counts)


def test_the_desk_reads_while_its_own_process_writes(url: str) -> None:
    """Over a file readers wait for the writer of their process; over PostgreSQL they do not."""
    access = Access(url, defaults())
    access.make()
    with access.writing() as session:
        session.store.begin_run("watch")
        asked = threading.Thread(target=lambda: seen.append(_documents(access)))
        seen: list[int] = []
        asked.start()
        asked.join(timeout=10)
        assert seen == [0]
    done: list[str] = []

    def write() -> None:
        with access.writing():
            done.append("second")

    with access.writing():
        second = threading.Thread(target=write)
        second.start()
        second.join(timeout=0.3)
        assert not done  # one writer waits for the other, and is not refused
    second.join(timeout=10)
    assert done == ["second"]


def _documents(access: Access) -> int:
    with access.reading() as session:
        return len(session.store.documents())


def test_a_killed_watch_over_postgresql_is_gone_on_with(
    site: Site, tmp_path: Path, url: str
) -> None:
    press(site, 20)
    over(put(tmp_path, feed(site)), url)
    open_store(url).close()
    with started(tmp_path, "w.toml", "--once") as process:
        end = time.monotonic() + 60
        while not _count(url) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        process.kill()
        assert process.wait() == -signal.SIGKILL
    with open_store(url, create=False, read_only=True) as store:
        assert 0 < len(store.documents()) < 20
        assert all(events == told for events, told in store.query(HALVES))
    assert once(tmp_path) == 0
    with open_store(url, create=False, read_only=True) as store:
        assert len(store.documents()) == 20
        assert store.query("SELECT count(*) FROM watch_entries WHERE state <> 'done'") == [(0,)]


def _count(url: str) -> int:
    with open_store(url, create=False, read_only=True) as store:
        return int(store.query("SELECT count(*) FROM documents")[0][0])
