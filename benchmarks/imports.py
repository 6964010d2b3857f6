"""Rows a second from files of event data to the store, and the query of one dyad over them.

`python benchmarks/imports.py [ROWS] [FOLDER]` writes files of made-up rows in the formats of
GDELT 2.0 and ICEWS, imports them in processes of their own, and prints rows a second and the most
memory that each process held; then the time of a dyad's weeks from that store.
"""

from __future__ import annotations

import datetime
import gzip
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from detente.codebook import load_codebook, load_states

STATES = list(load_states())[:60]
CODES = [code for code in load_codebook().cameo_codes if len(code) == 3]
NAMES = {"USA": "United States", "RUS": "Russian Federation", "TUR": "Turkey", "CHN": "China"}


def gdelt_row(rng: random.Random, number: int, start: datetime.date, days: int) -> str:
    day = start + datetime.timedelta(days=rng.randrange(days))
    stamp = day.strftime("%Y%m%d")
    actors = []
    for _ in range(2):
        state = rng.choice(STATES)
        role = rng.choice(("", "GOV", "MIL", ""))
        actors += [state + role, state + "N", state, "", "", "", "", role, "", ""]
    code = rng.choice(CODES)
    event = ["1", code, code[:3], code[:2], "1", "1.5", "4", "2", "4", "-1.25"]
    place = ["4", "Somewhere, Some Province, Some Country", "TU", "TU68", "", "39.9272", "32.8644",
             "-735338"]  # fmt: skip
    end = [stamp + "120000", f"https://news.example.com/world/{number}/a-story-with-a-title"]
    start_cells = [str(number), stamp, stamp[:6], stamp[:4], "2018.5"]
    return "\t".join([*start_cells, *actors, *event, *place, *place, *place, *end])


def icews_row(rng: random.Random, number: int, start: datetime.date, days: int) -> str:
    day = start + datetime.timedelta(days=rng.randrange(days))
    a, b = (NAMES.get(s, s) for s in rng.choices(STATES, k=2))
    return "\t".join(
        [str(number), day.isoformat(), f"Foreign Ministry ({a})", "Government,Executive", a,
         "Consult", rng.choice(CODES), "1.0", f"Citizen ({b})", "General Population", b,
         str(number * 3), "2", "Some News Agency", "Ankara", "", "Ankara", "Turkey", "39.9", "32.8"]
    )  # fmt: skip


def write(path: Path, kind: str, rows: int, days: int) -> None:
    from detente.imports.columns import ICEWS

    rng, start = random.Random(1), datetime.date(2014, 1, 1)
    make = gdelt_row if kind == "gdelt" else icews_row
    # Text is drawn once and numbered anew: the rows differ in id, the rest recurs.
    pool = [make(rng, 0, start, days).partition("\t")[2] for _ in range(min(rows, 200_000))]
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        if kind == "icews":
            file.write("\t".join(ICEWS) + "\n")
        for number in range(rows):
            file.write(f"{number + 1}\t{pool[number % len(pool)]}\n")


def run_import(store: Path, path: Path) -> None:
    """In a process of its own: import one file, say how long it took and how much it held."""
    from detente.imports import import_files
    from detente.store import open_store

    began = time.perf_counter()
    with open_store(store) as opened:
        for found in import_files(opened, [path]):
            took = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{path.name}: {found.kept:,} rows in {took:.1f} s, "
                f"{found.rows_read / took:,.0f} rows/s, {peak:,.0f} MB at most"
            )


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("build/bench/imports")
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / "bench.duckdb"
    for kind in ("gdelt", "icews"):
        path = folder / f"{kind}-{rows}.tsv.gz"
        if not path.exists():
            write(path, kind, rows, days=3650)
        subprocess.run([sys.executable, __file__, "--one", str(store), str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run_import(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
