"""Kill -9 at random moments during `add`, `watch --once` and `fetch`, then run the command again.

    python tests/disasters/kills.py --kills 50 --seed 1          # all three, as the issue asks
    python tests/disasters/kills.py --kills 3 --only add         # what the tests run

After each kill the store must open and hold no half of a document; after the command has run again
to its end the store must hold what that of a run without a kill holds: nothing lost, nothing double.
The commands run in forked children, so that a kill costs no second of importing; the coder is the
stub unless --real. Everything is made up here.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.feeds.server import serving
from tests.imports import layout
from tests.stub import StubCoder
from tests.watch.build import QUICK, article, item, rss

DAY = "2016-12-19"
SETTINGS = "[coding]\nbatch_documents = 2\n"
# What a row is known by where a run or an import may have another number after a kill.
COLUMNS_OF_RUNS = {"run_id", "import_id", "started", "finished", "fetched", "made", "path"}
TABLES = (
    "documents", "events", "event_parties", "mentions", "rejections", "imported_events",
    "quarantine", "pages", "alerts", "reports", "report_documents",
)  # fmt: skip


def child(work: Callable[[], object]) -> int:
    """Run something in a forked child; its process id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        code = work() or 0  # type: ignore[assignment]
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def asked(work: Callable[[], Any]) -> Any:
    """What something returns, from a child: the parent opens no store, for it forks."""
    reading, writing = os.pipe()

    def told() -> None:
        with os.fdopen(writing, "w") as out:
            json.dump(work(), out, default=str)

    pid = child(told)
    os.close(writing)
    with os.fdopen(reading) as into:
        text = into.read()
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(f"a check ended with {status}")
    return json.loads(text)


