"""Server time and bytes of every page of the desk, over a store of 200,000 events.

``python benchmarks/web.py [--events N] [--store FILE]`` makes a store of synthetic articles and
imported rows (a quarter of the events) over some dozens of relations, then asks for every screen:
after the store changed, so that nothing that is kept helps ("changed"); as of another day while the
store stands ("fresh"); and the same again ("again").
Times are processor time of the server process, all its threads together, without the network: on an
idle machine the reader waits at most so long, on a busy one longer. Bytes are what a
browser is sent, compressed, with the files of the desk at the first visit.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from detente.codebook import load_states
from detente.config import defaults, one_thread_each

one_thread_each()

from starlette.testclient import TestClient  # noqa: E402

from detente.records import (  # noqa: E402
    CaseDate,
    Claim,
    Document,
    Event,
    EventDate,
    FieldValue,
    Incident,
    Mention,
    Party,
    Place,
    Reading,
    Stake,
    Voice,
    digest,
    span_of,
)
from detente.store import open_store  # noqa: E402
from detente.store.store import Store  # noqa: E402
from detente.web import create_app  # noqa: E402

MAPPING = """
dataset = "mine"
delimiter = ","
[columns]
id = "id"
date = "date"
actor = "source"
recipient = "target"
cameo = "cameo"
url = "url"
text = "text"
[places]
system = "iso3"
"""
# As many states as a world desk sees, the busiest pair with some 4 % of the events, as in ICEWS.
STATES = {
    state.code: state.name
    for state in sorted(
        (s for s in load_states().values() if not s.end and s.iso_numeric),
        key=lambda s: (s.code not in ("RUS", "TUR", "USA", "CHN", "IRN", "ISR", "UKR"), s.code),
    )[:100]
}
# Type, quad class, PLOVER score, the verb.
ACTS = [
    ("CONSULT", 1, 1.0, "met"), ("AGREE", 1, 4.0, "agreed with"), ("SUPPORT", 1, 3.4, "praised"),
    ("COOPERATE", 2, 6.0, "trained with"), ("AID", 2, 7.0, "aided"), ("ACCUSE", 3, -2.0, "accused"),
    ("REJECT", 3, -4.0, "rebuffed"), ("THREATEN", 3, -5.8, "threatened"),
    ("SANCTION", 4, -6.5, "sanctioned"), ("ASSAULT", 4, -10.0, "shelled"),
]  # fmt: skip
FIRST, DAYS = date(2010, 1, 1), 3650
PLACES = [
    ("Ankara", "TUR", 39.9, 32.9),
    ("Moscow", "RUS", 55.8, 37.6),
    ("Geneva", "CHE", 46.2, 6.1),
]
PER_DOCUMENT = 4
FILL = "Officials gave no further details, and markets were little changed at the close. "


def readings(count: int, seed: int) -> Iterator[Reading]:
    """Articles of four events each, until there are ``count`` events."""
    draw = random.Random(seed)
    codes = list(STATES)
    weights = [1 / (n + 1) for n in range(len(codes))]
    for number in range(count // PER_DOCUMENT):
        day = FIRST + timedelta(days=draw.randrange(DAYS))
        yield reading(number, day.isoformat(), draw, codes, weights)


def reading(
    number: int, day: str, draw: random.Random, codes: list[str], weights: list[float]
) -> Reading:
    """One article."""
    doc_id, text = f"doc-{number}", ""
    told: list[tuple[int, int, str, str, tuple[str, int, float, str]]] = []
    for _ in range(PER_DOCUMENT):
        a, b = draw.choices(codes, weights, k=2)
        if a == b:
            b = codes[(codes.index(a) + 1) % len(codes)]
        act = draw.choice(ACTS)
        start = len(text)
        text += f"{STATES[a]} {act[3]} {STATES[b]} on Monday, a spokesman said."
        told.append((start, len(text), a, b, act))
        text += f" {FILL}"
    events = tuple(_event(doc_id, n, text, one, day, draw) for n, one in enumerate(told))
    start, end, a, b, act = told[0]
    whole = span_of(text, start, end)
    name = span_of(text, start, start + len(STATES[a]))
    voice = Voice(STATES[a], "state", a, (name,))
    claims = (
        Claim(voice, "says", whole, "attributed", (voice,), None, (events[0].id,), 0,
              digest("c", doc_id), doc_id),
    )  # fmt: skip
    incidents, stakes = (), ()
    if number % 12 == 0:
        incidents = (
            Incident(
                f"{act[0].title()} of {STATES[b]} {number}", events[0].id,
                victim=(FieldValue(f"{STATES[b]} {number}", None, (whole,)),),
                date=(CaseDate(day, day, day, "day", (whole,)),), id=digest("i", doc_id),
                doc_id=doc_id,
            ),
        )  # fmt: skip
    if number % 10 == 0:
        stakes = (
            Stake("gas pipeline", ("energy",), tuple(sorted((a, b))), 1e9, currency="USD",
                  spans=(name,), id=digest("s", doc_id), doc_id=doc_id),
        )  # fmt: skip
    document = Document(doc_id, text, day, "file", f"Report {number}", f"wire {number % 9}")
    return Reading(document, events, (), claims, incidents, (), stakes, ())


def _event(
    doc_id: str,
    number: int,
    text: str,
    told: tuple[int, int, str, str, tuple[str, int, float, str]],
    day: str,
    draw: random.Random,
) -> Event:
    start, end, a, b, (kind, quad, score, verb) = told
    first = span_of(text, start, start + len(STATES[a]))
    trigger = span_of(text, first.end + 1, first.end + 1 + len(verb))
    second = span_of(text, trigger.end + 1, trigger.end + 1 + len(STATES[b]))
    one = Party(STATES[a], a, ("GOV",), f"state:{a}", first)
    other = Party(STATES[b], b, ("GOV",), f"state:{b}", second)
    place = None
    if draw.random() < 0.2:
        name, country, lat, lon = draw.choice(PLACES)
        place = Place(name, country, lat, lon, second)
    both = kind == "CONSULT"
    return Event(
        event_type=kind, event_mode=(), context=(), cameo=None, quad_class=quad,
        plover_score=score, goldstein=score, actor=(one, other) if both else (one,),
        recipient=() if both else (other,), date=EventDate(day, day, "day", "relative", trigger),
        place=place, status="asserted", historical=False, id=digest("e", doc_id, str(number)),
        doc_id=doc_id, mentions=(Mention(trigger, span_of(text, start, end), number),),
        decided_by="pattern:bench", confidence=0.9,
    )  # fmt: skip


def fill(store: Store, events: int) -> None:
    """Three quarters of the events in articles, a quarter as imported rows."""
    store.begin_run("benchmark", coder="bench 1")
    batch: list[Reading] = []
    for one in readings(events * 3 // 4, seed=20):
        batch.append(one)
        if len(batch) == 2000:
            store.add_all(batch)
            batch = []
    if batch:
        store.add_all(batch)
    store.end_run()


def import_rows(path: Path, events: int) -> None:
    """A quarter of the events as rows of a CSV that is imported."""
    import csv
    import subprocess
    import sys

    draw = random.Random(7)
    codes = list(STATES)
    weights = [1 / (n + 1) for n in range(len(codes))]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.csv"
        with file.open("w", newline="", encoding="utf-8") as stream:
            rows = csv.writer(stream)
            rows.writerow(["id", "date", "source", "target", "cameo", "url", "text"])
            for n in range(events // 4):
                a, b = draw.choices(codes, weights, k=2)
                day = FIRST + timedelta(days=draw.randrange(DAYS))
                cameo = draw.choice(["040", "057", "112", "173", "190"])
                rows.writerow([n, day, a, b if a != b else "CHN", cameo, "", f"row {n}"])
        mapping = Path(folder) / "mine.toml"
        mapping.write_text(MAPPING, encoding="utf-8")
        command = [sys.executable, "-m", "detente.cli", "import", str(file), "--store", str(path)]
        command += ["--mapping", str(mapping)]
        subprocess.run(command, check=True, capture_output=True)


SCREENS = {
    "desk": "/",
    "dyad": "/dyad/RUS-TUR",
    "events": "/dyad/RUS-TUR/events?quad=4",
    "week": "/dyad/RUS-TUR/week/2014-06-02",
    "outlook": "/dyad/RUS-TUR/outlook",
    "stakes": "/dyad/RUS-TUR/stakes",
    "brief": "/dyad/RUS-TUR/brief",
    "incidents": "/incidents",
    "claims": "/claims",
    "hypotheses": "/hypotheses",
    "documents": "/documents",
    "reader": "/document/doc-100",
    "record": "/outlooks",
    "method": "/method",
    "add": "/add",
}


KINDS = ("changed", "fresh", "again")


def measure(client: TestClient, path: Path, times: int) -> list[tuple[str, list[float], int]]:
    """Screen, median milliseconds of each of `KINDS`, bytes of the page."""
    out = []
    days = (FIRST + timedelta(days=DAYS + n) for n in itertools.count(1))
    for name, place in SCREENS.items():
        took: dict[str, list[float]] = {kind: [] for kind in KINDS}
        size = 0
        for _ in range(times + 1):
            os.utime(path)
            day = next(days)
            for kind in KINDS:
                day = next(days) if kind == "fresh" else day
                where = f"{place}{'&' if '?' in place else '?'}as_of={day}"
                began = time.process_time()
                answer = client.get(where, headers={"accept": "text/html"})
                took[kind].append((time.process_time() - began) * 1000)
                assert answer.status_code == 200, (where, answer.text[:300])
                size = max(size, answer.num_bytes_downloaded)
        # The first request of all loads modules.
        out.append((name, [statistics.median(took[kind][1:]) for kind in KINDS], size))
    return out


def assets(client: TestClient) -> int:
    """Bytes of every file of the desk, as sent."""
    from importlib.resources import files

    folder = Path(str(files("detente.web").joinpath("static")))
    total = 0
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        answer = client.get(f"/static/{file.relative_to(folder)}")
        total += answer.num_bytes_downloaded
    return total


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--events", type=int, default=200_000)
    options.add_argument("--store", type=Path, default=None, help="kept, and used again if there")
    options.add_argument("--times", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="detente-bench-") as folder:
        path = given.store or Path(folder) / "bench.duckdb"
        if not path.exists():
            began = time.perf_counter()
            with open_store(path) as store:
                fill(store, given.events)
            import_rows(path, given.events)
            print(f"made {path.name} in {time.perf_counter() - began:.0f} s")
        app = create_app(path, settings=defaults())
        with TestClient(app, base_url="http://127.0.0.1") as client:
            told = client.get("/api/desk").json()
            print(f"{told['documents']} articles, {told['events'] + told['imported']} events")
            rows = measure(client, path, given.times)
            files = assets(client)
    print(f"{'screen':12} {'changed ms':>11} {'fresh ms':>9} {'again ms':>9} {'page kB':>8}")
    for name, (changed, fresh, again), size in rows:
        print(f"{name:12} {changed:11.0f} {fresh:9.0f} {again:9.0f} {size / 1000:8.1f}")
    middle = [statistics.median(row[1][n] for row in rows) for n in range(len(KINDS))]
    told = (f"{value:.0f} ms {kind}" for value, kind in zip(middle, KINDS, strict=True))
    print(f"median over screens: {', '.join(told)}")
    print(f"all files of the desk, sent once: {files / 1000:.0f} kB")


if __name__ == "__main__":
    main()