def command(arguments: list[str], folder: Path) -> Callable[[], int]:
    """A command line, run in a folder, quietly."""

    def work() -> int:
        from detente import cli

        os.chdir(folder)
        quiet = os.open("out.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        sys.argv = ["detente", "--config", "detente.toml", *arguments]
        cli.main()
        return 0

    return work


# --- what a store holds -------------------------------------------------------------------------


def whole(folder: Path) -> str:
    """Why the store in a folder is not whole; empty if it is, or is not there yet."""
    from detente.store import open_store

    path = folder / "s.duckdb"
    if not path.exists():
        return ""
    with open_store(path) as store:
        for document in store.documents():
            events = store.of_document(document.id)
            counted = store.query(
                "SELECT d.events, d.rejections,"
                " (SELECT count(*) FROM events e WHERE e.doc_id = d.doc_id),"
                " (SELECT count(*) FROM rejections r WHERE r.doc_id = d.doc_id)"
                " FROM documents d WHERE d.doc_id = $id",
                {"id": document.id},
            )[0]
            if counted[0] != counted[2] or counted[1] > counted[3]:
                return f"document {document.id} is half stored: {counted}"
            for event in events:
                for mention in event.mentions:
                    span = mention.evidence
                    if document.text[span.start : span.end] != span.text:
                        return f"event {event.id} has lost its words"
    return ""


def holds(folder: Path) -> dict[str, list[str]]:
    """Every row of a store that matters, sorted, by table; and the lines of alerts."""
    from detente.store import open_store

    out: dict[str, list[str]] = {}
    with open_store(folder / "s.duckdb") as store:
        for table in TABLES:
            rows = store.arrow(f"SELECT * FROM {table}").to_pylist()
            kept = [{k: v for k, v in r.items() if k not in COLUMNS_OF_RUNS} for r in rows]
            if table == "rejections":
                kept = [{k: v for k, v in r.items() if k != "ordinal" or r["doc_id"]} for r in kept]
            for row in kept:
                if table == "alerts":
                    row["record"] = {**json.loads(row["record"]), "made": None}
            text = str(folder)
            out[table] = sorted(
                json.dumps(r, default=str, sort_keys=True).replace(text, "FOLDER") for r in kept
            )
        states = store.query("SELECT source, state FROM watch_entries ORDER BY ALL")
        out["entries"] = [json.dumps(row) for row in states]
    told = folder / "alerts.jsonl"
    lines = told.read_text().splitlines() if told.exists() else []
    out["told"] = sorted(json.loads(line)["id"] for line in lines)
    drafts = [p.name for p in folder.rglob("*") if ".drafts" in p.parts and p.is_file()]
    out["left over"] = drafts
    return out


# --- the three commands -------------------------------------------------------------------------


def news(n: int) -> str:
    """A made-up report."""
    acts = ("shot at", "met", "recalled its envoy from")
    first, second = ("Turkey", "Russia") if n % 2 else ("Russia", "Iran")
    return (
        f"In report {n} {first} {acts[n % 3]} {second} there. Nothing more is known of number {n}."
    )


def adding(folder: Path) -> list[str]:
    """`detente add`: fifty documents in a dozen files, some of them bad."""
    lines = [json.dumps({"text": news(n), "date": DAY}) for n in range(40)]
    lines[7] = '{"text": "half'
    (folder / "a.jsonl").write_text("\n".join(lines))
    for n in range(40, 50):
        (folder / f"b{n}.txt").write_text(news(n))
    (folder / "c.png").write_bytes(b"\x89PNG\r\n")
    names = ["a.jsonl", *(f"b{n}.txt" for n in range(40, 50)), "c.png"]
    return ["add", *names, "--store", "s.duckdb"]


def watching(folder: Path, url: str) -> list[str]:
    """`detente watch --once`: a feed of eleven entries, a folder, an alert."""
    (folder / "in").mkdir()
    weeks = [f"2026-{6 + w // 4:02d}-{1 + 7 * (w % 4):02d}" for w in range(20)]
    lines = [json.dumps({"text": f"Russia met Turkey, round {d}.", "date": d}) for d in weeks]
    path = folder / "in" / "before.jsonl"
    path.write_text("\n".join(lines))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    (folder / "w.toml").write_text(
        f"[watch]\nstore = 's.duckdb'\n{QUICK}\n[[feed]]\nname = 'press'\nurl = '{url}/feed.xml'\n"
        "[[folder]]\npath = 'in'\n[[alert]]\ndyads = ['RUS-TUR']\nfile = 'alerts.jsonl'\n"
        "within_days = 3650\n"
    )
    return ["watch", "w.toml", "--once"]


def fetching(folder: Path) -> list[str]:
    """`detente fetch`: two hours of quarters of an hour, one file bad, one missing."""
    names = layout.lay_out(folder / "copy", datetime(2016, 12, 19, 22), 8, rows=40)
    layout.put(folder / "copy", names[3], b"no zip at all")
    (folder / "copy" / "gdeltv2" / names[5]).unlink()
    return [
        "fetch", "gdelt", "--from", DAY, "--to", DAY, "--mirror", "copy", "--store", "s.duckdb",
    ]  # fmt: skip


def serve(listening: socket.socket) -> None:
    """The site that the watch asks, in a process of its own."""
    with serving() as site:
        shots = " ".join(f"Turkey shot at Russia at place {n}." for n in range(3))
        entries = []
        for n in range(10):
            day = f"{['Tue', 'Wed', 'Thu'][n % 3]}, {24 + n % 3} Nov 2026 10:00:00 GMT"
            site.page(f"/{n}", article(f"Report {n}. {shots if n < 3 else news(n)}"))
            entries.append(item(f"/{n}", str(n), day))
        site.page("/feed.xml", rss(*entries, item("/gone", "gone")))
        listening.send(site.url.encode())
        while True:
            time.sleep(60)


@contextlib.contextmanager
def site() -> Iterator[str]:
    """The address of a site that lives as long as the block."""
    ours, theirs = socket.socketpair()
    pid = child(lambda: serve(theirs))
    try:
        yield ours.recv(200).decode()
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


# --- killing ------------------------------------------------------------------------------------


def campaign(
    name: str, kills: int, chance: random.Random, make: Callable[[Path], list[str]]
) -> str:
    """Kill a command so many times, each in a fresh folder; what went wrong, empty if nothing."""
    with tempfile.TemporaryDirectory(prefix="detente-kill-") as top:
        prepared = Path(top) / "prepared"
        prepared.mkdir()
        (prepared / "detente.toml").write_text(SETTINGS)
        arguments = make(prepared)
        began = time.monotonic()
        clean = run_to_end(prepared, Path(top) / "clean", arguments)
        lasted = time.monotonic() - began
        expected = asked(lambda: holds(clean))
        if not expected["events"] and not expected["imported_events"]:
            return f"{name}: the run without a kill left no events"
        hit = 0
        for number in range(kills):
            folder = Path(top) / f"kill{number}"
            shutil.copytree(prepared, folder)
            after = chance.uniform(0.0, lasted)
            pid = child(command(arguments, folder))
            time.sleep(after)
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            hit += os.WIFSIGNALED(status)
            trouble = asked(lambda folder=folder: whole(folder))
            if trouble:
                return f"{name}, killed after {after:.3f} s: {trouble}"
            run_to_end(None, folder, arguments)
            found = asked(lambda folder=folder: holds(folder))
            for table, rows in expected.items():
                if found[table] != rows:
                    lost = [r for r in rows if r not in found[table]][:2]
                    more = [r for r in found[table] if r not in rows][:2]
                    counts = f"{len(found[table])} rows, not {len(rows)}"
                    return f"{name}, killed after {after:.3f} s, {table}: {counts}; {lost}; {more}"
            shutil.rmtree(folder)
        print(
            f"{name}: {kills} kills, {hit} of them while it ran ({lasted:.1f} s), all well again",
            flush=True,
        )
    return "" if hit or not kills else f"{name}: no kill came in time"


def run_to_end(prepared: Path | None, folder: Path, arguments: list[str]) -> Path:
    """Run a command to its end; done, or done with something set aside."""
    if prepared is not None:
        shutil.copytree(prepared, folder)
    _, status = os.waitpid(child(command(arguments, folder)), 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise RuntimeError((folder / "out.txt").read_text()[-2000:])
    return folder


def main() -> int:
    """Run the campaigns; 1 if anything was lost, doubled or half done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["add", "watch", "fetch"])
    parser.add_argument("--real", action="store_true", help="the real coder, not the stub")
    given = parser.parse_args()
    warm(given.real)
    bad = 0
    with site() as url:
        makers: dict[str, Callable[[Path], list[str]]] = {
            "add": adding, "watch": lambda folder: watching(folder, url), "fetch": fetching,
        }  # fmt: skip
        for name, make in makers.items():
            if given.only in (None, name):
                trouble = campaign(name, given.kills, random.Random(f"{given.seed}{name}"), make)
                print(trouble, end="\n" if trouble else "", file=sys.stderr)
                bad += bool(trouble)
    return int(bool(bad))


def warm(real: bool) -> None:
    """Import what the children will need; no store is opened, for open stores do not fork."""
    import duckdb
    import feedparser
    import httpx
    import pyarrow.csv
    import trafilatura

    import detente.api
    import detente.cli
    import detente.imports
    import detente.outlook
    import detente.watch

    assert all((duckdb, feedparser, httpx, pyarrow.csv, trafilatura))
    assert all((detente.cli, detente.imports, detente.outlook, detente.watch))
    if real:
        # What a coder loads when it first reads, it loads here, and not once a kill.
        from detente.documents import from_text

        coder = detente.api.coder(None)
        assert [r.events for r in coder.read([from_text(news(0), date=DAY)])]
        detente.api.coder = lambda pipeline: coder  # type: ignore[assignment]
    else:
        stub = StubCoder()
        detente.api.coder = lambda pipeline: stub  # type: ignore[assignment]


if __name__ == "__main__":
    sys.exit(main())
